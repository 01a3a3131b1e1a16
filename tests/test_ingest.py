"""Articles are brought into a store: again changes nothing, a corrected one replaces, bad ones stop nobody."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import typer
from test_sources_pdf import pdf
from typer.testing import CliRunner

from kg import ingest, sources
from kg.archive import Archive
from kg.cli import ingest as ingest_command
from kg.errors import KgError, SourceError, StoreError
from kg.extract import extract
from kg.graph import version
from kg.ingest import Summary
from kg.ingest.wanted import wanted
from kg.model import document_iri
from kg.store import Embedded
from kg.store.base import Solutions
from kg.terms import DEKG
from kg.validate import validate
from kg.vocabulary import shipped

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent / "ingest"
ARTICLES = HERE / "articles"
STRANGE: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "ingest" / "strange.toml").read_text(encoding="utf-8")
)["cases"]
ENV = {key: value for key, value in os.environ.items() if key not in {"KG_STORE", "COLUMNS"}}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ARTICLES, tmp_path / "articles"))


def run(store: Path, *given: str | Path, jobs: int = 1, **options: Any) -> Summary:
    opened, archive = Embedded.open(store, write=True), Archive(store / "archive", durable=False)
    try:
        return ingest.ingest(opened, archive, ingest.tasks([*map(str, given)], archive, **options), jobs=jobs)
    finally:
        opened.close()


def kg(*arguments: str | Path, env: dict[str, str | None] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command: in this process, which is quicker, with what `kg` does about errors."""
    done = CliRunner().invoke(app, [*map(str, arguments)], env={"KG_STORE": None, **(env or {})})
    if isinstance(done.exception, KgError):
        return subprocess.CompletedProcess([], 2, done.stdout, f"kg: {done.exception}\n")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return subprocess.CompletedProcess([], done.exit_code, done.stdout, done.stderr)


app = typer.Typer()
ingest_command.add(app)


def states(summary: Summary) -> list[str]:
    return [outcome.state for outcome in summary.outcomes]


def quads(store: Path) -> set[str]:
    """Return the triples of all current version graphs, with the name of their graph."""
    opened, found = Embedded.open(store), set[str]()
    try:
        for head in list(opened.matching(predicate=DEKG + "currentVersion")):
            triples = opened.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {head.object} {{ ?s ?p ?o }} }}")
            assert isinstance(triples, list)
            found |= {f"{triple.subject} {triple.predicate} {triple.object} {head.object}" for triple in triples}
    finally:
        opened.close()
    return found


def files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def labels(store: Path) -> set[str]:
    opened = Embedded.open(store)
    try:
        answer = opened.query(
            "SELECT ?label { GRAPH ?g { ?claim <http://www.w3.org/2000/01/rdf-schema#label> ?label ; "
            "<https://w3id.org/dekg/ontology#modality> ?m } FILTER (lang(?label) = 'en') }"
        )
        assert isinstance(answer, Solutions)
        return {str(getattr(row[0], "value", "")) for row in answer.rows}
    finally:
        opened.close()


def test_a_folder_is_ingested_and_again_changes_nothing(store: Path, articles: Path) -> None:
    first = run(store, articles)
    assert states(first) == ["new"] * 3
    assert first.claims == 12
    assert first.candidates == 2
    before, kept = quads(store), files(store / "archive")
    second = run(store, articles)
    assert states(second) == ["same"] * 3
    assert (second.claims, second.candidates) == (0, 0)
    assert quads(store) == before
    assert files(store / "archive") == kept
    assert "Guiyang, digital economy share of GDP, 2030: 52.3%" in labels(store)


def test_an_ingested_store_breaks_no_rule(store: Path, articles: Path) -> None:
    run(store, articles)
    opened = Embedded.open(store)
    try:
        report = validate(opened, shipped())
    finally:
        opened.close()
    assert report.counts["violation"] == 0, [finding.message["en"] for finding in report.findings[:3]]


