"""The observation table: every claim with a figure as one row, read from a store.

The only module that knows which triples a row is read from; everything else in `kg.compare` works on rows. What a row
says is what SPARQL says, column by column (a test holds the two equal). Decimals are exact; a missing value is None.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Protocol, cast

from pyoxigraph import Quad

from kg import vocabulary as vocabularies
from kg.compare.intervals import Range
from kg.errors import ModelError, QueryError
from kg.model import Passage
from kg.periods import Period
from kg.store.base import Solutions, Store
from kg.terms import DEKG, DEKGR
from kg.vocabulary import Vocabulary

__all__ = [
    "KEY",
    "OBSERVED",
    "Amount",
    "Observations",
    "Opened",
    "Row",
    "Source",
    "of_quads",
    "opened",
    "passages",
    "read",
]

OBSERVED = "StatisticalObservation"

KEY = ("variable", "area", "organization", "period", "base", "compared_with", "ranked_among", "scope")
"""Columns that make up the question a row answers, in the order of the table."""

_PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dekg: <https://w3id.org/dekg/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
"""

_ROWS = """
SELECT ?claim ?kind ?graph ?document ?variable ?area ?organization ?period ?base ?compared_with ?ranked_among ?scope
       ?point ?unit ?comparator ?lower ?lower_inclusive ?upper ?upper_inclusive ?stated ?stated_upper
       ?rounding ?basis_inferred
WHERE {
  GRAPH ?graph {
    ?claim a ?kind ; dekg:variable ?variable ; dcterms:source ?document ; dekg:unit ?unit ;
           dekg:comparator ?comparator ; dekg:statedValue ?stated .
    OPTIONAL { ?claim dekg:refArea ?area }
    OPTIONAL { ?claim dekg:refOrganization ?organization }
    OPTIONAL { ?claim dekg:refPeriod ?period }
    OPTIONAL { ?claim dekg:basePeriod ?base }
    OPTIONAL { ?claim dekg:comparedWith ?compared_with }
    OPTIONAL { ?claim dekg:rankedAmong ?ranked_among }
    OPTIONAL { ?claim dekg:populationScope ?scope }
    OPTIONAL { ?claim dekg:onDataPoint ?point }
    OPTIONAL { ?claim dekg:aimsAtDataPoint ?point }
    OPTIONAL { ?claim dekg:lowerValue ?lower ; dekg:lowerInclusive ?lower_inclusive }
    OPTIONAL { ?claim dekg:upperValue ?upper ; dekg:upperInclusive ?upper_inclusive }
    OPTIONAL { ?claim dekg:statedUpperValue ?stated_upper }
    OPTIONAL { ?claim dekg:roundingUnit ?rounding }
    OPTIONAL { ?claim dekg:basisInferred ?basis_inferred }
  }
}
"""

_DOCUMENTS = """
SELECT ?document ?publisher ?published ?digest ?url ?title WHERE {
  GRAPH ?graph {
    ?document a dekg:SourceDocument ; schema:url ?url .
    OPTIONAL { ?document schema:publisher ?publisher }
    OPTIONAL { ?document schema:datePublished ?published }
    OPTIONAL { ?document dekg:contentDigest ?digest }
    OPTIONAL { ?document dcterms:title ?title }
  }
}
"""

_PERIODS = """
SELECT DISTINCT ?period ?kind ?start ?end WHERE {
  GRAPH ?graph {
    VALUES ?period { PERIODS }
    ?period a ?kind ; dekg:startDate ?start ; dekg:endDate ?end .
  }
}
"""

_AMOUNTS = """
SELECT ?amount ?claim ?document ?unit ?comparator ?stated ?rounding ?rate WHERE {
  GRAPH ?graph {
    ?amount a dekg:ConvertedAmount ; dekg:conversionOf ?claim ; dcterms:source ?document ; dekg:unit ?unit ;
            dekg:comparator ?comparator ; dekg:statedValue ?stated .
    OPTIONAL { ?amount dekg:roundingUnit ?rounding }
    OPTIONAL { ?amount dekg:impliedRate ?rate }
  }
}
"""

_PASSAGES = """
SELECT ?claim ?start ?end ?digest ?sentence WHERE {
  GRAPH ?graph {
    VALUES ?claim { CLAIMS }
    ?claim dekg:statedIn ?passage .
    ?passage oa:hasSelector ?selector ; dekg:segmentDigest ?digest .
    ?selector oa:start ?start ; oa:end ?end .
    OPTIONAL { ?passage dekg:sentenceNumber ?sentence }
  }
}
"""

