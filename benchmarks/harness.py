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

__all__ = ["Figure", "Section", "Timing", "machine", "seconds", "timed"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """The best of some runs, in seconds."""

    wall: float
    processor: float
    runs: int = 1

    def __str__(self) -> str:
        return f"{seconds(self.wall)} | {seconds(self.processor)}"


def seconds(value: float) -> str:
    """Return seconds as tables show them: three digits below one, none above a hundred."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.{3 if value < 1 else 2}f}"


def timed(action: Callable[[], T], runs: int = 3) -> tuple[Timing, T]:
    """Return the best wall and the best processor time of some runs, and what the last one gave."""
    walls, processors = [], []
    for _ in range(runs):
        wall, processor = time.perf_counter(), time.process_time()
        result = action()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return Timing(min(walls), min(processors), runs), result


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table that stands in the README.

    Attributes:
        what: what was measured.
        size: of the data.
        value: CPU seconds; a text for what is no time.
        compared: with what it is compared.
        rival: CPU seconds of that; None if the comparison is in words.
    """

    what: str
    size: str
    value: float | str
    compared: str = ""
    rival: float | None = None

    def cells(self, command: str) -> list[str]:
        """Return the cells: what, size, CPU seconds, compared with, ratio, command."""
        value = self.value if isinstance(self.value, str) else seconds(self.value)
        ratio, compared = "", self.compared
        if self.rival is not None and not isinstance(self.value, str):
            times = self.rival / self.value
            ratio = f"{times:,.0f}×" if times >= 10 else f"{times:.1f}×"
            compared = f"{self.compared}: {seconds(self.rival)} s"
        return [self.what, self.size, value, compared, ratio, f"`{command}`"]


@dataclass(frozen=True)
class Section:
    """What a benchmark gives: a heading, columns, rows of text, notes below, and its lines of the README's table."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default=())
    figures: Sequence[Figure] = field(default=())

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
