"""The examples of the shapes: data that conform, and for each shape an edit of them that breaks it."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from kg import assets
from kg.terms import RDFS, expand

__all__ = ["CONFORMING", "FAILING", "conforming", "edited", "subclasses"]

_FOLDER = Path(__file__).parent / "shapes"
CONFORMING = _FOLDER / "conforming.ttl"
FAILING: dict[str, dict[str, Any]] = tomllib.loads((_FOLDER / "failing.toml").read_text("utf-8"))


@cache
def conforming() -> tuple[Triple, ...]:
    """Return the data that conform."""
    return tuple(quad.triple for quad in pyoxigraph.parse(path=str(CONFORMING), format=RdfFormat.TURTLE))


@cache
def subclasses() -> tuple[Triple, ...]:
    """Return what the ontology says of classes below classes."""
    quads = (q for path in assets.ontology_files() for q in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE))
    return tuple(quad.triple for quad in quads if quad.predicate.value == RDFS + "subClassOf")


def edited(case: dict[str, Any]) -> list[Triple]:
    """Return the data that conform as a failing example edits them; what it removes must be there."""
    gone = {tuple(map(expand, entry.split())) for entry in case.get("remove", ())}
    kept = [t for t in conforming() if (getattr(t.subject, "value", ""), t.predicate.value) not in gone]
    assert gone <= {(getattr(t.subject, "value", ""), t.predicate.value) for t in conforming()}
    prefixes = "\n".join(re.findall(r"^@prefix .*$", CONFORMING.read_text("utf-8"), re.MULTILINE))
    added = pyoxigraph.parse(prefixes + "\n" + case.get("add", ""), format=RdfFormat.TURTLE)
    return [*kept, *(quad.triple for quad in added)]
