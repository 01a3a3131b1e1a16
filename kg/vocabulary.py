"""The ontology and its reference data as plain Python: labels, aliases, kinds, and what the terms say of each other.

Everything the package knows of cities, industries, indicators, units and words it asks here; adding one is a change to
a Turtle file. Read once, kept as dictionaries; no query engine is needed to look something up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import assets
from kg.errors import AssetError
from kg.kept import Keeper
from kg.terms import DEKG, DEKGR, ONTOLOGY, RDF, RDFS, REFERENCE, SKOS, compact, expand, local_name

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

__all__ = ["Vocabulary", "graphs", "load", "parse", "shipped"]

_TYPE = RDF + "type"
_SUBCLASS = RDFS + "subClassOf"
_IN_SCHEME = SKOS + "inScheme"
_NAMES = (SKOS + "prefLabel", RDFS + "label")


class Vocabulary(Keeper):
    """What the Turtle files say, by subject and predicate.

    Objects are plain strings (IRIs, or the lexical form of literals); language-tagged ones are kept by language.
    """

    def __init__(self, triples: "Iterable[Triple | Quad]") -> None:
        from pyoxigraph import Literal, NamedNode

        self._plain: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._tagged: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        self._added: Mapping[str, Mapping[str, str]] = {}
        self._members: dict[str, list[str]] = defaultdict(list)
        self._superclasses: dict[str, list[str]] = defaultdict(list)
        for triple in triples:
            subject, predicate, target = triple.subject, triple.predicate.value, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(target, Literal | NamedNode):
                continue
            if isinstance(target, Literal) and target.language:
                self._tagged[subject.value][predicate][target.language].append(target.value)
                continue
            self._plain[subject.value][predicate].append(target.value)
            if predicate == _TYPE:
                self._members[target.value].append(subject.value)
            elif predicate == _SUBCLASS:
                self._superclasses[subject.value].append(target.value)

    def __contains__(self, iri: str) -> bool:
        return iri in self._plain

    def values(self, iri: str, predicate: str) -> list[str]:
        """Return the IRIs and plain literals of one property, in file order; `predicate` may be a prefixed name."""
        return self._plain[iri][expand(predicate)] if iri in self._plain else []

    def value(self, iri: str, predicate: str) -> str | None:
        """Return the first value of a property, or None."""
        return next(iter(self.values(iri, predicate)), None)

    def words(self, iri: str, predicate: str, language: str) -> list[str]:
        """Return the language-tagged values of one property in one language."""
        return self._tagged[iri][expand(predicate)][language] if iri in self._tagged else []

    def label(self, iri: str, language: str = "en") -> str:
        """Return the preferred name in a language, else in English, else the local name with spaces for hyphens."""
        if (added := self._added.get(iri)) is not None:
            return added.get(language) or next(iter(added.values()))
        for tag in (language, "en"):
            for predicate in _NAMES:
                if found := self.words(iri, predicate, tag):
                    return found[0]
        return local_name(iri) if iri.startswith("http") else iri

    def names(self, iri: str) -> list[str]:
        """Return every preferred and alternative name of a thing, in all languages."""
        tagged = self._tagged.get(iri, {})
        found = [
            word
            for predicate in (*_NAMES, SKOS + "altLabel")
            for words in tagged.get(predicate, {}).values()
            for word in words
        ]
        return list(dict.fromkeys(found))

    def types(self, iri: str) -> list[str]:
        """Return the asserted classes of a thing."""
        return self.values(iri, _TYPE)

    def superclasses(self, iri: str) -> set[str]:
        """Return a class and all above it."""
        found, todo = set(), [iri]
        while todo:
            if (name := todo.pop()) not in found:
                found.add(name)
                todo.extend(self._superclasses.get(name, ()))
        return found

    def is_a(self, iri: str, kind: str) -> bool:
        """Return whether a thing is an instance of a class or of one below it."""
        wanted = expand(kind)
        return any(wanted in self.superclasses(found) for found in self.types(iri))

    def members(self, kind: str) -> list[str]:
        """Return the instances of a class and of those below it, sorted by IRI."""
        wanted = expand(kind)
        below = [name for name in self._members if wanted in self.superclasses(name)]
        return sorted({iri for name in below for iri in self._members[name]})

    def concepts(self, scheme: str) -> list[str]:
        """Return the concepts of a scheme, sorted by IRI."""
        index: dict[str, list[str]] | None = self.__dict__.get("_schemes")
        if index is None:
            index = self.__dict__["_schemes"] = {}
            for iri, said in self._plain.items():
                for name in said.get(_IN_SCHEME, ()):
                    index.setdefault(name, []).append(iri)
        return sorted(index.get(expand(scheme), ()))

    def unit(self, sign: str | None) -> str | None:
        """Return the unit of a code or symbol, such as `CNY` or `%`; None if there is none."""
        if sign is None:
            return None
        for iri in self.members("qudt:Unit"):
            if sign in {self.value(iri, "skos:notation"), self.value(iri, "qudt:symbol")}:
                return iri
        return None

    def find(self, name: str) -> list[str]:
        """Return the IRIs a person may mean by a name: an IRI, a prefixed name, a local name, a label or an alias.

        More than one answer is an ambiguity for the caller to show, never to guess away. Exact names come before those
        that differ in case only.
        """
        for iri in (name, expand(name), DEKGR + name, DEKG + name):
            if iri in self._plain:
                return [iri]
        exact = self._by_name().get(name, [])
        return exact or self._by_name(folded=True).get(name.casefold(), [])

    def candidates(self, name: str, kinds: Iterable[str]) -> list[str]:
        """Return those things found by a name that are of one of the kinds."""
        wanted = list(kinds)
        return [iri for iri in self.find(name) if any(self.is_a(iri, kind) for kind in wanted)]

    def close_names(self, name: str, limit: int = 3) -> list[str]:
        """Return known names that look like a misspelt one."""
        import difflib

        return difflib.get_close_matches(name, list(self._by_name()), n=limit, cutoff=0.75)

    def _by_name(self, *, folded: bool = False) -> dict[str, list[str]]:
        index: dict[str, dict[str, list[str]]] = self.__dict__.setdefault("_index", {})
        key = "folded" if folded else "exact"
        if key not in index:
            table: dict[str, list[str]] = defaultdict(list)
            for iri in self._tagged:
                if iri.startswith(DEKGR):
                    for word in self.names(iri):
                        table[word.casefold() if folded else word].append(iri)
            index[key] = {word: list(dict.fromkeys(iris)) for word, iris in table.items()}
        return index[key]

    def with_names(self, names: Mapping[str, Mapping[str, str]]) -> "Vocabulary":
        """Return this vocabulary, which also labels some things that it lacks; it shares all it knows.

        Args:
            names: by IRI and language.
        """
        found = Vocabulary(())
        found.__dict__.update(self.__dict__)
        found._added = {**self._added, **names}
        return found

    def tolerance(self) -> str:
        """Return the half width of "about" as a ratio, written on the comparator in the ontology."""
        found = self.value(DEKG + "approximately", "dekg:relativeTolerance")
        if found is None:
            raise AssetError(f"{compact(DEKG + 'approximately')}: the ontology gives it no dekg:relativeTolerance")
        return found


def parse(paths: Iterable[Path]) -> "Iterator[Quad]":
    """Yield the quads of Turtle files.

    Raises:
        AssetError: a file is missing or is not Turtle; the message names file and line.
    """
    import pyoxigraph

    for path in paths:
        try:
            yield from pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
        except (OSError, SyntaxError) as error:
            raise AssetError(f"{path}: not readable as Turtle ({error}); correct the file") from None


def load(paths: Iterable[Path]) -> Vocabulary:
    """Return the vocabulary of some Turtle files."""
    return Vocabulary(parse(paths))


@cache
def graphs() -> "dict[str, tuple[Quad, ...]]":
    """Return what ships with the package, in two graphs: the ontology with its bridges, and the reference data."""
    return {ONTOLOGY: tuple(parse(assets.ontology_files())), REFERENCE: tuple(parse(assets.reference_files()))}


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary that ships with the package; read once in a process."""
    return Vocabulary(quad for quads in graphs().values() for quad in quads)
