"""On what ground a proposed role may stand where the rules of extraction read another one, or none.

A text often leaves it to its reader what a figure is of: the sentence names the industry, the figure does not. The
rules choose one reading of it; somebody else may choose another with the same right. So each role is judged by the
text: what the figure's own words name decides, and only where they name nothing may a role be inherited, by a named
rule that runs again here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from kg.extract import alike, evaluate
from kg.extract.analysis import Analysis
from kg.extract.indicators import WHOLE, Indicators, indicators
from kg.extract.lexicon import Match, lowered
from kg.extract.mentions import Mention
from kg.extract.roles import Evidence, Reading
from kg.extract.tokens import Sentence, fold
from kg.extract.words import GDP, WEAK

__all__ = ["AS_READ", "Grounds"]

AS_READ = Evidence(-1, -1, "as-read")
"""The ground of a role that the rules read in the same way."""

_OWN_DAY = {"count", "share", "rank", "ratio", "index"}
"""Kinds of statistic that may be of the day of publication where no word tells another time."""


class Grounds:
    """The grounds that one text gives."""

    def __init__(self, analysis: Analysis, readings: list[Reading]) -> None:
        self.analysis = analysis
        self.lexicon = analysis.lexicon
        self.known = analysis.lexicon.phrases
        self.readings = readings
        self.facts: Indicators = indicators(analysis.lexicon)

    @cached_property
    def _low(self) -> str:
        return lowered(self.analysis.folded)

    @cached_property
    def _trades(self) -> list[Mention]:
        return [m for m in self.analysis.mentions if m.layer == "industry" and not WEAK.issuperset(m.iris)]

    @cached_property
    def _props(self) -> list[Match]:
        return [m for m in self.analysis.matches if m.layer == "property"]

    # -- industry --------------------------------------------------------------------------------------------------

    def industry(self, reading: Reading, name: str | None) -> Evidence | None:
        """Return the ground on which a figure is of an industry, or None; no name stands for the whole economy."""
        iris = set(self.lexicon.meanings(name, "industry")) if name else {WHOLE}
        if self._reads(reading.trade, reading.trade_name, name, iris) or self._close(reading.trade, iris):
            return AS_READ
        spans, quantity = list(self._own(reading)), reading.quantity
        if WHOLE not in iris and (spot := self._spot(name or "", iris, self._trades, spans[:1])) is not None:
            return Evidence(*spot, "named")
        if self._named(reading, spans):
            return None
        if WHOLE in iris:
            return Evidence(quantity.first, quantity.last, "none-named")
        return None if reading.prop == GDP else self._inherited(reading, name or "", iris, self._trades)

    def _named(self, reading: Reading, spans: list[tuple[int, int]]) -> bool:
        """Return whether a figure's own words name an industry that is more than that of its indicator."""
        measured = reading.evidence.get("indicator")
        own = self.facts.own_trade(reading.prop) if reading.prop else None
        return any(
            not (m.iri == own and measured is not None and m.start < measured.end and measured.start < m.end)
            for m in self._trades
            for start, end in spans
            if start <= m.start < end
        )

    def _close(self, trade: str | None, iris: set[str]) -> bool:
        """Return whether an industry is close to the one that was read, and the text does not tell them apart."""
        if trade is None:
            return False
        close = set(self.lexicon.vocabulary.values(trade, "skos:closeMatch"))
        return bool(iris & close) and not any(m.iri in iris for m in self._trades)

    # -- indicator -------------------------------------------------------------------------------------------------

    def indicator(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure measures what a name says, or None."""
        derived = evaluate.indicator_name(reading, self.lexicon)
        for given in self._variants(reading, name):
            if alike.plain(given, self.known) == alike.plain(derived, self.known) or self._means(reading, given):
                return AS_READ
        iris = set(self.lexicon.meanings(name, "property"))
        if reading.prop is None:
            if (spot := self._spot(name, iris, self._props, [reading.cell.left, reading.cell.right])) is not None:
                return Evidence(*spot, "named")
        elif self._named_indicator(reading):
            return None
        before = self._before(reading)
        if before is not None and before.prop is not None:
            same = evaluate.indicator_name(before, self.lexicon)
            if alike.plain(same, self.known) == alike.plain(name, self.known) or before.prop in iris:
                spot_before = before.evidence.get("indicator")
                return spot_before and Evidence(spot_before.start, spot_before.end, "figure-before")
        return self._inherited(reading, name, iris, self._props) if iris and self._fits(reading, iris) else None

    def _variants(self, reading: Reading, name: str) -> Iterator[str]:
        """Yield a name, and what it says without the words that the kind of statistic says already."""
        yield name
        words = name.casefold()
        if reading.stat == "share":
            short = self.known.pattern(r"{part-of} (?:the )?(?:{part-of-whose} )?").match(words)
            if short is not None:
                yield name[short.end() :]
        if reading.stat == "count":
            new = self.known.pattern(r"{new-ones} ").match(words)
            if new is not None and self._says(reading, r"\b{new-ones}\b|{new-ones}"):
                yield name[new.end() :]
        if reading.stat == "rank" and reading.growth_rank:
            grows = re.fullmatch(r"(?:(.+) )?growth(?: rate)?", words)
            if grows is not None:
                yield grows[1] or evaluate.indicator_name(reading, self.lexicon)

    def _says(self, reading: Reading, template: str) -> bool:
        cell = reading.cell
        return self.known.pattern(template).search(self.analysis.folded, cell.start, cell.end) is not None

    def _means(self, reading: Reading, name: str) -> bool:
        """Return whether a name means the property, the noun or the variable that was read."""
        if reading.prop is None:
            return False
        derived = evaluate.indicator_name(reading, self.lexicon)
        iris = self.lexicon.meanings(name, "property")
        if reading.prop in iris:
            part = reading.stat == "share" and reading.whole not in {None, reading.prop}
            return not part and (reading.noun is None or alike.inside(name, derived, self.known))
        variables = self.lexicon.meanings(name, "variable")
        if variables:
            return self._variable(reading) in variables
        if iris:
            return self._same_variable(reading, iris)
        return (
            reading.stat == "count"
            and alike.overlapping(name, derived, self.known)
            and self._spot(name, set(), (), [self._sentence(reading)]) is not None
        )

    def _variable(self, reading: Reading) -> str:
        from kg.extract.assemble import variable_of

        return variable_of(reading, self.facts)

    def _same_variable(self, reading: Reading, iris: Iterable[str]) -> bool:
        """Return whether the ontology relates the variable that was read to that of another property."""
        if reading.stat == "share":
            return False
        close = self.lexicon.vocabulary.values(
            self.facts.variable(reading.prop or "", reading.trade or "", "level"), "skos:related"
        )
        return any(self.facts.variable(iri, reading.trade or "", "level") in close for iri in iris)

    def _named_indicator(self, reading: Reading) -> bool:
        spot = reading.evidence.get("indicator")
        return spot is None or reading.cell.start <= spot.start < reading.cell.end

    def _before(self, reading: Reading) -> Reading | None:
        """Return the figure before, in the same sentence."""
        earlier = [
            r
            for r in self.readings
            if r.cell.sentence.start == reading.cell.sentence.start and r.quantity.start < reading.quantity.start
        ]
        return earlier[-1] if earlier else None

    def _fits(self, reading: Reading, iris: Iterable[str]) -> bool:
        unit = reading.quantity.unit
        if reading.stat == "count":
            return any(self.facts.counted(iri) for iri in iris)
        return reading.stat != "level" or any(self.facts.takes(iri, unit) for iri in iris)

    # -- subject ---------------------------------------------------------------------------------------------------

    def place(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure is of a place, or None."""
        iris = set(self.lexicon.meanings(name, "place"))
        spot = reading.evidence.get("place")
        if reading.place is not None:
            if self._reads(reading.place, reading.place_name, name, iris) or self._sounds(spot, name):
                return AS_READ
            full = self._around(spot, name) if spot is not None else None
            return Evidence(*full, "full-name") if full is not None else None
        if reading.org is not None:
            return None
        sentence = reading.cell.sentence
        only = {m.iris for m in self.analysis.mentions_in(sentence.start, sentence.end, "place")}
        found = self._spot(name, iris, (), [(sentence.start, sentence.end)])
        return Evidence(*found, "only-place") if found is not None and len(only) <= 1 else None

    def org(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure is a body's, or None."""
        spot = reading.evidence.get("org")
        if reading.org is None:
            return None
        iris = set(self.lexicon.meanings(name, "org"))
        if self._reads(reading.org, reading.org_name, name, iris) or self._sounds(spot, name):
            return AS_READ
        return None

    def _sounds(self, spot: Evidence | None, name: str) -> bool:
        return spot is not None and alike.sounds_like(name, self.analysis.folded[spot.start : spot.end], self.known)

    def _around(self, spot: Evidence, name: str) -> tuple[int, int] | None:
        """Return where a longer name stands that the name read is only a part of."""
        wanted = self._wanted(name)
        at = self._low.find(wanted, max(0, spot.start - len(wanted)), spot.end + len(wanted)) if wanted else -1
        return (at, at + len(wanted)) if at >= 0 and at <= spot.start and spot.end <= at + len(wanted) else None

    # -- period ----------------------------------------------------------------------------------------------------

    def period(self, reading: Reading, code: str | None) -> Evidence | None:
        """Return the ground on which a figure is of a period in the evaluation's form, or None."""
        derived = evaluate.period_code(reading.period)
        if code == derived or (derived is not None and len(derived) == 10 and code == derived[:7]):
            return AS_READ
        if code is None:
            return None
        quantity, cell = reading.quantity, reading.cell
        published = self.analysis.published
        stock = reading.stat in _OWN_DAY
        if stock and derived is not None and (code == f"{derived}-12" or derived == f"{code}-12"):
            return AS_READ
        told = self.analysis.periods_in(cell.start, cell.end)
        if stock and not told and published is not None and published.day is not None and published.code == code:
            return Evidence(quantity.first, quantity.last, "day-of-publication")
        return None

    # -- where names stand -----------------------------------------------------------------------------------------

    def _reads(self, iri: str | None, printed: str | None, name: str | None, iris: set[str]) -> bool:
        if iri is None:
            return False
        return iri in iris or alike.alike(printed or self.lexicon.vocabulary.label(iri, "en"), name or "", self.known)

    def _own(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield the stretches that a figure is told in: its own, and that of the figure whose measure it shares."""
        cell = reading.cell
        yield cell.start, cell.end
        spot = reading.evidence.get("indicator")
        if spot is not None and not cell.start <= spot.start < cell.end:
            other = next((r.cell for r in self.readings if r.cell.start <= spot.start < r.cell.end), None)
            yield (other.start, other.end) if other is not None else (spot.start, spot.end)

    def _inherited(
        self, reading: Reading, name: str, iris: set[str], named: Sequence[Match | Mention]
    ) -> Evidence | None:
        """Return where the words before a figure that names nothing of a kind name it last, or the title."""
        sentence, quantity = reading.cell.sentence, reading.quantity
        if (spot := self._spot(name, iris, named, [(sentence.start, quantity.first)])) is not None:
            return Evidence(*spot, "same-sentence")
        earlier = [m for m in named if m.start < sentence.start]
        if earlier:
            last = self.analysis.sentence_of(earlier[-1].start)
            if (spot := self._spot(name, iris, named, [(last.start, last.end)])) is not None:
                return Evidence(*spot, "named-last")
        title = self.analysis.title
        if title is not None and any(m.iri in iris for m in title.matches):
            return Evidence(-1, -1, "title")
        return None

    def _spot(
        self, name: str, iris: set[str], named: Iterable[Match | Mention], spans: Iterable[tuple[int, int]]
    ) -> tuple[int, int] | None:
        """Return where one of some spans names a thing: by a known name, or by the very words."""
        wanted = self._wanted(name)
        for start, end in spans:
            for match in named:
                if start <= match.start < end and not iris.isdisjoint(match.iris):
                    return match.start, match.end
            at = re.search(rf"(?<![a-z]){re.escape(wanted)}", self._low[start:end]) if wanted else None
            if at is not None:
                return start + at.start(), start + at.end()
        return None

    def _wanted(self, name: str) -> str:
        return lowered(fold(name)[0]).strip()

    def _sentence(self, reading: Reading) -> tuple[int, int]:
        sentence: Sentence = reading.cell.sentence
        return sentence.start, sentence.end
