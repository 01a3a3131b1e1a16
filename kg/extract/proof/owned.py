"""On what ground a figure may be that of the body that somebody gives it."""

from kg.extract.proof.called import Span
from kg.extract.proof.measured import AS_READ
from kg.extract.proof.sited import APART, Sited
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.whom.course import HEARD_AFTER, HEARD_BEFORE

__all__ = ["Owned"]

_GOES_ON = r"\b(?:{own-pronoun}|the {company-word}(?:'s)?)\b|{company-noun-zh}"
_FAR = 3
"""Sentences that a body may have been named before one that goes on about it."""


class Owned:
    """The grounds of bodies in one text."""

    def __init__(self, sited: Sited) -> None:
        self.sited = sited
        self.naming = sited.naming
        self.analysis = sited.analysis
        self.lexicon = sited.lexicon
        self.known = sited.known

    def org(self, reading: Reading, name: str, place: bool = False) -> Evidence | None:
        """Return the ground on which a figure is a body's, or None.

        Args:
            reading: of the figure.
            name: of the body.
            place: the claim names a place too, which the sentence may name after the body.
        """
        iris = set(self.lexicon.meanings(name, "org"))
        spot = reading.evidence.get("org")
        if reading.org is not None:
            if self.sited.reads(reading.org, reading.org_name, spot, name, iris):
                return AS_READ
            if spot is not None and (
                self.sited.called.partly(name, spot.start, spot.end) or self._longer(reading, name)
            ):
                return AS_READ
            full = self.naming.around(spot, name) if spot is not None else None
            return Evidence(*full, "full-name") if full is not None else None
        sentence, first = reading.cell.sentence, reading.quantity.first
        own = [span for span in self._bodies(name, iris) if sentence.start <= span[0] and span[1] <= first]
        if own:
            last = own[-1]
            overtaken = self._overtaken(last, reading, places=not place)
            return Evidence(*last, "named") if self._acts(last) and not overtaken else None
        if not place and not self.known.pattern(_GOES_ON).search(self.analysis.folded, sentence.start, first):
            return None
        return self._body_before(reading, name, iris, place)

    def _longer(self, reading: Reading, name: str) -> bool:
        """Return whether a name begins with that of the body read, which a Chinese text prints short or in Chinese."""
        if self.analysis.text.language != "zh" or reading.org is None or reading.org_name is not None:
            return False
        label = alike.plain(self.lexicon.vocabulary.label(reading.org, "en"), self.known)
        longer = alike.plain(name, self.known).startswith(f"{label} ")
        return longer and not self.lexicon.meanings(name, "org")

    def _bodies(self, name: str, iris: set[str]) -> list[Span]:
        found = {(m.start, m.end) for m in self.analysis.mentions if m.layer == "org" and not iris.isdisjoint(m.iris)}
        return sorted(found | set(self.sited.called.spots(name)))

    def _acts(self, span: Span) -> bool:
        """Return whether a body does something, and is not only heard."""
        folded = self.analysis.folded
        before, after = folded[max(0, span[0] - 24) : span[0]], folded[span[1] : span[1] + 30]
        if self.known.pattern(HEARD_AFTER).match(after):
            return False
        return not self.known.pattern(HEARD_BEFORE).search(before)

    def _overtaken(self, span: Span, reading: Reading, *, places: bool) -> bool:
        """Return whether another body, or a place, is spoken of between a body and its figure."""
        first = reading.quantity.first
        later = [m for m in self.analysis.mentions_in(span[1], first, "org") if m.iri]
        spot = reading.evidence.get("place")
        return bool(later) or (
            places and spot is not None and span[1] <= spot.start < first and self.sited.in_own_words(reading)
        )

    def _body_before(self, reading: Reading, name: str, iris: set[str], place: bool) -> Evidence | None:
        """Return where a body was named last before a sentence that goes on about "the company"."""
        sentence = reading.cell.sentence
        spots = [span for span in self._bodies(name, iris) if span[1] <= sentence.start]
        if not spots:
            return None
        last = spots[-1]
        told = self.analysis.sentence_of(last[0])
        later = [m for m in self.analysis.mentions_in(last[1], sentence.start, "org") if m.iri]
        places = [
            p for p in self.sited.others(sentence.start, reading.quantity.first, [], set()) if p.role not in APART
        ]
        if later or (places and not place) or sentence.number - told.number > _FAR:
            return None
        return Evidence(*last, "body-before")
