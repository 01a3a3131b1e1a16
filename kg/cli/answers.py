"""Turn an answer into what people read: bounds in words, no empty columns.

Four columns of an interval (`lower`, `lower_inclusive`, `upper`, `upper_inclusive`, each with the same prefix) become
one: *more than 80 billion CNY*. Scripts take CSV or JSON, where every bound has its own column.
"""

from collections.abc import Mapping

from kg.export import table as tables
from kg.query import Table
from kg.vocabulary import Vocabulary

__all__ = ["readable"]

_FIGURE = {"": {"en": "figure", "zh": "数值"}, "restated_": {"en": "restated as", "zh": "折算"}}
_BOUNDS = ("lower", "lower_inclusive", "upper", "upper_inclusive")


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
    names = [column.name for column in table.columns]
    prefixes = [name.removesuffix("lower") for name in names if name.endswith("lower") and f"{name[:-5]}upper" in names]
    hidden = {prefix + name for prefix in prefixes for name in (*_BOUNDS, "unit")} - {
        prefix + "lower" for prefix in prefixes
    }
    text = tables.rows(table, vocabulary, language)
    headings: list[str] = []
    columns: list[list[str]] = []
    numeric: list[int] = []
    for number, column in enumerate(table.columns):
        if column.name in hidden:
            continue
        prefix = column.name.removesuffix("lower")
        if column.name.endswith("lower") and prefix in prefixes:
            cells = [table.interval(row, prefix, vocabulary, language) or "—" for row in table.rows]
            heading = _FIGURE.get(prefix, {}).get(language) or column.label.get(language, column.name)
        else:
            cells = [
                documents.get(str(row[number].value), line[number]) for row, line in zip(table.rows, text, strict=True)
            ]
            heading = column.label.get(language, column.name)
            if column.role == "measure":
                numeric.append(len(columns))
        if not table.rows or any(cell not in {"", "—"} for cell in cells):
            headings.append(heading)
            columns.append(cells)
        elif numeric and numeric[-1] == len(columns):
            numeric.pop()
    return headings, [list(row) for row in zip(*columns, strict=True)] if columns else [], numeric
