"""Scales: which scale word fits, round steps, and where a value lies.

The only module that turns numbers into pixels. Positions are floats with one decimal, so that the same chart gives the
same bytes everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

__all__ = ["Axis", "axis", "short"]

SCALES = {
    "en": ((12, "trillion"), (9, "billion"), (6, "million")),
    "zh": ((12, "万亿"), (8, "亿"), (4, "万")),
}
_STEPS = (1, 2, 2.5, 5, 10)
_FROM_ZERO = Decimal("0.75")
"""A scale of positive values starts at zero unless all of them lie in its upper quarter."""
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear scale.

    Attributes:
        low, high: ends, in units of the scale word.
        ticks: values with a line, ascending.
        exponent: power of ten that the scale word stands for.
        title: scale word and unit.
        suffix: set behind each number (`%`).
        downward: whether low values are on top.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    exponent: int
    title: str
    suffix: str = ""
    downward: bool = False

    def at(self, value: Decimal) -> float:
        """Return where a value lies between the ends: 0 at the low end, 1 at the high end."""
        scaled = float(value.scaleb(-self.exponent))
        share = (scaled - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return 1 - share if self.downward else share

    def tick_at(self, tick: float) -> float:
        """Return where a tick lies, as `at`."""
        share = (tick - self.low) / (self.high - self.low)
        return 1 - share if self.downward else share

    def text(self, tick: float) -> str:
        """Return what stands at a tick."""
        return f"{tick:,.6f}".rstrip("0").rstrip(".") + self.suffix


def axis(values: Iterable[Decimal], unit: str, language: str, *, percent: bool = False, downward: bool = False,
         headroom: bool = False, whole: bool = False) -> Axis:  # fmt: skip
    """Return a scale that holds all values, with round steps.

    Args:
        values: at least one.
        unit: name of the unit.
        language: of the scale word.
        percent: numbers carry a percent sign, and no unit is named.
        downward: ranks: 1 on top, whole steps, no zero.
        headroom: leave room for an arrow above the highest value.
        whole: all values are whole, so steps between two whole numbers mean nothing.
    """
    found = list(values)
    biggest = max(abs(value) for value in found)
    exponent, word = next(((e, w) for e, w in SCALES[language] if biggest >= 10**e), (0, ""))
    low, high = (float(value.scaleb(-exponent)) for value in (min(found), max(found)))
    if downward:
        low, high = min(low, 1.0), max(high, 3.0)
    elif low >= 0 and Decimal(str(low)) < _FROM_ZERO * Decimal(str(high or 1)):
        low = 0.0
    if high == low:
        pad = abs(high) * 0.1 or 1.0
        low, high = low - (pad if low else 0), high + pad
    elif headroom:
        high += (high - low) * 0.08
    step = _step((high - low) / _TICKS, whole=downward or (whole and not exponent and not percent))
    first = floor(low / step) * step if not downward else 1.0
    last = ceil(high / step - 1e-9) * step if not downward else max(high, 1 + step)
    ticks = tuple(round(first + step * number, 10) for number in range(int((last - first) / step + 1e-9) + 1))
    title = _title(word, unit, language, percent=percent)
    return Axis(first, last, ticks, exponent, title, "%" if percent else "", downward)


def _step(rough: float, *, whole: bool) -> float:
    power = 10 ** floor(log10(rough))
    step: float = next(factor * power for factor in _STEPS if factor * power >= rough - 1e-12)
    return max(1.0, float(round(step))) if whole else step


def _title(word: str, unit: str, language: str, *, percent: bool) -> str:
    if percent:
        return ""
    return word + unit if language == "zh" else " ".join(filter(None, (word, unit)))


def short(value: Decimal, scale: Axis) -> str:
    """Return a number as it stands beside a mark: in units of the scale word, every digit kept."""
    text = f"{value.scaleb(-scale.exponent):,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + scale.suffix
