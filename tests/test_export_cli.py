"""The command `kg export`: parts of the graph, folders, the table of formats, and clear refusals."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warm import program

from kg.cli import application
from kg.errors import ExportError
from kg.export import save


def kg(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "KG_STORE"}
    done = subprocess.run(
        [program(), "export", *map(str, arguments)],
        capture_output=True,
        env={**environment, "PYTHONIOENCODING": "utf-8", "COLUMNS": "300"},
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_list_names_every_format_with_file_media_type_and_use() -> None:
    english, chinese = kg("--list"), kg("--list", "--lang", "zh")
    rows = list(csv.DictReader(io.StringIO(english.stdout)))
    assert {row["format"] for row in rows} >= {
        "turtle",
        "jsonld-claim",
        "csvw",
        "cube",
        "nanopub",
        "geojson",
        "catalogue",
    }
    turtle = next(row for row in rows if row["format"] == "turtle")
    assert (turtle["file"], turtle["media type"]) == (".ttl", "text/turtle")
    assert len(list(csv.DictReader(io.StringIO(chinese.stdout)))) == len(rows)
    assert "完整图谱" in chinese.stdout


def test_a_frame_writes_a_folder_of_a_part_of_the_graph(tmp_path: Path) -> None:
    part = ("--place", "Guiyang", "--indicator", "software services revenue", "--since", "2023-01-01")
    done = kg("jsonld", "--frame", "claim", *part, "-o", tmp_path / "claims")
    assert done.returncode == 0, done.stderr
    written = sorted((tmp_path / "claims").iterdir())
    assert f"{len(written)} files" in done.stderr
    assert written
    for path in written:
        document = json.loads(path.read_text("utf-8"))
        assert document["refArea"]["id"] == "dekgr:place-guiyang"
        assert document["refPeriod"]["startDate"] >= "2023-01-01"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "no format is named; list them with: kg export --list"),
        (("papyrus",), "'papyrus' is no export format; known: bibtex, "),
        (("turtle", "--format", "trig"), "two formats are named, 'turtle' and 'trig'; give one"),
        (("turtle", "--frame", "claim"), "--frame 'claim': no such view of 'turtle'; it has none"),
        (("jsonld", "--frame", "city"), "--frame 'city': no such view of 'jsonld'; known: claim"),
        (("turtle", "--since", "2020"), "--since '2020': expected a day such as 2020-01-01"),
        (("turtle", "--place", "Nowhereville"), "--place 'Nowhereville' is not known"),
        (("csvw",), "give a folder: -o DIR"),
        (("turtle", "--lang", "fr"), "--lang 'fr': expected one of en, zh"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(arguments: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(application(), ["export", *arguments], env={"KG_STORE": ""})
    assert isinstance(done.exception, ExportError)
    assert told in str(done.exception)
    assert done.stdout == ""


def test_a_refusal_ends_the_command_with_2_and_one_line() -> None:
    done = kg("papyrus")
    assert done.returncode == 2
    assert done.stderr.startswith("kg: 'papyrus' is no export format")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(ExportError, match="taken: cannot be written"):
        save({"a.csv": b"x"}, tmp_path / "taken")
