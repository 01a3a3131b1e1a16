"""Findings: what breaks which rule, and where.

Bad data is never an exception: it is a finding, with the rule it breaks, the claim it touches and the passage the claim
was read from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from kg.terms import BASE, DEKGG, DEKGR, compact, hash16

__all__ = ["SEVERITIES", "SHAPES", "Finding", "Findings", "Group", "Location"]

SHAPES = BASE + "shapes#"
SEVERITIES = ("violation", "warning", "info")


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
class Findings:
    """All findings over a graph, sorted, each once.

    >>> Findings.of([]).conforms
    True
    """

    findings: tuple[Finding, ...] = field(default=())

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Self:
        """Take findings: sorted, each once."""
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
