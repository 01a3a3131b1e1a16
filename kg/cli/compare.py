"""The commands that compare sources: `kg conflicts` and `kg series`."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import output
from kg.cli.commands import Language, LanguageOption, OutOption, StoreOption, TableFormat, _open, _show_answer

if TYPE_CHECKING:
    from kg.compare import Report
    from kg.query import Table

__all__ = ["add"]

AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="Only what had been published by this day."),
]
FormatOption = Annotated[TableFormat | None, typer.Option("--format", "-f", help="table, csv or json.")]

_SHOWN = ("kind", "question", "figure", "published", "other_figure", "other_published")
_SERIES = ("period", "figure", "status", "scope", "published", "publisher", "claim")
_NOTHING = {"en": "no two claims of this graph exclude each other", "zh": "图谱中没有相互排斥的断言"}


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(epilog="Examples: `kg conflicts`, `kg conflicts --explain`, `kg conflicts --as-of 2023-01-31`")(
        conflicts
    )
    app.command(
        epilog="Examples: `kg series 'digital economy share of GDP' Guiyang`, `kg series 数字经济占GDP比重 贵阳`"
    )(series)


def conflicts(
    explain: Annotated[bool, typer.Option("--explain", help="Tell why, with rule, claims and passages.")] = False,
    outcomes: Annotated[bool, typer.Option("--outcomes", help="Targets and forecasts: met, missed, unknown.")] = False,
    as_of: AsOfOption = None,
    format: FormatOption = None,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
    out: OutOption = None,
) -> None:
    """Show what sources disagree about: rival figures, and figures that arithmetic excludes."""
    from kg import compare

    with _open(store) as graph:
        report = compare.conflicts(graph, _day(as_of))
        if explain:
            output.emit(_told(report, lang.value), out)
            return
        table = report.outcome_table(lang.value) if outcomes else report.to_table(lang.value)
        if _for_people(format, out):
            table = _only(table, _SHOWN if not outcomes else ("verdict", "kind", *_SHOWN[1:]))
        _show_answer(table, graph, format, lang, out)
        _summary(report, lang.value)


def series(
    variable: Annotated[str, typer.Argument(help="A variable's name, alias or IRI.")],
    place: Annotated[str, typer.Argument(help="A place, company or event.")],
    as_of: AsOfOption = None,
    format: FormatOption = None,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
    out: OutOption = None,
) -> None:
    """Show a variable over time: every figure with its bounds, vintages by date, years without one."""
    from kg import compare

    with _open(store) as graph:
        found = compare.series(graph, variable, place, as_of=_day(as_of))
        table = found.to_table(lang.value)
        if _for_people(format, out):
            table = _only(table, _SERIES)
        _show_answer(table, graph, format, lang, out)


def _for_people(format: TableFormat | None, out: Path | None) -> bool:
    return format is TableFormat.TABLE or (format is None and output.on_terminal() and out is None)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _told(report: "Report", language: str) -> str:
    from kg import compare

    items: tuple[Any, ...] = (*report.conflicts, *report.revisions, *report.derived)
    return (
        "\n\n".join(str(compare.explain(item, report, language)) for item in items) + "\n"
        if items
        else _NOTHING[language] + "\n"
    )


def _summary(report: "Report", language: str) -> None:
    pairs = ", ".join(
        f"{report.rules.relation(str(kind), language)} {number}" for kind, number in sorted(report.counts.items())
    )
    output.message(pairs or _NOTHING[language])


def _only(table: "Table", names: tuple[str, ...]) -> "Table":
    from dataclasses import replace

    kept = [number for number, column in enumerate(table.columns) if column.name in names]
    return replace(
        table,
        columns=tuple(table.columns[number] for number in kept),
        rows=tuple(tuple(row[number] for number in kept) for row in table.rows),
    )
