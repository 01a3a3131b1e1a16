"""Why figures cannot be true together: the rule, its steps, what it presumes, and the passages they rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kg.compare import words
from kg.compare.findings import Contradiction
from kg.compare.intervals import Verdict
from kg.compare.listing import relation_name
from kg.compare.observations import Row
from kg.compare.relations import Kind, Relation
from kg.compare.report import Report
from kg.model import Passage
from kg.terms import compact

__all__ = ["Evidence", "Explanation", "explain"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim that an explanation rests on: what it says, who published it when, and where it stands."""

    claim: str
    says: str
    url: str
    publisher: str
    published: date | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why figures cannot be true together.

    Attributes:
        headline: the finding in one line.
        rule: the rule's name in words.
        reasons: the steps, in order, with what they presume.
        evidence: the claims it rests on.
    """

    headline: str
    rule: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    language: str = "en"

    def lines(self) -> list[tuple[int, str]]:
        """Return the explanation as lines, each with its indentation."""
        say = {name: text[self.language] for name, text in _SAY.items()}
        found = [(0, self.headline), *((2, reason) for reason in self.reasons)]
        for item in self.evidence:
            day = str(item.published) if item.published else say["undated"]
            spots = ", ".join(f"{p.start}–{p.end}" + (f" (S{p.sentence})" if p.sentence else "") for p in item.passages)
            found.append((2, f"- {item.says}"))
            found.append((4, f"{item.publisher or item.url}{say['comma']}{day}"))
            if item.publisher:
                found.append((4, item.url))
            where = f"{say['passage']} {spots}" if spots else say["whole"]
            found.append((4, f"{compact(item.claim)}{say['comma']}{where}"))
        return found

    def record(self) -> dict[str, object]:
        """Return the explanation as plain values, for JSON."""
        return {
            "headline": self.headline,
            "rule": self.rule,
            "reasons": list(self.reasons),
            "evidence": [
                {
                    "claim": item.claim,
                    "says": item.says,
                    "url": item.url,
                    "publisher": item.publisher or None,
                    "published": item.published.isoformat() if item.published else None,
                    "passages": [{"start": p.start, "end": p.end, "sentence": p.sentence} for p in item.passages],
                }
                for item in self.evidence
            ],
        }

    def __str__(self) -> str:
        """Return the explanation as lines of text."""
        return "\n".join(f"{' ' * indent}{text}" for indent, text in self.lines())


_SAY = {
    "undated": {"en": "date unknown", "zh": "日期不详"},
    "passage": {"en": "passage", "zh": "原文位置"},
    "whole": {"en": "cited as a whole", "zh": "引自整篇文档"},
    "comma": {"en": ", ", "zh": "，"},
    "one-word": {"en": "both are said on the word of {body}", "zh": "两者均据{body}"},
    "reprint": {
        "en": "{name} reprints a text of somebody else, and what it goes back to is not known",
        "zh": "{name}为转载，其来源不详",
    },
    "apart": {
        "en": "{low} and {high} have no value in common, however they were rounded or cut",
        "zh": "{low}与{high}无论四舍五入还是截断都没有共同取值",
    },
    "itself": {"en": "both stand in one text, which contradicts itself", "zh": "两者出自同一文本，该文本自相矛盾"},
    "support": {"en": "the sources are not independent of each other", "zh": "两个来源并非相互独立"},
    "vintage": {
        "en": "the same publisher gave the first figure later: another vintage",
        "zh": "同一发布者后来给出前一数字，属于不同版次",
    },
    "vintage-unknown": {
        "en": "whether one is a later vintage of the other is not known: a date or a publisher is missing",
        "zh": "因缺少日期或发布者，无法判断是否为后来的修订",
    },
    "excluded": {
        "en": "stated is {stated}; the two have no value in common",
        "zh": "而所述为{stated}，两者没有共同取值",
    },
    "impossible": {"en": "it must be {stated}", "zh": "而应为{stated}"},
    "makes": {
        "en": "stated is {stated}, which makes {bounds}; the two have no value in common",
        "zh": "而所述为{stated}，合{bounds}，两者没有共同取值",
    },
    "against": {"en": "breaks the rule that {rule}", "zh": "不符合“{rule}”"},
    "presumes": {"en": "presumed: {text}", "zh": "前提：{text}"},
    "plausible": {
        "en": "no year since 1994 had a rate outside {stated}; a scale word is likely wrong",
        "zh": "1994年以来任何一年的汇率都不在{stated}之外，量级词可能有误",
    },
}


def explain(item: Relation | Contradiction, report: Report, language: str = "en") -> Explanation:
    """Return why figures cannot be true together, with the passages they were read from.

    Args:
        item: a conflict or revision of the report, or a derived conflict.
        report: the report it is from.
        language: `en` or `zh`.
    """
    say = {name: text[language] for name, text in _SAY.items()}
    if isinstance(item, Relation):
        return _explain_pair(item, report, language, say)
    rules, table = report.rules, report.table
    derived, against = item.derived, item.against
    reasons = [words.computation(derived, table, rules, language)]
    if derived.rule == "exchange-rate":
        name = "excluded" if against else "plausible"
        reasons.append(say[name].format(stated=words.rate(item.bounds, derived, rules)))
    elif against is None:
        admitted = words.bounds(item.bounds, str(derived.key[-1]), rules, language)
        reasons.append(say["impossible"].format(stated=admitted))
    elif item.bounds == against.range:
        reasons.append(say["excluded"].format(stated=words.figure(against, rules, language)))
    else:
        admitted = words.bounds(item.bounds, str(derived.key[-1]), rules, language)
        reasons.append(say["makes"].format(stated=words.figure(against, rules, language), bounds=admitted))
    reasons += [say["presumes"].format(text=rules.presumption(name, language)) for name in derived.presumes]
    if item.within_source:
        reasons.append(say["itself"])
    asked = derived.inputs[0].key if derived.rule == "exchange-rate" else derived.key
    rule = rules.label(derived.rule, language)
    colon = "：" if language == "zh" else ": "
    headline = f"{words.question(asked, table, rules, language)}{colon}{say['against'].format(rule=rule)}"
    return Explanation(headline, rule, tuple(reasons), _evidence(item.rows, report, language, asked), language)


def _explain_pair(item: Relation, report: Report, language: str, say: Mapping[str, str]) -> Explanation:
    rules, table = report.rules, report.table
    first, second = words.figure(item.first, rules, language), words.figure(item.second, rules, language)
    name = relation_name(item, rules, language)
    reasons = []
    if item.kind in {Kind.CONFLICTS, Kind.REVISES}:
        shown = [words.bounds(row.range, row.unit, rules, language) for row in _low_first(item)]
        reasons.append(say["apart"].format(low=shown[0], high=shown[1]))
    if item.kind is Kind.REVISES:
        reasons.append(say["vintage"])
    elif item.kind is Kind.CONFLICTS and item.revision is Verdict.UNKNOWN:
        reasons.append(say["vintage-unknown"])
    if item.within_source:
        reasons.append(say["itself"])
    elif item.first.said_by is not None and item.first.said_by == item.second.said_by:
        reasons.append(say["one-word"].format(body=rules.vocabulary.label(item.first.said_by, language)))
    elif item.independent is Verdict.NO:
        reasons.append(say["support"])
    else:
        reasons += [say["reprint"].format(name=name) for name in _reprints(item, report, language)]
    question = words.question(item.first.key, table, rules, language)
    if item.kind is Kind.CONFLICTS and item.within_source:
        joined = f"{name}: {first} and {second}" if language == "en" else f"{name}：{first}与{second}"
    else:
        joined = f"{first} {name} {second}" if language == "en" else f"{first}与{second}：{name}"
    evidence = _evidence((item.first, item.second), report, language, item.first.key)
    colon = "：" if language == "zh" else ": "
    return Explanation(f"{question}{colon}{joined}", name, tuple(reasons), evidence, language)


def _reprints(item: Relation, report: Report, language: str) -> list[str]:
    """Return the publishers of those documents of a pair that reprint somebody unknown."""
    pair = (item.first, item.second)
    sources = [(row, report.table.sources.get(row.document)) for row in pair if report.table.origin(row) is None]
    return [
        words.publisher(row, report.table, report.rules, language) or source.url
        for row, source in sources
        if source is not None and source.reprint
    ]


def _low_first(item: Relation) -> tuple[Row, Row]:
    return (item.first, item.second) if item.first.range.before(item.second.range) else (item.second, item.first)


def _evidence(
    rows: Iterable[Row], report: Report, language: str, headline: tuple[str | None, ...]
) -> tuple[Evidence, ...]:
    """Return what the rows say; the question only where it is not the one of the headline."""
    table, rules = report.table, report.rules
    colon = "：" if language == "zh" else ": "
    found = []
    for row in dict.fromkeys(rows):
        source = table.sources.get(row.document)
        said = words.figure(row, rules, language)
        if row.key != headline[: len(row.key)]:
            said = f"{words.question(row.key, table, rules, language)}{colon}{said}"
        found.append(
            Evidence(
                row.claim,
                said,
                source.url if source else row.document,
                words.publisher(row, report.table, report.rules, language) or "",
                table.published(row),
                tuple(report.places.get(row.claim, ())),
            )
        )
    return tuple(found)
