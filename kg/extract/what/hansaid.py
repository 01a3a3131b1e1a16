"""Read a Chinese figure as its clause says it: a hedge that stands before 占, a rise by a multiple.

The only module that changes a quantity by the words of its cell.
"""

import re
from dataclasses import replace

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.numbers.quantities import PERCENT, TIMES
from kg.terms import local_name

__all__ = ["as_said"]

_SHARE = re.compile(r"占[^占,;。]*$")
_RISEN = r"{change-by-zh}了?(?:{hedge-zh})*$"
_HUNDRED = 2  # power of ten between a multiple and its percentage


def as_said(analysis: Analysis, cell: Cell) -> Cell:
    """Return a cell whose quantity is read with the words before it; an English one as it is."""
    if analysis.text.language != "zh":
        return cell
    return _hedged(analysis, _risen(analysis, cell))


def _risen(analysis: Analysis, cell: Cell) -> Cell:
    """Read a rise by a multiple as the growth it is: 增长1.3倍 is 130 percent more."""
    quantity = cell.quantity
    if quantity.unit != TIMES or quantity.upper is not None:
        return cell
    if analysis.lexicon.phrases.pattern(_RISEN).search(analysis.folded, *cell.left) is None:
        return cell
    number = replace(quantity.number, multiplier=quantity.number.multiplier + _HUNDRED)
    return replace(cell, quantity=replace(quantity, unit=PERCENT, number=number))


def _hedged(analysis: Analysis, cell: Cell) -> Cell:
    """Take the hedge that stands before 占 for that of the share: 约占全省的四分之三."""
    quantity = cell.quantity
    if quantity.comparator != "exactly" or quantity.unit != PERCENT:
        return cell
    share = _SHARE.search(analysis.folded, *cell.left)
    if share is None:
        return cell
    bounds = analysis.cues_in("comparator", cell.left[0], share.start())
    name = next((local_name(bound.iri) for bound in bounds if bound.end >= share.start()), "exactly")
    return replace(cell, quantity=replace(quantity, comparator=name))
