"""Find periods of time in a text and resolve them against the day of publication.

The only module that knows how newspapers write years, halves, quarters, months and plans. What cannot be resolved is
returned with `code` None: unknown, never guessed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg import phrases
from kg.errors import ModelError
from kg.extract.numerals import chinese, english
from kg.periods import Period

__all__ = ["PeriodMention", "Published", "find", "parsed"]

_YEAR = r"(?:19[5-9]\d|20[0-6]\d)"
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_HAN = "[一二三四五六七八九十两\\d]{1,3}"
_ORD = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_PLANS = {"11": 2006, "12": 2011, "13": 2016, "14": 2021, "15": 2026, "16": 2031}
_ZPLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}


@lru_cache(maxsize=4096)
def parsed(code: str) -> Period:
    """Return the period of a code; the few codes of a text are parsed once."""
    return Period.parse(code)


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
        rule: how it was read: `explicit`, `relative`, `year-of-text`, `now`, `same`, `since`, `plan`, `vague`.
        point: it is named as a moment ("by the end of", "as of", "截至").
        deadline: it may be a term to come ("by 2025", "到2025年").
    """

    start: int
    end: int
    code: str | None
    rule: str
    point: bool = False
    deadline: bool = False


_Handler = Callable[["re.Match[str]", "_Clock"], "PeriodMention | None"]


class _Clock:
    """What relative names are resolved against: publication, and the last year named before."""

    def __init__(self, published: Published | None) -> None:
        self.published = published
        self.year: int | None = None  # last explicit year of the text
        self.sentence: int | None = None  # last explicit year of this sentence
        self.day: str | None = None  # last day named

    def relative(self, word: str) -> int | None:
        if re.match(r"\d{4}", word):
            return int(word[:4])
        now = self.published.year if self.published else None
        offset = phrases.of().numbers("years-from-publication").get(word)
        if offset is not None:
            return None if now is None else now + offset
        known = self.sentence or self.year
        offset = phrases.of().numbers("years-from-text").get(word)
        if offset == 0:
            return now if known and now and known < now - 1 and self.sentence is None else known or now
        if offset is not None and known:
            return known + offset
        return None if offset is None or offset > 0 or now is None else now + offset

    def bare(self, month: int) -> int | None:
        """Year of a month, quarter or half named without one: the last that has ended when the text appeared."""
        if self.sentence is not None:
            return self.sentence
        if self.published is None:
            return self.year
        if self.published.month is None or month <= self.published.month:
            return self.published.year
        return self.published.year - 1


def find(
    folded: str,
    bounds: list[tuple[int, int]],
    language: str,
    published: Published | None,
    blocked: list[tuple[int, int]] | None = None,
) -> list[PeriodMention]:
    """Return the periods named in a folded text, in order, none overlapping.

    Args:
        folded: the folded text.
        bounds: spans of its sentences; a year named in one dates the months named after it there.
        language: `en` or `zh`; the other language's digits-only forms are found too.
        published: what "last year" is resolved against.
        blocked: spans that are no periods, such as "over the previous year" as a basis of comparison.
    """
    low = folded.lower()
    if len(low) != len(folded):
        low = folded
    taken = bytearray(len(low) + 1)
    for start, end in blocked or ():
        taken[start:end] = b"\1" * (end - start)
    spots: list[tuple[int, int, re.Match[str], _Handler]] = []
    for pattern, handler in _patterns(language):
        needed = _NEEDED.get(handler)
        if needed is not None and not any(word in low for word in needed):
            continue
        for match in pattern.finditer(low):
            start, end = match.span()
            if end > start and taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                spots.append((start, end, match, handler))
    spots.sort(key=lambda spot: spot[0])
    clock = _Clock(published)
    found: list[PeriodMention] = []
    edges = iter(bounds)
    edge = next(edges, (0, len(low)))
    for start, _, match, handler in spots:
        while start >= edge[1]:
            following = next(edges, None)
            if following is None:
                break
            edge, clock.sentence = following, None
        try:
            mention = handler(match, clock)
            if mention is not None and mention.code is not None:
                parsed(mention.code)
        except (ModelError, ValueError):
            continue
        if mention is None:
            continue
        if mention.rule in {"explicit", "relative"} and mention.code and mention.code[:2] != "FY":
            clock.sentence = clock.year = int(
                mention.code.rpartition("_")[2][:4] if "_" in mention.code else mention.code[:4]
            )
        if mention.code and len(mention.code) == 10 and mention.rule != "now":
            clock.day = mention.code
        found.append(mention)
    return found


