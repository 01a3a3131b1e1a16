"""Hold back a figure whose subject may be another: a name nobody knows, several places, a company only told of.

The first rules that `kg.extract.whom.placing` asks; what passes them is placed by what is named around the figure.
"""

from kg.extract.whom.asked import NO_BODY, PRESENTED, Placed
from kg.extract.whom.course import UNCERTAIN
from kg.extract.whom.hanasked import HanAsked

__all__ = ["COMPANY_AFTER_ZH", "Doubts"]

_PRESENTED = (
    r"(?P<name>[A-Z][\w&'-]+(?: (?:{title-joint} )?[A-Z][\w&'-]*){1,5}), "
    r"(?P<as>{presented-as} [^;.]{3,120}?),"
)
_TOGETHER = r"\b{together} they\b|\bthe {few} {together}\b|{together-zh}"
_TOGETHER_ZH = r"[两二三四五六七八九十]{place-unit-zh}[^,;。]{0,8}{in-total-zh}"
_THE_COMPANY_ZH = r"\s*{this-firm-zh}?{company-noun-zh}(?!的?(?:数|{counts-zh}?\d+(?![\d年])))"
_IT = r"\W*(?:{own-pronoun}|the {company-word}(?:'s)?)\b"
_SEVERAL = "several subjects together"
COMPANY_AFTER_ZH = r"[,;:、。]" + _THE_COMPANY_ZH
"""A clause that goes on about the company: ",公司"."""
_COMPANY_ZH = r"(?:^|[,;:、。])" + _THE_COMPANY_ZH
_ONE_COMPANY_ZH = r"{one-firm-zh}[^,;。、]{0,14}{company-noun-zh}"


class Doubts(HanAsked):
    """The rules that hold a figure back, or pass on."""

    def unknown_before(self) -> Placed | None:
        """Hold back a figure behind a name that nobody knows."""
        strangers = [
            p
            for p in self.course.subjects.within(self.cell.start, self.cell.quantity.first)
            if (p.kind == "stranger" or (p.role == "unknown" and p.iri is None)) and not self._in_whole(p)
        ]
        if strangers and self.body is not None and strangers[-1].start < self.body.start:
            return None
        own = self._own
        if strangers and (not own or own[-1].start < strangers[-1].start):
            return self._held(UNCERTAIN)
        return None

    def presented(self) -> Placed | None:
        """Take the name a sentence presents as its subject: "Sound Harbor, a park in Hefei, has …"."""
        course, cell = self.course, self.cell
        if self.body is not None or course.zh:
            return None
        match = course.pattern(_PRESENTED, case=True).match(
            course.folded, course.opening(cell.sentence), cell.sentence.end
        )
        if match is None or match.end("as") > cell.quantity.first:
            return None
        if course.pattern(r"\b{person-noun}\b", case=True).search(match["as"]):
            return None
        own = self._own
        if any(p.start >= match.end("as") for p in course.usable(cell.sentence.start, cell.quantity.first)):
            return None
        if cell.start >= match.end("as") and not self._of_presented():
            return None
        named = [p for p in own if p.start == match.start("name") and p.end >= match.end("name")]
        if named:
            return named[0], "own-words"
        known = any(
            m.layer in {"place", "org", "anaphor"} and m.end >= match.end("name")
            for m in course.analysis.mentions_in(match.start("name"), match.end("name"))
        )
        return None if known else self._held(PRESENTED)

    def doubtful(self) -> Placed | None:
        """Hold back what may be that of a city or of its province, and what several have together."""
        if self._which_government():
            return self._held("a government that may be of the city or of what holds it")
        before = self.course.folded[self.cell.start : self.cell.quantity.first]
        several = len({r.place for r in self.state.previous}) > 1 or self.reading.stat == "share"
        if (several and self.course.pattern(_TOGETHER).search(before)) or self._at_several():
            return self._held(_SEVERAL)
        own = self._own
        goes_on = self.course.zh and bool(self.made) and _SEVERAL in self.made[-1].problems and not own
        joint = self.course.zh and self.course.pattern(_TOGETHER_ZH).search(before) is not None
        if (goes_on or joint) and not any(p.kind == "joint" for p in own):
            return self._held(_SEVERAL)
        return None

    def of_company(self) -> Placed | None:
        """Hold back what is said of a company that is not known: 公司全年装机量9.8吉瓦时, "It shipped 4 million"."""
        course = self.course
        if self.body is not None:
            return None
        words = course.folded[self.cell.sentence.start : self.first]
        if course.zh:
            found = course.pattern(_COMPANY_ZH).finditer(
                course.folded, self.cell.sentence.start, self.cell.quantity.last
            )
            one = course.pattern(_ONE_COMPANY_ZH).search(course.folded, self.cell.start, self._told())
            return self._held(NO_BODY) if one or any(match.end() <= self.first for match in found) else None
        if course.stranger and course.pattern(_IT).match(words) and not self._earlier():
            return self._held(NO_BODY)
        return None
