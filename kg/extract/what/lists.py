"""Give figures to the items of a list: "A, B and C … 1, 2 and 3 respectively", "both", 分别.

The only module that pairs two lists; where their lengths differ, nothing is paired and the figures stay open.
"""

import itertools
import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.entities.named import Mention
from kg.extract.roles import Evidence, Head, Reading
from kg.extract.text.tokens import Sentence
from kg.extract.what import hanlists
from kg.extract.what.words import Words
from kg.extract.whom.subjects import Place
from kg.extract.whom.who import Who

__all__ = ["pair"]

_JOIN = r"\s*(?:,|、|,?\s*{list-joint}|{topic-tail}\s*(?:,|{plain-and})?)\s*(?:{possessive} )?(?:\w+ )?$"
_SPLIT = r",\s*{list-cut}\s|,|\b{list-cut}\b|、|{list-cut-zh}"
_VERB = r"\b{clause-verb}\b|{list-verb-zh}"
_PARTED = r";|\b(?:{clause-word}|whose)\b|\d"
_UNNAMED = frozenset(
    {
        "what is counted is not a known indicator",
        "what the figure measures is named by words that are not known",
        "a change of a figure whose meaning is not known",
        "a share of something before, which is not known",
        "no word says whether this percentage is a growth or a share",
    }
)


class _Spot(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_Item = TypeVar("_Item", bound=_Spot)


def pair(measures: Words, parts: list[Cell], made: list[Reading], who: Who) -> list[Reading]:
    """Return the readings of a sentence with the roles that a list pairing gives them."""
    if not made:
        return made
    analysis = measures.analysis
    sentence = parts[0].sentence
    if not analysis.has("cue:respectively", sentence.start, sentence.end):
        return _coupled(measures, made, who, sentence)
    cues = analysis.cues_in("cue:respectively", sentence.start, sentence.end)
    zh = analysis.text.language == "zh"
    meant = [r for r in made if any(c.start < r.quantity.first if zh else c.start >= r.quantity.last for c in cues)]
    pointed = measures.pattern(r"\b{group-pronoun}\b|{group-pronoun-zh}").search(
        analysis.folded, sentence.start, meant[-1].quantity.first if meant else sentence.end
    )
    last = [r for r in measures.told if r.stat in {"level", "count"}] if pointed else []
    for whole in _runs(meant):
        sources = hanlists.just_told(measures, made, whole) if measures.zh else []
        if sources:
            for reading, source in zip(whole, sources, strict=True):
                _follow(reading, source)
            last = whole
            continue
        run = whole
        for size in range(len(whole), 1, -1):  # a figure before the list may be of the same kind: the total
            run = whole[-size:]
            if (
                _items(measures, who, run, sentence.start) is not None
                or _segments(measures, run, sentence.start) is not None
                or (len(last) == size and _told_apart(last))
            ):
                break
        else:
            run = whole
        items = _items(measures, who, run, sentence.start)
        if items is not None:
            for reading, item in zip(run, items[1], strict=True):
                _give(reading, item)
        elif (partly := _segments(measures, run, sentence.start)) is not None:
            for reading, trade in zip(run, partly, strict=True):
                if trade is None:
                    reading.problems.append("an item of a list that is not known")
                else:
                    _give(reading, trade)
        elif len(last) == len(run) and _told_apart(last):
            for reading, source in zip(run, last, strict=True):
                _follow(reading, source)
        elif not _told_apart(run) or _side_by_side(measures, run):
            for reading in run:
                reading.problems.append("two lists of different lengths")
            continue
        _complete(run)
        last = run
    for run in _runs([r for r in made if r not in meant]):
        if len(last) == len(run) and run[0].quantity.first > last[-1].quantity.first and run[0].prop == last[-1].prop:
            for reading, source in zip(run, last, strict=True):
                _follow(reading, source)
    return made


def _side_by_side(measures: Words, run: list[Reading]) -> bool:
    """Return whether nothing stands between the figures of a list that could tell them apart: "9.4 and 4.1 percent"."""
    if len({reading.period for reading in run}) > 1:
        return False
    joint = measures.pattern(r"(?: (?:per ?cent|%))?,? ?(?:{list-and} ?)?(?:{hedge} )*")
    between = ((a.quantity.number.end, b.quantity.first) for a, b in itertools.pairwise(run))
    return all(joint.fullmatch(measures.folded, *span) for span in between)


def _segments(measures: Words, run: list[Reading], start: int) -> list[Mention | None] | None:
    """Return the industries of a list of which some items are not known, None for those; None if it is no such list."""
    folded = measures.folded
    first = run[0].quantity.first
    trades = list(measures.trades(start, first))
    for position, trade in enumerate(trades):
        verb = measures.pattern(_VERB).search(folded, trade.end, first)
        end = verb.start() if verb else first
        edges = [
            m.end()
            for m in measures.pattern(
                r"\b{inner-preposition}\b(?: the)?|[;:。]|{province-city-zh}(?=[\u4e00-\u9fff])|\b\d{4},|年,", case=True
            ).finditer(folded, start, trade.start)
        ]
        begin = edges[-1] if edges else start
        if measures.zh:
            begin = max(begin, hanlists.list_start(measures, start, trade.start, end))
        cuts = [begin]
        for match in measures.pattern(_SPLIT).finditer(folded, begin, end):
            if not any(t.start < match.end() and match.start() < t.end for t in trades):
                cuts += [match.start(), match.end()]
        cuts.append(end)
        spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if folded[a:b].strip()]
        if len(spans) != len(run):
            continue
        own = [[t for t in trades[position:] if a <= t.start < b] for a, b in spans]
        own = [
            group or _elided(measures, span, spans[-1]) or (hanlists.of_topic(measures, span) if measures.zh else [])
            for group, span in zip(own, spans, strict=True)
        ]
        if sum(bool(group) for group in own) >= 1 and all(len(group) <= 1 for group in own):
            return [group[0] if group else None for group in own]
    return None


