"""The command that draws: `kg chart`."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import output
from kg.cli.asking import opened
from kg.cli.options import Language, LanguageOption, OutOption, StoreOption
from kg.cli.panels import examples
from kg.errors import ExportError, QueryError

if TYPE_CHECKING:
    from kg.charts.drawing import Drawing
    from kg.knowledgegraph import KnowledgeGraph

__all__ = ["add"]

_ENDINGS = {".svg": "svg", ".png": "png", ".json": "vega", ".html": "html"}


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog=examples(
            "kg chart 'digital economy share of GDP' Guiyang -o share.png",
            "kg chart software-revenue",
            "kg chart 数字经济占GDP比重 贵州 贵阳 --lang zh -o share.svg",
        )
    )(chart)


def chart(
    name: Annotated[str, typer.Argument(help="A question of the library, a .rq file, or a variable.")],
    places: Annotated[list[str] | None, typer.Argument(help="For a variable: places or companies.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="For a question: NAME=VALUE.")] = None,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="svg, png, vega or html; by default the ending's, else svg.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="Only what had been published by this day."),
    ] = None,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
    out: OutOption = None,
) -> None:
    """Draw a variable over time, or the answer of a question: bounds as open ends, conflicts beside each other."""
    from kg.charts import files

    ending = out.suffix.lower() if out is not None else ""
    chosen = format or _ENDINGS.get(ending) or ending.lstrip(".") or "svg"
    if chosen not in files.FORMATS:
        raise ExportError(f"{chosen!r} is no format of charts; known: {', '.join(files.FORMATS)}")
    with opened(store) as graph:
        drawing = _drawing(graph, name, places or [], param or [], as_of, lang.value)
        data = files.written(drawing.charts, chosen)
    if chosen == "png" and out is None and output.on_terminal():
        raise ExportError("a PNG is no text for a terminal; name a file with -o")
    output.emit(data, out, lang.value)


def _drawing(
    graph: "KnowledgeGraph", name: str, places: list[str], param: list[str], as_of: datetime | None, language: str
) -> "Drawing":
    if places:
        return graph.chart(name, *places, language=language, as_of=as_of.date() if as_of else None)
    values = {}
    for item in param:
        key, sign, value = item.partition("=")
        if not sign:
            raise QueryError(f"--param {item!r}: expected NAME=VALUE, such as place=Guiyang")
        values[key] = value
    from kg.cli.show import documents

    return graph.run(name, **values).chart(language, graph.vocabulary, documents(graph, language))
