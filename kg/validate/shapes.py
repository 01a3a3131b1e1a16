"""Run SHACL Core shapes with pySHACL, always over an rdflib copy of the data.

The only module that knows pySHACL. Property shapes have targets of their own, so that pySHACL takes all focus nodes of
a rule at once. A version graph is validated alone, with the classes of the reference terms it cites; the reference data
in one go, reduced to the properties that shapes speak of.
"""

import logging
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax import SAXException

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg import assets
from kg.errors import AssetError, ValidateError
from kg.terms import RDF, RDFS
from kg.validate.findings import Finding
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = [
    "VERSION_SHAPES",
    "add_hierarchy",
    "as_rdflib",
    "judge",
    "n3",
    "reference_findings",
    "run",
    "shacl",
    "shape_triples",
    "spoken_of",
    "term",
    "version_findings",
]

VERSION_SHAPES = ("claims", "documents", "intentions", "periods", "relations", "statistics")
"""Shape files about the nodes of a version graph; all files are run over the reference data."""

_SH = "http://www.w3.org/ns/shacl#"
_TYPE, _SUBCLASS = RDF + "type", RDFS + "subClassOf"
_SPEAKS_OF = ("path", "targetSubjectsOf", "targetObjectsOf", "lessThan", "lessThanOrEquals", "equals", "disjoint")


