"""What a mention of a thing is, and how things that the ontology lacks are named."""

import hashlib
import re
from typing import NamedTuple

from kg.terms import DEKGR
from kg.vocabulary import Vocabulary

__all__ = ["Kinds", "Mention", "kind_of", "provisional_iri"]

_KINDS = (
    ("dekg:Country", "country"),
    ("dekg:MunicipalityDirectlyUnder", "municipality"),
    ("dekg:SpecialAdministrativeRegion", "municipality"),
    ("dekg:Province", "province"),
    ("dekg:PrefectureLevelDivision", "city"),
    ("dekg:City", "city"),
    ("dekg:County", "county"),
    ("dekg:FunctionalArea", "zone"),
    ("dekg:MacroRegion", "region"),
    ("dekg:JointArea", "joint"),
)


class Mention(NamedTuple):
    """A mention in a folded text.

    Attributes:
        layer: `place`, `org`, `industry`, `property`, `variable`, `product`, `capability`, or `anaphor`.
        iris: what it may mean; one entry once it is resolved.
        kind: of places and anaphors: `city`, `province`, `country`, `zone`, `county`, `region`, `joint`, `capital`.
        name: the name of a provisional entity, else None.
        within: IRI of the place a provisional place lies in, if a known name starts its own.
    """

    start: int
    end: int
    layer: str
    iris: tuple[str, ...]
    kind: str = ""
    name: str | None = None
    within: str | None = None

    @property
    def iri(self) -> str:
        """The first meaning; empty for an anaphor that is not resolved."""
        return self.iris[0] if self.iris else ""


def kind_of(vocabulary: Vocabulary, iri: str) -> str:
    """Return the kind of a place of the ontology."""
    for name, kind in _KINDS:
        if vocabulary.is_a(iri, name):
            return kind
    return "region"


def provisional_iri(kind: str, name: str) -> str:
    """Return the IRI of a thing the ontology lacks, from its name: a slug where that is possible, else a hash."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold().replace("'", "")).strip("-")
    if len(slug) < 3 or not name.isascii():
        slug = hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"{DEKGR}{kind}-provisional-{slug}"


class Kinds:
    """Kinds of places, remembered."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, str] = {}

    def __getitem__(self, iri: str) -> str:
        found = self._known.get(iri)
        if found is None:
            found = self._known[iri] = kind_of(self._vocabulary, iri)
        return found
