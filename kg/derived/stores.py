"""Keep derived stores beside a store, open them, and tell when they are out of date; see `kg.derived`.

The only module that knows the folder, and what counts as a change of the main store.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import Quad

from kg.errors import StoreError
from kg.store import Embedded, Solutions, is_remote
from kg.terms import CATALOG, DEKG, HEADS, INFERENCE, INFERRED, PREFERENCE, PREFERRED, PREFIXES, compact, digest

__all__ = ["CHOSEN", "FOLLOWING", "Kind", "Made", "inputs", "keep", "open_derived"]

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


def keep(folder: Path, kind: Kind, make: Callable[[Embedded], Made], known: Made | None = None) -> Made | None:
    """Make a derived store of the store in a folder; None if it is there and up to date.

    Args:
        folder: of the main store.
        kind: which derived store.
        make: works out what is to be added.
        known: what is to be added, if that was worked out a moment ago; used if the store is still the same.

    Whoever reads the derived store meanwhile keeps what they have; interrupted at any moment, the one before stays in
    use. The store is held for writing, so that nobody changes it on the way.

    Raises:
        KgError: what `make` raises; nothing was written.
        StoreError: there is no store, somebody is writing to it, or the disk refuses.
    """
    Embedded.open(folder).close()
    with closing(Embedded.open(folder, write=True)) as store:
        before = _usable(folder, kind)
        if before is not None and _changes(store, before, kind) is None:
            return None
        found = known if known is not None and known.inputs == inputs(store) else make(store)
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
