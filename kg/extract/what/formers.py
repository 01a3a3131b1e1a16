"""Date figures by the period told before: "against 81 billion a year before", "in the same period of 2022".

The only module that counts years back from another figure, and knows what "the same period" takes up.
"""

from kg.extract.calendar.periods import PeriodMention, months, parsed
from kg.extract.cells import Cell
from kg.extract.roles import Reading
from kg.extract.when.inherited import Inherited
from kg.terms import local_name

__all__ = ["Formers"]

_HEAD = 2  # characters at the head of a sentence in which the words of a base must begin
_FORMER = r"\W*{before-former-figure}\b"
_FROM = r"\bfrom\b|{change-from-zh}"
_FROM_FIGURE_ZH = r"{change-from-zh}[^,;。]{0,16}$"
_FROM_LAST_YEAR = r"{change-from-zh}{former-year-zh}的?(?:{hedge-zh})*$"
_TO = r"\s*to\b"
_TO_ZH = r"{grown-to-zh}\s*$"
_EARLIER = r"[^,;.]{0,30}?\b(?P<ago>(?P<n>\d{1,2}|{scheme-numbers}) years {earlier})\b"
"""Words that count years back from the figure before; the unit of the figure stands before them."""


def years_before(code: str, count: int) -> str:
    """Return the code of the same stretch some years earlier.

    >>> years_before("2024-H1", 2)
    '2022-H1'
    """
    period = parsed(code)
    for _ in range(count):
        period = period.year_earlier()
    return period.code


_COMPARED = r"\b{comparing}\b(?:[^;,.]|[.,](?=\d))*$"


