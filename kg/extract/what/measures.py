"""Tell what a figure measures: kind of statistic, indicator, industry, scope, and of what whole a share is.

Nearest wins, heads of phrases win over their modifiers, and what names nothing inherits by a named rule.
"""

import re

from kg.extract.cells import Cell
from kg.extract.numbers.quantities import POINTS
from kg.extract.roles import Reading, State, What
from kg.extract.text.tokens import Sentence
from kg.extract.what.indicators import GOODS_TRADE, WHOLE
from kg.extract.what.kinds import Kinds
from kg.extract.what.lists import pair
from kg.extract.what.ownwords import OwnWords
from kg.extract.what.plain import Plain
from kg.extract.what.rankings import Rankings
from kg.extract.what.shares import Shares
from kg.extract.what.words import GDP, VALUE_ADDED, WEAK
from kg.extract.whom.who import Who
from kg.terms import DEKGR

__all__ = ["Measures"]

_FOREIGN = DEKGR + "industry-foreign-trade"
_NEW = DEKGR + "scope-newly-added"

_MINUS = "-\u2212"
_CODE = re.compile(r"[A-Za-z0-9]")


class Measures(Kinds, Plain, Shares, Rankings, OwnWords):
    """Tell what a figure measures: kind of statistic, indicator, industry, scope, and of what whole a share is."""

    def what(self, cell: Cell, made: list[Reading], state: State) -> tuple[str, What]:
        """Return the local name of the kind of statistic, and what is measured."""
        what = What()
        before = made[-1] if made else None
        stat = self._stat(cell, before, what, state)
        points = stat == "difference" and cell.quantity.unit == POINTS and self.analysis.has("cue:share", *cell.left)
        if points:
            self._falling(cell, stat, what)
            self._compared(cell, what)
        if stat == "share" or points:
            self._share(cell, what, made, state)
        elif stat == "rank":
            self._rank(cell, what, made, state)
        else:
            self._plain(cell, stat, what, made, state)
        if (
            self.zh
            and stat == "count"
            and self.pattern(r"{idle-measure-zh}?{idle-noun-zh}").match(self.folded, cell.right[0])
        ):
            what.problems.append("what is counted is not a known indicator")
        whole = before.whole if before is not None and before.stat in {"share", "difference"} else None
        if stat == "difference" and cell.quantity.unit == POINTS and before is not None and what.prop == before.prop:
            what.whole = what.whole or whole  # 占GDP的33%,提高1.2个百分点
        if what.prop is None:
            self.own_words(cell, stat, what, made, state)
        if what.prop is not None and what.trade is None and stat != "rank":
            what.trade = WHOLE  # a figure of no industry in particular is one of the whole economy
            what.evidence["industry"] = (*what.evidence.get("indicator", (*cell.left, ""))[:2], "of-indicator")
        if stat == "share" and what.whole is None and what.prop == VALUE_ADDED and self.only_gdp(what.trade or ""):
            what.whole = GDP
        self._scope(cell, stat, what)
        self._minus(cell, stat, what)
        return stat, what

    def _minus(self, cell: Cell, stat: str, what: What) -> None:
        """Read a minus sign that stands directly before a figure: 增速为-2.8%."""
        at = cell.quantity.start
        if (
            at < 2
            or self.folded[at - 1] not in _MINUS
            or self.folded[at - 2] in "\n.,%-)"
            or _CODE.match(self.folded, at - 2)
        ):
            return
        if stat in {"growthRate", "difference"}:
            what.decline = True
        else:
            what.problems.append("a minus sign before a figure that is no change")

    def _scope(self, cell: Cell, stat: str, what: What) -> None:
        names = [m for m in self.analysis.mentions_in(*cell.left) if m.layer in {"place", "org"}]
        found = [
            m
            for m in self.analysis.cues_in("scope", *cell.left)
            if not any(n.start <= m.start and m.end <= n.end for n in names)
        ]
        found = [m for m in found if stat == "count" or m.iri != _NEW]
        if found and what.scope is None:
            what.scope = found[-1].iri
            what.evidence["scope"] = (found[-1].start, found[-1].end, "named-left")

    def pair(self, parts: list[Cell], made: list[Reading], who: Who) -> list[Reading]:
        """Give the figures of a "respectively" list to its items, one by one."""
        return pair(self, parts, made, who)

    def close(self, sentence: Sentence, made: list[Reading], state: State) -> None:
        """Remember what the next sentence may be about."""
        self.told = made
        for reading in made:
            if reading.stat == "level" and reading.prop is not None and reading.quantity.money:
                self.level = reading
            if reading.prop in GOODS_TRADE:
                self.goods = reading
            if reading.prop == GDP and reading.stat == "growthRate":
                self.growth = reading
            if (
                reading.trade is not None
                and reading.trade not in WEAK
                and "industry" in reading.evidence
                and reading.trade != _FOREIGN
                and reading.evidence["industry"].rule.startswith(("named", "in-ind", "pair"))
            ):
                spot = reading.evidence["industry"]
                self.topic = (reading.trade, reading.trade_name, spot.start, spot.end)
        if not made:
            trades = self.trades(sentence.start, sentence.end)
            if trades and (len({t.iri for t in trades}) == 1 or sentence.heading):
                self.topic = (trades[0].iri, None, trades[0].start, trades[0].end)
