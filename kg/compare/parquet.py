"""The observation table as Arrow and Parquet, for people who work with data frames and never write SPARQL.

The only module that knows pyarrow, which is imported when a table is asked for. Amounts are 128-bit decimals, so that
equal figures stay equal; names of things are dictionary-encoded IRIs. Rows are sorted: same claims, same table.
"""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from kg.compare.observations import Observations, Row
from kg.compare.preferred import preferred
from kg.compare.reading import of_quads
from kg.compare.rules import Rules
from kg.errors import ExportError
from kg.terms import DEKG
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pyarrow

__all__ = ["DECIMAL", "aims_parquet", "arrow", "parquet", "preferred_parquet"]

DECIMAL = (38, 12)
"""Digits of an amount, and how many of them stand after the point."""

_OF_VARIABLE = ("industry", "measuredProperty", "statType", "growthOf", "denominator", "comparisonBasis", "priceBasis")
_LOCAL = {"statType", "comparisonBasis", "priceBasis"}


def parquet(quads: Iterable[Quad], vocabulary: Vocabulary) -> bytes:
    """Return all observations as Parquet, one row each; the columns are those of `arrow`.

    Raises:
        ExportError: pyarrow is not installed, or an amount has more digits than the table holds.
    """
    table = of_quads(quads)
    return _bytes(arrow(table.rows, table, vocabulary))


def aims_parquet(quads: Iterable[Quad], vocabulary: Vocabulary) -> bytes:
    """Return all forecasts, targets and commitments with a figure as Parquet, in the columns of `arrow`.

    Raises:
        ExportError: as `parquet`.
    """
    table = of_quads(quads)
    return _bytes(arrow(table.aims, table, vocabulary))


def preferred_parquet(quads: Iterable[Quad], vocabulary: Vocabulary) -> bytes:
    """Return one preferred observation for each question as Parquet; see `kg.compare.preferred`.

    After the columns of `arrow` stand `reason` (the local name of a `dekg:PreferenceReason`), `as_known_on` and
    `not_picked`, the claims set aside.

    Raises:
        ExportError: as `parquet`.
    """
    table = of_quads(quads)
    view = {item.row.claim: item for item in preferred(table, Rules(vocabulary))}
    found = arrow([item.row for item in view.values()], table, vocabulary)
    picked = [view[claim] for claim in found.column("claim").to_pylist()]
    pa = _pyarrow()
    columns = (
        ("reason", pa.array([f"reason-{item.reason}" for item in picked], pa.string()).dictionary_encode()),
        ("as_known_on", pa.array([item.day for item in picked], pa.date32())),
        ("not_picked", pa.array([[row.claim for row in item.others] for item in picked], pa.list_(pa.string()))),
    )
    for name, values in columns:
        found = found.append_column(name, values)
    return _bytes(found)


