"""What somebody proposes of a figure, and what the gate says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.extract.evaluate import KINDS
from kg.extract.roles import Evidence, Reading

__all__ = ["Proposal", "Verdict"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that somebody proposes of a text, in the words of the evaluation schema; offsets count code points."""

    value: Decimal
    unit: str
    kind: str
    quote_start: int
    quote_end: int
    place: str | None = None
    org: str | None = None
    industry: str | None = None
    indicator: str | None = None
    comparator: str = "="
    period: str | None = None
    baseline: str | None = None
    modality: str = "observed"
    quote: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Proposal | str":
        """Return the proposal of a row, or why it is none."""
        try:
            value = Decimal(str(row["value"]))
            start, end = row["quote_start"], row["quote_end"]
            if not value.is_finite() or type(start) is not int or type(end) is not int:
                return "value must be a number, quote_start and quote_end whole numbers"
            kind, unit = str(row["kind"]), str(row["unit"])
        except (KeyError, InvalidOperation, TypeError) as error:
            return f"not a claim in the evaluation schema ({type(error).__name__}: {error})"
        kinds = sorted(set(KINDS.values()))
        if kind not in kinds:
            return f"kind {kind!r} is not one of {', '.join(kinds)}"

        def text(name: str) -> str | None:
            given = row.get(name)
            return str(given) if given not in {None, ""} else None

        return cls(
            value,
            unit,
            kind,
            start,
            end,
            text("place"),
            text("org"),
            text("industry"),
            text("indicator"),
            text("comparator") or "=",
            text("period"),
            text("baseline"),
            text("modality") or "observed",
            text("quote"),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a proposal is proven, and if not, why.

    Attributes:
        reasons: what speaks against it; empty if nothing does.
        reading: what the rules read of the figure.
        taken: the roles that the text supports otherwise than the rules read them, with where and by which rule.
        kept: the roles in which the reading stands, and how it names them, though the proposal names them otherwise:
            less exactly, or by a name that neither the ontology nor the text has.
    """

    reasons: tuple[str, ...] = ()
    reading: Reading | None = None
    taken: Mapping[str, Evidence] = field(default_factory=dict, compare=False)
    kept: Mapping[str, str | None] = field(default_factory=dict, compare=False)

    def claimed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as it is accepted: with the roles that the reading keeps, and in `proposed` how they came."""
        if not self.kept:
            return dict(row)
        return dict(row) | dict(self.kept) | {"proposed": {role: row.get(role) for role in self.kept}}

    @property
    def accepted(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons
