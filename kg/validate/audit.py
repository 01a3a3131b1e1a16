"""Validate a whole store with the same shapes as at load, compiled to SPARQL and run inside the store.

Counts and logic are decided by the queries. Single values are judged by pySHACL's own components, each distinct value
once and only where a cheap test leaves a doubt: what a value may be has one definition, the reference validator's.
A version graph that defines classes of its own, which no compiled pattern foresees, is left to pySHACL as a whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad, Triple
from pyoxigraph import Store as Oxigraph

from kg.errors import QueryError
from kg.store import Embedded, Store
from kg.store.base import Solutions, Term
from kg.terms import DEKGG, RDF, RDFS
from kg.validate import integrity, shapes
from kg.validate.compile import Scope, condition, conditions, crowded, sound, targets
from kg.validate.core import JUDGED, PAIRED, Shape, read
from kg.validate.report import Finding
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["VERSION", "Facts", "findings", "in_memory", "irregular", "reference_findings", "version_findings"]

VERSION = DEKGG + "doc-"
"""What the names of all version graphs begin with."""

_TYPE, _SUBCLASS = RDF + "type", RDFS + "subClassOf"
_SH = "http://www.w3.org/ns/shacl#"
Row = dict[str, Term | None]


@dataclass(slots=True)
class Facts:
    """What one reading of all version graphs tells for nothing, and queries would have to count.

    Attributes:
        most: the most values one node has, by property.
        described: the nodes something is said of.
    """

    most: dict[str, int] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)

    def add(self, about: integrity.Statements) -> None:
        """Take in what one graph says of each of its nodes."""
        self.described.update(about)
        for said in about.values():
            names = [name for name, _ in said]
            if len(once := set(names)) < len(names):
                for name, count in Counter(names).items():
                    if count > self.most.get(name, 1):
                        self.most[name] = count
            for name in once - self.most.keys():
                self.most[name] = 1


def version_findings(store: Store, vocabulary: Vocabulary, facts: Facts | None = None) -> Iterator[Finding]:
    """Yield what the shapes find in all version graphs of a store, each graph for itself.

    Args:
        store: to ask; graphs that are `irregular` are passed over.
        vocabulary: knows the classes of the terms that graphs cite.
        facts: on all version graphs, if they have been read; spares queries.

    Raises:
        ValidateError: a shape cannot be compiled.
        QueryError: the store cannot answer a query.
    """
    compiled = _compiled(shapes.VERSION_SHAPES)
    left = set(irregular(store))
    for finding in findings(store, compiled, _by_version(vocabulary), facts):
        if (finding.graph or "").startswith(VERSION) and finding.graph not in left:
            yield finding


def irregular(store: Store) -> list[str]:
    """Return the version graphs that say what is below what, so that the vocabulary's classes do not tell all."""
    rows = _rows(store, f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?low <{_SUBCLASS}> ?high }} }}")
    graphs = {getattr(row["graph"], "value", "") for row in rows}
    return sorted(graph for graph in graphs if graph.startswith(VERSION))


def reference_findings(triples: Iterable[Triple]) -> Iterator[Finding]:
    """Yield what the shapes find in ontology, reference data, heads and catalogue, taken together as one graph."""
    wanted = shapes.spoken_of()
    store = Oxigraph()
    closed = any("closed" in shape.components for shape in _compiled(()))
    store.extend(
        Quad(each.subject, each.predicate, each.object) for each in triples if closed or each.predicate.value in wanted
    )
    above: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, NamedNode(_SUBCLASS), None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            above[quad.object.value].add(quad.subject.value)

    @cache
    def below(iri: str) -> list[str]:
        found, todo = {iri}, [iri]
        while todo:
            todo += (new := above[todo.pop()] - found)
            found |= new
        return sorted(found)

    scope = Scope(inside=lambda pattern: f"{pattern} . ", key="?focus", below=below, vouched=lambda iri: [])
    yield from findings(Embedded(store, "memory:"), _compiled(()), scope)


@cache
def _compiled(files: tuple[str, ...]) -> tuple[Shape, ...]:
    return tuple(read(shapes.shape_triples(files)))


@lru_cache(maxsize=4)
def _by_version(vocabulary: Vocabulary) -> Scope:
    """Return the scope of version graphs: each for itself, with what the vocabulary knows of things they only cite."""
    above = {name: set(vocabulary.values(name, _SUBCLASS)) for name in vocabulary.members("owl:Class")}

    @cache
    def below(iri: str) -> list[str]:
        return sorted({iri, *(name for name in above if iri in vocabulary.superclasses(name))})

    @cache
    def vouched(iri: str) -> list[str]:
        return vocabulary.members(iri)

    return Scope(lambda pattern: f"GRAPH ?graph {{ {pattern} }}", "?graph ?focus", below, vouched)


