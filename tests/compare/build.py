"""Build stores from short descriptions of documents and figures, through the model and the graph of the package."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kg import pipeline, vocabulary
from kg.graph import version, version_head
from kg.model import Attribution, Claim, ClaimKind, Conversion, Document, Figure, Intention, Measure, Passage
from kg.periods import Period
from kg.store import Embedded
from kg.terms import DEKGR, digest, expand

HERE = Path(__file__).parent


def iri(name: str | None) -> str | None:
    return None if name is None else expand(name) if ":" in name else DEKGR + name


def figure(text: str) -> Figure:
    """Read `comparator numeral[..numeral] scale unit[ counted]`."""
    comparator, numeral, scale, unit, *rest = text.split()
    low, _, high = numeral.partition("..")
    return Figure(low, comparator, expand(unit), int(scale), high or None, "counted" in rest, "negative" in rest)


def claim(given: Mapping[str, Any], url: str, number: int) -> Claim:
    kind = ClaimKind(given.get("kind", "StatisticalObservation"))
    words = given.get("words", f"{url}#{number}")
    passage = Passage(100 * number, 100 * number + 60, digest(words), number + 1)
    converted = [Conversion(figure(text), passage) for text in given.get("converted", ())]
    measure = Measure(
        iri(given["variable"]) or "",
        figure(given["figure"]),
        iri(given.get("area")),
        iri(given.get("organization")),
        Period.parse(given["period"]) if "period" in given else None,
        Period.parse(given["base"]) if "base" in given else None,
        given.get("inferred", False),
        iri(given.get("compared_with")),
        iri(given.get("ranked_among")),
        iri(given.get("scope")),
        tuple(converted),
    )
    intention = Intention(measure.area or measure.organization or "") if kind.intends else None
    said_by = iri(given.get("said_by"))
    attribution = Attribution(said_by, None) if said_by else None
    return Claim(kind, (passage,), measure, intention=intention, attribution=attribution)


def add(store: Embedded, documents: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Load documents; return the claims of each by its name (or address)."""
    words = vocabulary.shipped()
    made = {}
    quads = []
    for given in documents:
        document = Document(
            url=given["url"],
            language="en",
            text_digest=given.get("digest", digest(given["url"])),
            text_length=100_000,
            publisher=iri(given.get("publisher")),
            published=given.get("published"),
            date_basis="fromUrlPath" if given.get("published") else None,
            reprint=given.get("reprint", "reprint_of" in given),
            reprint_of=given.get("reprint_of"),
            written_by=iri(given.get("written_by")),
        )
        claims = [claim(item, given["url"], number) for number, item in enumerate(given["figures"])]
        found = version(document, claims, words)
        quads += [*found.quads, *version_head(found.document, found.graph)]
        made[given.get("name", given["url"])] = found.claims
    store.extend(quads)
    return made


def store_of(*documents: Mapping[str, Any]) -> tuple[Embedded, dict[str, tuple[str, ...]]]:
    store = Embedded.memory()
    return store, add(store, documents)


def document(
    url: str, *figures: Mapping[str, Any], publisher: str | None = None, published: date | None = None, **more: Any
) -> dict[str, Any]:
    return {"url": url, "publisher": publisher, "published": published, "figures": list(figures), **more}


def worked() -> tuple[Embedded, dict[str, tuple[str, ...]]]:
    """The worked examples, with ontology and reference data."""
    store = Embedded.memory()
    pipeline.prepare(store)
    return store, add(store, tomllib.loads((HERE / "worked.toml").read_text("utf-8"))["documents"])
