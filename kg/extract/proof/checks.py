"""Check a reading once more from its passage alone: the part of the gate that every claim passes, whoever proposed it.

The number is parsed again by a grammar of its own, out of the slice; units must fit, modality cues must not contradict.
"""

import re
from decimal import Decimal
from functools import lru_cache

from kg import phrases
from kg.extract.analysis import Analysis
from kg.extract.numbers.numerals import Numeral, trim
from kg.extract.numbers.quantities import NUMBER, PERCENT, Quantity
from kg.extract.proof import asides, conditions
from kg.extract.roles import Reading
from kg.extract.what.indicators import indicators
from kg.terms import DEKGR
from kg.vocabulary import Vocabulary

__all__ = ["problems", "reparsed"]

_PRINTED = (
    r"(\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|"
    r"\d+(?:\.\d+)?)\s?-?({more-than-number}?[千百]?[万萬亿億千百兆]{0,2}|[a-z]+(?: [a-z]+)?)?"
)
_LIMITS = (
    r"(?:{limited-thing}[^,;.]{0,24}{limited-by}|of which have) (?:an )?(?:{limiting-amount-adjective} )?(?:\w+ )?"
    r"{limiting-amount}s? {above-limit}\s*(?:{at-least-limit} )?(?:[a-z]{0,3}[$€£¥₹]?\s?)?$|"
    r"\b{apiece} (?:{apiece-worth}|with an? \w+ of) (?:{at-least-limit} )?(?:[a-z]{0,3}[$€£¥₹]?\s?)?$"
)
_LIMIT_AFTER = r"\s*{limit-mark}?的?{big-adjective}?{limited-thing-zh}"
_LIMIT_OF = r"的(?:[^,。;、的\d]{0,8}{limited-thing-zh}|\d)"
_RATE_ZH = r"{per-unit-zh}[^,;。\d]{0,14}$"
_THRESHOLD_ZH = r"{threshold-zh}{is-the-zh}[^,;。\d]{0,16}$"
_RULED_ZH = r"{limit-mark}?的?[^,;。\d]{0,8}{ruled-zh}|[^,;。\d]{0,4}{is-the-zh}[^,;。\d]{0,6}{threshold-zh}"
_SIZED = r"\b{sized-by}(?: at least)? $"
_CLAUSE_END = r"[,;:。]| {clause-joiner} "
_EACH_AFTER = r" (?:{bound-after} )?{apiece}\b"
_MEANT_FOR = r"(?:^|\W|\b(?!{account-verb}\b)\w+) for (?:{hedge} )*$"
_BASE = r"\b(?:{rate-number}|\d+) {out-of} $|\b{rate-base}\s*$|{rate-base-zh}$"
_CLAUSE = re.compile(r"[^,;.。;,]{0,70}")
_OF_A_PERSON = DEKGR + "cue-of-a-person"
"""The group of indicators whose amounts of money are those of one person, and so small."""
_OF_A_SIZE = DEKGR + "cue-of-a-size"
"""The group of units in which the sizes of single things are told: "a ride of 7.8 kilometers"."""
_USED = r"\b{uses-up}\b"
_SPEC_ZH = r"{spec-unit-zh}(?=[\u4e00-\u9fff])"
_GOES_ON = r"[^,;.]{0,40}(?:,? {and-also} |, )"
_CLOCK = re.compile(r"[ap]\.m\.")
_INDEX_POINT = DEKGR + "unit-index-point"
_FEW = 4
"""Most things in words that a sentence may only speak of."""
_EXPLAINED = r"\b{means-number} (?:(?:{a-or-the}|one) )?(?:{great-number}|\d+ to the)"


def reparsed(surface: str, vocabulary: Vocabulary | None = None) -> Decimal | None:
    """Return the number that digits and a scale word print, or None where the surface is spelled in words.

    A grammar of its own: it shares no code with `kg.extract.numbers.numerals`.

    >>> reparsed("80 billion"), reparsed("1.7万"), reparsed("doubled")
    (Decimal('80000000000'), Decimal('17000'), None)
    """
    words = phrases.of(vocabulary)
    known = _scales(words)
    match = words.pattern(_PRINTED).fullmatch(surface.strip())
    if match is None:
        return None
    scale = (match[2] or "").casefold().lstrip("".join(words.words("more-than-number")))
    if scale not in known:
        return None
    return trim(Decimal(match[1].replace(",", "").replace(" ", "")).scaleb(known[scale]))


@lru_cache(maxsize=8)
def _scales(known: phrases.Phrases) -> dict[str, int]:
    return {"": 0, "百": 2} | known.scales("en", attached=True) | known.scales("zh")


