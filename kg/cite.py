"""From a claim back to where it stands: document, positions, digest, and the words if the text is at hand.

The graph holds no sentences. Given a text, a passage is sliced at its positions and its digest compared; where that
fails it is looked for elsewhere by length and digest: found, moved or changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import Literal

from kg.errors import QueryError
from kg.model import Passage
from kg.store.base import Solutions, Store, Term
from kg.terms import DEKGR, compact, digest, expand

__all__ = ["Citation", "Found", "State", "cite", "locate"]

CONTEXT = 80
"""Code points shown before and after a quote."""

_CITE = """
PREFIX dekg: <https://w3id.org/dekg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
SELECT ?label ?document ?url ?title ?published ?publisher ?length ?text ?start ?end ?digest ?sentence WHERE {
  GRAPH ?version {
    VALUES ?claim { <CLAIM> }
    ?claim rdfs:label ?label ; dcterms:source ?document .
    ?document schema:url ?url ; rdfs:label ?title .
    FILTER (langMatches(lang(?label), "LANG") && langMatches(lang(?title), "LANG"))
    OPTIONAL { ?document schema:datePublished ?published }
    OPTIONAL { ?document schema:publisher ?publisher }
    OPTIONAL { ?document dekg:contentDigest ?text ; dekg:textLength ?length }
    OPTIONAL {
      ?claim dekg:statedIn ?passage .
      ?passage oa:hasSelector ?selector ; dekg:segmentDigest ?digest .
      ?selector oa:start ?start ; oa:end ?end .
      OPTIONAL { ?passage dekg:sentenceNumber ?sentence }
    }
  }
} ORDER BY ?start ?end
"""


class State(StrEnum):
    """How a passage stands in a text at hand."""

    FOUND = "found"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage in a text: its state, and where and what it is there (None where it has changed)."""

    state: State
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a claim stands.

    Attributes:
        claim, label: the claim's IRI and its line in words.
        document, url, title, published, publisher: its source; empty where unknown.
        text_digest, text_length: of the text the positions count in.
        passages: positions and digests, in text order; empty if the claim is cited to the document as a whole.
        found: for each passage its place in the text given to `cite`, else empty.
    """

    claim: str
    label: str
    document: str
    url: str
    title: str
    published: str
    publisher: str
    text_digest: str
    text_length: int | None
    passages: tuple[Passage, ...]
    found: tuple[Found, ...] = field(default=())

    def link(self) -> str:
        """Return the address of the document, with a text fragment for the quote if it is at hand.

        Source: WICG Scroll to Text Fragment (`#:~:text=`).
        """
        quote = next((item.quote for item in self.found if item.quote), None)
        if quote is None:
            return self.url
        from urllib.parse import quote as percent

        return f"{self.url}#:~:text={percent(quote, safe='').replace('-', '%2D')}"


def cite(store: Store, claim: str, text: str | None = None, language: str = "en") -> Citation:
    """Return where a claim stands, and its words if the text is given.

    Args:
        store: to look in.
        claim: IRI, prefixed name, or local name of a claim.
        text: the normalised text of its document, if at hand.
        language: of label and title, `en` or `zh`.

    Raises:
        QueryError: no such claim.
    """
    iri = expand(claim) if ":" in claim else DEKGR + claim
    if any(c in iri for c in '<>"{}|\\^` \n'):
        raise QueryError(f"{claim!r} is not the name of a claim; expected a form like dekgr:claim-eda27b8e8fda6cc5")
    answer = store.query(_CITE.replace("CLAIM", iri).replace("LANG", language))
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows] if isinstance(answer, Solutions) else []
    if not rows:
        raise QueryError(f"{compact(iri)}: no such claim in this graph; list claims with: kg observations")
    first = {name: getattr(term, "value", "") for name, term in rows[0].items()}
    passages = tuple(dict.fromkeys(_passages(rows)))
    found = tuple(locate(text, passage) for passage in passages) if text is not None else ()
    return Citation(
        claim=iri,
        label=first["label"],
        document=first["document"],
        url=first["url"],
        title=first["title"],
        published=first["published"],
        publisher=first["publisher"],
        text_digest=first["text"],
        text_length=int(first["length"]) if first["length"] else None,
        passages=passages,
        found=found,
    )


def _passages(rows: list[dict[str, Term | None]]) -> Iterator[Passage]:
    for row in rows:
        start, end, segment, sentence = (row[name] for name in ("start", "end", "digest", "sentence"))
        if isinstance(start, Literal) and isinstance(end, Literal) and isinstance(segment, Literal):
            number = int(sentence.value) if isinstance(sentence, Literal) else None
            yield Passage(int(start.value), int(end.value), segment.value, number)


def locate(text: str, passage: Passage) -> Found:
    """Return where a passage stands in a text: at its positions, elsewhere by length and digest, or not at all.

    White space may have been re-wrapped: lengths are counted after collapsing it.
    """
    if Passage.digest_of(text[passage.start : passage.end]) == passage.digest and passage.end <= len(text):
        return _found(State.FOUND, text, passage.start, passage.end)
    for start, end in _windows(text, passage.end - passage.start):
        if digest(" ".join(text[start:end].split())) == passage.digest:
            return _found(State.MOVED, text, start, end)
    return Found(State.CHANGED)


def _windows(text: str, length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a length that begin and end at the edge of a word; Han text counts as all edges."""
    for start in range(len(text) - length + 1):
        end = start + length
        if _edge(text, start) and _edge(text, end) and not text[start].isspace():
            yield start, end


def _edge(text: str, position: int) -> bool:
    if position in {0, len(text)}:
        return True
    left, right = text[position - 1], text[position]
    return not (left.isalnum() and right.isalnum() and left.isascii() and right.isascii())


def _found(state: State, text: str, start: int, end: int) -> Found:
    return Found(state, start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])
