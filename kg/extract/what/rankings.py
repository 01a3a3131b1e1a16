"""Tell what a rank is taken of: a level or its growth."""

import re

from kg.extract.cells import Cell
from kg.extract.roles import Reading, State, What
from kg.extract.what.heritage import Heritage
from kg.extract.what.words import GDP, VALUE_ADDED

__all__ = ["Rankings"]

_NOUN = re.compile(r" ([a-z][a-z-]{3,})\b(?! in\b)", re.IGNORECASE)
_APPOSED = re.compile(r", (?:one of )?the $")


class Rankings(Heritage):
    """Tell what a rank is taken of: a level or its growth."""

    def _of_unknown(self, cell: Cell, made: list[Reading]) -> bool:
        """Return whether a superlative goes with a noun that is not known, or with none: "the highest density"."""
        words = self.folded[cell.quantity.start : cell.quantity.end]
        if self.pattern(r"\b{superlative}").search(words) is None:
            return False
        noun = _NOUN.match(self.folded, cell.quantity.end, cell.sentence.end)
        if noun is not None and not self.clean(*noun.span(1)):
            return True
        alone = _APPOSED.search(self.folded, cell.sentence.start, cell.quantity.start)
        return alone is not None and not made

    def _rank(self, cell: Cell, what: What, made: list[Reading], state: State) -> None:
        rank = self.analysis.ranks[cell.quantity.start]
        what.growth_rank = rank.growth
        span = (cell.left[0], max(cell.end, cell.quantity.end))
        terms = self.pattern(r"\b{in-terms-of} ").search(self.folded[cell.right[0] : cell.right[1]])
        heads = [h for h in self.heads(*cell.left) if self.fits(h, cell, "rank")]
        after = [h for h in self.heads(cell.right[0], min(cell.reach, cell.sentence.end)) if self.fits(h, cell, "rank")]
        if heads and self.zh and (level := self.bare_scale(heads[-1], cell, made)) is not None:
            heads = []
            what.prop, what.trade, what.trade_name = level.prop, level.trade, level.trade_name
            what.growth_rank = False
            for role in ("indicator", "industry"):
                if (spot := level.evidence.get(role)) is not None:
                    what.evidence[role] = (spot.start, spot.end, "scale-of-figure-before")
            return
        head = None
        if (
            after
            and terms
            and (
                not heads
                or "in terms of" in terms[0]
                or self.pattern(r"\bby (?:{determiner} )?{size-noun}").search(
                    self.folded[cell.right[0] : cell.right[1]]
                )
            )
        ):
            head = after[0]
            growth_words = self.folded[cell.right[0] : min(cell.reach, cell.sentence.end)]
            what.growth_rank = rank.growth or self.pattern(r"\b{growth-rank}\b").search(growth_words) is not None
        elif heads:
            head = self.choose(heads, cell, "rank")
        elif after and cell.quantity.number.spelled and not self.zh and after[0].start - cell.quantity.end < 40:
            head = after[0]
        if head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (
                head.start,
                head.end,
                "named-left" if head.end <= cell.quantity.start else "named-right",
            )
            if head.stat == "growthRate":
                what.growth_rank = True
            if (
                not what.growth_rank
                and head.end <= cell.quantity.start
                and self.analysis.has("cue:growth-noun", cell.left[0], cell.quantity.first)
                and not self.zh
            ):
                noun = self.last("cue:growth-noun", cell.left[0], cell.quantity.first)
                what.growth_rank = noun is not None and noun.start >= head.start - 24
        elif self.analysis.has("cue:growth-noun", *span):
            what.growth_rank = True
        trade = self.nearest_trade(cell.left, head, "named-left") or (
            self.nearest_trade((cell.right[0], min(cell.reach, cell.sentence.end)), head, "named-right")
            if not made or head is not None
            else None
        )
        if trade is not None:
            what.trade, what.trade_name = trade[0], trade[1]
            what.evidence["industry"] = (
                trade[2],
                trade[3],
                "named-left" if trade[3] <= cell.quantity.start else "named-right",
            )
        before = next(
            (
                r
                for r in reversed(made or (state.previous if self.points_back(cell) or not what.trade else []))
                if r.prop is not None
            ),
            None,
        )
        if head is None and not self.zh and self._of_unknown(cell, made):
            what.problems.append("a rank by something that is not known")
            return
        if what.prop is None and before is not None:
            spot = before.evidence.get("indicator")
            if what.trade is None or what.trade == before.trade or what.growth_rank:
                what.prop = before.prop
                if (
                    before.stat == "growthRate"
                    and made
                    and not any(r.stat in {"level", "count"} and r.prop == before.prop for r in made)
                    and not self.pattern(r"\bby (?:{determiner} )?{size-noun}|{size-total}").search(
                        self.folded[cell.start : min(cell.reach, cell.sentence.end)]
                    )
                ):
                    what.growth_rank = True
                if spot is not None:
                    what.evidence["indicator"] = (spot.start, spot.end, "same-sentence" if made else "sentence-before")
        if what.trade is None and before is not None and what.prop != GDP:
            self.take_trade(what, before, "same-sentence" if made else "sentence-before")
        if what.prop is None and what.trade is not None and (True):
            what.prop = VALUE_ADDED
            spot3 = what.evidence["industry"]
            what.evidence["indicator"] = (spot3[0], spot3[1], "rank-of-industry")
        if what.trade is None and what.prop is not None:
            what.trade = self.facts.own_trade(what.prop)
            if what.trade is not None:
                what.evidence["industry"] = (*what.evidence["indicator"][:2], "of-indicator")
            elif self.topic is not None:
                what.trade, what.trade_name = self.topic[0], self.topic[1]
                what.evidence["industry"] = (*self.topic[2:], "topic")
