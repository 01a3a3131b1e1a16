"""What a figure measures where the ontology names no indicator: a noun of the text, the figure before, or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract" / "measures.jsonl"
CASES = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
LEADS = {"en": "Aarhus earned 3 billion euros of software revenue in 2022.", "zh": "2022年南通市软件业务收入达30亿元。"}
"""A figure of a known indicator, without which a text is taken for none about an economy."""


def claims(case: dict[str, str], lead: str) -> list[list[object]]:
    entry = files.Entry("one", case["lang"], "2024-02-20", None, f"{lead}\n{case['text']}")
    return [[row["kind"], row["value"], row["indicator"]] for row in files.rows(entry, shipped())[0]]


def test_the_suite_holds_its_cases() -> None:
    assert (len(CASES), sum(not case["claims"] for case in CASES)) == (52, 11)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:48])
def test_a_figure_is_named_by_its_own_words_or_left_out(case: dict[str, Any]) -> None:
    lead, *found = claims(case, LEADS[case["lang"]])
    assert lead[0] == "level"
    assert found == case["claims"]


@pytest.mark.parametrize("text", ["Chennai had 4,200 licensed technicians in 2023.", "2023年扬州图书馆新增座位120个。"])
def test_no_text_is_of_an_economy_for_nouns_it_counts(text: str) -> None:
    case = {"lang": "en" if text.isascii() else "zh", "text": text}
    assert claims(case, "") == []
