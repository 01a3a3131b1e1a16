"""Parts and wholes: complete partitions add up, no part is larger than the whole, longer periods hold shorter ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product

from kg.compare.findings import CHOICES, Contradiction, Derived, Key, distinct
from kg.compare.intervals import Range
from kg.compare.observations import Observations, Row
from kg.compare.relations import as_printed
from kg.compare.rules import Rules
from kg.periods import Period
from kg.terms import UNIT

__all__ = ["larger_parts", "longer_periods", "unequal_aims", "unequal_periods", "unequal_shares", "unequal_sums"]

_PERIOD = 3
_PERCENT = UNIT + "PERCENT"
_WHOLE = Range.of(100, 100, True, True)
_SPANS = {"CalendarYear", "FiscalYear", "HalfYear", "Quarter", "Month", "YearToDate"}
_TILINGS = 8
"""Most ways to make up a period of shorter ones that are tried."""


# -- complete partitions ----------------------------------------------------------------------------------------------


def unequal_sums(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield wholes that are not the sum of the parts that make them up: of variables, industries and places."""
    by_variable: dict[str | None, list[Key]] = defaultdict(list)
    by_area: dict[str | None, list[Key]] = defaultdict(list)
    variables = {partition.whole for partition in rules.partitions}
    places = {partition.whole for partition in rules.place_partitions}
    for key in table.by_key:
        if key[0] in variables:
            by_variable[key[0]].append(key)
        if key[1] in places and key[2] is None and rules.sums(str(key[0])):
            by_area[key[1]].append(key)
    for partition in rules.partitions:
        for key in by_variable.get(partition.whole, ()):
            yield from _unequal(table, key, [(part, *key[1:]) for part in partition.parts])
    for partition in rules.place_partitions:
        for key in by_area.get(partition.whole, ()):
            yield from _unequal(table, key, [(key[0], part, *key[2:]) for part in partition.parts], ("counted-alike",))


