"""The static site: built once from the shipped graph, then read as a crawler, a program, a person and a browser do."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from browser import chromium, find
from lxml import etree, html

import kg
from kg import assets
from kg.errors import ExportError
from kg.pages import guides
from kg.pages.links import FILED, thing_file
from kg.pages.render import Pages
from kg.pages.snapshot import Snapshot
from kg.site import publish
from kg.site.folder import Folder
from kg.site.work import graph_files, thing_files
from kg.store import Embedded
from kg.terms import DEKGR
from kg.vocabulary import shipped

BASE = "https://data.example.org/dekg"
GUIDE = """# The first hour

Ask one thing, with `kg query`.

```sparql
SELECT * WHERE { ?s ?p ?o }
```

## Ask `one` thing

See [the first hour](first-hour.md#ask-one-thing), [cells](cells.ipynb), [the code](../kg/query.py)
and <script>alert(1)</script>.
"""


@dataclass
class Page:
    """A page as a crawler sees it."""

    path: str
    language: str = ""
    title: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    headings: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class Site:
    """The built site."""

    root: Path
    pages: dict[str, Page]
    files: frozenset[str]
    graph: kg.KnowledgeGraph


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    docs = tmp_path_factory.mktemp("docs")
    (docs / "first-hour.md").write_text(GUIDE, "utf-8")
    cells = [
        {"cell_type": "markdown", "source": ["# In cells\n", "\n", "Back to [the first hour](first-hour.md)."]},
        {"cell_type": "code", "source": ["print(2 * 21)"], "outputs": [{"output_type": "stream", "text": ["42\n"]}]},
    ]
    (docs / "cells.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    (docs / "first-hour.zh.md").write_text("# 第一小时\n\n先提一个问题。\n", "utf-8")
    with kg.open() as graph:
        publish(graph.store, graph.vocabulary, folder, base=BASE, docs=docs, jobs=1)
        files = frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
        pages = {name: crawl(folder, name) for name in files if name.endswith(".html")}
        yield Site(folder, pages, files, graph)


def crawl(root: Path, name: str) -> Page:
    tree = html.fromstring((root / name).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    page = Page(name, tree.get("lang") or "", tree.findtext(".//title") or "")
    for element in tree.iter(etree.Element):
        tag = str(element.tag)
        if identity := element.get("id"):
            page.ids.append(identity)
        if tag == "a" and (href := element.get("href")) is not None:
            page.links.append(href)
        elif tag == "link":
            if element.get("rel") == "alternate" and element.get("hreflang"):
                page.alternates[str(element.get("hreflang"))] = str(element.get("href"))
            elif element.get("rel") != "canonical":
                page.assets.append(str(element.get("href")))
        page.assets += [value for key in ("src", "srcset", "data", "poster", "action") if (value := element.get(key))]
        if re.fullmatch(r"h[1-6]", tag):
            page.headings.append(int(tag[1]))
        page.faults += [f"{tag} has {key}" for key in element.attrib if str(key).startswith("on")]
        if tag == "table" and element.find("caption") is None:
            page.faults.append("a table without a caption")
        if tag == "th" and not element.get("scope"):
            page.faults.append("a table head without a scope")
        hidden = any(item.get("aria-hidden") == "true" for item in (element, *element.iterancestors()))
        if tag == "svg" and not hidden and element.find("title") is None:
            page.faults.append("a drawing without a title")
    if len(tree.findall(".//main")) != 1:
        page.faults.append("not one main")
    return page


def resolved(page: str, href: str) -> tuple[str, str]:
    """Return the file below the root that a relative address leads to, and the fragment."""
    parts = urlsplit(href)
    joined = os.path.normpath(os.path.join(os.path.dirname(page), unquote(parts.path))) if parts.path else page  # noqa: PTH118, PTH120
    return joined, unquote(parts.fragment)


def outside(address: str) -> bool:
    return bool(urlsplit(address).scheme or urlsplit(address).netloc)


# -- as a crawler -----------------------------------------------------------------------------------------------------


def test_every_entity_claim_document_indicator_point_and_period_has_a_page_in_both_languages_turtle_and_json(
    site: Site,
) -> None:
    things = Snapshot(site.graph.store, site.graph.vocabulary).things
    paged = [iri for iri in things if not iri.startswith(FILED)]
    assert len(paged) > 2500
    wanted = {f"{tree}{thing_file(iri)}" for iri in paged for tree in ("", "zh/")}
    wanted |= {thing_file(iri, "jsonld") for iri in paged} | {thing_file(iri, "ttl") for iri in things}
    assert wanted - site.files == set()


def test_all_links_and_anchors_resolve(site: Site) -> None:
    broken = []
    checked = 0
    anchors = {name: set(page.ids) for name, page in site.pages.items()}
    for name, page in site.pages.items():
        for href in {*page.links, *page.assets}:
            if outside(href):
                continue
            checked += 1
            target, fragment = resolved(name, href)
            if target not in site.files or (fragment and target in anchors and fragment not in anchors[target]):
                broken.append((name, href))
    assert checked > 100_000
    assert broken == []


def test_no_page_asks_for_anything_outside(site: Site) -> None:
    assert {asset for page in site.pages.values() for asset in page.assets if outside(asset)} == set()
    style = (site.root / "static/site.css").read_text("utf-8")
    script = (site.root / "static/site.js").read_text("utf-8")
    assert not re.search(r"@import|url\(", style)
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|https?://|import\(", script)


def test_links_to_outside_are_plain_web_addresses(site: Site) -> None:
    schemes = {urlsplit(href).scheme for page in site.pages.values() for href in page.links if outside(href)}
    assert schemes <= {"http", "https"}


def test_every_page_names_its_twin_and_the_twin_names_it(site: Site) -> None:
    for name, page in site.pages.items():
        plain = name.removeprefix("zh/")
        assert page.alternates == {
            "en": f"{BASE}/{plain.replace('%', '%25')}",
            "zh-Hans": f"{BASE}/zh/{plain.replace('%', '%25')}",
            "x-default": f"{BASE}/{plain.replace('%', '%25')}",
        }
        assert page.language == ("zh-Hans" if name.startswith("zh/") else "en")
    names = set(site.pages)
    assert {name for name in names if not name.startswith("zh/")} == {
        name.removeprefix("zh/") for name in names if name.startswith("zh/")
    }


def test_the_sitemap_lists_every_page_once(site: Site) -> None:
    tree = etree.parse(site.root / "sitemap.xml")
    listed = [str(node.text) for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(listed) == len(set(listed))
    assert set(listed) == {f"{BASE}/{name.replace('%', '%25')}" for name in site.pages}
    assert f"Sitemap: {BASE}/sitemap.xml" in (site.root / "robots.txt").read_text("utf-8")


# -- as somebody who reads with more than the eyes --------------------------------------------------------------------


def test_pages_have_landmarks_titles_one_first_heading_and_no_heading_left_out(site: Site) -> None:
    faults = {name: page.faults for name, page in site.pages.items() if page.faults}
    assert faults == {}
    untitled = [name for name, page in site.pages.items() if not page.title.strip()]
    assert untitled == []
    for name, page in site.pages.items():
        assert page.headings.count(1) == 1, name
        steps = [second - first for first, second in zip(page.headings, page.headings[1:], strict=False)]
        assert page.headings[0] == 1, name
        assert max(steps, default=0) <= 1, (name, page.headings)


def test_no_identifier_stands_twice_on_a_page(site: Site) -> None:
    assert [name for name, page in site.pages.items() if len(page.ids) != len(set(page.ids))] == []


def samples(site: Site) -> list[str]:
    """Return two pages of each kind in each language: all lists, and things by the kind their name begins with."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for name in sorted(site.pages):
        plain = name.removeprefix("zh/")
        kind = re.split(r"[-.]", plain)[0] if plain.startswith("id/") else str(Path(plain).parent)
        key = f"{name.startswith('zh/')} {kind}"
        if plain.count("/") == 0 or len(kinds[key]) < 2:
            kinds[key].append(name)
    found = [name for names in kinds.values() for name in names]
    return [*found, "id/place-guiyang.html", "zh/id/place-guizhou.html", "id/claim-fd55d213aefa01b3.html"]


def test_pages_are_valid_html(site: Site) -> None:
    import html5lib

    checked = samples(site)
    assert len(checked) > 100
    for name in checked:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse((site.root / name).read_text("utf-8"))
        # html5lib knows no scripts of another type and no `search` element; these two are none of its errors
        assert [error for _, error, _ in parser.errors] == [], name


def test_text_has_enough_contrast_in_both_themes() -> None:
    style = (Path(kg.__file__).parent / "pages/static/site.css").read_text("utf-8")
    blocks = re.findall(r":root[^{]*\{([^{}]*--paper[^{}]*)\}", style)
    assert len(blocks) >= 3
    for block in blocks[:3]:
        colours = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block))
        for text, behind in [
            ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("disputed", "paper"), ("aim", "paper"),
            ("soft", "card"), ("soft", "hair"), ("disputed", "disputed-soft"), ("aim", "aim-soft"),
        ]:  # fmt: skip
            assert contrast(colours[text], colours[behind]) >= 4.5, (text, behind, block[:40])


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, 1.4.3)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


