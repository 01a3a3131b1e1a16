"""A report as tables: what excludes what, and what became of targets; one row each, with the claims behind it."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.compare import words
from kg.compare.findings import Contradiction
from kg.compare.intervals import rounded
from kg.compare.observations import Observations
from kg.compare.outcomes import Outcome
from kg.compare.relations import Kind, Relation
from kg.compare.rules import Rules
from kg.compare.tables import bound_columns, bounds, column, joined, make
from kg.query import Table
from kg.terms import DEKG

__all__ = ["conflict_table", "outcome_table", "relation_name"]


def conflict_table(
    pairs: Iterable[Relation], derived: Iterable[Contradiction], table: Observations, rules: Rules, language: str
) -> Table:
    """Return pairs of figures, and figures that arithmetic excludes, one row each.

    Figures are given in words and as bounds; `claims` and `other_claims` name what they were read from. Bounds of a
    computed figure are rounded away from what they admit. An empty bound is unknown, never zero.
    """
    rows = [_pair(item, table, rules, language) for item in pairs]
    rows += [_contradiction(item, table, rules, language) for item in derived]
    title = {"en": "What sources disagree about", "zh": "来源之间的分歧"}
    return make(_COLUMNS, rows, title)


def outcome_table(outcomes: Iterable[Outcome], table: Observations, rules: Rules, language: str) -> Table:
    """Return what became of forecasts, targets and commitments, one row for each figure they are held against."""
    rows = []
    for item in outcomes:
        aim, seen = item.aim, item.observed
        rows.append(
            {
                "verdict": rules.outcome(item.verdict, language),
                "kind": rules.vocabulary.label(DEKG + aim.kind, language),
                "question": words.question(aim.key, table, rules, language),
                "figure": words.figure(aim, rules, language),
                "published": table.published(aim),
                "other_figure": words.figure(seen, rules, language) if seen else None,
                "other_published": table.published(seen) if seen else None,
                "claims": aim.claim,
                "other_claims": seen.claim if seen else None,
            }
        )
    title = {"en": "Targets and forecasts, and what came of them", "zh": "目标、预测及其结果"}
    return make(_OUTCOME_COLUMNS, rows, title)


def _other(item: Contradiction, rules: Rules, language: str) -> str:
    """Return what a computed figure is held against: a stated figure, or what is possible at all."""
    if item.against is not None:
        return words.figure(item.against, rules, language)
    if item.derived.rule == "exchange-rate":
        return words.rate(item.bounds, item.derived, rules)
    return words.bounds(item.bounds, str(item.derived.key[-1]), rules, language)


def relation_name(item: Relation, rules: Rules, language: str) -> str:
    """Return the name of a relation; a conflict within one text says so."""
    name = "contradicts-itself" if item.kind is Kind.CONFLICTS and item.within_source else str(item.kind)
    return rules.relation(name, language)


def _rule_name(item: Contradiction, rules: Rules, language: str) -> str:
    name = rules.label(item.derived.rule, language)
    colon = "：" if language == "zh" else ": "
    return f"{rules.relation('contradicts-itself', language)}{colon}{name}" if item.within_source else name


def _pair(item: Relation, table: Observations, rules: Rules, language: str) -> dict[str, object]:
    first, second = item.first, item.second
    return {
        "kind": relation_name(item, rules, language),
        "question": words.question(first.key, table, rules, language),
        "figure": words.figure(first, rules, language),
        "published": table.published(first),
        "publisher": words.publisher(first, table, rules, language),
        "other_figure": words.figure(second, rules, language),
        "other_published": table.published(second),
        "other_publisher": words.publisher(second, table, rules, language),
        **bounds("", first.lower, first.upper, first.range),
        **bounds("other_", second.lower, second.upper, second.range),
        "unit": NamedNode(first.unit),
        "claims": first.claim,
        "other_claims": second.claim,
    }


def _contradiction(item: Contradiction, table: Observations, rules: Rules, language: str) -> dict[str, object]:
    derived, against = item.derived, item.against
    rate = derived.rule == "exchange-rate"
    exact = rounded(derived.value)
    other = rounded(item.bounds) if rate or against is None else (against.lower, against.upper)
    asked = derived.inputs[0].key if rate else derived.key
    return {
        "kind": _rule_name(item, rules, language),
        "question": words.question(asked, table, rules, language),
        "figure": words.computation(derived, table, rules, language),
        "published": max((day for row in derived.inputs if (day := table.published(row))), default=None),
        "publisher": joined(words.publisher(row, table, rules, language) for row in derived.inputs),
        "other_figure": _other(item, rules, language),
        "other_published": table.published(against) if against else None,
        "other_publisher": words.publisher(against, table, rules, language) if against else None,
        **bounds("", *exact, derived.value),
        **bounds("other_", *other, item.bounds),
        "unit": NamedNode(str(derived.key[1 if rate else -1])),
        "claims": " ".join(dict.fromkeys(row.claim for row in derived.inputs)),
        "other_claims": against.claim if against else None,
    }


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
