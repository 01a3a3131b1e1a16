"""Fetch one page that somebody names, politely and within limits, as a snapshot for the archive.

Beside remote stores and language models the only part that uses the network. It fetches single pages on request and
follows no links, so it asks for no robots.txt; it is no crawler and must not be made one.
"""

import time
from datetime import UTC, datetime
from email.message import Message
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin, urlsplit

from kg.archive import Snapshot
from kg.errors import SourceError
from kg.transport import Address, Response, address, send

__all__ = ["MAX_BYTES", "fetch"]

MAX_BYTES = 32 * 2**20
"""Largest body, packed or unpacked; saved pages with their pictures inside reach some 20 MB."""

MEDIA_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "application/pdf",
    "text/csv",
    "text/tab-separated-values",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
_BY_SUFFIX = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".xlsx": MEDIA_TYPES[-1],
}
_UNTOLD = (
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-download",
    "application/force-download",
)
_MOVED = (301, 302, 303, 307, 308)
_MEANING = {
    401: "asks for a password",
    402: "asks for payment",
    403: "refuses to show it",
    404: "has no such page",
    410: "has taken the page away",
    429: "asks to come back later",
    451: "may not show it, for legal reasons",
}


def fetch(
    url: str,
    *,
    seconds: float = 30,
    limit: int = MAX_BYTES,
    redirects: int = 5,
    allow_private: bool = False,
    known: Snapshot | None = None,
    user_agent: str | None = None,
) -> Snapshot:
    """Return what stands at an address now.

    Args:
        url: an `http(s)` address without user name and password.
        seconds: for everything together, redirects included.
        limit: of the body, in bytes.
        redirects: how many are followed; each new address is checked like the first.
        allow_private: whether addresses inside this machine or network may be asked; by default they may not, so that
            a page cannot send us to what only we can reach.
        known: an earlier snapshot of the same address; it is returned unchanged if the server says that it still holds.
        user_agent: how to introduce ourselves, instead of the name of this project.

    Raises:
        SourceError: no such page, no text, too large, too slow, or not allowed; one sentence.
    """
    deadline = time.monotonic() + seconds
    headers = {"User-Agent": user_agent or _introduction(), "Accept": ", ".join(MEDIA_TYPES) + ", */*;q=0.1"}
    if known is not None and known.etag:
        headers["If-None-Match"] = known.etag
    if known is not None and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    here = address(url)
    for _ in range(redirects + 1):
        left = max(0.001, deadline - time.monotonic())
        response = send(here, headers=headers, seconds=left, limit=limit, private=allow_private)
        if response.status not in _MOVED:
            return _snapshot(url, here, response, known)
        place = response.headers.get("location", "")
        if not place:
            raise SourceError(f"{here.shown}: a redirect that names no address; report it there")
        try:
            following = address(urljoin(here.shown, place))
        except ValueError:
            raise SourceError(f"{here.shown}: redirects to no address that can be read; report it there") from None
        if here.secure and not following.secure:
            raise SourceError(
                f"{here.shown}: redirects from https to http, which is not followed; check {following.shown}"
            )
        here = following
    raise SourceError(f"{url}: more than {redirects} redirects, the last to {here.shown}; give the final address")


def _snapshot(url: str, here: Address, response: Response, known: Snapshot | None) -> Snapshot:
    if response.status == 304 and known is not None:
        return known
    if response.status != 200:
        told = _MEANING.get(response.status, "fails" if response.status >= 500 else "gives no page")
        raise SourceError(f"{here.shown}: the server {told} (status {response.status}); check the address")
    if not response.data:
        raise SourceError(f"{here.shown}: the answer is empty; check the address")
    media_type, charset = _content_type(response.headers.get("content-type", ""))
    media_type = _kind(media_type, response.data, here)
    return Snapshot(
        url=url,
        final_url=here.shown,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        media_type=media_type,
        charset=charset,
        data=response.data,
        etag=_short(response.headers.get("etag")),
        last_modified=_short(response.headers.get("last-modified")),
    )


def _content_type(header: str) -> tuple[str, str | None]:
    """Return media type and charset of a Content-Type header; the mail package reads its parameters and quotes."""
    message = Message()
    message["Content-Type"] = " ".join(header.split())[:500]
    charset = message.get_content_charset() if header else None
    return (message.get_content_type() if header else ""), charset


def _kind(declared: str, data: bytes, here: Address) -> str:
    """Return the media type: what the first bytes prove, else what is declared, else what the address ends in."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    suffix = "." + urlsplit(here.shown).path.rpartition(".")[2].lower()
    if declared in _UNTOLD:
        start = data[:1024].lstrip().lower()
        if start.startswith((b"<!doctype html", b"<html")):
            return "text/html"
        declared = _BY_SUFFIX.get(suffix, declared)
    elif declared == "application/vnd.ms-excel" and suffix in {".csv", ".xlsx"}:
        declared = _BY_SUFFIX[suffix]
    if declared not in MEDIA_TYPES:
        raise SourceError(
            f"{here.shown}: holds {declared or 'something of no declared type'}, no page, text, PDF or table; "
            "give the address of the article itself"
        )
    return declared


def _short(value: str | None) -> str | None:
    """Return a header that will be sent back, unless it is absurdly long."""
    return value if value and len(value) <= 500 and value.isprintable() else None


def _introduction() -> str:
    try:
        release = f"/{version('dekg')}"
    except PackageNotFoundError:  # used from a folder, not installed
        release = ""
    return f"dekg{release} (+https://w3id.org/dekg/; single pages on request)"
