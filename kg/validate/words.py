"""Words: which ones the ontology knows for a thing, and whether a passage holds them.

The only module that knows how texts print numerals and dates; the words come from the ontology.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import phrases
from kg.terms import DEKG
from kg.vocabulary import Vocabulary

__all__ = [
    "Printed",
    "bound_words",
    "ends",
    "holds",
    "modal_words",
    "names_of",
    "names_period",
    "numerals",
    "pattern",
    "scale",
    "starts",
    "unit_words",
    "words_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """One place where the digits of a figure stand in a passage."""

    passage: str
    start: int
    end: int


# -- words of the ontology --------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def words_of(vocabulary: Vocabulary, thing: str, language: str) -> tuple[str, ...]:
    """Return names of a thing in all languages, and the words that announce it in one."""
    return tuple(dict.fromkeys((*vocabulary.names(thing), *vocabulary.words(thing, DEKG + "announcingWord", language))))


@lru_cache(maxsize=64)
def names_of(vocabulary: Vocabulary, kind: str) -> tuple[str, ...]:
    """Return the names of all places of a class."""
    return tuple({name for place in vocabulary.members(kind) for name in vocabulary.names(place)})


@lru_cache(maxsize=16)
def unit_words(vocabulary: Vocabulary, language: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a unit and a word for it."""
    return _cue_words(vocabulary, "qudt:Unit", language)


@lru_cache(maxsize=16)
def bound_words(vocabulary: Vocabulary, language: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a comparator and a word that announces it."""
    return _cue_words(vocabulary, "dekg:Comparator", language)


@lru_cache(maxsize=16)
def modal_words(vocabulary: Vocabulary, language: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a modality other than observation and a word that announces it."""
    words = _cue_words(vocabulary, "dekg:Modality", language)
    return tuple((modality, word) for modality, word in words if modality != DEKG + "observedModality")


def _cue_words(vocabulary: Vocabulary, kind: str, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (thing, word)
        for thing in vocabulary.members(kind)
        for word in vocabulary.words(thing, DEKG + "announcingWord", language)
    )


# -- words in a passage -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def pattern(word: str) -> re.Pattern[str]:
    """Return a pattern for a word or name as a whole; case does not count, and Han characters have no word edges."""
    left = r"(?<![A-Za-z0-9])" if word[:1].isascii() and word[:1].isalnum() else ""
    right = r"(?![A-Za-z0-9])" if word[-1:].isascii() and word[-1:].isalnum() else ""
    return re.compile(left + re.escape(word).replace(r"\ ", r"\s+") + right, re.IGNORECASE)


def holds(words: str, name: str) -> bool:
    """Return whether a passage holds a name as a whole."""
    return pattern(name).search(words) is not None


def starts(text: str, word: str) -> bool:
    """Return whether a text starts with a word as a whole."""
    return pattern(word).match(text) is not None


def ends(text: str, word: str) -> bool:
    """Return whether a text ends with a word as a whole."""
    return len(text) >= len(word) and pattern(word).search(text, len(text) - len(word)) is not None


def numerals(words: str, digits: str) -> list[Printed]:
    """Return where a numeral stands as a whole, not as part of a longer one."""
    pattern = rf"(?<!\d)(?<!\d[.,]){re.escape(digits)}(?!\d)(?![.,]\d)"
    return [Printed(words, match.start(), match.end()) for match in re.finditer(pattern, words)]


def scale(after: str, language: str) -> tuple[int, str]:
    """Return the power of ten of the scale word a text begins with (0 without one), and what follows it."""
    rest = after.lstrip(" -\u00a0")
    for word, power in _scales("zh" if language == "zh" else "en"):
        if starts(rest, word):
            return power, rest[len(word) :]
    return 0, after


@cache
def _scales(language: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(phrases.of().scales(language).items(), key=lambda pair: -len(pair[0])))


@cache
def _months() -> dict[int, str]:
    """Return patterns of the names of the months."""
    names: dict[int, list[str]] = {}
    for word, number in phrases.of().numbers("months").items():
        names.setdefault(number, []).append(re.escape(word.rstrip(".")))
    return {number: f"(?:{'|'.join(sorted(words, key=len, reverse=True))})" for number, words in names.items()}


@cache
def _ordinals() -> dict[int, str]:
    known = phrases.of().vocabulary
    return {
        int(known.value(iri, "skos:notation") or 0): word
        for iri in known.concepts("dekgr:scheme-numbers")
        for word in known.words(iri, "dekg:ordinalWord", "en")
    }


def _names_month(words: str, month: int) -> bool:
    return re.search(rf"\b{_months()[month]}\b", words, re.IGNORECASE) is not None


def names_period(words: str, kind: str, start: str, end: str, language: str) -> bool:
    """Return whether a passage names a period: its years, and what tells its kind from a whole year."""
    year, month, day = start.split("-")
    last_year, last_month, _ = end.split("-")
    if any(re.search(rf"(?<!\d){each}(?!\d)", words) is None for each in {year, last_year}):
        return False
    english = language != "zh"
    first, last = int(month), int(last_month)
    match kind:
        case "Day" if english:
            name = _months()[first]
            date = rf"{name}\.?\s+{int(day)}(?:st|nd|rd|th)?\b|\b{int(day)}(?:st|nd|rd|th)?\s+{name}\b|{start}"
            return re.search(date, words, re.IGNORECASE) is not None
        case "Day":
            return re.search(rf"(?<!\d){first}月{int(day)}日|{start}", words) is not None
        case "Month":
            return _names_month(words, first) if english else f"{first}月" in words
        case "Quarter":
            number = (first + 2) // 3
            names = (f"{_ordinals()[number]} quarter", f"Q{number}")
            return any(map(words.__contains__, (*names, f"{'一二三四'[number - 1]}季度")))
        case "HalfYear":
            half = 0 if first == 1 else 1
            halves = (f"{_ordinals()[half + 1]} half", f"H{half + 1}", f"{'上下'[half]}半年")
            return any(name in words for name in halves)
        case "YearToDate" if english:
            return _names_month(words, last) or f"first {last} months" in words
        case "YearToDate":
            return f"{last}月" in words
        case "CalendarYear":
            return (
                re.search(rf"(?:first|second|third|fourth) (?:half|quarter) of {year}|{year}年?[上下]半年", words)
                is None
            )
    return True
