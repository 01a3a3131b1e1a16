"""Compare the name of every claim, amount, data point, plan, passage, document and version graph with its content.

Names are hashes of content (`kg.graph`), so any edit that leaves the names alone shows here, whoever made it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.graph import identity
from kg.model import document_iri, photograph_iri
from kg.terms import DEKG, DEKGG, DEKGR, OA, SCHEMA, hash16, local_name
from kg.validate.findings import SHAPES, Finding
from kg.validate.stars import Star, Stars, plain, text

__all__ = ["PHOTOGRAPHS", "findings"]

PHOTOGRAPHS = 50
"""How many photographs of one document are told apart when their names are checked."""

_OURS = f"<{DEKGR}"
_URL, _DIGEST = f"<{SCHEMA}url>", f"<{DEKG}contentDigest>"
_SOURCE, _SELECTOR, _START, _END = (f"<{OA}{name}>" for name in ("hasSource", "hasSelector", "start", "end"))
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


def findings(graph: str, stars: Stars) -> Iterator[Finding]:
    """Yield a finding for every node of a version graph, and for the graph itself, whose name is not its content's.

    Args:
        graph: IRI of the version graph.
        stars: all it holds.
    """
    said = stars.said
    documents = sorted(plain(node) for node in said if node.startswith(_OURS + "doc-"))
    content = hash16(sorted(f"{line} ." for line in stars.lines))
    if graph not in {f"{DEKGG}{local_name(document)}-{content}" for document in documents}:
        yield _finding("graph", graph, graph)
    for node in sorted(said):
        if node.startswith(_OURS):
            kind = node[len(_OURS) : -1].partition("-")[0]
            if kind in _MESSAGES and plain(node) not in _expected(kind, node, said, documents):
                yield _finding(kind, plain(node), graph)


def _expected(kind: str, node: str, all_: Mapping[str, Star], documents: Sequence[str]) -> Iterable[str]:
    """Return the names a node may have by its content; none where what makes the name is missing."""
    said = all_[node]
    if kind in _HASHED:
        return [identity(kind, [(name[1:-1], value) for name, value in said])]
    if kind == "doc":
        return [document_iri(text(url)) for url in _values(said, _URL)]
    if kind == "photo":
        return {photograph_iri(document, number) for document in documents for number in range(1, PHOTOGRAPHS + 1)}
    if kind == "selector":
        return [f"{DEKGR}selector-{start}-{end}" for start, end in _positions(said)]
    names = []
    for document in _values(said, _SOURCE):
        for digest in _values(all_.get(document, []), _DIGEST):
            for selector in _values(said, _SELECTOR):
                for start, end in _positions(all_.get(selector, [])):
                    names.append(f"{DEKGR}passage-{text(digest).removeprefix('sha256:')[:16]}-{start}-{end}")
    return names if len(names) == 1 else []


def _positions(said: Star) -> list[tuple[str, str]]:
    starts, ends = _values(said, _START), _values(said, _END)
    return [(text(starts[0]), text(ends[0]))] if len(starts) == len(ends) == 1 else []


def _values(said: Star, predicate: str) -> list[str]:
    return [value for name, value in said if name == predicate]


def _finding(kind: str, node: str, graph: str) -> Finding:
    english, chinese = _MESSAGES[kind]
    name = {"doc": "document", "photo": "photograph"}.get(kind, kind)
    return Finding("violation", {"en": english, "zh": chinese}, f"{SHAPES}identity-{name}", node, graph=graph)
