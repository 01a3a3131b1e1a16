"""Write observations as an RDF Data Cube: one cube observation for each claim, one slice for each place.

The claim is a dimension: two sources may give two figures for one point, and IC-12 forbids equal dimensions. A cube
observation has a value for every dimension and every measure (IC-11, IC-14), but a bound may be unknown, and is never
written as infinity. So there are three data sets with the same dimensions, told apart by their measures: figures
between two bounds, figures with a lower bound only, and figures with an upper bound only. A dimension that does not
apply has the value `dekgr:not-applicable` (SDMX `_Z`). Observations of unknown period are no data points and stay out;
forecasts and intentions never enter.

Source: W3C, The RDF Data Cube Vocabulary (2014); its integrity constraints run in the tests.
"""

from pyoxigraph import RdfFormat

from kg.export.dataset import coverage, description
from kg.export.material import Material
from kg.export.rdf import readable, sorted_triples
from kg.export.statements import Statements
from kg.export.triples import PREFIXES_MORE, Graph, typed
from kg.terms import DEKG, DEKGR, local_name

__all__ = ["write"]

_DIMENSIONS = (
    ("variable", "dekg:StatisticalVariable", ""),
    ("refArea", "dekg:Place", "sdmx-concept:refArea"),
    ("refOrganization", "dekg:Organization", ""),
    ("refPeriod", "dekg:Period", "sdmx-concept:refPeriod"),
    ("basePeriod", "dekg:Period", ""),
    ("comparedWith", "dekg:Place", ""),
    ("rankedAmong", "rdfs:Resource", ""),
    ("populationScope", "dekg:PopulationScope", ""),
)
"""The key of a data point, with the range and the SDMX concept of each part; `cubeClaim` comes before them."""

_SETS = {
    "interval": (
        ("lower", "upper"),
        {"en": "figures between two bounds", "zh": "上下界均已知的数字"},
    ),
    "lower": (("lower",), {"en": "figures with a lower bound only", "zh": "仅有下界的数字"}),
    "upper": (("upper",), {"en": "figures with an upper bound only", "zh": "仅有上界的数字"}),
}
_ATTRIBUTES = (
    ("dekg:unit", "qudt:Unit", "sdmx-concept:unitMeasure"),
    ("dekg:comparator", "dekg:Comparator", ""),
    ("dekg:valueStatus", "dekg:ValueStatus", "sdmx-concept:obsStatus"),
    ("dcterms:source", "dekg:SourceDocument", ""),
)
_NONE = "dekgr:not-applicable"
_KEY = "dekgr:cube-slice-by-place"
_NORMAL = DEKG + "statusNormal"


def write(material: Material) -> bytes:
    """Return the cube as Turtle."""
    graph = Graph()
    found = material.statements
    graph.link(_NONE, "rdf:type", "skos:Concept")
    graph.say(_NONE, "skos:notation", "_Z")
    graph.text(_NONE, "skos:prefLabel", {"en": "not applicable", "zh": "不适用"})
    for name in _SETS:
        _structure(graph, name)
        _data_set(graph, name, found)
    for claim in found.members("dekg:StatisticalObservation"):
        if found.all(claim, DEKG + "onDataPoint"):
            _observation(graph, claim, found)
    return readable(sorted_triples(graph.triples), RdfFormat.TURTLE, PREFIXES_MORE)


