"""What claims imply about figures that nobody printed, and where that contradicts a figure that somebody did.

Interval arithmetic over claims: nothing is chosen, every claim keeps its bounds, and a computed bound holds for every
value its inputs admit. A contradiction counts only if it also holds for inputs that were cut rather than rounded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import islice, product

from kg.compare.intervals import Range, Verdict
from kg.compare.observations import Amount, Observations, Row
from kg.compare.relations import as_printed
from kg.compare.rules import Rules
from kg.periods import Period
from kg.terms import UNIT

__all__ = ["Contradiction", "Derived", "Outcome", "contradictions", "derive", "outcomes"]

Key = tuple[str | None, ...]
"""A question and a unit: the columns `KEY`, then `unit`."""

_PERIOD = 3
_PERCENT = UNIT + "PERCENT"
_YUAN = UNIT + "CCY_CNY"
_SPANS = {"CalendarYear", "FiscalYear", "HalfYear", "Quarter", "Month", "YearToDate"}
_CHOICES = 64
"""Most combinations of rival claims that one sum is computed for."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that follows from claims.

    Attributes:
        rule: its name in `rules.toml`.
        key: what question it answers, and in which unit; for an exchange rate the units of yuan and currency.
        value: the values that remain possible, exact.
        inputs: the rows it follows from.
        roles: what each input is in the rule, in the same order.
        presumes: names of presumptions in `rules.toml`.
        amounts: conversions it follows from.
    """

    rule: str
    key: Key
    value: Range
    inputs: tuple[Row, ...]
    roles: tuple[str, ...]
    presumes: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()

    @property
    def period(self) -> str | None:
        """The period the figure is for."""
        return self.key[_PERIOD]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A derived figure that excludes a stated one (`against`), or what is possible at all (`against` is None)."""

    derived: Derived
    against: Row | None
    bounds: Range

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows that cannot be true together."""
        return (*self.derived.inputs, *([self.against] if self.against else []))

    @property
    def claims(self) -> tuple[str, ...]:
        """All claims that cannot be true together."""
        return tuple(dict.fromkeys(row.claim for row in self.rows))

    @property
    def within_source(self) -> bool:
        """Whether all stand in one document, which then contradicts itself."""
        return len({row.document for row in self.rows}) == 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a forecast, target or commitment: yes is met, no is missed; never a conflict.

    `observed` is None where nothing has been observed yet; `sought` are the values that would meet it.
    """

    aim: Row
    observed: Row | None
    sought: Range
    verdict: Verdict


def derive(table: Observations, rules: Rules) -> Iterator[Derived]:
    """Yield all figures that follow from claims by growth and share, in both directions; see `contradictions`."""
    for link in _links(table, rules):
        for factor in _distinct(link.factors):
            ratio = link.ratio(factor.range)
            if not ratio.positive:
                continue
            presumes = link.presumes(factor)
            for row in _distinct(table.by_key.get(link.result, ())):
                if row.range.known:
                    value = row.range * ratio.inverse()
                    yield Derived(link.rule, link.start, value, (row, factor), link.backward, presumes)
            for row in _distinct(table.by_key.get(link.start, ())):
                if row.range.known:
                    value = row.range * ratio
                    yield Derived(link.rule, link.result, value, (row, factor), link.forward, presumes)


