"""Texts are decoded in one way only, since positions are counted in the result."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.text import decode, read_text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("贵阳".encode(), "贵阳"),
        ("贵阳".encode("utf-8-sig"), "贵阳"),
        ("贵阳".encode("utf-16"), "贵阳"),
        (b"\xfe\xff" + "贵阳".encode("utf-16-be"), "贵阳"),
        ("贵阳".encode("utf-32"), "贵阳"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\rthree\n"),
        ("８０亿 e\u0301".encode(), "８０亿 e\u0301"),
        ("\ufeff\ufeffx".encode(), "\ufeffx"),
    ],
)
def test_only_the_mark_and_line_ends_change(data: bytes, text: str) -> None:
    assert decode(data, "a.txt") == text


@given(st.text(st.characters(exclude_characters="\0\r\ufeff", exclude_categories=["Cs"])))
def test_text_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text
    assert decode(text.encode("utf-8-sig"), "a.txt") == text
    assert decode(text.replace("\n", "\r\n").encode(), "a.txt") == text


@given(st.binary())
def test_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        assert isinstance(decode(data, "a.txt"), str)


@pytest.mark.parametrize("data", ["贵阳".encode("gb18030"), b"\xff", b"a\0b", b"\xff\xfea"])
def test_what_is_no_text_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.txt: .* save the (text|article) as UTF-8"):
        read_text(path)


def test_a_missing_text_and_a_huge_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_text(tmp_path / "missing.txt")
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(SourceError, match="larger than 64 MB"):
        read_text(huge)
