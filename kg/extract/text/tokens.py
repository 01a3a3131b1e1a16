r"""Cut a text into sentences and fold its characters, without ever losing a position.

The only module that knows how a position in the folded text (NFKC, one script form) becomes one in the text as given.
The given text is never rewritten: every span that leaves this package counts code points of the original.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from kg import phrases
from kg.extract.text.hanzi import SIMPLIFIED

__all__ = ["Sentence", "Text", "fold"]

_LIST_MARK = re.compile(
    r"[ \t\u3000]*(?:[*\u2022\u25cf\u25aa\u25ab\u25e6\u2043\u2219\u00b7\u25a0\u258d\u25c6-]|"
    r"\u2014\u2014|\u2014|\u2013|[(]?\d{1,2}[.)\u3001](?=\D))"
)
_STOP = re.compile(
    r"[.!?]+[\"'\u201d\u2019)\]]*(?=\s|$|[\u4e00-\u9fff])|"
    r"[\u3002\uff01\uff1f!?;]+[\"'\u201d\u2019)\u300d\u300f\u300b\uff09]*|"
    r"[\u3002\uff01\uff1f]"
)
_ITEM = 60  # characters of a line that is an item of a list
_WRAPPED = re.compile(r"(?<=[a-z,;])\n(?=[a-z(])")
_NO_DIGIT = "\u00b7"
"""Stands for a digit of other scripts, which no grammar here reads."""
_ZH = re.compile(r"[\u4e00-\u9fff]")


def fold(text: str) -> tuple[str, list[int] | None]:
    """Return the folded text and, for each of its characters, the position it came from (None: the same position).

    Folding is NFKC of every character by itself, so that no combining mark is merged across a position. Typographic
    quotes and dashes become plain ones.

    >>> fold("\uff11\uff12\uff05")
    ('12%', None)
    >>> fold("\u338f5")
    ('kg5', [0, 0, 1])
    """
    if text.isascii():
        return text, None
    same = True
    out: list[str] = []
    origin: list[int] = []
    cache = _FOLDED
    for position, char in enumerate(text):
        piece = cache.get(char)
        if piece is None:
            piece = cache[char] = _fold_char(char)
        if len(piece) != 1:
            same = False
        out.append(piece)
        if same:
            continue
        if len(origin) < position:
            origin.extend(range(len(origin), position))
        origin.extend([position] * len(piece))
    return "".join(out), None if same else origin


_FOLDED: dict[str, str] = {}
_PLAIN = {
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2212": "-",
    "\u3000": " ",
    "\u00a0": " ",
    "\u3002": "\u3002",
    "\u2013": "-",
}


def _fold_char(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    if char in SIMPLIFIED:
        return SIMPLIFIED[char]
    if unicodedata.combining(char):
        return char
    folded = unicodedata.normalize("NFKC", char) or char
    return _NO_DIGIT if folded.isdecimal() and not folded.isascii() else folded


class Sentence(NamedTuple):
    """A sentence in folded positions.

    Attributes:
        start, end: in the folded text, white space around it left out.
        number: counted from 1 through the document.
        paragraph: number of its line.
        continued: the sentence before ended with a semicolon, so that this one goes on with it.
        listed: the line starts with a list mark.
        heading: the line ends without a full stop and is short, or stands in brackets.
    """

    start: int
    end: int
    number: int
    paragraph: int
    listed: bool = False
    heading: bool = False
    continued: bool = False


@dataclass(slots=True)
class Text:
    """A text with its folded form and its sentences.

    >>> text = Text.of("GDP grew 5%. Exports fell.")
    >>> [text.folded[s.start:s.end] for s in text.sentences]
    ['GDP grew 5%.', 'Exports fell.']
    """

    given: str
    folded: str
    origin: list[int] | None
    language: str
    sentences: list[Sentence] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, given: str, language: str | None = None) -> "Text":
        """Return the analysed text; the language is told from the script where it is not given."""
        folded, origin = fold(given)
        folded = _WRAPPED.sub(" ", folded)
        if language is None or language[:2] not in {"en", "zh"}:
            chinese = len(_ZH.findall(folded[:4000]))
            language = "zh" if chinese * 5 > len(folded[:4000]) else "en"
        text = cls(given, folded, origin, language[:2])
        text.sentences = list(_sentences(folded, text.language))
        text.starts = [sentence.start for sentence in text.sentences]
        return text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return positions in the text as given for a span of the folded text."""
        if self.origin is None:
            return start, end
        if start >= end:
            return (self.origin[start] if start < len(self.origin) else len(self.given),) * 2
        return self.origin[start], self.origin[end - 1] + 1


def _sentences(folded: str, language: str) -> list[Sentence]:
    found: list[Sentence] = []
    offset = 0
    series = False  # the line before ended as an item of a Chinese list does
    for paragraph, line in enumerate(folded.split("\n")):
        stripped = line.strip()
        if stripped:
            item = language == "zh" and stripped[-1] == ";" and len(stripped) < _ITEM
            listed = _LIST_MARK.match(line) is not None or series or item
            series = item
            heading = not re.search(r"[.!\u3002\uff01;\uff1b,\uff0c\"'\u201d)\uff09]\s*$", stripped) and len(
                stripped
            ) < (60 if language == "zh" else 110)
            for start, end in _cut(line):
                continued = bool(found) and found[-1].paragraph == paragraph and folded[found[-1].end - 1] == ";"
                found.append(
                    Sentence(offset + start, offset + end, len(found) + 1, paragraph, listed, heading, continued)
                )
        offset += len(line) + 1
    return found


def _cut(line: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(line):
        if stop.start() < start:
            continue
        mark = stop[0]
        if mark[0] == "." and not _ends_sentence(line, start, stop):
            continue
        if mark[0] == ";" and not _ZH.search(line, max(0, stop.start() - 12), stop.start()):
            continue
        spans.append((start, stop.end()))
        start = stop.end()
    spans.append((start, len(line)))
    trimmed = []
    for first, last in spans:
        while first < last and line[first].isspace():
            first += 1
        while last > first and line[last - 1].isspace():
            last -= 1
        if first < last:
            trimmed.append((first, last))
    return trimmed


def _ends_sentence(line: str, start: int, stop: "re.Match[str]") -> bool:
    before = line[start : stop.start()].rsplit(None, 1)[-1:] or [""]
    word = before[0].lstrip("(\"'[").casefold()
    after = line[stop.end() :].lstrip()
    known = phrases.of()
    if word in known.set("abbreviation") and not (
        word in known.set("final-abbreviation") and known.pattern(r"{sentence-opener}\b", case=True).match(after)
    ):
        return False
    if re.fullmatch(r"[a-z]", word) and len(stop[0]) == 1 and not re.search(r"\d$", line[start : stop.start()]):
        return not after  # an initial: J. Smith
    if not after:
        return True
    return not (after[0].islower() or (after[0].isdigit() and word == "no"))
