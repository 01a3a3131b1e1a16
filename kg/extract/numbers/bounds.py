"""Read the bound of a quantity: more than, at least, about, 以上, 近.

Knows where a bound may stand. The words of bounds are those of the comparators; which of them follow their number is
said in `dekgr:words-bound-after`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.numbers.quantities import Quantity
from kg.extract.text.lexicon import Lexicon, Match
from kg.terms import local_name

__all__ = ["Bounds"]

_REACH = 40
"""Most characters between the beginning of a bound and its number."""

_FILLER = r"(?:{amount-filler}\s+|[\s(]*{currency-prefix}?{currency-sign}?\s*)*$"
_FILLER_ZH = r"{amount-filler-zh}$"
_MOVED = r"\b{moved-verb} up to $"
_COMPARES = r"{rate-unit}\s*$"
_NO_BOUND = {"exactly", "between"}
"""Comparators that bound nothing from one side."""


class Bounds:
    """The bounds of one folded text."""

    def __init__(self, folded: str, matches: Sequence[Match], lexicon: Lexicon, language: str) -> None:
        self.folded = folded
        self.english = language == "en"
        self.pattern = lexicon.phrases.pattern
        self.after_only = lexicon.phrases.set("bound-after")
        self.comparing = lexicon.phrases.set("compared-bound")
        self.found = sorted((m for m in matches if m.layer == "comparator"), key=lambda match: match.end)
        self.ends = [match.end for match in self.found]
        self.by_start = {match.start: match for match in self.found}

    def bounded(self, quantity: Quantity) -> Quantity:
        """Return a quantity with the bound that its words give it."""
        if quantity.comparator != "exactly":
            return quantity
        after = self._after(quantity)
        if after is not None:
            return after
        before = self._before(quantity.start)
        if before is not None:
            name, span = before
            return replace(quantity, comparator=name, cue=span)
        if quantity.number.more:
            return replace(quantity, comparator="greaterThan")
        return quantity

    def _before(self, start: int) -> tuple[str, tuple[int, int]] | None:
        folded = self.folded
        head = max(0, start - _REACH)
        if self._longest(head, start) is None:
            return None
        gap = folded[head:start]
        if self.english and self.pattern(_MOVED, case=True).search(gap):
            return None
        filler = self.pattern(_FILLER if self.english else _FILLER_ZH).search(gap)
        best = self._longest(head + filler.start() if filler else start, start)
        if best is None:
            return None
        name, surface = local_name(best.iris[0]), folded[best.start : best.end].casefold()
        if name in _NO_BOUND or surface in self.after_only:
            return None
        if surface in self.comparing and self.pattern(_COMPARES).search(folded, max(0, best.start - 9), best.start):
            return None
        if surface == "over" and self.pattern(r"\b{over-phrase} $").search(folded[max(0, best.start - 8) : best.start]):
            return None
        return name, (best.start, best.end)

    def _longest(self, reach: int, start: int) -> Match | None:
        """Return the longest bound, or the earliest, that ends between two positions."""
        best: Match | None = None
        for match in self.found[bisect_left(self.ends, reach) :]:
            if match.end > start:
                break
            if best is None or match.start < best.start or match.end - match.start > best.end - best.start:
                best = match
        return best

    def _after(self, quantity: Quantity) -> Quantity | None:
        folded, position = self.folded, quantity.end
        while position < len(folded) and folded[position] == " ":
            position += 1
        match = self.by_start.get(position)
        if match is not None and folded[match.start : match.end].casefold() in self.after_only:
            name = local_name(match.iris[0])
            if name == "greaterThan" and self.pattern(r"{counted-after-more}").match(folded, match.end):
                return None
            if name == "atLeast" and (left := self._before(quantity.start)) is not None and left[0] == "greaterThan":
                name = "greaterThan"
            return replace(quantity, comparator=name, cue=(match.start, match.end))
        last = quantity.number.end
        if folded.startswith("-odd", last):
            return replace(quantity, comparator="approximately", end=last + 4)
        if self.pattern(r"{more-than-number}").match(folded, last):
            return replace(quantity, comparator="greaterThan", cue=(last, last + 1))
        return None
