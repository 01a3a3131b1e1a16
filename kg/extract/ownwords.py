"""Name what a figure measures by the text's own words, where the ontology has no indicator for it.

The name becomes a provisional property, for review. It is taken only where grammar shows that the words name a
quantity: the subject of a verb of reaching or changing ("overnight stays rose 12 percent", 零部件本地配套率超过60%), or a
noun counted after a verb of having or making. Nouns that no article means as a figure of an economy are left out.
"""

import re

from kg.extract.cells import Cell
from kg.extract.indicators import WHOLE
from kg.extract.mentions import provisional_iri
from kg.extract.quantities import NUMBER
from kg.extract.roles import Head, Reading, State, What
from kg.extract.trades import Trades
from kg.extract.words import GDP
from kg.terms import DEKGR, UNIT

__all__ = ["OwnWords"]

_NAMED = {"level", "count", "share", "growthRate"}
_LONGEST = 16
"""Most characters of a Chinese name."""
_MOST_WORDS = 4
"""Most words of an English name."""
_LEAST = 3
"""Least number of things that is counted, not told."""
_SETTLED = {
    "what is counted is not a known indicator",
    "what the figure measures is named by words that are not known",
    "a change of a figure whose meaning is not known",
    "no indicator",
}

_EMPLOYMENT = DEKGR + "property-employment"
_INVESTMENT = DEKGR + "property-investment"
_AMOUNTS = {UNIT + name for name in ("W", "KiloW-HR", "MegaW-HR", "GigaW-HR", "TeraW-HR", "TON_Metric")}
_AMOUNTS |= {DEKGR + "unit-teu", DEKGR + "unit-byte"}
"""Classes of units whose amounts are figures by themselves, whatever they are of."""
_LARGE = 1_000_000
"""Least amount of money that tells of an investment where only the verb does."""
_FAR = 50
"""Times by which a figure may differ from the one whose indicator it goes on with."""

_REACHED = r"(?P<subject>[^,;:()]+?) (?:{auxiliary} )*(?:\w+ly )?(?:{reach-verb}|{change-verb})(?: (?:\w+ly|by|to|at|a))* ?$"
_BOUND = r"(?P<subject>[^,;:()]+?)(?: {auxiliary}| \w+ly)*(?: to)? ?$"
_OPENING = r"(?:{owner}|{determiner}|a|an|this|that|in|total|overall|combined|annual|yearly|and|while|but|where|with) "
_CLAUSE = r"^.* {clause-opener} (?=\w)"
_CUT = r" (?:in|of|at|for|from|by|on|to|among|with|that|which|who|across|through|there)\b.*$"
_NUMBER_OF = r"(?:{size-noun}|number) of (?:the |its |all )?"
_COUNTED = r"(?:[ -](?:new|more|additional|other|such))?(?P<noun>(?: [a-z][a-z/'-]*){0,3}? (?:[a-z][a-z-]*[^sui\W]s|{plural-noun}))"
_AFTER_NOUN = r"(?=[,.;:)]|$| (?:{noun-tail}|{past-auxiliary}|{noun-verb})\b)"
_OPENED = r"(?:Of|Some|Around|About|Nearly|Over|More than|Almost|Today|Now)? ?(?:{hedge} )*"
_MANY = 100
_HAVING = r"\b(?:{having-verb})(?: (?:\w+ly|up|out|another|a|total|of|some))* ?$"
_NAME_ZH = re.compile(r"[\u4e00-\u9fffA-Za-z0-9-]+")


