"""The embedded store: Oxigraph in memory, or in a folder that the package made.

A folder holds `dekg.json` (what made it) and `quads/` (the database). Replacing a document is one transaction: whoever
reads sees the old version or the new one. Folders this package did not make are never written to.
"""

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, Store

from kg.errors import QueryError, StoreError
from kg.graph import Version, version_head
from kg.store.base import Answer, Solutions
from kg.terms import CATALOG, DCTERMS, DEKG, DEKGR, HEADS, LICENSE

__all__ = ["Embedded"]

FORMAT = 1
_MARKER = "dekg.json"
_CURRENT = NamedNode(DEKG + "currentVersion")
_SHARED = ("datapoint-", "period-", "plan-", "selector-", "doc-")
_OPEN_ATTEMPTS = 5


class Embedded:
    """An Oxigraph store with document versions."""

    def __init__(self, store: Store, place: str) -> None:
        self._store = store
        self._place = place

    # -- opening ---------------------------------------------------------------------------------------------------

    @classmethod
    def memory(cls) -> "Embedded":
        """Return an empty store in memory."""
        return cls(Store(), "memory:")

    @classmethod
    def open(cls, folder: Path, *, write: bool = False) -> "Embedded":
        """Return the store in a folder; see `kg.store.open_store`."""
        try:
            marker = _marker(folder)
            if write:
                if marker is None:
                    _claim(folder)
                return cls(Store(str(folder / "quads")), str(folder))
            if marker is None:
                raise StoreError(f"{folder}: no store here; make one with: kg build --store {folder}")
            return cls(_read_only(folder / "quads"), str(folder))
        except OSError as error:
            raise _explained(error, folder) from None

    def close(self) -> None:
        """Flush and let go of the folder."""
        del self._store

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
        insert = [*version.quads, *version_head(version.document, version.graph)]
        self._update([*self._removal(version.document, current), _insert(insert)])
        return True

    def drop(self, document: str) -> bool:
        """Remove a document and its version graph, in one transaction; False if it was not there."""
        current = self.current(document)
        if current is None:
            return False
        self._update(self._removal(document, current))
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
        from pyoxigraph import Literal

        catalog += [
            Quad(NamedNode(graph), NamedNode(DCTERMS + "rights"), Literal(text, language="en"), NamedNode(CATALOG))
            for graph, text in rights.items()
        ]
        present = {graph: set(self._store.quads_for_pattern(None, None, None, NamedNode(graph))) for graph in graphs}
        if all(present[graph] == set(quads) for graph, quads in graphs.items()) and all(q in self._store for q in catalog):
            return False
        steps = [f"DROP SILENT GRAPH <{graph}>" for graph in graphs]
        self._update([*steps, *(_insert(quads) for quads in graphs.values()), _insert(catalog)])
        return True

    # -- reading ---------------------------------------------------------------------------------------------------

    def current(self, document: str) -> str | None:
        """Return the IRI of a document's current version graph."""
        found = self._store.quads_for_pattern(NamedNode(document), _CURRENT, None, NamedNode(HEADS))
        return next((quad.object.value for quad in found if isinstance(quad.object, NamedNode)), None)

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query over the union of all graphs; `GRAPH` reaches single ones.

        Raises:
            QueryError: not SPARQL, or it cannot be evaluated.
        """
        try:
            found = self._store.query(text, use_default_graph_as_union=True)
            if isinstance(found, QueryBoolean):
                return bool(found)
            if isinstance(found, QuerySolutions):
                columns = tuple(variable.value for variable in found.variables)
                return Solutions(columns, tuple(tuple(row) for row in found))
            return list(found)
        except SyntaxError as error:
            raise QueryError(f"not a SPARQL query: {error}") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be evaluated: {error}") from None

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the store."""
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _removal(self, document: str, current: str | None) -> list[str]:
        if current is None:
            return []
        head = [
            quad
            for quad in version_head(document, current)
        ]
        return [f"DROP SILENT GRAPH <{current}>", _data("DELETE", head)]

    def _refuse_collisions(self, version: Version, current: str | None) -> None:
        inside: dict[str, set[tuple[str, str]]] = {}
        for quad in version.quads:
            if str(quad.subject.value).removeprefix(DEKGR).startswith(_SHARED):
                inside.setdefault(quad.subject.value, set()).add((quad.predicate.value, str(quad.object)))
        mine = {version.graph, current}
        for node, statements in inside.items():
            others: dict[str, set[tuple[str, str]]] = {}
            for quad in self._store.quads_for_pattern(NamedNode(node), None, None, None):
                if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in mine | {HEADS}:
                    others.setdefault(quad.graph_name.value, set()).add((quad.predicate.value, str(quad.object)))
            for graph, found in others.items():
                if found != statements:
                    raise StoreError(
                        f"{node}: two contents have this IRI, one in the document to load and one in {graph}; "
                        "nothing was loaded; report it, with both documents"
                    )

    def _update(self, steps: Iterable[str]) -> None:
        try:
            self._store.update(" ;\n".join(steps))
        except OSError as error:
            raise _explained(error, Path(self._place)) from None
        except RuntimeError:
            raise StoreError(f"{self._place}: opened for reading only; nothing was written") from None


