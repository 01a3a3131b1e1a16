"""What claims imply about figures that nobody printed, and where that contradicts a figure that somebody did.

Interval arithmetic over claims: nothing is chosen, every claim keeps its bounds, and a computed bound holds for every
value its inputs admit. A contradiction counts only if it also holds for inputs that were cut rather than rounded.
"""

from collections.abc import Iterator

from kg.compare.chains import broken_chains
from kg.compare.findings import Contradiction, Derived
from kg.compare.links import excluded, implied
from kg.compare.observations import Observations
from kg.compare.rates import implausible_rates
from kg.compare.rules import Rules
from kg.compare.sums import (
    larger_parts,
    longer_periods,
    unequal_aims,
    unequal_periods,
    unequal_shares,
    unequal_sums,
)

__all__ = ["contradictions", "derive"]

_RULES = (
    excluded,
    broken_chains,
    unequal_sums,
    unequal_aims,
    unequal_shares,
    larger_parts,
    unequal_periods,
    longer_periods,
    implausible_rates,
)


def derive(table: Observations, rules: Rules) -> Iterator[Derived]:
    """Yield all figures that follow from two others: by growth, share, ratio, multiple or difference."""
    yield from implied(table, rules)


def contradictions(table: Observations, rules: Rules) -> Iterator[Contradiction]:
    """Yield every set of claims that arithmetic excludes, with the computed figure.

    Parts that do not add up to the whole are not told again as being larger than it.
    """
    unequal: set[frozenset[str]] = set()
    for rule in _RULES:
        for item in rule(table, rules):
            claims = frozenset(item.claims)
            if rule is unequal_sums:
                unequal.add(claims)
            if rule is not larger_parts or claims not in unequal:
                yield item
