"""Read the text layer of a PDF through pypdf, in a process of its own.

The text is that of the pages in order, with an empty line between two; nothing is de-hyphenated or re-flowed, since
positions count in it. The day a file was made is not the day it was published: a date comes from a sidecar only.
"""

import zlib
from pathlib import Path

from kg.errors import SourceError
from kg.sources import Source, confined
from kg.sources.metadata import Metadata, document
from kg.sources.text import read_bytes

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES = 64 * 2**20
_SECONDS = 60
_MOST_PAGES = 500
_MOST_CHARACTERS = 8 * 2**20
_SPARSE = 20
"""A page with fewer characters on average is a picture of a page."""


def read(path: Path) -> Source:
    """Return the document of a PDF.

    Raises:
        SourceError: unreadable, encrypted, without a text layer, too large, or not read in time.
    """
    if not read_bytes(path, MAX_BYTES)[:1024].lstrip().startswith(b"%PDF-"):
        raise SourceError(f"{path}: no PDF (it does not begin with %PDF-); check the file")
    told = confined.run("kg.sources.pdf:extract", str(path.absolute()), str(path), seconds=_SECONDS)
    text = str(told["text"])
    known = Metadata(
        title=told["title"],
        language=told["language"],
        media_type="application/pdf",
        extractor=str(told["extractor"]),
    )
    return Source(document(text, known), (), known)


def extract(path: str) -> dict[str, str | None]:
    """Return text, title, language and extractor of a PDF; meant for the confined process.

    Raises:
        SourceError: as `read`, without the name of the file.
    """
    import pypdf
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("is encrypted; save it without a password")
        if len(reader.pages) > _MOST_PAGES:
            raise SourceError(f"has more than {_MOST_PAGES} pages; give the chapter that matters")
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text() or "")
            if sum(map(len, pages)) > _MOST_CHARACTERS:
                raise SourceError("has more text than any article; give the chapter that matters")
        title = reader.metadata.get("/Title") if reader.metadata else None
        language = reader.root_object.get("/Lang")
    except FileNotDecryptedError:
        raise SourceError("is encrypted; save it without a password") from None
    except (
        PyPdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
        zlib.error,
    ) as error:  # a broken file breaks the library in many ways
        if "cryptography" in str(error):
            raise SourceError("is encrypted; save it without a password") from None
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise SourceError(f"is a broken PDF ({reason}); save it again") from None
    text = "\n\n".join(page.strip("\n") for page in pages).replace("\r\n", "\n").replace("\0", "\ufffd")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if sum(not c.isspace() for c in text) < _SPARSE * max(1, len(pages)):
        raise SourceError("holds pictures of pages without a text layer; run it through text recognition first")
    return {
        "text": text,
        "title": _plain(title),
        "language": _plain(language),
        "extractor": f"pypdf {pypdf.__version__}",
    }


def _plain(value: object) -> str | None:
    text = " ".join(str(value).split())[:500] if isinstance(value, str) else ""
    return text if text and text.isprintable() and not text.lower().endswith((".doc", ".docx", ".indd")) else None
