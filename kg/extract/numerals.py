"""Read numerals: digits with separators, number words in English and Chinese, scale words.

The only module that knows what a numeral is; units, bounds and roles are other modules' business.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Numeral", "chinese", "english", "find", "ordinal", "trim"]

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_UNITS += ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: number for number, word in enumerate(_UNITS)} | {word: 10 * (i + 2) for i, word in enumerate(_TENS)}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}
_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "k": 3,
    "lakh": 5,
    "lakhs": 5,
    "million": 6,
    "mln": 6,
    "mn": 6,
    "m": 6,
    "crore": 7,
    "crores": 7,
    "cr": 7,
    "billion": 9,
    "bln": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
    "trn": 12,
    "tn": 12,
}
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_ZH_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ZH_SCALES = {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
_ZH_SCALE = "(?:[万萬][亿億]|[百千]?[万萬]|[百千]?[亿億]|[百千](?![万亿萬億\\d瓦米克赫字比]))"
_ZH_DIGIT = "零〇一二三四五六七八九两兩"
_WORD = "|".join(sorted({*_SMALL, "hundred", "a hundred", "a dozen"}, key=len, reverse=True))
_SCALE_WORD = "lakh crores?|thousand|lakhs?|million|mln|mn|crores?|billion|bln|bn|trillion|trn|tn"
_FIND = re.compile(
    rf"(?P<digits>\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?![\d,])(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|"
    rf"\d{{1,3}}(?: \d{{3}})+(?![\d,.]\d|\d|"
    rf" (?:percent|per cent|%))(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:(?P<more>[多余馀])?(?P<zh>{_ZH_SCALE})|(?: |"
    rf"-)?(?P<en>(?:hundred )?(?:{_SCALE_WORD})|(?<=\d)(?:bn|mn|tn|[mbk](?![A-Za-z²³])|"
    rf"cr(?![A-Za-z])))(?![a-z]))?"
    rf"|(?<![A-Za-z'-])(?P<words>(?:{_WORD})(?:(?:-| |and | and )(?:{_WORD}))*(?:(?: |"
    rf"-)(?P<wscale>(?:hundred )?(?:{_SCALE_WORD})))?)(?![A-Za-z]|'s)"
    rf"|(?P<han>[{_ZH_DIGIT}十百千](?:[{_ZH_DIGIT}十百千万萬亿億]*[{_ZH_DIGIT}十百千万萬亿億])?(?:点[{_ZH_DIGIT}]+[万萬亿億]*)?)"
    rf"|(?<=[超过破逾近达约越上])(?P<bare>[万萬][亿億]|[百千]?[亿億]|[百千][万萬]|[万萬](?=[个家台亿人户元]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a folded text.

    Attributes:
        start, end: with its scale word.
        digits: the number alone in digits, as `kg.model.Figure` wants it.
        multiplier: power of ten of the scale word.
        spelled: it was printed in words.
        more: 多 or 余 stood before the scale: 100多亿.
    """

    start: int
    end: int
    digits: str
    multiplier: int = 0
    spelled: bool = False
    more: bool = False

    @property
    def value(self) -> Decimal:
        """The number times its scale."""
        return trim(Decimal(self.digits.replace(",", "")).scaleb(self.multiplier))


def trim(value: Decimal) -> Decimal:
    """Return an equal decimal without exponent and trailing zeros."""
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") or "0") if "." in text else Decimal(text)


def find(folded: str, start: int = 0, end: int | None = None) -> list[Numeral]:
    """Return the numerals in a stretch of a folded text, in order, none overlapping.

    >>> [(n.digits, n.multiplier) for n in find("1.5万亿 and 20.6, twenty-five, 3 million")]
    [('1.5', 12), ('20.6', 0), ('25', 0), ('3', 6)]
    """
    found = []
    for match in _FIND.finditer(folded, start, len(folded) if end is None else end):
        numeral = _numeral(folded, match)
        if numeral is not None:
            found.append(numeral)
    return found


