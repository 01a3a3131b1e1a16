"""In which values and units one figure may be told: kilowatts as gigawatts, 1.3 times more as 130 percent.

Each form is reckoned from what the grammar reads out of the text; the unit that somebody gives is only compared.
"""

from collections.abc import Iterator
from decimal import Decimal

from kg.extract import evaluate
from kg.extract.analysis import Analysis
from kg.extract.numbers.numerals import trim
from kg.extract.numbers.quantities import NUMBER, TIMES
from kg.extract.roles import Reading

__all__ = ["Measures"]

_PREFIXES = {"": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15}
"""Powers of ten of the prefixes before a unit (UCUM, the unified code for units of measure)."""
_ROUNDED = Decimal("0.05")
"""Farthest that a fraction in words and its percentage may lie apart: a third is 33.3 or 33.3333."""
_ALIKE = 4
"""Letters that the name of a country and the word made of it begin with: Canada, Canadian."""


class Measures:
    """The values and units of the figures of one text."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.lexicon = analysis.lexicon

    def agree(self, reading: Reading, value: Decimal, unit: str) -> bool:
        """Return whether a figure has a value in a unit."""
        for own, name in self._forms(reading):
            exact = trim(value) == trim(own)
            part = reading.quantity.number.spelled and name == "%" and abs(value - own) < _ROUNDED
            if (exact or part) and self._same_unit(reading, name, unit):
                return True
        return self._converted(reading, value, unit)

    def grown(self, reading: Reading) -> bool:
        """Return whether a multiple is what something grew by, so that it may be told as a growth in percent."""
        quantity, known, folded = reading.quantity, self.lexicon.phrases, self.analysis.folded
        if quantity.unit != TIMES:
            return False
        if evaluate.KINDS[reading.stat] == "growth" or quantity.number.spelled:
            return True
        before = known.pattern(r"{grown-by-zh}$").search(folded, reading.cell.start, quantity.first)
        return self.analysis.text.language == "zh" and before is not None

    def _forms(self, reading: Reading) -> Iterator[tuple[Decimal, str]]:
        """Yield value and unit, and those of growth in times as a percentage: doubled is 100 percent more."""
        value, unit = evaluate.scaled(reading, self.lexicon)
        value = -value if reading.decline and value > 0 else value
        yield value, unit
        if self.grown(reading):
            reached = reading.quantity.number.spelled and evaluate.KINDS[reading.stat] != "growth"
            yield (value - 1 if reached else value) * 100, "%"

    def _same_unit(self, reading: Reading, derived: str, given: str) -> bool:
        if derived == given:
            return True
        known = self._units(given)
        if derived in evaluate.PLAIN_UNITS:
            return not known or all(iri == NUMBER for iri in known)
        if any(iri in self.lexicon.meanings(derived, "unit") for iri in known):
            return True
        return reading.quantity.money and any(self._of_the_country(reading, iri) for iri in known)

    def _units(self, name: str) -> tuple[str, ...]:
        known = self.lexicon.meanings(name, "unit")
        return known or tuple(unit for unit, said in evaluate.UNITS.items() if said == name)

    def _converted(self, reading: Reading, value: Decimal, unit: str) -> bool:
        """Return whether a value in a unit is that of the figure in a unit of the same kind."""
        words, own = self.lexicon.vocabulary, reading.quantity.unit
        if own is None or reading.quantity.money:
            return False
        for iri in self._units(unit):
            power = _apart(words.value(own, "qudt:ucumCode"), words.value(iri, "qudt:ucumCode"))
            if power and trim(reading.quantity.value.scaleb(power)) == trim(value):
                return True
        return False

    def _of_the_country(self, reading: Reading, iri: str) -> bool:
        """Return whether an amount in a currency that several countries have is of a country the text names."""
        words = self.lexicon.vocabulary
        label = words.label(iri, "en").split()
        quantity = reading.quantity
        printed = self.analysis.folded[quantity.start : quantity.last].casefold()
        if len(label) < 2 or "CCY_" not in iri:
            return False
        sign = label[-1] == "dollar" and printed.startswith("$")
        if not sign and label[-1] not in printed:
            return False
        named = {words.label(m.iri, "en") for m in self.analysis.mentions if m.layer == "place" and m.iri}
        return any(name[:_ALIKE] == label[0][:_ALIKE] for name in named)


def _apart(own: str | None, other: str | None) -> int:
    """Return the power of ten from one unit to another that differs from it by its prefix alone, 0 if there is none."""
    if own is None or other is None or own == other:
        return 0
    for first, low in _PREFIXES.items():
        for second, high in _PREFIXES.items():
            rest = own.removeprefix(first)
            if low != high and own.startswith(first) and other == second + rest and rest:
                return low - high
    return 0
