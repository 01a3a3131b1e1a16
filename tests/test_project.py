"""A project of one's own: a place, an industry, an indicator, a question, rules and an exporter, and `kg/` as it is.

Everything runs in processes of their own, from a folder of their own, as a second user would: the files are those of
`tests/project/lantern-bay/`, the exporter is a package that the tests put on the import path with its metadata.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import assets
from kg.errors import AssetError

CASES = Path(__file__).parent / "project"
DEKGR = "https://w3id.org/dekg/id/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(CASES / "lantern-bay", tmp_path / "lantern-bay")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Return a folder that holds the exporter's package as an installer leaves it: code and metadata."""
    folder = tmp_path / "site"
    shutil.copytree(CASES / "package", folder)
    metadata = folder / "lantern_cards-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: lantern-cards\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(
        "[kg.exporters]\nlantern-cards = lantern_cards:write\n", encoding="utf-8"
    )
    return folder


def kg(
    *arguments: str | Path, folder: Path, path: Path | None = None, **variables: str
) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name not in {"KG_STORE", assets.PROJECT, "COLUMNS"}}
    environment = {**kept, **variables, **({"PYTHONPATH": str(path)} if path else {})}
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        timeout=120,
        check=False,
    )


def done(*arguments: str | Path, folder: Path, path: Path | None = None, **variables: str) -> str:
    run = kg(*arguments, folder=folder, path=path, **variables)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_package_itself_knows_nothing_of_it(tmp_path: Path) -> None:
    assert "nothing of that name" in kg("show", "Lantern Bay", folder=tmp_path).stderr
    assert "no shipped query" in kg("query", "lantern-revenue", folder=tmp_path).stderr
    assert "no export format" in kg("export", "-f", "lantern-cards", folder=tmp_path).stderr


def test_place_industry_and_indicator_are_read_out_of_a_text(project: Path) -> None:
    (docs := project.parent / "docs.jsonl").write_text('{"id": "article", "lang": "en"}\n', encoding="utf-8")
    texts = project.parent / "texts"
    texts.mkdir()
    shutil.copy(CASES / "article.txt", texts / "article.txt")
    told = done("--project", project, "extract", "--docs", docs, "--texts", texts, folder=project.parent)
    (claim,) = [json.loads(line) for line in told.splitlines()]
    assert (claim["value"], claim["unit"], claim["comparator"], claim["period"]) == (3.2e9, "CNY", ">", "2023")
    assert "Lantern Bay District" in json.dumps(claim)
    assert "lantern" in claim["indicator"] or "lantern" in claim["industry"]


def test_the_question_is_listed_and_answered_with_its_claim(project: Path) -> None:
    assert "lantern-revenue" in done("queries", folder=project, KG_PROJECT=str(project))
    (row,) = csv.DictReader(done("query", "lantern-revenue", folder=project, KG_PROJECT=str(project)).splitlines())
    assert (row["place"], row["lower"]) == (DEKGR + "place-lantern-bay", "3200000000")
    shown = done("--project", project, "show", "灯笼湾", "--lang", "zh", folder=project)
    assert "智能纸灯产业收入" in shown
    assert row["claim"].removeprefix(DEKGR) in shown


def test_names_of_the_project_are_understood_in_shipped_questions(project: Path) -> None:
    told = done("--project", project, "query", "figure", "-p", "place=Lantern Bay", "-p", "period=2023", "-p",
                "variable=smart paper lanterns revenue", "-f", "json", folder=project)  # fmt: skip
    (row,) = json.loads(told)
    assert row["lower"] == "3200000000" or row["lower"] == 3200000000


def test_shapes_and_checks_of_the_project_hold(project: Path) -> None:
    assert kg("--project", project, "validate", folder=project).returncode == 0
    claims = project / "corpus" / "lantern-gazette.toml"
    text = claims.read_text("utf-8").replace("place-lantern-bay", "place-guiyang")
    claims.write_text(text.replace('publisher = "org-lantern-gazette"\n', ""), encoding="utf-8")
    run = kg("--project", project, "validate", "--format", "json", folder=project)
    assert run.returncode == 1
    assert "only Lantern Bay District makes them" in run.stdout
    assert "Say who published the article." in run.stdout


