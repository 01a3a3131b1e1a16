"""Read where things are: capital of, in a region, in a country, level of a division, seat of a body, venue of an event.

A relation between two places is read only where the reference data do not gainsay it: a capital lies in what it is the
capital of, a province in the region it is said to lie in.
"""

import re
from collections.abc import Iterator

from kg.extract.entities.named import Mention
from kg.extract.statements.deeds import mode_of, rule
from kg.extract.statements.scenes import Scene
from kg.extract.whom.subjects import Place
from kg.model import Assertion, Claim, ClaimKind
from kg.terms import DEKGR, local_name

__all__ = ["connections", "geography", "locations", "venues"]

_CAPITAL = r"(?:,? ?(?:{is-the} )?(?:the )?{capital-word} (?:\w+ )?(?:[\w]+'s )?(?:the )?)"
_SEATS = ["dekg:NetworkFacility", "dekg:Organization", "dekg:Event"]


def _relation(scene: Scene, subject: str, predicate: str, target: str, strength: str = "asserted") -> Claim:
    assertion = Assertion(DEKGR + "predicate-" + predicate, subject, target)
    return Claim(ClaimKind.RELATION, scene.passages(), assertion=assertion, strength=strength)


def _above(scene: Scene, iri: str) -> set[str]:
    """Return the places around a place."""
    vocabulary, found, todo = scene.analysis.lexicon.vocabulary, set[str](), [iri]
    while todo:
        for above in vocabulary.values(todo.pop(), "dekg:administrativelyWithin"):
            if above not in found:
                found.add(above)
                todo.append(above)
    return found


def geography(scene: Scene) -> Iterator[Claim]:
    """Yield relations between two places."""
    places = scene.known()
    for index, left in enumerate(places):
        for right in places[index + 1 : index + 3]:
            yield from _capital(scene, left, right)
        right = places[index + 1] if index + 1 < len(places) else left
        if right is left or left.iri is None or right.iri is None:
            continue
        if left.kind in {"region", "country"} and scene.words(left.end, right.start) in {"'s ", "的"}:
            yield from _within(scene, right, left)
        elif left.kind != right.kind == "region" and scene.matches(
            r"\s*(?:,? (?:is )?{lying} in |{located})(?:the )?", left.end, right.start
        ):
            yield from _within(scene, left, right, possessive=False)


def _capital(scene: Scene, left: Place, right: Place) -> Iterator[Claim]:
    if left.iri is None or right.iri is None:
        return
    following = r"(?:省|{autonomous-zh})?的?{capital-word}"
    if scene.matches(r"{is-the}", left.end, right.start) and scene.zh:
        named = scene.pattern(following).match(scene.analysis.folded, right.end, scene.end) is not None
        city, land = left, right
    elif scene.zh:
        named = scene.matches(following, left.end, right.start)
        city, land = right, left
    else:
        named = scene.matches(_CAPITAL, left.end, right.start)
        city, land = left, right
    if city.kind not in {"city", "capital", "municipality"} or land.kind not in {"province", "country"}:
        return
    if named and city.iri is not None and land.iri is not None and land.iri in _above(scene, city.iri):
        yield _relation(scene, city.iri, "capital-of", land.iri)


def _within(scene: Scene, place: Place, around: Place, *, possessive: bool = True) -> Iterator[Claim]:
    vocabulary = scene.analysis.lexicon.vocabulary
    iri, area = place.iri or "", around.iri or ""
    if around.kind == "region" and area in vocabulary.values(iri, "dekg:inMacroRegion"):
        yield _relation(scene, iri, "in-macro-region", area)
        country = next((c for c in _above(scene, iri) if vocabulary.is_a(c, "dekg:Country")), None)
        if possessive and country is not None and vocabulary.label(country) in vocabulary.label(area):
            yield _relation(scene, iri, "in-country", country, "implied")
    elif around.kind == "country" and area in _above(scene, iri):
        yield _relation(scene, iri, "in-country", area)
    else:
        return
    if (
        possessive
        and re.search(r"(?i)\bprovince$", scene.words(place.start, place.end))
        and vocabulary.is_a(iri, "dekg:Province")
    ):
        yield _relation(scene, iri, "has-division-level", DEKGR + "level-province")


