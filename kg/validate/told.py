"""Tell a report in words: lines for a terminal, grouped by rule and document, and counts."""

from collections.abc import Iterator, Mapping

from kg.terms import compact, local_name
from kg.validate.findings import Finding, Findings

__all__ = ["WORDS", "counted", "grouped", "shown"]

WORDS = {
    "violation": {"en": "violation", "zh": "错误"},
    "warning": {"en": "warning", "zh": "警告"},
    "info": {"en": "note", "zh": "提示"},
    "conforms": {"en": "no findings", "zh": "未发现问题"},
    "claim": {"en": "claim", "zh": "断言"},
    "passage": {"en": "passage", "zh": "原文位置"},
    "node": {"en": "node", "zh": "节点"},
    "value": {"en": "value", "zh": "取值"},
    "reference": {"en": "reference data and store", "zh": "参考数据与存储"},
    "documents": {"en": "and {number} more documents with {count}", "zh": "另有 {number} 份文档，共 {count} 项"},
    "findings": {"en": "and {number} more", "zh": "另有 {number} 项"},
}
"""The words of reports for people."""


def grouped(
    report: Findings, labels: Mapping[str, str], language: str = "en", *, documents: int = 10, each: int = 3
) -> Iterator[tuple[str, str]]:
    """Yield the lines of a report for a terminal, each with its kind: `violation`, `warning`, `info`, `text` or `sum`.

    Args:
        report: what to tell.
        labels: names in words of claims and documents, by IRI.
        language: `en` or `zh`.
        documents: how many documents of a rule are named; the others are counted.
        each: how many findings of a rule in one document are told; the others are counted.
    """
    words = {key: text[language] for key, text in WORDS.items()}
    for group in report.groups:
        yield group.severity, f"{words[group.severity]}  {local_name(group.rule)}  ({group.count})"
        message = group.message.get(language) or group.message["en"]
        yield "text", f"  {message}"
        for document, found in group.documents[:documents]:
            named = compact(document) if document else words["reference"]
            title = f"{labels[document]} ({named})" if document in labels else named  # type: ignore[index]
            yield "text", f"  {title}: {len(found)}"
            before = None
            for finding in found[:each]:
                lines = _told(finding, before, message, labels, language, words)
                yield from (("text", f"    {line}") for line in lines)
                before = finding
            if len(found) > each:
                yield "text", f"    {words['findings'].format(number=len(found) - each)}"
        rest = group.documents[documents:]
        if rest:
            count = sum(len(found) for _, found in rest)
            yield "text", f"  {words['documents'].format(number=len(rest), count=count)}"
    yield "sum", counted(report, language)


def counted(report: Findings, language: str) -> str:
    """Return how many findings there are of each severity, in words."""
    told = []
    for name, count in report.counts.items():
        if count:
            word = WORDS[name][language]
            told.append(f"{word} {count:,} 项" if language == "zh" else f"{count:,} {word}{'s' if count > 1 else ''}")
    return ", ".join(told) or WORDS["conforms"][language]


def _told(
    finding: Finding,
    before: Finding | None,
    message: str,
    labels: Mapping[str, str],
    language: str,
    words: Mapping[str, str],
) -> Iterator[str]:
    """Yield what tells one finding from the others of its rule; what was told of the one before is not told again."""
    own = finding.message.get(language) or finding.message["en"]
    below = "  " if finding.claim else ""
    if own != message:
        yield own
    if finding.claim and (before is None or before.claim != finding.claim or own != message):
        name = compact(finding.claim)
        yield f"{words['claim']}: {labels[finding.claim]} ({name})" if finding.claim in labels else name
    if finding.passage and (before is None or (before.claim, before.passage) != (finding.claim, finding.passage)):
        yield f"{below}{words['passage']}: {finding.passage}"
    if finding.focus != finding.claim and (before is None or before.focus != finding.focus):
        yield f"{below}{words['node']}: {compact(finding.focus)}"
    if finding.value:
        yield f"  {words['value']}: {shown(finding.value)}"


def shown(value: str) -> str:
    """Return a value in N-Triples as people read it: IRIs and datatypes with prefixes.

    >>> shown('"2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date>')
    '"2023-02-30"^^xsd:date'
    """
    if value.startswith("<") and value.endswith(">"):
        return compact(value[1:-1])
    text, mark, kind = value.rpartition("^^<")
    return f"{text}^^{compact(kind[:-1])}" if mark and kind.endswith(">") else value
