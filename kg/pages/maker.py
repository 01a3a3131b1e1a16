"""What every page is made of: a view before it is text, and the maker of views in one language."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.pages.links import Links, safe, thing_path
from kg.pages.snapshot import Snapshot
from kg.pages.statements import Statement, Statements
from kg.pages.values import Values
from kg.terms import DCTERMS, DEKG, RDFS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HIDDEN", "MOST", "Maker", "View", "document_card", "grouped"]

MOST = 400
"""Claims that one page lists; what is left out is counted, and is in the data files."""
HIDDEN = {RDFS + "label", DCTERMS + "source", DEKG + "about", DEKG + "statedIn"}
"""Properties that a page tells in words of its own, and does not list again."""


@dataclass(frozen=True)
class View:
    """A page before it is text: the template, its title, the way to it, and its values."""

    template: str
    title: str
    crumbs: tuple[tuple[str, str], ...] = ()
    description: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class Maker:
    """Makes views of one snapshot in one language."""

    def __init__(self, graph: Snapshot, statements: Statements, links: Links, words: Any) -> None:
        self.graph, self.statements, self.links, self.w = graph, statements, links, words
        self.language = links.language
        self.values = Values(graph, links, self.language)

    def label(self, iri: str) -> str:
        """Return a name in the language of the page."""
        return self.graph.label(iri, self.language)

    def link(self, claim: str) -> str:
        """Return where a claim's page is."""
        return self.links.up + thing_path(claim)

    def all(self, claims: Any) -> tuple[list[Statement], int]:
        """Return statements up to `MOST`, and how many are left out."""
        found = list(dict.fromkeys(claims))
        return self.statements.all(found[:MOST], self.language), max(0, len(found) - MOST)


def document_card(make: Maker, document: str) -> dict[str, Any]:
    """Return what is known of a document, for a template."""
    graph = make.graph
    url = graph.value(document, SCHEMA + "url")
    publisher = graph.value(document, SCHEMA + "publisher")
    return {
        "iri": document,
        "href": make.links.thing(document),
        "label": make.label(document) if document else "",
        "url": url,
        "open": safe(url),
        "publisher": make.values.of(publisher) if publisher else None,
        "published": graph.value(document, SCHEMA + "datePublished"),
        "language": graph.value(document, SCHEMA + "inLanguage"),
        "digest": graph.value(document, DEKG + "contentDigest"),
        "length": graph.value(document, DEKG + "textLength"),
    }


def grouped(said: list[Statement], *, by: str) -> list[tuple[str, str, list[Statement]]]:
    """Return statements in groups: name, IRI, members; in the order of the names."""
    key: Callable[[Statement], tuple[str, str]] = (
        (lambda item: (item.variable_label, item.variable))
        if by == "variable"
        else (lambda item: (item.subject_label, item.subject))
    )
    groups: dict[tuple[str, str], list[Statement]] = {}
    for item in said:
        groups.setdefault(key(item), []).append(item)
    return [(name, iri, members) for (name, iri), members in sorted(groups.items())]
