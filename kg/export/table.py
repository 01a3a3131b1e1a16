"""Write flat tables: all observations as CSV, and answers of questions as CSV, JSON, or cells for people.

The only module that knows the columns of the flat file. CSV is RFC 4180: UTF-8 without a byte-order mark, CRLF, quotes
where needed. Data is never altered to please a spreadsheet: a text that begins with `=` stays as it is, so open a file
from an untrusted source as text.
"""

import csv as csv_format
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from kg.errors import ExportError
from kg.export.material import Material
from kg.export.rdf import readable, sorted_triples
from kg.export.statements import Statements
from kg.periods import in_words
from kg.query import Cell, Column, Table
from kg.terms import DCTERMS, DEKG, DEKGR, SCHEMA, compact, local_name
from kg.vocabulary import Vocabulary

__all__ = ["COLUMNS", "csv", "lines", "observations", "rows", "to_csv", "to_json", "triples"]

COLUMNS = (
    "claim",
    "place",
    "place_en",
    "place_zh",
    "organization",
    "variable",
    "variable_en",
    "variable_zh",
    "start",
    "end",
    "period",
    "base_period",
    "scope",
    "comparator",
    "lower",
    "lower_inclusive",
    "upper",
    "upper_inclusive",
    "value",
    "unit",
    "unit_code",
    "modality",
    "strength",
    "basis_inferred",
    "conversions",
    "source",
    "published",
    "publisher",
    "passages",
)
"""Columns of the flat file.

`claim`, `place`, `organization`, `variable`, `scope` and `unit` are IRIs; `period` and `base_period` SDMX codes;
`start` and `end` the first and last day of the period; `comparator`, `modality` and `strength` local names in the
ontology; `value` the figure as stated, in `unit`, never to be compared (`lower` and `upper` are); `conversions` what
the text itself converts it into; `source` the address of the document, `publisher` its name; `passages` its positions
in code points, end exclusive. An empty bound is unknown, never zero. Several values of one cell are joined by `;`.
"""

_MISSING = "—"
_WORDS = {
    "en": {"true": "yes", "false": "no"},
    "zh": {"true": "是", "false": "否", "yes": "是", "no": "否", "unknown": "未知"},
}
_GROUPED_FROM = 10_000


def csv(material: Material) -> bytes:
    """Return all observations as CSV, one row each; what the columns mean: `COLUMNS`."""
    return lines([COLUMNS, *([row[name] for name in COLUMNS] for row in observations(material.statements))]).encode()


def observations(found: Statements) -> list[dict[str, str]]:
    """Return one row for each statistical observation, by variable, place, organisation, period and claim."""
    table = [_row(claim, found) for claim in found.members("dekg:StatisticalObservation")]
    keys = ("variable", "place", "organization", "start", "end", "claim")
    return sorted(table, key=lambda row: [row[key] for key in keys])


def _row(claim: str, found: Statements) -> dict[str, str]:
    def value(name: str, subject: str = claim) -> str:
        return found.one(subject, DEKG + name)

    place, variable, unit, period = (value(name) for name in ("refArea", "variable", "unit", "refPeriod"))
    document = found.one(claim, DCTERMS + "source")
    return {
        "claim": claim,
        "place": place,
        "place_en": found.label(place, "en"),
        "place_zh": found.label(place, "zh"),
        "organization": value("refOrganization"),
        "variable": variable,
        "variable_en": found.label(variable, "en"),
        "variable_zh": found.label(variable, "zh"),
        "start": value("startDate", period),
        "end": value("endDate", period),
        "period": value("sdmxCode", period),
        "base_period": value("sdmxCode", value("basePeriod")),
        "scope": value("populationScope"),
        "comparator": local_name(value("comparator")),
        "lower": value("lowerValue"),
        "lower_inclusive": value("lowerInclusive"),
        "upper": value("upperValue"),
        "upper_inclusive": value("upperInclusive"),
        "value": value("statedValue"),
        "unit": unit,
        "unit_code": found.unit_code(unit),
        "modality": local_name(value("modality")),
        "strength": local_name(value("assertionStrength")),
        "basis_inferred": value("basisInferred"),
        "conversions": ";".join(
            sorted(_conversion(amount, found) for amount in found.pointing("dekg:conversionOf", claim))
        ),
        "source": found.one(document, SCHEMA + "url") or document,
        "published": found.one(document, SCHEMA + "datePublished"),
        "publisher": found.label(found.one(document, SCHEMA + "publisher"), "en"),
        "passages": ";".join(f"{start}-{end}" for start, end in found.positions(claim)),
    }


