"""SHACL Core shapes as plain values, for the audit tier.

A component, target or path that the audit cannot run is refused here, so that none is ever skipped in silence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.errors import ValidateError
from kg.terms import RDF

__all__ = ["FOCUS", "JUDGED", "LOGIC", "PAIRED", "SH", "Shape", "Value", "read"]

SH = "http://www.w3.org/ns/shacl#"
_TYPE = RDF + "type"
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_SAID = {"path", "severity", "message", "name", "description", "order", "group", "defaultValue", "ignoredProperties"}

JUDGED = {
    "datatype", "nodeKind", "pattern", "languageIn", "in", "minInclusive", "minExclusive", "maxInclusive",
    "maxExclusive", "minLength", "maxLength",
}  # fmt: skip
"""Components that look at one value of a path and nothing else."""
PAIRED = {"lessThan", "lessThanOrEquals"}
"""Components that compare the values of a path with those of another property of the focus node."""
FOCUS = {"minCount", "maxCount", "uniqueLang", "hasValue"}
"""Components of a property shape that give one result for a focus node."""
LOGIC = {"or", "and", "not", "class"}
"""Components that are decided by other shapes, or by the classes of a node."""
_KNOWN = JUDGED | PAIRED | FOCUS | LOGIC | {"property", "node", "closed"}
_LISTS = {"in", "languageIn", "ignoredProperties", "or", "and"}

Value: TypeAlias = NamedNode | Literal


@dataclass(frozen=True)
class Shape:
    """One shape: its path (None for a node shape), targets, and components with their values.

    Attributes:
        targets: pairs of the kind of target and its IRI, in order.
        components: values by local name of the parameter; a list parameter holds the members of its list.
    """

    iri: str
    path: str | None
    severity: str
    message: Mapping[str, str]
    targets: tuple[tuple[str, str], ...]
    components: Mapping[str, tuple[Value, ...]]
    parts: Mapping[str, "Shape"] = field(default_factory=dict)


# -- reading shapes ---------------------------------------------------------------------------------------------------


def read(triples: Iterable[Triple]) -> list[Shape]:
    """Return the shapes that have targets, sorted by IRI.

    Raises:
        ValidateError: a shape holds something that cannot be compiled; the message names shape and parameter.
    """
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    nodes: set[str] = set()
    for kind in _TARGETS:
        for quad in store.quads_for_pattern(None, NamedNode(SH + kind), None, None):
            nodes.add(_named(quad.subject, kind, str(quad.subject)))
    for quad in store.quads_for_pattern(None, NamedNode(_TYPE), None, None):
        if isinstance(quad.object, NamedNode) and quad.object.value in {SH + "NodeShape", SH + "PropertyShape"}:
            _shape(
                store, _named(quad.subject, "type", str(quad.subject)), ()
            )  # every shape is looked at, targeted or not
    return [_shape(store, node, ()) for node in sorted(nodes)]


def _shape(store: Store, iri: str, above: tuple[str, ...]) -> Shape:
    if iri in above:
        raise ValidateError(f"{iri}: the shape refers to itself; the audit cannot compile that, break the circle")
    components: dict[str, tuple[Value, ...]] = {}
    for name in sorted(_parameters(store, iri)):
        values = [quad.object for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(SH + name), None, None)]
        if name in _TARGETS or name in _SAID - {"ignoredProperties"}:
            continue
        if name not in _KNOWN | {"ignoredProperties"}:
            raise ValidateError(f"{iri}: sh:{name} is not known to the audit tier; add it to kg/validate/core.py")
        if name in _LISTS:
            if len(values) != 1:
                raise ValidateError(f"{iri}: sh:{name} stands {len(values)} times; the audit tier takes one list")
            values = [*_members(store, values[0], iri, name)]
        components[name] = tuple(_value(value, iri, name) for value in sorted(values, key=str))
    targeted = any(next(store.quads_for_pattern(NamedNode(iri), NamedNode(SH + k), None, None), None) for k in _TARGETS)
    if targeted and "property" in components:
        raise ValidateError(f"{iri}: sh:property below a target; give the property shape the target instead")
    path = _path(store, iri)
    _fits(iri, path, components)
    parts = {
        value.value: _shape(store, value.value, (*above, iri))
        for name in ("or", "and", "not", "property", "node")
        for value in components.get(name, ())
    }
    messages = (q.object for q in store.quads_for_pattern(NamedNode(iri), NamedNode(SH + "message"), None, None))
    severities = [q.object for q in store.quads_for_pattern(NamedNode(iri), NamedNode(SH + "severity"), None, None)]
    return Shape(
        iri=iri,
        path=path,
        severity=str(getattr(severities[0], "value", "")).removeprefix(SH).lower() if severities else "violation",
        message={text.language or "en": text.value for text in messages if isinstance(text, Literal)},
        targets=tuple(
            (kind, _named(quad.object, kind, iri))
            for kind in _TARGETS
            for quad in sorted(store.quads_for_pattern(NamedNode(iri), NamedNode(SH + kind), None, None), key=str)
        ),
        components=components,
        parts=parts,
    )


def _parameters(store: Store, iri: str) -> set[str]:
    names = {quad.predicate.value for quad in store.quads_for_pattern(NamedNode(iri), None, None, None)}
    return {name.removeprefix(SH) for name in names if name.startswith(SH)}


def _path(store: Store, iri: str) -> str | None:
    found = [quad.object for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(SH + "path"), None, None)]
    if not found:
        return None
    if len(found) > 1 or not isinstance(found[0], NamedNode):
        raise ValidateError(f"{iri}: the audit tier takes a path of one property; write the rule as a check instead")
    return found[0].value


def _fits(iri: str, path: str | None, components: Mapping[str, tuple[Value, ...]]) -> None:
    """Refuse what is known elsewhere, but not in this kind of shape."""
    node_only, path_only = {"closed", "property"}, FOCUS | PAIRED
    wrong = set(components) & (path_only if path is None else node_only)
    if wrong:
        raise ValidateError(f"{iri}: sh:{min(wrong)} does not fit here; the audit tier cannot compile it")
    if path is None and set(components) & JUDGED:
        raise ValidateError(f"{iri}: sh:{min(set(components) & JUDGED)} on a node shape is not known to the audit tier")


def _members(store: Store, head: object, iri: str, name: str) -> Iterator[Value]:
    seen = set()
    while not (isinstance(head, NamedNode) and head.value == RDF + "nil"):
        if head in seen or not isinstance(head, NamedNode | BlankNode):
            raise ValidateError(f"{iri}: the list of sh:{name} is broken; correct it")
        seen.add(head)
        firsts = [q.object for q in store.quads_for_pattern(head, NamedNode(RDF + "first"), None, None)]
        rests = [q.object for q in store.quads_for_pattern(head, NamedNode(RDF + "rest"), None, None)]
        if len(firsts) != 1 or len(rests) != 1:
            raise ValidateError(f"{iri}: the list of sh:{name} is broken; correct it")
        yield _value(firsts[0], iri, name)
        head = rests[0]


def _value(term: object, iri: str, name: str) -> Value:
    if isinstance(term, NamedNode | Literal):
        return term
    raise ValidateError(f"{iri}: sh:{name} points to a node without a name; name it, so that results can point to it")


def _named(term: object, name: str, iri: str) -> str:
    if isinstance(term, NamedNode):
        return term.value
    raise ValidateError(f"{iri}: {term} ({name}) has no name; name it, so that results can point to it")
