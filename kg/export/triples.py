"""Collect triples by prefixed names: what derived exports (cube, nanopublications, catalogue) are written with."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.terms import PREFIXES, XSD, expand

__all__ = ["PREFIXES_MORE", "Graph", "typed"]

PREFIXES_MORE = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "np": "http://www.nanopub.org/nschema#",
    "npx": "http://purl.org/nanopub/x/",
    "qb": "http://purl.org/linked-data/cube#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sdmx-concept": "http://purl.org/linked-data/sdmx/2009/concept#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
"""Prefixes of the vocabularies that only exports use, beside those of the project."""

Value = str | int | bool | date | Decimal


def typed(value: Value, kind: str | None = None) -> Literal:
    """Return a literal of a plain value, or of a text with a datatype of XML Schema by its local name."""
    match value:
        case bool():
            return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))
        case int():
            return Literal(str(value), datatype=NamedNode(XSD + (kind or "integer")))
        case Decimal():
            return Literal(f"{value:f}", datatype=NamedNode(XSD + "decimal"))
        case date():
            return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))
        case str():
            return Literal(value, datatype=NamedNode(XSD + kind)) if kind else Literal(value)


class Graph:
    """A set of triples; every name may be a prefixed one."""

    def __init__(self) -> None:
        self.triples: set[Triple] = set()

    def link(self, subject: str, predicate: str, *targets: str) -> None:
        """Point to things; an empty name is nothing."""
        for target in targets:
            if target:
                self.add(subject, predicate, NamedNode(_iri(target)))

    def say(self, subject: str, predicate: str, value: Value | None, kind: str | None = None) -> None:
        """Say a value; None and an empty text are nothing."""
        if value is not None and value != "":
            self.add(subject, predicate, typed(value, kind))

    def text(self, subject: str, predicate: str, texts: Mapping[str, str]) -> None:
        """Say texts by language."""
        for language, text in texts.items():
            if text:
                self.add(subject, predicate, Literal(text, language=language))

    def add(self, subject: str, predicate: str, target: NamedNode | Literal) -> None:
        """Add one triple."""
        self.triples.add(Triple(NamedNode(_iri(subject)), NamedNode(_iri(predicate)), target))

    def targets(self, predicate: str) -> list[str]:
        """Return what a property points to, sorted."""
        wanted = _iri(predicate)
        found = {
            t.object.value for t in self.triples if t.predicate.value == wanted and isinstance(t.object, NamedNode)
        }
        return sorted(found)

    def take(self, triples: Iterable[Triple]) -> None:
        """Add triples that are there already."""
        self.triples.update(triples)

    def quads(self, name: str) -> list[Quad]:
        """Return the triples in a named graph, sorted."""
        graph = NamedNode(_iri(name))
        return [Quad(t.subject, t.predicate, t.object, graph) for t in sorted(self.triples, key=str)]


def _iri(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES_MORE[prefix] + local if colon and prefix in PREFIXES_MORE else expand(name)
