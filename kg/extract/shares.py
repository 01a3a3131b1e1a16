"""Tell what a share is a share of, and of what.

The only module that reads a whole: "of its GDP", "of which", 占…比重.
"""

import re

from kg.extract.cells import Cell
from kg.extract.heritage import Heritage
from kg.extract.indicators import WHOLE
from kg.extract.roles import Head, Reading, State, What
from kg.extract.words import GDP, VALUE_ADDED
from kg.terms import DEKGR

__all__ = ["Shares"]

_OF_WHOLE = re.compile(r"\s*(?:of|from)\s+(?!growth)", re.IGNORECASE)
_GROWTH_OF = re.compile(r"\b(?:economic|GDP|GRDP|economy's) growth\b", re.IGNORECASE)
_CONTRIBUTION = DEKGR + "property-contribution-to-growth"
_COMPLEMENT = re.compile(
    r"\s*(?:of (?:which|it|that|them|the total|these|this|those) )?(?:is|was|were|are|being|came from|为|是)\s*",
    re.IGNORECASE,
)
_ZH_WHOLE = re.compile(
    r"占(?:到|了|比)?([^占,;。]*?)(?:的)?(?:比重|比例|份额)?"
    r"(?:约|已|将|可|为|是|达|到|超|过|近|提|高|升|至|仅|不|足|接|保|持|在|由|从|上)*$"
)


