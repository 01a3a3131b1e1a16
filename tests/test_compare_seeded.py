"""Pairs of figures whose relation was built in: each relation found, and nothing else called a conflict."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

import pytest
from compare.build import store_of
from compare.seeded import Pair, make
from compare.seeded_rules import Case
from compare.seeded_rules import make as make_cases

from kg import vocabulary
from kg.compare import conflicts, explain, read
from kg.compare.copies import Copies
from kg.compare.reading import passages
from kg.compare.relations import Relation, relate
from kg.compare.report import Report
from kg.compare.rules import Rules
from kg.terms import DEKGR

EACH = 25
LEVELS = [
    "variable-software-services-revenue",
    "variable-cloud-services-revenue",
    "variable-big-data-revenue",
    "variable-telecommunications-revenue",
]
RELATIONS = ("agrees", "refines", "rounds-to", "restates", "revises", "differs-in-scope", "conflicts")


@dataclass(frozen=True)
class Seeded:
    pairs: list[Pair]
    claims: list[tuple[str, str]]
    found: list[Relation]
    report: Report


@cache
def seeded(seed: int) -> Seeded:
    words = vocabulary.shipped()
    places = [iri.removeprefix(DEKGR) for iri in words.members("dekg:PrefectureLevelDivision")]
    pairs = list(make(seed, [p for p in places if p != "place-guiyang"], LEVELS, EACH))
    # the joint area stands for itself alone, so its pairs take turns at years
    for number, pair in enumerate(pair for pair in pairs if pair.way == "joint area"):
        pair.first["figures"][0]["period"] = pair.second["figures"][0]["period"] = str(1980 + number)
    documents = [d for pair in pairs for d in (pair.first, pair.second) if not d.get("same")]
    store, made = store_of(*documents)
    claims = [(made[p.first["url"]][0], made[p.second["url"]][1 if p.second.get("same") else 0]) for p in pairs]
    table = read(store)
    digests = {c: frozenset(p.digest for p in at) for c, at in passages(store, table.by_claim).items()}
    copies, rules = Copies(table, digests), Rules(words)
    rows = table.by_claim
    found = [relate(rows[one], rows[other], table, copies, rules.joint) for one, other in claims]
    return Seeded(pairs, claims, found, conflicts(store, derived=False))


def scores(suite: Seeded) -> dict[str, tuple[float, float, float]]:
    hit: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for pair, relation in zip(suite.pairs, suite.found, strict=True):
        wanted[pair.relation] += 1
        given[str(relation.kind)] += 1
        hit[pair.relation] += relation.kind == pair.relation
    result = {}
    for name in RELATIONS:
        precision, recall = hit[name] / max(given[name], 1), hit[name] / wanted[name]
        result[name] = precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
    return result


@pytest.fixture(params=[1, 2])
def suite(request: pytest.FixtureRequest) -> Seeded:
    return seeded(request.param)


def test_suite_has_enough_pairs_of_every_relation(suite: Seeded) -> None:
    count = Counter(pair.relation for pair in suite.pairs)
    assert len(suite.pairs) == 30 * EACH >= 500
    assert min(count[name] for name in RELATIONS) >= EACH


def test_every_relation_is_found_and_no_other(suite: Seeded) -> None:
    wrong = defaultdict(list)
    for pair, relation in zip(suite.pairs, suite.found, strict=True):
        if relation.kind != pair.relation:
            figures = pair.first["figures"][0]["figure"], pair.second["figures"][0]["figure"]
            wrong[pair.way].append((pair.relation, str(relation.kind), *figures))
    assert dict(wrong) == {}
    assert min(f1 for _, _, f1 in scores(suite).values()) >= 0.95


def test_the_order_tells_which_refines_rounds_to_or_revises_which(suite: Seeded) -> None:
    ordered = [n for n, pair in enumerate(suite.pairs) if pair.ordered]
    assert ordered
    for number in ordered:
        assert suite.found[number].claims == suite.claims[number], suite.pairs[number]


def test_the_report_names_exactly_the_built_in_conflicts(suite: Seeded) -> None:
    built = {frozenset(c) for pair, c in zip(suite.pairs, suite.claims, strict=True) if pair.relation == "conflicts"}
    named = {frozenset(item.claims) for item in suite.report.conflicts}
    others = len(suite.pairs) - len(built)
    assert built <= named
    assert len(named - built) <= 0.01 * others
    assert named == built


def test_a_text_against_itself_says_so(suite: Seeded) -> None:
    for pair, relation in zip(suite.pairs, suite.found, strict=True):
        assert relation.within_source == (pair.way == "one text")


# -- what follows from figures -----------------------------------------------------------------------------------------

RULE_EACH = 7


@dataclass(frozen=True)
class SeededRules:
    cases: list[Case]
    claims: list[frozenset[str]]
    report: Report


@cache
def seeded_rules(seed: int) -> SeededRules:
    words = vocabulary.shipped()
    divisions = words.members("dekg:PrefectureLevelDivision")
    inside = [iri for iri in divisions if words.value(iri, "dekg:administrativelyWithin") == DEKGR + "place-guizhou"]
    names = [iri.removeprefix(DEKGR) for iri in divisions if iri not in inside]
    cases = list(make_cases(seed, names, ("place-guizhou", [iri.removeprefix(DEKGR) for iri in inside]), RULE_EACH))
    store, made = store_of(*[document for case in cases for document in case.documents])
    claims = [frozenset(claim for document in case.documents for claim in made[document["url"]]) for case in cases]
    return SeededRules(cases, claims, conflicts(store))


@pytest.fixture(params=[1, 2])
def rules_suite(request: pytest.FixtureRequest) -> SeededRules:
    return seeded_rules(request.param)


def test_there_are_fitting_and_broken_sets_for_every_rule_of_the_ontology(rules_suite: SeededRules) -> None:
    count = Counter((case.rule, case.broken) for case in rules_suite.cases)
    rules = {iri.removeprefix(DEKGR + "rule-") for iri in vocabulary.shipped().members("dekg:ComparisonRule")}
    assert {rule for rule, _ in count} == rules
    assert min(count.values()) >= RULE_EACH
    assert len(rules_suite.cases) == 21 * 2 * RULE_EACH


def test_every_rule_finds_what_breaks_it_and_nothing_that_fits(rules_suite: SeededRules) -> None:
    found = {(item.derived.rule, frozenset(item.claims)) for item in rules_suite.report.derived}
    hit, missed, alarms = 0, [], []
    for case, claims in zip(rules_suite.cases, rules_suite.claims, strict=True):
        mine = {rule for rule, inside in found if inside <= claims}
        if case.broken:
            hit += case.rule in mine
            if case.rule not in mine:
                missed.append((case.way, [f["figure"] for d in case.documents for f in d["figures"]]))
        elif mine:
            alarms.append((case.way, mine, [f["figure"] for d in case.documents for f in d["figures"]]))
    broken = sum(case.broken for case in rules_suite.cases)
    precision, recall = hit / max(hit + len(alarms), 1), hit / broken
    assert 2 * precision * recall / (precision + recall) >= 0.95, (missed, alarms)
    assert len(alarms) <= 0.01 * (len(rules_suite.cases) - broken), alarms
    every = {claim for claims in rules_suite.claims for claim in claims}
    assert all(any(inside <= claims for claims in rules_suite.claims) for _, inside in found if inside <= every)


def test_what_breaks_a_rule_is_told_in_both_languages(rules_suite: SeededRules) -> None:
    report = rules_suite.report
    for item in report.derived:
        for language in ("en", "zh"):
            told = str(explain(item, report, language))
            assert "{" not in told
            assert report.rules.label(item.derived.rule, language) in told
