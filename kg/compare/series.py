"""One variable of one subject over time: every claim with its bounds, vintages by date, years without a figure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby

from pyoxigraph import NamedNode

from kg.compare import words
from kg.compare.intervals import Range
from kg.compare.observations import OBSERVED, Observations, Row
from kg.compare.opened import Opened, opened
from kg.compare.reading import read
from kg.compare.relations import as_printed
from kg.compare.rules import Rules
from kg.compare.tables import bound_columns, bounds, column, joined, make
from kg.errors import QueryError
from kg.periods import Period
from kg.query import Table
from kg.store.base import Store
from kg.terms import DEKG, compact
from kg.vocabulary import Vocabulary

__all__ = ["Point", "Series", "every_series", "series"]

Facet = tuple[str | None, ...]
"""What else a figure is limited to: base period is left out, since it moves with the period; compared with, ranked
among, scope, unit."""


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series.

    Attributes:
        period: when.
        facet: what the figures are limited to.
        rows: observations, in order of publication: the vintages; those of unknown date come first.
        aims: forecasts, targets and commitments for it.
        value: what all observations admit; None if they exclude each other, or if there are none.
    """

    period: Period
    facet: Facet
    rows: tuple[Row, ...]
    aims: tuple[Row, ...]
    value: Range | None

    @property
    def disputed(self) -> bool:
        """Whether its observations exclude each other."""
        return self.value is None and bool(self.rows)


@dataclass(frozen=True)
class Series:
    """A variable of a subject over time.

    Attributes:
        variable, area, organization: what of whom.
        points: by facet, then by the first and last day of the period.
        gaps: calendar years between the first and the last of a facet for which nothing was observed.
        undated: observations of unknown period, which stand nowhere in the series.
    """

    variable: str
    area: str | None
    organization: str | None
    points: tuple[Point, ...]
    gaps: tuple[tuple[Facet, Period], ...]
    undated: tuple[Row, ...]
    table: Observations
    rules: Rules

    def to_table(self, language: str = "en") -> Table:
        """Return one row for each claim, in time, and one for each gap (without a figure)."""
        rows: list[tuple[tuple[object, ...], dict[str, object]]] = []
        for point in self.points:
            for number, row in enumerate((*point.rows, *point.aims)):
                rows.append(((_facet_key(point.facet), *_when(point.period), number), self._row(point, row, language)))
        for facet, period in self.gaps:
            gap: dict[str, object] = {
                "period": period.label(language),
                "status": _STATUS["gap"][language],
                "scope": self._limits(facet, language),
            }
            rows.append(((_facet_key(facet), *_when(period), 0), gap))
        names = (self.organization, self.area, self.variable)
        title = {
            tag: ("，" if tag == "zh" else ", ").join(self.rules.vocabulary.label(iri, tag) for iri in names if iri)
            for tag in ("en", "zh")
        }
        return make(_COLUMNS, [row for _, row in sorted(rows, key=lambda item: item[0])], title)

    def _row(self, point: Point, row: Row, language: str) -> dict[str, object]:
        if row.kind == OBSERVED:
            status = _STATUS["disputed" if point.disputed else "observed"][language]
        else:
            status = self.rules.vocabulary.label(DEKG + row.kind, language)
        return {
            "period": point.period.label(language),
            "figure": words.figure(row, self.rules, language),
            "status": status,
            "scope": self._limits(point.facet, language),
            "published": self.table.published(row),
            "publisher": words.publisher(row, self.table, self.rules, language),
            **bounds("", row.lower, row.upper, row.range),
            "unit": NamedNode(row.unit),
            "claim": row.claim,
        }

    def _limits(self, facet: Facet, language: str) -> str | None:
        return joined(self.rules.vocabulary.label(iri, language) for iri in facet[:-1] if iri)


_STATUS = {
    "observed": {"en": "observed", "zh": "已观测"},
    "disputed": {"en": "disputed", "zh": "有争议"},
    "gap": {"en": "no figure", "zh": "无数字"},
}

_COLUMNS = (
    column("period", "period", "时期", "category"),
    column("figure", "figure", "数字", None, "claim"),
    column("status", "status", "状态", "category"),
    column("scope", "limited to", "口径"),
    column("published", "published", "发布日期"),
    column("publisher", "publisher", "发布者"),
    *bound_columns("", "claim", {"lower": ("lower", "下界"), "upper": ("upper", "上界")}),
    column("unit", "unit", "单位"),
    column("claim", "claim", "断言"),
)


