"""Where the industry that the rules read stands, though somebody names it otherwise without contradicting it.

A name that says less ("e-commerce" of online retail), or one that neither the ontology nor the text has but shares a
word with it ("webshop retail"), is no other reading: the figure keeps the industry that its own words tell, and what
was proposed is told beside it.
"""

from collections import Counter
from functools import lru_cache

from kg.extract.proof.naming import Naming
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.what.indicators import Indicators
from kg.extract.what.words import WEAK
from kg.phrases import Phrases
from kg.vocabulary import Vocabulary

__all__ = ["KEPT", "keeps"]

KEPT = Evidence(-1, -1, "kept-as-read")
"""The ground of a role that a proposal names less exactly than the text, or by a name nobody has: the reading holds."""

_SAID = frozenset(
    {
        "named-left",
        "named-right",
        "in-indicator",
        "in-name",
        "paired-list",
        "same-sentence",
        "sentence-before",
        "figure-before",
        "part-of-figure-before",
    }
)
"""Rules by which the words of a figure, or of the figure it goes on about, tell its industry."""
_MANY = 12
"""Most industries right under one that says something of a figure by itself."""
_OFTEN = 10
"""Industries with a word in their names that make it a common one."""


def keeps(reading: Reading, name: str | None, iris: set[str], naming: Naming, facts: Indicators) -> bool:
    """Return whether a figure keeps the industry that its words tell under another name.

    Args:
        reading: of the figure.
        name: of an industry, as it is proposed.
        iris: what the name means in the ontology.
        naming: the names of the text.
        facts: of industries.
    """
    told, trade = reading.evidence.get("industry"), reading.trade
    if told is None or told.rule not in _SAID or trade is None or trade in WEAK or not name:
        return False
    if iris:
        return _wider(trade, iris, facts)
    return not naming.called.printed(name) and _related(reading, name, naming, facts)


def _wider(trade: str, iris: set[str], facts: Indicators) -> bool:
    """Return whether all that a name may mean holds an industry, and is no heading over many of them."""
    return iris <= facts.above(trade) - _headings(facts.vocabulary)


def _related(reading: Reading, name: str, naming: Naming, facts: Indicators) -> bool:
    """Return whether a name that nobody has shares a word with those of the industry read, or of the one around it."""
    words, known, trade = facts.vocabulary, naming.known, reading.trade or ""
    names = [reading.trade_name or ""]
    for iri in {trade, *words.values(trade, "skos:broader")} - _headings(words):
        names += [*words.names(iri), *words.words(iri, "dekg:announcingWord", "en")]
    own = {word for each in names for word in _words(each, known)} - _common(words, known)
    return any(word in own for word in _words(name, known))


def _words(name: str, known: Phrases) -> set[str]:
    return {alike.single(word) for word in alike.plain(name, known).split()}


@lru_cache(maxsize=8)
def _headings(words: Vocabulary) -> set[str]:
    """Return the industries that only head many others: manufacturing, digital industrialization."""
    under = Counter(wide for iri in words.members("dekg:Industry") for wide in words.values(iri, "skos:broader"))
    return {iri for iri, count in under.items() if count > _MANY}


@lru_cache(maxsize=8)
def _common(words: Vocabulary, known: Phrases) -> set[str]:
    """Return the words that many industries have in their names, and that tell none from another: services."""
    counted = Counter(word for iri in words.members("dekg:Industry") for word in _words(words.label(iri), known))
    return {word for word, count in counted.items() if count >= _OFTEN}
