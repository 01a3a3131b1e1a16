"""The places of the reference data: complete against the crosswalk, and safe from the known confusions of names."""

import csv
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph
import pytest
from generators import check
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "ontology" / "reference"
CROSSWALK = ROOT.parent / "shared" / "data" / "places"
GENERATED = ("places-china.ttl", "places-world.ttl")
FILES = (*GENERATED, "places-areas.ttl")

DEKG = Namespace("https://w3id.org/dekg/ontology#")
DEKGR = Namespace("https://w3id.org/dekg/id/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")

WITHOUT_CHINESE_NAME = {
    "place-caloocan",
    "place-ecatepec-de-morelos",
    "place-gazipur",
    "place-mamoudzou",
    "place-ngerulmud",
    "place-pimpri-chinchwad",
    "place-tangerang",
    "place-thane",
    "place-yaren",
}

SHARED_LABELS = {
    # China's homonyms in English
    "Fuzhou": {"place-fuzhou-fujian", "place-fuzhou-jiangxi"},
    "Suzhou": {"place-suzhou-anhui", "place-suzhou-jiangsu"},
    "Taizhou": {"place-taizhou-jiangsu", "place-taizhou-zhejiang"},
    "Yichun": {"place-yichun-heilongjiang", "place-yichun-jiangxi"},
    "Yulin": {"place-yulin-guangxi", "place-yulin-shaanxi"},
    # a city and its country
    "Djibouti": {"place-djibouti", "place-djibouti-djibouti"},
    "Gibraltar": {"place-gibraltar", "place-gibraltar-gibraltar"},
    "Luxembourg": {"place-luxembourg", "place-luxembourg-luxembourg"},
    "Monaco": {"place-monaco", "place-monaco-monaco"},
    "San Marino": {"place-san-marino", "place-san-marino-san-marino"},
    "Singapore": {"place-singapore", "place-singapore-singapore"},
    "Vatican City": {"place-vatican-city", "place-vatican-city-vatican-city"},
    "卢森堡": {"place-luxembourg", "place-luxembourg-luxembourg"},
    "圣马力诺": {"place-san-marino", "place-san-marino-san-marino"},
    "摩纳哥": {"place-monaco", "place-monaco-monaco"},
    "新加坡": {"place-singapore", "place-singapore-singapore"},
    "梵蒂冈": {"place-vatican-city", "place-vatican-city-vatican-city"},
    "直布罗陀": {"place-gibraltar", "place-gibraltar-gibraltar"},
    "科威特": {"place-kuwait", "place-kuwait-city"},
    "突尼斯": {"place-tunisia", "place-tunis"},
    # a city and another country
    "萨尔瓦多": {"place-el-salvador", "place-salvador"},
    # cities of different countries
    "Hyderabad": {"place-hyderabad-india", "place-hyderabad-pakistan"},
    "Kingston": {"place-kingston-jamaica", "place-kingston-norfolk-island"},
    "乔治敦": {"place-george-town-cayman-islands", "place-georgetown-guyana"},
    "巴斯特尔": {"place-basse-terre", "place-basseterre"},
    "海得拉巴": {"place-hyderabad-india", "place-hyderabad-pakistan"},
    "金斯敦": {"place-kingston-norfolk-island", "place-kingstown-st-vincent-and-grenadines"},
}

SEVEN_REGIONS = {
    "region-northeast-china": "Liaoning Jilin Heilongjiang",
    "region-north-china": "Beijing Tianjin Hebei Shanxi Inner-Mongolia",
    "region-east-china": "Shanghai Jiangsu Zhejiang Anhui Fujian Jiangxi Shandong Taiwan",
    "region-central-china": "Henan Hubei Hunan",
    "region-south-china": "Guangdong Guangxi Hainan Hong-Kong Macao",
    "region-southwest-china": "Chongqing Sichuan Guizhou Yunnan Tibet",
    "region-northwest-china": "Shaanxi Gansu Qinghai Ningxia Xinjiang",
}

