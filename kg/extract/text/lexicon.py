"""All words the extractor knows, taken from the ontology and compiled for matching.

The only module that decides which names of which terms are looked for; how a name may differ in print is told by
`surfaces`. Adding an industry, an indicator, a unit or a cue word is a change to a Turtle file alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from string import ascii_lowercase, digits
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from kg import phrases
from kg.extract.text.surfaces import Term, lowered, meant, plain
from kg.kept import Keeper
from kg.terms import DEKGR, SKOS
from kg.vocabulary import Vocabulary

__all__ = ["CUES", "Lexicon", "Match", "compiled", "lowered"]

CUES = DEKGR + "scheme-cues"
"""The scheme whose concepts are cue words alone: `dekgr:cue-…` with `dekg:announcingWord`."""

GROUPS = DEKGR + "scheme-groups"
"""The scheme of the groups that articles put industries into."""

_LAYERS = {
    "place": ("dekg:Place",),
    "org": (
        "dekg:Organization",
        "dekg:CloudPlatform",
        "dekg:DigitalEcosystem",
        "dekg:NetworkFacility",
        "dekg:EventSeries",
        "dekg:Event",
    ),
    "industry": ("dekg:Industry",),
    "property": ("dekg:MeasuredProperty",),
    "variable": ("dekg:StatisticalVariable",),
    "product": ("dekg:ProductClass",),
    "capability": ("dekg:Capability",),
    "state": ("dekg:TargetState",),
    "predicate": ("dekg:Predicate",),
    "manner": ("dekg:Manner",),
    "unit": ("http://qudt.org/schema/qudt/Unit",),
    "comparator": ("dekg:Comparator",),
    "basis": ("dekg:ComparisonBasis",),
    "modality": ("dekg:Modality",),
    "scope": ("dekg:PopulationScope",),
    "price": ("dekg:PriceBasis",),
    "status": ("dekg:ValueStatus",),
    "stat": ("dekg:StatType",),
}
_NAMED = frozenset(
    {"place", "org", "industry", "property", "variable", "product", "capability", "unit", "state", "manner", "group"}
)
_JOINED = frozenset(
    [a + b for a in ascii_lowercase for b in ascii_lowercase + digits] + [a + b for a in digits for b in digits]
)
"""Two characters that belong to one word; a digit and a letter do not (126EFLOPS)."""


class Match(NamedTuple):
    """A name found in a folded text. `iris` holds more than one entry where the name is ambiguous."""

    start: int
    end: int
    layer: str
    iris: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The first meaning."""
        return self.iris[0]


_Layers = tuple[tuple[str, tuple[str, ...]], ...]


class Lexicon(Keeper):
    """Compiled names of one vocabulary; built once, read often."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.phrases = phrases.of(vocabulary)
        self._lists: dict[str, frozenset[str]] = {}
        self._table: dict[str, list[Term]] = defaultdict(list)
        for layer, kinds in _LAYERS.items():
            for kind in kinds:
                for iri in vocabulary.members(kind):
                    self._add_all(layer, iri)
        for iri in (*vocabulary.members("dekg:Country"), *vocabulary.members("dekg:Province")):
            for word in vocabulary.words(iri, "skos:hiddenLabel", "en"):
                self._add("demonym", iri, word)
        for iri in vocabulary.members(SKOS + "Concept"):
            if CUES in vocabulary.values(iri, "skos:inScheme"):
                self._add_all("cue:" + iri.removeprefix(DEKGR + "cue-"), iri)
        for iri in vocabulary.concepts(GROUPS):
            self._add_all("group", iri)
        self._terms = list(self._table.values())
        self._layers = [None if any(map(_strict, terms)) else _by_layer(terms) for terms in self._terms]
        self._names = AhoCorasick(list(self._table), store_patterns=False)

    def find(self, folded: str) -> list[Match]:
        """Return the matches in a folded text, longest of each layer at each position, in order of start."""
        low = lowered(folded)
        spans = [
            (start, -end, name)
            for name, start, end in self._names.find_matches_as_indexes(low, overlapping=True)
            if low[start - 1 : start + 1] not in _JOINED
        ]
        spans.sort()
        found: list[Match] = []
        seen: set[str] = set()
        last = -1
        for start, end, name in spans:
            end = -end
            if start != last:
                seen.clear()
                last = start
            layers = self._layers[name]
            if low[end - 1 : end + 1] in _JOINED:
                if not (low[end].isdigit() and low[end - 1].isalpha()):
                    continue
                layers = _by_layer(term for term in self._terms[name] if term.layer == "unit")
            elif layers is None:
                layers = _by_layer(term for term in self._terms[name] if term.fits(folded[start:end]))
            found += [Match(start, end, layer, iris) for layer, iris in layers if layer not in seen]
            seen.update([layer for layer, _ in layers])
        return found

    def __contains__(self, surface: str) -> bool:
        return plain(surface) in self._table

    def terms(self, surface: str) -> list[Term]:
        """Return all meanings of a surface, whatever its case and layer."""
        return list(self._table.get(plain(surface), ()))

    def homonyms(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return layer, surface and IRIs of the surfaces that mean more than one thing of a layer, sorted."""
        found = []
        for surface, terms in self._table.items():
            for layer in {term.layer for term in terms}:
                iris = tuple(sorted({term.iri for term in terms if term.layer == layer}))
                if len(iris) > 1:
                    found.append((layer, surface, iris))
        return sorted(found)

    def meanings(self, surface: str, layer: str) -> tuple[str, ...]:
        """Return the IRIs a surface may mean in one layer, whatever its case."""
        terms = self._table.get(plain(surface), ())
        return tuple(dict.fromkeys(term.iri for term in terms if term.layer == layer))

    def listed(self, cue: str) -> frozenset[str]:
        """Return the terms that a cue lists (`rdfs:seeAlso`): the indicators of `cue-figures-of-bodies`."""
        found = self._lists.get(cue)
        if found is None:
            found = self._lists[cue] = frozenset(self.vocabulary.values(DEKGR + cue, "rdfs:seeAlso"))
        return found

    def _add_all(self, layer: str, iri: str) -> None:
        words: list[str] = []
        for language in ("en", "zh"):
            words += self.vocabulary.words(iri, "dekg:announcingWord", language)
        if layer in _NAMED:
            words += list(self.vocabulary.names(iri))
            symbol = self.vocabulary.value(iri, "qudt:symbol") if layer == "unit" else None
            words += [symbol] if symbol else []
        for word in dict.fromkeys(words):
            self._add(layer, iri, word)

    def _add(self, layer: str, iri: str, word: str) -> None:
        term, surfaces = meant(layer, iri, word)
        for surface in surfaces:
            if term not in self._table[surface]:
                self._table[surface].append(term)


def _strict(term: Term) -> bool:
    return term.exact is not None or term.capital


def _by_layer(terms: Iterable[Term]) -> _Layers:
    """Return the layers of some meanings with their IRIs, as they come."""
    found: dict[str, list[str]] = {}
    for term in terms:
        found.setdefault(term.layer, []).append(term.iri)
    return tuple((layer, tuple(dict.fromkeys(iris))) for layer, iris in found.items())


def compiled(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of a vocabulary; compiled once for each."""
    return vocabulary.once(Lexicon)
