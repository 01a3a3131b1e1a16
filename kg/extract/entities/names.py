"""Find the English names that nobody knows, and tell places from bodies and persons by the words around them.

A figure whose subject has a name the ontology lacks must not be given to the place named before. What the words around
a name tell to be a place or a body becomes provisional; the rest are strangers: a figure of theirs is held back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kg.extract.entities.named import Mention, provisional_iri
from kg.phrases import Phrases

__all__ = ["Names", "find"]

_WORD = r"(?:[A-Z\u00c0-\u00de\u0100-\u017d][\w&'.-]*[\w&]|[A-Z])"
_NAME = rf"(?<![\w.-])((?:{{short-title}}\. )?{_WORD}(?: (?:{{name-particle}} )?{_WORD})*)(?![\w-])"
_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]+?)?(?:, (?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]+\.?(?: \d{4})?))?"
    r"(?: ?\([^)\n]*\)| ?/[\w ]+/)? ?(?:--|-|\u2013|\u2014|:|\.) "
)
_TITLE = r"\b{title-word}\.? $"
_OFFICE = r", (?:{person-apposed}|\d\d,)? ?(?:[\w'-]+ ){0,4}?(?:{title-word}|who|\d\d,)\b"
_BODY = r"{body-noun-last}$"
_IS_COMPANY = (
    r"(?: \([^)]*\))?(?:, {company-apposed}? ?(?:[\w'&-]+ ){0,7}?{company-class}s?\b|"
    r", (?:{relative-pronoun}|whose) (?:has its )?(?:is )?{company-part}|, {relative-pronoun} {company-deed}|"
    r", (?:{firm-has}|{relative-pronoun} {firm-runs}) (?:\w+ ){0,2}?{office-of-firm} in [A-Z]|"
    r", {firm-has} (?:[a-z]+ ){0,2}\d[\d,]* (?:[a-z]+ )?{company-figure}\b|"
    r", {company-state}\b| shares\b|'s {company-thing}\b| is an? (?:[\w'-]+ ){0,6}?{company-class}\b)"
)
_WAS_COMPANY = r"\b{company-class},? $|\b[A-Z][\w ]*-based $"
_IS_AREA = (
    r", {area-apposed}? ?(?:(?!{firm-with}\b|{in-at}\b)[\w'-]+ ){0,6}?{area-class}\b(?!'s| {company-class})|"
    r" {area-class}\b(?!-)|"
    r", {area-clause}\b| is an? (?:[\w'-]+ ){0,5}?{area-class}\b"
)
_WAS_AREA = r"\b{area-before} (?:of |, )?$|\b{area-title}, $"
_OF_AREA = r"\b{of-area} of $"
_IN = r"\b{area-preposition}(?: the)? $"
_SITE = r"\b{site-of-firm}s?(?:{site-aside})? {site-preposition} $"
_OWNED = r"(?:^|[\n\"]|[.!?;]\"? |, |-- )(?:[A-Z]\w+, )?[A-Z]\w+(?: [A-Z]\w+)?'s $"
_ONE_OF = r"\b[Oo]ne of (?:{part-pronoun}|the \w+), $"
_SAYS = r"(?:,)? {speech-verb}\b"
_SAID = r"\b{speech-before} $"
_SAID_OF_ITSELF = r" {reports-itself}(?: (?:on )?[A-Z][a-z]+day)?(?: that)? {itself}\b"
_FIGURES = r"(?:'s)? (?:[\w'-]+ ){0,6}?{company-figure}\b"
_PLACE_FIGURES = r"(?:'s)? (?:[\w'-]+ ){0,5}?{place-figure}\b"
_FIGURE_OF = r"\b{place-figure} {of-by-from} $"
_OF_PLACE = r"'s? (?:[\w-]+ ){0,3}?{things-of-area}\b"
_STARTS = (
    r"(?:^|[\n;:\"]|[.!?]\"? |, |\b{clause-start} |-- |— |\b(?i:{scheme-years-from-publication}) |"
    r"\b[Ii]n (?:19|20)\d\d )$"
)
_VERB = r"(?: {before-verb}| {relative-week}| on [A-Z][a-z]+day)* (?:{subject-verb}|[a-z]+ed|[a-z]{2,}[^s\W]s)\b"
_APPOSED = r",? (?:\([^)]*\) ?)?{after-name}\b|, \w+ing\b|'s [a-z]"
_BODY_ENDING = r"^{name-goes-on}\b"
_RANKS = {"": 0, "body": 1, "near": 2, "org": 3, "place": 4, "person": 5}


@dataclass(frozen=True, slots=True)
class Names:
    """What was made of unknown names.

    Attributes:
        mentions: provisional places and bodies.
        strangers: names in the place of a subject, of which nothing more is known.
        others: spans of names of persons and of bodies that only speak.
    """

    mentions: tuple[Mention, ...]
    strangers: tuple[Mention, ...]
    others: tuple[tuple[int, int], ...]


def find(
    folded: str,
    known: Sequence[tuple[int, int]],
    soft: Sequence[tuple[int, int]],
    bodies: Sequence[Mention],
    phrases: Phrases,
) -> Names:
    """Return the unknown names of an English text, told apart.

    Args:
        folded: the folded text.
        known: spans of what is known already: places, bodies, periods, cue words.
        soft: spans of industries and indicators, whose words may stand within a name, but not begin it.
        bodies: provisional bodies found by their suffix; the first word of their name alone means them too. And places,
            whose names may begin a longer one.
        phrases: the words that tell what a name is the name of.
    """
    taken = bytearray(len(folded) + 1)
    for start, end in known:
        taken[start:end] = b"\1" * (end - start)
    for start, end in soft:  # a word of a trade may go on a name that has begun: "Resources Microelectronics"
        if not any(taken[start:end]):
            taken[start:end] = b"\2" * (end - start)
    short = {b.name.split(" ")[0]: b for b in bodies if b.layer == "org" and b.name and len(b.name.split(" ")[0]) > 3}
    spots: list[tuple[int, int]] = []
    begins = {b.end: b.start for b in bodies if b.layer == "place"}
    ends = {start: end for end, start in begins.items()}
    bodies = [b for b in bodies if b.layer == "org"]
    for match in phrases.pattern(_NAME, case=True).finditer(folded):
        whole = _after_place(folded, match.start(1), match.end(1), taken, ends, phrases)
        spots += [whole] if whole else _trimmed(folded, match.start(1), match.end(1), taken, phrases)
    for at, (start, end) in enumerate(spots):  # "China Resources Microelectronics" is no China
        first = begins.get(start - 1)
        if (
            first is not None
            and folded[start - 1] == " "
            and _opens(folded, first)
            and phrases.pattern(_BODY_ENDING, case=True).search(folded[start:end]) is None
            and not folded[start:end].isupper()
        ):
            spots[at] = (first, end)
    kinds: dict[str, str] = {}
    spelled = {folded[s:e].upper(): folded[s:e] for s, e in spots if not folded[s:e].isupper()}
    for start, end in spots:
        kind = _kind(folded, start, end, phrases)
        name = spelled.get(folded[start:end], folded[start:end]) if kind == "place" else folded[start:end]
        if _RANKS[kind] > _RANKS[kinds.get(name, "")]:
            kinds[name] = kind
    repeated = {folded[s:e] for s, e in spots if not _opens(folded, s)}
    mentions: list[Mention] = []
    strangers: list[Mention] = []
    others: list[tuple[int, int]] = []
    for start, end in spots:
        name = folded[start:end]
        if name.casefold() in phrases.set("name-direction"):
            continue  # the Silicon Valley of the East
        if name.isupper() and kinds.get(spelled.get(name, "")) == "place":
            name = spelled[name]
        kind = kinds.get(name, "")
        if kind == "place" and name.isupper() and len(name) > 3:
            name = name.title()
        if name in short and kind != "person":
            body = short[name]
            mentions.append(Mention(start, end, "org", body.iris, "company", body.name))
        elif name.isupper() and len(name) > 5 and kind != "place":
            continue
        elif kind == "org":
            mentions.append(Mention(start, end, "org", (provisional_iri("org", name),), "company", name))
        elif kind == "place":
            mentions.append(Mention(start, end, "place", (provisional_iri("place", name),), "city", name))
        elif kind in {"person", "body"}:
            others.append((start, end))
        elif _subject(folded, start, end, phrases, sure=name in repeated):
            strangers.append(Mention(start, end, "place", (), "stranger"))
    return Names(tuple(mentions), tuple(strangers), tuple(others))


def _opens(folded: str, start: int) -> bool:
    return start == 0 or bool(re.search(r"(?:[\n\"]|[.!?:]\"? |-- )$", folded[max(0, start - 3) : start]))


def _after_place(
    folded: str, start: int, end: int, taken: bytearray, ends: dict[int, int], phrases: Phrases
) -> tuple[int, int] | None:
    """Return the span of a name that opens with that of a place and goes on with words of a trade: Porto Digital."""
    placed = ends.get(start)
    if placed is None or placed >= end or folded[placed] != " ":
        return None
    owned = re.search(r"'s(?=$| )", folded[placed:end])
    end = placed + owned.start() if owned else end
    words = folded[placed + 1 : end].split(" ")
    if (
        not words[0]
        or any(word.isupper() or word.casefold() in phrases.set("common-first") for word in words)
        or any(taken[at] == 1 for at in range(placed + 1, end))
        or phrases.pattern(r"\b(?:{title-word}|{name-goes-on})\b").search(folded, placed, end)
        or not re.match(r"'s |, [a-z]| [a-z(]", folded[end : end + 3])
    ):
        return None
    return start, end


def _trimmed(folded: str, start: int, end: int, taken: bytearray, phrases: Phrases) -> list[tuple[int, int]]:
    """Return the parts of a run of capitalised words that nobody knows, without the common words that open it."""
    spots: list[tuple[int, int]] = []
    first: int | None = None
    last = start
    for word in re.finditer(r"\S+", folded[start:end]):
        at, to = start + word.start(), start + word.end()
        own = folded[at:to]
        if own.endswith("'s") and not taken[at]:
            to -= 2
        common = own.removesuffix("'s").casefold().strip(".") in phrases.set("common-opener") or (
            first is None and own.removesuffix("'s") in phrases.words("acronym")
        )
        small = own[0].islower() or own == "&"
        if taken[at] == 2 and first is not None and not own[0].islower():
            last = to
            continue
        if taken[at] or ((common or small) and first is None) or own.endswith("-based"):
            if first is not None and not small:
                spots.append((first, last))
                first = None
            continue
        if first is None:
            first = at
        if not small:
            last = to
        if own.endswith("'s"):
            spots.append((first, last))
            first = None
    if first is not None:
        spots.append((first, last))
    return [(s, e) for s, e in spots if e - s >= 3]


def _kind(folded: str, start: int, end: int, phrases: Phrases) -> str:
    name = folded[start:end]
    before, after = folded[max(0, start - 40) : start], folded[end : end + 110]
    sentence = re.split(r"[.;\n](?!\d)", after, maxsplit=1)[0]
    if name.isupper() and (re.search(r"\b[A-Z]{2,} $", before) or re.match(r" [A-Z]{2,}\b", after)):
        return ""  # a heading in capitals
    pattern, exact = phrases.pattern, partial(phrases.pattern, case=True)
    if pattern(_TITLE).search(before) or pattern(_OFFICE).match(sentence):
        return "person"
    if exact(_BODY).search(name):
        return "body"
    if (
        exact(_SAID_OF_ITSELF).match(sentence)
        or pattern(_IS_COMPANY).match(sentence)
        or pattern(_WAS_COMPANY).search(before)
    ):
        return "org"
    common = start == 0 and " " not in name and re.match(r" [a-z]", after)  # Grassland city becomes …
    if not common and (pattern(_WAS_AREA).search(before) or pattern(_IS_AREA).match(sentence)):
        return "place"
    if (start == 0 or folded[start - 1] == "\n") and name.isupper() and _DATELINE.match(after):
        return "place"
    if exact(_OF_PLACE).match(sentence) or exact(_OF_AREA).search(before):
        return "place"
    if exact(_SAYS).match(sentence) or exact(_SAID).search(before):
        return "body"
    if pattern(_SITE).search(before):
        return "place"
    if pattern(_IN).search(before):
        return "place" if not name.isupper() and re.match(r"(?:'s )?(?!'s)(?:[,.;\n]| [a-z(]|$)", sentence) else ""
    if (
        exact(_FIGURES).match(sentence)
        and _subject(folded, start, end, phrases, sure=True)
        and not exact(_PLACE_FIGURES).match(sentence)
    ):
        return "org"
    return ""


def _subject(folded: str, start: int, end: int, phrases: Phrases, *, sure: bool) -> bool:
    """Return whether a name stands where a subject stands."""
    before, after = folded[max(0, start - 10) : start], folded[end : end + 60]
    exact = partial(phrases.pattern, case=True)
    if phrases.pattern(_IN).search(folded[max(0, start - 16) : start]):
        return True
    figure = exact(_FIGURE_OF).search(folded[max(0, start - 24) : start])
    if figure and re.match(r" [a-z]", after) and not folded[start:end].isupper():
        return True  # exports of Pernambuco
    if exact(_OWNED).search(folded[max(0, start - 30) : start]) and exact(_VERB).match(after):
        return True  # Germany's Lumora employs
    if exact(_ONE_OF).search(folded[max(0, start - 40) : start]) and re.match(r", [a-z]", after):
        return True  # One of them, Lumora, sold
    if not exact(_STARTS).search(before) and start != 0:
        return False
    name = folded[start:end]
    plain = not sure and " " not in name and not any(char.isupper() or char.isdigit() for char in name[1:])
    if plain and re.search(rf"\b{re.escape(name.lower())}\b", folded):
        return False  # a word that the text writes with a small letter elsewhere
    apposed = exact(_APPOSED).match(after)
    if apposed is not None and not (plain and apposed[0].startswith(" ")):
        return True
    verb = exact(_VERB).match(after)
    if (
        plain
        and verb is not None
        and re.fullmatch(r" [a-z]+s", verb[0])
        and verb[0][1:] not in phrases.set("sure-verb")
    ):
        return False  # "Optical cables": a noun in the plural looks like a verb
    return bool(verb) and not (plain and name.endswith(("s", "ly", "ing", "ment", "tion", "ance", "ence")))
