"""Periods of time that figures refer to, named by a short code.

The only module that knows how a code such as `2022-H1` becomes two dates, a kind and a label. Both dates are inclusive.

| code | kind |
| --- | --- |
| `2023-05-26` | Day |
| `2023-05` | Month |
| `2023-Q1` | Quarter |
| `2022-H1` | HalfYear |
| `2023` | CalendarYear |
| `2023-01_2023-07` | YearToDate: from January, fewer than twelve months of one year |
| `2014_2018`, `2019-03_2020-02` | Span |
| `FY2023_2022-04_2023-03` | FiscalYear, with its first and last month |
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.errors import ModelError
from kg.terms import DEKGR

__all__ = ["Period", "in_words"]

_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
    r"|(?:FY(?P<fiscal>\d{4})_)?(?P<first>\d{4}(?:-\d\d)?)_(?P<last>\d{4}(?:-\d\d)?)"
)
_EN_MONTHS = calendar.month_name
_ZH_QUARTERS = "一二三四"
_SDMX_HALF = "S"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, with the kind of period it is.

    Attributes:
        code: the short code, unique for a period of one kind.
        kind: local name of the class in the ontology, such as `CalendarYear`.
        start: first day.
        end: last day, inclusive.

    >>> Period.parse("2022-H1").end
    datetime.date(2022, 6, 30)
    """

    code: str
    kind: str
    start: date
    end: date

    @classmethod
    def parse(cls, code: str) -> "Period":
        """Return the period of a code.

        Raises:
            ModelError: the code has none of the forms above, or names a day that does not exist.
        """
        return _parsed(code)

    @classmethod
    def _parse(cls, code: str) -> "Period":
        match = _CODE.fullmatch(code)
        try:
            if match is None:
                raise ValueError("unknown form")
            return cls._from(code, {key: value for key, value in match.groupdict().items() if value})
        except ValueError as error:
            raise ModelError(
                f"{code!r} is not a period ({error}); expected a form like 2023, 2022-H1, 2023-Q1, 2023-05, "
                "2023-05-26, 2023-01_2023-07, 2014_2018 or FY2023_2022-04_2023-03"
            ) from None

    @classmethod
    def _from(cls, code: str, part: dict[str, str]) -> "Period":
        if "first" in part:
            start, end = _edge(part["first"], last=False), _edge(part["last"], last=True)
            if start >= end:
                raise ValueError("it ends before it begins")
            if "fiscal" in part:
                return cls(code, "FiscalYear", start, end)
            to_date = (
                part["first"].endswith("-01") and start.year == end.year and end.month < 12 and "-" in part["last"]
            )
            return cls(code, "YearToDate" if to_date else "Span", start, end)
        year = int(part["year"])
        if "quarter" in part:
            first = 3 * int(part["quarter"]) - 2
            return cls(code, "Quarter", date(year, first, 1), _last_day(year, first + 2))
        if "half" in part:
            first = 6 * int(part["half"]) - 5
            return cls(code, "HalfYear", date(year, first, 1), _last_day(year, first + 5))
        if "day" in part:
            day = date(year, int(part["month"]), int(part["day"]))
            return cls(code, "Day", day, day)
        if "month" in part:
            return cls(code, "Month", date(year, int(part["month"]), 1), _last_day(year, int(part["month"])))
        return cls(code, "CalendarYear", date(year, 1, 1), date(year, 12, 31))

    @property
    def iri(self) -> str:
        """The IRI, the same in every graph."""
        return f"{DEKGR}period-{self.code.lower()}"

    @property
    def cumulative(self) -> bool:
        """Whether figures of this period count from the start of a year up to a month."""
        return self.kind == "YearToDate"

    @property
    def sdmx(self) -> str:
        """The SDMX time period: `2023`, `2022-S1`, `2023-Q1`, `2023-05`, or start and duration (`2023-01-01/P7M`)."""
        if self.kind in {"YearToDate", "Span", "FiscalYear"}:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            return f"{self.start}/P{months // 12}Y" if months % 12 == 0 else f"{self.start}/P{months}M"
        return self.code.replace("-H", f"-{_SDMX_HALF}")

    def year_earlier(self) -> "Period":
        """Return the same stretch one year earlier: the base of a year-on-year change."""
        return Period.parse(re.sub(r"(?<![\d-])\d{4}", lambda m: f"{int(m[0]) - 1:04d}", self.code))

    def label(self, language: str) -> str:
        """Return the name of the period in `en` or `zh`.

        >>> Period.parse("2023-01_2023-07").label("en"), Period.parse("2022-H1").label("zh")
        ('January to July 2023', '2022年上半年')
        """
        return self._zh() if language == "zh" else self._en()

    def _en(self) -> str:
        start, end = self.start, self.end
        match self.kind:
            case "Day":
                return f"{start.day} {_EN_MONTHS[start.month]} {start.year}"
            case "Month":
                return f"{_EN_MONTHS[start.month]} {start.year}"
            case "Quarter":
                return f"Q{self.code[-1]} {start.year}"
            case "HalfYear":
                return f"{('first', 'second')[int(self.code[-1]) - 1]} half of {start.year}"
            case "CalendarYear":
                return str(start.year)
            case "YearToDate":
                return f"{_EN_MONTHS[start.month]} to {_EN_MONTHS[end.month]} {end.year}"
            case "FiscalYear":
                return f"fiscal year {self.code[2:6]} ({start} to {end})"
            case _ if "-" in self.code:
                return f"{_EN_MONTHS[start.month]} {start.year} to {_EN_MONTHS[end.month]} {end.year}"
            case _:
                return f"{start.year} to {end.year}"

    def _zh(self) -> str:
        start, end = self.start, self.end
        match self.kind:
            case "Day":
                return f"{start.year}年{start.month}月{start.day}日"
            case "Month":
                return f"{start.year}年{start.month}月"
            case "Quarter":
                return f"{start.year}年第{_ZH_QUARTERS[int(self.code[-1]) - 1]}季度"
            case "HalfYear":
                return f"{start.year}年{'上下'[int(self.code[-1]) - 1]}半年"
            case "CalendarYear":
                return f"{start.year}年"
            case "YearToDate":
                return f"{start.year}年1—{end.month}月"
            case "FiscalYear":
                return f"{self.code[2:6]}财年（{start}至{end}）"
            case _ if "-" in self.code:
                return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
            case _:
                return f"{start.year}—{end.year}年"


def in_words(time: str, language: str) -> str:
    """Return a stretch of months, written as SDMX has it, in words; whatever else is given comes back as it is.

    >>> in_words("2023-01-01/P11M", "en"), in_words("2021-01-01/P5Y", "zh"), in_words("2023-Q1", "en")
    ('January to November 2023', '2021—2025年', '2023-Q1')
    """
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])-01/P([1-9]\d?)([MY])", time)
    if match is None:
        return time
    year, month, months = int(match[1]), int(match[2]), int(match[3]) * (12 if match[4] == "Y" else 1)
    last = year * 12 + month + months - 2
    first, until = f"{match[1]}-{match[2]}", f"{last // 12}-{last % 12 + 1:02d}"
    if month == 1 and months % 12 == 0:  # whole years are told as years
        first, until = first[:4], until[:4]
    return Period.parse(first if first == until else f"{first}_{until}").label(language)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _edge(code: str, *, last: bool) -> date:
    year, _, month = code.partition("-")
    if last:
        return _last_day(int(year), int(month or 12))
    return date(int(year), int(month or 1), 1)


@lru_cache(maxsize=4096)
def _parsed(code: str) -> Period:
    """Return the period of a code; texts name the same few again and again."""
    return Period._parse(code)
