"""Texts in our own words, from many places and industries, against what a careful reader finds in them."""

import hashlib
import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import extract, graph
from kg.assets import corpus_files, ontology_files, reference_files
from kg.extract import files
from kg.model import ClaimKind, Document, Passage
from kg.sources.claims import read
from kg.terms import DEKGR, digest
from kg.vocabulary import Vocabulary, load, parse, shipped

DATA = Path(__file__).parent / "extract"
ENTRIES = {entry.id: entry for entry in files.entries(DATA / "docs.jsonl", DATA / "texts")}
GOLD: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "gold.jsonl").read_text(encoding="utf-8").splitlines()
]


def claims_of(name: str) -> list[dict[str, Any]]:
    return files.rows(ENTRIES[name], shipped())[0]


def agrees(gold: dict[str, Any], row: dict[str, Any], field: str) -> bool:
    return row[field] in (gold[field], *gold.get(f"{field}_alt", ()))


def matched(name: str) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], int, int]:
    """Pairs of equal value and kind, the number of claims, and the number of gold claims that count."""
    rows, pairs, optional = claims_of(name), [], 0
    left = list(rows)
    for gold in (g for g in GOLD if g["doc"] == name):
        same = [r for r in left if abs(r["value"] - gold["value"]) <= 1e-6 * abs(gold["value"])]
        same = [r for r in same if r["kind"] == gold["kind"] or {r["kind"], gold["kind"]} == {"level", "count"}]
        same.sort(key=lambda r: -sum(agrees(gold, r, f) for f in ("place", "industry", "indicator", "period")))
        if same:
            left.remove(same[0])
            optional += bool(gold.get("optional"))
            if not gold.get("optional"):
                pairs.append((gold, same[0]))
    wanted = sum(g["doc"] == name and not g.get("optional") for g in GOLD)
    return pairs, len(rows) - optional, wanted


def test_the_set_holds_its_documents() -> None:
    assert len(ENTRIES) == 115
    assert Counter(entry.language for entry in ENTRIES.values()) == {"en": 80, "zh": 35}
    assert {g["doc"] for g in GOLD} <= set(ENTRIES)


def test_held_out_documents_are_a_third_by_digest() -> None:
    names = (DATA / "held-out.txt").read_text(encoding="utf-8").split()
    assert names == sorted(names)
    assert all(int(hashlib.sha256(name.encode()).hexdigest()[0], 16) % 3 == 0 for name in names)


def test_claims_of_own_texts_reach_the_level_we_hold() -> None:
    pairs, predicted, wanted = [], 0, 0
    for name in ENTRIES:
        found, rows, gold = matched(name)
        pairs += found
        predicted, wanted = predicted + rows, wanted + gold
    right = sum(all(agrees(g, r, f) for f in ("place", "period", "modality", "comparator")) for g, r in pairs)
    assert len(pairs) / predicted > 0.95
    assert len(pairs) / wanted > 0.90
    assert right / predicted > 0.86


def test_nothing_intended_or_expected_is_published_as_observed() -> None:
    wrong = [
        (gold["doc"], row["value"])
        for name in ENTRIES
        for gold, row in matched(name)[0]
        if gold["modality"] != "observed"
        and row["modality"] == "observed"
        and "observed" not in gold.get("modality_alt", ())
    ]
    assert wrong == []


def test_text_without_figures_of_an_economy_gives_no_claim() -> None:
    silent = [name for name in ENTRIES if not any(g["doc"] == name for g in GOLD)]
    assert silent
    assert [claims_of(name) for name in silent] == [[]] * len(silent)


def test_quotes_hold_the_number_that_is_claimed() -> None:
    for name, entry in ENTRIES.items():
        for row in claims_of(name):
            assert 0 <= row["quote_start"] < row["quote_end"] <= len(entry.text)


def document(text: str, language: str = "en", published: str | None = None) -> Document:
    from datetime import date

    day = date.fromisoformat(published) if published else None
    return Document("https://example.org/a", language, digest(text), len(text), published=day, text=text)


