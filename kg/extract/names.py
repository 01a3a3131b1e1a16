"""Find the English names that nobody knows, and tell places from bodies and persons by the words around them.

A figure whose subject has a name the ontology lacks must not be given to the place named before. What the words around
a name tell to be a place or a body becomes provisional; the rest are strangers: a figure of theirs is held back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.named import Mention, provisional_iri
from kg.extract.namewords import NameWords

__all__ = ["Names", "find"]

_WORD = r"(?:[A-Z\u00c0-\u00de\u0100-\u017d][\w&'.-]*[\w&]|[A-Z])"
_NAME = re.compile(
    rf"(?<![\w.-])((?:(?:St|Mt|Ft)\. )?{_WORD}(?: (?:(?:de|do|da|del|la|of|and|&|al|van|bin) )?{_WORD})*)(?![\w-])"
)


_SAYS = re.compile(
    r"(?:,)? (?:said|says|told|tells|added|adds|noted|notes|explained|explains|recalled|recalls|stressed|pointed|"
    r"commented|argued|wrote|writes|joked|remarked|warned|believes|thinks)\b"
)
_WAS_AREA = re.compile(
    r"\b(?:the|in|city|state|county|province|town|district|region|island|municipality|port|prefecture)? ?"
    r"(?:city|state|county|province|town|district|region|island|municipality|prefecture|capital|cities|districts) "
    r"(?:of |, )?$|\b(?:capital|city), $",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|across|throughout|around|near|outside|within)(?: the)? $", re.IGNORECASE)
_OWNED = re.compile(r"(?:^|[\n\"]|[.!?;]\"? |, |-- )(?:[A-Z]\w+, )?[A-Z]\w+(?: [A-Z]\w+)?'s $")
_FIGURES = re.compile(
    r"(?:'s)? (?:[\w'-]+ ){0,6}?(?:revenues?|sales|profits?|turnover|earnings|orders|shipments|losses?|employees|staff|"
    r"workforce|customers|net income)\b",
)
_PLACE_FIGURES = re.compile(r"(?:'s)? (?:[\w'-]+ ){0,5}?(?:GDP|gross|economy|population|residents|exports)\b")
_STARTS = re.compile(r"(?:^|[\n;:\"]|[.!?]\"? |, |\bwhile |\bwhereas |\bbut |\band |\bthat |-- |— )$")
_VERB = re.compile(
    r"(?: (?:alone|itself|also|now|still|already|currently|together|has|have|had|will|would|is|was|are|were))*"
    r" (?:has|have|had|is|was|are|were|will|would|plans?|aims?|saw|grew|rose|fell|made|took|won|hit|led|built|"
    r"became|sold|"
    r"spent|ran|drew|put|did|got|came|went|lost|kept|brought|bought|set|[a-z]+ed|[a-z]{2,}[^s\W]s)\b"
)
_APPOSED = re.compile(
    r",? (?:\([^)]*\) ?)?(?:an?|the|one|which|where|whose|home|its|based|known|who)\b|, \w+ing\b|'s [a-z]"
)
_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]+?)?(?:, (?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]+\.?(?: \d{4})?))?"
    r"(?: ?\([^)\n]*\)| ?/[\w ]+/)? ?(?:--|-|\u2013|\u2014|:|\.) "
)
_OF_PLACE = re.compile(
    r"'s? (?:[\w-]+ ){0,3}?(?:GDP|gross|economy|industrial output|government|municipal|provincial|mayor|governor|"
    r"districts?|tech scene|tech sector|tech hub|start-?up scene|start-?up ecosystem|digital economy|residents|"
    r"population|"
    r"tech companies|tech firms|start-?ups|software exports|IT exports|IT sector|ICT sector|universities|"
    r"airport|port)\b"
)
_SAID_OF_ITSELF = re.compile(
    r" (?:said|announced|reported|says|expects|forecast|projected)(?: (?:on )?[A-Z][a-z]+day)?(?: that)? "
    r"(?:it|its|the company|the group|revenues?|sales|net|profits?|turnover|full-year|quarterly|annual)\b"
)


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
    words: NameWords,
) -> Names:
    """Return the unknown names of an English text, told apart.

    Args:
        folded: the folded text.
        known: spans of what is known already: places, bodies, periods, cue words.
        soft: spans of industries and indicators, whose words may stand within a name, but not begin it.
        bodies: provisional bodies found by their suffix; the first word of their name alone means them too. And places,
            whose names may begin a longer one.
        words: that tell what a name is the name of.
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
    bodies = [b for b in bodies if b.layer == "org"]
    for match in _NAME.finditer(folded):
        spots += _trimmed(folded, match.start(1), match.end(1), taken, words)
    for at, (start, end) in enumerate(spots):  # "China Resources Microelectronics" is no China
        first = begins.get(start - 1)
        if (
            first is not None
            and folded[start - 1] == " "
            and _opens(folded, first)
            and _BODY_ENDING.search(folded[start:end]) is None
            and not folded[start:end].isupper()
        ):
            spots[at] = (first, end)
    kinds: dict[str, str] = {}
    spelled = {folded[s:e].upper(): folded[s:e] for s, e in spots if not folded[s:e].isupper()}
    for start, end in spots:
        kind = _kind(folded, start, end, words)
        name = spelled.get(folded[start:end], folded[start:end]) if kind == "place" else folded[start:end]
        if _RANKS[kind] > _RANKS[kinds.get(name, "")]:
            kinds[name] = kind
    repeated = {folded[s:e] for s, e in spots if not _opens(folded, s)}
    mentions: list[Mention] = []
    strangers: list[Mention] = []
    others: list[tuple[int, int]] = []
    for start, end in spots:
        name = folded[start:end]
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
        elif _subject(folded, start, end, name in repeated):
            strangers.append(Mention(start, end, "place", (), "stranger"))
    return Names(tuple(mentions), tuple(strangers), tuple(others))


