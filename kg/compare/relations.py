"""How two claims with figures relate: do they answer one question, and if so, do they fit?

The only module that knows the seven relations. They are told apart by intervals, never by printed values:

| relation | holds when both answer the same question in the same unit and … |
| --- | --- |
| `restates` | the second is a copy of the first: same words, same text, or a reprint of the same figures |
| `agrees` | their intervals are equal or overlap; so does a value with a bound that it satisfies |
| `refines` | both are of one shape (two-sided, or bounds to the same side) and one lies within the other |
| `rounds-to` | both are plain figures, and one value may have been printed as either, rounded or cut |
| `revises` | the intervals exclude each other, same publisher, later: another vintage |
| `conflicts` | the intervals exclude each other |
| `differs-in-scope` | the questions differ in exactly one part that both state; nothing is said of the figures |

"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from kg.compare.copies import Copies
from kg.compare.intervals import Range, Verdict
from kg.compare.observations import KEY, Observations, Row

__all__ = ["Kind", "Relation", "as_printed", "comparable", "pairs", "relate", "scope_pairs"]

_SCOPE = ("base", "compared_with", "ranked_among", "scope")
"""Parts of a question that narrow a figure down; where they differ, figures may differ without conflict."""


class Kind(StrEnum):
    """The relations, and the two ways of not having one."""

    AGREES = "agrees"
    REFINES = "refines"
    ROUNDS_TO = "rounds-to"
    RESTATES = "restates"
    REVISES = "revises"
    DIFFERS_IN_SCOPE = "differs-in-scope"
    CONFLICTS = "conflicts"
    UNKNOWN = "unknown"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Relation:
    """One row's relation to another: `first` agrees with, refines, rounds to, … `second`.

    Attributes:
        independent: whether the two are independent support; unknown where a publisher is.
        revision: of figures that exclude each other, whether the first is a later vintage; unknown where a date or a
            publisher is.
        part: the column in which the questions differ (`differs-in-scope`), else None.
    """

    kind: Kind
    first: Row
    second: Row
    independent: Verdict = Verdict.UNKNOWN
    revision: Verdict = Verdict.NO
    part: str | None = None

    @property
    def within_source(self) -> bool:
        """Whether one document says both in its own name or on one body's word; a conflict then is its own."""
        return self.first.document == self.second.document and self.first.said_by == self.second.said_by

    @property
    def claims(self) -> tuple[str, str]:
        """The two claims."""
        return self.first.claim, self.second.claim


def comparable(first: Row, second: Row) -> Verdict:
    """Return whether two rows answer the same question in the same unit.

    Unknown if a period is not known, or if only one of them says what it is limited to.
    """
    if first.unit != second.unit:
        return Verdict.NO
    verdict = Verdict.YES
    for name, left, right in zip(KEY, first.key, second.key, strict=True):
        if name == "period" and (left is None or right is None):
            verdict = Verdict.UNKNOWN
        elif left != right:
            if left is not None and right is not None:
                return Verdict.NO
            if name not in _SCOPE:
                return Verdict.NO
            verdict = Verdict.UNKNOWN
    return verdict


def relate(
    first: Row,
    second: Row,
    table: Observations,
    copies: Copies | None = None,
    kin: Callable[[str, str], bool] | None = None,
) -> Relation:
    """Return how two rows relate; the order in the answer tells which refines, rounds to or revises which.

    Args:
        first: a row.
        second: another.
        table: where publishers and dates stand.
        copies: knows which documents and passages are copies; without it only equal text digests count.
        kin: whether of two areas one is a joint area with the other as a member; without it areas differ simply.
    """
    same = comparable(first, second)
    if same is not Verdict.YES:
        part = _only_difference(first, second, kin)
        kind = Kind.DIFFERS_IN_SCOPE if part else Kind.UNKNOWN if same is Verdict.UNKNOWN else Kind.UNRELATED
        return Relation(kind, *_ordered(first, second, table), part=part)
    one, other = first.range, second.range
    if not (one.known and other.known):
        return Relation(Kind.UNKNOWN, *_ordered(first, second, table))
    copied = (copies or Copies(table)).copied(first, second)
    independent = _independent(first, second, table, copied=copied)
    if one == other:
        kind = Kind.RESTATES if copied and first.document != second.document else Kind.AGREES
        return Relation(kind, *_ordered(first, second, table), independent)
    if first.comparator == second.comparator == "exactly":
        if as_printed(first).meets(as_printed(second)):
            finer, coarser = (first, second) if (first.rounding or 0) <= (second.rounding or 0) else (second, first)
            return Relation(Kind.ROUNDS_TO, finer, coarser, independent)
    elif one.meets(other):
        return _fitting(first, second, table, independent)
    if as_printed(first).meets(as_printed(second)):
        finer, coarser = _ordered(first, second, table)
        return Relation(Kind.ROUNDS_TO, finer, coarser, independent)
    revision = _revision(first, second, table)
    kind = Kind.REVISES if revision is Verdict.YES else Kind.CONFLICTS
    return Relation(kind, *_ordered(first, second, table), independent, revision)


