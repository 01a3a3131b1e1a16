"""Write places with the figures said of them as GeoJSON.

A place without a position in the graph has the geometry `null`, which RFC 7946 calls unlocated: it is not left out.
The position of a division is that of its seat. Figures carry bounds, period and source; a missing bound is unknown, and
`conflicts_with` names the claims that exclude a figure.

Source: RFC 7946 (WGS 84, longitude first).
"""

import json
from typing import Any, TypeAlias

from kg.export.amounts import json_number
from kg.export.dataset import coverage
from kg.export.geometry import point
from kg.export.mappings import wikidata_item
from kg.export.material import Material
from kg.terms import DEKG, SCHEMA, local_name

__all__ = ["write"]

Json: TypeAlias = Any


def write(material: Material) -> bytes:
    """Return a feature for each place that claims are about, by IRI."""
    places = coverage(material.statements).places
    features = ",\n".join(json.dumps(_feature(iri, material), ensure_ascii=False) for iri in places)
    return f'{{"type":"FeatureCollection","features":[\n{features}\n]}}\n'.encode()


def _feature(place: str, material: Material) -> dict[str, Json]:
    found = material.statements
    position = point(place, found)
    observed = [
        claim for claim in found.pointing(DEKG + "refArea", place) if found.kind(claim) == "StatisticalObservation"
    ]
    figures = [_figure(claim, material) for claim in observed]
    properties: dict[str, Json] = {
        "name_en": found.label(place, "en"),
        "name_zh": found.label(place, "zh"),
        "kind": found.kind(place),
        "division_code": found.first(place, DEKG + "divisionCode") or None,
        "wikidata": wikidata_item(place, found) or None,
        "position": "seat" if position else None,
        "figures": sorted(figures, key=lambda row: (row["variable"], str(row["start"]), row["claim"])),
    }
    return {
        "type": "Feature",
        "id": place,
        "geometry": {"type": "Point", "coordinates": [json_number(str(part)) for part in position]}
        if position
        else None,
        "properties": properties,
    }


def _figure(claim: str, material: Material) -> dict[str, Json]:
    found = material.statements

    def number(term: str) -> Json:
        text = found.first(claim, DEKG + term)
        return json_number(text) if text else None

    def flag(term: str) -> bool | None:
        return {"true": True, "false": False}.get(found.first(claim, DEKG + term))

    document, period = found.source(claim), found.first(claim, DEKG + "refPeriod")
    return {
        "claim": claim,
        "label_en": found.label(claim, "en"),
        "label_zh": found.label(claim, "zh"),
        "variable": found.first(claim, DEKG + "variable"),
        "start": found.first(period, DEKG + "startDate") or None,
        "end": found.first(period, DEKG + "endDate") or None,
        "comparator": local_name(found.first(claim, DEKG + "comparator")),
        "lower": number("lowerValue"),
        "lower_inclusive": flag("lowerInclusive"),
        "upper": number("upperValue"),
        "upper_inclusive": flag("upperInclusive"),
        "unit": found.unit_code(found.first(claim, DEKG + "unit")),
        "source": found.first(document, SCHEMA + "url") or document,
        "published": found.first(document, SCHEMA + "datePublished") or None,
        "conflicts_with": [rival.claim for rival in material.rivals.get(claim, ()) if rival.relation == "conflicts"],
    }
