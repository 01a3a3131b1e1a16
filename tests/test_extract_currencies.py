"""Which pesos, rupees or dirhams an amount is in: those of the country of its sentence, or no currency at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract" / "currencies.jsonl"
CASES = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def test_the_suite_holds_its_cases() -> None:
    assert (len(CASES), sum(not case["told"] for case in CASES)) == (13, 2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:48])
def test_an_amount_is_in_the_currency_of_its_country(case: dict[str, Any]) -> None:
    rows = files.rows(files.Entry("one", "en", "2024-05-01", None, case["text"]), shipped())[0]
    assert [[row["value"], row["unit"]] for row in rows] == case["told"]