needs_crosswalk = pytest.mark.skipif(
    not (CROSSWALK / "china.csv").is_file(),
    reason="the crosswalk (shared/data/places beside the repository) is not here",
)


@dataclass
class Place:
    """What the files say of one place; every IRI is cut to its local name."""

    types: set[str] = field(default_factory=set)
    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def kind(self) -> str:
        """The one class."""
        (kind,) = self.types
        return kind

    @property
    def names(self) -> set[str]:
        """Labels and aliases of all languages."""
        return {name for texts in (self.labels, self.aliases) for group in texts.values() for name in group}


def local(term: object) -> str:
    return re.split(r"[#/]", str(term))[-1]


@functools.cache
def graph() -> Graph:
    merged = Graph()
    for name in FILES:
        merged.parse(REFERENCE / name, format="turtle")
    return merged


@functools.cache
def places() -> dict[str, Place]:
    """Local name → place, for every subject that is a `place-`, `area-` or `region-`."""
    found: dict[str, Place] = defaultdict(Place)
    for subject, predicate, value in graph():
        name = local(subject)
        if not name.startswith(("place-", "area-", "region-")):
            continue
        place = found[name]
        if predicate == RDF.type:
            place.types.add(local(value))
        elif predicate in (SKOS.prefLabel, SKOS.altLabel):
            assert isinstance(value, Literal)
            texts = place.labels if predicate == SKOS.prefLabel else place.aliases
            texts[value.language or ""].append(str(value))
        else:
            place.values[local(predicate)].append(local(value) if isinstance(value, URIRef) else str(value))
    return dict(found)


@functools.cache
def by_code() -> dict[str, str]:
    return {place.values["divisionCode"][0]: name for name, place in places().items() if place.values["divisionCode"]}


@functools.cache
def countries() -> dict[str, str]:
    """ISO 3166-1 code → local name."""
    return {place.values["isoCode"][0]: name for name, place in places().items() if place.kind == "Country"}


def of_kind(*kinds: str) -> dict[str, Place]:
    return {name: place for name, place in places().items() if place.kind in kinds}


def above(name: str) -> Iterator[str]:
    """Yield all places a place lies in administratively, nearest first."""
    for parent in places()[name].values["administrativelyWithin"] + places()[name].values["capitalOf"]:
        yield parent
        yield from above(parent)


def point(name: str) -> str | None:
    geometries = places()[name].values["hasGeometry"]
    if not geometries:
        return None
    (geometry,) = geometries
    (wkt,) = graph().objects(DEKGR[geometry], GEO.asWKT)
    assert isinstance(wkt, Literal)
    assert wkt.datatype == GEO.wktLiteral
    return str(wkt)


def printed_point(row: dict[str, str]) -> str | None:
    return f"POINT({row['lon']} {row['lat']})" if row["lon"] else None


