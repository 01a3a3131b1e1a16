"""Say where a derived graph comes from, in PROV: by which engine, from which graphs; no clock is read."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.terms import CATALOG, DCTERMS, DEKG, DEKGR, LICENSE, PREFIXES, RDF, RDFS, SCHEMA, hash16

__all__ = ["provenance"]

_PROV = PREFIXES["prov"]


def provenance(
    activity: str, content: str, origin: str, used: Mapping[str, str | None], engine: str, label: Mapping[str, str]
) -> Iterator[Quad]:
    """Yield where a derived graph comes from, in the graph of its origin, and the licence of both.

    Args:
        activity: the IRI of what made it.
        content: the derived graph.
        origin: the graph to say it in.
        used: the graphs it was derived from, with digests of those whose names do not tell their content.
        engine: names and releases of the software.
        label: of the activity, by language.
    """
    agent = f"{DEKGR}engine-{hash16([engine])}"
    links = [
        (activity, RDF + "type", _PROV + "Activity"),
        (activity, _PROV + "wasAssociatedWith", agent),
        (agent, RDF + "type", _PROV + "SoftwareAgent"),
        (content, RDF + "type", _PROV + "Entity"),
        (content, _PROV + "wasGeneratedBy", activity),
    ]
    for graph in used:
        links += [(activity, _PROV + "used", graph), (content, _PROV + "wasDerivedFrom", graph)]
    texts = [(activity, RDFS + "label", Literal(text, language=language)) for language, text in label.items()]
    texts += [(agent, SCHEMA + "softwareVersion", Literal(engine))]
    texts += [(graph, DEKG + "contentDigest", Literal(found)) for graph, found in used.items() if found is not None]
    yield from (Quad(NamedNode(s), NamedNode(p), NamedNode(o), NamedNode(origin)) for s, p, o in links)
    yield from (Quad(NamedNode(s), NamedNode(p), o, NamedNode(origin)) for s, p, o in texts)
    for name in (content, origin):
        yield Quad(NamedNode(name), NamedNode(DCTERMS + "license"), NamedNode(LICENSE), NamedNode(CATALOG))
