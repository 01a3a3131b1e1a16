"""What the page of one thing shows, by its kind: a template's name, and the values it is filled with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kg import labels
from kg.charts.model import Chart
from kg.compare import words
from kg.compare.charted import rivals, series_charts
from kg.compare.explain import Explanation, explain
from kg.compare.series import Series
from kg.pages.links import Links, safe, thing_path
from kg.pages.snapshot import Snapshot
from kg.pages.statements import Statement, Statements
from kg.pages.values import Value, Values
from kg.terms import DCTERMS, DEKG, DEKGR, RDFS, SCHEMA, SKOS, local_name

__all__ = ["MOST", "Maker", "View", "document_card", "view"]

MOST = 400
"""Claims that one page lists; what is left out is counted, and is in the data files."""
_CHARTS = 24
_KEY_FIGURES = 6
_MATCHES = {SKOS + name: name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}


@dataclass(frozen=True)
class View:
    """A page before it is text: the template, its title, the way to it, and its values."""

    template: str
    title: str
    crumbs: tuple[tuple[str, str], ...] = ()
    description: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class Maker:
    """Makes views of one snapshot in one language."""

    def __init__(self, graph: Snapshot, statements: Statements, links: Links, words: Any) -> None:
        self.graph, self.statements, self.links, self.w = graph, statements, links, words
        self.language = links.language
        self.values = Values(graph, links, self.language)

    def label(self, iri: str) -> str:
        """Return a name in the language of the page."""
        return self.graph.label(iri, self.language)

    def link(self, claim: str) -> str:
        """Return where a claim's page is."""
        return self.links.up + thing_path(claim)

    def all(self, claims: Any) -> tuple[list[Statement], int]:
        """Return statements up to `MOST`, and how many are left out."""
        found = list(dict.fromkeys(claims))
        return self.statements.all(found[:MOST], self.language), max(0, len(found) - MOST)


def view(graph: Snapshot, statements: Statements, links: Links, interface: Any, iri: str) -> View:
    """Return the view of a thing."""
    make = Maker(graph, statements, links, interface)
    for kind, function in _KINDS:
        if graph.is_a(iri, kind):
            return function(make, iri)
    return _entity(make, iri)


# -- claims and data points -------------------------------------------------------------------------------------------


def _claim(make: Maker, iri: str) -> View:
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
            "properties": make.values.table(iri, _HIDDEN) if row is None else [],
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


def document_card(make: Maker, document: str) -> dict[str, Any]:
    """Return what is known of a document, for a template."""
    graph = make.graph
    url = graph.value(document, SCHEMA + "url")
    publisher = graph.value(document, SCHEMA + "publisher")
    return {
        "iri": document,
        "href": make.links.thing(document),
        "label": make.label(document) if document else "",
        "url": url,
        "open": safe(url),
        "publisher": make.values.of(publisher) if publisher else None,
        "published": graph.value(document, SCHEMA + "datePublished"),
        "language": graph.value(document, SCHEMA + "inLanguage"),
        "digest": graph.value(document, DEKG + "contentDigest"),
        "length": graph.value(document, DEKG + "textLength"),
    }


def _point(make: Maker, iri: str) -> View:
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


# -- documents, passages, periods -------------------------------------------------------------------------------------


def _document(make: Maker, iri: str) -> View:
    graph = make.graph
    said, left = make.all(graph.listed["document"].get(iri, ()))
    card = document_card(make, iri)
    length = int(card["length"] or 0)
    spots = sorted({(start, end, sentence) for item in said for start, end, sentence in item.passages})
    title = next(iter(graph.words(iri, DCTERMS + "title", make.language)), "") or card["label"]
    return View(
        "document.html",
        title,
        ((make.w["sources"], make.links.page("sources.html")),),
        values={
            "document": card,
            "said": said,
            "left": left,
            "spots": [(start / length * 100, max(0.4, (end - start) / length * 100), start, end, sentence)
                      for start, end, sentence in spots] if length else [],
            "graph": graph.graph_of(iri),
            "grouped": _grouped(said, by="subject"),
        },
    )  # fmt: skip


def _period(make: Maker, iri: str) -> View:
    said, left = make.all(make.graph.listed["period"].get(iri, ()))
    crumbs = ((make.w["more"], make.links.page("things.html")),)
    values = {"said": said, "left": left, "grouped": _grouped(said, by="variable"),
              "facts": make.values.table(iri, _HIDDEN)}  # fmt: skip
    return View("period.html", make.label(iri), crumbs, values=values)


