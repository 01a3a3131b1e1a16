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

__all__ = ["claim", "claims"]

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
    """Return a document for each claim, by file name."""
    found = material.statements.members("dekg:Claim")
    return {
        f"{local_name(iri)}.jsonld": (json.dumps(claim(iri, material), ensure_ascii=False, indent=1) + "\n").encode()
        for iri in found
    }


def claim(iri: str, material: Material) -> dict[str, Json]:
    """Return the document of one claim.

    Raises:
        ExportError: an IRI cannot be written with the context.
    """
    frame = _Frame(material)
    node = frame.claim(iri)
    return _ordered({"@context": frame.context(), "view": VIEW, **node})


class _Frame:
    """Builds one document and notes which terms it uses."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.terms: Context = shipped_context()
        self.used: set[str] = set()

    def claim(self, iri: str) -> dict[str, Json]:
        node = self._node(iri, ())
        for predicate, key in ((_ON, "onDataPoint"), (_AIMED, "aimsAtDataPoint")):
            points = self._objects(iri, predicate)
            if points and (rivals := self._rivals(iri, points[0], aimed=predicate == _AIMED)):
                self.used.add("rivals")
                node[key] = _ordered({**node[key], "rivals": rivals})
        amounts = self.material.pointing(DEKG + "conversionOf", iri)
        if amounts:
            self.used.add("conversions")
            node["conversions"] = [self._node(amount, (iri,)) for amount in amounts]
        return node

    def context(self) -> dict[str, Json]:
        """Return the part of the context that the document uses."""
        source = self.terms.source
        names = {name for name in source if name in self.used or name in {"@version", "id", "type"}}
        meanings = {name: source[name] for name in names} | {name: _EXTRA[name] for name in self.used & _EXTRA.keys()}
        meanings |= {"view": None}
        spelled = json.dumps(list(meanings.values())) + json.dumps(sorted(self.used))
        prefixes = {name: iri for name, iri in self.terms.prefixes.items() if f'"{name}:' in spelled}
        return {name: (prefixes | meanings)[name] for name in sorted(prefixes | meanings)}

    def _rivals(self, iri: str, point: str, *, aimed: bool) -> list[Json]:
        if aimed:
            found = [("outcome", other) for other in self.material.pointing(_ON, point)]
        else:
            found = [(rival.relation, rival.claim) for rival in self.material.rivals.get(iri, ())]
        if found:
            self.used.add("relation")
        return [_ordered({"relation": kind, **self._node(other, (iri,), only=_RIVAL)}) for kind, other in found]

    def _objects(self, iri: str, predicate: str) -> list[str]:
        return sorted(
            triple.object.value
            for triple in self.material.subjects.get(iri, ())
            if triple.predicate.value == predicate and isinstance(triple.object, NamedNode)
        )

    def _node(self, iri: str, path: tuple[str, ...], only: Iterable[str] = ()) -> dict[str, Json]:
        """Return what is shown of a thing; `path` names the things it is shown within."""
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
                values[key].append(self._node(target.value, (*path, iri)))
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
        self.used.add(key)
        if isinstance(value, dict) and "type" in value:
            self.used.add(str(value["type"]))
        elif isinstance(value, str):
            self.used.add(value)  # a prefixed name, whose prefix the context has to hold

    def _name(self, iri: str) -> str:
        name = self.terms.name(iri)
        self.used.add(name)
        return name

    def _iri(self, iri: str) -> str:
        name = self.terms.iri(iri)
        self.used.add(name)
        return name


def _ordered(node: Mapping[str, Json]) -> dict[str, Json]:
    """Return a node with what names it first."""
    return {key: node[key] for key in [*(k for k in _FIRST if k in node), *sorted(k for k in node if k not in _FIRST)]}


def _one_or_more(values: list[Json]) -> Json:
    ordered = sorted(values, key=lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True))
    return ordered[0] if len(ordered) == 1 else ordered
