"""On what ground a figure may be of the place that somebody gives it.

What the rules read is asked first. Where they read nothing in the figure's own words, the name that stands nearest
before the figure is as good a ground; a name that stands farther away than another of its kind is none.
"""

import re
from collections import Counter
from functools import cached_property

from kg.extract import alike, territory
from kg.extract.called import Span
from kg.extract.measured import AS_READ
from kg.extract.named import Mention
from kg.extract.naming import Naming
from kg.extract.roles import Evidence, Reading
from kg.extract.subjects import Place, Subjects

__all__ = ["APART", "Sited"]

APART = {"compared", "field", "name", "chained", "dateline"}
"""Roles of places that a figure is measured against."""
_OF_WHOLE = r"(?:\b{of-whole}(?: the)? |{of-whole})$"
_APPOSED = re.compile(r", (?!wh)[^,;.]{3,80}")
"""What stands between a place and another one that only tells what it is."""
_ENDED = re.compile(r"[^,;.]{0,40},")
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

    def place(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure is of a place, or None."""
        iris = set(self.lexicon.meanings(name, "place"))
        spot = reading.evidence.get("place")
        if reading.place is not None and spot is not None and self._shared(reading, spot):
            return self._before(reading, name, iris)
        if reading.place is not None:
            if self.reads(reading.place, reading.place_name, spot, name, iris):
                other = spot is not None and (self._only_presents(reading, spot) or self._points_elsewhere(reading))
                return None if other else AS_READ
            if spot is not None and (full := self._full_name(reading, spot, name, iris)) is not None:
                return Evidence(*full, "full-name")
            if self._paired(reading):
                return None
            if spot is not None and (told := self._presented(reading, spot, name, iris)) is not None:
                return Evidence(*told, "presented")
            if spot is not None and (told := self._pointed(reading, name, iris)) is not None:
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
        """Return whether the place read is the whole of a share alone: 占江苏的六成."""
        if reading.stat != "share" or self.analysis.text.language != "zh" or not self.in_own_words(reading):
            return False
        return self.known.pattern(r"{part-of}[^,。;\d]{0,4}$").search(self.analysis.folded, 0, spot.start) is not None

    def _apart(self, start: int, end: int) -> set[int]:
        return {p.start for p in self.subjects.within(start, end) if p.role in APART}

    def _inherited(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where the words before a figure name a place last: in its sentence, else before it, else the title."""
        sentence, quantity = reading.cell.sentence, reading.quantity
        own = self._spots(name, iris, sentence.start, quantity.first)
        others = [p for p in self.others(sentence.start, quantity.first, own, iris) if p.role not in APART]
        if reading.place is not None and not own and all(p.antecedent is not None for p in others):
            return self._titled(reading, iris)
        if own:
            last = own[-1]
            whole = self.analysis.text.language == "zh" and self._of_whole(last[0])
            later = any(p.start > last[0] for p in others)
            return None if later or whole else Evidence(*last, "same-sentence")
        if others:
            return None
        if reading.place is not None:
            return self._titled(reading, iris)
        if reading.org is not None or quantity.first == sentence.start:
            after = self._spots(name, iris, quantity.last, sentence.end)
            if after:
                return Evidence(*after[0], "only-place")
            if self.others(quantity.last, sentence.end, [], iris) or reading.org is not None:
                return None
        return self._before(reading, name, iris)

    @cached_property
    def _most(self) -> str | None:
        """The place that the text names most, if it names one so."""
        named = Counter(p.iri for p in self.subjects.places if p.iri and p.role not in APART).most_common(2)
        alone = len(named) == 1 or (len(named) > 1 and named[0][1] > named[1][1])
        return named[0][0] if alone else None

    def _presented(self, reading: Reading, spot: Evidence, name: str, iris: set[str]) -> Span | None:
        """Return where a sentence presents its place, and names the one read only to do so: "Yunyan, a part of …,"."""
        start = reading.cell.sentence.start
        return next((s for s in self._spots(name, iris, start, spot.start) if self._apposes(s, spot, reading)), None)

    def _only_presents(self, reading: Reading, spot: Evidence) -> bool:
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

    def _pointed(self, reading: Reading, name: str, iris: set[str]) -> Span | None:
        """Return where a place was named last that a pointing word may mean: "the zone", of the … Zone."""
        noun = self._pointing(reading)
        if noun is None or alike.plain(name, self.known).split()[-1:] != [noun]:
            return None
        before = self._spots(name, iris, 0, reading.evidence["place"].start)
        return before[-1] if before else None

    def _points_elsewhere(self, reading: Reading) -> bool:
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
        if "antecedent" not in reading.evidence or not self._in_cell(reading):
            return None
        spot = reading.evidence["place"]
        words = alike.plain(self.analysis.folded[spot.start : spot.end], self.known).removesuffix(" s").split()
        name = reading.place_name or self.lexicon.vocabulary.label(reading.place or "", "en")
        return words[-1] if words and alike.plain(name, self.known).split()[-1:] != words[-1:] else None

    def _titled(self, reading: Reading, iris: set[str]) -> Evidence | None:
        """Return where the title's one place of a kind is named that "the city" may mean as well as the one read."""
        title = self.analysis.title
        if title is None or "antecedent" not in reading.evidence or not self._in_cell(reading):
            return None
        spot = reading.evidence["place"]
        pointing = next((m.kind for m in self.analysis.mentions_in(spot.start, spot.end, "anaphor")), None)
        named = {p.iri for p in Subjects.of(title).places if p.iri and p.kind == pointing}
        if len(named) != 1 or named.isdisjoint(iris):
            return None
        first = next((p for p in self.subjects.places if p.iri in named), None)
        return Evidence(first.start, first.end, "title") if first is not None else Evidence(-1, -1, "title")

    def _in_cell(self, reading: Reading) -> bool:
        spot, sentence = reading.evidence.get("place"), reading.cell.sentence
        return spot is not None and sentence.start <= spot.start < sentence.end

    def _before(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        sentence = reading.cell.sentence
        spots = self._spots(name, iris, 0, sentence.start)
        if spots:
            last = spots[-1]
            told = self.analysis.sentence_of(last[0])
            later = [p for p in self.others(told.start, sentence.start, [last], iris) if p.role not in APART]
            near = told.paragraph == sentence.paragraph or told.number + 1 == sentence.number or self._most in iris
            near = near or all(p.role in APART for p in self.others(0, sentence.start, spots, iris))
            if near and not later:
                return Evidence(*last, "named-last")
        return None

    def _spots(self, name: str, iris: set[str], start: int, end: int) -> list[Span]:
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
        for first, last in self.called.spots(name):
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