def arrow(rows: Sequence[Row], table: Observations, vocabulary: Vocabulary) -> "pyarrow.Table":
    """Return rows as an Arrow table, sorted by variable, place, organization, period and claim.

    `claim`, `place`, `organization`, `variable`, `industry`, `measured_property`, `growth_of`, `denominator`, `scope`,
    `ranked_among`, `compared_with`, `unit`, `document`, `publisher`, `attributed_to` and `graph` are IRIs; `kind`,
    `stat_type`, `comparison_basis`, `price_basis`, `comparator` and `period_kind` local names in the ontology; `period`
    and `base_period` SDMX codes; `start` and `end` the first and last day. `value` (and `upper_value` of a range) is
    the figure as stated, in `unit`, never to be compared: `lower` and `upper` are. Null is unknown, never zero.

    Raises:
        ExportError: pyarrow is not installed, or an amount has more digits than the table holds.
    """
    pa = _pyarrow()
    ordered = sorted(
        rows, key=lambda row: (row.variable, row.area or "", row.organization or "", row.period or "", row.claim)
    )
    names, amounts = pa.dictionary(pa.int32(), pa.string()), pa.decimal128(*DECIMAL)
    columns: list[tuple[str, object, list[object]]] = [
        ("claim", pa.string(), [row.claim for row in ordered]),
        ("kind", names, [row.kind for row in ordered]),
        ("place", names, [row.area for row in ordered]),
        ("organization", names, [row.organization for row in ordered]),
        ("variable", names, [row.variable for row in ordered]),
    ]
    for term in _OF_VARIABLE:
        told = {row.variable: vocabulary.value(row.variable, f"dekg:{term}") for row in ordered}
        cut = len(DEKG) if term in _LOCAL else 0
        snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in term)
        columns.append((snake, names, [v[cut:] if (v := told[row.variable]) else None for row in ordered]))
    periods = [table.periods.get(row.period or "") for row in ordered]
    bases = [table.periods.get(row.base or "") for row in ordered]
    sources = [table.sources.get(row.document) for row in ordered]
    columns += [
        ("period", names, [p.sdmx if p else None for p in periods]),
        ("period_kind", names, [p.kind if p else None for p in periods]),
        ("start", pa.date32(), [p.start if p else None for p in periods]),
        ("end", pa.date32(), [p.end if p else None for p in periods]),
        ("base_period", names, [p.sdmx if p else None for p in bases]),
        ("basis_inferred", pa.bool_(), [row.basis_inferred for row in ordered]),
        ("compared_with", names, [row.compared_with for row in ordered]),
        ("ranked_among", names, [row.ranked_among for row in ordered]),
        ("scope", names, [row.scope for row in ordered]),
        ("comparator", names, [row.comparator for row in ordered]),
        ("lower", amounts, [row.lower for row in ordered]),
        ("lower_inclusive", pa.bool_(), [row.lower_inclusive if row.lower is not None else None for row in ordered]),
        ("upper", amounts, [row.upper for row in ordered]),
        ("upper_inclusive", pa.bool_(), [row.upper_inclusive if row.upper is not None else None for row in ordered]),
        ("value", amounts, [row.stated for row in ordered]),
        ("upper_value", amounts, [row.stated_upper for row in ordered]),
        ("rounding_unit", amounts, [row.rounding for row in ordered]),
        ("unit", names, [row.unit for row in ordered]),
        ("data_point", pa.string(), [row.point for row in ordered]),
        ("document", names, [row.document for row in ordered]),
        ("source", names, [source.url if source else None for source in sources]),
        ("publisher", names, [source.publisher if source else None for source in sources]),
        ("published", pa.date32(), [source.published if source else None for source in sources]),
        ("attributed_to", names, [row.said_by for row in ordered]),
        ("graph", names, [row.graph for row in ordered]),
    ]
    arrays = [_array(pa, name, kind, values, ordered) for name, kind, values in columns]
    return pa.table(arrays, schema=pa.schema([(name, kind) for name, kind, _ in columns]))


def _array(pa: "pyarrow", name: str, kind: object, values: list[object], rows: list[Row]) -> "pyarrow.Array":
    try:
        if pa.types.is_dictionary(kind):
            return pa.array(values, pa.string()).dictionary_encode().cast(kind)
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        for row, value in zip(rows, values, strict=True):
            try:
                pa.array([value], kind)
            except (pa.ArrowInvalid, pa.ArrowTypeError):
                whole, after = DECIMAL[0] - DECIMAL[1], DECIMAL[1]
                raise ExportError(
                    f"{row.claim}: {name} {value} has more than {whole} digits before the point or {after} after it, "
                    "which the table does not hold; correct the claim, or export csv"
                ) from None
        raise ExportError(f"column {name} cannot be written as Arrow ({error}); export csv instead") from None


def _bytes(table: "pyarrow.Table") -> bytes:
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def _pyarrow() -> "pyarrow":
    try:
        import pyarrow
    except ImportError:
        raise ExportError("pyarrow is not installed; add it with: pip install 'dekg[table]'") from None
    return pyarrow
