"""Charts from the rows of a table: what its columns say they are decides what is drawn.

A table fits if it has a figure with bounds (`lower` and `upper`, maybe behind a prefix), or a column whose role is
`measure`. Rows of one unit make one chart. Where rows differ by a period and by nothing else the chart is over time;
else each row is named by its categories.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from kg import labels
from kg.charts.model import Chart, Mark, Source
from kg.errors import ModelError, QueryError
from kg.periods import Period, in_words
from kg.terms import DEKGR, UNIT
from kg.vocabulary import Vocabulary

__all__ = ["MOST", "charts"]

MOST = 40
"""Rows that one chart can show."""

_PERIODS = ("period", "year", "start", "date")
_NOT_NAMES = {"claim", "claims", "other_claims", "document", "source", "published", "unit", "comparator", "url"}
_COMMA = {"en": ", ", "zh": "，"}


class Column(Protocol):
    """What a table tells of a column."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str | None: ...
    @property
    def unit(self) -> str | None: ...


Row = Mapping[str, Any]


def charts(
    columns: Sequence[Column],
    records: Iterable[Row],
    title: str,
    vocabulary: Vocabulary,
    language: str,
    documents: Mapping[str, tuple[str, str]],
) -> list[Chart]:
    """Return a chart for each unit of a table's figures.

    Args:
        columns: of the table.
        records: its rows.
        title: of the charts.
        vocabulary: to name things.
        language: `en` or `zh`.
        documents: name and address of documents by IRI; one that is missing is listed by its IRI.

    Raises:
        QueryError: the table holds nothing that can be drawn.
    """
    rows = list(records)
    names = [column.name for column in columns]
    low = next((name for name in names if name.endswith("lower") and f"{name[:-5]}upper" in names), None)
    value = low or next((column.name for column in columns if column.role == "measure"), None)
    if value is None:
        raise QueryError("this answer has no column of figures to draw; ask for it as a table")
    made = _Maker(columns, value, low, vocabulary, language, documents)
    units: dict[str, list[Row]] = {}
    for row in rows:
        if made.drawable(row):
            units.setdefault(made.unit(row), []).append(row)
    if not units:
        raise QueryError("this answer has no figure to draw; ask for it as a table")
    return [made.chart(found, unit, title) for unit, found in sorted(units.items())]


