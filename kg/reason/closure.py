"""Compute what follows from ontology and data by the rules of OWL 2 RL.

The only module that knows the library `reasonable`. Most rules look at one statement of the data at a time: what
follows from `x p y` or `x a C` depends on `p` or `C` alone. So the reasoner is given the ontology and one example of
each property and class, and what it derives for the examples holds for all the data. What has to be seen together
(properties that are transitive or functional, and those below them) it is given as a whole; so is everything where an
ontology has class expressions, chains or keys. The result is the reasoner's own, only sooner.

Left out as telling nothing: `X a owl:Thing`, what holds of everything (`X owl:sameAs X`, `C rdfs:subClassOf C`),
datatypes of literals, the terms of RDF, RDFS, OWL and XSD themselves, and domains, ranges and equivalences of
properties that follow from others. Left out on purpose: `owl:sameAs` (reported instead), and statements about blank
nodes.
"""

import importlib
import importlib.metadata
import importlib.util
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import ReasonError
from kg.reason.clashes import Clash, clashes
from kg.terms import PREFIXES, RDF, RDFS, SKOS, XSD

__all__ = ["Closure", "Statements", "materialise"]

_OWL = PREFIXES["owl"]
_TYPE = RDF + "type"
_SAME = _OWL + "sameAs"
_EXCLUDES = _OWL + "disjointWith"
_OWN = (_OWL, RDF, RDFS, XSD)
_ORDER = {RDFS + "subClassOf", RDFS + "subPropertyOf", _OWL + "equivalentClass", _OWL + "equivalentProperty"}
_BELOW_PROPERTY = {RDFS + "subPropertyOf", _OWL + "equivalentProperty", _OWL + "inverseOf"}
_SCHEMA = _ORDER | _BELOW_PROPERTY | {RDFS + "domain", RDFS + "range"}
_JOINING_KINDS = {_OWL + name for name in ("TransitiveProperty", "FunctionalProperty", "InverseFunctionalProperty")}
_JOINING_TERMS = {_SAME} | {
    _OWL + name
    for name in (
        "allValuesFrom",
        "complementOf",
        "hasKey",
        "hasValue",
        "intersectionOf",
        "maxCardinality",
        "maxQualifiedCardinality",
        "oneOf",
        "propertyChainAxiom",
        "someValuesFrom",
        "unionOf",
    )
}
_BELOW = RDFS + "subPropertyOf"
_RESTRICTION = _OWL + "Restriction"
_NOTHING = _OWL + "Nothing"
_LABEL = SKOS + "prefLabel"
_A = NamedNode(_TYPE)
_EXAMPLE = "urn:dekg:example:"
_OBJECT = ":o"
_MOST_SHOWN = 20


class Statements(Protocol):
    """Statements that can be read by predicate, as often as wanted: so a store need not be read as a whole."""

    def predicates(self) -> set[str]:
        """Return the IRIs of all predicates that occur."""
        ...

    def of(self, predicate: str) -> Iterable[Triple | Quad]:
        """Return the statements with one predicate."""
        ...

    def about(self, thing: str) -> Iterable[Triple | Quad]:
        """Return the statements with an IRI as subject or object, with their graphs."""
        ...


@dataclass(frozen=True, slots=True)
class Closure:
    """What follows.

    Attributes:
        triples: what was not said before, without graph.
        clashes: the contradictions found, at most 20; what follows from a contradiction is not to be relied on.
        merged: pairs of IRIs that the rules would make one thing; nothing was merged.
        engine: name and release of the reasoner.
    """

    triples: frozenset[Triple] = field(repr=False)
    clashes: tuple[Clash, ...]
    merged: tuple[tuple[str, str], ...]
    engine: str

    @property
    def ok(self) -> bool:
        """True where nothing contradicts and no two names would be one thing."""
        return not self.clashes and not self.merged


