"""Ask a language model behind any endpoint that speaks the OpenAI chat protocol.

Alone knows the protocol: structured output and what to do where a server lacks it, retries, limits. The key is sent as
a header and nowhere else: not in messages, not in transcripts.
"""

import json
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.errors import SourceError
from kg.proposers import ProposerError
from kg.transport import Response, TransportError, address, send

__all__ = ["Endpoint", "Reply"]

ATTEMPTS = 4
LONGEST_WAIT = 60.0
_PASSING = (408, 409, 425, 429, 500, 502, 503, 504, 529)
_REFUSED = {
    401: "refuses the key; check KG_LLM_API_KEY",
    403: "refuses the key; check KG_LLM_API_KEY",
    404: "knows no such path or model; check KG_LLM_BASE_URL (it mostly ends in /v1) and KG_LLM_MODEL",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said: its words, why it stopped, the model as the server names it, and what was spent."""

    content: str
    finish: str
    model: str
    usage: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers.

    Attributes:
        base_url: such as `http://localhost:8000/v1`; `/chat/completions` is added.
        model: its name there.
        key: sent as bearer token; None for servers that ask for none.
        seconds: for one request.
        limit: of one answer, in bytes.
        wait: how to sleep, for tests.
    """

    base_url: str
    model: str
    key: str | None = field(default=None, repr=False)
    seconds: float = 180.0
    limit: int = 4 * 2**20
    wait: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        try:
            address(self.base_url)
        except SourceError as error:
            raise ProposerError(f"KG_LLM_BASE_URL: {error}") from None
        if not self.model.strip():
            raise ProposerError("KG_LLM_MODEL is empty; give the name of a model that the endpoint serves")
        if self.key is not None and (not self.key.isascii() or not self.key.isprintable() or " " in self.key):
            raise ProposerError("KG_LLM_API_KEY holds spaces or unprintable characters; copy it again")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, offline: bool = False) -> "Endpoint":
        """Return the endpoint that the variables KG_LLM_BASE_URL, KG_LLM_MODEL and KG_LLM_API_KEY name.

        Args:
            environment: instead of that of the process.
            offline: no request will be made, so that the model's name is enough.

        Raises:
            ProposerError: the first or the second is missing, or one of them is not usable.
        """
        given = dict(os.environ if environment is None else environment)
        if offline:
            given.setdefault("KG_LLM_BASE_URL", "http://localhost/v1")
        for name in ("KG_LLM_BASE_URL", "KG_LLM_MODEL"):
            if not given.get(name):
                raise ProposerError(
                    f"{name} is not set; name an OpenAI-compatible endpoint with KG_LLM_BASE_URL, KG_LLM_MODEL and, "
                    "where it asks for one, KG_LLM_API_KEY"
                )
        seconds = given.get("KG_LLM_TIMEOUT") or "180"
        if not seconds.isdecimal() or not 0 < int(seconds) <= 3600:
            raise ProposerError(f"KG_LLM_TIMEOUT must be whole seconds up to 3600, got {seconds!r}")
        return cls(given["KG_LLM_BASE_URL"], given["KG_LLM_MODEL"], given.get("KG_LLM_API_KEY") or None, float(seconds))

    def ask(self, messages: list[dict[str, str]], schema: Mapping[str, Any]) -> Reply:
        """Return the reply of the model, bound to a schema as far as the server can.

        A server that does not know `json_schema` is asked again for `json_object`, then for plain text; one that does
        not let the temperature be set is asked without.

        Raises:
            ProposerError: it cannot be reached or refuses, also after several attempts.
        """
        body: dict[str, Any] = {"model": self.model, "messages": messages, "temperature": 0, "stream": False}
        form = {"name": "claims", "strict": True, "schema": schema}
        formats = [{"type": "json_schema", "json_schema": form}, {"type": "json_object"}, None]
        while True:
            wanted = {**body, "response_format": formats[0]} if formats[0] else body
            response = self._send(wanted)
            if response.status == 200:
                return self._reply(response)
            told = self._told(response)
            if response.status in {400, 415, 422, 501}:
                if "temperature" in told.lower() and "temperature" in body:
                    del body["temperature"]
                    continue
                if len(formats) > 1:
                    formats.pop(0)
                    continue
            meaning = _REFUSED.get(response.status, f"answers {response.status} ({told})")
            raise ProposerError(f"{self.base_url}: {meaning}")

    def _send(self, body: Mapping[str, Any]) -> Response:
        """Return an answer that need not be tried again, waiting longer each time where it must."""
        to = address(self.base_url.rstrip("/") + "/chat/completions")
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = json.dumps(body, ensure_ascii=False).encode()
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS
            try:
                response = send(
                    to, method="POST", headers=headers, body=data, seconds=self.seconds, limit=self.limit, private=True
                )
            except TransportError as error:
                if last or not error.passing:
                    raise ProposerError(self._without_key(str(error))) from None
                self.wait(_delay(attempt, None))
                continue
            if response.status not in _PASSING or last:
                return response
            self.wait(_delay(attempt, response.headers.get("retry-after")))
        raise AssertionError("the last attempt returns or raises")

    def _reply(self, response: Response) -> Reply:
        try:
            table = json.loads(response.data)
            choice = table["choices"][0]
            message = choice["message"]
            content = message.get("content") or message.get("refusal") or ""
            if isinstance(content, list):  # some servers send parts
                content = "".join(part.get("text", "") for part in content if isinstance(part, dict))
            usage = table.get("usage")
            finish = "refusal" if message.get("refusal") else str(choice.get("finish_reason") or "stop")
            return Reply(
                self._without_key(str(content)),
                finish,
                self._without_key(str(table.get("model") or self.model))[:200],
                usage if isinstance(usage, dict) else {},
            )
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise ProposerError(
                f"{self.base_url}: the answer is no chat completion; check that the endpoint speaks the OpenAI protocol"
            ) from None

    def _told(self, response: Response) -> str:
        """Return what a server says of its refusal, on one short line, without our key."""
        text = response.data[:4000].decode("utf-8", "replace")
        try:
            found = json.loads(response.data)
            found = found.get("error", found) if isinstance(found, dict) else found
            text = str(found.get("message", found)) if isinstance(found, dict) else str(found)
        except (ValueError, RecursionError):
            pass
        return self._without_key(" ".join(text.split()))[:200]

    def _without_key(self, text: str) -> str:
        return text.replace(self.key, "***") if self.key else text


def _delay(attempt: int, retry_after: str | None) -> float:
    """Return how long to wait: as the server says, else 1, 2, 4 … seconds and up to a half more, so as not to herd."""
    if retry_after and retry_after.strip().isdecimal() and len(retry_after) < 8:
        return min(LONGEST_WAIT, float(retry_after))
    return min(LONGEST_WAIT, 2.0 ** (attempt - 1) * (1 + random.random() / 2))  # noqa: S311 (no secret hangs on it)
