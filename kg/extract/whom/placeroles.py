"""Tell the role of a place in its sentence: subject, field of a ranking, base of a comparison, venue, part of a name ….

The only module that reads the words around the mention of a place.
"""

import re
from typing import TYPE_CHECKING

from kg.extract.entities.named import Mention

if TYPE_CHECKING:
    from kg.extract.analysis import Analysis

__all__ = ["role_of"]

_OBLIQUE = r"\b{away-preposition} (?:the )?(?:{area-before} of )?$"
_SENT_FROM = (
    r"\b{exports-verb}\b(?: (?!{export-stop}\b)[\w-]+){0,6} from (?:the )?$|(?<!by )\b{hailing-noun} from (?:the )?$"
)
"""What leaves a place is that place's own: software exports from Karnataka."""
_WITH_ITS = r"(?:'s)?,? (?:alone )?(?:{with-its-figure} |at \d|{up-or-down} |\w+ing )"
_VENUE = r"\b{venue-word}\b(?: \w+){0,3} {in-at} (?:the )?$"
_EVENT_ZH = r"^[^,。;]{0,14}{venue-zh}"
_OF_FIRST = r"(?:\b(?:{linking-verb}) (?:one of )?|(?<=[^\n]), (?:one of )?)$"
_FIRST_OF = r"'s (?:[\w-]+-)?{superlative}\b"
_LARGEST_IN = r"\b(?:[a-z]+-)?{superlative} (?:{field-figure} )?in (?:the (?:whole )?)?$"
_OFFICE_OF = r" {head-office}\b"
_WHOSE_CAPITAL = r"\b{owner-relative} (?:\w+ )?(?:capital|{city-noun})(?: city)? {be} (?:the )?$"
_CAPITAL_OF = r"\bcapital(?: city)? of (?:\w+ China's )?(?:the (?:[\w-]+ ){0,3}?(?:{division-kind} of )?)?$"
_COMPARED = r"(?:\b{compared-before}(?: {that-those} {in-of}?)?|{compared-before-zh})\s*(?:the )?$"
_THAN_THAT = r"\b(?:{compared-before}|{set-against}) {that-those} {in-of} (?:the )?$"
_COMPARED_AFTER = r"\s*{compared-after}"
_STRICTLY = r"(?:{strictly-before-zh}|\b{strictly-before}(?: {base-joint})?)\s*$"
_LEVEL = r"\s*(?:的)?{level-lead-zh}?{level-zh}?\s*\d|(?:'s)? {level}"
_POINTS_AFTER_ZH = r"[^,;。\d]{0,6}\d[\d.]*{points-zh}"
_COMES_FROM_ZH = r"{comes-from-zh}$"
_SEAT_ZH = r"{located-before}$"
_SEATED_ZH = r"{division-character-zh}?的"
_PARTNER_ZH = r"{partner-before-zh}$"
_DEALING_ZH = r"的?{dealing-zh}"
_GIVER_ZH = r"{federal-zh}?{government-noun}"
_COMPARED_ZH = r"{compared-before-zh}$"
_RATE_AFTER_ZH = r"[^,;。\d]{0,14}(?:{level-zh}|{more-zh}|{less-zh}|{faster-zh})"
_OF_ONE_FIRM = r" (?:[a-z][\w-]* ){0,2}?{maker-noun}\b(?!')"
_ITS_CITY = r"'s (?:[\w-]+ ){0,3}{its-city}\b"
_PART_OF = (
    r"{whole-noun-zh}*(?:的)?{hedge-zh}?(?:\d[\d.]*%|[一二三四五六七八九]成|[一二三四五六七八九十]+{parts-zh}|半)"
)
_IN_WHOLE_ZH = r"{division-character-zh}?{inside-zh}?的?{share-word-zh}"
_NAMED_AFTER = r"\b{named-after} of $"
_BODY_OPENS = r"(?:^|\n|[.!?]\"? )(?:The )?(?:[A-Z]\w+ )?{named-after} of $"
_HAS_MORE = r"(?: and [A-Z]\w+)? (?:{be-or-have}|{outdoes})\b"
_LIES_AWAY = r" (?:itself )?{lies} (?:{hedge} )*\d[\d,.]* ?{distance-unit}\b"
_NTH_ZH = r"{division-character-zh}?(?:{nth-lead-zh}[\d一二三四五六七八九十]|{first-place-zh})"
_RULES = r"'s (?:[\w-]+ ){0,3}?{policy-noun}s?\b"
_SAID_AT = r"\b{said-somewhere}(?: (?:on )?[A-Z][a-z]+day)?(?: {in-at} {a-or-the} [\w ]{3,30}?)? {in-at} (?:the )?$"
_AT = r"\b{in-at} (?:the )?$"
_SAID_AFTER = r"\s*(?:[,.;\"]|$|\n| (?:{spoken-when}|[A-Z][a-z]+day)\b)"
_SPEAKER_AT = r"\b{speaking-office}\b(?: {in-of} (?:[\w-]+ ){1,4}?)?\s?{in-at} (?:the )?$"
_SPEAKS_AFTER = r",? (?:{speech-verb}|{reports-itself}|{speaker-after})\b"
_DATELINE = re.compile(
    r"\s*(?:,\s*[A-Z][\w. ]+?(?=,|\s*[-(/:–—]))?(?:,?\s*(?:[A-Z][a-z]+\.? \d{1,2}|"
    r"\d{1,2} [A-Z][a-z]+\.?)(?:,? \d{4})?)?\s*"
    r"(?:\([^)]*\)\s*|/[\w ]+/\s*)?(?:--|—|–|-{1,2}(?=\s))"
)
_CAPITALS = re.compile(
    r"\s*(?:,\s*(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?)(?:,? \d{4})?)?\s*(?:\([^)]*\)\s*)?[:.](?=\s)"
)
_DASHES = {"-", "--", "\u2013", "\u2014", ""}


