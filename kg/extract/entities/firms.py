"""Find the companies that a Chinese text names with their suffix.

The only module that knows where a Chinese company's name begins.
"""

import re

from kg.extract.entities.named import Mention, provisional_iri
from kg.phrases import Phrases

__all__ = ["branded", "companies", "unsuffixed"]

_COMPANY = (
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9()·]{2,22}?)(?P<end>{firm-stock-zh}?{firm-legal-zh}|{firm-group-zh}|"
    r"{firm-share-zh}(?=[\u4e00-\u9fff]{0,6}(?:20\d\d|{firm-result-zh}|第?[一二三四]{quarter-zh}))|"
    r"{firm-tech-zh}(?=(?:20\d\d|{firm-result-zh}|第?[一二三四]{quarter-zh})))"
)
_LEFT = r"{firm-left-zh}|、"
_VAGUE = r"^(?:[一二三四五六七八九十百千万两\d]|{vague-firm-zh})|某"
_OPENS = (
    r"(?m)(?:^|(?<=[\n。;])|(?<={firm-call-zh}))\s*(?P<name>[\u4e00-\u9fffA-Za-z]{2,8}?)(?:20\d\d年|{firm-year-zh})?"
    r"(?:{firm-part-zh}|第?[一二三四]{quarter-zh}|1至\d+月)?{achieves-zh}?{income-zh}"
)
_NO_NAME = r"{no-firm-name-zh}"
_BRAND = r"(?P<name>(?P<brand>(?!{no-brand-zh})[\u4e00-\u9fff]{2,4}?|[A-Z][A-Za-z]{1,11}){firm-trade-zh}{firm-end-zh}?)"
_INTRODUCED = r"(?:{firm-opening-zh})\"?" + _BRAND + r"(?!{firm-trade-zh}|{firm-noun-zh})"
_PRESENTED = (
    r"(?:^|(?<=[\n。;,:、\")])|(?<={name-before-zh})|(?<={firm-lies-zh}))\s*" + _BRAND + r"(?={firm-follow-zh})"
)
_MEANT_LATER = (
    r"(?:^|(?<=[\n。;,:\")])|(?<={firm-ending-zh})|(?<={firm-word-zh})|(?<={firm-lies-zh}))\s*"
    + _BRAND
    + r"(?!{firm-trade-zh}|{firm-noun-zh}|{maker-noun}|{firm-ending-zh})"
    r"(?=[^\n]{0,160}?(?:[,。;:\"]{this-company}|{that-company-zh}))"
)
"""A name that opens a clause, where its paragraph goes on about 公司 or 这家企业."""
_DOES = (
    r"(?:(?<=[\n。;,:])|(?<={firm-ending-zh})|(?<={firm-word-zh})|(?<={name-before-zh}))" + _BRAND + r"(?:\([^)]*\))?"
    r"(?=(?:{just-now}|{near-year-zh}|\d{1,2}月(?:\d+日)?)?{firm-does-zh})"
)
_GLOSSED = (
    r"(?:^|(?<=[\n。;,:])|(?<={name-before-zh})|(?<={firm-word-zh}))\s*(?P<zh>(?:(?!{maker-noun}|{no-gloss-zh})[\u4e00-\u9fff]){2,6})"
    r"\((?P<latin>[A-Z][A-Za-z&.' -]{2,40})\)(?=[^\n]{0,160}?(?:{firm-plain-zh}|{that-company-zh}|{firm-does-zh}))"
)
"""A name with its Latin spelling in brackets, of which the paragraph says what companies do: 赛维德(Sevide)."""
_SOFT = {"industry", "property", "variable", "product", "capability"}
_NO_BRAND = r".*(?:{common-firm-zh}|{no-brand-zh}).*"


def unsuffixed(folded: str, known: list[Mention], phrases: Phrases) -> list[Mention]:
    """Return the companies that open a Chinese sentence about their results without a suffix: 东升智家一季度营收."""
    found: list[Mention] = []
    for match in phrases.pattern(_OPENS, case=True).finditer(folded):
        start, end = match.span("name")
        if phrases.pattern(_NO_NAME).search(match["name"]) or any(
            m.start <= start < m.end or m.start < end <= m.end for m in known
        ):
            continue
        found.append(Mention(start, end, "org", (provisional_iri("org", match["name"]),), "company", match["name"]))
    return found


def companies(folded: str, phrases: Phrases) -> list[Mention]:
    """Return the companies that a Chinese text names with their suffix: 比邻星科技股份有限公司."""
    found: list[Mention] = []
    for match in phrases.pattern(_COMPANY, case=True).finditer(folded):
        name = phrases.pattern(_LEFT).split(match["name"])[-1]
        start = match.start("end") - len(name)
        full = folded[start : match.end()]
        if len(name) < 2 or phrases.pattern(_VAGUE).search(name) or full.count("(") != full.count(")"):
            continue
        found.append(Mention(start, match.end(), "org", (provisional_iri("org", full),), "company", full))
    return found


def branded(folded: str, known: list[Mention], phrases: Phrases) -> list[Mention]:
    """Return the companies that a Chinese text names by a brand and a trade: 龙头企业康禾生物, 蓝擎电池公司."""
    found: list[Mention] = []
    for match in phrases.pattern(_GLOSSED).finditer(folded):
        if not any(m.start < match.end("zh") and match.start("zh") < m.end for m in known if m.layer not in _SOFT):
            found.append(_company(*match.span("zh"), match["latin"].strip()))
            more = _again(folded, match["zh"], [*known, *found])
            found += [_company(m.start, m.end, match["latin"].strip()) for m in more]
    patterns = (_INTRODUCED, _PRESENTED, _DOES, _MEANT_LATER)
    for match in (m for pattern in patterns for m in phrases.pattern(pattern).finditer(folded)):
        start, end = match.span("name")
        if phrases.pattern(_NO_BRAND).fullmatch(match["brand"]):
            continue
        inside = [m for m in (*known, *found) if m.start < end and start < m.end]
        if any(m.layer not in _SOFT or m.start < match.end("brand") or m.end > end for m in inside):
            continue
        found.append(_company(start, end, match["name"]))
        found += _again(folded, match["name"], [*known, *found])
    return found


def _company(start: int, end: int, name: str) -> Mention:
    return Mention(start, end, "org", (provisional_iri("org", name),), "company", name)


def _again(folded: str, name: str, taken: list[Mention]) -> list[Mention]:
    """Return the other places where a company is named that the text introduces somewhere."""
    spots = [match.span() for match in re.finditer(re.escape(name), folded)]
    free = [(a, b) for a, b in spots if not any(m.layer == "org" and m.start < b and a < m.end for m in taken)]
    return [_company(a, b, name) for a, b in free]
