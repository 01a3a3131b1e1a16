"""The command `kg export`: the graph or a part of it in every format, and the table of formats."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import output
from kg.cli.asking import opened
from kg.cli.options import InferredOption, StoreOption
from kg.cli.panels import examples

if TYPE_CHECKING:
    from kg.export import Selection

__all__ = ["add"]

_COLUMNS = {"en": ["format", "file", "media type", "for"], "zh": ["格式", "文件", "媒体类型", "用途"]}
_LANGUAGES = ("en", "zh")


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog=examples(
            "kg export --list",
            "kg export turtle | less",
            "kg export jsonld -o graph.jsonld",
            "kg export jsonld --frame claim -o claims/",
            "kg export csvw --place Guiyang -o guiyang/",
        )
    )(export)


def _formats(incomplete: str) -> list[str]:
    from kg import plugins

    return [name for name in plugins.names("kg.exporters") if name.startswith(incomplete)]


def export(
    name: Annotated[
        str | None, typer.Argument(metavar="FORMAT", help="As --list names it.", autocompletion=_formats)
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="The same as FORMAT.", autocompletion=_formats)
    ] = None,
    frame: Annotated[
        str | None, typer.Option("--frame", help="A view of the format: `claim` is one JSON-LD document per claim.")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", help="Claims about a place, company, event …")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Claims of a document: IRI or address.")] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help="Figures of an indicator.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Periods from this day on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Periods up to this day.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show the formats and what each is for.")] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="en|zh", help="Language, where a format holds one.")] = "en",
    store: StoreOption = None,
    inferred: InferredOption = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE|DIR", help="Write there; a folder for several files.")
    ] = None,
) -> None:
    """Write the graph, or a part that is complete in itself, in a standard format; same graph, same bytes."""
    from kg.errors import ExportError

    if lang not in _LANGUAGES:
        raise ExportError(f"--lang {lang!r}: expected one of {', '.join(_LANGUAGES)}")
    if listed:
        _list(lang)
        return
    wanted = name or format
    if wanted is None:
        raise ExportError("no format is named; list them with: kg export --list")
    if name and format and name != format:
        raise ExportError(f"two formats are named, {name!r} and {format!r}; give one")
    from kg.export import known

    wanted, selection = _framed(wanted, frame), _selection(place, document, indicator, since, until)
    if known(wanted).folder and out is None:
        raise ExportError(f"{wanted} is several files; give a folder: -o DIR")
    with opened(store, inferred=inferred) as graph:
        output.save(graph.export(wanted, selection=selection, language=lang), out, lang)


def _framed(name: str, frame: str | None) -> str:
    """Return the name of the exporter: a frame of a format is a format of its own."""
    from kg import plugins
    from kg.errors import ExportError

    if frame is None:
        return name
    if (framed := f"{name}-{frame}") in plugins.names("kg.exporters"):
        return framed
    frames = [other.partition("-")[2] for other in plugins.names("kg.exporters") if other.startswith(f"{name}-")]
    known = f"known: {', '.join(frames)}" if frames else "it has none"
    raise ExportError(f"--frame {frame!r}: no such view of {name!r}; {known}")


def _selection(
    place: str | None, document: str | None, indicator: str | None, since: str | None, until: str | None
) -> "Selection":
    from kg.export import Selection

    return Selection(place, document, indicator, _day(since, "--since"), _day(until, "--until"))


def _day(text: str | None, option: str) -> date | None:
    from kg.errors import ExportError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ExportError(f"{option} {text!r}: expected a day such as 2020-01-01") from None


def _list(language: str) -> None:
    """Show two lines for each format on a terminal, and CSV in a pipe."""
    from kg.export import formats
    from kg.export.table import lines

    rows = [
        [
            item.name,
            {"en": "folder", "zh": "文件夹"}[language] if item.folder else f".{item.extension}",
            item.media_type,
            item.purpose.get(language) or item.purpose.get("en", ""),
        ]
        for item in formats()
    ]
    if not output.on_terminal():
        output.emit(lines([_COLUMNS[language], *rows]), None)
        return
    from rich.cells import set_cell_size

    screen = output.console()
    width = max(len(row[0]) for row in rows) + 2
    for format, file, media, purpose in rows:
        screen.print(f"{set_cell_size(format, width)}{set_cell_size(file, 12)}{media}", style="bold")
        screen.print(f"  {purpose}")
