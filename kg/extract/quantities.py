"""Find quantities: a numeral with its bound and its unit, as newspapers print them.

Knows the grammar only: what may stand between bound, numeral and unit. The words themselves come from the lexicon.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.extract.lexicon import Lexicon, Match
from kg.extract.numerals import Numeral
from kg.extract.numerals import find as numerals
from kg.terms import DEKGR, UNIT, local_name

__all__ = ["NUMBER", "PERCENT", "POINTS", "RANK", "TIMES", "Quantity", "find"]

PERCENT = UNIT + "PERCENT"
POINTS = DEKGR + "unit-percentage-point"
NUMBER = UNIT + "NUM"
TIMES = DEKGR + "unit-times"
RANK = DEKGR + "unit-rank"
_DURATIONS = {UNIT + name for name in ("YR", "SEC", "MilliSEC", "DAY", "HR", "MIN")}
_DEGREES = re.compile(r" ?(?:°|[CF]\b)")
_DECADES = re.compile(r"(?:s|nd|rd|st|th)\b")
_FILLER_EN = re.compile(
    r"(?:(?:the|a|an|total|of|mark|level|as|to|by|at|was|were|is|in|much|many|combined|"
    r"some)\s+|[\s(]*(?:rmb|us|cny|hk|s|nt|a|c)?[$€£¥₹₩]?\s*)*$"
)  # of text in lower case
_MOVED = re.compile(
    r"\b(?:went|gone|goes|go|moved?|shot|pushed|brought|taking|rose|rising|grew|climbed|was|been) up to $"
)
_RANGE = re.compile(r"\s?(?:-|~|to|至|到|and|--|—)\s?")
_SPACE = re.compile(r"[ -]{0,2}")
_ZH_MEASURE = re.compile(r"[个家座项件台人户块张颗架名所条位款种辆艘只处口支枚套股笔片栋万余多]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a folded text.

    Attributes:
        start, end: numeral and unit; `first` and `last` hold its bounds too.
        number: the numeral with its scale.
        unit: IRI, or None for a bare number.
        comparator: local name of the bound; `cue` is where it stands, or None.
        upper: the second numeral of a range.
        measure: a Chinese measure word stood after the numeral.
        restates: the quantity before this one that it only converts, by position in the list.
        decline: filled in by the reader of roles: the text speaks of a fall.
    """

    start: int
    end: int
    number: Numeral
    unit: str | None
    comparator: str = "exactly"
    cue: tuple[int, int] | None = None
    upper: Numeral | None = None
    measure: bool = False
    restates: int | None = None
    prefix: bool = False
    fraction: bool = False

    @property
    def value(self) -> Decimal:
        """The number times its scale."""
        return self.number.value

    @property
    def first(self) -> int:
        """Where the quantity begins, its bound included."""
        return min(self.start, self.cue[0]) if self.cue else self.start

    @property
    def last(self) -> int:
        """Where it ends, its bound included."""
        return max(self.end, self.cue[1]) if self.cue else self.end

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return self.unit is not None and "CCY_" in self.unit


def find(
    folded: str, matches: Sequence[Match], lexicon: Lexicon, blocked: Sequence[tuple[int, int]], language: str
) -> list[Quantity]:
    """Return the quantities of a folded text in order, those inside blocked spans (periods, names) left out."""
    scanner = _Scanner(folded, matches, lexicon, language)
    taken = bytearray(len(folded) + 1)
    for start, end in blocked:
        taken[start:end] = b"\1" * (end - start)
    found: list[Quantity] = []
    for numeral in numerals(folded, vocabulary=lexicon.vocabulary):
        if taken[numeral.start] or taken[numeral.end - 1]:
            continue
        quantity = scanner.quantity(numeral)
        if quantity is not None:
            found.append(quantity)
    found += scanner.words(taken)
    found.sort(key=lambda quantity: quantity.start)
    return _conversions(folded, _ranges(folded, scanner.free(found), scanner))


