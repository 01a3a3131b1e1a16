"""The ontology as plain Python: names, kinds, ambiguity."""

import csv
import re
from pathlib import Path

import pytest

from kg import phrases, vocabulary
from kg.errors import AssetError
from kg.extract.text.lexicon import compiled
from kg.terms import DEKG, DEKGR

WORDS = vocabulary.shipped()


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Guiyang", "place-guiyang"),
        ("贵阳", "place-guiyang"),
        ("贵阳市", "place-guiyang"),
        ("GUIYANG", "place-guiyang"),
        ("place-guiyang", "place-guiyang"),
        ("dekgr:place-guiyang", "place-guiyang"),
        (DEKGR + "place-guiyang", "place-guiyang"),
        ("Jilin City", "place-jilin-city"),
        ("吉林", "place-jilin"),
        ("贵安新区", "place-guian"),
        ("Huawei", "org-huawei"),
        ("Huawei Cloud", "platform-huawei-cloud"),
        ("华为云生态", "ecosystem-huawei-cloud"),
    ],
)
def test_a_name_finds_its_thing(name: str, local: str) -> None:
    assert WORDS.find(name) == [DEKGR + local]


@pytest.mark.parametrize(
    ("name", "locals_"),
    [
        ("Suzhou", {"place-suzhou-jiangsu", "place-suzhou-anhui"}),
        ("Taizhou", {"place-taizhou-jiangsu", "place-taizhou-zhejiang"}),
        ("Fuzhou", {"place-fuzhou-fujian", "place-fuzhou-jiangxi"}),
    ],
)
def test_a_name_of_two_things_is_an_ambiguity_not_a_guess(name: str, locals_: set[str]) -> None:
    assert {iri.removeprefix(DEKGR) for iri in WORDS.find(name)} == locals_


@pytest.mark.parametrize("name", ["", "Atlantis", "桂阳", "dekgr:place-atlantis", "http://example.org/"])
def test_an_unknown_name_finds_nothing(name: str) -> None:
    assert WORDS.find(name) == []


def test_candidates_are_of_the_kind_asked_for() -> None:
    assert WORDS.candidates("Guiyang", ["dekg:Place"]) == [DEKGR + "place-guiyang"]
    assert WORDS.candidates("Guiyang", ["dekg:Organization"]) == []


def test_kinds_go_up_the_class_tree() -> None:
    assert WORDS.is_a(DEKGR + "place-guiyang", "dekg:AdministrativeDivision")
    assert not WORDS.is_a(DEKGR + "place-guian", "dekg:AdministrativeDivision")
    assert DEKGR + "place-guiyang" in WORDS.members("dekg:Place")
    assert len(WORDS.members("dekg:PrefectureLevelDivision")) == 333


def test_labels_fall_back_to_english_then_to_the_local_name() -> None:
    assert WORDS.label(DEKG + "greaterThan", "zh") == "超过"
    assert WORDS.label(DEKGR + "place-thane", "zh") == "Thane"
    assert WORDS.label(DEKGR + "no-such-thing", "zh") == "no-such-thing"


def test_an_unknown_thing_is_asked_without_being_made() -> None:
    before = DEKGR + "never" in WORDS
    assert WORDS.values(DEKGR + "never", "skos:broader") == []
    assert WORDS.value(DEKGR + "never", "skos:broader") is None
    assert WORDS.words(DEKGR + "never", "skos:altLabel", "en") == []
    assert (DEKGR + "never" in WORDS) is before is False


