"""Write each claim as one JSON-LD document for web developers: everything needed to show it, named in en and zh.

A view, not the graph: it leaves out what a page does not need, and says so. What it holds it takes from the graph:
expanded, each document is a part of the graph's triples. Keys without a meaning in RDF are `view` and `relation`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.jsonld import Context, shipped_context
from kg.export.material import Material
from kg.terms import DCTERMS, DEKG, OA, PREFIXES, RDF, RDFS, SCHEMA, SKOS, local_name

__all__ = ["VIEW", "Frames", "claims"]

Json: TypeAlias = Any

VIEW = {
    "en": "A view of one claim. Not lossless: for the whole graph take jsonld, trig or nquads.",
    "zh": "单条断言的视图，并非无损：完整图谱请用jsonld、trig或nquads。",
}

_TYPE = RDF + "type"
_ON, _AIMED = DEKG + "onDataPoint", DEKG + "aimsAtDataPoint"
_CARD = {
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "notation",
    PREFIXES["qudt"] + "symbol",
    DEKG + "divisionCode",
    DEKG + "isoCode",
    DEKG + "relativeTolerance",
}
"""Literals shown of a term; of what a document says of its own nodes, all are."""

_FOLLOWED = {
    OA + "hasSelector",
    SCHEMA + "publisher",
    DEKG + "administrativelyWithin",
    DEKG + "denominator",
    DEKG + "industry",
    DEKG + "measuredProperty",
    DEKG + "namedMember",
    DEKG + "statType",
}
"""Links of embedded things that are followed one by one; mappings are given as identifiers, other links left out."""

_MAPPINGS = {SKOS + "exactMatch", SKOS + "closeMatch", SCHEMA + "sameAs"}
_RIVAL = {
    DCTERMS + "source",
    *(DEKG + name for name in ("comparator", "unit", "lowerValue", "lowerInclusive", "upperValue", "upperInclusive")),
    *(DEKG + name for name in ("statedLexical", "statedValue", "unitMultiplier")),
    RDFS + "label",
    _TYPE,
}
"""What is shown of a claim that answers the same question."""

_EXTRA: dict[str, Json] = {
    "view": None,
    "relation": None,
    "rivals": {"@reverse": "dekg:onDataPoint"},
    "conversions": {"@reverse": "dekg:conversionOf"},
}
_FIRST = (
    "@context", "view", "relation", "id", "type", "label", "prefLabel", "variable", "refArea", "refOrganization",
    "refPeriod", "basePeriod", "comparator", "lowerValue", "lowerInclusive", "upperValue", "upperInclusive", "unit",
    "statedIn", "source", "onDataPoint",
)  # fmt: skip


def claims(material: Material) -> dict[str, bytes]:
    """Return a document for each claim, by file name; one line for each of its keys."""
    frames = Frames(material)
    return {
        f"{local_name(iri)}.jsonld": _lines(frames.document(iri)).encode()
        for iri in material.statements.members("dekg:Claim")
    }


def _lines(document: Mapping[str, Json]) -> str:
    rows = (f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False)}" for key, value in document.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


class Frames:
    """Makes the documents of claims; what is shown of a term is made once."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.terms: Context = shipped_context()
        self._used: set[str] = set()
        self._cards: dict[str, tuple[dict[str, Json], frozenset[str]]] = {}

    def document(self, claim: str) -> dict[str, Json]:
        """Return the document of one claim.

        Raises:
            ExportError: an IRI cannot be written with the context.
        """
        self._used = set()
        node = self._node(claim, ())
        for predicate, key in ((_ON, "onDataPoint"), (_AIMED, "aimsAtDataPoint")):
            points = self._objects(claim, predicate)
            if points and (rivals := self._rivals(claim, points[0], aimed=predicate == _AIMED)):
                self._used.add("rivals")
                node[key] = _ordered({**node[key], "rivals": rivals})
        amounts = self.material.pointing(DEKG + "conversionOf", claim)
        if amounts:
            self._used.add("conversions")
            node["conversions"] = [self._node(amount, (claim,)) for amount in amounts]
        return _ordered({"@context": self._context(), "view": VIEW, **node})

    def _context(self) -> dict[str, Json]:
        """Return the part of the context that the document uses."""
        source = self.terms.source
        names = {name for name in source if name in self._used or name in {"@version", "id", "type"}}
        meanings = {name: source[name] for name in names} | {name: _EXTRA[name] for name in self._used & _EXTRA.keys()}
        meanings |= {"view": None}
        spelled = json.dumps(list(meanings.values())) + json.dumps(sorted(self._used))
        prefixes = {name: iri for name, iri in self.terms.prefixes.items() if f'"{name}:' in spelled}
        return {name: (prefixes | meanings)[name] for name in sorted(prefixes | meanings)}

    def _rivals(self, iri: str, point: str, *, aimed: bool) -> list[Json]:
        if aimed:
            found = [("outcome", other) for other in self.material.pointing(_ON, point)]
        else:
            found = [(rival.relation, rival.claim) for rival in self.material.rivals.get(iri, ())]
        if found:
            self._used.add("relation")
        return [_ordered({"relation": kind, **self._node(other, (iri,), only=_RIVAL)}) for kind, other in found]

    def _objects(self, iri: str, predicate: str) -> list[str]:
        return sorted(
            triple.object.value
            for triple in self.material.subjects.get(iri, ())
            if triple.predicate.value == predicate and isinstance(triple.object, NamedNode)
        )

    def _node(self, iri: str, path: tuple[str, ...], only: Iterable[str] = ()) -> dict[str, Json]:
        """Return what is shown of a thing; `path` names the things it is shown within."""
        if path and iri not in self.material.stated:
            return self._card(iri)
        return self._made(iri, path, only)

    def _within(self, iri: str, path: tuple[str, ...]) -> dict[str, Json]:
        """Return a thing within another; among terms the path goes on, so that no term is shown within itself."""
        return self._made(iri, path) if path[0] == "" else self._node(iri, path)

    def _card(self, iri: str) -> dict[str, Json]:
        """Return what is shown of a term, wherever it is shown."""
        if iri not in self._cards:
            others, self._used = self._used, set()
            self._cards[iri] = self._made(iri, ("",)), frozenset(self._used)
            self._used = others
        card, used = self._cards[iri]
        self._used |= used
        return card

    def _made(self, iri: str, path: tuple[str, ...], only: Iterable[str] = ()) -> dict[str, Json]:
        types: list[str] = []
        values: dict[str, list[Json]] = defaultdict(list)
        words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.material.subjects.get(iri, ()):
            predicate, target = triple.predicate.value, triple.object
            if not self._shown(iri, triple, path, only):
                continue
            if predicate == _TYPE and isinstance(target, NamedNode):
                types.append(self._name(target.value))
                continue
            key, language, value = self.terms.place(predicate, target)
            self._note(key, value)
            if language is not None:
                words[key][language].append(value)
            elif isinstance(target, NamedNode) and target.value not in path and predicate not in _MAPPINGS:
                values[key].append(self._within(target.value, (*path, iri)))
            else:
                values[key].append(value)
        node: dict[str, Json] = {"id": self._iri(iri)}
        if types:
            node["type"] = _one_or_more(types)
        node |= {key: _one_or_more(items) for key, items in values.items()}
        node |= {key: {tag: _one_or_more(texts) for tag, texts in sorted(by.items())} for key, by in words.items()}
        return _ordered(node)

    def _shown(self, iri: str, triple: Triple, path: tuple[str, ...], only: Iterable[str]) -> bool:
        predicate, target = triple.predicate.value, triple.object
        if only:
            return predicate in only
        if not path or predicate in _FOLLOWED or predicate in _MAPPINGS:
            return True
        if predicate == _TYPE:
            return not isinstance(target, NamedNode) or not target.value.startswith(PREFIXES["owl"])
        if isinstance(target, Literal):
            return predicate in _CARD or iri in self.material.stated
        # a claim, a passage or an amount within a claim still says how it is bounded and where it stands
        return iri in self.material.stated and predicate in {
            DEKG + "comparator", DEKG + "unit", DEKG + "statedIn"
        }  # fmt: skip

    def _note(self, key: str, value: Json) -> None:
        self._used.add(key)
        if isinstance(value, dict) and "type" in value:
            self._used.add(str(value["type"]))
        elif isinstance(value, str):
            self._used.add(value)  # a prefixed name, whose prefix the context has to hold

    def _name(self, iri: str) -> str:
        name = self.terms.name(iri)
        self._used.add(name)
        return name

    def _iri(self, iri: str) -> str:
        name = self.terms.iri(iri)
        self._used.add(name)
        return name


def _ordered(node: Mapping[str, Json]) -> dict[str, Json]:
    """Return a node with what names it first."""
    return {key: node[key] for key in [*(k for k in _FIRST if k in node), *sorted(k for k in node if k not in _FIRST)]}


def _one_or_more(values: list[Json]) -> Json:
    if len(values) == 1:
        return values[0]
    return sorted(values, key=lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True))