def contradictions(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield every set of claims that arithmetic excludes, once each, with the computed figure."""
    yield from _products(table, rules)
    yield from _sums(table, rules)
    yield from _parts(table, rules)
    yield from _periods(table, rules)
    yield from _rates(table, rules)


# -- products: growth and share ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Link:
    """Rows that tie two questions together: a value of `start` times a ratio is a value of `result`."""

    rule: str
    factors: Sequence[Row]
    start: Key
    result: Key
    forward: tuple[str, str]
    backward: tuple[str, str]
    rules: Rules

    def ratio(self, percent: Range) -> Range:
        """Return the ratio for a percentage."""
        part = percent.times(Fraction(1, 100))
        return part + Range.of(1, 1, True, True) if self.rule == "growth-of-level" else part

    def presumes(self, factor: Row) -> tuple[str, ...]:
        """Return what the computation presumes."""
        if self.rule != "growth-of-level":
            return ()
        found = ["current-prices"]
        if factor.basis_inferred:
            found.insert(0, "year-on-year")
        if factor.scope is not None:
            found.append("same-units")
        return tuple(found)


def _links(table: Observations, rules: Rules) -> Iterator[_Link]:
    levels = {row.variable: rules.level_of(row.variable) for row in table.rows}
    growths = {v: level for v, level in levels.items() if level and rules.growth_at_current_prices(v)}
    shares = {variable: found for variable in levels if (found := rules.part_of(variable)) is not None}
    units: dict[str, set[str]] = defaultdict(set)
    for row in table.rows:
        units[row.variable].add(row.unit)
    for key, rows in table.by_key.items():
        if key[-1] != _PERCENT:
            continue
        variable, area, organization, period, base, compared, ranked, scope, _ = key
        if variable is None or period is None or compared is not None or ranked is not None:
            continue
        if variable in growths:
            level = growths[variable]
            if base is None or base != _year_earlier(table.periods.get(period)):
                continue
            for unit in units.get(level, ()):
                start = (level, area, organization, base, None, None, None, scope, unit)
                result = (level, area, organization, period, None, None, None, scope, unit)
                yield _Link("growth-of-level", rows, start, result, ("before", "growth"), ("value", "growth"), rules)
        elif variable in shares and base is None:
            part, whole = shares[variable]
            for unit in units.get(part, set()) | units.get(whole, set()):
                start = (whole, area, organization, period, None, None, None, None, unit)
                result = (part, area, organization, period, None, None, None, scope, unit)
                yield _Link("share-of-whole", rows, start, result, ("whole", "share"), ("part", "share"), rules)


_EARLIER: dict[str, str] = {}


def _year_earlier(period: Period | None) -> str | None:
    if period is None or period.kind == "FiscalYear":
        return None
    if period.code not in _EARLIER:
        _EARLIER[period.code] = period.year_earlier().iri
    return _EARLIER[period.code]


def _products(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    for link in _links(table, rules):
        starts, results = table.by_key.get(link.start), table.by_key.get(link.result)
        if not starts or not results:
            continue
        for factor, start, result in product(_distinct(link.factors), _distinct(starts), _distinct(results)):
            if _surely_fit(link, factor, start, result):
                continue
            if all(_excluded(link, view, factor, start, result) for view in (_stated, as_printed)):
                ratio = link.ratio(factor.range)
                derived = Derived(
                    link.rule,
                    link.start if link.rule == "growth-of-level" else link.result,
                    result.range * ratio.inverse() if link.rule == "growth-of-level" else start.range * ratio,
                    (result, factor) if link.rule == "growth-of-level" else (start, factor),
                    link.backward if link.rule == "growth-of-level" else link.forward,
                    link.presumes(factor),
                )
                against = start if link.rule == "growth-of-level" else result
                yield Contradiction(derived, against, against.range)


def _stated(row: Row) -> Range:
    return row.range


def _excluded(link: _Link, view: Callable[[Row], Range], factor: Row, start: Row, result: Row) -> bool:
    ratio = link.ratio(view(factor))
    return ratio.positive and not (view(start) * ratio).meets(view(result))


def _surely_fit(link: _Link, factor: Row, start: Row, result: Row) -> bool:
    """Return quickly whether values fit, for figures of which none is negative; the answer no settles nothing."""
    base = 100 if link.rule == "growth-of-level" else 0
    low, high = start.lower, start.upper
    if low is None or high is None or low < 0 or factor.lower is None or factor.upper is None:
        return False
    with localcontext(prec=100):
        fits_below = result.upper is None or low * (base + factor.lower) < 100 * result.upper
        fits_above = result.lower is None or high * (base + factor.upper) > 100 * result.lower
    return fits_below and fits_above and base + factor.lower > 0


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """Return one row for each interval that is claimed; repeats prove nothing more."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row.lower, row.upper, row.lower_inclusive, row.upper_inclusive)
        if key not in found or row.claim < found[key].claim:
            found[key] = row
    return list(found.values())


# -- sums and parts ---------------------------------------------------------------------------------------------------


def _sums(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    by_variable: dict[str, list[Key]] = defaultdict(list)
    wholes = {partition.whole for partition in rules.partitions}
    for key in table.by_key:
        if key[0] in wholes:
            by_variable[str(key[0])].append(key)
    for partition in rules.partitions:
        for key in by_variable.get(partition.whole, ()):
            parts = [_distinct(table.by_key.get((part, *key[1:]), ())) for part in partition.parts]
            if not all(parts):
                continue
            for whole in _distinct(table.by_key[key]):
                yield from islice(_unequal(key, whole, parts), _CHOICES)


def _unequal(key: Key, whole: Row, parts: list[list[Row]]) -> Iterator[Contradiction]:
    for chosen in islice(product(*parts), _CHOICES):
        value = Range.total(row.range for row in chosen)
        if value.meets(whole.range):
            continue
        if not Range.total(as_printed(row) for row in chosen).meets(as_printed(whole)):
            derived = Derived("sum-of-parts", key, value, chosen, ("parts",) * len(chosen))
            yield Contradiction(derived, whole, whole.range)


def _parts(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    yield from _parts_of_industry(table, rules)
    yield from _parts_of_place(table, rules)


def _parts_of_industry(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    containing = rules.containing
    for key, rows in table.by_key.items():
        for whole in containing.get(str(key[0]), ()):
            above = (whole, *key[1:])
            if above in table.by_key:
                for part in _distinct(rows):
                    yield from _larger(above, table.by_key[above], (part,), ("wholly-within",))


def _parts_of_place(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    children: dict[tuple[Key, str | None], dict[str, list[Row]]] = defaultdict(dict)
    sums = {variable: rules.sums(variable) for variable in {row.variable for row in table.rows}}
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
    for whole in _distinct(wholes):
        if whole.range.before(value) and as_printed(whole).before(lenient):
            derived = Derived("part-of-whole", above, value, parts, ("parts",) * len(parts), presumes)
            yield Contradiction(derived, whole, whole.range)


def _up(value: Range) -> Range:
    """Return everything from the lower bound up."""
    return Range(value.lower, None, value.lower_inclusive)


# -- periods ----------------------------------------------------------------------------------------------------------


def _periods(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    groups: dict[Key, dict[str, list[Row]]] = defaultdict(dict)
    accumulates = {variable: rules.accumulates(variable) for variable in {row.variable for row in table.rows}}
    for key, rows in table.by_key.items():
        period = table.periods.get(str(key[_PERIOD]))
        if period is not None and period.kind in _SPANS and accumulates[str(key[0])]:
            groups[key[:_PERIOD] + key[_PERIOD + 1 :]][str(key[_PERIOD])] = rows
    for rest, by_period in groups.items():
        kinds = {table.periods[iri].kind for iri in by_period}
        if len(kinds) > 1 or "YearToDate" in kinds:
            for outer, inner in product(by_period, repeat=2):
                if outer != inner and _contains(table.periods[outer], table.periods[inner]):
                    yield from _shorter(table, rest, outer, by_period[outer], by_period[inner])


def _contains(outer: Period, inner: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _shorter(
    table: Observations, rest: Key, outer: str, wholes: list[Row], parts: list[Row]
) -> Iterator[Contradiction]:
    key = (*rest[:_PERIOD], outer, *rest[_PERIOD:])
    for whole, part in product(_distinct(wholes), _distinct(parts)):
        if whole.range.before(_up(part.range)) and as_printed(whole).before(_up(as_printed(part))):
            derived = Derived("part-of-period", key, _up(part.range), (part,), ("value",))
            yield Contradiction(derived, whole, whole.range)


# -- conversions ------------------------------------------------------------------------------------------------------


def _rates(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    by_text: dict[tuple[str, str], list[tuple[Row, Amount, Range]]] = defaultdict(list)
    for amount in table.amounts:
        row = table.by_claim.get(amount.claim)
        if row is None or row.unit != _YUAN or amount.unit == row.unit:
            continue
        rate = _printed(row.stated, row.rounding) * _printed(amount.stated, amount.rounding).inverse()
        by_text[amount.document, amount.unit].append((row, amount, rate))
        plausible = rules.rate(amount.unit)
        if plausible is not None and not rate.meets(plausible):
            derived = Derived("exchange-rate", (row.unit, amount.unit), rate, (row,), ("value",), (), (amount,))
            yield Contradiction(derived, None, plausible)
    for found in by_text.values():
        for number, (row, amount, rate) in enumerate(found):
            for other, _, known in found[:number]:
                if not rate.meets(known):
                    derived = Derived("exchange-rate", (row.unit, amount.unit), rate, (row,), ("value",), (), (amount,))
                    yield Contradiction(derived, other, known)


def _printed(stated: Decimal, rounding: Decimal | None) -> Range:
    half = Fraction(rounding or 0) / 2
    return Range(Fraction(stated) - half, Fraction(stated) + 2 * half, True, True)


# -- outcomes ---------------------------------------------------------------------------------------------------------


def outcomes(table: Observations, rules: Rules) -> list[Outcome]:
    """Return what became of everything that was aimed at, where the question is known; sorted by claim."""
    found = []
    for aim in sorted(table.aims, key=lambda row: (table.published(row) or date.min, row.claim)):
        if aim.point is None:
            continue
        sought = _sought(aim, rules)
        rows = sorted(table.by_point.get((aim.point, aim.unit), ()), key=lambda row: row.claim)
        if not rows:
            found.append(Outcome(aim, None, sought, Verdict.UNKNOWN))
        for row in rows:
            if row.range.within(sought):
                verdict = Verdict.YES
            else:
                verdict = Verdict.UNKNOWN if row.range.meets(sought) else Verdict.NO
            found.append(Outcome(aim, row, sought, verdict))
    return found


def _sought(aim: Row, rules: Rules) -> Range:
    """Return the values that meet an aim: from a target up (or down, where less is better); a forecast as it stands."""
    value = aim.range
    if aim.kind == "Forecast":
        return value
    if rules.lower_is_better(aim.variable):
        return value if value.upper is None else Range(None, value.upper, False, value.upper_inclusive)
    return value if value.lower is None else Range(value.lower, None, value.lower_inclusive)