class _Grouped:
    """Statements at hand, by predicate."""

    def __init__(self, statements: Iterable[Triple | Quad]) -> None:
        self._by_predicate: dict[str, list[Triple | Quad]] = defaultdict(list)
        for item in statements:
            self._by_predicate[item.predicate.value].append(item)

    def predicates(self) -> set[str]:
        return set(self._by_predicate)

    def of(self, predicate: str) -> Iterable[Triple | Quad]:
        return self._by_predicate.get(predicate, ())

    def about(self, thing: str) -> Iterable[Triple | Quad]:
        node = NamedNode(thing)
        every = (item for items in self._by_predicate.values() for item in items)
        return [item for item in every if node in (item.subject, item.object)]


def materialise(quads: Iterable[Triple | Quad] | Statements) -> Closure:
    """Return what follows from statements of any graphs by OWL 2 RL; the ontology must be among them.

    Args:
        quads: kept in memory while at work, unless they can be read by predicate.

    Raises:
        ReasonError: the library is not installed, or cannot read the statements.

    >>> from pyoxigraph import NamedNode as N, Triple
    >>> within = N("https://example.org/within")
    >>> a, b, c = (N(f"https://example.org/{name}") for name in "abc")
    >>> transitive = Triple(within, N(_TYPE), N(_OWL + "TransitiveProperty"))
    >>> found = materialise([transitive, Triple(a, within, b), Triple(b, within, c)])
    >>> found.triples == {Triple(a, within, c)}
    True
    """
    statements = _Grouped(quads) if isinstance(quads, Iterable) else quads
    plan = _Plan(statements)
    derived = _reason(plan.input)
    plan.learn(derived)
    found, suspects = plan.apply(statements, derived)
    found |= _orders(plan.input)
    same = {pair for t in derived if t.predicate.value == _SAME and (pair := _two_names(t)) is not None}
    reasons = _reasons(statements, suspects) if suspects else ()
    merged = {(one, other) for one, other in same if one < other or (other, one) not in same}
    return Closure(frozenset(found), tuple(reasons), tuple(sorted(merged)), _engine())


