"""Everything that sources disagree about: rival figures, what arithmetic excludes, what became of targets.

A report says what is incompatible and why; it does not say who is right. Nothing here is written to the store.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import NamedNode

from kg.compare import words
from kg.compare.derive import Contradiction, Derived, Outcome, contradictions, derive, outcomes
from kg.compare.intervals import Verdict, rounded
from kg.compare.observations import Observations, Row
from kg.compare.reading import Opened, opened, passages, read
from kg.compare.relations import Copies, Kind, Relation, pairs, relate, scope_pairs
from kg.compare.rules import Rules
from kg.compare.tables import bound_columns, bounds, column, joined, make
from kg.model import Passage
from kg.query import Table
from kg.store.base import Store
from kg.terms import DEKG, compact
from kg.vocabulary import Vocabulary

__all__ = ["Evidence", "Explanation", "Report", "conflicts", "explain"]


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
    def found(self) -> tuple[Relation | Contradiction, ...]:
        """All that cannot be true together, stated or derived."""
        return (*self.conflicts, *self.derived)

    def derivations(self) -> Iterable[Derived]:
        """Yield every figure that follows from growth or share, whether or not anybody printed it."""
        return derive(self.table, self.rules)

    def to_table(self, language: str = "en") -> Table:
        """Return conflicts, revisions and derived conflicts, one row each.

        Figures are given in words and as bounds; `claims` and `other_claims` name what they were read from. Bounds of
        a computed figure are rounded away from what they admit. An empty bound is unknown, never zero.
        """
        rows = [self._pair(item, language) for item in (*self.conflicts, *self.revisions)]
        rows += [self._contradiction(item, language) for item in self.derived]
        title = {"en": "What sources disagree about", "zh": "来源之间的分歧"}
        return make(_COLUMNS, rows, title)

    def outcome_table(self, language: str = "en") -> Table:
        """Return what became of forecasts, targets and commitments, one row for each figure they are held against."""
        rows = []
        for item in self.outcomes:
            aim, seen = item.aim, item.observed
            rows.append(
                {
                    "verdict": self.rules.outcome(item.verdict, language),
                    "kind": self.rules.vocabulary.label(DEKG + aim.kind, language),
                    "question": words.question(aim.key, self.table, self.rules, language),
                    "figure": words.figure(aim, self.rules, language),
                    "published": self.table.published(aim),
                    "other_figure": words.figure(seen, self.rules, language) if seen else None,
                    "other_published": self.table.published(seen) if seen else None,
                    "claims": aim.claim,
                    "other_claims": seen.claim if seen else None,
                }
            )
        title = {"en": "Targets and forecasts, and what came of them", "zh": "目标、预测及其结果"}
        return make(_OUTCOME_COLUMNS, rows, title)

    # -- rows ------------------------------------------------------------------------------------------------------

    def _pair(self, item: Relation, language: str) -> dict[str, object]:
        first, second = item.first, item.second
        return {
            "kind": _relation_name(item, self.rules, language),
            "question": words.question(first.key, self.table, self.rules, language),
            "figure": words.figure(first, self.rules, language),
            "published": self.table.published(first),
            "publisher": self._publisher(first, language),
            "other_figure": words.figure(second, self.rules, language),
            "other_published": self.table.published(second),
            "other_publisher": self._publisher(second, language),
            **bounds("", first.lower, first.upper, first.range),
            **bounds("other_", second.lower, second.upper, second.range),
            "unit": NamedNode(first.unit),
            "claims": first.claim,
            "other_claims": second.claim,
        }

    def _contradiction(self, item: Contradiction, language: str) -> dict[str, object]:
        derived, against = item.derived, item.against
        rate = derived.rule == "exchange-rate"
        exact = rounded(derived.value)
        other = rounded(item.bounds) if rate or against is None else (against.lower, against.upper)
        asked = derived.inputs[0].key if rate else derived.key
        return {
            "kind": self.rules.label(derived.rule, language),
            "question": words.question(asked, self.table, self.rules, language),
            "figure": words.computation(derived, self.table, self.rules, language),
            "published": max((day for row in derived.inputs if (day := self.table.published(row))), default=None),
            "publisher": joined(self._publisher(row, language) for row in derived.inputs),
            "other_figure": words.figure(against, self.rules, language) if against else "–".join(map(str, other)),
            "other_published": self.table.published(against) if against else None,
            "other_publisher": self._publisher(against, language) if against else None,
            **bounds("", *exact, derived.value),
            **bounds("other_", *other, item.bounds),
            "unit": NamedNode(str(derived.key[-1])),
            "claims": " ".join(dict.fromkeys(row.claim for row in derived.inputs)),
            "other_claims": against.claim if against else None,
        }

    def _publisher(self, row: Row, language: str) -> str | None:
        found = self.table.publisher(row)
        return self.rules.vocabulary.label(found, language) if found else None


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
    rules = Rules(known)
    everything = table or read(store)
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


def _relation_name(item: Relation, rules: Rules, language: str) -> str:
    """Return the name of a relation; a conflict within one text says so."""
    name = "contradicts-itself" if item.kind is Kind.CONFLICTS and item.within_source else str(item.kind)
    return rules.relation(name, language)


# -- explanations -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim that an explanation rests on: what it says, who published it when, and where it stands."""

    claim: str
    says: str
    url: str
    publisher: str
    published: date | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why figures cannot be true together.

    Attributes:
        headline: the finding in one line.
        rule: the rule's name in words.
        reasons: the steps, in order, with what they presume.
        evidence: the claims it rests on.
    """

    headline: str
    rule: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    language: str = "en"

    def __str__(self) -> str:
        """Return the explanation as lines of text."""
        lines = [self.headline, *(f"  {reason}" for reason in self.reasons)]
        for item in self.evidence:
            spots = ", ".join(f"{p.start}–{p.end}" + (f" (S{p.sentence})" if p.sentence else "") for p in item.passages)
            day = str(item.published) if item.published else _SAY["undated"][self.language]
            lines.append(f"  - {item.says}")
            lines.append(f"    {compact(item.claim)}  {item.publisher or item.url}, {day}")
            lines.append(f"    {item.url}  {_SAY['passage'][self.language]} {spots or _SAY['whole'][self.language]}")
        return "\n".join(lines)


_SAY = {
    "undated": {"en": "date unknown", "zh": "日期不详"},
    "passage": {"en": "passage", "zh": "原文位置"},
    "whole": {"en": "the document as a whole", "zh": "整篇文档"},
    "apart": {
        "en": "{low} and {high} have no value in common, however they were rounded or cut",
        "zh": "{low}与{high}无论四舍五入还是截断都没有共同取值",
    },
    "itself": {"en": "both stand in one text, which contradicts itself", "zh": "两者出自同一文本，该文本自相矛盾"},
    "support": {"en": "the sources are not independent of each other", "zh": "两个来源并非相互独立"},
    "vintage": {
        "en": "the same publisher gave the first figure later: another vintage",
        "zh": "同一发布者后来给出前一数字，属于不同版次",
    },
    "vintage-unknown": {
        "en": "whether one is a later vintage of the other is not known: a date or a publisher is missing",
        "zh": "因缺少日期或发布者，无法判断是否为后来的修订",
    },
    "excluded": {
        "en": "stated is {stated}; the two have no value in common",
        "zh": "而所述为{stated}，两者没有共同取值",
    },
    "presumes": {"en": "presumed: {text}", "zh": "前提：{text}"},
    "plausible": {
        "en": "no year since 1994 had a rate outside {stated}; a scale word is likely wrong",
        "zh": "1994年以来任何一年的汇率都不在{stated}之外，量级词可能有误",
    },
}


def explain(item: Relation | Contradiction, report: Report, language: str = "en") -> Explanation:
    """Return why figures cannot be true together, with the passages they were read from.

    Args:
        item: a conflict or revision of the report, or a derived conflict.
        report: the report it is from.
        language: `en` or `zh`.
    """
    say = {name: text[language] for name, text in _SAY.items()}
    if isinstance(item, Relation):
        return _explain_pair(item, report, language, say)
    rules, table = report.rules, report.table
    derived, against = item.derived, item.against
    reasons = [words.computation(derived, table, rules, language)]
    if derived.rule == "exchange-rate":
        low, high = rounded(item.bounds)
        name = "excluded" if against else "plausible"
        reasons.append(say[name].format(stated=f"{low}–{high}"))
    elif against is not None:
        reasons.append(say["excluded"].format(stated=words.figure(against, rules, language)))
    reasons += [say["presumes"].format(text=rules.presumption(name, language)) for name in derived.presumes]
    if item.within_source:
        reasons.append(say["itself"])
    asked = derived.inputs[0].key if derived.rule == "exchange-rate" else derived.key
    rule = rules.label(derived.rule, language)
    headline = f"{words.question(asked, table, rules, language)}: {rule}"
    return Explanation(headline, rule, tuple(reasons), _evidence(item.rows, report, language), language)


def _explain_pair(item: Relation, report: Report, language: str, say: Mapping[str, str]) -> Explanation:
    rules, table = report.rules, report.table
    first, second = words.figure(item.first, rules, language), words.figure(item.second, rules, language)
    name = _relation_name(item, rules, language)
    reasons = []
    if item.kind in {Kind.CONFLICTS, Kind.REVISES}:
        shown = [words.bounds(row.range, row.unit, rules, language) for row in _low_first(item)]
        reasons.append(say["apart"].format(low=shown[0], high=shown[1]))
    if item.kind is Kind.REVISES:
        reasons.append(say["vintage"])
    elif item.kind is Kind.CONFLICTS and item.revision is Verdict.UNKNOWN:
        reasons.append(say["vintage-unknown"])
    if item.within_source:
        reasons.append(say["itself"])
    elif item.independent is Verdict.NO:
        reasons.append(say["support"])
    question = words.question(item.first.key, table, rules, language)
    joined = f"{first} {name} {second}" if language == "en" else f"{first}与{second}：{name}"
    evidence = _evidence((item.first, item.second), report, language)
    return Explanation(f"{question}: {joined}", name, tuple(reasons), evidence, language)


def _low_first(item: Relation) -> tuple[Row, Row]:
    return (item.first, item.second) if item.first.range.before(item.second.range) else (item.second, item.first)


def _evidence(rows: Iterable[Row], report: Report, language: str) -> tuple[Evidence, ...]:
    table, rules = report.table, report.rules
    colon = "：" if language == "zh" else ": "
    found = []
    for row in dict.fromkeys(rows):
        source = table.sources.get(row.document)
        asked = words.question(row.key, table, rules, language)
        found.append(
            Evidence(
                row.claim,
                f"{asked}{colon}{words.figure(row, rules, language)}",
                source.url if source else row.document,
                report._publisher(row, language) or "",
                table.published(row),
                tuple(report.places.get(row.claim, ())),
            )
        )
    return tuple(found)


# -- tables -----------------------------------------------------------------------------------------------------------


_COLUMNS = (
    column("kind", "relation", "关系", "category"),
    column("question", "question", "问题", "category"),
    column("figure", "figure", "数字", None, "claims"),
    column("published", "published", "发布日期"),
    column("publisher", "publisher", "发布者"),
    column("other_figure", "other figure", "另一数字", None, "other_claims"),
    column("other_published", "published", "发布日期"),
    column("other_publisher", "publisher", "发布者"),
    *bound_columns("", "claims", {"lower": ("lower", "下界"), "upper": ("upper", "上界")}),
    *bound_columns(
        "other_", "other_claims", {"lower": ("other lower", "另一下界"), "upper": ("other upper", "另一上界")}
    ),
    column("unit", "unit", "单位"),
    column("claims", "claims", "断言"),
    column("other_claims", "other claims", "另一断言"),
)

_OUTCOME_COLUMNS = (
    column("verdict", "outcome", "结果", "category"),
    column("kind", "kind", "类别", "category"),
    column("question", "question", "问题", "category"),
    column("figure", "aimed at", "目标值", None, "claims"),
    column("published", "published", "发布日期"),
    column("other_figure", "observed", "实际值", None, "other_claims"),
    column("other_published", "published", "发布日期"),
    column("claims", "claims", "断言"),
    column("other_claims", "other claims", "另一断言"),
)
