"""The embedded store: Oxigraph in memory, or in a folder that the package made.

A folder holds `dekg.json` (what made it) and `quads/` (the database). Replacing a document is one transaction: whoever
reads sees the old version or the new one. Folders this package did not make are never written to.
"""

import json
import re
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakSet

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store

from kg.errors import QueryError, StoreError
from kg.graph import Version, version_head
from kg.store.base import Answer, Solutions
from kg.terms import CATALOG, DCTERMS, DEKG, DEKGR, HEADS, LICENSE

__all__ = ["Embedded"]

FORMAT = 1
_MARKER = "dekg.json"
_QUADS = "quads"
_CURRENT = NamedNode(DEKG + "currentVersion")
_SHARED = ("datapoint-", "period-", "plan-", "selector-", "doc-")
_OPEN_ATTEMPTS = 5


class Embedded:
    """An Oxigraph store with document versions."""

    def __init__(self, store: Store, place: str) -> None:
        self._opened: Store | None = store
        self._place = place
        self._written = False
        self.revision = 0
        """How often it was written to since it was opened: what was read stays true as long as this does not change."""
        self._readers: WeakSet[Generator[Quad, None, None]] = WeakSet()

    @property
    def _store(self) -> Store:
        if self._opened is None:
            raise StoreError(f"{self._place}: this store has been closed; open it again")
        return self._opened

    @property
    def in_memory(self) -> bool:
        """Whether it lives in memory alone."""
        return self._place == "memory:"

    # -- opening ---------------------------------------------------------------------------------------------------

    @classmethod
    def memory(cls) -> "Embedded":
        """Return an empty store in memory."""
        return cls(Store(), "memory:")

    @classmethod
    def open(cls, folder: Path, *, write: bool = False) -> "Embedded":
        """Return the store in a folder; see `kg.store.open_store`."""
        with _explained(str(folder)):
            marker = _marker(folder)
            if write:
                if marker is None:
                    _claim(folder)
                return cls(Store(str(folder / _QUADS)), str(folder))
            if marker is None:
                raise StoreError(f"{folder}: no store here; make one with: kg build --store {folder}")
            return cls(_read_only(folder / _QUADS), str(folder))

    def close(self) -> None:
        """Let go of the folder, also where somebody is still reading; closing twice is no error.

        What was written is moved from the log into tables: it is safe without that, but readers open ten times faster.
        """
        if self._opened is not None and self._written:
            with suppress(OSError, RuntimeError):
                self._opened.flush()
        for reader in list(self._readers):
            with suppress(ValueError):  # another thread is just inside it, and lets go when it comes out
                reader.close()
        self._opened = None

    # -- writing ---------------------------------------------------------------------------------------------------

    def load(self, version: Version) -> bool:
        """Make a version the current one of its document, in one transaction; False if it already was.

        Raises:
            StoreError: the disk refuses, or two contents have one IRI (a collision of hashes); nothing has changed.
        """
        current = self.current(version.document)
        if current == version.graph:
            return False
        self._refuse_collisions(version, current)
        self._write(
            self._removal(version.document, current), [*version.quads, *version_head(version.document, version.graph)]
        )
        return True

    def drop(self, document: str) -> bool:
        """Remove a document and its version graph, in one transaction; False if it was not there."""
        current = self.current(document)
        if current is None:
            return False
        self._write(self._removal(document, current), [])
        return True

    def replace(self, graphs: dict[str, list[Quad]], rights: dict[str, str]) -> bool:
        """Replace whole graphs that belong to no document (ontology, reference data), in one transaction.

        Args:
            graphs: quads by graph IRI.
            rights: a line on rights for some of the graphs; every graph gets the licence of the data.

        Returns:
            False if the store held exactly this already.
        """
        catalog = [
            Quad(NamedNode(graph), NamedNode(DCTERMS + "license"), NamedNode(LICENSE), NamedNode(CATALOG))
            for graph in (*graphs, HEADS, CATALOG)
        ]
        catalog += [
            Quad(NamedNode(graph), NamedNode(DCTERMS + "rights"), Literal(text, language="en"), NamedNode(CATALOG))
            for graph, text in rights.items()
        ]
        insert = [*(quad for quads in graphs.values() for quad in quads), *catalog]
        with _explained(self._place):
            found = {graph: set(self._store.quads_for_pattern(None, None, None, NamedNode(graph))) for graph in graphs}
            present = set().union(*found.values())
            if present and present == _as_stored(insert) - set(catalog) and all(q in self._store for q in catalog):
                return False
        self._write([step for graph, quads in found.items() if quads for step in _drop(graph)], insert)
        return True

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add many quads; not in one transaction, so for a store that nobody reads yet."""
        self._written = True
        self.revision += 1
        with _explained(self._place):
            self._store.bulk_extend(each for quad in quads for each in (quad, *_merged([quad])))

    def copy(self, folder: Path) -> None:
        """Copy the store into a new folder, which then lives its own life; where the disk can, files are shared."""
        with _explained(str(folder)):
            folder.mkdir(parents=True)
            self._store.flush()
            self._store.backup(str(folder / _QUADS))
            _mark(folder)

    # -- reading ---------------------------------------------------------------------------------------------------

    def current(self, document: str) -> str | None:
        """Return the IRI of a document's current version graph."""
        with _explained(self._place):
            found = self._store.quads_for_pattern(NamedNode(document), _CURRENT, None, NamedNode(HEADS))
            return next((quad.object.value for quad in found if isinstance(quad.object, NamedNode)), None)

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query over the union of all graphs; `GRAPH` reaches single ones.

        Raises:
            QueryError: not SPARQL, or it cannot be evaluated.
        """
        store = self._store
        try:
            found = store.query(text)
            if isinstance(found, QueryBoolean):
                return bool(found)
            if isinstance(found, QuerySolutions):
                columns = tuple(variable.value for variable in found.variables)
                return Solutions(columns, tuple(tuple(row) for row in found))
            return list(found)
        except SyntaxError as error:
            raise QueryError(f"not a SPARQL query: {_syntax(str(error))}") from None
        except (OSError, RuntimeError, ValueError) as error:
            if _damaged(error):
                raise _sentence(error, self._place) from None
            raise QueryError(f"the query cannot be evaluated: {error}") from None

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the named graphs."""
        reader = self._read(self._store)
        self._readers.add(reader)
        return reader

    def _read(self, store: Store) -> Generator[Quad, None, None]:
        with _explained(self._place):
            yield from (quad for quad in store if isinstance(quad.graph_name, NamedNode))

    def graphs(self) -> list[str]:
        """Return the IRIs of all named graphs, sorted."""
        with _explained(self._place):
            return sorted(name.value for name in self._store.named_graphs() if isinstance(name, NamedNode))

    def text(self, graph: str) -> str:
        """Return what a named graph holds, as N-Triples in no promised order."""
        with _explained(self._place):
            return (self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph)) or b"").decode()

    def matching(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        target: str | None = None,
        *,
        merged: bool = False,
    ) -> Iterator[Quad]:
        """Yield the quads with some IRIs in their places: of the named graphs, or of the merge, each triple once."""
        s, p, o = (NamedNode(term) if term is not None else None for term in (subject, predicate, target))
        with _explained(self._place):
            found = self._store.quads_for_pattern(s, p, o, DefaultGraph() if merged else None)
            yield from (quad for quad in found if merged or isinstance(quad.graph_name, NamedNode))

    def values(self, predicate: str) -> dict[str, str]:
        """Return the value of a property for each subject, as text; one of several where there are several."""
        with _explained(self._place):
            found = self._store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())
            return {quad.subject.value: quad.object.value for quad in found}  # type: ignore[union-attr]

    def __len__(self) -> int:
        return sum(1 for _ in self.quads())

    # -- inside ----------------------------------------------------------------------------------------------------

    def _removal(self, document: str, current: str | None) -> list[str]:
        if current is None:
            return []
        head = version_head(document, current)
        return [*_drop(current), _data("DELETE", [*head, *_merged(head)])]

    def _refuse_collisions(self, version: Version, current: str | None) -> None:
        inside: dict[str, set[tuple[str, str]]] = {}
        for quad in version.quads:
            assert isinstance(quad.subject, NamedNode)
            if quad.subject.value.removeprefix(DEKGR).startswith(_SHARED):
                inside.setdefault(quad.subject.value, set()).add((quad.predicate.value, str(quad.object)))
        mine = {version.graph, current, HEADS}
        for node, statements in inside.items():
            graph = self._elsewhere(node, mine)
            if graph is not None and self._said(node, graph) != statements:
                raise StoreError(
                    f"{node}: two contents have this IRI, one in the document to load and one in {graph}; "
                    "nothing was loaded; report it, with both documents"
                )

    def _elsewhere(self, node: str, mine: set[str | None]) -> str | None:
        """Return a graph that describes a node; any will do, since all were compared when they were loaded."""
        with _explained(self._place):
            for quad in self._store.quads_for_pattern(NamedNode(node), None, None, None):
                if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in mine:
                    return quad.graph_name.value
        return None

    def _said(self, node: str, graph: str) -> set[tuple[str, str]]:
        with _explained(self._place):
            found = self._store.quads_for_pattern(NamedNode(node), None, None, NamedNode(graph))
            return {(quad.predicate.value, str(quad.object)) for quad in found}

    def _write(self, remove: list[str], insert: list[Quad]) -> None:
        """Do both in one transaction; without anything to remove, the quads need not pass through SPARQL."""
        store = self._store
        self._written = True
        self.revision += 1
        insert = [*insert, *_merged(insert)]
        with _explained(self._place):
            if remove:
                store.update(" ;\n".join([*remove, _data("INSERT", insert)] if insert else remove))
            else:
                store.extend(insert)


