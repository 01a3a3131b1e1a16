"""A text is read once more where its words name a thing only in their context; what it does not say is still found."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg import sources
from kg.extract import extract
from kg.graph import version
from kg.model import Claim, Document
from kg.periods import Period
from kg.sources.metadata import Metadata, document
from kg.validate import wording
from kg.vocabulary import shipped

TEXTS = sorted((Path(__file__).parent / "extract" / "texts").glob("*.txt"))
EVERY = 8
"""Every which text of our own is looked at: those of the others are looked at where the whole store is."""

LAST_YEAR = "Hefei's software revenue rose to 61 billion yuan last year. A third of it came from exports."
UNIT = "http://qudt.org/vocab/unit/"


def violations(given: Document, claims: tuple[Claim, ...]) -> list[str]:
    made = version(given, claims, shipped())
    triples = [quad.triple for quad in made.quads]
    found = wording.findings(made.graph, triples, shipped(), {given.iri: given.text or ""})
    return [finding.rule.rpartition("#")[2] for finding in found if finding.severity == "violation"]


@pytest.mark.parametrize("path", TEXTS[::EVERY], ids=lambda path: str(path.stem))
def test_claims_out_of_a_text_go_with_its_words(path: Path) -> None:
    given = sources.read(path).document
    assert violations(given, extract(given, shipped()).claims) == []


def test_the_suite_finds_its_texts() -> None:
    assert len(TEXTS[::EVERY]) >= 14


@pytest.fixture(name="given")
def last_year() -> Document:
    return document(LAST_YEAR, Metadata(url="https://news.example.org/1", published="2024-03-13", language="en"))


def first(given: Document) -> Claim:
    claims = extract(given, shipped()).claims
    assert len(claims) > 0
    assert violations(given, claims) == []
    return claims[0]


@pytest.mark.parametrize("code", ["2022", "2024", "2023-H1", "2023-12"])
def test_a_period_that_the_words_do_not_mean_is_found(given: Document, code: str) -> None:
    claim = first(given)
    assert claim.measure is not None
    wrong = replace(claim, measure=replace(claim.measure, period=Period.parse(code)))
    assert violations(given, (wrong,)) == ["text-period"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"lexical": "16"}, "text-figure"),
        ({"multiplier": 6}, "text-scale"),
        ({"unit": UNIT + "CCY_USD"}, "text-unit"),
        ({"comparator": "greaterThan"}, "text-bound"),
    ],
)
def test_a_figure_that_the_words_do_not_mean_is_found(given: Document, change: dict[str, object], rule: str) -> None:
    claim = first(given)
    assert claim.measure is not None
    figure = replace(claim.measure.figure, **change)  # type: ignore[arg-type]
    assert violations(given, (replace(claim, measure=replace(claim.measure, figure=figure)),)) == [rule]


def test_relative_words_mean_nothing_without_a_day_of_publication() -> None:
    undated = document(LAST_YEAR, Metadata(url="https://news.example.org/1", language="en"))
    claim = first(
        document(LAST_YEAR, Metadata(url="https://news.example.org/1", published="2024-03-13", language="en"))
    )
    assert violations(undated, (claim,)) == ["text-period"]
