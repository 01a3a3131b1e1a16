"""What follows from a store by the rules of OWL 2 RL, as quads with their origin."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version as release
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.derived.provenance import provenance
from kg.derived.stores import FOLLOWING, Made, inputs, keep
from kg.errors import ReasonError
from kg.reason import Closure, materialise
from kg.store import Embedded, Solutions
from kg.terms import INFERENCE, INFERRED, compact, mint

__all__ = ["Derivation", "add_inferred", "derive", "rebuild"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """What was inferred from a store.

    Attributes:
        closure: what follows.
        inputs: the graphs it follows from; with the digest of their content, except for version graphs, whose names
            are made from their content.
    """

    closure: Closure
    inputs: dict[str, str | None]

    @property
    def activity(self) -> str:
        """IRI of the activity, minted from inputs and engine."""
        lines = [f"{graph} {content or ''}" for graph, content in self.inputs.items()]
        return mint("inference", [*lines, self.engine])

    @property
    def engine(self) -> str:
        """Names and releases of the software."""
        return f"dekg {release('dekg')}, {self.closure.engine}"

    def quads(self) -> Iterator[Quad]:
        """Yield the inferred graph, where it comes from (no time: same input, same quads) and the licence."""
        graph = NamedNode(INFERRED)
        yield from (Quad(t.subject, t.predicate, t.object, graph) for t in self.closure.triples)
        yield from provenance(self.activity, INFERRED, INFERENCE, self.inputs, self.engine, _LABEL)


_LABEL = {"en": "inference by the rules of OWL 2 RL", "zh": "按OWL 2 RL规则推理"}


class _Reading:
    """The statements of a store by predicate."""

    def __init__(self, store: Embedded) -> None:
        self._store = store

    def predicates(self) -> set[str]:
        answer = self._store.query("SELECT DISTINCT ?predicate ?none WHERE { ?subject ?predicate ?object }")
        return {predicate for predicate, _ in _pairs(answer)}

    def of(self, predicate: str) -> Iterator[Quad]:
        return self._store.matching(predicate=predicate, merged=True)

    def about(self, thing: str) -> Iterator[Quad]:
        yield from self._store.matching(subject=thing)
        yield from self._store.matching(target=thing)


def derive(store: Embedded) -> Derivation:
    """Return what follows from everything in a store, contradictions among it; see `kg.reason.materialise`."""
    return Derivation(materialise(_Reading(store)), inputs(store))


def add_inferred(store: Embedded) -> Derivation:
    """Add what follows to a store in memory.

    Raises:
        ReasonError: the graph contradicts itself, so that anything would follow; or the reasoner is not installed.
    """
    found = _sound(derive(store))
    store.extend(found.quads())
    return found


def rebuild(folder: Path, known: Derivation | None = None) -> Made | None:
    """Make the store with inferences of the store in a folder; None if it is there and up to date.

    Args:
        folder: of the main store.
        known: what follows from it, if that was worked out a moment ago; used if the store is still the same.

    Raises:
        ReasonError: the graph contradicts itself, or the reasoner is not installed; nothing was written.
        StoreError: see `keep`.
    """
    return keep(folder, FOLLOWING, lambda store: _sound(derive(store)), _sound(known) if known is not None else None)


def _pairs(answer: object) -> list[tuple[str, str]]:
    assert isinstance(answer, Solutions)
    return [(str(getattr(one, "value", "")), str(getattr(other, "value", ""))) for one, other in answer.rows]


def _sound(found: Derivation) -> Derivation:
    """Refuse what rests on a contradiction.

    Raises:
        ReasonError: there is one; the message gives the first.
    """
    closure = found.closure
    if closure.clashes:
        raise ReasonError(f"the graph contradicts itself ({closure.clashes[0].text()}); see all with: kg reason")
    if closure.merged:
        one, other = map(compact, closure.merged[0])
        raise ReasonError(f"{one} and {other} would be one thing, which no rule may decide; take the cause out")
    return found
