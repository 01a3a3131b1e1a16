"""Make claims of readings: the variable, the figure, the class that the modality decides, the passages.

The only module that turns a reading into `kg.model` values. What is not bound in every role stays a candidate, with the
reason; what the ontology lacks becomes a provisional thing, named with the text's own words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

from kg.errors import ModelError
from kg.extract.analysis import Analysis
from kg.extract.numbers.quantities import NUMBER, RANK, Quantity
from kg.extract.roles import Reading
from kg.extract.statements.attribution import Attributions
from kg.extract.what.indicators import Indicators, indicators
from kg.model import Claim, ClaimKind, Conversion, Figure, Intention, Measure, Passage, Plan
from kg.periods import Period
from kg.terms import DEKGR

__all__ = ["Candidate", "Provisional", "claim_of", "merged", "passage_of", "provisional", "variable_of"]

_KINDS = {
    "observed": ClaimKind.OBSERVATION,
    "forecast": ClaimKind.FORECAST,
    "target": ClaimKind.TARGET,
    "commitment": ClaimKind.COMMITMENT,
}
_QUESTION = attrgetter(*(each.name for each in fields(Measure) if each.name not in {"figure", "conversions"}))
"""What a measure answers, without the answer."""

_CITIES = DEKGR + "property-connected-cities"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that became no claim, with its passage, its words, the reasons, and what was read of it so far.

    `row` is a claim in the evaluation schema, with `spots` beside it: where each role was read, in code points.
    """

    passage: Passage
    words: str
    reasons: tuple[str, ...]
    row: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Provisional:
    """A thing that the ontology lacks, named with the text's own words, for review.

    Attributes:
        iri: minted from the name.
        layer: `place`, `org`, `industry`, `property` or `variable`.
        name: as printed, or composed of known parts.
        within: IRI of the place around it, where that is known.
        passage: where it is named.
        parts: of a variable: property, industry and kind of statistic, as pairs of local name of the ontology's
            property and IRI.
        names: by language, where the two are known to differ.
    """

    iri: str
    layer: str
    name: str
    passage: Passage
    within: str | None = None
    parts: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()


def passage_of(analysis: Analysis, start: int, end: int) -> Passage:
    """Return the passage of a folded span, in positions of the text as given."""
    first, last = analysis.text.span(start, end)
    return Passage.of(analysis.text.given, first, last, analysis.sentence_of(start).number)


def claim_of(reading: Reading, analysis: Analysis) -> Claim:
    """Return the claim of a reading that is bound in every role.

    Raises:
        ModelError: the reading breaks the model; the caller keeps it as a candidate.
    """
    facts = indicators(analysis.lexicon)
    kind = _KINDS[reading.modality]
    holder = reading.org or reading.place
    if reading.prop is None or reading.trade is None or holder is None:
        raise ModelError("a reading without indicator, industry or subject is no claim")
    period = Period.parse(reading.period) if reading.period else None
    measure = Measure(
        variable=variable_of(reading, facts),
        figure=figure_of(reading.quantity, decline=reading.decline),
        area=reading.place,
        organization=reading.org,
        period=period,
        base=_base(reading, period),
        basis_inferred=reading.basis_inferred and _base(reading, period) is not None,
        compared_with=reading.compared,
        ranked_among=reading.among,
        scope=reading.scope,
        conversions=tuple(
            Conversion(figure_of(quantity, like=reading.quantity), _sentence(reading, analysis))
            for quantity in reading.cell.conversions
        ),
    )
    intention = Intention(holder=holder, plan=_plan(reading, analysis)) if kind.intends else None
    source = Attributions.of(analysis).at(reading.cell.sentence.start)
    return Claim(
        kind=kind,
        passages=passages(reading, analysis),
        measure=measure,
        intention=intention,
        attribution=source.attribution if source else None,
    )


def figure_of(quantity: Quantity, *, decline: bool = False, like: Quantity | None = None) -> Figure:
    """Return the figure of a quantity; a conversion shares the bound of what it converts."""
    unit = quantity.unit or NUMBER
    comparator = quantity.comparator
    if like is not None and comparator == "exactly":
        comparator = like.comparator
    upper = quantity.upper.digits if quantity.upper is not None else None
    if comparator == "between" and upper is None:
        comparator = "exactly"
    return Figure(
        lexical=quantity.number.digits,
        comparator=comparator,
        unit=unit,
        multiplier=quantity.number.multiplier,
        upper_lexical=upper,
        counted=unit in {NUMBER, RANK} and not quantity.number.multiplier and "." not in quantity.number.digits,
        negative=decline,
    )


def variable_of(reading: Reading, facts: Indicators) -> str:
    """Return the variable that a reading measures; one that the ontology lacks says so in its name."""
    found = _composed(reading, facts)
    if found in facts.vocabulary or "-provisional-" in found:
        return found
    return found.replace("/variable-", "/variable-provisional-", 1)


