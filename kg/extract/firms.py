"""Find the companies that a Chinese text names with their suffix.

The only module that knows where a Chinese company's name begins.
"""

import re

from kg.extract.named import Mention, provisional_iri
from kg.phrases import Phrases

__all__ = ["branded", "companies", "unsuffixed"]

_COMPANY_ZH = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9()·]{2,22}?)(?P<end>(?:股份|控股)?(?:有限责任公司|有限公司)|控股集团|集团公司|集团|股份(?=[\u4e00-\u9fff]{0,6}(?:20\d\d|去年|今年|上半年|第?[一二三四]季度|前三季度|实现|发布|公告|营收))|"
    r"科技(?=(?:20\d\d|去年|今年|上半年|第?[一二三四]季度|前三季度|实现|发布|公告|营收|披露|公布)))"
)
_LEFT_ZH = re.compile(
    r"昨日|今日|近日|日前|其中|包括|记者|获悉|了解到|位于|来自|落户|坐落|引进|引入|总部|旗下|作为|由于|此外|同时|目前|以及|电讯|讯|如|与|和|及|由|在|的|对|向|让|被|为|是|等|、"
)
_VAGUE_ZH = re.compile(
    r"^(?:[一二三四五六七八九十百千万两数多各每某该本我这那几\d]|上市|跨国|外资|国有|民营|互联网|大型|龙头|科技|游戏|软件|知名|多家|家|户|子|分|母)|某"
)
_SUBJECT_ZH = re.compile(
    r"(?:\([^)]*\))?(?:(?:20\d\d|去|今|上)年|上半年|前三季度|第?[一二三四]季度|全年|累计|,)*(?:实现|营业|营收|总营收|净利|收入|研发|利润|发布|公布|披露|财报|年报|公告|销售|投资|拥有|员工)"
)


_OPENS_ZH = re.compile(
    r"(?:^|(?<=[\n。;])|(?<=企业)|(?<=龙头))\s*(?P<name>[\u4e00-\u9fffA-Za-z]{2,8}?)(?:(?:20\d\d年|去年|今年)?(?:上半年|前三季度|第?[一二三四]季度|全年|1至\d+月)?"
    r"|(?:20\d\d年|去年|今年))(?:实现|录得|取得)?(?:营业总收入|营业收入|营收|总营收|归母净利|净利润)",
    re.MULTILINE,
)
_NO_NAME_ZH = re.compile(
    r"[省市区县州国年月日季度的业企园]|其中|目前|同期|截至|平台|收入|全|公司|集团|本|该|我|累计|共|分别|合计|同时|今|去|已|将|预计|力争|计划|这|其|各|均|总|继续|稳步|顺利"
)


def unsuffixed(folded: str, known: list[Mention]) -> list[Mention]:
    """Return the companies that open a Chinese sentence about their results without a suffix: 东升智家一季度营收."""
    found: list[Mention] = []
    for match in _OPENS_ZH.finditer(folded):
        start, end = match.span("name")
        if _NO_NAME_ZH.search(match["name"]) or any(m.start <= start < m.end or m.start < end <= m.end for m in known):
            continue
        found.append(Mention(start, end, "org", (provisional_iri("org", match["name"]),), "company", match["name"]))
    return found


def companies(folded: str) -> list[Mention]:
    """Return the companies that a Chinese text names with their suffix: 比邻星科技股份有限公司."""
    found: list[Mention] = []
    for match in _COMPANY_ZH.finditer(folded):
        name = _LEFT_ZH.split(match["name"])[-1]
        start = match.start("end") - len(name)
        full = folded[start : match.end()]
        if len(name) < 2 or _VAGUE_ZH.search(name) or full.count("(") != full.count(")"):
            continue
        found.append(Mention(start, match.end(), "org", (provisional_iri("org", full),), "company", full))
    return found


_BRAND = r"(?P<name>(?P<brand>(?!这)[\u4e00-\u9fff]{2,4}?|[A-Z][A-Za-z]{1,11}){firm-trade-zh}(?:公司|集团)?)"
_INTRODUCED = r"(?:{firm-opening-zh})\"?" + _BRAND + r"(?!{firm-trade-zh}|{firm-noun-zh})"
_PRESENTED = r"(?:^|(?<=[\n。;,:、\")的位])|(?<=位于|来自))\s*" + _BRAND + r"(?={firm-follow-zh})"
_MEANT_LATER = (
    r"(?:^|(?<=[\n。;,:\")厂商])|(?<=企业|公司|来自))\s*"
    + _BRAND
    + r"(?!{firm-trade-zh}|{firm-noun-zh}|{maker-noun}|[厂商])"
    r"(?=[^\n]{0,160}?(?:[,。;:\"]{this-company}|{that-company-zh}))"
)
"""A name that opens a clause, where its paragraph goes on about 公司 or 这家企业."""
_DOES = (
    r"(?:(?<=[\n。;,:厂商])|(?<=企业|公司|巨头|龙头)|(?<=[位于的]))" + _BRAND + r"(?:\([^)]*\))?"
    r"(?=(?:{just-now}|[今去]年|\d{1,2}月(?:\d+日)?)?{firm-does-zh})"
)
_GLOSSED = (
    r"(?:^|(?<=[\n。;,:的])|(?<=企业|公司|巨头|龙头|外企|厂商))\s*(?P<zh>(?:(?!{maker-noun}|外企|厂|的)[\u4e00-\u9fff]){2,6})"
    r"\((?P<latin>[A-Z][A-Za-z&.' -]{2,40})\)(?=[^\n]{0,160}?(?:公司|企业|{that-company-zh}|{firm-does-zh}))"
)
"""A name with its Latin spelling in brackets, of which the paragraph says what companies do: 赛维德(Sevide)."""
_NO_BRAND = r".*(?:{common-firm-zh}).*|.*[的是在为了和与及各每多某这].*"
_SOFT = {"industry", "property", "variable", "product", "capability"}


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
