"""One claim as people read it, in one language: what it says, of whom and when, where it stands, and who disagrees."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.compare import words
from kg.compare.charted import source_name
from kg.compare.observations import OBSERVED, Row
from kg.compare.relations import Kind, Relation
from kg.pages.snapshot import Snapshot
from kg.terms import DCTERMS, DEKG, DEKGR, SCHEMA, local_name

__all__ = ["Rival", "Statement", "Statements"]


@dataclass(frozen=True, slots=True)
class Rival:
    """Another answer to the same question, and how the two relate, said from here."""

    relation: str
    word: str
    claim: str
    figure: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim in words.

    Attributes:
        claim: its IRI; `path` that of its page.
        label: the whole of it in one line.
        family: local name of its class; `kind` its name in words.
        figure: what was printed, with its bound; empty where it has no figure.
        bounds: the interval it stands for, where that says more than the figure.
        subject, variable, period: IRIs, empty where there is none; each has a `…_label`.
        scope: what else limits it, in words.
        document: IRI; `source` its name, `published` a date or empty.
        passages: start, end (code points, end exclusive) and sentence number or 0, in text order.
        rivals: other answers.
        status: `observed`, `disputed` or `aim`; `stated` for claims without a figure.
        order: sorts statements: by variable, then the newest first.
    """

    claim: str
    path: str
    label: str
    family: str
    kind: str
    figure: str
    bounds: str
    subject: str
    subject_label: str
    variable: str
    variable_label: str
    period: str
    period_label: str
    scope: str
    document: str
    source: str
    published: str
    passages: tuple[tuple[int, int, int], ...]
    rivals: tuple[Rival, ...]
    status: str
    strength: str
    order: tuple[str, ...]

    @property
    def margin(self) -> str:
        """The interval, without repeating the figure: `(±0.05)`."""
        return self.bounds.removeprefix(self.figure).strip() if self.figure else self.bounds

    @property
    def conflicts(self) -> tuple[Rival, ...]:
        """Answers that exclude this one."""
        return tuple(item for item in self.rivals if item.relation in {"conflicts", "revises"})


class Statements:
    """Statements of a snapshot, each made once for each language."""

    def __init__(self, snapshot: Snapshot, path: Callable[[str], str]) -> None:
        self.snapshot = snapshot
        self._path = path
        self._made: dict[tuple[str, str], Statement] = {}

    def __call__(self, claim: str, language: str) -> Statement:
        """Return the statement of a claim."""
        key = (claim, language)
        if key not in self._made:
            self._made[key] = self._make(claim, language)
        return self._made[key]

    def all(self, claims: Iterable[str], language: str) -> list[Statement]:
        """Return statements in the order of their variables, the newest figure first."""
        return sorted((self(claim, language) for claim in dict.fromkeys(claims)), key=lambda item: item.order)

    def _make(self, claim: str, language: str) -> Statement:
        graph = self.snapshot
        row = graph.row(claim)
        family = local_name(graph.kind(claim))
        document = graph.value(claim, DCTERMS + "source")
        subject = graph.value(claim, DEKG + "refOrganization") or graph.value(claim, DEKG + "about")
        variable, period = graph.value(claim, DEKG + "variable"), graph.value(claim, DEKG + "refPeriod")
        figure = words.figure(row, graph.rules, language) if row else ""
        bounds = words.bounds(row.range, row.unit, graph.rules, language) if row else ""
        published = graph.value(document, SCHEMA + "datePublished")
        strength = local_name(graph.value(claim, DEKG + "assertionStrength"))
        end = graph.table.periods[period].end.isoformat() if period in graph.table.periods else ""
        label = graph.label(claim, language)
        return Statement(
            claim=claim,
            path=self._path(claim),
            label=label,
            family=family,
            kind=graph.label(DEKG + family, language),
            figure=figure,
            bounds="" if bounds == figure else bounds,
            subject=subject,
            subject_label=graph.label(subject, language) if subject else "",
            variable=variable,
            variable_label=graph.label(variable, language) if variable else "",
            period=period,
            period_label=graph.label(period, language) if period else "",
            scope=self._scope(row, language),
            document=document,
            source=self._source(document, row, language),
            published=published,
            passages=tuple((p.start, p.end, p.sentence or 0) for _, p in graph.passages(claim)),
            rivals=self._rivals(row, language),
            status=self._status(claim, row),
            strength="" if strength in {"", "asserted"} else graph.label(DEKG + strength, language),
            order=((family != OBSERVED and "1") or "0", graph.label(variable, language) if variable else "",
                   _descending(end), _descending(published), label, claim),
        )  # fmt: skip

    def _status(self, claim: str, row: Row | None) -> str:
        if row is None:
            return "stated"
        if row.kind != OBSERVED:
            return "aim"
        return "disputed" if claim in self.snapshot.conflicting else "observed"

    def _scope(self, row: Row | None, language: str) -> str:
        if row is None:
            return ""
        parts = [iri for iri in (row.scope, row.compared_with, row.ranked_among) if iri]
        if row.organization and row.area:
            parts.insert(0, row.area)
        return ("，" if language == "zh" else ", ").join(self.snapshot.label(iri, language) for iri in parts)

    def _source(self, document: str, row: Row | None, language: str) -> str:
        graph = self.snapshot
        publisher = graph.value(document, SCHEMA + "publisher")
        if publisher:
            return graph.label(publisher, language)
        if row is not None:
            return source_name(row, graph.table, graph.rules, language)
        url = graph.value(document, SCHEMA + "url")
        return url.partition("//")[2].partition("/")[0] or graph.label(document, language)

    def _rivals(self, row: Row | None, language: str) -> tuple[Rival, ...]:
        if row is None:
            return ()
        found = [self._rival(item, row, language) for item in self.snapshot.relations.get(row.claim, ())]
        return tuple(sorted(found, key=lambda item: (item.relation not in {"conflicts", "revises"}, item.claim)))

    def _rival(self, item: Relation, row: Row, language: str) -> Rival:
        other = item.second if item.first is row or item.first.claim == row.claim else item.first
        name = str(item.kind)
        if item.kind is Kind.CONFLICTS and item.within_source:
            name = "contradicts-itself"
        return Rival(
            str(item.kind),
            self.snapshot.rules.relation(name, language),
            other.claim,
            words.figure(other, self.snapshot.rules, language),
        )


def _descending(day: str) -> str:
    """Return a text that sorts dates backwards; what has none comes last."""
    return "".join(chr(0x69 - ord(letter)) if letter.isdigit() else letter for letter in day) or "~"


def page_of(claim: str) -> str:
    """Return the name that a thing's page is filed under."""
    return claim.removeprefix(DEKGR)
