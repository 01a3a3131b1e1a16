"""Give a figure whose words name no industry that of its indicator, of the figure before it, or of the text.

The only module that knows how far the industry a text speaks of reaches.
"""

from collections import Counter

from kg.extract.cells import Cell
from kg.extract.entities.named import Mention, provisional_iri
from kg.extract.roles import Reading, What
from kg.extract.what.indicators import GOODS_TRADE, WHOLE
from kg.extract.what.products import Products
from kg.extract.what.words import GDP
from kg.terms import DEKGR

__all__ = ["Topics"]

_FOREIGN = DEKGR + "industry-foreign-trade"
_ELECTRICITY, _POWER = DEKGR + "property-electricity", DEKGR + "industry-electricity"
_OF_NEAR, _OF_WHOLE, _OF_SOME, _OF_NONE = (
    DEKGR + f"cue-of-{name}" for name in ("near-trade", "whole-economy", "some-trade", "no-trade")
)
"""Groups of indicators by how far an industry reaches to them; the ontology lists their members."""
_BARE_FIRMS = r"\bthe number of {firm-noun}\b(?! {among-firms})|{firm-number-zh}"
_HANGS_ON = r"[,\s]*(?:{hanging-clause}|and {hanging-verb})"
_BEARER = (
    r"(?:^|[,;:] |\b(?:{determiner}|{phrase-opener}) )"
    r"(?P<name>(?:[a-z][a-z-]+ ){0,2}?[a-z][a-z-]*[^sui\W]s) {in-of} (?:the )?$"
)
_NEAR = 2  # sentences that an industry reaches past its own
_OFTEN = 3
"""Times that a text names its main industry at least."""
_SHORT = 24  # characters between a count and what it hangs on