class _Scanner:
    def __init__(self, folded: str, matches: Sequence[Match], lexicon: Lexicon, language: str) -> None:
        self.folded = folded
        self.language = language
        self.lexicon = lexicon
        self.units: dict[int, list[Match]] = {}
        self.units_by_end: dict[int, Match] = {}
        self.durations: set[int] = set()
        self.bounds: list[Match] = []
        self.doubles: list[Match] = []
        for match in matches:
            if match.layer == "unit":
                self.units.setdefault(match.start, []).append(match)
                known = self.units_by_end.get(match.end)
                if known is None or known.start > match.start:
                    self.units_by_end[match.end] = match
            elif match.layer == "cue:duration":
                self.durations.add(match.start)
            elif match.layer == "comparator":
                self.bounds.append(match)
            elif match.layer in {"cue:double", "cue:triple", "cue:quadruple"}:
                self.doubles.append(match)
        self.bounds.sort(key=lambda match: match.end)
        self.bound_ends = [match.end for match in self.bounds]
        self.bounds_by_start: dict[int, Match] = {match.start: match for match in self.bounds}

    def quantity(self, numeral: Numeral) -> Quantity | None:
        folded = self.folded
        start, end = numeral.start, numeral.end
        before = folded[start - 1] if start else " "
        prefix = self._prefix(start)
        if prefix is None and (
            (before.isascii() and (before.isalnum() or before in "./_#@"))
            or (before == "-" and start > 1 and folded[start - 2].isalpha() and folded[start - 2].isascii())
        ):
            return None
        if (
            self.folded[max(0, start - 4) : start].casefold() == "top "
            or before == "第"
            or (before == "前" and self.language == "zh")
            or self._label(numeral)
            or self._quoted(numeral)
            or _DECADES.match(folded, end)
        ):
            return None
        if end < len(folded) and folded[end] in "/:" and end + 1 < len(folded) and folded[end + 1].isdigit():
            return None
        fraction = self._fraction(numeral)
        if fraction is not None:
            return self._bounded(fraction)
        unit, unit_end, measure = self._unit(numeral)
        if unit in _DURATIONS or (unit is None and self._duration(end)):
            return None
        if unit is not None and self._duration(end) and not self._longer(end, unit_end):
            return None
        if unit == PERCENT and folded[unit_end - 1] == "成":
            numeral = replace(numeral, digits=f"{numeral.value * 10:f}")
        if unit is None and end < len(folded) and folded[end].isascii() and folded[end].isalpha():
            return None
        if unit is None and _DEGREES.match(folded, end):
            return None
        first = start
        if prefix is not None and (unit is None or unit == NUMBER or "CCY_" not in unit):
            unit, first, unit_end = prefix.iri, prefix.start, max(end, unit_end if unit and "CCY_" in unit else end)
        elif prefix is not None:
            first = prefix.start
        if numeral.spelled and unit is None and self.language == "zh":
            return None
        if unit is None and numeral.spelled and numeral.value < 2 and not numeral.multiplier:
            return None
        quantity = Quantity(first, max(unit_end, end), numeral, unit, measure=measure, prefix=prefix is not None)
        return self._bounded(quantity)

    def _label(self, numeral: Numeral) -> bool:
        """Return whether the number only tells one thing from others: Row 7, Window 16."""
        if numeral.spelled or numeral.multiplier or "," in numeral.digits:
            return False
        before = self.folded[max(0, numeral.start - 20) : numeral.start]
        return bool(
            re.search(
                (
                    r"\b(?:No\.?|no\.?|Row|Window|Gate|Phase|Line|Route|Room|Hall|Building|Floor|Level|"
                    r"Version|Page|Chapter|Article|Section|Type|Class|Model|Figure|Table|Box|Step|Tier|"
                    r"bus|Bus|Flight|Volume) ?$"
                ),
                before,
            )
        )

    def _quoted(self, numeral: Numeral) -> bool:
        """Return whether a spelled number is part of a short name in quotes: the "ten thousand enterprises" drive."""
        if not numeral.spelled and self.language == "en":
            return False
        head = self.folded.rfind('"', max(0, numeral.start - (40 if self.language == "en" else 12)), numeral.start)
        if head < 0:
            return False
        tail = self.folded.find('"', numeral.end, head + (60 if self.language == "en" else 16))
        return tail > 0 and self.folded.count('"', 0, head) % 2 == 0

    def _longer(self, start: int, unit_end: int) -> bool:
        return unit_end - start > 1 or self.language == "en"

    def _prefix(self, start: int) -> Match | None:
        at = start
        while at > 0 and self.folded[at - 1] == " " and start - at < 1:
            at -= 1
        found = self.units_by_end.get(at) or self.units_by_end.get(start)
        if found is None or not any("CCY_" in iri for iri in found.iris):
            return None
        surface = self.folded[found.start : found.end]
        if surface.islower() or any("\u4e00" <= char <= "\u9fff" for char in surface):
            return None
        if (
            found.start
            and self.folded[found.start - 1].isalnum()
            and surface[0].isalpha()
            and self.folded[found.start - 1].isascii()
        ):
            return None
        iri = next(iri for iri in found.iris if "CCY_" in iri)
        if surface == "$":
            iri = UNIT + "CCY_USD"
        if surface == "¥":
            iri = UNIT + "CCY_CNY"
        return Match(found.start, found.end, "unit", (iri,))

    def _unit(self, numeral: Numeral) -> tuple[str | None, int, bool]:
        folded = self.folded
        at = _SPACE.match(folded, numeral.end)
        position = at.end() if at else numeral.end
        if numeral.more is False and folded[position : position + 1] in {"多", "余"}:
            position += 1
        found = self.units.get(position)
        if (
            folded[position : position + 1] == "成"
            and numeral.value <= 10
            and folded[position : position + 2] not in {"成为", "成立", "成功", "成果", "成员"}
        ):
            return PERCENT, position + 1, False
        if found is None:
            if self.language == "zh" and _ZH_MEASURE.match(folded, position):
                return NUMBER, position + 1, True
            if folded[numeral.start - 3 : numeral.start] == "百分之":
                return PERCENT, numeral.end, False
            return None, numeral.end, False
        best = max(found, key=lambda match: match.end)
        iris = best.iris
        iri = iris[0]
        surface = folded[best.start : best.end]
        if POINTS in iris:
            iri = POINTS
        if iri == RANK:
            iri = NUMBER
        if (
            "CCY_" not in iri
            and best.end < len(folded)
            and folded[best.end].isalpha()
            and folded[best.end].isascii()
            and surface[-1].isascii()
            and surface[-1].isalpha()
        ):
            return None, numeral.end, False
        if iri == NUMBER:
            measure = not surface.isascii()
            return NUMBER, (best.end if measure else numeral.end), measure
        return iri, best.end, False

    def _duration(self, end: int) -> bool:
        at = _SPACE.match(self.folded, end)
        position = at.end() if at else end
        if position in self.durations:
            return True
        words = re.compile(
            r"(?:consecutive|straight|full|successive|more|whole|calendar|working|business|to \d+|"
            r"or \w+|average|long|square)? ?"
        )
        match = words.match(self.folded, position)
        return match is not None and match.end() > position and match.end() in self.durations

    def _fraction(self, numeral: Numeral) -> Quantity | None:
        folded = self.folded
        tail = folded[numeral.end : numeral.end + 16]
        if (
            numeral.spelled
            and self.language == "en"
            and (match := re.match(r"[- ](thirds?|quarters?|fifths?|tenths?)\b(?! of (?:19|20)\d\d)", tail))
        ):
            below = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}[match[1].rstrip("s")]
            if numeral.value < below and not tail.startswith(" quarters"):
                return self._part(numeral, numeral.start, numeral.end + match.end(), below)
        if match := re.match(r"分之([一二三四五六七八九十\d]+)", tail):
            from kg.extract.numerals import chinese

            above = Decimal(match[1]) if match[1].isdigit() else chinese(match[1])
            if numeral.value == 100 and above is not None:
                inner = Numeral(numeral.end + 2, numeral.end + match.end(), f"{above:f}", 0, True)
                return Quantity(numeral.start, inner.end, inner, PERCENT)
            if above is not None and above < numeral.value:
                share = replace(numeral, digits=f"{above:f}")
                return self._part(share, numeral.start, numeral.end + match.end(), int(numeral.value))
        return None

    def _part(self, numeral: Numeral, start: int, end: int, below: int) -> Quantity:
        percent = numeral.value * 100 / below
        digits = f"{percent:f}" if percent == percent.to_integral_value() else f"{percent:.1f}"
        inner = Numeral(start, end, digits, 0, spelled=True)
        return Quantity(
            start, end, inner, PERCENT, comparator="exactly" if "." not in digits else "approximately", fraction=True
        )

    def _bounded(self, quantity: Quantity) -> Quantity:
        if quantity.comparator != "exactly":
            return quantity
        after = self._after(quantity)
        if after is not None:
            return after
        before = self._before(quantity.start)
        if before is not None:
            name, span = before
            return replace(quantity, comparator=name, cue=span)
        if quantity.number.more:
            return replace(quantity, comparator="greaterThan")
        return quantity

    def _before(self, start: int) -> tuple[str, tuple[int, int]] | None:
        folded = self.folded
        head = max(0, start - 40)
        gap = folded[head:start]
        if self.language == "en":
            filler = _FILLER_EN.search(gap.lower())
            reach = head + (filler.start() if filler else len(gap))
        else:
            reach = start - 1 if gap.endswith(("了", "人", "到", "有", "的")) else start
            if gap.endswith("人民币"):
                reach = start - 3
        if gap.endswith(" up to ") and _MOVED.search(gap):
            return None
        index = bisect_left(self.bound_ends, reach)
        best: Match | None = None
        while index < len(self.bounds) and self.bounds[index].end <= start:
            match = self.bounds[index]
            if (match.end >= reach) and (
                best is None or match.start < best.start or match.end - match.start > best.end - best.start
            ):
                best = match
            index += 1
        if (
            self.language == "en"
            and best is None
            and (
                found := re.search(
                    r"\b(?:exceeded|surpassed|topped|passed|crossed|breached|past|broke) (?:the |rmb|us)?$",
                    gap,
                    re.IGNORECASE,
                )
            )
        ):
            return "greaterThan", (head + found.start(), head + found.end())
        if best is None:
            return None
        name = local_name(best.iris[0])
        if name in {"exactly", "between"}:
            return None
        surface = folded[best.start : best.end].casefold()
        if surface in {
            "or more",
            "or so",
            "and above",
            "or above",
            "以上",
            "以下",
            "左右",
            "以内",
            "及以上",
            "之间",
            "余",
            "多",
            "or less",
            "or below",
            "上下",
            "or fewer",
            "及以下",
        }:
            return None
        if surface in {"below", "under", "lower than", "short of", "above", "over", "higher than"} and re.search(
            r"(?:points?|percent|%)\s*$", folded[max(0, best.start - 9) : best.start]
        ):
            return None
        if surface == "over" and re.search(
            r"\b(?:handed|took|taken|all|turned) $", folded[max(0, best.start - 8) : best.start]
        ):
            return None
        return name, (best.start, best.end)

    def _after(self, quantity: Quantity) -> Quantity | None:
        folded, end = self.folded, quantity.end
        position = end
        while position < len(folded) and folded[position] == " ":
            position += 1
        start = position
        for at in (start, start - 1 if False else start):
            match = self.bounds_by_start.get(at)
            if match is None:
                continue
            surface = folded[match.start : match.end].casefold()
            name = local_name(match.iris[0])
            if surface in {
                "以上",
                "及以上",
                "以下",
                "及以下",
                "左右",
                "以内",
                "上下",
                "or more",
                "or so",
                "and above",
                "or above",
                "or less",
                "or fewer",
                "or below",
                "余",
                "多",
                "之多",
            }:
                if surface in {"余", "多"} and folded[match.end : match.end + 1] in {"年", "种"}:
                    return None
                if (
                    name == "atLeast"
                    and (left := self._before(quantity.start)) is not None
                    and left[0] == "greaterThan"
                ):
                    name = "greaterThan"
                return replace(quantity, comparator=name, cue=(match.start, match.end))
        if folded.startswith("-odd", quantity.number.end):
            return replace(quantity, comparator="approximately", end=quantity.number.end + 4)
        if folded[quantity.number.end : quantity.number.end + 1] in {"余", "多"}:
            return replace(quantity, comparator="greaterThan", cue=(quantity.number.end, quantity.number.end + 1))
        return None

    def words(self, taken: bytearray) -> list[Quantity]:
        """Return the multiples and halves that are printed as one word: doubled, 翻番, 一半."""
        found = []
        for double in self.doubles:
            if taken[double.start] or self.folded[double.end : double.end + 6] in {"-digit", " down ", " digit"}:
                continue
            digits = self.lexicon.vocabulary.value(double.iri, "skos:notation") or "2"
            numeral = Numeral(double.start, double.end, digits, 0, spelled=True)
            found.append(self._bounded(Quantity(double.start, double.end, numeral, TIMES)))
        for part in re.finditer(
            (
                r"\b(?:by|about|nearly|almost|over|around|some|roughly|,) (a (third|quarter|fifth|"
                r"tenth)|half)(?= of\b|[ ,.;)]|$)(?! of (?:19|20)\d\d| (?:of )?(?:a century|an hour|"
                r"year|time))|\b(a (third|quarter|fifth|tenth)) of (?=the\b|its\b|all\b|[A-Z])"
            ),
            self.folded,
        ):
            group = 1 if part[1] else 3
            start, end = part.span(group)
            if taken[start] or self.language != "en":
                continue
            word = part[2] or part[4] or "half"
            digits = {"third": "33.3", "quarter": "25", "fifth": "20", "tenth": "10", "half": "50"}[word]
            numeral = Numeral(start, end, digits, 0, spelled=True)
            quantity = Quantity(
                start,
                end,
                numeral,
                PERCENT,
                comparator="approximately" if word == "third" else "exactly",
                fraction=True,
            )
            found.append(quantity if word == "third" else self._bounded(quantity))
        for half in re.finditer(r"\bhalf of\b|(?<=[占超过近约达])一半|过半(?!年)|半数", self.folded):
            if taken[half.start()]:
                continue
            numeral = Numeral(
                half.start(), half.start() + 4 if half[0].startswith("half") else half.end(), "50", 0, spelled=True
            )
            quantity = self._bounded(Quantity(numeral.start, numeral.end, numeral, PERCENT, fraction=True))
            found.append(replace(quantity, comparator="greaterThan") if half[0] == "过半" else quantity)
        return found

    @staticmethod
    def free(found: list[Quantity]) -> list[Quantity]:
        """Drop a quantity that overlaps one before it."""
        kept: list[Quantity] = []
        for quantity in found:
            if kept and quantity.start < kept[-1].end:
                if quantity.end > kept[-1].end and quantity.start == kept[-1].start:
                    kept[-1] = quantity
                continue
            kept.append(quantity)
        return kept


