"""The graph read once, as dictionaries that pages are made from.

A site asks for everything, so one walk over all quads is cheaper than a query for each page. What claims say in
numbers is read and compared by `kg.compare`; nothing is compared here.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import compare
from kg.compare.copies import Copies
from kg.compare.observations import Observations, Row
from kg.compare.relations import Kind, Relation, pairs, relate
from kg.compare.rules import Rules
from kg.compare.series import Series, every_series
from kg.model import Passage
from kg.store.base import Store, Term
from kg.terms import CATALOG, DCTERMS, DEKG, DEKGG, DEKGR, HEADS, OA, RDF, RDFS, SKOS
from kg.vocabulary import Vocabulary

__all__ = ["LISTED", "Snapshot"]

_TYPE = RDF + "type"
_TOLD_ELSEWHERE = {HEADS, CATALOG}
"""Graphs about graphs: no page of a thing repeats them."""

LISTED = {
    "about": DEKG + "about",
    "variable": DEKG + "variable",
    "point": DEKG + "onDataPoint",
    "aimed": DEKG + "aimsAtDataPoint",
    "document": DCTERMS + "source",
    "period": DEKG + "refPeriod",
    "industry": DEKG + "industry",
}
"""Links from a claim by which pages list claims."""

_STRUCTURE = {
    DEKG + name
    for name in (
        "administrativelyWithin", "locatedIn", "inMacroRegion", "hasMember", "overlapsArea", "capitalOf", "industry",
        "measuredProperty", "growthOf", "denominator", "operatedBy", "ecosystemOf", "editionOf", "productOf", "inChain",
        "conversionOf", "tookPlaceIn",
    )
} | {SKOS + name for name in ("broader", "inScheme", "closeMatch", "related")}  # fmt: skip
"""Links between things that are shown from both ends."""


class Snapshot:
    """What the store holds, and what follows from comparing it.

    Attributes:
        facts: values by subject and predicate, each once, in a fixed order.
        claims: IRIs of all claims, sorted.
        listed: claims by the name of the link in `LISTED` and by what they link to.
        inbound: of a thing, the things that link to it by a structural property.
        graphs: quads by named graph.
        table, rules, report: figures, rules, and what `kg.compare` finds.
    """

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.table: Observations = compare.read(store)
        self.rules = Rules(vocabulary)
        self.report = compare.conflicts(store, vocabulary=vocabulary, table=self.table)
        self.graphs: dict[str, list[Quad]] = defaultdict(list)
        self.facts: dict[str, dict[str, list[Term]]] = {}
        self._read(store.quads())
        self._labels: dict[tuple[str, str], str] = {}
        self.claims = sorted(iri for iri in self.facts if iri.startswith(DEKGR + "claim-"))
        self.listed: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in LISTED}
        self.inbound: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._index()

    def _read(self, quads: Iterable[Quad]) -> None:
        found: dict[str, dict[str, set[Term]]] = {}
        for quad in quads:
            graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            if graph:
                self.graphs[graph].append(quad)
            if graph in _TOLD_ELSEWHERE:
                continue
            if isinstance(quad.subject, NamedNode):
                values = found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, set())
                values.add(quad.object)
        self.facts = {
            subject: {predicate: sorted(values, key=str) if len(values) > 1 else list(values)
                      for predicate, values in sorted(properties.items())}
            for subject, properties in found.items()
        }  # fmt: skip

    def _index(self) -> None:
        for claim in self.claims:
            facts = self.facts[claim]
            for name, predicate in LISTED.items():
                for value in facts.get(predicate, ()):
                    if isinstance(value, NamedNode):
                        self.listed[name][value.value].append(claim)
        claims = set(self.claims)
        for subject in sorted(self.facts):
            if subject in claims or not subject.startswith(DEKGR):
                continue
            for predicate, values in self.facts[subject].items():
                if predicate in _STRUCTURE:
                    for value in values:
                        if isinstance(value, NamedNode):
                            self.inbound[value.value].append((predicate, subject))

    def prepare(self) -> None:
        """Compute what is computed once, before processes share the snapshot."""
        for name in ("relations", "disputed", "conflicting", "series", "series_of", "things", "units", "documents"):
            getattr(self, name)

    # -- facts -----------------------------------------------------------------------------------------------------

    def values(self, iri: str, predicate: str) -> list[str]:
        """Return IRIs and lexical forms of a property, sorted."""
        return [getattr(term, "value", str(term)) for term in self.facts.get(iri, {}).get(predicate, ())]

    def value(self, iri: str, predicate: str) -> str:
        """Return the first value of a property, or an empty text."""
        for term in self.facts.get(iri, {}).get(predicate, ()):
            return str(getattr(term, "value", term))
        return ""

    def words(self, iri: str, predicate: str, language: str) -> list[str]:
        """Return the texts of a property in a language, sorted."""
        return [
            term.value
            for term in self.facts.get(iri, {}).get(predicate, ())
            if isinstance(term, Literal) and term.language and term.language.partition("-")[0] == language
        ]

    def types(self, iri: str) -> list[str]:
        """Return the classes of a thing."""
        return self.values(iri, _TYPE)

    def is_a(self, iri: str, kind: str) -> bool:
        """Return whether a thing is of a class of the ontology, by its local name, or of one below it."""
        wanted = DEKG + kind
        return any(wanted in self._above(found) for found in self.types(iri))

    def _above(self, kind: str) -> set[str]:
        cache: dict[str, set[str]] = self.__dict__.setdefault("_classes", {})
        if kind not in cache:
            cache[kind] = self.vocabulary.superclasses(kind)
        return cache[kind]

    def kind(self, iri: str) -> str:
        """Return the class that says most: of our ontology before others, the first by name."""
        types = self.types(iri)
        return next((found for found in types if found.startswith(DEKG)), types[0] if types else "")

    def label(self, iri: str, language: str) -> str:
        """Return a name in a language, else in English, else what the vocabulary or the IRI itself gives."""
        key = (iri, language)
        if key not in self._labels:
            self._labels[key] = self._label(iri, language)
        return self._labels[key]

    def _label(self, iri: str, language: str) -> str:
        if period := self.table.periods.get(iri):
            return period.label(language)
        for tag in (language, "en", "zh"):
            for predicate in (SKOS + "prefLabel", RDFS + "label"):
                if found := self.words(iri, predicate, tag):
                    return found[0]
        return self.vocabulary.label(iri, language)

    # -- claims ----------------------------------------------------------------------------------------------------

    def row(self, claim: str) -> Row | None:
        """Return a claim's figure, if it has one."""
        return self.table.by_claim.get(claim)

    def passages(self, claim: str) -> list[tuple[str, Passage]]:
        """Return where a claim stands: IRIs and positions, in text order."""
        found = []
        for passage in self.values(claim, DEKG + "statedIn"):
            selector = self.value(passage, OA + "hasSelector")
            start, end = self.value(selector, OA + "start"), self.value(selector, OA + "end")
            if start and end:
                sentence = self.value(passage, DEKG + "sentenceNumber")
                digest = self.value(passage, DEKG + "segmentDigest")
                found.append((passage, Passage(int(start), int(end), digest, int(sentence) if sentence else None)))
        return sorted(found, key=lambda item: (item[1].start, item[1].end))

    @cached_property
    def relations(self) -> dict[str, list[Relation]]:
        """How a claim relates to the other answers to its question, by claim."""
        found: dict[str, list[Relation]] = defaultdict(list)
        copies = Copies(self.table, {})
        for first, second in pairs(self.table):
            relation = relate(first, second, self.table, copies, self.rules.joint)
            for row in (first, second):
                found[row.claim].append(relation)
        return found

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Claims that another one excludes, directly or by arithmetic."""
        direct = {row.claim for item in self.report.conflicts for row in (item.first, item.second)}
        return frozenset(direct | {claim for item in self.report.derived for claim in item.claims})

    @cached_property
    def conflicting(self) -> frozenset[str]:
        """Claims that another answer to the same question excludes."""
        return frozenset(
            row.claim
            for relations in self.relations.values()
            for item in relations
            if item.kind is Kind.CONFLICTS
            for row in (item.first, item.second)
        )

    @cached_property
    def series(self) -> dict[tuple[str, str], Series]:
        """Series by variable and subject; a subject of place and organisation stands under either."""
        found: dict[tuple[str, str], Series] = {}
        for item in every_series(self.table, self.rules):
            for subject in (item.area, item.organization):
                if subject and (item.variable, subject) not in found:
                    found[item.variable, subject] = item
        return found

    @cached_property
    def series_of(self) -> dict[str, list[Series]]:
        """Series by variable, and by subject."""
        found: dict[str, list[Series]] = defaultdict(list)
        for (variable, subject), item in sorted(self.series.items()):
            found[variable].append(item)
            found[subject].append(item)
        return found

    # -- RDF -------------------------------------------------------------------------------------------------------

    def triples(self, iri: str) -> list[Triple]:
        """Return what is said of a thing itself."""
        return [
            Triple(NamedNode(iri), NamedNode(predicate), value)
            for predicate, values in self.facts.get(iri, {}).items()
            for value in values
        ]

    @cached_property
    def things(self) -> tuple[str, ...]:
        """Everything with an IRI of its own, sorted."""
        return tuple(sorted(iri for iri in self.facts if iri.startswith(DEKGR)))

    @cached_property
    def units(self) -> frozenset[str]:
        """Units, ours and those of QUDT that the reference data describe."""
        return frozenset(iri for iri in self.facts if "http://qudt.org/schema/qudt/Unit" in self.types(iri))

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """Documents, the newest first."""
        found = [iri for iri in self.facts if self.is_a(iri, "SourceDocument")]
        published = "https://schema.org/datePublished"
        return tuple(sorted(sorted(found), key=lambda iri: self.value(iri, published), reverse=True))

    def graph_of(self, document: str) -> str:
        """Return the named graph of a document's claims, or an empty text."""
        name = DEKGG + document.removeprefix(DEKGR) + "-"
        return next((graph for graph in sorted(self.graphs) if graph.startswith(name)), "")
