"""Find the quantities of a text: numerals with their bound and their unit, as newspapers print them.

Knows which numerals are no quantity at all: numbers of rooms and editions, spans of time, parts of names.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.numbers.bounds import Bounds
from kg.extract.numbers.fractions import Fractions
from kg.extract.numbers.numerals import Numeral
from kg.extract.numbers.numerals import find as numerals
from kg.extract.numbers.quantities import PERCENT, Quantity
from kg.extract.numbers.ranges import conversions, ranges
from kg.extract.numbers.units import DURATIONS, Units
from kg.extract.text.lexicon import Lexicon, Match

__all__ = ["find"]

_DEGREES = re.compile(r" ?(?:°|[CF]\b)")
_TO_TOP = r"\b(?:{bare-future}|{auxiliary} to) (?:\w+ly )?top $"
_KINDS_ZH = (
    r"{size-unit-zh}|{kind-measure-zh}(?:{kind-adjective-zh})?{kind-noun-zh}|家{company-noun-zh}{all-of-them-zh}"
)
"""A size that only tells the sort of a thing, 12英寸; kinds that a sentence counts up, 三大环节."""
_QUOTED = {"en": (40, 60), "zh": (12, 16)}
"""Characters before a number in a quoted name, and of the whole name, at most."""


def find(
    folded: str, matches: Sequence[Match], lexicon: Lexicon, blocked: Sequence[tuple[int, int]], language: str
) -> list[Quantity]:
    """Return the quantities of a folded text in order, those inside blocked spans (periods, names) left out."""
    scanner = _Scanner(folded, matches, lexicon, language)
    taken = bytearray(len(folded) + 1)
    for start, end in blocked:
        taken[start:end] = b"\1" * (end - start)
    found = [
        quantity
        for numeral in numerals(folded, vocabulary=lexicon.vocabulary)
        if not taken[numeral.start]
        and not taken[numeral.end - 1]
        and (quantity := scanner.quantity(numeral)) is not None
    ]
    found += scanner.fractions.alone(taken)
    found.sort(key=lambda quantity: quantity.start)
    return conversions(folded, ranges(folded, _apart(found), lexicon), lexicon)


def _apart(found: list[Quantity]) -> list[Quantity]:
    """Drop a quantity that overlaps one before it; of two that begin together the longer stays."""
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
        elif quantity.end > kept[-1].end and quantity.start == kept[-1].start:
            kept[-1] = quantity
    return kept


class _Scanner:
    def __init__(self, folded: str, matches: Sequence[Match], lexicon: Lexicon, language: str) -> None:
        self.folded = folded
        self.language = language
        self.pattern = lexicon.phrases.pattern
        self.units = Units(folded, matches, lexicon, language)
        self.bounds = Bounds(folded, matches, lexicon, language)
        self.fractions = Fractions(folded, matches, lexicon, language, self.bounds)

    def quantity(self, numeral: Numeral) -> Quantity | None:
        """Return the quantity of a numeral, or None where it is none."""
        currency = self.units.before(numeral.start)
        if (currency is None and self._inside_word(numeral.start)) or self._numbers_a_thing(numeral):
            return None
        fraction = self.fractions.of(numeral)
        if fraction is not None:
            return self.bounds.bounded(fraction)
        unit, end, measure = self.units.after(numeral)
        if self._time(numeral, unit, end) or self._no_unit(numeral, unit):
            return None
        if unit == PERCENT and self.folded[end - 1] == "成":
            more = self.units.hundredth(end)
            numeral = replace(numeral, digits=f"{numeral.value * 10 + more:f}")
            end += more > 0
        start = numeral.start
        if currency is not None:
            start = currency.start
            if unit is None or "CCY_" not in unit:
                unit, end = currency.iri, numeral.end
        if (
            numeral.spelled
            and unit is None
            and (self.language == "zh" or (numeral.value < 2 and not numeral.multiplier))
        ):
            return None
        return self.bounds.bounded(Quantity(start, end, numeral, unit, measure=measure, prefix=currency is not None))

    def _inside_word(self, start: int) -> bool:
        """Return whether letters or marks tie a number to the word before it: A320, v2, COVID-19."""
        before = self.folded[start - 1 : start] or " "
        if before.isascii() and (before.isalnum() or before in "./_#@"):
            return True
        return before == "-" and start > 1 and self.folded[start - 2].isalpha() and self.folded[start - 2].isascii()

    def _numbers_a_thing(self, numeral: Numeral) -> bool:
        """Return whether a number is an ordinal, a decade, a label, a date, a ratio, or part of a quoted name."""
        folded, start, end = self.folded, numeral.start, numeral.end
        before = folded[max(0, start - 4) : start].casefold()
        if before.endswith("第") or (before.endswith("前") and self.language == "zh"):
            return True
        if before == "top " and not self._topped(numeral):
            return True
        if re.match(r"[/:]\d", folded[end : end + 2]) or self.pattern(r"{number-ending}\b", case=True).match(
            folded, end
        ):
            return True
        if self.language == "zh" and self.pattern(_KINDS_ZH).match(folded, end):
            return True
        return self._label(numeral) or self._quoted(numeral)

    def _topped(self, numeral: Numeral) -> bool:
        """Return whether "top" before a number is a verb: "should top 10 billion", "will top 8 percent"."""
        before = self.folded[max(0, numeral.start - 24) : numeral.start]
        amount = numeral.multiplier > 0 or "." in numeral.digits
        return amount or self.pattern(_TO_TOP, case=True).search(before) is not None

    def _label(self, numeral: Numeral) -> bool:
        """Return whether the number only tells one thing from others: Row 7, Window 16."""
        if numeral.spelled or numeral.multiplier or "," in numeral.digits:
            return False
        before = self.folded[max(0, numeral.start - 20) : numeral.start]
        return self.pattern(r"\b{label-noun} ?$", case=True).search(before) is not None

    def _quoted(self, numeral: Numeral) -> bool:
        """Return whether a spelled number is part of a short name in quotes: the "ten thousand enterprises" drive."""
        if not numeral.spelled and self.language == "en":
            return False
        back, whole = _QUOTED[self.language]
        head = self.folded.rfind('"', max(0, numeral.start - back), numeral.start)
        if head < 0:
            return False
        tail = self.folded.find('"', numeral.end, head + whole)
        return tail > 0 and self.folded.count('"', 0, head) % 2 == 0

    def _time(self, numeral: Numeral, unit: str | None, end: int) -> bool:
        """Return whether a number counts time; a unit that is longer than that of the time, as in 3分钱, does not."""
        if unit in DURATIONS:
            return True
        if not self.units.duration(numeral.end):
            return False
        return unit is None or (self.language != "en" and end - numeral.end <= 1)

    def _no_unit(self, numeral: Numeral, unit: str | None) -> bool:
        """Return whether a bare number runs on into a word, or is of degrees."""
        after = self.folded[numeral.end : numeral.end + 1]
        return unit is None and (
            (after.isascii() and after.isalpha()) or _DEGREES.match(self.folded, numeral.end) is not None
        )
