"""The forms in which Chinese newspapers write periods of time; the longer and surer ones first.

The only module that knows which numbers before 年, 月 and 季度 are dates.
"""

from kg import phrases
from kg.extract.calendar import fiscalperiods, periodforms, relativeperiods
from kg.extract.calendar.dates import Clock, PeriodMention
from kg.extract.calendar.periodforms import YEAR, Form, Match, mention

__all__ = ["FORMS"]

_COUNT = r"[一二三四五六七八九十两\d]{1,3}"
_HAN = r"[一二三四五六七八九十两几\d]"
_MONTH = r"(?:1?\d|[一二三四五六七八九十]{1,2})"
_FAR = r"(?:{scheme-years-from-publication}|{scheme-years-from-text})"
_OF_YEAR = rf"(?P<yr>{YEAR}年?|{_FAR})"
_WITH_YEAR = rf"(?:(?:{_OF_YEAR})(?:的|,)?)?"

# What a text must hold to be searched for several forms, each told at a glance.
_DAY = r"月[0-3]?\d"
_RUN = rf"{{range-joint}}(?:{YEAR}年?|{_FAR})?{_MONTH}月"


def _year(match: Match, clock: Clock) -> PeriodMention | None:
    """Read a year, with 到 or 截至 before it and 底 or 全年 after it; digits alone are none."""
    word = match["yr"].strip()
    if word[0].isdigit() and "年" not in match[0]:
        return None
    year = clock.relative(word)
    rule = "explicit" if word[0].isdigit() else "relative"
    return mention(
        match,
        None if year is None else str(year),
        rule,
        point=bool(match["e"]) or bool(match["asof"]),
        deadline=bool(match["to"]),
    )


def _this_and_next(match: Match, clock: Clock) -> PeriodMention:
    """Read the year of publication with the one after it: 今明两年."""
    seen = clock.published
    return mention(match, f"{seen.year}_{seen.year + 1}" if seen else None, "to-come", deadline=True)


def _over_years(match: Match, clock: Clock) -> PeriodMention | None:
    """Read a run of months from one year into another: 去年11月至今年1月."""
    first, last = clock.relative(match["yr"]), clock.relative(match["to"])
    if first is None or last is None:
        return mention(match, None, "relative")
    start, end = periodforms.month_number(match["m"]), periodforms.month_number(match["n"])
    if not (1 <= start <= 12 and 1 <= end <= 12 and (first, start) < (last, end)):
        return None
    rule = "explicit" if match["yr"][0].isdigit() else "relative"
    return mention(match, f"{first}-{start:02d}_{last}-{end:02d}", rule)


def _days(match: Match, clock: Clock) -> PeriodMention:
    """Read a run of days as the month or months it lies in: 10月1日至7日, 1月28日至2月4日."""
    first, last = periodforms.month_number(match["m"]), periodforms.month_number(match["n"] or match["m"])
    year, rule = periodforms.year_of(match, clock, last)
    fits = year is not None and 1 <= first <= last <= 12
    return mention(match, periodforms.spell(year or 0, first, last) if fits else None, rule)


def _feast(match: Match, clock: Clock) -> PeriodMention:
    """Read the holiday of a feast as the month or months it lies in: 今年春节假期, "五一"小长假."""
    first, last = divmod(phrases.of().numbers("feasts")[match["feast"]], 100)
    year, rule = periodforms.year_of(match, clock, last)
    return mention(match, None if year is None else periodforms.spell(year, first, last), rule)


def _last_year(match: Match, clock: Clock) -> PeriodMention:
    """Read the one year that had ended at publication: 过去一年."""
    return mention(match, str(clock.published.year - 1) if clock.published else None, "relative")


