"""Read numerals: digits with separators, number words in English and Chinese, scale words.

The only module that knows what a numeral is; units, bounds and roles are other modules' business. The words are those
of `dekgr:scheme-numbers` and `dekgr:scheme-scales`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from kg import phrases
from kg.terms import DEKGR
from kg.vocabulary import Vocabulary, shipped

__all__ = ["NumberWords", "Numeral", "chinese", "english", "find", "of", "ordinal", "trim"]

_TEN_THOUSAND, _HUNDRED_MILLION = 4, 8
"""Powers of ten of the Chinese scale words, which may follow each other and 百 or 千: 千万, 万亿."""


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


class NumberWords:
    """The number words of one vocabulary, in lower case.

    Attributes:
        cardinals, ordinals: numbers by word.
        multiplying: numbers by the words that multiply what stands before them: hundred, dozen, 十, 百.
        scales: powers of ten by scale word, the short forms that must touch the digits (80m) included.
        digits: Chinese digits, the forms that are common words too included.
        pattern: of any numeral.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.cardinals: dict[str, int] = {}
        self.ordinals: dict[str, int] = {}
        self.multiplying: dict[str, int] = {}
        self.scales: dict[str, int] = {}
        self.digits: dict[str, int] = {}
        hidden: dict[str, int] = {}
        for iri in vocabulary.concepts(DEKGR + "scheme-numbers"):
            number = int(vocabulary.value(iri, "skos:notation") or 0)
            self.cardinals.update(dict.fromkeys(_both(vocabulary, iri, "dekg:announcingWord"), number))
            self.ordinals.update(dict.fromkeys(_both(vocabulary, iri, "dekg:ordinalWord"), number))
            self.multiplying.update(dict.fromkeys(_both(vocabulary, iri, "dekg:multiplyingWord"), number))
            hidden.update(dict.fromkeys(_both(vocabulary, iri, "skos:hiddenLabel"), number))
        free: dict[str, int] = {}
        attached: dict[str, int] = {}
        for iri in vocabulary.concepts(DEKGR + "scheme-scales"):
            power = int(vocabulary.value(iri, "dekg:powerOfTen") or 0)
            free.update(dict.fromkeys(_both(vocabulary, iri, "dekg:announcingWord"), power))
            attached.update(dict.fromkeys(_both(vocabulary, iri, "dekg:attachedWord"), power))
            self.scales.update(dict.fromkeys(_both(vocabulary, iri, "skos:hiddenLabel"), power))
        self._groups = phrases.of(vocabulary)
        self.joints = self._groups.set("number-joint")
        (self.point,) = self._groups.words("fraction-point")
        self.pattern = re.compile(self._grammar(free, attached))  # of text in lower case
        self.scales |= free | attached
        self.digits = {word: n for word, n in (self.cardinals | hidden).items() if n < 10 and not word.isascii()}
        self.multiplying |= {word: n for word, n in hidden.items() if n >= 10}
        self.small = {word: n for word, n in self.multiplying.items() if not word.isascii()}
        self.tens = {word: n for word, n in self.cardinals.items() if n >= 20}

    def _grammar(self, free: dict[str, int], attached: dict[str, int]) -> str:
        group = self._groups.words
        words = {word for word in self.cardinals if word.isascii()}
        times = {word for word in self.multiplying if word.isascii()}
        tenfold = {word for word in times if str(self.multiplying[word]).strip("0") == "1"}
        word = phrases.alternation(words | tenfold | {f"a {each}" for each in times})
        scale_words = {each for each in free if each.isascii()}
        scale = rf"(?:(?:{phrases.alternation(tenfold | scale_words)}) )?(?:{phrases.alternation(scale_words)})"
        short = phrases.alternation(each for each in scale_words if len(each) == 2)
        touching = phrases.alternation(attached)
        digit = "".join(each for each, n in self.cardinals.items() if n < 10 and not each.isascii())
        wan, yi = (
            "".join(each for each, power in free.items() if power == wanted and not each.isascii())
            for wanted in (_TEN_THOUSAND, _HUNDRED_MILLION)
        )
        hundreds = "".join(each for each, n in self.multiplying.items() if not each.isascii() and n >= 100)
        small = "".join(each for each in self.multiplying if not each.isascii())
        after = "".join(group("after-thousand"))
        chinese_scale = (
            rf"(?:[{wan}][{yi}]|[{hundreds}]?[{wan}]|[{hundreds}]?[{yi}]|[{hundreds}](?![{wan}{yi}\d{after}]))"
        )
        bare = rf"[{wan}][{yi}]|[{hundreds}]?[{yi}]|[{hundreds}][{wan}]|"
        bare += rf"[{wan}](?=[{''.join(group('measure-after-scale'))}])"
        any_digit = f"{digit}{small}{wan}{yi}"
        return (
            r"(?P<digits>\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|"
            rf"\d{{1,3}}(?: \d{{3}})+(?![\d,.]\d|\d| (?:{phrases.alternation(group('percent-word'))}|%))"
            r"(?:\.\d+)?|\d+(?:\.\d+)?)"
            rf"(?:(?P<more>[{''.join(group('more-than-number'))}])?(?P<zh>{chinese_scale})"
            rf"|(?: |-)?(?P<en>{scale}|(?<=\d)(?:(?:{short})|(?:{touching})(?![A-Za-z²³])))(?![a-z]))?"
            rf"|(?<![A-Za-z'-])(?P<words>(?:{word})(?:(?:-| ?and | )(?:{word}))*"
            rf"(?:(?: |-)(?P<wscale>{scale}))?)(?![A-Za-z]|'s)"
            rf"|(?P<han>[{digit}{small}](?:[{any_digit}]*[{any_digit}])?(?:{self.point}[{digit}]+[{wan}{yi}]*)?)"
            rf"|(?<=[{''.join(group('bare-scale-before'))}])(?P<bare>{bare})"
        )

    def power(self, words: str) -> int:
        """Return the power of ten of a run of scale words: 11 for 千亿, 6 for `million`, 12 for `lakh crore`."""
        return sum(map(self._power, words.casefold().split() if words.isascii() else words))

    def _power(self, word: str) -> int:
        return self.scales[word] if word in self.scales else len(str(self.multiplying[word])) - 1


