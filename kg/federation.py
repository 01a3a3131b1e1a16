"""Let a query ask other servers (`SERVICE`), but only those that were named, within limits, and by one way out.

Oxigraph sends such requests itself, to wherever a query says and for as long as it takes. So a query never sees the
address it names: it is given one on this machine, where the request is checked and sent on by `kg.transport`, which
resolves a name once, follows no redirect, and counts seconds and bytes. What a server answers is handed back unread.
"""

import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

from kg import assets
from kg.errors import QueryError, SourceError
from kg.sparql import redirected
from kg.transport import Address, address, send

__all__ = ["Federation", "hosts"]

SECONDS = 60
"""For each request; the public endpoint of Wikidata gives up after as much."""

MAX_BYTES = 50_000_000
"""Longest answer of a server."""

_RESULTS = "application/sparql-results+json"
_AGENT = f"dekg/{assets.release() or '0'} (SPARQL federation)"


def hosts(names: Iterable[str]) -> dict[str, str]:
    """Return the servers that may be asked: host, with its port if it is not the usual one → address to ask in place.

    Args:
        names: each `HOST`, `HOST:PORT`, or `HOST=ADDRESS`, where a mirror of it is asked.

    Raises:
        QueryError: one is none of these.

    >>> hosts(["query.wikidata.org", "example.org:8080"])
    {'query.wikidata.org': '', 'example.org:8080': ''}
    """
    found = {}
    for name in names:
        host, _, mirror = name.partition("=")
        try:
            parts = address(f"http://{host}/")
            if mirror:
                address(mirror)
        except SourceError as error:
            raise QueryError(f"--allow-service {name!r}: {error}") from None
        if parts.target != "/" or not host:
            raise QueryError(f"--allow-service {name!r}: expected a host such as query.wikidata.org, or HOST=ADDRESS")
        found[host.lower()] = mirror
    return found


class Federation:
    """The way out for one query. Use `running` around its evaluation."""

    def __init__(self, allowed: Mapping[str, str], *, private: bool = False, seconds: float = SECONDS) -> None:
        """Set the limits.

        Args:
            allowed: as `hosts` returns it.
            private: whether servers inside this machine or network may be asked.
            seconds: for each request as a whole.
        """
        self._allowed = allowed
        self._private = private
        self._seconds = seconds
        self._targets: dict[str, Address] = {}
        self.failures: list[str] = []
        """What went wrong, a sentence each; under SILENT the query goes on without that server's answer."""

    @contextmanager
    def running(self, text: str) -> Iterator[str]:
        """Give the query that is to be evaluated in place of this one, while the way out is open.

        Raises:
            QueryError: the query names a server that is not allowed.
        """
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        try:
            inside = f"http://127.0.0.1:{server.server_address[1]}"
            query = redirected(text, lambda url: inside + self._register(url))
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            try:
                yield query
            finally:
                server.shutdown()
                thread.join()
        finally:
            server.server_close()

    def _register(self, url: str) -> str:
        """Return the path under which an allowed server is reached; nobody else on this machine can guess it."""
        try:
            wanted = address(url)
        except SourceError as error:
            raise QueryError(f"SERVICE: {error}") from None
        usual = wanted.port == (443 if wanted.secure else 80)
        name = wanted.host if usual else f"{wanted.host}:{wanted.port}"
        if name not in self._allowed:
            raise QueryError(f"the query asks {name}, which is not allowed; allow it with --allow-service {name}")
        path = f"/{secrets.token_urlsafe(16)}"
        self._targets[path] = address(self._allowed[name]) if self._allowed[name] else wanted
        return path

    def forward(self, path: str, query: bytes) -> tuple[int, bytes]:
        """Return status and body of what a server answers to a query."""
        target = self._targets.get(path)
        if target is None:
            return 404, b""
        if any(other.encode() in query for other in self._targets):
            return self._failed(f"{target.shown}: a SERVICE inside another cannot be reached from there; take it out")
        try:
            answer = send(
                target,
                method="POST",
                headers={
                    "Accept": _RESULTS,
                    "Content-Type": "application/x-www-form-urlencoded",
                    "User-Agent": _AGENT,
                },
                body=urlencode({"query": query.decode()}).encode(),
                seconds=self._seconds,
                limit=MAX_BYTES,
                private=self._private,
                article=False,
            )
        except (SourceError, UnicodeDecodeError) as error:
            return self._failed(str(error))
        if answer.status != 200:
            return self._failed(f"{target.shown}: refused the query (HTTP {answer.status}); try it there alone")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in {_RESULTS, "application/json"}:
            return self._failed(
                f"{target.shown}: answered in {kind[:60]!r}, not in {_RESULTS}; is it a SPARQL endpoint?"
            )
        return 200, answer.data

    def _failed(self, reason: str) -> tuple[int, bytes]:
        self.failures.append(reason)
        return 502, b""


def _handler(federation: Federation) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            body = self.rfile.read(int(length)) if length.isdigit() else b""
            status, data = federation.forward(self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", _RESULTS)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Keep quiet: what failed is told in the federation's own words."""

    return Handler
