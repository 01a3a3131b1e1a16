"""What every store does, and what it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.graph import Version

__all__ = ["Answer", "Solutions", "Store", "Term"]

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT: the names of its columns, and rows with a term or None for each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


Answer: TypeAlias = Solutions | bool | list[Triple]
"""A SELECT answers solutions, an ASK a truth value, a CONSTRUCT or DESCRIBE triples."""


class Store(Protocol):
    """Named graphs that can be queried, and documents that can be replaced as a whole."""

    def load(self, version: Version) -> bool:
        """Make a version the current one of its document, atomically; False if it already was."""
        ...

    def drop(self, document: str) -> bool:
        """Remove a document with its version graph, atomically; False if it was not there."""
        ...

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query; its default graph is the union of all graphs."""
        ...

    def quads(self) -> Iterator[Quad]:
        """Yield everything in the store, in no promised order."""
        ...

    def close(self) -> None:
        """Give the store back; using it afterwards is an error."""
        ...
