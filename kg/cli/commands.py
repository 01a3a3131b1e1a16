"""The commands. Heavy imports stand inside them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import exports, output, reasoning
from kg.cli.asking import give, opened
from kg.cli.options import (
    InferredOption,
    Language,
    LanguageOption,
    OutOption,
    PreferredOption,
    ReportFormat,
    StoreOption,
    TableFormat,
)
from kg.cli.panels import examples

if TYPE_CHECKING:
    from kg.federation import Federation
    from kg.query import Query

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The digital economy of cities as linked data: every figure with its bound, its passage and its rivals.",
    epilog="Start with: `kg demo`. Then: `kg queries`, `kg show Guiyang`, `kg query software-revenue`.",
)


def _query_names(incomplete: str) -> list[str]:
    from kg import assets

    kinds = ("answers", "trace", "checks", "federated")
    return [path.stem for kind in kinds for path in assets.query_files(kind) if path.stem.startswith(incomplete)]


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


@app.command(epilog=examples("kg build --store city-graph", "kg build my-claims/ --store city-graph"))
def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Claims files, or folders of them; none: all shipped.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Load ontology, reference data and claims files into a store; loading again changes nothing."""
    from kg import assets, pipeline, sources
    from kg.errors import StoreError
    from kg.store import Embedded, is_remote

    if store is None:
        raise StoreError("build writes to a store and none is named; give --store DIR, or set KG_STORE")
    if is_remote(store):
        raise StoreError(f"{store}: a remote store is only read; build into a folder with --store DIR")
    files = sources.files(paths) if paths else assets.corpus_files()
    target = Embedded.open(Path(store), write=True)
    with output.progress("building", total=2 * len(files) + 1) as step:
        built = pipeline.build(target, files, step)
    if built.report is not None and not built.report.conforms:
        from kg.cli.show import claim_labels, findings

        quads = [quad for item in built.versions for quad in item.quads]
        findings(built.report, claim_labels(quads, "en"), "en")
        output.message(f"{store}: nothing was loaded; mend the violations above and build again")
        raise typer.Exit(1)
    output.message(
        f"{store}: {output.many(built.loaded, 'document')} loaded, {built.unchanged} unchanged, "
        f"{output.many(built.claims, 'claim')} in them; "
        f"ask with: kg query software-revenue --store {store}"
    )


@app.command(
    epilog=examples(
        "kg query software-revenue",
        "kg query reached-threshold --param threshold=100000000000",
        "kg query my.rq --format csv",
        "echo 'ASK { ?c dekg:about dekgr:place-guiyang }' | kg query -",
    )
)
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

            output.emit(triples(answer) if format is not TableFormat.NTRIPLES else _ntriples(answer), out)
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


@app.command(epilog=examples("kg queries", "kg queries --lang zh", "kg queries --kind checks"))
def queries(
    kind: Annotated[
        str | None, typer.Option("--kind", help="answers, trace, checks or federated; default: answers and trace.")
    ] = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """List the questions that `kg query` can answer, with their parameters."""
    from kg import query as querying
    from kg.errors import QueryError

    if kind not in {None, "answers", "trace", "checks", "federated"}:
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
def observations(store: StoreOption = None, out: OutOption = None) -> None:
    """Write every observation as one flat row of CSV, for people who never write SPARQL."""
    with opened(store) as graph:
        output.save(graph.export("csv"), out)


@app.command(
    epilog=examples("kg validate", "kg validate --texts articles/", "kg validate data.ttl shapes.ttl > report.ttl")
)
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
        output.emit(report, out)
        raise typer.Exit(0 if conforms else 1)
    from kg.cli.show import matching_texts

    with opened(store) as graph:
        at_hand = matching_texts(graph, texts) if texts else None
        with output.progress("validating"):
            found = graph.validate(at_hand)
        from kg.cli.show import claim_labels, document_names, findings

        labels = claim_labels(graph.store.quads(), lang.value) | document_names(graph, lang.value)
        match format:
            case ReportFormat.JSON:
                output.emit(found.json(), out)
            case ReportFormat.TURTLE:
                output.emit(found.turtle(), out)
            case ReportFormat.HTML:
                output.emit(found.html(lang.value, labels), out)
            case _ if out is not None:
                from kg.validate.told import grouped

                output.emit("".join(f"{line}\n" for _, line in grouped(found, labels, lang.value)), out)
            case _:
                findings(found, labels, lang.value)
    if not found.conforms:
        raise typer.Exit(1)


app.command(epilog=exports.EXAMPLES)(exports.export)
app.command(
    epilog=examples(
        "kg reason",
        "kg reason --lang zh",
        "kg reason --store city-graph",
        "kg query my.rq --store city-graph --inferred",
    )
)(reasoning.reason)
