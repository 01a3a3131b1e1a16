"""Ask a reconciliation service which of its entities a name may mean (W3C Reconciliation API 0.2).

The only module that knows the protocol: https://reconciliation-api.github.io/specs/0.2/. Nothing that comes back is
trusted: an answer is bounded in time, size and number, every field is checked, and control characters never reach a
terminal or a table.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from kg import assets
from kg.errors import LinkError, SourceError
from kg.transport import Address, Response, address, send

__all__ = ["WIKIDATA", "Candidate", "Question", "Service", "open_service"]

WIKIDATA = "https://wikidata.reconci.link/en/api"
"""The public service over Wikidata, in English."""

BATCH = 10
"""Questions in one request; services of version 0.2 do not say how many they take, and ten is what clients send."""

MAX_BYTES = 5_000_000
MAX_TEXT = 300
"""Longest name or description that is kept, in characters."""

Value = str | Mapping[str, str]
"""A value of a property: a text, or an entity of the service (`{"id": …}`)."""

_LARGEST = 1e15
"""A score beyond this is nonsense; infinities and not-a-number fail the comparison."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~:/-]{0,199}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_AGENT = f"dekg/{assets.release() or '0'} (reconciliation client)"


@dataclass(frozen=True, slots=True)
class Question:
    """A name to be matched, narrowed by the type of the thing and by values it has."""

    name: str
    kind: str = ""
    properties: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    limit: int = 5

    def json(self) -> dict[str, Any]:
        """Return the question as the protocol writes it."""
        found: dict[str, Any] = {"query": self.name, "limit": self.limit}
        if self.kind:
            found["type"] = self.kind
        if self.properties:
            found["properties"] = [
                {"pid": pid, "v": list(values) if len(values) > 1 else values[0]}
                for pid, values in self.properties.items()
            ]
        return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity the service offers; `score` is the service's own measure, mostly up to 100."""

    id: str
    name: str
    score: float
    match: bool = False
    description: str = ""
    kinds: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Service:
    """A service that has said what it is."""

    url: str
    name: str
    identifiers: str
    """Namespace of its entities; an entity's IRI is this and its id."""
    schema: str
    """Namespace of its properties."""
    private: bool = False
    seconds: float = 30

    def ask(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """Return the candidates of each question, best first.

        Raises:
            LinkError: no answer in time, or one that is not as the protocol says.
        """
        found: list[list[Candidate]] = []
        for start in range(0, len(questions), BATCH):
            batch = questions[start : start + BATCH]
            asked = {f"q{number}": question.json() for number, question in enumerate(batch)}
            body = urlencode({"queries": json.dumps(asked, ensure_ascii=False)}).encode()
            answer = _ask(_address(self.url), self.private, self.seconds, body)
            found += [self._candidates(answer, f"q{number}", question.limit) for number, question in enumerate(batch)]
        return found

    def _candidates(self, answer: Mapping[str, Any], key: str, limit: int) -> list[Candidate]:
        entry = answer.get(key)
        if not isinstance(entry, dict) or not isinstance(entry.get("result"), list):
            raise LinkError(f"{self.url}: the answer holds no list of results for {key}; {_EXPECTED}")
        found: dict[str, Candidate] = {}
        for item in entry["result"][: 10 * limit]:
            candidate = self._candidate(item, key)
            found.setdefault(candidate.id, candidate)
        return sorted(found.values(), key=lambda candidate: (-candidate.score, candidate.id))[:limit]

    def _candidate(self, item: object, key: str) -> Candidate:
        if not isinstance(item, dict):
            raise LinkError(f"{self.url}: a result of {key} is no object; {_EXPECTED}")
        name, score = item.get("name"), item.get("score")
        number = item.get("id")
        if not isinstance(number, str) or not _ID.fullmatch(number) or ".." in number:
            raise LinkError(f"{self.url}: a result of {key} has no usable id ({_shown(number)}); {_EXPECTED}")
        if not isinstance(name, str) or not _is_number(score):
            raise LinkError(f"{self.url}: result {number} of {key} lacks a name or a score; {_EXPECTED}")
        assert isinstance(score, int | float)
        kinds = item.get("type")
        features = item.get("features")
        return Candidate(
            number,
            _clean(name),
            float(score),
            item.get("match") is True,
            _clean(item.get("description")),
            tuple(text for kind in kinds[:20] if (text := _kind(kind))) if isinstance(kinds, list) else (),
            dict(_feature(feature) for feature in features[:50] if _is_feature(feature))
            if isinstance(features, list)
            else {},
        )


_EXPECTED = "is it a reconciliation service of version 0.2?"


def open_service(url: str = WIKIDATA, *, private: bool = False, seconds: float = 30) -> Service:
    """Return a service, having read its manifest.

    Args:
        url: its address.
        private: whether an address inside this machine or network may be asked.
        seconds: for each request as a whole.

    Raises:
        LinkError: there is none, or it says it speaks another language.
    """
    manifest = _ask(_address(url), private, seconds)
    versions = manifest.get("versions")
    if isinstance(versions, list) and "0.2" not in versions and "0.1" not in versions:
        raise LinkError(f"{url}: speaks versions {_shown(versions)} of the protocol, not 0.2; give another service")
    space, schema = manifest.get("identifierSpace"), manifest.get("schemaSpace")
    for name, value in (("identifierSpace", space), ("schemaSpace", schema)):
        if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x1f]{1,500}", value):
            raise LinkError(f"{url}: its manifest has no usable {name} ({_shown(value)}); {_EXPECTED}")
    return Service(url, _clean(manifest.get("name")) or url, str(space), str(schema), private, seconds)


