"""Tell which pesos, rupees or dirhams an amount is in: those of the country that the text is about.

The only module that knows that several currencies have one plain name. Where the country has none of those listed, the
amount has no unit, and so becomes no claim.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.entities import territory
from kg.extract.entities.named import Mention
from kg.extract.numbers.quantities import Quantity
from kg.extract.text.lexicon import Lexicon
from kg.extract.text.tokens import Sentence

__all__ = ["country_of", "settled"]


def settled(
    folded: str,
    quantities: list[Quantity],
    mentions: Sequence[Mention],
    title: Sequence[Mention],
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
) -> list[Quantity]:
    """Return quantities with the currency of those amounts settled whose word stands for several.

    Args:
        folded: the folded text.
        quantities: of the text, in order.
        mentions: of the text, in order.
        title: mentions of the title.
        sentences: of the text, in order.
        lexicon: the words and places of the vocabulary.
    """
    noun = lexicon.phrases.pattern(r"\W*{shared-money}\W*", case=True)
    shared = [i for i, q in enumerate(quantities) if q.money and noun.fullmatch(_words(folded, q))]
    if not shared:
        return quantities
    named = [(m.start, country) for m in mentions if (country := country_of(m, lexicon)) is not None]
    votes = Counter(country for _, country in named)
    votes.update(country for m in title if (country := country_of(m, lexicon)) is not None)
    found = list(quantities)
    for index in shared:
        quantity = quantities[index]
        users = _users(_words(folded, quantity), quantity.unit or "", lexicon)
        start = max((s.start for s in sentences if s.start <= quantity.start), default=0)
        near = [country for at, country in named if start <= at < quantity.start]
        most = max(votes, key=lambda country: votes[country], default=None)
        here = near[-1] if near else most
        if here is not None or len(users) > 1:
            found[index] = replace(quantity, unit=users.get(here or ""))
    return found


def _words(folded: str, quantity: Quantity) -> str:
    """Return the words that name the currency of an amount, on the side of the number where they stand."""
    number = quantity.number
    return folded[quantity.start : number.start] if quantity.prefix else folded[number.end : quantity.end]


def country_of(mention: Mention, lexicon: Lexicon) -> str | None:
    """Return the country of a place, None where its name leaves it open."""
    if mention.layer != "place":
        return None
    lands = territory.of(lexicon.vocabulary)
    roots = ((mention.within,) if mention.within else ()) if mention.name else mention.iris
    countries = {lands.country(root) for root in roots}
    return countries.pop() if len(countries) == 1 else None


def _users(words: str, unit: str, lexicon: Lexicon) -> dict[str, str]:
    """Return the currencies that have the plain name of one, by the country that uses them."""
    vocabulary = lexicon.vocabulary
    signs = {_plain(words), _plain(vocabulary.label(unit, "en"))}
    return {
        country: other
        for other in vocabulary.members("qudt:Unit")
        for country in vocabulary.values(other, "dcterms:spatial")
        if signs & {_plain(word) for word in vocabulary.words(other, "dekg:announcingWord", "en")}
    }


def _plain(words: str) -> str:
    """Return the last word of a name of money in the singular."""
    return words.strip(" -.").rpartition(" ")[2].removesuffix("s").casefold()
