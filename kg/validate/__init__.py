"""Validate a graph: shapes, checks, names against content and, with the texts at hand, claims against their words.

Two kinds of rules: SHACL Core shapes (`shapes/`) for what one node must carry, check queries (`queries/checks/`) for
what nodes must be to one another. All end as the same kind of finding, with claim and passage. Two tiers run them:
before loading pySHACL looks at one document alone (`validate_version`); an audit looks at a whole store (`validate`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import assets
from kg.graph import Version, version_head
from kg.store import Embedded, Store
from kg.terms import DEKG, DEKGR, OA, ONTOLOGY, REFERENCE
from kg.validate import audit, checks, integrity, shapes, wording
from kg.validate.report import Finding, Location, Report
from kg.validate.shapes import shacl
from kg.vocabulary import Vocabulary, parse

__all__ = ["Finding", "Location", "Report", "shacl", "validate", "validate_version", "validate_versions"]


def validate(
    store: Store,
    vocabulary: Vocabulary,
    texts: Mapping[str, str] | None = None,
    *,
    tier: OneOf["audit", "load"] = "audit",
) -> Report:
    """Return all findings over a store: reference data, every document version, and what lies between them.

    Args:
        store: to validate; it is only read. One that is not in memory is copied there first.
        vocabulary: the ontology's names and words.
        texts: normalised source texts by document IRI; with them the cited words are compared with the claims.
        tier: `audit` runs the shapes compiled, over all graphs at once; `load` runs pySHACL on one graph after another,
            as it is done before a document is loaded. Both find the same; the latter is fifteen times slower.

    Raises:
        QueryError: the store cannot answer a check.
        ValidateError: a shape cannot be compiled.
    """
    if tier == "audit":
        store = audit.in_memory(store)
    versions: dict[str, list[Triple]] = defaultdict(list)
    rest: list[Triple] = []
    for quad in store.quads():
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        (versions[graph] if graph.startswith(audit.VERSION) else rest).append(quad.triple)
    found = [*checks.findings(store)]
    found += audit.reference_findings(rest) if tier == "audit" else shapes.reference_findings(rest)
    facts: audit.Facts | None = audit.Facts()
    for graph, triples in versions.items():
        about = integrity.statements(triples)
        if facts and sum(map(len, about.values())) == len(triples):
            facts.add(about)
        else:
            facts = None
        found += _of_nodes(graph, triples, vocabulary, texts, about)
    one_by_one = audit.irregular(store) if tier == "audit" else list(versions)
    for graph in one_by_one:
        found += shapes.version_findings(graph, versions[graph], vocabulary)
    if tier == "audit":
        found += audit.version_findings(store, vocabulary, facts)
    return Report.of(_located(found, versions))


def validate_version(version: Version, vocabulary: Vocabulary, texts: Mapping[str, str] | None = None) -> Report:
    """Return all findings over one version graph, before it is loaded, beside the shipped ontology and reference data.

    Args:
        version: the graph.
        vocabulary: the ontology's names and words.
        texts: normalised source texts by document IRI.
    """
    triples = [quad.triple for quad in version.quads]
    found = [*shapes.version_findings(version.graph, triples, vocabulary)]
    found += _of_nodes(version.graph, triples, vocabulary, texts)
    store = _beside()
    store.load(version)
    try:
        found += checks.findings(store, "versions", version.graph)
    finally:
        store.drop(version.document)
    return Report.of(_located(found, {version.graph: triples}))


def validate_versions(versions: Sequence[Version], vocabulary: Vocabulary) -> Report:
    """Return all findings over some version graphs of different documents, before they are loaded.

    The same rules as `validate_version`, as the audit runs them: many graphs cost little more than one.
    """
    store = _beside()
    triples = {version.graph: [quad.triple for quad in version.quads] for version in versions}
    facts = audit.Facts()
    found: list[Finding] = []
    store.extend(
        quad for version in versions for quad in (*version.quads, *version_head(version.document, version.graph))
    )
    try:
        for graph, held in triples.items():
            about = integrity.statements(held)
            facts.add(about)
            found += integrity.findings(graph, held, about)
        found += checks.findings(store, "versions")
        found += audit.version_findings(store, vocabulary, facts)
        for graph in audit.irregular(store):
            found += shapes.version_findings(graph, triples[graph], vocabulary)
    finally:
        for version in versions:
            store.drop(version.document)
    return Report.of(_located(found, triples))


def _of_nodes(
    graph: str,
    triples: Sequence[Triple],
    vocabulary: Vocabulary,
    texts: Mapping[str, str] | None,
    about: integrity.Statements | None = None,
) -> Iterator[Finding]:
    yield from integrity.findings(graph, triples, about)
    if texts:
        yield from wording.findings(graph, triples, vocabulary, texts)


@cache
def _beside() -> Embedded:
    """Return a store in memory with ontology and reference data, to put one version at a time beside."""
    store = Embedded.memory()
    files = {ONTOLOGY: assets.ontology_files(), REFERENCE: assets.reference_files()}
    store.replace(
        {
            graph: list({Quad(q.subject, q.predicate, q.object, NamedNode(graph)): None for q in parse(paths)})
            for graph, paths in files.items()
        },
        {},
    )
    return store


# -- from a node to its claim and passage -----------------------------------------------------------------------------


def _located(found: Iterable[Finding], versions: Mapping[str, Sequence[Triple]]) -> Iterator[Finding]:
    """Give each finding on a node of a version graph the claim it belongs to, and the passage of that claim."""
    found = list(found)
    lost = {finding.focus for finding in found if finding.graph is None}
    homes: dict[str, set[str]] = defaultdict(set)
    for graph, triples in versions.items() if lost else ():
        for node in lost & {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}:
            homes[node].add(graph)
    touched = {finding.graph for finding in found}.union(*homes.values())
    places = {graph: _Places(triples) for graph, triples in versions.items() if graph in touched}
    for finding in found:
        graphs = sorted(homes[finding.focus]) if finding.graph is None else [finding.graph]
        for graph in graphs:
            if graph in places and (located := places[graph].locate(finding, graph)) is not None:
                yield located
                break
        else:
            yield finding


class _Places:
    """Which claim a node of a version graph belongs to, and where claims and passages stand."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        self.nodes: set[str] = set()
        self.owners: dict[str, list[str]] = defaultdict(list)
        self.links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject, target = triple.subject, triple.object
            if not isinstance(subject, NamedNode):
                continue
            self.nodes.add(subject.value)
            if isinstance(target, NamedNode | Literal):
                self.links[subject.value][triple.predicate.value].append(target.value)
                if isinstance(target, NamedNode) and subject.value.startswith((DEKGR + "claim-", DEKGR + "amount-")):
                    self.owners[target.value].append(subject.value)

    def locate(self, finding: Finding, graph: str) -> Finding | None:
        """Return the finding with claim, passage and graph; None if its node is not described here."""
        if finding.focus not in self.nodes:
            return None
        claim = finding.claim or self.claim(finding.focus)
        place = finding.passage or self.place(finding.focus) or (self.place(claim) if claim else None)
        return replace(finding, claim=claim, passage=place, graph=finding.graph or graph)

    def claim(self, node: str) -> str | None:
        """Return the claim a node is, or is part of; the first by IRI where there are several."""
        if node.startswith(DEKGR + "claim-"):
            return node
        for target in self.links[node][DEKG + "conversionOf"]:
            return target
        owners = sorted(owner for owner in self.owners.get(node, ()) if not node.startswith(DEKGR + "doc-"))
        claims = [owner for owner in owners if owner.startswith(DEKGR + "claim-")]
        return next(iter(claims), None)

    def place(self, node: str) -> Location | None:
        """Return where a passage stands, or the first of a claim's passages."""
        passages = [node] if node.startswith(DEKGR + "passage-") else self.links[node][DEKG + "statedIn"]
        return min((place for passage in passages if (place := self.position(passage))), default=None)

    def position(self, passage: str) -> Location | None:
        """Return document and positions of a passage, if they are given and are numbers."""
        documents = self.links[passage][OA + "hasSource"]
        for selector in self.links[passage][OA + "hasSelector"]:
            starts, ends = self.links[selector][OA + "start"], self.links[selector][OA + "end"]
            if documents and starts and ends and starts[0].isdigit() and ends[0].isdigit():
                return Location(documents[0], int(starts[0]), int(ends[0]))
        return None
