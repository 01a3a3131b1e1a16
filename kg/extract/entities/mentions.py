"""Find what a text speaks of: places, bodies, industries, indicators, and words that stand for a place named before.

Longest match wins; a name inside another name is not a mention of its own. Places and bodies that the ontology does not
list become provisional where a class suffix and a name stand together (../shared/DESIGN.md, decision 7).
"""

import re
from collections.abc import Sequence

from kg.extract.entities import chinesenames, englishnames
from kg.extract.entities.named import Kinds, Mention, provisional_iri
from kg.extract.text.lexicon import Lexicon, Match
from kg.terms import DEKGR

__all__ = ["find"]

_CHINA = DEKGR + "place-china"
_LONGER = r"(?<![\w-])(?:{name-side}|(?<=[\w,;] ){longer-name}) $"
"""What makes the name of a place that of another: "South Australia", "in New Jersey"."""
_HYPHENED = r"\w-(?:{name-hyphen}-)?{name-hyphen}-$"
_ADJECTIVE = r"\w{adjective-ending}$"
"""How an adjective of a region ends: the Inner Mongolian city."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ANAPHORS = {
    "cue:the-city": "city",
    "cue:the-capital": "capital",
    "cue:the-province": "province",
    "cue:the-country": "country",
    "cue:the-zone": "zone",
    "cue:both-places": "joint",
}
_SUFFIXES = {
    "cue:zone-suffix": "zone",
    "cue:county-suffix": "county",
    "cue:city-suffix": "city",
    "cue:province-suffix": "province",
}


def find(folded: str, matches: Sequence[Match], lexicon: Lexicon, kinds: Kinds) -> list[Mention]:
    """Return the mentions of a folded text in order; indicators may lie on the same words as industries."""
    ambiguous, pattern = lexicon.phrases.words("cue-ambiguous-place"), lexicon.phrases.pattern
    names: list[Mention] = []
    inner: list[Mention] = []
    scopes: list[tuple[int, int]] = []
    phrases: list[tuple[int, int]] = []
    trades: list[tuple[int, int]] = []
    suffixes: list[Match] = []
    hidden = [m.span() for m in pattern(r"{not-place-zh}").finditer(folded)]
    for match in matches:
        layer = match.layer
        if layer == "place":
            surface = folded[match.start : match.end]
            if surface in ambiguous or any(s <= match.start and match.end <= e for s, e in hidden):
                continue
            if pattern(_HYPHENED, case=True).search(folded, max(0, match.start - 8), match.start):
                continue  # Île-de-France
            longer = pattern(_LONGER, case=True).search(folded, max(0, match.start - 12), match.start)
            if longer is not None and match.iri != _CHINA:
                name = folded[longer.start() : match.end]
                kind = "province" if kinds[match.iri] == "country" else kinds[match.iri]
                names.append(Mention(longer.start(), match.end, layer, (provisional_iri("place", name),), kind, name))
                continue
            if surface.casefold() in lexicon.phrases.set("nationwide"):
                names.append(Mention(match.start, match.end, "anaphor", (), "country"))
                continue
            names.append(Mention(match.start, match.end, layer, match.iris, kinds[match.iri]))
        elif layer == "org":
            names.append(Mention(match.start, match.end, layer, match.iris))
        elif layer == "demonym" and (
            pattern(_DEMONYM, case=True).search(folded[max(0, match.start - 24) : match.start])
            or pattern(_DEMONYM_OF, case=True).match(folded, match.end)
        ):
            names.append(Mention(match.start, match.end, "place", match.iris[:1], kinds[match.iri]))
        elif layer in _ANAPHORS:
            if _QUALIFIES.match(folded, match.end - 2):
                continue  # nationally certified
            names.append(Mention(match.start, match.end, "anaphor", (), _ANAPHORS[layer]))
        elif layer in _SUFFIXES or layer == "cue:company-suffix":
            suffixes.append(match)
        elif layer == "predicate":
            phrases.append((match.start, match.end))
        elif layer == "scope":
            scopes.append((match.start, match.end))
        elif layer in {"industry", "property", "variable", "product", "capability"}:
            if folded[match.start : match.end].isupper() and pattern(_FORESEES, case=True).match(folded, match.end):
                continue
            if layer == "property" and pattern(r"{other-verb}\b").match(folded, match.start):
                continue  # made up for
            if folded[match.end - 1] == "数" and pattern(r"{digit-compound-zh}").match(folded, match.end):
                continue  # 产业数字化 holds no 产业数
            if layer == "industry" and pattern(_NETWORK, case=True).search(
                folded[max(0, match.start - 16) : match.end]
            ):
                continue
            inner.append(Mention(match.start, match.end, layer, match.iris))
    names = _longest(names + _provisional(folded, names, suffixes, inner, lexicon, kinds))
    covered = [(name.start, name.end) for name in names if name.layer != "anaphor"]
    kept = list(names)
    for layers in (("industry",), ("property",), ("variable",), ("product",), ("capability",)):
        group = [mention for mention in inner if mention.layer in layers]
        if layers == ("property",):
            group = [m for m in group if not any(s < m.start < e < m.end for s, e in trades)]
        group = _longest(group)
        for mention in group:
            if _inside(mention, covered):
                continue
            if mention.layer == "industry":
                if any(
                    s <= mention.start and mention.end <= e and e - s > mention.end - mention.start for s, e in phrases
                ):
                    continue
                trades.append((mention.start, mention.end))
            if (
                mention.layer == "property"
                and any(
                    s < mention.end and mention.start < e and (s, e) != (mention.start, mention.end) for s, e in scopes
                )
                and (
                    not any(mention.end >= e for s, e in scopes if s < mention.end and mention.start < e)
                    or folded[mention.start : mention.end].casefold() == "scale"
                )
            ):
                continue
            kept.append(mention)
    kept.sort(key=lambda mention: (mention.start, -mention.end))
    return kept


_QUALIFIES = re.compile(r"ly [a-z]")
_FORESEES = r"(?: \([^)]*\))? (?:{foreseer})\b|{latest}?{foreseer}"
_NETWORK = r"\b{network-kind} network$"
_DEMONYM = (
    r"(?:^|[\n\"]|[.!?:]\"? |-- |— |\b{in-of} (?:the )?\d{4},? |\b{this-last} year,? |"
    r"\b{demonym-whole} {of-by-from} (?:the )?)$"
)
_OF_COUNTRY = r"(?:(?P<the>\b{the-this}) (?:[a-z][\w-]+ ){0,2})?\b(?P<country>(?:[A-Z][\w-]+ )?[A-Z][\w-]+) $"
_DEMONYM_OF = r" (?:[a-z][\w-]* (?:and )?){0,3}?{demonym-noun}\b"


def _inside(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _longest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end > kept[-1].end and mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _by_country(folded: str, suffix: Match, kind: str, lexicon: Lexicon) -> list[Mention] | None:
    """Return "the Malaysian state" as what was named before; nothing for "the Brazilian state of"; else None."""
    if kind not in {"city", "province"} or not folded[suffix.start].islower():
        return None
    before = lexicon.phrases.pattern(_OF_COUNTRY, case=True).search(folded, max(0, suffix.start - 60), suffix.start)
    if before is None:
        return None
    known = before["country"] == "Chinese" or lexicon.meanings(before["country"], "demonym")
    if not known and not (before["the"] and lexicon.phrases.pattern(_ADJECTIVE).search(before["country"])):
        return None
    goes_on = folded.startswith((" of ", " government"), suffix.end) or before["the"] is None
    return [] if goes_on else [Mention(before.start(), suffix.end, "anaphor", (), kind)]


def _provisional(
    folded: str, names: list[Mention], suffixes: list[Match], inner: list[Mention], lexicon: Lexicon, kinds: Kinds
) -> list[Mention]:
    found: list[Mention] = []
    places = [name for name in names if name.layer == "place"]
    for suffix in suffixes:
        surface = folded[suffix.start : suffix.end]
        kind = _SUFFIXES.get(suffix.layer, "company")
        if (named := _by_country(folded, suffix, kind, lexicon)) is not None:
            found += named
            continue
        if surface.isascii():
            mention = englishnames.suffixed(folded, suffix, kind, places, lexicon.phrases)
        else:
            mention = chinesenames.suffixed(folded, suffix, kind, places, inner, lexicon)
        if mention is not None:
            found.append(mention)
        elif (
            kind == "zone"
            and surface in lexicon.phrases.set("named-zone")
            and not _HAN.match(folded, suffix.start - 1, suffix.start)
        ):
            found.append(Mention(suffix.start, suffix.end, "anaphor", (), "zone"))
    return found
