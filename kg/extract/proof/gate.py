"""Judge proposed claims: nothing enters that the text does not prove, whoever proposed it.

A proposal is a claim in the evaluation schema (a person's file, another tool, a language model). The number inside its
quote is parsed again, out of the slice alone and in its sentence; every role must be what the rules of extraction read
of the figure, or stand on a ground that the text gives it by a named rule (`kg.extract.proof.grounds`). One number,
one claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.extract import evaluate
from kg.extract.analysis import Analysis, analyse
from kg.extract.calendar.periods import Published
from kg.extract.numbers.quantities import PERCENT
from kg.extract.proof import checks
from kg.extract.proof.grounds import AS_READ, KEPT, Grounds
from kg.extract.proof.measures import Measures
from kg.extract.proof.proposal import Proposal, Verdict
from kg.extract.proof.reasons import leaves_open
from kg.extract.readings import read
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.text.lexicon import Lexicon, compiled
from kg.vocabulary import Vocabulary

__all__ = ["Gate", "Proposal", "Verdict"]

_COUNTED = {"level", "count"}
"""Kinds that name one thing: an amount of things is their count."""


@dataclass
class Gate:
    """The gate of one text. It remembers which figures have a claim: a second, different one is refused."""

    analysis: Analysis
    readings: list[Reading]
    used: dict[tuple[int, str | None], Proposal] = field(default_factory=dict)

    @classmethod
    def of(
        cls, text: str, language: str, vocabulary: Vocabulary, published: str | None = None, title: str | None = None
    ) -> "Gate":
        """Return the gate of a text, from an analysis of its own."""
        analysis = analyse(text, language, compiled(vocabulary), Published.parse(published), title)
        return cls(analysis, read(analysis))

    def judge_all(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Verdict]]:
        """Return the verdict of each row, in order."""
        found = []
        for row in rows:
            proposal = Proposal.of(row)
            found.append((row, Verdict((proposal,)) if isinstance(proposal, str) else self.judge(proposal)))
        return found

    def judge(self, proposal: Proposal, *, remember: bool = True) -> Verdict:
        """Return whether the text proves a proposal in every role."""
        text = self.analysis.text.given
        start, end = proposal.quote_start, proposal.quote_end
        if not 0 <= start < end <= len(text):
            return Verdict((f"the quote {start}-{end} lies outside the text of {len(text)} characters",))
        if proposal.quote is not None and proposal.quote != text[start:end]:
            return Verdict(("the quote is not what stands at its offsets",))
        inside = [r for r in self.readings if self._within(r, start, end)]
        if not inside:
            return Verdict(("no figure stands inside the quote",))
        same = [r for r in inside if self._value(r, proposal)]
        if not same:
            return Verdict(("no figure inside the quote has this value and unit",))
        verdicts = [self._roles(reading, proposal) for reading in same]
        best = min(verdicts, key=lambda verdict: len(verdict.reasons))
        if best.accepted and best.reading is not None:
            key = (best.reading.quantity.start, alike.plain(proposal.place or proposal.org, self.lexicon.phrases))
            known = self.used.get(key)
            if known is not None and known != proposal:
                return Verdict(("this figure has a claim already",), best.reading)
            if remember:
                self.used[key] = proposal
        return best

    # -- the number ------------------------------------------------------------------------------------------------

    def _within(self, reading: Reading, start: int, end: int) -> bool:
        first, last = self.analysis.text.span(reading.quantity.number.start, reading.quantity.number.end)
        return start <= first and last <= end

    def _value(self, reading: Reading, proposal: Proposal) -> bool:
        return self.measures.agree(reading, proposal.value, proposal.unit) and self._spelled_so(reading)

    def _spelled_so(self, reading: Reading) -> bool:
        numeral = reading.quantity.number
        if numeral.spelled or reading.quantity.unit == PERCENT:
            return True
        return checks.reparsed(self.analysis.folded[numeral.start : numeral.end]) is not None

    @cached_property
    def measures(self) -> Measures:
        """The values and units that the figures have."""
        return Measures(self.analysis)

    @cached_property
    def grounds(self) -> Grounds:
        """The grounds that the text gives."""
        return Grounds(self.analysis, self.readings)

    @property
    def lexicon(self) -> Lexicon:
        """The words of the gate."""
        return self.analysis.lexicon

    # -- roles -----------------------------------------------------------------------------------------------------

    def _roles(self, reading: Reading, proposal: Proposal) -> Verdict:
        derived = evaluate.row("", reading, self.lexicon, (0, 1))
        reasons = []
        grown = (proposal.kind, proposal.unit) == ("growth", "%") and self.measures.grown(reading)
        if proposal.kind != derived["kind"] and not grown and not {proposal.kind, derived["kind"]} <= _COUNTED:
            reasons.append(f"kind: the text says {derived['kind']}")
        if derived["comparator"] != proposal.comparator:
            reasons.append(f"bound: the text says {derived['comparator']}")
        grounds = self.grounds.of(reading, proposal)
        if grounds["modality"] is None:
            reasons.append(f"modality: the text says {derived['modality']}")
        for role, ground in grounds.items():
            if ground is None and role != "modality":
                reasons.append(self._against(role, reading, proposal, derived))
        reasons += self._problems(reading, grounds)
        read = (None, AS_READ, KEPT)
        taken = {role: ground for role, ground in grounds.items() if ground not in read}
        kept = {role: derived[role] for role, ground in grounds.items() if ground is KEPT}
        return Verdict(tuple(dict.fromkeys(reasons)), reading, taken, kept)

    def _against(self, role: str, reading: Reading, proposal: Proposal, derived: Mapping[str, Any]) -> str:
        """Return why a role has no ground."""
        if role == "org":
            return "subject: the text names another body, or a place" if proposal.org else "subject: none is given"
        if role == "period":
            return f"period: the text gives {derived['period']}"
        known = {"place": reading.place, "industry": reading.trade, "indicator": reading.prop}[role]
        return f"{role}: it is not named near the figure" if known is None else f"{role}: the text says {derived[role]}"

    def _problems(self, reading: Reading, grounds: Mapping[str, Evidence | None]) -> list[str]:
        """Return what speaks against the figure itself, but for roles left open that the proposal fills."""
        filled = {role for role, ground in grounds.items() if ground is not None}
        if "org" in filled:
            filled.add("place")
        words = self.lexicon.vocabulary
        return [text for text in checks.problems(reading, self.analysis) if leaves_open(text, words) not in filled]