def role_of(mention: Mention, fields: list[tuple[int, int]], analysis: "Analysis") -> str:
    """Return the role of a place or of a word that stands for one; `fields` are the spans of ranked fields."""
    folded, pattern = analysis.folded, analysis.lexicon.phrases.pattern
    start, end = mention.start, mention.end
    if any(s <= start < e or start <= s < end for s, e in fields):
        return "field"
    before, after = folded[max(0, start - 48) : start], folded[end : end + 40]
    anaphor, country = mention.layer == "anaphor", mention.kind == "country"
    if anaphor and country and pattern(r"\b{across-preposition} $", case=True).search(before):
        return "field"
    if pattern(r"-(?:\d|[A-Z]|{joined-to-place}\b)", case=True).match(after):
        return "name"
    if not anaphor and after.startswith(" of the "):
        return "name"  # the Silicon Valley of the East
    if not anaphor and pattern(r"\b{only-one} $").search(before) and pattern(_HAS_MORE, case=True).match(after):
        return "oblique"  # Only Hohhot has more
    if not anaphor and pattern(_LIES_AWAY, case=True).match(after):
        return "oblique"  # Beijing lies 350 km down the line
    if not anaphor and pattern(_BODY_OPENS, case=True).search(before):
        return "unknown"
    if re.search(r"[A-Za-z]-$", before) and mention.layer == "place":
        return "name"  # Ningbo-Zhoushan Port
    opens = start == 0 or before[-3:].strip() in _DASHES
    if mention.kind in {"country", "province"} and opens and pattern(_ITS_CITY, case=True).match(after):
        return "chained"
    part = pattern(_PART_OF, case=True).match(after)
    if part and (
        re.search(r"占[^;。]{0,24}$", before) or (anaphor and pattern(r"{bound-after}?的").match(after, part.end()))
    ):
        return "field"
    if before.endswith("在") and pattern(_IN_WHOLE_ZH).match(after):
        return "field"  # 在江苏省内占比46%
    if analysis.text.language == "zh" and pattern(r"{reckoned-to-zh}$").search(before):
        return "field"  # 折算到全国
    if pattern(_WHOSE_CAPITAL, case=True).search(before):
        return "chained"  # Upper Austria, whose capital is Linz
    if pattern(_CAPITAL_OF).search(before) or pattern(r" {be} the (?:\w+ )?capital\b", case=True).match(after):
        return "chained"
    if _is_base(before, after, country, analysis):
        return "compared"
    if _is_of_speaker(before, after, analysis):
        return "oblique"
    if mention.layer == "place" and _is_dateline(start, end, after, folded):
        return "dateline"
    if (
        mention.kind in {"city", "municipality"}
        and pattern(_RULES, case=True).match(after)
        and _of_others(mention, analysis)
    ):
        return "oblique"  # Beijing's subsidy, in a text about Liuzhou
    owner = after.startswith("'s") or folded[start:end].endswith("'s")
    if _is_away(before, after, analysis, owner=owner):
        return "oblique"
    if mention.layer == "place" and not mention.name and _in_name(before, after, analysis):
        return "name"
    higher = country or mention.kind in {"province", "region"}
    if higher and pattern(_FIRST_OF, case=True).match(after) and pattern(_OF_FIRST, case=True).search(before):
        return "field"  # Styria is Austria's largest …
    if higher and pattern(_LARGEST_IN, case=True).search(before):
        return "field"  # the second-largest total in Vietnam
    if country and pattern(_OFFICE_OF, case=True).match(after):
        return "oblique"  # its China president
    if analysis.text.language == "zh" and (role := _beside_zh(before, after, analysis, named=country and not anaphor)):
        return role
    if country and re.search(r"\b[Aa]n? $", before) and pattern(_OF_ONE_FIRM, case=True).match(after):
        return "oblique"  # a US company
    if pattern(_VENUE).search(before):
        return "venue"
    if analysis.text.language == "zh" and before.endswith("在") and pattern(_EVENT_ZH).match(after):
        return "venue"
    return "subject"


