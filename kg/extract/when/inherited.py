"""Give a figure that names no period the one carried over, or presume one: "now", the title's, the year before.

The only module that knows when the present and the perfect tense mean the day of publication.
"""

from kg.extract.calendar.periods import parsed
from kg.extract.cells import Cell
from kg.extract.roles import Reading
from kg.extract.when.carried import Carried, Kept, within

__all__ = ["Inherited"]

_AT_END = r"\b{moment-mark} of |{end-zh}|{as-of-zh}|{up-to-zh}"
_PERFECT = (
    r"\b{have} (?:[a-z]+ly |{perfect-adverb} )?(?:been )?(?:[a-z]+ed|{participle})\b|"
    r"\b{is-are} (?:[a-z]+ly |{perfect-adverb} )?{spending}\b"
)
_RUN = r"{consecutive} {run-unit}|years? {in-a-row}|{run-zh}\S{1,3}年"
_OF_A_STATE = {"level", "count", "share", "ratio", "index"}
"""Kinds of statistic that tell of a state, not of a change."""
_SHARE_NOW = r"\b{share-now} (?:\w+ly )?(?:{hedge} )*$"
_LATE_FIGURES = 2  # the last month of the year in which figures of the year itself cannot be meant
_HALF = 6  # the last month in which an undated flow must be of the year before


class Inherited(Carried):
    """Dates the figures that name no period."""

    def carry(self, reading: Reading, cell: Cell) -> None:
        """Date a figure that names no period by those before it, by the title, or by the day of publication."""
        published = self.analysis.published
        own = (cell.quantity.start, cell.quantity.end)
        if self._present(reading, cell) and reading.modality == "observed":
            if published is not None:
                self.date(reading, published.code, own, "day-of-publication")
            return
        if published is not None and published.month is not None and self._so_far(reading, cell):
            self.date(reading, published.code, own, "day-of-publication")
            return
        if self._run(reading, cell):
            return
        intended = reading.modality in {"target", "forecast", "commitment"}
        signed = reading.modality == "commitment" and self.signed(reading)
        if signed and reading.org is None and published is not None and self.paragraph != cell.sentence.paragraph:
            self.date(reading, str(published.year), own, "year-of-publication")
            return
        if self.carried is not None:
            kept = self._kept(self.carried, reading, cell)
            if self._inherit(reading, kept, intended=intended and not signed):
                return
        if not intended or signed:
            self._presume(reading, cell)

    def _so_far(self, reading: Reading, cell: Cell) -> bool:
        """Return whether a figure is told in the perfect or as going on, and so is of all time up to publication."""
        if self.zh or reading.modality != "observed" or reading.stat not in _OF_A_STATE:
            return False
        return self.pattern(_PERFECT).search(self.folded, cell.sentence.start, cell.quantity.start) is not None

    def _kept(self, kept: Kept, reading: Reading, cell: Cell) -> Kept:
        """Return the period that a figure inherits: the carried one, unless it was named in passing."""
        observed = reading.modality == "observed"
        if observed and kept.modality != "observed" and self.observed is not None:
            kept = self.observed
        if (
            observed
            and kept.modality == "observed"
            and self.observed is not None
            and self.main is not None
            and self.paragraph != cell.sentence.paragraph
            and (parsed(kept.code).end < parsed(self.main.code).start or within(kept.code, self.main.code))
        ):
            kept = self.main  # the years before, or a month of it, were looked at in passing
        if (
            observed
            and self.flow is not None
            and self.flow.code != kept.code
            and not self.stock(reading.prop)
            and self.pattern(_AT_END, case=True).search(self.folded[max(0, kept.start - 16) : kept.end])
        ):
            kept = self.flow  # what goes on all year is not dated by a day of counting
        if self.of_now and self.dated is not None and not self.stock(reading.prop):
            kept = self.dated
        return kept

    def _inherit(self, reading: Reading, kept: Kept, *, intended: bool) -> bool:
        published = self.analysis.published
        code = kept.code
        last = int(code.rpartition("_")[2][:4] if not code.startswith("FY") else code[2:6])
        future = published is not None and last >= published.year
        if reading.modality == "observed" and published is not None and parsed(code).start > parsed(published.code).end:
            return False
        if intended:
            apart = reading.org is not None and self.paragraph != reading.cell.sentence.paragraph
            if reading.modality != "commitment" and future and not apart and (kept.modality != "observed" or self.bare):
                self.date(reading, code, (kept.start, kept.end), kept.rule(code))
            return True
        if (
            published is not None
            and reading.modality == "observed"
            and code == str(published.year)
            and published.month is not None
            and published.month <= _LATE_FIGURES
        ):
            earlier = self.observed is not None and self.observed.code != code
            code = self.observed.code if self.observed and earlier else str(published.year - 1)
        if kept.modality == "observed" or not future or reading.modality == "commitment":
            self.date(reading, code, (kept.start, kept.end), kept.rule(code))
            return True
        return False

    def _presume(self, reading: Reading, cell: Cell) -> None:
        published = self.analysis.published
        own = (cell.quantity.start, cell.quantity.end)
        if self.title is not None:
            self.date(reading, self.title, (-1, -1), "title")
        elif published is not None and self._early(reading):
            self.date(reading, str(published.year - 1), own, "year-before-publication")
        elif (
            published is not None and not self.seen and reading.stat in {"count", "level", "share", "ratio", "index"}
        ) and self._told_of_now(cell.sentence.start, cell.sentence.end):
            self.date(reading, published.code, own, "day-of-publication")

    def _told_of_now(self, start: int, end: int) -> bool:
        words = self.folded[start:end]
        return self.pattern("{state-verb-zh}" if self.zh else r"\b{state-verb}\b").search(words) is not None

    def _early(self, reading: Reading) -> bool:
        """Return whether an undated flow of a text from the first half of a year must be of the year before."""
        published = self.analysis.published
        return (
            published is not None
            and published.month is not None
            and published.month <= _HALF
            and not self.stock(reading.prop)
            and reading.modality == "observed"
        )

    def _run(self, reading: Reading, cell: Cell) -> bool:
        """Date a rank held "for the fifth straight year" by the last year that had ended."""
        published = self.analysis.published
        if reading.stat != "rank" or self.carried is not None or published is None:
            return False
        run = self.pattern(_RUN, case=True).search(self.folded, cell.sentence.start, cell.sentence.end)
        if run is not None:
            self.date(reading, str(published.year - 1), run.span(), "latest-of-a-run")
        return run is not None

    def _present(self, reading: Reading, cell: Cell) -> bool:
        """Return whether a stock is told in the present tense, away from the paragraph of any other period."""
        if self.zh or reading.stat not in {"count", "level", "share"}:
            return False
        if not self.stock(reading.prop) and reading.stat != "share":
            return False
        if self.carried is not None and self.of_now:
            return False
        words = self.folded[cell.start : cell.quantity.first]
        if (
            self.pattern(r"\W*the ").fullmatch(words) and cell.start == cell.sentence.start
        ):  # "the 187 projects" are those spoken of before
            return False
        if self.pattern(r"\bstands? at\b", case=True).search(words):
            return True
        apart = self.paragraph != cell.sentence.paragraph
        if reading.stat == "share" and apart and self.pattern(_SHARE_NOW).search(words) is not None:
            return True
        if not self.stock(reading.prop) or self.pattern(r"\b{past-state}\b", case=True).search(words):
            return False
        return self._told_of_now(cell.sentence.start, min(cell.sentence.end, cell.quantity.last + 60))