class _Plan:
    """What the reasoner is to see, and what its answer means for the data."""

    def __init__(self, statements: Statements) -> None:
        predicates = statements.predicates()
        schema = {_triple(item) for name in sorted(predicates & _SCHEMA) for item in statements.of(name)}
        kinds: set[str] = set()
        for item in statements.of(_TYPE):
            if isinstance(item.object, NamedNode) and item.object.value.startswith(_OWL):
                schema.add(_triple(item))
            elif isinstance(item.object, NamedNode):
                kinds.add(item.object.value)
        self.excluding = {
            (item.subject.value, item.object.value)
            for item in statements.of(_EXCLUDES)
            if isinstance(item.subject, NamedNode) and isinstance(item.object, NamedNode)
        }
        self.whole = not _JOINING_TERMS.isdisjoint(predicates)
        predicates -= {_TYPE, _EXCLUDES, *_SCHEMA}
        self.joined = predicates if self.whole else _joined(schema)
        alone = sorted(predicates - self.joined)
        self.examples = {f"{_EXAMPLE}{number}": name for number, name in enumerate(alone)}
        self.classes = {f"{_EXAMPLE}c{number}": kind for number, kind in enumerate(sorted(kinds))}
        together = self.joined | {_TYPE} if self.whole else self.joined
        self.input = schema | {_triple(item) for name in sorted(together) for item in statements.of(name)}
        self.input |= {_link(node, name, node + _OBJECT) for node, name in self.examples.items()}
        self.input |= {_link(node, _TYPE, kind) for node, kind in self.classes.items()}
        self.same_way: dict[str, set[str]] = defaultdict(set)
        self.other_way: dict[str, set[str]] = defaultdict(set)
        self.of_subject: dict[str, set[str]] = defaultdict(set)
        self.of_object: dict[str, set[str]] = defaultdict(set)
        self.datatype: dict[str, str] = {}
        self.above: dict[str, set[str]] = defaultdict(set)

    def learn(self, derived: Iterable[Triple]) -> None:
        """Read off the examples what each property and each class entails."""
        for t in derived:
            if not isinstance(t.subject, NamedNode) or not isinstance(t.object, NamedNode):
                continue
            subject, predicate, target = t.subject.value, t.predicate.value, t.object.value
            if subject in self.classes:
                if predicate == _TYPE and (not target.startswith(_OWN) or target == _NOTHING):
                    self.above[self.classes[subject]].add(target)
            elif (name := self.examples.get(subject.removesuffix(_OBJECT))) is not None and predicate != _SAME:
                backwards = subject.endswith(_OBJECT)
                if predicate != _TYPE:
                    (self.other_way if backwards else self.same_way)[name].add(predicate)
                elif not target.startswith(_OWN):
                    (self.of_object if backwards else self.of_subject)[name].add(target)
                elif target.startswith(XSD) and backwards:
                    self.datatype[name] = target
        for name, entailed in self.same_way.items():
            entailed.discard(name)

    def apply(self, statements: Statements, derived: Iterable[Triple]) -> tuple[set[Triple], set[NamedNode]]:
        """Return what follows and was not said, and the things about which something contradicts."""
        found = {t for t in derived if _telling(t) and t not in self.input}
        said: set[Triple] = set()
        suspects: set[NamedNode] = set()
        kinds: dict[NamedNode, set[str]] = defaultdict(set)
        used: dict[NamedNode, set[str]] = defaultdict(set)
        for t in found:
            if t.predicate == _A and isinstance(t.subject, NamedNode):
                used[t.subject].add(t.object.value)  # type: ignore[union-attr]
        entailed = {t.predicate.value for t in found}.union(*self.same_way.values(), *self.other_way.values())
        for item in statements.of(_TYPE):
            if isinstance(item.subject, NamedNode) and isinstance(item.object, NamedNode):
                kinds[item.subject].add(item.object.value)
        used_here = self.same_way.keys() | self.other_way.keys() | self.of_subject.keys() | self.of_object.keys()
        for name in sorted(entailed | used_here | self.datatype.keys()):
            forward, backward = _nodes(self.same_way.get(name, ())), _nodes(self.other_way.get(name, ()))
            of_subject, of_object = self.of_subject.get(name, set()), self.of_object.get(name, set())
            datatype = self.datatype.get(name)
            for item in statements.of(name) if name != _TYPE else ():
                subject, target = item.subject, item.object
                if not isinstance(subject, NamedNode) or not isinstance(target, NamedNode | Literal):
                    continue
                if name in entailed:
                    said.add(_triple(item))
                found.update(Triple(subject, entails, target) for entails in forward)
                if of_subject:
                    used[subject] |= of_subject
                if isinstance(target, NamedNode):
                    found.update(Triple(target, entails, subject) for entails in backward)
                    if of_object:
                        used[target] |= of_object
                elif datatype is not None and not _fits(target, datatype):
                    suspects.add(subject)
        found -= said
        suspects |= self._classify(kinds, used, found)
        return found, suspects

    def _classify(
        self, kinds: dict[NamedNode, set[str]], used: dict[NamedNode, set[str]], found: set[Triple]
    ) -> set[NamedNode]:
        """Add to `found` the classes of all things; return those of classes that exclude each other."""
        suspects = set()
        known: dict[frozenset[str], tuple[frozenset[str], bool]] = {}
        for thing in kinds.keys() | used.keys():
            direct = kinds.get(thing, set())
            key = frozenset(direct | used.get(thing, set()))
            if key not in known:
                every = key.union(*(self.above[kind] for kind in key))
                wrong = any(a in every and b in every for a, b in self.excluding) or _NOTHING in every
                known[key] = every, wrong
            every, wrong = known[key]
            found.update(Triple(thing, _A, NamedNode(kind)) for kind in every - direct - {_NOTHING})
            if wrong:
                suspects.add(thing)
        return suspects


def _joined(schema: Iterable[Triple]) -> set[str]:
    """Return the properties whose statements have to be seen together: those of joining kinds, and all below them."""
    below: dict[str, set[str]] = defaultdict(set)
    todo = []
    for t in schema:
        subject, target = str(getattr(t.subject, "value", "")), str(getattr(t.object, "value", ""))
        if t.predicate.value in _BELOW_PROPERTY:
            below[target].add(subject)
            if t.predicate.value != RDFS + "subPropertyOf":
                below[subject].add(target)
        elif t.predicate.value == _TYPE and target in _JOINING_KINDS:
            todo.append(subject)
    found: set[str] = set()
    while todo:
        if (name := todo.pop()) not in found:
            found.add(name)
            todo.extend(below[name])
    return found


