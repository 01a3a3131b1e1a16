"""Proposers read a document and say what claims it may hold; the gate decides. None of them makes a claim.

A proposer is a function `propose(document, …) -> Proposals`, found by the entry-point group `kg.proposers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError

__all__ = ["Proposals", "ProposerError"]


class ProposerError(KgError):
    """A proposer cannot be used: not set up, not reachable, or it refuses."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a proposer says of one document.

    Attributes:
        rows: proposed claims in the evaluation schema, with `quotes`, `problems` and `proposer` beside it (see
            `kg.proposers.llm`), in text order.
        failures: parts of the text that gave no usable answer, one sentence each; never empty in silence.
        provenance: name, model and digests of what was used, the same for every row.
    """

    rows: tuple[Mapping[str, Any], ...]
    failures: tuple[str, ...]
    provenance: Mapping[str, str]
