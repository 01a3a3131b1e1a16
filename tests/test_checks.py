"""The check queries: each finds its failing example, on both engines alike, and nothing in the shipped graph."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import RdfFormat, Store, parse, serialize
from rdflib import Dataset, Literal

import kg
from kg import query as querying
from kg.errors import AssetError
from kg.store import Embedded, Solutions
from kg.terms import DEKGR
from kg.validate import Finding, checks, stars
from kg.validate.summary import KINDS, Summary

EXAMPLES = sorted((Path(__file__).parent / "checks").glob("*.trig"))
CHECKS = {query.name: query for query in querying.library("checks")}
CANONICAL = {
    "http://www.w3.org/2001/XMLSchema#decimal",
    "http://www.w3.org/2001/XMLSchema#integer",
    "http://www.w3.org/2001/XMLSchema#float",
    "http://www.w3.org/2001/XMLSchema#double",
}

Row = tuple[str | None, ...]


def oxigraph(path: Path, text: str) -> list[Row]:
    store = Store()
    store.extend(parse(path=str(path), format=RdfFormat.TRIG))
    answer = store.query(text)
    return sorted(tuple(shown(term) for term in row) for row in answer)  # type: ignore[union-attr]


def rdflib(path: Path, text: str) -> list[Row]:
    quads = serialize(parse(path=str(path), format=RdfFormat.TRIG), format=RdfFormat.N_QUADS) or b""
    dataset = Dataset(default_union=True)
    dataset.parse(data=quads.decode(), format="nquads")
    return sorted(tuple(shown(term) for term in row) for row in dataset.query(text))  # type: ignore[union-attr]


def shown(term: object) -> str:
    """A term as text; numbers by value, since the store keeps no trailing zeros."""
    if term is None:
        return ""
    kind, value = "", str(getattr(term, "value", term))
    if isinstance(term, Literal):
        kind, value = str(term.datatype or ""), str(term)
    elif isinstance(term, OxLiteral):
        kind, value = term.datatype.value, term.value
    return f"{float(value):.12g}" if kind in CANONICAL else value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_check_finds_its_failing_example_on_both_engines(path: Path) -> None:
    text = CHECKS[path.stem].text
    expected = int(re.findall(r"^# rows: (\d+)$", path.read_text("utf-8"), re.MULTILINE)[0])
    found = oxigraph(path, text)
    assert len(found) == expected, found
    assert not any("right" in str(row) for row in found)
    assert rdflib(path, text) == found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_checks_asked_where_they_can_find_something_find_the_same(path: Path) -> None:
    store, summary = Embedded.memory(), Summary()
    store._store.extend(parse(path=str(path), format=RdfFormat.TRIG))
    for graph in store.graphs():
        summary.add(stars.read(store.text(graph)))
    asked = {name: checks.text(query, None, summary) for name, query in CHECKS.items()}
    assert asked[path.stem] is not None
    assert sum(text is None for text in asked.values()) >= 10
    for name, query in CHECKS.items():
        text = asked[name]
        spared = rows(store, text) if text else []
        assert spared == rows(store, query.text), name


def rows(store: Embedded, text: str) -> list[list[str]]:
    answer = store.query(text)
    assert isinstance(answer, Solutions)
    return sorted([*map(str, row)] for row in answer.rows)


def test_what_spares_a_check_is_known_by_name() -> None:
    kinds = {kind for query in CHECKS.values() for kind in re.findall(r'among = "(\w+)"', query.text)}
    assert kinds == set(KINDS)
    assert sum("#+ needs = " in query.text for query in CHECKS.values()) >= 30


def test_every_check_has_an_example_and_every_example_a_check() -> None:
    assert {path.stem for path in EXAMPLES} == set(CHECKS)
    assert len(CHECKS) >= 75


@pytest.mark.parametrize("query", CHECKS.values(), ids=lambda query: query.name)
def test_check_says_how_to_repair_in_two_languages(query: querying.Query) -> None:
    assert query.severity in {"violation", "warning", "info"}
    for language in ("en", "zh"):
        assert query.title[language]
        assert query.message[language].rstrip()[-1] in ".。"
        for column in re.findall(r"\{(\w+)\}", query.message[language]):
            assert re.search(rf"SELECT[^{{]*\?{column}\b", query.text), (query.name, column)
    assert re.search(r"SELECT[^{]*\?(claim|node)\b", query.text)
    assert "GRAPH" in query.text
    assert not re.search(r"\blang\(\?\w+\)\s*=", query.text)


def test_no_check_finds_anything_in_the_shipped_graph() -> None:
    with kg.open() as graph:
        assert list(checks.findings(graph.store)) == []


def test_finding_names_claim_graph_and_fills_the_message() -> None:
    path = next(path for path in EXAMPLES if path.stem == "figure-stated")
    (finding, *_) = found_in(path)
    assert finding.rule.endswith("#check-figure-stated")
    assert finding.claim == finding.focus == DEKGR + "claim-decimals"
    assert finding.graph == "https://w3id.org/dekg/graph/doc-a-1"
    assert finding.message["en"].startswith("The digits 20.6 times ten to the 0 are not 206;")
    assert "20.6" in finding.message["zh"]


def found_in(path: Path) -> list[Finding]:
    store = Store()
    store.extend(parse(path=str(path), format=RdfFormat.TRIG))
    return [f for f in checks.findings(Embedded(store, "test")) if f.rule.endswith(f"check-{path.stem}")]


def test_check_without_a_message_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = querying.parse('#+ severity = "violation"\nSELECT ?node WHERE { GRAPH ?g { ?node ?p ?o } }', "broken")
    monkeypatch.setattr(querying, "library", lambda kind: [broken])
    checks.rules.cache_clear()
    try:
        with pytest.raises(AssetError, match="needs a severity and a message in en and zh"):
            checks.rules()
    finally:
        checks.rules.cache_clear()
