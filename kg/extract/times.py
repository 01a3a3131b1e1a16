"""Bind figures to periods: their own, one of the same sentence, one carried over, or none.

The only module that knows by which rules a period reaches a figure, and what is the base of a change.
"""

import re

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.periods import PeriodMention, parsed
from kg.extract.quantities import POINTS
from kg.extract.roles import Evidence, Reading, State
from kg.extract.tokens import Sentence
from kg.terms import local_name

__all__ = ["Times"]

_BASE = re.compile(
    r"(?:\b(?:on|over|from|than|than in|compared (?:with|to)|against|versus|vs\.?|"
    r"relative to|that of|since|those of|that of|in contrast to|up from|down from|"
    r"as (?:much|many|high|large|big) as|same (?:period|months?|quarter|time|"
    r"half)(?: (?:of|in))?)(?: (?:the|that of|in|of|the level of|the figure for|"
    r"the same (?:period|months|quarter|half)(?: (?:of|in))?|end))*|比|较|相比|与)\s*$",
    re.IGNORECASE,
)
_DAY_OK = re.compile(
    r"(?:\b(?:by|as of|as at|until|through|up to|to|since)|截至|截止|到|至|止)\s*(?:the end of\s*)?$", re.IGNORECASE
)
_NAMES = re.compile(
    r"^ (?:[A-Z][\w-]+ ){0,4}(?:Expo|Conference|Forum|Summit|Fair|Report|Index|Plan|"
    r"Congress|Olympics|Games|Exhibition)"
)
_EVENT_WORDS = re.compile(
    r"\b(?:established|approved|founded|launched|opened|set up|inaugurated|in operation) (?:in|on) $", re.IGNORECASE
)
_STOCK = re.compile(
    (
        r"\b(?:is|are|has|have|hosts|houses|boasts|counts|home to|runs|operates|employs|"
        r"stands at|stand at|holds|exceeds|totals|numbers|now)\b"
    ),
    re.IGNORECASE,
)
_STOCK_ZH = re.compile(r"拥有|现有|共有|已有|已建成|已|落户|有|达")
_FROM = re.compile(r"\W*(?:from|against|compared with|up from|down from|versus)\b", re.IGNORECASE)
_FROM_THERE = re.compile(r"(?:\b(?:compared (?:with|to)|against|versus|up from|down from|from)\b|比|较)[^,;]*$")
_PRICES = re.compile(r"(?:'s)? ?(?:constant |comparable |current )?prices\b|(?:年)?(?:不变|可比|现行)?价")
_RUN = re.compile(r"(?:consecutive|straight|successive) (?:years?|time)|years? (?:in a row|running)|连续\S{1,3}年")
_STOCKS = (
    "number-of",
    "computing-power",
    "bandwidth",
    "storage",
    "employment",
    "population",
    "talent",
    "patents",
    "connected",
    "coverage",
    "penetration",
    "localization",
    "power-usage",
    "redundancy",
    "latency",
    "floor-area",
)


def stock(prop: str | None) -> bool:
    """Return whether an indicator is a state at a moment, not a flow over a period."""
    return prop is not None and local_name(prop).removeprefix("property-").startswith(_STOCKS)


_COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: n for n, word in enumerate(_COUNTED, start=2)}
_AGO = re.compile(r"[^,;.]{0,24}?\b(?P<ago>(?P<n>\d{1,2}|" + "|".join(_NUMBERS) + r") years ago)\b", re.IGNORECASE)
"""Words that count years back from the day of publication; the unit of the figure stands before them."""
_AT_END = re.compile(r"\b(?:end|close) of |末|底|截至|截止|到|至")


