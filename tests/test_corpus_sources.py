"""The curated claims files of the shipped corpus: sound in themselves, and faithful to the claims they were made from.

What each file should say is read from `../shared/evals`, where that is at hand; `tests/corpus/` holds the mapping from
its names to ours, and every place where the corpus departs from it, with the reason.
"""

import csv
import functools
import json
import re
import time
from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from kg import assets, sources, vocabulary
from kg.graph import Version, version
from kg.knowledgegraph import open_graph
from kg.model import Attribution, Claim, Document, Measure, document_iri
from kg.periods import Period
from kg.sources import Source
from kg.terms import DCTERMS, DEKG, DEKGR, RDFS, SKOS, compact, local_name

ROOT = Path(__file__).resolve().parent.parent
EVALS = ROOT.parent / "shared" / "evals"
CASES = ROOT / "tests" / "corpus"
CORPUS = ROOT / "kg" / "corpus"
SEED = "guiyang-2024-03-13.toml"
SEED_DOCUMENT = "dev-002"

FILES = tuple(path.name for path in assets.corpus_files() if path.name != SEED)
LEFT_OUT = re.compile(r"(?m)^# \[(\d\d)\] .+: .+$")
RUN = 8
CJK_RUN = 16
NAMES = (
    "the national internet backbone direct connection point in guizhou",
    "specialized and sophisticated small and medium sized enterprises",
    "软件和信息技术服务业收入同比增长",
)
"""Names of things that are as long as a sentence."""

needs_evals = pytest.mark.skipif(
    not (EVALS / "gold.jsonl").is_file(),
    reason="the claims the corpus was made from (shared/evals beside the repository) are not here",
)

Row = dict[str, Any]


def table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def names(field: str) -> dict[str, set[str]]:
    """Return our names for each of theirs in one field."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("names.csv"):
        if row["field"] == field:
            found[row["theirs"]].add(row["ours"])
    return found


def lines(name: str) -> list[Row]:
    text = (EVALS / name).read_text(encoding="utf-8")
    return [json.loads(line, parse_float=Decimal) for line in text.splitlines()]


@functools.cache
def source(name: str) -> Source:
    return sources.read(CORPUS / name)


@functools.cache
def built(name: str) -> Version:
    document, claims = source(name)
    return version(document, claims, vocabulary.shipped())


@functools.cache
def articles() -> dict[str, Row]:
    """The articles with an address, by IRI; the seed, which has a file and tests of its own, is left out."""
    return {document_iri(row["url"]): row for row in lines("docs.jsonl") if row["url"] and row["id"] != SEED_DOCUMENT}


@functools.cache
def wanted() -> dict[str, Row]:
    """The claims of these articles, by name."""
    known = {row["id"] for row in articles().values()}
    return {row["id"]: row for row in lines("gold.jsonl") if row["doc"] in known}


@functools.cache
def written() -> dict[str, tuple[str, int]]:
    """Name of a claim they have, to our file and the claim's place in it."""
    return {
        f"{articles()[source(name).document.iri]['id']}#{number}": (name, place)
        for name in FILES
        for place, claim in enumerate(source(name).claims)
        for number in claim.statements
    }


def ours(claim: str) -> Claim:
    name, place = written()[claim]
    return source(name).claims[place]


def measure(claim: str) -> Measure:
    found = ours(claim).measure
    assert found is not None
    return found


@functools.cache
def exceptions() -> dict[tuple[str, str], str]:
    return {(row["claim"], row["field"]): row["reason"] for row in table("exceptions.csv")}


def short(iri: str | None) -> str | None:
    return None if iri is None else local_name(iri)


def pairs() -> list[tuple[str, Row, Measure]]:
    """Every claim they have and we wrote, with its measure."""
    return [(name, row, measure(name)) for name, row in wanted().items() if name in written()]


# --- in themselves


def test_there_are_35_articles_beside_the_seed() -> None:
    assert len(FILES) == 35
    assert len({source(name).document.iri for name in FILES}) == 35
    assert sum(len(source(name).claims) for name in FILES) == 214
    kinds = Counter(claim.kind.value for name in FILES for claim in source(name).claims)
    assert kinds == {"StatisticalObservation": 176, "Target": 21, "Forecast": 12, "Commitment": 5}


@pytest.mark.parametrize("name", FILES)
def test_a_file_builds_and_cites_the_document_as_a_whole(name: str) -> None:
    document, claims = source(name)
    assert document.text_digest is None
    assert not any(claim.passages for claim in claims)
    said = {(quad.subject, quad.object) for quad in built(name).quads if quad.predicate.value == DEKG + "citationLevel"}
    levels = Counter(target for _, target in said)
    amounts = sum(len(claim.measure.conversions) for claim in claims if claim.measure)
    assert levels == {NamedNode(DEKG + "documentLevel"): len(claims) + amounts}


