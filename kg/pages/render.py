"""From views to text: the templates, and what every page has in common.

Every value is escaped where a template puts it in (Jinja's autoescape), and addresses come from `kg.pages.links`, which
lets nothing but http and https out of the site. A label that looks like markup stays a label.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from kg.charts.svg import draw
from kg.pages import linked
from kg.pages.links import FILED, Links, thing_path
from kg.pages.maker import View
from kg.pages.snapshot import Snapshot
from kg.pages.statements import Statements
from kg.pages.things import view
from kg.pages.wording import LANGUAGES, TAGS, interface
from kg.terms import compact

__all__ = ["Pages", "page"]

SECTIONS = ("places", "industries", "indicators", "questions", "conflicts", "sources", "ontology", "data", "guides")
_OTHER = "@OTHER@"
_PATHS = {"questions": "questions/index.html", "ontology": "ontology/index.html", "guides": "guides/index.html"}


class _Words(Extension):
    """Put the interface's words into a template before it is compiled: they are the same on every page."""

    _PLACE = re.compile(r"""\{\{ w(?:\.([a-z]+)|\[["']([a-z0-9-]+)["']\]) \}\}""")

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with the words of the environment's language."""
        words = interface(str(self.environment.globals["lang"]))
        return self._PLACE.sub(lambda match: str(escape(words[match[1] or match[2]])), source)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.globals["lang"] = language
    environment.add_extension(_Words)
    environment.filters["compact"] = compact
    environment.filters["number"] = lambda value: f"{int(value):,}"
    environment.filters["draw"] = draw
    environment.filters["drawn_wide"] = lambda chart: draw(chart, width=680, height=300)
    return environment


def embedded(value: Any) -> Markup:
    """Return JSON for a `script` element: nothing in it can end the element or start another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - escaped just above


def page(made: View, links: Links, *, extra: Mapping[str, Any] | None = None) -> str:
    """Return a page as text.

    Args:
        made: what it shows.
        links: from where it lies.
        extra: values every page has: `alternates` (files with the same content as data) and `embedded` JSON-LD.
    """
    language = links.language
    other = next(item for item in LANGUAGES if item != language)
    template = _environment(language).get_template(made.template)
    head, header, footer = _frame(links.up, links.root, language, links.here.partition("/")[0].removesuffix(".html"))
    common: dict[str, Any] = {
        "head": Markup(head),  # noqa: S704 - as below
        "header": Markup(header.replace(_OTHER, links.other(other))),  # noqa: S704 - made by a template, paths are quoted
        "footer": Markup(footer),  # noqa: S704
        "w": interface(language),
        "links": links,
        "lang": language,
        "tag": TAGS[language],
        "other": other,
        "other_tag": TAGS[other],
        "title": made.title,
        "crumbs": made.crumbs,
        "description": made.description,
        "section": links.here.partition("/")[0].removesuffix(".html"),
        "alternates": (),
        "embedded": "",
        "addresses": {name: links.absolute(name) or links.other(name) for name in LANGUAGES},
    }
    return template.render({**common, **(extra or {}), **made.values})


@cache
def _frame(up: str, root: str, language: str, section: str) -> tuple[str, str, str]:
    """Return head, header and footer: the same for all pages of a section but for the address in the other language."""
    other = next(item for item in LANGUAGES if item != language)
    values = {
        "w": interface(language),
        "up": up,
        "root": root,
        "lang": language,
        "other_tag": TAGS[other],
        "sections": [(name, up + _PATHS.get(name, f"{name}.html")) for name in SECTIONS],
        "section": section,
        "version": version("dekg"),
    }
    head, header, footer = (
        _environment(language).get_template(f"{name}.html").render(values) for name in ("head", "header", "footer")
    )
    return head, header, footer


@dataclass
class Pages:
    """The pages of a snapshot's things.

    Attributes:
        graph: what they tell of.
        main: the language at the root.
        base: address of the site, or empty.
    """

    graph: Snapshot
    main: str = "en"
    base: str = ""
    things: frozenset[str] = field(init=False)
    statements: Statements = field(init=False)

    def __post_init__(self) -> None:
        self.things = frozenset(iri for iri in self.graph.things if not iri.startswith(FILED))
        self.statements = Statements(self.graph, thing_path)

    def links(self, here: str, language: str) -> Links:
        """Return the links of a page by its path."""
        return Links(here, language, self.main, self.things, self.graph.graphs, self.graph.units, self.base)

    def thing(self, iri: str, language: str) -> str:
        """Return the page of a thing."""
        links = self.links(thing_path(iri), language)
        made = view(self.graph, self.statements, links, interface(language), iri)
        name = thing_path(iri, "")
        extra = {
            "iri": iri,
            "alternates": (
                ("Turtle", "text/turtle", links.file(name + "ttl")),
                ("JSON-LD", "application/ld+json", links.file(name + "jsonld")),
            ),
            "embedded": embedded(linked.described(self.graph, iri, language)),
        }
        return page(made, links, extra=extra)

    def made(self, path: str, language: str, made: View, **extra: Any) -> str:
        """Return any other page from its view."""
        return page(made, self.links(path, language), extra=extra)
