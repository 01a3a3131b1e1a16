"""Make version graphs of sources: read, extract, judge, validate; nothing is written here.

Runs in worker processes: what goes in and comes out is plain values. Documents are validated in batches, by the same
rules as everywhere; a claim that breaks one becomes a candidate, with the rule as its reason. A document that brings
its claims along (a claims file, a table) is refused as a whole instead: somebody wrote them, somebody can mend them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kg import collect, sources, vocabulary
from kg.archive import Archive, Record, digest_of
from kg.errors import KgError, ModelError
from kg.extract import Provisional, extract
from kg.graph import Version, claim_iri, version
from kg.ingest.judging import Judged, decided, gate_of, judge, propose
from kg.ingest.rows import candidate, row_of_claim
from kg.ingest.state import fingerprint
from kg.ingest.things import Origin, came_about, described, named, used_by
from kg.model import Claim, Document
from kg.sources import Source
from kg.terms import hash16
from kg.validate import Finding, validate_versions
from kg.vocabulary import Vocabulary

__all__ = ["RULES", "Made", "Proposer", "Task", "make"]

RULES = Origin("rules", "kg extract")
"""Origin of what the rules read; without a version, so that a release that reads the same changes no graph."""

_ROUNDS = 5
_VOLATILE = {"fetched": None, "etag": None, "last_modified": None, "archived": ""}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to ingest: a file, or a document of the archive by its local name.

    Attributes:
        place: how messages name it.
        path: of a file; None for a document of the archive.
        document: local name; None for a file.
        force: make its graph also where it was made from the same before.
        failed: why it could not even be fetched.
    """

    place: str
    path: str | None = None
    document: str | None = None
    force: bool = False
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Proposer:
    """What proposes claims beside the rules: its name, whether only kept answers count, and its model if set."""

    name: str
    replay: bool = False
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a task.

    Attributes:
        refused: why nothing did, in a sentence; else None.
        same: its graph was made from the same before: `graph` names it, and nothing else is filled in.
        record, text, data: for the archive: what is known of the document, its text, and the bytes if they differ.
        version: the graph.
        candidates: rows with `id`, `text` and `reasons`.
        key, proposer: what the graph was made from.
        failures: parts that gave no proposals.
        proposed, proven: of a proposer, how many rows there were and how many the gate accepted.
    """

    task: Task
    refused: str | None = None
    document: str | None = None
    url: str = ""
    same: bool = False
    graph: str | None = None
    record: Record | None = None
    text: str | None = None
    data: bytes | None = None
    version: Version | None = None
    candidates: tuple[Mapping[str, Any], ...] = ()
    provisional: tuple[Provisional, ...] = ()
    key: str = ""
    proposer: Mapping[str, str] | None = None
    failures: tuple[str, ...] = ()
    proposed: int = 0
    proven: int = 0


@dataclass(slots=True)
class _Draft:
    """A document on its way: claims with origin by IRI, candidates, and what is to be described."""

    made: Made
    document: Document
    claims: dict[str, tuple[Claim, Origin | None]]
    candidates: list[dict[str, Any]] = field(default_factory=list)
    things: dict[str, Provisional] = field(default_factory=dict)
    strict: bool = False

    def version(self, words: Vocabulary) -> Version:
        claims = [claim for claim, _ in self.claims.values()]
        used = used_by(claims)
        parts = {part for thing in self.things.values() if thing.iri in used for _, part in thing.parts}
        things = [thing for thing in self.things.values() if thing.iri in used | parts]
        units: dict[str, set[str]] = {}
        for claim in claims:
            if claim.measure is not None:
                units.setdefault(claim.measure.variable, set()).add(claim.measure.figure.unit)
        origins = {iri: origin for iri, (_, origin) in self.claims.items() if origin is not None}
        more = [*described(things, units), *came_about(self.document.iri, origins)]
        return version(self.document, claims, words.with_names(named(self.things.values())), more)


def make(tasks: Sequence[Task], archive: Archive, proposer: Proposer | None = None) -> list[Made]:
    """Return what became of each task, in order."""
    words = vocabulary.shipped()
    drafts = [_started(task, archive, proposer, words) for task in tasks]
    whole = [draft for draft in drafts if isinstance(draft, _Draft)]
    seen: set[str] = set()
    rounds: list[list[_Draft]] = []
    for draft in whole:  # two versions of one document are not validated side by side
        if not rounds or draft.document.iri in seen:
            rounds.append([])
            seen.clear()
        seen.add(draft.document.iri)
        rounds[-1].append(draft)
    finished: dict[int, Made] = {}
    for batch in rounds:
        for draft, made in zip(batch, _validated(batch, words), strict=True):
            finished[id(draft)] = made
    return [finished[id(draft)] if isinstance(draft, _Draft) else draft for draft in drafts]


def _started(task: Task, archive: Archive, proposer: Proposer | None, words: Vocabulary) -> "_Draft | Made":
    if task.failed is not None:
        return Made(task, refused=task.failed)
    try:
        source, data = _read(task, archive)
        document = source.document
        if document.text is None:
            known = {"claims": [claim_iri(document, claim, words) for claim in source.claims]}
            made = Made(task, document=document.iri, url=document.url, key=hash16([fingerprint(), str(known)]))
            return _Draft(made, document, _carried(source, words), strict=True)
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
        if state.get("key") == key and not task.force and archive.record(document.iri) is not None:
            return replace(made, same=True, graph=str(state.get("graph")), text=None)
        made = replace(made, data=data if record.snapshot and task.document is None else None)
        if source.claims:
            return _Draft(made, document, _carried(source, words), strict=True)
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
        Proposer(before["name"], True, before.get("model")) if isinstance(before, dict) and "name" in before else None
    )


def _key(record: Record, proposer: Proposer | None, decisions: list[dict[str, Any]]) -> str:
    known = {**asdict(record), **_VOLATILE}
    used = [proposer.name, proposer.model] if proposer else None
    return hash16([fingerprint(), json.dumps([known, used, decisions], sort_keys=True, ensure_ascii=False)])


def _carried(source: Source, words: Vocabulary) -> dict[str, tuple[Claim, Origin | None]]:
    """Return the claims that a source brings along; the version graph says if one stands there twice."""
    return {claim_iri(source.document, claim, words): (claim, None) for claim in source.claims}


def _extracted(
    made: Made, document: Document, archive: Archive, proposer: Proposer | None, words: Vocabulary
) -> _Draft:
    found = extract(document, words)
    draft = _Draft(made, document, {}, things={thing.iri: thing for thing in found.provisional})
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
    """
    options: dict[str, Any] = {"offline": proposer.replay}
    if made is not None and made.record is not None:
        options["published"] = made.record.published
    if proposer.model is not None and proposer.name == "llm":
        from kg.proposers.endpoint import Endpoint

        options["endpoint"] = Endpoint("http://localhost/v1", proposer.model)
    found = propose(proposer.name, document, archive, **options)
    remembered = {"name": proposer.name, **{k: v for k, v in found.provenance.items() if k in {"model", "prompt"}}}
    return judge(found, gate), remembered


