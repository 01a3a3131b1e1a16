"""Queries that ask other servers: run against real second endpoints, refused wherever nobody allowed them."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from linking.server import Reply, Request, Server, serving
from warm import program

import kg
from kg import assets, sparql
from kg import query as querying
from kg.errors import QueryError
from kg.federation import Federation, hosts
from kg.store import Embedded, Remote, Solutions
from kg.terms import DEKGR

FILES = {path.stem: path for path in assets.query_files("federated")}
DATA = Path(__file__).parent / "federation" / "wikidata.ttl"
WIKIDATA = "query.wikidata.org"


def endpoint(request: Request) -> Reply:
    """Answer a SPARQL query over the made-up statements, as a second engine."""
    store = ox.Store()
    store.load(path=str(DATA), format=ox.RdfFormat.TURTLE)
    answer = store.query(parse_qs(request.body.decode())["query"][0])
    assert isinstance(answer, ox.QuerySolutions)
    body = answer.serialize(format=ox.QueryResultsFormat.JSON)
    assert body is not None
    return Reply(body, headers={"Content-Type": "application/sparql-results+json"})


@pytest.fixture
def second() -> Iterator[Server]:
    with serving(endpoint) as server:
        yield server


@pytest.fixture(scope="module")
def graph() -> Iterator[kg.KnowledgeGraph]:
    with kg.open() as opened:
        yield opened


def mirror(server: Server, host: str = WIKIDATA, **options: Any) -> Federation:
    return Federation(hosts([f"{host}={server.url}"]), private=True, **options)


def ask(graph: kg.KnowledgeGraph, name: str, federation: Federation, **params: str) -> list[dict[str, Any]]:
    query = querying.named(name)
    answer = querying.run(graph.store, query, params, graph.vocabulary, federation)
    assert isinstance(answer, Solutions)
    return querying.table(query, answer).records()


def test_the_query_files_are_found_and_speak_two_languages() -> None:
    assert set(FILES) == {"wikidata-codes", "wikidata-population", "other-graph"}
    for name, path in FILES.items():
        query = querying.parse(path.read_text("utf-8"), name, path)
        assert set(query.title) == set(query.question) == {"en", "zh"}
        header = tomllib.loads("\n".join(re.findall(r"^#\+ (.*)$", query.text, re.MULTILINE)))
        assert all(set(column["label"]) == {"en", "zh"} for column in header["columns"].values())
        assert "SERVICE <https://" in query.text
        assert "--allow-service" in query.text


# -- joined with a second endpoint -----------------------------------------------------------------------------------


def test_codes_of_linked_places_are_compared_with_those_of_wikidata(graph: kg.KnowledgeGraph, second: Server) -> None:
    rows = {row["place"].removeprefix(DEKGR): row for row in ask(graph, "wikidata-codes", mirror(second))}
    assert rows["place-guiyang"]["verdict"] == "yes"  # written in groups of two there
    assert rows["place-suzhou-jiangsu"]["verdict"] == "yes"
    assert (rows["place-fuzhou-fujian"]["verdict"], rows["place-fuzhou-fujian"]["theirs"]) == ("no", "350199")
    assert rows["place-zunyi"]["verdict"] == "unknown"
    assert len(rows) > 150
    assert len(second.requests) == 1


def test_what_wikidata_says_stands_beside_what_the_graph_says(graph: kg.KnowledgeGraph, second: Server) -> None:
    (row, *_) = ask(graph, "wikidata-population", mirror(second), place="Guiyang")
    assert row["population"] == 6100000
    assert row["claims"] > 20
    (request,) = second.requests
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.headers["User-Agent"].startswith("dekg/")


def test_a_second_graph_on_a_real_server_is_joined(server: str, graph: kg.KnowledgeGraph) -> None:
    """The server of the other end is Oxigraph's own, over HTTP, with the shipped graph in it."""
    federation = Federation(hosts([f"dekg.example.org={server}"]), private=True)
    rows = ask(graph, "other-graph", federation)
    assert federation.failures == []
    assert rows
    assert all(row["stated"] != row["stated_there"] for row in rows)
    claims = {(row["claim"], row["claim_there"]) for row in rows}
    assert {(there, here) for here, there in claims} == claims  # both ends hold the same graph


