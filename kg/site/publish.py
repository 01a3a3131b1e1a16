"""The whole of publishing: read the graph once, write pages in the background, files meanwhile, then the rest."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import assets
from kg import query as querying
from kg.errors import ExportError
from kg.export import Format, Material
from kg.pages import guides, ontology, quality, questions
from kg.pages.lists import LISTS
from kg.pages.maker import Maker, View
from kg.pages.render import Pages, embedded
from kg.pages.snapshot import Snapshot
from kg.pages.wording import LANGUAGES, interface
from kg.site import files, serving
from kg.site.folder import Folder
from kg.site.work import Work, jobs_for
from kg.store.base import Solutions, Store
from kg.terms import compact
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.catalogue import Distribution

__all__ = ["LARGE", "Published", "publish"]

LARGE = 250_000
"""Quads from which on questions and checks are not run and only the plain dumps are written, unless asked for."""

_PLAIN = {"nquads", "csv", "parquet"}
_ALTERNATES = (("Turtle", "text/turtle", "ttl"), ("JSON-LD", "application/ld+json", "jsonld"),
               ("RDF/XML", "application/rdf+xml", "rdf"), ("N-Triples", "application/n-triples", "nt"))  # fmt: skip
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: HTML pages, all files, and their bytes."""

    pages: int
    files: int
    size: int
    seconds: float


def publish(
    store: Store,
    vocabulary: Vocabulary,
    path: Path,
    *,
    base: str = "",
    main: str = "en",
    jobs: int | None = None,
    whole: bool = False,
    docs: Path | None = None,
    tell: Tell = lambda text: None,
) -> Published:
    """Write a graph as a static site.

    Args:
        store: what to publish.
        vocabulary: names of its terms.
        path: an empty folder, one that does not exist, or one that holds an earlier edition.
        base: the address the site will have, for the sitemap, canonical links and redirects; pages need none.
        main: the language of the front door; the other one lies in a folder of its name.
        jobs: processes to use; without it as many as there are processors, where it is worth it.
        whole: of a large graph too, answer the questions, run the checks and write every dump.
        docs: a folder of guides in Markdown; without it those that come with the package.
        tell: is given what was left out.

    Raises:
        ExportError: the folder is somebody else's, the address is none, or the disk refuses.
    """
    began = time.monotonic()
    if base and not base.startswith(("http://", "https://")):
        raise ExportError(f"{base!r} is not the address of a site; expected a form like https://data.example.org/dekg")
    folder = Folder(path)
    site = _Site(store, vocabulary, folder, base.rstrip("/"), main, whole, docs, tell)
    site.write(jobs)
    size = folder.finish()
    pages = sum(name.endswith(".html") for name in folder.written)
    return Published(pages, len(folder.written), size, time.monotonic() - began)


