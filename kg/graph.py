"""Write claims as quads: the only module that knows the triples of a claim.

One document version is one named graph that holds everything it needs: document, passages, claims, and the data points
and periods they use. Every node has an IRI made from its content, so that loading twice changes nothing:

- `claim-…`: class, source, and all that decides what is said (`IDENTITY`); not offsets, not how it was read.
- `datapoint-…`: the key of the question (`KEY`).
- the graph: its sorted triples.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import labels
from kg.errors import ModelError
from kg.model import (
    TEXT_NORMALIZATION,
    Claim,
    ClaimKind,
    Conversion,
    Document,
    Erratum,
    Figure,
    Interval,
    Passage,
    Plan,
    Texts,
    document_iri,
)
from kg.periods import Period
from kg.terms import (
    CATALOG,
    DCTERMS,
    DEKG,
    DEKGG,
    DEKGR,
    HEADS,
    LICENSE,
    OA,
    PREFIXES,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    hash16,
    local_name,
    mint,
)
from kg.vocabulary import Vocabulary

__all__ = ["IDENTITY", "KEY", "Version", "claim_iri", "graph_iri", "identity", "version", "version_head"]

_TYPE = NamedNode(RDF + "type")
_LABEL = NamedNode(RDFS + "label")
_SOURCE = NamedNode(DCTERMS + "source")
_PROV = PREFIXES["prov"]

KEY = frozenset(
    DEKG + name
    for name in (
        "variable",
        "refArea",
        "refOrganization",
        "refPeriod",
        "basePeriod",
        "comparedWith",
        "rankedAmong",
        "populationScope",
    )
)
"""Properties that make up a data point, and are repeated on its claims."""

IDENTITY = (
    KEY
    | {RDF + "type", DCTERMS + "source"}
    | {
        DEKG + name
        for name in (
            "comparator",
            "lowerValue",
            "upperValue",
            "lowerInclusive",
            "upperInclusive",
            "unit",
            "claimSubject",
            "claimPredicate",
            "claimObject",
            "aimOf",
            "committedBy",
            "targetState",
            "deadline",
            "industry",
            "manner",
            "conversionOf",
        )
    }
)
"""Properties whose values decide which claim (or converted amount) a node is."""

_PLAN_IDENTITY = frozenset(DEKG + name for name in ("claimedCount", "namedMember", "membershipComplete"))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document as a named graph.

    Attributes:
        document: IRI of the document.
        graph: IRI of the graph, minted from its content.
        quads: sorted by their N-Quads lines.
        claims: IRIs of the claims, in the order they were given.
    """

    document: str
    graph: str
    quads: tuple[Quad, ...] = field(repr=False)
    claims: tuple[str, ...]


def version(
    document: Document, claims: Sequence[Claim], vocabulary: Vocabulary, more: Iterable[Triple] = ()
) -> Version:
    """Return the version graph of a document and its claims.

    Args:
        document: the document.
        claims: each once.
        vocabulary: names and words.
        more: what else belongs into the graph: things that the reference lacks, and how claims came about.

    Raises:
        ModelError: the same claim is given twice, or a correction does not fit the claims.
    """
    writer = _Writer(document, vocabulary)
    writer.document()
    iris = []
    for claim in claims:
        iri = writer.claim(claim)
        if iri in iris:
            raise ModelError(
                f"{document.url}: the same claim stands twice ({labels.claim_label(claim, vocabulary, 'en')}); "
                "keep one and give it both passages"
            )
        iris.append(iri)
    for erratum in document.errata:
        writer.erratum(erratum, iris)
    triples = sorted(writer.triples.union(more), key=str)
    graph = graph_iri(document.iri, triples)
    quads = tuple(Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in triples)
    return Version(document.iri, graph, quads, tuple(iris))


def claim_iri(document: Document, claim: Claim, vocabulary: Vocabulary) -> str:
    """Return the IRI that a claim of a document has."""
    return identity("claim", [(p, str(o)) for p, o in _Writer(document, vocabulary).facts(claim)])


def graph_iri(document: str, triples: Iterable[Triple]) -> str:
    """Return the IRI of a version graph: the document's name and 16 hex digits over the sorted N-Triples lines."""
    return f"{DEKGG}{local_name(document)}-{hash16(sorted(f'{t} .' for t in triples))}"


