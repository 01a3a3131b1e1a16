"""Read what is said without a number: capital of, lies in, took place in, focuses on, accelerates, aims to expand.

Words and classes of predicates come from the ontology. Only what stands in one sentence is read, and only where
subject and object are known things of the classes a predicate takes; all else is left alone.
"""

import re
from collections.abc import Iterator

from kg.extract.analysis import Analysis
from kg.extract.assemble import passage_of
from kg.extract.lexicon import Match
from kg.extract.mentions import Mention
from kg.extract.subjects import Place, Subjects
from kg.extract.tokens import Sentence
from kg.model import Assertion, Claim, ClaimKind, Intention, Passage
from kg.terms import DEKGR, local_name

__all__ = ["relations"]

_DEEDS = {
    DEKGR + "predicate-" + name for name in ("focuses-on", "accelerates", "concentrates-on", "aligns-efforts-with")
}
_AIMED = {DEKGR + "predicate-" + name for name in ("expands", "boosts")}
_AIM = re.compile(
    r"\b(?:aiming to|aims to|in order to|with a view to|seeks to|seeking to|hopes to) (?:\w+ )?$|(?:旨在|以期|为了)$",
    re.IGNORECASE,
)
_CAPITAL = re.compile(
    r",? ?(?:is |the |provincial )*capital(?: city)? of (?:\w+ China's |China's )?(?:the )?|(?:是|作为)?(?:\w{0,4})"
)
_STOP = re.compile(
    (
        r"[;:.()]|\b(?:by|in order to|aiming|while|which|who|that|until|because|as well as|"
        r"through)\b|。|,\s*(?:and )?(?:it|its)\s"
    ),
    re.IGNORECASE,
)
_EVENT = re.compile(
    (
        r"\b(?:took place|was held|were held|is held|opened|kicked off|concluded|closed|"
        r"wound up|held|a scene from|from)\b"
    ),
    re.IGNORECASE,
)
_TOPIC = re.compile(r"In (?:the )?$")


def relations(analysis: Analysis) -> list[Claim]:
    """Return the relation and qualitative claims of a text, each with its sentence as passage."""
    reader = _Reader(analysis)
    found: list[Claim] = []
    for sentence in analysis.text.sentences:
        for claim in reader.sentence(sentence):
            if claim not in found:
                found.append(claim)
    return found


