"""What the reasons say for which a figure becomes no claim: in the reader's language, and of which open role.

Programs write a reason in English, as the ontology labels it (`dekgr:scheme-reasons`); people read it in theirs.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.terms import DEKGR
from kg.vocabulary import Vocabulary, shipped

__all__ = ["leaves_open", "listed", "told"]

_OPEN = DEKGR + "reason-open-"


@lru_cache(maxsize=8)
def _reasons(vocabulary: Vocabulary) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return pattern and IRI of each reason; the plainest pattern that fits is the right one."""
    found = []
    for iri in vocabulary.concepts(DEKGR + "scheme-reasons"):
        parts = [re.escape(part) for part in vocabulary.label(iri, "en").split("{}")]
        found.append((len("".join(parts)), re.compile("(.*?)".join(parts), re.DOTALL), iri))
    return tuple((pattern, iri) for _, pattern, iri in sorted(found, key=lambda each: (-each[0], each[2])))


@lru_cache(maxsize=1024)
def _found(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]] | None:
    for pattern, iri in _reasons(vocabulary):
        match = pattern.fullmatch(text)
        if match is not None:
            return iri, match.groups()
    return None


@lru_cache(maxsize=8)
def _heads(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    """Return what stands before the colon of a reason, by the English for it: reasons are counted so."""
    found = {}
    for iri in vocabulary.concepts(DEKGR + "scheme-reasons"):
        head, colon, _ = vocabulary.label(iri, "en").partition(": ")
        if colon and "{}" not in head:
            found[head] = re.split(": |：", vocabulary.label(iri, language))[0]
    return found


def told(text: str, language: str, vocabulary: Vocabulary | None = None) -> str:
    """Return a reason in a language; one that the ontology does not know stays as it is.

    >>> told("place: the text says Hefei", "zh"), told("no industry", "en"), told("no indicator", "zh")
    ('地点：文中为 Hefei', 'no industry', '无指标')
    """
    words = vocabulary or shipped()
    found = _found(text, words)
    if found is None:
        return _heads(words, language).get(text, text)
    iri, parts = found
    return words.label(iri, language).format(*(told(part, language, words) for part in parts))


def listed(reasons: Iterable[str], language: str) -> str:
    """Return several reasons in a line, in a language.

    >>> listed(["no industry", "no subject"], "zh")
    '无行业；无主体'
    """
    return ("；" if language == "zh" else "; ").join(told(reason, language) for reason in reasons)


def leaves_open(text: str, vocabulary: Vocabulary | None = None) -> str | None:
    """Return the role that a reason says is open and nothing more: `indicator`, `industry` or `place`; else None.

    >>> leaves_open("no industry"), leaves_open("a price, fee or rate")
    ('industry', None)
    """
    words = vocabulary or shipped()
    found = _found(text, words)
    above = words.value(found[0], "skos:broader") if found is not None else None
    return above.removeprefix(_OPEN) if above is not None else None
