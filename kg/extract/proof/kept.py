"""Where the industry that the rules read stands, though somebody names it otherwise without contradicting it.

A name that says less ("e-commerce" of online retail), or one that neither the ontology nor the text has, is no other
reading: the figure keeps the industry that its own words tell, and what was proposed is told beside it.
"""

from kg.extract.proof.naming import Naming
from kg.extract.roles import Evidence, Reading
from kg.extract.what.indicators import Indicators
from kg.extract.what.words import WEAK

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
    return not naming.called.printed(name)  # what the text prints is a thing of its own


def _wider(trade: str, iris: set[str], facts: Indicators) -> bool:
    """Return whether all that a name may mean holds an industry, and is not the top of the scheme."""
    words = facts.vocabulary
    return all(iri in facts.above(trade) and not words.values(iri, "skos:topConceptOf") for iri in iris)
