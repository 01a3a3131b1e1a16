"""The forms in which English newspapers write periods of time; the longer and surer ones first.

The only module that knows where a month is a verb ("may") and where four digits are a count and no year.
"""

from dataclasses import replace

from kg import phrases
from kg.extract.calendar import fiscalperiods, periodforms, relativeperiods
from kg.extract.calendar.dates import Clock, PeriodMention
from kg.extract.calendar.periodforms import YEAR, Form, Match, mention

__all__ = ["FORMS"]

_COUNT = r"(?:{scheme-numbers}|\d{1,2})"
_FAR = r"(?:{scheme-years-from-publication}|{scheme-years-from-text})"
_OF = rf"(?:(?:,? {{in-of}} |,? ?)(?P<yr>{YEAR}(?![\d,]*\d)|{_FAR}))?"
_BEFORE_MONTH = r"\b{before-month}[ -]$"
_COUNTED = r" (?!{after-year})[a-z]{4,}s\b"
_LASTING = r"\b{lasting} (?:\w+ )?$"
_BEFORE_YEAR = r"\b{before-year} $"

# What a text must hold to be searched for several forms, each told at a glance.
_MONTH = r"{scheme-months}\b"
_ENDED = r"(?:{same-time}|fy) (?:that )?{year-ends} "
_SHORT = r"[1-4qh](?:(?<=\d)[qh]|(?<=\D)[1-4])"
_TWO_YEARS = rf"{YEAR}(?: ?- ?| {{span-end}} | and |/)\d"
_OF_A_YEAR = r"'s (?:{scheme-quarters}|{scheme-halves})"
_STRETCH = rf"the (?:{{coming}}|{{elapsed}}) |over {_COUNT}|within (?:an? |{_COUNT})"


def _year(match: Match, clock: Clock) -> PeriodMention:
    """Read a year by number or by distance, with "by" or "at the end of" before it."""
    word = match["yr"].strip()
    known = phrases.of()
    if clock.accounts is not None and known.numbers("years-from-text").get(word) == 0:
        return mention(match, clock.accounts, "explicit")
    year = clock.relative(word)
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


def _in_years(match: Match, clock: Clock) -> PeriodMention:
    """Read a year by its distance: "in four years' time"."""
    year = clock.published.year + periodforms.count_of(match["n"]) if clock.published else None
    return mention(match, None if year is None else str(year), "relative", deadline=True)


def _decade_end(match: Match, clock: Clock) -> PeriodMention:
    """Read the year in which the decade of publication ends: "by the end of the decade"."""
    year = clock.published.year // 10 * 10 + 10 if clock.published else None
    return mention(match, None if year is None else str(year), "relative", point=True, deadline=True)


def _annual(match: Match, clock: Clock) -> PeriodMention:
    """Read the year that "annual results" are of: the last one that had ended."""
    if clock.sentence is not None or clock.published is None:
        return mention(match, None if clock.sentence is None else str(clock.sentence), "annual")
    return mention(match, str(clock.published.year - 1), "annual")


