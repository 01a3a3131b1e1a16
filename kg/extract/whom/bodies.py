"""Choose the body whose figure a reading is: named in the sentence, named before, or "the company".

The only module that knows which indicators a body may have.
"""

from kg.extract.cells import Cell
from kg.extract.entities.named import Mention
from kg.extract.roles import Reading
from kg.extract.whom.course import Course

__all__ = ["body_of"]

_AT_OPENING = 5
"""Characters before a body that its sentence opens with: an article."""
_ALONE = r"\b(?:{own-pronoun}|the {company-word}(?:'s)?)\b|{this-company}"
_IT = r"(?:{it-opening}|The {company-word}(?:'s)?)\b"
_BARE = r"\W*(?:{results-adjective} )*{results-noun}\b|{results-lead-zh}?{results-kind-zh}?{results-short-zh}"
_MAKES = r"\b{makes}\b|{makes-zh}"
_COMPANY_ZH = r"(?:^|[,;:、。\"])\s*{part-zh}?,?{this-company}(?!的?(?:{number-noun-zh}|{counts-zh}?\d+(?![\d年])))"
_BETWEEN_ZH = r"(?:{ordinary-zh}|[\d,\s-])*"
"""What stands between a company and the indicator that is its own: 2023年, 全年."""
_OPENING = 2
"""Characters before the name of the company that a sentence is about."""


def body_of(reading: Reading, cell: Cell, made: list[Reading], course: Course) -> Mention | None:
    """Return the body a figure belongs to, or None where it is that of a place or of nobody known."""
    if reading.stat == "rank":
        return None
    analysis = course.analysis
    quantity = cell.quantity
    found = [m for m in analysis.mentions_in(cell.sentence.start, quantity.first, "org") if course.acts(m)]
    if reading.prop not in analysis.lexicon.listed("cue-figures-of-bodies"):
        goes_on = bool(made) and made[-1].org is not None and made[-1].prop == reading.prop
        makes = found and course.pattern(_MAKES, case=True).search(course.folded, found[-1].end, quantity.first)
        opens = _opens(found[-1], cell, course) if found else _points_back(cell, course)
        opens = opens or _is_company_zh(reading, cell, found, course)
        if not goes_on and not makes and not opens:
            return None
    if found:
        return None if _overtaken(found[-1], cell, made, course) else found[-1]
    if made and made[-1].org is not None and not course.usable(cell.start, quantity.first):
        spot = made[-1].evidence["org"]
        return Mention(spot.start, spot.end, "org", (made[-1].org,), "", made[-1].org_name)
    head = course.folded[cell.sentence.start : quantity.first]
    if (
        course.body is not None
        and (course.pattern(_ALONE).search(head) or (course.alone and course.pattern(_BARE).match(head)))
        and not course.usable(cell.sentence.start, quantity.first)
    ):
        return course.body
    return None


def _opens(body: Mention, cell: Cell, course: Course) -> bool:
    """Return whether an English sentence opens with a body and names no place before the figure."""
    plain = body.name is not None and body.name.isalpha()
    if course.zh or plain or body.start - course.opening(cell.sentence) > _AT_OPENING:
        return False
    return not course.usable(body.end, cell.quantity.first)


def _points_back(cell: Cell, course: Course) -> bool:
    """Return whether an English sentence goes on about the body of the last: "It shipped", "The company plans"."""
    if course.zh or course.body is None or not course.alone:
        return False
    opening = course.opening(cell.sentence)
    return course.pattern(_IT, case=True).match(course.folded, opening) is not None


def _is_company_zh(reading: Reading, cell: Cell, found: list[Mention], course: Course) -> bool:
    """Return whether a Chinese sentence has a company for its subject, so that any figure is its own."""
    if not course.zh or reading.prop in course.analysis.lexicon.listed("cue-figures-of-places"):
        return False
    if course.pattern(_COMPANY_ZH).search(course.folded, cell.sentence.start, cell.quantity.first):
        return bool(found) or course.body is not None
    spot = reading.evidence.get("indicator")
    if found and spot is not None and found[-1].end <= spot.start < cell.quantity.first:
        near = course.pattern(_BETWEEN_ZH).fullmatch(course.folded, found[-1].end, spot.start) is not None
        if near:
            return True
    return bool(found) and found[-1].kind == "company" and found[-1].start - course.opening(cell.sentence) <= _OPENING


def _overtaken(body: Mention, cell: Cell, made: list[Reading], course: Course) -> bool:
    """Return whether a place or another body was spoken of between a body and the figure."""
    again = bool(made) and made[-1].org == body.iri
    own = course.usable(max(body.end, cell.start) if again else body.end, cell.quantity.first)
    if body.start < cell.start and own:
        return True
    return bool(
        made
        and body.start < cell.start
        and made[-1].org != body.iri
        and made[-1].stat != "rank"
        and made[-1].prop is not None
    )
