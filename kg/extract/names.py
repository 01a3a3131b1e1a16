"""Find the English names that nobody knows, and tell places from bodies and persons by the words around them.

A figure whose subject has a name the ontology lacks must not be given to the place named before. What the words around a
name tell to be a place or a body becomes provisional; the rest are strangers: a figure of theirs is held back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.mentions import Mention, provisional_iri

__all__ = ["Names", "companies", "find"]

_WORD = r"(?:[A-Z][\w&'.-]*[\w&]|[A-Z])"
_NAME = re.compile(rf"(?<![\w.-])({_WORD}(?: (?:(?:de|do|da|del|la|of|and|&|al|van|bin) )?{_WORD})*)(?![\w-])")
_OPENERS = frozenset(
    """the a an this that these those it its he she they we i you his her their our my there here what who which where
    when while if in on at by for from of to with and but or as so yet nor not no all both each every some many most
    more few several other others another such only even still also then now today meanwhile however moreover overall
    together according among after before since until during through under over between against despite thanks due
    unlike like based driven led backed last next first second third one two three four five six seven eight nine ten
    eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty fifty half quarter tech internet computer online
    korean japanese american european asian african indian german french british
    about around nearly almost roughly exactly total combined up down out off because although though once whether
    looking built located home founded established officials authorities analysts residents visitors reporters
    mr mrs ms dr sir monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december chinese english nothing everything someone everyone nobody anyone
    statistics data figures sales rents prices costs demand supply work construction business people workers new
    annual global local national provincial municipal regional state federal public private industrial digital
    economic smart hi-tech high-tech deep-tech cross-border e-commerce additionally furthermore besides currently previously recently earlier later yes how why never
    just ever perhaps instead rather compared excluding including altogether separately similarly elsewhere
    internationally domestically nationwide worldwide contact phone tel fax email source note copyright editor""".split()
)
_ACRONYMS = frozenset(
    """GDP GRDP GSDP GVA AI IT ICT R&D CEO CFO CTO US U.S UK U.K EU UN VR AR XR IPO FDI SME SMEs IP EV EVs NEV NEVs PV PM AM
    TV PC PCs GMV PUE IDC IDCs GPU GPUs CPU FY PFLOPS EFLOPS SaaS B2B B2C API APP APPs APEC ASEAN BRICS RCEP WTO IMF OECD
    SOE SOEs LED LCD OLED IC ICs IoT UAV UAVs GCC GCCs BPO ITES USD CNY RMB EUR INR""".split()
)
_BODIES = re.compile(
    r"(?:Association|Office|Bureau|Ministry|Institute|University|College|Agency|Council|Commission|Chamber|Federation|"
    r"Board|Authority|Department|Academy|Committee|Union|Parliament|Congress|Court|Alliance|Organi[sz]ation|Foundation|"
    r"Forum|Summit|Expo|Conference|Fair|Festival|Week|Award|Prize|Report|Index|Plan|Programme|Program|Initiative|Act|"
    r"Strategy|Agreement|Index|Street|Road|Avenue|Square|Hall|Building|Airport|Station|Hotel|Olympics|Games|Day|Times|"
    r"Post|News|Daily|Agency|Journal|Review|Tribune|Herald|Party|Police|Army|University)$"
)
_TITLES = re.compile(
    r"\b(?:mr|ms|mrs|dr|prof|professor|minister|governor|mayor|director|chief|president|chairman|chairwoman|chair|"
    r"secretary|official|analyst|economist|spokes(?:man|woman|person)|deputy|head|manager|founder|ceo|executive|officer|"
    r"engineer|researcher|commissioner|premier|partner|resident|student|owner|lecturer|scientist|expert)\.? $",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:,)? (?:said|says|told|tells|added|adds|noted|notes|explained|explains|recalled|recalls|stressed|pointed|"
    r"commented|argued|wrote|writes|joked|remarked|warned|believes|thinks)\b"
)
_OFFICE = re.compile(
    r", (?:an?|the|its|their|who|who's|\d\d,)? ?(?:[\w'-]+ ){0,4}?(?:director|head|chair(?:man|woman)?|minister|mayor|"
    r"governor|president|professor|analyst|economist|manager|founder|ceo|officer|official|secretary|engineer|"
    r"spokes\w+|executive|partner|researcher|who|resident|student|\d\d,)\b"
)
_COMPANY = (
    r"(?:company|firm|maker|manufacturer|operator|start-?up|group|platform|provider|developer|giant|bank|carrier|retailer|"
    r"subsidiary|business|chip ?maker|automaker|carmaker|conglomerate|supplier|vendor|marketplace|unicorn|exporter|"
    r"producer|studio|publisher|brand|joint venture|foundry|lender|e-tailer|contractor|corporation|enterprise|fintech)"
)
_IS_COMPANY = re.compile(
    rf"(?: \([^)]*\))?(?:, (?:an?|the|one of|its|which is|now|also|itself|once)? ?(?:[\w'&-]+ ){{0,7}}?{_COMPANY}s?\b|"
    r", (?:which|whose) (?:has its )?(?:is )?(?:headquarter|share|stock|app|software|product|owner|founder)|"
    r", (?:which|that) (?:makes|sells|designs|builds|operates|develops|runs|listed|has its headquarters)|"
    r", (?:headquartered|listed|founded|based)\b| shares\b|'s (?:shares|app|founder|chief executive|ceo|customers|board)\b|"
    rf" is an? (?:[\w'-]+ ){{0,6}}?{_COMPANY}\b)",
    re.IGNORECASE,
)
_WAS_COMPANY = re.compile(rf"\b{_COMPANY},? $", re.IGNORECASE)
_AREA = (
    r"(?:city|cities|county|state|province|district|town|township|capital|municipality|region|prefecture|island|hub|zone|"
    r"park|village|canton|department|area|suburb|metropolis|port city|territory|valley)"
)
_IS_AREA = re.compile(
    rf", (?:an?|the|its|one of|now|once|home|known)? ?(?:[\w'-]+ ){{0,6}}?{_AREA}\b(?! (?:company|firm|bank|operator|group))|"
    rf" (?:{_AREA})\b(?!-)|, (?:where|population)\b| is an? (?:[\w'-]+ ){{0,5}}?{_AREA}\b",
    re.IGNORECASE,
)
_WAS_AREA = re.compile(
    rf"\b(?:the|in|city|state|county|province|town|district|region|island|municipality|port|prefecture)? ?"
    rf"(?:city|state|county|province|town|district|region|island|municipality|prefecture|capital|cities|districts) "
    rf"(?:of |, )?$|\b(?:capital|city), $",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|across|throughout|around|near|outside|within)(?: the)? $", re.IGNORECASE)
_FIGURES = re.compile(
    r"(?:'s)? (?:[\w'-]+ ){0,6}?(?:revenues?|sales|profits?|turnover|earnings|orders|shipments|losses?|employees|staff|"
    r"workforce|customers|net income)\b",
)
_PLACE_FIGURES = re.compile(r"(?:'s)? (?:[\w'-]+ ){0,5}?(?:GDP|gross|economy|population|residents|exports)\b")
_STARTS = re.compile(r"(?:^|[\n;:\"]|[.!?]\"? |, |\bwhile |\bwhereas |\bbut |\band |\bthat |-- |— )$")
_VERB = re.compile(
    r"(?: (?:alone|itself|also|now|still|already|currently|together|has|have|had|will|would|is|was|are|were))*"
    r" (?:has|have|had|is|was|are|were|will|would|plans?|aims?|saw|grew|rose|fell|made|took|won|hit|led|built|became|sold|"
    r"spent|ran|drew|put|did|got|came|went|lost|kept|brought|bought|set|[a-z]+ed|[a-z]{2,}[^s\W]s)\b"
)
_APPOSED = re.compile(r",? (?:\([^)]*\) ?)?(?:an?|the|one|which|where|whose|home|its|based|known|who)\b|, \w+ing\b|'s [a-z]")
_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]+?)?(?:, (?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]+\.?(?: \d{4})?))?"
    r"(?: ?\([^)\n]*\)| ?/[\w ]+/)? ?(?:--|-|\u2013|\u2014|:|\.) "
)
_OF_PLACE = re.compile(
    r"'s? (?:[\w-]+ ){0,3}?(?:GDP|gross|economy|industrial output|government|municipal|provincial|mayor|governor|"
    r"districts?|tech scene|tech sector|tech hub|start-?up scene|start-?up ecosystem|digital economy|residents|population|"
    r"tech companies|tech firms|start-?ups|software exports|IT exports|IT sector|ICT sector|universities|airport|port)\b"
)
_SAID_OF_ITSELF = re.compile(
    r" (?:said|announced|reported|says|expects|forecast|projected)(?: (?:on )?[A-Z][a-z]+day)?(?: that)? "
    r"(?:it|its|the company|the group|revenues?|sales|net|profits?|turnover|full-year|quarterly|annual)\b"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What was made of unknown names.

    Attributes:
        mentions: provisional places and bodies.
        strangers: names in the place of a subject, of which nothing more is known.
        persons: spans of names of persons and of bodies that only speak.
    """

    mentions: tuple[Mention, ...]
    strangers: tuple[Mention, ...]
    others: tuple[tuple[int, int], ...]


