"""Charts of what `kg.compare` finds: a series over time, and rival answers beside each other."""

from collections.abc import Callable, Iterable
from itertools import groupby

from kg.charts.model import Chart, Mark, Source, Status
from kg.compare import words
from kg.compare.observations import OBSERVED, Observations, Row
from kg.compare.rules import Rules
from kg.compare.series import Point, Series
from kg.terms import DEKG, DEKGR, UNIT

__all__ = ["rivals", "series_charts"]

_PERCENT = UNIT + "PERCENT"
_RANK = DEKGR + "unit-rank"
_COMMA = {"en": ", ", "zh": "，"}

Link = Callable[[str], str]
"""From the IRI of a claim to where a click on its mark leads."""


def _nowhere(claim: str) -> str:
    return ""


def series_charts(series: Series, language: str, link: Link = _nowhere) -> list[Chart]:
    """Return a chart for each facet of a series (unit, scope, …) that has a figure with a known period."""
    rules, table = series.rules, series.table
    label = rules.vocabulary.label
    holders = [label(iri, language) for iri in (series.organization, series.area) if iri]
    found = []
    for facet, group in groupby(series.points, key=lambda point: point.facet):
        points = list(group)
        rows = [row for point in points for row in (*point.rows, *point.aims)]
        numbers, sources = _sources(rows, table, rules, language)
        marks = [
            _mark(row, point, table, rules, language, link, numbers)
            for point in points
            for row in (*point.rows, *point.aims)
        ]
        found.append(
            Chart(
                title=_COMMA[language].join([*holders, label(series.variable, language)]),
                subtitle=_COMMA[language].join(label(iri, language) for iri in facet[:-1] if iri),
                marks=tuple(marks),
                language=language,
                sources=sources,
                **_unit(str(facet[-1]), rules, language),  # type: ignore[arg-type]
            )
        )
    return found


def rivals(
    rows: Iterable[Row],
    disputed: Iterable[str],
    table: Observations,
    rules: Rules,
    language: str,
    link: Link = _nowhere,
) -> Chart:
    """Return the answers to one question, one row each, named by publisher and date; all rows are of one unit.

    Args:
        rows: at least one.
        disputed: claims that exclude another one.
        table: where they are from.
        rules: what names them.
        language: `en` or `zh`.
        link: where marks lead.
    """
    ordered = sorted(rows, key=lambda row: (str(table.published(row) or ""), row.claim))
    numbers, sources = _sources(ordered, table, rules, language)
    excluded = set(disputed)
    marks = []
    for row in ordered:
        names = [source_name(row, table, rules, language), str(table.published(row) or "")]
        status = Status.DISPUTED if row.claim in excluded else Status.OBSERVED
        mark = _figure(row, _COMMA[language].join(filter(None, names)), status, rules, language, link, numbers)
        marks.append(mark)
    return Chart(
        title=words.question(ordered[0].key, table, rules, language),
        marks=tuple(marks),
        language=language,
        over_time=False,
        sources=sources,
        **_unit(ordered[0].unit, rules, language),  # type: ignore[arg-type]
    )


def source_name(row: Row, table: Observations, rules: Rules, language: str) -> str:
    """Return who published a row, or the host of its document where that is not known."""
    if publisher := words.publisher(row, table, rules, language):
        return publisher
    source = table.sources.get(row.document)
    return source.url.partition("//")[2].partition("/")[0] if source else ""


def _mark(
    row: Row, point: Point, table: Observations, rules: Rules, language: str, link: Link, numbers: dict[str, int]
) -> Mark:
    from dataclasses import replace

    if row.kind != OBSERVED:
        status, kind = Status.AIM, rules.vocabulary.label(DEKG + row.kind, language)
    else:
        status, kind = Status.DISPUTED if point.disputed else Status.OBSERVED, ""
    period = point.period
    made = _figure(row, period.label(language), status, rules, language, link, numbers)
    joined = (
        status is Status.OBSERVED and period.kind == "CalendarYear" and row.range.two_sided and row is point.rows[0]
    )
    return replace(made, kind=kind, start=period.start, end=period.end, joined=joined)


def _figure(
    row: Row, place: str, status: Status, rules: Rules, language: str, link: Link, numbers: dict[str, int]
) -> Mark:
    return Mark(
        place=place,
        figure=words.figure(row, rules, language),
        stated=row.stated,
        stated_upper=row.stated_upper,
        lower=row.lower,
        upper=row.upper,
        lower_inclusive=row.lower_inclusive,
        upper_inclusive=row.upper_inclusive,
        comparator=row.comparator,
        status=status,
        source=numbers[row.document],
        claim=row.claim,
        href=link(row.claim),
    )


def _sources(
    rows: Iterable[Row], table: Observations, rules: Rules, language: str
) -> tuple[dict[str, int], tuple[Source, ...]]:
    numbers: dict[str, int] = {}
    found = []
    for row in rows:
        if row.document in numbers:
            continue
        numbers[row.document] = len(numbers) + 1
        source = table.sources.get(row.document)
        name = source_name(row, table, rules, language)
        url = source.url if source else row.document
        found.append(Source(len(numbers), (source.title if source else None) or url, url, name,
                            str(table.published(row) or "")))  # fmt: skip
    return numbers, tuple(found)


def _unit(unit: str, rules: Rules, language: str) -> dict[str, object]:
    """Return how an axis shows a unit."""
    if unit == _PERCENT:
        return {"unit": "%", "percent": True}
    if unit == _RANK:
        return {"unit": rules.vocabulary.label(unit, language), "downward": True}
    if unit == UNIT + "NUM":
        return {"unit": ""}
    code = rules.vocabulary.value(unit, "skos:notation") if unit.startswith(UNIT + "CCY_") else None
    symbol = rules.vocabulary.value(unit, "qudt:symbol")
    name = rules.vocabulary.label(unit, language)
    return {"unit": name if language == "zh" else code or symbol or name}
