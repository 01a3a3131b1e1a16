"""Tell which industry a figure is of, from the words near it.

The only module that names an industry the ontology lacks.
"""

import re

from kg.extract.cells import Cell
from kg.extract.entities.named import Mention, provisional_iri
from kg.extract.numbers.quantities import POINTS, RANK
from kg.extract.roles import Head, Reading, What
from kg.extract.text.english import composed
from kg.extract.what.indicators import WHOLE
from kg.extract.what.words import GENERAL, WEAK, Words
from kg.terms import DEKGR

__all__ = ["Trades"]

_FOREIGN = DEKGR + "industry-foreign-trade"
_INTO_TRADE = r"\s*(?:\([^)]*\)\s*)?(?:\w+ ){0,3}{trade-link}\s+(?:{determiner} )?(?:\w+ ){0,2}$"
_THE_TRADE = r"\b{this} (?P<noun>{trade-anaphor})\b(?! {body-tail}\b|['’-])"
_COMPARED_ZH = r"(?:{compared-before-zh}|{base-lead-zh})[^,;。]{1,24}$"
_TAIL = 2  # characters of 产品, 产业 behind the name of an item
_SEVERAL = 2  # joints of a list of three
_OWNERS = {"place", "anaphor", "org"}
_AFTER_TRADE = r"\s*{trade-tail}?\s*(?:{amount-adjective} )*"


