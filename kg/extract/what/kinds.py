"""Tell what kind of statistic a figure is: level, growth, share, count, rank, ratio, difference.

The only module that decides between a growth and a share.
"""

from kg.extract.cells import Cell
from kg.extract.numbers.quantities import NUMBER, PERCENT, POINTS, RANK, TIMES
from kg.extract.roles import Head, Reading, State, What
from kg.extract.what.words import Words, lower

__all__ = ["Kinds"]

_NEAR = 40
"""Most characters between a percentage and the rate named after it."""
_OF_WHOLE = r"\s*{whole-preposition}\s+(?!growth)"
_CHANGE_AFTER = (
    r"\s*(?:\w+ ){0,2}?(?:{change-after}|more than {compared-time}|below (?:{below-what}|\d)|"
    r"{up-or-down} {change-link}\b)"
)
_CHANGE_NOUN = r"\s*(?:(?!{no-change-before}\b)[\w-]+ ){0,2}?{change-noun}\b"
_RISE_AFTER = r"\s*(?:[\w-]+ ){0,3}?{rise-after}"
_UP_FROM = r"(?:\b{base-lead}(?: from)?|\bfrom|{base-lead-zh}.*的)\s*(?:{hedge} )*$"
_FROM_RATE = r"\b{base-lead} from (?:{hedge} )*$"
_BY_PART = r"\bby (?:{hedge} )*$"
_RATE_EN = r"\b(?!{growth-word}\b)[\w-]+ {ratio-noun}\b(?! of {rate-noun})[^,;:]*$"
_RATE_ZH = r"(?<!{grows-zh})(?<!增){rate-ending}[^,;、。]{0,10}$"
_TURN_ZH = r"{base-lead-zh}[^,;。]{0,10}(?:{more-zh}|(?P<fall>{less-zh}))$"
_HELD = r"\b{hold-verb} (?:{hedge} )*$"
_FIGURE_BEFORE = r"这[一个]?{figure-noun}|\b(?:{figure-pronoun}|{figure-this} {figure-noun})\b"


