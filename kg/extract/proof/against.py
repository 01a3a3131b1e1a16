"""Tell the place that a figure is only measured against, and on what ground it is of another one.

"0.8 points higher than that of Hunan" is no figure of Hunan, "a tenth of the cars made in China" none of China.
"""

from typing import TYPE_CHECKING

from kg.extract.entities import territory
from kg.extract.roles import Evidence, Reading

if TYPE_CHECKING:
    from kg.extract.proof.sited import Sited

__all__ = ["Against"]

_THAN = r"\b{than} (?:{figure-of} )?(?:{a-or-the} )?$"
_THAN_ZH = r"{over-zh}[^,。;、]{0,6}$"
_NEAR = 24
"""Most characters of the words of a comparison before a place."""


class Against:
    """The places of one text that its figures are measured against."""

    def __init__(self, sited: "Sited") -> None:
        self.sited = sited
        self.analysis = sited.analysis
        self.known = sited.known

    def beside(self, reading: Reading, spot: Evidence) -> bool:
        """Return whether a difference is one to the place that was read: "higher than that of", 高出全省."""
        if reading.stat != "difference" or not self.sited.in_cell(reading):
            return False
        template = _THAN_ZH if self.analysis.text.language == "zh" else _THAN
        start = max(reading.cell.sentence.start, spot.start - _NEAR)
        return self.known.pattern(template).search(self.analysis.folded, start, spot.start) is not None

    def ground(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where the place of the figure before is named, of which the difference is told."""
        before = [r for r in self.sited.naming.readings if r.quantity.start < reading.quantity.start]
        told = before[-1].evidence.get("place") if before else None
        if told is None or before[-1].place is None:
            return None
        same = before[-1].cell.sentence.paragraph == reading.cell.sentence.paragraph
        known = self.sited.reads(before[-1].place, before[-1].place_name, told, name, iris)
        return Evidence(told.start, told.end, "figure-before") if same and known else None

    def within(self, reading: Reading, spot: Evidence, name: str, iris: set[str]) -> Evidence | None:
        """Return where a place is named whose part in the one read, or rank in it, is told: "the country's biggest"."""
        if reading.place is None or reading.place in iris:
            return None
        whole = reading.stat in {"share", "rank"} and spot.rule == "own-words"
        if not whole and not self._field(spot):
            return None
        lies = territory.of(self.sited.lexicon.vocabulary)
        if not any(reading.place in lies.above(iri) for iri in iris):
            return None
        sentence = reading.cell.sentence
        first = min(spot.start, reading.quantity.first) if spot.start >= sentence.start else reading.quantity.first
        named = self.sited.spots(name, iris, sentence.start, first)
        others = self.sited.others(sentence.start, first, named, iris)
        if not named or any(p.iri != reading.place for p in others):
            return None
        return Evidence(*named[-1], "part-of-place")

    def _field(self, spot: Evidence) -> bool:
        """Return whether a place is only that in which something ranks: "the country's biggest market"."""
        return any(p.role == "field" for p in self.sited.subjects.within(spot.start, spot.end))