FORMS = (
    Form(
        rf"(?P<fy>{YEAR})(?P<fz>[-/至]\d\d(?:\d\d)?)?年?{{fiscal-zh}}(?:第?(?P<q>[一二三四1-4]){{quarter-any-zh}}|(?P<h>{{scheme-halves}}){{half-year-zh}})?|"
        rf"(?P<far>{{scheme-fiscal-years-from-publication}}){{fiscal-zh}}",
        fiscalperiods.named,
        "{fiscal-zh}",
    ),
    Form(
        rf"{{as-of-zh}}{_OF_YEAR}?(?P<m>1[0-2]|[1-9])月(?:{{end-zh}}|\d{{1,2}}日)?(?:止)?的(?:{{fiscal-zh}}|(?P<n>{_COUNT}){{months-zh}}|一?{{account-year-zh}})",
        fiscalperiods.ended,
        r"月[^,。;]{0,4}的",
    ),
    Form(
        rf"{{since-mark}}?(?P<a>{YEAR})年?{{range-joint}}(?P<b>{YEAR})年(?!{{end-zh}}?{{rises-zh}})",
        periodforms.span,
        rf"{{range-joint}}{YEAR}年",
    ),
    Form(
        rf"{{since-mark}}?(?P<a>{YEAR})年(?:{{plan-since}}|起(?!{{start-compound-zh}})|来)",
        periodforms.since,
        "年(?:{plan-since}|起)|{years-long-zh}",
    ),
    Form(
        rf"{{since-mark}}{_OF_YEAR}?(?P<m>1[0-2]|[1-9])月(?:份|\d{{1,2}}日)?(?:[^,。;0-9]{{0,14}}{{plan-since}}|起)",
        periodforms.since_month,
        "{since-mark}",
    ),
    Form(
        rf"[“\"]?(?P<p>{{scheme-five-year-plans}})[”\"]?{{plan-name-zh}}?(?:前(?P<n>{_COUNT})年|{{plan-part-zh}})?",
        periodforms.plan,
        "{scheme-five-year-plans}",
    ),
    Form(
        rf"(?<!{{as-of-mark-zh}}){_WITH_YEAR}(?P<m>1[0-2]|[1-9])月[0-3]?\d{{day-zh}}?{{range-joint}}(?:(?P<n>1[0-2]|[1-9])月)?[0-3]?\d{{day-zh}}",
        _days,
        _DAY,
    ),
    Form(rf"(?:{{as-of-zh}}|{{up-to-zh}})?{_OF_YEAR}?(?P<m>1?\d)月(?P<d>[0-3]?\d){{day-zh}}", periodforms.day, _DAY),
    Form(rf"{_WITH_YEAR}[“\"]?(?P<feast>{{scheme-feasts}})[”\"]?{{feast-time}}", _feast, "{scheme-feasts}"),
    Form(
        rf"{_OF_YEAR}(?P<m>{_MONTH})月?份?{{range-joint}}(?P<to>{YEAR}年?|{_FAR})(?P<n>{_MONTH})月(?:份)?",
        _over_years,
        _RUN,
    ),
    Form(rf"{_WITH_YEAR}(?P<m>{_MONTH})月?份?{{range-joint}}(?P<n>{_MONTH})月(?:份)?", periodforms.months, _RUN),
    Form(rf"{_WITH_YEAR}{{opening-zh}}(?P<n>{_COUNT})个?月", periodforms.first_months, "月"),
    Form(rf"{_WITH_YEAR}{{opening-zh}}(?P<q>[一二三两23])(?:个)?{{quarter-any-zh}}", periodforms.first_quarters, "季"),
    Form(
        rf"{_WITH_YEAR}(?:第?(?P<q>[一二三四1-4]){{quarter-zh}}|(?P<q2>{{scheme-quarters}}){{quarter-any-zh}}|第(?P<q3>[一二三四1-4])季)",
        periodforms.quarter,
        "季",
    ),
    Form(rf"{_WITH_YEAR}(?P<h>{{scheme-halves}}){{half-year-zh}}", periodforms.half, "{half-year-zh}"),
    Form(r"(?P<far>{scheme-quarters-from-publication})", relativeperiods.quarter_from_publication),
    Form(rf"{_OF_YEAR}(?:的)?{{same-period-zh}}", relativeperiods.same_earlier, "{same-period-zh}"),
    Form(
        rf"(?:{{as-of-zh}}|{{up-to-zh}})?(?:{_OF_YEAR})?(?P<m>1[0-2]|[1-9])月(?:份)?{{end-zh}}?",
        periodforms.month,
        "月",
    ),
    Form(r"{year-to-date}|{this-year-zh}(?={as-of-zh})", relativeperiods.year_to_date),
    Form(r"{this-and-next-zh}", _this_and_next),
    Form(
        rf"(?:(?P<asof>{{as-of-zh}})|(?P<to>{{up-to-zh}})|自)?{_OF_YEAR}(?:年)?(?:度)?"
        r"(?:(?P<e>年?{end-zh})|{whole-year-zh}|{within-year-zh})?(?!\d)",
        _year,
    ),
    Form(
        rf"(?:{{as-of-zh}}|(?P<to>{{up-to-zh}}))?(?:(?P<e>年{{end-zh}})|{{whole-year-zh}}|(?<!{_HAN}){{within-year-zh}})",
        relativeperiods.year_end,
        "年{end-zh}|{whole-year-zh}|{within-year-zh}",
    ),
    Form(r"{scheme-months-from-publication}", relativeperiods.month_from_publication),
    Form(
        rf"{{coming}}(?P<n>{_COUNT})年|(?<!第)(?<!\d)(?P<n2>{_COUNT})年{{within-zh}}|{{in-time-zh}}(?P<n3>{_COUNT})年{{about-zh}}?(?:的)?{{time-zh}}",
        relativeperiods.to_come,
        "{coming}|年{within-zh}|{in-time-zh}",
    ),
    Form(
        rf"{{coming}}{_COUNT}(?:到{_COUNT})?{{months-zh}}|{_COUNT}年{{time-zh}}",
        relativeperiods.unknown,
        "{coming}|年{time-zh}",
    ),
    Form(
        rf"(?<![第\d〇零一二三四五六七八九])(?P<n>{_COUNT})年{{before-zh}}(?={{merely-zh}})",
        relativeperiods.years_ago,
        "年{before-zh}",
    ),
    Form(r"{recent-years}", relativeperiods.recent, "{recent-years}"),
    Form(r"{now-time}", relativeperiods.now),
    Form(r"{same-period-zh}(?!{compared-zh})|{same-time}", relativeperiods.same),
    Form(r"{elapsed}(?:一|1)年{past-end-zh}?", _last_year),
    Form(rf"(?:{{elapsed}}(?P<n>{_COUNT})年{{past-end-zh}}?)", relativeperiods.past),
    Form(rf"(?<![\d第])(?P<n>{_COUNT}){{years-long-zh}}", relativeperiods.past, "{years-long-zh}"),
)
"""Of two forms that fit the same words the earlier one counts."""
