"""Compile SHACL Core shapes to SPARQL, to run them over many graphs at once inside a store.

Reads shapes into plain values and writes the patterns for targets, counts and logic. A component, target or path it
does not know is refused, so that none is ever skipped in silence; judging values is `kg.validate.audit`'s part.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.errors import ValidateError
from kg.terms import RDF, XSD

__all__ = ["FOCUS", "JUDGED", "PAIRED", "Scope", "Shape", "condition", "conditions", "crowded", "read", "sound", "targets"]

_SH = "http://www.w3.org/ns/shacl#"
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
_LOGIC = {"or", "and", "not", "class"}
_KNOWN = JUDGED | PAIRED | FOCUS | _LOGIC | {"property", "node", "closed"}
_LISTS = {"in", "languageIn", "ignoredProperties", "or", "and"}

Value = NamedNode | Literal


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


@dataclass(frozen=True)
class Scope:
    """How patterns reach the data, and what a class test may rely on.

    Attributes:
        inside: wraps a pattern so that it looks into one graph (`GRAPH ?graph { … }`), or leaves it.
        key: the columns that name a focus node.
        below: a class and all below it.
        vouched: what the vocabulary knows as instances of a class, for things that a graph cites without describing.
    """

    inside: Callable[[str], str]
    key: str
    below: Callable[[str], list[str]]
    vouched: Callable[[str], list[str]]


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
        for quad in store.quads_for_pattern(None, NamedNode(_SH + kind), None, None):
            nodes.add(_named(quad.subject, kind, str(quad.subject)))
    for quad in store.quads_for_pattern(None, NamedNode(_TYPE), None, None):
        if isinstance(quad.object, NamedNode) and quad.object.value in {_SH + "NodeShape", _SH + "PropertyShape"}:
            _shape(store, _named(quad.subject, "type", str(quad.subject)), ())  # every shape is looked at, targeted or not
    return [_shape(store, node, ()) for node in sorted(nodes)]


def _shape(store: Store, iri: str, above: tuple[str, ...]) -> Shape:
    if iri in above:
        raise ValidateError(f"{iri}: the shape refers to itself; the audit cannot compile that, break the circle")
    components: dict[str, tuple[Value, ...]] = {}
    for name in sorted(_parameters(store, iri)):
        values = [quad.object for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(_SH + name), None, None)]
        if name in _TARGETS or name in _SAID - {"ignoredProperties"}:
            continue
        if name not in _KNOWN | {"ignoredProperties"}:
            raise ValidateError(f"{iri}: sh:{name} is not known to the audit tier; add it to kg/validate/compile.py")
        if name in _LISTS:
            if len(values) != 1:
                raise ValidateError(f"{iri}: sh:{name} stands {len(values)} times; the audit tier takes one list")
            values = list(_members(store, values[0], iri, name))
        components[name] = tuple(_value(value, iri, name) for value in sorted(values, key=str))
    path = _path(store, iri)
    _fits(iri, path, components)
    parts = {
        value.value: _shape(store, value.value, (*above, iri))
        for name in ("or", "and", "not", "property", "node")
        for value in components.get(name, ())
    }
    messages = (q.object for q in store.quads_for_pattern(NamedNode(iri), NamedNode(_SH + "message"), None, None))
    severities = [q.object for q in store.quads_for_pattern(NamedNode(iri), NamedNode(_SH + "severity"), None, None)]
    return Shape(
        iri=iri,
        path=path,
        severity=str(getattr(severities[0], "value", "")).removeprefix(_SH).lower() if severities else "violation",
        message={text.language or "en": text.value for text in messages if isinstance(text, Literal)},
        targets=tuple(
            (kind, _named(quad.object, kind, iri))
            for kind in _TARGETS
            for quad in sorted(store.quads_for_pattern(NamedNode(iri), NamedNode(_SH + kind), None, None), key=str)
        ),
        components=components,
        parts=parts,
    )


def _parameters(store: Store, iri: str) -> set[str]:
    names = {quad.predicate.value for quad in store.quads_for_pattern(NamedNode(iri), None, None, None)}
    return {name.removeprefix(_SH) for name in names if name.startswith(_SH)}


def _path(store: Store, iri: str) -> str | None:
    found = [quad.object for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(_SH + "path"), None, None)]
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
    for name in ("minCount", "maxCount"):
        for value in components.get(name, ()):
            if not value.value.isdigit() or int(value.value) > 8:
                raise ValidateError(f"{iri}: sh:{name} {value.value} is too much for the audit tier; write a check")


def _members(store: Store, head: object, iri: str, name: str) -> Iterator[object]:
    seen = set()
    while not (isinstance(head, NamedNode) and head.value == RDF + "nil"):
        if head in seen or not isinstance(head, NamedNode | BlankNode):
            raise ValidateError(f"{iri}: the list of sh:{name} is broken; correct it")
        seen.add(head)
        firsts = [q.object for q in store.quads_for_pattern(head, NamedNode(RDF + "first"), None, None)]
        rests = [q.object for q in store.quads_for_pattern(head, NamedNode(RDF + "rest"), None, None)]
        if len(firsts) != 1 or len(rests) != 1:
            raise ValidateError(f"{iri}: the list of sh:{name} is broken; correct it")
        yield firsts[0]
        head = rests[0]


def _value(term: object, iri: str, name: str) -> Value:
    if isinstance(term, NamedNode | Literal):
        return term
    raise ValidateError(f"{iri}: sh:{name} points to a node without a name; name it, so that results can point to it")


def _named(term: object, name: str, iri: str) -> str:
    if isinstance(term, NamedNode):
        return term.value
    raise ValidateError(f"{iri}: {term} ({name}) has no name; name it, so that results can point to it")


# -- patterns ---------------------------------------------------------------------------------------------------------


def targets(shape: Shape, scope: Scope) -> str:
    """Return the pattern that binds `?focus` (and `?graph`) to each focus node of a shape, each once."""
    branches = []
    for kind, iri in shape.targets:
        match kind:
            case "targetClass":
                branches += [scope.inside(f"?focus a <{name}>") for name in scope.below(iri)]
                if known := scope.vouched(iri):
                    described = f"FILTER NOT EXISTS {{ {scope.inside('?focus ?saidOf ?said')} }}"
                    branches.append(f"{_among('focus', known)} {scope.inside('?user ?using ?focus')} {described}")
            case "targetSubjectsOf":
                branches.append(scope.inside(f"?focus <{iri}> ?any"))
            case "targetObjectsOf":
                branches.append(scope.inside(f"?any <{iri}> ?focus"))
            case _ if "?graph" in scope.key:
                raise ValidateError(f"{shape.iri}: sh:targetNode would hold in every graph; target a class instead")
            case _:
                branches.append(_among("focus", [iri]))
    union = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    return f"{{ SELECT DISTINCT {scope.key} WHERE {{ {union} }} }}"


def conditions(shape: Shape, scope: Scope) -> dict[str, str]:
    """Return, by component, what must hold of `?focus`; each that does not is one result."""
    found = {}
    for name, values in shape.components.items():
        if name in FOCUS:
            found[name] = _all(_counted(name, value, shape.path or "", "focus", scope) for value in values)
        elif shape.path is None and name in {*_LOGIC, "node"}:
            found[name] = _logic(shape, name, "focus", scope)
    return found


def condition(shape: Shape, name: str, variable: str, scope: Scope) -> str:
    """Return what must hold of a value of the path for a logical component (`or`, `and`, `not`, `class`, `node`)."""
    return _logic(shape, name, variable, scope)


def crowded(name: str, value: Value, path: str, scope: Scope) -> str | None:
    """Return a query for nodes, targeted or not, that break `maxCount` or `uniqueLang` on a path; None for the others.

    It costs half of what the condition does, and spares it where nothing is found.
    """
    if name == "maxCount":
        group, least = scope.key, int(value.value)
    elif name == "uniqueLang":
        group, least = f"{scope.key} ?language", 1
    else:
        return None
    tagged = "BIND(LANG(?value) AS ?language) FILTER(?language != '')" if name == "uniqueLang" else ""
    body = f"{scope.inside(f'?focus <{path}> ?value')} {tagged}"
    return f"SELECT {scope.key} WHERE {{ {body} }} GROUP BY {group} HAVING (COUNT(*) > {least}) LIMIT 1"


def sound(shape: Shape, name: str) -> str:
    """Return an expression that is true of `?value` only if it surely fits a component; what is left is to be judged."""
    values = shape.components[name]
    match name:
        case "datatype":
            return _all(_DATATYPES.get(value.value, "false").format(f"<{value.value}>") for value in values)
        case "pattern":
            return _all(_matching(value) for value in values)
        case "languageIn":
            return f"(isLiteral(?value) && LCASE(LANG(?value)) IN ({', '.join(str(value) for value in values)}))"
        case "nodeKind":
            return "isIRI(?value)" if [value.value for value in values] == [_SH + "IRI"] else "false"
        case "in" if all(isinstance(value, NamedNode) for value in values):
            return f"(isIRI(?value) && ?value IN ({', '.join(map(str, values))}))"
        case "minInclusive" | "minExclusive" | "maxInclusive" | "maxExclusive":
            sign = (">" if name.startswith("min") else "<") + ("=" if name.endswith("Inclusive") else "")
            return _all(_ordered(value, sign) for value in values)
    return "false"


_DATATYPES = {
    XSD + "string": "(isLiteral(?value) && DATATYPE(?value) = {})",
    XSD + "decimal": "(DATATYPE(?value) = {} && isNumeric(?value))",
    XSD + "integer": "(DATATYPE(?value) = {} && isNumeric(?value))",
    XSD + "boolean": "(DATATYPE(?value) = {} && ?value IN (true, false))",
    XSD + "date": '(DATATYPE(?value) = {} && REGEX(STR(?value), "^[12][0-9]{{3}}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"))',
}
_PLAIN = re.compile(r"\^(?:[\w \-,:/^|+*?$.]|\[[\w,:/ ]+(?:-[\w,:/ ]+)*\]|\{[\d,]+\}|\\[.()]|\((?!\?)|\))*\$", re.ASCII)
"""Patterns that mean the same to Oxigraph and to Python."""


def _matching(value: Value) -> str:
    if not (isinstance(value, Literal) and _PLAIN.fullmatch(value.value)):
        return "false"
    return f"(isLiteral(?value) && REGEX(STR(?value), {Literal(value.value)}))"


def _ordered(value: Value, sign: str) -> str:
    kinds = {XSD + "integer", XSD + "decimal"}
    if not (isinstance(value, Literal) and value.datatype.value in kinds):
        return "false"
    return f"(DATATYPE(?value) IN (<{XSD}integer>, <{XSD}decimal>) && ?value {sign} {value})"


def _logic(shape: Shape, name: str, variable: str, scope: Scope) -> str:
    values = shape.components[name]
    if name == "class":
        return _all(_classed(value.value, variable, scope) for value in values)
    inner = [_conforms(shape.parts[value.value], variable, scope) for value in values]
    if name == "not":
        return _all(f"!({each})" for each in inner)
    return f"({' || '.join(inner)})" if name == "or" else _all(inner)


def _conforms(shape: Shape, variable: str, scope: Scope) -> str:
    """Return whether a node conforms to a shape that another one refers to."""
    parts = []
    for name, values in shape.components.items():
        if name == "property":
            parts += [_conforms(shape.parts[value.value], variable, scope) for value in values]
        elif shape.path is not None and name in FOCUS:
            parts += [_counted(name, value, shape.path, variable, scope) for value in values]
        elif name in {*_LOGIC, "node"} and shape.path is None:
            parts.append(_logic(shape, name, variable, scope))
        elif name in {*_LOGIC, "node"}:
            inner = f"{variable}V"
            wrong = f"{scope.inside(f'?{variable} <{shape.path}> ?{inner}')} FILTER(!{_logic(shape, name, inner, scope)})"
            parts.append(f"NOT EXISTS {{ {wrong} }}")
        else:
            raise ValidateError(f"{shape.iri}: sh:{name} in a shape used by another is not known to the audit tier")
    return _all(parts)


def _counted(name: str, value: Value, path: str, variable: str, scope: Scope) -> str:
    if name == "hasValue":
        return f"EXISTS {{ {scope.inside(f'?{variable} <{path}> {value}')} }}"
    if name == "uniqueLang":
        alike = 'LANG(?n0) != "" && LCASE(LANG(?n0)) = LCASE(LANG(?n1)) && !sameTerm(?n0, ?n1)'
        twice = scope.inside(f"?{variable} <{path}> ?n0 , ?n1 FILTER({alike})")
        return f"NOT EXISTS {{ {twice} }}" if value.value in {"true", "1"} else "true"
    number = int(value.value) + (name == "maxCount")
    if number == 0:
        return "true"
    names = [f"?n{i}" for i in range(number)]
    different = " && ".join(f"!sameTerm({a}, {b})" for a, b in combinations(names, 2))
    pattern = f"?{variable} <{path}> {' , '.join(names)}" + (f" FILTER({different})" if different else "")
    return f"{'' if name == 'minCount' else 'NOT '}EXISTS {{ {scope.inside(pattern)} }}"


def _classed(kind: str, variable: str, scope: Scope) -> str:
    """Return whether a value is of a class: by what its graph says of it or, if that is nothing, by the vocabulary."""
    kinds = ", ".join(f"<{name}>" for name in scope.below(kind))
    local = f"EXISTS {{ {scope.inside(f'?{variable} a ?kind FILTER(?kind IN ({kinds}))')} }}"
    known = scope.vouched(kind)
    if not known:
        return local
    described = f"EXISTS {{ {scope.inside(f'?{variable} ?saidOf ?said')} }}"
    return f"({local} || (!{described} && ?{variable} IN ({', '.join(f'<{iri}>' for iri in known)})))"


def _among(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _all(parts: Iterable[str]) -> str:
    return f"({' && '.join(dict.fromkeys(parts)) or 'true'})"
