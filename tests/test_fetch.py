"""One page is fetched within limits, whatever the server does. The servers run here, on loopback."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg import collect, sources
from kg.archive import Archive, Snapshot
from kg.cli.sources import fetch as fetch_command
from kg.errors import KgError, SourceError
from kg.fetch import fetch
from kg.transport import TransportError, _public, address

PAGE = (
    '<html lang="en"><head><title>Riverton counts</title><meta name="PubDate" content="2031-04-02"></head><body>'
    "<article><h1>Riverton counts</h1><p>The invented town of Riverton said that its workshops earned 12 million "
    "crowns in 2030, and that three more are to open before long.</p></article></body></html>"
)
ZIPPED = gzip.compress(PAGE.encode())
BOMB = gzip.compress(b"a" * 50_000_000)
HTML = "text/html; charset=utf-8"

ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (
        200,
        {"Content-Type": HTML, "ETag": '"one"', "Last-Modified": "Wed, 02 Apr 2031 08:00:00 GMT"},
        PAGE.encode(),
    ),
    "/zipped": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, ZIPPED),
    "/cut": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, ZIPPED[:-20]),
    "/broken": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, b"no gzip at all"),
    "/brotli": (200, {"Content-Type": HTML, "Content-Encoding": "br"}, b"..."),
    "/bomb": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, BOMB),
    "/large": (200, {"Content-Type": HTML, "Content-Length": str(10**12)}, b"x"),
    "/gb": (200, {"Content-Type": "text/html; charset=GB2312"}, PAGE.replace("Riverton", "江城").encode("gb18030")),
    "/badset": (200, {"Content-Type": "text/html; charset=no-such-set"}, PAGE.encode()),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/pdf": (200, {"Content-Type": "text/html"}, b"%PDF-1.7 ..."),
    "/untold": (200, {"Content-Type": "application/octet-stream"}, PAGE.encode()),
    "/figures.csv": (200, {}, b"place,value\n"),
    "/thing": (200, {}, b"\x00\x01"),
    "/empty": (200, {"Content-Type": HTML}, b""),
    "/gone": (404, {"Content-Type": HTML}, b"no"),
    "/wall": (402, {"Content-Type": HTML}, b"no"),
    "/failing": (500, {"Content-Type": HTML}, b"no"),
    "/moved": (302, {"Location": "/page#part"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/nowhere": (302, {}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/secret": (302, {"Location": "http://user:word@example.org/"}, b""),
    "/odd": (302, {"Location": "http://[::1"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, dict(self.headers)))
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
            return
        if self.path == "/deep":
            status, headers, body = 302, {"Location": self.headers["Host"].join(["http://", "/page"])}, b""
        else:
            status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def raw(*sent: bytes, pause: float = 0.0, endless: bytes = b"") -> Iterator[str]:
    """A server that says just these bytes, with pauses between them, and then one thing for ever."""
    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            try:
                connection.settimeout(5)
                connection.recv(65536)
                for part in sent:
                    connection.sendall(part)
                    stop.wait(pause)
                while endless and not stop.is_set():
                    connection.sendall(endless)
                    stop.wait(pause)
            except OSError:
                pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        stop.set()
        server.close()
        thread.join(6)


def get(url: str, **given: Any) -> Snapshot:
    return fetch(url, allow_private=True, **{"seconds": 5, **given})


def test_a_page_comes_with_address_date_type_and_digest(site: str) -> None:
    found = get(f"{site}/page")
    assert found.data.decode() == PAGE
    assert (found.url, found.final_url) == (f"{site}/page", f"{site}/page")
    assert (found.media_type, found.charset, found.etag) == ("text/html", "utf-8", '"one"')
    assert found.digest.startswith("sha256:")
    assert found.fetched.endswith("+00:00")
    path, headers = Handler.seen[-1]
    assert path == "/page"
    assert headers["User-Agent"].startswith("dekg")
    assert "https://w3id.org/dekg/" in headers["User-Agent"]
    assert headers["Host"] == site.removeprefix("http://")
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_a_packed_page_is_unpacked(site: str) -> None:
    assert get(f"{site}/zipped").data.decode() == PAGE


def test_redirects_are_followed_to_the_page_without_fragment(site: str) -> None:
    assert get(f"{site}/moved").final_url == f"{site}/page"
    assert get(f"{site}/deep").final_url == f"{site}/page"


def test_a_page_that_still_holds_is_not_sent_again(site: str) -> None:
    first = get(f"{site}/page")
    assert get(f"{site}/page", known=first) is first


@pytest.mark.parametrize(
    ("path", "kind", "charset"),
    [
        ("/gb", "text/html", "gb2312"),
        ("/pdf", "application/pdf", None),
        ("/untold", "text/html", None),
        ("/figures.csv", "text/csv", None),
    ],
)
def test_the_kind_is_what_the_bytes_prove_or_the_server_says(
    site: str, path: str, kind: str, charset: str | None
) -> None:
    found = get(site + path)
    assert (found.media_type, found.charset) == (kind, charset)


REFUSED = {
    "/cut": "cut short",
    "/broken": "packed body is broken",
    "/brotli": "packed as 'br'",
    "/bomb": "more than 32 MB",
    "/large": "more than 32 MB",
    "/picture": "holds image/png, no page",
    "/thing": "something of no declared type",
    "/empty": "the answer is empty",
    "/gone": r"has no such page \(status 404\)",
    "/wall": r"asks for payment \(status 402\)",
    "/failing": r"fails \(status 500\)",
    "/loop": "more than 5 redirects",
    "/nowhere": "names no address",
    "/file": "not an address that can be fetched",
    "/secret": "with user name or password is refused",
    "/odd": "no address that can be read",
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_no_page_is_refused_in_one_sentence(site: str, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match=REFUSED[path]) as caught:
        get(site + path)
    assert "\n" not in str(caught.value)
    assert "word@" not in str(caught.value)
    assert time.monotonic() - started < 5


def test_all_cases_are_there() -> None:
    assert len(ANSWERS) == 24
    assert len(REFUSED) == 16


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
HOSTILE: dict[str, tuple[tuple[bytes, ...], float, bytes, str]] = {
    "endless body": ((HEAD + b"\r\n",), 0, b"x" * 65536, "more than 1 MB"),
    "endless chunks": (
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n",),
        0,
        b"ffff\r\n" + b"x" * 65535 + b"\r\n",
        "more than 1 MB",
    ),
    "endless headers": ((HEAD,), 0, b"X-More: yes\r\n" * 100, "no answer"),
    "endless header line": ((HEAD + b"X: ",), 0, b"x" * 65536, "no answer"),
    "endless continue": ((), 0.001, b"HTTP/1.1 100 Continue\r\n\r\n" * 10, "no full answer within 1 s"),
    "slow headers": ((), 0.05, b"H", "no (full )?answer"),
    "slow body": ((HEAD + b"\r\n",), 0.05, b"x", "no full answer within 1 s"),
    "silence": ((b"",), 3, b"", "no full answer within 1 s"),
    "bad chunk": ((HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",), 0, b"", "no answer"),
    "short body": ((HEAD + b"Content-Length: 100\r\n\r\nabc",), 0, b"", "the body is cut short"),
    "no protocol": ((b"SSH-2.0-x\r\n",), 0, b"", "no answer"),
    "closed at once": ((), 0, b"", "no answer"),
    "negative length": ((HEAD + b"Content-Length: -5\r\n\r\n",), 0, b"x" * 65536, "more than 1 MB|no answer|is empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_server_costs_no_more_than_the_limits(name: str) -> None:
    sent, pause, endless, message = HOSTILE[name]
    started = time.monotonic()
    with raw(*sent, pause=pause, endless=endless) as url, pytest.raises(SourceError, match=message):
        get(url, seconds=1, limit=2**20)
    assert time.monotonic() - started < 4


def test_all_hostile_servers_are_there() -> None:
    assert len(HOSTILE) == 13


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::]", "10.0.0.1",  # noqa: S104
        "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "[fec0::1]", "255.255.255.255", "localhost.",
    ],
)  # fmt: skip
def test_nothing_inside_is_fetched_unless_asked_for(host: str) -> None:
    with pytest.raises(SourceError, match=r"inside this machine or network|no such host"):
        fetch(f"http://{host}:1/", seconds=2)


def test_a_redirect_inside_is_refused_too(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    """A name that leads outside first and inside when asked again, and a page outside that redirects inside."""
    port = int(site.rpartition(":")[2])
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1", *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("kg.transport._public", lambda place: len(asked) == 1)
    ANSWERS["/inward"] = (302, {"Location": "http://inside.example/"}, b"")
    try:
        with pytest.raises(SourceError, match=r"inside\.example is inside this machine"):
            fetch(f"http://outside.example:{port}/inward", seconds=5)
    finally:
        del ANSWERS["/inward"]
    assert asked.count("outside.example") == 1  # the address that was checked is the one that is used


@pytest.mark.parametrize("place", ["8.8.8.8", "2001:4860:4860::8888", "2002:808:808::", "64:ff9b::808:808"])
def test_public_addresses_are_public(place: str) -> None:
    assert _public(place)


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "http:///x", "http://a b/",
     "javascript:1", "http://user@example.org/", "http://u:p@example.org/", "http://example.org:99999/", "http://exa\nmple.org/",
     "http://example.org/\x00", "data:text/html,x", "http://" + "a" * 9000],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(SourceError):
        fetch(url, seconds=1)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, "http://" + text):
        try:
            found = address(url)
        except SourceError:
            continue
        assert found.target.isascii()
        assert not any(c.isspace() or ord(c) < 33 for c in found.target + found.host)


def test_a_name_that_is_not_found_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **more: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(TransportError, match="no such host") as caught:
        fetch("http://nowhere.example/", seconds=1)
    assert caught.value.passing


def test_a_name_server_that_is_silent_costs_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*args: Any, **more: Any) -> list[Any]:
        time.sleep(3)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    started = time.monotonic()
    with pytest.raises(TransportError, match=r"no full answer within 0\.5 s"):
        fetch("http://slow.example/", seconds=0.5)
    assert time.monotonic() - started < 2


def test_a_fetched_page_is_in_the_archive_with_text_and_date(site: str, tmp_path: Path) -> None:
    record = collect.fetch(f"{site}/page", tmp_path, allow_private=True)
    archive = Archive(tmp_path / "archive")
    assert archive.text(record.text).startswith("Riverton counts\nThe invented town")
    assert archive.snapshot(record.snapshot or "").decode() == PAGE
    assert (record.published, record.date_basis, record.title) == ("2031-04-02", "fromMetadata", "Riverton counts")
    assert record.fetched
    assert record.fetched.startswith("20")
    again = collect.fetch(f"{site}/page", tmp_path, allow_private=True)  # not modified: nothing changes
    assert again == record
    assert len(archive.versions(record.document)) == 1
    assert collect.load(archive, archive.documents()[0]).document.iri.endswith(record.document)


def test_a_fetched_page_in_gb18030_is_read_by_the_servers_word(site: str, tmp_path: Path) -> None:
    record = collect.fetch(f"{site}/gb", tmp_path, allow_private=True)
    assert record.encoding == "gb18030"
    assert "江城" in Archive(tmp_path / "archive").text(record.text)


def test_a_charset_nobody_knows_is_no_obstacle_to_utf8(site: str, tmp_path: Path) -> None:
    assert collect.fetch(f"{site}/badset", tmp_path, allow_private=True).encoding == "utf-8"


def test_the_snapshot_of_a_page_without_an_article_is_kept(site: str, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="the column 'variable' is missing"):
        collect.fetch(f"{site}/figures.csv", tmp_path, allow_private=True)
    assert len(list((tmp_path / "archive" / "snapshots").rglob("*"))) == 2


def test_reading_knows_where_a_page_came_from(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("</head>", '<link rel="canonical" href="/a/1.html"></head>'), encoding="utf-8")
    for fetched, url in {
        "http://example.org/x?y=1": "http://example.org/a/1.html",
        "http://other.example/x": "http://other.example/a/1.html",
    }.items():
        assert sources.read(path, fetched_from=fetched).document.url in {url, fetched}


def command(*words: str) -> Any:
    app = typer.Typer()
    app.command()(fetch_command)
    return CliRunner().invoke(app, list(words))


def test_the_command_prints_the_document_and_tells_the_rest(site: str, tmp_path: Path) -> None:
    done = command(f"{site}/page", "--store", str(tmp_path), "--allow-private")
    assert done.exit_code == 0
    document = done.stdout.strip()
    assert Archive(tmp_path / "archive").record(document) is not None
    assert "published 2031-04-02" in done.stderr


def test_the_command_refuses_what_lies_inside_and_asks_for_a_store(site: str, tmp_path: Path) -> None:
    for words, message in {
        (f"{site}/page", "--store", str(tmp_path)): "use --allow-private",
        (f"{site}/page",): "give --store DIR, or set KG_STORE",
    }.items():
        done = command(*words)
        assert isinstance(done.exception, KgError)
        assert message in str(done.exception)
