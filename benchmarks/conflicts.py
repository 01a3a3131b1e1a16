"""Finding conflicts: the package's report against a SPARQL self-join in Oxigraph and in rdflib, on the same data."""

from pathlib import Path
from typing import TYPE_CHECKING

from data import Made, quads_file
from harness import Figure, Section, Timing, machine, timed

from kg.compare import conflicts, read
from kg.compare.relations import Kind, pairs, relate
from kg.store import Embedded

if TYPE_CHECKING:
    from rdflib import Graph

WRITTEN_AT, TUNED_AT = "10k", "100k"
"""Sizes at which rdflib is measured; a larger one is extrapolated in proportion, which favours rdflib: as written its
self-join grows with the square of the size (2.2 s of processor time at 10k, 222 s at 100k)."""

_JOIN = """
PREFIX dekg: <https://w3id.org/dekg/ontology#>
SELECT ?a ?b WHERE {
  GRAPH ?g1 { ?a a dekg:StatisticalObservation ; dekg:onDataPoint ?p ; dekg:unit ?u ;
              dekg:upperValue ?hi ; dekg:upperInclusive ?hc . }
  GRAPH ?g2 { ?b a dekg:StatisticalObservation ; dekg:onDataPoint ?p ; dekg:unit ?u ;
              dekg:lowerValue ?lo ; dekg:lowerInclusive ?lc . }
  FILTER(?a != ?b && (?hi < ?lo || (?hi = ?lo && !(?hc && ?lc))))
}
"""
"""The query of the model of claims; it runs so in Oxigraph."""

_FLAT = _JOIN.replace("GRAPH ?g1 {", "").replace("GRAPH ?g2 {", "").replace(". }", ".")
"""The same over triples without graphs, which rdflib joins faster."""

_TUNED = _FLAT.replace("a dekg:StatisticalObservation ; ", "")
"""The same without the class, whose pattern leads rdflib to join everything with everything; nothing but observations
is on a data point, so that the answer is the same."""


_HOW = (
    "rdflib runs the query in its SPARQL engine. As written, its plan starts from the class of both claims and grows "
    "with the square of the data (2.4 s at 10k, 222 s at 100k), so that a figure extrapolated in proportion is far too "
    "low; tuned by hand, the class patterns are left out, and triples stand without graphs."
)


def measure(size: str, folder: Path) -> Section:
    """Measure everything in this run, and check that all find the same pairs."""
    made = quads_file(size, folder)
    store = _store(made)
    cold, report = timed(lambda: conflicts(store))
    reading, table = timed(lambda: read(store))
    warm, _ = timed(lambda: conflicts(store, table=table))
    stated, _ = timed(lambda: conflicts(store, table=table, derived=False))
    joined, rows = timed(lambda: store.query(_JOIN))
    disjoint = {frozenset(str(getattr(t, "value", "")) for t in row) for row in rows.rows}  # type: ignore[union-attr]
    ours = {frozenset(item.claims) for item in (*report.conflicts, *report.revisions)}
    touching = {frozenset((a.claim, b.claim)) for a, b in pairs(table) if relate(a, b, table).kind is Kind.ROUNDS_TO}
    if not (ours <= disjoint <= ours | touching and len(report.conflicts) == made.conflicts):
        raise SystemExit(f"answers differ: {len(ours)} reported, {len(disjoint)} joined, {made.conflicts} planted")
    written, written_note = _rdflib(made, folder, WRITTEN_AT, _FLAT)
    tuned, tuned_note = _rdflib(made, folder, TUNED_AT, _TUNED)
    rivals = (written, tuned)
    rows_out = [
        _row("`kg conflicts`: rows read from the store, all relations, derived conflicts, passages", cold, rivals),
        _row("– of that, reading the rows", reading),
        _row("`kg conflicts` with the rows at hand", warm, rivals),
        _row("– stated conflicts only", stated, rivals),
        _row("SPARQL self-join in Oxigraph, in memory (stated conflicts only)", joined, rivals),
        _row(f"the same in rdflib, as written{written_note}", written),
        _row(f"the same in rdflib, tuned by hand{tuned_note}", tuned),
    ]
    notes = [
        f"{made.quads:,} quads, {made.observations:,} observations, {made.documents:,} documents; "
        f"{len(ours)} conflicts planted and found, {len(report.derived)} derived ones beside them; "
        f"relations: {', '.join(f'{kind} {n}' for kind, n in sorted(report.counts.items()))}.",
        "Times leave out loading a store. Ratios are of processor time.",
        _HOW,
        "The self-join also names pairs that touch within one rounding unit, which are no conflict.",
        f"Best of {cold.runs} runs; {machine('pyoxigraph', 'rdflib')}.",
    ]
    columns = ("what", "wall s", "CPU s", "× rdflib as written", "× rdflib tuned")
    what = "full conflict report, from the store"
    figures = [
        Figure(what, size, cold.processor, "self-join in rdflib", written.processor),
        Figure(what, size, cold.processor, "the same, tuned by hand", tuned.processor),
        Figure("the same, rows at hand", size, warm.processor, "the same, tuned by hand", tuned.processor),
        Figure("stated conflicts alone", size, stated.processor, "self-join in Oxigraph", joined.processor),
    ]
    return Section(f"Conflicts, {size} quads", columns, rows_out, notes, figures)


def _row(what: str, timing: Timing, rivals: tuple[Timing, ...] = ()) -> list[str]:
    ratios = [f"{rival.processor / timing.processor:,.1f}" for rival in rivals] or ["", ""]
    return [what, *str(timing).split(" | "), *ratios]


def _store(made: Made) -> Embedded:
    """Return the data as the package keeps them: named graphs, and their merge as the default graph."""
    from pyoxigraph import RdfFormat, parse

    store = Embedded.memory()
    store.extend(parse(path=str(made.path), format=RdfFormat.N_QUADS))
    return store


def _rdflib(made: Made, folder: Path, size: str, query: str) -> tuple[Timing, str]:
    """Return what rdflib takes: measured at a size, and extrapolated in proportion where the data are larger."""
    smaller = quads_file(size, folder)
    graph = _triples(smaller if smaller.quads < made.quads else made)
    timing, _ = timed(lambda: len(list(graph.query(query))), runs=1)
    factor = made.quads / smaller.quads
    if factor < 1.5:
        return timing, ""
    note = f", **extrapolated** in proportion from {size} ({timing.processor:.2f} s)"
    return Timing(timing.wall * factor, timing.processor * factor), note


def _triples(made: Made) -> "Graph":
    """Return the triples of a data set without their graphs, a form that rdflib joins faster."""
    from rdflib import Dataset, Graph

    dataset = Dataset()
    dataset.parse(str(made.path), format="nquads")
    graph = Graph()
    for subject, predicate, target, _ in dataset.quads():
        graph.add((subject, predicate, target))
    return graph
