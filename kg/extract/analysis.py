"""Everything found in one text before any role is bound: sentences, names, periods, quantities, cues.

The input of the readings and of the gate; both build their own.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

from kg.extract.calendar import periods as period_finder
from kg.extract.calendar.periods import PeriodMention, Published
from kg.extract.entities import currencies
from kg.extract.entities import mentions as mention_finder
from kg.extract.entities import names as name_finder
from kg.extract.entities.firms import branded, companies, unsuffixed
from kg.extract.entities.hanshort import again, blocs, counties, shortened
from kg.extract.entities.named import Kinds, Mention
from kg.extract.entities.shortnames import short_names
from kg.extract.numbers import amounts as amount_finder
from kg.extract.numbers import ranks as rank_finder
from kg.extract.numbers.quantities import Quantity
from kg.extract.numbers.ranks import Rank
from kg.extract.text.lexicon import Lexicon, Match
from kg.extract.text.tokens import Sentence, Text
from kg.kept import Keeper
from kg.terms import DEKG

__all__ = ["Analysis", "analyse"]

_NUMBERED = (
    r"{list-owner-zh}\d+强",
    r"{list-owner}(?: {list-scope})? \d+\b",
    r"top(?<!\wtop)[- ]\d+\b(?![.,]\d| (?:percent|{scheme-scales})\b)",
)
"""Lists of the largest, whose number is part of their name."""
_DATED_TITLE = re.compile(r"(?:^|[\s,(\[])((?:19|20)\d\d)[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:$|[\s,)\]:])")
_FISCAL = "{fiscal-sign}"
_YEAR_BEFORE = re.compile(r"\d{4}年\Z")
"""A year by its number, whose 年 is no part of 年增."""
_SOFT = {"industry", "property", "variable", "product"}
_DATED_BASES = {DEKG + name for name in ("yearOnYear", "quarterOnQuarter", "monthOnMonth")}


@dataclass(slots=True)
class Analysis(Keeper):
    """What was found in a text. All positions are in its folded form."""

    text: Text
    lexicon: Lexicon
    kinds: Kinds
    published: Published | None
    title: "Analysis | None"
    matches: list[Match]
    mentions: list[Mention]
    periods: list[PeriodMention]
    quantities: list[Quantity]
    strangers: tuple[Mention, ...] = ()
    ranks: dict[int, Rank] = field(default_factory=dict)
    cues: dict[str, list[Match]] = field(default_factory=dict)
    folded: str = field(init=False)
    _starts: dict[str, list[int]] = field(default_factory=dict)
    _holds: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folded = self.text.folded

    def cues_in(self, layer: str, start: int, end: int) -> list[Match]:
        """Return the matches of a layer that begin in a span."""
        found = self.cues.get(layer)
        if not found:
            return []
        starts = self._starts.get(layer)
        if starts is None:
            starts = self._starts[layer] = [match.start for match in found]
        return found[bisect_left(starts, start) : bisect_left(starts, end)]

    def has(self, layer: str, start: int, end: int) -> bool:
        """Return whether a match of a layer begins in a span."""
        return bool(self.cues_in(layer, start, end))

    def holds(self, template: str) -> bool:
        """Return whether a pattern is found anywhere in the text; asked once, it spares rare words a search each."""
        known = self._holds.get(template)
        if known is None:
            known = self._holds[template] = self.lexicon.phrases.pattern(template).search(self.folded) is not None
        return known

    def mentions_in(self, start: int, end: int, layer: str | None = None) -> list[Mention]:
        """Return the mentions that begin in a span, of one layer or of all."""
        starts = self._starts.get("mentions")
        if starts is None:
            starts = self._starts["mentions"] = [mention.start for mention in self.mentions]
        found = self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        return found if layer is None else [mention for mention in found if mention.layer == layer]

    def periods_in(self, start: int, end: int) -> list[PeriodMention]:
        """Return the periods that begin in a span."""
        starts = self._starts.get("periods")
        if starts is None:
            starts = self._starts["periods"] = [period.start for period in self.periods]
        return self.periods[bisect_left(starts, start) : bisect_left(starts, end)]

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        """Return the quantities that begin in a span."""
        starts = self._starts.get("quantities")
        if starts is None:
            starts = self._starts["quantities"] = [quantity.start for quantity in self.quantities]
        return self.quantities[bisect_left(starts, start) : bisect_left(starts, end)]

    def sentence_of(self, position: int) -> Sentence:
        """Return the sentence at a position."""
        index = max(0, bisect_right(self.text.starts, position) - 1)
        return self.text.sentences[index]


def analyse(
    given: str, language: str | None, lexicon: Lexicon, published: Published | None = None, title: str | None = None
) -> Analysis:
    """Return what is found in a text.

    Args:
        given: the text; offsets of the result are of its folded form, `Text.span` leads back.
        language: BCP 47 tag, or None to tell it from the script.
        lexicon: the words to look for.
        published: against which "last year" is resolved.
        title: the document's title, analysed by itself.
    """
    if published is None and title:
        published = _dated(title)
    text = Text.of(given, language)
    folded = text.folded
    matches = lexicon.find(folded)
    cues: dict[str, list[Match]] = {}
    for match in matches:
        if match.layer not in {"place", "org", *_SOFT}:
            cues.setdefault(match.layer, []).append(match)
    kinds = lexicon.vocabulary.once(Kinds)
    mentions = mention_finder.find(folded, matches, lexicon, kinds)
    cues["basis"] = [
        m for m in cues.get("basis", ()) if not _YEAR_BEFORE.search(folded, max(0, m.start - 4), m.start + 1)
    ]
    bases = [(m.start, m.end) for m in cues["basis"] if m.iri in _DATED_BASES]
    matches = [m for m in matches if m.layer != "unit" or not any(s <= m.start and m.end <= e for s, e in bases)]
    fixed = [(m.start, m.end) for m in mentions if m.layer == "org" or (m.layer == "place" and m.name)]
    fixed += bases
    bounds = [(sentence.start, sentence.end) for sentence in text.sentences]
    found = (
        (currencies.country_of(m, lexicon) for m in mentions) if lexicon.phrases.pattern(_FISCAL).search(folded) else ()
    )
    lands = [lexicon.vocabulary.label(country, "en") for country in found if country is not None]
    periods = period_finder.find(folded, bounds, text.language, published, fixed, lands)
    strangers: tuple[Mention, ...] = ()
    if text.language == "en":
        mentions, strangers = _with_unknown_names(folded, mentions, periods, cues, lexicon)
    else:
        mentions = _with_companies(folded, mentions, lexicon)
        bare = counties(folded, title or "", mentions, lexicon)
        mentions = sorted([*mentions, *bare], key=lambda m: (m.start, -m.end))
        strangers = blocs(folded, lexicon.phrases)
    blocked = [(p.start, p.end) for p in periods] + fixed
    for form in _NUMBERED:
        blocked += [match.span() for match in lexicon.phrases.pattern(form, case=True).finditer(folded)]
    signs = lexicon.phrases.words("currency-country")
    blocked += [(m.start, m.end) for m in mentions if m.layer == "place" and folded[m.start : m.end] not in signs]
    quantities, ranks = _quantities(text, matches, lexicon, blocked)
    about = analyse(title, language, lexicon, published) if title else None
    named = about.mentions if about is not None else ()
    quantities = currencies.settled(folded, quantities, mentions, named, text.sentences, lexicon)
    amounts = [(q.start, q.end) for q in quantities]
    mentions = [m for m in mentions if m.layer != "place" or not any(s <= m.start and m.end <= e for s, e in amounts)]
    if about is not None and text.language == "zh":
        for county in {m.iris: m for m in mentions if m.kind == "county" and m.name}.values():
            stem = lexicon.phrases.pattern("{county-ending-zh}$").sub("", folded[county.start : county.end])
            about.mentions += (
                again(about.folded, stem, county, about.mentions, lexicon.phrases) if len(stem) > 1 else []
            )
        about.mentions.sort(key=lambda m: (m.start, -m.end))
    return Analysis(
        text, lexicon, kinds, published, about, matches, mentions, periods, quantities, strangers, ranks, cues
    )


def _with_unknown_names(
    folded: str,
    mentions: list[Mention],
    periods: list[PeriodMention],
    cues: dict[str, list[Match]],
    lexicon: Lexicon,
) -> tuple[list[Mention], tuple[Mention, ...]]:
    """Return the mentions of an English text with the names that no list holds, and those of which nothing is known."""
    mentions = _joined(mentions, short_names(folded, mentions, lexicon.phrases))
    soft = [(m.start, m.end) for m in mentions if m.layer in _SOFT]
    spans = [(m.start, m.end) for m in mentions if m.layer in {"place", "org", "anaphor"}]
    spans += [(p.start, p.end) for p in periods]
    spans += [(m.start, m.end) for layer in cues for m in cues[layer]]
    near = [m for m in mentions if m.kind == "company" or m.layer == "place"]
    unknown = name_finder.find(folded, spans, soft, near, lexicon.phrases)
    covered = [(m.start, m.end) for m in (*unknown.mentions, *unknown.strangers)]
    covered += unknown.others
    kept = [m for m in mentions if m.layer == "anaphor" or not any(s <= m.start and m.end <= e for s, e in covered)]
    return sorted([*kept, *unknown.mentions], key=lambda m: (m.start, -m.end)), unknown.strangers


def _joined(mentions: list[Mention], names: list[Mention]) -> list[Mention]:
    """Return mentions with names among them, and without what lies inside these."""
    inside = [(name.start, name.end) for name in names]
    kept = [m for m in mentions if not any(s <= m.start and m.end <= e for s, e in inside)]
    return sorted([*kept, *names], key=lambda m: (m.start, -m.end))


def _with_companies(folded: str, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return the mentions of a Chinese text with the companies that no list holds, and short names."""
    bodies = [
        body
        for body in (
            *companies(folded, lexicon.phrases),
            *unsuffixed(folded, mentions, lexicon.phrases),
            *branded(folded, mentions, lexicon.phrases),
        )
        if not any(m.layer == "org" and m.start < body.end and body.start < m.end for m in mentions)
    ]
    ends = {body.end: body.start for body in sorted(bodies, key=lambda body: body.start)}
    bodies = [body for body in bodies if body.start == ends[body.end]]  # 蓝清科技 alone of 企业蓝清科技
    mentions = _joined(mentions, bodies)
    return sorted([*mentions, *shortened(folded, mentions, lexicon.phrases)], key=lambda m: (m.start, -m.end))


