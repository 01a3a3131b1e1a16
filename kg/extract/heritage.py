"""Let a figure that names nothing inherit from the figure before it, by a named rule.

Nothing is inherited past a word that is not known.
"""

import re

from kg.extract.cells import Cell
from kg.extract.indicators import WHOLE
from kg.extract.quantities import PERCENT, POINTS, TIMES
from kg.extract.roles import Head, Reading, State, What
from kg.extract.trades import Trades
from kg.extract.words import GDP, VALUE_ADDED
from kg.terms import DEKGR

__all__ = ["Heritage"]

_SCALE = DEKGR + "property-industry-scale"
_FOREIGN = DEKGR + "industry-foreign-trade"
_OF_TOPIC = {DEKGR + "property-" + name for name in ("employment", "number-of-enterprises", "investment", "talent")}
"""Indicators of an industry where the sentence before spoke of one, of the whole economy where none did."""
_WIDE = {DEKGR + "property-" + name for name in ("investment", "signed-investment")}

_DATED = re.compile(r"(?:In|By) (?:19|20)\d\d,? (?=it\b|that\b|the figure\b)")
_BARE_FIRMS = re.compile(
    r"\bthe number of (?:firms|companies|enterprises|businesses)\b(?! (?:in|across|with|above))|企业(?:数量|总数|数)"
)