# -- indicators, places, industries, and whatever has a name ----------------------------------------------------------


def _indicator(make: Maker, iri: str) -> View:
    graph = make.graph
    claims = graph.listed["variable"].get(iri, ())
    said, left = make.all(claims)
    series = graph.series_of.get(iri, [])
    facts = [
        (make.w[name], [make.values.of(target) for target in targets])
        for name, predicate in (
            ("measures", "measuredProperty"), ("of-industry", "industry"), ("stat-type", "statType"),
            ("growth-of", "growthOf"), ("denominator", "denominator"), ("comparison", "comparisonBasis"),
            ("units-allowed", "allowedUnit"),
        )
        if (targets := graph.values(iri, DEKG + predicate))
    ]  # fmt: skip
    return View(
        "indicator.html",
        make.label(iri),
        ((make.w["indicators"], make.links.page("indicators.html")),),
        _definition(make, iri),
        {
            **_named(make, iri),
            "facts": facts,
            "said": said,
            "left": left,
            "charts": _series_charts(make, series),
            "grouped": _grouped(said, by="subject"),
            "related": _related(make, iri),
        },
    )


def _entity(make: Maker, iri: str) -> View:
    graph = make.graph
    is_industry = graph.is_a(iri, "Industry")
    claims = list(graph.listed["about"].get(iri, ()))
    series = graph.series_of.get(iri, [])
    if is_industry:
        variables = [subject for predicate, subject in graph.inbound.get(iri, ()) if predicate == DEKG + "industry"]
        for variable in variables:
            claims += graph.listed["variable"].get(variable, ())
            series = [*series, *graph.series_of.get(variable, ())]
        claims += graph.listed["industry"].get(iri, ())
    said, left = make.all(claims)
    figures = [item for item in said if item.figure and item.status != "aim"]
    return View(
        "entity.html",
        make.label(iri),
        _entity_crumbs(make, iri),
        _definition(make, iri) or make.label(graph.kind(iri)),
        {
            **_named(make, iri),
            "facts": _facts(make, iri),
            "key": _key_figures(figures, by_subject=is_industry),
            "charts": _series_charts(make, series),
            "grouped": _grouped(figures, by="variable"),
            "aims": [item for item in said if item.status == "aim"],
            "others": [item for item in said if item.status == "stated"],
            "left": left,
            "by_subject": is_industry,
            "related": _related(make, iri),
            "matches": _matches(make, iri),
            "properties": make.values.table(iri, _NAMES) if not said else [],
        },
    )


def _named(make: Maker, iri: str) -> dict[str, Any]:
    graph, language = make.graph, make.language
    other = "en" if language == "zh" else "zh"
    aliases = [*graph.words(iri, SKOS + "altLabel", language), *graph.words(iri, SKOS + "altLabel", other)]
    return {
        "kind": make.values.of(graph.kind(iri)) if graph.kind(iri) else None,
        "name_other": next(iter(graph.words(iri, SKOS + "prefLabel", other)), ""),
        "other": other,
        "aliases": list(dict.fromkeys(aliases)),
        "definition": _definition(make, iri),
        "notes": [*graph.words(iri, SKOS + "scopeNote", language), *graph.words(iri, RDFS + "comment", language)],
        "examples": graph.words(iri, SKOS + "example", language),
    }


def _definition(make: Maker, iri: str) -> str:
    return next(iter(make.graph.words(iri, SKOS + "definition", make.language)), "")


def _facts(make: Maker, iri: str) -> list[tuple[str, list[Value]]]:
    """Return the few facts a reader wants of any thing: where it belongs, and its codes."""
    graph, w = make.graph, make.w
    wanted = (
        ("within", DEKG + "administrativelyWithin"), ("within", DEKG + "locatedIn"), ("broader", SKOS + "broader"),
        ("code", DEKG + "divisionCode"), ("code", SKOS + "notation"), ("symbol", "http://qudt.org/schema/qudt/symbol"),
    )  # fmt: skip
    return [
        (w[name], [make.values.of(value) for value in values])
        for name, predicate in wanted
        if (values := graph.values(iri, predicate))
    ]


