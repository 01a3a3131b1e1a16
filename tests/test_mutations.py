"""Mutation tests over all claims of the shipped graph: which edits do the rules catch?

Two tables are printed. *Integrity*: one triple of a version graph is taken out or changed and no name with it.
*Meaning*: a claim is changed and everything is named anew, as by somebody who builds a document from a wrong reading;
first for shapes and checks alone, then with the text at hand as well.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import assets, sources, vocabulary
from kg.graph import Version, graph_iri, identity, version
from kg.model import Assertion, Claim, ClaimKind, Document, Intention, Passage, Plan
from kg.periods import Period
from kg.terms import DEKG, DEKGR, RDF, UNIT, XSD, local_name
from kg.validate import integrity, validate_version
from kg.validate.stars import stars_of

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT.parent / "shared" / "seed" / "guiyang-digital-economy.txt"
TYPE = RDF + "type"

Mutant = tuple[str, str, Version]
"""Kind, what was done, and the version graph that came of it."""


@cache
def corpus() -> tuple[Document, tuple[Claim, ...]]:
    (path,) = [path for path in assets.corpus_files() if path.stem == "guiyang-2024-03-13"]
    document, claims = sources.read(path)
    return document, claims


def words() -> vocabulary.Vocabulary:
    return vocabulary.shipped()


def rebuilt(claim: Claim) -> Version:
    return version(corpus()[0], [claim], words())


# -- integrity: one triple at a time, names as they are ---------------------------------------------------------------


def other(target: Any) -> Any:
    """A different object of the same kind."""
    if isinstance(target, NamedNode):
        return NamedNode(target.value + "-x")
    if target.language:
        return Literal(target.value + "x", language=target.language)
    value = {"true": "false", "false": "true"}.get(target.value, target.value + "1")
    return Literal(value, datatype=target.datatype)


def group(triple: Triple) -> str:
    kind = local_name(str(triple.subject.value)).partition("-")[0]  # type: ignore[union-attr]
    return {"doc": "document"}.get(kind, kind)


def show(line: str) -> None:
    sys.stdout.write(line + "\n")


def test_integrity_catches_every_edit_of_a_triple(capsys: pytest.CaptureFixture[str]) -> None:
    document, claims = corpus()
    whole = version(document, claims, words())
    triples = [quad.triple for quad in whole.quads]
    assert list(integrity.findings(whole.graph, stars_of(triples))) == []
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for number, triple in enumerate(triples):
        rest = triples[:number] + triples[number + 1 :]
        for edited in (rest, [*rest, Triple(triple.subject, triple.predicate, other(triple.object))]):
            found = list(integrity.findings(whole.graph, stars_of(edited)))
            row = counts[group(triple)]
            row[0] += 1
            row[1] += bool(found)
            row[2] += any(finding.focus != whole.graph for finding in found)
    with capsys.disabled():
        show("\n\nIntegrity: single triples taken out or changed, names as they were")
        show(f"{'node':<12}{'edits':>7}{'caught':>8}{'rate':>8}{'also by a node name':>22}")
        total = [sum(column) for column in zip(*counts.values(), strict=True)]
        for name, (edits, caught, own) in [*sorted(counts.items()), ("all", total)]:
            show(f"{name:<12}{edits:>7}{caught:>8}{caught / edits:>8.1%}{own:>22}")
    assert total[0] == 2 * len(triples)
    assert total[1] == total[0]


def test_integrity_catches_a_name_that_is_changed() -> None:
    document, claims = corpus()
    whole = version(document, claims, words())
    triples = [quad.triple for quad in whole.quads]
    named = sorted({str(t.subject.value) for t in triples})  # type: ignore[union-attr]
    for node in named:
        if local_name(node).startswith("period-"):
            continue  # a period's name is held to its days by a check
        renamed = [with_names(triple, {node: node[:-1] + ("0" if node[-1] != "0" else "1")}) for triple in triples]
        graph = graph_iri(document.iri, renamed)
        assert list(integrity.findings(graph, stars_of(renamed))), node
    assert list(integrity.findings(whole.graph[:-1] + "z", stars_of(triples)))


# -- meaning: a wrong reading, named anew -----------------------------------------------------------------------------


def with_names(triple: Triple, names: dict[str, str]) -> Triple:
    def named(term: Any) -> Any:
        return NamedNode(names.get(term.value, term.value)) if isinstance(term, NamedNode) else term

    return Triple(named(triple.subject), triple.predicate, named(triple.object))


def reminted(original: Version, triples: Sequence[Triple]) -> Version:
    """Name everything by its new content: plans and data points, then claims, then amounts, then the graph."""
    triples = list(triples)
    for kind in ("plan", "datapoint", "claim", "amount"):
        said: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for t in triples:
            said[str(t.subject.value)].append((t.predicate.value, str(t.object)))  # type: ignore[union-attr]
        nodes = [node for node in said if node.startswith(f"{DEKGR}{kind}-")]
        names = {node: identity(kind, said[node]) for node in nodes}
        triples = [with_names(triple, names) for triple in triples]
    unique = sorted(set(triples), key=str)
    graph = graph_iri(original.document, unique)
    quads = tuple(Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in unique)
    return Version(original.document, graph, quads, ())


def decimal(value: Decimal) -> Literal:
    return Literal(f"{value:f}", datatype=NamedNode(XSD + "decimal"))


def figure_nodes(triples: Sequence[Triple]) -> Iterator[tuple[str, dict[str, Any]]]:
    said: dict[str, dict[str, Any]] = defaultdict(dict)
    for t in triples:
        said[str(t.subject.value)][t.predicate.value] = t.object  # type: ignore[union-attr]
    yield from ((node, facts) for node, facts in sorted(said.items()) if DEKG + "statedLexical" in facts)


def edit(original: Version, node: str, name: str, target: Any) -> Version:
    """Replace (or take out, or add) the objects of one property of one node."""
    predicate = DEKG + name if ":" not in name else name
    triples = [quad.triple for quad in original.quads]
    kept = [t for t in triples if not (t.subject == NamedNode(node) and t.predicate.value == predicate)]
    if target is not None:
        kept.append(Triple(NamedNode(node), NamedNode(predicate), target))
    return reminted(original, kept)


def edits_of_properties(claim: Claim) -> Iterator[Mutant]:
    """Edits of single properties, which leave a claim at odds with itself."""
    original = rebuilt(claim)
    triples = [quad.triple for quad in original.quads]
    for node, facts in figure_nodes(triples):
        stated = Decimal(facts[DEKG + "statedValue"].value)
        for value in (stated + 1, stated * 10, stated / 2):
            yield "value (against print)", f"statedValue {value}", edit(original, node, "statedValue", decimal(value))
        for digits in (facts[DEKG + "statedLexical"].value + "1", "7"):
            yield "value (against print)", digits, edit(original, node, "statedLexical", Literal(digits))
        for power in (3, 4, 8):
            literal = Literal(str(power), datatype=NamedNode(XSD + "integer"))
            yield "value (against print)", f"10^{power}", edit(original, node, "unitMultiplier", literal)
        for name in ("lowerValue", "upperValue"):
            if DEKG + name in facts:
                bound = Decimal(facts[DEKG + name].value)
                for value in (bound + 1, bound * 10, bound - Decimal("0.5")):
                    yield "value (against print)", f"{name} {value}", edit(original, node, name, decimal(value))
                yield "bound", f"{name} gone", edit(original, node, name, None)
            else:
                yield "bound", f"{name} added", edit(original, node, name, decimal(stated))
        for name in ("lowerInclusive", "upperInclusive"):
            if DEKG + name in facts:
                yield "bound", f"{name} flipped", edit(original, node, name, other(facts[DEKG + name]))
        for comparator in words().members("dekg:Comparator"):
            if comparator != facts[DEKG + "comparator"].value:
                yield "bound", local_name(comparator), edit(original, node, "comparator", NamedNode(comparator))
        if DEKG + "roundingUnit" in facts:
            yield "bound", "rounding gone", edit(original, node, "roundingUnit", None)
        units = (UNIT + "PERCENT", UNIT + "NUM", UNIT + "CCY_CNY", UNIT + "CCY_USD", UNIT + "CCY_EUR")
        for unit in units:
            given = facts[DEKG + "unit"].value
            if unit != given:
                money = "CCY_" in unit and "CCY_" in given
                yield "currency" if money else "unit", local_name(unit), edit(original, node, "unit", NamedNode(unit))
    node = original.claims[0]
    for modality in words().members("dekg:Modality"):
        if local_name(modality) != claim.kind.modality:
            yield "class/modality", local_name(modality), edit(original, node, "modality", NamedNode(modality))
    turn = corpus()[1].index(claim) % 3
    for kind in [kind for kind in ClaimKind if kind is not claim.kind][turn::3]:  # every third class, in turns
        yield "class/modality", kind, edit(original, node, TYPE, NamedNode(DEKG + kind))


def edits_of_passages(claim: Claim) -> Iterator[Mutant]:
    document, claims = corpus()
    length = document.text_length or 0
    first, rest = claim.passages[0], claim.passages[1:]
    for end in (length + 1, length + 1000):
        past = Passage(first.start, end, first.digest, first.sentence)
        yield "offsets outside", str(end), rebuilt(replace(claim, passages=(past, *rest)))
    sentences = {p.sentence: p for c in claims for p in c.passages if p.end - p.start > 40 or p.sentence == 2}
    turn = claims.index(claim) % 3  # every third sentence, in turns
    for sentence, passage in sorted(sentences.items(), key=str)[turn::3]:
        if sentence != first.sentence:
            yield "passage", f"sentence {sentence}", rebuilt(replace(claim, passages=(passage, *rest)))
    for shift in (-1, 7):
        moved = replace(first, start=max(0, first.start + shift), end=first.end + shift)
        if moved != first and moved.end <= length:
            yield "passage", f"moved by {shift}", rebuilt(replace(claim, passages=(moved, *rest)))


def with_measure(claim: Claim, **changes: Any) -> Claim:
    assert claim.measure is not None
    return replace(claim, measure=replace(claim.measure, **changes))


def with_figure(claim: Claim, **changes: Any) -> Claim:
    assert claim.measure is not None
    return with_measure(claim, figure=replace(claim.measure.figure, **changes))


def edits_of_figures(claim: Claim) -> Iterator[Mutant]:
    """Consistent misreadings of a figure: bounds and names follow, only the text tells."""
    if claim.measure is None:
        return
    figure = claim.measure.figure
    for digits in {"2023", "81", "26", figure.lexical + "5", figure.lexical[::-1].strip("0.") or "1"} - {
        figure.lexical
    }:
        yield "value (as printed elsewhere)", digits, rebuilt(with_figure(claim, lexical=digits))
    for power in {0, 6, 8, 9} - {figure.multiplier}:
        counted = figure.counted and power == 0
        changed = with_figure(claim, multiplier=power, counted=counted)
        yield "value (as printed elsewhere)", f"10^{power}", rebuilt(changed)
    for comparator in ("exactly", "approximately", "greaterThan", "atLeast", "lessThan", "atMost", "nearly"):
        if comparator != figure.comparator:
            counted = figure.counted and comparator == "exactly"
            yield "bound (re-derived)", comparator, rebuilt(with_figure(claim, comparator=comparator, counted=counted))


def edits_of_periods(claim: Claim) -> Iterator[Mutant]:
    measure, said = claim.measure, claim.assertion
    codes = ("2022", "2024", "2013", "2023-H1", "2023-Q4", "2023-05", "2023-05-27", "2023-01_2023-07", "2022_2023")
    if measure is not None and measure.period is not None:
        for code in codes:
            yield "period", code, rebuilt(with_measure(claim, period=Period.parse(code)))
        yield "period", "none", rebuilt(with_measure(claim, period=None))
        if measure.base is not None:
            for code in ("2021", "2020", "2022-H1", "2023"):
                yield "period", f"base {code}", rebuilt(with_measure(claim, base=Period.parse(code)))
    elif said is not None and said.period is not None:
        for code in codes:
            if code != said.period.code:
                yield "period", code, rebuilt(replace(claim, assertion=replace(said, period=Period.parse(code))))


def edits_of_modality(claim: Claim) -> Iterator[Mutant]:
    """The same words taken for another class, with everything that class needs."""
    measure, said, intention = claim.measure, claim.assertion, claim.intention
    if claim.kind is ClaimKind.OBSERVATION and measure is not None:
        holder = Intention(measure.area or measure.organization or "")
        for kind in (ClaimKind.TARGET, ClaimKind.COMMITMENT):
            yield "modality (class)", kind, rebuilt(replace(claim, kind=kind, intention=holder))
        yield "modality (class)", "Forecast", rebuilt(replace(claim, kind=ClaimKind.FORECAST))
    elif claim.kind.intends and intention is not None and measure is not None:
        yield "modality (class)", "Observation", rebuilt(replace(claim, kind=ClaimKind.OBSERVATION, intention=None))
        yield "modality (class)", "Forecast", rebuilt(replace(claim, kind=ClaimKind.FORECAST, intention=None))
        yield "modality (class)", "Target", rebuilt(replace(claim, kind=ClaimKind.TARGET))
    elif claim.kind.intends and intention is not None and said is not None:
        effort = replace(said, subject=intention.holder)
        changed = replace(claim, kind=ClaimKind.QUALITATIVE, intention=None, assertion=effort)
        yield "modality (class)", "Qualitative", rebuilt(changed)
        yield "modality (class)", "Commitment", rebuilt(replace(claim, kind=ClaimKind.COMMITMENT))
    elif said is not None and said.subject is not None and not said.subject.startswith(DEKGR + "photo-"):
        effort = replace(said, subject=None, ranked_among=None, period=None)
        for kind in (ClaimKind.AIM, ClaimKind.COMMITMENT):
            wanted = replace(claim, kind=kind, assertion=effort, intention=Intention(said.subject), purpose=None)
            yield "modality (class)", kind, rebuilt(wanted)


PLACES = ("place-guizhou", "place-guiyang", "area-guiyang-guian", "place-zunyi", "place-china")


def edits_of_places(claim: Claim) -> Iterator[Mutant]:
    """A claim moved to another place: its area, subject, object or holder, or a named member of a plan."""

    def swapped(iri: str | None, old: str, new: str) -> str | None:
        return new if iri == old else iri

    measure, said, intention = claim.measure, claim.assertion, claim.intention
    parts = (measure and measure.area, said and said.subject, said and said.object, intention and intention.holder)
    for old in sorted({part for part in parts if part and words().is_a(part, "dekg:Place")}):
        for new in (DEKGR + name for name in PLACES if DEKGR + name != old):
            changed = replace(
                claim,
                measure=measure and replace(measure, area=swapped(measure.area, old, new)),
                assertion=said and swapped_assertion(said, old, new),
                intention=intention and replace(intention, holder=swapped(intention.holder, old, new) or ""),
                purpose=None,
            )
            yield "place", f"{local_name(old)} > {local_name(new)}", rebuilt(changed)
    if intention is not None and intention.plan is not None:
        plan = intention.plan
        for new in ("place-guangzhou", "place-chengdu", "place-zunyi"):
            named = (DEKGR + new, *plan.named[1:])
            changed = replace(claim, intention=replace(intention, plan=Plan(plan.count, named)))
            yield "place", f"member > {new}", rebuilt(changed)


def swapped_assertion(said: Assertion, old: str, new: str) -> Assertion:
    return replace(
        said,
        subject=new if said.subject == old else said.subject,
        object=new if said.object == old else said.object,
    )


def edits_of_indicators(claim: Claim) -> Iterator[Mutant]:
    """Another variable of the same unit, or another industry, product or capability as object."""
    if claim.measure is not None:
        unit = claim.measure.figure.unit
        for variable in words().members("dekg:StatisticalVariable")[::25]:
            if variable != claim.measure.variable and unit in words().values(variable, "dekg:allowedUnit"):
                yield "indicator", local_name(variable), rebuilt(with_measure(claim, variable=variable))
    elif claim.assertion is not None and claim.assertion.object is not None:
        thing = claim.assertion.object
        for kind in ("dekg:Industry", "dekg:Capability", "dekg:ProductClass"):
            if words().is_a(thing, kind):
                for new in [iri for iri in words().members(kind) if iri != thing][::24]:
                    changed = replace(claim, assertion=replace(claim.assertion, object=new))
                    yield "indicator", local_name(new), rebuilt(changed)


def edits_of_conversions(claim: Claim) -> Iterator[Mutant]:
    if claim.measure is None:
        return
    for number, conversion in enumerate(claim.measure.conversions):
        for figure in (
            replace(conversion.figure, lexical="11.51"),
            replace(conversion.figure, multiplier=6),
            replace(conversion.figure, comparator="exactly"),
        ):
            conversions = list(claim.measure.conversions)
            conversions[number] = replace(conversion, figure=figure)
            kind = "bound (re-derived)" if figure.comparator == "exactly" else "value (as printed elsewhere)"
            yield kind, f"conversion {figure.lexical}", rebuilt(with_measure(claim, conversions=tuple(conversions)))


GENERATORS = (
    edits_of_properties, edits_of_passages, edits_of_figures, edits_of_periods, edits_of_modality, edits_of_places,
    edits_of_indicators, edits_of_conversions,
)  # fmt: skip

Row = dict[str, Any]


@cache
def verdicts() -> tuple[Row, ...]:
    """Whether each mutant of each claim is caught, without the text and with it (None where it is not here)."""
    document, claims = corpus()
    text = SEED.read_text("utf-8") if SEED.is_file() else None
    texts = {document.iri: text} if text is not None else None
    rows = []
    for number, claim in enumerate(claims):
        original = rebuilt(claim)
        assert not validate_version(original, words(), texts).findings
        for generate in GENERATORS:
            for kind, what, mutant in generate(claim):
                if mutant.graph == original.graph:
                    continue
                found = {local_name(finding.rule) for finding in validate_version(mutant, words(), texts).findings}
                alone = {rule for rule in found if not rule.startswith("text-")}
                assert not any(rule.startswith("identity-") for rule in found), (kind, what, found)
                rows.append({"claim": number, "kind": kind, "what": what, "alone": bool(alone), "text": bool(found)})
    return tuple(rows)


def rates() -> dict[str, tuple[int, float, float]]:
    """For each kind: number of mutants, part caught by shapes and checks alone, part caught with the text."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in verdicts():
        found[row["kind"]].append(row)
    return {
        kind: (len(rows), sum(r["alone"] for r in rows) / len(rows), sum(r["text"] for r in rows) / len(rows))
        for kind, rows in sorted(found.items())
    }


