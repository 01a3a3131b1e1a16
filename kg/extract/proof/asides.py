"""Tell figures that a sentence only mentions: the other side of a comparison, where a change starts, what people say.

None of them is a figure of the place the text is about, however well its indicator is known.
"""

import re

from kg.extract.analysis import Analysis
from kg.extract.roles import Reading

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
_FROM = r"\bfrom (?:{hedge} )*$"
_UNREAL = r"\b{unreal-auxiliary} (?:\w+ )?(?:{done}|\w+ed|{participle}|{past-participle})\b"
_MARKET = r"\b{stock-market}\b"
_FROM_ZH = r"{change-from-zh}(?:[^,;。\d]{0,4}的)?(?:{hedge-zh})*$"
_UP_TO_ZH = r"[^,;。\d]{0,6}(?:{grown-to-zh}|{up-to-zh})"
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
    if doubled is not None or _before_the_plan(reading, analysis) or (zh and _starts(reading, analysis)):
        found.append("the figure that a change starts from")
    if not zh and pattern(_UNREAL).search(folded, *before):
        found.append("denied or conditional")
    words = "{stock-market}" if zh else _MARKET
    if pattern(words).search(folded, sentence.start, sentence.end):
        found.append("a day at the stock exchange")
    asked = "{asked-people}" if zh else _ASKED
    after = zh and pattern(r"[^,;。]{0,16}{asked-after-zh}").match(folded, quantity.last) is not None
    if reading.stat in {"share", "count", "growthRate"} and (after or pattern(asked).search(folded, *before)):
        found.append("an answer of people who were asked")
    if _limits(reading, analysis):
        found.append("the figure only delimits a set")
    if _of_the_world(reading, analysis):
        found.append("a figure of the whole world")
    return found


def _starts(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a Chinese figure without a date is where a change starts: 从120家增加到1500家."""
    pattern, folded, period = analysis.lexicon.phrases.pattern, analysis.folded, reading.evidence.get("period")
    if period is not None and period.rule == "year-before":
        return False
    if pattern(_FROM_ZH).search(folded, reading.cell.start, reading.quantity.first) is None:
        return False
    return pattern(_UP_TO_ZH).match(folded, reading.cell.right[0]) is not None


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


def _before_the_plan(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a figure without a date is where a plan starts: "to raise exports to 3 billion from 2 billion"."""
    period = reading.evidence.get("period")
    if reading.modality == "observed" or analysis.text.language == "zh":
        return False
    if period is not None and period.start >= reading.quantity.start:
        return False
    return analysis.lexicon.phrases.pattern(_FROM).search(analysis.folded, *reading.cell.left) is not None


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
