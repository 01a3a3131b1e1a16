"""Figures that tie two questions together: a growth, a share, a ratio per head, a multiple, a difference.

Each is a `Link`: a value of the question `start`, times (or plus) a factor, is a value of the question `result`. From
any two of the three the third follows, and three that do not fit contradict each other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product

from kg.compare.findings import Contradiction, Derived, Key, distinct
from kg.compare.intervals import Range
from kg.compare.observations import Observations, Row
from kg.compare.relations import as_printed
from kg.compare.rules import Rules
from kg.periods import Period
from kg.terms import UNIT

__all__ = ["Link", "excluded", "implied", "links", "year_earlier", "years_between"]

_PERCENT = UNIT + "PERCENT"
_NUMBER = UNIT + "NUM"
_ONE = Range.of(1, 1, True, True)


@dataclass(frozen=True, slots=True)
class Link:
    """Rows that tie two questions together.

    Attributes:
        rule: the rule's name.
        factors: the rows that tell the factor.
        start, result: the two questions.
        roles: what a row is in the rule: of `start`, of `result`, of the factor.
        offset, scale, years: the factor is `((offset + figure) / scale) ** years`.
        adds: whether the factor, which is then the figure itself, is added rather than multiplied.
        off: by how much of itself the factor may be off.
        presumes: presumptions, as far as they do not depend on the factor's row.
        checks: the question whose stated figure is held against what follows: `start` or `result`.
    """

    rule: str
    factors: Sequence[Row]
    start: Key
    result: Key
    roles: tuple[str, str, str]
    offset: int = 0
    scale: Decimal = Decimal(1)
    years: int = 1
    adds: bool = False
    off: Decimal = Decimal(0)
    presumes: tuple[str, ...] = ()
    checks: str = "result"

    def factor(self, figure: Range) -> Range:
        """Return what to multiply by, or to add, for a figure."""
        if self.adds:
            return figure
        ratio = (figure + Range.of(self.offset, self.offset, True, True)).times(1 / Fraction(self.scale))
        if self.off and ratio.positive:
            ratio = ratio * Range.of(1 - self.off, 1 + self.off, True, True)
        if not ratio.positive:
            return ratio
        found = _ONE
        for _ in range(self.years):
            found = found * ratio
        return found

    def usable(self, factor: Range) -> bool:
        """Return whether anything follows from a factor."""
        return factor.known if self.adds else factor.positive

    def ahead(self, value: Range, factor: Range) -> Range:
        """Return the value of `result` for one of `start`."""
        return value + factor if self.adds else value * factor

    def back(self, value: Range, factor: Range) -> Range:
        """Return the value of `start` for one of `result`."""
        return value - factor if self.adds else value * factor.inverse()

    def presumed(self, row: Row) -> tuple[str, ...]:
        """Return what a computation with a factor presumes."""
        found = list(self.presumes)
        if row.basis_inferred and self.rule == "growth-of-level":
            found.insert(0, "year-on-year")
        if row.scope is not None and "current-prices" in found:
            found.append("same-units")
        return tuple(found)


def links(table: Observations, rules: Rules) -> Iterator[Link]:
    """Yield every link whose factor is stated and of whose two questions some source may know one."""
    units = table.units
    makers = {variable: maker for variable in units if (maker := _maker(variable, rules, units)) is not None}
    for key, rows in table.by_key.items():
        maker = makers.get(str(key[0]))
        if maker is not None and key[3] is not None and key[6] is None:
            yield from maker(key, rows, table)


Maker = Callable[[Key, Sequence[Row], Observations], Iterator[Link]]


def _maker(variable: str, rules: Rules, units: dict[str, set[str]]) -> Maker | None:
    """Return what makes the links of a variable's figures; None if it ties nothing together."""
    if (level := rules.level_of(variable)) is not None:
        return _growth(level, units) if rules.growth_at_current_prices(variable) else None
    if (over := rules.level_over_years(variable)) is not None:
        return _growth_over_years(*over, units) if rules.growth_at_current_prices(variable) else None
    if (shared := rules.part_of(variable)) is not None:
        return _share(*shared, units)
    if (ratio := rules.per_head(variable)) is not None:
        return _per_head(ratio.amount, ratio.heads, ratio.per, rules.tolerance("amount-per-head"))
    if (what := rules.multiple_of(variable)) is not None:
        return _multiple(what, units)
    if (what := rules.difference_of(variable)) is not None:
        return _difference(what, growth=rules.level_of(what) is not None)
    return None


