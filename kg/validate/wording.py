"""Compare claims with the words they cite, where the text of a document is at hand.

All words come from the ontology: names of places, industries and things, and the words that announce units, bounds,
indicators, predicates and modalities. A claim whose words cannot be found may still be right; what stands here sends a
curator back to the passage. Nothing of the text enters a finding but its position.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.model import Passage
from kg.terms import DCTERMS, DEKG, DEKGR, OA, SCHEMA, compact, digest
from kg.validate.findings import SHAPES, Finding, Location
from kg.validate.words import (
    Printed,
    bound_words,
    ends,
    holds,
    modal_words,
    names_of,
    names_period,
    numerals,
    pattern,
    scale,
    starts,
    unit_words,
    words_of,
)
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.validate.rereading import Figure

__all__ = ["findings"]

_MESSAGES = {
    "text-document": (
        "The text at hand is not the one the positions count in; give that text, or anchor the passages anew.",
        "手头文本与位置所依据的文本不同；请提供原文本，或重新定位段落。",
    ),
    "text-passage": (
        "The words at these positions do not have this digest; correct the positions, or anchor the passage anew.",
        "此位置的文字与摘要值不符；请更正位置或重新定位段落。",
    ),
    "text-figure": (
        "None of the cited passages prints {expected}; correct the figure, or cite the passage that does.",
        "所引段落中均无 {expected}；请更正数字，或引用载有该数字的段落。",
    ),
    "text-scale": (
        "The scale word beside {expected} is another; correct dekg:unitMultiplier.",
        "{expected} 旁的量级词不同；请更正 dekg:unitMultiplier。",
    ),
    "text-unit": (
        "The words beside the figure name another unit than {expected}; correct the unit.",
        "数字旁的文字所示单位并非 {expected}；请更正单位。",
    ),
    "text-bound": (
        "The words beside the figure announce another bound than {expected}; correct the comparator.",
        "数字旁的文字所示界限并非 {expected}；请更正比较词。",
    ),
    "text-period": (
        "The cited passages do not name the period {expected}; correct it, or cite the passage that names it.",
        "所引段落未提及时期 {expected}；请更正，或引用提及该时期的段落。",
    ),
    "text-period-missing": (
        "The cited passages name one year, {expected}, and the figure has no period; add it.",
        "所引段落只提及一个年份 {expected}，而该数字没有时期；请补充。",
    ),
    "text-basis": (
        "The passages do not say what the change is reckoned against; mark it dekg:basisInferred, or cite the words.",
        "所引段落未说明变化的对比基准；请标明 dekg:basisInferred，或引用相应文字。",
    ),
    "text-place": (
        "The cited passages do not name {expected}; correct the place, or cite the passage that names it as well.",
        "所引段落未提及 {expected}；请更正地方，或同时引用提及它的段落。",
    ),
    "text-name": (
        "The cited passages do not name {expected}; correct it, or cite the passage that names it.",
        "所引段落未提及 {expected}；请更正，或引用提及它的段落。",
    ),
    "text-indicator": (
        "The cited passages do not announce {expected}; choose the variable they announce.",
        "所引段落没有 {expected} 的提示词；请选择所提示的变量。",
    ),
    "text-predicate": (
        "The cited passages do not announce {expected}; choose the predicate they announce.",
        "所引段落没有 {expected} 的提示词；请选择所提示的谓词。",
    ),
    "text-modality": (
        "The words of the passage do not go with the modality {expected}; correct the class of the claim.",
        "段落文字与情态 {expected} 不符；请更正断言的类。",
    ),
}
_FIGURES = {"text-document", "text-passage", "text-figure", "text-scale", "text-unit", "text-bound", "text-period"}
"""Rules whose breach is a violation; the others compare names and cue words and warn."""


def findings(
    graph: str, triples: Sequence[Triple], vocabulary: Vocabulary, texts: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what in a version graph does not go with the text of its document; nothing if that text is not given.

    Args:
        graph: IRI of the version graph.
        triples: all it holds.
        vocabulary: names and words.
        texts: normalised texts by document IRI.
    """
    facts = _Facts(triples)
    for document, text in sorted(texts.items()):
        if document in facts:
            yield from _Comparison(graph, facts, vocabulary, document, text).findings()


