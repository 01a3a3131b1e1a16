"""Read the observation table from a store.

The only module that knows which triples a row is read from. What a row says is what SPARQL says, column by column (a
test holds the two equal). An embedded store is read property by property, which takes half the time of a query that
joins them all; any other store is asked that query.
"""

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal

from pyoxigraph import Quad

from kg.compare.observations import OBSERVED, Amount, Observations, Row, Source
from kg.errors import ModelError, QueryError
from kg.model import ClaimKind, Passage
from kg.periods import Period
from kg.store import Embedded
from kg.store.base import Solutions, Store
from kg.terms import DCTERMS, DEKG, DEKGR, INFERRED, RDF

__all__ = ["of_quads", "passages", "read", "uncollected"]

_PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dekg: <https://w3id.org/dekg/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
"""

_ROWS = """
SELECT ?claim ?kind ?graph ?document ?variable ?area ?organization ?period ?base ?compared_with ?ranked_among ?scope
       ?point ?unit ?comparator ?lower ?lower_inclusive ?upper ?upper_inclusive ?stated ?stated_upper
       ?rounding ?basis_inferred ?said_by
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
    OPTIONAL { ?claim dekg:attributedTo ?said_by }
  }
}
"""

_COLUMNS = (
    (DCTERMS + "source",),
    *((DEKG + name,) for name in ("variable", "refArea", "refOrganization", "refPeriod", "basePeriod", "comparedWith")),
    *((DEKG + name,) for name in ("rankedAmong", "populationScope")),
    (DEKG + "onDataPoint", DEKG + "aimsAtDataPoint"),
    *(
        (DEKG + name,)
        for name in ("unit", "comparator", "lowerValue", "lowerInclusive", "upperValue", "upperInclusive")
    ),
    *((DEKG + name,) for name in ("statedValue", "statedUpperValue", "roundingUnit", "basisInferred", "attributedTo")),
)
"""The properties of the columns of `_ROWS` after the graph, in the same order."""

_DOCUMENTS = """
SELECT ?document ?publisher ?published ?digest ?url ?title ?reprint ?original ?writer WHERE {
  GRAPH ?graph {
    ?document a dekg:SourceDocument ; schema:url ?url .
    OPTIONAL { ?document schema:publisher ?publisher }
    OPTIONAL { ?document schema:datePublished ?published }
    OPTIONAL { ?document dekg:contentDigest ?digest }
    OPTIONAL { ?document dcterms:title ?title }
    OPTIONAL { ?document dekg:reprint ?reprint }
    OPTIONAL { ?document dcterms:isVersionOf ?original }
    OPTIONAL { ?document dcterms:creator ?writer }
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


def read(store: Store) -> Observations:
    """Return the observation table of a store.

    Raises:
        QueryError: the store does not answer.
    """
    with uncollected(), ThreadPoolExecutor(2) as side:  # the engine answers outside the interpreter's lock
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
def uncollected() -> Iterator[None]:
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
    memory = Embedded.memory()
    memory.extend(quads)
    return read(memory)


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
    """Yield rows in no promised order.

    A claim with two values of one property is one row here, and a finding of the shapes.
    """
    told = _columns(store) if isinstance(store, Embedded) else _joined(store)
    cut = len(DEKG)
    for cells in told:
        claim, kind, graph, document, variable, *names, unit, comparator, lower, lower_in = cells[:17]
        upper, upper_in, stated, stated_upper, rounding, inferred, said_by = cells[17:]
        if not (claim and kind and graph and document and variable and unit and comparator and stated):
            continue
        area, organization, period, base, compared, ranked, scope, point = names
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
            Decimal(lower) if lower and lower_in else None,
            lower_in == "true",
            Decimal(upper) if upper and upper_in else None,
            upper_in == "true",
            Decimal(stated),
            Decimal(stated_upper) if stated_upper else None,
            Decimal(rounding) if rounding else None,
            inferred == "true",
            said_by,
        )


def _joined(store: Store) -> Iterator[list[str | None]]:
    seen: set[str | None] = set()
    for cells in _ask(store, _ROWS):
        if cells[0] not in seen:
            seen.add(cells[0])
            yield cells


def _columns(store: Embedded) -> Iterator[list[str | None]]:
    """Yield what `_ROWS` asks for, each column read in one pass over its property.

    Claims and their graphs are those of named graphs; the rest is read from the merge, where every triple is once.
    """
    claims: dict[str, tuple[str, str]] = {}
    for kind in (DEKG + name for name in ClaimKind):
        for quad in store.matching(predicate=RDF + "type", target=kind):
            if (graph := _text(quad.graph_name)) != INFERRED:
                claims[_text(quad.subject)] = kind, graph
    columns = [dict(pair for name in names for pair in store.values(name).items()) for names in _COLUMNS]
    for claim, (kind, graph) in claims.items():
        if claim in columns[1]:
            yield [claim, kind, graph, *[column.get(claim) for column in columns]]


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def _sources(store: Store) -> Iterator[Source]:
    for iri, publisher, published, digest, url, title, reprint, original, writer in _ask(store, _DOCUMENTS):
        if iri and url:
            day = date.fromisoformat(published) if published else None
            yield Source(iri, publisher, day, digest, url, title, reprint == "true", original, writer)


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
