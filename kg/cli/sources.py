"""The commands that bring in what others made: `kg fetch` a page, `kg build` claims files."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output
from kg.cli.options import Language, LanguageOption, StoreOption
from kg.cli.panels import examples

__all__ = ["add"]

_WORDS = {
    "loaded": {
        "en": "{store}: {documents} loaded, {unchanged} unchanged, {claims} in them\n"
        "ask with: kg query software-revenue --store {store}",
        "zh": "{store}：已载入{loaded}份文献，未变{unchanged}份，共{number}条断言\n"
        "查询：kg query software-revenue --store {store} --lang zh",
    },
    "nothing loaded": {
        "en": "{store}: nothing was loaded; mend the violations above and build again",
        "zh": "{store}：未载入任何内容；请改正上述问题后重新构建",
    },
    "fetched": {
        "en": "{url}: {length} characters in {language}, published {published}; snapshot {snapshot}",
        "zh": "{url}：{length}个字符，{language}，发布日期{published}；快照 {snapshot}",
    },
    "unknown": {"en": "unknown", "zh": "不明"},
}
_LANGUAGES = {"en": {"en": "English", "zh": "Chinese"}, "zh": {"en": "英文", "zh": "中文"}}


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(epilog=examples("kg fetch https://example.org/article --store city-graph"))(fetch)
    app.command(epilog=examples("kg build --store city-graph", "kg build my-claims/ --store city-graph"))(build)


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
    lang: LanguageOption = Language.EN,
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
        _WORDS["fetched"][lang.value].format(
            url=record.url,
            length=record.length,
            language=_LANGUAGES[lang.value].get(record.language, record.language),
            published=record.published or _WORDS["unknown"][lang.value],
            snapshot=record.snapshot,
        )
    )


def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Claims files, or folders of them; none: all shipped.")
    ] = None,
    lang: LanguageOption = Language.EN,
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
    with output.progress("building", lang.value, total=2 * len(files) + 1) as step:
        built = pipeline.build(target, files, step)
    if built.report is not None and not built.report.conforms:
        from kg.cli.show import claim_labels, findings

        quads = [quad for item in built.versions for quad in item.quads]
        findings(built.report, claim_labels(quads, lang.value), lang.value)
        output.message(_WORDS["nothing loaded"][lang.value].format(store=store))
        raise typer.Exit(1)
    told = _WORDS["loaded"][lang.value]
    documents, claims = output.many(built.loaded, "document"), output.many(built.claims, "claim")
    output.message(
        told.format(
            store=store,
            documents=documents,
            loaded=built.loaded,
            unchanged=built.unchanged,
            claims=claims,
            number=built.claims,
        )
    )
