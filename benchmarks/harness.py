"""What all benchmarks share: how time is taken, and how a table is written.

Times are the best of several runs, wall clock and processor time of this process (user and system, all threads): on a
machine that does other things too, the latter is the one to compare.
"""

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TypeVar

__all__ = ["Section", "Timing", "machine", "timed"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """The best of some runs, in seconds."""

    wall: float
    processor: float
    runs: int = 1

    def __str__(self) -> str:
        return f"{_seconds(self.wall)} | {_seconds(self.processor)}"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def timed(action: Callable[[], T], runs: int = 3) -> tuple[Timing, T]:
    """Return the best wall and the best processor time of some runs, and what the last one gave."""
    walls, processors = [], []
    for _ in range(runs):
        wall, processor = time.perf_counter(), time.process_time()
        result = action()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return Timing(min(walls), min(processors), runs), result


@dataclass(frozen=True)
class Section:
    """A fragment of the table: a heading, columns, rows of text, and notes below."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default=())

    def markdown(self) -> str:
        """Return it as Markdown."""
        lines = [f"### {self.title}", "", f"| {' | '.join(self.columns)} |", f"|{' --- |' * len(self.columns)}"]
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes), ""])


def machine(*packages: str) -> str:
    """Return in a line what the figures were measured on."""
    import os

    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}; {versions}"
