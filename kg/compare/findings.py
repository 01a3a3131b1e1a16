"""What comparison by arithmetic can find: a figure that follows from claims, and claims that exclude each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.compare.intervals import Range
from kg.compare.observations import Amount, Row

__all__ = ["CHOICES", "Contradiction", "Derived", "Key", "distinct"]

Key = tuple[str | None, ...]
"""A question and a unit: the columns `KEY`, then `unit`."""

CHOICES = 64
"""Most combinations of rival claims that one sum or product is computed for."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that follows from claims.

    Attributes:
        rule: its name, without the `rule-` of its IRI.
        key: what question it answers, and in which unit; for an exchange rate the units of yuan and currency.
        value: the values that remain possible, exact.
        inputs: the rows it follows from.
        roles: what each input is in the rule, in the same order.
        presumes: names of presumptions, without the `presumption-` of their IRIs.
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
        return self.key[3]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A derived figure that excludes a stated one (`against`), or what is possible at all (`against` is None).

    `bounds` is what the stated figure, or possibility, admits in the terms of the derived one.
    """

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


def distinct(rows: Iterable[Row]) -> list[Row]:
    """Return one row for each interval that is claimed; repeats prove nothing more."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row.lower, row.upper, row.lower_inclusive, row.upper_inclusive)
        if key not in found or row.claim < found[key].claim:
            found[key] = row
    return list(found.values())
