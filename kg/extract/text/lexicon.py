"""All words the extractor knows, taken from the ontology and compiled for matching.

The only module that decides which names of which terms are looked for, and how a name may differ in print (case,
hyphen, plural, accent). Adding an industry, an indicator, a unit or a cue word is a change to a Turtle file alone.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from kg import phrases
from kg.extract.text.tokens import fold
from kg.terms import DEKGR, SKOS
from kg.vocabulary import Vocabulary

__all__ = ["CUES", "Lexicon", "Match", "Term", "compiled", "lowered"]

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
_PLURAL = frozenset({"industry", "property", "variable", "product", "unit"})
_PROPER = frozenset({"place", "org", "demonym"})
_FIRST = re.compile(r"[a-z]+|[0-9]+|[^\W_]|\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A meaning of a name: its layer, its IRI, and how strictly its letters' case counts."""

    layer: str
    iri: str
    exact: str | None = None
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a folded text. `iris` holds more than one entry where the name is ambiguous."""

    start: int
    end: int
    layer: str
    iris: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The first meaning."""
        return self.iris[0]


def lowered(folded: str) -> str:
    """Return the folded text in lower case with hyphens as spaces, of the same length."""
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in folded)
    return low.replace("-", " ")


class Lexicon:
    """Compiled names of one vocabulary; built once, read often."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.phrases = phrases.of(vocabulary)
        self._lists: dict[str, frozenset[str]] = {}
        self._table: dict[str, list[Term]] = defaultdict(list)
        self._lengths: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
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
        self._order = {
            first: {
                following: tuple(sorted(lengths | group.get("", set()), reverse=True))
                for following, lengths in group.items()
            }
            for first, group in self._lengths.items()
        }
        self._plain = {
            surface: _by_layer(terms)
            for surface, terms in self._table.items()
            if not any(term.exact is not None or term.capital for term in terms)
        }

    def find(self, folded: str, low: str | None = None) -> list[Match]:
        """Return the matches in a folded text, longest of each layer at each position, in order of start."""
        low = lowered(folded) if low is None else low
        found: list[Match] = []
        size = len(low)
        table, plain, order = self._table, self._plain, self._order
        for token in _FIRST.finditer(low):
            group = order.get(token[0])
            if group is None:
                continue
            start, last = token.span()
            lengths = group.get(low[last : last + (4 if low[start].isascii() else 1)]) or group.get("")
            if not lengths or (start and low[start - 1].isalnum() and _joined(low[start - 1], low[start])):
                continue
            seen: set[str] = set()
            for length in lengths:
                end = start + length
                if end > size:
                    continue
                terms = table.get(low[start:end])
                if terms is None:
                    continue
                if end < size and low[end].isalnum() and _joined(low[end - 1], low[end]):
                    if not (low[end].isdigit() and low[end - 1].isalpha()):
                        continue
                    terms = [term for term in terms if term.layer == "unit"]
                elif (layers := plain.get(low[start:end])) is not None:
                    found += [Match(start, end, layer, iris) for layer, iris in layers if layer not in seen]
                    seen.update(layer for layer, _ in layers)
                    continue
                found += _meanings(terms, folded, start, end, seen)
        return found

    def __contains__(self, surface: str) -> bool:
        return lowered(fold(surface)[0]) in self._table

    def terms(self, surface: str) -> list[Term]:
        """Return all meanings of a surface, whatever its case and layer."""
        return list(self._table.get(lowered(fold(" ".join(surface.split()))[0]), ()))

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
        terms = self._table.get(lowered(fold(" ".join(surface.split()))[0]), ())
        return tuple(dict.fromkeys(term.iri for term in terms if term.layer == layer))

    def listed(self, cue: str) -> frozenset[str]:
        """Return the terms that a cue lists (`rdfs:seeAlso`): the indicators of `cue-figures-of-bodies`."""
        found = self._lists.get(cue)
        if found is None:
            found = self._lists[cue] = frozenset(self.vocabulary.values(DEKGR + cue, "rdfs:seeAlso"))
        return found

    @cached_property
    def words(self) -> "WordLists":
        """Cue words by concept, for grammars that need an alternation."""
        return WordLists(self.vocabulary)

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
        folded = " ".join(fold(word)[0].split())
        if not folded or (len(folded) == 1 and layer in {"place", "org", "industry", "property"}):
            return
        letters = [char for char in folded if char.isalpha() and char.isascii()]
        acronym = (
            len(letters) >= 2 and len(letters) <= 5 and all(char.isupper() for char in letters) and " " not in folded
        )
        term = Term(
            layer,
            iri,
            folded if acronym and layer != "unit" else None,
            layer in _PROPER and bool(letters) and not folded[0].islower(),
        )
        surfaces = {folded}
        plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
        if plain.isascii() and plain != folded:
            surfaces.add(plain)
        if layer in _PLURAL and letters and not acronym and len(folded) > 3:
            surfaces |= _numbers(folded)
        for surface in surfaces:
            low = lowered(surface)
            first = _FIRST.match(low)
            if first is None:
                continue
            if term not in self._table[low]:
                self._table[low].append(term)
            group = self._lengths[first[0]]
            ahead = _ahead(first[0])
            after = low[first.end() : first.end() + ahead]
            if len(after) < ahead:  # too short to tell what must follow: looked for wherever its first word stands
                group[""].add(len(low))
            else:
                group[after].add(len(low))


class WordLists:
    """Cue words of single concepts, longest first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of(self, iri: str, language: str | None = None) -> list[str]:
        """Return the announcing words of a concept in one or both languages, longest first."""
        found: list[str] = []
        for tag in (language,) if language else ("en", "zh"):
            found += self._vocabulary.words(iri, "dekg:announcingWord", tag)
        return sorted(dict.fromkeys(fold(word)[0] for word in found), key=lambda word: (-len(word), word))


