"""`kg reason`: is the graph free of contradictions, and what follows from it. Heavy imports stand inside."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import output
from kg.cli.options import Language, OutcomeFormat
from kg.cli.panels import examples

if TYPE_CHECKING:
    from kg.derived import Derivation
    from kg.reason import Clash, Consistency
    from kg.store import Embedded

__all__ = ["add"]

WHOLE = 50_000
"""Statements up to which HermiT, which takes seconds, is given the claims too; the rules check them in any case."""

_WORDS = {
    "consistent": {"en": "no contradiction", "zh": "没有矛盾"},
    "inconsistent": {"en": "the graph contradicts itself", "zh": "图谱自相矛盾"},
    "empty": {"en": "classes that can have no member", "zh": "不可能有成员的类"},
    "because": {"en": "because", "zh": "依据"},
    "graphs": {"en": "said in", "zh": "所在图"},
    "unknown": {
        "en": "HermiT gives no reason, and none was found among exclusions and datatypes; undo the last change, or "
        "halve the ontology until it is consistent",
        "zh": "HermiT不给出原因，互斥与数据类型中也未找到；请撤销最近的修改，或逐步减半本体直至一致",
    },
    "merged": {"en": "{one} and {other} would be one thing", "zh": "{one}与{other}将被视为同一事物"},
    "checked": {
        "en": "{classes} classes and {statements} statements checked by HermiT{rest}",
        "zh": "HermiT检查了{classes}个类、{statements}条陈述{rest}",
    },
    "rest": {
        "en": " (ontology and reference data; the claims by the rules of OWL 2 RL)",
        "zh": "（本体与参考数据；断言由OWL 2 RL规则检查）",
    },
    "inferred": {"en": "{count} statements follow ({engine})", "zh": "推出{count}条陈述（{engine}）"},
    "written": {
        "en": "{place}: written; ask with: kg query … --store {store} --inferred",
        "zh": "{place}：已写入；查询：kg query … --store {store} --inferred",
    },
    "unchanged": {
        "en": "{place}: up to date; ask with: kg query … --store {store} --inferred",
        "zh": "{place}：已是最新；查询：kg query … --store {store} --inferred",
    },
}


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog=examples(
            "kg reason",
            "kg reason --lang zh",
            "kg reason --store city-graph",
            "kg query my.rq --store city-graph --inferred",
        )
    )(reason)


def reason(
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="DIR",
            envvar="KG_STORE",
            help="A folder made by `kg build`. Without it: the shipped graph.",
        ),
    ] = None,
    materialise: Annotated[
        bool,
        typer.Option("--materialise/--no-materialise", help="Write what follows beside the store, if there is one."),
    ] = True,
    format: Annotated[OutcomeFormat, typer.Option("--format", "-f", help="table or json.")] = OutcomeFormat.TABLE,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the explanation.")] = Language.EN,
) -> None:
    """Check the graph for contradictions and derive what follows; exit code 1 if there is a contradiction."""
    from contextlib import closing

    from kg.derived import derive

    with closing(_opened(store)) as opened, output.progress("reasoning", lang.value):
        found, whole = _checked(opened)
        derivation = derive(opened)
    written = None
    sound = found.ok and derivation.closure.ok
    if sound and materialise and store is not None:
        from pathlib import Path

        from kg.derived import rebuild

        with output.progress("deriving", lang.value):
            written = rebuild(Path(store), derivation) is not None
    outcome = _outcome(found, whole, derivation, lang.value)
    if format is OutcomeFormat.JSON:
        output.emit(json.dumps(outcome, ensure_ascii=False, indent=2) + "\n", None)
    else:
        _print(outcome, lang.value)
    if written is not None:
        word = _WORDS["written" if written else "unchanged"][lang.value]
        output.message(word.format(place=f"{store}/derived", store=store))
    if not sound:
        raise typer.Exit(1)


def _opened(store: str | None) -> "Embedded":
    """Return the store to reason over.

    Raises:
        StoreError: it is a remote one, or cannot be opened.
    """
    from kg.errors import StoreError
    from kg.knowledgegraph import open_graph
    from kg.store import Embedded, is_remote

    if store is not None and is_remote(store):
        raise StoreError(
            f"{store}: a remote store is not reasoned over; give a folder made by kg build with --store DIR"
        )
    opened = open_graph(store or "memory:").store
    assert isinstance(opened, Embedded)
    return opened


def _checked(store: "Embedded") -> "tuple[Consistency, bool]":
    """Return what HermiT finds, and whether it was given everything."""
    from pyoxigraph import NamedNode, Quad

    from kg.reason import consistency
    from kg.store import Solutions
    from kg.terms import ONTOLOGY, REFERENCE

    counted = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert isinstance(counted, Solutions)
    if int(str(getattr(counted.rows[0][0], "value", 0))) <= WHOLE:
        return consistency(store.quads()), True
    base = []
    for graph in (ONTOLOGY, REFERENCE):
        triples = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        assert isinstance(triples, list)
        base += [Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in triples]
    return consistency(base), False


def _outcome(found: "Consistency", whole: bool, derivation: "Derivation", language: str) -> dict[str, Any]:
    from kg.terms import compact

    closure = derivation.closure
    clashes = sorted({*found.clashes, *closure.clashes}, key=lambda clash: (clash.thing, clash.text()))
    sentences = [_clash(clash, language) for clash in clashes]
    if not found.ok and not sentences:
        sentences = [{"text": _WORDS["unknown"][language], "axioms": [], "graphs": []}]
    for one, other in closure.merged:
        text = _WORDS["merged"][language].format(one=compact(one), other=compact(other))
        sentences.append({"text": text, "axioms": [], "graphs": []})
    return {
        "consistent": not found.inconsistent and closure.ok,
        "unsatisfiable": [compact(iri) for iri in found.unsatisfiable],
        "contradictions": sentences,
        "classes": found.classes,
        "statements": found.statements,
        "whole": whole,
        "inferred": len(closure.triples),
        "engine": derivation.engine,
        "graphs": len(derivation.inputs),
    }


def _clash(clash: "Clash", language: str) -> dict[str, Any]:
    from kg.terms import compact

    return {
        "text": clash.text(language),
        "axioms": clash.because(),
        "graphs": [compact(graph) for graph in clash.graphs],
    }


def _print(outcome: dict[str, Any], language: str) -> None:
    words = {key: value[language] for key, value in _WORDS.items()}
    screen = output.console()
    screen.print(words["consistent" if outcome["consistent"] else "inconsistent"], style="bold")
    if outcome["unsatisfiable"]:
        screen.print(f"{words['empty']}: {', '.join(outcome['unsatisfiable'])}", style="bold red")
    for item in outcome["contradictions"]:
        screen.print(f"\n{item['text']}", style="red")
        for number, axiom in enumerate(item["axioms"]):
            screen.print(f"  {words['because'] if number == 0 else '':<8} {axiom}")
        if item["graphs"]:
            screen.print(f"  {words['graphs']:<8} {', '.join(item['graphs'])}")
    rest = "" if outcome["whole"] else words["rest"]
    screen.print(words["checked"].format(rest=rest, classes=outcome["classes"], statements=outcome["statements"]))
    if outcome["consistent"]:
        screen.print(words["inferred"].format(count=outcome["inferred"], engine=outcome["engine"]))
