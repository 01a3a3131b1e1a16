"""Run the check queries of `queries/checks/`: every row is a finding.

A row's `claim` or `node` column names the culprit; `{column}` in the message is filled from the row. The header's
`scope` tells what a check looks at: `versions` (document graphs, the usual case), `reference` (ontology and reference
data only), or `store` (heads, catalogue, documents against one another). A check that would scan everything has a
parameter `graph`, so that a single graph can be checked at the price of that graph. What else its header says to spare
work stands in `kg.validate.summary`.
"""

import json
import re
from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg import query as querying
from kg.errors import AssetError, QueryError
from kg.store.base import Solutions, Store, Term
from kg.terms import DEKGR, compact, expand
from kg.validate.findings import SEVERITIES, SHAPES, Finding
from kg.validate.summary import KINDS, Summary

__all__ = ["findings", "rules", "text"]

_SCOPE = re.compile(r'^#\+ scope = "(\w+)"$', re.MULTILINE)
_NEEDS = re.compile(r"^#\+ needs = (\[.*\])$", re.MULTILINE)
_AMONG = re.compile(r'^#\+ params\.(\w+) = \{ type = "iri", among = "(\w+)" \}$', re.MULTILINE)
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


def findings(
    store: Store, scope: str | None = None, graph: str | None = None, summary: Summary | None = None
) -> Iterator[Finding]:
    """Yield a finding for every row of every check.

    Args:
        store: to ask.
        scope: run only checks of this scope.
        graph: IRI of the graph that checks with a parameter `graph` are to look at; all graphs by default.
        summary: of the graphs to look at; spares checks that cannot find anything.

    Raises:
        QueryError: the store cannot answer a check.
    """
    for query in rules(scope):
        asked = text(query, graph, summary)
        if asked is None:
            continue
        answer = store.query(asked)
        if not isinstance(answer, Solutions):
            raise QueryError(f"{query.place}: a check is a SELECT; correct it")
        for row in answer.rows:
            yield _finding(query, dict(zip(answer.columns, row, strict=True)))


def text(query: querying.Query, graph: str | None = None, summary: Summary | None = None) -> str | None:
    """Return what to ask for a check, None if it can find nothing in the graphs that a summary is of."""
    asked = query.bind({"graph": graph}) if graph is not None and "graph" in query.params else query.text
    if summary is None:
        return asked
    needs, among = _spares(query.text)
    if needs and summary.used.isdisjoint(needs):
        return None
    for name, kind in among:
        terms = KINDS[kind](summary)
        if not terms:
            return None
        if not any(term.startswith("_:") for term in terms):  # a node without a name cannot be asked for
            values = " ".join(sorted(terms))
            asked = asked.replace(f"VALUES ?{name} {{ UNDEF }}", f"VALUES ?{name} {{ {values} }}")
    return asked


@cache
def _spares(header: str) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Return the terms of which a check needs one, and the parameters that can be narrowed, each with the kind."""
    needs = _NEEDS.search(header)
    terms = frozenset(f"<{expand(name)}>" for name in json.loads(needs[1])) if needs else frozenset()
    return terms, tuple(_AMONG.findall(header))


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
