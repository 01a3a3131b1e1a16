"""The exported cube passes every integrity constraint of the Data Cube, and each constraint finds what breaks it."""

import re
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.export import Material, Selection, cube
from kg.terms import DEKG, PREFIXES

HERE = Path(__file__).parent / "cube"
CONSTRAINTS = sorted(HERE.glob("ic-*.rq"))
BROKEN = tomllib.loads((HERE / "broken.toml").read_text("utf-8"))
QB = "http://purl.org/linked-data/cube#"

_PREFIXES = "".join(
    f"PREFIX {name}: <{iri}>\n" for name, iri in {**PREFIXES, "qb": QB, "ex": "https://example.org/"}.items()
)
_HIERARCHY = f"SELECT DISTINCT ?p {{ ?list <{QB}parentChildProperty> ?p FILTER (isIRI(?p)) }}"
_INVERSE = f"SELECT DISTINCT ?p {{ ?list <{QB}parentChildProperty>/<http://www.w3.org/2002/07/owl#inverseOf> ?p }}"


@pytest.fixture(scope="module")
def city(material: Material) -> bytes:
    """A cube that stays quick: what is said of one city."""
    return cube.write(Material(Selection(place="Guiyang").of(material.quads, material.vocabulary), material.vocabulary))


@pytest.fixture(scope="module")
def whole(material: Material) -> bytes:
    return cube.write(material)


def _value(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def loaded(data: bytes) -> ox.Store:
    store = ox.Store()
    store.bulk_load(data, ox.RdfFormat.TURTLE)
    return store


def violated(store: ox.Store, path: Path) -> bool:
    """Answer a constraint; where it is a template, for each property it stands for."""
    text = path.read_text("utf-8")
    sign, listing = {"ic-20": ("<DOWN>", _HIERARCHY), "ic-21": ("<UP>", _INVERSE)}.get(path.stem, ("", ""))
    if not sign:
        return bool(store.query(text))
    rows = store.query(listing)
    assert isinstance(rows, ox.QuerySolutions)
    return any(bool(store.query(text.replace(sign, str(row["p"])))) for row in list(rows))


def test_all_21_constraints_have_a_query_and_a_case_that_breaks_them() -> None:
    names = [path.stem for path in CONSTRAINTS]
    assert names == [f"ic-{number:02}" for number in range(1, 22)] == sorted(BROKEN)


@pytest.mark.parametrize("path", CONSTRAINTS, ids=lambda path: path.stem)
def test_the_shipped_cube_passes(path: Path, whole: bytes, city: bytes) -> None:
    data = city if path.stem == "ic-12" else whole  # IC-12 compares every pair
    assert not violated(loaded(data), path)


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_constraint_finds_what_breaks_it_and_only_that(name: str, city: bytes) -> None:
    case = BROKEN[name]
    store, path = loaded(city), HERE / f"{name}.rq"
    if well := case.get("well") or BROKEN.get(case.get("like", ""), {}).get("well"):
        store.update(_PREFIXES + well)
    assert not violated(store, path)
    store.update(_PREFIXES + case["broken"])
    assert violated(store, path)


def test_no_two_observations_of_the_whole_cube_have_equal_dimensions(material: Material) -> None:
    """What IC-12 asks, in linear time: the claim alone tells cube observations apart."""
    store = loaded(cube.write(material))
    claims = [str(quad.object) for quad in store.quads_for_pattern(None, ox.NamedNode(DEKG + "cubeClaim"), None)]
    assert len(claims) == len(set(claims)) > 150


def test_every_observation_with_a_data_point_is_in_the_cube_with_its_bounds(material: Material) -> None:
    store, found = loaded(cube.write(material)), material.statements
    observed = [c for c in found.members("dekg:StatisticalObservation") if found.all(c, DEKG + "onDataPoint")]
    cells = {
        quad.object.value: quad.subject
        for quad in store.quads_for_pattern(None, ox.NamedNode(DEKG + "cubeClaim"), None)
        if isinstance(quad.object, ox.NamedNode)
    }
    assert sorted(cells) == observed
    for claim in observed:
        for term in ("lowerValue", "upperValue", "lowerInclusive", "upperInclusive", "unit", "comparator"):
            said = [_value(q.object) for q in store.quads_for_pattern(cells[claim], ox.NamedNode(DEKG + term), None)]
            assert said == found.all(claim, DEKG + term)


def test_forecasts_and_intentions_never_enter_and_no_bound_is_infinite(material: Material) -> None:
    data, found = cube.write(material).decode(), material.statements
    outside = [*found.members("dekg:Forecast"), *found.members("dekg:Intention")]
    assert len(outside) > 20
    assert not [claim for claim in outside if claim.rpartition("-")[2] in data]
    assert not re.search(r"\bINF\b", data)


def test_a_figure_with_an_upper_bound_only_is_in_the_data_set_for_it(material: Material) -> None:
    turned = [
        ox.Quad(q.subject, ox.NamedNode(q.predicate.value.replace("#lower", "#upper")), q.object, q.graph_name)
        for q in material.quads
        if not q.predicate.value.startswith(DEKG + "upper")
    ]
    store = loaded(cube.write(Material(turned, material.vocabulary)))
    data = {
        str(quad.object).rpartition("-")[2]
        for quad in store.quads_for_pattern(None, ox.NamedNode(QB + "dataSet"), None)
    }
    assert data == {"upper>"}
    assert not [path.stem for path in CONSTRAINTS if path.stem != "ic-12" and violated(store, path)]


def test_slices_hold_the_observations_of_their_place(city: bytes) -> None:
    graph = rdflib.Graph().parse(data=city, format="turtle")
    slices = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(QB + "Slice")))
    assert len(slices) > 1
    for part in slices:
        place = graph.value(part, rdflib.URIRef(DEKG + "refArea"))
        for cell in graph.objects(part, rdflib.URIRef(QB + "observation")):
            assert graph.value(cell, rdflib.URIRef(DEKG + "refArea")) == place


def test_the_same_quads_give_the_same_bytes(material: Material) -> None:
    assert cube.write(Material(reversed(material.quads), material.vocabulary)) == cube.write(material)
