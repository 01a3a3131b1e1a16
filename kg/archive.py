"""Keep texts, snapshots, candidates, decisions and transcripts in a local folder, by digest.

```
texts/ab/ab…64 hex.txt          the text that positions count in, UTF-8
snapshots/ab/ab…64 hex          bytes as fetched
documents/doc-…/….json          what is known of a document, one file for each version
candidates/doc-….jsonl          claims not proven, with the reason
decisions/doc-…/….json          what a person decided, who and when
ingested/doc-….json             from what the graph of a document was made, and which graph it is
transcripts/ab/ab…64 hex.json   what a language model was asked and what it answered
```

Every file is written beside its place, synced and then renamed into it: whoever reads sees the old file or the new one,
whatever happens to the writer. Files named by their content are compared with their name when they are read.
"""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.terms import digest, hash16, local_name

__all__ = ["Archive", "Decision", "Record", "Snapshot", "digest_of"]

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_DOCUMENT = re.compile(r"doc-[0-9a-f]{16}")
VERDICTS = ("accepted", "corrected", "rejected")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bytes as a server gave them.

    Attributes:
        url: the address asked for.
        final_url: where redirects led.
        fetched: when, as UTC in ISO 8601.
        media_type: such as `text/html`, without parameters.
        charset: as the server declares it, else None.
        data: the body.
        etag, last_modified: for asking again only if it changed.
    """

    url: str
    final_url: str
    fetched: str
    media_type: str
    charset: str | None
    data: bytes
    etag: str | None = None
    last_modified: str | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return digest_of(self.data)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one version of a document; times are UTC in ISO 8601, digests `sha256:…`, names as printed.

    `archived` is set by the archive and is no part of what makes two records the same.
    """

    document: str
    url: str
    text: str
    length: int
    language: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    date_basis: str | None = None
    snapshot: str | None = None
    fetched: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    extractor: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a candidate: `accepted`, `corrected` (with the correction) or `rejected`.

    `claim` is the candidate as it stood, so that the decision can be understood, and kept to, without it.
    """

    document: str
    candidate: str
    verdict: str
    who: str
    when: str
    correction: Mapping[str, Any] | None = None
    note: str = ""
    claim: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise StoreError(f"a decision is one of {', '.join(VERDICTS)}, got {self.verdict!r}")
        if (self.verdict == "corrected") != (self.correction is not None):
            raise StoreError("a correction belongs to the verdict 'corrected', and to no other")
        if not self.who.strip():
            raise StoreError("a decision names who took it; give a name")


class Archive:
    """A folder of texts and what belongs to them; made when something is first written."""

    def __init__(self, folder: Path | str, *, durable: bool = True) -> None:
        """Open an archive.

        Args:
            folder: `DIR/archive` of a store, by convention.
            durable: wait until the disk has each file; without, a loss of power (not a crash) may lose the last ones.
        """
        self.folder = Path(folder)
        self._durable = durable

    # -- texts and snapshots, by digest

    def add_text(self, text: str) -> str:
        """Keep a text; return its digest. Keeping it again changes nothing."""
        name = digest(text)
        self._write(self._named("texts", name, ".txt"), text.encode())
        return name

    def text(self, name: str) -> str:
        """Return the text with a digest.

        Raises:
            StoreError: it is not here, or what is here is not what the digest names.
        """
        return self._checked(self._named("texts", name, ".txt"), name, "text").decode()

    def has_text(self, name: str) -> bool:
        """Return whether a text is here."""
        return self._named("texts", name, ".txt").is_file()

    def add_snapshot(self, snapshot: Snapshot) -> str:
        """Keep the bytes of a snapshot; return their digest."""
        return self.add_bytes(snapshot.data)

    def add_bytes(self, data: bytes) -> str:
        """Keep the bytes that a text was read from; return their digest."""
        name = digest_of(data)
        self._write(self.snapshot_path(name), data)
        return name

    def snapshot(self, name: str) -> bytes:
        """Return the bytes with a digest.

        Raises:
            StoreError: they are not here, or have changed.
        """
        return self._checked(self.snapshot_path(name), name, "snapshot")

    def snapshot_path(self, name: str) -> Path:
        """Return where the bytes with a digest are kept, for readers that want a file."""
        return self._named("snapshots", name, "")

    # -- documents

    def add_document(self, record: Record) -> bool:
        """Make a record the current one of its document; False if it already was."""
        self._checked(self._named("texts", record.text, ".txt"), record.text, "text")
        plain = replace(record, archived="")
        current = self.record(record.document)
        if current is not None and replace(current, archived="") == plain:
            return False
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        if current is not None and now <= current.archived:  # a clock that was set back
            now = current.archived + "~"
        content = _json(asdict(plain))
        path = self._of(record.document, "documents") / f"{hash16([content])}.json"
        self._write(path, _json(asdict(replace(plain, archived=now))).encode())
        return True

    def documents(self) -> list[Record]:
        """Return the current record of every document, sorted by document."""
        folders = sorted(path for path in self._list(self.folder / "documents") if path.is_dir())
        found = (self.record(path.name) for path in folders)
        return [record for record in found if record is not None]

    def record(self, document: str) -> Record | None:
        """Return the current record of a document (IRI or local name), or None."""
        return max(self.versions(document), key=lambda record: record.archived, default=None)

    def versions(self, document: str) -> list[Record]:
        """Return all records of a document, oldest first."""
        known = {field.name for field in fields(Record)}
        found = []
        for path in self._list(self._of(document, "documents")):
            table = self._load(path)
            if not isinstance(table, dict) or not {"document", "url", "text", "length", "language"} <= set(table):
                raise StoreError(f"{path}: not the record of a document; remove the file and read the document again")
            found.append(Record(**{key: value for key, value in table.items() if key in known}))
        return sorted(found, key=lambda record: record.archived)

    # -- candidates and decisions

    def write_candidates(self, document: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Replace the candidates of a document as a whole."""
        data = "".join(_json(row) + "\n" for row in rows).encode()
        self._write(self._of(document, "candidates", ".jsonl"), data)

    def candidates(self, document: str) -> list[dict[str, Any]]:
        """Return the candidates of a document, in the order they were written; none if there are none."""
        path = self._of(document, "candidates", ".jsonl")
        if not path.exists():
            return []
        return [_object(line, path) for line in self._read(path).decode(errors="replace").split("\n") if line]

    def all_candidates(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every candidate with the local name of its document, sorted by document."""
        for path in self._list(self.folder / "candidates"):
            for row in self.candidates(path.stem):
                yield path.stem, row

    def decide(self, decision: Decision) -> None:
        """Keep a decision; earlier ones stay."""
        table = asdict(replace(decision, document=local_name(decision.document)))
        content = _json(table)
        self._write(self._of(decision.document, "decisions") / f"{hash16([content])}.json", content.encode())

    def decisions(self, document: str) -> list[Decision]:
        """Return the decisions on a document's candidates, oldest first; the last one on a candidate holds."""
        found = []
        for path in self._list(self._of(document, "decisions")):
            try:
                found.append(Decision(**self._load(path)))
            except TypeError:
                raise StoreError(f"{path}: not a decision; mend or remove the file") from None
        return sorted(found, key=lambda item: (item.when, item.candidate))

    # -- what graphs were made from

    def set_ingested(self, document: str, content: Mapping[str, Any]) -> None:
        """Keep from what a document's graph was made; written when the graph is in the store.

        The disk is not waited for: where the note is lost, the document is only read once more.
        """
        self._write(self._of(document, "ingested", ".json"), _json(content).encode(), durable=False)

    def ingested(self, document: str) -> dict[str, Any]:
        """Return from what a document's graph was made; empty if that is not known."""
        path = self._of(document, "ingested", ".json")
        try:
            table = self._load(path) if path.exists() else {}
        except StoreError:
            return {}
        return table if isinstance(table, dict) else {}

    # -- transcripts

    def add_transcript(self, key: str, content: Mapping[str, Any]) -> None:
        """Keep what was asked and answered under a key, a digest of the question."""
        table = {"key": key, "content": content, "digest": digest(_json(content))}
        self._write(self._named("transcripts", key, ".json"), _json(table).encode())

    def transcript(self, key: str) -> dict[str, Any] | None:
        """Return what was kept under a key, or None.

        Raises:
            StoreError: the file was changed since.
        """
        path = self._named("transcripts", key, ".json")
        if not path.exists():
            return None
        table = self._load(path)
        content = table.get("content") if isinstance(table, dict) else None
        if not isinstance(content, dict) or table.get("key") != key or table.get("digest") != digest(_json(content)):
            raise StoreError(f"{path}: the transcript was changed; remove the file to ask again")
        return content

    def sweep(self) -> int:
        """Remove what a killed writer left half-written; return how many files. Run it when nobody writes."""
        left = [path for path in self.folder.rglob(".*.part") if path.is_file()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    # -- files

    def _named(self, kind: str, name: str, suffix: str) -> Path:
        if not _DIGEST.fullmatch(name):
            raise StoreError(f"{name!r} is no digest; expected 'sha256:' and 64 hex digits")
        plain = name.removeprefix("sha256:")
        return self.folder / kind / plain[:2] / (plain + suffix)

    def _of(self, document: str, kind: str, suffix: str = "") -> Path:
        name = local_name(document)
        if not _DOCUMENT.fullmatch(name):
            raise StoreError(f"{document!r} is no document; expected a form like dekgr:doc-5e0c9a7713d24b88")
        return self.folder / kind / (name + suffix)

    def _list(self, folder: Path) -> list[Path]:
        try:
            return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{folder}: cannot be listed ({error.strerror}); check its permissions") from None

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise StoreError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None

    def _load(self, path: Path) -> Any:
        try:
            return json.loads(self._read(path))
        except (ValueError, RecursionError):
            raise StoreError(f"{path}: not JSON, so it was not written by this archive; mend or remove it") from None

    def _checked(self, path: Path, name: str, what: str) -> bytes:
        if not path.is_file():
            raise StoreError(f"{self.folder}: holds no {what} {name}; fetch or read the document again")
        data = self._read(path)
        if digest_of(data) != name:
            raise StoreError(f"{path}: the {what} was changed since it was kept; fetch or read the document again")
        return data

    def _write(self, path: Path, data: bytes, *, durable: bool = True) -> None:
        """Put data at a path: old or new, never a mixture. The same data again is no writing at all."""
        part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
        try:
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                return
            new = [parent for parent in path.parents if not parent.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with part.open("xb") as file:
                    file.write(data)
                    if self._durable and durable:
                        file.flush()
                        os.fsync(file.fileno())
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
            if self._durable and durable:
                for folder in (path.parent, *(made.parent for made in new)):
                    _sync_folder(folder)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written ({error.strerror}); check space and permissions") from None


def digest_of(data: bytes) -> str:
    """Return the digest of bytes, as the archive names them."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _object(line: str, path: Path) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise StoreError(f"{path}: a line is no JSON object; extract the document again")
    return found


def _sync_folder(folder: Path) -> None:
    """Make a rename last; systems that cannot sync a folder do so by themselves or not at all."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
