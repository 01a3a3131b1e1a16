"""On whose word a figure is given: sentences of our own, in both languages, and those that name nobody."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import extract, graph
from kg.extract.analysis import analyse
from kg.extract.statements.attribution import Attributions
from kg.extract.text.lexicon import compiled
from kg.model import Document
from kg.terms import DEKGR, digest
from kg.vocabulary import shipped

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "extract" / "attributions.jsonl").read_text(encoding="utf-8").splitlines()
]


def document(text: str, language: str) -> Document:
    return Document("https://example.org/a", language, digest(text), len(text), published=date(2025, 3, 1), text=text)


def test_the_set_has_cases_in_both_languages_and_some_without_a_source() -> None:
    assert Counter(case["language"] for case in CASES) == {"en": 11, "zh": 11}
    assert sum(case["organization"] is case["name"] is None for case in CASES) >= 5


@pytest.mark.parametrize("case", CASES, ids=[f"{case['language']}-{i}" for i, case in enumerate(CASES)])
def test_a_claim_carries_on_whose_word_it_is_said(case: dict[str, str]) -> None:
    given_ = document(case["text"], case["language"])
    claims = [c for c in extract.extract(given_, shipped()).claims if c.measure]
    assert len(claims) == 1
    said = claims[0].attribution
    assert (said.organization if said else None) == (DEKGR + case["organization"] if case["organization"] else None)
    assert (said.name if said else None) == case["name"]
    assert len(graph.version(given_, claims, shipped()).claims) == 1


def test_a_statement_without_a_number_carries_it_too() -> None:
    text = "Wuhan has focused on optoelectronics, the provincial statistics bureau said."
    (claim,) = extract.extract(document(text, "en"), shipped()).claims
    assert claim.attribution is not None
    assert claim.attribution.name == "provincial statistics bureau"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["according to", "said", "据", "表示", "the report", "报告", ",", ". ", "。", " he noted,", "A B", '"']
        ),
        max_size=14,
    ).map(" ".join),
    st.sampled_from(["en", "zh"]),
)
def test_any_words_give_a_source_inside_the_text_or_none(text: str, language: str) -> None:
    analysis = analyse(text, language, compiled(shipped()))
    sources = Attributions.of(analysis)
    for sentence in analysis.text.sentences:
        source = sources.at(sentence.start)
        assert source is None or 0 <= source.start < source.end <= len(analysis.folded)
        assert source is None or len(source.label(shipped())) <= 80
