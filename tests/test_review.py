"""A person decides on candidates in the terminal; what is decided is kept with who and when, and enters the graph."""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from test_ingest import labels, quads, run, states
from typer.testing import CliRunner

from kg import ingest
from kg.archive import Archive, Decision
from kg.cli import extract as extract_command
from kg.errors import ExtractError, KgError
from kg.ingest.judging import decided, gate_of
from kg.ingest.reviewing import Review
from kg.sources.metadata import Metadata, document
from kg.store import Embedded
from kg.vocabulary import shipped

ARTICLE = (
    "Guiyang, 2 April\n\nThe digital economy of the city grew 9.7 percent in 2030 from a year earlier.\n\n"
    "Workshops of Guiyang saw 31 billion yuan go by in 2030.\n\nA tram ride costs 3 yuan.\n"
)
app = typer.Typer()
extract_command.add(app)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one article, two figures of which are candidates."""
    home = tmp_path_factory.mktemp("review")
    (home / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (home / "article.txt.toml").write_text('published = 2031-04-02\ntitle = "Guiyang builds"\n', encoding="utf-8")
    opened, _ = ingest.open_both(str(home / "store"))
    opened.close()
    assert states(run(home / "store", home / "article.txt")) == ["new"]
    return home / "store"


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "store"))


def kg(*arguments: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    done = CliRunner().invoke(app, [*map(str, arguments)], input=typed, env={"KG_STORE": None, "KG_WHO": None})
    if isinstance(done.exception, KgError):
        return subprocess.CompletedProcess([], 2, done.stdout, str(done.exception))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return subprocess.CompletedProcess([], done.exit_code, done.stdout, done.stderr)


def test_a_candidate_is_corrected_and_another_rejected_by_typed_lines(store: Path) -> None:
    typed = "a\nc\nindicator\nfixed-asset investment\nindustry\nindustrial sector\n\ny\nr\n"
    done = kg("--review", "--store", store, "--who", "An Editor", typed=typed)
    assert "no claim as it stands" in done.stdout  # as it is, it cannot be accepted
    assert "claimed: Guiyang, " in done.stdout
    assert "0 accepted, 1 corrected, 1 rejected; 0 open" in done.stdout
    [claimed] = [label for label in labels(store) if "31 billion CNY" in label]
    assert "fixed-asset investment" in claimed
    archive = Archive(store / "archive")
    [record] = archive.documents()
    kept = archive.decisions(record.document)
    assert {each.verdict for each in kept} == {"corrected", "rejected"}
    assert {each.who for each in kept} == {"An Editor"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", each.when) for each in kept)
    text = "".join(quads(store))
    assert '"decided by An Editor"@en' in text
    assert f'endedAtTime> "{next(each.when for each in kept if each.correction)[:19]}' in text
    assert "no candidate is open" in kg("--review", "--store", store, "--who", "An Editor").stderr


def test_decisions_outlive_another_ingest_and_a_lost_graph(store: Path) -> None:
    typed = "c\nindicator\nfixed-asset investment\nindustry\nindustrial sector\n\ny\nq\n"
    assert "1 corrected, 0 rejected; 1 open" in kg("--review", "--store", store, "--who", "E", typed=typed).stdout
    before = quads(store)
    article = store.parent / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    (store.parent / "article.txt.toml").write_text(
        'published = 2031-04-02\ntitle = "Guiyang builds"\n', encoding="utf-8"
    )
    assert states(run(store, article)) == ["same"]
    shutil.rmtree(store / "archive" / "ingested")
    assert states(run(store, article)) == ["same"]
    assert quads(store) == before


def test_a_decision_whose_graph_was_not_made_is_completed_by_the_next_review(store: Path) -> None:
    opened, archive = Embedded.open(store, write=True), Archive(store / "archive", durable=False)
    try:
        review = Review(opened, archive, "E")
        each = next(each for each in review.open() if each.row["value"] == 31_000_000_000)
        row = review.corrected(each, "indicator", "fixed-asset investment")
        row = {**row, "industry": "industrial sector"}
        seen = review.look(each, row)
        assert seen.problems
        current = opened.current(f"https://w3id.org/dekg/id/{each.record.document}")
        # as if the process had been killed between decision and graph
        archive.decide(
            Decision(
                each.record.document,
                each.row["id"],
                "corrected",
                "E",
                "2031-05-01T10:00:00+00:00",
                row,
                "",
                dict(each.row),
            )
        )
        assert [outcome.state for outcome in review.complete().outcomes] == ["changed"]
        assert opened.current(f"https://w3id.org/dekg/id/{each.record.document}") != current
    finally:
        opened.close()
    assert any("31 billion" in label for label in labels(store))


def test_a_decision_on_a_passage_that_changed_lapses_and_is_told(store: Path) -> None:
    typed = "c\nindicator\nfixed-asset investment\nindustry\nindustrial sector\n\ny\nq\n"
    kg("--review", "--store", store, "--who", "E", typed=typed)
    archive = Archive(store / "archive")
    [record] = archive.documents()
    [kept] = archive.decisions(record.document)
    assert kept.correction is not None
    other = document(ARTICLE.replace("31 billion", "32 billion"), Metadata(url=record.url, published="2031-04-02"))
    judged = decided([kept], gate_of(other, shipped()))
    assert not judged.claims
    assert judged.refused[0]["reasons"] == ["decision: the passage that it was taken on has changed"]
    same = document(ARTICLE, Metadata(url=record.url, published="2031-04-02"))
    assert len(decided([kept], gate_of(same, shipped())).claims) == 1


@pytest.mark.parametrize(
    ("role", "value", "reason"),
    [
        ("value", "900", "cannot be corrected; expected one of place"),
        ("place", "Nowhereville", "neither in the ontology nor in the text"),
        ("indicator", "happiness of cats", "neither in the ontology nor in the text"),
        ("period", "last year", "is not a period"),
        ("comparator", "!", "is no bound"),
        ("kind", "guess", "is not one of"),
        ("modality", "hoped", "is no modality"),
    ],
)
def test_a_correction_that_makes_no_claim_is_refused_with_the_reason(
    filled: Path, role: str, value: str, reason: str
) -> None:
    opened = Embedded.memory()
    review = Review(opened, Archive(filled / "archive"), "E")
    each = next(each for each in review.open() if each.row["value"] == 31_000_000_000)
    good = {"indicator": "fixed-asset investment", "industry": "industrial sector"}

    def corrected() -> None:
        review.look(each, {**review.corrected(each, role, value), **{k: v for k, v in good.items() if k != role}})

    with pytest.raises(ExtractError, match=reason):
        corrected()


def test_a_number_is_read_from_its_passage_whatever_a_decision_says(filled: Path) -> None:
    review = Review(Embedded.memory(), Archive(filled / "archive"), "E")
    each = next(each for each in review.open() if each.row["value"] == 31_000_000_000)
    with pytest.raises(ExtractError, match="a number is read from its passage"):
        review.look(
            each, {**each.row, "value": 32_000_000_000, "indicator": "revenue", "industry": "software services"}
        )
    with pytest.raises(ExtractError, match="it can only be rejected"):
        review.look(each, {**each.row, "quote_start": None})


def test_a_review_needs_a_store_and_ends_with_its_input(store: Path) -> None:
    assert "give --store DIR" in kg("--review").stderr
    done = kg("--review", "--store", store, "--who", "E", "--lang", "zh", typed="s\n")
    assert done.returncode == 0
    assert "a 采纳" in done.stdout
    assert "采纳0条，更正0条，否决0条；余2条" in done.stdout


def test_on_a_terminal_single_keys_decide_and_the_roles_are_marked(store: Path) -> None:
    pty = pytest.importorskip("pty")
    child, screen = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "40"}
        os.execv(  # noqa: S606 (its own program)
            sys.executable, [sys.executable, "-m", "kg.cli", "extract", "--review", "--store", str(store), "--who", "E"]
        )
    seen = _until(screen, "q quit")
    assert "31 billion yuan" in seen
    assert "\x1b[1;7m31 billion yuan\x1b[0m" in seen  # the figure stands out
    time.sleep(0.5)  # keys pressed before the program listens are dropped
    os.write(screen, b"r")
    seen = _until(screen, "q quit")
    assert "rejected" in seen
    assert "2/2" in seen
    time.sleep(0.5)
    os.write(screen, b"q")
    assert "1 rejected; 1 open" in _until(screen, "open")
    os.waitpid(child, 0)
    os.close(screen)
    [record] = Archive(store / "archive").documents()
    assert [each.verdict for each in Archive(store / "archive").decisions(record.document)] == ["rejected"]


def _until(screen: int, words: str) -> str:
    seen, end = b"", time.monotonic() + 60
    while time.monotonic() < end and words.encode() not in seen:
        if select.select([screen], [], [], 0.2)[0]:
            try:
                seen += os.read(screen, 4096)
            except OSError:
                break
    return seen.decode(errors="replace")
