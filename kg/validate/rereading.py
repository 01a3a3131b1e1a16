"""Read the text of a document once more, to judge claims whose words name a thing only in their context.

"Last year" names a period to whoever knows the day of publication, 一半 a figure to whoever knows numbers in words. The
grammar of the extractor reads both; what a claim says is compared with what stands inside the passages that it cites.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.errors import ModelError
from kg.extract.analysis import Analysis, analyse
from kg.extract.calendar.periods import PeriodMention, Published
from kg.extract.numbers.quantities import NUMBER, Quantity
from kg.extract.readings import read
from kg.extract.roles import Reading
from kg.extract.text.lexicon import compiled
from kg.periods import Period
from kg.terms import DEKG
from kg.validate.findings import Location
from kg.vocabulary import Vocabulary

__all__ = ["Figure", "Rereading"]

_NAMED = {"", "own", "same-sentence", "same-period", "carried-over"}
"""Rules by which a figure has a period that the text names: what names it must be cited."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a claim gives it: digits of one or two numerals, power of ten, unit and bound."""

    digits: str
    upper: str | None
    multiplier: str | None
    unit: str
    comparator: str


class Rereading:
    """What the grammar reads in one text.

    Args:
        text: as the positions of passages count it.
        language: its primary tag.
        published: the date of publication, as precisely as it is known.
        vocabulary: the words.
    """

    def __init__(self, text: str, language: str, published: str | None, vocabulary: Vocabulary) -> None:
        self._text, self._language, self._vocabulary = text, language, vocabulary
        self._published = Published.parse(published)

    @cached_property
    def _analysis(self) -> Analysis:
        return analyse(self._text, self._language, compiled(self._vocabulary), self._published)

    @cached_property
    def _readings(self) -> list[Reading]:
        return read(self._analysis)

    def prints(self, figure: Figure, places: Sequence[Location]) -> bool:
        """Return whether a quantity in one of the places has the digits, scale, unit and bound of a figure."""
        return any(_alike(quantity, figure) for quantity in self._quantities(places))

    def period(self, start: str, end: str, digits: str | None, places: Sequence[Location]) -> bool:
        """Return whether the places name a period, or a figure in them is of it by a rule that needs no such name.

        Args:
            start: first day of the period.
            end: last day.
            digits: of the figure that is of the period, if it is one.
            places: where the claim was read.
        """
        named = {mention.code for mention in self._periods(places) if mention.code is not None}
        by_rule = {
            reading.period
            for reading in self._inside(places)
            if reading.quantity.number.digits == digits and _rule(reading) not in _NAMED
        }
        return any(_days(code) == (start, end) for code in named | by_rule if code is not None)

    def _inside(self, places: Sequence[Location]) -> list[Reading]:
        text = self._analysis.text
        return [
            reading
            for reading in self._readings
            if _within(text.span(reading.quantity.number.start, reading.quantity.number.end), places)
        ]

    def _quantities(self, places: Sequence[Location]) -> list[Quantity]:
        """Return the quantities inside some places: as read in their sentence, and as they stand (conversions too)."""
        text = self._analysis.text
        plain = (q for q in self._analysis.quantities if _within(text.span(q.number.start, q.number.end), places))
        return [*(reading.quantity for reading in self._inside(places)), *plain]

    def _periods(self, places: Sequence[Location]) -> list[PeriodMention]:
        text = self._analysis.text
        return [m for m in self._analysis.periods if _within(text.span(m.start, m.end), places)]


def _alike(quantity: Quantity, figure: Figure) -> bool:
    number, upper = quantity.number, quantity.upper
    return (
        number.digits == figure.digits
        and (upper.digits if upper is not None else None) == figure.upper
        and str(number.multiplier) == figure.multiplier
        and (quantity.unit or NUMBER) == figure.unit
        and (quantity.comparator == figure.comparator.removeprefix(DEKG) or quantity.restates is not None)
    )


def _rule(reading: Reading) -> str:
    spot = reading.evidence.get("period")
    return spot.rule if spot is not None else ""


def _days(code: str) -> tuple[str, str] | None:
    try:
        period = Period.parse(code)
    except ModelError:
        return None
    return period.start.isoformat(), period.end.isoformat()


def _within(span: tuple[int, int], places: Sequence[Location]) -> bool:
    return any(place.start <= span[0] and span[1] <= place.end for place in places)
