"""What the markup of a page says of it: title, date, publisher, address, language, and whether it is behind a wall.

Reads JSON-LD, Open Graph, Dublin Core, the meta tags of Chinese public bodies, `<time>`, and dates beside a label; what
two places tell is taken from the one that is stricter. Nothing is guessed from loose text.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from kg.sources.metadata import Metadata, day_in, url_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["is_walled", "read_markup"]

_ARTICLES = {
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BlogPosting",
    "WebPage",
    "Report",
}

# Names and properties of meta elements, strictest first; compared without case.
# Source of the capitalised ones: the standard for web sites of Chinese government bodies (GB/T 39046).
_TITLE = ("og:title", "articletitle", "dcterms.title", "dc.title", "citation_title", "twitter:title")
_PUBLISHED = (
    "article:published_time", "pubdate", "publishdate", "og:release_date", "dcterms.issued", "dc.date.issued",
    "citation_publication_date", "parsely-pub-date", "sailthru.date", "datepublished", "publish_time",
    "og:article:published_time", "dcterms.date", "dc.date",
)  # fmt: skip
_PUBLISHER = ("og:site_name", "sitename", "dcterms.publisher", "dc.publisher", "citation_publisher", "application-name")
_LANGUAGE = ("og:locale", "content-language", "dcterms.language", "dc.language")
_ADDRESS = ("og:url",)
_LABEL = re.compile(
    r"(?:(?:发布|发稿|发表|更新)?(?:时间|日期)|Publish(?:ed)?(?: date)?|Updated|Posted|Date)"
    r"\s*(?:on|at)?\s*[:：]?\s*(?P<rest>.{6,40})",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:pub|publish\w*|post\w*|date|time|pubtime|info|byline|source)(?:$|[\s_-])", re.IGNORECASE
)
_MOST_BLOCKS = 20
_DEEPEST = 8


def read_markup(tree: "HtmlElement", fetched_from: str | None = None) -> Metadata:
    """Return what the markup of a page tells.

    Args:
        tree: the whole page.
        fetched_from: its address, if known; relative addresses are joined to it, and a date may stand in it.
    """
    said = _meta(tree)
    data = next(_linked_data(tree), {})
    url = _canonical(tree, said, fetched_from)
    published, basis = _published(tree, said, data, url or fetched_from)
    publisher = data.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return Metadata(
        url=url,
        title=_clean(data.get("headline")) or _first(said, _TITLE) or _heading(tree),
        published=published,
        date_basis=basis,
        publisher=_clean(name) or _first(said, _PUBLISHER),
        language=_clean(tree.get("lang")) or _clean(data.get("inLanguage")) or _first(said, _LANGUAGE),
    )


def is_walled(tree: "HtmlElement") -> bool:
    """Return whether the page says of itself that it is not free to read."""
    said = _meta(tree)
    return (
        any(str(data.get("isAccessibleForFree")).lower() == "false" for data in _linked_data(tree))
        or said.get("article:content_tier", "").lower() in {"locked", "metered"}
        or said.get("isaccessibleforfree", "").lower() == "false"
    )


def _meta(tree: "HtmlElement") -> dict[str, str]:
    """Return the content of meta elements by name, property, itemprop or http-equiv; of several the first."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _clean(element.get("content"))
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if name in said), None)


def _clean(value: Any) -> str | None:
    """Return a short text with its white space collapsed, or None for anything else."""
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return text[:500] if text and text.isprintable() else None


def _linked_data(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """Yield the articles described in JSON-LD blocks, in page order."""
    blocks = (e for e in tree.iter("script") if "ld+json" in (e.get("type") or "").lower())
    for number, element in enumerate(blocks):
        if number >= _MOST_BLOCKS:
            return
        try:
            found = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles(found, 0)


def _articles(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _articles(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name in _ARTICLES for name in names):
            yield value
        for key in ("@graph", "mainEntity"):
            yield from _articles(value.get(key), depth + 1)


def _canonical(tree: "HtmlElement", said: dict[str, str], fetched_from: str | None) -> str | None:
    links = (e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    for given in (*links, _first(said, _ADDRESS)):
        if not given:
            continue
        try:
            address = urljoin(fetched_from or "", given.strip())
            parts = urlsplit(address)
            plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        except ValueError:
            continue
        if plain and address.isprintable() and not any(c in address for c in ' <>"{}|\\^`') and len(address) < 2048:
            return str(address)
    return None


def _published(
    tree: "HtmlElement", said: dict[str, str], data: dict[str, Any], url: str | None
) -> tuple[str | None, str | None]:
    """Return the day of publication and where it was read; the earlier places are the stricter ones."""
    stated = _clean(data.get("datePublished"))
    marked = [e.get("datetime") or e.text_content() for e in tree.iter("time") if _is_publication(e)]
    for given in (stated, *(said.get(name) for name in _PUBLISHED), *marked):
        if given and (day := day_in(given)):
            return day, "fromMetadata"
    if day := url_day(url):
        return day, "fromUrlPath"
    if day := _labelled(tree):
        return day, "fromText"
    return None, None


def _is_publication(element: "HtmlElement") -> bool:
    return element.get("pubdate") is not None or (element.get("itemprop") or "").lower() == "datepublished"


def _labelled(tree: "HtmlElement") -> str | None:
    """Return the day that stands after a label such as 发布时间, or alone in an element classed as a date.

    Only where all such places tell the same day.
    """
    days: set[str] = set()
    for element in tree.iter("span", "div", "p", "td", "li", "em", "i", "time", "h5", "h6", "small"):
        if len(element) > 4:
            continue
        text = " ".join(element.text_content()[:200].split())
        if not 8 <= len(text) <= 120:
            continue
        label = _LABEL.search(text)
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if label:
            found = day_in(label["rest"])
        elif len(text) <= 60 and (element.tag == "time" or _DATED.search(names)):
            found = day_in(text)
        else:
            continue
        if found:
            days.add(found)
    return days.pop() if len(days) == 1 else None


def _heading(tree: "HtmlElement") -> str | None:
    """Return the only first-level heading, else the page's title without what follows its last separator."""
    headings = {text for e in tree.iter("h1") if (text := _clean(e.text_content()))}
    if len(headings) == 1:
        return headings.pop()
    title = next((text for e in tree.iter("title") if (text := _clean(e.text_content()))), None)
    return re.split(r"\s+[-|–—_·]\s+|[|_]", title)[0].strip() or title if title else None
