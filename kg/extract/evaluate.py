"""Write readings as claims-jsonl, the schema of the evaluation sets, with canonical English names.

The only module that knows that schema's spellings of kinds, bounds, units and periods.
"""

from decimal import Decimal
from typing import Any

from kg.extract.numbers.quantities import NUMBER, PERCENT, POINTS, RANK, TIMES
from kg.extract.roles import Reading
from kg.extract.text.english import composed
from kg.extract.text.lexicon import Lexicon
from kg.extract.text.tokens import Text
from kg.extract.what.indicators import WHOLE
from kg.model import SIGNS
from kg.terms import DEKG, DEKGR, local_name

__all__ = ["COMPARATORS", "KINDS", "PLAIN_UNITS", "UNITS", "quote_of", "row", "scaled"]

COMPARATORS = {name: sign for sign, name in SIGNS.items()} | {"nearly": "~", "between": "~"}
KINDS = {
    "level": "level",
    "growthRate": "growth",
    "difference": "growth",
    "count": "count",
    "share": "share",
    "rank": "rank",
    "ratio": "ratio",
    "index": "ratio",
}
UNITS = {PERCENT: "%", POINTS: "percentage points", RANK: "rank", TIMES: "times"}
PLAIN_UNITS = {"count", "units", "per 10,000 people"}
"""Units of numbers of things, whatever the things are."""


def row(doc: str, reading: Reading, lexicon: Lexicon, span: tuple[int, int]) -> dict[str, Any]:
    """Return one claim in the evaluation schema."""
    quantity = reading.quantity
    value, unit = scaled(reading, lexicon)
    number = -value if reading.decline and value > 0 else value
    found: dict[str, Any] = {
        "doc": doc,
        "place": place_name(reading, lexicon),
        "org": reading.org_name or (lexicon.vocabulary.label(reading.org, "en") if reading.org else None),
        "industry": industry_name(reading, lexicon),
        "indicator": indicator_name(reading, lexicon),
        "kind": "ratio"
        if reading.stat == "level" and reading.prop in lexicon.once(_only_ratios)
        else KINDS[reading.stat],
        "value": float(number) if number != number.to_integral_value() else int(number),
        "unit": unit,
        "comparator": COMPARATORS[quantity.comparator],
        "period": period_code(reading.period),
        "baseline": baseline(reading),
        "modality": reading.modality,
        "quote_start": span[0],
        "quote_end": span[1],
    }
    if quantity.upper is not None:
        found["range_max"] = float(quantity.upper.value)
    return found


def quote_of(reading: Reading, text: Text) -> tuple[int, int]:
    """Return the shortest passage with the figure and the words that announce it, in positions of the text as given."""
    quantity, sentence = reading.quantity, reading.cell.sentence
    spots = [reading.evidence[role] for role in ("indicator", "place") if role in reading.evidence]
    inside = [spot for spot in spots if sentence.start <= spot.start and spot.end <= sentence.end]
    first = min([quantity.first, *(spot.start for spot in inside)])
    last = max([quantity.last, *(spot.end for spot in inside)])
    return text.span(first, last)


