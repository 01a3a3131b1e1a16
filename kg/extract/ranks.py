"""Find ranks: ordinals, superlatives and their field, in English and Chinese.

The only module that tells a rank ("came 18th", "居全国第三位") from an ordinal that is none ("the first quarter").
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.lexicon import Lexicon, lowered
from kg.extract.numerals import Numeral, chinese, ordinal
from kg.extract.quantities import RANK, Quantity
from kg.terms import DEKGR

__all__ = ["Rank", "find"]

_ORD = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|"
    r"eighteenth|nineteenth|twentieth|twenty first|twenty second|twenty third|"
    r"twenty fourth|twenty fifth)"
)
_NOT_RANK = (
    r"(?! (?:quarter|half|time|phase|batch|stage|day|week|month|year|edition|session|"
    r"plenary|meeting|visit|step|to\b|of its kind|such|national|ever|\w+ months?|"
    r"\w+ quarters?|tier|person|people|generation|industr|five year|round|hall|line|ring))"
)
_VERB = (
    r"(?:ranked|ranks|ranking|rank|placed|came|come|comes|coming|finished|stood|stands|"
    r"standing|positioned|was|were|is|are|remained|remains|remaining|climbed to|rose to|"
    r"moved up to|jumped to|moved to|be)"
)
_HOLD = (
    r"(?:held|holds|holding|took|takes|taking|retained|retains|retaining|kept|keeps|"
    r"claimed|claims|secured|occupied|occupies|maintained|maintains|maintaining|clinched|"
    r"in|into|to)"
)
_NUMBER_ONE = r"(?:no\.? ?(?P<no>\d{1,3})|number (?P<word>one|two|three|four|five))"
_SUPER = (
    r"(?:highest|largest|biggest|fastest(?: growing)?|most|greatest|best|busiest|strongest)(?![- ](?:known|"
    r"selling|loved|famous|important|popular|watched|likely|recent|valuable|visited))"
)
_FIELD_AHEAD = 70


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank as a quantity, whether it is of growth, and where its field is named."""

    quantity: Quantity
    growth: bool
    field: tuple[int, int] | None


def find(folded: str, language: str, lexicon: Lexicon, taken: bytearray) -> list[Rank]:
    """Return the ranks of a folded text in order."""
    low = lowered(folded)
    found: list[Rank] = []
    for pattern in _patterns(language):
        for match in pattern.finditer(low):
            rank = _chinese(low, match, lexicon) if language == "zh" else _english(low, match, lexicon)
            if rank is None:
                continue
            start, end = rank.quantity.number.start, rank.quantity.number.end
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.append(rank)
    return sorted(found, key=lambda rank: rank.quantity.start)


