"""Give figures to the items of a list: "A, B and C … 1, 2 and 3 respectively", "both", 分别.

The only module that pairs two lists; where their lengths differ, nothing is paired and the figures stay open.
"""

import re

from kg.extract.cells import Cell
from kg.extract.mentions import Mention

__all__ = ["pair"]

_JOIN = re.compile(r"\s*(?:,|、|and|,\s*and|和|与|及|以及|as well as|&|(?:industry|sector|产业|行业)\s*(?:,|and|和)?)\s*(?:the |its |their )?(?:\w+ )?$", re.IGNORECASE)


def pair(measures, parts: list[Cell], made: list, who) -> list:  # type: ignore[type-arg, no-untyped-def]
    """Return the readings of a sentence with the roles that a list pairing gives them."""
    if not made:
        return made
    analysis = measures.analysis
    sentence = parts[0].sentence
    if not analysis.has("cue:respectively", sentence.start, sentence.end):
        return _coupled(measures, made, who, sentence)
    for run in _runs(made):
        items = _items(measures, who, run, sentence.start)
        if items is None:
            for reading in run:
                reading.problems.append("two lists of different lengths")
            continue
        layer, names = items
        for reading, name in zip(run, names, strict=True):
            _give(measures, reading, layer, name)
    return made


def _coupled(measures, made: list, who, sentence) -> list:  # type: ignore[type-arg, no-untyped-def]
    """Pair "A and B had 1 and 2"; where several subjects share one figure, say so."""
    analysis = measures.analysis
    places = _coordinated(analysis, [p for p in who.subjects.within(sentence.start, sentence.end) if p.iri and p.role == "subject"])
    for group in places:
        if len({place.iri for place in group}) < 2:
            continue
        after = [r for r in made if r.quantity.first > group[-1].end and r.place == group[-1].iri and r.evidence["place"].start == group[-1].start]
        joined = [r for r, s in zip(after, after[1:], strict=False) if re.fullmatch(r"\s*(?:and|和|、)\s*", analysis.folded[r.quantity.last : s.quantity.first])]
        if len(group) == 2 and len(after) == 2 and joined:
            for reading, place in zip(after, group, strict=True):
                _give(measures, reading, "place", place)
            first, second = after
            if first.prop is None and second.prop is not None:
                first.prop, first.trade, first.noun, first.stat = second.prop, second.trade, second.noun, second.stat
                first.problems.clear()
            continue
        for reading in after:
            reading.problems.append("several subjects together")
    return made


def _runs(made: list) -> list[list]:  # type: ignore[type-arg]
    runs: list[list] = []  # type: ignore[type-arg]
    for reading in made:
        if runs and runs[-1][-1].quantity.unit == reading.quantity.unit and runs[-1][-1].stat == reading.stat:
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return [run for run in runs if len(run) > 1]


def _items(measures, who, run: list, start: int):  # type: ignore[type-arg, no-untyped-def]
    first = run[0].quantity.first
    analysis = measures.analysis
    found: list[tuple[str, list[object]]] = []
    trades = _coordinated(analysis, [m for m in measures._trades(start, first)])
    heads = _coordinated(analysis, [h for h in measures._heads(start, first) if h.prop is not None])
    places = _coordinated(analysis, [p for p in who.subjects.within(start, first) if p.iri])
    for layer, names in (("industry", trades), ("property", heads), ("place", places)):
        for group in names:
            if len(group) == len(run):
                found.append((layer, group))
    if not found:
        return None
    return found[-1] if len(found) == 1 else next((f for f in found if f[0] == "industry"), found[-1])


def _coordinated(analysis, items: list) -> list[list]:  # type: ignore[type-arg, no-untyped-def]
    groups: list[list] = []  # type: ignore[type-arg]
    for item in items:
        if groups and item.start >= groups[-1][-1].end and _JOIN.fullmatch(analysis.folded[groups[-1][-1].end : item.start]):
            groups[-1].append(item)
        elif groups and item.start < groups[-1][-1].end:
            continue
        else:
            groups.append([item])
    return groups


def _give(measures, reading, layer: str, item) -> None:  # type: ignore[no-untyped-def]
    from kg.extract.readings import Evidence

    if layer == "industry":
        assert isinstance(item, Mention)
        reading.trade, reading.trade_name = item.iri, None
        reading.evidence["industry"] = Evidence(item.start, item.end, "paired-list")
    elif layer == "property":
        reading.prop = item.prop
        reading.evidence["indicator"] = Evidence(item.start, item.end, "paired-list")
        if item.trade:
            reading.trade = item.trade
    else:
        reading.place, reading.place_name = item.iri, item.name
        reading.evidence["place"] = Evidence(item.start, item.end, "paired-list")
