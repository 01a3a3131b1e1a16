"""A sentence as a scene: its places, who acts in it, what is denied or only planned, and its passages.

The ground under the readers of statements without a number. Only what one sentence says is read; a subject may be
carried into it by a pronoun, and is then cited as well.
"""

import re
from dataclasses import dataclass

from kg.extract.analysis import Analysis
from kg.extract.assemble import passage_of
from kg.extract.entities.named import Mention
from kg.extract.text.lexicon import Match
from kg.extract.text.tokens import Sentence
from kg.extract.whom.subjects import Place
from kg.model import Passage
from kg.periods import Period
from kg.terms import DEKGR

__all__ = ["Actor", "Scene"]

GENERAL = DEKGR + "industry-general"
WHOLE = DEKGR + "industry-whole-economy"
_FAR = 160


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a known place or body, where it stands, and what it stands for if by another word."""

    iri: str
    start: int
    end: int
    antecedent: tuple[int, int] | None = None


@dataclass(slots=True)
class Scene:
    """One sentence of a text.

    Attributes:
        places: named in it, in order, resolved.
        carried: the subject of the sentence before, for "it" and 其.
    """

    analysis: Analysis
    sentence: Sentence
    places: list[Place]
    carried: Place | None

    @property
    def zh(self) -> bool:
        """Whether the text is Chinese."""
        return self.analysis.text.language == "zh"

    @property
    def start(self) -> int:
        """Where the sentence begins."""
        return self.sentence.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.sentence.end

    def words(self, start: int, end: int) -> str:
        """Return the folded words of a span."""
        return self.analysis.folded[max(0, start) : end]

    def pattern(self, template: str, *, case: bool = False) -> "re.Pattern[str]":
        """Return a pattern of words of the ontology."""
        return self.analysis.lexicon.phrases.pattern(template, case=case)

    def matches(self, template: str, start: int, end: int) -> bool:
        """Return whether a pattern covers a span."""
        return self.pattern(template).fullmatch(self.words(start, end)) is not None

    def holds(self, template: str, start: int, end: int) -> bool:
        """Return whether a span holds a pattern."""
        return self.pattern(template).search(self.words(start, end)) is not None

    def known(self) -> list[Place]:
        """Return the places whose IRI the ontology has."""
        return [place for place in self.places if place.iri is not None and place.name is None]

    def mentions(self, start: int, end: int, layer: str | None = None) -> list[Mention]:
        """Return the mentions that begin in a span; none of them provisional."""
        return [m for m in self.analysis.mentions_in(start, end, layer) if not m.name]

    def is_a(self, iri: str, kinds: list[str]) -> bool:
        """Return whether a thing is of one of some classes; of any where none is given."""
        vocabulary = self.analysis.lexicon.vocabulary
        return not kinds or any(vocabulary.is_a(iri, kind) for kind in kinds)

    def clause(self, position: int) -> tuple[int, int]:
        """Return the clause around a position: between commas and the like."""
        stops = ",;:。!?()" if self.zh else ";:.!?()"
        first = max(self.analysis.folded.rfind(mark, self.start, position) for mark in stops) + 1
        ends = [at for mark in stops if (at := self.analysis.folded.find(mark, position, self.end)) >= 0]
        return max(first, self.start), min(ends, default=self.end)

    def quoted(self, position: int) -> bool:
        """Return whether a position stands inside quotation marks, where a slogan or a name may be meant."""
        return self.words(self.start, position).count('"') % 2 == 1

    # -- who acts --------------------------------------------------------------------------------------------------

    def actors(self, cue: Match, kinds: list[str]) -> list[Actor]:
        """Return who does what a cue names: the places or bodies before it, or the subject carried over.

        Empty where the real subject is somebody else: the companies of a city, a person, an unknown body.
        """
        first = self._clause_of_subject(cue.start)
        nation = self.analysis.lexicon.phrases.set("field-nation")
        before = [p for p in self.places if first <= p.start and p.end <= cue.start]
        before = [p for p in before if self.words(p.start, p.end).casefold() not in nation]
        bodies = self.bodies(self.start, cue.start)
        last = before[-1] if before else None
        if bodies and (last is None or bodies[-1].start > last.start):
            body = bodies[-1]
            if body.name or not self._leads(body.end, cue.start) or not self.is_a(body.iri, kinds):
                return []
            return [Actor(body.iri, body.start, body.end)]
        if last is None:
            return self._carried(cue, kinds)
        if last.role != "subject":
            last = next((p for p in reversed(before) if p.role == "subject" and self._aside(p, cue.start)), None)
        if last is None or last.iri is None or last.name is not None or not self._leads(last.end, cue.start):
            return []
        found = [last]
        for place in reversed(before[: before.index(last)]):
            if place.role != "subject" or not self.matches(
                r"\s*(?:{and-also}|,)\s*(?:the )?", place.end, found[-1].start
            ):
                break
            found.append(place)
        if any(place.iri is None or place.name is not None for place in found):
            return []
        return [
            Actor(p.iri or "", p.start, p.end, p.antecedent) for p in reversed(found) if self.is_a(p.iri or "", kinds)
        ]

    def bodies(self, start: int, end: int) -> list[Mention]:
        """Return the bodies named in a span that could act: organisations, and those the ontology does not have."""
        found = [m for m in self.analysis.mentions_in(start, end, "org") if m.end <= end]
        return [m for m in found if m.name or self.is_a(m.iri, ["dekg:Organization"])]

    def _clause_of_subject(self, position: int) -> int:
        marks = "。;!?" if self.zh else ";:!?"
        return max(self.start, *(self.analysis.folded.rfind(mark, self.start, position) + 1 for mark in marks))

    def _aside(self, owner: Place, cue: int) -> bool:
        """Return whether only an aside parts a subject from its verb: "Guiyang, capital of Guizhou, has focused"."""
        gap = self.words(owner.end, cue)
        return gap.startswith(",") and gap.count(",") == 2 and len(gap) < _FAR

    def _leads(self, start: int, cue: int) -> bool:
        """Return whether nothing between a name and a verb takes the verb for itself."""
        gap = self.words(start, cue)
        if len(gap) > _FAR:
            return False
        rest = self.pattern(r"^(?:'s)?\s*(?:{government-level} )?{government-noun}").sub("", gap)
        if rest == gap and gap.startswith("'"):
            return False
        if self.pattern(r"{body-noun}" if self.zh else r"\b{body-noun}\b").search(rest):
            return False
        before = self.words(start - 40, start)
        return not (
            not self.zh
            and self.pattern(r"\b{place-preposition} (?:the )?[\w' -]{0,24}$").search(before)
            and not re.search(r",\s", gap)
            and self._oblique(start)
        )

    def _oblique(self, end: int) -> bool:
        place = next((p for p in self.places if p.end == end), None)
        head = place.start if place is not None else end
        return bool(self.pattern(r"\b{place-preposition} (?:the )?$").search(self.words(head - 12, head)))

    def _carried(self, cue: Match, kinds: list[str]) -> list[Actor]:
        place = self.carried
        if place is None or place.iri is None or not self.is_a(place.iri, kinds):
            return []
        if not self.pattern(r"\s*(?:{cue-it})\b" if not self.zh else r"\s*(?:{cue-it})").match(
            self.words(self.start, cue.start)
        ):
            return []
        spot = place.antecedent or (place.start, place.end)
        return [Actor(place.iri, spot[0], spot[1], spot)]

    # -- how it is meant -------------------------------------------------------------------------------------------

    def open(self, start: int, end: int) -> bool:
        """Return whether what follows is denied, conditional or only expected, by the words of a span."""
        return self.analysis.has("cue:negation", start, end) or self.analysis.has("cue:forecast", start, end)

    def period(self) -> Period | None:
        """Return the period that the sentence opens with or has alone, where it can be known."""
        found = {p.code for p in self.analysis.periods_in(self.start, self.end) if p.rule in {"explicit", "relative"}}
        code = found.pop() if len(found) == 1 else None
        return Period.parse(code) if code else None

    def passages(self, actor: Actor | None = None) -> tuple[Passage, ...]:
        """Return the sentence, and where the actor is named if that is in another one."""
        own = passage_of(self.analysis, self.start, self.end)
        spot = actor.antecedent if actor is not None else None
        if spot is None or spot[0] < 0 or self.start <= spot[0] < self.end:
            return (own,)
        return own, passage_of(self.analysis, *spot)
