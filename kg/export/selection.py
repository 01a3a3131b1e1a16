"""A part of the graph: the claims somebody asks for, with everything needed to read them.

Claims come with their documents, passages, data points, periods and converted amounts. Every term they mention is
described in full; what those descriptions mention is named, with its types and other literals. The names of the
graphs stay, so that a reader finds the whole; a selection is not a version of a document.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import ExportError
from kg.export.statements import is_version
from kg.terms import DCTERMS, DEKG, DEKGR, RDF, SCHEMA, expand
from kg.vocabulary import Vocabulary

__all__ = ["Selection"]

_TYPE = RDF + "type"
_SOURCE = DCTERMS + "source"
_PLACES = ("about", "refArea", "refOrganization", "claimSubject", "claimObject", "aimOf", "committedBy")


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep: claims that fit all that is given; nothing given keeps the whole graph.

    Attributes:
        place: a name or IRI of what claims are about: a place, company, event …
        document: IRI, local name or address of a document.
        indicator: a name or IRI of a statistical variable.
        since, until: first and last day of the period of the figure; a claim without a period does not fit.
    """

    place: str | None = None
    document: str | None = None
    indicator: str | None = None
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return any((self.place, self.document, self.indicator, self.since, self.until))

    def of(self, quads: Iterable[Quad], vocabulary: Vocabulary) -> tuple[Quad, ...]:
        """Return the chosen part of a graph.

        Raises:
            ExportError: a name is unknown or has several meanings, or no claim fits.
        """
        everything = tuple(quads)
        if not self:
            return everything
        graph = _Graph(everything)
        place = _named(self.place, "place", vocabulary, graph.subjects)
        indicator = _named(self.indicator, "indicator", vocabulary, graph.subjects)
        document = graph.document(self.document)
        chosen = [
            claim
            for claim in graph.claims
            if (place is None or place in graph.values(claim, _PLACES))
            and (document is None or document in graph.values(claim, (_SOURCE,)))
            and (indicator is None or indicator in graph.values(claim, ("variable",)))
            and graph.within(claim, self.since, self.until)
        ]
        if not chosen:
            raise ExportError("no claim fits the selection; widen it, or list what there is with: kg observations")
        return graph.around(chosen)


class _Graph:
    """Quads by subject, told apart by whether a document or the reference data says them."""

    def __init__(self, quads: tuple[Quad, ...]) -> None:
        self.subjects: dict[str, list[Quad]] = defaultdict(list)
        self.claims: list[str] = []
        self._amounts: dict[str, list[str]] = defaultdict(list)
        claims: set[str] = set()
        for quad in quads:
            if not isinstance(quad.subject, NamedNode):
                continue
            name = quad.subject.value
            self.subjects[name].append(quad)
            if quad.predicate.value == _SOURCE and is_version(quad.graph_name):
                claims.add(name)
            elif quad.predicate.value == DEKG + "conversionOf" and isinstance(quad.object, NamedNode):
                self._amounts[quad.object.value].append(name)
        amounts = {name for names in self._amounts.values() for name in names}
        self.claims = sorted(claims - amounts)

    def values(self, subject: str, predicates: Iterable[str]) -> set[str]:
        """Return the values of some properties; short names are the ontology's."""
        wanted = {name if "://" in name else DEKG + name for name in predicates}
        found = (quad.object for quad in self.subjects.get(subject, ()) if quad.predicate.value in wanted)
        return {item.value for item in found if not isinstance(item, Triple)}

    def document(self, name: str | None) -> str | None:
        if name is None:
            return None
        sources = sorted({iri for claim in self.claims for iri in self.values(claim, (_SOURCE,))})
        for iri in sources:
            if name in {iri, iri.removeprefix(DEKGR)} or expand(name) == iri:
                return iri
            if name in self.values(iri, (SCHEMA + "url",)):
                return iri
        raise ExportError(f"{name!r} is no document of this graph; list them with: kg query documents")

    def within(self, claim: str, since: date | None, until: date | None) -> bool:
        """Return whether the period of a claim lies within two days; without days everything does."""
        if since is None and until is None:
            return True
        periods = self.values(claim, ("refPeriod",))
        starts = [day for period in periods for day in self.values(period, ("startDate",))]
        ends = [day for period in periods for day in self.values(period, ("endDate",))]
        if not starts or not ends:
            return False
        return (since is None or min(starts) >= since.isoformat()) and (until is None or max(ends) <= until.isoformat())

    def around(self, claims: list[str]) -> tuple[Quad, ...]:
        """Return claims with all that is needed to read them: what their own document's graph says, and of terms."""
        kept: dict[Quad, None] = {}
        seen: set[tuple[str, str]] = set()
        mentioned: set[str] = set()
        todo = [(claim, graph) for claim in claims for graph in self._graphs(claim)]
        while todo:
            name, graph = todo.pop()
            if (name, graph) in seen:
                continue
            seen.add((name, graph))
            todo += [(amount, graph) for amount in self._amounts.get(name, ())]
            for quad in self.subjects.get(name, ()):
                if _graph(quad) == graph:
                    kept[quad] = None
                    names = _mentions(quad)
                    mentioned |= names
                    todo += [(iri, graph) for iri in names if graph in self._graphs(iri)]
        self._describe(mentioned, {part for pair in seen for part in pair}, kept)
        return tuple(kept)

    def _graphs(self, iri: str) -> set[str]:
        """Return the graphs of documents that say something of a thing."""
        return {_graph(quad) for quad in self.subjects.get(iri, ()) if is_version(quad.graph_name)}

    def _describe(self, mentioned: set[str], seen: set[str], kept: dict[Quad, None]) -> None:
        """Add what the other graphs say of terms in full, and the names of what that mentions."""
        further: set[str] = set()
        for name in sorted(mentioned | seen):
            for quad in self.subjects.get(name, ()):
                if not is_version(quad.graph_name):
                    kept[quad] = None
                    further |= _mentions(quad)
        for name in sorted(further - mentioned - seen):
            for quad in self.subjects.get(name, ()):
                if is_version(quad.graph_name):
                    continue
                if isinstance(quad.object, Literal) or quad.predicate.value == _TYPE:
                    kept[quad] = None


def _graph(quad: Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _mentions(quad: Quad) -> set[str]:
    names = {quad.predicate.value}
    return names | {quad.object.value} if isinstance(quad.object, NamedNode) else names


def _named(name: str | None, what: str, vocabulary: Vocabulary, subjects: Mapping[str, object]) -> str | None:
    if name is None:
        return None
    kinds = ["dekg:StatisticalVariable"] if what == "indicator" else None
    found = vocabulary.candidates(name, kinds) if kinds else vocabulary.find(name)
    if not found and expand(name) in subjects:
        return expand(name)
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(iri.removeprefix(DEKGR) for iri in found[:6])
        raise ExportError(f"--{what} {name!r} has several meanings; choose one of: {choices}")
    close = vocabulary.close_names(name)
    hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else "; list what there is with: kg queries"
    raise ExportError(f"--{what} {name!r} is not known{hint}")
