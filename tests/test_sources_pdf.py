"""The text layer of a PDF is read in a process of its own; scanned, locked, broken and endless ones are told."""

import io
import time
from contextlib import suppress
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import sources
from kg.errors import SourceError
from kg.sources import confined
from kg.sources.pdf import extract

WORDS = "The invented town of Riverton earned 12 million crowns in 2030."


def pdf(*pages: str, title: str = "") -> bytes:
    """A PDF with one line of text on each page, written by hand."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    bodies.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode())
    bodies.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    for number, words in enumerate(pages):
        content = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode("cp1252")
        bodies.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {5 + 2 * number} 0 R>>".encode()
        )
        bodies.append(b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream")
    bodies.append(f"<</Title({title})>>".encode())
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(bodies) + 1,
        len(bodies),
        start,
    )


def locked(password: str, owner: str | None = None) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf(WORDS))))
    writer.encrypt(password, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_pages_are_read_in_order_with_title_and_language(tmp_path: Path) -> None:
    found = sources.read(write(tmp_path / "a.pdf", pdf(WORDS, "Second page: " + WORDS, title="Town grows")))
    assert found.document.text == f"{WORDS}\n\nSecond page: {WORDS}"
    assert (found.document.title, found.document.language) == ("Town grows", "en")
    assert found.document.published is None
    assert found.metadata.extractor == f"pypdf {pypdf.__version__}"


def test_a_sidecar_dates_a_pdf(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", pdf(WORDS))
    write(tmp_path / "a.pdf.toml", b'url = "http://post.example/2031-04/02/a.pdf"\n')
    document = sources.read(path).document
    assert (str(document.published), document.date_basis) == ("2031-04-02", "fromUrlPath")


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    assert sources.read(write(tmp_path / "a.pdf", locked("", "owner"))).document.text == WORDS


REFUSED = {
    "a picture of a page": (pdf("", ""), "holds pictures of pages without a text layer"),
    "a locked file": (locked("word"), "is encrypted; save it without a password"),
    "another format": (b"PK\x03\x04", "no PDF"),
    "nothing": (b"", "no PDF"),
    "the first line alone": (b"%PDF-1.7\n", "is a broken PDF"),
    "the first half": (pdf(WORDS)[:300], "is a broken PDF"),
    "a page that is its own parent": (
        pdf(WORDS).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]"),
        "broken PDF|text layer|too deep",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    data, message = REFUSED[name]
    path = write(tmp_path / "a.pdf", data)
    with pytest.raises(SourceError, match=message) as caught:
        sources.read(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_all_refusals_are_there() -> None:
    assert len(REFUSED) == 7


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="more than 500 pages"):
        sources.read(write(tmp_path / "a.pdf", pdf(*["x"] * 501)))


@settings(max_examples=150, deadline=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=300).map(lambda data: b"%PDF-1.7\n" + data),
        st.tuples(st.integers(0, 700), st.binary(min_size=1, max_size=6)).map(
            lambda change: pdf(WORDS)[: change[0]] + change[1] + pdf(WORDS)[change[0] + len(change[1]) :]
        ),
    )
)
def test_any_bytes_are_a_pdf_or_refused(data: bytes, tmp_path: Path) -> None:
    path = write(tmp_path / "any.pdf", data)
    with suppress(SourceError):
        assert extract(str(path))["text"]


def test_a_reader_that_does_not_end_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"a\.pdf: not read within 2 s"):
        confined.run("subprocess:getoutput", "exec sleep 30", "a.pdf", seconds=2)
    assert time.monotonic() - started < 10


def test_a_reader_that_fills_the_memory_is_ended() -> None:
    with pytest.raises(SourceError, match=r"a\.pdf: (too large|cannot be read within 256 MB)"):
        confined.run("subprocess:getoutput", "head -c 400000000 /dev/zero | tr '\\0' x", "a.pdf", memory=2**28)


def test_a_reader_that_breaks_is_told() -> None:
    with pytest.raises(SourceError, match=r"a\.pdf: cannot be read within 2048 MB \(reader ended with code 1\)"):
        confined.run("json:loads", "{", "a.pdf")


def test_a_confined_reader_answers() -> None:
    assert confined.run("json:loads", '{"a": [1, "二"]}', "a.pdf") == {"a": [1, "二"]}
