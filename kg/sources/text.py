"""Decode a text the one way in which positions are counted: byte-order mark dropped, CRLF to LF, nothing else.

Positions of passages are Unicode code points of what this module returns.
"""

import codecs
from pathlib import Path

from kg.errors import SourceError

__all__ = ["MAX_BYTES", "decode", "read_text"]

MAX_BYTES = 64 * 2**20
"""Largest text file; a long article has some 20 kB."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, place: str) -> str:
    r"""Return the text of some bytes: UTF-8, or what a byte-order mark says.

    Args:
        data: the whole file.
        place: how messages name it.

    Raises:
        SourceError: the bytes are not text in that encoding, or hold NUL characters.

    >>> decode(b"\xef\xbb\xbfone\r\ntwo", "note.txt")
    'one\ntwo'
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{place}: not {encoding.upper()} (byte {error.start}); save the text as UTF-8") from None
    if "\0" in text:
        raise SourceError(f"{place}: holds NUL characters, so it is no text; save the article as UTF-8 text")
    return text.replace("\r\n", "\n")


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        SourceError: it cannot be read, is larger than `MAX_BYTES`, or is no text.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{path}: larger than {MAX_BYTES >> 20} MB, which no article is; give the article alone")
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check name and permissions") from None
