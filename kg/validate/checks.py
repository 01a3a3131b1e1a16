"""Run the check queries of `queries/checks/`: every row is a finding.

A row's `claim` or `node` column names the culprit; `{column}` in the message is filled from the row. The header's
`scope` tells what a check looks at: `versions` (document graphs, the usual case), `reference` (ontology and reference
data only), or `store` (heads, catalogue, documents against one another). A check that would scan everything has a
parameter `graph`, so that a single graph can be checked at the price of that graph.
"""

import re
from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg import query as querying
from kg.errors import AssetError, QueryError
from kg.store.base import Solutions, Store, Term
from kg.terms import DEKGR, compact
from kg.validate.report import SEVERITIES, SHAPES, Finding

__all__ = ["findings", "rules"]

_SCOPE = re.compile(r'^#\+ scope = "(\w+)"$', re.MULTILINE)
_COLUMN = re.compile(r"\{(\w+)\}")


@cache
def rules(scope: str | None = None) -> tuple[querying.Query, ...]:
    """Return the shipped checks, or only those of a scope (`versions`, `reference`, `store`).

    Raises:
        AssetError: a check lacks severity or message.
    """
    found = tuple(querying.library("checks"))
    for query in found:
        if query.severity not in SEVERITIES or not {"en", "zh"} <= set(query.message):
            raise AssetError(f"{query.place}: a check needs a severity and a message in en and zh; correct its header")
    return tuple(query for query in found if scope in {None, _scope(query)})


def _scope(query: querying.Query) -> str:
    match = _SCOPE.search(query.text)
    return match[1] if match else "versions"


def findings(store: Store, scope: str | None = None, graph: str | None = None) -> Iterator[Finding]:
    """Yield a finding for every row of every check.

    Args:
        store: to ask.
        scope: run only checks of this scope.
        graph: IRI of the graph that checks with a parameter `graph` are to look at; all graphs by default.

    Raises:
        QueryError: the store cannot answer a check.
    """
    for query in rules(scope):
        bound = {"graph": graph} if graph is not None and "graph" in query.params else {}
        answer = store.query(query.bind(bound))
        if not isinstance(answer, Solutions):
            raise QueryError(f"{query.place}: a check is a SELECT; correct it")
        for row in answer.rows:
            yield _finding(query, dict(zip(answer.columns, row, strict=True)))


def _finding(query: querying.Query, row: dict[str, Term | None]) -> Finding:
    culprit = row.get("claim") or row.get("node")
    claim = row.get("claim")
    graph = row.get("graph")
    value = row.get("value")
    return Finding(
        severity=query.severity or "violation",
        message={language: _filled(text, row) for language, text in query.message.items()},
        rule=f"{SHAPES}check-{query.name}",
        focus=culprit.value if isinstance(culprit, NamedNode) else f"{DEKGR}unknown",
        claim=claim.value if isinstance(claim, NamedNode) and claim.value.startswith(DEKGR + "claim-") else None,
        graph=graph.value if isinstance(graph, NamedNode) else None,
        value=None if value is None else str(value),
    )


def _filled(message: str, row: dict[str, Term | None]) -> str:
    return _COLUMN.sub(lambda match: _shown(row.get(match[1])), message)


def _shown(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, Literal) else "?"
