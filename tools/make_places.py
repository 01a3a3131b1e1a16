"""Write the places of the reference data from the crosswalk of divisions and cities.

Run once per data update: `python tools/make_places.py FOLDER ontology/reference`, where FOLDER holds `china.csv` and
`world.csv`. The only module that knows how a place gets its IRI. Regions, new areas and the code list of levels are not
made here: they are written by hand in `ontology/reference/places-areas.ttl`.

Besides the crosswalk it reads names of countries, and Chinese names of cities that are the example of a time zone, from
Unicode CLDR through `babel`. What neither holds is typed below, and only where the established form is certain.
"""

import argparse
import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.core import get_global

__all__ = ["Place", "main", "render", "slug"]

CHINA = "china"
"""Slug of the country whose divisions `china.csv` lists."""

LEVELS = {
    "country": ("Country", "country"),
    "municipality": ("MunicipalityDirectlyUnder", "municipality-directly-under"),
    "province": ("Province", "province"),
    "sar": ("SpecialAdministrativeRegion", "special-administrative-region"),
    "prefecture-city": ("PrefectureLevelCity", "prefecture"),
    "prefecture": ("Prefecture", "prefecture"),
    "city": ("City", "city"),
}
"""Kind of a row → (class of the place, slug of its division level)."""

SHARED_NAMES = frozenset(
    {"George Town", "Georgetown", "Hyderabad", "Kingston", "Kingstown", "San José", "Santiago", "Tripoli", "Victoria"}
)
"""World cities whose name the crosswalk's README lists as shared with a place it has no row for.

A slug never changes, so they carry their country before the other place arrives.
"""

COUNTRY_EN = {"CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "MM": "Myanmar"}
"""English names used instead of CLDR's, which are made for menus (*Congo - Kinshasa*, *Myanmar (Burma)*)."""

COUNTRY_ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "阿联酋"),
    "BA": ("Bosnia", "Bosnia-Herzegovina", "波黑"),
    "BD": ("孟加拉",),
    "BN": ("Brunei Darussalam",),
    "BR": ("Brasil",),
    "CD": ("DR Congo", "DRC", "Congo-Kinshasa", "刚果民主共和国"),
    "CG": ("Congo-Brazzaville", "刚果共和国"),
    "CI": ("Ivory Coast",),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic", "捷克共和国"),
    "DE": ("Federal Republic of Germany",),
    "DO": ("多米尼加",),
    "FK": ("Malvinas", "马尔维纳斯群岛"),
    "FM": ("Federated States of Micronesia",),
    "GB": ("UK", "U.K.", "Britain", "Great Britain", "联合王国"),
    "ID": ("印尼",),
    "IR": ("Islamic Republic of Iran",),
    "KN": ("Saint Kitts and Nevis",),
    "KP": ("DPRK", "Democratic People's Republic of Korea", "朝鲜民主主义人民共和国"),
    "KR": ("Republic of Korea", "ROK", "Korea", "大韩民国", "南韩"),
    "LA": ("Lao PDR",),
    "LC": ("Saint Lucia",),
    "MD": ("Republic of Moldova",),
    "MM": ("Burma",),
    "MN": ("蒙古国",),
    "NL": ("Holland",),
    "PG": ("巴新",),
    "RU": ("Russian Federation", "俄罗斯联邦"),
    "SA": ("Kingdom of Saudi Arabia", "沙特"),
    "SH": ("Saint Helena",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "US": ("United States of America", "USA", "U.S.", "US", "美利坚合众国"),
    "VA": ("Holy See",),
    "VC": ("Saint Vincent and the Grenadines",),
    "VN": ("Viet Nam",),
}
"""ISO 3166-1 code → other names in common use, typed by hand."""

