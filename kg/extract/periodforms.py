"""Turn a form in which a period is written into the period: days, months, quarters, halves, years, plans.

Readers share the names of their groups: `yr` a year by number or by distance, `m` and `n` months, `d` a day, `q` a
quarter, `h` a half, `p` a plan, `fy` a fiscal year, `pre` and `e` what stands before and after.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg import phrases
from kg.extract.dates import Clock, PeriodMention
from kg.extract.numerals import chinese, english

__all__ = [
    "YEAR",
    "Form",
    "Match",
    "Reader",
    "count_of",
    "day",
    "first_months",
    "first_quarters",
    "fiscal",
    "half",
    "mention",
    "month",
    "month_from_publication",
    "month_number",
    "months",
    "months_ended",
    "now",
    "part",
    "past",
    "plan",
    "quarter",
    "quarter_from_publication",
    "recent",
    "same",
    "same_earlier",
    "since",
    "since_month",
    "span",
    "spell",
    "stretch",
    "to_come",
    "unknown",
    "year_end",
    "year_of",
    "year_to_date",
]

YEAR = r"(?:19[5-9]\d|20[0-6]\d)"
"""A year by its number: what articles of our time speak of."""

Match = re.Match[str]
"""A form found in a text."""
Reader = Callable[[Match, Clock], "PeriodMention | None"]


_LATE = 9  # the last month from which the years to come begin with the year itself


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a period is written.

    Attributes:
        template: a pattern of `kg.phrases`, for text in lower case.
        reader: makes the period of a match; None where the words name no period after all.
        needs: a group of words one of which every match holds.
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


def unknown(match: Match, clock: Clock) -> PeriodMention:
    """Read a stretch of time whose years the text does not give: "over the next five years"."""
    return mention(match, None, "vague")


def recent(match: Match, clock: Clock) -> PeriodMention:
    """Read years whose number the text does not tell, and that are over: "in recent years", 近年来."""
    return mention(match, None, "recent")


def to_come(match: Match, clock: Clock) -> PeriodMention:
    """Read the years from publication on: "over the next five years", 未来三年."""
    word = part(match, "n") or ""
    count = phrases.of().numbers("stretches").get(word) or count_of(word)
    if clock.published is None or not count:
        return mention(match, None, "vague")
    first = clock.published.year + ((clock.published.month or 1) > _LATE)
    code = f"{first}_{first + count - 1}" if count > 1 else str(first)
    return mention(match, code, "to-come", deadline=True)


def year_end(match: Match, clock: Clock) -> PeriodMention:
    """Read the end or the whole of the year spoken of: "by year-end", 年底, 全年, 年内."""
    deadline = match.groupdict().get("to") is not None
    year, rule = clock.whole(deadline=deadline)
    point = match.groupdict().get("e") is not None
    return mention(match, None if year is None else str(year), rule, point=point, deadline=deadline)


def quarter_from_publication(match: Match, clock: Clock) -> PeriodMention:
    """Read a quarter named by its distance: "last quarter", 本季度."""
    seen = clock.published
    if seen is None or seen.month is None:
        return mention(match, None, "relative")
    distance = phrases.of().numbers("quarters-from-publication")[match["far"]]
    year, number = divmod(4 * seen.year + (seen.month - 1) // 3 + distance, 4)
    return mention(match, f"{year}-Q{number + 1}", "relative")


def fiscal(match: Match, clock: Clock) -> PeriodMention | None:
    """Read a fiscal year, its quarter or its half: "FY2024-25", "Q1 FY25", "the current fiscal year", 2024财年.

    Where the text names no country whose fiscal year is known, one number is taken for the calendar year.
    """
    first, offset = clock.fiscal or (4, 0)
    word, second, inner = part(match, "fy"), match.groupdict().get("fz"), part(match, "q") or part(match, "h")
    if word is not None:
        year = int(word[:4]) if len(word) >= 4 else 2000 + int(word[:2])
        if second is not None and int(second[-2:]) != (year + 1) % 100:
            return None
        start = year - (offset if second is None else 0)
        if second is None and clock.fiscal is None:
            return mention(match, None if inner else str(year), "vague" if inner else "explicit")
    else:
        seen = clock.published
        distance = phrases.of().numbers("fiscal-years-from-publication")[match["far"]]
        if seen is None:
            return mention(match, None, "vague")
        if clock.fiscal is None or seen.month is None:
            return mention(match, str(seen.year + distance) if distance < 0 and not inner else None, "vague")
        start = seen.year - (seen.month < first) + distance
    if not inner:
        return mention(match, stretch(start + 1, (first + 10) % 12 + 1, 12), "explicit")
    length = 3 if part(match, "q") else 6
    number = phrases.of().numbers("quarters" if length == 3 else "halves").get(inner) or int(chinese(inner) or inner)
    year, last = divmod(12 * start + first - 1 + length * number - 1, 12)
    return mention(match, stretch(year, last + 1, length), "explicit")


def same_earlier(match: Match, clock: Clock) -> PeriodMention:
    """Read the part of an earlier year that is spoken of: "in the same period of 2023", 去年同期."""
    year = clock.relative(match["yr"].strip())
    return mention(match, None if year is None else str(year), "same-earlier")


def months_ended(match: Match, clock: Clock) -> PeriodMention:
    """Read some months by their last one: "the year ended March 31, 2024", "the six months to June"."""
    last = month_number(match["m"])
    year, rule = year_of(match, clock, last)
    word = part(match, "n")
    count = 12 if word is None else phrases.of().numbers("stretches-of-months").get(word) or count_of(word)
    if year is None or not count:
        return mention(match, None, rule)
    return mention(match, stretch(year, last, count), "explicit")


def now(match: Match, clock: Clock) -> PeriodMention:
    """Read the day of publication: "at present", "截至目前"; or the day named before: 截至当天."""
    if clock.day and match[0].endswith(phrases.of().words("that-day")):
        return mention(match, clock.day, "now", point=True)
    return mention(match, clock.published.code if clock.published else None, "now", point=True)


def year_to_date(match: Match, clock: Clock) -> PeriodMention:
    """Read the part of the year that had gone by: "since the start of the year", "今年以来"."""
    seen = clock.published
    code = None
    if seen is not None:
        code = str(seen.year) if seen.month is None else spell(seen.year, 1, seen.month)
    return mention(match, code, "now")


def month_from_publication(match: Match, clock: Clock) -> PeriodMention:
    """Read a month named by its distance: "last month", "本月"."""
    seen = clock.published
    if seen is None or seen.month is None:
        return mention(match, None, "relative")
    distance = phrases.of().numbers("months-from-publication")[match[0]]
    year, number = divmod(12 * seen.year + seen.month - 1 + distance, 12)
    return mention(match, f"{year}-{number + 1:02d}", "relative")


def same(match: Match, clock: Clock) -> PeriodMention:
    """Read a period that is the one named before: "in the same period", "同期"."""
    return mention(match, None, "same")


def past(match: Match, clock: Clock) -> PeriodMention:
    """Read the years that had ended at publication: "over the past five years", "近三年"."""
    count = phrases.of().numbers("stretches").get(match["n"]) or count_of(match["n"])
    if clock.published is None or count < 2:
        return mention(match, None, "vague")
    last = clock.published.year - 1
    return mention(match, f"{last - count + 1}_{last}", "vague")


def span(match: Match, clock: Clock) -> PeriodMention | None:
    """Read the years from one to another: "from 2016 to 2020", "2016-2020年"; "2023-24" is a fiscal year."""
    first, last_word = int(match["a"][:4]), match["b"]
    if len(last_word) == 2 and int(last_word) == (first + 1) % 100 and "-" in match[0]:
        return mention(match, f"FY{first}_{first}-04_{first + 1}-03", "explicit")
    last = int(last_word[:4]) if len(last_word) >= 4 else first // 100 * 100 + int(last_word)
    return None if last <= first else mention(match, f"{first}_{last}", "explicit")
