"""The archive keeps what it is given, byte for byte, whatever happens to the writer."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.archive import Archive, Decision, Record, Snapshot
from kg.errors import StoreError
from kg.terms import digest

DOCUMENT = "https://w3id.org/dekg/id/doc-0123456789abcdef"
LOCAL = "doc-0123456789abcdef"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def record_of(archive: Archive, text: str, **known: str) -> Record:
    given = {"document": LOCAL, "url": "http://example.org/a", "language": "en", **known}
    return Record(text=archive.add_text(text), length=len(text), **given)


@pytest.mark.parametrize("text", ["", "one", "一二三\n", "a\r\rb\u2028c\u0085", "e\u0301 😀", "\ufeffx", "x" * 100_000])
def test_a_text_comes_back_as_it_was(archive: Archive, text: str) -> None:
    name = archive.add_text(text)
    assert name == digest(text)
    assert archive.text(name) == text
    assert archive.has_text(name)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=50)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    archive = Archive(tmp_path_factory.mktemp("any"), durable=False)
    assert archive.text(archive.add_text(text)) == text


def test_keeping_a_text_again_touches_nothing(archive: Archive) -> None:
    name = archive.add_text("some words")
    (path,) = archive.folder.rglob("*.txt")
    before = path.stat()
    assert archive.add_text("some words") == name
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_text_that_was_changed_is_refused_and_mended_by_keeping_it_again(archive: Archive) -> None:
    name = archive.add_text("earned 80 million")
    (path,) = archive.folder.rglob("*.txt")
    path.write_text("earned 90 million")
    with pytest.raises(StoreError, match="the text was changed since it was kept"):
        archive.text(name)
    archive.add_text("earned 80 million")
    assert archive.text(name) == "earned 80 million"


def test_a_text_that_is_not_here_is_told(archive: Archive) -> None:
    with pytest.raises(StoreError, match="holds no text sha256:"):
        archive.text(digest("nothing"))


@pytest.mark.parametrize(
    "name", ["", "sha256:", "sha256:../../etc/passwd", "../x", "sha256:" + "A" * 64, "md5:" + "0" * 64]
)
def test_what_is_no_digest_leads_nowhere(archive: Archive, name: str) -> None:
    for ask in (archive.text, archive.snapshot, archive.transcript):
        with pytest.raises(StoreError, match="is no digest"):
            ask(name)


@pytest.mark.parametrize(
    "name", ["", "doc-1", "../doc-0123456789abcdef/../../x", "place-guiyang", "doc-0123456789ABCDEF"]
)
def test_what_is_no_document_leads_nowhere(archive: Archive, name: str) -> None:
    for ask in (archive.record, archive.candidates, archive.decisions, archive.versions):
        with pytest.raises(StoreError, match="is no document"):
            ask(name)


def test_a_snapshot_comes_back_and_is_verified(archive: Archive) -> None:
    data = bytes(range(256))
    snapshot = Snapshot("http://a/", "http://a/", "2031-01-01T00:00:00+00:00", "text/html", None, data)
    name = archive.add_snapshot(snapshot)
    assert archive.snapshot(name) == data
    archive.snapshot_path(name).write_bytes(data[:-1])
    with pytest.raises(StoreError, match="the snapshot was changed"):
        archive.snapshot(name)


def test_the_last_record_of_a_document_is_current_and_older_ones_stay(archive: Archive) -> None:
    first = record_of(archive, "first words", title="One")
    second = record_of(archive, "second words", title="Two")
    assert archive.add_document(first)
    assert not archive.add_document(first)
    assert archive.add_document(second)
    current = archive.record(DOCUMENT)
    assert current is not None
    assert (current.title, current.archived != "") == ("Two", True)
    assert [item.title for item in archive.versions(LOCAL)] == ["One", "Two"]
    assert archive.add_document(first)  # the correction was taken back
    assert [item.title for item in archive.documents()] == ["One"]
    assert [item.title for item in archive.versions(LOCAL)] == ["Two", "One"]


def test_a_record_needs_its_text(archive: Archive) -> None:
    record = replace(record_of(archive, "words"), text=digest("other"))
    with pytest.raises(StoreError, match="holds no text"):
        archive.add_document(record)


def test_documents_are_sorted_and_an_empty_archive_has_none(archive: Archive) -> None:
    assert archive.documents() == []
    for number in (3, 1, 2):
        archive.add_document(record_of(archive, f"text {number}", document=f"doc-{number:016x}"))
    assert [record.document[-1] for record in archive.documents()] == ["1", "2", "3"]


def test_candidates_are_replaced_as_a_whole(archive: Archive) -> None:
    assert archive.candidates(DOCUMENT) == []
    archive.write_candidates(DOCUMENT, [{"value": 1, "reason": "没有年份\u2028"}, {"value": 2}])
    archive.write_candidates(DOCUMENT, [{"value": 3, "reason": "no\nyear\u2028\u0085"}])
    assert archive.candidates(LOCAL) == [{"value": 3, "reason": "no\nyear\u2028\u0085"}]
    assert list(archive.all_candidates()) == [(LOCAL, {"value": 3, "reason": "no\nyear\u2028\u0085"})]


def test_decisions_are_kept_with_who_and_when(archive: Archive) -> None:
    second = Decision(
        DOCUMENT, "c1", "corrected", "ana", "2031-01-02T00:00:00Z", {"period": "2030"}, "the year is above"
    )
    first = Decision(LOCAL, "c1", "rejected", "bo", "2031-01-01T00:00:00Z")
    archive.decide(second)
    archive.decide(first)
    archive.decide(first)
    assert archive.decisions(DOCUMENT) == [first, replace(second, document=LOCAL)]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"verdict": "maybe"}, "one of accepted, corrected, rejected"),
        ({"verdict": "corrected"}, "a correction belongs to"),
        ({"verdict": "rejected", "correction": {}}, "a correction belongs to"),
        ({"who": " "}, "names who took it"),
    ],
)
def test_a_decision_says_what_and_who(given: dict[str, object], message: str) -> None:
    whole = {"document": LOCAL, "candidate": "c", "verdict": "accepted", "who": "ana", "when": "2031", **given}
    with pytest.raises(StoreError, match=message):
        Decision(**whole)  # type: ignore[arg-type]


def test_a_transcript_comes_back_and_a_changed_one_is_refused(archive: Archive) -> None:
    key = digest("question")
    assert archive.transcript(key) is None
    archive.add_transcript(key, {"reply": {"content": "{}"}})
    assert archive.transcript(key) == {"reply": {"content": "{}"}}
    (path,) = archive.folder.rglob("transcripts/*/*.json")
    table = json.loads(path.read_text())
    table["content"]["reply"]["content"] = "{ }"
    path.write_text(json.dumps(table))
    with pytest.raises(StoreError, match="the transcript was changed"):
        archive.transcript(key)


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b'{"a":1}'])
def test_broken_files_are_told(archive: Archive, broken: bytes) -> None:
    archive.add_document(record_of(archive, "words"))
    archive.write_candidates(LOCAL, [{"a": 1}])
    archive.decide(Decision(LOCAL, "c", "accepted", "ana", "2031"))
    archive.add_transcript(digest("q"), {"a": 1})
    for path in list(archive.folder.rglob("*.json")):
        path.write_bytes(broken)
    for ask in (archive.record, archive.decisions):
        with pytest.raises(StoreError):
            ask(LOCAL)
    with pytest.raises(StoreError):
        archive.transcript(digest("q"))
    for path in list(archive.folder.rglob("*.jsonl")):
        path.write_bytes(broken + b"\n7\n")
    with pytest.raises(StoreError, match="no JSON object"):
        archive.candidates(LOCAL)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        Archive(tmp_path / "file").add_text("x")


WRITER = """
import itertools, sys
from kg.archive import Archive, Record
archive = Archive(sys.argv[1])
print("ready", flush=True)
for number in itertools.count():
    text = f"{number % 7} " * 40_000
    name = archive.add_text(text + str(number))
    rows = [{"number": number, "of": i, "pad": "x" * 200} for i in range(500)]
    archive.write_candidates("doc-0123456789abcdef", rows)
    archive.add_document(Record("doc-0123456789abcdef", "http://a/", name, len(text), "en", title=str(number)))
"""


@pytest.mark.parametrize("milliseconds", [5, 20, 45, 80, 130, 210])
def test_a_killed_writer_leaves_old_or_new_and_never_a_mixture(tmp_path: Path, milliseconds: int) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, env=environment
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(milliseconds / 1000)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    archive = Archive(tmp_path)
    texts = [archive.text("sha256:" + path.stem) for path in tmp_path.rglob("texts/*/*.txt")]
    assert all(text.count(" ") == 40_000 for text in texts)
    for record in archive.versions(LOCAL):  # the text of a record is there whenever the record is
        assert archive.text(record.text).endswith(record.title or "?")
    rows = archive.candidates(LOCAL)
    assert {row["number"] for row in rows} in ([set()] if not rows else [{rows[0]["number"]}])
    assert len(rows) in {0, 500}
    archive.sweep()
    assert not list(tmp_path.rglob("*.part"))
    archive.write_candidates(LOCAL, [])
    assert archive.candidates(LOCAL) == []
