"""On what ground a figure may measure what somebody says it does, where the rules read another indicator, or none."""

import re
from collections.abc import Iterable, Iterator

from kg.extract import evaluate
from kg.extract.assemble import variable_of
from kg.extract.proof.dealt import by_verb
from kg.extract.proof.naming import Naming
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.what.indicators import Indicators

__all__ = ["AS_READ", "Measured"]

AS_READ = Evidence(-1, -1, "as-read")
"""The ground of a role that the rules read in the same way."""

_GROWS = "growth-of-industry"
"""The rule by which the growth of an industry whose measure nobody names is read."""
_GROWTH = frozenset({"growth", "growth rate"})
"""Names of such a growth."""

_STEM = 5
"""Letters at the beginning of a word by which its forms are known for one: produce, producer, production."""


_OF_GDP = "share-of-gdp"
"""The rule by which a share of the economy is read, which measures nothing else."""


class Measured:
    """The grounds of indicators in one text."""

    def __init__(self, naming: Naming, facts: Indicators) -> None:
        self.naming = naming
        self.lexicon = naming.lexicon
        self.known = naming.known
        self.facts = facts

    def indicator(self, reading: Reading, name: str) -> Evidence | None:
        """Return the ground on which a figure measures what a name says, or None."""
        unknown = reading.prop is None or reading.prop_name is not None  # a provisional name may be said otherwise
        derived = {alike.plain(each, self.known) for each in self._derived(reading)}
        for given in self._variants(reading, name):
            if alike.plain(given, self.known) in derived or self._means(reading, given):
                return AS_READ
        if alike.plain(name, self.known) in _GROWTH and self._only_grows(reading):
            return AS_READ
        if (spot := self._narrowed(reading, name, derived)) is not None:
            return Evidence(*spot, "narrowed")
        if (spot := self._in_own_words(reading, name)) is not None:
            return Evidence(*spot, "in-own-words")
        iris = set(self.lexicon.meanings(name, "property"))
        own = [reading.cell.left, reading.cell.right]
        near = self.naming.spot(name if unknown else "", iris, self.naming.properties, own)
        if near is not None and self._fits(reading, iris) and self._nearer(reading, near, iris):
            return Evidence(*near, "named")
        if (spot := by_verb(reading, iris, self.naming, self.facts)) is not None:
            return Evidence(*spot, "by-verb")
        if unknown and (spot := self._in_other_form(reading, name)) is not None:
            return Evidence(*spot, "named-in-other-form")
        told = reading.evidence.get("indicator")
        only_whole = reading.stat == "share" and told is not None and told.rule == "indicator-of-whole"
        named = self._named_indicator(reading) or reading.whole not in {None, reading.prop}
        if not unknown and named and not only_whole:
            return None
        before = self._before(reading)
        if before is not None and before.prop is not None:
            same = evaluate.indicator_name(before, self.lexicon)
            if alike.plain(same, self.known) == alike.plain(name, self.known) or before.prop in iris:
                told = before.evidence.get("indicator")
                return told and Evidence(told.start, told.end, "figure-before")
        if unknown and iris and self._fits(reading, iris):
            sentence = reading.cell.sentence
            spot = self.naming.spot(name, iris, self.naming.properties, [(sentence.start, reading.quantity.first)])
            return Evidence(*spot, "same-sentence") if spot is not None else None
        return None

    def _only_grows(self, reading: Reading) -> bool:
        """Return whether a growth is that of an industry as a whole, by no measure that a word names."""
        told = reading.evidence.get("indicator")
        if told is None or reading.stat not in {"growthRate", "difference"}:
            return False
        spots = (r.evidence.get("indicator") for r in self.naming.readings)
        return any(s is not None and s.rule == _GROWS and s.start == told.start for s in spots)

    def _derived(self, reading: Reading) -> Iterator[str]:
        """Yield the name of what was read, and that name without the industry's, which is a role of its own."""
        name = evaluate.indicator_name(reading, self.lexicon)
        yield name
        yield from self.lexicon.vocabulary.words(reading.prop or "", "skos:hiddenLabel", "en")
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
            spots = [self.naming.spot(word, set(), (), [self.naming.sentence(reading)]) for word in more]
            if all(spots):
                return spots[0]
        return None

    def _in_own_words(self, reading: Reading, name: str) -> tuple[int, int] | None:
        """Return where a figure's own words say all that a name says beyond what was read: "exports to Vietnam"."""
        told = reading.evidence.get("indicator")
        if reading.prop is None or (told is not None and told.rule == _OF_GDP):
            return None
        known = {alike.single(w) for each in self._derived(reading) for w in alike.plain(each, self.known).split()}
        known |= self._as_printed(reading)
        spans = list(self.naming.told_in(reading))
        if reading.prop_name is not None:
            spans.append((0, self.naming.sentence(reading)[1]))
        for given in self._variants(reading, name):
            words = [w for w in alike.plain(given, self.known).split() if w not in self.known.set("small-in-name")]
            if len(words) < 2 or known.isdisjoint({alike.single(words[0]), alike.single(words[-1])}):
                continue
            more = [word for word in words if alike.single(word) not in known]
            spots = [self._said(word, spans) or self._of_trade(word, reading) for word in more]
            if more and all(spots):
                return spots[0]
        return None

    def _as_printed(self, reading: Reading) -> set[str]:
        """Return the words by which an English text tells the indicator: staff, of employees."""
        spot = reading.evidence.get("indicator")
        if spot is None or spot.start < 0 or self.naming.analysis.text.language == "zh":
            return set()
        printed = alike.plain(self.naming.analysis.folded[spot.start : spot.end], self.known).split()
        return {alike.single(word) for word in printed[-1:]}

    def _of_trade(self, word: str, reading: Reading) -> tuple[int, int] | None:
        """Return where the industry of a figure is named, if its name says a word: "vehicle output"."""
        told = reading.evidence.get("industry")
        if reading.trade is None or told is None or told.start < 0:
            return None
        named = reading.trade_name or self.lexicon.vocabulary.label(reading.trade, "en")
        printed = self.naming.analysis.folded[told.start : told.end]
        names = (named, printed, *self.lexicon.vocabulary.words(reading.trade, "dekg:announcingWord", "en"))
        words = {alike.single(each) for name in names for each in alike.plain(name, self.known).split()}
        return (told.start, told.end) if alike.single(word) in words else None

    def _said(self, word: str, spans: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
        return next((spot for start, end in spans if (spot := self.naming.called.says(word, start, end))), None)

    def _in_other_form(self, reading: Reading, name: str) -> tuple[int, int] | None:
        """Return where a figure's own words say the words of a name in any form: to produce is production."""
        words = [word for word in alike.plain(name, self.known).split() if len(word) >= _STEM]
        start, end = reading.cell.start, reading.cell.end
        folded = self.naming.analysis.folded
        found = [
            match
            for word in words
            if (match := re.compile(rf"\b{re.escape(word[:_STEM])}", re.IGNORECASE).search(folded, start, end))
        ]
        head = words[-1] if words else ""
        said = [match[0].casefold() for match in found]
        half = reading.prop is None and len(found) * 2 >= len(words) and head[:_STEM] in said
        return found[0].span() if words and (half or len(found) == len(words)) else None

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
            if reading.modality != "observed" and words == "new jobs":
                yield "jobs"  # those to come are new ones
            new = self.known.pattern(r"{new-ones} ").match(words)
            if new is not None and self._says(reading, r"\b{new-ones}\b|{new-ones}"):
                yield name[new.end() :]

    def _says(self, reading: Reading, template: str) -> bool:
        cell = reading.cell
        return self.known.pattern(template).search(self.naming.analysis.folded, cell.start, cell.end) is not None

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
            and self.naming.spot(name, set(), (), [self.naming.sentence(reading)]) is not None
        )

    def _variable(self, reading: Reading) -> str:
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

    def _nearer(self, reading: Reading, spot: tuple[int, int], iris: set[str]) -> bool:
        """Return whether a name stands nearer to a figure than the one that was read, and not inside of it."""
        told, quantity = reading.evidence.get("indicator"), reading.quantity
        if reading.stat == "share" and reading.whole in iris:
            return False
        if reading.prop is None or told is None or not reading.cell.start <= told.start < reading.cell.end:
            return True
        if spot[0] <= told.start and told.end <= spot[1]:
            return True  # the same words mean it
        if spot[0] < told.end and told.start < spot[1]:
            return False
        return _apart(spot, (quantity.first, quantity.last)) < _apart(
            (told.start, told.end), (quantity.first, quantity.last)
        )

    def _before(self, reading: Reading) -> Reading | None:
        """Return the figure before, in the same sentence."""
        earlier = [
            r
            for r in self.naming.readings
            if r.cell.sentence.start == reading.cell.sentence.start and r.quantity.start < reading.quantity.start
        ]
        return earlier[-1] if earlier else None

    def _fits(self, reading: Reading, iris: Iterable[str]) -> bool:
        """Return whether one of some properties can be measured by such a figure."""
        unit = reading.quantity.unit
        if reading.prop is not None and (reading.growth_rank or reading.stat == "ratio"):
            return False
        if reading.stat == "count":
            return any(self.facts.counted(iri) for iri in iris)
        return reading.stat != "level" or any(self.facts.takes(iri, unit) for iri in iris)


def _apart(first: tuple[int, int], second: tuple[int, int]) -> int:
    """Return how many characters stand between two stretches."""
    return max(0, second[0] - first[1], first[0] - second[1])
