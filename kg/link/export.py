"""All published links as one table, with what each table's header says of them."""

from collections.abc import Iterable
from typing import Any

from kg.link.published import published
from kg.link.rows import LinkSet
from kg.terms import LICENSE

__all__ = ["merged"]


def merged(sets: Iterable[LinkSet]) -> LinkSet:
    """Return one table of the published rows of several; prefixes, rights and extension slots are joined.

    Raises:
        LinkError: the rows cannot stand beside each other.
    """
    found = list(sets)
    prefixes: dict[str, str] = {}
    extensions: dict[str, Any] = {}
    for one in found:
        for prefix, namespace in one.prefixes.items():
            prefixes.setdefault(prefix, namespace)
        for extension in one.header.get("extension_definitions", ()):
            extensions.setdefault(extension["slot_name"], extension)
    comments = dict.fromkeys(str(one.header["comment"]) for one in found if one.header.get("comment"))
    versions = sorted(str(one.header["mapping_set_version"]) for one in found if one.header.get("mapping_set_version"))
    header = {
        "mapping_set_id": "https://w3id.org/dekg/graph/links",
        **({"mapping_set_version": versions[-1]} if versions else {}),
        "mapping_set_title": "Links of the Digital Economy Knowledge Graph",
        "license": LICENSE,
        "sssom_version": "1.1",
        **({"comment": " ".join(comments)} if comments else {}),
        "curie_map": prefixes,
        **({"extension_definitions": list(extensions.values())} if extensions else {}),
    }
    return LinkSet(header, tuple(published(link for one in found for link in one.links)))
