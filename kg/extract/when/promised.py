"""Tell figures of what is still to come where no cue of modality says so: works that are not finished, money announced.

Each function returns where the words stand that tell it, or None.
"""

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell

__all__ = ["announced", "foretold", "of_signed", "once_built", "to_be_spent"]

_ANNOUNCED = r"\b{announced} (?:{hedge} )*$"
_FURTHER = r" {further}\b| for the\b"
_FORETOLD = r", (?:[\w'-]+ ){1,5}{foreteller}\b"
_WHOLE_ZH = r"{whole-investment-zh}[^,;。:\d]{0,6}$"
_SPENT_ZH = r"{planned-money-zh}(?:{hedge-zh})*$"
_OF_WORKS_ZH = r"(?:{hedge-zh})?的[^,。;]{0,20}{works-noun-zh}"
_FINISHED_ZH = r"{finished-zh}(?!后)"
_OF_THOSE = r"(?:{own-pronoun}|{those-opening}|[Tt]he (?:\w+ )?{deal-noun}s?)\b[^,;.]{0,24}?\b{amounts-to}\b"

Span = tuple[int, int]


def once_built(analysis: Analysis, cell: Cell) -> Span | None:
    """Return where a Chinese figure is said of the time when what is being built will work: 投产后年产值80亿元."""
    pattern = analysis.lexicon.phrases.pattern
    if analysis.text.language != "zh" or not analysis.holds("{once-built-zh}"):
        return None
    built = pattern(r"{once-built-zh}").search(analysis.folded, *cell.left)
    if built is None or pattern(r"{happened-zh}").search(analysis.folded, *cell.left):
        return None
    return built.span()


def announced(analysis: Analysis, cell: Cell) -> Span | None:
    """Return where money is announced that is still to come: "announced 6 billion rupees more for the site"."""
    pattern = analysis.lexicon.phrases.pattern
    said = pattern(_ANNOUNCED, case=True).search(analysis.folded, *cell.left) if cell.quantity.money else None
    if said is None or pattern(_FURTHER).match(analysis.folded, cell.quantity.last) is None:
        return None
    return said.span()


def to_be_spent(analysis: Analysis, cell: Cell) -> Span | None:
    """Return where a figure is called the whole cost of works not said to be finished: 总投资30亿元的项目开工."""
    if analysis.text.language != "zh" or not cell.quantity.money:
        return None
    pattern, sentence = analysis.lexicon.phrases.pattern, cell.sentence
    whole = pattern(_WHOLE_ZH).search(analysis.folded, cell.start, cell.quantity.first)
    if whole is None and pattern(_OF_WORKS_ZH).match(analysis.folded, cell.quantity.last):
        whole = pattern(_SPENT_ZH).search(analysis.folded, cell.start, cell.quantity.first)
    if whole is None or pattern(_FINISHED_ZH).search(analysis.folded, sentence.start, sentence.end):
        return None
    signed = pattern("{sign-stem}").search(analysis.folded, sentence.start, whole.start())
    return (signed or whole).span()


def foretold(analysis: Analysis, cell: Cell, cue: Span) -> Span | None:
    """Return where another foretells what a cue says will be done: "will pour in $9 billion, the group predicts"."""
    pattern = analysis.lexicon.phrases.pattern
    if analysis.text.language == "zh" or pattern(r"{bare-future}").match(analysis.folded, cue[0]) is None:
        return None
    said = pattern(_FORETOLD, case=True).search(analysis.folded, cell.quantity.last, cell.sentence.end)
    return said.span() if said is not None else None


def of_signed(analysis: Analysis, cell: Cell) -> bool:
    """Return whether an amount is that of the agreements just told of: "They involve 26 billion yuan of investment"."""
    if analysis.text.language == "zh" or not cell.quantity.money:
        return False
    opening = cell.sentence.start
    while opening < cell.quantity.first and not analysis.folded[opening].isalnum():
        opening += 1
    said = analysis.lexicon.phrases.pattern(_OF_THOSE, case=True).match(analysis.folded, opening, cell.quantity.first)
    return said is not None
