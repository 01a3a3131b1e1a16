"""A report as data: HTML, JSON, rows, and Turtle in the terms of SHACL. The same graph gives the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.terms import DCTERMS, DEKGR, SCHEMA, XSD, compact, hash16, local_name
from kg.validate.findings import SHAPES, Findings, Location
from kg.validate.page import page
from kg.validate.told import shown

__all__ = ["Report"]

_SH = "http://www.w3.org/ns/shacl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_COLUMNS = ("severity", "rule", "claim", "passage", "focus", "value", "message")


@dataclass(frozen=True, slots=True)
class Report(Findings):
    """All findings over a graph, and the forms a report has.

    >>> Report.of([]).conforms
    True
    """

    def html(self, language: str = "en", labels: Mapping[str, str] | None = None) -> str:
        """Return the report as one HTML page, which needs nothing from outside.

        Args:
            language: `en` or `zh`, of the page and of the messages.
            labels: names in words of claims and documents, by IRI.
        """
        return page(self, language, labels or {})

    def rows(self, language: str = "en") -> list[dict[str, str]]:
        """Return one row for each finding, for a table: names are shortened, what is absent is empty."""
        return [
            dict(
                zip(
                    _COLUMNS,
                    (
                        finding.severity,
                        local_name(finding.rule),
                        compact(finding.claim) if finding.claim else "",
                        str(finding.passage) if finding.passage else "",
                        compact(finding.focus),
                        shown(finding.value) if finding.value else "",
                        finding.message.get(language, finding.message.get("en", "")),
                    ),
                    strict=True,
                )
            )
            for finding in self.findings
        ]

    def json(self) -> str:
        """Return the report as JSON: `conforms`, `counts`, counts by rule and document, and the findings, sorted."""
        findings = [
            {
                "severity": finding.severity,
                "rule": finding.rule,
                "message": dict(sorted(finding.message.items())),
                "focus": finding.focus,
                "claim": finding.claim,
                "passage": _place(finding.passage),
                "graph": finding.graph,
                "path": finding.path,
                "value": finding.value,
            }
            for finding in self.findings
        ]
        groups = [
            {
                "severity": group.severity,
                "rule": group.rule,
                "count": group.count,
                "documents": [{"document": name, "count": len(found)} for name, found in group.documents],
            }
            for group in self.groups
        ]
        whole = {"conforms": self.conforms, "counts": self.counts, "groups": groups, "findings": findings}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

    def turtle(self) -> str:
        """Return the report as a `sh:ValidationReport` in Turtle, without blank nodes.

        A finding's claim is its `schema:about`, its document `dcterms:source`, its position `schema:position`.
        `sh:conforms` is true only without any result, as SHACL has it; `Report.conforms` looks at violations alone.
        """
        from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

        def link(subject: str, predicate: str, target: str | None) -> list[Triple]:
            return [Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))] if target else []

        report = f"{DEKGR}report-{hash16(finding.iri for finding in self.findings)}"
        conforms = Literal("false" if self.findings else "true", datatype=NamedNode(XSD + "boolean"))
        triples = link(report, _TYPE, _SH + "ValidationReport")
        triples.append(Triple(NamedNode(report), NamedNode(_SH + "conforms"), conforms))
        for finding in self.findings:
            iri = finding.iri
            triples += link(report, _SH + "result", iri)
            triples += link(iri, _TYPE, _SH + "ValidationResult")
            triples += link(iri, _SH + "resultSeverity", _SH + finding.severity.capitalize())
            triples += link(iri, _SH + "focusNode", finding.focus)
            triples += link(iri, _SH + "sourceShape", finding.rule)
            triples += link(iri, _SH + "sourceConstraintComponent", _SH + finding.component)
            triples += link(iri, _SH + "resultPath", finding.path)
            triples += link(iri, SCHEMA + "about", finding.claim)
            triples += link(iri, SCHEMA + "isPartOf", finding.graph)
            for language, text in finding.message.items():
                triples.append(
                    Triple(NamedNode(iri), NamedNode(_SH + "resultMessage"), Literal(text, language=language))
                )
            if finding.value is not None:
                triples.append(Triple(NamedNode(iri), NamedNode(_SH + "value"), _term(finding.value)))
            if (place := finding.passage) is not None:
                triples += link(iri, DCTERMS + "source", place.document)
                position = Literal(f"{place.start}-{place.end}")
                triples.append(Triple(NamedNode(iri), NamedNode(SCHEMA + "position"), position))
        prefixes = {"sh": _SH, "shapes": SHAPES, "schema": SCHEMA, "dcterms": DCTERMS, "dekgr": DEKGR}
        ordered = sorted(triples, key=str)
        return (serialize(ordered, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def _place(place: Location | None) -> dict[str, Any] | None:
    return None if place is None else {"document": place.document, "start": place.start, "end": place.end}


def _term(value: str) -> Any:
    """Return the RDF term of a value in N-Triples; anything else is a plain string."""
    from pyoxigraph import Literal, RdfFormat, parse

    try:
        return next(iter(parse(f"<x:s> <x:p> {value} .", format=RdfFormat.N_TRIPLES))).object
    except (SyntaxError, StopIteration, ValueError):
        return Literal(value)
