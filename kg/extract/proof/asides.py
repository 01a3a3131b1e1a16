"""Tell figures that a sentence only mentions: the other side of a comparison, where a change starts, what people say.

None of them is a figure of the place the text is about, however well its indicator is known.
"""

import re

from kg.extract.analysis import Analysis
from kg.extract.roles import Reading
from kg.terms import DEKGR

__all__ = ["problems"]

_ELSEWHERE = frozenset({"carried-over", "title", "dateline", "same-sentence"})
"""Rules by which a figure has a place that its own words do not name."""
_UPPER = frozenset({"lessThan", "atMost"})
_DATED = frozenset({"own", "same-sentence"})
"""Rules by which a sentence tells the period of a figure itself."""
_WORLD_NEAR = 3  # words between "global" and the indicator it is said of
_BESIDE = (
    r"\W*(?:{but-first} )?{set-beside}\b[^,;]*,(?: (?:{relative-adverb}|{relative-pronoun}|{owner-relative})\b[^,;]*,)?"
)
_BESIDE_ZH = r"{beside-opening-zh}[^,。;]{1,40}?{set-beside}"
_THAN_THE = r"\b{than} the (?:{hedge} )*$"
_MORE_THAN = r"(?: [\w-]+){0,4}? {more-or-fewer}(?: [\w-]+){0,4}? {than}\b"
_MORE_THAN_ZH = r"{than}(?P<other>[^,。;\d]{1,14}?){more-or-fewer}了?$"
_DOUBLED = r"\b{multiplying} {owner-word} (?:[\w-]+ ){0,2}?(?:{hedge} )*$"
_DOUBLED_ZH = r"(?:的)?{starting-from}"
_UNREAL = r"\b{unreal-auxiliary} (?:\w+ )?(?:{done}|\w+ed|{participle}|{past-participle})\b"
_MARKET = r"\b{stock-market}\b"
_EMPLOYMENT = DEKGR + "property-employment"
_JOBS_CHANGED = r"\b{job-change} (?:{hedge} |{further} )*$"
_SET_AGAINST = r" (?:\w+ )?{size-compared}(?P<other>[^,;.()]*)"
_PUT_OFF = r"[^,;.]{0,60}\b{put-off}\b"
_AWARD = r"\b{award-condition}\b"
_NEEDS = r"\b{needs} (?:{hedge} )*$"
_OF_SPEAKER = r"\b{speech-before} [A-Z][^;.]*?,[^;.]*?\b(?:{personal-relative})\b[^;.]*$"
_LED_TO = r" (?:to (?:{hedge} )*[\d$€£¥₹]|{that-number}\b)"
_ASKED = r"\b{asked-people}\b"


def problems(reading: Reading, analysis: Analysis) -> list[str]:
    """Return why a figure is only mentioned; empty if nothing says so."""
    zh = analysis.text.language == "zh"
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    sentence, quantity = reading.cell.sentence, reading.quantity
    before = (sentence.start, quantity.first)
    found = []
    if _compared(reading, analysis):
        found.append("a figure that another is compared with")
    if reading.stat in {"count", "level"} and _difference(reading, analysis):
        found.append("a difference between two figures")
    doubled = pattern(_DOUBLED_ZH).match(folded, quantity.last) if zh else pattern(_DOUBLED).search(folded, *before)
    if doubled is not None:
        found.append("the figure that a change starts from")
    if not zh and pattern(_UNREAL).search(folded, *before):
        found.append("denied or conditional")
    words = "{stock-market}" if zh else _MARKET
    if pattern(words).search(folded, sentence.start, sentence.end):
        found.append("a day at the stock exchange")
    asked = "{asked-people}" if zh else _ASKED
    if reading.stat in {"share", "count", "growthRate"} and pattern(asked).search(folded, *before):
        found.append("an answer of people who were asked")
    if not zh and _required(reading, analysis):
        found.append("what is required, not what is")
    if not zh and reading.modality == "observed" and pattern(_OF_SPEAKER, case=True).search(folded, *before):
        found.append("a figure of a person who is heard")
    if not zh and _change_of_jobs(reading, analysis):
        found.append("a difference between two figures")
    if not zh and _against_another(reading, analysis):
        found.append("a difference between two figures")
    if not zh and pattern(_PUT_OFF).match(folded, quantity.last, sentence.end):
        found.append("denied or conditional")
    if not zh and reading.stat == "ratio" and _told_again(reading, analysis):
        found.append("a multiple told beside the figure it led to")
    if _limits(reading, analysis):
        found.append("the figure only delimits a set")
    if _of_the_world(reading, analysis):
        found.append("a figure of the whole world")
    return found


