"""Read periods named by their distance: from publication ("last quarter", 未来三年) or from what was told before.

What lies at no known distance is returned with `code` None.
"""

from kg import phrases
from kg.extract.calendar.dates import Clock, PeriodMention
from kg.extract.calendar.periodforms import Match, count_of, mention, part, spell

__all__ = [
    "month_from_publication",
    "now",
    "past",
    "quarter_from_publication",
    "recent",
    "same",
    "same_earlier",
    "to_come",
    "unknown",
    "year_end",
    "year_to_date",
    "years_ago",
]

_LATE = 9  # the last month from which the years to come begin with the year itself


def recent(match: Match, clock: Clock) -> PeriodMention:
    """Read years whose number the text does not tell, and that are over: "in recent years", 近年来."""
    return mention(match, None, "recent")


def years_ago(match: Match, clock: Clock) -> PeriodMention:
    """Read a year by its distance before publication: "five years ago", "a decade ago", 五年前."""
    word = part(match, "n") or ""
    count = phrases.of().numbers("stretches").get(word) or count_of(word)
    year = clock.published.year - count if clock.published and count else None
    return mention(match, None if year is None else str(year), "relative")


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


def same(match: Match, clock: Clock) -> PeriodMention:
    """Read a period that is the one named before: "in the same period", "同期"."""
    return mention(match, None, "same")


def same_earlier(match: Match, clock: Clock) -> PeriodMention:
    """Read the part of an earlier year that is spoken of: "in the same period of 2023", 去年同期."""
    year = clock.relative(match["yr"].strip())
    return mention(match, None if year is None else str(year), "same-earlier")


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


def past(match: Match, clock: Clock) -> PeriodMention:
    """Read the years that had ended at publication: "over the past five years", "近三年"."""
    count = phrases.of().numbers("stretches").get(match["n"]) or count_of(match["n"])
    if clock.published is None or count < 2:
        return mention(match, None, "vague")
    last = clock.published.year - 1
    return mention(match, f"{last - count + 1}_{last}", "vague")


def unknown(match: Match, clock: Clock) -> PeriodMention:
    """Read a stretch of time whose years the text does not give: "over the next five years"."""
    return mention(match, None, "vague")