def rows(name: str) -> list[dict[str, str]]:
    with (CROSSWALK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- form


@pytest.mark.parametrize("name", FILES)
def test_both_engines_read_the_same_number_of_triples_and_no_blank_node(name: str) -> None:
    ours = Graph().parse(REFERENCE / name, format="turtle")
    theirs = {quad.triple for quad in pyoxigraph.parse(path=REFERENCE / name)}
    assert len(ours) == len(theirs) > 400
    assert not any(isinstance(term, pyoxigraph.BlankNode) for triple in theirs for term in triple)


@pytest.mark.parametrize("name", FILES)
def test_each_file_has_one_header_with_licence_and_version(name: str) -> None:
    one = Graph().parse(REFERENCE / name, format="turtle")
    (header,) = one.subjects(RDF.type, OWL.Ontology)
    assert str(header) == f"https://w3id.org/dekg/ontology/reference/{name.removesuffix('.ttl')}"
    assert one.value(header, OWL.versionIRI) == URIRef(f"{header}/0.1.0")
    assert one.value(header, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    for predicate in (DCTERMS.title, DCTERMS.abstract):
        assert sorted(str(text.language) for text in one.objects(header, predicate) if isinstance(text, Literal)) == [
            "en",
            "zh",
        ]


@pytest.mark.parametrize("name", GENERATED)
def test_files_with_geonames_content_show_its_attribution(name: str) -> None:
    one = Graph().parse(REFERENCE / name, format="turtle")
    rights = {str(text) for text in one.objects(None, DCTERMS.rights)}
    assert "Contains data from GeoNames (geonames.org), CC BY 4.0; selected and joined." in rights
    assert "Made with Natural Earth." in rights


def test_every_iri_is_a_plain_slug() -> None:
    assert [name for name in places() if not re.fullmatch(r"(place|area|region)-[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_no_place_is_described_in_two_places_of_the_files() -> None:
    typed = Counter(
        match[1]
        for name in FILES
        for match in re.finditer(r"(?m)^dekgr:(\S+) a ", (REFERENCE / name).read_text(encoding="utf-8"))
    )
    assert [name for name, count in typed.items() if count > 1] == []


def test_every_place_has_one_class_and_no_dangling_parent() -> None:
    for name, place in places().items():
        assert len(place.types) == 1, name
        for predicate in ("administrativelyWithin", "inMacroRegion", "overlapsArea", "hasMember", "locatedIn"):
            assert set(place.values[predicate]) <= places().keys(), name


def test_every_division_level_in_use_is_defined_in_both_languages() -> None:
    used = {level for place in places().values() for level in place.values["divisionLevel"]}
    defined = {local(level) for level in graph().subjects(RDF.type, DEKG.DivisionLevel)}
    assert used | {"level-county"} <= defined
    for level in defined:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert sorted(str(getattr(text, "language", "")) for text in graph().objects(DEKGR[level], predicate)) == [
                "en",
                "zh",
            ], level


# --- completeness


def test_the_numbers_of_places() -> None:
    counts = Counter(place.kind for place in places().values())
    provincial = counts["Province"] + counts["MunicipalityDirectlyUnder"] + counts["SpecialAdministrativeRegion"]
    assert (counts["MunicipalityDirectlyUnder"], counts["SpecialAdministrativeRegion"], provincial) == (4, 2, 34)
    assert (counts["PrefectureLevelCity"], counts["Prefecture"]) == (293, 40)
    assert (counts["City"], counts["Country"]) == (374, 239)
    assert (counts["StateLevelNewArea"], counts["JointArea"], counts["MacroRegion"]) == (19, 1, 16)


@needs_crosswalk
def test_every_row_of_china_is_there_with_code_names_parent_and_position() -> None:
    table = rows("china.csv")
    assert len(table) == len(by_code()) == 367
    for row in table:
        name = by_code()[row["adcode"]]
        place = places()[name]
        parent = by_code()[row["parent_adcode"]] if row["parent_adcode"] else "place-china"
        assert place.labels == {"en": [row["name_en"]], "zh": [row["name_zh"]]}, name
        assert place.values["administrativelyWithin"] == [parent], name
        assert place.values["isoCode"] == ([row["iso_3166_2"]] if row["iso_3166_2"] else []), name
        assert point(name) == printed_point(row), name
        assert {alias for group in place.aliases.values() for alias in group} == set(row["aliases"].split("|")), name


@needs_crosswalk
def test_every_row_of_the_world_is_there_with_names_country_and_position() -> None:
    table = rows("world.csv")
    assert len(table) == 374
    cities = {
        (place.labels["en"][0], place.values["administrativelyWithin"][0]): name
        for name, place in of_kind("City").items()
    }
    assert len(cities) == 374
    for row in table:
        name = cities[row["name_en"], countries()[row["country"]]]
        assert point(name) == printed_point(row), name
        if row["name_zh"]:
            assert places()[name].labels["zh"] == [row["name_zh"]], name


@needs_crosswalk
def test_the_committed_files_are_what_the_generator_writes() -> None:
    check("make_places", CROSSWALK, GENERATED)


# --- names


def test_every_place_has_one_label_in_each_language_but_the_listed_ones() -> None:
    lacking = {name for name, place in places().items() if "zh" not in place.labels}
    assert lacking == WITHOUT_CHINESE_NAME
    for name, place in places().items():
        assert len(place.labels["en"]) == 1, name
        assert name in lacking or len(place.labels["zh"]) == 1, name


def test_places_without_a_chinese_name_are_listed_in_the_file() -> None:
    text = (REFERENCE / "places-world.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^#   .*\(dekgr:(place-[a-z-]+)\)$", text)) == WITHOUT_CHINESE_NAME


def test_language_tags_fit_the_script() -> None:
    for name, place in places().items():
        for texts in (place.labels, place.aliases):
            assert texts.keys() <= {"en", "zh"}, name
            assert all(re.search(r"[\u3400-\u9fff]", text) for text in texts.get("zh", [])), name
            assert not any(re.search(r"[\u3400-\u9fff]", text) for text in texts.get("en", [])), name


def test_a_preferred_label_is_unique_but_for_the_listed_homonyms() -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for name, place in places().items():
        for texts in place.labels.values():
            for text in texts:
                holders[text].add(name)
    assert {text: names for text, names in holders.items() if len(names) > 1} == SHARED_LABELS


def test_a_preferred_label_is_unique_within_its_parent() -> None:
    labels = Counter(
        (parent, text)
        for place in places().values()
        for parent in place.values["administrativelyWithin"]
        for texts in place.labels.values()
        for text in texts
    )
    assert [key for key, count in labels.items() if count > 1] == []


def test_no_alias_is_another_places_name() -> None:
    """Case counts for nothing: a heading may be in capitals."""
    holders: dict[str, set[str]] = defaultdict(set)
    for name, place in places().items():
        for text in place.names:
            holders[text.casefold()].add(name)
    clashes = {
        (name, alias)
        for name, place in places().items()
        for texts in place.aliases.values()
        for alias in texts
        if holders[alias.casefold()] != {name}
    }
    assert clashes == set()


def test_codes_are_unique() -> None:
    for predicate, count in ((DEKG.divisionCode, 367), (DEKG.isoCode, 239 + 34)):
        codes = [str(code) for code in graph().objects(None, predicate)]
        assert len(codes) == len(set(codes)) == count


@pytest.mark.parametrize(
    ("code", "name", "chinese"),
    [
        ("520100", "place-guiyang", "贵阳市"),
        ("110000", "place-beijing", "北京市"),
        ("520000", "place-guizhou", "贵州省"),
        ("320500", "place-suzhou-jiangsu", "苏州市"),
        ("341300", "place-suzhou-anhui", "宿州市"),
        ("321200", "place-taizhou-jiangsu", "泰州市"),
        ("331000", "place-taizhou-zhejiang", "台州市"),
        ("230700", "place-yichun-heilongjiang", "伊春市"),
        ("360900", "place-yichun-jiangxi", "宜春市"),
        ("350100", "place-fuzhou-fujian", "福州市"),
        ("361000", "place-fuzhou-jiangxi", "抚州市"),
        ("610800", "place-yulin-shaanxi", "榆林市"),
        ("450900", "place-yulin-guangxi", "玉林市"),
        ("370800", "place-jining", "济宁市"),
        ("210700", "place-jinzhou", "锦州市"),
        ("140400", "place-changzhi", "长治市"),
        ("520600", "place-tongren", "铜仁市"),
        ("410900", "place-puyang", "濮阳市"),
        ("140000", "place-shanxi", "山西省"),
        ("610000", "place-shaanxi", "陕西省"),
        ("220000", "place-jilin", "吉林省"),
        ("220200", "place-jilin-city", "吉林市"),
        ("460000", "place-hainan", "海南省"),
        ("632500", "place-hainan-tibetan-autonomous-prefecture", "海南藏族自治州"),
        ("650100", "place-urumqi", "乌鲁木齐市"),
        ("610100", "place-xian", "西安市"),
    ],
)
def test_a_code_leads_to_the_right_one_of_confusable_places(code: str, name: str, chinese: str) -> None:
    assert by_code()[code] == name
    assert places()[name].labels["zh"] == [chinese]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("吉林", "place-jilin"),
        ("Jilin", "place-jilin"),
        ("海南", "place-hainan"),
        ("Hainan", "place-hainan"),
        ("贵阳", "place-guiyang"),
        ("Guiyang", "place-guiyang"),
        ("贵安", "place-guian"),
        ("苏州", "place-suzhou-jiangsu"),
        ("宿州", "place-suzhou-anhui"),
        ("台州", "place-taizhou-zhejiang"),
        ("西南地区", "region-southwest-china"),
        ("Southwest China", "region-southwest-china"),
    ],
)
def test_a_bare_name_belongs_to_one_place_only(text: str, owner: str) -> None:
    assert [name for name, place in places().items() if text in place.names] == [owner]


@pytest.mark.parametrize(
    "text",
    [
        *("桂阳", "桂阳县", "肃州", "集宁", "金州", "晋州", "同仁", "浦阳"),  # other places that sound alike
        *("阿坝", "甘孜", "红河", "怒江", "阿里", "兴安", "大兴安岭"),  # a county, a river or a company as well
        *("京", "沪", "黔", "全国", "nationwide", "西南", "东北", "乌兰浩特", "Yanji"),  # too short, no name, a seat
        *("Georgia, US", "臺州", "Northern China", "南沙"),
    ],
)
def test_a_name_that_is_a_trap_names_nothing(text: str) -> None:
    assert [name for name, place in places().items() if text in place.names] == []


@pytest.mark.parametrize(
    "name",
    [
        "place-george-town-cayman-islands",
        "place-georgetown-guyana",
        "place-hyderabad-india",
        "place-hyderabad-pakistan",
        "place-kingston-jamaica",
        "place-kingston-norfolk-island",
        "place-kingstown-st-vincent-and-grenadines",
        "place-san-jose-costa-rica",
        "place-santiago-chile",
        "place-singapore-singapore",
        "place-tripoli-libya",
        "place-victoria-seychelles",
    ],
)
def test_a_world_city_with_a_shared_name_carries_its_country(name: str) -> None:
    (parent,) = places()[name].values["administrativelyWithin"]
    assert places()[name].kind == "City"
    assert name.endswith(parent.removeprefix("place"))


def test_china_is_announced_by_nationwide_and_nothing_else_is() -> None:
    announced = {(local(subject), str(word)) for subject, word in graph().subject_objects(DEKG.announcingWord)}
    assert announced == {("place-china", "nationwide"), ("place-china", "全国")}


# --- where places lie


def test_points_of_china_are_longitude_first_and_in_its_box() -> None:
    found = {name: point(name) for name in by_code().values()}
    assert sum(wkt is not None for wkt in found.values()) == 333 + 6
    for name, wkt in found.items():
        if wkt is not None:
            longitude, latitude = map(float, wkt.removeprefix("POINT(").removesuffix(")").split())
            assert 73 <= longitude <= 135, name
            # the box of mainland and Hainan, but for Sansha, whose seat is on an island in the south
            assert (16 if name == "place-sansha" else 18) <= latitude <= 54, name


def test_points_of_the_world_are_on_the_globe_and_one_to_a_city() -> None:
    points = [point(name) for name in of_kind("City")]
    assert len(points) == len(set(points)) == 374
    for wkt in points:
        assert wkt is not None
        longitude, latitude = map(float, wkt.removeprefix("POINT(").removesuffix(")").split())
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90


def test_guizhou_and_guiyang_and_their_levels() -> None:
    assert list(above("place-guiyang")) == ["place-guizhou", "place-china"]
    assert places()["place-guiyang"].values["divisionLevel"] == ["level-prefecture"]
    assert places()["place-guizhou"].values["divisionLevel"] == ["level-province"]


def test_every_division_but_a_country_leads_to_one_country() -> None:
    for name, place in places().items():
        if place.kind not in {"Country", "JointArea", "MacroRegion"}:
            assert [places()[upper].kind for upper in above(name)].count("Country") == 1, name


def test_guian_lies_in_guizhou_and_in_no_city_though_it_reaches_into_two() -> None:
    assert list(above("place-guian")) == ["place-guizhou", "place-china"]
    assert sorted(places()["place-guian"].values["overlapsArea"]) == ["place-anshun", "place-guiyang"]


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("place-pudong-new-area", "place-shanghai"),
        ("place-binhai-new-area", "place-tianjin"),
        ("place-liangjiang-new-area", "place-chongqing"),
        ("place-zhoushan-archipelago-new-area", "place-zhejiang"),
        ("place-lanzhou-new-area", "place-gansu"),
        ("place-nansha-new-area", "place-guangdong"),
        ("place-xixian-new-area", "place-shaanxi"),
        ("place-guian", "place-guizhou"),
        ("place-qingdao-west-coast-new-area", "place-shandong"),
        ("place-jinpu-new-area", "place-liaoning"),
        ("place-tianfu-new-area", "place-sichuan"),
        ("place-xiangjiang-new-area", "place-hunan"),
        ("place-jiangbei-new-area", "place-jiangsu"),
        ("place-fuzhou-new-area", "place-fujian"),
        ("place-dianzhong-new-area", "place-yunnan"),
        ("place-harbin-new-area", "place-heilongjiang"),
        ("place-changchun-new-area", "place-jilin"),
        ("place-ganjiang-new-area", "place-jiangxi"),
        ("place-xiongan-new-area", "place-hebei"),
    ],
)
def test_a_new_area_lies_in_its_province_and_in_no_city_it_only_overlaps(name: str, province: str) -> None:
    assert province in list(above(name))
    assert not set(above(name)) & set(places()[name].values["overlapsArea"])


