"""Write RDF 1.2: the graph, in which each claim also reifies the plain statement it makes.

An extra for tools that know triple terms; nothing is asserted that the graph does not assert. The statement of a
figure is a bound of its data point, so that rival claims reify rival statements about one thing; that of a relation is
the property its predicate expresses. The claim leads to passage and document.

Source: W3C, RDF 1.2 Concepts (working draft): `rdf:reifies` and triple terms.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from kg.export.material import Material
from kg.export.rdf import in_order, readable
from kg.export.statements import is_version
from kg.terms import DEKG, RDF

__all__ = ["statements", "write"]

_REIFIES = NamedNode(RDF + "reifies")
_POINTS = (DEKG + "onDataPoint", DEKG + "aimsAtDataPoint")
_BOUNDS = tuple(DEKG + name for name in ("lowerValue", "lowerInclusive", "upperValue", "upperInclusive"))


def write(material: Material) -> bytes:
    """Return TriG 1.2."""
    graphs: dict[str, NamedNode] = {
        quad.subject.value: quad.graph_name
        for quad in material.quads
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.graph_name, NamedNode)
        and is_version(quad.graph_name)
    }
    more = [
        Quad(NamedNode(claim), _REIFIES, triple, graphs[claim])
        for claim in material.statements.members("dekg:Claim")
        if claim in graphs
        for triple in statements(claim, material)
    ]
    return readable(in_order([*material.quads, *more]), RdfFormat.TRIG)


def statements(claim: str, material: Material) -> Iterator[Triple]:
    """Yield the plain statements a claim makes; none where its predicate expresses no property."""
    found = material.statements
    for point in (iri for predicate in _POINTS for iri in found.all(claim, predicate)):
        for triple in material.subjects.get(claim, ()):
            if triple.predicate.value in _BOUNDS and isinstance(triple.object, Literal):
                yield Triple(NamedNode(point), triple.predicate, triple.object)
    subject, predicate, target = (
        found.first(claim, DEKG + f"claim{part}") for part in ("Subject", "Predicate", "Object")
    )
    expressed = found.first(predicate, DEKG + "expressesProperty") if predicate else ""
    if subject and target and expressed:
        yield Triple(NamedNode(subject), NamedNode(expressed), NamedNode(target))