@cache
def _patterns(language: str) -> list["re.Pattern[str]"]:
    if language == "zh":
        return [
            re.compile(
                r"第(?P<n>[一二三四五六七八九十\d]{1,3})(?P<m>位|名)?(?!季度|产业|届|期|批|次|个|版|章|条|代|轮|方|台|座|家|款|步|线|天|"
                r"年|者|十|大|只|一季)"
            ),
            re.compile(
                r"(?:升至|升到|居|列|排名?|位列|位居|前移至|提升至|进至|跃居|降至|退至)(?:全国|全省|全球|世界|中部|西部)?(?P<n>\d{1,2})(?P<m>位|名)"
            ),
            re.compile(r"(?P<n>首位|榜首|首席|之首|冠军)"),
            re.compile(
                r"(?:全国|全省|全球|世界|西部|中部|城市|省份|省会)(?:的)?前(?P<top>[三四五六七八九十\d]{1,2})(?:位|名|强)?(?!个月|季度|列)"
            ),
        ]
    return [
        re.compile(
            rf"\b{_VERB}(?: \w+){{0,2}}? (?:at |in )?(?:the )?(?:(?P<ord>{_ORD})(?: place|"
            rf" position| spot)?|{_NUMBER_ONE}){_NOT_RANK}(?=[ ,.;)]|$)"
        ),
        re.compile(
            rf"\b{_HOLD} (?:\w+ ){{0,3}}?(?:(?P<ord>{_ORD})|(?P<top>top)|"
            rf"{_NUMBER_ONE})(?: one)? (?:place|spot|position|rank|ranking|slot)\b"
        ),
        re.compile(
            rf"\b(?:the|its|china's|world's|country's|nation's|province's|"
            rf"region's) (?:(?P<ord>{_ORD}) )?(?P<super>{_SUPER})\b"
        ),
        re.compile(
            r"\b(?:posted|recorded|saw|registered|had|with|achieved|"
            r"logging) the (?P<top>top)(?= (?:growth|increase|rate|pace))"
        ),
        re.compile(
            r"\b(?:among|in) the (?:country's |nation's |national )?top (?P<within>\d{1,2}|three|"
            r"five|ten|twenty)\b(?! (?:percent|per cent|%))"
        ),
        re.compile(
            rf"(?<![a-z] )\b(?P<ord>{_ORD}) (?:nationwide|nationally|in the (?:country|nation|"
            rf"province|world))\b"
        ),
        re.compile(rf"\b{_NUMBER_ONE} (?=(?:nationwide|nationally|in|among)\b)"),
    ]


def _english(low: str, match: "re.Match[str]", lexicon: Lexicon) -> Rank | None:
    groups = match.groupdict()
    before = low[max(0, match.start() - 12) : match.start()]
    if re.search(r"\b(?:one of|among|amongst)(?: the)? $", before) and not groups.get("within"):
        return None
    end_of_sentence = _sentence_end(low, match.end())
    ahead = low[match.end() : min(end_of_sentence, match.end() + _FIELD_AHEAD)]
    field = _field(low, match.start(), match.end(), end_of_sentence, lexicon)
    if groups.get("super"):
        owner = match[0].split(" ", 1)[0]
        if not groups.get("ord") and owner in {"the", "its"} and field is None:
            return None
        if owner in {"the", "its"} and field is None:
            return None
        if low[match.start("super") :].startswith("most ") and not re.match(
            r"\s*(?:\w+ ){0,3}(?:in|of|among|nationwide)\b", ahead
        ):
            return None
    word = next((groups[key] for key in ("ord", "top", "no", "word", "within", "super") if groups.get(key)), None)
    if word is None:
        return None
    key = next(key for key in ("ord", "top", "no", "word", "within", "super") if groups.get(key) == word)
    value = 1 if key in {"top", "super"} else ordinal(word.replace(" ", "-")) or _plain(word)
    if not value:
        return None
    start, end = match.span(key)
    if key == "ord" and groups.get("super"):
        end = match.end("super")
    numeral = Numeral(start, end, str(value), 0, spelled=not word.isdigit())
    verb = match[0].split(" ", 1)[0]
    if verb in {"was", "were", "is", "are", "be"} and not groups.get("super") and field is None:
        return None
    if (
        verb in {"come", "comes", "coming"}
        and field is None
        and not re.match(r" in (?:terms|the)|,| ?$|\.| among", ahead)
    ):
        return None
    quantity = Quantity(start, end, numeral, RANK, comparator="atMost" if key == "within" else "exactly")
    window = low[match.start() : min(end_of_sentence, match.end() + 45)]
    growth = bool(re.search(r"\b(?:growth|increase|fastest|growing|expansion|grew)\b", window.split(";")[0]))
    return Rank(quantity, growth, field)