# -- as a program -----------------------------------------------------------------------------------------------------


def test_turtle_and_json_of_every_thing_hold_the_same_triples_and_nothing_the_graph_does_not(site: Site) -> None:
    everything = {quad.triple for quad in site.graph.store.quads()}
    compared = 0
    for name in sorted(site.files):
        if not (name.startswith("id/") and name.endswith(".ttl")):
            continue
        turtle = {q.triple for q in ox.parse(path=str(site.root / name), format=ox.RdfFormat.TURTLE)}
        assert turtle, name
        assert turtle <= everything, name
        other = site.root / f"{name[:-4]}.jsonld"
        if other.exists():
            assert {q.triple for q in ox.parse(path=str(other), format=ox.RdfFormat.JSON_LD)} == turtle, name
            compared += 1
    assert compared > 2500


def test_files_of_named_graphs_hold_the_graphs(site: Site) -> None:
    graphs: dict[str, set[ox.Quad]] = defaultdict(set)
    for quad in site.graph.store.quads():
        graphs[str(getattr(quad.graph_name, "value", ""))].add(quad)
    assert len(graphs) > 35
    for graph, quads in graphs.items():
        path = site.root / "graph" / graph.rpartition("/")[2]
        assert set(ox.parse(path=f"{path}.nq", format=ox.RdfFormat.N_QUADS)) == quads
        assert set(ox.parse(path=f"{path}.trig", format=ox.RdfFormat.TRIG)) == quads
        assert {q.triple for q in ox.parse(path=f"{path}.ttl", format=ox.RdfFormat.TURTLE)} == {q.triple for q in quads}


