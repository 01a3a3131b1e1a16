"""Version graphs: names made from content, no blank nodes, and the same quads before and after a store."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg import assets, sources, vocabulary
from kg.errors import ModelError
from kg.graph import IDENTITY, KEY, graph_iri, identity, version
from kg.model import Assertion, Claim, ClaimKind, Conversion, Document, Figure, Intention, Measure, Passage, Plan
from kg.periods import Period
from kg.store import Embedded
from kg.terms import DCTERMS, DEKG, DEKGR, RDF, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = vocabulary.shipped()
DOCUMENT = Document(
    "https://example.org/a",
    "en",
    "sha256:" + "a" * 64,
    500,
    None,
    DEKGR + "org-huawei",
    date(2024, 3, 13),
    "fromUrlPath",
)
HERE, THERE = Passage(0, 10, "sha256:" + "1" * 64, 1), Passage(20, 30, "sha256:" + "2" * 64, 2)
FIGURE = Figure("80", "greaterThan", UNIT + "CCY_CNY", 9)
MEASURE = Measure(DEKGR + "variable-gdp", FIGURE, DEKGR + "place-guiyang", period=Period.parse("2023"))
CLAIM = Claim(ClaimKind.OBSERVATION, (HERE,), MEASURE)
SHIPPED = sources.read(next(path for path in assets.corpus_files() if path.stem == "guiyang-2024-03-13"))


def iri(claim: Claim, document: Document = DOCUMENT) -> str:
    (found,) = version(document, [claim], WORDS).claims
    return found


def measured(**changes: object) -> Claim:
    return replace(CLAIM, measure=replace(MEASURE, **changes))  # type: ignore[arg-type]


def figured(**changes: object) -> Claim:
    return measured(figure=replace(FIGURE, **changes))  # type: ignore[arg-type]


# -- random claims ----------------------------------------------------------------------------------------------------

_PLACES = st.sampled_from([DEKGR + "place-" + name for name in ("guiyang", "guizhou", "beijing", "guian")])
_PASSAGES = st.lists(st.sampled_from([HERE, THERE]), max_size=2, unique=True).map(tuple)
_FIGURES = st.builds(
    Figure,
    st.from_regex(r"[1-9][0-9]{0,4}(\.[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["exactly", "approximately", "greaterThan", "atLeast", "lessThan", "atMost", "nearly"]),
    st.sampled_from([UNIT + "CCY_CNY", UNIT + "PERCENT", UNIT + "NUM"]),
    st.sampled_from([0, 4, 8, 9]),
    counted=st.booleans(),
    negative=st.booleans(),
)
_DOLLARS = st.builds(Figure, st.sampled_from(["5", "11.15"]), st.just("greaterThan"), st.just(UNIT + "CCY_USD"))
_PERIODS = st.sampled_from(
    ["2022", "2023", "2022-H1", "2023-Q4", "2023-05", "2023-05-26", "2023-01_2023-07", "2014_2018"]
)
_PERIOD = st.none() | _PERIODS.map(Period.parse)
_MEASURES = st.builds(
    Measure,
    st.sampled_from([DEKGR + "variable-gdp", DEKGR + "variable-software-services-revenue"]),
    _FIGURES,
    _PLACES,
    st.none() | st.just(DEKGR + "org-huawei"),
    _PERIOD,
    _PERIOD,
    st.booleans(),
    scope=st.none() | st.just(DEKGR + "scope-above-designated-size"),
    conversions=st.lists(st.builds(Conversion, _DOLLARS, st.just(THERE)), max_size=1).map(tuple),
).filter(lambda measure: not (measure.figure.negative and measure.conversions))
_STRENGTHS = st.sampled_from(["asserted", "presupposed", "implied"])
_NUMBERED = st.builds(
    lambda kind, passages, measure, strength: Claim(kind, passages, measure, strength=strength),
    st.sampled_from([ClaimKind.OBSERVATION, ClaimKind.FORECAST]), _PASSAGES, _MEASURES, _STRENGTHS,
)  # fmt: skip
_SAID = st.builds(
    lambda kind, passages, said, strength: Claim(kind, passages, assertion=said, strength=strength),
    st.sampled_from([ClaimKind.RELATION, ClaimKind.QUALITATIVE, ClaimKind.RANKING]),
    _PASSAGES,
    st.builds(Assertion, st.just(DEKGR + "predicate-supports"), _PLACES, st.none() | _PLACES, st.none(), _PERIOD),
    _STRENGTHS,
)
_INTENDED = st.builds(
    lambda kind, passages, measure, intention: Claim(kind, passages, measure, intention=intention),
    st.sampled_from([ClaimKind.AIM, ClaimKind.TARGET, ClaimKind.COMMITMENT]),
    _PASSAGES,
    _MEASURES,
    st.builds(
        Intention,
        _PLACES,
        st.none(),
        st.none() | st.builds(Plan, st.integers(1, 40), st.just((DEKGR + "place-beijing",))),
        st.none() | st.dates(),
    ),
)
CLAIMS = st.lists(st.one_of(_NUMBERED, _SAID, _INTENDED), max_size=5, unique_by=iri)


@settings(deadline=None)
@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_same_claims_in_any_order_are_the_same_graph(claims: list[Claim], chance: object) -> None:
    first = version(DOCUMENT, claims, WORDS)
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    second = version(DOCUMENT, shuffled, WORDS)
    assert second.graph == first.graph
    assert second.quads == first.quads
    assert sorted(second.claims) == sorted(first.claims)


@settings(deadline=None)
@given(CLAIMS)
def test_a_store_changes_nothing(claims: list[Claim]) -> None:
    """Every literal is in the form that the store keeps, so that names made from content can be checked there."""
    made = version(DOCUMENT, claims, WORDS)
    store = Embedded.memory()
    store.load(made)
    assert {quad for quad in store.quads() if quad.graph_name == NamedNode(made.graph)} == set(made.quads)


@settings(deadline=None)
@given(CLAIMS)
def test_a_graph_holds_no_blank_node_and_is_whole(claims: list[Claim]) -> None:
    made = version(DOCUMENT, claims, WORDS)
    subjects = {quad.subject for quad in made.quads}
    for quad in made.quads:
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        local = quad.object.value.removeprefix(DEKGR)
        if local.startswith(("claim-", "doc-", "passage-", "selector-", "datapoint-", "plan-", "amount-", "period-")):
            assert quad.object in subjects, f"{local} is used but not described"
    assert made.graph == graph_iri(DOCUMENT.iri, [quad.triple for quad in made.quads])


@settings(deadline=None)
@given(CLAIMS)
def test_data_points_belong_to_observations_with_a_period(claims: list[Claim]) -> None:
    made = version(DOCUMENT, claims, WORDS)
    facts = {(quad.subject.value, quad.predicate.value) for quad in made.quads if isinstance(quad.subject, NamedNode)}
    for claim, name in zip(claims, made.claims, strict=True):
        on, towards = ((name, DEKG + p) in facts for p in ("onDataPoint", "aimsAtDataPoint"))
        dated = claim.measure is not None and claim.measure.period is not None
        assert on is (dated and claim.kind is ClaimKind.OBSERVATION)
        assert towards is (dated and claim.kind is not ClaimKind.OBSERVATION)


@settings(deadline=None)
@given(CLAIMS)
def test_every_name_made_from_content_is_the_hash_of_that_content(claims: list[Claim]) -> None:
    made = version(DOCUMENT, claims, WORDS)
    about: dict[str, list[tuple[str, str]]] = {}
    for quad in made.quads:
        assert isinstance(quad.subject, NamedNode)
        about.setdefault(quad.subject.value, []).append((quad.predicate.value, str(quad.object)))
    for name, statements in about.items():
        kind = name.removeprefix(DEKGR).partition("-")[0]
        if kind in {"claim", "amount", "datapoint", "plan"}:
            assert identity(kind, statements) == name


# -- what a claim's name depends on -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        figured(lexical="81"),
        figured(multiplier=8),
        figured(unit=UNIT + "CCY_USD"),
        figured(comparator="atLeast"),
        figured(comparator="lessThan"),
        measured(period=Period.parse("2022")),
        measured(period=None),
        measured(base=Period.parse("2022")),
        measured(area=DEKGR + "place-guizhou"),
        measured(organization=DEKGR + "org-huawei"),
        measured(variable=DEKGR + "variable-software-services-revenue"),
        measured(scope=DEKGR + "scope-above-designated-size"),
        measured(compared_with=DEKGR + "place-guizhou"),
        measured(ranked_among=DEKGR + "place-guizhou"),
        replace(CLAIM, kind=ClaimKind.FORECAST),
        replace(CLAIM, industry=DEKGR + "industry-metaverse"),
        replace(CLAIM, manner=DEKGR + "manner-industry-chain-mindset"),
    ],
)
def test_another_statement_has_another_name(other: Claim) -> None:
    assert iri(other) != iri(CLAIM)
    assert len(version(DOCUMENT, [CLAIM, other], WORDS).claims) == 2


def test_another_source_gives_another_name() -> None:
    assert iri(CLAIM, replace(DOCUMENT, url="https://example.org/b")) != iri(CLAIM)


@pytest.mark.parametrize(
    "other",
    [
        replace(CLAIM, passages=(THERE,)),
        replace(CLAIM, passages=(HERE, THERE)),
        replace(CLAIM, passages=()),
        replace(CLAIM, statements=("F99",)),
        figured(lexical="80.0"),
        figured(lexical="80000", multiplier=6),
    ],
)
def test_another_place_or_another_print_of_the_same_statement_keeps_the_name(other: Claim) -> None:
    assert iri(other) == iri(CLAIM)


@pytest.mark.parametrize("name", ["deadline", "holder", "plan", "object", "predicate", "subject"])
def test_intentions_and_assertions_are_told_apart_by_what_they_say(name: str) -> None:
    intention = Intention(DEKGR + "place-guiyang", plan=Plan(38, (DEKGR + "place-beijing",)))
    said = Assertion(DEKGR + "predicate-supports", DEKGR + "place-guiyang", DEKGR + "place-guizhou")
    aim, relation = Claim(ClaimKind.AIM, intention=intention), Claim(ClaimKind.RELATION, assertion=said)
    change: dict[str, Callable[[], tuple[Claim, Claim]]] = {
        "deadline": lambda: (aim, replace(aim, intention=replace(intention, deadline=date(2025, 12, 31)))),
        "holder": lambda: (aim, replace(aim, intention=replace(intention, holder=DEKGR + "place-guizhou"))),
        "plan": lambda: (aim, replace(aim, intention=replace(intention, plan=Plan(39, (DEKGR + "place-beijing",))))),
        "object": lambda: (relation, replace(relation, assertion=replace(said, object=None))),
        "predicate": lambda: (
            relation,
            replace(relation, assertion=replace(said, predicate=DEKGR + "predicate-boosts")),
        ),
        "subject": lambda: (relation, replace(relation, assertion=replace(said, subject=DEKGR + "place-beijing"))),
    }
    one, two = change[name]()
    assert iri(one) != iri(two)


def test_the_key_of_a_data_point_is_part_of_the_identity_of_a_claim() -> None:
    assert KEY < IDENTITY
    assert {RDF + "type", DCTERMS + "source"} <= IDENTITY
    assert DEKG + "statedIn" not in IDENTITY


def test_two_documents_answer_the_same_question_on_the_same_data_point() -> None:
    def points(document: Document, claim: Claim) -> set[str]:
        made = version(document, [claim], WORDS)
        return {str(q.object) for q in made.quads if q.predicate == NamedNode(DEKG + "onDataPoint")}

    other = replace(DOCUMENT, url="https://example.org/b")
    assert points(DOCUMENT, CLAIM) == points(other, figured(lexical="79", comparator="exactly"))
    assert points(DOCUMENT, CLAIM) != points(DOCUMENT, measured(period=Period.parse("2022")))


def test_the_same_claim_twice_is_refused() -> None:
    with pytest.raises(ModelError, match=r"the same claim stands twice .*keep one and give it both passages"):
        version(DOCUMENT, [CLAIM, replace(CLAIM, passages=(THERE,))], WORDS)


def test_a_conversion_into_nothing_is_refused() -> None:
    nothing = Conversion(Figure("0", "exactly", UNIT + "CCY_USD"), THERE)
    with pytest.raises(ModelError):
        version(DOCUMENT, [measured(conversions=(nothing,))], WORDS)


# -- the shipped corpus -----------------------------------------------------------------------------------------------


def test_the_corpus_survives_a_store_quad_by_quad() -> None:
    made = version(*SHIPPED, WORDS)
    store = Embedded.memory()
    store.load(made)
    assert {quad for quad in store.quads() if quad.graph_name == NamedNode(made.graph)} == set(made.quads)
    assert len(made.claims) == len(set(made.claims)) == 40


def test_the_corpus_holds_no_data_point_for_what_is_only_intended() -> None:
    made = version(*SHIPPED, WORDS)
    on = {quad.subject for quad in made.quads if quad.predicate == NamedNode(DEKG + "onDataPoint")}
    kinds = {
        q.object.value
        for q in made.quads
        if q.predicate.value == RDF + "type" and q.subject in on and isinstance(q.object, NamedNode)
    }
    assert kinds == {DEKG + "StatisticalObservation"}
    assert len(on) == 5


def test_every_literal_of_the_corpus_is_in_canonical_form() -> None:
    documents = [sources.read(path) for path in assets.corpus_files()]
    assert len(documents) == 36
    for quad in (quad for document in documents for quad in version(*document, WORDS).quads):
        if isinstance(quad.object, Literal):
            kind, text = quad.object.datatype.value.rpartition("#")[2], quad.object.value
            assert kind in {"string", "langString", "decimal", "integer", "boolean", "date", "anyURI"}
            if kind == "decimal":
                assert "E" not in text.upper()
                assert not ("." in text and text.endswith("0"))
