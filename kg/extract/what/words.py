"""Look up what stands in a stretch of a sentence: indicators, industries, cues, and whether all words are known.

The ground under the readers of measures; it weighs nothing.
"""

import re
from collections.abc import Iterable

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.entities.named import Mention
from kg.extract.numbers.quantities import NUMBER
from kg.extract.roles import Head, Reading
from kg.extract.text.lexicon import Match
from kg.extract.what.indicators import WHOLE, Indicators
from kg.terms import DEKGR

__all__ = ["GDP", "GENERAL", "VALUE_ADDED", "WEAK", "Words"]

GDP = DEKGR + "property-gdp"
VALUE_ADDED = DEKGR + "property-value-added"
INDUSTRIAL = DEKGR + "industry-industrial-sector"
GENERAL = DEKGR + "industry-general"
WEAK = frozenset({WHOLE, GENERAL})
"""Industries so broad that their name tells nothing of a figure's own."""

_NP_STOP = r"[,;:.!?()]|\b{noun-phrase-end}\b"
_PREP_STOP = r"[,;:.!?()]|\b{amount-phrase-end}\b"
_ZH_STOP = r"[,;:。!?()、]|{phrase-end}"
_RAISES = r"\b(?:{raise-verb}|{cue-increase}|{cue-decrease})(?: {owner-word})? $"
_SAID = (
    r"(?m),[^,;.]{0,90}\b{reporting-verb}\b[^,;]{0,40},|"
    r"^[^,;.]{0,90}\b{reporting-verb-first}(?: (?:on )?[A-Z][a-z]+day)?(?: that)?\b|"
    r"{according-to-zh}[^,;。]{0,30}{reported-thing}[^,;。]{0,6},|[^,;。]{0,24}{reporting-verb},|按{price-kind}{price-zh}{reckoned-zh},"
)
_OTHER_DEED = r" and (?P<deed>[a-z]+) (?:{governing-preposition}|{deed-preposition}) (?:{hedge} )*$"
_CHANGED = r"\b{change-preposition}\b|[,;]"
_REST_ZH = r"按[^,;。)]{0,10}{price-zh}{reckoned-zh}?|{function-word}"


def _mark(known: bytearray, start: int, end: int) -> None:
    start = max(0, start)
    if end > start:
        known[start:end] = b"\1" * (min(end, len(known)) - start) if start < len(known) else b""


def lower(fall: Match | None, rise: Match | None) -> bool:
    """Return whether the later of two words of change is the fall; "negative growth" holds a word of each."""
    return fall is not None and (rise is None or fall.start > rise.start or fall.end >= rise.end)


def _holds(longer: Head, head: Head) -> bool:
    """Return whether a property's name holds that of a variable: 进出口 holds 出口, and is not it."""
    return (
        longer.stat is None
        and head.stat in {"level", "count"}
        and longer.start <= head.start
        and head.end <= longer.end
        and longer.end - longer.start > head.end - head.start
        and longer.prop != head.prop
    )


