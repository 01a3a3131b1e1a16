"""The command that reads claims out of text: `kg extract`."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import output
from kg.cli.commands import Language, LanguageOption, OutOption

if TYPE_CHECKING:
    from kg.extract import Extraction
    from kg.vocabulary import Vocabulary

__all__ = ["add"]

_WORDS = {
    "passage": {"en": "passage", "zh": "原文位置"},
    "counts": {"en": "{claims} claims; {candidates} candidates", "zh": "{claims}条断言；{candidates}条候选"},
    "candidates": {"en": "Candidates, not claimed", "zh": "候选（未采纳）"},
}


class ClaimsFormat(StrEnum):
    """Formats of what was read."""

    TABLE = "table"
    CLAIMS = "claims-jsonl"


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog="Examples: `kg extract article.txt`, `kg extract page.html --lang zh`, "
        "`kg extract --docs docs.jsonl --texts texts/ --format claims-jsonl --candidates rest.jsonl`"
    )(extract)


def extract(
    path: Annotated[Path | None, typer.Argument(help="A text, a saved page or a PDF.")] = None,
    docs: Annotated[Path | None, typer.Option("--docs", metavar="FILE", help="A set: its docs.jsonl …")] = None,
    texts: Annotated[Path | None, typer.Option("--texts", metavar="DIR", help="… and the folder of <id>.txt.")] = None,
    proposals: Annotated[
        Path | None, typer.Option("--proposals", metavar="FILE", help="Judge these claims by the gate; extract none.")
    ] = None,
    candidates: Annotated[
        Path | None, typer.Option("--candidates", metavar="FILE", help="Write the rest there, with reasons.")
    ] = None,
    format: Annotated[ClaimsFormat | None, typer.Option("--format", "-f", help="table or claims-jsonl.")] = None,
    lang: LanguageOption = Language.EN,
    out: OutOption = None,
) -> None:
    """Read claims out of an article; each role is proven against its passage, what fails becomes a candidate."""
    from kg import vocabulary
    from kg.errors import ExtractError

    words = vocabulary.shipped()
    if (path is None) == (docs is None or texts is None):
        raise ExtractError("give one file to read, or a set by --docs FILE and --texts DIR")
    if path is None:
        assert docs is not None
        assert texts is not None
        if format is ClaimsFormat.TABLE:
            raise ExtractError("a set is written as claims-jsonl; leave --format table out")
        claims, rest = _set(docs, texts, proposals, words)
        output.emit(_lines(claims), out)
        if candidates is not None:
            output.emit(_lines(rest), candidates)
        output.message(_WORDS["counts"][lang.value].format(claims=len(claims), candidates=len(rest)))
        return
    if proposals is not None or format is ClaimsFormat.CLAIMS:
        raise ExtractError("proposals and claims-jsonl need a set: give --docs FILE and --texts DIR")
    from kg import sources
    from kg.extract import extract as read_claims

    _show(read_claims(sources.read(path).document, words), words, lang.value)


def _set(
    docs: Path, texts: Path, proposals: Path | None, words: "Vocabulary"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the claims of a set of texts and the rest with reasons, in the evaluation schema."""
    from kg.extract import files

    claims: list[dict[str, Any]] = []
    rest: list[dict[str, Any]] = []
    proposed = list(files.objects(proposals)) if proposals is not None else None
    entries = list(files.entries(docs, texts))
    with output.progress("extracting", total=len(entries)) as step:
        for entry in entries:
            step(entry.id)
            if proposed is None:
                good, bad = files.rows(entry, words)
            else:
                judged = files.judge(entry, [row for row in proposed if row.get("doc") == entry.id], words)
                good, bad = [dict(row) for row in judged.accepted], judged.refused
            claims += good
            rest += bad
    if proposed is not None:
        known = {entry.id for entry in entries}
        rest += [row | {"reasons": ["no such document"]} for row in proposed if row.get("doc") not in known]
    return claims, rest


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _show(found: "Extraction", words: "Vocabulary", language: str) -> None:
    say = {key: text[language] for key, text in _WORDS.items()}
    screen = output.console()
    for line in _claims(found, words, language):
        screen.print(line)
    if found.candidates:
        screen.print(f"\n{say['candidates']}", style="bold")
    for candidate in found.candidates:
        place = f"{candidate.passage.start}–{candidate.passage.end}"
        screen.print(f"  {candidate.words} ({say['passage']} {place}): {'; '.join(candidate.reasons)}")
    counts = say["counts"].format(claims=len(found.claims), candidates=len(found.candidates))
    screen.print(f"\n{counts}", style="bold")


def _claims(found: "Extraction", words: "Vocabulary", language: str) -> Iterator[str]:
    from kg.labels import claim_label

    passage = _WORDS["passage"][language]
    for claim in found.claims:
        yield claim_label(claim, words, language)
        yield f"  {passage} " + ", ".join(f"{item.start}–{item.end}" for item in claim.passages)