def _growth(level: str, units: dict[str, set[str]]) -> Maker:
    def make(key: Key, rows: Sequence[Row], table: Observations) -> Iterator[Link]:
        _, area, organization, period, base, compared, _, scope, unit = key
        if unit != _PERCENT or compared or base is None or base != year_earlier(table.periods.get(str(period))):
            return
        for money in units.get(level, ()):
            start = (level, area, organization, base, None, None, None, scope, money)
            result = (level, area, organization, period, None, None, None, scope, money)
            roles = ("before", "value", "growth")
            yield Link(
                "growth-of-level", rows, start, result, roles, 100, Decimal(100), presumes=_PRICES, checks="start"
            )

    return make


_PRICES = ("current-prices",)


def _growth_over_years(level: str, average: bool, units: dict[str, set[str]]) -> Maker:
    def make(key: Key, rows: Sequence[Row], table: Observations) -> Iterator[Link]:
        _, area, organization, period, base, compared, _, scope, unit = key
        years = years_between(table, base, period)
        if unit != _PERCENT or compared or years is None:
            return
        roles = ("before", "value", "average" if average else "total")
        for money in units.get(level, ()):
            start = (level, area, organization, base, None, None, None, scope, money)
            result = (level, area, organization, period, None, None, None, scope, money)
            power = years if average else 1
            yield Link("growth-over-years", rows, start, result, roles, 100, Decimal(100), power, presumes=_PRICES)

    return make


def _share(part: str, whole: str, units: dict[str, set[str]]) -> Maker:
    def make(key: Key, rows: Sequence[Row], table: Observations) -> Iterator[Link]:
        _, area, organization, period, base, compared, _, scope, unit = key
        if unit != _PERCENT or compared or base:
            return
        for money in sorted(units.get(part, set()) | units.get(whole, set())):
            start = (whole, area, organization, period, None, None, None, None, money)
            result = (part, area, organization, period, None, None, None, scope, money)
            yield Link("share-of-whole", rows, start, result, ("whole", "part", "share"), 0, Decimal(100))

    return make


def _per_head(amount: str, heads: str, per: Decimal, off: Decimal) -> Maker:
    def make(key: Key, rows: Sequence[Row], table: Observations) -> Iterator[Link]:
        _, area, organization, period, base, compared, _, scope, unit = key
        if compared or base:
            return
        start = (heads, area, organization, period, None, None, None, None, _NUMBER)
        result = (amount, area, organization, period, None, None, None, scope, unit)
        roles, presumes = ("heads", "amount", "per"), ("average-population",)
        yield Link("amount-per-head", rows, start, result, roles, 0, per, off=off, presumes=presumes)

    return make


def _multiple(what: str, units: dict[str, set[str]]) -> Maker:
    def make(key: Key, rows: Sequence[Row], table: Observations) -> Iterator[Link]:
        _, area, organization, period, base, compared, _, scope, _ = key
        if base is None or compared:
            return
        for money in units.get(what, ()):
            start = (what, area, organization, base, None, None, None, scope, money)
            result = (what, area, organization, period, None, None, None, scope, money)
            roles = ("before", "value", "multiple")
            yield Link("multiple-of-level", rows, start, result, roles, presumes=("times-as-much",))

    return make