class _Site:
    """One edition in the making."""

    def __init__(
        self, store: Store, vocabulary: Vocabulary, folder: Folder, base: str, main: str, whole: bool,
        docs: Path | None, tell: Tell,
    ) -> None:  # fmt: skip
        self.store, self.vocabulary, self.folder, self.base, self.main, self.tell = (
            store, vocabulary, folder, base, main, tell,
        )  # fmt: skip
        folder_of_guides = docs or assets.guide_folder()
        self.graph = Snapshot(store, vocabulary)
        self.pages = Pages(self.graph, main, base)
        self.quads = tuple(store.quads())
        self.full = whole or len(self.quads) <= LARGE
        self.guides = guides.read_guides(folder_of_guides) if folder_of_guides else []
        self.paths: list[str] = []

    def write(self, jobs: int | None) -> None:
        """Write everything."""
        names = [*self.graph.things, *sorted(self.graph.graphs)]
        self.graph.prepare()
        self.folder.begin()
        with Work(self.pages, self.folder, names, jobs_for(len(names), jobs)).running() as done:
            self._rest()
            for written in done:
                self.folder.note(written)
        self.paths += [name for name in self.folder.written
                       if name.startswith(("id/", "graph/")) and name.endswith(".html")]  # fmt: skip
        if self.base:
            for path, text in serving.sitemap(self.paths, self.main, self.base).items():
                self.folder.write(path, text)

    def _rest(self) -> None:
        for item in package_files("kg.pages").joinpath("static").iterdir():
            self.folder.write(f"static/{item.name}", item.read_bytes())
        for path, make in LISTS.items():
            self._page(path, make)
        material = Material(self.quads, self.vocabulary, compared=lambda: self.graph.report)
        self._questions()
        self._quality()
        self._ontology(material)
        self._guides()
        self._data(material)
        self.folder.write(".htaccess", serving.server())
        self.folder.write("robots.txt", serving.robots(self.base))
        if self.base:
            self.folder.write("w3id/dekg.htaccess", serving.permanent(self.base))

    def _page(self, path: str, make: Callable[[Maker], View], **extra: Any) -> None:
        """Write a page in both languages; `alternates` are given by name, media type and path below the root."""
        self.paths.append(path)
        for language in LANGUAGES:
            links = self.pages.links(path, language)
            maker = Maker(self.graph, self.pages.statements, links, interface(language))
            given = dict(extra)
            if "alternates" in given:
                given["alternates"] = [(name, media, links.file(at)) for name, media, at in given["alternates"]]
            text = self.pages.made(path, language, make(maker), **given)
            self.folder.write(links.tree(language) + path, text)

    # -- parts -----------------------------------------------------------------------------------------------------

    def _questions(self) -> None:
        self.queries = [
            querying.parse(path.read_text("utf-8"), path.stem, path) for path in assets.query_files("answers")
        ]
        self._page("questions/index.html", lambda make: questions.question_list(make, self.queries))
        for query in self.queries:
            answer = None
            if self.full:
                found = querying.run(self.store, query, {}, self.vocabulary)
                answer = querying.table(query, found) if isinstance(found, Solutions | bool) else None
            self.folder.write(f"questions/{query.name}.rq", query.text)
            self._page(
                questions.page_of(query.name),
                lambda make, query=query, answer=answer: questions.question_page(make, query, answer),  # type: ignore[misc]
                alternates=[("SPARQL", "application/sparql-query", f"questions/{query.name}.rq")],
            )

    def _quality(self) -> None:
        from kg.validate import validate

        report = validate(self.store, self.vocabulary, None) if self.full else None
        if report is None:
            self.tell(
                f"more than {LARGE:,} quads: questions and checks were not run, and only the plain dumps are written"
            )
        checks = [querying.parse(path.read_text("utf-8"), path.stem, path) for path in assets.query_files("checks")]
        self._page("quality.html", lambda make: quality.quality_page(make, report, checks))

    def _ontology(self, material: Material) -> None:
        for path, data in files.ontology_files(material):
            self.folder.write(path, data)
        for path, data in (*files.link_tables(), *files.shapes_files(material).items()):
            self.folder.write(path, data)
        for module in ontology.modules():
            for release in ("", ontology.release()):
                path = ontology.module_path(module, release)

                def make(maker: Maker, module: ontology.Module = module) -> View:
                    return ontology.module_page(maker, module) if module.name else ontology.documentation(maker)

                self._page(path, make, alternates=_beside(path.removesuffix(".html")))
        self._page("shapes/index.html", quality.rules_page, alternates=_beside("shapes/index"))
        for language in LANGUAGES:
            text = serving.search_index(self.graph, language, self.queries, self.pages.links("", language))
            self.folder.write(f"static/index.{language}.js", text)

    def _guides(self) -> None:
        self._page("guides/index.html", lambda make: guides.guide_list(make, self.guides))
        names = {guide.name for guide in self.guides}
        for name in sorted(names):

            def make(maker: Maker, name: str = name) -> View:
                found = guides.chosen(self.guides, maker.language)
                return guides.guide_page(maker, next(guide for guide in found if guide.name == name), names)

            self._page(f"guides/{name}.html", make)

    def _data(self, material: Material) -> None:
        def wanted(item: Format) -> bool:
            return self.full or item.name in _PLAIN

        offered: list[Distribution] = []
        for item, data in files.dumps(material, wanted, self.tell):
            offered.append(item)
            self.folder.write(files.DUMPS + item.path, data)
        self.folder.write(f"{files.DUMPS}links.nt", files.linkset(material))
        for path, data in files.catalogue_files(offered, material, self.base).items():
            self.folder.write(path, data)
        told = embedded(files.schema(offered, material, self.base))
        catalogues = [
            ("Turtle", "catalogue.ttl"),
            ("JSON-LD", "catalogue.jsonld"),
            ("linkset", f"{files.DUMPS}links.nt"),
        ]

        def make(maker: Maker) -> View:
            rows = [
                {"title": item.format.title.get(maker.language, item.format.name), "media": item.format.media_type,
                 "purpose": item.format.purpose.get(maker.language, ""), "path": files.DUMPS + item.path,
                 "name": item.path, "size": _size(item.size), "digest": item.sha256}
                for item in offered
            ]  # fmt: skip
            graphs = [(compact(iri), maker.links.thing(iri)) for iri in sorted(self.graph.graphs)]
            return View("data.html", maker.w["data"], description=maker.w["data-lead"],
                        values={"downloads": rows, "catalogues": catalogues, "graphs": graphs})  # fmt: skip

        self._page("data.html", make, embedded=told, alternates=[("Turtle", "text/turtle", "catalogue.ttl"),
                   ("JSON-LD", "application/ld+json", "catalogue.jsonld")])  # fmt: skip


def _beside(path: str) -> list[tuple[str, str, str]]:
    return [(name, media, f"{path}.{ending}") for name, media, ending in _ALTERNATES]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} kB"
