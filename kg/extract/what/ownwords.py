"""Say what a figure measures where no known indicator is named: by the figure before it, by a verb, by its own noun.

A noun that the ontology lacks becomes a provisional property, for review. It is taken only where grammar shows that it
names a quantity; nouns that no article means as a figure of an economy are left out.
"""

from kg.extract.cells import Cell
from kg.extract.entities.named import provisional_iri
from kg.extract.numbers.quantities import NUMBER
from kg.extract.roles import Reading, State, What
from kg.extract.what.goods import Goods
from kg.extract.what.indicators import WHOLE
from kg.extract.what.words import GDP, VALUE_ADDED
from kg.terms import DEKGR

__all__ = ["OwnWords"]

_MARKET_SHARE = DEKGR + "property-market-share"
_SCALE = DEKGR + "property-industry-scale"
_NAMED = {"level", "count", "share", "growthRate"}
_LEAST = 3
"""Least number of things that is counted, not told."""
_FAR = 50
"""Times by which a figure may differ from the one whose indicator it goes on with."""
_SETTLED = {
    "what is counted is not a known indicator",
    "what the figure measures is named by words that are not known",
    "a change of a figure whose meaning is not known",
    "a share of something that is not known",
}
"""Problems that a name settles."""


class OwnWords(Goods):
    """Say what a figure measures where no known indicator is named."""

    def own_words(self, cell: Cell, stat: str, what: What, made: list[Reading], state: State) -> None:
        """Fill the indicator and the industry of a figure from words that name no known indicator."""
        quantity = cell.quantity
        if stat not in _NAMED or (quantity.number.spelled and quantity.unit in {None, NUMBER}):
            return
        if self._goes_on(cell, stat, what, made or state.previous):
            return
        if self.by_verb(cell, stat, what, made):
            return
        spot = self._noun_zh(cell, stat) if self.zh else self._noun_en(cell, stat, what)
        if spot is not None and self.pattern(r"{share-noun}").fullmatch(self.folded, *spot):
            self._share_of_it(cell, what, state)
        elif spot is not None:
            self._name(cell, stat, what, made, spot)
        elif stat == "level" and not self.zh:
            self.spent(cell, what, made)
        elif (
            stat == "share"
            and not self.zh
            and self.pattern(r"\b{hold-verb} (?:{hedge} )*$").search(self.folded, *cell.left)
        ):
            self.adopt(cell, what, made, _MARKET_SHARE, (cell.quantity.start, cell.quantity.end), "share-held")

    def _noun_zh(self, cell: Cell, stat: str) -> tuple[int, int] | None:
        spot = self.subject_zh(cell)
        if spot is None and (stat == "level" or (stat == "count" and cell.quantity.value >= _LEAST)):
            spot = self.counted_zh(cell)
        return spot

    def _noun_en(self, cell: Cell, stat: str, what: What) -> tuple[int, int] | None:
        if stat == "share" and what.whole_span is not None:
            return self.of_share(what.whole_span)
        spot = self.subject_en(cell) if stat != "count" or self.bare(cell) else self.object_en(cell)
        if spot is None and stat == "count" and cell.quantity.value >= _LEAST:
            spot = self.counted_en(cell)
        if spot is None and stat in {"level", "share"}:
            spot = self.of_noun(cell)
        if spot is None and stat == "level":
            spot = self.of_unit(cell)
        return spot

    def _name(self, cell: Cell, stat: str, what: What, made: list[Reading], spot: tuple[int, int]) -> None:
        """Name what a figure measures by a noun: as a provisional property, or by what it is a word for."""
        name = self.folded[slice(*spot)]
        if self.pattern(r"{no-claim-noun}$" if self.zh else r"(?:.* )?{no-claim-noun}").fullmatch(name):
            return
        if self.zh and self.pattern(r"{limit-name-zh}").search(name):
            return
        if stat == "growthRate" and self.pattern(r"{economy-word}").fullmatch(name):
            what.prop, what.trade = GDP, WHOLE
            what.evidence["indicator"] = what.evidence["industry"] = (*spot, "economy-is-gdp")
            return
        industry = any(m.end == spot[1] for m in self.analysis.mentions_in(*spot, "industry"))
        if industry and not self.zh and (stat == "growthRate" or (stat == "level" and cell.quantity.money)):
            self.adopt(cell, what, made, VALUE_ADDED if stat == "growthRate" else _SCALE, spot, "size-of-industry")
            return
        if stat == "share" and not self.zh and not self.pattern(r"(?:.* )?{ratio-noun}").fullmatch(name):
            what.problems = list(dict.fromkeys([*what.problems, "a share of things in general"]))
            return
        name = name[:1].lower() + name[1:] if name[1:2].islower() else name
        prop = provisional_iri("property", name)
        self.coined[prop] = name
        self.adopt(cell, what, made, prop, spot, "own-words")

    def _share_of_it(self, cell: Cell, what: What, state: State) -> None:
        """Take "with a share of 46 percent" for the share of what the sentence before measured."""
        before = state.previous[-1] if state.previous else None
        if before is None or before.prop is None or before.cell.sentence.paragraph != cell.sentence.paragraph:
            return
        what.prop, what.noun, what.whole = before.prop, before.noun, before.prop
        if (source := before.evidence.get("indicator")) is not None:
            what.evidence["indicator"] = (source.start, source.end, "sentence-before")
        what.problems[:] = [problem for problem in what.problems if problem not in _SETTLED]
        if what.trade is None:
            self.take_trade(what, before, "sentence-before")

    def _goes_on(self, cell: Cell, stat: str, what: What, known: list[Reading]) -> bool:
        """Take what the figure before measured: ", an increase of 14 percent", "a year earlier it was 106,100"."""
        told = [r for r in known if r.prop is not None and r.stat != "rank"]
        alike = [r for r in told if r.stat == stat and r.quantity.unit == cell.quantity.unit]
        before = next((r for r in (*told[-1:], *alike[-1:]) if self._continues(cell, stat, r, known[-1])), None)
        if before is None:
            return False
        what.prop, what.noun = before.prop, before.noun
        spot = before.evidence.get("indicator")
        if spot is not None:
            what.evidence["indicator"] = (spot.start, spot.end, "figure-before")
        what.problems[:] = [problem for problem in what.problems if problem not in _SETTLED]
        if what.trade is None:
            self.take_trade(what, before, "figure-before")
        return True

    def _continues(self, cell: Cell, stat: str, before: Reading, last: Reading) -> bool:
        """Return whether the words before a figure make it go on with what another measured."""
        if self.zh:
            part = self.analysis.has("cue:part-of-it", cell.sentence.start, cell.quantity.first)
            alike = stat == before.stat == "count" and before.quantity.unit == cell.quantity.unit
            return part and alike and self.pattern(r"[,。;、)]|$").match(self.folded, cell.right[0]) is not None
        if stat == "growthRate":
            return self._left_words(r"\b{change-of}", cell)
        unit = cell.quantity.unit
        if before.stat in {"growthRate", "difference", "ratio"} and stat in {"level", "count"}:
            fits = before.prop in self.coined or self.facts.takes(before.prop or "", unit)
            return last is before and fits and self._left_words(r"\bto", cell)
        near = before.quantity.value / _FAR < cell.quantity.value < before.quantity.value * _FAR
        alike = before.quantity.unit == unit and (stat == before.stat or stat == "level")
        if not (near and alike):
            return False
        of_them = self.pattern(r" of {part-pronoun}\b").match(self.folded, cell.right[0]) is not None
        return of_them or (self.bare(cell) and self._left_words(r"\b{bare-opener}", cell))

    def _left_words(self, template: str, cell: Cell) -> bool:
        return self.pattern(rf"{template} (?:{{hedge}} )*$").search(self.folded, *cell.left) is not None
