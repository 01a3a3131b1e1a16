"""Documents on their way to a version graph: claims that break a rule are taken out, with the rule as the reason.

Documents are validated in batches, by the same rules as everywhere. A document that brings its claims along (a claims
file, a table) is refused as a whole instead: somebody wrote them, somebody can mend them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from kg.errors import ModelError
from kg.extract import Provisional
from kg.graph import Version, version
from kg.ingest.rows import candidate, row_of_claim
from kg.ingest.task import Made
from kg.ingest.things import Origin, came_about, described, named, used_by
from kg.model import Claim, Document
from kg.validate import Finding, validate_versions
from kg.vocabulary import Vocabulary

__all__ = ["Draft", "validated"]

_ROUNDS = 5


@dataclass(slots=True)
class Draft:
    """A document on its way: claims with origin by IRI, candidates, and what is to be described."""

    made: Made
    document: Document
    claims: dict[str, tuple[Claim, Origin | None]]
    candidates: list[dict[str, Any]] = field(default_factory=list)
    things: dict[str, Provisional] = field(default_factory=dict)
    strict: bool = False

    def version(self, words: Vocabulary) -> Version:
        """Return the version graph as it now stands.

        Raises:
            ModelError: a claim stands there twice.
        """
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


def validated(drafts: list[Draft], words: Vocabulary) -> list[Made]:
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


def _struck(draft: Draft, broken: Iterable[Finding], words: Vocabulary) -> str | None:
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


def _finished(draft: Draft, graph: Version) -> Made:
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