class Formers(Inherited):
    """Dates figures by the periods told before them."""

    def former(self, reading: Reading, cell: Cell, made: list[Reading]) -> bool:
        """Date "against 81 billion a year before", and the end of "from 40 in 2016 to 170"."""
        if reading.stat not in {"level", "count", "share"}:
            return False
        if self.zh and self._of_last_year(reading, cell):
            return True
        if not made:
            return False
        before = made[-1]
        gap = self.folded[cell.start : cell.quantity.first]
        if before.period is not None and self.pattern(_FORMER, case=True).match(gap):
            earlier = self.pattern(_EARLIER).match(self.folded, cell.right[0], cell.sentence.end)
            if earlier is not None:
                count = self.analysis.lexicon.phrases.numbers("numbers").get(earlier["n"].casefold())
                code = years_before(before.period, count or int(earlier["n"]))
                self.date(reading, code, earlier.span("ago"), "years-before")
                return True
            near = self.analysis.cues_in("basis", cell.quantity.last, cell.end)
            if near and local_name(near[0].iri) == "yearOnYear":
                code = parsed(before.period).year_earlier().code
                self.date(reading, code, (near[0].start, near[0].end), "year-before")
                return True
        return self._end_of_change(reading, cell, before, gap)

    def _of_last_year(self, reading: Reading, cell: Cell) -> bool:
        """Date the 81 of "2023年…从上年的81亿元增长到92亿元": a year before the period that opens the sentence."""
        words = self.pattern(_FROM_LAST_YEAR).search(self.folded, cell.start, cell.quantity.first)
        lead = self._lead(cell, words.start()) if words is not None else None
        if words is None or lead is None:
            return False
        self.date(reading, years_before(lead, 1), words.span(), "year-before")
        return True

    def _lead(self, cell: Cell, end: int) -> str | None:
        """Return the period that a sentence names first before a position, if it can date a figure."""
        named = [p for p in self.analysis.periods_in(cell.sentence.start, end) if self.usable(p) and p.code]
        code = named[0].code if named else None
        first, _, last = (code or "").partition("_")
        return code if not last or first[:4] == last[:4] else None

    def opened(self, reading: Reading, cell: Cell) -> bool:
        """Date "A year earlier it was 106" by the period carried over, a year before it."""
        start = cell.sentence.start
        near = self.analysis.cues_in("basis", start, start + _HEAD)
        if not near or local_name(near[0].iri) != "yearOnYear" or reading.stat not in {"level", "count", "share"}:
            return False
        if self.carried is None or not self.pattern(r"\W*").fullmatch(self.folded, start, near[0].start):
            return False
        self.date(reading, years_before(self.carried.code, 1), (near[0].start, near[0].end), "year-before")
        return True

    def _end_of_change(self, reading: Reading, cell: Cell, before: Reading, gap: str) -> bool:
        """Date the 170 of "from 40 in 2016 to 170": by the period carried over, or by the day of publication."""
        spot = before.evidence.get("period")
        words = self.folded[before.cell.start : before.quantity.first]
        if self.zh:  # a cell may begin at the 到 of 提高到
            led = self.pattern(_TO_ZH).search(self.folded, before.quantity.last, cell.quantity.first)
        else:
            led = self.pattern(_TO).match(gap)
        if led is None or self.pattern(_FROM_FIGURE_ZH if self.zh else _FROM).search(words) is None:
            return False
        if self.zh and (start := self.pattern(_FROM).search(self.folded, before.cell.start, before.quantity.first)):
            lead = self._lead(cell, start.start())
            if lead is not None and (before.period is None or lead >= before.period):
                self.date(reading, lead, (cell.quantity.start, cell.quantity.end), "end-of-change")
                return True
        if spot is None or spot.rule != "own" or (not self.zh and spot.start <= before.quantity.start):
            return False
        if any(self.usable(p) for p in self.analysis.periods_in(cell.right[0], cell.end)):
            return False
        later = self.carried if self.carried and before.period and self.carried.code > before.period else None
        published = self.analysis.published.code if self.analysis.published else None
        code = later.code if later is not None and later.modality == "observed" else published
        if code:
            self.date(reading, code, (cell.quantity.start, cell.quantity.end), "end-of-change")
        return True

    def coded(self, mention: PeriodMention) -> tuple[PeriodMention, str | None]:
        """Return a period with its code; "the same period" takes up the one before it, or that of an earlier year."""
        if mention.rule == "same":
            return mention, self._before(mention)
        if mention.rule == "same-earlier" and (before := self._before(mention)) is not None:
            same = parsed(before)
            while mention.code is not None and same.end.year > int(mention.code):
                same = same.year_earlier()
            return mention, same.code
        if mention.code and mention.rule == "plan" and mention.deadline:
            return mention, mention.code.split("_")[1]
        return mention, mention.code

    def _before(self, mention: PeriodMention) -> str | None:
        """Return the period that "the same period" takes up: one of its sentence or the one before, or one carried."""
        sentence = self.analysis.sentence_of(mention.start).number
        near = [
            p
            for p in self.analysis.periods
            if p.start < mention.start
            and p.code
            and p.rule not in {"same", "same-earlier", "now", "annual", "to-come"}
            and self.usable(p)
            and self.analysis.sentence_of(p.start).number >= sentence - 1
        ]
        if (length := self._length(mention)) is not None:
            told = (p for p in self.analysis.periods if p.start < mention.start and not self._compared(p))
            known = [p.code for p in told if p.code and self.usable(p)]
            return next((code for code in reversed(known) if months(code) == length), None)
        return near[-1].code if near else self.carried.code if self.carried else None

    def _compared(self, mention: PeriodMention) -> bool:
        """Return whether a period is that of a figure another is compared with: "compared with 19 percent in 2022"."""
        start = self.analysis.sentence_of(mention.start).start
        return self.pattern(_COMPARED, case=True).search(self.folded, start, mention.start) is not None

    def _length(self, mention: PeriodMention) -> int | None:
        """Return the months that "the six months" or "the quarter" takes up, None where the words do not tell."""
        own = self.folded[mention.start : mention.end].casefold().removeprefix("in the ").removesuffix(" months")
        phrases = self.analysis.lexicon.phrases
        known = phrases.numbers("stretches-of-months").get(own) or phrases.numbers("numbers").get(own)
        return int(own) if own.isdigit() else known
