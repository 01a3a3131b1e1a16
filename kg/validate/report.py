"""Findings, and the report that holds them.

Bad data is never an exception: it is a finding, with the rule it breaks, the claim it touches and the passage the claim
was read from. A report is sorted, the same for the same graph, and can be written as Turtle, JSON or rows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.terms import BASE, DCTERMS, DEKGG, DEKGR, SCHEMA, XSD, compact, hash16, local_name

__all__ = ["SEVERITIES", "SHAPES", "Finding", "Group", "Location", "Report", "counted", "grouped", "shown"]

SHAPES = BASE + "shapes#"
SEVERITIES = ("violation", "warning", "info")
_SH = "http://www.w3.org/ns/shacl#"
_COLUMNS = ("severity", "rule", "claim", "passage", "focus", "value", "message")


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where a passage stands: document, start and end in code points, end exclusive."""

    document: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{compact(self.document)} {self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule.

    Attributes:
        severity: `violation`, `warning` or `info`.
        message: what to repair, by language (`en`, `zh`).
        rule: IRI of the shape, or of the check, identity or text rule (all in `shapes:`).
        focus: IRI of the node at fault.
        claim: IRI of the claim it is or belongs to, if any.
        passage: where that claim, or the passage at fault, stands.
        graph: IRI of the named graph, if one graph is at fault.
        path: IRI of the property at fault, if one is.
        value: the value at fault, as N-Triples or plain text.
        component: local name of the SHACL constraint component.
    """

    severity: str
    message: Mapping[str, str]
    rule: str
    focus: str
    claim: str | None = None
    passage: Location | None = None
    graph: str | None = None
    path: str | None = None
    value: str | None = None
    component: str = "SPARQLConstraintComponent"

    @property
    def key(self) -> tuple[int, str, str, str, str, str, str, str]:
        """What findings are sorted by: the worst first, then by rule, graph and node."""
        rank = SEVERITIES.index(self.severity)
        rest = (self.rule, self.graph, self.focus, self.path, self.value, self.claim, self.message.get("en"))
        a, b, c, d, e, f, g = (text or "" for text in rest)
        return (rank, a, b, c, d, e, f, g)

    @property
    def document(self) -> str | None:
        """The IRI of the document it lies in: that of its passage, or of its graph; None for the reference."""
        if self.passage is not None:
            return self.passage.document
        if self.graph is not None and self.graph.startswith(DEKGG + "doc-"):
            return DEKGR + self.graph.removeprefix(DEKGG).rpartition("-")[0]
        return None

    @property
    def iri(self) -> str:
        """The IRI of the finding, minted from all it says."""
        return f"{DEKGR}finding-{hash16([*map(str, self.key), str(self.passage), self.component])}"


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one rule, by document: those with the most first, what lies in no document last."""

    severity: str
    rule: str
    documents: tuple[tuple[str | None, tuple[Finding, ...]], ...]

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(len(findings) for _, findings in self.documents)

    @property
    def message(self) -> Mapping[str, str]:
        """What to repair, as the first finding has it; in those of a check, names and numbers differ."""
        return self.documents[0][1][0].message


@dataclass(frozen=True, slots=True)
class Report:
    """All findings over a graph.

    >>> Report.of([]).conforms
    True
    """

    findings: tuple[Finding, ...] = field(default=())

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Report":
        """Return the report of some findings: sorted, each once."""
        unique = {finding.iri: finding for finding in findings}
        return cls(tuple(sorted(unique.values(), key=lambda finding: (finding.key, finding.iri))))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and notes may remain."""
        return not any(finding.severity == "violation" for finding in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return {name: sum(finding.severity == name for finding in self.findings) for name in SEVERITIES}

    @property
    def groups(self) -> tuple[Group, ...]:
        """The findings by rule and document: the worst first, then the most frequent."""
        rules: dict[tuple[str, str], dict[str | None, list[Finding]]] = {}
        for finding in self.findings:
            documents = rules.setdefault((finding.severity, finding.rule), {})
            documents.setdefault(finding.document, []).append(finding)
        groups = [
            Group(
                severity,
                rule,
                tuple(
                    (document, tuple(found))
                    for document, found in sorted(
                        documents.items(), key=lambda item: (item[0] is None, -len(item[1]), item[0] or "")
                    )
                ),
            )
            for (severity, rule), documents in rules.items()
        ]
        return tuple(sorted(groups, key=lambda group: (SEVERITIES.index(group.severity), -group.count, group.rule)))

    def html(self, language: str = "en", labels: Mapping[str, str] | None = None) -> str:
        """Return the report as one HTML page, which needs nothing from outside.

        Args:
            language: `en` or `zh`, of the page and of the messages.
            labels: names in words of claims and documents, by IRI.
        """
        from kg.validate.page import page

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


WORDS = {
    "violation": {"en": "violation", "zh": "错误"},
    "warning": {"en": "warning", "zh": "警告"},
    "info": {"en": "note", "zh": "提示"},
    "conforms": {"en": "no findings", "zh": "未发现问题"},
    "claim": {"en": "claim", "zh": "断言"},
    "passage": {"en": "passage", "zh": "原文位置"},
    "node": {"en": "node", "zh": "节点"},
    "value": {"en": "value", "zh": "取值"},
    "reference": {"en": "reference data and store", "zh": "参考数据与存储"},
    "documents": {"en": "and {number} more documents with {count}", "zh": "另有 {number} 份文档，共 {count} 项"},
    "findings": {"en": "and {number} more", "zh": "另有 {number} 项"},
}
"""The words of reports for people."""


def grouped(
    report: Report, labels: Mapping[str, str], language: str = "en", *, documents: int = 10, each: int = 3
) -> Iterator[tuple[str, str]]:
    """Yield the lines of a report for a terminal, each with its kind: `violation`, `warning`, `info`, `text` or `sum`.

    Args:
        report: what to tell.
        labels: names in words of claims and documents, by IRI.
        language: `en` or `zh`.
        documents: how many documents of a rule are named; the others are counted.
        each: how many findings of a rule in one document are told; the others are counted.
    """
    words = {key: text[language] for key, text in WORDS.items()}
    for group in report.groups:
        yield group.severity, f"{words[group.severity]}  {local_name(group.rule)}  ({group.count})"
        message = group.message.get(language) or group.message["en"]
        yield "text", f"  {message}"
        for document, found in group.documents[:documents]:
            named = compact(document) if document else words["reference"]
            title = f"{labels[document]} ({named})" if document in labels else named  # type: ignore[index]
            yield "text", f"  {title}: {len(found)}"
            before = None
            for finding in found[:each]:
                lines = _told(finding, before, message, labels, language, words)
                yield from (("text", f"    {line}") for line in lines)
                before = finding
            if len(found) > each:
                yield "text", f"    {words['findings'].format(number=len(found) - each)}"
        rest = group.documents[documents:]
        if rest:
            count = sum(len(found) for _, found in rest)
            yield "text", f"  {words['documents'].format(number=len(rest), count=count)}"
    yield "sum", counted(report, language)


def counted(report: Report, language: str) -> str:
    """Return how many findings there are of each severity, in words."""
    told = []
    for name, count in report.counts.items():
        if count:
            word = WORDS[name][language]
            told.append(f"{word} {count:,} 项" if language == "zh" else f"{count:,} {word}{'s' if count > 1 else ''}")
    return ", ".join(told) or WORDS["conforms"][language]


def _told(
    finding: Finding,
    before: Finding | None,
    message: str,
    labels: Mapping[str, str],
    language: str,
    words: Mapping[str, str],
) -> Iterator[str]:
    """Yield what tells one finding from the others of its rule; what was told of the one before is not told again."""
    own = finding.message.get(language) or finding.message["en"]
    below = "  " if finding.claim else ""
    if own != message:
        yield own
    if finding.claim and (before is None or before.claim != finding.claim or own != message):
        name = compact(finding.claim)
        yield f"{words['claim']}: {labels[finding.claim]} ({name})" if finding.claim in labels else name
    if finding.passage and (before is None or (before.claim, before.passage) != (finding.claim, finding.passage)):
        yield f"{below}{words['passage']}: {finding.passage}"
    if finding.focus != finding.claim and (before is None or before.focus != finding.focus):
        yield f"{below}{words['node']}: {compact(finding.focus)}"
    if finding.value:
        yield f"  {words['value']}: {shown(finding.value)}"


def shown(value: str) -> str:
    """Return a value in N-Triples as people read it: IRIs and datatypes with prefixes.

    >>> shown('"2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date>')
    '"2023-02-30"^^xsd:date'
    """
    if value.startswith("<") and value.endswith(">"):
        return compact(value[1:-1])
    text, mark, kind = value.rpartition("^^<")
    return f"{text}^^{compact(kind[:-1])}" if mark and kind.endswith(">") else value


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def _place(place: Location | None) -> dict[str, Any] | None:
    return None if place is None else {"document": place.document, "start": place.start, "end": place.end}


def _term(value: str) -> Any:
    """Return the RDF term of a value in N-Triples; anything else is a plain string."""
    from pyoxigraph import Literal, RdfFormat, parse

    try:
        return next(iter(parse(f"<x:s> <x:p> {value} .", format=RdfFormat.N_TRIPLES))).object
    except (SyntaxError, StopIteration, ValueError):
        return Literal(value)
