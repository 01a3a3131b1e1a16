"""Read and write tables of links in SSSOM/TSV: one row for each link, with who says so, why, and how surely.

The only module that knows the layout of such a file (https://mapping-commons.github.io/sssom/spec-formats-tsv/): a
header of YAML in lines that start with `#`, then tab-separated rows whose columns are named as SSSOM names its slots.
A column that is read is written back, known here or not; the same set gives the same bytes.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.errors import LinkError
from kg.terms import hash16

__all__ = ["COLUMNS", "SUFFIX", "Link", "LinkSet", "read", "write"]

SUFFIX = ".sssom.tsv"
"""How the name of such a file ends."""

MAX_BYTES = 50_000_000
"""Longest file that is read."""

COLUMNS = (
    *("record_id", "subject_id", "subject_label", "subject_category", "predicate_id", "predicate_modifier"),
    *("object_id", "object_label", "object_category", "mapping_justification", "author_id"),
    *("reviewer_id", "reviewer_label", "review_date", "mapping_date", "mapping_tool", "mapping_tool_version"),
    *("subject_source", "object_source", "confidence", "similarity_score", "subject_match_field", "match_string"),
    *("agreeing_sources", "score", "features", "comment"),
)
"""The columns in the order they are written; other columns follow, sorted. An empty column is left out.

`agreeing_sources`, `score` and `features` are extension slots, which the header of a file defines.
"""

_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_HEADER = ("curie_map", "license", "mapping_set_id")


@dataclass(frozen=True, slots=True)
class Link:
    """One row: IRIs written out, everything else as it is printed; `place` is file and line, for messages."""

    subject: str
    predicate: str
    object: str
    slots: Mapping[str, str] = field(default_factory=dict)
    place: str = ""

    @property
    def refused(self) -> bool:
        """Whether the row says that the link does not hold."""
        return self.slots.get("predicate_modifier") == "Not"

    @property
    def reviewed(self) -> bool:
        """Whether a person has decided on it."""
        return bool(self.slots.get("reviewer_id") or self.slots.get("reviewer_label"))

    @property
    def sources(self) -> tuple[str, ...]:
        """The data sets that agree on it, as prefixed names."""
        return tuple(name for name in self.slots.get("agreeing_sources", "").split("|") if name)

    @property
    def published(self) -> bool:
        """Whether it enters the graph: a person confirmed it, its own register names it, or two sources agree on it.

        They agree; that they are independent is not known, since both may descend from one.
        """
        if self.refused:
            return False
        return self.reviewed or len(self.sources) > 1 or self.slots.get("object_source", "") in self.sources

    def with_slots(self, **slots: str) -> "Link":
        """Return the row with some slots set."""
        return replace(self, slots={**self.slots, **slots})


@dataclass(frozen=True, slots=True)
class LinkSet:
    """A file: what its header says, and its rows."""

    header: Mapping[str, Any]
    links: tuple[Link, ...] = ()

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Namespace by prefix."""
        found: Mapping[str, str] = self.header["curie_map"]
        return found