def _structure(graph: Graph, name: str) -> None:
    measures, _ = _SETS[name]
    structure = f"dekgr:cube-structure-{name}"
    graph.link(structure, "rdf:type", "qb:DataStructureDefinition")
    graph.link(structure, "qb:sliceKey", _KEY)
    graph.link(_KEY, "rdf:type", "qb:SliceKey")
    graph.link(_KEY, "qb:componentProperty", "dekg:refArea")
    graph.text(_KEY, "rdfs:label", {"en": "by place", "zh": "按地方"})
    number = 0
    claim = ("dekg:cubeClaim", "dekg:StatisticalObservation", "")
    dimensions = [claim, *((f"dekg:{term}", kind, concept) for term, kind, concept in _DIMENSIONS)]
    inclusive = [(f"dekg:{bound}Inclusive", "xsd:boolean", "") for bound in measures]
    values = [(f"dekg:{bound}Value", "xsd:decimal", "") for bound in measures]
    for role, parts in (("dimension", dimensions), ("measure", values), ("attribute", [*_ATTRIBUTES, *inclusive])):
        for term, kind, concept in parts:
            number += 1
            component = f"dekgr:cube-component-{name}-{number}"
            graph.link(structure, "qb:component", component)
            graph.link(component, "rdf:type", "qb:ComponentSpecification")
            graph.link(component, f"qb:{role}", term)
            graph.link(component, "qb:componentProperty", term)
            graph.say(component, "qb:order", number)
            if role == "attribute":
                graph.say(component, "qb:componentRequired", value=True)
            graph.link(term, "rdf:type", "qb:ComponentProperty", f"qb:{role.capitalize()}Property")
            graph.link(term, "rdfs:range", kind)
            graph.link(term, "qb:concept", concept)


def _data_set(graph: Graph, name: str, found: Statements) -> None:
    told, covered = description(), coverage(found)
    data, words = f"dekgr:cube-{name}", _SETS[name][1]
    graph.link(data, "rdf:type", "qb:DataSet")
    graph.link(data, "qb:structure", f"dekgr:cube-structure-{name}")
    colon = {"en": ": ", "zh": "："}
    titles = {language: told.title[language] + colon[language] + words[language] for language in words}
    for term in ("rdfs:label", "dcterms:title"):
        graph.text(data, term, titles)
    graph.text(data, "dcterms:description", told.description)
    graph.link(data, "dcterms:license", told.license)
    graph.link(data, "dcterms:publisher", told.creator)
    graph.say(data, "dcterms:issued", covered.issued, "date")


def _observation(graph: Graph, claim: str, found: Statements) -> None:
    bounds = tuple(bound for bound in ("lower", "upper") if found.first(claim, f"{DEKG}{bound}Value"))
    name = next((name for name, (measures, _) in _SETS.items() if measures == bounds), None)
    if name is None:  # neither bound is known: nothing to measure
        return
    data = f"dekgr:cube-{name}"
    cell = f"{DEKGR}cube-observation-{local_name(claim).partition('-')[2]}"
    graph.link(cell, "rdf:type", "qb:Observation")
    graph.link(cell, "qb:dataSet", data)
    graph.link(cell, "dekg:cubeClaim", claim)
    graph.text(cell, "rdfs:label", {language: found.label(claim, language) for language in ("en", "zh")})
    for term, _, _ in _DIMENSIONS:
        graph.link(cell, f"dekg:{term}", found.first(claim, DEKG + term) or _NONE)
    for bound in bounds:
        value, inclusive = (found.first(claim, f"{DEKG}{bound}{part}") for part in ("Value", "Inclusive"))
        graph.add(cell, f"dekg:{bound}Value", typed(value, "decimal"))
        graph.add(cell, f"dekg:{bound}Inclusive", typed(inclusive, "boolean"))
    graph.link(cell, "dekg:unit", found.first(claim, DEKG + "unit"))
    graph.link(cell, "dekg:comparator", found.first(claim, DEKG + "comparator"))
    graph.link(cell, "dekg:valueStatus", found.first(claim, DEKG + "valueStatus") or _NORMAL)
    graph.link(cell, "dcterms:source", found.source(claim))
    if place := found.first(claim, DEKG + "refArea"):
        _slice(graph, data, place, cell, found)


def _slice(graph: Graph, data: str, place: str, cell: str, found: Statements) -> None:
    part = f"{data}-{local_name(place)}"
    graph.link(part, "rdf:type", "qb:Slice")
    graph.link(part, "qb:sliceStructure", _KEY)
    graph.link(part, "dekg:refArea", place)
    graph.link(part, "qb:observation", cell)
    graph.text(part, "rdfs:label", {language: found.label(place, language) for language in ("en", "zh")})
    graph.link(data, "qb:slice", part)
