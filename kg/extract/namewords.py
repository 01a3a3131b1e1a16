"""Compile the words that tell what an unknown name is the name of, from the ontology.

The only module that reads the scheme `dekgr:scheme-name-words`.
"""

import re
from dataclasses import dataclass

from kg.extract.lexicon import Lexicon
from kg.terms import DEKGR

__all__ = ["NameWords", "name_words"]


@dataclass(frozen=True, slots=True)
class NameWords:
    """Patterns and sets of words around names.

    Attributes:
        openers: common words that open a sentence with a capital, in lower case.
        acronyms: acronyms that are no names.
        body: matches at the end of the name of a body that only speaks.
        title: matches before the name of a person.
        office: matches after the name of a person.
        is_company: matches after the name of a company.
        was_company: matches before it.
        is_area: matches after the name of a place.
        site: matches before the name of the place where a plant or a campus stands.
    """

    openers: frozenset[str]
    acronyms: frozenset[str]
    body: re.Pattern[str]
    title: re.Pattern[str]
    office: re.Pattern[str]
    is_company: re.Pattern[str]
    was_company: re.Pattern[str]
    is_area: re.Pattern[str]
    site: re.Pattern[str]


def name_words(lexicon: Lexicon) -> NameWords:
    """Return the words of a lexicon's vocabulary, compiled once."""
    found: NameWords | None = lexicon.__dict__.get("name_words")
    if found is None:
        found = lexicon.__dict__["name_words"] = _compiled(lexicon)
    return found


def _compiled(lexicon: Lexicon) -> NameWords:
    def words(slug: str) -> list[str]:
        return lexicon.words.of(f"{DEKGR}name-words-{slug}", "en")

    def alternation(slug: str) -> str:
        return "(?:" + ("|".join(re.escape(word) for word in words(slug)) or "(?!)") + ")"

    person, company, area = alternation("persons"), alternation("companies"), alternation("areas")
    return NameWords(
        openers=frozenset(words("openers")),
        acronyms=frozenset(words("acronyms")),
        body=re.compile(rf"{alternation('bodies')}$"),
        title=re.compile(rf"\b{person}\.? $", re.IGNORECASE),
        office=re.compile(
            rf", (?:an?|the|its|their|who|who's|\d\d,)? ?(?:[\w'-]+ ){{0,4}}?(?:{person}|who|\d\d,)\b", re.IGNORECASE
        ),
        is_company=re.compile(
            r"(?: \([^)]*\))?(?:, (?:an?|the|one of|its|which is|now|also|itself|once)? ?"
            rf"(?:[\w'&-]+ ){{0,7}}?{company}s?\b|"
            r", (?:which|whose) (?:has its )?(?:is )?(?:headquarter|share|stock|app|software|product|owner|founder)|"
            r", (?:which|that) (?:makes|sells|designs|builds|operates|develops|runs|listed|has its headquarters)|"
            r", (?:headquartered|listed|founded|based)\b| shares\b|"
            r"'s (?:shares|app|founder|chief executive|ceo|customers|board)\b|"
            rf" is an? (?:[\w'-]+ ){{0,6}}?{company}\b)",
            re.IGNORECASE,
        ),
        was_company=re.compile(rf"\b{company},? $", re.IGNORECASE),
        site=re.compile(
            rf"\b{alternation('sites')}s?(?: down the road| complex)? (?:at|near|in|outside|on the edge of) $",
            re.IGNORECASE,
        ),
        is_area=re.compile(
            rf", (?:an?|the|its|one of|now|once|home|known)? ?(?:[\w'-]+ ){{0,6}}?{area}\b"
            rf"(?! (?:company|firm|bank|operator|group))| {area}\b(?!-)|, (?:where|population)\b|"
            rf" is an? (?:[\w'-]+ ){{0,5}}?{area}\b",
            re.IGNORECASE,
        ),
    )
