"""`kg extract` as people use it: claims with their quotes, candidates on request, several sources, addresses."""

import json
import subprocess
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len
from test_ingest import ARTICLES, site
from typer.testing import CliRunner

from kg.archive import Archive
from kg.cli import extract as extract_command
from kg.cli import output
from kg.errors import KgError

__all__ = ["site"]  # a fixture

app = typer.Typer()
extract_command.add(app)


def kg(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    done = CliRunner().invoke(app, [*map(str, arguments)], env={"KG_STORE": None, "COLUMNS": "80"})
    if isinstance(done.exception, KgError):
        return subprocess.CompletedProcess([], 2, done.stdout, str(done.exception))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return subprocess.CompletedProcess([], done.exit_code, done.stdout, done.stderr)


def test_each_claim_stands_with_its_quotes_and_where_they_stand() -> None:
    lines = kg(ARTICLES / "software.txt").stdout.splitlines()
    at = lines.index("Guiyang, digital economy share of GDP, 2030: 52.3%")
    assert lines[at + 1] == "  247–314  The digital economy made up 52.3 percent of the city's GDP in 2030."
    assert lines[at + 2] == "  0–7  Guiyang"
    assert "Guiyang, software and information technology services revenue, 2032: 120 billion CNY (target)" in lines
    assert lines[-1] == "5 claims; 2 candidates (show them with: --candidates -)"
    assert "3 yuan" not in "\n".join(lines)


def test_candidates_are_shown_or_written_with_their_reasons(tmp_path: Path) -> None:
    shown = kg(ARTICLES / "software.txt", "--candidates", "-").stdout
    assert "  404–410  3 yuan" in shown
    assert "a price, fee or rate" in shown
    assert "价格、费用或费率" in kg(ARTICLES / "software.txt", "--candidates", "-", "--lang", "zh").stdout
    file = tmp_path / "rest.jsonl"
    kg(ARTICLES / "software.txt", "--candidates", file)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["value"] for row in rows] == [3, 7]
    assert any("a price, fee or rate" in row["reasons"] for row in rows)
    assert all(row["reasons"] and row["id"].startswith("candidate-") for row in rows)


@pytest.mark.parametrize(("name", "language"), [("software", "en"), ("jiangbei", "zh")])
def test_what_is_shown_fits_a_terminal_of_80_columns(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    monkeypatch.setattr(output, "console", lambda stderr=False: Console(stderr=stderr, width=80, markup=False))
    done = kg(ARTICLES / f"{name}.txt", "--lang", language, "--candidates", "-")
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert len(done.stdout.splitlines()) > 10


def test_chinese_is_shown_in_chinese() -> None:
    done = kg(ARTICLES / "jiangbei.txt", "--lang", "zh")
    assert "成都市，软件服务收入增速，2030年：11.3%" in done.stdout
    assert "参考数据所缺：清溪区" in done.stdout
    assert done.stdout.endswith("5条断言；0条候选\n")


def test_several_sources_are_read_and_a_bad_one_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = kg(ARTICLES / "plain.txt", tmp_path / "empty.txt", ARTICLES / "software.txt")
    assert done.returncode == 1
    assert "the text is empty" in done.stderr
    assert "Hangzhou in figures" in done.stdout
    assert "52.3%" in done.stdout
    assert kg(tmp_path / "empty.txt").returncode == 2
    assert "give files or addresses" in kg().stderr


def test_single_files_can_be_written_in_the_evaluation_schema() -> None:
    done = kg(ARTICLES / "plain.txt", "--format", "claims-jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    text = (ARTICLES / "plain.txt").read_text(encoding="utf-8")
    assert [(row["place"], row["value"]) for row in rows] == [("Hangzhou", 410), ("Hangzhou", 8.1)]
    assert all(str(row["value"]) in text[row["quote_start"] : row["quote_end"]] for row in rows)


def test_an_address_is_fetched_and_kept_only_if_a_store_is_named(site: str, tmp_path: Path) -> None:
    done = kg(f"{site}/page", "--allow-private")
    assert "Guiyang, digital economy share of GDP, 2030: 52.3%" in done.stdout
    kg(f"{site}/page", "--allow-private", "--store", tmp_path / "store")
    [record] = Archive(tmp_path / "store" / "archive").documents()
    assert record.title == "Guiyang in figures"
    assert "inside this machine" in kg(f"{site}/page").stderr
