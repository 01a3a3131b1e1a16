"""Validation: no finding on the shipped graph, findings that lead to claim and passage, and plain SHACL on any file."""

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Graph
from rdflib.namespace import RDF as RDFNS
from rdflib.namespace import SH

import kg
from kg import assets, sources, vocabulary
from kg.errors import ValidateError
from kg.graph import Version, graph_iri, version
from kg.model import Claim, ClaimKind, Conversion, Document, Figure, Measure, Passage
from kg.periods import Period
from kg.store import Embedded
from kg.terms import DEKG, DEKGR, UNIT, digest, local_name
from kg.validate import Finding, Location, Report, shacl, validate, validate_version

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT.parent / "shared" / "seed" / "guiyang-digital-economy.txt"

TEXT_EN = (
    "In 2023, Zunyi's revenue from software services exceeded 12.5 billion yuan ($1.76 billion), up 8.1 percent "
    "year-on-year. The city is expected to reach nearly 20 billion yuan in software services revenue in 2025."
)
TEXT_ZH = "2023年，遵义市软件业务收入超过125亿元，同比增长8.1%。"


def article(text: str, language: str = "en") -> Document:
    return Document(
        url="http://example.org/zunyi",
        language=language,
        text_digest=digest(text),
        text_length=len(text),
        published=date(2024, 2, 1),
        date_basis="fromText",
    )


def observed(text: str, figure: Figure, **changes: Any) -> Claim:
    values: dict[str, Any] = {
        "variable": DEKGR + "variable-software-services-revenue",
        "area": DEKGR + "place-zunyi",
        "period": Period.parse("2023"),
    } | changes
    end = text.find(". ") + 1 or len(text)
    return Claim(
        ClaimKind.OBSERVATION,
        passages=(Passage.of(text, 0, end, 1),),
        measure=Measure(figure=figure, **values),
    )


def rules(document: Document, claim: Claim, text: str | None) -> set[str]:
    built = version(document, [claim], vocabulary.shipped())
    texts = {document.iri: text} if text is not None else None
    return {local_name(finding.rule) for finding in validate_version(built, vocabulary.shipped(), texts).findings}


# -- the shipped graph ------------------------------------------------------------------------------------------------


def test_shipped_graph_has_no_finding_and_is_validated_fast() -> None:
    with kg.open() as graph:
        before = time.process_time()
        report = graph.validate()
        spent = time.process_time() - before
    assert report.rows() == []
    assert report.conforms
    assert report.counts == {"violation": 0, "warning": 0, "info": 0}
    assert spent < 5


@pytest.mark.skipif(not SEED.is_file(), reason="the seed text (shared/seed beside the repository) is not here")
def test_shipped_claims_go_with_their_words() -> None:
    (path,) = [path for path in assets.corpus_files() if path.stem == "guiyang-2024-03-13"]
    document, _ = sources.read(path)
    with kg.open() as graph:
        assert graph.validate({document.iri: SEED.read_text("utf-8")}).rows() == []


@pytest.mark.parametrize("path", assets.corpus_files(), ids=lambda path: path.stem)
def test_every_version_conforms_before_it_is_loaded(path: Path) -> None:
    document, claims = sources.read(path)
    built = version(document, claims, vocabulary.shipped())
    assert validate_version(built, vocabulary.shipped()).rows() == []


def test_validation_leaves_the_store_as_it_was() -> None:
    with kg.open() as graph:
        before = set(graph.store.quads())
        graph.validate()
        assert set(graph.store.quads()) == before


# -- findings ---------------------------------------------------------------------------------------------------------


def broken() -> tuple[Embedded, str]:
    """The shipped graph with an upper bound put on the software revenue; also the claim's IRI."""
    store = Store()
    with kg.open() as graph:
        store.extend(graph.store.quads())
    answer = store.query(
        f"SELECT ?g ?c WHERE {{ GRAPH ?g {{ ?c <{DEKG}variable> <{DEKGR}variable-software-services-revenue> ;"
        f" <{DEKG}refArea> <{DEKGR}place-guiyang> ; <{DEKG}statedLexical> ?l ; <{DEKG}statedValue> ?v }} }}"
    )
    ((graph_name, claim),) = [(row["g"], row["c"]) for row in answer]  # type: ignore[union-attr]
    (value,) = [q.object for q in store.quads_for_pattern(claim, NamedNode(DEKG + "statedValue"), None, None)]
    store.add(Quad(claim, NamedNode(DEKG + "upperValue"), value, graph_name))
    return Embedded(store, "memory:"), claim.value