def series(
    graph: Store | Opened,
    variable: str,
    place: str,
    *,
    as_of: date | None = None,
    vocabulary: Vocabulary | None = None,
    table: Observations | None = None,
) -> Series:
    """Return a variable of a place or organization over time.

    Args:
        graph: a store, or anything that has one as `store`.
        variable: its name in the ontology, in any language, or its IRI.
        place: name or IRI of a place, a company or an event.
        as_of: only what had been published by this day.
        vocabulary: the shipped one unless given.
        table: the observations of the graph, where they have been read already.

    Raises:
        QueryError: a name is unknown or has several meanings.
    """
    store, known = opened(graph, vocabulary)
    what = _resolve(known, variable, ("dekg:StatisticalVariable",), "a variable")
    kinds = ("dekg:Place", "dekg:Organization", "dekg:Event", "dekg:CloudPlatform")
    who = _resolve(known, place, kinds, "a place or an organization")
    area, organization = (who, None) if known.is_a(who, "dekg:Place") else (None, who)
    found = table or read(store)
    shown = found if as_of is None else found.as_of(as_of)
    mine = [row for row in shown.rows if row.key[:3] == (what, area, organization)]
    aims = [row for row in shown.aims if row.key[:3] == (what, area, organization) and row.period]
    points = tuple(_points([row for row in mine if row.period], aims, shown))
    undated = tuple(sorted((row for row in mine if row.period is None), key=lambda row: row.claim))
    return Series(what, area, organization, points, tuple(_gaps(points)), undated, shown, Rules(known))


def every_series(table: Observations, rules: Rules) -> Iterator[Series]:
    """Yield the series of every variable and subject that has an observation or an aim, sorted by these."""
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in (*table.rows, *table.aims):
        rows[row.variable, row.area or "", row.organization or ""].append(row)
    for (variable, area, organization), found in sorted(rows.items()):
        dated = [row for row in found if row.period]
        points = tuple(
            _points(
                [row for row in dated if row.kind == OBSERVED], [row for row in dated if row.kind != OBSERVED], table
            )
        )
        undated = tuple(sorted((row for row in found if row.period is None), key=lambda row: row.claim))
        yield Series(variable, area or None, organization or None, points, tuple(_gaps(points)), undated, table, rules)


def _resolve(vocabulary: Vocabulary, name: str, kinds: Iterable[str], wanted: str) -> str:
    found = vocabulary.candidates(name, kinds)
    if len(found) == 1:
        return found[0]
    if found:
        shown = ", ".join(map(compact, found))
        raise QueryError(f"{name!r} is the name of {len(found)} things ({shown}); give one of these")
    close = vocabulary.close_names(name)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "give a name of the ontology, or an IRI"
    raise QueryError(f"{name!r} is not {wanted} that the ontology knows; {hint}")


def _points(rows: Iterable[Row], aims: Iterable[Row], table: Observations) -> Iterator[Point]:
    groups: dict[tuple[Facet, str], list[Row]] = defaultdict(list)
    for row in (*rows, *aims):
        facet: Facet = (row.compared_with, row.ranked_among, row.scope, row.unit)
        groups[facet, str(row.period)].append(row)
    known = [(facet, table.periods[iri], found) for (facet, iri), found in groups.items() if iri in table.periods]
    for facet, period, found in sorted(known, key=lambda item: (_facet_key(item[0]), *_when(item[1]))):
        ordered = sorted(found, key=lambda row: (table.published(row) or date.min, row.claim))
        seen = tuple(row for row in ordered if row.kind == OBSERVED)
        yield Point(period, facet, seen, tuple(row for row in ordered if row.kind != OBSERVED), _common(seen))


def _common(rows: tuple[Row, ...]) -> Range | None:
    """Return what all rows admit, as stated or else as they may have been cut."""
    if not rows:
        return None
    for ranges in ([row.range for row in rows], [as_printed(row) for row in rows]):
        found: Range | None = ranges[0]
        found = reduce(lambda left, right: None if left is None else left & right, ranges[1:], found)
        if found is not None:
            return found
    return None


def _gaps(points: Iterable[Point]) -> Iterator[tuple[Facet, Period]]:
    for facet, group in groupby(points, key=lambda point: point.facet):
        years = sorted(p.period.start.year for p in group if p.period.kind == "CalendarYear" and p.rows)
        for year in range(years[0], years[-1]) if years else ():
            if year not in years:
                yield facet, Period.parse(f"{year:04d}")


def _facet_key(facet: Facet) -> tuple[str, ...]:
    return tuple(part or "" for part in facet)


def _when(period: Period) -> tuple[date, date, str]:
    return period.start, period.end, period.code
