"""The values everything speaks in: figures and their intervals, passages, documents, claims.

Plain immutable values without I/O and without RDF; `kg.graph` alone knows their triples. Entities are named by IRI.
A claim is one of five families (`ClaimKind`), told apart by what a source says of the world: it observed a figure, it
forecasts one, it states a relation, it asserts something without a number, or somebody intends something.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum

from kg.errors import ModelError
from kg.periods import Period
from kg.terms import DEKGR, digest, hash16

__all__ = [
    "SIGNS",
    "TEXT_NORMALIZATION",
    "Assertion",
    "Attribution",
    "Claim",
    "ClaimKind",
    "Conversion",
    "Document",
    "Erratum",
    "Figure",
    "Intention",
    "Interval",
    "Measure",
    "Passage",
    "Plan",
    "document_iri",
    "photograph_iri",
]

SIGNS = {
    "=": "exactly",
    ">": "greaterThan",
    ">=": "atLeast",
    "<": "lessThan",
    "<=": "atMost",
    "~": "approximately",
}
"""Comparators by the sign that tables and the evaluation schema write for them; `nearly` and `between` have none."""

TEXT_NORMALIZATION = "decoded, BOM dropped, CRLF to LF, nothing else"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values a figure may stand for, in its unit. A bound of None is unknown: never zero, never infinity."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_inclusive: bool = False
    upper_inclusive: bool = False

    def __post_init__(self) -> None:
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ModelError(f"an interval from {self.lower} to {self.upper} is empty; the lower bound comes first")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a source prints it: "exceeded 80 billion yuan" is `Figure("80", "greaterThan", CNY, 9)`.

    Attributes:
        lexical: the numeral alone, as printed, such as `80` or `1,200.5`.
        comparator: local name of the comparator in the ontology: exactly, approximately, greaterThan, atLeast,
            lessThan, atMost, nearly, between.
        unit: IRI of the unit of `value`.
        multiplier: power of ten of the scale word: 9 for billion, 8 for 亿, 4 for 万.
        upper_lexical: the second numeral of a range (`between`), else None.
        counted: a count printed without a scale word, which is exact and not rounded.
        negative: the text speaks of a decline, so that the value is below zero.
    """

    lexical: str
    comparator: str
    unit: str
    multiplier: int = 0
    upper_lexical: str | None = None
    counted: bool = False
    negative: bool = False

    @property
    def value(self) -> Decimal:
        """The printed number times its scale, in `unit`; for display, never for comparison."""
        return self._scaled(self.lexical)

    @property
    def upper_value(self) -> Decimal | None:
        """The second number of a range, scaled like `value`."""
        return None if self.upper_lexical is None else self._scaled(self.upper_lexical)

    @property
    def rounding_unit(self) -> Decimal | None:
        """One unit of the last printed digit times the scale; None for a count, which is exact.

        >>> Figure("20.6", "exactly", "unit:PERCENT").rounding_unit
        Decimal('0.1')
        """
        if self.counted:
            return None
        decimals = len(self.lexical.partition(".")[2])
        return _plain(Decimal(1).scaleb(self.multiplier - decimals))

    def interval(self, tolerance: Decimal) -> Interval:
        """Return the interval the figure denotes.

        Args:
            tolerance: half width of "about", as a ratio of the value (the ontology's `dekg:relativeTolerance`).

        A plain figure stands for all that rounds to it, half up.

        >>> Figure("20.6", "exactly", "unit:PERCENT").interval(Decimal("0.05"))
        Interval(lower=Decimal('20.55'), upper=Decimal('20.65'), lower_inclusive=True, upper_inclusive=False)
        >>> Figure("80", "greaterThan", "unit:CCY_CNY", 9).interval(Decimal("0.05")).upper is None
        True
        """
        value, rounding = self.value, self.rounding_unit
        match self.comparator:
            case "exactly" if rounding is None:
                return Interval(value, value, True, True)
            case "exactly":
                half = (rounding or Decimal(0)) / 2
                return Interval(_plain(value - half), _plain(value + half), not self.negative, self.negative)
            case "approximately":
                width = abs(value) * tolerance
                return Interval(_plain(value - width), _plain(value + width), True, True)
            case "greaterThan":
                return Interval(lower=value)
            case "atLeast":
                return Interval(lower=value, lower_inclusive=True)
            case "lessThan" | "nearly":
                return Interval(upper=value)
            case "atMost":
                return Interval(upper=value, upper_inclusive=True)
            case "between" if self.upper_value is not None:
                low, high = sorted((value, self.upper_value))
                return Interval(low, high, True, True)
        raise ModelError(f"{self.comparator!r} is not a comparator that {self.lexical!r} can stand with")

    def _scaled(self, lexical: str) -> Decimal:
        if not re.fullmatch(r"[0-9][0-9,]*(\.[0-9]+)?", lexical):
            raise ModelError(f"{lexical!r} is not a numeral; expected digits as printed, such as '80' or '1,200.5'")
        try:
            value = Decimal(lexical.replace(",", "")).scaleb(self.multiplier)
        except InvalidOperation:
            raise ModelError(f"{lexical!r} times ten to the {self.multiplier} is out of range") from None
        return _plain(-value if self.negative else value)