def _ranges(folded: str, found: list[Quantity], scanner: _Scanner) -> list[Quantity]:
    kept: list[Quantity] = []
    index = 0
    while index < len(found):
        first = found[index]
        second = found[index + 1] if index + 1 < len(found) else None
        if second is not None:
            gap = folded[first.last : second.start]
            joined = _RANGE.fullmatch(gap) is not None
            before = folded[max(0, first.first - 16) : first.first].casefold()
            if (
                joined
                and re.search(r"(?:and|和)", gap)
                and not re.search(r"between\s*(?:about |some )?(?:[a-z]{0,3}[$€£¥₹])?$|介于$", before)
            ):
                joined = False
            if (
                joined
                and (
                    first.unit is None or first.unit == second.unit or (first.unit == NUMBER and second.unit == NUMBER)
                )
                and second.unit is not None
            ):
                change = re.search(
                    (
                        r"(?:(?:grew|rose|up|increased|jumped|climbed|expanded|risen|raised?|surged|fell|"
                        r"dropped|down|lifted|soared|growing|rising)\s+(?:\w+\s+)?from|从|"
                        r"由)\s*(?:[a-z]{0,3}[$€£¥₹])?$"
                    ),
                    before,
                )
                scale = first.number.multiplier or second.number.multiplier
                low = replace(first.number, multiplier=scale) if not first.number.multiplier else first.number
                if low.value < second.value and not change:
                    kept.append(
                        replace(
                            second,
                            start=first.start,
                            number=low,
                            upper=second.number,
                            comparator="between",
                            cue=(first.first, first.last) if first.cue else None,
                        )
                    )
                    index += 2
                    continue
                if change or first.unit is None:
                    kept.append(replace(first, number=low, unit=second.unit))
                    index += 1
                    continue
        kept.append(first)
        index += 1
    return kept


_CONVERTED = re.compile(
    r"\s*(?:人民币|yuan)?\s*[(,]?\s*(?:\(|or |equivalent to |equal to |约合|折合|合)\s*(?:or |"
    r"about |around |approximately |nearly |some |over |more than |equivalent to |"
    r"just over |roughly |约合?|折合|近|超过?|合|us|rmb|a |the )*\s*$",
    re.IGNORECASE,
)


def _conversions(folded: str, found: list[Quantity]) -> list[Quantity]:
    for index in range(1, len(found)):
        left, right = found[index - 1], found[index]
        if not (left.money and right.money) or left.unit == right.unit:
            continue
        gap = folded[left.end : right.start]
        if len(gap) < 40 and _CONVERTED.fullmatch(gap):
            found[index] = replace(right, restates=index - 1)
    return found
