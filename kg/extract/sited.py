"""On what ground a figure may be of the place or the body that somebody gives it.

What the rules read is asked first. Where they read nothing in the figure's own words, the name that stands nearest
before the figure is as good a ground; a name that stands farther away than another of its kind is none.
"""

from collections import Counter
from functools import cached_property

from kg.extract import alike, territory
from kg.extract.called import Span
from kg.extract.measured import AS_READ
from kg.extract.named import Mention
from kg.extract.naming import Naming
from kg.extract.roles import Evidence, Reading
from kg.extract.subjects import Place, Subjects

__all__ = ["Sited"]

_APART = {"compared", "field", "name", "chained", "dateline"}
"""Roles of places that a figure is measured against."""
_GOES_ON = r"\b(?:{own-pronoun}|the {company-word}(?:'s)?)\b|{company-noun-zh}"
_HEARD_BEFORE = r"{not-actor-before}\s*(?:the )?$"
_HEARD_AFTER = r"(?:'s)?\s*(?:\([^)]*\)\s*)?(?:{speaker-after}|report\b)"
_OF_WHOLE = r"(?:\b{of-whole}(?: the)? |{of-whole})$"
_LONG = 60
"""Most characters of a name."""
_FAR = 3
"""Sentences that a body may have been named before one that goes on about it."""


