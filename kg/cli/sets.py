"""Sets of texts on the command line: claims in the evaluation schema, and how much of what was proposed is proven."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli import output

if TYPE_CHECKING:
    from kg.archive import Archive
    from kg.ingest import Proposer
    from kg.vocabulary import Vocabulary

__all__ = ["counts", "lines", "rates", "write_set"]

_RATES = {
    "en": "{by}: {proposed} proposed, {proven} proven ({good:.1%}), {bad} refused ({rest:.1%}){why}",
    "zh": "{by}：提出{proposed}条，经验证采纳{proven}条（{good:.1%}），拒绝{bad}条（{rest:.1%}）{why}",
}


def counts(claims: int, candidates: int, language: str) -> str:
    """Return how much was read, in `en` or `zh`."""
    if language == "zh":
        return f"{claims}条断言；{candidates}条候选"
    return f"{output.many(claims, 'claim')}; {output.many(candidates, 'candidate')}"


def write_set(
    docs: Path,
    texts: Path,
    proposals: Path | None,
    proposer: "Proposer | None",
    archive: "Archive | None",
    words: "Vocabulary",
    candidates: Path | None,
    out: Path | None,
    language: str,
) -> None:
    """Write the claims of a set of texts, and the rest with reasons, in the evaluation schema."""
    from kg.extract import files
    from kg.ingest import sets

    claims: list[dict[str, Any]] = []
    rest: list[dict[str, Any]] = []
    proposed = list(files.objects(proposals)) if proposals is not None else None
    tried, proven, refused = 0, 0, Counter[str]()
    entries = list(files.entries(docs, texts))
    with output.progress("extracting", language, total=len(entries)) as step:
        for entry in entries:
            step(entry.id)
            if proposed is None:
                found = sets.rows(entry, words, proposer, archive)
                claims += found.claims
                rest += found.rest
                tried, proven = tried + found.proposed, proven + found.proven
                for failure in found.failures:
                    output.message(failure)
            else:
                judged = files.judge(entry, [row for row in proposed if row.get("doc") == entry.id], words)
                claims += [dict(row) for row in judged.accepted]
                rest += judged.refused
    if proposed is not None:
        known = {entry.id for entry in entries}
        rest += [row | {"reasons": ["no such document"]} for row in proposed if row.get("doc") not in known]
        tried, proven = len(proposed), len(claims)
        refused.update(reason.partition(":")[0] for row in rest for reason in row["reasons"][:1])
    output.emit(lines(claims), out, language)
    if candidates is not None:
        output.emit(lines(rest), None if str(candidates) == "-" else candidates, language)
    output.message(counts(len(claims), len(rest), language))
    if proposed is not None or proposer is not None:
        by = str(proposals) if proposals is not None else proposer.name if proposer else ""
        output.message(rates(by, tried, proven, refused, language))


def rates(by: str, proposed: int, proven: int, refused: Counter[str], language: str) -> str:
    """Return in a line how many proposals were proven and how many refused, and why."""
    from kg.extract.proof.reasons import told

    why = "; ".join(f"{told(reason, language)} {count}" for reason, count in refused.most_common())
    share = proven / proposed if proposed else 0.0
    return _RATES[language].format(
        by=by,
        proposed=proposed,
        proven=proven,
        good=share,
        bad=proposed - proven,
        rest=1 - share if proposed else 0.0,
        why=f": {why}" if why else "",
    )


def lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as JSON, one a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