def find(
    folded: str, known: Sequence[tuple[int, int]], soft: Sequence[tuple[int, int]], bodies: Sequence[Mention]
) -> Names:
    """Return the unknown names of an English text, told apart.

    Args:
        folded: the folded text.
        known: spans of what is known already: places, bodies, periods, cue words.
        soft: spans of industries and indicators, whose words may stand within a name, but not begin it.
        bodies: provisional bodies found by their suffix; the first word of their name alone means them too. And places,
            whose names may begin a longer one.
    """
    taken = bytearray(len(folded) + 1)
    for start, end in known:
        taken[start:end] = b"\1" * (end - start)
    for start, end in soft:  # a word of a trade may go on a name that has begun: "Resources Microelectronics"
        if not any(taken[start:end]):
            taken[start:end] = b"\2" * (end - start)
    short = {b.name.split(" ")[0]: b for b in bodies if b.layer == "org" and b.name and len(b.name.split(" ")[0]) > 3}
    spots: list[tuple[int, int]] = []
    begins = {b.end: b.start for b in bodies if b.layer == "place"}
    bodies = [b for b in bodies if b.layer == "org"]
    for match in _NAME.finditer(folded):
        spots += _trimmed(folded, match.start(1), match.end(1), taken)
    for at, (start, end) in enumerate(spots):  # "China Resources Microelectronics" is no China
        first = begins.get(start - 1)
        if (
            first is not None
            and folded[start - 1] == " "
            and _opens(folded, first)
            and _BODY_ENDING.search(folded[start:end]) is None
            and not folded[start:end].isupper()
        ):
            spots[at] = (first, end)
    kinds: dict[str, str] = {}
    spelled = {folded[s:e].upper(): folded[s:e] for s, e in spots if not folded[s:e].isupper()}
    for start, end in spots:
        kind = _kind(folded, start, end)
        name = spelled.get(folded[start:end], folded[start:end]) if kind == "place" else folded[start:end]
        if _RANKS[kind] > _RANKS[kinds.get(name, "")]:
            kinds[name] = kind
    repeated = {folded[s:e] for s, e in spots if not _opens(folded, s)}
    mentions: list[Mention] = []
    strangers: list[Mention] = []
    others: list[tuple[int, int]] = []
    for start, end in spots:
        name = folded[start:end]
        if name.isupper() and kinds.get(spelled.get(name, "")) == "place":
            name = spelled[name]
        kind = kinds.get(name, "")
        if kind == "place" and name.isupper() and len(name) > 4:
            name = name.title()
        if name in short and kind != "person":
            body = short[name]
            mentions.append(Mention(start, end, "org", body.iris, "company", body.name))
        elif name.isupper() and len(name) > 5 and kind != "place":
            continue
        elif kind == "org":
            mentions.append(Mention(start, end, "org", (provisional_iri("org", name),), "company", name))
        elif kind == "place":
            mentions.append(Mention(start, end, "place", (provisional_iri("place", name),), "city", name))
        elif kind in {"person", "body"}:
            others.append((start, end))
        elif _subject(folded, start, end, name in repeated):
            strangers.append(Mention(start, end, "place", (), "stranger"))
    return Names(tuple(mentions), tuple(strangers), tuple(others))