def test_a_query_of_ones_own_asks_what_is_allowed(graph: kg.KnowledgeGraph, second: Server) -> None:
    host = second.url.removeprefix("http://").removesuffix("/api")
    text = (
        "PREFIX wdt: <http://www.wikidata.org/prop/direct/> SELECT ?p ?n WHERE { ?p skos:closeMatch ?item . "
        f"SERVICE <{second.url}> {{ ?item wdt:P1082 ?n }} }} ORDER BY ?n"
    )
    answer = graph.sparql(text, Federation(hosts([host]), private=True))
    assert isinstance(answer, Solutions)
    assert [getattr(row[1], "value", "") for row in answer.rows] == ["6100000", "12900000"]
    with pytest.raises(QueryError, match="which is not allowed"):
        graph.sparql(text)
    with pytest.raises(QueryError, match=f"asks {host}, which is not allowed; allow it with --allow-service {host}"):
        graph.sparql(text, Federation(hosts([WIKIDATA])))
    with pytest.raises(QueryError, match="inside this machine or network"):
        graph.sparql(text, Federation(hosts([host])))
    assert len(second.requests) == 1


# -- refused ---------------------------------------------------------------------------------------------------------

ELSEWHERE = "SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }"


@pytest.mark.parametrize(
    "text",
    [
        ELSEWHERE,
        ELSEWHERE.replace("SERVICE", "service silent"),
        ELSEWHERE.replace("SERVICE ", "SERVICE# a remark\n"),
        ELSEWHERE.replace("<http://evil.example/>", "?where"),
        "PREFIX e: <http://evil.example/> " + ELSEWHERE.replace("<http://evil.example/>", "e:"),
        ELSEWHERE.replace("evil", f"{WIKIDATA}@evil"),
        ELSEWHERE.replace("evil.example", f"{WIKIDATA}.evil.example"),
        ELSEWHERE.replace("evil.example", f"{WIKIDATA}:81"),
        ELSEWHERE.replace("http://evil.example/", f"file://{WIKIDATA}/etc/passwd"),
        ELSEWHERE.replace("SERVICE", "SERVI\\u0043E"),
        f'SELECT * {{ ?s ?p "\\u0022 }} {ELSEWHERE[8:]} #"',
        f"SELECT * {{ SERVICE <https://{WIKIDATA}/> {{ ?s ?p ?o }} {ELSEWHERE[9:]}",
        f"SELECT * {{ SERVICE <https://{WIKIDATA}/> {{ SERVICE <http://evil.example/> {{ ?s ?p ?o }} }} }}",
    ],
)
def test_a_server_that_nobody_allowed_is_never_asked(
    graph: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    def asked(*arguments: object, **options: object) -> None:
        raise AssertionError(f"sent: {arguments}")

    monkeypatch.setattr("kg.federation.send", asked)
    with pytest.raises(QueryError):
        graph.sparql(text)
    with pytest.raises(QueryError):
        graph.sparql(text, Federation(hosts([WIKIDATA])))


@pytest.mark.parametrize(
    "text", ['SELECT ?s { ?s ?p "SERVICE <http://a/> { }" }', "SELECT ?service { ?service ?p ?o } #SERVICE"]
)
def test_the_word_in_a_text_is_no_request(text: str) -> None:
    assert sparql.redirected(text, lambda url: "http://127.0.0.1/") == text


@pytest.mark.parametrize(
    "name", ["", "a b", "https://query.wikidata.org", "example.org/x", "example.org=ftp://x", "u@host"]
)
def test_a_host_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match="--allow-service"):
        hosts([name])


def test_a_remote_store_asks_others_by_its_own_rules(server: str) -> None:
    with pytest.raises(QueryError, match="a remote store asks other servers itself"):
        querying.ask(Remote(server), ELSEWHERE, Federation(hosts(["evil.example"])))


