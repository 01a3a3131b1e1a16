"""Tell which place every mention stands for, and which of them are one: homonyms, pairs, "Guiyang, Guizhou province".

Roles are read by `placeroles`, words like "the city" by `antecedents`. Where two places fit
equally, none is chosen.
"""

import itertools
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from kg.extract.analysis import Analysis
from kg.extract.entities import territory
from kg.extract.entities.named import Mention, provisional_iri
from kg.extract.entities.territory import LEVELS
from kg.extract.whom.antecedents import Antecedents
from kg.extract.whom.homonyms import Homonyms
from kg.extract.whom.placeroles import role_of
from kg.extract.whom.places import Place

__all__ = ["COMPARED", "Place", "Subjects"]

_AND = r"\s*{and-also}\s*(?:the )?"
_CHAIN = (
    r"(?:'s |, | {in-of} |, in |,? (?:the )?{capital-of-place} |, a (?:\w+ ){0,4}{in-of} |{chained-zh}"
    r"| ?\((?:in )?(?:[a-z]+ )?| )?"
    r"(?:\w+ (?:China)'s )?"
)
_APPOSED = r"(?:, {apposed-opening} [^,;.]*?|,? in (?:\w+ )?(?:\w+'s )?|, (?:\w+ )?(?:\w+'s )?)"
_CAPITAL = r"(?:'s)? (?:{capital-rank} )?capital\b(?: city)?(?! {capital-money}\b| of | [A-Z]|, [A-Z])"
_NAMED_CAPITAL = (
    r"(?:^|[^,] |\n)(?P<the>[Tt]he (?:{capital-rank} )?capital(?: city)? of (?:[a-z]\w* ){0,2}(?:\w+ China's )?)$"
)
_TOWN_IN = r"(?:^|[\n\"]|[.!?]\"? )The (?:[\w-]+ ){0,3}{city-noun} in (?:the )?(?:\w+ China's )?$"
_CLAUSE = r"(?:^|[\n;:\"]|[.!?]\"? |[,:;—-] (?:{clause-joint} )?|\b{clause-joint} )(?:[Tt]he )?$"
_GOES_ON = r"(?:'s)?,? (?:{before-verb} )?(?:{subject-verb}|[a-z]+ed|[a-z]{2,}[^s\W]s)\b|'s "
_ASIDE = r"(?: \([^)]*\))?, {aside-opening}\b(?:(?!, {subject-verb}\b)[^;.:])*"
_CLOSES = r"[^;.:]{0,60}?, {subject-verb}\b"
COMPARED = r"\b{comparing}\b(?:[^;.]|\.(?=\d))*$"
"""What stands before a place that is only compared with."""
_PASSED_ON = {"compared", "field", "oblique"}
_REMEMBERED = {"subject", "venue", "dateline"}


@dataclass(slots=True)
class Subjects:
    """The places of a text in order, resolved."""

    analysis: Analysis
    places: list[Place] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, analysis: Analysis) -> "Subjects":
        """Resolve every place of a text; once for an analysis."""
        return analysis.once(_resolved)

    def above(self, place: Place) -> frozenset[str]:
        """Return all places that hold a place."""
        root = place.iri if place.name is None else place.within
        if root is None:
            return frozenset()
        above = territory.of(self.analysis.lexicon.vocabulary).above(root)
        return above | (frozenset({root}) if place.name is not None else frozenset())

    def within(self, start: int, end: int) -> list[Place]:
        """Return the places mentioned in a span."""
        if len(self._starts) != len(self.places):
            self._starts = [place.start for place in self.places]
        return self.places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _resolved(analysis: Analysis) -> Subjects:
    subjects = Subjects(analysis)
    _Resolver(analysis, subjects.places).run()
    return subjects