def _both(vocabulary: Vocabulary, iri: str, name: str) -> list[str]:
    return [word.casefold() for tag in ("en", "zh") for word in vocabulary.words(iri, name, tag)]


def of(vocabulary: Vocabulary | None = None) -> NumberWords:
    """Return the number words of a vocabulary, or of the one that ships; made once for each."""
    return (vocabulary or shipped()).once(NumberWords)


def find(folded: str, start: int = 0, end: int | None = None, vocabulary: Vocabulary | None = None) -> list[Numeral]:
    """Return the numerals in a stretch of a folded text, in order, none overlapping.

    >>> [(n.digits, n.multiplier) for n in find("1.5万亿 and 20.6, twenty-five, 3 million")]
    [('1.5', 12), ('20.6', 0), ('25', 0), ('3', 6)]
    """
    known = of(vocabulary)
    found = []
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in folded)
    for match in known.pattern.finditer(low, start, len(folded) if end is None else end):
        numeral = _numeral(folded, match, known)
        if numeral is not None:
            found.append(numeral)
    return found


def _numeral(folded: str, match: "re.Match[str]", known: NumberWords) -> Numeral | None:
    start, end = match.span()
    if match["digits"] is not None:
        if start and (folded[start - 1] in ".," and start > 1 and folded[start - 2].isdigit()):
            return None
        digits = match["digits"].replace(" ", "")
        if len(digits) > 24:
            return None
        scale = known.power(match["zh"] or match["en"] or "")
        return Numeral(start, end, digits, scale, more=match["more"] is not None)
    if match["words"] is not None:
        scale = known.power(match["wscale"] or "")
        words = match["words"][: len(match["words"]) - len(match["wscale"] or "")].strip(" -")
        number = _english(words, known)
        return None if number is None else Numeral(start, end, str(number), scale, spelled=True)
    if match["bare"] is not None:
        return Numeral(start, end, "1", known.power(match["bare"]), spelled=True)
    value = _chinese(match["han"], known)
    if value is None:
        return None
    digits, scale = _scaled(match["han"], value, known)
    return Numeral(start, end, digits, scale, spelled=True)


