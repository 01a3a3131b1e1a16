"""Write CSV on the Web: linked tables of observations and what they name, with one file of metadata.

The only module that knows the tables and their columns. A column says which property of the ontology it holds, so that
a converter (CSV2RDF) gives triples of the graph again. CSV as in RFC 4180; an empty bound is unknown, never zero.

Source: W3C, Metadata Vocabulary for Tabular Data, and Model for Tabular Data and Metadata on the Web.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from kg.export.dataset import description
from kg.export.geometry import point
from kg.export.material import Material
from kg.export.statements import Statements
from kg.export.table import lines
from kg.terms import DCTERMS, DEKG, RDFS, SCHEMA, SKOS

__all__ = ["METADATA", "TABLES", "Column", "write"]

Json: TypeAlias = Any
Read: TypeAlias = Callable[[str, Statements], str]

METADATA = "csv-metadata.json"
"""The file that tells the tables; the name CSV on the Web looks for first in a folder."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, and how its cell is read for a row's subject.

    Attributes:
        name: in the head of the table.
        meaning: one line for people.
        read: gives the cell.
        property: IRI, where a triple of the graph says the same; otherwise the column stays out of RDF.
        datatype: of CSV on the Web.
        language: of texts.
        table: the table an IRI is the key of.
        separator: between several values of a cell.
        link: whether values are IRIs.
    """

    name: str
    meaning: str
    read: Read
    property: str = ""
    datatype: str = "string"
    language: str = ""
    table: str = ""
    separator: str = ""
    link: bool = False

    def metadata(self) -> dict[str, Json]:
        """Return what the metadata say of the column."""
        said: dict[str, Json] = {"name": self.name, "titles": self.name, "dc:description": self.meaning}
        said["datatype"] = "anyURI" if self.link else self.datatype
        said |= {"lang": self.language} if self.language else {}
        said |= {"separator": self.separator} if self.separator else {}
        if self.name == "id":
            return said | {"required": True, "suppressOutput": True}
        if not self.property:
            return said | {"suppressOutput": True}
        return said | {"propertyUrl": self.property} | ({"valueUrl": f"{{+{self.name}}}"} if self.link else {})


def _value(name: str, term: str, meaning: str, datatype: str = "string") -> Column:
    return Column(name, meaning, lambda iri, found: found.first(iri, term), term, datatype)


def _link(name: str, term: str, meaning: str, table: str = "") -> Column:
    return Column(name, meaning, lambda iri, found: found.first(iri, term), term, link=True, table=table)


def _names(prefix: str, term: str) -> tuple[Column, Column]:
    english = Column(f"{prefix}_en", "name in English", lambda iri, found: found.label(iri, "en"), term, language="en")
    chinese = Column(f"{prefix}_zh", "name in Chinese", lambda iri, found: found.label(iri, "zh"), term, language="zh")
    return english, chinese


def _period(name: str, of: str, term: str, meaning: str, datatype: str) -> Column:
    return Column(name, meaning, lambda iri, found: found.first(found.first(iri, DEKG + of), term), "", datatype)


_ID = Column("id", "IRI of the row's subject", lambda iri, found: iri, datatype="anyURI", link=True)


def _passages(iri: str, found: Statements) -> str:
    return ";".join(f"{start}-{end}" for start, end in found.positions(iri))


def _number(axis: int) -> Read:
    def read(iri: str, found: Statements) -> str:
        position = point(iri, found)
        return str(position[axis]) if position else ""

    return read


TABLES: Mapping[str, tuple[Column, ...]] = {
    "observations": (
        _ID,
        *_names("label", RDFS + "label"),
        _link("variable", DEKG + "variable", "what is measured", "variables"),
        _link("place", DEKG + "refArea", "where", "places"),
        _link("organization", DEKG + "refOrganization", "of which organisation", "organizations"),
        _link("scope", DEKG + "populationScope", "limited to which units, such as those above designated size"),
        _link("compared_with", DEKG + "comparedWith", "compared with which place", "places"),
        _link("ranked_among", DEKG + "rankedAmong", "ranked among the parts of which place"),
        _link("period", DEKG + "refPeriod", "period of the figure"),
        _period("period_code", "refPeriod", DEKG + "sdmxCode", "SDMX code of the period", "string"),
        _period("start", "refPeriod", DEKG + "startDate", "first day of the period", "date"),
        _period("end", "refPeriod", DEKG + "endDate", "last day of the period", "date"),
        _link("base_period", DEKG + "basePeriod", "period that growth is counted from"),
        _link("comparator", DEKG + "comparator", "how the text bounds the figure"),
        _value("lower", DEKG + "lowerValue", "lower bound in the unit; empty is unknown", "decimal"),
        _value("lower_inclusive", DEKG + "lowerInclusive", "whether the lower bound is included", "boolean"),
        _value("upper", DEKG + "upperValue", "upper bound in the unit; empty is unknown", "decimal"),
        _value("upper_inclusive", DEKG + "upperInclusive", "whether the upper bound is included", "boolean"),
        _value("value", DEKG + "statedValue", "the figure as stated, in the unit; never to be compared", "decimal"),
        _value("rounding_unit", DEKG + "roundingUnit", "one unit of the last digit printed", "decimal"),
        _link("unit", DEKG + "unit", "unit of the figures", "units"),
        _value("basis_inferred", DEKG + "basisInferred", "whether the base period is our reading", "boolean"),
        _link("document", DCTERMS + "source", "the document it was read from", "documents"),
        Column("passages", "positions in the text, code points, end exclusive", _passages, separator=";"),
    ),
    "variables": (
        _ID,
        *_names("name", SKOS + "prefLabel"),
        _link("measured_property", DEKG + "measuredProperty", "the property measured"),
        _link("industry", DEKG + "industry", "the industry it is measured on"),
        _link("stat_type", DEKG + "statType", "level, share, growth rate, …"),
        _link("denominator", DEKG + "denominator", "the whole of a share"),
    ),
    "places": (
        _ID,
        *_names("name", SKOS + "prefLabel"),
        Column("kind", "class of the place in the ontology", lambda iri, found: found.kind(iri)),
        _value("division_code", DEKG + "divisionCode", "GB/T 2260 code"),
        _link("within", DEKG + "administrativelyWithin", "the division it lies in", "places"),
        Column("longitude", "of its seat, WGS 84", _number(0), datatype="decimal"),
        Column("latitude", "of its seat, WGS 84", _number(1), datatype="decimal"),
    ),
    "organizations": (_ID, *_names("name", SKOS + "prefLabel")),
    "units": (
        _ID,
        *_names("name", SKOS + "prefLabel"),
        Column("code", "ISO 4217 code, symbol or local name", lambda iri, found: found.unit_code(iri)),
    ),
    "documents": (
        _ID,
        Column("title", "title, or host and date", lambda iri, found: found.label(iri, "en")),
        _value("url", SCHEMA + "url", "address", "anyURI"),
        _value("language", SCHEMA + "inLanguage", "language of the text"),
        _value("published", SCHEMA + "datePublished", "day of publication", "date"),
        _link("publisher", SCHEMA + "publisher", "who published it", "organizations"),
    ),
}
"""The tables by name; rows are sorted by their subject."""

_TITLES = {
    "observations": "observations, one row for each figure that a document states",
    "variables": "what the figures measure",
    "places": "the places they are about, and the divisions these lie in",
    "organizations": "the organisations they are about, and publishers",
    "units": "units",
    "documents": "the documents they were read from",
}


def write(material: Material) -> dict[str, bytes]:
    """Return the tables and their metadata, by file name."""
    found = material.statements
    rows = _subjects(found)
    files = {f"{name}.csv": _table(columns, rows[name], found) for name, columns in TABLES.items()}
    text = json.dumps(_metadata(), ensure_ascii=False, indent=1) + "\n"
    return files | {METADATA: text.encode()}


def _table(columns: tuple[Column, ...], subjects: Iterable[str], found: Statements) -> bytes:
    head = [column.name for column in columns]
    return lines([head, *([column.read(iri, found) for column in columns] for iri in sorted(subjects))]).encode()


def _subjects(found: Statements) -> dict[str, set[str]]:
    """Return the rows of each table: observations, and all that the columns of any table name, and so on."""
    rows: dict[str, set[str]] = {name: set() for name in TABLES}
    todo = [("observations", iri) for iri in found.members("dekg:StatisticalObservation")]
    while todo:
        table, iri = todo.pop()
        if iri in rows[table]:
            continue
        rows[table].add(iri)
        todo += [(c.table, named) for c in TABLES[table] if c.table and (named := c.read(iri, found))]
    return rows


def _metadata() -> dict[str, Json]:
    told = description()
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": told.title["en"],
        "dc:description": told.description["en"],
        "dc:creator": told.creator_name["en"],
        "dc:license": {"@id": told.license},
        "dc:rights": " ".join(told.attribution),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "doubleQuote": True},
        "tables": [
            {
                "url": f"{name}.csv",
                "dc:title": _TITLES[name],
                "tableSchema": {
                    "aboutUrl": "{+id}",
                    "primaryKey": "id",
                    "columns": [column.metadata() for column in columns],
                    "foreignKeys": [
                        {
                            "columnReference": column.name,
                            "reference": {"resource": f"{column.table}.csv", "columnReference": "id"},
                        }
                        for column in columns
                        if column.table
                    ],
                },
            }
            for name, columns in TABLES.items()
        ],
    }
