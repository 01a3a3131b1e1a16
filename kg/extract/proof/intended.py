"""On what ground a figure may be a commitment where the rules read a goal, or no plan at all."""

from kg.extract.analysis import Analysis
from kg.extract.proof.measured import AS_READ
from kg.extract.proof.proposal import Proposal
from kg.extract.roles import Evidence, Reading
from kg.terms import DEKGR

__all__ = ["modality"]

_COMMITTED = "commitment"
_INVESTMENT = DEKGR + "property-investment"


def modality(reading: Reading, proposal: Proposal, analysis: Analysis) -> Evidence | None:
    """Return the ground on which a figure is observed, a goal, a forecast or a commitment, as somebody says, or None.

    What a body "plans to" or "is to" do is its goal and its commitment; what was signed in the sentence of a figure
    is not yet there. Nothing that the rules read as planned may be observed.
    """
    if proposal.modality == reading.modality:
        return AS_READ
    if proposal.modality != _COMMITTED:
        return None
    told, sentence = reading.evidence.get("modality"), reading.cell.sentence
    if reading.modality == "target" and told is not None and reading.org is not None:
        words = analysis.lexicon.phrases.pattern("(?:{plan-of-a-body})")
        match = words.search(analysis.folded, max(told.start, 0), max(told.end, 0))
        if match is not None:
            return Evidence(*match.span(), "plan-of-a-body")
    planned = reading.modality == "target" and reading.prop == _INVESTMENT
    if (planned or reading.modality == "observed") and reading.stat in {"level", "count"}:
        cue = next(iter(analysis.cues_in("cue:commitment", sentence.start, reading.quantity.first)), None)
        return Evidence(cue.start, cue.end, "committed-in-sentence") if cue is not None else None
    return None