def identity(kind: str, statements: Iterable[tuple[str, str]]) -> str:
    """Return the IRI a claim, amount, data point or plan has by its content.

    Args:
        kind: `claim`, `amount`, `datapoint` or `plan`.
        statements: predicate IRI and object (as N-Triples) of all that is said of the node; what does not identify it
            is left out here.
    """
    wanted = {"datapoint": KEY, "plan": _PLAN_IDENTITY}.get(kind, IDENTITY)
    return mint(kind, (f"{predicate} {target}" for predicate, target in statements if predicate in wanted))


def version_head(document: str, graph: str) -> list[Quad]:
    """Return the two quads outside a version graph that make it the current one and give its licence."""
    node = NamedNode(graph)
    return [
        Quad(NamedNode(document), NamedNode(DEKG + "currentVersion"), node, NamedNode(HEADS)),
        Quad(node, NamedNode(DCTERMS + "license"), NamedNode(LICENSE), NamedNode(CATALOG)),
    ]


def _decimal(value: Decimal) -> Literal:
    return Literal(f"{value:f}", datatype=NamedNode(XSD + "decimal"))


def _typed(value: str | int | bool | date) -> Literal:
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(XSD + "integer"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))
    return Literal(value)


class _Writer:
    """Collects the triples of one document version; a set, since shared nodes are written again and again."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.source = document
        self.vocabulary = vocabulary
        self.tolerance = Decimal(vocabulary.tolerance())
        self.triples: set[Triple] = set()

    # -- statements ------------------------------------------------------------------------------------------------

    def link(self, subject: str, predicate: str, target: str | None) -> None:
        if target is not None:
            self.triples.add(Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target)))

    def say(self, subject: str, name: str, value: str | int | bool | date | Decimal | None) -> None:
        if value is not None:
            literal = _decimal(value) if isinstance(value, Decimal) else _typed(value)
            self.triples.add(Triple(NamedNode(subject), NamedNode(DEKG + name), literal))

    def put(self, subject: str, predicate: str, value: Literal) -> None:
        self.triples.add(Triple(NamedNode(subject), NamedNode(predicate), value))

    def label(self, subject: str, names: dict[str, str]) -> None:
        self.texts(subject, RDFS + "label", tuple(names.items()))

    def texts(self, subject: str, predicate: str, texts: Texts) -> None:
        for language, text in texts:
            self.put(subject, predicate, Literal(text, language=language))

    # -- nodes -----------------------------------------------------------------------------------------------------

    def document(self) -> None:
        doc, iri = self.source, self.source.iri
        self.link(iri, _TYPE.value, DEKG + "SourceDocument")
        self.link(iri, _TYPE.value, SCHEMA + "NewsArticle")
        self.put(iri, SCHEMA + "url", Literal(doc.url, datatype=NamedNode(XSD + "anyURI")))
        self.put(iri, SCHEMA + "inLanguage", Literal(doc.language))
        host = doc.url.split("/")[2] if doc.url.count("/") >= 2 else doc.url
        name = doc.title or (f"{host}, {doc.published}" if doc.published else host)
        self.label(iri, dict.fromkeys(labels.LANGUAGES, name))
        if doc.title:
            self.put(iri, DCTERMS + "title", Literal(doc.title, language=doc.language.lower()))
        self.link(iri, SCHEMA + "publisher", doc.publisher)
        self.link(iri, DCTERMS + "creator", doc.written_by)
        if doc.reprint:
            self.say(iri, "reprint", True)
        if doc.reprint_of:
            self.link(iri, DCTERMS + "isVersionOf", document_iri(doc.reprint_of))
        if doc.published:
            self.put(iri, SCHEMA + "datePublished", _typed(doc.published))
            self.link(iri, DEKG + "dateBasis", DEKG + (doc.date_basis or "fromMetadata"))
        if doc.text_digest:
            self.say(iri, "contentDigest", doc.text_digest)
            self.say(iri, "textLength", doc.text_length)
            self.say(iri, "textNormalization", TEXT_NORMALIZATION)

    def passage(self, passage: Passage) -> str:
        iri = self.source.passage_iri(passage)
        selector = f"{DEKGR}selector-{passage.start}-{passage.end}"
        self.link(iri, _TYPE.value, DEKG + "Passage")
        self.link(iri, _TYPE.value, OA + "SpecificResource")
        self.link(iri, OA + "hasSource", self.source.iri)
        self.link(iri, OA + "hasSelector", selector)
        self.say(iri, "segmentDigest", passage.digest)
        self.say(iri, "sentenceNumber", passage.sentence)
        self.link(selector, _TYPE.value, OA + "TextPositionSelector")
        self.put(selector, OA + "start", _typed(passage.start))
        self.put(selector, OA + "end", _typed(passage.end))
        return iri

    def period(self, period: Period | None) -> str | None:
        if period is None:
            return None
        self.link(period.iri, _TYPE.value, DEKG + period.kind)
        self.label(period.iri, {language: period.label(language) for language in labels.LANGUAGES})
        self.say(period.iri, "startDate", period.start)
        self.say(period.iri, "endDate", period.end)
        self.say(period.iri, "sdmxCode", period.sdmx)
        self.say(period.iri, "isCumulative", period.cumulative)
        return period.iri

    def plan(self, plan: Plan) -> str:
        facts: list[tuple[str, str | int | bool]] = [
            ("claimedCount", plan.count),
            ("membershipComplete", plan.complete),
        ]
        pairs = [(DEKG + name, str(_typed(value))) for name, value in facts]
        pairs += [(DEKG + "namedMember", f"<{member}>") for member in plan.named]
        iri = identity("plan", pairs)
        self.link(iri, _TYPE.value, DEKG + "PlannedConnectionSet")
        for name, value in facts:
            self.say(iri, name, value)
        for member in plan.named:
            self.link(iri, DEKG + "namedMember", member)
        return iri

    # -- claims ----------------------------------------------------------------------------------------------------

    def claim(self, claim: Claim) -> str:
        facts = self.facts(claim)
        iri = identity("claim", [(p, str(o)) for p, o in facts])
        for predicate, target in facts:
            self.triples.add(Triple(NamedNode(iri), NamedNode(predicate), target))
        self.label(iri, {lang: labels.claim_label(claim, self.vocabulary, lang) for lang in labels.LANGUAGES})
        for subject in claim.about:
            self.link(iri, DEKG + "about", subject)
            if subject.startswith(DEKGR + "photo-"):
                self.link(subject, _TYPE.value, DEKG + "Photograph")
                name = {"en": "photograph printed with {}", "zh": "随文照片（{}）"}
                self.label(subject, {lang: text.format(self.source.published or "") for lang, text in name.items()})
        self.link(iri, DEKG + "modality", DEKG + claim.kind.modality)
        self.link(iri, DEKG + "assertionStrength", DEKG + claim.strength)
        self._cited(iri, claim.passages)
        if claim.attribution is not None:
            self.link(iri, DEKG + "attributedTo", claim.attribution.organization)
            self.say(iri, "attributedName", claim.attribution.name)
        self.texts(iri, SKOS + "editorialNote", claim.notes)
        if claim.purpose is not None:
            self.link(iri, DEKG + "purpose", self.claim(claim.purpose))
        if claim.measure is not None:
            self.say(iri, "basisInferred", True if claim.measure.basis_inferred else None)
            self._stated(iri, claim.measure.figure)
            self._data_point(iri, claim, facts)
            for conversion in claim.measure.conversions:
                self._conversion(iri, claim.measure.figure, conversion)
        return iri

    def _cited(self, iri: str, passages: Iterable[Passage]) -> None:
        """Point a claim or amount to its passages, or say that it is cited to the document as a whole."""
        stated = [self.passage(passage) for passage in passages]
        self.link(iri, DEKG + "citationLevel", DEKG + ("passageLevel" if stated else "documentLevel"))
        for passage in stated:
            self.link(iri, DEKG + "statedIn", passage)

    def erratum(self, erratum: Erratum, claims: Sequence[str]) -> None:
        """Say what was corrected. The old claim is named only: it is no longer said, so nothing is said of it."""
        if erratum.was in claims:
            raise ModelError(f"{self.source.url}: {erratum.was} is corrected in the errata but still stands")
        if erratum.now is not None and erratum.now not in claims:
            raise ModelError(f"{self.source.url}: {erratum.now} of the errata is no claim of this document")
        iri = mint("erratum", [f"was {erratum.was}", f"now {erratum.now}", f"on {erratum.on}"])
        self.link(iri, _TYPE.value, DEKG + "ExtractionActivity")
        self.texts(iri, RDFS + "label", erratum.said)
        self.texts(iri, SKOS + "editorialNote", erratum.why)
        self.link(iri, _PROV + "used", erratum.was)
        self.link(iri, _PROV + "wasAssociatedWith", erratum.by)
        ended = Literal(f"{erratum.on.isoformat()}T00:00:00Z", datatype=NamedNode(XSD + "dateTime"))
        self.put(iri, _PROV + "endedAtTime", ended)
        if erratum.now is not None:
            self.link(erratum.now, _PROV + "wasRevisionOf", erratum.was)
            self.link(erratum.now, _PROV + "wasGeneratedBy", iri)

    def facts(self, claim: Claim) -> list[tuple[str, NamedNode | Literal]]:
        """Return what identifies a claim, as predicate and object."""
        links: dict[str, str | None] = {
            RDF + "type": DEKG + claim.kind,
            DCTERMS + "source": self.source.iri,
            DEKG + "industry": claim.industry,
            DEKG + "manner": claim.manner,
        }
        facts: list[tuple[str, NamedNode | Literal]] = []
        if (measure := claim.measure) is not None:
            links |= {
                DEKG + "variable": measure.variable,
                DEKG + "refArea": measure.area,
                DEKG + "refOrganization": measure.organization,
                DEKG + "refPeriod": self.period(measure.period),
                DEKG + "basePeriod": self.period(measure.base),
                DEKG + "comparedWith": measure.compared_with,
                DEKG + "rankedAmong": measure.ranked_among,
                DEKG + "populationScope": measure.scope,
            }
            facts += self._bounds(measure.figure)
        if (said := claim.assertion) is not None:
            links |= {
                DEKG + "claimSubject": said.subject,
                DEKG + "claimPredicate": said.predicate,
                DEKG + "claimObject": said.object,
            }
            if said.ranked_among:
                links[DEKG + "rankedAmong"] = said.ranked_among
            if said.period:
                links[DEKG + "refPeriod"] = self.period(said.period)
        if (intention := claim.intention) is not None:
            holder = "committedBy" if claim.kind is ClaimKind.COMMITMENT else "aimOf"
            links[DEKG + holder] = intention.holder
            links[DEKG + "targetState"] = self.plan(intention.plan) if intention.plan else intention.target_state
            if intention.deadline:
                facts.append((DEKG + "deadline", _typed(intention.deadline)))
        return facts + [(predicate, NamedNode(target)) for predicate, target in links.items() if target is not None]

    def _bounds(self, figure: Figure) -> list[tuple[str, NamedNode | Literal]]:
        interval = figure.interval(self.tolerance)
        return [
            (DEKG + "comparator", NamedNode(DEKG + figure.comparator)),
            (DEKG + "unit", NamedNode(figure.unit)),
            *((DEKG + name, literal) for name, literal in _interval(interval).items()),
        ]

    def _stated(self, iri: str, figure: Figure) -> None:
        self.say(iri, "statedLexical", figure.lexical)
        self.say(iri, "statedValue", figure.value)
        self.say(iri, "statedUpperLexical", figure.upper_lexical)
        self.say(iri, "statedUpperValue", figure.upper_value)
        self.say(iri, "unitMultiplier", figure.multiplier)
        self.say(iri, "roundingUnit", figure.rounding_unit)

    def _data_point(self, iri: str, claim: Claim, facts: list[tuple[str, NamedNode | Literal]]) -> None:
        measure = claim.measure
        if measure is None or measure.period is None:
            return
        key = [(predicate, target) for predicate, target in facts if predicate in KEY]
        point = identity("datapoint", [(p, str(o)) for p, o in key])
        self.link(point, _TYPE.value, DEKG + "DataPoint")
        for predicate, target in key:
            self.triples.add(Triple(NamedNode(point), NamedNode(predicate), target))
        observed = claim.kind is ClaimKind.OBSERVATION
        self.link(iri, DEKG + ("onDataPoint" if observed else "aimsAtDataPoint"), point)

    def _conversion(self, claim: str, original: Figure, conversion: Conversion) -> None:
        facts = [
            (RDF + "type", NamedNode(DEKG + "ConvertedAmount")),
            (DCTERMS + "source", NamedNode(self.source.iri)),
            (DEKG + "conversionOf", NamedNode(claim)),
            *self._bounds(conversion.figure),
        ]
        iri = identity("amount", [(p, str(o)) for p, o in facts])
        for predicate, target in facts:
            self.triples.add(Triple(NamedNode(iri), NamedNode(predicate), target))
        text = {lang: labels.figure(conversion.figure, self.vocabulary, lang) for lang in labels.LANGUAGES}
        self.label(iri, text)
        self._stated(iri, conversion.figure)
        self.say(iri, "impliedRate", conversion.rate(original))
        self._cited(iri, [conversion.passage] if conversion.passage else [])


def _interval(interval: Interval) -> dict[str, Literal]:
    found: dict[str, Literal] = {}
    if interval.lower is not None:
        found |= {"lowerValue": _decimal(interval.lower), "lowerInclusive": _typed(interval.lower_inclusive)}
    if interval.upper is not None:
        found |= {"upperValue": _decimal(interval.upper), "upperInclusive": _typed(interval.upper_inclusive)}
    return found
