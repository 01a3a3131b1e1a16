"""One thing as data: what its Turtle and JSON-LD files hold, and how search engines are told of it.

The files hold triples of the graph and nothing else: what is said of the thing itself, of the nodes that belong to it
alone (passages, positions, plans), and which claims are about it. The description for search engines uses schema.org's
own terms and is embedded in the page.
"""

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kg.export import jsonld
from kg.export.rdf import readable, sorted_triples
from kg.pages.snapshot import LISTED, Snapshot
from kg.terms import DCTERMS, DEKG, DEKGR, LICENSE, OA, SCHEMA, compact, local_name

__all__ = ["described", "json_ld", "triples", "turtle"]

_OWN = {
    DEKG + "statedIn",
    OA + "hasSelector",
    "http://www.opengis.net/ont/geosparql#hasGeometry",
    DEKG + "targetState",
    DEKG + "onDataPoint",
    DEKG + "aimsAtDataPoint",
}
"""Properties whose values are told of in the file of what has them."""
_OWNED = tuple(DEKGR + kind for kind in ("passage-", "selector-", "geometry-", "plan-", "datapoint-"))
_LISTS = ("about", "variable", "point", "aimed", "document")
_PREFIX_LINE = b"@prefix "


def triples(graph: Snapshot, iri: str) -> list[Triple]:
    """Return the triples of a thing's files."""
    found = list(_star(graph, iri))
    subject = NamedNode(iri)
    for name in _LISTS:
        found += [
            Triple(NamedNode(claim), NamedNode(LISTED[name]), subject) for claim in graph.listed[name].get(iri, ())
        ]
    if iri.startswith(DEKGR + "claim-"):
        for predicate, amount in graph.inbound.get(iri, ()):
            if predicate == DEKG + "conversionOf":
                found += _star(graph, amount)
    return found


def _star(graph: Snapshot, iri: str) -> Iterator[Triple]:
    yield from graph.triples(iri)
    for predicate in graph.facts.get(iri, {}):
        if predicate in _OWN:
            for value in graph.values(iri, predicate):
                if value.startswith(_OWNED):
                    yield from _star(graph, value)


def turtle(found: list[Triple]) -> bytes:
    """Return triples as Turtle, every subject once, with the prefixes that occur."""
    data = readable(sorted_triples(found), RdfFormat.TURTLE)
    lines = data.split(b"\n")
    head = [line for line in lines if line.startswith(_PREFIX_LINE)]
    body = b"\n".join(lines[len(head) :])
    used = [line for line in head if line.split(b" ", 2)[1] in body]
    return b"\n".join([*used, b"", body]) if used else body


def json_ld(graph: Snapshot, found: list[Triple]) -> bytes:
    """Return triples as compact JSON-LD, with as much of the context as they need."""
    return jsonld.brief((Quad(t.subject, t.predicate, t.object) for t in found), graph.vocabulary)


# -- for search engines -----------------------------------------------------------------------------------------------


def described(graph: Snapshot, iri: str, language: str) -> dict[str, Any]:
    """Return what search engines are told: schema.org terms only."""
    found: dict[str, Any] = {"@context": "https://schema.org/", "@id": iri, "name": graph.label(iri, language)}
    if graph.is_a(iri, "Claim"):
        return found | _claim(graph, iri, language)
    if graph.is_a(iri, "SourceDocument"):
        return found | _article(graph, iri)
    if graph.is_a(iri, "Place"):
        return found | _place(graph, iri, language)
    found["@type"] = next((name for kind, name in _TYPES.items() if graph.is_a(iri, kind)), "Thing")
    if found["@type"] == "Thing" and graph.value(iri, "http://www.w3.org/2004/02/skos/core#inScheme"):
        found["@type"] = "DefinedTerm"
    definition = graph.words(iri, "http://www.w3.org/2004/02/skos/core#definition", language)
    if definition:
        found["description"] = definition[0]
    return found


_TYPES = {
    "StatisticalVariable": "StatisticalVariable",
    "Organization": "Organization",
    "Event": "Event",
    "EventSeries": "EventSeries",
    "Industry": "DefinedTerm",
    "CloudPlatform": "Service",
}


def _claim(graph: Snapshot, iri: str, language: str) -> dict[str, Any]:
    document = graph.value(iri, DCTERMS + "source")
    found: dict[str, Any] = {
        "@type": "Claim",
        "inLanguage": language,
        "license": LICENSE,
        "about": [{"@id": value, "name": graph.label(value, language)} for value in graph.values(iri, DEKG + "about")],
        "appearance": {"@type": "NewsArticle", "@id": document} | _article(graph, document),
    }
    row = graph.row(iri)
    if row is None:
        return found
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": compact(row.unit)}
    if row.lower is not None:
        value["minValue"] = f"{row.lower:f}"
    if row.upper is not None:
        value["maxValue"] = f"{row.upper:f}"
    found["@type"] = ["Claim", "Observation"] if row.kind == "StatisticalObservation" else "Claim"
    found["variableMeasured"] = {"@type": "StatisticalVariable", "@id": row.variable,
                                 "name": graph.label(row.variable, language)}  # fmt: skip
    found["value"] = value
    period = graph.table.periods.get(row.period or "")
    if period:
        found["observationPeriod" if "Observation" in found["@type"] else "temporal"] = f"{period.start}/{period.end}"
    return found


def _article(graph: Snapshot, document: str) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "NewsArticle"}
    for key, predicate in (("url", "url"), ("datePublished", "datePublished"), ("inLanguage", "inLanguage")):
        if text := graph.value(document, SCHEMA + predicate):
            found[key] = text
    return found


def _place(graph: Snapshot, iri: str, language: str) -> dict[str, Any]:
    kind = local_name(graph.kind(iri))
    found: dict[str, Any] = {"@type": {"Country": "Country", "City": "City"}.get(kind, "AdministrativeArea")}
    if not graph.is_a(iri, "AdministrativeDivision") and kind != "City":
        found["@type"] = "Place"
    if parent := graph.value(iri, DEKG + "administrativelyWithin"):
        found["containedInPlace"] = {"@id": parent, "name": graph.label(parent, language)}
    return found