def _conversion(amount: str, found: Statements) -> str:
    comparator, value = local_name(found.one(amount, DEKG + "comparator")), found.one(amount, DEKG + "statedValue")
    return f"{comparator} {value} {found.unit_code(found.one(amount, DEKG + 'unit'))}"


# -- answers of questions ---------------------------------------------------------------------------------------------


def to_csv(table: Table) -> str:
    """Return a table as CSV with a head; IRIs whole, numbers plain, nothing where the answer has no value."""
    return lines([[column.name for column in table.columns], *([_text(cell) for cell in row] for row in table.rows)])


def to_json(table: Table) -> str:
    """Return a table as a JSON list: an object for each row, with the claims its cells were read from in `claims`.

    Numbers keep every digit; null is an unknown value.
    """
    objects = ",\n".join(f"  {_record(table, row)}" for row in table.rows)
    return f"[\n{objects}\n]\n" if objects else "[]\n"


def rows(table: Table, vocabulary: Vocabulary, language: str) -> list[list[str]]:
    """Return a table as people read it: names for IRIs, thousands apart, `—` for a number that is not known.

    Args:
        table: the answer.
        vocabulary: to name things.
        language: `en` or `zh`.
    """
    words = {**_WORDS[language], **table.words.get(language, {})}
    return [
        [_readable(cell, column, vocabulary, language, words) for column, cell in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]


def triples(answer: Iterable[Triple]) -> bytes:
    """Return the answer of a CONSTRUCT or DESCRIBE as Turtle, sorted, with the prefixes of the project."""
    return readable(sorted_triples(answer), RdfFormat.TURTLE)


def lines(rows: Iterable[Iterable[str]]) -> str:
    """Return lines of CSV."""
    text = io.StringIO()
    csv_format.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _text(cell: Cell) -> str:
    if cell.term is None:
        return ""
    if isinstance(cell.term, Triple):
        raise ExportError(f"{cell.term}: a table holds no triples; ask for its parts")
    return cell.term.value


def _record(table: Table, row: tuple[Cell, ...]) -> str:
    pairs = {column.name: _json(cell) for column, cell in zip(table.columns, row, strict=True)}
    claims = list(dict.fromkeys(iri for cell in row for iri in cell.claims))
    listed = next(
        (_text(c).split() for column, c in zip(table.columns, row, strict=True) if column.name == "claims"), []
    )
    pairs["claims"] = json.dumps(claims or listed)
    return "{" + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {text}" for name, text in pairs.items()) + "}"


def _json(cell: Cell) -> str:
    match cell.value:
        case Decimal() as number:
            return f"{number:f}"
        case None | bool() | int() as simple:
            return json.dumps(simple)
        case other:
            return json.dumps(str(other), ensure_ascii=False)


def _readable(cell: Cell, column: Column, vocabulary: Vocabulary, language: str, words: Mapping[str, str]) -> str:
    value = cell.value
    if value is None:
        return _MISSING if column.role == "measure" else ""
    if isinstance(cell.term, NamedNode):
        return _name(cell.term.value, vocabulary, language)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, int) and not isinstance(value, bool):
        grouped = column.role == "measure" or abs(value) >= _GROUPED_FROM  # a year stays 2023
        return f"{value:,}" if grouped else str(value)
    text = _text(cell)
    if isinstance(value, bool) or column.role == "verdict":
        return words.get(text, text)
    if text in words and isinstance(cell.term, Literal) and not cell.term.language:
        return words[text]
    if text.startswith(("http://", "https://")) and " " in text:
        return " ".join(map(compact, text.split()))
    return compact(text) if text.startswith(DEKGR) else in_words(text, language)


def _name(iri: str, vocabulary: Vocabulary, language: str) -> str:
    return vocabulary.label(iri, language) if iri in vocabulary and vocabulary.names(iri) else compact(iri)
