"""Read where a place is: the only module that knows how positions stand in the graph (GeoSPARQL, CRS84)."""

import re
from decimal import Decimal

from kg.export.statements import Statements

__all__ = ["point"]

_POINT = re.compile(r"(?:<http://www\.opengis\.net/def/crs/OGC/1\.3/CRS84> )?POINT ?\((-?[\d.]+) (-?[\d.]+)\)")


def point(place: str, found: Statements) -> tuple[Decimal, Decimal] | None:
    """Return longitude and latitude of a place in degrees (WGS 84), or None where the graph gives no position.

    The position of a division is that of its seat, not its middle.
    """
    for geometry in found.all(place, "geo:hasGeometry"):
        if match := _POINT.fullmatch(found.first(geometry, "geo:asWKT")):
            return Decimal(match[1]), Decimal(match[2])
    return None
