"""The grammar of quantities and periods, in both languages, and folding that never loses a position."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.calendar import periods
from kg.extract.numbers import amounts, quantities, ranks
from kg.extract.text.lexicon import Lexicon, compiled
from kg.extract.text.tokens import Text, fold
from kg.periods import Period
from kg.phrases import alternation
from kg.terms import local_name
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract"
PUBLISHED = periods.Published.parse("2022-07-25")


def cases(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


QUANTITIES, PERIODS = cases("quantities.jsonl"), cases("periods.jsonl")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return compiled(shipped())


def found_in(text: str, language: str, lexicon: Lexicon) -> list[quantities.Quantity]:
    read = Text.of(text, language)
    spans = [(p.start, p.end) for p in periods_in(text, language)]
    return amounts.find(read.folded, lexicon.find(read.folded), lexicon, spans, language)


def periods_in(text: str, language: str) -> list[periods.PeriodMention]:
    read = Text.of(text, language)
    return periods.find(read.folded, [(s.start, s.end) for s in read.sentences], language, PUBLISHED)


def test_the_suites_hold_their_cases() -> None:
    assert (len(QUANTITIES), len(PERIODS)) == (31, 99)


@pytest.mark.parametrize("case", QUANTITIES, ids=lambda case: str(case["text"])[:40])
def test_quantity_is_read_with_unit_and_bound(case: dict[str, object], lexicon: Lexicon) -> None:
    found = found_in(str(case["text"]), str(case["lang"]), lexicon)
    assert [[str(q.value), q.unit and local_name(q.unit), q.comparator] for q in found] == case["found"]


@pytest.mark.parametrize("case", PERIODS, ids=lambda case: str(case["text"])[:40])
def test_period_is_resolved_against_publication(case: dict[str, object]) -> None:
    assert [p.code for p in periods_in(str(case["text"]), str(case["lang"]))] == case["found"]


some_words = st.lists(st.text("ab-. ", min_size=1, max_size=5), min_size=1, max_size=12)


@given(some_words, st.text("ab-. ", max_size=8))
def test_words_that_share_their_beginning_are_matched_as_if_each_stood_alone(words: list[str], text: str) -> None:
    alone = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    expected, found = re.match(alone, text), re.match(alternation(words), text)
    assert (found and found.span()) == (expected and expected.span())


def own_sentences(language: str) -> Iterator[str]:
    """Yield the sentences of all texts written for these tests, in lower case."""
    texts = [path.read_text("utf-8") for path in sorted(DATA.rglob("*.txt"))]
    for path in sorted(DATA.rglob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        texts += [row["text"] for row in rows if isinstance(row.get("text"), str)]
    for text in texts:
        read = Text.of(text)
        if read.language == language:
            yield from (read.folded[each.start : each.end].lower() for each in read.sentences)


@pytest.mark.parametrize(("language", "least"), [("en", 48), ("zh", 34)])
def test_a_sentence_in_which_a_form_is_found_holds_what_the_form_needs(
    language: str, least: int, lexicon: Lexicon
) -> None:
    forms = [(needs, pattern) for pattern, _, needs in periods.forms(language)]
    forms += ranks.forms(language, lexicon)
    seen = set()
    for sentence in own_sentences(language):
        for needs, pattern in forms:
            if pattern.search(sentence):
                seen.add(pattern)
                assert needs is None or needs.search(sentence), (needs, sentence)
    assert len(seen) >= least, len(seen)


def test_relative_period_without_publication_date_is_unknown() -> None:
    read = Text.of("Revenue rose last year.", "en")
    found = periods.find(read.folded, [(0, len(read.folded))], "en", None)
    assert [p.code for p in found] == [None]


numbers = st.decimals(min_value="0.1", max_value="9999", places=1)
en_scales = st.sampled_from([("", 0), (" million", 6), (" billion", 9), (" trillion", 12)])
zh_scales = st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12)])
en_bounds = st.sampled_from(
    [
        ("", "exactly"),
        ("more than ", "greaterThan"),
        ("about ", "approximately"),
        ("at least ", "atLeast"),
        ("nearly ", "nearly"),
        ("less than ", "lessThan"),
    ]
)
zh_bounds = st.sampled_from(
    [
        ("", "exactly"),
        ("超过", "greaterThan"),
        ("约", "approximately"),
        ("不低于", "atLeast"),
        ("近", "nearly"),
        ("不到", "lessThan"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(numbers, en_scales, en_bounds)
def test_english_amount_survives_printing(number: Decimal, scale: tuple[str, int], bound: tuple[str, str]) -> None:
    (found,) = found_in(f"Sales were {bound[0]}{number}{scale[0]} yuan.", "en", compiled(shipped()))
    assert (found.value, found.comparator) == (number.scaleb(scale[1]), bound[1])


@settings(max_examples=150, deadline=None)
@given(numbers, zh_scales, zh_bounds)
def test_chinese_amount_survives_printing(number: Decimal, scale: tuple[str, int], bound: tuple[str, str]) -> None:
    (found,) = found_in(f"营业收入{bound[0]}{number}{scale[0]}元。", "zh", compiled(shipped()))
    assert (found.value, found.comparator) == (number.scaleb(scale[1]), bound[1])


codes = st.one_of(
    st.integers(2000, 2030).map(str),
    st.tuples(st.integers(2000, 2030), st.integers(1, 2)).map(lambda t: f"{t[0]}-H{t[1]}"),
    st.tuples(st.integers(2000, 2030), st.integers(1, 4)).map(lambda t: f"{t[0]}-Q{t[1]}"),
    st.tuples(st.integers(2000, 2030), st.integers(1, 12)).map(lambda t: f"{t[0]}-{t[1]:02d}"),
    st.tuples(st.integers(2000, 2030), st.integers(7, 11)).map(lambda t: f"{t[0]}-01_{t[0]}-{t[1]:02d}"),
)


@settings(max_examples=150, deadline=None)
@given(codes, st.sampled_from(["en", "zh"]))
def test_period_survives_its_label(code: str, language: str) -> None:
    label = Period.parse(code).label(language)
    text = f"In {label}, sales rose." if language == "en" else f"{label},收入增长。"
    assert [p.code for p in periods_in(text, language)] == [code]


pieces = st.sampled_from(
    [
        "80 billion yuan",
        "同比增长20.6%",
        "👩‍🔬",
        "８００亿元",
        "\r\n",
        "e\u0301",
        "㎏",
        "ﬁrms",
        "Guiyang",
        "贵阳",
        "。",
        "(",
        "2023年",
        "Ⅻ",
        "\u200b",
        "İ",
        "ß",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=12).map("".join))
def test_folding_never_loses_a_position(text: str) -> None:
    folded, origin = fold(text)
    read = Text.of(text)
    assert origin is None or (len(origin) == len(folded) and origin == sorted(origin))
    for sentence in read.sentences:
        start, end = read.span(sentence.start, sentence.end)
        assert 0 <= start < end <= len(text)
        assert fold(text[start:end])[0].strip().replace("\n", " ") == read.folded[sentence.start : sentence.end]
