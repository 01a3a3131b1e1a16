"""Join quantities that belong together: the ends of a range, an amount and the same amount in another currency."""

from dataclasses import replace

from kg.extract.numbers.quantities import Quantity
from kg.extract.text.lexicon import Lexicon

__all__ = ["conversions", "ranges"]

_BACK = 16
"""Characters before a range within which its opening word stands."""
_LONGEST_GAP = 40
"""Most characters between an amount and its conversion."""
_CURRENCY = r"(?:[a-z]{0,3}{currency-sign})?$"
_OPENED = rf"{{range-opener}}\s*(?:{{hedge}} )?{_CURRENCY}"
_CHANGED = rf"(?:{{change-verb-from}}\s+(?:\w+\s+)?from|{{change-from-zh}})\s*{_CURRENCY}"
_CONVERTED = r"\s*{yuan-name}?\s*[(,]?\s*(?:\(|{converts-to}\s*)\s*(?:{conversion-filler}\s*)*"


def ranges(folded: str, found: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """Return quantities in order, those that are two ends of a range made one: 10 to 12 percent, 3万—5万家."""
    pattern = lexicon.phrases.pattern
    kept: list[Quantity] = []
    index = 0
    while index < len(found):
        first = found[index]
        second = found[index + 1] if index + 1 < len(found) else None
        index += 1
        if second is None or not _one_kind(first, second):
            kept.append(first)
            continue
        gap = folded[first.last : second.start]
        before = folded[max(0, first.first - _BACK) : first.first].casefold()
        joined = pattern(r"\s?{range-joint}\s?").fullmatch(gap) or (
            pattern(r"\s?{plain-and}\s?").fullmatch(gap) and pattern(_OPENED).search(before)
        )
        if not joined:
            kept.append(first)
            continue
        scale = first.number.multiplier or second.number.multiplier
        low = replace(first.number, multiplier=scale)
        changed = pattern(_CHANGED).search(before)
        if low.value < second.value and not changed:
            cue = (first.first, first.last) if first.cue else None
            kept.append(
                replace(second, start=first.start, number=low, upper=second.number, comparator="between", cue=cue)
            )
            index += 1
        elif changed or first.unit is None:
            kept.append(replace(first, number=low, unit=second.unit))
        else:
            kept.append(first)
    return kept


def _one_kind(first: Quantity, second: Quantity) -> bool:
    return second.unit is not None and (first.unit is None or first.unit == second.unit)


def conversions(folded: str, found: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """Return quantities, those that only restate the one before in another currency marked: 7 yuan (1 dollar)."""
    pattern = lexicon.phrases.pattern
    marked = list(found)
    for index in range(1, len(found)):
        left, right = found[index - 1], found[index]
        if not (left.money and right.money) or left.unit == right.unit:
            continue
        gap = folded[left.end : right.start]
        if len(gap) < _LONGEST_GAP and pattern(_CONVERTED).fullmatch(gap):
            marked[index] = replace(right, restates=index - 1)
    return marked
