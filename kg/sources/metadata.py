"""What is known of a document beside its text: from the file itself, from a sidecar, from whoever fetched it.

A sidecar of `article.txt` is `article.txt.toml`, or a line of `docs.jsonl` in the same folder or the one above:

```toml
url = "https://example.org/2024-03/13/a.html"
title = "…"
published = 2024-03-13          # or "2024-03", "2024"
publisher = "China Daily"
lang = "en"
encoding = "gb18030"            # of the file
```
```json
{"id": "article", "url": "…", "title": "…", "published": "2024-03-13", "publisher": "…", "lang": "en"}
```
"""

import json
import re
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg import phrases
from kg.errors import SourceError
from kg.model import Document
from kg.terms import digest

__all__ = ["SIDECAR", "Metadata", "day_in", "document", "language_of", "sidecar", "url_day"]

SIDECAR = "docs.jsonl"
MAX_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source tells of its document; None is unknown. Names are as printed, not yet linked.

    Attributes:
        url: the address it is published at.
        title: as published.
        published: `2024-03-13`, `2024-03` or `2024`.
        date_basis: where `published` was read: `fromText`, `fromUrlPath`, `fromMetadata`.
        publisher: its name.
        language: primary tag, such as `en` or `zh`.
        encoding: of the file.
        media_type: such as `text/html`.
        extractor: name and version of what cut the main text out, such as `trafilatura 2.3.1`.
    """

    url: str | None = None
    title: str | None = None
    published: str | None = None
    date_basis: str | None = None
    publisher: str | None = None
    language: str | None = None
    encoding: str | None = None
    media_type: str | None = None
    extractor: str | None = None

    def over(self, other: "Metadata") -> "Metadata":
        """Return what is known from both; where they differ, self is right."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        told = {name: value for name, value in told.items() if value is not None}
        if "published" in told and "date_basis" not in told:
            told["date_basis"] = "fromMetadata"
        return replace(other, **told)


def document(text: str, known: Metadata) -> Document:
    """Return the document of a text; without an address it is named by the digest of its text."""
    name = digest(text)
    day = date.fromisoformat(known.published) if known.published and len(known.published) == 10 else None
    return Document(
        url=known.url or name,
        language=language_of(text, known.language),
        text_digest=name,
        text_length=len(text),
        title=known.title,
        publisher=_organization(known.publisher),
        published=day,
        date_basis=(known.date_basis or "fromMetadata") if day else None,
        text=text,
    )


def _organization(name: str | None) -> str | None:
    """Return the IRI of a publisher if the reference knows exactly one organisation of that name."""
    if not name:
        return None
    from kg import vocabulary

    found = vocabulary.shipped().candidates(name, ["dekg:Organization"])
    return found[0] if len(found) == 1 else None


# -- sidecars


def sidecar(path: Path) -> Metadata | None:
    """Return what the sidecar of a file tells, or None if it has none.

    Raises:
        SourceError: the sidecar cannot be read, or a value is not of its form.
    """
    own = path.with_name(path.name + ".toml")
    if own.is_file():
        return _metadata(_toml(own), str(own), strict=True)
    for folder in (path.parent, path.parent.parent):
        listed = folder / SIDECAR
        if listed.is_file():
            stat = listed.stat()
            given = _listed(listed, stat.st_mtime_ns, stat.st_size).get(path.stem)
            if given is not None:
                return _metadata(given, f"{listed}: {path.stem}", strict=False)
    return None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"{path}: not TOML ({error}); correct the sidecar") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None


@lru_cache(maxsize=4)
def _listed(path: Path, _changed: int, size: int) -> dict[str, dict[str, Any]]:
    """Return the lines of a list of documents by their id; kept while the file stays as it is."""
    if size > MAX_BYTES:
        raise SourceError(f"{path}: larger than {MAX_BYTES >> 20} MB; split the list of documents")
    found: dict[str, dict[str, Any]] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read as UTF-8 ({error}); correct the list of documents") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise SourceError(f"{path}: line {number} is no JSON object with an id; correct the list of documents")
        found[row["id"]] = row
    return found


_KEYS = ("url", "title", "published", "publisher", "lang", "encoding")


