"""Tell whether a Chinese clause is about something that nobody knows: 湄西软件业务收入, 位于孟买的佐维克斯营收.

A text goes on about the place before only where its words name nothing else. The only module that looks for a name in
what the known words of a clause leave over.
"""

import re

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.roles import Reading
from kg.extract.whom.places import Place
from kg.terms import DEKGR

__all__ = ["EARNED", "SEATED", "follows_unknown", "of_unknown", "seated_unknown"]

EARNED = {DEKGR + "property-revenue", DEKGR + "property-profit"}
"""What a firm earns, of which its name is most often told."""
_CLAUSE = re.compile(r"[,;:。、()\"\n●·—]+")
_LAYERS = ("cue:", "basis", "comparator", "modality", "scope", "stat", "status", "price")
_KNOWN = (
    r"(?:{ordinary-zh}|{having-verb-zh}|{new-ones}|{create}|{achieves-zh}|{name-opener}|{deed-zh}|{goal-word}"
    r"|{reach-link}|{share-filler}|{hedge-zh}|{aim-before}|{now-time}|{near-year-zh}|{cue-each})"
)
_AROUND = rf"{_KNOWN}*(?P<rest>.*?){_KNOWN}*"
_NAME = re.compile(r"[\u4e00-\u9fff·A-Za-z]{2,}")
SEATED = r"(?:{located}|{lies-in})"
"""Verbs before the place where somebody sits."""
_OF = r"{division-character-zh}?的"
_OPENING = r"(?:\s|{clause-opener-zh})*(?:{cue-part-of-it})?(?:的|[,\s])*"
_NEAR = 8  # characters of a verb of lying somewhere
_LONGEST = 8
"""Most characters of a name; what is longer is a phrase."""


def of_unknown(reading: Reading, cell: Cell, analysis: Analysis) -> bool:
    """Return whether the words before what a figure measures may name something that is not known."""
    if cell.quantity.first <= cell.start or reading.prop is None:
        return False
    return any(_is_name(word, analysis) for word in _left_over(analysis, cell, _head(reading, cell)))


def seated_unknown(reading: Reading, cell: Cell, place: Place, analysis: Analysis) -> bool:
    """Return whether a place is only where something unknown sits: 总部位于孟买的佐维克斯."""
    pattern, folded = analysis.lexicon.phrases.pattern, analysis.folded
    if pattern(SEATED + "$").search(folded, max(0, place.start - _NEAR), place.start) is None:
        return False
    of = pattern(_OF).match(folded, place.end)
    spot = reading.evidence.get("indicator")
    head = spot.start if spot is not None and place.end < spot.start < cell.quantity.first else cell.quantity.first
    if of is None or of.end() > head or _CLAUSE.search(folded, of.end(), head):
        return False
    return any(_is_name(word, analysis) for word in _unknown_words(analysis, of.end(), head))


def follows_unknown(reading: Reading, cell: Cell, place: Place, analysis: Analysis) -> bool:
    """Return whether the name of something unknown goes on from that of a place: 合肥本源量子营收, 泰国东部经济走廊."""
    end = _head(reading, cell)
    if end <= place.end:
        return False
    words = _unknown_words(analysis, place.end, end)
    phrases = analysis.lexicon.phrases
    if not words or not analysis.folded.startswith(words[0], place.end) or not _is_name(words[0], analysis):
        return False
    pointing = any(m.layer == "anaphor" for m in analysis.mentions_in(place.start, place.end))
    if pointing or not phrases.set("not-in-name-zh").isdisjoint(analysis.folded[place.end : end]):
        return False
    return phrases.pattern(r"{area-end-zh}$").search(words[0]) is not None or reading.prop in EARNED


def _head(reading: Reading, cell: Cell) -> int:
    """Return where the words begin that tell what a figure measures."""
    spots = [reading.evidence[role].start for role in ("indicator", "industry") if role in reading.evidence]
    return min([spot for spot in spots if cell.start <= spot < cell.quantity.first] or [cell.quantity.first])


def _left_over(analysis: Analysis, cell: Cell, head: int) -> list[str]:
    """Return the strings that open the last clause before a head, or a dated one before it, and that no word covers."""
    folded = analysis.folded
    cuts = list(_CLAUSE.finditer(folded, cell.start, head))
    edges, ends = [cell.start, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), head]
    found = []
    for start, end in zip(edges, ends, strict=True):
        words = _unknown_words(analysis, start, end)
        opens = words and analysis.lexicon.phrases.pattern(_OPENING).fullmatch(_before(analysis, start, end, words[0]))
        if opens and (end == head or (len(words) == 1 and analysis.periods_in(start, end))):
            found.append(words[0])
    return found


def _before(analysis: Analysis, start: int, end: int, word: str) -> str:
    """Return what stands in a clause before its first unknown word, periods left out."""
    text = analysis.folded[start : analysis.folded.index(word, start, end)]
    for period in analysis.periods_in(start, end):
        text = text.replace(analysis.folded[period.start : period.end], "")
    return text


def _unknown_words(analysis: Analysis, start: int, end: int) -> list[str]:
    """Return the strings of a stretch that are no known name, period, figure or cue."""
    known = analysis.once(_covered)
    return "".join(" " if known[at] else analysis.folded[at] for at in range(start, end)).split()


def _covered(analysis: Analysis) -> bytearray:
    """Return for each character of a text whether a known name, period, figure or cue covers it."""
    spans = [(m.start, m.end) for m in analysis.mentions] + [(p.start, p.end) for p in analysis.periods]
    spans += [(q.first, q.last) for q in analysis.quantities]
    spans += [
        (cue.start, cue.end)
        for layer, cues in analysis.cues.items()
        if layer.startswith(_LAYERS)
        for cue in cues
        if cue.end - cue.start > 1
    ]
    known = bytearray(len(analysis.folded))
    for first, last in spans:
        known[first:last] = b"\1" * (last - first)
    return known


def _is_name(word: str, analysis: Analysis) -> bool:
    """Return whether a string, ordinary words at its ends left out, can be a name."""
    phrases = analysis.lexicon.phrases
    rest = phrases.pattern(_AROUND).fullmatch(word)
    if rest is None or _NAME.fullmatch(rest["rest"]) is None or len(rest["rest"]) > _LONGEST:
        return False
    return phrases.set("not-in-name-zh").isdisjoint(rest["rest"])
