"""Describe the data set and its downloads: DCAT 3, VoID, PROV and, for an endpoint, SPARQL service description.

The only module that knows DCAT and service description; VoID's counts are `kg.export.void`. Bytes and digests are
counted, nothing is dated by the clock: the release date stands in the ontology's header.
Nodes have IRIs, no blank nodes; the parts DCAT-AP asks for are checked by `shapes/catalogue/dcat.ttl`.

Source: W3C, DCAT 3 (2024), VoID (2011), PROV-O (2013), SPARQL 1.1 Service Description (2013); SPDX 2.3 (checksum).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Quad, RdfFormat

from kg import export
from kg.export import Format, Material, formats, void
from kg.export.dataset import DATASET, DOWNLOADS, Coverage, coverage, description
from kg.export.rdf import readable, sorted_triples
from kg.export.schemaorg import dataset
from kg.export.triples import PREFIXES_MORE, Graph
from kg.terms import BASE, CATALOG, DCTERMS, DEKGR

__all__ = ["CATALOGUE", "Distribution", "describe", "distributions", "schema", "write"]

CATALOGUE = BASE + "catalogue"
"""The IRI of the catalogue."""

_ONTOLOGY = BASE + "ontology"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_AGENT_KIND = "http://purl.org/adms/publishertype/NonProfitOrganisation"
_RANGES = {
    "dcterms:accessRights": "dcterms:RightsStatement",
    "dcterms:accrualPeriodicity": "dcterms:Frequency",
    "dcterms:conformsTo": "dcterms:Standard",
    "dcterms:language": "dcterms:LinguisticSystem",
    "dcterms:license": "dcterms:LicenseDocument",
    "dcterms:spatial": "dcterms:Location",
    "dcat:contactPoint": "vcard:Kind",
    "dcat:landingPage": "foaf:Document",
    "dcat:mediaType": "dcterms:MediaType",
    "dcat:theme": "skos:Concept",
    "foaf:homepage": "foaf:Document",
}
"""What DCAT-AP says the values of properties are; said here too, so that its shapes find it without other files."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A download.

    Attributes:
        format: what it is.
        path: relative to where downloads lie.
        size: in bytes.
        sha256: 64 hex digits.
    """

    format: Format
    path: str
    size: int
    sha256: str

    @classmethod
    def of(cls, format: Format, path: str, data: bytes) -> "Distribution":
        """Return the description of some bytes."""
        return cls(format, path, len(data), hashlib.sha256(data).hexdigest())


def distributions(material: Material) -> list[Distribution]:
    """Return the downloads a catalogue offers, by format: each is written once, and measured.

    A format whose extra is not installed cannot be written here, and is not offered.

    Raises:
        ExportError: a format cannot hold the graph.
    """
    return [
        Distribution.of(item, path, data)
        for item in formats()
        if item.distribution and item.available
        for path, data in export.files(item.name, export.write(item.name, material)).items()
    ]


def write(material: Material) -> bytes:
    """Return the catalogue of a graph as Turtle; an exporter like any other."""
    quads = describe(distributions(material), material)
    return readable(sorted_triples(quad.triple for quad in quads), RdfFormat.TURTLE, PREFIXES_MORE)


def describe(
    offered: Iterable[Distribution], material: Material, *, downloads: str = DOWNLOADS, endpoint: str = ""
) -> list[Quad]:
    """Return the description of the data set in the graph `dekgg:catalog`, sorted.

    Args:
        offered: its downloads.
        material: the graph they hold.
        downloads: the address their paths are relative to, ended by a slash.
        endpoint: the address of a SPARQL endpoint over the same graph, if there is one.
    """
    graph = Graph()
    covered = coverage(material.statements)
    released = material.vocabulary.value(_ONTOLOGY, DCTERMS + "modified") or ""
    _catalogue(graph, released)
    _data_set(graph, covered, released)
    void.describe(graph, material, covered)
    _provenance(graph, covered, released)
    for item in offered:
        _distribution(graph, item, downloads, released)
    if endpoint:
        _service(graph, endpoint)
    for predicate, kind in _RANGES.items():
        for target in graph.targets(predicate):
            graph.link(target, "rdf:type", kind)
    return graph.quads(CATALOG)


def schema(offered: Iterable[Distribution], material: Material, *, downloads: str = DOWNLOADS) -> dict[str, Any]:
    """Return the data set in schema.org, with its context, as search engines for data sets read it."""
    nodes = [
        {
            "@type": "DataDownload",
            "name": item.format.title["en"],
            "encodingFormat": item.format.media_type,
            "contentUrl": downloads + item.path,
            "contentSize": f"{item.size} B",
            "sha256": item.sha256,
        }
        for item in offered
    ]
    return {"@context": "https://schema.org", **dataset(material.statements, nodes)}


def _catalogue(graph: Graph, released: str) -> None:
    told = description()
    word = {"en": "Catalogue of the {}", "zh": "{}目录"}
    graph.link(CATALOGUE, "rdf:type", "dcat:Catalog")
    for term in ("dcterms:title", "rdfs:label"):
        graph.text(CATALOGUE, term, {tag: word[tag].format(title) for tag, title in told.title.items()})
    graph.text(CATALOGUE, "dcterms:description", told.description)
    graph.link(CATALOGUE, "dcterms:publisher", told.creator)
    graph.link(CATALOGUE, "dcterms:license", told.license)
    graph.link(CATALOGUE, "dcterms:language", *told.languages.values())
    graph.link(CATALOGUE, "foaf:homepage", told.homepage)
    graph.link(CATALOGUE, "dcat:dataset", DATASET)
    graph.say(CATALOGUE, "dcterms:modified", released, "dateTime")
    graph.link(told.creator, "rdf:type", "foaf:Agent", "foaf:Organization", "vcard:Organization", "prov:Agent")
    for term in ("foaf:name", "vcard:fn"):
        graph.text(told.creator, term, told.creator_name)
    graph.link(told.creator, "dcterms:type", _AGENT_KIND)
    graph.link(told.creator, "vcard:hasURL", told.homepage)


def _data_set(graph: Graph, covered: Coverage, released: str) -> None:
    told = description()
    graph.link(DATASET, "rdf:type", "dcat:Dataset", "void:Dataset", "prov:Entity")
    for term in ("dcterms:title", "rdfs:label"):
        graph.text(DATASET, term, told.title)
    graph.text(DATASET, "dcterms:description", told.description)
    for language, words in told.keywords.items():
        for word in words:
            graph.text(DATASET, "dcat:keyword", {language: word})
    graph.say(DATASET, "dcterms:identifier", DATASET)
    graph.say(DATASET, "dcat:version", told.version)
    graph.link(DATASET, "dcat:theme", told.theme)
    graph.link(DATASET, "dcterms:accrualPeriodicity", told.frequency)
    graph.link(DATASET, "dcterms:accessRights", told.access_rights)
    graph.link(DATASET, "dcterms:language", *told.languages.values())
    for term in ("dcterms:publisher", "dcterms:creator", "dcat:contactPoint", "prov:wasAttributedTo"):
        graph.link(DATASET, term, told.creator)
    graph.link(DATASET, "dcterms:license", told.license)
    for line in told.attribution:
        graph.text(DATASET, "dcterms:rights", {"en": line})
    for term in ("dcat:landingPage", "foaf:homepage"):
        graph.link(DATASET, term, told.homepage)
    graph.link(DATASET, "dcterms:conformsTo", _ONTOLOGY)
    graph.say(DATASET, "dcterms:modified", released, "dateTime")
    graph.link(DATASET, "dcterms:spatial", *covered.places)
    if covered.start:
        period = f"{DEKGR}coverage-{covered.start}_{covered.end}"
        graph.link(DATASET, "dcterms:temporal", period)
        graph.link(period, "rdf:type", "dcterms:PeriodOfTime")
        graph.say(period, "dcat:startDate", covered.start, "date")
        graph.say(period, "dcat:endDate", covered.end, "date")


def _provenance(graph: Graph, covered: Coverage, released: str) -> None:
    """Say from what the data set was made: each document it was read from."""
    activity = f"{DEKGR}build-{description().version}"
    graph.link(DATASET, "prov:wasGeneratedBy", activity)
    graph.link(DATASET, "prov:wasDerivedFrom", *covered.documents)
    graph.link(activity, "rdf:type", "prov:Activity")
    graph.text(activity, "rdfs:label", {"en": "reading claims from documents", "zh": "从文档中读取断言"})
    graph.link(activity, "prov:used", *covered.documents)
    graph.link(activity, "prov:wasAssociatedWith", description().creator)
    graph.say(activity, "prov:endedAtTime", released, "dateTime")


def _distribution(graph: Graph, item: Distribution, downloads: str, released: str) -> None:
    told, iri = description(), downloads + item.path
    graph.link(DATASET, "dcat:distribution", iri)
    graph.link(iri, "rdf:type", "dcat:Distribution")
    inside = f" ({item.path.rpartition('/')[2]})" if item.format.folder else ""
    graph.text(iri, "dcterms:title", {tag: title + inside for tag, title in item.format.title.items()})
    graph.text(iri, "dcterms:description", item.format.purpose)
    for term in ("dcat:accessURL", "dcat:downloadURL"):
        graph.link(iri, term, iri)
    media = "application/csvm+json" if item.path.endswith("-metadata.json") else item.format.media_type
    graph.link(iri, "dcat:mediaType", _MEDIA + media)
    graph.link(iri, "dcterms:conformsTo", item.format.conforms_to)
    graph.link(iri, "dcterms:license", told.license)
    graph.link(iri, "dcterms:language", *told.languages.values())
    graph.say(iri, "dcat:version", told.version)
    graph.say(iri, "dcterms:modified", released, "dateTime")
    graph.say(iri, "dcat:byteSize", item.size, "nonNegativeInteger")
    checksum = f"{DEKGR}checksum-{item.sha256[:16]}"
    graph.link(iri, "spdx:checksum", checksum)
    graph.link(checksum, "rdf:type", "spdx:Checksum")
    graph.link(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    graph.say(checksum, "spdx:checksumValue", item.sha256, "hexBinary")
    if item.format.lossless:
        graph.link(DATASET, "void:dataDump", iri)


def _service(graph: Graph, endpoint: str) -> None:
    told, service = description(), f"{DEKGR}service-sparql"
    graph.link(service, "rdf:type", "sd:Service", "dcat:DataService")
    graph.text(service, "dcterms:title", {"en": "SPARQL endpoint", "zh": "SPARQL端点"})
    graph.link(service, "sd:endpoint", endpoint)
    graph.link(service, "dcat:endpointURL", endpoint)
    graph.link(service, "dcat:servesDataset", DATASET)
    graph.link(service, "dcterms:conformsTo", "https://www.w3.org/TR/sparql11-protocol/")
    graph.link(service, "sd:supportedLanguage", "sd:SPARQL11Query")
    graph.link(service, "sd:feature", "sd:UnionDefaultGraph")
    graph.link(service, "sd:defaultDataset", DATASET)
    graph.link(service, "dcterms:license", told.license)
    graph.link(CATALOGUE, "dcat:service", service)
    graph.link(DATASET, "rdf:type", "sd:Dataset")
    graph.link(DATASET, "void:sparqlEndpoint", endpoint)
