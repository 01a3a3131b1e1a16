"""Names the ontology lacks, and lists that give several figures to several things."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.extract.analysis import analyse
from kg.extract.text.lexicon import compiled
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract"


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


NAMES, LISTS = cases("names.jsonl"), cases("lists.jsonl")


def test_the_sets_hold_their_cases() -> None:
    assert len(NAMES) == 25
    assert len(LISTS) == 15
    assert Counter(case.get("lang", "en") for case in NAMES) == {"en": 11, "zh": 14}


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case["text"][:40])
def test_an_unknown_name_is_taken_for_what_the_words_around_it_say(case: dict[str, Any]) -> None:
    analysis = analyse(case["text"], case.get("lang", "en"), compiled(shipped()))
    found = {
        "org": [m.name for m in analysis.mentions if m.layer == "org" and m.name],
        "place": [m.name for m in analysis.mentions if m.layer == "place" and m.name],
        "stranger": [analysis.folded[m.start : m.end] for m in analysis.strangers],
    }
    for layer in ("org", "place", "stranger"):
        if layer in case:
            wanted = case[layer]
            names = found[layer] if layer == "org" else list(dict.fromkeys(found[layer]))
            assert names == wanted


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case["text"][:40])
def test_each_figure_of_a_list_goes_to_its_own_thing(case: dict[str, Any]) -> None:
    entry = files.Entry("list", case.get("lang", "en"), "2023-03-01", None, case["text"])
    claims = files.rows(entry, shipped())[0]
    assert [[row["value"], row[case["role"]]] for row in claims] == case["given"]


def test_a_figure_of_a_stranger_is_held_back() -> None:
    text = (
        "In 2023, revenue of Hefei's software industry was 30 billion yuan. Ximeria posted revenue of 9 billion yuan."
    )
    entry = files.Entry("stranger", "en", "2024-03-01", None, text)
    claims, candidates = files.rows(entry, shipped())
    assert [(row["value"], row["place"], row["org"]) for row in claims] == [
        (30_000_000_000, "Hefei", None),
        (9_000_000_000, None, "Ximeria"),
    ]
    entry = files.Entry("stranger", "en", "2024-03-01", None, text.replace("posted revenue of", "has software worth"))
    claims, candidates = files.rows(entry, shipped())
    assert [row["value"] for row in claims] == [30_000_000_000]
    assert len(candidates) == 1