def test_passages_are_byte_exact_and_labels_are_made() -> None:
    for entry in ENTRIES.values():
        given_ = document(entry.text, entry.language)
        found = extract.extract(given_, shipped())
        for claim in found.claims:
            assert claim.passages
            for passage in claim.passages:
                assert Passage.digest_of(entry.text[passage.start : passage.end]) == passage.digest
        assert len(graph.version(given_, found.claims, shipped()).claims) == len(found.claims)


def test_every_refused_figure_keeps_its_reasons() -> None:
    found = extract.extract(document("In 2020 the mood in Hefei rose 5 percent.", published="2021-01-05"), shipped())
    assert found.claims == ()
    assert [c.words for c in found.candidates] == ["5 percent"]
    assert all(c.reasons for c in found.candidates)


SEED = """In 2023, Guiyang's digital economy made up over 50 percent of its GDP. The city's software services revenue
exceeded 80 billion yuan ($11.15 billion) in 2023, a 20.6-percent growth. Guiyang city and Gui'an New Area are
committed to maintaining capacity redundancy of over 30 percent."""


def test_claims_have_the_iris_of_the_curated_ones() -> None:
    source = read(next(path for path in corpus_files() if path.stem == "guiyang-2024-03-13"))
    given_ = replace(source.document, text=SEED)
    curated = set(graph.version(source.document, source.claims, shipped()).claims)
    mine = graph.version(given_, extract.extract(given_, shipped()).claims, shipped()).claims
    assert len(curated & set(mine)) == 4


def test_joint_commitment_stays_a_commitment_of_the_joint_area() -> None:
    found = extract.extract(document(SEED, published="2024-03-13"), shipped())
    (claim,) = [c for c in found.claims if c.kind is ClaimKind.COMMITMENT]
    assert claim.measure is not None
    assert claim.measure.area is not None
    assert claim.measure.area.endswith("area-guiyang-guian")


ADDED = """
@prefix dekg: <https://w3id.org/dekg/ontology#> . @prefix dekgr: <https://w3id.org/dekg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix qudt: <http://qudt.org/schema/qudt/> .
dekgr:industry-kite-making a dekg:Industry ; skos:prefLabel "kite making"@en , "风筝制造业"@zh ;
    dekg:announcingWord "kite making"@en , "风筝制造业"@zh .
dekgr:property-wingspan a dekg:MeasuredProperty ; skos:prefLabel "wingspan"@en , "翼展"@zh ;
    dekg:announcingWord "wingspan"@en , "翼展"@zh .
dekgr:unit-cubit a qudt:Unit ; skos:prefLabel "cubit"@en , "腕尺"@zh ; dekg:announcingWord "cubits"@en , "腕尺"@zh .
dekgr:variable-kite-making-wingspan a dekg:StatisticalVariable ;
    skos:prefLabel "kite wingspan"@en , "风筝翼展"@zh ;
    dekg:measuredProperty dekgr:property-wingspan ; dekg:industry dekgr:industry-kite-making ;
    dekg:statType dekg:level ;
    dekg:allowedUnit dekgr:unit-cubit .
dekgr:predicate-courts a dekg:Predicate ; skos:prefLabel "courts"@en , "青睐"@zh ; dekg:readingRule "deed" ;
    dekg:subjectClass dekg:Place ; dekg:objectClass dekg:Industry ; dekg:intransitive false ;
    dekg:announcingWord "courted"@en , "青睐"@zh .
dekgr:cue-target dekg:announcingWord "dreams of"@en , "梦想"@zh .
dekg:greaterThan dekg:announcingWord "outsoaring"@en , "高飞过"@zh .
dekgr:scale-myriad skos:inScheme dekgr:scheme-scales ; dekg:powerOfTen 4 ; dekg:announcingWord "myriad"@en .
dekgr:words-be dekg:announcingWord "waxeth"@en .
"""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "In 2023 the total wingspan of kite making in Hefei reached 40 myriad cubits. Hefei dreams of a wingspan "
            "outsoaring 90 cubits in 2026. Hefei has courted kite making.",
        ),
        ("zh", "2023年,合肥市风筝制造业翼展达40万腕尺。合肥市梦想2026年翼展高飞过90腕尺。合肥青睐风筝制造业。"),
    ],
)
def test_industry_indicator_unit_cues_predicate_and_scale_are_turtle_only(
    language: str, text: str, tmp_path: Path
) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(ADDED, encoding="utf-8")
    bare = extract.extract(document(text, language, published="2024-05-01"), shipped())
    vocabulary = load([*ontology_files(), *reference_files(), more])
    found = extract.extract(document(text, language, published="2024-05-01"), vocabulary)
    assert bare.claims == ()
    assert [
        (c.kind, c.measure.variable.rpartition("/")[2], c.measure.figure.comparator, int(c.measure.figure.value))
        for c in found.claims
        if c.measure
    ] == [
        (ClaimKind.OBSERVATION, "variable-kite-making-wingspan", "exactly", 400_000),
        (ClaimKind.TARGET, "variable-kite-making-wingspan", "greaterThan", 90),
    ]
    (deed,) = [c.assertion for c in found.claims if c.assertion]
    assert [(deed.subject or "").rpartition("/")[2], deed.predicate.rpartition("/")[2]] == [
        "place-hefei",
        "predicate-courts",
    ]


