"""Amounts as JSON numbers, where that keeps every digit."""

from decimal import Decimal

__all__ = ["json_number"]

_SAFE = 2**53
"""Whole numbers below it are exact in every JSON reader (IEEE 754 double)."""


def json_number(text: str) -> int | float | str:
    """Return an amount as a JSON number if every reader gets its digits back, else as its text.

    >>> json_number("80000000000"), json_number("20.6"), json_number("0.1234567890123456789")
    (80000000000, 20.6, '0.1234567890123456789')
    """
    value = Decimal(text)
    if value == value.to_integral_value():
        return int(value) if abs(value) < _SAFE else text
    return float(value) if Decimal(repr(float(value))) == value else text
