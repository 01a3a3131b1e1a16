"""Send one HTTP request within limits: of time as a whole, of bytes as sent and as unpacked, of where it may go.

No redirects, no proxies, no cookies. `http.client` of the standard library does the protocol; a deadline on every read
and a pinned address, which the usual clients do not offer, are added here. A name is resolved once and the connection
goes to the address that was checked, so that a second answer of a name server cannot lead it elsewhere.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg.errors import SourceError

__all__ = ["Address", "Response", "TransportError", "address", "send"]

_BLOCK = 65536
_SAFE = "%/:=&?~#+!$,;'@()*[]"


class TransportError(SourceError):
    """A request got no usable answer; `passing` tells whether trying again later may help."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Address:
    """An `http(s)` address in its parts; `shown` is safe to print."""

    secure: bool
    host: str
    port: int
    target: str

    @property
    def shown(self) -> str:
        """The address as text, without fragment."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == (443 if self.secure else 80) else f":{self.port}"
        return f"http{'s' if self.secure else ''}://{host}{port}{self.target}"


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: status, headers with names in lower case, and the unpacked body."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def address(url: str) -> Address:
    """Return the parts of an address.

    Raises:
        SourceError: it is no `http(s)` address, or holds a password, which would end up in logs.

    >>> address("https://Example.org/a b#c").shown
    'https://example.org/a%20b'
    """
    if any(ord(c) < 32 or ord(c) == 127 for c in url) or len(url) > 8192:
        raise SourceError("the address holds control characters or is longer than 8192; give a plain http(s) address")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise SourceError(f"the address cannot be read ({error}); give a plain http(s) address") from None
    if "@" in parts.netloc:
        raise SourceError(f"an address with user name or password is refused; use the plain address of {host!r}")
    if parts.scheme not in {"http", "https"} or not host:
        raise SourceError(f"{url!r} is not an address that can be fetched; expected http://… or https://…")
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            raise SourceError(f"{host!r} is not the name of a host; check the address") from None
    if any(c in host for c in " \\<>\"'{}|^`%/?#"):
        raise SourceError(f"{host!r} is not the name of a host; check the address")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    secure = parts.scheme == "https"
    return Address(secure, host.lower(), port or (443 if secure else 80), target)


def send(
    to: Address,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float,
    limit: int,
    private: bool,
    article: bool = True,
) -> Response:
    """Return the answer to one request; a redirect is an answer like any other.

    Args:
        to: where.
        method: such as GET.
        headers: added to our own.
        body: what is sent along.
        seconds: for everything together: the name, the connection, the answer to its last byte.
        limit: of the body, packed and unpacked, in bytes.
        private: whether addresses inside this machine or network may be asked.
        article: whether an article is asked for, for the words of a message; else the answer of a service.

    Raises:
        TransportError: no answer, a broken one, a longer one, or an address that is not allowed.
    """
    deadline = time.monotonic() + seconds
    place = to.shown
    try:
        connection, plain = _connect(to, _resolve(to, deadline, private=private), deadline)
        with plain:
            asked = {"Accept-Encoding": "gzip", "Connection": "close", **(headers or {})}
            connection.request(method, to.target, body=body, headers=asked)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            data = _body(answer, found.get("content-encoding", ""), limit, place, article=article)
            return Response(answer.status, found, data)
    except TimeoutError:
        raise TransportError(f"{place}: no full answer within {seconds:.2g} s; try again later", passing=True) from None
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or "TLS failed"
        raise TransportError(f"{place}: no safe connection ({reason}); check the address") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or f"{type(error).__name__} {error}".strip()
        raise TransportError(f"{place}: no answer ({reason[:200]}); check the address", passing=True) from None


def _connect(to: Address, places: list[str], deadline: float) -> tuple[http.client.HTTPConnection, socket.socket]:
    failure: OSError = OSError("no address")
    for place in places:
        try:
            plain = socket.create_connection((place, to.port), timeout=_left(deadline))
        except OSError as error:
            failure = error
            continue
        try:
            if to.secure:
                plain.settimeout(_left(deadline))
                plain = ssl.create_default_context().wrap_socket(plain, server_hostname=to.host)
        except BaseException:
            plain.close()
            raise
        connection = http.client.HTTPConnection(to.host, to.port)
        if to.secure:
            connection.default_port = 443  # the Host header leaves the usual port out
        connection.sock = _Timed(plain, deadline)
        return connection, plain
    raise failure


def _resolve(to: Address, deadline: float, *, private: bool) -> list[str]:
    """Return the addresses of a host that may be asked; the system's resolver has no time limit, so it runs aside."""
    found: list[str] = []
    failed: list[str] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError) as error:
            failed.append(getattr(error, "strerror", None) or str(error))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(_left(deadline))
    if failed:
        raise TransportError(f"{to.shown}: no such host ({failed[0]}); check the address", passing=True)
    if thread.is_alive():
        raise TimeoutError
    allowed = found if private else [place for place in found if _public(place)]
    if not allowed:
        raise TransportError(
            f"{to.shown}: {to.host} is inside this machine or network, where nothing is fetched from; "
            "use --allow-private if that is what you want"
        )
    return allowed