def problems(reading: Reading, analysis: Analysis) -> list[str]:
    """Return why a reading must not become a claim; empty if nothing speaks against it."""
    found = list(dict.fromkeys(reading.problems))
    if found and reading.prop is None and reading.trade is None and not reading.evidence:
        return found
    quantity = reading.quantity
    if reading.prop == DEKGR + "property-number-of-exhibitors":
        found.append("attendance is no figure of an economy")
    if reading.prop is None:
        found.append("no indicator: what the figure measures is not told by known words")
    if reading.trade is None:
        found.append("no industry")
    if reading.place is None and reading.org is None:
        found.append("no subject")
    found += _number(quantity, analysis)
    found += _unit(reading, analysis)
    found += _context(reading, analysis)
    found += _time(reading, analysis)
    found += asides.problems(reading, analysis)
    found = found or conditions.problems(reading, analysis)
    return list(dict.fromkeys(found))


def _number(quantity: Quantity, analysis: Analysis) -> list[str]:
    for numeral in (quantity.number, quantity.upper):
        if numeral is None or numeral.spelled or not analysis.folded[numeral.start : numeral.end]:
            continue
        surface = analysis.folded[numeral.start : numeral.end]
        if not _same(numeral, surface, quantity, analysis.lexicon.vocabulary):
            return ["the number does not re-parse from its passage"]
    return []


def _same(numeral: Numeral, surface: str, quantity: Quantity, vocabulary: Vocabulary) -> bool:
    value = reparsed(surface, vocabulary)
    if value is None:
        return False
    if value == numeral.value or (quantity.unit == PERCENT and numeral.value in {value * 10, value * 100}):
        return True
    return quantity.upper is not None and value == trim(Decimal(numeral.digits.replace(",", "")))


def _unit(reading: Reading, analysis: Analysis) -> list[str]:
    facts = indicators(analysis.lexicon)
    quantity, prop = reading.quantity, reading.prop
    found = []
    if prop is not None and reading.prop_name is None:
        if reading.stat == "level" and not facts.takes(prop, quantity.unit):
            found.append("the unit does not fit the indicator")
        if reading.stat == "count" and not facts.counted(prop):
            found.append("the indicator is no count")
        if (
            reading.stat == "count"
            and quantity.value != quantity.value.to_integral_value()
            and not quantity.number.multiplier
        ):
            found.append("a count that is no whole number")
    per_head = prop == DEKGR + "property-penetration-rate"
    if reading.stat == "share" and quantity.unit == PERCENT and quantity.value > 100 and not per_head:
        found.append("a share above 100 percent")
    money = analysis.lexicon.phrases.pattern(r"(?: [a-z]+)?[ -]{money-name}\b", case=True)
    sign = analysis.lexicon.phrases.pattern(r"(?:^|\W){shared-money}[ .]*$", case=True)
    if quantity.unit is None and (
        money.match(analysis.folded, quantity.number.end) or sign.search(analysis.folded[: quantity.number.start][-6:])
    ):
        found.append("the unit does not fit the indicator")
    if reading.stat == "count" and quantity.unit is None and quantity.value == 0:
        found.append("a count of nothing")
    if reading.stat == "ratio" and prop is not None and facts.rate(prop):
        found.append("the unit does not fit the indicator")
    return found