@pytest.mark.parametrize("name", FILES)
def test_a_document_has_a_publisher_of_the_reference_and_says_where_its_day_was_read(name: str) -> None:
    document = source(name).document
    assert document.publisher is not None
    assert vocabulary.shipped().is_a(document.publisher, "dekg:Organization")
    assert (document.published is None) == (document.date_basis is None)
    digits = re.sub(r"\D", "", document.url)
    if document.published:
        in_path = f"{document.published:%Y%m%d}" in digits
        assert document.date_basis == ("fromUrlPath" if in_path else "fromMetadata")
        assert name.endswith(f"-{document.published}.toml")


@pytest.mark.parametrize("name", FILES)
def test_everything_named_is_in_the_reference_in_both_languages(name: str) -> None:
    words = vocabulary.shipped()
    for claim in source(name).claims:
        found = claim.measure
        assert found is not None
        assert words.is_a(found.variable, "dekg:StatisticalVariable")
        assert found.figure.unit in words.values(found.variable, "dekg:allowedUnit")
        named = [found.variable, found.area, found.organization, found.scope, found.compared_with, found.ranked_among]
        named += [claim.attribution.organization] if claim.attribution else []
        for iri in filter(None, named):
            for language in ("en", "zh"):
                assert words.words(iri, "skos:prefLabel", language), (iri, language)


@pytest.mark.parametrize("name", FILES)
def test_labels_and_notes_stand_in_both_languages_without_raw_names(name: str) -> None:
    texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for quad in built(name).quads:
        if isinstance(quad.object, Literal) and quad.object.language and isinstance(quad.subject, NamedNode):
            texts[quad.subject.value, quad.predicate.value][quad.object.language] = quad.object.value
    labelled = {subject for subject, predicate in texts if predicate == RDFS + "label"}
    assert labelled >= set(built(name).claims)
    for (subject, predicate), found in texts.items():
        if predicate == DCTERMS + "title":
            continue
        assert set(found) == {"en", "zh"}, (subject, predicate)
        assert not re.search(r"\b(variable|place|area|org|unit|scope|event|concept)-", " ".join(found.values())), found
        if predicate == SKOS + "editorialNote" or "/claim-" in subject:
            assert re.search(r"[\u4e00-\u9fff]", found["zh"]), found
            assert not re.search(r"[\u4e00-\u9fff]", found["en"]), found


def test_a_claim_without_a_period_has_no_data_point_and_every_other_one_has() -> None:
    without = 0
    for name in FILES:
        points = {
            quad.subject.value
            for quad in built(name).quads
            if quad.predicate.value in {DEKG + "onDataPoint", DEKG + "aimsAtDataPoint"}
            if isinstance(quad.subject, NamedNode)
        }
        for iri, claim in zip(built(name).claims, source(name).claims, strict=True):
            assert claim.measure is not None
            assert (iri in points) == (claim.measure.period is not None)
            without += claim.measure.period is None
    assert without == 9


def test_an_intention_ends_with_the_period_it_is_set_for() -> None:
    for name in FILES:
        for claim in source(name).claims:
            if claim.intention is None or claim.measure is None or claim.measure.organization == f"{DEKGR}{EXPO}":
                continue
            assert claim.measure.period is not None
            assert claim.intention.deadline == claim.measure.period.end


EXPO = "event-big-data-expo-2018"


def test_building_the_corpus_takes_less_than_a_second_of_cpu() -> None:
    words = vocabulary.shipped()
    start = time.process_time()
    versions = [version(*sources.read(path), words) for path in assets.corpus_files()]
    assert time.process_time() - start < 1
    assert len(versions) == 36


def test_the_shipped_graph_breaks_no_rule() -> None:
    with open_graph() as graph:
        assert [finding for finding in graph.validate().findings if finding.severity == "violation"] == []


# --- against the claims they were made from


@needs_evals
def test_every_claim_is_written_or_listed_with_a_reason() -> None:
    assert len(articles()) == 35
    assert len(wanted()) == 216
    left = {
        f"{articles()[source(name).document.iri]['id']}#{number}"
        for name in FILES
        for number in LEFT_OUT.findall((CORPUS / name).read_text(encoding="utf-8"))
    }
    assert left == {"dev-001#10", "dev-011#02"}
    assert set(written()) | left == set(wanted())
    assert not set(written()) & left


@needs_evals
@pytest.mark.parametrize("name", FILES)
def test_address_language_and_day_of_publication_are_theirs(name: str) -> None:
    document = source(name).document
    row = articles()[document.iri]
    assert (document.url, document.language) == (row["url"], row["lang"])
    day = row["published"] if row["published"] and len(row["published"]) == 10 else None
    assert (document.published.isoformat() if document.published else None) == day
    if document.title:
        assert row["title"].startswith(document.title)


