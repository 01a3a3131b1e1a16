"""Find the words that a model says it quotes.

Only what an editor's hand may differ in is forgiven: white space, and straight for curly quotation marks and dashes.
The place found is exact, and the words returned are those of the text.
"""

import re

__all__ = ["find", "nearest"]

_MARKS = {
    "'": "'\u2018\u2019\u02bc",
    '"': '"\u201c\u201d',
    "-": "-\u2010\u2011\u2012\u2013\u2014\u2212",
}
_CLASS = {char: f"[{re.escape(group)}]" for group in _MARKS.values() for char in group}
LONGEST = 4000


def find(text: str, quote: str) -> list[tuple[int, int]]:
    r"""Return every place where a quote stands, in order; exact ones alone if there are any.

    >>> find("It’s over\n80 billion.", "It's over 80")
    [(0, 12)]
    """
    words = quote.split()
    if not words or len(quote) > LONGEST:
        return []
    exact = [match.span() for match in re.finditer(re.escape(quote), text)]
    if exact:
        return exact
    pattern = r"\s+".join("".join(_CLASS.get(char, re.escape(char)) for char in word) for word in words)
    return [match.span() for match in re.finditer(pattern, text)]


def nearest(places: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the place closest to a stretch, of two equally close the earlier: a name is mostly given before."""

    def distance(place: tuple[int, int]) -> tuple[int, int]:
        gap = max(start - place[1], place[0] - end, 0)
        return gap, place[0]

    return min(places, key=distance)
