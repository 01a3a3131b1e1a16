"""What an exporter works with: quads, names, the language asked for, and what the sources disagree about."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, Quad, Triple

from kg.export.statements import Statements, is_version
from kg.terms import DEKG
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
    def subjects(self) -> Mapping[str, tuple[Triple, ...]]:
        """The triples of the whole graph by subject, each once, in order."""
        found: dict[str, set[Triple]] = defaultdict(set)
        for quad in self.whole:
            if isinstance(quad.subject, NamedNode):
                found[quad.subject.value].add(quad.triple)
        return {name: tuple(sorted(triples, key=str)) for name, triples in found.items()}

    @cached_property
    def stated(self) -> frozenset[str]:
        """The subjects of the whole graph of which a document's own graph says something."""
        return frozenset(
            quad.subject.value
            for quad in self.whole
            if is_version(quad.graph_name) and isinstance(quad.subject, NamedNode)
        )

    @cached_property
    def _inverse(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name in (DEKG + "conversionOf", DEKG + "onDataPoint"):
            for quad in self.whole:
                if (
                    quad.predicate.value == name
                    and isinstance(quad.object, NamedNode)
                    and isinstance(quad.subject, NamedNode)
                ):
                    found[name, quad.object.value].add(quad.subject.value)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    def pointing(self, predicate: str, target: str) -> tuple[str, ...]:
        """Return the converted amounts of a claim, or the observations on a data point, in the whole graph, sorted."""
        return self._inverse.get((predicate, target), ())

    @cached_property
    def conflicts(self) -> "Report":
        """What the sources of the whole graph disagree about; see `kg.compare`."""
        if self._compared is not None:
            return self._compared()
        from kg import compare
        from kg.store import Embedded

        memory = Embedded.memory()
        memory.extend(self.whole)
        return compare.conflicts(memory)

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