def test_a_claims_file_tells_its_passage_data_point_and_conversion(site: Site) -> None:
    text = (site.root / "id/claim-3cc9997743ced41d.ttl").read_text("utf-8")
    for part in ("oa:start 1346", "a dekg:DataPoint", "a dekg:ConvertedAmount", "dekg:segmentDigest"):
        assert part in text


def test_every_syntax_of_the_ontology_holds_the_same_triples(site: Site) -> None:
    formats = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML,
               "nt": ox.RdfFormat.N_TRIPLES}  # fmt: skip
    for name in ("ontology/index", "ontology/core", "ontology/0.1.0/align/prov", "ontology/reference/units"):
        found = [
            {q.triple for q in ox.parse(path=str(site.root / f"{name}.{ending}"), format=kind)}
            for ending, kind in formats.items()
        ]
        assert len(found[0]) > 10, name
        assert all(one == found[0] for one in found), name


def test_every_term_has_an_anchor_and_every_release_its_files(site: Site) -> None:
    words = shipped()
    terms = {iri.rpartition("#")[2] for iri in words.members("owl:Class") if iri.startswith("https://w3id.org/dekg/")}
    assert len(terms) > 60
    assert terms <= set(site.pages["ontology/index.html"].ids)
    assert terms <= set(site.pages["zh/ontology/0.1.0/index.html"].ids)


def test_dumps_are_complete_and_match_their_catalogue(site: Site) -> None:
    quads = set(site.graph.store.quads())
    assert set(ox.parse(path=str(site.root / "dump/dekg.nq"), format=ox.RdfFormat.N_QUADS)) == quads
    described = list(ox.parse(path=str(site.root / "catalogue.ttl"), format=ox.RdfFormat.TURTLE))
    addresses = {q.object.value for q in described if q.predicate.value.endswith("downloadURL")}
    assert len(addresses) >= 8
    assert {address.removeprefix(f"{BASE}/") for address in addresses} <= site.files
    digests = {q.object.value for q in described if q.predicate.value.endswith("checksumValue")}
    assert sha256((site.root / "dump/dekg.nq").read_bytes()).hexdigest() in digests
    links = list(ox.parse(path=str(site.root / "dump/links.nt"), format=ox.RdfFormat.N_TRIPLES))
    assert links
    assert not any(q.object.value.startswith("https://w3id.org/dekg/") for q in links)


