"""The ontology as a page: every term with an anchor of its own name, by module, with diagrams drawn here.

Everything shown is read from the Turtle files; a new term or module appears by itself.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg import assets
from kg.pages import diagram
from kg.pages.maker import Maker, View
from kg.pages.values import Value
from kg.terms import BASE, DCTERMS, DEKG, RDF, RDFS, SKOS
from kg.vocabulary import parse

__all__ = ["Module", "documentation", "module_page", "module_path", "modules", "release"]

_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = RDF + "type"
_KINDS = {
    "classes": _OWL + "Class",
    "object-properties": _OWL + "ObjectProperty",
    "data-properties": _OWL + "DatatypeProperty",
    "annotation-properties": _OWL + "AnnotationProperty",
}
_MARKS = ("TransitiveProperty", "SymmetricProperty", "FunctionalProperty", "InverseFunctionalProperty",
          "AsymmetricProperty", "IrreflexiveProperty")  # fmt: skip
_ORDER = ("core", "statistics", "time", "place", "industry", "ecosystem", "intention", "infrastructure", "event")


@dataclass(frozen=True)
class Module:
    """One Turtle file of the ontology.

    Attributes:
        name: below `https://w3id.org/dekg/ontology/`, such as `core` or `align/prov`; empty for the root.
        path: where it lies.
        iri: of the ontology it declares.
        terms: IRIs of our terms that it describes with a definition.
    """

    name: str
    path: Path
    iri: str
    terms: tuple[str, ...]
    quads: tuple[Quad, ...]


@cache
def modules() -> tuple[Module, ...]:
    """Return all modules: the root, the nine parts, bridges and reference data."""
    root = assets.folder("ontology")
    paths = [*root.glob("*.ttl"), *root.glob("align/*.ttl"), *root.glob("reference/**/*.ttl")]
    found = [_module(path, root) for path in paths]

    def key(module: Module) -> tuple[Any, ...]:
        known = _ORDER.index(module.name) if module.name in _ORDER else len(_ORDER)
        return (module.name != "", "/" in module.name, known, module.name)

    return tuple(sorted(found, key=key))


def _module(path: Path, root: Path) -> Module:
    quads = tuple(parse([path]))
    name = path.relative_to(root).with_suffix("").as_posix()
    iri = next(
        (q.subject.value for q in quads if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode)
         and q.predicate.value == _TYPE and q.object.value == _OWL + "Ontology"),
        f"{BASE}ontology/{name}",
    )  # fmt: skip
    terms = {
        quad.subject.value
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(DEKG)
        and quad.predicate.value == SKOS + "prefLabel"
    }
    return Module("" if name == "dekg" else name, path, iri, tuple(sorted(terms)), quads)


@dataclass(frozen=True)
class Term:
    """A term as the page shows it; lists of values carry links to other terms or outside."""

    name: str
    label: str
    other: str
    definition: str
    examples: list[str]
    notes: list[str]
    rows: list[tuple[str, list[Value]]]
    uses: int


def documentation(make: Maker) -> View:
    """Return the page of the whole ontology."""
    w = make.w
    uses = _uses(make)
    sections = []
    for module in modules():
        groups = [(w[kind], terms) for kind, terms in _grouped(make, module, uses) if terms]
        if not groups:
            continue
        title = _short(_words(make, module, DCTERMS + "title") or module.name)
        abstract = _words(make, module, DCTERMS + "abstract")
        drawing = (
            ""
            if module.name.startswith("reference/")
            else _tree(make, [t for t in module.terms if _is(make, t, "Class")])
        )
        name = module.name or "root"
        sections.append((name.replace("/", "-"), title, abstract, module_path(module), drawing, groups))
    root = modules()[0]
    return View(
        "ontology.html",
        w["ontology"],
        description=w["ontology-lead"],
        values={
            "sections": sections,
            "count": sum(len(terms) for section in sections for _, terms in section[5]),
            "abstract": _words(make, root, DCTERMS + "abstract"),
            "release": _plain(root, _OWL + "versionInfo"),
            "iri": root.iri,
            "star": diagram.star(_label_of(make), _href_of(make), w["diagram-star"]),
            "families": _tree(make, [DEKG + "Claim", *_below(make, DEKG + "Claim")], w["diagram-claims"]),
            "others": [(m, module_path(m), _words(make, m, DCTERMS + "title") or m.name) for m in modules()],
        },
    )


def module_path(module: Module, release: str = "") -> str:
    """Return the path of a module's page, as it is now or in a release."""
    return "/".join(filter(None, ("ontology", release, f"{module.name or 'index'}.html")))


def release() -> str:
    """Return the version of the ontology."""
    return _plain(modules()[0], _OWL + "versionInfo")


def module_page(make: Maker, module: Module) -> View:
    """Return the page of one module: what it is, its terms, and its files."""
    version = _plain(module, _OWL + "versionInfo")
    terms = [(iri.removeprefix(DEKG), make.label(iri), make.links.thing(iri)) for iri in module.terms]
    return View(
        "module.html",
        _words(make, module, DCTERMS + "title") or module.name,
        ((make.w["ontology"], make.links.page("ontology/index.html")),),
        _words(make, module, DCTERMS + "abstract"),
        {"terms": terms, "iri": module.iri, "release": version, "count": len(module.quads),
         "note": next(iter(_texts(make, module, RDFS + "comment")), "")},
    )  # fmt: skip


