"""Tell figures of an English sentence that are no level of what they name: conditions, differences, plans put off.

Asked of readings alone against which nothing else speaks.
"""

from kg.extract.analysis import Analysis
from kg.extract.roles import Reading
from kg.terms import DEKGR

__all__ = ["problems"]

_EMPLOYMENT = DEKGR + "property-employment"
_JOBS_CHANGED = r"\b{job-change} (?:{hedge} |{further} )*$"
_SET_AGAINST = r" (?:\w+ )?{size-compared}(?P<other>[^,;.()]*)"
_PUT_OFF = r"[^,;.]{0,60}\b{put-off}\b"
_AWARD = r"\b{award-condition}\b"
_RULE = r"\b{required}\b"
_RULED = r"[^,;.]{0,30}? {required}\b"
"""What a rule demands of the things whose size it tells: "operators drawing more than 20 megawatts would have to"."""
_NEEDS = r"\b{needs} (?:{hedge} )*$"
_OF_SPEAKER = r"\b{speech-before} [A-Z][^;.]*?,[^;.]*?\b(?:{personal-relative})\b[^;.]*$"
_MADE = r"\b(?:{make-verb}|{sale-verb}|{export-verb}) (?:{hedge} )*$"
_PER = r"(?: [a-z-]+){0,3} per (?:\d[\d,]*|{scheme-numbers})\b"
_FOR_A_FIRM = r"\"? {speech-before} [^;.]*\b{speaks-for-firm}\b"
_LED_TO = r" (?:to (?:{hedge} )*[\d$€£¥₹]|{that-number}\b)"


def problems(reading: Reading, analysis: Analysis) -> list[str]:
    """Return why a figure is no claim of what it names; empty if nothing says so."""
    if analysis.text.language == "zh":
        return []
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    sentence, quantity = reading.cell.sentence, reading.quantity
    found = []
    if _required(reading, analysis):
        found.append("what is required, not what is")
    if reading.modality == "observed" and pattern(_OF_SPEAKER, case=True).search(
        folded, sentence.start, quantity.first
    ):
        found.append("a figure of a person who is heard")
    if _change_of_jobs(reading, analysis) or _against_another(reading, analysis):
        found.append("a difference between two figures")
    if pattern(_PUT_OFF).match(folded, quantity.last, sentence.end):
        found.append("denied or conditional")
    if reading.stat in {"count", "level"} and pattern(_PER, case=True).match(folded, quantity.number.end, sentence.end):
        found.append("a price, fee or rate")
    if reading.org is None and _of_speakers_firm(reading, analysis):
        found.append("a body that is not known")
    spot = reading.evidence.get("indicator")
    if (
        spot is not None
        and spot.rule == "growth-of-industry"
        and pattern(_MADE).search(folded, spot.end, quantity.first)
    ):
        found.append("what the figure measures is named by words that are not known")
    if reading.stat == "share" and _of_a_number(reading, analysis):
        found.append("a share of something that is not known")
    if reading.stat == "ratio" and _told_again(reading, analysis):
        found.append("a multiple told beside the figure it led to")
    return found


def _required(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a sentence tells who may apply for something or what a thing needs: "firms ... may apply"."""
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    sentence, quantity = reading.cell.sentence, reading.quantity
    state = reading.stat in {"level", "count", "share"}
    if state and pattern(_AWARD).search(folded, sentence.start, sentence.end):
        return True
    if reading.modality == "observed" and state and pattern(_RULE).search(folded, sentence.start, quantity.first):
        return True
    if quantity.comparator != "exactly" and pattern(_RULED, case=True).match(folded, quantity.last, sentence.end):
        return True
    return reading.stat == "count" and pattern(_NEEDS).search(folded, sentence.start, quantity.first) is not None


def _change_of_jobs(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a number of jobs is one of those lost or gained: "lost 2,000 jobs", "27,000 more workers"."""
    if reading.stat != "count" or reading.prop != _EMPLOYMENT or reading.noun is not None:
        return False
    pattern, folded = analysis.lexicon.phrases.pattern, analysis.folded
    more = pattern(r" {further}\b", case=True).match(folded, reading.cell.right[0])
    changed = pattern(_JOBS_CHANGED).search(folded, reading.cell.start, reading.quantity.first)
    return more is not None or changed is not None


def _against_another(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a rate sets a figure against another: "a third less than in 2022", "6 percent below Warsaw's"."""
    pattern, folded = analysis.lexicon.phrases.pattern, analysis.folded
    after = pattern(_SET_AGAINST, case=True).match(folded, reading.cell.right[0], reading.cell.sentence.end)
    if after is None:
        return False
    if reading.stat == "share":
        return True
    if reading.stat != "growthRate" or analysis.periods_in(*after.span("other")):
        return False
    return (
        bool(analysis.mentions_in(*after.span("other"), "place"))
        or pattern("{average}").search(after["other"]) is not None
    )


def _of_a_number(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a share is of a number that follows: "a third of its 7,000 staff"."""
    cell, spot = reading.cell, reading.evidence.get("indicator")
    if spot is None or spot.start >= reading.quantity.first or cell.reach >= cell.sentence.end:
        return False
    gap = analysis.lexicon.phrases.pattern(r" {in-of} (?:\w+(?:'s)? )?(?:{hedge} )?[$€£¥₹]?", case=True)
    return gap.fullmatch(analysis.folded, cell.right[0], cell.reach) is not None


def _of_speakers_firm(reading: Reading, analysis: Analysis) -> bool:
    """Return whether who says "we" speaks for a firm that is not known: '"We sold …," said Li, whose company …'."""
    pattern, folded, sentence = analysis.lexicon.phrases.pattern, analysis.folded, reading.cell.sentence
    place = reading.evidence.get("place")
    return (
        (place is None or place.rule != "own-words" or place.start > reading.quantity.first)
        and pattern(r"\b{first-person}\b").search(folded, sentence.start, reading.quantity.first) is not None
        and pattern(_FOR_A_FIRM).search(folded, reading.quantity.last, sentence.end) is not None
    )


def _told_again(reading: Reading, analysis: Analysis) -> bool:
    """Return whether "doubled" only tells again the change of a figure beside it: "doubled to 20 billion"."""
    quantity, folded = reading.quantity, analysis.folded
    if not quantity.number.spelled:
        return False
    told = analysis.lexicon.phrases.pattern(_LED_TO, case=True).match(folded, quantity.end, reading.cell.sentence.end)
    return told is not None
