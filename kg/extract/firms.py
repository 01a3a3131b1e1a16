"""Find the companies that a Chinese text names with their suffix.

The only module that knows where a Chinese company's name begins.
"""

from kg.extract.named import Mention, provisional_iri
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
_BRAND = r"(?P<name>(?P<brand>[\u4e00-\u9fff]{2,4}?|[A-Z][A-Za-z]{1,11}){firm-trade-zh}{firm-end-zh}?)"
_INTRODUCED = r"(?:{firm-opening-zh})\"?" + _BRAND + r"(?!{firm-trade-zh}|{firm-noun-zh})"
_PRESENTED = r"(?:^|(?<=[\n。;,:、\")])|(?<={firm-lies-zh}))\s*" + _BRAND + r"(?={firm-follow-zh})"
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
    for match in (m for pattern in (_INTRODUCED, _PRESENTED) for m in phrases.pattern(pattern).finditer(folded)):
        start, end = match.span("name")
        if phrases.pattern(_NO_BRAND).fullmatch(match["brand"]):
            continue
        if any(m.start < end and start < m.end for m in (*known, *found)):
            continue
        name = match["name"]
        found.append(Mention(start, end, "org", (provisional_iri("org", name),), "company", name))
    return found
