"""Tell whether two names are written alike, so that one may stand for the other.

The only module that knows which parts of a name may be left out, and how a Chinese name is written in Latin letters.
"""

import re
import unicodedata
from functools import lru_cache

from kg.extract.text.tokens import fold
from kg.phrases import Phrases

__all__ = ["alike", "inside", "overlapping", "plain", "single", "sounds_like", "unaccented"]

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ASIDE = re.compile(r"(?<=\w )\([^()]*\)(?= \w)")
"""What stands in brackets amid a name: Western (Chongqing) Science City."""
_LATIN = re.compile(r"[a-z]+")
_TELLING = 2
"""Words before "economy" that tell by themselves what it is of: the low-altitude economy, not the digital one."""
_LEAST = 4
"""Fewest letters of a Chinese name that tell it from another one."""


def plain(name: object, known: Phrases) -> str:
    """Return the words of a name that tell it from others, in lower case: "the city of Hefei" is "hefei"."""
    given = _ASIDE.sub(" ", unaccented(fold(str(name or ""))[0]))
    words = re.sub(r"[^\w]+", " ", given.casefold().replace("'s ", " ").replace("'", "")).split()
    return " ".join(word for word in words if word not in known.set("empty-in-name"))


def unaccented(name: str) -> str:
    """Return a name without the marks on its letters: Hải Phòng is Hai Phong."""
    if name.isascii():
        return name
    return "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))


def alike(first: str, second: str, known: Phrases) -> bool:
    """Return whether two names are one but for empty words, the legal form of a company, the noun of an industry."""
    left, right = plain(first, known), plain(second, known)
    return bool(left) and (left == right or _bare(left, known) == _bare(right, known))


def inside(given: str, derived: str, known: Phrases) -> bool:
    """Return whether a name is a part of a longer one: chips of "intelligent computing chips"."""
    own = set(plain(given, known).split())
    return bool(own) and own <= set(plain(derived, known).split())


def overlapping(first: str, second: str, known: Phrases) -> bool:
    """Return whether two names share half of their words or more."""
    left, right = set(plain(first, known).split()), set(plain(second, known).split())
    return bool(left & right) and len(left & right) * 2 >= len(left | right)


def sounds_like(name: str, chinese: str, known: Phrases) -> bool:
    """Return whether a name in Latin letters is a Chinese name as it is spoken, its class words translated.

    "Malanshan Video Park" sounds like 马栏山视频文创园: what is no class word must be spoken so, and stand first.
    """
    if not _HAN.search(chinese) or _HAN.search(name):
        return False
    spoken = _spoken(chinese)
    words = _LATIN.findall(re.sub(r"(?<=\w)'(?=\w)", "", name.casefold()))
    heard = [word for word in words if word in spoken]
    if sum(map(len, heard)) < _LEAST or not words or not spoken.startswith(words[0]):
        return False
    classes, left = len(words) - len(heard), len(_HAN.findall(chinese)) - _syllables(chinese, sum(map(len, heard)))
    if (left > 1) != (classes > 0) and not (left == classes == 1):
        return False  # class words of the one stand for nothing in the other
    return all(word in spoken or word in known.set("class-in-name") for word in words)


def _bare(name: str, known: Phrases) -> str:
    words = [single(word) for word in name.split()]
    while len(words) > 1 and words[-1] in known.set("legal-form") | known.set("industry-noun"):
        words.pop()
    if len(words) > _TELLING and words[-1] in known.set("economy-noun"):
        words.pop()
    return " ".join(words)


def single(word: str) -> str:
    """Return a word without the mark of the plural."""
    return word[:-1] if len(word) > _LEAST and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _syllables(chinese: str, letters: int) -> int:
    """Return how many characters a number of spoken letters takes."""
    count = length = 0
    for syllable in _said(chinese):
        if length >= letters:
            break
        length, count = length + len(syllable), count + 1
    return count


def _spoken(chinese: str) -> str:
    return "".join(_said(chinese))


@lru_cache(maxsize=1024)
def _said(chinese: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # only proposals in Latin letters of Chinese texts need it

    return tuple(syllable.casefold() for syllable in lazy_pinyin(chinese))
