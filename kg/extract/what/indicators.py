"""What the ontology says of indicators: which units they take, which industries they are counted for, how to name them.

The only module that joins industry, measured property and kind of statistic to a variable.
"""

from collections import defaultdict

from kg.extract.text.lexicon import Lexicon
from kg.terms import DEKGR, UNIT, local_name
from kg.vocabulary import Vocabulary

__all__ = ["GOODS_TRADE", "WHOLE", "Indicators", "indicators"]

WHOLE = DEKGR + "industry-whole-economy"
GOODS_TRADE = frozenset(DEKGR + "property-" + name for name in ("exports", "imports", "foreign-trade"))
"""Trade across borders, which is foreign trade's unless an industry is spoken of."""
_SUFFIX = {"growthRate": "-growth", "rank": "-rank", "difference": "-difference", "ratio": "-multiple"}
_MONEY = "money"
_TRADE = DEKGR + "industry-foreign-trade"


class Indicators:
    """Variables by what they are made of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.units: dict[str, set[str]] = defaultdict(set)
        self.stats: dict[str, set[str]] = defaultdict(set)
        self.trades: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self.made_of: dict[str, tuple[str, str, str]] = {}
        for variable in vocabulary.members("dekg:StatisticalVariable"):
            prop = vocabulary.value(variable, "dekg:measuredProperty")
            stat = local_name(vocabulary.value(variable, "dekg:statType") or "")
            if prop is None or not stat:
                continue
            trade = vocabulary.value(variable, "dekg:industry") or WHOLE
            self.made_of[variable] = (prop, trade, stat)
            self.stats[prop].add(stat)
            self.trades[prop].add(trade)
            self._parts[prop, trade, stat].append(variable)
            if stat in {"level", "count", "ratio", "index", "share"}:
                for unit in vocabulary.values(variable, "dekg:allowedUnit"):
                    self.units[prop].add(self.unit_class(unit) + ("" if stat != "share" else ":share"))

    def unit_class(self, unit: str | None) -> str:
        """Return the class within which units may stand for one another: money, a base unit, or the unit itself."""
        if unit is None:
            return UNIT + "NUM"
        if "CCY_" in unit:
            return _MONEY
        return self.vocabulary.value(unit, "qudt:scalingOf") or unit

    def takes(self, prop: str, unit: str | None) -> bool:
        """Return whether a figure of a property, as a level or count, may have a unit."""
        return self.unit_class(unit) in self.units.get(prop, ())

    def only(self, unit: str | None) -> str | None:
        """Return the property that the ontology says is the one measured in a unit: computing power for EFLOPS."""
        wanted = self.unit_class(unit)
        if unit is None or wanted == _MONEY:
            return None
        named = [prop for iri in (unit, wanted) for prop in self.vocabulary.values(iri, "rdfs:seeAlso")]
        return next((prop for prop in named if prop in self.stats), None)

    def of_trade(self, trade: str, unit: str | None) -> str | None:
        """Return the one property of an industry alone that is measured in a unit: cargo of ports in tons."""
        wanted = self.unit_class(unit)
        if wanted == _MONEY:
            return None
        found = [
            prop
            for prop, trades in self.trades.items()
            if trades == {trade} and wanted in self.units.get(prop, ()) and wanted != UNIT + "NUM"
        ]
        return found[0] if len(found) == 1 else None

    def rate(self, prop: str) -> bool:
        """Return whether a property is itself a rate in percent, such as coverage."""
        return bool(self.stats.get(prop)) and self.stats[prop] <= {"share"}

    def counted(self, prop: str) -> bool:
        """Return whether a property is a number of things."""
        return "http://qudt.org/vocab/unit/NUM" in self.units.get(prop, ())

    def own_trade(self, prop: str) -> str | None:
        """Return the industry a property stands for where the text names none, or None if one must be named."""
        trades = self.trades.get(prop, set())
        if len(trades) == 1:
            return next(iter(trades))
        if WHOLE in trades:
            return WHOLE
        return _TRADE if _TRADE in trades else None

    def above(self, trade: str) -> set[str]:
        """Return the industries that an industry is part of, those of all industries left out."""
        found: set[str] = set()
        todo = [trade]
        while todo:
            todo += [up for up in self.vocabulary.values(todo.pop(), "skos:broader") if up not in found | {WHOLE}]
            found.update(todo)
        return found

    def variable(self, prop: str, trade: str, stat: str, *, whole: str | None = None) -> str:
        """Return the variable made of a property, an industry and a kind of statistic; minted where there is none.

        Args:
            prop: IRI of the measured property.
            trade: IRI of the industry.
            stat: local name of the kind of statistic.
            whole: of a share, the property of the whole, such as GDP.
        """
        found = self._parts.get((prop, trade, stat), [])
        if stat == "share":
            denominators = {v: self.vocabulary.value(v, "dekg:denominator") or "" for v in found}
            if whole is not None:
                wanted = [v for v, d in denominators.items() if self.made_of.get(d, ("",))[0] == whole]
                if wanted:
                    return wanted[0]
            elif found:
                return found[0]
        elif found:
            plain = self._name(prop, trade, stat)
            return plain if plain in found else min(found, key=len)
        return self._name(prop, trade, stat, whole)

    def composed(self, prop: str, trade: str, stat: str) -> str:
        """Return the name a variable has if it is nothing but industry, property and kind of statistic."""
        return self._name(prop, trade, stat)

    def _name(self, prop: str, trade: str, stat: str, whole: str | None = None) -> str:
        industry = local_name(trade).removeprefix("industry-")
        measured = local_name(prop).removeprefix("property-")
        if stat == "share":
            of = local_name(whole).removeprefix("property-") if whole else "total"
            return (
                f"{DEKGR}variable-{industry}-{measured}-share-of-{of}"
                if whole != DEKGR + "property-gdp"
                else f"{DEKGR}variable-{industry}-share-of-gdp"
            )
        return f"{DEKGR}variable-{industry}-{measured}{_SUFFIX.get(stat, '')}"


def indicators(lexicon: Lexicon) -> Indicators:
    """Return the indicators of a lexicon's vocabulary, compiled once."""
    return lexicon.vocabulary.once(Indicators)