def _merge(draft: _Draft, judged: Judged, words: Vocabulary) -> None:
    for claim, origin in judged.claims:
        claim = _undated(claim, draft.document)
        draft.claims.setdefault(claim_iri(draft.document, claim, words), (claim, origin))
    for thing in judged.provisional:
        draft.things.setdefault(thing.iri, thing)


def _lapsed(judged: Judged) -> list[str]:
    return [f"{row.get('id', 'a decision')}: {'; '.join(row['reasons'])}" for row in judged.refused]


# -- validation --------------------------------------------------------------------------------------------------------


def _validated(drafts: list[_Draft], words: Vocabulary) -> list[Made]:
    """Return what became of drafts of different documents: claims that break a rule are candidates now."""
    versions: dict[int, Version] = {}
    refused: dict[int, str] = {}
    left = list(range(len(drafts)))
    for _ in range(_ROUNDS):
        for number in list(left):
            try:
                versions[number] = drafts[number].version(words)
            except ModelError as error:
                refused[number] = str(error)
                left.remove(number)
        if not left:
            break
        report = validate_versions([versions[number] for number in left], words)
        homes = {versions[number].graph: number for number in left}
        broken: dict[int, list[Finding]] = {}
        for finding in report.findings:
            if finding.severity == "violation":
                number = homes.get(finding.graph or "", -1)
                broken.setdefault(number, []).append(finding)
        left = [number for number in left if number in broken]
        for number in list(left):
            reason = _struck(drafts[number], broken[number], words)
            if reason is not None:
                refused[number] = reason
                left.remove(number)
        if not left:
            break
    else:
        refused |= {number: f"{drafts[number].made.task.place}: its claims cannot be made valid" for number in left}
    return [
        Made(draft.made.task, refused=refused[number], document=draft.document.iri, url=draft.document.url)
        if number in refused
        else _finished(draft, versions[number])
        for number, draft in enumerate(drafts)
    ]


def _struck(draft: _Draft, broken: Iterable[Finding], words: Vocabulary) -> str | None:
    """Take the claims that break a rule out of a draft; return why the document is refused, if it is."""
    broken = list(broken)
    by_claim: dict[str, list[Finding]] = {}
    for finding in broken:
        owner = finding.claim or ""
        by_claim.setdefault(owner if owner in draft.claims else "", []).append(finding)
    if draft.strict or "" in by_claim:
        worst = broken[0]
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        return f"{draft.made.task.place}: {worst.message['en']}{more}"
    names = words.with_names(named(draft.things.values()))
    for iri, findings in by_claim.items():
        claim, origin = draft.claims.pop(iri)
        reasons = [f"{finding.rule.rpartition('#')[2]}: {finding.message['en']}" for finding in findings]
        row = row_of_claim(claim, draft.document.text or "", names)
        if origin is not None and origin.how == "person":
            draft.made = replace(draft.made, failures=(*draft.made.failures, f"a decision: {reasons[0]}"))
        draft.candidates.append(candidate({**row, "reasons": reasons}, draft.document.text or "", row["text"]))
    return None


def _finished(draft: _Draft, graph: Version) -> Made:
    used = used_by(claim for claim, _ in draft.claims.values())
    things = tuple(thing for thing in draft.things.values() if thing.iri in used)
    unique: dict[str, dict[str, Any]] = {}
    for row in draft.candidates:  # the same said twice is one candidate, with the reasons of both
        known = unique.get(row["id"])
        reasons = [*known["reasons"], *row["reasons"]] if known else row["reasons"]
        unique[row["id"]] = {**(known or row), "reasons": list(dict.fromkeys(reasons))}
    rows = sorted(
        unique.values(), key=lambda row: (row["quote_start"] if row["quote_start"] is not None else -1, row["id"])
    )
    return replace(draft.made, version=graph, graph=graph.graph, candidates=tuple(rows), provisional=things)
