"""Arithmetic with intervals that may be open, half known or unbounded; exact, in fractions.

The only module that knows how bounds combine. A bound of None is unknown, which for arithmetic is the same as
unbounded: nothing is excluded. Questions have three answers (`Verdict`), since a bound often settles nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

__all__ = ["Range", "Verdict", "at_least", "rounded"]

SIGNIFICANT = 4
"""Digits kept of a computed bound that is shown to people; it is always rounded away from the values it admits."""


class Verdict(StrEnum):
    """An answer: yes, no, or what is published does not settle it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Range:
    """The values between two bounds.

    >>> a, b = Range.of(80, None), Range.of(Decimal("80.25"), Decimal("80.35"), True)
    >>> a.meets(b), b.within(a), a.within(b)
    (True, True, False)
    """

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_inclusive: bool = False
    upper_inclusive: bool = False

    @classmethod
    def of(
        cls,
        lower: Decimal | int | None,
        upper: Decimal | int | None,
        lower_inclusive: bool = False,
        upper_inclusive: bool = False,
    ) -> "Range":
        """Return the range between two decimals."""
        return cls(
            None if lower is None else Fraction(lower),
            None if upper is None else Fraction(upper),
            lower_inclusive,
            upper_inclusive,
        )

    @property
    def known(self) -> bool:
        """Whether anything is said at all."""
        return self.lower is not None or self.upper is not None

    @property
    def two_sided(self) -> bool:
        """Whether both bounds are known."""
        return self.lower is not None and self.upper is not None

    @property
    def width(self) -> Fraction | None:
        """The distance between the bounds; None if one is unknown."""
        return None if self.lower is None or self.upper is None else self.upper - self.lower

    def before(self, other: "Range") -> bool:
        """Return whether every value here is smaller than every value there."""
        if self.upper is None or other.lower is None:
            return False
        return self.upper < other.lower or (
            self.upper == other.lower and not (self.upper_inclusive and other.lower_inclusive)
        )

    def meets(self, other: "Range") -> bool:
        """Return whether some value is in both."""
        return not (self.before(other) or other.before(self))

    def within(self, other: "Range") -> bool:
        """Return whether every value here is also there."""
        return _no_lower(other, self) and _no_higher(other, self)

    def __and__(self, other: "Range") -> "Range | None":
        """Return what both admit, or None if that is nothing."""
        if not self.meets(other):
            return None
        low = self if _no_lower(other, self) else other
        high = self if _no_higher(other, self) else other
        return Range(low.lower, high.upper, low.lower_inclusive, high.upper_inclusive)

    def __add__(self, other: "Range") -> "Range":
        """Return every sum of a value here and one there."""
        return Range(
            None if self.lower is None or other.lower is None else self.lower + other.lower,
            None if self.upper is None or other.upper is None else self.upper + other.upper,
            self.lower_inclusive and other.lower_inclusive,
            self.upper_inclusive and other.upper_inclusive,
        )

    def __sub__(self, other: "Range") -> "Range":
        """Return every difference of a value here and one there."""
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction) -> "Range":
        """Return every value here times a number that is not zero."""
        lower = None if self.lower is None else self.lower * factor
        upper = None if self.upper is None else self.upper * factor
        if factor > 0:
            return Range(lower, upper, self.lower_inclusive, self.upper_inclusive)
        return Range(upper, lower, self.upper_inclusive, self.lower_inclusive)

    def __mul__(self, other: "Range") -> "Range":
        """Return every product of a value here and a value there; there, all are positive (see `positive`)."""
        low = other.lower if (self.lower or 0) >= 0 else other.upper
        low_in = other.lower_inclusive if (self.lower or 0) >= 0 else other.upper_inclusive
        high = other.upper if (self.upper or 0) >= 0 else other.lower
        high_in = other.upper_inclusive if (self.upper or 0) >= 0 else other.lower_inclusive
        return Range(
            _product(self.lower, low),
            _product(self.upper, high),
            self.lower_inclusive and (low_in or self.lower == 0),
            self.upper_inclusive and (high_in or self.upper == 0),
        )

    def inverse(self) -> "Range":
        """Return one divided by every value here; all are positive."""
        return Range(
            Fraction(0) if self.upper is None else 1 / self.upper,
            1 / self.lower if self.lower else None,
            self.upper is not None and self.upper_inclusive,
            bool(self.lower) and self.lower_inclusive,
        )

    @property
    def positive(self) -> bool:
        """Whether zero and all below it are excluded."""
        return self.lower is not None and (self.lower > 0 or (self.lower == 0 and not self.lower_inclusive))

    @staticmethod
    def total(parts: Iterable["Range"]) -> "Range":
        """Return every sum of one value of each; a bound missing anywhere is missing in the sum."""
        found = Range(Fraction(0), Fraction(0), True, True)
        for part in parts:
            found = found + part
        return found


def _no_lower(outer: Range, inner: Range) -> bool:
    if outer.lower is None:
        return True
    if inner.lower is None:
        return False
    return inner.lower > outer.lower or (
        inner.lower == outer.lower and (outer.lower_inclusive or not inner.lower_inclusive)
    )


def _no_higher(outer: Range, inner: Range) -> bool:
    if outer.upper is None:
        return True
    if inner.upper is None:
        return False
    return inner.upper < outer.upper or (
        inner.upper == outer.upper and (outer.upper_inclusive or not inner.upper_inclusive)
    )


def at_least(value: Range, threshold: Decimal | int) -> Verdict:
    """Return whether a value is at least a threshold.

    >>> at_least(Range.of(80, None), 80), at_least(Range.of(80, None), 100), at_least(Range.of(None, 60), 60)
    (<Verdict.YES: 'yes'>, <Verdict.UNKNOWN: 'unknown'>, <Verdict.NO: 'no'>)
    """
    limit = Fraction(threshold)
    if value.lower is not None and value.lower >= limit:
        return Verdict.YES
    if value.upper is not None and (value.upper < limit or (value.upper == limit and not value.upper_inclusive)):
        return Verdict.NO
    return Verdict.UNKNOWN


def rounded(value: Range, digits: int = SIGNIFICANT) -> tuple[Decimal | None, Decimal | None]:
    """Return bounds to show: the lower rounded down, the upper up, to some significant digits.

    What is shown admits everything that the exact bounds admit, so it never claims too much.

    >>> rounded(Range.of(80, None) * Range.of(Decimal("1.2055"), Decimal("1.2065"), True).inverse())
    (Decimal('66.30'), None)
    """
    return (
        None if value.lower is None else _cut(value.lower, digits, up=False),
        None if value.upper is None else _cut(value.upper, digits, up=True),
    )


def _cut(value: Fraction, digits: int, *, up: bool) -> Decimal:
    if value == 0:
        return Decimal(0)
    exponent = Decimal(abs(value.numerator) // value.denominator).adjusted() if abs(value) >= 1 else _below_one(value)
    step = Fraction(10) ** (exponent - digits + 1)
    units = value / step
    whole = -((-units.numerator) // units.denominator) if up else units.numerator // units.denominator
    return Decimal(whole).scaleb(exponent - digits + 1)


def _below_one(value: Fraction) -> int:
    exponent = -1
    while abs(value) < Fraction(10) ** exponent:
        exponent -= 1
    return exponent


def _product(bound: Fraction | None, factor: Fraction | None) -> Fraction | None:
    """Return the bound of a product; nothing times anything, however large, is nothing."""
    if bound == 0:
        return bound
    return None if bound is None or factor is None else bound * factor
