"""The commands that compare sources: `kg conflicts`, `kg series` and `kg prefer`."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import output
from kg.cli.asking import give, opened
from kg.cli.options import Language, LanguageOption, ListFormat, MaxOption, OutOption, StoreOption
from kg.cli.panels import examples

if TYPE_CHECKING:
    from kg.compare import Report
    from kg.query import Table

__all__ = ["add"]

AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="Only what had been published by this day."),
]
FormatOption = Annotated[
    ListFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else csv.")
]

_SHOWN = ("kind", "question", "figure", "published", "other_figure", "other_published")
_SERIES = ("period", "figure", "status", "scope", "published", "publisher")
_PREFERRED = ("question", "figure", "reason", "published", "publisher", "disputed", "other_figures")
_KEPT = {
    "written": {
        "en": "{store}/derived: written; ask with: kg query preferred-figures --store {store} --preferred",
        "zh": "{store}/derived：已写入；查询：kg query preferred-figures --store {store} --preferred",
    },
    "unchanged": {
        "en": "{store}/derived: up to date; ask with: kg query preferred-figures --store {store} --preferred",
        "zh": "{store}/derived：已是最新；查询：kg query preferred-figures --store {store} --preferred",
    },
}
_PAIRS = {"en": "pairs of figures: {pairs}", "zh": "成对数字：{pairs}"}
_DERIVED = {"en": "{count} excluded by arithmetic", "zh": "算术排除{count}组"}
_UNPLACED = {
    "en": "{count} figures of unknown period are never compared",
    "zh": "{count}个时期不明的数字不作比较",
}
_UNDATED = {
    "en": "{count} figures left out, for nobody knows when they were published",
    "zh": "{count}个数字因发布日期不明未计入",
}
_NOTHING = {"en": "no two claims of this graph exclude each other", "zh": "图谱中没有相互排斥的断言"}


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(epilog=examples("kg conflicts", "kg conflicts --explain", "kg conflicts --as-of 2023-01-31"))(conflicts)
    app.command(
        epilog=examples("kg series 'digital economy share of GDP' Guiyang", "kg series 数字经济占GDP比重 贵阳")
    )(series)
    app.command(epilog=examples("kg prefer", "kg prefer --as-of 2023-01-31", "kg prefer --store city-graph"))(prefer)


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
    with opened(store) as graph:
        report = graph.conflicts(_day(as_of))
        if explain:
            _tell(report, format, lang.value, out)
            return
        table = report.outcome_table(lang.value) if outcomes else report.to_table(lang.value)
        if _for_people(format, out):
            table = _only(table, _SHOWN if not outcomes else ("verdict", "kind", *_SHOWN[1:]))
        give(table, graph, format, lang, out)
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
    with opened(store) as graph:
        found = graph.series(variable, place, _day(as_of))
        table = found.to_table(lang.value)
        if _for_people(format, out):
            table = _only(table, _SERIES)
        give(table, graph, format, lang, out)
        if found.undated:
            output.message(_UNPLACED[lang.value].format(count=len(found.undated)))


def prefer(
    as_of: AsOfOption = None,
    rivals: Annotated[bool, typer.Option("--rivals", help="Only questions with more than one answer.")] = False,
    most: MaxOption = 20,
    format: FormatOption = None,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
    out: OutOption = None,
) -> None:
    """Pick one figure for each question, with the reason; nothing is overwritten.

    With --store DIR the choice is also kept beside the store, for `kg query … --preferred`.
    """
    from kg.compare.preferred import preference, preferred, preferred_table
    from kg.compare.rules import Rules
    from kg.store import Embedded

    with opened(store) as graph:
        table, rules = graph.observations(), Rules(graph.vocabulary)
        view = preferred(table, rules, as_of=_day(as_of))
        shown = preferred_table([i for i in view if i.others or not rivals], table, rules, lang.value)
        if _for_people(format, out):
            shown = _only(shown, _PREFERRED)
        give(shown, graph, format, lang, out, most)
        kept = store is not None and isinstance(graph.store, Embedded) and as_of is None
        known = preference(graph.store, graph.vocabulary, table) if kept else None  # type: ignore[arg-type]
    if known is not None and store is not None:
        from kg.derived import CHOSEN, keep

        written = keep(Path(store), CHOSEN, lambda _: known, known) is not None
        output.message(_KEPT["written" if written else "unchanged"][lang.value].format(store=store))


def _for_people(format: ListFormat | None, out: Path | None) -> bool:
    return format is ListFormat.TABLE or (format is None and output.on_terminal() and out is None)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _tell(report: "Report", format: ListFormat | None, language: str, out: Path | None) -> None:
    """Give all explanations: wrapped to the screen for people, one line for each step in a pipe.

    Raises:
        ExportError: a format was asked for that explanations do not have.
    """
    import json

    from kg import compare
    from kg.errors import ExportError

    if format not in {None, ListFormat.TABLE, ListFormat.JSON}:
        raise ExportError(f"explanations are text or json, not {format}; leave --explain out for a table")
    items: tuple[Any, ...] = (*report.conflicts, *report.revisions, *report.derived)
    told = [compare.explain(item, report, language) for item in items]
    if format is ListFormat.JSON:
        records = [item.record() for item in told]
        output.emit(json.dumps(records, ensure_ascii=False, indent=2) + "\n", out, language)
        return
    if out is not None or not output.on_terminal():
        output.emit("\n\n".join(map(str, told) if told else [_NOTHING[language]]) + "\n", out, language)
        return
    from rich.padding import Padding
    from rich.text import Text

    screen = output.console()
    for number, item in enumerate(told):
        if number:
            screen.print()
        for indent, text in item.lines():
            screen.print(Padding(Text(text, style="" if indent else "bold"), (0, 0, 0, indent)))
    if not told:
        screen.print(_NOTHING[language])


def _summary(report: "Report", language: str) -> None:
    """Tell how many pairs stand in which relation, and what was left out and why."""
    comma, stop = ("，", "；") if language == "zh" else (", ", "; ")
    pairs = comma.join(
        f"{report.rules.relation(str(kind), language)} {number}" for kind, number in sorted(report.counts.items())
    )
    found = [_PAIRS[language].format(pairs=pairs)] if pairs else []
    if report.derived:
        found.append(_DERIVED[language].format(count=len(report.derived)))
    if not report.found:
        found.append(_NOTHING[language])
    if report.unplaced:
        found.append(_UNPLACED[language].format(count=report.unplaced))
    if report.undated:
        found.append(_UNDATED[language].format(count=report.undated))
    output.message(stop.join(found))


def _only(table: "Table", names: tuple[str, ...]) -> "Table":
    """Return the columns that people read, without those that are empty throughout."""
    from dataclasses import replace

    kept = [
        number
        for number, column in enumerate(table.columns)
        if column.name in names and (not table.rows or any(row[number].term is not None for row in table.rows))
    ]
    return replace(
        table,
        columns=tuple(table.columns[number] for number in kept),
        rows=tuple(tuple(row[number] for number in kept) for row in table.rows),
    )
