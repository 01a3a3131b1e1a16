"""What people see: tables on a terminal, plain data in a pipe, messages and progress on standard error."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import ExportError

if TYPE_CHECKING:
    from rich.console import Console

    from kg.export import Output

__all__ = [
    "console",
    "emit",
    "hang",
    "left_out",
    "many",
    "message",
    "on_terminal",
    "progress",
    "reader_gone",
    "save",
    "show_table",
]


PAGE = 100
"""Columns of a table that is not shown on a terminal."""

_WRITTEN = {"en": "{place}: {size:,} bytes written", "zh": "{place}：已写入{size:,}字节"}
_FILES_WRITTEN = {
    "en": "{place}: {files:,} files, {size:,} bytes written",
    "zh": "{place}：已写入{files:,}个文件，{size:,}字节",
}
_DOING = {
    "asking": "正在查询",
    "building": "正在构建",
    "deriving": "正在推导",
    "extracting": "正在提取",
    "ingesting": "正在读取",
    "reasoning": "正在推理",
    "validating": "正在核验",
}
"""What a progress bar says it does, in Chinese."""


def on_terminal() -> bool:
    """Return whether standard output is read by a person."""
    return sys.stdout.isatty()


def console(*, stderr: bool = False) -> "Console":
    """Return a console that writes words, not markup; in a pipe it never wraps at 80 columns."""
    from rich.console import Console

    plain = not (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=1000 if plain else None)


def emit(data: str | bytes, out: Path | None, language: str = "en") -> None:
    """Write data to a file, and tell so in `en` or `zh`; or to standard output.

    Raises:
        ExportError: the file cannot be written.
    """
    raw = data.encode() if isinstance(data, str) else data
    if out is None:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            reader_gone()
        return
    try:
        out.write_bytes(raw)
    except OSError as error:
        raise ExportError(f"{out}: cannot be written ({error.strerror}); choose another place") from None
    message(_WRITTEN[language].format(place=out, size=len(raw)))


def reader_gone() -> NoReturn:
    """End well where whoever reads has gone, as `head` does: what is still to be written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def save(data: "Output", out: Path | None, language: str = "en") -> None:
    """Write what an exporter gave: one file as `emit` does, several into a folder.

    Raises:
        ExportError: the place cannot be written, or several files have none.
    """
    if isinstance(data, bytes):
        emit(data, out, language)
        return
    if out is None:
        raise ExportError(f"the format is {len(data):,} files ({', '.join(sorted(data)[:3])} …); give a folder: -o DIR")
    from kg import export

    written = export.save(data, out)
    size = sum(map(len, data.values()))
    message(_FILES_WRITTEN[language].format(place=out, files=len(written), size=size))


def many(count: int, word: str) -> str:
    """Return a count and a regular noun, in English.

    >>> many(1, "claim"), many(2000, "claim")
    ('1 claim', '2,000 claims')
    """
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def hang(screen: "Console", text: str, indent: int, style: str = "") -> None:
    """Print an indented line; on a terminal, what does not fit goes on below its own beginning."""
    from rich.padding import Padding
    from rich.text import Text

    if screen.is_terminal:
        screen.print(Padding.indent(Text(text, style=style), indent))
    else:
        screen.print(" " * indent + text, style=style)


def message(text: str) -> None:
    """Tell the person something, on standard error."""
    console(stderr=True).print(text)


_LEFT_OUT = {
    "en": "{count:,} more rows: --max {all}, or all of them: --format {format}",
    "zh": "另有{count:,}行：--max {all}，或输出全部：--format {format}",
}


def left_out(rows: int, most: int | None, language: str, format: str = "csv") -> None:
    """Tell how many rows of a table were not shown, if any, in `en` or `zh`."""
    if most is not None and rows > most:
        message(_LEFT_OUT[language].format(count=rows - most, all=rows, format=format))


def show_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "", numeric: Sequence[int] = ()
) -> None:
    """Print a table for people; where it is wider than the screen, each row becomes a block of lines instead."""
    from rich.cells import cell_len

    screen = console()
    if title:
        screen.print(title, style="bold")
    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
    room = screen.width if on_terminal() else PAGE
    if sum(widths) + 3 * len(widths) <= room:
        _grid(screen, columns, rows, numeric)
    else:
        _blocks(screen, columns, rows, max(map(cell_len, columns)))


def _grid(screen: "Console", columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number in numeric else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    screen.print(table)


def _blocks(screen: "Console", columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> None:
    from rich.cells import set_cell_size
    from rich.text import Text

    for row in rows:
        screen.print()
        for name, cell in zip(columns, row, strict=True):
            if cell:
                line = Text.assemble((set_cell_size(name, width) + "  ", "dim"), cell)
                screen.print(line)


@contextmanager
def progress(what: str, language: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show a bar on standard error while something takes longer than a moment; nothing in a pipe.

    Args:
        what: a word of `_DOING`.
        language: `en` or `zh`.
        total: of steps, if it is known.
    """
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    parts = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[step]}"))
    with Progress(*parts, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(_DOING[what] if language == "zh" else what, total=total, step="")
        yield lambda step: bar.update(task, advance=1, step=step.rpartition("/")[2][-40:])
