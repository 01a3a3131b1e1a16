"""Pages that list: the front page, places, industries, indicators, sources, conflicts, units, everything."""

from collections import defaultdict
from typing import Any

from kg.compare.explain import explain
from kg.pages.links import safe
from kg.pages.maker import Maker, View, document_card
from kg.pages.values import Value
from kg.terms import DCTERMS, DEKG, DEKGR, SCHEMA, SKOS, UNIT

__all__ = ["LISTS"]

_FEATURED = 6
_KINDS_OF_PLACE = (
    "Country", "Province", "MunicipalityDirectlyUnder", "SpecialAdministrativeRegion", "PrefectureLevelDivision",
    "County", "City", "FunctionalArea", "JointArea", "MacroRegion", "Place",
)  # fmt: skip


def home(make: Maker) -> View:
    """Return the front page: one claim with all that hangs on it, then ways in."""
    graph, w = make.graph, make.w
    counts = _counts(make)
    places = sorted(graph.listed["about"], key=lambda iri: (-len(graph.listed["about"][iri]), iri))
    featured = [iri for iri in places if graph.is_a(iri, "Place")][:_FEATURED]
    industries = _industry_counts(make)[:_FEATURED]
    anatomy = _showpiece(make)
    conflicts = [make.statements(item.first.claim, make.language) for item in graph.report.conflicts[:3]]
    numbers = [
        (len(graph.claims), w["count-claims"], "sources.html"),
        (len(graph.documents), w["count-documents"], "sources.html"),
        (sum(1 for iri in counts if graph.is_a(iri, "Place")), w["count-places"], "places.html"),
        (sum(1 for iri in graph.listed["variable"]), w["count-indicators"], "indicators.html"),
        (len(graph.report.conflicts) + len(graph.report.derived), w["count-conflicts"], "conflicts.html"),
    ]
    return View(
        "home.html",
        w["site"],
        values={
            "numbers": numbers,
            "anatomy": anatomy,
            "anatomy_positions": graph.passages(anatomy.claim) if anatomy else [],
            "featured": [(make.values.of(iri), counts[iri]) for iri in featured],
            "industries": [(make.values.of(iri), count) for iri, count in industries],
            "disputed": conflicts,
            "newest": [document_card(make, iri) for iri in graph.documents[:5]],
        },
    )


def places(make: Maker) -> View:
    """Return the list of places: those something is said about first, the rest by kind."""
    graph, counts = make.graph, _counts(make)
    spoken = [iri for iri in counts if graph.is_a(iri, "Place")]
    groups: dict[str, list[Value]] = defaultdict(list)
    for iri in graph.things:
        if iri.startswith((DEKGR + "place-", DEKGR + "area-", DEKGR + "region-")) and iri not in counts:
            kind = next((kind for kind in _KINDS_OF_PLACE if graph.is_a(iri, kind)), "")
            if kind:
                groups[kind].append(make.values.of(iri))
    rest = [
        (make.label(DEKG + kind), sorted(groups[kind], key=lambda value: value.text))
        for kind in _KINDS_OF_PLACE
        if kind in groups
    ]
    return _listing(make, "places", [(iri, counts[iri]) for iri in _most(spoken, counts)], rest)


def industries(make: Maker) -> View:
    """Return the list of industries, by the number of claims on their indicators."""
    graph = make.graph
    found = _industry_counts(make)
    known = {iri for iri, _ in found}
    rest = [make.values.of(iri) for iri in graph.things if graph.is_a(iri, "Industry") and iri not in known]
    return _listing(make, "industries", found, [("", sorted(rest, key=lambda value: value.text))] if rest else [])


def indicators(make: Maker) -> View:
    """Return the list of indicators by the industry they are about; those with figures first."""
    graph, w = make.graph, make.w
    groups: dict[str, list[tuple[Value, int]]] = defaultdict(list)
    rest: list[Value] = []
    for iri in graph.things:
        if not graph.is_a(iri, "StatisticalVariable"):
            continue
        count = len(graph.listed["variable"].get(iri, ()))
        if not count:
            rest.append(make.values.of(iri))
            continue
        industry = graph.value(iri, DEKG + "industry")
        groups[make.label(industry) if industry else ""].append((make.values.of(iri), count))
    named = [(name or w["more"], sorted(items, key=lambda item: item[0].text)) for name, items in groups.items()]
    named.sort(key=lambda item: (item[0] == w["more"], -sum(count for _, count in item[1]), item[0]))
    return View(
        "indicators.html",
        w["indicators"],
        description=w["indicators-lead"],
        values={"lead": w["indicators-lead"], "groups": named, "rest": sorted(rest, key=lambda value: value.text)},
    )


def sources(make: Maker) -> View:
    """Return the list of documents, the newest first."""
    graph, w = make.graph, make.w
    rows = [
        (document_card(make, iri), next(iter(graph.words(iri, DCTERMS + "title", make.language)), ""),
         len(graph.listed["document"].get(iri, ())))
        for iri in graph.documents
    ]  # fmt: skip
    return View("sources.html", w["sources"], description=w["sources-lead"], values={"rows": rows})


