"""Claims that others propose or decide of a document: each goes through the gate, and says how it came about.

What a proposer says enters if the gate finds every role proven; what a person decides enters as decided, but its number
is still the one that the grammar reads out of the passage.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kg.archive import Archive, Decision
from kg.errors import ModelError
from kg.extract import Provisional
from kg.extract.proof.gate import Gate, Proposal
from kg.extract.proof.proposed import claim_from
from kg.extract.roles import Reading
from kg.ingest.things import Origin
from kg.model import Claim, Document
from kg.proposers import Proposals
from kg.terms import digest
from kg.vocabulary import Vocabulary

__all__ = ["Judged", "decided", "gate_of", "in_force", "judge", "propose", "reading_in", "reasons_against"]

INVENTED = ("not in the text", "not in the quote", "outside the part")
"""Words of a proposer's problem that say that a quote stands nowhere, so that the proposal is not looked at further."""


@dataclass(slots=True)
class Judged:
    """What came of proposals or decisions.

    Attributes:
        claims: proven or decided, with their origin.
        replaced: claims of the rules that a decision on the same figure stands in for.
        provisional: what the claims speak of and the ontology lacks.
        refused: the other rows, with `reasons`.
        failures: parts of the text that gave no proposals, one sentence each.
        proposed: how many rows there were.
        proven: the rows that became claims, with what the rules read of their figures.
    """

    claims: list[tuple[Claim, Origin]] = field(default_factory=list)
    replaced: list[Claim] = field(default_factory=list)
    provisional: list[Provisional] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    proposed: int = 0
    proven: list[tuple[Mapping[str, Any], Reading]] = field(default_factory=list)


def gate_of(document: Document, vocabulary: Vocabulary, published: str | None = None) -> Gate:
    """Return the gate of a document; `published` stands in where only a year or month is known.

    Raises:
        ModelError: the document has no text.
    """
    if document.text is None:
        raise ModelError(f"{document.url}: without its text nothing can be proven; read the source again")
    day = published or (document.published.isoformat() if document.published else None)
    return Gate.of(document.text, document.language, vocabulary, day, document.title)


def propose(using: str, document: Document, archive: Archive | None, **options: Any) -> Proposals:
    """Return what a proposer says of a document.

    Args:
        using: its name among the installed `kg.proposers`.
        document: with its text.
        archive: where transcripts are kept and looked for.
        options: passed on, such as `offline`, `published` and `name`.

    Raises:
        ProposerError: it cannot be used or reached.
        KgError: nobody brings it.
    """
    from kg import plugins

    found: Proposals = plugins.load("kg.proposers", using)(document, archive=archive, **options)
    return found


def judge(proposals: Proposals, gate: Gate) -> Judged:
    """Return which proposals the text proves."""
    judged = Judged(failures=list(proposals.failures), proposed=len(proposals.rows))
    provenance = proposals.provenance
    model = provenance.get("model") or provenance.get("name", "proposer")
    origin = Origin("proposer", model, provenance.get("prompt"))
    for row in proposals.rows:
        invented = [text for text in row.get("problems", ()) if any(words in text for words in INVENTED)]
        if invented:
            judged.refused.append({**row, "reasons": invented})
            continue
        proposal = Proposal.of(row)
        verdict = gate.judge(proposal) if isinstance(proposal, Proposal) else None
        if verdict is None or not verdict.accepted or verdict.reading is None:
            reasons = [str(proposal)] if verdict is None else list(verdict.reasons)
            judged.refused.append({**row, "reasons": reasons})
            continue
        try:
            claim, things = claim_from(row, verdict.reading, gate.analysis, taken=verdict.taken)
        except ModelError as error:
            judged.refused.append({**row, "reasons": [str(error)]})
            continue
        judged.claims.append((claim, origin))
        judged.proven.append((verdict.claimed(row), verdict.reading))
        judged.provisional += things
    return judged


def in_force(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the last decision on each candidate."""
    return {decision.candidate: decision for decision in decisions}


def decided(decisions: Iterable[Decision], gate: Gate) -> Judged:
    """Return the claims of the decisions that are in force and still fit the text; the others are refused."""
    judged, text = Judged(), gate.analysis.text.given
    for decision in in_force(decisions).values():
        row = decision.correction or decision.claim or {}
        if decision.verdict == "rejected":
            continue
        start, end = row.get("quote_start"), row.get("quote_end")
        if not isinstance(start, int) or not isinstance(end, int) or row.get("quote_digest") != digest(text[start:end]):
            judged.refused.append({**row, "reasons": ["decision: the passage that it was taken on has changed"]})
            continue
        try:
            reading = reading_in(row, gate)
            claim, things = claim_from(row, reading, gate.analysis, insist=True)
        except ModelError as error:
            judged.refused.append({**row, "reasons": [f"decision: {error}"]})
            continue
        with suppress(ModelError):  # what the rules alone would make of it, if anything
            judged.replaced.append(claim_from({}, reading, gate.analysis)[0])
        judged.claims.append((claim, Origin("person", decision.who, None, decision.when)))
        judged.provisional += things
    return judged


def reading_in(row: Mapping[str, Any], gate: Gate) -> Reading:
    """Return what the rules read of the figure that a row speaks of.

    Raises:
        ModelError: its quote holds no figure of that value and unit.
    """
    proposal = Proposal.of(row)
    if isinstance(proposal, str):
        raise ModelError(proposal)
    verdict = gate.judge(proposal, remember=False)
    if verdict.reading is None:
        raise ModelError(f"{verdict.reasons[0] if verdict.reasons else 'no figure'}; a number is read from its passage")
    return verdict.reading


def reasons_against(row: Mapping[str, Any], gate: Gate) -> list[str]:
    """Return why the gate refuses a row; empty if it does not."""
    proposal = Proposal.of(row)
    if isinstance(proposal, str):
        return [proposal]
    return list(gate.judge(proposal, remember=False).reasons)