def test_findings_lead_to_claim_and_passage() -> None:
    store, claim = broken()
    report = validate(store, vocabulary.shipped())
    assert not report.conforms
    found = {local_name(finding.rule): finding for finding in report.findings}
    assert {"Figure-upper-pair", "check-bound-as-point", "check-figure-interval", "identity-claim"} <= set(found)
    for name in ("Figure-upper-pair", "check-bound-as-point", "identity-claim"):
        finding = found[name]
        assert finding.claim == finding.focus == claim
        assert finding.passage is not None
        assert (finding.passage.start, finding.passage.end) in {(1161, 1168), (1346, 1530)}
        assert finding.graph is not None
    assert found["Figure-upper-pair"].message["zh"].startswith("dekg:upperValue 与")


def test_report_is_the_same_in_every_run_and_sorted_by_severity() -> None:
    store, _ = broken()
    first, second = (validate(store, vocabulary.shipped()) for _ in range(2))
    assert first == second
    assert (first.turtle(), first.json(), first.rows()) == (second.turtle(), second.json(), second.rows())
    assert [finding.key for finding in first.findings] == sorted(finding.key for finding in first.findings)


def test_report_as_turtle_is_a_shacl_report_without_blank_nodes() -> None:
    store, claim = broken()
    text = validate(store, vocabulary.shipped()).turtle()
    graph = Graph().parse(data=text, format="turtle")
    (report,) = graph.subjects(RDFNS.type, SH.ValidationReport)
    assert str(graph.value(report, SH.conforms)) == "false"
    results = list(graph.objects(report, SH.result))
    assert len(results) >= 4
    for result in results:
        for predicate in (SH.focusNode, SH.sourceShape, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(graph.objects(result, predicate))) == 1
        assert {text.language for text in graph.objects(result, SH.resultMessage)} == {"en", "zh"}  # type: ignore[attr-defined]
    assert claim in text or local_name(claim) in text
    assert "_:" not in text
    assert "[" not in "".join(line for line in text.splitlines() if '"' not in line)


def test_report_as_json_and_rows() -> None:
    place = Location(DEKGR + "doc-a", 3, 9)
    finding = Finding(
        "warning", {"en": "Repair.", "zh": "请修正。"}, "https://w3id.org/dekg/shapes#check-x", DEKGR + "claim-a",
        claim=DEKGR + "claim-a", passage=place, value='"7"',
    )  # fmt: skip
    report = Report.of([finding, finding])
    assert report.conforms
    assert report.counts == {"violation": 0, "warning": 1, "info": 0}
    data = json.loads(report.json())
    assert data["findings"][0]["passage"] == {"document": DEKGR + "doc-a", "start": 3, "end": 9}
    (row,) = report.rows("zh")
    assert row["message"] == "请修正。"
    assert row["passage"] == "dekgr:doc-a 3-9"
    assert row["claim"] == "dekgr:claim-a"
    assert '"7"' in report.turtle()


def test_mistyped_term_in_a_version_is_found() -> None:
    document = article(TEXT_EN)
    claim = observed(TEXT_EN, Figure("12.5", "greaterThan", UNIT + "CCY_CNY", 9), area=DEKGR + "place-zunyj")
    assert {"check-term-undefined", "Measure-area"} <= rules(document, claim, None)


def test_double_in_a_version_is_found_though_the_identity_holds() -> None:
    document = article(TEXT_EN)
    built = version(
        document, [observed(TEXT_EN, Figure("12.5", "greaterThan", UNIT + "CCY_CNY", 9))], vocabulary.shipped()
    )
    double = parse("<x:s> <x:p> 1.25e10 .", format=RdfFormat.TURTLE)
    literal = next(iter(double)).object
    quads = [q if q.predicate.value != DEKG + "statedValue" else replace_object(q, literal) for q in built.quads]
    graph = graph_iri(document.iri, [quad.triple for quad in quads])
    edited = Version(
        document.iri,
        graph,
        tuple(Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in quads),
        built.claims,
    )
    found = {local_name(f.rule) for f in validate_version(edited, vocabulary.shipped()).findings}
    assert {"Figure-value", "check-literal-types"} <= found


