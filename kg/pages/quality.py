"""What shapes and checks find in the graph, and the rules themselves."""

from typing import Any

from pyoxigraph import Literal, NamedNode

from kg import assets
from kg.pages.maker import Maker, View
from kg.query import Query
from kg.terms import BASE, RDF, compact, local_name
from kg.validate import Report
from kg.vocabulary import parse

__all__ = ["quality_page", "rules_page"]

_SHAPES = BASE + "shapes#"
_SH = "http://www.w3.org/ns/shacl#"
_MOST = 100


def quality_page(make: Maker, report: Report | None, checks: list[Query]) -> View:
    """Return the findings by rule, worst first; None says that nobody looked."""
    language = make.language
    groups: list[dict[str, Any]] = [
        {
            "rule": local_name(group.rule),
            "severity": group.severity,
            "count": group.count,
            "message": group.message.get(language) or group.message["en"],
            "claims": [make.values.of(name) for _, found in group.documents for item in found
                       if (name := item.claim or item.focus)][:_MOST],
        }
        for group in (report.groups if report else ())
    ]  # fmt: skip
    return View(
        "quality.html",
        make.w["quality"],
        description=make.w["quality-lead"],
        values={
            "ran": report is not None,
            "groups": groups,
            "checks": [(query.name, query.severity or "", query.message.get(language) or query.message.get("en", ""))
                       for query in checks],
            "shapes": _shapes(language),
        },
    )  # fmt: skip


def rules_page(make: Maker) -> View:
    """Return the shapes, each with its message and an anchor of its name."""
    crumbs = ((make.w["quality"], make.links.page("quality.html")),)
    return View("rules.html", make.w["rules"], crumbs, values={"shapes": _shapes(make.language)})


def _shapes(language: str) -> list[tuple[str, str, str]]:
    """Return names, targets or paths, and messages of the shapes that ship, by name."""
    messages: dict[str, str] = {}
    about: dict[str, list[str]] = {}
    names: set[str] = set()
    for quad in parse(assets.shape_files()):
        if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(_SHAPES):
            continue
        name, predicate, target = quad.subject.value.removeprefix(_SHAPES), quad.predicate.value, quad.object
        if predicate == RDF + "type" and isinstance(target, NamedNode) and target.value.startswith(_SH):
            names.add(name)
        if predicate == _SH + "message" and isinstance(target, Literal) and target.language == language:
            messages[name] = target.value
        if predicate in {_SH + "path", _SH + "targetClass"} and isinstance(target, NamedNode):
            about.setdefault(name, []).append(compact(target.value))
    return [(name, ", ".join(sorted(about.get(name, ()))), messages.get(name, "")) for name in sorted(names)]
