"""Tell which periods date a figure, and which are only what a change is measured against.

The ground under the readers of periods; it binds nothing but the base of a change.
"""

from kg.extract.analysis import Analysis
from kg.extract.calendar.periods import PeriodMention, parsed
from kg.extract.cells import Cell
from kg.extract.numbers.quantities import POINTS
from kg.extract.roles import Reading
from kg.extract.text.lexicon import Match
from kg.terms import DEKGR, local_name

__all__ = ["Bases"]

_BASE = r"(?:\b{before-base}(?: {base-joint})*|{base-mark})\s*$"
_OF_WHAT = r"\b{of-than} what\b[^,;.]*$"
_MOMENT = r"(?<![A-Za-z]){before-day}\s*(?:the end of\s*)?$"
_NAME_OF_EVENT = r"^ (?:[A-Z][\w-]+ ){0,4}{event-name}"
_FOUNDED = r"\b{founded} (?:[^\d,;.]{1,40} )?{in-on-at} $"
_FOUNDED_AS_FIGURE = r"\b(?:[Ii]nvestments? approved {in-on-at}|{be} (?:newly )?{newly-founded} in) $"
_PRICES = r"(?:'s)? ?(?:{price-basis} )?prices\b|年?{price-basis}?单?价"
_DATING = r"\b{dating-preposition}\s+$"
_LOOKED_BACK = r"[,;].*(?:{base-mark}|\b{compared}\b)\s*(?:{with-to} )?$"
_SINCE_EVENT = r"\bsince {since-event} |{base-mark}[^,。;]{2,14}{event-time-zh}"
_RECORD = r"(?<![A-Za-z]){record-word}\b[^,;.]*$"
_OF_ZH = r"的(?:{hedge-zh})*"
_FOUNDED_ZH = r"[^,;。\d]{0,10}?{founded-zh}的"
_BEGUN_ZH = r"(?!{runs-on-zh})[^,;。]{1,24}?{begun-zh}"
_AFTER = 16  # characters between a rate and the "a year" that makes it one of every year
_BASES = (
    ("averageAnnual", "cagr"),
    ("quarterOnQuarter", "qoq"),
    ("monthOnMonth", "mom"),
    ("yearOnYear", "yoy"),
    ("cumulativeGrowth", "cumulative"),
)
"""Comparison bases with their codes, the surer first."""
_CHANGES = {"growthRate", "difference", "ratio"}


def _inside_another(match: Match, found: list[Match]) -> bool:
    """Return whether a cue overlaps a longer one: "a year" in "a year-on-year increase"."""
    return any(
        other.start < match.end and match.start < other.end and other.end - other.start > match.end - match.start
        for other in found
    )