def replace_object(quad: Quad, target: Any) -> Quad:
    return Quad(quad.subject, quad.predicate, target, quad.graph_name)


# -- words ------------------------------------------------------------------------------------------------------------


def test_claim_that_goes_with_its_words_has_no_finding() -> None:
    document = article(TEXT_EN)
    passage = Passage.of(TEXT_EN, 0, TEXT_EN.find(". ") + 1, 1)
    conversion = Conversion(Figure("1.76", "greaterThan", UNIT + "CCY_USD", 9), passage)
    figure = Figure("12.5", "greaterThan", UNIT + "CCY_CNY", 9)
    assert rules(document, observed(TEXT_EN, figure, conversions=(conversion,)), TEXT_EN) == set()


def test_chinese_claim_that_goes_with_its_words_has_no_finding() -> None:
    document = article(TEXT_ZH, "zh")
    assert rules(document, observed(TEXT_ZH, Figure("125", "greaterThan", UNIT + "CCY_CNY", 8)), TEXT_ZH) == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"figure": Figure("13.5", "greaterThan", UNIT + "CCY_CNY", 9)}, "text-figure"),
        ({"figure": Figure("12.5", "greaterThan", UNIT + "CCY_CNY", 8)}, "text-scale"),
        ({"figure": Figure("12.5", "greaterThan", UNIT + "CCY_USD", 9)}, "text-unit"),
        ({"figure": Figure("12.5", "atLeast", UNIT + "CCY_CNY", 9)}, "text-bound"),
        ({"period": Period.parse("2022")}, "text-period"),
        ({"period": None}, "text-period-missing"),
        ({"area": DEKGR + "place-guiyang"}, "text-place"),
        ({"variable": DEKGR + "variable-cloud-services-revenue"}, "text-indicator"),
    ],
)
def test_misreading_is_found_by_its_rule(changes: dict[str, Any], rule: str) -> None:
    figure = changes.pop("figure", Figure("12.5", "greaterThan", UNIT + "CCY_CNY", 9))
    assert rules(article(TEXT_EN), observed(TEXT_EN, figure, **changes), TEXT_EN) == {rule}


@pytest.mark.parametrize(
    ("figure", "rule"),
    [
        (Figure("125", "exactly", UNIT + "CCY_CNY", 8), "text-bound"),
        (Figure("125", "greaterThan", UNIT + "CCY_CNY", 4), "text-scale"),
        (Figure("126", "greaterThan", UNIT + "CCY_CNY", 8), "text-figure"),
    ],
)
def test_misreading_of_chinese_is_found_by_its_rule(figure: Figure, rule: str) -> None:
    assert rules(article(TEXT_ZH, "zh"), observed(TEXT_ZH, figure), TEXT_ZH) == {rule}


def test_expectation_taken_for_an_observation_is_found() -> None:
    start = TEXT_EN.find("The city is expected")
    passages = (Passage.of(TEXT_EN, start, len(TEXT_EN), 2), Passage.of(TEXT_EN, 9, 14, 1))
    figure = Figure("20", "nearly", UNIT + "CCY_CNY", 9)
    claim = replace(observed(TEXT_EN, figure, period=Period.parse("2025")), passages=passages)
    assert {"text-modality", "check-period-future"} <= rules(article(TEXT_EN), claim, TEXT_EN)
    assert "text-modality" not in rules(article(TEXT_EN), replace(claim, kind=ClaimKind.FORECAST), TEXT_EN)


def test_changed_text_and_moved_passage_are_found() -> None:
    claim = observed(TEXT_EN, Figure("12.5", "greaterThan", UNIT + "CCY_CNY", 9))
    assert {"text-document", "text-passage"} <= rules(article(TEXT_EN), claim, "Preface. " + TEXT_EN)
    short = TEXT_EN[:20]
    assert {"text-document", "text-passage"} <= rules(article(TEXT_EN), claim, short)


