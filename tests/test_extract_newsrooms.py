"""Articles of many newsrooms, places and trades, each written and read twice before a rule was tried on it."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract" / "newsrooms"
ENTRIES = {entry.id: entry for entry in files.entries(DATA / "docs.jsonl", DATA / "texts")}
GOLD: list[dict[str, Any]] = [json.loads(line) for line in (DATA / "gold.jsonl").read_text("utf-8").splitlines()]
SAME = json.loads((DATA / "synonyms.json").read_text("utf-8"))
ROLES = ("place", "period", "modality", "comparator")


@cache
def canonical(field: str) -> dict[str, str]:
    """Return the first name of its group for each name of a role."""
    return {str(name).casefold(): group[0] for group in SAME.get(field, ()) for name in group}


def agrees(gold: dict[str, Any], row: dict[str, Any], field: str) -> bool:
    names = canonical(field)
    said, wanted = (
        {names.get(str(v).casefold(), v) for v in values} for values in ((row[field],), answers(gold, field))
    )
    return not said.isdisjoint(wanted)


def answers(gold: dict[str, Any], field: str) -> tuple[Any, ...]:
    return (gold[field], *(gold.get(f"{field}_alt") or ()))


@cache
def matched(name: str) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], int, int]:
    """Pairs of equal value, the number of claims, and the number of gold claims that count."""
    rows = files.rows(ENTRIES[name], shipped())[0]
    left, pairs, optional = list(rows), [], 0
    for gold in sorted((g for g in GOLD if g["doc"] == name), key=lambda g: bool(g.get("optional"))):
        same = [r for r in left if abs(abs(r["value"]) - abs(gold["value"])) <= 1e-6 * abs(gold["value"])]
        same.sort(key=lambda r: -sum(agrees(gold, r, f) for f in (*ROLES, "industry", "indicator")))
        if same:
            left.remove(same[0])
            optional += bool(gold.get("optional"))
            pairs += [] if gold.get("optional") else [(gold, same[0])]
    return pairs, len(rows) - optional, sum(g["doc"] == name and not g.get("optional") for g in GOLD)


def test_the_set_holds_its_documents() -> None:
    assert Counter(entry.language for entry in ENTRIES.values()) == {"en": 93, "zh": 56}
    assert {gold["doc"] for gold in GOLD} <= set(ENTRIES)
    assert len(GOLD) == 1605
    assert all(0 <= g["quote_start"] < g["quote_end"] <= len(ENTRIES[g["doc"]].text) for g in GOLD)


@pytest.mark.parametrize(
    ("language", "precision", "recall", "right"), [("en", 0.97, 0.80, 0.89), ("zh", 0.98, 0.88, 0.92)]
)
def test_claims_reach_the_level_we_hold(language: str, precision: float, recall: float, right: float) -> None:
    pairs, predicted, wanted = [], 0, 0
    for name in (n for n, entry in ENTRIES.items() if entry.language == language):
        found, rows, gold = matched(name)
        pairs += found
        predicted, wanted = predicted + rows, wanted + gold
    assert len(pairs) / predicted > precision
    assert len(pairs) / wanted > recall
    assert sum(all(agrees(g, r, f) for f in ROLES) for g, r in pairs) / predicted > right


def test_text_without_figures_of_an_economy_gives_no_claim() -> None:
    silent = [name for name in ENTRIES if not any(g["doc"] == name for g in GOLD)]
    assert len(silent) > 5
    assert [name for name in silent if files.rows(ENTRIES[name], shipped())[0]] == []


def test_nothing_intended_or_expected_is_published_as_observed() -> None:
    wrong = [
        (gold["doc"], row["value"])
        for name in ENTRIES
        for gold, row in matched(name)[0]
        if "observed" not in answers(gold, "modality") and row["modality"] == "observed"
    ]
    assert wrong == []