def _plain(word: str) -> int:
    return (
        int(word)
        if word.isdigit()
        else {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twenty": 20}.get(word, 0)
    )


def _sentence_end(low: str, start: int) -> int:
    match = re.compile(r"[.;](?=\s|$)|\n").search(low, start)
    return match.start() if match else len(low)


def _field(low: str, start: int, end: int, limit: int, lexicon: Lexicon) -> tuple[int, int] | None:
    words = _among(lexicon)
    found = words.search(low, end, min(limit, end + _FIELD_AHEAD))
    if found is None:
        head = max(0, start - 40, low.rfind(".", 0, start), low.rfind("\n", 0, start))
        for earlier in words.finditer(low, head, start):
            found = earlier
    if found is None:
        owner = re.compile(
            r"\b(?:china's|the country's|country's|the nation's|nation's|the world's|world's|"
            r"the province's|province's|region's)"
        ).search(low, max(0, start - 25), min(len(low), end + 2))
        return owner.span() if owner else None
    return found.span()


def _among(lexicon: Lexicon) -> "re.Pattern[str]":
    known = lexicon.__dict__.get("among")
    if known is None:
        english = [re.escape(lowered(word)) for word in lexicon.words.of(DEKGR + "cue-among", "en")]
        known = lexicon.__dict__["among"] = re.compile(
            r"\b(?:"
            + "|".join(english)
            + (
                r"|of (?:china|all|the country)|in (?:southwest|east|north|west|central|south|"
                r"northeast|northwest|western|eastern) china)\b"
            )
        )
    return known


def _chinese(low: str, match: "re.Match[str]", lexicon: Lexicon) -> Rank | None:
    groups = match.groupdict()
    head = max(low.rfind(mark, 0, match.start()) for mark in "。;\n") + 1
    clause = max(head, low.rfind(",", 0, match.start()) + 1)
    before = low[clause : match.start()]
    wider = low[max(head, match.start() - 40) : match.start()]
    after = low[match.end() : match.end() + 8]
    if groups.get("top"):
        numeral = _zh_numeral(match, "top")
        return (
            None
            if numeral is None
            else Rank(replace(_quantity(numeral, match), comparator="atMost"), _growth(wider), None)
        )
    word = match["n"]
    special = word in {"首位", "榜首", "首席", "之首", "冠军"}
    verb = re.search(
        r"居|列|排|位于|升至|升到|是$|为$|保持|稳居|名列|跃|均居|全国$|全省$|全球$|世界$|中部$|西部$|城市$|省份$|以来$|占据|夺|全市$|连续|持续",
        before[-16:],
    )
    if word in {"首席", "冠军"} and not verb:
        return None
    if not special and groups.get("m") is None and not verb:
        return None
    if re.match(r"书记|资源|要素|生产力|届|次|时间|产业|大|个|家|座", after) and groups.get("m") is None:
        return None
    numeral = Numeral(match.start(), match.end(), "1", 0, spelled=True) if special else _zh_numeral(match, "n")
    if numeral is None:
        return None
    field = re.search(
        r"(?:全国|全省|全球|世界|中西部|中部六省|中部|西部|省会城市|副省级城市|全市|31个省)", before + match[0]
    )
    span = (clause + field.start(), clause + field.end()) if field else None
    if special and span is None and word != "榜首" and not verb:
        return None
    return Rank(_quantity(numeral, match), _growth(wider), span)


def _growth(before: str) -> bool:
    tail = before[-24:]
    return bool(re.search(r"增速|增长率|增幅|增长速度|增长\d|涨幅|增长[\d.]+%", tail)) and not re.search(
        r"总量|规模(?!以上)|位次,|收入[^增]{0,6}$", tail[-10:]
    )


def _zh_numeral(match: "re.Match[str]", group: str) -> Numeral | None:
    word = match[group]
    value = int(word) if word.isdigit() else int(chinese(word) or 0)
    if not 0 < value < 1000:
        return None
    return Numeral(match.start(group), match.end(group), str(value), 0, spelled=not word.isdigit())


def _quantity(numeral: Numeral, match: "re.Match[str]") -> Quantity:
    start = match.start() if match[0].startswith("第") else numeral.start
    return Quantity(start, match.end(), numeral, RANK)
