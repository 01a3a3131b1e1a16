"""The command that brings pages in: `kg fetch`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output
from kg.cli.panels import examples

__all__ = ["add"]


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog=examples("kg fetch https://example.org/article --store city-graph"))(fetch)


def fetch(
    url: Annotated[str, typer.Argument(help="The http(s) address of one article, PDF or table.")],
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="DIR", envvar="KG_STORE", help="The folder whose archive keeps it."),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also from inside this machine or network.")
    ] = False,
    seconds: Annotated[float, typer.Option("--timeout", min=1, max=600, help="Seconds for everything together.")] = 30,
) -> None:
    """Save a page with date and digest into the local archive, and its text if it holds an article."""
    from kg import collect
    from kg.errors import StoreError
    from kg.store import is_remote

    if store is not None and is_remote(store):
        raise StoreError(f"{store}: a remote store has no archive; give a folder with --store DIR")
    if store is None:
        raise StoreError("fetch writes to an archive and no store is named; give --store DIR, or set KG_STORE")
    record = collect.fetch(url, Path(store), allow_private=allow_private, seconds=seconds)
    output.emit(f"{record.document}\n", None)
    output.message(
        f"{record.url}: {record.length} characters in {record.language}, published {record.published or 'unknown'}; "
        f"snapshot {record.snapshot}"
    )