def unequal_aims(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield targets and forecasts of one document that do not add up; those of several are different plans."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in table.aims:
        groups[row.document, row.kind].append(row)
    for rows in groups.values():
        if len(rows) > 2:
            yield from unequal_sums(replace(table, rows=tuple(rows), aims=()), rules)


def _unequal(
    table: Observations, key: Key, parts: Sequence[Key], presumes: tuple[str, ...] = ()
) -> Iterator[Contradiction]:
    rows = [distinct(table.by_key.get(part, ())) for part in parts]
    if all(rows):
        for whole in distinct(table.by_key[key]):
            yield from islice(_apart("sum-of-parts", "parts", key, whole, rows, presumes), CHOICES)


def _apart(
    rule: str, role: str, key: Key, whole: Row, parts: list[list[Row]], presumes: tuple[str, ...]
) -> Iterator[Contradiction]:
    for chosen in islice(product(*parts), CHOICES):
        value = Range.total(row.range for row in chosen)
        if value.meets(whole.range):
            continue
        if not Range.total(as_printed(row) for row in chosen).meets(as_printed(whole)):
            yield Contradiction(Derived(rule, key, value, chosen, (role,) * len(chosen), presumes), whole, whole.range)


def unequal_shares(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield shares of all parts of one whole that do not add up to 100 percent."""
    for shares in rules.share_partitions:
        for key in [key for key in table.by_key if key[0] == shares[0] and key[-1] == _PERCENT]:
            rows = [distinct(table.by_key.get((share, *key[1:]), ())) for share in shares]
            for chosen in islice(product(*rows), CHOICES):
                value = Range.total(row.range for row in chosen)
                if not value.meets(_WHOLE) and not Range.total(as_printed(row) for row in chosen).meets(_WHOLE):
                    derived = Derived("sum-of-shares", key, value, chosen, ("shares",) * len(chosen))
                    yield Contradiction(derived, None, _WHOLE)


# -- parts that are not all -------------------------------------------------------------------------------------------


def larger_parts(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield parts that are, alone or together, more than the whole: of industries and of places."""
    containing = rules.containing
    for key, rows in table.by_key.items():
        for whole in containing.get(str(key[0]), ()):
            above = (whole, *key[1:])
            if above in table.by_key:
                for part in distinct(rows):
                    yield from _larger(above, table.by_key[above], (part,), ("wholly-within",))
    yield from _parts_of_place(table, rules)


def _parts_of_place(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    children: dict[tuple[Key, str | None], dict[str, list[Row]]] = defaultdict(dict)
    sums = {variable: rules.sums(variable) for variable in table.units}
    places = {row.area for row in table.rows if row.area is not None}
    parents = {area: parent for area in places if (parent := rules.parent(area)) in places}
    for key, rows in table.by_key.items():
        variable, area, organization = key[:3]
        if area is None or organization is not None or not sums[str(variable)] or area not in parents:
            continue
        above = (variable, parents[area], *key[2:])
        if above in table.by_key:
            children[above, rules.level(area)][area] = rows
    for (above, _), areas in children.items():
        lowest = [min(rows, key=_lower) for rows in areas.values()]
        chosen = tuple(sorted((row for row in lowest if row.lower is not None), key=lambda row: row.claim))
        if chosen:
            presumes = ("no-overlap",) if len(chosen) > 1 else ()
            yield from _larger(above, table.by_key[above], chosen, presumes)


def _lower(row: Row) -> tuple[bool, Decimal, str]:
    return row.lower is not None, row.lower or Decimal(0), row.claim


def _larger(
    above: Key, wholes: Iterable[Row], parts: tuple[Row, ...], presumes: tuple[str, ...]
) -> Iterator[Contradiction]:
    value = _up(Range.total(row.range for row in parts))
    lenient = _up(Range.total(as_printed(row) for row in parts))
    for whole in distinct(wholes):
        if whole.range.before(value) and as_printed(whole).before(lenient):
            derived = Derived("part-of-whole", above, value, parts, ("parts",) * len(parts), presumes)
            yield Contradiction(derived, whole, whole.range)


def _up(value: Range) -> Range:
    """Return everything from the lower bound up."""
    return Range(value.lower, None, value.lower_inclusive)


# -- periods ----------------------------------------------------------------------------------------------------------

_Groups = dict[Key, dict[str, list[Row]]]


def _by_period(table: Observations, rules: Rules) -> _Groups:
    """Return the rows of what accumulates: by the question without its period, then by period."""
    groups: _Groups = defaultdict(dict)
    accumulates = {variable: rules.accumulates(variable) for variable in table.units}
    for key, rows in table.by_key.items():
        period = table.periods.get(str(key[_PERIOD]))
        if period is not None and period.kind in _SPANS and accumulates[str(key[0])]:
            groups[key[:_PERIOD] + key[_PERIOD + 1 :]][str(key[_PERIOD])] = rows
    several = {}
    for rest, found in groups.items():
        kinds = {table.periods[iri].kind for iri in found}
        if len(kinds) > 1 or "YearToDate" in kinds:
            several[rest] = found
    return several


def longer_periods(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield periods with less than a period within them: a year to date, a half, a quarter or a month."""
    for rest, by_period in _by_period(table, rules).items():
        for outer, inner in product(by_period, repeat=2):
            if outer != inner and _contains(table.periods[outer], table.periods[inner]):
                yield from _shorter(_key(rest, outer), by_period[outer], by_period[inner])


def _contains(outer: Period, inner: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _key(rest: Key, period: str) -> Key:
    return (*rest[:_PERIOD], period, *rest[_PERIOD:])


def _shorter(key: Key, wholes: list[Row], parts: list[Row]) -> Iterator[Contradiction]:
    for whole, part in product(distinct(wholes), distinct(parts)):
        if whole.range.before(_up(part.range)) and as_printed(whole).before(_up(as_printed(part))):
            derived = Derived("part-of-period", key, _up(part.range), (part,), ("value",))
            yield Contradiction(derived, whole, whole.range)


def unequal_periods(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield periods that are not the sum of the shorter ones that make them up."""
    for rest, by_period in _by_period(table, rules).items():
        spans = [table.periods[iri] for iri in by_period]
        for outer in by_period:
            whole = table.periods[outer]
            inside = [span for span in spans if _contains(whole, span) and (span.start, span.end) != _days(whole)]
            for tiling in islice(_tilings(whole.start, whole.end, inside), _TILINGS):
                parts = [distinct(by_period[span.iri]) for span in tiling]
                for row in distinct(by_period[outer]):
                    yield from _apart("sum-of-periods", "spans", _key(rest, outer), row, parts, ())


def _days(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _tilings(first: date, last: date, spans: list[Period]) -> Iterator[list[Period]]:
    """Yield every row of spans that follow each other without gap from the first day to the last."""
    if first > last:
        yield []
        return
    for span in sorted(spans, key=lambda span: span.code):
        if span.start == first and span.end <= last:
            for rest in _tilings(span.end + timedelta(days=1), last, spans):
                yield [span, *rest]
