"""Resolve "the city", 全省, "the park", 两地 to the places named before.

The only module that knows which of the places a text has named such a word means. Where two fit equally, none is
chosen.
"""

from kg.extract.entities.named import Kinds, Mention
from kg.extract.entities.territory import Territory
from kg.extract.text.lexicon import Lexicon
from kg.extract.whom.places import Place
from kg.terms import DEKGR

__all__ = ["CHINA", "Antecedents"]

CHINA = DEKGR + "place-china"


class Antecedents:
    """The places a text has named so far, the last of each kind."""

    def __init__(self, lexicon: Lexicon, territory: Territory, kinds: Kinds, chinese: bool) -> None:
        self._vocabulary = lexicon.vocabulary
        self._phrases = lexicon.phrases
        self._territory = territory
        self._kinds = kinds
        self._chinese = chinese
        self._last: dict[str, Place] = {}
        self._zones: list[Place] = []

    def remember(self, place: Place, *, passing: bool = False) -> None:
        """Take a place as the last named of its kind; `passing`: not instead of a city named before."""
        kind = "city" if place.kind == "capital" else place.kind
        name = place.name or self._vocabulary.label(place.iri or "", "en")
        held = passing and not self._chinese and "city" in self._last
        if kind == "province" and passing and not self._chinese and kind in self._last:
            return
        if kind not in {"city", "zone"} or not (
            (kind == "city" and held) or name.endswith(self._phrases.words("port-ending"))
        ):
            self._last[kind] = place
        if kind == "municipality" and not held:
            self._last["city"] = place
        if kind == "county":
            self._last["zone"] = place
            if not name.endswith(self._phrases.words("county-ending")) and not held:
                self._last["city"] = place
        if kind == "zone":
            self._zones.append(place)
        self._last["any"] = place

    def couple(self, pair: Place) -> None:
        """Take a pair of places named together as what "both places" means."""
        self._last["joint"] = pair

    def resolve(self, mention: Mention, folded: str) -> Place | None:
        """Return the place that a word stands for, as it was named; None where nothing fits."""
        surface = folded[mention.start : mention.end]
        match mention.kind:
            case "city":
                return self._city()
            case "province":
                return self._province(surface)
            case "capital":
                return self._capital()
            case "country":
                return self._country(mention, surface)
            case "zone":
                return self._zone(surface, folded)
            case "joint":
                return self._last.get("joint")
        return None

    def city_in(self, iri: str) -> Place | None:
        """Return the city named last, if it lies in a place."""
        found = self._last.get("city")
        root = None if found is None else found.iri if found.name is None else found.within
        return found if root is not None and iri in self._territory.above(root) | {root} else None

    def _city(self) -> Place | None:
        found, zone = self._last.get("city"), self._last.get("zone")
        if found is None and zone is not None and (around := self._city_around(zone)) is not None:
            return _standing(zone, around, "city")
        return found

    def _province(self, surface: str) -> Place | None:
        found, near = self._last.get("province"), self._last.get("any")
        if found is not None and not self._called(found, surface):
            found = None
        label = self._vocabulary.label(found.iri or "", "zh") if found is not None else ""
        if (
            surface in self._phrases.set("the-region-or-district")
            and not label.endswith(self._phrases.words("autonomous-zh"))
            and near is not None
            and near.kind in {"zone", "county"}
        ):
            return near
        if surface in self._phrases.set("the-region-or-district") and label.endswith(
            self._phrases.words("autonomous-zh")
        ):
            return found
        near = self._last.get("city")
        if found is not None and (
            near is None or near.iri is None or found.iri in self._territory.above(near.iri) or near.start < found.start
        ):
            return found
        if found is not None and not self._chinese and CHINA not in self._territory.above(found.iri or ""):
            return found  # a state that was named is still the state
        raised = self._raised(near or self._last.get("zone"), "province") or found
        return raised if raised is None or self._called(raised, surface) else None

    def _called(self, place: Place, surface: str) -> bool:
        """Return whether a place may be called so: no province of China is "the state", no state "the province"."""
        if self._chinese or place.iri is None:
            return True
        country = self._territory.country(place.iri)
        label = self._vocabulary.label(country, "en").casefold() if country is not None else ""
        states = label in self._phrases.set("state-country")
        state, province = (
            self._phrases.pattern(rf"\b{{{name}}}\b").search(surface) is not None
            for name in ("state-noun", "province-noun")
        )
        return not label or (states and not province) or (not states and not state)

    def _capital(self) -> Place | None:
        base = self._last.get("province")
        if base is not None and base.iri and (capital := self._territory.capital(base.iri)):
            return _standing(base, capital, "city")
        return self._last.get("city")

    def _country(self, mention: Mention, surface: str) -> Place | None:
        found = self._last.get("country")
        china = Place(mention.start, mention.end, CHINA, "country")
        if surface in self._phrases.set("our-country"):
            return found if found and found.iri == CHINA else china
        raised = self._raised(self._last.get("any"), "country")
        if raised is None and (
            self._chinese or (found is None and surface.casefold() in self._phrases.set("nationwide"))
        ):
            return china
        return raised or found

    def _zone(self, surface: str, folded: str) -> Place | None:
        last = self._last.get("zone")
        if self._chinese and (same := self._ending_in(surface, folded)) is not None:
            return same
        if last is None or surface not in self._phrases.set("named-zone"):
            return last
        known = folded[last.start : last.end] if last.start >= 0 else ""
        return last if known.endswith(surface) or (last.name or "").endswith(surface) else None

    def _ending_in(self, surface: str, folded: str) -> Place | None:
        """Return the last zone named whose name ends in a word that points back: 新区 of 和林格尔新区."""
        named = [zone for zone in self._zones if zone.start >= 0 and folded[zone.start : zone.end].endswith(surface)]
        return named[-1] if named else None

    def _city_around(self, zone: Place) -> str | None:
        """Return the city that a zone or county lies in."""
        root = zone.within if zone.name is not None else zone.iri
        if root is None:
            return None
        around = self._territory.above(root) | ({root} if zone.name is not None else set())
        cities = [iri for iri in sorted(around) if self._kinds[iri] in {"city", "municipality"}]
        return cities[0] if len(cities) == 1 else None

    def _raised(self, base: Place | None, level: str) -> Place | None:
        """Return the province or country around a place."""
        root = None if base is None else base.iri if base.name is None else base.within
        if base is None or root is None:
            return None
        iri = self._territory.province(root) if level == "province" else self._territory.country(root)
        return None if iri is None else _standing(base, iri, level)


def _standing(base: Place, iri: str, kind: str) -> Place:
    """Return a place that is meant where another is named."""
    return Place(base.start, base.end, iri, kind, antecedent=(base.start, base.end) if base.start >= 0 else None)
