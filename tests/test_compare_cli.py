"""`kg conflicts`, `kg series` and `kg prefer` as people and scripts use them: on the shipped graph, and on a store."""

import csv
import io
import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from compare.build import document, store_of
from pyoxigraph import NamedNode
from typer.testing import CliRunner, Result

import kg
from kg import assets, pipeline
from kg.cli import compare, output
from kg.errors import ExportError, KgError, QueryError, StoreError
from kg.store import Embedded
from kg.terms import DEKG, compact

SHARE = "variable-digital-economy-share-of-gdp"
GROWTH = "software and information technology services revenue growth"
QUESTION = f"Guizhou, {GROWTH}, 2022"
CLAIM = "https://w3id.org/dekg/id/claim-"


@cache
def app() -> typer.Typer:
    made = typer.Typer()
    compare.add(made)
    return made


def kg_command(*arguments: str | Path) -> Result:
    """Run a command in this process; its standard output is a pipe."""
    return CliRunner().invoke(app(), [str(argument) for argument in arguments])


def rows(*arguments: str | Path) -> list[dict[str, str]]:
    done = kg_command(*arguments)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph in a folder, which opens faster than it is built."""
    folder = tmp_path_factory.mktemp("shipped") / "store"
    store = Embedded.open(folder, write=True)
    pipeline.build(store, assets.corpus_files(), validated=False)
    store.close()
    return folder


@pytest.fixture(autouse=True)
def on_the_shipped_graph(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(shipped))


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person at 80 columns."""
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setattr(output, "console", lambda **_: _console())


def _console() -> Any:
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, width=80)


# -- conflicts ---------------------------------------------------------------------------------------------------------


def test_conflicts_in_a_pipe_are_csv_with_bounds_and_claims() -> None:
    found = {row["question"].split(",")[1].strip(): row for row in rows("conflicts")}
    row = found[GROWTH]
    assert (row["figure"], row["other_figure"]) == ("90.5%", "99.7%")
    assert (row["lower"], row["upper"], row["other_lower"], row["other_upper"]) == ("90.45", "90.55", "99.65", "99.75")
    assert (row["lower_inclusive"], row["upper_inclusive"]) == ("true", "false")
    assert row["claims"].startswith(CLAIM)
    assert row["other_claims"].startswith(CLAIM)
    assert len(found) == 3


def test_conflicts_as_json_have_numbers_and_lists_of_claims() -> None:
    found = json.loads(kg_command("conflicts", "--format", "json").stdout)
    (row,) = [row for row in found if GROWTH in row["question"]]
    assert (row["lower"], row["other_upper"]) == (90.45, 99.75)
    (sums,) = [row for row in found if "add up" in row["figure"]]
    assert len(sums["claims"]) == 3


def test_conflicts_are_told_with_the_rule_the_sources_and_where_they_stand() -> None:
    told = kg_command("conflicts", "--explain").stdout
    blocks = told.strip().split("\n\n")
    assert len(blocks) == 3
    (block,) = [block for block in blocks if GROWTH in block]
    lines = block.split("\n")
    assert lines[0] == f"Guizhou, {GROWTH}, 2022: 90.5% conflicts with 99.7%"
    assert lines[1] == "  90.5% (±0.05) and 99.7% (±0.05) have no value in common, however they were rounded or cut"
    assert lines[2] == "  both are said on the word of Guizhou Provincial People's Government"
    assert lines[4:6] == ["    eGuizhou, 2023-02-07", "    http://www.eguizhou.gov.cn/2023-02/07/c_865098.htm"]
    (rule,) = [block for block in blocks if "breaks the rule that" in block]
    assert "35.3% (±0.1)" in rule
    assert "stated is 34%" in rule


def test_conflicts_are_told_in_chinese() -> None:
    told = kg_command("conflicts", "--explain", "--lang", "zh").stdout
    for words in ("90.5%与99.7%：冲突", "没有共同取值", "两者均据贵州省人民政府", "不符合“", "引自整篇文档"):
        assert words in told
    assert "conflicts" not in told


def test_explanations_as_json_have_reasons_and_evidence() -> None:
    found = json.loads(kg_command("conflicts", "--explain", "--format", "json").stdout)
    assert len(found) == 3
    for item in found:
        assert item["reasons"]
        assert all(evidence["claim"].startswith(CLAIM) for evidence in item["evidence"])
        assert all(evidence["url"].startswith("http") for evidence in item["evidence"])


