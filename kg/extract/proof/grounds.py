"""On what ground a proposed role may stand where the rules of extraction read another one, or none.

A text often leaves it to its reader what a figure is of: the sentence names the industry, the figure does not. The
rules choose one reading of it; somebody else may choose another with the same right. So each role is judged by the
text: what the figure's own words name decides, and only where they name nothing may a role be inherited, by a named
rule that runs again here.
"""

from kg.extract import evaluate
from kg.extract.analysis import Analysis
from kg.extract.proof import intended
from kg.extract.proof.kept import KEPT, keeps
from kg.extract.proof.measured import AS_READ, Measured
from kg.extract.proof.naming import Naming
from kg.extract.proof.owned import Owned
from kg.extract.proof.proposal import Proposal
from kg.extract.proof.sited import Sited
from kg.extract.proof.timed import Timed
from kg.extract.roles import Evidence, Reading
from kg.extract.text import alike
from kg.extract.what.indicators import WHOLE, Indicators, indicators
from kg.extract.what.words import WEAK
from kg.terms import DEKGR

__all__ = ["AS_READ", "KEPT", "Grounds"]

_FOREIGN = DEKGR + "industry-foreign-trade"
"""The industry that exports have where no other is named."""

_TOLD = {"named-left", "named-right", "in-indicator", "paired-list"}
"""Rules by which a figure's own words give it its industry."""

_BESIDE = 24
"""Characters beside the name of an industry in which the words stand that make it a narrower one."""


