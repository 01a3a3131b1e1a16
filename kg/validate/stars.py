"""What graphs say, node by node, in the words of N-Triples: the form in which an audit reads a store.

Nothing is made into terms here: a node is `<https://…>` or `_:b1`, a property `<https://…>`, a value whatever N-Triples
writes for it. That is five times cheaper than terms, and equal words are equal terms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple, parse

from kg.terms import RDF

__all__ = ["TYPE", "Star", "Stars", "plain", "read", "stars_of", "text", "triples"]

TYPE = f"<{RDF}type>"

Star = list[tuple[str, str]]
"""Property and value of all that is said of one node."""


@dataclass(frozen=True, slots=True)
class Stars:
    """One graph, or several taken as one.

    Attributes:
        lines: its statements, each without the full stop at its end.
        said: what is said of each node.
        types: the classes of each node that has any, sorted.
        names: the properties in use.
        values: all values.
    """

    lines: list[str]
    said: Mapping[str, Star]
    types: Mapping[str, tuple[str, ...]]
    names: frozenset[str] | set[str]
    values: frozenset[str] | set[str]

    @property
    def cited(self) -> set[str]:
        """The named nodes that are values and of which nothing is said."""
        return {value for value in self.values if value[0] == "<"} - self.said.keys()


def read(*texts: str) -> Stars:
    """Return what N-Triples say, as Oxigraph writes them: one blank between terms, ` .` and a line feed at the end."""
    lines = [line for text in texts for line in text.split(" .\n") if line]
    said: dict[str, Star] = defaultdict(list)
    types: dict[str, tuple[str, ...]] = {}
    values: set[str] = set()
    names: set[str] = set()
    for line in lines:
        node, name, value = line.split(" ", 2)
        said[node].append((name, value))
        names.add(name)
        values.add(value)
        if name == TYPE:
            types[node] = tuple(sorted((*types[node], value))) if node in types else (value,)
    return Stars(lines, dict(said), types, names, values)


def stars_of(given: Iterable[Triple]) -> Stars:
    """Return what triples say; each is told once."""
    return read("".join(f"{line} .\n" for line in dict.fromkeys(map(str, given))))


def triples(text: str) -> list[Triple]:
    """Return the triples of N-Triples."""
    return [quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)]


def plain(term: str) -> str:
    """Return a node's IRI, or a blank node's label.

    >>> plain("<https://example.org/a>")
    'https://example.org/a'
    """
    return term[1:-1] if term.startswith("<") else term.removeprefix("_:")


def text(value: str) -> str:
    """Return what a value says: an IRI, or the text of a literal.

    >>> text('"2023-12-31"^^<http://www.w3.org/2001/XMLSchema#date>')
    '2023-12-31'
    """
    if value[0] != '"':
        return plain(value)
    body = value[1 : value.rindex('"')]
    return _ESCAPED.sub(_unescaped, body) if "\\" in body else body


_ESCAPED = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SHORT.get(match[3], match[3])
