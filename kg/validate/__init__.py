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
from pyoxigraph import Store as Oxigraph

from kg import assets
from kg.graph import Version
from kg.store import Embedded, Store
from kg.terms import DEKG, DEKGR, OA, ONTOLOGY, REFERENCE
from kg.validate import audit, checks, integrity, shapes, stars, wording
from kg.validate.findings import Finding, Location
from kg.validate.report import Report
from kg.validate.shapes import shacl
from kg.validate.summary import Summary
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
    held = audit.in_memory(store)
    found: list[Finding] = []
    summary = Summary()
    forms = audit.version_forms(vocabulary)
    rest: list[str] = []
    for graph in held.graphs():
        text = held.text(graph)
        if not graph.startswith(audit.VERSION):
            rest.append(text)
            continue
        graph_stars = stars.read(text)
        summary.add(graph_stars)
        found += integrity.findings(graph, graph_stars)
        if texts:
            found += wording.findings(graph, stars.triples(text), vocabulary, texts)
        if tier == "load" or not audit.regular(graph_stars):
            found += shapes.version_findings(graph, stars.triples(text), vocabulary)
        else:
            forms.add(graph, graph_stars, graph_stars.cited)
    reference = stars.read(*rest)
    summary.add(reference)
    found += checks.findings(held, summary=summary)
    if tier == "load":
        found += shapes.reference_findings(stars.triples("".join(rest)))
    else:
        found += audit.reference_forms(reference).findings(lambda _: reference)
    found += forms.findings(lambda graph: stars.read(held.text(graph or "")))
    return Report.of(_located(found, held))


def validate_version(version: Version, vocabulary: Vocabulary, texts: Mapping[str, str] | None = None) -> Report:
    """Return all findings over one version graph, before it is loaded, beside the shipped ontology and reference data.

    Args:
        version: the graph.
        vocabulary: the ontology's names and words.
        texts: normalised source texts by document IRI.
    """
    return _validated([version], vocabulary, texts, version.graph)


def validate_versions(versions: Sequence[Version], vocabulary: Vocabulary) -> Report:
    """Return all findings over version graphs of different documents; many cost little more than one."""
    return _validated(versions, vocabulary, None, None)


def _validated(
    versions: Sequence[Version], vocabulary: Vocabulary, texts: Mapping[str, str] | None, only: str | None
) -> Report:
    store, known = _beside()
    summary, forms = Summary(elsewhere=known), audit.version_forms(vocabulary)
    read = {version.graph: stars.stars_of(quad.triple for quad in version.quads) for version in versions}
    found: list[Finding] = []
    for version in versions:
        graph, held = version.graph, read[version.graph]
        summary.add(held)
        found += integrity.findings(graph, held)
        if texts:
            found += wording.findings(graph, [quad.triple for quad in version.quads], vocabulary, texts)
        if audit.regular(held):
            forms.add(graph, held, held.cited)
        else:
            found += shapes.version_findings(graph, [quad.triple for quad in version.quads], vocabulary)
    found += forms.findings(lambda graph: read[graph or ""])
    store.extend(quad for version in versions for quad in version.quads)
    try:
        beside = Embedded(store, "memory:")
        found += checks.findings(beside, "versions", only, summary)
        return Report.of(_located(found, beside))
    finally:
        for graph in read:
            store.remove_graph(NamedNode(graph))


@cache
def _beside() -> tuple[Oxigraph, Mapping[str, tuple[str, ...]]]:
    """Return a store with ontology and reference data, to put one version at a time beside, and the classes therein."""
    store = Oxigraph()
    for graph, paths in {ONTOLOGY: assets.ontology_files(), REFERENCE: assets.reference_files()}.items():
        store.extend(Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in parse(paths))
    held = Embedded(store, "memory:")
    return store, stars.read(*map(held.text, held.graphs())).types


# -- from a node to its claim and passage -----------------------------------------------------------------------------


def _located(found: Iterable[Finding], store: Embedded) -> Iterator[Finding]:
    """Give each finding on a node of a version graph the claim it belongs to, and the passage of that claim."""
    places: dict[str, _Places] = {}
    for finding in found:
        graphs = [finding.graph] if finding.graph is not None else _homes(finding.focus, store)
        for graph in graphs:
            if graph.startswith(audit.VERSION):
                if graph not in places:
                    places[graph] = _Places(stars.triples(store.text(graph)))
                if (located := places[graph].locate(finding, graph)) is not None:
                    yield located
                    break
        else:
            yield finding


def _homes(node: str, store: Embedded) -> list[str]:
    """Return the graphs that describe a node."""
    quads = store.matching(subject=node) if node.startswith("http") else ()
    return sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)})


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
            if target.startswith(DEKGR + "claim-"):
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
