"""Every wording of a fall gives a negative change, every wording of a rise a positive one, whatever the number."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import files
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract" / "falls.jsonl"
WORDINGS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def changes(wording: dict[str, object], number: str) -> list[float]:
    text = str(wording["text"]).replace("{n}", number)
    entry = files.Entry("one", str(wording["lang"]), "2025-03-20", None, text)
    return [row["value"] for row in files.rows(entry, shipped())[0] if abs(row["value"]) == float(number)]


def test_the_suite_holds_its_wordings() -> None:
    assert (sum(bool(w["falls"]) for w in WORDINGS), sum(not w["falls"] for w in WORDINGS)) == (42, 12)


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: str(wording["text"])[-48:])
def test_a_change_has_the_sign_of_its_words(wording: dict[str, object]) -> None:
    found = changes(wording, "7.3")
    assert all((value < 0) is wording["falls"] for value in found)
    assert found or wording.get("silent")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WORDINGS), st.integers(1, 99), st.integers(1, 9))
def test_no_number_turns_a_sign(wording: dict[str, object], whole: int, tenth: int) -> None:
    assert all((value < 0) is wording["falls"] for value in changes(wording, f"{whole}.{tenth}"))
