"""Read how a place stands among others without a number, what it is strong in, and what is counted to a group.

A ranking without a number never becomes a rank: "one of the leading" and "in the first tier" are classes of their own.
"""

import re
from collections.abc import Iterator

from kg.extract.entities.named import Mention
from kg.extract.statements.deeds import rule
from kg.extract.statements.scenes import WHOLE, Actor, Scene
from kg.extract.text.lexicon import Match
from kg.model import Assertion, Claim, ClaimKind
from kg.terms import DEKGR

__all__ = ["advantages", "constructions", "groups", "standings"]

_STANDING = r"(?:,? (?:and )?(?:{standing-verb}))?\s*(?:{standing-adverb} )*$"
_INTO = r"[^,.;:]{0,40}?\b{standing-measure} (?:{possessive} )?(?:[\w-]+ ){0,2}$"


def _things(scene: Scene, start: int, end: int, classes: list[str]) -> list[Mention]:
    found = [
        m
        for m in scene.mentions(start, end)
        if m.layer in {"industry", "capability", "product"} and m.iri != WHOLE and scene.is_a(m.iri, classes)
    ]
    found.sort(key=lambda m: (m.start, m.start - m.end))
    return found


def standings(scene: Scene) -> Iterator[Claim]:
    """Yield rankings without a number."""
    vocabulary = scene.analysis.lexicon.vocabulary
    cues = scene.analysis.cues_in("predicate", scene.start, scene.end)
    for cue in cues:
        predicate = rule(scene, cue, "standing")
        if predicate is None or scene.quoted(cue.start) or _inner(cue, cues):
            continue
        first, last = scene.clause(cue.start)
        if scene.open(first, cue.start) or scene.analysis.has("cue:target", first, cue.start):
            continue
        classes = vocabulary.values(predicate, "dekg:objectClass")
        kinds = vocabulary.values(predicate, "dekg:subjectClass")
        found = (_chinese if scene.zh else _english)(scene, cue, classes, kinds)
        if found is None:
            continue
        actors, thing, presupposed = found
        nation = scene.holds(r"{field-nation}" if scene.zh else r"\b{field-nation}\b", first, last)
        for actor in actors:
            yield Claim(
                ClaimKind.RANKING,
                scene.passages(actor),
                assertion=Assertion(
                    predicate, actor.iri, thing, ranked_among=_country(scene, actor.iri) if nation else None
                ),
                strength="presupposed" if presupposed else "asserted",
            )


def _country(scene: Scene, iri: str) -> str | None:
    """Return the country that a place lies in, which "nationwide" then means; of a joint area, that of its members."""
    vocabulary = scene.analysis.lexicon.vocabulary
    place = next(iter(vocabulary.values(iri, "dekg:hasMember")), iri)
    seen: set[str] = set()
    while place not in seen:
        seen.add(place)
        above = vocabulary.value(place, "dekg:administrativelyWithin")
        if above is None:
            break
        place = above
    return place if place != iri and vocabulary.is_a(place, "dekg:Country") else None


def _inner(cue: Match, cues: list[Match]) -> bool:
    return any(
        o is not cue and o.start <= cue.start and cue.end <= o.end and o.end - o.start > cue.end - cue.start
        for o in cues
    )


def _english(scene: Scene, cue: Match, classes: list[str], kinds: list[str]) -> tuple[list[Actor], str, bool] | None:
    surface = scene.words(cue.start, cue.end).casefold()
    last = scene.clause(cue.start)[1]
    things = _things(scene, cue.end, min(last, cue.end + 90), classes)
    direct = scene.pattern(r" {standing-end}$").search(surface) is not None
    thing = next(
        (
            m
            for m in things
            if (direct and m.start - cue.end < 12) or scene.pattern(_INTO).fullmatch(scene.words(cue.end, m.start))
        ),
        None,
    )
    if thing is None:
        return None
    owner = next(
        (p for p in scene.known() if p.end <= cue.start and scene.matches(r"'s (?:[\w-]+ )?", p.end, cue.start)), None
    )
    if owner is None and direct:
        owner = next((p for p in scene.known() if p.end == cue.start or scene.words(p.end, cue.start) == " "), None)
        if owner is not None and not (surface.startswith("lead") and owner.role == "subject"):
            owner = None
    if owner is not None:
        possessive = scene.words(owner.end, owner.end + 2) == "'s" or scene.words(owner.end - 2, owner.end) == "'s"
        return [Actor(owner.iri or "", owner.start, owner.end)], thing.iri, possessive
    actors = scene.actors(cue, kinds)
    if not actors:
        return None
    gap = scene.words(actors[-1].end, cue.start)
    if not (
        (scene.pattern(_STANDING).search(gap) and scene.pattern(r"\b{standing-verb}\b").search(gap))
        or scene.pattern(r"\b{holds} (?:{a-or-the}|its) (?:[\w-]+ ){0,2}$").search(gap)
    ):
        return None
    return actors, thing.iri, False