def test_explanations_have_no_csv() -> None:
    done = kg_command("conflicts", "--explain", "--format", "csv")
    assert isinstance(done.exception, ExportError)
    assert "leave --explain out" in str(done.exception)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_explanations_fit_a_screen_of_80_columns(screen: None, language: str) -> None:
    from rich.cells import cell_len

    told = kg_command("conflicts", "--explain", "--lang", language).stdout
    assert max(cell_len(line.rstrip()) for line in told.split("\n")) <= 80
    assert "90.5%" in told


def test_as_of_a_day_before_the_second_source_there_is_no_conflict_of_the_two() -> None:
    assert not [row for row in rows("conflicts", "--as-of", "2023-02-06") if GROWTH in row["question"]]
    assert [row for row in rows("conflicts", "--as-of", "2023-02-07") if GROWTH in row["question"]]


def test_where_nothing_conflicts_it_says_so_and_what_was_left_out() -> None:
    early = kg_command("conflicts", "--as-of", "2010-01-01")
    assert "no two claims of this graph exclude each other" in early.stderr
    assert "left out, for nobody knows when they were published" in early.stderr
    assert kg_command("conflicts", "--as-of", "2010-01-01", "--explain", "--lang", "zh").stdout == (
        "图谱中没有相互排斥的断言\n"
    )


def test_the_summary_counts_relations_and_what_is_never_compared() -> None:
    said = kg_command("conflicts").stderr
    for words in ("conflicts with 2", "agrees with 8", "1 excluded by arithmetic", "unknown period are never compared"):
        assert words in said
    assert "冲突 2" in kg_command("conflicts", "--lang", "zh").stderr


@pytest.mark.parametrize("language", ["en", "zh"])
def test_outcomes_are_met_missed_or_undecided(language: str) -> None:
    words = {"en": {"met", "missed", "undecided"}, "zh": {"已实现", "未实现", "尚无定论"}}[language]
    found = rows("conflicts", "--outcomes", "--lang", language)
    assert len(found) > 10
    assert {row["verdict"] for row in found} <= words
    assert len({row["verdict"] for row in found}) > 1


def test_a_text_against_itself_is_told_as_the_texts_own(tmp_path: Path) -> None:
    def said(figure: str) -> dict[str, Any]:
        return {"variable": SHARE, "area": "place-guiyang", "period": "2023", "figure": f"{figure} 0 unit:PERCENT"}

    folder = tmp_path / "store"
    memory, _ = store_of(document("https://example.org/1", said("exactly 50.2"), said("exactly 48.1")))
    on_disk = Embedded.open(folder, write=True)
    on_disk.extend(memory.quads())
    on_disk.close()
    (row,) = rows("conflicts", "--store", folder)
    assert row["kind"] == "the text contradicts itself"
    told = kg_command("conflicts", "--explain", "--store", folder).stdout
    assert "the text contradicts itself: " in told
    assert "both stand in one text" in told
    assert "同一文本自相矛盾：" in kg_command("conflicts", "--explain", "--store", folder, "--lang", "zh").stdout


# -- series ------------------------------------------------------------------------------------------------------------


def test_a_series_has_bounds_vintages_gaps_and_aims() -> None:
    found = rows("series", "digital economy share of GDP", "Guizhou")
    assert [(row["period"], row["status"]) for row in found if row["period"] in {"2021", "2022"}] == [
        ("2021", "observed"),
        ("2021", "observed"),
        ("2022", "forecast"),
        ("2022", "no figure"),
    ]
    (gap,) = [row for row in found if row["period"] == "2017"]
    assert (gap["status"], gap["figure"], gap["lower"], gap["claim"]) == ("no figure", "", "", "")
    (target,) = [row for row in found if row["period"] == "2024"]
    assert (target["figure"], target["lower"], target["upper"]) == ("at least 45%", "45", "")
    days = [row["published"] for row in found if row["period"] == "2021"]
    assert days == sorted(days)


def test_a_series_shows_where_figures_exclude_each_other() -> None:
    found = [row for row in rows("series", GROWTH, "Guizhou") if row["period"] == "2022"]
    assert [(row["figure"], row["status"]) for row in found] == [("99.7%", "disputed"), ("90.5%", "disputed")]
    early = [row for row in rows("series", GROWTH, "Guizhou", "--as-of", "2023-01-31") if row["period"] == "2022"]
    assert [row["status"] for row in early] == ["observed"]


