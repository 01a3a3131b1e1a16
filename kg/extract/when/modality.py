"""Tell how a text stands to a figure: observed, forecast, target or commitment.

The only module that decides how far a cue reaches. A figure is observed only where nothing says otherwise.
"""

import re
from dataclasses import dataclass, replace

from kg.extract.analysis import Analysis
from kg.extract.calendar.periods import parsed
from kg.extract.cells import Cell
from kg.extract.numbers.quantities import POINTS
from kg.extract.text.lexicon import Match
from kg.extract.when import promised
from kg.terms import DEKG

__all__ = ["CLASSES", "Stance", "of_plan", "stance"]

CLASSES = ("observed", "forecast", "target", "commitment")
_LAYERS = {"cue:forecast": "forecast", "cue:target": "target", "cue:commitment": "commitment"}
_OF_ONTOLOGY = {
    DEKG + "forecastModality": "forecast",
    DEKG + "targetModality": "target",
    DEKG + "aimModality": "target",
    DEKG + "commitmentModality": "commitment",
}
_PAST = r"\b(?:{past-verb}|{have} (?:\w+ )?{done})\b"
_PAST_ZH = r"{already}(?!{become})|(?<!{future-zh}){past-mark}"
_BREAK = r"(?:[;:]|,\s*{break-after-comma}\b|\b{break}\b)"
_OTHER_STATE = r"[;]\s*(?:[\w'-]+ ){0,6}{state-verb}\b|, {turn-word}(?: \w+)? {now-time}\b"
_CLAUSE = r"[,;]|--|\b{break}\b|\b{before-former-figure}\b"
_FROM = r"\bfrom (?:\w+ ){0,2}\Z"
_FROM_ZH = r"{from-mark-zh}[^,;。:]{0,14}$"
_TO_ZH = r"[^,;。:]{0,14}?(?:{reached-zh}|{to-mark-zh})(?:了)?[^,;。:]{0,6}?[\d一二三四五六七八九]"
_TO_THERE = re.compile(r"[^,;.]{0,40}? to (?:\w+ ){0,3}[€$£]?\d")
_FUTURE_ZH = r"(?<!即)将(?!{not-future-zh}|{aim-before})[^,。;:将]{0,12}?{deed-zh}"
_SET_AGAINST_ZH = r"{set-against-zh}[^,。;\d]{0,6}$"
_ACHIEVED_ZH = r"(?<!{beyond-zh}){achieved-zh}[^,。;]*$"
_CAME_TRUE_ZH = r"(?<!{beyond-zh}){achieved-zh}了[^,。;]*$|{came-true-zh}{achieved-zh}[^,。;]*$"
_BASE = r"(?:\b{base-of-change}|,\s*{base-after-comma})\s*(?:\w+ ){0,2}$"
_MORE = r"\s*(?:{further}|(?:[a-z]+ ){0,2}[a-z]+s)?(?: {in-of} (?:the )?[a-z]+)?\s*"
_TO_RISE_ZH = r"要{change-from-zh}[^,;。]{1,24}?{grown-to-zh}"
_BY_PLAN_ZH = r"{according-to-zh}[^,;。]{0,36}{plan-document-zh}(?:[》\"][^,;。]{0,6})?,"
_BE_LAST = r"^\s*(?:\([^)]*\)\s*)?(?:in \w+ |of \w+ |\w+ ){0,3}{be}?\s*$"


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
        if name == "forecast" and _bare_future(analysis, analysis.folded[cue.start : cue.end]):
            distance += 400
        found = Stance(name, (cue.start, cue.end), rule, negation)
        if best is None or _rank(name, cue, distance) < best[0]:
            best = (_rank(name, cue, distance), found)
    if best is not None:
        found = best[1]
        told = found.modality == "commitment" and found.cue and promised.foretold(analysis, cell, found.cue)
        return replace(found, modality="forecast") if told else found
    if (spot := promised.once_built(analysis, cell)) is not None:
        return Stance("forecast", spot, "once-built", negation)
    if (spot := promised.announced(analysis, cell) or promised.to_be_spent(analysis, cell)) is not None:
        return Stance("commitment", spot, "cue-before", negation)
    if lead is not None and lead.modality != "observed" and not _observed_verb(analysis, cell):
        return Stance(lead.modality, lead.cue, "list-lead", negation)
    return Stance("observed", None, "no-cue", negation)


