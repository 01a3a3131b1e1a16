"""The command `kg`: each command is a few lines over `kg.knowledgegraph`.

The only package that prints or exits. Data goes to standard output, messages and progress to standard error. Exit
codes: 0 done, 1 the data have violations, 2 something cannot be done as asked. Imports are lazy: `kg --help` is quick.
"""

import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

__all__ = ["application", "main"]


@cache
def application() -> "typer.Typer":
    """Return the app with every command, in the order of its help."""
    from kg.cli import (
        chart,
        checking,
        compare,
        exports,
        extract,
        ingest,
        link,
        panels,
        publish,
        questions,
        reasoning,
        sources,
    )  # fmt: skip
    from kg.cli.commands import app

    for part in (questions, sources, ingest, extract, compare, chart, checking, reasoning, exports, publish, link):
        part.add(app)
    panels.arrange(app)
    return app


def main() -> None:
    """Run the command line; every error of ours is one sentence on standard error."""
    from kg.cli import output
    from kg.errors import KgError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")
    try:
        application()(prog_name="kg")
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        output.reader_gone()
    except KeyboardInterrupt:
        sys.stderr.write("kg: interrupted; nothing half-done was kept\n")
        sys.exit(130)