def _key_figures(figures: list[Statement], *, by_subject: bool) -> list[Statement]:
    """Return the newest figure of each variable (and subject), the newest first, levels and shares before ranks."""
    newest: dict[tuple[str, str, str], Statement] = {}
    for item in figures:
        newest.setdefault((item.variable, item.subject if by_subject else "", item.scope), item)
    ranked = sorted(newest.values(), key=lambda item: ("-rank" in item.variable, item.order[2], item.order[1]))
    return ranked[:_KEY_FIGURES]


def _series_charts(make: Maker, series: list[Series]) -> list[Chart]:
    """Return charts of what changes or is disputed: two periods, or rivals; those with most marks first."""
    found: list[Chart] = []
    for item in series:
        if sum(len(point.rows) + len(point.aims) for point in item.points) < 2:
            continue
        found += [
            chart
            for chart in series_charts(item, make.language, make.link)
            if len({mark.place for mark in chart.marks}) > 1 or chart.disputed
        ]
    return sorted(found, key=lambda chart: (not chart.disputed, -len(chart.marks), chart.title))[:_CHARTS]


def _grouped(said: list[Statement], *, by: str) -> list[tuple[str, str, list[Statement]]]:
    """Return statements in groups: name, IRI, members; in the order of the names."""
    key: Callable[[Statement], tuple[str, str]] = (
        (lambda item: (item.variable_label, item.variable))
        if by == "variable"
        else (lambda item: (item.subject_label, item.subject))
    )
    groups: dict[tuple[str, str], list[Statement]] = {}
    for item in said:
        groups.setdefault(key(item), []).append(item)
    return [(name, iri, members) for (name, iri), members in sorted(groups.items())]


def _related(make: Maker, iri: str) -> list[tuple[str, list[Value]]]:
    """Return what links to a thing, by the property that does, and what it links to sideways."""
    found: dict[str, list[str]] = {}
    for predicate, subject in make.graph.inbound.get(iri, ()):
        found.setdefault(predicate, []).append(subject)
    names = {
        DEKG + "administrativelyWithin": make.w["parts-of-place"],
        SKOS + "broader": make.w["narrower"],
        DEKG + "industry": make.w["indicators"],
    }
    return [
        (
            names.get(predicate) or f"{make.w['named-by']}: {make.label(predicate)}",
            sorted((make.values.of(subject) for subject in subjects), key=lambda value: value.text),
        )
        for predicate, subjects in sorted(found.items())
        if predicate != SKOS + "inScheme"
    ]


def _matches(make: Maker, iri: str) -> list[tuple[str, list[Value]]]:
    wanted = (*_MATCHES, RDFS + "seeAlso", SCHEMA + "sameAs", DEKG + "seatRecord")
    return [
        (make.label(predicate), [make.values.of(target) for target in targets])
        for predicate in wanted
        if (targets := make.graph.values(iri, predicate))
    ]


def _entity_crumbs(make: Maker, iri: str) -> tuple[tuple[str, str], ...]:
    graph, w = make.graph, make.w
    if graph.is_a(iri, "Place"):
        chain: list[str] = []
        parent = graph.value(iri, DEKG + "administrativelyWithin") or graph.value(iri, DEKG + "locatedIn")
        while parent and parent not in chain and parent != iri:
            chain.insert(0, parent)
            parent = graph.value(parent, DEKG + "administrativelyWithin") or graph.value(parent, DEKG + "locatedIn")
        return (
            (w["places"], make.links.page("places.html")),
            *((make.label(item), make.links.thing(item)) for item in chain),
        )
    if graph.is_a(iri, "Industry"):
        return ((w["industries"], make.links.page("industries.html")),)
    return ((w["more"], make.links.page("things.html")),)


def _crumbs(make: Maker, page: str, iri: str) -> tuple[tuple[str, str], ...]:
    first = (make.w[page], make.links.page(f"{page}.html"))
    return (first, (make.label(iri), make.links.thing(iri))) if iri else (first,)


_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_NAMES = {SKOS + "prefLabel", SKOS + "altLabel", RDFS + "label", SKOS + "definition", DEKG + "announcingWord"}
_HIDDEN = {RDFS + "label", DCTERMS + "source", DEKG + "about", DEKG + "statedIn"}
_KINDS: tuple[tuple[str, Callable[[Maker, str], View]], ...] = (
    ("Claim", _claim),
    ("DataPoint", _point),
    ("StatisticalVariable", _indicator),
    ("SourceDocument", _document),
    ("Period", _period),
)

_ = words, DEKGR
