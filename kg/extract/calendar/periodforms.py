"""Turn a form in which a period is written into the period: days, months, quarters, halves, years, plans.

Readers share the names of their groups: `yr` a year by number or by distance, `m` and `n` months, `d` a day, `q` a
quarter, `h` a half, `p` a plan, `fy` a fiscal year, `pre` and `e` what stands before and after.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg import phrases
from kg.extract.calendar.dates import Clock, PeriodMention
from kg.extract.numbers.numerals import chinese, english

__all__ = [
    "YEAR",
    "Form",
    "Match",
    "Reader",
    "count_of",
    "day",
    "first_months",
    "first_quarters",
    "half",
    "mention",
    "month",
    "month_number",
    "months",
    "part",
    "plan",
    "quarter",
    "since",
    "since_month",
    "span",
    "spell",
    "stretch",
    "year_of",
]

YEAR = r"(?:19[5-9]\d|20[0-6]\d)"
"""A year by its number: what articles of our time speak of."""

Match = re.Match[str]
"""A form found in a text."""
Reader = Callable[[Match, Clock], "PeriodMention | None"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a period is written.

    Attributes:
        template: a pattern of `kg.phrases`, for text in lower case.
        reader: makes the period of a match; None where the words name no period after all.
        needs: a short pattern without which a text is not searched for the form; forms may share one.
    """

    template: str
    reader: Reader
    needs: str | None = None


def mention(match: Match, code: str | None, rule: str, **more: bool) -> PeriodMention:
    """Return the period of a match."""
    return PeriodMention(match.start(), match.end(), code, rule, **more)


def spell(year: int, first: int, last: int) -> str:
    """Return the shortest code of the months of a year.

    >>> spell(2024, 1, 6), spell(2024, 4, 6), spell(2024, 1, 9)
    ('2024-H1', '2024-Q2', '2024-01_2024-09')
    """
    if (first, last) == (1, 12):
        return f"{year}"
    if first == last:
        return f"{year}-{first:02d}"
    if (first, last) == (1, 6):
        return f"{year}-H1"
    if last - first == 2 and first % 3 == 1:
        return f"{year}-Q{last // 3}"
    return f"{year}-{first:02d}_{year}-{last:02d}"


def stretch(year: int, last: int, count: int) -> str:
    """Return the code of some months that end with a month of a year.

    >>> stretch(2024, 3, 12), stretch(2024, 9, 3), stretch(2024, 2, 6)
    ('FY2023_2023-04_2024-03', '2024-Q3', '2023-09_2024-02')
    """
    start = 12 * year + last - count
    first_year, first = start // 12, start % 12 + 1
    if first_year == year:
        return spell(year, first, last)
    span = f"{first_year}-{first:02d}_{year}-{last:02d}"
    return f"FY{first_year}_{span}" if count == 12 else span


def year_of(match: Match, clock: Clock, month: int) -> tuple[int | None, str]:
    """Return the year of a month, by its word if it has one, and the rule by which it was found."""
    word, short = match.groupdict().get("yr"), match.groupdict().get("yy")
    if short:
        return 2000 + int(short), "explicit"
    if word:
        return clock.relative(word.strip()), "explicit" if word[0].isdigit() else "relative"
    return clock.bare(month)


def part(match: Match, name: str) -> str | None:
    """Return a named group of a match, or its twin with a 2 or 3 in another branch of the pattern."""
    groups = match.groupdict()
    return groups.get(name) or groups.get(name + "2") or groups.get(name + "3")


def month_number(word: str) -> int:
    """Return the number of a month by its name or its numeral."""
    if word[0].isascii() and word[0].isalpha():
        return phrases.of().numbers("months")[word]
    return int(chinese(word) or word)


def count_of(word: str) -> int:
    """Return a number of months or years, 0 if it is none."""
    if word.isdigit():
        return int(word)
    return (english(word) if word.isascii() else int(chinese(word) or 0)) or 0


def day(match: Match, clock: Clock) -> PeriodMention:
    """Read a day: "March 13", "3月13日"."""
    number = month_number(match["m"])
    year, rule = year_of(match, clock, number)
    return mention(match, None if year is None else f"{year}-{number:02d}-{int(match['d']):02d}", rule, point=True)


