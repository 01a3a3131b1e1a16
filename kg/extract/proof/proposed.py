"""Claims of proposals: what a proposer or a person says of a figure, laid over what the rules read of it.

The number, its unit and its scale are always those that the grammar reads out of the passage. What is named and not in
the ontology becomes provisional, as with an extraction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kg.errors import ModelError
from kg.extract import evaluate
from kg.extract.analysis import Analysis
from kg.extract.assemble import Provisional, claim_of, passage_of, provisional, variable_of
from kg.extract.entities.named import provisional_iri
from kg.extract.roles import Evidence, Reading
from kg.extract.text.lexicon import lowered
from kg.extract.text.tokens import fold
from kg.extract.what.indicators import WHOLE, Indicators, indicators
from kg.model import SIGNS, Claim
from kg.terms import DEKG

__all__ = ["ROLES", "claim_from", "row_of", "variables"]

ROLES = ("place", "org", "industry", "indicator", "kind", "comparator", "period", "modality")
"""Roles that a person may correct; value and unit are read from the text alone."""

_STATS = {
    "level": ("level",),
    "growth": ("growthRate", "difference"),
    "count": ("count",),
    "share": ("share",),
    "rank": ("rank",),
    "ratio": ("ratio", "index"),
}
_NOTHING: Mapping[str, Evidence] = {}
_MODALITIES = ("observed", "forecast", "target", "commitment")


def row_of(reading: Reading, analysis: Analysis) -> dict[str, Any]:
    """Return a reading in the evaluation schema, with the stretch of the text that each role was read from."""
    lexicon = analysis.lexicon
    row = evaluate.row("", reading, lexicon, evaluate.quote_of(reading, analysis.text))
    spots = {
        role: list(analysis.text.span(spot.start, spot.end))
        for role, spot in sorted(reading.evidence.items())
        if 0 <= spot.start < spot.end
    }
    if reading.trade is None:
        row["industry"] = None
    quantity = reading.quantity
    spots["value"] = list(analysis.text.span(quantity.first, quantity.last))
    return {**row, "spots": spots}


def variables(readings: Iterable[Reading], analysis: Analysis) -> tuple[Provisional, ...]:
    """Return the variables that the ontology lacks: a known or provisional property of an industry, each once."""
    facts, found = indicators(analysis.lexicon), dict[str, Provisional]()
    words = analysis.lexicon.vocabulary
    for reading in readings:
        variable = variable_of(reading, facts)
        if variable in words or variable in found or reading.prop is None or reading.trade is None:
            continue
        spot = reading.evidence.get("indicator")
        quantity = reading.quantity
        start, end = (spot.start, spot.end) if spot and 0 <= spot.start < spot.end else (quantity.first, quantity.last)
        parts = [("measuredProperty", reading.prop), ("statType", DEKG + reading.stat)]
        if reading.trade != WHOLE:
            parts.append(("industry", reading.trade))
        names = tuple((language, _name(reading, facts, language)) for language in ("en", "zh"))
        passage = passage_of(analysis, start, end)
        found[variable] = Provisional(variable, "variable", names[0][1], passage, None, tuple(sorted(parts)), names)
    return tuple(found.values())


def _name(reading: Reading, facts: Indicators, language: str) -> str:
    """Return what a variable is called: industry, indicator, kind of statistic, nothing said twice."""
    words = facts.vocabulary
    measured = reading.prop_name or words.label(reading.prop or "", language)
    industry = reading.trade_name or words.label(reading.trade or "", language)
    if reading.trade == WHOLE or measured.casefold().startswith(industry.casefold()):
        industry = ""
    stat = words.label(DEKG + reading.stat, language) if reading.stat not in {"level", "count"} else ""
    parts = [part for part in (industry, measured, stat) if part]
    return "".join(parts) if language == "zh" else " ".join(parts)


def claim_from(
    row: Mapping[str, Any],
    reading: Reading,
    analysis: Analysis,
    *,
    insist: bool = False,
    taken: Mapping[str, Evidence] = _NOTHING,
) -> tuple[Claim, tuple[Provisional, ...]]:
    """Return the claim that a row proposes of a figure, and what it speaks of that the ontology lacks.

    Args:
        row: in the evaluation schema.
        reading: what the rules read of the figure; roles that it leaves open are taken from the row.
        analysis: of the text.
        insist: a person decided: where row and reading differ, the row is right.
        taken: the roles in which the row is right though the reading differs, with the ground of each
            (`kg.extract.proof.proposal.Verdict.taken`).

    Raises:
        ModelError: a name has several meanings, or the roles together make no claim.
    """
    new = replace(reading, evidence=dict(reading.evidence), problems=[])
    derived = evaluate.row("", reading, analysis.lexicon, (0, 1))

    def given(role: str) -> str | None:
        """Return what the row says of a role, if that is to be taken."""
        said = row.get(role)
        differs = (insist or role in taken) and said != derived[role]
        return str(said) if said not in {None, ""} and differs else None

    def emptied(role: str) -> bool:
        return insist and role in row and row[role] in {None, ""} and derived[role] not in {None, ""}

    _subject(new, row, analysis, insist=insist, derived=derived, taken=taken)
    if (industry := given("industry")) or (reading.trade is None and (industry := _text(row, "industry"))):
        new.trade, new.trade_name = _resolved(industry, "industry", analysis, new, taken.get("industry"))
    elif not _text(row, "industry") and (new.trade is None or "industry" in taken):
        new.trade, new.trade_name = WHOLE, None
    if kind := given("kind"):
        if kind not in _STATS:
            raise ModelError(f"{kind!r} is no kind of statistic; expected one of {', '.join(_STATS)}")
        new.stat = _STATS[kind][0] if reading.stat not in _STATS[kind] else reading.stat
    if (indicator := given("indicator")) or (reading.prop is None and (indicator := _text(row, "indicator"))):
        _measured(indicator, analysis, new, taken.get("indicator"))
    if period := given("period"):
        new.period = period.replace("/", "_")
    elif emptied("period"):
        new.period = None
    if (comparator := given("comparator")) is not None:
        if comparator not in SIGNS:
            raise ModelError(f"{comparator!r} is no bound; expected one of {', '.join(SIGNS)}")
        quantity = replace(reading.quantity, comparator=SIGNS[comparator])
        new.cell = replace(reading.cell, quantity=quantity)
    if (modality := given("modality")) is not None:
        if modality not in _MODALITIES:
            raise ModelError(f"{modality!r} is no modality; expected one of {', '.join(_MODALITIES)}")
        new.modality = modality
    for role, ground in taken.items():
        if ground.start >= 0:
            new.evidence[role] = ground
    claim = claim_of(new, analysis)
    return claim, (*provisional([new], analysis), *variables([new], analysis))


def _text(row: Mapping[str, Any], role: str) -> str | None:
    said = row.get(role)
    return str(said) if said not in {None, ""} else None


def _subject(
    new: Reading,
    row: Mapping[str, Any],
    analysis: Analysis,
    *,
    insist: bool,
    derived: Mapping[str, Any],
    taken: Mapping[str, Evidence],
) -> None:
    for role, layer in (("place", "place"), ("org", "org")):
        said = _text(row, role)
        known = getattr(new, role)
        if said is None:
            if insist and role in row and known is not None:
                setattr(new, role, None)
                setattr(new, f"{role}_name", None)
            continue
        if known is None or ((insist or role in taken) and said != derived[role]):
            iri, name = _resolved(said, layer, analysis, new, taken.get(role))
            setattr(new, role, iri)
            setattr(new, f"{role}_name", name)


def _resolved(
    name: str, layer: str, analysis: Analysis, reading: Reading, ground: Evidence | None = None
) -> tuple[str, str | None]:
    """Return what a name means, with the name again if the ontology lacks it; evidence is where the text has it.

    Args:
        name: as it is given.
        layer: of the ontology.
        analysis: of the text.
        reading: gets the evidence.
        ground: on which the gate took the name, where the text says it otherwise.
    """
    iris = analysis.lexicon.meanings(name, layer)
    if len(iris) > 1:
        meant = ", ".join(sorted(iri.rpartition("/")[2] for iri in iris))
        raise ModelError(f"{name!r} has several meanings ({meant}); give one of these names")
    if not iris and (f"{layer}-" in name or name.startswith("http")):
        found = analysis.lexicon.vocabulary.find(name)
        iris = (found[0],) if len(found) == 1 else ()
    spot = _spot(name, analysis, reading) or (ground if ground is not None and ground.start >= 0 else None)
    if spot is not None:
        reading.evidence[layer] = spot
    elif not iris:
        raise ModelError(f"{layer}: {name!r} is neither in the ontology nor in the text; name it as the text does")
    return (iris[0], None) if iris else (provisional_iri(layer, name), name)


def _spot(name: str, analysis: Analysis, reading: Reading) -> Evidence | None:
    """Return where a name stands: in the sentence of the figure, else first in the text."""
    wanted = lowered(fold(name)[0]).strip()
    words = lowered(analysis.folded)
    sentence = reading.cell.sentence
    at = words.find(wanted, sentence.start, sentence.end)
    at = at if at >= 0 else words.find(wanted)
    return Evidence(at, at + len(wanted), "proposed") if wanted and at >= 0 else None


def _measured(name: str, analysis: Analysis, new: Reading, ground: Evidence | None) -> None:
    """Set what a reading measures by the name of an indicator."""
    lexicon = analysis.lexicon
    new.noun, new.whole, new.growth_rank, new.prop_name = None, None, False, None
    spot = _spot(name, analysis, new)
    if spot is None and ground is not None and ground.start >= 0:
        spot = ground
    if spot is not None:
        new.evidence["indicator"] = spot
    facts = indicators(lexicon)
    named = list(dict.fromkeys((*lexicon.meanings(name, "variable"), *lexicon.vocabulary.find(name))))
    for iri in named:
        if iri in facts.made_of:
            new.prop, new.trade, new.stat = facts.made_of[iri]
            new.trade_name = None
            return
    iris = lexicon.meanings(name, "property") or tuple(
        iri for iri in named if lexicon.vocabulary.is_a(iri, "dekg:MeasuredProperty")
    )
    if len(iris) > 1:
        meant = ", ".join(sorted(iri.rpartition("/")[2] for iri in iris))
        raise ModelError(f"{name!r} has several meanings ({meant}); give one of these names")
    if iris:
        new.prop = iris[0]
        return
    if spot is None:
        raise ModelError(f"indicator: {name!r} is neither in the ontology nor in the text; name it as the text does")
    new.prop, new.prop_name = provisional_iri("property", name), name
