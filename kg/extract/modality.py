"""Tell how a text stands to a figure: observed, forecast, target or commitment.

The only module that decides how far a cue reaches. A figure is observed only where nothing says otherwise.
"""

import re
from dataclasses import dataclass

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.lexicon import Match
from kg.terms import DEKG

__all__ = ["CLASSES", "Stance", "stance"]

CLASSES = ("observed", "forecast", "target", "commitment")
_LAYERS = {"cue:forecast": "forecast", "cue:target": "target", "cue:commitment": "commitment"}
_OF_ONTOLOGY = {
    DEKG + "forecastModality": "forecast",
    DEKG + "targetModality": "target",
    DEKG + "aimModality": "target",
    DEKG + "commitmentModality": "commitment",
}
_PAST = re.compile(
    r"\b(?:was|were|had|has (?:\w+ )?(?:reached|exceeded|grown|risen|been|become|built|"
    r"topped)|have (?:\w+ )?(?:reached|been|grown|built|signed)|reached|rose|grew|fell|"
    r"totaled|totalled|stood at|exceeded|topped|amounted|surged|jumped|climbed|"
    r"accounted for|recorded|posted|registered|generated|contributed|ranked|hit|came to)\b",
    re.IGNORECASE,
)
_PAST_ZH = re.compile(r"已(?!经?成为)|达到了|实现了|同比|完成了")
_BREAK = re.compile(
    (
        r"(?:;|,\s*(?:while|whereas|but|after|following|compared with|up from|from)\b|"
        r"\bafter\b|\bcompared with\b|\bup from\b|\bwhile\b)"
    ),
    re.IGNORECASE,
)
_WEAK = re.compile(
    (
        r"^(?:aim(?:s|ed)? (?:to|at)|aiming (?:to|at)|seek(?:s|ing)? to|hop(?:es|ing) to|"
        r"striv(?:e|es|ing) to|旨在|致力于|着力|以期|意在|为了|努力打造|in order to|with a view to)$"
    ),
    re.IGNORECASE,
)

