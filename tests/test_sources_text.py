"""Plain texts, encodings, sidecars, days and languages; and readers that other packages bring."""

import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import plugins, sources
from kg.archive import Archive
from kg.collect import add, load
from kg.errors import SourceError
from kg.sources import Metadata, encoding
from kg.sources.metadata import day_in, language_of, sidecar, url_day
from kg.terms import digest

WORDS = "The invented town of Riverton earned 12 million crowns in 2030."
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "sources" / "encodings.toml").read_text(encoding="utf-8")
)["cases"]


def test_all_encodings_are_there() -> None:
    assert len(CASES) == 22
    assert sum("refused" in case for case in CASES) == 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('encoding', 'bytes')}-{case.get('declared', '')}")
def test_bytes_are_read_in_the_one_encoding_they_are_in(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["data"]) if "data" in case else case["text"].encode(case["encoding"])
    if "refused" in case:
        with pytest.raises(SourceError) as caught:
            encoding.decode(data, "a.txt", case.get("declared", ()))
        assert case["refused"] in str(caught.value)
    else:
        assert encoding.decode(data, "a.txt", case.get("declared", ())) == (case["text"], case["read"])


@given(st.text(st.characters(exclude_characters="\0\r\ufeff", exclude_categories=["Cs"])))
def test_utf8_comes_back_whatever_is_declared(text: str) -> None:
    for declared in ([], ["gb2312"], ["utf-8"], ["latin-1"]):
        assert encoding.decode(text.encode(), "a.txt", declared)[0] == text
    assert encoding.decode(text.encode("utf-16"), "a.txt")[0] == text


@given(st.binary(max_size=300), st.lists(st.text(max_size=12), max_size=3))
def test_any_bytes_are_text_or_refused(data: bytes, declared: list[str]) -> None:
    with suppress(SourceError):
        text, name = encoding.decode(data, "a.txt", declared)
        assert name
        assert "\0" not in text


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_text_without_sidecar_is_named_by_its_digest(tmp_path: Path) -> None:
    found = sources.read(write(tmp_path / "a.txt", "\ufeff" + WORDS + "\r\n"))
    document = found.document
    assert document.text == WORDS + "\n"
    assert document.url == digest(WORDS + "\n") == document.text_digest
    assert (document.language, document.published, document.title, document.publisher) == ("en", None, None, None)


def test_a_source_unpacks_into_document_and_claims(tmp_path: Path) -> None:
    document, claims = sources.read(write(tmp_path / "a.txt", WORDS))
    assert (document.text, claims) == (WORDS, ())


def test_a_sidecar_tells_the_rest(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", WORDS)
    write(
        tmp_path / "a.txt.toml",
        'url = "http://post.example/a"\ntitle = "Town"\npublished = 2031-04-02\n'
        'publisher = "China Daily"\nlang = "en-GB"\n',
    )
    document = sources.read(path).document
    assert (document.url, document.title, document.language) == ("http://post.example/a", "Town", "en")
    assert (document.published, document.date_basis) == (date(2031, 4, 2), "fromMetadata")
    assert document.publisher == "https://w3id.org/dekg/id/org-china-daily"


def test_a_publisher_nobody_knows_keeps_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", WORDS)
    write(tmp_path / "a.txt.toml", 'publisher = "Riverton Post"\n')
    found = sources.read(path)
    assert (found.document.publisher, found.metadata.publisher) == (None, "Riverton Post")


@pytest.mark.parametrize("folder", ["", "texts"])
def test_a_list_of_documents_tells_the_rest(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)
    path = write(tmp_path / folder / "dev-1.txt", WORDS)
    write(
        tmp_path / "docs.jsonl",
        '{"id": "dev-0", "url": null}\n\n'
        '{"id": "dev-1", "url": "http://post.example/1", "published": "2031-04", "lang": "en", "n_chars": 5}\n',
    )
    found = sources.read(path)
    assert found.document.url == "http://post.example/1"
    assert (found.document.published, found.metadata.published) == (None, "2031-04")


def test_what_the_caller_gives_goes_before_the_sidecar(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", WORDS)
    write(tmp_path / "a.txt.toml", 'url = "http://post.example/a"\ntitle = "Town"\n')
    found = sources.read(path, Metadata(url="http://post.example/b"))
    assert (found.document.url, found.document.title) == ("http://post.example/b", "Town")


def test_the_encoding_of_a_sidecar_is_used(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "江城增长。".encode("gb18030"))
    with pytest.raises(SourceError, match="cannot be told"):
        sources.read(path)
    write(tmp_path / "a.txt.toml", 'encoding = "gb2312"\n')
    found = sources.read(path)
    assert (found.document.text, found.metadata.encoding) == ("江城增长。", "gb18030")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt.toml", "titel = 'x'", "unknown key 'titel'"),
        ("a.txt.toml", "published = '3/4/2031'", "published must be a date"),
        ("a.txt.toml", "published = '2031-13'", "published must be a date"),
        ("a.txt.toml", "title = 5", "title must be a text in quotes"),
        ("a.txt.toml", "title", "not TOML"),
        ("docs.jsonl", "{", "line 1 is no JSON object with an id"),
        ("docs.jsonl", '{"id": 1}', "line 1 is no JSON object with an id"),
        ("docs.jsonl", '{"id": "a", "url": []}', "url must be a text in quotes"),
    ],
)
def test_a_wrong_sidecar_is_told(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = write(tmp_path / "a.txt", WORDS)
    write(tmp_path / name, content)
    with pytest.raises(SourceError, match=message):
        sources.read(path)


def test_a_file_without_sidecar_has_none(tmp_path: Path) -> None:
    assert sidecar(tmp_path / "a.txt") is None


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="the text is empty"):
        sources.read(write(tmp_path / "a.txt", content))


