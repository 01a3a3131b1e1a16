"""Tell what a figure measures: kind of statistic, indicator, industry, scope, and of what whole a share is.

Nearest wins, heads of phrases win over their modifiers, and what names nothing inherits by a named rule.
"""

from kg.extract.cells import Cell
from kg.extract.kinds import Kinds
from kg.extract.lists import pair
from kg.extract.plain import Plain
from kg.extract.quantities import POINTS
from kg.extract.rankings import Rankings
from kg.extract.roles import Reading, State, What
from kg.extract.shares import Shares
from kg.extract.tokens import Sentence
from kg.extract.who import Who
from kg.extract.words import GDP, VALUE_ADDED, WEAK
from kg.terms import DEKGR

__all__ = ["Measures"]

_FOREIGN = DEKGR + "industry-foreign-trade"
_NEW = DEKGR + "scope-newly-added"


class Measures(Kinds, Plain, Shares, Rankings):
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
        if stat == "share" and what.whole is None and what.prop == VALUE_ADDED and self._only_gdp(what.trade or ""):
            what.whole = GDP
        self._scope(cell, stat, what)
        return stat, what

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
        for reading in made:
            if reading.stat == "level" and reading.prop is not None and reading.quantity.money:
                self.level = reading
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