def _quantities(
    text: Text, matches: list[Match], lexicon: Lexicon, blocked: list[tuple[int, int]]
) -> tuple[list[Quantity], dict[int, Rank]]:
    """Return the quantities of a text in order, ranks among them, and the ranks by their position."""
    folded = text.folded
    found = amount_finder.find(folded, matches, lexicon, blocked, text.language)
    taken = bytearray(len(folded) + 1)
    for start, end in blocked:
        taken[start:end] = b"\1" * (end - start)
    ranks = rank_finder.find(folded, text.language, lexicon, taken)
    spans = [(rank.quantity.start, rank.quantity.end) for rank in ranks]
    found = [q for q in found if not any(s < q.end and q.start < e for s, e in spans)]
    found = sorted(found + [rank.quantity for rank in ranks], key=lambda quantity: quantity.start)
    return _relinked(found), {rank.quantity.start: rank for rank in ranks}


def _relinked(found: list[Quantity]) -> list[Quantity]:
    """Return quantities whose restatements point to the nearest amount of money before them, ranks now among them."""
    linked = list(found)
    for index, quantity in enumerate(found):
        if quantity.restates is not None:
            before = (i for i in range(index - 1, -1, -1) if linked[i].money and linked[i].unit != quantity.unit)
            linked[index] = replace(quantity, restates=next(before, None))
    return linked


def _dated(title: str) -> Published | None:
    """Return the day that a title ends or begins with, which is that of its publication."""
    match = _DATED_TITLE.search(title)
    return None if match is None else Published.parse(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}")
