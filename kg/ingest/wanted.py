"""What documents speak of and the reference lacks, by how often: the list that a curator works through."""

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.ingest.things import KINDS
from kg.store.base import Solutions, Store
from kg.terms import DEKG

__all__ = ["Wanted", "wanted"]

_LAYERS = {DEKG + name: layer for layer, name in KINDS.items()}
_QUERY = f"""
PREFIX dekg: <{DEKG}>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?class ?name ?graph (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  VALUES ?class {{ {" ".join(f"<{iri}>" for iri in sorted(_LAYERS))} }}
  GRAPH <https://w3id.org/dekg/graph/heads> {{ ?document dekg:currentVersion ?graph }}
  GRAPH ?graph {{
    ?thing a ?class ; skos:prefLabel ?name .
    FILTER (lang(?name) = "LANG")
    OPTIONAL {{ ?claim ?property ?thing ; dcterms:source ?document }}
  }}
}} GROUP BY ?thing ?class ?name ?graph
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing that the reference lacks: how many claims speak of it, in how many documents."""

    iri: str
    layer: str
    name: str
    claims: int
    documents: int


def wanted(store: Store, language: str = "en") -> list[Wanted]:
    """Return what current documents speak of and the reference lacks, the most frequent first."""
    answer = store.query(_QUERY.replace("LANG", language))
    claims: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    things: dict[str, tuple[str, str]] = {}
    for thing, kind, name, _graph, count in answer.rows if isinstance(answer, Solutions) else ():
        assert isinstance(thing, NamedNode)
        assert isinstance(kind, NamedNode)
        assert isinstance(name, Literal)
        assert isinstance(count, Literal)
        things[thing.value] = min(things.get(thing.value, ("~", "~")), (_LAYERS[kind.value], name.value))
        claims[thing.value] += int(count.value)
        documents[thing.value] += 1
    found = [Wanted(iri, *things[iri], claims[iri], documents[iri]) for iri in things]
    return sorted(found, key=lambda each: (-each.documents, -each.claims, each.iri))
