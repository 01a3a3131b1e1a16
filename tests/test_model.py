"""Figures, intervals, periods and labels, held to their rules by random values."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg import labels, vocabulary
from kg.errors import ModelError
from kg.model import Claim, ClaimKind, Figure, Interval, Measure, Passage, document_iri
from kg.periods import Period
from kg.terms import DEKGR, UNIT

WORDS = vocabulary.shipped()
TOLERANCE = Decimal(WORDS.tolerance())
STRICT = {"greaterThan", "lessThan", "nearly"}
SINGLE = ["exactly", "approximately", "greaterThan", "atLeast", "lessThan", "atMost", "nearly"]

_NUMERALS = st.builds(
    lambda whole, part: f"{whole}.{part}" if part else whole,
    st.integers(0, 10**9).map(str) | st.integers(1000, 10**9).map("{:,}".format),
    st.text("0123456789", max_size=4),
)
UNITS = st.sampled_from([UNIT + "CCY_CNY", UNIT + "PERCENT", UNIT + "NUM", UNIT + "CCY_USD"])
FIGURES = st.builds(
    Figure,
    _NUMERALS,
    st.sampled_from(SINGLE),
    UNITS,
    st.sampled_from([0, 3, 4, 6, 8, 9, 12]),
    counted=st.booleans(),
    negative=st.booleans(),
)
RANGES = st.builds(Figure, _NUMERALS, st.just("between"), UNITS, st.sampled_from([0, 8]), upper_lexical=_NUMERALS)


def holds(interval: Interval, value: Decimal) -> bool:
    above = interval.lower is None or value > interval.lower or (value == interval.lower and interval.lower_inclusive)
    below = interval.upper is None or value < interval.upper or (value == interval.upper and interval.upper_inclusive)
    return above and below


# -- figures and intervals --------------------------------------------------------------------------------------------


@given(FIGURES | RANGES)
def test_the_interval_holds_the_stated_value_unless_the_bound_is_strict(figure: Figure) -> None:
    interval = figure.interval(TOLERANCE)
    assert holds(interval, figure.value) is (figure.comparator not in STRICT)
    if figure.upper_value is not None:
        assert holds(interval, figure.upper_value)


@given(FIGURES)
def test_an_open_side_stays_open(figure: Figure) -> None:
    interval = figure.interval(TOLERANCE)
    assert (interval.upper is None) is (figure.comparator in {"greaterThan", "atLeast"})
    assert (interval.lower is None) is (figure.comparator in {"lessThan", "atMost", "nearly"})
    assert not (interval.lower is None and interval.lower_inclusive)
    assert not (interval.upper is None and interval.upper_inclusive)


@given(FIGURES | RANGES)
def test_values_and_bounds_are_plain_decimals(figure: Figure) -> None:
    interval = figure.interval(TOLERANCE)
    for value in (figure.value, figure.upper_value, figure.rounding_unit, interval.lower, interval.upper):
        if value is not None:
            text = f"{value:f}"
            assert "E" not in text
            assert not ("." in text and text.endswith(("0", ".")))
            assert text not in {"-0", ""}


@given(_NUMERALS, st.sampled_from([0, 4, 8, 9]), st.booleans())
def test_a_rounded_figure_stands_for_what_rounds_to_it(numeral: str, multiplier: int, negative: bool) -> None:
    figure = Figure(numeral, "exactly", UNIT + "PERCENT", multiplier, negative=negative)
    interval, unit = figure.interval(TOLERANCE), figure.rounding_unit
    assert unit is not None
    assert interval.lower is not None
    assert interval.upper is not None
    assert interval.upper - interval.lower == unit
    assert interval.lower + interval.upper == 2 * figure.value
    assert interval.lower_inclusive is not interval.upper_inclusive


@given(st.integers(0, 10**9))
def test_a_count_is_exact(number: int) -> None:
    figure = Figure(str(number), "exactly", UNIT + "NUM", counted=True)
    assert figure.rounding_unit is None
    assert figure.interval(TOLERANCE) == Interval(Decimal(number), Decimal(number), True, True)


@pytest.mark.parametrize(
    ("figure", "lower", "upper", "unit"),
    [
        (Figure("80", "greaterThan", UNIT + "CCY_CNY", 9), "80000000000", None, "1000000000"),
        (Figure("20.6", "exactly", UNIT + "PERCENT"), "20.55", "20.65", "0.1"),
        (Figure("1.5", "exactly", UNIT + "NUM", 4), "14500", "15500", "1000"),
        (Figure("1.50", "exactly", UNIT + "NUM", 4), "14950", "15050", "100"),
        (Figure("1,200", "approximately", UNIT + "NUM"), "1140", "1260", "1"),
        (Figure("5", "between", UNIT + "NUM", upper_lexical="3"), "3", "5", "1"),
        (Figure("2.1", "exactly", UNIT + "PERCENT", negative=True), "-2.15", "-2.05", "0.1"),
    ],
)
def test_known_figures(figure: Figure, lower: str | None, upper: str | None, unit: str) -> None:
    interval = figure.interval(TOLERANCE)
    assert [None if v is None else f"{v:f}" for v in (interval.lower, interval.upper)] == [lower, upper]
    assert f"{figure.rounding_unit:f}" == unit


@pytest.mark.parametrize("numeral", ["", "-5", "1e5", "1.", ".5", "1.2.3", "NaN", "Infinity", ",1", "1 000", "五"])
def test_what_is_no_numeral_is_refused(numeral: str) -> None:
    with pytest.raises(ModelError, match="is not a numeral; expected digits as printed"):
        _ = Figure(numeral, "exactly", UNIT + "NUM").value


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_an_interval_never_ends_before_it_begins(one: Decimal, two: Decimal) -> None:
    assume(one != two)
    Interval(min(one, two), max(one, two))
    with pytest.raises(ModelError, match="is empty"):
        Interval(max(one, two), min(one, two))


# -- periods ----------------------------------------------------------------------------------------------------------

_YEARS = st.integers(1000, 9998)
_MONTHS = st.integers(1, 12)
CODES = st.one_of(
    _YEARS.map(str),
    st.builds("{}-H{}".format, _YEARS, st.integers(1, 2)),
    st.builds("{}-Q{}".format, _YEARS, st.integers(1, 4)),
    st.builds("{}-{:02d}".format, _YEARS, _MONTHS),
    st.dates().filter(lambda day: 1000 <= day.year <= 9998).map(str),
    st.builds("{0}-01_{0}-{1:02d}".format, _YEARS, st.integers(2, 11)),
    st.builds(lambda year, more: f"{year}_{year + more}", st.integers(1000, 9000), st.integers(1, 90)),
    st.builds(
        lambda year, month: f"FY{year}_{year - 1}-{month:02d}_{year}-{month - 1:02d}",
        st.integers(1001, 9998),
        st.integers(2, 12),
    ),
)


@given(CODES)
def test_a_period_comes_back_from_its_code(code: str) -> None:
    period = Period.parse(code)
    assert period.code == code
    assert Period.parse(period.code) == period
    assert period.start <= period.end
    assert period.iri == f"{DEKGR}period-{code.lower()}"
    assert period.cumulative is (period.kind == "YearToDate")


@given(CODES)
def test_a_period_has_a_label_in_both_languages_that_names_its_year(code: str) -> None:
    period = Period.parse(code)
    for language in labels.LANGUAGES:
        label = period.label(language)
        assert str(period.end.year) in label or str(period.start.year) in label
        assert label == label.strip()
    assert period.label("en") != period.label("zh")


@given(CODES, CODES)
def test_two_periods_have_two_labels_and_two_names(one: str, two: str) -> None:
    assume(one != two)
    first, second = Period.parse(one), Period.parse(two)
    assert first.iri != second.iri
    if first.kind == second.kind:
        assert first.label("en") != second.label("en")
        assert first.label("zh") != second.label("zh")
        assert first.sdmx != second.sdmx


@given(_YEARS, st.sampled_from(["{}-H{}", "{}-Q{}", "{}-{:02d}"]))
def test_the_parts_of_a_year_cover_it_without_a_gap(year: int, form: str) -> None:
    count = {"{}-H{}": 2, "{}-Q{}": 4, "{}-{:02d}": 12}[form]
    parts = [Period.parse(form.format(year, number)) for number in range(1, count + 1)]
    whole = Period.parse(str(year))
    assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
    assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(parts))


@given(CODES)
def test_the_same_stretch_a_year_earlier_is_a_period_of_the_same_kind(code: str) -> None:
    period = Period.parse(code)
    assume(not code.endswith("-02-29"))
    earlier = period.year_earlier()
    assert earlier.kind == period.kind
    assert earlier.start.year == period.start.year - 1
    assert (earlier.start.month, earlier.end.month) == (period.start.month, period.end.month)


@pytest.mark.parametrize(
    "code", ["", "23", "2023-00", "2023-13", "2023-Q5", "2023-H3", "2023-02-29", "2024_2023", "2023_2023x", "x2023"]
)
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ModelError, match="is not a period"):
        Period.parse(code)


# -- labels -----------------------------------------------------------------------------------------------------------


@given(st.decimals(-(10**15), 10**15, places=3), st.sampled_from(labels.LANGUAGES))
def test_a_worded_number_loses_no_digit(value: Decimal, language: str) -> None:
    text = labels.number(value, language)
    scale = Decimal(1)
    for word, exponent in {"trillion": 12, "billion": 9, "million": 6, "万亿": 12, "亿": 8, "万": 4}.items():
        if text.endswith(word):
            text, scale = text.removesuffix(word).strip(), Decimal(10) ** exponent
            break
    assert Decimal(text.replace(",", "")) * scale == value


@given(FIGURES, st.sampled_from(labels.LANGUAGES))
def test_a_missing_bound_is_never_worded_as_zero_or_as_a_point(figure: Figure, language: str) -> None:
    interval = figure.interval(TOLERANCE)
    text = labels.interval(
        interval.lower,
        interval.upper,
        lower_inclusive=interval.lower_inclusive,
        upper_inclusive=interval.upper_inclusive,
        unit=figure.unit,
        vocabulary=WORDS,
        language=language,
    )
    bounds = [bound for bound in (interval.lower, interval.upper) if bound is not None]
    if len(bounds) == 1:
        assert labels.amount(bounds[0], figure.unit, WORDS, language) in text
        assert text != labels.amount(bounds[0], figure.unit, WORDS, language), "a bound alone is no point"
        assert text.count(labels.number(bounds[0], language)) == 1
        if bounds[0] != 0:
            digits = "".join(c if c.isdigit() or c == "." else " " for c in text.replace(",", "")).split()
            assert digits == ["".join(c for c in labels.number(abs(bounds[0]), language) if c.isdigit() or c == ".")]


@pytest.mark.parametrize(("language", "word"), [("en", "unknown"), ("zh", "未知")])
def test_no_bound_at_all_is_unknown(language: str, word: str) -> None:
    text = labels.interval(
        None, None, lower_inclusive=False, upper_inclusive=False, unit=UNIT + "NUM", vocabulary=WORDS, language=language
    )
    assert text == word


@given(FIGURES)
def test_only_an_exact_figure_is_worded_as_a_point(figure: Figure) -> None:
    for language in labels.LANGUAGES:
        point = labels.amount(figure.value, figure.unit, WORDS, language)
        worded = labels.figure(figure, WORDS, language)
        assert (worded == point) is (figure.comparator == "exactly")
        assert point in worded


@pytest.mark.parametrize("kind", [ClaimKind.OBSERVATION, ClaimKind.FORECAST])
def test_a_forecast_is_never_labelled_like_an_observation(kind: ClaimKind) -> None:
    measure = Measure(DEKGR + "variable-gdp", Figure("5", "exactly", UNIT + "CCY_CNY", 9), DEKGR + "place-guiyang")
    label = labels.claim_label(Claim(kind, measure=measure), WORDS, "en")
    assert label.endswith("(forecast)") is (kind is ClaimKind.FORECAST)


# -- passages and documents -------------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=40), st.data())
def test_a_passage_keeps_its_digest_when_lines_are_wrapped_anew(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = Passage.of(text, start, end)
    assert passage.digest == Passage.digest_of("\n  ".join(text[start:end].split()))
    assert (passage.start, passage.end) == (start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 99)])
def test_a_passage_outside_its_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ModelError, match="is no passage of a text of 4 code points"):
        Passage.of("text", start, end)


def test_a_document_is_known_by_its_address_whatever_the_case_of_the_host() -> None:
    assert document_iri("HTTP://Example.org/") == document_iri("http://example.org#top")
    assert document_iri("http://example.org/A") != document_iri("http://example.org/a")
    assert document_iri("http://example.org/a?b=1") != document_iri("http://example.org/a?b=2")
