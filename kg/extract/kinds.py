"""Tell what kind of statistic a figure is: level, growth, share, count, rank, ratio, difference.

The only module that decides between a growth and a share.
"""

import re

from kg.extract.cells import Cell
from kg.extract.quantities import NUMBER, PERCENT, POINTS, RANK, TIMES
from kg.extract.roles import Reading, State, What
from kg.extract.words import Words, lower

__all__ = ["Kinds"]

_OF_WHOLE = re.compile(r"\s*(?:of|from)\s+(?!growth)", re.IGNORECASE)
_GROWTH_AFTER = re.compile(
    r"\s*(?:\w+ ){0,2}?(?:growth|increase|rise|gain|jump|surge|more than (?:a year|in|the (?:year|same|previous|"
    r"first|last|figure|corresponding))|"
    r"higher|year-on-year|year on year|yoy|expansion|climb|decline|drop|decrease|fall|"
    r"lower|less than|fewer than|slump|dip|slide|contraction|"
    r"below (?:that of|the|what|its|\d)|(?:up|down) (?:from|on|over|year|compared|against)\b|的?增长|的?增速|的?增幅)",
    re.IGNORECASE,
)

_CHANGE_NOUN = re.compile(
    r"\s*(?:(?!of\b|share\b|in\b|for\b)[\w-]+ ){0,2}?(?:growth|increase|rise|gain|jump|surge|"
    r"decline|drop|decrease|fall|slump)\b"
)
_PART_OF_ALL = re.compile(r"(?:以上|左右|以下|多)?的(?!增)")
_RISE_AFTER = re.compile(
    r"\s*(?:[\w-]+ ){0,3}?(?:growth|increase|rise|gain|jump|surge|more than|higher|climb|的?增长|的?增幅)"
)
_UP_FROM = re.compile(
    r"(?:\b(?:up|down|rising|increasing|compared (?:with|to)|against|versus|vs\.?)(?: from)?|\bfrom|比.*的|较.*的)\s*"
    r"(?:about |around |some |nearly |over |just |only |a |mere )*$"
)


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
        words = self.folded[max(start, end - 14) : end]
        if self.zh:
            return bool(re.search(r"(?:增加|增长|净增|减少)(?:了)?$", words)) and not cell.quantity.cue
        return bool(re.search(r"\bby (?:about |some |nearly )?$", words)) and self.analysis.has(
            "cue:increase", start, end
        )

    def _percent(self, cell: Cell, before: Reading | None, what: What, state: State) -> str:
        start, end = cell.left
        after = self.folded[cell.right[0] : min(cell.end + 24, cell.sentence.end)]
        left = self.folded[start:end]
        growth = self.last("cue:increase", start, end)
        fall = self.last("cue:decrease", start, end)
        share = self.last("cue:share", start, end)
        change = max([m for m in (growth, fall) if m], key=lambda m: m.start, default=None)
        rates = [head for head in self.heads(start, end) if self.facts.rate(head.prop)]
        rate_after = [h for h in self.heads(*cell.right) if self.facts.rate(h.prop)] if not rates else []
        if cell.quantity.fraction and not self.zh:
            return (
                "growthRate"
                if change and re.search(r"\bby (?:about |nearly |some |almost |over )?(?:a |one )?$", left)
                else "share"
            )
        to = (
            bool(re.search(r"\b(?:to|at|from)\s+(?:about |around |some |nearly |over |more than )?$", left))
            if not self.zh
            else bool(re.search(r"(?:到|至|为|达|由|从|达到|升至|提升至)(?:了)?$", left))
        )
        if _GROWTH_AFTER.match(after) and (not share or change or _CHANGE_NOUN.match(after)):
            what.decline = self.fell_after(cell) or (lower(fall, growth) and not _RISE_AFTER.match(after))
            return "growthRate"
        if not self.zh and _OF_WHOLE.match(after) and (re.match(r"\s*of\s", after) or share):
            by = change and not share and re.search(r"\bby\s+\S*\s*$", left)
            moved = change and share is None and re.search(r"\b(?:up|down|grew|rose|fell)\s*$", left)
            if not by and not moved:
                return "share"
        if before is not None and before.stat == "share" and before.quantity.unit == PERCENT and _UP_FROM.search(left):
            return "share"
        if change and share:
            if self.zh:
                if to and share.start > start - 1 and not re.search(r"占[^,]*$", left) and change.start > share.start:
                    return "share"
                return "growthRate" if change.start > share.start and not to else "share"
            return "share" if to or change.start < share.start else "growthRate"
        if rates and (to or not change):
            return "share"
        if change:
            what.decline = lower(fall, growth)
            return "growthRate"
        if share or rates or rate_after:
            return "share"
        if self.zh and _PART_OF_ALL.match(after) and self.heads(*cell.right):
            return "share"
        if self.analysis.has("basis", start, end) or self.analysis.has("basis", *cell.right):
            what.decline = self.fell_after(cell)
            return "growthRate"
        if re.match(r"\s*(?:of|的是|是|为)", after) or self.analysis.has("cue:part-of-it", cell.start, cell.end):
            return "share"
        if (
            before is None
            and state.previous
            and re.search(
                (
                    r"这[一个]?(?:数字|比例|占比|比重|指标)|\b(?:it|that|the (?:figure|share|ratio|rate|proportion|"
                    r"number)|this (?:figure|share|ratio|rate))\b"
                ),
                left,
                re.IGNORECASE,
            )
        ):
            before = state.previous[-1]
        if before is not None and before.quantity.unit == PERCENT and before.stat in {"growthRate", "share"}:
            what.decline = before.decline
            return before.stat
        what.problems.append("no word says whether this percentage is a growth or a share")
        return "growthRate"
