"""English names of Chinese persons, offices, papers and trades, made of parts that the ontology knows.

义乌海关 is Yiwu Customs, 陶勇 Tao Yong. A name with a part that is not known has no English form here.
"""

from kg.extract.text.lexicon import Lexicon
from kg.terms import DEKGR

__all__ = ["composed", "glosses", "person"]

_LONGEST = 14
"""Most characters of one part."""
_LAYERS = ("org", "place", "industry", "property")


def person(name: str, lexicon: Lexicon) -> str:
    """Return a Chinese person's name in Pinyin, the surname first: 陶勇, 欧阳明华."""
    from pypinyin import lazy_pinyin  # only texts that quote a person need it

    size = 2 if len(name) > 2 and name[:2] in lexicon.phrases.set("compound-surname") else 1
    parts = (name[:size], name[size:])
    return " ".join("".join(lazy_pinyin(part)).capitalize() for part in parts if part)


def composed(name: str, lexicon: Lexicon) -> str | None:
    """Return the English name of what a Chinese name is made of, or None if a part is not known."""
    known = lexicon.once(glosses)
    parts: list[str] = []
    position = 0
    while position < len(name):
        silent = lexicon.phrases.pattern(r"{silent-part}").match(name, position)
        if silent is not None and (parts or silent.end() < len(name)):
            position = silent.end()
            continue
        for end in range(min(len(name), position + _LONGEST), position, -1):
            english = known.get(name[position:end]) or _label(name[position:end], lexicon)
            if english is not None:
                break
        else:
            return None
        parts.append(english)
        if (
            name[position:end] not in known
            and end < len(name) - 1
            and name[end] in lexicon.phrases.set("division-character-zh")
        ):
            end += 1  # 义乌市商务局: the kind of place adds nothing to its English name
        position = end
    return " ".join(parts) or None


def _label(part: str, lexicon: Lexicon) -> str | None:
    """Return the English label of the one thing that a part names."""
    if len(part) < 2:
        return None
    for layer in _LAYERS:
        found = lexicon.meanings(part, layer)
        if len(found) == 1:
            return lexicon.vocabulary.label(next(iter(found)), "en").removeprefix("number of ")
    return None


def glosses(lexicon: Lexicon) -> dict[str, str]:
    """Return the English of Chinese words that are parts of names."""
    vocabulary = lexicon.vocabulary
    return {
        word: vocabulary.label(iri, "en")
        for iri in vocabulary.concepts(DEKGR + "scheme-glosses")
        for word in vocabulary.words(iri, "dekg:announcingWord", "zh")
    }