_BODY_ENDING = re.compile(
    r"^(?:Province|City|District|County|Municipality|Autonomous|Region|State|New|Area|Governor|Mayor|Party|Vice)\b"
)
_RANKS = {"": 0, "body": 1, "near": 2, "org": 3, "place": 4, "person": 5}


def _opens(folded: str, start: int) -> bool:
    return start == 0 or bool(re.search(r"(?:[\n\"]|[.!?:]\"? |-- )$", folded[max(0, start - 3) : start]))


def _trimmed(folded: str, start: int, end: int, taken: bytearray, words: NameWords) -> list[tuple[int, int]]:
    """Return the parts of a run of capitalised words that nobody knows, without the common words that open it."""
    spots: list[tuple[int, int]] = []
    first: int | None = None
    last = start
    for word in re.finditer(r"\S+", folded[start:end]):
        at, to = start + word.start(), start + word.end()
        own = folded[at:to]
        if own.endswith("'s") and not taken[at]:
            to -= 2
        common = own.removesuffix("'s").casefold().strip(".") in words.openers or (
            first is None and own.removesuffix("'s") in words.acronyms
        )
        small = own[0].islower() or own == "&"
        if taken[at] == 2 and first is not None and not own[0].islower():
            last = to
            continue
        if taken[at] or (common and first is None) or (small and first is None):
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


def _kind(folded: str, start: int, end: int, words: NameWords) -> str:
    name = folded[start:end]
    before, after = folded[max(0, start - 40) : start], folded[end : end + 110]
    sentence = re.split(r"[.;\n](?!\d)", after, maxsplit=1)[0]
    if name.isupper() and (re.search(r"\b[A-Z]{2,} $", before) or re.match(r" [A-Z]{2,}\b", after)):
        return ""  # a heading in capitals
    if words.title.search(before) or words.office.match(sentence):
        return "person"
    if words.body.search(name):
        return "body"
    if _SAID_OF_ITSELF.match(sentence) or words.is_company.match(sentence) or words.was_company.search(before):
        return "org"
    common = start == 0 and " " not in name and re.match(r" [a-z]", after)  # Grassland city becomes …
    if not common and (_WAS_AREA.search(before) or words.is_area.match(sentence)):
        return "place"
    if (start == 0 or folded[start - 1] == "\n") and name.isupper() and _DATELINE.match(after):
        return "place"
    if _OF_PLACE.match(sentence) or re.search(
        r"\b(?:city|state|county|province|town|government|residents|people|streets|mayor|governor) of $", before
    ):
        return "place"
    if _SAYS.match(sentence) or re.search(r"\b(?:said|says|added|told) $", before):
        return "body"
    if words.site.search(before):
        return "place"
    if _IN.search(before):
        return "place" if not name.isupper() and re.match(r"(?:'s )?(?!'s)(?:[,.;\n]| [a-z(]|$)", sentence) else ""
    if _FIGURES.match(sentence) and _subject(folded, start, end, True) and not _PLACE_FIGURES.match(sentence):
        return "org"
    return ""


def _subject(folded: str, start: int, end: int, sure: bool) -> bool:
    """Return whether a name stands where a subject stands."""
    before, after = folded[max(0, start - 10) : start], folded[end : end + 60]
    if _IN.search(folded[max(0, start - 16) : start]):
        return True
    if _OWNED.search(folded[max(0, start - 30) : start]) and _VERB.match(after):
        return True  # Germany's Lumora employs
    if not _STARTS.search(before) and start != 0:
        return False
    name = folded[start:end]
    plain = not sure and " " not in name and not any(char.isupper() or char.isdigit() for char in name[1:])
    if plain and re.search(rf"\b{re.escape(name.lower())}\b", folded):
        return False  # a word that the text writes with a small letter elsewhere
    apposed = _APPOSED.match(after)
    if apposed is not None and not (plain and apposed[0].startswith(" ")):
        return True
    verb = _VERB.match(after)
    if (
        plain
        and verb is not None
        and re.fullmatch(r" [a-z]+s", verb[0])
        and verb[0] not in {" has", " was", " is", " plans", " aims"}
    ):
        return False  # "Optical cables": a noun in the plural looks like a verb
    return bool(verb) and not (plain and name.endswith(("s", "ly", "ing", "ment", "tion", "ance", "ence")))
