"""The audit tier: it finds what pySHACL finds, graph by graph, and refuses what it cannot run."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph
import pytest
import shape_examples
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple
from shape_examples import FAILING, subclasses

import kg
from kg import assets, sources, vocabulary
from kg.errors import ValidateError
from kg.graph import version
from kg.store import Embedded
from kg.terms import DEKG, DEKGR, RDF, RDFS, XSD, local_name
from kg.validate import audit, shapes, stars, validate, validate_version, validate_versions
from kg.validate.core import read
from kg.validate.findings import Finding
from kg.validate.sight import Sight


def edited(case: dict[str, Any]) -> list[Triple]:
    return as_kept(shape_examples.edited(case))


def as_kept(triples: Iterable[Triple]) -> list[Triple]:
    """Triples as a store gives them back: each once, numbers in their shortest form."""
    store = pyoxigraph.Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    return [quad.triple for quad in store]


def told(findings: Iterable[Finding]) -> list[str]:
    return sorted({repr((f.rule, f.graph, f.focus, f.path, f.value, f.component, f.severity)) for f in findings})


def store_of(graphs: dict[str, list[Triple]]) -> Embedded:
    store = pyoxigraph.Store()
    for graph, triples in graphs.items():
        store.extend(Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in triples)
    return Embedded(store, "memory:")


def by_pyshacl(store: Embedded) -> list[Finding]:
    graphs: dict[str, list[Triple]] = {}
    for quad in store.quads():
        assert isinstance(quad.graph_name, NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    words = vocabulary.shipped()
    return [f for graph, triples in graphs.items() for f in shapes.version_findings(graph, triples, words)]


def by_audit(store: Embedded) -> list[Finding]:
    words = vocabulary.shipped()
    forms = audit.version_forms(words)
    found: list[Finding] = []
    for graph in store.graphs():
        held = stars.read(store.text(graph))
        if audit.regular(held):
            forms.add(graph, held, held.cited)
        else:
            found += shapes.version_findings(graph, stars.triples(store.text(graph)), words)
    return [*found, *forms.findings(lambda graph: stars.read(store.text(graph or "")))]


def of_reference(triples: list[Triple]) -> list[Finding]:
    held = stars.stars_of(triples)
    return list(audit.reference_forms(held).findings(lambda graph: held))


# -- equal to pySHACL -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FAILING))
def test_seeded_error_of_every_shape_is_found_alike_in_reference_data(name: str) -> None:
    triples = [*edited(FAILING[name]), *subclasses()]
    expected = told(shapes.reference_findings(triples))
    assert told(of_reference(triples)) == expected
    assert any(name in line for line in expected)


def renamed(triples: list[Triple]) -> list[Triple]:
    """The same graph of other nodes with other figures, so that its nodes are of the same forms."""
    own = {t.subject.value for t in triples if isinstance(t.subject, NamedNode) and t.subject.value.startswith(DEKGR)}

    def other(term: Any) -> Any:
        if isinstance(term, NamedNode) and term.value in own:
            return NamedNode(term.value + "-b")
        if isinstance(term, Literal) and not term.language and not term.datatype.value.endswith("date"):
            return Literal(term.value.replace("2", "1").replace("a", "b"), datatype=term.datatype)
        return term

    return as_kept(Triple(other(t.subject), t.predicate, other(t.object)) for t in triples)


def test_seeded_errors_are_found_alike_in_version_graphs_each_with_its_own_value() -> None:
    made = [edited(case) for case in FAILING.values()]
    graphs = [*made, *map(renamed, made[::5])]
    store = store_of({f"{audit.VERSION}{number:016x}": triples for number, triples in enumerate(graphs)})
    expected = told(by_pyshacl(store))
    assert len({line.split("'")[1] for line in expected}) >= 100
    assert sum("-b'" in line for line in expected) >= 25
    assert told(by_audit(store)) == expected


VALUES = [
    NamedNode(DEKG + "exactly"),
    NamedNode(DEKGR + "place-guiyang"),
    NamedNode(DEKGR + "place-nowhere"),
    NamedNode(DEKGR + "claim-0000000000000000"),
    Literal("80"),
    Literal("八十", language="zh"),
    Literal("eighty", language="en-GB"),
    Literal("80", language="fr"),
    Literal("0.5", datatype=NamedNode(XSD + "decimal")),
    Literal("-7", datatype=NamedNode(XSD + "integer")),
    Literal("7e3", datatype=NamedNode(XSD + "double")),
    Literal("seven", datatype=NamedNode(XSD + "integer")),
    Literal("1" * 40, datatype=NamedNode(XSD + "decimal")),
    Literal("2023-02-30", datatype=NamedNode(XSD + "date")),
    Literal("2023-12-31", datatype=NamedNode(XSD + "date")),
    Literal("2024-02-29Z", datatype=NamedNode(XSD + "date")),
    Literal("maybe", datatype=NamedNode(XSD + "boolean")),
    Literal("http://a b", datatype=NamedNode(XSD + "anyURI")),
]


def mutants(triples: list[Triple], chance: Random) -> Iterator[list[Triple]]:
    """Graphs with a statement taken out, added, or changed in value, subject or class."""
    while True:
        made = list(triples)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(made))
            old = made[at]
            value: Any = chance.choice([chance.choice(VALUES), chance.choice(triples).object])
            match chance.randrange(5):
                case 0:
                    del made[at]
                case 1:
                    made[at] = Triple(old.subject, old.predicate, value)
                case 2:
                    made.append(Triple(old.subject, old.predicate, value))
                case 3:
                    made.append(Triple(old.subject, chance.choice(triples).predicate, value))
                case _:
                    kinds: list[Any] = [t.object for t in triples if t.predicate.value == RDF + "type"]
                    made.append(Triple(old.subject, NamedNode(RDF + "type"), chance.choice(kinds)))
        yield made


def comparable(triples: list[Triple]) -> bool:
    """Whether pySHACL can compare at all: it ends in an error for a blank node below or above a date."""
    return not any(isinstance(t.object, BlankNode) for t in triples)


def test_mutants_of_shipped_versions_are_found_alike() -> None:
    chance = Random(4)  # noqa: S311
    with kg.open() as graph:
        versions: dict[str, list[Triple]] = {}
        for quad in graph.store.quads():
            assert isinstance(quad.graph_name, NamedNode)
            if quad.graph_name.value.startswith(audit.VERSION):
                versions.setdefault(quad.graph_name.value, []).append(quad.triple)
    graphs: dict[str, list[Triple]] = {}
    for triples in versions.values():
        each = mutants(sorted(triples, key=str), chance)
        for _ in range(max(1, 120 // len(versions))):
            graphs[f"{audit.VERSION}{len(graphs):016x}"] = next(each)
    assert len(graphs) >= 100
    assert all(map(comparable, graphs.values()))
    store = store_of(graphs)
    expected = told(by_pyshacl(store))
    assert len(expected) >= 150
    assert told(by_audit(store)) == expected


def test_graph_with_classes_of_its_own_is_left_to_pyshacl() -> None:
    own = Triple(NamedNode(DEKGR + "kind-a"), NamedNode(RDFS + "subClassOf"), NamedNode(DEKG + "Claim"))
    one = Triple(NamedNode(DEKGR + "claim-0"), NamedNode(RDF + "type"), NamedNode(DEKGR + "kind-a"))
    store = store_of({audit.VERSION + "0": [own, one], audit.VERSION + "1": [one]})
    assert [audit.regular(stars.read(store.text(graph))) for graph in store.graphs()] == [False, True]
    expected = told(by_pyshacl(store))
    assert expected
    assert told(by_audit(store)) == expected


def test_both_tiers_give_one_report_in_memory_and_on_disk(tmp_path: Path) -> None:
    with kg.open() as graph:
        quads = list(graph.store.quads())
    claim = next(q for q in quads if q.predicate.value == DEKG + "statedValue")
    broken = Quad(claim.subject, NamedNode(DEKG + "unit"), Literal("yuan"), claim.graph_name)
    memory = pyoxigraph.Store()
    memory.extend([*quads, broken])
    expected = validate(Embedded(memory, "memory:"), vocabulary.shipped(), tier="load")
    assert {"Figure-unit", "identity-graph"} <= {local_name(f.rule) for f in expected.findings}
    assert validate(Embedded(memory, "memory:"), vocabulary.shipped()) == expected
    disk = Embedded.open(tmp_path / "store", write=True)
    disk._store.extend([*quads, broken])
    assert validate(disk, vocabulary.shipped()) == expected
    disk.close()


def test_versions_validated_together_give_what_each_gives_alone() -> None:
    words = vocabulary.shipped()
    made = [version(document, claims, words) for document, claims in map(sources.read, assets.corpus_files()[:4])]
    gone = {made[0].quads[7], made[1].quads[11]}
    bad = [replace(each, quads=tuple(quad for quad in each.quads if quad not in gone)) for each in made]
    alone = [finding for each in bad for finding in validate_version(each, words).findings]
    together = validate_versions(bad, words)
    assert len({finding.graph for finding in together.findings}) == 2
    assert set(told(together.findings)) == set(told(alone))


# -- what is refused --------------------------------------------------------------------------------------------------

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix s: <http://example.org/> . s:Rule a sh:PropertyShape ; "


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("sh:targetClass s:A ; sh:path s:p ; sh:qualifiedMinCount 1 .", "sh:qualifiedMinCount is not known"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:xone ( s:A s:B ) .", "sh:xone is not known"),
        ('sh:targetClass s:A ; sh:path s:p ; sh:pattern "a" ; sh:flags "i" .', "sh:flags is not known"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:deactivated true .", "sh:deactivated is not known"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:sparql s:q .", "sh:sparql is not known"),
        ("sh:target s:A ; sh:path s:p ; sh:minCount 1 .", "sh:target is not known"),
        ("sh:path s:p ; sh:equals s:q .", "sh:equals is not known"),
        ("sh:targetClass s:A ; sh:path ( s:p s:q ) ; sh:minCount 1 .", "a path of one property"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:or ( [ sh:class s:B ] ) .", "a node without a name"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:closed true .", "sh:closed does not fit here"),
        ("sh:targetClass s:A ; sh:minCount 1 .", "sh:minCount does not fit here"),
        ("sh:targetClass s:A ; sh:datatype s:d .", "sh:datatype on a node shape"),
        ("sh:targetClass s:A ; sh:property s:B .", "sh:property below a target"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:not s:Rule .", "refers to itself"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:in s:B .", "the list of sh:in is broken"),
        ("sh:targetClass s:A ; sh:path s:p ; sh:in ( 1 ) , ( 2 ) .", "sh:in stands 2 times"),
    ],
)
def test_what_cannot_be_run_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(ValidateError, match=re.escape(complaint)):
        read(quad.triple for quad in pyoxigraph.parse(HEAD + text, format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    "text",
    [
        'sh:targetClass s:A ; sh:path s:p ; sh:or ( s:B ) . s:B sh:not s:C . s:C sh:path s:q ; sh:pattern "a" .',
        "sh:targetClass s:A ; sh:path s:p ; sh:node s:B . s:B sh:property s:C . s:C sh:path s:q ; sh:minCount 1 .",
    ],
)
def test_shape_that_looks_further_than_a_value_is_refused(text: str) -> None:
    compiled = read(quad.triple for quad in pyoxigraph.parse(HEAD + text, format=RdfFormat.TURTLE))
    with pytest.raises(ValidateError, match="looks at the values of a value"):
        Sight(compiled, lambda value: "")


def test_every_shipped_shape_is_compiled() -> None:
    names = {local_name(shape.iri) for shape in read(shapes.shape_triples(()))}
    assert names == set(FAILING)
