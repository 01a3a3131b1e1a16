"""Read a source into a document and the claims it already carries.

A reader is a function `read(path) -> Source`, found by the entry-point group `kg.sources` under the file suffix or name
it serves; the built-in ones use the same road as anybody's.
"""

from pathlib import Path
from typing import NamedTuple

from kg import plugins
from kg.errors import SourceError
from kg.model import Claim, Document

__all__ = ["Source", "files", "read"]

READERS = {".toml": "claims"}


class Source(NamedTuple):
    """A document, and the claims that a curated file states of it (none for a bare text)."""

    document: Document
    claims: tuple[Claim, ...]


def read(path: Path | str) -> Source:
    """Return the document and claims of a file; the reader is chosen by the file's suffix.

    Raises:
        SourceError: the file is missing, unreadable, or not of the form its suffix promises.
    """
    path = Path(path)
    name = READERS.get(path.suffix.lower(), path.suffix.lower().lstrip("."))
    if not path.exists():
        raise SourceError(f"{path}: no such file; give a claims file (*.toml) or a folder of them")
    known = plugins.names("kg.sources")
    if name not in known:
        raise SourceError(
            f"{path}: no reader for {path.suffix or 'a file without suffix'!r}; known: {', '.join(known)}"
        )
    found = plugins.load("kg.sources", name)(path)
    if not isinstance(found, Source):
        raise SourceError(f"{path}: the reader {name!r} returned {type(found).__name__}, not a Source")
    return found


def files(paths: list[Path]) -> list[Path]:
    """Return the claims files among paths; a folder stands for the `*.toml` files below it, sorted.

    Raises:
        SourceError: a path does not exist or cannot be listed, or a folder holds no claims file.
    """
    found: list[Path] = []
    for path in paths:
        try:
            inside = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        except OSError as error:
            raise SourceError(f"{path}: cannot be listed ({error.strerror}); check its permissions") from None
        if not inside:
            raise SourceError(f"{path}: the folder holds no claims file (*.toml)")
        found += inside
    return found