def conflicts(make: Maker) -> View:
    """Return what sources disagree about, each with its proof, and what became of targets."""
    graph, w = make.graph, make.w
    report = graph.report
    most = 200
    found = [explain(item, report, make.language) for item in (*report.conflicts, *report.revisions)[:most]]
    derived = [explain(item, report, make.language) for item in report.derived[:most]]
    table = report.outcome_table(make.language)
    outcomes = table.records()[:most]
    left = max(0, len(report.conflicts) + len(report.revisions) - most) + max(0, len(report.derived) - most)
    return View(
        "conflicts.html",
        w["conflicts"],
        description=w["conflicts-lead"],
        values={"found": found, "derived": derived, "outcomes": outcomes, "left": left,
                "relations": [(graph.rules.relation(str(kind), make.language), count)
                              for kind, count in sorted(report.counts.items()) if str(kind) != "unrelated"]},
    )  # fmt: skip


def things(make: Maker) -> View:
    """Return everything that has a page but claims and data points, by kind."""
    graph, w = make.graph, make.w
    groups: dict[str, list[str]] = defaultdict(list)
    apart = (DEKGR + "claim-", DEKGR + "datapoint-", DEKGR + "passage-", DEKGR + "selector-", DEKGR + "geometry-")
    for iri in graph.things:
        if not iri.startswith(apart):
            groups[graph.kind(iri)].append(iri)
    named = [
        (make.label(kind) if kind else w["more"], sorted((make.values.of(i) for i in items), key=lambda v: v.text))
        for kind, items in groups.items()
    ]
    return View(
        "things.html",
        w["all-things"],
        description=w["other-kinds"],
        values={"groups": sorted(named, key=lambda item: item[0]), "claims": len(graph.claims)},
    )


def units(make: Maker) -> View:
    """Return the units, ours and those of QUDT, each with an anchor."""
    graph, w = make.graph, make.w
    rows = []
    for iri in sorted(graph.units):
        name = iri.removeprefix(UNIT).removeprefix(DEKGR)
        symbol = graph.value(iri, "http://qudt.org/schema/qudt/symbol") or graph.value(iri, SKOS + "notation")
        href = make.links.thing(iri) if iri.startswith(DEKGR) else safe(iri)
        definition = next(iter(graph.words(iri, SKOS + "definition", make.language)), "")
        rows.append((name, Value(make.label(iri), href), symbol, definition))
    return View("units.html", w["units"], values={"rows": rows})


LISTS: dict[str, Any] = {
    "index.html": home,
    "places.html": places,
    "industries.html": industries,
    "indicators.html": indicators,
    "sources.html": sources,
    "conflicts.html": conflicts,
    "things.html": things,
    "units.html": units,
}
"""Pages by path."""


def _counts(make: Maker) -> dict[str, int]:
    return {iri: len(claims) for iri, claims in make.graph.listed["about"].items()}


def _most(found: list[str], counts: dict[str, int]) -> list[str]:
    return sorted(found, key=lambda iri: (-counts[iri], iri))


def _industry_counts(make: Maker) -> list[tuple[str, int]]:
    graph = make.graph
    claims: dict[str, set[str]] = defaultdict(set)
    for variable, found in graph.listed["variable"].items():
        for industry in graph.values(variable, DEKG + "industry"):
            claims[industry].update(found)
    for name in ("about", "industry"):
        for iri, found in graph.listed[name].items():
            if graph.is_a(iri, "Industry"):
                claims[iri].update(found)
    return sorted(((iri, len(found)) for iri, found in claims.items()), key=lambda item: (-item[1], item[0]))


def _listing(make: Maker, name: str, found: list[tuple[str, int]], rest: list[tuple[str, list[Value]]]) -> View:
    lead = make.w[f"{name}-lead"]
    rows = []
    for iri, count in found:
        parent = make.graph.value(iri, DEKG + "administrativelyWithin") or make.graph.value(iri, SKOS + "broader")
        kind = make.values.of(make.graph.kind(iri))
        rows.append((make.values.of(iri), kind, make.values.of(parent) if parent else None, count))
    return View("listing.html", make.w[name], description=lead, values={"lead": lead, "rows": rows, "rest": rest})


def _showpiece(make: Maker) -> Any:
    """Return the claim that shows most of what a claim can have: a bound, passages, a conversion or a rival."""
    graph = make.graph

    def merit(claim: str) -> tuple[Any, ...]:
        row = graph.row(claim)
        assert row is not None
        converted = any(predicate == DEKG + "conversionOf" for predicate, _ in graph.inbound.get(claim, ()))
        dated = bool(graph.value(row.document, SCHEMA + "datePublished"))
        return (bool(graph.passages(claim)), not row.range.two_sided, converted, dated, len(graph.passages(claim)))

    rows = [row.claim for row in graph.table.rows if row.range.known and row.period and (row.area or row.organization)]
    if not rows:
        return None
    best = max(sorted(rows), key=merit)
    return make.statements(best, make.language)