def test_a_store_is_built_with_it_and_answers_alone(project: Path) -> None:
    store = project.parent / "store"
    done("--project", project, "build", project / "corpus", "--store", store, folder=project)
    (row,) = csv.DictReader(
        done(
            "query", project / "queries" / "answers" / "lantern-revenue.rq", "--store", store, folder=project
        ).splitlines()
    )
    assert row["lower"] == "3200000000"
    store_with_bad_claims = project.parent / "other"
    claims = project / "corpus" / "lantern-gazette.toml"
    claims.write_text(claims.read_text("utf-8").replace("place-lantern-bay", "place-guiyang"), encoding="utf-8")
    run = kg("--project", project, "build", project / "corpus", "--store", store_with_bad_claims, folder=project)
    assert run.returncode == 1
    assert "nothing was loaded" in run.stderr


def test_the_exporter_is_found_and_writes(project: Path, packages: Path) -> None:
    cards = done("--project", project, "export", "-f", "lantern-cards", folder=project, path=packages)
    assert "* Lantern Bay District, smart paper lanterns revenue, 2023: more than 3.2 billion CNY" in cards.splitlines()
    assert len(cards.splitlines()) > 100


def test_links_of_the_project_enter_the_graph(project: Path) -> None:
    told = done("--project", project, "link", "list", "Lantern Bay", folder=project)
    assert "wikidata.org/entity/Q900000001" in told
    sets = done("--project", project, "query", "linksets", folder=project)
    assert "http://www.w3.org/2004/02/skos/core#exactMatch,1" in sets
    wanted = done("--project", project, "link", "wanted", "--kind", "County", folder=project)
    assert "place-lantern-bay" not in wanted


def test_an_item_that_the_project_claims_again_stops_the_build(project: Path) -> None:
    table = project / "ontology" / "reference" / "links" / "lantern-bay.sssom.tsv"
    table.write_text(table.read_text("utf-8").replace("Q900000001", "Q192271"), encoding="utf-8")
    run = kg("--project", project, "query", "linksets", folder=project)
    assert run.returncode == 2
    assert "is claimed by dekgr:place-lantern-bay and by dekgr:place-guiyang" in run.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [("nowhere", "no such folder; a project is a folder with ontology/"), ("empty", "holds none of ontology/")],
)
def test_a_folder_that_is_no_project_is_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    run = kg("--project", tmp_path / name, "queries", folder=tmp_path)
    assert run.returncode == 2
    assert words in run.stderr


def test_a_question_whose_name_is_taken_is_refused(project: Path) -> None:
    shutil.copy(CASES / "lantern-bay/queries/answers/lantern-revenue.rq", project / "queries/answers/about.rq")
    run = kg("--project", project, "queries", folder=project)
    assert run.returncode == 2
    assert "a query of this name is there already" in run.stderr


def test_a_file_that_is_no_turtle_is_named(project: Path) -> None:
    (project / "ontology" / "reference" / "more.ttl").write_text("dekgr:x a .", encoding="utf-8")
    run = kg("--project", project, "show", "Guiyang", folder=project)
    assert run.returncode == 2
    assert "more.ttl: not readable as Turtle" in run.stderr


def test_several_projects_are_added_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "shapes").mkdir(parents=True)
    monkeypatch.setenv(assets.PROJECT, os.pathsep.join(str(tmp_path / name) for name in ("b", "a")))
    assert assets.projects() == [tmp_path / "b", tmp_path / "a"]
    monkeypatch.setenv(assets.PROJECT, str(tmp_path / "c"))
    with pytest.raises(AssetError, match="no such folder"):
        assets.shape_files()
