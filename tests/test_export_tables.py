"""Tables, maps and nodes for other systems: valid for an independent reader, and equal to what the graph says."""

import csv
import io
import json
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import geojson as reference
import pyoxigraph as ox
import pytest
from csvw import CSVW

from kg import export
from kg.export import Material, csvw, datacommons, geojson
from kg.terms import DEKG, DEKGR, XSD

TYPES = {"decimal", "boolean", "date", "string", "anyURI"}


# -- CSV on the Web ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csvw")
    export.save(csvw.write(material), path)
    return path


def opened(folder: Path) -> CSVW:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its JSON-LD reader warns about rdflib's own deprecations
        return CSVW(str(folder / csvw.METADATA), validate=True, strict=False)


def test_an_independent_reader_finds_tables_keys_and_types_valid(folder: Path) -> None:
    read = opened(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert read.is_valid, read.warnings
    assert not [warning for warning in read.warnings if "null" not in str(warning.message)]
    assert {table.local_name for table in read.tablegroup.tables} == {f"{name}.csv" for name in csvw.TABLES}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("observations.csv", "/place-guizhou", "/place-nowhere"),
        ("observations.csv", ",45.85,", ",about 46,"),
        ("variables.csv", "variable-gdp", "variable-nothing"),
    ],
)
def test_an_independent_reader_refuses_a_broken_folder(
    file: str, old: str, new: str, folder: Path, tmp_path: Path
) -> None:
    for path in folder.iterdir():
        data = path.read_bytes()
        if path.name == file:
            assert old.encode() in data
            data = data.replace(old.encode(), new.encode())
        (tmp_path / path.name).write_bytes(data)
    read = opened(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            valid = read.is_valid
        except ValueError:
            valid = False
    assert not valid


def triples(folder: Path) -> Iterator[ox.Triple]:
    """Turn tables into triples as CSV2RDF does in minimal mode, from metadata and the typed cells of the reader."""
    metadata = json.loads((folder / csvw.METADATA).read_text("utf-8"))
    for table in metadata["tables"]:
        columns = {c["name"]: c for c in table["tableSchema"]["columns"] if not c.get("suppressOutput")}
        for row in csv.DictReader(io.StringIO((folder / table["url"]).read_text("utf-8"), newline="")):
            for name, column in columns.items():
                if text := row[name]:
                    value: ox.NamedNode | ox.Literal
                    if "valueUrl" in column:
                        value = ox.NamedNode(text)
                    elif "lang" in column:
                        value = ox.Literal(text, language=column["lang"])
                    elif column["datatype"] == "string":
                        value = ox.Literal(text)
                    else:
                        value = ox.Literal(text, datatype=ox.NamedNode(XSD + column["datatype"]))
                    yield ox.Triple(ox.NamedNode(row["id"]), ox.NamedNode(column["propertyUrl"]), value)


def test_tables_converted_to_triples_are_a_part_of_the_graph(folder: Path, material: Material) -> None:
    said, graph = set(triples(folder)), {quad.triple for quad in material.quads}
    assert len(said) > 3000
    assert said <= graph, sorted(map(str, said - graph))[:3]


def test_no_figure_is_missing_from_the_tables(folder: Path, material: Material) -> None:
    said, found = set(triples(folder)), material.statements
    for term in ("lowerValue", "upperValue", "statedValue", "unit", "refArea", "refPeriod", "variable", "comparator"):
        predicate = ox.NamedNode(DEKG + term)
        wanted = sum(len(found.all(claim, DEKG + term)) for claim in found.members("dekg:StatisticalObservation"))
        told = [t for t in said if t.predicate == predicate and str(t.subject).startswith(f"<{DEKGR}claim-")]
        assert len(told) == wanted > 0, term


def test_every_column_has_a_meaning_and_a_type() -> None:
    columns = [column for columns in csvw.TABLES.values() for column in columns]
    assert len(columns) > 50
    for column in columns:
        assert column.meaning
        assert column.datatype in TYPES


def test_values_of_the_independent_reader_are_those_of_the_graph(folder: Path, material: Material) -> None:
    table = next(table for table in opened(folder).tablegroup.tables if table.local_name == "observations.csv")
    seen = 0
    for row in table:
        claim = row["id"].unsplit()
        lower = material.statements.first(claim, DEKG + "lowerValue")
        assert row["lower"] == (Decimal(lower) if lower else None)
        seen += 1
    assert seen == len(material.statements.members("dekg:StatisticalObservation"))


# -- GeoJSON ----------------------------------------------------------------------------------------------------------


def test_geojson_is_valid_and_says_what_the_graph_says(material: Material) -> None:
    data = reference.loads(geojson.write(material).decode())
    assert isinstance(data, reference.FeatureCollection)
    assert data.is_valid, data.errors()
    figures = [figure for feature in data["features"] for figure in feature["properties"]["figures"]]
    found = material.statements
    observed = [c for c in found.members("dekg:StatisticalObservation") if found.all(c, DEKG + "refArea")]
    assert len(figures) == len(observed)
    for figure in figures:
        for side in ("lower", "upper"):
            text = found.first(figure["claim"], f"{DEKG}{side}Value")
            assert (Decimal(str(figure[side])) if figure[side] is not None else None) == (
                Decimal(text) if text else None
            )


def test_geojson_marks_what_sources_disagree_about(material: Material) -> None:
    features = json.loads(geojson.write(material))["features"]
    marked = {f["claim"] for item in features for f in item["properties"]["figures"] if f["conflicts_with"]}
    assert marked == {claim for item in material.conflicts.conflicts for claim in item.claims}


def test_a_place_with_a_position_is_a_point_with_longitude_first_and_others_are_unlocated(material: Material) -> None:
    features = {item["id"]: item for item in json.loads(geojson.write(material))["features"]}
    longitude, latitude = features[DEKGR + "place-guiyang"]["geometry"]["coordinates"]
    assert (106 < longitude < 107.5, 26 < latitude < 27.5) == (True, True)
    assert features[DEKGR + "place-guizhou"]["geometry"] is None


# -- Data Commons -----------------------------------------------------------------------------------------------------


def nodes(text: str) -> dict[str, dict[str, str]]:
    """Read MCF: blocks of `key: value` lines, each begun by a `Node:` line."""
    found: dict[str, dict[str, str]] = {}
    for block in text.split("\n\n"):
        rows = [line.partition(": ")[::2] for line in block.strip().split("\n")]
        assert rows[0][0] == "Node"
        assert rows[0][1] not in found, "each node once"
        found[rows[0][1]] = dict(rows)
    return found


@pytest.fixture(scope="module")
def commons(material: Material) -> dict[str, str]:
    return {name: data.decode() for name, data in datacommons.write(material).items()}


def test_data_commons_files_name_only_what_they_define(commons: dict[str, str]) -> None:
    defined = nodes(commons["nodes.mcf"])
    rows = list(csv.DictReader(io.StringIO(commons["observations.csv"], newline="")))
    assert len(rows) > 100
    for row in rows:
        for column in ("variable", "place", "unit", "method"):
            assert f"dcid:{row[column]}" in defined
    for told in defined.values():
        for key in ("variableMeasured", "observationAbout", "unit", "measurementMethod", "measuredProperty"):
            assert told.get(key, "dcs:").startswith("dcs:") or told[key] in defined
    columns = {
        line.rpartition("->")[2] for line in commons["observations.tmcf"].split("\n") if "C:observations->" in line
    }
    assert columns == set(datacommons.COLUMNS)


def test_data_commons_has_no_bound_as_a_value(commons: dict[str, str], material: Material) -> None:
    found = material.statements
    for row in csv.DictReader(io.StringIO(commons["observations.csv"], newline="")):
        assert found.first(row["claim"], DEKG + "comparator") == DEKG + "exactly"
        assert row["value"] == found.first(row["claim"], DEKG + "statedValue")
    ranges = [told["value"] for told in nodes(commons["nodes.mcf"]).values() if "value" in told]
    assert len(ranges) > 10
    assert any(text.split()[1] == "-" for text in ranges)


def test_data_commons_keeps_scope_and_rivals_apart(commons: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(commons["observations.csv"], newline="")))
    keys = [tuple(row[name] for name in ("variable", "place", "date", "period", "unit", "method")) for row in rows]
    assert len(keys) == len(set(keys))
    assert any("_scope-" in row["variable"] for row in rows)


