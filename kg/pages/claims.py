"""The pages of a claim and of a data point: the figure part by part, its rivals, and what contradicts it."""

from itertools import groupby
from typing import Any

from kg import labels
from kg.compare.charted import rivals
from kg.compare.explain import Explanation, explain
from kg.pages.maker import HIDDEN, Maker, View, document_card
from kg.pages.statements import Statement
from kg.pages.values import Value
from kg.terms import DEKG, SCHEMA, local_name

__all__ = ["claim_view", "point_view"]

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def claim_view(make: Maker, iri: str) -> View:
    """Return the page of a claim: what it says, where it stands, and who says otherwise."""
    graph, language = make.graph, make.language
    said = make.statements(iri, language)
    row = graph.row(iri)
    chart = explanations = None
    details: list[tuple[str, Value | str]] = []
    if row is not None:
        group = [r for r in graph.table.by_point.get((row.point or "", row.unit), ()) if r.kind == row.kind] or [row]
        if row.range.known and len(group) > 1:
            chart = rivals(group, graph.conflicting, graph.table, graph.rules, language, make.link)
        explanations = _explanations(make, iri)
        details = _figure_details(make, iri)
    passages = [(passage, place) for passage, place in graph.passages(iri)]
    amounts = [subject for predicate, subject in graph.inbound.get(iri, ()) if predicate == DEKG + "conversionOf"]
    document = said.document
    return View(
        "claim.html",
        said.label,
        ((make.w["sources"], make.links.page("sources.html")), (said.source, make.links.thing(document))),
        said.label,
        {
            "said": said,
            "chart": chart,
            "explanations": explanations or [],
            "details": details,
            "properties": make.values.table(iri, HIDDEN) if row is None else [],
            "passages": passages,
            "document": document_card(make, document),
            "amounts": [(make.label(amount), graph.value(amount, DEKG + "impliedRate")) for amount in amounts],
            "point": graph.value(iri, DEKG + "onDataPoint") or graph.value(iri, DEKG + "aimsAtDataPoint"),
            "citation": _citation(make, said),
        },
    )


def _figure_details(make: Maker, iri: str) -> list[tuple[str, Any]]:
    """Return the figure part by part; what is not known says so, since a missing bound is no zero."""
    graph, w, language = make.graph, make.w, make.language
    row = graph.row(iri)
    assert row is not None

    def bound(value: Any, inclusive: bool) -> str:
        if value is None:
            return str(w["unknown"])
        text = labels.amount(value, row.unit, graph.vocabulary, language)
        brackets = "（{}）" if language == "zh" else " ({})"
        return text + brackets.format(w["included"] if inclusive else w["excluded"])

    lexical = graph.value(iri, DEKG + "statedLexical")
    second = graph.value(iri, DEKG + "statedUpperLexical")
    power = graph.value(iri, DEKG + "unitMultiplier")
    printed = (
        lexical
        + (f" – {second}" if second else "")
        + (f" × 10{power.translate(_RAISED)}" if power not in {"", "0"} else "")
    )
    found: list[tuple[str, Any]] = [
        (w["comparator"], make.values.of(DEKG + row.comparator)),
        (w["lower"], bound(row.lower, row.lower_inclusive)),
        (w["upper"], bound(row.upper, row.upper_inclusive)),
        (w["as-printed"], printed),
        (w["unit"], make.values.of(row.unit)),
    ]
    for name, target in (("scope", row.scope), ("scope", row.compared_with), ("scope", row.ranked_among)):
        if target:
            found.append((w[name], make.values.of(target)))
    if row.base:
        value = make.values.of(row.base)
        if row.basis_inferred:
            brackets = "（{}）" if language == "zh" else " ({})"
            value = Value(value.text, value.href, value.language, brackets.format(w["base-inferred"]))
        found.append((w["base"], value))
    for name, predicate in (("modality", "modality"), ("strength", "assertionStrength")):
        if target := graph.value(iri, DEKG + predicate):
            found.append((w[name], make.values.of(target)))
    return found


def _explanations(make: Maker, claim: str) -> list[Explanation]:
    report = make.graph.report
    items: list[Any] = [item for item in (*report.conflicts, *report.revisions) if claim in item.claims]
    items += [item for item in report.derived if claim in item.claims]
    return [explain(item, report, make.language) for item in items[:8]]


def _citation(make: Maker, said: Statement) -> str:
    comma = "，" if make.language == "zh" else ", "
    url = make.graph.value(said.document, SCHEMA + "url")
    return comma.join(filter(None, (said.label, said.source, said.published or make.w["undated"], url, said.claim)))


def point_view(make: Maker, iri: str) -> View:
    """Return the page of a data point: every answer to one question."""
    graph = make.graph
    claims = [*graph.listed["point"].get(iri, ()), *graph.listed["aimed"].get(iri, ())]
    said, left = make.all(claims)
    variable = graph.value(iri, DEKG + "variable")
    subject = graph.value(iri, DEKG + "refOrganization") or graph.value(iri, DEKG + "refArea")
    period = graph.value(iri, DEKG + "refPeriod")
    limits = [graph.value(iri, DEKG + name) for name in ("populationScope", "comparedWith", "rankedAmong")]
    parts = [*(make.label(i) for i in (subject, variable) if i), *(make.label(i) for i in limits if i)]
    if period:
        parts.append(make.label(period))
    title = ("，" if make.language == "zh" else ", ").join(parts) or local_name(iri)
    rows = [row for claim in claims if (row := graph.row(claim)) and row.range.known]
    charts = [
        rivals(group, graph.conflicting, graph.table, graph.rules, make.language, make.link)
        for _, found in groupby(sorted(rows, key=lambda row: row.unit), key=lambda row: row.unit)
        if len(group := list(found)) > 1
    ]
    explanations = {str(item): item for claim in claims for item in _explanations(make, claim)}
    return View(
        "point.html",
        title,
        _crumbs(make, "indicators", variable),
        values={
            "said": said,
            "left": left,
            "charts": charts,
            "dimensions": make.values.table(iri),
            "explanations": list(explanations.values()),
        },
    )


def _crumbs(make: Maker, page: str, iri: str) -> tuple[tuple[str, str], ...]:
    first = (make.w[page], make.links.page(f"{page}.html"))
    return (first, (make.label(iri), make.links.thing(iri))) if iri else (first,)
