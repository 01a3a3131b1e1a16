"""A person's decisions about rows: who, when, what; kept in the table, the refusals too.

A refused row stays, with `predicate_modifier` *Not*, so that nobody proposes it again unseen.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kg.errors import LinkError
from kg.link.published import PREDICATES, claimed
from kg.link.rows import Link, LinkSet
from kg.terms import compact

__all__ = ["decide", "pending", "rivals"]


def pending(links: Iterable[Link]) -> list[Link]:
    """Return the rows that nobody has decided on and that are not published, by subject, the likeliest first."""
    open_ones = [link for link in links if not link.reviewed and not link.refused and not link.published]
    return sorted(open_ones, key=lambda link: (link.subject, -float(link.slots.get("confidence", "0")), link.object))


def rivals(link: Link, links: Iterable[Link]) -> list[str]:
    """Return who else claims what a row claims, published or not."""
    return sorted(claimed(links).get(link.object, set()) - {link.subject})


def decide(
    found: LinkSet,
    link: Link,
    predicate: str | None,
    *,
    reviewer: str,
    day: date,
    others: Iterable[Link] = (),
) -> LinkSet:
    """Return the table with one row decided.

    Args:
        found: the table.
        link: a row of it.
        predicate: what the link is, an IRI of `PREDICATES`; None refuses it.
        reviewer: who decides: an ORCID (`orcid:0000-…`), or a name.
        day: when.
        others: rows of other tables, whose published claims count too.

    Raises:
        LinkError: nobody is named, the relation is unknown, or another of our things is linked to the same one.
    """
    who = " ".join(reviewer.replace("|", " ").split())
    if not who:
        raise LinkError("a decision needs a name; give --reviewer 'Your Name' or an ORCID, or set KG_REVIEWER")
    if predicate is not None and predicate not in PREDICATES:
        raise LinkError(f"{predicate!r} is no link; expected one of {', '.join(map(compact, PREDICATES))}")
    slots = {("reviewer_id" if who.startswith("orcid:") else "reviewer_label"): who, "review_date": day.isoformat()}
    if predicate is None:
        decided = link.with_slots(**slots, predicate_modifier="Not")
    else:
        holders = claimed(other for other in (*found.links, *others) if other.published)
        taken = sorted(holders.get(link.object, set()) - {link.subject})
        if taken:
            raise LinkError(
                f"{link.object} is linked to {', '.join(map(compact, taken))} already, so it cannot be "
                f"{compact(link.subject)}; refuse one of the two"
            )
        decided = replace(link.with_slots(**slots), predicate=predicate)
    prefixes = dict(found.prefixes)
    if who.startswith("orcid:"):
        prefixes.setdefault("orcid", "https://orcid.org/")
    rows = tuple(decided if other is link else other for other in found.links)
    return LinkSet({**found.header, "curie_map": prefixes}, rows)
