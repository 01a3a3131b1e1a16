"""What is compared: a store, or anything that has one and knows its words, such as an open graph."""

from typing import Protocol, cast

from kg import vocabulary as vocabularies
from kg.store.base import Store
from kg.vocabulary import Vocabulary

__all__ = ["Opened", "opened"]


class Opened(Protocol):
    """A store with the names of its ontology: what `kg.open` returns."""

    store: Store
    vocabulary: Vocabulary


def opened(graph: Store | Opened, vocabulary: Vocabulary | None = None) -> tuple[Store, Vocabulary]:
    """Return the store and the vocabulary to read it with: the one given, the graph's own, or the shipped one."""
    store = cast("Store", getattr(graph, "store", graph))
    return store, vocabulary or getattr(graph, "vocabulary", None) or vocabularies.shipped()
