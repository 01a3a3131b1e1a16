"""Find places and companies of English texts that no list holds, by the suffix of their name.

The only module that knows where an English name before a suffix begins.
"""

import re

from kg.extract.entities.named import Mention, provisional_iri
from kg.extract.text.lexicon import Match
from kg.phrases import Phrases

__all__ = ["suffixed"]

_CAPITAL = r"[A-Z\u00c0-\u00de\u0100-\u017d]"
_CAPITALISED = re.compile(rf"(?:{_CAPITAL}[\w'.-]*|{_CAPITAL}\.)$")
_LISTED = re.compile(r"(?:[A-Z][\w'-]+ )+[A-Z][\w'-]+(?:, [A-Z][\w'-]+)+,? and $")
_BRACKETED = re.compile(r"(?P<first>[A-Z][\w-]+) \((?P<within>[A-Z][\w' -]*)\) (?:[A-Z][\w-]+ )*$")
_FIELDS = re.compile(r"[A-Z][a-z]+,? and $")
_LONG = r"(?:[A-Z][\w'-]+ ){1,4}(?:(?!{name-breaker}\b)[a-z][\w-]* ){0,6}$"


def suffixed(folded: str, suffix: Match, kind: str, places: list[Mention], phrases: Phrases) -> Mention | None:
    """Return the place or company whose English name ends in a suffix: Kista Science City, Nokia Oyj."""
    common = phrases.set("common-first")
    surface = folded[suffix.start : suffix.end]
    if kind == "company" and (
        not surface[0].isupper()
        or (
            phrases.pattern(r",? (?!{company-form}|Co\b)[A-Z][a-z]", case=True).match(
                folded, suffix.end, suffix.end + 8
            )
            and folded[suffix.end] == " "
        )
    ):
        return None
    if kind == "zone" and not surface[0].isupper():
        return _long_name(folded, suffix, places, phrases)
    start = suffix.start
    words: list[str] = []
    while len(words) < 6:
        if start == 0 or folded[start - 1] != " ":
            break
        cut = max(
            folded.rfind(" ", 0, start - 1),
            folded.rfind("\n", 0, start - 1),
            folded.rfind("(", 0, start - 1),
            folded.rfind('"', 0, start - 1),
        )
        word = folded[cut + 1 : start - 1]
        if (
            not _CAPITALISED.match(word)
            or (word.casefold() in common and not _inner(folded, cut, word, kind, words, phrases))
            or (word.endswith((".", ",", "'s")) and word not in {"Co.", "Co.,", "Inc.", "Corp."})
        ):
            break
        words.insert(0, word)
        start = cut + 1
    listed = _LISTED.search(folded, max(0, start - 80), start) if kind == "zone" else None
    if listed is not None:
        start = listed.start()  # Sharjah Research, Technology and Innovation Park
        words = [folded[start : suffix.start], *words]
    placed = _BRACKETED.search(folded, max(0, start - 60), suffix.start) if kind == "zone" else None
    if placed is not None:
        start = placed.start()  # China (Shanghai) Pilot Free Trade Zone
        words = [placed["first"], placed["within"]]
        if words[0].casefold() in common - {"east", "west", "north", "south", "new"}:
            return None
    if not words:
        return None
    name = folded[start : suffix.end]
    known = next((p for p in places if p.start == start and p.end >= suffix.start - 1), None)
    if known is not None and kind in {"city", "province"}:
        return known._replace(end=suffix.end)
    inside = next((p for p in places if p.start == (placed.start("within") if placed else start)), None)
    if kind == "company" and _FIELDS.search(folded, max(0, start - 30), start):
        return None  # Information and Communication Technologies
    if kind == "company":
        return Mention(start, suffix.end, "org", (provisional_iri("org", name),), "company", name)
    if (kind in {"city", "province", "county"} and len(words) > 2) or name.isupper():
        return None
    if inside is not None and placed is None and inside.end >= suffix.end:
        return None
    if surface[0].islower() and len(words) == 1 and (start == 0 or folded[start - 1] == "\n"):
        return None  # "Grassland city becomes …": a capital that only opens the text
    return Mention(
        start, suffix.end, "place", (provisional_iri("place", name),), kind, name, inside.iri if inside else None
    )


def _inner(folded: str, cut: int, word: str, kind: str, words: list[str], phrases: Phrases) -> bool:
    """Return whether a common word is part of a name after all: Wuhan National Hi-tech Zone, North Jeolla Province."""
    if word.casefold() not in phrases.set("inner-name"):
        return False
    before = re.search(r"([A-Z][\w-]+)$", folded[max(0, cut - 24) : max(0, cut)])
    if before is not None and kind == "zone":
        return folded[cut] == " " and before[1].casefold() not in phrases.set("common-first")
    return kind == "province" and bool(words) and word.casefold() in phrases.set("name-direction")


def _long_name(folded: str, suffix: Match, places: list[Mention], phrases: Phrases) -> Mention | None:
    """Return the zone whose suffix is in lower case: "Guiyang national high-tech zone"."""
    match = phrases.pattern(_LONG, case=True).search(folded, max(0, suffix.start - 80), suffix.start)
    if match is None:
        return None
    start = match.start()
    while folded[start : folded.find(" ", start)].casefold() in phrases.set("common-first"):
        start = folded.find(" ", start) + 1
        if start >= suffix.start or not folded[start].isupper():
            return None
    name = folded[start : suffix.end]
    first = name.split(" ")[0]
    if first.isupper() and len(first) <= 4:
        return None
    inside = next((p for p in places if p.start == start), None)
    if inside is not None and folded[inside.end : inside.end + 2] == "'s":
        return None
    return Mention(
        start, suffix.end, "place", (provisional_iri("place", name),), "zone", name, inside.iri if inside else None
    )