class _Resolver:
    """Resolves the places of one text, in the order they are named."""

    def __init__(self, analysis: Analysis, places: list[Place]) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.places = places
        lexicon = analysis.lexicon
        self.territory = territory.of(lexicon.vocabulary)
        self.named = Antecedents(lexicon, self.territory, analysis.kinds, analysis.text.language == "zh")

    def run(self) -> None:
        mentions = [m for m in self.analysis.mentions if m.layer in {"place", "anaphor"}]
        self.homonyms = Homonyms(self.analysis, self.territory, mentions)
        self._seed()
        fields = [rank.field for rank in self.analysis.ranks.values() if rank.field]
        mentions = sorted([*mentions, *self.analysis.strangers], key=lambda m: m.start)
        for mention in mentions:
            role = role_of(mention, fields, self.analysis)
            if role == "subject" and self._listed_away(mention):
                role = "oblique"
            last = self.places[-1] if self.places else None
            if mention.layer == "anaphor" and last and last.end == mention.start and last.role in _PASSED_ON:
                role = last.role  # 高出安徽全省9.4个百分点
            place = self._joined(self._place(mention, role))
            self.places.append(place)
            known = place.iri is not None and place.role in _REMEMBERED and not self._site(mention)
            if known and (mention.layer == "place" or place.role == "subject"):
                self.named.remember(place, passing=self._passing(place))
        self._chains()
        self._apposed()
        self._asides()

    def _site(self, mention: Mention) -> bool:
        """Return whether a Chinese place is only where somebody builds something, and not what the text is about."""
        before, pattern = self.folded[max(0, mention.start - 1) : mention.start], self.analysis.lexicon.phrases.pattern
        return before == "在" and pattern(r"{build-at-zh}").match(self.folded, mention.end) is not None

    def _place(self, mention: Mention, role: str) -> Place:
        start, end = mention.start, mention.end
        if mention.layer == "anaphor":
            known = self.named.resolve(mention, self.folded)
            if known is None:
                return Place(start, end, None, mention.kind, "unknown" if role == "subject" else role)
            return Place(start, end, known.iri, known.kind, role, known.name, known.spot, known.within)
        iris = self.homonyms.meanings(mention)
        if len(iris) != 1 or role == "unknown":
            return Place(start, end, None, mention.kind, "unknown")
        kind = mention.kind if len(mention.iris) == 1 else self.analysis.kinds[iris[0]]
        capital = self._capital(mention, iris[0], kind, role) or self._city_of(mention, iris[0], kind, role)
        if capital is not None:
            return capital
        return Place(start, end, iris[0], kind, role, mention.name, None, mention.within)

    def _capital(self, mention: Mention, iri: str, kind: str, role: str) -> Place | None:
        """Return the city meant by "the Hunan capital", "Hunan's capital", "the capital of Hunan province"."""
        capital = self.territory.capital(iri) if kind in {"province", "country"} and mention.name is None else None
        if capital is None or role not in {"subject", "chained", "name", "oblique"}:
            return None
        pattern = self.analysis.lexicon.phrases.pattern
        start, end = mention.start, mention.end
        after = pattern(_CAPITAL, case=True).match(self.folded, end)
        if after is not None and (after[0].startswith("'s") or self.folded[:start].casefold().endswith("the ")):
            end = after.end()
        else:
            before = pattern(_NAMED_CAPITAL, case=True).search(self.folded[max(0, start - 60) : start])
            if before is None or pattern(r"'s|,? [A-Z]", case=True).match(self.folded, end):
                return None
            start -= len(before["the"])
        role = role if role == "oblique" else "subject"
        return Place(start, end, capital, self.analysis.kinds[capital], role, None, (mention.start, mention.end))

    def _city_of(self, mention: Mention, iri: str, kind: str, role: str) -> Place | None:
        """Return the city named before that "the Shanxi city" means, or a place that is not known."""
        start, end, pattern = mention.start, mention.end, self.analysis.lexicon.phrases.pattern
        if kind not in {"province", "country"}:
            return None
        within = pattern(_TOWN_IN, case=True).search(self.folded, max(0, start - 60), start)
        if within is not None:
            city = self.named.city_in(iri)
            if city is None:
                return None
            spot = (city.start, city.end) if city.start >= 0 else None
            return Place(within.start(), end, city.iri, "city", "subject", city.name, spot, city.within)
        if not self.folded[max(0, start - 4) : start].casefold().endswith("the "):
            return None
        within = pattern(r"\w+ {city-noun}", case=True).fullmatch(self.folded, start, end)
        after = within or pattern(r" (?:[a-z-]+ )?{city-noun}\b(?! of\b)", case=True).match(self.folded, end, end + 40)
        if after is None:
            return None
        city = self.named.city_in(iri)
        if city is None:
            return Place(start, after.end(), None, "city", "unknown")
        spot = (city.start, city.end) if city.start >= 0 else None
        return Place(start, after.end(), city.iri, "city", role, city.name, spot, city.within)

    def _listed_away(self, mention: Mention) -> bool:
        """Return whether a place goes on a list of others that are not spoken of: "followed by China and Hong Kong"."""
        last = self.places[-1] if self.places else None
        return (
            last is not None
            and last.role == "oblique"
            and last.iri is not None
            and mention.layer == "place"
            and self.analysis.lexicon.phrases.pattern(",? {and-or} ").fullmatch(self.folded, last.end, mention.start)
            is not None
        )

    def _passing(self, place: Place) -> bool:
        """Return whether a place is only named on the way: not first in its sentence, nor the subject of a clause."""
        start = place.antecedent[0] if place.antecedent else place.start
        sentence = self.analysis.sentence_of(start)
        pattern = self.analysis.lexicon.phrases.pattern
        if pattern(COMPARED, case=True).search(self.folded[sentence.start : start]):
            return True
        opens = pattern(_CLAUSE, case=True).search(self.folded[max(0, start - 14) : start])
        if opens and (start - sentence.start < 2 or pattern(_GOES_ON, case=True).match(self.folded, place.end)):
            return False
        if place.kind in {"county", "zone"}:
            return True
        return any(
            p.iri and p.iri != place.iri and p.start >= sentence.start and p.kind != "country" and p.role == "subject"
            for p in self.places[:-1]
        )

    def _seed(self) -> None:
        """Begin with the places of the title."""
        title = self.analysis.title
        if title is None:
            return
        for mention in title.mentions:
            if mention.layer == "place" and len(iris := self.homonyms.meanings(mention)) == 1:
                self.named.remember(Place(-1, -1, iris[0], mention.kind, "title", mention.name, within=mention.within))

    # -- several mentions, one place -------------------------------------------------------------------------------

    def _joined(self, place: Place) -> Place:
        """Merge "A and B" into their joint area, where the ontology has one; else remember the pair for "both"."""
        if not self.places or place.iri is None or place.kind in {"country", "joint", "region"}:
            return place
        left = self.places[-1]
        if (
            left.iri is None
            or left.role not in {"subject", "venue"}
            or left.iri == place.iri
            or not self.analysis.lexicon.phrases.pattern(_AND, case=True).fullmatch(self.folded[left.end : place.start])
        ):
            return place
        known = self.territory.joint(left.iri, place.iri)
        if known is not None:
            self.places.pop()
            return Place(left.start, place.end, known, "joint", left.role)
        vocabulary = self.analysis.lexicon.vocabulary
        name = " and ".join(p.name or vocabulary.label(p.iri or "", "en") for p in (left, place))
        self.named.couple(Place(left.start, place.end, provisional_iri("area", name), "joint", "subject", name))
        return place

    def _chains(self) -> None:
        """Take "Guiyang, Guizhou province" and "China's Guizhou" for one place each."""
        places, chain = self.places, self.analysis.lexicon.phrases.pattern(_CHAIN)
        for index in range(len(places) - 1):
            left, right = places[index], places[index + 1]
            if left.iri is None or right.iri is None or left.iri == right.iri:
                continue
            gap = self.folded[left.end : right.start]
            if len(gap) > 40 or chain.fullmatch(gap) is None:
                continue
            if self._holds(right, left) and gap != "'s ":
                places[index + 1] = replace(right, role="chained")
            elif self._holds(left, right) and left.role in {"subject", "venue", "chained", "oblique", "dateline"}:
                if left.role == "dateline":
                    places[index + 1] = replace(right, role="chained")
                    continue
                places[index] = replace(left, role="chained")
                if left.role in {"venue", "oblique", "dateline"} and right.role == "subject":
                    places[index + 1] = replace(right, role=left.role)
                if right.name and right.within is None:
                    places[index + 1] = replace(places[index + 1], within=left.iri)

    def _apposed(self) -> None:
        """Take "Zhongwei, a desert city in northwest China's Ningxia" for Zhongwei alone."""
        apposed = self.analysis.lexicon.phrases.pattern(_APPOSED, case=True)
        shown = [i for i, place in enumerate(self.places) if place.role != "chained" and place.iri is not None]
        for first, second in itertools.pairwise(shown):
            left, right = self.places[first], self.places[second]
            gap = self.folded[left.end : right.start]
            if len(gap) < 70 and apposed.fullmatch(gap) and self._holds(right, left):
                self.places[second] = replace(right, role="chained")

    def _asides(self) -> None:
        """Set aside the places of an aside on a body ("BYD, which opened in Changfeng, made …"), and "China's" BYD."""
        if self.analysis.text.language == "zh":
            return
        pattern = self.analysis.lexicon.phrases.pattern
        opens, closes = pattern(_ASIDE, case=True), pattern(_CLOSES, case=True)
        for index, place in enumerate(self.places):
            if place.role != "subject" or place.iri is None:
                continue
            sentence = self.analysis.sentence_of(max(0, place.start))
            bodies = self.analysis.mentions_in(sentence.start, place.end + 4, "org")
            bodies += [m for m in self.analysis.strangers if sentence.start <= m.start < place.start]
            if not bodies:
                continue
            hails = any(self.folded[body.end : place.start] == " of " for body in bodies)
            owned = self.folded[place.end : place.end + 3] == "'s " and any(b.start == place.end + 3 for b in bodies)
            aside = (
                any(opens.fullmatch(self.folded, body.end, place.start) for body in bodies)
                and closes.match(self.folded, place.end, sentence.end) is not None
            )
            if (owned and place.kind in {"country", "province"}) or aside or (hails and place.kind == "country"):
                self.places[index] = replace(place, role="oblique")

    def _holds(self, outer: Place, inner: Place) -> bool:
        if outer.iri is None or inner.iri is None:
            return False
        if inner.name is not None:
            return inner.within == outer.iri or (
                outer.name is None and LEVELS.get(outer.kind, 0) > LEVELS.get(inner.kind, 0)
            )
        return outer.iri in self.territory.above(inner.iri)