def version_findings(graph: str, triples: Sequence[Triple], vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield what the shapes find in one version graph.

    Args:
        graph: its IRI.
        triples: all it holds.
        vocabulary: knows the classes of the terms it cites.
    """
    data = as_rdflib(triples)
    from rdflib import URIRef

    described = {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}
    cited = {triple.object.value for triple in triples if isinstance(triple.object, NamedNode)}
    for iri in cited - described:
        for kind in vocabulary.types(iri):
            data.add((URIRef(iri), URIRef(_TYPE), URIRef(kind)))
    add_hierarchy(data, vocabulary)
    yield from run(data, VERSION_SHAPES, graph)


def add_hierarchy(data: "Graph", vocabulary: Vocabulary) -> None:
    """Add what the vocabulary knows of the classes in use: which is below which."""
    from rdflib import URIRef

    classes = {str(kind) for kind in data.objects(None, URIRef(_TYPE))}
    for kind in {above for found in classes for above in vocabulary.superclasses(found)}:
        for above in vocabulary.values(kind, _SUBCLASS):
            data.add((URIRef(kind), URIRef(_SUBCLASS), URIRef(above)))


def reference_findings(triples: Iterable[Triple]) -> Iterator[Finding]:
    """Yield what the shapes find in ontology, reference data, heads and catalogue, taken together."""
    wanted = spoken_of()
    yield from run(as_rdflib(triple for triple in triples if triple.predicate.value in wanted), (), None)


def shacl(data: Sequence[Path | str], shapes: Sequence[Path | str]) -> tuple[bool, str]:
    """Validate files against shapes files, as any SHACL validator does.

    Args:
        data: RDF files of any format that rdflib reads; the named graphs of TriG and N-Quads are taken together.
        shapes: RDF files with shapes; SHACL-SPARQL constraints are run too.

    Returns:
        Whether the data conforms, and the validation report as Turtle.

    Raises:
        ValidateError: a file cannot be read, or the shapes are malformed; the message names the file.
    """
    import pyshacl
    from pyshacl.errors import (
        ConstraintLoadError,
        ReportableRuntimeError,
        ShapeLoadError,
        ShapeRecursionWarning,
        ValidationFailure,
    )

    target, rules = _read(data, "data"), _read(shapes, "shapes")
    names = ", ".join(map(str, shapes))
    try:
        with _quiet():
            conforms, report, _ = pyshacl.validate(target, shacl_graph=rules, inplace=True)
    except (ShapeLoadError, ConstraintLoadError, ReportableRuntimeError) as error:
        raise ValidateError(f"{names}: not usable as shapes ({_one_line(error)}); correct the shape") from None
    except (ValidationFailure, ShapeRecursionWarning, ValueError, RecursionError) as error:
        raise ValidateError(f"{names}: the shapes cannot be evaluated ({_one_line(error)}); correct them") from None
    if isinstance(report, Exception):
        raise ValidateError(f"{names}: the shapes cannot be evaluated ({_one_line(report)}); correct them")
    return bool(conforms), _turtle(report)


# -- running the shipped shapes ---------------------------------------------------------------------------------------


def run(data: "Graph", files: tuple[str, ...], graph: str | None) -> Iterator[Finding]:
    """Yield what the shapes of some files (of all, if none is named) find in an rdflib graph."""
    from pyshacl import Validator
    from pyshacl.graph_abstraction import DataGraph

    shapes_graph, shapes = _shapes(files)
    validator = Validator(DataGraph.from_rdflib(data), shacl_graph=shapes_graph, options={"inplace": True})
    validator.shacl_graph = shapes
    with _quiet():
        conforms, report, _ = validator.run()  # type: ignore[no-untyped-call]
    return iter(()) if conforms else _results(report, shapes_graph, graph)


def judge(
    data: "Graph",
    files: tuple[str, ...],
    targets: Mapping[str, object],
    pick: Callable[[str, list[str]], Collection[str]],
) -> Iterator[Finding]:
    """Yield what the shapes of some files (of all, if none is named) find of picked nodes.

    Args:
        data: an rdflib graph.
        files: names of shape files.
        targets: the targets of each shape to run, by its IRI; shapes with equal targets have the same focus nodes.
        pick: chooses, for a shape, among its focus nodes those to look at, all by IRI or label.
    """
    from pyshacl import Validator
    from pyshacl.graph_abstraction import DataGraph
    from rdflib import URIRef

    shapes_graph, shapes = _shapes(files)
    assert shapes.shapes  # pySHACL builds its shapes when they are first asked for
    target = DataGraph.from_rdflib(data)
    validator = Validator(target, shacl_graph=shapes_graph, options={"inplace": True})
    executor = validator.make_executor()
    known: dict[object, dict[str, Node]] = {}
    reports: list[Any] = []
    with _quiet():
        for iri, targeted in targets.items():
            shape = shapes.lookup_shape_from_node(URIRef(iri))
            if targeted not in known:
                known[targeted] = {str(node): node for node in shape.focus_nodes(target)}
            if nodes := [known[targeted][name] for name in pick(iri, list(known[targeted]))]:
                reports += shape.validate(executor, target, focus=nodes)[1]
        if not reports:
            return iter(())
        report, _ = validator.create_validation_report(shapes, False, reports)
    return _results(report, shapes_graph, None)


@cache
def _shapes(files: tuple[str, ...]) -> "tuple[Graph, Any]":
    """Return the shipped shapes of some files (of all, if none is named): as a graph, and as pySHACL's shapes."""
    from pyshacl import ShapesGraph, constraints
    from pyshacl import shape as pyshacl_shape

    names = _Names(constraints.ALL_CONSTRAINT_PARAMETERS)
    pyshacl_shape.CONSTRAINT_PARAMS = names, constraints.CONSTRAINT_PARAMETERS_MAP  # type: ignore[attr-defined]
    graph = as_rdflib(shape_triples(files))
    return graph, ShapesGraph(graph)


class _Names(list[Any]):
    """A list that looks up as a set does: pySHACL spends a third of its time on finding properties in a list."""

    def __init__(self, names: Iterable[Any]) -> None:
        super().__init__(names)
        self._known = frozenset(self)

    def __contains__(self, name: object) -> bool:
        return name in self._known


def shape_triples(files: tuple[str, ...]) -> list[Triple]:
    """Return the shipped shapes of some files (of all, if none is named), and all of the user's own, as triples."""
    triples: list[Triple] = []
    shipped = assets.folder("shapes")
    for path in assets.shape_files():
        if not files or path.stem in files or path.parent != shipped:
            try:
                triples += (quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE))
            except (OSError, SyntaxError) as error:
                mend = "install the package again" if path.parent == shipped else "correct the file"
                raise AssetError(f"{path}: not readable as Turtle ({error}); {mend}") from None
    return triples


@cache
def spoken_of() -> frozenset[str]:
    """Return the properties that shapes speak of, and those that make classes."""
    from rdflib import URIRef

    graph, _ = _shapes(())
    found = {str(node) for name in _SPEAKS_OF for node in graph.objects(None, URIRef(_SH + name))}
    return frozenset(found | {_TYPE, _SUBCLASS})


def _results(report: "Graph", shapes: "Graph", graph: str | None) -> Iterator[Finding]:
    from rdflib import Literal as Text
    from rdflib import URIRef
    from rdflib.namespace import SH

    for result in report.subjects(SH.focusNode):
        rule = report.value(result, SH.sourceShape)
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        focus = report.value(result, SH.focusNode)
        component = report.value(result, SH.sourceConstraintComponent)
        severity = report.value(result, SH.resultSeverity)
        yield Finding(
            severity=str(severity).removeprefix(_SH).lower(),
            message={t.language or "en": str(t) for t in shapes.objects(rule, SH.message) if isinstance(t, Text)},
            rule=str(rule),
            focus=str(focus),
            graph=graph,
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value is None else value.n3(),
            component=str(component).removeprefix(_SH),
        )


