"""The values that readers pass on: what a figure measures, a reading with its roles, what later sentences inherit."""

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extract.cells import Cell
from kg.extract.numbers.quantities import Quantity
from kg.extract.when.modality import Stance

__all__ = ["Evidence", "Head", "Reading", "State", "What"]


@dataclass(frozen=True, slots=True)
class Head:
    """A measured property named in a span, with the industry that the same words name."""

    start: int
    end: int
    prop: str
    trade: str | None = None
    stat: str | None = None
    label: str | None = None


@dataclass(slots=True)
class What:
    """What a figure measures, as far as the words tell; evidence is (start, end, rule) by role."""

    prop: str | None = None
    trade: str | None = None
    trade_name: str | None = None
    noun: str | None = None
    whole: str | None = None
    scope: str | None = None
    growth_rank: bool = False
    decline: bool = False
    national: bool = False
    whole_span: tuple[int, int] | None = None
    evidence: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Evidence(NamedTuple):
    """Where a role was read, in the folded text, and the rule by which it reaches the figure."""

    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Reading:
    """A quantity with its roles; see `kg.model.Measure` for what they become."""

    cell: Cell
    stat: str
    prop: str | None = None
    prop_name: str | None = None
    trade: str | None = None
    trade_name: str | None = None
    noun: str | None = None
    whole: str | None = None
    place: str | None = None
    place_name: str | None = None
    org: str | None = None
    org_name: str | None = None
    period: str | None = None
    base: str | None = None
    basis: str | None = None
    basis_inferred: bool = False
    compared: str | None = None
    among: str | None = None
    scope: str | None = None
    growth_rank: bool = False
    decline: bool = False
    modality: str = "observed"
    evidence: dict[str, Evidence] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def quantity(self) -> Quantity:
        """The quantity read."""
        return self.cell.quantity


@dataclass(slots=True)
class State:
    """What later sentences may inherit."""

    lead: Stance | None = None
    lead_period: tuple[str, int, int] | None = None
    modality: str = "observed"
    previous: list[Reading] = field(default_factory=list)
