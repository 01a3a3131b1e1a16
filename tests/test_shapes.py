"""The shapes: each has focus nodes, passes conforming data, and its failing example breaks exactly it."""

import re
from collections.abc import Iterable
from functools import cache

import pyshacl
import pytest
from pyoxigraph import Triple
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF
from shape_examples import FAILING, conforming, edited, subclasses

from kg import assets
from kg.validate import shapes
from kg.validate.findings import SHAPES, Finding

SH = Namespace("http://www.w3.org/ns/shacl#")
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
SPARQL = (SH.sparql, SH.select, SH.ask, SH.js, SH.rule, SH.target)


@cache
def shapes_graph() -> Graph:
    graph = Graph()
    for path in assets.shape_files():
        graph.parse(path)
    return graph


def with_targets() -> list[str]:
    graph = shapes_graph()
    return sorted({str(s).removeprefix(SHAPES) for target in TARGETS for s in graph.subjects(target)})


@cache
def built() -> pyshacl.ShapesGraph:
    found = pyshacl.ShapesGraph(shapes_graph())
    assert found.shapes
    return found


@cache
def data() -> Graph:
    return shapes.as_rdflib([*conforming(), *subclasses()])


def findings(triples: Iterable[Triple]) -> list[Finding]:
    return list(shapes.run(shapes.as_rdflib([*triples, *subclasses()]), (), None))


def test_conforming_example_conforms() -> None:
    assert [(f.rule, f.focus, f.value) for f in findings(conforming())] == []


@pytest.mark.parametrize("name", sorted(FAILING))
def test_failing_example_breaks_exactly_its_shape(name: str) -> None:
    found = findings(edited(FAILING[name]))
    assert {finding.rule for finding in found} == {SHAPES + name}, [(f.rule, f.focus, f.value) for f in found]
    assert all(finding.message["en"] and finding.message["zh"] for finding in found)


def test_every_shape_has_a_failing_example_and_there_are_many() -> None:
    assert set(with_targets()) == set(FAILING)
    assert len(FAILING) >= 160


@pytest.mark.parametrize("name", with_targets())
def test_shape_has_focus_nodes(name: str) -> None:
    shape = built().lookup_shape_from_node(URIRef(SHAPES + name))
    assert shape.focus_nodes(data())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", with_targets())
def test_shape_names_severity_and_repair_in_two_languages(name: str) -> None:
    node, graph = URIRef(SHAPES + name), shapes_graph()
    assert re.fullmatch(r"[A-Z][A-Za-z]*(-[a-z]+)+", name)
    assert graph.value(node, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
    messages = {text.language: str(text) for text in graph.objects(node, SH.message) if isinstance(text, Literal)}
    assert set(messages) == {"en", "zh"}
    assert messages["en"].endswith(".")
    assert messages["zh"].endswith("。")


def test_shapes_are_core_only_and_all_named() -> None:
    graph = shapes_graph()
    assert not [node for predicate in SPARQL for node in graph.subjects(predicate)]
    for kind in (SH.NodeShape, SH.PropertyShape):
        for node in graph.subjects(RDF.type, kind):
            assert isinstance(node, URIRef)
            assert str(node).startswith(SHAPES)


def test_every_file_bears_title_and_licence() -> None:
    files = assets.shape_files()
    assert len(files) >= 14
    for path in files:
        node = URIRef(f"https://w3id.org/dekg/shapes/{path.stem}")
        assert len(set(shapes_graph().objects(node, DCTERMS.title))) == 2
        assert shapes_graph().value(node, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
