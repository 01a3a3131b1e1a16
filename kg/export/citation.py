r"""Write citations: an entry for each document, and one for each claim read from it, in BibTeX and CSL-JSON.

A claim is cited to its document and to the positions it was read from; its key is its local name, so that
`\\cite{claim-…}` and the graph say the same. Titles are in the language asked for, the other language stands beside.

Source: biblatex manual, section 2 (fields, `@online`, `@misc`); CSL-JSON schema 1.0.2 (citation-style-language/schema).
"""

import json
import re
from typing import Any, TypeAlias

from kg.export.material import Material
from kg.export.statements import Statements
from kg.terms import SCHEMA, local_name

__all__ = ["bibtex", "csljson"]

Json: TypeAlias = Any

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""Characters that TeX reads as commands, and how to print them; all other characters are UTF-8."""

_POSITIONS = {"en": "code points {} of the text", "zh": "原文第{}字符"}
_GRAPH = {"en": "Digital Economy Knowledge Graph", "zh": "数字经济知识图谱"}
_OTHER = {"en": "zh", "zh": "en"}
_LANGUAGE = {"en": "english", "zh": "chinese"}


def bibtex(material: Material) -> bytes:
    """Return entries for documents, then for claims, by key."""
    found = material.statements
    return "\n".join(_bibtex(item, kind) for item, kind in _entries(found, material.language)).encode()


def csljson(material: Material) -> bytes:
    """Return the same as a CSL-JSON list."""
    items = [_csl(item, kind) for item, kind in _entries(material.statements, material.language)]
    body = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"[\n{body}\n]\n".encode() if items else b"[]\n"


def _entries(found: Statements, language: str) -> list[tuple[dict[str, str], str]]:
    """Return what is cited, as plain fields, with its kind: `document` or `claim`."""
    claims = found.members("dekg:Claim")
    documents = sorted({found.source(claim) for claim in claims} - {""})
    entries = [(_document(iri, found, language), "document") for iri in documents]
    return entries + [(_claim(iri, found, language), "claim") for iri in claims]


def _document(iri: str, found: Statements, language: str) -> dict[str, str]:
    publisher = found.first(iri, SCHEMA + "publisher")
    told = found.first(iri, SCHEMA + "inLanguage").lower().partition("-")[0]
    return {
        "key": local_name(iri),
        "title": found.label(iri, language),
        "publisher": found.label(publisher, language),
        "date": found.first(iri, SCHEMA + "datePublished"),
        "url": found.first(iri, SCHEMA + "url") or iri,
        "language": told,
    }


def _claim(iri: str, found: Statements, language: str) -> dict[str, str]:
    document = _document(found.source(iri), found, language)
    positions = ", ".join(f"{start}–{end}" for start, end in found.positions(iri))
    return {
        **document,
        "key": local_name(iri),
        "title": found.label(iri, language),
        "other": found.label(iri, _OTHER[language]),
        "in": document["title"],
        "document": document["key"],
        "positions": _POSITIONS[language].format(positions) if positions else "",
        "graph": _GRAPH[language],
        "iri": iri,
        "language": language,
    }


# -- BibTeX -----------------------------------------------------------------------------------------------------------


def _bibtex(entry: dict[str, str], kind: str) -> str:
    fields = {
        "title": _protected(entry["title"]),
        "titleaddon": _protected(entry.get("other", "")),
        "author": _protected(entry["publisher"]),
        "date": entry["date"],
        "url": _address(entry["url"]),
        "langid": _LANGUAGE.get(entry["language"], ""),
    }
    if kind == "claim":
        parts = [entry["in"], entry["positions"], entry["graph"], entry["iri"]]
        fields["note"] = ", ".join(_escaped(part) for part in parts if part)
        fields["related"] = entry["document"]
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{'online' if kind == 'document' else 'misc'}{{{entry['key']},\n" + ",\n".join(lines) + "\n}\n"


def _protected(text: str) -> str:
    """Return a text in braces of its own: capitals stay, and no name is taken apart."""
    return f"{{{_escaped(text)}}}" if text else ""


def _escaped(text: str) -> str:
    return " ".join("".join(_SPECIAL.get(character, character) for character in text).split())


def _address(url: str) -> str:
    """Return an address with braces, backslashes and spaces percent-encoded; `url` fields take the rest as it is."""
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", url)


# -- CSL-JSON ---------------------------------------------------------------------------------------------------------


def _csl(entry: dict[str, str], kind: str) -> dict[str, Json]:
    item: dict[str, Json] = {
        "id": entry["key"],
        "type": "article-newspaper" if kind == "document" else "entry",
        "title": entry["title"],
        "author": [{"literal": entry["publisher"]}] if entry["publisher"] else None,
        "issued": {"date-parts": [[int(part) for part in entry["date"].split("-")]]} if entry["date"] else None,
        "URL": entry["url"],
        "language": entry["language"],
    }
    if kind == "claim":
        item["container-title"] = entry["in"]
        item["note"] = "; ".join(part for part in (entry["positions"], entry["graph"], entry["iri"]) if part)
        item["original-title"] = entry["other"]
    return {name: value for name, value in item.items() if value}
