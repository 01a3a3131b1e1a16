"""Which documents and passages are copies of each other, and so no independent support.

The only module that knows what makes a copy: the corpus says so, the texts are equal, or nearly all figures are.
"""

from collections import defaultdict
from fractions import Fraction

from kg.compare.observations import Observations, Row

__all__ = ["Copies"]

_ALIKE = Fraction(4, 5)
_SHARED = 3
"""Two documents are reprints of each other if they share at least 3 figures, and these are 4 of 5 of either's."""


class Copies:
    """Which documents and passages are copies of each other.

    Documents are copies if one reprints the other or both reprint a third, if their texts are equal, or if nearly all
    their figures are; passages if their words are.

    Args:
        table: the rows; documents are compared by them.
        words: digests of the passages of claims, where they were looked up.
    """

    def __init__(self, table: Observations, words: dict[str, frozenset[str]] | None = None) -> None:
        self._digest = {iri: source.digest for iri, source in table.sources.items()}
        self._original = {iri: source.original or iri for iri, source in table.sources.items()}
        self._words = words or {}
        self._facts: dict[str, set[tuple[object, ...]]] = defaultdict(set)
        self._known: dict[tuple[str, str], bool] = {}
        for row in table.rows:
            self._facts[row.document].add((*row.key, row.unit, row.lower, row.upper))

    def copied(self, first: Row, second: Row) -> bool:
        """Return whether one row repeats the other's words or its document."""
        mine, theirs = self._words.get(first.claim), self._words.get(second.claim)
        if first.document != second.document and mine and theirs and mine & theirs:
            return True
        return self.documents(first.document, second.document)

    def documents(self, first: str, second: str) -> bool:
        """Return whether one document is a copy of the other."""
        if first == second:
            return False
        key = (first, second) if first < second else (second, first)
        if key not in self._known:
            self._known[key] = self._alike(*key)
        return self._known[key]

    def _alike(self, first: str, second: str) -> bool:
        if self._original.get(first, first) == self._original.get(second, second):
            return True
        digest = self._digest.get(first)
        if digest is not None and digest == self._digest.get(second):
            return True
        mine, theirs = self._facts[first], self._facts[second]
        shared = len(mine & theirs)
        return shared >= _SHARED and Fraction(shared, max(len(mine), len(theirs))) >= _ALIKE
