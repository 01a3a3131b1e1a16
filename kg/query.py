"""Questions as files, and their answers as tables whose measured cells name their claims.

A query file is complete SPARQL that runs anywhere as it stands. Lines starting `#+ ` are TOML:

| key | meaning |
| --- | --- |
| `title.en`, `title.zh` | a short name |
| `question` (`question.zh`) | the question in words |
| `params.NAME.type` | `iri`, `date`, `decimal`, `integer`, `text`; the default is in the block `VALUES ?NAME { … }` |
| `params.NAME.kind` | a class: of several things of one name, those of this class are meant |
| `columns.NAME` | `role` (`category`, `measure`, `verdict`), `unit`, `claims` (column naming them), `label.en/.zh` |
| `words.zh` | words for the texts that the query itself makes, such as a verdict |
| `severity`, `message.en/.zh` | for checks: each row is an error; `{column}` in a message is filled from the row |
| `scope`, `needs`, `params.NAME.among` | for checks: where they look, and what spares asking (`kg.validate`) |

A parameter is bound by replacing the content of its one-variable `VALUES` block with a typed term, never with text.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg import assets, labels
from kg.errors import QueryError
from kg.sparql import MAX_LENGTH, form, guard
from kg.store.base import Answer, Solutions, Store, Term
from kg.terms import DEKGR, XSD, compact, expand
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas

    from kg.charts.drawing import Drawing
    from kg.federation import Federation

__all__ = ["Cell", "Column", "Query", "Table", "ask", "guard", "is_sparql", "library", "named", "parse", "run", "table"]

_HEADER = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)
_BOUNDS = ("lower", "lower_inclusive", "upper", "upper_inclusive", "unit")
_FIGURE = {"": {"en": "figure", "zh": "数值"}, "restated_": {"en": "restated as", "zh": "折算"}}
"""Headings of intervals, by what the names of their columns begin with."""
_VALUES = r"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of an answer: the RDF term, and the IRIs of the claims it was read from (none for a dimension)."""

    term: Term | None
    claims: tuple[str, ...] = ()

    @property
    def value(self) -> Any:
        """The term as a Python value: str, int, Decimal, bool, date; None where the answer has no value."""
        if not isinstance(self.term, Literal):
            return None if self.term is None else str(getattr(self.term, "value", self.term))
        text, kind = self.term.value, self.term.datatype.value.removeprefix(XSD)
        try:
            match kind:
                case "integer":
                    return int(text)
                case "decimal":
                    return Decimal(text)
                case "boolean":
                    return text in {"true", "1"}
                case "date":
                    return date.fromisoformat(text)
        except (ValueError, InvalidOperation):
            return text
        return text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name, and what the query file says of it."""

    name: str
    role: str | None = None
    unit: str | None = None
    claims: str | None = None
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT (or ASK, as one cell): columns, and rows of cells in the query's order."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def claims(self) -> tuple[str, ...]:
        """IRIs of all claims that the cells name, without repeats, in order."""
        return tuple(dict.fromkeys(iri for row in self.rows for cell in row for iri in cell.claims))

    def shown(self, language: str) -> list[tuple[int, str | None, str]]:
        """Return the columns that people read, in order: the four columns of an interval are one.

        Returns:
            For each the number of its (first) column; what the names of an interval's columns begin with, None for a
            plain column; and its heading.
        """
        names = [column.name for column in self.columns]
        prefixes = [name.removesuffix("lower") for name in names if name.endswith("lower")]
        prefixes = [prefix for prefix in prefixes if f"{prefix}upper" in names]
        hidden = {prefix + part for prefix in prefixes for part in _BOUNDS}
        found: list[tuple[int, str | None, str]] = []
        for number, column in enumerate(self.columns):
            heading = column.label.get(language, column.name)
            prefix = column.name.removesuffix("lower")
            if column.name.endswith("lower") and prefix in prefixes:
                found.append((number, prefix, _FIGURE.get(prefix, {}).get(language, heading)))
            elif column.name not in hidden:
                found.append((number, None, heading))
        return found

    def interval(self, row: Sequence[Cell], prefix: str, vocabulary: Vocabulary, language: str) -> str | None:
        """Return in words what four columns of a row bound: `lower`, `lower_inclusive`, `upper`, `upper_inclusive`.

        Args:
            row: a row of this table.
            prefix: what the names of the columns begin with, such as `restated_`; often nothing.
            vocabulary: names of units.
            language: `en` or `zh`.

        Returns:
            None where neither bound is known, or the unit is not.
        """
        names = [column.name for column in self.columns]

        def value(name: str) -> Any:
            return row[names.index(prefix + name)].value if prefix + name in names else None

        lower, upper = value("lower"), value("upper")
        unit = value("unit") or vocabulary.unit(self.columns[names.index(prefix + "lower")].unit)
        if (lower is None and upper is None) or not isinstance(unit, str):
            return None
        return labels.interval(
            lower if isinstance(lower, Decimal) else None,
            upper if isinstance(upper, Decimal) else None,
            lower_inclusive=value("lower_inclusive") is True,
            upper_inclusive=value("upper_inclusive") is True,
            unit=unit,
            vocabulary=vocabulary,
            language=language,
        )

    def records(self) -> list[dict[str, Any]]:
        """Return one dictionary of Python values for each row."""
        return [{column.name: cell.value for column, cell in zip(self.columns, row, strict=True)} for row in self.rows]

    def chart(
        self,
        language: str = "en",
        vocabulary: Vocabulary | None = None,
        documents: Mapping[str, tuple[str, str]] | None = None,
    ) -> "Drawing":
        """Return the figures as charts, one for each unit: bounds as open ends, rows named by what tells them apart.

        Args:
            language: of title and names, `en` or `zh`.
            vocabulary: to name things; the shipped one unless given.
            documents: name and address of documents by IRI, for the list of sources.

        Raises:
            QueryError: the table holds no figure.
        """
        from kg.charts.drawing import Drawing
        from kg.charts.records import charts
        from kg.vocabulary import shipped

        title = self.title.get(language) or self.title.get("en", "")
        return Drawing(charts(self.columns, self.records(), title, vocabulary or shipped(), language, documents or {}))

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a data frame: one row per row, Python values (Decimal, date, str, None).

        Raises:
            QueryError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise QueryError("pandas is not installed; add it with: pip install 'dekg[pandas]'") from None
        return pandas.DataFrame(self.records(), columns=[column.name for column in self.columns], dtype=object)


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: its text and its header."""

    name: str
    text: str
    path: Path | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    question: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    severity: str | None = None
    message: Mapping[str, str] = field(default_factory=dict)

    def bind(self, values: Mapping[str, str], vocabulary: Vocabulary | None = None) -> str:
        """Return the SPARQL with parameters bound.

        Args:
            values: text by parameter name; an `iri` may be a full IRI, a prefixed name, or a name in the ontology.
            vocabulary: to find names in; without it only IRIs and prefixed names are taken.

        Raises:
            QueryError: unknown parameter, or a value that is not of its type.
        """
        terms: dict[str, NamedNode | Literal] = {}
        for name, value in values.items():
            if name not in self.params:
                known = ", ".join(sorted(self.params)) or "none"
                raise QueryError(f"{self.place}: no parameter {name!r}; it has: {known}")
            terms[name] = _term(
                value, self.params[name], f"{self.place}: parameter {name!r}", vocabulary, self.kinds.get(name)
            )

        def block(match: re.Match[str]) -> str:
            return f"VALUES ?{match[1]} {{ {terms[match[1]]} }}" if match[1] in terms else match[0]

        # in one pass, so that a value that looks like such a block is never bound into
        return re.sub(_VALUES.format(name=r"(\w+)"), block, self.text)

    @property
    def place(self) -> str:
        """How messages name it: its path, below `queries/` for a shipped one; else its name."""
        if self.path is None:
            return self.name
        shipped = assets.folder("queries")
        return str(Path("queries") / self.path.relative_to(shipped)) if shipped in self.path.parents else str(self.path)


