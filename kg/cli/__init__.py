"""The command `kg`: each command is a few lines over `kg.knowledgegraph`.

The only package that prints or exits. Data goes to standard output, messages and progress to standard error. Exit
codes: 0 done, 1 the data have violations, 2 something cannot be done as asked. Imports are lazy: `kg --help` is quick.
"""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; every error of ours is one sentence on standard error."""
    import os

    from kg.cli import chart, compare, extract, ingest, link, panels, publish, sources
    from kg.cli.commands import app
    from kg.errors import KgError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")
    compare.add(app)
    sources.add(app)
    ingest.add(app)
    extract.add(app)
    chart.add(app)
    publish.add(app)
    link.add(app)
    panels.arrange(app)
    try:
        app(prog_name="kg")
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        sys.exit(2)
    except BrokenPipeError:  # whoever reads has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("kg: interrupted; nothing half-done was kept\n")
        sys.exit(130)