def month(match: Match, clock: Clock) -> PeriodMention:
    """Read a month: "March 2024", "3月份"."""
    number = month_number(match["m"])
    year, rule = year_of(match, clock, number)
    return mention(match, None if year is None else f"{year}-{number:02d}", rule)


def months(match: Match, clock: Clock) -> PeriodMention:
    """Read a run of months: "January to July", "1至8月"."""
    first, last = month_number(match["m"]), month_number(match["n"])
    year, rule = year_of(match, clock, last)
    return mention(match, None if year is None else spell(year, first, last), rule)


def first_months(match: Match, clock: Clock) -> PeriodMention:
    """Read the first months of a year: "the first eight months", "前8个月"."""
    count = count_of(match["n"])
    year, rule = year_of(match, clock, count)
    return mention(match, None if year is None or not count else spell(year, 1, count), rule)


def quarter(match: Match, clock: Clock) -> PeriodMention:
    """Read a quarter: "the third quarter", "Q3", "三季度"."""
    word = part(match, "q") or ""
    number = phrases.of().numbers("quarters").get(word) or int(chinese(word) or word)
    year, rule = year_of(match, clock, 3 * number)
    return mention(match, None if year is None else f"{year}-Q{number}", rule)


def first_quarters(match: Match, clock: Clock) -> PeriodMention:
    """Read the first quarters of a year: "the first three quarters", "前三季度"."""
    count = 3 * (count_of(match["q"]) or 3)
    year, rule = year_of(match, clock, count)
    return mention(match, None if year is None else spell(year, 1, count), rule)


def half(match: Match, clock: Clock) -> PeriodMention:
    """Read a half of a year: "the first half", "H1", "上半年"."""
    number = phrases.of().numbers("halves").get(match["h"]) or int(match["h"])
    year, rule = year_of(match, clock, 6 * number)
    return mention(match, None if year is None else f"{year}-H{number}", rule)


def since(match: Match, clock: Clock) -> PeriodMention:
    """Read the years from one to the last that had ended: "since 2015", "2015年以来"."""
    first = int(match["a"][:4])
    last = clock.published.year - 1 if clock.published else None
    if last is not None and last <= first:
        last = clock.published.year if clock.published else None
    code = None if last is None or last < first else (f"{first}_{last}" if last > first else str(first))
    return mention(match, code, "since")


def since_month(match: Match, clock: Clock) -> PeriodMention:
    """Read the months from one to that of publication: "since October 2021", 自2021年10月以来."""
    first, seen = month_number(match["m"]), clock.published
    year, _ = year_of(match, clock, first)
    if year is None or seen is None or seen.month is None or (year, first) > (seen.year, seen.month):
        return mention(match, None, "since")
    return mention(match, stretch(seen.year, seen.month, 12 * (seen.year - year) + seen.month - first + 1), "since")


def plan(match: Match, clock: Clock) -> PeriodMention:
    """Read the years of a five-year plan, its last year, its first years, or those of it that are over."""
    first = phrases.of().numbers("five-year-plans")[match["p"]]
    known = phrases.of()
    if (years := part(match, "n")) is not None:
        return mention(match, f"{first}_{first + count_of(years) - 1}", "explicit")
    if known.pattern("{plan-end}").search(match[0]):
        return mention(match, str(first + 4), "explicit", point=True)
    if known.pattern("{plan-since}").search(match[0]) and clock.published is not None:
        last = min(first + 4, clock.published.year - 1)
        return mention(match, f"{first}_{last}" if last > first else str(first), "since")
    return mention(match, f"{first}_{first + 4}", "plan")


def span(match: Match, clock: Clock) -> PeriodMention | None:
    """Read the years from one to another: "from 2016 to 2020", "2016-2020年"; "2023-24" is a fiscal year."""
    first, last_word = int(match["a"][:4]), part(match, "b") or ""
    if len(last_word) == 2 and int(last_word) == (first + 1) % 100 and "-" in match[0]:
        return mention(match, f"FY{first}_{first}-04_{first + 1}-03", "explicit")
    last = int(last_word[:4]) if len(last_word) >= 4 else first // 100 * 100 + int(last_word)
    return None if last <= first else mention(match, f"{first}_{last}", "explicit")