_BODY_ENDING = re.compile(r"^(?:Province|City|District|County|Municipality|Autonomous|Region|State|New|Area|Governor|Mayor|Party|Vice)\b")
_RANKS = {"": 0, "body": 1, "near": 2, "org": 3, "place": 4, "person": 5}


def _opens(folded: str, start: int) -> bool:
    return start == 0 or bool(re.search(r"(?:[\n\"]|[.!?:]\"? |-- )$", folded[max(0, start - 3) : start]))


def _trimmed(folded: str, start: int, end: int, taken: bytearray) -> list[tuple[int, int]]:
    """Return the parts of a run of capitalised words that nobody knows; common words that open a sentence are cut off."""
    spots: list[tuple[int, int]] = []
    first: int | None = None
    last = start
    for word in re.finditer(r"\S+", folded[start:end]):
        at, to = start + word.start(), start + word.end()
        own = folded[at:to]
        if own.endswith("'s") and not taken[at]:
            to -= 2
        common = own.removesuffix("'s").casefold().strip(".") in _OPENERS or (
            first is None and own.removesuffix("'s") in _ACRONYMS
        )
        small = own[0].islower() or own == "&"
        if taken[at] == 2 and first is not None and not own[0].islower():
            last = to
            continue
        if taken[at] or (common and first is None) or (small and first is None):
            if first is not None and not small:
                spots.append((first, last))
                first = None
            continue
        if first is None:
            first = at
        if not small:
            last = to
        if own.endswith("'s"):
            spots.append((first, last))
            first = None
    if first is not None:
        spots.append((first, last))
    return [(s, e) for s, e in spots if e - s >= 3]