class Heritage(Trades):
    """Let a figure that names nothing inherit from the figure before it, by a named rule."""

    def inherit(self, cell: Cell, stat: str, what: What, made: list[Reading], state: State) -> None:
        """Fill what a figure does not name from the figure before it, or from what the text is about."""
        before = self.model(cell, stat, made)
        in_sentence = before is not None
        if self._of_unread(cell, stat, what, made):
            what.problems.append("a change of a figure whose meaning is not known")
            return
        if what.prop is None and what.trade is None and stat in {"growthRate", "level"}:
            economy = [m for m in self.analysis.mentions_in(*cell.left, "industry") if m.iri == WHOLE]
            if economy:
                what.prop, what.trade = GDP, WHOLE
                what.evidence["indicator"] = what.evidence["industry"] = (
                    economy[-1].start,
                    economy[-1].end,
                    "economy-is-gdp",
                )
        if (
            before is None
            and state.previous
            and what.prop is None
            and (self.points_back(cell) or self._stands_alone(cell, stat))
            and (
                what.trade is None
                or re.search(r"\bthat of\b|\bthose of\b", self.folded[cell.start : cell.quantity.first])
            )
        ):
            before = self.model(cell, stat, state.previous)
        if (
            before is None
            and state.previous
            and what.prop is None
            and what.trade is None
            and stat == "count"
            and self.analysis.has("cue:target", cell.start, cell.quantity.first)
            and self.clean(cell.sentence.start, cell.quantity.first)
        ):
            before = self.model(cell, stat, state.previous)
        if (
            before is None
            and state.previous
            and what.prop is None
            and (
                self.analysis.has("cue:part-of-it", cell.sentence.start, cell.quantity.first)
                or (
                    stat == "count"
                    and re.match(r" of (?:them|these|those)\b", self.folded[cell.right[0] : cell.right[0] + 9])
                )
            )
        ):
            before = next(
                (
                    r
                    for r in reversed(state.previous)
                    if r.prop is not None and r.stat != "rank" and self.same_unit(r, cell)
                ),
                None,
            )
        if (
            before is None
            and what.prop is None
            and stat == "level"
            and cell.quantity.money
            and self.level is not None
            and self.clean(cell.start, cell.quantity.first)
            and (self._subject_alone(cell, what) or self.analysis.has("cue:target", cell.start, cell.quantity.first))
        ):
            before = self.level
        if (
            before is None
            and what.prop is None
            and what.trade is None
            and stat == "growthRate"
            and self.growth is not None
            and re.search(
                r"\bgrowth (?:target|goal)\b|\b(?:aim|target|shoot|plan|strive)(?:s|ing|ed)? (?:for|at) (?:an? |"
                r"its )?(?:annual |economic |overall )?growth of\b|(?:target|goal) (?:of|"
                r"for) (?:economic )?growth|增长(?:预期)?目标",
                self.folded[cell.start : cell.quantity.first],
            )
        ):
            before = self.growth
            what.prop, what.trade = GDP, WHOLE
            spot = self.growth.evidence["indicator"]
            what.evidence["indicator"] = what.evidence["industry"] = (spot.start, spot.end, "growth-target")
        if (chosen := self.former(cell, state)) is not None:
            before, in_sentence, what.prop, what.trade = chosen, False, None, None
        if what.prop is None and before is not None and not self.clean(cell.start, cell.quantity.first):
            what.problems.append("what the figure measures is named by words that are not known")
            before = None
        if (
            what.prop is None
            and before is not None
            and (
                stat in {"growthRate", "difference", "ratio"}
                or (stat == before.stat and self.same_unit(before, cell))
                or self._changed_to(cell, before)
                or self.same_unit(before, cell)
                or (stat == "level" and self.facts.takes(before.prop or "", cell.quantity.unit))
            )
            and (stat != "count" or before.stat == "count")
        ):
            what.prop = before.prop
            what.noun = what.noun or before.noun
            source = before.evidence.get("indicator")
            if source is not None:
                what.evidence["indicator"] = (
                    source.start,
                    source.end,
                    "same-sentence" if in_sentence else "sentence-before",
                )
            if what.trade is None:
                self.take_trade(what, before, "same-sentence" if in_sentence else "sentence-before")
            if what.scope is None:
                what.scope = before.scope
        if what.prop is None and self._sized(cell, stat, what):
            what.prop = _SCALE
            what.evidence["indicator"] = (*what.evidence["industry"][:2], "size-of-industry")
        if what.prop is None and what.trade is not None and stat in {"growthRate", "rank", "difference"}:
            what.prop = VALUE_ADDED
            named = what.evidence.get("industry")
            if named:
                what.evidence["indicator"] = (named[0], named[1], "growth-of-industry")
        if what.prop == GDP and what.trade not in {None, WHOLE}:
            what.trade, what.trade_name = None, None
        if what.trade is None and what.prop is not None:
            own = self.facts.own_trade(what.prop)
            part = self.analysis.has("cue:part-of-it", cell.start, cell.quantity.first) and made
            if own == _FOREIGN and part and made[-1].trade not in {None, WHOLE}:
                self.take_trade(what, made[-1], "same-sentence")
            elif what.prop == GDP or (own is not None and own != WHOLE):
                what.trade = own or WHOLE
                what.evidence["industry"] = (
                    *what.evidence.get("indicator", (cell.quantity.start, cell.quantity.end, ""))[:2],
                    "of-indicator",
                )
            elif own is None and made and made[-1].trade not in {None, WHOLE} and what.prop != GDP:
                self.take_trade(what, made[-1], "same-sentence")
            elif (
                before is not None
                and in_sentence
                and before.prop is not None
                and before.trade not in {None, WHOLE}
                and before.prop != GDP
                and (own is None or what.prop == before.prop or self._belongs(cell, stat))
            ):
                self.take_trade(what, before, "same-sentence")
            elif made and made[-1].trade not in {None, WHOLE} and own == WHOLE and self._of_the_same(cell, stat, what):
                self.take_trade(what, made[-1], "same-sentence")
            elif own is not None and (anaphor := self.the_industry(cell)) is not None and self.topic is not None:
                what.trade, what.trade_name = self.topic[0], self.topic[1]
                what.evidence["industry"] = (*anaphor, "topic")
            elif (
                own == WHOLE
                and what.prop in _OF_TOPIC
                and what.noun is None
                and stat in {"count", "level"}
                and self.topic is not None
                and self._near_topic(cell)
            ):
                what.trade, what.trade_name = self.topic[0], self.topic[1]
                what.evidence["industry"] = (*self.topic[2:], "topic-near")
            elif own is not None or what.prop in _WIDE:
                own = own or WHOLE
                what.trade = own
                what.evidence["industry"] = (
                    *what.evidence.get("indicator", (cell.quantity.start, cell.quantity.end, ""))[:2],
                    "of-indicator",
                )
            elif self.topic is not None:
                iri, name, start, end = self.topic
                what.trade, what.trade_name = iri, name
                what.evidence["industry"] = (start, end, "topic")

    def _of_unread(self, cell: Cell, stat: str, what: What, made: list[Reading]) -> bool:
        """Return whether a change that names nothing stands beside a figure that was not understood."""
        return (
            stat == "growthRate"
            and what.prop is None
            and what.trade is None
            and bool(made)
            and made[-1].prop is None
            and made[-1].stat in {"level", "count"}
            and re.search(r"\b(?:its|their|whose|the)\b", self.folded[cell.start : cell.quantity.first]) is None
            and not [
                m for m in self.analysis.mentions_in(*cell.left) if m.layer in {"industry", "property", "variable"}
            ]
        )

    def _sized(self, cell: Cell, stat: str, what: What) -> bool:
        """Return whether an amount of money is said of an industry itself: "the digital economy grew to 1 trillion"."""
        named = what.evidence.get("industry")
        if (
            stat != "level"
            or not cell.quantity.money
            or what.trade is None
            or named is None
            or named[2] != "named-left"
        ):
            return False
        before, after = self.folded[max(0, named[0] - 24) : named[0]], self.folded[named[1] : cell.quantity.first]
        if not self.zh and (
            re.search(r"\b(?:in|on|from|into|with)(?: the| its)?(?: \w+)? $", before)
            or not re.search(
                r"\b(?:grew|grow|rose|rise|reach(?:ed|es)?|hit|totall?ed|exceeded|topped|pass(?:ed)?|surpass(?:ed)?|top|exceed|expanded|climbed|was|is|stood)\b",
                after,
            )
        ):
            return False
        return len(after) < 60 and not re.search(r"[;:。]", after) and self.clean(named[1], cell.quantity.first)

    def _of_the_same(self, cell: Cell, stat: str, what: What) -> bool:
        """Return whether firms or jobs are those of the industry that the sentence spoke of before."""
        if what.prop not in _OF_TOPIC or what.noun is not None:
            return False
        if self.the_industry(cell) is not None:
            return True
        words = self.folded[cell.start : cell.quantity.first]
        return stat == "count" and _BARE_FIRMS.search(words) is not None

    def _near_topic(self, cell: Cell) -> bool:
        """Return whether the industry spoken of was named in this paragraph, at most two sentences before."""
        if self.topic is None or self.topic[2] < 0:
            return False
        spoken = self.analysis.sentence_of(self.topic[2])
        return spoken.paragraph == cell.sentence.paragraph and cell.sentence.number - spoken.number <= 2

    def _stands_alone(self, cell: Cell, stat: str) -> bool:
        """Return whether a bare number opens a sentence: "At present 680,000 are installed"."""
        after = self.folded[cell.quantity.last : cell.quantity.last + 16]
        return (
            stat == "count"
            and bool(re.match(r"\s*(?:are|were|is|have been|had been|more|of them)\b", after))
            and self.clean(cell.sentence.start, cell.quantity.first)
        )

    def _belongs(self, cell: Cell, stat: str) -> bool:
        """Return whether a count hangs on the thing counted before: "companies, which employ 5,000"."""
        words = self.folded[cell.start : cell.quantity.first]
        if self.zh and stat == "count":
            return not re.search(r"[。;]", words) and len(words) < 24
        return stat == "count" and bool(
            re.match(
                r"[,\s]*(?:which|with|whose|that|who|employing|and (?:employ|together|have)|从业|员工|吸纳|带动)", words
            )
        )

    def _subject_alone(self, cell: Cell, what: What) -> bool:
        """Return whether a cell names an industry or a place and nothing else that could be measured."""
        if what.trade is not None:
            return True
        return bool([m for m in self.analysis.mentions_in(*cell.left) if m.layer in {"place", "anaphor"}])

    def former(self, cell: Cell, state: State) -> Reading | None:
        """Return the figure that "the former" or "the latter" points to."""
        if len(state.previous) < 2:
            return None
        if self.analysis.has("cue:former", *cell.left):
            return state.previous[0]
        if self.analysis.has("cue:latter", *cell.left):
            return state.previous[1]
        return None

    def model(self, cell: Cell, stat: str, made: list[Reading]) -> Reading | None:
        """Return the last figure of a list that another may inherit from."""
        for reading in reversed(made):
            if reading.prop is not None and (
                reading.stat != "rank"
                or (stat == "level" and not reading.growth_rank and self.facts.takes(reading.prop, cell.quantity.unit))
            ):
                return reading
        return None

    def same_unit(self, before: Reading, cell: Cell) -> bool:
        """Return whether two figures are in units of one class."""
        return self.facts.unit_class(before.quantity.unit) == self.facts.unit_class(cell.quantity.unit)

    def _changed_to(self, cell: Cell, before: Reading) -> bool:
        left = self.folded[cell.left[0] : cell.left[1]]
        return bool(re.search(r"^\s*(?:to|from)\s", left)) or (self.zh and bool(re.search(r"[增升提降]?[至到]$", left)))

    def points_back(self, cell: Cell) -> bool:
        """Return whether a sentence begins with words that point to the one before it."""
        opening = _DATED.match(self.folded, cell.sentence.start, cell.quantity.first)
        first = opening.end() if opening else cell.sentence.start
        head = self.folded[first : first + 26]
        if self.zh:
            return bool(re.match(r"(?:这|其|同比|比上年|较上年|增长|增速|分别|占|按|该|总量)", head))
        return bool(
            re.match(
                (
                    r"(?:that|this|it|the (?:figure|increase|growth|rate|former|latter|number|total)|they|"
                    r"of (?:that|this)|up |an increase|a rise|more than|over |its |growth |by contrast|"
                    r"such)"
                ),
                head,
                re.IGNORECASE,
            )
        ) or (cell.quantity.unit in {PERCENT, POINTS, TIMES} and self.clean(cell.sentence.start, cell.quantity.first))

    def bare_scale(self, head: Head, cell: Cell, made: list[Reading]) -> Reading | None:
        """Return the level that a bare 总量 or 规模 in the same sentence stands for."""
        surface = self.folded[head.start : head.end]
        before = self.folded[head.start - 1 : head.start]
        if surface not in {"总量", "规模", "总规模", "总额"} or before not in {",", "、", ";", "且", ""}:
            return None
        return next(
            (
                r
                for r in reversed(made)
                if (r.prop is not None and r.quantity.money) or (r.stat == "growthRate" and r.prop is not None)
            ),
            None,
        )
