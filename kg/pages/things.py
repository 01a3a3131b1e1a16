"""What the page of one thing shows, by its kind: a template's name, and the values it is filled with."""

from collections.abc import Callable
from typing import Any

from kg.pages.claims import claim_view, point_view
from kg.pages.entities import entity_view, indicator_view
from kg.pages.links import Links
from kg.pages.maker import HIDDEN, Maker, View, document_card, grouped
from kg.pages.snapshot import Snapshot
from kg.pages.statements import Statements
from kg.terms import DCTERMS

__all__ = ["view"]


def view(graph: Snapshot, statements: Statements, links: Links, interface: Any, iri: str) -> View:
    """Return the view of a thing."""
    make = Maker(graph, statements, links, interface)
    for kind, function in _KINDS:
        if graph.is_a(iri, kind):
            return function(make, iri)
    return entity_view(make, iri)


def _document(make: Maker, iri: str) -> View:
    graph = make.graph
    said, left = make.all(graph.listed["document"].get(iri, ()))
    card = document_card(make, iri)
    length = int(card["length"] or 0)
    spots = sorted({(start, end, sentence) for item in said for start, end, sentence in item.passages})
    title = next(iter(graph.words(iri, DCTERMS + "title", make.language)), "") or card["label"]
    return View(
        "document.html",
        title,
        ((make.w["sources"], make.links.page("sources.html")),),
        values={
            "document": card,
            "said": said,
            "left": left,
            "spots": [(start / length * 100, max(0.4, (end - start) / length * 100), start, end, sentence)
                      for start, end, sentence in spots] if length else [],
            "graph": graph.graph_of(iri),
            "grouped": grouped(said, by="subject"),
        },
    )  # fmt: skip


def _period(make: Maker, iri: str) -> View:
    said, left = make.all(make.graph.listed["period"].get(iri, ()))
    crumbs = ((make.w["more"], make.links.page("things.html")),)
    values = {"said": said, "left": left, "grouped": grouped(said, by="variable"),
              "facts": make.values.table(iri, HIDDEN)}  # fmt: skip
    return View("period.html", make.label(iri), crumbs, values=values)


_KINDS: tuple[tuple[str, Callable[[Maker, str], View]], ...] = (
    ("Claim", claim_view),
    ("DataPoint", point_view),
    ("StatisticalVariable", indicator_view),
    ("SourceDocument", _document),
    ("Period", _period),
)