def test_meaning_is_complete_for_what_a_claim_says_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    table = rates()
    with capsys.disabled():
        show("\n\nMeaning: claims changed and named anew")
        show(f"{'kind':<32}{'mutants':>8}{'shapes and checks':>19}{'with the text':>15}")
        for kind, (count, alone, text) in table.items():
            show(f"{kind:<32}{count:>8}{alone:>19.1%}{f'{text:.1%}' if SEED.is_file() else 'not here':>15}")
    for kind in ("value (against print)", "unit", "bound", "class/modality", "offsets outside"):
        missed = [row for row in verdicts() if row["kind"] == kind and not row["alone"]]
        assert table[kind][0] >= 10
        assert not missed, missed[:10]
    assert sum(count for count, _, _ in table.values()) >= 1000


@pytest.mark.skipif(not SEED.is_file(), reason="the seed text (shared/seed beside the repository) is not here")
def test_meaning_with_the_text_at_hand_is_nearly_complete() -> None:
    def rate(*kinds: str) -> float:
        rows = [row for row in verdicts() if any(row["kind"].startswith(kind) for kind in kinds)]
        assert rows
        return sum(bool(row["text"]) for row in rows) / len(rows)

    for kind in (
        ("value",),
        ("unit", "currency"),
        ("bound",),
        ("period",),
        ("passage", "offsets"),
        ("modality", "class"),
    ):
        assert rate(*kind) > 0.95, kind
    assert rate("place") > 0.80
