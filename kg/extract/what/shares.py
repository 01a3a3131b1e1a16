"""Tell what a share is a share of, and of what: 占…比重, "of which", rates such as coverage."""

from kg.extract.cells import Cell
from kg.extract.roles import Head, Reading, State, What
from kg.extract.what.indicators import WHOLE
from kg.extract.what.numerators import Numerators
from kg.extract.what.words import GDP, VALUE_ADDED
from kg.terms import DEKGR

__all__ = ["Shares"]

_CONTRIBUTION = DEKGR + "property-contribution-to-growth"
_MARKET_SHARE = DEKGR + "property-market-share"
_MONEY = "money"
_OF_THEM_ZH = r"{bound-after}?的"


class Shares(Numerators):
    """Tell what a share is a share of, and of what."""

    def _share(self, cell: Cell, what: What, made: list[Reading], state: State) -> None:
        left = self.heads(*cell.left)
        rates = [h for h in (*left, *self.heads(cell.right[0], cell.end)) if self.facts.rate(h.prop)]
        if rates:
            self._rate(cell, rates[0] if rates[0].end <= cell.quantity.start else rates[-1], what, made)
            return
        before = self._figure_before(cell, made, state)
        whole = self.whole(cell)
        if self.zh and self._of_unknown_noun(cell):
            what.problems.append("a share of things in general")
        elif whole is not None:
            self._of_whole(cell, what, left, whole, before)
        elif self.analysis.has("cue:part-of-it", cell.start, cell.quantity.first) and before is not None:
            self.part_of_it(cell, what, before, None)
        else:
            self._unnamed_whole(cell, what, left, before, "same-sentence" if made else "sentence-before")

    def _of_unknown_noun(self, cell: Cell) -> bool:
        """Return whether a Chinese share is one of an unknown noun that follows it: 占全市1%的土地."""
        noun = self.pattern(r"{bound-after}?的(?P<noun>[\u4e00-\u9fff]{2})").match(self.folded, cell.right[0])
        return noun is not None and not self.analysis.mentions_in(*noun.span("noun"))

    def _figure_before(self, cell: Cell, made: list[Reading], state: State) -> Reading | None:
        pointed = self.former(cell, state)
        if pointed is not None:
            return pointed
        back = self.points_back(cell) or self.clean(cell.sentence.start, cell.quantity.first)
        known = made or (state.previous if back else [])
        return next((r for r in reversed(known) if r.prop is not None and r.stat != "rank"), None)

    def _rate(self, cell: Cell, rate: Head, what: What, made: list[Reading]) -> None:
        """Read a rate that is an indicator by itself: coverage, the contribution to growth."""
        side = "left" if rate.end <= cell.quantity.start else "right"
        what.prop = rate.prop
        what.evidence["indicator"] = (rate.start, rate.end, f"named-{side}")
        self.trade(cell, rate, side, what)
        # 对全省经济增长的贡献率: what is contributed to is not what contributes
        match = self.pattern(r"对[^,;。]*?的?$").search(self.folded, cell.left[0], max(cell.left[0], rate.start))
        if self.zh and match and what.trade is not None and match.start() <= what.evidence["industry"][0]:
            what.trade = None
            if made and made[-1].trade is not None:
                self.take_trade(what, made[-1], "same-sentence")
        own = self.facts.own_trade(what.prop or "")
        if what.trade is None and own is not None:
            what.trade = own
            what.evidence["industry"] = (*what.evidence["indicator"][:2], "of-indicator")
        self.of_topic(cell, what)

    def _of_whole(
        self, cell: Cell, what: What, left: list[Head], whole: tuple[tuple[int, int], bool], before: Reading | None
    ) -> None:
        """Read a share whose whole is named."""
        span, pronoun = whole
        what.whole_span = span
        if not self.zh and self.pattern(r"{general-article} ", case=True).match(self.folded, *span):
            what.problems.append("a share of things in general")
        inside = self.heads(*span)
        if not pronoun and not inside and self.unknown_whole(span):
            what.problems.append("a share of something that is not known")
        contributes = not self.zh and "contribut" in self.folded[cell.left[0] : cell.left[1]]
        if contributes and self.pattern(r"\b{growing-whole} growth\b").search(self.folded, *span):
            self.numerator(cell, what, left, span, before)
            what.prop, what.whole = _CONTRIBUTION, None
            what.evidence["indicator"] = (*span, "growth-of-whole")
            return
        if pronoun:
            self.part_of_it(cell, what, before, span)
            return
        if (
            not pronoun
            and not inside
            and self.pattern(r"\b{market-word}\b|{market-word-zh}").search(self.folded, *span)
        ):
            what.prop = _MARKET_SHARE
            what.evidence["indicator"] = (*span, "share-of-market")
            what.problems[:] = []
            own = self.trades(*span) or self.trades(*cell.left)
            if own:
                what.trade = own[-1].iri
                what.evidence["industry"] = (own[-1].start, own[-1].end, "named-left")
            elif self.zh and before is not None and before.trade is not None:
                self.take_trade(what, before, "figure-before")
            self.of_topic(cell, what)
            return
        economy = not inside and any(m.iri == WHOLE for m in self.analysis.mentions_in(*span, "industry"))
        if economy or any(h.prop == GDP for h in inside):
            what.whole = GDP
        elif inside:
            what.whole = inside[0].prop
        left = [h for h in left if not self.only_trade(h) and not self._unlike(h, what.whole)]
        spent = [h for h in inside if h.prop != GDP and self._spent_on(h, span)]
        if spent and what.whole == GDP:
            what.prop, what.trade = spent[0].prop, spent[0].trade or self.facts.own_trade(spent[0].prop)
            what.evidence["indicator"] = what.evidence["industry"] = (spent[0].start, spent[0].end, "named-right")
            return
        if span[0] < cell.quantity.start:
            left = [h for h in left if not (span[0] <= h.start < span[1])]
        self.numerator(cell, what, left, span, before)

    def _unlike(self, head: Head, whole: str | None) -> bool:
        """Return whether a head counts things while the whole is money: a studio that earns 83 percent of its sales."""
        if whole is None or whole == GDP:
            return False
        money = [_MONEY in self.facts.units.get(prop, ()) for prop in (head.prop, whole)]
        return money == [False, True] and self.facts.counted(head.prop)

    def _spent_on(self, head: Head, span: tuple[int, int]) -> bool:
        """Return whether a whole is said to be spent on something: "2.7 percent of its GDP on research"."""
        return (
            self.pattern(r"\bon (?:the )?$").search(self.folded, max(span[0], head.start - 8), head.start) is not None
        )

    def _unnamed_whole(self, cell: Cell, what: What, left: list[Head], before: Reading | None, rule: str) -> None:
        """Read a share whose whole is not named."""
        right_end = min(cell.reach, cell.sentence.end)
        trades = self.trades(*cell.left) or self.trades(cell.right[0], right_end)
        head = self.choose([h for h in left if not self.facts.rate(h.prop) and h.prop != GDP], cell, "growthRate")
        side = "named-left"
        if head is None and self.zh and (head := self._counted_after(cell)) is not None:
            side, what.whole = "named-right", head.prop
            if self.pattern(r"[^,。;]{0,6}{lies-in}").match(self.folded, head.end, head.end + 12):
                what.problems.append("a share of what lies somewhere else")
        if any(h.prop == GDP for h in left):
            what.whole = GDP
        if trades:
            named_left = trades[0].start < cell.quantity.start
            trade = trades[-1] if named_left else trades[0]
            what.trade = trade.iri
            what.evidence["industry"] = (trade.start, trade.end, "named-left" if named_left else "named-right")
            if head is None and what.whole is None and self.only_gdp(trade.iri):
                what.whole = GDP
            if head is None and before is not None and what.whole is None:
                what.whole = before.whole
        if head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, side)
        elif what.whole == GDP:
            what.prop = VALUE_ADDED
            spot = what.evidence.get("industry", (cell.quantity.start, cell.quantity.end, ""))
            what.evidence["indicator"] = (spot[0], spot[1], "share-of-gdp")
        acts = before is not None and before.cell.sentence.paragraph == cell.sentence.paragraph and self._acts(cell)
        if what.prop is None and before is not None and (acts or self.clean(cell.start, cell.quantity.first)):
            what.prop, what.whole = before.prop, what.whole or before.whole
            if (source := before.evidence.get("indicator")) is not None:
                what.evidence["indicator"] = (source.start, source.end, rule)
            if what.prop == VALUE_ADDED and what.whole is None and what.trade and self.only_gdp(what.trade):
                what.whole = GDP
        if what.trade is None and before is not None:
            self.take_trade(what, before, rule)
        if what.prop is not None:
            self.of_topic(cell, what)

    def _counted_after(self, cell: Cell) -> Head | None:
        """Return the Chinese noun that a share is taken of after the figure: 70%以上的企业."""
        if not self.pattern(_OF_THEM_ZH).match(self.folded, cell.right[0]):
            return None
        after = [h for h in self.heads(*cell.right) if not self.facts.rate(h.prop)]
        return after[-1] if after else None
