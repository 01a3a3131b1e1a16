"""Validate a whole store: every graph is read once, and pySHACL judges one node of each form.

A version graph is taken for itself, with what the vocabulary knows of the things it cites; ontology, reference data,
heads and catalogue are taken together. A graph that says for itself which class is below which, or that holds nodes
without names, is left to plain pySHACL: no form foresees what that may change.
"""

from pyoxigraph import Store as Oxigraph

from kg.store import Embedded, Store
from kg.terms import DEKGG, RDFS
from kg.validate import shapes
from kg.validate.forms import Forms
from kg.validate.stars import Stars
from kg.vocabulary import Vocabulary

__all__ = ["VERSION", "in_memory", "reference_forms", "regular", "version_forms"]

VERSION = DEKGG + "doc-"
"""What the names of all version graphs begin with."""
_BELOW = f"<{RDFS}subClassOf>"


def version_forms(vocabulary: Vocabulary) -> Forms:
    """Return what collects the forms of version graphs."""
    return Forms(shapes.VERSION_SHAPES, vocabulary)


def reference_forms(stars: Stars) -> Forms:
    """Return the forms of ontology, reference data, heads and catalogue, taken together as one graph."""
    forms = Forms((), None)
    forms.hierarchy((node, value) for node, star in stars.said.items() for name, value in star if name == _BELOW)
    forms.add(None, stars)
    return forms


def regular(stars: Stars) -> bool:
    """Return whether forms tell all of a version graph: it makes no classes, and all its nodes have names."""
    return _BELOW not in stars.names and not any(term.startswith("_:") for term in (*stars.said, *stars.values))


def in_memory(store: Store) -> Embedded:
    """Return a store that answers from memory: the same, or a copy; a disk takes five times as long for a query."""
    if isinstance(store, Embedded) and store.in_memory:
        return store
    copy = Oxigraph()
    copy.bulk_extend(store.quads())
    return Embedded(copy, "memory:")
