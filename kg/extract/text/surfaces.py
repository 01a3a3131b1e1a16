"""How a name may differ in print: case, hyphen, plural, accent.

The only module that decides under which surfaces a name of a term is looked for.
"""

import unicodedata
from typing import NamedTuple

from kg.extract.text.tokens import fold

__all__ = ["Term", "lowered", "meant", "plain"]

_UNTOLD_BY_ONE = frozenset({"place", "org", "industry", "property"})
"""Layers in which a single character is no name."""
_PLURAL = frozenset({"industry", "property", "variable", "product", "unit"})
_PROPER = frozenset({"place", "org", "demonym"})
_ACRONYM = range(2, 6)
"""Letters of an acronym."""


class Term(NamedTuple):
    """A meaning of a name: its layer, its IRI, and how strictly its letters' case counts."""

    layer: str
    iri: str
    exact: str | None = None
    capital: bool = False

    def fits(self, surface: str) -> bool:
        """Return whether the case of a printed name is that of the term."""
        return (self.exact is None or surface == self.exact) and (not self.capital or surface[0].isupper())


def lowered(folded: str) -> str:
    """Return the folded text in lower case with hyphens as spaces, of the same length."""
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in folded)
    return low.replace("-", " ")


def plain(name: str) -> str:
    """Return the one surface that a name is looked up by."""
    return lowered(fold(" ".join(name.split()))[0])


def meant(layer: str, iri: str, name: str) -> tuple[Term, list[str]]:
    """Return the term that a name means, and the surfaces it is looked for under, in lower case."""
    folded = " ".join(fold(name)[0].split())
    if not folded or (len(folded) == 1 and layer in _UNTOLD_BY_ONE):
        return Term(layer, iri), []
    letters = [char for char in folded if char.isalpha() and char.isascii()]
    acronym = len(letters) in _ACRONYM and all(char.isupper() for char in letters) and " " not in folded
    exact = folded if acronym and layer != "unit" else None
    surfaces = {folded}
    bare = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
    if bare.isascii():
        surfaces.add(bare)
    if layer in _PLURAL and letters and not acronym and len(folded) > 3:
        surfaces |= _numbers(folded)
    proper = layer in _PROPER and bool(letters) and not folded[0].islower()
    return Term(layer, iri, exact, proper), sorted(set(map(lowered, surfaces)))


def _numbers(word: str) -> set[str]:
    """Return the word with its last part in the other grammatical number."""
    if word.endswith("ies"):
        return {word[:-3] + "y"}
    if word.endswith(("ss", "us", "is", "bps")):
        return set()
    if word.endswith("s"):
        return {word[:-1]}
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        return {word[:-1] + "ies"}
    return {word + "s"} if word[-1].isalpha() else set()
