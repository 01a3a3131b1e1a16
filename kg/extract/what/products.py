"""Tell of which industry goods are by the product that Chinese words name: 手机产量, 生产手机1200万台.

A product that the ontology lacks names an industry of its own; what a text is about is not handed on to it.
"""

import re

from kg.extract.cells import Cell
from kg.extract.entities.named import provisional_iri
from kg.extract.roles import What
from kg.extract.text.english import composed
from kg.extract.what.indicators import WHOLE
from kg.extract.what.uses import GOODS, Uses
from kg.terms import DEKGR

__all__ = ["Products"]

_LONGEST = 8
"""Most characters of the name of a product."""
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_PLAIN = r"(?:{ordinary-zh}|{name-opener}|{new-ones}|{reach-link}|{kind-adjective-zh})*"
_AROUND = rf"{_PLAIN}(?P<name>[\u4e00-\u9fff]*?){_PLAIN}"


class Products(Uses):
    """Tell of which industry goods are by the product that Chinese words name."""

    def of_product(self, cell: Cell, what: What) -> bool:
        """Take the industry of the product that stands with an indicator of goods; return whether there is one."""
        spot = what.evidence.get("indicator")
        if not self.zh or spot is None or spot[2] != "named-left":
            return False
        named = [m for m in self.analysis.mentions_in(*cell.left, "product") if m.end <= cell.quantity.first]
        if named:
            what.trade = self._maker(named[-1].iri)
            what.evidence["industry"] = (named[-1].start, named[-1].end, "of-product")
            return True
        goods = self.facts.vocabulary.values(GOODS, "rdfs:seeAlso")
        counted = [m for m in self.analysis.mentions_in(cell.start, cell.end, "property") if m.iri in goods]
        own = self.facts.own_trade(counted[-1].iri) if counted else None
        if own is not None:
            what.trade = own
            what.evidence["industry"] = (counted[-1].start, counted[-1].end, "of-product")
            return True
        return self._of_unknown_goods(cell, what, spot[0])

    def _maker(self, product: str) -> str:
        """Return the industry that makes a product: the one named like it, else the one the ontology gives it."""
        vocabulary = self.facts.vocabulary
        same = f"{DEKGR}industry-{product.rpartition('product-')[2]}"
        if same in vocabulary:
            return same
        return next(iter(vocabulary.values(product, "dekg:productOf")), WHOLE)

    def _of_unknown_goods(self, cell: Cell, what: What, head: int) -> bool:
        """Name an industry by the unknown words that stand right before an indicator of goods."""
        start = max([cell.left[0], *(m.end for m in self.analysis.mentions_in(cell.left[0], head) if m.end <= head)])
        start = max([start, *(p.end for p in self.analysis.periods_in(start, head) if p.end <= head)])
        word = re.split(r"[,;:。、()\"\s]", self.folded[start:head])[-1]
        found = self.pattern(_AROUND).fullmatch(word)
        if found is None or _HAN.fullmatch(found["name"]) is None or len(found["name"]) > _LONGEST:
            return False
        if not self.analysis.lexicon.phrases.set("no-name-zh").isdisjoint(found["name"]):
            return False
        first = head - len(word) + found.start("name")
        what.trade_name = composed(found["name"], self.analysis.lexicon) or found["name"]
        what.trade = provisional_iri("industry", found["name"])
        what.evidence["industry"] = (first, first + len(found["name"]), "of-product")
        return True
