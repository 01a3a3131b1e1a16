"""Read what places and bodies do to industries: focus on, accelerate, concentrate on, align with, aim to expand.

A predicate of the ontology with the rule `deed` is read where a known actor stands before one of its words and known
things of its object classes after it. What is only wanted becomes an aim; what is denied or left open, nothing.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.statements.scenes import GENERAL, WHOLE, Actor, Scene
from kg.extract.text.lexicon import Match
from kg.model import Assertion, Claim, ClaimKind, Intention
from kg.terms import DEKGR

if TYPE_CHECKING:
    from kg.extract.entities.named import Mention

__all__ = ["becoming", "deeds", "mode_of", "objects", "rule", "supports"]

_LAYERS = frozenset({"industry", "product", "org", "capability"})
_STOP = r"[;:.()]|\b{deed-stop}\b|,\s*(?:and )?{and-it}\s"
_STOP_ZH = r"[,;:。()]|{deed-stop-zh}"
_FOLLOWS = r",\s*(?:and )?(?:[a-z]+ing|{purpose-phrase}) to (?:[a-z-]+ ){0,2}$"
_GAP = 72
_GAP_ZH = 14


def rule(scene: Scene, cue: Match, name: str) -> str | None:
    """Return the predicate of a cue that is read by a rule, or None."""
    vocabulary = scene.analysis.lexicon.vocabulary
    return next((iri for iri in cue.iris if vocabulary.value(iri, "dekg:readingRule") == name), None)


def _cues(scene: Scene) -> list[Match]:
    """Return the words of predicates in a sentence, the longest at each place."""
    found = scene.analysis.cues_in("predicate", scene.start, scene.end)
    return sorted(
        (
            c
            for c in found
            if not any(o is not c and o.start <= c.start and c.end <= o.end and len_of(o) > len_of(c) for o in found)
        ),
        key=lambda cue: cue.start,
    )


def len_of(cue: Match) -> int:
    """Return the length of a match."""
    return cue.end - cue.start


def deeds(scene: Scene) -> Iterator[Claim | str]:
    """Yield the deeds and aims of a sentence; for a deed whose actor or modality is in doubt, a reason."""
    last: list[Actor] = []
    for cue in _cues(scene):
        predicate = rule(scene, cue, "deed")
        if predicate is None or scene.quoted(cue.start):
            continue
        mode = mode_of(scene, cue)
        if mode is None:
            continue
        found = objects(scene, cue, scene.analysis.lexicon.vocabulary.values(predicate, "dekg:objectClass"))
        if not found:
            continue
        if mode == "open":
            yield "a deed that is only possible, wanted by others, or denied"
            continue
        kinds = scene.analysis.lexicon.vocabulary.values(predicate, "dekg:subjectClass")
        follows = last and scene.pattern(_FOLLOWS).search(scene.words(cue.start - 48, cue.start))
        actors = last if follows else scene.actors(cue, kinds) or _same(scene, last, cue)
        if not actors:
            yield "a deed whose actor is not known"
            continue
        last = actors
        manner = None if mode == "aim" else _manner(scene)
        topic = None if mode == "aim" else _topic(scene)
        for actor in actors:
            for thing in found:
                if mode == "aim":
                    yield Claim(
                        ClaimKind.AIM,
                        scene.passages(actor),
                        assertion=Assertion(predicate, None, thing),
                        intention=Intention(actor.iri),
                    )
                else:
                    yield Claim(
                        ClaimKind.QUALITATIVE,
                        scene.passages(actor),
                        assertion=Assertion(predicate, actor.iri, thing),
                        manner=manner,
                        industry=topic if topic != thing else None,
                    )


def _same(scene: Scene, last: list[Actor], cue: Match) -> list[Actor]:
    """Return the actors of the deed before, where only a list or a conjunction parts the two."""
    if not last or any(p.role == "subject" for p in scene.places if last[-1].end < p.start < cue.start):
        return []
    if scene.bodies(last[-1].end, cue.start):
        return []
    words = scene.words(last[-1].end, cue.start)
    return [] if re.search(r"[.;。；]", words) or len(words) > 240 else last


def mode_of(scene: Scene, cue: Match) -> str | None:
    """Tell a deed from an aim and from what is left open; None where the words are no verb here."""
    before = scene.words(cue.start - 40, cue.start)
    before = before[-(cue.start - scene.start) :] if cue.start - scene.start < 40 else before
    surface = scene.words(cue.start, cue.end).casefold()
    clause = scene.clause(cue.start)[0]
    if scene.zh:
        part = max(clause, scene.analysis.folded.rfind(",", scene.start, cue.start) + 1)
        head = scene.words(part, cue.start)
        if scene.pattern(r"{aim-before}[\u4e00-\u9fff]{0,6}$").search(head):
            return "aim"
        if scene.pattern(r"{modal-before}").search(scene.words(clause, cue.start)) or scene.open(clause, cue.start):
            return "open"
        return None if scene.pattern(r"{attributive-zh}$").search(head) else "deed"
    if scene.pattern(r"\w+{deed-noun-ending} of").fullmatch(surface) or scene.pattern(r"\b{noun-before} $").search(
        before
    ):
        return None
    if match := scene.pattern(r"\b({aim-before}|{effort-before}|[\w-]+) to (?:[\w-]+ ){0,2}$").search(before):
        lead = match[1].casefold()
        if scene.pattern(r"{aim-before}").fullmatch(lead):
            return "aim"
        return "deed" if scene.pattern(r"{effort-before}").fullmatch(lead) else "open"
    if scene.pattern(r"\b{modal-before} (?:[\w-]+ ){0,2}$").search(before):
        return "open"
    if surface.split(" ")[0].endswith("ing") and scene.pattern(r"\b{gerund-before} (?:[\w-]+ )?$").search(before):
        return None
    if scene.open(max(clause, cue.start - 60), cue.start):
        return "open"
    linked = scene.pattern(r"\b{and-or} $", case=True).search(before)
    if linked and scene.pattern(r"\b(?:{modal-before}|{aim-before} to) [^,;]*$").search(scene.words(clause, cue.start)):
        return "open"
    return "deed"


def objects(scene: Scene, cue: Match, classes: list[str]) -> list[str]:
    """Return the things after a verb that it is done to: the first near it, the others in one list with the first."""
    stop = scene.pattern(_STOP_ZH if scene.zh else _STOP).search(scene.analysis.folded, cue.end, scene.end)
    limit = stop.start() if stop else scene.end
    listed = scene.pattern(r"{such-as}" if scene.zh else r"\b{such-as}\b").search(scene.words(cue.end, limit))
    first = cue.end + (listed.end() if listed else 0)
    others = [
        c.start for c in _cues(scene) if cue.end <= c.start < limit and rule(scene, c, "deed") and mode_of(scene, c)
    ]
    limit = min([limit, *others])
    manners = scene.analysis.cues_in("manner", cue.start, limit)
    found: list[Mention] = []
    for mention in scene.mentions(first, limit):
        if mention.layer not in _LAYERS or mention.iri == WHOLE:
            continue
        if any(m.start <= mention.start and mention.end <= m.end for m in manners):
            continue
        if not scene.is_a(mention.iri, classes):
            continue
        reach = (_GAP_ZH if scene.zh else _GAP) if not found else (_GAP_ZH if scene.zh else _GAP) // 2
        if mention.start - (found[-1].end if found else first) > reach:
            break
        if not found or mention.start >= found[-1].end:
            found.append(mention)
        elif mention.layer == "capability" and (mention.start, mention.end) == (found[-1].start, found[-1].end):
            found[-1] = mention
    iris = [mention.iri for mention in found]
    return [iri for iri in dict.fromkeys(iris) if iri != GENERAL or len(set(iris)) == 1]


def _topic(scene: Scene) -> str | None:
    """Return the industry a sentence opens with: "In the software sector, …"."""
    first = next(iter(scene.mentions(scene.start, scene.start + 14, "industry")), None)
    if first is None or not scene.matches(r"\s*{in-the} ", scene.start, first.start):
        return None
    tail = scene.pattern(r"\s?{topic-tail}?{topic-tail}?,").match(scene.words(first.end, first.end + 10))
    return first.iri if tail else None


def _manner(scene: Scene) -> str | None:
    found = {m.iri for m in scene.analysis.cues_in("manner", scene.start, scene.end)}
    return found.pop() if len(found) == 1 else None


def supports(scene: Scene) -> Iterator[Claim]:
    """Yield what supports a place: "Guiyang's digital economy …, providing support for the province's lead"."""
    for cue in _cues(scene):
        predicate = rule(scene, cue, "support")
        if predicate is None or scene.quoted(cue.start) or scene.open(scene.start, cue.start):
            continue
        target = next((p for p in scene.known() if cue.end <= p.start <= cue.end + 5), None)
        owner = next((p for p in scene.known() if p.end <= cue.start and p.role == "subject"), None)
        if target is None or owner is None or owner.iri == target.iri:
            continue
        trade = next(iter(scene.mentions(owner.end, owner.end + 6, "industry")), None)
        if trade is None or not scene.matches(r"'s |的?", owner.end, trade.start):
            continue
        if any(m.layer == "org" for m in scene.mentions(owner.end, cue.start)):
            continue
        yield Claim(
            ClaimKind.QUALITATIVE,
            scene.passages(),
            assertion=Assertion(predicate, owner.iri, target.iri, period=scene.period()),
            industry=trade.iri,
        )


def becoming(scene: Scene, made: list[Claim]) -> Iterator[Claim]:
    """Yield aims to take on a state: "aims to become a national hub", "… until it becomes a leading industry"."""
    predicate = DEKGR + "predicate-becomes"
    aims = [claim for claim in made if claim.kind is ClaimKind.AIM and claim.intention and claim.assertion]
    for state in scene.analysis.cues_in("state", scene.start, scene.end):
        before = scene.words(max(scene.start, state.start - 60), state.start)
        verb = scene.pattern(r"{becomes}[\u4e00-\u9fff]{0,8}$" if scene.zh else r"\b{becomes} (?:{article} )*$").search(
            before
        )
        if verb is None or scene.quoted(state.start):
            continue
        at = max(scene.start, state.start - 60) + verb.start()
        lead = scene.words(max(scene.start, at - 60), at)
        if scene.zh:
            wanted = scene.pattern(r"{aim-before}[\u4e00-\u9fff]{0,10}$").search(lead)
        else:
            again = scene.pattern(r"\b{clause-it} it (?:\w+ )?$").search(lead)
            if again and aims:
                aim = aims[-1]
                yield Claim(
                    ClaimKind.AIM,
                    aim.passages,
                    assertion=Assertion(predicate, None, aim.assertion.object if aim.assertion else None),
                    intention=Intention(aim.intention.holder if aim.intention else "", target_state=state.iri),
                )
                continue
            wanted = scene.pattern(r"\b{aim-before} to (?:\w+ )?$").search(lead)
        if wanted is None:
            continue
        cue = Match(max(scene.start, at - 60) + wanted.start(), at, "predicate", (predicate,))
        for actor in scene.actors(cue, ["dekg:Place", "dekg:Organization"]):
            yield Claim(
                ClaimKind.AIM,
                scene.passages(actor),
                assertion=Assertion(predicate, None, None),
                intention=Intention(actor.iri, target_state=state.iri),
            )
