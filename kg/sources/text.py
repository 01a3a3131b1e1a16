"""Read plain texts, and decode them the one way in which positions are counted.

Positions of passages are Unicode code points of what this module returns: byte-order mark dropped, CRLF to LF,
nothing else.
"""

from pathlib import Path

from kg.errors import SourceError
from kg.sources import Source
from kg.sources import encoding as encodings
from kg.sources.metadata import Metadata, document

__all__ = ["MAX_BYTES", "decode", "of_text", "read", "read_bytes", "read_text"]

MAX_BYTES = 64 * 2**20
"""Largest text file; a long article has some 20 kB."""


def read(path: Path, encoding: str | None = None) -> Source:
    """Return the document of a plain text; what is known of it stands in its sidecar.

    Args:
        path: the file.
        encoding: as declared from outside, if it is.

    Raises:
        SourceError: it cannot be read, its encoding cannot be told, or it holds no words.
    """
    return of_text(*encodings.decode(read_bytes(path, MAX_BYTES), str(path), [encoding]), str(path))


def of_text(text: str, encoding: str, place: str) -> Source:
    """Return the document of a decoded text.

    Raises:
        SourceError: it holds no words.
    """
    if not text.strip():
        raise SourceError(f"{place}: the text is empty; save the article's words there")
    known = Metadata(encoding=encoding, media_type="text/plain")
    return Source(document(text, known), (), known)


def decode(data: bytes, place: str) -> str:
    r"""Return the text of some bytes: UTF-8, or what a byte-order mark says; nothing is guessed.

    Args:
        data: the whole file.
        place: how messages name it.

    Raises:
        SourceError: the bytes are not text in that encoding, or hold NUL characters.

    >>> decode(b"\xef\xbb\xbfone\r\ntwo", "note.txt")
    'one\ntwo'
    """
    return encodings.marked(data, place)[0]


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, or in what its byte-order mark says.

    Raises:
        SourceError: it cannot be read, is larger than `MAX_BYTES`, or is no text.
    """
    return decode(read_bytes(path, MAX_BYTES), str(path))


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of a file no larger than a limit.

    Raises:
        SourceError: it cannot be read, or is larger.
    """
    try:
        if path.stat().st_size > limit:
            raise SourceError(f"{path}: larger than {limit >> 20} MB, which no article is; give the article alone")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check name and permissions") from None
