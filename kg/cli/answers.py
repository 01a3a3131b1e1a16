"""Turn an answer into what people read: bounds in words, no empty columns.

Four columns of an interval (`lower`, `lower_inclusive`, `upper`, `upper_inclusive`, each with the same prefix) become
one: *more than 80 billion CNY*. Scripts take CSV or JSON, where every bound has its own column.
"""

from collections.abc import Mapping

from kg.export import table as tables
from kg.query import Table
from kg.vocabulary import Vocabulary

__all__ = ["readable"]


def readable(
    table: Table, vocabulary: Vocabulary, language: str, documents: Mapping[str, str]
) -> tuple[list[str], list[list[str]], list[int]]:
    """Return headings, rows of text, and the numbers of the columns to set flush right.

    Args:
        table: the answer.
        vocabulary: to name things.
        language: `en` or `zh`.
        documents: names of documents by IRI.
    """
    text = tables.rows(table, vocabulary, language)
    headings: list[str] = []
    columns: list[list[str]] = []
    numeric: list[int] = []
    for number, prefix, heading in table.shown(language):
        if prefix is None:
            cells = [
                documents.get(str(row[number].value), line[number]) for row, line in zip(table.rows, text, strict=True)
            ]
        else:
            cells = [table.interval(row, prefix, vocabulary, language) or "—" for row in table.rows]
        if table.rows and all(cell in {"", "—"} for cell in cells):
            continue
        if prefix is None and table.columns[number].role != "measure" and cells in columns:
            continue  # a thing and its name
        if prefix is None and table.columns[number].role == "measure":
            numeric.append(len(columns))
        headings.append(heading)
        columns.append(cells)
    return headings, [list(row) for row in zip(*columns, strict=True)] if columns else [], numeric