def _numeral(folded: str, match: "re.Match[str]") -> Numeral | None:
    start, end = match.span()
    if match["digits"] is not None:
        if start and (folded[start - 1] in ".," and start > 1 and folded[start - 2].isdigit()):
            return None
        digits = match["digits"].replace(" ", "")
        if len(digits) > 24:
            return None
        scale = _zh_scale(match["zh"]) if match["zh"] else _en_scale(match["en"])
        return Numeral(start, end, digits, scale, more=match["more"] is not None)
    if match["words"] is not None:
        scale = _en_scale(match["wscale"])
        words = match["words"][: len(match["words"]) - len(match["wscale"] or "")].strip(" -")
        number = english(words)
        return None if number is None else Numeral(start, end, str(number), scale, spelled=True)
    if match["bare"] is not None:
        return Numeral(start, end, "1", _zh_scale(match["bare"]), spelled=True)
    value = chinese(match["han"])
    if value is None:
        return None
    digits, scale = _scaled(match["han"], value)
    return Numeral(start, end, digits, scale, spelled=True)


def _scaled(word: str, value: Decimal) -> tuple[str, int]:
    scale = 0
    for char in reversed(word):
        if char not in _ZH_SCALES:
            break
        scale += _ZH_SCALES[char]
    return f"{trim(value.scaleb(-scale)):f}", scale


def _zh_scale(word: str) -> int:
    scale = 0
    for char in word:
        scale += _ZH_SCALES.get(char) or {"百": 2, "千": 3}.get(char, 0)
    return scale


def _en_scale(word: str | None) -> int:
    return sum(_SCALES[part.casefold()] for part in word.split()) if word else 0


def english(words: str) -> int | None:
    """Return the number that English words spell, or None.

    >>> english("two hundred and forty-five"), english("a dozen"), english("first")
    (245, 12, None)
    """
    total, seen = 0, False
    for word in re.split(r"[ -]+", words.casefold()):
        if word in _SMALL:
            total += _SMALL[word]
        elif word == "hundred":
            total = max(total, 1) * 100
        elif word == "dozen":
            total = max(total, 1) * 12
        elif word not in {"and", "a"}:
            return None
        seen = True
    return total if seen else None


def chinese(word: str) -> Decimal | None:
    """Return the number that Chinese characters spell, or None.

    >>> chinese("一千二百"), chinese("三点五"), chinese("两万亿"), chinese("十五")
    (Decimal('1200'), Decimal('3.5'), Decimal('2000000000000'), Decimal('15'))
    """
    whole, point, fraction = word.partition("点")
    tail = fraction.rstrip("万萬亿億")
    value = _whole(whole)
    if value is None or (point and not tail):
        return None
    result = Decimal(value)
    if tail:
        if any(char not in _DIGITS for char in tail):
            return None
        result += Decimal("0." + "".join(str(_DIGITS[char]) for char in tail))
    for char in fraction[len(tail) :]:
        result *= 10 ** _ZH_SCALES[char]
    return result


def _whole(word: str) -> int | None:
    if not word or len(word) > 20:
        return None
    if all(char in _DIGITS for char in word):
        return int("".join(str(_DIGITS[char]) for char in word))
    total = section = digit = 0
    for char in word:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _ZH_SMALL:
            section += (digit or 1) * _ZH_SMALL[char]
            digit = 0
        elif char in _ZH_SCALES:
            section += digit
            if section == 0 and total == 0:
                return None
            if section == 0 or (total and _ZH_SCALES[char] > 4):
                total = (total + section) * 10 ** _ZH_SCALES[char]
            else:
                total += section * 10 ** _ZH_SCALES[char]
            section = digit = 0
        else:
            return None
    return total + section + digit


def ordinal(word: str) -> int | None:
    """Return the number of an ordinal such as `fifth`, `18th`, `twenty-first`, or None.

    >>> ordinal("18th"), ordinal("twenty-first"), ordinal("fast")
    (18, 21, None)
    """
    word = word.casefold()
    if match := re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", word):
        return int(match[1])
    if word in _ORDINALS:
        return _ORDINALS[word]
    tens, dash, last = word.partition("-")
    if dash and tens in _TENS and _ORDINALS.get(last, 10) < 10:
        return _SMALL[tens] + _ORDINALS[last]
    return None