def parse(text: str, name: str, path: Path | None = None) -> Query:
    """Return a query from the text of a file.

    Raises:
        QueryError: the header is no TOML, or a declared parameter has not exactly one `VALUES` block.
    """
    try:
        head: dict[str, Any] = tomllib.loads("\n".join(_HEADER.findall(text)))
        query = Query(
            name,
            text,
            path,
            title=head.get("title", {}),
            question=_bilingual(head.get("question", {})),
            params={key: given["type"] for key, given in head.get("params", {}).items()},
            kinds={key: given["kind"] for key, given in head.get("params", {}).items() if "kind" in given},
            columns={key: Column(key, **given) for key, given in head.get("columns", {}).items()},
            words=head.get("words", {}),
            severity=head.get("severity"),
            message=head.get("message", {}),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise QueryError(f"{path or name}: the header (lines '#+ ') is not as expected: {error}") from None
    for param, kind in query.params.items():
        if kind not in _TYPES:
            raise QueryError(f"{path or name}: parameter {param!r} has type {kind!r}; known: {', '.join(_TYPES)}")
        if len(re.findall(_VALUES.format(name=param), text)) != 1:
            raise QueryError(f"{path or name}: parameter {param!r} needs exactly one block VALUES ?{param} {{ … }}")
    return query


def _bilingual(given: Any) -> Mapping[str, str]:
    return {"en": given} if isinstance(given, str) else given


def library(kind: str | None = None) -> list[Query]:
    """Return the shipped queries of a kind (`answers`, `checks`, `trace`), or all, by folder and name."""
    kinds = (kind,) if kind else ("answers", "trace", "checks")
    return [parse(path.read_text("utf-8"), path.stem, path) for kind in kinds for path in assets.query_files(kind)]


def named(name: str) -> Query:
    """Return the query a person means: a file, or the name of a shipped one.

    Raises:
        QueryError: there is none; the message offers close names.
    """
    path = Path(name)
    if path.suffix in {".rq", ".sparql"} or _is_file(path):
        try:
            if path.stat().st_size > MAX_LENGTH:
                raise QueryError(f"{path}: longer than {MAX_LENGTH} bytes, which no query is")
            return parse(path.read_text("utf-8"), path.stem, path.resolve())
        except UnicodeDecodeError as error:
            raise QueryError(f"{path}: not UTF-8 (byte {error.start}); save the query as UTF-8") from None
        except OSError as error:
            raise QueryError(f"{path}: cannot be read ({error.strerror}); check name and permissions") from None
    found = {
        path.stem: path for kind in ("answers", "trace", "checks", "federated") for path in assets.query_files(kind)
    }
    if name not in found:
        import difflib

        close = difflib.get_close_matches(name, list(found), n=3)
        hint = f"did you mean {' or '.join(close)}? All are listed by" if close else "list them with"
        raise QueryError(f"{name!r}: no shipped query of that name, and no such file; {hint}: kg queries")
    return parse(found[name].read_text("utf-8"), name, found[name])


def is_sparql(text: str) -> bool:
    """Tell whether someone wrote a query itself rather than a query's name or file.

    >>> is_sparql("DESCRIBE dekgr:place-guiyang"), is_sparql("software-revenue")
    (True, False)
    """
    return (form(text) is not None or "{" in text) and not _is_file(Path(text))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for a name, or no name at all
        return False


def run(
    store: Store,
    query: Query,
    values: Mapping[str, str],
    vocabulary: Vocabulary | None = None,
    federation: "Federation | None" = None,
) -> Answer:
    """Return the raw answer of a query with its parameters bound; see `ask`."""
    try:
        return ask(store, query.bind(values, vocabulary), federation)
    except QueryError as error:
        place = f"{query.place}: "
        raise QueryError(str(error) if str(error).startswith(place) else f"{place}{error}") from None


def ask(store: Store, text: str, federation: "Federation | None" = None) -> Answer:
    """Return the raw answer of a query in SPARQL.

    Args:
        store: to ask.
        text: the query.
        federation: the servers that the query may ask besides; none by default.

    Raises:
        QueryError: it is not SPARQL, too deep, or asks a server that is not allowed or does not answer.
    """
    guard(text, services=federation is not None)
    if federation is None:
        return store.query(text)
    from kg.store import Embedded

    if not isinstance(store, Embedded):
        raise QueryError("a remote store asks other servers itself, by its own rules; use a folder, or no store")
    with federation.running(text) as query:
        try:
            return store.query(query)
        except QueryError:
            if federation.failures:
                raise QueryError(federation.failures[0]) from None
            raise


def table(query: Query, answer: Solutions | bool) -> Table:
    """Return an answer as a table; measured columns get the claims of the column their header names."""
    if isinstance(answer, bool):
        return Table((Column("answer"),), ((Cell(_boolean(answer)),),), query.title)
    columns = tuple(query.columns.get(name, Column(name)) for name in answer.columns)
    place = {name: number for number, name in enumerate(answer.columns)}
    rows = tuple(
        tuple(Cell(term, _claims(row, place, column)) for column, term in zip(columns, row, strict=True))
        for row in answer.rows
    )
    return Table(columns, rows, query.title, query.words)


def _claims(row: tuple[Term | None, ...], place: Mapping[str, int], column: Column) -> tuple[str, ...]:
    source = row[place[column.claims]] if column.claims is not None and column.claims in place else None
    return tuple(str(getattr(source, "value", "")).split()) if source is not None else ()


def _boolean(answer: bool) -> Literal:
    return Literal("true" if answer else "false", datatype=NamedNode(XSD + "boolean"))


# -- parameters -------------------------------------------------------------------------------------------------------

_TYPES = ("iri", "date", "decimal", "integer", "text")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def _term(
    value: str, datatype: str, place: str, vocabulary: Vocabulary | None, kind: str | None = None
) -> NamedNode | Literal:
    try:
        match datatype:
            case "date":
                date.fromisoformat(value)
                return Literal(value, datatype=NamedNode(XSD + "date"))
            case "decimal":
                if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
                    raise ValueError
                return Literal(value, datatype=NamedNode(XSD + "decimal"))
            case "integer":
                return Literal(str(int(value)), datatype=NamedNode(XSD + "integer"))
            case "text":
                return Literal(value)
    except ValueError:
        example = {"date": "a date such as 2015-01-01", "decimal": "a number such as 80.5", "integer": "a whole number"}
        raise QueryError(f"{place} must be {example[datatype]}, got {value!r}") from None
    found = vocabulary.find(value) if vocabulary else []
    if len(found) > 1 and vocabulary and kind:
        found = vocabulary.candidates(value, [kind]) or found
    if len(found) > 1:
        shown = ", ".join(compact(iri) for iri in found)
        raise QueryError(f"{place}: {value!r} is the name of {len(found)} things ({shown}); give one of these")
    if found:
        return NamedNode(found[0])
    iri = expand(value)
    if _IRI.fullmatch(iri) and iri.startswith(("http://", "https://", "urn:")):
        return NamedNode(iri)
    close = vocabulary.close_names(value) if vocabulary else []
    hint = (
        f"; did you mean {' or '.join(map(repr, close))}?"
        if close
        else f"; expected a name, {DEKGR}… or a prefixed name"
    )
    raise QueryError(f"{place}: {value!r} is not known{hint}")