def _metadata(given: dict[str, Any], place: str, *, strict: bool) -> Metadata:
    if strict and (unknown := sorted(set(given) - set(_KEYS))):
        raise SourceError(f"{place}: unknown key {unknown[0]!r}; expected {', '.join(_KEYS)}")
    values: dict[str, str] = {}
    for key in _KEYS:
        value = given.get(key)
        if isinstance(value, date) and key == "published":
            value = (value.date() if isinstance(value, datetime) else value).isoformat()
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise SourceError(f"{place}: {key} must be a text in quotes, got {value!r}")
        values[key] = value
    published = values.get("published")
    if published is not None and not _is_date(published):
        raise SourceError(f"{place}: published must be a date such as 2024-03-13, 2024-03 or 2024, got {published!r}")
    return Metadata(
        url=values.get("url"),
        title=values.get("title"),
        published=published,
        date_basis="fromMetadata" if published else None,
        publisher=values.get("publisher"),
        language=_primary(values.get("lang")),
        encoding=values.get("encoding"),
    )


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text, re.ASCII):
        return False
    whole = {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)
    try:
        date.fromisoformat(whole)
    except ValueError:
        return False
    return True


# -- days


_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/.]|\s?年\s?)(\d{1,2})(?:[-/.]|\s?月\s?)(\d{1,2})(?!\d)", re.ASCII)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)", re.ASCII)
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]{2,8})\.?,? ((?:19|20)\d\d)\b")
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)|/t?((?:19|20)\d\d)(0[1-9]|1[0-2])"
    r"(0[1-9]|[12]\d|3[01])(?=_)",
    re.ASCII,
)


def day_in(text: str) -> str | None:
    """Return the first full date in a text, as `YYYY-MM-DD`; forms such as 3/4/2024, which mean two days, are not read.

    >>> day_in("Updated: March 13, 2024"), day_in("发布时间：2024年3月13日 09:10"), day_in("3/4/2024")
    ('2024-03-13', '2024-03-13', None)
    """
    found: list[tuple[int, str]] = []
    for match in (*_NUMERIC.finditer(text), *_COMPACT.finditer(text)):
        _keep(found, match, match[1], match[2], match[3])
    for match in _DAY_FIRST.finditer(text):
        _keep(found, match, match[3], phrases.of().numbers("months").get(match[2].lower(), 0), match[1])
    for match in _MONTH_FIRST.finditer(text):
        _keep(found, match, match[3], phrases.of().numbers("months").get(match[1].lower(), 0), match[2])
    return min(found)[1] if found else None


def url_day(url: str | None) -> str | None:
    """Return the day in the path of an address.

    >>> url_day("http://example.org/fgw/2024-03/13/c_970763.htm"), url_day("http://example.org/t20240313_12.html")
    ('2024-03-13', '2024-03-13')
    """
    found: list[tuple[int, str]] = []
    for match in _IN_PATH.finditer((url or "").partition("?")[0]):
        year, month, day = [part for part in match.groups() if part]
        _keep(found, match, year, month, day)
    days = {day for _, day in found}
    return days.pop() if len(days) == 1 else None


def _keep(found: list[tuple[int, str]], match: re.Match[str], year: str, month: str | int, day: str) -> None:
    try:
        found.append((match.start(), date(int(year), int(month), int(day)).isoformat()))
    except ValueError:
        return


# -- languages


_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z]")
_ENGLISH = re.compile(r"\b(?:the|of|and|in|to|for|with|by|is|was|has|from)\b", re.IGNORECASE)


def language_of(text: str, declared: str | None = None) -> str:
    """Return the language of a text: as declared, unless the script says otherwise; `und` if neither tells.

    Pages in Chinese are often declared English by their template, and the other way round.

    >>> language_of("数字经济占比超过五成", "en-US"), language_of("the share of the city"), language_of("1 2 3")
    ('zh', 'en', 'und')
    """
    sample = text[:20000]
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    given = _primary(declared)
    if han > 2 * len(_KANA_OR_HANGUL.findall(sample)) and han * 3 > latin:
        return given if given in {"zh", "yue", "wuu", "ja"} else "zh"
    if given and not (given in {"zh", "ja", "ko"} and latin > 5 * han):
        return given
    words = max(1, len(sample.split()))
    return "en" if latin > 5 * han and len(_ENGLISH.findall(sample)) * 20 >= words else "und"


def _primary(tag: str | None) -> str | None:
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", tag or "")
    return match[1].lower() if match else None