class Grounds:
    """The grounds that one text gives."""

    def __init__(self, analysis: Analysis, readings: list[Reading]) -> None:
        self.analysis = analysis
        self.lexicon = analysis.lexicon
        self.known = analysis.lexicon.phrases
        self.facts: Indicators = indicators(analysis.lexicon)
        self.naming = Naming(analysis, readings)
        self.measured = Measured(self.naming, self.facts)
        self.sited = Sited(self.naming)
        self.owned = Owned(self.sited)
        self.timed = Timed(self.naming)

    def of(self, reading: Reading, proposal: Proposal) -> dict[str, Evidence | None]:
        """Return the ground of each role that a proposal names, None where there is none."""
        found = {"period": self.timed.period(reading, proposal.period)}
        found["modality"] = intended.modality(reading, proposal, self.analysis)
        if proposal.place is not None:
            found["place"] = self.sited.place(reading, proposal.place)
        if proposal.org is not None or proposal.place is None:
            found["org"] = self.owned.org(reading, proposal.org or "", proposal.place is not None)
        found["indicator"] = self.measured.indicator(reading, proposal.indicator or "")
        found["industry"] = self.industry(reading, proposal.industry, proposal.indicator)
        return found

    # -- industry ------------------------------------------------------------------------------------------------------

    def industry(self, reading: Reading, name: str | None, indicator: str | None = None) -> Evidence | None:
        """Return the ground on which a figure is of an industry, or None; no name stands for the whole economy.

        Args:
            reading: of the figure.
            name: of the industry.
            indicator: what it is to measure, where the rules read nothing.
        """
        iris = set(self.lexicon.meanings(name, "industry")) if name else {WHOLE}
        if self.naming.reads(reading.trade, reading.trade_name, name, iris) or self._close(reading, iris):
            return AS_READ
        ground = self._grounded(reading, name, iris, indicator or "")
        if ground is None and keeps(reading, name, iris, self.naming, self.facts):
            return KEPT
        return ground

    def _grounded(self, reading: Reading, name: str | None, iris: set[str], indicator: str) -> Evidence | None:
        """Return where the text names an industry that is not the one read, if nothing stands against it."""
        vague = bool(iris) and WEAK.issuperset(iris)
        ground = self._worded(reading, name or "", iris, indicator)
        if ground is None and not vague:
            ground = self._narrower(reading, name or "", iris)
        if ground is not None or self._fixed(reading):
            return ground
        spans = list(self.naming.told_in(reading))
        if not vague and (spot := self.naming.spot(name or "", iris, self.naming.trades, spans[:1])) is not None:
            return Evidence(*spot, "named")
        if self._named(reading, spans):
            return None
        if WHOLE in iris:
            return self._none_named(reading, indicator)
        whole = reading.prop in self.lexicon.listed("cue-figures-of-an-economy")
        return None if vague or whole else self._inherited(reading, name or "", iris)

    def _worded(self, reading: Reading, name: str, iris: set[str], indicator: str) -> Evidence | None:
        """Return where a figure's own words say the name of an industry, by more words than were read."""
        told, counted = reading.evidence.get("industry"), reading.evidence.get("indicator")
        if told is not None and (full := self.naming.around(told, name)) is not None:
            return Evidence(*full, "full-name")
        if counted is not None and reading.prop is not None and self.facts.counted(reading.prop):
            things = (evaluate.indicator_name(reading, self.lexicon), indicator)
            if any(alike.alike(each, name, self.naming.known) for each in things):
                return Evidence(counted.start, counted.end, "what-is-counted")
        spot = self._in_own_words(reading, name, iris)
        return Evidence(*spot, "in-own-words") if spot is not None else None

    def _none_named(self, reading: Reading, indicator: str) -> Evidence | None:
        """Return the ground of the whole economy, where what is measured is of no industry by itself."""
        props = [reading.prop] if reading.prop else self.lexicon.meanings(indicator, "property")
        alone = any(self.facts.own_trade(prop) in {WHOLE, _FOREIGN} for prop in props)
        return Evidence(reading.quantity.first, reading.quantity.last, "none-named") if alone else None

    def _inherited(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where the words before a figure name an industry, unless what was read stands nearer to it."""
        ground = self.naming.inherited(reading, name, iris, self.naming.trades)
        if ground is None and reading.trade != _FOREIGN:
            ground = self.naming.beside(reading, name, iris)
        known = reading.evidence.get("industry")
        if ground is None:
            return self.naming.topic(iris) if known is not None and known.rule == "of-body" else None
        near = reading.trade in {None, WHOLE, _FOREIGN} or known is None or known.start < ground.start
        return ground if near else None

    def _in_own_words(self, reading: Reading, name: str, iris: set[str]) -> tuple[int, int] | None:
        """Return where a figure's words say what a name says beyond the industry read, or what they are short for."""
        told, called = reading.evidence.get("industry"), self.naming.called
        if reading.trade is None or reading.trade in {WHOLE, _FOREIGN} or told is None or told.start < 0:
            return None
        known = self.lexicon.phrases
        folded = self.analysis.folded
        words = alike.plain(name, known).split()
        short = alike.plain(folded[told.start : told.end], known).split()
        tail = list(map(alike.single, words[-len(short) :])) if short and len(short) < len(words) else []
        if tail and tail == list(map(alike.single, short)):
            before = [span for span in called.printed(name) if span[1] <= told.start]
            return before[-1] if before else None
        if told.rule in {"in-indicator", "of-indicator"} or (iris and not self._wide(reading.trade, iris)):
            return None
        label = reading.trade_name or self.lexicon.vocabulary.label(reading.trade, "en")
        own = set(map(alike.single, (*alike.plain(label, known).split(), *short)))
        more = [w for w in words if alike.single(w) not in own and w not in known.set("industry-noun")]
        if not more or len(more) == len(words):
            return None
        sentence = reading.cell.sentence
        start = max(sentence.start, told.start - _BESIDE) if sentence.start <= told.start < sentence.end else told.start
        spots = [called.says(word, start, told.end + _BESIDE) for word in more]
        return spots[0] if all(spots) else None

    def _narrower(self, reading: Reading, name: str, iris: set[str]) -> Evidence | None:
        """Return where an industry is named that is a part of the one read: electric vehicles, of vehicles."""
        wide, told = reading.trade, reading.evidence.get("industry")
        if wide is None or wide in {WHOLE, _FOREIGN} or told is None or told.rule in _TOLD:
            return None
        if not self._wide(wide, iris):
            return None
        sentence = reading.cell.sentence
        spot = self.naming.spot(name, iris, self.naming.trades, [(sentence.start, sentence.end)])
        return Evidence(*spot, "narrower") if spot is not None else None

    def _wide(self, wide: str, iris: set[str]) -> bool:
        """Return whether an industry holds another one."""
        return any(wide in self.facts.above(iri) for iri in iris)

    def _fixed(self, reading: Reading) -> bool:
        """Return whether the indicator, or the order of two lists, leaves no choice of the industry."""
        spot = reading.evidence.get("industry")
        if spot is None or reading.trade in {None, WHOLE, _FOREIGN}:
            return False
        return spot.rule in {"of-indicator", "in-indicator", "paired-list"}

    def _named(self, reading: Reading, spans: list[tuple[int, int]]) -> bool:
        """Return whether a figure's own words name an industry that is more than that of its indicator."""
        measured = reading.evidence.get("indicator")
        own = self.facts.own_trade(reading.prop) if reading.prop else None
        told = reading.evidence.get("industry")
        if told is not None and told.rule == "in-name" and any(start <= told.start < end for start, end in spans):
            return True
        return any(
            not (m.iri == own and measured is not None and m.start < measured.end and measured.start < m.end)
            for m in self.naming.trades
            for start, end in spans
            if start <= m.start < end
        )

    def _close(self, reading: Reading, iris: set[str]) -> bool:
        """Return whether the ontology holds an industry for close to the one that was read."""
        if reading.trade is None:
            return False
        close = iris & set(self.lexicon.vocabulary.values(reading.trade, "skos:closeMatch"))
        return bool(close)