# -- servers that fail -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"busy", 503), "refused the query (HTTP 503)"),
        (Reply(b"", 302, {"Location": "http://169.254.169.254/"}), "refused the query (HTTP 302)"),
        (Reply(b"<p>hello", 200, {"Content-Type": "text/html"}), "answered in 'text/html'"),
        (Reply(b"{" * 100_000, 200, {"Content-Type": "application/sparql-results+json"}), "cannot be evaluated"),
        (Reply(b'{"head": {}}', 200, {"Content-Type": "application/sparql-results+json"}), "cannot be evaluated"),
        (Reply(b"[", 200, {"Content-Type": "application/sparql-results+json"}, 2), "no full answer within 1 s"),
    ],
)  # fmt: skip
def test_a_server_that_fails_fails_the_query_in_one_sentence(
    graph: kg.KnowledgeGraph, reply: Reply, words: str
) -> None:
    with serving(lambda request: reply) as server, pytest.raises(QueryError) as caught:
        ask(graph, "wikidata-population", mirror(server, seconds=1), place="Guiyang")
    assert words in str(caught.value)
    assert str(caught.value).startswith("queries/federated/wikidata-population.rq: ")


def test_a_server_inside_another_is_not_given_away(graph: kg.KnowledgeGraph, second: Server) -> None:
    text = f"SELECT * {{ SERVICE <http://a.example/> {{ ?s ?p ?o SERVICE <https://{WIKIDATA}/> {{ ?s ?q ?r }} }} }}"
    federation = Federation(hosts([f"{WIKIDATA}={second.url}", f"a.example={second.url}"]), private=True)
    with pytest.raises(QueryError, match="a SERVICE inside another"):
        graph.sparql(text, federation)
    assert second.requests == []


def test_too_long_an_answer_is_cut_off(graph: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.federation.MAX_BYTES", 10)
    with serving(endpoint) as server, pytest.raises(QueryError, match="more than 10 bytes, which is refused"):
        ask(graph, "wikidata-population", mirror(server), place="Guiyang")


def test_silence_is_told(graph: kg.KnowledgeGraph) -> None:
    text = f"SELECT ?s {{ ?s a dekg:Country . SERVICE SILENT <https://{WIKIDATA}/> {{ ?s ?p ?o }} }} LIMIT 1"
    with serving(lambda request: Reply(b"", 500)) as server:
        federation = mirror(server)
        answer = graph.sparql(text, federation)
    assert isinstance(answer, Solutions)
    assert len(answer.rows) == 1
    assert "HTTP 500" in federation.failures[0]


def test_the_way_out_is_closed_afterwards_and_cannot_be_guessed(graph: kg.KnowledgeGraph, second: Server) -> None:
    federation = mirror(second)
    assert federation.forward("/", b"ASK {}") == (404, b"")
    ask(graph, "wikidata-population", federation, place="Guiyang")
    with federation.running(f"ASK {{ SERVICE <https://{WIKIDATA}/> {{ ?s ?p ?o }} }}") as query:
        (inside,) = re.findall(r"<(http://127\.0\.0\.1:\d+/[\w-]{20,})>", query)
    assert not isinstance(Embedded.memory().query("ASK {}"), Solutions)
    with pytest.raises(QueryError):
        Embedded.memory().query(f"SELECT * {{ SERVICE <{inside}> {{ ?s ?p ?o }} }}")


# -- the command -----------------------------------------------------------------------------------------------------


def kg_query(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [program(), "query", *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_command_asks_only_what_it_was_told(second: Server) -> None:
    at = f"{WIKIDATA}={second.url}"
    done = kg_query(
        "wikidata-population", "-p", "place=Guiyang", "--allow-service", at, "--allow-private", "-f", "json"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["population"] == 6100000
    refused = kg_query("wikidata-population")
    assert refused.returncode == 2
    assert "--allow-service HOST" in refused.stderr
    inside = kg_query("wikidata-population", "--allow-service", at)
    assert inside.returncode == 2
    assert "inside this machine or network" in inside.stderr
    assert len(second.requests) == 1