class Topics(Products):
    """Give a figure whose words name no industry that of its indicator, of the figure before it, or of the text."""

    _main: tuple[Mention, ...] | None = None

    def inherit_trade(
        self, cell: Cell, stat: str, what: What, made: list[Reading], before: Reading | None, *, in_sentence: bool
    ) -> None:
        """Fill the industry of a figure whose indicator is known.

        Args:
            cell: of the figure.
            stat: its statistical type.
            what: what it measures, to be filled.
            made: the readings of its sentence so far.
            before: the figure whose indicator it may have inherited.
            in_sentence: that figure stands in the same sentence.
        """
        if what.prop == GDP and what.trade not in {None, WHOLE}:
            what.trade, what.trade_name = None, None
        if what.prop == _ELECTRICITY and what.trade == _POWER:
            what.trade, what.trade_name = None, None  # what is used is no figure of those who make it
        if what.trade is not None or what.prop is None:
            return
        whole = [m for m in self.analysis.mentions_in(*cell.left, "industry") if m.iri == WHOLE]
        if whole:
            what.trade = WHOLE
            what.evidence["industry"] = (whole[-1].start, whole[-1].end, "named-left")
            return
        if self._is_of(what, _OF_NONE):
            self._of_indicator(cell, what, WHOLE)
            return
        if self._is_of(what, _OF_SOME) and self.of_product(cell, what):
            return
        own = self.facts.own_trade(what.prop)
        last = made[-1] if made and made[-1].trade not in {None, WHOLE} else None
        part = self.analysis.has("cue:part-of-it", cell.start, cell.quantity.first)
        if last is not None and own == _FOREIGN and (part or last.prop in GOODS_TRADE):
            self.take_trade(what, last, "same-sentence")
        elif own == _FOREIGN and self._trade_of_sector(cell, what):
            pass
        elif what.prop == GDP or (own is not None and own != WHOLE):
            self._of_indicator(cell, what, own or WHOLE)
        elif last is not None and own is None:
            self.take_trade(what, last, "same-sentence")
        elif (
            before is not None
            and in_sentence
            and before.prop not in {None, GDP}
            and before.trade not in {None, WHOLE}
            and (own is None or what.prop == before.prop or self._belongs(cell, stat))
        ):
            self.take_trade(what, before, "same-sentence")
        elif last is not None and own == WHOLE and self._of_the_same(cell, stat, what):
            self.take_trade(what, last, "same-sentence")
        elif not (
            self._goes_on_with(cell, what)
            or self._of_bearer(cell, what)
            or (self.zh and own is None and self._of_zone(cell))
        ):
            self._of_text(cell, stat, what, own, last)

    def spoken_of(self, cell: Cell, what: What) -> bool:
        """Take the industry spoken of for a figure that points to it, or is of goods; return whether it was taken."""
        topic = self.topic
        if topic is None:
            return False
        anaphor = self.the_industry(cell)
        near = self._is_of(what, _OF_NEAR) and self.near(cell)
        if anaphor is None and not near and not self._is_of(what, _OF_SOME):
            return False
        what.trade, what.trade_name = topic[0], topic[1]
        if anaphor is not None and self.title_topic is not None and not self.near(cell):
            what.trade, what.trade_name = self.title_topic, None
        what.evidence["industry"] = (*(anaphor or topic[2:]), "topic" if anaphor or not near else "topic-near")
        return True

    def _of_text(self, cell: Cell, stat: str, what: What, own: str | None, last: Reading | None) -> None:
        """Fill the industry that the text speaks of, or the whole economy."""
        topic = self.topic
        anaphor = self.the_industry(cell)
        if anaphor is not None and last is not None:
            self.take_trade(what, last, "same-sentence")
        elif topic is not None and anaphor is not None:
            what.trade, what.trade_name = topic[0], topic[1]
            if self.title_topic is not None and not self.near(cell):
                what.trade, what.trade_name = self.title_topic, None
            what.evidence["industry"] = (*anaphor, "topic")
        elif own == WHOLE and what.noun is None and self._is_of(what, _OF_SOME) and self._of_sentence(cell, what):
            pass
        elif topic is not None and own == WHOLE and what.noun is None and self._reaches(cell, what, topic[2]):
            what.trade, what.trade_name = topic[0], topic[1]
            what.evidence["industry"] = (*topic[2:], "topic")
        elif (
            topic is not None
            and own == WHOLE
            and self._is_of(what, _OF_NEAR)
            and what.noun is None
            and stat in {"count", "level"}
            and self.near(cell)
        ):
            if last is not None and last.prop != GDP:
                self.take_trade(what, last, "same-sentence")
                return
            what.trade, what.trade_name = topic[0], topic[1]
            what.evidence["industry"] = (*topic[2:], "topic-near")
        elif own is not None or self._is_of(what, _OF_WHOLE):
            self._of_indicator(cell, what, own or WHOLE)
        elif topic is not None and self.still_spoken_of(cell, topic):
            what.trade, what.trade_name = topic[0], topic[1]
            what.evidence["industry"] = (*topic[2:], "topic")

    def still_spoken_of(self, cell: Cell, topic: tuple[str, str | None, int, int]) -> bool:
        """Return whether a text still speaks of an industry: in Chinese not past its paragraph, were it not its own."""
        if not self.zh or topic[2] < 0 or self.near(cell):
            return True
        main = self.main_trade()
        return main is not None and main.iri == topic[0]

    def _reaches(self, cell: Cell, what: What, spoken: int) -> bool:
        """Return whether goods are those of the industry spoken of; in Chinese it must be near, or in the title."""
        return self._is_of(what, _OF_SOME) and (not self.zh or spoken < 0 or self.near(cell))

    def _of_sentence(self, cell: Cell, what: What) -> bool:
        """Take for goods the industry that their sentence named last before them."""
        named = [
            m
            for m in self.trades(cell.sentence.start, cell.quantity.first)
            if m.iri not in self.analysis.lexicon.listed("cue-wide-trades")
        ]
        if not named:
            return False
        what.trade = named[-1].iri
        what.evidence["industry"] = (named[-1].start, named[-1].end, "same-sentence")
        return True

    def _goes_on_with(self, cell: Cell, what: What) -> bool:
        """Take the industry of the last figure of goods of this indicator, where it is a part of the one spoken of."""
        if self.topic is None or what.noun is not None or not self._is_of(what, _OF_SOME):
            return False
        told = [r for r in self.told if r.prop == what.prop and r.trade not in {None, WHOLE}]
        if not told or self.topic[0] not in self.facts.above(told[-1].trade or ""):
            return False
        self.take_trade(what, told[-1], "sentence-before")
        return True

    def _of_bearer(self, cell: Cell, what: What) -> bool:
        """Take for an industry the unknown things of a place whose money is told: "the night markets of Guiyang"."""
        spot = what.evidence.get("indicator")
        if self.zh or spot is None or spot[2] != "named-left" or not cell.quantity.money:
            return False
        places = [m for m in self.analysis.mentions_in(cell.left[0], spot[0]) if m.layer in {"place", "anaphor"}]
        found = self.pattern(_BEARER, case=True).search(self.folded, cell.left[0], places[0].start) if places else None
        if found is None or self.clean(*found.span("name")) or "," in self.folded[places[0].end : spot[0]]:
            return False
        what.trade_name = found["name"]
        what.trade = provisional_iri("industry", found["name"])
        what.evidence["industry"] = (*found.span("name"), "bearer")
        return True

    def _of_zone(self, cell: Cell) -> bool:
        """Return whether a Chinese figure names a zone for its owner, so that it is that of all its tenants."""
        return any(m.kind == "zone" for m in self.analysis.mentions_in(*cell.left) if m.layer in {"place", "anaphor"})

    def _is_of(self, what: What, group: str) -> bool:
        """Return whether an indicator belongs to a group of the ontology."""
        return what.prop in self.facts.vocabulary.values(group, "rdfs:seeAlso")

    def _trade_of_sector(self, cell: Cell, what: What) -> bool:
        """Take for exports and imports the industry whose exports or imports the sentence before told."""
        before = self.goods
        if before is None or what.prop not in GOODS_TRADE or before.trade in {None, WHOLE, _FOREIGN}:
            return False
        spoken = before.cell.sentence
        if spoken.paragraph != cell.sentence.paragraph or cell.sentence.number - spoken.number > 1:
            return False
        if [m for m in self.analysis.mentions_in(*cell.left) if m.layer in {"place", "org"}]:
            return False
        self.take_trade(what, before, "sentence-before")
        return True

    def _of_indicator(self, cell: Cell, what: What, trade: str) -> None:
        spot = what.evidence.get("indicator", (cell.quantity.start, cell.quantity.end, ""))
        what.trade = trade
        what.evidence["industry"] = (*spot[:2], "of-indicator")

    def _of_the_same(self, cell: Cell, stat: str, what: What) -> bool:
        """Return whether firms or jobs are those of the industry that the sentence spoke of before."""
        if not self._is_of(what, _OF_NEAR) or what.noun is not None:
            return False
        if self.the_industry(cell) is not None:
            return True
        words = self.folded[cell.start : cell.quantity.first]
        return stat == "count" and self.pattern(_BARE_FIRMS, case=True).search(words) is not None

    def main_trade(self) -> Mention | None:
        """Return the first mention of the industry that a text names most of all, or None where none stands out."""
        if self._main is None:
            named = [
                m
                for m in self.trades(0, len(self.folded))
                if m.iri not in self.analysis.lexicon.listed("cue-wide-trades")
            ]
            (iri, times), (_, second) = [*Counter(m.iri for m in named).most_common(2), ("", 0), ("", 0)][:2]
            stands_out = times >= max(_OFTEN, 2 * second)
            self._main = next(((m,) for m in named if m.iri == iri and stands_out), ())
        return self._main[0] if self._main else None

    def near(self, cell: Cell) -> bool:
        """Return whether the industry spoken of was named in this paragraph, at most two sentences before."""
        if self.topic is None or self.topic[2] < 0:
            return False
        spoken = self.analysis.sentence_of(self.topic[2])
        return spoken.paragraph == cell.sentence.paragraph and cell.sentence.number - spoken.number <= _NEAR

    def _belongs(self, cell: Cell, stat: str) -> bool:
        """Return whether a count hangs on the thing counted before: "companies, which employ 5,000"."""
        words = self.folded[cell.start : cell.quantity.first]
        if stat != "count":
            return False
        if self.zh:
            return "。" not in words and ";" not in words and len(words) < _SHORT
        return self.pattern(_HANGS_ON, case=True).match(words) is not None