class Shares(Heritage):
    """Tell what a share is a share of, and of what."""

    def _share(self, cell: Cell, what: What, made: list[Reading], state: State) -> None:
        left = self.heads(*cell.left)
        right_end = min(cell.reach, cell.sentence.end)
        rates = [h for h in (*left, *self.heads(cell.right[0], cell.end)) if self.facts.rate(h.prop)]
        if rates:
            rate = rates[0] if rates[0].end <= cell.quantity.start else rates[-1]
            what.prop = rate.prop
            what.evidence["indicator"] = (
                rate.start,
                rate.end,
                "named-left" if rate.end <= cell.quantity.start else "named-right",
            )
            self.trade(cell, rate, "left" if rate.end <= cell.quantity.start else "right", what)
            if (
                self.zh
                and (match := re.search(r"对[^,;。]*?的?$", self.folded[cell.left[0] : rate.start]))
                and what.trade is not None
                and cell.left[0] + match.start() <= what.evidence["industry"][0]
            ):
                what.trade = None
                if made and made[-1].trade is not None:
                    self.take_trade(what, made[-1], "same-sentence")
            self._rate_trade(cell, what)
            return
        whole = self._whole(cell)
        clean = self.clean(cell.sentence.start, cell.quantity.first)
        before = self.former(cell, state) or next(
            (
                r
                for r in reversed(made or (state.previous if self.points_back(cell) or clean else []))
                if r.prop is not None and r.stat != "rank"
            ),
            None,
        )
        if whole is not None:
            span, pronoun = whole
            what.whole_span = span
            if not self.zh and re.match(r"(?:an?|each|every|any|what) ", self.folded[span[0] : span[1]]):
                what.problems.append("a share of things in general")
            inside = self.heads(*span)
            if not pronoun and not inside and self._unknown_whole(span):
                what.problems.append("a share of something that is not known")
            if (
                not self.zh
                and _GROWTH_OF.search(self.folded[span[0] : span[1]])
                and "contribut" in self.folded[cell.left[0] : cell.left[1]]
            ):
                self._numerator(cell, what, left, span, before)
                what.prop, what.whole = _CONTRIBUTION, None
                what.evidence["indicator"] = (*span, "growth-of-whole")
                return
            if pronoun:
                self._of_it(cell, what, before, span)
                return
            if any(h.prop == GDP for h in inside) or (
                not inside and any(m.iri == WHOLE for m in self.analysis.mentions_in(*span, "industry"))
            ):
                what.whole = GDP
            elif inside:
                what.whole = inside[0].prop
            numerator_is_trade = [h for h in left if self.only_trade(h)]
            left = [h for h in left if h not in numerator_is_trade]
            spent = [
                h
                for h in inside
                if h.prop != GDP and re.search(r"\bon (?:the )?$", self.folded[max(span[0], h.start - 8) : h.start])
            ]
            if spent and what.whole == GDP:
                what.prop, what.trade = spent[0].prop, spent[0].trade or self.facts.own_trade(spent[0].prop)
                what.evidence["indicator"] = what.evidence["industry"] = (spent[0].start, spent[0].end, "named-right")
                return
            numerator = (
                [h for h in left if not (span[0] <= h.start < span[1])] if span[0] < cell.quantity.start else left
            )
            self._numerator(cell, what, numerator, span, before)
            return
        numerator_trades = self.trades(*cell.left) or self.trades(cell.right[0], right_end)
        if self.analysis.has("cue:part-of-it", cell.start, cell.quantity.first) and before is not None:
            self._of_it(cell, what, before, None)
            return
        head = self.choose([h for h in left if not self.facts.rate(h.prop) and h.prop != GDP], cell, "growthRate")
        side = "named-left"
        if (
            head is None
            and self.zh
            and re.match(r"(?:以上|左右|以下|多)?的", self.folded[cell.right[0] : cell.right[0] + 4])
        ):
            after = [h for h in self.heads(*cell.right) if not self.facts.rate(h.prop)]
            if after:
                head, side = after[-1], "named-right"
                what.whole = head.prop
                if re.match(r"[^,。;]{0,6}(?:在|位于|落户|集中|聚集|来自)", self.folded[head.end : head.end + 12]):
                    what.problems.append("a share of what lies somewhere else")
        if any(h.prop == GDP for h in left):
            what.whole = GDP
        if numerator_trades:
            trade = numerator_trades[-1] if numerator_trades[0].start < cell.quantity.start else numerator_trades[0]
            what.trade = trade.iri
            what.evidence["industry"] = (
                trade.start,
                trade.end,
                "named-left" if trade.start < cell.quantity.start else "named-right",
            )
            if head is None and what.whole is None and self._only_gdp(trade.iri):
                what.whole = GDP
            if head is None and before is not None and what.whole is None and before.whole is not None:
                what.whole = before.whole
        if head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, side)
        elif what.whole == GDP:
            what.prop = VALUE_ADDED
            spot = what.evidence.get("industry", (cell.quantity.start, cell.quantity.end, ""))
            what.evidence["indicator"] = (spot[0], spot[1], "share-of-gdp")
        if what.prop is None and before is not None and self.clean(cell.start, cell.quantity.first):
            what.prop, what.whole = before.prop, what.whole or before.whole
            spot2 = before.evidence.get("indicator")
            if spot2:
                what.evidence["indicator"] = (spot2.start, spot2.end, "same-sentence" if made else "sentence-before")
            if what.prop == VALUE_ADDED and what.whole is None and what.trade and self._only_gdp(what.trade):
                what.whole = GDP
        if what.trade is None and before is not None:
            self.take_trade(what, before, "same-sentence" if made else "sentence-before")
        if what.trade is None and self.topic is not None and what.prop is not None:
            what.trade, what.trade_name = self.topic[0], self.topic[1]
            what.evidence["industry"] = (*self.topic[2:], "topic")

    def _unknown_whole(self, span: tuple[int, int]) -> bool:
        """Return whether a whole is named by words that are not known: 70 percent of the money."""
        return (
            not self.zh
            and not self.analysis.mentions_in(*span)
            and not self.clean(*span)
            and self.pattern(r"\b{general-whole}\b").search(self.folded, *span) is None
        )

    def _only_gdp(self, trade: str) -> bool:
        return trade == DEKGR + "industry-digital-economy"

    def _points_at_it(self, cell: Cell) -> bool:
        """Return whether a share is that of a thing named before: "the former", "its share"."""
        return (
            self.analysis.has("cue:former", *cell.left)
            or self.analysis.has("cue:latter", *cell.left)
            or bool(
                re.search(
                    r"\b(?:its|their) (?:share|proportion|contribution|part)\b", self.folded[cell.start : cell.left[1]]
                )
            )
        )

    def _rate_trade(self, cell: Cell, what: What) -> None:
        own = self.facts.own_trade(what.prop or "")
        if what.trade is None and own is not None:
            what.trade = own
            what.evidence["industry"] = (*what.evidence["indicator"][:2], "of-indicator")
        if what.trade is None and self.topic is not None:
            what.trade, what.trade_name = self.topic[0], self.topic[1]
            what.evidence["industry"] = (*self.topic[2:], "topic")

    def _whole(self, cell: Cell) -> tuple[tuple[int, int], bool] | None:
        folded = self.folded
        if self.zh:
            start, end = cell.left
            words = folded[start:end]
            match = _ZH_WHOLE.search(words)
            if match is None:
                return None
            inner = (start + match.start(1), start + match.end(1))
            if not self.analysis.mentions_in(*inner):
                return None
            if inner[0] == inner[1] or not folded[inner[0] : inner[1]].strip("的比重例达为到近约超过了"):
                return None
            return inner, False
        match = _OF_WHOLE.match(folded, cell.right[0], cell.sentence.end)
        if match is None and "contribut" in folded[cell.left[0] : cell.left[1]]:
            match = re.compile(r"\s*to\s+").match(folded, cell.right[0], cell.sentence.end)
        if match is None:
            inner_match = re.search(
                r"\b(?:share|proportion|percentage|part|weight|ratio) (?:of|in|to) (?:the )?",
                folded[cell.left[0] : cell.left[1]],
                re.IGNORECASE,
            )
            if inner_match:
                after = cell.left[0] + inner_match.end()
                verb = re.compile(
                    r"[,;]|\b(?:was|were|is|are|has|have|had|rose|fell|grew|went|reached|stood|hit|exceeded|increased|up|climbed|"
                    r"jumped|dropped|will|would|should|to)\b"
                ).search(folded, after, cell.left[1])
                last = verb.start() if verb else cell.left[1]
                if self.heads(after, last) or any(
                    m.iri == WHOLE for m in self.analysis.mentions_in(after, last, "industry")
                ):
                    return (after, last), False
            return None
        limit = min(cell.reach, cell.sentence.end)
        stop = re.compile(
            r"[,;:.()](?!\d)|\b(?:was|were|is|are|has|have|had|which (?:is|was)|while|"
            r"and (?!other)|in (?:19|20)\d\d|last year|up|compared|from|with|by|at the end)\b"
        ).search(folded, match.end(), limit)
        span = (match.end(), stop.start() if stop else limit)
        words = folded[span[0] : span[1]].strip().casefold()
        pronoun = bool(
            re.fullmatch(r"(?:it|that|which|them|these|those|this|the (?:total|whole|sum|figure))(?: \w+)?", words)
        ) and not re.search(r"(?:national|country|province|city)", words)
        return span, pronoun

    def _of_it(self, cell: Cell, what: What, before: Reading | None, span: tuple[int, int] | None) -> None:
        limit = min(cell.reach, cell.sentence.end)
        complement = _COMPLEMENT.match(self.folded, span[1] if span else cell.right[0], limit) or _COMPLEMENT.match(
            self.folded, cell.right[0], limit
        )
        trades = self.trades(complement.end(), limit) if complement else []
        rule = "named-right"
        if not trades:
            trades = list(self.trades(*cell.left))[-1:]
            rule = "named-left"
        if (
            before is not None
            and not trades
            and before.stat == "count"
            and before.trade is not None
            and span is not None
        ):
            self.take_trade(what, before, "part-of-figure-before")
            what.prop, what.noun, what.whole = before.prop, before.noun, before.prop
            spot = before.evidence.get("indicator")
            if spot is not None:
                what.evidence["indicator"] = (spot.start, spot.end, "part-of-figure-before")
            return
        if before is None or not trades:
            what.problems.append("a share of something before, which is not known")
            return
        what.trade = trades[0].iri
        what.evidence["industry"] = (trades[0].start, trades[0].end, rule)
        if before.prop == GDP:
            what.prop, what.whole = VALUE_ADDED, GDP
        else:
            what.prop, what.whole = before.prop, before.prop
        spot = before.evidence.get("indicator")
        if spot is not None:
            what.evidence["indicator"] = (spot.start, spot.end, "part-of-figure-before")

    def _numerator(
        self, cell: Cell, what: What, heads: list[Head], span: tuple[int, int], before: Reading | None
    ) -> None:
        head = self.choose([h for h in heads if h.prop != GDP], cell, "growthRate") if heads else None
        limit = min(cell.left[1], span[0]) if span[0] < cell.quantity.start else cell.left[1]
        trades = [m for m in self.trades(*cell.left) if not (span[0] <= m.start < span[1])]
        source = re.compile(r"\s*(?:to )?(?:come |coming )?from (?:the |its )?(?:core )?").match(
            self.folded, span[1], min(cell.reach, cell.sentence.end)
        )
        if not trades and head is None and source is not None and not self.zh:
            own = [m for m in self.trades(source.end(), source.end() + 30) if m.start == source.end()]
            if own and what.whole == GDP:
                what.prop, what.trade = VALUE_ADDED, own[0].iri
                what.evidence["industry"] = (own[0].start, own[0].end, "named-right")
                what.evidence["indicator"] = (own[0].start, own[0].end, "share-of-gdp")
                return
        unknown = self.unknown_trades(cell.left[0], limit)
        if not trades and unknown:
            what.trade, what.trade_name = unknown[-1][0], unknown[-1][1]
            what.evidence["industry"] = (unknown[-1][2], unknown[-1][3], "named-left")
        if head is not None and head.trade is not None and not trades:
            what.trade = head.trade
            what.evidence["industry"] = (head.start, head.end, "in-indicator")
        elif trades:
            trade = trades[-1]
            if head is not None:
                near = self.nearest_trade(
                    (cell.left[0], min(cell.left[1], span[0]) if span[0] < cell.quantity.start else cell.left[1]),
                    head,
                    "named-left",
                )
                if near is not None:
                    what.trade, what.trade_name = near[0], near[1]
                    what.evidence["industry"] = (near[2], near[3], "named-left")
            if what.trade is None:
                what.trade = trade.iri
                what.evidence["industry"] = (trade.start, trade.end, "named-left")
        elif (
            what.trade is None
            and head is None
            and before is not None
            and before.trade is not None
            and before.prop == what.whole
            and what.whole != GDP
            and before.cell.sentence.start == cell.sentence.start
        ):
            self.take_trade(what, before, "figure-before")
            what.prop, source_spot = before.prop, before.evidence.get("indicator")
            if source_spot is not None:
                what.evidence["indicator"] = (source_spot.start, source_spot.end, "figure-before")
            return
        elif (
            what.trade is None
            and what.whole is not None
            and what.whole != GDP
            and (before is None or before.cell.sentence.start != cell.sentence.start)
            and not (before is not None and self._points_at_it(cell))
            and (named := self.trades(*span))
        ):
            what.trade = named[0].iri
            what.evidence["industry"] = (named[0].start, named[0].end, "of-whole")
        elif what.trade is None and before is not None and before.trade is not None:
            self.take_trade(what, before, "figure-before")
        if what.whole == GDP and (head is None or head.prop == VALUE_ADDED):
            what.prop = VALUE_ADDED
            spot = what.evidence.get("industry", (span[0], span[1], ""))
            what.evidence["indicator"] = (
                (spot[0], spot[1], "share-of-gdp") if head is None else (head.start, head.end, "named-left")
            )
        elif head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, "named-left")
        elif (what.whole is not None and (trades or unknown) and what.whole != GDP) or (
            what.whole is not None and what.whole != GDP and what.evidence.get("industry", (0, 0, ""))[2] == "of-whole"
        ):
            what.prop = what.whole
            what.evidence["indicator"] = (*span, "indicator-of-whole")
        elif before is not None and before.prop is not None and self.clean(cell.start, cell.quantity.first):
            what.prop = before.prop
            what.noun = before.noun
            spot2 = before.evidence.get("indicator")
            if spot2 is not None:
                what.evidence["indicator"] = (spot2.start, spot2.end, "figure-before")
        if (
            what.trade is None
            and what.prop is not None
            and (default := self.facts.own_trade(what.prop)) not in {None, WHOLE}
        ):
            what.trade = default
            what.evidence["industry"] = (*what.evidence.get("indicator", (*span, ""))[:2], "of-indicator")
        if what.trade is None and self.topic is not None:
            what.trade, what.trade_name = self.topic[0], self.topic[1]
            what.evidence["industry"] = (*self.topic[2:], "topic")
