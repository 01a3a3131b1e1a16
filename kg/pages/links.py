"""Where pages lie, seen from the page that links to them.

The only module that knows the layout of a site. Every address is relative, so that a site opens from a folder as well
as from a server; the language of the front door lies at the root, the other one in a folder of its name.

| what | path |
| --- | --- |
| a thing | `id/{name}.html`, with `id/{name}.ttl` and `id/{name}.jsonld` beside it, for both languages |
| a term of the ontology | `ontology/index.html#{term}` |
| a unit of QUDT | `units.html#{unit}` |
| a named graph | `graph/{name}.html` |
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from kg.terms import DEKG, DEKGG, DEKGR, UNIT, hash16

__all__ = ["FILED", "Links", "safe", "thing_file", "thing_path"]

FILED = tuple(DEKGR + kind for kind in ("passage-", "selector-", "geometry-"))
"""Places in texts and on maps: parts of other things, described in a file each, without a page of their own."""
_LONGEST = 180
"""Letters of a file's name; file systems take 255 bytes, endings included."""
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def safe(address: str) -> str:
    """Return an address a reader may be sent to: http or https; anything else is empty, and shown as text."""
    return address if _WEB.fullmatch(address) else ""


@lru_cache(maxsize=65_536)
def thing_file(iri: str, ending: str = "html") -> str:
    """Return the path of a thing's page or file below the root, as it is named on a disk.

    Our names are made of letters, digits, dots and hyphens; of any other name, strange letters are percent-encoded, so
    that it stays one file in this folder.
    """
    name = quote(iri.removeprefix(DEKGR), safe="._-~")
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}-{hash16([iri])}"
    return f"id/{name}.{ending}"


def thing_path(iri: str, ending: str = "html") -> str:
    """Return the path of a thing's page or file as an address."""
    return thing_file(iri, ending).replace("%", "%25")


@dataclass(frozen=True)
class Links:
    """Links from one page.

    Attributes:
        here: path of the page below the folder of its language.
        language: of the page.
        main: the language that lies at the root.
        things: IRIs that have a page.
        graphs: IRIs of named graphs that have a page.
        units: IRIs of QUDT's units that the page of units lists.
        base: address of the published site without a slash at the end, or empty where it is not known.
    """

    here: str
    language: str
    main: str
    things: Container[str]
    graphs: Container[str] = ()
    units: Container[str] = ()
    base: str = ""

    @property
    def up(self) -> str:
        """From here to the folder of the language."""
        return "../" * self.here.count("/")

    @property
    def root(self) -> str:
        """From here to the root, where both languages keep their common files."""
        return self.up + ("" if self.language == self.main else "../")

    def page(self, path: str) -> str:
        """Return the address of a page in the same language; a fragment may follow the path."""
        return self.up + path

    def file(self, path: str) -> str:
        """Return the address of a file both languages share."""
        return self.root + path

    def tree(self, language: str) -> str:
        """Return the folder of a language below the root, with its slash."""
        return "" if language == self.main else f"{language}/"

    def other(self, language: str) -> str:
        """Return the address of this page in a language."""
        return self.root + self.tree(language) + self.here

    def absolute(self, language: str) -> str:
        """Return the whole address of this page in a language, or empty where the site's address is not known."""
        return f"{self.base}/{self.tree(language)}{self.here}" if self.base else ""

    def safe_out(self, address: str) -> str:
        """Return an address outside, or empty if nobody should be sent there."""
        return safe(address)

    def thing(self, iri: str) -> str:
        """Return where an IRI is described: its page, its term, else itself if it is an address; else empty."""
        if iri in self.things:
            return self.up + thing_path(iri)
        if iri.startswith(FILED):
            return f"{self.root}{thing_path(iri, 'ttl')}"
        if iri.startswith(DEKG):
            return f"{self.up}ontology/index.html#{quote(iri.removeprefix(DEKG))}"
        if iri in self.units:
            return f"{self.up}units.html#{quote(iri.removeprefix(UNIT))}"
        if iri in self.graphs:
            return f"{self.up}graph/{quote(iri.removeprefix(DEKGG))}.html"
        return safe(iri)
