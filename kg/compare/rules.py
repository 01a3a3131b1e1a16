"""What rules may presume of variables: read from the ontology, and where it is silent from `rules.toml` in this folder.

The only module that knows which variable is the growth, the share, the part or the whole of which other.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.compare.intervals import Range
from kg.terms import DEKG, DEKGR, RDFS, SKOS, expand, local_name
from kg.vocabulary import Vocabulary

__all__ = ["Partition", "Rules"]

_FILE = Path(__file__).with_name("rules.toml")
_QUANTITIES = frozenset({DEKG + "level", DEKG + "count"})


@dataclass(frozen=True, slots=True)
class Partition:
    """A variable and others that make it up, without overlap or rest."""

    whole: str
    parts: tuple[str, ...]


class Rules:
    """The rules over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, given: Mapping[str, Any] | None = None) -> None:
        self.vocabulary = vocabulary
        self._given = tomllib.loads(_FILE.read_text("utf-8")) if given is None else given

    # -- words -----------------------------------------------------------------------------------------------------

    def label(self, rule: str, language: str) -> str:
        """Return the name of a rule."""
        return str(self._given["rule"][rule]["label"][language])

    def text(self, rule: str, role: str, language: str) -> str:
        """Return the sentence that tells what a rule computed from an input in some role, with names to be filled."""
        return str(self._given["rule"][rule]["text"][role][language])

    def presumption(self, name: str, language: str) -> str:
        """Return in words what a computation presumes."""
        return str(self._given["presumes"][name][language])

    def relation(self, name: str, language: str) -> str:
        """Return the name of a relation."""
        return str(self._given["relation"][name][language])

    def outcome(self, verdict: str, language: str) -> str:
        """Return the name of an outcome: met, missed, or not settled."""
        return str(self._given["outcome"][verdict][language])

    # -- variables -------------------------------------------------------------------------------------------------

    def level_of(self, growth: str) -> str | None:
        """Return the variable whose year-on-year growth a variable is; None for any other basis."""
        basis = self.vocabulary.value(growth, "dekg:comparisonBasis")
        return self.vocabulary.value(growth, "dekg:growthOf") if basis in {None, DEKG + "yearOnYear"} else None

    def growth_at_current_prices(self, growth: str) -> bool:
        """Return whether growth is at the prices of its level, as far as stated or customary."""
        stated = self.vocabulary.value(growth, "dekg:priceBasis")
        if stated is not None:
            return stated == DEKG + "nominal"
        return not self._listed("real_growth_by_convention", self._property(growth))

    def part_of(self, share: str) -> tuple[str, str] | None:
        """Return part and whole of a share, both levels or counts of the same place; None if it has none."""
        words = self.vocabulary
        if words.value(share, "dekg:statType") != DEKG + "share":
            return None
        whole = words.value(share, "dekg:denominator")
        part = words.value(share, "dekg:numerator") or words.value(share, RDFS + "seeAlso")
        if whole is None or part is None or whole == part:
            return None
        return (part, whole) if self.is_quantity(part) and self.is_quantity(whole) else None

    def is_quantity(self, variable: str) -> bool:
        """Return whether a variable is a level or a count, which can be multiplied and added."""
        return self.vocabulary.value(variable, "dekg:statType") in _QUANTITIES

    def sums(self, variable: str) -> bool:
        """Return whether values of parts add up to that of the whole."""
        return self.is_quantity(variable) and self._says(variable, "dekg:sumsOverParts", "sums_over_parts")

    def accumulates(self, variable: str) -> bool:
        """Return whether values of periods add up to that of a longer one."""
        return self.is_quantity(variable) and self._says(variable, "dekg:accumulatesOverTime", "accumulates_over_time")

    def lower_is_better(self, variable: str) -> bool:
        """Return whether a target for a variable is a ceiling: a delay, or a rank, whose first place is 1."""
        if self.vocabulary.value(variable, "dekg:statType") == DEKG + "rank":
            return True
        return self._says(variable, "dekg:lowerIsBetter", "lower_is_better")

    def is_primary(self, publisher: str | None) -> bool:
        """Return whether a publisher makes the figures that it prints."""
        return publisher is not None and self._listed("primary_publishers", publisher)

    def rate(self, unit: str) -> Range | None:
        """Return the bounds of yuan for one unit of a currency, or None if none are known."""
        found = self._given.get("rate", {}).get(local_name(unit))
        if found is None:
            return None
        from decimal import Decimal

        return Range.of(Decimal(found["lower"]), Decimal(found["upper"]), True, True)

    # -- parts and wholes ------------------------------------------------------------------------------------------

    @cached_property
    def partitions(self) -> tuple[Partition, ...]:
        """Variables that others make up: as listed, and for listed industries every property that sums."""
        found = []
        for given in self._given.get("partition", ()):
            whole, parts = _iri(given["whole"]), [_iri(name) for name in given["parts"]]
            if self.vocabulary.is_a(whole, "dekg:StatisticalVariable"):
                found.append(Partition(whole, tuple(parts)))
                continue
            for variable in self._by_industry.get(whole, ()):
                same = [self._same_for(variable, industry) for industry in parts]
                known = tuple(part for part in same if part is not None)
                if len(known) == len(parts):
                    found.append(Partition(variable, known))
        return tuple(found)

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

    def _property(self, variable: str) -> str:
        return self.vocabulary.value(variable, "dekg:measuredProperty") or ""

    def _listed(self, name: str, iri: str) -> bool:
        return iri in {_iri(item) for item in self._given.get(name, ())}

    def _says(self, variable: str, term: str, fallback: str) -> bool:
        measured = self._property(variable)
        stated = self.vocabulary.value(measured, term)
        return stated == "true" if stated is not None else self._listed(fallback, measured)

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


def _iri(name: str) -> str:
    return expand(name) if ":" in name else DEKGR + name
