"""Make tables of the package (`kg.query.Table`) from rows of plain values.

The only module that turns Python values back into terms, and that names the claims of a cell.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.compare.intervals import Range
from kg.query import Cell, Column, Table
from kg.store.base import Term
from kg.terms import XSD

__all__ = ["bound_columns", "bounds", "column", "joined", "make"]


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


def bound_columns(prefix: str, claims: str, labels: Mapping[str, tuple[str, str]]) -> tuple[Column, ...]:
    """Return the four columns of an interval; `labels` are those of `lower` and `upper`, English and Chinese."""
    return (
        column(f"{prefix}lower", *labels["lower"], "measure", claims),
        column(f"{prefix}lower_inclusive", "includes lower", "含下界"),
        column(f"{prefix}upper", *labels["upper"], "measure", claims),
        column(f"{prefix}upper_inclusive", "includes upper", "含上界"),
    )


def bounds(prefix: str, lower: Decimal | None, upper: Decimal | None, value: Range) -> dict[str, object]:
    """Return an interval as the values of its four columns; the inclusion of a bound that is missing is missing too."""
    return {
        f"{prefix}lower": lower,
        f"{prefix}lower_inclusive": None if lower is None else value.lower_inclusive,
        f"{prefix}upper": upper,
        f"{prefix}upper_inclusive": None if upper is None else value.upper_inclusive,
    }


def joined(names: Iterable[str | None]) -> str | None:
    """Return names without repeats as one cell; None if there are none."""
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _term(value: object) -> Term | None:
    match value:
        case None | NamedNode():
            return value
        case bool():
            return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))
        case Decimal():
            return Literal(f"{value:f}", datatype=NamedNode(XSD + "decimal"))
        case date():
            return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))
        case _:
            return Literal(str(value))
