"""On what ground a figure may measure what becomes of goods, where the rules only count the goods.

"Wuhu shipped 1.1 million vehicles overseas" may be exports as well as shipments; 生产汽车165万辆 is output of cars.
"""

from kg.extract.proof.naming import Naming
from kg.extract.roles import Reading
from kg.extract.what.indicators import Indicators
from kg.terms import DEKGR

__all__ = ["by_verb"]

_DEEDS = (
    ("output", r"\b{make-verb}\b", r"{goods-made-zh}"),
    ("exports", r"\b(?:{export-verb}|(?:{sale-verb}|{ship-verb})\b[^,;.]*\b{abroad})\b", r"出口"),
    ("sales-volume", r"\b{sale-verb}\b", r"{makes-zh}"),
    ("revenue", r"\b{sale-verb}\b", r"{makes-zh}"),
    ("shipments", r"\b{ship-verb}\b", r"{makes-zh}"),
)
"""What the number of goods is by the verb before it, in English and in Chinese."""
_GOODS = frozenset(f"{DEKGR}property-{name}" for name in ("output", "shipments", "units-delivered", "sales-volume"))
"""Indicators that a verb of goods has told already."""


def by_verb(reading: Reading, iris: set[str], naming: Naming, facts: Indicators) -> tuple[int, int] | None:
    """Return where a verb tells that a number of goods is one of some indicators.

    Args:
        reading: of the figure.
        iris: the indicators.
        naming: the names of the text.
        facts: of indicators.
    """
    goods = reading.prop_name is not None or reading.prop in _GOODS or facts.counted(reading.prop or "")
    if reading.stat not in {"count", "growthRate"} or not goods:
        return None
    zh, folded, cell = naming.analysis.text.language == "zh", naming.analysis.folded, reading.cell
    spot = reading.evidence.get("indicator")
    spans = [(cell.start, cell.end)] if reading.stat == "count" else list(naming.told_in(reading))[1:]
    if spot is not None and reading.stat == "growthRate" and not spans:
        return None
    for name, english, chinese in _DEEDS:
        if f"{DEKGR}property-{name}" not in iris:
            continue
        for start, end in spans:
            match = naming.known.pattern(chinese if zh else english).search(folded, start, end)
            if match is not None:
                return match.span()
    return None
