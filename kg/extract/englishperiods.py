"""The forms in which English newspapers write periods of time; the longer and surer ones first.

The only module that knows where a month is a verb ("may") and where four digits are a count and no year.
"""

from dataclasses import replace

from kg import phrases
from kg.extract import periodforms
from kg.extract.dates import Clock, PeriodMention
from kg.extract.periodforms import YEAR, Form, Match, mention

__all__ = ["FORMS"]

_COUNT = r"(?:{scheme-numbers}|\d{1,2})"
_FAR = r"(?:{scheme-years-from-publication}|{scheme-years-from-text})"
_OF = rf"(?:(?:,? (?:of|in) |,? ?)(?P<yr>{YEAR}(?![\d,]*\d)|{_FAR}))?"
_BEFORE_MONTH = r"\b{before-month}[ -]$"
_COUNTED = r" (?!{after-year})[a-z]{4,}s\b"
_BEFORE_YEAR = r"\b{before-year} $"


def _year(match: Match, clock: Clock) -> PeriodMention:
    """Read a year by number or by distance, with "by" or "at the end of" before it."""
    word = match["yr"].strip()
    year = clock.relative(word)
    known = phrases.of()
    before = match.groupdict().get("pre") or ""
    return mention(
        match,
        None if year is None else str(year),
        "explicit" if word[0].isdigit() else "relative",
        point=known.pattern("{moment-mark}").search(before) is not None,
        deadline=known.pattern("{term-mark}").match(before) is not None,
    )


def _year_alone(match: Match, clock: Clock) -> PeriodMention | None:
    """Read four digits as a year, unless they count things: "2000 enterprises"."""
    known, text = phrases.of(), match.string
    after, before = text[match.end() : match.end() + 24], text[max(0, match.start() - 12) : match.start()]
    if known.pattern(_COUNTED, case=True).match(after) and not known.pattern(_BEFORE_YEAR, case=True).search(before):
        return None
    return _year(match, clock)


def _month_alone(match: Match, clock: Clock) -> PeriodMention | None:
    """Read the name of a month, unless it may be a common word: "may", "march"."""
    known = phrases.of()
    if match["m"] in known.set("month-or-verb") and not match["yr"] and not match["pre"]:
        before = match.string[max(0, match.start() - 14) : match.start()]
        if not known.pattern(_BEFORE_MONTH, case=True).search(before):
            return None
    return replace(periodforms.month(match, clock), point=bool(match["pre"]))


def _year_end(match: Match, clock: Clock) -> PeriodMention:
    """Read the end of the year of publication: "by year-end"."""
    year = clock.published.year if clock.published else clock.year
    deadline = phrases.of().pattern("{term-mark}").match(match[0]) is not None
    return mention(match, None if year is None else str(year), "relative", point=True, deadline=deadline)


def _fiscal(match: Match, clock: Clock) -> PeriodMention:
    """Read a fiscal year by its number: "FY2024-25", "fiscal 2023"."""
    word = match["fy"]
    year = int(word[:4]) if len(word) >= 4 else 2000 + int(word[:2])
    if match.groupdict().get("fz"):
        return mention(match, f"FY{year}_{year}-04_{year + 1}-03", "explicit")
    return mention(match, f"{year}", "explicit")


def _last_fiscal(match: Match, clock: Clock) -> PeriodMention:
    """Read the fiscal year before that of publication, whose months the text does not give."""
    return mention(match, None if clock.published is None else str(clock.published.year - 1), "vague")


def _year_ended(match: Match, clock: Clock) -> PeriodMention:
    """Read the twelve months that end with a month: "the year ended March 31, 2024"."""
    month = periodforms.month_number(match["m"])
    year, rule = periodforms.year_of(match, clock, month)
    if year is None:
        return mention(match, None, rule)
    code = str(year) if month == 12 else f"FY{year - 1}_{year - 1}-{month + 1:02d}_{year}-{month:02d}"
    return mention(match, code, "explicit")


def _annual(match: Match, clock: Clock) -> PeriodMention:
    """Read the year that "annual results" are of: the last one that had ended."""
    if clock.sentence is not None or clock.published is None:
        return mention(match, None if clock.sentence is None else str(clock.sentence), "annual")
    return mention(match, str(clock.published.year - 1), "annual")


