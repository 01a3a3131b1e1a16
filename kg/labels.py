"""Say a claim in one line of English or Chinese, from the names in the ontology.

The only module that knows how figures, bounds and claims are worded. Output is deterministic: labels are part of the
graph. A missing bound is never worded as zero or as a point value.
"""

from decimal import Decimal

from kg.model import Claim, ClaimKind, Figure
from kg.terms import DEKG, DEKGR, compact
from kg.vocabulary import Vocabulary

__all__ = ["LANGUAGES", "amount", "claim_label", "figure", "interval", "number"]

LANGUAGES = ("en", "zh")

_SCALES = {
    "en": ((12, " trillion"), (9, " billion"), (6, " million")),
    "zh": ((12, "万亿"), (8, "亿"), (4, "万")),
}
_COMMA = {"en": ", ", "zh": "，"}
_COLON = {"en": ": ", "zh": "："}
_PHOTOGRAPH = {"en": "photograph", "zh": "照片"}
_BRACKETS = {"en": " ({})", "zh": "（{}）"}


def number(value: Decimal, language: str) -> str:
    """Return a number with the largest scale word that keeps it at one or more; digits are never lost.

    >>> number(Decimal(80_000_000_000), "en"), number(Decimal(80_000_000_000), "zh"), number(Decimal("20.6"), "en")
    ('80 billion', '800亿', '20.6')
    """
    for exponent, word in _SCALES[language]:
        if abs(value) >= 10**exponent:
            return _digits(value.scaleb(-exponent)) + word
    return _digits(value)


def _digits(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal, unit: str, vocabulary: Vocabulary, language: str) -> str:
    """Return a number with its unit: `80 billion CNY`, `800亿元`, `20.6%`, `rank 3`, `38`."""
    text = number(value, language)
    short = compact(unit)
    if short == "unit:NUM":
        return text
    if short == "unit:PERCENT":
        return f"{text}%"
    if short == "dekgr:unit-rank":
        return f"第{text}位" if language == "zh" else f"rank {text}"
    if language == "zh":
        return text + vocabulary.label(unit, "zh")
    code = vocabulary.value(unit, "skos:notation") if short.startswith("unit:CCY_") else None
    return f"{text} {code or vocabulary.value(unit, 'qudt:symbol') or vocabulary.label(unit, 'en')}"


def figure(stated: Figure, vocabulary: Vocabulary, language: str) -> str:
    """Return a figure with the words of its bound: `more than 80 billion CNY`; `exactly` is not worded."""
    first = amount(stated.value, stated.unit, vocabulary, language)
    word = vocabulary.label(DEKG + stated.comparator, language)
    if stated.comparator == "exactly":
        return first
    if stated.upper_value is not None:
        second = amount(stated.upper_value, stated.unit, vocabulary, language)
        return f"{first}至{second}" if language == "zh" else f"{first} to {second}"
    return f"{word}{first}" if language == "zh" else f"{word} {first}"


def interval(
    lower: Decimal | None,
    upper: Decimal | None,
    *,
    lower_inclusive: bool,
    upper_inclusive: bool,
    unit: str,
    vocabulary: Vocabulary,
    language: str = "en",
) -> str:
    """Return an interval in words, from its bounds alone; both missing is `unknown`.

    A half-open interval is what a rounded figure stands for: its middle is the figure, half its width the rounding.
    """
    if lower is None and upper is None:
        return {"en": "unknown", "zh": "未知"}[language]
    if lower is not None and upper is not None:
        if lower == upper:
            return amount(lower, unit, vocabulary, language)
        if lower_inclusive != upper_inclusive:
            middle, half = (lower + upper) / 2, (upper - lower) / 2
            return amount(middle, unit, vocabulary, language) + _BRACKETS[language].format("±" + number(half, language))
        ends = (amount(bound, unit, vocabulary, language) for bound in (lower, upper))
        return {"en": " to ", "zh": "至"}[language].join(ends)
    parts = []
    if lower is not None:
        name = "atLeast" if lower_inclusive else "greaterThan"
        parts.append(_bound(name, lower, unit, vocabulary, language))
    if upper is not None:
        name = "atMost" if upper_inclusive else "lessThan"
        parts.append(_bound(name, upper, unit, vocabulary, language))
    return _COMMA[language].join(parts)


def _bound(comparator: str, value: Decimal, unit: str, vocabulary: Vocabulary, language: str) -> str:
    word = vocabulary.label(DEKG + comparator, language)
    return f"{word}{'' if language == 'zh' else ' '}{amount(value, unit, vocabulary, language)}"


def claim_label(claim: Claim, vocabulary: Vocabulary, language: str) -> str:
    """Return the one-line label of a claim.

    Figures read *subject, variable, scope, period: bound and amount*; assertions *subject, predicate: object*.
    Whatever is not an observation ends with its modality in brackets, and a presupposition or implication with that.
    """

    def name(iri: str) -> str:
        return _PHOTOGRAPH[language] if iri.startswith(DEKGR + "photo-") else vocabulary.label(iri, language)

    comma, colon = _COMMA[language], _COLON[language]
    measure, said, intention = claim.measure, claim.assertion, claim.intention
    if measure is not None:
        holders = [iri for iri in (measure.organization, measure.area) if iri]
        parts = [*map(name, holders), name(measure.variable)]
        parts += [name(iri) for iri in (measure.scope, measure.ranked_among, measure.compared_with) if iri]
        parts += [measure.period.label(language)] if measure.period else []
        text = comma.join(parts) + colon + figure(measure.figure, vocabulary, language)
    elif said is not None:
        subject = said.subject or (intention.holder if intention else "")
        verb = name(said.predicate)
        text = name(subject) + comma
        if said.object is None:
            text += verb
        else:  # a predicate may say where its object stands: 是…的首府
            text += verb.replace("…", name(said.object)) if "…" in verb else verb + colon + name(said.object)
        text += comma + name(claim.industry) if claim.industry and claim.industry != said.object else ""
    else:
        text = name(intention.holder) if intention else ""
    if intention and intention.plan:
        text += _BRACKETS[language].format(_plan(claim, vocabulary, language))
    elif intention and intention.target_state:
        text += comma + name(intention.target_state)
    if claim.kind.intends or claim.kind is ClaimKind.FORECAST:
        text += _BRACKETS[language].format(name(DEKG + claim.kind.modality))
    if claim.strength != "asserted":
        text += _BRACKETS[language].format(name(DEKG + claim.strength))
    return text


def _plan(claim: Claim, vocabulary: Vocabulary, language: str) -> str:
    plan = claim.intention.plan if claim.intention else None
    if plan is None:
        return ""
    named = ("、" if language == "zh" else ", ").join(vocabulary.label(iri, language) for iri in plan.named)
    return f"其中包括{named}" if language == "zh" else f"among them {named}"
