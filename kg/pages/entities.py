"""The pages of indicators, places, industries, and of whatever else has a name: what it is, and what is said of it."""

from typing import Any

from kg.charts.model import Chart
from kg.compare.charted import series_charts
from kg.compare.series import Series
from kg.pages.maker import Maker, View, grouped
from kg.pages.statements import Statement
from kg.pages.values import Value
from kg.terms import DEKG, RDFS, SCHEMA, SKOS

__all__ = ["entity_view", "indicator_view"]

_CHARTS = 24
_KEY_FIGURES = 6
_MATCHES = tuple(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"))
_NAMES = {SKOS + "prefLabel", SKOS + "altLabel", RDFS + "label", SKOS + "definition", DEKG + "announcingWord"}


def indicator_view(make: Maker, iri: str) -> View:
    """Return the page of an indicator: what it measures, and its figures everywhere."""
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
            "grouped": grouped(said, by="subject"),
            "related": _related(make, iri),
        },
    )


def entity_view(make: Maker, iri: str) -> View:
    """Return the fact sheet of a place, an industry, or any other thing with a name."""
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
            "grouped": grouped(figures, by="variable"),
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
