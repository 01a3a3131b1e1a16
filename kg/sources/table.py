"""Read a table of figures, CSV or XLSX, as claims: one row, one claim, cited to its row.

| column | what | example |
| --- | --- | --- |
| `place`, `organization` | whose figure it is; one of them, or both | `Guiyang`, `贵阳`, `place-guiyang` |
| `variable` (or `indicator`) | what is measured, by a name the ontology knows | `variable-gdp` |
| `period` | a code of `kg.periods`, or a date | `2023`, `2023-Q1`, `2023-01_2023-07` |
| `value` | the figure as printed; a minus sign for a decline | `20.6`, `1,200` |
| `unit` | by a name the ontology knows, with a scale word if need be | `percent`, `billion CNY`, `亿元` |
| `comparator` | optional, default `=` | `=`, `>`, `>=`, `<`, `<=`, `~`, `nearly`, `between` |
| `upper_value` | the second figure of `between` | `38` |
| `base` | optional, of a change; a year earlier for a year-on-year variable | `2022` |
| `scope` | optional, the population | `scope-above-designated-size` |
| `compared_with`, `ranked_among` | optional, as in a claims file | `place-china` |
| `modality` | optional, `observed` (default) or `forecast` | `forecast` |
| `note` | optional, not read | |

The first row names the columns, in any order; an unknown column is an error, since a misspelt bound must not vanish.
The text that positions count in is the CSV file itself, or for XLSX the first sheet that is filled, as lines of cells
parted by tabs, each cell as the sheet shows it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from kg import phrases, vocabulary
from kg.errors import KgError, ModelError, SourceError
from kg.model import SIGNS, Claim, ClaimKind, Figure, Measure, Passage
from kg.periods import Period
from kg.sources import Source, confined
from kg.sources import encoding as encodings
from kg.sources.metadata import Metadata, document
from kg.sources.text import read_bytes
from kg.terms import DEKG, UNIT

__all__ = ["COLUMNS", "MAX_BYTES", "read"]

MAX_BYTES = 16 * 2**20
_MOST_ROWS = 100_000
_MOST_CELLS = 64
_UNPACKED = 256 * 2**20
_SECONDS = 60

_REQUIRED = ("variable", "period", "value", "unit")
COLUMNS = (
    "place", "organization", *_REQUIRED, "comparator", "upper_value", "base", "scope", "compared_with", "ranked_among",
    "modality", "note",
)  # fmt: skip
_COMPARATORS = {*SIGNS.values(), "nearly", "between"}
_THOUSAND = 3
_KINDS = {"": ClaimKind.OBSERVATION, "observed": ClaimKind.OBSERVATION, "forecast": ClaimKind.FORECAST}


def read(path: Path, encoding: str | None = None) -> Source:
    """Return the document and the claims of a table.

    Args:
        path: a `.csv`, `.tsv` or `.xlsx` file; the first bytes tell, not the name.
        encoding: of a CSV, as declared from outside.

    Raises:
        SourceError: unreadable, not of the layout above, or a row that makes no claim; the message names the row.
    """
    data = read_bytes(path, MAX_BYTES)
    if data.startswith(b"PK\x03\x04"):
        rows, extractor = confined.run("kg.sources.table:sheet", str(path.absolute()), str(path), seconds=_SECONDS)
        text = "\n".join("\t".join(row) for row in rows)
        known = Metadata(
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extractor=extractor
        )
        lines = list(_tabbed(rows))
    else:
        text, used = encodings.decode(data, str(path), [encoding])
        known = Metadata(media_type="text/csv", encoding=used)
        lines = list(_separated(text, path))
    if not lines:
        raise SourceError(f"{path}: the table is empty; expected a row of column names and rows of figures")
    claims = _claims(lines, text, path)
    return Source(document(text, known), claims, known)


Line = tuple[int, int, list[str]]
"""Start and end of a row in the text, and its cells."""


def _tabbed(rows: list[list[str]]) -> Iterator[Line]:
    start = 0
    for row in rows:
        end = start + len("\t".join(row))
        if any(row):
            yield start, end, row
        start = end + 1


def _separated(text: str, path: Path) -> Iterator[Line]:
    """Yield the rows of a CSV with their places; a cell in quotes may hold line ends."""
    head = text.partition("\n")[0]
    separator = max(",\t;", key=head.count)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline="\n"):
            taken.append(line)
            yield line

    start = 0
    try:
        for cells in csv.reader(lines(), delimiter=separator, strict=True):
            raw = "".join(taken)
            taken.clear()
            if any(cell.strip() for cell in cells):
                yield start, start + len(raw.rstrip("\r\n")), [cell.strip() for cell in cells]
            start += len(raw)
    except csv.Error as error:
        raise SourceError(f"{path}: no CSV ({error}); save the table as CSV with quotes closed") from None


def _claims(lines: list[Line], text: str, path: Path) -> tuple[Claim, ...]:
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in lines[0][2]]
    names = ["variable" if name == "indicator" else name for name in names]
    while names and not names[-1]:
        names.pop()
    for number, name in enumerate(names):
        if name not in COLUMNS or name in names[:number]:
            what = "unknown column" if name not in COLUMNS else "two columns named"
            raise SourceError(f"{path}: {what} {name!r}; expected {', '.join(COLUMNS)}")
    if missing := [name for name in _REQUIRED if name not in names]:
        raise SourceError(f"{path}: the column {missing[0]!r} is missing; expected {', '.join(_REQUIRED)} and a place")
    if len(lines) - 1 > _MOST_ROWS:
        raise SourceError(f"{path}: more than {_MOST_ROWS} rows; split the table")
    words = vocabulary.shipped()
    claims: dict[Claim, None] = {}
    for number, (start, end, cells) in enumerate(lines[1:], start=2):
        if any(cells[len(names) :]):
            raise SourceError(f"{path}: row {number} has more cells than there are columns; check its quotes")
        given = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        try:
            claims[_claim(given, Passage.of(text, start, end), words)] = None
        except (SourceError, ModelError) as error:
            raise SourceError(f"{path}: row {number}: {error}") from None
    return tuple(claims)


def _claim(given: dict[str, str], passage: Passage, words: vocabulary.Vocabulary) -> Claim:
    for name in _REQUIRED:
        if name not in given:
            raise SourceError(f"the {name} is missing")
    kind = _KINDS.get(given.get("modality", "").lower())
    if kind is None:
        raise SourceError(
            f"modality must be observed or forecast, got {given['modality']!r}; put plans into a claims file"
        )
    variable = _named(given, "variable", "dekg:StatisticalVariable", words)
    assert variable is not None
    period = _period(given["period"])
    base = _period(given["base"]) if "base" in given else None
    inferred = base is None and DEKG + "yearOnYear" in words.values(variable, "dekg:comparisonBasis")
    measure = Measure(
        variable=variable,
        figure=_figure(given, words),
        area=_named(given, "place", "dekg:Place", words),
        organization=_named(given, "organization", "dekg:Organization", words),
        period=period,
        base=period.year_earlier() if inferred else base,
        basis_inferred=inferred,
        compared_with=_named(given, "compared_with", None, words),
        ranked_among=_named(given, "ranked_among", None, words),
        scope=_named(given, "scope", "dekg:PopulationScope", words),
    )
    return Claim(kind=kind, passages=(passage,), measure=measure)


def _named(given: dict[str, str], column: str, kind: str | None, words: vocabulary.Vocabulary) -> str | None:
    """Return the one thing of a kind that a cell names."""
    if column not in given:
        return None
    name = given[column]
    found = words.candidates(name, [kind]) if kind else words.find(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise SourceError(f"{column} {name!r} may be {' or '.join(found[:4])}; give one of these names")
    close = words.close_names(name)
    hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else "; add it to the reference data"
    raise SourceError(f"{column} {name!r} is not known{hint}")


def _period(code: str) -> Period:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ]00:00(:00)?", code)
    return Period.parse(match[1] if match else code)


def _figure(given: dict[str, str], words: vocabulary.Vocabulary) -> Figure:
    sign = given.get("comparator", "")
    comparator = SIGNS.get(sign or "=", sign)
    if comparator not in _COMPARATORS:
        raise SourceError(f"comparator must be one of {', '.join([*SIGNS, 'nearly', 'between'])}, got {sign!r}")
    if (comparator == "between") != ("upper_value" in given):
        raise SourceError("upper_value goes with the comparator 'between', and only with it")
    unit, multiplier = _unit(given["unit"], words)
    value = given["value"].replace("\u2212", "-").removesuffix("%").strip()
    upper = given.get("upper_value", "").removesuffix("%").strip() or None
    for figure in (value.removeprefix("-"), upper or "0"):
        if not re.fullmatch(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", figure, re.ASCII) or len(figure) > 40:
            raise SourceError(f"{figure!r} is not a figure; expected digits as printed, such as 80 or 1,200.5")
    return Figure(
        lexical=value.removeprefix("-"),
        comparator=comparator,
        unit=unit,
        multiplier=multiplier,
        upper_lexical=upper,
        counted=unit == UNIT + "NUM" and multiplier == 0 and "." not in value,
        negative=value.startswith("-"),
    )


def _unit(name: str, words: vocabulary.Vocabulary) -> tuple[str, int]:
    """Return the unit's IRI and the power of ten of a scale word before it.

    >>> _unit("亿元", vocabulary.shipped()), _unit("billion yuan", vocabulary.shipped())
    (('http://qudt.org/vocab/unit/CCY_CNY', 8), ('http://qudt.org/vocab/unit/CCY_CNY', 9))
    """
    units = _units(words)
    for scale, power in _scales():
        rest = name.removeprefix(scale).strip()
        if name.startswith(scale) and (found := units.get(rest) or units.get(rest.casefold())):
            if len(found) > 1:
                raise SourceError(f"unit {name!r} may be {' or '.join(sorted(found)[:4])}; give one of these names")
            return next(iter(found)), power
    raise SourceError(f"unit {name!r} is not known; expected a name such as percent, CNY, billion yuan or 亿元")


@cache
def _scales() -> tuple[tuple[str, int], ...]:
    """Return scale words with their powers of ten in the order they are tried, none among them.

    亿元 is scale and unit, though the ontology has it as one word; 千瓦 is a unit, so thousands come last.
    """
    found = phrases.of().scales("en") | phrases.of().scales("zh")
    tried = sorted(found.items(), key=lambda pair: (pair[1] == _THOUSAND, -len(pair[0]), pair[0]))
    first = next(index for index, (_, power) in enumerate(tried) if power == _THOUSAND)
    return (*tried[:first], ("", 0), *tried[first:])


@cache
def _units(words: vocabulary.Vocabulary) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for iri in words.members("http://qudt.org/schema/qudt/Unit"):
        announced = [word for tag in ("en", "zh") for word in words.words(iri, "dekg:announcingWord", tag)]
        local = iri.rpartition("/")[2]
        for name in (*words.names(iri), *announced, local, f"unit:{local}", local.removeprefix("CCY_"), iri):
            index.setdefault(name, set()).add(iri)
            index.setdefault(name.casefold(), set()).add(iri)
    return index


# -- XLSX, in the confined process


def sheet(path: str) -> tuple[list[list[str]], str]:
    """Return the cells of the first filled sheet as shown, and the name of what read them; for the confined process.

    Raises:
        SourceError: no workbook, too large, or a cell whose shown form cannot be told.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > _UNPACKED:
                raise SourceError(f"unpacks to more than {_UNPACKED >> 20} MB; save the one sheet that matters")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for page in book.worksheets:
            rows: list[list[str]] = []
            empty = 0
            for cells in page.iter_rows(max_col=_MOST_CELLS):
                shown = [_shown(cell) for cell in cells]
                while shown and not shown[-1]:
                    shown.pop()
                rows.append(shown)
                empty = 0 if shown else empty + 1
                if len(rows) > _MOST_ROWS + 1 or empty > 1000:
                    break
            while rows and not rows[-1]:
                rows.pop()
            if rows:
                return rows, f"openpyxl {openpyxl.__version__}"
    except KgError:
        raise
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        SyntaxError,
        TypeError,
        ValueError,
        zipfile.BadZipFile,
    ) as error:  # a broken workbook breaks the library in many ways; ParseError of XML is a SyntaxError
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise SourceError(f"is no workbook that can be read ({reason}); save it again as XLSX or CSV") from None
    raise SourceError("holds no filled sheet; expected a row of column names and rows of figures")


def _shown(cell: object) -> str:
    """Return a cell as the sheet shows it, as far as its number format is one of the plain ones."""
    value = getattr(cell, "value", None)
    form = str(getattr(cell, "number_format", None) or "General")
    where = getattr(cell, "coordinate", "a cell")
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), form, where)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())


def _number(value: Decimal, form: str, where: str) -> str:
    """Return a number as shown under a format.

    >>> _number(Decimal("0.206"), "0.0%", "B2"), _number(Decimal("1200"), "#,##0", "B3")
    ('20.6%', '1,200')
    """
    try:
        if form in {"General", "@"}:
            return f"{value.normalize():f}"
        match = re.fullmatch(r"(#,##0|0|#|###0)(?:\.(0+))?(%?)(?:_[ )])?(?:;.*)?", form)
        if match is None:
            raise SourceError(f"{where} has the number format {form!r}, whose digits cannot be told; use a plain one")
        places = len(match[2] or "")
        value = value * 100 if match[3] else value
        return f"{value:{',' if ',' in match[1] else ''}.{places}f}{match[3]}"
    except (InvalidOperation, ValueError):
        raise SourceError(f"{where} holds no finite number; correct the cell") from None
