"""Measure validation: the audit of a whole store, pySHACL on the same data, and one article beside stores of all sizes.

`measure` is called by `run.py`. pySHACL runs the shapes alone, over one merged graph as any user would, on 10k and 100k
quads; where the asked size is larger its time is extrapolated along these two, and the table says so. Files for it are
parsed by the way; both figures are given.
"""

import logging
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

import data
import harness
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

import kg
from kg import assets, vocabulary
from kg.store import Embedded
from kg.validate import audit, checks, integrity, validate, validate_version

__all__ = ["measure", "slowest_checks"]

PLAIN = ("10k", "100k")
"""Sizes at which plain pySHACL is run."""


def measure(size: str, folder: Path) -> harness.Section:
    """Return the table for a size such as `1M`; data sets are kept in a folder."""
    store, quads = _filled(size, folder)
    words = vocabulary.shipped()
    whole, report = harness.timed(lambda: validate(Embedded(store, "memory:"), words), runs=2)
    steps = _steps(Embedded(store, "memory:"))
    plain = {each: _plain(each, folder) for each in PLAIN if data.size_of(each) <= data.size_of(size)}
    slope, known = _extrapolated(plain, data.size_of(size))
    shapes = steps["shapes on all version graphs"] + steps["shapes on reference data"]
    rows = [
        [f"audit: shapes, {len(checks.rules())} checks, names", f"{quads:,}", *_seconds(whole), _ratio(slope, whole)]
    ]
    rows += [
        [f"— {name}", f"{quads:,}", "", f"{seconds:.2f}", f"{slope / seconds:.0f}×" if "shapes" in name else ""]
        for name, seconds in steps.items()
    ]
    rows.append(["— shapes together", f"{quads:,}", "", f"{shapes:.2f}", f"{slope / shapes:.0f}×"])
    rows += [["plain pySHACL, shapes alone", each, *_seconds(timing), ""] for each, timing in plain.items()]
    if not known:
        rows.append(["plain pySHACL, shapes alone", size, "", f"{slope:.0f} (extrapolated)", "1×"])
    rows += [
        [f"one article before loading, beside {each}", each, *_seconds(t), ""] for each, t in _article(size, folder)
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return harness.Section(
        f"Validation ({size})",
        ("what", "quads", "wall s", "CPU s", "less CPU than pySHACL"),
        rows,
        (
            harness.machine("pyoxigraph", "pyshacl", "rdflib"),
            f"findings: {report.counts['violation']} violations, {report.counts['warning']} warnings; peak {peak} MB",
            "pySHACL is timed without the parsing of its file",
        ),
    )


def slowest_checks(size: str, folder: Path, number: int = 20) -> list[tuple[str, float]]:
    """Return the check queries that take the most processor time over a data set, the slowest first."""
    store = Embedded(_filled(size, folder)[0], "memory:")
    times = [(rule.name, harness.timed(lambda r=rule: store.query(r.bind({})), runs=1)[0]) for rule in checks.rules()]  # type: ignore[misc]
    return sorted(((name, each.processor) for name, each in times), key=lambda pair: -pair[1])[:number]


def _filled(size: str, folder: Path) -> tuple[Store, int]:
    """Return a store in memory with ontology, reference data and a data set."""
    store = Store()
    with kg.open() as graph:
        store.extend(quad for quad in graph.store.quads() if not _of_corpus(quad))
    store.bulk_load(path=str(data.quads_file(size, folder).path), format=RdfFormat.N_QUADS)
    return store, len(store)


def _of_corpus(quad: Quad) -> bool:
    name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    return name.startswith(audit.VERSION) or name.endswith("/heads")


def _steps(store: Embedded) -> dict[str, float]:
    """Return the processor time of each step of an audit."""
    words = vocabulary.shipped()
    versions: dict[str, list[Triple]] = {}
    rest: list[Triple] = []
    facts = audit.Facts()

    def read() -> None:
        for quad in store.quads():
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            (versions.setdefault(name, []) if name.startswith(audit.VERSION) else rest).append(quad.triple)

    def names() -> None:
        for graph, triples in versions.items():
            about = integrity.statements(triples)
            facts.add(about)
            list(integrity.findings(graph, triples, about))

    steps = {
        "reading": read,
        "names against content": names,
        "checks": lambda: list(checks.findings(store)),
        "shapes on reference data": lambda: list(audit.reference_findings(rest)),
        "shapes on all version graphs": lambda: list(audit.version_findings(store, words, facts)),
    }
    return {name: harness.timed(step, runs=1)[0].processor for name, step in steps.items()}


def _plain(size: str, folder: Path) -> harness.Timing:
    """Return the time of pySHACL over a data set merged into one graph."""
    import pyshacl
    from rdflib import Graph

    store, _ = _filled(size, folder)
    merged = {Triple(quad.subject, quad.predicate, quad.object) for quad in store}
    logging.getLogger("rdflib.term").disabled = True
    graph, shapes = Graph(bind_namespaces="none"), Graph()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "merged.nt"
        path.write_bytes(serialize(merged, format=RdfFormat.N_TRIPLES) or b"")
        graph.parse(path, format="nt")
    for path in assets.shape_files():
        shapes.parse(path)
    return harness.timed(lambda: pyshacl.validate(graph, shacl_graph=shapes, inplace=True), runs=1)[0]


def _extrapolated(plain: dict[str, harness.Timing], size: int) -> tuple[float, bool]:
    """Return the processor time of pySHACL at a size, and whether that was measured; else it grows along a line."""
    known = {data.size_of(name): timing.processor for name, timing in plain.items()}
    if size in known:
        return known[size], True
    (low, a), (high, b) = sorted(known.items())[-2:]
    return b + (b - a) / (high - low) * (size - high), False


def _article(size: str, folder: Path) -> Iterator[tuple[str, harness.Timing]]:
    """Yield how long one article takes before it is loaded, with stores of several sizes open beside it."""
    words = vocabulary.shipped()
    made = next(version for version, _, _ in data.documents(seed=2))
    validate_version(made, words)
    for each in dict.fromkeys(("10k", size)):
        store, _ = _filled(each, folder)
        assert len(store)
        yield each, harness.timed(lambda: validate_version(made, words), runs=10)[0]


def _seconds(timing: harness.Timing) -> tuple[str, str]:
    digits = 3 if timing.processor < 1 else 2
    return f"{timing.wall:.{digits}f}", f"{timing.processor:.{digits}f}"


def _ratio(slope: float, timing: harness.Timing) -> str:
    return f"{slope / timing.processor:.0f}×"
