"""Give the figures of a list the periods of another: "9 percent and 12 percent in 2022 and 2023, respectively".

The only module that pairs figures with periods; where their numbers differ, nothing is paired.
"""

import itertools

from kg.extract.analysis import Analysis
from kg.extract.calendar.periods import PeriodMention, parsed
from kg.extract.roles import Evidence, Reading
from kg.extract.text.tokens import Sentence

__all__ = ["pair"]

_JOINT = r"\s*(?:,|、)?\s*{list-joint}?\s*(?:in )?"


def pair(analysis: Analysis, sentence: Sentence, made: list[Reading]) -> None:
    """Date the figures of each list of a sentence that says "respectively" and names as many periods."""
    if not analysis.has("cue:respectively", sentence.start, sentence.end):
        return
    series = _series(analysis, sentence)
    for run in _runs(made):
        for dates in series:
            if len(dates) == len(run):
                for reading, (code, mention) in zip(run, dates, strict=True):
                    reading.period = code
                    reading.evidence["period"] = Evidence(mention.start, mention.end, "paired-list")
                break


def _series(analysis: Analysis, sentence: Sentence) -> list[list[tuple[str, PeriodMention]]]:
    """Return the periods that a sentence names one after the other, the years of a run of years among them."""
    joint = analysis.lexicon.phrases.pattern(_JOINT)
    groups: list[list[tuple[str, PeriodMention]]] = []
    before: PeriodMention | None = None
    for mention in analysis.periods_in(sentence.start, sentence.end):
        if mention.code is None or mention.rule not in {"explicit", "relative", "year-of-text", "year-of-publication"}:
            before = None
            continue
        if parsed(mention.code).kind == "Span" and "-" not in mention.code:
            first, last = (int(year) for year in mention.code.split("_"))
            groups.append([(str(year), mention) for year in range(first, last + 1)])
            before = None
        elif before is not None and joint.fullmatch(analysis.folded, before.end, mention.start):
            groups[-1].append((mention.code, mention))
            before = mention
        else:
            groups.append([(mention.code, mention)])
            before = mention
    return [group for group in groups if len(group) > 1]


def _runs(made: list[Reading]) -> list[list[Reading]]:
    """Return the figures of one unit and kind that follow each other."""
    runs = [list(run) for _, run in itertools.groupby(made, key=lambda r: (r.quantity.unit, r.stat))]
    return [run for run in runs if len(run) > 1]
