"""Judge proposed claims: nothing enters that the text does not prove, whoever proposed it.

A proposal is a claim in the evaluation schema (a person's file, another tool, a language model). The number inside its
quote is parsed again, out of the slice alone and in its sentence; every role is derived again from the text by the same
named rules as an extraction; a role that the rules derive otherwise is refused, one that they leave open must stand
near the figure in the text's own words. One number, one claim.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.extract import checks, evaluate
from kg.extract.analysis import Analysis, analyse
from kg.extract.assemble import variable_of
from kg.extract.indicators import WHOLE, indicators
from kg.extract.lexicon import Lexicon, compiled, lowered
from kg.extract.numerals import trim
from kg.extract.periods import Published
from kg.extract.quantities import NUMBER, PERCENT, POINTS, RANK, TIMES
from kg.extract.readings import read
from kg.extract.roles import Reading
from kg.extract.tokens import fold
from kg.vocabulary import Vocabulary

__all__ = ["Gate", "Proposal", "Verdict"]

_KINDS = {"level", "growth", "count", "share", "rank", "ratio"}
_UNITS = {"%": PERCENT, "percentage points": POINTS, "rank": RANK, "times": TIMES}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that somebody proposes of a text, in the words of the evaluation schema; offsets count code points."""

    value: Decimal
    unit: str
    kind: str
    quote_start: int
    quote_end: int
    place: str | None = None
    org: str | None = None
    industry: str | None = None
    indicator: str | None = None
    comparator: str = "="
    period: str | None = None
    baseline: str | None = None
    modality: str = "observed"
    quote: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Proposal | str":
        """Return the proposal of a row, or why it is none."""
        try:
            value = Decimal(str(row["value"]))
            start, end = row["quote_start"], row["quote_end"]
            if not value.is_finite() or type(start) is not int or type(end) is not int:
                return "value must be a number, quote_start and quote_end whole numbers"
            kind, unit = str(row["kind"]), str(row["unit"])
        except (KeyError, InvalidOperation, TypeError) as error:
            return f"not a claim in the evaluation schema ({type(error).__name__}: {error})"
        if kind not in _KINDS:
            return f"kind {kind!r} is not one of {', '.join(sorted(_KINDS))}"

        def text(name: str) -> str | None:
            given = row.get(name)
            return str(given) if given not in {None, ""} else None

        return cls(
            value,
            unit,
            kind,
            start,
            end,
            text("place"),
            text("org"),
            text("industry"),
            text("indicator"),
            text("comparator") or "=",
            text("period"),
            text("baseline"),
            text("modality") or "observed",
            text("quote"),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a proposal is proven, and if not, why; `reading` is what the text says of the figure."""

    reasons: tuple[str, ...] = ()
    reading: Reading | None = None

    @property
    def accepted(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


@dataclass(slots=True)
class Gate:
    """The gate of one text. It remembers which figures have a claim: a second, different one is refused."""

    analysis: Analysis
    readings: list[Reading]
    used: dict[tuple[int, str | None], Proposal] = field(default_factory=dict)

    @classmethod
    def of(
        cls, text: str, language: str, vocabulary: Vocabulary, published: str | None = None, title: str | None = None
    ) -> "Gate":
        """Return the gate of a text, from an analysis of its own."""
        analysis = analyse(text, language, compiled(vocabulary), Published.parse(published), title)
        return cls(analysis, read(analysis))

    def judge_all(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Verdict]]:
        """Return the verdict of each row, in order."""
        found = []
        for row in rows:
            proposal = Proposal.of(row)
            found.append((row, Verdict((proposal,)) if isinstance(proposal, str) else self.judge(proposal)))
        return found

    def judge(self, proposal: Proposal, *, remember: bool = True) -> Verdict:
        """Return whether the text proves a proposal in every role."""
        text = self.analysis.text.given
        start, end = proposal.quote_start, proposal.quote_end
        if not 0 <= start < end <= len(text):
            return Verdict((f"the quote {start}-{end} lies outside the text of {len(text)} characters",))
        if proposal.quote is not None and proposal.quote != text[start:end]:
            return Verdict(("the quote is not what stands at its offsets",))
        inside = [r for r in self.readings if self._within(r, start, end)]
        if not inside:
            return Verdict(("no figure stands inside the quote",))
        same = [r for r in inside if self._value(r, proposal)]
        if not same:
            return Verdict(("no figure inside the quote has this value and unit",))
        verdicts = [self._roles(reading, proposal) for reading in same]
        best = min(verdicts, key=lambda verdict: len(verdict.reasons))
        if best.accepted and best.reading is not None:
            key = (best.reading.quantity.start, _plain(proposal.place or proposal.org))
            known = self.used.get(key)
            if known is not None and known != proposal:
                return Verdict(("this figure has a claim already",), best.reading)
            if remember:
                self.used[key] = proposal
        return best

    # -- the number ------------------------------------------------------------------------------------------------

    def _within(self, reading: Reading, start: int, end: int) -> bool:
        first, last = self.analysis.text.span(reading.quantity.number.start, reading.quantity.number.end)
        return start <= first and last <= end

    def _value(self, reading: Reading, proposal: Proposal) -> bool:
        for value, unit in self._forms(reading):
            if trim(proposal.value) == trim(value) and self._same_unit(unit, proposal.unit):
                return self._spelled_so(reading)
        return False

    def _forms(self, reading: Reading) -> list[tuple[Decimal, str]]:
        value, unit = evaluate.scaled(reading, self.lexicon)
        return [(-value if reading.decline and value > 0 else value, unit)]

    def _spelled_so(self, reading: Reading) -> bool:
        numeral = reading.quantity.number
        if numeral.spelled or reading.quantity.unit == PERCENT:
            return True
        return checks.reparsed(self.analysis.folded[numeral.start : numeral.end]) is not None

    @property
    def lexicon(self) -> Lexicon:
        """The words of the gate."""
        return self.analysis.lexicon

    def _same_unit(self, derived: str, given: str) -> bool:
        if derived == given:
            return True
        known = self.lexicon.meanings(given, "unit") or ((_UNITS[given],) if given in _UNITS else ())
        if derived in {"count", "units"} or derived in _PLAIN_COUNTS:
            return not known or all(iri == NUMBER for iri in known)
        return any(iri in self.lexicon.meanings(derived, "unit") for iri in known)

    # -- roles -----------------------------------------------------------------------------------------------------

    def _roles(self, reading: Reading, proposal: Proposal) -> Verdict:
        reasons = []
        derived = evaluate.row("", reading, self.lexicon, (0, 1))
        kinds = {"level", "count"}
        if proposal.kind != derived["kind"] and not {proposal.kind, derived["kind"]} <= kinds:
            reasons.append(f"kind: the text says {derived['kind']}")
        if evaluate.COMPARATORS[reading.quantity.comparator] != proposal.comparator:
            reasons.append(f"bound: the text says {derived['comparator']}")
        if proposal.modality != derived["modality"]:
            reasons.append(f"modality: the text says {derived['modality']}")
        if not _same_period(proposal.period, derived["period"]):
            reasons.append(f"period: the text gives {derived['period']}")
        reasons += self._subject(reading, proposal)
        reasons += self._industry(reading, proposal)
        reasons += self._indicator(reading, proposal, derived)
        open_roles = {"no indicator", "no industry", "no subject"}
        reasons += [p for p in checks.problems(reading, self.analysis) if not any(p.startswith(o) for o in open_roles)]
        return Verdict(tuple(dict.fromkeys(reasons)), reading)

    def _subject(self, reading: Reading, proposal: Proposal) -> list[str]:
        if proposal.place is None:
            if proposal.org is None:
                return ["subject: none is given"]
            return [] if self._org(reading, proposal.org) else ["subject: the text names another body, or a place"]
        if reading.place is None:
            return (
                []
                if reading.org is None
                and self._nearby(proposal.place, reading)
                and self._only_place(proposal.place, reading)
                else ["place: it is not named near the figure"]
            )
        derived = reading.place_name or self.lexicon.vocabulary.label(reading.place, "en")
        if reading.place in self.lexicon.meanings(proposal.place, "place") or _plain(derived) == _plain(proposal.place):
            return []
        return [f"place: the text says {derived}"]

    def _org(self, reading: Reading, name: str) -> bool:
        if reading.org is None:
            return False
        derived = reading.org_name or self.lexicon.vocabulary.label(reading.org, "en")
        return reading.org in self.lexicon.meanings(name, "org") or _plain(derived) == _plain(name)

    def _industry(self, reading: Reading, proposal: Proposal) -> list[str]:
        given = proposal.industry or "whole economy"
        iris = set(self.lexicon.meanings(given, "industry"))
        derived = reading.trade_name or (self.lexicon.vocabulary.label(reading.trade, "en") if reading.trade else None)
        if reading.trade is None:
            return (
                [] if WHOLE in iris or self._nearby(given, reading) else ["industry: it is not named near the figure"]
            )
        if reading.trade in iris or _plain(derived) == _plain(given):
            return []
        if iris <= _INDUSTRY and reading.trade in _INDUSTRY:
            return []
        if {reading.trade, *iris} <= _SOFTWARE and (
            reading.trade == _SOFTWARE_ALONE or not any(m.iri in iris for m in self.analysis.mentions)
        ):
            return []
        return [f"industry: the text says {derived}"]

    def _indicator(self, reading: Reading, proposal: Proposal, derived: Mapping[str, Any]) -> list[str]:
        given = proposal.indicator or ""
        if _plain(given) == _plain(derived["indicator"]):
            return []
        iris = self.lexicon.meanings(given, "property")
        if reading.prop is not None:
            if (
                reading.prop in iris
                and reading.noun is None
                and not (reading.stat == "share" and reading.whole is not None and reading.whole != reading.prop)
            ):
                return []
            if reading.noun is not None and reading.prop in iris and _inside(given, derived["indicator"]):
                return []
            if (
                iris
                and reading.trade in _DIGITAL
                and reading.prop != _VALUE_ADDED
                and reading.stat != "share"
                and {reading.prop, *iris} <= _SCALE
            ):
                return []
            variables = self.lexicon.meanings(given, "variable")
            if variables:
                mine = variable_of(reading, indicators(self.lexicon))
                return [] if mine in variables else [f"indicator: the text says {derived['indicator']}"]
            if (
                reading.stat == "rank"
                and reading.growth_rank
                and re.fullmatch(r"(?:\w+ )?growth(?: rate)?", given.casefold())
            ):
                base = given.casefold().removesuffix(" rate").removesuffix("growth").strip()
                if not base or reading.prop in self.lexicon.meanings(base, "property"):
                    return []
            if (
                reading.stat == "count"
                and not iris
                and _overlap(given, derived["indicator"])
                and self._nearby(given, reading)
            ):
                return []
            return [f"indicator: the text says {derived['indicator']}"]
        return [] if self._nearby(given, reading) else ["indicator: it is not named near the figure"]

    def _nearby(self, name: str, reading: Reading) -> bool:
        sentence = reading.cell.sentence
        words = lowered(self.analysis.folded[sentence.start : sentence.end])
        low = lowered(fold(name)[0]).strip()
        return bool(low) and re.search(rf"(?<![a-z]){re.escape(low)}", words) is not None

    def _only_place(self, name: str, reading: Reading) -> bool:
        sentence = reading.cell.sentence
        return len({m.iris for m in self.analysis.mentions_in(sentence.start, sentence.end, "place")}) <= 1


_SOFTWARE_ALONE = "https://w3id.org/dekg/id/industry-software-services"
_VALUE_ADDED = "https://w3id.org/dekg/id/property-value-added"
_DIGITAL = {"https://w3id.org/dekg/id/industry-digital-economy"}
_SCALE = {f"https://w3id.org/dekg/id/property-{name}" for name in ("value-added", "industry-scale")}
"""The scale of the digital economy is its added value, as those who publish it count."""
_PLAIN_COUNTS = {"per 10,000 people"}
_INDUSTRY = {f"https://w3id.org/dekg/id/industry-{name}" for name in ("general", "industrial-sector")}
_SOFTWARE = {f"https://w3id.org/dekg/id/industry-{name}" for name in ("software-services", "software-it-services")}


def _plain(name: object) -> str:
    words = re.sub(r"[^\w]+", " ", fold(str(name or ""))[0].casefold().replace("'s ", " ").replace("'", "")).split()
    return " ".join(w for w in words if w not in {"the", "city", "province", "municipality", "of", "number"})


def _inside(given: str, derived: str) -> bool:
    """Return whether a name is a part of a longer one: chips of "intelligent computing chips"."""
    own = set(_plain(given).split())
    return bool(own) and own <= set(_plain(derived).split())


def _overlap(first: str, second: str) -> bool:
    left, right = set(_plain(first).split()), set(_plain(second).split())
    return bool(left & right) and len(left & right) * 2 >= len(left | right)


def _same_period(given: str | None, derived: str | None) -> bool:
    if given is None or derived is None:
        return given is None and derived is None
    if given == derived:
        return True
    return len(derived) == 10 and given == derived[:7]
