"""The observation table: every claim with a figure as one row, with the documents and periods that rows name.

Everything else in `kg.compare` works on rows; `kg.compare.reading` knows which triples one is read from. Decimals are
exact; a missing value is None.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from kg.compare.intervals import Range
from kg.periods import Period

__all__ = ["KEY", "OBSERVED", "Amount", "Observations", "Row", "Source"]

OBSERVED = "StatisticalObservation"

KEY = ("variable", "area", "organization", "period", "base", "compared_with", "ranked_among", "scope")
"""Columns that make up the question a row answers, in the order of the table."""


class Row(NamedTuple):
    """One claim with a figure. Entities are IRIs; `kind`, `comparator` local names; bounds in `unit`.

    `said_by` is the organization on whose word the document says it, if the text tells.
    """

    claim: str
    kind: str
    graph: str
    document: str
    variable: str
    area: str | None
    organization: str | None
    period: str | None
    base: str | None
    compared_with: str | None
    ranked_among: str | None
    scope: str | None
    point: str | None
    unit: str
    comparator: str
    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool
    stated: Decimal
    stated_upper: Decimal | None
    rounding: Decimal | None
    basis_inferred: bool
    said_by: str | None = None

    @property
    def range(self) -> Range:
        """The values the figure stands for."""
        return Range.of(self.lower, self.upper, self.lower_inclusive, self.upper_inclusive)

    @property
    def key(self) -> tuple[str | None, ...]:
        """The question it answers: the columns `KEY`, in that order."""
        return self[4:12]


@dataclass(frozen=True, slots=True)
class Source:
    """A document: who published it and when, as far as known, and the digest of its text if that was at hand.

    A `reprint` prints what somebody else wrote (`writer`) or published first (`original`), if these are known.
    """

    iri: str
    publisher: str | None
    published: date | None
    digest: str | None
    url: str
    title: str | None
    reprint: bool = False
    original: str | None = None
    writer: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """What a text itself converts a figure into; not an observation."""

    iri: str
    claim: str
    document: str
    unit: str
    comparator: str
    stated: Decimal
    rounding: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True)
class Observations:
    """The rows of a store, with the documents and periods they name.

    Attributes:
        rows: observations.
        aims: forecasts and intentions with a figure; their `point` is what they aim at.
        sources: documents by IRI.
        periods: by IRI.
        amounts: conversions printed by the texts.
    """

    rows: tuple[Row, ...]
    aims: tuple[Row, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    amounts: tuple[Amount, ...] = ()

    def as_of(self, day: date) -> "Observations":
        """Return what had been published by a day; a document of unknown date is not known to have been."""
        known = {
            iri: source
            for iri, source in self.sources.items()
            if source.published is not None and source.published <= day
        }
        return Observations(
            tuple(row for row in self.rows if row.document in known),
            tuple(row for row in self.aims if row.document in known),
            known,
            self.periods,
            tuple(amount for amount in self.amounts if amount.document in known),
        )

    @cached_property
    def units(self) -> dict[str, set[str]]:
        """The units that observations of each variable are in."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            found[row.variable].add(row.unit)
        return found

    @cached_property
    def by_claim(self) -> dict[str, Row]:
        """Rows and aims by the IRI of their claim."""
        return {row.claim: row for row in (*self.rows, *self.aims)}

    @cached_property
    def by_point(self) -> dict[tuple[str, str], list[Row]]:
        """Observations by data point and unit; those of unknown period have no point and are not here."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.point is not None:
                found[row.point, row.unit].append(row)
        return found

    @cached_property
    def by_key(self) -> dict[tuple[str | None, ...], list[Row]]:
        """Observations of known period by their whole key and unit."""
        found: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.period is not None:
                found[(*row.key, row.unit)].append(row)
        return found

    def published(self, row: Row) -> date | None:
        """Return the day a row's document was published, if known."""
        source = self.sources.get(row.document)
        return source.published if source else None

    def origin(self, row: Row) -> str | None:
        """Return who wrote a row's document, as far as known: of a reprint not its publisher."""
        source = self.sources.get(row.document)
        if source is None or source.writer is not None:
            return source.writer if source else None
        return None if source.reprint else source.publisher

    def publisher(self, row: Row) -> str | None:
        """Return who published a row's document, if known."""
        source = self.sources.get(row.document)
        return source.publisher if source else None
