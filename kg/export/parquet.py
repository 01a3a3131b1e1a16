"""Write the observation table as Parquet; the table itself is `kg.compare.parquet`."""

from kg.compare import parquet as tables
from kg.export.material import Material

__all__ = ["aims", "observations", "preferred"]


def observations(material: Material) -> bytes:
    """Return all observations as Parquet, one row each.

    Raises:
        ExportError: pyarrow is not installed, or an amount has more digits than the table holds.
    """
    return tables.parquet(material.quads, material.vocabulary)


def aims(material: Material) -> bytes:
    """Return all forecasts, targets and commitments with a figure as Parquet.

    Raises:
        ExportError: as `observations`.
    """
    return tables.aims_parquet(material.quads, material.vocabulary)


def preferred(material: Material) -> bytes:
    """Return one preferred observation for each question as Parquet, with the reason and the claims set aside.

    Raises:
        ExportError: as `observations`.
    """
    return tables.preferred_parquet(material.quads, material.vocabulary)
