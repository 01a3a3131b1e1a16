"""Compile SHACL Core shapes to SPARQL, to run them over many graphs at once inside a store.

Writes the patterns for targets, counts and logic; judging single values is `kg.validate.audit`'s part.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import Literal, NamedNode

from kg.errors import ValidateError
from kg.terms import XSD
from kg.validate.core import FOCUS, LOGIC, SH, Shape, Value

__all__ = ["Scope", "condition", "conditions", "crowded", "sound", "targets"]


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
        elif shape.path is None and name in {*LOGIC, "node"}:
            found[name] = _logic(shape, name, "focus", scope)
    return found


def condition(shape: Shape, name: str, variable: str, scope: Scope) -> str:
    """Return what must hold of a value of the path for a logical component (`or`, `and`, `not`, `class`, `node`)."""
    return _logic(shape, name, variable, scope)


def crowded(value: Value, path: str, scope: Scope) -> str:
    """Return a query for nodes, targeted or not, that have more values on a path than a `maxCount` allows.

    It costs half of what the condition does, and spares it where nothing is found.
    """
    body = scope.inside(f"?focus <{path}> ?value")
    return f"SELECT {scope.key} WHERE {{ {body} }} GROUP BY {scope.key} HAVING (COUNT(*) > {value.value}) LIMIT 1"


def sound(shape: Shape, name: str) -> str:
    """Return an expression that is true of `?value` only if it surely fits a component; the rest is to be judged."""
    values = shape.components[name]
    match name:
        case "datatype":
            return _all(_DATATYPES.get(value.value, "false").format(f"<{value.value}>") for value in values)
        case "pattern":
            return _all(_matching(value) for value in values)
        case "languageIn":
            return f"(isLiteral(?value) && LANG(?value) IN ({', '.join(str(value) for value in values)}))"
        case "nodeKind":
            return "isIRI(?value)" if [value.value for value in values] == [SH + "IRI"] else "false"
        case "in" if all(isinstance(value, NamedNode) for value in values):
            return f"(isIRI(?value) && ?value IN ({', '.join(map(str, values))}))"
        case "minInclusive" | "minExclusive" | "maxInclusive" | "maxExclusive":
            sign = (">" if name.startswith("min") else "<") + ("=" if name.endswith("Inclusive") else "")
            return _all(_ordered(value, sign) for value in values)
    return "false"


_DAY = "^[12][0-9]{{3}}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"
_DATATYPES = {
    XSD + "string": "(isLiteral(?value) && DATATYPE(?value) = {})",
    XSD + "decimal": "(DATATYPE(?value) = {} && isNumeric(?value))",
    XSD + "integer": "(DATATYPE(?value) = {} && isNumeric(?value))",
    XSD + "boolean": "(DATATYPE(?value) = {} && ?value IN (true, false))",
    XSD + "date": f'(DATATYPE(?value) = {{}} && REGEX(STR(?value), "{_DAY}"))',
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
        elif name in {*LOGIC, "node"} and shape.path is None:
            parts.append(_logic(shape, name, variable, scope))
        elif name in {*LOGIC, "node"}:
            inner = f"{variable}V"
            wrong = (
                f"{scope.inside(f'?{variable} <{shape.path}> ?{inner}')} FILTER(!{_logic(shape, name, inner, scope)})"
            )
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