class Bases:
    """Tells the periods of one text apart: those that date a figure and those it is compared with."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.zh = analysis.text.language == "zh"
        self.pattern = analysis.lexicon.phrases.pattern
        self._usable: dict[int, bool] = {}
        self._base: dict[int, bool] = {}
        self._stocks = frozenset(analysis.lexicon.vocabulary.values(DEKGR + "collection-stocks", "skos:member"))

    def stock(self, prop: str | None) -> bool:
        """Return whether an indicator is a state at a moment, not a flow over a period."""
        return prop in self._stocks

    def usable(self, mention: PeriodMention) -> bool:
        """Return whether a period mention can date a figure at all."""
        known = self._usable.get(mention.start)
        if known is None:
            known = self._usable[mention.start] = self._can_date(mention)
        return known

    def base_of(self, mention: PeriodMention) -> bool:
        """Return whether a period is what a change is measured against."""
        known = self._base.get(mention.start)
        if known is None:
            known = self._base[mention.start] = self._is_looked_back_at(mention)
        return known

    def _can_date(self, mention: PeriodMention) -> bool:
        before = self.folded[max(0, mention.start - 64) : mention.start]
        after = self.folded[mention.end : mention.end + 60]
        own = self.folded[mention.start : mention.end]
        if mention.code is not None and mention.rule != "now" and parsed(mention.code).kind == "Day":
            return bool(self.pattern(_MOMENT).search(before) or self.pattern("{as-of-zh}|{up-to-zh}").match(own))
        if mention.rule == "same" and self.zh and before.endswith("年"):
            return False
        if self.pattern(_PRICES, case=True).match(after):
            return False
        if self.zh and self._of_founding(before, after):
            return False
        if self.pattern(_NAME_OF_EVENT, case=True).match(after) and not self.pattern(_DATING, case=True).search(before):
            return False
        return not self.pattern(_FOUNDED).search(before) or bool(
            self.pattern(_FOUNDED_AS_FIGURE, case=True).search(before)
        )

    def _of_founding(self, before: str, after: str) -> bool:
        """Return whether a Chinese period only tells when something was founded: 这座2006年起步的园区."""
        if self.pattern(_FOUNDED_ZH).match(after):
            return True
        return (
            self.pattern(r"{since-mark}$").search(before) is not None
            and self.pattern(_BEGUN_ZH).match(after) is not None
        )

    def _is_looked_back_at(self, mention: PeriodMention) -> bool:
        own = self.folded[mention.start : mention.end].casefold()
        if mention.rule == "same-earlier":
            return True
        if mention.rule == "since" or own.startswith(("since ", "from ")):
            return False
        before = self.folded[max(0, mention.start - 48) : mention.start]
        return self.pattern(_BASE).search(before[-26:]) is not None or self.pattern(_OF_WHAT).search(before) is not None

    def is_base(self, reading: Reading, mention: PeriodMention) -> bool:
        """Return whether a period is what this change, or this part, is measured against."""
        if mention.rule == "same-earlier" and self.folded.startswith("的", mention.end):
            return True
        if (
            self.zh
            and reading.stat == "ratio"
            and self.pattern(_OF_ZH).fullmatch(self.folded, mention.end, reading.quantity.first)
        ):
            return True  # 是2020年的3.2倍
        return reading.stat in _CHANGES and self.base_of(mention)

    def looked_back_at(self, cell: Cell, mention: PeriodMention) -> bool:
        """Return whether a period after a figure is only what the figure is compared with: 2万亿元,较2020年翻番."""
        words = self.folded[cell.right[0] : mention.start]
        return self.base_of(mention) and self.pattern(_LOOKED_BACK, case=True).search(words) is not None

    def change(self, reading: Reading, cell: Cell) -> None:
        """Give a change what it is measured against: a period, or a basis such as the year before."""
        if reading.stat not in _CHANGES:
            return
        near = self._cues(cell, cell.start, cell.end)
        if not near and reading.stat == "growthRate":  # what goes on since then is told of its own figure alone
            wide = self._cues(cell, cell.sentence.start, cell.sentence.end)
            near = [match for match in wide if local_name(match.iri) != "cumulativeGrowth"]
        names = {local_name(match.iri) for match in near}
        if reading.quantity.unit == POINTS:
            names.discard("cumulativeGrowth")
        reading.basis = next((code for name, code in _BASES if name in names), reading.basis)
        bases = [p for p in self.analysis.periods_in(cell.start, cell.end) if self.base_of(p) and p.code]
        if bases and bases[-1].rule == "same-earlier" and self._of_year_before(bases[-1], cell):
            reading.basis = "yoy"
        elif bases:
            reading.base = bases[-1].code
            reading.basis = None if reading.basis == "cumulative" else reading.basis
        if reading.compared is not None:
            reading.basis = None
        elif reading.basis is None and reading.base is None and reading.stat == "growthRate":
            if self.pattern(_SINCE_EVENT).search(self.folded[cell.start : cell.end]):
                return
            reading.basis, reading.basis_inferred = "yoy", True

    def _cues(self, cell: Cell, start: int, end: int) -> list[Match]:
        """Return the words of a basis that speak of a cell's figure."""
        near = self.analysis.cues_in("basis", start, end)
        return [match for match in near if not _inside_another(match, near) and self._is_basis(match, cell)]

    def _is_basis(self, match: Match, cell: Cell) -> bool:
        """Return whether a word tells of a basis here: no "compared with 6", "a year in which", "the most since"."""
        name = local_name(match.iri)
        if name == "cumulativeGrowth":
            before = self.folded[max(0, match.start - 40) : match.start]
            first = cell.quantity.first
            beside = match.end <= first and not self.folded[match.end : first].strip()
            return not beside and self.pattern(_RECORD).search(before) is None
        if name == "averageAnnual" and self.pattern("{yearly-after}").fullmatch(self.folded, match.start, match.end):
            return 0 <= match.start - cell.quantity.last <= _AFTER
        return True

    def _of_year_before(self, mention: PeriodMention, cell: Cell) -> bool:
        """Return whether "the same period of 2022" is of the year before the one that is told of."""
        published = self.analysis.published
        if published is None or mention.code is None:
            return True
        year = int(mention.code)
        told = {int(p.code[:4]) for p in self.told(cell) if p.code and p.code[:4].isdigit()}
        return year + 1 in told or (not told and year + 1 in {published.year, published.year - 1})

    def told(self, cell: Cell) -> list[PeriodMention]:
        """Return the periods of a cell's sentence that are no base of a change."""
        own = self.analysis.periods_in(cell.sentence.start, cell.sentence.end)
        return [p for p in own if not self.base_of(p) and self.usable(p)]