@needs_evals
def test_the_mapping_tables_name_nothing_in_vain() -> None:
    rows = {
        (row["industry"], row["indicator"], row["kind"], row["unit"], short(found.variable))
        for _, row, found in pairs()
    }
    mapped = {(*list(row.values())[:4], f"variable-{row['variable']}") for row in table("variables.csv")}
    assert rows == mapped
    assert {claim for claim, _ in exceptions()} <= set(written())
    assert len(table("names.csv")) == 63


@needs_evals
def test_figures_are_theirs_as_printed() -> None:
    units, comparators = names("unit"), names("comparator")
    for name, row, found in pairs():
        assert found.figure.value == row["value"], name
        assert compact(found.figure.unit) in units[row["unit"]], name
        allowed = comparators[row["comparator"]].union(*(comparators[c] for c in row.get("comparator_alt", [])))
        assert found.figure.comparator in allowed, name
        if numeral := re.search(r"\d[\d,]*(\.\d+)?", row["surface"]):
            assert found.figure.lexical == numeral[0], name


@needs_evals
def test_conversions_are_theirs() -> None:
    count = 0
    for name, row, found in pairs():
        dollars = [Decimal(form["value"]) for form in row["also"] if form["unit"] == "USD"]
        assert [item.figure.value for item in found.conversions] == dollars, name
        assert all(compact(item.figure.unit) == "unit:CCY_USD" for item in found.conversions)
        count += len(dollars)
    assert count == 15


@needs_evals
def test_the_subject_is_theirs() -> None:
    places, organizations = names("place"), names("organization")
    for name, row, found in pairs():
        if (name, "place") not in exceptions():
            assert short(found.area) in places[row["place"]], name
        assert short(found.organization) in (organizations[row["org"]] if row["org"] else {None}), name


@needs_evals
def test_the_modality_decides_the_class() -> None:
    kinds = names("modality")
    for name, row, _ in pairs():
        assert ours(name).kind.value in kinds[row["modality"]], name


def codes(row: Row) -> set[str | None]:
    """Return the period codes that say what theirs do; a day may stand as its month, growth from a to b as b."""
    found: set[str | None] = set()
    for period in (row["period"], *row.get("period_alt", [])):
        found.add(period and period.replace("/", "_"))
        if period and re.fullmatch(r"\d{4}-\d\d-\d\d", period):
            found.add(period[:7])
        if period and row["baseline"] and period.startswith(f"{row['baseline']}/"):
            found.add(period.rpartition("/")[2])
    return found


@needs_evals
def test_periods_are_theirs() -> None:
    for name, row, found in pairs():
        if (name, "period") in exceptions():
            assert found.period is None
        else:
            assert (found.period.code if found.period else None) in codes(row), name


@needs_evals
def test_the_base_of_a_change_is_theirs() -> None:
    compared, words = names("compared"), vocabulary.shipped()
    changes = 0
    for name, row, found in pairs():
        kind = short(words.value(found.variable, "dekg:statType"))
        if kind not in {"growthRate", "difference"} and not (kind == "ratio" and row["baseline"]):
            assert found.base is None
            continue
        changes += 1
        if (name, "base") in exceptions():
            assert found.base is None
        elif row["baseline"] == "yoy":
            assert found.period is not None
            assert found.base == found.period.year_earlier(), name
        elif row["baseline"] in compared:
            assert {short(found.compared_with)} == compared[row["baseline"]], name
        else:
            assert found.base == Period.parse(row["baseline"]), name
        if None in row.get("baseline_alt", []):
            assert found.basis_inferred, name
    assert changes == 54


@needs_evals
def test_a_share_of_a_larger_area_names_it() -> None:
    found = {name: short(item.compared_with) for name, _, item in pairs() if item.variable.endswith("-share-of-total")}
    assert found == {"dev-006#04": "place-guizhou", "dev-022#03": "place-china", "dev-034#06": "place-guizhou"}


@needs_evals
def test_every_rank_says_among_whom() -> None:
    ranks = [(name, item) for name, row, item in pairs() if row["kind"] == "rank"]
    assert len(ranks) == 20
    assert all(item.ranked_among and item.figure.counted for _, item in ranks)


@needs_evals
def test_attributions_are_theirs() -> None:
    known = names("attribution")
    attributed = 0
    for name, row, _ in pairs():
        said = ours(name).attribution
        if row["attributed_to"] is None:
            assert said is None, name
            continue
        attributed += 1
        assert said is not None, name
        parts = [short(said.organization) or "", *([said.name] if said.name else [])]
        assert "|".join(parts) in known[row["attributed_to"]], name
    assert attributed == 98