def _scaled(word: str, value: Decimal, known: NumberWords) -> tuple[str, int]:
    scale = 0
    for char in reversed(word):
        if char not in known.scales:
            break
        scale += known.scales[char]
    return f"{trim(value.scaleb(-scale)):f}", scale


def english(words: str) -> int | None:
    """Return the number that English words spell, or None.

    >>> english("two hundred and forty-five"), english("a dozen"), english("first")
    (245, 12, None)
    """
    return _english(words, of())


def _english(words: str, known: NumberWords) -> int | None:
    total, seen = 0, False
    for word in re.split(r"[ -]+", words.casefold()):
        if word in known.cardinals:
            total += known.cardinals[word]
        elif word in known.multiplying:
            total = max(total, 1) * known.multiplying[word]
        elif word not in known.joints:
            return None
        seen = True
    return total if seen else None


def chinese(word: str) -> Decimal | None:
    """Return the number that Chinese characters spell, or None.

    >>> chinese("一千二百"), chinese("三点五"), chinese("两万亿"), chinese("十五")
    (Decimal('1200'), Decimal('3.5'), Decimal('2000000000000'), Decimal('15'))
    """
    return _chinese(word, of())


def _chinese(word: str, known: NumberWords) -> Decimal | None:
    whole, point, fraction = word.partition(known.point)
    tail = fraction
    while tail and tail[-1] in known.scales:
        tail = tail[:-1]
    value = _whole(whole, known)
    if value is None or (point and not tail):
        return None
    result = Decimal(value)
    if tail:
        if any(char not in known.digits for char in tail):
            return None
        result += Decimal("0." + "".join(str(known.digits[char]) for char in tail))
    for char in fraction[len(tail) :]:
        result *= 10 ** known.scales[char]
    return result


def _whole(word: str, known: NumberWords) -> int | None:
    if not word or len(word) > 20:
        return None
    digits, small, scales = known.digits, known.small, known.scales
    if all(char in digits for char in word):
        return int("".join(str(digits[char]) for char in word))
    total = section = digit = 0
    for char in word:
        if char in digits:
            digit = digits[char]
        elif char in small:
            section += (digit or 1) * small[char]
            digit = 0
        elif char in scales:
            section += digit
            if section == 0 and total == 0:
                return None
            if section == 0 or (total and scales[char] > _TEN_THOUSAND):
                total = (total + section) * 10 ** scales[char]
            else:
                total += section * 10 ** scales[char]
            section = digit = 0
        else:
            return None
    return total + section + digit


def ordinal(word: str, vocabulary: Vocabulary | None = None) -> int | None:
    """Return the number of an ordinal such as `fifth`, `18th`, `twenty-first`, or None.

    >>> ordinal("18th"), ordinal("twenty-first"), ordinal("fast")
    (18, 21, None)
    """
    known = of(vocabulary)
    word = word.casefold()
    if match := phrases.of(vocabulary).pattern(r"(\d{1,3}){ordinal-ending}").fullmatch(word):
        return int(match[1])
    if word in known.ordinals:
        return known.ordinals[word]
    tens, dash, last = word.partition("-")
    if dash and tens in known.tens and known.ordinals.get(last, 10) < 10:
        return known.tens[tens] + known.ordinals[last]
    return None