class Kinds(Words):
    """Tell what kind of statistic a figure is: level, growth, share, count, rank, ratio, difference."""

    def _stat(self, cell: Cell, before: Reading | None, what: What, state: State) -> str:
        unit = cell.quantity.unit
        if unit == RANK:
            return "rank"
        if unit == POINTS:
            return "difference"
        if unit == TIMES:
            return "ratio"
        if unit == PERCENT:
            return self._percent(cell, before, what, state)
        if unit is None or unit == NUMBER:
            ratios = [
                h
                for h in self.heads(*cell.left)
                if (h.stat == "ratio" or self.facts.stats[h.prop] <= {"ratio", "index"})
                and self.facts.units.get(h.prop)
            ]
            if ratios and cell.quantity.first - ratios[-1].end < 24:
                what.noun = ratios[-1].label
                return "index" if "index" in self.facts.stats[ratios[-1].prop] else "ratio"
            if self._by(cell):
                return "difference"
            return "count"
        return "difference" if self._by(cell) else "level"

    def _by(self, cell: Cell) -> bool:
        start, end = cell.left
        if self.zh:
            return self._left(r"{change-by-zh}(?:了)?$", cell) and not cell.quantity.cue
        return self._left(_BY_PART, cell) and self.analysis.has("cue:increase", start, end)

    def _left(self, template: str, cell: Cell) -> bool:
        """Return whether the words before a figure match a template."""
        return self.pattern(template).search(self.folded, *cell.left) is not None

    def _percent(self, cell: Cell, before: Reading | None, what: What, state: State) -> str:
        start, end = cell.left
        after = self.folded[cell.right[0] : min(cell.end + 24, cell.sentence.end)]
        growth = self.changing("cue:increase", start, end) if self.zh else self.last("cue:increase", start, end)
        fall = self.last("cue:decrease", start, end)
        share = self.last("cue:share", start, end)
        change = max([m for m in (growth, fall) if m], key=lambda m: m.start, default=None)
        if change is not None and share is not None and share.start <= change.start < share.end:
            change = None  # the "up" of "makes up"
        rates = [head for head in self.heads(start, end) if self.facts.rate(head.prop)]
        rate_after = [h for h in self.heads(*cell.right) if self._rate_follows(cell, h)] if not rates else []
        if cell.quantity.fraction and not self.zh:
            return "growthRate" if change and self._left(_BY_PART, cell) else "share"
        to = self._left(r"{reached-zh}(?:了)?$" if self.zh else r"\b{level-preposition}\s+(?:{hedge} )?$", cell)
        if self.pattern(_CHANGE_AFTER).match(after) and (
            not share or change or self.pattern(_CHANGE_NOUN).match(after)
        ):
            rising = self.pattern(_RISE_AFTER).match(after)
            what.decline = self.fell_after(cell) or (lower(fall, growth) and not rising)
            return "growthRate"
        if not self.zh and self._of_whole_after(after, cell, changed=change is not None, shared=share is not None):
            return "share"
        if before is not None and before.quantity.unit == PERCENT:
            if before.stat == "share" and (self._left(_UP_FROM, cell) or self._grown_to(before, cell)):
                return "share"
            if before.stat == "growthRate" and self._left(_FROM_RATE, cell):
                what.decline = self.fell_after(cell)  # "grew 4 percent, down from 9 percent": it had grown by those
                return "growthRate"
        if change and share:
            if not self.zh:
                return "share" if to or change.start < share.start else "growthRate"
            return "growthRate" if change.start > share.start and not to else "share"
        if (rates or self._left(_RATE_ZH if self.zh else _RATE_EN, cell)) and (to or not change):
            return "share"
        if change:
            what.decline = lower(fall, growth)
            return "growthRate"
        turn = self.pattern(_TURN_ZH).search(self.folded, *cell.left) if self.zh else None
        if turn is not None:
            what.decline = turn["fall"] is not None
            if self.analysis.mentions_in(turn.start(), cell.quantity.first, "place"):
                what.problems.append("a difference between two figures")  # 比上海低三成
            return "growthRate"
        if share or rates or rate_after or self._left(_HELD, cell):
            return "share"
        if self.zh and self.pattern(r"{bound-after}?的(?!增)").match(after) and self.heads(*cell.right):
            return "share"
        if self.analysis.has("basis", start, end) or self.analysis.has("basis", *cell.right):
            what.decline = self.fell_after(cell)
            return "growthRate"
        if not self.zh and self.pattern(r"\s*{compared-adverb}\b").match(after):
            what.decline = self.fell_after(cell)
            return "growthRate"
        if not self.zh and self._left(_BY_PART, cell):
            return "growthRate"
        if self.pattern(r"\s*{is-of}").match(after) or self.analysis.has("cue:part-of-it", cell.start, cell.end):
            return "share"
        if before is None and state.previous and self._left(_FIGURE_BEFORE, cell):
            before = state.previous[-1]
        if before is not None and before.quantity.unit == PERCENT and before.stat in {"growthRate", "share"}:
            what.decline = before.decline
            return before.stat
        if not self.zh and self._left(r"\b{reach-verb} (?:{hedge} )*$", cell):
            return "share"
        what.problems.append("no word says whether this percentage is a growth or a share")
        return "growthRate"

    def _grown_to(self, before: Reading, cell: Cell) -> bool:
        """Return whether a Chinese share is where the one before it led: 从2020年的38%提高到2023年的45%."""
        grown = self.pattern(r"{grown-to-zh}[^,;。]{0,10}$")
        return self.zh and grown.search(self.folded, before.quantity.last, cell.quantity.first) is not None

    def _rate_follows(self, cell: Cell, head: Head) -> bool:
        """Return whether a rate is named right after a percentage: "95 percent coverage"."""
        gap = self.folded[cell.right[0] : head.start]
        return self.facts.rate(head.prop) and len(gap) <= _NEAR and not set(gap) & set(",;:。")

    def _of_whole_after(self, after: str, cell: Cell, *, changed: bool, shared: bool) -> bool:
        """Return whether the words after a percentage name its whole: "30 percent of exports"."""
        if self.pattern(_OF_WHOLE).match(after) is None or not (self.pattern(r"\s*of\s").match(after) or shared):
            return False
        by = changed and not shared and self._left(r"\bby\s+\S*\s*$", cell)
        moved = changed and not shared and self._left(r"\b{moved-adverb}\s*$", cell)
        return not by and not moved