def of_plan(analysis: Analysis, cell: Cell, found: Stance, before: Stance | None) -> Stance:
    """Return the stance of "it will exceed 5": where the sentence before told of a plan, that is part of it.

    Args:
        analysis: of the text.
        cell: of the figure.
        found: its stance by its own words.
        before: the stance of the figure before it, of the same paragraph.
    """
    if found.modality != "forecast" or found.cue is None:
        return found
    zh = analysis.text.language == "zh"
    by_plan = zh and analysis.lexicon.phrases.pattern(_BY_PLAN_ZH).search(
        analysis.folded, cell.sentence.start, found.cue[0]
    )
    if not by_plan and (before is None or before.modality != "target"):
        return found
    return replace(found, modality="target") if _bare_future(analysis, analysis.folded[slice(*found.cue)]) else found


def _rank(name: str, cue: Match, distance: int) -> int:
    return distance + (0 if name != "forecast" else 5)


def _cues(analysis: Analysis, start: int, end: int) -> list[tuple[Match, str]]:
    found = [(cue, name) for layer, name in _LAYERS.items() for cue in analysis.cues_in(layer, start, end)]
    for cue in analysis.cues_in("modality", start, end):
        name = next((_OF_ONTOLOGY[iri] for iri in cue.iris if iri in _OF_ONTOLOGY), None)
        if name:
            found.append((cue, name))
    if analysis.text.language == "zh":
        deeds = analysis.lexicon.phrases.pattern(_FUTURE_ZH).finditer(analysis.folded, start, end)
        found += [(Match(deed.start(), deed.end(), "cue:commitment", ()), "commitment") for deed in deeds]
        if analysis.holds(_TO_RISE_ZH):
            rises = analysis.lexicon.phrases.pattern(_TO_RISE_ZH).finditer(analysis.folded, start, end)
            found += [(Match(rise.start(), rise.start() + 1, "cue:target", ()), "target") for rise in rises]
    if analysis.text.language == "zh":
        found = _without_planned_totals(analysis, found)
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


def _without_planned_totals(analysis: Analysis, found: list[tuple[Match, str]]) -> list[tuple[Match, str]]:
    """Leave out 计划 of 计划总投资 where something was signed before: what is agreed is more than a plan."""
    signed = [cue.start for cue, name in found if name == "commitment"]
    pattern = analysis.lexicon.phrases.pattern(r"{plan-word}{planned-money-zh}")
    return [
        (cue, name)
        for cue, name in found
        if name != "target"
        or pattern.match(analysis.folded, cue.start) is None
        or not any(start < cue.start for start in signed)
    ]


def _reach(analysis: Analysis, cell: Cell, cue: Match, name: str) -> str | None:
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    group = analysis.lexicon.phrases.set
    surface = folded[cue.start : cue.end].casefold()
    first, last = cell.quantity.first, cell.quantity.last
    if cue.start <= first and cue.end <= cell.quantity.end:
        between = folded[cue.end : first]
        if pattern(_BASE).search(between) or _of_the_past(analysis, cell, cue) or _from_there(analysis, cell, cue):
            return None
        if analysis.text.language == "zh":
            if surface in group("plan-word") and pattern(r"{plan-compound}").match(folded[cue.end : cue.end + 2]):
                return None
            if re.search(r"[。;]", between) or pattern(_PAST_ZH).search(between):
                return None
            if surface in group("signing-zh") and pattern(_ACHIEVED_ZH).search(between):
                return None
            if (
                cell.quantity.unit == POINTS
                and name == "target"
                and pattern(_SET_AGAINST_ZH).search(folded, cell.sentence.start, cue.start)
            ):
                return None
            return "cue-before"
        if surface in group("modal-verb") and pattern(r"[;]|, {contrast}\b").search(between):
            return None
        if pattern(_OTHER_STATE).search(between):
            return None
        if (
            surface in group("plan-noun")
            and pattern(r"\b{relative-pronoun}\b.*\b{past-auxiliary}\b").search(between)
            and name != "commitment"
        ):
            return None
        if pattern(_BREAK).search(between) and pattern(_PAST).search(_after_break(analysis, between)):
            return None
        past = pattern(_PAST).search(between)
        if past and name == "commitment" and surface in group("signed"):
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
            if re.search(r"[,。;、]", between) or len(between) > (16 if surface in group("signing-zh") else 8):
                return None
            if name == "target" and pattern(_CAME_TRUE_ZH).search(folded, cell.sentence.start, first):
                return None
            return "cue-after" if name != "commitment" or surface in group("signed-after") else None
        if surface in group("signed-after") and not re.search(r"[,;]|\. ", between) and len(between) < 90:
            return "cue-after"
        if surface in group("announced-after") and pattern(_MORE).fullmatch(between):
            return "cue-after"
        if len(between) > 40 or re.search(r"[;.]", between) or cue.start >= cell.reach:
            return None
        if pattern(_BE_LAST).match(between) and surface in group("intended-after"):
            return "cue-after"
    return None


