"""Read curated claims files: TOML, one for each document, with facts, offsets and digests but no sentences.

```toml
[document]                      # url, language, publisher, published, date_basis, text_digest, text_length, title,
                                # reprint (true), reprint_of (address), written_by (organization)
[passages]
S10 = { start = 1346, end = 1530, sentence = 10, digest = "sha256:…" }

[[claims]]
statements = ["F26"]            # which statements of the document it stands for
kind = "StatisticalObservation"
passages = ["S10"]
[claims.measure]
variable = "variable-software-services-revenue"
area = "place-guiyang"
period = "2023"
comparator = "greaterThan"
figure = "80"
multiplier = 9
unit = "unit:CCY_CNY"
```

A claim without passages is cited to the document as a whole. It may carry `note = { en = "…", zh = "…" }`, what people
should know of it (an ambiguous wording), and `attributed_to = { organization = "…", name = "…" }`, on whose word it is
said. Corrections stand in `errata.toml` beside the claims files:

```toml
[[errata]]
document = "https://…"          # address of the document
was = "claim-0123456789abcdef"  # the claim as it stood, and its label then
said = { en = "…", zh = "…" }
now = "claim-fedcba9876543210"  # what replaces it; left out if it was withdrawn
by = "org-dekg-contributors"
on = 2026-11-30
why = { en = "…", zh = "…" }
```

A name without a prefix is of `dekgr:`; `photo-1` is the document's first photograph. Unknown keys are errors: a
misspelt bound must not vanish.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import KgError, ModelError, SourceError
from kg.model import (
    Assertion,
    Attribution,
    Claim,
    ClaimKind,
    Conversion,
    Document,
    Erratum,
    Figure,
    Intention,
    Measure,
    Passage,
    Plan,
    Texts,
    document_iri,
    photograph_iri,
)
from kg.periods import Period
from kg.sources import ERRATA, Source
from kg.terms import DEKGR, PREFIXES, expand

__all__ = ["MAX_BYTES", "errata", "read"]

MAX_BYTES = 16 * 2**20
"""Largest claims file; the shipped ones have some 20 kB."""

LANGUAGES = ("en", "zh")

Table = Mapping[str, Any]


def read(path: Path) -> Source:
    """Return the document and claims of a claims file, and the corrections that a file of errata beside it holds.

    Raises:
        SourceError: the file is unreadable, not TOML, or breaks the form above; the message names file and claim.
    """
    table = _toml(path)
    with _at(str(path)):
        document, claims = _source(table)
    beside = path.with_name(ERRATA)
    found = errata(beside).get(document.iri, ()) if beside.is_file() else ()
    return Source(replace(document, errata=found), claims)


def errata(path: Path) -> dict[str, tuple[Erratum, ...]]:
    """Return the corrections in a file of errata, by the IRI of the document.

    Raises:
        SourceError: the file is unreadable, not TOML, or breaks the form above.
    """
    found: dict[str, list[Erratum]] = {}
    table = _toml(path)
    with _at(str(path)):
        _only(table, "errata")
        for number, given in enumerate(_list(table, "errata", dict), start=1):
            with _at(f"erratum {number}"):
                found.setdefault(document_iri(_text(given, "document")), []).append(_erratum(given))
    return {document: tuple(items) for document, items in found.items()}


def _erratum(given: Table) -> Erratum:
    _only(given, "document", "was", "said", "now", "by", "on", "why")
    on = given.get("on")
    if type(on) is not date:
        raise SourceError(f"on must be a date such as 2026-11-30, got {on!r}")
    said, why = _texts(given, "said"), _texts(given, "why")
    if not said or not why:
        raise SourceError("say what the claim said ('said') and why it was corrected ('why'), each in en and zh")
    was, now = _claim_iri(given, "was"), _claim_iri(given, "now", None)
    return Erratum(was or "", now, _iri(_text(given, "by")) or "", on, said, why)


def _claim_iri(given: Table, key: str, *default: None) -> str | None:
    name = _text(given, key, *default)
    if name is not None and not re.fullmatch(r"claim-[0-9a-f]{16}", name):
        raise SourceError(f"{key!r} must be the name of a claim such as claim-0123456789abcdef, got {name!r}")
    return _iri(name)


def _toml(path: Path) -> Table:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{path}: larger than {MAX_BYTES >> 20} MB, which no claims file is; give a smaller file")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 (byte {error.start}); save the claims file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: not TOML ({error}); correct the file") from None
    except ValueError as error:  # a number of thousands of digits
        raise SourceError(f"{path}: holds a value that cannot be read ({error}); correct the file") from None
    except RecursionError:
        raise SourceError(f"{path}: nested too deeply to be a claims file; correct the file") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check name and permissions") from None


def _source(table: Table) -> Source:
    _only(table, "document", "passages", "claims")
    document = _document(_table(table, "document"))
    passages = {}
    for name, given in _table(table, "passages", {}).items():
        with _at(f"passage {name}"):
            passages[name] = _passage(given, document.text_length)
    reader = _ClaimReader(document, passages)
    named: dict[str, Claim] = {}
    claims = []
    for number, given in enumerate(_list(table, "claims", dict), start=1):
        with _at(f"claim {number} ({', '.join(map(str, given.get('statements', []))) or 'no statement number'})"):
            claim = reader.claim(given, named)
            claims.append(claim)
            if name := _text(given, "name", None):
                named[name] = claim
    return Source(document, tuple(claims))


def _document(given: Table) -> Document:
    with _at("document"):
        _only(given, *_DOCUMENT)
        published = given.get("published")
        if published is not None and type(published) is not date:
            raise SourceError(f"published must be a date such as 2024-03-13, got {published!r}")
        language = _text(given, "language")
        if not _LANGUAGE.fullmatch(language):
            raise SourceError(f"language must be a tag such as en or zh, got {language!r}")
        return Document(
            url=_text(given, "url"),
            language=language,
            text_digest=_text(given, "text_digest", None),
            text_length=_number(given, "text_length", None),
            title=_text(given, "title", None),
            publisher=_iri(_text(given, "publisher", None)),
            published=published,
            date_basis=_one_of(given, "date_basis", None, "fromText", "fromUrlPath", "fromMetadata"),
            reprint=_flag(given, "reprint") or bool(given.get("reprint_of")),
            reprint_of=_text(given, "reprint_of", None),
            written_by=_iri(_text(given, "written_by", None)),
        )


def _passage(given: Any, length: int | None) -> Passage:
    if not isinstance(given, dict):
        raise SourceError(f"expected a table with start, end and digest, got {given!r}")
    _only(given, "start", "end", "digest", "sentence")
    start, end = _number(given, "start"), _number(given, "end")
    if not 0 <= start < end or (length is not None and end > length):
        raise SourceError(f"{start}-{end} lies outside the text of {length} code points")
    digest = _text(given, "digest")
    if not digest.startswith("sha256:") or len(digest) != 71:
        raise SourceError(f"digest must be 'sha256:' and 64 hex digits, got {digest!r}")
    return Passage(start, end, digest, _number(given, "sentence", None))


class _ClaimReader:
    """Reads the claims of one document."""

    def __init__(self, document: Document, passages: dict[str, Passage]) -> None:
        self.document = document
        self.passages = passages

    def claim(self, given: Table, named: dict[str, Claim]) -> Claim:
        _only(
            given, "name", "statements", "kind", "passages", "strength", "industry", "manner", "purpose", "measure",
            "assertion", "intention", "attributed_to", "note",
        )  # fmt: skip
        kind = _text(given, "kind")
        if kind not in list(ClaimKind):
            raise SourceError(f"kind must be one of {', '.join(ClaimKind)}, got {kind!r}")
        purpose = _text(given, "purpose", None)
        if purpose is not None and purpose not in named:
            raise SourceError(f"purpose {purpose!r} is not the name of a claim above this one")
        return Claim(
            kind=ClaimKind(kind),
            passages=tuple(self.passage(name) for name in _list(given, "passages", str)),
            measure=self.measure(given["measure"]) if "measure" in given else None,
            assertion=self.assertion(given["assertion"]) if "assertion" in given else None,
            intention=self.intention(given["intention"]) if "intention" in given else None,
            strength=_one_of(given, "strength", "asserted", "asserted", "presupposed", "implied") or "asserted",
            industry=self.iri(given, "industry"),
            manner=self.iri(given, "manner"),
            purpose=named[purpose] if purpose else None,
            attribution=self.attribution(given["attributed_to"]) if "attributed_to" in given else None,
            notes=_texts(given, "note"),
            statements=tuple(_list(given, "statements", str)),
        )

    def passage(self, name: str) -> Passage:
        if name not in self.passages:
            raise SourceError(f"passage {name!r} is not in [passages] ({', '.join(self.passages) or 'none given'})")
        return self.passages[name]

    def iri(self, given: Table, key: str) -> str | None:
        name = _text(given, key, None)
        if name is not None and name.startswith("photo-"):
            return photograph_iri(document_iri(self.document.url), int(name.removeprefix("photo-")))
        return _iri(name)

    def measure(self, given: Table) -> Measure:
        figure_keys = ("figure", "comparator", "unit", "multiplier", "upper_figure", "counted", "negative")
        _only(
            given, *figure_keys, "variable", "area", "organization", "period", "base", "basis_inferred",
            "compared_with", "ranked_among", "scope", "conversions",
        )  # fmt: skip
        return Measure(
            variable=self.required(given, "variable"),
            figure=_figure(given),
            area=self.iri(given, "area"),
            organization=self.iri(given, "organization"),
            period=_period(given, "period"),
            base=_period(given, "base"),
            basis_inferred=_flag(given, "basis_inferred"),
            compared_with=self.iri(given, "compared_with"),
            ranked_among=self.iri(given, "ranked_among"),
            scope=self.iri(given, "scope"),
            conversions=tuple(self.conversion(item) for item in _list(given, "conversions", dict)),
        )

    def conversion(self, given: Table) -> Conversion:
        _only(given, "figure", "comparator", "unit", "multiplier", "upper_figure", "counted", "negative", "passage")
        passage = _text(given, "passage", None)
        return Conversion(_figure(given), None if passage is None else self.passage(passage))

    def attribution(self, given: Table) -> Attribution:
        _only(given, "organization", "name")
        return Attribution(self.iri(given, "organization"), _text(given, "name", None))

    def assertion(self, given: Table) -> Assertion:
        _only(given, "subject", "predicate", "object", "ranked_among", "period")
        return Assertion(
            predicate=self.required(given, "predicate"),
            subject=self.iri(given, "subject"),
            object=self.iri(given, "object"),
            ranked_among=self.iri(given, "ranked_among"),
            period=_period(given, "period"),
        )

    def intention(self, given: Table) -> Intention:
        _only(given, "holder", "target_state", "plan", "deadline")
        plan = None
        if "plan" in given:
            _only(given["plan"], "count", "named")
            members = sorted(_iri(name) or "" for name in _list(given["plan"], "named", str))
            plan = Plan(_number(given["plan"], "count"), tuple(members))
        deadline = given.get("deadline")
        if deadline is not None and type(deadline) is not date:
            raise SourceError(f"deadline must be a date such as 2025-12-31, got {deadline!r}")
        return Intention(self.required(given, "holder"), self.iri(given, "target_state"), plan, deadline)

    def required(self, given: Table, key: str) -> str:
        found = self.iri(given, key)
        if found is None:
            raise SourceError(f"{key!r} is missing")
        return found


def _figure(given: Table) -> Figure:
    return Figure(
        lexical=_text(given, "figure"),
        comparator=_text(given, "comparator"),
        unit=_iri(_text(given, "unit")) or "",
        multiplier=_number(given, "multiplier", 0),
        upper_lexical=_text(given, "upper_figure", None),
        counted=_flag(given, "counted"),
        negative=_flag(given, "negative"),
    )


def _texts(given: Table, key: str) -> Texts:
    """Return the words of one key in both languages, or nothing where the key is missing."""
    texts = _table(given, key, {})
    if not texts:
        return ()
    _only(texts, *LANGUAGES)
    return tuple((language, _text(texts, language)) for language in LANGUAGES)


def _period(given: Table, key: str) -> Period | None:
    code = _text(given, key, None)
    return None if code is None else Period.parse(code)


_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_DOCUMENT = (
    "url",
    "language",
    "publisher",
    "published",
    "date_basis",
    "text_digest",
    "text_length",
    "title",
    "reprint",
    "reprint_of",
    "written_by",
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _iri(name: str | None) -> str | None:
    """Return the IRI of a name: a known prefix and a local name, or a local name alone, which is of `dekgr:`."""
    if name is None:
        return None
    prefix, colon, local = name.rpartition(":")
    if not _NAME.fullmatch(local) or (colon and prefix not in PREFIXES):
        raise SourceError(f"{name!r} is no name; expected a form like place-guiyang or unit:CCY_CNY")
    return expand(name) if colon else DEKGR + name


def _one_of(given: Table, key: str, default: str | None, *names: str) -> str | None:
    found: str | None = _text(given, key, default)
    if found is not None and found not in names:
        raise SourceError(f"{key!r} must be one of {', '.join(names)}, got {found!r}")
    return found


# -- typed access to TOML; every refusal says what was expected -----------------------------------------------------


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Put the place in front of whatever is refused inside."""
    try:
        yield
    except (SourceError, ModelError) as error:
        raise SourceError(f"{place}: {error}") from None
    except KgError:
        raise
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise SourceError(f"{place}: not of the form of a claims file ({error})") from None


