"""Materialising what follows by OWL 2 RL: the package against owlrl, and against the library it uses as it comes.

Ontology and reference data are part of every input. All must derive the same where they are measured on the same data,
else there is no table.
"""

import importlib
import tempfile
from pathlib import Path
from typing import Any

from data import Made, quads_file, size_of
from harness import Figure, Section, Timing, machine, timed
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg import pipeline
from kg.reason import materialise
from kg.terms import PREFIXES

WRITTEN_AT = "10k"
"""Size at which owlrl is measured; a larger one is extrapolated from it and from the ontology alone, in proportion."""

RAW_AT = "100k"
"""Largest size at which the library is given everything at once: at 1M its search for classes that exclude each other
takes minutes, for it grows faster than the data."""

_OWN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))


def measure(size: str, folder: Path) -> Section:
    """Measure everything in this run, and check that all derive the same."""
    made = quads_file(size, folder)
    statements = _statements(made)
    ours, closure = timed(lambda: materialise(statements))
    raw_size = RAW_AT if size_of(RAW_AT) < size_of(size) else size
    raw, raw_note = _raw(quads_file(raw_size, folder), made)
    slow, slow_note = _owlrl(folder, made)
    rows = [
        _row("`kg.reason.materialise`", ours, len(closure.triples), (slow, raw)),
        _row(f"reasonable, everything at once{raw_note}", raw),
        _row(f"owlrl{slow_note}", slow),
    ]
    notes = [
        f"{made.quads:,} quads of {made.documents:,} documents, and {len(statements) - made.quads:,} of ontology and "
        f"reference data; {len(closure.triples):,} statements follow.",
        "Times leave out reading the file. Ratios are of processor time.",
        f"The same follows from {WRITTEN_AT} by owlrl and from {raw_size} by reasonable alone, compared in this run: "
        "links between named things, without what holds of everything.",
        f"Best of {ours.runs} runs, the others one; {machine('reasonable', 'owlrl', 'pyoxigraph', 'rdflib')}.",
    ]
    columns = ("what", "wall s", "CPU s", "statements", "× owlrl", "× reasonable at once")
    figures = [
        Figure("closure by OWL 2 RL, quads in memory", size, ours.processor, "owlrl", slow.processor),
        Figure("the same", size, ours.processor, "reasonable, everything at once", raw.processor),
    ]
    return Section(f"Closure by OWL 2 RL, {size} quads", columns, rows, notes, figures)


def _row(what: str, timing: Timing, count: int | None = None, rivals: tuple[Timing, ...] = ()) -> list[str]:
    ratios = [f"{rival.processor / timing.processor:,.1f}" for rival in rivals] or ["", ""]
    return [what, *str(timing).split(" | "), f"{count:,}" if count is not None else "", *ratios]


def _base() -> list[Quad]:
    return [quad for graph in pipeline.base_graphs().values() for quad in graph]


def _statements(made: Made) -> list[Quad]:
    return [*_base(), *parse(path=str(made.path), format=RdfFormat.N_QUADS)]


def _raw(measured: Made, wanted: Made) -> tuple[Timing, str]:
    """Return what the library takes for all statements, and check what it derives."""
    triples = {quad.triple for quad in _statements(measured)}
    reasonable = importlib.import_module("reasonable")

    def run() -> Any:
        reasoner = reasonable.PyReasoner()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "input.ttl"
            file.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
            reasoner.load_file(str(file))
        return reasoner.reason()

    timing, answer = timed(run, runs=1)
    _compare(triples, {(str(s), str(p), str(o)) for s, p, o in answer}, schema=False)
    factor = wanted.quads / measured.quads
    if factor < 1.5:
        return timing, ""
    note = f", **extrapolated** in proportion from {RAW_AT} ({timing.processor:.2f} s), which favours it"
    return Timing(timing.wall * factor, timing.processor * factor), note


def _owlrl(folder: Path, wanted: Made) -> tuple[Timing, str]:
    """Return what owlrl takes: for ontology and reference data once, for the claims in proportion to their number."""
    small = quads_file(WRITTEN_AT, folder)
    alone, _ = _expand({quad.triple for quad in _base()})
    triples = {quad.triple for quad in _statements(small)}
    timing, answer = _expand(triples)
    _compare(triples, answer, schema=True)
    factor = wanted.quads / small.quads
    if factor < 1.5:
        return timing, ""
    note = (
        f", **extrapolated** in proportion from {WRITTEN_AT} ({timing.processor:.1f} s, {alone.processor:.1f} without)"
    )
    wall, processor = (
        base + max(total - base, 0) * factor
        for base, total in ((alone.wall, timing.wall), (alone.processor, timing.processor))
    )
    return Timing(wall, processor), note


def _expand(triples: set[Triple]) -> tuple[Timing, set[tuple[str, str, str]]]:
    from rdflib import Graph

    owlrl = importlib.import_module("owlrl")
    graph = Graph()
    graph.parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    timing, _ = timed(lambda: owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph), runs=1)
    return timing, {(str(s), str(p), str(o)) for s, p, o in graph}


def _compare(triples: set[Triple], answer: set[tuple[str, str, str]], *, schema: bool) -> None:
    """Stop unless what another engine derived from some triples is what the package derives from them."""
    found = {item for triple in materialise(triples).triples if _tells(*(item := _plain(triple)))}
    theirs = {item for item in answer - {_plain(triple) for triple in triples} if _tells(*item)}
    if not schema:  # reasonable alone leaves out which property is below which by several steps
        found = {item for item in found if item[1] != PREFIXES["rdfs"] + "subPropertyOf"}
    if found != theirs:
        raise SystemExit(f"answers differ: {len(found - theirs)} only here, {len(theirs - found)} only there")


def _plain(triple: Triple) -> tuple[str, str, str]:
    subject, predicate, target = (
        str(getattr(term, "value", "")) for term in (triple.subject, triple.predicate, triple.object)
    )
    return subject, predicate, target


def _tells(subject: str, predicate: str, target: str) -> bool:
    """Return whether a statement links two named things and is none of everything; rdflib rewrites numbers."""
    named = subject.startswith("http") and target.startswith("http")
    of_rdf = subject.startswith(_OWN) or target.startswith(_OWN) or predicate == PREFIXES["owl"] + "sameAs"
    return named and not of_rdf and not (subject == target and predicate.startswith(_OWN))