class _Reader:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.vocabulary = analysis.lexicon.vocabulary
        self.subjects = Subjects.of(analysis)
        self.current: Place | None = None

    def sentence(self, sentence: Sentence) -> Iterator[Claim]:
        places = self.subjects.within(sentence.start, sentence.end)
        passage = passage_of(self.analysis, sentence.start, sentence.end)
        yield from self._geography(places, passage)
        yield from self._events(sentence, places, passage)
        yield from self._deeds(sentence, places, passage)
        named = [p for p in places if p.role == "subject" and p.iri and p.kind != "country" and p.name is None]
        if named:
            self.current = named[0]

    def _geography(self, places: list[Place], passage: Passage) -> Iterator[Claim]:
        for index, left in enumerate(places):
            for right in places[index + 1 : index + 4]:
                if left.iri is None or right.iri is None or left.name or right.name:
                    continue
                if _CAPITAL.fullmatch(self.folded[left.end : right.start]) and right.iri in self.vocabulary.values(
                    left.iri, "dekg:capitalOf"
                ):
                    yield _relation(left.iri, "capital-of", right.iri, passage)
        for index, place in enumerate(places):
            if place.iri is None or place.name:
                continue
            later = next((p for p in places[index + 1 :] if p.iri and p.iri != place.iri), None)
            region = place if place.kind == "region" else None
            if (
                region is not None
                and later is not None
                and self.folded[place.end : later.start] == "'s "
                and region.iri in self.vocabulary.values(later.iri or "", "dekg:inMacroRegion")
            ):
                yield _relation(later.iri or "", "in-macro-region", region.iri or "", passage)
                if re.search(r"(?i)\bprovince$", self.folded[later.start : later.end]):
                    yield _relation(later.iri or "", "has-division-level", DEKGR + "level-province", passage)

    def _events(self, sentence: Sentence, places: list[Place], passage: Passage) -> Iterator[Claim]:
        for mention in self.analysis.mentions_in(sentence.start, sentence.end, "org"):
            if not (
                self.vocabulary.is_a(mention.iri, "dekg:EventSeries") or self.vocabulary.is_a(mention.iri, "dekg:Event")
            ):
                continue
            place = next(
                (
                    p
                    for p in places
                    if p.start >= mention.end and re.fullmatch(r"[^,.;]{0,40}\bin ", self.folded[mention.end : p.start])
                ),
                None,
            )
            event = self._edition(mention, sentence)
            if place is None or place.iri is None or event is None or place.name:
                continue
            if _EVENT.search(self.folded[sentence.start : place.start]):
                yield _relation(event, "took-place-in", place.iri, passage)

    def _edition(self, mention: Mention, sentence: Sentence) -> str | None:
        if self.vocabulary.is_a(mention.iri, "dekg:Event"):
            return mention.iri
        years = {p.code[:4] for p in self.analysis.periods_in(sentence.start, sentence.end) if p.code}
        names = {
            local_name(iri): iri
            for iri in self.vocabulary.members("dekg:Event")
            if mention.iri in self.vocabulary.values(iri, "dekg:editionOf")
        }
        found = [iri for name, iri in names.items() if name[-4:] in years]
        return found[0] if len(found) == 1 else None

    def _deeds(self, sentence: Sentence, places: list[Place], passage: Passage) -> Iterator[Claim]:
        taken = sentence.start
        cues = sorted(self.analysis.cues_in("predicate", sentence.start, sentence.end), key=lambda m: (m.start, -m.end))
        for cue in cues:
            wanted = next((iri for iri in cue.iris if iri in _DEEDS or iri in _AIMED), None)
            if wanted is None or cue.start < taken:
                continue
            holder = self._holder(sentence, cue, places)
            if holder is None or holder.iri is None:
                continue
            aimed = bool(_AIM.search(self.folded[max(sentence.start, cue.start - 24) : cue.start]))
            if aimed != (wanted in _AIMED) or self.analysis.has("cue:negation", sentence.start, cue.start):
                continue
            if not aimed and (
                self.analysis.has("cue:forecast", sentence.start, cue.start)
                or self.analysis.has("cue:target", max(sentence.start, cue.start - 30), cue.start)
            ):
                continue
            objects = self._objects(sentence, cue, wanted)
            if not objects:
                continue
            taken = cue.end
            spots = (
                passage,
                *(
                    (passage_of(self.analysis, *holder.antecedent),)
                    if holder.antecedent and not sentence.start <= holder.antecedent[0] < sentence.end
                    else ()
                ),
            )
            manner = None if aimed else self._manner(sentence)
            topic = None if aimed else self._topic(sentence)
            for thing in objects:
                if aimed:
                    yield Claim(
                        ClaimKind.AIM, spots, assertion=Assertion(wanted, None, thing), intention=Intention(holder.iri)
                    )
                else:
                    yield Claim(
                        ClaimKind.QUALITATIVE,
                        spots,
                        assertion=Assertion(wanted, holder.iri, thing),
                        manner=manner,
                        industry=topic if topic != thing else None,
                    )

    def _holder(self, sentence: Sentence, cue: Match, places: list[Place]) -> Place | None:
        before = [p for p in places if p.end <= cue.start and p.role == "subject" and p.iri and p.name is None]
        if before:
            return before[-1] if len({p.iri for p in before}) == 1 else before[0]
        head = self.folded[sentence.start : sentence.start + 4]
        if self.current is not None and re.match(r"(?:It|it|其|该)\b|It ", head):
            return Place(
                self.current.start,
                self.current.end,
                self.current.iri,
                self.current.kind,
                "subject",
                None,
                (self.current.start, self.current.end),
            )
        return None

    def _objects(self, sentence: Sentence, cue: Match, predicate: str) -> list[str]:
        stop = _STOP.search(self.folded, cue.end, sentence.end)
        limit = stop.start() if stop else sentence.end
        listed = re.search(r"\b(?:such as|including|namely)\b|如|包括", self.folded[cue.end : limit])
        first = cue.end + (listed.end() if listed else 0)
        classes = self.vocabulary.values(predicate, "dekg:objectClass")
        found: list[str] = []
        for mention in self.analysis.mentions_in(first, limit):
            if (
                mention.layer not in {"industry", "product", "org", "capability"}
                or mention.name
                or mention.iri == DEKGR + "industry-whole-economy"
            ):
                continue
            if any(
                m.start <= mention.start and mention.end <= m.end
                for m in self.analysis.cues_in("manner", cue.start, limit)
            ):
                continue
            if classes and not any(self.vocabulary.is_a(mention.iri, kind) for kind in classes):
                continue
            found.append(mention.iri)
        general = DEKGR + "industry-general"
        found = [iri for iri in dict.fromkeys(found) if iri != general or len(set(found)) == 1]
        return found

    def _topic(self, sentence: Sentence) -> str | None:
        """Return the industry a sentence opens with: "In the software sector, …"."""
        first = next(iter(self.analysis.mentions_in(sentence.start, sentence.start + 12, "industry")), None)
        if first is None or not _TOPIC.fullmatch(self.folded[sentence.start : first.start]):
            return None
        return first.iri if re.match(r"(?: industry| sector)?,", self.folded[first.end : first.end + 10]) else None

    def _manner(self, sentence: Sentence) -> str | None:
        found = {m.iri for m in self.analysis.cues_in("manner", sentence.start, sentence.end)}
        return found.pop() if len(found) == 1 else None


def _relation(subject: str, predicate: str, target: str, passage: Passage) -> Claim:
    return Claim(ClaimKind.RELATION, (passage,), assertion=Assertion(DEKGR + "predicate-" + predicate, subject, target))
