"""Claims out of text: from a document to claims whose every role is proven against its passage.

`extract` reads; `kg.extract.proof.gate` judges, whoever proposed. An extractor is a function
`(Document, Vocabulary) -> Extraction`, found by the entry-point group `kg.extractors`.

The way of an article: `text` finds words, `numbers`, `calendar` and `entities` what they name (`analysis`); `cells`
cuts sentences around their figures; `whom`, `what` and `when` bind the roles of each (`readings`); `proof` judges,
`assemble` makes claims; `statements` reads what has no figure.
"""

from dataclasses import dataclass

from kg.errors import ModelError
from kg.extract.analysis import Analysis, analyse
from kg.extract.assemble import Candidate, Provisional, claim_of, merged, passage_of, provisional
from kg.extract.calendar.periods import Published
from kg.extract.proof import checks
from kg.extract.proof.proposed import row_of, variables
from kg.extract.readings import read
from kg.extract.roles import Reading
from kg.extract.text.lexicon import compiled
from kg.extract.what.indicators import WHOLE
from kg.model import Claim, Document
from kg.vocabulary import Vocabulary

__all__ = ["Candidate", "Extraction", "Provisional", "accepted", "analysis_of", "extract"]

MAX_CHARACTERS = 2_000_000
"""Longest text that is read; the time an extraction takes grows with it, some 2 ms for each 1,000 characters."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of a document.

    Attributes:
        claims: right in every role, as far as the rules can tell; each with its passages.
        candidates: figures that became no claim, each with its reasons.
        provisional: things that claims speak of and the ontology lacks.
    """

    claims: tuple[Claim, ...]
    candidates: tuple[Candidate, ...]
    provisional: tuple[Provisional, ...] = ()


def extract(document: Document, vocabulary: Vocabulary) -> Extraction:
    """Return the claims and candidates of a document that has its text.

    Raises:
        ModelError: the document has no text, or a longer one than `MAX_CHARACTERS`.
    """
    from kg.extract.statements.relations import relations

    analysis = analysis_of(document, vocabulary)
    good, bad = accepted(analysis)
    claims: list[Claim] = []
    kept: list[Reading] = []
    candidates: list[Candidate] = []
    for reading in good:
        try:
            claims.append(claim_of(reading, analysis))
            kept.append(reading)
        except ModelError as error:
            bad.append((reading, [str(error)]))
    for reading, reasons in sorted(bad, key=lambda pair: pair[0].quantity.start):
        quantity = reading.quantity
        words = analysis.text.given[slice(*analysis.text.span(quantity.first, quantity.last))]
        passage = passage_of(analysis, quantity.first, quantity.last)
        candidates.append(Candidate(passage, words, tuple(reasons), row_of(reading, analysis)))
    said, doubtful = relations(analysis)
    claims += said
    unknown = (*provisional(kept, analysis), *variables(kept, analysis))
    return Extraction(merged(claims), (*candidates, *doubtful), unknown)


def analysis_of(document: Document, vocabulary: Vocabulary, published: Published | None = None) -> Analysis:
    """Return the analysis of a document; `published` stands in where only a year or month is known."""
    if document.text is None:
        raise ModelError(f"{document.url}: a document without its text cannot be extracted from; read the source again")
    if len(document.text) > MAX_CHARACTERS:
        raise ModelError(
            f"{document.title or document.url}: {len(document.text):,} characters are more than {MAX_CHARACTERS:,}; "
            "split the text"
        )
    if published is None and document.published is not None:
        published = Published.parse(document.published.isoformat())
    return analyse(document.text, document.language, compiled(vocabulary), published, document.title)


def accepted(analysis: Analysis) -> tuple[list[Reading], list[tuple[Reading, list[str]]]]:
    """Return the readings that pass every check, and the others with their reasons."""
    good: list[Reading] = []
    bad: list[tuple[Reading, list[str]]] = []
    for reading in read(analysis):
        reasons = checks.problems(reading, analysis)
        if reasons:
            bad.append((reading, reasons))
        else:
            good.append(reading)
    if not any(_economic(reading) for reading in good if reading.prop_name is None):
        bad += [(reading, ["a count in a text without any figure of an economy"]) for reading in good]
        good = []
    return good, bad


def _economic(reading: Reading) -> bool:
    """Return whether a reading is more than a count of anything."""
    return reading.stat != "count" or reading.trade != WHOLE or reading.modality != "observed"
