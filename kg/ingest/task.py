"""What goes into the making of version graphs and what comes out: plain values that pass between processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.archive import Record
from kg.extract import Provisional
from kg.graph import Version

__all__ = ["Made", "Proposer", "Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to ingest: a file, or a document of the archive by its local name.

    Attributes:
        place: how messages name it.
        path: of a file; None for a document of the archive.
        document: local name; None for a file.
        force: make its graph also where it was made from the same before.
        failed: why it could not even be fetched.
    """

    place: str
    path: str | None = None
    document: str | None = None
    force: bool = False
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Proposer:
    """What proposes claims beside the rules.

    Attributes:
        name: among the installed proposers.
        replay: only kept answers count.
        model: if it is set.
        again: nobody asked for it now; what it proposed of a document before goes on to count.
    """

    name: str
    replay: bool = False
    model: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a task.

    Attributes:
        refused: why nothing did, in a sentence; else None.
        same: its graph was made from the same before: `graph` names it, and nothing else is filled in.
        record, text, data: for the archive: what is known of the document, its text, and the bytes if they differ.
        version: the graph.
        candidates: rows with `id`, `text` and `reasons`.
        key, proposer: what the graph was made from.
        failures: parts that gave no proposals.
        proposed, proven: of a proposer, how many rows there were and how many the gate accepted.
    """

    task: Task
    refused: str | None = None
    document: str | None = None
    url: str = ""
    same: bool = False
    graph: str | None = None
    record: Record | None = None
    text: str | None = None
    data: bytes | None = None
    version: Version | None = None
    candidates: tuple[Mapping[str, Any], ...] = ()
    provisional: tuple[Provisional, ...] = ()
    key: str = ""
    proposer: Mapping[str, str] | None = None
    failures: tuple[str, ...] = ()
    proposed: int = 0
    proven: int = 0