FORMS = (
    Form(
        r"\b(?:(?:the )?(?:{year-kind} )?year|(?:the )?{twelve-months}|fy) (?:that )?{year-ends}(?: on| in)? "
        r"(?:(?:the )?end of )?(?:(?P<d>\d{1,2}) )?(?P<m>{scheme-months})(?: (?P<e>\d{1,2}))?"
        rf"(?:,? (?P<yr>{YEAR}))?\b",
        _year_ended,
        "year-ends",
    ),
    Form(
        rf"\b{{stretch-preposition}} the {{coming}} (?:{_COUNT}|{{a-few}}|{{scheme-stretches}})(?: to {_COUNT})?"
        rf"(?: (?:years?|months?))?\b|\b{{within}} {_COUNT} years\b|"
        rf"\b{{stretch-preposition}} the {{elapsed}} (?:{_COUNT}|{{a-few}}) {{part-of-year}}\b|"
        rf"\b(?:this|the current|(?:the )?{{coming}}) {{fiscal-word}} year\b",
        periodforms.unknown,
    ),
    Form(r"\b(?:in )?(?:the )?{elapsed} {fiscal-word} year\b", _last_fiscal, "fiscal-word"),
    Form(rf"\b(?:fy|fiscal(?: year)? ?)(?P<fy>{YEAR}|\d\d)(?P<fz>[-/]\d\d(?:\d\d)?)\b", _fiscal),
    Form(rf"\b(?P<fy>{YEAR})(?P<fz>[-/]\d\d) {{fiscal-word}} year\b", _fiscal, "fiscal-word"),
    Form(rf"\b(?:fy ?|fiscal (?:year )?|financial year )(?P<fy>{YEAR}|\d\d)\b", _fiscal),
    Form(
        r"\b(?:(?:at|by|in) the end of )?(?:the |china's )?(?P<p>{scheme-five-year-plans}) {five-year-plan}(?: period)?"
        r"(?: \(\d{4}-\d{2,4}\))?",
        periodforms.plan,
        "five-year-plan",
    ),
    Form(
        r"\b(?:from |between |in )?(?P<m>{scheme-months})(?:-| to | through | and |-to-)(?P<n>{scheme-months})\b"
        rf"(?: period)?{_OF}",
        periodforms.months,
    ),
    Form(
        r"\b(?P<m>{scheme-months}) (?P<d>\d{1,2})(?:st|nd|rd|th)?\b"
        rf"(?![,.]?\d|%| percent| per cent| (?:m|b|tr)illion){_OF}",
        periodforms.day,
    ),
    Form(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{{scheme-months}})\b{_OF}", periodforms.day),
    Form(rf"\b(?:the )?first (?P<n>{_COUNT})[ -]months?\b{_OF}", periodforms.first_months),
    Form(rf"\b(?:the )?first (?P<q>two|three|2|3) quarters\b{_OF}", periodforms.first_quarters),
    Form(rf"\b(?P<yr>{YEAR})[ -]?q(?P<q>[1-4])\b", periodforms.quarter),
    Form(rf"\bq(?P<q>[1-4])\b{_OF}", periodforms.quarter),
    Form(rf"\b(?:the )?(?P<q>{{scheme-quarters}})[ -]quarter(?:'s)?\b{_OF}", periodforms.quarter),
    Form(rf"\b(?P<yr>{YEAR})[ -]?h(?P<h>[12])\b", periodforms.half),
    Form(rf"\bh(?P<h>[12])\b{_OF}", periodforms.half),
    Form(rf"\b(?:the )?(?P<h>{{scheme-halves}})[ -]half(?:[ -]year)?\b{_OF}", periodforms.half),
    Form(rf"\bsince (?P<a>{YEAR})\b", periodforms.since),
    Form(
        rf"\b(?:from |between )?(?P<a>{YEAR})(?: ?- ?| to | through | and |/)(?P<b>{YEAR}|\d\d)\b"
        r"(?! ?(?:%|{no-year-unit}|[a-z]*illion)|[,.]\d)",
        periodforms.span,
    ),
    Form(
        r"\b(?P<pre>{before-end}(?: the)? (?:very )?(?:end|close) of (?:the year )?|(?:by|at) year-end |end-|year-end |"
        r"{before-term} )"
        rf"(?P<yr>{YEAR}(?![,\d]|-\d)|{_FAR}(?! (?:before|earlier|ago)))",
        _year,
    ),
    Form(
        r"\b(?P<pre>{before-end-of-month}(?: the)? end of )?(?P<m>{scheme-months})\b(?<!may )"
        rf"{_OF}(?<![a-z]may)",
        _month_alone,
    ),
    Form(
        rf"(?<![\d,.$€£-])(?P<yr>{YEAR})(?![\d%]|,\d{{3}}|\.\d|-(?!end|based)[a-z0-9]|"
        r"(?: (?:{no-year-unit}|[a-z]*flops)\b)|(?:st|nd|rd|th)\b)",
        _year_alone,
    ),
    Form(
        r"(?<!with )(?<!with an )(?<!an )(?<!average )\b{of-the-year}(?= (?:\w+ )?{result-noun}\b)(?! \w+ growth)",
        _annual,
        "of-the-year",
    ),
    Form(rf"\b(?P<yr>{_FAR})\b(?! (?:before|earlier|ago)\b)(?!'s)", _year),
    Form(r"\b(?P<yr>{scheme-years-from-publication})'s\b", _year),
    Form(r"\b(?:by|at) (?:the )?year-end\b", _year_end),
    Form(r"\b{scheme-months-from-publication}\b", periodforms.month_from_publication),
    Form(r"\b{now-time}\b", periodforms.now),
    Form(r"\b{year-to-date}\b", periodforms.year_to_date, "year-to-date"),
    Form(
        r"\b{stretch-preposition} the same (?:(?:\w+ )?{same-time}|time)\b|\bin the same time\b|"
        r"\bin the {same-stretch}\b",
        periodforms.same,
    ),
    Form(
        rf"\b{{stretch-preposition}} the {{elapsed}} (?P<n>{_COUNT}|{{scheme-stretches}})(?: years)?\b",
        periodforms.past,
    ),
)
"""Of two forms that fit the same words the earlier one counts."""
