"""A language model as proposer: it says what figures a text may state, with its quotes; the gate proves or refuses.

What comes out are rows in the evaluation schema (`../shared/evals/README.md`) and beside it

- `quote`: the words between `quote_start` and `quote_end`; where those are None, what the model made up;
- `quotes`: for `value`, `place`, `org`, `industry`, `indicator`, `period`, `baseline`, `modality`, `attributed_to` the
  words the model points at, as they stand in the text: `{"text", "start", "end"}`, with `"in": "title"` for the title;
- `problems`: quotes that stand nowhere (`"place: quoted words are not in the text"`), so that the gate need not search;
- `proposer`: name, model, prompt digest, transcript.

Every question and answer is kept in the archive under a digest of model, prompt and material. Asked again, the answer
comes from there: a run can be replayed without a network, and gives the same rows.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from kg import vocabulary
from kg.archive import Archive
from kg.model import Document
from kg.proposers import Proposals, ProposerError
from kg.proposers.chunks import Chunk, chunks, halves
from kg.proposers.endpoint import Endpoint, Reply
from kg.proposers.quotes import find, nearest
from kg.terms import digest, local_name

__all__ = ["FIELDS", "prompt_digest", "propose", "schema", "system_prompt"]

FIELDS = (
    "doc", "place", "org", "industry", "indicator", "kind", "value", "unit", "comparator", "period", "baseline",
    "modality", "attributed_to", "quote_start", "quote_end",
)  # fmt: skip
"""Of a row, what the evaluation schema has."""

_FOLDER = Path(__file__).resolve().parent
_MOST_CHARACTERS = 400_000
_MOST_ITEMS = 300
_MOST_HALVINGS = 3
_ROLES = ("place", "org", "industry", "indicator", "period", "baseline", "modality", "attributed_to")
_CHOICES = {
    "comparator": ("=", ">", ">=", "<", "<=", "~"),
    "kind": ("level", "growth", "share", "count", "rank", "ratio"),
    "modality": ("observed", "target", "forecast", "commitment"),
}


def propose(
    document: Document,
    *,
    archive: Archive | None = None,
    endpoint: Endpoint | None = None,
    offline: bool = False,
    name: str | None = None,
    published: str | None = None,
    size: int = 6000,
    progress: Callable[[str], None] = lambda step: None,
) -> Proposals:
    """Return the claims that a language model proposes for a document; none of them is proven.

    Args:
        document: with its text.
        archive: where questions and answers are kept and looked for; without one every question is asked.
        endpoint: the model; by default what the environment names.
        offline: answer from the archive alone.
        name: what rows call the document (`doc`); by default the local name of its IRI.
        published: where the day is not known in full, such as `2024-03`; by default the document's day.
        size: of the parts that are read at once, in code points.
        progress: called with each step.

    Raises:
        ProposerError: no endpoint is named, it cannot be reached or refuses, or `offline` finds no answer kept.
    """
    text = document.text
    if text is None:
        raise ProposerError(f"{document.url}: the text is not at hand; read the document from its file or the archive")
    if len(text) > _MOST_CHARACTERS:
        raise ProposerError(f"{document.url}: longer than {_MOST_CHARACTERS} characters; give the chapter that matters")
    session = _Session(
        document=replace(document, text=text),
        text=text,
        archive=archive,
        endpoint=endpoint or Endpoint.from_environment(offline=offline),
        offline=offline,
        published=published or (document.published.isoformat() if document.published else None),
        name=name or local_name(document.iri),
        rows=[],
        failures=[],
    )
    parts = chunks(text, size)
    for number, chunk in enumerate(parts, start=1):
        progress(f"part {number} of {len(parts)}")
        session.read(chunk, _MOST_HALVINGS)
    return Proposals(_distinct(session.rows), tuple(session.failures), session.provenance())


@cache
def system_prompt() -> str:
    """Return what the model is told to do, with the names of the ontology that it is to use."""
    words = vocabulary.shipped()
    lists = []
    kinds = {
        "Industries": ["dekg:Industry", "dekg:ProductClass"],
        "Indicators": ["dekg:MeasuredProperty", "dekg:Capability"],
    }
    for title, classes in kinds.items():
        names = sorted({words.label(iri) for kind in classes for iri in words.members(kind)})
        lists.append(f"{title}: {'; '.join(names)}.")
    prompt = (_FOLDER / "prompt.md").read_text(encoding="utf-8")
    return "\n".join([prompt, *lists, "", "Schema of the answer:", json.dumps(schema(), separators=(",", ":"))])


@cache
def schema() -> dict[str, Any]:
    """Return the JSON schema that answers are bound to."""
    found: dict[str, Any] = json.loads((_FOLDER / "schema.json").read_text(encoding="utf-8"))
    return found


def prompt_digest() -> str:
    """Return the digest of everything the model is told beside the material."""
    return digest(system_prompt())


@dataclass(slots=True)
class _Session:
    """One document being read."""

    document: Document
    text: str
    archive: Archive | None
    endpoint: Endpoint
    offline: bool
    published: str | None
    name: str
    rows: list[dict[str, Any]]
    failures: list[str]

    def provenance(self) -> dict[str, str]:
        return {"name": "llm", "model": self.endpoint.model, "prompt": prompt_digest()}

    def read(self, chunk: Chunk, halvings: int) -> None:
        """Add what the model proposes for one part, or why it gave nothing usable."""
        place = f"{self.document.url}: characters {chunk.start} to {chunk.end}"
        question = self._question(chunk)
        key = digest(json.dumps([self.endpoint.model, prompt_digest(), digest(question)]))
        for attempt in (1, 2):
            reply = self._reply(key, question, chunk, again=attempt > 1)
            if reply is None:
                return
            if reply.finish == "length" and halvings and len(parts := halves(self.text, chunk)) > 1:
                for part in parts:
                    self.read(part, halvings - 1)
                return
            if reply.finish in {"refusal", "content_filter"}:
                self.failures.append(f"{place}: the model refuses ({' '.join(reply.content.split())[:100]})")
                return
            items = _items(reply.content)
            if items is not None:
                self._add(items, chunk, key, place)
                return
            if self.offline:
                break
        self.failures.append(f"{place}: the model's answer is no JSON of the asked form; its transcript is {key}")

    def _question(self, chunk: Chunk) -> str:
        return json.dumps(
            {
                "title": self.document.title,
                "published": self.published,
                "language": self.document.language,
                "context": self.text[chunk.context : chunk.start],
                "text": self.text[chunk.start : chunk.end],
            },
            ensure_ascii=False,
        )

    def _reply(self, key: str, question: str, chunk: Chunk, *, again: bool) -> Reply | None:
        """Return the kept answer, else ask and keep the answer; unusable answers that were kept are asked again."""
        kept = self.archive.transcript(key) if self.archive else None
        if kept is not None and not again:
            found = _kept(kept)
            usable = found is not None and (found.finish != "stop" or _items(found.content) is not None)
            if found is not None and (usable or self.offline):
                return found
        if self.offline:
            raise ProposerError(
                f"{self.document.url}: no answer of {self.endpoint.model} is kept for this text and prompt; "
                "run once with the endpoint at hand"
            )
        messages = [{"role": "system", "content": system_prompt()}, {"role": "user", "content": question}]
        reply = self.endpoint.ask(messages, schema())
        if self.archive is not None:
            self.archive.add_transcript(
                key,
                {
                    **self.provenance(),
                    "text": self.document.text_digest or digest(self.text),
                    "start": chunk.start,
                    "end": chunk.end,
                    "asked": datetime.now(UTC).isoformat(timespec="seconds"),
                    "endpoint": self.endpoint.base_url,
                    "messages": messages,
                    "reply": {
                        "content": reply.content,
                        "finish": reply.finish,
                        "model": reply.model,
                        "usage": dict(reply.usage),
                    },
                },
            )
        return reply

    def _add(self, items: list[Any], chunk: Chunk, key: str, place: str) -> None:
        if len(items) > _MOST_ITEMS:
            self.failures.append(f"{place}: more than {_MOST_ITEMS} items; only the first were read")
        for number, item in enumerate(items[:_MOST_ITEMS], start=1):
            row = _row(item)
            if isinstance(row, str):
                self.failures.append(f"{place}: item {number} is left out, since {row}")
                continue
            found = {"doc": self.name, **row, **self._located(item, chunk)}
            self.rows.append({**found, "proposer": {**self.provenance(), "transcript": key}})

    def _located(self, item: Mapping[str, Any], chunk: Chunk) -> dict[str, Any]:
        """Return where the quoted words stand, and which of them stand nowhere."""
        problems: list[str] = []
        quotes: dict[str, dict[str, Any]] = {}
        start, end = self._main(item, chunk, problems)
        inside = self.text[start:end] if start is not None else ""
        value = find(inside, str(item.get("value_quote") or ""))
        if value and start is not None:
            quotes["value"] = self._words(start + value[0][0], start + value[0][1])
            if len(value) > 1:
                problems.append("value: quoted words stand more than once in the quote")
        else:
            problems.append("value: quoted words are not in the quote")
        for role in _ROLES:
            words = item.get(f"{role}_quote")
            if not isinstance(words, str) or not words.strip():
                continue
            places = find(self.text, words)
            if places:
                quotes[role] = self._words(*nearest(places, start or chunk.start, end or chunk.end))
            elif self.document.title and (places := find(self.document.title, words)):
                first, last = places[0]
                quotes[role] = {"text": self.document.title[first:last], "start": first, "end": last, "in": "title"}
            else:
                problems.append(f"{role}: quoted words are not in the text")
        words = str(item["quote"])[:500] if start is None else self.text[start:end]
        return {"quote_start": start, "quote_end": end, "quote": words, "quotes": quotes, "problems": problems}

    def _main(self, item: Mapping[str, Any], chunk: Chunk, problems: list[str]) -> tuple[int | None, int | None]:
        """Return where the quote stands: in its part if it does, else anywhere."""
        places = find(self.text, str(item["quote"]))
        here = [place for place in places if chunk.start <= place[0] and place[1] <= chunk.end]
        if not places:
            problems.append("quote: quoted words are not in the text")
            return None, None
        if not here:
            problems.append("quote: quoted words stand outside the part that was read")
        elif len(here) > 1:
            problems.append("quote: quoted words stand more than once in the text")
        return (here or places)[0]

    def _words(self, start: int, end: int) -> dict[str, Any]:
        return {"text": self.text[start:end], "start": start, "end": end}


def _row(item: Any) -> dict[str, Any] | str:
    """Return an item in the evaluation schema, or why it has not the asked form."""
    if not isinstance(item, dict):
        return "it is no object"
    if not isinstance(item.get("quote"), str) or not item["quote"].strip():
        return "it has no quote"
    value = item.get("value")
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or abs(Decimal(value).adjusted()) > 20:
        return "its value is no number of a usable size"
    for field, choices in _CHOICES.items():
        if item.get(field) not in choices:
            return f"its {field} is {str(item.get(field))[:40]!r}, not one of {', '.join(choices)}"
    names = ("place", "org", "industry", "indicator", "unit", "period", "baseline", "attributed_to")
    if wrong := [name for name in names if not isinstance(item.get(name), str | None)]:
        return f"its {wrong[0]} is no text"
    return {
        "place": _name(item, "place"),
        "org": _name(item, "org"),
        "industry": _name(item, "industry"),
        "indicator": _name(item, "indicator"),
        "kind": item["kind"],
        "value": int(value) if value == int(value) else float(value),
        "unit": _name(item, "unit"),
        "comparator": item["comparator"],
        "period": _name(item, "period"),
        "baseline": _name(item, "baseline"),
        "modality": item["modality"],
        "attributed_to": _name(item, "attributed_to"),
    }


def _name(item: Mapping[str, Any], field: str) -> str | None:
    text = " ".join(str(item.get(field) or "").split())[:200]
    return text or None


_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)


def _items(content: str) -> list[Any] | None:
    """Return the items of an answer, or None if it is not of the asked form; fences and thoughts around it are cut."""
    plain = _THOUGHT.sub("", content)
    start, end = plain.find("{"), plain.rfind("}")
    try:
        table = (
            json.loads(plain[start : end + 1], parse_float=Decimal, parse_constant=_no_number) if start >= 0 else None
        )
    except (ValueError, InvalidOperation, RecursionError):
        return None
    items = table.get("claims") if isinstance(table, dict) else None
    return items if isinstance(items, list) else None


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _kept(transcript: Mapping[str, Any]) -> Reply | None:
    reply = transcript.get("reply")
    if not isinstance(reply, dict) or not all(
        isinstance(reply.get(key), str) for key in ("content", "finish", "model")
    ):
        return None
    usage = reply.get("usage")
    return Reply(reply["content"], reply["finish"], reply["model"], usage if isinstance(usage, dict) else {})


def _distinct(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return rows in text order, without repeats; those without a place in the text come last."""

    def position(row: Mapping[str, Any]) -> tuple[int, str]:
        start = row["quote_start"]
        return (start if isinstance(start, int) else 10**12), str(row["value"])

    return tuple(_by_content(sorted(rows, key=position)))


def _by_content(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for row in rows:
        content = json.dumps({key: value for key, value in row.items() if key != "proposer"}, sort_keys=True)
        if content not in seen:
            seen.add(content)
            yield row