_MISSING: Any = object()


def _take(given: Table, key: str, kind: type, default: Any, expected: str) -> Any:
    value = given.get(key, default)
    if value is _MISSING:
        raise SourceError(f"{key!r} is missing; expected {expected}")
    if value is not default and type(value) is not kind:
        raise SourceError(f"{key!r} must be {expected}, got {value!r}")
    return value


def _taker(kind: type, expected: str) -> Callable[..., Any]:
    return lambda given, key, default=_MISSING: _take(given, key, kind, default, expected)


_text = _taker(str, "a text in quotes")
_number = _taker(int, "a whole number")
_table = _taker(dict, "a table")


def _flag(given: Table, key: str) -> bool:
    return bool(_take(given, key, bool, False, "true or false"))


def _list(given: Table, key: str, kind: type) -> list[Any]:
    values = _take(given, key, list, None, "a list") or []
    for value in values:
        if type(value) is not kind:
            raise SourceError(f"{key!r} must hold {'tables' if kind is dict else 'texts'} only, got {value!r}")
    return list(values)


def _only(given: Any, *keys: str) -> None:
    if not isinstance(given, Mapping):
        raise SourceError(f"expected a table with {', '.join(keys)}, got {given!r}")
    if unknown := sorted(set(given) - set(keys)):
        raise SourceError(f"unknown key {unknown[0]!r}; expected {', '.join(keys)}")
