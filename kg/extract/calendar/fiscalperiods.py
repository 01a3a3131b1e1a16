"""Read fiscal years and stretches of months told by their last one: "FY2024-25", "the year ended March 31, 2024".

The only module that knows in which month the fiscal year of a country begins and by which of its years it is named.
"""

from collections.abc import Sequence

from kg import phrases
from kg.extract.calendar.dates import Clock, PeriodMention
from kg.extract.calendar.periodforms import Match, count_of, mention, month_number, part, stretch, year_of
from kg.extract.numbers.numerals import chinese

__all__ = ["ended", "first_month", "named"]


def first_month(folded: str, lands: Sequence[str] = ()) -> tuple[int, int] | None:
    """Return the first month of the fiscal year of the country that a text names first, and the years to its name.

    None where the text speaks of no fiscal year or names no country whose fiscal year is known.

    Args:
        folded: the folded text.
        lands: names of the countries in which its places lie, asked where it names no country itself.
    """
    known = phrases.of()
    low = folded.lower()
    if not any(known.pattern(sign, low=True).search(low) for sign in ("{fiscal-sign}", "{fiscal-zh}")):
        return None
    found = [
        (match.start(), known.numbers(scheme)[match[0].casefold()], offset)
        for scheme, offset in (("fiscal-years-by-end", 1), ("fiscal-years-by-start", 0))
        for match in known.pattern(rf"(?<![A-Za-z]){{scheme-{scheme}}}(?![A-Za-z])").finditer(folded)
    ]
    if not found:
        found = [
            (at, known.numbers(scheme)[land.casefold()], offset)
            for scheme, offset in (("fiscal-years-by-end", 1), ("fiscal-years-by-start", 0))
            for at, land in enumerate(lands)
            if land.casefold() in known.numbers(scheme)
        ]
    return min(found)[1:] if found else None


def named(match: Match, clock: Clock) -> PeriodMention | None:
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


def ended(match: Match, clock: Clock) -> PeriodMention:
    """Read some months by their last one: "the year ended March 31, 2024", "the six months to June"."""
    last = month_number(match["m"])
    year, rule = year_of(match, clock, last)
    word = part(match, "n")
    count = 12 if word is None else phrases.of().numbers("stretches-of-months").get(word) or count_of(word)
    if year is None or not count:
        return mention(match, None, rule)
    return mention(match, stretch(year, last, count), "explicit")