def _fitting(first: Row, second: Row, table: Observations, independent: Verdict) -> Relation:
    one, other = first.range, second.range
    if _shape(one) == _shape(other):
        if one.within(other):
            return Relation(Kind.REFINES, first, second, independent)
        if other.within(one):
            return Relation(Kind.REFINES, second, first, independent)
    return Relation(Kind.AGREES, *_ordered(first, second, table), independent)


def _shape(value: Range) -> tuple[bool, bool]:
    return value.lower is not None, value.upper is not None


def as_printed(row: Row) -> Range:
    """Return the values that may have been printed as a figure, whether rounded or cut.

    A plain 80 billion stands for 79.5 to 80.5; official figures are often cut, so that 80.9 may be printed so too.
    A bound, a count and an approximate figure stay as they are.
    """
    if row.comparator != "exactly" or not row.rounding:
        return row.range
    value, step = Fraction(row.stated), Fraction(row.rounding)
    if value < 0:
        return Range(value - step, value + step / 2, False, True)
    return Range(value - step / 2, value + step, True, False)


def _ordered(first: Row, second: Row, table: Observations) -> tuple[Row, Row]:
    """Return the later published first; where that is not known, by claim."""
    days = table.published(first), table.published(second)
    if days[0] is not None and days[1] is not None and days[0] != days[1]:
        return (first, second) if days[0] > days[1] else (second, first)
    return (first, second) if first.claim < second.claim else (second, first)


def _independent(first: Row, second: Row, table: Observations, *, copied: bool) -> Verdict:
    """Return whether two figures support each other: not if they go back to one document, publisher or body.

    What a reprint of unknown origin goes back to is not known, so that the answer is not either.
    """
    if copied or first.document == second.document or (first.said_by and first.said_by == second.said_by):
        return Verdict.NO
    origins = table.origin(first), table.origin(second)
    if None in origins:
        return Verdict.UNKNOWN
    return Verdict.NO if origins[0] == origins[1] else Verdict.YES


def _revision(first: Row, second: Row, table: Observations) -> Verdict:
    if first.document == second.document:
        return Verdict.NO
    publishers = table.publisher(first), table.publisher(second)
    if None in publishers:
        return Verdict.UNKNOWN
    if publishers[0] != publishers[1]:
        return Verdict.NO
    days = table.published(first), table.published(second)
    if None in days:
        return Verdict.UNKNOWN
    return Verdict.NO if days[0] == days[1] else Verdict.YES


def _only_difference(first: Row, second: Row, kin: Callable[[str, str], bool] | None) -> str | None:
    """Return the one part in which two questions differ, if both state it and it is one that limits."""
    if first.unit != second.unit or first.period is None or second.period is None:
        return None
    parts = [(name, left, right) for name, left, right in zip(KEY, first.key, second.key, strict=True) if left != right]
    if len(parts) != 1:
        return None
    name, left, right = parts[0]
    if left is None or right is None:
        return None
    if name in _SCOPE or (name == "area" and kin is not None and kin(left, right)):
        return name
    return None


def pairs(table: Observations) -> Iterator[tuple[Row, Row]]:
    """Yield every two observations of one data point in one unit."""
    for rows in table.by_point.values():
        if len(rows) > 1:
            yield from combinations(rows, 2)


def scope_pairs(table: Observations) -> Iterator[tuple[Row, Row]]:
    """Yield every two observations whose questions differ in nothing but what limits them."""
    width = len(KEY)
    places = [KEY.index(name) for name in _SCOPE]
    groups: dict[tuple[str | None, ...], list[tuple[str | None, ...]]] = defaultdict(list)
    for key in table.by_key:
        groups[tuple(part for place, part in enumerate(key) if place not in places or place >= width)].append(key)
    for keys in groups.values():
        for left, right in combinations(keys, 2):
            for first in table.by_key[left]:
                for second in table.by_key[right]:
                    yield first, second
