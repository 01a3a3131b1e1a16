"""Views for web developers and search engines say nothing that the graph does not say, and say it whole."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld as pyld

import kg
from kg.export import Material, Selection, frame, schemaorg
from kg.terms import DEKG, SCHEMA, XSD

TERMS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "export" / "schemaorg.toml").read_text("utf-8"))
FIGURE = "claim-19ecb743c5db5e60"
"""A growth rate of 2022 that another source contradicts."""


def triples(document: Any) -> set[ox.Triple]:
    lines = pyld.to_rdf(document, {"format": "application/n-quads"})
    return {quad.triple for quad in ox.parse(lines.encode(), format=ox.RdfFormat.N_QUADS)}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@value" not in value:
            yield value
        for inside in value.values():
            yield from nodes(inside)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


# -- one document for each claim --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def documents(material: Material) -> dict[str, Any]:
    return {name: json.loads(data) for name, data in frame.claims(material).items()}


def test_every_claim_has_one_document(documents: dict[str, Any], material: Material) -> None:
    claims = material.statements.members("dekg:Claim")
    assert len(documents) == len(claims) > 200
    assert {f"{iri.rpartition('/')[2]}.jsonld" for iri in claims} == set(documents)


def test_each_document_expands_to_a_part_of_the_graph(documents: dict[str, Any], material: Material) -> None:
    graph = {quad.triple for quad in material.quads}
    for name, document in documents.items():
        said = triples(document)
        assert len(said) > 20, name
        assert said <= graph, f"{name}: {sorted(map(str, said - graph))[:3]}"


def test_a_document_needs_no_second_one(documents: dict[str, Any], material: Material) -> None:
    """Whatever a claim names is named in English and Chinese within its own document."""
    for name, document in documents.items():
        labelled = {node["id"] for node in nodes(document) if "label" in node or "prefLabel" in node}
        for term in ("variable", "refArea", "refPeriod", "unit", "comparator", "source", "about"):
            for value in document[term] if isinstance(document.get(term), list) else [document.get(term)]:
                if value is not None:
                    assert value["id"] in labelled, f"{name}: {term}"
                    words = value.get("prefLabel") or value["label"]
                    assert set(words) == {"en", "zh"}, f"{name}: {term}"
        assert document["source"]["url"].startswith("http")


def test_a_document_shows_bound_unit_source_and_rivals(documents: dict[str, Any]) -> None:
    document = documents[f"{FIGURE}.jsonld"]
    assert document["label"]["en"].endswith("45.9%")
    assert (document["lowerValue"], document["lowerInclusive"], document["upperInclusive"]) == ("45.85", True, False)
    assert document["unit"]["id"] == "units:PERCENT"
    (rival,) = document["onDataPoint"]["rivals"]
    assert (rival["relation"], rival["lowerValue"]) == ("conflicts", "60")
    assert "upperValue" not in rival
    assert rival["source"]["url"] != document["source"]["url"]


def test_a_document_says_that_it_is_a_view(documents: dict[str, Any]) -> None:
    for document in documents.values():
        assert set(document["view"]) == {"en", "zh"}
        assert document["@context"]["view"] is None


def test_positions_of_the_passages_are_there(documents: dict[str, Any], material: Material) -> None:
    found = material.statements
    cited = [iri for iri in found.members("dekg:Claim") if found.positions(iri)]
    assert len(cited) > 30
    for iri in cited:
        stated = documents[f"{iri.rpartition('/')[2]}.jsonld"]["statedIn"]
        passages = stated if isinstance(stated, list) else [stated]
        shown = sorted((item["hasSelector"]["start"], item["hasSelector"]["end"]) for item in passages)
        assert shown == found.positions(iri)


def test_an_aim_shows_what_became_of_it(material: Material) -> None:
    aim = next(
        item
        for item in material.conflicts.outcomes
        if item.observed is not None and item.aim.point == item.observed.point
    )
    document = frame.Frames(material).document(aim.aim.claim)
    assert {rival["relation"] for rival in document["aimsAtDataPoint"]["rivals"]} == {"outcome"}


def test_rivals_outside_a_selection_are_still_shown(material: Material) -> None:
    source = material.statements.source(f"https://w3id.org/dekg/id/{FIGURE}")
    quads = Selection(document=source).of(material.quads, material.vocabulary)
    part = Material(quads, material.vocabulary, whole=material.quads, compared=lambda: material.conflicts)
    document = frame.Frames(part).document(f"https://w3id.org/dekg/id/{FIGURE}")
    assert document["onDataPoint"]["rivals"][0]["source"]["id"] != source


# -- schema.org -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph_nodes(material: Material) -> list[dict[str, Any]]:
    document = json.loads(schemaorg.write(material))
    assert document["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = document["@graph"]
    return found


def test_schemaorg_uses_types_and_properties_of_schemaorg(graph_nodes: list[dict[str, Any]]) -> None:
    checked = 0
    for node in nodes(graph_nodes):
        kinds = node.get("@type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        assert set(kinds) <= TERMS.keys()
        allowed = {"@id", "@type", *TERMS["Thing"], *(name for kind in kinds for name in TERMS[kind])}
        assert set(node) <= allowed, node
        checked += 1
    assert checked > 500


def test_schemaorg_expands_to_full_iris(graph_nodes: list[dict[str, Any]]) -> None:
    context = {"@vocab": SCHEMA}
    for term in ("url", "license", "contentUrl"):
        context |= {term: {"@id": SCHEMA + term, "@type": "@id"}}  # type: ignore[dict-item]
    said = triples({"@context": context, "@graph": graph_nodes})
    assert len(said) > 2000
    assert all(t.predicate.value.startswith((SCHEMA, "http://www.w3.org/1999/02/22-rdf-syntax-ns#")) for t in said)


def test_a_bound_is_never_a_value(graph_nodes: list[dict[str, Any]], material: Material) -> None:
    found, seen = material.statements, 0
    for node in graph_nodes:
        if "Observation" in node["@type"]:
            plain = found.first(node["@id"], DEKG + "comparator") == DEKG + "exactly"
            assert ("value" in node) == plain
            assert ("minValue" in node) == bool(found.all(node["@id"], DEKG + "lowerValue"))
            assert ("maxValue" in node) == bool(found.all(node["@id"], DEKG + "upperValue"))
            seen += 1
    assert seen == len(found.members("dekg:StatisticalObservation"))


@pytest.mark.parametrize(
    ("start", "end", "date", "length"),
    [
        ("2023-01-01", "2023-12-31", "2023", "P1Y"),
        ("2014-01-01", "2018-12-31", "2014", "P5Y"),
        ("2018-01-01", "2018-08-31", "2018-01", "P8M"),
        ("2023-01-01", "2023-03-31", "2023-01", "P3M"),
        ("2023-05-01", "2023-05-31", "2023-05", "P1M"),
        ("2022-04-01", "2023-03-31", "2022-04", "P12M"),
    ],
)
def test_a_period_is_a_date_and_a_length(start: str, end: str, date: str, length: str) -> None:
    period, kind = ox.NamedNode("https://example.org/p"), ox.NamedNode(XSD + "date")
    quads = [
        ox.Quad(period, ox.NamedNode(DEKG + "startDate"), ox.Literal(start, datatype=kind)),
        ox.Quad(period, ox.NamedNode(DEKG + "endDate"), ox.Literal(end, datatype=kind)),
    ]
    told = schemaorg.when(period.value, Material(quads, kg.vocabulary.shipped()).statements)
    assert told == {"observationDate": date, "observationPeriod": length}


def test_the_dataset_has_what_search_engines_ask_for(graph_nodes: list[dict[str, Any]]) -> None:
    data = graph_nodes[0]
    assert data["@type"] == "Dataset"
    for term in ("name", "description"):
        assert {text["@language"] for text in data[term]} == {"en", "zh"}
    assert all(50 <= len(text["@value"]) <= 5000 for text in data["description"])
    assert data["license"].startswith("https://creativecommons.org/")
    assert any("GeoNames" in line for line in data["creditText"])
    assert data["temporalCoverage"].count("/") == 1
    assert data["spatialCoverage"]
    assert data["variableMeasured"]
    assert all(item["contentUrl"].startswith("https://") for item in data["distribution"])