def test_every_claim_of_every_text_cites_what_stands_there_byte_for_byte(tmp_path: Path) -> None:
    archive, lines, claims = Archive(tmp_path / "archive", durable=False), [], 0
    folders = [ROOT / "tests" / "extract" / "texts", ROOT.parent / "shared" / "evals" / "texts"]
    texts = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    assert len(texts) >= 55
    for path in texts:
        document = sources.read(path).document
        archive.add_text(document.text or "")
        found = version(document, extract(document, shipped()).claims, shipped())
        claims += len(found.claims)
        lines += [f"{quad} .\n" for quad in found.quads]
    export = tmp_path / "graph.nq"
    export.write_text("".join(lines), encoding="utf-8")
    done = checker(export, tmp_path / "archive")
    assert done.returncode == 0, done.stdout
    passages, cited, wrong = (int(word) for word in done.stdout.split() if word.isdigit())
    assert (cited, wrong) == (claims, 0)
    assert passages >= 300


def checker(export: Path, archive: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(HERE / "check_passages.py"), str(export), str(archive)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_the_independent_checker_sees_a_moved_passage_and_a_changed_text(store: Path, articles: Path) -> None:
    run(store, articles / "plain.txt")
    lines = [f"{quad} .\n" for quad in sorted(quads(store))]
    export = store / "graph.nq"
    export.write_text("".join(lines), encoding="utf-8")
    assert checker(export, store / "archive").returncode == 0
    moved = [re.sub(r'oa#end> "46"', 'oa#end> "45"', line) for line in lines]
    assert moved != lines
    export.write_text("".join(moved), encoding="utf-8")
    assert "1 wrong" in checker(export, store / "archive").stdout
    export.write_text("".join(lines), encoding="utf-8")
    [text] = (store / "archive" / "texts").rglob("*.txt")
    text.write_text(text.read_text(encoding="utf-8").replace("410", "411"), encoding="utf-8")
    assert checker(export, store / "archive").returncode == 1


def test_a_corrected_article_replaces_its_old_version_as_a_whole(store: Path, articles: Path) -> None:
    run(store, articles)
    text = articles / "software.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("52.3 percent", "53.1 percent"), encoding="utf-8")
    summary = run(store, articles)
    assert sorted(states(summary)) == ["changed", "same", "same"]
    found = labels(store)
    assert "Guiyang, digital economy share of GDP, 2030: 53.1%" in found
    assert not [label for label in found if "52.3" in label]
    archive = Archive(store / "archive")
    name = document_iri("https://news.example.org/2031/guiyang-software.html")
    assert len(archive.versions(name)) == 2
    assert all(archive.has_text(record.text) for record in archive.versions(name))


def test_a_changed_date_alone_makes_a_new_version(store: Path, articles: Path) -> None:
    run(store, articles / "software.txt")
    listed = articles / "docs.jsonl"
    listed.write_text(listed.read_text(encoding="utf-8").replace("2031-04-02", "2031-04-03"), encoding="utf-8")
    assert states(run(store, articles / "software.txt")) == ["changed"]
    assert '"2031-04-03"' in "".join(quads(store))


def test_bad_files_are_told_and_do_not_stop_the_rest(store: Path, articles: Path) -> None:
    (articles / "empty.txt").write_bytes(b"  \n")
    (articles / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    given = [sys.executable, "-m", "kg.cli", "ingest", articles, articles / "missing.txt", "--store", store]
    done = subprocess.run(
        [*map(str, given), "--format", "json", "--jobs", "1"],
        capture_output=True,
        encoding="utf-8",
        env=ENV,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    table = json.loads(done.stdout)
    assert table["documents"] == {"new": 3, "changed": 0, "same": 0, "refused": 3}
    assert {Path(each["source"]).name for each in table["refused"]} == {"empty.txt", "broken.pdf", "missing.txt"}
    assert all(each["reason"].count("\n") == 0 and "Traceback" not in each["reason"] for each in table["refused"])
    assert table["candidates"]["total"] == 2
    assert "no indicator" in table["candidates"]["reasons"]
    assert {each["name"] for each in table["provisional"]} >= {"清溪区"}


def test_where_nothing_can_be_done_the_exit_code_is_two(store: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert kg("ingest", tmp_path / "empty.txt", "--store", store).returncode == 2
    missing = kg("ingest", tmp_path / "none.txt", "--store", store)
    assert missing.returncode == 2
    assert "no such file or folder" in missing.stderr
    assert "name files, folders or addresses" in kg("ingest", "--store", store).stderr
    assert "give --store DIR" in kg("ingest", ARTICLES).stderr


def test_several_processes_give_the_same_graph_as_one(empty: Path, store: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(12):
        words = (ARTICLES / "plain.txt").read_text(encoding="utf-8").replace("410", str(410 + number))
        (many / f"{number:02}.txt").write_text(words, encoding="utf-8")
    assert states(run(store, many, jobs=2)) == ["new"] * 12
    other = Path(shutil.copytree(empty, tmp_path / "other"))
    assert states(run(other, many)) == ["new"] * 12
    assert quads(store) == quads(other)


def test_one_document_cannot_have_two_texts_in_one_run(store: Path, articles: Path) -> None:
    text = (articles / "plain.txt").read_text(encoding="utf-8")
    for name, words in (("one", text), ("two", text.replace("410", "420")), ("three", text)):
        (articles / f"{name}.html.txt").write_text(words, encoding="utf-8")
        (articles / f"{name}.html.txt.toml").write_text('url = "https://news.example.org/same"\n', encoding="utf-8")
    summary = run(store, *sorted(articles.glob("*.html.txt")))
    assert states(summary) == ["new", "same", "refused"]
    assert "the same document as" in summary.refused[0].reason


def test_a_second_writer_is_told_so_in_a_sentence(store: Path) -> None:
    opened, _ = ingest.open_both(str(store))
    try:
        done = kg("ingest", ARTICLES, "--store", store)
    finally:
        opened.close()
    assert done.returncode == 2
    assert "another process is writing to this store" in done.stderr
    with pytest.raises(StoreError, match="a remote store is only read"):
        ingest.open_both("https://example.org/sparql")


def test_the_archive_alone_is_ingested_anew_where_the_store_was_lost(store: Path, empty: Path, tmp_path: Path) -> None:
    run(store, ARTICLES)
    fresh = Path(shutil.copytree(empty, tmp_path / "fresh"))
    shutil.copytree(store / "archive", fresh / "archive")
    shutil.rmtree(fresh / "archive" / "ingested")
    assert states(run(fresh)) == ["new"] * 3
    assert quads(fresh) == quads(store)
    [name] = [r.document for r in Archive(store / "archive").documents() if r.title == "Hangzhou in figures"]
    assert states(run(fresh, name)) == ["same"]
    with pytest.raises(SourceError, match="the archive is empty"):
        run(empty)


def test_a_lost_store_is_noticed_though_the_notes_say_it_was_done(store: Path, empty: Path, tmp_path: Path) -> None:
    run(store, ARTICLES / "plain.txt")
    fresh = Path(shutil.copytree(empty, tmp_path / "fresh"))
    shutil.copytree(store / "archive", fresh / "archive")
    assert states(run(fresh, ARTICLES / "plain.txt")) == ["new"]
    (fresh / "archive" / "ingested").rglob("*.json").__next__().write_text("{ torn", encoding="utf-8")
    assert states(run(fresh, ARTICLES / "plain.txt")) == ["same"]


def test_a_claims_file_and_a_table_are_taken_whole_or_not_at_all(store: Path, tmp_path: Path) -> None:
    good = ROOT / "kg" / "corpus" / "guiyang-2024-03-13.toml"
    table = tmp_path / "figures.csv"
    table.write_text("place,variable,period,value,unit\nGuiyang,variable-gdp,2030,600,billion CNY\n", encoding="utf-8")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("place,variable,period,value,unit\nGuiyang,variable-gdp,2030,600,percent\n", encoding="utf-8")
    summary = run(store, good, table, wrong)
    assert states(summary) == ["new", "new", "refused"]
    assert "is not given in unit:PERCENT" in summary.refused[0].reason
    assert "Guiyang, GDP, 2030: 600 billion CNY" in {
        label.replace("gross domestic product", "GDP") for label in labels(store)
    }
    assert states(run(store, good, table)) == ["same", "same"]


def test_how_a_claim_came_about_stands_in_its_graph(store: Path) -> None:
    run(store, ARTICLES / "plain.txt")
    text = "".join(quads(store))
    assert "prov#wasGeneratedBy" in text
    assert "ontology#ExtractionActivity" in text
    assert '"read by kg extract"@en' in text
    assert "prov#endedAtTime" not in text


def test_what_the_reference_lacks_is_described_kept_apart_and_listed(store: Path, tmp_path: Path) -> None:
    run(store, ARTICLES)
    other = tmp_path / "other.txt"
    other.write_text("2031年，清溪区新增大数据企业52家，数字经济增长7.4%。\n", encoding="utf-8")
    run(store, other)
    opened = Embedded.open(store)
    try:
        found = wanted(opened, "zh")
    finally:
        opened.close()
    assert (found[0].layer, found[0].name, found[0].documents) == ("place", "清溪区", 2)
    assert found[0].claims >= 2
    done = kg("wanted", "--store", store, "--lang", "zh")
    assert done.stdout.splitlines()[2].split()[:4] == ["2", str(found[0].claims), "地点", "清溪区"]
    told = kg("wanted", "--store", store, "--format", "json")
    assert json.loads(told.stdout)[0]["name"] == "Qingxi District"  # romanised
    assert not [quad for quad in quads(store) if "provisional" in quad and ("exactMatch" in quad or "sameAs" in quad)]


def strange_bytes(case: dict[str, Any]) -> bytes:
    words = str(case.get("text", ""))
    match case.get("form", "plain"):
        case "pdf":
            return pdf(*case["pages"])
        case "huge":
            return b"<html><body><p>" + b"Riverton grows. " * (52 * 2**16) + b"</p></body></html>"
        case "xlsx":
            return sheet(case["rows"])
        case _:
            mark = "\ufeff" if case.get("mark") else ""
            return (mark + words).encode(case.get("encoding", "utf-8"))


def sheet(rows: list[list[str]]) -> bytes:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_all_strange_sources_are_there() -> None:
    assert len(STRANGE) == 13
    assert sum("refused" in case for case in STRANGE) == 6


def test_a_stranger_gets_a_clear_answer_for_each_source(store: Path, tmp_path: Path) -> None:
    for number, case in enumerate(STRANGE):
        (tmp_path / f"{number:02}{case['suffix']}").write_bytes(strange_bytes(case))
    paths = [tmp_path / f"{number:02}{case['suffix']}" for number, case in enumerate(STRANGE)]
    summary = run(store, *paths)
    for case, outcome in zip(STRANGE, summary.outcomes, strict=True):
        if "refused" in case:
            assert outcome.state == "refused", case["name"]
            assert case["refused"] in outcome.reason, (case["name"], outcome.reason)
            assert len(outcome.reason.splitlines()) == 1
        else:
            assert outcome.state in {"new", "same"}, (case["name"], outcome.reason)
    found = labels(store)
    for case in STRANGE:
        for label in case.get("claims", ()):
            assert label in found, case["name"]


class Page(BaseHTTPRequestHandler):
    words = "52.3"

    def do_GET(self) -> None:
        body = (
            "<html lang='en'><head><title>Guiyang in figures</title><meta name='PubDate' content='2031-04-02'></head>"
            f"<body><article><h1>Guiyang in figures</h1><p>The digital economy made up {self.words} percent of the GDP "
            "of Guiyang in 2030, said the statistics office of the city on Tuesday.</p><p>A new hall for fairs was "
            "opened beside the river, and people came from afar to see it.</p></article></body></html>"
        ).encode()
        self.send_response(200 if self.path == "/page" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_address_is_fetched_kept_and_ingested(store: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = run(store, f"{site}/page", f"{site}/none", allow_private=True)
    assert states(summary) == ["new", "refused"]
    assert "has no such page" in summary.refused[0].reason
    assert "Guiyang, digital economy share of GDP, 2030: 52.3%" in labels(store)
    [record] = Archive(store / "archive").documents()
    assert record.snapshot is not None
    assert record.fetched is not None
    assert states(run(store, f"{site}/page", allow_private=True)) == ["same"]
    monkeypatch.setattr(Page, "words", "53.4")
    assert states(run(store, f"{site}/page", allow_private=True)) == ["changed"]
    assert "Guiyang, digital economy share of GDP, 2030: 53.4%" in labels(store)
    assert run(store, f"{site}/page").outcomes[0].state == "refused"  # inside this machine, and not allowed


def test_summary_and_help_are_short_and_in_two_languages(store: Path) -> None:
    done = kg("ingest", ARTICLES, "--store", store, "--lang", "zh", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert "新增" in done.stdout
    assert "kg extract --review" in done.stdout
    assert max(map(len, kg("ingest", "--help", env={"COLUMNS": "80"}).stdout.splitlines())) <= 80