class Words:
    """Look up what stands in a stretch of a sentence: indicators, industries, cues, and whether all words are known."""

    def __init__(self, analysis: Analysis, facts: Indicators) -> None:
        self.analysis = analysis
        self.facts = facts
        self.folded = analysis.folded
        self.pattern = analysis.lexicon.phrases.pattern
        self.zh = analysis.text.language == "zh"
        self.topic: tuple[str, str | None, int, int] | None = self._title_topic()
        self.title_topic: str | None = self.topic[0] if self.topic else None
        self.level: Reading | None = None
        self.goods: Reading | None = None
        self.growth: Reading | None = None
        self.coined: dict[str, str] = {}
        self.told: list[Reading] = []
        self._named: dict[tuple[int, int], list[Head]] = {}
        self._known: dict[tuple[int, int], bool] = {}

    def _title_topic(self) -> tuple[str, str | None, int, int] | None:
        title = self.analysis.title
        if title is None:
            return None
        trades = [m for m in title.mentions if m.layer == "industry" and m.iri not in WEAK]
        turn = self.pattern(r" {title-turn} ").search(title.folded)
        if turn is not None and any(m.start < turn.start() for m in trades):
            trades = [m for m in trades if m.start < turn.start()]  # "chips boom as car makers tread water"
        return (trades[0].iri, None, -1, -1) if len({m.iri for m in trades}) == 1 else None

    def last(self, layer: str, start: int, end: int) -> Match | None:
        """Return the last cue of a layer in a span."""
        found = self.analysis.cues_in(layer, start, end)
        return found[-1] if found else None

    def changing(self, layer: str, start: int, end: int) -> Match | None:
        """Return the last word of change in a span that is no part of an indicator's name, as 增加 is of 增加值."""
        names = [m for m in self.analysis.mentions_in(max(0, start - 20), end) if m.layer in {"property", "variable"}]
        for cue in reversed(self.analysis.cues_in(layer, start, end)):
            if not any(name.start <= cue.start and cue.end < name.end for name in names):
                return cue
        return None

    def fell_after(self, cell: Cell) -> bool:
        """Return whether the word of change that follows a percentage is one of a fall: "a 4 percent annual drop"."""
        last = min(cell.right[0] + 44, cell.sentence.end)
        falls = self.analysis.cues_in("cue:decrease", cell.right[0], last)
        after = self.pattern(r"[,;.]|\b{change-end}\b", case=True).search(self.folded, cell.right[0], last)
        limit = after.start() if after else last
        rises = self.analysis.cues_in("cue:increase", cell.right[0], limit)
        first = falls[0].start if falls and falls[0].start < limit else None
        if first is None:
            fall = self.pattern(r"\s*(?:\w+ )?{fall-after}\b", case=True)
            return fall.match(self.folded, cell.right[0], last) is not None
        return not rises or first < rises[0].start

    def heads(self, start: int, end: int) -> list[Head]:
        """Return the indicators that a span names, with the industries that the same words name; do not change it."""
        found = self._named.get((start, end))
        if found is None:
            found = self._named[start, end] = self._heads(start, end)
        return found

    def clean(self, start: int, end: int) -> bool:
        """Return whether all words of a span are known, so that nothing unknown can be what is measured."""
        found = self._known.get((start, end))
        if found is None:
            found = self._known[start, end] = self._clean(start, end)
        return found

    def _heads(self, start: int, end: int) -> list[Head]:
        """Return the indicators that a span names, with the industries that the same words name."""
        if start >= end:
            return []
        found: list[Head] = []
        variables = self.analysis.mentions_in(start, end, "variable")
        for mention in self.analysis.mentions_in(start, end, "property"):
            if mention.end > end or (self.zh and self._is_company(mention)):
                continue
            found += [Head(mention.start, mention.end, iri) for iri in mention.iris]
            words = self.folded[mention.start : mention.end]
            if words.endswith(" worth"):  # "projects worth": the projects are counted, their worth is not
                noun = words.removesuffix(" worth")
                found += [
                    Head(mention.start, mention.start + len(noun), iri)
                    for iri in self.analysis.lexicon.meanings(noun, "property")
                ]
        for mention in variables:
            if mention.end > end + 1 or self._begins_inside(mention):
                continue
            for iri in mention.iris:
                made_of = self.facts.made_of.get(iri)
                if made_of is None:
                    continue
                prop, trade, stat = made_of
                if any(
                    h.prop == prop and h.start >= mention.start and h.end <= mention.end and h.trade is None
                    for h in found
                ):
                    found = [
                        h
                        for h in found
                        if not (
                            h.prop == prop and h.start >= mention.start and h.end <= mention.end and h.trade is None
                        )
                    ]
                label = (
                    iri
                    if stat in {"count", "ratio", "index"} and iri != self.facts.composed(prop, trade, stat)
                    else None
                )
                named = trade not in WEAK and (
                    any(t.iri == trade for t in self.trades(mention.start, mention.end))
                    or not any(
                        p.start == mention.start and p.end == mention.end
                        for p in self.analysis.mentions_in(mention.start, mention.start + 1, "property")
                    )
                )
                found.append(Head(mention.start, mention.end, prop, trade if named else None, stat, label))
        found = [h for h in found if not any(_holds(other, h) for other in found)]
        found.sort(key=lambda head: (head.start, -head.end))
        return found

    def _is_company(self, mention: Mention) -> bool:
        """Return whether 公司 opens a clause as its subject, so that no companies are counted."""
        if self.folded[mention.start : mention.end] not in self.analysis.lexicon.phrases.set("this-company"):
            return False
        opens = mention.start == 0 or self.folded[mention.start - 1] in ',;:。\n"'
        return (
            opens
            and self.pattern(r"的?(?:{number-noun-zh}|{reach-link}|{hedge-zh}|\d)").match(self.folded, mention.end)
            is None
        )

    def _begins_inside(self, variable: Mention) -> bool:
        """Return whether a variable's words begin within the name of an industry: 游戏产业收入 of 动漫游戏产业收入."""
        before = self.analysis.mentions_in(max(0, variable.start - 16), variable.start, "industry")
        return any(variable.start < mention.end for mention in before)

    def fits(self, head: Head, cell: Cell, stat: str) -> bool:
        """Return whether an indicator can be what a figure of a unit and kind measures."""
        unit = cell.quantity.unit
        prop = head.prop
        if self.is_verb(head):
            if head.start >= cell.quantity.start:
                return False
            gap = self.folded[head.end : cell.quantity.first]
            if stat not in {"level", "count"} or len(gap) > 24 or self.pattern(_CHANGED).search(gap):
                return False
        if stat == "level":
            return self.facts.takes(prop, unit)
        if stat == "count":
            return self.facts.counted(prop)
        if stat in {"growthRate", "difference", "ratio", "rank"}:
            return not self.facts.rate(prop) or stat == "difference"
        return True

    def trades(self, start: int, end: int) -> list[Mention]:
        """Return the industries that a span names, those left out that are too broad to tell anything."""
        return [
            m
            for m in self.analysis.mentions_in(start, end, "industry")
            if m.iri not in WEAK and m.end <= end + 1 and not (m.iri == INDUSTRIAL and self._of_ground(m))
        ]

    def _of_ground(self, mention: Mention) -> bool:
        """Return whether "industrial" tells only what a piece of ground is for: an industrial base, 工业园."""
        return self.pattern(r"\s*{industrial-ground}").match(self.folded, mention.end) is not None

    def choose(self, heads: Iterable[Head], cell: Cell, stat: str) -> Head | None:
        """Return the head of the phrase nearest before the figure."""
        fitting = [
            head for head in heads if self.fits(head, cell, stat) and (stat == "count" or not self.only_trade(head))
        ]
        if not fitting or self._other_deed(fitting[-1], cell):
            return None
        best = fitting[-1]
        if not self.zh and not self.is_verb(best):
            for head in reversed(fitting[:-1]):
                gap = self.folded[head.end : best.start] if head.end <= best.start else ""
                if head.start < best.start and (
                    head.end >= best.end or (len(gap) < 90 and self.linked(head.end, best.start))
                ):
                    best = head
        return best

    def _other_deed(self, head: Head, cell: Cell) -> bool:
        """Return whether an unknown verb after "and" parts a figure from an indicator: "orders and answer with 9"."""
        deed = self.pattern(_OTHER_DEED, case=True).search(self.folded, head.end, cell.quantity.first)
        return deed is not None and not self.clean(*deed.span("deed"))

    def is_verb(self, head: Head) -> bool:
        """Return whether an indicator is named by a verb that an amount follows: assembled, turned out."""
        return any(c.end == head.end for c in self.analysis.cues_in("cue:measure-verb", head.start, head.start + 1))

    def only_trade(self, head: Head) -> bool:
        """Return whether a countable thing is named only as the trade it stands for: what data centers consume."""
        if not self.facts.counted(head.prop) or "money" in self.facts.units.get(head.prop, ()):
            return False
        return any(m.start <= head.start and head.end <= m.end for m in self.trades(max(0, head.start - 20), head.end))

    def governed(self, head: Head) -> bool:
        """Return whether an unknown noun rules a head: the productivity of companies."""
        if self.zh or (head.stat is not None and head.stat not in {"level", "count"}):
            return False
        match = self.pattern(r"\b([a-z]{4,}) {governing-preposition} (?:[\w'-]+ ){0,3}$", case=True).search(
            self.folded[max(0, head.start - 60) : head.start]
        )
        if match is None:
            return False
        at = max(0, head.start - 60) + match.start(1)
        return not self.clean(at, at + len(match[1]))

    def linked(self, start: int, end: int) -> bool:
        """Return whether two words belong to one noun phrase: only prepositions, names and adjectives in between."""
        gap = self.folded[start:end]
        if self.pattern(r"[,;:()]|\b{link-break}\b").search(gap) and not self.pattern(
            r"\s*{inner-preposition} [^,;:]*"
        ).fullmatch(gap):
            return False
        if self.pattern(r"[;:]|\b(?:{noun-verb}|{contrast})\b").search(gap):
            return False
        if not self.zh and self.pattern(_RAISES).search(gap):
            return False  # "studios in Malmö increased their turnover"
        return self.pattern(r"\s*{link}\b").match(gap) is not None

    def right_phrase(self, cell: Cell) -> tuple[int, int] | None:
        """Return the span of the noun phrase after a figure."""
        start = cell.right[0]
        if cell.quantity.measure and self.analysis.mentions_in(start - 1, start, "property"):
            start -= 1  # a name may begin with the measure word: 台机器人
        while start < cell.sentence.end and self.folded[start] in ") ":
            start += 1
        limit = min(cell.reach, cell.sentence.end, start + 110)
        if start >= limit:
            return None
        ends = _ZH_STOP if self.zh else _NP_STOP if cell.quantity.unit in {None, NUMBER} else _PREP_STOP
        stop = self.pattern(ends).search(self.folded, start, limit)
        return start, stop.start() if stop else limit

    def _clean(self, start: int, end: int) -> bool:
        """Return whether all words of a span are known, so that nothing unknown can be what is measured."""
        known = bytearray(end - start + 1)
        analysis = self.analysis
        for m in analysis.mentions_in(max(0, start - 80), end):
            _mark(known, m.start - start, m.end - start)
        for p in analysis.periods_in(start, end):
            _mark(known, p.start - start, p.end - start)
        for layer in analysis.cues:
            if layer.startswith("cue:") or layer in {
                "basis",
                "comparator",
                "modality",
                "scope",
                "stat",
                "status",
                "price",
            }:
                for c in analysis.cues_in(layer, start, end):
                    _mark(known, c.start - start, c.end - start)
        for q in analysis.quantities_in(start, end):
            _mark(known, q.first - start, q.last - start)
        for span in self.pattern(_SAID, case=True).finditer(self.folded, start, end):
            _mark(known, span.start() - start, span.end() - start)
        rest = "".join(" " if known[i] else char for i, char in enumerate(self.folded[start:end]))
        if self.zh:
            return len(re.findall(r"[\u4e00-\u9fff]", self.pattern(_REST_ZH).sub("", rest))) <= 2
        function = self.analysis.lexicon.phrases.set("function-word")
        words = [
            w for w in re.findall(r"[A-Za-z][A-Za-z'-]+", rest) if w.casefold() not in function and not w.endswith("ly")
        ]
        return not words
