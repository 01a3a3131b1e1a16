"""The main job in one command: build, check, and answer with sources."""

import time
from typing import TYPE_CHECKING

from kg.cli import output
from kg.store import Solutions
from kg.terms import compact

if TYPE_CHECKING:
    from kg.knowledgegraph import KnowledgeGraph

__all__ = ["run"]

_ASKED = {
    "digital-economy-share-of-gdp": {
        "en": "What is the digital economy's share of Guiyang's GDP?",
        "zh": "贵阳市数字经济占地区生产总值的比重是多少？",
    },
    "software-revenue": {
        "en": "What was Guiyang's revenue from software services?",
        "zh": "贵阳市软件服务收入是多少？",
    },
    "growth-rates": {
        "en": "Which growth rates are reported, and of what?",
        "zh": "报道了哪些增速，分别是什么指标？",
    },
}
_SAY = {
    "built": {
        "en": "Built the shipped graph: {claims} claims, {quads:,} quads.",
        "zh": "已构建自带图谱：{claims}条断言，{quads:,}个四元组。",
    },
    "checked": {
        "en": "Checked it against shapes and checks: {found}.",
        "zh": "已按形状约束与检查规则核验：{findings}处问题。",
    },
    "passage": {"en": "passage {places} of", "zh": "原文位置{places}，"},
    "published": {"en": "published {day} by {publisher}", "zh": "{publisher}，{day}发布"},
    "restated": {"en": "the source restates it as {amount}", "zh": "来源将其折算为{amount}"},
    "presumed": {
        "en": "base of the growth not stated; the year before presumed",
        "zh": "来源未说明增长基期，按上年推定",
    },
    "next": {"en": "Try next:", "zh": "接下来可以试试："},
    "took": {"en": "({seconds:.1f} s)", "zh": "（用时{seconds:.1f}秒）"},
}
_NEXT = (
    "kg query reached-threshold",
    "kg show Guiyang",
    "kg cite {claim}",
    "kg queries",
)
_PLACE, _PERIOD = "dekgr:place-guiyang", "2023"


def run(language: str) -> bool:
    """Print the demo; return whether the graph conforms."""
    from kg import knowledgegraph

    started = time.perf_counter()
    say = {key: words[language] for key, words in _SAY.items()}
    with output.progress("building", language, total=2) as step:
        graph = knowledgegraph.open_graph()
        step({"en": "validating", "zh": "核验"}[language])
        report = graph.validate()
    screen = output.console()
    counted = graph.sparql("SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { GRAPH ?g { ?c dekg:assertionStrength ?s } }")
    claims = getattr(counted.rows[0][0], "value", "0") if isinstance(counted, Solutions) else "0"
    screen.print(say["built"].format(claims=claims, quads=sum(1 for _ in graph.store.quads())))
    number = len(report.findings)
    screen.print(say["checked"].format(findings=number, found=output.many(number, "finding")))
    shown: list[str] = []
    for name, question in _ASKED.items():
        screen.print(f"\n{question[language]}", style="bold")
        for claim in graph.run(name, place=_PLACE, period=_PERIOD).claims:
            _answer(graph, claim, language)
            shown.append(claim)
    screen.print(f"\n{say['next']}", style="bold")
    for line in _NEXT:
        screen.print("  " + line.format(claim=compact(shown[1])) + (" --lang zh" if language == "zh" else ""))
    output.message(say["took"].format(seconds=time.perf_counter() - started))
    return report.conforms


def _answer(graph: "KnowledgeGraph", claim: str, language: str) -> None:
    """Print a claim, what qualifies it, and where it stands."""
    say = {key: words[language] for key, words in _SAY.items()}
    screen = output.console()
    cited = graph.cite(claim, language=language)
    screen.print(f"  {cited.label}")
    found = graph.sparql(
        "SELECT ?amount ?inferred WHERE { GRAPH ?g { "
        f"{{ ?a dekg:conversionOf <{claim}> ; rdfs:label ?amount . "
        f"FILTER (langMatches(lang(?amount), '{language}')) }} "
        f"UNION {{ <{claim}> dekg:basisInferred ?inferred }} }} }}"
    )
    for amount, inferred in found.rows if isinstance(found, Solutions) else ():
        key = "restated" if amount is not None else "presumed"
        if amount is not None or getattr(inferred, "value", "") == "true":
            screen.print("    " + say[key].format(amount=getattr(amount, "value", "")))
    whole = max(cited.passages, key=lambda passage: passage.end - passage.start)
    publisher = graph.vocabulary.label(cited.publisher, language) if cited.publisher else ""
    gap = " " if language == "en" else ""
    screen.print("    " + say["passage"].format(places=f"{whole.start}–{whole.end}") + gap + cited.url)
    screen.print("    " + say["published"].format(day=cited.published, publisher=publisher))
