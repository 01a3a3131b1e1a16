"""Find places of Chinese texts that no list holds, by the suffix of their name, and name them in English.

The only module that knows where a Chinese name before a suffix begins.
"""

import re
from dataclasses import dataclass

from kg.extract.entities.named import Mention, provisional_iri
from kg.extract.text.lexicon import Lexicon, Match
from kg.terms import DEKGR

__all__ = ["romanised", "suffixed"]

_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_MARKS = frozenset(',、;:()"“”《》·。 \n%')
_BEFORE_ZONE = re.compile(r"[\u4e00-\u9fff]{2,12}$")
_NUMBERED = r"[一二三四五六七八九十百千两\d]|{several-zh}|数(?!{digit-compound-zh})"
_NEAR = 8  # characters between a place and the suffix of a zone in it
_COUNTY = range(1, 5)  # characters of the name of a county


def suffixed(
    folded: str, suffix: Match, kind: str, places: list[Mention], inner: list[Mention], lexicon: Lexicon
) -> Mention | None:
    """Return the place whose Chinese name ends in a suffix: 贵阳高新区, 中关村软件园, 崂山区.

    Args:
        folded: the text.
        suffix: where the name ends.
        kind: of the place by its suffix.
        places: the known places of the text.
        inner: the industries and properties of the text.
        lexicon: its words.
    """
    asked = _Suffixed(folded, suffix, kind, places, inner, lexicon)
    if any(p.start < suffix.start and p.end == suffix.end for p in places):
        return None  # 上海浦东新区 is the new area itself
    if kind == "company" and any(asked.branch(folded[p.end : suffix.start]) for p in places if p.end <= suffix.start):
        return None  # 这家德国公司, 中国电信合肥分公司 have no name of their own
    known = [p for p in places if p.end <= suffix.start <= p.end + _NEAR and p.start >= suffix.start - 2 * _NEAR]
    for place in reversed(known):
        between = folded[place.end : suffix.start]
        if asked.stopped(between) or (place.kind == "country" and asked.common(between)):
            break
        if kind in {"city", "province"}:
            if not between:
                return place._replace(end=suffix.end)
            break
        if kind == "county" and asked.common(between):
            return place._replace(end=suffix.end)  # 深圳特区
        if kind == "county" and len(between) not in _COUNTY:
            continue
        if kind == "county" and asked.general(between + asked.surface):
            break
        return asked.inside(place, between)
    if asked.listed("named-zone") and not known and (zone := asked.zone()) is not None:
        return zone
    if (kind in {"county", "city"} and len(asked.surface) == 1) or asked.listed("zone-bare"):
        return asked.short()
    return None