def _through(match: Match, clock: Clock) -> PeriodMention | None:
    """Read the months of a year up to one: "exports through September"; not "runs through September"."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    if phrases.of().pattern(_LASTING, case=True).search(before):
        return None
    year, rule = periodforms.year_of(match, clock, last := periodforms.month_number(match["m"]))
    return mention(match, None if year is None else periodforms.spell(year, 1, last), rule)


def _no_period(_match: Match, _clock: Clock) -> None:
    """Read no period where a year only tells whose prices are meant: "at the prices of the previous year"."""


FORMS = (
    Form(rf"\b{{price-base}} (?:the )?(?:{YEAR}|{_FAR})\b", _no_period, "{price-base}"),
    Form(r"\b{now-time}\b", relativeperiods.now),
    Form(rf"\b(?:(?P<n>{_COUNT}) years|an? (?P<n2>{{scheme-stretches}})) ago\b", relativeperiods.years_ago, "{ago}"),
    Form(r"\b{recent-years}\b", relativeperiods.recent, "{recent-years}"),
    Form(r"\b{year-to-date}\b", relativeperiods.year_to_date, "{year-to-date}"),
    Form(
        r"\b(?:(?:the )?(?:{year-kind} )?year|(?:the )?{twelve-months}|fy) (?:that )?{year-ends}(?: {in-on-at})? "
        r"(?:(?:the )?end of )?(?:(?P<d>\d{1,2}) )?(?P<m>{scheme-months})(?: (?P<e>\d{1,2}))?"
        rf"(?:,? (?P<yr>{YEAR}))?\b",
        fiscalperiods.ended,
        _ENDED,
    ),
    Form(
        rf"\b(?:the )?(?:(?P<n>{_COUNT}|{{scheme-stretches-of-months}})[ -]months?(?: period)?|"
        r"(?P<n2>{scheme-stretches-of-months})) (?:that )?{year-ends}(?: {in-on-at})? "
        r"(?:(?:the )?end of )?(?:\d{1,2} )?(?P<m>{scheme-months})(?: \d{1,2}\b(?! ?%))?"
        rf"(?:,? (?P<yr>{YEAR}|{_FAR}))?\b",
        fiscalperiods.ended,
        _ENDED,
    ),
    Form(
        rf"\b(?:(?:the )?(?P<q>{{scheme-quarters}})[ -]quarter|q(?P<q2>[1-4]))(?: {{in-of}})?(?: the)? "
        rf"(?:{{fiscal-mark}} ?'?(?P<fy>{YEAR}|\d\d)(?P<fz>[-/]\d\d(?:\d\d)?)?|"
        r"(?P<far>{scheme-fiscal-years-from-publication}) {fiscal-word}(?: year)?)\b",
        fiscalperiods.named,
        "{fiscal-sign}",
    ),
    Form(
        rf"\b(?:(?:the )?(?P<h>{{scheme-halves}})[ -]half|h(?P<h2>[12]))(?: {{in-of}})?(?: the)? "
        rf"(?:{{fiscal-mark}} ?'?(?P<fy>{YEAR}|\d\d)(?P<fz>[-/]\d\d(?:\d\d)?)?|"
        r"(?P<far>{scheme-fiscal-years-from-publication}) {fiscal-word}(?: year)?)\b",
        fiscalperiods.named,
        "{fiscal-sign}",
    ),
    Form(
        r"\b(?:in )?(?:the )?(?P<far>{scheme-fiscal-years-from-publication}) "
        r"(?:{fiscal-word} year\b|fiscal\b(?=[,.;:)]|$| (?:{after-year})\b))",
        fiscalperiods.named,
        "{fiscal-sign}",
    ),
    Form(
        rf"\b{{fiscal-mark}} ?'?(?P<fy>{YEAR}|\d\d)(?P<fz>[-/]\d\d(?:\d\d)?)?\b", fiscalperiods.named, "{fiscal-sign}"
    ),
    Form(
        rf"\b(?:(?P<fy>{YEAR})(?P<fz>[-/]\d\d(?:\d\d)?) {{fiscal-word}}|(?P<fy2>{YEAR}) {{fiscal-word}} year)\b",
        fiscalperiods.named,
        "{fiscal-sign}",
    ),
    Form(rf"\b(?P<fy>{YEAR})(?P<fz>/\d\d)\b", fiscalperiods.named, _TWO_YEARS),
    Form(
        rf"\b{{stretch-preposition}} the {{coming}} (?P<n>{_COUNT}|{{scheme-stretches}})(?: years?)?\b"
        r"(?! {part-of-year})|"
        rf"\bwithin (?P<n2>{_COUNT}) years\b|\bwithin an? (?P<n3>{{scheme-stretches}})\b",
        relativeperiods.to_come,
        _STRETCH,
    ),
    Form(rf"\bin (?P<n>{_COUNT}) years'? time\b", _in_years, r"years'? time"),
    Form(
        rf"\b{{stretch-preposition}} the {{coming}} (?:{_COUNT}|{{a-few}})(?: to {_COUNT})?(?: {{years-months}})?\b|"
        rf"\b{{stretch-preposition}} the {{elapsed}} (?:{_COUNT}|{{a-few}}) {{part-of-year}}\b|"
        rf"\bover {_COUNT} years\b",
        relativeperiods.unknown,
        _STRETCH,
    ),
    Form(
        rf"\b(?:(?:{{stretch-preposition}}|{{on-from-to}}) )?(?:the )?{{same-as}} (?:\w+ )?{{same-time}},? "
        rf"(?:{{in-of}} )?(?P<yr>{YEAR}|{_FAR})\b",
        relativeperiods.same_earlier,
        "{same-as}",
    ),
    Form(
        r"\b(?:{at-by-in} the end of |since (?:the {launch} of )?)?(?:{plan-owner} )?"
        r"(?P<p>{scheme-five-year-plans}) {five-year-plan}(?: period)?(?: \(\d{4}-\d{2,4}\))?",
        periodforms.plan,
        "{five-year-plan}",
    ),
    Form(
        rf"\bsince (?:{{part-of-a-year}}[ -])?(?P<m>{{scheme-months}})(?:,? (?P<yr>{YEAR}|{_FAR}))?\b(?! \d)",
        periodforms.since_month,
        "{since-mark}",
    ),
    Form(
        r"\b(?:{span-opening} )?(?P<m>{scheme-months})(?:-| {span-joint} |-to-)(?P<n>{scheme-months})\b"
        rf"(?: {{span-noun}})?{_OF}",
        periodforms.months,
        _MONTH,
    ),
    Form(rf"\b{{up-to-month}} (?P<m>{{scheme-months}})\b(?! \d{{1,2}}\b){_OF}", _through, "{up-to-month}"),
    Form(
        r"\b(?P<m>{scheme-months}) (?P<d>\d{1,2}){ordinal-ending}?\b"
        rf"(?![,.]?\d|%| {{percent-word}}| [a-z]{{1,2}}illion){_OF}",
        periodforms.day,
        _MONTH,
    ),
    Form(rf"\b(?P<d>\d{{1,2}}){{ordinal-ending}}? (?:of )?(?P<m>{{scheme-months}})\b{_OF}", periodforms.day, _MONTH),
    Form(rf"\b(?:the )?{{opening}} (?P<n>{_COUNT})[ -]months?\b{_OF}", periodforms.first_months, "{month-word}"),
    Form(rf"\b(?P<n>{_COUNT})-month(?= (?:\w+ )?{{result-noun}}\b)", periodforms.first_months, "{month-hyphen}"),
    Form(
        rf"\b(?:the )?{{opening}} (?P<q>{{opening-quarters}}) quarters\b{_OF}",
        periodforms.first_quarters,
        "{quarter-word}",
    ),
    Form(rf"\b(?P<yr>{YEAR}|{_FAR})'s (?P<q>{{scheme-quarters}})[ -]quarter\b", periodforms.quarter, _OF_A_YEAR),
    Form(rf"\b(?P<yr>{YEAR}|{_FAR})'s (?P<h>{{scheme-halves}})[ -]half\b", periodforms.half, _OF_A_YEAR),
    Form(rf"\b(?P<q>[1-4])q(?:(?: of)? (?P<yr>{YEAR})|'?(?P<yy>[0-6]\d))?\b", periodforms.quarter, _SHORT),
    Form(rf"\b(?P<h>[12])h(?:(?: of)? (?P<yr>{YEAR})|'?(?P<yy>[0-6]\d))?\b", periodforms.half, _SHORT),
    Form(rf"\b(?P<yr>{YEAR})[ -]?q(?P<q>[1-4])\b", periodforms.quarter, _SHORT),
    Form(rf"\bq(?P<q>[1-4])\b{_OF}", periodforms.quarter, _SHORT),
    Form(rf"\b(?:the )?(?P<q>{{scheme-quarters}})[ -]quarter(?:'s)?\b{_OF}", periodforms.quarter, "{quarter-word}"),
    Form(rf"\b(?P<yr>{YEAR})[ -]?h(?P<h>[12])\b", periodforms.half, _SHORT),
    Form(rf"\bh(?P<h>[12])\b{_OF}", periodforms.half, _SHORT),
    Form(rf"\b(?:the )?(?P<h>{{scheme-halves}})[ -]half(?:[ -]year)?\b{_OF}", periodforms.half, "{half-word}"),
    Form(
        r"\b(?P<far>{scheme-quarters-from-publication})\b", relativeperiods.quarter_from_publication, "{quarter-word}"
    ),
    Form(rf"\bsince (?:the {{start-or-end}} of |{{part-of-a-year}}[ -])?(?P<a>{YEAR})\b", periodforms.since, "since"),
    Form(r"\b(?P<pre>{before-decade-end}) {this} {decade-end}\b", _decade_end, "{decade-end}"),
    Form(
        rf"\b(?:(?:from|{{range-opener}}) )?(?P<a>{YEAR})(?:(?: ?- ?|/)(?P<b>{YEAR}|\d\d)|"
        rf"(?: {{span-end}} |(?<=between \d{{4}}) and )(?P<b2>{YEAR}))\b"
        r"(?! ?(?:%|{no-year-unit}|[a-z]*illion)|[,.]\d)",
        periodforms.span,
        _TWO_YEARS,
    ),
    Form(
        r"\b(?P<pre>{before-end}(?: the)? (?:very )?{moment-mark} of (?:the year )?|(?:{by-at} )?year-end |end-|"
        r"(?:{before-term} )?(?:the )?{part-of-a-year}[- ]|{before-term} )"
        rf"(?P<yr>{YEAR}(?![,\d]|-\d)|{_FAR}(?! (?:{{earlier}}|ago)))",
        _year,
    ),
    Form(
        r"\b(?P<pre>{before-end-of-month}(?: the)? end of |end-)?(?P<m>{scheme-months})\b(?<!may )"
        rf"{_OF}(?<![a-z]may)",
        _month_alone,
        _MONTH,
    ),
    Form(
        rf"(?<![\d,.$€£-])(?P<yr>{YEAR})(?![\d%]|,\d{{3}}|\.\d|-(?!{{year-compound}})[a-z0-9]|"
        r"(?: (?:{no-year-unit}|[a-z]*flops)\b)|{ordinal-ending}\b)",
        _year_alone,
    ),
    Form(
        r"(?<!with )(?<!with an )(?<!an )(?<!average )\b{of-the-year}(?= (?:\w+ )?{result-noun}\b)(?! \w+ growth)",
        _annual,
        "{of-the-year}",
    ),
    Form(rf"\b(?P<yr>{_FAR})\b(?! (?:{{earlier}}|ago)\b)(?!'s)", _year, "{year-word}"),
    Form(r"\b(?P<yr>{scheme-years-from-publication})'s\b", _year, "'s"),
    Form(
        r"\b(?:(?P<to>{by-before})|{at-until}) (?:the )?(?P<e>{year-end-word})\b",
        relativeperiods.year_end,
        "{year-end-word}",
    ),
    Form(r"\b{whole-year}\b", relativeperiods.year_end, "{whole-year}"),
    Form(r"\b{scheme-months-from-publication}\b", relativeperiods.month_from_publication, "{month-word}"),
    Form(
        r"\b{stretch-preposition} the {same-as} (?:(?:\w+ )?{same-time}|time)\b|\b{same-then}\b|"
        rf"\bin the (?:{{same-stretch}}|{_COUNT} months)\b",
        relativeperiods.same,
    ),
    Form(
        rf"\b{{stretch-preposition}} the {{elapsed}} (?P<n>{_COUNT}|{{scheme-stretches}})(?: years)?\b",
        relativeperiods.past,
        _STRETCH,
    ),
)
"""Of two forms that fit the same words the earlier one counts."""
