"""Statements without a number: texts of our own, with all that should be read and nothing else."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg import extract, graph
from kg.assets import corpus_files
from kg.model import Claim, ClaimKind, Document, Passage
from kg.sources.claims import read
from kg.terms import digest, local_name
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract"
CASES = [json.loads(line) for line in (DATA / "statements.jsonl").read_text(encoding="utf-8").splitlines()]
SEED = Path(__file__).resolve().parent.parent.parent / "shared" / "evals" / "texts" / "dev-002.txt"


def document(text: str, language: str) -> Document:
    return Document("https://example.org/a", language, digest(text), len(text), text=text)


def shown(claim: Claim) -> str:
    """Return class, predicate, subject, object, field or holder, state and strength of a claim, by local names."""
    said = claim.assertion
    assert said is not None
    parts: list[str | None] = [claim.kind.value, said.predicate.partition("predicate-")[2]]
    parts += [said.subject or "-", said.object or "-", said.ranked_among]
    if claim.intention is not None:
        parts += [claim.intention.holder, claim.intention.target_state]
    if claim.strength != "asserted":
        parts.append(claim.strength)
    return " ".join(local_name(part) for part in parts if part)


def test_the_set_has_cases_in_both_languages_and_some_that_say_nothing() -> None:
    assert Counter(case["language"] for case in CASES) == {"en": 14, "zh": 11}
    assert sum(not case["expected"] for case in CASES) >= 3
    assert len({line.split()[1] for case in CASES for line in case["expected"]}) >= 13


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_text_gives_its_statements_and_no_other(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = extract.extract(document(text, str(case["language"])), shipped()).claims
    assert sorted(shown(claim) for claim in found if claim.assertion) == sorted(case["expected"])  # type: ignore[call-overload]
    for claim in found:
        assert claim.passages
        assert all(Passage.digest_of(text[p.start : p.end]) == p.digest for p in claim.passages)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jinan should accelerate the development of robotics.", "en"),
        ("Wuxi did not accelerate the development of drones.", "en"),
        ("济南将加快发展机器人产业。", "zh"),
    ],
)
def test_what_is_left_open_is_a_candidate_with_its_reason(text: str, language: str) -> None:
    found = extract.extract(document(text, language), shipped())
    assert found.claims == ()
    assert [reason for candidate in found.candidates for reason in candidate.reasons] == [
        "a deed that is only possible, wanted by others, or denied"
    ]


def test_a_ranking_without_a_number_never_gets_one() -> None:
    rankings = [line for case in CASES for line in case["expected"] if line.startswith("RankingClaim")]
    assert len(rankings) >= 6
    for case in CASES:
        claims = extract.extract(document(case["text"], case["language"]), shipped()).claims
        assert not [c for c in claims if c.measure and "-rank" in c.measure.variable]


@pytest.mark.skipif(not SEED.is_file(), reason="../shared/seed is not at hand")
def test_the_seed_article_gives_every_statement_but_those_of_its_photograph() -> None:
    source = read(next(path for path in corpus_files() if path.stem == "guiyang-2024-03-13"))
    given = replace(source.document, text=SEED.read_text(encoding="utf-8"))
    curated = graph.version(source.document, source.claims, shipped()).claims
    mine = graph.version(given, extract.extract(given, shipped()).claims, shipped()).claims
    assert set(mine) <= set(curated)
    lacking = [dict(zip(curated, source.claims, strict=True))[iri] for iri in curated if iri not in set(mine)]
    assert sorted(local_name(c.assertion.predicate) for c in lacking if c.assertion) == [
        "predicate-credited-to",
        "predicate-depicts",
    ]
    assert not [c for c in lacking if c.kind is not ClaimKind.RELATION]


def test_the_words_of_every_statement_stand_in_its_passages() -> None:
    from kg.validate import wording

    compared = 0
    for case in CASES:
        given = document(case["text"], case["language"])
        version = graph.version(given, extract.extract(given, shipped()).claims, shipped())
        triples = [quad.triple for quad in version.quads]
        found = wording.findings(version.graph, triples, shipped(), {given.iri: given.text or ""})
        assert [(f.rule, f.value) for f in found if "text-basis" not in f.rule] == [], case["id"]
        compared += len(version.claims)
    assert compared >= 50
