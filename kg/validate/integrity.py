"""Compare the name of every claim, amount, data point, plan, passage, document and version graph with its content.

Names are hashes of content (`kg.graph`), so any edit that leaves the names alone shows here, whoever made it.
"""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import graph_iri, identity
from kg.model import document_iri, photograph_iri
from kg.terms import DEKG, DEKGR, OA, SCHEMA, local_name
from kg.validate.report import SHAPES, Finding

__all__ = ["PHOTOGRAPHS", "Statements", "findings", "statements"]

PHOTOGRAPHS = 50
"""How many photographs of one document are told apart when their names are checked."""

_HASHED = ("claim", "amount", "datapoint", "plan")
_MESSAGES = {
    "graph": (
        "The graph's name does not follow from what it holds; build the document anew from its claims file.",
        "图的名称与其内容不符；请由断言文件重新构建该文档。",
    ),
    "claim": (
        "The claim's name does not follow from what it says; build the document anew from its claims file.",
        "断言的名称与其内容不符；请由断言文件重新构建该文档。",
    ),
    "amount": (
        "The amount's name does not follow from what it says; build the document anew from its claims file.",
        "金额的名称与其内容不符；请由断言文件重新构建该文档。",
    ),
    "datapoint": (
        "The data point's name does not follow from its dimensions; build the document anew from its claims file.",
        "数据点的名称与其维度不符；请由断言文件重新构建该文档。",
    ),
    "plan": (
        "The plan's name does not follow from its count and members; build the document anew from its claims file.",
        "计划的名称与其数量和成员不符；请由断言文件重新构建该文档。",
    ),
    "passage": (
        "The passage's name does not follow from its text and positions; build the document anew from its claims file.",
        "段落的名称与其文本和位置不符；请由断言文件重新构建该文档。",
    ),
    "selector": (
        "The selector's name does not follow from its positions; build the document anew from its claims file.",
        "选择器的名称与其位置不符；请由断言文件重新构建该文档。",
    ),
    "doc": (
        "The document's name does not follow from its address; build the document anew from its claims file.",
        "文档的名称与其网址不符；请由断言文件重新构建该文档。",
    ),
    "photo": (
        "The photograph's name does not follow from its document; build the document anew from its claims file.",
        "照片的名称与其文档不符；请由断言文件重新构建该文档。",
    ),
}

Statements = dict[str, list[tuple[str, NamedNode | Literal]]]


def statements(triples: Iterable[Triple]) -> Statements:
    """Return what is said of each named node: property and value."""
    about: Statements = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            about.setdefault(triple.subject.value, []).append((triple.predicate.value, triple.object))
    return about


def findings(graph: str, triples: Sequence[Triple], about: Statements | None = None) -> Iterator[Finding]:
    """Yield a finding for every node of a version graph, and for the graph itself, whose name is not its content's.

    Args:
        graph: IRI of the version graph.
        triples: all it holds.
        about: the same as `statements` returns it, if that is at hand.
    """
    if about is None:
        about = statements(triples)
    documents = sorted(node for node in about if node.startswith(DEKGR + "doc-"))
    if graph not in {graph_iri(document, triples) for document in documents}:
        yield _finding("graph", graph, graph)
    for node in sorted(about):
        kind = local_name(node).partition("-")[0]
        if node.startswith(DEKGR) and kind in _MESSAGES and node not in _expected(kind, node, about, documents):
            yield _finding(kind, node, graph)


def _expected(kind: str, node: str, about: Statements, documents: Sequence[str]) -> Iterable[str]:
    """Return the names a node may have by its content; none where what makes the name is missing."""
    said = about[node]
    if kind in _HASHED:
        return [identity(kind, [(predicate, str(target)) for predicate, target in said])]
    if kind == "doc":
        return [document_iri(url) for url in _values(said, SCHEMA + "url")]
    if kind == "photo":
        return {photograph_iri(document, number) for document in documents for number in range(1, PHOTOGRAPHS + 1)}
    if kind == "selector":
        return [f"{DEKGR}selector-{start}-{end}" for start, end in _positions(said)]
    names = []
    for document in _values(said, OA + "hasSource"):
        for digest in _values(about.get(document, []), DEKG + "contentDigest"):
            for selector in _values(said, OA + "hasSelector"):
                for start, end in _positions(about.get(selector, [])):
                    names.append(f"{DEKGR}passage-{digest.removeprefix('sha256:')[:16]}-{start}-{end}")
    return names if len(names) == 1 else []


def _positions(said: Sequence[tuple[str, NamedNode | Literal]]) -> list[tuple[str, str]]:
    starts, ends = _values(said, OA + "start"), _values(said, OA + "end")
    return [(starts[0], ends[0])] if len(starts) == len(ends) == 1 else []


def _values(said: Sequence[tuple[str, NamedNode | Literal]], predicate: str) -> list[str]:
    return [target.value for name, target in said if name == predicate]


def _finding(kind: str, node: str, graph: str) -> Finding:
    english, chinese = _MESSAGES[kind]
    name = {"doc": "document", "photo": "photograph"}.get(kind, kind)
    return Finding("violation", {"en": english, "zh": chinese}, f"{SHAPES}identity-{name}", node, graph=graph)
