"""Open the graph that a command asks, and give its answer. Heavy imports stand inside."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli import output
from kg.cli.options import Language, ListFormat, TableFormat

if TYPE_CHECKING:
    from kg.knowledgegraph import KnowledgeGraph

__all__ = ["give", "opened"]


def opened(store: str | None, *, inferred: bool = False, preferred: bool = False) -> "KnowledgeGraph":
    """Return the graph of a store, or the shipped one; to be closed."""
    from kg.knowledgegraph import open_graph

    return open_graph(store or "memory:", inferred=inferred, preferred=preferred)


def give(
    table: Any,
    graph: "KnowledgeGraph",
    format: TableFormat | ListFormat | None,
    lang: Language,
    out: Path | None,
    most: int | None = None,
) -> None:
    """Give an answer in the format asked for; for people, no more rows than `most`, and how many were left out."""
    from kg.export import table as tables

    wanted = format or (TableFormat.TABLE if output.on_terminal() and out is None else TableFormat.CSV)
    if wanted == TableFormat.JSON:
        output.emit(tables.to_json(table), out, lang.value)
    elif wanted == TableFormat.CSV:
        output.emit(tables.to_csv(table), out, lang.value)
    else:
        from kg.cli.answers import readable
        from kg.cli.show import document_names

        columns, rows, numeric = readable(table, graph.vocabulary, lang.value, document_names(graph, lang.value))
        output.show_table(columns, rows[:most], table.title.get(lang.value, ""), numeric)
        output.left_out(len(rows), most, lang.value)
        if not rows:
            output.message("no answer in this graph" if lang is Language.EN else "图谱中没有相应答案")