_MORE = re.compile(r"\s*(?:more|additional|new|further|others|of them|[a-z]+s|[a-z]+ [a-z]+s)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stance:
    """The modality of a figure, where its cue stands, and by which rule it reaches the figure."""

    modality: str
    cue: tuple[int, int] | None = None
    rule: str = "no-cue"
    negated: bool = False


def stance(analysis: Analysis, cell: Cell, lead: Stance | None) -> Stance:
    """Return the modality of a cell's figure.

    Args:
        analysis: of the text.
        cell: of the figure.
        lead: the stance of the line that introduces a list, where the figure stands in one.
    """
    sentence = cell.sentence
    first = cell.quantity.first
    negation = _negation(analysis, cell)
    cues = _cues(analysis, sentence.start, sentence.end)
    undone = analysis.cues_in("cue:observed", sentence.start, sentence.end)
    best: tuple[int, Stance] | None = None
    for cue, name in cues:
        if any(u.start <= cue.start and cue.end <= u.end + 1 for u in undone):
            continue
        rule = _reach(analysis, cell, cue, name)
        if rule is None:
            continue
        distance = first - cue.start if cue.start < first else (cue.start - first) * 2
        if name == "forecast" and re.match(
            r"will$|would$|could$|might$|may |将", analysis.folded[cue.start : cue.end].casefold()
        ):
            distance += 400
        found = Stance(name, (cue.start, cue.end), rule, negation)
        if best is None or _rank(name, cue, distance) < best[0]:
            best = (_rank(name, cue, distance), found)
    if best is not None:
        return best[1]
    if lead is not None and lead.modality != "observed" and not _observed_verb(analysis, cell):
        return Stance(lead.modality, lead.cue, "list-lead", negation)
    return Stance("observed", None, "no-cue", negation)


def _rank(name: str, cue: Match, distance: int) -> int:
    return distance + (0 if name != "forecast" else 5)


def _cues(analysis: Analysis, start: int, end: int) -> list[tuple[Match, str]]:
    found = [(cue, name) for layer, name in _LAYERS.items() for cue in analysis.cues_in(layer, start, end)]
    for cue in analysis.cues_in("modality", start, end):
        name = next((_OF_ONTOLOGY[iri] for iri in cue.iris if iri in _OF_ONTOLOGY), None)
        if name:
            found.append((cue, name))
    kept = []
    names = (
        [m for m in analysis.mentions_in(max(0, start - 20), end) if m.layer in {"industry", "org", "place", "product"}]
        if analysis.text.language == "zh"
        else []
    )
    for cue, name in found:
        if any(m.start <= cue.start and cue.end <= m.end for m in names):
            continue
        if not any(
            other is not cue
            and other.start <= cue.start
            and cue.end <= other.end
            and other.end - other.start > cue.end - cue.start
            for other, _ in found
        ):
            kept.append((cue, name))
    return kept


def _reach(analysis: Analysis, cell: Cell, cue: Match, name: str) -> str | None:
    folded = analysis.folded
    surface = folded[cue.start : cue.end].casefold()
    first, last = cell.quantity.first, cell.quantity.last
    if cue.start <= first and cue.end <= cell.quantity.end:
        between = folded[cue.end : first]
        if re.search(
            r"(?:\b(?:up|down) from|\bcompared with|\bagainst|,\s*from|,\s*after|"
            r",\s*versus)\s*(?:\w+ ){0,2}$",
            between,
        ):
            return None
        if analysis.text.language == "zh":
            if surface in {"签约", "计划", "规划", "约定"} and re.match(
                r"(?:率|期间|纲要)|[”》]", folded[cue.end : cue.end + 2]
            ):
                return None
            if re.search(r"[。;]", between) or _PAST_ZH.search(between):
                return None
            return "cue-before"
        if surface in {"will", "would", "could", "might", "should be"} and re.search(
            r"[;]|, (?:while|but|whereas)\b", between
        ):
            return None
        if (
            surface
            in {
                "planned",
                "target",
                "targets",
                "targeted",
                "goal",
                "goals",
                "signed",
                "guarantee",
                "projects that",
                "outlook",
                "objective",
            }
            and re.search(r"\b(?:that|which|who)\b.*\b(?:had|has|have|was|were)\b", between)
            and name != "commitment"
        ):
            return None
        if _BREAK.search(between) and _PAST.search(_after_break(between)):
            return None
        past = _PAST.search(between)
        if past and name == "commitment" and surface in {"signed", "were signed", "inked"}:
            return "cue-before"
        if (
            past
            and re.search(r"[,;]|\band\b", between[: past.start()])
            and not re.match(r"(?:\w+\W+){0,3}to\b", between)
        ):
            return None
        return "cue-before"
    if cue.start >= last:
        between = folded[last : cue.start]
        if analysis.text.language == "zh":
            if re.search(r"[,。;、]", between) or len(between) > (16 if surface == "签约" else 8):
                return None
            return "cue-after" if name != "commitment" or surface in {"签约", "意向"} else None
        if (
            surface in {"signed", "were signed", "inked", "pledged"}
            and not re.search(r"[,;]|\. ", between)
            and len(between) < 90
        ):
            return "cue-after"
        if surface in {"will", "would", "are to", "is to", "will build"} and _MORE.fullmatch(between):
            return "cue-after"
        if len(between) > 40 or re.search(r"[;.]", between) or cue.start >= cell.reach:
            return None
        if re.match(
            r"^\s*(?:\([^)]*\)\s*)?(?:in \w+ |of \w+ |\w+ ){0,3}(?:is|are|was|were|has been|"
            r"have been|being)?\s*$",
            between,
        ) and surface in {
            "expected",
            "is expected",
            "are expected",
            "forecast",
            "projected",
            "predicted",
            "planned",
            "target",
            "goal",
            "targeted",
            "signed",
            "were signed",
            "pledged",
            "is seen",
            "are seen",
            "anticipated",
            "set to",
            "promised",
            "is to",
            "are to",
        }:
            return "cue-after"
    return None


def _after_break(between: str) -> str:
    found = list(_BREAK.finditer(between))
    return between[found[-1].end() :] if found else between


def _observed_verb(analysis: Analysis, cell: Cell) -> bool:
    words = analysis.folded[cell.start : cell.quantity.first]
    if analysis.text.language == "zh":
        return bool(re.search(r"已|同比", words))
    return bool(_PAST.search(words))


def _negation(analysis: Analysis, cell: Cell) -> bool:
    start, end = cell.left
    found = analysis.cues_in("cue:negation", start, end)
    return bool(found)