def _ahead(first: str) -> int:
    """Return how many characters after the first word of a name tell whether it can stand at a position."""
    return 4 if first.isascii() else 1


def _joined(left: str, right: str) -> bool:
    """Return whether two characters belong to one word; a digit and a letter do not (126EFLOPS)."""
    return (
        left.isascii()
        and right.isascii()
        and ((left.isalpha() and right.isalnum()) or (left.isdigit() and right.isdigit()))
    )


def _by_layer(terms: list[Term]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the layers of some meanings with their IRIs, as they come."""
    found: dict[str, list[str]] = {}
    for term in terms:
        found.setdefault(term.layer, []).append(term.iri)
    return tuple((layer, tuple(dict.fromkeys(iris))) for layer, iris in found.items())


def _meanings(terms: list[Term], folded: str, start: int, end: int, seen: set[str]) -> list[Match]:
    surface = folded[start:end]
    by_layer: dict[str, list[str]] = {}
    for term in terms:
        if term.layer in seen:
            continue
        if term.exact is not None and surface != term.exact:
            continue
        if term.capital and not surface[0].isupper():
            continue
        by_layer.setdefault(term.layer, []).append(term.iri)
    seen.update(by_layer)
    return [Match(start, end, layer, tuple(dict.fromkeys(iris))) for layer, iris in by_layer.items()]


def _numbers(word: str) -> set[str]:
    """Return the word with its last part in the other grammatical number."""
    if word.endswith("ies"):
        return {word[:-3] + "y"}
    if word.endswith(("ss", "us", "is", "bps")):
        return set()
    if word.endswith("s"):
        return {word[:-1]}
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        return {word[:-1] + "ies"}
    return {word + "s"} if word[-1].isalpha() else set()


_COMPILED: "WeakKeyDictionary[Vocabulary, Lexicon]" = WeakKeyDictionary()


def compiled(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of a vocabulary; compiled once for each vocabulary in a process."""
    found = _COMPILED.get(vocabulary)
    if found is None:
        found = _COMPILED[vocabulary] = Lexicon(vocabulary)
    return found
