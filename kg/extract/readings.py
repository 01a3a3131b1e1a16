"""Bind every quantity of a text to its roles: indicator, industry, subject, period, modality.

Reads sentence by sentence and keeps what later sentences inherit. Each role carries its evidence: where it stands and
by which named rule it reaches the figure. What cannot be bound stays open and is said so.
"""

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell, cells
from kg.extract.numbers.quantities import Quantity
from kg.extract.roles import Evidence, Reading, State, What
from kg.extract.text.tokens import Sentence
from kg.extract.what import hansaid
from kg.extract.what.indicators import WHOLE, Indicators, indicators
from kg.extract.what.measures import Measures
from kg.extract.what.words import GDP, WEAK
from kg.extract.when import datedlists
from kg.extract.when.modality import Stance, of_plan, stance
from kg.extract.when.promised import of_signed
from kg.extract.when.times import Times
from kg.extract.whom.makers import Makers
from kg.extract.whom.subjects import Subjects
from kg.extract.whom.who import Who
from kg.terms import DEKGR

__all__ = ["Evidence", "Reading", "State", "read"]

_PROJECTS = DEKGR + "property-number-of-projects"
_SIGNED = DEKGR + "property-number-of-signed-projects"

_PRESUMED = {"year-before-publication", "day-of-publication", "carried-over", "carried-reckoned"}
"""Rules of a period that the sentence of a figure does not name."""
MOST_FIGURES = 48
"""Most figures that one sentence is read with."""


def read(analysis: Analysis) -> list[Reading]:
    """Return one reading for each quantity of a text (several where it is given to several subjects), in order."""
    return _Reader(analysis).run()