class _Maker:
    """Turns the rows of one table into marks."""

    def __init__(
        self,
        columns: Sequence[Column],
        value: str,
        low: str | None,
        vocabulary: Vocabulary,
        language: str,
        documents: Mapping[str, tuple[str, str]],
    ) -> None:
        self.documents = documents
        self.value, self.low, self.vocabulary, self.language = value, low, vocabulary, language
        self.prefix = low.removesuffix("lower") if low else ""
        self.high = f"{self.prefix}upper" if low else None
        names = [column.name for column in columns]
        self.fixed = next((column.unit for column in columns if column.name == value), None)
        prefixes = {name.removesuffix("lower") for name in names if name.endswith("lower")}
        parts = ("lower", "upper", "lower_inclusive", "upper_inclusive", "unit")
        bounds = {prefix + part for prefix in prefixes for part in parts}
        self.period = next((name for name in _PERIODS if name in names), None)
        self.names = [
            column.name for column in columns if column.name not in bounds | _NOT_NAMES and column.role == "category"
        ]

    def drawable(self, row: Row) -> bool:
        return any(_number(row.get(name)) is not None for name in (self.value, self.high) if name)

    def unit(self, row: Row) -> str:
        return str(row.get(f"{self.prefix}unit") or row.get("unit") or self.fixed or "")

    def name(self, value: Any) -> str:
        if value is None or isinstance(value, bool):
            return ""
        text = str(value)
        if not text.startswith("http"):
            return in_words(text, self.language)
        return self.vocabulary.label(text, self.language) if self.vocabulary.types(text) else ""  # no name, no label

    def chart(self, rows: list[Row], unit: str, title: str) -> Chart:
        varying = [
            name for name in self.names if name != self.period and len({self.name(row.get(name)) for row in rows}) > 1
        ]
        periods = [_period(row.get(self.period)) if self.period else None for row in rows]
        over_time = not varying and all(periods) and len(set(periods)) > 1
        shown = varying or [name for name in self.names if name != self.period]
        if self.period and not over_time and len({str(row.get(self.period)) for row in rows}) > 1:
            shown = [*shown, self.period]
        numbers: dict[str, int] = {}
        marks = []
        for row, period in zip(rows[:MOST], periods, strict=False):
            source = str(row.get("url") or row.get("document") or "")
            if source:
                numbers.setdefault(source, len(numbers) + 1)
            place = _COMMA[self.language].join(text for name in shown if (text := self.name(row.get(name))))
            if over_time and period:
                place = period.label(self.language)
            mark = self.mark(row, place, unit, numbers.get(source, 0))
            marks.append(replace(mark, start=period.start, end=period.end) if over_time and period else mark)
        return Chart(
            title=title,
            marks=tuple(marks),
            unit=self.unit_name(unit),
            language=self.language,
            over_time=over_time,
            percent=unit in {UNIT + "PERCENT", "%", "PERCENT"},
            downward=unit == DEKGR + "unit-rank",
            sources=tuple(self.source(iri, number) for iri, number in numbers.items()),
        )

    def source(self, iri: str, number: int) -> Source:
        name, address = self.documents.get(iri, ("", ""))
        return Source(number, iri, address or iri, name)

    def mark(self, row: Row, place: str, unit: str, source: int) -> Mark:
        low = _number(row.get(self.value))
        high = _number(row.get(self.high)) if self.high else low
        includes = (row.get(f"{self.prefix}lower_inclusive"), row.get(f"{self.prefix}upper_inclusive"))
        if low is not None and high is not None:
            # a half-open interval is what a rounded figure stands for, and its middle is the figure
            stated = (low + high) / 2
            kind = "exactly" if low == high or includes == (True, False) else "between"
        elif low is not None:
            stated, kind = low, "atLeast" if includes[0] is True else "greaterThan"
        else:
            assert high is not None
            stated, kind = high, "atMost" if includes[1] is True else "lessThan"
        claim = row.get("claim") or str(row.get("claims") or "").partition(" ")[0]
        return Mark(
            place=place or "·",
            figure=self.figure(low, high, includes, unit),
            stated=low if kind == "between" and low is not None else stated,
            stated_upper=high if kind == "between" else None,
            lower=low,
            upper=high,
            lower_inclusive=includes[0] is not False,
            upper_inclusive=includes[1] is not False,
            comparator=kind,
            source=source,
            claim=str(claim or ""),
        )

    def figure(self, low: Decimal | None, high: Decimal | None, includes: tuple[Any, Any], unit: str) -> str:
        iri = self.unit_iri(unit)
        if not iri:
            found = low if low is not None else high
            return labels.number(found, self.language) if found is not None else ""
        return labels.interval(
            low,
            high,
            lower_inclusive=includes[0] is not False,
            upper_inclusive=includes[1] is not False if low != high else True,
            unit=iri,
            vocabulary=self.vocabulary,
            language=self.language,
        )

    def unit_iri(self, unit: str) -> str:
        if unit.startswith("http"):
            return unit
        for iri in self.vocabulary.members("qudt:Unit") if unit else ():
            if unit in {self.vocabulary.value(iri, "skos:notation"), self.vocabulary.value(iri, "qudt:symbol")}:
                return iri
        return ""

    def unit_name(self, unit: str) -> str:
        iri = self.unit_iri(unit)
        if not iri or iri == UNIT + "NUM":
            return "" if iri else unit
        if iri == UNIT + "PERCENT":
            return "%"
        code = self.vocabulary.value(iri, "skos:notation") if iri.startswith(UNIT + "CCY_") else None
        name = self.vocabulary.label(iri, self.language)
        return name if self.language == "zh" else code or self.vocabulary.value(iri, "qudt:symbol") or name


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    return value if isinstance(value, Decimal) else None


def _period(value: Any) -> Period | None:
    if isinstance(value, date):
        return Period.parse(value.isoformat())
    try:
        return Period.parse(str(value).replace("-S", "-H"))
    except ModelError:
        return None
