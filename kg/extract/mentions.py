"""Find what a text speaks of: places, bodies, industries, indicators, and words that stand for a place named before.

Longest match wins; a name inside another name is not a mention of its own. Places and bodies that the ontology does not
list become provisional where a class suffix and a name stand together (../shared/DESIGN.md, decision 7).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.lexicon import Lexicon, Match
from kg.terms import DEKGR
from kg.vocabulary import Vocabulary

__all__ = ["NAMED_ZONES", "Mention", "find", "kind_of", "provisional_iri"]

_ANAPHORS = {
    "cue:the-city": "city",
    "cue:the-capital": "capital",
    "cue:the-province": "province",
    "cue:the-country": "country",
    "cue:the-zone": "zone",
    "cue:both-places": "joint",
}
_SUFFIXES = {
    "cue:zone-suffix": "zone",
    "cue:county-suffix": "county",
    "cue:city-suffix": "city",
    "cue:province-suffix": "province",
}
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
_CAPITALISED = re.compile(r"(?:[A-Z][\w'.-]*|[A-Z]\.)$")
_COMMON_FIRST = frozenset(
    [
        "the",
        "in",
        "at",
        "on",
        "a",
        "an",
        "its",
        "this",
        "that",
        "for",
        "from",
        "by",
        "with",
        "and",
        "of",
        "as",
        "to",
        "our",
        "their",
        "his",
        "her",
        "chinese",
        "china's",
        "national",
        "provincial",
        "municipal",
        "every",
        "each",
        "no",
        "between",
        "of",
        "both",
        "since",
        "while",
        "new",
        "old",
        "more",
        "many",
        "several",
        "local",
        "state",
        "state-level",
    ]
)
_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_GENERIC_ZH = frozenset(
    [
        "地区",
        "园区",
        "社区",
        "城区",
        "山区",
        "全区",
        "景区",
        "市区",
        "辖区",
        "郊区",
        "片区",
        "专区",
        "厂区",
        "校区",
        "库区",
        "灾区",
        "林区",
        "牧区",
        "老区",
        "东部地区",
        "西部地区",
        "中部地区",
        "各区",
        "该区",
        "城镇",
        "乡镇",
        "各县",
        "全县",
        "该县",
        "全市",
        "该市",
        "我市",
        "各市",
        "全省",
        "我省",
        "各省",
        "两区",
        "沿海地区",
        "周边地区",
        "主城区",
        "城市",
        "都市",
        "大城市",
        "超市",
        "股市",
        "上市",
        "入市",
        "门市",
        "两市",
        "外省",
        "省",
        "市",
        "区",
        "县",
        "州",
        "盟",
        "联盟",
        "加盟",
        "同盟",
        "跨省",
        "百强县",
        "示范区",
        "试验区",
        "自治区",
        "开发区",
        "新区",
        "高新区",
        "经开区",
        "产业园",
        "科技园",
        "综保区",
        "保税区",
        "旗",
        "一镇",
        "小镇",
    ]
)
_ENDINGS_ZH = _GENERIC_ZH - {"山区", "林区", "牧区", "老区"}
NAMED_ZONES = frozenset(
    [
        "产业园",
        "科技园",
        "工业园",
        "软件园",
        "产业园区",
        "工业园区",
        "产业基地",
        "创新园",
        "数谷",
        "声谷",
        "光谷",
        "药谷",
        "创新谷",
        "云谷",
        "软件谷",
        "科技城",
        "文创园",
        "创意园",
        "文创产业园",
        "数字园",
        "智慧园",
        "孵化园",
        "科创园",
        "文化园",
        "创客园",
        "影视园",
    ]
)
_GENERIC_ZONE = re.compile(
    r"[一二三四五六七八九十百千两多各每个座处家\d]|数(?![字据智码])|国家级|省级|市级|建设|打造|规划|现有|拥有|建成|特色|重点|大型|全[省市国区]"
)
_STOP_ZH = set(
    "在于和与及从到向对是为的了有由被把让使比较近达位前今该我本这各个增约超家,、;:()“”《》·。 \n"
    "年月日底末其中外并还已将前往来自以及包括等说称元%户名项"
)


@dataclass(frozen=True, slots=True)
class Mention:
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


def find(folded: str, matches: Sequence[Match], lexicon: Lexicon, kinds: Kinds) -> list[Mention]:
    """Return the mentions of a folded text in order; indicators may lie on the same words as industries."""
    ambiguous = _ambiguous(lexicon)
    names: list[Mention] = []
    inner: list[Mention] = []
    scopes: list[tuple[int, int]] = []
    phrases: list[tuple[int, int]] = []
    trades: list[tuple[int, int]] = []
    suffixes: list[Match] = []
    for match in matches:
        layer = match.layer
        if layer == "place":
            surface = folded[match.start : match.end]
            if surface in ambiguous:
                continue
            names.append(Mention(match.start, match.end, layer, match.iris, kinds[match.iri]))
        elif layer == "org":
            names.append(Mention(match.start, match.end, layer, match.iris))
        elif layer == "demonym" and (
            _DEMONYM.search(folded[max(0, match.start - 24) : match.start])
            or lexicon.phrases.pattern(_DEMONYM_OF, case=True).match(folded, match.end)
        ):
            names.append(Mention(match.start, match.end, "place", match.iris[:1], "country"))
        elif layer in _ANAPHORS:
            names.append(Mention(match.start, match.end, "anaphor", (), _ANAPHORS[layer]))
        elif layer in _SUFFIXES or layer == "cue:company-suffix":
            suffixes.append(match)
        elif layer == "predicate":
            phrases.append((match.start, match.end))
        elif layer == "scope":
            scopes.append((match.start, match.end))
        elif layer in {"industry", "property", "variable", "product", "capability"}:
            if folded[match.start : match.end].isupper() and _SPEAKS.match(folded, match.end):
                continue
            if folded[match.end - 1] == "数" and folded[match.end : match.end + 1] in {"字", "据", "智"}:
                continue  # 产业数字化 holds no 产业数
            if layer == "industry" and _NETWORK.search(folded[max(0, match.start - 16) : match.end]):
                continue
            inner.append(Mention(match.start, match.end, layer, match.iris))
    names = _longest(names + _provisional(folded, names, suffixes, inner, lexicon, kinds))
    covered = [(name.start, name.end) for name in names if name.layer != "anaphor"]
    kept = list(names)
    for layers in (("industry",), ("property",), ("variable",), ("product",), ("capability",)):
        group = [mention for mention in inner if mention.layer in layers]
        if layers == ("property",):
            group = [m for m in group if not any(s < m.start < e < m.end for s, e in trades)]
        group = _longest(group)
        for mention in group:
            if _inside(mention, covered):
                continue
            if mention.layer == "industry":
                if any(
                    s <= mention.start and mention.end <= e and e - s > mention.end - mention.start for s, e in phrases
                ):
                    continue
                trades.append((mention.start, mention.end))
            if (
                mention.layer == "property"
                and any(
                    s < mention.end and mention.start < e and (s, e) != (mention.start, mention.end) for s, e in scopes
                )
                and (
                    not any(mention.end >= e for s, e in scopes if s < mention.end and mention.start < e)
                    or folded[mention.start : mention.end].casefold() == "scale"
                )
            ):
                continue
            kept.append(mention)
    kept.sort(key=lambda mention: (mention.start, -mention.end))
    return kept


_DEMONYM_OF = r" (?:[a-z][\w-]* (?:and )?){0,3}?{demonym-noun}\b"
_COMMON_ZONE = r"(?:{common-zone-zh})+"


def _common(name: str, lexicon: Lexicon) -> bool:
    """Return whether a Chinese name says what sort of zone it is and no more: 省工业区, 合作区."""
    return lexicon.phrases.pattern(_COMMON_ZONE).fullmatch(name) is not None


def _ambiguous(lexicon: Lexicon) -> set[str]:
    return set(lexicon.words.of(DEKGR + "cue-ambiguous-place"))


def _inside(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _longest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end > kept[-1].end and mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _provisional(
    folded: str, names: list[Mention], suffixes: list[Match], inner: list[Mention], lexicon: Lexicon, kinds: Kinds
) -> list[Mention]:
    found: list[Mention] = []
    places = [name for name in names if name.layer == "place"]
    for suffix in suffixes:
        surface = folded[suffix.start : suffix.end]
        kind = _SUFFIXES.get(suffix.layer, "company")
        if surface.isascii():
            mention = _english(folded, suffix, kind, places)
        else:
            mention = _chinese(folded, suffix, kind, places, inner, lexicon)
        if mention is not None:
            found.append(mention)
        elif surface in NAMED_ZONES and (
            suffix.start == 0 or not _HAN.match(folded[suffix.start - 1]) or folded[suffix.start - 1] in _STOP_ZH
        ):
            found.append(Mention(suffix.start, suffix.end, "anaphor", (), "zone"))
    return found


def _english(folded: str, suffix: Match, kind: str, places: list[Mention]) -> Mention | None:
    surface = folded[suffix.start : suffix.end]
    if kind == "company" and (
        not surface[0].isupper()
        or (
            re.match(r",? (?!Ltd|Inc|Co\b|Co\.|Limited|Corp)[A-Z][a-z]", folded[suffix.end : suffix.end + 8])
            and folded[suffix.end] == " "
        )
    ):
        return None
    if kind == "zone" and not surface[0].isupper():
        return _long_name(folded, suffix, places)
    start = suffix.start
    words: list[str] = []
    while len(words) < 6:
        if start == 0 or folded[start - 1] != " ":
            break
        cut = max(
            folded.rfind(" ", 0, start - 1),
            folded.rfind("\n", 0, start - 1),
            folded.rfind("(", 0, start - 1),
            folded.rfind('"', 0, start - 1),
        )
        word = folded[cut + 1 : start - 1]
        if (
            not _CAPITALISED.match(word)
            or word.casefold() in _COMMON_FIRST
            or (word.endswith((".", ",", "'s")) and word not in {"Co.", "Co.,", "Inc.", "Corp."})
        ):
            break
        words.insert(0, word)
        start = cut + 1
    if not words:
        return None
    name = folded[start : suffix.end]
    known = next((p for p in places if p.start == start and p.end >= suffix.start - 1), None)
    if known is not None and kind in {"city", "province"}:
        return replace(known, end=suffix.end)
    inside = next((p for p in places if p.start == start), None)
    if kind == "company":
        return Mention(start, suffix.end, "org", (provisional_iri("org", name),), "company", name)
    if (kind in {"city", "province", "county"} and len(words) > 2) or name.isupper():
        return None
    if inside is not None and inside.end >= suffix.end:
        return None
    return Mention(
        start, suffix.end, "place", (provisional_iri("place", name),), kind, name, inside.iri if inside else None
    )


_SPEAKS = re.compile(
    r"(?: \([^)]*\))? (?:said|says|expects|estimates|forecasts?|predicts|projects|reports|reported)\b|"
    r"(?:最新)?(?:报告|预计|预测|数据|认为|发布|研究|分析师)"
)
_NETWORK = re.compile(
    r"\b(?:industry|trade|business|professional|research|partner|sales|dealer|retail|start-?up|store|global) network$"
)
_DEMONYM = re.compile(
    r"(?:^|[\n\"]|[.!?:]\"? |-- |— |\b(?:in|of) (?:the )?\d{4},? |\b(?:last|this) year,? |\b(?:number|share|"
    r"revenues?|sales|"
    r"exports|turnover|value|majority|some|most) (?:of|by|from) (?:the )?)$"
)
_LONG = re.compile(
    r"(?:[A-Z][\w'-]+ ){1,4}(?:(?!(?:is|are|was|were|in|of|the|has|have|had|to|at|on|by|"
    r"for|with|from|that|which|its|a|an)\b)[a-z][\w-]* ){0,6}$"
)


def _long_name(folded: str, suffix: Match, places: list[Mention]) -> Mention | None:
    match = _LONG.search(folded, max(0, suffix.start - 80), suffix.start)
    if match is None:
        return None
    start = match.start()
    while folded[start : folded.find(" ", start)].casefold() in _COMMON_FIRST:
        start = folded.find(" ", start) + 1
        if start >= suffix.start or not folded[start].isupper():
            return None
    name = folded[start : suffix.end]
    first = name.split(" ")[0]
    if first.isupper() and len(first) <= 4:
        return None
    inside = next((p for p in places if p.start == start), None)
    if inside is not None and folded[inside.end : inside.end + 2] == "'s":
        return None
    return Mention(
        start, suffix.end, "place", (provisional_iri("place", name),), "zone", name, inside.iri if inside else None
    )


def _chinese(
    folded: str, suffix: Match, kind: str, places: list[Mention], inner: list[Mention], lexicon: Lexicon
) -> Mention | None:
    surface = folded[suffix.start : suffix.end]
    known = [p for p in places if p.end <= suffix.start and suffix.start - p.end <= 8 and p.start >= suffix.start - 16]
    if kind == "company":
        return None
    for place in reversed(known):
        between = folded[place.end : suffix.start]
        if any(char in _STOP_ZH for char in between) or (place.kind == "country" and between and _common(between, lexicon)):
            break
        if place.end == suffix.start and kind in {"city", "province"}:
            return replace(place, end=suffix.end)
        if kind == "county" and _common(between, lexicon):
            return replace(place, end=suffix.end)  # 深圳特区
        if kind == "county" and not 1 <= len(between) <= 4:
            continue
        if kind in {"city", "province"}:
            break
        if kind == "county" and between + surface in _GENERIC_ZH:
            break
        name = folded[place.start : suffix.end]
        return Mention(
            place.start,
            suffix.end,
            "place",
            (provisional_iri("place", name),),
            kind,
            _romanised(between.lstrip("市省"), surface)
            if kind == "county" and between.lstrip("市省")
            else _composed(folded, place, suffix, inner, lexicon),
            place.iri,
        )
    if kind == "zone" and surface in NAMED_ZONES and not known:
        match = re.search(r"[\u4e00-\u9fff]{2,12}$", folded[max(0, suffix.start - 12) : suffix.start])
        if match is not None:
            name = re.split(r"位于|坐落|落户|入驻|走进|[在的了从由据于,和与及]", match[0])[-1]
            start = suffix.start - len(name)
            before = folded[start - 1] if start else "\n"
            inside = next((p for p in places if start <= p.start < suffix.start), None)
            generic = any(m.layer == "industry" and m.start <= start and m.end >= suffix.start for m in inner)
            if (
                not generic
                and not _common(name, lexicon)
                and len(name) >= 2
                and (before in _STOP_ZH or not _HAN.match(before))
                and not _GENERIC_ZONE.search(name)
            ):
                full = folded[start : suffix.end]
                return Mention(
                    start,
                    suffix.end,
                    "place",
                    (provisional_iri("place", full),),
                    kind,
                    full,
                    inside.iri if inside else None,
                )
    if (kind in {"county", "city"} and len(surface) == 1) or (
        kind == "zone" and surface in {"新区", "高新区", "经开区", "开发区", "科技城", "科学城", "科创城", "软件园"}
    ):
        for length in (2, 3) if kind != "zone" else (2, 3, 4, 5):
            start = suffix.start - length
            name = folded[start : suffix.end] if start >= 0 else ""
            if (
                len(name) != length + len(surface)
                or name in _GENERIC_ZH
                or name[-2:] in _ENDINGS_ZH
                or not _HAN.match(name)
                or any(char in _STOP_ZH for char in name)
                or _common(name[:-len(surface)], lexicon)
            ):
                continue
            before = folded[start - 1] if start else "\n"
            if (
                before in _STOP_ZH
                and not any(p.start < suffix.end and start < p.end for p in places)
                and folded[suffix.end : suffix.end + 1]
                not in {"域", "间", "块", "级", "场", "民", "长", "委", "政", "乡", "城"}
            ):
                english = _romanised(name[: -len(surface)], surface) if surface in _DIVISIONS else name
                return Mention(start, suffix.end, "place", (provisional_iri("place", name),), kind, english)
    return None


_DIVISIONS = {"区": "District", "县": "County", "旗": "Banner", "镇": "Town", "市": ""}


def _romanised(word: str, suffix: str) -> str:
    """Return the English name of a Chinese division that the ontology lacks: 崂山 and 区 make Laoshan District."""
    from pypinyin import lazy_pinyin  # only texts that name an unknown division need it

    parts = lazy_pinyin(word)
    name = "".join(f"'{part}" if i and part[0] in "aeo" else part for i, part in enumerate(parts)).capitalize()
    return f"{name} {_DIVISIONS[suffix]}".strip()


def _composed(folded: str, place: Mention, suffix: Match, inner: list[Mention], lexicon: Lexicon) -> str:
    """Return the English name of a Chinese zone whose parts are all known, else its Chinese name."""
    vocabulary = lexicon.vocabulary
    name = folded[place.start : suffix.end]
    english = _zone_names(lexicon).get(folded[suffix.start : suffix.end])
    if english is None:
        return name
    middle = folded[place.end : suffix.start].lstrip("市省")
    whole = _zone_names(lexicon).get(folded[place.end : suffix.end].lstrip("市省"))
    if whole is not None:
        return f"{vocabulary.label(place.iri, 'en')} {whole}"
    parts = [vocabulary.label(place.iri, "en")]
    if middle:
        trade = next((m for m in inner if m.layer == "industry" and folded[m.start : m.end] == middle), None)
        if trade is None:
            return name
        parts.append(vocabulary.label(trade.iri, "en").title())
    return " ".join([*parts, english])


def _zone_names(lexicon: Lexicon) -> dict[str, str]:
    known: dict[str, str] | None = lexicon.__dict__.get("zone_names")
    if known is None:
        vocabulary = lexicon.vocabulary
        known = {}
        for iri in vocabulary.members("http://www.w3.org/2004/02/skos/core#Concept"):
            if iri.startswith(DEKGR + "suffix-"):
                for word in [vocabulary.label(iri, "zh"), *vocabulary.words(iri, "skos:altLabel", "zh")]:
                    known[word] = vocabulary.label(iri, "en")
        lexicon.__dict__["zone_names"] = known
    return known