@dataclass(frozen=True, slots=True)
class _Suffixed:
    """A suffix, and what stands before it."""

    folded: str
    suffix: Match
    kind: str
    places: list[Mention]
    inner: list[Mention]
    lexicon: Lexicon

    @property
    def surface(self) -> str:
        """The suffix as written."""
        return self.folded[self.suffix.start : self.suffix.end]

    @property
    def divisions(self) -> str:
        """The characters that end the name of a province or a city."""
        return "".join(self.lexicon.phrases.words("province-city-zh"))

    def listed(self, group: str) -> bool:
        """Return whether the suffix of a zone is one of a group."""
        return self.kind == "zone" and self.surface in self.lexicon.phrases.set(group)

    def stopped(self, name: str) -> bool:
        """Return whether a string holds a character that no name has."""
        return any(char in _MARKS or char in self.lexicon.phrases.set("no-name-zh") for char in name)

    def common(self, name: str) -> bool:
        """Return whether a name says what sort of zone it is and no more: 省工业区, 合作区."""
        return self.lexicon.phrases.pattern(r"(?:{common-zone-zh})+").fullmatch(name) is not None

    def branch(self, name: str) -> bool:
        """Return whether a string before 公司 says no more than that it is a firm or a branch of one."""
        return not name or name in self.lexicon.phrases.set("branch-zh")

    def general(self, name: str) -> bool:
        """Return whether a string only looks like the name of a division: 城区, 百强县."""
        return name in self.lexicon.phrases.set("common-division-zh")

    def inside(self, place: Mention, between: str) -> Mention:
        """Return the zone or county that begins with the name of the place it lies in."""
        start, end = place.start, self.suffix.end
        iri = provisional_iri("place", self.folded[start:end])
        bare = between.lstrip(self.divisions)
        county = self.kind == "county" and bare
        name = romanised(bare, self.surface, self.lexicon) if county else self._composed(place)
        return Mention(start, end, "place", (iri,), self.kind, name, place.iri)

    def zone(self) -> Mention | None:
        """Return the zone named by the words before its suffix: 兰亭数字产业园."""
        folded, suffix = self.folded, self.suffix
        match = _BEFORE_ZONE.search(folded[max(0, suffix.start - 12) : suffix.start])
        if match is None:
            return None
        name = self.lexicon.phrases.pattern(r"{zone-divider}|{zone-edge-zh}|,").split(match[0])[-1]
        start = suffix.start - len(name)
        generic = any(m.layer == "industry" and m.start <= start and m.end >= suffix.start for m in self.inner)
        several = self.lexicon.phrases.pattern(_NUMBERED).search(name) or self.lexicon.phrases.pattern(
            r"{zone-not-named}"
        ).search(name)
        if generic or several or self.common(name) or len(name) < 2 or not self._opens(start):
            return None
        full = folded[start : suffix.end]
        inside = next((p.iri for p in self.places if start <= p.start < suffix.start), None)
        return Mention(start, suffix.end, "place", (provisional_iri("place", full),), self.kind, full, inside)

    def short(self) -> Mention | None:
        """Return the division or zone named by the few characters before its suffix: 崂山区."""
        folded, suffix, surface = self.folded, self.suffix, self.surface
        if folded[suffix.end : suffix.end + 1] in self.lexicon.phrases.set("after-division-zh"):
            return None
        for length in (2, 3, 4, 5) if self.kind == "zone" else (2, 3):
            start = suffix.start - length
            name = folded[max(0, start) : suffix.start]
            full = name + surface
            if start < 0 or self.general(full) or self._ends_generally(full) or not _HAN.match(full):
                continue
            if self.lexicon.phrases.pattern(r"{division-verb-zh}$").search(name):
                continue
            if self.stopped(full) or self.common(name) or not (start == 0 or self.stopped(folded[start - 1])):
                continue
            if any(p.start < suffix.end and start < p.end for p in self.places):
                continue
            english = romanised(name, surface, self.lexicon) if surface in self.lexicon.once(_divisions) else full
            return Mention(start, suffix.end, "place", (provisional_iri("place", full),), self.kind, english)
        return None

    def _opens(self, start: int) -> bool:
        before = self.folded[start - 1] if start else "\n"
        return self.stopped(before) or not _HAN.match(before)

    def _ends_generally(self, name: str) -> bool:
        return self.general(name[-2:]) and name[-2:] not in self.lexicon.phrases.set("zone-landscape")

    def _composed(self, place: Mention) -> str:
        """Return the English name of a zone whose parts are all known, else its Chinese name."""
        vocabulary = self.lexicon.vocabulary
        folded, suffix = self.folded, self.suffix
        city = vocabulary.label(place.iri, "en")
        middle = folded[place.end : suffix.start].lstrip(self.divisions)
        whole = self.lexicon.once(_zone_names).get(middle + self.surface)
        if whole is not None:
            return f"{city} {whole}"
        english = self.lexicon.once(_zone_names).get(self.surface)
        trade = next((m for m in self.inner if m.layer == "industry" and folded[m.start : m.end] == middle), None)
        if english is None or trade is None:
            return folded[place.start : suffix.end]
        return f"{city} {vocabulary.label(trade.iri, 'en').title()} {english}"


def romanised(word: str, suffix: str, lexicon: Lexicon) -> str:
    """Return the English name of a Chinese division that the ontology lacks: 崂山 and 区 make Laoshan District."""
    from pypinyin import lazy_pinyin  # only texts that name an unknown division need it

    parts = lazy_pinyin(word)
    name = "".join(f"'{part}" if i and part[0] in "aeo" else part for i, part in enumerate(parts)).capitalize()
    return f"{name} {lexicon.once(_divisions)[suffix]}".strip()


def _divisions(lexicon: Lexicon) -> dict[str, str]:
    """Return the English last word of every kind of division by its Chinese one; empty where English has none."""
    vocabulary = lexicon.vocabulary
    return dict.fromkeys(lexicon.phrases.words("bare-division-zh"), "") | {
        vocabulary.label(iri, "zh"): vocabulary.label(iri, "en")
        for iri in vocabulary.concepts(DEKGR + "scheme-divisions")
    }


def _zone_names(lexicon: Lexicon) -> dict[str, str]:
    """Return the English name of every kind of zone by its Chinese names."""
    vocabulary = lexicon.vocabulary
    return {
        word: vocabulary.label(iri, "en")
        for iri in vocabulary.members("http://www.w3.org/2004/02/skos/core#Concept")
        if iri.startswith(DEKGR + "suffix-")
        for word in [vocabulary.label(iri, "zh"), *vocabulary.words(iri, "skos:altLabel", "zh")]
    }