def _of_others(mention: Mention, analysis: "Analysis") -> bool:
    """Return whether the title of a text names places, and not this one."""
    named = [m for m in analysis.title.mentions if m.layer == "place"] if analysis.title else []
    return bool(named) and not any(set(m.iris) & set(mention.iris) for m in named)


def _beside_zh(before: str, after: str, analysis: "Analysis", *, named: bool) -> str | None:
    """Return the role of a place that Chinese words only name beside the subject; `named`: it is a country by name."""
    pattern = analysis.lexicon.phrases.pattern
    if pattern(r"{ranks-in-zh}$").search(before) and pattern(_NTH_ZH).match(after):
        return "field"  # 增速列河南省第3位
    if named and pattern(r"{name-after-place}").match(after):
        return "name"  # 中国品牌
    beside = (
        (pattern(_SEAT_ZH).search(before) and pattern(_SEATED_ZH).match(after))  # 总部位于首尔的三星电子
        or (pattern(_PARTNER_ZH).search(before) and pattern(_DEALING_ZH).match(after))  # 对美国出口
        or (named and pattern(_GIVER_ZH).match(after))  # 由德国政府补贴
        or (pattern(_COMES_FROM_ZH).search(before) and after.startswith("的"))  # 来自韩国的投资
    )
    return "oblique" if beside else None


def _is_base(before: str, after: str, country: bool, analysis: "Analysis") -> bool:
    """Return whether a place is what a figure is compared with."""
    pattern = analysis.lexicon.phrases.pattern
    if pattern(_COMPARED).search(before) and (country or pattern(_COMPARED_AFTER, case=True).match(after)):
        return True
    zh = analysis.text.language == "zh"
    base = zh and pattern(_COMPARED_ZH).search(before) is not None
    if base and (pattern(_RATE_AFTER_ZH).match(after) or pattern(_POINTS_AFTER_ZH).match(after)):
        return True
    if pattern(_THAN_THAT).search(before):
        return True
    if pattern(_STRICTLY).search(before) and pattern(_LEVEL, case=True).match(after):
        return True
    return country and pattern(r"\s*{average}", case=True).match(after) is not None


def _is_of_speaker(before: str, after: str, analysis: "Analysis") -> bool:
    """Return whether a place is where somebody speaks, or who speaks sits: "the bank said in Abuja"."""
    pattern = analysis.lexicon.phrases.pattern
    if analysis.text.language == "zh" or pattern(_AT, case=True).search(before) is None:
        return False
    said = pattern(_SAID_AT, case=True).search(before) and pattern(_SAID_AFTER, case=True).match(after)
    speaks = pattern(_SPEAKER_AT).search(before) and pattern(_SPEAKS_AFTER, case=True).match(after)
    return bool(said or speaks)


def _is_dateline(start: int, end: int, after: str, folded: str) -> bool:
    capitals = folded[start:end].isupper()
    if not _DATELINE.match(after) and not (capitals and _CAPITALS.match(after)):
        return False
    return start == 0 or folded[start - 1] in "\n(" or capitals


def _is_away(before: str, after: str, analysis: "Analysis", *, owner: bool) -> bool:
    """Return whether a place is only where something comes from, goes to, or lies beside; `owner`: it has an 's."""
    pattern = analysis.lexicon.phrases.pattern
    if (
        pattern(_OBLIQUE).search(before)
        and not pattern(_SENT_FROM).search(before)
        and not (re.search(r"\bby (?:the )?$", before) and owner)
        and not (re.search(r"\bwith (?:the )?$", before) and pattern(_WITH_ITS, case=True).match(after))
    ):
        return True
    return bool(
        pattern(r", (?:{relative-pronoun}|where) [^,]{0,30}$", case=True).search(before)
        and re.match(r"[^,.;]{0,20},", after)
    )


def _in_name(before: str, after: str, analysis: "Analysis") -> bool:
    """Return whether a place is part of a longer name that is not known: the Digital China Summit, Bank of China."""
    pattern = analysis.lexicon.phrases.pattern
    if pattern(_NAMED_AFTER, case=True).search(before):
        return True
    if pattern(r" {name-after-place}\b", case=True).match(after):
        return True
    left = re.search(r"([A-Z][a-z]+) $", before)
    right = pattern(r" ([A-Z][a-z]+)(?! {speech-before})", case=True).match(after)
    if left is None or right is None or right[1].casefold() in analysis.lexicon.phrases.set("division-noun"):
        return False
    return left[1].casefold() not in analysis.lexicon.phrases.set("not-in-name")