# -- copies -----------------------------------------------------------------------------------------------------------


def as_rdflib(triples: Iterable[Triple]) -> "Graph":
    """Return an rdflib graph of triples; each term is made once."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    with _quiet():
        for triple in triples:
            graph.add((_once(triple.subject), _once(triple.predicate), _once(triple.object)))
    return graph


@lru_cache(maxsize=20_000)
def _once(given: Any) -> "Node":
    return term(given)


def term(given: Any) -> "Node":
    """Return an rdflib term, with the literal as it is written."""
    from rdflib import BNode, URIRef
    from rdflib import Literal as Text

    if isinstance(given, NamedNode):
        return URIRef(given.value)
    if isinstance(given, BlankNode):
        return BNode(given.value)
    if isinstance(given, Literal) and given.language:
        return Text(given.value, lang=given.language)
    if isinstance(given, Literal):
        with _quiet():
            return Text(given.value, datatype=URIRef(given.datatype.value), normalize=False)
    raise ValidateError(f"{given}: a triple inside a triple cannot be validated; take it out")


def n3(written: str) -> str:
    """Return a term as reports write it, from N-Triples."""
    (triple,) = [quad.triple for quad in parse(f"<x:s> <x:p> {written} .", format=RdfFormat.N_TRIPLES)]
    return term(triple.object).n3()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging ill-typed literals, which the shapes report."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


# -- arbitrary files --------------------------------------------------------------------------------------------------

_FORMATS = {
    ".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".rdf": "xml", ".owl": "xml", ".xml": "xml",
    ".jsonld": "json-ld", ".json": "json-ld", ".n3": "n3", ".hext": "hext", ".trix": "trix",
}  # fmt: skip
MAX_BYTES = 200 * 2**20
"""Largest file for plain validation; rdflib needs some thirty times as much memory."""


def _read(paths: Sequence[Path | str], role: str) -> "Graph":
    from rdflib import Dataset, Graph
    from rdflib.exceptions import ParserError

    if not paths:
        raise ValidateError(f"no {role} file was given; name at least one")
    merged = Graph()
    for path in map(Path, paths):
        text = _text(path)
        format_ = _FORMATS.get(path.suffix.lower(), "turtle")
        if format_ in {"xml", "trix"} and "<!DOCTYPE" in text[:4096]:
            raise ValidateError(f"{path}: declares a DOCTYPE, whose entities could fill the memory; take it out")
        dataset = Dataset(default_union=True)
        try:
            with _quiet(), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers call rdflib's own old names
                dataset.parse(data=text, format=format_, publicID=path.resolve().as_uri())
        except RecursionError:
            raise ValidateError(f"{path}: nested too deeply; correct the file") from None
        except (*_UNREADABLE, ParserError) as error:
            raise ValidateError(f"{path}: not readable as {format_} ({_one_line(error)}); correct the file") from None
        for subject, predicate, target, _graph in dataset.quads():
            merged.add((subject, predicate, target))
        for prefix, namespace in dataset.namespaces():
            merged.bind(prefix, namespace)
    return merged


_UNREADABLE = (
    SyntaxError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OSError, SAXException,
)  # fmt: skip
"""What rdflib's parsers are seen to raise on bad input; a common base they have none."""


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise ValidateError(f"{path}: a folder; give a file such as data.ttl")
        if path.stat().st_size > MAX_BYTES:
            raise ValidateError(f"{path}: larger than {MAX_BYTES >> 20} MB; split it, or load it into a store")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidateError(f"{path}: not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    except OSError as error:
        raise ValidateError(f"{path}: cannot be read ({error.strerror}); check name and permissions") from None


def _one_line(error: object) -> str:
    text = " ".join(str(error).split())
    return text[:200] or type(error).__name__


def _turtle(report: "Graph") -> str:
    """Return a report as Turtle, the same in every run: blank nodes are named in canonical order."""
    from rdflib import Graph
    from rdflib.compare import to_canonical_graph

    graph = Graph()
    graph += to_canonical_graph(report)
    for prefix, namespace in report.namespaces():
        graph.bind(prefix, namespace)
    return str(graph.serialize(format="turtle"))
