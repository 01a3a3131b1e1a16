"""Let a figure that names nothing inherit from the figure before it, by a named rule.

Nothing is inherited past a word that is not known.
"""

from kg.extract.cells import Cell
from kg.extract.numbers.quantities import PERCENT, POINTS, TIMES
from kg.extract.roles import Head, Reading, State, What
from kg.extract.what.indicators import WHOLE
from kg.extract.what.topics import Topics
from kg.extract.what.words import GDP, VALUE_ADDED
from kg.terms import DEKGR

__all__ = ["Heritage"]

_SCALE = DEKGR + "property-industry-scale"

_AFTER_DATE = r",? ?(?={points-back}\b)|[,的]?{same-month-zh}?(?={points-back-zh})"
_GROWTH_TARGET = (
    r"\bgrowth {goal-noun}\b|"
    r"\b{aim-stem}[a-z]{0,3} {aim-preposition} (?:{any-determiner} )?(?:{growth-adjective} )?growth of\b|"
    r"{goal-noun} {goal-preposition} (?:economic )?growth|{goal-zh}"
)
_OF_THEM = r" of {plural-pronoun}\b"
_THING = r" (?P<noun>(?:{plural-noun}|[a-z][a-z-]*[^suiy\W]s))\b"
_GOES_ON = r"\s*{goes-on}\b"
_NOT_SIZED = r"\b{size-preposition}(?: {determiner})?(?: \w+)? $"
_CHANGED_TO_ZH = r"{change-character-zh}?{up-to-zh}$"
_OPENING = 26  # characters in which a sentence may point to the one before it
_HEAD = 8  # characters before a period at the head of a sentence
_CLOSE = 60  # characters between an industry and its size


