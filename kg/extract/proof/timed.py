"""On what ground a figure may be of the period that somebody gives it, where the rules read another one.

A year that no word of the text tells is never taken: what may differ is how long a period a point in time is told as,
and whether a stock is of the day of publication.
"""

import re
from datetime import date

from kg.errors import ModelError
from kg.extract import evaluate
from kg.extract.calendar.dates import parsed
from kg.extract.proof.measured import AS_READ
from kg.extract.proof.naming import Naming
from kg.extract.roles import Evidence, Reading

__all__ = ["Timed"]

_OWN_DAY = {"count", "share", "rank", "ratio", "index"}
"""Kinds of statistic that may be of the day of publication where no word tells another time."""
_NOW = r"\b{now-time}\b"


class Timed:
    """The grounds of periods in one text."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.analysis = naming.analysis
        self.known = naming.known

    def period(self, reading: Reading, code: str | None) -> Evidence | None:
        """Return the ground on which a figure is of a period in the evaluation's form, or None."""
        derived = evaluate.period_code(reading.period)
        if code is None or code == derived:
            return AS_READ if code == derived and not self._gone_by(reading) else None
        if derived is not None and (_day_in(derived, code) or _spanned(derived) == code):
            return AS_READ
        if derived is not None and _extent(derived) is not None and _extent(derived) == _extent(code):
            return AS_READ
        stock = reading.stat in _OWN_DAY
        if stock and derived is not None and (code == f"{derived}-12" or derived == f"{code}-12"):
            return AS_READ
        told = [p for start, end in self.naming.told_in(reading) for p in self.analysis.periods_in(start, end)]
        for mention in told:
            if derived is not None and code.startswith(f"{derived}-") and evaluate.period_code(mention.code) == code:
                return Evidence(mention.start, mention.end, "named")  # a month of the year that was read
        return self._of_publication(reading, code, stock, all(mention.rule == "since" for mention in told), bool(told))

    def _of_publication(
        self, reading: Reading, code: str, stock: bool, until_now: bool, dated: bool
    ) -> Evidence | None:
        """Return the ground on which a figure is of the day, or the month, in which the text appeared."""
        published, quantity = self.analysis.published, reading.quantity
        if published is None or not published.month or published.code != code:
            return None
        if stock and (spot := self._now(reading)) is not None:
            return Evidence(*spot, "now")
        if (stock or dated) and until_now and reading.modality == "observed":
            return None if self._from_afar(reading) else Evidence(quantity.first, quantity.last, "day-of-publication")
        return None

    def _now(self, reading: Reading) -> tuple[int, int] | None:
        """Return where the words of a figure say "now", later than the time that was read: from 2013 on, now 220."""
        spot = reading.evidence.get("period")
        start = max(reading.cell.start, spot.end if spot is not None else 0)
        pattern = "{now-time}" if self.analysis.text.language == "zh" else _NOW
        match = self.known.pattern(pattern).search(self.analysis.folded, start, reading.quantity.first)
        return match.span() if match is not None else None

    def _gone_by(self, reading: Reading) -> bool:
        """Return whether the time that was read is only when something began, and the figure is told of now."""
        spot = reading.evidence.get("period")
        return reading.stat == "count" and spot is not None and spot.rule == "own" and self._now(reading) is not None

    def _from_afar(self, reading: Reading) -> bool:
        """Return whether another paragraph gives a figure a year gone by: it is the one or the other, none can tell."""
        spot, published = reading.evidence.get("period"), self.analysis.published
        if spot is None or spot.rule != "carried-over" or spot.start < 0 or published is None or not reading.period:
            return False
        here, told = reading.cell.sentence, self.analysis.sentence_of(spot.start)
        return told.paragraph != here.paragraph and not reading.period.rpartition("_")[2].startswith(
            str(published.year)
        )


def _extent(code: str) -> tuple[date, date] | None:
    """Return first and last day of a period in the evaluation's form; None if it has no such form."""
    first, _, last = code.partition("/")
    try:
        return parsed(first).start, parsed(last or first).end
    except ModelError:
        return None


def _day_in(day: str, code: str) -> bool:
    """Return whether a period is the month or year of a day: a point in time may be told as either."""
    return len(day) == len("2024-03-13") and code in {day[:4], day[:7]}


def _spanned(code: str) -> str | None:
    """Return the years of twelve months that begin in one and end in the next, as news write them: 2023/2024."""
    match = re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", code)
    if match is None or int(match[3]) != int(match[1]) + 1 or int(match[2]) != int(match[4]) + 1:
        return None
    return f"{match[1]}/{match[3]}"