_BATCH = 400
"""Claims asked for at once; some servers refuse long VALUES blocks."""


class Opened(Protocol):
    """A store with the names of its ontology: what `kg.open` returns."""

    store: Store
    vocabulary: Vocabulary


def opened(graph: Store | Opened, vocabulary: Vocabulary | None = None) -> tuple[Store, Vocabulary]:
    """Return the store and the vocabulary to read it with: the one given, the graph's own, or the shipped one."""
    store = cast("Store", getattr(graph, "store", graph))
    return store, vocabulary or getattr(graph, "vocabulary", None) or vocabularies.shipped()


class Row(NamedTuple):
    """One claim with a figure. Entities are IRIs; `kind`, `comparator` local names; bounds in `unit`."""

    claim: str
    kind: str
    graph: str
    document: str
    variable: str
    area: str | None
    organization: str | None
    period: str | None
    base: str | None
    compared_with: str | None
    ranked_among: str | None
    scope: str | None
    point: str | None
    unit: str
    comparator: str
    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool
    stated: Decimal
    stated_upper: Decimal | None
    rounding: Decimal | None
    basis_inferred: bool

    @property
    def range(self) -> Range:
        """The values the figure stands for."""
        return Range.of(self.lower, self.upper, self.lower_inclusive, self.upper_inclusive)

    @property
    def key(self) -> tuple[str | None, ...]:
        """The question it answers: the columns `KEY`, in that order."""
        return self[4:12]


@dataclass(frozen=True, slots=True)
class Source:
    """A document: who published it and when, as far as known, and the digest of its text if that was at hand."""

    iri: str
    publisher: str | None
    published: date | None
    digest: str | None
    url: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """What a text itself converts a figure into; not an observation."""

    iri: str
    claim: str
    document: str
    unit: str
    comparator: str
    stated: Decimal
    rounding: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True)
