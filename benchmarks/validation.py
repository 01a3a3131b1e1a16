"""Measure validation: the audit of a whole store, what plain pySHACL takes for the same rules, and one article.

Plain pySHACL takes the shapes over one merged graph, as any user would run it. The checks are SPARQL; a user of pySHACL
has them either as `sh:sparql` constraints, asked anew for every node, or runs each query once in rdflib. Both are
measured on small data and extrapolated along a line; what does not end within `LIMIT` seconds is counted as `LIMIT`,
which favours the rival. All that is plain runs in a process of its own.
"""

import contextlib
import logging
import multiprocessing
import re
import resource
import signal
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import data
import harness
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

import kg
from kg import assets, sources, vocabulary
from kg.graph import Version, version
from kg.store import Embedded
from kg.terms import DEKG
from kg.validate import audit, checks, integrity, shapes, stars, validate, validate_version
from kg.validate.summary import Summary

__all__ = ["measure"]

T = TypeVar("T")

SHAPES_AT = ("10k", "100k")
"""Sizes at which plain pySHACL runs the shapes."""
CHECKS_AT = ("2500", "10k")
"""Sizes at which rdflib and pySHACL run the checks."""
ARTICLES = 11
"""How many documents the time of one is the median of."""
LIMIT = 10
"""Most CPU seconds that one check may take in rdflib."""


def measure(size: str, folder: Path) -> harness.Section:
    """Return the table for a size such as `1M`; data sets are kept in a folder."""
    store, quads = filled(size, folder)
    held, words = Embedded(store, "memory:"), vocabulary.shipped()
    whole, report = harness.timed(lambda: validate(held, words), runs=2)
    wrong = _spoiled(held)
    spoiled, faulty = harness.timed(lambda: validate(wrong, words), runs=1)
    steps = _steps(held)
    shaped = steps["shapes on version graphs"] + steps["shapes on reference data"]
    read = shaped + steps["reading"]
    wanted = data.size_of(size)
    plain = _along(SHAPES_AT, wanted, lambda each: apart(plain_shapes, each, folder))
    once = _along(CHECKS_AT, wanted, lambda each: apart(plain_checks, each, folder))
    each_node = _along(CHECKS_AT[:1], wanted, lambda each: apart(constraints, each, folder))
    number = len(checks.rules())
    rivals = {
        "shapes by pySHACL": plain,
        f"shapes by pySHACL, {number} checks once each by rdflib": plain + once,
        f"{_as_constraints()} checks of claims alone, as `sh:sparql` in pySHACL": each_node,
    }
    (_, alone), (_, together), (_, sparql) = rivals.items()
    names = list(rivals)
    figure = harness.Figure
    made = [each for beside in dict.fromkeys(("1000", size)) for each in apart(articles, beside, folder)]
    figures = [
        figure(f"audit of everything: shapes, {number} checks, names", size, whole.processor, names[1], together),
        figure("the same", size, whole.processor, names[2], sparql),
        figure("shapes alone, store read", size, shaped, names[0], alone),
        figure("shapes alone, with reading the store", size, read, names[0], alone),
        *(figure(f"one article before loading, {what}", beside, *cost) for what, beside, *cost in made),
    ]
    rows = [[name, "", harness.seconds(value)] for name, value in steps.items()]
    rows += [["audit of everything", *map(harness.seconds, (whole.wall, whole.processor))]]
    rows += [[f"audit with {len(faulty.findings) - len(report.findings)} more findings",
              *map(harness.seconds, (spoiled.wall, spoiled.processor))]]  # fmt: skip
    rows += [[f"{name}, **extrapolated**" if wanted > data.size_of(SHAPES_AT[0]) else name, "", harness.seconds(value)]
             for name, value in rivals.items()]  # fmt: skip
    rows += [[f"one article, {what}, store of {beside}", "", harness.seconds(own)] for what, beside, own, *_ in made]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    notes = (
        f"{quads:,} quads with ontology and reference data; findings: {report.counts['violation']} violations, "
        f"{report.counts['warning']} warnings; peak {peak} MB",
        f"pySHACL on the shapes: measured up to {SHAPES_AT[-1]}, checks up to {CHECKS_AT[-1]}, larger **extrapolated** "
        f"along a line; a check that did not end in {LIMIT} s counts as {LIMIT} s; parsing of files is left out",
        "as `sh:sparql` run only checks on claims that SHACL allows as they stand, once for each claim",
        "articles: medians in a process that holds a store of that size, which cannot enter; with 8 claims each "
        "document is another, with 40 it is the longest of the corpus again and again; nothing but terms is kept",
        harness.machine("pyoxigraph", "pyshacl", "rdflib"),
    )
    return harness.Section(f"Validation, {size} quads", ("what", "wall s", "CPU s"), rows, notes, figures)


