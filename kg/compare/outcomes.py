"""What became of forecasts, targets and commitments: met, missed, or not settled; never a conflict."""

from dataclasses import dataclass
from datetime import date

from kg.compare.intervals import Range, Verdict
from kg.compare.observations import Observations, Row
from kg.compare.rules import Rules

__all__ = ["Outcome", "outcomes"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a forecast, target or commitment: yes is met, no is missed.

    `observed` is None where nothing has been observed yet; `sought` are the values that would meet it.
    """

    aim: Row
    observed: Row | None
    sought: Range
    verdict: Verdict


def outcomes(table: Observations, rules: Rules) -> list[Outcome]:
    """Return what became of everything that was aimed at, where the question is known; sorted by date and claim."""
    found = []
    for aim in sorted(table.aims, key=lambda row: (table.published(row) or date.min, row.claim)):
        if aim.point is None:
            continue
        sought = _sought(aim, rules)
        rows = sorted(table.by_point.get((aim.point, aim.unit), ()), key=lambda row: row.claim)
        if not rows:
            found.append(Outcome(aim, None, sought, Verdict.UNKNOWN))
        for row in rows:
            if row.range.within(sought):
                verdict = Verdict.YES
            else:
                verdict = Verdict.UNKNOWN if row.range.meets(sought) else Verdict.NO
            found.append(Outcome(aim, row, sought, verdict))
    return found


def _sought(aim: Row, rules: Rules) -> Range:
    """Return the values that meet an aim: from a target up (or down, where less is better); a forecast as it stands."""
    value = aim.range
    if aim.kind == "Forecast":
        return value
    if rules.lower_is_better(aim.variable):
        return value if value.upper is None else Range(None, value.upper, False, value.upper_inclusive)
    return value if value.lower is None else Range(value.lower, None, value.lower_inclusive)
