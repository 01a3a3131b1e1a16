"""Read what is said without a number: capital of, took place in, focuses on, aims to become, one of the leading.

Words and classes of predicates come from the ontology, and so does the rule by which each is read
(`dekg:readingRule`). Only what stands in one sentence is read, and only where subject and object are known things of
the classes a predicate takes; what is in doubt becomes a candidate with its reason.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.analysis import Analysis
from kg.extract.assemble import Candidate
from kg.extract.statements.attribution import Attributions
from kg.extract.statements.deeds import becoming, deeds, supports
from kg.extract.statements.geography import connections, geography, locations, venues
from kg.extract.statements.scenes import Scene
from kg.extract.statements.standings import advantages, constructions, groups, standings
from kg.extract.whom.subjects import Place, Subjects
from kg.model import Claim

__all__ = ["relations"]


def relations(analysis: Analysis) -> tuple[list[Claim], list[Candidate]]:
    """Return the claims of a text that have no number, each with its sentence as passage, and what is in doubt."""
    subjects = Subjects.of(analysis)
    current: Place | None = None
    found: list[Claim] = []
    doubtful: list[Candidate] = []
    for sentence in analysis.text.sentences:
        places = subjects.within(sentence.start, sentence.end)
        scene = Scene(analysis, sentence, places, current)
        for claim in _claims(scene):
            if isinstance(claim, str):
                passage = scene.passages()[0]
                words = analysis.text.given[passage.start : passage.end]
                candidate = Candidate(passage, words, (claim,))
                if candidate not in doubtful:
                    doubtful.append(candidate)
            else:
                source = Attributions.of(analysis).at(sentence.start)
                said = replace(claim, attribution=source.attribution) if source else claim
                if said not in found:
                    found.append(said)
        named = [p for p in places if p.role == "subject" and p.iri and p.kind != "country" and p.name is None]
        if named:
            current = named[0]
    return found, doubtful


def _claims(scene: Scene) -> Iterator[Claim | str]:
    if not scene.analysis.has("predicate", scene.start, scene.end) and not scene.places:
        return
    yield from geography(scene)
    yield from venues(scene)
    yield from locations(scene)
    yield from connections(scene)
    made: list[Claim] = []
    for claim in deeds(scene):
        if isinstance(claim, Claim):
            made.append(claim)
        yield claim
    yield from becoming(scene, made)
    yield from supports(scene)
    yield from standings(scene)
    yield from advantages(scene)
    yield from constructions(scene)
    yield from groups(scene)
