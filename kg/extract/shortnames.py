"""Read the short names that a Chinese text gives its places and bodies in brackets, and find them again further on.

台湾新竹科学园区(竹科), 粤港澳大湾区(以下简称"大湾区"): from there on the short name is the full one.
"""

import re
from dataclasses import replace

from kg.extract.named import Mention
from kg.phrases import Phrases

__all__ = ["shortened"]

_GIVEN = r"\((?:{called-zh})?[:\"]*(?P<short>[\u4e00-\u9fff]{2,6})\"?\)"
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
        for match in re.compile(re.escape(given["short"])).finditer(folded, given.end()):
            if not any(m.start < match.end() and match.start() < m.end for m in taken):
                found.append(replace(full, start=match.start(), end=match.end()))
    return found


def _of(short: str, full: str) -> bool:
    """Return whether a short name is made of characters of the full one, in their order."""
    rest = iter(full)
    return len(short) < len(full) and all(char in rest for char in short)
