"""The questions: `kg query` answers one of the library or your own, `kg queries` lists them."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import output
from kg.cli.asking import give, opened
from kg.cli.options import (
    InferredOption,
    Language,
    LanguageOption,
    OutOption,
    PreferredOption,
    StoreOption,
    TableFormat,
)
from kg.cli.panels import examples

if TYPE_CHECKING:
    from kg.federation import Federation
    from kg.query import Query

__all__ = ["add"]

_KINDS = ("answers", "trace", "checks", "federated")


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(
        epilog=examples(
            "kg query software-revenue",
            "kg query reached-threshold --param threshold=100000000000",
            "kg query my.rq --format csv",
            "echo 'ASK { ?c dekg:about dekgr:place-guiyang }' | kg query -",
        )
    )(query)
    app.command(epilog=examples("kg queries", "kg queries --lang zh", "kg queries --kind checks"))(queries)


def _query_names(incomplete: str) -> list[str]:
    from kg import assets

    return [path.stem for kind in _KINDS for path in assets.query_files(kind) if path.stem.startswith(incomplete)]


def query(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|-",
            help="A question's name, a .rq file, or - for SPARQL on standard input.",
            autocompletion=_query_names,
        ),
    ],
    param: Annotated[list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="Repeatable.")] = None,
    format: Annotated[
        TableFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else csv.")
    ] = None,
    lang: LanguageOption = Language.EN,
    allow_service: Annotated[
        list[str] | None,
        typer.Option("--allow-service", metavar="HOST", help="Let the query ask this server (SERVICE). Repeatable."),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also a server inside this machine or network.")
    ] = False,
    store: StoreOption = None,
    inferred: InferredOption = False,
    preferred: PreferredOption = False,
    out: OutOption = None,
) -> None:
    """Ask a question of the library, or one of your own in SPARQL."""
    from kg import query as querying
    from kg.errors import ExportError, QueryError

    values = {}
    for item in param or []:
        key, equals, value = item.partition("=")
        if not equals:
            raise QueryError(f"--param {item!r}: expected NAME=VALUE, such as place=Guiyang")
        values[key] = value
    own = name == "-" or querying.is_sparql(name)
    federation = _federation(allow_service, allow_private)
    with opened(store, inferred=inferred, preferred=preferred) as graph:
        asked: Query | None = None if own else querying.named(name)
        if asked is None:
            answer = graph.sparql(_standard_input() if name == "-" else name, federation)
        else:
            if "language" in asked.params:
                values.setdefault("language", lang.value)
            answer = querying.run(graph.store, asked, values, graph.vocabulary, federation)
        for failure in federation.failures if federation else ():
            output.message(f"kg: without {failure}")
        if isinstance(answer, list):
            if format in {TableFormat.TABLE, TableFormat.CSV, TableFormat.JSON}:
                raise ExportError(
                    f"the query gives triples, not a table; use --format turtle or ntriples, not {format}"
                )
            from kg.export.table import triples

            output.emit(triples(answer) if format is not TableFormat.NTRIPLES else _ntriples(answer), out, lang.value)
            return
        if format in {TableFormat.TURTLE, TableFormat.NTRIPLES}:
            raise ExportError(f"the query gives a table, not triples; use --format table, csv or json, not {format}")
        table = querying.table(asked or querying.Query("query", ""), answer)
        give(table, graph, format, lang, out)


def _federation(allowed: list[str] | None, private: bool) -> "Federation | None":
    """Return the way out to other servers, if any was named."""
    if not allowed:
        return None
    from kg.federation import Federation, hosts

    return Federation(hosts(allowed), private=private)


def _ntriples(answer: list[Any]) -> str:
    return "".join(sorted(f"{triple} .\n" for triple in answer))


def _standard_input() -> str:
    from kg.sources.text import decode

    return decode(sys.stdin.buffer.read(), "standard input")


def queries(
    kind: Annotated[
        str | None, typer.Option("--kind", help="answers, trace, checks or federated; default: answers and trace.")
    ] = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """List the questions that `kg query` can answer, with their parameters."""
    from kg import query as querying
    from kg.errors import QueryError

    if kind is not None and kind not in _KINDS:
        raise QueryError(f"--kind {kind!r}: expected answers, trace, checks or federated")
    kinds = (kind,) if kind else ("answers", "trace")
    rows = [
        [item.name, item.question.get(lang.value) or item.title.get(lang.value, ""), " ".join(item.params)]
        for name in kinds
        for item in querying.library(name)
    ]
    columns = {"en": ["name", "question", "parameters"], "zh": ["名称", "问题", "参数"]}[lang.value]
    _plain_or_table(columns, rows)


def _plain_or_table(columns: list[str], rows: list[list[str]]) -> None:
    if output.on_terminal():
        output.show_table(columns, rows)
        return
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    output.emit(text.getvalue(), None)