def test_redirects_lead_to_files_that_are_there(site: Site) -> None:
    text = (site.root / "w3id/dekg.htaccess").read_text("utf-8")
    assert f"[E=SITE:{BASE}]" in text
    cases = (Path(__file__).parent / "ontology/redirects.csv").read_text("utf-8").splitlines()[1:]
    targets = [line.rpartition(",")[2].lstrip("/") for line in cases]
    gone = {"", "id/claim-eda27b8e8fda6cc5.jsonld"}
    checked = [target for target in targets if target not in gone]
    assert len(checked) > 35
    assert [target for target in checked if target not in site.files] == []


def test_search_engines_are_told_of_the_data_set_claims_and_places(site: Site) -> None:
    import json

    def told(name: str) -> dict[str, Any]:
        tree = html.fromstring((site.root / name).read_bytes())
        found: dict[str, Any] = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
        return found

    assert told("id/place-guiyang.html")["containedInPlace"]["name"] == "Guizhou"
    claim = told("id/claim-3cc9997743ced41d.html")
    assert claim["@type"] == ["Claim", "Observation"]
    assert claim["value"] == {"@type": "QuantitativeValue", "unitText": "unit:CCY_CNY", "minValue": "80000000000"}
    assert len(told("data.html")["distribution"]) >= 8


# -- as a reader ------------------------------------------------------------------------------------------------------


def text_of(site: Site, name: str) -> str:
    tree = html.fromstring((site.root / name).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


def test_a_disputed_claim_shows_figure_bound_period_source_and_rival_together(site: Site) -> None:
    text = text_of(site, "id/claim-fd55d213aefa01b3.html")
    for part in ("90.5%", "(±0.05)", "2022", "eGuizhou", "2023-02-07", "conflicts with", "99.7%", "no value in common"):
        assert part in text
    chinese = text_of(site, "zh/id/claim-fd55d213aefa01b3.html")
    for part in ("90.5%", "99.7%", "冲突", "贵州省"):
        assert part in chinese


def test_a_fact_sheet_has_charts_that_mark_bounds_and_disputes(site: Site) -> None:
    page = (site.root / "id/place-guizhou.html").read_text("utf-8")
    assert page.count('<svg class="chart"') >= 8
    assert 'class="mark disputed"' in page
    assert 'class="open-end"' in page
    assert 'class="mark aim"' in page


def test_a_passage_is_told_by_position_and_sentence(site: Site) -> None:
    assert "1346–1530" in text_of(site, "id/claim-3cc9997743ced41d.html")
    assert "1346–1530" in text_of(site, "id/doc-18880fd85b30f354.html")


def test_questions_stand_with_their_query_and_the_answer_leads_to_claims(site: Site) -> None:
    page = site.pages["questions/software-revenue.html"]
    assert "../id/claim-3cc9997743ced41d.html" in page.links
    assert "more than 80 billion CNY" in text_of(site, "questions/software-revenue.html")
    assert "SELECT" in text_of(site, "questions/software-revenue.html")
    assert len([name for name in site.pages if name.startswith("questions/")]) > 30


def test_guides_are_pages_in_the_language_they_are_written_in(site: Site) -> None:
    assert "the first hour" in text_of(site, "guides/first-hour.html").casefold()
    assert "第一小时" in text_of(site, "zh/guides/first-hour.html")
    links = site.pages["guides/first-hour.html"].links
    assert "first-hour.html#ask-one-thing" in links
    assert "ask-one-thing" in site.pages["guides/first-hour.html"].ids
    assert "<script>alert" not in (site.root / "guides/first-hour.html").read_text("utf-8")
    assert "<a>the code</a>" in (site.root / "guides/first-hour.html").read_text("utf-8")  # it leads to no page


def test_a_notebook_is_a_guide_with_its_code_and_what_it_shows(site: Site) -> None:
    assert "cells.html" in site.pages["guides/first-hour.html"].links
    assert "first-hour.html" in site.pages["guides/cells.html"].links
    page = text_of(site, "guides/cells.html")
    assert re.search(r"In cells.*2 \* 21\s*\)\s+42\b", page, re.DOTALL)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"cells": 3}', '{"cells": [{"cell_type": "code", "source": ["x"]}]}']
)
def test_a_notebook_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.ipynb").write_text(text, "utf-8")
    with pytest.raises(ExportError, match=r"broken\.ipynb: not a Jupyter notebook .* repair or remove it"):
        guides.read_guides(tmp_path)


