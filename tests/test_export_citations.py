"""Citations are read by other people's tools, whatever characters a title holds."""

import json
import re
import warnings
from typing import Any

import bibtexparser
import pyoxigraph as ox
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.export import Material, citation
from kg.terms import DCTERMS, DEKG, DEKGR, RDF, RDFS, SCHEMA, XSD

WORDS = kg.vocabulary.shipped()
CLAIM, DOCUMENT = DEKGR + "claim-1", DEKGR + "doc-1"
AWKWARD = [
    "100% of R&D: $5 #1 in a_b {c} ~d ^e \\f",
    "贵阳：软件业务收入“超过”800亿元",
    "\\end{document} \\input{x}",
    "tabs\tand\nlines",
    "Ünïcode – “quotes” 'single'",
    "{{{",
    "}",
]


def cited(title: str, url: str = "https://example.org/a_b?c=1&d=2%20#e") -> Material:
    """A graph of one document and one claim with a title."""

    def literal(text: str, kind: str) -> ox.Literal:
        return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))

    claim, document = ox.NamedNode(CLAIM), ox.NamedNode(DOCUMENT)
    said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (claim, RDF + "type", ox.NamedNode(DEKG + "QualitativeClaim")),
        (claim, DCTERMS + "source", document),
        (claim, RDFS + "label", ox.Literal(title, language="en")),
        (claim, RDFS + "label", ox.Literal("中文 " + title, language="zh")),
        (document, RDFS + "label", ox.Literal(title, language="en")),
        (document, SCHEMA + "url", literal(url, "anyURI")),
        (document, SCHEMA + "datePublished", literal("2024-03-13", "date")),
        (document, SCHEMA + "inLanguage", ox.Literal("en")),
        (document, SCHEMA + "publisher", ox.NamedNode(DEKGR + "org-guizhou-daily")),
    ]
    return Material([ox.Quad(s, ox.NamedNode(p), o) for s, p, o in said], WORDS)


def read(data: bytes) -> Any:
    return bibtexparser.parse_string(data.decode())


def unescaped(text: str) -> str:
    """What TeX prints of a field."""
    named = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}
    return re.sub(r"\\text[a-z]+\{\}|\\([{}&%$#_])", lambda m: named.get(m[0]) or m[1], text)


def test_bibtex_holds_every_document_and_claim_once(material: Material) -> None:
    library = read(citation.bibtex(material))
    assert not library.failed_blocks
    found = material.statements
    claims = found.members("dekg:Claim")
    documents = {found.source(claim) for claim in claims}
    keys = [entry.key for entry in library.entries]
    assert len(keys) == len(set(keys)) == len(claims) + len(documents)
    assert {entry["related"] for entry in library.entries if entry.entry_type == "misc"} <= set(keys)


@pytest.mark.parametrize("title", AWKWARD)
def test_bibtex_keeps_awkward_titles(title: str) -> None:
    library = read(citation.bibtex(cited(title)))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["doc-1", "claim-1"]
    for entry in library.entries:
        inner = entry["title"].removeprefix("{").removesuffix("}")
        assert unescaped(inner) == " ".join(title.split())
    assert library.entries[0]["url"] == "https://example.org/a_b?c=1&d=2%20#e"


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_any_title_stays_inside_its_field(title: str) -> None:
    library = read(citation.bibtex(cited("x" + title)))
    assert not library.failed_blocks
    assert len(library.entries) == 2
    inner = library.entries[0]["title"].removeprefix("{").removesuffix("}")
    assert unescaped(inner) == " ".join(("x" + title).split())


def test_an_address_with_braces_cannot_end_its_field() -> None:
    library = read(citation.bibtex(cited("title", "https://example.org/{a}\\b c")))
    assert library.entries[0]["url"] == "https://example.org/%7Ba%7D%5Cb%20c"


def test_an_independent_reader_decodes_what_tex_would_print() -> None:
    data = citation.bibtex(cited("R&D at 100% #1")).decode()
    library = bibtexparser.parse_string(data, append_middleware=[LatexDecodingMiddleware()])
    assert library.entries[0]["title"].strip("{}") == "R&D at 100% #1"


def test_csl_json_is_read_and_rendered_by_an_independent_processor(small: Material) -> None:
    items = json.loads(citation.csljson(small))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for key in source:
            bibliography.register(Citation([CitationItem(key)]))
        lines = [str(line) for line in bibliography.bibliography()]
    assert len(lines) == len(items) > 1
    assert any("Guiyang government portal" in line and "2024" in line for line in lines)


def test_csl_json_has_dates_as_numbers_and_claims_with_their_place_in_the_text(material: Material) -> None:
    items = {item["id"]: item for item in json.loads(citation.csljson(material))}
    assert {item["type"] for item in items.values()} == {"article-newspaper", "entry"}
    for item in items.values():
        for parts in item.get("issued", {}).get("date-parts", []):
            assert [type(part) for part in parts] == [int, int, int]
    cited_at = [item for item in items.values() if "code points" in item.get("note", "")]
    assert len(cited_at) > 30


def test_citations_follow_the_language(small: Material) -> None:
    english, chinese = (
        citation.csljson(Material(small.quads, WORDS, language=language)).decode() for language in ("en", "zh")
    )
    assert "贵阳市，" in chinese.split('"original-title"')[0]
    first = next(item for item in json.loads(english) if item["type"] == "entry")
    assert first["title"].startswith("Guiyang")
    assert first["original-title"].startswith("贵阳")