def _chinese(scene: Scene, cue: Match, classes: list[str], kinds: list[str]) -> tuple[list[Actor], str, bool] | None:
    part = max(scene.clause(cue.start)[0], scene.analysis.folded.rfind(",", scene.start, cue.start) + 1)
    things = [m for m in _things(scene, part, cue.start, classes) if m.end <= cue.start]
    if not things or not scene.matches(r"{standing-filler}*", things[-1].end, cue.start):
        return None
    if re.search(r"第[一二三四五六七八九十\d]", scene.words(part, cue.start)):
        return None
    spot = Match(things[-1].start, cue.end, "predicate", cue.iris)
    actors = scene.actors(spot, kinds)
    return (actors, things[-1].iri, False) if actors else None


def advantages(scene: Scene) -> Iterator[Claim]:
    """Yield what a place is said to be strong in: "leveraging its computing power advantage", 发挥算力优势."""
    vocabulary = scene.analysis.lexicon.vocabulary
    for cue in scene.analysis.cues_in("predicate", scene.start, scene.end):
        predicate = rule(scene, cue, "advantage")
        if predicate is None or scene.quoted(cue.start):
            continue
        classes = vocabulary.values(predicate, "dekg:objectClass")
        near = _things(scene, max(scene.start, cue.start - 48), cue.start, classes)
        things = [m for m in near if m.end <= cue.start or m.end == cue.end]
        things.sort(key=lambda m: (m.end, m.layer == "capability"))
        if not things or scene.words(things[-1].end, cue.start).strip(" '的s") or scene.open(scene.start, cue.start):
            continue
        thing = things[-1]
        if scene.zh:
            actors = scene.actors(
                Match(thing.start, cue.end, "predicate", cue.iris), ["dekg:Place", "dekg:Organization"]
            )
        elif scene.pattern(r"\b{owner} $").search(scene.words(thing.start - 7, thing.start)):
            after = [
                p
                for p in scene.known()
                if p.role == "subject" and scene.words(cue.end, p.start) in {", ", ", the ", "s, "}
            ]
            actors = [Actor(p.iri or "", p.start, p.end, p.antecedent) for p in after[:1]]
        else:
            actors = []
        for actor in actors:
            yield Claim(
                ClaimKind.QUALITATIVE,
                scene.passages(actor),
                assertion=Assertion(predicate, actor.iri, thing.iri),
                strength="presupposed",
            )


def constructions(scene: Scene) -> Iterator[Claim]:
    """Yield what is said to be under construction: "the construction of the Huawei Cloud ecosystem"."""
    vocabulary = scene.analysis.lexicon.vocabulary
    for cue in scene.analysis.cues_in("predicate", scene.start, scene.end):
        predicate = rule(scene, cue, "construction")
        if predicate is None or scene.open(scene.clause(cue.start)[0], cue.start):
            continue
        kinds = vocabulary.values(predicate, "dekg:subjectClass")
        surface = scene.words(cue.start, cue.end).casefold()
        for body in scene.mentions(scene.start, scene.end, "org"):
            if not scene.is_a(body.iri, kinds):
                continue
            after = surface.endswith(" of") and scene.matches(r"\s*(?:{determiner} )?", cue.end, body.start)
            before = not surface.endswith(" of") and scene.matches(r"\s*(?:{now-building} ?)*", body.end, cue.start)
            if (
                after
                or (before and not scene.zh)
                or (scene.zh and before and surface not in scene.analysis.lexicon.phrases.set("build-zh"))
            ):
                yield Claim(
                    ClaimKind.QUALITATIVE,
                    scene.passages(),
                    assertion=Assertion(predicate, body.iri),
                    strength="presupposed" if after else "asserted",
                )


def groups(scene: Scene) -> Iterator[Claim]:
    """Yield the industries that a sentence counts to a group it names."""
    predicate = DEKGR + "predicate-belongs-to-group"
    for group in scene.analysis.cues_in("group", scene.start, scene.end):
        if scene.zh:
            members = _listed(scene, group.start, r"\s*等?(?:的)?", backwards=True)
        else:
            opened = scene.pattern(r",? {such-as} (?:the )?").match(scene.analysis.folded, group.end, scene.end)
            members = _listed(scene, opened.end(), "", backwards=False) if opened else []
        for iri in members:
            yield Claim(ClaimKind.QUALITATIVE, scene.passages(), assertion=Assertion(predicate, iri, group.iri))


def _listed(scene: Scene, position: int, edge: str, *, backwards: bool) -> list[str]:
    """Return the industries of a list that ends or begins at a position."""
    trades = scene.mentions(scene.start, scene.end, "industry")
    found: list[str] = []
    for mention in reversed(trades) if backwards else trades:
        between = (mention.end, position) if backwards else (position, mention.start)
        if between[0] > between[1]:
            continue
        joint = edge if not found and edge else r"(?:[,、\s]|{list-joint}|the)*"
        if scene.pattern(joint).fullmatch(scene.words(*between)) is None:
            if found or between[1] - between[0] > 24:
                break
            continue
        found.append(mention.iri)
        position = mention.start if backwards else mention.end
    return found if not backwards else found[::-1]