def _public(place: str) -> bool:
    """Return whether an address lies in the open internet, looking through IPv4 addresses wrapped in IPv6."""
    ip = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inside is None and ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside is not None:
            ip = inside
        elif ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed:
    """A socket as `http.client` uses it, every use of which ends at one deadline, however slowly bytes trickle."""

    def __init__(self, plain: socket.socket, deadline: float) -> None:
        self._plain = plain
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._plain.settimeout(_left(self._deadline))
        self._plain.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        assert mode == "rb"
        return io.BufferedReader(_Reading(self._plain, self._deadline), _BLOCK)

    def close(self) -> None:
        """Leave the socket open: `http.client` lets go of it before the body is read; `send` closes it."""


class _Reading(io.RawIOBase):
    def __init__(self, plain: socket.socket, deadline: float) -> None:
        self._plain = plain
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        self._plain.settimeout(_left(self._deadline))
        return self._plain.recv_into(buffer)


def _body(answer: http.client.HTTPResponse, packing: str, limit: int, place: str, *, article: bool) -> bytes:
    """Return the body, unpacked step by step, so that a small answer cannot swell beyond the limit."""
    packed = packing.strip().lower()
    if packed in {"", "identity"}:
        unpacker = None
    elif packed in {"gzip", "x-gzip"}:
        unpacker = zlib.decompressobj(wbits=31)
    else:
        raise TransportError(
            f"{place}: the body is packed as {packing[:40]!r}, which was not asked for; report it there"
        )
    length = answer.length
    if length is not None and length > limit:
        raise _too_large(place, limit, article=article)
    pieces: list[bytes] = []
    size = taken = 0
    while block := answer.read(_BLOCK):
        taken += len(block)
        try:
            unpacked = block if unpacker is None else unpacker.decompress(block, limit + 1 - size)
        except zlib.error:
            raise TransportError(f"{place}: the packed body is broken; try again later", passing=True) from None
        pieces.append(unpacked)
        size += len(unpacked)
        if size > limit or taken > limit or (unpacker is not None and unpacker.unconsumed_tail):
            raise _too_large(place, limit, article=article)
    if answer.length or (unpacker is not None and taken and not unpacker.eof):
        raise TransportError(f"{place}: the body is cut short; try again later", passing=True)
    return b"".join(pieces)


def _too_large(place: str, limit: int, *, article: bool) -> TransportError:
    size = f"{limit >> 20} MB" if limit >= 2**20 else f"{limit} bytes"
    hint = "which no article is; give the address of the article alone" if article else "which is refused; ask for less"
    return TransportError(f"{place}: more than {size}, {hint}")
