"""The library of questions: files, answers over the seed, rival documents, parameters; equal on Oxigraph and rdflib."""

import json
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg import assets, pipeline, vocabulary
from kg import query as querying
from kg.errors import QueryError
from kg.graph import version
from kg.model import Assertion, Claim, ClaimKind, Document, Figure, Intention, Measure
from kg.periods import Period
from kg.store import Embedded, Solutions
from kg.terms import DEKGG, DEKGR, SKOS, UNIT, compact

ANSWERS = Path(__file__).parent / "answers"
QUERIES = {query.name: query for kind in ("answers", "trace") for query in querying.library(kind)}
ROLES = {"category", "measure", "verdict"}
SEED = "guiyang-2024-03-13"


@dataclass(frozen=True)
class Case:
    """Parameters of a query, and its rows: all of them, or some that must be among them; on the columns they name."""

    query: str
    params: dict[str, str]
    rows: list[dict[str, Any]]
    complete: bool

    def __str__(self) -> str:
        return "-".join([self.query, *self.params.values()])


def cases() -> Iterator[Case]:
    for path in sorted(ANSWERS.glob("*.json")):
        for case in json.loads(path.read_text("utf-8"), parse_float=Decimal)["cases"]:
            complete = "rows" in case
            yield Case(path.stem, case["params"], case["rows" if complete else "includes"], complete)


CASES = list(cases())
each_query = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
each_case = pytest.mark.parametrize("case", CASES, ids=str)


# -- values and engines ----------------------------------------------------------------------------------------------


