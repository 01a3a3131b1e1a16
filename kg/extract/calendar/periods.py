"""Find periods of time in a text and resolve them against the day of publication.

How newspapers write years, halves, quarters, months and plans is told by `englishperiods` and `chineseperiods`. What
cannot be resolved is returned with `code` None: unknown, never guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg import phrases
from kg.errors import ModelError
from kg.extract.calendar import chineseperiods, englishperiods, fiscalperiods
from kg.extract.calendar.dates import Clock, PeriodMention, Published, months, parsed
from kg.extract.calendar.periodforms import Match, Reader

__all__ = ["PeriodMention", "Published", "find", "forms", "months", "parsed"]

_ASIDE = r", (?:{relative-pronoun}|{relative-adverb}|{founded})\b[^,;]*$"
_WENT_BEFORE = r"\W*{went-before}\b[^,;]*"
_ONE_PHRASE = r"(?: (?!{no-phrase})[a-z-]+){1,5} (?:in )?"
"""A few words without a verb of change between a part of a year and its year."""


def find(
    folded: str,
    bounds: list[tuple[int, int]],
    language: str,
    published: Published | None,
    blocked: list[tuple[int, int]] | None = None,
    lands: Sequence[str] = (),
) -> list[PeriodMention]:
    """Return the periods named in a folded text, in order, none overlapping.

    Args:
        folded: the folded text.
        bounds: spans of its sentences; a year named in one dates the months named after it there.
        language: `en` or `zh`; the other language's digits-only forms are found too.
        published: what "last year" is resolved against.
        blocked: spans that are no periods, such as "over the previous year" as a basis of comparison.
        lands: names of the countries in which the places of the text lie, for its fiscal year.
    """
    clock = Clock(published, fiscalperiods.first_month(folded, lands))
    found: list[PeriodMention] = []
    edges = iter(bounds)
    edge = next(edges, (0, len(folded)))
    for match, reader in _spots(folded, language, blocked or []):
        while match.start() >= edge[1]:
            following = next(edges, None)
            if following is None:
                break
            edge, clock.sentence = following, None
        try:
            mention = reader(match, clock)
            if mention is not None and mention.code is not None:
                parsed(mention.code)
        except (ModelError, ValueError):  # the 31st of February
            continue
        if mention is not None:
            known = clock.sentence
            clock.named(mention, match[0])
            if _before_what_is_told(folded, edge[0], match.start()) or _in_aside(folded, edge[0], match):
                clock.sentence = known
            found.append(mention)
    return _joined(found, folded)


def _before_what_is_told(folded: str, start: int, end: int) -> bool:
    """Return whether a sentence opens with what went before: "After a slump last year, output rose in the …"."""
    return phrases.of().pattern(_WENT_BEFORE).fullmatch(folded, start, end) is not None


def _in_aside(folded: str, start: int, match: Match) -> bool:
    """Return whether a period stands in an aside that it ends: "Nordic, which opened in 1983, had …"."""
    return (
        folded.startswith(",", match.end())
        and phrases.of().pattern(_ASIDE, case=True).search(folded, start, match.start()) is not None
    )


def _joined(found: list[PeriodMention], folded: str) -> list[PeriodMention]:
    """Return periods with those that name their year later in the phrase: "third-quarter revenue last year"."""
    joined: list[PeriodMention] = []
    for mention in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.code is not None
            and before.rule == "year-of-publication"
            and mention.rule in {"explicit", "relative"}
            and mention.code is not None
            and mention.code.isdigit()
            and phrases.of().pattern(_ONE_PHRASE, case=True).fullmatch(folded, before.end, mention.start)
            and before.code[:4] in {mention.code, str(int(mention.code) + 1), str(int(mention.code) - 1)}
        ):
            joined[-1] = replace(before, code=before.code.replace(before.code[:4], mention.code), rule=mention.rule)
        else:
            joined.append(mention)
    return joined


def _spots(folded: str, language: str, blocked: list[tuple[int, int]]) -> list[tuple[Match, Reader]]:
    """Return what looks like a period, in order; of two that overlap the one whose form is listed first."""
    low = folded.lower()
    if len(low) != len(folded):
        low = folded
    taken = bytearray(len(low) + 1)
    for start, end in blocked:
        taken[start:end] = b"\1" * (end - start)
    spots: list[tuple[Match, Reader]] = []
    told: dict[re.Pattern[str] | None, bool] = {None: True}
    for pattern, reader, needs in forms(language):
        if needs not in told:
            told[needs] = needs is not None and needs.search(low) is not None
        if not told[needs]:
            continue
        for match in pattern.finditer(low):
            start, end = match.span()
            if end > start and taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                spots.append((match, reader))
    spots.sort(key=lambda spot: spot[0].start())
    return spots


@cache
def forms(language: str) -> list[tuple[re.Pattern[str], Reader, re.Pattern[str] | None]]:
    """Return the forms of a language, and the patterns without which a text is not searched for them."""
    known = phrases.of()
    return [
        (
            known.pattern(form.template, case=True),
            form.reader,
            known.pattern(form.needs, case=True) if form.needs else None,
        )
        for form in (chineseperiods.FORMS if language == "zh" else englishperiods.FORMS)
    ]
