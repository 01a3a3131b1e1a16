"""On what ground a figure may be of the place that a text is about, where its own words name no other.

The rules carry the place on that was named last; a sentence may describe another ("the Shanxi city") or point to the
one the text is about ("the region"), and a city that stands in the dateline alone is only where it was written.
"""

from typing import TYPE_CHECKING

from kg.extract.entities import territory
from kg.extract.proof.called import Span
from kg.extract.roles import Evidence, Reading

if TYPE_CHECKING:
    from kg.extract.proof.sited import Sited

__all__ = ["Topical"]

_APART = frozenset({"compared", "field", "name", "chained", "dateline", "oblique"})
"""Roles of places that are not what a sentence is about."""
_TWO = 2
"""How often a text names what it is about, at least; least number of words that describe a place."""


class Topical:
    """The place that one text is about."""

    def __init__(self, sited: "Sited") -> None:
        self.sited = sited
        self.analysis = sited.analysis
        self.subjects = sited.subjects

    def ground(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return the ground on which a figure whose sentence names no place before it is of one, or None."""
        if (spot := self._described(reading, name, iris)) is not None:
            return Evidence(*spot, "described")
        sentence, quantity = reading.cell.sentence, reading.quantity
        named = self.subjects.within(sentence.start, quantity.first)
        if any(p.iri and p.role not in _APART and p.antecedent is None for p in named):
            return None
        if (spot := self._nation(reading, name, iris)) is not None:
            return Evidence(*spot, "nation-of-dateline")
        if (spot := self._pointed(reading, name, iris)) is not None:
            return Evidence(*spot, "topic-pointed-at")
        return None

    def _described(self, reading: Reading, name: str, iris: set[str]) -> Span | None:
        """Return where a place was named last that a figure's words describe by a larger one: "the Shanxi city"."""
        spot = reading.evidence.get("place")
        if spot is None or reading.place is None or not self.sited.in_own_words(reading):
            return None
        words = self.analysis.folded[spot.start : spot.end].casefold().split()
        own = {p.kind for p in self.subjects.places if p.iri == reading.place}
        kinds = {p.kind for p in self.subjects.places if p.iri in iris}
        if len(words) < _TWO or words[-1] in own or words[-1] not in kinds:
            return None
        before = [p for p in self.subjects.within(0, spot.start) if p.kind == words[-1] and p.iri]
        lies = territory.of(self.sited.lexicon.vocabulary)
        fits = before and before[-1].iri in iris and reading.place in lies.above(before[-1].iri or "")
        return (before[-1].start, before[-1].end) if fits else None

    def _nation(self, reading: Reading, name: str, iris: set[str]) -> Span | None:
        """Return where a text names the country of a city that it names in its dateline alone."""
        if reading.place is None or reading.org is not None:
            return None
        folded = self.analysis.folded
        named = [p for p in self.subjects.places if p.iri == reading.place]
        lies = territory.of(self.sited.lexicon.vocabulary)
        if any(p.role != "dateline" and not folded[p.start : p.end].isupper() for p in named) or lies.above(
            reading.place
        ).isdisjoint(iris):
            return None
        return next(iter(self.sited.spots(name, iris, 0, len(self.analysis.folded))), None)

    def _pointed(self, reading: Reading, name: str, iris: set[str]) -> Span | None:
        """Return where a text first names what it is about, if the sentence of a figure points to it."""
        sentence = reading.cell.sentence
        noun = next(iter(self.analysis.mentions_in(sentence.start, reading.quantity.first, "anaphor")), None)
        if noun is None or self.sited.in_own_words(reading):
            return None
        spots = self.sited.spots(name, iris, 0, sentence.start)
        kinds = {p.kind for p in self.subjects.places if p.iri in iris}
        open_ = any(p.start == noun.start and p.iri is None for p in self.subjects.within(noun.start, noun.end))
        if len(spots) < (1 if open_ else _TWO) or (kinds and noun.kind not in kinds):
            return None
        same = {
            p.iri
            for p in self.subjects.within(0, sentence.start)
            if p.kind == noun.kind and p.iri and p.iri not in iris and p.role not in _APART
        }
        return spots[0] if not same else None
