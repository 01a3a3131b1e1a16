"""Quads by subject and predicate, as tables, citations and maps read them.

Values are plain strings: IRIs, or the lexical forms of literals; language-tagged ones are names. Where the quads say
nothing of a thing, the vocabulary does.
"""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.terms import DCTERMS, DEKG, DEKGG, OA, RDF, RDFS, SKOS, expand, local_name
from kg.vocabulary import Vocabulary

__all__ = ["Statements", "is_version"]

_TYPE = RDF + "type"
_NAMES = {RDFS + "label", SKOS + "prefLabel"}


def is_version(graph: object) -> bool:
    """Return whether a graph is that of a document, by its name (`kg.graph.graph_iri`)."""
    return isinstance(graph, NamedNode) and graph.value.startswith(DEKGG + "doc-")


class Statements:
    """What quads say of each subject."""

    def __init__(self, quads: Iterable[Quad], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._labels: dict[tuple[str, str], str] = {}
        self._words: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._members: dict[str, set[str]] = defaultdict(set)
        self._pointing: dict[tuple[str, str], set[str]] = defaultdict(set)
        for quad in quads:
            subject, predicate, target = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(target, NamedNode | Literal):
                continue
            if isinstance(target, Literal) and target.language:
                self._words[subject.value, predicate][target.language].add(target.value)
                if predicate in _NAMES:
                    key = (subject.value, target.language)
                    self._labels[key] = min(target.value, self._labels.get(key, target.value))
                continue
            self.values[subject.value][predicate].add(target.value)
            if predicate == _TYPE:
                self._members[target.value].add(subject.value)
            elif isinstance(target, NamedNode):
                self._pointing[predicate, target.value].add(subject.value)

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property, sorted; the predicate may be a prefixed name."""
        wanted = expand(predicate)
        if subject in self.values and (found := self.values[subject].get(wanted)):
            return sorted(found)
        return sorted(self.vocabulary.values(subject, wanted)) if subject in self.vocabulary else []

    def one(self, subject: str, predicate: str) -> str:
        """Return the value of a property, several joined by `;`, or nothing."""
        return ";".join(self.all(subject, predicate))

    def first(self, subject: str, predicate: str) -> str:
        """Return the first value of a property, or nothing."""
        return next(iter(self.all(subject, predicate)), "")

    def words(self, subject: str, predicate: str, language: str) -> list[str]:
        """Return the texts of a property in one language, sorted."""
        wanted = expand(predicate)
        return sorted(self._words[subject, wanted][language]) if (subject, wanted) in self._words else []

    def pointing(self, predicate: str, target: str) -> list[str]:
        """Return the subjects that point to a thing, sorted."""
        return sorted(self._pointing.get((expand(predicate), target), ()))

    def members(self, kind: str) -> list[str]:
        """Return the instances of a class and of those below it, sorted."""
        wanted = expand(kind)
        kinds = [name for name in self._members if wanted in self.vocabulary.superclasses(name)]
        return sorted({iri for name in kinds for iri in self._members[name]})

    def kind(self, subject: str) -> str:
        """Return the local name of the most special of our own classes a thing is of, or nothing."""
        ours = [name for name in self.all(subject, _TYPE) if name.startswith(DEKG)]
        above = {up for name in ours for up in self.vocabulary.superclasses(name) - {name}}
        return next((local_name(name) for name in ours if name not in above), "")

    def label(self, iri: str, language: str) -> str:
        """Return the name of a thing in a language, else in English, else its local name; nothing for nothing."""
        return self._labels.get((iri, language)) or (self.vocabulary.label(iri, language) if iri else "")

    def unit_code(self, unit: str) -> str:
        """Return the short sign of a unit: ISO 4217 for money, else its symbol, else its local name."""
        for predicate in (SKOS + "notation", "qudt:symbol"):
            if found := self.first(unit, predicate):
                return found
        return local_name(unit)

    def positions(self, claim: str) -> list[tuple[int, int]]:
        """Return where a claim stands in its text: code points, end exclusive; nothing for a whole document."""
        selectors = [s for passage in self.all(claim, DEKG + "statedIn") for s in self.all(passage, OA + "hasSelector")]
        return sorted((int(self.first(item, OA + "start")), int(self.first(item, OA + "end"))) for item in selectors)

    def source(self, claim: str) -> str:
        """Return the document of a claim."""
        return self.first(claim, DCTERMS + "source")
