"""Tell what a figure measures: kind of statistic, indicator, industry, and of what whole a share is.

The only module that weighs words near a figure against each other. Nearest wins, heads of phrases win over their
modifiers, and a figure that names nothing inherits from the one before it by a named rule.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.indicators import WHOLE, Indicators
from kg.extract.mentions import Mention, provisional_iri
from kg.extract.quantities import NUMBER, PERCENT, POINTS, RANK, TIMES
from kg.terms import DEKGR

__all__ = ["GDP", "VALUE_ADDED", "Measures", "What"]

GDP = DEKGR + "property-gdp"
VALUE_ADDED = DEKGR + "property-value-added"
ENTERPRISES = DEKGR + "property-number-of-enterprises"
GENERAL = DEKGR + "industry-general"
_WEAK = {WHOLE, GENERAL}
_WIDE = {DEKGR + "property-" + name for name in ("investment", "signed-investment")}
_OF_WHOLE = re.compile(r"\s*(?:of|from)\s+(?!growth)", re.IGNORECASE)
_GROWTH_AFTER = re.compile(r"\s*(?:\w+ ){0,2}?(?:growth|increase|rise|gain|jump|surge|more than (?:a|in|the)|higher|year-on-year|year on year|yoy|expansion|climb|decline|drop|decrease|fall|lower|less than|的?增长|的?增速|的?增幅)", re.IGNORECASE)  # fmt: skip
_LINK = re.compile(r"\s*(?:of|in|from|for|by|at|across|on|within|earned in the \w+ by|worth of|的)\s+(?:(?:the|its|their|all|large|scale|new|key|major|this|local|domestic|total|national|province's|city's|country's|region's|whole)\W+)*(?:[\w'’-]+(?:'s|s') )?(?:large scale |above scale )?$|\s+$|^$", re.IGNORECASE)  # fmt: skip
_NP_STOP = re.compile(r"[,;:.!?()]|\b(?:was|were|is|are|has|have|had|will|would|to|by|which|who|that|from|after|with|while|when|than|compared|through|during|on|settled|moved|signed|opened)\b", re.IGNORECASE)
_PREP_STOP = re.compile(r"[,;:.!?()]|\b(?:was|were|is|are|has|have|had|will|would|by|which|who|from|after|while|when|than|compared|with|marking|up|down|as)\b", re.IGNORECASE)
_ZH_STOP = re.compile(r"[,;:。!?()、]|占|同比|增长|达|为|是|比|较|实现|超|突破|位居|居|排")
_COMPLEMENT = re.compile(r"\s*(?:of (?:which|it|that|them|the total|these|this|those) )?(?:is|was|were|are|being|came from|为|是)\s*", re.IGNORECASE)


@dataclass(slots=True)
class What:
    """What a figure measures, as far as the words tell; evidence is (start, end, rule) by role."""

    prop: str | None = None
    trade: str | None = None
    trade_name: str | None = None
    noun: str | None = None
    whole: str | None = None
    scope: str | None = None
    growth_rank: bool = False
    decline: bool = False
    compared: str | None = None
    whole_span: tuple[int, int] | None = None
    evidence: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    """A measured property named in a span, with the industry that the same words name."""

    start: int
    end: int
    prop: str
    trade: str | None = None
    stat: str | None = None
    label: str | None = None


def _mark(known: bytearray, start: int, end: int) -> None:
    start = max(0, start)
    if end > start:
        known[start:end] = b"\1" * (min(end, len(known)) - start) if start < len(known) else b""


_FUNCTION = frozenset(
    "the a an of in on at to for by with from and or as is was were are be been being has have had which that who it its their his this these those there them they "
    "up down while whereas but than then also only just still even alone out into over under about some all most more less marking representing registering recording reflecting "
    "making taking giving bringing hitting reaching standing posting showing meaning equaling equalling equal totaling respectively well roughly figure number total year years annual compared rate pace "
    "did do does so far again now already however meanwhile moreover further another each every per same such other others part parts lion's whole combined together against last first second "
    "contributed contributing generated generating added adding reached totaled stood came hit posted recorded amounted did saw seen took ranked highest lowest rest mere nearly almost through between during when where after before until percent according "
    "achieved achieving completed followed following including like one two three four five both either much many slower faster quicker slightly sharply rapidly steadily strongly year-on-year mark level levels grow went going notching logging enjoying sustaining maintaining keeping keep kept".split()
)


class Measures:
    """Reads what figures measure in one text."""

    def __init__(self, analysis: Analysis, facts: Indicators) -> None:
        self.analysis = analysis
        self.facts = facts
        self.folded = analysis.folded
        self.zh = analysis.text.language == "zh"
        self.topic: tuple[str, str | None, int, int] | None = None
        self._seed()

    # -- the kind of statistic -------------------------------------------------------------------------------------

    def what(self, cell: Cell, made: list, state) -> tuple[str, What]:  # type: ignore[type-arg, no-untyped-def]
        """Return the local name of the kind of statistic, and what is measured."""
        what = What()
        before = made[-1] if made else None
        stat = self._stat(cell, before, what, state)
        if stat == "share":
            self._share(cell, what, made, state)
        elif stat == "rank":
            self._rank(cell, what, made, state)
        else:
            self._plain(cell, stat, what, made, state)
        self._scope(cell, what)
        return stat, what

    def _stat(self, cell: Cell, before, what: What, state) -> str:  # type: ignore[no-untyped-def]
        unit = cell.quantity.unit
        if unit == RANK:
            return "rank"
        if unit == POINTS:
            return "difference"
        if unit == TIMES:
            return "ratio"
        if unit == PERCENT:
            return self._percent(cell, before, what, state)
        if unit is None or unit == NUMBER:
            ratios = [h for h in self._heads(*cell.left) if h.stat == "ratio" and self.facts.units.get(h.prop)]
            if ratios and cell.quantity.first - ratios[-1].end < 24:
                what.noun = ratios[-1].label
                return "ratio"
            if self._by(cell):
                return "difference"
            return "count"
        return "difference" if self._by(cell) else "level"

    def _by(self, cell: Cell) -> bool:
        start, end = cell.left
        words = self.folded[max(start, end - 14) : end]
        if self.zh:
            return bool(re.search(r"(?:增加|增长|净增|减少)(?:了)?$", words)) and not cell.quantity.cue
        return bool(re.search(r"\bby (?:about |some |nearly )?$", words)) and self.analysis.has("cue:increase", start, end)

    def _percent(self, cell: Cell, before, what: What, state) -> str:  # type: ignore[no-untyped-def]
        start, end = cell.left
        after = self.folded[cell.right[0] : min(cell.end + 24, cell.sentence.end)]
        left = self.folded[start:end]
        growth = self._last("cue:increase", start, end)
        fall = self._last("cue:decrease", start, end)
        share = self._last("cue:share", start, end)
        change = max([m for m in (growth, fall) if m], key=lambda m: m.start, default=None)
        rates = [head for head in self._heads(start, end) if self.facts.rate(head.prop)]
        rate_after = [h for h in self._heads(*cell.right) if self.facts.rate(h.prop)] if not rates else []
        if cell.quantity.fraction and not self.zh:
            return "growthRate" if change and re.search(r"\bby (?:about |nearly |some |almost |over )?(?:a |one )?$", left) else "share"
        to = bool(re.search(r"\b(?:to|at|from)\s+(?:about |around |some |nearly |over |more than )?$", left)) if not self.zh else bool(re.search(r"(?:到|至|为|达|由|从|达到|升至|提升至)(?:了)?$", left))
        if _GROWTH_AFTER.match(after) and not (share and not change):
            what.decline = bool(re.match(r"\s*(?:\w+ )?(?:decline|drop|decrease|fall|lower|less)", after))
            return "growthRate"
        if _OF_WHOLE.match(after) and not (change and not share and re.search(r"\bby\s+\S*\s*$", left)) and not self.zh:
            if change is None or share is not None or not re.search(r"(?:\b(?:up|down|grew|rose|fell)\s*)$", left):
                if re.match(r"\s*of\s", after) or share:
                    return "share"
        if change and share:
            if self.zh:
                if to and share.start > start - 1 and not re.search(r"占[^,]*$", left) and change.start > share.start:
                    return "share"
                return "growthRate" if change.start > share.start and not to else "share"
            return "share" if to or change.start < share.start else "growthRate"
        if rates and (to or not change):
            return "share"
        if change:
            what.decline = fall is not None and (growth is None or fall.start > growth.start)
            return "growthRate"
        if share or rates or rate_after:
            return "share"
        if self.analysis.has("basis", start, end) or self.analysis.has("basis", *cell.right):
            return "growthRate"
        if re.match(r"\s*(?:of|的是|是|为)", after) or self.analysis.has("cue:part-of-it", cell.start, cell.end):
            return "share"
        if before is None and state.previous and re.search(r"这[一个]?(?:数字|比例|占比|比重|指标)|\b(?:it|that|the (?:figure|share|ratio|rate|proportion|number)|this (?:figure|share|ratio|rate))\b", left, re.IGNORECASE):
            before = state.previous[-1]
        if before is not None and before.quantity.unit == PERCENT and before.stat in {"growthRate", "share"}:
            what.decline = before.decline
            return before.stat  # type: ignore[no-any-return]
        what.problems.append("no word says whether this percentage is a growth or a share")
        return "growthRate"

    def _last(self, layer: str, start: int, end: int):  # type: ignore[no-untyped-def]
        found = self.analysis.cues_in(layer, start, end)
        return found[-1] if found else None

    # -- heads: properties and the industries that go with them ----------------------------------------------------

    def _heads(self, start: int, end: int) -> list[_Head]:
        if start >= end:
            return []
        found: list[_Head] = []
        variables = self.analysis.mentions_in(start, end, "variable")
        for mention in self.analysis.mentions_in(start, end, "property"):
            if mention.end > end:
                continue
            found += [_Head(mention.start, mention.end, iri) for iri in mention.iris]
        for mention in variables:
            if mention.end > end + 1:
                continue
            for iri in mention.iris:
                made_of = self.facts.made_of.get(iri)
                if made_of is None:
                    continue
                prop, trade, stat = made_of
                if any(h.prop == prop and h.start >= mention.start and h.end <= mention.end and h.trade is None for h in found):
                    found = [h for h in found if not (h.prop == prop and h.start >= mention.start and h.end <= mention.end and h.trade is None)]
                label = iri if stat in {"count", "ratio"} and iri != self.facts.composed(prop, trade, stat) else None
                named = trade not in _WEAK and (any(t.iri == trade for t in self._trades(mention.start, mention.end)) or not any(p.start == mention.start and p.end == mention.end for p in self.analysis.mentions_in(mention.start, mention.start + 1, "property")))
                found.append(_Head(mention.start, mention.end, prop, trade if named else None, stat, label))
        found.sort(key=lambda head: (head.start, -head.end))
        return found

    def _fits(self, head: _Head, cell: Cell, stat: str) -> bool:
        unit = cell.quantity.unit
        prop = head.prop
        if stat == "level":
            return self.facts.takes(prop, unit)
        if stat == "count":
            return self.facts.counted(prop)
        if stat in {"growthRate", "difference", "ratio", "rank"}:
            return not self.facts.rate(prop) or stat == "difference"
        return True

    def _trades(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.analysis.mentions_in(start, end, "industry") if m.iri not in _WEAK and m.end <= end + 1]

    def _choose(self, heads: Iterable[_Head], cell: Cell, stat: str) -> _Head | None:
        """Return the head of the phrase nearest before the figure."""
        fitting = [head for head in heads if self._fits(head, cell, stat) and (stat == "count" or not self._only_trade(head))]
        if not fitting:
            return None
        best = fitting[-1]
        if not self.zh:
            for head in reversed(fitting[:-1]):
                gap = self.folded[head.end : best.start] if head.end <= best.start else ""
                if head.start < best.start and (head.end >= best.end or (len(gap) < 90 and self._linked(head.end, best.start))):
                    best = head
        return best

    def _only_trade(self, head: _Head) -> bool:
        """Return whether a countable thing is named only as the trade it stands for: what data centers consume."""
        if not self.facts.counted(head.prop):
            return False
        return any(m.start <= head.start and head.end <= m.end for m in self._trades(max(0, head.start - 20), head.end))

    def _governed(self, head: _Head) -> bool:
        """Return whether an unknown noun rules a head: the productivity of companies."""
        if self.zh or head.stat is not None and head.stat not in {"level", "count"}:
            return False
        match = re.search(r"\b([a-z]{4,}) (?:of|by|among) (?:[\w'-]+ ){0,3}$", self.folded[max(0, head.start - 60) : head.start])
        if match is None:
            return False
        at = max(0, head.start - 60) + match.start(1)
        return not self._clean(at, at + len(match[1]))

    def _linked(self, start: int, end: int) -> bool:
        """Return whether two words belong to one noun phrase: only prepositions, names and adjectives in between."""
        gap = self.folded[start:end]
        if re.search(r"[,;:()]|\b(?:and|was|were|is|are|has|had|have|by|which|to|while)\b", gap) and not re.fullmatch(r"\s*(?:of|in|from|for) [^,;:]*", gap):
            return False
        if re.search(r"[;:]|\b(?:was|were|is|are|has|had|have|rose|grew|reached|which|while)\b", gap):
            return False
        return bool(re.match(r"\s*(?:of|in|from|for|earned|by|at|on)\b", gap))

    # -- plain figures ---------------------------------------------------------------------------------------------

    def _plain(self, cell: Cell, stat: str, what: What, made: list, state) -> None:  # type: ignore[type-arg, no-untyped-def]
        head, side = None, "left"
        right = self._right_phrase(cell)
        if stat in {"count", "level"} and right:
            heads = [h for h in self._heads(*right) if self._fits(h, cell, stat)]
            if stat == "count":
                nouns = [h for h in heads if self._noun_of(cell, h)]
                head = self._head_noun(nouns)
            elif heads:
                between = self.folded[right[0] : heads[0].start]
                if re.match(r"\s*\)?\s*(?:in|of|worth of)\s", between) or re.fullmatch(r"\s*\)?\s*(?:的)?\s*", between):
                    head = heads[0]
            side = "right"
        if head is None:
            side = "left"
            head = self._choose(self._heads(*cell.left), cell, stat)
            if head is not None and self.zh and (level := self._bare_scale(head, cell, made)) is not None:
                head = None
                what.prop, what.trade, what.trade_name = level.prop, level.trade, level.trade_name
                for role in ("indicator", "industry"):
                    if (spot := level.evidence.get(role)) is not None:
                        what.evidence[role] = (spot.start, spot.end, "scale-of-figure-before")
                return
            if stat == "count" and head is not None and not self._counts(cell, head):
                head = None
            if stat == "count" and head is None and not self.zh and self._noun_follows(cell) and not self._part_of_them(cell):
                what.problems.append("what is counted is not a known indicator")
        if head is None and stat in {"growthRate", "ratio"} and right:
            after = [h for h in self._heads(*cell.right) if self._fits(h, cell, stat)]
            if after and re.match(r"\s*(?:\w+ ){0,4}?(?:in|of)\s", self.folded[cell.right[0] : after[0].start] or " "):
                head, side = after[0], "right"
        if head is not None and stat in {"growthRate", "ratio", "difference"} and self._governed(head):
            what.problems.append("what the figure measures is named by words that are not known")
        if head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, f"named-{side}")
            self._label(head, what)
        if head is None and stat == "level" and (prop := self.facts.only(cell.quantity.unit)) is not None:
            what.prop = prop
            what.evidence["indicator"] = (cell.quantity.start, cell.quantity.end, "unit-of-one-indicator")
        self._trade(cell, head, side, what)
        if what.prop is not None and what.trade is None and what.evidence["indicator"][2] == "unit-of-one-indicator":
            same = [m for m in self.analysis.matches if m.layer == "industry" and m.iri.rpartition("industry-")[2] == what.prop.rpartition("property-")[2]]
            if same:
                what.trade = same[0].iri
                what.evidence["industry"] = (same[0].start, same[0].end, "of-indicator")
        self._inherit(cell, stat, what, made, state)
        self._falling(cell, stat, what)
        if stat == "difference":
            self._compared(cell, what)

    def _label(self, head: _Head, what: What) -> None:
        if head.label is not None:
            what.noun = head.label

    def _falling(self, cell: Cell, stat: str, what: What) -> None:
        if stat in {"difference", "ratio"}:
            fall = self._last("cue:decrease", *cell.left)
            rise = self._last("cue:increase", *cell.left)
            what.decline = fall is not None and (rise is None or fall.start > rise.start)

    def _right_phrase(self, cell: Cell) -> tuple[int, int] | None:
        start = cell.right[0]
        while start < cell.sentence.end and self.folded[start] in ") ":
            start += 1
        limit = min(cell.reach, cell.sentence.end, start + 110)
        if start >= limit:
            return None
        stop = (_ZH_STOP if self.zh else _NP_STOP if cell.quantity.unit in {None, NUMBER} else _PREP_STOP).search(self.folded, start, limit)
        return start, stop.start() if stop else limit

    def _noun_of(self, cell: Cell, head: _Head) -> bool:
        between = self.folded[cell.right[0] : head.start]
        if self.zh:
            return len(between) <= 14
        between = re.sub(r"^\s*of (?:the |[A-Z]\w+'s )?(?:\w+'s )?top (?:\d+ )?", "", between)
        return len(between) <= 70 and not re.search(r"\b(?:in|at|on|for|across|within|under|with|by|from|to|as|of (?!the\b|its\b|them\b))\b", between)

    def _counts(self, cell: Cell, head: _Head) -> bool:
        """Return whether the number after a name counts it: "enterprises numbered 300", 企业达到300家."""
        gap = self.folded[head.end : cell.quantity.first]
        if self.zh:
            return len(gap) <= 16 and not re.search(r"[;。]", gap) and not (len(gap) > 6 and "," in gap)
        if self._noun_follows(cell):
            return bool(re.fullmatch(r"\s*(?:with|to|between|linking|covering|connecting)\s*", gap))
        if self._part_of_them(cell) and re.fullmatch(r",\s*", gap):
            return True
        return len(gap) <= 60 and not re.search(r"[,;:]", gap)

    def _part_of_them(self, cell: Cell) -> bool:
        after = self.folded[cell.right[0] : cell.right[0] + 30]
        return bool(re.match(r"\s*(?:of (?:them|these|those|which)\b|(?:[\w-]+ (?:or [\w-]+ )?)?ones\b)", after)) or self.analysis.has("cue:part-of-it", cell.start, cell.quantity.first)

    def _bare_scale(self, head: _Head, cell: Cell, made: list):  # type: ignore[type-arg, no-untyped-def]
        """Return the level that a bare 总量 or 规模 in the same sentence stands for."""
        surface = self.folded[head.start : head.end]
        before = self.folded[head.start - 1 : head.start]
        if surface not in {"总量", "规模", "总规模", "总额"} or before not in {",", "、", ";", "且", ""}:
            return None
        return next((r for r in reversed(made) if r.prop is not None and r.quantity.money or r.stat == "growthRate" and r.prop is not None), None)

    def _head_noun(self, heads: list[_Head]) -> _Head | None:
        if not heads:
            return None
        best = heads[0]
        for head in heads[1:]:
            gap = self.folded[best.end : head.start]
            if head.start <= best.end or re.fullmatch(r"[\s\w'-]*", gap) and not re.search(r"\b(?:of|in|for|with|at|on)\b", gap) and (" and " not in gap or self._only_trade(best)):
                best = head
        return best

    def _noun_follows(self, cell: Cell) -> bool:
        after = self.folded[cell.right[0] : cell.right[0] + 40]
        return bool(re.match(r"[- ](?:new |large |key |major |other |more )?[a-z]{3,}(?:s|people)\b", after)) and not re.match(r" (?:years|months|days|percent|times|this|was|has|as|its)\b", after)

    # -- the industry ----------------------------------------------------------------------------------------------

    def _trade(self, cell: Cell, head: _Head | None, side: str, what: What) -> None:
        if head is not None and head.trade is not None:
            what.trade = head.trade
            what.evidence["industry"] = (head.start, head.end, "in-indicator")
            return
        spans: list[tuple[tuple[int, int], str]] = []
        if side == "right":
            right = self._right_phrase(cell) or cell.right
            spans = [((right[0], max(right[1], head.end if head else 0)), "named-right"), (cell.left, "named-left")]
            if cell.right[1] > right[1]:
                spans.insert(1, ((right[1], cell.right[1]), "named-right"))
        else:
            spans = [(cell.left, "named-left")]
            if cell.quantity.unit not in {RANK}:
                phrase = self._right_phrase(cell)
                if phrase is not None:
                    spans.append(((phrase[0], min(phrase[1], cell.end)), "named-right"))
        for span, rule in spans:
            trade = self._nearest_trade(span, head, rule)
            if trade is not None:
                iri, name, start, end = trade
                what.trade, what.trade_name = iri, name
                what.evidence["industry"] = (start, end, rule)
                return

    def _nearest_trade(self, span: tuple[int, int], head: _Head | None, rule: str) -> tuple[str, str | None, int, int] | None:
        found = [(m.iri, None, m.start, m.end) for m in self._trades(*span)]
        if rule == "named-right" and head is None and not self.zh:
            found = [f for f in found if re.match(r"\s*(?:\([^)]*\)\s*)?(?:\w+ ){0,3}(?:in|of|for|from|worth of)\s+(?:the |its )?(?:\w+ ){0,2}$", self.folded[span[0] : f[2]])]
        found += [(iri, name, s, e) for iri, name, s, e in self._unknown_trades(*span)]
        if not found:
            return None
        if head is None:
            return found[-1] if rule == "named-left" else found[0]
        overlapping = [f for f in found if f[2] < head.end and head.start < f[3]]
        before = [f for f in found if f[3] <= head.start and re.fullmatch(r"\s*(?:industry|sector|enterprises?|companies|business|core|和|的|产业|企业|行业|领域)?\s*(?:total |overall |annual |combined |operating |added |gross )*", self.folded[f[3] : head.start], re.IGNORECASE)]
        after = [f for f in found if f[2] >= head.end and self._linked(head.end, f[2])]
        if before:
            return before[-1]
        if after:
            return after[0]
        if overlapping:
            return overlapping[0]
        nearest = min(found, key=lambda f: abs(f[2] - head.start))
        return nearest

    def _unknown_trades(self, start: int, end: int) -> list[tuple[str, str, int, int]]:
        """Return industries the ontology lacks, named by a word and a suffix such as "sector" or 产业."""
        found = []
        for suffix in self.analysis.cues_in("cue:industry-suffix", start, end):
            if any(m.start <= suffix.start and suffix.end <= m.end for m in self.analysis.mentions_in(max(0, suffix.start - 60), suffix.end) if m.layer in {"industry", "org", "place", "variable"} and m.iri not in _WEAK):
                continue
            if any(p.end > suffix.start - 8 and p.start < suffix.end and (suffix.start - p.end) < 1 for p in self.analysis.periods_in(max(0, suffix.start - 30), suffix.end)):
                continue
            name = self._trade_name(suffix.start, suffix.end, start)
            if name is not None:
                first = suffix.end - len(name)
                found.append((provisional_iri("industry", name), name, first, suffix.end))
        return found

    def _trade_name(self, start: int, end: int, limit: int) -> str | None:
        folded = self.folded
        if self.zh:
            if folded[start:end] in {"业", "经济"} and folded[start - 1 : start] in {"企", "产", "行", "就", "创", "事", "作", "商", "农", "工", "从", "实体"[-1]}:
                return None
            match = re.search(r"[\u4e00-\u9fff]{2,6}$", folded[max(limit, start - 6) : start])
            if match is None:
                return None
            name = re.split(r"[的在和与及从到全省市县区是为达了我该其对各大等]", match[0])[-1]
            return name + folded[start:end] if len(name) >= 2 and folded[start:end] in {"产业", "制造业", "服务业"} else None
        if folded[start:end].casefold() not in {"industry", "sector", "manufacturing", "cluster"}:
            return None
        match = re.search(r"(?:[A-Za-z][\w-]+(?: and [a-z][\w-]+)? ){1,3}$", folded[max(limit, start - 48) : start])
        if match is None:
            return None
        words = [w for w in match[0].split()]
        stop = {"the", "its", "of", "in", "a", "an", "this", "that", "for", "to", "by", "and", "city's", "whole", "local", "entire", "output", "value", "revenue", "from", "as", "their", "each", "per", "growing", "new", "leading", "pillar", "key", "emerging", "core", "at", "was", "is"}  # fmt: skip
        while words and (words[0].casefold() in stop or words[0].casefold().endswith(("'s",))):
            words.pop(0)
        if not words or any(w.casefold() in stop - {"and"} for w in words) or len(words) > 3:
            return None
        name = " ".join([*words, folded[start:end]])
        return name if folded[end - len(name) : end] == name else None

    # -- inheritance -----------------------------------------------------------------------------------------------

    def _inherit(self, cell: Cell, stat: str, what: What, made: list, state) -> None:  # type: ignore[type-arg, no-untyped-def]
        before = self._model(cell, stat, made)
        in_sentence = before is not None
        if what.prop is None and what.trade is None and stat in {"growthRate", "level"}:
            economy = [m for m in self.analysis.mentions_in(*cell.left, "industry") if m.iri == WHOLE]
            if economy:
                what.prop, what.trade = GDP, WHOLE
                what.evidence["indicator"] = what.evidence["industry"] = (economy[-1].start, economy[-1].end, "economy-is-gdp")
        if before is None and state.previous and what.prop is None and self._points_back(cell) and (what.trade is None or re.search(r"\bthat of\b|\bthose of\b", self.folded[cell.start : cell.quantity.first])):
            before = self._model(cell, stat, state.previous)
        if before is None and state.previous and what.prop is None and self.analysis.has("cue:part-of-it", cell.sentence.start, cell.quantity.first):
            before = next((r for r in reversed(state.previous) if r.prop is not None and r.stat != "rank" and self._same_unit(r, cell)), None)
        if before is None and what.prop is None and stat == "level" and cell.quantity.money and self.level is not None and self._clean(cell.start, cell.quantity.first) and self._subject_alone(cell, what):
            before = self.level
        if before is None and what.prop is None and what.trade is None and stat == "growthRate" and self.growth is not None and re.search(r"\bgrowth (?:target|goal)\b|(?:target|goal) (?:of|for) (?:economic )?growth|增长(?:预期)?目标", self.folded[cell.start : cell.quantity.first]):
            before = self.growth
            what.prop, what.trade = GDP, WHOLE
            spot = self.growth.evidence["indicator"]
            what.evidence["indicator"] = what.evidence["industry"] = (spot.start, spot.end, "growth-target")
        if (chosen := self._former(cell, state)) is not None:
            before, in_sentence, what.prop, what.trade = chosen, False, None, None
        if what.prop is None and before is not None and not self._clean(cell.start, cell.quantity.first):
            what.problems.append("what the figure measures is named by words that are not known")
            before = None
        if what.prop is None and before is not None:
            if stat in {"growthRate", "difference", "ratio"} or (stat == before.stat and self._same_unit(before, cell)) or self._changed_to(cell, before) or self._same_unit(before, cell) or (stat == "level" and self.facts.takes(before.prop, cell.quantity.unit)):
                if stat != "count" or before.stat == "count":
                    what.prop = before.prop
                    what.noun = what.noun or before.noun
                    spot = before.evidence.get("indicator")
                    if spot is not None:
                        what.evidence["indicator"] = (spot.start, spot.end, "same-sentence" if in_sentence else "sentence-before")
                    if what.trade is None:
                        self._take_trade(what, before, "same-sentence" if in_sentence else "sentence-before")
                    if what.scope is None:
                        what.scope = before.scope
        if what.prop is None and what.trade is not None and stat in {"growthRate", "rank", "difference"}:
            what.prop = VALUE_ADDED
            spot = what.evidence.get("industry")
            if spot:
                what.evidence["indicator"] = (spot[0], spot[1], "growth-of-industry")
        if what.trade is None and what.prop is not None:
            own = self.facts.own_trade(what.prop)
            if what.prop == GDP or (own is not None and own != WHOLE):
                what.trade = own or WHOLE
                what.evidence["industry"] = (*what.evidence.get("indicator", (cell.quantity.start, cell.quantity.end, ""))[:2], "of-indicator")
            elif own is None and made and made[-1].trade not in {None, WHOLE} and what.prop != GDP:
                self._take_trade(what, made[-1], "same-sentence")
            elif before is not None and in_sentence and before.prop is not None and before.trade not in {None, WHOLE} and before.prop != GDP and (own is None or what.prop == before.prop or self._belongs(cell, stat)):
                self._take_trade(what, before, "same-sentence")
            elif own is not None and (anaphor := self._the_industry(cell)) is not None and self.topic is not None:
                what.trade, what.trade_name = self.topic[0], self.topic[1]
                what.evidence["industry"] = (*anaphor, "topic")
            elif own is not None or what.prop in _WIDE:
                own = own or WHOLE
                what.trade = own
                what.evidence["industry"] = (*what.evidence.get("indicator", (cell.quantity.start, cell.quantity.end, ""))[:2], "of-indicator")
            elif self.topic is not None:
                iri, name, start, end = self.topic
                what.trade, what.trade_name = iri, name
                what.evidence["industry"] = (start, end, "topic")

    def _belongs(self, cell: Cell, stat: str) -> bool:
        """Return whether a count hangs on the thing counted before: "companies, which employ 5,000"."""
        words = self.folded[cell.start : cell.quantity.first]
        if self.zh and stat == "count":
            return not re.search(r"[。;]", words) and len(words) < 24
        return stat == "count" and bool(re.match(r"[,\s]*(?:which|with|whose|that|who|employing|and (?:employ|together|have)|从业|员工|吸纳|带动)", words))

    def _subject_alone(self, cell: Cell, what: What) -> bool:
        """Return whether a cell names an industry or a place and nothing else that could be measured."""
        if what.trade is not None:
            return True
        return bool([m for m in self.analysis.mentions_in(*cell.left) if m.layer in {"place", "anaphor"}])

    def _clean(self, start: int, end: int) -> bool:
        """Return whether all words of a span are known, so that nothing unknown can be what is measured."""
        known = bytearray(end - start + 1)
        analysis = self.analysis
        for m in analysis.mentions_in(max(0, start - 80), end):
            _mark(known, m.start - start, m.end - start)
        for p in analysis.periods_in(start, end):
            _mark(known, p.start - start, p.end - start)
        for layer, found in analysis.cues.items():
            if layer.startswith("cue:") or layer in {"basis", "comparator", "modality", "scope", "stat", "status", "price"}:
                for c in analysis.cues_in(layer, start, end):
                    _mark(known, c.start - start, c.end - start)
        for q in analysis.quantities:
            if start <= q.start < end:
                _mark(known, q.first - start, q.last - start)
        rest = "".join(" " if known[i] else char for i, char in enumerate(self.folded[start:end]))
        if self.zh:
            return len(re.findall(r"[\u4e00-\u9fff]", re.sub(r"[的了在是为达到等个就也并又还已以及其中占共总由从至而则后间上下里内这那一二三两大]", "", rest))) <= 2
        words = [w for w in re.findall(r"[A-Za-z][A-Za-z'-]+", rest) if w.casefold() not in _FUNCTION]
        return not words

    def _the_industry(self, cell: Cell) -> tuple[int, int] | None:
        """Return where "the industry", 该行业 stands in a cell, which means the industry spoken of."""
        for mention in self.analysis.mentions_in(cell.start, min(cell.reach, cell.sentence.end), "industry"):
            if mention.iri == GENERAL and re.search(r"(?:\b(?:the|this) |该|这一|本)$", self.folded[max(0, mention.start - 6) : mention.start], re.IGNORECASE):
                return mention.start, mention.end
        return None

    def _former(self, cell: Cell, state):  # type: ignore[no-untyped-def]
        """Return the figure that "the former" or "the latter" points to."""
        if len(state.previous) < 2:
            return None
        if self.analysis.has("cue:former", *cell.left):
            return state.previous[0]
        if self.analysis.has("cue:latter", *cell.left):
            return state.previous[1]
        return None

    def _model(self, cell: Cell, stat: str, made: list):  # type: ignore[type-arg, no-untyped-def]
        for reading in reversed(made):
            if reading.prop is not None and (reading.stat != "rank" or (stat == "level" and not reading.growth_rank and self.facts.takes(reading.prop, cell.quantity.unit))):
                return reading
        return None

    def _same_unit(self, before, cell: Cell) -> bool:  # type: ignore[no-untyped-def]
        return self.facts.unit_class(before.quantity.unit) == self.facts.unit_class(cell.quantity.unit)  # type: ignore[no-any-return]

    def _changed_to(self, cell: Cell, before) -> bool:  # type: ignore[no-untyped-def]
        left = self.folded[cell.left[0] : cell.left[1]]
        return bool(re.search(r"^\s*(?:to|from)\s", left)) or (self.zh and bool(re.search(r"[增升提降]?[至到]$", left)))

    def _take_trade(self, what: What, before, rule: str) -> None:  # type: ignore[no-untyped-def]
        what.trade, what.trade_name = before.trade, before.trade_name
        spot = before.evidence.get("industry")
        if spot is not None:
            what.evidence["industry"] = (spot.start, spot.end, rule)

    def _points_back(self, cell: Cell) -> bool:
        head = self.folded[cell.sentence.start : cell.sentence.start + 26]
        if self.zh:
            return bool(re.match(r"(?:这|其|同比|比上年|较上年|增长|增速|分别|占|按|该|总量)", head))
        return bool(re.match(r"(?:that|this|it|the (?:figure|increase|growth|rate|former|latter|number|total)|they|of (?:that|this)|up |an increase|a rise|more than|over |its |growth |by contrast|such)", head, re.IGNORECASE)) or (cell.quantity.unit in {PERCENT, POINTS, TIMES} and self._clean(cell.sentence.start, cell.quantity.first))

    # -- shares ----------------------------------------------------------------------------------------------------

    def _share(self, cell: Cell, what: What, made: list, state) -> None:  # type: ignore[type-arg, no-untyped-def]
        left = self._heads(*cell.left)
        right_end = min(cell.reach, cell.sentence.end)
        rates = [h for h in (*left, *self._heads(cell.right[0], cell.end)) if self.facts.rate(h.prop)]
        if rates:
            head = rates[0] if rates[0].end <= cell.quantity.start else rates[-1]
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, "named-left" if head.end <= cell.quantity.start else "named-right")
            self._trade(cell, head, "left" if head.end <= cell.quantity.start else "right", what)
            if self.zh and (match := re.search(r"对[^,;。]*?的?$", self.folded[cell.left[0] : head.start])) and what.trade is not None and cell.left[0] + match.start() <= what.evidence["industry"][0]:
                what.trade = None
                if made and made[-1].trade is not None:
                    self._take_trade(what, made[-1], "same-sentence")
            self._rate_trade(cell, what)
            return
        whole = self._whole(cell)
        clean = self._clean(cell.sentence.start, cell.quantity.first)
        before = self._former(cell, state) or next((r for r in reversed(made or (state.previous if self._points_back(cell) or clean else [])) if r.prop is not None and r.stat != "rank"), None)
        if whole is not None:
            span, pronoun = whole
            what.whole_span = span
            inside = self._heads(*span)
            if pronoun:
                self._of_it(cell, what, before, span)
                return
            if any(h.prop == GDP for h in inside) or (not inside and any(m.iri == WHOLE for m in self.analysis.mentions_in(*span, "industry"))):
                what.whole = GDP
            elif inside:
                what.whole = inside[0].prop
            numerator_is_trade = [h for h in left if self._only_trade(h)]
            left = [h for h in left if h not in numerator_is_trade]
            spent = [h for h in inside if h.prop != GDP and re.search(r"\bon (?:the )?$", self.folded[max(span[0], h.start - 8) : h.start])]
            if spent and what.whole == GDP:
                what.prop, what.trade = spent[0].prop, spent[0].trade or self.facts.own_trade(spent[0].prop)
                what.evidence["indicator"] = what.evidence["industry"] = (spent[0].start, spent[0].end, "named-right")
                return
            numerator = [h for h in left if not (span[0] <= h.start < span[1])] if span[0] < cell.quantity.start else left
            self._numerator(cell, what, numerator, span, before)
            return
        numerator_trades = self._trades(*cell.left) or self._trades(cell.right[0], right_end)
        if self.analysis.has("cue:part-of-it", cell.start, cell.quantity.first) and before is not None:
            self._of_it(cell, what, before, None)
            return
        head = self._choose([h for h in left if not self.facts.rate(h.prop) and h.prop != GDP], cell, "growthRate")
        if any(h.prop == GDP for h in left):
            what.whole = GDP
        if numerator_trades:
            trade = numerator_trades[-1] if numerator_trades[0].start < cell.quantity.start else numerator_trades[0]
            what.trade = trade.iri
            what.evidence["industry"] = (trade.start, trade.end, "named-left" if trade.start < cell.quantity.start else "named-right")
            if head is None and what.whole is None and self._only_gdp(trade.iri):
                what.whole = GDP
            if head is None and before is not None and what.whole is None and before.whole is not None:
                what.whole = before.whole
        if head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, "named-left")
        elif what.whole == GDP:
            what.prop = VALUE_ADDED
            spot = what.evidence.get("industry", (cell.quantity.start, cell.quantity.end, ""))
            what.evidence["indicator"] = (spot[0], spot[1], "share-of-gdp")
        if what.prop is None and before is not None and self._clean(cell.start, cell.quantity.first):
            what.prop, what.whole = before.prop, what.whole or before.whole
            spot2 = before.evidence.get("indicator")
            if spot2:
                what.evidence["indicator"] = (spot2.start, spot2.end, "same-sentence" if made else "sentence-before")
            if what.prop == VALUE_ADDED and what.whole is None and what.trade and self._only_gdp(what.trade):
                what.whole = GDP
        if what.trade is None and before is not None:
            self._take_trade(what, before, "same-sentence" if made else "sentence-before")
        if what.trade is None and self.topic is not None and what.prop is not None:
            what.trade, what.trade_name = self.topic[0], self.topic[1]
            what.evidence["industry"] = (*self.topic[2:], "topic")

    def _only_gdp(self, trade: str) -> bool:
        return trade == DEKGR + "industry-digital-economy"

    def _rate_trade(self, cell: Cell, what: What) -> None:
        own = self.facts.own_trade(what.prop or "")
        if what.trade is None and own is not None:
            what.trade = own
            what.evidence["industry"] = (*what.evidence["indicator"][:2], "of-indicator")
        if what.trade is None and self.topic is not None:
            what.trade, what.trade_name = self.topic[0], self.topic[1]
            what.evidence["industry"] = (*self.topic[2:], "topic")

    def _whole(self, cell: Cell) -> tuple[tuple[int, int], bool] | None:
        folded = self.folded
        if self.zh:
            start, end = cell.left
            words = folded[start:end]
            match = None
            for match in re.finditer(r"占(?:到|了|比)?([^占,;。]*?)(?:的)?(?:比重|比例|份额)?(?:约|已|将|可|为|是|达|到|超|过|近|提|高|升|至|仅|不|足|接|保|持|在|由|从|上)*$", words):
                pass
            if match is None:
                return None
            inner = (start + match.start(1), start + match.end(1))
            if inner[0] == inner[1] or not folded[inner[0] : inner[1]].strip("的比重例达为到近约超过了"):
                return None
            return inner, False
        match = _OF_WHOLE.match(folded, cell.right[0], cell.sentence.end)
        if match is None:
            inner_match = re.search(r"\b(?:share|proportion|percentage|part|weight|ratio) (?:of|in|to) (?:the )?", folded[cell.left[0] : cell.left[1]], re.IGNORECASE)
            if inner_match:
                after = cell.left[0] + inner_match.end()
                if any(h.prop == GDP and h.start < cell.quantity.start for h in self._heads(after, cell.left[1])):
                    return (after, cell.left[1]), False
            return None
        limit = min(cell.reach, cell.sentence.end)
        stop = re.compile(r"[,;:.()](?!\d)|\b(?:was|were|is|are|has|have|had|which (?:is|was)|while|and (?!other)|in (?:19|20)\d\d|last year|up|compared|from|with|by|at the end)\b").search(folded, match.end(), limit)
        span = (match.end(), stop.start() if stop else limit)
        words = folded[span[0] : span[1]].strip().casefold()
        pronoun = bool(re.fullmatch(r"(?:it|that|which|them|these|those|this|the (?:total|whole|sum|figure))(?: \w+)?", words)) and not re.search(r"(?:national|country|province|city)", words)
        return span, pronoun

    def _of_it(self, cell: Cell, what: What, before, span: tuple[int, int] | None) -> None:  # type: ignore[no-untyped-def]
        limit = min(cell.reach, cell.sentence.end)
        complement = _COMPLEMENT.match(self.folded, span[1] if span else cell.right[0], limit) or _COMPLEMENT.match(self.folded, cell.right[0], limit)
        trades = self._trades(complement.end(), limit) if complement else []
        rule = "named-right"
        if not trades:
            trades = [m for m in self._trades(*cell.left)][-1:]
            rule = "named-left"
        if before is None or not trades:
            what.problems.append("a share of something before, which is not known")
            return
        what.trade = trades[0].iri
        what.evidence["industry"] = (trades[0].start, trades[0].end, rule)
        if before.prop == GDP:
            what.prop, what.whole = VALUE_ADDED, GDP
        else:
            what.prop, what.whole = before.prop, before.prop
        spot = before.evidence.get("indicator")
        if spot is not None:
            what.evidence["indicator"] = (spot.start, spot.end, "part-of-figure-before")

    def _numerator(self, cell: Cell, what: What, heads: list[_Head], span: tuple[int, int], before) -> None:  # type: ignore[no-untyped-def]
        head = self._choose([h for h in heads if h.prop != GDP], cell, "growthRate") if heads else None
        limit = min(cell.left[1], span[0]) if span[0] < cell.quantity.start else cell.left[1]
        trades = [m for m in self._trades(*cell.left) if not (span[0] <= m.start < span[1])]
        unknown = self._unknown_trades(cell.left[0], limit)
        if not trades and unknown:
            what.trade, what.trade_name = unknown[-1][0], unknown[-1][1]
            what.evidence["industry"] = (unknown[-1][2], unknown[-1][3], "named-left")
        if head is not None and head.trade is not None and not trades:
            what.trade = head.trade
            what.evidence["industry"] = (head.start, head.end, "in-indicator")
        elif trades:
            trade = trades[-1]
            if head is not None:
                near = self._nearest_trade((cell.left[0], min(cell.left[1], span[0]) if span[0] < cell.quantity.start else cell.left[1]), head, "named-left")
                if near is not None:
                    what.trade, what.trade_name = near[0], near[1]
                    what.evidence["industry"] = (near[2], near[3], "named-left")
            if what.trade is None:
                what.trade = trade.iri
                what.evidence["industry"] = (trade.start, trade.end, "named-left")
        elif what.trade is None and before is not None and before.trade is not None:
            self._take_trade(what, before, "figure-before")
        if what.whole == GDP and (head is None or head.prop in {VALUE_ADDED}):
            what.prop = VALUE_ADDED
            spot = what.evidence.get("industry", (span[0], span[1], ""))
            what.evidence["indicator"] = (spot[0], spot[1], "share-of-gdp") if head is None else (head.start, head.end, "named-left")
        elif head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, "named-left")
        elif what.whole is not None and (trades or unknown) and what.whole != GDP:
            what.prop = what.whole
            what.evidence["indicator"] = (*span, "indicator-of-whole")
        elif before is not None and before.prop is not None and self._clean(cell.start, cell.quantity.first):
            what.prop = before.prop
            what.noun = before.noun
            spot2 = before.evidence.get("indicator")
            if spot2 is not None:
                what.evidence["indicator"] = (spot2.start, spot2.end, "figure-before")
        if what.trade is None and what.prop is not None and (own := self.facts.own_trade(what.prop)) not in {None, WHOLE}:
            what.trade = own
            what.evidence["industry"] = (*what.evidence.get("indicator", (*span, ""))[:2], "of-indicator")
        if what.trade is None and self.topic is not None:
            what.trade, what.trade_name = self.topic[0], self.topic[1]
            what.evidence["industry"] = (*self.topic[2:], "topic")

    # -- ranks -----------------------------------------------------------------------------------------------------

    def _rank(self, cell: Cell, what: What, made: list, state) -> None:  # type: ignore[type-arg, no-untyped-def]
        rank = self.analysis.ranks[cell.quantity.start]
        what.growth_rank = rank.growth
        span = (cell.left[0], max(cell.end, cell.quantity.end))
        terms = re.search(r"\b(?:in terms of|by|for|in) (?:the |its )?", self.folded[cell.right[0] : cell.right[1]])
        heads = [h for h in self._heads(*cell.left) if self._fits(h, cell, "rank")]
        after = [h for h in self._heads(cell.right[0], min(cell.reach, cell.sentence.end)) if self._fits(h, cell, "rank")]
        if heads and self.zh and (level := self._bare_scale(heads[-1], cell, made)) is not None:
            heads = []
            what.prop, what.trade, what.trade_name = level.prop, level.trade, level.trade_name
            what.growth_rank = False
            for role in ("indicator", "industry"):
                if (spot := level.evidence.get(role)) is not None:
                    what.evidence[role] = (spot.start, spot.end, "scale-of-figure-before")
            return
        head = None
        if after and terms and (not heads or "in terms of" in terms[0] or re.search(r"\bby (?:amount|scale|size|total|value)", self.folded[cell.right[0] : cell.right[1]])):
            head = after[0]
            growth_words = self.folded[cell.right[0] : min(cell.reach, cell.sentence.end)]
            what.growth_rank = rank.growth or bool(re.search(r"\bgrowth\b", growth_words))
        elif heads:
            head = self._choose(heads, cell, "rank")
        elif after and cell.quantity.number.spelled and not self.zh and after[0].start - cell.quantity.end < 40:
            head = after[0]
        if head is not None:
            what.prop = head.prop
            what.evidence["indicator"] = (head.start, head.end, "named-left" if head.end <= cell.quantity.start else "named-right")
            if head.stat == "growthRate":
                what.growth_rank = True
            if not what.growth_rank and head.end <= cell.quantity.start and self.analysis.has("cue:growth-noun", cell.left[0], cell.quantity.first) and not self.zh:
                noun = self._last("cue:growth-noun", cell.left[0], cell.quantity.first)
                what.growth_rank = noun is not None and noun.start >= head.start - 24
        elif self.analysis.has("cue:growth-noun", *span):
            what.growth_rank = True
        trade = self._nearest_trade(cell.left, head, "named-left") or (self._nearest_trade((cell.right[0], min(cell.reach, cell.sentence.end)), head, "named-right") if not made or head is not None else None)
        if trade is not None:
            what.trade, what.trade_name = trade[0], trade[1]
            what.evidence["industry"] = (trade[2], trade[3], "named-left" if trade[3] <= cell.quantity.start else "named-right")
        before = next((r for r in reversed(made or (state.previous if self._points_back(cell) or not what.trade else [])) if r.prop is not None), None)
        if what.prop is None and before is not None:
            spot = before.evidence.get("indicator")
            if what.trade is None or what.trade == before.trade or what.growth_rank:
                what.prop = before.prop
                if before.stat == "growthRate" and made and not re.search(r"\bby (?:the )?(?:size|scale|amount|value|volume|total)|总量|规模|总额", self.folded[cell.start : min(cell.reach, cell.sentence.end)]):
                    what.growth_rank = True
                if spot is not None:
                    what.evidence["indicator"] = (spot.start, spot.end, "same-sentence" if made else "sentence-before")
        if what.trade is None and before is not None and what.prop != GDP:
            self._take_trade(what, before, "same-sentence" if made else "sentence-before")
        if what.prop is None and what.trade is not None and (what.growth_rank or True):
            what.prop = VALUE_ADDED
            spot3 = what.evidence["industry"]
            what.evidence["indicator"] = (spot3[0], spot3[1], "rank-of-industry")
        if what.trade is None and what.prop is not None:
            what.trade = self.facts.own_trade(what.prop)
            if what.trade is not None:
                what.evidence["industry"] = (*what.evidence["indicator"][:2], "of-indicator")
            elif self.topic is not None:
                what.trade, what.trade_name = self.topic[0], self.topic[1]
                what.evidence["industry"] = (*self.topic[2:], "topic")

    # -- scope and comparison --------------------------------------------------------------------------------------

    def _scope(self, cell: Cell, what: What) -> None:
        found = self.analysis.cues_in("scope", *cell.left)
        found = [m for m in found if m.iri not in {DEKGR + "scope-newly-added"}] or found
        if found and what.scope is None:
            what.scope = found[-1].iri
            what.evidence["scope"] = (found[-1].start, found[-1].end, "named-left")

    def _compared(self, cell: Cell, what: What) -> None:
        words = self.folded[cell.start : cell.end]
        if re.search(r"\bnation|\bcountry|全国|national", words):
            what.compared = DEKGR + "place-china"

    # -- lists and topics ------------------------------------------------------------------------------------------

    def pair(self, parts: list[Cell], made: list, who) -> list:  # type: ignore[type-arg, no-untyped-def]
        """Give the figures of a "respectively" list to its items, one by one."""
        from kg.extract.lists import pair

        return pair(self, parts, made, who)

    def close(self, sentence, made: list, state) -> None:  # type: ignore[type-arg, no-untyped-def]
        """Remember what the next sentence may be about."""
        for reading in made:
            if reading.stat == "level" and reading.prop is not None and reading.quantity.money:
                self.level = reading
            if reading.prop == GDP and reading.stat == "growthRate":
                self.growth = reading
            if reading.trade is not None and reading.trade not in _WEAK and "industry" in reading.evidence and reading.evidence["industry"].rule.startswith(("named", "in-ind", "pair")):
                spot = reading.evidence["industry"]
                self.topic = (reading.trade, reading.trade_name, spot.start, spot.end)
        if not made:
            trades = self._trades(sentence.start, sentence.end)
            if trades and (len({t.iri for t in trades}) == 1 or sentence.heading):
                self.topic = (trades[0].iri, None, trades[0].start, trades[0].end)

    def _seed(self) -> None:
        self.level = self.growth = None
        title = self.analysis.title
        if title is not None:
            trades = [m for m in title.mentions if m.layer == "industry" and m.iri not in _WEAK]
            if len({m.iri for m in trades}) == 1:
                self.topic = (trades[0].iri, None, -1, -1)
