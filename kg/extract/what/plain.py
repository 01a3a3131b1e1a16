"""Tell what levels, counts and growth rates measure.

Heads of phrases win over their modifiers, the nearest over the farther.
"""

import re

from kg.extract.cells import Cell
from kg.extract.numbers.quantities import POINTS, TIMES
from kg.extract.roles import Head, Reading, State, What
from kg.extract.what.heritage import Heritage
from kg.extract.what.words import lower
from kg.terms import DEKGR

__all__ = ["Plain"]


_ENGAGED_ZH = r"人?[^,;。]{0,4}(?P<verb>{engaged-zh})"
"""Words after people who work in a trade: 7.6万人从事微电子."""
_LOWER_ZH = r"(?:{lower-than-zh}[^,;。]{0,20}|{base-lead-zh}[^,;。]{0,20}{less-zh}了?)(?:{hedge-zh})*$"
_DEEPENED_ZH = r"{fall-noun-zh}[^,;。]{0,14}{deepens-zh}[^,;。]{0,3}$"
_NARROWED_ZH = r"{fall-noun-zh}[^,;。]{0,14}{narrows-zh}[^,;。]{0,3}$"
_CLOSE = 3  # characters in which no noun of its own stands
_NOUN_ZH = 14
"""Most characters of a Chinese noun phrase before its last noun."""

_CHANGED_OBJECT = r"\b(?:{raise-verb}|{cue-increase}|{cue-decrease}) (?P<object>(?:[\w'-]+ ){1,4}?)by (?:{hedge} )*$"
_EMPLOYMENT = DEKGR + "property-employment"
_NEW_JOBS = DEKGR + "variable-whole-economy-jobs-promised"


