"""Read parts and multiples that are printed in words: three quarters, 四分之三, half of, doubled, 翻番.

The only module that knows how a fraction is printed; its words are those of `dekgr:scheme-fractions`.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.extract.numbers.bounds import Bounds
from kg.extract.numbers.numerals import Numeral, chinese
from kg.extract.numbers.numerals import of as number_words
from kg.extract.numbers.quantities import PERCENT, TIMES, Quantity
from kg.extract.text.lexicon import Lexicon, Match
from kg.phrases import alternation

__all__ = ["Fractions"]

_MULTIPLES = {"cue:double", "cue:triple", "cue:quadruple"}
_BELOW_ZH = r"{parts-zh}([一二三四五六七八九十\d]+)"
_TENTHS_ZH = r"成([一二三四五六七八九])(?!{after-tenths-zh})"
_TEN = 10
_HALVES_ZH = r"(?<={half-lead})一半|{most-zh}(?!年)|{half-zh}"
_YEAR = r" of (?:19|20)\d\d"


class _Forms:
    """How the fractions of a lexicon are printed."""

    def __init__(self, lexicon: Lexicon) -> None:
        parts, pattern = lexicon.phrases.numbers("fractions"), lexicon.phrases.pattern
        plain = alternation(word for word, below in parts.items() if below > 2)
        half = alternation(word for word, below in parts.items() if below == 2)
        cardinals = number_words(lexicon.vocabulary).cardinals
        self.cardinals = {word: number for word, number in cardinals.items() if word.isascii() and number > 1}
        self.several = pattern(rf"[- ](({plain})s?)\b(?!{_YEAR})", case=True)
        self.one = pattern(
            rf"\b(?:{{part-lead}}|,) (?P<led>a (?:{plain})|{half})(?= of\b|[ ,.;)]|$)"
            rf"(?!{_YEAR}| {{part-of-time}})|\b(?P<owned>a (?:{plain})) of (?={{whole-opener}}\b|[A-Z])",
            case=True,
        )
        self.half = pattern(rf"\b{half} of\b", case=True)
        self.rate = pattern(rf" {{out-of}} (?P<all>{alternation(self.cardinals)})\b")


class Fractions:
    """The parts and multiples of one folded text."""

    def __init__(self, folded: str, matches: Sequence[Match], lexicon: Lexicon, language: str, bounds: Bounds) -> None:
        self.folded = folded
        self.english = language == "en"
        self.vocabulary = lexicon.vocabulary
        self.pattern = lexicon.phrases.pattern
        self.bounds = bounds
        self.multiples = [match for match in matches if match.layer in _MULTIPLES]
        self.parts = lexicon.phrases.numbers("fractions")
        self.forms = lexicon.once(_Forms)

    def of(self, numeral: Numeral) -> Quantity | None:
        """Return the fraction that a numeral is the first word of, or None: three quarters, 四分之三, 百分之五."""
        if numeral.spelled and self.english:
            match = self.forms.several.match(self.folded, numeral.end, numeral.end + 16)
            if match is not None:
                below = self.parts[match[2]]
                if numeral.value < below and match[0] != " quarters":
                    return _part(numeral.value, below, numeral.start, match.end())
            rate = self.forms.rate.match(self.folded, numeral.end)
            if rate is not None and numeral.value < self.forms.cardinals[rate["all"].casefold()]:
                return _part(numeral.value, self.forms.cardinals[rate["all"].casefold()], numeral.start, rate.end())
        tenths = (
            self.pattern(_TENTHS_ZH).match(self.folded, numeral.end) if numeral.spelled and not self.english else None
        )
        if tenths is not None and numeral.value < _TEN:
            percent = numeral.value * _TEN + (chinese(tenths[1]) or 0)
            whole = Numeral(numeral.start, tenths.end(), f"{percent:f}", 0, spelled=True)
            return Quantity(numeral.start, tenths.end(), whole, PERCENT)
        match = self.pattern(_BELOW_ZH).match(self.folded, numeral.end, numeral.end + 16)
        if match is None:
            return None
        above = Decimal(match[1]) if match[1].isdigit() else chinese(match[1])
        if above is None:
            return None
        if numeral.value == 100:
            inner = Numeral(numeral.end + 2, match.end(), f"{above:f}", 0, True)
            return Quantity(numeral.start, inner.end, inner, PERCENT)
        return _part(above, int(numeral.value), numeral.start, match.end()) if above < numeral.value else None

    def alone(self, taken: bytearray) -> list[Quantity]:
        """Return the multiples and parts that are printed as one word, outside taken characters."""
        found = [self._multiple(match) for match in self.multiples if not taken[match.start]]
        parts = self._english(taken) if self.english else self._chinese(taken)
        return [quantity for quantity in found if quantity is not None] + parts

    def _multiple(self, match: Match) -> Quantity | None:
        if self.pattern(r"[ -]{not-doubled}\b").match(self.folded, match.end):
            return None
        digits = self.vocabulary.value(match.iri, "skos:notation") or "2"
        numeral = Numeral(match.start, match.end, digits, 0, spelled=True)
        return self.bounds.bounded(Quantity(match.start, match.end, numeral, TIMES))

    def _english(self, taken: bytearray) -> list[Quantity]:
        spans = [m.span("led" if m["led"] else "owned") for m in self.forms.one.finditer(self.folded)]
        spans += [(m.start(), m.end() - len(" of")) for m in self.forms.half.finditer(self.folded)]
        found = []
        for start, end in dict.fromkeys(spans):
            if not taken[start]:
                below = self.parts[self.folded[start:end].casefold().rpartition(" ")[2]]
                found.append(self.bounds.bounded(_part(Decimal(1), below, start, end)))
        return found

    def _chinese(self, taken: bytearray) -> list[Quantity]:
        found = []
        for match in self.pattern(_HALVES_ZH).finditer(self.folded):
            start, end = match.span()
            if not taken[start]:
                half = self.bounds.bounded(_part(Decimal(1), 2, start, end))
                more = self.pattern(r"{most-zh}").fullmatch(match[0])
                found.append(replace(half, comparator="greaterThan") if more else half)
        return found


def _part(above: Decimal, below: int, start: int, end: int) -> Quantity:
    """Return a part of a whole in percent, rounded to a tenth where it does not come out even."""
    percent = above * 100 / below
    even = percent == percent.to_integral_value()
    numeral = Numeral(start, end, f"{percent:f}" if even else f"{percent:.1f}", 0, spelled=True)
    comparator = "exactly" if even else "approximately"
    return Quantity(start, end, numeral, PERCENT, comparator=comparator, fraction=True)