def _address(url: str) -> Address:
    try:
        return address(url)
    except SourceError as error:
        raise LinkError(f"--service: {error}") from None


def _ask(to: Address, private: bool, seconds: float, body: bytes | None = None) -> dict[str, Any]:
    headers = {"Accept": "application/json", "User-Agent": _AGENT}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        answer = send(
            to,
            method="GET" if body is None else "POST",
            headers=headers,
            body=body,
            seconds=seconds,
            limit=MAX_BYTES,
            private=private,
            article=False,
        )
    except SourceError as error:
        raise LinkError(str(error)) from None
    return _object(to.shown, answer)


def _object(place: str, answer: Response) -> dict[str, Any]:
    if 300 <= answer.status < 400:
        to = _shown(answer.headers.get("location", "nowhere"))
        raise LinkError(f"{place}: has moved to {to}; give that address with --service if you trust it")
    if answer.status == 429 or answer.status >= 500:
        raise LinkError(f"{place}: cannot answer now (HTTP {answer.status}); try again later")
    if answer.status != 200:
        raise LinkError(f"{place}: refused the request (HTTP {answer.status}); check the address of the service")
    try:
        found = json.loads(answer.data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise LinkError(f"{place}: the answer is not JSON; {_EXPECTED}") from None
    if not isinstance(found, dict):
        raise LinkError(f"{place}: the answer is no JSON object; {_EXPECTED}")
    if found.get("status") == "error":
        raise LinkError(f"{place}: the service reports an error: {_clean(found.get('message')) or 'without words'}")
    return found


def _clean(text: object) -> str:
    """Return a text that is safe to print and to keep in one cell of a table."""
    return " ".join(_CONTROL.sub(" ", text).replace("|", "/").split())[:MAX_TEXT] if isinstance(text, str) else ""


def _shown(value: object) -> str:
    return _clean(repr(value))[:80]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST


def _kind(kind: object) -> str:
    if isinstance(kind, dict):
        return _clean(kind.get("name")) or _clean(kind.get("id"))
    return _clean(kind)


def _is_feature(feature: object) -> bool:
    return (
        isinstance(feature, dict)
        and isinstance(feature.get("id"), str)
        and (isinstance(feature.get("value"), bool) or _is_number(feature.get("value")))
    )


def _feature(feature: Mapping[str, Any]) -> tuple[str, float]:
    return _clean(feature["id"]), float(feature["value"])