def _merged(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads' triples in the default graph, the merge of all named graphs: each triple once.

    Oxigraph's own union repeats a triple for each graph that holds it, so that counts and sums would be wrong.
    """
    return [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]


def _drop(graph: str) -> list[str]:
    """Return the steps that drop a graph, and from the merge what no other graph holds."""
    only_here = (
        f"GRAPH <{graph}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g != <{graph}>) }}"
    )
    return [f"DELETE {{ ?s ?p ?o }} WHERE {{ {only_here} }}", f"DROP SILENT GRAPH <{graph}>"]


def _data(verb: str, quads: Iterable[Quad]) -> str:
    """Return an `INSERT DATA` or `DELETE DATA`; terms print themselves as N-Triples, which is SPARQL too."""
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        place = f"GRAPH {quad.graph_name}" if isinstance(quad.graph_name, NamedNode) else ""
        by_graph.setdefault(place, []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    blocks = "\n".join(
        f"{place} {{ {' '.join(lines)} }}" if place else " ".join(lines) for place, lines in by_graph.items()
    )
    return f"{verb} DATA {{ {blocks} }}"


def _as_stored(quads: Iterable[Quad]) -> set[Quad]:
    """Return quads as Oxigraph keeps them: it writes numbers in their shortest form (1.0 becomes 1)."""
    scratch = Store()
    scratch.extend(quads)
    return set(scratch)


def _syntax(text: str) -> str:
    """Return a parser's complaint in one sentence: the place, without the list of all that might stand there."""
    match = re.match(r"error at (\d+):(\d+): expected", text)
    return (
        f"line {match[1]} cannot go on as it does at column {match[2]}; correct it" if match else " ".join(text.split())
    )


def _marker(folder: Path) -> dict[str, object] | None:
    """Return what made a folder; None if there is nothing in it.

    Raises:
        StoreError: it is no folder, or something else lives there.
    """
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise StoreError(f"{folder}: a file, not a folder; give another place for the store")
    path = folder / _MARKER
    if not path.exists():
        if any(_foreign(item) for item in folder.iterdir()):
            raise StoreError(f"{folder}: holds files that are not a store of kg; give an empty or a new folder")
        return None
    try:
        marker = json.loads(path.read_text(encoding="utf-8"))
        version = marker["format"]
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{path}: damaged; restore it from a backup, or build the store anew elsewhere") from None
    if type(version) is not int or version != FORMAT:
        raise StoreError(f"{folder}: store format {version!r}, this version of kg reads {FORMAT}; build the store anew")
    if not (folder / _QUADS).is_dir():
        raise StoreError(f"{folder}: the database is missing; restore quads/ from a backup, or build the store anew")
    return dict(marker)


def _foreign(item: Path) -> bool:
    """Return whether a thing in a folder without marker is more than what `_claim` leaves if it is interrupted."""
    return item.name != _QUADS or not item.is_dir() or any(inside.name != _MARKER for inside in item.iterdir())


def _claim(folder: Path) -> None:
    """Make a folder ours; the marker comes last and whole, so that a half-made folder is no store."""
    (folder / _QUADS).mkdir(parents=True, exist_ok=True)
    _mark(folder)


def _mark(folder: Path) -> None:
    draft = folder / _QUADS / _MARKER
    draft.write_text(json.dumps({"format": FORMAT, "made_by": "dekg"}) + "\n", encoding="utf-8")
    draft.replace(folder / _MARKER)


def _read_only(path: Path) -> Store:
    """Open for reading; just after a writer's activity Oxigraph may miss a file it has just replaced: try again."""
    for attempt in range(_OPEN_ATTEMPTS):
        try:
            return Store.read_only(str(path))
        except (OSError, RuntimeError) as error:
            if attempt == _OPEN_ATTEMPTS - 1 or "no such file" not in str(error).lower():
                raise
            time.sleep(0.05 * 2**attempt)
    raise AssertionError("unreachable")


# -- what the database says, in our words -----------------------------------------------------------------------------


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """Turn what the database or the disk refuses into one sentence; Oxigraph raises RuntimeError for damage."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _sentence(error, place) from None


def _damaged(error: Exception) -> bool:
    return any(word in str(error).lower() for word in ("corrupt", "io error", "not properly formatted", "invalid key"))


def _sentence(error: Exception, place: str) -> StoreError:
    text = " ".join(str(error).split()) or type(error).__name__
    lower = text.lower()
    if "read-write" in lower:
        return StoreError(f"{place}: opened for reading only, so nothing was written; open it for writing")
    if isinstance(error, PermissionError) or "permission denied" in lower or "read-only file system" in lower:
        return StoreError(f"{place}: permission denied; give a folder you may write to")
    if "no space" in lower or "file too large" in lower or "quota" in lower:
        return StoreError(f"{place}: the disk is full; nothing of this document was kept; free some space and retry")
    if isinstance(error, NotADirectoryError) or "not a directory" in lower:
        return StoreError(f"{place}: a part of this path is a file, not a folder; give another place for the store")
    if "lock" in lower and "corrupt" not in lower:
        return StoreError(f"{place}: another process is writing to this store; wait until it is done")
    if "no such file" in lower and not Path(place, _MARKER).exists():
        return StoreError(f"{place}: no store can be made there (no such folder); give another place")
    if _damaged(error) or "no such file" in lower:
        return StoreError(f"{place}: the database is damaged ({text}); restore it from a backup, or build it anew")
    return StoreError(f"{place}: the store cannot be used ({text}); check the folder and its permissions")
