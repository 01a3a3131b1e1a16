"""Make tables of the package (`kg.query.Table`) from rows of plain values.

The only module that turns Python values back into terms, and that names the claims of a cell.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.query import Cell, Column, Table
from kg.store.base import Term
from kg.terms import XSD

__all__ = ["bounds", "column", "joined", "make"]


def column(name: str, en: str, zh: str, role: str | None = None, claims: str | None = None) -> Column:
    """Return a column with its labels; `claims` is the column that names the claims of its cells."""
    return Column(name, role, None, claims, {"en": en, "zh": zh})


def make(columns: tuple[Column, ...], rows: Iterable[Mapping[str, object]], title: Mapping[str, str]) -> Table:
    """Return a table of rows of values by column name; what a row lacks is an empty cell."""
    made = []
    for row in rows:
        cells = []
        for item in columns:
            term = _term(row.get(item.name))
            named = str(row.get(item.claims) or "") if item.claims else ""
            cells.append(Cell(term, tuple(named.split()) if term is not None else ()))
        made.append(tuple(cells))
    return Table(columns, tuple(made), title)


def bounds(prefix: str, lower: Decimal | None, upper: Decimal | None) -> dict[str, object]:
    """Return two bounds as the values of two columns."""
    return {f"{prefix}lower": lower, f"{prefix}upper": upper}


def joined(names: Iterable[str | None]) -> str | None:
    """Return names without repeats as one cell; None if there are none."""
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _term(value: object) -> Term | None:
    match value:
        case None | NamedNode():
            return value
        case Decimal():
            return Literal(f"{value:f}", datatype=NamedNode(XSD + "decimal"))
        case date():
            return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))
        case _:
            return Literal(str(value))
