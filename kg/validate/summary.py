"""What one reading of some graphs tells, so that a check is asked only where it can find something.

A check says in its header what it `needs` (it finds nothing unless one of these terms is in use) and, of a parameter,
`among` what it finds values (one of `KINDS`). Both only ever spare work: with and without them a check finds the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.terms import DEKG, DEKGR, PREFIXES, RDFS
from kg.validate.stars import Stars

__all__ = ["KINDS", "LONG", "Summary"]

LONG = 120
"""Characters from which on a text is taken for long, a label at twice as many; a check may allow more, not less."""

_OURS = (f"<{DEKG}", f"<{DEKGR}")
_LABEL = f"<{RDFS}label>"
_CLASS = f"<{PREFIXES['owl']}Class>"
_PROPERTIES = {f"<{PREFIXES['owl']}{kind}>" for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


@dataclass(slots=True)
class Summary:
    """What is known of some graphs; all terms as N-Triples writes them.

    Attributes:
        elsewhere: the classes of nodes in graphs that are not looked at but may be relied on.
        types: the classes of each node, in all graphs taken together.
        used: terms in use: properties, values that are nodes, and datatypes.
        names: the properties among them.
        classes: the classes among them.
        met: every set of several classes that one node has.
        long: the nodes of which a long text is said.
    """

    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    met: set[tuple[str, ...]] = field(default_factory=set)
    long: set[str] = field(default_factory=set)

    def add(self, stars: Stars) -> None:
        """Take in a graph."""
        for node, kinds in stars.types.items():
            known = self.types.get(node) or self.elsewhere.get(node)
            if known is not None and known != kinds:
                kinds = tuple(sorted({*known, *kinds}))
            self.types[node] = kinds
            if len(kinds) > 1:
                self.met.add(kinds)
        self.classes.update(*set(stars.types.values()))
        self.names |= stars.names
        self.used |= stars.names
        self.used.update(value for value in stars.values if value[0] != '"')
        self.used |= {value[value.rindex("^^") + 2 :] for value in stars.values if value[-1] == ">" and value[0] == '"'}
        long = {value for value in stars.values if len(value) > LONG and value[0] == '"'}
        if long:
            for node, star in stars.said.items():
                if any(value in long and (name != _LABEL or len(value) > 2 * LONG) for name, value in star):
                    self.long.add(node)

    def kinds(self, node: str) -> tuple[str, ...]:
        """Return the classes of a node."""
        return self.types.get(node) or self.elsewhere.get(node) or ()


def _untyped(summary: Summary) -> set[str]:
    return {term for term in summary.used if term.startswith(_OURS) and not summary.kinds(term)}


def _undeclared(summary: Summary) -> set[str]:
    names = {term for term in summary.names if _PROPERTIES.isdisjoint(summary.kinds(term))}
    classes = {term for term in summary.classes if _CLASS not in summary.kinds(term)}
    return {term for term in names | classes if term.startswith(_OURS[0])}


def _meeting(summary: Summary) -> set[str]:
    return {kind for kinds in summary.met for kind in kinds}


KINDS: Mapping[str, Callable[[Summary], set[str]]] = {
    "untyped": _untyped,
    "undeclared": _undeclared,
    "meeting": _meeting,
    "wordy": lambda summary: summary.long,
}
"""What a parameter may be narrowed to: terms of the project that no graph gives a class; properties and classes of its
ontology that no graph declares; classes that meet in one node; nodes of which a text of `LONG` characters is said."""
