"""What the ontology says variables have to do with each other, and the words for what is found.

The only module that knows which variable is the growth, the share, the part or the whole of which other. Nothing is
presumed here: the statements stand in `ontology/reference/variable-rules.ttl`, the sentences in `comparison.ttl`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kg.compare.intervals import Range
from kg.terms import DEKG, DEKGR, SKOS
from kg.vocabulary import Vocabulary

__all__ = ["Partition", "PerHead", "Rules"]

_QUANTITIES = frozenset({DEKG + "level", DEKG + "count"})
_OUTCOMES = {"yes": "met", "no": "missed", "unknown": "undecided"}
_ROLE = re.compile(r"\{(\w+)\}")
_NO_ROLES = frozenset({"derived", "when", "inner", "amount"})


@dataclass(frozen=True, slots=True)
class Partition:
    """A variable or a place, and others that make it up, without overlap or rest."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PerHead:
    """A ratio of two variables: `amount` divided by so many times `per` of `heads`."""

    amount: str
    heads: str
    per: Decimal


class Rules:
    """The rules over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    # -- words -----------------------------------------------------------------------------------------------------

    def label(self, rule: str, language: str) -> str:
        """Return the name of a rule."""
        return self.vocabulary.label(f"{DEKGR}rule-{rule}", language)

    def text(self, rule: str, roles: tuple[str, ...], language: str) -> str:
        """Return the sentence that tells what a rule computed from figures in some roles, with names to be filled."""
        for pattern in self.vocabulary.words(f"{DEKGR}rule-{rule}", "dekg:sentencePattern", language):
            if set(_ROLE.findall(pattern)) - _NO_ROLES == set(roles):
                return pattern
        raise LookupError(f"dekgr:rule-{rule} has no dekg:sentencePattern@{language} for {sorted(set(roles))}")

    def presumption(self, name: str, language: str) -> str:
        """Return in words what a computation presumes."""
        return self.vocabulary.words(f"{DEKGR}presumption-{name}", "skos:definition", language)[0]

    def relation(self, name: str, language: str) -> str:
        """Return the name of a relation."""
        return self.vocabulary.label(f"{DEKGR}relation-{name}", language)

    def outcome(self, verdict: str, language: str) -> str:
        """Return the name of an outcome: met, missed, or undecided."""
        return self.vocabulary.label(DEKG + _OUTCOMES[verdict], language)

    def reason(self, name: str, language: str) -> str:
        """Return in words why a figure was preferred."""
        return self.vocabulary.label(f"{DEKGR}reason-{name}", language)

    # -- variables -------------------------------------------------------------------------------------------------

    def level_of(self, growth: str) -> str | None:
        """Return the variable whose year-on-year growth a variable is; None for any other basis."""
        return self._growth_of(growth, None, "yearOnYear")

    def level_over_years(self, growth: str) -> tuple[str, bool] | None:
        """Return the variable whose growth over several years a variable is, and whether as a yearly average."""
        for basis in ("averageAnnual", "cumulativeGrowth"):
            if level := self._growth_of(growth, basis):
                return level, basis == "averageAnnual"
        return None

    def yearly_growth(self, growth: str) -> str | None:
        """Return the variable of year-on-year growth of what a variable is the growth of over several years."""
        over = self.level_over_years(growth)
        found = self._yearly.get(over[0], []) if over else []
        same = [v for v in found if self.vocabulary.value(v, "dekg:priceBasis") == self._price_basis(growth)]
        return same[0] if len(same) == 1 else None

    def growth_at_current_prices(self, growth: str) -> bool:
        """Return whether growth is at the prices of its level, as far as stated or customary."""
        stated = self._price_basis(growth)
        return stated == DEKG + "nominal" if stated else not self._holds(growth, "dekg:growsAtConstantPrices")

    def part_of(self, share: str) -> tuple[str, str] | None:
        """Return part and whole of a share, both levels or counts of the same place; None if it has none."""
        found = self._divided(share)
        return found if found and self.vocabulary.value(share, "dekg:statType") == DEKG + "share" else None

    def per_head(self, ratio: str) -> PerHead | None:
        """Return what is divided by what in a ratio; None if the ontology does not say."""
        found = self._divided(ratio)
        if found is None or self.vocabulary.value(ratio, "dekg:statType") != DEKG + "ratio":
            return None
        return PerHead(*found, Decimal(self.vocabulary.value(ratio, "dekg:perNumber") or 1))

    def difference_of(self, variable: str) -> str | None:
        """Return the variable of which a variable gives the difference of two values."""
        return self.vocabulary.value(variable, "dekg:differenceOf")

    def multiple_of(self, variable: str) -> str | None:
        """Return the variable of which a variable tells how many times it is an earlier value."""
        return self.vocabulary.value(variable, "dekg:multipleOf")

    def is_quantity(self, variable: str) -> bool:
        """Return whether a variable is a level or a count, which can be multiplied and added."""
        return self.vocabulary.value(variable, "dekg:statType") in _QUANTITIES

    def sums(self, variable: str) -> bool:
        """Return whether values of parts add up to that of the whole."""
        return self.is_quantity(variable) and self._holds(variable, "dekg:sumsOverParts")

    def accumulates(self, variable: str) -> bool:
        """Return whether values of periods add up to that of a longer one."""
        return self.is_quantity(variable) and self._holds(variable, "dekg:accumulatesOverTime")

    def lower_is_better(self, variable: str) -> bool:
        """Return whether a target for a variable is a ceiling: a delay, or a rank, whose first place is 1."""
        kind = self.vocabulary.value(variable, "dekg:statType") or ""
        return self._true(kind, "dekg:lowerIsBetter") or self._holds(variable, "dekg:lowerIsBetter")

    def is_primary(self, publisher: str | None) -> bool:
        """Return whether a publisher makes the figures that it prints."""
        return publisher is not None and self._true(publisher, "dekg:compilesStatistics")

    def rate(self, unit: str) -> Range | None:
        """Return the bounds of yuan for one unit of a currency, or None if none are known."""
        names = ("dekg:lowestPlausibleRate", "dekg:highestPlausibleRate")
        low, high = (self.vocabulary.value(unit, name) for name in names)
        return Range.of(Decimal(low), Decimal(high), True, True) if low and high else None

    def tolerance(self, rule: str) -> Decimal:
        """Return by how much of itself a factor of a rule may be off; 0 unless the ontology says so."""
        return Decimal(self.vocabulary.value(f"{DEKGR}rule-{rule}", "dekg:relativeTolerance") or 0)

    # -- parts and wholes ------------------------------------------------------------------------------------------

    @cached_property
    def partitions(self) -> tuple[Partition, ...]:
        """Variables that others make up: as stated, and for the industries stated every property that sums."""
        found = []
        for given in self._stated_partitions:
            if self.vocabulary.is_a(given.whole, "dekg:StatisticalVariable"):
                found.append(given)
            for variable in self._by_industry.get(given.whole, ()):
                same = [self._same_for(variable, industry) for industry in given.parts]
                known = tuple(part for part in same if part is not None)
                if len(known) == len(given.parts):
                    found.append(Partition(variable, known))
        return tuple(found)

    @cached_property
    def place_partitions(self) -> tuple[Partition, ...]:
        """Places that others make up."""
        return tuple(p for p in self._stated_partitions if self.vocabulary.is_a(p.whole, "dekg:Place"))

    @cached_property
    def share_partitions(self) -> tuple[tuple[str, ...], ...]:
        """Sets of share variables that add up to 100 percent."""
        shares = {}
        for variable in self.vocabulary.members("dekg:StatisticalVariable"):
            if (found := self.part_of(variable)) is not None:
                shares[found] = variable
        sets = [[shares.get((part, p.whole)) for part in p.parts] for p in self.partitions]
        return tuple(tuple(v for v in found if v) for found in sets if all(found))

    @cached_property
    def containing(self) -> dict[str, tuple[str, ...]]:
        """Variables of all broader industries, for each variable that sums and is the only one of its kind."""
        found = {}
        for (_, industry, *_), variables in self._kinds.items():
            if len(variables) == 1 and industry is not None and self.sums(variables[0]):
                wholes = [self._same_for(variables[0], above) for above in self._broader(industry)]
                found[variables[0]] = tuple(whole for whole in wholes if whole is not None)
        return {variable: wholes for variable, wholes in found.items() if wholes}

    def parent(self, area: str) -> str | None:
        """Return the division a place lies directly within."""
        return self.vocabulary.value(area, "dekg:administrativelyWithin")

    def level(self, area: str) -> str | None:
        """Return the class of a place, which tells the level of a division."""
        return next(iter(self.vocabulary.types(area)), None)

    def joint(self, first: str, second: str) -> bool:
        """Return whether of two areas one is a joint area with the other as a member."""
        members = self.vocabulary.values
        return second in members(first, "dekg:hasMember") or first in members(second, "dekg:hasMember")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _true(self, iri: str, term: str) -> bool:
        return self.vocabulary.value(iri, term) == "true"

    def _holds(self, variable: str, term: str) -> bool:
        return self._true(self.vocabulary.value(variable, "dekg:measuredProperty") or "", term)

    def _price_basis(self, variable: str) -> str | None:
        return self.vocabulary.value(variable, "dekg:priceBasis")

    def _growth_of(self, growth: str, *bases: str | None) -> str | None:
        basis = self.vocabulary.value(growth, "dekg:comparisonBasis")
        wanted = {DEKG + base if base else None for base in bases}
        return self.vocabulary.value(growth, "dekg:growthOf") if basis in wanted else None

    def _divided(self, variable: str) -> tuple[str, str] | None:
        part, whole = (self.vocabulary.value(variable, f"dekg:{name}") for name in ("numerator", "denominator"))
        known = part and whole and part != whole and self.is_quantity(part) and self.is_quantity(whole)
        return (part, whole) if part and whole and known else None

    @cached_property
    def _yearly(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for variable in self.vocabulary.members("dekg:StatisticalVariable"):
            if level := self.level_of(variable):
                found[level].append(variable)
        return found

    @cached_property
    def _stated_partitions(self) -> tuple[Partition, ...]:
        words = self.vocabulary
        return tuple(
            Partition(whole, tuple(words.values(iri, "dekg:partitionMember")))
            for iri in words.members("dekg:Partition")
            if (whole := words.value(iri, "dekg:partitionOf")) and self._true(iri, "dekg:membershipComplete")
        )

    def _kind(self, variable: str) -> tuple[str | None, ...]:
        names = ("measuredProperty", "industry", "statType", "denominator", "growthOf")
        found = [self.vocabulary.value(variable, f"dekg:{name}") for name in names]
        return (*found[:4], None if found[4] is None else "growth")

    @cached_property
    def _kinds(self) -> dict[tuple[str | None, ...], list[str]]:
        found: dict[tuple[str | None, ...], list[str]] = defaultdict(list)
        for variable in self.vocabulary.members("dekg:StatisticalVariable"):
            found[self._kind(variable)].append(variable)
        return found

    @cached_property
    def _by_industry(self) -> dict[str, list[str]]:
        """Variables whose values add up over industries: what sums, and shares of one whole of what sums."""
        found: dict[str, list[str]] = defaultdict(list)
        for variable in self.vocabulary.members("dekg:StatisticalVariable"):
            industry = self.vocabulary.value(variable, "dekg:industry")
            shared = self.part_of(variable)
            if industry and (self.sums(variable) or (shared is not None and self.sums(shared[0]))):
                found[industry].append(variable)
        return found

    def _same_for(self, variable: str, industry: str) -> str | None:
        """Return the variable that is the same for another industry, if there is exactly one."""
        kind = self._kind(variable)
        found = self._kinds.get((kind[0], industry, *kind[2:]), [])
        return found[0] if len(found) == 1 else None

    def _broader(self, industry: str) -> list[str]:
        found: list[str] = []
        todo = list(self.vocabulary.values(industry, SKOS + "broader"))
        while todo:
            if (above := todo.pop()) not in found:
                found.append(above)
                todo.extend(self.vocabulary.values(above, SKOS + "broader"))
        return found
