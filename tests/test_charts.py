"""Charts: what is placed where, what is never drawn as a value, and that every format is whole and legible."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

import kg
from kg.charts import Chart, Mark, Source, Status
from kg.charts import files as written
from kg.charts.axis import axis, short
from kg.charts.drawing import Drawing
from kg.charts.svg import draw
from kg.charts.vega import specification
from kg.errors import ExportError, QueryError
from kg.terms import DEKGR

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def graph() -> Iterator[kg.KnowledgeGraph]:
    with kg.open() as opened:
        yield opened


def mark(place: str = "2023", stated: str = "80", **other: object) -> Mark:
    value = Decimal(stated)
    year = int(place) if place.isdigit() else 2023
    given: dict[str, object] = {
        "place": place, "figure": f"{stated} things", "stated": value, "lower": value, "upper": value,
        "start": date(year, 1, 1), "end": date(year, 12, 31),
    }  # fmt: skip
    return Mark(**(given | other))  # type: ignore[arg-type]


def chart(*marks: Mark, **other: object) -> Chart:
    return Chart(**({"title": "A title", "marks": marks, "unit": "things"} | other))  # type: ignore[arg-type]


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


# -- scales -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "language", "ticks", "title"),
    [
        (["80000000000", "20000000000"], "en", ["0", "20", "40", "60", "80"], "billion CNY"),
        (["80000000000", "20000000000"], "zh", ["0", "200", "400", "600", "800"], "亿CNY"),
        (["12", "48"], "en", ["0", "20", "40", "60"], "CNY"),
        (["98", "99", "100"], "en", ["98", "98.5", "99", "99.5", "100"], "CNY"),
        (["-5", "5"], "en", ["-5", "-2.5", "0", "2.5", "5"], "CNY"),
    ],
)
def test_scales_have_round_steps_and_a_scale_word(
    values: list[str], language: str, ticks: list[str], title: str
) -> None:
    scale = axis(map(Decimal, values), "CNY", language)
    assert [scale.text(tick) for tick in scale.ticks] == ticks
    assert scale.title == title


@given(
    st.lists(st.decimals(-(10**15), 10**15, allow_nan=False, places=2), min_size=1, max_size=8),
    st.booleans(),
)
def test_every_value_lies_within_its_scale(values: list[Decimal], whole: bool) -> None:
    scale = axis(values, "", "en", whole=whole)
    assert all(-1e-6 <= scale.at(value) <= 1 + 1e-6 for value in values)
    assert len(scale.ticks) >= 2
    assert all(a < b for a, b in pairwise(scale.ticks))
    assert len(scale.ticks) < 15


def test_ranks_stand_with_the_best_on_top() -> None:
    scale = axis([Decimal(1), Decimal(26)], "rank", "en", downward=True)
    assert scale.at(Decimal(1)) > scale.at(Decimal(26))
    assert scale.ticks[0] == 1


def test_a_number_beside_a_mark_keeps_its_digits() -> None:
    scale = axis([Decimal(11150000000)], "USD", "en")
    assert short(Decimal(11150000000), scale) == "11.15"


# -- marks ------------------------------------------------------------------------------------------------------------


def test_a_bound_is_an_open_mark_with_an_arrow_and_no_bar() -> None:
    drawn = parsed(draw(chart(mark("2022", "60"), mark(upper=None, lower_inclusive=False, comparator="greaterThan"))))
    over = drawn.findall(f".//{SVG}g[@class='mark observed']")[1]
    assert over.find(f"{SVG}path[@class='open-end']") is not None
    assert over.find(f"{SVG}circle").get("class") == "open"
    assert over.find(f"{SVG}rect") is None
    assert over.find(f"{SVG}line").get("class") == "cap excluded"
    assert ">80" in "".join(drawn.itertext())


def test_an_arrow_points_away_from_the_bound() -> None:
    def tip(drawn: etree._Element) -> tuple[float, float]:
        path = str(drawn.find(f".//{SVG}path[@class='open-end']").get("d"))
        start, end = path.split("V")[0].split(" ")[1], path.split("V")[1].split("M")[0]
        return float(start), float(end)

    up = tip(parsed(draw(chart(mark("2022", "60"), mark(upper=None, comparator="greaterThan")))))
    down = tip(parsed(draw(chart(mark("2022", "60"), mark(lower=None, comparator="lessThan")))))
    assert up[1] < up[0]
    assert down[1] > down[0]


def test_an_interval_is_a_bar_between_its_bounds() -> None:
    wide = mark("2023", "40", lower=Decimal(38), upper=Decimal(42), comparator="approximately")
    drawn = parsed(draw(chart(mark("2022", "20"), wide)))
    assert len(drawn.findall(f".//{SVG}rect[@class='range']")) == 1
    assert len(drawn.findall(f".//{SVG}line[@class='cap']")) == 2


def test_rivals_stand_beside_each_other_in_a_shape_of_their_own() -> None:
    rivals = [mark("2022", "99.7", status=Status.DISPUTED), mark("2022", "90.5", status=Status.DISPUTED)]
    drawn = parsed(draw(chart(mark("2021", "59.3", joined=True), *rivals)))
    found = drawn.findall(f".//{SVG}g[@class='mark disputed']")
    places = [str(item.find(f"{SVG}path").get("d"))[1:].split(" ")[0] for item in found]
    assert len(set(places)) == 2
    assert drawn.find(f".//{SVG}g[@class='joins']") is None


def test_years_without_a_figure_are_bridged_by_a_dashed_line_only() -> None:
    drawn = parsed(draw(chart(*(mark(year, "5", joined=True) for year in ("2015", "2016", "2020")))))
    assert [line.get("class") for line in drawn.findall(f".//{SVG}g[@class='joins']/{SVG}line")] == ["near", "far"]


def test_a_drawing_tells_its_title_and_every_figure_to_those_who_do_not_see_it() -> None:
    drawn = parsed(draw(chart(mark("2022", "60"), mark("2023", "80", kind="target", status=Status.AIM))))
    assert drawn.get("role") == "img"
    assert drawn.findtext(f"{SVG}title") == "A title"
    assert drawn.findtext(f"{SVG}desc") == "2022: 60 things; 2023: 80 things (target)"


def test_hostile_texts_stay_texts_in_every_format() -> None:
    nasty = "</text><script>alert(1)</script>"
    made = chart(
        mark(figure=nasty, href="x\"onclick='y'", source=1),
        mark("2022", "3", kind=nasty, status=Status.AIM),
        title=nasty,
        unit=nasty,
        sources=(Source(1, nasty, "javascript:alert(1)", nasty),),
    )
    for tree in (parsed(draw(made)), parsed(written.svg([made])), html.fromstring(written.html([made]))):
        assert not [item for item in tree.iter(etree.Element) if str(item.tag).endswith("script")]
        assert not [name for item in tree.iter(etree.Element) for name in item.attrib if str(name).startswith("on")]
        assert not [value for item in tree.iter(etree.Element) if (value := item.get("href", "")).startswith("java")]
        assert nasty in "".join(tree.itertext())


# -- from the graph ---------------------------------------------------------------------------------------------------


def test_a_series_becomes_a_chart_with_bounds_aims_and_numbered_sources(graph: kg.KnowledgeGraph) -> None:
    found = graph.chart("digital economy share of GDP", "Guizhou").charts[0]
    assert found.title == "Guizhou, digital economy share of GDP"
    assert found.percent
    assert {Status.OBSERVED, Status.AIM} <= set(found.statuses)
    aimed = [item for item in found.marks if item.status is Status.AIM]
    assert any(item.open_above for item in aimed)
    assert not any(item.joined for item in aimed)
    assert {item.source for item in found.marks} == {source.number for source in found.sources}


def test_a_conflict_is_two_disputed_marks_of_one_period(graph: kg.KnowledgeGraph) -> None:
    name = "software and information technology services revenue growth"
    marks = [item for item in graph.chart(name, "Guizhou").charts[0].marks if item.status is Status.DISPUTED]
    assert [(item.place, item.stated) for item in marks] == [("2022", Decimal("99.7")), ("2022", Decimal("90.5"))]


def test_the_answer_of_a_question_becomes_rows_with_open_ends(graph: kg.KnowledgeGraph) -> None:
    found = graph.run("software-revenue").chart("en").charts
    marks = [item for made in found for item in made.marks if item.place.startswith("Guiyang")]
    assert any(item.open_above and item.stated == 80_000_000_000 for item in marks)
    assert all(item.claim for item in marks)
    assert [item.place for item in found[0].marks] == [
        "Guiyang and Gui'an New Area, January to November 2023",  # neither the restatement nor a code of a period
        "Guiyang, 2023",
    ]


def test_a_drawn_answer_lists_its_sources_by_name_and_address(tmp_path: Path) -> None:
    out = tmp_path / "revenue.svg"
    command = [sys.executable, "-m", "kg.cli", "chart", "software-revenue", "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    text = out.read_text("utf-8")
    assert "[2] english.guiyang.gov.cn, 2024-03-13, http://english.guiyang.gov.cn/" in text
    assert DEKGR + "doc-" not in text


def test_what_cannot_be_drawn_says_so(graph: kg.KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="no column of figures"):
        graph.run("capital-of").chart()
    with pytest.raises(QueryError, match="no dated figure"):
        graph.chart("digital economy share of GDP", "Anshun")
    with pytest.raises(ExportError, match="no figure to draw"):
        written.written([], "svg")
    with pytest.raises(ExportError, match="'gif' is no format of charts; known: svg, png, vega, html"):
        written.written([chart(mark())], "gif")


# -- formats ----------------------------------------------------------------------------------------------------------


def test_a_file_carries_colours_key_and_sources_and_asks_for_nothing(graph: kg.KnowledgeGraph) -> None:
    text = graph.chart("digital economy share of GDP", "Guizhou", language="zh").svg()
    whole = "".join(parsed(text).itertext())
    for part in ("贵州省", "已观测", "目标或预测", "来源", "[1]"):
        assert part in whole
    assert "var(" not in text
    assert "url(" not in text
    assert text == graph.chart("digital economy share of GDP", "Guizhou", language="zh").svg()
    page = graph.chart("digital economy share of GDP", "Guizhou").html()
    assert "src=" not in page
    assert "<table>" in page


def test_the_specification_is_vega_lite_and_holds_bounds_and_sources(graph: kg.KnowledgeGraph) -> None:
    altair = pytest.importorskip("altair")
    vl_convert = pytest.importorskip("vl_convert")
    for made in graph.chart("digital economy share of GDP", "Guizhou", "Guiyang").charts:
        spec = specification(made)
        altair.Chart.from_dict(spec)  # refuses what the schema of Vega-Lite does not know
        assert "<svg" in vl_convert.vegalite_to_svg(json.dumps(spec))
        assert len(spec["usermeta"]["sources"]) == len(made.sources)
        rows = spec["data"]["values"]
        assert [row["open"] for row in rows if row["upper"] is None] == ["up"] * sum(m.open_above for m in made.marks)


def test_chinese_in_a_png_is_drawn_with_the_font_of_the_package() -> None:
    pytest.importorskip("vl_convert")
    images = {
        word: Drawing([chart(mark(figure=word), mark("2022", "3"), title=word)]).png()
        for word in ("贵阳", "贵州", "口口")
    }
    assert all(data.startswith(b"\x89PNG") for data in images.values())
    # where glyphs are missing each is the same empty box, and so are these pictures
    assert len(set(images.values())) == 3


def test_a_drawing_is_saved_by_the_ending_of_its_file(tmp_path: Path) -> None:
    drawing = Drawing([chart(mark("2022", "60"), mark())])
    assert drawing.save(tmp_path / "a.svg").read_text("utf-8").startswith("<svg")
    assert json.loads(drawing.save(tmp_path / "a.json").read_text("utf-8"))["$schema"].endswith("v6.json")
    with pytest.raises(ExportError, match="the ending says no format"):
        drawing.save(tmp_path / "a.gif")


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["digital economy share of GDP", "Guiyang"], "<svg"),
        (["software-revenue", "-f", "html"], "<!DOCTYPE html>"),
        (["数字经济占GDP比重", "贵州", "--lang", "zh", "-f", "vega"], "{"),
    ],
)
def test_the_command_writes_to_the_screen(
    arguments: list[str], begins: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from kg.cli import main

    monkeypatch.setattr("sys.argv", ["kg", "chart", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert capfdbinary.readouterr().out.decode().startswith(begins)
