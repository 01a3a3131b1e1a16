"""Whom a figure of an English text is about: the place or the body, by the words around it and before it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.vocabulary import shipped

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "extract" / "subjects.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_the_set_holds_its_cases() -> None:
    assert Counter(case["about"] for case in CASES) == {
        "short name": 6,
        "capital": 8,
        "passing": 5,
        "the state": 5,
        "region word": 9,
        "body": 8,
        "compared": 10,
        "site": 5,
        "bracket": 5,
        "aside on a firm": 7,
        "speaker": 5,
        "part": 5,
        "name after a place": 5,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_figure_goes_to_the_place_or_body_it_is_about(case: dict[str, Any]) -> None:
    entry = files.Entry("subject", "en", "2024-05-01", case.get("title"), case["text"])
    claims = files.rows(entry, shipped())[0]
    assert [[row["value"], row["place"], row["org"]] for row in claims] == case["given"]