def typed(value: Any) -> Any:
    """Return a value that compares by type and worth: 12 equals 12.0, a list of claims is without order."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value).normalize()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return tuple(sorted(value))
    return str(value)


def plain(text: str) -> Any:
    """Return a string, or the claims it lists."""
    words = text.split(" ")
    return tuple(sorted(map(compact, words))) if all(word.startswith(DEKGR) for word in words) else text


def of_oxigraph(term: Any) -> Any:
    if isinstance(term, pyoxigraph.NamedNode):
        return compact(term.value)
    value = querying.Cell(term).value
    return plain(value) if isinstance(value, str) else typed(value)


def of_rdflib(term: Any) -> Any:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return compact(str(term))
    assert isinstance(term, rdflib.Literal)
    value = term.toPython()
    return typed(value) if isinstance(value, bool | int | Decimal | date) else plain(str(term))


Rows = list[tuple[Any, ...]]


@dataclass
class Graph:
    """The same quads in both engines; in rdflib, and in `without_union`, the default graph is not the union."""

    store: pyoxigraph.Store
    words: vocabulary.Vocabulary = field(default_factory=vocabulary.shipped)

    def __post_init__(self) -> None:
        self.embedded = Embedded(self.store, "memory:")
        self.dataset = rdflib.Dataset()
        quads = pyoxigraph.serialize(iter(self.store), format=pyoxigraph.RdfFormat.N_QUADS) or b""
        self.dataset.parse(data=quads.decode(), format="nquads")

    def ask(self, name: str, **params: str) -> list[dict[str, Any]]:
        columns, rows = self.with_union(QUERIES[name], params)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def with_union(self, query: querying.Query, params: dict[str, str]) -> tuple[tuple[str, ...], Rows]:
        answer = querying.run(self.embedded, query, params, self.words)
        assert isinstance(answer, Solutions)
        return answer.columns, [tuple(map(of_oxigraph, row)) for row in answer.rows]

    def without_union(self, query: querying.Query, params: dict[str, str]) -> Rows:
        answer = self.store.query(query.bind(params, self.words))
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        return [tuple(map(of_oxigraph, row)) for row in answer]

    def in_rdflib(self, query: querying.Query, params: dict[str, str]) -> Rows:
        answer = self.dataset.query(query.bind(params, self.words))
        return [tuple(map(of_rdflib, row)) for row in answer if isinstance(row, tuple)]


def built(*documents: tuple[Document, list[Claim]]) -> pyoxigraph.Store:
    """Return a store with the ontology, the seed document and others."""
    raw = pyoxigraph.Store()
    store = Embedded(raw, "memory:")
    pipeline.build(store, [path for path in assets.corpus_files() if path.stem == SEED])
    for document, claims in documents:
        store.load(version(document, claims, vocabulary.shipped()))
    return raw


@pytest.fixture(scope="module")
def seed() -> Graph:
    return Graph(built())


# -- the files -------------------------------------------------------------------------------------------------------


def test_every_file_is_found_and_has_an_expected_answer() -> None:
    folder = assets.folder("queries")
    on_disk = [path.stem for kind in ("answers", "trace") for path in (folder / kind).iterdir()]
    assert len(on_disk) == len(QUERIES) > 30
    assert {path.stem for path in ANSWERS.iterdir()} == set(QUERIES)
    assert {case.query for case in CASES} == set(QUERIES)


def header(query: querying.Query) -> dict[str, Any]:
    return tomllib.loads("\n".join(re.findall(r"^#\+ (.*)$", query.text, re.MULTILINE)))


def test_the_thirty_questions_are_all_answered() -> None:
    numbers = Counter(number for query in QUERIES.values() for number in header(query).get("competency", []))
    assert set(numbers) == set(range(1, 31))


@each_query
def test_header_speaks_both_languages_and_names_the_columns_of_the_answer(query: querying.Query) -> None:
    assert set(query.title) == set(query.question) == {"en", "zh"}
    assert all(query.title.values())
    assert all(query.question.values())
    projected = [str(name) for name in prepareQuery(query.text).algebra.PV]
    assert list(query.columns) == projected
    for column in query.columns.values():
        assert column.role in ROLES
        assert set(column.label) == {"en", "zh"}
        assert column.claims is None or column.claims in query.columns


@each_query
def test_text_keeps_to_what_every_store_understands(query: querying.Query) -> None:
    body = re.sub(r"#[^\n]*|\"[^\"\n]*\"", "", re.sub(r"<[^<>\s]*>", "", query.text))
    assert not re.search(r"NOT\s+EXISTS|(?<!\?)\b(MINUS|SERVICE|FROM)\b", body, re.IGNORECASE), "unknown is not no"
    assert not re.search(r"lang\s*\(\s*\?\w+\s*\)\s*=", body, re.IGNORECASE), (
        "stores rewrite language tags: langMatches"
    )
    paths = set(re.findall(r"[\w-]+:[\w-]+[*+]", body))
    assert paths <= {"dekg:administrativelyWithin*", "rdfs:subClassOf+"}, "paths over IRIs only"
    assert not re.search(r"\w/\w", body), "no sequence path to a literal"
    assert "_:" not in body
    assert "[]" not in body


# -- answers over the seed -------------------------------------------------------------------------------------------


@each_case
def test_answer_over_the_seed(seed: Graph, case: Case) -> None:
    columns, rows = seed.with_union(QUERIES[case.query], case.params)
    wanted = [{name: typed(value) for name, value in row.items()} for row in case.rows]
    names = list(wanted[0]) if wanted else []
    assert set(names) <= set(columns)
    found = Counter(tuple(row[columns.index(name)] for name in names) for row in rows)
    expected = Counter(tuple(row[name] for name in names) for row in wanted)
    assert found == expected if case.complete else not expected - found


@each_case
def test_engines_agree_over_the_seed(seed: Graph, case: Case) -> None:
    assert_engines_agree(seed, QUERIES[case.query], case.params)


def assert_engines_agree(graph: Graph, query: querying.Query, params: dict[str, str]) -> None:
    _, rows = graph.with_union(query, params)
    assert Counter(graph.without_union(query, params)) == Counter(rows), "GRAPH is not written out"
    assert Counter(graph.in_rdflib(query, params)) == Counter(rows)


@each_query
def test_answer_comes_at_once(seed: Graph, query: querying.Query) -> None:
    def seconds() -> float:
        started = time.perf_counter()
        seed.with_union(query, {})
        return time.perf_counter() - started

    assert min(seconds() for _ in range(3)) < 0.2


def test_software_revenue_of_2023_is_a_bound_and_is_restated(seed: Graph) -> None:
    (row,) = seed.ask("software-revenue", place="Guiyang", period="2023")
    assert (row["lower"], row["lower_inclusive"], row["upper"]) == (80_000_000_000, False, None)
    assert (row["restated_lower"], row["restated_unit"]) == (11_150_000_000, "unit:CCY_USD")


@pytest.mark.parametrize(
    ("threshold", "verdict"), [("80000000000", "yes"), ("100000000000", "unknown"), ("79000000000", "yes")]
)
def test_a_missing_bound_is_unknown_and_never_no(seed: Graph, threshold: str, verdict: str) -> None:
    (row,) = seed.ask("reached-threshold", threshold=threshold)
    assert row["verdict"] == verdict


# -- several documents -----------------------------------------------------------------------------------------------

PERCENT, YUAN = UNIT + "PERCENT", UNIT + "CCY_CNY"
GROWTH = DEKGR + "variable-software-it-services-revenue-growth"
SHARE = DEKGR + "variable-digital-economy-share-of-gdp"
REVENUE = DEKGR + "variable-software-services-revenue"
VALUE_ADDED_GROWTH = DEKGR + "variable-electronic-information-manufacturing-value-added-growth"
Y2020, Y2021, Y2022, Y2023 = (Period.parse(str(year)) for year in range(2020, 2024))


def figure_of(
    variable: str,
    place: str,
    period: Period,
    printed: str,
    comparator: str = "exactly",
    *,
    unit: str = PERCENT,
    kind: ClaimKind = ClaimKind.OBSERVATION,
    **more: Any,
) -> Claim:
    multiplier = 9 if unit == YUAN else 0
    measure = Measure(variable, Figure(printed, comparator, unit, multiplier), DEKGR + place, period=period, **more)
    return Claim(kind, measure=measure, intention=Intention(DEKGR + place) if kind.intends else None)


def relation(kind: ClaimKind, subject: str, predicate: str, target: str, industry: str | None = None) -> Claim:
    said = Assertion(DEKGR + predicate, DEKGR + subject, DEKGR + target)
    return Claim(kind, assertion=said, industry=DEKGR + industry if industry else None)


def document(name: str, published: date) -> Document:
    return Document(f"https://example.org/{name}", "en", title=name, published=published)


FIRST = [
    figure_of(GROWTH, "place-guizhou", Y2022, "99.7", base=Y2021),
    figure_of(VALUE_ADDED_GROWTH, "place-guizhou", Y2022, "60", "greaterThan", base=Y2021),
    figure_of(SHARE, "place-guizhou", Y2023, "40", "approximately", kind=ClaimKind.FORECAST),
    figure_of(SHARE, "place-guizhou", Y2023, "45", "atLeast", kind=ClaimKind.TARGET),
    figure_of(SHARE, "place-guiyang", Y2020, "38.2"),
]
SECOND = [
    figure_of(GROWTH, "place-guizhou", Y2022, "90.5", base=Y2021),
    figure_of(VALUE_ADDED_GROWTH, "place-guizhou", Y2022, "45.9", base=Y2021),
    # a part of a year, and a joint area: other data points than the year and the city of the seed
    figure_of(REVENUE, "area-guiyang-guian", Period.parse("2022-H1"), "31.83", unit=YUAN),
]
THIRD = [
    # one source that gives two figures for one data point is no rival of itself
    figure_of(SHARE, "place-guizhou", Y2023, "42"),
    figure_of(SHARE, "place-guizhou", Y2023, "44"),
    figure_of(REVENUE, "place-shenzhen", Y2023, "1000", unit=YUAN),
    figure_of(REVENUE, "place-chengdu", Y2023, "70", "atMost", unit=YUAN),
    figure_of(REVENUE, "place-guangzhou", Y2023, "600", unit=YUAN, scope=DEKGR + "scope-above-designated-size"),
    relation(ClaimKind.RELATION, "place-shanghai", "predicate-directly-connected-with", "place-guiyang"),
    relation(ClaimKind.RELATION, "area-guiyang-guian", "predicate-directly-connected-with", "place-beijing"),
    relation(
        ClaimKind.QUALITATIVE, "place-guiyang", "predicate-becomes", "state-leading-industry", "industry-cloud-services"
    ),
    Claim(
        ClaimKind.OBSERVATION,
        measure=Measure(
            DEKGR + "variable-cloud-services-revenue",
            Figure("55.3", "exactly", YUAN, 9),
            organization=DEKGR + "org-huawei",
            period=Y2023,
        ),
    ),
]


@pytest.fixture(scope="module")
def several() -> Graph:
    store = built(
        (document("first", date(2023, 1, 14)), FIRST),
        (document("second", date(2023, 2, 7)), SECOND),
        (document("third", date(2024, 1, 24)), THIRD),
    )
    node = pyoxigraph.NamedNode
    outside = node("http://www.wikidata.org/entity/Q0")
    store.add(pyoxigraph.Quad(node(DEKGR + "place-guiyang"), node(SKOS + "exactMatch"), outside, node(DEKGG + "links")))
    return Graph(store)


@each_query
def test_engines_agree_over_several_documents(several: Graph, query: querying.Query) -> None:
    assert_engines_agree(several, query, {})


def test_sources_that_disagree_are_paired_once_with_the_gap(several: Graph) -> None:
    rows = several.ask("disagreements")
    found = {(row["variable"], row["verdict"], row["gap"], row["difference"]) for row in rows}
    assert found == {
        (compact(GROWTH), "yes", Decimal("9.1"), Decimal("9.2")),
        (compact(VALUE_ADDED_GROWTH), "yes", Decimal("14.05"), Decimal("14.1")),
    }
    assert {row["compared"] for row in rows} == {2}
    assert all(row["a_document"] != row["b_document"] and len(row["claims"]) == 2 for row in rows)


def test_sources_that_agree_give_no_and_a_single_source_gives_unknown(seed: Graph) -> None:
    agreeing = [figure_of(REVENUE, "place-guiyang", Y2023, "81", unit=YUAN)]
    both = Graph(built((document("agreeing", date(2024, 2, 1)), agreeing)))
    assert [(row["verdict"], row["compared"]) for row in both.ask("disagreements")] == [("no", 1)]
    assert [(row["verdict"], row["compared"]) for row in seed.ask("disagreements")] == [("unknown", 0)]


def test_targets_and_forecasts_are_held_against_outcomes_of_their_data_point(several: Graph) -> None:
    rows = several.ask("targets-met", place="Guizhou", period="2023")
    found = {(row["kind"], row["lower"], row["verdict"]) for row in rows}
    assert found == {
        ("dekg:Forecast", Decimal("41.5"), "met"),
        ("dekg:Forecast", Decimal("43.5"), "met"),
        ("dekg:Target", Decimal("41.5"), "missed"),
        ("dekg:Target", Decimal("43.5"), "missed"),
    }
    assert [row["verdict"] for row in several.ask("targets-met", period="1999")] == ["unknown"]


def test_cities_are_ranked_only_as_far_as_the_bounds_allow(several: Graph) -> None:
    rows = several.ask("ranking-by-bounds")
    found = {row["place"]: (row["best"], row["worst"], row["verdict"]) for row in rows}
    assert found == {
        "dekgr:place-guiyang": (1, 2, "uncertain"),  # more than 80: above Chengdu, unknown against Shenzhen
        "dekgr:place-shenzhen": (1, 2, "uncertain"),
        "dekgr:place-chengdu": (3, 3, "certain"),
        "dekgr:place-guangzhou": (1, 1, "unknown"),  # of another population: compared with nobody
    }
    assert [row["verdict"] for row in several.ask("ranking-by-bounds", period="1999")] == ["unknown"]


def test_change_is_the_difference_of_the_intervals(several: Graph) -> None:
    (row,) = several.ask("change-since")
    assert (row["lower"], row["lower_inclusive"], row["upper"]) == (Decimal("11.75"), False, None)
    assert (row["unit"], row["verdict"], len(row["claims"])) == ("dekgr:unit-percentage-point", "known", 2)


@pytest.mark.parametrize(("partner", "verdict"), [("Shanghai", "yes"), ("Beijing", "unknown"), ("Chengdu", "unknown")])
def test_a_connection_is_yes_only_if_observed_of_the_place_itself(several: Graph, partner: str, verdict: str) -> None:
    (row,) = several.ask("direct-connection", partner=partner)
    assert row["verdict"] == verdict


def test_a_state_is_reached_only_if_a_source_says_so(several: Graph) -> None:
    (row,) = several.ask("state-reached")
    assert (row["verdict"], row["reason"]) == ("yes", "stated")


def test_figure_of_another_holder_is_not_the_figure_of_the_place(several: Graph) -> None:
    (row,) = several.ask("figure")
    assert row["verdict"] == "unknown"


def test_an_observation_is_one_row_also_without_a_place(several: Graph) -> None:
    rows = several.ask("observations")
    counted = several.embedded.query(
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://w3id.org/dekg/ontology#StatisticalObservation> }"
    )
    assert isinstance(counted, Solutions)
    assert len(rows) == of_oxigraph(counted.rows[0][0])
    (row,) = (row for row in rows if row["organization"] == "dekgr:org-huawei")
    assert row["place"] is None
    assert row["place_label"] is None


def test_a_linked_entity_shows_its_counterpart(several: Graph) -> None:
    linked = [row for row in several.ask("links-out") if row["entity"] == "dekgr:place-guiyang"]
    assert {(row["verdict"], row["relation"], row["link"]) for row in linked} == {
        ("linked", "skos:exactMatch", "http://www.wikidata.org/entity/Q0"),
        ("linked", "skos:closeMatch", "http://www.wikidata.org/entity/Q192271"),
        ("linked", "dekg:seatRecord", "https://sws.geonames.org/1809461/"),
    }


def test_latest_figure_is_that_of_the_last_period(several: Graph) -> None:
    rows = several.ask("latest-figures", place="Guiyang", variable=compact(SHARE))
    assert [row["period"] for row in rows] == ["2023"]


def test_rival_claims_count_other_sources_not_other_claims(several: Graph) -> None:
    others = {
        row["claim"]: row["others"] for row in several.ask("datapoint-claims") if row["place"] == "dekgr:place-guizhou"
    }
    assert sorted(others.values()) == [0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("place", "comparator", "billions", "verdict"),
    [
        ("Chengdu", "atLeast", 70, "unknown"),  # at most 70
        ("Chengdu", "greaterThan", 70, "no"),
        ("Chengdu", "atMost", 70, "yes"),
        ("Chengdu", "lessThan", 70, "unknown"),
        ("Chengdu", "atLeast", 71, "no"),
        ("Chengdu", "atLeast", 1, "unknown"),
        ("Guiyang", "greaterThan", 80, "yes"),  # more than 80
        ("Guiyang", "atMost", 80, "no"),
        ("Guiyang", "lessThan", 80, "no"),
        ("Guiyang", "atMost", 90, "unknown"),
        ("Shenzhen", "atLeast", 999, "yes"),  # 1000, rounded to whole billions
        ("Shenzhen", "atLeast", 1000, "unknown"),
        ("Shenzhen", "atLeast", 1001, "no"),
        ("Shenzhen", "lessThan", 1001, "yes"),
    ],
)
def test_threshold_verdict_follows_the_interval(
    several: Graph, place: str, comparator: str, billions: int, verdict: str
) -> None:
    (row,) = several.ask("reached-threshold", area=place, comparator=comparator, threshold=str(billions * 10**9))
    assert row["verdict"] == verdict


# -- parameters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        (
            "software-revenue",
            {"since": "last year"},
            "'since' must be a date such as 2015-01-01, got 'last year'",
        ),
        ("reached-threshold", {"threshold": "much"}, "must be a number such as 80.5, got 'much'"),
        ("software-revenue", {"city": "Guiyang"}, "no parameter 'city'; it has: period, place, since"),
        ("about", {"entity": "Guiyanng"}, "'Guiyanng' is not known; did you mean"),
        ("about", {"entity": "Suzhou"}, "'Suzhou' is the name of 2 things"),
        ("about", {"entity": "Guiyang> } #"}, "is not known"),
    ],
)
def test_a_wrong_parameter_is_refused_in_one_sentence(
    seed: Graph, name: str, params: dict[str, str], words: str
) -> None:
    with pytest.raises(QueryError, match=re.escape(words)) as caught:
        seed.ask(name, **params)
    assert str(caught.value).startswith(f"queries/answers/{name}.rq: ")


ATTACKS = [
    '2023" } VALUES ?place { UNDEF } #',
    '2023\\" } } } #',
    "} UNION { ?s ?p ?o",
    "2023' OR '1' = '1",
    "\n} DROP ALL #",
    "VALUES ?threshold { 1 }",
    "VALUES ?unit { UNDEF } \u0022 } #",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_value_never_changes_the_query(seed: Graph, attack: str) -> None:
    query = QUERIES["reached-threshold"]
    (row,) = seed.ask("reached-threshold", period=attack, threshold="80000000000", unit="unit:CCY_CNY")
    assert (row["period"], row["verdict"], row["claim"]) == (attack, "unknown", None)
    bound = query.bind({"period": attack, "unit": "unit:CCY_CNY"}, seed.words)
    assert prepareQuery(bound).algebra.PV == prepareQuery(query.text).algebra.PV


@each_query
def test_every_parameter_takes_a_value_of_its_type(seed: Graph, query: querying.Query) -> None:
    example = {"iri": "dekgr:place-guiyang", "date": "2020-01-01", "decimal": "1.5", "integer": "3", "text": "zh"}
    seed.with_union(query, {name: example[kind] for name, kind in query.params.items()})
