"""What a version graph holds beside its claims: things that the reference lacks, and how claims came about.

A provisional thing is named with the text's own words and never linked outside. An activity tells whether rules, a
language model or a person read a claim: of the model its name and the digest of what it was told, of the person name
and day. Nothing here depends on when a program ran, so that the same document gives the same graph.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.extract import Provisional
from kg.labels import LANGUAGES
from kg.model import Claim
from kg.terms import DEKG, DEKGR, PREFIXES, RDF, RDFS, SKOS, XSD, hash16

__all__ = ["KINDS", "Origin", "came_about", "described", "named", "used_by"]

_TYPE = NamedNode(RDF + "type")
_PROV = PREFIXES["prov"]

KINDS = {
    "place": "Place",
    "org": "Organization",
    "industry": "Industry",
    "property": "MeasuredProperty",
    "variable": "StatisticalVariable",
}
"""Class of a provisional thing, by the layer it was found in."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a claim came about.

    Attributes:
        how: `rules`, `proposer` or `person`.
        agent: name of the program with its version, of the model, or of the person.
        prompt: of a model, the digest of what it was told.
        when: of a person, the moment in ISO 8601.
    """

    how: str
    agent: str
    prompt: str | None = None
    when: str | None = None


def named(things: Iterable[Provisional]) -> dict[str, dict[str, str]]:
    """Return the names of provisional things by IRI and language; the text's own word serves for all."""
    return {thing.iri: dict(thing.names) or dict.fromkeys(LANGUAGES, thing.name) for thing in things}


def used_by(claims: Iterable[Claim]) -> set[str]:
    """Return the IRIs of what claims speak of."""
    found: set[str | None] = set()
    for claim in claims:
        found |= {*claim.about, claim.industry}
        if (measure := claim.measure) is not None:
            found |= {measure.variable, measure.area, measure.organization, measure.ranked_among, measure.compared_with}
        if claim.assertion is not None:
            found.add(claim.assertion.object)
    return {iri for iri in found if iri}


def described(things: Iterable[Provisional], units: dict[str, set[str]]) -> Iterator[Triple]:
    """Yield what is known of provisional things.

    Args:
        things: of one document.
        units: of each variable, the units that its claims are given in.
    """
    for thing in things:
        node = NamedNode(thing.iri)
        yield Triple(node, _TYPE, NamedNode(DEKG + KINDS[thing.layer]))
        for language, name in named([thing])[thing.iri].items():
            yield Triple(node, NamedNode(SKOS + "prefLabel"), Literal(name[:110], language=language))
        if thing.within is not None:
            yield Triple(node, NamedNode(DEKG + "administrativelyWithin"), NamedNode(thing.within))
        for name, target in thing.parts:
            yield Triple(node, NamedNode(DEKG + name), NamedNode(target))
        for unit in units.get(thing.iri, ()):
            yield Triple(node, NamedNode(DEKG + "allowedUnit"), NamedNode(unit))


_LABELS = {
    "rules": {"en": "read by {}", "zh": "由 {} 读取"},
    "proposer": {"en": "proposed by {}, proven against the text", "zh": "由 {} 提出，并经原文验证"},
    "person": {"en": "decided by {}", "zh": "由 {} 裁定"},
}
_AGENTS = {"rules": "SoftwareAgent", "proposer": "SoftwareAgent", "person": "Agent"}


def came_about(document: str, origins: dict[str, Origin]) -> Iterator[Triple]:
    """Yield the activities that claims came from.

    Args:
        document: its IRI.
        origins: by IRI of the claim.
    """
    for claim, origin in origins.items():
        parts = [document, origin.how, origin.agent, origin.prompt or "", origin.when or ""]
        activity = NamedNode(f"{DEKGR}extraction-{hash16(parts)}")
        agent = NamedNode(f"{DEKGR}agent-{hash16([origin.how, origin.agent])}")
        yield Triple(NamedNode(claim), NamedNode(_PROV + "wasGeneratedBy"), activity)
        yield Triple(activity, _TYPE, NamedNode(DEKG + "ExtractionActivity"))
        yield Triple(activity, NamedNode(_PROV + "used"), NamedNode(document))
        yield Triple(activity, NamedNode(_PROV + "wasAssociatedWith"), agent)
        yield Triple(agent, _TYPE, NamedNode(_PROV + _AGENTS[origin.how]))
        for language, words in _LABELS[origin.how].items():
            label = words.format(origin.agent)[:110]
            yield Triple(activity, NamedNode(RDFS + "label"), Literal(label, language=language))
            yield Triple(agent, NamedNode(RDFS + "label"), Literal(origin.agent[:110], language=language))
        if origin.prompt:
            prompt = NamedNode(f"{DEKGR}prompt-{origin.prompt.removeprefix('sha256:')[:16]}")
            yield Triple(activity, NamedNode(_PROV + "used"), prompt)
            yield Triple(prompt, _TYPE, NamedNode(_PROV + "Entity"))
            yield Triple(prompt, NamedNode(RDFS + "label"), Literal(origin.prompt, language="en"))
        if origin.when:
            moment = Literal(origin.when, datatype=NamedNode(XSD + "dateTime"))
            yield Triple(activity, NamedNode(_PROV + "endedAtTime"), moment)