def test_the_joint_area_has_two_members_and_no_place_in_the_chain() -> None:
    joint = places()["area-guiyang-guian"]
    assert sorted(joint.values["hasMember"]) == ["place-guian", "place-guiyang"]
    assert not joint.values["administrativelyWithin"]
    assert not any("area-guiyang-guian" in list(above(name)) for name in places())


def test_no_region_is_in_the_administrative_chain() -> None:
    for name, place in places().items():
        assert not [upper for upper in above(name) if places()[upper].kind == "MacroRegion"], name
        assert place.kind != "MacroRegion" or not place.values["administrativelyWithin"], name


def test_every_province_is_in_one_of_the_seven_regions_and_each_says_whose_division_it_is() -> None:
    provincial = of_kind("Province", "MunicipalityDirectlyUnder", "SpecialAdministrativeRegion")
    listed = {f"place-{name.lower()}": region for region, names in SEVEN_REGIONS.items() for name in names.split()}
    assert listed.keys() == provincial.keys()
    for name, region in listed.items():
        assert [upper for upper in provincial[name].values["inMacroRegion"] if upper in SEVEN_REGIONS] == [region]
    assert all(places()[region].values["scopeNote"] for region in SEVEN_REGIONS)


@pytest.mark.parametrize(
    ("region", "members"),
    [
        ("region-beijing-tianjin-hebei", 3),
        ("region-yangtze-river-delta", 4),
        ("region-pearl-river-delta", 9),
        ("region-guangdong-hong-kong-macao-greater-bay-area", 11),
        ("region-yangtze-river-economic-belt", 11),
        ("region-eastern-region-of-china", 10),
        ("region-central-region-of-china", 6),
        ("region-western-china", 12),
        ("region-chengdu-chongqing-economic-circle", 0),
    ],
)
def test_a_region_has_its_members(region: str, members: int) -> None:
    assert places()[region].kind == "MacroRegion"
    assert sum(region in place.values["inMacroRegion"] for place in places().values()) == members


def test_the_four_economic_regions_part_the_mainland() -> None:
    four = {
        "region-eastern-region-of-china",
        "region-central-region-of-china",
        "region-western-china",
        "region-northeast-china",
    }
    parted = {
        name: four & set(place.values["inMacroRegion"])
        for name, place in of_kind("Province", "MunicipalityDirectlyUnder").items()
    }
    assert [name for name, regions in parted.items() if len(regions) != 1] == ["place-taiwan"]