def _compared(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a figure stands in the half of a comparison that only opens a sentence, or after "than the"."""
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    sentence, quantity = reading.cell.sentence, reading.quantity
    if analysis.text.language == "zh":
        return any(
            match.start() <= quantity.start < match.end()
            for match in pattern(_BESIDE_ZH).finditer(folded, sentence.start, sentence.end)
        )
    beside = pattern(_BESIDE).match(folded, sentence.start, sentence.end)
    if beside is not None and quantity.start < beside.end():
        return True
    return pattern(_THAN_THE).search(folded, sentence.start, quantity.start) is not None


def _difference(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a number tells how many more or fewer than another: "100 more than Dresden", 比苏州少100家."""
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    if analysis.text.language != "zh":
        return pattern(_MORE_THAN).match(folded, reading.cell.right[0]) is not None
    match = pattern(_MORE_THAN_ZH).search(folded, reading.cell.sentence.start, reading.quantity.first)
    return match is not None and any(
        m.layer in {"place", "org"} for m in analysis.mentions_in(match.start("other"), match.end("other"))
    )


def _required(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a sentence tells who may apply for something or what a thing needs: "firms ... may apply"."""
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    sentence, quantity = reading.cell.sentence, reading.quantity
    if reading.modality == "observed" and pattern(_AWARD).search(folded, sentence.start, sentence.end):
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


def _told_again(reading: Reading, analysis: Analysis) -> bool:
    """Return whether "doubled" only tells again the change of a figure beside it: "doubled to 20 billion"."""
    quantity, folded = reading.quantity, analysis.folded
    if not quantity.number.spelled:
        return False
    told = analysis.lexicon.phrases.pattern(_LED_TO, case=True).match(folded, quantity.end, reading.cell.sentence.end)
    return told is not None


def _limits(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a figure of no date is a limit others must keep: "a turnover of no more than $100 million"."""
    period = reading.evidence.get("period")
    yearly = period is not None and any(p.start == period.start and p.rule == "annual" for p in analysis.periods)
    return (
        reading.quantity.comparator in _UPPER
        and reading.stat in {"level", "count"}
        and reading.modality == "observed"
        and (period is None or period.rule not in _DATED or yearly)
    )


def _of_the_world(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a figure whose place is only inherited is said of the world: "global chip sales"."""
    place, spot = reading.evidence.get("place"), reading.evidence.get("indicator")
    if place is None or spot is None or place.rule not in _ELSEWHERE or reading.stat not in {"level", "growthRate"}:
        return False
    trade = reading.evidence.get("industry")
    first = min(spot.start, trade.start) if trade is not None and trade.start >= reading.cell.start else spot.start
    quantity, cell = reading.quantity, reading.cell
    if not cell.start <= first < quantity.start or cell.start <= place.start < quantity.first:
        return False
    words = analysis.lexicon.phrases.pattern(r"{worldwide}(?P<gap>[^,;:。、]*)$").search(
        analysis.folded, reading.cell.start, first
    )
    return words is not None and (
        len(words["gap"]) <= _WORLD_NEAR
        if analysis.text.language == "zh"
        else len(re.findall(r"\w+", words["gap"])) <= _WORLD_NEAR
    )
