"""The question which place a figure is about, and what can be asked of its sentence: the places near it, its whole.

The rules that answer it are in `kg.extract.whom.placing`.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from kg.extract.cells import Cell
from kg.extract.entities.named import Mention
from kg.extract.roles import Reading, State, What
from kg.extract.whom.course import Course
from kg.extract.whom.subjects import Place
from kg.terms import DEKGR

__all__ = ["NOWHERE", "NO_BODY", "PRESENTED", "Asked", "Placed"]

PRESENTED = "a subject that is not known"
"""The reason to hold back a figure of a name that a sentence presents and nobody knows."""
NO_BODY = "a body that is not known"
"""The reason to hold back a figure of a firm that nobody knows."""
_OWNED = r"'s? (?:[\w-]+ ){0,6}|[\u4e00-\u9fff的]{0,14}"
_EMPLOYMENT = DEKGR + "property-employment"
_EMPLOYER = r"'s (?:[a-z-]+ )?{superlative} (?:[a-z-]+ )?{employer}\b"
_AT_SITE = r"\b{office-of-firm} {in-at} (?:the )?$"
_SITED = r" (?:(?!{clause-joiner}\b)[a-z]\w* ){0,3}{in-at} (?:the )?"

_APART = r"\b{according-to}\b|, {person-noun}\b|\b{than}\b|\b{set-behind}\b|\b{superlative}\b|, {clause-joint} "
"""What stands between a figure and a place that it does not belong to: another's, or the field of a rank."""

Placed = tuple[Place | None, str]
"""A place, or None, with the rule by which it was found."""
NOWHERE: Placed = (None, "")


@dataclass
class Asked:
    """The question where one figure belongs, with what its rules share."""

    reading: Reading
    cell: Cell
    made: list[Reading]
    what: What
    body: Mention | None
    state: State
    course: Course

    @property
    def first(self) -> int:
        """Where the figure begins."""
        return self.cell.quantity.first

    def _held(self, problem: str) -> Placed:
        self.reading.problems.append(problem)
        return NOWHERE

    def _listed(self, cue: str) -> frozenset[str]:
        return self.course.analysis.lexicon.listed(cue)

    @cached_property
    def _own(self) -> list[Place]:
        return [p for p in self.course.usable(self.cell.start, self.first) if not self._in_whole(p) and self._ranked(p)]

    def _earlier(self) -> list[Place]:
        return [p for p in self.course.usable(self.cell.sentence.start, self.cell.start) if self._ranked(p)]

    def _unknown(self) -> list[Place]:
        within = self.course.subjects.within(self.cell.sentence.start, self.cell.start)
        return [p for p in within if p.kind == "stranger"]

    def _ranked(self, place: Place) -> bool:
        """Return whether a place may hold a rank; the country that "nationwide" stands for is its field."""
        if self.reading.stat != "rank" or place.kind != "country":
            return True
        words = self.course.folded[place.start : place.end].casefold()
        return words not in self.course.analysis.lexicon.phrases.set("all-country")

    def _in_whole(self, place: Place) -> bool:
        span = self.what.whole_span
        return span is not None and span[0] <= place.start < span[1]

    def _open(self, place: Place) -> bool:
        """Return whether a word such as "the region" belongs to a figure, and what it stands for is not known."""
        here, topic = self.course.place, self.course.topic
        of_topic = here is not None and topic is not None and here.iri == topic.iri
        return place.iri is None and not (self.course.zh or of_topic or self._own) and self._attached(place)

    def _attached(self, place: Place) -> bool:
        gap = self.course.folded[self.cell.right[0] : place.start]
        if self.course.zh:
            return len(gap) < 12 and not re.search(r"[,;。]", gap)
        if re.search(r"[;.]", gap) or self.course.pattern(_APART).search(gap):
            return False
        return bool(self.course.pattern(r"\b{attaching}\s+(?:the\s+)?(?:whole\s+)?$", case=True).search(gap))

    def _site(self) -> Place | None:
        """Return the place in an aside on a body that a figure in it is of: "whose plant in X employs 900"."""
        course, cell = self.course, self.cell
        for place in course.subjects.within(cell.start, cell.end):
            if course.zh or place.iri is None:
                continue
            if self.reading.prop == _EMPLOYMENT and course.pattern(_EMPLOYER, case=True).match(
                course.folded, place.end
            ):
                return place
            if place.role != "oblique":
                continue
            if place.start < self.first:
                before, between = course.folded[cell.start : place.start], course.folded[place.end : self.first]
                if course.pattern(_AT_SITE, case=True).search(before) and not re.search(r"[,;:]", between):
                    return place
            elif course.pattern(_SITED, case=True).fullmatch(course.folded, cell.right[0], place.start):
                return place
        return None

    def _best(self, own: list[Place]) -> Place:
        spot = self.reading.evidence.get("indicator")
        if len(own) == 1 or spot is None:
            return own[-1]
        folded = self.course.folded
        owner = [p for p in own if p.end <= spot.start and re.fullmatch(_OWNED, folded[p.end : spot.start])]
        inside = [
            p
            for p in own
            if self.course.pattern(r"\b{part-preposition} (?:the )?$", case=True).search(
                folded, max(0, p.start - 12), p.start
            )
            and abs(p.start - spot.end) < 60
        ]
        if inside and self.reading.prop in self._listed("cue-spent-somewhere"):
            return inside[-1]  # Malaysia's investment in Guangxi
        if owner:
            return owner[-1]
        return inside[-1] if inside else own[-1]

    def _which_government(self) -> bool:
        """Return whether "the government" may be that of a city or that of the state named around it."""
        course, cell = self.course, self.cell
        words = course.folded[cell.sentence.start : self.first]
        here = course.place
        if course.zh or self._own or here is None or not re.search(r"\b[Tt]he government\b", words):
            return False
        seen = course.subjects.within(0, cell.start)
        if here.kind == "country":
            return any(p.kind in {"province", "municipality"} and p.role == "subject" for p in seen)
        if here.kind in {"province", "municipality"}:
            return False
        return any(p.kind in {"province", "country"} and p.role in {"subject", "chained"} for p in seen)

    def _at_several(self) -> bool:
        """Return whether a figure is that of sites in several places: "its plants, near Tangier and in Fez"."""
        own = [p for p in self.course.subjects.within(self.cell.start, self.first) if p.iri is not None]
        if self.course.zh or self.body is not None or len({p.iri for p in own}) < 2:
            return False
        folded = self.course.folded
        apart = self.course.pattern(r",? and (?:{site-preposition} )?(?:the )?", case=True).fullmatch(
            folded, own[-2].end, own[-1].start
        )
        opening = folded[max(self.cell.sentence.start, own[-2].start - 60) : own[-2].start]
        return bool(apart and self.course.pattern(r"\b{several-sites}\b[^.;]*$", case=True).search(opening))

    def _of_presented(self) -> bool:
        """Return whether a further figure of a sentence is of a name that was presented and is not known."""
        return bool(self.made) and self.made[-1].place is None and PRESENTED in self.made[-1].problems
