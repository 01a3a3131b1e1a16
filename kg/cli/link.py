"""`kg link`: what is linked to other data sets, what is wanted, and how a person adds to it. Heavy imports inside."""

import csv
import io
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import output
from kg.cli.asking import give, opened
from kg.cli.options import Language, LanguageOption, ListFormat, MaxOption, OutOption, StoreOption
from kg.cli.panels import examples
from kg.cli.wording import LINK_WORDS as WORDS
from kg.terms import compact, expand

if TYPE_CHECKING:
    from kg.link import Link, LinkSet
    from kg.vocabulary import Vocabulary

__all__ = ["add"]

links = typer.Typer(
    no_args_is_help=True,
    help="Links to Wikidata, GeoNames and others: listed, wanted, proposed, reviewed, exported.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Status(StrEnum):
    """What a row may be."""

    PUBLISHED = "published"
    PENDING = "pending"
    REFUSED = "refused"


class LinkFormat(StrEnum):
    """Formats of all links."""

    SSSOM = "sssom"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"


FileOption = Annotated[
    Path | None,
    typer.Option("--to", metavar="FILE", help="The table of candidates. Default: in the project, else in this folder."),
]
KEYS = {"e": "skos:exactMatch", "c": "skos:closeMatch", "b": "skos:broadMatch", "t": "dekg:seatRecord"}
"""Key a reviewer presses → what the link then says."""


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(links, name="link")


@links.command("list", epilog=examples("kg link list Guiyang", "kg link list --status pending --format csv"))
def listed(
    name: Annotated[str | None, typer.Argument(help="Only of this thing: a name, an alias or an IRI.")] = None,
    status: Annotated[Status | None, typer.Option("--status", help="Default: published.")] = None,
    format: Annotated[ListFormat | None, typer.Option("--format", "-f", help="table or csv.")] = None,
    most: MaxOption = 20,
    lang: LanguageOption = Language.EN,
    out: OutOption = None,
) -> None:
    """List links, with their reason, how sure they are, and the sources that agree on them."""
    from kg import vocabulary
    from kg.errors import ExportError
    from kg.link import shipped

    if format is ListFormat.JSON:
        raise ExportError(f"a list is a table; use --format table or csv, or: kg link export --format {format}")
    words = vocabulary.shipped()
    thing = _thing(name, words) if name is not None else None
    wanted = status or Status.PUBLISHED
    found = [link for link in shipped() if thing in {None, link.subject} and _status(link) is wanted]
    columns = WORDS["columns"][lang.value].split("|")
    if format is ListFormat.TABLE or (format is None and output.on_terminal() and out is None):
        shown = [[row[0], *row[2:]] for row in (_named(link, words, lang.value) for link in found[:most])]
        output.show_table([columns[0], *columns[2:]], shown)
        output.left_out(len(found), most, lang.value)
    else:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([columns, *(_plain(link, words, lang.value) for link in found)])
        output.emit(text.getvalue(), out, lang.value)
    output.message(WORDS["counted"][lang.value].format(count=len(found)))


def _plain(link: "Link", words: "Vocabulary", language: str) -> list[str]:
    """Return a link as data: names of things in full."""
    by = " ".join(map(expand, link.sources)) or link.slots.get("reviewer_id", "")
    return [
        words.label(link.subject, language),
        link.subject,
        expand(link.predicate),
        link.object,
        link.slots.get("confidence", ""),
        by,
    ]


def _named(link: "Link", words: "Vocabulary", language: str) -> list[str]:
    """Return a link as people read it: names in words, what is well known shortened."""
    name, thing, relation, outside, sure, _ = _plain(link, words, language)
    known = WORDS["relations"][language].split("|")
    said = dict(zip(WORDS["relations"]["iris"].split("|"), known, strict=True)).get(compact(relation))
    comma = "，" if language == "zh" else ", "
    by = comma.join(words.label(expand(source), language) for source in link.sources)
    person = link.slots.get("reviewer_label", "") or link.slots.get("reviewer_id", "")
    return [name, thing, said or words.label(relation, language), compact(outside), sure, by or person]


def _status(link: "Link") -> Status:
    if link.refused:
        return Status.REFUSED
    return Status.PUBLISHED if link.published else Status.PENDING


@links.command(epilog=examples("kg link wanted", "kg link wanted --kind Organization --lang zh"))
def wanted(
    kind: Annotated[str | None, typer.Option("--kind", help="A class, such as Organization or City.")] = None,
    most: MaxOption = 20,
    format: Annotated[
        ListFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else csv.")
    ] = None,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
    out: OutOption = None,
) -> None:
    """List what has no link to Wikidata yet, the most spoken of first."""
    with opened(store) as graph:
        params = {"language": lang.value, **({"kind": _class(kind, graph.vocabulary)} if kind else {})}
        give(graph.run("links-wanted", **params), graph, format, lang, out, most)


@links.command(
    epilog=examples("kg link propose Taizhou --to mine.sssom.tsv", "kg link propose --wanted --kind Province")
)
def propose(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Names, aliases or IRIs.")] = None,
    everything: Annotated[bool, typer.Option("--wanted", help="All that `kg link wanted` lists.")] = False,
    kind: Annotated[str | None, typer.Option("--kind", help="With --wanted: only of this class.")] = None,
    most: Annotated[int, typer.Option("--max", min=1, max=5000, help="With --wanted: so many things.")] = 50,
    service: Annotated[
        str | None, typer.Option("--service", metavar="URL", help="A reconciliation service. Default: Wikidata's.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="Candidates for each thing.")] = 5,
    to: FileOption = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also a service inside this machine or network.")
    ] = False,
    seconds: Annotated[float, typer.Option("--timeout", min=1, max=600, help="Seconds for each request.")] = 30,
    lang: LanguageOption = Language.EN,
    store: StoreOption = None,
) -> None:
    """Ask a reconciliation service for candidates, and keep them for review."""
    from kg import vocabulary
    from kg.errors import LinkError
    from kg.link import propose as proposing
    from kg.link import service as services
    from kg.link import shipped

    words = vocabulary.shipped()
    things = [_thing(name, words) for name in names or []]
    if everything:
        with opened(store) as graph:
            params = {"kind": _class(kind, words)} if kind else {}
            things += [str(row["entity"]) for row in graph.run("links-wanted", **params).records()][:most]
    if not things:
        raise LinkError("nothing to find candidates for; name a thing, such as: kg link propose Taizhou, or --wanted")
    path = to or _candidates_file()
    with output.progress("asking", lang.value):
        asked = services.open_service(service or services.WIKIDATA, private=allow_private, seconds=seconds)
        table = _read_or_empty(path, asked.identifiers)
        known = (*shipped(), *table.links)
        unique = list(dict.fromkeys(things))
        found = proposing.candidates(unique, asked, words, known, language=lang.value, limit=limit)
    rows = proposing.rows(found, asked, words, known, date.today())
    _write(path, table.header, (*table.links, *rows))
    for thing, (question, offered) in found.items():
        output.emit(f"{words.label(thing, lang.value)} ({question.name}): {len(offered)}\n", None)
        for candidate in offered:
            output.emit(f"  {_line(candidate.id, candidate.name, candidate.score, candidate.description)}\n", None)
    told = WORDS["proposed"][lang.value]
    output.message(told.format(things=len(found), rows=len(rows), path=path))


def _line(number: str, name: str, score: float, description: str) -> str:
    told = f" — {description}" if description else ""
    return f"{score:>6.4g}  {number}  {name}{told}"[:200]


@links.command(epilog=examples("kg link review", "kg link review candidates.sssom.tsv --reviewer 'Your Name'"))
def review(
    path: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The table of candidates.")] = None,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", envvar="KG_REVIEWER", help="Who decides: a name, or orcid:0000-…")
    ] = None,
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="When; default: today.")] = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Confirm or refuse candidates one by one; every decision is written at once, with who and when."""
    from kg import vocabulary
    from kg.errors import LinkError
    from kg.link import read, shipped
    from kg.link.review import decide, pending, rivals
    from kg.terms import expand

    table_path = path or _candidates_file()
    if not reviewer:
        raise LinkError("a decision needs a name; give --reviewer 'Your Name' or an ORCID, or set KG_REVIEWER")
    table, words, told = read(table_path), vocabulary.shipped(), {key: text[lang.value] for key, text in WORDS.items()}
    when = day.date() if day else date.today()
    others = [link for link in shipped() if not link.place.startswith(f"{table_path}:")]
    open_rows = pending(table.links)
    decided = 0
    for number, link in enumerate(open_rows, 1):
        output.emit(_shown(link, words, lang.value, f"{number}/{len(open_rows)}"), None)
        for other in rivals(link, (*table.links, *others)):
            output.emit(f"  ! {told['rival'].format(name=words.label(other, lang.value))}\n", None)
        answer = _answer(told["ask"])
        if answer == "q":
            break
        if answer == "s":
            continue
        try:
            predicate = None if answer == "n" else expand(KEYS[answer])
            table = decide(table, link, predicate, reviewer=reviewer, day=when, others=others)
        except LinkError as error:
            output.message(f"kg: {error}")
            continue
        _write(table_path, table.header, table.links)
        decided += 1
    left = len(pending(table.links))
    output.message(told["decided"].format(count=decided, left=left, path=table_path))


def _answer(prompt: str) -> str:
    """Return the key a person pressed; the end of the input is `q`."""
    while True:
        output.emit(prompt + " ", None)
        line = sys.stdin.readline()
        if not line:
            output.emit("\n", None)
            return "q"
        key = line.strip().lower()[:1]
        if key in {*KEYS, "n", "s", "q"}:
            return key


def _shown(link: "Link", words: "Vocabulary", language: str, number: str) -> str:
    names = " / ".join(dict.fromkeys(words.label(link.subject, tag) for tag in (language, "en", "zh")))
    kind = ", ".join(words.label(found, language) for found in words.types(link.subject))
    code = words.value(link.subject, "dekg:divisionCode") or words.value(link.subject, "dekg:isoCode") or ""
    parents = [words.label(name, language) for name in words.values(link.subject, "dekg:administrativelyWithin")]
    ours = ", ".join(part for part in (kind, *parents, code) if part)
    measures = [f"{name} {link.slots[name]}" for name in ("score", "features", "confidence") if name in link.slots]
    lines = [
        f"\n{number}  {names} ({ours})",
        f"  ? {link.slots.get('object_label', '')} — {link.slots.get('comment', '')}",
        f"    {link.object}",
        f"    {compact(link.predicate)}; {', '.join((*measures, *link.sources))}",
    ]
    return "\n".join(line.rstrip(" —;") for line in lines) + "\n"


@links.command(epilog=examples("kg link export --out links.sssom.tsv", "kg link export --format turtle"))
def export(
    format: Annotated[LinkFormat, typer.Option("--format", "-f", help="sssom, turtle or ntriples.")] = LinkFormat.SSSOM,
    out: OutOption = None,
) -> None:
    """Write the published links: with all that is known of each, or as bare triples."""
    from kg import assets
    from kg.link import quads, shipped, tables, write
    from kg.link.export import merged

    if format is LinkFormat.SSSOM:
        output.emit(write(merged(tables(assets.link_files()).values())), out)
        return
    from kg.export import Material, rdf
    from kg.vocabulary import shipped as words

    writer = rdf.turtle if format is LinkFormat.TURTLE else rdf.ntriples
    output.emit(writer(Material(quads(shipped()), words())), out)


def _thing(name: str, words: "Vocabulary") -> str:
    from kg.errors import LinkError
    from kg.terms import DEKGR

    found = [iri for iri in words.find(name) if iri.startswith(DEKGR)]
    if len(found) == 1:
        return found[0]
    if found:
        raise LinkError(f"{name!r} is the name of {len(found)} things ({', '.join(map(compact, found))}); give one")
    close = words.close_names(name)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "add it to the reference data first"
    raise LinkError(f"{name!r} is not known; {hint}")


def _class(name: str, words: "Vocabulary") -> str:
    from kg.errors import LinkError
    from kg.terms import DEKG

    for iri in (expand(name), DEKG + name):
        if iri in words:
            return iri
    raise LinkError(f"--kind {name!r} is no class of the ontology; expected one such as Organization, City or Province")


def _candidates_file() -> Path:
    from kg import assets

    folder = next((path / "ontology" / "reference" / "links" for path in assets.projects()), Path())
    return folder / "candidates.sssom.tsv"


def _read_or_empty(path: Path, identifiers: str) -> "LinkSet":
    from kg.link import read
    from kg.link.propose import empty

    return read(path) if path.exists() else empty(identifiers)


def _write(path: Path, header: object, rows: "tuple[Link, ...]") -> None:
    """Write a table as a whole or not at all."""
    from kg.errors import LinkError
    from kg.link import LinkSet, write

    text = write(LinkSet(header, rows))  # type: ignore[arg-type]
    draft = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise LinkError(f"{path}: cannot be written ({error.strerror}); choose another place with --to") from None
