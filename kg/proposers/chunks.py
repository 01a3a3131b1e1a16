"""Cut a long text into parts that a model reads at once, without losing a position.

Every character belongs to exactly one part; each part also gets what stands before it, to read names and years from.
"""

import re
from dataclasses import dataclass

__all__ = ["Chunk", "chunks", "halves"]

_PARAGRAPH = re.compile(r"\n+")
_SENTENCE = re.compile(r"[。！？；]|[.!?;](?=\s)|\s")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a text, `start` to `end`, and from where on it is preceded by context."""

    start: int
    end: int
    context: int


def chunks(text: str, size: int = 6000, context: int = 800) -> list[Chunk]:
    """Return the parts of a text, in order.

    Args:
        text: to be cut after a paragraph, else after a sentence, else anywhere.
        size: of a part, in code points.
        context: how much of what stands before is given along, in code points.

    >>> [(chunk.start, chunk.end) for chunk in chunks("one two. three four.", size=12)]
    [(0, 9), (9, 20)]
    """
    found: list[Chunk] = []
    start = 0
    while start < len(text):
        end = _cut(text, start, min(len(text), start + size))
        found.append(Chunk(start, end, max(0, start - context)))
        start = end
    return found


def halves(text: str, chunk: Chunk) -> list[Chunk]:
    """Return a part cut in two; the part itself if it is too short for that."""
    middle = _cut(text, chunk.start, (chunk.start + chunk.end + 1) // 2)
    if chunk.end - chunk.start < 400 or not chunk.start < middle < chunk.end:
        return [chunk]
    return [Chunk(chunk.start, middle, chunk.context), Chunk(middle, chunk.end, chunk.start)]


def _cut(text: str, start: int, latest: int) -> int:
    """Return where to end a part: at the last good place in its second half."""
    if latest >= len(text):
        return len(text)
    earliest = start + (latest - start) // 2
    for pattern in (_PARAGRAPH, _SENTENCE):
        ends = [match.end() for match in pattern.finditer(text, earliest, latest)]
        if ends:
            return ends[-1]
    return latest