class Plain(Heritage):
    """Tell what levels, counts and growth rates measure."""

    def _plain(self, cell: Cell, stat: str, what: What, made: list[Reading], state: State) -> None:
        head, side = (self._dealt_zh(cell, stat) if stat in {"count", "level"} else None), "left"
        right = self.right_phrase(cell)
        if head is None and stat in {"count", "level"} and right:
            heads = [h for h in self.heads(*right) if self.fits(h, cell, stat)]
            if stat == "count":
                nouns = [h for h in heads if self._noun_of(cell, h)]
                head = self._head_noun(nouns)
            elif heads:
                between = self.folded[right[0] : heads[0].start]
                if self.pattern(r"\s*\)?\s*(?:{in-of}|worth of)\s", case=True).match(between) or re.fullmatch(
                    r"\s*\)?\s*(?:的)?\s*", between
                ):
                    head = heads[0]
                elif self.zh and heads[-1].end == right[1] and len(between) <= _NOUN_ZH:
                    head = heads[-1]  # the last noun of a phrase is what is measured: 100亿元的产业引导基金
            side = "right"
        if head is None:
            side = "left"
            head = self.choose(self.heads(*cell.left), cell, stat)
            if head is not None and self.zh and (level := self.bare_scale(head, cell, made)) is not None:
                head = None
                what.prop, what.trade, what.trade_name = level.prop, level.trade, level.trade_name
                for role in ("indicator", "industry"):
                    if (spot := level.evidence.get(role)) is not None:
                        what.evidence[role] = (spot.start, spot.end, "scale-of-figure-before")
                return
            if stat == "count" and head is not None and not self._counts(cell, head):
                head = None
            if (
                stat == "count"
                and head is None
                and not self.zh
                and self._noun_follows(cell)
                and not self._part_of_them(cell)
            ):
                what.problems.append("what is counted is not a known indicator")
        if head is None and stat in {"growthRate", "ratio"} and right:
            after = [h for h in self.heads(*cell.right) if self.fits(h, cell, stat)]
            if after and self.pattern(r"\s*(?:\w+ ){0,4}?{in-of}\s", case=True).match(
                self.folded[cell.right[0] : after[0].start] or " "
            ):
                head, side = after[0], "right"
        if head is None and stat == "growthRate" and not self.zh and right:
            after = [h for h in self.heads(*cell.right) if self.fits(h, cell, stat)]
            if after and re.fullmatch(r"\s*(?:[\w'-]+ ){0,4}", self.folded[cell.right[0] : after[0].start] or " "):
                words = self.folded[after[0].end : after[0].end + 12]
                if (
                    self.pattern(r" (?:{change-noun}|expansion)", case=True).match(words)
                    or after[0].stat == "growthRate"
                ):
                    head, side = after[0], "right"
        if (
            head is not None
            and stat in {"growthRate", "ratio", "difference"}
            and (self.governed(head) or self._of_object(head, cell))
        ):
            what.problems.append("what the figure measures is named by words that are not known")
        if head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, f"named-{side}")
            self._label(head, what)
        if head is None and stat == "level" and (alone := self.of_unit_alone(cell)) is not None:
            at, what.prop = alone
            what.evidence["indicator"] = (*at, "unit-of-one-indicator")
        self.trade(cell, head, side, what)
        if what.prop is not None and what.trade is None and what.evidence["indicator"][2] == "unit-of-one-indicator":
            same = [
                m
                for m in self.analysis.matches
                if m.layer == "industry" and m.iri.rpartition("industry-")[2] == what.prop.rpartition("property-")[2]
            ]
            if same:
                what.trade = same[0].iri
                what.evidence["industry"] = (same[0].start, same[0].end, "of-indicator")
        self.inherit(cell, stat, what, made, state)
        if head is not None:
            self._new_jobs(cell, head, what)
        self._falling(cell, stat, what)
        if stat == "difference":
            self._compared(cell, what)

    def _dealt_zh(self, cell: Cell, stat: str) -> Head | None:
        """Return the Chinese verb of goods, or the measure of goods, that a figure follows: 月产能4万片12英寸晶圆."""
        if not self.zh:
            return None
        engaged = self.pattern(_ENGAGED_ZH).match(self.folded, cell.right[0]) if stat == "count" else None
        if engaged is not None:
            return Head(*engaged.span("verb"), DEKGR + "property-employment")
        if (deed := self.deed_zh(cell)) is not None:
            return deed
        head = self.choose(self.heads(*cell.left), cell, stat)
        if head is None or head.prop not in self.facts.vocabulary.values(DEKGR + "cue-of-some-trade", "rdfs:seeAlso"):
            return None
        gap = self.pattern(r"(?:{reach-link}|{hedge-zh})*").fullmatch(self.folded, head.end, cell.quantity.first)
        return head if gap is not None else None

    def _of_object(self, head: Head, cell: Cell) -> bool:
        """Return whether a change is that of an object that is not known: "firms cut their emissions by 18 percent"."""
        if self.zh:
            return False
        match = self.pattern(_CHANGED_OBJECT).search(self.folded, head.end, cell.quantity.first)
        return match is not None and not self.clean(*match.span("object"))

    def _label(self, head: Head, what: What) -> None:
        if head.label is not None:
            what.noun = head.label

    def _falling(self, cell: Cell, stat: str, what: What) -> None:
        if stat == "difference" or (stat == "ratio" and cell.quantity.unit == TIMES):
            fall = self.last("cue:decrease", *cell.left)
            rise = self.last("cue:increase", *cell.left)
            what.decline = lower(fall, rise) or (cell.quantity.unit == POINTS and self.fell_after(cell))
            if self.zh and cell.quantity.unit == POINTS:
                what.decline = self._lower_zh(cell, lower=what.decline)

    def _lower_zh(self, cell: Cell, *, lower: bool) -> bool:
        """Return whether percentage points are below what they are compared with, or a fall that has narrowed not."""
        words = self.folded[cell.left[0] : cell.quantity.first]
        if self.pattern(_NARROWED_ZH).search(words):
            return False
        if self.pattern(_DEEPENED_ZH).search(words):
            return True
        return lower or self.pattern(_LOWER_ZH).search(words) is not None

    def _noun_of(self, cell: Cell, head: Head) -> bool:
        between = self.folded[cell.right[0] : head.start]
        if self.zh:
            return len(between) <= 14
        between = re.sub(r"^\s*of (?:the |[A-Z]\w+'s )?(?:\w+'s )?top (?:\d+ )?", "", between)
        if self._modifies(head):
            return False
        return len(between) <= 70 and not self.pattern(
            r"\b(?:{noun-break}|of (?!(?:{determiner}|them)\b))\b", case=True
        ).search(between)

    def _modifies(self, head: Head) -> bool:
        """Return whether a noun only tells the sort of the things counted: "12 university teams"."""
        singular = not self.folded.endswith("s", head.start, head.end)
        after = re.match(r" [a-z]+s\b", self.folded[head.end : head.end + 24]) if singular else None
        return after is not None and not self.pattern(r" (?:{state-verb}|{sure-verb})\b").match(self.folded, head.end)

    def _counts(self, cell: Cell, head: Head) -> bool:
        """Return whether the number after a name counts it: "enterprises numbered 300", 企业达到300家."""
        gap = self.folded[head.end : cell.quantity.first]
        if self.zh:
            if self.pattern(r"{no-claim-noun}").match(self.folded, cell.right[0]):
                return False
            known = len(gap) <= _CLOSE or self.clean(head.end, cell.quantity.first)
            return known and len(gap) <= 16 and not re.search(r"[;。]", gap) and not (len(gap) > 6 and "," in gap)
        people = self.pattern(r" (?:\w+ )?{person-plural}\b", case=True).match(
            self.folded[cell.right[0] : cell.right[0] + 24]
        )
        if people and head.prop.endswith("-employment"):
            return not re.search(r"[,;:.]", gap)
        if self._noun_follows(cell):
            if self._made(cell, head):
                return True
            return self.pattern(r"\s*{route-link}\s*", case=True).fullmatch(gap) is not None
        if re.fullmatch(r",\s*", gap) and (
            self._part_of_them(cell) or self.folded.startswith(" in number", cell.right[0])
        ):
            return True
        return len(gap) <= 60 and not re.search(r"[,;:]", gap)

    def _new_jobs(self, cell: Cell, head: Head, what: What) -> None:
        """Tell new jobs from those that there are: "will create 2,000 jobs", "to hire 150 workers"."""
        hired = self.pattern(r"\b{hire} (?:[\w-]+ ){0,2}$")
        if what.prop == _EMPLOYMENT and not self.zh and hired.search(self.folded, cell.left[0], cell.quantity.first):
            what.noun = _NEW_JOBS
            return
        if not self.pattern(r"(?:[\w-]+ )*{job}").fullmatch(self.folded, head.start, head.end):
            return
        if self.pattern(r"{create}" if self.zh else r"\b{create} (?:[\w-]+ ){0,3}$").search(
            self.folded, cell.left[0], cell.quantity.first
        ):
            what.noun = _NEW_JOBS

    def _made(self, cell: Cell, head: Head) -> bool:
        """Return whether a verb of making stands before a number of goods: "turned out 746,000 new energy vehicles"."""
        if not self.is_verb(head):
            return False
        goods = next(iter(self.trades(cell.right[0], min(cell.right[0] + 24, cell.sentence.end))), None)
        return (
            goods is not None
            and self.pattern(r" (?:{hedge} )?", case=True).fullmatch(self.folded, head.end, cell.quantity.first)
            is not None
            and self.pattern(r"[ -](?:{firm-noun}|{maker-noun}s?)\b").match(self.folded, goods.end) is None
        )

    def _part_of_them(self, cell: Cell) -> bool:
        after = self.folded[cell.right[0] : cell.right[0] + 30]
        return bool(
            self.pattern(r"\s*(?:of {part-pronoun}\b|(?:[\w-]+ (?:or [\w-]+ )?)?ones\b)", case=True).match(after)
        ) or self.analysis.has("cue:part-of-it", cell.start, cell.quantity.first)

    def _head_noun(self, heads: list[Head]) -> Head | None:
        if not heads:
            return None
        best = heads[0]
        for head in heads[1:]:
            gap = self.folded[best.end : head.start]
            if head.start <= best.end or (
                re.fullmatch(r"[\s\w'-]*", gap)
                and not self.pattern(r"\b(?:{noun-break}|of)\b", case=True).search(gap)
                and (" and " not in gap or self.only_trade(best))
            ):
                best = head
        return best

    def _noun_follows(self, cell: Cell) -> bool:
        after = self.folded[cell.right[0] : cell.right[0] + 40]
        return bool(
            self.pattern(r"[- ](?:{counted-adjective} )?(?:[a-z]{3,}s|{person-plural})\b", case=True).match(after)
        ) and not self.pattern(r" {no-plural}\b", case=True).match(after)

    def _compared(self, cell: Cell, what: What) -> None:
        words = self.folded[cell.start : cell.end]
        what.national = self.pattern(r"{nation-word}" if self.zh else r"\b{nation-word}").search(words) is not None
