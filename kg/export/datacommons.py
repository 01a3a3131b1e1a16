"""Write what Data Commons imports: nodes (MCF), a table of observations (CSV) and the template that reads it (TMCF).

The only module that knows Data Commons' syntax. The table holds plain figures only; where the text gives a bound, an
observation node with a quantity range (`[80000000000 - CNY]`, `-` for the open end) stands in the MCF. Each document
is a measurement method of its own, which keeps rival figures of one point apart.

Source: datacommonsorg/data, docs/mcf_format.md and docs/representing_statistics.md.
"""

from collections.abc import Iterator

from kg.export.geometry import point
from kg.export.mappings import wikidata_item
from kg.export.material import Material
from kg.export.schemaorg import when
from kg.export.statements import Statements
from kg.export.table import lines
from kg.terms import DEKG, SCHEMA, local_name

__all__ = ["COLUMNS", "write"]

COLUMNS = ("variable", "place", "date", "period", "value", "unit", "method", "claim")
"""Columns of `observations.csv`; names of nodes are Data Commons identifiers, `claim` an IRI."""

_TEMPLATE = """Node: E:observations->E0
typeOf: dcs:StatVarObservation
variableMeasured: C:observations->variable
observationAbout: C:observations->place
observationDate: C:observations->date
observationPeriod: C:observations->period
value: C:observations->value
unit: C:observations->unit
measurementMethod: C:observations->method
url: C:observations->claim
"""
_LIMITS = ("populationScope", "comparedWith", "rankedAmong")
_PLACES = {"Country": "Country", "Province": "AdministrativeArea1", "PrefectureLevelCity": "AdministrativeArea2"}


def write(material: Material) -> dict[str, bytes]:
    """Return the files by name; observations of organisations and of unknown period stay out."""
    found = material.statements
    claims = [
        claim
        for claim in found.members("dekg:StatisticalObservation")
        if found.first(claim, DEKG + "refArea")
        and not found.first(claim, DEKG + "refOrganization")
        and when(found.first(claim, DEKG + "refPeriod"), found)
    ]
    plain = [claim for claim in claims if found.first(claim, DEKG + "comparator") == DEKG + "exactly"]
    rows = sorted(_row(claim, found) for claim in plain)
    nodes = [*_terms(claims, found), *(_bounded(claim, found) for claim in claims if claim not in set(plain))]
    return {
        "nodes.mcf": "\n".join(nodes).encode(),
        "observations.csv": lines([COLUMNS, *rows]).encode(),
        "observations.tmcf": _TEMPLATE.encode(),
    }


def _row(claim: str, found: Statements) -> list[str]:
    told = _told(claim, found)
    return [
        told["variableMeasured"],
        told["observationAbout"],
        told["observationDate"],
        told["observationPeriod"],
        found.first(claim, DEKG + "statedValue"),
        told["unit"],
        told["measurementMethod"],
        claim,
    ]


def _told(claim: str, found: Statements) -> dict[str, str]:
    times = when(found.first(claim, DEKG + "refPeriod"), found)
    return {
        "variableMeasured": _variable_id(_limits(claim, found)),
        "observationAbout": _place_id(found.first(claim, DEKG + "refArea"), found),
        "observationDate": str(times["observationDate"]),
        "observationPeriod": str(times["observationPeriod"]),
        "unit": _unit_id(found.first(claim, DEKG + "unit"), found),
        "measurementMethod": _id(found.source(claim)),
    }


def _bounded(claim: str, found: Statements) -> str:
    told = _told(claim, found)
    lower, upper = (found.first(claim, f"{DEKG}{bound}Value") or "-" for bound in ("lower", "upper"))
    code = found.unit_code(found.first(claim, DEKG + "unit"))
    name = '"' + _text(found.label(claim, "en")) + '"'
    return _node(
        _id(claim),
        ("typeOf", "dcs:StatVarObservation"),
        ("name", name),
        *((key, f"dcid:{told[key]}") for key in ("variableMeasured", "observationAbout")),
        *((key, f'"{told[key]}"') for key in ("observationDate", "observationPeriod")),
        ("value", f"[{lower} {upper} {_word(code)}]"),
        ("unit", f"dcid:{told['unit']}"),
        ("measurementMethod", f"dcid:{told['measurementMethod']}"),
        ("url", f'"{claim}"'),
    )


