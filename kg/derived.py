"""Derived stores: a store and what follows from it, or which figures are preferred, beside it in `<store>/derived`.

The main store holds what sources say and nothing else. A derived one is a copy of it (files on disk are shared) with
two graphs more: `dekgg:inferred` or `dekgg:preferred`, what was derived, and `dekgg:inference` or `dekgg:preference`,
from what and by which engine. So a query over the union sees both, and no statement twice. It can be thrown away at
any time, and made again with the same content.

    <store>/derived/current.json     names the folder with inferences; replaced once that folder is complete
    <store>/derived/preferred.json   names the folder with preferred figures, likewise
    <store>/derived/<16 hex>/        a store; the name comes from what went into it
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version as release
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

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
    PREFERENCE,
    PREFERRED,
    PREFIXES,
    RDF,
    RDFS,
    SCHEMA,
    compact,
    digest,
    hash16,
    mint,
)

__all__ = [
    "CHOSEN",
    "FOLLOWING",
    "Derivation",
    "Kind",
    "add_inferred",
    "derive",
    "inputs",
    "open_derived",
    "provenance",
    "rebuild",
]

_FOLDER = "derived"
_PROV = PREFIXES["prov"]
_NO_INPUT = {HEADS, CATALOG, INFERRED, INFERENCE, PREFERRED, PREFERENCE}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of derived store.

    Attributes:
        pointer: the file that names its folder.
        origin: the graph that tells what it was derived from.
        option: what opens it on the command line.
        command: what makes it.
        absent: what to say where there is none.
    """

    pointer: str
    origin: str
    option: str
    command: str
    absent: str


FOLLOWING = Kind("current.json", INFERENCE, "--inferred", "kg reason", "nothing has been inferred from this store yet")
CHOSEN = Kind(
    "preferred.json", PREFERENCE, "--preferred", "kg prefer", "no preferred figures have been kept with this store yet"
)


class Made(Protocol):
    """What a derived store adds to the main one."""

    @property
    def inputs(self) -> dict[str, str | None]:
        """The graphs it was derived from; with a digest where the name tells no content."""
        ...

    @property
    def activity(self) -> str:
        """IRI of the activity, minted from inputs and engine."""
        ...

    def quads(self) -> Iterator[Quad]:
        """Yield what is added."""
        ...


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
        yield from provenance(self.activity, INFERRED, INFERENCE, self.inputs, self.engine, _LABEL)


_LABEL = {"en": "inference by the rules of OWL 2 RL", "zh": "按OWL 2 RL规则推理"}


def provenance(
    activity: str, content: str, origin: str, used: Mapping[str, str | None], engine: str, label: Mapping[str, str]
) -> Iterator[Quad]:
    """Yield where a derived graph comes from, in the graph of its origin, and the licence of both.

    Args:
        activity: the IRI of what made it.
        content: the derived graph.
        origin: the graph to say it in.
        used: the graphs it was derived from, with digests of those whose names do not tell their content.
        engine: names and releases of the software.
        label: of the activity, by language.
    """
    agent = f"{DEKGR}engine-{hash16([engine])}"
    links = [
        (activity, RDF + "type", _PROV + "Activity"),
        (activity, _PROV + "wasAssociatedWith", agent),
        (agent, RDF + "type", _PROV + "SoftwareAgent"),
        (content, RDF + "type", _PROV + "Entity"),
        (content, _PROV + "wasGeneratedBy", activity),
    ]
    for graph in used:
        links += [(activity, _PROV + "used", graph), (content, _PROV + "wasDerivedFrom", graph)]
    texts = [(activity, RDFS + "label", Literal(text, language=language)) for language, text in label.items()]
    texts += [(agent, SCHEMA + "softwareVersion", Literal(engine))]
    texts += [(graph, DEKG + "contentDigest", Literal(found)) for graph, found in used.items() if found is not None]
    yield from (Quad(NamedNode(s), NamedNode(p), NamedNode(o), NamedNode(origin)) for s, p, o in links)
    yield from (Quad(NamedNode(s), NamedNode(p), o, NamedNode(origin)) for s, p, o in texts)
    for name in (content, origin):
        yield Quad(NamedNode(name), NamedNode(DCTERMS + "license"), NamedNode(LICENSE), NamedNode(CATALOG))


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
    return Derivation(materialise(_Reading(store)), inputs(store))


def add_inferred(store: Embedded) -> Derivation:
    """Add what follows to a store in memory.

    Raises:
        ReasonError: the graph contradicts itself, so that anything would follow; or the reasoner is not installed.
    """
    found = _sound(derive(store))
    store.extend(found.quads())
    return found


