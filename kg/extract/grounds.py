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
from kg.terms import DEKGR

__all__ = ["AS_READ", "Grounds"]

AS_READ = Evidence(-1, -1, "as-read")
"""The ground of a role that the rules read in the same way."""

_FOREIGN = DEKGR + "industry-foreign-trade"
"""The industry that exports have where no other is named."""

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
        if self._reads(reading.trade, reading.trade_name, name, iris) or self._close(reading, iris):
            return AS_READ
        spans, quantity = list(self._own(reading)), reading.quantity
        if self._fixed(reading):
            return None
        vague = bool(iris) and WEAK.issuperset(iris)
        if not vague and (spot := self._spot(name or "", iris, self._trades, spans[:1])) is not None:
            return Evidence(*spot, "named")
        if self._named(reading, spans):
            return None
        if WHOLE in iris:
            alone = reading.prop is not None and self.facts.own_trade(reading.prop) == WHOLE
            return Evidence(quantity.first, quantity.last, "none-named") if alone else None
        if vague or reading.prop == GDP:
            return None
        ground = self._inherited(reading, name or "", iris, self._trades)
        known = reading.evidence.get("industry")
        if ground is None or reading.trade in {None, WHOLE, _FOREIGN} or known is None or known.start < ground.start:
            return ground
        return None  # what was read stands nearer to the figure

    def _fixed(self, reading: Reading) -> bool:
        """Return whether the indicator, or the order of two lists, leaves no choice of the industry."""
        spot = reading.evidence.get("industry")
        if spot is None or reading.trade in {None, WHOLE, _FOREIGN}:
            return False
        return spot.rule in {"of-indicator", "in-indicator", "paired-list"}

    def _named(self, reading: Reading, spans: list[tuple[int, int]]) -> bool:
        """Return whether a figure's own words name an industry that is more than that of its indicator."""
        measured = reading.evidence.get("indicator")
        own = self.facts.own_trade(reading.prop) if reading.prop else None
        told = reading.evidence.get("industry")
        if told is not None and told.rule == "in-name" and any(start <= told.start < end for start, end in spans):
            return True
        return any(
            not (m.iri == own and measured is not None and m.start < measured.end and measured.start < m.end)
            for m in self._trades
            for start, end in spans
            if start <= m.start < end
        )

    def _close(self, reading: Reading, iris: set[str]) -> bool:
        """Return whether the ontology holds an industry for close to the one that was read."""
        if reading.trade is None:
            return False
        close = iris & set(self.lexicon.vocabulary.values(reading.trade, "skos:closeMatch"))
        return bool(close)

    # -- indicator -------------------------------------------------------------------------------------------------

    def indicator(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure measures what a name says, or None."""
        derived = {alike.plain(each, self.known) for each in self._derived(reading)}
        for given in self._variants(reading, name):
            if alike.plain(given, self.known) in derived or self._means(reading, given):
                return AS_READ
        if (spot := self._narrowed(reading, name, derived)) is not None:
            return Evidence(*spot, "narrowed")
        iris = set(self.lexicon.meanings(name, "property"))
        own = [reading.cell.left, reading.cell.right]
        named = self._spot(name if reading.prop is None else "", iris, self._props, own)
        if named is not None and self._fits(reading, iris):
            return Evidence(*named, "named")
        if reading.prop is not None and (self._named_indicator(reading) or reading.whole not in {None, reading.prop}):
            return None
        before = self._before(reading)
        if before is not None and before.prop is not None:
            same = evaluate.indicator_name(before, self.lexicon)
            if alike.plain(same, self.known) == alike.plain(name, self.known) or before.prop in iris:
                told = before.evidence.get("indicator")
                return told and Evidence(told.start, told.end, "figure-before")
        if reading.prop is None and iris and self._fits(reading, iris):
            return self._inherited(reading, name, iris, self._props)
        return None

    def _derived(self, reading: Reading) -> Iterator[str]:
        """Yield the name of what was read, and that name without the industry's, which is a role of its own."""
        name = evaluate.indicator_name(reading, self.lexicon)
        yield name
        if reading.trade is None:
            return
        vocabulary = self.lexicon.vocabulary
        for word in (*vocabulary.names(reading.trade), *vocabulary.words(reading.trade, "dekg:announcingWord", "en")):
            if name.casefold().startswith(word.casefold() + " "):
                yield name[len(word) + 1 :]

    def _narrowed(self, reading: Reading, name: str, derived: set[str]) -> tuple[int, int] | None:
        """Return where the sentence says the words by which a name is narrower than what was read: "28 large ones"."""
        given = alike.plain(name, self.known).split()
        for each in derived:
            words = each.split()
            more = given[: -len(words)] if words else []
            if reading.stat != "count" or not more or given[-len(words) :] != words:
                continue
            spots = [self._spot(word, set(), (), [self._sentence(reading)]) for word in more]
            if all(spots):
                return spots[0]
        return None

    def _variants(self, reading: Reading, name: str) -> Iterator[str]:
        """Yield a name, and what it says without the words that the kind of statistic says already."""
        words = name.casefold()
        if reading.stat == "rank" and reading.growth_rank:
            grows = re.fullmatch(r"(?:(.+) )?growth(?: rate)?", words)
            if grows is not None:
                yield grows[1] or evaluate.indicator_name(reading, self.lexicon)
            return
        yield name
        if reading.stat == "share":
            short = self.known.pattern(r"{part-of} (?:the )?(?:{part-of-whose} )?").match(words)
            if short is not None:
                yield name[short.end() :]
        if reading.stat == "count":
            new = self.known.pattern(r"{new-ones} ").match(words)
            if new is not None and self._says(reading, r"\b{new-ones}\b|{new-ones}"):
                yield name[new.end() :]

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
        """Return whether the ontology refers from the variable that was read to that of another property."""
        if reading.stat == "share":
            return False
        close = self.lexicon.vocabulary.values(
            self.facts.variable(reading.prop or "", reading.trade or "", "level"), "rdfs:seeAlso"
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
            if self._reads(reading.place, reading.place_name, name, iris) or (self._sounds(spot, name, iris)):
                return AS_READ
            full = self._around(spot, name) if spot is not None else None
            if full is not None:
                return Evidence(*full, "full-name")
            near = self._nearest(reading, iris) if reading.stat != "rank" else None
            return Evidence(near.start, near.end, "named-nearest") if near is not None else None
        if reading.org is not None:
            return None
        sentence = reading.cell.sentence
        only = {m.iris for m in self.analysis.mentions_in(sentence.start, sentence.end, "place")}
        found = self._spot(name, iris, (), [(sentence.start, sentence.end)])
        return Evidence(*found, "only-place") if found is not None and len(only) <= 1 else None

    def _nearest(self, reading: Reading, iris: set[str]) -> Mention | None:
        """Return the place that a figure's own words name last before it, unless a preposition makes it a whole."""
        start, end = reading.cell.left
        named = self.analysis.mentions_in(start, end, "place")
        read = reading.evidence.get("place")
        if read is not None and read.rule == "paired-list":
            return None
        if not named or iris.isdisjoint(named[-1].iris):
            return None
        before = self.analysis.folded[max(0, named[-1].start - 12) : named[-1].start]
        return None if self.known.pattern(r"(?:\b{of-whole}(?: the)? |{of-whole})$").search(before) else named[-1]

    def org(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure is a body's, or None."""
        spot = reading.evidence.get("org")
        if reading.org is None:
            return None
        iris = set(self.lexicon.meanings(name, "org"))
        if self._reads(reading.org, reading.org_name, name, iris) or (self._sounds(spot, name, iris)):
            return AS_READ
        return None

    def _sounds(self, spot: Evidence | None, name: str, iris: set[str]) -> bool:
        """Return whether a name is the one read as it is spoken, and not that of another thing in the text."""
        if spot is None or any(m.iri in iris for m in self.analysis.mentions):
            return False
        return alike.sounds_like(name, self.analysis.folded[spot.start : spot.end], self.known)

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
        quantity = reading.quantity
        published = self.analysis.published
        stock = reading.stat in _OWN_DAY
        if stock and derived is not None and (code == f"{derived}-12" or derived == f"{code}-12"):
            return AS_READ
        told = [p for start, end in self._own(reading) for p in self.analysis.periods_in(start, end)]
        for mention in told:
            if derived is not None and code.startswith(f"{derived}-") and evaluate.period_code(mention.code) == code:
                return Evidence(mention.start, mention.end, "named")  # a month of the year that was read
        until_now = all(mention.rule == "since" for mention in told)
        if (stock or told) and until_now and published is not None and published.day and published.code == code:
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
            only = {m.iri for m in earlier if m.start >= last.start}
            near = last.paragraph == sentence.paragraph or last.number + 1 == sentence.number
            if near and len(only) == 1 and not iris.isdisjoint(only):
                return Evidence(earlier[-1].start, earlier[-1].end, "named-last")
        title = self.analysis.title
        if reading.trade is None and title is not None and any(m.iri in iris for m in title.matches):
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
