"""Work over processes: batches of tasks in order, a few ahead of the writer, so that memory stays bounded.

Processes are spawned, not forked: a fork would take the open store along.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

from kg.archive import Archive
from kg.errors import ExtractError
from kg.ingest.making import make
from kg.ingest.task import Made, Proposer, Task

__all__ = ["batches", "mapped"]

BATCH = 32
"""Documents that are validated together; more make it cheaper still, and use more memory."""

AHEAD = 2
"""Batches that may wait, for each process."""

_ALONE = 8
"""Tasks up to which starting processes takes longer than the work."""


def batches(tasks: Iterable[Task], jobs: int) -> Iterator[list[Task]]:
    """Yield tasks in batches; with several processes the first ones are small, so that all have work soon."""
    size, source = (4 if jobs > 1 else BATCH), iter(tasks)
    while batch := list(islice(source, size)):
        yield batch
        size = min(BATCH, size * 2)


def mapped(todo: Iterator[list[Task]], folder: Path, proposer: Proposer | None, jobs: int) -> Iterator[Made]:
    """Yield what became of each task, in order.

    Raises:
        ExtractError: a process died.
    """
    archive = Archive(folder)
    first = list(islice(todo, 2))
    if jobs < 2 or sum(map(len, first)) <= _ALONE:
        for batch in chain(first, todo):
            yield from make(batch, archive, proposer)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    waiting: deque[Future[list[Made]]] = deque()
    try:
        for batch in chain(first, todo):
            waiting.append(pool.submit(make, batch, archive, proposer))
            if len(waiting) > AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise ExtractError(
            "a process that reads was ended from outside, perhaps for want of memory; what was done is kept: "
            "run again with --jobs 1"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
