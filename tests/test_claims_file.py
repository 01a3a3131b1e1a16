"""A claims file that is not as it should be gives one sentence with its name and the place in it, never a traceback."""

import math
import os
import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import assets, vocabulary
from kg.errors import KgError, SourceError
from kg.graph import version
from kg.sources import files, read
from kg.sources.claims import MAX_BYTES
from kg.sources.claims import read as read_claims

VALID = tomllib.loads(assets.corpus_files()[0].read_text("utf-8"))
WORDS = vocabulary.shipped()
DIGEST = "sha256:" + "0" * 64

GOOD = f"""
[document]
url = "https://example.org/a"
language = "en"
text_digest = "{DIGEST}"
text_length = 100

[passages]
S1 = {{ start = 0, end = 10, digest = "{DIGEST}" }}

[[claims]]
statements = ["F1"]
kind = "StatisticalObservation"
passages = ["S1"]
[claims.measure]
variable = "variable-gdp"
area = "place-guiyang"
period = "2023"
comparator = "greaterThan"
figure = "80"
unit = "unit:CCY_CNY"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "claims.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        read(path)
    text = str(refused.value)
    assert text.startswith(str(path))
    assert "\n" not in text
    return text


def test_the_good_file_is_read(tmp_path: Path) -> None:
    document, claims = read(written(tmp_path, GOOD))
    assert document.url == "https://example.org/a"
    assert [claim.statements for claim in claims] == [("F1",)]
    assert len(version(document, claims, WORDS).claims) == 1


def test_a_byte_order_mark_and_windows_line_ends_are_no_error(tmp_path: Path) -> None:
    plain = read(written(tmp_path, GOOD))
    assert read(written(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())) == plain


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "'document' is missing"),
        (b"[document\n", "not TOML"),
        (b"\x00\x01\x02", "not TOML"),
        (GOOD.encode("utf-16"), "not UTF-8 (byte 0); save the claims file as UTF-8"),
        (GOOD.replace("example", "贵阳").encode("gbk"), "not UTF-8"),
        (b"a = " + b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b"a" * 100_000 + b" = 1", "unknown key"),
        (b"a." * 5_000 + b"a = 1", "unknown key"),
        (b"a = 1\na = 2", "not TOML"),
        (b"a = " + b"9" * 5_000, "a value that cannot be read"),
    ],
    ids=["empty", "syntax", "binary", "utf-16", "gbk", "deep", "long key", "dotted key", "key twice", "long number"],
)
def test_what_is_no_claims_file_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refusal(written(tmp_path, content))


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('[document]\nurl = "https://example.org/a"', "[document]", "document", "'url' is missing"),
        ('language = "en"', "language = 5", "document", "'language' must be a text in quotes, got 5"),
        ('language = "en"', 'language = "en"\npublished = "2024-03-13"', "document", "published must be a date"),
        ('language = "en"', 'language = "en"\npublished = 2024-03-13T00:00:00', "document", "published must be a date"),
        ('language = "en"', 'language = "en"\nauthor = "x"', "document", "unknown key 'author'"),
        ("text_length = 100", "text_length = 1.5", "document", "'text_length' must be a whole number, got 1.5"),
        ("text_length = 100", "text_length = true", "document", "'text_length' must be a whole number, got True"),
        ("text_length = 100", "text_length = 5", "passage S1", "0-10 lies outside the text of 5 code points"),
        ("start = 0, end = 10", "start = 10, end = 10", "passage S1", "10-10 lies outside"),
        ("start = 0, end = 10", "start = -1, end = 10", "passage S1", "-1-10 lies outside"),
        ("start = 0, end = 10", 'start = "0", end = 10', "passage S1", "'start' must be a whole number, got '0'"),
        ("start = 0, end = 10", "end = 10", "passage S1", "'start' is missing"),
        (f'10, digest = "{DIGEST}"', '10, digest = "abc"', "passage S1", "digest must be 'sha256:' and 64 hex digits"),
        (f'S1 = {{ start = 0, end = 10, digest = "{DIGEST}" }}', "S1 = 5", "passage S1", "expected a table with start"),
        ('passages = ["S1"]', 'passages = ["S2"]', "claim 1 (F1)", "passage 'S2' is not in [passages] (S1)"),
        ('passages = ["S1"]', 'passages = "S1"', "claim 1 (F1)", "'passages' must be a list, got 'S1'"),
        ('passages = ["S1"]', "passages = [1]", "claim 1 (F1)", "'passages' must hold texts only, got 1"),
        ('"StatisticalObservation"', '"Observation"', "claim 1 (F1)", "kind must be one of StatisticalObservation,"),
        ('"StatisticalObservation"', '"Aim"', "claim 1 (F1)", "a Aim needs intention"),
        ('"StatisticalObservation"', '"RelationClaim"', "claim 1 (F1)", "needs an assertion with a subject"),
        ('figure = "80"', "figure = 80", "claim 1 (F1)", "'figure' must be a text in quotes, got 80"),
        ('figure = "80"', 'figure = "eighty"', "claim 1 (F1)", "'eighty' is not a numeral"),
        ('figure = "80"', 'figure = "8e1"', "claim 1 (F1)", "is not a numeral"),
        ('figure = "80"', 'figur = "80"', "claim 1 (F1)", "unknown key 'figur'; expected figure"),
        ('figure = "80"', 'figure = "80"\nlower = 5', "claim 1 (F1)", "unknown key 'lower'"),
        ('comparator = "greaterThan"', 'comparator = "over"', "claim 1 (F1)", "'over' is not a comparator"),
        ('comparator = "greaterThan"', 'comparator = "between"', "claim 1 (F1)", "is not a comparator that '80' can"),
        ('period = "2023"', 'period = "2023-13"', "claim 1 (F1)", "'2023-13' is not a period"),
        ('period = "2023"', 'period = "2023-02-30"', "claim 1 (F1)", "is not a period"),
        ('period = "2023"', "period = 2023", "claim 1 (F1)", "'period' must be a text in quotes, got 2023"),
        ('period = "2023"', 'period = "0000"', "claim 1 (F1)", "'0000' is not a period"),
        ('area = "place-guiyang"\n', "", "claim 1 (F1)", "needs an area, an organization or both"),
        ('variable = "variable-gdp"\n', "", "claim 1 (F1)", "'variable' is missing"),
        ('unit = "unit:CCY_CNY"', 'unit = "unit:CCY_CNY"\nmultiplier = "9"', "claim 1", "'multiplier' must be a whole"),
        ('unit = "unit:CCY_CNY"', 'unit = "unit:CCY_CNY"\ncounted = 1', "claim 1", "'counted' must be true or false"),
        ('statements = ["F1"]', 'purpose = "nothing"', "claim 1", "purpose 'nothing' is not the name of a claim above"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, place: str, words: str) -> None:
    assert GOOD.count(old) >= 1
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(KgError) as refused:  # the figure's comparator is looked at when the claim becomes quads
        version(*read(path), WORDS)
    text = str(refused.value)
    assert words in text
    assert "\n" not in text
    if isinstance(refused.value, SourceError):
        assert text.startswith(str(path))
        assert place in text


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "missing.toml")
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    assert "a folder, not a file" in refusal(folder)
    with pytest.raises(SourceError, match="holds no claims file"):
        files([folder])


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claims.docx"
    path.write_text("x")
    assert "no reader for '.docx'" in refusal(path)


def test_a_hundred_megabytes_of_garbage_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.touch()
    os.truncate(path, 100 * 2**20)
    assert f"larger than {MAX_BYTES >> 20} MB" in refusal(path)


def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises((SourceError, PermissionError)) as refused:
            read_claims(path)
    finally:
        if root:
            os.seteuid(0)
    assert isinstance(refused.value, SourceError)
    assert "Permission denied" in str(refused.value)


@pytest.fixture(scope="module")
def fuzz_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


# -- any table --------------------------------------------------------------------------------------------------------


def toml(value: Any) -> str:
    """Write a value as TOML on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case float() if math.isnan(value) or math.isinf(value):
            return {"nan": "nan", "inf": "inf"}.get(str(value), "-inf")
        case int() | float():
            return repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in value) + '"'


