"""Claims of a set of texts in the evaluation schema, from the rules and, if one is named, from a proposer too.

A figure has one claim: what a proposer says of a figure that the rules have read already is not repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.archive import Archive
from kg.extract import accepted, evaluate
from kg.extract.analysis import analyse
from kg.extract.calendar.periods import Published
from kg.extract.files import Entry, said_by
from kg.extract.proof.gate import Gate
from kg.extract.text.lexicon import compiled
from kg.ingest.judging import judge, propose
from kg.ingest.task import Proposer
from kg.sources.metadata import Metadata, document
from kg.vocabulary import Vocabulary

__all__ = ["FIELDS", "Rows", "rows"]

FIELDS = (
    "doc", "place", "org", "industry", "indicator", "kind", "value", "unit", "comparator", "period", "baseline",
    "modality", "quote_start", "quote_end", "attributed_to",
)  # fmt: skip
"""Of a row, what the evaluation schema has."""


@dataclass(slots=True)
class Rows:
    """Claims, the rest with `reasons`, and of a proposer what it proposed, what was proven, and what failed."""

    claims: list[dict[str, Any]] = field(default_factory=list)
    rest: list[dict[str, Any]] = field(default_factory=list)
    proposed: int = 0
    proven: int = 0
    failures: list[str] = field(default_factory=list)


def rows(entry: Entry, vocabulary: Vocabulary, proposer: Proposer | None, archive: Archive | None) -> Rows:
    """Return the claims of a text of a set, and the rest.

    Raises:
        ProposerError: the proposer cannot be used or reached.
    """
    lexicon = compiled(vocabulary)
    analysis = analyse(entry.text, entry.language, lexicon, Published.parse(entry.published), entry.title)
    good, bad = accepted(analysis)
    found = Rows()
    for reading in good:
        row = evaluate.row(entry.id, reading, lexicon, evaluate.quote_of(reading, analysis.text))
        found.claims.append(row | said_by(reading, analysis))
    for reading, reasons in bad:
        row = evaluate.row(entry.id, reading, lexicon, evaluate.quote_of(reading, analysis.text))
        found.rest.append(row | {"reasons": reasons})
    if proposer is None:
        return found
    gate = Gate.of(entry.text, entry.language, vocabulary, entry.published, entry.title)
    known = Metadata(title=entry.title, language=entry.language, published=entry.published)
    options: dict[str, Any] = {"offline": proposer.replay, "published": entry.published, "name": entry.id}
    proposals = propose(proposer.name, document(entry.text, known), archive, **options)
    judged = judge(proposals, gate)
    read = {reading.quantity.start for reading in good}
    for proposal, reading in judged.proven:
        if reading.quantity.start not in read:
            found.claims.append(_plain(proposal))
    found.claims.sort(key=lambda row: (row["quote_start"], row["quote_end"]))
    found.rest += [{**_plain(refused), "reasons": refused["reasons"]} for refused in judged.refused]
    found.proposed, found.proven, found.failures = judged.proposed, len(judged.proven), judged.failures
    return found


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in FIELDS}
