"""The command that reads claims out of text: `kg extract`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import output
from kg.cli.ingest import ReplayOption, UsingOption, proposer_of
from kg.cli.options import Language, LanguageOption, OutOption
from kg.cli.panels import examples
from kg.cli.sets import counts, lines, rates, write_set

if TYPE_CHECKING:
    from kg.archive import Archive
    from kg.extract import Provisional
    from kg.ingest import Proposer
    from kg.model import Claim
    from kg.sources import Source
    from kg.vocabulary import Vocabulary

__all__ = ["add"]

_WORDS = {
    "candidates": {"en": "Candidates, not claimed", "zh": "候选（未采纳）"},
    "show": {"en": " (show them with: --candidates -)", "zh": "（显示候选：--candidates -）"},
    "missing": {"en": "not in the reference: ", "zh": "参考数据所缺："},
}
_LONGEST = 200
"""Code points of a quote that are shown."""


class ClaimsFormat(StrEnum):
    """Formats of what was read."""

    TABLE = "table"
    CLAIMS = "claims-jsonl"


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog=examples(
            "kg extract article.txt",
            "kg extract page.html --lang zh --candidates -",
            "kg extract --docs docs.jsonl --texts texts/ --format claims-jsonl --candidates rest.jsonl",
            "kg extract --review --store city-graph",
        )
    )(extract)


def extract(
    paths: Annotated[list[str] | None, typer.Argument(help="Texts, saved pages, PDFs, http(s) addresses.")] = None,
    docs: Annotated[Path | None, typer.Option("--docs", metavar="FILE", help="A set: its docs.jsonl …")] = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", metavar="DIR", help="… and the folder of its ID.txt.")
    ] = None,
    proposals: Annotated[
        Path | None, typer.Option("--proposals", metavar="FILE", help="Judge these claims by the gate; extract none.")
    ] = None,
    using: UsingOption = None,
    replay: ReplayOption = False,
    review: Annotated[
        bool, typer.Option("--review", help="Decide on the candidates of a store, one by one; needs --store.")
    ] = False,
    who: Annotated[
        str | None, typer.Option("--who", envvar="KG_WHO", help="With --review: your name, kept with decisions.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", metavar="DIR", envvar="KG_STORE", help="For --review, and to keep pages and transcripts."
        ),
    ] = None,
    candidates: Annotated[
        Path | None, typer.Option("--candidates", metavar="FILE|-", help="Write the rest there, with reasons; -: show.")
    ] = None,
    format: Annotated[ClaimsFormat | None, typer.Option("--format", "-f", help="table or claims-jsonl.")] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also addresses inside this machine or network.")
    ] = False,
    lang: LanguageOption = Language.EN,
    out: OutOption = None,
) -> None:
    """Read claims out of articles; each role is proven against its passage, what fails becomes a candidate."""
    from kg import vocabulary
    from kg.errors import ExtractError

    if review:
        _review(store, who, lang.value)
        return
    words = vocabulary.shipped()
    if (not paths) == (docs is None or texts is None):
        raise ExtractError("give files or addresses to read, or a set by --docs FILE and --texts DIR")
    if proposals is not None and (paths or using):
        raise ExtractError(
            "proposals are judged against a set, alone: give --docs FILE and --texts DIR, without --using"
        )
    proposer = proposer_of(using, replay=replay)
    if docs is not None and texts is not None:
        if format is ClaimsFormat.TABLE:
            raise ExtractError("a set is written as claims-jsonl; leave --format table out")
        write_set(docs, texts, proposals, proposer, _archive(store), words, candidates, out, lang.value)
        return
    _files(paths or [], proposer, store, words, candidates, format, out, lang.value, allow_private=allow_private)


def _archive(store: str | None) -> "Archive | None":
    from kg.archive import Archive
    from kg.errors import StoreError
    from kg.store import is_remote

    if store is None:
        return None
    if is_remote(store):
        raise StoreError(f"{store}: a remote store has no archive; give a folder with --store DIR")
    return Archive(Path(store) / "archive")


def _review(store: str | None, who: str | None, language: str) -> None:
    import getpass

    from kg import ingest
    from kg.cli.review import review
    from kg.errors import ExtractError, StoreError
    from kg.ingest.reviewing import Review
    from kg.store import Embedded, is_remote

    if store is not None and is_remote(store):
        raise StoreError(f"{store}: a remote store is only read; review a folder with --store DIR")
    if store is None:
        raise StoreError("a review needs the store whose candidates are decided on; give --store DIR, or set KG_STORE")
    if who is None:
        try:
            who = getpass.getuser()
        except (KeyError, OSError):
            raise ExtractError("decisions are kept with a name and yours is not known; give --who NAME") from None
    Embedded.open(Path(store)).close()  # nothing is made where there is nothing to review
    opened, archive = ingest.open_both(store)
    try:
        review(Review(opened, archive, who, language), language)
    finally:
        opened.close()


# -- files and addresses -----------------------------------------------------------------------------------------------


def _files(
    paths: list[str],
    proposer: "Proposer | None",
    store: str | None,
    words: "Vocabulary",
    candidates: Path | None,
    format: ClaimsFormat | None,
    out: Path | None,
    language: str,
    *,
    allow_private: bool,
) -> None:
    """Show, or write, what is read out of files and addresses; what cannot be read is told, the rest goes on."""
    from kg.errors import KgError
    from kg.extract.files import Entry
    from kg.ingest import sets

    archive = _archive(store)
    found_rows: list[Mapping[str, Any]] = []
    rest: list[Mapping[str, Any]] = []
    failed = 0
    for place in paths:
        try:
            source = _source(place, store, allow_private=allow_private)
            if format is ClaimsFormat.CLAIMS:
                document = source.document
                known = source.metadata.published or (document.published.isoformat() if document.published else None)
                entry = Entry(Path(place).stem or place, document.language, known, document.title, document.text or "")
                found = sets.rows(entry, words, proposer, archive)
                found_rows += found.claims
                rest += found.rest
            else:
                rest += _read(place, source, proposer, archive, words, candidates, language, several=len(paths) > 1)
        except KgError as error:
            if len(paths) == 1:
                raise
            failed += 1
            output.message(f"kg: {error}")
    if format is ClaimsFormat.CLAIMS:
        output.emit(lines(found_rows), out, language)
    if candidates is not None and (format is ClaimsFormat.CLAIMS or str(candidates) != "-"):
        output.emit(lines(rest), None if str(candidates) == "-" else candidates, language)
    if failed:
        raise typer.Exit(2 if failed == len(paths) else 1)


def _source(place: str, store: str | None, *, allow_private: bool) -> "Source":
    """Return the document of a file or an address; a page is kept in the archive if a store is named."""
    from kg import collect, sources
    from kg.store import is_remote

    if not is_remote(place):
        return sources.read(Path(place))
    with TemporaryDirectory() as folder:
        home = store or folder
        record = collect.fetch(place, home, allow_private=allow_private)
        from kg.archive import Archive

        return collect.load(Archive(Path(home) / "archive"), record)


def _read(
    place: str,
    source: "Source",
    proposer: "Proposer | None",
    archive: "Archive | None",
    words: "Vocabulary",
    candidates: Path | None,
    language: str,
    *,
    several: bool,
) -> list[Mapping[str, Any]]:
    """Show what is read out of one document; return its candidates as rows."""
    from kg.extract import extract as read_claims
    from kg.ingest.judging import gate_of, judge, propose
    from kg.ingest.rows import candidate
    from kg.ingest.things import named

    document = source.document
    screen = output.console()
    if several:
        screen.rule(document.title or place, align="left")
    if source.claims or document.text is None:
        _show(source.claims, document.text, words, language)
        screen.print(f"\n{counts(len(source.claims), 0, language)}", style="bold")
        return []
    found = read_claims(document, words)
    claims, things = list(found.claims), list(found.provisional)
    rows: list[dict[str, Any]] = [{**c.row, "reasons": list(c.reasons), "words": c.words} for c in found.candidates]
    told = ""
    if proposer is not None:
        gate = gate_of(document, words, source.metadata.published)
        proposals = propose(
            proposer.name, document, archive, offline=proposer.replay, published=source.metadata.published
        )
        judged = judge(proposals, gate)
        known = set(map(_said, claims))
        claims += [claim for claim, _ in judged.claims if _said(claim) not in known]
        things += judged.provisional
        rows += judged.refused
        reasons = Counter(reason.partition(":")[0] for row in judged.refused for reason in row["reasons"][:1])
        told = rates(proposer.name, judged.proposed, len(judged.proven), reasons, language)
        for failure in judged.failures:
            output.message(failure)
    _show(claims, document.text, words.with_names(named(things)), language)
    _missing(things, language)
    if rows and str(candidates) == "-":
        _show_candidates(rows, document.text, language)
    hint = _WORDS["show"][language] if rows and candidates is None else ""
    screen.print(f"\n{counts(len(claims), len(rows), language)}{hint}", style="bold")
    if told:
        screen.print(told)
    return [candidate(row, document.text, document.text_digest or "") for row in rows]


def _said(claim: "Claim") -> tuple[object, ...]:
    """Return what tells two claims of one document apart."""
    return (claim.kind, claim.measure, claim.assertion, claim.intention, claim.industry)


def _show(claims: "Iterable[Claim]", text: str | None, words: "Vocabulary", language: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from kg.labels import claim_label

    screen = output.console()
    for claim in claims:
        screen.print(Text(claim_label(claim, words, language), style="bold"))
        for place in claim.passages:
            quote = _shortened(text[place.start : place.end]) if text is not None else ""
            line = Text.assemble((f"{place.start}–{place.end}  ", "cyan"), (quote, "dim"))
            screen.print(Padding(line, (0, 0, 0, 2), expand=False))


def _show_candidates(rows: list[dict[str, Any]], text: str, language: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from kg.extract.proof.reasons import listed

    screen = output.console()
    screen.print(f"\n{_WORDS['candidates'][language]}", style="bold")
    for row in rows:
        start, end = row.get("quote_start"), row.get("quote_end")
        placed = isinstance(start, int) and isinstance(end, int)
        quote = text[start:end] if placed else str(row.get("quote") or "")
        place = f"{start}–{end}  " if placed else "?  "
        words = str(row.get("words") or row.get("value"))
        line = Text.assemble((place, "cyan"), (words, "bold"), "  ", (_shortened(quote), "dim"))
        screen.print(Padding(line, (0, 0, 0, 2), expand=False))
        screen.print(Padding(Text(listed(row["reasons"], language), style="yellow"), (0, 0, 0, 4), expand=False))


def _missing(things: "Iterable[Provisional]", language: str) -> None:
    """Tell the places, bodies, industries and indicators that the ontology lacks; variables follow from them."""
    names = {thing.iri: dict(thing.names).get(language, thing.name) for thing in things if thing.layer != "variable"}
    if names:
        between = "、" if language == "zh" else "; "
        output.console().print(f"\n{_WORDS['missing'][language]}{between.join(names.values())}", style="dim")


def _shortened(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
