"""Tell what a share is the share of, where its whole is known: the industry or indicator that makes up the part."""

from kg.extract.cells import Cell
from kg.extract.entities.named import Mention
from kg.extract.roles import Head, Reading, What
from kg.extract.what.indicators import WHOLE
from kg.extract.what.wholes import Wholes
from kg.extract.what.words import GDP, VALUE_ADDED

__all__ = ["Numerators"]

_COMPLEMENT = r"\s*(?:of {part-pronoun} )?{complement-verb}\s*"
_WHENCE = r"\s*{whence} (?:{determiner} )?(?:core )?"
_NAME_AHEAD = 30
"""Characters within which the name of an industry begins after "comes from"."""


class Numerators(Wholes):
    """Tell what a share is the share of."""

    def part_of_it(self, cell: Cell, what: What, before: Reading | None, span: tuple[int, int] | None) -> None:
        """Read a share of the figure before: "of which 40 percent came from software"."""
        limit, complement = min(cell.reach, cell.sentence.end), self.pattern(_COMPLEMENT)
        match = complement.match(self.folded, span[1] if span else cell.right[0], limit) or complement.match(
            self.folded, cell.right[0], limit
        )
        trades, rule = (self.trades(match.end(), limit) if match else []), "named-right"
        if not trades:
            trades, rule = self.trades(*cell.left)[-1:], "named-left"
        if before is not None and before.prop != GDP and not trades:
            self.take_trade(what, before, "part-of-figure-before")
            self._take_indicator(what, before, "part-of-figure-before")
            what.whole = before.prop
            return
        if before is None or not trades:
            what.problems.append("a share of something before, which is not known")
            return
        what.trade = trades[0].iri
        what.evidence["industry"] = (trades[0].start, trades[0].end, rule)
        self._take_indicator(what, before, "part-of-figure-before")
        what.noun = None
        if before.prop == GDP:
            what.prop, what.whole = VALUE_ADDED, GDP
        else:
            what.whole = before.prop

    def _take_indicator(self, what: What, before: Reading, rule: str) -> None:
        what.prop, what.noun = before.prop, before.noun
        spot = before.evidence.get("indicator")
        if spot is not None:
            what.evidence["indicator"] = (spot.start, spot.end, rule)

    def numerator(
        self, cell: Cell, what: What, heads: list[Head], span: tuple[int, int], before: Reading | None
    ) -> None:
        """Read what a share is the share of, given the heads before it and the span of its whole."""
        head = self.choose([h for h in heads if h.prop != GDP], cell, "growthRate") if heads else None
        trades = [m for m in self.trades(*cell.left) if not (span[0] <= m.start < span[1])]
        if not trades and head is None and self._whence(cell, what, span):
            return
        limit = min(cell.left[1], span[0]) if span[0] < cell.quantity.start else cell.left[1]
        unknown = self.unknown_trades(cell.left[0], limit)
        if not trades and unknown:
            what.trade, what.trade_name = unknown[-1][0], unknown[-1][1]
            what.evidence["industry"] = (unknown[-1][2], unknown[-1][3], "named-left")
        if head is not None and head.trade is not None and not trades:
            what.trade = head.trade
            what.evidence["industry"] = (head.start, head.end, "in-indicator")
        elif trades:
            self._named_trade(what, head, trades[-1], (cell.left[0], limit))
        elif what.trade is None and head is None and self._of_same_figure(cell, what, before):
            assert before is not None
            self.take_trade(what, before, "figure-before")
            noun = what.noun
            self._take_indicator(what, before, "figure-before")
            what.noun = noun
            return
        elif what.trade is None and self._whole_has_trade(cell, what, before) and (named := self.trades(*span)):
            what.trade = named[0].iri
            what.evidence["industry"] = (named[0].start, named[0].end, "of-whole")
        elif what.trade is None and before is not None and before.trade is not None and not self._has_own(head):
            self.take_trade(what, before, "figure-before")
        self._indicator(cell, what, head, span, before, named=bool(trades or unknown))
        self._default_trade(cell, what, span)

    def _has_own(self, head: Head | None) -> bool:
        """Return whether an indicator stands for an industry of its own: research and development."""
        return head is not None and self.facts.own_trade(head.prop) not in {None, WHOLE}

    def _whence(self, cell: Cell, what: What, span: tuple[int, int]) -> bool:
        """Read "70 percent of its GDP comes from the digital economy"; return whether it says so."""
        match = self.pattern(_WHENCE, case=True).match(self.folded, span[1], min(cell.reach, cell.sentence.end))
        if match is None or self.zh or what.whole != GDP:
            return False
        own = [m for m in self.trades(match.end(), match.end() + _NAME_AHEAD) if m.start == match.end()]
        if not own:
            return False
        what.prop, what.trade = VALUE_ADDED, own[0].iri
        what.evidence["industry"] = (own[0].start, own[0].end, "named-right")
        what.evidence["indicator"] = (own[0].start, own[0].end, "share-of-gdp")
        return True

    def _named_trade(self, what: What, head: Head | None, trade: Mention, span: tuple[int, int]) -> None:
        near = self.nearest_trade(span, head, "named-left") if head is not None else None
        if near is not None:
            what.trade, what.trade_name = near[0], near[1]
            what.evidence["industry"] = (near[2], near[3], "named-left")
        if what.trade is None:
            what.trade = trade.iri
            what.evidence["industry"] = (trade.start, trade.end, "named-left")

    def _of_same_figure(self, cell: Cell, what: What, before: Reading | None) -> bool:
        """Return whether the figure before, in the same sentence, is of the indicator that the whole names."""
        return (
            before is not None
            and before.trade is not None
            and before.prop == what.whole != GDP
            and before.cell.sentence.start == cell.sentence.start
        )

    def _whole_has_trade(self, cell: Cell, what: What, before: Reading | None) -> bool:
        """Return whether the industry named in the whole may be that of the part."""
        return (
            what.whole is not None
            and what.whole != GDP
            and (before is None or before.cell.sentence.start != cell.sentence.start)
            and not (before is not None and self.points_at_it(cell))
        )

    def _indicator(
        self, cell: Cell, what: What, head: Head | None, span: tuple[int, int], before: Reading | None, *, named: bool
    ) -> None:
        own = what.evidence.get("industry", (*span, ""))
        if what.whole == GDP and (head is None or head.prop == VALUE_ADDED):
            what.prop = VALUE_ADDED
            what.evidence["indicator"] = (
                (own[0], own[1], "share-of-gdp") if head is None else (head.start, head.end, "named-left")
            )
        elif head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, "named-left")
        elif (deed := self.deed(cell)) is not None and (what.whole is None or self.facts.counted(what.whole)):
            what.prop = deed[1]
            what.evidence["indicator"] = (*deed[0], "goods-dealt")
        elif self._goes_on_zh(cell, what, before):
            assert before is not None
            self._take_indicator(what, before, "figure-before")
        elif what.whole is not None and what.whole != GDP and (named or own[2] == "of-whole" or self._acts(cell)):
            what.prop = what.whole
            what.evidence["indicator"] = (*span, "indicator-of-whole")
        elif before is not None and before.prop is not None and self.clean(cell.start, cell.quantity.first):
            self._take_indicator(what, before, "figure-before")

    def _goes_on_zh(self, cell: Cell, what: What, before: Reading | None) -> bool:
        """Return whether a Chinese share is that of the amount before it: 研发投入38亿元,占营收的19.5%."""
        if not self.zh or before is None or before.cell.sentence.start != cell.sentence.start:
            return False
        both = before.stat == "level" and before.quantity.money and before.prop not in {None, what.whole}
        return both and self.pattern(r"\W*{part-of}").match(self.folded, cell.start, cell.quantity.first) is not None

    def _acts(self, cell: Cell) -> bool:
        """Return whether a share is said to be made up by something, whatever it is: "phones made up 40 percent"."""
        return self.analysis.has("cue:share", *cell.left)

    def _default_trade(self, cell: Cell, what: What, span: tuple[int, int]) -> None:
        """Take the industry that an indicator stands for, or the one that the text is about."""
        own = self.facts.own_trade(what.prop) if what.prop is not None else None
        if what.trade is None and own not in {None, WHOLE}:
            what.trade = own
            what.evidence["industry"] = (*what.evidence.get("indicator", (*span, ""))[:2], "of-indicator")
        self.of_topic(cell, what)

    def of_topic(self, cell: Cell, what: What) -> None:
        """Take the industry that the text is about, where the words name none."""
        if what.trade is None and self.topic is not None and self.still_spoken_of(cell, self.topic):
            what.trade, what.trade_name = self.topic[0], self.topic[1]
            what.evidence["industry"] = (*self.topic[2:], "topic")