class Sited:
    """The grounds of places and bodies in one text."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.analysis = naming.analysis
        self.lexicon = naming.lexicon
        self.known = naming.known
        self.called = naming.called
        self.subjects = Subjects.of(naming.analysis)

    # -- places ----------------------------------------------------------------------------------------------------

    def place(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure is of a place, or None."""
        iris = set(self.lexicon.meanings(name, "place"))
        spot = reading.evidence.get("place")
        if reading.place is not None:
            if self._reads(reading.place, reading.place_name, spot, name, iris):
                return AS_READ
            if spot is not None and (full := self._full_name(reading, spot, name, iris)) is not None:
                return Evidence(*full, "full-name")
            if self._paired(reading) or self._around(reading, iris):
                return None
            near = self._nearest(reading, iris) if reading.stat != "rank" else None
            if near is not None:
                return Evidence(near.start, near.end, "named-nearest")
            if self._in_own_words(reading):
                return None
        return self._inherited(reading, name, iris)

    def _reads(self, iri: str, printed: str | None, spot: Evidence | None, name: str, iris: set[str]) -> bool:
        """Return whether a name means the place or body that was read, is written like it, or sounds like it."""
        if self.naming.reads(iri, printed, name, iris) or (printed and self._ends(printed, iris)):
            return True
        if any(m.iri in iris for m in self.analysis.mentions):
            return False
        written = printed or (self.analysis.folded[spot.start : spot.end] if spot is not None else "")
        return alike.sounds_like(name, written, self.known) or self.called.translates(name, written) or self.called.translates(name, written)

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

    def _in_own_words(self, reading: Reading) -> bool:
        """Return whether the words of a figure name its place, and do not only point to it."""
        spot, cell = reading.evidence.get("place"), reading.cell
        return spot is not None and cell.start <= spot.start < cell.end and "antecedent" not in reading.evidence

    def _nearest(self, reading: Reading, iris: set[str]) -> Mention | None:
        """Return the place that a figure's own words name last before it, unless a preposition makes it a whole."""
        start, end = reading.cell.left
        named = self.analysis.mentions_in(start, end, "place")
        if not named or iris.isdisjoint(named[-1].iris) or named[-1].start in self._apart(start, end):
            return None
        before = self.analysis.folded[max(0, named[-1].start - 12) : named[-1].start]
        return None if self.known.pattern(_OF_WHOLE).search(before) else named[-1]

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

    def _apart(self, start: int, end: int) -> set[int]:
        return {p.start for p in self.subjects.within(start, end) if p.role in _APART}

    def _inherited(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where the words before a figure name a place last: in its sentence, else before it, else the title."""
        sentence, quantity = reading.cell.sentence, reading.quantity
        own = self._spots(name, iris, sentence.start, quantity.first)
        others = [p for p in self._others(sentence.start, quantity.first, own, iris) if p.role not in _APART]
        if reading.place is not None and not own and all(p.antecedent is not None for p in others):
            return self._titled(reading, iris)
        if own:
            last = own[-1]
            return None if any(p.start > last[0] for p in others) else Evidence(*last, "same-sentence")
        if others:
            return None
        if reading.place is not None:
            return self._titled(reading, iris)
        if reading.org is not None or quantity.first == sentence.start:
            after = self._spots(name, iris, quantity.last, sentence.end)
            if after:
                return Evidence(*after[0], "only-place")
            if self._others(quantity.last, sentence.end, [], iris) or reading.org is not None:
                return None
        return self._before(reading, name, iris)

    @cached_property
    def _most(self) -> str | None:
        """The place that the text names most, if it names one so."""
        named = Counter(p.iri for p in self.subjects.places if p.iri and p.role not in _APART).most_common(2)
        alone = len(named) == 1 or (len(named) > 1 and named[0][1] > named[1][1])
        return named[0][0] if alone else None

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
            later = [p for p in self._others(told.start, sentence.start, [last], iris) if p.role not in _APART]
            near = told.paragraph == sentence.paragraph or told.number + 1 == sentence.number or self._most in iris
            near = near or all(p.role in _APART for p in self._others(0, sentence.start, spots, iris))
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
            found = {(p.start, p.end) for p in heard}
        return sorted(span for span in found if span[0] not in apart)

    def _inside(self, span: Span) -> bool:
        """Return whether a name stands inside of a longer one: Suzhou in Suzhou Industrial Park."""
        around = self.analysis.mentions_in(span[0] - _LONG, span[1])
        return any(
            m.layer in {"place", "org"} and m.start <= span[0] and span[1] <= m.end and m.end - m.start > span[1] - span[0]
            for m in around
        )

    def _heard(self, place: Place, name: str) -> bool:
        written = place.name or self.analysis.folded[place.start : place.end]
        return alike.sounds_like(name, written, self.known) or self.called.translates(name, written) or self.called.translates(name, written)

    def _others(self, start: int, end: int, own: list[Span], iris: set[str]) -> list[Place]:
        """Return the other places that a stretch names."""
        return [
            p
            for p in self.subjects.within(start, end)
            if p.iri is not None and p.iri not in iris and not any(s <= p.start < e for s, e in own)
        ]

    # -- bodies ----------------------------------------------------------------------------------------------------

    def org(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure is a body's, or None."""
        iris = set(self.lexicon.meanings(name, "org"))
        spot = reading.evidence.get("org")
        if reading.org is not None:
            if self._reads(reading.org, reading.org_name, spot, name, iris):
                return AS_READ
            full = self.naming.around(spot, name) if spot is not None else None
            return Evidence(*full, "full-name") if full is not None else None
        sentence, first = reading.cell.sentence, reading.quantity.first
        own = [span for span in self._bodies(name, iris) if sentence.start <= span[0] and span[1] <= first]
        if own:
            last = own[-1]
            return Evidence(*last, "named") if self._acts(last) and not self._overtaken(last, reading) else None
        if not self.known.pattern(_GOES_ON).search(self.analysis.folded, sentence.start, first):
            return None
        return self._body_before(reading, name, iris)

    def _bodies(self, name: str, iris: set[str]) -> list[Span]:
        found = {(m.start, m.end) for m in self.analysis.mentions if m.layer == "org" and not iris.isdisjoint(m.iris)}
        return sorted(found | set(self.called.spots(name)))

    def _acts(self, span: Span) -> bool:
        """Return whether a body does something, and is not only heard."""
        folded = self.analysis.folded
        before, after = folded[max(0, span[0] - 24) : span[0]], folded[span[1] : span[1] + 30]
        if self.known.pattern(_HEARD_AFTER).match(after):
            return False
        return not self.known.pattern(_HEARD_BEFORE).search(before)

    def _overtaken(self, span: Span, reading: Reading) -> bool:
        """Return whether a place or another body is spoken of between a body and its figure."""
        first = reading.quantity.first
        later = [m for m in self.analysis.mentions_in(span[1], first, "org") if m.iri]
        spot = reading.evidence.get("place")
        return bool(later) or (spot is not None and span[1] <= spot.start < first and self._in_own_words(reading))

    def _body_before(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where a body was named last before a sentence that goes on about "the company"."""
        sentence = reading.cell.sentence
        spots = [span for span in self._bodies(name, iris) if span[1] <= sentence.start]
        if not spots:
            return None
        last = spots[-1]
        told = self.analysis.sentence_of(last[0])
        later = [m for m in self.analysis.mentions_in(last[1], sentence.start, "org") if m.iri]
        places = [p for p in self._others(sentence.start, reading.quantity.first, [], set()) if p.role not in _APART]
        if later or places or sentence.number - told.number > _FAR:
            return None
        return Evidence(*last, "body-before")
