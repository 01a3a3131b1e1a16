"""Draft what could be given back to Wikidata. Nothing is ever sent: a person reviews a draft and sends it.

The only module that knows the syntax of QuickStatements (version 1) and of Mismatch Finder's import file. A statement
is drafted only where the graph maps subject, property and unit to Wikidata and the text gives a plain figure; a bound
has no counterpart there (its bounds are of measurement uncertainty). References name address and date of publication;
we hold no sentences, so nothing is quoted.

Source: https://www.wikidata.org/wiki/Help:QuickStatements ; the user guide of wmde/wikidata-mismatch-finder.
"""

from collections.abc import Iterator

from kg.export.mappings import wikidata_item, wikidata_property
from kg.export.material import Material
from kg.export.statements import Statements
from kg.export.table import lines
from kg.terms import DEKG, SCHEMA

__all__ = ["MISMATCH_COLUMNS", "mismatches", "quickstatements"]

MISMATCH_COLUMNS = (
    "item_id",
    "statement_guid",
    "property_id",
    "wikidata_value",
    "meta_wikidata_value",
    "external_value",
    "external_url",
    "type",
)
"""The head of an import file: all columns present, in this order; values of at most 1,500 characters."""

_LONGEST = 1500
_YEAR, _MONTH, _DAY = 9, 10, 11
"""Precisions of a time in the Wikibase data model."""


def quickstatements(material: Material) -> bytes:
    """Return statements to review, one a line: item, property, value, qualifiers, references, apart by tabs.

    A claim without all mappings gives no line, nor does one that is only presupposed or implied, nor a figure that
    another source excludes, which is for `mismatches`; the other formats hold them all.
    """
    found = material.statements
    contested = _contested(material)
    figures = [claim for claim in found.members("dekg:StatisticalObservation") if claim not in contested]
    drafted = [
        *(line for claim in figures for line in _figure(claim, found)),
        *(line for claim in found.members("dekg:RelationClaim") for line in _relation(claim, found)),
    ]
    return "".join(f"{line}\n" for line in sorted(drafted)).encode()


def mismatches(material: Material) -> bytes:
    """Return the figures that sources disagree about as an import file for Mismatch Finder.

    Offline nobody knows what Wikidata itself says, so `statement_guid` and `wikidata_value` stay empty, which the
    format reads as: no matching value was found.
    """
    found = material.statements
    rivals = _contested(material) & set(found.members("dekg:Claim"))
    rows = [row for claim in rivals for row in _mismatch(claim, found)]
    return lines([MISMATCH_COLUMNS, *sorted(rows)]).encode()


def _contested(material: Material) -> set[str]:
    """Return the claims whose figures exclude each other, in the whole graph."""
    return {claim for item in material.conflicts.conflicts for claim in item.claims}


def _asserted(claim: str, found: Statements) -> bool:
    return found.first(claim, DEKG + "assertionStrength") == DEKG + "asserted"


def _figure(claim: str, found: Statements) -> Iterator[str]:
    item, property_ = _about(claim, found), wikidata_property(found.first(claim, DEKG + "variable"), found)
    value = _quantity(claim, found)
    if item and property_ and value and _asserted(claim, found):
        yield "\t".join([item, property_, value, *_times(claim, found), *_reference(claim, found)])


def _relation(claim: str, found: Statements) -> Iterator[str]:
    subject, predicate, target = (
        found.first(claim, DEKG + name) for name in ("claimSubject", "claimPredicate", "claimObject")
    )
    expressed = found.first(predicate, DEKG + "expressesProperty")
    item, property_, value = (
        wikidata_item(subject, found),
        wikidata_property(expressed, found) or wikidata_property(predicate, found),
        wikidata_item(target, found),
    )
    if item and property_ and value and _asserted(claim, found):
        yield "\t".join([item, property_, value, *_reference(claim, found)])


def _mismatch(claim: str, found: Statements) -> Iterator[list[str]]:
    item, property_ = _about(claim, found), wikidata_property(found.first(claim, DEKG + "variable"), found)
    if item and property_:
        value, unit = found.first(claim, DEKG + "statedValue"), found.unit_code(found.first(claim, DEKG + "unit"))
        comparator = found.first(claim, DEKG + "comparator")
        bound = "" if comparator == DEKG + "exactly" else found.label(comparator, "en") + " "
        url = found.first(found.source(claim), SCHEMA + "url")
        yield [item, "", property_, "", "", f"{bound}{value} {unit}"[:_LONGEST], url[:_LONGEST], "statement"]


def _about(claim: str, found: Statements) -> str:
    """Return the item a figure is of; none for a figure of an organisation within a place, which is neither's."""
    subjects = [*found.all(claim, DEKG + "refArea"), *found.all(claim, DEKG + "refOrganization")]
    return wikidata_item(subjects[0], found) if len(subjects) == 1 else ""


def _quantity(claim: str, found: Statements) -> str:
    """Return a plain figure with the interval of its rounding, and its unit; nothing where that would say more."""
    if found.first(claim, DEKG + "comparator") != DEKG + "exactly" or found.all(claim, DEKG + "populationScope"):
        return ""
    value, lower, upper = (found.first(claim, DEKG + name) for name in ("statedValue", "lowerValue", "upperValue"))
    unit = found.first(claim, DEKG + "unit")
    item = wikidata_item(unit, found)
    if not (value and lower and upper) or not (item or unit.endswith("/NUM")):
        return ""
    return f"{value}[{lower},{upper}]" + (f"U{item[1:]}" if item else "")


def _times(claim: str, found: Statements) -> list[str]:
    """Return when a figure was true: a point in time (P585), or from (P580) and to (P582)."""
    period = found.first(claim, DEKG + "refPeriod")
    start, end = found.first(period, DEKG + "startDate"), found.first(period, DEKG + "endDate")
    if not start:
        return []
    match found.kind(period):
        case "CalendarYear":
            return ["P585", _time(f"{start[:4]}-00-00", _YEAR)]
        case "Month":
            return ["P585", _time(f"{start[:7]}-00", _MONTH)]
        case "Day":
            return ["P585", _time(start, _DAY)]
        case _:
            return ["P580", _time(start, _DAY), "P582", _time(end, _DAY)]


def _reference(claim: str, found: Statements) -> list[str]:
    """Return where it stands: reference URL (S854) and publication date (S577)."""
    document = found.source(claim)
    url, published = found.first(document, SCHEMA + "url"), found.first(document, SCHEMA + "datePublished")
    parts = ["S854", f'"{url}"'] if url and '"' not in url and "\t" not in url else []
    return parts + (["S577", _time(published, _DAY)] if published else [])


def _time(day: str, precision: int) -> str:
    return f"+{day}T00:00:00Z/{precision}"