def _mention(match: "re.Match[str]", code: str | None, rule: str, **more: bool) -> PeriodMention:
    return PeriodMention(match.start(), match.end(), code, rule, **more)


def _year_of(match: "re.Match[str]", clock: _Clock, month: int) -> tuple[int | None, str]:
    word = match.groupdict().get("yr")
    if word:
        return clock.relative(word.strip()), "explicit" if word[0].isdigit() else "relative"
    return clock.bare(month), "year-of-text"


def _month_number(word: str) -> int:
    return phrases.of().numbers("months")[word]


def _day(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    month = _month_number(match["m"]) if match["m"][0].isalpha() else int(match["m"])
    year, rule = _year_of(match, clock, month)
    return _mention(match, None if year is None else f"{year}-{month:02d}-{int(match['d']):02d}", rule, point=True)


def _month(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    month = _month_number(match["m"]) if match["m"][0].isalpha() else int(chinese(match["m"]) or match["m"])
    year, rule = _year_of(match, clock, month)
    return _mention(match, None if year is None else f"{year}-{month:02d}", rule)


def _months(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    first, last = (
        _month_number(w) if w[0].isalpha() and w[0].isascii() else int(chinese(w) or w)
        for w in (match["m"], match["n"])
    )
    year, rule = _year_of(match, clock, last)
    return _mention(match, None if year is None else _range(year, first, last), rule)


def _first_months(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    word = match["n"]
    count = int(word) if word.isdigit() else int(chinese(word) or 0) if not word.isascii() else english(word) or 0
    year, rule = _year_of(match, clock, count)
    return _mention(match, None if year is None or not count else _range(year, 1, count), rule)


def _range(year: int, first: int, last: int) -> str:
    if (first, last) == (1, 12):
        return f"{year}"
    if first == last:
        return f"{year}-{first:02d}"
    if (first, last) == (1, 6):
        return f"{year}-H1"
    if last - first == 2 and first % 3 == 1:
        return f"{year}-Q{last // 3}"
    return f"{year}-{first:02d}_{year}-{last:02d}"


def _quarter(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    word = match["q"]
    number = _ORD.get(word) or int(chinese(word) or word)
    year, rule = _year_of(match, clock, 3 * number)
    return _mention(match, None if year is None else f"{year}-Q{number}", rule)


def _quarters(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    word = match["q"]
    number = english(word) if word.isascii() and word.isalpha() else int(chinese(word) or word)
    year, rule = _year_of(match, clock, 3 * (number or 3))
    return _mention(match, None if year is None else _range(year, 1, 3 * (number or 3)), rule)


def _half(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    number = {"first": 1, "second": 2, "上": 1, "下": 2, "latter": 2}.get(match["h"]) or int(match["h"])
    year, rule = _year_of(match, clock, 6 * number)
    return _mention(match, None if year is None else f"{year}-H{number}", rule)


def _year(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    word = match["yr"].strip()
    year = clock.relative(word)
    pre = match.groupdict().get("pre") or ""
    point = any(w in pre for w in ("end", "as of", "截至", "close", "底", "末")) or any(
        w in match[0] for w in ("年底", "年末", "末")
    )
    deadline = bool(re.match(r"(?:by|through|until|before|到|至)", pre)) or bool(re.match("到|至", match[0]))
    rule = "explicit" if word[0].isdigit() else "relative"
    return _mention(match, None if year is None else str(year), rule, point=point, deadline=deadline)


def _span(match: "re.Match[str]", clock: _Clock) -> PeriodMention | None:
    first = int(match["a"][:4])
    last_word = match["b"]
    if len(last_word) == 2 and int(last_word) == (first + 1) % 100 and "-" in match[0]:
        return _mention(match, f"FY{first}_{first}-04_{first + 1}-03", "explicit")
    last = int(last_word[:4]) if len(last_word) >= 4 else first // 100 * 100 + int(last_word)
    if last <= first:
        return None
    return _mention(match, f"{first}_{last}", "explicit")


def _since(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    first = int(match["a"][:4])
    last = clock.published.year - 1 if clock.published else None
    if last is not None and last <= first:
        last = clock.published.year if clock.published else None
    code = None if last is None or last < first else (f"{first}_{last}" if last > first else str(first))
    return _mention(match, code, "since")


def _plan(match: "re.Match[str]", clock: _Clock) -> PeriodMention | None:
    first = _PLANS.get(match["p"]) if match["p"].isascii() else _ZPLANS.get(match["p"])
    if first is None:
        return None
    if re.search(r"end|末|收官", match[0]):
        return _mention(match, str(first + 4), "explicit", point=True)
    return _mention(match, f"{first}_{first + 4}", "plan")


def _fiscal(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    word = match["fy"]
    year = int(word[:4]) if len(word) >= 4 else 2000 + int(word[:2])
    if match.groupdict().get("fz"):
        return _mention(match, f"FY{year}_{year}-04_{year + 1}-03", "explicit")
    return _mention(match, f"{year}", "explicit")


def _year_ended(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    """Return the twelve months that end with a month: "the year ended March 31, 2024"."""
    month = _month_number(match["m"])
    year, rule = _year_of(match, clock, month)
    if year is None:
        return _mention(match, None, rule)
    code = str(year) if month == 12 else f"FY{year - 1}_{year - 1}-{month + 1:02d}_{year}-{month:02d}"
    return _mention(match, code, "explicit")


def _open(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    """Return a stretch of time whose years the text does not give."""
    return _mention(match, None, "vague")


def _last_fiscal(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    return _mention(match, None if clock.published is None else str(clock.published.year - 1), "vague")


def _annual(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    """Return the year that "annual results" are of: the last one that had ended."""
    if clock.sentence is not None or clock.published is None:
        return _mention(match, None if clock.sentence is None else str(clock.sentence), "annual")
    return _mention(match, str(clock.published.year - 1), "annual")


def _now(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    if match[0].endswith(("当天", "当日")) and clock.day:
        return _mention(match, clock.day, "now", point=True)
    return _mention(match, clock.published.code if clock.published else None, "now", point=True)


def _ytd(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    seen = clock.published
    code = None
    if seen is not None:
        code = str(seen.year) if seen.month is None else _range(seen.year, 1, seen.month)
    return _mention(match, code, "now")


def _last_month(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    seen = clock.published
    if seen is None or seen.month is None:
        return _mention(match, None, "relative")
    year, month = (seen.year, seen.month - 1) if seen.month > 1 else (seen.year - 1, 12)
    if match[0] in {"this month", "本月"}:
        year, month = seen.year, seen.month
    return _mention(match, f"{year}-{month:02d}", "relative")


def _year_end(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    year = clock.published.year if clock.published else clock.year
    return _mention(
        match, None if year is None else str(year), "relative", point=True, deadline=match[0].startswith("by")
    )


def _same(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    return _mention(match, None, "same")


def _past(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    word = match["n"]
    count = (
        10
        if word in {"decade", "十"}
        else int(word)
        if word.isdigit()
        else (english(word) if word.isascii() else int(chinese(word) or 0)) or 0
    )
    if clock.published is None or count < 2:
        return _mention(match, None, "vague")
    last = clock.published.year - 1
    return _mention(match, f"{last - count + 1}_{last}", "vague")


def _named(match: "re.Match[str]", clock: _Clock) -> None:
    return None


_NEEDED: "dict[_Handler, tuple[str, ...]]" = {
    _fiscal: ("fy", "fiscal", "financial"),
    _plan: ("five-year", "五"),
    _quarters: ("quarters", "季"),
    _quarter: ("q", "季"),
    _half: ("half", "h1", "h2", "半年"),
    _since: ("since", "以来", "起", "年来"),
    _first_months: ("first", "个月", "月"),
    _year_ended: (" ended", " ending", "year to ", "year through ", "months to ", "months through "),
    _open: ("next", "coming", "within", "over", "past", "last", "previous", "fiscal", "financial", "年"),
    _last_fiscal: ("fiscal", "financial"),
    _annual: ("annual", "full-year"),
    _year_end: ("year-end", "year end"),
    _ytd: ("since the", "date", "以来", "今年"),
    _same: ("same", "in the ", "同期", "当季", "当月"),
    _past: ("past", "last", "previous"),
    _last_month: ("month", "月"),
}
"""Words without which a pattern cannot match: a text that has none of them is not searched for it."""


@cache
def _patterns(language: str) -> "list[tuple[re.Pattern[str], _Handler]]":
    return [(re.compile(pattern), handler) for pattern, handler in (_zh() if language == "zh" else _en())]


def _years() -> str:
    """Return a pattern of the words that name a year by its distance."""
    words = (*phrases.of().numbers("years-from-publication"), *phrases.of().numbers("years-from-text"))
    return "|".join(sorted(words, key=len, reverse=True))


def _en() -> "Iterator[tuple[str, _Handler]]":
    month = "(?:" + "|".join(sorted(map(re.escape, phrases.of().numbers("months")), key=len, reverse=True)) + ")"
    rel = f"(?:{_years()})"
    of = rf"(?:(?:,? (?:of|in) |,? ?)(?P<yr>{_YEAR}(?![\d,]*\d)|{rel}))?"
    yield (
        (
            rf"\b(?:(?:the )?(?:fiscal |financial |full )?year|(?:the )?(?:12|twelve) months|"
            rf"fy) (?:that )?(?:ended|ending|to|through)"
            rf"(?: on| in)? (?:(?:the )?end of )?(?:(?P<d>\d{{1,2}}) )?(?P<m>{month})(?: (?P<e>\d{{1,2}}))?"
            rf"(?:,? (?P<yr>{_YEAR}))?\b"
        ),
        _year_ended,
    )
    yield (
        (
            rf"\b(?:over|in|during|for|within) the (?:next|coming) (?:{_NUMBER}|few|several|"
            rf"decade)(?: to {_NUMBER})?(?: (?:years?|months?))?\b|"
            rf"\b(?:within|over) (?:{_NUMBER}) years\b|\b(?:over|in|during|for|within) the (?:past|last|"
            rf"previous) (?:{_NUMBER}|few|several) (?:months|weeks|days|quarters)\b|"
            rf"\b(?:this|the current|next|the next|the coming) (?:fiscal|financial) year\b"
        ),
        _open,
    )
    yield r"\b(?:in )?(?:the )?(?:last|previous|past) (?:fiscal|financial) year\b", _last_fiscal
    yield rf"\b(?:fy|fiscal(?: year)? ?)(?P<fy>{_YEAR}|\d\d)(?P<fz>[-/]\d\d(?:\d\d)?)\b", _fiscal
    yield rf"\b(?P<fy>{_YEAR})(?P<fz>[-/]\d\d) (?:fiscal|financial) year\b", _fiscal
    yield rf"\b(?:fy ?|fiscal (?:year )?|financial year )(?P<fy>{_YEAR}|\d\d)\b", _fiscal
    yield (
        (
            r"\b(?:(?:at|by|in) the end of )?(?:the |"
            r"china's )?(?P<p>1[1-6])th five-year plan(?: period)?(?: \(\d{4}-\d{2,4}\))?"
        ),
        _plan,
    )
    yield (
        rf"\b(?:from |between |in )?(?P<m>{month})(?:-| to | through | and |-to-)(?P<n>{month})\b(?: period)?{of}",
        _months,
    )
    yield (
        (
            rf"\b(?P<m>{month}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?![,.]?\d|%| percent| per cent|"
            rf" (?:m|b|tr)illion){of}"
        ),
        _day,
    )
    yield rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{month})\b{of}", _day
    yield rf"\b(?:the )?first (?P<n>{_NUMBER})[ -]months?\b{of}", _first_months
    yield rf"\b(?:the )?first (?P<q>two|three|2|3) quarters\b{of}", _quarters
    yield rf"\b(?P<yr>{_YEAR})[ -]?q(?P<q>[1-4])\b", _quarter
    yield rf"\bq(?P<q>[1-4])\b{of}", _quarter
    yield rf"\b(?:the )?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter(?:'s)?\b{of}", _quarter
    yield rf"\b(?P<yr>{_YEAR})[ -]?h(?P<h>[12])\b", _half
    yield rf"\bh(?P<h>[12])\b{of}", _half
    yield rf"\b(?:the )?(?P<h>first|second|latter)[ -]half(?:[ -]year)?\b{of}", _half
    yield rf"\bsince (?P<a>{_YEAR})\b", _since
    yield (
        (
            rf"\b(?:from |between )?(?P<a>{_YEAR})(?: ?- ?| to | through | and |/)(?P<b>{_YEAR}|"
            rf"\d\d)\b(?! ?(?:%|percent|per cent|billion|million|yuan|[a-z]*illion)|[,.]\d)"
        ),
        _span,
    )
    yield (
        (
            rf"\b(?P<pre>(?:by|at|as of|until|through|before|to|from)(?: the)? (?:very )?(?:end|"
            rf"close) of (?:the year )?|(?:by|at) year-end |end-|year-end |by |until |through |"
            rf"before |as of )(?P<yr>{_YEAR}(?![,\d]|-\d)|{rel}(?! (?:before|earlier|ago)))"
        ),
        _year,
    )
    yield (
        rf"\b(?P<pre>(?:by|at|as of|until|through|to)(?: the)? end of )?(?P<m>{month})\b(?<!may ){of}(?<![a-z]may)",
        _month_checked,
    )
    yield (
        (
            rf"(?<![\d,.$€£-])(?P<yr>{_YEAR})(?![\d%]|,\d{{3}}|\.\d|-(?!end|based)[a-z0-9]|"
            rf"(?: (?:billion|million|trillion|yuan|percent|per cent|[a-z]*flops|gbps)\b)|(?:st|nd|"
            rf"rd|th)\b)"
        ),
        _year_checked,
    )
    yield (
        r"(?<!with )(?<!with an )(?<!an )(?<!average )\b(?:annual|full-year)(?= (?:\w+ )?(?:revenues?|sales|net|"
        r"profits?|results|turnover|earnings|income)\b)(?! \w+ growth)",
        _annual,
    )
    yield rf"\b(?P<yr>{rel})\b(?! (?:before|earlier|ago)\b)(?!'s)", _year
    yield r"\b(?P<yr>last year|this year|next year)'s\b", _year
    yield r"\b(?:by|at) (?:the )?year-end\b", _year_end
    yield r"\b(?:last|this) month\b", _last_month
    yield (
        (
            r"\b(?:so far(?: this year)?|to date|at present|currently|presently|as of now|"
            r"as of today|these days|now|today)\b"
        ),
        _now,
    )
    yield (
        (
            r"\bsince the (?:start|beginning) of (?:the|this) year\b|\byear[ -]to[ -]date\b|"
            r"\bin the year to date\b"
        ),
        _ytd,
    )
    yield (
        (
            r"\b(?:over|in|during|for) the same (?:(?:\w+ )?(?:months?|period|year|quarter|half|"
            r"time)|time)\b|\bin the same time\b|\bin the (?:period|six months|quarter|half)\b"
        ),
        _same,
    )
    yield rf"\b(?:over|in|during|for|within) the (?:past|last|previous) (?P<n>{_NUMBER}|decade)(?: years)?\b", _past


def _month_checked(match: "re.Match[str]", clock: _Clock) -> PeriodMention | None:
    word = match["m"]
    if word in {"may", "mar", "sep", "march", "dec", "jan", "oct"} and not match["yr"]:
        before = match.string[max(0, match.start() - 14) : match.start()]
        if word in {"may", "march", "mar"} and not (
            match["pre"] or re.search(r"\b(?:in|of|by|since|from|until|to|last|late|early|mid|during|for)[ -]$", before)
        ):
            return None
    mention = _month(match, clock)
    return replace(mention, point=bool(match["pre"]))


def _year_checked(match: "re.Match[str]", clock: _Clock) -> PeriodMention | None:
    after = match.string[match.end() : match.end() + 24]
    before = match.string[max(0, match.start() - 12) : match.start()]
    if re.match(
        (
            r" (?!and|or|to|through|was|were|is|as|for|on|in|at|by|of|with|when|which|the|from|"
            r"after|it|its|that|compared|alone|saw|has|had|have|rose|fell|grew|amid|while|but|up|"
            r"down|over|year|target|plan|goal|figures?|prices|level|total)[a-z]{4,}s\b"
        ),
        after,
    ) and not re.search(r"\b(?:in|since|of|by|from|during|for|until|through|on|year|and|to|than|over) $", before):
        return None  # "2000 enterprises": a count without its comma
    return _year(match, clock)


def _zh() -> "Iterator[tuple[str, _Handler]]":
    zyear = rf"(?P<yr>(?:19[5-9]\d|20[0-6]\d)年?|{_years()})"
    yield (
        rf"(?:自|从)?(?P<a>{_YEAR})年?(?:至|到|-|—|~|--)(?P<b>{_YEAR})年(?!(?:底|末)?(?:增|达|上升|提升|提高|升|跃|突破|超))",
        _span,
    )
    yield rf"(?:自|从)?(?P<a>{_YEAR})年(?:以来|起|来)", _since
    yield r"[“\"]?(?P<p>十[一二三四五]五)[”\"]?(?:规划)?(?:时期|期间|以来|末|期末|收官|开局)?", _plan
    yield rf"(?:截至|截止|到|至)?{zyear}?(?P<m>1?\d)月(?P<d>[0-3]?\d)[日号]", _day
    yield (
        (
            rf"(?:(?:{zyear})(?:的|,)?)?(?P<m>1?\d|[一二三四五六七八九十]{{1,2}})月?(?:-|—|至|到|~|"
            rf"--)(?P<n>1?\d|[一二三四五六七八九十]{{1,2}})月(?:份)?"
        ),
        _months,
    )
    yield rf"(?:(?:{zyear})(?:的|,)?)?前(?P<n>{_HAN})个?月", _first_months
    yield rf"(?:(?:{zyear})(?:的|,)?)?前(?P<q>[一二三两23])(?:个)?季度?", _quarters
    yield rf"(?:(?:{zyear})(?:的|,)?)?第?(?P<q>[一二三四1-4])季度", _quarter
    yield rf"(?:(?:{zyear})(?:的|,)?)?(?P<h>[上下])半年", _half
    yield rf"(?:(?:截至|截止|到|至))?(?:{zyear})?(?P<m>1[0-2]|[1-9])月(?:份)?(?:底|末)?", _month
    yield r"(?:今年|年初)以来|今年(?=截至)", _ytd
    yield rf"(?P<pre>截至|截止|到|至|自)?{zyear}(?:年)?(?:度)?(?P<e>底|末|年底|年末|全年)?(?!\d)", _zh_year
    yield r"(?P<pre>截至|截止|到|至)?(?P<e>年底|年末|全年)", _zh_end
    yield r"上月|上个月|本月", _last_month
    yield rf"(?:未来|今后|用)?{_HAN}年(?:内|时间)|(?:未来|今后){_HAN}(?:到{_HAN})?(?:年|个月)", _open
    yield (
        r"现有|现拥有|截至(?:目前|当天|当日|发稿|现在|昨日|今日)|截止目前|目前|眼下|如今|现在|迄今|至今|现已|当前",
        _now,
    )
    yield r"同期(?!相比|增)|当季|当月", _same
    yield rf"(?:近|过去|最近)(?P<n>{_HAN})年(?:来|间|中)?|(?<![\d第])(?P<n2>{_HAN})年来", _past_zh


def _zh_year(match: "re.Match[str]", clock: _Clock) -> PeriodMention | None:
    word = match["yr"].strip()
    if word[0].isdigit() and "年" not in match[0]:
        return None
    year = clock.relative(word)
    pre, tail = match["pre"] or "", match["e"] or ""
    rule = "explicit" if word[0].isdigit() else "relative"
    point = bool(tail and tail != "全年") or pre in {"截至", "截止"}
    return _mention(match, None if year is None else str(year), rule, point=point, deadline=pre in {"到", "至"})


def _zh_end(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    year = clock.sentence or clock.year or (clock.published.year if clock.published else None)
    return _mention(match, None if year is None else str(year), "year-of-text", point=match["e"] != "全年")


def _past_zh(match: "re.Match[str]", clock: _Clock) -> PeriodMention:
    word = match["n"] or match["n2"]
    count = int(chinese(word) or 0) if not word.isdigit() else int(word)
    if count == 1 and match["n"] and clock.published is not None:
        return _mention(match, str(clock.published.year - 1), "relative")
    if clock.published is None or count < 2:
        return _mention(match, None, "vague")
    last = clock.published.year - 1
    return _mention(match, f"{last - count + 1}_{last}", "vague")
