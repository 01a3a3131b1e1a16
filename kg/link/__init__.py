"""Links from our things to those of other data sets: reviewed rows, and how more of them are found.

    rows        tables of links (SSSOM/TSV), read and written
    published   which rows enter the graph, and as what
    service     ask a reconciliation service (W3C Reconciliation API 0.2)
    propose     candidates for a thing, as rows to review
    review      a person's decisions, kept in the table

A link is published when a person confirmed it, its own register names it, or two sources agree on it.
"""

from kg.link.published import PREDICATES, claimed, published, quads, shipped, tables
from kg.link.rows import Link, LinkSet, read, write

__all__ = ["PREDICATES", "Link", "LinkSet", "claimed", "published", "quads", "read", "shipped", "tables", "write"]
