"""Candidates before a person: which are open, what the gate says of them, and what becomes of a decision.

A decision is kept in the archive with who and when, before the graph is made anew from text and decisions: whatever
happens in between, the next ingest or review of the document completes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kg import collect, vocabulary
from kg.archive import Archive, Decision, Record
from kg.errors import ExtractError, ModelError
from kg.extract.proof.gate import Gate
from kg.extract.proof.proposed import ROLES, claim_from
from kg.ingest import Summary, Task, ingest, write
from kg.ingest.judging import gate_of, in_force, reading_in, reasons_against
from kg.ingest.making import make
from kg.ingest.things import named
from kg.labels import claim_label
from kg.store import Embedded

__all__ = ["Open", "Review", "Settled"]


@dataclass(frozen=True, slots=True)
class Open:
    """A candidate that nobody has decided on."""

    record: Record
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decision led to: the claim's label, or why it is still none."""

    label: str = ""
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Review:
    """A person at work on the candidates of an archive."""

    store: Embedded
    archive: Archive
    who: str
    language: str = "en"
    _gates: dict[str, Gate] = field(default_factory=dict)

    def complete(self) -> Summary:
        """Make anew what decisions were taken on and no graph shows yet; usually nothing."""
        wanted = [
            Task(record.url, document=record.document)
            for record in self.archive.documents()
            if self.archive.decisions(record.document)
        ]
        return ingest(self.store, self.archive, wanted)

    def open(self) -> list[Open]:
        """Return the candidates to decide on, document by document, in the order of the text."""
        return list(self._open())

    def _open(self) -> Iterator[Open]:
        for record in self.archive.documents():
            known = in_force(self.archive.decisions(record.document))
            for row in self.archive.candidates(record.document):
                if row.get("text") == record.text and row.get("id") not in known:
                    yield Open(record, row)

    def text(self, each: Open) -> str:
        """Return the text that a candidate was read from."""
        return self.archive.text(each.record.text)

    def gate(self, each: Open) -> Gate:
        """Return the gate of a candidate's document; the last one is kept."""
        if each.record.document not in self._gates:
            document = collect.load(self.archive, each.record).document
            self._gates = {each.record.document: gate_of(document, vocabulary.shipped(), each.record.published)}
        return self._gates[each.record.document]

    def corrected(self, each: Open, role: str, value: str) -> dict[str, Any]:
        """Return a candidate's row with another value of a role.

        Raises:
            ExtractError: the role is read from the text alone, or there is no such role.
        """
        if role not in ROLES:
            raise ExtractError(f"{role!r} cannot be corrected; expected one of {', '.join(ROLES)}")
        return {**each.row, role: value.strip() or None}

    def look(self, each: Open, row: Mapping[str, Any]) -> Settled:
        """Return the claim that a row would become, and what the gate has against it.

        Raises:
            ExtractError: it can become none as it stands; the message says what to correct.
        """
        if row.get("quote_start") is None:
            raise ExtractError("its quote stands nowhere in the text, so it can only be rejected")
        gate = self.gate(each)
        words = vocabulary.shipped()
        try:
            claim, things = claim_from(row, reading_in(row, gate), gate.analysis, insist=True)
        except ModelError as error:
            raise ExtractError(f"no claim as it stands: {error}") from None
        label = claim_label(claim, words.with_names(named(things)), self.language)
        return Settled(label, tuple(reasons_against(row, gate)))

    def decide(self, each: Open, verdict: str, row: Mapping[str, Any] | None = None, note: str = "") -> Settled:
        """Keep a decision, and make the document's graph anew if that changes what is claimed.

        Args:
            each: what is decided on.
            verdict: `accepted`, `corrected` or `rejected`.
            row: the correction.
            note: why, in the person's own words.

        Returns:
            What came of it; `problems` if a rule keeps the claim out of the graph all the same.
        """
        decision = Decision(
            document=each.record.document,
            candidate=str(each.row["id"]),
            verdict=verdict,
            who=self.who,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            correction=dict(row) if row is not None else None,
            note=note,
            claim=dict(each.row),
        )
        self.archive.decide(decision)
        if verdict == "rejected":
            return Settled()
        label = self.look(each, row or each.row).label
        task = Task(each.record.url, document=each.record.document, force=True)
        [made] = make([task], self.archive)
        if made.refused is not None or made.version is None:
            return Settled(label, (made.refused or "",))
        write(made, self.store, self.archive)
        return Settled(label, tuple(text for text in made.failures if "decision" in text))
