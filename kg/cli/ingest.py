"""The commands that bring sources into a store: `kg ingest`, and `kg wanted` for what the reference lacks."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import output
from kg.cli.options import Language, LanguageOption, MaxOption, OutcomeFormat
from kg.cli.panels import examples

if TYPE_CHECKING:
    from kg.ingest import Proposer, Summary

__all__ = ["add", "proposer_of"]

_WORDS = {
    "documents": {"en": "documents", "zh": "文档"},
    "new": {"en": "new", "zh": "新增"},
    "changed": {"en": "changed", "zh": "更新"},
    "same": {"en": "same as before", "zh": "未变"},
    "refused": {"en": "refused", "zh": "拒收"},
    "claims": {"en": "claims in new and changed ones", "zh": "新增与更新文档中的断言"},
    "candidates": {"en": "candidates, not claimed", "zh": "候选（未采纳）"},
    "provisional": {"en": "not in the reference, kept apart", "zh": "参考数据所缺，另行保存"},
    "proposed": {"en": "proposed by {}", "zh": "由 {} 提出"},
    "proven": {"en": "  proven by the gate", "zh": "  经验证采纳"},
    "why": {"en": "Why candidates are none yet", "zh": "候选未被采纳的原因"},
    "reason": {"en": "reason", "zh": "原因"},
    "count": {"en": "count", "zh": "数量"},
    "more": {
        "en": "… and {} more reasons: kg extract --review --store {}",
        "zh": "……另有{}种原因：kg extract --review --store {}",
    },
    "review": {
        "en": "review them with: kg extract --review --store {}",
        "zh": "逐条审阅：kg extract --review --store {}",
    },
    "wanted": {"en": "list what is missing with: kg wanted --store {}", "zh": "列出所缺条目：kg wanted --store {}"},
    "layer": {"en": "kind", "zh": "类别"},
    "name": {"en": "name", "zh": "名称"},
    "nothing": {"en": "nothing is missing from the reference", "zh": "参考数据没有缺项"},
}
_LAYERS = {
    "place": {"en": "place", "zh": "地点"},
    "org": {"en": "organization", "zh": "机构"},
    "industry": {"en": "industry", "zh": "产业"},
    "property": {"en": "property", "zh": "属性"},
    "variable": {"en": "indicator", "zh": "指标"},
}
_MOST_REASONS = 12


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(
        epilog=examples(
            "kg ingest articles/ --store city-graph",
            "kg ingest https://example.org/a.html --store city-graph",
            "kg ingest --store city-graph",
        )
    )(ingest)
    app.command(epilog=examples("kg wanted --store city-graph", "kg wanted --store city-graph --format json"))(wanted)


def proposer_of(using: str | None, *, replay: bool) -> "Proposer | None":
    """Return the proposer that the command line names, made sure of before anything is read.

    Raises:
        KgError: nobody brings it, or the environment names no model.
    """
    from kg.errors import ExtractError

    if using is None:
        if replay:
            raise ExtractError("--replay answers from kept transcripts and needs a proposer; give --using llm")
        return None
    from kg import plugins
    from kg.ingest import Proposer

    plugins.load("kg.proposers", using)
    model = None
    if using == "llm":
        from kg.proposers.endpoint import Endpoint

        model = Endpoint.from_environment(offline=replay).model
    return Proposer(using, replay, model)


UsingOption = Annotated[
    str | None,
    typer.Option(
        "--using",
        metavar="NAME",
        help="Also ask a proposer; the gate judges. llm: KG_LLM_BASE_URL, KG_LLM_MODEL, KG_LLM_API_KEY.",
    ),
]
FolderOption = Annotated[
    str | None,
    typer.Option("--store", metavar="DIR", envvar="KG_STORE", help="The folder of the store, made if need be."),
]
ReplayOption = Annotated[bool, typer.Option("--replay", help="With --using: only from transcripts kept; no network.")]


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, http(s) addresses, doc-… of the archive; none: all of the archive."),
    ] = None,
    store: FolderOption = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=256, help="Processes that read.")] = os.cpu_count() or 1,
    using: UsingOption = None,
    replay: ReplayOption = False,
    format: Annotated[OutcomeFormat, typer.Option("--format", "-f", help="Of the summary.")] = OutcomeFormat.TABLE,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also addresses inside this machine or network.")
    ] = False,
    seconds: Annotated[float, typer.Option("--timeout", min=1, max=600, help="Seconds for one address.")] = 30,
    lang: LanguageOption = Language.EN,
) -> None:
    """Read articles into a store: claims into its graph, texts and candidates into its archive; again changes nothing.

    Exit code 1 if a source was refused; the others are in all the same.
    """
    from kg import ingest as ingesting
    from kg.errors import SourceError, StoreError

    if store is None:
        raise StoreError("ingest writes to a store and none is named; give --store DIR, or set KG_STORE")
    if paths and not any(map(ingesting.known, paths)):
        raise SourceError(f"{paths[0]}: no such file or folder; give files, folders or http(s) addresses")
    proposer = proposer_of(using, replay=replay)
    opened, archive = ingesting.open_both(store)
    try:
        with output.progress("ingesting", lang.value) as step:
            wanted = ingesting.tasks(paths or [], archive, allow_private=allow_private, seconds=seconds, progress=step)
            summary = ingesting.ingest(opened, archive, wanted, proposer=proposer, jobs=jobs, progress=step)
    finally:
        opened.close()
    for outcome in summary.refused:
        output.message(f"{'refused' if lang is Language.EN else '拒收'}: {outcome.reason}")
    for failure in summary.failures:
        output.message(failure)
    if format is OutcomeFormat.JSON:
        output.emit(json.dumps(summary.table(), ensure_ascii=False, indent=2) + "\n", None)
    else:
        _show(summary, store, using, lang.value)
    if summary.refused:
        raise typer.Exit(2 if len(summary.refused) == len(summary.outcomes) else 1)


def _show(summary: "Summary", store: str, using: str | None, language: str) -> None:
    from kg.extract.proof.reasons import told

    say = {key: text[language] for key, text in _WORDS.items()}
    table = summary.table()
    rows = [[say[state], str(count)] for state, count in table["documents"].items() if count or state == "new"]
    rows.append([say["claims"], str(summary.claims)])
    if using or summary.proposed:
        rows.append([say["proposed"].format(using), str(summary.proposed)])
        rows.append([say["proven"], str(summary.proven)])
    rows.append([say["candidates"], str(summary.candidates)])
    rows.append([say["provisional"], str(len(summary.provisional))])
    output.show_table([say["documents"], ""], rows, numeric=(1,))
    reasons = list(table["candidates"]["reasons"].items())
    if reasons:
        screen = output.console()
        screen.print()
        shown = [[str(count), told(reason, language)] for reason, count in reasons[:_MOST_REASONS]]
        output.show_table([say["count"], say["why"]], shown, numeric=(0,))
        if len(reasons) > _MOST_REASONS:
            screen.print(say["more"].format(len(reasons) - _MOST_REASONS, store))
        else:
            screen.print(say["review"].format(store))
    if summary.provisional:
        output.console().print(say["wanted"].format(store))


def wanted(
    store: FolderOption = None,
    format: Annotated[OutcomeFormat, typer.Option("--format", "-f", help="table or json.")] = OutcomeFormat.TABLE,
    most: MaxOption = 40,
    lang: LanguageOption = Language.EN,
) -> None:
    """List what articles speak of and the reference lacks, most frequent first: what to add to it next."""
    from dataclasses import asdict

    from kg.errors import StoreError
    from kg.ingest.wanted import wanted as missing
    from kg.store import Embedded, is_remote, open_store

    if store is None:
        raise StoreError("wanted looks into a store and none is named; give --store DIR, or set KG_STORE")
    opened = open_store(store) if is_remote(store) else Embedded.open(Path(store))
    try:
        found = missing(opened, lang.value)
    finally:
        opened.close()
    if format is OutcomeFormat.JSON:
        output.emit(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2) + "\n", None)
        return
    say = {key: text[lang.value] for key, text in _WORDS.items()}
    if not found:
        output.message(say["nothing"])
        return
    rows = [[str(e.documents), str(e.claims), _LAYERS[e.layer][lang.value], e.name] for e in found[:most]]
    claims = {"en": "claims", "zh": "断言"}[lang.value]
    output.show_table([say["documents"], claims, say["layer"], say["name"]], rows, numeric=(0, 1))
    output.left_out(len(found), most, lang.value, "json")