def _composed(reading: Reading, facts: Indicators) -> str:
    prop, trade = reading.prop or "", reading.trade or ""
    if reading.stat == "count" and reading.noun is not None:
        return reading.noun
    if reading.stat == "rank" and reading.growth_rank:
        return facts.variable(prop, trade, "growthRate") + "-rank"
    if reading.stat == "difference":
        level = (
            facts.variable(prop, trade, "share", whole=reading.whole)
            if reading.whole
            else facts.variable(prop, trade, "growthRate")
        )
        return level + "-difference"
    return facts.variable(prop, trade, reading.stat, whole=reading.whole)


def _base(reading: Reading, period: Period | None) -> Period | None:
    if reading.base is not None:
        base = Period.parse(reading.base)
        return base if period is None or base.code != period.code else None
    if reading.stat in {"growthRate", "difference"} and reading.basis == "yoy" and period is not None:
        return period.year_earlier()
    return None


def _plan(reading: Reading, analysis: Analysis) -> Plan | None:
    if reading.prop != _CITIES or reading.modality != "commitment" or reading.stat != "count":
        return None
    count = int(reading.quantity.value)
    sentence = reading.cell.sentence
    named = [m.iri for m in analysis.mentions_in(reading.quantity.end, sentence.end, "place") if len(m.iris) == 1]
    return Plan(count, tuple(dict.fromkeys(named)))


def _sentence(reading: Reading, analysis: Analysis) -> Passage:
    sentence = reading.cell.sentence
    first, last = analysis.text.span(sentence.start, sentence.end)
    return Passage.of(analysis.text.given, first, last, sentence.number)


def passages(reading: Reading, analysis: Analysis) -> tuple[Passage, ...]:
    """Return the sentence of a figure, then the spans of roles that stand in other sentences."""
    own = _sentence(reading, analysis)
    found = [own]
    sentence = reading.cell.sentence
    for role in ("place", "antecedent", "org", "period", "industry", "indicator", "modality"):
        spot = reading.evidence.get(role)
        if spot is None or spot.start < 0 or sentence.start <= spot.start < sentence.end or spot.end <= spot.start:
            continue
        found.append(passage_of(analysis, spot.start, spot.end))
    named = _period_named(reading, analysis)
    if named is not None:
        found.append(named)
    return tuple(dict.fromkeys(found))


def _period_named(reading: Reading, analysis: Analysis) -> Passage | None:
    """Return where a period is named that a figure takes up by other words: "over the same period"."""
    spot = reading.evidence.get("period")
    if (
        spot is None
        or spot.start < 0
        or any(p.start == spot.start and p.code == reading.period for p in analysis.periods)
    ):
        return None
    sentence = reading.cell.sentence
    named = [p for p in analysis.periods_in(0, sentence.start) if p.code == reading.period]
    taken_up = bool(analysis.periods_in(spot.start, spot.end))
    return passage_of(analysis, named[-1].start, named[-1].end) if named and taken_up else None


def merged(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims with repeats folded into one that has the passages of both."""
    kept: dict[object, Claim] = {}
    for claim in claims:
        measure = claim.measure
        figure = measure.figure if measure else None
        key = (
            claim.kind,
            _QUESTION(measure) if measure else None,
            (figure.value, figure.upper_value, figure.comparator, figure.unit, figure.rounding_unit)
            if figure
            else None,
            claim.assertion,
            claim.intention,
            claim.industry,
            claim.manner,
        )
        if key in kept:
            known = kept[key]
            kept[key] = replace(known, passages=tuple(dict.fromkeys((*known.passages, *claim.passages))))
        else:
            kept[key] = claim
    return tuple(kept.values())


def provisional(readings: Iterable[Reading], analysis: Analysis) -> tuple[Provisional, ...]:
    """Return the things without an entry in the ontology that readings speak of, each once."""
    found: dict[str, Provisional] = {}
    for reading in readings:
        for layer, iri, name, role in (
            ("place", reading.place, reading.place_name, "place"),
            ("org", reading.org, reading.org_name, "org"),
            ("industry", reading.trade, reading.trade_name, "industry"),
            ("property", reading.prop, reading.prop_name, "indicator"),
        ):
            spot = reading.evidence.get(role)
            if iri is None or name is None or spot is None or spot.start < 0 or iri in found:
                continue
            mention = next((m for m in analysis.mentions if m.iri == iri), None)
            names: tuple[tuple[str, str], ...] = ()
            if mention is not None and analysis.text.language == "zh":  # a name may be romanised; the text has its own
                printed = analysis.text.folded[mention.start : mention.end]
                name, names = printed, (("en", name), ("zh", printed))
            elif layer == "industry" and analysis.text.language == "zh" and name.isascii():  # composed of its parts
                printed = analysis.text.folded[spot.start : spot.end]
                name, names = printed, (("en", name), ("zh", printed))
            within = mention.within if mention is not None else None
            found[iri] = Provisional(iri, layer, name, passage_of(analysis, spot.start, spot.end), within, names=names)
    return tuple(found.values())
