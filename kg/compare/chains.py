"""Growth year by year against growth over the same years, as a total or as a yearly average."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from kg.compare.findings import CHOICES, Contradiction, Derived, Key, distinct
from kg.compare.intervals import Range
from kg.compare.links import year_earlier, years_between
from kg.compare.observations import Observations, Row
from kg.compare.relations import as_printed
from kg.compare.rules import Rules
from kg.periods import Period
from kg.terms import UNIT

__all__ = ["broken_chains"]

_PERCENT = UNIT + "PERCENT"


def broken_chains(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield rates of consecutive years whose product excludes the rate over all of them."""
    over = {variable: rules.level_over_years(variable) for variable in table.units}
    for key, rows in table.by_key.items():
        found = over.get(str(key[0]))
        years = years_between(table, key[4], key[3]) if found is not None and key[-1] == _PERCENT else None
        yearly = rules.yearly_growth(str(key[0])) if years is not None and years > 1 else None
        if found is None or years is None or yearly is None:
            continue
        steps = [
            distinct(table.by_key.get(step, ())) for step in _steps(key, yearly, table.periods[str(key[3])], years)
        ]
        if not all(steps):
            continue
        power = years if found[1] else 1
        for row in distinct(rows):
            yield from _broken(key, row, power, steps)


def _steps(key: Key, yearly: str, last: Period, years: int) -> Iterator[Key]:
    """Yield the questions for the growth of each year, the first year first."""
    for year in range(last.start.year - years + 1, last.start.year + 1):
        period = Period.parse(f"{year:04d}")
        yield (yearly, key[1], key[2], period.iri, year_earlier(period), *key[5:])


def _broken(key: Key, row: Row, power: int, steps: list[list[Row]]) -> Iterator[Contradiction]:
    for chosen in islice(product(*steps), CHOICES):
        if all(
            not _compounded([view(step) for step in chosen]).meets(_compounded([view(row)] * power))
            for view in (lambda item: item.range, as_printed)
        ):
            value = _compounded([step.range for step in chosen])
            presumes = ("year-on-year",) if any(step.basis_inferred for step in chosen) else ()
            derived = Derived("growth-chain", key, value, chosen, ("yearly",) * len(chosen), presumes)
            yield Contradiction(derived, row, _compounded([row.range] * power))


def _compounded(rates: list[Range]) -> Range:
    """Return the growth over all years, in percent, of one rate each; nothing is known if a value may vanish."""
    found = Range.of(1, 1, True, True)
    for rate in rates:
        ratio = (rate + Range.of(100, 100, True, True)).times(Fraction(1, 100))
        if not ratio.positive:
            return Range()
        found = found * ratio
    return found.times(Fraction(100)) - Range.of(100, 100, True, True)
