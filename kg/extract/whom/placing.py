"""Choose the place a figure is about: from its own words, its sentence, its whole, what was before it, or the title.

The only module that knows in which order these are asked; each rule is a method that decides or passes on.
"""

from kg.extract.cells import Cell
from kg.extract.entities.named import Mention
from kg.extract.roles import Reading, State, What
from kg.extract.whom.asked import NO_BODY, NOWHERE, PRESENTED, Placed
from kg.extract.whom.course import UNCERTAIN, Course
from kg.extract.whom.hanasked import HanAsked
from kg.extract.whom.subjects import Place
from kg.terms import DEKGR

__all__ = ["Placed", "place_of"]

GDP = DEKGR + "property-gdp"
_PRESENTED = (
    r"(?P<name>[A-Z][\w&'-]+(?: (?:{title-joint} )?[A-Z][\w&'-]*){1,5}), "
    r"(?P<as>{presented-as} [^;.]{3,120}?),"
)
_TOGETHER = r"\b{together} they\b|\bthe {few} {together}\b|{together-zh}"
_TOGETHER_ZH = r"[两二三四五六七八九十]{place-unit-zh}[^,;。]{0,8}{in-total-zh}"

_WHOLE_MARK = r"\b{of-whole-mark} ?(?:the )?$"
_WHOLE_MARK_ZH = r"{of-whole-mark}$"
_AT_UNKNOWN_ZH = r"在(?!{there-zh}|{the-city-zh})[\u4e00-\u9fff]{2,8}$"
_OF_FIGURE_ZH = r"的(?:{hedge-zh})*"
_ITS_NUMBER = r"'s (?:{hedge} )*"
_ONE_COMPANY_ZH = r"{one-firm-zh}[^,;。、]{0,14}{company-noun-zh}"
_THE_COMPANY_ZH = r"\s*{this-firm-zh}?{company-noun-zh}(?!的?(?:数|{counts-zh}?\d+(?![\d年])))"
_COMPANY_AFTER_ZH = r"[,;:、。]" + _THE_COMPANY_ZH
_COMPANY_ZH = r"(?:^|[,;:、。])" + _THE_COMPANY_ZH

_IT = r"\W*(?:{own-pronoun}|the {company-word}(?:'s)?)\b"
_SEVERAL = "several subjects together"


def place_of(
    reading: Reading, cell: Cell, made: list[Reading], what: What, body: Mention | None, state: State, course: Course
) -> Placed:
    """Return the place of a figure and the rule that found it; why there is none goes to the reading's problems."""
    asked = _Asked(reading, cell, made, what, body, state, course)
    for rule in (
        asked.owner,
        asked.unknown_before,
        asked.presented,
        asked.doubtful,
        asked.venue,
        asked.other_part,
        asked.unnamed,
        asked.own_words,
        asked.after_it,
        asked.of_body,
        asked.of_company,
        asked.of_last_figure,
        asked.same_sentence,
        asked.of_whole,
        asked.described,
        asked.of_course,
        asked.weak,
    ):
        placed = rule()
        if placed is not None:
            return placed
    return NOWHERE


