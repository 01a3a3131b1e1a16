"""The shipped corpus: every statement of the seed article, held to its text, and none of its sentences."""

import itertools
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg import assets, sources, vocabulary
from kg.model import Document, Passage
from kg.sources.text import read_text
from kg.terms import DEKGR, digest

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "seed"
TEXT = SEED / "guiyang-digital-economy.txt"
METADATA = SEED / "guiyang-digital-economy.toml"
FILE = next(path for path in assets.corpus_files() if path.stem == "guiyang-2024-03-13")
TABLE: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
STATEMENTS = [f"F{number:02d}" for number in range(1, 39)]
RUN = 8
"""Words in a row that make a copied sentence."""

with_seed = pytest.mark.skipif(not TEXT.is_file(), reason="../shared/seed is not at hand")


@pytest.fixture(scope="module")
def source() -> sources.Source:
    return sources.read(FILE)


@pytest.fixture(scope="module")
def text() -> str:
    return read_text(TEXT)


def test_every_statement_is_represented_and_named(source: sources.Source) -> None:
    named = {number for claim in source.claims for number in claim.statements}
    assert sorted(named) == STATEMENTS
    assert all(claim.statements for claim in source.claims)
    assert len(source.claims) == 40


def test_statements_that_are_part_of_a_claim_stand_where_they_belong(source: sources.Source) -> None:
    by_statement = {number: claim for claim in source.claims for number in claim.statements}
    manners = {claim.manner for claim in source.claims if "F12" in claim.statements}
    assert manners == {DEKGR + "manner-industry-chain-mindset"}
    revenue = by_statement["F26"]
    assert revenue is by_statement["F27"]
    assert revenue.measure is not None
    assert [str(item.figure.value) for item in revenue.measure.conversions] == ["11150000000"]
    plan = by_statement["F36"].intention
    assert by_statement["F36"] is by_statement["F37"] is by_statement["F38"]
    assert plan is not None
    assert plan.plan is not None
    assert (plan.plan.count, plan.plan.complete) == (38, False)
    assert plan.plan.named == (DEKGR + "place-beijing", DEKGR + "place-shanghai")


def test_the_kinds_of_claims_are_those_of_the_reading(source: sources.Source) -> None:
    kinds = Counter(claim.kind.value for claim in source.claims)
    assert kinds["StatisticalObservation"] == 5
    assert kinds["Commitment"] == 2
    assert kinds["Forecast"] == kinds["Target"] == 0


def test_every_claim_has_a_passage_and_every_passage_a_claim(source: sources.Source) -> None:
    assert all(claim.passages for claim in source.claims)
    used = {name for claim in TABLE["claims"] for name in claim["passages"]}
    used |= {item["passage"] for claim in TABLE["claims"] for item in claim.get("measure", {}).get("conversions", [])}
    assert used == set(TABLE["passages"])


@with_seed
def test_the_text_has_the_digest_and_length_of_the_file(source: sources.Source, text: str) -> None:
    assert source.document.text_digest == digest(text)
    assert source.document.text_length == len(text)


@with_seed
@pytest.mark.parametrize("name", sorted(TABLE["passages"]))
def test_offsets_and_digest_fit_the_text(name: str, text: str) -> None:
    given = TABLE["passages"][name]
    start, end = given["start"], given["end"]
    assert Passage.of(text, start, end).digest == given["digest"]
    assert text[start:end] == text[start:end].strip()
    assert start == 0 or not (text[start - 1].isalnum() and text[start].isalnum()), "a passage begins with a word"
    assert end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum()), "a passage ends with a word"


@with_seed
def test_sentences_cover_the_text_in_order(text: str) -> None:
    whole = sorted((p["start"], p["end"], p["sentence"]) for name, p in TABLE["passages"].items() if "-" not in name)
    assert [number for _, _, number in whole] == list(range(1, 14))
    assert whole[0][0] == 0
    assert whole[-1][1] == len(text.rstrip())
    for (_, end, _), (start, _, _) in itertools.pairwise(whole):
        assert not text[end:start].strip()


@with_seed
def test_every_figure_is_printed_in_its_passages(source: sources.Source, text: str) -> None:
    checked = 0
    for claim in source.claims:
        if claim.measure is None:
            continue
        words = " ".join(text[passage.start : passage.end] for passage in claim.passages)
        for figure in (claim.measure.figure, *(item.figure for item in claim.measure.conversions)):
            assert re.search(rf"(?<![\d.]){re.escape(figure.lexical)}(?!\d)", words), (claim.statements, figure.lexical)
            checked += 1
    assert checked == 8


@pytest.mark.skipif(not METADATA.is_file(), reason="../shared/seed is not at hand: its metadata")
def test_the_document_is_described_as_the_seed_is(source: sources.Source) -> None:
    given = tomllib.loads(METADATA.read_text("utf-8"))
    document: Document = source.document
    assert document.url == given["url"]
    assert document.published == given["published"]
    assert document.language == given["language"]
    assert (document.title or "") == given["title"]
    assert document.date_basis == {"url path": "fromUrlPath"}[given["published_basis"]]
    assert document.publisher == DEKGR + "org-guiyang-government-portal"


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[number : number + RUN]) for number in range(len(words) - RUN + 1)}


def _words(text: str, names: list[str]) -> list[str]:
    """Return the words of a text in lower case; a name of the vocabulary counts as one, for names are no sentences."""
    joined = " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "
    for name in names:
        joined = joined.replace(f" {name} ", f" {name.replace(' ', '-')} ")
    return joined.split()


def _names_in(text: str) -> list[str]:
    words = vocabulary.shipped()
    every = {
        " ".join(_words(name, []))
        for kind in ("skos:Concept", "dekg:Place", "dekg:NetworkFacility", "dekg:Event")
        for iri in words.members(kind)
        for name in words.names(iri)
    }
    plain = f" {' '.join(_words(text, []))} "
    return sorted((name for name in every if " " in name and f" {name} " in plain), key=len, reverse=True)


def _repository_texts() -> list[Path]:
    """Return every text file of the checkout, without what tools leave behind."""
    skipped = {"build", "dist", "node_modules"}
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if not hidden and not skipped & set(parts) and path.is_file() and path.stat().st_size < 20 * 2**20:
            found.append(path)
    return found


@with_seed
def test_no_file_of_the_repository_holds_a_sentence_of_the_article(text: str) -> None:
    names = _names_in(text)
    runs = _runs(_words(text, names))
    looked_at, copied = 0, []
    for path in _repository_texts():
        try:
            words = _words(path.read_text("utf-8"), names)
        except UnicodeDecodeError:
            continue
        looked_at += 1
        if found := runs & _runs(words):
            copied.append((str(path.relative_to(ROOT)), " ".join(min(found))))
    assert looked_at > 100
    assert copied == []
