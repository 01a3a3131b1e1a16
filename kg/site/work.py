"""The pages and files of things and of named graphs, spread over processes.

Where the system can fork, workers see the snapshot without copying it; elsewhere one process does it all. Which
process writes a file has no influence on its bytes.
"""

import gc
import multiprocessing
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kg.export import Material
from kg.export.rdf import nquads
from kg.pages import linked
from kg.pages.links import FILED, thing_file
from kg.pages.maker import Maker, View
from kg.pages.render import Pages
from kg.pages.wording import LANGUAGES, interface
from kg.site.folder import Folder
from kg.terms import DEKGG, DEKGR, compact

__all__ = ["Work", "graph_files", "jobs_for", "thing_files"]

_CHUNK = 100
_FEW = 4_000
"""Things for which one process is enough."""

_held: dict[str, object] = {}


def jobs_for(things: int, asked: int | None = None) -> int:
    """Return how many processes to use: as many as asked for, else one for each processor if there is enough to do."""
    if asked is not None:
        return max(1, asked)
    return 1 if things < _FEW else os.cpu_count() or 1


class Work:
    """Writes pages in the background; `names` waits for them and gives their paths."""

    def __init__(self, pages: Pages, folder: Folder, names: Sequence[str], jobs: int) -> None:
        self._pages, self._folder = pages, folder
        self._chunks = [tuple(names[start : start + _CHUNK]) for start in range(0, len(names), _CHUNK)]
        self._jobs = jobs if sys.platform == "linux" else 1

    @contextmanager
    def running(self) -> Iterator[Iterator[list[str]]]:
        """Start the work and give the paths of finished files, chunk by chunk."""
        _held["pages"], _held["folder"] = self._pages, self._folder
        try:
            if self._jobs == 1:
                yield map(_chunk, self._chunks)
                return
            gc.collect()
            gc.freeze()  # workers read these objects; a collection there would copy their pages
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # 3.12: fork beside threads that are idle here
                pool = multiprocessing.get_context("fork").Pool(self._jobs)
            with pool:
                yield pool.imap_unordered(_chunk, self._chunks)
        finally:
            _held.clear()
            gc.unfreeze()


def _chunk(names: tuple[str, ...]) -> list[str]:
    pages, folder = _held["pages"], _held["folder"]
    assert isinstance(pages, Pages)
    assert isinstance(folder, Folder)
    written = []
    for name in names:
        files = graph_files(pages, name) if name.startswith(DEKGG) else thing_files(pages, name)
        for path, data in files.items():
            folder.write(path, data)
            written.append(path)
    return written


def thing_files(pages: Pages, iri: str) -> dict[str, str | bytes]:
    """Return the files of one thing by path: a page in each language, Turtle, and JSON-LD.

    Places in texts and on maps have Turtle alone.
    """
    triples = linked.triples(pages.graph, iri)
    path = thing_file(iri, "")
    files: dict[str, str | bytes] = {f"{path}ttl": linked.turtle(triples)}
    if iri.startswith(FILED):
        return files
    files[f"{path}jsonld"] = linked.json_ld(pages.graph, triples)
    for language in LANGUAGES:
        tree = "" if language == pages.main else f"{language}/"
        files[f"{tree}{path}html"] = pages.thing(iri, language)
    return files


_MEDIA = (("TriG", "application/trig", "trig"), ("N-Quads", "application/n-quads", "nq"),
          ("Turtle", "text/turtle", "ttl"))  # fmt: skip


def graph_files(pages: Pages, iri: str) -> dict[str, str | bytes]:
    """Return the files of a named graph by path: a page in each language, TriG, N-Quads and Turtle."""
    quads = pages.graph.graphs[iri]
    name = iri.removeprefix(DEKGG)
    body = linked.turtle([quad.triple for quad in quads])
    head = b"".join(line + b"\n" for line in body.split(b"\n") if line.startswith(b"@prefix "))
    inside = body[len(head) :]
    graph = f"<{iri}>".encode()
    files: dict[str, str | bytes] = {
        f"graph/{name}.ttl": body,
        f"graph/{name}.trig": head + b"\n" + graph + b" {" + inside.rstrip() + b"\n}\n",
        f"graph/{name}.nq": nquads(Material(quads, pages.graph.vocabulary)),
    }
    document = DEKGR + name.rpartition("-")[0]
    for language in LANGUAGES:
        path = f"graph/{name}.html"
        links = pages.links(path, language)
        make = Maker(pages.graph, pages.statements, links, interface(language))
        known = document in pages.graph.facts
        view = View(
            "graph.html",
            compact(iri),
            ((make.w["data"], links.page("data.html")),),
            values={"document": make.values.of(document) if known else None, "count": len(quads)},
        )
        alternates = tuple((title, media, links.file(f"graph/{name}.{end}")) for title, media, end in _MEDIA)
        files[links.tree(language) + path] = pages.made(path, language, view, iri=iri, alternates=alternates)
    return files
