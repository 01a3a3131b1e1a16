"""Find the short names of a Chinese text: those it gives in brackets, and counties named without 县.

台湾新竹科学园区(竹科), 粤港澳大湾区(以下简称"大湾区"): from there on the short name is the full one. A text that tells
of 武功县 or 武功县工业园区 says 武功 as well.
"""

import re

from kg.extract.entities.chinesenames import romanised
from kg.extract.entities.named import Mention, provisional_iri
from kg.extract.text.lexicon import Lexicon
from kg.phrases import Phrases

__all__ = ["blocs", "counties", "shortened"]

_GIVEN = r"\((?:{called-zh})?[:\"]*(?P<short>[\u4e00-\u9fff]{2,6})\"?\)"
_COUNTY = r"(?P<stem>[\u4e00-\u9fff]{2,3})(?P<kind>{county-ending-zh})"
_BLOC = r"{bloc-zh}(?!{after-bloc-zh})"
_BESIDE = r"(?:{start-preposition-zh}|{partner-before-zh}|{whole-or-list-zh})$"
_OFTEN = 2
"""Times that a county is named before its bare name is taken for it."""
_LAYERS = {"place", "org"}


def shortened(folded: str, mentions: list[Mention], phrases: Phrases) -> list[Mention]:
    """Return the later mentions of names by the short forms that the text gives them."""
    if "(" not in folded:
        return []
    found: list[Mention] = []
    for full in mentions:
        if full.layer not in _LAYERS or folded[full.end : full.end + 1] != "(":
            continue
        given = phrases.pattern(_GIVEN).match(folded, full.end)
        if given is None or not _of(given["short"], folded[full.start : full.end]):
            continue
        taken = [m for m in (*mentions, *found) if m.layer in _LAYERS]
        spots = [match.span() for match in re.compile(re.escape(given["short"])).finditer(folded, given.end())]
        free = [(a, b) for a, b in spots if not any(m.start < b and a < m.end for m in taken)]
        found += [full._replace(start=a, end=b) for a, b in free]
    return found


def counties(folded: str, title: str, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return the mentions, in the text, of counties by their bare names.

    Args:
        folded: the text.
        title: in which a county may be named too.
        mentions: the places of the text.
        lexicon: for the kinds of places in English.
    """
    found: list[Mention] = []
    for name, county in sorted(_named(folded, mentions, lexicon).items()):
        if len(re.findall(name, title + folded)) > _OFTEN:
            found += again(folded, name, county, [*mentions, *found], lexicon.phrases)
    return found


def blocs(folded: str, phrases: Phrases) -> tuple[Mention, ...]:
    """Return where a Chinese text is about a bloc of countries, which is no place of the ontology: 欧盟占全球的10%."""
    found = phrases.pattern(_BLOC).finditer(folded)
    return tuple(
        Mention(match.start(), match.end(), "place", (), "stranger")
        for match in found
        if not phrases.pattern(_BESIDE).search(folded, max(0, match.start() - 2), match.start())
    )


def again(folded: str, name: str, place: Mention, mentions: list[Mention], phrases: Phrases) -> list[Mention]:
    """Return the mentions of a place by a name that no other name covers."""
    taken = [m for m in mentions if m.layer in _LAYERS]
    spots = [m.span() for m in phrases.pattern(re.escape(name) + "{county-ending-zh}?").finditer(folded)]
    free = [(a, b) for a, b in spots if not any(m.start < b and a < m.end for m in taken)]
    return [place._replace(start=a, end=b) for a, b in free]


def _named(folded: str, mentions: list[Mention], lexicon: Lexicon) -> dict[str, Mention]:
    """Return the counties that provisional places are or begin with, by their names without 县."""
    found: dict[str, Mention] = {}
    for place in mentions:
        match = (
            lexicon.phrases.pattern(_COUNTY).match(folded, place.start, place.end)
            if place.layer == "place" and place.name
            else None
        )
        if match is not None and place.within is None:
            iri = provisional_iri("place", match[0])
            found[match["stem"]] = Mention(
                place.start, match.end(), "place", (iri,), "county", romanised(match["stem"], match["kind"], lexicon)
            )
    return found


def _of(short: str, full: str) -> bool:
    """Return whether a short name is made of characters of the full one, in their order."""
    rest = iter(full)
    return len(short) < len(full) and all(char in rest for char in short)
