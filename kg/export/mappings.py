"""Find what our things are called elsewhere: any mapping in the graph counts, by whoever published it."""

import re

from kg.export.statements import Statements
from kg.terms import DEKG, SCHEMA, SKOS

__all__ = ["wikidata_item", "wikidata_property"]

_MAPPINGS = (SKOS + "exactMatch", SKOS + "closeMatch", SCHEMA + "sameAs", DEKG + "exactTerm", DEKG + "closeTerm")
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki|prop/direct)/(?:Property:)?([QP]\d+)")


def wikidata_item(iri: str, found: Statements) -> str:
    """Return the item (`Q…`) of a thing, or nothing if the graph maps it to none, or to several."""
    return _mapped(iri, "Q", found)


def wikidata_property(iri: str, found: Statements) -> str:
    """Return the property (`P…`) of a variable or property, or nothing if the graph maps it to none, or to several."""
    return _mapped(iri, "P", found)


def _mapped(iri: str, kind: str, found: Statements) -> str:
    for predicate in _MAPPINGS:
        targets = (_WIKIDATA.fullmatch(target) for target in found.all(iri, predicate))
        ids = sorted({match[1] for match in targets if match and match[1].startswith(kind)})
        if ids:
            return ids[0] if len(ids) == 1 else ""
    return ""