def _of_the_past(analysis: Analysis, cell: Cell, cue: Match) -> bool:
    """Return whether a later clause than the cue's dates the figure before publication: "…, last year it was 5"."""
    published = analysis.published
    if published is None:
        return False
    clauses = analysis.lexicon.phrases.pattern(_CLAUSE).finditer(analysis.folded, cue.end, cell.quantity.first)
    start = max((clause.end() for clause in clauses), default=None)
    if start is None:
        return False
    found = analysis.periods_in(start, cell.quantity.first) or analysis.periods_in(cell.right[0], cell.end)
    appeared = parsed(published.code).start
    return bool(found) and all(
        p.rule == "now" or (p.code is not None and p.rule != "plan" and parsed(p.code).end < appeared) for p in found
    )


def _from_there(analysis: Analysis, cell: Cell, cue: Match) -> bool:
    """Return whether a figure is where an intended change starts: "from 640 million euros to 900 million"."""
    folded, quantity = analysis.folded, cell.quantity
    if analysis.text.language == "zh":
        starts = analysis.lexicon.phrases.pattern(_FROM_ZH).search(folded, cue.end, quantity.first) is not None
        return starts and analysis.lexicon.phrases.pattern(_TO_ZH).match(folded, quantity.last) is not None
    if analysis.lexicon.phrases.pattern(_FROM).search(folded, cue.end, quantity.first) is None:
        return False
    before = analysis.quantities_in(cue.end, quantity.start)
    return any(q.unit == quantity.unit for q in before) or _TO_THERE.match(folded, quantity.last) is not None


def _bare_future(analysis: Analysis, surface: str) -> bool:
    word = surface.casefold()
    auxiliaries = analysis.lexicon.phrases.set("bare-future")
    return word in auxiliaries or word.split()[0] in auxiliaries or word.startswith("将")


def _after_break(analysis: Analysis, between: str) -> str:
    found = list(analysis.lexicon.phrases.pattern(_BREAK).finditer(between))
    return between[found[-1].end() :] if found else between


def _observed_verb(analysis: Analysis, cell: Cell) -> bool:
    words = analysis.folded[cell.start : cell.quantity.first]
    if analysis.text.language == "zh":
        return bool(analysis.lexicon.phrases.pattern(r"{already}|{past-mark}").search(words))
    return bool(analysis.lexicon.phrases.pattern(_PAST).search(words))


def _negation(analysis: Analysis, cell: Cell) -> bool:
    """Return whether words before a figure deny it, or make it hang on a condition; a denial ends with its clause."""
    pattern = analysis.lexicon.phrases.pattern
    for cue in analysis.cues_in("cue:negation", *cell.left):
        words = analysis.folded[cue.end : cell.quantity.first]
        if pattern(r"\W*{given-up}").match(words):
            continue
        if pattern(r"{condition}").fullmatch(analysis.folded, cue.start, cue.end) or not pattern("[,;:]").search(words):
            return True
    return False
