"""Tables of figures become claims, each cited to its row; a row that makes no claim is refused with its number."""

import io
import time
import tomllib
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import sources, vocabulary
from kg.errors import SourceError
from kg.graph import version
from kg.model import Claim, Passage
from kg.sources import Source
from kg.sources.table import COLUMNS
from kg.terms import local_name

TABLES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "sources" / "tables.toml").read_text(encoding="utf-8")
)["tables"]


def test_all_tables_are_there() -> None:
    assert len(TABLES) == 17
    assert sum("refused" in case for case in TABLES) == 14


def facts(claim: Claim) -> dict[str, Any]:
    measure = claim.measure
    assert measure is not None
    assert measure.period is not None
    interval = measure.figure.interval(Decimal("0.05"))
    return {
        "kind": str(claim.kind),
        "area": local_name(measure.area or ""),
        "unit": local_name(measure.figure.unit),
        "lower": str(interval.lower),
        "upper": str(interval.upper),
        "lower_inclusive": interval.lower_inclusive,
        "period": measure.period.code,
        "base": measure.base.code if measure.base else None,
        "scope": local_name(measure.scope or ""),
    }


def check_passages(found: Source) -> None:
    text = found.document.text
    assert text is not None
    for claim in found.claims:
        (passage,) = claim.passages
        assert passage == Passage.of(text, passage.start, passage.end)
        assert claim.measure
        assert claim.measure.figure.lexical in text[passage.start : passage.end]


@pytest.mark.parametrize("case", [c for c in TABLES if "expect" in c], ids=lambda case: case["name"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_rows_become_claims_cited_to_their_row(case: dict[str, Any], line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(case["csv"].replace("\n", line_end).encode("utf-8-sig"))
    found = sources.read(path)
    assert len(found.claims) == len(case["expect"])
    for claim, expected in zip(found.claims, case["expect"], strict=True):
        told = facts(claim)
        assert {name: told[name] for name in expected} == expected
    check_passages(found)


@pytest.mark.parametrize("case", [c for c in TABLES if "refused" in c], ids=lambda case: case["name"])
def test_a_row_that_makes_no_claim_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(case["csv"], encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        sources.read(path)
    assert case["refused"] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_claims_of_a_table_become_a_version_graph(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(TABLES[0]["csv"], encoding="utf-8")
    (tmp_path / "figures.csv.toml").write_text(
        'url = "https://stats.example/t1"\npublished = 2024-01-05\nlang = "en"\n'
    )
    found = sources.read(path)
    assert found.document.url == "https://stats.example/t1"
    assert found.document.published == date(2024, 1, 5)
    assert len(version(found.document, found.claims, vocabulary.shipped()).claims) == 4


def book(rows: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    for row in rows:
        page.append(row)
    for cell, form in (formats or {}).items():
        page[cell].number_format = form
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


HEAD = ["place", "variable", "period", "value", "unit"]


@pytest.mark.parametrize(
    ("value", "form", "unit", "shown"),
    [
        (20.6, "General", "percent", "20.6"),
        (20.6, "0.00", "percent", "20.60"),
        (0.206, "0.0%", "percent", "20.6"),
        (1234567, "#,##0", "CNY", "1,234,567"),
        (1e3, "General", "CNY", "1000"),
        ("80.0", "@", "亿元", "80.0"),
    ],
)
def test_a_cell_counts_as_it_is_shown(value: Any, form: str, unit: str, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(book([HEAD, ["Guiyang", "variable-gdp", 2023, value, unit]], {"D2": form}))
    found = sources.read(path)
    (claim,) = found.claims
    assert claim.measure
    assert claim.measure.figure.lexical == shown
    check_passages(found)


@pytest.mark.parametrize("form", ["0.0E+00", "# ?/?", '0.0"M"', "0,,"])
def test_a_format_that_hides_digits_is_refused(form: str, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(book([HEAD, ["Guiyang", "variable-gdp", 2023, 1234567, "CNY"]], {"D2": form}))
    with pytest.raises(SourceError, match="D2 has the number format"):
        sources.read(path)


def test_a_dated_cell_is_a_day(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(book([HEAD, ["Guiyang", "variable-gdp", date(2023, 12, 31), 5, "亿元"]]))
    (claim,) = sources.read(path).claims
    assert claim.measure
    assert claim.measure.period
    assert claim.measure.period.code == "2023-12-31"


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


WORKBOOKS = {
    "no workbook": (packed(a=b"x"), "is no workbook"),
    "cut": (book([HEAD])[:500], "is no workbook"),
    "swelling": (packed(xl__workbook=b"0" * (300 * 2**20)), "unpacks to more than 256 MB"),
    "empty": (book([]), "holds no filled sheet"),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_what_is_no_workbook_is_refused(name: str, tmp_path: Path) -> None:
    data, message = WORKBOOKS[name]
    path = tmp_path / "figures.xlsx"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=message):
        sources.read(path)


def test_a_sheet_that_claims_a_million_rows_takes_bounded_time(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page["A1"] = "place"
    page["XFD1048576"] = "far away"
    path = tmp_path / "figures.xlsx"
    workbook.save(path)
    started = time.monotonic()
    with pytest.raises(SourceError, match="is missing"):
        sources.read(path)
    assert time.monotonic() - started < 20


CELL = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["Guiyang", "variable-gdp", "2023", "5", "亿元", "percent", ">", "between", '"', "\n", "\r", "\t", "\u2028"]
    ),
)


@settings(
    max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.lists(st.lists(st.one_of(CELL, st.sampled_from(COLUMNS)), max_size=7), max_size=4).map(
            lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "ignore")
        ),
        st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=3).map(
            lambda rows: "\n".join(",".join(row) for row in [HEAD, *rows]).encode("utf-8", "ignore")
        ),
    )
)
def test_any_bytes_are_a_table_or_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    try:
        found = sources.read(path)
    except SourceError:
        return
    check_passages(found)
