"""Read a source into a document and the claims it already carries.

A reader is a function `read(path) -> Source`, found by the entry-point group `kg.sources` under its own name, a file
suffix without dot (`docx`) or a media type (`application/rtf`); the built-in ones use the same road as anybody's.
What a sidecar or a server tells of a document is laid over what the file tells, here, for every reader alike.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from kg import plugins
from kg.errors import SourceError
from kg.model import Claim, Document
from kg.sources.metadata import SIDECAR, Metadata, document, language_of, sidecar, url_day

__all__ = ["ERRATA", "Metadata", "Source", "documents", "files", "read"]

ERRATA = "errata.toml"
"""Name of the file of corrections beside claims files; it is read with each of them, never alone."""

READERS = {
    ".toml": "claims",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".csv": "table",
    ".tsv": "table",
    ".xlsx": "table",
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/csv": "table",
    "text/tab-separated-values": "table",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table",
}
DECODING = {"text", "html", "table"}
"""Readers that take `encoding=`, the name that a server or a sidecar declares."""


class _Pair(NamedTuple):
    document: Document
    claims: tuple[Claim, ...]


class Source(_Pair):
    """A document, and the claims that a curated file or a table states of it (none for a bare text).

    Unpacks into these two. `metadata` holds what is known beyond that: names as printed, dates of less than a day,
    encoding, extractor; it is no part of what makes two sources equal.
    """

    metadata: Metadata = Metadata()

    def __new__(cls, document: Document, claims: tuple[Claim, ...] = (), metadata: Metadata | None = None) -> "Source":
        """Return a source; without metadata nothing is known beyond the document."""
        found = super().__new__(cls, document, claims)
        if metadata is not None:
            found.metadata = metadata
        return found


def read(path: Path | str, given: Metadata | None = None, *, fetched_from: str | None = None) -> Source:
    """Return the document and claims of a file; the reader is chosen by the media type given, else by the suffix.

    Args:
        path: the file.
        given: what is known from outside; it is right where the file tells something else.
        fetched_from: the address that the file came from. It yields to the address that the page itself names, if that
            is on the same host and no mere home page.

    Raises:
        SourceError: the file is missing, unreadable, or not of the form its suffix promises.
    """
    path = Path(path)
    if not path.exists():
        raise SourceError(f"{path}: no such file; give a claims file, a text, a page, a PDF or a table")
    if path.is_dir():
        raise SourceError(f"{path}: a folder, not a file; name the files in it, such as {path / '*.txt'}")
    name = _reader(path, given.media_type if given else None)
    function = _load(name, tuple(sys.path))
    if name == "claims":
        return _checked(function(path), path, name)
    outside = (given or Metadata()).over(sidecar(path) or Metadata())
    if name in DECODING and outside.encoding:
        found = _checked(function(path, encoding=outside.encoding), path, name)
    else:
        found = _checked(function(path), path, name)
    told = found.metadata
    if fetched_from is not None and outside.url is None:
        outside = replace(outside, url=_address(fetched_from, told.url))
    return _with(found, replace(outside, encoding=None).over(told))


def _reader(path: Path, media_type: str | None) -> str:
    known = _names(tuple(sys.path))
    for kind in (media_type, path.suffix.lower()):
        name = READERS.get(kind or "", (kind or "").lstrip("."))
        if name and name in known:
            return name
    kind = repr(media_type or path.suffix) if media_type or path.suffix else "a file name without ending"
    raise SourceError(f"{path}: no reader for {kind}; known: {', '.join(known)}")


@lru_cache(maxsize=8)
def _names(places: tuple[str, ...]) -> list[str]:
    """Return the names of readers; looking through all installed packages takes longer than reading an article."""
    return plugins.names("kg.sources")


@lru_cache(maxsize=64)
def _load(name: str, places: tuple[str, ...]) -> Callable[..., object]:
    return plugins.load("kg.sources", name)


def _checked(found: object, path: Path, name: str) -> Source:
    if not isinstance(found, Source):
        raise SourceError(f"{path}: the reader {name!r} returned {type(found).__name__}, not a Source")
    return found


def _address(fetched: str, canonical: str | None) -> str:
    """Return the address a page is known by: its own word for it, unless that names another host or a home page."""
    if canonical is None:
        return fetched
    here, there = urlsplit(fetched), urlsplit(canonical)
    bare = there.path in {"", "/"} and not there.query and here.path not in {"", "/"}
    return fetched if here.hostname != there.hostname or bare else canonical


def _with(source: Source, known: Metadata) -> Source:
    """Return a source whose document says what is now known; its text, and so its passages, stay as they are."""
    if known.published is None and (day := url_day(known.url)):
        known = replace(known, published=day, date_basis="fromUrlPath")
    old = source.document
    known = known.over(
        Metadata(
            url=old.url if "://" in old.url else None,
            title=old.title,
            published=old.published.isoformat() if old.published else None,
            date_basis=old.date_basis,
            language=old.language,
        )
    )
    if old.text is not None:
        return Source(document(old.text, known), source.claims, known)
    stated = date.fromisoformat(known.published) if known.published and len(known.published) == 10 else None
    new = replace(
        old,
        url=known.url or old.url,
        title=known.title or old.title,
        language=language_of("", known.language) if known.language else old.language,
        published=stated or old.published,
        date_basis=(known.date_basis or "fromMetadata") if stated else old.date_basis,
    )
    return Source(new, source.claims, known)


def files(paths: list[Path]) -> list[Path]:
    """Return the claims files among paths; a folder stands for the `*.toml` files below it, sorted.

    Sidecars (`article.txt.toml`) are no claims files.

    Raises:
        SourceError: a path does not exist or cannot be listed, or a folder holds no claims file.
    """
    return _below(paths, lambda path: path.suffix == ".toml" and not _is_sidecar(path), "claims file (*.toml)")


def documents(paths: list[Path]) -> list[Path]:
    """Return the files among paths that a reader is known for; a folder stands for those below it, sorted.

    Sidecars and lists of documents are left out.

    Raises:
        SourceError: a path does not exist or cannot be listed, or a folder holds no such file.
    """
    suffixes = {suffix for suffix in READERS if suffix.startswith(".")}
    suffixes |= {f".{name}" for name in _names(tuple(sys.path))}

    def wanted(path: Path) -> bool:
        return path.suffix.lower() in suffixes and path.name != SIDECAR and not _is_sidecar(path)

    return _below(paths, wanted, f"file that can be read ({', '.join(sorted(suffixes & set(READERS)))})")


def _below(paths: Iterable[Path], wanted: Callable[[Path], bool], what: str) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        try:
            inside = (p for p in path.rglob("*") if p.is_file() and p.name != ERRATA)
            below = sorted(p for p in inside if wanted(p)) if path.is_dir() else [path]
        except OSError as error:
            raise SourceError(f"{path}: cannot be listed ({error.strerror}); check its permissions") from None
        if not below:
            raise SourceError(f"{path}: the folder holds no {what}")
        found += below
    return found


def _is_sidecar(path: Path) -> bool:
    inner = Path(path.stem).suffix.lower()
    return path.suffix == ".toml" and inner in READERS and inner != ".toml"
