"""Everything that sources disagree about: rival figures, what arithmetic excludes, what became of targets.

A report says what is incompatible and why; it does not say who is right. Nothing here is written to the store.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.compare import listing
from kg.compare.copies import Copies
from kg.compare.derive import contradictions, derive
from kg.compare.findings import Contradiction, Derived
from kg.compare.observations import Observations
from kg.compare.opened import Opened, opened
from kg.compare.outcomes import Outcome, outcomes
from kg.compare.reading import passages, read, uncollected
from kg.compare.relations import Kind, Relation, pairs, relate, scope_pairs
from kg.compare.rules import Rules
from kg.model import Passage
from kg.query import Table
from kg.store.base import Store
from kg.vocabulary import Vocabulary

__all__ = ["Report", "conflicts"]


@dataclass(frozen=True)
class Report:
    """What a comparison of all observations found.

    Attributes:
        table: the rows that were compared.
        rules: the rules they were compared by.
        relations: pairs that conflict or revise each other, and pairs that differ in scope; sorted.
        derived: sets of claims that arithmetic excludes.
        outcomes: what became of forecasts, targets and commitments.
        counts: how many pairs stand in which relation.
        places: where the claims named above stand in their texts.
        as_of: the day whose state of publication is shown; None is everything.
        undated: rows left out of a view as of a day because their document's date is unknown.
        unplaced: observations that are never compared, because their period is unknown.
    """

    table: Observations
    rules: Rules
    relations: tuple[Relation, ...]
    derived: tuple[Contradiction, ...]
    outcomes: tuple[Outcome, ...]
    counts: Mapping[Kind, int]
    places: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    as_of: date | None = None
    undated: int = 0
    unplaced: int = 0

    @property
    def conflicts(self) -> tuple[Relation, ...]:
        """Pairs of figures that exclude each other."""
        return tuple(item for item in self.relations if item.kind is Kind.CONFLICTS)

    @property
    def revisions(self) -> tuple[Relation, ...]:
        """Pairs of which one is a later vintage of the other."""
        return tuple(item for item in self.relations if item.kind is Kind.REVISES)

    @property
    def own_contradictions(self) -> tuple[Relation | Contradiction, ...]:
        """Those within one text, which contradicts itself; its claims are no rivals of each other otherwise."""
        return tuple(item for item in self.found if item.within_source)

    @property
    def found(self) -> tuple[Relation | Contradiction, ...]:
        """All that cannot be true together, stated or derived."""
        return (*self.conflicts, *self.derived)

    def derivations(self) -> Iterable[Derived]:
        """Yield every figure that follows from two others, whether or not anybody printed it."""
        return derive(self.table, self.rules)

    def to_table(self, language: str = "en") -> Table:
        """Return conflicts, revisions and derived conflicts, one row each; see `kg.compare.listing`."""
        pairs = (*self.conflicts, *self.revisions)
        return listing.conflict_table(pairs, self.derived, self.table, self.rules, language)

    def outcome_table(self, language: str = "en") -> Table:
        """Return what became of forecasts, targets and commitments, one row for each figure they are held against."""
        return listing.outcome_table(self.outcomes, self.table, self.rules, language)


def conflicts(
    graph: Store | Opened,
    as_of: date | None = None,
    *,
    derived: bool = True,
    vocabulary: Vocabulary | None = None,
    table: Observations | None = None,
) -> Report:
    """Compare everything that sources say in numbers.

    Args:
        graph: a store, or anything that has one as `store` (a `KnowledgeGraph`).
        as_of: compare only what had been published by this day.
        derived: also look for what arithmetic excludes.
        vocabulary: names and rules; the shipped one unless given.
        table: the observations of the graph, where they have been read already.

    Raises:
        QueryError: the store does not answer.
    """
    store, known = opened(graph, vocabulary)
    with uncollected():
        return _compared(store, Rules(known), table or read(store), as_of, derived)


def _compared(store: Store, rules: Rules, everything: Observations, as_of: date | None, derived: bool) -> Report:
    shown = everything if as_of is None else everything.as_of(as_of)
    relations = list(_relations(shown, store, rules))
    counts = Counter(item.kind for item in relations)
    kept = [item for item in relations if item.kind in {Kind.CONFLICTS, Kind.REVISES, Kind.DIFFERS_IN_SCOPE}]
    excluded = tuple(contradictions(shown, rules)) if derived else ()
    named = {row.claim for item in kept for row in (item.first, item.second)}
    named |= {claim for item in excluded for claim in item.claims}
    dated = {iri for iri, source in everything.sources.items() if source.published is not None}
    return Report(
        table=shown,
        rules=rules,
        relations=tuple(sorted(kept, key=lambda item: (*map(str, item.first.key), *item.claims))),
        derived=tuple(
            sorted(excluded, key=lambda item: (item.derived.rule, *map(str, item.derived.key), *item.claims))
        ),
        outcomes=tuple(outcomes(shown, rules)) if derived else (),
        counts=counts,
        places=passages(store, sorted(named)),
        as_of=as_of,
        undated=0 if as_of is None else sum(row.document not in dated for row in everything.rows),
        unplaced=sum(row.point is None for row in shown.rows),
    )


def _relations(table: Observations, store: Store, rules: Rules) -> Iterable[Relation]:
    rivals = list(pairs(table))
    alike = {row.claim for pair in rivals if pair[0].range == pair[1].range for row in pair}
    digests = {claim: frozenset(p.digest for p in found) for claim, found in passages(store, sorted(alike)).items()}
    copies = Copies(table, digests)
    yield from (relate(first, second, table, copies, rules.joint) for first, second in rivals)
    for first, second in scope_pairs(table):
        found = relate(first, second, table, copies, rules.joint)
        if found.kind in {Kind.DIFFERS_IN_SCOPE, Kind.UNKNOWN}:
            yield found
