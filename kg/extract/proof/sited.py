"""On what ground a figure may be of the place that somebody gives it.

What the rules read is asked first. Where they read nothing in the figure's own words, the name that stands nearest
before the figure is as good a ground; a name that stands farther away than another of its kind is none.
"""

from collections import Counter
from functools import cached_property

from kg.extract.entities import territory
from kg.extract.entities.named import Mention
from kg.extract.proof.against import Against
from kg.extract.proof.called import Span
from kg.extract.proof.measured import AS_READ
from kg.extract.proof.naming import Naming
from kg.extract.proof.pointed import Pointed
from kg.extract.proof.topical import Topical
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.whom.subjects import Place, Subjects

__all__ = ["APART", "Sited"]

APART = {"compared", "field", "name", "chained", "dateline"}
"""Roles of places that a figure is measured against."""
_OF_WHOLE = r"(?:\b{of-whole}(?: the)? |{of-whole})$"
_NAMED = 8
"""Most characters between the name of a zone and the word that makes it one."""
_LONG = 60
"""Most characters of a name."""


class Sited:
    """The grounds of places in one text."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.analysis = naming.analysis
        self.lexicon = naming.lexicon
        self.known = naming.known
        self.called = naming.called
        self.subjects = Subjects.of(naming.analysis)
        self.pointed = Pointed(self)
        self.measured_against = Against(self)
        self.topical = Topical(self)

    def place(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure is of a place, or None."""
        iris = set(self.lexicon.meanings(name, "place"))
        return self._near(reading, name, iris) or self.topical.ground(reading, name, iris)

    def _near(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return the ground that the words of a figure, or those last before it, give a place, or None."""
        spot = reading.evidence.get("place")
        if reading.place is not None and spot is not None and self._shared(reading, spot):
            return self._before(reading, name, iris)
        if spot is not None and self.measured_against.beside(reading, spot):
            return self.measured_against.ground(reading, name, iris)
        if spot is not None and (part := self.measured_against.within(reading, spot, name, iris)) is not None:
            return part
        if reading.place is not None:
            if self.reads(reading.place, reading.place_name, spot, name, iris):
                other = spot is not None and (
                    self.pointed.only_presents(reading, spot) or self.pointed.points_elsewhere(reading)
                )
                return None if other else AS_READ
            if spot is not None and (full := self._full_name(reading, spot, name, iris)) is not None:
                return Evidence(*full, "full-name")
            if self._paired(reading):
                return None
            if spot is not None and (told := self.pointed.presented(reading, spot, name, iris)) is not None:
                return Evidence(*told, "presented")
            if spot is not None and (told := self.pointed.pointed(reading, name, iris)) is not None:
                return Evidence(*told, "pointed-at")
            if self._around(reading, iris):
                return None
            near = self._nearest(reading, iris) if reading.stat != "rank" else None
            if near is not None:
                return Evidence(near.start, near.end, "named-nearest")
            if self.in_own_words(reading):
                return None
        return self._inherited(reading, name, iris)

    def reads(self, iri: str, printed: str | None, spot: Evidence | None, name: str, iris: set[str]) -> bool:
        """Return whether a name means the place or body that was read, is written like it, or sounds like it."""
        if self.naming.reads(iri, printed, name, iris) or (printed and self._ends(printed, iris)):
            return True
        if any(m.iri in iris for m in self.analysis.mentions):
            return False
        written = printed or (self.analysis.folded[spot.start : spot.end] if spot is not None else "")
        return (
            alike.sounds_like(name, written, self.known)
            or self.called.translates(name, written)
            or self.called.translates(name, written)
        )

    def _ends(self, printed: str, iris: set[str]) -> bool:
        """Return whether a name that the ontology lacks is a known one behind that of a larger place."""
        found = self.lexicon.find(printed)
        return any(m.layer == "place" and m.start and m.end == len(printed) and m.iri in iris for m in found)

    def _full_name(self, reading: Reading, spot: Evidence, name: str, iris: set[str]) -> Span | None:
        """Return where a longer name stands that the place read is only a part of."""
        around = self.naming.around(spot, name)
        if around is not None or reading.place_name is None or iris:
            return around
        for start, end in self.called.printed(name):
            inner = self.analysis.mentions_in(start, end, "place")
            if any(m.iri == reading.place and (m.start, m.end) != (start, end) and m.end <= end for m in inner):
                return start, end
        return None

    def in_own_words(self, reading: Reading) -> bool:
        """Return whether the words of a figure name its place, and do not only point to it."""
        spot, cell = reading.evidence.get("place"), reading.cell
        return spot is not None and cell.start <= spot.start < cell.end and "antecedent" not in reading.evidence

    def _nearest(self, reading: Reading, iris: set[str]) -> Mention | None:
        """Return the place that a figure's own words name last before it, unless a preposition makes it a whole."""
        start, end = reading.cell.left
        named = self.analysis.mentions_in(start, end, "place")
        if not named or iris.isdisjoint(named[-1].iris) or named[-1].start in self._apart(start, end):
            return None
        return None if self._of_whole(named[-1].start) else named[-1]

    def _of_whole(self, start: int) -> bool:
        before = self.analysis.folded[max(0, start - 12) : start]
        return self.known.pattern(_OF_WHOLE).search(before) is not None

    def _paired(self, reading: Reading) -> bool:
        """Return whether two lists side by side give the figures of a sentence their places."""
        sentence = reading.cell.sentence
        same = [r for r in self.naming.readings if r.cell.sentence is sentence]
        return any(spot.rule == "paired-list" for r in same if (spot := r.evidence.get("place")) is not None)

    def _around(self, reading: Reading, iris: set[str]) -> bool:
        """Return whether a place holds the one that was read, or lies in it and the sentence names both."""
        lies = territory.of(self.lexicon.vocabulary)
        above = lies.above(reading.place or "")
        if not above.isdisjoint(iris):
            return True
        spot, sentence = reading.evidence.get("place"), reading.cell.sentence
        told = spot is not None and sentence.start <= spot.start < sentence.end
        return told and any(reading.place in lies.above(iri) for iri in iris)

    def _shared(self, reading: Reading, spot: Evidence) -> bool:
        """Return whether the place read is only a whole: 占江苏的六成, 在全国的份额."""
        if self.analysis.text.language != "zh" or spot.start < 0:
            return False
        if any(p.start == spot.start and self._whole_country(p) for p in self.subjects.within(spot.start, spot.end)):
            return True
        if reading.stat != "share" or not self.in_own_words(reading):
            return False
        return self.known.pattern(r"{part-of}[^,。;\d]{0,4}$").search(self.analysis.folded, 0, spot.start) is not None

    def _whole_country(self, place: Place) -> bool:
        """Return whether a Chinese text names a country as what something holds a part or a rank of: 在全国."""
        return self.analysis.text.language == "zh" and place.kind == "country" and self._of_whole(place.start)

    def _apart(self, start: int, end: int) -> set[int]:
        return {p.start for p in self.subjects.within(start, end) if p.role in APART}

    def _inherited(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where the words before a figure name a place last: in its sentence, else before it, else the title."""
        sentence, quantity = reading.cell.sentence, reading.quantity
        own = self.spots(name, iris, sentence.start, quantity.first)
        others = [p for p in self.others(sentence.start, quantity.first, own, iris) if p.role not in APART]
        if reading.place is not None and not own and all(p.antecedent is not None for p in others):
            return self._titled(reading, iris)
        if own:
            last = own[-1]
            whole = self.analysis.text.language == "zh" and self._of_whole(last[0])
            later = any(p.start > last[0] for p in others)
            return None if later or whole else Evidence(*last, "same-sentence")
        if others or self._described(sentence.start, quantity.first):
            return None
        if reading.place is not None:
            return self._titled(reading, iris)
        if reading.org is not None or quantity.first == sentence.start:
            after = self.spots(name, iris, quantity.last, sentence.end)
            if after:
                return Evidence(*after[0], "only-place")
            if self.others(quantity.last, sentence.end, [], iris) or reading.org is not None:
                return None
        return self._before(reading, name, iris)

    def _described(self, start: int, end: int) -> bool:
        """Return whether words describe a place that was not named: "the Shanxi city"."""
        unknown = [p for p in self.subjects.within(start, end) if p.iri is None and p.kind == "city"]
        return any(self.analysis.mentions_in(p.start, p.end, "place") for p in unknown)

    @cached_property
    def _most(self) -> str | None:
        """The place that the text names most, if it names one so."""
        named = Counter(p.iri for p in self.subjects.places if p.iri and p.role not in APART).most_common(2)
        alone = len(named) == 1 or (len(named) > 1 and named[0][1] > named[1][1])
        return named[0][0] if alone else None

    def _titled(self, reading: Reading, iris: set[str]) -> Evidence | None:
        """Return where the title's one place of a kind is named that "the city" may mean as well as the one read."""
        title = self.analysis.title
        if title is None or "antecedent" not in reading.evidence or not self.in_cell(reading):
            return None
        spot = reading.evidence["place"]
        pointing = next((m.kind for m in self.analysis.mentions_in(spot.start, spot.end, "anaphor")), None)
        named = {p.iri for p in Subjects.of(title).places if p.iri and p.kind == pointing}
        if len(named) != 1 or named.isdisjoint(iris):
            return None
        first = next((p for p in self.subjects.places if p.iri in named), None)
        return Evidence(first.start, first.end, "title") if first is not None else Evidence(-1, -1, "title")

    def in_cell(self, reading: Reading) -> bool:
        """Return whether the sentence of a figure names its place, or points to it."""
        spot, sentence = reading.evidence.get("place"), reading.cell.sentence
        return spot is not None and sentence.start <= spot.start < sentence.end

    def _before(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        sentence = reading.cell.sentence
        spots = self.spots(name, iris, 0, sentence.start)
        if spots:
            last = spots[-1]
            told = self.analysis.sentence_of(last[0])
            later = [p for p in self.others(told.start, sentence.start, [last], iris) if p.role not in APART]
            later = [p for p in later if not self._whole_country(p)]
            near = told.paragraph == sentence.paragraph or told.number + 1 == sentence.number or self._most in iris
            near = near or all(p.role in APART for p in self.others(0, sentence.start, spots, iris))
            if near and not later:
                return Evidence(*last, "named-last")
        return None

    def spots(self, name: str, iris: set[str], start: int, end: int) -> list[Span]:
        """Return where a stretch names a place: by any of its names, by a word that stands for it, or as printed."""
        apart = self._apart(start, end)
        found = {(p.start, p.end) for p in self.subjects.within(start, end) if p.iri in iris}
        printed = [span for span in self.called.printed(name) if start <= span[0] and span[1] <= end]
        found |= {span for span in printed if not self._inside(span)}
        if not iris and not found:
            heard = [p for p in self.subjects.within(start, end) if p.iri and self._heard(p, name)]
            found = {(p.start, p.end) for p in heard} or set(self._zones(name, start, end))
        return sorted(span for span in found if span[0] not in apart)

    def _zones(self, name: str, start: int, end: int) -> list[Span]:
        """Return where a stretch names a zone that no list holds, as it is spoken, with the word that makes it one."""
        found: list[Span] = []
        if self.known.set("class-in-name").isdisjoint(alike.plain(name, self.known).split()):
            return found
        words = set(alike.plain(name, self.known).split())
        divided = not words.isdisjoint(self.known.set("county-ending"))
        for first, last in self.called.spots(name):
            if divided and start <= first and last <= end:
                found.append((first, last))  # 武功 is Wugong County
                continue
            kind = next(iter(self.analysis.cues_in("cue:zone-suffix", last, last + _NAMED)), None)
            if kind is not None and start <= first and kind.end <= end:
                found.append((first, kind.end))
        return found

    def _inside(self, span: Span) -> bool:
        """Return whether a name stands inside of a longer one: Suzhou in Suzhou Industrial Park."""
        around = self.analysis.mentions_in(span[0] - _LONG, span[1])
        return any(
            m.layer in {"place", "org"}
            and m.start <= span[0]
            and span[1] <= m.end
            and m.end - m.start > span[1] - span[0]
            for m in around
        )

    def _heard(self, place: Place, name: str) -> bool:
        written = place.name or self.analysis.folded[place.start : place.end]
        return (
            alike.sounds_like(name, written, self.known)
            or self.called.translates(name, written)
            or self.called.translates(name, written)
        )

    def others(self, start: int, end: int, own: list[Span], iris: set[str]) -> list[Place]:
        """Return the other places that a stretch names."""
        return [
            p
            for p in self.subjects.within(start, end)
            if p.iri is not None and p.iri not in iris and not any(s <= p.start < e for s, e in own)
        ]
