"""Exchange rates: those a text implies by its own conversions, and those two figures for one thing imply."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

from kg.compare.findings import Contradiction, Derived, distinct
from kg.compare.intervals import Range
from kg.compare.observations import Amount, Observations, Row
from kg.compare.relations import as_printed
from kg.compare.rules import Rules
from kg.terms import UNIT

__all__ = ["implausible_rates"]

_YUAN = UNIT + "CCY_CNY"


def implausible_rates(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield rates that no year had, and texts that use two."""
    yield from _converted(table, rules)
    yield from _of_two_figures(table, rules)


def _converted(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    by_text: dict[tuple[str, str], list[tuple[Row, Amount, Range]]] = defaultdict(list)
    for amount in sorted(table.amounts, key=lambda amount: amount.iri):
        row = table.by_claim.get(amount.claim)
        if row is None or row.unit != _YUAN or amount.unit == row.unit:
            continue
        rate = _printed(row.stated, row.rounding) * _printed(amount.stated, amount.rounding).inverse()
        by_text[amount.document, amount.unit].append((row, amount, rate))
        plausible = rules.rate(amount.unit)
        if plausible is not None and not rate.meets(plausible):
            yield Contradiction(_derived(row, amount, rate), None, plausible)
    for found in by_text.values():
        for number, (row, amount, rate) in enumerate(found):
            for other, _, known in found[:number]:
                if not rate.meets(known if row.period == other.period else known * _near(rules)):
                    yield Contradiction(_derived(row, amount, rate), other, known)


def _derived(row: Row, amount: Amount, rate: Range) -> Derived:
    return Derived("exchange-rate", (row.unit, amount.unit, None, row.period), rate, (row,), ("value",), (), (amount,))


def _near(rules: Rules) -> Range:
    """Return by what rates of different periods that one text uses may differ."""
    off = rules.tolerance("exchange-rate")
    return Range.of(1 - off, 1 + off, True, True)


def _printed(stated: Decimal, rounding: Decimal | None) -> Range:
    half = Fraction(rounding or 0) / 2
    return Range(Fraction(stated) - half, Fraction(stated) + 2 * half, True, True)


def _of_two_figures(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield figures for one question in yuan and in another currency that no rate can have turned into each other."""
    units = {unit for found in table.units.values() for unit in found}
    foreign = sorted(unit for unit in units if unit != _YUAN and rules.rate(unit) is not None)
    for unit in foreign:
        plausible = rules.rate(unit)
        assert plausible is not None
        for key in [key for key in table.by_key if key[-1] == unit]:
            yuan = table.by_key.get((*key[:-1], _YUAN), ())
            for row, other in product(distinct(yuan), distinct(table.by_key[key])):
                if all(_rate(view(row), view(other), plausible) for view in (lambda item: item.range, as_printed)):
                    value = row.range * other.range.inverse()
                    derived = Derived(
                        "exchange-rate", (_YUAN, unit, None, row.period), value, (row, other), ("value", "foreign")
                    )
                    yield Contradiction(derived, None, plausible)


def _rate(yuan: Range, other: Range, plausible: Range) -> bool:
    """Return whether the rate of two amounts lies outside what is plausible."""
    return other.positive and yuan.positive and not (yuan * other.inverse()).meets(plausible)
