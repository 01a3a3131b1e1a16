"""Drafts for Wikidata hold only what is mapped and plain, and nothing is ever sent."""

import csv
import io
import re
import sys

import pyoxigraph as ox
import pytest

import kg
from kg.export import Material, wikidata
from kg.export.mappings import wikidata_item, wikidata_property
from kg.terms import DEKG, DEKGR, SKOS

WD, WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
GROWTH = "variable-electronic-information-manufacturing-value-added-growth"
MAPPINGS = [
    ("place-guizhou", SKOS + "exactMatch", WD + "Q47097"),
    ("place-guiyang", SKOS + "closeMatch", WD + "Q192271"),
    (GROWTH, SKOS + "exactMatch", WD + "P99999"),
    ("variable-cloud-services-revenue-growth", SKOS + "exactMatch", WD + "P99997"),
    ("variable-software-services-revenue", SKOS + "exactMatch", WD + "P99998"),
]
"""Rows of our own; the properties do not exist."""

LINE = re.compile(
    r"Q\d+\tP\d+\t(-?[\d.]+\[-?[\d.]+,-?[\d.]+\](U\d+)?|Q\d+)"
    r"(\tP\d+\t\+\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11))*"
    r'(\tS854\t"[^"\t]+")?(\tS577\t\+\d{4}-\d\d-\d\dT00:00:00Z/11)?'
)


def mapped(material: Material, more: list[tuple[str, str, str]]) -> Material:
    links = [
        ox.Quad(ox.NamedNode(iri if "://" in iri else DEKGR + iri), ox.NamedNode(p), ox.NamedNode(o))
        for iri, p, o in more
    ]
    return Material([*material.quads, *links], material.vocabulary, compared=lambda: material.conflicts)


@pytest.fixture(scope="module")
def bare(material: Material) -> Material:
    """The graph without any mapping to Wikidata, whatever ships."""
    return Material(
        [quad for quad in material.quads if "wikidata.org" not in str(quad.object)],
        kg.vocabulary.Vocabulary(quad for quad in material.quads if "wikidata.org" not in str(quad.object)),
        compared=lambda: material.conflicts,
    )


def test_nothing_is_drafted_without_mappings(bare: Material) -> None:
    assert wikidata.quickstatements(bare) == b""
    assert wikidata.mismatches(bare).decode() == ",".join(wikidata.MISMATCH_COLUMNS) + "\r\n"


def test_a_plain_figure_becomes_a_line_with_unit_time_and_reference(bare: Material) -> None:
    more = [*MAPPINGS, ("http://qudt.org/vocab/unit/PERCENT", SKOS + "exactMatch", WD + "Q11229")]
    lines = wikidata.quickstatements(mapped(bare, more)).decode().splitlines()
    assert lines
    assert all(LINE.fullmatch(line) for line in lines)
    wanted = "Q192271\tP99997\t30.4[30.35,30.45]U11229\tP585\t+2023-00-00T00:00:00Z/9\tS854\t"
    (line,) = [line for line in lines if line.startswith(wanted)]
    assert line.endswith("\tS577\t+2024-03-13T00:00:00Z/11")


def test_a_contested_figure_is_for_mismatches_not_for_a_draft(bare: Material) -> None:
    more = [*MAPPINGS, ("http://qudt.org/vocab/unit/PERCENT", SKOS + "exactMatch", WD + "Q11229")]
    contested = mapped(bare, more)
    assert b"\t45.9[" not in wikidata.quickstatements(contested)
    assert b"45.9 %" in wikidata.mismatches(contested)


def test_a_bound_is_never_drafted_as_a_value(bare: Material) -> None:
    """Software services revenue of Guiyang is only said to exceed 80 billion."""
    more = [*MAPPINGS, ("http://qudt.org/vocab/unit/CCY_CNY", SKOS + "exactMatch", WD + "Q39099")]
    assert "P99998" not in wikidata.quickstatements(mapped(bare, more)).decode()


def test_a_figure_without_mapped_unit_is_not_drafted(bare: Material) -> None:
    assert b"P99999" not in wikidata.quickstatements(mapped(bare, MAPPINGS))


def test_a_relation_is_drafted_by_the_property_its_predicate_expresses(bare: Material) -> None:
    more = [*MAPPINGS, (DEKG + "capitalOf", DEKG + "closeTerm", WDT + "P1376")]
    lines = wikidata.quickstatements(mapped(bare, more)).decode().splitlines()
    assert [line for line in lines if line.startswith("Q192271\tP1376\tQ47097\tS854\t")]


def test_a_thing_with_two_items_has_none(bare: Material) -> None:
    twice = mapped(bare, [*MAPPINGS, ("place-guizhou", SKOS + "exactMatch", WD + "Q1")]).statements
    assert wikidata_item(DEKGR + "place-guizhou", twice) == ""
    assert wikidata_item(DEKGR + "place-guiyang", twice) == "Q192271"
    assert wikidata_property(DEKGR + "place-guiyang", twice) == ""


def test_mismatches_have_the_columns_of_the_tool_and_both_sides_of_a_conflict(bare: Material) -> None:
    text = wikidata.mismatches(mapped(bare, MAPPINGS)).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == wikidata.MISMATCH_COLUMNS
    assert {row["external_value"] for row in rows} >= {"45.9 %", "more than 60 %"}
    for row in rows:
        assert re.fullmatch(r"Q\d+", row["item_id"])
        assert re.fullmatch(r"P\d+", row["property_id"])
        assert (row["statement_guid"], row["wikidata_value"], row["type"]) == ("", "", "statement")
        assert max(map(len, row.values())) <= 1500


def test_the_module_knows_no_network() -> None:
    known = set(vars(sys.modules["kg.export.wikidata"]))
    assert not known & {"urllib", "http", "socket", "transport"}
