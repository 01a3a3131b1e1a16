"""Comparison: intervals, relations, what follows from claims, outcomes, series, views as of a day, the table."""

import io
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from compare.build import add, document, iri, store_of, worked
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg import vocabulary
from kg.compare import Report, conflicts, explain, preferred, read, series
from kg.compare.findings import Contradiction
from kg.compare.intervals import Range, Verdict, rounded
from kg.compare.observations import Row
from kg.compare.parquet import aims_parquet, parquet, preferred_parquet
from kg.compare.preferred import preferred_table
from kg.compare.relations import Kind, relate
from kg.compare.rules import Rules
from kg.errors import QueryError
from kg.model import Figure
from kg.store import Embedded, Solutions
from kg.terms import DEKG, DEKGR, PREFIXES, expand, local_name

REVENUE, GROWTH = "variable-software-services-revenue", "variable-software-services-revenue-growth"


def said(figure: str, variable: str = REVENUE, period: str = "2023", **more: Any) -> dict[str, Any]:
    return {"variable": variable, "area": "place-guiyang", "period": period, "figure": figure, **more}


def report_of(*documents: dict[str, Any], **options: Any) -> Report:
    return conflicts(store_of(*documents)[0], **options)


def one_by_one(*figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Each figure in a document of its own, of another publisher."""
    names = ["org-xinhua", "org-china-daily", "org-eguizhou", "org-guizhou-daily"]
    return [
        document(f"https://example.org/{n}", item, publisher=names[n % 4], published=date(2024, 1, 1 + n))
        for n, item in enumerate(figures)
    ]


def only(report: Report) -> Contradiction:
    (found,) = report.derived
    return found


@cache
def examples() -> tuple[Embedded, dict[str, tuple[str, ...]], Report]:
    store, made = worked()
    return store, made, conflicts(store)


# -- intervals ---------------------------------------------------------------------------------------------------------

numbers = st.integers(-60, 60)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = draw(st.none() | numbers), draw(st.none() | numbers)
    if low is not None and high is not None and low > high:
        low, high = high, low
    point = low is not None and low == high
    return Range.of(low, high, point or draw(st.booleans()), point or draw(st.booleans()))


halves = [Fraction(n, 2) for n in range(-130, 131)]


def admits(value: Range, number: Fraction) -> bool:
    above = value.lower is None or number > value.lower or (number == value.lower and value.lower_inclusive)
    return above and (value.upper is None or number < value.upper or (number == value.upper and value.upper_inclusive))


@given(ranges(), ranges())
def test_ranges_meet_exactly_if_a_value_is_in_both(one: Range, other: Range) -> None:
    common = [number for number in halves if admits(one, number) and admits(other, number)]
    assert one.meets(other) == other.meets(one) == bool(common)
    both = one & other
    assert [n for n in halves if both is not None and admits(both, n)] == common


@given(ranges(), ranges())
def test_a_range_is_within_another_exactly_if_all_its_values_are(one: Range, other: Range) -> None:
    inside = [number for number in [*halves, Fraction(-1000), Fraction(1000)] if admits(one, number)]
    assert one.within(other) == all(admits(other, number) for number in inside)


positive = st.tuples(st.integers(1, 60), st.integers(0, 30), st.booleans(), st.booleans()).map(
    lambda t: Range.of(t[0], t[0] + t[1], t[1] == 0 or t[2], t[1] == 0 or t[3])
)


@given(ranges(), positive, st.data())
def test_products_and_sums_hold_for_every_value(one: Range, factor: Range, data: st.DataObject) -> None:
    inside = [[number for number in halves if admits(found, number)] for found in (one, factor)]
    assume(all(inside))
    a, b = (data.draw(st.sampled_from(numbers)) for numbers in inside)
    assert admits(one * factor, a * b)
    assert admits(one * factor.inverse(), a / b)
    assert admits(one + factor, a + b)
    assert admits(one - factor, a - b)


@given(st.fractions(-(10**12), 10**12), st.integers(2, 6))
def test_shown_bounds_admit_everything_that_exact_ones_do(value: Fraction, digits: int) -> None:
    lower, upper = rounded(Range(value, value, True, True), digits)
    assert lower is not None
    assert upper is not None
    assert Fraction(lower) <= value <= Fraction(upper)


# -- relations ---------------------------------------------------------------------------------------------------------

COMPARATORS = ["exactly", "approximately", "greaterThan", "atLeast", "lessThan", "atMost", "nearly"]
figures = st.builds(
    lambda whole, decimals, comparator: Figure(
        f"{Decimal(whole).scaleb(-decimals):f}", comparator, expand("unit:CCY_CNY"), 9
    ),
    st.integers(1, 3000),
    st.integers(0, 3),
    st.sampled_from(COMPARATORS),
)


def row(figure: Figure, claim: str = "a", **more: Any) -> Row:
    interval = figure.interval(Decimal("0.05"))
    values: dict[str, Any] = {
        "claim": claim,
        "kind": "StatisticalObservation",
        "graph": f"graph-{claim}",
        "document": f"document-{claim}",
        "variable": REVENUE,
        "area": "place-guiyang",
        "organization": None,
        "period": DEKGR + "period-2023",
        "base": None,
        "compared_with": None,
        "ranked_among": None,
        "scope": None,
        "point": "point",
        "unit": figure.unit,
        "comparator": figure.comparator,
        "lower": interval.lower,
        "lower_inclusive": interval.lower_inclusive,
        "upper": interval.upper,
        "upper_inclusive": interval.upper_inclusive,
        "stated": figure.value,
        "stated_upper": figure.upper_value,
        "rounding": figure.rounding_unit,
        "basis_inferred": False,
    }
    return Row(**(values | more))


EMPTY = read(Embedded.memory())


@given(figures, figures)
def test_a_relation_does_not_depend_on_the_order(one: Figure, other: Figure) -> None:
    there = relate(row(one, "a"), row(other, "b"), EMPTY)
    back = relate(row(other, "b"), row(one, "a"), EMPTY)
    assert there.kind == back.kind
    if there.kind not in {Kind.REFINES, Kind.ROUNDS_TO} or one.interval(Decimal("0.05")) != other.interval(
        Decimal("0.05")
    ):
        assert set(there.claims) == set(back.claims)


@given(figures, figures)
def test_figures_with_a_common_value_never_conflict(one: Figure, other: Figure) -> None:
    first, second = row(one, "a"), row(other, "b")
    assume(first.range.meets(second.range))
    assert relate(first, second, EMPTY).kind not in {Kind.CONFLICTS, Kind.REVISES}


@given(st.integers(10**4, 10**8), st.integers(0, 3), st.booleans())
def test_coarser_printing_of_one_value_never_makes_a_conflict(value: int, zeros: int, cut: bool) -> None:
    step = 10**zeros
    coarse = value // step if cut else (value + step // 2) // step
    fine = Figure(str(value), "exactly", "unit", 3)
    assert relate(row(fine, "a"), row(Figure(str(coarse), "exactly", "unit", 3 + zeros), "b"), EMPTY).kind in {
        Kind.AGREES,
        Kind.ROUNDS_TO,
    }


@given(figures, figures, st.integers(1, 3))
def test_widening_a_figure_never_makes_a_conflict(one: Figure, other: Figure, factor: int) -> None:
    first, second = row(one, "a"), row(other, "b")
    assume(relate(first, second, EMPTY).kind is not Kind.CONFLICTS)
    wider = second._replace(
        lower=None if second.lower is None else second.lower - factor * Decimal(10) ** 9,
        upper=None if second.upper is None else second.upper + factor * Decimal(10) ** 9,
        comparator="between",
    )
    if second.comparator != "exactly":
        assert relate(first, wider, EMPTY).kind is not Kind.CONFLICTS


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ("exactly 80.3 9 unit:CCY_CNY", Kind.AGREES),
        ("exactly 78.9 9 unit:CCY_CNY", Kind.CONFLICTS),
        ("exactly 803 8 unit:CCY_CNY", Kind.AGREES),
        ("exactly 80 9 unit:CCY_CNY", Kind.AGREES),
        ("greaterThan 85 9 unit:CCY_CNY", Kind.REFINES),
        ("atMost 80 9 unit:CCY_CNY", Kind.CONFLICTS),
        ("lessThan 90 9 unit:CCY_CNY", Kind.AGREES),
    ],
)
def test_over_80_billion_against(figure: str, kind: Kind) -> None:
    report = report_of(*one_by_one(said("greaterThan 80 9 unit:CCY_CNY"), said(figure)), derived=False)
    assert report.counts == Counter([kind])


def test_a_later_figure_of_the_same_publisher_is_a_vintage_and_unknown_dates_stay_unknown() -> None:
    low, high = said("exactly 70 9 unit:CCY_CNY"), said("exactly 80 9 unit:CCY_CNY")
    same: dict[str, Any] = {"publisher": "org-xinhua"}
    revised = report_of(
        document("https://example.org/1", low, published=date(2024, 1, 1), **same),
        document("https://example.org/2", high, published=date(2024, 3, 1), **same),
    )
    assert [item.kind for item in revised.revisions] == [Kind.REVISES]
    assert revised.revisions[0].first.stated == Decimal(80_000_000_000)
    undated = report_of(document("https://example.org/1", low, **same), document("https://example.org/2", high, **same))
    assert [item.revision for item in undated.conflicts] == [Verdict.UNKNOWN]
    assert "vintage" in str(explain(undated.conflicts[0], undated))


def test_copies_are_no_independent_support() -> None:
    table = read(
        store_of(
            document("https://example.org/1", said("exactly 80 9 unit:CCY_CNY"), publisher="org-xinhua"),
            document("https://example.org/2", said("exactly 800 8 unit:CCY_CNY"), publisher="org-china-daily"),
            document(
                "https://example.org/3", said("exactly 80 9 unit:CCY_CNY"), publisher="org-eguizhou", digest="sha256:1"
            ),
            document(
                "https://example.org/4", said("exactly 80 9 unit:CCY_CNY"), publisher="org-shine", digest="sha256:1"
            ),
        )[0]
    )
    by_url = {table.sources[row.document].url[-1]: row for row in table.rows}
    copied = relate(by_url["3"], by_url["4"], table)
    assert (copied.kind, copied.independent) == (Kind.RESTATES, Verdict.NO)
    apart = relate(by_url["1"], by_url["3"], table)
    assert (apart.kind, apart.independent) == (Kind.AGREES, Verdict.YES)


def independent(*documents: dict[str, Any]) -> Verdict:
    table = read(store_of(*documents)[0])
    first, second = table.rows
    return relate(first, second, table).independent


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ({}, {}, Verdict.YES),
        ({"reprint": True}, {}, Verdict.UNKNOWN),
        ({"reprint": True}, {"reprint": True}, Verdict.UNKNOWN),
        ({"reprint_of": "https://example.org/2"}, {}, Verdict.NO),
        ({"reprint_of": "https://example.org/0"}, {"reprint_of": "https://example.org/0"}, Verdict.NO),
        ({"reprint_of": "https://example.org/0"}, {}, Verdict.UNKNOWN),
        ({"written_by": "org-eguizhou"}, {"written_by": "org-eguizhou"}, Verdict.NO),
        ({"written_by": "org-china-daily"}, {}, Verdict.NO),
        ({"written_by": "org-eguizhou"}, {}, Verdict.YES),
        ({"digest": "sha256:1"}, {"digest": "sha256:1"}, Verdict.NO),
    ],
)
def test_a_reprint_is_as_independent_as_what_it_goes_back_to(
    first: dict[str, Any], second: dict[str, Any], verdict: Verdict
) -> None:
    one = document("https://example.org/1", said("exactly 80 9 unit:CCY_CNY"), publisher="org-xinhua", **first)
    other = document("https://example.org/2", said("exactly 800 8 unit:CCY_CNY"), publisher="org-china-daily", **second)
    assert independent(one, other) is independent(other, one) is verdict


def test_two_figures_on_the_word_of_one_body_are_not_independent() -> None:
    said_by = {"said_by": "org-nbs"}
    figures = [said("exactly 80 9 unit:CCY_CNY", **said_by), said("exactly 90 9 unit:CCY_CNY", **said_by)]
    report = report_of(*one_by_one(*figures))
    (found,) = report.conflicts
    assert found.independent is Verdict.NO
    assert "on the word of National Bureau of Statistics" in str(explain(found, report))
    assert independent(*one_by_one(said("exactly 80 9 unit:CCY_CNY", **said_by), figures[1])) is Verdict.NO


def test_the_reprints_of_the_corpus_say_so() -> None:
    import kg

    with kg.open() as graph:
        table = graph.observations()
    reprints = {source.url for source in table.sources.values() if source.reprint}
    assert {url.split("/")[2] for url in reprints} == {"www.koreaherald.com", "dailyuniversal.digital"}


def test_a_text_that_contradicts_itself_is_told_so_and_is_no_rival_of_itself_otherwise() -> None:
    report = report_of(
        document("https://example.org/1", said("exactly 80 9 unit:CCY_CNY"), said("exactly 90 9 unit:CCY_CNY")),
        document("https://example.org/2", said("exactly 70 9 unit:CCY_CNY"), said("greaterThan 69 9 unit:CCY_CNY")),
        document("https://example.org/3", said("exactly 80 9 unit:CCY_CNY"), publisher="org-xinhua"),
    )
    (own,) = report.own_contradictions
    assert own in report.conflicts
    assert "the text contradicts itself" in str(explain(own, report))
    kinds = [record["kind"] for record in report.to_table("zh").records()]
    assert kinds.count("同一文本自相矛盾") == 1
    assert kinds.count("冲突") == len(kinds) - 1 > 1


def test_a_text_that_quotes_two_bodies_does_not_contradict_itself() -> None:
    report = report_of(
        document(
            "https://example.org/1",
            said("exactly 80 9 unit:CCY_CNY", said_by="org-nbs"),
            said("exactly 90 9 unit:CCY_CNY", said_by="org-miit"),
        )
    )
    assert len(report.conflicts) == 1
    assert report.own_contradictions == ()


# -- reading -----------------------------------------------------------------------------------------------------------


class Plain:
    """A store that is only asked SPARQL, as a remote one is."""

    def __init__(self, store: Embedded) -> None:
        self.query = store.query


def test_rows_read_property_by_property_are_those_of_one_query() -> None:
    store, *_ = examples()
    here, there = read(store), read(Plain(store))  # type: ignore[arg-type]
    assert sorted(map(str, here.rows)) == sorted(map(str, there.rows))
    assert sorted(map(str, here.aims)) == sorted(map(str, there.aims))
    assert len(here.rows) > 10
    assert (here.sources, here.periods, here.amounts) == (there.sources, there.periods, there.amounts)


def test_a_graph_reads_its_observations_once_until_it_is_written_to() -> None:
    import kg

    with kg.open() as graph:
        first = graph.observations()
        assert graph.observations() is first
        assert isinstance(graph.store, Embedded)
        add(graph.store, one_by_one(said("exactly 81 9 unit:CCY_CNY")))
        assert len(graph.observations().rows) == len(first.rows) + 1


# -- worked examples ---------------------------------------------------------------------------------------------------


def test_real_disagreements_are_found_and_explained_in_both_languages() -> None:
    _, made, report = examples()
    pairs = {frozenset(item.claims) for item in report.conflicts}
    people, eguizhou = made["people-2023"], made["eguizhou-2023"]
    assert pairs == {frozenset({people[0], eguizhou[0]}), frozenset({people[1], eguizhou[1]})}
    told = "\n".join(str(explain(item, report, "en")) for item in report.found)
    for words in ("99.7%", "90.5%", "45.9%", "more than 60%", "2023-01-14", "passage 0–60", "en.people.cn"):
        assert words in told
    chinese = "\n".join(str(explain(item, report, "zh")) for item in report.found)
    for words in ("99.7%", "冲突", "贵州省", "原文位置 0–60", "没有共同取值"):
        assert words in chinese


def test_the_parts_of_2021_do_not_add_up_to_the_share() -> None:
    _, made, report = examples()
    found = only(report)
    assert found.derived.rule == "sum-of-parts"
    assert set(found.claims) == {*made["parts-2021"], *made["share-2021"]}
    assert rounded(found.derived.value) == (Decimal("35.20"), Decimal("35.40"))


def test_revenue_of_2022_is_more_than_66_30_billion_given_2023_and_its_growth() -> None:
    _, made, report = examples()
    key = (iri(REVENUE), iri("place-guiyang"), None, iri("period-2022"))
    (derived,) = [item for item in report.derivations() if item.key[:4] == key]
    assert rounded(derived.value) == (Decimal("6.630E+10"), None)
    assert derived.value.lower == Fraction(80_000_000_000) / Fraction("1.2065")
    assert not derived.value.lower_inclusive
    assert {row.claim for row in derived.inputs} == set(made["seed"][:2])
    assert derived.presumes == ("year-on-year", "current-prices")


def test_gdp_of_guiyang_2020_follows_from_its_digital_economy_and_its_share() -> None:
    _, made, report = examples()
    key = (iri("variable-gdp"), iri("place-guiyang"), None, iri("period-2020"))
    (derived,) = [item for item in report.derivations() if item.key[:4] == key]
    assert {row.claim for row in derived.inputs} == set(made["history-2020"])
    low, high = rounded(derived.value, 5)
    assert (low, high) == (Decimal("4.3098E+11"), Decimal("4.3238E+11"))


def test_targets_and_forecasts_have_outcomes_not_conflicts() -> None:
    _, made, report = examples()
    found = {item.aim.claim: item for item in report.outcomes}
    forecast, target = found[made["people-2023"][2]], found[made["outcome-2023"][1]]
    assert (forecast.verdict, target.verdict, target.observed) == (Verdict.UNKNOWN, Verdict.UNKNOWN, None)
    assert [r["claims"] for r in report.outcome_table().records()] == [made["people-2023"][2], made["outcome-2023"][1]]


def test_a_claim_of_unknown_period_is_never_compared() -> None:
    _, made, report = examples()
    assert report.unplaced == 1
    assert made["half-2022"][1] not in {claim for item in report.found for claim in item.claims}


def test_as_of_shows_what_had_been_published() -> None:
    store, *_ = examples()
    assert len(conflicts(store, date(2023, 2, 6)).conflicts) == 0
    assert len(conflicts(store, date(2023, 2, 7)).conflicts) == 2
    assert not conflicts(store, date(2022, 1, 24)).derived
    undated = report_of(document("https://example.org/u", said("exactly 80 9 unit:CCY_CNY")), as_of=date(2030, 1, 1))
    assert (undated.undated, len(undated.table.rows)) == (1, 0)


@pytest.mark.parametrize(
    ("target", "outcome", "verdict"),
    [
        ("exactly 45 0 unit:PERCENT", "exactly 46 0 unit:PERCENT", Verdict.YES),
        ("exactly 45 0 unit:PERCENT", "greaterThan 50 0 unit:PERCENT", Verdict.YES),
        ("atLeast 45 0 unit:PERCENT", "exactly 42 0 unit:PERCENT", Verdict.NO),
        ("atLeast 45 0 unit:PERCENT", "greaterThan 40 0 unit:PERCENT", Verdict.UNKNOWN),
        ("greaterThan 45 0 unit:PERCENT", "lessThan 45 0 unit:PERCENT", Verdict.NO),
    ],
)
def test_target_against_outcome(target: str, outcome: str, verdict: Verdict) -> None:
    share = "variable-digital-economy-share-of-gdp"
    report = report_of(*one_by_one(said(target, share, kind="Target"), said(outcome, share)))
    assert [item.verdict for item in report.outcomes] == [verdict]
    assert not report.found


# -- derived rules -----------------------------------------------------------------------------------------------------

CNY, PERCENT = "9 unit:CCY_CNY", "0 unit:PERCENT"
EIM, SITS, BIG = (
    "variable-electronic-information-manufacturing-output-value",
    "variable-software-it-services-output-value",
    "variable-big-data-electronic-information-output-value",
)
SITS_REVENUE, SHARE = "variable-software-it-services-revenue", "variable-digital-economy-share-of-gdp"
PREFECTURES = [
    *("place-anshun", "place-bijie", "place-guiyang", "place-liupanshui", "place-qiandongnan"),
    *("place-qiannan", "place-qianxinan", "place-tongren", "place-zunyi"),
]


def chain(both: str) -> list[dict[str, Any]]:
    yearly = [said(f"exactly 10.0 {PERCENT}", GROWTH, str(year), base=str(year - 1)) for year in (2022, 2023)]
    return [*yearly, said(f"exactly {both} {PERCENT}", REVENUE + "-cumulative-growth", base="2021")]


def change(after: str) -> list[dict[str, Any]]:
    before = said(f"exactly 34.1 {PERCENT}", SHARE, "2021")
    return [
        before,
        said(after, SHARE),
        said("exactly 2.1 0 dekgr:unit-percentage-point", SHARE + "-difference", base="2021"),
    ]


def fourfold(after: str) -> list[dict[str, Any]]:
    times = said("exactly 4.0 0 dekgr:unit-times", SITS_REVENUE + "-multiple", base="2015")
    return [said(f"exactly 26 {CNY}", SITS_REVENUE, "2015"), said(f"{after} {CNY}", SITS_REVENUE), times]


def prefectures(figure: str) -> list[dict[str, Any]]:
    return [said(f"{figure} {CNY}", area=area) for area in PREFECTURES]


def currencies(dollars: str) -> list[dict[str, Any]]:
    return [said(f"exactly 80 {CNY}"), said(f"exactly {dollars} 9 unit:CCY_USD")]


CASES: list[tuple[str, str | None, list[dict[str, Any]]]] = [
    (
        "level, growth and level before fit",
        None,
        [
            said(f"greaterThan 80 {CNY}"),
            said(f"exactly 20.6 {PERCENT}", GROWTH, base="2022"),
            said(f"exactly 66.9 {CNY}", period="2022"),
        ],
    ),
    (
        "level before is too small",
        "growth-of-level",
        [
            said(f"greaterThan 80 {CNY}"),
            said(f"exactly 20.6 {PERCENT}", GROWTH, base="2022"),
            said(f"exactly 60 {CNY}", period="2022"),
        ],
    ),
    (
        "a value that was cut is no contradiction",
        None,
        [
            said(f"exactly 80 {CNY}"),
            said(f"exactly 20 {PERCENT}", GROWTH, base="2022"),
            said(f"exactly 67 {CNY}", period="2022"),
        ],
    ),
    (
        "growth against another base than the year before says nothing",
        None,
        [
            said(f"greaterThan 80 {CNY}"),
            said(f"exactly 20.6 {PERCENT}", GROWTH, base="2021"),
            said(f"exactly 60 {CNY}", period="2022"),
        ],
    ),
    (
        "growth of another scope says nothing",
        None,
        [
            said(f"greaterThan 80 {CNY}"),
            said(f"exactly 20.6 {PERCENT}", GROWTH, base="2022", scope="scope-key-enterprises"),
            said(f"exactly 60 {CNY}", period="2022"),
        ],
    ),
    (
        "growth of value added is at constant prices",
        None,
        [
            said(f"exactly 80 {CNY}", "variable-digital-economy-value-added"),
            said(f"exactly 20 {PERCENT}", "variable-digital-economy-value-added-growth", base="2022"),
            said(f"exactly 50 {CNY}", "variable-digital-economy-value-added", "2022"),
        ],
    ),
    (
        "share times whole is not the part",
        "share-of-whole",
        [
            said(f"exactly 38.2 {PERCENT}", "variable-digital-economy-share-of-gdp"),
            said(f"exactly 431.2 {CNY}", "variable-gdp"),
            said(f"exactly 150 {CNY}", "variable-digital-economy-value-added"),
        ],
    ),
    (
        "share times whole is the part",
        None,
        [
            said(f"exactly 38.2 {PERCENT}", "variable-digital-economy-share-of-gdp"),
            said(f"exactly 431.2 {CNY}", "variable-gdp"),
            said(f"exactly 164.9 {CNY}", "variable-digital-economy-value-added"),
        ],
    ),
    (
        "350 is 210 and 100 and 40",
        None,
        [
            said(f"exactly 350 {CNY}", BIG),
            said(f"exactly 210 {CNY}", EIM),
            said(f"exactly 100 {CNY}", SITS),
            said(f"exactly 40 {CNY}", "variable-telecommunications-output-value"),
        ],
    ),
    (
        "380 is not 210 and 100 and 40",
        "sum-of-parts",
        [
            said(f"exactly 380 {CNY}", BIG),
            said(f"exactly 210 {CNY}", EIM),
            said(f"exactly 100 {CNY}", SITS),
            said(f"exactly 40 {CNY}", "variable-telecommunications-output-value"),
        ],
    ),
    (
        "a missing part leaves the sum open",
        None,
        [said(f"exactly 380 {CNY}", BIG), said(f"exactly 210 {CNY}", EIM), said(f"exactly 100 {CNY}", SITS)],
    ),
    (
        "an industry earns more than the one it belongs to",
        "part-of-whole",
        [
            said(f"exactly 90 {CNY}", "variable-cloud-services-revenue"),
            said(f"exactly 80 {CNY}", "variable-software-it-services-revenue"),
        ],
    ),
    (
        "two cities have more than their province",
        "part-of-whole",
        [
            said(f"exactly 90 {CNY}"),
            said(f"exactly 60 {CNY}", area="place-zunyi"),
            said(f"exactly 140 {CNY}", area="place-guizhou"),
        ],
    ),
    (
        "two cities have less than their province",
        None,
        [
            said(f"exactly 90 {CNY}"),
            said(f"greaterThan 40 {CNY}", area="place-zunyi"),
            said(f"exactly 140 {CNY}", area="place-guizhou"),
        ],
    ),
    (
        "seven months earn more than the year",
        "part-of-period",
        [said(f"exactly 90 {CNY}", period="2023-01_2023-07"), said(f"exactly 80 {CNY}")],
    ),
    (
        "seven months earn less than the year",
        None,
        [said(f"exactly 60 {CNY}", period="2023-01_2023-07"), said(f"exactly 80 {CNY}")],
    ),
    (
        "seven months earn less than six",
        "part-of-period",
        [said(f"exactly 50 {CNY}", period="2023-01_2023-07"), said(f"exactly 60 {CNY}", period="2023-01_2023-06")],
    ),
    (
        "a stock may fall within a year",
        None,
        [
            said("exactly 500 0 unit:NUM counted", "variable-data-centers-racks", "2023-H1"),
            said("exactly 400 0 unit:NUM counted", "variable-data-centers-racks"),
        ],
    ),
    (
        "a yearly average over five years fits",
        None,
        [
            said(f"exactly 100 {CNY}", SITS_REVENUE, "2018"),
            said(f"exactly 161 {CNY}", SITS_REVENUE),
            said(f"exactly 10 {PERCENT}", SITS_REVENUE + "-average-annual-growth", base="2018"),
        ],
    ),
    (
        "a yearly average over five years does not fit",
        "growth-over-years",
        [
            said(f"exactly 100 {CNY}", SITS_REVENUE, "2018"),
            said(f"exactly 150 {CNY}", SITS_REVENUE),
            said(f"exactly 10 {PERCENT}", SITS_REVENUE + "-average-annual-growth", base="2018"),
        ],
    ),
    (
        "growth over several years in all does not fit",
        "growth-over-years",
        [
            said(f"exactly 100 {CNY}", period="2018"),
            said(f"exactly 150 {CNY}"),
            said(f"exactly 61 {PERCENT}", REVENUE + "-cumulative-growth", base="2018"),
        ],
    ),
    ("rates of two years make the rate of both", None, chain("21.0")),
    ("rates of two years do not make the rate of both", "growth-chain", chain("25.0")),
    ("a year is missing in the chain", None, [*chain("25.0")[1:]]),
    (
        "amount per head times heads is the amount",
        None,
        [
            said("exactly 590 4 unit:NUM", "variable-population"),
            said("exactly 8.2 4 unit:CCY_CNY", "variable-gdp-per-capita"),
            said(f"exactly 490 {CNY}", "variable-gdp"),
        ],
    ),
    (
        "amount per head times heads is not the amount",
        "amount-per-head",
        [
            said("exactly 590 4 unit:NUM", "variable-population"),
            said("exactly 8.2 4 unit:CCY_CNY", "variable-gdp-per-capita"),
            said(f"exactly 530 {CNY}", "variable-gdp"),
        ],
    ),
    (
        "stations per ten thousand people",
        "amount-per-head",
        [
            said("exactly 600 4 unit:NUM", "variable-population"),
            said("exactly 20 0 unit:NUM", "variable-5g-base-stations-per-10000-people"),
            said("exactly 15000 0 unit:NUM counted", "variable-5g-base-stations"),
        ],
    ),
    ("a share rose by what the two shares lie apart", None, change("exactly 36.2 0 unit:PERCENT")),
    (
        "a share did not rise by what the two shares lie apart",
        "difference-of-two",
        change("exactly 40.2 0 unit:PERCENT"),
    ),
    (
        "points above another place do not fit the two shares",
        "difference-of-two",
        [
            said(f"exactly 49.2 {PERCENT}", SHARE),
            said(f"exactly 38.0 {PERCENT}", SHARE, area="place-china"),
            said("exactly 7.7 0 dekgr:unit-percentage-point", SHARE + "-difference", compared_with="place-china"),
        ],
    ),
    ("four times as much fits", None, fourfold("exactly 105")),
    ("four times as much does not fit", "multiple-of-level", fourfold("exactly 150")),
    (
        "two shares that make up the whole are more than all of it",
        "sum-of-shares",
        [
            said(f"exactly 12.5 {PERCENT}", "variable-digital-industrialization-share-of-digital-economy"),
            said(f"exactly 89.5 {PERCENT}", "variable-industrial-digitalization-share-of-digital-economy"),
        ],
    ),
    (
        "two shares that make up the whole",
        None,
        [
            said(f"exactly 12.5 {PERCENT}", "variable-digital-industrialization-share-of-digital-economy"),
            said(f"exactly 87.5 {PERCENT}", "variable-industrial-digitalization-share-of-digital-economy"),
        ],
    ),
    (
        "two halves are not the year",
        "sum-of-periods",
        [
            said(f"exactly 30 {CNY}", period="2023-H1"),
            said(f"exactly 35 {CNY}", period="2023-H2"),
            said(f"exactly 70 {CNY}"),
        ],
    ),
    (
        "six months and the second half are the year",
        None,
        [
            said(f"exactly 30 {CNY}", period="2023-01_2023-06"),
            said(f"exactly 40 {CNY}", period="2023-H2"),
            said(f"exactly 70 {CNY}"),
        ],
    ),
    (
        "nine prefectures are not their province",
        "sum-of-parts",
        [*prefectures("exactly 10"), said(f"exactly 120 {CNY}", area="place-guizhou")],
    ),
    (
        "eight of nine prefectures leave the sum open",
        None,
        [*prefectures("exactly 10")[1:], said(f"exactly 120 {CNY}", area="place-guizhou")],
    ),
    ("two currencies at a usual rate", None, currencies("11.15")),
    ("two currencies at a rate that no year had", "exchange-rate", currencies("111.5")),
    ("a usual rate", None, [said(f"greaterThan 80 {CNY}", converted=["greaterThan 11.15 9 unit:CCY_USD"])]),
    (
        "a scale word is wrong",
        "exchange-rate",
        [said(f"greaterThan 80 {CNY}", converted=["greaterThan 11.15 6 unit:CCY_USD"])],
    ),
]


def test_there_are_cases_of_every_rule() -> None:
    rules = Rules(vocabulary.shipped())
    found = {rule for _, rule, _ in CASES if rule}
    assert found == {iri_.removeprefix(DEKGR + "rule-") for iri_ in rules.vocabulary.members("dekg:ComparisonRule")}
    assert len(CASES) >= 2 * len(found) == 26
    assert all(rules.label(rule, tag) for rule in found for tag in ("en", "zh"))


@pytest.mark.parametrize(("what", "rule", "figures"), CASES, ids=[case[0] for case in CASES])
def test_derived(what: str, rule: str | None, figures: list[dict[str, Any]]) -> None:
    report = report_of(*one_by_one(*figures))
    assert [item.derived.rule for item in report.derived] == ([rule] if rule else [])
    assert not report.conflicts
    for item in report.derived:
        assert len(item.claims) == len(figures)
        assert not item.within_source or len(figures) == 1
        for language in ("en", "zh"):
            told = explain(item, report, language)
            assert len(told.evidence) == len(figures)
            assert all(evidence.passages for evidence in told.evidence)
            assert "{" not in str(told)
        (record,) = report.to_table().records()
        assert set(f"{record['claims']} {record['other_claims'] or ''}".split()) == set(item.claims)


def test_targets_of_one_plan_that_do_not_add_up_are_told_and_those_of_two_plans_are_not() -> None:
    figures = [
        said(f"exactly {n} {CNY}", name, "2027", kind="Target") for n, name in ((380, BIG), (210, EIM), (100, SITS))
    ]
    figures.append(said(f"exactly 40 {CNY}", "variable-telecommunications-output-value", "2027", kind="Target"))
    found = only(report_of(document("https://example.org/plan", *figures)))
    assert (found.derived.rule, found.within_source) == ("sum-of-parts", True)
    assert not report_of(*one_by_one(*figures)).derived


def test_a_conversion_at_the_rate_of_another_day_is_no_contradiction() -> None:
    report = report_of(
        document(
            "https://example.org/1",
            said(f"exactly 82.93 {CNY}", converted=["exactly 12.28 9 unit:CCY_USD"]),
            said(f"exactly 0.79 {CNY}", period="2022", converted=["exactly 117.5 6 unit:CCY_USD"]),
        )
    )
    assert not report.derived


def test_one_text_that_uses_two_exchange_rates_contradicts_itself() -> None:
    report = report_of(
        document(
            "https://example.org/1",
            said(f"exactly 80 {CNY}", converted=["exactly 11.15 9 unit:CCY_USD"]),
            said(f"exactly 60 {CNY}", period="2022", converted=["exactly 9.50 9 unit:CCY_USD"]),
        )
    )
    assert only(report).within_source
    assert "contradicts itself" in str(explain(only(report), report))
    assert "自相矛盾" in str(explain(only(report), report, "zh"))


def test_derived_conflicts_can_be_left_out() -> None:
    figures = CASES[1][2]
    assert not report_of(*one_by_one(*figures), derived=False).derived


# -- series and preferred view -----------------------------------------------------------------------------------------


def test_series_has_vintages_gaps_and_aims() -> None:
    store, *_ = examples()
    found = series(store, "数字经济占GDP比重", "Guizhou")
    assert [(point.period.code, len(point.rows), len(point.aims)) for point in found.points] == [
        ("2021", 1, 0),
        ("2023", 1, 1),
        ("2024", 0, 1),
    ]
    assert [period.code for _, period in found.gaps] == ["2022"]
    records = found.to_table().records()
    assert [(r["period"], r["status"]) for r in records] == [
        ("2021", "observed"),
        ("2022", "no figure"),
        ("2023", "observed"),
        ("2023", "forecast"),
        ("2024", "target"),
    ]
    growth = series(store, "variable-software-it-services-revenue-growth", "贵州")
    (point,) = growth.points
    assert point.disputed
    assert [str(row.stated) for row in point.rows] == ["99.7", "90.5"]
    assert (
        not series(store, "variable-software-it-services-revenue-growth", "贵州", as_of=date(2023, 1, 31))
        .points[0]
        .disputed
    )
    unknown = series(store, "variable-electronic-information-manufacturing-output-value-growth", "Guiyang")
    assert len(unknown.undated) == 1


def test_series_of_unknown_names_are_refused() -> None:
    store, *_ = examples()
    with pytest.raises(QueryError, match="'Atlantis' is not a place"):
        series(store, "GDP", "Atlantis")


def test_preferred_figures_have_a_reason_and_leave_the_rest() -> None:
    _, made, report = examples()
    view = {item.row.claim: item for item in preferred(report.table, report.rules)}
    later = view[made["eguizhou-2023"][0]]
    assert (later.reason, [row.claim for row in later.others]) == ("later", [made["people-2023"][0]])
    early = preferred(report.table, report.rules, as_of=date(2023, 1, 31))
    assert made["people-2023"][0] in {item.row.claim for item in early}
    assert len(preferred_table(view.values(), report.table, report.rules, "zh").rows) == len(view)
    assert later.disputed
    reprinted = report_of(
        document("https://example.org/1", said(f"exactly 80 {CNY}"), published=date(2024, 1, 1)),
        document("https://example.org/2", said(f"exactly 80.3 {CNY}"), published=date(2024, 2, 1), reprint=True),
    )
    (first_hand,) = preferred(reprinted.table, reprinted.rules)
    assert (first_hand.reason, str(first_hand.row.stated), first_hand.disputed) == ("original", "80000000000", False)
    narrow = report_of(
        *[
            document(f"https://example.org/{n}", said(text), publisher="org-xinhua", published=date(2024, 1, 1))
            for n, text in enumerate([f"greaterThan 80 {CNY}", f"exactly 80.3 {CNY}"])
        ]
    )
    (item,) = preferred(narrow.table, narrow.rules)
    assert (item.reason, item.row.comparator) == ("narrower", "exactly")


# -- the table ---------------------------------------------------------------------------------------------------------

COLUMNS = {
    "place": "refArea",
    "organization": "refOrganization",
    "variable": "variable",
    "compared_with": "comparedWith",
    "ranked_among": "rankedAmong",
    "scope": "populationScope",
    "comparator": "comparator",
    "lower": "lowerValue",
    "lower_inclusive": "lowerInclusive",
    "upper": "upperValue",
    "upper_inclusive": "upperInclusive",
    "value": "statedValue",
    "upper_value": "statedUpperValue",
    "rounding_unit": "roundingUnit",
    "unit": "unit",
    "data_point": "onDataPoint",
}
PATHS = {
    "period": "dekg:refPeriod/dekg:sdmxCode",
    "start": "dekg:refPeriod/dekg:startDate",
    "end": "dekg:refPeriod/dekg:endDate",
    "base_period": "dekg:basePeriod/dekg:sdmxCode",
    "document": "dcterms:source",
    "source": "dcterms:source/schema:url",
    "publisher": "dcterms:source/schema:publisher",
    "attributed_to": "dekg:attributedTo",
    "published": "dcterms:source/schema:datePublished",
    "industry": "dekg:variable/dekg:industry",
    "measured_property": "dekg:variable/dekg:measuredProperty",
    "growth_of": "dekg:variable/dekg:growthOf",
    "denominator": "dekg:variable/dekg:denominator",
    "stat_type": "dekg:variable/dekg:statType",
    "comparison_basis": "dekg:variable/dekg:comparisonBasis",
    "price_basis": "dekg:variable/dekg:priceBasis",
}
LOCAL = {"comparator", "stat_type", "comparison_basis", "price_basis", "kind", "period_kind"}


def frame(data: bytes) -> list[dict[str, Any]]:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet

    return list(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist())


def asked(store: Embedded, kind: str, path: str) -> dict[str, set[str]]:
    prefixes = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())
    answer = store.query(f"{prefixes} SELECT ?c ?v {{ ?c a {kind} ; dekg:variable ?x ; {path} ?v }}")
    assert isinstance(answer, Solutions)
    found: dict[str, set[str]] = {}
    for claim, value in answer.rows:
        found.setdefault(str(getattr(claim, "value", "")), set()).add(str(getattr(value, "value", "")))
    return found


def text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)


@pytest.mark.parametrize("name", [*COLUMNS, *PATHS])
def test_every_column_of_the_table_says_what_sparql_says(name: str) -> None:
    store, *_ = examples()
    rows = frame(parquet(store.quads(), vocabulary.shipped()))
    assert len(rows) == len(asked(store, "dekg:StatisticalObservation", "dekg:comparator")) > 10
    told = asked(store, "dekg:StatisticalObservation", PATHS.get(name) or f"dekg:{COLUMNS[name]}")
    for record in rows:
        expected = {local_name(v) if name in LOCAL else v for v in told.get(record["claim"], set())}
        assert ({text(name, record[name])} if record[name] is not None else set()) == expected


def test_the_table_holds_forecasts_and_targets_apart() -> None:
    store, made, _ = examples()
    aims = frame(aims_parquet(store.quads(), vocabulary.shipped()))
    assert {record["claim"]: record["kind"] for record in aims} == {
        made["people-2023"][2]: "Forecast",
        made["outcome-2023"][1]: "Target",
    }
    assert {record["data_point"] for record in aims} == set().union(
        *asked(store, "dekg:Forecast", "dekg:aimsAtDataPoint").values(),
        *asked(store, "dekg:Target", "dekg:aimsAtDataPoint").values(),
    )


def test_the_table_of_preferred_figures_has_one_row_for_each_question_with_reason_and_the_rest() -> None:
    store, made, report = examples()
    rows = frame(preferred_parquet(store.quads(), vocabulary.shipped()))
    view = {item.row.claim: item for item in preferred(report.table, report.rules)}
    assert {record["claim"] for record in rows} == set(view)
    (later,) = [record for record in rows if record["claim"] == made["eguizhou-2023"][0]]
    assert (later["reason"], later["as_known_on"]) == ("reason-later", date(2023, 2, 7))
    assert later["not_picked"] == [made["people-2023"][0]]
    assert DEKGR + later["reason"] in vocabulary.shipped()


def test_the_table_is_the_same_for_the_same_claims() -> None:
    store, *_ = examples()
    quads = list(store.quads())
    pytest.importorskip("pyarrow")
    assert parquet(quads, vocabulary.shipped()) == parquet(reversed(quads), vocabulary.shipped())


SELF_JOIN = f"""PREFIX dekg: <{DEKG}> SELECT ?a ?b WHERE {{
  GRAPH ?g1 {{ ?a a dekg:StatisticalObservation ; dekg:onDataPoint ?p ; dekg:unit ?u ;
              dekg:upperValue ?hi ; dekg:upperInclusive ?hc }}
  GRAPH ?g2 {{ ?b a dekg:StatisticalObservation ; dekg:onDataPoint ?p ; dekg:unit ?u ;
              dekg:lowerValue ?lo ; dekg:lowerInclusive ?lc }}
  FILTER(?a != ?b && (?hi < ?lo || (?hi = ?lo && !(?hc && ?lc)))) }}"""
"""The query of ../shared/reference/model.md B.6."""


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(figures, st.integers(2015, 2024)), min_size=1, max_size=8))
def test_stated_conflicts_are_those_of_the_sparql_of_the_model(given_figures: list[tuple[Figure, int]]) -> None:
    documents = [
        document(
            f"https://example.org/{n}",
            said(f"{f.comparator} {f.lexical} {f.multiplier} unit:CCY_CNY", period=str(year)),
            publisher=f"org-{n}",
        )
        for n, (f, year) in enumerate(given_figures)
    ]
    store, _ = store_of(*documents)
    report = conflicts(store, derived=False)
    answer = store.query(SELF_JOIN)
    assert isinstance(answer, Solutions)
    sparql = {frozenset(str(getattr(term, "value", "")) for term in pair) for pair in answer.rows}
    mine = {frozenset(item.claims) for item in report.conflicts}
    touching = {
        frozenset((a.claim, b.claim))
        for a in report.table.rows
        for b in report.table.rows
        if a.claim < b.claim and relate(a, b, report.table).kind is Kind.ROUNDS_TO
    }
    assert mine <= sparql
    assert sparql - mine <= touching