def scaled(reading: Reading, lexicon: Lexicon) -> tuple[Decimal, str]:
    """Return value and unit as the evaluation writes them: computing power in EFLOPS, money by its code."""
    quantity = reading.quantity
    unit = quantity.unit
    if unit in UNITS:
        return quantity.value, UNITS[unit]
    if unit is None or unit == NUMBER:
        if reading.stat == "index":
            return quantity.value, "index"
        ratio = reading.prop is not None and reading.stat == "ratio"
        if ratio and reading.noun is not None and "10000-people" in reading.noun:
            return quantity.value, "per 10,000 people"
        return quantity.value, indicator_name(reading, lexicon) if ratio else "count"
    vocabulary = lexicon.vocabulary
    if "CCY_" in unit:
        return quantity.value, vocabulary.value(unit, "skos:notation") or local_name(unit)
    base = vocabulary.value(unit, "qudt:scalingOf")
    factor = vocabulary.value(unit, "qudt:conversionMultiplier")
    if base is not None and factor is not None and "flops" in unit.lower():
        eflops = Decimal(vocabulary.value(DEKGR + "unit-eflops", "qudt:conversionMultiplier") or 1)
        return quantity.value * Decimal(factor) / eflops, "EFLOPS"
    if base is not None and factor is not None and base.endswith("bit-per-second"):
        gbps = Decimal(vocabulary.value(DEKGR + "unit-gbps", "qudt:conversionMultiplier") or 1)
        return quantity.value * Decimal(factor) / gbps, "Gbps"
    names = [name for kind in ("skos:altLabel", "dekg:announcingWord") for name in vocabulary.words(unit, kind, "en")]
    return quantity.value, (*names, vocabulary.label(unit, "en"))[0]


def _only_ratios(lexicon: Lexicon) -> set[str | None]:
    """Return the properties that the ontology measures only as a ratio, as it does amounts per head."""
    vocabulary = lexicon.vocabulary
    kinds: dict[str, set[str | None]] = {"ratio": set(), "level": set()}
    for variable in vocabulary.members("dekg:StatisticalVariable"):
        kind = (vocabulary.value(variable, "dekg:statType") or "").removeprefix(DEKG)
        if kind in kinds:
            kinds[kind].add(vocabulary.value(variable, "dekg:measuredProperty"))
    return kinds["ratio"] - kinds["level"]


def place_name(reading: Reading, lexicon: Lexicon) -> str | None:
    """Return the canonical English name of the place, or the text's own of a provisional one."""
    if reading.place is None:
        return None
    return reading.place_name or lexicon.vocabulary.label(reading.place, "en")


def industry_name(reading: Reading, lexicon: Lexicon) -> str | None:
    """Return the canonical English name of the industry; None for the whole economy, as the schema has it."""
    if reading.trade is None or reading.trade == WHOLE:
        return None
    short = lexicon.vocabulary.words(reading.trade, "skos:hiddenLabel", "en")
    return reading.trade_name or (short[0] if short else lexicon.vocabulary.label(reading.trade, "en"))


def indicator_name(reading: Reading, lexicon: Lexicon) -> str:
    """Return the canonical English name of the indicator."""
    vocabulary = lexicon.vocabulary
    if reading.prop is None:
        return reading.noun or ""
    if reading.prop_name is not None:
        return (
            reading.prop_name
            if reading.prop_name.isascii()
            else composed(reading.prop_name, lexicon) or reading.prop_name
        )
    if (
        reading.stat in {"share", "difference"}
        and reading.whole == DEKGR + "property-gdp"
        and reading.prop in {DEKGR + "property-value-added", DEKGR + "property-gdp", DEKGR + "property-industry-scale"}
    ):
        return "share of GDP"
    label = next(iter(vocabulary.words(reading.prop, "skos:altLabel", "en")), vocabulary.label(reading.prop, "en"))
    if reading.noun is not None and not (reading.stat == "ratio" and label.isupper()):
        label = vocabulary.label(reading.noun, "en")
    if reading.stat == "rank" and reading.growth_rank:
        return "growth" if reading.prop.endswith("value-added") else f"{label} growth"
    return label.removeprefix("number of ")


def period_code(code: str | None) -> str | None:
    """Return a period in the evaluation's form."""
    if code is None:
        return None
    return code.split("_", 1)[1].replace("_", "/") if code.startswith("FY") else code.replace("_", "/")


def baseline(reading: Reading) -> str | None:
    """Return what a change is measured against, in the evaluation's form."""
    if reading.compared is not None:
        return "national growth"
    if reading.stat not in {"growthRate", "difference", "ratio"}:
        return None
    return period_code(reading.base) or (reading.basis if reading.basis != "cumulative" else None)
