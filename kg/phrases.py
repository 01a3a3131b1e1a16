"""Patterns of grammar whose words come from the ontology.

A template is a regular expression in which `{name}` stands for the words of `dekgr:words-name`, `{cue-name}` for
those of the cue, and `{scheme-name}` for those of all concepts of the scheme, in lower case; so the structure of a
sentence is written where it is used, and its words in `ontology/reference/grammar.ttl` alone.
"""

import re
import unicodedata
from collections.abc import Iterable

from kg.errors import AssetError
from kg.terms import DEKGR
from kg.vocabulary import Vocabulary, shipped

__all__ = ["Phrases", "alternation", "of"]

_SLOT = re.compile(r"\{([a-z][a-z-]*)\}")
_LANGUAGES = ("en", "zh")
_THOUSAND = 3


class Phrases:
    """The word groups of one vocabulary, and the patterns made with them; each compiled once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._cased: dict[str, re.Pattern[str]] = {}
        self._low: dict[str, re.Pattern[str]] = {}
        self._words: dict[tuple[str, str | None], tuple[str, ...]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._numbers: dict[str, dict[str, int]] = {}

    def words(self, name: str, language: str | None = None) -> tuple[str, ...]:
        """Return the words of a group in one language or in both, longest first.

        Raises:
            AssetError: the ontology has no such group, or no word in it.
        """
        found = self._words.get((name, language))
        if found is None and name.startswith("scheme-"):
            found = self._words[name, language] = tuple(
                sorted(self.numbers(name.removeprefix("scheme-")), key=lambda word: (-len(word), word))
            )
        if found is None:
            iri = DEKGR + (name if name.startswith("cue-") else f"words-{name}")
            listed = {
                unicodedata.normalize("NFKC", word)
                for tag in ((language,) if language else _LANGUAGES)
                for word in self.vocabulary.words(iri, "dekg:announcingWord", tag)
            }
            if not listed:
                raise AssetError(f"dekgr:words-{name} has no dekg:announcingWord; add it to reference/grammar.ttl")
            found = self._words[name, language] = tuple(sorted(listed, key=lambda word: (-len(word), word)))
        return found

    def set(self, name: str) -> frozenset[str]:
        """Return the words of a group in lower case."""
        found = self._sets.get(name)
        if found is None:
            found = self._sets[name] = frozenset(word.casefold() for word in self.words(name))
        return found

    def numbers(self, scheme: str) -> dict[str, int]:
        """Return the numbers of `dekgr:scheme-…` by word in lower case: months, years by their distance."""
        found = self._numbers.get(scheme)
        if found is None:
            found = self._numbers[scheme] = {
                word.casefold(): int(self.vocabulary.value(iri, "skos:notation") or 0)
                for iri in self.vocabulary.concepts(f"{DEKGR}scheme-{scheme}")
                for tag in _LANGUAGES
                for word in self.vocabulary.words(iri, "dekg:announcingWord", tag)
            }
        return found

    def scales(self, language: str, *, attached: bool = False) -> dict[str, int]:
        """Return the powers of ten of the scale words of a language, compounds included: 千亿, hundred million.

        Args:
            language: `en` or `zh`.
            attached: the short forms too that count only where they touch the digits.
        """
        single = {
            word: int(self.vocabulary.value(iri, "dekg:powerOfTen") or 0)
            for iri in self.vocabulary.concepts(f"{DEKGR}scheme-scales")
            for word in self.vocabulary.words(iri, "dekg:announcingWord", language)
        }
        before = single | {
            word: len(self.vocabulary.value(iri, "skos:notation") or "1") - 1
            for iri in self.vocabulary.concepts(f"{DEKGR}scheme-numbers")
            for word in self.vocabulary.words(iri, "dekg:multiplyingWord", language)
            if (self.vocabulary.value(iri, "skos:notation") or "").strip("0") == "1"
        }
        joint = " " if language == "en" else ""
        found = {a + joint + b: x + y for a, x in before.items() for b, y in single.items() if x < y} | single
        if language == "zh":
            found |= {word: power for word, power in before.items() if power >= _THOUSAND}
        if attached:
            for iri in self.vocabulary.concepts(f"{DEKGR}scheme-scales"):
                power = int(self.vocabulary.value(iri, "dekg:powerOfTen") or 0)
                found |= dict.fromkeys(self.vocabulary.words(iri, "dekg:attachedWord", language), power)
        return found

    def pattern(self, template: str, *, case: bool = False, low: bool = False) -> re.Pattern[str]:
        r"""Return the pattern of a template; upper and lower case are the same unless `case` is given.

        Args:
            template: with slots.
            case: letters match as they are written.
            low: it is matched with text in lower case alone, which is three times as fast.

        >>> of().pattern(r"{have} (?:\w+ )?{done}").search("it has since reached 5")[0]
        'has since reached'
        """
        known = self._cased if case else self._low if low else self._patterns
        found = known.get(template)
        if found is None:
            filled = _SLOT.sub(lambda slot: self._alternatives(slot[1], low=low or not case), template)
            found = known[template] = re.compile(filled, 0 if case or low else re.IGNORECASE)
        return found

    def _alternatives(self, name: str, *, low: bool) -> str:
        words = self.words(name)
        return f"(?:{alternation(map(str.lower, words) if low else words)})"


def alternation(words: Iterable[str]) -> str:
    """Return the pattern of any of some words, the longest that fits; what several begin with is read once.

    >>> alternation(["yearly", "years", "year", "yet"])
    'ye(?:ar(?:ly|s)?|t)'
    """
    following: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        following.setdefault(word[:1], []).append(word[1:])
    ends = following.pop("", None) is not None
    last = [first for first, rest in following.items() if rest == [""]]
    ways = [re.escape(first) + alternation(rest) for first, rest in following.items() if rest != [""]]
    if len(last) > 1:
        ways.append(f"[{''.join(map(re.escape, last))}]")
    else:
        ways += map(re.escape, last)
    if ends:
        return f"(?:{'|'.join(ways)})?" if ways else ""
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def of(vocabulary: Vocabulary | None = None) -> Phrases:
    """Return the phrases of a vocabulary, or of the one that ships; made once for each."""
    return (vocabulary or shipped()).once(Phrases)