def _plain(value: Decimal) -> Decimal:
    """Return an equal decimal without exponent and trailing zeros, the form that RDF stores keep."""
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") or "0") if "." in text else Decimal(text)


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A stretch of a text in Unicode code points, end exclusive, with the digest of what stands there.

    `digest` is over the text with white space collapsed, so that a re-wrapped page still matches.
    """

    start: int
    end: int
    digest: str
    sentence: int | None = None

    @classmethod
    def of(cls, text: str, start: int, end: int, sentence: int | None = None) -> "Passage":
        """Return the passage of a text between two positions."""
        if not 0 <= start < end <= len(text):
            raise ModelError(f"{start}-{end} is no passage of a text of {len(text)} code points")
        return cls(start, end, cls.digest_of(text[start:end]), sentence)

    @staticmethod
    def digest_of(segment: str) -> str:
        r"""Return the digest of a passage's words.

        >>> Passage.digest_of("two\n words") == Passage.digest_of("two words")
        True
        """
        return digest(" ".join(segment.split()))


Texts = tuple[tuple[str, str], ...]
"""The same words in several languages: pairs of language tag and text, sorted."""


@dataclass(frozen=True, slots=True)
class Erratum:
    """A correction of a curated claim: what stood there, what stands there now, who changed it, when and why.

    Attributes:
        was: IRI of the claim as it stood; the graph no longer holds it.
        now: IRI of the claim that replaces it; None if it was withdrawn.
        by: IRI of the organisation that corrected it.
        on: the day of the correction.
        said: the label of the claim as it stood, by language.
        why: the reason, by language.
    """

    was: str
    now: str | None
    by: str
    on: date
    said: Texts
    why: Texts

    def __post_init__(self) -> None:
        if self.was == self.now:
            raise ModelError(f"the correction of {self.was} changes nothing that tells claims apart; leave it out")


@dataclass(frozen=True, slots=True)
class Document:
    """A published text, known by its address; the text itself is optional and never enters the graph.

    Attributes:
        url: the address it is published at.
        language: BCP 47 tag of the text.
        text_digest: `sha256:…` of the normalised text; None if the text was never at hand.
        text_length: in code points; None likewise.
        title: as published; None or empty if unknown.
        publisher: IRI of the organisation that published it.
        published: day of publication.
        date_basis: where the day was read: `fromText`, `fromUrlPath`, `fromMetadata`.
        errata: corrections of claims that were once curated of it.
        reprint: whether somebody else wrote it or printed it first, so that it is no independent support.
        reprint_of: the address it was first published at, if known.
        written_by: IRI of the organisation that wrote it, where that is not the publisher.
        text: the normalised text, if at hand.
    """

    url: str
    language: str
    text_digest: str | None = None
    text_length: int | None = None
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    date_basis: str | None = None
    errata: tuple[Erratum, ...] = ()
    reprint: bool = False
    reprint_of: str | None = None
    written_by: str | None = None
    text: str | None = field(default=None, repr=False, compare=False)

    @property
    def iri(self) -> str:
        """The IRI, minted from the address."""
        return document_iri(self.url)

    def passage_iri(self, passage: Passage) -> str:
        """Return the IRI of a passage: the text's digest and the two positions."""
        if self.text_digest is None:
            raise ModelError(f"{self.url}: a document without a text digest has no passages")
        return f"{DEKGR}passage-{self.text_digest.removeprefix('sha256:')[:16]}-{passage.start}-{passage.end}"


