"""Find the short names by which an English text goes on about a place or body that it named in full.

"Suzhou Industrial Park (SIP)" is SIP from then on, and "North Jeolla Province" is "North Jeolla".
"""

import re

from kg.extract.entities.named import Mention
from kg.phrases import Phrases

__all__ = ["short_names"]

_BRACKETED = re.compile(r" ?\((?:the )?\"?(?P<short>[A-Z][A-Za-z&-]{0,7}[A-Z])\"?(?:, [^)]*| for short)?\)")
_BASE = r"(?P<base>(?:[A-Z][\w'-]+ )*[A-Z][\w'-]{3,}) {division-noun}"


def short_names(folded: str, mentions: list[Mention], phrases: Phrases) -> list[Mention]:
    """Return the mentions of places and bodies by a short name: an acronym, or an unknown name without its class."""
    meant: dict[str, Mention] = {}
    for mention in mentions:
        if mention.layer not in {"place", "org"} or len(mention.iris) != 1:
            continue
        given = _BRACKETED.match(folded, mention.end)
        if given is not None and _spells(given["short"], folded[mention.start : mention.end]):
            meant.setdefault(given["short"], mention)
        named = mention.name if mention.layer == "place" else None
        base = phrases.pattern(_BASE, case=True).fullmatch(named) if named else None
        if base is not None:
            meant.setdefault(base["base"], mention)
    if not meant:
        return []
    taken = [(m.start, m.end) for m in mentions if m.layer in {"place", "org", "anaphor"}]
    found: list[Mention] = []
    for short, mention in meant.items():
        name = mention.name
        for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", folded):
            start, end = match.span()
            if not any(s < end and start < e for s, e in taken):
                found.append(Mention(start, end, mention.layer, mention.iris, mention.kind, name, mention.within))
    return found


def _spells(short: str, name: str) -> bool:
    """Return whether the capitals of an acronym are capitals of a name, in order, from its first."""
    capitals = iter(char for char in name if char.isupper())
    letters = [char for char in short if char.isupper()]
    return name[0] == letters[0] and all(letter in capitals for letter in letters)
