"""A part of the graph is complete in itself; the table of formats tells every format; any words survive."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import export, plugins
from kg.errors import ExportError
from kg.export import Material, Selection, format_of, formats
from kg.export.statements import is_version
from kg.knowledgegraph import KnowledgeGraph
from kg.terms import DEKG, DEKGR, RDFS, SKOS

URL = "http://english.guiyang.gov.cn/fgw/2024-03/13/c_970763.htm"
WORDS = kg.vocabulary.shipped()


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return kg.open()


def claims(material: Material) -> set[str]:
    return set(material.statements.members("dekg:Claim"))


# -- selections -------------------------------------------------------------------------------------------------------

SELECTIONS = {
    "place": Selection(place="Guiyang"),
    "place in Chinese": Selection(place="贵阳市"),
    "document by address": Selection(document=URL),
    "indicator": Selection(indicator="software services revenue"),
    "period": Selection(since=date(2022, 1, 1), until=date(2022, 12, 31)),
    "all at once": Selection(place="Guizhou", since=date(2020, 1, 1), indicator="GDP"),
}


@pytest.fixture(scope="module")
def parts(material: Material) -> dict[str, Material]:
    return {
        name: Material(selection.of(material.quads, WORDS), WORDS, whole=material.quads)
        for name, selection in SELECTIONS.items()
    }


@pytest.mark.parametrize("name", SELECTIONS)
def test_a_selection_is_a_part_of_the_graph_and_complete_in_itself(name: str, parts: dict[str, Material]) -> None:
    part = parts[name]
    whole = set(part.whole)
    assert set(part.quads) < whole
    assert 0 < len(claims(part)) < len(claims(Material(part.whole, WORDS)))
    described = {quad.subject for quad in part.quads}
    known = {quad.subject for quad in whole}
    for quad in part.quads:
        if is_version(quad.graph_name):
            for term in (quad.predicate, quad.object):
                if term in known:
                    assert term in described, f"{quad}: {term} is named but not described"


@pytest.mark.parametrize("name", SELECTIONS)
def test_every_document_of_a_selection_keeps_licence_and_head(name: str, parts: dict[str, Material]) -> None:
    part = parts[name]
    graphs = {quad.graph_name for quad in part.quads if is_version(quad.graph_name)}
    assert graphs
    for version in graphs:
        assert any(quad.subject == version and quad.predicate.value.endswith("/license") for quad in part.quads)
        assert any(quad.object == version and quad.predicate.value == DEKG + "currentVersion" for quad in part.quads)


def test_a_selection_holds_exactly_the_claims_that_fit(material: Material, parts: dict[str, Material]) -> None:
    everything = material.statements
    guiyang = {
        c for c in everything.members("dekg:Claim") if DEKGR + "place-guiyang" in everything.all(c, DEKG + "about")
    }
    chosen = claims(parts["place"])
    assert guiyang <= chosen
    others = chosen - guiyang
    for claim in others:  # named as an object, or as the purpose of a chosen claim
        assert DEKGR + "place-guiyang" in everything.all(claim, DEKG + "claimObject") or everything.pointing(
            DEKG + "purpose", claim
        )


def test_places_named_by_a_chosen_place_are_themselves_named(small: Material) -> None:
    named = {q.subject for q in small.quads if q.predicate.value == SKOS + "prefLabel"}
    assert ox.NamedNode(DEKGR + "place-guizhou") in named


@pytest.mark.parametrize("format", ["turtle", "jsonld", "jsonld-claim", "csvw", "cube", "geojson", "bibtex", "nanopub"])
def test_a_selection_can_be_written_in_every_kind_of_format(format: str, material: Material, small: Material) -> None:
    whole, part = export.write(format, material), export.write(format, Material(small.quads, WORDS))
    sizes = [len(b"".join(export.files(format, output).values())) for output in (whole, part)]
    assert sizes[1] < sizes[0] / 2


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        (Selection(place="Guiyangg"), "--place 'Guiyangg' is not known; did you mean"),
        (Selection(place="Suzhou"), "--place 'Suzhou' has several meanings; choose one of: place-suzhou-"),
        (Selection(indicator="Guiyang"), "--indicator 'Guiyang' is not known"),
        (Selection(document="https://example.org/none"), "'https://example.org/none' is no document of this graph"),
        (Selection(place="Guiyang", since=date(2099, 1, 1)), "no claim fits the selection; widen it"),
    ],
)
def test_a_selection_that_cannot_be_made_is_told_in_one_sentence(
    selection: Selection, message: str, material: Material
) -> None:
    with pytest.raises(ExportError, match=message):
        selection.of(material.quads, WORDS)


def test_nothing_selected_is_the_whole_graph(graph: KnowledgeGraph) -> None:
    assert set(graph.material(Selection()).quads) == set(graph.store.quads())


# -- formats ----------------------------------------------------------------------------------------------------------


def test_the_table_tells_every_format_in_two_languages() -> None:
    table = formats()
    assert [item.name for item in table] == plugins.names("kg.exporters")
    assert len(table) >= 22
    for item in table:
        assert set(item.title) == set(item.purpose) == {"en", "zh"}, item.name
        assert "/" in item.media_type
        assert item.conforms_to.startswith("http")
        assert len(item.purpose["en"]) <= 78
    assert len({item.file for item in table}) == len(table), "no two formats share a file"


def test_formats_of_one_file_give_bytes_and_folders_give_files(small: Material, tmp_path: Path) -> None:
    material = Material(small.quads, WORDS)
    for item in formats():
        output = export.write(item.name, material)
        assert item.folder == (not isinstance(output, bytes)), item.name
        written = export.save(output, tmp_path / item.file)
        assert all(path.stat().st_size > 0 or item.name == "quickstatements" for path in written)


def test_a_format_of_another_package_is_used_and_told_like_ours(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As installed: a module, its table of formats, and an entry point; nothing of ours is touched."""
    files = {
        "my_formats/__init__.py": "def count(material):\n    return str(len(material.quads)).encode()\n",
        "my_formats/formats.toml": '[count]\nextension = "txt"\nmedia_type = "text/plain"\ntitle.en = "Count"\n',
        "my_formats-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: my-formats\nVersion: 1\n",
        "my_formats-1.dist-info/entry_points.txt": "[kg.exporters]\ncount = my_formats:count\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    assert graph.export("count") == str(len(list(graph.store.quads()))).encode()
    assert format_of("count").title == {"en": "Count"}
    assert format_of("count").file == "dekg-count.txt"
    assert "count" in [item.name for item in formats()]


_DIGESTS = """
import hashlib, json, kg
from kg import export
with kg.open() as graph:
    part = graph.material(export.Selection(place="Guiyang", since=__import__("datetime").date(2023, 1, 1)))
for item in export.formats():
    files = export.files(item.name, export.write(item.name, part))
    print(item.name, hashlib.sha256(b"".join(files.values())).hexdigest())
"""


def test_every_format_has_the_same_bytes_in_every_process() -> None:
    runs = [
        subprocess.run([sys.executable, "-c", _DIGESTS], check=True, capture_output=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.count(b"\n") == len(formats())


def test_an_unknown_format_is_refused_with_those_that_are_known(graph: KnowledgeGraph) -> None:
    with pytest.raises(ExportError, match="'papyrus' is no export format; known: bibtex, "):
        graph.export("papyrus")


# -- any words --------------------------------------------------------------------------------------------------------

_AWKWARD = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20),
    st.sampled_from(['"', ",", ";", "\r\n", "\\", "=1+1", "{}", "\t", "80亿元", "]]>", "'''", "@en", "%"]),
)
_TEXT_FORMATS = ["csv", "csvw", "jsonld-claim", "schemaorg", "geojson", "csljson", "bibtex", "cube", "datacommons"]


@settings(max_examples=12, deadline=None)
@given(words=_AWKWARD)
def test_any_words_of_a_label_survive_in_every_format(words: str, small: Material) -> None:
    def renamed(quad: ox.Quad) -> ox.Quad:
        english = isinstance(quad.object, ox.Literal) and quad.object.language == "en"
        if not (english and quad.predicate.value == RDFS + "label" and is_version(quad.graph_name)):
            return quad
        return ox.Quad(quad.subject, quad.predicate, ox.Literal(words, language="en"), quad.graph_name)

    material = Material(map(renamed, small.quads), WORDS)
    for format in _TEXT_FORMATS:
        output = export.write(format, material)
        assert export.write(format, Material(reversed(material.quads), WORDS)) == output
    framed = export.write("jsonld-claim", material)
    assert not isinstance(framed, bytes)
    assert {json.loads(data)["label"]["en"] for data in framed.values()} == {words}
    cited = json.loads(b"".join(export.files("csljson", export.write("csljson", material)).values()))
    assert words in {item["title"] for item in cited}
    back = ox.parse(b"".join(export.files("cube", export.write("cube", material)).values()), format=ox.RdfFormat.TURTLE)
    labels = {q.object.value for q in back if q.predicate.value == RDFS + "label" and isinstance(q.object, ox.Literal)}
    assert words in labels
