"""Tell which place every mention stands for, and in which role: subject, field of a ranking, base of a comparison ….

The only module that resolves "the city", 全省, homonyms, and chains such as "Guiyang, Guizhou province". Where two
places fit equally, none is chosen.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from kg.extract.analysis import Analysis
from kg.extract.mentions import NAMED_ZONES, Mention, provisional_iri
from kg.terms import DEKGR
from kg.vocabulary import Vocabulary

__all__ = ["Place", "Subjects"]

CHINA = DEKGR + "place-china"
_OBLIQUE = re.compile(
    r"(?:\b(?:to|from|with|between|like|than|including|such as|outside|toward|towards|"
    r"(?:west|east|north|south|northwest|northeast|southwest|southeast) of|via|"
    r"beyond|unlike|behind|overtook|overtaking|and beyond|visit(?:ed|ing)?|neighbou?ring|"
    r"near|for visitors|delegations? of|by)|\bthrough) (?:the )?(?:city of |"
    r"province of )?$",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"\b(?:exports?|exported|shipments?|shipped)\b(?: (?!to\b|by\b|and\b)[\w-]+){0,6} from (?:the )?$", re.IGNORECASE
)
"""What leaves a place is that place's own: software exports from Karnataka."""
_VENUE = re.compile(
    r"\b(?:held|opened|opening|met|gathered|meeting|conference|forum|expo|exhibition|"
    r"summit|fair|session|congress|kicked off|concluded|wound up|closed|took place|"
    r"launched|arrived|signed|ceremony|correspondent|reporter|based)\b(?: \w+){0,3} (?:in|"
    r"at) (?:the )?$",
    re.IGNORECASE,
)
_VENUE_ZH = re.compile(r"(?:在)$")
_EVENT_ZH = re.compile(r"^[^,。;]{0,14}(?:举行|召开|开幕|举办|闭幕|落幕|启动|发布|会上|签约)")
_CHAIN = re.compile(
    r"(?:'s |, | in | of |, in |,? the capital(?: city)? of |,? capital(?: city)? of |"
    r", the (?:provincial )?capital(?: city)? of |, a (?:\w+ ){0,4}(?:in|of) |省|市|的|\(|"
    r" )?(?:\w+ (?:China)'s )?",
    re.IGNORECASE,
)
_CAPITAL_OF = re.compile(r"\bcapital(?: city)? of (?:\w+ China's )?(?:the )?$", re.IGNORECASE)
_COMPARE = re.compile(
    r"(?:\b(?:than|above|below|versus|against|compared (?:with|to)|outpacing|outpaced|"
    r"beating|ahead of|exceeding|over that of|of the)(?: (?:the|that|those) (?:of|in)?)?|"
    r"比|较|高于|快于|低于|慢于|高出|领先|优于|超过|好于)\s*(?:the )?$",
    re.IGNORECASE,
)
_STRICTLY = re.compile(
    r"(?:高于|快于|低于|慢于|高出|领先|优于|好于|超过|"
    r"\b(?:above|below|higher than|lower than|faster than|slower than)(?: the|"
    r" that of)?)\s*$",
    re.IGNORECASE,
)
_ITS_CITY = re.compile(r"'s (?:[\w-]+ ){0,3}(?:city|capital|metropolis|port|hub)\b")
_PART_OF = re.compile(
    r"(?:的|总量|总数|总额|规模|同行业|市场)*(?:的)?(?:近|约|超|逾|超过)?(?:\d[\d.]*%|[一二三四五六七八九]成|[一二三四五六七八九十]+分之|半)"
)
_COMPARED_AFTER = re.compile(r"\s*(?:平均|增速|水平|average|growth rate|as a whole)")
_DATELINE = re.compile(
    r"\s*(?:,\s*[A-Z][\w. ]+?(?=,|\s*[-(/:–—]))?(?:,?\s*(?:[A-Z][a-z]+\.? \d{1,2}|"
    r"\d{1,2} [A-Z][a-z]+\.?)(?:,? \d{4})?)?\s*"
    r"(?:\([^)]*\)\s*|/[\w ]+/\s*)?(?:--|—|–|-{1,2}(?=\s))"
)
_CAPITALS = re.compile(r"\s*(?:\([^)]*\)\s*)?[:.](?=\s)")
_GENERIC_AFTER = re.compile(
    r"\s?(?:[Gg]overnor|[Mm]ayor|[Pp]arty chief|officials?|authorities|government said|news|Daily)"
)
_AND = re.compile(r"\s*(?:and|&|和|与|、)\s*(?:the )?")
_APPOSED = re.compile(
    r"(?:, (?:a|an|the|one of|known|home|which|in) [^,;.]*?|,? in (?:\w+ )?(?:\w+'s )?|, (?:\w+ )?(?:\w+'s )?)"
)
_LEVELS = {
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


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a place with what it stands for.

    Attributes:
        start, end: of the mention in the folded text.
        iri: the place; None where it cannot be told.
        name: for a provisional place, its name.
        kind: `city`, `province`, …
        role: `subject`, `field`, `compared`, `oblique`, `venue`, `chained`, `dateline`, `unknown`.
        antecedent: span of the mention an anaphor stands for.
        within: IRI of the place around a provisional one.
    """

    start: int
    end: int
    iri: str | None
    kind: str
    role: str = "subject"
    name: str | None = None
    antecedent: tuple[int, int] | None = None
    within: str | None = None


@dataclass(slots=True)
class Subjects:
    """The places of a text in order, resolved."""

    analysis: Analysis
    places: list[Place] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, analysis: Analysis) -> "Subjects":
        """Resolve every place of a text; once for an analysis."""
        known = analysis.memo.get("subjects")
        if isinstance(known, cls):
            return known
        subjects = cls(analysis)
        _Resolver(analysis, subjects.places).run()
        analysis.memo["subjects"] = subjects
        return subjects

    def above(self, place: Place) -> frozenset[str]:
        """Return all places that hold a place."""
        geography: Geography | None = self.analysis.lexicon.__dict__.get("geography")
        root = place.iri if place.name is None else place.within
        if geography is None or root is None:
            return frozenset()
        return geography.above(root) | (frozenset({root}) if place.name is not None else frozenset())

    def within(self, start: int, end: int) -> list[Place]:
        """Return the places mentioned in a span."""
        if len(self._starts) != len(self.places):
            self._starts = [place.start for place in self.places]
        return self.places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


class Geography:
    """What lies in what, from the ontology."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._above: dict[str, frozenset[str]] = {}
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
        known: dict[frozenset[str], str] | None = self.__dict__.get("_joint")
        if known is None:
            known = {
                frozenset(self._vocabulary.values(area, "dekg:hasMember")): area
                for area in self._vocabulary.members("dekg:JointArea")
            }
            self.__dict__["_joint"] = known
        return known.get(frozenset((first, second)))

    def capital(self, iri: str) -> str | None:
        """Return the capital of a place, if the ontology has exactly one."""
        known: dict[str, list[str]] | None = self.__dict__.get("_capitals")
        if known is None:
            known = {}
            for place in self._vocabulary.members("dekg:Place"):
                for target in self._vocabulary.values(place, "dekg:capitalOf"):
                    known.setdefault(target, []).append(place)
            self.__dict__["_capitals"] = known
        found = known.get(iri, [])
        return found[0] if len(found) == 1 else None


class _Resolver:
    def __init__(self, analysis: Analysis, places: list[Place]) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.places = places
        self.last: dict[str, Place] = {}
        lexicon = analysis.lexicon
        geography = lexicon.__dict__.get("geography")
        if geography is None:
            geography = lexicon.__dict__["geography"] = Geography(lexicon.vocabulary)
        self.geography: Geography = geography

    def run(self) -> None:
        mentions = [m for m in self.analysis.mentions if m.layer in {"place", "anaphor"}]
        self.votes = self._votes(mentions)
        self._seed()
        fields = [rank.field for rank in self.analysis.ranks.values() if rank.field]
        mentions = sorted([*mentions, *self.analysis.strangers], key=lambda m: m.start)
        for mention in mentions:
            place = self._place(mention, fields)
            place = self._joined(place)
            self.places.append(place)
            known = place.iri is not None and place.role in {"subject", "venue", "dateline"}
            if known and (mention.layer == "place" or place.role == "subject"):
                self._remember(place)
        self._chains()
        self._apposed()

    def _joined(self, place: Place) -> Place:
        """Merge "A and B" into their joint area, where the ontology has one; else remember the pair for "both"."""
        if not self.places or place.iri is None or place.kind in {"country", "joint", "region"}:
            return place
        left = self.places[-1]
        gap = self.folded[left.end : place.start]
        if (
            left.iri is None
            or left.role not in {"subject", "venue"}
            or left.iri == place.iri
            or not _AND.fullmatch(gap)
        ):
            return place
        known = self.geography.joint(left.iri, place.iri)
        if known is not None:
            self.places.pop()
            return Place(left.start, place.end, known, "joint", left.role)
        vocabulary = self.analysis.lexicon.vocabulary
        name = " and ".join(p.name or vocabulary.label(p.iri or "", "en") for p in (left, place))
        self.last["joint"] = Place(left.start, place.end, provisional_iri("area", name), "joint", "subject", name)
        return place

    def _seed(self) -> None:
        title = self.analysis.title
        if title is None:
            return
        for mention in title.mentions:
            if mention.layer == "place" and len(iris := self._meanings(mention)) == 1:
                place = Place(-1, -1, iris[0], mention.kind, "title", mention.name, within=mention.within)
                self._remember(place)

    def _remember(self, place: Place) -> None:
        kind = "city" if place.kind == "capital" else place.kind
        self.last[kind] = place
        if kind == "municipality":
            self.last["city"] = place
        if kind == "county":
            self.last["zone"] = place
            name = place.name or self.analysis.lexicon.vocabulary.label(place.iri or "", "en")
            if not name.endswith(("District", "County", "Town", "district", "county", "区", "县", "旗", "镇")):
                self.last["city"] = place
        self.last["any"] = place

    def _votes(self, mentions: list[Mention]) -> Counter[str]:
        votes: Counter[str] = Counter()
        sources = list(mentions)
        if self.analysis.title:
            sources += [m for m in self.analysis.title.mentions if m.layer == "place"]
        for mention in sources:
            if len(mention.iris) == 1 and not mention.name:
                for region in (self.geography.province(mention.iri), self.geography.country(mention.iri)):
                    if region:
                        votes[region] += 1
        return votes

    def _voted(self, iri: str) -> int:
        region = self.geography.province(iri) or self.geography.country(iri) or ""
        return self.votes.get(region, 0)

    def _meanings(self, mention: Mention) -> tuple[str, ...]:
        iris = mention.iris
        if len(iris) < 2:
            return iris
        ranked = sorted(iris, key=lambda iri: -self._voted(iri))
        best, second = (self._voted(iri) for iri in ranked[:2])
        if best > second:
            return (ranked[0],)
        foremost = [iri for iri in iris if iri in self.geography.foremost]
        if len(foremost) == 1:
            return (foremost[0],)
        provinces = [iri for iri in iris if self.analysis.kinds[iri] in {"province", "country", "municipality"}]
        if len(provinces) == 1:
            return (provinces[0],)
        return iris

    def _place(self, mention: Mention, fields: list[tuple[int, int]]) -> Place:
        start, end = mention.start, mention.end
        role = self._role(mention, fields)
        if mention.layer == "anaphor":
            known = self._antecedent(mention)
            if known is None:
                return Place(start, end, None, mention.kind, "unknown" if role == "subject" else role)
            spot = known.antecedent or ((known.start, known.end) if known.start >= 0 else None)
            return Place(start, end, known.iri, known.kind, role, known.name, spot, known.within)
        iris = self._meanings(mention)
        if len(iris) != 1:
            return Place(start, end, None, mention.kind, "unknown")
        return Place(
            start,
            end,
            iris[0],
            mention.kind if len(mention.iris) == 1 else self.analysis.kinds[iris[0]],
            role,
            mention.name,
            None,
            mention.within,
        )

    def _role(self, mention: Mention, fields: list[tuple[int, int]]) -> str:
        start, end = mention.start, mention.end
        if any(s <= start < e or start <= s < end for s, e in fields):
            return "field"
        before = self.folded[max(0, start - 48) : start]
        if mention.layer == "anaphor" and mention.kind == "country" and re.search(r"\b(?:in|across) $", before):
            return "field"
        after = self.folded[end : end + 40]
        if re.match(r"-(?:\d|[A-Z]|based\b|listed\b|headquartered\b|born\b|invested\b|funded\b)", after):
            return "name"
        if (
            mention.kind in {"country", "province"}
            and _ITS_CITY.match(after)
            and (start == 0 or before[-3:].strip() in {"-", "--", "\u2013", "\u2014", ""})
        ):
            return "chained"
        part = _PART_OF.match(after)
        if part and (
            re.search(r"占[^;。]{0,24}$", before)
            or (mention.layer == "anaphor" and re.match(r"(?:以上|左右|多)?的", after[part.end() :]))
        ):
            return "field"
        if _CAPITAL_OF.search(before) or re.match(r" (?:is|was) the (?:\w+ )?capital\b", after):
            return "chained"
        if _COMPARE.search(before) and (mention.kind == "country" or _COMPARED_AFTER.match(after)):
            return "compared"
        if _STRICTLY.search(before) and re.match(
            r"\s*(?:的)?(?:平均|同期)?(?:水平|增速)?\s*\d|(?:'s)? (?:average|rate|level|figure)", after
        ):
            return "compared"
        if mention.kind == "country" and re.match(r"(?:平均|average)", after.lstrip()):
            return "compared"
        if (
            mention.layer == "place"
            and (_DATELINE.match(after) or (self.folded[start:end].isupper() and _CAPITALS.match(after)))
            and (start == 0 or self.folded[start - 1] in "\n(" or self.folded[start:end].isupper())
        ):
            return "dateline"
        if (
            _OBLIQUE.search(before)
            and not _SENT_FROM.search(before)
            and not (
                re.search(r"\bwith (?:the )?$", before)
                and re.match(
                    (
                        r"(?:'s)?,? (?:alone )?(?:contributing|accounting|taking|leading|posting|reaching|"
                        r"making|recording|at \d|up |down |\w+ing )"
                    ),
                    after,
                )
            )
        ):
            return "oblique"
        if re.search(r", (?:which|who|that|where) [^,]{0,30}$", before) and re.match(r"[^,.;]{0,20},", after):
            return "oblique"
        if self._in_name(mention, before, after):
            return "name"
        if _VENUE.search(before):
            return "venue"
        if self.analysis.text.language == "zh" and _VENUE_ZH.search(before) and _EVENT_ZH.match(after):
            return "venue"
        return "subject"

    def _in_name(self, mention: Mention, before: str, after: str) -> bool:
        """Return whether a place is part of a longer name that is not known: the Digital China Summit."""
        if mention.layer != "place" or mention.name:
            return False
        if re.match(
            r" (?:Forum|Summit|Expo|Conference|Fair|Festival|Week|Award|Daily|Times|Post|News|Index|Institute|"
            r"University)\b",
            after,
        ):
            return True
        left = re.search(r"([A-Z][a-z]+) $", before)
        right = re.match(r" ([A-Z][a-z]+)(?! (?:said|says))", after)
        if not right or right[1] in {"Province", "City", "District", "County", "Municipality"}:
            return False
        return left is not None and left[1].casefold() not in {
            "in",
            "the",
            "at",
            "for",
            "and",
            "from",
            "of",
            "since",
            "while",
            "but",
            "meanwhile",
            "on",
            "by",
            "southwest",
            "east",
            "north",
            "south",
            "west",
            "northwest",
            "northeast",
            "central",
            "southern",
            "eastern",
            "northern",
            "western",
        }

    def _antecedent(self, mention: Mention) -> Place | None:
        surface = self.folded[mention.start : mention.end]
        match mention.kind:
            case "city":
                found = self.last.get("city")
                zone = self.last.get("zone")
                if found is None and zone is not None and (around := self._city_around(zone)) is not None:
                    return Place(
                        zone.start,
                        zone.end,
                        around,
                        "city",
                        antecedent=(zone.start, zone.end) if zone.start >= 0 else None,
                    )
                return found
            case "province":
                found = self.last.get("province")
                near = self.last.get("any")
                label = self.analysis.lexicon.vocabulary.label(found.iri or "", "zh") if found is not None else ""
                if (
                    surface in {"全区", "我区", "区内"}
                    and not label.endswith("自治区")
                    and near is not None
                    and near.kind in {"zone", "county"}
                ):
                    return near
                near = self.last.get("city")
                if found is not None and (
                    near is None
                    or near.iri is None
                    or found.iri in self.geography.above(near.iri)
                    or near.start < found.start
                ):
                    return found
                return self._raised(near or self.last.get("zone"), "province") or found
            case "capital":
                base = self.last.get("province")
                if base is not None and base.iri and (capital := self.geography.capital(base.iri)):
                    return Place(
                        base.start,
                        base.end,
                        capital,
                        "city",
                        antecedent=(base.start, base.end) if base.start >= 0 else None,
                    )
                return self.last.get("city")
            case "country":
                found = self.last.get("country")
                if surface in {"我国", "国内", "我國"}:
                    return (
                        found if found and found.iri == CHINA else Place(mention.start, mention.end, CHINA, "country")
                    )
                base = next((self.last[kind] for kind in ("any",) if kind in self.last), None)
                raised = self._raised(base, "country")
                if raised is None and self.analysis.text.language == "zh":
                    return Place(mention.start, mention.end, CHINA, "country")
                return raised or found
            case "zone":
                if surface.casefold() in {"the area", "the hub", "the campus"} and "zone" not in self.last:
                    return None
                if surface in NAMED_ZONES:
                    last = self.last.get("zone")
                    known = self.folded[last.start : last.end] if last is not None and last.start >= 0 else ""
                    return last if known.endswith(surface) or (last and (last.name or "").endswith(surface)) else None
                return self.last.get("zone")
            case "joint":
                return self.last.get("joint")
        return None

    def _city_around(self, zone: Place) -> str | None:
        """Return the city that a zone or county lies in."""
        kinds = self.analysis.kinds
        root = zone.within if zone.name is not None else zone.iri
        if root is None:
            return None
        around = {root} | self.geography.above(root) if zone.name is not None else self.geography.above(root)
        cities = [iri for iri in sorted(around) if kinds[iri] in {"city", "municipality"}]
        return cities[0] if len(cities) == 1 else None

    def _raised(self, base: Place | None, level: str) -> Place | None:
        if base is None:
            return None
        root = base.iri if base.name is None else base.within
        if root is None:
            return None
        iri = self.geography.province(root) if level == "province" else self.geography.country(root)
        if iri is None:
            return None
        return Place(base.start, base.end, iri, level, antecedent=(base.start, base.end) if base.start >= 0 else None)

    def _chains(self) -> None:
        from dataclasses import replace

        places = self.places
        for index in range(len(places) - 1):
            left, right = places[index], places[index + 1]
            if left.iri is None or right.iri is None or left.iri == right.iri:
                continue
            gap = self.folded[left.end : right.start]
            if len(gap) > 40 or _CHAIN.fullmatch(gap) is None:
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
        from dataclasses import replace

        shown = [i for i, place in enumerate(self.places) if place.role != "chained" and place.iri is not None]
        for first, second in itertools.pairwise(shown):
            left, right = self.places[first], self.places[second]
            gap = self.folded[left.end : right.start]
            if len(gap) < 70 and _APPOSED.fullmatch(gap) and self._holds(right, left):
                self.places[second] = replace(right, role="chained")

    def _holds(self, outer: Place, inner: Place) -> bool:
        if outer.iri is None or inner.iri is None:
            return False
        if inner.name is not None:
            return inner.within == outer.iri or (
                outer.name is None and _LEVELS.get(outer.kind, 0) > _LEVELS.get(inner.kind, 0)
            )
        return outer.iri in self.geography.above(inner.iri)
