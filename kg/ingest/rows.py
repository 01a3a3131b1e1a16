"""Candidates as rows: a claim in the evaluation schema, with the reasons why it is none, named by its content."""

import json
from collections.abc import Mapping
from typing import Any

from kg.extract.evaluate import COMPARATORS, KINDS, UNITS
from kg.extract.proof.proposed import ROLES
from kg.model import Claim
from kg.terms import digest, hash16, local_name
from kg.vocabulary import Vocabulary

__all__ = ["candidate", "row_of_claim"]

_OWN = {"reasons", "spots", "id", "text", "words", "quotes", "problems", "proposer", "quote", "doc", "quote_digest"}


def candidate(row: Mapping[str, Any], text: str, name: str) -> dict[str, Any]:
    """Return a row for the archive.

    Args:
        row: with `reasons`; positions may be missing where a proposer's quote stands nowhere.
        text: of the document.
        name: digest of the text.
    """
    start, end = row.get("quote_start"), row.get("quote_end")
    placed = isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)
    found = {key: value for key, value in row.items() if key != "doc" and not (placed and key == "quote")}
    found |= {"text": name, "quote_start": start if placed else None, "quote_end": end if placed else None}
    if placed:
        found["quote_digest"] = digest(text[start:end])
    content = json.dumps({k: v for k, v in found.items() if k not in _OWN}, sort_keys=True, ensure_ascii=False)
    return {**found, "id": f"candidate-{hash16([name, content])}"}


def row_of_claim(claim: Claim, text: str, words: Vocabulary) -> dict[str, Any]:
    """Return a claim in the evaluation schema, as far as that can say it; its quote is its first passage."""
    passage = claim.passages[0] if claim.passages else None
    found: dict[str, Any] = dict.fromkeys((*ROLES, "value", "unit", "baseline"))
    found |= {
        "text": digest(text),
        "quote_start": passage.start if passage else None,
        "quote_end": passage.end if passage else None,
        "modality": claim.kind.modality.removesuffix("Modality"),
    }
    measure = claim.measure
    if measure is None:
        said = claim.assertion
        parts = (said.subject, said.predicate, said.object) if said else ()
        return found | {"indicator": ", ".join(words.label(part) for part in parts if part), "words": "statement"}
    figure = measure.figure
    stat = local_name(words.value(measure.variable, "dekg:statType") or "")
    return found | {
        "place": words.label(measure.area) if measure.area else None,
        "org": words.label(measure.organization) if measure.organization else None,
        "industry": None,
        "indicator": words.label(measure.variable),
        "kind": KINDS.get(stat, "level"),
        "value": float(figure.value) if figure.value % 1 else int(figure.value),
        "unit": UNITS.get(figure.unit) or words.value(figure.unit, "skos:notation") or words.label(figure.unit),
        "comparator": COMPARATORS.get(figure.comparator, "="),
        "period": measure.period.code.replace("_", "/") if measure.period else None,
    }