def locations(scene: Scene) -> Iterator[Claim]:
    """Yield where a body or a facility stands."""
    for body in scene.mentions(scene.start, scene.end, "org"):
        if not scene.is_a(body.iri, _SEATS) or scene.open(scene.start, body.start):
            continue
        named = [p for p in scene.analysis.lexicon.find(scene.words(body.start, body.end)) if p.layer == "place"]
        facility = scene.is_a(body.iri, ["dekg:NetworkFacility"])
        if facility and named and len(named[-1].iris) == 1 and scene.holds(r" in ", body.start, body.end):
            yield _relation(scene, body.iri, "located-in", named[-1].iri, "presupposed")
            continue
        for place in scene.known():
            if place.kind in {"country", "region"} or place.iri is None:
                continue
            if (
                (
                    scene.matches(
                        r"(?:,? (?:which )?| |, a (?:[\w-]+ ){1,4}){located} (?:{part-of-place} )*",
                        body.end,
                        place.start,
                    )
                    or (facility and scene.matches(r" in (?:the )?", body.end, place.start))
                    or (scene.zh and scene.matches(r"{firm-end-zh}?(?:的)?{located}", body.end, place.start))
                )
                or scene.matches(r"-based (?:[\w-]+ ){0,3}", place.end, body.start)
                or (
                    scene.zh
                    and scene.pattern(r"{located-before}$").search(scene.words(place.start - 6, place.start))
                    and scene.matches(r"市?的", place.end, body.start)
                )
            ):
                yield _relation(scene, body.iri, "located-in", place.iri)


def connections(scene: Scene) -> Iterator[Claim]:
    """Yield places whose networks are joined: "is directly connected to Beijing and Shanghai"; not what is planned."""
    for cue in scene.analysis.cues_in("predicate", scene.start, scene.end):
        predicate = rule(scene, cue, "connection")
        first, last = scene.clause(cue.start)
        planned = ("cue:target", "cue:commitment", "modality")
        if predicate is None or scene.quoted(cue.start) or mode_of(scene, cue) != "deed":
            continue
        if any(scene.analysis.has(layer, first, cue.start) for layer in planned):
            continue
        found: list[str] = []
        position = cue.end
        for place in scene.known():
            if place.start < position or place.end > last:
                continue
            joint = r"\s*(?:(?:(?:some )?\d+ (?:other )?cities)?,? ?(?:{such-as})? ?(?:the )?|(?:,? )?{and-also}|,)\s*"
            if not scene.matches(joint, position, place.start):
                break
            found.append(place.iri or "")
            position = place.end
        for actor in scene.actors(cue, ["dekg:Place"]):
            for iri in dict.fromkeys(found):
                if iri != actor.iri:
                    yield Claim(
                        ClaimKind.QUALITATIVE, scene.passages(actor), assertion=Assertion(predicate, actor.iri, iri)
                    )


def venues(scene: Scene) -> Iterator[Claim]:
    """Yield where an event took place; what is still to come has not taken place."""
    for event in scene.mentions(scene.start, scene.end, "org"):
        if not scene.is_a(event.iri, ["dekg:EventSeries", "dekg:Event"]):
            continue
        edition = _edition(scene, event)
        place = _venue(scene, event)
        if edition is None or place is None or place.iri is None:
            continue
        if scene.holds(r"\b{to-be-held}\b" if not scene.zh else r"{to-be-held}", scene.start, scene.end):
            continue
        if scene.holds(
            r"\b{held}\b" if not scene.zh else r"{held}", scene.start, scene.end if scene.zh else place.start
        ):
            yield _relation(scene, edition, "took-place-in", place.iri)


def _venue(scene: Scene, event: Mention) -> Place | None:
    for place in scene.known():
        if place.kind == "country" and not scene.zh:
            continue
        if place.start >= event.end and (
            scene.matches(r"[^,.;]{0,40}\b{in-at} ", event.end, place.start)
            or scene.matches(r"[^,。;]{0,10}在", event.end, place.start)
        ):
            return place
        if (
            scene.zh
            and place.end <= event.start
            and scene.words(place.start - 1, place.start) == "在"
            and scene.matches(r"{province-city-zh}?{held-adjective}的", place.end, event.start)
        ):
            return place
    return None


def _edition(scene: Scene, event: Mention) -> str | None:
    """Return the event, or the edition of a series that the years of the sentence tell."""
    vocabulary = scene.analysis.lexicon.vocabulary
    if vocabulary.is_a(event.iri, "dekg:Event"):
        return event.iri
    years = {p.code[:4] for p in scene.analysis.periods_in(scene.start, scene.end) if p.code}
    found = [
        iri
        for iri in vocabulary.members("dekg:Event")
        if event.iri in vocabulary.values(iri, "dekg:editionOf") and local_name(iri)[-4:] in years
    ]
    return found[0] if len(found) == 1 else None