def read(path: Path) -> LinkSet:
    """Return a table of links.

    Raises:
        LinkError: the file cannot be read, its header lacks something, or a row does.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LinkError(f"{path}: longer than {MAX_BYTES >> 20} MB, which no table of links is; split it")
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise LinkError(f"{path}: not UTF-8 (byte {error.start}); save the table as UTF-8") from None
    except OSError as error:
        raise LinkError(f"{path}: cannot be read ({error.strerror}); check name and permissions") from None
    lines = text.removeprefix("\ufeff").splitlines()
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = _header(lines[:count], path)
    prefixes: Mapping[str, str] = header["curie_map"]
    table = csv.DictReader(lines[count:], delimiter="\t", quotechar='"', strict=True)
    try:
        missing = [name for name in _REQUIRED if name not in (table.fieldnames or ())]
        if missing:
            raise LinkError(f"{path}: line {count + 1} lacks the columns {', '.join(missing)}; add them")
        links = [_link(row, prefixes, f"{path}: line {count + table.line_num}") for row in table]
    except csv.Error as error:
        raise LinkError(f"{path}: line {count + table.line_num} is no row of a table ({error}); correct it") from None
    return LinkSet(header, tuple(links))


def _header(lines: list[str], path: Path) -> dict[str, Any]:
    import yaml

    try:
        found = yaml.safe_load("\n".join(line[1:] for line in lines)) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1} of the header" if mark else "the header"
        raise LinkError(f"{path}: {line} is no YAML; expected lines such as '#license: …' at the top") from None
    if not isinstance(found, dict):
        raise LinkError(f"{path}: the header is no list of names and values; expected lines such as '#license: …'")
    missing = [name for name in _HEADER if not found.get(name)]
    if missing:
        raise LinkError(f"{path}: the header lacks {', '.join(missing)}; add a line '#{missing[0]}: …' at the top")
    prefixes = found["curie_map"]
    if not isinstance(prefixes, dict) or not all(isinstance(v, str) for pair in prefixes.items() for v in pair):
        raise LinkError(f"{path}: curie_map of the header is no list of prefixes; expected '#  dekgr: https://…'")
    return {str(name): value for name, value in found.items()}


def _link(row: "dict[str | Any, str | Any]", prefixes: Mapping[str, str], place: str) -> Link:
    if None in row or None in row.values():
        raise LinkError(f"{place} has not as many cells as the table has columns; correct it")
    slots = {name: value.strip() for name, value in row.items() if value.strip()}
    for name in _REQUIRED:
        if name not in slots:
            raise LinkError(f"{place}: {name} is empty; fill it in")
    if slots.get("predicate_modifier", "Not") != "Not":
        raise LinkError(f"{place}: predicate_modifier is {slots['predicate_modifier']!r}; SSSOM knows only 'Not'")
    try:
        sure = float(slots.get("confidence", "1"))
    except ValueError:
        sure = -1.0
    if not 0 <= sure <= 1:
        raise LinkError(f"{place}: confidence is {slots['confidence']!r}; expected a number from 0 to 1")
    subject, predicate, target = (_iri(slots.pop(name), prefixes, place) for name in _REQUIRED[:3])
    return Link(subject, predicate, target, slots, place)


def _iri(name: str, prefixes: Mapping[str, str], place: str) -> str:
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in prefixes:
        raise LinkError(f"{place}: {name!r} has no prefix of the header's curie_map ({', '.join(sorted(prefixes))})")
    iri = prefixes[prefix] + local
    if any(c in iri for c in ' <>"{}|\\^`') or not local or not iri.isprintable():
        raise LinkError(f"{place}: {name!r} is no legal IRI ({iri}); correct it")
    return iri


def record(subject: str, target: str) -> str:
    """Return the name of a row: its two ends decide it, so that a review may change what lies between them."""
    return f"dekgr:link-{hash16([subject, target])}"


def write(found: LinkSet) -> str:
    """Return a table as text: rows by subject, object and predicate, columns that are used in a fixed order.

    Raises:
        LinkError: an IRI has no prefix in the header.
    """
    import yaml

    head = yaml.safe_dump(dict(found.header), sort_keys=False, allow_unicode=True, width=1000)
    rows = []
    for link in sorted(found.links, key=lambda link: (link.subject, link.object, link.predicate)):
        ends = {
            "subject_id": _curie(link.subject, found.prefixes),
            "predicate_id": _curie(link.predicate, found.prefixes),
            "object_id": _curie(link.object, found.prefixes),
        }
        row = {"record_id": record(link.subject, link.object), **link.slots, **ends}
        rows.append({name: " ".join(value.split()) for name, value in row.items()})
    used = {name for row in rows for name, value in row.items() if value} | set(_REQUIRED)
    columns = [*(name for name in COLUMNS if name in used), *sorted(used - set(COLUMNS))]
    text = io.StringIO()
    table = csv.DictWriter(text, columns, restval="", delimiter="\t", lineterminator="\n", extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return "".join(f"#{line}\n" for line in head.splitlines()) + text.getvalue()


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    fitting = [(len(namespace), prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fitting:
        raise LinkError(f"{iri}: no prefix of the header's curie_map fits it; add one")
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def merged(sets: Iterable[LinkSet]) -> tuple[Link, ...]:
    """Return the rows of several tables, in order."""
    return tuple(link for found in sets for link in found.links)