def test_vocabulary_is_compiled_once() -> None:
    from kg.extract.text.lexicon import compiled

    assert compiled(shipped()) is compiled(shipped())
    other = Vocabulary(list(parse(reference_files())))
    assert compiled(other) is not compiled(shipped())


sentences = st.sampled_from([entry.text[i : i + 90] for entry in list(ENTRIES.values())[::3] for i in (0, 120, 300)])
noise = st.one_of(
    sentences,
    st.text(max_size=12),
    st.sampled_from(
        [
            "\r\n",
            "👩‍👩‍👧",
            "８０亿元",
            "((((",
            '"',
            "e\u0301",
            "占占占",
            "of of of ",
            "20%" * 9,
            "第第",
            "\x00",
            "9" * 60,
            "," * 30,
        ]
    ),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(noise, max_size=8).map("".join), st.sampled_from(["en", "zh"]), st.sampled_from([None, "2024-03-13"]))
def test_fuzzed_text_never_raises_and_never_misplaces(text: str, language: str, published: str | None) -> None:
    began = time.perf_counter()
    found = extract.extract(document(text, language, published), shipped())
    assert time.perf_counter() - began < 5
    for claim in found.claims:
        for passage in claim.passages:
            assert Passage.digest_of(text[passage.start : passage.end]) == passage.digest


@pytest.mark.parametrize(
    "text", ["(" * 20000, "1 " * 20000, "of 5 percent " * 3000, "占GDP的" * 5000, "A" * 50000, "第一" * 9000]
)
def test_hostile_text_is_read_within_its_time(text: str) -> None:
    began = time.perf_counter()
    extract.extract(document(text), shipped())
    assert time.perf_counter() - began < 20


def test_speed_is_above_a_hundred_articles_a_second() -> None:
    texts = [(e.text * (1 + 2000 // len(e.text)))[:2000] for e in ENTRIES.values() if e.language == "en"]
    files.rows(next(iter(ENTRIES.values())), shipped())
    began = time.process_time()
    for text in texts:
        extract.extract(document(text, published="2024-03-13"), shipped())
    spent = (time.process_time() - began) / len(texts)
    assert spent < 0.05  # a loaded machine; the benchmark holds 0.01


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Lyon's software exports grew 8 percent in 2023, 2 percentage points faster than the nation.", "en", "france"),
        (
            "Guiyang's software exports grew 8 percent in 2023, 2 percentage points faster than the nation.",
            "en",
            "china",
        ),
        ("Lyon's software revenue ranked second in the country in 2023.", "en", "france"),
        ("Guiyang's software revenue ranked second in the country in 2023.", "en", "china"),
        ("Lyon's software revenue ranked second in China in 2023.", "en", "china"),
        ("2023年贵阳软件业务收入居全国第二位。", "zh", "china"),
        ("2023年里昂软件业务收入居全国第二位。", "zh", "france"),
    ],
)
def test_the_nation_is_that_of_the_place(text: str, language: str, country: str) -> None:
    found = extract.extract(document(text, language, "2024-05-10"), shipped())
    measure = found.claims[-1].measure
    assert measure is not None
    assert (measure.compared_with or measure.ranked_among) == f"{DEKGR}place-{country}"