def as_toml(table: dict[str, Any]) -> str:
    return "\n".join(f"{toml(key)} = {toml(value)}" for key, value in table.items())


_WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.sampled_from(
        ["S1", "F01", "photo-", "photo-x", "photo-1", "photo--1", "unit:", ":", "a:b", "2023", "2023-H1", "9999",
         "FY2023_2023_2023", "2023-01_2023-01", "between", "exactly", "80", "1,0", "0", "9" * 400,
         "0." + "0" * 40 + "1", "Aim", "Commitment", "place-guiyang", "variable-gdp", DIGEST, "sha256:",
         "https://", "//", "http://[", "\n"]
    ),
)  # fmt: skip
_SCALARS = st.one_of(
    _WORDS,
    st.integers(-(2**70), 2**70),
    st.integers(-40, 40),
    st.booleans(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["url", "language", "start", "end", "digest", "kind", "measure", "figure", "count", "named", "plan", "subject"]
    ) | _WORDS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([here] if here else []), *(path for key, item in inside for path in paths(item, (*here, key)))]


PLACES = paths(VALID)


def change(table: dict[str, Any], path: tuple[Any, ...], value: Any, how: str) -> None:
    at: Any = table
    for key in path[:-1]:
        at = at[key]
    if how == "remove":
        del at[path[-1]]
    elif how == "add" and isinstance(at, dict):
        at["odd" if not isinstance(value, str) else value] = value
    else:
        at[path[-1]] = value


def only_kg_errors(text: str, folder: Path, then: Callable[[Any, Any], object]) -> None:
    path = written(folder, text)
    try:
        document, claims = read_claims(path)
        then(document, claims)
    except KgError as error:
        assert str(error)  # noqa: PT017
        assert len(str(error).splitlines()) == 1  # noqa: PT017


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_change_to_a_good_file_is_read_or_refused_by_us(fuzz_folder: Path, data: st.DataObject) -> None:
    table = deepcopy(VALID)
    path = data.draw(st.sampled_from(PLACES))
    change(table, path, data.draw(_VALUES), data.draw(st.sampled_from(["set", "set", "set", "remove", "add"])))
    only_kg_errors(as_toml(table), fuzz_folder, lambda d, c: version(d, c, WORDS))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["document", "passages", "claims"]) | _WORDS, _VALUES, max_size=4))
def test_any_table_is_read_or_refused_by_us(fuzz_folder: Path, table: dict[str, Any]) -> None:
    only_kg_errors(as_toml(table), fuzz_folder, lambda d, c: version(d, c, WORDS))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text(st.sampled_from('[]{}=",.#\n ad1-:T\\'), max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_by_us(fuzz_folder: Path, content: bytes) -> None:
    only_kg_errors(content.decode("latin-1"), fuzz_folder, lambda d, c: version(d, c, WORDS))
