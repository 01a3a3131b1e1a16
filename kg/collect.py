"""Bring documents into the archive: from the web or from files, as text, snapshot and record."""

from dataclasses import fields, replace
from pathlib import Path

from kg import sources
from kg.archive import Archive, Record, Snapshot
from kg.errors import StoreError
from kg.fetch import fetch as fetch_page
from kg.model import document_iri
from kg.sources import Metadata, Source
from kg.sources.metadata import document as document_of
from kg.terms import digest, local_name

__all__ = ["add", "fetch", "keep", "load", "record"]

_KNOWN = tuple(field.name for field in fields(Metadata))
"""What a record keeps of a document under the names that metadata have."""


def fetch(url: str, store: Path | str, *, allow_private: bool = False, seconds: float = 30) -> Record:
    """Fetch a page into the archive of a store, and return what is then known of its document.

    The snapshot is kept even where it holds no article, so that the reason can be looked at.

    Raises:
        SourceError: it cannot be fetched, or holds no article.
        StoreError: the archive cannot be written.
    """
    archive = Archive(Path(store) / "archive")
    snapshot = fetch_page(url, allow_private=allow_private, seconds=seconds, known=_known(archive, url))
    archive.add_snapshot(snapshot)
    given = Metadata(media_type=snapshot.media_type, encoding=snapshot.charset)
    path = archive.snapshot_path(snapshot.digest)
    return add(archive, sources.read(path, given, fetched_from=snapshot.final_url), snapshot)


def _known(archive: Archive, url: str) -> Snapshot | None:
    """Return what was fetched last time, so that the server may say that it still holds."""
    record = archive.record(document_iri(url))
    if record is None or record.snapshot is None or not (record.etag or record.last_modified):
        return None
    try:
        data = archive.snapshot(record.snapshot)
    except StoreError:
        return None
    return Snapshot(
        url=url,
        final_url=record.url,
        fetched=record.fetched or "",
        media_type=record.media_type or "",
        charset=record.encoding,
        data=data,
        etag=record.etag,
        last_modified=record.last_modified,
    )


def add(archive: Archive, source: Source, snapshot: Snapshot | None = None) -> Record:
    """Keep the text of a source and what is known of it; doing so again changes nothing.

    Raises:
        StoreError: the archive cannot be written, or the source has no text.
    """
    found = record(source)
    archive.add_text(source.document.text or "")
    if snapshot is not None:
        found = replace(
            found,
            snapshot=snapshot.digest,
            fetched=snapshot.fetched,
            etag=snapshot.etag,
            last_modified=snapshot.last_modified,
        )
    archive.add_document(found)
    return found


def keep(archive: Archive, found: Record) -> bool:
    """Make a record the current one of its document, unless that differs only in when and how it was fetched.

    Returns:
        False if it was not written.
    """
    current = archive.record(found.document)
    if current is not None and _unfetched(found) == _unfetched(current):
        return False
    return archive.add_document(found)


def _unfetched(found: Record) -> Record:
    """Return a record without what it tells of one request alone."""
    return replace(found, fetched=None, etag=None, last_modified=None, archived="")


def record(source: Source) -> Record:
    """Return what is known of a source, as the archive keeps it.

    Raises:
        StoreError: the source has no text.
    """
    document, known = source.document, source.metadata
    if document.text is None:
        raise StoreError(f"{document.url}: only texts are archived, and this source has none; give the text itself")
    return Record(
        document=local_name(document.iri),
        text=document.text_digest or digest(document.text),
        length=len(document.text),
        **{name: getattr(known, name) for name in _KNOWN}
        | {"url": document.url, "language": document.language, "title": document.title},
    )


def load(archive: Archive, record: Record) -> Source:
    """Return a document from the archive, with its text and what was known of it.

    Raises:
        StoreError: the text is not there, or was changed.
    """
    known = Metadata(**{name: getattr(record, name) for name in _KNOWN})
    return Source(document_of(archive.text(record.text), known), (), known)
