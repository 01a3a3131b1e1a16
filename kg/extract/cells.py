"""Cut a sentence into cells, one for each quantity: the words that speak of it alone.

Between two quantities the cut lies at the first separator that is not inside a name, a period or a bound.
"""

import itertools
import re
from dataclasses import dataclass, field, replace

from kg.extract.analysis import Analysis
from kg.extract.numbers.quantities import NUMBER, PERCENT, POINTS, TIMES, Quantity
from kg.extract.text.tokens import Sentence
from kg.terms import UNIT

__all__ = ["Cell", "cells"]

_EN = r"[,;:()]|\s{cell-edge}\s|\s--\s|—"
_ZH = r"[,;:、()]|——|(?<!{reach-compound-zh})到|{cell-edge-zh}"
_NOUN = r" (?!{no-counted-noun}\b)[a-z]{3,}"
_LIST = r"\s*(?:,|,?\s*{plain-and}|、)\s*"
_SCALED = r"\s*(?:[,.;)]|{amount-tail}\b|$)"
_MILLION = 6
_NEAR = 4  # characters from an amount to the name of its currency
_YUAN = UNIT + "CCY_CNY"
_DOLLARS_ZH = frozenset(UNIT + name for name in ("CCY_TWD", "CCY_HKD", "CCY_MOP"))
"""Currencies whose unit Chinese texts call 元 too."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A quantity with the stretch of its sentence that belongs to it.

    Attributes:
        quantity: with its index in the analysis.
        start, end: of the stretch.
        reach: where the next quantity begins, or the sentence ends.
        conversions: quantities that only restate this one.
        left: span before the quantity.
        right: span after the quantity and its conversions.
    """

    quantity: Quantity
    index: int
    start: int
    end: int
    sentence: Sentence
    reach: int
    conversions: tuple[Quantity, ...] = ()
    left: tuple[int, int] = field(init=False)
    right: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        last = (
            max([self.quantity.last, *(c.last for c in self.conversions)]) if self.conversions else self.quantity.last
        )
        object.__setattr__(self, "left", (self.start, max(self.start, self.quantity.first)))
        object.__setattr__(self, "right", (min(last, self.end), self.end))


_RATES = {PERCENT, POINTS, TIMES}
_WHOLE = 100  # percent


def cells(analysis: Analysis, sentence: Sentence, numbered: list[tuple[int, Quantity]]) -> list[Cell]:
    """Return the cells of a sentence in order.

    Args:
        analysis: of the text.
        sentence: the sentence.
        numbered: its quantities with their index in the analysis.
    """
    own = [(index, quantity) for index, quantity in numbered if quantity.restates is None]
    restated: dict[int, list[Quantity]] = {}
    for _, quantity in numbered:
        if quantity.restates is not None:
            restated.setdefault(quantity.restates, []).append(quantity)
    shields = [(m.start, m.end) for m in analysis.mentions_in(sentence.start, sentence.end) if m.layer != "anaphor"]
    shields += [(p.start, p.end) for p in analysis.periods_in(sentence.start, sentence.end)]
    shields += [(m.start, m.end) for m in analysis.cues_in("basis", sentence.start, sentence.end)]
    make = analysis.lexicon.phrases.pattern
    edge = make(_ZH if analysis.text.language == "zh" else _EN)
    edges = [sentence.start]
    for (index, quantity), (_, following) in itertools.pairwise(own):
        last = max([quantity.last, *(c.last for c in restated.get(index, ()))])
        gap = (min(last, following.first), following.first)
        edges.append(_cut(analysis.folded, gap, edge, shields))
    edges.append(sentence.end)
    _share_units(analysis, own, edges)
    return [
        Cell(
            quantity,
            index,
            edges[i],
            max(edges[i + 1], quantity.last),
            sentence,
            own[i + 1][1].first if i + 1 < len(own) else sentence.end,
            tuple(restated.get(index, ())),
        )
        for i, (index, quantity) in enumerate(own)
    ]


def _share_units(analysis: Analysis, own: list[tuple[int, Quantity]], edges: list[int]) -> None:
    """Give a bare number the unit that stands once for it and its neighbour."""
    folded, make = analysis.folded, analysis.lexicon.phrases.pattern
    for i in range(1, len(own)):
        index, quantity = own[i]
        before = own[i - 1][1]
        if analysis.text.language == "zh" and _same_dollars(analysis, before, quantity):
            own[i] = (index, replace(quantity, unit=before.unit))
            continue
        if quantity.unit is not None:
            continue
        if quantity.number.multiplier >= _MILLION and make(_SCALED).match(folded, quantity.last, quantity.last + 12):
            scaled = next((q for _, q in reversed(own[:i]) if q.number.multiplier >= _MILLION), None)
            if scaled is not None and scaled.money:  # "up 4 percent, of which 108 billion": the currency goes on
                own[i] = (index, replace(quantity, unit=scaled.unit))
                continue
        if before.unit in {None, NUMBER}:
            continue
        part = before.unit not in _RATES and make(r" of {part-pronoun}\b").match(folded, quantity.last)
        if part or (
            make(r"[\s,]*(?:{up-or-down} )?{second-figure}\s").match(folded, edges[i], quantity.first)
            and not make(_NOUN, case=True).match(folded, quantity.last)
            and (before.unit not in _RATES or _span_of_rates(folded, before, quantity))
        ):
            own[i] = (index, replace(quantity, unit=before.unit))
    for i in range(len(own) - 2, -1, -1):  # "10.1, 5.2 and 3.3 percent": the unit stands once
        index, quantity = own[i]
        following = own[i + 1][1]
        if (
            quantity.unit is None
            and following.unit not in {None, NUMBER}
            and make(_LIST).fullmatch(folded, quantity.last, max(quantity.last, following.first))
        ):
            own[i] = (index, replace(quantity, unit=following.unit))


def _same_dollars(analysis: Analysis, before: Quantity, quantity: Quantity) -> bool:
    """Return whether a bare 元 is the currency told before it: 1.42万亿元新台币,其中1.03万亿元."""
    if quantity.unit != _YUAN or before.unit not in _DOLLARS_ZH:
        return False
    start, end = max(0, quantity.first - _NEAR), min(len(analysis.folded), quantity.end + _NEAR)
    return analysis.lexicon.phrases.pattern(r"{yuan-name}").search(analysis.folded, start, end) is None


def _span_of_rates(folded: str, before: Quantity, quantity: Quantity) -> bool:
    """Return whether a bare number shares the percent before it: "from 4 percent to 6", not "by 4 percent to 386"."""
    return (
        quantity.value <= _WHOLE and re.search(r"\bfrom $", folded[max(0, before.first - 6) : before.first]) is not None
    )


def _cut(folded: str, gap: tuple[int, int], pattern: "re.Pattern[str]", shields: list[tuple[int, int]]) -> int:
    start = gap[0]
    while start < gap[1] and folded[start] in ")）":
        start += 1
    for separator in pattern.finditer(folded, start, gap[1]):
        first, last = separator.span()
        if last - first > 2:  # the blanks around a word are not of it
            first, last = first + 1, last - 1
        if not any(s <= first and last <= e for s, e in shields):
            return separator.start()
    return start
