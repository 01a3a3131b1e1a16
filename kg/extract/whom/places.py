"""A mention of a place with what it stands for."""

from dataclasses import dataclass

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a place with what it stands for.

    Attributes:
        start, end: of the mention in the folded text.
        iri: the place; None where it cannot be told.
        name: for a provisional place, its name.
        kind: `city`, `province`, …
        role: `subject`, `field`, `compared`, `oblique`, `venue`, `chained`, `dateline`, `name`, `unknown`.
        antecedent: span of the mention an anaphor stands for.
        within: IRI of the place around a provisional one.
    """

    start: int
    end: int
    iri: str | None
    kind: str
    role: str = "subject"
    name: str | None = None
    antecedent: tuple[int, int] | None = None
    within: str | None = None

    @property
    def spot(self) -> tuple[int, int] | None:
        """Where the place itself is named; None where only the title names it."""
        return self.antecedent or ((self.start, self.end) if self.start >= 0 else None)
