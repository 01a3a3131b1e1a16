"""Bring sources into a store: read, extract, judge, validate, load; text and candidates into the archive.

Reading goes on in several processes, writing in this one alone: a store has one writer. Each document is replaced in
one transaction, after its text is in the archive and before what it was made from is noted; whatever moment a run is
killed at, a document has its old version or its new one, and the next run goes on where this one ended.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import collect, pipeline, sources
from kg.archive import Archive
from kg.errors import KgError, SourceError, StoreError
from kg.ingest.making import make
from kg.ingest.pool import batches, mapped
from kg.ingest.task import Made, Proposer, Task
from kg.store import Embedded, is_remote
from kg.terms import DEKGR, local_name

__all__ = ["Made", "Outcome", "Proposer", "Summary", "Task", "ingest", "known", "open_both", "tasks"]

STATES = ("new", "changed", "same", "refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: its state, and why it was refused."""

    place: str
    state: str
    document: str | None = None
    reason: str = ""


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        outcomes: one for each source, in order.
        claims: in the documents that were new or changed.
        reasons: candidates of these documents, by the reason in short.
        provisional: claims of these documents that speak of each thing that the ontology lacks, by layer and name.
        proposed, proven: of a proposer, how many claims it proposed and how many the text proved.
        failures: parts of documents that gave no proposals, and decisions that no longer fit.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    claims: int = 0
    candidates: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    provisional: Counter[tuple[str, str]] = field(default_factory=Counter)
    proposed: int = 0
    proven: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def refused(self) -> list[Outcome]:
        """The sources that were refused."""
        return [outcome for outcome in self.outcomes if outcome.state == "refused"]

    def table(self) -> dict[str, Any]:
        """Return it as plain values, for JSON."""
        states = Counter(outcome.state for outcome in self.outcomes)
        return {
            "documents": {state: states[state] for state in STATES},
            "claims": self.claims,
            "candidates": {"total": self.candidates, "reasons": dict(_ranked(self.reasons))},
            "provisional": [
                {"layer": layer, "name": name, "documents": count} for (layer, name), count in _ranked(self.provisional)
            ],
            "proposals": {"proposed": self.proposed, "proven": self.proven},
            "failures": self.failures,
            "refused": [{"source": each.place, "reason": each.reason} for each in self.refused],
        }

    def add(self, made: Made) -> None:
        """Count what came of a document that is new or has changed."""
        self.claims += len(made.version.claims) if made.version else 0
        self.candidates += len(made.candidates)
        for row in made.candidates:
            self.reasons.update({short(reason) for reason in row["reasons"]})
        self.provisional.update((thing.layer, thing.name) for thing in made.provisional)
        self.proposed += made.proposed
        self.proven += made.proven
        self.failures += made.failures


def short(reason: str) -> str:
    """Return what a reason says without what it says it of, so that reasons can be counted."""
    return reason.partition(":")[0]


def _ranked(counts: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))


def open_both(store: str) -> tuple[Embedded, Archive]:
    """Return the store in a folder, for writing, and its archive; whoever has it is the only writer of both.

    Raises:
        StoreError: it is remote, somebody else is writing to it, or it cannot be written.
    """
    if is_remote(store):
        raise StoreError(f"{store}: a remote store is only read; ingest into a folder with --store DIR")
    opened = Embedded.open(Path(store), write=True)
    try:
        pipeline.prepare(opened)
    except KgError:
        opened.close()
        raise
    return opened, Archive(Path(store) / "archive")


def known(place: str) -> bool:
    """Return whether a place can be an address, a document of the archive, or is a file or folder that exists."""
    return is_remote(place) or local_name(place).startswith("doc-") or Path(place).exists()


def tasks(
    given: Sequence[str],
    archive: Archive,
    *,
    allow_private: bool = False,
    seconds: float = 30,
    progress: Callable[[str], None] = lambda step: None,
) -> Iterator[Task]:
    """Yield what is to be ingested, in order; an address is fetched when its turn comes.

    Args:
        given: files, folders, `http(s)` addresses, documents of the archive (`doc-…`); none: all of the archive.
        archive: where pages are kept.
        allow_private: as for `kg.fetch`.
        seconds: for one page.
        progress: called with each address.

    Raises:
        SourceError: nothing is given and the archive is empty.
    """
    if not given:
        known = archive.documents()
        if not known:
            raise SourceError("nothing to ingest: name files, folders or addresses; the archive is empty")
        yield from (Task(record.url, document=record.document) for record in known)
    for place in given:
        name = local_name(place)
        if is_remote(place) and not place.startswith(DEKGR):
            progress(place)
            try:
                record = collect.fetch(place, archive.folder.parent, allow_private=allow_private, seconds=seconds)
            except SourceError as error:
                yield Task(place, failed=str(error))
            else:
                yield Task(place, document=record.document)
        elif name.startswith("doc-") and not Path(place).exists():
            yield Task(place, document=name)
        elif Path(place).is_dir():
            try:
                below = sources.documents([Path(place)])
            except SourceError as error:
                yield Task(place, failed=str(error))
            else:
                yield from (Task(str(path), path=str(path)) for path in below)
        else:
            yield Task(place, path=place)


def ingest(
    store: Embedded,
    archive: Archive,
    wanted: Iterable[Task],
    *,
    proposer: Proposer | None = None,
    jobs: int = 1,
    progress: Callable[[str], None] = lambda step: None,
) -> Summary:
    """Make each source what the graph says of its document; what cannot be read is reported, the rest goes on.

    Args:
        store: as `open_both` gives it.
        archive: likewise.
        wanted: as `tasks` gives them.
        proposer: what proposes claims beside the rules.
        jobs: processes that read.
        progress: called with each source when it is done.

    Raises:
        StoreError: the store or the archive cannot be written.
    """
    summary, taken = Summary(), dict[str, tuple[str, str | None]]()
    for made in mapped(batches(wanted, jobs), archive.folder, proposer, jobs):
        summary.outcomes.append(_kept(made, store, archive, proposer, taken, summary))
        progress(made.task.place)
    return summary


def _kept(
    made: Made,
    store: Embedded,
    archive: Archive,
    proposer: Proposer | None,
    taken: dict[str, tuple[str, str | None]],
    summary: Summary,
) -> Outcome:
    place = made.task.place
    if made.refused is not None or made.document is None:
        return Outcome(place, "refused", made.document, made.refused or "")
    digest = made.record.text if made.record else made.key
    other, text = taken.setdefault(made.document, (place, digest))
    if other != place and text != digest:
        reason = f"{place}: the same document as {other} ({made.url}) with another text; keep one of them"
        return Outcome(place, "refused", made.document, reason)
    current = store.current(made.document)
    if made.same:
        if current == made.graph:
            return Outcome(place, "same", made.document)
        [made] = make([Task(place, made.task.path, made.task.document, force=True)], archive, proposer)
        if made.refused is not None or made.document is None:
            return Outcome(place, "refused", made.document, made.refused or "")
    changed = write(made, store, archive)
    if changed:
        summary.add(made)
    return Outcome(place, "same" if not changed else "new" if current is None else "changed", made.document)


def write(made: Made, store: Embedded, archive: Archive) -> bool:
    """Write what was made: the archive first, then the store in one transaction, then from what it was made.

    Returns:
        False if the store held exactly this already.
    """
    assert made.version is not None
    assert made.document is not None
    if made.record is not None and made.text is not None:
        if made.data is not None:
            archive.add_bytes(made.data)
        archive.add_text(made.text)
        collect.keep(archive, made.record)
        archive.write_candidates(made.document, made.candidates)
    changed = store.load(made.version)
    state = {"key": made.key, "graph": made.version.graph, "proposer": made.proposer}
    archive.set_ingested(made.document, state)
    return changed