def test_a_new_term_is_a_change_to_turtle_only(tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(
        "@prefix dekg: <https://w3id.org/dekg/ontology#> . @prefix dekgr: <https://w3id.org/dekg/id/> . "
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
        'dekgr:industry-kelp a dekg:Industry ; skos:prefLabel "kelp farming"@en , "海带养殖"@zh .',
        "utf-8",
    )
    assert vocabulary.load([path]).find("海带养殖") == [DEKGR + "industry-kelp"]


@pytest.mark.parametrize("data", [b"<a> <b>", b"\xff\xfe", b"@prefix x"])
def test_a_broken_file_is_named(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_bytes(data)
    with pytest.raises(AssetError, match=r"broken\.ttl"):
        vocabulary.load([path])
    with pytest.raises(AssetError, match=r"missing\.ttl"):
        vocabulary.load([tmp_path / "missing.ttl"])


def test_words_of_a_pattern_come_from_the_vocabulary_it_is_made_with(tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(
        "@prefix dekg: <https://w3id.org/dekg/ontology#> . @prefix dekgr: <https://w3id.org/dekg/id/> . "
        'dekgr:words-be dekg:announcingWord "be"@en , "乃"@zh .',
        "utf-8",
    )
    words = phrases.of(vocabulary.load([path]))
    assert words.pattern(r"\b{be}\b").search("to BE or") is not None
    assert words.pattern(r"\b{be}\b", case=True).search("to BE or") is None
    assert words.words("be", "zh") == ("乃",)
    assert words.set("be") == {"be", "乃"}
    with pytest.raises(AssetError, match="words-have"):
        words.pattern(r"{have}")


@pytest.mark.parametrize(
    ("language", "word", "power"),
    [("en", "hundred million", 8), ("en", "lakh crore", 12), ("zh", "千亿", 11), ("zh", "万亿", 12), ("zh", "百万", 6)],
)
def test_scale_words_are_joined_to_larger_ones(language: str, word: str, power: int) -> None:
    assert phrases.of().scales(language)[word] == power
    assert "m" not in phrases.of().scales("en")
    assert phrases.of().scales("en", attached=True)["m"] == 6


def test_every_group_of_words_is_used_by_a_pattern_and_has_words() -> None:
    root = Path(phrases.__file__).parent
    code = "".join(path.read_text("utf-8") for path in sorted(root.rglob("*.py")))
    groups = [iri.partition("words-")[2] for iri in WORDS.concepts(DEKGR + "scheme-words")]
    assert len(groups) > 60
    used = set(re.findall(r"[\"'{]([a-z][a-z-]*)[\"'}]", code))
    unused = [name for name in groups if name not in used]
    assert unused == []
    assert all(phrases.of().words(name) for name in groups)


def test_a_name_means_one_thing_of_its_kind_unless_it_is_listed_as_homonym() -> None:
    with (Path(__file__).parent / "reference" / "homonyms.csv").open(encoding="utf-8") as lines:
        listed = {(row["layer"], row["surface"]): set(row["individuals"].split()) for row in csv.DictReader(lines)}
    found = {
        (layer, surface): {iri.rpartition("/")[2].rpartition("#")[2] for iri in iris}
        for layer, surface, iris in compiled(WORDS).homonyms()
    }
    assert len(listed) > 50
    assert {key: found[key] for key in found.keys() - listed.keys()} == {}, "decide whose name it is, or list it"
    assert found == listed


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("dekg:Industry", 170),
        ("dekg:MeasuredProperty", 110),
        ("dekg:Place", 2300),
        ("dekg:County", 1000),
        ("dekg:City", 650),
    ],
)
def test_the_vocabulary_is_wide(kind: str, least: int) -> None:
    assert len(WORDS.members(kind)) >= least


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Kunshan", "place-kunshan"),
        ("海淀区", "place-haidian-district"),
        ("Tianhe", "place-tianhe-district"),
        ("义乌", "place-yiwu"),
        ("云岩区", "place-yunyan"),
        ("Austin", "place-austin"),
        ("岘港", "place-da-nang"),
        ("Maharashtra", "place-maharashtra"),
        ("北方", ""),
        ("卫星互联网", "industry-satellite-internet"),
        ("drones", "industry-drones"),
        ("具身智能", "industry-embodied-intelligence"),
        ("票房", "property-box-office"),
        ("patents", "property-number-of-patents"),
    ],
)
def test_newsroom_names_lead_to_their_terms(name: str, local: str) -> None:
    found = {term.iri for term in compiled(WORDS).terms(name)}
    assert (DEKGR + local in found) if local else not found
