"""Reports for people: grouped by rule and document, in two languages, with counts where they are cut."""

import json
import re
from html.parser import HTMLParser

from kg.terms import DEKGG, DEKGR
from kg.validate import Finding, Location, Report
from kg.validate.findings import SHAPES
from kg.validate.page import MOST_DOCUMENTS, MOST_FINDINGS
from kg.validate.told import grouped

EVIL = '<script>alert("1")</script>&'


def finding(number: int, document: str | None = "doc-a", rule: str = "Claim-x", **changes: object) -> Finding:
    claim = f"{DEKGR}claim-{number:016x}"
    values: dict[str, object] = {
        "severity": "violation",
        "message": {"en": "Repair <this>.", "zh": "请修正。"},
        "rule": SHAPES + rule,
        "focus": claim,
        "claim": claim,
        "passage": Location(DEKGR + document, number, number + 5) if document else None,
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def many() -> Report:
    found = [finding(number, f"doc-{number % 80:016x}") for number in range(10_000)]
    found += [
        finding(number, None, "check-y", severity="warning", message={"en": f"Node {number}.", "zh": "节点。"})
        for number in range(30)
    ]
    return Report.of(found)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        assert not {"src", "onclick", "action"} & {name for name, _ in attrs}
        assert all(str(value).startswith("#") for name, value in attrs if name == "href")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_findings_are_grouped_by_rule_and_document_worst_and_most_first() -> None:
    found = [finding(1), finding(2), finding(3, "doc-b"), finding(4, None), finding(5, rule="Claim-y", severity="info")]
    first, second = Report.of(found).groups
    assert (first.rule, first.count, second.severity) == (SHAPES + "Claim-x", 4, "info")
    assert [(name, len(each)) for name, each in first.documents] == [
        (DEKGR + "doc-a", 2),
        (DEKGR + "doc-b", 1),
        (None, 1),
    ]


def test_finding_without_a_passage_lies_in_the_document_of_its_graph() -> None:
    assert finding(1, None, graph=DEKGG + "doc-12ab-34cd").document == DEKGR + "doc-12ab"
    assert finding(1, None, graph=DEKGG + "reference").document is None


def test_lines_for_a_terminal_are_few_however_many_findings() -> None:
    lines = list(grouped(many(), {}, "en"))
    assert len(lines) < 150
    text = "\n".join(line for _, line in lines)
    assert "violation  Claim-x  (10000)" in text
    assert "and 70 more documents with 8750" in text
    assert "    and 122 more" in text
    assert "reference data and store: 30" in text
    assert lines[-1] == ("sum", "10,000 violations, 30 warnings")
    assert list(grouped(Report(), {}, "zh")) == [("sum", "未发现问题")]


def test_lines_name_claims_and_documents_in_words_and_differing_messages() -> None:
    one = finding(1, value='"7"', message={"en": "First.", "zh": "一。"})
    two = finding(2, message={"en": "Second.", "zh": "二。"})
    lines = [
        line for _, line in grouped(Report.of([one, two]), {DEKGR + "doc-a": "An article", str(one.claim): "A claim"})
    ]
    assert "  An article (dekgr:doc-a): 2" in lines
    assert "    claim: A claim (dekgr:claim-0000000000000001)" in lines
    assert '      value: "7"' in lines
    assert "    Second." in lines
    assert lines.count("    First.") == 0


def test_page_is_whole_safe_and_asks_for_nothing() -> None:
    found = [finding(1, value=EVIL, message={"en": EVIL, "zh": EVIL}), finding(2, None, rule="check-<b>")]
    text = Report.of(found).html("en", {DEKGR + "doc-a": EVIL, str(found[0].claim): EVIL})
    tags = Tags(text)
    assert tags.open == []
    assert not {"script", "b", "img", "link", "iframe"} & set(tags.names)
    assert "http" not in re.sub(r"http-equiv", "", text)
    assert "Content-Security-Policy" in text
    assert "prefers-color-scheme: dark" in text
    assert '<html lang="en">' in text
    assert text.count("&lt;script&gt;") >= 4


def test_page_speaks_chinese_and_is_the_same_each_time() -> None:
    text = many().html("zh")
    assert '<html lang="zh-Hans">' in text
    assert "验证报告" in text
    assert "请修正。" in text
    assert text == many().html("zh")
    assert "未发现问题" in Report().html("zh")


def test_page_is_cut_and_says_by_how_much() -> None:
    text = many().html()
    assert len(text) < 500_000
    assert text.count("<details>") == MOST_DOCUMENTS + 1
    assert f"and {125 - MOST_FINDINGS} more" in text
    assert "and 30 more documents with 3750" in text
    assert "The JSON report lists every finding." in text


def test_json_counts_by_rule_and_document() -> None:
    data = json.loads(Report.of([finding(1), finding(2), finding(3, None)]).json())
    (group,) = data["groups"]
    assert (group["rule"], group["count"]) == (SHAPES + "Claim-x", 3)
    assert group["documents"] == [{"document": DEKGR + "doc-a", "count": 2}, {"document": None, "count": 1}]
    assert len(data["findings"]) == 3


def test_value_keeps_its_datatype_and_claim_is_told_once() -> None:
    wrong = [f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>' for day in ("2023-02-30", "2023-02-31")]
    report = Report.of(finding(1, value=value) for value in wrong)
    lines = [line for _, line in grouped(report, {}, "en")]
    assert sum("dekgr:claim-0000000000000001" in line for line in lines) == 1
    assert [line.strip() for line in lines if "value" in line] == [
        'value: "2023-02-30"^^xsd:date',
        'value: "2023-02-31"^^xsd:date',
    ]
    assert lines[-1] == "2 violations"
    assert [line for _, line in grouped(report, {}, "zh")][-1] == "错误 2 项"
