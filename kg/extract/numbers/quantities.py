"""What a quantity is: a numeral with its bound and its unit, in a folded text."""

from dataclasses import dataclass
from decimal import Decimal

from kg.extract.numbers.numerals import Numeral
from kg.terms import DEKGR, UNIT

__all__ = ["NUMBER", "PERCENT", "POINTS", "RANK", "TIMES", "Quantity"]

PERCENT = UNIT + "PERCENT"
POINTS = DEKGR + "unit-percentage-point"
NUMBER = UNIT + "NUM"
TIMES = DEKGR + "unit-times"
RANK = DEKGR + "unit-rank"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a folded text.

    Attributes:
        start, end: numeral and unit; `first` and `last` hold its bounds too.
        number: the numeral with its scale.
        unit: IRI, or None for a bare number.
        comparator: local name of the bound; `cue` is where it stands, or None.
        upper: the second numeral of a range.
        measure: a Chinese measure word stood after the numeral.
        restates: the quantity before this one that it only converts, by position in the list.
        prefix: the currency stood before the numeral.
        fraction: it was printed as a part of a whole: three quarters, 四分之三.
    """

    start: int
    end: int
    number: Numeral
    unit: str | None
    comparator: str = "exactly"
    cue: tuple[int, int] | None = None
    upper: Numeral | None = None
    measure: bool = False
    restates: int | None = None
    prefix: bool = False
    fraction: bool = False

    @property
    def value(self) -> Decimal:
        """The number times its scale."""
        return self.number.value

    @property
    def first(self) -> int:
        """Where the quantity begins, its bound included."""
        return min(self.start, self.cue[0]) if self.cue else self.start

    @property
    def last(self) -> int:
        """Where it ends, its bound included."""
        return max(self.end, self.cue[1]) if self.cue else self.end

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return self.unit is not None and "CCY_" in self.unit