class Heritage(Topics):
    """Let a figure that names nothing inherit from the figure before it, by a named rule."""

    def inherit(self, cell: Cell, stat: str, what: What, made: list[Reading], state: State) -> None:
        """Fill what a figure does not name from the figure before it, or from what the text is about."""
        before = self.model(cell, stat, made)
        in_sentence = before is not None
        if self._of_unread(cell, stat, what, made):
            what.problems.append("a change of a figure whose meaning is not known")
            return
        self._of_economy(cell, stat, what)
        if before is None and what.prop is None:
            before = self._source(cell, stat, what, state) or self._growth_target(cell, stat, what)
        if (chosen := self.former(cell, state)) is not None:
            before, in_sentence, what.prop, what.trade = chosen, False, None, None
        if what.prop is None and before is not None and not self.clean(cell.start, cell.quantity.first):
            what.problems.append("what the figure measures is named by words that are not known")
            before = None
        if what.prop is None and before is not None and self._fits(cell, stat, before):
            self._take(what, before, "same-sentence" if in_sentence else "sentence-before")
        self._of_industry(cell, stat, what)
        self.inherit_trade(cell, stat, what, made, before, in_sentence=in_sentence)

    def _of_economy(self, cell: Cell, stat: str, what: What) -> None:
        """Read "the economy grew" as said of GDP."""
        if what.prop is not None or what.trade is not None or stat not in {"growthRate", "level"}:
            return
        economy = [m for m in self.analysis.mentions_in(*cell.left, "industry") if m.iri == WHOLE]
        if economy:
            what.prop, what.trade = GDP, WHOLE
            spot = (economy[-1].start, economy[-1].end, "economy-is-gdp")
            what.evidence["indicator"] = what.evidence["industry"] = spot

    def _source(self, cell: Cell, stat: str, what: What, state: State) -> Reading | None:
        """Return the figure of the sentence before, or the last amount, that a figure without a name speaks of."""
        first = cell.quantity.first
        target = self.analysis.has("cue:target", cell.start, first)
        if state.previous:
            words = self.folded[cell.start : first]
            free = what.trade is None
            points = (self.points_back(cell) or self._stands_alone(cell, stat)) and (
                free or self.pattern(r"\b{that-of}\b", case=True).search(words) is not None
            )
            counted = free and stat == "count" and target and self.clean(cell.sentence.start, first)
            if (points or counted) and (found := self.model(cell, stat, state.previous)) is not None:
                return found
            after = self.folded[cell.right[0] : cell.right[0] + 9]
            if self.analysis.has("cue:part-of-it", cell.sentence.start, first) or (
                stat == "count" and self.pattern(_OF_THEM, case=True).match(after)
            ):
                known = [r for r in state.previous if r.prop is not None and r.stat != "rank"]
                found = next((r for r in reversed(known) if self.same_unit(r, cell)), None)
                if found is not None:
                    return found
        if (
            stat == "level"
            and cell.quantity.money
            and self.level is not None
            and self.clean(cell.start, first)
            and (self._subject_alone(cell, what) or target)
        ):
            return self.level
        return None

    def _growth_target(self, cell: Cell, stat: str, what: What) -> Reading | None:
        """Read "a growth target of 5 percent" as said of GDP, once the text has told of its growth."""
        words = self.folded[cell.start : cell.quantity.first]
        if (
            what.trade is not None
            or stat != "growthRate"
            or self.growth is None
            or self.pattern(_GROWTH_TARGET, case=True).search(words) is None
        ):
            return None
        what.prop, what.trade = GDP, WHOLE
        spot = self.growth.evidence["indicator"]
        what.evidence["indicator"] = what.evidence["industry"] = (spot.start, spot.end, "growth-target")
        return self.growth

    def _fits(self, cell: Cell, stat: str, before: Reading) -> bool:
        """Return whether a figure can be one of what the figure before it measures."""
        if stat == "count" and before.stat != "count":
            return False
        return (
            stat in {"growthRate", "difference", "ratio"}
            or self._changed_to(cell)
            or self.same_unit(before, cell)
            or (stat == "level" and self.facts.takes(before.prop or "", cell.quantity.unit))
        )

    def _take(self, what: What, before: Reading, rule: str) -> None:
        what.prop = before.prop
        what.noun = what.noun or before.noun
        source = before.evidence.get("indicator")
        if source is not None:
            what.evidence["indicator"] = (source.start, source.end, rule)
        if what.trade is None:
            self.take_trade(what, before, rule)
        if what.scope is None:
            what.scope = before.scope

    def _of_industry(self, cell: Cell, stat: str, what: What) -> None:
        """Read money said of an industry as its size, a change said of one as that of its value added."""
        if what.prop is not None:
            return
        named = what.evidence.get("industry")
        if named is not None and self._sized(cell, stat, what):
            what.prop = _SCALE
            what.evidence["indicator"] = (*named[:2], "size-of-industry")
        elif (
            what.trade is not None and stat in {"growthRate", "rank", "difference"} and not self._of_things(cell, named)
        ):
            what.prop = VALUE_ADDED
            if named is not None:
                what.evidence["indicator"] = (*named[:2], "growth-of-industry")

    def _of_things(self, cell: Cell, named: tuple[int, int, str] | None) -> bool:
        """Return whether an industry is only what unknown things are of: "industrial licences rose 17 percent"."""
        if self.zh or named is None or named[2] != "named-left":
            return False
        thing = self.pattern(_THING).match(self.folded, named[1], cell.quantity.first)
        return thing is not None and not self.clean(*thing.span("noun"))

    def _of_unread(self, cell: Cell, stat: str, what: What, made: list[Reading]) -> bool:
        """Return whether a change that names nothing stands beside a figure that was not understood."""
        if stat != "growthRate" or what.prop is not None or what.trade is not None or not made:
            return False
        if made[-1].prop is not None or made[-1].stat not in {"level", "count"}:
            return False
        if self.pattern(r"\b{owner-word}\b", case=True).search(self.folded[cell.start : cell.quantity.first]):
            return False
        return not any(m.layer in {"industry", "property", "variable"} for m in self.analysis.mentions_in(*cell.left))

    def _sized(self, cell: Cell, stat: str, what: What) -> bool:
        """Return whether an amount of money is said of an industry itself: "the digital economy grew to 1 trillion"."""
        named = what.evidence.get("industry")
        if stat != "level" or not cell.quantity.money or what.trade is None or named is None:
            return False
        if named[2] != "named-left":
            return False
        before, after = self.folded[max(0, named[0] - 24) : named[0]], self.folded[named[1] : cell.quantity.first]
        if not self.zh and (
            self.pattern(_NOT_SIZED, case=True).search(before)
            or not self.pattern(r"\b{size-verb}\b", case=True).search(after)
        ):
            return False
        return len(after) < _CLOSE and not set(after) & set(";:。") and self.clean(named[1], cell.quantity.first)

    def _stands_alone(self, cell: Cell, stat: str) -> bool:
        """Return whether a bare number opens a sentence: "At present 680,000 are installed"."""
        after = self.folded[cell.quantity.last : cell.quantity.last + 16]
        return (
            stat == "count"
            and self.pattern(_GOES_ON, case=True).match(after) is not None
            and self.clean(cell.sentence.start, cell.quantity.first)
        )

    def _subject_alone(self, cell: Cell, what: What) -> bool:
        """Return whether a cell names an industry or a place and nothing else that could be measured."""
        if what.trade is not None:
            return True
        return any(m.layer in {"place", "anaphor"} for m in self.analysis.mentions_in(*cell.left))

    def former(self, cell: Cell, state: State) -> Reading | None:
        """Return the figure that "the former" or "the latter" points to."""
        if len(state.previous) < 2:
            return None
        if self.analysis.has("cue:former", *cell.left):
            return state.previous[0]
        if self.analysis.has("cue:latter", *cell.left):
            return state.previous[1]
        return None

    def model(self, cell: Cell, stat: str, made: list[Reading]) -> Reading | None:
        """Return the last figure of a list that another may inherit from."""
        for reading in reversed(made):
            if reading.prop is not None and (
                reading.stat != "rank"
                or (stat == "level" and not reading.growth_rank and self.facts.takes(reading.prop, cell.quantity.unit))
            ):
                return reading
        return None

    def same_unit(self, before: Reading, cell: Cell) -> bool:
        """Return whether two figures are in units of one class."""
        return self.facts.unit_class(before.quantity.unit) == self.facts.unit_class(cell.quantity.unit)

    def _changed_to(self, cell: Cell) -> bool:
        left = self.folded[cell.left[0] : cell.left[1]]
        if self.pattern(r"^\s*{to-from}\s", case=True).search(left):
            return True
        return self.zh and self.pattern(_CHANGED_TO_ZH).search(left) is not None

    def points_back(self, cell: Cell) -> bool:
        """Return whether a sentence begins with words that point to the one before it."""
        first = self._after_date(cell)
        head = self.folded[first : first + _OPENING]
        if self.pattern("{points-back-zh}" if self.zh else "{points-back}").match(head):
            return True
        rate = cell.quantity.unit in {PERCENT, POINTS, TIMES}
        return not self.zh and rate and self.clean(cell.sentence.start, cell.quantity.first)

    def _after_date(self, cell: Cell) -> int:
        """Return where a sentence begins, a period at its head left out: "In the first quarter, it reached 5"."""
        start = cell.sentence.start
        date = next(iter(self.analysis.periods_in(start, min(cell.quantity.first, start + _HEAD))), None)
        if date is None or not self.pattern(r"\s*(?:{before-date} )?(?:the )?").fullmatch(
            self.folded, start, date.start
        ):
            return start
        after = self.pattern(_AFTER_DATE).match(self.folded, date.end, cell.quantity.first)
        return start if after is None else after.end()

    def bare_scale(self, head: Head, cell: Cell, made: list[Reading]) -> Reading | None:
        """Return the level that a bare 总量 or 规模 in the same sentence stands for."""
        before = self.folded[head.start - 1 : head.start]
        sizes = self.analysis.lexicon.phrases.words("bare-size-zh")
        if self.folded[head.start : head.end] not in sizes or before not in {",", "、", ";", "且", ""}:
            return None
        return next(
            (
                r
                for r in reversed(made)
                if (r.prop is not None and r.quantity.money) or (r.stat == "growthRate" and r.prop is not None)
            ),
            None,
        )