def test_folders_give_what_can_be_read_without_sidecars(tmp_path: Path) -> None:
    for name in ("a.txt", "a.txt.toml", "b.html", "c.csv", "claims.toml", "docs.jsonl", "x.png", "below/d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, "x")
    found = [path.relative_to(tmp_path).as_posix() for path in sources.documents([tmp_path])]
    assert found == ["a.txt", "b.html", "below/d.pdf", "c.csv", "claims.toml"]
    assert sources.files([tmp_path]) == [tmp_path / "claims.toml"]
    (tmp_path / "none").mkdir()
    with pytest.raises(SourceError, match="the folder holds no file that can be read"):
        sources.documents([tmp_path / "none"])


def test_a_file_of_no_known_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no reader for '\.xyz'; known: claims, html, pdf, table, text"):
        sources.read(write(tmp_path / "a.xyz", "x"))
    with pytest.raises(SourceError, match="no such file"):
        sources.read(tmp_path / "missing.txt")


READER = """
from kg.model import Document
from kg.sources import Metadata, Source
from kg.sources.metadata import document
def read(path):
    text = path.read_text().upper()
    return Source(document(text, Metadata(title="Shouted")))
def wrong(path):
    return "text"
"""


def test_another_package_may_bring_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    information = tmp_path / "site" / "shouting-1.0.dist-info"
    information.mkdir(parents=True)
    write(tmp_path / "site" / "shouting_reader.py", READER)
    write(information / "METADATA", "Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    write(
        information / "entry_points.txt",
        "[kg.sources]\nshout = shouting_reader:read\napplication/x-shout = shouting_reader:read\n"
        "wrong = shouting_reader:wrong\n",
    )
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert "shout" in plugins.names("kg.sources")
    path = write(tmp_path / "a.shout", WORDS)
    write(tmp_path / "a.shout.toml", 'url = "http://post.example/s"\n')
    found = sources.read(path)
    assert (found.document.text, found.document.url, found.document.title) == (
        WORDS.upper(),
        "http://post.example/s",
        "Shouted",
    )
    plain = write(tmp_path / "plain", WORDS)
    assert sources.read(plain, Metadata(media_type="application/x-shout")).document.text == WORDS.upper()
    assert path in sources.documents([tmp_path])
    with pytest.raises(SourceError, match="returned str, not a Source"):
        sources.read(write(tmp_path / "a.wrong", "x"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-04-02", "2031-04-02"),
        ("2031年4月2日 星期三", "2031-04-02"),
        ("Wed, 2 Apr 2031 08:00", "2031-04-02"),
        ("April 2nd, 2031", "2031-04-02"),
        ("Sept. 2, 2031", "2031-09-02"),
        ("20310402", "2031-04-02"),
        ("2031-04-02T23:59:00-08:00", "2031-04-02"),
        ("2031-02-30", None),
        ("4/2/2031", None),
        ("12310402", None),
        ("12031-04-021", None),
        ("Blah 2, 2031", None),
        ("", None),
    ],
)
def test_a_day_is_read_if_it_is_written_in_one_way_only(text: str, day: str | None) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.example/2031-04/02/c_1.htm", "2031-04-02"),
        ("http://a.example/2031/04/02/a", "2031-04-02"),
        ("http://a.example/20310402/a", "2031-04-02"),
        ("http://a.example/t20310402_1.html", "2031-04-02"),
        ("http://a.example/2031/04/c", None),
        ("http://a.example/c_20310402123.htm", None),
        ("http://a.example/2031-04-02/2031-05-02/a", None),
        ("http://a.example/a?day=/2031-04-02/", None),
        ("http://a.example/2031-13/02/", None),
        (None, None),
    ],
)
def test_a_day_is_read_from_the_path_of_an_address(url: str | None, day: str | None) -> None:
    assert url_day(url) == day


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (WORDS, None, "en"),
        (WORDS, "en-US", "en"),
        (WORDS, "zh-CN", "en"),
        (WORDS, "fr", "fr"),
        ("江城增长百分之二十。", None, "zh"),
        ("江城增长百分之二十。", "en", "zh"),
        ("江城增长百分之二十。", "zh-Hant-TW", "zh"),
        ("まちのうりあげはふえました", "ja", "ja"),
        ("Doanh thu tăng", None, "und"),
        ("12 34", None, "und"),
        ("", "", "und"),
    ],
)
def test_the_script_goes_before_the_declared_language(text: str, declared: str | None, language: str) -> None:
    assert language_of(text, declared) == language


@given(st.text(max_size=80))
def test_days_and_languages_never_fail(text: str) -> None:
    day_in(text)
    url_day("http://a.example/" + text)
    assert language_of(text, text)


def test_what_is_archived_comes_back_as_it_was_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", WORDS)
    write(tmp_path / "a.txt.toml", 'url = "http://post.example/a"\ntitle = "Town"\npublished = "2031-04"\n')
    found = sources.read(path)
    archive = Archive(tmp_path / "archive")
    record = add(archive, found)
    assert add(archive, found) == record
    assert len(archive.versions(record.document)) == 1
    back = load(archive, archive.documents()[0])
    assert back.document == found.document
    assert back.document.text == WORDS
    assert back.metadata.published == "2031-04"
