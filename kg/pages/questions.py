"""The question library: each question in words, its SPARQL, and the answer of this graph with links to the claims."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pyoxigraph import NamedNode

from kg.pages.maker import Maker, View
from kg.pages.values import Value
from kg.periods import in_words
from kg.query import Cell, Query, Table
from kg.terms import DEKGR

__all__ = ["coloured", "page_of", "question_list", "question_page"]

_MOST = 200


def page_of(name: str) -> str:
    """Return the path of a question's page."""
    return f"questions/{name}.html"


def question_list(make: Maker, queries: Sequence[Query]) -> View:
    """Return the list of questions."""
    language = make.language
    rows = [
        (make.links.page(page_of(query.name)), query.title.get(language, query.name), query.question.get(language, ""))
        for query in queries
    ]
    return View("questions.html", make.w["questions"], description=make.w["questions-lead"], values={"rows": rows})


def question_page(make: Maker, query: Query, answer: Table | None) -> View:
    """Return one question with its answer; None says that it was not answered here."""
    language = make.language
    title = query.title.get(language, query.name)
    headings: list[str] = []
    rows: list[list[list[Value]]] = []
    left = 0
    if answer is not None:
        headings, rows = _answer(make, answer)
        left = max(0, len(rows) - _MOST)
    return View(
        "question.html",
        title,
        ((make.w["questions"], make.links.page("questions/index.html")),),
        query.question.get(language, ""),
        {
            "question": query.question.get(language, ""),
            "name": query.name,
            "headings": headings,
            "rows": rows[:_MOST],
            "left": left,
            "answered": answer is not None,
            "source": coloured(query.text, "sparql"),
        },
    )


def coloured(text: str, language: str) -> Any:
    """Return code as HTML with classes for its parts; unknown languages stay plain."""
    from markupsafe import Markup
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    return Markup(highlight(text, lexer, HtmlFormatter(cssclass="code", classprefix="hl-")))  # noqa: S704 - the formatter escapes


def _answer(make: Maker, table: Table) -> tuple[list[str], list[list[list[Value]]]]:
    """Return headings and cells: the four columns of an interval become one figure that leads to its claim."""
    columns: list[tuple[str, list[list[Value]]]] = []
    for number, prefix, heading in table.shown(make.language):
        cells = [
            _cell(make, row[number], table) if prefix is None else _interval(make, row, prefix, table)
            for row in table.rows
        ]
        if not table.rows or any(cells):
            columns.append((heading, cells))
    return [heading for heading, _ in columns], [
        list(row) for row in zip(*(cells for _, cells in columns), strict=True)
    ]


def _cell(make: Maker, cell: Cell, table: Table) -> list[Value]:
    term, value = cell.term, cell.value
    if value is None:
        return []
    if isinstance(term, NamedNode):
        return [_named(make, term.value)]
    if isinstance(value, bool):
        text = {"en": ("no", "yes"), "zh": ("否", "是")}[make.language][value]
        return [Value(table.words.get(make.language, {}).get(str(value).lower(), text))]
    if isinstance(value, Decimal):
        return [Value(f"{value:,f}")]
    text = str(value)
    if text.startswith(("http://", "https://")):
        return [_named(make, part) for part in text.split()]
    return [Value(table.words.get(make.language, {}).get(text) or in_words(text, make.language))]


def _named(make: Maker, iri: str) -> Value:
    """Return a link; claims by the last digits of their name, since their labels say the row over again."""
    if iri.startswith(DEKGR + "claim-"):
        return Value(iri[-8:], make.links.thing(iri))
    return make.values.of(iri)


def _interval(make: Maker, row: Sequence[Cell], prefix: str, table: Table) -> list[Value]:
    text = table.interval(row, prefix, make.graph.vocabulary, make.language)
    if text is None:
        return []
    names = [column.name for column in table.columns]
    claims = [*row[names.index(prefix + "lower")].claims, *row[names.index(prefix + "upper")].claims]
    return [Value(text, make.links.thing(claims[0]) if claims else "")]