def document_iri(url: str) -> str:
    """Return the IRI of the document at an address.

    Scheme and host are lower-cased, a fragment and a final slash of an empty path are dropped.

    >>> document_iri("HTTP://Example.org/a#b") == document_iri("http://example.org/a")
    True
    """
    match = re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)([^#]*)(?:#.*)?", url)
    canonical = match[1].lower() + (match[2] if match[2] != "/" else "") if match else url
    return f"{DEKGR}doc-{hash16([canonical])}"


def photograph_iri(document: str, number: int = 1) -> str:
    """Return the IRI of a photograph printed with a document, told apart by its number there (1 is the first)."""
    return f"{DEKGR}photo-{hash16([document, str(number)])}"


class ClaimKind(StrEnum):
    """The classes a claim can have; each belongs to one of the five families."""

    OBSERVATION = "StatisticalObservation"
    FORECAST = "Forecast"
    RELATION = "RelationClaim"
    QUALITATIVE = "QualitativeClaim"
    RANKING = "RankingClaim"
    AIM = "Aim"
    TARGET = "Target"
    COMMITMENT = "Commitment"

    @property
    def modality(self) -> str:
        """Local name of the modality that decides this class."""
        return {
            "Forecast": "forecastModality",
            "Aim": "aimModality",
            "Target": "targetModality",
            "Commitment": "commitmentModality",
        }.get(self.value, "observedModality")

    @property
    def intends(self) -> bool:
        """Whether it is an intention: an aim, a target or a commitment."""
        return self in {ClaimKind.AIM, ClaimKind.TARGET, ClaimKind.COMMITMENT}


@dataclass(frozen=True, slots=True)
class Conversion:
    """An editorial conversion of a figure into another unit; not a second observation.

    `passage` is None where the claim is cited to the document as a whole.
    """

    figure: Figure
    passage: Passage | None = None

    def rate(self, original: Figure) -> Decimal:
        """Return how many units of the original figure one unit of the conversion is worth, to five digits.

        >>> yuan = Figure("80", "greaterThan", "unit:CCY_CNY", 9)
        >>> Conversion(Figure("11.15", "greaterThan", "unit:CCY_USD", 9), Passage(0, 1, "")).rate(yuan)
        Decimal('7.1749')
        """
        if not self.figure.value or not original.value:
            raise ModelError(f"{original.lexical!r} converted into {self.figure.lexical!r} gives no rate of exchange")
        return _plain(Context(prec=5).divide(original.value, self.figure.value))


@dataclass(frozen=True, slots=True)
class Attribution:
    """On whose word a document puts a claim forward.

    Attributes:
        organization: IRI of the organisation, or of the one that the person or report speaks for; None if not known.
        name: of the person, report or occasion, as the document has it; None where the organisation says it all.
    """

    organization: str | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        if not self.organization and not self.name:
            raise ModelError("an attribution needs an organization, a name or both")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and the question it answers. `area`, `organization` or both are given; all are IRIs."""

    variable: str
    figure: Figure
    area: str | None = None
    organization: str | None = None
    period: Period | None = None
    base: Period | None = None
    basis_inferred: bool = False
    compared_with: str | None = None
    ranked_among: str | None = None
    scope: str | None = None
    conversions: tuple[Conversion, ...] = ()

    def __post_init__(self) -> None:
        if self.area is None and self.organization is None:
            raise ModelError(f"a figure of {self.variable} needs an area, an organization or both")


@dataclass(frozen=True, slots=True)
class Assertion:
    """Something said of a subject without a number. `subject` is None where the claim names a holder instead."""

    predicate: str
    subject: str | None = None
    object: str | None = None
    ranked_among: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A number of direct connections that somebody plans, with those partners that are named."""

    count: int
    named: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every member is named."""
        return len(self.named) == self.count


@dataclass(frozen=True, slots=True)
class Intention:
    """Who intends something, and what is to be the case."""

    holder: str
    target_state: str | None = None
    plan: Plan | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one document.

    Attributes:
        kind: the class, decided by the modality of the text.
        passages: where it was read; empty only for a claim cited to the document as a whole.
        measure, assertion, intention: what is said; which of them are present depends on `kind`.
        strength: `asserted`, `presupposed` or `implied`.
        industry: IRI of the industry the statement is about, where the measure's variable does not tell.
        manner: IRI of how something is done.
        purpose: the intention that this is done for, a claim of the same document.
        attribution: on whose word it is said; not part of the claim's identity, and neither are the two below.
        notes: what people should know of it, such as an ambiguous wording, by language and in words of our own.
        statements: numbers of the statements it stands for, in a curated file.
    """

    kind: ClaimKind
    passages: tuple[Passage, ...] = ()
    measure: Measure | None = None
    assertion: Assertion | None = None
    intention: Intention | None = None
    strength: str = "asserted"
    industry: str | None = None
    manner: str | None = None
    purpose: "Claim | None" = None
    attribution: Attribution | None = None
    notes: Texts = field(default=(), compare=False)
    statements: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.kind in {ClaimKind.OBSERVATION, ClaimKind.FORECAST} and self.measure is None:
            raise ModelError(f"a {self.kind} needs a measure")
        if self.kind in {ClaimKind.RELATION, ClaimKind.QUALITATIVE, ClaimKind.RANKING} and (
            self.assertion is None or self.assertion.subject is None
        ):
            raise ModelError(f"a {self.kind} needs an assertion with a subject")
        if self.kind.intends != (self.intention is not None):
            raise ModelError(f"a {self.kind} {'needs' if self.kind.intends else 'has no'} intention")
        if self.passages and self.measure and any(item.passage is None for item in self.measure.conversions):
            raise ModelError("a conversion of a claim with passages needs its passage")
        if self.kind.intends and self.measure is None and self.assertion is None and self.intention.plan is None:  # type: ignore[union-attr]
            raise ModelError(f"a {self.kind} says nothing: give a measure, an assertion or a plan")

    @property
    def about(self) -> tuple[str, ...]:
        """IRIs of what the claim is about: subject, holder, area and organization, without repeats."""
        found = (
            self.assertion.subject if self.assertion else None,
            self.intention.holder if self.intention else None,
            self.measure.area if self.measure else None,
            self.measure.organization if self.measure else None,
        )
        return tuple(dict.fromkeys(iri for iri in found if iri is not None))