def _elided(measures: Words, span: tuple[int, int], last: tuple[int, int]) -> list[Mention]:
    """Return the industry of an item that leaves out its noun: "primary" of "the primary and secondary industries"."""
    words = measures.pattern(r"^\s*{possessive} ").sub("", measures.folded[slice(*span)].casefold()).strip()
    tail = measures.folded[slice(*last)].strip()
    lexicon = measures.analysis.lexicon
    language = measures.analysis.text.language
    nouns = [*lexicon.phrases.words("elided-noun", language)]
    if not measures.zh:
        nouns.insert(0, tail.split(" ")[-1])
    for noun in nouns:
        for name in (f"{words} {noun}", f"{words}{noun}", f"第{words}{noun}"):
            iris = lexicon.meanings(name, "industry")
            if len(iris) >= 1 and words:
                return [Mention(*span, "industry", iris)]
    return []


def _told_apart(run: list[Reading]) -> bool:
    """Return whether the figures of a run are of different things already."""
    keys = {(r.place, r.trade, r.prop, r.period) for r in run}
    return len(keys) == len(run) and all(r.prop is not None for r in run)


def _follow(reading: Reading, source: Reading) -> None:
    """Give a figure of a second list the roles of its fellow in the first: "1 and 2, up 3% and 4% respectively"."""
    reading.place, reading.place_name = source.place, source.place_name
    reading.trade, reading.trade_name, reading.prop = source.trade, source.trade_name, source.prop
    reading.noun = source.noun if reading.stat == source.stat else None
    for role in ("place", "industry", "indicator"):
        if (spot := source.evidence.get(role)) is not None:
            reading.evidence[role] = Evidence(spot.start, spot.end, "paired-list")
    _forgive(reading)
    reading.problems += source.problems


def _forgive(reading: Reading) -> None:
    reading.problems[:] = [p for p in reading.problems if p not in _UNNAMED]


def _complete(run: list[Reading]) -> None:
    """Give the noun that stands once, after the last figure, to all of a list: "3,000, 1,200 and 800 enterprises"."""
    noun = run[-1]
    for reading in run[:-1]:
        if reading.prop is None and noun.prop is not None and reading.stat == noun.stat:
            reading.prop, reading.noun = noun.prop, noun.noun
            if "industry" not in reading.evidence:
                reading.trade, reading.trade_name = noun.trade, noun.trade_name
            for role in ("industry", "indicator"):
                if role not in reading.evidence and (spot := noun.evidence.get(role)) is not None:
                    reading.evidence[role] = Evidence(spot.start, spot.end, "paired-list")
            _forgive(reading)


