"""Say what a figure measures by the verb before it: goods sold, made or handled, people at work, money spent.

The only module that takes a verb for an indicator where the ontology names none in the sentence.
"""

import re

from kg.extract.cells import Cell
from kg.extract.roles import Head, Reading, What
from kg.extract.what.hannouns import HanNouns
from kg.extract.what.indicators import WHOLE
from kg.terms import DEKGR

__all__ = ["Goods"]

_EMPLOYMENT = DEKGR + "property-employment"
_INVESTMENT = DEKGR + "property-investment"
_CAPACITY = DEKGR + "property-production-capacity"
_OUTPUT = DEKGR + "property-output"
_EXPORTS = DEKGR + "property-exports"
_SOLD = (("export-verb", "exports"), ("sale-verb", "revenue"), ("make-verb", "output-value"))
"""Verbs by which goods worth an amount come to be, and what the amount is then of."""
_MANY = 1000
"""Least number of goods of no known industry that are made or sold in numbers."""
_LARGE = 1_000_000
"""Least amount of money that tells of an investment where only the verb does."""
_SETTLED = {
    "what is counted is not a known indicator",
    "what the figure measures is named by words that are not known",
    "a change of a figure whose meaning is not known",
    "a share of something that is not known",
}
"""Problems that a name settles."""

_FOR_IT = r" (?:{further}|{extra-money})? ?{into-preposition} (?:{a-or-the}|its)\b"
_THING = r"[ -](?P<noun>(?:[\w/'-]+ ){0,3}?(?:[a-z][a-z-]*[^sui\W]s|{plural-noun}))\b"
_NO_GOODS = r"(?:.* )?(?:{firm-noun}|{plural-noun}|{no-claim-noun})"
_PLANS = ("cue:target", "cue:forecast", "cue:commitment")


