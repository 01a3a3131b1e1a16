"""Choose the place a figure is about: from its own words, its sentence, its whole, what was before it, or the title.

The only module that knows in which order these are asked; each rule is a method that decides or passes on.
"""

from kg.extract.cells import Cell
from kg.extract.entities.named import Mention
from kg.extract.roles import Reading, State, What
from kg.extract.whom.asked import NO_BODY, NOWHERE, Placed
from kg.extract.whom.course import UNCERTAIN, Course
from kg.extract.whom.doubts import COMPANY_AFTER_ZH, Doubts
from kg.extract.whom.subjects import Place
from kg.terms import DEKGR

__all__ = ["Placed", "place_of"]

GDP = DEKGR + "property-gdp"
_ITS_NUMBER = r"'s (?:{hedge} )*"
_INTO_SITE = r"[^;,.]{0,80}?\b{site-preposition} (?:the )?"
_OF_THEM_IN = r" of {located-pronoun} (?:[a-z]+ ){0,2}?{in-at} (?:the )?"
_WHOLE_MARK = r"\b{of-whole-mark} ?(?:the )?$"
_WHOLE_MARK_ZH = r"{of-whole-mark}$"
_AT_UNKNOWN_ZH = r"在(?!{there-zh}|{the-city-zh})[\u4e00-\u9fff]{2,8}$"
_OF_FIGURE_ZH = r"的(?:{hedge-zh})*"


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


class _Asked(Doubts):
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

    def venue(self) -> Placed | None:
        """Take the venue of an event for what was signed, shown or visited there."""
        if self.reading.prop not in self._listed("cue-figures-of-events") or self._own:
            return None
        sentence = self.cell.sentence
        venues = [p for p in self.course.subjects.within(sentence.start, sentence.end) if p.role == "venue" and p.iri]
        return (venues[-1], "venue") if venues else None

    def other_part(self) -> Placed | None:
        """Leave the second of two shares with the subject of the first: "A held 30 percent and B 20 percent"."""
        own, made = self._own, self.made
        if not own or not made or self.reading.stat != "share" or made[-1].stat != "share" or made[-1].place is None:
            return None
        bare = self.course.folded[self.cell.start : own[0].start] + self.course.folded[own[-1].end : self.first]
        if not self.course.pattern(r"[\s,、和]*(?:的)?{hedge-zh}?").fullmatch(bare):
            return None
        part = made[-1].evidence["place"]
        return Place(part.start, part.end, made[-1].place, "", "subject", made[-1].place_name), "same-sentence"

    def own_words(self) -> Placed | None:
        """Take the place named in the figure's own words."""
        own = self._own
        if own and self.course.zh and self.body is None:
            after = self.course.folded[own[-1].end : self.first]
            if self.course.pattern(COMPANY_AFTER_ZH).search(after):
                return self._held(NO_BODY)
        return (self._best(own), "own-words") if own else None

    def after_it(self) -> Placed | None:
        """Take the place that follows a figure, if it belongs to it: "5,000 firms in Hefei"."""
        cell = self.cell
        near = self.course.subjects.within(cell.right[0], cell.end)
        if any(p.kind == "stranger" or (p.role == "unknown" and self._open(p)) for p in near):
            return self._held(UNCERTAIN)
        right = self.course.usable(cell.right[0], cell.end)
        if right and self.course.pattern(_OF_THEM_IN, case=True).fullmatch(
            self.course.folded, cell.right[0], right[0].start
        ):
            return right[0], "own-words"
        if self.what.whole_span is not None and self.reading.whole == GDP and not self.course.zh:
            named = [p for p in self.course.subjects.within(*self.what.whole_span) if p.iri is not None]
            right = [p for p in right if not named or p.start < named[0].start]
        right = [p for p in right if not self._in_whole(p) and self._attached(p)]
        return (right[0], "own-words") if right and self.reading.stat != "rank" else None

    def of_body(self) -> Placed | None:
        """Give the figure of a body the place its sentence names, or the one where money is spent."""
        if self.body is None:
            return None
        course, cell = self.course, self.cell
        inside = course.usable(cell.sentence.start, cell.end)
        if self.reading.prop in self._listed("cue-spent-somewhere") and not course.zh:
            after = course.usable(self.first, cell.reach)
            if after and course.pattern(_INTO_SITE, case=True).fullmatch(course.folded, cell.right[0], after[0].start):
                return after[0], "own-words"
        if inside:
            return inside[0], "same-sentence"
        site = self._site()
        if site is not None:
            return site, "own-words"
        if course.zh and course.pattern(_AT_UNKNOWN_ZH).search(course.folded, cell.start, self._told()):
            return NOWHERE  # 计划在得州投资, where nobody knows 得州
        if course.place is not None and (
            self.reading.prop in self._listed("cue-spent-somewhere")
            or course.pattern(r"\b{there}\b|{there-zh}", case=True).search(course.folded[cell.start : cell.end])
        ):
            return course.place, "carried-over"
        return NOWHERE

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
        if self._unknown() and not self._own and not (self.made and self.made[-1].place is not None):
            return self._held(UNCERTAIN)
        return None

    def of_course(self) -> Placed | None:
        """Go on about the place the text is about."""
        course = self.course
        if course.alone and self.reading.prop in self._listed("cue-figures-of-bodies") and course.body is None:
            return self._held(NO_BODY)
        if course.place is not None and course.named_once(course.place) and not self._of_presented():
            return self._held(UNCERTAIN)
        return (course.place, "carried-over") if course.place is not None else None

    def weak(self) -> Placed | None:
        """Take a place named later in the sentence, in the title, or in the only dateline."""
        course, cell = self.course, self.cell
        later = next(iter(course.usable(cell.end, cell.sentence.end)), None)
        others = course.subjects.within(cell.end, later.start) if later is not None else []
        if later is not None and not (
            course.compared(later.start, cell.sentence) or any(p.role == "compared" for p in others)
        ):
            return later, "same-sentence"
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