class _Reader:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.facts: Indicators = indicators(analysis.lexicon)
        self.subjects = Subjects.of(analysis)
        self.measures = Measures(analysis, self.facts)
        self.makers = Makers(analysis)
        self.times = Times(analysis)
        self.who = Who(analysis, self.subjects)
        self.state = State()

    def run(self) -> list[Reading]:
        found: list[Reading] = []
        analysis = self.analysis
        numbered = list(enumerate(analysis.quantities))
        position = 0
        for sentence in analysis.text.sentences:
            own = []
            while position < len(numbered) and numbered[position][1].start < sentence.end:
                own.append(numbered[position])
                position += 1
            found += self._sentence(sentence, own) if len(own) <= MOST_FIGURES else self._table(sentence, own)
        for reading in found:
            reading.prop_name = self.measures.coined.get(reading.prop or "")
        return found

    def _sentence(self, sentence: Sentence, own: list[tuple[int, Quantity]]) -> list[Reading]:
        state, analysis = self.state, self.analysis
        made: list[Reading] = []
        self.who.open(sentence)
        parts = cells(analysis, sentence, own)
        if not sentence.listed:
            state.lead = None
        for cell in parts:
            reading = self._reading(cell, made, parts)
            made.append(reading)
            if not sentence.listed and reading.modality != "observed":
                state.lead = Stance(
                    reading.modality,
                    (reading.evidence["modality"].start, reading.evidence["modality"].end)
                    if "modality" in reading.evidence
                    else None,
                    "list-lead",
                )
        datedlists.pair(analysis, sentence, made)
        made = self.measures.pair(parts, made, self.who)
        self.times.close(sentence, made, state)
        self.who.close(sentence, made)
        self._close(sentence, made)
        return made

    def _table(self, sentence: Sentence, own: list[tuple[int, Quantity]]) -> list[Reading]:
        """Return the figures of what is no sentence but a table, unread; their number bounds the time of a text."""
        cells_ = [Cell(q, i, q.first, q.last, sentence, q.last) for i, q in own if q.restates is None]
        return [Reading(cell, "level", problems=["too many figures in one sentence: a table"]) for cell in cells_]

    def _close(self, sentence: Sentence, made: list[Reading]) -> None:
        state = self.state
        if made:
            state.previous = made
            state.modality = made[-1].modality
        self.measures.close(sentence, made, state)
        if not made and (sentence.heading or not sentence.listed):
            state.lead = None
            cue = next(iter(self.analysis.cues_in("cue:target", sentence.start, sentence.end)), None)
            if cue is not None:
                state.lead = Stance("target", (cue.start, cue.end), "list-lead")

    def _reading(self, cell: Cell, made: list[Reading], parts: list[Cell]) -> Reading:
        state = self.state
        cell = hansaid.as_said(self.analysis, cell)
        stat, what = self.measures.what(cell, made, state)
        reading = Reading(cell, stat)
        self._measure(reading, what)
        stand = stance(self.analysis, cell, state.lead if cell.sentence.listed else None)
        if stand.rule == "no-cue" and cell.sentence.continued and state.modality != "observed" and state.previous:
            spot = state.previous[-1].evidence.get("modality")
            stand = Stance(state.modality, (spot.start, spot.end) if spot else None, "sentence-before", stand.negated)
        if stand.rule == "no-cue" and (lead := self._of_goals(cell)) is not None:
            stand = lead
        if stand.rule == "no-cue" and made and made[-1].modality != "observed" and self._part_of_before(cell):
            spot = made[-1].evidence.get("modality")
            stand = Stance(made[-1].modality, (spot.start, spot.end) if spot else None, "part-of-figure-before")
        if stand.rule == "no-cue" and not made and state.previous and of_signed(self.analysis, cell):
            last = state.previous[-1]
            spot = last.evidence.get("modality") if last.modality == "commitment" else None
            stand = Stance("commitment", (spot.start, spot.end), "sentence-before") if spot is not None else stand
        before = (made or state.previous)[-1:]
        near = bool(before) and before[0].cell.sentence.paragraph == cell.sentence.paragraph
        stand = of_plan(self.analysis, cell, stand, Stance(before[0].modality) if near else None)
        reading.modality = stand.modality
        if stand.cue:
            reading.evidence["modality"] = Evidence(*stand.cue, stand.rule)
        if reading.prop == _PROJECTS and reading.modality == "commitment" and self.times.signed(reading):
            reading.prop = _SIGNED
        if stand.negated:
            reading.problems.append("denied or conditional")
        self.who.bind(reading, cell, made, state, what)
        topic = reading.evidence.get("industry")
        if (
            reading.org is not None
            and topic is not None
            and topic.rule == "topic"
            and not (cell.sentence.start <= topic.start < cell.sentence.end)
        ):
            reading.trade = reading.trade_name = None  # what a text is about is not what a body makes
        self._of_body(reading)
        if reading.trade is None and reading.prop is not None and reading.place is not None and self._in_zone(reading):
            spot = reading.evidence["place"]
            reading.trade = WHOLE
            reading.evidence["industry"] = Evidence(spot.start, spot.end, "of-indicator")
        self._named_after(reading)
        self.times.bind(reading, cell, made, state)
        self._planned(reading)
        self._future(reading)
        return reading

    def _part_of_before(self, cell: Cell) -> bool:
        """Return whether a figure is a part of the one before: "6 billion more, including 180 million for a valley"."""
        part = self.analysis.lexicon.phrases.pattern(r"\b{part-listed} (?:{hedge} )*$", case=True)
        return part.search(self.analysis.folded, *cell.left) is not None

    def _of_body(self, reading: Reading) -> None:
        """Give a figure of a body, where its words name no industry, that which the body is in."""
        own = reading.evidence.get("industry")
        bare = reading.trade is None or own is None or (own.rule == "of-indicator" and reading.prop != GDP)
        title = self.measures.title_topic
        wide = title is not None and own is not None and reading.trade in self.facts.above(title)
        if reading.org is None or reading.prop is None or not (bare or wide):
            return
        spot = reading.evidence["org"]
        inner = [
            m for m in self.analysis.matches if m.layer == "industry" and spot.start <= m.start and m.end <= spot.end
        ]
        inner = [m for m in inner if not self._wide(m.iri)]
        told = inner[0] if inner else self.makers.trade(reading.org, spot.start, spot.end)
        if told is not None and not wide:
            reading.trade, reading.trade_name = told.iri, None
            reading.evidence["industry"] = Evidence(told.start, told.end, "of-body")
        elif title is not None:
            reading.trade, reading.trade_name = title, None
            reading.evidence["industry"] = Evidence(spot.start, spot.end, "of-body")
        elif bare and (near := self.measures.topic) is not None and self.measures.near(reading.cell):
            reading.trade, reading.trade_name = near[0], near[1]
            reading.evidence["industry"] = Evidence(near[2], near[3], "of-body")
        elif bare and (main := self.measures.main_trade()) is not None:
            reading.trade, reading.trade_name = main.iri, None
            reading.evidence["industry"] = Evidence(main.start, main.end, "of-body")
        elif reading.trade is None:
            reading.trade = WHOLE
            reading.evidence["industry"] = Evidence(spot.start, spot.end, "of-body")

    def _of_goals(self, cell: Cell) -> Stance | None:
        """Return the stance of a Chinese paragraph that opened with "main goals:", where nothing says otherwise."""
        state, folded = self.state, self.analysis.folded
        if self.analysis.text.language != "zh" or not state.previous or state.modality != "target":
            return None
        before = state.previous[-1]
        spot = before.evidence.get("modality")
        if spot is None or before.cell.sentence.paragraph != cell.sentence.paragraph:
            return None
        pattern = self.analysis.lexicon.phrases.pattern
        if not pattern(r"{goal-word}").search(folded, spot.start, spot.end) and spot.rule != "goals-before":
            return None
        if pattern(r"{outcome-zh}").search(folded, cell.sentence.start, cell.quantity.last):
            return None
        return Stance("target", (spot.start, spot.end), "goals-before")

    def _in_zone(self, reading: Reading) -> bool:
        """Return whether a figure is of a park or a zone, whose revenue is that of all its tenants."""
        if reading.place_name is None:
            return self.analysis.kinds[reading.place or ""] == "zone"
        spot = reading.evidence["place"]
        return any(p.start == spot.start and p.kind == "zone" for p in self.subjects.places)

    def _named_after(self, reading: Reading) -> None:
        """Take the industry that a zone or an event is named after, where the words name no other."""
        own = reading.evidence.get("industry")
        if reading.trade != WHOLE or reading.prop == GDP or own is None or own.rule != "of-indicator":
            return
        spots = [reading.evidence[role] for role in ("antecedent", "place", "org") if role in reading.evidence]
        sentence = reading.cell.sentence
        spots += [
            Evidence(m.start, m.end, "")
            for m in self.analysis.mentions_in(sentence.start, reading.quantity.first, "org")
        ]
        for spot in spots:
            inner = [
                m
                for m in self.analysis.matches
                if m.layer == "industry" and spot.start <= m.start and m.end <= spot.end
            ]
            named = [m for m in inner if not self._wide(m.iri) and (m.start, m.end) != (spot.start, spot.end)]
            if named and (spot.rule or reading.modality == "commitment"):
                longest = max(named, key=lambda m: m.end - m.start)
                reading.trade = longest.iri
                reading.evidence["industry"] = Evidence(longest.start, longest.end, "in-name")
                return

    def _planned(self, reading: Reading) -> None:
        """Take money that a sentence without a date gives to something for promised, at no time that is told."""
        named, sentence = reading.evidence.get("indicator"), reading.cell.sentence
        if named is None or named.rule != "money-planned":
            return
        dated = reading.evidence.get("period")
        presumed = reading.modality == "observed" and dated is not None and dated.rule in _PRESUMED
        if not presumed and any(p.rule != "now" for p in self.analysis.periods_in(sentence.start, sentence.end)):
            return
        if reading.modality == "observed":
            reading.modality = "commitment"
            reading.evidence["modality"] = Evidence(named.start, named.end, named.rule)
        if reading.modality == "commitment":
            reading.period = None
            reading.evidence.pop("period", None)

    def _future(self, reading: Reading) -> None:
        """Take a figure of a year to come for a target or a forecast, even where no word says so."""
        published = self.analysis.published
        spot = reading.evidence.get("period")
        if (
            reading.modality != "observed"
            or published is None
            or reading.period is None
            or spot is None
            or spot.start < 0
        ):
            return
        if int(reading.period.removeprefix("FY").rpartition("_")[2][:4]) > published.year:
            zh = self.analysis.text.language == "zh"
            reading.modality = (
                "target"
                if zh or any(p.start == spot.start and p.deadline for p in self.analysis.periods)
                else "forecast"
            )
            reading.evidence["modality"] = Evidence(spot.start, spot.end, "period-to-come")

    def _wide(self, trade: str) -> bool:
        """Return whether an industry is so wide that the name of a park or a factory tells nothing of its own."""
        return trade in WEAK or trade in self.analysis.lexicon.listed("cue-wide-trades")

    def _measure(self, reading: Reading, what: What) -> None:
        reading.prop, reading.trade, reading.trade_name = what.prop, what.trade, what.trade_name
        reading.noun, reading.whole, reading.scope = what.noun, what.whole, what.scope
        reading.growth_rank, reading.decline = what.growth_rank, what.decline
        for role, evidence in what.evidence.items():
            reading.evidence[role] = Evidence(*evidence)
        reading.problems += what.problems
