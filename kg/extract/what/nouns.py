"""Find the English noun that says what a figure measures, where it names no known indicator.

Knows the places where such a noun stands: the subject of a verb of reaching or changing, the object of a verb of
raising, before "of" and the figure, after the number it counts, and in the whole that a share is of.
"""

import re

from kg.extract.cells import Cell
from kg.extract.what.topics import Topics
from kg.terms import DEKGR, UNIT

__all__ = ["Nouns"]

_MOST_WORDS = 4
"""Most words of a name."""
_MANY = 100
"""Least number of things that counts even where no verb of having stands before it."""
_AMOUNTS = {UNIT + name for name in ("W", "KiloW-HR", "MegaW-HR", "GigaW-HR", "TeraW-HR", "TON_Metric")}
_AMOUNTS |= {DEKGR + "unit-teu", DEKGR + "unit-byte"}
"""Classes of units whose amounts are figures by themselves, whatever they are of."""

_SMALL = r"(?: (?:\w+ly|{before-figure}))* ?$"
_REACHED = rf"(?P<subject>[^,;:()]+?) (?:{{auxiliary}} )*(?:\w+ly )?(?:{{reach-verb}}|{{change-verb}}){_SMALL}"
_BOUND = r"(?P<subject>[^,;:()]+?)(?: {auxiliary}| \w+ly)*(?: to)? ?$"
_RAISED = r"\b{raise-verb} (?P<subject>[^,;:()]+?)(?: (?:{there}|again))?(?: {change-preposition}) (?:{hedge} )*$"
_OF_NOUN = r"(?:^|[ (])(?P<noun>(?:[a-z][a-z-]+ ){0,2}?[a-z][a-z-]{2,}) of (?:{hedge} )*$"
_OPENING = r"(?:{owner}|{determiner}|{noun-opening}) "
_CLAUSE = r".* {clause-opener} (?=\w)"
_CUT = r" (?:{noun-break}|of)\b.*$"
_NUMBER_OF = r"(?:{size-noun}|number) of (?:{whole-opener} )?"
_NAME = r"(?:[a-z][a-z-]+ ){0,2}?[a-z][a-z-]+"
_PLURAL = r"(?:[a-z][a-z-]*[^sui\W]s|{plural-noun})"
_COUNTED = rf"(?:[ -]{{adding-adjective}})?(?P<noun>(?: [a-z][a-z/'-]*){{0,3}}? {_PLURAL})"
_AFTER_NOUN = r"(?=[,.;:)]|$| (?:{noun-tail}|{past-auxiliary}|{noun-verb})\b)"
_OPENED = r"{sentence-start-hedge}? ?(?:{hedge} )*"
_HAVING = r"\b(?:{having-verb})(?: (?:\w+ly|{after-having}))* ?$"
_WORD = re.compile(r"[A-Za-z][A-Za-z/&'-]*")


