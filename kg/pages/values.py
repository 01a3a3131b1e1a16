"""RDF values as people read them: a name with a link, a text with its language, a number as it is written."""

from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.pages.links import Links
from kg.pages.snapshot import Snapshot
from kg.store.base import Term
from kg.terms import DEKG, DEKGR, RDF, UNIT, XSD, compact

__all__ = ["Value", "Values"]


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its text, where it leads (or empty), the language of the text if it is not the page's, and a remark."""

    text: str
    href: str = ""
    language: str = ""
    remark: str = ""


class Values:
    """Words values for the pages of one language."""

    def __init__(self, graph: Snapshot, links: Links, language: str) -> None:
        self._graph, self._links, self._language = graph, links, language

    def of(self, value: str) -> Value:
        """Return an IRI by its name, or a plain text as it is."""
        if not value.startswith(("http://", "https://", "urn:")):
            return Value(value)
        known = value in self._graph.facts or value in self._graph.vocabulary or value.startswith((DEKG, DEKGR, UNIT))
        text = self._graph.label(value, self._language) if known else compact(value)
        return Value(text, self._links.thing(value))

    def term(self, term: Term) -> Value:
        """Return an RDF term."""
        if isinstance(term, NamedNode):
            return self.of(term.value)
        if isinstance(term, Literal):
            if term.language:
                return Value(term.value, language="" if term.language == self._language else term.language)
            if term.datatype.value == XSD + "anyURI":
                return Value(term.value, self._links.thing(term.value))
            return Value(term.value)
        return Value(str(term))

    def table(self, iri: str, without: Collection[str] = ()) -> list[tuple[Value, list[Value]]]:
        """Return all properties of a thing but some, by name: property, values."""
        found = []
        for predicate, values in self._graph.facts.get(iri, {}).items():
            if predicate not in without:
                name = Value("a", self.of(predicate).href) if predicate == RDF + "type" else self.of(predicate)
                found.append((name, [self.term(value) for value in values]))
        return sorted(found, key=lambda item: (item[0].text != "a", item[0].text))
