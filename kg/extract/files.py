"""Extract from, and judge proposals of, a set of texts on disk: `docs.jsonl` beside `<id>.txt`.

The only module of this package that reads and writes files; the layout is that of the evaluation sets.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import SourceError
from kg.extract import accepted, evaluate
from kg.extract.analysis import Analysis, analyse
from kg.extract.calendar.periods import Published
from kg.extract.proof.gate import Gate
from kg.extract.roles import Reading
from kg.extract.statements.attribution import Attributions
from kg.extract.text.lexicon import compiled
from kg.vocabulary import Vocabulary

__all__ = ["Entry", "Judged", "entries", "judge", "objects", "rows", "said_by", "write"]


class Entry(NamedTuple):
    """One text of a set with what is known of it; `published` may be a day, a month, a year, or None."""

    id: str
    language: str
    published: str | None
    title: str | None
    text: str


class Judged(NamedTuple):
    """What the gate said of a set of proposals: those accepted (`Verdict.claimed`), and the others with `reasons`."""

    accepted: list[Mapping[str, Any]]
    refused: list[dict[str, Any]]


def entries(docs: Path, texts: Path) -> Iterator[Entry]:
    """Yield the texts of a set in the order of its metadata.

    Raises:
        SourceError: a file is missing or is not what the layout promises; the message names it.
    """
    for number, row in enumerate(objects(docs), start=1):
        try:
            name, language = str(row["id"]), str(row.get("lang") or "en")
        except KeyError:
            raise SourceError(f"{docs}: document {number} has no id; give every line an id and a lang") from None
        path = texts / f"{name}.txt"
        try:
            text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{path}: cannot be read ({error}); the set names it") from None
        published, title = row.get("published"), row.get("title")
        yield Entry(name, language, str(published) if published else None, str(title) if title else None, text)


def rows(entry: Entry, vocabulary: Vocabulary) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the claims of a text in the evaluation schema, and the candidates with their `reasons`."""
    lexicon = compiled(vocabulary)
    analysis = analyse(entry.text, entry.language, lexicon, Published.parse(entry.published), entry.title)
    good, bad = accepted(analysis)
    claims = [
        evaluate.row(entry.id, r, lexicon, evaluate.quote_of(r, analysis.text)) | said_by(r, analysis) for r in good
    ]
    candidates = [
        evaluate.row(entry.id, r, lexicon, evaluate.quote_of(r, analysis.text)) | {"reasons": reasons}
        for r, reasons in bad
    ]
    return claims, candidates


def said_by(reading: Reading, analysis: Analysis) -> dict[str, str | None]:
    """Return on whose word a figure stands, in the evaluation schema."""
    source = Attributions.of(analysis).at(reading.cell.sentence.start)
    return {"attributed_to": source.english(analysis.lexicon) if source else None}


def judge(entry: Entry, proposals: Iterable[Mapping[str, Any]], vocabulary: Vocabulary) -> Judged:
    """Return which proposals of a text pass the gate; nothing else is extracted."""
    gate = Gate.of(entry.text, entry.language, vocabulary, entry.published, entry.title)
    judged = Judged([], [])
    for row, verdict in gate.judge_all(proposals):
        if verdict.accepted:
            judged.accepted.append(verdict.claimed(row))
        else:
            judged.refused.append(dict(row) | {"reasons": list(verdict.reasons)})
    return judged


def write(path: Path, found: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line, keys in the order given."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a file, one a line.

    Raises:
        SourceError: it cannot be read, or a line is no JSON object; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read ({error}); give a docs.jsonl") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise SourceError(f"{path}: line {number} is not JSON ({error}); correct the file") from None
            if not isinstance(row, dict):
                raise SourceError(f"{path}: line {number} is no JSON object; correct the file")
            yield row