def _context(reading: Reading, analysis: Analysis) -> list[str]:
    quantity, cell = reading.quantity, reading.cell
    folded = analysis.folded
    found = []
    before = folded[max(cell.sentence.start, quantity.first - 60) : quantity.first]
    after = folded[quantity.last : quantity.last + 16]
    known = analysis.lexicon.phrases
    limit_after = known.pattern(_LIMIT_AFTER)
    if quantity.money and (
        known.pattern(_LIMITS).search(before)
        or limit_after.match(after)
        or known.pattern(_EACH_AFTER, case=True).match(after)
        or limit_after.match(folded[quantity.end : quantity.end + 16])
        or (quantity.comparator != "exactly" and known.pattern(_LIMIT_OF).match(folded, quantity.last))
    ):
        found.append("the figure only delimits a set")
    scopes = analysis.cues_in("scope", max(0, quantity.start - 60), quantity.end)
    if any(s.start < quantity.start and quantity.number.end <= s.end for s in scopes):
        found.append("the figure only delimits a set")
    clause = known.pattern(_CLAUSE_END, case=True).search(folded, quantity.last, cell.sentence.end)
    words = (cell.start, min(clause.start() if clause else cell.sentence.end, quantity.last + 24))
    if reading.stat == "count":
        tail = _CLAUSE.match(folded, quantity.last, cell.sentence.end)
        words = (cell.start, max(words[1], tail.end() if tail else 0))
    bases = analysis.cues_in("price", *words)
    priced = [
        c
        for c in analysis.cues_in("cue:price", *words)
        if not any(b.start <= c.start and c.end <= b.end for b in bases)
        and not (quantity.money and known.pattern(r"{attendance-word}").fullmatch(folded, c.start, c.end))
    ]
    if priced and reading.stat in {"level", "count", "share"}:
        found.append("a price, fee or rate")
    depth = folded.count("(", cell.sentence.start, quantity.start) - folded.count(
        ")", cell.sentence.start, quantity.start
    )
    if depth > 0 and reading.stat in {"level", "count", "ratio"}:
        found.append("an explanation in brackets")
    if reading.stat in {"count", "level"} and known.pattern(_RATE_ZH).search(before):
        found.append("a price, fee or rate")
    if known.pattern(_THRESHOLD_ZH).search(before) or known.pattern(_RULED_ZH).match(folded, quantity.last):
        found.append("the figure only delimits a set")
    bound = folded[slice(*quantity.cue)] if quantity.cue is not None else ""
    needs = known.pattern(r"{requirement-zh}$").search(before) or known.pattern(r"{requirement-zh}").fullmatch(bound)
    if reading.modality == "observed" and needs:
        found.append("what is required, not what is")
    if known.pattern(_BASE, case=True).search(folded[max(0, quantity.first - 18) : quantity.first]):
        found.append("the base of a rate")
    cue = quantity.cue
    if reading.stat == "count" and cue is not None and cue[0] >= quantity.end and known.pattern(_SIZED).search(before):
        found.append("the figure only delimits a set")
    if (
        reading.stat == "count"
        and "employment" not in (reading.prop or "")
        and known.pattern(_MEANT_FOR).search(before)
    ):
        found.append("the figure only delimits a set")
    sizes = analysis.lexicon.vocabulary.values(_OF_A_SIZE, "rdfs:seeAlso")
    spot = reading.evidence.get("indicator")
    unnamed = reading.prop_name is not None or (spot is not None and spot.rule == "unit-of-one-indicator")
    used = known.pattern(_USED, case=True).search(folded, cell.start, quantity.first) is not None
    if unnamed and quantity.unit in sizes and not quantity.number.multiplier and not used:
        found.append("the size of one thing")
    if quantity.value == 1 and known.pattern(_EXPLAINED).search(folded, cell.sentence.start, cell.sentence.end):
        found.append("an explanation of a unit")
    if reading.stat == "count" and quantity.number.spelled and (quantity.value < 2 or _told_few(reading, analysis)):
        found.append("no count")
    if reading.stat == "count" and known.pattern(_SPEC_ZH).match(folded, quantity.number.end):
        found.append("the size of one thing")
    if _CLOCK.match(folded, max(0, quantity.last - 1)):
        found.append("no count")  # at 2 p.m.
    if quantity.unit == _INDEX_POINT and quantity.number.spelled:
        found.append("no count")  # 傍晚六点
    if reading.prop == DEKGR + "property-number-of-industries" and quantity.number.spelled and quantity.value <= 10:
        found.append("a number in words that introduces the industries the text names")
    if (
        quantity.money
        and not quantity.number.multiplier
        and quantity.value < 100000
        and reading.prop not in analysis.lexicon.vocabulary.values(_OF_A_PERSON, "rdfs:seeAlso")
        and quantity.unit != NUMBER
    ) and not any(word in folded[cell.start : cell.end] for word in known.words("per-head")):
        found.append("an amount too small to be a figure of an economy")
    return found


def _told_few(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a few things in words are only spoken of: counted of no place, but in passing."""
    place = reading.evidence.get("place")
    if analysis.text.language != "en" or reading.quantity.value > _FEW or reading.modality != "observed":
        return False
    return reading.org is not None or place is None or place.rule not in {"own-words", "paired-list"}


def _time(reading: Reading, analysis: Analysis) -> list[str]:
    published = analysis.published
    if reading.modality != "observed" or published is None:
        return []
    if not reading.period:
        return ["a period after publication, without a word of plan or forecast"] if _by_then(reading, analysis) else []
    code = reading.period.removeprefix("FY").rpartition("_")[2]
    year = int(code[:4])
    if year > published.year:
        return ["a period after publication, without a word of plan or forecast"]
    if (
        year == published.year
        and published.month is not None
        and len(code) == 4
        and published.month <= 2
        and reading.evidence["period"].rule != "day-of-publication"
    ):
        return ["a year that had only begun, without a word of plan or forecast"]
    return []


def _by_then(reading: Reading, analysis: Analysis) -> bool:
    """Return whether a figure without a date goes on to one that is promised for a time to come: "5 and 7 by 2030"."""
    published, quantity = analysis.published, reading.quantity
    later = [
        p
        for p in analysis.periods_in(quantity.last, reading.cell.sentence.end)
        if p.deadline and p.code is not None and published is not None and int(p.code[:4]) > published.year
    ]
    gap = analysis.folded[quantity.last : later[0].start] if later else ";"
    return ";" not in gap and analysis.lexicon.phrases.pattern(_GOES_ON).match(gap) is not None