def _orders(triples: set[Triple]) -> set[Triple]:
    """Return which property is below which by several steps: rule scm-spo, which reasonable 0.4.4 leaves out."""
    above: dict[str, set[str]] = defaultdict(set)
    for t in triples:
        if t.predicate.value == _BELOW and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
            above[t.subject.value].add(t.object.value)
    found = set()
    for name in list(above):
        seen: set[str] = set()
        todo = list(above[name])
        while todo:
            if (upper := todo.pop()) not in seen:
                seen.add(upper)
                todo.extend(above.get(upper, ()))
        found |= {_link(name, _BELOW, upper) for upper in seen - {name}}
    return {t for t in found - triples if _telling(t)}


def _reason(triples: set[Triple]) -> list[Triple]:
    """Return what the reasoner makes of some triples, themselves included, without blank nodes."""
    if importlib.util.find_spec("reasonable") is None:
        raise ReasonError("the reasoner 'reasonable' is not installed; add it with: pip install 'dekg[reason]'")
    reasoner = importlib.import_module("reasonable").PyReasoner()
    with tempfile.TemporaryDirectory(prefix="dekg-reason-") as folder:
        file = Path(folder) / "input.ttl"  # N-Triples are Turtle, and the library reads no other name
        file.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
        try:
            reasoner.load_file(str(file))
            answer = reasoner.reason()
        except (OSError, ValueError, RuntimeError) as error:
            raise ReasonError(f"reasonable cannot read the statements ({error}); check them as Turtle") from None
    return [triple for item in answer if (triple := _from_rdflib(item)) is not None]


def _from_rdflib(item: Sequence[Any]) -> Triple | None:
    """Return a triple of rdflib's as one of ours; None for what is not RDF or has a blank node."""
    subject, predicate, target = item
    if type(subject).__name__ != "URIRef" or type(target).__name__ == "BNode":
        return None
    if type(target).__name__ == "URIRef":
        return _link(subject, predicate, target)
    kind = NamedNode(target.datatype) if target.datatype and not target.language else None
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(target, datatype=kind, language=target.language))


def _telling(t: Triple) -> bool:
    """Return whether a derived statement says something of the data."""
    subject, predicate, target = (str(getattr(term, "value", "")) for term in (t.subject, t.predicate, t.object))
    return not (
        subject.startswith((*_OWN, _EXAMPLE))
        or target.startswith(_EXAMPLE)
        or predicate == _SAME
        or (predicate in _ORDER and subject == target)
        or (predicate in _ORDER | {_TYPE} and target.startswith(_OWN))
    )


def _two_names(t: Triple) -> tuple[str, str] | None:
    """Return the two IRIs that a statement makes one thing, unless they are the same or an example."""
    subject, target = str(getattr(t.subject, "value", "")), str(getattr(t.object, "value", ""))
    different = subject != target and isinstance(t.object, NamedNode)
    return (
        (subject, target)
        if different and not subject.startswith(_EXAMPLE) and not target.startswith(_EXAMPLE)
        else None
    )


def _fits(value: Literal, wanted: str) -> bool:
    found = value.datatype.value
    return found == wanted or (found, wanted) == (XSD + "integer", XSD + "decimal")


def _reasons(statements: Statements, suspects: set[NamedNode]) -> list[Clash]:
    """Return the contradictions about some of the things, from what is said of them and the ontology."""
    things = sorted(thing.value for thing in suspects)[:_MOST_SHOWN]
    terms = (item for name in sorted(_SCHEMA | {_EXCLUDES, _LABEL}) for item in statements.of(name))
    about = (item for thing in things for item in statements.about(thing))
    return [clash for clash in clashes([*terms, *about]) if clash.thing in things][:_MOST_SHOWN]


def _engine() -> str:
    return f"reasonable {importlib.metadata.version('reasonable')}"


def _triple(item: Triple | Quad) -> Triple:
    return item.triple if isinstance(item, Quad) else item


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def _nodes(names: Iterable[str]) -> tuple[NamedNode, ...]:
    return tuple(NamedNode(name) for name in sorted(names))