def _coupled(measures: Words, made: list[Reading], who: Who, sentence: Sentence) -> list[Reading]:
    """Pair "A and B had 1 and 2"; where several subjects share one figure, say so."""
    analysis = measures.analysis
    places = _coordinated(
        analysis, [p for p in who.subjects.within(sentence.start, sentence.end) if p.iri and p.role == "subject"]
    )
    for group in places:
        if len({place.iri for place in group}) < 2:
            continue
        after = [
            r
            for r in made
            if r.quantity.first > group[-1].end
            and r.place == group[-1].iri
            and r.evidence["place"].start == group[-1].start
        ]
        joined = [
            r
            for r, s in itertools.pairwise(after)
            if measures.pattern(r"\s*(?:{plain-and}|、)\s*").fullmatch(
                analysis.folded, r.quantity.last, max(r.quantity.last, s.quantity.first)
            )
        ]
        if len(group) == 2 and len(after) == 2 and joined:
            for reading, place in zip(after, group, strict=True):
                _give(reading, place)
            first, second = after
            if first.prop is None and second.prop is not None:
                first.prop, first.trade, first.noun, first.stat = second.prop, second.trade, second.noun, second.stat
                first.problems.clear()
            continue
        for reading in after:
            reading.problems.append("several subjects together")
    _shared_out(measures, made, sentence)
    return made


def _shared_out(measures: Words, made: list[Reading], sentence: Sentence) -> None:
    """Pair "software and games earned 1 and 2": as many industries as figures, each list joined by "and".

    Two figures of the very same thing contradict each other, so such a pair stays open.
    """
    joint = measures.pattern(r"\s*(?:,|,?\s*{plain-and}|、)\s*")
    for run in _joined(measures, made, joint):
        first = run[0].quantity.first
        trades = _coordinated(measures.analysis, list(measures.trades(sentence.start, first)))
        if _told_apart(run) or any(r.prop is None for r in run):
            continue
        paired = bool(trades) and len(trades[-1]) == len(run)
        if paired and measures.pattern(_PARTED).search(measures.folded, trades[-1][-1].end, first) is None:
            for reading, trade in zip(run, trades[-1], strict=True):
                _give(reading, trade)
        elif len({(r.place, r.org, r.trade, r.prop, r.period, r.noun) for r in run}) == 1:
            for reading in run:
                reading.problems.append("two lists of different lengths")


def _joined(measures: Words, made: list[Reading], joint: re.Pattern[str]) -> list[list[Reading]]:
    """Return the runs of two figures or more of one unit and kind with nothing but a comma or "and" in between."""
    runs: list[list[Reading]] = []
    for reading in made:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.quantity.unit == reading.quantity.unit
            and last.stat == reading.stat
            and joint.fullmatch(measures.folded, last.quantity.last, reading.quantity.first) is not None
        ):
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return [run for run in runs if len(run) > 1]


def _runs(made: list[Reading]) -> list[list[Reading]]:
    runs: list[list[Reading]] = []
    for reading in made:
        if runs and runs[-1][-1].quantity.unit == reading.quantity.unit and runs[-1][-1].stat == reading.stat:
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return [run for run in runs if len(run) > 1]


def _items(
    measures: Words, who: Who, run: list[Reading], start: int
) -> tuple[str, Sequence[Mention | Head | Place]] | None:
    first = run[0].quantity.first
    analysis = measures.analysis
    found: list[tuple[str, Sequence[Mention | Head | Place]]] = []
    trades = _coordinated(analysis, list(measures.trades(start, first)))
    named = [h for h in measures.heads(start, first) if h.prop is not None]
    if measures.zh:
        named = hanlists.last_nouns(named)
    heads = _coordinated(analysis, named)
    places = _coordinated(analysis, [p for p in who.subjects.within(start, first) if p.iri])
    found += [("industry", group) for group in trades if len(group) == len(run)]
    found += [("property", heads_) for heads_ in heads if len(heads_) == len(run)]
    found += [("place", places_) for places_ in places if len(places_) == len(run)]
    if not found:
        return None
    return found[-1] if len(found) == 1 else next((f for f in found if f[0] == "industry"), found[-1])


def _coordinated(analysis: Analysis, items: Sequence[_Item]) -> list[list[_Item]]:
    joint = analysis.lexicon.phrases.pattern(_JOIN)
    groups: list[list[_Item]] = []
    for item in items:
        if (
            groups
            and item.start >= groups[-1][-1].end
            and joint.fullmatch(analysis.folded[groups[-1][-1].end : item.start])
        ):
            groups[-1].append(item)
        elif groups and item.start < groups[-1][-1].end:
            continue
        else:
            groups.append([item])
    return groups


def _give(reading: Reading, item: Mention | Head | Place) -> None:
    if isinstance(item, Mention):
        reading.trade, reading.trade_name = item.iri, None
        reading.evidence["industry"] = Evidence(item.start, item.end, "paired-list")
    elif isinstance(item, Head):
        reading.prop = item.prop
        reading.evidence["indicator"] = Evidence(item.start, item.end, "paired-list")
        if item.trade:
            reading.trade = item.trade
    else:
        reading.place, reading.place_name = item.iri, item.name
        reading.evidence["place"] = Evidence(item.start, item.end, "paired-list")
