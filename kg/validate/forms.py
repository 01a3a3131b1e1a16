"""Validate one node of each form with pySHACL, and say of all of that form what it says of the one.

Two nodes are of one form if no shape can tell them apart (`kg.validate.sight`). A store of a million statements holds
some dozen forms, so that the reference validator itself judges a whole store in the time of one document. Each form is
judged on the statements of a real node, and by each shape only once for all forms that look alike to it; a finding then
names each node of these forms, with its own value.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from kg.terms import DEKG, RDFS
from kg.validate import core, shapes
from kg.validate.findings import Finding
from kg.validate.sight import Sight
from kg.validate.stars import TYPE, Star, Stars, plain, triples
from kg.vocabulary import Vocabulary

__all__ = ["Forms"]

_USER = f"<{DEKG}user>"
"""What is written as the subject of a statement whose value is looked at; it stands for any subject."""
_BELOW = f"<{RDFS}subClassOf>"

Form = tuple[str, ...]


@dataclass(slots=True)
class _Example:
    """A node to be judged for all of its form.

    Attributes:
        node: the node.
        star: what is said of it.
        words: how shapes see that, statement by statement.
        incoming: properties whose values are looked at, and of which it is one.
        types: classes of the values whose classes matter, as its graph or the vocabulary has them.
        members: all nodes of its form, each with its graph.
    """

    node: str
    star: Star
    words: list[str]
    incoming: set[str]
    types: dict[str, tuple[str, ...]]
    members: list[tuple[str | None, str]] = field(default_factory=list)


class Forms:
    """The forms that the nodes of some graphs have.

    Args:
        files: names of the shape files; of all, if none is named.
        vocabulary: knows the classes of what a graph cites without describing it; without it nothing is known of such.

    Raises:
        ValidateError: a shape is of a kind that the audit tier does not know.
    """

    def __init__(self, files: tuple[str, ...], vocabulary: Vocabulary | None) -> None:
        self._files = files
        self._vocabulary = vocabulary
        self._sight, self._classes, self._targets = _seen(files, vocabulary)
        self._above = cache(self._wanted)
        self._examples: dict[Form, _Example] = {}
        self._hierarchy: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._examples)

    def add(self, graph: str | None, stars: Stars, cited: Iterable[str] = ()) -> None:
        """Take in a graph.

        Args:
            graph: its IRI, or None.
            stars: what it says.
            cited: the named nodes it cites and does not describe.
        """
        sight = self._sight
        incoming = self._incoming(stars)
        for node, star in stars.said.items():
            words = sight.words(star, stars)
            form = sorted(words)
            for name, _ in star:
                if name in sight.compared:
                    form += sight.comparisons(star)
                    break
            self._note(graph, node, star, words, form, incoming.get(node, set()), stars)
        for value in cited:
            if self._above(value):
                star = [(TYPE, kind) for kind in self._classes(value)]
                words = sight.words(star, stars)
                self._note(graph, value, star, words, sorted(words), incoming.get(value, set()), stars)
        for value in (incoming.keys() | sight.nodes) - stars.said.keys():
            if not self._above(value):
                self._note(graph, value, [], [], ["?", value], incoming.get(value, set()), stars)

    def hierarchy(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take in which class is below which, beside what the vocabulary knows."""
        self._hierarchy |= set(pairs)

    def findings(self, again: Callable[[str | None], Stars]) -> Iterator[Finding]:
        """Yield what the shapes find in all graphs.

        Args:
            again: gives a graph that was added once more, for the values at fault.
        """
        found: dict[str | None, list[tuple[str, Finding, _Example]]] = defaultdict(list)
        for batch in self._batches():
            for finding, alike in self._judged(batch):
                for graph, node in (member for example in alike for member in example.members):
                    found[graph].append((node, finding, batch[finding.focus]))
        for graph, faults in found.items():
            stars = again(graph)
            for node, finding, example in faults:
                yield replace(finding, focus=plain(node), graph=graph, value=self._value(finding, example, node, stars))

    # -- forms -----------------------------------------------------------------------------------------------------

    def _note(
        self,
        graph: str | None,
        node: str,
        star: Star,
        words: list[str],
        form: list[str],
        incoming: set[str],
        all_: Stars,
    ) -> None:
        if incoming:
            form += sorted(f"^{name}" for name in incoming)
        if node in self._sight.nodes:
            form.append(node)
        key = tuple(form)
        if (example := self._examples.get(key)) is None:
            example = self._examples[key] = _Example(node, star, words, incoming, self._types(star, all_))
        example.members.append((graph, node))

    def _incoming(self, stars: Stars) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        if self._sight.incoming:
            for star in stars.said.values():
                for name, value in star:
                    if name in self._sight.incoming:
                        found[value].add(name)
        return found

    def _types(self, star: Star, stars: Stars) -> dict[str, tuple[str, ...]]:
        seen = self._sight.seen
        return {
            value: stars.types.get(value, ()) if value in stars.said else self._classes(value)
            for name, value in star
            if name in seen and seen[name].linked and value[0] != '"'
        }

    def _wanted(self, value: str) -> bool:
        """Return whether something that is only cited is of a class that shapes look at."""
        if self._vocabulary is None:
            return False
        above = {name for kind in self._classes(value) for name in self._vocabulary.superclasses(kind[1:-1])}
        return any(f"<{name}>" in self._sight.kinds for name in above)

    # -- judging ---------------------------------------------------------------------------------------------------

    def _batches(self) -> list[dict[str, _Example]]:
        """Return the examples by IRI in as few sets as possible; in one set, nothing is of two kinds."""
        batches: list[dict[str, _Example]] = []
        types: list[dict[str, tuple[str, ...]]] = []
        for example in self._examples.values():
            wanted = {**example.types, example.node: tuple(sorted(v for n, v in example.star if n == TYPE))}
            for batch, known in zip(batches, types, strict=True):
                if example.node not in batch and all(known.get(n, kinds) == kinds for n, kinds in wanted.items()):
                    batch[example.node] = example
                    known.update(wanted)
                    break
            else:
                batches.append({example.node: example})
                types.append(wanted)
        return [{plain(node): example for node, example in batch.items()} for batch in batches]

    def _judged(self, batch: dict[str, _Example]) -> Iterator[tuple[Finding, list[_Example]]]:
        """Yield what pySHACL finds, with the examples of which the same is true."""
        lines: dict[str, None] = {}
        for example in batch.values():
            lines |= dict.fromkeys(f"{example.node} {name} {value} .\n" for name, value in example.star)
            lines |= dict.fromkeys(
                f"{node} {TYPE} {kind} .\n" for node, kinds in example.types.items() for kind in kinds
            )
            lines |= dict.fromkeys(f"{_USER} {name} {example.node} .\n" for name in example.incoming)
        lines |= dict.fromkeys(f"{low} {_BELOW} {high} .\n" for low, high in self._hierarchy)
        data = shapes.as_rdflib(triples("".join(lines)))
        if self._vocabulary is not None:
            shapes.add_hierarchy(data, self._vocabulary)
        alike: dict[tuple[str, str], list[_Example]] = {}

        def pick(shape: str, nodes: list[str]) -> list[str]:
            """Return one node of those that look alike to a shape."""
            first: dict[Form, str] = {}
            for node in nodes:
                if (example := batch.get(node)) is not None:
                    chosen = first.setdefault(self._sight.looks(shape, example.words, example.star), node)
                    alike.setdefault((shape, chosen), []).append(example)
            return list(first.values())

        for finding in shapes.judge(data, self._files, self._targets, pick):
            yield finding, alike[finding.rule, finding.focus]

    def _value(self, finding: Finding, example: _Example, node: str, stars: Stars) -> str | None:
        """Return the value at fault of another node of the form: the one that stands where the example's stands."""
        if finding.value is None or node == example.node or node not in stars.said:
            return finding.value
        if finding.path is None:
            return shapes.n3(node)
        star = stars.said[node]
        name = f"<{finding.path}>"
        theirs = _values(name, example.words, example.star)
        ours = _values(name, self._sight.words(star, stars), star)
        return shapes.n3(ours[[*map(shapes.n3, theirs)].index(finding.value)])


def _values(name: str, words: list[str], star: Star) -> list[str]:
    """Return the values of a property, in the order of how shapes see them."""
    return [value for _, value in sorted((word, v) for word, (n, v) in zip(words, star, strict=True) if n == name)]


@lru_cache(maxsize=4)
def _seen(
    files: tuple[str, ...], vocabulary: Vocabulary | None
) -> tuple[Sight, Callable[[str], tuple[str, ...]], dict[str, tuple[tuple[str, str], ...]]]:
    """Return how shapes see, what the vocabulary knows of the classes of a node, and the targets of the shapes."""

    @lru_cache(maxsize=50_000)
    def classes(value: str) -> tuple[str, ...]:
        if vocabulary is None or value[0] != "<":
            return ()
        return tuple(sorted(f"<{kind}>" for kind in vocabulary.types(value[1:-1])))

    sight = Sight(_shapes(files), lambda value: " ".join(classes(value)))
    return sight, classes, {shape.iri: shape.targets for shape in _shapes(files)}


@cache
def _shapes(files: tuple[str, ...]) -> tuple[core.Shape, ...]:
    return tuple(core.read(shapes.shape_triples(files)))
