"""Where a text calls a thing by the name that somebody gives it: as it is printed, or as a Chinese name is spoken."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from kg.extract.analysis import Analysis
from kg.extract.text import alike
from kg.extract.text.english import glosses
from kg.extract.text.lexicon import lowered
from kg.extract.text.tokens import fold

__all__ = ["Called"]

_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_RUN = re.compile(r"([\u4e00-\u9fff]+)")
_WORD = re.compile(r"[a-z]+")
_LEAST = 4
"""Fewest letters of a spoken name that tell it from another one."""

_STEM = 5
"""Letters at the beginning of a word by which its forms are known for one: produce, producer, production."""

_GLOSSED = 6
"""Most characters of a Chinese word that is a part of names."""

_BEGIN = 4
"""Letters at the beginning of a word of a body's name by which it is known: biologics, biological."""

Span = tuple[int, int]


class Called:
    """The spots of one text that given names call; positions are in its folded form."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.known = analysis.lexicon.phrases
        self._found: dict[str, tuple[Span, ...]] = {}

    @cached_property
    def low(self) -> str:
        """The folded text in lower case."""
        return lowered(self.analysis.folded)

    @cached_property
    def _plain(self) -> str:
        """The text in lower case without the marks on its letters, of the same length."""
        return "".join(alike.unaccented(char)[:1] or char for char in self.low) if not self.low.isascii() else self.low

    def spots(self, name: str) -> Sequence[Span]:
        """Return where the text says a name, in order."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = tuple(self.printed(name) or self._spoken(name))
        return found

    def printed(self, name: str) -> list[Span]:
        """Return where the text prints a name."""
        wanted = alike.unaccented(lowered(fold(name)[0])).strip().removeprefix("the ")
        if len(wanted) <= 1:
            return []
        found = self._words(wanted)
        short = re.compile(rf"{re.escape(wanted)} \(([A-Z]{{2,6}})\)", re.IGNORECASE).search(self.analysis.folded)
        return sorted(found + self._words(short[1].lower())) if short is not None else found

    def _words(self, wanted: str) -> list[Span]:
        return [match.span() for match in re.finditer(rf"(?<![a-z]){re.escape(wanted)}(?![a-z])", self._plain)]

    def _spoken(self, name: str) -> list[Span]:
        """Return where Chinese characters are spoken as the words of a name that are no class words."""
        if self.analysis.text.language != "zh" or _HAN.search(name):
            return []
        words = _WORD.findall(re.sub(r"(?<=\w)'(?=\w)", "", name.casefold()))
        words = [word for word in words if word not in self.known.set("class-in-name")]
        lexicon = self.analysis.lexicon
        for count in range(len(words), 0, -1):
            spoken = "".join(words[:count])
            if len(spoken) < _LEAST or lexicon.meanings(" ".join(words[:count]), "place"):
                continue
            if found := self._heard(spoken):
                return found
        return []

    def _heard(self, spoken: str) -> list[Span]:
        sound, starts = self._sound
        found, at = [], sound.find(spoken)
        while at >= 0:
            start, end = starts.get(at), starts.get(at + len(spoken))
            if start is not None and end is not None:
                found.append((start, end))
            at = sound.find(spoken, at + 1)
        return found

    def partly(self, name: str, start: int, end: int) -> bool:
        """Return whether a name says a Chinese one by its sound at first, and then by what it means: 蓝擎电池.

        The words that mean something begin like the English of a part that follows what is spoken.
        """
        if self.analysis.text.language != "zh" or _HAN.search(name):
            return False
        words = [w for w in _WORD.findall(name.casefold()) if w not in self.known.set("class-in-name")]
        for count in range(len(words) - 1, 0, -1):
            spoken = "".join(words[:count])
            heard = [last for first, last in self._heard(spoken) if first == start and last < end]
            if len(spoken) >= _LEAST and heard and self._meant(words[count:], heard[0], end):
                return True
        return False

    def _meant(self, words: Sequence[str], start: int, end: int) -> bool:
        """Return whether each of some words begins like the English of a known part of a stretch."""
        english = [word for text in self._english(start, end) for word in alike.plain(text, self.known).split()]
        return all(any(word[:_BEGIN] == each[:_BEGIN] for each in english) for word in words)

    def _english(self, start: int, end: int) -> Iterator[str]:
        """Yield the English of the Chinese words of a stretch that the ontology knows."""
        known, folded, lexicon = glosses(self.analysis.lexicon), self.analysis.folded, self.analysis.lexicon
        for first in range(start, end):
            for last in range(first + 2, min(end, first + _GLOSSED) + 1):
                part = folded[first:last]
                if part in known:
                    yield known[part]
                for layer in ("industry", "product", "property"):
                    yield from (lexicon.vocabulary.label(iri, "en") for iri in lexicon.meanings(part, layer))

    def translates(self, name: str, chinese: str) -> bool:
        """Return whether a name is the English of the known parts of a Chinese one, with its class words."""
        if not _HAN.search(chinese) or _HAN.search(name):
            return False
        lexicon = self.analysis.lexicon
        words = [alike.single(word) for word in alike.plain(name, self.known).split()]
        parts = [
            m
            for m in lexicon.find(chinese)
            if m.layer in {"place", "industry"} and (m.start, m.end) != (0, len(chinese))
        ]
        own = [m for m in parts if m.layer == "place"]
        known = {
            alike.single(w)
            for m in parts
            for w in alike.plain(lexicon.vocabulary.label(m.iri, "en"), self.known).split()
        }
        proper = {
            alike.single(w) for m in own for w in alike.plain(lexicon.vocabulary.label(m.iri, "en"), self.known).split()
        }
        left = len(chinese) - sum(m.end - m.start for m in own)
        classes = {alike.single(word) for word in self.known.set("class-in-name")}
        rest = [word for word in words if word not in proper]
        return len(rest) < len(words) and bool(rest) and left > 1 and all(w in known | classes for w in rest)

    def says(self, word: str, start: int, end: int) -> Span | None:
        """Return where a stretch says a word: in any form, or by a Chinese word that means it."""
        match = re.compile(rf"(?<![a-z]){re.escape(word[:_STEM])}").search(self.low, start, end)
        if match is not None:
            return match.span()
        if self.analysis.text.language != "zh":
            return None
        wanted, vocabulary = alike.single(word), self.analysis.lexicon.vocabulary
        for found in self.analysis.matches:
            if start <= found.start < end and found.layer in {"place", "org", "industry", "product", "property"}:
                names = alike.plain(vocabulary.label(found.iri, "en"), self.known).split()
                if wanted in map(alike.single, names):
                    return found.start, found.end
        known, folded = self.analysis.lexicon.once(glosses), self.analysis.folded
        for first in range(start, end):
            for last in range(first + 1, min(end, first + _GLOSSED) + 1):
                english = known.get(folded[first:last])
                if english is not None and wanted in map(alike.single, alike.plain(english, self.known).split()):
                    return first, last
        return None

    @cached_property
    def _sound(self) -> tuple[str, dict[int, int]]:
        """The text as it is spoken, and for each place where a character begins its position."""
        from pypinyin import lazy_pinyin  # only proposals in Latin letters of Chinese texts need it

        folded = self.analysis.folded
        syllables: list[str] = []
        for run in _HAN_RUN.split(folded):
            syllables += lazy_pinyin(run) if _HAN.match(run) else list(run)
        starts, length = {}, 0
        for position, syllable in enumerate(syllables):
            starts[length] = position
            length += len(syllable)
        starts[length] = len(folded)
        return "".join(syllables).casefold(), starts