def _difference(what: str, *, growth: bool) -> Maker:
    def make(key: Key, rows: Sequence[Row], table: Observations) -> Iterator[Link]:
        _, area, organization, period, base, compared, _, scope, _ = key
        if (base is None) == (compared is None):
            return
        own = year_earlier(table.periods.get(str(period))) if growth else None
        result = (what, area, organization, period, own, None, None, scope, _PERCENT)
        if compared is not None:
            start: Key = (what, compared, None, period, own, None, None, scope, _PERCENT)
        else:
            before = year_earlier(table.periods.get(str(base))) if growth else None
            start = (what, area, organization, base, before, None, None, scope, _PERCENT)
        yield Link("difference-of-two", rows, start, result, ("other", "value", "difference"), adds=True)

    return make


_EARLIER: dict[str, str] = {}


def year_earlier(period: Period | None) -> str | None:
    """Return the IRI of the same span a year before, which growth is against unless it says otherwise."""
    if period is None or period.kind == "FiscalYear":
        return None
    if period.code not in _EARLIER:
        _EARLIER[period.code] = period.year_earlier().iri
    return _EARLIER[period.code]


def years_between(table: Observations, base: str | None, period: str | None) -> int | None:
    """Return how many years lie between two calendar years; None if they are not, or not in that order."""
    first, last = table.periods.get(str(base)), table.periods.get(str(period))
    if first is None or last is None or {first.kind, last.kind} != {"CalendarYear"}:
        return None
    years = last.start.year - first.start.year
    return years if years > 0 else None


# -- what follows -----------------------------------------------------------------------------------------------------


def implied(table: Observations, rules: Rules) -> Iterator[Derived]:
    """Yield all figures that follow through links, in both directions."""
    for link in links(table, rules):
        before, after, tie = link.roles
        for row in distinct(link.factors):
            factor = link.factor(row.range)
            if not link.usable(factor):
                continue
            presumes = link.presumed(row)
            for given in distinct(table.by_key.get(link.result, ())):
                if given.range.known:
                    value = link.back(given.range, factor)
                    yield Derived(link.rule, link.start, value, (given, row), (after, tie), presumes)
            for given in distinct(table.by_key.get(link.start, ())):
                if given.range.known:
                    value = link.ahead(given.range, factor)
                    yield Derived(link.rule, link.result, value, (given, row), (before, tie), presumes)


def excluded(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield every three figures that a link excludes, as stated and also as they may have been cut."""
    for link in links(table, rules):
        starts, results = table.by_key.get(link.start), table.by_key.get(link.result)
        if not starts or not results:
            continue
        for row, start, result in product(distinct(link.factors), distinct(starts), distinct(results)):
            if _surely_fit(link, row, start, result):
                continue
            if all(_apart(link, view, row, start, result) for view in (_stated, as_printed)):
                yield _contradiction(link, row, start, result)


def _contradiction(link: Link, row: Row, start: Row, result: Row) -> Contradiction:
    before, after, tie = link.roles
    factor = link.factor(row.range)
    if link.checks == "start":
        key, value, given, role, against = link.start, link.back(result.range, factor), result, after, start
    else:
        key, value, given, role, against = link.result, link.ahead(start.range, factor), start, before, result
    derived = Derived(link.rule, key, value, (given, row), (role, tie), link.presumed(row))
    return Contradiction(derived, against, against.range)


def _stated(row: Row) -> Range:
    return row.range


def _apart(link: Link, view: Callable[[Row], Range], row: Row, start: Row, result: Row) -> bool:
    factor = link.factor(view(row))
    return link.usable(factor) and not link.ahead(view(start), factor).meets(view(result))


def _surely_fit(link: Link, row: Row, start: Row, result: Row) -> bool:
    """Return quickly whether values fit, for figures of which none is negative; the answer no settles nothing."""
    low, high = start.lower, start.upper
    if link.adds or link.years != 1 or low is None or high is None or row.lower is None or row.upper is None or low < 0:
        return False
    with localcontext(prec=100):
        fits_below = result.upper is None or low * (link.offset + row.lower) < link.scale * result.upper
        fits_above = result.lower is None or high * (link.offset + row.upper) > link.scale * result.lower
        return fits_below and fits_above and link.offset + row.lower > 0