class _Asked(HanAsked):
    """The rules, each of which places a figure, holds it back, or passes on."""

    def owner(self) -> Placed | None:
        """Take the place whose number it is by the words directly before it: "fewer than Dresden's 400"."""
        course = self.course
        for place in course.subjects.within(self.cell.sentence.start, self.first):
            end = place.end - 2 if course.folded.endswith("'s", place.start, place.end) else place.end
            owns = course.pattern(_ITS_NUMBER, case=True).fullmatch(course.folded, end, self.first)
            if owns is not None and place.iri is not None:
                return place, "own-words"
            if course.zh and self.reading.stat in {"level", "count"} and place.iri is not None:
                of = course.pattern(_OF_FIGURE_ZH).fullmatch(course.folded, place.end, self.first)
                if of is not None and place.role == "compared":
                    return place, "own-words"  # 首次超过日本的442万辆
        return None

    def unknown_before(self) -> Placed | None:
        """Hold back a figure behind a name that nobody knows."""
        strangers = [
            p
            for p in self.course.subjects.within(self.cell.start, self.cell.quantity.first)
            if (p.kind == "stranger" or (p.role == "unknown" and p.iri is None)) and not self._in_whole(p)
        ]
        if strangers and self.body is not None and strangers[-1].start < self.body.start:
            return None
        own = self._own()
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
        own = self._own()
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
        own = self._own()
        goes_on = self.course.zh and bool(self.made) and _SEVERAL in self.made[-1].problems and not own
        joint = self.course.zh and self.course.pattern(_TOGETHER_ZH).search(before) is not None
        if (goes_on or joint) and not any(p.kind == "joint" for p in own):
            return self._held(_SEVERAL)
        return None

    def venue(self) -> Placed | None:
        """Take the venue of an event for what was signed, shown or visited there."""
        if self.reading.prop not in self._listed("cue-figures-of-events") or self._own():
            return None
        sentence = self.cell.sentence
        venues = [p for p in self.course.subjects.within(sentence.start, sentence.end) if p.role == "venue" and p.iri]
        return (venues[-1], "venue") if venues else None

    def other_part(self) -> Placed | None:
        """Leave the second of two shares with the subject of the first: "A held 30 percent and B 20 percent"."""
        own, made = self._own(), self.made
        if not own or not made or self.reading.stat != "share" or made[-1].stat != "share" or made[-1].place is None:
            return None
        bare = self.course.folded[self.cell.start : own[0].start] + self.course.folded[own[-1].end : self.first]
        if not self.course.pattern(r"[\s,、和]*(?:的)?{hedge-zh}?").fullmatch(bare):
            return None
        part = made[-1].evidence["place"]
        return Place(part.start, part.end, made[-1].place, "", "subject", made[-1].place_name), "same-sentence"

    def own_words(self) -> Placed | None:
        """Take the place named in the figure's own words."""
        own = self._own()
        if own and self.course.zh and self.body is None:
            after = self.course.folded[own[-1].end : self.first]
            if self.course.pattern(_COMPANY_AFTER_ZH).search(after):
                return self._held(NO_BODY)
        return (self._best(own), "own-words") if own else None

    def after_it(self) -> Placed | None:
        """Take the place that follows a figure, if it belongs to it: "5,000 firms in Hefei"."""
        cell = self.cell
        if any(p.kind == "stranger" for p in self.course.subjects.within(cell.right[0], cell.end)):
            return self._held(UNCERTAIN)
        right = [p for p in self.course.usable(cell.right[0], cell.end) if not self._in_whole(p) and self._attached(p)]
        return (right[0], "own-words") if right and self.reading.stat != "rank" else None

    def of_body(self) -> Placed | None:
        """Give the figure of a body the place its sentence names, or the one where money is spent."""
        if self.body is None:
            return None
        course, cell = self.course, self.cell
        inside = course.usable(cell.sentence.start, cell.end)
        if inside:
            return inside[0], "same-sentence"
        if course.zh and course.pattern(_AT_UNKNOWN_ZH).search(course.folded, cell.start, self._told()):
            return NOWHERE  # 计划在得州投资, where nobody knows 得州
        if course.place is not None and (
            self.reading.prop in self._listed("cue-spent-somewhere")
            or course.pattern(r"\b{there}\b|{there-zh}", case=True).search(course.folded[cell.start : cell.end])
        ):
            return course.place, "carried-over"
        return NOWHERE

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

    def of_last_figure(self) -> Placed | None:
        """Go on about the place of the figure before, unless another was named since."""
        made = self.made
        if not made or made[-1].place is None:
            return None
        last = made[-1]
        spot = last.evidence.get("place")
        match = next(
            (
                p
                for p in self.course.subjects.places
                if spot is not None and p.start == spot.start and p.iri == last.place
            ),
            None,
        )
        if match is None:
            start, end = (spot.start, spot.end) if spot else (-1, -1)
            return Place(start, end, last.place, "", "subject", last.place_name), "same-sentence"
        folded = self.course.folded
        later = [
            p
            for p in self._earlier()
            if p.start > match.start
            and not self.course.pattern(_WHOLE_MARK_ZH if self.course.zh else _WHOLE_MARK, case=True).search(
                folded, max(0, p.start - 8), p.start
            )
        ]
        return None if later else (match, "same-sentence")

    def same_sentence(self) -> Placed | None:
        """Take the last place named earlier in the sentence."""
        made, earlier, unknown = self.made, self._earlier(), self._unknown()
        doubted = made and made[-1].place is None and made[-1].org is None and UNCERTAIN in made[-1].problems
        if doubted or (earlier and unknown and unknown[-1].start > earlier[-1].start):
            return self._held(UNCERTAIN)
        return (earlier[-1], "same-sentence") if earlier else None

    def of_whole(self) -> Placed | None:
        """Take the place in whose whole a share stands: "9 percent of Hefei's GDP"."""
        if self.what.whole_span is not None:
            inside = [p for p in self.course.subjects.within(*self.what.whole_span) if p.iri is not None]
            if inside and self.reading.whole == GDP:
                return inside[0 if self.course.zh else -1], "of-whole"
            here = self.course.place
            if inside and self.course.zh and here is not None and inside[0].iri in self.course.subjects.above(here):
                return None  # 占江苏的六成, told of a city of Jiangsu
            if inside and (self.course.place is None or inside[0].kind != "country"):
                return inside[0], "of-whole"
        if self._unknown() and not self._own() and not (self.made and self.made[-1].place is not None):
            return self._held(UNCERTAIN)
        return None

    def of_course(self) -> Placed | None:
        """Go on about the place the text is about."""
        course = self.course
        if course.alone and self.reading.prop in self._listed("cue-figures-of-bodies") and course.body is None:
            return self._held(NO_BODY)
        return (course.place, "carried-over") if course.place is not None else None

    def weak(self) -> Placed | None:
        """Take a place named later in the sentence, in the title, or in the only dateline."""
        course, cell = self.course, self.cell
        later = course.usable(cell.end, cell.sentence.end)
        if later:
            return later[0], "same-sentence"
        if course.lost:
            return NOWHERE
        places = course.subjects.places
        if course.title is not None and not (
            course.title.kind == "country" and any(p.kind == "stranger" for p in places)
        ):
            return course.title, "title"
        weak = [p for p in places if p.iri and p.role in {"dateline", "venue"} and p.start < cell.start]
        if len({p.iri for p in weak}) == 1:
            return weak[0], "dateline"
        return None