def _kind(folded: str, start: int, end: int) -> str:
    name = folded[start:end]
    before, after = folded[max(0, start - 40) : start], folded[end : end + 110]
    sentence = re.split(r"[.;\n](?!\d)", after, maxsplit=1)[0]
    if _TITLES.search(before) or _OFFICE.match(sentence):
        return "person"
    if _BODIES.search(name):
        return "body"
    if _SAID_OF_ITSELF.match(sentence) or _IS_COMPANY.match(sentence) or _WAS_COMPANY.search(before):
        return "org"
    if _WAS_AREA.search(before) or _IS_AREA.match(sentence):
        return "place"
    if (start == 0 or folded[start - 1] == "\n") and name.isupper() and _DATELINE.match(after):
        return "place"
    if _OF_PLACE.match(sentence) or re.search(
        r"\b(?:city|state|county|province|town|government|residents|people|streets|mayor|governor) of $", before
    ):
        return "place"
    if _SAYS.match(sentence) or re.search(r"\b(?:said|says|added|told) $", before):
        return "body"
    if _IN.search(before):
        return "place" if not name.isupper() and re.match(r"(?:'s )?(?!'s)(?:[,.;\n]| [a-z(]|$)", sentence) else ""
    if _FIGURES.match(sentence) and _subject(folded, start, end, True) and not _PLACE_FIGURES.match(sentence):
        return "org"
    return ""


def _subject(folded: str, start: int, end: int, sure: bool) -> bool:
    """Return whether a name stands where a subject stands."""
    before, after = folded[max(0, start - 10) : start], folded[end : end + 60]
    if _IN.search(folded[max(0, start - 16) : start]):
        return True
    if not _STARTS.search(before) and start != 0:
        return False
    if _APPOSED.match(after):
        return True
    name = folded[start:end]
    plain = not sure and " " not in name and not any(char.isupper() or char.isdigit() for char in name[1:])
    verb = _VERB.match(after)
    if plain and verb is not None and re.fullmatch(r" [a-z]+s", verb[0]) and verb[0] not in {" has", " was", " is", " plans", " aims"}:
        return False  # "Optical cables": a noun in the plural looks like a verb
    return bool(verb) and not (plain and name.endswith(("s", "ly", "ing", "ment", "tion", "ance", "ence")))


_COMPANY_ZH = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9()·]{2,22}?)(?P<end>(?:股份|控股)?(?:有限责任公司|有限公司)|控股集团|集团公司|集团|股份(?=[\u4e00-\u9fff]{0,6}(?:20\d\d|去年|今年|上半年|第[一二三四]季度|前三季度|实现|发布|公告|营收))|"
    r"科技(?=(?:20\d\d|去年|今年|上半年|第[一二三四]季度|前三季度|实现|发布|公告|营收|披露|公布)))"
)
_LEFT_ZH = re.compile(
    r"昨日|今日|近日|日前|其中|包括|记者|获悉|了解到|位于|来自|落户|坐落|引进|引入|总部|旗下|作为|由于|此外|同时|目前|以及|电讯|讯|如|与|和|及|由|在|的|对|向|让|被|为|是|等|、"
)
_VAGUE_ZH = re.compile(r"^(?:[一二三四五六七八九十百千万两数多各每某该本我这那几\d]|上市|跨国|外资|国有|民营|互联网|大型|龙头|科技|游戏|软件|知名|多家|家|户|子|分|母)|某")
_SUBJECT_ZH = re.compile(
    r"(?:\([^)]*\))?(?:(?:20\d\d|去|今|上)年|上半年|前三季度|第?[一二三四]季度|全年|累计|,)*(?:实现|营业|营收|总营收|净利|收入|研发|利润|发布|公布|披露|财报|年报|公告|销售|投资|拥有|员工)"
)


def companies(folded: str) -> list[Mention]:
    """Return the companies that a Chinese text names with their suffix: 比邻星科技股份有限公司."""
    found: list[Mention] = []
    for match in _COMPANY_ZH.finditer(folded):
        name = _LEFT_ZH.split(match["name"])[-1]
        start = match.start("end") - len(name)
        full = folded[start : match.end()]
        if len(name) < 2 or _VAGUE_ZH.search(name) or full.count("(") != full.count(")"):
            continue
        found.append(Mention(start, match.end(), "org", (provisional_iri("org", full),), "company", full))
    return found
