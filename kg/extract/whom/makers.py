"""Tell the trade of a firm from the words by which the text introduces it.

"Battery maker Lanqing", "Joyda, a supplier of auto parts", 动力电池企业蓝清, 主营传感器的某公司. Where it is introduced
by no trade, its figures are of the industry that the title names, if that is one.
"""

from kg.extract.analysis import Analysis
from kg.extract.entities.named import Mention
from kg.extract.what.words import WEAK

__all__ = ["Makers"]

_BEFORE = 60
"""Characters before a name in which its trade stands."""
_AFTER = 110
"""Characters after a name in which an apposition tells its trade."""

_LEADS = r"(?:[- ][\w-]+){0,2}?[- ]{maker-noun}(?:,| [\w-]+)? $"
_LEADS_ZH = r"{maker-field-zh}?(?:的)?{maker-rank-zh}?{maker-noun}(?:[-—“\"]*)$"
_OPENS = r"(?:\s\([^)]*\))?(?:,?(?: which)? is|,| -)? (?:{a-or-the}|one of|[\w']+'s)\b[^,.;:()]*$"
_CLOSES = r"(?:[- ][\w-]+){0,2}?[- ]{maker-noun}s?\b"
_OF = r"\b{maker-of} (?:[\w-]+ ){0,3}$"
_MAKES = r"(?:,? which)? {makes} (?:[\w-]+ ){0,3}$"
_IS_ZH = r"(?:,?是|,|\(){one-of-zh}[^,。;]{0,16}$"
_CLOSES_ZH = r"[^,。;、]{0,6}{maker-noun}"
_MAKES_ZH = r"{makes}[^,。;、]{0,6}$"
_TO_NAME_ZH = r"[^,。;]{0,6}的$"


class Makers:
    """The trades of the firms of one text."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.zh = analysis.text.language == "zh"
        self.pattern = analysis.lexicon.phrases.pattern
        self._known: dict[str, Mention | None] = {}

    def trade(self, body: str, start: int, end: int) -> Mention | None:
        """Return the industry that the words around a body's name call its trade.

        Args:
            body: its IRI; whatever the text says of it anywhere counts.
            start: where its name stands.
            end: where that ends.
        """
        if body not in self._known:
            spots = {(start, end)} | {(m.start, m.end) for m in self.analysis.mentions if m.iri == body}
            told = (self._told(*spot) for spot in sorted(spots))
            self._known[body] = next((trade for trade in told if trade is not None), None)
        return self._known[body]

    def _told(self, start: int, end: int) -> Mention | None:
        sentence = self.analysis.sentence_of(start)
        for trade in reversed(self._trades(max(sentence.start, start - _BEFORE), start)):
            if self.pattern(_LEADS_ZH if self.zh else _LEADS).fullmatch(self.folded, trade.end, start):
                return trade
            named = self.zh and self.pattern(_TO_NAME_ZH).fullmatch(self.folded, trade.end, start)
            if named and self.pattern(_MAKES_ZH).search(self.folded, sentence.start, trade.start):
                return trade
        for trade in self._trades(end, min(sentence.end, end + _AFTER)):
            if self.zh:
                closed = self.pattern(_CLOSES_ZH).match(self.folded, trade.end, sentence.end)
                opened = self.pattern(_IS_ZH).fullmatch(self.folded, end, trade.start)
                if (opened and closed) or self.pattern(_MAKES_ZH).fullmatch(self.folded, end, trade.start):
                    return trade
            elif self.pattern(_OPENS).fullmatch(self.folded, end, trade.start):
                if self.pattern(_CLOSES).match(self.folded, trade.end, sentence.end):
                    return trade
                if self.pattern(_OF).search(self.folded, end, trade.start):
                    return trade
            elif self.pattern(_MAKES).fullmatch(self.folded, end, trade.start):
                return trade
        return None

    def _trades(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.analysis.mentions_in(start, end, "industry") if m.iri not in WEAK and m.end <= end]
