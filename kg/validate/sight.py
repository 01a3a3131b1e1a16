"""What shapes can see of a node, so that nodes they cannot tell apart need to be judged only once.

A shape looks at the classes of a node, at how many values its properties have, and at each value: its kind, datatype,
language and, where a constraint asks for more, whether it fits a pattern, a bound or a length, which one it is, or of
which classes. All that is written down as one word for each statement. Where it is not sure what pySHACL sees, the word
holds the value itself: such nodes are then told apart, at the price of time, never of a finding.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import Literal

from kg.errors import ValidateError
from kg.terms import XSD
from kg.validate.core import LOGIC, PAIRED, Shape, Value
from kg.validate.stars import TYPE, Star, Stars

__all__ = ["Seen", "Sight"]

_MOST_REMEMBERED = 20_000
"""How many values of one property are remembered with their words; the others are looked at again."""

_DAY = re.compile(
    r"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_NUMBER = {
    f"^^<{XSD}integer>": re.compile(r"[+-]?[0-9]+"),
    f"^^<{XSD}decimal>": re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?"),
}
_WELL_FORMED = {
    **_NUMBER,
    f"^^<{XSD}date>": _DAY,
    f"^^<{XSD}boolean>": re.compile("true|false"),
    f"^^<{XSD}anyURI>": re.compile(".*"),
}
"""Values of a datatype that are surely well-formed; what does not match is left to pySHACL."""
_DATE = f"^^<{XSD}date>"


@dataclass(slots=True)
class _Asked:
    """What constraints ask of the values of one property.

    Attributes:
        linked: whether the classes of values matter.
        named: values that are named in a constraint, in N-Triples.
        whole: whether values are seen as they are.
        tests: what a text is put to, each true or false.
        bounds: what a number is put to.
    """

    linked: bool = False
    named: set[str] = field(default_factory=set)
    whole: bool = False
    tests: list[Callable[[str], bool]] = field(default_factory=list)
    bounds: list[Callable[[Decimal], bool]] = field(default_factory=list)


class Seen(dict[str, str]):
    """The words for the statements with one property, by value; for values that their graph does not describe.

    Attributes:
        linked: whether the classes of values matter.
    """

    def __init__(self, name: str, asked: _Asked, classes: Callable[[str], str]) -> None:
        super().__init__()
        self._name = name
        self._asked = asked
        self._classes = classes
        self.linked = asked.linked

    def __missing__(self, value: str) -> str:
        word = f"{self._name} {self._word(value)}"
        if len(self) < _MOST_REMEMBERED:
            self[value] = word
        return word

    def described(self, value: str, classes: tuple[str, ...]) -> str:
        """Return the word for a node that its graph describes, by the classes it has there."""
        asked = self._asked
        exact = asked.whole or asked.tests or asked.bounds or value in asked.named
        kind = " ".join(classes) if asked.linked else ""
        return f"{self._name} {value[0]}{value if exact else ''} {kind}"

    def _word(self, value: str) -> str:
        asked = self._asked
        if asked.whole or value in asked.named:
            return f"{value} {self._classes(value) if asked.linked else ''}"
        if value[0] != '"':
            exact = asked.tests or asked.bounds
            return f"{value[0]}{value if exact else ''} {self._classes(value) if asked.linked else ''}"
        end = value.rindex('"')
        body, kind = value[1:end], value[end + 1 :]
        if kind.startswith("^^"):
            form = _WELL_FORMED.get(kind)
            if form is None or not form.fullmatch(body):
                return value
        if asked.tests and "\\" in body:
            return value
        if asked.bounds and kind not in _NUMBER:
            return value
        answers = [test(body) for test in asked.tests]
        if asked.bounds:
            answers += [bound(Decimal(body)) for bound in asked.bounds]
        return f'"{kind}{"".join("+" if answer else "-" for answer in answers)}'


class Sight:
    """What some shapes see.

    Attributes:
        seen: the words of the statements with a property, for the properties that shapes look at.
        pairs: properties whose values are compared with those of another.
        incoming: properties whose values are looked at wherever they stand.
        nodes: what is looked at by name.
        kinds: the classes whose instances are looked at.

    Raises:
        ValidateError: a shape looks further than from a node to its values and their classes.
    """

    def __init__(self, shapes: Iterable[Shape], classes: Callable[[str], str]) -> None:
        self._asked: dict[str, _Asked] = {TYPE: _Asked(whole=True)}
        self.pairs: set[tuple[str, str]] = set()
        self.incoming: set[str] = set()
        self.nodes: set[str] = set()
        self.kinds: set[str] = set()
        self._views: dict[str, tuple[frozenset[str] | None, bool]] = {}
        for shape in shapes:
            self._views[shape.iri] = (_view(shape, None), bool(PAIRED & set(shape.components)))
            for kind, iri in shape.targets:
                wanted = {"targetClass": self.kinds, "targetObjectsOf": self.incoming, "targetNode": self.nodes}
                wanted.get(kind, set()).add(f"<{iri}>")
            self._look(shape, None)
        self.seen = {name: Seen(name, asked, classes) for name, asked in self._asked.items()}
        self.compared = {name for pair in self.pairs for name in pair}

    def words(self, star: Star, graph: Stars) -> list[str]:
        """Return a word for each statement on a node, in their order.

        Args:
            star: what is said of it.
            graph: the graph that says it.
        """
        found = []
        seen, described = self.seen, graph.said
        for name, value in star:
            here = seen.get(name)
            if here is None:
                found.append(name)
            elif here.linked and value in described:
                found.append(here.described(value, graph.types.get(value, ())))
            else:
                found.append(here[value])
        return found

    def comparisons(self, star: Star) -> list[str]:
        """Return a word for each comparison of two values of a node."""
        found = []
        for low, high in self.pairs:
            lower = [value for name, value in star if name == low]
            upper = [value for name, value in star if name == high]
            if lower and upper:
                signs = [_sign(a, b) for a in lower for b in upper]
                if len(signs) == 1 and signs[0]:
                    found.append(f"{low} {signs[0]} {high}")
                else:
                    found.append(f"{low} ? {high} {sorted(lower)} {sorted(upper)}")
        return found

    def looks(self, shape: str, words: list[str], star: Star) -> tuple[str, ...]:
        """Return how a node looks to one shape, by the words for the statements on it."""
        view, compares = self._views[shape]
        seen = [word for word, (name, _) in zip(words, star, strict=True) if view is None or name in view]
        return (*sorted(seen), *(self.comparisons(star) if compares else ()))

    # -- reading shapes --------------------------------------------------------------------------------------------

    def _look(self, shape: Shape, via: str | None) -> None:
        """Take in a shape; `via` is the property whose values it looks at, None where it looks at the node itself."""
        if shape.path is not None and via is not None:
            raise ValidateError(f"{shape.iri}: looks at the values of a value; the audit tier cannot see that far")
        name = f"<{shape.path}>" if shape.path is not None else via
        asked = self._asked.setdefault(name, _Asked()) if name is not None else _Asked()
        for parameter, values in shape.components.items():
            if parameter in {*LOGIC, "node", "property"} and parameter != "class":
                for value in values:
                    self._look(shape.parts[value.value], name)
            elif parameter == "class":
                asked.linked = True
            elif parameter == "closed" and via is not None:
                raise ValidateError(f"{shape.iri}: closes the values of a value; the audit tier cannot see that far")
            elif parameter in PAIRED:
                for value in values:
                    self.pairs.add((name or "", str(value)))
                    self._asked.setdefault(str(value), _Asked())
            else:
                _ask(asked, parameter, values)


def _view(shape: Shape, via: str | None) -> frozenset[str] | None:
    """Return the properties that a shape looks at; None if at all."""
    name = f"<{shape.path}>" if shape.path is not None else via
    found: set[str] = {name or TYPE} if shape.path is not None or "class" in shape.components else set()
    parts = [_view(part, name) for part in shape.parts.values()]
    if "closed" in shape.components or None in parts:
        return None
    return frozenset(found.union(*(part for part in parts if part is not None)))


def _ask(asked: _Asked, parameter: str, values: tuple[Value, ...]) -> None:
    if parameter in {"hasValue", "in"}:
        asked.named |= {str(value) for value in values}
        asked.whole |= any(isinstance(value, Literal) for value in values)  # equal literals may be written otherwise
    elif parameter == "pattern":
        asked.tests += [_matching(value.value) for value in values]
    elif parameter in {"minLength", "maxLength"}:
        asked.tests += [_long(int(value.value), parameter) for value in values]
    elif parameter in _BOUNDS:
        for value in values:
            if isinstance(value, Literal) and f"^^{value.datatype}" in _NUMBER:
                asked.bounds.append(_BOUNDS[parameter](Decimal(value.value)))
            else:
                asked.whole = True


def _matching(text: str) -> Callable[[str], bool]:
    pattern = re.compile(text)
    return lambda body: pattern.search(body) is not None


def _long(length: int, parameter: str) -> Callable[[str], bool]:
    return (lambda body: len(body) >= length) if parameter == "minLength" else (lambda body: len(body) <= length)


_BOUNDS: dict[str, Callable[[Decimal], Callable[[Decimal], bool]]] = {
    "minInclusive": lambda bound: lambda value: value >= bound,
    "minExclusive": lambda bound: lambda value: value > bound,
    "maxInclusive": lambda bound: lambda value: value <= bound,
    "maxExclusive": lambda bound: lambda value: value < bound,
}


def _sign(one: str, other: str) -> str:
    """Return how two values compare; nothing where that is not sure."""
    (a, kind), (b, other_kind) = _parts(one), _parts(other)
    if kind == other_kind == _DATE and _DAY.fullmatch(a) and _DAY.fullmatch(b):
        return "<" if a < b else "=" if a == b else ">"
    if kind in _NUMBER and other_kind in _NUMBER and _NUMBER[kind].fullmatch(a) and _NUMBER[other_kind].fullmatch(b):
        x, y = Decimal(a), Decimal(b)
        return "<" if x < y else "=" if x == y else ">"
    return ""


def _parts(value: str) -> tuple[str, str]:
    end = value.rfind('"')
    return (value[1:end], value[end + 1 :]) if value[0] == '"' else (value, "")
