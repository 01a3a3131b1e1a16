"""A run is killed at every step: each document has its old version or its new one, and the next run completes it."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import ingest
from kg.archive import Archive
from kg.graph import graph_iri
from kg.store import Embedded
from kg.store.base import Solutions
from kg.terms import DEKG

HERE = Path(__file__).parent / "ingest"
CRASH = HERE / "crash.py"
STEPS = 10
"""Prescribed steps that are tried here, spread over all; `benchmarks/crash.py` tries every one."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return prepared(tmp_path_factory.mktemp("crash"))


def prepared(home: Path) -> tuple[Path, Path]:
    """Make a store with the old versions, and a folder with the corrected articles."""
    articles = Path(shutil.copytree(HERE / "articles", home / "articles"))
    opened, archive = ingest.open_both(str(home / "store"))
    ingest.ingest(opened, archive, ingest.tasks([str(articles)], archive))
    opened.close()
    for name, old, new in (("software", "52.3", "53.1"), ("jiangbei", "6120", "6130"), ("plain", "410", "411")):
        text = (articles / f"{name}.txt").read_text(encoding="utf-8")
        (articles / f"{name}.txt").write_text(text.replace(old, new), encoding="utf-8")
        sidecar = articles / f"{name}.txt.toml"
        sidecar.write_text(f'url = "https://news.example.org/{name}"\npublished = 2031-04-08\n', encoding="utf-8")
    return home / "store", articles


def graphs(store: Path) -> dict[str, str]:
    """Return the version graph of each document; each is whole, and nothing lies about beside them."""
    opened = Embedded.open(store)
    try:
        heads: dict[str, str] = {}
        for quad in opened.matching(predicate=DEKG + "currentVersion"):
            document, graph = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
            assert document not in heads
            heads[document] = graph
        named = rows(opened, "SELECT DISTINCT ?g { GRAPH ?g {} }")
        assert sorted(g for (g,) in named if "/graph/doc-" in g) == sorted(heads.values())
        for document, graph in heads.items():
            found = opened.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
            assert isinstance(found, list)
            assert graph == graph_iri(document, found)
    finally:
        opened.close()
    return heads


def rows(opened: Embedded, query: str) -> list[tuple[str, ...]]:
    answer = opened.query(query)
    assert isinstance(answer, Solutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in answer.rows]


def consistent(store: Path) -> None:
    """Read everything that is in the archive; what its names promise is compared when it is read."""
    archive = Archive(store / "archive")
    for record in archive.documents():
        for version in archive.versions(record.document):
            assert len(archive.text(version.text)) == version.length
        archive.candidates(record.document)
        archive.ingested(record.document)


def complete(store: Path, articles: Path) -> dict[str, str]:
    opened, archive = ingest.open_both(str(store))
    try:
        archive.sweep()
        summary = ingest.ingest(opened, archive, ingest.tasks([str(articles)], archive))
    finally:
        opened.close()
    assert not summary.refused
    assert not list((store / "archive").rglob("*.part"))
    return graphs(store)


def crash(articles: Path, *runs: tuple[int, Path]) -> list[tuple[int, int]]:
    """Return how each run ended, and how many steps it had taken."""
    given = [f"{step}:{store}" for step, store in runs]
    done = subprocess.run(
        [sys.executable, str(CRASH), str(articles), *given],
        capture_output=True,
        encoding="utf-8",
        timeout=250,
        check=True,
    )
    return [(int(line.split()[0]), int(line.split()[1])) for line in done.stdout.splitlines()]


def test_killed_at_any_step_a_document_is_old_or_new_and_a_rerun_completes(
    before: tuple[Path, Path], tmp_path: Path
) -> None:
    store, articles = before
    old = graphs(store)
    whole = Path(shutil.copytree(store, tmp_path / "whole"))
    [(ended, total)] = crash(articles, (0, whole))
    assert ended == 0
    new = graphs(whole)
    assert total >= 3 * 12
    changed = {document for document in new if new[document] != old.get(document)}
    assert len(changed) == 3
    steps = [1 + number * (total - 1) // (STEPS - 1) for number in range(STEPS)]
    broken = [Path(shutil.copytree(store, tmp_path / f"step-{step}")) for step in steps]
    assert crash(articles, *zip(steps, broken, strict=True)) == [(-signal.SIGKILL, step) for step in steps]
    mixed = 0
    for number, folder in enumerate(broken):
        found = graphs(folder)
        for document, graph in found.items():
            assert graph in {old.get(document), new.get(document)}, folder
        assert set(old) <= set(found)
        mixed += found not in (old, new)
        consistent(folder)
        if number % 4 == 1:
            assert complete(folder, articles) == new
    assert mixed > 0


def test_killed_at_random_moments_the_command_goes_on_where_it_ended(before: tuple[Path, Path], tmp_path: Path) -> None:
    store, articles = before
    dice = random.Random(11)  # noqa: S311 (no secret hangs on it)
    broken = Path(shutil.copytree(store, tmp_path / "store"))
    old = graphs(store)
    command = [sys.executable, "-m", "kg.cli", "ingest", str(articles), "--store", str(broken), "--jobs", "1"]
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.5, 3))
        process.kill()
        process.wait()
        found = graphs(broken)
        assert set(old) <= set(found)
        consistent(broken)
    final = complete(broken, articles)
    assert len([document for document in final if final[document] != old.get(document)]) == 3
