"""Write quads in the standard RDF syntaxes.

N-Quads and TriG keep the named graphs; N-Triples, Turtle and RDF/XML hold the union of all graphs, each triple once.
"""

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import ExportError
from kg.export.material import Material
from kg.terms import PREFIXES, RDF

__all__ = ["in_order", "nquads", "ntriples", "rdfxml", "readable", "sorted_triples", "trig", "turtle"]

_TYPE = RDF + "type"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ROOT = re.compile(rb"<rdf:RDF ([^>]*)>")
_ELEMENT = re.compile(r"[#/:][A-Za-z_一-龥][A-Za-z0-9_.一-龥-]*$")  # what every XML parser takes for a name
_RESERVED = {RDF + name for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "li",
                                     "Description", "aboutEach", "aboutEachPrefix", "bagID")}  # fmt: skip


def nquads(material: Material) -> bytes:
    """Return N-Quads, one line for each quad, the lines sorted by their bytes."""
    return _lines(_serialized(set(material.quads), RdfFormat.N_QUADS))


def ntriples(material: Material) -> bytes:
    """Return N-Triples of the union of all graphs, the lines sorted by their bytes."""
    return _lines(_serialized({quad.triple for quad in material.quads}, RdfFormat.N_TRIPLES))


def trig(material: Material) -> bytes:
    """Return TriG: graph by graph, in each graph every subject once."""
    return readable(in_order(material.quads), RdfFormat.TRIG)


def turtle(material: Material) -> bytes:
    """Return Turtle of the union of all graphs, every subject once."""
    return readable(sorted_triples(quad.triple for quad in material.quads), RdfFormat.TURTLE)


def rdfxml(material: Material) -> bytes:
    """Return RDF/XML of the union of all graphs, every subject once.

    Raises:
        ExportError: XML cannot hold a character of a text, or has no name for a property.
    """
    triples = sorted_triples(quad.triple for quad in material.quads)
    for triple in triples:
        _fits_xml(triple)
    data = _serialized(triples, RdfFormat.RDF_XML)
    root = _ROOT.search(data)
    assert root is not None
    names = b" ".join(sorted(root[1].split()))
    # a bare carriage return would be read back as a line feed
    return (data[: root.start(1)] + names + data[root.end(1) :]).replace(b"\r", b"&#13;")


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """Return distinct quads by graph, then as `sorted_triples`."""
    return sorted(set(quads), key=lambda quad: (_graph(quad), _place(quad)))


def sorted_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Return distinct triples by subject, its types first, then by predicate and object."""
    return sorted(set(triples), key=_place)


def readable(
    statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """Return Turtle or TriG of ordered statements, with the project's prefixes or those given.

    The prefixes are put in order here: Oxigraph writes them in another order in each process.
    """
    body = _serialized(statements, format, prefixes)
    while body.startswith(b"@prefix "):
        body = body.partition(b"\n")[2]
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))
    return head.encode() + body


def _place(statement: Triple | Quad) -> tuple[str, bool, str, str]:
    predicate = statement.predicate.value
    return (str(statement.subject), predicate != _TYPE, predicate, str(statement.object))


def _graph(quad: Quad) -> str:
    name = str(quad.graph_name)
    return name if name.startswith(("<", "_")) else ""  # the default graph comes first


def _serialized(
    statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    data = serialize(statements, format=format, prefixes=dict(prefixes))
    assert data is not None  # it is None only if a file to write to is given
    return data


def _lines(data: bytes) -> bytes:
    return b"".join(sorted(data.splitlines(keepends=True)))


def _fits_xml(triple: Triple) -> None:
    target, predicate = triple.object, triple.predicate.value
    if isinstance(target, Literal) and (found := _NOT_XML.search(target.value)):
        raise ExportError(
            f"{triple.subject} {triple.predicate}: the text holds U+{ord(found[0]):04X}, a character that XML "
            "cannot hold; export as turtle or nquads"
        )
    names = [predicate] if predicate != _TYPE else [target.value] if isinstance(target, NamedNode) else []
    for name in names:  # a type may become the name of its subject's element
        if name in _RESERVED or not _ELEMENT.search(name):
            raise ExportError(f"<{name}>: RDF/XML has no element name for it; export as turtle or nquads")
