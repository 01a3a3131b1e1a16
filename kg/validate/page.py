"""Write a report as one HTML page for people: by rule and document, with counts, remedy and passage.

The page holds all it needs: no script, no font, no picture and no address that a browser would ask for. Long lists are
cut and say by how much; the JSON report holds everything.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from kg.terms import compact, local_name
from kg.validate.findings import Finding, Findings, Group
from kg.validate.told import WORDS, counted, shown

__all__ = ["MOST_DOCUMENTS", "MOST_FINDINGS", "page"]

MOST_DOCUMENTS = 50
"""How many documents of one rule are listed."""
MOST_FINDINGS = 20
"""How many findings of one rule in one document are listed."""

_WORDS = {
    "title": {"en": "Validation report", "zh": "验证报告"},
    "rule": {"en": "Rule", "zh": "规则"},
    "severity": {"en": "Severity", "zh": "级别"},
    "count": {"en": "Findings", "zh": "数量"},
    "documents-in": {"en": "Documents", "zh": "文档"},
    "remedy": {"en": "Remedy", "zh": "处理办法"},
    "passages": {"en": "Passage", "zh": "原文位置"},
    "claims": {"en": "Claim or node", "zh": "断言或节点"},
    "values": {"en": "Value", "zh": "取值"},
    "summary": {"en": "Summary", "zh": "概要"},
    "whole": {"en": "The JSON report lists every finding.", "zh": "JSON 报告列出全部问题。"},
}
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #c9d1d9; --soft: #f3f5f7;
  --violation: #a40e26; --warning: #7a4b00; --info: #0b5394; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #3d444d; --soft: #161b22;
  --violation: #ff8f8f; --warning: #f0b84b; --info: #7cbcff; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 70rem;
  margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top;
  overflow-wrap: anywhere; }
td.number { text-align: end; font-variant-numeric: tabular-nums; }
thead th { background: var(--soft); }
details { margin: .25rem 0 .25rem 1rem; }
summary { cursor: pointer; }
:focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
a { color: var(--info); }
.violation { color: var(--violation); } .warning { color: var(--warning); } .info { color: var(--info); }
"""


def page(report: Findings, language: str, labels: Mapping[str, str]) -> str:
    """Return the page.

    Args:
        report: what to tell.
        language: `en` or `zh`.
        labels: names in words of claims and documents, by IRI.
    """
    words = {key: text[language] for key, text in (WORDS | _WORDS).items()}
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{"zh-Hans" if language == "zh" else "en"}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(words['title'])}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(words['title'])}</h1>",
        f"<p>{escape(counted(report, language))}</p>",
    ]
    groups = report.groups
    if groups:
        lines += _overview(groups, language, words)
        for number, group in enumerate(groups, 1):
            lines += _rule(number, group, language, labels, words)
        lines.append(f"<p>{escape(words['whole'])}</p>")
    return "\n".join([*lines, "</main>", "</body>", "</html>", ""])


def _overview(groups: tuple[Group, ...], language: str, words: Mapping[str, str]) -> Iterator[str]:
    columns = ("severity", "rule", "count", "documents-in", "remedy")
    yield f"<h2>{escape(words['summary'])}</h2>"
    yield "<table>"
    yield _head(words[name] for name in columns)
    yield "<tbody>"
    for number, group in enumerate(groups, 1):
        documents = sum(document is not None for document, _ in group.documents)
        yield (
            f'<tr><td class="{group.severity}">{escape(words[group.severity])}</td>'
            f'<td><a href="#rule-{number}">{escape(local_name(group.rule))}</a></td>'
            f'<td class="number">{group.count}</td><td class="number">{documents}</td>'
            f"<td>{escape(_said(group.message, language))}</td></tr>"
        )
    yield "</tbody>"
    yield "</table>"


def _rule(
    number: int, group: Group, language: str, labels: Mapping[str, str], words: Mapping[str, str]
) -> Iterator[str]:
    yield f'<section aria-labelledby="rule-{number}">'
    yield (
        f'<h2 id="rule-{number}"><span class="{group.severity}">{escape(words[group.severity])}</span> '
        f"{escape(local_name(group.rule))} ({group.count})</h2>"
    )
    yield f"<p>{escape(_said(group.message, language))}</p>"
    for document, found in group.documents[:MOST_DOCUMENTS]:
        title = escape(_named(document, labels) if document else words["reference"])
        yield f"<details><summary>{title}: {len(found)}</summary>"
        yield from _table(found[:MOST_FINDINGS], language, labels, words)
        if len(found) > MOST_FINDINGS:
            yield f"<p>{escape(words['findings'].format(number=len(found) - MOST_FINDINGS))}</p>"
        yield "</details>"
    if rest := group.documents[MOST_DOCUMENTS:]:
        count = sum(len(found) for _, found in rest)
        yield f"<p>{escape(words['documents'].format(number=len(rest), count=count))}</p>"
    yield "</section>"


def _table(
    found: tuple[Finding, ...], language: str, labels: Mapping[str, str], words: Mapping[str, str]
) -> Iterator[str]:
    columns = ("claims", "passages", "values", "remedy")
    yield "<table>"
    yield _head(words[name] for name in columns)
    yield "<tbody>"
    for finding in found:
        names = [_named(name, labels) for name in dict.fromkeys((finding.claim, finding.focus)) if name]
        cells = (
            "<br>".join(map(escape, names)),
            escape(str(finding.passage or "")),
            escape(shown(finding.value) if finding.value else ""),
            escape(_said(finding.message, language)),
        )
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _head(columns: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(text)}</th>' for text in columns)
    return f"<thead><tr>{cells}</tr></thead>"


def _said(message: Mapping[str, str], language: str) -> str:
    return message.get(language) or message["en"]


def _named(iri: str, labels: Mapping[str, str]) -> str:
    return f"{labels[iri]} ({compact(iri)})" if iri in labels else compact(iri)
