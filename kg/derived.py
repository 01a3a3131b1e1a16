"""The derived store: a store and what follows from it, beside the store in `<store>/derived`.

The main store holds what sources say and nothing else. The derived one is a copy of it (files on disk are shared) with
two graphs more: `dekgg:inferred`, what follows, and `dekgg:inference`, from what and by which engine. So a query over
the union sees both, and no statement twice. It can be thrown away at any time, and made again with the same content.

    <store>/derived/current.json     names the folder in use; replaced as a whole once that folder is complete
    <store>/derived/<16 hex>/        a store; the name comes from what went into it
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version as release
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import ReasonError, StoreError
from kg.reason import Closure, materialise
from kg.store import Embedded, Solutions, is_remote
from kg.terms import (
    CATALOG,
    DCTERMS,
    DEKG,
    DEKGR,
    HEADS,
    INFERENCE,
    INFERRED,
    LICENSE,
    PREFIXES,
    RDF,
    RDFS,
    SCHEMA,
    compact,
    digest,
    hash16,
    mint,
)

__all__ = ["Derivation", "add_inferred", "derive", "open_derived", "rebuild"]

_FOLDER = "derived"
_CURRENT = "current.json"
_PROV = PREFIXES["prov"]
_NO_INPUT = {HEADS, CATALOG, INFERRED, INFERENCE}


@dataclass(frozen=True, slots=True)
class Derivation:
    """What was inferred from a store.

    Attributes:
        closure: what follows.
        inputs: the graphs it follows from; with the digest of their content, except for version graphs, whose names
            are made from their content.
    """

    closure: Closure
    inputs: dict[str, str | None]

    @property
    def activity(self) -> str:
        """IRI of the activity, minted from inputs and engine."""
        lines = [f"{graph} {content or ''}" for graph, content in self.inputs.items()]
        return mint("inference", [*lines, self.engine])

    @property
    def engine(self) -> str:
        """Names and releases of the software."""
        return f"dekg {release('dekg')}, {self.closure.engine}"

    def quads(self) -> Iterator[Quad]:
        """Yield the inferred graph, where it comes from (no time: same input, same quads) and the licence."""
        graph = NamedNode(INFERRED)
        yield from (Quad(t.subject, t.predicate, t.object, graph) for t in self.closure.triples)
        provenance = NamedNode(INFERENCE)
        yield from (Quad(t.subject, t.predicate, t.object, provenance) for t in self._provenance())
        for name in (INFERRED, INFERENCE):
            yield Quad(NamedNode(name), NamedNode(DCTERMS + "license"), NamedNode(LICENSE), NamedNode(CATALOG))

    def _provenance(self) -> Iterator[Triple]:
        agent = f"{DEKGR}engine-{hash16([self.engine])}"
        links = [
            (self.activity, RDF + "type", _PROV + "Activity"),
            (self.activity, _PROV + "wasAssociatedWith", agent),
            (agent, RDF + "type", _PROV + "SoftwareAgent"),
            (INFERRED, RDF + "type", _PROV + "Entity"),
            (INFERRED, _PROV + "wasGeneratedBy", self.activity),
        ]
        for graph in self.inputs:
            links += [(self.activity, _PROV + "used", graph), (INFERRED, _PROV + "wasDerivedFrom", graph)]
        yield from (Triple(NamedNode(s), NamedNode(p), NamedNode(o)) for s, p, o in links)
        label = NamedNode(RDFS + "label")
        yield Triple(NamedNode(self.activity), label, Literal("inference by the rules of OWL 2 RL", language="en"))
        yield Triple(NamedNode(self.activity), label, Literal("按OWL 2 RL规则推理", language="zh"))
        yield Triple(NamedNode(agent), NamedNode(SCHEMA + "softwareVersion"), Literal(self.engine))
        for graph, content in self.inputs.items():
            if content is not None:
                yield Triple(NamedNode(graph), NamedNode(DEKG + "contentDigest"), Literal(content))


class _Reading:
    """The statements of a store by predicate."""

    def __init__(self, store: Embedded) -> None:
        self._store = store

    def predicates(self) -> set[str]:
        answer = self._store.query("SELECT DISTINCT ?predicate ?none WHERE { ?subject ?predicate ?object }")
        return {predicate for predicate, _ in _pairs(answer)}

    def of(self, predicate: str) -> Iterator[Quad]:
        return self._store.matching(predicate=predicate, merged=True)

    def about(self, thing: str) -> Iterator[Quad]:
        yield from self._store.matching(subject=thing)
        yield from self._store.matching(target=thing)


def derive(store: Embedded) -> Derivation:
    """Return what follows from everything in a store, contradictions among it; see `kg.reason.materialise`."""
    return Derivation(materialise(_Reading(store)), _inputs(store))


def add_inferred(store: Embedded) -> Derivation:
    """Add what follows to a store in memory.

    Raises:
        ReasonError: the graph contradicts itself, so that anything would follow; or the reasoner is not installed.
    """
    found = _sound(derive(store))
    store.extend(found.quads())
    return found


def rebuild(folder: Path, known: Derivation | None = None) -> Derivation | None:
    """Make the derived store of the store in a folder; None if it is there and up to date.

    Args:
        folder: of the main store.
        known: what follows from it, if that was worked out a moment ago; used if the store is still the same.

    Whoever reads the derived store meanwhile keeps what they have; interrupted at any moment, the one before stays in
    use. The store is held for writing, so that nobody changes it on the way.

    Raises:
        ReasonError: the graph contradicts itself, or the reasoner is not installed; nothing was written.
        StoreError: there is no store, somebody is writing to it, or the disk refuses.
    """
    Embedded.open(folder).close()
    with closing(Embedded.open(folder, write=True)) as store:
        before = _usable(folder)
        if before is not None and _changes(store, before) is None:
            return None
        found = _sound(known if known is not None and known.inputs == _inputs(store) else derive(store))
        target = folder / _FOLDER / found.activity.rpartition("-")[2]
        draft = target.with_suffix(".new")
        try:
            for left in (draft, target):
                if left.exists():
                    shutil.rmtree(left)
            store.copy(draft)
            with closing(Embedded.open(draft, write=True)) as copy:
                copy.extend(found.quads())
            draft.rename(target)
            pointer = folder / _FOLDER / "current.new"
            pointer.write_text(json.dumps({"store": target.name}) + "\n", encoding="utf-8")
            pointer.replace(folder / _FOLDER / _CURRENT)
        except OSError as error:
            raise StoreError(
                f"{folder / _FOLDER}: cannot be written ({error.strerror}); free space and retry"
            ) from None
        for old in (folder / _FOLDER).iterdir():
            if old.is_dir() and old not in {target, before}:
                shutil.rmtree(old, ignore_errors=True)
        return found


def open_derived(location: Path | str, *, write: bool = False) -> Embedded:
    """Return the derived store of the store in a folder, for reading.

    Raises:
        StoreError: there is none, or the store has changed since; the message says how, and what to do. Or it was to be
            written to, or is a remote one.
    """
    if write:
        raise StoreError(f"{location}: what is inferred is only read; open the store itself for writing")
    if is_remote(str(location)):
        raise StoreError(f"{location}: a remote store infers what its server infers; leave --inferred out")
    folder = Path(location)
    with closing(Embedded.open(folder)) as store:
        current = _current(folder)
        remedy = f"make it with: kg reason --store {folder}"
        if current is None:
            raise StoreError(f"{folder}: nothing has been inferred from this store yet; {remedy}")
        changes = _changes(store, current)
    if changes is not None:
        raise StoreError(f"{current}: out of date, for the store has changed since ({changes}); {remedy}")
    return Embedded.open(current)


def _current(folder: Path) -> Path | None:
    """Return the folder of the derived store in use."""
    try:
        name = json.loads((folder / _FOLDER / _CURRENT).read_text(encoding="utf-8"))["store"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            f"{folder / _FOLDER}: damaged; remove this folder and run: kg reason --store {folder}"
        ) from None
    return folder / _FOLDER / str(name)


def _usable(folder: Path) -> Path | None:
    """Return the folder of the derived store in use; None also where it is damaged, for it is about to be replaced."""
    try:
        found = _current(folder)
        if found is not None:
            Embedded.open(found).close()
    except StoreError:
        return None
    return found


def _changes(store: Embedded, derived: Path) -> str | None:
    """Return in words how a store differs from what a derived one was made from; None if it does not."""
    with closing(Embedded.open(derived)) as made:
        answer = made.query(
            f"SELECT ?graph ?content WHERE {{ GRAPH <{INFERENCE}> {{ ?activity <{_PROV}used> ?graph "
            f"OPTIONAL {{ ?graph <{DEKG}contentDigest> ?content }} }} }}"
        )
    before = {graph: content or None for graph, content in _pairs(answer)}
    now = _inputs(store)
    if now == before:
        return None
    changed = sorted(compact(graph) for graph in now.keys() & before.keys() if now[graph] != before[graph])
    parts = [
        f"{len(graphs)} graphs {what}"
        for what, graphs in (("new", now.keys() - before.keys()), ("gone", before.keys() - now.keys()))
        if graphs
    ]
    return ", ".join([*parts, *(f"{name} changed" for name in changed)])


def _inputs(store: Embedded) -> dict[str, str | None]:
    """Return the graphs of a store that something may follow from; with a digest where the name tells no content."""
    versions = {graph for _, graph in _pairs(store.query(f"SELECT ?d ?g WHERE {{ GRAPH <{HEADS}> {{ ?d ?p ?g }} }}"))}
    every = {graph for graph, _ in _pairs(store.query("SELECT ?g ?n WHERE { GRAPH ?g {} }"))}
    return {graph: None if graph in versions else _digest(store, graph) for graph in sorted(every - _NO_INPUT)}


def _digest(store: Embedded, graph: str) -> str:
    triples = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert isinstance(triples, list)
    return digest("".join(sorted(f"{triple} .\n" for triple in triples)))


def _pairs(answer: object) -> list[tuple[str, str]]:
    assert isinstance(answer, Solutions)
    return [(str(getattr(one, "value", "")), str(getattr(other, "value", ""))) for one, other in answer.rows]


def _sound(found: Derivation) -> Derivation:
    """Refuse what rests on a contradiction.

    Raises:
        ReasonError: there is one; the message gives the first.
    """
    closure = found.closure
    if closure.clashes:
        raise ReasonError(f"the graph contradicts itself ({closure.clashes[0].text()}); see all with: kg reason")
    if closure.merged:
        one, other = map(compact, closure.merged[0])
        raise ReasonError(f"{one} and {other} would be one thing, which no rule may decide; take the cause out")
    return found
