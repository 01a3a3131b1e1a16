"""Counties and further cities of the reference data: what the generator writes, and safe names."""

import csv
from pathlib import Path

import pytest
from generators import check

from kg.terms import DEKGR
from kg.vocabulary import shipped

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "ontology" / "reference"
TOOLS = ROOT / "tools"
CROSSWALK = ROOT.parent / "shared" / "data" / "places"
GENERATED = ("places-cities.ttl", "places-counties.ttl")
WORDS = shipped()


def table(name: str) -> list[dict[str, str]]:
    with (TOOLS / "places" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.skipif(not CROSSWALK.is_dir(), reason="../shared/data is not at hand")
def test_the_committed_files_are_what_the_generator_writes() -> None:
    check("make_counties", CROSSWALK, GENERATED)


def test_every_county_has_a_code_below_its_parent_and_a_name_in_each_language() -> None:
    rows = table("counties.csv")
    assert len(rows) == 1070
    assert len({row["adcode"] for row in rows}) == len(rows)
    for row in rows:
        prefix = row["parent_adcode"].rstrip("0")
        assert row["adcode"].isdigit(), row
        assert len(row["adcode"]) == 6, row
        assert row["adcode"].startswith(prefix), row
        assert row["name_en"].isascii(), row
        assert row["name_zh"][-1] in "市区县旗", row
    coded = {WORDS.value(iri, "dekg:divisionCode") for iri in WORDS.members("dekg:County")}
    assert {row["adcode"] for row in rows} <= coded


def test_every_division_and_region_leads_to_a_country() -> None:
    lost = []
    for iri in WORDS.members("dekg:AdministrativeDivision"):
        seen, place = set(), iri
        while (above := WORDS.value(place, "dekg:administrativelyWithin")) and above not in seen:
            seen.add(above)
            place = above
        if not WORDS.is_a(place, "dekg:Country"):
            lost.append(iri)
    assert lost == []


def test_a_short_name_that_is_a_common_word_is_no_name_of_a_place() -> None:
    short = {alias for row in table("counties.csv") for alias in row["aliases"].split("|")}
    assert not short & {"东方", "安宁", "和平", "开平", "合作", "灯塔", "新城", "城关", "弥勒", "天长", "城南", "海防"}
    for word in ("新区", "城区", "郊区", "北方", "江南", "中原"):
        assert not any(iri.startswith(DEKGR + "place") for iri in WORDS.find(word)), word
