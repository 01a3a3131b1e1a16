"""What a date in a text is: the day of publication, a period named, and what relative names are counted from."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kg import phrases
from kg.periods import Period

__all__ = ["Clock", "PeriodMention", "Published", "months", "parsed"]


@lru_cache(maxsize=4096)
def parsed(code: str) -> Period:
    """Return the period of a code; the few codes of a text are parsed once."""
    return Period.parse(code)


def months(code: str) -> int:
    """Return the months of a period, 0 for a day.

    >>> months("2024-H1"), months("2024-01_2024-09"), months("2024-05-17")
    (6, 9, 0)
    """
    period = parsed(code)
    if period.start == period.end:
        return 0
    return 12 * (period.end.year - period.start.year) + period.end.month - period.start.month + 1


@dataclass(frozen=True, slots=True)
class Published:
    """When a text was published, as far as that is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str | None) -> "Published | None":
        """Return the date of `2024`, `2024-03` or `2024-03-13`; None for anything else."""
        match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "")
        if match is None:
            return None
        return cls(int(match[1]), *(int(part) if part else None for part in match.groups()[1:]))

    @property
    def code(self) -> str:
        """The period code of the date."""
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period named in a folded text.

    Attributes:
        code: the period's code (`kg.periods`), or None where it cannot be known.
        rule: how it was read: `explicit`, `relative`, `year-of-text`, `year-of-publication`, `now`, `same`,
            `same-earlier` (of which the code is the year, where it is told), `since`, `plan`, `to-come`,
            `recent`, `vague`.
        point: it is named as a moment ("by the end of", "as of", "截至").
        deadline: it may be a term to come ("by 2025", "到2025年").
    """

    start: int
    end: int
    code: str | None
    rule: str
    point: bool = False
    deadline: bool = False


_ANNUAL = 3  # the last month in which figures of a full year are those of the year before


class Clock:
    """What relative names are resolved against: publication, and what the text named before.

    Attributes:
        published: the day of publication, if it is known.
        year: the last year that the text named by its number.
        sentence: the same, within the sentence.
        day: the last day named.
        accounts: the fiscal year named last, if no other year was named after it.
        fiscal: the first month of the text's fiscal year and the years from its first to the one it is named by,
            or None where the text names no country whose fiscal year is known.
    """

    def __init__(self, published: Published | None, fiscal: tuple[int, int] | None = None) -> None:
        self.published = published
        self.fiscal = fiscal
        self.year: int | None = None
        self.sentence: int | None = None
        self.day: str | None = None
        self.accounts: str | None = None

    def relative(self, word: str) -> int | None:
        """Return the year that a word names: by its number, or by its distance from publication or from the text."""
        if re.match(r"\d{4}", word):
            return int(word[:4])
        now = self.published.year if self.published else None
        offset = phrases.of().numbers("years-from-publication").get(word)
        if offset is not None:
            return None if now is None else now + offset
        known = self.sentence or self.year
        offset = phrases.of().numbers("years-from-text").get(word)
        if offset == 0:
            far = known is not None and now is not None and not now - 1 <= known <= now
            return now if far and self.sentence is None else known or now
        if offset is not None and known:
            return known + offset
        return None if offset is None or offset > 0 or now is None else now + offset

    def bare(self, last: int) -> tuple[int | None, str]:
        """Return the year of a stretch named without one, and the rule: the last that had ended at publication.

        Args:
            last: the last month of the stretch.
        """
        if self.sentence is not None:
            return self.sentence, "year-of-text"
        if self.published is None:
            return self.year, "year-of-text"
        if self.published.month is None or last <= self.published.month:
            return self.published.year, "year-of-publication"
        return self.published.year - 1, "year-of-publication"

    def whole(self, *, deadline: bool = False) -> tuple[int | None, str]:
        """Return the year of "the full year" and "by year-end", and the rule: the year spoken of, or the last one told.

        Args:
            deadline: the words name a term to come.
        """
        now = self.published.year if self.published else None
        if self.sentence is not None:
            return self.sentence, "year-of-text"
        if self.year is not None and (now is None or self.year >= now - 1):
            return self.year, "year-of-publication"
        early = self.published is not None and self.published.month is not None and self.published.month <= _ANNUAL
        return (now - 1 if now is not None and early and not deadline else now), "year-of-publication"

    def named(self, mention: PeriodMention, words: str) -> None:
        """Remember a period that later names are counted from; "the previous year" only looks back, and is none.

        Args:
            mention: the period.
            words: by which the text names it.
        """
        code = mention.code
        if code is not None and code.startswith("FY"):
            self.accounts = code
        elif mention.rule in {"explicit", "relative"} and code:
            self.accounts = None
            self.sentence = int(code.rpartition("_")[2][:4] if "_" in code else code[:4])
            if phrases.of().numbers("years-from-text").get(words, 0) >= 0:
                self.year = self.sentence
        if code and len(code) == 10 and mention.rule != "now":
            self.day = code