CITY_ZH = {
    ("AD", "Andorra la Vella"): "安道尔城",
    ("AI", "The Valley"): "瓦利",
    ("AW", "Oranjestad"): "奥拉涅斯塔德",
    ("BB", "Bridgetown"): "布里奇敦",
    ("BL", "Gustavia"): "古斯塔维亚",
    ("CC", "West Island"): "西岛",
    ("CR", "San José"): "圣何塞",
    ("CX", "Flying Fish Cove"): "飞鱼湾",
    ("GG", "Saint Peter Port"): "圣彼得港",
    ("ID", "Depok"): "德波",
    ("IM", "Douglas"): "道格拉斯",
    ("JE", "Saint Helier"): "圣赫利尔",
    ("KR", "Incheon"): "仁川",
    ("KY", "George Town"): "乔治敦",
    ("LC", "Castries"): "卡斯特里",
    ("MS", "Plymouth"): "普利茅斯",
    ("MV", "Male"): "马累",
    ("NF", "Kingston"): "金斯敦",
    ("NG", "Abuja"): "阿布贾",
    ("NG", "Onitsha"): "奥尼查",
    ("NZ", "Wellington"): "惠灵顿",
    ("PH", "Quezon City"): "奎松市",
    ("PM", "Saint-Pierre"): "圣皮埃尔",
    ("PN", "Adamstown"): "亚当斯敦",
    ("SH", "Jamestown"): "詹姆斯敦",
    ("SV", "San Salvador"): "圣萨尔瓦多",
    ("SX", "Philipsburg"): "菲利普斯堡",
    ("TF", "Port-aux-Français"): "法兰西港",
    ("VC", "Kingstown"): "金斯敦",
    ("VG", "Road Town"): "罗德城",
    ("VI", "Charlotte Amalie"): "夏洛特阿马利亚",
    ("WF", "Mata-Utu"): "马塔乌图",
}
"""(country, English name) → Chinese name, typed by hand where neither `world.csv` nor CLDR has one."""

CITY_ALIASES: dict[tuple[str, str], tuple[str, ...]] = {
    ("BD", "Chattogram"): ("Chittagong",),
    ("BM", "Hamilton"): ("汉密尔顿",),
    ("BZ", "Belmopan"): ("贝尔莫潘",),
    ("CH", "Bern"): ("Berne",),
    ("CV", "Praia"): ("普拉亚",),
    ("DJ", "Djibouti"): ("Djibouti City", "吉布提市"),
    ("GT", "Guatemala City"): ("危地马拉城",),
    ("ID", "Semarang"): ("三宝垄",),
    ("IN", "Bengaluru"): ("Bangalore",),
    ("IN", "Chennai"): ("Madras",),
    ("IN", "Hyderabad"): ("海德拉巴",),
    ("IN", "Kolkata"): ("Calcutta",),
    ("IN", "Mumbai"): ("Bombay",),
    ("IQ", "Erbil"): ("埃尔比勒",),
    ("KM", "Moroni"): ("莫罗尼",),
    ("KW", "Kuwait City"): ("科威特城",),
    ("KZ", "Astana"): ("Nur-Sultan",),
    ("LU", "Luxembourg"): ("Luxembourg City", "卢森堡市"),
    ("MM", "Naypyidaw"): ("Nay Pyi Taw", "内比都"),
    ("MM", "Yangon"): ("Rangoon",),
    ("MV", "Male"): ("Malé",),
    ("PH", "Davao City"): ("Davao",),
    ("SA", "Mecca"): ("Makkah",),
    ("TN", "Tunis"): ("突尼斯市",),
    ("UA", "Kyiv"): ("Kiev",),
    ("US", "New York City"): ("New York", "纽约市"),
    ("US", "Phoenix"): ("菲尼克斯",),
    ("US", "Washington, D.C."): ("Washington DC", "Washington D.C.", "华盛顿特区"),
    ("VN", "Haiphong"): ("Hai Phong",),
    ("VN", "Hanoi"): ("Ha Noi",),
    ("VN", "Ho Chi Minh City"): ("Saigon", "胡志明市"),
}
"""(country, English name) → other names in common use, typed by hand."""

PREFIXES = """\
@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dekg: <https://w3id.org/dekg/ontology#> .
@prefix dekgr: <https://w3id.org/dekg/id/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

HEADER = """\

