"""Ingest in processes that end themselves, as by kill -9, at prescribed steps: `crash.py ARTICLES STEP:STORE …`.

A step is a moment before or after something is written: a file of the archive (its bytes, its renaming), a transaction
of the store. Step 0 is none: the run ends by itself. Each run is a process of its own, forked before any store is open;
for each a line is printed: how it ended (0, or minus the signal) and how many steps it had taken.
"""

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import ingest, validate, vocabulary
from kg.archive import Archive
from kg.extract.text.lexicon import compiled
from kg.store import Embedded

if TYPE_CHECKING:
    from collections.abc import Callable


class Steps:
    """Counts the steps of a run, and ends it at one."""

    def __init__(self, last: int, told: int) -> None:
        self.taken, self.last, self.told = 0, last, told

    def __call__(self) -> None:
        self.taken += 1
        os.pwrite(self.told, b"%9d" % self.taken, 0)
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        plain: Callable[..., Any] = getattr(owner, name)

        def stepped(*arguments: Any, **options: Any) -> Any:
            self()
            found = plain(*arguments, **options)
            self()
            return found

        setattr(owner, name, stepped)


def run(step: int, store: Path, articles: str, told: int) -> None:
    opened, archive = Embedded.open(store, write=True), Archive(store / "archive")
    steps = Steps(step, told)
    steps.around(Archive, "_write")
    steps.around(Embedded, "load")
    steps.around(Embedded, "_write")
    steps.around(Path, "replace")
    ingest.ingest(opened, archive, ingest.tasks([articles], archive))
    opened.close()


def main() -> None:
    articles, *runs = sys.argv[1:]
    compiled(vocabulary.shipped())
    validate.validate_versions([], vocabulary.shipped())
    told = (
        os.memfd_create("steps") if hasattr(os, "memfd_create") else os.open(f"{runs[0]}.steps", os.O_RDWR | os.O_CREAT)
    )
    for each in runs:
        step, _, store = each.partition(":")
        child = os.fork()
        if child == 0:
            run(int(step), Path(store), articles, told)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {int(os.pread(told, 9, 0))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