# -- the store ---------------------------------------------------------------------------------------------------------


def filled(size: str, folder: Path) -> tuple[Store, int]:
    """Return a store in memory with ontology, reference data and a data set."""
    store = Store()
    store.extend(_base())
    store.bulk_load(path=str(data.quads_file(size, folder).path), format=RdfFormat.N_QUADS)
    return store, len(store)


@cache
def _base() -> tuple[Quad, ...]:
    with kg.open() as graph:
        return tuple(quad for quad in graph.store.quads() if not _of_corpus(quad))


def _of_corpus(quad: Quad) -> bool:
    name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    return name.startswith(audit.VERSION) or name.endswith("/heads")


def _spoiled(held: Embedded) -> Embedded:
    """Return a store in which one claim of every hundredth document has two comparators and a unit that is a text."""
    store = Store()
    store.bulk_extend(held.quads())
    for number, graph in enumerate(held.graphs()):
        if graph.startswith(audit.VERSION) and number % 100 == 0:
            claims = {q.subject for q in store.quads_for_pattern(None, _of("modality"), None, NamedNode(graph))}
            claim = min(claims, key=str)
            store.add(Quad(claim, _of("comparator"), _of("nearly"), NamedNode(graph)))
            store.add(Quad(claim, _of("unit"), Literal("yuan"), NamedNode(graph)))
    return Embedded(store, "memory:")


def _of(name: str) -> NamedNode:
    return NamedNode(DEKG + name)


def _steps(held: Embedded) -> dict[str, float]:
    """Return the CPU seconds of each step of an audit."""
    words = vocabulary.shipped()
    spent: dict[str, float] = {}

    def step(name: str, action: Callable[[], Any]) -> Any:
        began = time.process_time()
        result = action()
        spent[name] = spent.get(name, 0) + time.process_time() - began
        return result

    summary, forms, rest = Summary(), audit.version_forms(words), []
    for graph in held.graphs():
        text = step("reading", lambda graph=graph: held.text(graph))
        if not graph.startswith(audit.VERSION):
            rest.append(text)
            continue
        said = step("reading", lambda text=text: stars.read(text))
        step("names against content", lambda graph=graph, said=said: list(integrity.findings(graph, said)))
        step("summary for the checks", lambda said=said: summary.add(said))
        step("shapes on version graphs", lambda graph=graph, said=said: forms.add(graph, said, said.cited))
    step("shapes on version graphs", lambda: list(forms.findings(lambda graph: stars.read(held.text(graph or "")))))
    said = step("reading", lambda: stars.read(*rest))
    step("summary for the checks", lambda: summary.add(said))
    step("shapes on reference data", lambda: list(audit.reference_forms(said).findings(lambda _: said)))
    step("checks", lambda: list(checks.findings(held, summary=summary)))
    return spent


# -- the rivals --------------------------------------------------------------------------------------------------------