class Trades(Words):
    """Tell which industry a figure is of, from the words near it."""

    def trade(self, cell: Cell, head: Head | None, side: str, what: What) -> None:
        """Read the industry of a figure from its own words."""
        if head is not None and head.trade is not None and head.trade != _FOREIGN:
            what.trade = head.trade
            what.evidence["industry"] = (head.start, head.end, "in-indicator")
            return
        spans: list[tuple[tuple[int, int], str]] = []
        if side == "right":
            right = self.right_phrase(cell) or cell.right
            spans = [((right[0], max(right[1], head.end if head else 0)), "named-right"), (cell.left, "named-left")]
            if cell.right[1] > right[1]:
                spans.insert(1, ((right[1], cell.right[1]), "named-right"))
        else:
            spans = [(self._own_left(cell), "named-left")]
            if cell.quantity.unit != RANK:
                phrase = self.right_phrase(cell)
                if phrase is not None:
                    spans.append(((phrase[0], min(phrase[1], cell.end)), "named-right"))
                    if head is not None and self.is_verb(head):  # "factories assembled 480,000 cars": what is made
                        spans.reverse()
        for span, rule in spans:
            trade = self.nearest_trade(span, head, rule)
            if trade is not None:
                iri, name, start, end = trade
                if self.zh and self._of_several(start, end, cell):
                    what.problems.append("several subjects together")
                what.trade, what.trade_name = iri, name
                what.evidence["industry"] = (start, end, rule)
                return
        if head is not None and head.trade is not None:  # exports of nothing in particular are foreign trade's
            what.trade = head.trade
            what.evidence["industry"] = (head.start, head.end, "in-indicator")

    def _of_several(self, start: int, end: int, cell: Cell) -> bool:
        """Return whether an industry is the last of three or more that Chinese words list, and no list pairs them."""
        before, joints = start, 0
        while joints < _SEVERAL and (joint := self.pattern(r"{list-mark-zh}$").search(self.folded, cell.start, before)):
            item = [
                m for m in self.analysis.mentions_in(cell.start, joint.start()) if 0 <= joint.start() - m.end <= _TAIL
            ]
            if not any(m.layer in {"industry", "product"} for m in item):
                break
            before, joints = item[0].start, joints + 1
        paired = self.analysis.has("cue:respectively", cell.sentence.start, cell.sentence.end)
        each = self.analysis.has("cue:each", end, cell.quantity.first)
        return joints >= _SEVERAL and not paired and not each

    def _own_left(self, cell: Cell) -> tuple[int, int]:
        """Return the words before a figure, without those of what it is compared with: 快于规上工业2.7个百分点."""
        if not self.zh or cell.quantity.unit != POINTS:
            return cell.left
        base = self.pattern(_COMPARED_ZH).search(self.folded, *cell.left)
        return cell.left if base is None else (cell.left[0], base.start())

    def nearest_trade(
        self, span: tuple[int, int], head: Head | None, rule: str
    ) -> tuple[str, str | None, int, int] | None:
        """Return the industry of a span that goes with a head: IRI, name if it is provisional, and position."""
        found: list[tuple[str, str | None, int, int]] = [
            (m.iri, None, m.start, m.end)
            for m in self.trades(*span)
            if not self._of_name(m, head) and not (rule == "named-right" and self._example(span[0], m))
        ]
        if rule == "named-right" and head is None and not self.zh:
            found = [f for f in found if self.pattern(_INTO_TRADE).match(self.folded[span[0] : f[2]])]
        found += [(iri, name, s, e) for iri, name, s, e in self.unknown_trades(*span)]
        if self.zh:
            wide, ends = self.analysis.lexicon.listed("cue-wide-trades"), {f[3] for f in found}
            found = [f for f in found if not (f[0] in wide and f[2] in ends)]  # 生物医药研发 is of biomedicine
        if not found:
            return None
        if head is None:
            return found[-1] if rule == "named-left" else found[0]
        overlapping = [f for f in found if f[2] < head.end and head.start < f[3]]
        before = [
            f
            for f in found
            if f[3] <= head.start and self.pattern(_AFTER_TRADE).fullmatch(self.folded[f[3] : head.start])
        ]
        after = [f for f in found if f[2] >= head.end and self.linked(head.end, f[2])]
        if before:
            return before[-1]
        if after:
            return after[0]
        if overlapping:
            return overlapping[0]
        return min(found, key=lambda f: abs(f[2] - head.start))

    def _of_name(self, trade: Mention, head: Head | None) -> bool:
        """Return whether an industry is only a word in the name of an indicator of another: IT in "IT load"."""
        if head is None or head.trade is not None or trade.end - trade.start >= head.end - head.start:
            return False
        own = self.facts.own_trade(head.prop)
        return head.start <= trade.start and trade.end <= head.end and own not in {None, WHOLE, trade.iri}

    def _example(self, start: int, trade: Mention) -> bool:
        """Return whether an industry after a figure is an example: "20 scenarios in fields such as logistics"."""
        return (
            self.pattern(r"\b{such-as}\b" if not self.zh else r"{such-as}").search(self.folded, start, trade.start)
            is not None
        )

    def unknown_trades(self, start: int, end: int) -> list[tuple[str, str, int, int]]:
        """Return industries the ontology lacks, named by a word and a suffix such as "sector" or 产业."""
        found = []
        for suffix in self.analysis.cues_in("cue:industry-suffix", start, end):
            if any(
                m.start <= suffix.start and suffix.end <= m.end
                for m in self.analysis.mentions_in(max(0, suffix.start - 60), suffix.end)
                if m.layer in {"industry", "org", "place", "variable"} and m.iri not in WEAK
            ):
                continue
            if any(
                p.end > suffix.start - 8 and p.start < suffix.end and (suffix.start - p.end) < 1
                for p in self.analysis.periods_in(max(0, suffix.start - 30), suffix.end)
            ):
                continue
            if self.zh:
                ends = [m.end for m in self.analysis.mentions_in(start, suffix.start) if m.layer in _OWNERS]
                ends += [p.end for p in self.analysis.periods_in(start, suffix.start)]
                start = max([start, *(end for end in ends if end <= suffix.start)])
            name = self._trade_name(suffix.start, suffix.end, start)
            if name is not None:
                first = suffix.end - len(name)
                known = self.analysis.mentions_in(first, suffix.start, "industry")
                if any(m.start == first and m.end in {suffix.start, suffix.start - 1} for m in known):
                    continue
                english = composed(name, self.analysis.lexicon) if self.zh else None
                found.append((provisional_iri("industry", name), english or name, first, suffix.end))
        return found

    def _trade_name(self, start: int, end: int, limit: int) -> str | None:
        folded, group = self.folded, self.analysis.lexicon.phrases.set
        if self.zh:
            if folded[start:end] in group("short-trade-suffix") and folded[start - 1 : start] in group(
                "no-trade-character"
            ):
                return None
            match = re.search(r"[\u4e00-\u9fff]{2,6}$", folded[max(limit, start - 6) : start])
            if match is None:
                return None
            name = self.pattern(r"{trade-name-verb}").split(match[0])[-1]
            name = self.pattern(r"{trade-name-edge}").split(name)[-1]
            if name in group("general-trade-zh"):
                return None
            return (
                name + folded[start:end] if len(name) >= 2 and folded[start:end] in group("open-trade-suffix") else None
            )
        if folded[start:end].casefold() not in group("open-trade-suffix"):
            return None
        match = re.search(r"(?:[A-Za-z][\w-]+(?: and [a-z][\w-]+)? ){1,3}$", folded[max(limit, start - 48) : start])
        if match is None:
            return None
        words = list(match[0].split())
        stop = group("no-trade-name")
        while words and (words[0].casefold() in stop or words[0].casefold().endswith(("'s",))):
            words.pop(0)
        if not words or any(w.casefold() in stop - {"and"} for w in words) or len(words) > 3:
            return None
        at = end - len(" ".join([*words, folded[start:end]]))
        if any(w[0].isupper() for w in words[1:]) or (
            words[0][0].isupper() and at > self.analysis.sentence_of(at).start
        ):
            return None  # a name of its own, such as a firm's
        name = " ".join([*words, folded[start:end]])
        return name if folded[end - len(name) : end] == name else None

    def the_industry(self, cell: Cell) -> tuple[int, int] | None:
        """Return where "the industry", 该行业 stands in a cell, which means the industry spoken of."""
        for mention in self.analysis.mentions_in(cell.start, min(cell.reach, cell.sentence.end), "industry"):
            before = self.folded[max(0, mention.start - 6) : mention.start]
            if mention.iri == GENERAL and (
                self.pattern(r"(?:\b{this} ?)$").search(before)
                or self.pattern(r"{this} ?").match(self.folded, mention.start, mention.end)
            ):
                return mention.start, mention.end
        if self.zh:
            return None
        spot = self.pattern(_THE_TRADE, case=True).search(self.folded, cell.start, min(cell.reach, cell.sentence.end))
        return spot.span("noun") if spot is not None else None

    def take_trade(self, what: What, before: Reading, rule: str) -> None:
        """Take the industry of another figure, under the name of a rule."""
        what.trade, what.trade_name = before.trade, before.trade_name
        spot = before.evidence.get("industry")
        if spot is not None:
            what.evidence["industry"] = (spot.start, spot.end, rule)
