"""What lies in what: the places above a place, its province, its country, joint areas, capitals.

The only module of the extractor that walks from place to place in the ontology.
"""

from kg.terms import DEKGR
from kg.vocabulary import Vocabulary

__all__ = ["LEVELS", "Territory", "of"]

LEVELS = {
    "zone": 0,
    "county": 1,
    "city": 2,
    "capital": 2,
    "joint": 2,
    "municipality": 3,
    "province": 3,
    "region": 4,
    "country": 5,
}
"""How high a kind of place stands; the higher can hold the lower."""


class Territory:
    """What lies in what, from the ontology; asked often, so every answer is remembered."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._above: dict[str, frozenset[str]] = {}
        self._joint: dict[frozenset[str], str] | None = None
        self._capitals: dict[str, list[str]] | None = None
        self.foremost = frozenset(vocabulary.values(DEKGR + "cue-foremost-place", "rdfs:seeAlso"))

    def above(self, iri: str) -> frozenset[str]:
        """Return all places that hold a place."""
        if iri not in self._above:
            found: set[str] = set()
            todo = [iri]
            while todo:
                here = todo.pop()
                for name in ("administrativelyWithin", "inMacroRegion", "capitalOf", "overlapsArea"):
                    for target in self._vocabulary.values(here, "dekg:" + name):
                        if target not in found and target != iri:
                            found.add(target)
                            if name != "overlapsArea":
                                todo.append(target)
            self._above[iri] = frozenset(found)
        return self._above[iri]

    def province(self, iri: str) -> str | None:
        """Return the province a place lies in, or the place itself if it is one."""
        for candidate in (iri, *sorted(self.above(iri))):
            if any(
                kind.endswith(("#Province", "#MunicipalityDirectlyUnder", "#SpecialAdministrativeRegion"))
                for kind in self._vocabulary.types(candidate)
            ):
                return candidate
        return None

    def country(self, iri: str) -> str | None:
        """Return the country a place lies in, or the place itself if it is one."""
        for candidate in (iri, *sorted(self.above(iri))):
            if any(kind.endswith("#Country") for kind in self._vocabulary.types(candidate)):
                return candidate
        return None

    def joint(self, first: str, second: str) -> str | None:
        """Return the joint area whose members are exactly two places."""
        if self._joint is None:
            self._joint = {
                frozenset(self._vocabulary.values(area, "dekg:hasMember")): area
                for area in self._vocabulary.members("dekg:JointArea")
            }
        return self._joint.get(frozenset((first, second)))

    def capital(self, iri: str) -> str | None:
        """Return the capital of a place, if the ontology has exactly one."""
        if self._capitals is None:
            self._capitals = {}
            for place in self._vocabulary.members("dekg:Place"):
                for target in self._vocabulary.values(place, "dekg:capitalOf"):
                    self._capitals.setdefault(target, []).append(place)
        found = self._capitals.get(iri, [])
        return found[0] if len(found) == 1 else None


def of(vocabulary: Vocabulary) -> Territory:
    """Return the territory of a vocabulary; made once for each."""
    return vocabulary.once(Territory)
