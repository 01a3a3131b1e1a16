"""Where a text names things, seen from one of its figures: in the figure's own words, or where it may inherit from.

The only module that knows how far a name may stand from a figure and still be said of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from kg.extract.analysis import Analysis
from kg.extract.entities.named import Mention
from kg.extract.proof.called import Called
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.text.lexicon import Match, lowered
from kg.extract.text.tokens import fold
from kg.extract.what.words import WEAK

__all__ = ["Naming"]

_MOSTLY = 2
"""How often the industry that a text is about is named for each time that another one is."""


class Naming:
    """The names of one text.

    Args:
        analysis: of the text.
        readings: what the rules read of its figures.
    """

    def __init__(self, analysis: Analysis, readings: list[Reading]) -> None:
        self.analysis = analysis
        self.lexicon = analysis.lexicon
        self.known = analysis.lexicon.phrases
        self.readings = readings
        self.called = Called(analysis)

    @cached_property
    def _low(self) -> str:
        return lowered(self.analysis.folded)

    @cached_property
    def trades(self) -> list[Mention]:
        """The industries that the text names, the widest left out."""
        return [m for m in self.analysis.mentions if m.layer == "industry" and not WEAK.issuperset(m.iris)]

    @cached_property
    def properties(self) -> list[Match]:
        """The names of indicators in the text."""
        return [m for m in self.analysis.matches if m.layer == "property"]

    def reads(self, iri: str | None, printed: str | None, name: str | None, iris: set[str]) -> bool:
        """Return whether a name means the thing that was read, or is written like it."""
        if iri is None:
            return False
        if iri in iris:
            return True
        words = self.lexicon.vocabulary
        known = [printed] if printed else [words.label(iri, "en"), *words.words(iri, "skos:hiddenLabel", "en")]
        return any(alike.alike(each, name or "", self.known) for each in known)

    def told_in(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield the stretches that a figure is told in: its own, and that of the figure whose measure it shares."""
        cell = reading.cell
        yield cell.start, cell.end
        spot = reading.evidence.get("indicator")
        if spot is not None and not cell.start <= spot.start < cell.end:
            other = next((r.cell for r in self.readings if r.cell.start <= spot.start < r.cell.end), None)
            yield (other.start, other.end) if other is not None else (spot.start, spot.end)

    def inherited(
        self, reading: Reading, name: str, iris: set[str], named: Sequence[Match | Mention]
    ) -> Evidence | None:
        """Return where the words before a figure that names nothing of a kind name it last, or the title."""
        sentence, quantity = reading.cell.sentence, reading.quantity
        if (spot := self.spot(name, iris, named, [(sentence.start, quantity.first)])) is not None:
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

    def beside(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where the paragraph of a figure names an industry before its sentence, and perhaps others."""
        sentence = reading.cell.sentence
        first = next(s.start for s in self.analysis.text.sentences if s.paragraph == sentence.paragraph)
        spot = self.spot(name, iris, self.trades, [(first, sentence.start)])
        return Evidence(*spot, "same-paragraph") if spot is not None else None

    def topic(self, iris: set[str]) -> Evidence | None:
        """Return where an industry is first named that a text is about: the one it names most, if its title agrees."""
        first = next((m for m in self.trades if not iris.isdisjoint(m.iris)), None)
        if first is None:
            return None
        title = self.analysis.title
        if title is not None and any(m.layer == "industry" and iris.isdisjoint(m.iris) for m in title.matches):
            return None  # the title names another one
        if self._most in iris:
            return Evidence(first.start, first.end, "topic-of-text")
        return None

    @cached_property
    def _most(self) -> str | None:
        """The industry that the text names most, if it names one so."""
        counted = Counter(m.iri for m in self.trades).most_common(2)
        if not counted or (len(counted) > 1 and counted[0][1] < _MOSTLY * counted[1][1]):
            return None
        return counted[0][0]

    def spot(
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

    def around(self, spot: Evidence, name: str) -> tuple[int, int] | None:
        """Return where a longer name stands that the name read is only a part of."""
        wanted = self._wanted(name)
        if not wanted:
            return None
        either = re.compile(re.escape(alike.single(wanted)) + ("s?" if wanted[-1].isascii() else ""))
        found = either.search(self._low, max(0, spot.start - len(wanted)), spot.end + len(wanted))
        return found.span() if found is not None and found.start() <= spot.start and spot.end <= found.end() else None

    def _wanted(self, name: str) -> str:
        return lowered(fold(name)[0]).strip()

    def sentence(self, reading: Reading) -> tuple[int, int]:
        """Return the sentence of a figure."""
        return reading.cell.sentence.start, reading.cell.sentence.end
