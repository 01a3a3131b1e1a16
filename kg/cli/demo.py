"""The main job in one command: build, check, and answer with sources."""

import time

from kg.cli import output
from kg.terms import compact

__all__ = ["run"]

_SAY = {
    "en": {
        "built": "Built the shipped graph: {claims} claims of {documents} document(s), {quads:,} quads.",
        "valid": "Checked it against shapes and checks: {findings} findings.",
        "source": "{title}, published {published}, {url}",
        "columns": ["what", "place", "period", "figure", "passage"],
        "restated": "restated by the source as {amount}",
        "inferred": "base of the growth not stated, the year before presumed",
        "next": "Try next:",
        "took": "({seconds:.1f} s)",
    },
    "zh": {
        "built": "已构建自带图谱：{documents}篇文档，{claims}条断言，{quads:,}个四元组。",
        "valid": "已按形状与检查规则核验：{findings}处问题。",
        "source": "{title}，{published}发布，{url}",
        "columns": ["指标", "地区", "时期", "数值", "原文位置"],
        "restated": "来源另折算为{amount}",
        "inferred": "来源未说明增长基期，按上年推定",
        "next": "接下来可以试试：",
        "took": "（用时{seconds:.1f}秒）",
    },
}
_NEXT = (
    "kg query reached-threshold",
    "kg queries",
    "kg show Guiyang",
    "kg cite {claim}",
    "kg export --format jsonld --out graph.jsonld",
)


def run(language: str) -> bool:
    """Print the demo; return whether the graph conforms."""
    from kg import knowledgegraph

    started = time.perf_counter()
    say = _SAY[language]
    with output.progress("building", total=2) as step:
        graph = knowledgegraph.open_graph()
        step("validating")
        report = graph.validate()
    screen = output.console()
    table = graph.run("observations", language=language)
    documents = graph.run("documents", language=language).records()
    count = len(list(graph.run("claims").rows)) if False else _count(graph)
    screen.print(say["built"].format(claims=count, documents=len(documents), quads=len(graph.store)))  # type: ignore[arg-type]
    screen.print(say["valid"].format(findings=len(report.findings)))
    _answers(graph, table, language)
    screen.print()
    screen.print(say["next"], style="bold")
    claim = next((compact(str(row["claim"])) for row in table.records()), "")
    for line in _NEXT:
        screen.print(
            f"  {line.format(claim=claim)}" + (" --lang zh" if language == "zh" and "export" not in line else "")
        )
    output.message(say["took"].format(seconds=time.perf_counter() - started))
    return report.conforms