def _insert(quads: Iterable[Quad]) -> str:
    return _data("INSERT", quads)


def _data(verb: str, quads: Iterable[Quad]) -> str:
    """Return an `INSERT DATA` or `DELETE DATA`; terms print themselves as N-Triples, which is SPARQL too."""
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    blocks = "\n".join(f"GRAPH {graph} {{ {' '.join(lines)} }}" for graph, lines in by_graph.items())
    return f"{verb} DATA {{ {blocks} }}"


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
        if any(folder.iterdir()):
            raise StoreError(f"{folder}: holds files that are not a store of kg; give an empty or a new folder")
        return None
    try:
        marker = json.loads(path.read_text(encoding="utf-8"))
        version = marker["format"]
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{path}: damaged; restore it from a backup, or build the store anew elsewhere") from None
    if version != FORMAT:
        raise StoreError(f"{folder}: store format {version!r}, this version of kg reads {FORMAT}; build the store anew")
    if not (folder / "quads").is_dir():
        raise StoreError(f"{folder}: the database is missing; restore quads/ from a backup, or build the store anew")
    return dict(marker)


def _claim(folder: Path) -> None:
    """Make a folder ours; the marker comes last, so that a half-made folder is no store."""
    (folder / "quads").mkdir(parents=True, exist_ok=True)
    path = folder / _MARKER
    path.write_text(json.dumps({"format": FORMAT, "made_by": "dekg"}) + "\n", encoding="utf-8")


def _read_only(path: Path) -> Store:
    """Open for reading; just after a writer's activity Oxigraph may miss a file it has just replaced: try again."""
    for attempt in range(_OPEN_ATTEMPTS):
        try:
            return Store.read_only(str(path))
        except OSError:
            if attempt == _OPEN_ATTEMPTS - 1:
                raise
            time.sleep(0.05 * 2**attempt)
    raise AssertionError("unreachable")


def _explained(error: OSError, folder: Path) -> StoreError:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    lower = text.lower()
    if isinstance(error, PermissionError) or "permission denied" in lower:
        return StoreError(f"{folder}: permission denied; give a folder you may write to")
    if "lock" in lower:
        return StoreError(f"{folder}: another process is writing to this store; wait until it is done")
    if "no space" in lower or "file too large" in lower or "quota" in lower:
        return StoreError(f"{folder}: the disk is full; nothing of this document was kept; free some space and retry")
    if "corrupt" in lower or "not a" in lower or "no such file" in lower or "invalid" in lower:
        return StoreError(f"{folder}: the database is damaged ({text}); restore it from a backup, or build it anew")
    return StoreError(f"{folder}: the store cannot be used ({text}); check the folder and its permissions")
