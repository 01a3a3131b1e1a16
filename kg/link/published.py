"""The links that enter the graph: those of the tables that are published, each outside thing claimed once.

The only module that knows how a row becomes a triple, and when two rows may not stand beside each other.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import assets
from kg.errors import LinkError
from kg.link.rows import Link, LinkSet, merged, read
from kg.terms import DEKG, LINKS, SKOS, compact

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["PREDICATES", "claimed", "published", "quads", "shipped", "tables"]

PREDICATES: Mapping[str, str] = {
    SKOS + "exactMatch": "the same thing",
    SKOS + "closeMatch": "nearly the same thing",
    SKOS + "broadMatch": "a wider thing",
    SKOS + "narrowMatch": "a narrower thing",
    SKOS + "relatedMatch": "a related thing",
    DEKG + "seatRecord": "the record of the town it is governed from",
}
"""What a link may say. `owl:sameAs` is not among them: it would merge two things under reasoning."""

_SAME = frozenset({SKOS + "exactMatch", SKOS + "closeMatch", DEKG + "seatRecord"})
"""Links of which an outside thing can bear one only."""


def tables(paths: Iterable[Path]) -> dict[Path, LinkSet]:
    """Return the tables of some files.

    Raises:
        LinkError: one of them is unusable.
    """
    return {path: read(path) for path in paths}


@cache
def shipped() -> tuple[Link, ...]:
    """Return all rows that ship with the package or stand in the project, candidates included; read once."""
    return merged(tables(assets.link_files()).values())


def published(links: Iterable[Link]) -> list[Link]:
    """Return the rows that enter the graph.

    Raises:
        LinkError: a predicate is not a link, one outside thing is claimed by two of ours, or a row is both confirmed
            and refused.
    """
    found = [link for link in links if link.published]
    for link in found:
        if link.predicate not in PREDICATES:
            known = ", ".join(map(compact, PREDICATES))
            raise LinkError(f"{link.place}: {compact(link.predicate)} is no link; expected one of {known}")
    holders: dict[str, Link] = {}
    for link in found:
        if link.predicate in _SAME and (other := holders.setdefault(link.object, link)).subject != link.subject:
            raise LinkError(
                f"{link.place}: {link.object} is claimed by {compact(link.subject)} and by {compact(other.subject)} "
                f"({other.place}); one thing outside is one thing here: refuse one of the rows"
            )
    return found


def claimed(links: Iterable[Link]) -> dict[str, set[str]]:
    """Return who claims each outside thing, published or not: its IRI → IRIs of ours; refused rows claim nothing."""
    found: dict[str, set[str]] = {}
    for link in links:
        if not link.refused and link.predicate in _SAME:
            found.setdefault(link.object, set()).add(link.subject)
    return found


def quads(links: Iterable[Link]) -> "list[Quad]":
    """Return the graph of links: a triple for each published row.

    Raises:
        LinkError: see `published`.
    """
    from pyoxigraph import NamedNode, Quad

    graph = NamedNode(LINKS)
    triples = [
        Quad(NamedNode(link.subject), NamedNode(link.predicate), NamedNode(link.object), graph)
        for link in published(links)
    ]
    return list(dict.fromkeys(triples))
