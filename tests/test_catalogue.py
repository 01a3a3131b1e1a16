"""The catalogue counts right, describes each download as it is, and conforms to what DCAT-AP and VoID ask."""

import hashlib
import json
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from kg import assets, catalogue, export
from kg.catalogue import Distribution
from kg.export import Format, Material, Selection, format_of, schemaorg
from kg.export.triples import PREFIXES_MORE
from kg.terms import CATALOG, DEKG, DEKGR, RDF, SKOS

SHAPES = assets.folder("shapes") / "catalogue" / "dcat.ttl"
BROKEN = tomllib.loads((Path(__file__).parent / "export" / "catalogue.toml").read_text("utf-8"))
ENDPOINT = "https://example.org/sparql"
DATASET = "https://w3id.org/dekg/dataset"
DCAT, VOID = PREFIXES_MORE["dcat"], PREFIXES_MORE["void"]
_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES_MORE.items())
LINK = ox.Quad(
    ox.NamedNode(DEKGR + "place-guiyang"),
    ox.NamedNode(SKOS + "closeMatch"),
    ox.NamedNode("http://www.wikidata.org/entity/Q192271"),
)


@pytest.fixture(scope="module")
def linked(material: Material) -> Material:
    return Material([*material.quads, LINK], material.vocabulary, compared=lambda: material.conflicts)


@pytest.fixture(scope="module")
def offered(linked: Material) -> list[Distribution]:
    return [
        Distribution.of(format_of(name), path, data)
        for name in ("turtle", "csvw")
        for path, data in export.files(name, export.write(name, linked)).items()
    ]


@pytest.fixture(scope="module")
def described(linked: Material, offered: list[Distribution]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES_MORE.items():
        graph.bind(prefix, namespace)
    quads = catalogue.describe(offered, linked, endpoint=ENDPOINT)
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(CATALOG)}
    lines = "".join(f"{quad.triple} .\n" for quad in quads)
    return graph.parse(data=lines, format="ntriples")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(SHAPES)


def failed(graph: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    source = rdflib.URIRef("http://www.w3.org/ns/shacl#sourceShape")
    return {str(shape).rpartition("#")[2] for shape in report.objects(None, source)}


def one(graph: rdflib.Graph, subject: str, predicate: str) -> str:
    (value,) = graph.objects(rdflib.URIRef(subject), rdflib.URIRef(predicate))
    return str(value)


def test_the_catalogue_conforms(described: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert failed(described, shapes) == set()


def test_every_rule_has_a_case_that_breaks_it_and_a_message_in_two_languages(shapes: rdflib.Graph) -> None:
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    rules = {str(rule).rpartition("#")[2]: rule for rule in shapes.subjects(RDF_TYPE, sh.PropertyShape)}
    assert set(rules) == set(BROKEN)
    assert len(rules) > 35
    for rule in rules.values():
        messages = {getattr(text, "language", None) for text in shapes.objects(rule, sh.message)}
        assert messages == {"en", "zh"}


RDF_TYPE = rdflib.URIRef(RDF + "type")


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_rule_finds_what_breaks_it(name: str, described: rdflib.Graph, shapes: rdflib.Graph) -> None:
    graph = rdflib.Graph()
    graph += described
    graph.update(_PREFIXES + BROKEN[name]["broken"])
    assert name in failed(graph, shapes)


def test_each_shape_looks_at_something(described: rdflib.Graph, shapes: rdflib.Graph) -> None:
    targets = set(shapes.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#targetClass")))
    assert len(targets) == 7
    for target in targets:
        assert (None, RDF_TYPE, target) in described, target


def test_there_are_no_blank_nodes(described: rdflib.Graph) -> None:
    assert not [t for t in described if any(isinstance(term, rdflib.BNode) for term in t)]


def test_sizes_and_digests_are_those_of_the_files(
    described: rdflib.Graph, offered: list[Distribution], linked: Material
) -> None:
    data = export.write("turtle", linked)
    assert isinstance(data, bytes)
    iri = "https://w3id.org/dekg/dump/dekg.ttl"
    assert one(described, iri, DCAT + "byteSize") == str(len(data))
    checksum = one(described, iri, PREFIXES_MORE["spdx"] + "checksum")
    assert one(described, checksum, PREFIXES_MORE["spdx"] + "checksumValue") == hashlib.sha256(data).hexdigest()
    downloads = set(described.objects(rdflib.URIRef(DATASET), rdflib.URIRef(DCAT + "distribution")))
    assert {str(item) for item in downloads} == {f"https://w3id.org/dekg/dump/{item.path}" for item in offered}


def test_statistics_are_counted(described: rdflib.Graph, linked: Material) -> None:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*spo(quad)) for quad in linked.quads)
    queries = {
        "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
        "entities": f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER (STRSTARTS(STR(?s), "{DEKGR}")) }}',
        "documents": f"SELECT (COUNT(DISTINCT ?d) AS ?n) {{ ?d a <{DEKG}SourceDocument> }}",
    }
    for term, query in queries.items():
        rows = store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        (row,) = rows
        number = row["n"]
        assert isinstance(number, ox.Literal)
        assert one(described, DATASET, VOID + term) == number.value, term


