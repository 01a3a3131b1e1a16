"""Tell by a verb, or by the unit alone, what goods and power are told of: made, sold, used, handled.

The ground under the readers of indicators: it looks verbs up, and knows which unit means one indicator in an industry.
"""

from kg.extract.cells import Cell
from kg.extract.numbers.quantities import PERCENT
from kg.extract.roles import Head
from kg.extract.what.trades import Trades
from kg.terms import DEKGR, UNIT

__all__ = ["GOODS", "Uses"]

GOODS = DEKGR + "cue-goods"
"""Properties that count goods by their name."""
_FAR, _HEDGE = 16, 3  # most characters from a figure to where the name of goods begins, and to where it ends
_CARGO = DEKGR + "property-cargo-throughput"
_COUNTED = (("sale-verb", "sales-volume"), ("make-verb", "output"))
"""Verbs by which goods that are counted or weighed come to be, and what their number is then."""
_DEALT_ZH = (
    ("make-verb-zh", "output"),
    ("sale-verb-zh", "sales-volume"),
    ("ship-verb-zh", "shipments"),
    ("deliver-verb-zh", "units-delivered"),
)
"""Chinese verbs before goods and their number, and what the number then is."""
_GOODS_ZH = r"{after-deed-zh}?(?P<goods>[^,;:。、的]{1,20}?)(?:{hedge-zh})*$"
_ABLE_ZH = r"(?P<verb>(?<!{of-a-year-zh}){stretch-zh}产|{each-stretch-zh}{able-zh}?(?:{make-verb-zh}|{work-verb-zh}))"
_USED = (("data-traffic", DEKGR + "unit-byte"), ("electricity", UNIT + "W"), ("electricity", UNIT + "KiloW-HR"))
"""What is consumed, by the class of its unit."""


class Uses(Trades):
    """Tell by a verb, or by the unit alone, what goods and power are told of."""

    def verb(self, group: str, cell: Cell) -> tuple[int, int] | None:
        """Return where a verb of a group stands right before a figure."""
        verb = self.pattern(rf"\b(?P<verb>{{{group}}}) (?:on average )?(?:an? (?:\w+ly )?estimated )?(?:{{hedge}} )*$")
        match = verb.search(self.folded, cell.left[0], cell.quantity.first)
        return match.span("verb") if match is not None else None

    def deed(self, cell: Cell) -> tuple[tuple[int, int], str] | None:
        """Return where goods are made or sold right before a figure, and the indicator that it then is of."""
        if self.zh:
            return None
        found = ((self.verb(group, cell), f"{DEKGR}property-{prop}") for group, prop in _COUNTED)
        return next(((spot, prop) for spot, prop in found if spot is not None), None)

    def deed_zh(self, cell: Cell) -> Head | None:
        """Return the Chinese verb by which goods with their number are made, sold or shipped: 生产汽车165万辆."""
        if not self.zh or cell.quantity.money or not self._goods_near(cell):
            return None
        groups = ((_ABLE_ZH, "production-capacity"), *((f"(?P<verb>{{{group}}})", prop) for group, prop in _DEALT_ZH))
        for verb, prop in groups:
            found = self.pattern(verb + _GOODS_ZH).search(self.folded, *cell.left)
            if found is not None and self._is_goods(*found.span("goods")):
                return Head(*found.span("verb"), f"{DEKGR}property-{prop}")
        return None

    def _goods_near(self, cell: Cell) -> bool:
        """Return whether the name of goods ends right before a figure, a hedge at most between them."""
        named = self.analysis.mentions_in(max(cell.left[0], cell.quantity.first - _FAR), cell.quantity.first)
        return any(cell.quantity.first - m.end <= _HEDGE for m in named)

    def _is_goods(self, start: int, end: int) -> bool:
        """Return whether a stretch ends with a thing that is made: a product, or an industry named by its product."""
        named = [m for m in self.analysis.mentions_in(start, end) if m.end == end]
        goods = self.facts.vocabulary.values(GOODS, "rdfs:seeAlso")
        return any(m.layer in {"industry", "product"} or m.iri in goods for m in named)

    def used(self, cell: Cell) -> tuple[tuple[int, int], str] | None:
        """Return where an amount of power, energy or data is used, with the indicator of its use."""
        kind = self.facts.unit_class(cell.quantity.unit)
        prop = next((prop for prop, unit in _USED if unit == kind), None)
        if prop is None or not self.facts.takes(f"{DEKGR}property-{prop}", cell.quantity.unit):
            return None
        spot = None if self.zh else self.verb("use-verb", cell)
        return None if spot is None else (spot, f"{DEKGR}property-{prop}")

    def of_unit_alone(self, cell: Cell) -> tuple[tuple[int, int], str] | None:
        """Return where an amount stands whose unit tells what it measures, with that indicator.

        A verb of use decides first, then the industry of the sentence or of the sentences before, in which one
        indicator alone is measured in such a unit: tonnes of a port, megawatts of data centers.
        """
        if (found := self.used(cell)) is not None:
            return found
        if self.facts.takes(_CARGO, cell.quantity.unit) and (verb := self.verb("handle-verb", cell)) is not None:
            return verb, _CARGO
        spot, unit = (cell.quantity.start, cell.quantity.end), cell.quantity.unit
        for trade in self._near_trades(cell):
            own = self.facts.of_trade(trade, unit) if unit not in {None, PERCENT} else None
            if own is not None:
                return spot, own
        prop = self.facts.only(unit)
        return None if prop is None else (spot, prop)

    def _near_trades(self, cell: Cell) -> list[str]:
        """Return the industries that a sentence names before a figure, the nearest first, and the one spoken of."""
        named = [mention.iri for mention in reversed(self.trades(cell.sentence.start, cell.quantity.first))]
        return [*named, *([self.topic[0]] if self.topic is not None and not named else [])]