def test_a_series_in_chinese_is_asked_and_answered_in_chinese(screen: None) -> None:
    told = kg_command("series", "数字经济占GDP比重", "贵州", "--lang", "zh").stdout
    for words in ("贵州省，数字经济占地区生产总值比重", "2021年", "无数字", "不低于45%", "目标"):
        assert words in told
    assert "w3id.org" not in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("GDPx", "Guizhou"), "'GDPx' is not a variable that the ontology knows; did you mean 'GDP'"),
        (("GDP", "Atlantis"), "'Atlantis' is not a place or an organization that the ontology knows"),
        (("Guizhou", "GDP"), "'Guizhou' is not a variable"),
    ],
)
def test_a_name_that_is_unknown_is_refused_with_a_hint(arguments: tuple[str, str], said: str) -> None:
    done = kg_command("series", *arguments)
    assert isinstance(done.exception, QueryError)
    assert said in str(done.exception)


def test_errors_leave_one_sentence_and_exit_code_two() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "series", "GDPx", "Guizhou"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kg: 'GDPx' is not a variable")
    assert len(done.stderr.strip().split("\n")) == 1


def test_a_screen_shows_so_many_rows_and_says_how_many_more(screen: None) -> None:
    shown = kg_command("prefer", "--max", "2").stdout
    assert shown.count("question ") == 2
    more = sum(bool(row["claim"]) for row in rows("prefer", "--format", "csv")) - 2  # messages are no rows
    assert f"{more} more rows: --max {more + 2}, or all of them: --format csv" in " ".join(shown.split())


# -- preferred figures -------------------------------------------------------------------------------------------------


def test_each_question_has_one_preferred_figure_with_reason_date_and_the_rest() -> None:
    found = rows("prefer", "--rivals")
    (row,) = [row for row in found if GROWTH in row["question"]]
    assert (row["figure"], row["reason"], row["day"]) == ("90.5%", "published later", "2023-02-07")
    assert row["other_figures"] == "99.7%"
    assert row["others"].startswith(CLAIM)
    assert len({row["question"] for row in rows("prefer")}) == len(rows("prefer")) > len(found)


def test_preferred_figures_as_of_a_day_are_those_known_then() -> None:
    (row,) = [row for row in rows("prefer", "--as-of", "2023-01-31") if row["question"] == QUESTION]
    assert (row["figure"], row["reason"], row["day"]) == ("99.7%", "the only figure", "2023-01-31")


def test_preferred_figures_are_kept_beside_a_store_and_asked_for(shipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(shipped, folder)
    shutil.rmtree(folder / "derived", ignore_errors=True)
    with pytest.raises(StoreError, match=r"no preferred figures have been kept .* kg prefer --store"):
        kg.open(folder, preferred=True)
    assert "--preferred" in kg_command("prefer", "--store", folder).stderr
    assert "up to date" in kg_command("prefer", "--store", folder).stderr
    with kg.open(folder, preferred=True) as graph:
        found = graph.run("preferred-figures", place="Guizhou", variable=GROWTH).records()
        (row,) = [row for row in found if row["period"] == "2022"]
        assert (compact(str(row["reason"])), str(row["day"]), row["compiled"]) == (
            "dekgr:reason-later",
            "2023-02-07",
            False,
        )
        assert len(str(row["weighed"]).split()) == 2
        assert graph.sparql(
            "ASK { GRAPH dekgg:preference { dekgg:preferred prov:wasGeneratedBy ?a . ?a prov:used dekgg:reference } }"
        )
        assert graph.validate().conforms
        kept = set(map(str, graph.store.quads()))
    with kg.open(folder) as graph:
        assert graph.run("preferred-figures").records() == []
        assert set(map(str, graph.store.quads())) < kept


def test_the_shipped_graph_in_memory_has_the_same_preferred_figures(shipped: Path) -> None:
    assert kg_command("prefer").exit_code == 0
    with kg.open(preferred=True) as memory, kg.open(shipped, preferred=True) as folder:
        answers = [sorted(map(_plain, graph.run("preferred-figures").records())) for graph in (memory, folder)]
    assert answers[0] == answers[1]
    assert len(answers[0]) > 100


def _plain(record: dict[str, object]) -> str:
    """One row as text; the claims weighed stand in no order."""
    return str({**record, "weighed": sorted(str(record["weighed"]).split())})


def test_a_changed_store_makes_kept_figures_stale(shipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(shipped, folder)
    assert kg_command("prefer", "--store", folder).exit_code == 0
    store = Embedded.open(folder, write=True)
    (head, *_) = sorted(store.matching(predicate=DEKG + "currentVersion"), key=str)
    assert isinstance(head.subject, NamedNode)
    assert store.drop(head.subject.value)
    store.close()
    with pytest.raises(StoreError, match="out of date, for the store has changed since"):
        kg.open(folder, preferred=True)


def test_inferred_and_preferred_are_two_stores(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="kept apart"):
        kg.open(tmp_path, inferred=True, preferred=True)
