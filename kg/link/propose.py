"""Find candidates for a thing's counterpart outside, and write them as rows for a person to review.

The only module that knows how one of our things is described to a reconciliation service. What may be asked is data:
a class that is close to an entity of the service becomes the type, a property that is close to one of its properties
becomes a constraint (`dekg:closeTerm` in `ontology/align/`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kg import assets
from kg.link.rows import Link, LinkSet
from kg.link.service import Candidate, Question, Service, Value
from kg.terms import DCTERMS, DEKG, DEKGR, LICENSE, RDFS, SKOS, XSD, compact
from kg.vocabulary import Vocabulary

__all__ = ["candidates", "empty", "question", "rows"]

CLOSE_TERM = DEKG + "closeTerm"
DATASET = "http://rdfs.org/ns/void#Dataset"
SPACE = "http://rdfs.org/ns/void#uriSpace"

EXTENSIONS = [
    {"slot_name": "agreeing_sources", "property": "dcterms:source", "type_hint": "xsd:string"},
    {"slot_name": "score", "property": "sssom:similarity_score", "type_hint": "xsd:string"},
    {"slot_name": "features", "property": "sssom:other", "type_hint": "xsd:string"},
]


def question(
    thing: str,
    service: Service,
    words: Vocabulary,
    links: Iterable[Link],
    *,
    language: str = "en",
    limit: int = 5,
) -> Question:
    """Return what to ask a service about one of our things.

    Args:
        thing: its IRI.
        service: whose types and properties count.
        words: names, classes and values of the thing.
        links: what is linked already, so that a value is given as the service's own entity.
        language: of the name.
        limit: number of candidates wanted.
    """
    known = [link for link in links if link.published]
    return Question(
        words.label(thing, language),
        _kind(thing, service, words),
        _properties(thing, service, words, known),
        limit,
    )


def _kind(thing: str, service: Service, words: Vocabulary) -> str:
    """Return the service's type that the thing's own class is close to; none if it is close to several or none."""
    found = [
        term.removeprefix(service.identifiers)
        for kind in words.types(thing)
        for term in words.values(kind, CLOSE_TERM)
        if term.startswith(service.identifiers)
    ]
    return found[0] if len(found) == 1 else ""


def _properties(thing: str, service: Service, words: Vocabulary, links: Sequence[Link]) -> dict[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    for kind in ("owl:DatatypeProperty", "owl:ObjectProperty", "owl:AnnotationProperty"):
        for term in words.members(kind):
            close = [name for name in words.values(term, CLOSE_TERM) if name.startswith(service.schema)]
            if len(close) != 1:  # a term that is close to two says too little about either
                continue
            linked = [link.object for link in links if link.subject == thing and link.predicate == term]
            values = [_value(value, service, words, links) for value in (*words.values(thing, term), *linked)]
            if values:
                found[close[0].removeprefix(service.schema)] = tuple(values)
    return found


def _value(value: str, service: Service, words: Vocabulary, links: Sequence[Link]) -> Value:
    """Return a value as the service may know it: its own entity, a number in a register, a name, or the text itself."""
    if not value.startswith("http"):
        return value
    for link in links:
        if link.subject == value and link.object.startswith(service.identifiers):
            return {"id": link.object.removeprefix(service.identifiers), "name": words.label(value)}
    for dataset in words.members(DATASET):
        space = words.value(dataset, SPACE)
        if space and value.startswith(space):
            return value.removeprefix(space).rstrip("/")
    return words.label(value)


def candidates(
    things: Sequence[str],
    service: Service,
    words: Vocabulary,
    links: Sequence[Link],
    *,
    language: str = "en",
    limit: int = 5,
) -> dict[str, tuple[Question, list[Candidate]]]:
    """Return what was asked and what the service offers, for each thing in order.

    Raises:
        LinkError: the service gives no usable answer.
    """
    asked = [question(thing, service, words, links, language=language, limit=limit) for thing in things]
    return {thing: (one, found) for thing, one, found in zip(things, asked, service.ask(asked), strict=True)}


def rows(
    found: Mapping[str, tuple[Question, list[Candidate]]],
    service: Service,
    words: Vocabulary,
    links: Iterable[Link],
    day: date,
) -> list[Link]:
    """Return the candidates as rows that nobody has reviewed; a pair that has a row already, refused or not, has none.

    The confidence is the service's score as a part of 100, which is what it is: a score, and no probability.
    """
    there = {(link.subject, link.object) for link in links}
    target = next(
        (compact(name) for name in words.members(DATASET) if words.value(name, SPACE) == service.identifiers), ""
    )
    return [
        _row(thing, one, candidate, service, words, target, day)
        for thing, (one, offered) in found.items()
        for candidate in offered
        if (thing, service.identifiers + candidate.id) not in there
    ]


def _row(
    thing: str,
    asked: Question,
    candidate: Candidate,
    service: Service,
    words: Vocabulary,
    target: str,
    day: date,
) -> Link:
    sure = f"{min(max(candidate.score / 100, 0), 1):.2f}"
    features = [f"{name}={value:g}" for name, value in sorted(candidate.features.items())]
    constrained = bool(asked.kind or asked.properties)
    slots = {
        "subject_label": words.label(thing),
        "subject_category": next(map(compact, words.types(thing)), ""),
        "object_label": candidate.name,
        "mapping_justification": f"semapv:{'CompositeMatching' if constrained else 'LexicalMatching'}",
        "mapping_date": day.isoformat(),
        "mapping_tool": f"kg link propose, {service.name}",
        "mapping_tool_version": assets.release(),
        "object_source": target,
        "confidence": sure,
        "similarity_score": sure,
        "match_string": "|".join([asked.name, *(f"{pid}={_text(v)}" for pid, v in asked.properties.items())]),
        "score": f"{candidate.score:g}",
        "features": "|".join([*features, *(["match"] if candidate.match else [])]),
        "comment": "; ".join(part for part in (candidate.description, ", ".join(candidate.kinds)) if part),
    }
    kept = {name: value for name, value in slots.items() if value}
    return Link(thing, SKOS + "closeMatch", service.identifiers + candidate.id, kept)


def _text(values: tuple[Value, ...]) -> str:
    return ", ".join(value if isinstance(value, str) else value["id"] for value in values)


def empty(identifiers: str) -> LinkSet:
    """Return a table without rows, for candidates in a namespace."""
    return LinkSet(
        {
            "mapping_set_id": "https://w3id.org/dekg/ontology/reference/links/candidates",
            "mapping_set_title": "Candidates for links, to be reviewed",
            "license": LICENSE,
            "sssom_version": "1.1",
            "curie_map": {
                "dcterms": DCTERMS,
                "dekg": DEKG,
                "dekgr": DEKGR,
                "rdfs": RDFS,
                "semapv": "https://w3id.org/semapv/vocab/",
                "skos": SKOS,
                "sssom": "https://w3id.org/sssom/",
                "xsd": XSD,
                "wikidata" if "wikidata.org" in identifiers else "target": identifiers,
            },
            "extension_definitions": EXTENSIONS,
        }
    )
