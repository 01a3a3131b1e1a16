"""Write counties, districts and county-level cities of China, and more cities of the world, as reference data.

Run once per data update: `python tools/make_counties.py FOLDER ontology/reference`, where FOLDER holds the crosswalk
that `make_places.py` reads. The tables beside this file, `places/counties.csv` and `places/cities.csv`, hold:

* counties.csv: all county-level cities of China, and the districts and counties of the larger prefectures, with the
  code of GB/T 2260 (2023), the official Chinese name, the usual English form, and other names that no other place
  has. A short name that is a common word (东方, 安宁) is left out; such a place is found by its full name alone.
* cities.csv: cities that stand in news of technology and regional economies and are smaller than those of the
  crosswalk; ids and positions from GeoNames, Chinese names and aliases typed where the established form is certain.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from make_places import (
    GEONAMES,
    HEADER,
    LEVELS,
    PREFIXES,
    Place,
    blocks,
    china_places,
    country,
    literal,
    read_rows,
    slug,
    without_marks,
    world_places,
)

__all__ = ["main", "render"]

TABLES = Path(__file__).resolve().parent / "places"
COMMENT = "# Written by tools/make_counties.py; change the tables beside it, not this file.\n\n"
STANDARD = (
    "Codes and names of divisions: facts of GB/T 2260, as published by the National Bureau of Statistics for 2023."
)

LEVELS["county"] = ("County", "county")


def counties(folder: Path, others: Sequence[Place]) -> list[Place]:
    """Return the county-level divisions by code; one whose English name is not its own alone carries the parent."""
    rows = read_rows(TABLES / "counties.csv")
    parents = {place.division_code: place.slug for place in china_places(read_rows(folder / "china.csv"))}
    taken = Counter(slug(row["name_en"]) for row in rows) + Counter(place.slug for place in others)
    return [
        Place(
            slug=name if taken[name := slug(row["name_en"])] == 1 else f"{name}-{parents[row['parent_adcode']]}",
            kind="county",
            en=row["name_en"],
            zh=row["name_zh"],
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
            division_code=row["adcode"],
            parent=parents[row["parent_adcode"]],
        )
        for row in rows
    ]


def cities(others: Sequence[Place]) -> list[Place]:
    """Return the further cities by country and name; a name that is another place's carries its country."""
    rows = read_rows(TABLES / "cities.csv")
    taken = Counter(slug(row["name_en"]) for row in rows) + Counter(place.slug for place in others)
    names = {name for place in others for name in (place.en, place.zh, *place.aliases)}
    found = []
    for row in rows:
        parent, name, plain = country(row["country"]).slug, slug(row["name_en"]), without_marks(row["name_en"])
        found.append(
            Place(
                slug=name if taken[name] == 1 else f"{name}-{parent}",
                kind="city",
                en=row["name_en"],
                zh=row["name_zh"],
                aliases=(
                    *((plain,) if plain != row["name_en"] and plain not in names else ()),
                    *(alias for alias in row["aliases"].split("|") if alias),
                ),
                parent=parent,
                position=(row["lon"], row["lat"]),
            )
        )
    return found


def render(folder: Path) -> dict[str, str]:
    """Return file name → Turtle for the tables and the crosswalk in a folder.

    Raises:
        ValueError: two places got the same IRI.
    """
    china = china_places(read_rows(folder / "china.csv"))
    known = [*china, *world_places(read_rows(folder / "world.csv"), china)]
    divisions = counties(folder, known)
    more = cities([*known, *divisions])
    doubled = [
        name for name, count in Counter(place.slug for place in [*known, *divisions, *more]).items() if count > 1
    ]
    if doubled:
        raise ValueError(f"{TABLES}: several places would be {', '.join(f'dekgr:place-{name}' for name in doubled)}")
    county_header = HEADER.format(
        name="places-counties",
        citation="Counties, districts and county-level cities of China",
        title_en="Digital Economy Knowledge Graph: counties, districts and county-level cities of China",
        title_zh="数字经济知识图谱：中国县级行政区划",
        abstract_en="All county-level cities of China, and the districts and counties of its larger prefectures.",
        abstract_zh="中国全部县级市，以及较大城市所辖区县。",
        rights=literal(STANDARD),
    )
    city_header = HEADER.format(
        name="places-cities",
        citation="More cities of the world",
        title_en="Digital Economy Knowledge Graph: more cities of the world",
        title_zh="数字经济知识图谱：更多世界城市",
        abstract_en="Cities outside China that news of technology and regional economies names, under 1.5 million.",
        abstract_zh="科技与区域经济报道常见的、人口不足150万的中国以外城市。",
        rights=literal(GEONAMES),
    )
    return {
        "places-counties.ttl": COMMENT + PREFIXES + county_header + "".join(_plain(divisions)),
        "places-cities.ttl": COMMENT + PREFIXES + city_header + "".join(blocks(more)),
    }


def _plain(places: Sequence[Place]) -> list[str]:
    """Return the Turtle of the divisions, with a heading before each parent."""
    text, parent = [], ""
    for place in places:
        if place.parent != parent:
            parent = place.parent
            text.append(f"\n# --- {parent}\n")
        text += [part for part in blocks([place]) if not part.startswith("\n# ---")]
    return text


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    for name, text in render(options.folder).items():
        (options.target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
