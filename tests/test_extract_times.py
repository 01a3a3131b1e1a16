"""The period, the base of the change and the modality of a figure, in sentences as newsrooms write them."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract" / "times.jsonl"
CASES = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def told(text: str, language: str, published: str | None) -> dict[float, tuple[str | None, str | None, str]]:
    entry = files.Entry("one", language, published, None, text)
    rows = files.rows(entry, shipped())[0]
    return {row["value"]: (row["period"], row["baseline"], row["modality"]) for row in rows}


def test_the_suite_holds_its_cases() -> None:
    by_language = {tag: sum(case["lang"] == tag for case in CASES) for tag in ("en", "zh")}
    modalities = {modality for case in CASES for _, _, _, modality in case["told"]}
    assert by_language == {"en": 154, "zh": 99}
    assert modalities == {"observed", "target", "forecast", "commitment"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:60])
def test_a_figure_has_the_period_the_base_and_the_modality_its_sentence_gives(case: dict[str, Any]) -> None:
    found = told(str(case["text"]), str(case["lang"]), str(case["published"]))
    for value, *rest in case["told"]:
        assert list(found[value]) == rest


@pytest.mark.parametrize("year", range(2019, 2026))
def test_a_plan_never_becomes_a_fact(year: int) -> None:
    before, after = f"was 640 million euros in {year - 1}", f"plans to reach 900 million in {year + 3}"
    text = f"Software revenue in Leipzig {before}; the city {after}."
    found = told(text, "en", f"{year}-05-20")
    assert found[640000000] == (str(year - 1), None, "observed")
    assert found[900000000] == (str(year + 3), None, "target")


def test_without_a_day_of_publication_a_relative_year_stays_unknown() -> None:
    assert told("Leipzig's exports rose 5 percent last year.", "en", None) == {5: (None, "yoy", "observed")}
