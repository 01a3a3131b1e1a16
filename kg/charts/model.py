"""A chart as values, before anybody draws it.

Whoever makes one words everything: labels, figures and titles are in the language of the chart. The renderers only
place what they are given.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

__all__ = ["SYMBOLS", "Chart", "Mark", "Source", "Status"]

SYMBOLS = {
    "exactly": "",
    "approximately": "≈",
    "greaterThan": ">",
    "atLeast": "≥",
    "lessThan": "<",
    "atMost": "≤",
    "nearly": "≲",
    "between": "",
}
"""Signs set before a number beside its mark, by the local name of the comparator."""


class Status(StrEnum):
    """What a mark stands for; each has a shape of its own, so that colour alone tells nothing."""

    OBSERVED = "observed"
    DISPUTED = "disputed"
    AIM = "aim"


@dataclass(frozen=True, slots=True)
class Source:
    """A document that figures of a chart were read from; `number` is how marks refer to it."""

    number: int
    title: str
    url: str
    publisher: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim's figure.

    Attributes:
        place: what it stands at: the name of a period, or of a row.
        figure: in words, with bound and unit.
        stated: the printed number in the unit of the chart, for where the mark sits.
        stated_upper: the second printed number of a range.
        lower, upper: the bounds; None is unknown, and drawn as an open end.
        lower_inclusive, upper_inclusive: whether the bounds are possible values themselves.
        comparator: local name, such as `greaterThan`.
        status: observed, disputed, or an aim.
        kind: the kind of an aim in words (`target`), else empty.
        start, end: first and last day of the period, for charts over time.
        joined: whether a line may join it to its neighbours: a plain year, observed and undisputed.
        source: number of its source; 0 where there is none.
        claim: IRI of the claim.
        href: where a click leads; empty for nowhere.
        note: one line more for the table, such as what disputes it.
    """

    place: str
    figure: str
    stated: Decimal
    lower: Decimal | None
    upper: Decimal | None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    comparator: str = "exactly"
    stated_upper: Decimal | None = None
    status: Status = Status.OBSERVED
    kind: str = ""
    start: date | None = None
    end: date | None = None
    joined: bool = False
    source: int = 0
    claim: str = ""
    href: str = ""
    note: str = ""

    @property
    def open_above(self) -> bool:
        """Whether nothing bounds it from above."""
        return self.upper is None and self.lower is not None

    @property
    def open_below(self) -> bool:
        """Whether nothing bounds it from below."""
        return self.lower is None and self.upper is not None

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Every number that must be on the scale."""
        found = (self.stated, self.stated_upper, self.lower, self.upper)
        return tuple(value for value in found if value is not None)


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures of one unit.

    Attributes:
        title: what is shown.
        marks: in the order they are read.
        unit: name of the unit for the axis, without a scale word.
        language: `en` or `zh`.
        over_time: whether marks stand at their periods on a time axis; else each place is a row.
        percent: whether numbers are followed by a percent sign.
        downward: whether one is the best, and on top (ranks).
        sources: numbered documents.
        subtitle: what limits the figures, such as a scope.
    """

    title: str
    marks: tuple[Mark, ...]
    unit: str
    language: str = "en"
    over_time: bool = True
    percent: bool = False
    downward: bool = False
    sources: tuple[Source, ...] = ()
    subtitle: str = ""
    names: dict[str, str] = field(default_factory=dict)

    @property
    def disputed(self) -> bool:
        """Whether any of its figures exclude each other."""
        return any(mark.status is Status.DISPUTED for mark in self.marks)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The kinds of mark that occur, in the order of the key."""
        found = {mark.status for mark in self.marks}
        return tuple(status for status in Status if status in found)

    def described(self) -> str:
        """Return all figures as one sentence, for those who do not see the drawing."""
        end = "；" if self.language == "zh" else "; "
        colon = "：" if self.language == "zh" else ": "
        return end.join(f"{mark.place}{colon}{mark.figure}" + (f" ({mark.kind})" if mark.kind else "")
                        for mark in self.marks)  # fmt: skip


def numbered(urls: Iterable[str]) -> dict[str, int]:
    """Return a number for each source, from 1 in order of first use."""
    return {url: number for number, url in enumerate(dict.fromkeys(urls), 1)}