def in_memory(store: Store) -> Store:
    """Return a store that answers from memory: the same, or a copy; a disk takes five times as long for a query."""
    if isinstance(store, Embedded) and store.in_memory:
        return store
    copy = Oxigraph()
    copy.bulk_extend(store.quads())
    return Embedded(copy, "memory:")


# -- running ----------------------------------------------------------------------------------------------------------


def findings(store: Store, compiled: Iterable[Shape], scope: Scope, facts: Facts | None = None) -> Iterator[Finding]:
    """Yield what shapes find in the graphs of a scope."""
    run = _Run(store, scope, facts)
    groups: dict[tuple[tuple[str, str], ...], list[Shape]] = defaultdict(list)
    for shape in compiled:
        groups[shape.targets].append(shape)
    for group in groups.values():
        yield from run.focus_nodes(group)
        for shape in group:
            for name in shape.components:
                yield from run.values(shape, name)


@dataclass(frozen=True, slots=True)
class _Run:
    """One pass of shapes over a store."""

    store: Store
    scope: Scope
    facts: Facts | None

    def focus_nodes(self, group: list[Shape]) -> Iterator[Finding]:
        """Yield what is wrong with focus nodes as such (counts, required values, logic), for shapes of one target."""
        asked = [
            (shape, name, holds)
            for shape in group
            for name, holds in conditions(shape, self.scope).items()
            if self._possible(shape, name)
        ]
        if not asked:
            return
        columns = [f"?c{number}" for number in range(len(asked))]
        bound = " ".join(f"BIND({holds} AS {column})" for column, (_, _, holds) in zip(columns, asked, strict=True))
        select = f"SELECT {self.scope.key} {' '.join(columns)}"
        pattern = f"{targets(group[0], self.scope)} {bound} FILTER(!({' && '.join(columns)}))"
        for row in _rows(self.store, f"{select} WHERE {{ {pattern} }}"):
            for number, (shape, name, _) in enumerate(asked):
                if getattr(row[f"c{number}"], "value", "") == "false":
                    yield _finding(shape, name, row, None if shape.path else row["focus"])

    def values(self, shape: Shape, name: str) -> Iterator[Finding]:
        """Yield the values of a shape's path that do not fit one of its components."""
        if name == "closed":
            yield from self._closed(shape)
        elif shape.path is None:
            return
        elif name in JUDGED:
            yield from self._judged(shape, name)
        elif name in PAIRED:
            yield from self._paired(shape, name)
        elif name == "class":
            yield from self._classes(shape)
        elif name in {"or", "and", "not", "node"}:
            holds = condition(shape, name, "value", self.scope)
            for row in self._of_targets(shape, f"FILTER(!{holds})"):
                yield _finding(shape, name, row, row["value"])

    def _possible(self, shape: Shape, name: str) -> bool:
        """Return whether a condition can fail at all, as far as a look at its path alone can tell."""
        if shape.path in {None, _TYPE}:
            return True
        if self.facts and name in {"maxCount", "uniqueLang"}:
            allowed = 1 if name == "uniqueLang" else min(int(value.value) for value in shape.components[name])
            if self.facts.most.get(shape.path or "", 0) <= allowed:
                return False
        if name != "maxCount":
            return True
        asked = [crowded(value, shape.path or "", self.scope) for value in shape.components[name]]
        return any(_rows(self.store, query) for query in asked)

    def _of_targets(self, shape: Shape, more: str, columns: str = "?value") -> list[Row]:
        there = self.scope.inside(f"?focus <{shape.path}> ?value")
        select = f"SELECT {self.scope.key} {columns}"
        return _rows(self.store, f"{select} WHERE {{ {targets(shape, self.scope)} {there} {more} }}")

    def _judged(self, shape: Shape, name: str) -> Iterator[Finding]:
        there = self.scope.inside(f"?focus <{shape.path}> ?value")
        doubt = f"FILTER(!COALESCE({sound(shape, name)}, false))"
        rows = _rows(self.store, f"SELECT DISTINCT ?value WHERE {{ {there} {doubt} }}")
        given = {shapes.term(row["value"]): row["value"] for row in rows}
        if not given:
            return
        some: Any = shapes.term(NamedNode(shape.iri))
        bad = {given[value] for _, value in shapes.failing(shape.iri, name, {some: set(given)}, shapes.as_rdflib(()))}
        if bad:
            for row in self._of_targets(shape, doubt):
                if row["value"] in bad:
                    yield _finding(shape, name, row, row["value"])

    def _paired(self, shape: Shape, name: str) -> Iterator[Finding]:
        sign = "<" if name == "lessThan" else "<="
        for other in shape.components[name]:
            pair = self.scope.inside(f"?focus {other} ?other")
            doubt = f"{pair} FILTER(!COALESCE(?value {sign} ?other, false))"
            both = self.scope.inside(f"?focus <{shape.path}> ?value ; {other} ?other")
            wrong = f"{both} FILTER(!COALESCE(?value {sign} ?other, false))"
            if not _rows(self.store, f"SELECT ?focus WHERE {{ {wrong} }} LIMIT 1"):
                continue
            nodes: dict[str, list[Row]] = defaultdict(list)
            for row in self._of_targets(shape, doubt, "?value ?other"):
                nodes[str(row.get("graph"))].append(row)
            for rows in nodes.values():
                yield from self._compared(shape, name, other.value, rows)

    def _compared(self, shape: Shape, name: str, other: str, rows: list[Row]) -> Iterator[Finding]:
        """Yield what pySHACL makes of doubtful pairs of values of one graph."""
        triples = [Triple(row["focus"], NamedNode(other), row["other"]) for row in rows]  # type: ignore[arg-type]
        given: dict[Node, set[Node]] = defaultdict(set)
        known: dict[tuple[Node, Node], Row] = {}
        for row in rows:
            focus, value = shapes.term(row["focus"]), shapes.term(row["value"])
            given[focus].add(value)
            known[focus, value] = row
        for pair in shapes.failing(shape.iri, name, given, shapes.as_rdflib(triples)):
            yield _finding(shape, name, known[pair], known[pair]["value"])

    def _classes(self, shape: Shape) -> Iterator[Finding]:
        """Yield values of another class: neither their graph vouches for it nor, if it is silent, the vocabulary."""
        for kind in shape.components["class"]:
            names = ", ".join(f"<{name}>" for name in self.scope.below(kind.value))
            known = set(self.scope.vouched(kind.value))
            local = self.scope.inside(f"?value a ?kind FILTER(?kind IN ({names}))")
            described = f"BIND(EXISTS {{ {self.scope.inside('?value ?saidOf ?said')} }} AS ?described)"
            doubt = f"FILTER(NOT EXISTS {{ {local} }}) {described}"
            there = self.scope.inside(f"?focus <{shape.path}> ?value")
            if self.facts and self._cited(shape, known):
                continue
            distinct = f"SELECT DISTINCT ?value ?described WHERE {{ {there} {doubt} }}"
            if all(_vouched(row, known) for row in _rows(self.store, distinct)):
                continue
            for row in self._of_targets(shape, doubt, "?value ?described"):
                if not _vouched(row, known):
                    yield _finding(shape, "class", row, row["value"])

    def _cited(self, shape: Shape, known: set[str]) -> bool:
        """Return whether all values of a path are only cited, never described, and instances by the vocabulary."""
        assert self.facts is not None
        rows = _rows(
            self.store, f"SELECT DISTINCT ?value WHERE {{ {self.scope.inside(f'?focus <{shape.path}> ?value')} }}"
        )
        values = [getattr(row["value"], "value", "") for row in rows if isinstance(row["value"], NamedNode)]
        return len(values) == len(rows) and all(v in known and v not in self.facts.described for v in values)

    def _closed(self, shape: Shape) -> Iterator[Finding]:
        if all(value.value not in {"true", "1"} for value in shape.components["closed"]):
            return
        allowed = {*shape.components.get("ignoredProperties", ())}
        allowed |= {NamedNode(part.path) for part in shape.parts.values() if part.path}
        names = ", ".join(sorted(map(str, allowed)))
        other = f"?focus ?predicate ?value FILTER(?predicate NOT IN ({names}))"
        query = f"{targets(shape, self.scope)} {self.scope.inside(other)}"
        for row in _rows(self.store, f"SELECT {self.scope.key} ?predicate ?value WHERE {{ {query} }}"):
            pair = (getattr(row["predicate"], "value", ""), getattr(row["value"], "value", ""))
            if pair != (_TYPE, RDFS + "Resource"):
                yield _finding(shape, "closed", row, row["value"], pair[0])


def _vouched(row: Row, known: set[str]) -> bool:
    cited_only = getattr(row["described"], "value", "") == "false"
    return cited_only and isinstance(row["value"], NamedNode) and row["value"].value in known


def _rows(store: Store, text: str) -> list[Row]:
    answer = store.query(text)
    if not isinstance(answer, Solutions):
        raise QueryError("a compiled shape is a SELECT; report this with your version of kg")
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _finding(shape: Shape, name: str, row: Row, value: Term | None, path: str | None = None) -> Finding:
    graph = row.get("graph")
    return Finding(
        severity=shape.severity,
        message=shape.message,
        rule=shape.iri,
        focus=str(getattr(row["focus"], "value", row["focus"])),
        graph=graph.value if isinstance(graph, NamedNode) else None,
        path=path or shape.path,
        value=None if value is None else shapes.term(value).n3(),
        component=f"{name[:1].upper()}{name[1:]}ConstraintComponent",
    )