# -- terms ------------------------------------------------------------------------------------------------------------


def _grouped(make: Maker, module: Module, uses: dict[str, int]) -> list[tuple[str, list[Term]]]:
    groups: dict[str, list[Term]] = defaultdict(list)
    for iri in module.terms:
        types = make.graph.vocabulary.types(iri)
        kind = next((name for name, wanted in _KINDS.items() if wanted in types), "individuals")
        groups[kind].append(_term(make, iri, uses))
    return [(kind, sorted(groups[kind], key=lambda term: term.name)) for kind in (*_KINDS, "individuals")]


def _term(make: Maker, iri: str, uses: dict[str, int]) -> Term:
    words, w, language = make.graph.vocabulary, make.w, make.language
    other = "en" if language == "zh" else "zh"
    rows: list[tuple[str, list[Value]]] = []

    def add(name: str, found: list[str]) -> None:
        if found:
            rows.append((name, [make.values.of(target) for target in sorted(set(found))]))

    above = [*words.values(iri, RDFS + "subClassOf"), *words.values(iri, RDFS + "subPropertyOf")]
    add(w["superclass"], [target for target in above if target.startswith(DEKG)])
    add(w["subclasses"], _directly_below(make, iri))
    matches = [target for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
               for target in words.values(iri, SKOS + name)]  # fmt: skip
    equal = [*words.values(iri, _OWL + "equivalentClass"), *words.values(iri, _OWL + "equivalentProperty")]
    add(w["aligned"], [target for target in (*above, *matches, *equal) if not target.startswith(DEKG)])
    add(w["inverse"], words.values(iri, _OWL + "inverseOf"))
    add(w["disjoint"], words.values(iri, _OWL + "disjointWith"))
    marks = [kind for kind in words.types(iri) if kind.removeprefix(_OWL) in _MARKS]
    add(w["characteristics"], marks)
    if kinds := [kind for kind in words.types(iri) if kind.startswith(DEKG)]:
        add(w["kind"], kinds)
    return Term(
        iri.removeprefix(DEKG),
        words.label(iri, language),
        next(iter(words.words(iri, SKOS + "prefLabel", other)), ""),
        next(iter(words.words(iri, SKOS + "definition", language)), ""),
        words.words(iri, SKOS + "example", language) or words.words(iri, SKOS + "example", "en"),
        words.words(iri, SKOS + "scopeNote", language),
        rows,
        uses.get(iri, 0),
    )


def _uses(make: Maker) -> dict[str, int]:
    """Return how often the graph uses each class, property or code."""
    counted: dict[str, int] = defaultdict(int)
    for properties in make.graph.facts.values():
        for predicate, values in properties.items():
            if predicate.startswith(DEKG):
                counted[predicate] += len(values)
            for value in values:
                if isinstance(value, NamedNode) and value.value.startswith(DEKG):
                    counted[value.value] += 1
    return counted


def _directly_below(make: Maker, iri: str) -> list[str]:
    return [child for child, parents in _hierarchy().items() if iri in parents]


@cache
def _hierarchy() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for module in modules():
        for quad in module.quads:
            above = quad.predicate.value in {RDFS + "subClassOf", RDFS + "subPropertyOf"}
            if above and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                found[quad.subject.value].append(quad.object.value)
    return {child: tuple(sorted(set(parents))) for child, parents in sorted(found.items()) if child.startswith(DEKG)}


def _below(make: Maker, iri: str) -> list[str]:
    found: list[str] = []
    for child in _directly_below(make, iri):
        found += [child, *_below(make, child)]
    return list(dict.fromkeys(found))


def _is(make: Maker, iri: str, kind: str) -> bool:
    return _OWL + kind in make.graph.vocabulary.types(iri)


# -- words and drawings -----------------------------------------------------------------------------------------------


def _tree(make: Maker, classes: list[str], title: str = "") -> str:
    """Return a tree of classes, with their parents outside the list as roots; nothing for fewer than two."""
    inside = set(classes)
    edges = [
        (parent, child)
        for child in classes
        for parent in _hierarchy().get(child, ())
        if parent.startswith(DEKG) or (child in inside and parent == SKOS + "Concept")
    ]
    if len(classes) < 2 or not edges:
        return ""
    return diagram.tree(edges, inside, _label_of(make), _href_of(make), title or make.w["diagram-classes"])


def _label_of(make: Maker) -> Any:
    return lambda iri: make.label(iri) if iri.startswith(DEKG) else make.values.of(iri).text


def _href_of(make: Maker) -> Any:
    return lambda iri: make.links.thing(iri)


def _texts(make: Maker, module: Module, predicate: str) -> list[str]:
    return [
        quad.object.value
        for quad in module.quads
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and quad.subject.value == module.iri
        and quad.predicate.value == predicate
        and quad.object.language == make.language
    ]


def _words(make: Maker, module: Module, predicate: str) -> str:
    return next(iter(_texts(make, module, predicate)), "")


def _short(title: str) -> str:
    """Return a module's title without the name of the ontology before the colon."""
    return re.split(r":\s*|：", title, maxsplit=1)[-1]


def _plain(module: Module, predicate: str) -> str:
    for quad in module.quads:
        if (
            isinstance(quad.subject, NamedNode)
            and quad.subject.value == module.iri
            and quad.predicate.value == predicate
        ):
            return str(getattr(quad.object, "value", ""))
    return ""