def test_texts_of_other_documents_change_nothing() -> None:
    built = version(
        article(TEXT_EN), [observed(TEXT_EN, Figure("99", "exactly", UNIT + "CCY_CNY", 9))], vocabulary.shipped()
    )
    assert validate_version(built, vocabulary.shipped(), {DEKGR + "doc-other": "nothing"}).rows() == []


# -- plain SHACL on files ---------------------------------------------------------------------------------------------

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."""
GOOD = '@prefix ex: <http://example.org/> . ex:a a ex:Person ; ex:name "A" .'
BAD = "@prefix ex: <http://example.org/> . ex:a a ex:Person ."


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_files_that_conform(tmp_path: Path) -> None:
    conforms, report = shacl([written(tmp_path, "data.ttl", GOOD)], [written(tmp_path, "shapes.ttl", SHAPES)])
    assert conforms
    assert "sh:conforms true" in report


def test_files_that_do_not_conform_give_the_same_report_each_time(tmp_path: Path) -> None:
    files = [written(tmp_path, "data.ttl", BAD)], [written(tmp_path, "shapes.ttl", SHAPES)]
    (conforms, report), again = shacl(*files), shacl(*files)
    assert not conforms
    graph = Graph().parse(data=report, format="turtle")
    assert (
        str(graph.value(predicate=SH.focusNode, object=None, subject=next(graph.objects(None, SH.result))))
        == "http://example.org/a"
    )
    assert again == (conforms, report)


TYPE_TRIPLE = "<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Person>"
RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
<ex:Person rdf:about="http://example.org/a"/></rdf:RDF>"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data.nt", TYPE_TRIPLE + " ."),
        ("data.nq", TYPE_TRIPLE + " <http://example.org/g> ."),
        ("data.trig", "@prefix ex: <http://example.org/> . ex:g { ex:a a ex:Person }"),
        ("data.jsonld", '{"@id": "http://example.org/a", "@type": "http://example.org/Person"}'),
        ("data.rdf", RDF_XML),
    ],
    ids=lambda value: value if value.startswith("data.") else "",
)
def test_any_format_is_read(tmp_path: Path, name: str, content: str) -> None:
    conforms, _ = shacl([written(tmp_path, name, content)], [written(tmp_path, "shapes.ttl", SHAPES)])
    assert not conforms


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "this is no Turtle", "a.ttl: not readable as turtle"),
        ("a.jsonld", "{", "a.jsonld: not readable as json-ld"),
        ("a.rdf", "<rdf", "a.rdf: not readable as xml"),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY a "b">]><r/>', "declares a DOCTYPE"),
        ("a.nq", "<a> <b> .", "a.nq: not readable as nquads"),
        ("a.ttl", b"\xff\xfe\x00", "not UTF-8 .byte 0."),
        ("a.ttl", b"\x00\x01\x02" * 1000, "not readable as turtle"),
    ],
)
def test_bad_data_is_told_in_one_line(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(ValidateError, match=message) as caught:
        shacl([written(tmp_path, name, content)], [written(tmp_path, "shapes.ttl", SHAPES)])
    assert "\n" not in str(caught.value)


def test_bad_paths_and_shapes_are_told(tmp_path: Path) -> None:
    good = written(tmp_path, "data.ttl", BAD)
    with pytest.raises(ValidateError, match=r"no-such\.ttl: cannot be read"):
        shacl([good], [tmp_path / "no-such.ttl"])
    with pytest.raises(ValidateError, match="a folder; give a file"):
        shacl([tmp_path], [good])
    with pytest.raises(ValidateError, match="no data file was given"):
        shacl([], [good])
    malformed = SHAPES.replace("sh:path ex:name ; ", "")
    with pytest.raises(ValidateError, match=r"shapes\.ttl: .*correct"):
        shacl([good], [written(tmp_path, "shapes.ttl", malformed)])
    pattern = SHAPES.replace("sh:minCount 1", 'sh:minCount "one"')
    with pytest.raises(ValidateError, match=r"shapes\.ttl: .*correct"):
        shacl([good], [written(tmp_path, "shapes.ttl", pattern)])
