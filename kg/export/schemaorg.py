"""Write schema.org JSON-LD: the data set as search engines index it, its variables, and every observation.

The only module that knows how a figure is said in schema.org. A bound is `minValue` or `maxValue`; `value` is given
only where the text gives a plain figure, since a bound read as a value would be false. Whether a bound itself is
included schema.org cannot say; the name does.

Source: https://schema.org/Observation, https://schema.org/StatisticalVariable, https://schema.org/Dataset (version
29), and the fields that search engines ask of a data set: name, description of 50 to 5,000 characters, licence,
creator, temporal and spatial coverage, variables, downloads.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from kg.export.amounts import json_number
from kg.export.dataset import DATASET, DOWNLOADS, coverage, description
from kg.export.formats import formats
from kg.export.material import Material
from kg.export.statements import Statements
from kg.terms import DEKG, SCHEMA

__all__ = ["dataset", "observation", "when", "write"]

Json: TypeAlias = Any

_LANGUAGES = ("en", "zh")
_PLAIN = DEKG + "exactly"
_PLACES = {
    "Country": "Country",
    "Province": "State",
    "PrefectureLevelCity": "City",
    "MunicipalityDirectlyUnder": "City",
    "City": "City",
}
"""Kinds of places that schema.org knows; the bridge `ontology/align/schema.ttl` says the same."""


def write(material: Material) -> bytes:
    """Return the data set with its variables and observations as one document."""
    found = material.statements
    covered = coverage(found)
    nodes = [
        dataset(found),
        *(_variable(iri, found) for iri in covered.variables),
        *(observation(iri, found) for iri in found.members("dekg:StatisticalObservation")),
    ]
    body = ",\n".join(json.dumps(node, ensure_ascii=False, separators=(",", ":")) for node in nodes)
    return f'{{"@context":"https://schema.org",\n"@graph":[\n{body}\n]}}\n'.encode()


def dataset(found: Statements, downloads: Iterable[Json] | None = None) -> dict[str, Json]:
    """Return the data set as a schema.org node.

    Args:
        found: the graph.
        downloads: its `DataDownload` nodes; without them, one for each format that a catalogue offers as a file.
    """
    told, covered = description(), coverage(found)
    return {
        "@type": "Dataset",
        "@id": DATASET,
        "name": _texts(told.title),
        "description": _texts(told.description),
        "url": told.homepage,
        "identifier": DATASET,
        "version": told.version,
        "license": told.license,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "@id": told.creator, "name": _texts(told.creator_name)},
        "creditText": told.attribution,
        "inLanguage": sorted(told.languages),
        "keywords": [word for language in sorted(told.keywords) for word in told.keywords[language]],
        "temporalCoverage": f"{covered.start}/{covered.end}" if covered.start else "..",
        "spatialCoverage": [_thing(iri, "Place", found) for iri in covered.places],
        "variableMeasured": [{"@id": iri} for iri in covered.variables],
        "distribution": list(downloads) if downloads is not None else _downloads(),
    } | ({"dateModified": covered.issued} if covered.issued else {})


def observation(claim: str, found: Statements) -> dict[str, Json]:
    """Return an observation with its document, as a schema.org node."""
    variable, unit = (found.first(claim, DEKG + name) for name in ("variable", "unit"))
    about = [*found.all(claim, DEKG + "refArea"), *found.all(claim, DEKG + "refOrganization")]
    node: dict[str, Json] = {
        "@type": ["Observation", "Claim"],
        "@id": claim,
        "name": _texts({language: found.label(claim, language) for language in _LANGUAGES}),
        "variableMeasured": {"@id": variable},
        "observationAbout": [_thing(iri, "Organization" if "/org-" in iri else "Place", found) for iri in about],
        "unitText": found.unit_code(unit),
        "appearance": _article(found.source(claim), found),
    }
    lower, upper = found.first(claim, DEKG + "lowerValue"), found.first(claim, DEKG + "upperValue")
    if found.first(claim, DEKG + "comparator") == _PLAIN:
        node["value"] = json_number(found.first(claim, DEKG + "statedValue"))
    node |= {"minValue": json_number(lower)} if lower else {}
    node |= {"maxValue": json_number(upper)} if upper else {}
    if unit.rpartition("/")[2].startswith("CCY_"):
        node["unitCode"] = found.unit_code(unit)
    elif unit.endswith("/PERCENT"):
        node["unitCode"] = "P1"  # UN/CEFACT Recommendation 20
    return node | when(found.first(claim, DEKG + "refPeriod"), found)


def when(period: str, found: Statements) -> dict[str, Json]:
    """Return when a figure was observed: the first day as far as it is told, and how long it took (ISO 8601)."""
    start, end = found.first(period, DEKG + "startDate"), found.first(period, DEKG + "endDate")
    if not start or not end:
        return {}
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if found.kind(period) == "Day":
        return {"observationDate": start, "observationPeriod": "P1D"}
    if months % 12 == 0 and first.month == 1:
        return {"observationDate": start[:4], "observationPeriod": f"P{months // 12}Y"}
    return {"observationDate": start[:7], "observationPeriod": f"P{months}M"}


def _variable(iri: str, found: Statements) -> dict[str, Json]:
    node: dict[str, Json] = {"@type": "StatisticalVariable", "@id": iri, "name": _names(iri, found)}
    if measured := found.first(iri, DEKG + "measuredProperty"):
        node["measuredProperty"] = {"@type": "Property", "@id": measured, "name": _names(measured, found)}
    if kind := found.first(iri, DEKG + "statType"):
        node["statType"] = {"@type": "Property", "@id": kind, "name": _names(kind, found)}
    if denominator := found.first(iri, DEKG + "denominator"):
        node["measurementDenominator"] = {"@type": "StatisticalVariable", "@id": denominator}
    return node


def _article(iri: str, found: Statements) -> dict[str, Json]:
    node: dict[str, Json] = {"@type": "NewsArticle", "@id": iri, "headline": found.label(iri, "en")}
    for key in ("url", "datePublished", "inLanguage"):
        if value := found.first(iri, SCHEMA + key):
            node[key] = value
    if publisher := found.first(iri, SCHEMA + "publisher"):
        node["publisher"] = {"@type": "Organization", "@id": publisher, "name": _names(publisher, found)}
    return node


def _thing(iri: str, kind: str, found: Statements) -> dict[str, Json]:
    special = _PLACES.get(found.kind(iri), kind) if kind == "Place" else kind
    return {"@type": special, "@id": iri, "name": _names(iri, found)}


def _names(iri: str, found: Statements) -> list[Json]:
    return _texts({language: found.label(iri, language) for language in _LANGUAGES})


def _texts(texts: dict[str, str]) -> list[Json]:
    return [{"@value": text, "@language": language} for language, text in sorted(texts.items())]


def _downloads() -> list[Json]:
    return [
        {
            "@type": "DataDownload",
            "name": item.title["en"],
            "encodingFormat": item.media_type,
            "contentUrl": DOWNLOADS + item.file,
        }
        for item in formats()
        if item.distribution and not item.folder
    ]
