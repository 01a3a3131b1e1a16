"""Whom a figure is about: the place or the body, by the words around it and before it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.extract.analysis import analyse
from kg.extract.text.lexicon import compiled
from kg.extract.whom.subjects import Subjects
from kg.terms import DEKGR
from kg.vocabulary import shipped

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "extract" / "subjects.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_the_set_holds_its_cases() -> None:
    assert Counter(case["about"] for case in CASES) == {
        "short name": 6,
        "capital": 12,
        "passing": 14,
        "the state": 7,
        "region word": 12,
        "body": 10,
        "compared": 10,
        "site": 7,
        "bracket": 5,
        "unknown owner": 6,
        "aside on a firm": 7,
        "speaker": 5,
        "part": 5,
        "name after a place": 5,
        "unnamed": 6,
        "seat zh": 5,
        "only beside": 8,
        "zone word": 2,
        "bloc zh": 5,
        "one's own": 5,
        "region abroad": 14,
        "homonym abroad": 12,
        "country name": 8,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_figure_goes_to_the_place_or_body_it_is_about(case: dict[str, Any]) -> None:
    entry = files.Entry("subject", case.get("lang", "en"), "2024-05-01", case.get("title"), case["text"])
    claims = files.rows(entry, shipped())[0]
    assert [[row["value"], row["place"], row["org"]] for row in claims] == case["given"]


@pytest.mark.parametrize("case", [c for c in CASES if "means" in c], ids=lambda case: case["text"][:50])
def test_a_name_of_several_places_means_the_one_the_text_speaks_of(case: dict[str, Any]) -> None:
    analysis = analyse(case["text"], case.get("lang", "en"), compiled(shipped()))
    places = [place.iri for place in Subjects.of(analysis).places if place.role == "subject"]
    assert DEKGR + case["means"] in places
    homonyms = {iri for m in analysis.mentions if DEKGR + case["means"] in m.iris for iri in m.iris}
    assert homonyms & set(places) == {DEKGR + case["means"]}
