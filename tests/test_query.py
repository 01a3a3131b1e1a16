"""Query files: header, parameters, guard, cells."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

import kg
from kg import query as querying
from kg import sparql, vocabulary
from kg.errors import QueryError
from kg.store import Embedded, Solutions
from kg.terms import DEKGR, XSD

FILE = """#+ title.en = "Which"
#+ params.place = { type = "iri" }
#+ params.since = { type = "date" }
#+ params.threshold = { type = "decimal" }
#+ params.word = { type = "text" }
#+ columns.lower = { role = "measure", claims = "claim" }
SELECT ?place ?lower ?claim WHERE {
  VALUES ?place { UNDEF } VALUES ?since { "2015-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }
  VALUES ?threshold { 1.5 } VALUES ?word { "x" }
}"""


@pytest.fixture(scope="module")
def query() -> querying.Query:
    return querying.parse(FILE, "which")


def test_a_kind_tells_things_of_one_name_apart() -> None:
    text = '#+ params.v = { type = "iri"KIND }\nASK { VALUES ?v { UNDEF } }'
    words = vocabulary.shipped()
    told = querying.parse(text.replace("KIND", ', kind = "dekg:StatisticalVariable"'), "told")
    assert "variable-gdp>" in told.bind({"v": "GDP"}, words)
    with pytest.raises(QueryError, match="name of 2 things"):
        querying.parse(text.replace("KIND", ""), "untold").bind({"v": "GDP"}, words)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"place": "Guiyang"}, "VALUES ?place { <https://w3id.org/dekg/id/place-guiyang> }"),
        ({"place": "贵阳"}, "VALUES ?place { <https://w3id.org/dekg/id/place-guiyang> }"),
        ({"place": "guiyang"}, "VALUES ?place { <https://w3id.org/dekg/id/place-guiyang> }"),
        ({"place": "dekgr:place-guiyang"}, "VALUES ?place { <https://w3id.org/dekg/id/place-guiyang> }"),
        ({"place": "https://example.org/x"}, "VALUES ?place { <https://example.org/x> }"),
        ({"since": "2020-02-29"}, 'VALUES ?since { "2020-02-29"^^<http://www.w3.org/2001/XMLSchema#date> }'),
        ({"threshold": "80.5"}, 'VALUES ?threshold { "80.5"^^<http://www.w3.org/2001/XMLSchema#decimal> }'),
        ({"word": 'a"} DROP ALL #'}, 'VALUES ?word { "a\\"} DROP ALL #" }'),
    ],
)
def test_a_parameter_is_bound_as_a_typed_term(query: querying.Query, values: dict[str, str], expected: str) -> None:
    assert expected in query.bind(values, vocabulary.shipped())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"since": "last year"}, "must be a date such as 2015-01-01, got 'last year'"),
        ({"since": "2023-02-30"}, "must be a date"),
        ({"threshold": "1e9"}, "must be a number such as 80.5"),
        ({"threshold": "NaN"}, "must be a number"),
        ({"place": "Atlantis"}, "'Atlantis' is not known"),
        ({"place": "Guiyng"}, "did you mean 'Guiyang'"),
        ({"place": "Suzhou"}, "is the name of 2 things"),
        ({"place": "http://x/> } DROP ALL #"}, "is not known"),
        ({"colour": "red"}, "no parameter 'colour'; it has: place, since, threshold, word"),
    ],
)
def test_a_wrong_parameter_is_refused_in_one_sentence(
    query: querying.Query, values: dict[str, str], words: str
) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        query.bind(values, vocabulary.shipped())
    assert "\n" not in str(caught.value)


@given(st.text())
def test_text_never_escapes_its_literal(word: str) -> None:
    bound = querying.parse(FILE, "which").bind({"word": word})
    answer = Embedded.memory().query(bound.replace("SELECT ?place ?lower ?claim", "SELECT ?word"))
    assert isinstance(answer, Solutions)
    assert answer.rows == ((Literal(word),),)


@pytest.mark.parametrize(
    "header",
    [
        "#+ params.place = { }",
        '#+ params.place = { type = "colour" }',
        '#+ params.other = { type = "iri" }',
        "#+ title = = 3",
        '#+ columns.lower = { rolle = "measure" }',
    ],
)
def test_a_wrong_header_is_refused(header: str) -> None:
    with pytest.raises(QueryError):
        querying.parse(f"{header}\nSELECT * WHERE {{ VALUES ?place {{ UNDEF }} }}", "wrong")


HOSTILE = [
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { SERVICE<http://example.org/>{ ?s ?p ?o } }",
    "PREFIX e: <http://e/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "SELECT * { # comment\nSERVICE\n<http://example.org/> { } }",
    "PREFIX e: <http://e/> SELECT * { ?s e:a\\#b ?o . SERVICE <http://example.org/> { } }",
    "SELECT * { \\u0053ERVICE <http://example.org/> { } }",
    "SELECT * { ?s ?p 'it''s' . SERVICE <http://example.org/> { } }",
    "SELECT * { " + "{" * 200 + "}" * 200 + " }",
    "SELECT * { FILTER (" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "SELECT * { ?s ?p ?o } #" + "x" * 1_000_001,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_the_guard_refuses_what_leaves_the_machine_or_breaks_the_parser(text: str) -> None:
    with pytest.raises(QueryError):
        querying.guard(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://example.org/>" }',
        "SELECT * { ?s ?p ?o } # SERVICE",
        "PREFIX e: <http://e/> SELECT ?service { ?s e:service ?service . ?s <http://e/SERVICE> ?o }",
        "PREFIX SERVICE: <http://e/> SELECT * { ?s SERVICE:x ?o }",
        "SELECT * { " + "{" * 50 + "}" * 50 + " }",
        "SELECT * { ?s ?p '" + "{" * 5000 + "' }",
    ],
)
def test_the_guard_lets_honest_queries_through(text: str) -> None:
    querying.guard(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("# CONSTRUCT all\nask { ?s ?p 'DESCRIBE' }", "ASK"),
        ("BASE <http://e/SELECT> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("PREFIX e: <http://e/> DESCRIBE e:SELECT", "DESCRIBE"),
        ("INSERT { ?s ?p 1 } WHERE { SELECT * { ?s ?p ?o } }", None),
        ("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_form_of_a_query_is_told_without_its_comments(text: str, found: str | None) -> None:
    assert sparql.form(text) == found


def test_every_shipped_query_is_a_select_or_an_ask() -> None:
    forms = [sparql.form(item.text) for item in querying.library()]
    assert len(forms) >= 100
    assert set(forms) <= {"SELECT", "ASK"}


def test_update_is_no_query() -> None:
    with kg.open() as graph:
        before = len(list(graph.store.quads()))
        with pytest.raises(QueryError, match="not a SPARQL query"):
            graph.sparql("DROP ALL")
        assert len(list(graph.store.quads())) == before


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (Literal("80", datatype=NamedNode(XSD + "decimal")), Decimal(80)),
        (Literal("7", datatype=NamedNode(XSD + "integer")), 7),
        (Literal("true", datatype=NamedNode(XSD + "boolean")), True),
        (Literal("2023-05-26", datatype=NamedNode(XSD + "date")), date(2023, 5, 26)),
        (Literal("no date", datatype=NamedNode(XSD + "date")), "no date"),
        (Literal("贵阳", language="zh"), "贵阳"),
        (NamedNode(DEKGR + "x"), DEKGR + "x"),
        (None, None),
    ],
)
def test_a_cell_is_a_python_value(term: NamedNode | Literal | None, value: object) -> None:
    found = querying.Cell(term).value
    assert found == value
    assert type(found) is type(value)


def test_measured_cells_name_their_claims(query: querying.Query) -> None:
    claims = Literal(f"{DEKGR}claim-1 {DEKGR}claim-2")
    answer = Solutions(("place", "lower", "claim"), ((NamedNode(DEKGR + "p"), Literal("1"), claims),))
    table = querying.table(query, answer)
    assert table.rows[0][1].claims == (DEKGR + "claim-1", DEKGR + "claim-2")
    assert table.rows[0][0].claims == ()
    assert table.claims == (DEKGR + "claim-1", DEKGR + "claim-2")
    assert list(table.to_pandas().columns) == ["place", "lower", "claim"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-such-question", "no shipped query of that name"),
        ("software-revenu", "did you mean software-revenue"),
        ("missing.rq", "cannot be read"),
    ],
)
def test_an_unknown_query_is_named_with_a_remedy(name: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        querying.named(name)


def test_a_query_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(b"SELECT \xff")
    with pytest.raises(QueryError, match=r"not UTF-8 \(byte 7\)"):
        querying.named(str(path))
