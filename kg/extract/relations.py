"""Read what is said without a number."""

from kg.extract.analysis import Analysis
from kg.model import Claim

__all__ = ["relations"]


def relations(analysis: Analysis) -> list[Claim]:
    """Return the qualitative claims of a text."""
    return []
