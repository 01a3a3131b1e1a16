"""The whole flow on one screen: sources to quads, validated, to a store with ontology, reference data and documents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg import sources, vocabulary
from kg.graph import Version, version
from kg.link import quads as link_quads
from kg.link import shipped as shipped_links
from kg.store import Embedded
from kg.terms import LINKS, REFERENCE
from kg.validate import Finding, Report, validate_version

__all__ = ["Built", "base_graphs", "build", "prepare"]

GEONAMES = "Contains data from GeoNames (geonames.org), CC BY 4.0; selected and joined. Made with Natural Earth."


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        loaded, unchanged: documents that were loaded, and that were there already.
        claims: in all of these documents.
        report: the findings; if it does not conform, nothing was loaded. None if validation was left out.
        versions: the version graphs, in the order of the files.
    """

    loaded: int
    unchanged: int
    claims: int
    report: Report | None
    versions: tuple[Version, ...]


def build(
    store: Embedded,
    paths: Iterable[Path],
    progress: Callable[[str], None] = lambda step: None,
    *,
    validated: bool = True,
) -> Built:
    """Load ontology, reference data and the claims files into a store; loading again changes nothing.

    All files are read, turned into quads and validated before anything is written: a bad one leaves the store as is.

    Args:
        store: where to.
        paths: claims files.
        progress: called with the name of each step, two for a file and one for all.
        validated: whether to validate; the shipped files are known to conform.

    Raises:
        SourceError: a claims file cannot be read.
        StoreError: the store refuses.
    """
    words = vocabulary.shipped()
    versions: list[Version] = []
    findings: list[Finding] = []
    for path in paths:
        progress(path.name)
        document, claims = sources.read(path)
        versions.append(version(document, claims, words))
        if validated:
            findings += validate_version(versions[-1], words).findings
    report = Report.of(findings) if validated else None
    claims_read = sum(len(item.claims) for item in versions)
    if report is not None and not report.conforms:
        return Built(0, 0, claims_read, report, tuple(versions))
    progress("ontology and reference data")
    prepare(store)
    loaded = 0
    for item in versions:
        progress(item.document)
        loaded += store.load(item)
    return Built(loaded, len(versions) - loaded, claims_read, report, tuple(versions))


def prepare(store: Embedded) -> bool:
    """Bring the ontology, the reference data and the links into a store; False if they were there."""
    return store.replace(base_graphs(), {REFERENCE: GEONAMES, LINKS: GEONAMES})


@cache
def base_graphs() -> dict[str, list[Quad]]:
    """Return the quads of the ontology, of the reference data and of the links, by graph, each once."""
    named = {
        graph: list({Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph)): None for quad in quads})
        for graph, quads in vocabulary.graphs().items()
    }
    return {**named, LINKS: link_quads(shipped_links())}