<https://w3id.org/dekg/ontology/reference/{name}> a owl:Ontology ;
    owl:versionIRI <https://w3id.org/dekg/ontology/reference/{name}/0.1.0> ;
    owl:versionInfo "0.1.0" ;
    dcterms:title "{title_en}"@en , "{title_zh}"@zh ;
    dcterms:abstract "{abstract_en}"@en ,
        "{abstract_zh}"@zh ;
    dcterms:creator <https://w3id.org/dekg/id/org-dekg-contributors> ;
    dcterms:publisher <https://w3id.org/dekg/id/org-dekg-contributors> ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:rights {rights} ;
    dcterms:bibliographicCitation "Contributors to the Digital Economy Knowledge Graph (2026). {citation}, \
version 0.1.0. https://w3id.org/dekg/ontology/reference/{name}" ;
    dcterms:conformsTo <https://w3id.org/dekg/ontology> ;
    dcterms:created "2026-11-24T00:00:00Z"^^xsd:dateTime ;
    dcterms:issued "2026-11-24T00:00:00Z"^^xsd:dateTime ;
    dcterms:modified "2026-11-24T00:00:00Z"^^xsd:dateTime ;
    bibo:status <http://purl.org/ontology/bibo/status/draft> ;
    vann:preferredNamespacePrefix "dekgr" ;
    vann:preferredNamespaceUri "https://w3id.org/dekg/id/" .
