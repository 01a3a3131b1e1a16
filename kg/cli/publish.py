"""The command that writes a site: `kg publish`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output
from kg.cli.asking import opened
from kg.cli.options import Language, StoreOption
from kg.cli.panels import examples

__all__ = ["add"]

_DONE = {
    "en": "{folder}: {pages:,} pages, {files:,} files, {size:,.0f} MB in {seconds:.0f} s; open {first}",
    "zh": "{folder}：{pages:,}个页面，{files:,}个文件，{size:,.0f} MB，用时{seconds:.0f}秒；请打开 {first}",
}


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog=examples("kg publish site", "kg publish site --base https://data.example.org/dekg"))(publish)


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder, or an earlier edition.")],
    base: Annotated[
        str, typer.Option("--base", metavar="URL", help="The address it will have: for sitemap and canonical links.")
    ] = "",
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of the front door; both are written.")
    ] = Language.EN,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes; by default one for each core.")] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Of a large graph too: answer all questions, run checks, write all dumps.")
    ] = False,
    docs: Annotated[
        Path | None, typer.Option("--docs", metavar="DIR", help="Guides in Markdown to make part of it.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write the graph as a static site that opens anywhere: pages, data beside each, ontology, questions, dumps."""
    from kg.site import publish as write

    with opened(store) as graph:
        done = write(
            graph.store, graph.vocabulary, folder, base=base, main=lang.value, jobs=jobs, whole=whole, docs=docs,
            tell=output.message,
        )  # fmt: skip
    output.message(
        _DONE[lang.value].format(
            folder=folder,
            pages=done.pages,
            files=done.files,
            size=done.size / 1e6,
            seconds=done.seconds,
            first=folder / "index.html",
        )
    )
