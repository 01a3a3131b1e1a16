"""Make version graphs of sources: read, extract, judge, validate; nothing is written here.

Runs in worker processes: what goes in and comes out is plain values.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kg import collect, sources, vocabulary
from kg.archive import Archive, Record, digest_of
from kg.errors import KgError, ModelError
from kg.extract import extract
from kg.graph import claim_iri
from kg.ingest.draft import Draft, validated
from kg.ingest.judging import Judged, decided, gate_of, judge, propose
from kg.ingest.rows import candidate
from kg.ingest.state import fingerprint
from kg.ingest.task import Made, Proposer, Task
from kg.ingest.things import Origin
from kg.model import Claim, Document
from kg.proposers import ProposerError
from kg.sources import Source
from kg.terms import hash16
from kg.vocabulary import Vocabulary

__all__ = ["RULES", "make", "proposed"]

RULES = Origin("rules", "kg extract")
"""Origin of what the rules read; without a version, so that a release that reads the same changes no graph."""

_VOLATILE = {"fetched": None, "etag": None, "last_modified": None, "archived": ""}


def make(tasks: Sequence[Task], archive: Archive, proposer: Proposer | None = None) -> list[Made]:
    """Return what became of each task, in order."""
    words = vocabulary.shipped()
    drafts = [_started(task, archive, proposer, words) for task in tasks]
    whole = [draft for draft in drafts if isinstance(draft, Draft)]
    seen: set[str] = set()
    rounds: list[list[Draft]] = []
    for draft in whole:  # two versions of one document are not validated side by side
        if not rounds or draft.document.iri in seen:
            rounds.append([])
            seen.clear()
        seen.add(draft.document.iri)
        rounds[-1].append(draft)
    finished: dict[int, Made] = {}
    for batch in rounds:
        for draft, made in zip(batch, validated(batch, words), strict=True):
            finished[id(draft)] = made
    return [finished[id(draft)] if isinstance(draft, Draft) else draft for draft in drafts]


def _started(task: Task, archive: Archive, proposer: Proposer | None, words: Vocabulary) -> "Draft | Made":
    if task.failed is not None:
        return Made(task, refused=task.failed)
    try:
        source, data = _read(task, archive)
        document = source.document
        if document.text is None:
            known = {"claims": [claim_iri(document, claim, words) for claim in source.claims]}
            made = Made(task, document=document.iri, url=document.url, key=hash16([fingerprint(), str(known)]))
            return Draft(made, document, _carried(source, words), strict=True)
        record = collect.record(source)
        if task.document is None:
            kept = digest_of(data)
            record = replace(record, snapshot=kept if kept != record.text else None)
        else:
            old = archive.record(task.document)
            record = replace(old, archived="") if old is not None else record
        state = archive.ingested(document.iri)
        used = proposer or _before(state)
        decisions = archive.decisions(document.iri)
        key = _key(record, used, [asdict(decision) for decision in decisions])
        made = Made(task, document=document.iri, url=document.url, record=record, text=document.text, key=key)
        asked_anew = proposer is not None and (state.get("proposer") or {}).get("left_out")
        if state.get("key") == key and not task.force and not asked_anew and archive.record(document.iri) is not None:
            return replace(made, same=True, graph=str(state.get("graph")), text=None)
        made = replace(made, data=data if record.snapshot and task.document is None else None)
        if source.claims:
            return Draft(made, document, _carried(source, words), strict=True)
        return _extracted(made, document, archive, used, words)
    except KgError as error:
        return Made(task, refused=str(error))


def _read(task: Task, archive: Archive) -> tuple[Source, bytes]:
    if task.path is not None:
        path = Path(task.path)
        source = sources.read(path)
        return source, path.read_bytes() if source.document.text is not None else b""
    record = archive.record(task.document or "")
    if record is None:
        raise ModelError(f"{task.place}: the archive holds no such document; fetch or ingest it from its address")
    return collect.load(archive, record), b""


def _before(state: Mapping[str, Any]) -> Proposer | None:
    """Return the proposer that a document was ingested with before; its kept answers go on to count."""
    before = state.get("proposer")
    return (
        Proposer(before["name"], True, before.get("model"), again=True)
        if isinstance(before, dict) and "name" in before
        else None
    )


def _key(record: Record, proposer: Proposer | None, decisions: list[dict[str, Any]]) -> str:
    known = {**asdict(record), **_VOLATILE}
    used = [proposer.name, proposer.model] if proposer else None
    return hash16([fingerprint(), json.dumps([known, used, decisions], sort_keys=True, ensure_ascii=False)])


def _carried(source: Source, words: Vocabulary) -> dict[str, tuple[Claim, Origin | None]]:
    """Return the claims that a source brings along; the version graph says if one stands there twice."""
    return {claim_iri(source.document, claim, words): (claim, None) for claim in source.claims}


def _extracted(made: Made, document: Document, archive: Archive, proposer: Proposer | None, words: Vocabulary) -> Draft:
    found = extract(document, words)
    draft = Draft(made, document, {}, things={thing.iri: thing for thing in found.provisional})
    for claim in found.claims:
        claim = _undated(claim, document)
        draft.claims.setdefault(claim_iri(document, claim, words), (claim, RULES))
    text = document.text or ""
    rows = [{**each.row, "reasons": list(each.reasons), "words": each.words} for each in found.candidates]
    decisions = archive.decisions(document.iri)
    if proposer is not None or decisions:
        gate = gate_of(document, words, made.record.published if made.record else None)
        if proposer is not None:
            judged, used = proposed(proposer, document, archive, gate, made)
            _merge(draft, judged, words)
            rows += judged.refused
            draft.made = replace(
                made,
                proposer=used,
                failures=tuple(judged.failures),
                proposed=judged.proposed,
                proven=len(judged.claims),
            )
        if decisions:
            judged = decided(decisions, gate)
            for claim in judged.replaced:
                draft.claims.pop(claim_iri(document, claim, words), None)
            _merge(draft, judged, words)
            draft.made = replace(draft.made, failures=(*draft.made.failures, *_lapsed(judged)))
    draft.candidates = [candidate(row, text, document.text_digest or "") for row in rows]
    return draft


def _undated(claim: Claim, document: Document) -> Claim:
    """Return a claim without a period where that is but the day of publication.

    "The city has 37 parks" is read as of that day; the text names no period, and the day would claim to be one
    (`queries/checks/period-publication-day.rq`). When it was said stands with the document.
    """
    measure = claim.measure
    if measure is None or measure.period is None or measure.period.code != str(document.published):
        return claim
    return replace(claim, measure=replace(measure, period=None, base=None, basis_inferred=False))


def proposed(
    proposer: Proposer, document: Document, archive: Archive | None, gate: Any, made: Made | None = None
) -> tuple[Judged, dict[str, str]]:
    """Return the judged proposals for a document, and what to remember of the proposer.

    Where answers are only replayed because they once were asked for, a missing one is told and does no harm.

    Raises:
        ProposerError: the proposer cannot be used or reached.
    """
    options: dict[str, Any] = {"offline": proposer.replay}
    if made is not None and made.record is not None:
        options["published"] = made.record.published
    if proposer.replay and proposer.model is not None and proposer.name == "llm":
        from kg.proposers.endpoint import Endpoint

        options["endpoint"] = Endpoint("http://localhost/v1", proposer.model)
    try:
        found = propose(proposer.name, document, archive, **options)
    except ProposerError as error:
        if not proposer.again:
            raise
        remembered = {"name": proposer.name, "left_out": "yes"} | ({"model": proposer.model} if proposer.model else {})
        return Judged(failures=[f"what {proposer.name} proposed before is left out: {error}"]), remembered
    remembered = {"name": proposer.name, **{k: v for k, v in found.provenance.items() if k in {"model", "prompt"}}}
    return judge(found, gate), remembered


def _merge(draft: Draft, judged: Judged, words: Vocabulary) -> None:
    for claim, origin in judged.claims:
        claim = _undated(claim, draft.document)
        draft.claims.setdefault(claim_iri(draft.document, claim, words), (claim, origin))
    for thing in judged.provisional:
        draft.things.setdefault(thing.iri, thing)


def _lapsed(judged: Judged) -> list[str]:
    return [f"{row.get('id', 'a decision')}: {'; '.join(row['reasons'])}" for row in judged.refused]
