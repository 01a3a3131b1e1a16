"""Find ranks: ordinals, superlatives and their field, in English and Chinese.

The only module that tells a rank ("came 18th", "居全国第三位") from an ordinal that is none ("the first quarter").
"""

import re
from dataclasses import dataclass, replace

from kg.extract.numbers.numerals import Numeral, chinese, ordinal
from kg.extract.numbers.numerals import of as number_words
from kg.extract.numbers.quantities import RANK, Quantity
from kg.extract.text.lexicon import Lexicon, lowered
from kg.phrases import alternation

__all__ = ["Rank", "find", "forms"]

_NOT_RANK = r"(?! (?:{not-ranked}|to\b|\w+ {rank-span}))"
_NUMBER_ONE = r"(?:{rank-sign} ?(?P<no>\d{1,3})|number (?P<word>CARDINAL))"
_AMONG = r"\b(?:{cue-among}|of {field-of}|in {field-part} china)\b"
_AMONG_ZH = r"在[^,;。]{1,14}{inside-field-zh}[^,;。]{0,6}$|{holds-rank-zh}[^,;。]{1,8}{every-zh}[^,;。]{0,10}$"
_FIELD_AHEAD = 70


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank as a quantity, whether it is of growth, and where its field is named."""

    quantity: Quantity
    growth: bool
    field: tuple[int, int] | None


def find(folded: str, language: str, lexicon: Lexicon, taken: bytearray) -> list[Rank]:
    """Return the ranks of a folded text in order."""
    low = lowered(folded)
    found: list[Rank] = []
    for needs, pattern in forms(language, lexicon):
        if needs is not None and needs.search(low) is None:
            continue
        for match in pattern.finditer(low):
            rank = _chinese(low, match, lexicon) if language == "zh" else _english(low, match, lexicon)
            if rank is None:
                continue
            start, end = rank.quantity.number.start, rank.quantity.number.end
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.append(rank)
    return sorted(found, key=lambda rank: rank.quantity.start)


_Forms = list[tuple[re.Pattern[str] | None, re.Pattern[str]]]
"""Forms of ranks, each with a short pattern without which a text is not searched for it."""


def forms(language: str, lexicon: Lexicon) -> _Forms:
    """Return the forms of ranks in a language, each after what a text needs to be searched for it."""
    return lexicon.once(_zh if language == "zh" else _en)


def _zh(lexicon: Lexicon) -> _Forms:
    templates = [
        r"第(?P<n>[一二三四五六七八九十\d]{1,3})(?P<m>{rank-mark})?(?!{not-ordinal})",
        r"{rank-move}{field-before-rank}?(?P<n>\d{1,2})(?P<m>{rank-mark})",
        r"(?P<n>{top-word})",
        r"{field-before-top}的?前(?P<top>[三四五六七八九十\d]{1,2})(?:{rank-mark}|强)?(?!{top-tail})",
    ]
    return [(None, lexicon.phrases.pattern(each, low=True)) for each in templates]


def _en(lexicon: Lexicon) -> _Forms:
    known = number_words(lexicon.vocabulary)
    units = [word for word, number in known.ordinals.items() if number < 10]
    spelled = [*known.ordinals, *(f"{ten} {unit}" for ten in known.tens for unit in units)]
    ordinal_ = rf"(?:\d{{1,3}}{{ordinal-ending}}|{alternation(spelled)})"
    cardinal = alternation(w for w, number in known.cardinals.items() if w.isascii() and 0 < number <= 20)
    templates = {
        r"\b{rank-verb}(?: \w+){0,2}? (?:{in-at} )?(?:the )?(?:(?P<ord>ORDINAL)(?: {rank-place})?|NUMBER_ONE)NOT_RANK"
        r"(?=[ ,.;)]|$)": None,
        r"\b{rank-hold} (?:\w+ ){0,3}?(?:(?P<ord>ORDINAL)|(?P<top>top)|NUMBER_ONE)(?: one)? {rank-noun}\b": None,
        r"\b{rank-owner} (?:(?P<ord>ORDINAL) )?(?P<super>{superlative}(?![- ]{not-superlative}))\b": "{superlative}",
        r"\b{posted} the (?P<top>top)(?= {rate-noun})": "the top ",
        r"\b{rank-among} the (?:{whose} )?top (?P<within>\d{1,2}|CARDINAL)\b(?! (?:{percent-word}|%))": " top ",
        r"(?<![a-z] )\b(?P<ord>ORDINAL) {field-tail}\b": "{field-tail}",
        r"\bNUMBER_ONE (?=(?:{rank-among}|{field-nationwide})\b)": "number |{rank-sign}",
    }
    words = {"NUMBER_ONE": _NUMBER_ONE, "NOT_RANK": _NOT_RANK, "ORDINAL": ordinal_, "CARDINAL": cardinal}
    found: _Forms = []
    for template, needs in templates.items():
        for name, pattern in words.items():
            template = template.replace(name, pattern)
        wanted = lexicon.phrases.pattern(needs, low=True) if needs else None
        found.append((wanted, lexicon.phrases.pattern(template, low=True)))
    return found


def _english(low: str, match: "re.Match[str]", lexicon: Lexicon) -> Rank | None:
    groups, pattern, group = match.groupdict(), lexicon.phrases.pattern, lexicon.phrases.set
    before = low[max(0, match.start() - 12) : match.start()]
    if pattern(r"\b{one-of}(?: the)? $").search(before) and not groups.get("within"):
        return None
    end_of_sentence = _sentence_end(low, match.end())
    ahead = low[match.end() : min(end_of_sentence, match.end() + _FIELD_AHEAD)]
    field = _field(low, match.start(), match.end(), end_of_sentence, lexicon)
    if groups.get("super"):
        owner = match[0].split(" ", 1)[0]
        if not groups.get("ord") and owner in group("determiner") and field is None:
            return None
        if owner in group("determiner") and field is None:
            return None
        if low.startswith("most ", match.start("super")) and not pattern(r"\s*(?:\w+ ){0,3}{most-field}\b").match(
            ahead
        ):
            return None
    word = next((groups[key] for key in ("ord", "top", "no", "word", "within", "super") if groups.get(key)), None)
    if word is None:
        return None
    key = next(key for key in ("ord", "top", "no", "word", "within", "super") if groups.get(key) == word)
    value = (
        1 if key in {"top", "super"} else ordinal(word.replace(" ", "-"), lexicon.vocabulary) or _plain(word, lexicon)
    )
    if not value:
        return None
    start, end = match.span(key)
    if key == "ord" and groups.get("super"):
        end = match.end("super")
    numeral = Numeral(start, end, str(value), 0, spelled=not word.isdigit())
    verb = match[0].split(" ", 1)[0]
    if verb in group("rank-be") and not groups.get("super") and field is None:
        return None
    if verb in group("rank-come") and field is None and not pattern(r" {after-rank}|,| ?$|\.").match(ahead):
        return None
    quantity = Quantity(start, end, numeral, RANK, comparator="atMost" if key == "within" else "exactly")
    window = low[match.start() : min(end_of_sentence, match.end() + 45)]
    growth = pattern(r"\b{growth-rank}\b").search(window.split(";")[0]) is not None
    return Rank(quantity, growth, field)


def _plain(word: str, lexicon: Lexicon) -> int:
    return int(word) if word.isdigit() else number_words(lexicon.vocabulary).cardinals.get(word, 0)


def _sentence_end(low: str, start: int) -> int:
    match = re.compile(r"[.;](?=\s|$)|\n").search(low, start)
    return match.start() if match else len(low)


def _field(low: str, start: int, end: int, limit: int, lexicon: Lexicon) -> tuple[int, int] | None:
    words = lexicon.phrases.pattern(_AMONG, low=True)
    found = words.search(low, end, min(limit, end + _FIELD_AHEAD))
    if found is None:
        head = max(0, start - 40, low.rfind(".", 0, start), low.rfind("\n", 0, start))
        for earlier in words.finditer(low, head, start):
            found = earlier
    if found is None:
        owner = lexicon.phrases.pattern(r"\b{field-owner}").search(low, max(0, start - 25), min(len(low), end + 2))
        return owner.span() if owner else None
    return found.span()


def _chinese(low: str, match: "re.Match[str]", lexicon: Lexicon) -> Rank | None:
    groups = match.groupdict()
    head = max(low.rfind(mark, 0, match.start()) for mark in "。;\n") + 1
    clause = max(head, low.rfind(",", 0, match.start()) + 1)
    before = low[clause : match.start()]
    wider = low[max(head, match.start() - 40) : match.start()]
    after = low[match.end() : match.end() + 8]
    if groups.get("top"):
        numeral = _zh_numeral(match, "top")
        return (
            None
            if numeral is None
            else Rank(replace(_quantity(numeral, match), comparator="atMost"), _growth(wider, lexicon), None)
        )
    pattern, group = lexicon.phrases.pattern, lexicon.phrases.set
    word = match["n"]
    special = word in group("top-word")
    verb = pattern(r"{rank-context}|{rank-context-final}$").search(before[-16:])
    if word in group("title-of-first") and not verb:
        return None
    if not special and groups.get("m") is None and not verb:
        return None
    if groups.get("m") is None and pattern(r"{not-rank-noun}").match(after):
        return None
    numeral = Numeral(match.start(), match.end(), "1", 0, spelled=True) if special else _zh_numeral(match, "n")
    if numeral is None:
        return None
    fields = list(pattern(r"{rank-field}").finditer(before + match[0]))
    field = fields[-1] if fields else pattern(_AMONG_ZH).search(before)
    span = (clause + field.start(), clause + field.end()) if field else None
    if special and span is None and word not in group("first-list") and not verb:
        return None
    return Rank(_quantity(numeral, match), _growth(wider, lexicon), span)


def _growth(before: str, lexicon: Lexicon) -> bool:
    tail, pattern = before[-24:], lexicon.phrases.pattern
    return bool(pattern(r"{growth-rank}|{rise-after}[\d.]").search(tail)) and not pattern(
        r"{not-growth}(?!{scoped})|{results-short-zh}[^增]{0,6}$"
    ).search(tail[-10:])


def _zh_numeral(match: "re.Match[str]", group: str) -> Numeral | None:
    word = match[group]
    value = int(word) if word.isdigit() else int(chinese(word) or 0)
    if not 0 < value < 1000:
        return None
    return Numeral(match.start(group), match.end(group), str(value), 0, spelled=not word.isdigit())


def _quantity(numeral: Numeral, match: "re.Match[str]") -> Quantity:
    start = match.start() if match[0].startswith("第") else numeral.start
    return Quantity(start, match.end(), numeral, RANK)
