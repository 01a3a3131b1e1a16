"""Names: the base IRI, the prefixes, and how an IRI is minted from content.

The only module that spells the base. Terms are plain strings; no RDF library is needed to name a thing.
"""

import hashlib
import re
from collections.abc import Iterable

__all__ = [
    "BASE",
    "CATALOG",
    "DCTERMS",
    "DEKG",
    "DEKGG",
    "DEKGR",
    "HEADS",
    "INFERENCE",
    "INFERRED",
    "LICENSE",
    "LINKS",
    "OA",
    "ONTOLOGY",
    "PREFERENCE",
    "PREFERRED",
    "PREFIXES",
    "RDF",
    "RDFS",
    "REFERENCE",
    "SCHEMA",
    "SKOS",
    "UNIT",
    "XSD",
    "compact",
    "digest",
    "expand",
    "hash16",
    "local_name",
    "mint",
]

BASE = "https://w3id.org/dekg/"
DEKG = BASE + "ontology#"
DEKGR = BASE + "id/"
DEKGG = BASE + "graph/"

DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
UNIT = "http://qudt.org/vocab/unit/"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": DCTERMS,
    "dekg": DEKG,
    "dekgg": DEKGG,
    "dekgr": DEKGR,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": OA,
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": "http://www.w3.org/ns/shacl#",
    "shapes": BASE + "shapes#",
    "skos": SKOS,
    "time": "http://www.w3.org/2006/time#",
    "unit": UNIT,
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "xsd": XSD,
}

ONTOLOGY = DEKGG + "ontology"
REFERENCE = DEKGG + "reference"
LINKS = DEKGG + "links"
HEADS = DEKGG + "heads"
CATALOG = DEKGG + "catalog"
INFERRED = DEKGG + "inferred"
INFERENCE = DEKGG + "inference"
PREFERRED = DEKGG + "preferred"
PREFERENCE = DEKGG + "preference"

LICENSE = "https://creativecommons.org/licenses/by/4.0/"

_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def compact(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI unchanged where it has none that is legal Turtle.

    >>> compact("https://w3id.org/dekg/id/place-guiyang")
    'dekgr:place-guiyang'
    >>> compact("https://example.org/x")
    'https://example.org/x'
    """
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """Return the IRI of a prefixed name; a name without a known prefix comes back unchanged.

    >>> expand("unit:PERCENT")
    'http://qudt.org/vocab/unit/PERCENT'
    """
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/`` of an IRI.

    >>> local_name("https://w3id.org/dekg/ontology#greaterThan")
    'greaterThan'
    """
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, as ``sha256:`` and 64 hex digits.

    >>> digest("")
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def hash16(lines: Iterable[str]) -> str:
    """Return 16 hex digits of the SHA-256 over lines, each ended by a line feed, in the order given."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()[:16]


def mint(kind: str, lines: Iterable[str]) -> str:
    """Return the IRI of a thing named by its content: ``dekgr:{kind}-{16 hex}``; the lines are sorted first."""
    return f"{DEKGR}{kind}-{hash16(sorted(lines))}"
