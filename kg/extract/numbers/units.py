"""Tell the unit of a numeral: the word after it, the sign of a currency before it, or a Chinese measure word.

The only module that knows where a unit may stand; units and their words are those of `ontology/reference/units.ttl`.
"""

from collections.abc import Sequence

from kg.extract.numbers.numerals import Numeral
from kg.extract.numbers.quantities import NUMBER, PERCENT, POINTS, RANK
from kg.extract.text.lexicon import Lexicon, Match
from kg.terms import UNIT

__all__ = ["DURATIONS", "Units"]

DURATIONS = {UNIT + name for name in ("YR", "SEC", "MilliSEC", "DAY", "HR", "MIN")}
"""Units of time, whose numbers are never claims."""

_GAP = r"[ -]{0,2}"
_SPAN = r"(?:{duration-adjective}|to \d+|or \w+)? ?"
_OF_SIGN = {"$": UNIT + "CCY_USD", "¥": UNIT + "CCY_CNY"}
"""Currencies of the signs that several use."""
_TENTH = "成"
_TEN = 10
_DIGITS = "一二三四五六七八九"
_YUAN = "元"


class Units:
    """The units of one folded text."""

    def __init__(self, folded: str, matches: Sequence[Match], lexicon: Lexicon, language: str) -> None:
        self.folded = folded
        self.chinese = language == "zh"
        self.pattern = lexicon.phrases.pattern
        self.hundredths = lexicon.phrases.words("hundredths-zh")
        self.more = lexicon.phrases.set("more-than-number")
        self.by_start: dict[int, list[Match]] = {}
        self.by_end: dict[int, Match] = {}
        for match in matches:
            if match.layer == "unit":
                self.by_start.setdefault(match.start, []).append(match)
                known = self.by_end.get(match.end)
                if known is None or known.start > match.start:
                    self.by_end[match.end] = match
        self.durations = {match.start for match in matches if match.layer == "cue:duration"}

    def after(self, numeral: Numeral) -> tuple[str | None, int, bool]:
        """Return the unit after a numeral, where it ends, and whether it is a Chinese measure word."""
        folded, position = self.folded, self._gap(numeral.end)
        if not numeral.more and folded[position : position + 1] in self.more:
            position += 1
        if (
            folded.startswith(_TENTH, position)
            and numeral.value <= _TEN
            and not self.pattern(r"{not-tenths}").match(folded, position)
        ):
            return PERCENT, position + 1, False
        found = self.by_start.get(position)
        if found is None:
            if self.chinese and self.pattern(r"{counted-character}").match(folded, position):
                return NUMBER, position + 1, True
            return (PERCENT if folded.endswith(self.hundredths, 0, numeral.start) else None), numeral.end, False
        best = self._money(max(found, key=lambda match: match.end))
        surface = folded[best.start : best.end]
        iri = POINTS if POINTS in best.iris else NUMBER if best.iris[0] == RANK else best.iris[0]
        if "CCY_" not in iri and _letter(surface[-1]) and _letter(folded[best.end : best.end + 1]):
            return None, numeral.end, False
        if iri == NUMBER:
            measure = not surface.isascii()
            return NUMBER, (best.end if measure else numeral.end), measure
        return iri, best.end, False

    def _money(self, unit: Match) -> Match:
        """Return a unit, or the currency that is told after a bare 元: 85亿元新台币."""
        if not self.folded.startswith(_YUAN, unit.end - 1):
            return unit
        named = [m for m in self.by_start.get(unit.end, ()) if "CCY_" in m.iris[0]]
        return max(named, key=lambda match: match.end, default=unit)

    def before(self, start: int) -> Match | None:
        """Return the currency that stands before a numeral: $, RMB, US$."""
        at = start - 1 if start and self.folded[start - 1] == " " else start
        found = self.by_end.get(at) or self.by_end.get(start)
        if found is None:
            return None
        iri = next((iri for iri in found.iris if "CCY_" in iri), None)
        surface = self.folded[found.start : found.end]
        if iri is None or surface.islower() or any("\u4e00" <= char <= "\u9fff" for char in surface):
            return None
        before = self.folded[found.start - 1] if found.start else " "
        if before.isalnum() and before.isascii() and surface[0].isalpha():
            return None
        return Match(found.start, found.end, "unit", (_OF_SIGN.get(surface, iri),))

    def duration(self, end: int) -> bool:
        """Return whether a unit of time follows: 10 years, five straight quarters, 3 to 5 days."""
        position = self._gap(end)
        if position in self.durations:
            return True
        match = self.pattern(_SPAN, case=True).match(self.folded, position)
        return match is not None and match.end() > position and match.end() in self.durations

    def hundredth(self, end: int) -> int:
        """Return the hundredths in a digit right after tenths, 0 if there is none: two of 四成二."""
        digit = _DIGITS.find(self.folded[end : end + 1] or " ")
        ended = self.pattern(r"{after-tenths}|$").match(self.folded, end + 1)
        return digit + 1 if digit >= 0 and ended is not None else 0

    def _gap(self, end: int) -> int:
        match = self.pattern(_GAP).match(self.folded, end)
        return match.end() if match else end


def _letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
