"""Tell which of several places of one name a text means: the one in the province or country it speaks of most.

The only module that counts how often a text speaks of a region.
"""

from collections import Counter

from kg.extract.analysis import Analysis
from kg.extract.entities.named import Mention
from kg.extract.entities.territory import Territory

__all__ = ["Homonyms"]


class Homonyms:
    """The meanings of the place names of one text."""

    def __init__(self, analysis: Analysis, territory: Territory, mentions: list[Mention]) -> None:
        self.analysis = analysis
        self.territory = territory
        self.votes = self._votes(mentions)

    def _votes(self, mentions: list[Mention]) -> Counter[str]:
        """Return how often a province or country is spoken of by names that mean one place only."""
        votes: Counter[str] = Counter()
        sources = list(mentions)
        if self.analysis.title:
            sources += [m for m in self.analysis.title.mentions if m.layer == "place"]
        for mention in sources:
            if len(mention.iris) == 1 and not mention.name:
                for region in (self.territory.province(mention.iri), self.territory.country(mention.iri)):
                    if region:
                        votes[region] += 1
        return votes

    def _voted(self, iri: str) -> int:
        """Return how often the text speaks of the province and of the country of a place."""
        return sum(self.votes[region or ""] for region in {self.territory.province(iri), self.territory.country(iri)})

    def meanings(self, mention: Mention) -> tuple[str, ...]:
        """Return what a name means in this text: one place, or several where the text does not tell."""
        iris = mention.iris
        if len(iris) < 2:
            return iris
        ranked = sorted(iris, key=lambda iri: -self._voted(iri))
        best, second = (self._voted(iri) for iri in ranked[:2])
        if best > second:
            return (ranked[0],)
        foremost = [iri for iri in iris if iri in self.territory.foremost]
        if len(foremost) == 1:
            return (foremost[0],)
        provinces = [iri for iri in iris if self.analysis.kinds[iri] in {"province", "country", "municipality"}]
        return (provinces[0],) if len(provinces) == 1 else iris