class Nouns(Topics):
    """Find the English noun that says what a figure measures."""

    def subject_en(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun of the subject, or of the object that is raised, before a figure."""
        start, end = self.clause(cell)
        cue = cell.quantity.cue
        bound = cue is not None and self.pattern(r"{bound-verb}").fullmatch(self.folded, *cue) is not None
        match = self.pattern(_BOUND if bound else _REACHED, case=True).match(self.folded, start, end)
        return self._noun(*match.span("subject")) if match is not None else self.object_en(cell)

    def object_en(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun of what is raised to a figure: "to double its capacity there to 400,000 units"."""
        match = self.pattern(_RAISED).search(self.folded, *self.clause(cell))
        return self._noun(*match.span("subject")) if match is not None else None

    def of_noun(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun before "of" and an amount: "a total floor area of 3 million square meters"."""
        match = self.pattern(_OF_NOUN, case=True).search(self.folded, *self.clause(cell))
        if (
            match is None
            or cell.quantity.number.spelled
            or self.pattern(r"\b{no-measure-noun}$").search(self.folded, *match.span("noun"))
        ):
            return None
        return self._noun(*match.span("noun"))

    def of_unit(self, cell: Cell) -> tuple[int, int] | None:
        """Return what an amount in a unit of energy, power, mass or freight is of: "10 gigawatt-hours of cells"."""
        if not self.amount(cell) or self.folded.startswith("-", cell.quantity.number.end):
            return None
        match = self.pattern(rf" of (?P<noun>{_NAME}){_AFTER_NOUN}").match(self.folded, cell.right[0])
        return match.span("noun") if match is not None else None

    def amount(self, cell: Cell) -> bool:
        """Return whether a figure is in a unit of energy, power, mass, data or freight."""
        return self.facts.unit_class(cell.quantity.unit) in _AMOUNTS

    def of_share(self, span: tuple[int, int]) -> tuple[int, int] | None:
        """Return the noun of a whole that is one thing: "84 percent of the electricity the cluster uses"."""
        match = self.pattern(
            rf"\s*(?:[A-Z]\w+'s|(?:the )?\w+'s|{{whole-opener}}|{{owner}}) (?P<noun>{_NAME})", case=True
        ).match(self.folded, *span)
        return self._noun(*match.span("noun")) if match is not None else None

    def counted_en(self, cell: Cell) -> tuple[int, int] | None:
        """Return the noun that a number counts after a verb of having or making, or that opens a sentence."""
        match = self.pattern(_COUNTED + _AFTER_NOUN, case=True).match(self.folded, cell.right[0], cell.sentence.end)
        if match is None:
            return None
        having = self.pattern(_HAVING).search(self.folded, *cell.left)
        opening = self.pattern(_OPENED, case=True).fullmatch(self.folded, cell.sentence.start, cell.quantity.first)
        acting = self.pattern(r" (?:[\w-]+ ){0,4}?(?:{be}|{past-auxiliary})\b").match(self.folded, match.end())
        if acting is not None and self.clause(cell)[0] == cell.quantity.first:
            opening = acting
        alone = self.pattern(r"\b{inside-phrase} $").search(self.folded, *cell.left) is None
        if having is None and opening is None and not (alone and cell.quantity.value >= _MANY):
            return None
        start, end = match.span("noun")
        return start + 1, end

    def bare(self, cell: Cell) -> bool:
        """Return whether no noun follows a number."""
        return self.pattern(_AFTER_NOUN).match(self.folded, cell.right[0]) is not None

    def clause(self, cell: Cell) -> tuple[int, int]:
        """Return the span before a figure back to the last mark of punctuation."""
        start, end = cell.left
        start = max(start, *(self.folded.rfind(mark, start, end) + 1 for mark in ',;:。、()"《》'))
        while start < end and self.folded[start] == " ":
            start += 1
        return start, end

    def _noun(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the noun of a phrase: "the local content rate of parts" is "local content rate"."""
        inner = self.pattern(_CLAUSE).match(self.folded, start, end)
        start = self._after_names(inner.end() if inner else start, end)
        opening = self.pattern(_OPENING)
        while (match := opening.match(self.folded, start, end)) is not None:
            start = match.end()
        number = self.pattern(_NUMBER_OF).match(self.folded, start, end)
        start = number.end() if number else start
        cut = self.pattern(_CUT).search(self.folded, start, end)
        end = cut.start() if cut else end
        words = self.folded[start:end].split()
        while len(words) > 1 and words[0][:1].isupper() and words[1][:1].islower() and len(words) > _MOST_WORDS:
            start += len(words.pop(0)) + 1
        if not 1 <= len(words) <= _MOST_WORDS or not all(_WORD.fullmatch(word) for word in words):
            return None
        function = self.analysis.lexicon.phrases.set("function-word")
        if len(words) == 1 and words[0].casefold() in function:
            return None
        if self.pattern(r"{own-pronoun}|{part-pronoun}").fullmatch(words[-1]):
            return None  # "officials believe it"
        if words[-1][0].isupper() and len(words) > 1:
            return None
        if self.pattern(r"\b{denial-word}\b").search(self.folded, start, end):
            return None
        named = [m for m in self.analysis.mentions_in(start, end) if m.layer in {"place", "org", "anaphor"}]
        return None if named else (start, end)

    def names(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where periods, and then places and bodies, stand in a span."""
        found = [(period.start, period.end) for period in self.analysis.periods_in(start, end)]
        return found + [
            (mention.start, mention.end)
            for mention in self.analysis.mentions_in(start, end)
            if mention.layer in {"place", "org", "anaphor"}
        ]

    def _after_names(self, start: int, end: int) -> int:
        """Return where a phrase goes on after the places, bodies and periods that open it."""
        for first, last in self.names(start, end):
            opens = self.pattern(r"\s*(?:{phrase-opener} )*").fullmatch(self.folded, start, first)
            if last < end and opens:
                start = last
                while self.folded.startswith(("'s ", ", ", " "), start):
                    start += 1 if self.folded[start] != "'" else 3
        return start
