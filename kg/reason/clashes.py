"""Say why statements contradict each other: which thing, by which axioms, from which graphs.

The only module that words a contradiction. It finds what an ontology of OWL 2 RL can contradict: a thing or a class
below two classes that exclude each other, a value outside the datatype of its property, a member of `owl:Nothing`.
The axioms given are a minimal justification: with any one of them left out, this contradiction is gone.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations, product

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.terms import PREFIXES, RDF, RDFS, SKOS, XSD, compact

__all__ = ["Clash", "clashes"]

_OWL = PREFIXES["owl"]
_TYPE = RDF + "type"
_EXCLUDES = _OWL + "disjointWith"
_NOTHING = _OWL + "Nothing"
_BELOW = {RDFS + "subClassOf", _OWL + "equivalentClass"}
_BELOW_PROPERTY = {RDFS + "subPropertyOf", _OWL + "equivalentProperty"}
_BOTH_WAYS = {_OWL + "equivalentClass", _OWL + "equivalentProperty"}

_WORDS = {
    "disjoint": {
        "en": "{thing} is both {one} and {other}, which exclude each other",
        "zh": "{thing}既是{one}又是{other}，而二者互斥",
    },
    "datatype": {
        "en": "{thing} has {one} {value}, which is no {other}",
        "zh": "{thing}的{one}取值为{value}，不是{other}",
    },
    "nothing": {
        "en": "{thing} is {one}, which can have no member",
        "zh": "{thing}属于{one}，而该类不可能有成员",
    },
}


@dataclass(frozen=True, slots=True)
class Clash:
    """One contradiction.

    Attributes:
        kind: `disjoint`, `datatype` or `nothing`.
        thing: IRI of the individual or class.
        one, other: the two classes; or property and datatype.
        value: of the property, as text; None where two classes clash.
        axioms: a minimal justification, what is said of the thing first.
        graphs: names of the graphs in which something is said of the thing, sorted; empty for statements without graph.
        names: labels by IRI and language, where the statements have some.
    """

    kind: str
    thing: str
    one: str
    other: str
    value: str | None
    axioms: tuple[Triple, ...]
    graphs: tuple[str, ...] = ()
    names: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)

    def text(self, language: str = "en") -> str:
        """Return the contradiction as one sentence, in `en` or `zh`; in Chinese, terms come with their labels."""
        named = {key: self._name(getattr(self, key), language) for key in ("thing", "one", "other")}
        return _WORDS[self.kind][language].format(value=self.value, **named)

    def because(self) -> list[str]:
        """Return the axioms as lines with prefixed names."""
        return [" ".join(_term(term) for term in (t.subject, t.predicate, t.object)) for t in self.axioms]

    def _name(self, iri: str, language: str) -> str:
        label = self.names.get((iri, language)) if language != "en" else None
        return f"{label}（{compact(iri)}）" if label else compact(iri)


def _term(term: object) -> str:
    if isinstance(term, NamedNode):
        return "a" if term.value == _TYPE else compact(term.value)
    if isinstance(term, Literal) and term.language is None and term.datatype.value != XSD + "string":
        return f'"{term.value}"^^{compact(term.datatype.value)}'
    return str(term)


def clashes(statements: Iterable[Triple | Quad]) -> list[Clash]:
    """Return the contradictions among some statements, sorted by thing; the ontology must be among them."""
    given = _Statements(statements)
    found = [*given.excluded_things(), *given.excluded_classes(), *given.wrong_values()]
    return sorted(found, key=lambda item: (item.thing, item.kind, item.one, item.other, item.value or ""))


class _Statements:
    """The statements, arranged for the search."""

    def __init__(self, statements: Iterable[Triple | Quad]) -> None:
        self.above: dict[str, list[tuple[str, Triple]]] = defaultdict(list)
        self.types: dict[str, dict[str, list[Triple]]] = defaultdict(dict)
        self.excluding: dict[tuple[str, str], Triple] = {}
        self.declared: set[str] = set()
        self.names: dict[tuple[str, str], str] = {}
        self.graphs: dict[str, set[str]] = defaultdict(set)
        self.facts: dict[str, list[Triple]] = defaultdict(list)
        self.classes: dict[str, list[tuple[str, str, Triple]]] = defaultdict(list)
        for item in statements:
            subject, predicate, target = item.subject, item.predicate.value, item.object
            if not isinstance(subject, NamedNode):
                continue
            triple = Triple(subject, item.predicate, target)
            if isinstance(item, Quad) and isinstance(item.graph_name, NamedNode):
                self.graphs[subject.value].add(item.graph_name.value)
            if isinstance(target, NamedNode):
                self._link(triple, subject.value, predicate, target.value)
            elif isinstance(target, Literal) and predicate == SKOS + "prefLabel" and target.language:
                self.names[subject.value, target.language] = target.value
            if not predicate.startswith((_OWL, RDF, RDFS, SKOS)):
                self.facts[predicate].append(triple)
        self._types_by_use()

    def _link(self, triple: Triple, subject: str, predicate: str, target: str) -> None:
        if predicate == _TYPE:
            if target.startswith(_OWL) and target != _NOTHING:
                self.declared.add(subject)
            else:
                self.types[subject].setdefault(target, [triple])
        elif predicate in _BELOW | _BELOW_PROPERTY:
            self.above[subject].append((target, triple))
            if predicate in _BOTH_WAYS:
                self.above[target].append((subject, triple))
        elif predicate == _EXCLUDES:
            self.excluding[subject, target] = triple
        elif predicate in {RDFS + "domain", RDFS + "range"}:
            self.classes[subject].append((predicate, target, triple))

    def _types_by_use(self) -> None:
        """Add the classes that things have by domain and range of what is said of them."""
        for predicate, facts in self.facts.items():
            for upper, steps in self.reach(predicate).items():
                for kind, target, axiom in self.classes.get(upper, ()):
                    if target.startswith(XSD):
                        continue
                    for fact in facts:
                        node = fact.subject if kind == RDFS + "domain" else fact.object
                        if isinstance(node, NamedNode):
                            self.types[node.value].setdefault(target, [fact, *steps, axiom])

    def reach(self, start: str) -> dict[str, list[Triple]]:
        """Return all classes or properties at or above one, each with the shortest chain of axioms that leads there."""
        found: dict[str, list[Triple]] = {start: []}
        todo = deque([start])
        while todo:
            name = todo.popleft()
            for upper, axiom in self.above.get(name, ()):
                if upper not in found:
                    found[upper] = [*found[name], axiom]
                    todo.append(upper)
        return found

    def excluded_things(self) -> Iterator[Clash]:
        """Yield things of classes that exclude each other, or of owl:Nothing."""
        chains = {kind: self.reach(kind) for kind in {name for kinds in self.types.values() for name in kinds}}
        alone = {kind: self._excluding(up, up) for kind, up in chains.items()}
        known: dict[tuple[str, str], tuple[str, str, list[Triple]] | None] = {}
        for thing, kinds in self.types.items():
            possible = [kind for kind in kinds if alone[kind] is None]
            for kind in kinds:
                if (empty := alone[kind]) is not None:
                    yield self._clash("disjoint", thing, empty[0], empty[1], [*kinds[kind], *empty[2]])
                if _NOTHING in chains[kind]:
                    yield self._clash("nothing", thing, kind, _NOTHING, [*kinds[kind], *chains[kind][_NOTHING]])
            for one, other in permutations(possible, 2):
                if (one, other) not in known:
                    known[one, other] = self._excluding(chains[one], chains[other])
                if (found := known[one, other]) is not None:
                    yield self._clash("disjoint", thing, one, other, [*kinds[one], *kinds[other], *found[2]])

    def excluded_classes(self) -> Iterator[Clash]:
        """Yield classes below two that exclude each other, unless a class above them is so already."""
        up = {name: self.reach(name) for name in self.declared}
        empty = {name: found for name in self.declared if (found := self._excluding(up[name], up[name])) is not None}
        for name, (one, other, axioms) in empty.items():
            if not any(upper in empty and name not in up[upper] for upper in up[name]):
                yield self._clash("disjoint", name, one, other, axioms)

    def _excluding(
        self, one: dict[str, list[Triple]], other: dict[str, list[Triple]]
    ) -> tuple[str, str, list[Triple]] | None:
        """Return the two classes, of those at or above one and another, that exclude each other, and the axioms."""
        ways = [
            (a, b, [*one[a], *other[b], axiom]) for (a, b), axiom in self.excluding.items() if a in one and b in other
        ]
        return min(ways, key=lambda way: (len(way[2]), way[0], way[1]), default=None)

    def wrong_values(self) -> Iterator[Clash]:
        """Yield values whose datatype is not that of their property; a whole number is a decimal too."""
        for predicate, facts in self.facts.items():
            ranges = [
                (target, [*steps, axiom])
                for upper, steps in self.reach(predicate).items()
                for kind, target, axiom in self.classes.get(upper, ())
                if kind == RDFS + "range" and target.startswith(XSD)
            ]
            for (wanted, axioms), fact in product(ranges, facts if ranges else ()):
                if not isinstance(fact.object, Literal) or not isinstance(fact.subject, NamedNode):
                    continue
                found = fact.object.datatype.value
                if found != wanted and (found, wanted) != (XSD + "integer", XSD + "decimal"):
                    value = fact.object.value
                    yield self._clash("datatype", fact.subject.value, predicate, wanted, [fact, *axioms], value)

    def _clash(
        self, kind: str, thing: str, one: str, other: str, axioms: list[Triple], value: str | None = None
    ) -> Clash:
        keys = product((thing, one, other), ("en", "zh"))
        names = {key: self.names[key] for key in keys if key in self.names}
        graphs = tuple(sorted(self.graphs[thing]))
        return Clash(kind, thing, one, other, value, tuple(dict.fromkeys(axioms)), graphs, names)