class Observations:
    """The rows of a store, with the documents and periods they name.

    Attributes:
        rows: observations.
        aims: forecasts and intentions with a figure; their `point` is what they aim at.
        sources: documents by IRI.
        periods: by IRI.
        amounts: conversions printed by the texts.
    """

    rows: tuple[Row, ...]
    aims: tuple[Row, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    amounts: tuple[Amount, ...] = ()

    def as_of(self, day: date) -> "Observations":
        """Return what had been published by a day; a document of unknown date is not known to have been."""
        known = {
            iri: source
            for iri, source in self.sources.items()
            if source.published is not None and source.published <= day
        }
        return Observations(
            tuple(row for row in self.rows if row.document in known),
            tuple(row for row in self.aims if row.document in known),
            known,
            self.periods,
            tuple(amount for amount in self.amounts if amount.document in known),
        )

    @cached_property
    def by_claim(self) -> dict[str, Row]:
        """Rows and aims by the IRI of their claim."""
        return {row.claim: row for row in (*self.rows, *self.aims)}

    @cached_property
    def by_point(self) -> dict[tuple[str, str], list[Row]]:
        """Observations by data point and unit; those of unknown period have no point and are not here."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.point is not None:
                found[row.point, row.unit].append(row)
        return found

    @cached_property
    def by_key(self) -> dict[tuple[str | None, ...], list[Row]]:
        """Observations of known period by their whole key and unit."""
        found: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.period is not None:
                found[(*row.key, row.unit)].append(row)
        return found

    def published(self, row: Row) -> date | None:
        """Return the day a row's document was published, if known."""
        source = self.sources.get(row.document)
        return source.published if source else None

    def publisher(self, row: Row) -> str | None:
        """Return who published a row's document, if known."""
        source = self.sources.get(row.document)
        return source.publisher if source else None


def read(store: Store) -> Observations:
    """Return the observation table of a store.

    Raises:
        QueryError: the store does not answer.
    """
    with _uncollected(), ThreadPoolExecutor(2) as side:  # the engine answers outside the interpreter's lock
        sources = side.submit(lambda: {source.iri: source for source in _sources(store)})
        amounts = side.submit(lambda: tuple(_amounts(store)))
        rows = list(_rows(store))
        return Observations(
            rows=tuple(row for row in rows if row.kind == OBSERVED),
            aims=tuple(row for row in rows if row.kind != OBSERVED),
            sources=sources.result(),
            periods=_periods(store, {iri for row in rows for iri in (row.period, row.base) if iri}),
            amounts=amounts.result(),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles from walking through rows while they are made; a sixth of the time, measured."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def of_quads(quads: Iterable[Quad]) -> Observations:
    """Return the observation table of loose quads."""
    from pyoxigraph import Store as Memory

    from kg.store import Embedded

    memory = Memory()
    memory.bulk_extend(quads)
    return read(Embedded(memory, "memory:"))


def passages(store: Store, claims: Iterable[str]) -> dict[str, tuple[Passage, ...]]:
    """Return where claims stand in their texts; a claim cited to its document as a whole has none."""
    wanted = list(dict.fromkeys(claims))
    found: dict[str, set[Passage]] = {claim: set() for claim in wanted}
    for start in range(0, len(wanted), _BATCH):
        names = " ".join(f"<{claim}>" for claim in wanted[start : start + _BATCH])
        for claim, first, last, digest, sentence in _ask(store, _PASSAGES.replace("CLAIMS", names)):
            if claim and first and last and digest:
                number = int(sentence) if sentence else None
                found[claim].add(Passage(int(first), int(last), digest, number))
    return {claim: tuple(sorted(places)) for claim, places in found.items()}


def _rows(store: Store) -> Iterator[Row]:
    seen: set[str] = set()
    cut = len(DEKG)
    for cells in _ask(store, _ROWS):
        claim, kind, graph, document, variable, area, organization, period, base, compared, ranked, scope, point = (
            cells[:13]
        )
        unit, comparator, lower, lower_in, upper, upper_in, stated, stated_upper, rounding, inferred = cells[13:]
        if not (claim and kind and graph and document and variable and unit and comparator and stated):
            continue
        if claim in seen:  # a claim with two values of one property is a finding of the shapes, and one row here
            continue
        seen.add(claim)
        yield Row(
            claim,
            kind[cut:],
            graph,
            document,
            variable,
            area,
            organization,
            period,
            base,
            compared,
            ranked,
            scope,
            point,
            unit,
            comparator[cut:],
            Decimal(lower) if lower else None,
            lower_in == "true",
            Decimal(upper) if upper else None,
            upper_in == "true",
            Decimal(stated),
            Decimal(stated_upper) if stated_upper else None,
            Decimal(rounding) if rounding else None,
            inferred == "true",
        )


def _sources(store: Store) -> Iterator[Source]:
    for iri, publisher, published, digest, url, title in _ask(store, _DOCUMENTS):
        if iri and url:
            yield Source(iri, publisher, date.fromisoformat(published) if published else None, digest, url, title)


def _periods(store: Store, wanted: set[str]) -> dict[str, Period]:
    """Return periods by IRI: the name of one tells its dates, else the store is asked."""
    found: dict[str, Period] = {}
    for iri in wanted:
        with suppress(ModelError):
            found[iri] = Period.parse(_code(iri))
    if strange := sorted(wanted - found.keys()):
        names = " ".join(f"<{iri}>" for iri in strange)
        for name, kind, start, end in _ask(store, _PERIODS.replace("PERIODS", names)):
            if name and kind and start and end:
                days = date.fromisoformat(start), date.fromisoformat(end)
                found[name] = Period(_code(name), kind.removeprefix(DEKG), *days)
    return found


def _code(iri: str) -> str:
    return iri.removeprefix(DEKGR + "period-").upper()


def _amounts(store: Store) -> Iterator[Amount]:
    for iri, claim, document, unit, comparator, stated, rounding, rate in _ask(store, _AMOUNTS):
        if iri and claim and document and unit and comparator and stated:
            yield Amount(
                iri,
                claim,
                document,
                unit,
                comparator.removeprefix(DEKG),
                Decimal(stated),
                Decimal(rounding) if rounding else None,
                Decimal(rate) if rate else None,
            )


def _ask(store: Store, text: str) -> Iterator[list[str | None]]:
    """Yield the rows of an answer as the texts of their terms."""
    answer = store.query(_PREFIXES + text)
    if not isinstance(answer, Solutions):
        raise QueryError("the store answered a SELECT query with something else; check that it speaks SPARQL 1.1")
    for row in answer.rows:
        yield [None if term is None else term.value for term in row]  # type: ignore[union-attr]
