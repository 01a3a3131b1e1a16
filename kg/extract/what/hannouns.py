"""Find the Chinese noun that says what a figure measures, where it names no known indicator.

It stands before the figure, with words of reaching and changing between (本地配套率力争超过60%), or is counted after a
verb of having or making (建成3个赛事场馆).
"""

import re

from kg.extract.cells import Cell
from kg.extract.what.nouns import Nouns

__all__ = ["HanNouns"]

_LONGEST = 16
"""Most characters of a name."""
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9-]+")
_LINKS = ("basis", "comparator", "cue:increase", "cue:decrease", "cue:target", "cue:forecast", "modality")


class HanNouns(Nouns):
    """Find the Chinese noun that says what a figure measures."""

    def subject_zh(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun before a figure, a verb of reaching between them, or one that ends as measures do."""
        start, end = self.clause(cell)
        last = self._before_links(start, end)
        start = max([start, *(name_end for _, name_end in self.names(start, last) if name_end < last)])
        if any(name == (start, last) for name in self.names(start, last)):
            return None
        for opener in self.pattern(r"{name-opener}").finditer(self.folded, start, last):
            start = opener.end()
        if not 2 <= last - start <= _LONGEST or _NAME.fullmatch(self.folded, start, last) is None:
            return None
        if self.pattern(r"{price-noun-zh}|{one-thing-zh}|(?:{base-lead-zh}|后)$").search(self.folded, start, last):
            return None
        if self.pattern(r"占|{having-verb-zh}$").search(self.folded, start, last):
            return None
        idle = self.pattern(r"(?:{ordinary-zh})+").fullmatch(self.folded, start, last)
        if idle and not self.pattern(r"{economy-word}|.*{measure-ending}").fullmatch(self.folded, start, last):
            return None  # words that name nothing: 最早只
        if self.pattern(r"{start-preposition-zh}").match(self.folded, start, last):
            return None
        measured = self.pattern(r"{measure-ending}$").search(self.folded, start, last) is not None
        linked = end > last and cell.quantity.unit is not None
        return (start, last) if measured or linked else None

    def counted_zh(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun that a number with its measure word counts, after a verb of having or making."""
        if not cell.quantity.measure and not self.amount(cell):
            return None
        start, end = self.clause(cell)
        having = [match.end() for match in self.pattern(r"{having-verb-zh}").finditer(self.folded, start, end)]
        if not having or "每" in self.folded[start:end]:
            return None
        if end - having[-1] >= 2 and _NAME.fullmatch(self.folded, having[-1], end):
            return (having[-1], end) if end - having[-1] <= _LONGEST else None
        right = self.right_phrase(cell)
        if right is None or end - having[-1] > 1:
            return None
        first = right[0] + (1 if self.folded.startswith("的", right[0]) else 0)
        named = 2 <= right[1] - first <= _LONGEST and _NAME.fullmatch(self.folded, first, right[1])
        return (first, right[1]) if named else None

    def _before_links(self, start: int, end: int) -> int:
        """Return where the words end that stand before periods, bounds, words of change and verbs of reaching."""
        spans = [(period.start, period.end) for period in self.analysis.periods_in(start, end)]
        spans += [(cue.start, cue.end) for layer in _LINKS for cue in self.analysis.cues_in(layer, start, end)]
        link, last = self.pattern(r"{reach-link}$"), end + 1
        while last != end and end > start:
            last = end
            end = min((first for first, final in spans if final == end), default=end)
            match = link.search(self.folded, start, end)
            end = match.start() if match else end
        return end