class Goods(HanNouns):
    """Say what a figure measures by the verb before it."""

    def by_verb(self, cell: Cell, stat: str, what: What, made: list[Reading]) -> bool:
        """Read what a figure measures from an English verb; return whether it was."""
        if self.zh:
            return False
        if stat == "count" and self._people(cell, what, made):
            return True
        if stat == "level" and self._worth(cell, what, made):
            return True
        if stat == "level" and (found := self.used(cell)) is not None:
            self.adopt(cell, what, made, found[1], found[0], "amount-used")
            return True
        return stat in {"level", "count", "share"} and self._dealt(cell, stat, what, made)

    def adopt(self, cell: Cell, what: What, made: list[Reading], prop: str, spot: tuple[int, int], rule: str) -> None:
        """Set the indicator of a figure, and the industry that the words near it name."""
        what.prop = prop
        what.evidence["indicator"] = (*spot, rule)
        what.problems[:] = [problem for problem in what.problems if problem not in _SETTLED]
        if what.trade is None:
            self.trade(cell, Head(*spot, prop), "left" if spot[1] <= cell.quantity.start else "right", what)
        if what.trade is None and made and made[-1].trade is not None:
            self.take_trade(what, made[-1], "same-sentence")
        if what.trade is None and not self.spoken_of(cell, what):
            what.trade = WHOLE
            what.evidence["industry"] = (*spot, "of-indicator")

    def spent(self, cell: Cell, what: What, made: list[Reading]) -> None:
        """Take a large amount that is spent on something, or that something built costs, for an investment."""
        quantity = cell.quantity
        if not quantity.money or quantity.value < _LARGE:
            return
        match = (
            self.pattern(r"\b{spend-verb}\b").search(self.folded, *cell.left)
            or self._announced(cell)
            or self.pattern(r" {in-of} (?:\w+ )?{spending-noun}\b").match(self.folded, quantity.last)
            or self.pattern(r"[ -](?:[\w-]+ ){0,3}?{built-thing}\b").match(self.folded, quantity.last)
            or self.pattern(r"\b{built-thing} of (?:{hedge} )*$").search(self.folded, *cell.left)
        )
        if match is not None:
            past = self.pattern(r"(?:\b{have} (?:\w+ )?put|\b{spent})$").search(self.folded, cell.left[0], match.end())
            done = self.pattern(r"\b{founded}\b").search(self.folded, cell.sentence.start, cell.sentence.end)
            rule = "money-spent" if past or done else "money-planned"
            self.adopt(cell, what, made, _INVESTMENT, match.span(), rule)

    def _announced(self, cell: Cell) -> re.Match[str] | None:
        """Return the verb by which money for something is announced: "announced 300 million more for the site"."""
        if self.pattern(_FOR_IT).match(self.folded, cell.right[0], cell.sentence.end) is None:
            return None
        return self.pattern(r"\b(?:{announce-verb}) (?:an? )?(?:{hedge} |{further} |{extra-money} )*$").search(
            self.folded, cell.left[0], cell.quantity.first
        )

    def _people(self, cell: Cell, what: What, made: list[Reading]) -> bool:
        """Read the people counted as those who work: "gave work to 3,000 people"."""
        people = self.pattern(r" (?:[a-z-]+ )?{plural-noun}\b").match(self.folded, cell.right[0])
        work = self.pattern(r"\b{work-word}\b").search(self.folded, cell.start, min(cell.reach, cell.sentence.end))
        if people is None or work is None:
            return False
        self.adopt(cell, what, made, _EMPLOYMENT, work.span(), "people-at-work")
        return True

    def _worth(self, cell: Cell, what: What, made: list[Reading]) -> bool:
        """Read what goods are worth by the verb before them: "exported machinery worth 3 billion yuan"."""
        worth = self.pattern(r"\bworth (?:{hedge} )*$").search(self.folded, *cell.left)
        if worth is None or not cell.quantity.money:
            return False
        for group, prop in _SOLD:
            verb = self.pattern(rf"\b{{{group}}}\b").search(self.folded, cell.left[0], worth.start())
            if verb is not None:
                abroad = group == "sale-verb" and self._abroad(cell)
                self.adopt(
                    cell, what, made, _EXPORTS if abroad else f"{DEKGR}property-{prop}", verb.span(), "goods-worth"
                )
                return True
        return False

    def _abroad(self, cell: Cell) -> bool:
        """Return whether goods are said to go abroad."""
        return self.pattern(r"\b{abroad}\b").search(self.folded, cell.start, cell.end) is not None

    def _dealt(self, cell: Cell, stat: str, what: What, made: list[Reading]) -> bool:
        """Read goods by the verb before their number, weight or share: "sold 265,000 scooters"."""
        found = self.deed(cell)
        if found is None or not self._are_goods(cell, stat):
            return False
        spot, prop = found
        self.trade(cell, Head(*spot, prop), "right", what)
        able = prop == _OUTPUT and stat != "share" and self._able(cell, spot)
        self.adopt(cell, what, made, _CAPACITY if able else prop, spot, "goods-dealt")
        return True

    def _are_goods(self, cell: Cell, stat: str) -> bool:
        """Return whether what follows a figure are goods, not firms, people or money."""
        if stat == "level":
            return self.amount(cell)
        after = cell.right[0]
        if stat == "share":
            whole = self.pattern(r" of (?:(?:[A-Z]\w+|the \w+|{whole-opener})(?:'s)? )").match(self.folded, after)
            if whole is None:
                return False
            after = whole.end() - 1
        thing = self.pattern(_THING).match(self.folded, after, cell.sentence.end)
        if thing is None or self.pattern(_NO_GOODS).fullmatch(self.folded, *thing.span("noun")):
            return False
        known = any(
            m.layer in {"industry", "product"} and m.end >= thing.end("noun")
            for m in self.analysis.mentions_in(*thing.span("noun"))
        )
        return stat == "share" or known or cell.quantity.value >= _MANY

    def _able(self, cell: Cell, verb: tuple[int, int]) -> bool:
        """Return whether goods could be made, not were: "is able to make", "is to make 50,000 tonnes a year"."""
        if self.pattern(r"\b{able-to} $").search(self.folded, cell.left[0], verb[0]):
            return True
        yearly = self.pattern(r"\b{yearly-after}\b").search(self.folded, cell.right[0], cell.end)
        return yearly is not None and any(self.analysis.has(layer, cell.start, verb[0] + 1) for layer in _PLANS)