def test_awkward_words_stay_one_line_in_mcf() -> None:
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    place, claim, period = (ox.NamedNode(f"{DEKGR}{name}") for name in ("place-x", "claim-x", "period-2023"))

    def link(subject: ox.NamedNode, term: str, target: str) -> ox.Quad:
        return ox.Quad(subject, ox.NamedNode(DEKG + term), ox.NamedNode(target))

    def day(term: str, text: str) -> ox.Quad:
        return ox.Quad(period, ox.NamedNode(DEKG + term), ox.Literal(text, datatype=ox.NamedNode(XSD + "date")))

    quads = [
        ox.Quad(claim, kind, ox.NamedNode(DEKG + "StatisticalObservation")),
        ox.Quad(place, label, ox.Literal('A "quoted"\nname \\ with\ttabs', language="en")),
        link(claim, "refArea", place.value),
        link(claim, "refPeriod", period.value),
        link(claim, "variable", DEKGR + "variable-gdp"),
        day("startDate", "2023-01-01"),
        day("endDate", "2023-12-31"),
    ]
    from kg import vocabulary

    text = datacommons.write(Material(quads, vocabulary.shipped()))["nodes.mcf"].decode()
    assert nodes(text)["dcid:dekg/place-x"]["name"] == r'"A \"quoted\" name \\ with tabs"'
