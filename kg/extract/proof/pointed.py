"""Tell whether a sentence is about the place that was read, or only presents another by it, or points to another."""

import re
from typing import TYPE_CHECKING

from kg.extract.proof.called import Span
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.whom.subjects import Subjects

if TYPE_CHECKING:
    from kg.extract.proof.sited import Sited

__all__ = ["Pointed"]

_APPOSED = re.compile(r", (?!wh)[^,;.]{3,80}")
"""What stands between a place and another one that only tells what it is."""
_ENDED = re.compile(r"[^,;.]{0,40},")


class Pointed:
    """The places of one text that are presented or pointed to."""

    def __init__(self, sited: "Sited") -> None:
        self.sited = sited
        self.analysis = sited.analysis
        self.lexicon = sited.lexicon
        self.known = sited.known
        self.subjects = sited.subjects

    def presented(self, reading: Reading, spot: Evidence, name: str, iris: set[str]) -> Span | None:
        """Return where a sentence presents its place, and names the one read only to do so: "Yunyan, a part of …,"."""
        start = reading.cell.sentence.start
        return next(
            (s for s in self.sited.spots(name, iris, start, spot.start) if self._apposes(s, spot, reading)), None
        )

    def only_presents(self, reading: Reading, spot: Evidence) -> bool:
        """Return whether the place read only tells what another one is that the sentence is about."""
        named = self.subjects.within(reading.cell.sentence.start, spot.start)
        return any(
            p.iri != reading.place and p.role != "dateline" and self._apposes((p.start, p.end), spot, reading)
            for p in named
        )

    def _apposes(self, span: Span, spot: Evidence, reading: Reading) -> bool:
        sentence, first, folded = reading.cell.sentence, reading.quantity.first, self.analysis.folded
        if not sentence.start <= spot.start < first or "antecedent" in reading.evidence:
            return False
        between, after = folded[span[1] : spot.start], folded[spot.end : first]
        return bool(_APPOSED.fullmatch(between) and _ENDED.match(after))

    def pointed(self, reading: Reading, name: str, iris: set[str]) -> Span | None:
        """Return where a place was named last that a pointing word may mean: "the zone", of the … Zone."""
        noun = self._pointing(reading)
        if noun is None or alike.plain(name, self.known).split()[-1:] != [noun]:
            return None
        before = self.sited.spots(name, iris, 0, reading.evidence["place"].start)
        return before[-1] if before else None

    def points_elsewhere(self, reading: Reading) -> bool:
        """Return whether a pointing word fits the name of another place better than that of the one read."""
        noun = self._pointing(reading)
        if noun is None:
            return False
        title = self.analysis.title
        named = self.subjects.within(0, reading.evidence["place"].start)
        named = [*named, *(Subjects.of(title).places if title is not None else ())]
        names = (p.name or self.lexicon.vocabulary.label(p.iri, "en") for p in named if p.iri)
        return any(alike.plain(name, self.known).split()[-1:] == [noun] for name in names)

    def _pointing(self, reading: Reading) -> str | None:
        """Return the noun of "the zone" by which a place is meant whose own name does not end in it."""
        if "antecedent" not in reading.evidence or not self.sited.in_cell(reading):
            return None
        spot = reading.evidence["place"]
        words = alike.plain(self.analysis.folded[spot.start : spot.end], self.known).removesuffix(" s").split()
        name = reading.place_name or self.lexicon.vocabulary.label(reading.place or "", "en")
        return words[-1] if words and alike.plain(name, self.known).split()[-1:] != words[-1:] else None
