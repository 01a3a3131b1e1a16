"""Bind figures to periods: their own, one of the same sentence, one carried over, or none.

The only module that knows by which rules a period of its own sentence reaches a figure.
"""

import re

from kg.extract.calendar.periods import PeriodMention, parsed
from kg.extract.cells import Cell
from kg.extract.roles import Reading, State
from kg.extract.what.formers import Formers

__all__ = ["Times"]

_Bound = tuple[PeriodMention, str | None]

_CLAUSE = r"[,;:。(]|\b{clause-word}\b"
_OTHER_CLAUSE = r";|\b{contrast}\b"
_FROM_THERE = r"\b{before-former-figure}\b(?:[^,;]*\d[^,;]*| (?:the )?)$|{base-mark}[^,;]*$"
_TO = r"\bto (?:{to-adverb} )?$|{grown-to-zh}$"
_ASIDE = r", ?(?:{relative-pronoun}|{relative-adverb}|{founded})\b"
_SHORT = 2  # characters of a clause that tells nothing of its own
_NEAR = 28  # characters between a figure and the period after it, so that the one before it counts less


class Times(Formers):
    """Reads periods for the figures of one text."""

    def bind(self, reading: Reading, cell: Cell, made: list[Reading], state: State) -> None:
        """Give a reading its period and the base of its change."""
        self.change(reading, cell)
        if self.former(reading, cell, made):
            return
        found, rule = self._own(reading, cell), "own"
        if found is None and self._of_both_ends(reading, made):
            return
        if found is None:
            found, rule = self._of_sentence(reading, cell, made), "same-sentence"
            if found is not None and self._over(found[1], reading) and not self._met(cell):
                return
        if found is not None:
            self._bind(reading, *found, rule)
        elif not (
            self.opened(reading, cell)
            or self._of_signing(reading, cell)
            or self._of_list(reading, cell, state)
            or self._of_whole(reading, made or state.previous)
        ):
            self.carry(reading, cell)

    def _bind(self, reading: Reading, mention: PeriodMention, code: str | None, rule: str) -> None:
        """Give a reading the period of a mention; where it is reckoned from the words, the rule tells how."""
        spot = (mention.start, mention.end)
        part = code is not None and len(code) > len("2024")
        if reading.modality == "commitment" and part and not mention.deadline and self._over(code, reading):
            return  # "was handed a certificate in November to put 850 million into a plant"
        if mention.rule in {"same", "same-earlier"}:
            rule = "same-period" if mention.rule == "same" else mention.rule
        if code is None:
            self.date(reading, None, spot, rule)
            return
        self.date(reading, *(self._reckoned(reading, mention, code) or (code, spot, rule)))
        since = mention.rule in {"since", "vague"} and "_" in code
        if since and reading.stat == "growthRate" and reading.basis != "cagr":
            reading.base = code.split("_")[0]

    def _reckoned(self, reading: Reading, mention: PeriodMention, code: str) -> tuple[str, tuple[int, int], str] | None:
        """Return the period of a figure with the rule by which it is another one than the words name, or None."""
        spot, published = (mention.start, mention.end), self.analysis.published
        if reading.stat in {"level", "count", "share"} and self._reached(mention, reading):
            return code.split("_")[1], spot, "end-of-run"
        if mention.rule == "plan" and "_" in code and reading.modality == "observed" and published is not None:
            first, last = (int(year) for year in code.split("_"))
            return f"{first}_{min(last, max(published.year, first + 1))}", spot, "part-of-plan"
        if mention.rule == "since" and "-" not in code and reading.stat in {"level", "count"} and published is not None:
            return f"{code[:4]}_{published.year}", spot, "since-then"
        if mention.rule == "year-of-publication" and self._over(code, reading):
            return self._year_later(code), spot, "year-to-come"  # "we expect 35 in the fourth quarter"
        if self._year_ended(reading, mention, code):
            return str(int(code) - 1), spot, "year-ended"
        signed = reading.modality == "commitment" and self.signed(reading)
        if signed and mention.rule == "relative" and len(code) == len("2024-03"):
            return code[:4], spot, "year-of-signing"  # signed last month, for the year
        return None

    def _year_ended(self, reading: Reading, mention: PeriodMention, code: str) -> bool:
        """Return whether "at the end of the year", told in the past, is the end of the year before publication."""
        published = self.analysis.published
        if self.zh or published is None or published.month in {None, 12} or code != str(published.year):
            return False
        words = self.folded[mention.start : mention.end]
        ended = mention.point and self.pattern(r"{moment-mark} of {scheme-years-from-text}$").search(words) is not None
        return ended and reading.modality == "observed"

    def _reached(self, mention: PeriodMention, reading: Reading) -> bool:
        """Return whether a figure is where a change over some years led: "doubled between 2013 and 2023 to 9"."""
        if mention.code is None or parsed(mention.code).kind != "Span" or mention.rule not in {"explicit", "since"}:
            return False
        first = reading.quantity.first
        return mention.end <= first and self.pattern(_TO).search(self.folded[mention.end : first]) is not None

    def _of_both_ends(self, reading: Reading, made: list[Reading]) -> bool:
        """Date an average growth by the two figures before it: "from 40 in 2016 to 170 in 2020, 44 percent a year"."""
        if reading.basis != "cagr" or len(made) < 2:
            return False
        first, last = made[-2].period, made[-1].period
        if first is None or last is None or not (first.isdigit() and last.isdigit() and first < last):
            return False
        spot = made[-1].evidence["period"]
        self.date(reading, f"{first}_{last}", (spot.start, spot.end), "both-ends")
        return True

    def _of_signing(self, reading: Reading, cell: Cell) -> bool:
        """Date a commitment by the day named before it: that of its signing."""
        if reading.modality != "commitment":
            return False
        days = [
            p
            for p in self.analysis.periods_in(cell.sentence.start, cell.quantity.first)
            if p.code is not None and len(p.code) == len("2024-03-13") and p.rule != "now"
        ]
        if days:
            self.date(reading, days[-1].code, (days[-1].start, days[-1].end), "day-of-signing")
        return bool(days)

    def _of_list(self, reading: Reading, cell: Cell, state: State) -> bool:
        """Date what is intended in a list by the line that introduces it."""
        if not cell.sentence.listed or state.lead_period is None or reading.modality == "observed":
            return False
        code, *spot = state.lead_period
        self.date(reading, code, (spot[0], spot[1]), "list-lead")
        return True

    def _of_whole(self, reading: Reading, before: list[Reading]) -> bool:
        """Date a part by the figure before it whose part it is."""
        part = reading.evidence.get("indicator")
        if part is None or part.rule != "part-of-figure-before" or not before:
            return False
        whole = before[-1]
        if whole.period is None or whole.prop != reading.prop:
            return False
        spot = whole.evidence["period"]
        self.date(reading, whole.period, (spot.start, spot.end), "figure-before")
        return True

    def _over(self, code: str | None, reading: Reading) -> bool:
        """Return whether a period had ended before the text, so that nothing intended can fall in it."""
        published = self.analysis.published
        return (
            reading.modality in {"target", "forecast", "commitment"}
            and not (reading.modality == "commitment" and self.signed(reading))
            and code is not None
            and published is not None
            and parsed(code).end < parsed(published.code).start
        )

    def _met(self, cell: Cell) -> bool:
        """Return whether a target is one that was met or missed, and so of a time that is over."""
        return (
            self.pattern(r"(?<![A-Za-z]){target-met}").search(self.folded, cell.start, cell.quantity.first) is not None
        )

    @staticmethod
    def _year_later(code: str) -> str:
        return re.sub(r"(?<![\d-])\d{4}", lambda year: str(int(year[0]) + 1), code)

    def _own(self, reading: Reading, cell: Cell) -> _Bound | None:
        """Return the period of a figure's own words: the one before it, unless the one after it is nearer."""
        right = [
            p
            for p in self._named(cell.right[0], cell.end)
            if p.rule != "recent" and not self.is_base(reading, p) and not self.looked_back_at(cell, p)
        ]
        left = [
            p
            for p in self._named(cell.start, cell.quantity.first)
            if not self.is_base(reading, p) and self._dates(reading, p)
        ]
        if right and self._near(cell, left, right[0]):
            return self.coded(right[0])
        if left:
            best = left[-1]
            if best.rule == "now" and len(left) > 1 and left[-2].rule != "now" and not self._new_clause(left[-2], best):
                best = left[-2]
            return self.coded(best)
        if (
            right
            and ";" not in self.folded[cell.right[0] : right[0].start]
            and not self._named(cell.sentence.start, cell.start)
        ):
            return self.coded(right[0])
        return None

    def _new_clause(self, before: PeriodMention, now: PeriodMention) -> bool:
        """Return whether a Chinese "now" opens a clause after one that told of an earlier time: 6月通线,目前月产能…."""
        words = self.folded[before.end : now.start]
        return self.zh and len(words) > _SHORT and re.search(r"[,;]", words) is not None

    def _dates(self, reading: Reading, mention: PeriodMention) -> bool:
        """Return whether a period before a figure can be its own: no "now" of a plan, no year told in an aside."""
        if mention.rule == "recent":
            return reading.basis == "cagr"
        if mention.rule == "now" and reading.modality != "observed":
            return False
        return not self._in_aside(mention, reading.quantity.first)

    def _in_aside(self, mention: PeriodMention, first: int) -> bool:
        """Return whether a period stands in a clause without figures that is over: ", which opened in 2022, made 5"."""
        if self.zh or not self.folded.startswith(",", mention.end):
            return False
        start = self.analysis.sentence_of(mention.start).start
        clauses = list(self.pattern(_ASIDE).finditer(self.folded, start, mention.start))
        return (
            bool(clauses)
            and "," not in self.folded[clauses[-1].end() : mention.start]
            and not self.analysis.quantities_in(clauses[-1].start(), mention.start)
            and mention.end < first
        )

    def _named(self, start: int, end: int) -> list[PeriodMention]:
        return [p for p in self.analysis.periods_in(start, end) if self.usable(p)]

    def _near(self, cell: Cell, left: list[PeriodMention], right: PeriodMention) -> bool:
        """Return whether the period after a figure dates it rather than one before it."""
        gap = self.folded[cell.right[0] : right.start]
        if self.pattern(_CLAUSE, case=True).search(gap) and len(gap) > 3:
            return False
        if not left:
            return True
        broken = (
            self.pattern("[,;:]").search(self.folded[left[-1].end : cell.quantity.first]) is not None
            and left[-1].start > cell.start + 3
        )
        verb = self.pattern(r"\b{be-or-have}\b", case=True).search(gap)
        return broken or (len(gap) < _NEAR and not self.zh and verb is None)

    def _of_sentence(self, reading: Reading, cell: Cell, made: list[Reading]) -> _Bound | None:
        """Return the period of the same sentence: that of the figure before, the first named, or one named after."""
        named = [
            p for p in self._named(cell.sentence.start, cell.start) if not self.base_of(p) and self._dates(reading, p)
        ]
        if not named:
            return self._named_after(reading, cell)
        before = made[-1] if made else None
        spot = before.evidence.get("period") if before is not None and before.period is not None else None
        if (
            before is not None
            and spot is not None
            and spot.start >= cell.sentence.start
            and (before.modality == reading.modality or reading.modality != "observed")
        ):
            return self.coded(next((p for p in named if p.start == spot.start), named[-1]))
        lead = [p for p in named if p.start - cell.sentence.start < 4]
        return self.coded(lead[-1] if lead and len(named) > 1 else named[-1])

    def _named_after(self, reading: Reading, cell: Cell) -> _Bound | None:
        after = [
            p
            for p in self._named(cell.end, cell.sentence.end)
            if not self.base_of(p)
            and p.rule != "now"
            and not self.pattern(_FROM_THERE, case=True).search(self.folded[cell.end : p.start])
        ]
        if not after or reading.basis == "cagr" or len({p.code for p in after}) != 1:
            return None
        first = after[0]
        if self.pattern(_OTHER_CLAUSE, case=True).search(self.folded[cell.end : first.start]):
            return None
        published = self.analysis.published
        observed = reading.modality == "observed"
        layers = ("cue:target", "cue:forecast")
        meant = any(self.analysis.has(layer, cell.quantity.last, first.start) for layer in layers)
        to_come = (
            published is not None
            and first.code is not None
            and first.code[:4].isdigit()
            and int(first.code[:4]) > published.year
        )
        if (observed and (meant or first.deadline or to_come)) or (
            not observed and meant and self._told_before(reading)
        ):
            return None
        return self.coded(first)

    @staticmethod
    def _told_before(reading: Reading) -> bool:
        """Return whether a word before a figure makes it intended, so that one after it speaks of something else."""
        spot = reading.evidence.get("modality")
        return spot is not None and spot.start < reading.quantity.start
