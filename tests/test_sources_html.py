"""Pages are read as they are saved: text, metadata, encoding; what is no article is refused in one sentence."""

import time
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import sources
from kg.errors import SourceError
from kg.sources import html
from kg.sources.metadata import Metadata

TABLE = tomllib.loads((Path(__file__).parent / "sources" / "pages.toml").read_text(encoding="utf-8"))
PAGES: list[dict[str, Any]] = TABLE["pages"]


def data_of(case: dict[str, Any]) -> bytes:
    page = case["page"]
    for name, words in TABLE["common"].items():
        page = page.replace("{" + name + "}", words)
    data: bytes = page.encode(case.get("encoding", "utf-8"))
    return data


def test_all_pages_are_there() -> None:
    assert len(PAGES) == 26
    assert sum("refused" in case for case in PAGES) == 7


@pytest.mark.parametrize("case", [c for c in PAGES if "expect" in c], ids=lambda case: case["name"])
def test_a_page_tells_its_text_and_metadata(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(data_of(case))
    found = sources.read(path, Metadata(encoding=case["server"]) if "server" in case else None)
    for name, value in case["expect"].items():
        assert getattr(found.document if name == "language" else found.metadata, name) == value, name
    for name in case.get("absent", ()):
        assert getattr(found.metadata, name) is None, name
    text = found.document.text
    assert text is not None
    assert any(words[:20] in text for words in TABLE["common"].values()) or "江城" in text
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    assert found.document.text_length == len(text)
    assert found.metadata.extractor
    assert found.metadata.extractor.startswith("trafilatura ")
    assert found.claims == ()


@pytest.mark.parametrize("case", [c for c in PAGES if "refused" in c], ids=lambda case: case["name"])
def test_what_is_no_article_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(data_of(case))
    with pytest.raises(SourceError) as caught:
        sources.read(path)
    assert case["refused"] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_comments_menus_and_teasers_are_no_article() -> None:
    words = TABLE["common"]["english"]
    page = f"""<html><body><nav><a href=/a>Home</a><a href=/b>Weather</a></nav><main>
        <article><h1>Town grows</h1><p>{words}</p><p>Again: {words}</p></article>
        <div class=comments><p>I do not think that they earned 99 million.</p></div></main>
        <footer>Printed in Riverton</footer></body></html>"""
    text, _ = html.parse(page.encode(), "page")
    assert words in text
    assert not any(word in text for word in ("Weather", "99 million", "Printed in"))


def test_the_same_page_gives_the_same_text_twice() -> None:
    data = data_of(PAGES[2])
    assert html.parse(data, "page") == html.parse(data, "page")


def test_a_page_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(SourceError, match="larger than 32 MB"):
        sources.read(path)


def test_a_page_with_a_picture_of_ten_megabytes_inside_is_read(tmp_path: Path) -> None:
    words = TABLE["common"]["english"]
    path = tmp_path / "page.html"
    picture = "A" * (10 * 2**20)
    path.write_text(
        f'<html lang="en"><head><title>Town grows</title></head><body><article><p>{words}</p>'
        f'<img src="data:image/png;base64,{picture}"><p>{words}</p></article></body></html>'
    )
    found = sources.read(path)
    assert found.metadata.title == "Town grows"
    assert found.document.text
    assert words in found.document.text


BOMBS = {
    "deep": b"<div>" * 50_000 + b"words " * 50,
    "wide": b"<p>a</p>" * 150_000,
    "many elements": b"<b>" * 300_000,
    "tables in tables": b"<table><tr><td>" * 3_000,
    "links": b"<a href=x>y</a>" * 60_000,
    "attributes": b"<p " + b"a=b " * 100_000 + b">text</p>",
    "entities": b"<p>" + b"&amp;" * 200_000,
    "doctype": b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 1000 + b'"><!ENTITY d "' + b"&b;" * 1000 + b'">]><p>&d;</p>',
    "dates": b"<span>date 2031-04-02</span>" * 20_000,
    "json": b'<script type="application/ld+json">' + b'{"@graph":[' * 20_000 + b"</script>",
    "comments": b"<!--" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_monstrous_page_takes_bounded_time(name: str) -> None:
    started = time.monotonic()
    with suppress(SourceError):
        html.parse(b"<html><body>" + BOMBS[name], "page")
    assert time.monotonic() - started < 30


TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<article>", "<table><tr><td>", "<meta charset=", "gbk>", "<!--", "-->", "<script>", "</script>",
        "&#0;", "&#xD800;", "<title>", '<meta property="og:title" content="', '<script type="application/ld+json">',
        '{"@type":"NewsArticle",', '"datePublished":', "2031-04-02", '<link rel=canonical href="', "http://[::1", '">',
        "<time pubdate datetime=x>", "words and words ", "\x00", "😀",
        "<![CDATA[", "<?xml version='1.0' encoding='x'?>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=400), st.lists(TAGS, max_size=40).map(lambda tags: "".join(tags).encode())))
def test_any_bytes_are_a_page_or_refused(data: bytes) -> None:
    for encoding in (None, "gb18030", "utf-16", "no-such", "base64", "idna"):
        try:
            text, known = html.parse(data, "page", encoding)
        except SourceError:
            continue
        assert text
        assert known.encoding