class _Facts:
    """What a version graph says, by subject and predicate, as plain strings."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._said[triple.subject.value][triple.predicate.value].append(triple.object.value)

    def __contains__(self, node: str) -> bool:
        return node in self._said

    def nodes(self, *kinds: str) -> list[str]:
        return sorted(node for node in self._said if node.startswith(tuple(f"{DEKGR}{kind}-" for kind in kinds)))

    def all(self, node: str, predicate: str) -> list[str]:
        return self._said[node][predicate] if node in self._said else []

    def one(self, node: str, name: str) -> str | None:
        return next(iter(self.all(node, DEKG + name)), None)


class _Comparison:
    """Compares the claims of one document with its text."""

    def __init__(self, graph: str, facts: _Facts, vocabulary: Vocabulary, document: str, text: str) -> None:
        self.graph = graph
        self.facts = facts
        self.document = document
        self.text = text
        self.vocabulary = vocabulary
        self.language = next(iter(facts.all(document, SCHEMA + "inLanguage")), "en")[:2].lower()
        published = next(iter(facts.all(document, SCHEMA + "datePublished")), None)
        from kg.validate.rereading import Rereading  # only where texts are at hand

        self.reread = Rereading(text, self.language, published, vocabulary)

    def findings(self) -> Iterator[Finding]:
        expected = self.facts.one(self.document, "contentDigest")
        if expected is not None and digest(self.text) != expected:
            yield self._finding("text-document", self.document, None, None)
        for passage in self.facts.nodes("passage"):
            if self.document in self.facts.all(passage, OA + "hasSource"):
                words = self._words(passage)
                if words is None or Passage.digest_of(words) != self.facts.one(passage, "segmentDigest"):
                    yield self._finding("text-passage", passage, None, self._position(passage))
        for node in self.facts.nodes("claim", "amount"):
            if self.document in self.facts.all(node, DCTERMS + "source"):
                yield from self._claim(node)

    # -- passages --------------------------------------------------------------------------------------------------

    def _position(self, passage: str) -> Location | None:
        for selector in self.facts.all(passage, OA + "hasSelector"):
            for start in self.facts.all(selector, OA + "start"):
                for end in self.facts.all(selector, OA + "end"):
                    if start.isdigit() and end.isdigit():
                        return Location(self.document, int(start), int(end))
        return None

    def _words(self, passage: str) -> str | None:
        place = self._position(passage)
        return None if place is None or place.end > len(self.text) else self.text[place.start : place.end]

    # -- one claim -------------------------------------------------------------------------------------------------

    def _claim(self, node: str) -> Iterator[Finding]:
        found = sorted(
            (place, words)
            for passage in self.facts.all(node, DEKG + "statedIn")
            if (place := self._position(passage)) is not None and (words := self._words(passage)) is not None
        )
        if not found:
            return
        places, passages = [place for place, _ in found], [words for _, words in found]
        for rule, expected in self._rules(node, places, passages):
            yield self._finding(rule, node, expected, found[0][0])

    def _rules(self, node: str, places: list[Location], passages: list[str]) -> Iterator[tuple[str, str]]:
        if self.facts.one(node, "statedLexical") is not None:
            breaches = list(self._figure(node, passages))
            if breaches and not self.reread.prints(self._printed(node), places):
                yield from breaches
        if node.startswith(DEKGR + "amount-"):
            return
        yield from self._period(node, places, passages)
        yield from self._named(node, passages)
        yield from self._indicator(node, passages)
        yield from self._modality(node, passages)

    def _finding(self, rule: str, node: str, expected: str | None, place: Location | None) -> Finding:
        shown = compact(expected) if expected else ""
        english, chinese = (text.replace("{expected}", shown) for text in _MESSAGES[rule])
        return Finding(
            severity="violation" if rule in _FIGURES else "warning",
            message={"en": english, "zh": chinese},
            rule=SHAPES + rule,
            focus=node,
            claim=node if node.startswith(DEKGR + "claim-") else None,
            passage=place,
            graph=self.graph,
            value=expected,
        )

    # -- figures ---------------------------------------------------------------------------------------------------

    def _printed(self, node: str) -> "Figure":
        from kg.validate.rereading import Figure

        one = self.facts.one
        return Figure(
            one(node, "statedLexical") or "",
            one(node, "statedUpperLexical"),
            one(node, "unitMultiplier"),
            one(node, "unit") or "",
            one(node, "comparator") or "",
        )

    def _figure(self, node: str, passages: list[str]) -> Iterator[tuple[str, str]]:
        """Compare digits, scale word, unit and bound; of several places in print the best one counts."""
        one = self.facts.one
        lexical, upper = one(node, "statedLexical") or "", one(node, "statedUpperLexical")
        for digits in (lexical, upper):
            if digits is not None and not any(numerals(words, digits) for words in passages):
                yield "text-figure", digits
        verdicts = [
            list(self._beside(node, printed, upper)) for words in passages for printed in numerals(words, lexical)
        ]
        if verdicts:
            yield from min(verdicts, key=len)

    def _beside(self, node: str, printed: Printed, upper: str | None) -> Iterator[tuple[str, str]]:
        one = self.facts.one
        before = printed.passage[: printed.start].rstrip()
        after = printed.passage[printed.end :]
        if upper is not None:
            gap = re.match(rf"(?P<between>[^\d]{{0,20}}){re.escape(upper)}(?!\d)", after)
            after = after[gap.end() :] if gap else after
        more, after = self._more(after)
        power, after = scale(after, self.language)
        if str(power) != one(node, "unitMultiplier"):
            yield "text-scale", one(node, "statedLexical") or ""
        unit, comparator = one(node, "unit") or "", one(node, "comparator") or ""
        units, before, rest = self._units(before, after)
        if (units and unit not in units) or (not units and not compact(unit).endswith(":NUM")):
            yield "text-unit", unit
        cues = self._cues(before, rest) | more
        if upper is not None:
            cues = {DEKG + "between"}
        original = one(one(node, "conversionOf") or "", "comparator")  # a conversion shares the bound of its claim
        if comparator not in (cues or {original or DEKG + "exactly"}):
            yield "text-bound", comparator

    def _more(self, after: str) -> tuple[set[str], str]:
        """Return the bounds announced between digits and scale word (80多亿), and what follows."""
        if self.language == "zh" and after[:1] in {"多", "余", "餘"}:
            return {DEKG + "greaterThan"}, after[1:]
        return set(), after

    def _units(self, before: str, after: str) -> tuple[set[str], str, str]:
        """Return the units whose words touch the figure, longest word first, and the text on both sides of them."""
        rest = after.lstrip(" -\u00a0")
        best: tuple[int, set[str], str, str] = (0, set(), before, rest)
        for unit, word in unit_words(self.vocabulary, self.language):
            if len(word) < best[0]:
                continue
            sides: tuple[str, str]
            if starts(rest, word):
                sides = before, rest[len(word) :]
            elif not word[-1].isalnum() and before.endswith(word):
                sides = before[: -len(word)].rstrip(), rest
            else:
                continue
            units = best[1] | {unit} if len(word) == best[0] else {unit}
            best = (len(word), units, sides[0], sides[1])
        return best[1:]

    def _cues(self, before: str, after: str) -> set[str]:
        """Return the comparators whose words touch the figure; the longest word wins on each side."""
        found: set[str] = set()
        after = after.lstrip(" ,")
        for side in ("before", "after"):
            longest = 0
            here: set[str] = set()
            for comparator, word in bound_words(self.vocabulary, self.language):
                touches = ends(before, word) if side == "before" else starts(after, word)
                if touches and len(word) >= longest:
                    here = here | {comparator} if len(word) == longest else {comparator}
                    longest = len(word)
            found |= here
        return found

    # -- periods ---------------------------------------------------------------------------------------------------

    def _period(self, node: str, places: list[Location], passages: list[str]) -> Iterator[tuple[str, str]]:
        one = self.facts.one
        period = one(node, "refPeriod")
        if period is not None:
            start, end = one(period, "startDate"), one(period, "endDate")
            kind = compact(next(iter(self.facts.all(period, _TYPE)), "")).removeprefix("dekg:")
            if start and end and not self._period_named(node, (kind, start, end), places, passages):
                yield "text-period", period
        elif compact(next(iter(self.facts.all(node, _TYPE)), "")) == "dekg:StatisticalObservation":
            years = {year for words in passages for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", words)}
            if len(years) == 1:
                yield "text-period-missing", years.pop()
        variable = one(node, "variable")
        basis = self.vocabulary.value(variable, DEKG + "comparisonBasis") if variable else None
        if basis and one(node, "basisInferred") != "true" and not self._announced(basis, passages):
            yield "text-basis", basis

    def _period_named(
        self, node: str, period: tuple[str, str, str], places: list[Location], passages: list[str]
    ) -> bool:
        if any(names_period(words, *period, self.language) for words in passages):
            return True
        return self.reread.period(*period[1:], self.facts.one(node, "statedLexical"), places)

    # -- names -----------------------------------------------------------------------------------------------------

    def _named(self, node: str, passages: list[str]) -> Iterator[tuple[str, str]]:
        """Compare the places and things a claim speaks of with the names in its passages."""
        names = (
            "refArea",
            "refOrganization",
            "claimSubject",
            "aimOf",
            "committedBy",
            "claimObject",
            "industry",
            "manner",
        )
        things = [value for name in names for value in self.facts.all(node, DEKG + name)]
        for state in self.facts.all(node, DEKG + "targetState"):
            things += self.facts.all(state, DEKG + "namedMember") if state in self.facts else [state]
        for thing in dict.fromkeys(things):
            if thing in self.facts:
                continue
            if self.vocabulary.is_a(thing, "dekg:Place"):
                if not self._place_named(thing, passages):
                    yield "text-place", thing
            elif not self._announced(thing, passages):
                yield "text-name", thing

    def _place_named(self, place: str, passages: list[str]) -> bool:
        if any(holds(words, name) for words in passages for name in self.vocabulary.names(place)):
            return True
        members = self.vocabulary.values(place, DEKG + "hasMember")
        if members and all(self._place_named(member, passages) for member in members):
            return True
        language = "zh" if self.language == "zh" else "en"
        for kind in sorted(
            {above for each in self.vocabulary.types(place) for above in self.vocabulary.superclasses(each)}
        ):
            words = self.vocabulary.words(kind, DEKG + "resumingWord", language)
            taken_up = any(holds(passage, word) for passage in passages for word in words)
            if taken_up and not self._names_one(kind, passages):
                return True
        return False

    def _names_one(self, kind: str, passages: list[str]) -> bool:
        names = names_of(self.vocabulary, kind)
        return any(holds(passage, name) for passage in passages for name in names)

    def _announced(self, thing: str, passages: list[str]) -> bool:
        """Return whether a passage holds a name or an announcing word of a thing, or of the series it is part of."""
        things = [thing, *self.vocabulary.values(thing, DEKG + "editionOf")]
        words = [word for each in things for word in words_of(self.vocabulary, each, self.language)]
        return any(holds(passage, word) for passage in passages for word in words)

    def _indicator(self, node: str, passages: list[str]) -> Iterator[tuple[str, str]]:
        variable, predicate = self.facts.one(node, "variable"), self.facts.one(node, "claimPredicate")
        if variable is not None and not self._variable_announced(variable, passages):
            yield "text-indicator", variable
        relation = DEKG + "RelationClaim" in self.facts.all(node, _TYPE)  # such facts are often told without a verb
        if predicate is not None and not relation and not self._announced(predicate, passages):
            yield "text-predicate", predicate

    def _variable_announced(self, variable: str, passages: list[str]) -> bool:
        kind = self.vocabulary.value(variable, DEKG + "statType") or self.facts.one(variable, "statType")
        names = ("industry", "denominator") if kind == DEKG + "share" else ("measuredProperty", "industry")
        known = self.facts.all if variable in self.facts else self.vocabulary.values
        parts = [part for name in names for part in known(variable, DEKG + name)]
        if kind == DEKG + "growthRate" and not any(
            holds(words, cue) for words in passages for cue in words_of(self.vocabulary, kind, self.language)
        ):
            return False
        if any(holds(words, word) for words in passages for word in words_of(self.vocabulary, variable, self.language)):
            return True
        return bool(parts) and all(self._announced(part, passages) for part in parts)

    # -- modality --------------------------------------------------------------------------------------------------

    def _modality(self, node: str, passages: list[str]) -> Iterator[tuple[str, str]]:
        """Compare the class of a claim with the modal words that stand before its figure or predicate."""
        modality = self.facts.one(node, "modality")
        if modality is None:
            return
        wanted = {modality}  # a goal or plan without a figure is an aim
        if modality == DEKG + "aimModality" and self.facts.one(node, "statedLexical") is None:
            wanted.add(DEKG + "targetModality")
        verdicts = []
        for words in passages:
            for place in self._anchors(node, words):
                cues = self._modal_cues(words[:place])
                verdicts.append(bool(wanted & cues) if modality != DEKG + "observedModality" else not cues)
        if verdicts and not any(verdicts):
            yield "text-modality", modality

    def _anchors(self, node: str, words: str) -> list[int]:
        """Return where the figure of a claim stands in a passage, or else the words of its predicate."""
        lexical, predicate = self.facts.one(node, "statedLexical"), self.facts.one(node, "claimPredicate")
        if lexical is not None:
            return [printed.start for printed in numerals(words, lexical)]
        cues = words_of(self.vocabulary, predicate, self.language) if predicate else ()
        return sorted({match.start() for cue in cues for match in pattern(cue).finditer(words)})

    def _modal_cues(self, before: str) -> set[str]:
        """Return the modalities announced in the clause that leads to a place, observation left out."""
        return {
            modality
            for modality, word in modal_words(self.vocabulary, self.language)
            for match in pattern(word).finditer(before)
            if not re.search(r"[.;。；!?]\s", before[match.end() :] + " ")
        }


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
