"""Write JSON-LD that people can read: compact, with the project's context inside, one object for each named graph.

The only module that knows how a term of `ontology/context.jsonld` is chosen for a value. Each graph holds each of its
nodes once and on one line, claims first. Nothing is left to a reader's guess: decimals are strings, an IRI is a
prefixed name or whole, and what no term of the context fits is written with a prefixed name and a value object.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import assets
from kg.errors import AssetError, ExportError
from kg.export.material import Material
from kg.terms import DEKG, RDF, XSD
from kg.vocabulary import Vocabulary

__all__ = ["Context", "brief", "shipped_context", "write"]

_TYPE = RDF + "type"
_ORDER = tuple(DEKG + name for name in ("Claim", "ConvertedAmount", "SourceDocument", "Passage", "DataPoint", "Period"))
_SAFE_INTEGER = 2**53
_INTEGER = re.compile(r"0|-?[1-9]\d*")
_LOCAL = re.compile(r"[A-Za-z0-9_.-]+")
_REMEMBERED = 50_000
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

Json: TypeAlias = Any
Node: TypeAlias = NamedNode | BlankNode


def write(material: Material) -> bytes:
    """Return JSON-LD of all graphs.

    Raises:
        ExportError: an IRI cannot be written with the context, or a value is beyond RDF 1.1.
    """
    context = shipped_context()
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in set(material.quads):
        name = quad.graph_name
        graphs["" if isinstance(name, DefaultGraph) else _name(name)].append(quad)
    objects: list[str] = []
    for graph, inside in sorted(graphs.items()):
        nodes = ",\n".join(_dump(node) for node in _nodes(inside, context, material.vocabulary))
        # nodes of the default graph stand at the top, beside the named graphs
        objects.append(f'{{"{context.id}":{_dump(context.iri(graph))},"@graph":[\n{nodes}\n]}}' if graph else nodes)
    terms = ",\n".join(f"{_dump(term)}:{_dump(meaning)}" for term, meaning in context.source.items())
    everything = ",\n".join(objects)
    return f'{{"@context":{{\n{terms}\n}},\n"@graph":[\n{everything}\n]}}\n'.encode()


def brief(quads: Iterable[Quad], vocabulary: Vocabulary) -> bytes:
    """Return JSON-LD of a few triples, without graphs: one object for each node, and of the context what they use.

    Raises:
        ExportError: an IRI cannot be written with the context, or a value is beyond RDF 1.1.
    """
    context = shipped_context()
    body = ",\n".join(_dump(node) for node in _nodes(set(quads), context, vocabulary))
    used = frozenset(context.source.keys() & set(_WORD.findall(body)))
    return f'{{"@context":{_cut(used)},\n"@graph":[\n{body}\n]}}\n'.encode()


@lru_cache(maxsize=4096)
def _cut(used: frozenset[str]) -> str:
    """Return the context with some of its terms, and the prefixes that these are written with."""
    source = shipped_context().source
    terms = {term: meaning for term, meaning in source.items() if term.startswith("@") or term in used}
    more = set(_WORD.findall(_dump(terms)))
    return _dump({term: meaning for term, meaning in source.items() if term in terms or term in more})


@cache
def shipped_context() -> "Context":
    """Return the context that ships with the ontology.

    Raises:
        AssetError: it is missing, no JSON, or uses what this writer does not know.
    """
    path = assets.folder("ontology") / "context.jsonld"
    try:
        source = json.loads(path.read_text("utf-8"))["@context"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssetError(f"{path}: not a JSON-LD context ({error}); install the package again") from None
    return Context(source)


class Term(NamedTuple):
    """How a term of the context reads its values.

    Attributes:
        name: the term.
        kind: `@id` or `@vocab` for IRIs, a datatype's IRI, or None where nothing is coerced.
        language: the tag of plain strings, `*` for a map by language, or None.
        many: values always stand in an array.
    """

    name: str
    kind: str | None
    language: str | None
    many: bool


class Context:
    """What terms and prefixes a context defines, read for writing."""

    def __init__(self, source: Mapping[str, Json]) -> None:
        """Args: the value of `@context`: an object of terms without scoped, reverse or default definitions.

        Raises:
            AssetError: it has others.
        """
        self.source = source
        self.id, self.type = "@id", "@type"
        self.prefixes = {
            term: iri
            for term, iri in source.items()
            if isinstance(iri, str) and "://" in iri and iri.endswith(tuple(":/?#[]@"))
        }
        self.names: dict[str, str] = {}
        self.terms: dict[str, list[Term]] = defaultdict(list)
        for term, meaning in source.items():
            if term not in self.prefixes and term != "@version":
                self._define(term, meaning if isinstance(meaning, dict) else {"@id": meaning})
        self._written: dict[str, str] = {}
        self.many = {term.name for terms in self.terms.values() for term in terms if term.many}

    def _define(self, term: str, meaning: Mapping[str, Json]) -> None:
        target, kind, language = (meaning.get(key) for key in ("@id", "@type", "@language"))
        container = meaning.get("@container", [])
        containers = {container} if isinstance(container, str) else set(container)
        if (
            term.startswith("@")
            or not isinstance(target, str)
            or kind == "@json"
            or meaning.keys() - {"@id", "@type", "@language", "@container"}
            or containers - {"@set", "@language"}
        ):
            raise AssetError(f"context.jsonld: {term!r} is defined in a way the writer does not know: {meaning}")
        if target == "@id":
            self.id = term
        elif target == "@type":
            self.type = term
        elif not target.startswith("@"):
            iri = self._expand(target)
            self.names.setdefault(iri, term)
            read_as = None if kind in {None, "@none"} else self._expand(kind)
            self.terms[iri].append(
                Term(term, read_as, "*" if "@language" in containers else language, "@set" in containers)
            )

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else name

    def iri(self, iri: str) -> str:
        """Return an IRI (or the name of a blank node) as a prefixed name of the context, or whole.

        Raises:
            ExportError: written whole it would be read as a prefixed name.
        """
        if iri not in self._written:
            if len(self._written) > _REMEMBERED:
                self._written.clear()
            self._written[iri] = self._write(iri)
        return self._written[iri]

    def _write(self, iri: str) -> str:
        fitting = [(namespace, prefix) for prefix, namespace in self.prefixes.items() if iri.startswith(namespace)]
        if fitting:
            namespace, prefix = max(fitting, key=lambda item: len(item[0]))
            if _LOCAL.fullmatch(local := iri[len(namespace) :]):
                return f"{prefix}:{local}"
        scheme = iri.partition(":")[0]
        if scheme in self.source:
            raise ExportError(f"<{iri}>: JSON-LD would read {scheme!r} as a prefix; export as trig or nquads")
        return iri

    def name(self, iri: str) -> str:
        """Return an IRI where terms may stand: as a class or a property."""
        return self.names.get(iri) or self.iri(iri)

    def place(self, predicate: str, value: Node | Literal | Triple) -> tuple[str, str | None, Json]:
        """Return where a value of a property stands: key, language (in a map by language), and the value itself."""
        terms = self.terms.get(predicate, [])
        for term in terms:
            if (found := self._coerced(term, value)) is not None:
                return term.name, value.language if term.language == "*" and isinstance(value, Literal) else None, found
        key = next((term.name for term in terms if term.language != "*"), None) or self.iri(predicate)
        return key, None, self._explicit(value)

    def _coerced(self, term: Term, value: Node | Literal | Triple) -> Json:
        """Return a value as the term alone makes it, or None if it would be read as something else."""
        if not isinstance(value, Literal):
            known = {"@id": self.iri, "@vocab": self.name}.get(term.kind or "")
            return known(_name(value)) if known and term.language != "*" else None
        if value.language is not None:
            return value.value if term.language in {"*", value.language} and term.kind is None else None
        if term.language == "*":
            return None
        kind = value.datatype.value
        if term.kind in {None, kind} and (native := _native(value.value, kind)) is not None:
            return native
        plain = term.kind is None and term.language is None and kind == XSD + "string"
        return value.value if plain or term.kind == kind else None

    def _explicit(self, value: Node | Literal | Triple) -> Json:
        if not isinstance(value, Literal):
            return {self.id: self.iri(_name(value))}
        if value.language is not None:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == XSD + "string":
            return {"@value": value.value}
        return {"@value": value.value, self.type: self.name(value.datatype.value)}


def _native(text: str, kind: str) -> bool | int | None:
    """Return a JSON value that every reader turns into the same literal again; never for decimals."""
    if kind == XSD + "boolean" and text in {"true", "false"}:
        return text == "true"
    if kind == XSD + "integer" and _INTEGER.fullmatch(text) and abs(int(text)) < _SAFE_INTEGER:
        return int(text)
    return None


# -- nodes ------------------------------------------------------------------------------------------------------------


def _nodes(quads: Iterable[Quad], context: Context, vocabulary: Vocabulary) -> Iterator[Json]:
    subjects: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        subjects[_name(quad.subject)].append(quad)
    kinds: dict[str, int] = {}
    for name in sorted(subjects, key=lambda name: (_rank(subjects[name], vocabulary, kinds), name)):
        yield _node(name, subjects[name], context)


def _rank(quads: Iterable[Quad], vocabulary: Vocabulary, kinds: dict[str, int]) -> int:
    """Return the place of a node in its graph, by its classes; `kinds` remembers the place of each class."""
    found = len(_ORDER)
    for quad in quads:
        if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
            kind = quad.object.value
            if kind not in kinds:
                above = vocabulary.superclasses(kind)
                kinds[kind] = next((number for number, name in enumerate(_ORDER) if name in above), len(_ORDER))
            found = min(found, kinds[kind])
    return found


def _node(name: str, quads: Iterable[Quad], context: Context) -> Json:
    types: list[str] = []
    values: dict[str, list[Json]] = defaultdict(list)
    words: dict[str, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        predicate, target = quad.predicate.value, quad.object
        if predicate == _TYPE and not isinstance(target, Literal):
            types.append(context.name(_name(target)))
            continue
        if isinstance(target, Literal) and target.direction is not None:
            raise ExportError(f"{quad}: a text with a direction is beyond RDF 1.1; export as trig or nquads")
        key, language, value = context.place(predicate, target)
        (values[key] if language is None else words[key][language]).append(value)
    found: dict[str, Json] = {key: _one_or_more(items, many=key in context.many) for key, items in values.items()}
    for key, languages in words.items():
        found[key] = {tag: _one_or_more(texts, many=key in context.many) for tag, texts in sorted(languages.items())}
    head = {context.type: _one_or_more(types, many=False)} if types else {}
    return head | {context.id: context.iri(name)} | dict(sorted(found.items()))


def _one_or_more(values: list[Json], *, many: bool) -> Json:
    ordered = sorted(values, key=_dump)
    return ordered if many or len(ordered) > 1 else ordered[0]


def _name(node: Node | Triple) -> str:
    if isinstance(node, Triple):
        raise ExportError(f"{node}: JSON-LD holds no statements about statements; export as trig or nquads")
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
