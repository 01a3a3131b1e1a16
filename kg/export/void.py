"""Count a data set as VoID counts: triples, entities, classes, properties, vocabularies, examples, links out.

Source: W3C, Describing Linked Datasets with the VoID Vocabulary (2011).
"""

from collections import Counter
from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.export.dataset import DATASET, Coverage, description
from kg.export.material import Material
from kg.export.triples import Graph
from kg.terms import DEKG, DEKGR, RDF

__all__ = ["describe"]

_EXAMPLES = 3
"""Example resources of each kind: claims, places, variables."""


def describe(graph: Graph, material: Material, covered: Coverage) -> None:
    """Say what the data set holds, counted over the union of all graphs, and its links to other data sets."""
    triples = {quad.triple for quad in material.quads}
    classes = Counter(
        t.object.value for t in triples if t.predicate.value == RDF + "type" and isinstance(t.object, NamedNode)
    )
    properties = Counter(triple.predicate.value for triple in triples)
    subjects = {triple.subject for triple in triples}
    ours = {node for node in subjects if isinstance(node, NamedNode) and node.value.startswith(DEKGR)}
    counted = {
        "triples": len(triples),
        "entities": len(ours),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({triple.object for triple in triples}),
        "classes": len(classes),
        "properties": len(properties),
        "documents": len(covered.documents),
    }
    for term, number in counted.items():
        graph.say(DATASET, f"void:{term}", number)
    graph.say(DATASET, "void:uriSpace", DEKGR)
    graph.link(DATASET, "void:feature", "http://www.w3.org/ns/formats/Turtle", "http://www.w3.org/ns/formats/N-Quads")
    used = {*properties, *classes}
    names = (space for space in description().vocabularies if any(iri.startswith(space) for iri in used))
    graph.link(DATASET, "void:vocabulary", *names)
    found = material.statements
    claims = found.members("dekg:StatisticalObservation")
    for some in (claims, covered.places, covered.variables):
        graph.link(DATASET, "void:exampleResource", *some[:_EXAMPLES])
    _partitions(graph, classes, "class", "entities")
    _partitions(graph, properties, "property", "triples")
    _linksets(graph, material)


def _partitions(graph: Graph, counted: Mapping[str, int], kind: str, unit: str) -> None:
    """Say how many instances each of our classes has, and how many triples each of our properties."""
    for iri, number in counted.items():
        if iri.startswith(DEKG):
            part = f"{DEKGR}{kind}-partition-{iri.removeprefix(DEKG)}"
            graph.link(DATASET, f"void:{kind}Partition", part)
            graph.link(part, "rdf:type", "void:Dataset")
            graph.link(part, f"void:{kind}", iri)
            graph.say(part, f"void:{unit}", number)


def _linksets(graph: Graph, material: Material) -> None:
    """Count links to each data set outside, by the property that links."""
    told = description()
    links = {
        (quad.subject, quad.predicate.value, quad.object.value)
        for quad in material.quads
        if quad.predicate.value in told.link_predicates and isinstance(quad.object, NamedNode)
    }
    for target in told.targets:
        counted = Counter(term for _, term, iri in links if iri.startswith(target["namespace"]))
        for term, number in counted.items():
            name = f"{DEKGR}linkset-{target['name']}-{term.rpartition('#')[2].rpartition('/')[2]}"
            graph.link(DATASET, "void:subset", name)
            graph.link(name, "rdf:type", "void:Linkset")
            graph.text(name, "dcterms:title", {"en": f"Links to {target['title']}", "zh": f"与{target['title']}的链接"})
            graph.link(name, "void:subjectsTarget", DATASET)
            graph.link(name, "void:objectsTarget", target["dataset"])
            graph.link(target["dataset"], "rdf:type", "void:Dataset")
            graph.text(target["dataset"], "dcterms:title", {"en": target["title"]})
            graph.link(name, "void:linkPredicate", term)
            graph.say(name, "void:triples", number)
