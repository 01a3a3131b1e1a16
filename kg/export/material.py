"""What an exporter works with: quads, names, the language asked for, and what the sources disagree about."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Quad

from kg.export.statements import Statements
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.compare import Report

__all__ = ["Material", "Rival"]


class Rival(NamedTuple):
    """A claim that answers the same question: how it relates (`conflicts`, `revises`, `compatible`), and its IRI."""

    relation: str
    claim: str


class Material:
    """The quads to write and what belongs to them.

    Attributes:
        quads: what is to be written.
        whole: the graph they were selected from; the same where nothing was left out.
        vocabulary: names of terms.
        language: `en` or `zh`, for formats that hold one language only.
    """

    def __init__(
        self,
        quads: Iterable[Quad],
        vocabulary: Vocabulary,
        *,
        language: str = "en",
        whole: Iterable[Quad] | None = None,
        compared: "Callable[[], Report] | None" = None,
    ) -> None:
        """Take quads as they come.

        Args:
            quads: to write.
            vocabulary: names of terms.
            language: `en` or `zh`.
            whole: the graph they were selected from, if they are a part.
            compared: gives the comparison of the whole graph; without it the quads are compared when asked for.
        """
        self.quads = tuple(quads)
        self.whole = self.quads if whole is None else tuple(whole)
        self.vocabulary = vocabulary
        self.language = language
        self._compared = compared

    @cached_property
    def statements(self) -> Statements:
        """The quads to write, by subject and predicate."""
        return Statements(self.quads, self.vocabulary)

    @cached_property
    def conflicts(self) -> "Report":
        """What the sources of the whole graph disagree about; see `kg.compare`."""
        if self._compared is not None:
            return self._compared()
        from pyoxigraph import Store as Memory

        from kg import compare
        from kg.store import Embedded

        memory = Memory()
        memory.bulk_extend(self.whole)
        return compare.conflicts(Embedded(memory, "memory:"))

    @cached_property
    def rivals(self) -> dict[str, tuple[Rival, ...]]:
        """The other claims of the whole graph on the same data point in the same unit, by claim.

        `conflicts` and `revises` are said by the comparison; of every other pair, that the figures are `compatible`.
        """
        told = {frozenset(item.claims): str(item.kind) for item in self.conflicts.relations}
        found: dict[str, set[Rival]] = defaultdict(set)
        for rows in self.conflicts.table.by_point.values():
            for first, second in combinations([row.claim for row in rows], 2):
                relation = told.get(frozenset((first, second)), "compatible")
                found[first].add(Rival(relation, second))
                found[second].add(Rival(relation, first))
        return {claim: tuple(sorted(rivals)) for claim, rivals in found.items()}