class OwnWords(Trades):
    """Name what a figure measures by the text's own words."""

    def own_words(self, cell: Cell, stat: str, what: What, made: list[Reading], state: State) -> None:
        """Fill the indicator and the industry of a figure from words that name no known indicator."""
        quantity = cell.quantity
        if stat not in _NAMED or (quantity.number.spelled and quantity.unit in {None, NUMBER}):
            return
        if not self.zh and self._goes_on(cell, stat, what, made or state.previous):
            return
        if stat == "count" and not self.zh and (work := self._people(cell)) is not None:
            what.prop = _EMPLOYMENT
            what.evidence["indicator"] = (*work, "people-at-work")
            what.problems[:] = [p for p in what.problems if p not in _SETTLED]
            self._industry(cell, Head(*work, what.prop), what, made)
            return
        spot = self._subject_zh(cell) if self.zh else self._subject_en(cell)
        if spot is None and stat == "count" and quantity.value >= _LEAST:
            spot = self._counted_zh(cell) if self.zh else self._counted_en(cell)
        if spot is None and stat == "level":
            spot = self._of_unit(cell)
        if spot is None:
            self._money(cell, stat, what, made)
            return
        start, end = spot
        name = self.folded[start:end]
        if stat == "growthRate" and self.pattern(r"{economy-word}").fullmatch(name):
            what.prop, what.trade = GDP, WHOLE
            what.evidence["indicator"] = what.evidence["industry"] = (start, end, "economy-is-gdp")
            return
        name = name[:1].lower() + name[1:] if name[1:2].islower() else name
        if self.pattern(r"{no-claim-noun}$" if self.zh else r"(?:.* )?{no-claim-noun}").fullmatch(name):
            return
        what.prop = provisional_iri("property", name)
        self.coined[what.prop] = name
        what.evidence["indicator"] = (start, end, "own-words")
        what.problems[:] = [p for p in what.problems if p not in _SETTLED]
        self._industry(cell, Head(start, end, what.prop), what, made)

    def _goes_on(self, cell: Cell, stat: str, what: What, known: list[Reading]) -> bool:
        """Take what the figure before measured: ", an increase of 14 percent", "a year earlier it was 106,100"."""
        before = next((r for r in reversed(known) if r.prop is not None and r.stat != "rank"), None)
        if before is None:
            return False
        changed = before.stat in {"growthRate", "difference", "ratio"}
        if changed and stat in {"level", "count"}:
            goes_on = known[-1] is before and (
                before.prop in self.coined or self.facts.takes(before.prop or "", cell.quantity.unit)
            ) and self.pattern(r"\bto (?:{hedge} )*$").search(self.folded, *cell.left) is not None
        elif stat == "growthRate":
            goes_on = self.pattern(r"\b{change-of} (?:{hedge} )*$").search(self.folded, *cell.left) is not None
        else:
            near = before.quantity.value / _FAR < cell.quantity.value < before.quantity.value * _FAR
            goes_on = (
                near
                and (stat == before.stat or (stat == "level" and before.quantity.unit == cell.quantity.unit))
                and before.quantity.unit == cell.quantity.unit
                and self.pattern(_AFTER_NOUN).match(self.folded, cell.right[0]) is not None
                and self.pattern(r"\b{bare-opener} (?:{hedge} )*$").search(self.folded, *cell.left) is not None
            )
        if goes_on:
            what.prop, what.noun = before.prop, before.noun
            spot = before.evidence.get("indicator")
            if spot is not None:
                what.evidence["indicator"] = (spot.start, spot.end, "figure-before")
            what.problems[:] = [p for p in what.problems if p not in _SETTLED]
            if what.trade is None:
                self.take_trade(what, before, "figure-before")
        return goes_on

    def _people(self, cell: Cell) -> tuple[int, int] | None:
        """Return the words by which the people counted are those who work: "gave work to 3,000 people"."""
        people = self.pattern(r" (?:[a-z-]+ )?{plural-noun}\b").match(self.folded, cell.right[0])
        work = self.pattern(r"\b{work-word}\b").search(self.folded, cell.start, min(cell.reach, cell.sentence.end))
        return work.span() if people is not None and work is not None else None

    def _sold(self, cell: Cell) -> tuple[str, int, int] | None:
        """Return the property of goods worth an amount, by the verb: "exported machinery worth 3 billion yuan"."""
        worth = self.pattern(r"\bworth (?:{hedge} )*$").search(self.folded, *cell.left)
        if worth is None:
            return None
        for group, prop in (("export-verb", "exports"), ("sale-verb", "revenue"), ("make-verb", "output-value")):
            verb = self.pattern(rf"\b{{{group}}}\b").search(self.folded, cell.left[0], worth.start())
            if verb is not None:
                return f"{DEKGR}property-{prop}", *verb.span()
        return None

    def _money(self, cell: Cell, stat: str, what: What, made: list[Reading]) -> None:
        """Take a large amount that is spent on something, or that something built costs, for an investment."""
        quantity = cell.quantity
        if stat != "level" or not quantity.money or quantity.value < _LARGE or self.zh:
            return
        sold = self._sold(cell)
        if sold is not None:
            what.prop, start, end = sold
            what.evidence["indicator"] = (start, end, "goods-worth")
            what.problems[:] = [p for p in what.problems if p not in _SETTLED]
            self._industry(cell, Head(start, end, what.prop), what, made)
            return
        spent = self.pattern(r"\b{spend-verb}\b").search(self.folded, *cell.left)
        built = self.pattern(r"[ -](?:[\w-]+ ){0,3}?{built-thing}\b").match(self.folded, quantity.last)
        lasting = self.pattern(r"\b{built-thing} of $").search(self.folded, *cell.left)
        match = spent or built or lasting
        if match is None:
            return
        what.prop = _INVESTMENT
        what.evidence["indicator"] = (match.start(), match.end(), "money-spent")
        what.problems[:] = [p for p in what.problems if p not in _SETTLED]
        self._industry(cell, Head(match.start(), match.end(), what.prop), what, made)

    def _industry(self, cell: Cell, head: Head, what: What, made: list[Reading]) -> None:
        if what.trade is None:
            self.trade(cell, head, "left" if head.end <= cell.quantity.start else "right", what)
        if what.trade is None and made and made[-1].trade is not None:
            self.take_trade(what, made[-1], "same-sentence")
        if what.trade is None:
            what.trade = WHOLE
            what.evidence["industry"] = (head.start, head.end, "of-indicator")

    def _subject_en(self, cell: Cell) -> tuple[int, int] | None:
        """Return the subject of the verb of reaching before a figure: its noun without what hangs on it."""
        start, end = self._clause(cell)
        cue = cell.quantity.cue
        bound = cue is not None and self.pattern(r"{bound-verb}").fullmatch(self.folded, *cue) is not None
        match = self.pattern(_BOUND if bound else _REACHED, case=True).match(self.folded, start, end)
        if match is None:
            return None
        return self._noun(*match.span("subject"))

    def _noun(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the noun of a subject: "the local content rate of parts" is "local content rate"."""
        inner = self.pattern(_CLAUSE).match(self.folded, start, end)
        start = inner.end() if inner else start
        for mention in (*self.analysis.periods_in(start, end), *self.analysis.mentions_in(start, end)):
            layer = getattr(mention, "layer", "period")
            if layer in {"period", "place", "org", "anaphor"} and mention.end < end and self._opens(start, mention.start):
                start = mention.end
                while self.folded.startswith(("'s ", ", ", " "), start):
                    start += 1 if self.folded[start] != "'" else 3
        opening = self.pattern(_OPENING)
        while (match := opening.match(self.folded, start, end)) is not None:
            start = match.end()
        number = self.pattern(_NUMBER_OF).match(self.folded, start, end)
        start = number.end() if number else start
        cut = self.pattern(_CUT).search(self.folded, start, end)
        end = cut.start() if cut else end
        words = self.folded[start:end].split()
        if not 1 <= len(words) <= _MOST_WORDS or not all(re.fullmatch(r"[A-Za-z][A-Za-z/&'-]*", w) for w in words):
            return None
        group = self.analysis.lexicon.phrases.set
        if words[-1].casefold() in group("function-word") or words[-1][0].isupper() and len(words) > 1:
            return None
        named = [m for m in self.analysis.mentions_in(start, end) if m.layer in {"place", "org", "anaphor"}]
        return None if named else (start, end)

    def _opens(self, start: int, at: int) -> bool:
        """Return whether only small words stand between two positions, so that a name opens a phrase."""
        return self.pattern(r"\s*(?:(?:in|by|at|the|and|while|but|its|for|as of|during) )*").fullmatch(
            self.folded, start, at
        ) is not None

    def _of_unit(self, cell: Cell) -> tuple[int, int] | None:
        """Return what an amount in a unit of energy, power, mass or freight is of: "10 gigawatt-hours of cells"."""
        number = cell.quantity.number
        if self.facts.unit_class(cell.quantity.unit) not in _AMOUNTS or self.folded.startswith("-", number.end):
            return None
        match = self.pattern(r" of (?P<noun>(?:[a-z][a-z-]+ ){0,2}?[a-z][a-z-]+)" + _AFTER_NOUN).match(
            self.folded, cell.right[0]
        )
        if match is not None:
            return match.span("noun")
        start = number.end
        while self.folded.startswith((" ", "-"), start):
            start += 1
        return (start, cell.quantity.end) if start < cell.quantity.end else None

    def _counted_en(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun that a number counts after a verb of having or making."""
        match = self.pattern(_COUNTED + _AFTER_NOUN, case=True).match(self.folded, cell.right[0], cell.sentence.end)
        if match is None:
            return None
        having = self.pattern(_HAVING).search(self.folded, *cell.left)
        opening = self.pattern(_OPENED, case=True).fullmatch(self.folded, cell.sentence.start, cell.quantity.first)
        alone = self.pattern(r"\b{inside-phrase} $").search(self.folded, *cell.left) is None
        if having is None and opening is None and not (alone and cell.quantity.value >= _MANY):
            return None
        start, end = match.span("noun")
        return start + 1, end

    def _subject_zh(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun before a figure, a verb of reaching between them, or one that ends as measures do."""
        start, last = self._clause(cell)
        last = self._before_links(start, last)
        for mention in (*self.analysis.periods_in(start, last), *self.analysis.mentions_in(start, last)):
            if getattr(mention, "layer", "period") in {"period", "place", "org", "anaphor"} and mention.end < last:
                start = max(start, mention.end)
        for opener in self.pattern(r"{name-opener}").finditer(self.folded, start, last):
            start = opener.end()
        if not 2 <= last - start <= _LONGEST or _NAME_ZH.fullmatch(self.folded, start, last) is None:
            return None
        measured = self.pattern(r"{measure-ending}$").search(self.folded, start, last) is not None
        linked = cell.left[1] > last and cell.quantity.unit is not None
        return (start, last) if measured or linked else None

    def _before_links(self, start: int, end: int) -> int:
        """Return where the words end that stand before periods, bounds, words of change and verbs of reaching."""
        layers = ("basis", "comparator", "cue:increase", "cue:decrease", "cue:target", "cue:forecast", "modality")
        spans = [*self.analysis.periods_in(start, end)]
        spans += [cue for layer in layers for cue in self.analysis.cues_in(layer, start, end)]
        link, last = self.pattern(r"{reach-link}$"), end + 1
        while last != end and end > start:
            last = end
            end = min((span.start for span in spans if span.end == end), default=end)
            match = link.search(self.folded, start, end)
            end = match.start() if match else end
        return end

    def _counted_zh(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun that a number with its measure word counts, after a verb of having or making."""
        if not cell.quantity.measure:
            return None
        start, end = self._clause(cell)
        having = None
        for having in self.pattern(r"{having-verb-zh}").finditer(self.folded, start, end):
            pass
        if having is None:
            return None
        if end - having.end() >= 2 and _NAME_ZH.fullmatch(self.folded, having.end(), end):
            return (having.end(), end) if end - having.end() <= _LONGEST else None
        right = self.right_phrase(cell)
        if right is None or end - having.end() > 1:
            return None
        first = right[0] + (1 if self.folded.startswith("的", right[0]) else 0)
        ok = 2 <= right[1] - first <= _LONGEST and _NAME_ZH.fullmatch(self.folded, first, right[1])
        return (first, right[1]) if ok else None

    def _clause(self, cell: Cell) -> tuple[int, int]:
        """Return the span before a figure back to the last mark of punctuation."""
        start, end = cell.left
        start = max(start, *(self.folded.rfind(mark, start, end) + 1 for mark in ',;:。、()"《》'))
        while start < end and self.folded[start] == " ":
            start += 1
        return start, end
