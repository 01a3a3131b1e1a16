"""Corrections of curated claims: read beside the claims file, checked against it, written as provenance."""

from pathlib import Path

import pytest

from kg import assets, sources, vocabulary
from kg.errors import ModelError, SourceError
from kg.graph import Version, version
from kg.sources.claims import errata
from kg.terms import DEKG, DEKGR, RDF, RDFS, SKOS, XSD, local_name
from kg.validate import validate_version

CLAIMS = """
[document]
url = "https://example.org/news/1"
language = "en"

[[claims]]
kind = "StatisticalObservation"
[claims.measure]
variable = "variable-gdp"
area = "place-guiyang"
period = "2023"
comparator = "exactly"
figure = "515"
multiplier = 9
unit = "unit:CCY_CNY"
"""
ERRATUM = """
[[errata]]
document = "https://example.org/news/1"
was = "WAS"
said = { en = "Guiyang, GDP, 2023: 551 billion CNY", zh = "贵阳市，地区生产总值，2023年：5510亿元" }
now = "NOW"
by = "org-dekg-contributors"
on = 2026-11-30
why = { en = "Two digits had been swapped.", zh = "两位数字录反。" }
"""
PROV = "http://www.w3.org/ns/prov#"


def build(folder: Path, claims: str, corrections: str = "") -> Version:
    (folder / "news.toml").write_text(claims, encoding="utf-8")
    (folder / "errata.toml").write_text(corrections, encoding="utf-8")
    return version(*sources.read(folder / "news.toml"), vocabulary.shipped())


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> str:
    return local_name(build(tmp_path_factory.mktemp("now"), CLAIMS).claims[0])


@pytest.fixture(scope="module")
def was(tmp_path_factory: pytest.TempPathFactory) -> str:
    return local_name(build(tmp_path_factory.mktemp("was"), CLAIMS.replace("515", "551")).claims[0])


def test_a_correction_names_the_old_claim_who_when_and_why(tmp_path: Path, was: str, now: str) -> None:
    made = build(tmp_path, CLAIMS, ERRATUM.replace("WAS", was).replace("NOW", now))
    said = {(quad.subject.value, quad.predicate.value): quad.object for quad in made.quads}  # type: ignore[union-attr]
    of = {key: str(value) for key, value in said.items()}
    assert of[DEKGR + now, PROV + "wasRevisionOf"] == f"<{DEKGR}{was}>"
    act = said[DEKGR + now, PROV + "wasGeneratedBy"].value  # type: ignore[union-attr]
    assert local_name(act).startswith("erratum-")
    assert of[act, RDF + "type"] == f"<{DEKG}ExtractionActivity>"
    assert of[act, PROV + "used"] == f"<{DEKGR}{was}>"
    assert of[act, PROV + "wasAssociatedWith"] == f"<{DEKGR}org-dekg-contributors>"
    assert of[act, PROV + "endedAtTime"] == f'"2026-11-30T00:00:00Z"^^<{XSD}dateTime>'
    texts = {str(q.object) for q in made.quads if str(q.subject) == f"<{act}>" and q.predicate.value.startswith(SKOS)}
    assert texts == {'"Two digits had been swapped."@en', '"两位数字录反。"@zh'}
    assert (act, RDFS + "label") in said


def test_nothing_more_is_said_of_the_old_claim(tmp_path: Path, was: str, now: str) -> None:
    made = build(tmp_path, CLAIMS, ERRATUM.replace("WAS", was).replace("NOW", now))
    assert [quad for quad in made.quads if str(quad.subject) == f"<{DEKGR}{was}>"] == []
    assert validate_version(made, vocabulary.shipped()).findings == ()


def test_a_correction_makes_another_version_of_the_same_claims(tmp_path: Path, was: str, now: str) -> None:
    plain = build(tmp_path, CLAIMS)
    made = build(tmp_path, CLAIMS, ERRATUM.replace("WAS", was).replace("NOW", now))
    assert made.claims == plain.claims
    assert made.graph != plain.graph


def test_a_claim_may_be_withdrawn_without_another_in_its_place(tmp_path: Path, was: str) -> None:
    made = build(tmp_path, CLAIMS, ERRATUM.replace("WAS", was).replace('now = "NOW"\n', ""))
    predicates = [quad.predicate.value for quad in made.quads]
    assert PROV + "used" in predicates
    assert PROV + "wasRevisionOf" not in predicates


def test_corrections_of_other_documents_are_left_alone(tmp_path: Path, was: str, now: str) -> None:
    elsewhere = ERRATUM.replace("WAS", was).replace("NOW", now).replace("news/1", "news/2")
    assert build(tmp_path, CLAIMS, elsewhere) == build(tmp_path, CLAIMS)


def test_a_corrected_claim_that_still_stands_is_refused(tmp_path: Path, now: str) -> None:
    with pytest.raises(ModelError, match="is corrected in the errata but still stands"):
        build(tmp_path, CLAIMS, ERRATUM.replace("WAS", now).replace("NOW", "claim-0123456789abcdef"))


def test_a_claim_that_is_not_there_cannot_replace_another(tmp_path: Path, was: str) -> None:
    with pytest.raises(ModelError, match="is no claim of this document"):
        build(tmp_path, CLAIMS, ERRATUM.replace("WAS", was).replace("NOW", "claim-0123456789abcdef"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('was = "WAS"', 'was = "gdp"', "'was' must be the name of a claim"),
        ("on = 2026-11-30", 'on = "yesterday"', "on must be a date"),
        ("why = {", "because = {", "unknown key 'because'"),
        (', zh = "两位数字录反。"', "", "'zh' is missing"),
        ('now = "NOW"', 'now = "claim-00000000000000aa"', "changes nothing"),
    ],
)
def test_a_malformed_correction_is_refused_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "errata.toml"
    text = ERRATUM.replace(old, new).replace("WAS", "claim-00000000000000aa").replace("NOW", "claim-00000000000000bb")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=rf"errata\.toml: erratum 1: .*{message}"):
        errata(path)


def test_the_file_of_corrections_is_no_claims_file(tmp_path: Path) -> None:
    build(tmp_path, CLAIMS)
    assert [path.name for path in sources.files([tmp_path])] == ["news.toml"]
    assert "errata.toml" not in {path.name for path in assets.corpus_files()}


def test_the_shipped_file_of_corrections_can_be_read() -> None:
    (folder,) = {path.parent for path in assets.corpus_files()}
    assert errata(folder / "errata.toml") == {}