def apart(action: Callable[[str, Path], T], size: str, folder: Path) -> T:
    """Return what a measurement gives in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(action, (size, folder))


def _along(sizes: tuple[str, ...], wanted: int, measured: Callable[[str], float]) -> float:
    """Return CPU seconds at a size: measured there, or along a line through the largest sizes below it."""
    below = [each for each in sizes if data.size_of(each) < wanted]
    if len(below) < len(sizes) or not below:
        return measured(str(wanted))
    points = [(0, 0.0), *((data.size_of(each), measured(each)) for each in below)]
    (low, a), (high, b) = points[-2:]
    return b + (b - a) / (high - low) * (wanted - high)


def plain_shapes(size: str, folder: Path) -> float:
    """Return the CPU seconds of pySHACL over a data set merged into one graph."""
    import pyshacl
    from rdflib import Graph

    store, _ = filled(size, folder)
    merged = {Triple(quad.subject, quad.predicate, quad.object) for quad in store}
    logging.getLogger("rdflib.term").disabled = True
    graph, rules = Graph(bind_namespaces="none"), Graph()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "merged.nt"
        path.write_bytes(serialize(merged, format=RdfFormat.N_TRIPLES) or b"")
        graph.parse(path, format="nt")
    for path in assets.shape_files():
        rules.parse(path)
    return harness.timed(lambda: pyshacl.validate(graph, shacl_graph=rules, inplace=True), runs=1)[0].processor


def plain_checks(size: str, folder: Path) -> float:
    """Return the CPU seconds of rdflib for every check, run once over a data set; each takes at most `LIMIT`."""
    dataset = _dataset(size, folder)
    spent = 0.0
    for query in checks.rules():
        began = time.process_time()
        signal.signal(signal.SIGPROF, _stop)
        with contextlib.suppress(TimeoutError):
            signal.setitimer(signal.ITIMER_PROF, LIMIT)
            list(dataset.query(query.text))
            signal.setitimer(signal.ITIMER_PROF, 0)
        spent += time.process_time() - began
    return spent


def _stop(*_: Any) -> None:
    raise TimeoutError


def constraints(size: str, folder: Path) -> float:
    """Return the CPU seconds of pySHACL for checks of claims as `sh:sparql` constraints."""
    import pyshacl
    from rdflib import Graph, URIRef
    from rdflib import Literal as Text
    from rdflib.namespace import RDF, SH

    dataset, rules = _dataset(size, folder), Graph()
    shape = URIRef("https://example.org/claims")
    rules.add((shape, RDF.type, SH.NodeShape))
    rules.add((shape, SH.targetSubjectsOf, URIRef(_of("modality").value)))
    for number, text in enumerate(_selects()):
        constraint = URIRef(f"{shape}/{number}")
        rules.add((shape, SH.sparql, constraint))
        rules.add((constraint, SH.select, Text(text)))
    return harness.timed(lambda: pyshacl.validate(dataset, shacl_graph=rules, inplace=True), runs=1)[0].processor


def _selects() -> Iterator[str]:
    """Yield the checks of claims that SHACL allows: without VALUES, MINUS, and SELECT inside."""
    for query in checks.rules("versions"):
        text = re.sub(r"^#.*\n", "", query.text, flags=re.MULTILINE)
        if "?claim" in text.split("WHERE")[0] and text.count("SELECT") == 1 and not re.search("VALUES|MINUS", text):
            text = re.sub(r"SELECT[^{]*WHERE", "SELECT $this WHERE", text)
            yield re.sub(r"ORDER BY.*", "", text).replace("?claim", "$this")


def _as_constraints() -> int:
    return sum(1 for _ in _selects())


def _dataset(size: str, folder: Path) -> Any:
    from rdflib import Dataset

    warnings.simplefilter("ignore", DeprecationWarning)
    store, _ = filled(size, folder)
    dataset = Dataset(default_union=True)
    dataset.parse(data=(serialize(store, format=RdfFormat.N_QUADS) or b"").decode(), format="nquads")
    return dataset


# -- one article -------------------------------------------------------------------------------------------------------


def articles(beside: str, folder: Path) -> list[tuple[str, str, float, str, float]]:
    """Return what, size of the store beside, CPU seconds, the rival, and its CPU seconds."""
    words = vocabulary.shipped()
    corpus = [version(document, claims, words) for document, claims in map(sources.read, assets.corpus_files())]
    longest = max(corpus, key=lambda each: len(each.claims))
    small = [made for made, _, _ in islice(data.documents(seed=2), 2 * ARTICLES)]
    for each in (longest, *small[:ARTICLES]):
        validate_version(each, words)
    store, _ = filled(beside, folder)
    assert len(store)
    return [
        _article(f"{len(longest.claims)} claims", beside, [longest] * ARTICLES, words),
        _article(f"{len(small[0].claims)} claims", beside, small[ARTICLES:], words),
    ]


def _article(
    what: str, beside: str, made: list[Version], words: vocabulary.Vocabulary
) -> tuple[str, str, float, str, float]:
    def median(action: Callable[[Version], Any]) -> float:
        return statistics.median(harness.timed(lambda each=each: action(each), runs=1)[0].processor for each in made)

    own = median(lambda each: validate_version(each, words))
    rival = median(lambda each: list(shapes.version_findings(each.graph, [q.triple for q in each.quads], words)))
    return what, beside, own, "pySHACL on every node, shapes alone", rival
