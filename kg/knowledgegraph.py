"""The graph as Python users see it: open it, ask it, cite it, check it, export it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg import assets, derived, pipeline, vocabulary
from kg import cite as citing
from kg import query as querying
from kg.errors import QueryError
from kg.graph import version
from kg.model import Claim, Document
from kg.sparql import with_prefixes
from kg.store import Answer, Embedded, Store, open_store
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from types import TracebackType

    from rdflib import Dataset

    from kg.charts.drawing import Drawing
    from kg.compare import Report as Conflicts
    from kg.compare import Series
    from kg.export import Material, Output, Selection
    from kg.site import Published
    from kg.validate import Report

__all__ = ["KnowledgeGraph", "open_graph"]


def open_graph(location: str | Path = "memory:", *, write: bool = False, inferred: bool = False) -> "KnowledgeGraph":
    """Open a graph.

    Args:
        location: `memory:` for the shipped graph in memory; a folder made by `kg build --store`; or the `http(s)`
            address of a SPARQL endpoint.
        write: open a folder for writing (made if it does not exist); one writer at a time.
        inferred: with what follows from the graph by the rules of OWL 2 RL, read only; see `kg.derived`.

    Raises:
        StoreError: it cannot be opened, or what follows from it has not been derived, or not from its present state.
        ReasonError: the shipped graph is asked for with inference, and the reasoner is not installed.

    >>> import kg
    >>> with kg.open() as graph:
    ...     graph.run("software-revenue", place="Guiyang").records()[0]["lower"]
    Decimal('80000000000')
    """
    if inferred and str(location) != "memory:":
        return KnowledgeGraph(derived.open_derived(location, write=write))
    store = open_store(str(location), write=write)
    if isinstance(store, Embedded):
        if str(location) == "memory:":
            pipeline.build(store, assets.corpus_files(), validated=False)
            if inferred:
                derived.add_inferred(store)
        elif write:
            pipeline.prepare(store)
    return KnowledgeGraph(store)


class KnowledgeGraph:
    """A store with the ontology's names at hand. Close it, or use it in a `with` block."""

    def __init__(self, store: Store, words: vocabulary.Vocabulary | None = None) -> None:
        self.store = store
        self.vocabulary = words or vocabulary.shipped()

    def __enter__(self) -> "KnowledgeGraph":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the store back."""
        self.store.close()

    def add(self, document: Document, claims: Iterable[Claim]) -> bool:
        """Make these claims what the graph says of a document, replacing an earlier version as a whole.

        Returns:
            False if they were there already.

        Raises:
            StoreError: the store is read only, full, or remote.
        """
        return self.store.load(version(document, tuple(claims), self.vocabulary))

    def run(self, name: str, **params: str) -> querying.Table:
        """Return the answer of a question of the library, or of a `.rq` file.

        Args:
            name: as `kg queries` lists it, or a path.
            params: parameter values as text; names of the ontology are understood.

        Raises:
            QueryError: no such query or parameter, or it is not a SELECT or ASK.
        """
        query = querying.named(name)
        answer = querying.run(self.store, query, params, self.vocabulary)
        if isinstance(answer, list):
            raise QueryError(f"{query.place}: a CONSTRUCT query gives triples, not a table; use graph.sparql()")
        return querying.table(query, answer)

    def sparql(self, text: str) -> Answer:
        """Answer a query of your own; the default graph is the union of all graphs.

        Raises:
            QueryError: not SPARQL, too deep, or it asks another server.

        >>> import kg
        >>> with kg.open() as graph:
        ...     graph.sparql("ASK { ?claim dekg:about dekgr:place-guiyang }")
        True
        """
        text = with_prefixes(text)
        querying.guard(text)
        return self.store.query(text)

    def cite(self, claim: str, text: str | None = None, language: str = "en") -> citing.Citation:
        """Return where a claim stands, and its words if the text is given; see `kg.cite.cite`."""
        return citing.cite(self.store, claim, text, language)

    def conflicts(self, as_of: date | None = None) -> "Conflicts":
        """Return what the sources disagree about, and what follows from their figures; see `kg.compare`.

        Args:
            as_of: count only what had been published by this day.
        """
        from kg import compare

        return compare.conflicts(self, as_of)

    def series(self, variable: str, place: str, as_of: date | None = None) -> "Series":
        """Return a variable of a place over time, with bounds, vintages and gaps.

        Raises:
            QueryError: a name is unknown or has several meanings.
        """
        from kg import compare

        return compare.series(self, variable, place, as_of=as_of)

    def chart(self, variable: str, *places: str, language: str = "en", as_of: date | None = None) -> "Drawing":
        """Return charts of a variable over time, one for each place and unit or scope.

        Args:
            variable: its name in the ontology, in any language.
            places: names of places, companies or events.
            language: of names and figures, `en` or `zh`.
            as_of: only what had been published by this day.

        Raises:
            QueryError: a name is unknown or has several meanings, or there is no figure to draw.
        """
        from kg.charts.drawing import Drawing
        from kg.compare.charted import series_charts

        found = [chart for place in places for chart in series_charts(self.series(variable, place, as_of), language)]
        if not found:
            raise QueryError(f"{variable!r} has no dated figure for {' or '.join(map(repr, places))}; see: kg series")
        return Drawing(found)

    def publish(self, folder: Path | str, *, base: str = "", language: str = "en") -> "Published":
        """Write the graph as a static site, in both languages; see `kg.site.publish`.

        Args:
            folder: an empty folder, one that does not exist, or one that holds an earlier edition.
            base: the address the site will have, for sitemap and canonical links.
            language: of the front door.

        Raises:
            ExportError: the folder is somebody else's, or the disk refuses.
        """
        from kg.site import publish

        return publish(self.store, self.vocabulary, Path(folder), base=base, main=language)

    def validate(self, texts: dict[str, str] | None = None) -> "Report":
        """Return all findings of shapes and checks over the graph.

        Args:
            texts: source texts by document IRI; with them the cited words are compared with the claims.
        """
        from kg.validate import validate

        return validate(self.store, self.vocabulary, texts)

    def material(self, selection: "Selection | None" = None, language: str = "en") -> "Material":
        """Return what exporters work with.

        Args:
            selection: the part to write; without it the whole graph.
            language: `en` or `zh`, for formats that hold one language only.

        Raises:
            ExportError: the selection names something unknown, or nothing fits it.
        """
        from kg.export import Material

        whole = tuple(self.store.quads())
        chosen = selection.of(whole, self.vocabulary) if selection else whole
        return Material(chosen, self.vocabulary, language=language, whole=whole)

    def export(
        self,
        format: str,
        path: Path | str | None = None,
        *,
        selection: "Selection | None" = None,
        language: str = "en",
    ) -> "Output":
        """Return the graph, or a part of it, in a format, and write it to a path if one is given.

        Args:
            format: as `kg export --list` names it.
            path: a file, or a folder for a format of several files.
            selection: the part to write; without it the whole graph.
            language: `en` or `zh`, for formats that hold one language only.

        Returns:
            The bytes of the file; of a format of several files, the bytes of each by name.

        Raises:
            ExportError: the format is unknown, the selection does not fit, or the file cannot be written.
        """
        from kg import export as exporting

        output = exporting.write(format, self.material(selection, language))
        if path is not None:
            exporting.save(output, Path(path))
        return output

    def rdflib(self) -> "Dataset":
        """Return a copy of the graph as an rdflib Dataset whose default graph is the union of all graphs."""
        from rdflib import Dataset

        from kg.export.rdf import nquads

        dataset = Dataset(default_union=True)
        dataset.parse(data=nquads(self.material()).decode(), format="nquads")
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset

    def about(self, entity: str, language: str = "en") -> list[dict[str, str]]:
        """Return what is said about an entity: one line for each claim, with source and date.

        Raises:
            QueryError: the name is unknown or has several meanings.
        """
        table = self.run("about", entity=entity, language=language)
        return [{name: str(value) for name, value in row.items()} for row in table.records()]