def _terms(claims: list[str], found: Statements) -> Iterator[str]:
    """Yield a node for everything the observations name, by kind and identifier."""

    def named(term: str) -> list[str]:
        return sorted({iri for claim in claims for iri in found.all(claim, term)})

    measured = {found.first(iri, DEKG + "measuredProperty") for iri in named(DEKG + "variable")}
    for iri in sorted(measured - {""}):
        yield _node(_id(iri), ("typeOf", "schema:Property"), *_names(iri, found))
    for parts in sorted({_limits(claim, found) for claim in claims}):
        yield _variable(parts, found)
    for iri in named(DEKG + "unit"):
        yield _node(_unit_id(iri, found), ("typeOf", "dcs:UnitOfMeasure"), *_names(iri, found))
    for iri in named(DEKG + "refArea"):
        yield _place(iri, found)
    for iri in sorted({found.source(claim) for claim in claims}):
        url = found.first(iri, SCHEMA + "url")
        yield _node(_id(iri), ("typeOf", "dcs:MeasurementMethodEnum"), *_names(iri, found), ("url", f'"{_text(url)}"'))


def _limits(claim: str, found: Statements) -> tuple[str, ...]:
    """Return a variable and what limits it (scope, comparison, group ranked in): there, a variable of its own."""
    parts = (found.first(claim, DEKG + term) for term in ("variable", *_LIMITS))
    return tuple(part for part in parts if part)


def _variable_id(parts: tuple[str, ...]) -> str:
    return "_".join([_id(parts[0]), *map(local_name, parts[1:])])


def _variable(parts: tuple[str, ...], found: Statements) -> str:
    iri = parts[0]
    measured, denominator = found.first(iri, DEKG + "measuredProperty"), found.first(iri, DEKG + "denominator")
    kind = found.first(iri, DEKG + "statType")
    links = [
        ("measuredProperty", f"dcid:{_id(measured)}" if measured else "dcs:value"),
        ("statType", "dcs:growthRate" if local_name(kind) == "growthRate" else "dcs:measuredValue"),
    ]
    links += [("measurementDenominator", f"dcid:{_id(denominator)}")] if denominator else []
    english, chinese = (
        _text({"en": ", ", "zh": "，"}[language].join(found.label(part, language) for part in parts))
        for language in ("en", "zh")
    )
    names = [("name", f'"{english}"'), ("nameWithLanguage", f'"{chinese}@zh"')]
    head = [("typeOf", "dcs:StatisticalVariable"), ("populationType", "dcs:Thing")]
    return _node(_variable_id(parts), *head, *links, *names)


def _place(iri: str, found: Statements) -> str:
    position = point(iri, found)
    where = [("latitude", str(position[1])), ("longitude", str(position[0]))] if position else []
    return _node(
        _place_id(iri, found),
        ("typeOf", f"dcs:{_PLACES.get(found.kind(iri), 'Place')}"),
        *_names(iri, found),
        *where,
    )


def _names(iri: str, found: Statements) -> list[tuple[str, str]]:
    english, chinese = (_text(found.label(iri, language)) for language in ("en", "zh"))
    return [("name", f'"{english}"'), ("nameWithLanguage", f'"{chinese}@zh"')]


def _node(name: str, *lines_: tuple[str, str]) -> str:
    return f"Node: dcid:{name}\n" + "".join(f"{key}: {value}\n" for key, value in lines_)


def _id(iri: str) -> str:
    return f"dekg/{local_name(iri)}"


def _place_id(iri: str, found: Statements) -> str:
    item = wikidata_item(iri, found)
    return f"wikidataId/{item}" if item else _id(iri)


def _unit_id(iri: str, found: Statements) -> str:
    return f"dekg/{_word(found.unit_code(iri))}"


def _word(text: str) -> str:
    """Return a sign as one word: what stands in a range or an identifier must hold no space."""
    return {"%": "Percent"}.get(text, "".join(c if c.isalnum() else "_" for c in text))


def _text(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split())
