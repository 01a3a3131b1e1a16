"""Fact sheets, citations and reports as people read them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli import output
from kg.errors import QueryError, SourceError
from kg.terms import compact, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from kg.cite import Citation
    from kg.knowledgegraph import KnowledgeGraph
    from kg.validate import Report

__all__ = ["citation", "claim_labels", "document_names", "documents", "fact_sheet", "findings", "matching_texts"]

_WORDS = {
    "kind": {"en": "kind", "zh": "类别"},
    "also": {"en": "also called", "zh": "别名"},
    "code": {"en": "division code", "zh": "行政区划代码"},
    "within": {"en": "within", "zh": "隶属"},
    "meaning": {"en": "meaning", "zh": "定义"},
    "nothing": {"en": "no claim about it in this graph", "zh": "图谱中没有关于它的断言"},
    "source": {"en": "source", "zh": "来源"},
    "published": {"en": "published", "zh": "发布日期"},
    "jointly": {"en": ", said of several together", "zh": "（多地共同）"},
    "claim": {"en": "claim", "zh": "断言"},
    "passage": {"en": "passage", "zh": "原文位置"},
    "quote": {"en": "quote", "zh": "原文"},
    "whole": {"en": "the document as a whole", "zh": "整篇文档"},
}
_STATES = {
    "found": {"en": "found", "zh": "原文未变"},
    "moved": {"en": "moved", "zh": "已移位"},
    "changed": {"en": "changed", "zh": "已改动"},
}
_STOPS = {"en": (": ", ", "), "zh": ("：", "，")}
"""What stands between a word and what it tells, and between two of those."""
_AT_HAND = {
    "en": "{folder}: {found} of {all} documents have their text at hand",
    "zh": "{folder}：{all}份文献中有{found}份可取得原文",
}
_STYLES = {"violation": "bold red", "warning": "bold yellow", "info": "bold"}


def fact_sheet(graph: "KnowledgeGraph", entity: str, language: str) -> None:
    """Print what an entity is and everything that is said about it.

    Raises:
        QueryError: the name is unknown or has several meanings.
    """
    words = graph.vocabulary
    found = words.find(entity)
    if not found:
        close = words.close_names(entity)
        hint = f"did you mean {' or '.join(close)}?" if close else "try its full name in English or Chinese"
        raise QueryError(f"{entity!r}: nothing of that name in the ontology; {hint}")
    if len(found) > 1:
        shown = "; ".join(
            f"{compact(iri)} ({words.label(iri, language)}, {_kind(graph, iri, language)})" for iri in found
        )
        raise QueryError(f"{entity!r} is the name of {len(found)} things; say which: {shown}")
    iri = found[0]
    screen = output.console()
    colon, comma = _STOPS[language]
    screen.print(f"{words.label(iri, language)}  {compact(iri)}", style="bold")
    names = [name for name in words.names(iri) if name != words.label(iri, language)]
    within = words.values(iri, "dekg:administrativelyWithin")
    lines = {
        "kind": _kind(graph, iri, language),
        "meaning": next(iter(words.words(iri, "skos:definition", language)), ""),
        "also": comma.join(names),
        "code": words.value(iri, "dekg:divisionCode") or "",
        "within": comma.join(words.label(parent, language) for parent in within),
    }
    for key, text in lines.items():
        if text:
            output.hang(screen, f"{_WORDS[key][language]}{colon}{text}", 2)
    answer = graph.run("about", entity=iri, language=language)
    if not answer.rows:
        screen.print(f"  {_WORDS['nothing'][language]}")
        return
    _statements(graph, answer.records(), language)


def _statements(graph: "KnowledgeGraph", records: "list[dict[str, Any]]", language: str) -> None:
    """Print claims by kind, what holds jointly apart, with numbered sources below."""
    screen = output.console()
    sources: dict[str, int] = {}
    heading = ("", "")
    for record in records:
        url, published = str(record["url"]), record["published"]
        number = sources.setdefault(f"{url} ({published})" if published else url, len(sources) + 1)
        if heading != (heading := (str(record["jointly"]), str(record["kind"]))):
            jointly = _WORDS["jointly"][language] if heading[0] == "jointly" else ""
            screen.print(f"\n{graph.vocabulary.label(heading[1], language)}{jointly}", style="bold")
        output.hang(screen, f"{record['label']} [{number}]", 2)
        screen.print(f"    {compact(str(record['claim']))}", style="dim")
    screen.print()
    for source, number in sources.items():
        screen.print(f"[{number}] {source}")


def _kind(graph: "KnowledgeGraph", iri: str, language: str) -> str:
    return _STOPS[language][1].join(graph.vocabulary.label(kind, language) for kind in graph.vocabulary.types(iri))


def citation(graph: "KnowledgeGraph", cited: "Citation", language: str) -> list[str]:
    """Print a citation; return the states of its passages in the text at hand."""
    screen = output.console()
    words = {key: value[language] for key, value in _WORDS.items()}
    colon, comma = _STOPS[language]
    screen.print(cited.label, style="bold")
    screen.print(f"  {words['claim']}{colon}{compact(cited.claim)}")
    publisher = f"{comma}{graph.vocabulary.label(cited.publisher, language)}" if cited.publisher else ""
    output.hang(screen, f"{words['source']}{colon}{cited.url}{publisher}", 2)
    if cited.published:
        screen.print(f"  {words['published']}{colon}{cited.published}")
    if not cited.passages:
        screen.print(f"  {words['passage']}{colon}{words['whole']}")
    for number, passage in enumerate(cited.passages):
        sentence = f"{comma}S{passage.sentence}" if passage.sentence else ""
        screen.print(f"  {words['passage']}{colon}{passage.start}–{passage.end}{sentence}{comma}{passage.digest[:19]}…")
        if cited.found:
            place = cited.found[number]
            moved = f" ({place.start}–{place.end})" if place.state == "moved" else ""
            state = _STATES.get(place.state.value, {}).get(language, place.state.value)
            output.hang(screen, f"{state}{moved}" + (f"{colon}“{place.quote}”" if place.quote else ""), 4)
    return [place.state.value for place in cited.found]


def matching_texts(graph: "KnowledgeGraph", folder: Path, language: str) -> dict[str, str]:
    """Return the texts of a folder by the document they belong to: by digest, else by file name (`doc-….txt`).

    Raises:
        SourceError: the folder cannot be read, or none of its texts belongs to a document of the graph.
    """
    from kg.sources.text import read_text
    from kg.store import Solutions
    from kg.terms import digest

    answer = graph.sparql("SELECT ?d ?digest WHERE { GRAPH ?g { ?d dekg:contentDigest ?digest } }")
    rows = answer.rows if isinstance(answer, Solutions) else ()
    by_digest = {str(getattr(row[1], "value", "")): str(getattr(row[0], "value", "")) for row in rows}
    by_name = {local_name(document): document for document in by_digest.values()}
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".txt")
    except OSError as error:
        raise SourceError(f"{folder}: cannot be listed ({error.strerror}); give a folder of article texts") from None
    found = {}
    for path in files:
        text = read_text(path)
        if document := by_digest.get(digest(text)) or by_name.get(path.stem):
            found[document] = text
    if not found:
        raise SourceError(
            f"{folder}: no text (*.txt) there belongs to a document of this graph; expected an unchanged text, or one "
            f"named by its document, such as {next(iter(by_name), 'doc-…')}.txt"
        )
    output.message(_AT_HAND[language].format(folder=folder, found=len(found), all=len(by_digest)))
    return found


def findings(report: "Report", labels: dict[str, str], language: str) -> None:
    """Print findings by rule and document, with claim and passage, the worst first; long lists are counted.

    Args:
        report: what to print.
        labels: names in words of the claims and documents that may occur.
        language: of the messages, `en` or `zh`.
    """
    from kg.validate.told import grouped

    screen = output.console()
    for kind, line in grouped(report, labels, language):
        style = _STYLES.get(kind, "bold" if kind == "sum" else "")
        inner = line.lstrip()
        output.hang(screen, inner, len(line) - len(inner), style)


def claim_labels(quads: "Iterable[Quad]", language: str) -> dict[str, str]:
    """Return the labels of the claims among some quads."""
    from kg.terms import DEKGR, RDFS

    found = {}
    for quad in quads:
        subject, text = str(getattr(quad.subject, "value", "")), quad.object
        labelled = quad.predicate.value == RDFS + "label" and getattr(text, "language", None) == language
        if labelled and subject.startswith(DEKGR + "claim-"):
            found[subject] = str(getattr(text, "value", ""))
    return found


def document_names(graph: "KnowledgeGraph", language: str) -> dict[str, str]:
    """Return the names of all documents by IRI."""
    return {iri: name for iri, (name, _) in documents(graph, language).items()}


def documents(graph: "KnowledgeGraph", language: str) -> dict[str, tuple[str, str]]:
    """Return the name and the address of all documents by IRI."""
    from kg.store import Solutions

    answer = graph.sparql(
        "SELECT ?d ?name ?url WHERE { GRAPH ?g { ?d a dekg:SourceDocument ; rdfs:label ?name . "
        f"OPTIONAL {{ ?d schema:url ?url }} }} FILTER (langMatches(lang(?name), '{language}')) }}"
    )
    rows = answer.rows if isinstance(answer, Solutions) else ()
    cells = ([str(getattr(cell, "value", "")) for cell in row] for row in rows)
    return {iri: (name, address) for iri, name, address in cells}