@needs_evals
def test_what_they_call_ambiguous_carries_a_note() -> None:
    ambiguous = re.compile(r"ambiguous|not clear|fold|future tense|year not stated|differs in sense|in a row")
    marked = [name for name, row, _ in pairs() if ambiguous.search(row.get("note", ""))]
    assert len(marked) == 16
    assert [name for name in marked if not ours(name).notes] == []


def point(claim: str) -> str | None:
    """Return the data point a claim stands on or aims at."""
    name, place = written()[claim]
    subject = NamedNode(built(name).claims[place])
    for quad in built(name).quads:
        if quad.subject == subject and quad.predicate.value in {DEKG + "onDataPoint", DEKG + "aimsAtDataPoint"}:
            assert isinstance(quad.object, NamedNode)
            return quad.object.value
    return None


@needs_evals
def test_claims_on_one_quantity_share_a_data_point() -> None:
    apart = {
        tuple(row["claims"].split()): row["reason"] for row in table("groups.csv") if row["type"] == "same-quantity"
    }
    agree: Counter[bool] = Counter()
    for group in lines("groups.jsonl"):
        claims = tuple(claim for claim in group["claims"] if claim in written()) if "claims" in group else ()
        if group["type"] != "same-quantity" or len(claims) < 2:
            continue
        points = {point(claim) for claim in claims}
        if claims in apart:
            assert len(points) > 1 or points == {None}
            continue
        assert len(points) == 1, claims
        assert None not in points, claims
        agree[group["agree"]] += 1
    assert agree == {True: 13, False: 2}


@needs_evals
def test_a_series_has_one_variable_and_one_subject() -> None:
    apart = {claim for row in table("groups.csv") if row["type"] == "series" for claim in row["claims"].split()[:1]}
    count = 0
    for group in lines("groups.jsonl"):
        if group["type"] != "series":
            continue
        claims = [point[-1] for point in group["points"] if point[-1] in written() and point[-1] not in apart]
        assert len(claims) > 1
        assert len({(measure(claim).variable, measure(claim).area) for claim in claims}) == 1, claims
        count += 1
    assert count == 17


@needs_evals
@pytest.mark.parametrize(
    ("claim", "other"), [("dev-003#03", "dev-010#03"), ("dev-003#04", "dev-010#02")], ids=["software", "electronics"]
)
def test_the_disagreements_on_2022_are_in_the_graph(claim: str, other: str) -> None:
    assert point(claim) == point(other) is not None
    tolerance = Decimal(vocabulary.shipped().tolerance())
    low, high = (measure(name).figure.interval(tolerance) for name in (claim, other))
    assert low.upper is not None
    assert high.lower is not None
    assert low.upper <= high.lower


def runs(text: str) -> set[str]:
    """Return all runs of words, and of Chinese characters, that are long enough to be somebody's sentence."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    found = {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    for stretch in re.findall(r"[\u4e00-\u9fff]+", text):
        found |= {stretch[i : i + CJK_RUN] for i in range(len(stretch) - CJK_RUN + 1)}
    return found


@needs_evals
def test_no_file_of_the_corpus_repeats_a_sentence() -> None:
    texts = sorted((EVALS / "texts").glob("*.txt"))
    assert len(texts) == 45
    theirs = set().union(*(runs(path.read_text(encoding="utf-8")) for path in texts))
    for path in [*CORPUS.glob("*.toml"), *CASES.glob("*.csv"), *assets.reference_files(), Path(__file__)]:
        shared = runs(path.read_text(encoding="utf-8")) & theirs
        assert {run for run in shared if not any(run in name for name in NAMES)} == set(), path.name


# --- what a claim may carry besides


def test_notes_and_attribution_do_not_change_what_a_claim_is() -> None:
    document, claims = source("people-2023-01-14.toml")
    bare = [replace(claim, notes=(), attribution=None) for claim in claims]
    assert version(document, bare, vocabulary.shipped()).claims == built("people-2023-01-14.toml").claims


def test_an_attribution_is_written_by_organization_and_name() -> None:
    document, claims = source("people-2023-01-14.toml")
    said = Attribution(f"{DEKGR}org-caict", "a report")
    made = version(document, [replace(claims[0], attribution=said)], vocabulary.shipped())
    written_ = {(q.predicate.value, str(q.object)) for q in made.quads if q.subject == NamedNode(made.claims[0])}
    assert (DEKG + "attributedTo", f"<{DEKGR}org-caict>") in written_
    assert (DEKG + "attributedName", '"a report"') in written_


def test_a_document_may_have_no_day() -> None:
    document: Document = source("third-news-undated.toml").document
    assert document.published is None
    assert not [quad for quad in built("third-news-undated.toml").quads if "datePublished" in str(quad.predicate)]
