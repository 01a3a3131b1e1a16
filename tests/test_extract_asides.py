"""Figures that a sentence only mentions: the other side of a comparison, the start of a change, polls, the world."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract" / "asides.jsonl"
CASES = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
LEADS = {"en": "Nantes earned 9 billion euros of software revenue in 2022.", "zh": "2022年南特软件业务收入90亿欧元。"}
"""A figure of another place, which must not hand its place on."""


def test_the_suite_holds_its_cases() -> None:
    assert Counter(case["lang"] for case in CASES) == {"en": 48, "zh": 27}
    assert sum(not case["told"] for case in CASES) == 29


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:48])
def test_what_is_only_mentioned_is_no_claim_of_the_place(case: dict[str, Any]) -> None:
    text = f"{LEADS[case['lang']]}\n\n{case['text']}"
    lead, *rows = files.rows(files.Entry("one", case["lang"], "2024-05-10", None, text), shipped())[0]
    assert lead["place"] == "Nantes"
    assert [[row["value"], row["place"]] for row in rows] == case["told"]
