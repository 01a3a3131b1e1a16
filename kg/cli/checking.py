"""The command that checks: `kg validate`, the graph against shapes and checks, or any data against any shapes."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output
from kg.cli.asking import opened
from kg.cli.options import Language, LanguageOption, OutOption, ReportFormat, StoreOption
from kg.cli.panels import examples

__all__ = ["add"]


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog=examples("kg validate", "kg validate --texts articles/", "kg validate data.ttl shapes.ttl > report.ttl")
    )(validate)


def validate(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[DATA SHAPES]", help="Any data and shapes: plain SHACL.")
    ] = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", metavar="DIR", help="Article texts, to compare the claims with.")
    ] = None,
    format: Annotated[
        ReportFormat | None, typer.Option("--format", "-f", help="Default: table (turtle for plain SHACL).")
    ] = None,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
    out: OutOption = None,
) -> None:
    """Check the graph against shapes and checks; exit code 1 if there is a violation."""
    from kg.errors import ValidateError

    if paths:
        from kg.validate import shacl

        if len(paths) != 2:
            raise ValidateError(f"expected two files, DATA and SHAPES, got {len(paths)}: {', '.join(map(str, paths))}")
        if format not in {None, ReportFormat.TURTLE}:
            raise ValidateError(f"a plain SHACL report is Turtle; leave --format {format} out")
        conforms, report = shacl([paths[0]], [paths[1]])
        output.emit(report, out, lang.value)
        raise typer.Exit(0 if conforms else 1)
    from kg.cli.show import matching_texts

    with opened(store) as graph:
        at_hand = matching_texts(graph, texts, lang.value) if texts else None
        with output.progress("validating", lang.value):
            found = graph.validate(at_hand)
        from kg.cli.show import claim_labels, document_names, findings

        labels = claim_labels(graph.store.quads(), lang.value) | document_names(graph, lang.value)
        match format:
            case ReportFormat.JSON:
                output.emit(found.json(), out, lang.value)
            case ReportFormat.TURTLE:
                output.emit(found.turtle(), out, lang.value)
            case ReportFormat.HTML:
                output.emit(found.html(lang.value, labels), out, lang.value)
            case _ if out is not None:
                from kg.validate.told import grouped

                output.emit("".join(f"{line}\n" for _, line in grouped(found, labels, lang.value)), out, lang.value)
            case _:
                findings(found, labels, lang.value)
    if not found.conforms:
        raise typer.Exit(1)
