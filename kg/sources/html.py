"""Read a saved or fetched page: its main text through trafilatura, its metadata from the markup.

The text is what trafilatura gives for the decoded page and is final: positions count in it. Another version of
trafilatura may cut a page differently, so the version is kept with the text, and the text itself in the archive.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg import phrases
from kg.errors import SourceError
from kg.sources import Source, confined
from kg.sources import encoding as encodings
from kg.sources.markup import is_walled, read_markup
from kg.sources.metadata import Metadata, document
from kg.sources.text import read_bytes

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["MAX_BYTES", "parse", "read"]

MAX_BYTES = 32 * 2**20
"""Largest page; with pictures saved inside it some reach 20 MB."""

_LARGE = 2 * 2**20
_SECONDS = 60
_MOST_ELEMENTS = 50_000
_SHORTEST = 40
_STUB = 1000
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})",
    re.IGNORECASE,
)
_WALL = r"{paywall}|{rest-of-article}.{0,8}{content-noun}"
_SCRIPTED = r"{script-wanted}|{switch-on}.{0,4}javascript"
_HAN = re.compile(r"[\u4e00-\u9fff]")


def read(path: Path, encoding: str | None = None) -> Source:
    """Return the document of a page: main text, title, date, publisher, address and language as far as it tells.

    Args:
        path: the page.
        encoding: as the server declares it, if it does.

    Raises:
        SourceError: unreadable, too large, in no tellable encoding, or without an article: empty, or a stub before a
            paywall.
    """
    data = read_bytes(path, MAX_BYTES)
    if len(data) <= _LARGE:
        text, known = parse(data, str(path), encoding)
    else:
        import json

        order = json.dumps([str(path.absolute()), encoding])
        text, told = confined.run("kg.sources.html:_apart", order, str(path), seconds=_SECONDS)
        known = Metadata(**told)
    return Source(document(text, known), (), known)


def _apart(order: str) -> object:
    """Serve a large page in a process of its own."""
    import json
    from dataclasses import asdict

    path, encoding = json.loads(order)
    text, known = parse(Path(path).read_bytes(), "the page", encoding)
    return text, asdict(known)


def parse(data: bytes, place: str, encoding: str | None = None) -> tuple[str, Metadata]:
    """Return the main text of a page and what its markup tells.

    Args:
        data: the page.
        place: how messages name it.
        encoding: as the server declares it, if it does.

    Raises:
        SourceError: as `read`.
    """
    declared = [(match[1] or match[2]).decode() for match in _DECLARED.finditer(data[:8192])]
    page, used = encodings.decode(data, place, [encoding, *declared])
    tree = _tree(page, place)
    known = read_markup(tree)
    walled = is_walled(tree)
    text, extractor = _main_text(tree)
    _judge(text, page, place, walled=walled)
    return text, Metadata(encoding=used, media_type="text/html", extractor=extractor).over(known)


def _tree(page: str, place: str) -> "HtmlElement":
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise SourceError(f"{place}: no HTML page ({_line(error)}); save the page again as HTML") from None
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise SourceError(f"{place}: more than {_MOST_ELEMENTS} elements, which no article has; save the article alone")
    return tree


def _main_text(tree: "HtmlElement") -> tuple[str, str]:
    """Return the main text, and name and version of what found it.

    Precision before recall: comments, menus and teasers are left out even where part of the article may go with them.
    """
    import trafilatura
    from lxml import etree

    try:
        found = trafilatura.bare_extraction(
            tree,
            favor_precision=True,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        found = None  # the library breaks on some markup that is no page; that is a page without an article
    text = getattr(found, "text", None) or ""
    return text.replace("\r\n", "\n"), f"trafilatura {trafilatura.__version__}"


def _judge(text: str, page: str, place: str, *, walled: bool) -> None:
    """Refuse a page whose main text is none."""
    weight = len(text) + 2 * len(_HAN.findall(text))  # a Chinese character says about as much as three letters
    wall = phrases.of().pattern(_WALL)
    if weight < _STUB and (walled or wall.search(text) or (not text and wall.search(page))):
        raise SourceError(f"{place}: only the beginning, the rest is behind a paywall; save the page when it is open")
    if weight < _SHORTEST:
        cause = (
            "it is drawn by scripts"
            if phrases.of().pattern(_SCRIPTED).search(page)
            else f"{len(text)} characters of main text"
        )
        raise SourceError(f"{place}: holds no article ({cause}); save the page as the browser shows it")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
