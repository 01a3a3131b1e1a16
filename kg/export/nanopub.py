"""Write each claim as a nanopublication: assertion, provenance and publication information, each a named graph.

The assertion is what the claim says, with its data point, periods and converted amounts; the provenance tells the
passage and document it was derived from and to whom the text attributes it. They carry no trusty IRI and no
signature: who publishes them adds both with a tool of the nanopublication network.

Source: Nanopublication Guidelines, http://nanopub.net/guidelines/working_draft/ .
"""

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kg.export.dataset import description
from kg.export.material import Material
from kg.export.rdf import readable
from kg.export.triples import PREFIXES_MORE, Graph
from kg.terms import BASE, DCTERMS, DEKG, OA, PREFIXES, SCHEMA, local_name

__all__ = ["NAME", "write"]

NAME = "#nanopub"
"""What follows the IRI of a claim in that of its nanopublication; the graphs are other fragments of the claim, so that
all of them lead to where the claim is described."""

_ONTOLOGY = BASE + "ontology"
_PROVENANCE = {
    DCTERMS + "source",
    *(DEKG + name for name in ("statedIn", "citationLevel", "attributedTo", "attributedName")),
    *(PREFIXES["prov"] + name for name in ("wasRevisionOf", "wasGeneratedBy")),
}
"""What of a claim tells where it comes from, not what it says."""


def write(material: Material) -> bytes:
    """Return a nanopublication for each claim as TriG, by claim."""
    created = material.vocabulary.value(_ONTOLOGY, DCTERMS + "modified") or ""
    quads = [q for claim in material.statements.members("dekg:Claim") for q in _publication(claim, material, created)]
    return readable(quads, RdfFormat.TRIG, PREFIXES_MORE)


def _publication(claim: str, material: Material, created: str) -> list[Quad]:
    np = claim + NAME
    parts = {name: f"{claim}#{name}" for name in ("head", "assertion", "provenance", "pubinfo")}
    head, assertion, provenance, pubinfo = Graph(), Graph(), Graph(), Graph()
    head.link(np, "rdf:type", "np:Nanopublication")
    head.link(np, "np:hasAssertion", parts["assertion"])
    head.link(np, "np:hasProvenance", parts["provenance"])
    head.link(np, "np:hasPublicationInfo", parts["pubinfo"])
    _split(claim, material, assertion, provenance)
    found = material.statements
    document = found.source(claim)
    passages = found.all(claim, DEKG + "statedIn")
    provenance.link(parts["assertion"], "prov:wasDerivedFrom", *(passages or [document]))
    provenance.link(parts["assertion"], "prov:hadPrimarySource", document)
    speaker = found.first(claim, DEKG + "attributedTo") or found.first(document, SCHEMA + "publisher")
    provenance.link(parts["assertion"], "prov:wasAttributedTo", speaker)
    told = description()
    pubinfo.link(np, "dcterms:creator", told.creator)
    pubinfo.link(np, "dcterms:license", told.license)
    pubinfo.link(np, "npx:introduces", claim)
    pubinfo.say(np, "dcterms:created", created, "dateTime")
    pubinfo.text(np, "rdfs:label", {language: found.label(claim, language) for language in ("en", "zh")})
    graphs = {"head": head, "assertion": assertion, "provenance": provenance, "pubinfo": pubinfo}
    return [quad for name, graph in graphs.items() for quad in graph.quads(parts[name])]


def _split(claim: str, material: Material, assertion: Graph, provenance: Graph) -> None:
    """Take apart what the document says of a claim, and of the nodes it needs: what is said, and where."""
    seen: set[str] = set()
    todo = [(claim, assertion), *((amount, assertion) for amount in material.pointing(DEKG + "conversionOf", claim))]
    while todo:
        name, graph = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for triple in material.subjects.get(name, ()):
            target = provenance if triple.predicate.value in _PROVENANCE else graph
            target.take([triple])
            todo += [(iri, target) for iri in _needed(triple, material)]


def _needed(triple: Triple, material: Material) -> list[str]:
    """Return what a statement names that only its document describes, other claims left out."""
    iri = triple.object.value if isinstance(triple.object, NamedNode) else ""
    kinds = ("datapoint-", "period-", "plan-", "photo-", "doc-", "passage-", "selector-")
    described = iri in material.stated and local_name(iri).startswith(kinds)
    return [iri] if described and triple.predicate.value != OA + "hasSource" else []