"""

GEONAMES = "Contains data from GeoNames (geonames.org), CC BY 4.0; selected and joined."
NATURAL_EARTH = "Made with Natural Earth."
CLDR = "Names of countries, and some Chinese names of cities, from Unicode CLDR, (c) Unicode, Inc., Unicode License v3."

CHINA_COMMENT = """\
# Written by tools/make_places.py from china.csv; edit the source, not this file.
# A position is that of the seat (a populated place in GeoNames), not of the middle of the division.
# Provinces have no position: the sources hold populated places only.
"""

WORLD_COMMENT = """\
# Written by tools/make_places.py from world.csv; edit the source, not this file.
# Countries are the entries of ISO 3166-1 that the cities name, dependencies included, and XK, a user-assigned code
# (Kosovo). A row says how data are filed, and nothing on the status of a territory.
# Names of countries, and some Chinese names of cities, come from Unicode CLDR (Unicode License v3), read with the
# Python package babel (BSD-3-Clause). Where world.csv and CLDR differ on a Chinese name, CLDR's is an alias.
# No established Chinese name is known to the makers for these, so they carry none:
"""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_UNDECOMPOSED = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "’": "'"})


@dataclass(frozen=True)
class Place:
    """One place, ready to be written."""

    slug: str
    kind: str
    """A key of `LEVELS`."""
    en: str
    zh: str
    """The Chinese name, or an empty string."""
    aliases: tuple[str, ...] = ()
    division_code: str = ""
    iso_code: str = ""
    parent: str = ""
    """Slug of the place it lies in administratively, or an empty string."""
    position: tuple[str, str] | None = None
    """Longitude, latitude in degrees, as printed in the source."""
    announcing: tuple[str, ...] = ()


def without_marks(name: str) -> str:
    """Return a name in plain letters.

    >>> without_marks("Diyarbakır"), without_marks("Ürümqi")
    ('Diyarbakir', 'Urumqi')
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(_UNDECOMPOSED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(name: str) -> str:
    """Return the local part of an IRI: plain lower-case letters, digits and hyphens; apostrophes and dots vanish.

    >>> slug("Xi'an"), slug("Washington, D.C."), slug("Côte d’Ivoire")
    ('xian', 'washington-dc', 'cote-divoire')
    """
    plain = re.sub(r"['.]", "", without_marks(name).lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a crosswalk file in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def china_places(rows: Sequence[Mapping[str, str]]) -> list[Place]:
    """Return China and its divisions, ascending by division code; homonyms both carry their province."""
    counts = Counter(slug(row["name_en"]) for row in rows)
    province_slugs = {row["adcode"]: slug(row["name_en"]) for row in rows if not row["parent_adcode"]}
    places = [
        Place(
            slug=CHINA,
            kind="country",
            en="China",
            zh="中国",
            aliases=("People's Republic of China", "PRC", "中华人民共和国"),
            iso_code="CN",
            announcing=("nationwide", "全国"),
        )
    ]
    for row in sorted(rows, key=lambda row: row["adcode"]):
        own, parent = slug(row["name_en"]), province_slugs.get(row["parent_adcode"], CHINA)
        places.append(
            Place(
                slug=f"{own}-{parent}" if counts[own] > 1 else own,
                kind=china_kind(row),
                en=row["name_en"],
                zh=row["name_zh"],
                aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
                division_code=row["adcode"],
                iso_code=row["iso_3166_2"],
                parent=parent,
                position=position(row),
            )
        )
    return places


def china_kind(row: Mapping[str, str]) -> str:
    """Return the kind of a division (a key of `LEVELS`), from its level and the last characters of its name."""
    if row["name_zh"].endswith("特别行政区"):
        return "sar"
    if row["level"] == "prefecture":
        return "prefecture-city" if row["name_zh"].endswith("市") else "prefecture"
    return row["level"]


def position(row: Mapping[str, str]) -> tuple[str, str] | None:
    """Return longitude and latitude as printed, in this order, or None where the source has no position."""
    return (row["lon"], row["lat"]) if row["lon"] and row["lat"] else None


def world_places(rows: Sequence[Mapping[str, str]], china: Iterable[Place]) -> list[Place]:
    """Return the countries named by the rows, each followed by its cities; countries by code, cities by slug.

    A city whose slug is that of a country, a Chinese division or another city carries its country.
    """
    countries = {code: country(code) for code in sorted({row["country"] for row in rows})}
    counts = Counter(place.slug for place in [*countries.values(), *china])
    counts.update(slug(row["name_en"]) for row in rows)
    taken = {name for place in [*countries.values(), *china] for name in (place.en, place.zh, *place.aliases)}
    taken.update(name for row in rows for name in (row["name_en"], row["name_zh"]))
    zone_names = names_from_time_zones()
    cities: dict[str, list[Place]] = defaultdict(list)
    for row in rows:
        key, parent, own = (row["country"], row["name_en"]), countries[row["country"]].slug, slug(row["name_en"])
        zone_name = zone_names.get((row["country"], own), "")
        zh = row["name_zh"] or zone_name or CITY_ZH.get(key, "")
        wanted = (without_marks(row["name_en"]), *CITY_ALIASES.get(key, ()), zone_name)
        cities[row["country"]].append(
            Place(
                slug=f"{own}-{parent}" if counts[own] > 1 or row["name_en"] in SHARED_NAMES else own,
                kind="city",
                en=row["name_en"],
                zh=zh,
                aliases=tuple(name for name in dict.fromkeys(wanted) if name and name not in taken and name != zh),
                parent=parent,
                position=position(row),
            )
        )
    return [
        place
        for code, nation in countries.items()
        for place in [nation, *sorted(cities[code], key=lambda city: city.slug)]
    ]


def country(code: str) -> Place:
    """Return the country of an ISO 3166-1 alpha-2 code, named as in CLDR with the ampersand and apostrophe of prose."""
    printed = Locale.parse("en").territories[code].replace("’", "'")
    en = COUNTRY_EN.get(code, printed.replace(" & ", " and "))
    aliases = dict.fromkeys((without_marks(en), *COUNTRY_ALIASES.get(code, ())))
    return Place(
        slug=slug(en),
        kind="country",
        en=en,
        zh=Locale.parse("zh_Hans").territories[code],
        aliases=tuple(alias for alias in aliases if alias != en),
        iso_code=code,
    )


def names_from_time_zones() -> dict[tuple[str, str], str]:
    """Return (country code, slug of a city) → Chinese name, for the cities that CLDR names as examples of a zone."""
    zone_country = get_global("zone_territories")
    english = Locale.parse("en").time_zones
    names = {}
    for zone, chinese in sorted(Locale.parse("zh_Hans").time_zones.items()):
        if "city" in chinese and zone in zone_country:
            for city in (zone.rpartition("/")[2].replace("_", " "), english.get(zone, {}).get("city", "")):
                if city:
                    names[zone_country[zone], slug(city)] = chinese["city"]
    return names


def literal(text: str) -> str:
    """Return a Turtle literal, tagged `zh` if it holds a Chinese character, else `en`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{"zh" if _CHINESE.search(text) else "en"}'


def literals(texts: Iterable[str]) -> str:
    """Return an object list of Turtle literals: English before Chinese, otherwise in the order given."""
    return " , ".join(sorted(map(literal, texts), key=lambda written: written.rpartition("@")[2]))


def block(place: Place) -> str:
    """Return the Turtle of one place and its geometry, always in the same order of predicates."""
    kind, level = LEVELS[place.kind]
    pairs = [("skos:prefLabel", literals(name for name in (place.en, place.zh) if name))]
    if place.aliases:
        pairs.append(("skos:altLabel", literals(place.aliases)))
    if place.announcing:
        pairs.append(("dekg:announcingWord", literals(place.announcing)))
    if place.division_code:
        pairs.append(("dekg:divisionCode", f'"{place.division_code}"'))
    if place.iso_code:
        pairs.append(("dekg:isoCode", f'"{place.iso_code}"'))
    pairs.append(("dekg:divisionLevel", f"dekgr:level-{level}"))
    if place.parent:
        pairs.append(("dekg:administrativelyWithin", f"dekgr:place-{place.parent}"))
    if place.position:
        pairs.append(("geo:hasGeometry", f"dekgr:geometry-{place.slug}"))
    lines = " ;\n    ".join(f"{predicate} {objects}" for predicate, objects in pairs)
    text = f"\ndekgr:place-{place.slug} a dekg:{kind} ;\n    {lines} .\n"
    if place.position:
        point = f'"POINT({" ".join(place.position)})"^^geo:wktLiteral'
        text += f"dekgr:geometry-{place.slug} a geo:Geometry ; geo:asWKT {point} .\n"
    return text


def blocks(places: Iterable[Place]) -> Iterator[str]:
    """Yield the Turtle of the places in order, with a heading before each country, province and municipality."""
    for place in places:
        if place.kind not in {"city", "prefecture", "prefecture-city"}:
            yield f"\n# --- {place.en} {place.zh}\n"
        yield block(place)


def render(folder: Path) -> dict[str, str]:
    """Return file name → Turtle for the crosswalk in a folder. Same input and same CLDR release, same bytes.

    Raises:
        ValueError: two places got the same IRI; one of the names belongs in `SHARED_NAMES`.
    """
    china = china_places(read_rows(folder / "china.csv"))
    world = world_places(read_rows(folder / "world.csv"), china)
    doubled = [name for name, count in Counter(place.slug for place in [*china, *world]).items() if count > 1]
    if doubled:
        raise ValueError(f"{folder}: several places would be {', '.join(f'dekgr:place-{name}' for name in doubled)}")
    nameless = "".join(f"#   {place.en} (dekgr:place-{place.slug})\n" for place in world if not place.zh)
    china_header = HEADER.format(
        name="places-china",
        citation="China and its divisions",
        title_en="Digital Economy Knowledge Graph: China and its divisions",
        title_zh="数字经济知识图谱：中国及其行政区划",
        abstract_en="China, its 34 province-level and 333 prefecture-level divisions: names, codes, parents, seats.",
        abstract_zh="中国及其34个省级、333个地级行政区划：名称、代码、上级和驻地位置。",
        rights=" ,\n        ".join(map(literal, (GEONAMES, NATURAL_EARTH))),
    )
    world_header = HEADER.format(
        name="places-world",
        citation="Cities of the world and their countries",
        title_en="Digital Economy Knowledge Graph: cities of the world and their countries",
        title_zh="数字经济知识图谱：世界城市及所属国家",
        abstract_en="Capitals and cities of more than 1.5 million people outside China, with their countries.",
        abstract_zh="中国以外各国（地区）首府和人口超过150万的城市，及其所属国家（地区）。",
        rights=" ,\n        ".join(map(literal, (GEONAMES, NATURAL_EARTH, CLDR))),
    )
    return {
        "places-china.ttl": CHINA_COMMENT + PREFIXES + china_header + "".join(blocks(china)),
        "places-world.ttl": WORLD_COMMENT + nameless + PREFIXES + world_header + "".join(blocks(world)),
    }


def main() -> None:
    """Read the folders from the command line and write the files."""
    parser = argparse.ArgumentParser(description="Write places-china.ttl and places-world.ttl.")
    parser.add_argument("source", type=Path, help="folder with china.csv and world.csv")
    parser.add_argument("target", type=Path, help="folder to write to, usually ontology/reference")
    arguments = parser.parse_args()
    for name, text in render(arguments.source).items():
        (arguments.target / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{arguments.target / name}: {text.count('a dekg:')} places")


if __name__ == "__main__":
    main()
