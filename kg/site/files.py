"""Files that are not pages: the whole graph in its formats, its catalogue, the ontology's modules, links to outside."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pyoxigraph import CanonicalizationAlgorithm as Canonical
from pyoxigraph import Dataset, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg import assets, catalogue, export
from kg.catalogue import Distribution
from kg.errors import ExportError
from kg.export import Format, Material, jsonld
from kg.export.rdf import readable, sorted_triples
from kg.export.triples import PREFIXES_MORE
from kg.pages.ontology import modules, release
from kg.terms import BASE, DEKGR, PREFIXES, RDFS, SCHEMA, SKOS

__all__ = ["DUMPS", "catalogue_files", "dumps", "link_tables", "linkset", "ontology_files", "shapes_files"]

DUMPS = "dump/"
"""Where the dumps lie; the catalogue gives their addresses by the same name."""

_OUT = {
    *(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
    SCHEMA + "sameAs",
    RDFS + "seeAlso",
    BASE + "ontology#seatRecord",
}


def dumps(
    material: Material, wanted: Callable[[Format], bool], tell: Callable[[str], None]
) -> Iterator[tuple[Distribution, bytes]]:
    """Yield the files of all formats that a catalogue offers and `wanted` takes; what cannot be written is told."""
    for item in export.formats():
        if not item.distribution or not wanted(item):
            continue
        try:
            output = export.write(item.name, material)
        except ExportError as error:
            tell(f"{item.name}: left out ({error})")
            continue
        for path, data in export.files(item.name, output).items():
            yield Distribution.of(item, path, data), data


def catalogue_files(offered: list[Distribution], material: Material, base: str) -> dict[str, bytes]:
    """Return the catalogue in Turtle and JSON-LD; downloads have permanent addresses unless the base is known."""
    downloads = f"{base}/{DUMPS}" if base else BASE + DUMPS
    quads = catalogue.describe(offered, material, downloads=downloads)
    triples = [quad.triple for quad in quads]
    return {
        "catalogue.ttl": readable(sorted_triples(triples), RdfFormat.TURTLE, PREFIXES_MORE),
        "catalogue.jsonld": jsonld.brief((Quad(t.subject, t.predicate, t.object) for t in triples),
                                         material.vocabulary),
    }  # fmt: skip


def schema(offered: list[Distribution], material: Material, base: str) -> Mapping[str, Any]:
    """Return the data set as search engines read it."""
    return catalogue.schema(offered, material, downloads=f"{base}/{DUMPS}" if base else BASE + DUMPS)


def linkset(material: Material) -> bytes:
    """Return all links from our things to outside, as N-Triples."""
    found = {
        f"{quad.subject} {quad.predicate} {quad.object} .\n"
        for quad in material.quads
        if quad.predicate.value in _OUT
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.subject.value.startswith(DEKGR)
        and not quad.object.value.startswith(BASE)
    }
    return "".join(sorted(found)).encode()


# -- ontology and shapes ----------------------------------------------------------------------------------------------


def ontology_files(material: Material) -> Iterator[tuple[str, bytes]]:
    """Yield the ontology as a whole and module by module, in four syntaxes, under its name and that of its release."""
    yield "ontology/context.jsonld", (assets.folder("ontology") / "context.jsonld").read_bytes()
    merged = [quad.triple for module in modules() if not module.name.startswith("reference/") for quad in module.quads]
    version = release()
    for module in modules():
        name = module.name or "index"
        whole = merged if not module.name else [quad.triple for quad in module.quads]
        files = _syntaxes(whole, material)
        if module.name:
            files["ttl"] = module.path.read_bytes()
        for ending, data in files.items():
            yield f"ontology/{name}.{ending}", data
            yield f"ontology/{version}/{name}.{ending}", data


def link_tables() -> Iterator[tuple[str, bytes]]:
    """Yield the tables of links as they are kept."""
    for path in assets.link_files():
        yield f"ontology/reference/links/{path.name}", path.read_bytes()


def shapes_files(material: Material) -> dict[str, bytes]:
    """Return all shapes in four syntaxes; nodes without a name are numbered by their content."""
    loose = Dataset(quad for path in assets.shape_files() for quad in parse(path=str(path), format=RdfFormat.TURTLE))
    loose.canonicalize(Canonical.RDFC_1_0)
    triples = [quad.triple for quad in loose]
    return {f"shapes/index.{ending}": data for ending, data in _syntaxes(triples, material, PREFIXES_MORE).items()}


def _syntaxes(triples: list[Triple], material: Material, prefixes: Mapping[str, str] = PREFIXES) -> dict[str, bytes]:
    ordered = sorted_triples(triples)
    lines = serialize(ordered, format=RdfFormat.N_TRIPLES)
    assert lines is not None
    xml = export.write(
        "rdfxml", Material((Quad(t.subject, t.predicate, t.object) for t in ordered), material.vocabulary)
    )
    assert isinstance(xml, bytes)
    return {
        "ttl": readable(ordered, RdfFormat.TURTLE, prefixes),
        "jsonld": jsonld.brief((Quad(t.subject, t.predicate, t.object) for t in ordered), material.vocabulary),
        "rdf": xml,
        "nt": b"".join(sorted(lines.splitlines(keepends=True))),
    }
