"""On what ground a figure may measure what becomes of goods, where the rules only count the goods.

"Wuhu shipped 1.1 million vehicles overseas" may be exports as well as shipments; 生产汽车165万辆 is output of cars.
"""

from kg.extract.proof.naming import Naming
from kg.extract.roles import Reading
from kg.extract.what.indicators import Indicators
from kg.terms import DEKGR

__all__ = ["by_verb"]

_DEEDS = (
    ("output", "{make-verb}", "{goods-made-zh}"),
    ("exports", "{export-verb}", "{goods-exported-zh}"),
    ("sales-volume", "{sale-verb}", "{makes-zh}"),
    ("shipments", "{ship-verb}", "{makes-zh}"),
)
"""What a number of goods is by the verb right before it, in English and in Chinese."""
_RIGHT_BEFORE = r"\b{} (?:on average )?(?:an? (?:\w+ly )?estimated )?(?:{{hedge}} )*$"
_RIGHT_BEFORE_ZH = r"{}[^,;。、\d]{{0,12}}$"
_ABROAD = r"[^,;.]*\b{abroad}\b"
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
    if not goods or reading.stat not in {"count", "growthRate"}:
        return None
    before = _before(reading, naming)
    spot = _deed(reading, iris, naming) if reading.stat == "count" else None
    if spot is None and before is not None:
        spot = _deed(before, iris, naming)
    return spot


def _deed(counted: Reading, iris: set[str], naming: Naming) -> tuple[int, int] | None:
    """Return where the verb right before a number of goods tells that it is one of some indicators."""
    if counted.quantity.money:
        return None
    for name, english, chinese in _DEEDS:
        if f"{DEKGR}property-{name}" in iris and (spot := _verb(counted, english, chinese, naming)) is not None:
            return spot
    abroad = f"{DEKGR}property-exports" in iris and naming.analysis.text.language == "en"
    if abroad and naming.known.pattern(_ABROAD).match(naming.analysis.folded, counted.quantity.last):
        return _verb(counted, "(?:{sale-verb}|{ship-verb})", "", naming)
    return None


def _verb(reading: Reading, english: str, chinese: str, naming: Naming) -> tuple[int, int] | None:
    """Return where a verb stands right before a figure."""
    zh, cell = naming.analysis.text.language == "zh", reading.cell
    template = _RIGHT_BEFORE_ZH.format(f"(?P<verb>{chinese})") if zh else _RIGHT_BEFORE.format(f"(?P<verb>{english})")
    match = naming.known.pattern(template).search(naming.analysis.folded, cell.left[0], cell.quantity.first)
    return match.span("verb") if match is not None else None


def _before(reading: Reading, naming: Naming) -> Reading | None:
    """Return the figure whose growth another one tells: the number of goods where its indicator stands."""
    spot = reading.evidence.get("indicator")
    if spot is None:
        return None
    same = (r for r in naming.readings if r.stat == "count" and r.cell.start <= spot.start < r.cell.end)
    return next(same, None)
