"""Bind figures to the place or body they are about.

`kg.extract.whom.bodies` chooses the body, `kg.extract.whom.placing` the place, `kg.extract.whom.course` remembers both.
"""

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.entities import territory
from kg.extract.roles import Evidence, Reading, State, What
from kg.extract.text.tokens import Sentence
from kg.extract.whom.antecedents import CHINA
from kg.extract.whom.bodies import body_of
from kg.extract.whom.course import Course
from kg.extract.whom.placing import place_of
from kg.extract.whom.subjects import Subjects

__all__ = ["Who"]


class Who:
    """Reads subjects for the figures of one text."""

    def __init__(self, analysis: Analysis, subjects: Subjects) -> None:
        self.analysis = analysis
        self.subjects = subjects
        self.course = Course(analysis, subjects)

    def bind(self, reading: Reading, cell: Cell, made: list[Reading], state: State, what: What) -> None:
        """Give a reading its place, its body, or both."""
        body = body_of(reading, cell, made, self.course)
        place, rule = place_of(reading, cell, made, what, body, state, self.course)
        if body is not None:
            reading.org, reading.org_name = body.iri, body.name
            reading.evidence["org"] = Evidence(body.start, body.end, "named")
        if place is not None:
            reading.place, reading.place_name = place.iri, place.name
            reading.evidence["place"] = Evidence(place.start, place.end, rule)
            if place.antecedent:
                reading.evidence["antecedent"] = Evidence(*place.antecedent, "antecedent")
        if reading.stat == "rank":
            reading.among = self._field(cell, reading)
        if what.national:
            reading.compared = self._nation(reading)

    def open(self, sentence: Sentence) -> None:
        """Begin a sentence."""
        self.course.open(sentence)

    def close(self, sentence: Sentence, made: list[Reading]) -> None:
        """Remember whom the next sentence may be about."""
        self.course.close(sentence, made)

    def _field(self, cell: Cell, reading: Reading) -> str | None:
        """Return the place among whose parts a rank holds."""
        rank = self.analysis.ranks.get(cell.quantity.start)
        if rank is None or rank.field is None:
            return None
        start, end = rank.field
        pattern = self.analysis.lexicon.phrases.pattern
        if pattern(r"{field-china}").search(self.analysis.folded, start, end):
            return CHINA
        if pattern(r"{field-country}").search(self.analysis.folded, start, end):
            return self._nation(reading)
        inside = [p for p in self.subjects.within(start, end + 24) if p.iri]
        return inside[0].iri if inside else None

    def _nation(self, reading: Reading) -> str | None:
        """Return the country that "the nation" means: that of the figure's place; in a Chinese text else China."""
        lands = territory.of(self.analysis.lexicon.vocabulary)
        spot = reading.evidence.get("place")
        named = next((p.within for p in self.subjects.places if spot is not None and p.start == spot.start), None)
        root = reading.place if reading.place_name is None else named
        country = lands.country(root) if root is not None else None
        return country or (CHINA if self.analysis.text.language == "zh" else None)