def rebuild(
    folder: Path,
    known: Made | None = None,
    *,
    kind: Kind = FOLLOWING,
    make: Callable[[Embedded], Made] = lambda store: _sound(derive(store)),
) -> Made | None:
    """Make a derived store of the store in a folder; None if it is there and up to date.

    Args:
        folder: of the main store.
        known: what is to be added, if that was worked out a moment ago; used if the store is still the same.
        kind: which derived store.
        make: works out what is to be added.

    Whoever reads the derived store meanwhile keeps what they have; interrupted at any moment, the one before stays in
    use. The store is held for writing, so that nobody changes it on the way.

    Raises:
        ReasonError: the graph contradicts itself, or the reasoner is not installed; nothing was written.
        StoreError: there is no store, somebody is writing to it, or the disk refuses.
    """
    Embedded.open(folder).close()
    with closing(Embedded.open(folder, write=True)) as store:
        before = _usable(folder, kind)
        if before is not None and _changes(store, before, kind) is None:
            return None
        found = known if known is not None and known.inputs == inputs(store) else make(store)
        if isinstance(found, Derivation):
            _sound(found)
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
            pointer = folder / _FOLDER / (kind.pointer + ".new")
            pointer.write_text(json.dumps({"store": target.name}) + "\n", encoding="utf-8")
            pointer.replace(folder / _FOLDER / kind.pointer)
        except OSError as error:
            raise StoreError(
                f"{folder / _FOLDER}: cannot be written ({error.strerror}); free space and retry"
            ) from None
        kept = {target, before, *(_usable(folder, other) for other in (FOLLOWING, CHOSEN))}
        for old in (folder / _FOLDER).iterdir():
            if old.is_dir() and old not in kept:
                shutil.rmtree(old, ignore_errors=True)
        return found


def open_derived(location: Path | str, *, write: bool = False, kind: Kind = FOLLOWING) -> Embedded:
    """Return a derived store of the store in a folder, for reading.

    Raises:
        StoreError: there is none, or the store has changed since; the message says how, and what to do. Or it was to be
            written to, or is a remote one.
    """
    if write:
        raise StoreError(f"{location}: what is derived is only read; open the store itself for writing")
    if is_remote(str(location)):
        raise StoreError(f"{location}: nothing is derived from a remote store; leave {kind.option} out")
    folder = Path(location)
    with closing(Embedded.open(folder)) as store:
        current = _current(folder, kind)
        remedy = f"make it with: {kind.command} --store {folder}"
        if current is None:
            raise StoreError(f"{folder}: {kind.absent}; {remedy}")
        changes = _changes(store, current, kind)
    if changes is not None:
        raise StoreError(f"{current}: out of date, for the store has changed since ({changes}); {remedy}")
    return Embedded.open(current)


def _current(folder: Path, kind: Kind) -> Path | None:
    """Return the folder of the derived store in use."""
    try:
        name = json.loads((folder / _FOLDER / kind.pointer).read_text(encoding="utf-8"))["store"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            f"{folder / _FOLDER}: damaged; remove this folder and run: {kind.command} --store {folder}"
        ) from None
    return folder / _FOLDER / str(name)


def _usable(folder: Path, kind: Kind) -> Path | None:
    """Return the folder of the derived store in use; None also where it is damaged, for it is about to be replaced."""
    try:
        found = _current(folder, kind)
        if found is not None:
            Embedded.open(found).close()
    except StoreError:
        return None
    return found


def _changes(store: Embedded, derived: Path, kind: Kind) -> str | None:
    """Return in words how a store differs from what a derived one was made from; None if it does not."""
    with closing(Embedded.open(derived)) as made:
        answer = made.query(
            f"SELECT ?graph ?content WHERE {{ GRAPH <{kind.origin}> {{ ?activity <{_PROV}used> ?graph "
            f"OPTIONAL {{ ?graph <{DEKG}contentDigest> ?content }} }} }}"
        )
    before = {graph: content or None for graph, content in _pairs(answer)}
    now = inputs(store)
    if now == before:
        return None
    changed = sorted(compact(graph) for graph in now.keys() & before.keys() if now[graph] != before[graph])
    parts = [
        f"{len(graphs)} graphs {what}"
        for what, graphs in (("new", now.keys() - before.keys()), ("gone", before.keys() - now.keys()))
        if graphs
    ]
    return ", ".join([*parts, *(f"{name} changed" for name in changed)])


def inputs(store: Embedded) -> dict[str, str | None]:
    """Return the graphs of a store to derive from; with a digest where the name tells no content."""
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