class Times:
    """Reads periods for the figures of one text."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.zh = analysis.text.language == "zh"
        self.seen: list[PeriodMention] = []
        self.carried: tuple[str, int, int, str] | None = None
        self.carried_bare = self.carried_now = False
        self.dated: tuple[str, int, int, str] | None = None
        self.main: tuple[str, int, int, str] | None = None
        self.observed: tuple[str, int, int, str] | None = None
        self.flow: tuple[str, int, int, str] | None = None
        self.carried_paragraph = self.carried_sentence = -1
        self.title = self._title()

    def _title(self) -> str | None:
        title = self.analysis.title
        if title is None:
            return None
        published = self.analysis.published
        appeared = published.code if published else ""
        codes = {
            p.code
            for p in title.periods
            if p.rule == "explicit"
            and p.code
            and "_" not in p.code
            and len(p.code) < 10
            and not appeared.startswith(p.code)
        }
        return codes.pop() if len(codes) == 1 else None

    def usable(self, mention: PeriodMention) -> bool:
        """Return whether a period mention can date a figure at all."""
        before = self.folded[max(0, mention.start - 24) : mention.start]
        after = self.folded[mention.end : mention.end + 60]
        if mention.code is not None and mention.rule != "now" and parsed(mention.code).kind == "Day":
            own = self.folded[mention.start : mention.end]
            return bool(_DAY_OK.search(before)) or own.startswith(("截至", "截止", "到", "至"))
        if mention.rule == "same" and self.zh and re.search(r"年$", before):
            return False
        if _PRICES.match(after):
            return False
        if _NAMES.match(after) and not re.search(r"\b(?:in|by|of|since|during)\s+$", before):
            return False
        return not _EVENT_WORDS.search(before) or bool(
            re.search(
                r"\b[Ii]nvestments? approved (?:in|on) $|"
                r"\b(?:were|was) (?:newly )?(?:established|set up|launched|founded) in $",
                before,
            )
        )

    def base_of(self, mention: PeriodMention) -> bool:
        """Return whether a period is what a change is measured against."""
        own = self.folded[mention.start : mention.end]
        if self.zh and self.folded[mention.end : mention.end + 2] == "同期":
            return True
        if own.casefold().startswith("since ") or mention.rule == "since":
            return False
        return bool(
            _BASE.search(self.folded[max(0, mention.start - 26) : mention.start])
        ) and not own.casefold().startswith("from ")

    def bind(self, reading: Reading, cell: Cell, made: list[Reading], state: State) -> None:
        """Give a reading its period and the base of its change."""
        self._change(reading, cell)
        if self._year_before(reading, cell, made):
            return
        found = self._own(reading, cell)
        rule = "own"
        if found is None:
            found, rule = self._earlier(reading, cell, made)
        if found is not None and rule == "same-sentence" and self._over(found[1], reading):
            return
        if found is not None:
            mention, code = found
            reading.period = code
            reading.evidence["period"] = Evidence(
                mention.start, mention.end, rule if mention.rule != "same" else "same-period"
            )
            if (
                reading.modality == "commitment"
                and mention.rule == "relative"
                and code
                and len(code) == 7
                and self.signed(reading)
            ):
                reading.period = code[:4]
                reading.evidence["period"] = Evidence(mention.start, mention.end, "year-of-signing")
            if mention.rule in {"since", "vague"} and reading.stat == "growthRate" and code and "_" in code:
                reading.base = code.split("_")[0]
            return
        if reading.modality == "commitment":
            days = [
                p
                for p in self.analysis.periods_in(cell.sentence.start, cell.quantity.first)
                if p.code is not None and len(p.code) == 10 and p.rule != "now"
            ]
            if days:
                reading.period = days[-1].code
                reading.evidence["period"] = Evidence(days[-1].start, days[-1].end, "day-of-signing")
                return
        if cell.sentence.listed and state.lead_period is not None and reading.modality != "observed":
            code2, start, end = state.lead_period
            reading.period = code2
            reading.evidence["period"] = Evidence(start, end, "list-lead")
            return
        part = reading.evidence.get("indicator")
        if part is not None and part.rule == "part-of-figure-before":
            source = (made or state.previous)[-1:]
            if source and source[0].period is not None and source[0].prop == reading.prop:
                spot = source[0].evidence["period"]
                reading.period = source[0].period
                reading.evidence["period"] = Evidence(spot.start, spot.end, "figure-before")
                return
        self._carry(reading, cell)

    def _over(self, code: str | None, reading: Reading) -> bool:
        """Return whether a period had ended before the text, so that nothing intended can fall in it."""
        published = self.analysis.published
        return (
            reading.modality in {"target", "forecast", "commitment"}
            and not (reading.modality == "commitment" and self.signed(reading))
            and code is not None
            and published is not None
            and parsed(code).end.isoformat() < parsed(published.code).start.isoformat()
        )

    def _year_before(self, reading: Reading, cell: Cell, made: list[Reading]) -> bool:
        """Date "against 81 billion a year before", and the end of "from 40 in 2016 to 170"."""
        if reading.stat not in {"level", "count", "share"} or not made:
            return False
        before = made[-1]
        gap = self.folded[cell.start : cell.quantity.first]
        if (ago := self._ago(reading, cell)) is not None:
            reading.period, spot = ago
            reading.evidence["period"] = Evidence(*spot, "years-before")
            return True
        if before.period is not None and re.match(
            r"\W*(?:against|compared with|compared to|from|up from|down from|versus)\b", gap
        ):
            near = self.analysis.cues_in("basis", cell.quantity.last, cell.end)
            if near and local_name(near[0].iri) == "yearOnYear":
                reading.period = parsed(before.period).year_earlier().code
                reading.evidence["period"] = Evidence(near[0].start, near[0].end, "year-before")
                return True
        if (
            re.match(r"\s*to\b", gap)
            and re.search(r"\bfrom\b", self.folded[before.cell.start : before.quantity.first])
            and before.evidence.get("period") is not None
            and before.evidence["period"].rule == "own"
            and before.evidence["period"].start > before.quantity.start
        ):
            own = [p for p in self.analysis.periods_in(cell.right[0], cell.end) if self.usable(p)]
            if own:
                return False
            carried = (
                self.carried[0]
                if self.carried and self.carried[3] == "observed" and before.period and self.carried[0] > before.period
                else None
            )
            published = self.analysis.published.code if self.analysis.published else None
            reading.period = carried or published
            if reading.period:
                reading.evidence["period"] = Evidence(cell.quantity.start, cell.quantity.end, "end-of-change")
            return True
        return False

    def _ago(self, reading: Reading, cell: Cell) -> tuple[str, tuple[int, int]] | None:
        """Return the year of "compared with 170 two years ago", counted back from the day of publication."""
        published = self.analysis.published
        match = _AGO.match(self.folded, cell.right[0], cell.sentence.end) if not self.zh else None
        if match is None or published is None or reading.modality != "observed":
            return None
        years = int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"].casefold()]
        return (str(published.year - years), match.span("ago")) if years is not None else None

    def _own(self, reading: Reading, cell: Cell) -> tuple[PeriodMention, str | None] | None:
        sentence = cell.sentence
        right = [
            p
            for p in self.analysis.periods_in(cell.right[0], cell.end)
            if self.usable(p) and not self._is_base(reading, p) and not self._looked_back_at(cell, p)
        ]
        left = [
            p
            for p in self.analysis.periods_in(cell.start, cell.quantity.first)
            if self.usable(p) and not self._is_base(reading, p)
        ]
        if right:
            gap = self.folded[cell.right[0] : right[0].start]
            close = not re.search(r"[,;:。]|\b(?:which|that|while)\b", gap) or len(gap) < 4
            broken = (
                bool(left)
                and bool(re.search(r"[,;:]", self.folded[left[-1].end : cell.quantity.first]))
                and left[-1].start > cell.start + 3
            )
            if close and (
                not left
                or broken
                or (len(gap) < 28 and not self.zh and not re.search(r"\b(?:was|were|is|are|has|had)\b", gap))
            ):
                return self._coded(right[0], reading)
        if left:
            best = left[-1]
            if best.rule == "now" and len(left) > 1 and left[-2].rule != "now":
                best = left[-2]
            return self._coded(best, reading)
        if right and not any(self.usable(p) for p in self.analysis.periods_in(sentence.start, cell.start)):
            return self._coded(right[0], reading)
        return None

    def _looked_back_at(self, cell: Cell, mention: PeriodMention) -> bool:
        """Return whether a period after a figure is only what the figure is compared with: 2万亿元,较2020年翻番."""
        words = self.folded[cell.right[0] : mention.start]
        return (
            self.base_of(mention)
            and re.search(r"[,;].*(?:较|比|\bthan\b|\bcompared\b)\s*(?:with |to )?$", words) is not None
        )

    def _is_base(self, reading: Reading, mention: PeriodMention) -> bool:
        return reading.stat in {"growthRate", "difference", "ratio"} and self.base_of(mention)

    def _coded(self, mention: PeriodMention, reading: Reading) -> tuple[PeriodMention, str | None]:
        if mention.rule == "same":
            before = [
                p
                for p in self.analysis.periods
                if p.start < mention.start and p.code and p.rule not in {"same", "now", "annual"} and self.usable(p)
            ]
            near = [
                p
                for p in before
                if self.analysis.sentence_of(p.start).number >= self.analysis.sentence_of(mention.start).number - 1
            ]
            return mention, near[-1].code if near else self.carried[0] if self.carried else None
        code = mention.code
        if code and mention.rule == "plan" and mention.deadline:
            code = code.split("_")[1]
        return mention, code

    def _earlier(
        self, reading: Reading, cell: Cell, made: list[Reading]
    ) -> tuple[tuple[PeriodMention, str | None] | None, str]:
        same = [
            p
            for p in self.analysis.periods_in(cell.sentence.start, cell.start)
            if self.usable(p) and not self.base_of(p)
        ]
        if same:
            lead = [p for p in same if p.start - cell.sentence.start < 4]
            before = made[-1] if made else None
            if (
                before is not None
                and "period" in before.evidence
                and before.period is not None
                and before.evidence["period"].start >= cell.sentence.start
            ):
                spot = before.evidence["period"]
                mention = next((p for p in same if p.start == spot.start), same[-1])
                if before.modality == reading.modality or reading.modality != "observed":
                    return self._coded(mention, reading), "same-sentence"
            return self._coded(lead[-1] if lead and len(same) > 1 else same[-1], reading), "same-sentence"
        after = [
            p
            for p in self.analysis.periods_in(cell.end, cell.sentence.end)
            if self.usable(p)
            and not self.base_of(p)
            and p.rule != "now"
            and not _FROM_THERE.search(self.folded[cell.end : p.start])
        ]
        if (
            after
            and reading.basis != "cagr"
            and len({p.code for p in after}) == 1
            and not re.search(r";|\b(?:while|whereas|but)\b", self.folded[cell.end : after[0].start])
        ):
            published = self.analysis.published
            meant = reading.modality == "observed" and any(
                self.analysis.has(layer, cell.end, after[0].start) for layer in ("cue:target", "cue:forecast")
            )
            future = (
                meant
                or after[0].deadline
                or (
                    published is not None
                    and after[0].code is not None
                    and after[0].code[:4].isdigit()
                    and int(after[0].code[:4]) > published.year
                )
            )
            if not future or reading.modality != "observed":
                return self._coded(after[0], reading), "same-sentence"
        return None, ""

    def _carry(self, reading: Reading, cell: Cell) -> None:
        published = self.analysis.published
        if self._present(reading, cell):
            if published is not None and reading.modality == "observed":
                reading.period = published.code
                reading.evidence["period"] = Evidence(cell.quantity.start, cell.quantity.end, "day-of-publication")
            if reading.modality == "observed":
                return
        if (
            reading.stat == "rank"
            and self.carried is None
            and published is not None
            and (run := _RUN.search(self.folded, cell.sentence.start, cell.sentence.end))
        ):
            reading.period = str(published.year - 1)
            reading.evidence["period"] = Evidence(run.start(), run.end(), "latest-of-a-run")
            return
        future_wanted = reading.modality in {"target", "forecast"} or (
            reading.modality == "commitment" and not self.signed(reading)
        )
        if (
            reading.modality == "commitment"
            and not future_wanted
            and published is not None
            and self.carried_paragraph != cell.sentence.paragraph
        ):
            reading.period = str(published.year)
            reading.evidence["period"] = Evidence(cell.quantity.start, cell.quantity.end, "year-of-publication")
            return
        if self.carried is not None:
            code, start, end, modality = self.carried
            if reading.modality == "observed" and modality != "observed" and self.observed is not None:
                code, start, end, modality = self.observed
            if (
                self.observed is not None
                and self.main is not None
                and modality == "observed"
                and reading.modality == "observed"
                and self.carried_paragraph != cell.sentence.paragraph
                and parsed(code).end < parsed(self.main[0]).start
            ):
                code, start, end, modality = self.main  # the years before were looked at in passing
            if (
                reading.modality == "observed"
                and self.flow is not None
                and self.flow[0] != code
                and not stock(reading.prop)
                and _AT_END.search(self.folded[max(0, start - 16) : end])
            ):
                code, start, end, modality = self.flow  # what goes on all year is not dated by a day of counting
            if self.carried_now and self.dated is not None and not stock(reading.prop):
                code, start, end, modality = self.dated
            future = (
                published is not None
                and int(code.rpartition("_")[2][:4] if not code.startswith("FY") else code[2:6]) >= published.year
            )
            if future_wanted:
                if future and (modality != "observed" or self.carried_bare):
                    reading.period = code
                    reading.evidence["period"] = Evidence(start, end, "carried-over")
                return
            if (
                published is not None
                and reading.modality == "observed"
                and code == str(published.year)
                and published.month is not None
                and published.month <= 2
            ):
                code = self.observed[0] if self.observed and self.observed[0] != code else str(published.year - 1)
            if modality == "observed" or not future or reading.modality == "commitment":
                reading.period = code
                reading.evidence["period"] = Evidence(start, end, "carried-over")
                return
        if future_wanted:
            return
        if self.title is not None:
            reading.period = self.title
            reading.evidence["period"] = Evidence(-1, -1, "title")
            return
        if published is not None and self._early(reading):
            reading.period = str(published.year - 1)
            reading.evidence["period"] = Evidence(cell.quantity.start, cell.quantity.end, "year-before-publication")
            return
        if (
            published is not None
            and reading.stat in {"count", "level", "share", "ratio", "index"}
            and not any(p.code for p in self.seen)
        ):
            words = self.folded[cell.sentence.start : cell.sentence.end]
            if (_STOCK_ZH if self.zh else _STOCK).search(words):
                reading.period = published.code
                reading.evidence["period"] = Evidence(cell.quantity.start, cell.quantity.end, "day-of-publication")

    def _early(self, reading: Reading) -> bool:
        """Return whether an undated flow of a text from the first half of a year must be of the year before."""
        published = self.analysis.published
        return (
            published is not None
            and published.month is not None
            and published.month <= 6
            and not stock(reading.prop)
            and reading.modality == "observed"
        )

    def signed(self, reading: Reading) -> bool:
        """Return whether a commitment was made on an occasion, which then dates it."""
        spot = reading.evidence.get("modality")
        return spot is not None and bool(
            re.search(r"sign|ink|clinch|struck|签", self.folded[spot.start : spot.end], re.IGNORECASE)
        )

    def _present(self, reading: Reading, cell: Cell) -> bool:
        """Return whether a stock is told in the present tense, away from the paragraph of any other period."""
        if self.zh or reading.stat not in {"count", "level", "share"} or not stock(reading.prop):
            return False
        if self.carried is not None and self.carried_now:
            return False
        words = self.folded[cell.start : cell.quantity.first]
        if re.search(r"\b(?:was|were|had|reached|exceeded|stood|rose|totaled)\b", words):
            return False
        return bool(_STOCK.search(self.folded[cell.sentence.start : min(cell.sentence.end, cell.quantity.last + 60)]))

    def _change(self, reading: Reading, cell: Cell) -> None:
        if reading.stat not in {"growthRate", "difference", "ratio"}:
            return
        near = self.analysis.cues_in("basis", cell.start, cell.end) or (
            self.analysis.cues_in("basis", cell.sentence.start, cell.sentence.end)
            if reading.stat == "growthRate"
            else []
        )
        names = {local_name(m.iri): m for m in near}
        for name, code in (
            ("averageAnnual", "cagr"),
            ("quarterOnQuarter", "qoq"),
            ("monthOnMonth", "mom"),
            ("yearOnYear", "yoy"),
            ("cumulativeGrowth", "cumulative"),
        ):
            if name in names and not (name == "cumulativeGrowth" and reading.quantity.unit == POINTS):
                reading.basis = code
                break
        bases = [p for p in self.analysis.periods_in(cell.start, cell.end) if self.base_of(p) and p.code]
        if bases:
            reading.base = bases[-1].code
            reading.basis = None if reading.basis == "cumulative" else reading.basis
        if reading.compared is not None:
            reading.basis = None
        elif reading.basis is None and reading.base is None and reading.stat == "growthRate":
            reading.basis, reading.basis_inferred = "yoy", True

    def close(self, sentence: Sentence, made: list[Reading], state: State) -> None:
        """Remember the period that the next sentence may inherit."""
        own = [p for p in self.analysis.periods_in(sentence.start, sentence.end) if self.usable(p)]
        self.seen += own
        dated = [
            r
            for r in made
            if r.period is not None
            and r.evidence["period"].rule
            not in {
                "carried-over",
                "day-of-publication",
                "title",
                "year-before",
                "end-of-change",
                "year-of-publication",
            }
        ]
        dated = [r for r in dated if not _FROM.match(self.folded[r.cell.start : r.quantity.first])] or dated
        for reading in dated:
            if (
                reading.modality == "observed"
                and not stock(reading.prop)
                and parsed(reading.period or "").kind != "Day"
            ):
                spot = reading.evidence["period"]
                self.flow = (reading.period or "", spot.start, spot.end, "observed")
        last = dated[-1] if dated else None
        if last is not None and last.modality == "observed":
            last = max((r for r in dated if r.modality == "observed"), key=lambda r: parsed(r.period or "").end)
        if last is not None and last.period is not None:
            spot = last.evidence["period"]
            self.carried = (last.period, spot.start, spot.end, last.modality)
            if last.modality == "observed":
                self.observed = self.carried
            self.carried_bare = False
            self.carried_now = any(p.start == spot.start and p.rule == "now" for p in own)
            if not self.carried_now:
                self.dated = self.carried
                new = parsed(last.period)
                if (
                    last.modality == "observed"
                    and new.kind != "Day"
                    and (self.main is None or new.end >= parsed(self.main[0]).end)
                ):
                    self.main = self.carried
            self.carried_paragraph, self.carried_sentence = sentence.paragraph, sentence.number
            if not sentence.listed and last.modality != "observed":
                state.lead_period = (last.period, spot.start, spot.end)
        elif not made:
            named = [
                p for p in own if p.code and p.rule in {"explicit", "relative", "year-of-text"} and not self.base_of(p)
            ]
            if named:
                modality = "target" if self.analysis.has("cue:target", sentence.start, sentence.end) else "observed"
                chosen = named[-1]
                self.carried = (chosen.code or "", chosen.start, chosen.end, modality)
                if modality == "observed":
                    self.observed = self.carried
                self.carried_bare = True
                self.carried_now = False
                self.dated = self.carried
                self.carried_paragraph, self.carried_sentence = sentence.paragraph, sentence.number
                if modality != "observed" or sentence.heading:
                    state.lead_period = (chosen.code or "", chosen.start, chosen.end)