def test_code_of_a_notebook_may_hold_fences(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ["text = '```'"], "outputs": []}
    (tmp_path / "fence.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
    assert guides.read_guides(tmp_path)[0].text == "````python\ntext = '```'\n````\n"


def test_every_link_between_the_shipped_guides_leads_to_a_page() -> None:
    folder = assets.guide_folder()
    assert folder is not None
    found = guides.read_guides(folder)
    names = {guide.name for guide in found}
    assert {"analyst", "journalist", "publisher", "ontology-engineer", "python"} <= names
    for guide in found:
        for target in re.findall(
            r"\]\((?!https?:|#)([^)#\s]+)", re.sub(r"^```.*?^```$", "", guide.text, flags=re.MULTILINE | re.DOTALL)
        ):
            assert Path(target).stem in names, f"{guide.name} links to {target}"


def test_the_pages_hold_no_run_of_words_of_an_article(site: Site) -> None:
    seed = Path(__file__).parents[2] / "shared/seed"
    if not seed.is_dir():
        pytest.skip("the seed article is in ../shared")
    text = next(seed.rglob("*.txt")).read_text("utf-8-sig")
    words = re.findall(r"\w+", text)
    runs = {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
    assert len(runs) > 100
    for name in ("id/doc-18880fd85b30f354.html", "id/place-guiyang.html", "index.html", "id/area-guiyang-guian.html"):
        found = re.findall(r"\w+", text_of(site, name))
        assert not runs & {" ".join(found[i : i + 8]) for i in range(len(found) - 7)}, name


# -- strange input ----------------------------------------------------------------------------------------------------

HOSTILE = """
@prefix dekg: <https://w3id.org/dekg/ontology#> . @prefix dekgr: <https://w3id.org/dekg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix schema: <https://schema.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/dekg/graph/doc-00000000000000aa-1> {
  <https://w3id.org/dekg/id/org-../../../etc/passwd> a dekg:Organization ;
    skos:prefLabel "<script>alert(1)</script>"@en , "\\"><img src=x onerror=alert(2)>"@zh ;
    skos:altLabel "</script><svg onload=alert(3)>"@en ; rdfs:seeAlso <javascript:alert(4)> , <data:text/html,x> .
  dekgr:doc-00000000000000aa a dekg:SourceDocument ; schema:url "javascript:alert(5)"^^xsd:anyURI ;
    rdfs:label "</title><script>alert(6)</script>"@en , "文档"@zh ;
    schema:publisher <https://w3id.org/dekg/id/org-../../../etc/passwd> .
  dekgr:claim-00000000000000aa a dekg:QualitativeClaim ; rdfs:label "--><script>alert(7)</script>"@en , "断言"@zh ;
    dekg:about <https://w3id.org/dekg/id/org-../../../etc/passwd> ; dcterms:source dekgr:doc-00000000000000aa .
}
"""


def test_hostile_labels_and_addresses_stay_text() -> None:
    memory = ox.Store()
    memory.load(HOSTILE, format=ox.RdfFormat.TRIG)
    snapshot = Snapshot(Embedded(memory, "memory:"), shipped())
    pages = Pages(snapshot)
    assert len(snapshot.things) == 3
    names = [*snapshot.things, *snapshot.graphs]
    for name in names:
        files = graph_files(pages, name) if "/graph/" in name else thing_files(pages, name)
        for path, data in files.items():
            assert ".." not in Path(path).parts
            assert path.count("/") == 1 + path.startswith("zh/")
            if not path.endswith(".html"):
                continue
            tree = html.fromstring(str(data))
            scripts = tree.xpath("//script[not(@src)]")
            assert all(script.get("type") == "application/ld+json" for script in scripts), path
            assert tree.xpath("//img | //*[@onload or @onerror]") == []
            addresses = tree.xpath("//@href | //@src")
            assert [a for a in addresses if urlsplit(a).scheme not in {"", "http", "https"}] == []
    page = pages.thing(DEKGR + "doc-00000000000000aa", "en")
    assert "javascript:alert(5)" in html.fromstring(page).text_content()


def test_a_folder_with_other_things_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(ExportError, match="not empty and holds no site made by kg publish"):
        Folder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(ExportError, match="is a file"):
        Folder(tmp_path / "thesis.docx")


def test_a_graph_that_cannot_be_read_leaves_no_folder_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "publish", tmp_path / "site", "--store", "http://127.0.0.1:9/query"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "no SPARQL endpoint answers there" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_new_edition_replaces_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    first = Folder(tmp_path)
    first.begin()
    for name in ("index.html", "id/gone.html"):
        first.write(name, "old")
    first.finish()
    (tmp_path / "CNAME").write_text("data.example.org")
    second = Folder(tmp_path)
    second.write("index.html", "new")
    assert second.finish() == 3
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == [".dekg-site", "CNAME", "index.html"]


def test_an_edition_cannot_be_made_to_remove_files_outside(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "precious").write_text("x")
    (folder / ".dekg-site").write_text("dekg site 1\n../precious\n/etc/hostname\n")
    Folder(folder).finish()
    assert (tmp_path / "precious").exists()


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with kg.open() as graph, pytest.raises(ExportError, match="is not the address of a site"):
        publish(graph.store, graph.vocabulary, tmp_path, base="data.example.org")


_DIGESTS = """
import hashlib, sys
import kg
from kg.pages.render import Pages
from kg.pages.snapshot import Snapshot
from kg.site.work import graph_files, thing_files
with kg.open() as graph:
    pages = Pages(Snapshot(graph.store, graph.vocabulary))
    total = hashlib.sha256()
    for name in [*pages.graph.things[::40], *sorted(pages.graph.graphs)[:4]]:
        files = graph_files(pages, name) if "/graph/" in name else thing_files(pages, name)
        for path, data in sorted(files.items()):
            total.update(path.encode() + (data.encode() if isinstance(data, str) else data))
    sys.stdout.write(total.hexdigest())
"""


def test_the_same_graph_gives_the_same_bytes_in_every_process() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _DIGESTS], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_several_processes_write_what_one_writes(tmp_path: Path, site: Site) -> None:
    from kg.site.work import Work

    pages = Pages(Snapshot(site.graph.store, site.graph.vocabulary), base=BASE)
    pages.graph.prepare()
    names = pages.graph.things[:250]
    with Work(pages, Folder(tmp_path), names, 2).running() as done:
        written = [name for chunk in done for name in chunk]
    assert len(written) > 500
    for name in written:
        assert (tmp_path / name).read_bytes() == (site.root / name).read_bytes(), name


# -- in a browser -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(find() is None, reason="no Chromium on this machine: install the system's package chromium")
def test_a_browser_loads_pages_without_an_error_or_an_outside_request(site: Site, tmp_path: Path) -> None:
    wanted = sorted(site.pages) if os.environ.get("DEKG_EVERY_PAGE") else samples(site)[::4]
    own = site.root.as_uri()
    assert len(wanted) > 25
    with chromium(tmp_path / "profile") as browser:
        for name in wanted:
            seen = browser.visit(f"{own}/{name}")
            assert (seen.errors, seen.failed) == ([], []), name
            assert [address for address in seen.requests if not address.startswith(own)] == [], name


@pytest.mark.skipif(find() is None, reason="no Chromium on this machine: install the system's package chromium")
def test_search_theme_and_narrow_screens_work_in_a_browser(site: Site, tmp_path: Path) -> None:
    with chromium(tmp_path / "profile") as browser:
        browser.visit(f"{site.root.as_uri()}/zh/index.html")
        browser.evaluate("const q = document.querySelector('#q'); q.focus(); q.value = 'guiyang'; "
                         "q.dispatchEvent(new Event('input'))")  # fmt: skip
        script = "new Promise(resolve => setTimeout(() => resolve(document.querySelector('#found').innerText), 400))"
        assert "贵阳市" in browser.evaluate(script)
        browser.evaluate("document.querySelector('.theme').click()")
        assert browser.evaluate("document.documentElement.dataset.theme") in {"dark", "light"}
        size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        browser.call("Emulation.setDeviceMetricsOverride", **size)
        for name in ("index.html", "id/place-guizhou.html", "zh/id/claim-3cc9997743ced41d.html", "ontology/index.html",
                     "questions/growth-rates.html", "id/doc-18880fd85b30f354.html", "conflicts.html"):  # fmt: skip
            browser.visit(f"{site.root.as_uri()}/{name}")
            assert browser.evaluate("document.documentElement.scrollWidth") <= 390, name
