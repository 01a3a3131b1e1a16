"""What a stranger meets first: help in panels, one sentence where something is wrong, nothing half-made."""

import re
from pathlib import Path

import pytest
from test_cli import ROOT, kg

REFUSED = {
    "a folder to read": (["extract", "folder"], "folder: a folder, not a file; name the files in it"),
    "a name without ending": (["extract", "plain"], "plain: no reader for a file name without ending; known:"),
    "a text too long": (["extract", "long.txt"], "2,000,001 characters are more than 2,000,000; split the text"),
    "a review without a store": (["extract", "--review", "--store", "none"], "none: no store here; make one with"),
    "a store where none can be": (["build", "--store", "/proc/none"], "/proc/none: no store can be made there"),
    "a picture of unknown ending": (["chart", "software-revenue", "-o", "a.gif"], "'gif' is no format of charts"),
    "conflicts as triples": (["conflicts", "--format", "turtle"], "Invalid value for '--format'"),
    "broken shapes of a project": (["--project", "mine", "validate"], "x.ttl: not readable as Turtle"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").touch()
    (tmp_path / "long.txt").write_text("a" * 2_000_001)
    (tmp_path / "mine" / "shapes").mkdir(parents=True)
    (tmp_path / "mine" / "shapes" / "x.ttl").write_text("@prefix broken")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_told_in_one_sentence_and_leaves_nothing_behind(case: str, folder: Path) -> None:
    arguments, expected = REFUSED[case]
    before = sorted(folder.rglob("*"))
    done = kg(*arguments)
    assert done.returncode == 2
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert "install the package" not in done.stderr
    assert sorted(folder.rglob("*")) == before


def test_all_refusals_are_tried() -> None:
    assert len(REFUSED) == 8


def test_every_command_of_the_help_stands_in_a_panel() -> None:
    from kg.cli.panels import PANELS

    shown = kg("--help", env={"COLUMNS": "80"}).stdout
    panels = re.findall(r"─ (\w+) ─", shown)
    assert panels == ["Options", *PANELS]
    listed = re.findall(r"^│ ([a-z]+) ", shown, re.MULTILINE)
    assert listed == [name for names in PANELS.values() for name in names]
    assert len(listed) == 20


def test_a_report_for_people_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    done = kg("validate", "-o", file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == ""
    assert file.read_text() == "no findings\n"


def test_a_single_claim_is_one_claim(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("In 2024 the digital economy accounted for 55 percent of Guiyang's GDP.\n")
    assert kg("extract", article).stdout.endswith("\n1 claim; 0 candidates\n")


def test_the_state_of_a_passage_is_told_in_chinese(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Guiyang\n")
    done = kg("cite", "dekgr:claim-3cc9997743ced41d", "--text", article, "--lang", "zh")
    assert "已移位 (0–7)：“Guiyang”" in done.stdout
    assert "已改动" in done.stdout
