"""What the data set as a whole is: its title, licence, attribution, and what time and places it covers.

The words are `dataset.toml`; what can be counted is counted.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.errors import AssetError
from kg.export.statements import Statements
from kg.terms import BASE, DCTERMS, DEKG, DEKGR, SCHEMA

__all__ = ["DATASET", "DOWNLOADS", "Coverage", "Description", "coverage", "description"]

DATASET = BASE + "dataset"
"""The IRI of the data set."""


DOWNLOADS = BASE + "dump/"
"""Where its downloads lie."""


@dataclass(frozen=True)
class Description:
    """The words of `dataset.toml`; texts by language, the rest IRIs."""

    title: dict[str, str]
    description: dict[str, str]
    keywords: dict[str, list[str]]
    creator: str
    creator_name: dict[str, str]
    homepage: str
    license: str
    attribution: list[str]
    theme: str
    frequency: str
    access_rights: str
    languages: dict[str, str]
    vocabularies: list[str]
    link_predicates: list[str]
    targets: list[dict[str, str]]
    version: str


@dataclass(frozen=True)
class Coverage:
    """What the claims of a graph cover.

    Attributes:
        start, end: first and last day of the periods of observations, ISO 8601; empty if there is none.
        places: IRIs of the places that claims are about, sorted.
        variables: IRIs of the variables they measure, sorted.
        documents: IRIs of the documents they were read from, sorted.
        issued: the day the latest of these was published; empty if unknown.
    """

    start: str
    end: str
    places: tuple[str, ...]
    variables: tuple[str, ...]
    documents: tuple[str, ...]
    issued: str


@cache
def description() -> Description:
    """Return the words of the data set.

    Raises:
        AssetError: the file is missing or incomplete.
    """
    path = Path(__file__).with_name("dataset.toml")
    try:
        return Description(**tomllib.loads(path.read_text("utf-8")), version=version("dekg"))
    except (OSError, ValueError, TypeError) as error:
        raise AssetError(f"{path}: not a description of the data set ({error}); install the package again") from None


def coverage(found: Statements) -> Coverage:
    """Return what the claims of a graph cover."""
    claims = found.members("dekg:Claim")
    observed = found.members("dekg:StatisticalObservation")
    periods = {found.first(claim, DEKG + "refPeriod") for claim in observed} - {""}
    subjects = {iri for claim in claims for iri in found.all(claim, DEKG + "about")}
    documents = sorted({found.first(claim, DCTERMS + "source") for claim in claims} - {""})
    days = [found.first(document, SCHEMA + "datePublished") for document in documents]
    return Coverage(
        start=min((d for p in periods if (d := found.first(p, DEKG + "startDate"))), default=""),
        end=max((d for p in periods if (d := found.first(p, DEKG + "endDate"))), default=""),
        places=tuple(sorted(iri for iri in subjects if _is_place(iri))),
        variables=tuple(sorted({found.first(claim, DEKG + "variable") for claim in claims} - {""})),
        documents=tuple(documents),
        issued=max((day for day in days if day), default=""),
    )


def _is_place(iri: str) -> bool:
    return iri.startswith(tuple(DEKGR + kind for kind in ("place-", "area-", "region-")))