def spo(quad: ox.Quad) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]:
    assert isinstance(quad.subject, ox.NamedNode)
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.subject, quad.predicate, quad.object


def test_links_out_are_counted_by_target_and_predicate(described: rdflib.Graph, linked: Material) -> None:
    wanted: dict[str, int] = {}
    for quad in {(str(q.subject), q.predicate.value, str(q.object)) for q in linked.quads}:
        if quad[1] == SKOS + "closeMatch" and quad[2].startswith("<http://www.wikidata.org/entity/"):
            wanted[quad[1]] = wanted.get(quad[1], 0) + 1
    assert one(described, DEKGR + "linkset-wikidata-closeMatch", VOID + "triples") == str(wanted[SKOS + "closeMatch"])
    assert one(described, DEKGR + "linkset-wikidata-closeMatch", VOID + "linkPredicate") == SKOS + "closeMatch"


def test_the_service_is_described_only_where_there_is_one(described: rdflib.Graph, linked: Material) -> None:
    sd = PREFIXES_MORE["sd"]
    assert (None, rdflib.URIRef(sd + "endpoint"), rdflib.URIRef(ENDPOINT)) in described
    without = catalogue.describe([], linked)
    assert not [quad for quad in without if quad.predicate.value.startswith(sd)]


def test_the_exporter_describes_every_format_it_offers_and_is_deterministic(material: Material) -> None:
    part = Selection(place="Guiyang", indicator="software services revenue").of(material.quads, material.vocabulary)
    data = catalogue.write(Material(part, material.vocabulary))
    assert catalogue.write(Material(reversed(part), material.vocabulary)) == data
    offers = {item.name for item in export.formats() if item.distribution}
    text = data.decode()
    assert {"turtle", "nquads", "csv", "csvw", "cube", "parquet"} <= offers
    for name in offers:
        assert f"/dump/{format_of(name).file}" in text


def test_a_format_whose_extra_is_missing_is_not_offered(small: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = [Format("parquet", "parquet", distribution=True, requires="no_such_module"), format_of("turtle")]
    assert [item.available for item in missing] == [False, True]
    monkeypatch.setattr(catalogue, "formats", lambda: missing)
    assert [item.path for item in catalogue.distributions(small)] == ["dekg.ttl"]


def test_the_data_set_in_schemaorg_lists_the_downloads(linked: Material, offered: list[Distribution]) -> None:
    found = catalogue.schema(offered, linked)
    json.dumps(found)
    assert found["@context"] == "https://schema.org"
    assert {item["sha256"] for item in found["distribution"]} == {item.sha256 for item in offered}
    assert found["name"] == schemaorg.dataset(linked.statements)["name"]
