"""The app, and the short commands that tell what the graph says: `demo`, `show`, `cite`, `observations`.

Heavy imports stand inside the commands.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output
from kg.cli.asking import opened
from kg.cli.options import InferredOption, Language, LanguageOption, OutOption, StoreOption
from kg.cli.panels import examples

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The digital economy of cities as linked data: every figure with its bound, its passage and its rivals.",
    epilog="Start with: `kg demo`. Then: `kg queries`, `kg show Guiyang`, `kg query software-revenue`.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from kg import __version__

        sys.stdout.write(f"kg {__version__}\n")
        raise typer.Exit


@app.callback()
def _main(
    project: Annotated[
        Path | None,
        typer.Option(
            "--project", metavar="DIR", help="Add the ontology, shapes, queries and corpus of your own folder."
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    if project is not None:
        import os

        from kg import assets

        os.environ[assets.PROJECT] = str(project)
        assets.projects()


@app.command(epilog=examples("kg demo", "kg demo --lang zh"))
def demo(lang: LanguageOption = Language.EN) -> None:
    """Build the shipped graph, check it, and answer three questions with their sources."""
    from kg.cli.demo import run

    if not run(lang.value):
        raise typer.Exit(1)


@app.command(epilog=examples("kg show Guiyang", "kg show 贵州 --lang zh", "kg show dekgr:place-guizhou"))
def show(
    entity: Annotated[str, typer.Argument(help="A name, an alias or an IRI of a place, company, industry, event …")],
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
    inferred: InferredOption = False,
) -> None:
    """Show everything that is said about an entity, with bound, period and source."""
    from kg.cli.show import fact_sheet

    with opened(store, inferred=inferred) as graph:
        fact_sheet(graph, entity, lang.value)


@app.command(epilog=examples("kg cite dekgr:claim-…", "kg cite dekgr:claim-… --text article.txt"))
def cite(
    claim: Annotated[str, typer.Argument(help="A claim, as `kg query` and `kg observations` print it.")],
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="The article's text, to quote from.")
    ] = None,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
) -> None:
    """Show where a claim stands: document, positions and digest, and the words if the text is at hand."""
    from kg.cli.show import citation
    from kg.sources.text import read_text

    words = read_text(text) if text else None
    with opened(store) as graph:
        cited = graph.cite(claim, words, lang.value)
        if words is None and (archived := _archived(store, cited.text_digest)) is not None:
            cited = graph.cite(claim, archived, lang.value)
        states = citation(graph, cited, lang.value)
    if "changed" in states:
        raise typer.Exit(1)


def _archived(store: str | None, digest: str) -> str | None:
    """Return the text of a document from the archive of a store in a folder, if it is kept there."""
    from kg.archive import Archive

    folder = Path(store or "") / "archive"
    if store is None or not digest or not folder.is_dir():
        return None
    archive = Archive(folder)
    return archive.text(digest) if archive.has_text(digest) else None


@app.command(epilog=examples("kg observations --out observations.csv", "kg observations | head"))
def observations(lang: LanguageOption = Language.EN, store: StoreOption = None, out: OutOption = None) -> None:
    """Write every observation as one flat row of CSV, for people who never write SPARQL."""
    with opened(store) as graph:
        output.save(graph.export("csv", language=lang.value), out, lang.value)
