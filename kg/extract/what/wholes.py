"""Find the whole that a share is of: "of its GDP", "share of total exports", 占全省…比重."""

from kg.extract.cells import Cell
from kg.extract.what.heritage import Heritage
from kg.extract.what.indicators import WHOLE
from kg.terms import DEKGR

__all__ = ["Wholes"]

_DIGITAL = DEKGR + "industry-digital-economy"

_WHOLE_ZH = r"占{share-verb-tail}?([^占,;。]*?)(?:的)?{share-noun}?{share-filler}*$"
_AFTER_SHARE_NOUN = r"\b{share-noun} {share-link} (?:the )?"
_CLAUSE_END = r"[,;]|\b{clause-verb}\b"
_STOP = r"[,;:.()](?!\d)|\b(?:{whole-stop}|and (?!other)|in (?:19|20)\d\d)\b"
_PRONOUN = r"{whole-pronoun}(?: \w+)?"


class Wholes(Heritage):
    """Find the whole that a share is of."""

    def whole(self, cell: Cell) -> tuple[tuple[int, int], bool] | None:
        """Return the span that names the whole of a share and whether it is but a pronoun, or None."""
        if self.zh:
            span = self._whole_zh(cell)
            return None if span is None else (span, False)
        folded = self.folded
        match = self.pattern(r"\s*{whole-preposition}\s+(?!growth)").match(folded, cell.right[0], cell.sentence.end)
        if match is None and "contribut" in folded[cell.left[0] : cell.left[1]]:
            match = self.pattern(r"\s*to\s+").match(folded, cell.right[0], cell.sentence.end)
        if match is None:
            span = self._after_share_noun(cell)
            return None if span is None else (span, False)
        limit = min(cell.reach, cell.sentence.end)
        stop = self.pattern(_STOP, case=True).search(folded, match.end(), limit)
        span = (match.end(), stop.start() if stop else limit)
        words = folded[span[0] : span[1]].strip()
        pronoun = self.pattern(_PRONOUN).fullmatch(words) and not self.pattern(r"{place-level}").search(words)
        return span, bool(pronoun)

    def _whole_zh(self, cell: Cell) -> tuple[int, int] | None:
        start, end = cell.left
        match = self.pattern(_WHOLE_ZH).search(self.folded, start, end)
        if match is None:
            return None
        span = match.span(1)
        market = self.pattern(r"{market-word-zh}").search(self.folded, *span)
        if not (market or self.analysis.mentions_in(*span)) or self.pattern(r"{share-dust-zh}*").fullmatch(
            self.folded, *span
        ):
            return None
        return span

    def _after_share_noun(self, cell: Cell) -> tuple[int, int] | None:
        """Return the span of the whole before a figure: "the share of exports in GDP rose to 5 percent"."""
        match = self.pattern(_AFTER_SHARE_NOUN).search(self.folded, *cell.left)
        if match is None:
            return None
        verb = self.pattern(_CLAUSE_END, case=True).search(self.folded, match.end(), cell.left[1])
        span = (match.end(), verb.start() if verb else cell.left[1])
        economy = any(m.iri == WHOLE for m in self.analysis.mentions_in(*span, "industry"))
        return span if economy or self.heads(*span) else None

    def unknown_whole(self, span: tuple[int, int]) -> bool:
        """Return whether a whole is named by words that are not known: 70 percent of the money."""
        return (
            not self.zh
            and all(m.layer in {"place", "anaphor"} for m in self.analysis.mentions_in(*span))
            and not self.clean(*span)
            and self.pattern(r"\b{general-whole}\b").search(self.folded, *span) is None
        )

    def only_gdp(self, trade: str) -> bool:
        """Return whether the share of an industry is one of GDP even where no word says so."""
        return trade == _DIGITAL

    def points_at_it(self, cell: Cell) -> bool:
        """Return whether a share is that of a thing named before: "the former", "its share"."""
        return (
            self.analysis.has("cue:former", *cell.left)
            or self.analysis.has("cue:latter", *cell.left)
            or self.pattern(r"\b{owner} {own-share}\b", case=True).search(self.folded, cell.start, cell.left[1])
            is not None
        )
