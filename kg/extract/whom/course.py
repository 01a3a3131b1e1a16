"""Whom a text is about as it goes on: the place and the body a sentence may leave to the next.

The only module that remembers a subject from one sentence to another, and forgets it.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.extract.analysis import Analysis
from kg.extract.entities.named import Mention
from kg.extract.roles import Reading
from kg.extract.text.tokens import Sentence
from kg.extract.whom.subjects import COMPARED, Place, Subjects

__all__ = ["HEARD_AFTER", "HEARD_BEFORE", "UNCERTAIN", "Course"]

UNCERTAIN = "a place that is not known or not certain"
"""The reason to hold back a figure whose place nobody knows."""

HEARD_BEFORE = r"{not-actor-before}\s*(?:the )?$"
HEARD_AFTER = r"(?:'s)?\s*(?:\([^)]*\)\s*)?(?:{speaker-after}|report\b)"
"""What stands before and after a body that only speaks or is spoken with."""
_IN_ASIDE = r", {relative-adverb} $"
_RESULTS_ZH = r"[^,。;]{0,16}{publish-zh}[^,。;]{0,20}{results-zh}"
_RESULTS = r"(?:'s)? {announced} (?:on \w+ )?(?:that )?(?:{own-results}|a )"
_OF_THAT = r"\b(?:{part-noun}|%) of {part-pronoun}\b"
_OF_WHICH = r"\b{part-listed} (?:[^,;.]|[.,](?=\d)){1,60}$"
_NEAR_OPENING = 30
"""Characters within which the name of a sentence's subject begins."""
_OFTEN = 2  # times a text names the place it is about
_FIRST = 4  # characters before a place that its sentence opens with: an article
_PASSING = {"en": 12, "zh": 6}
"""Characters a sentence may open with before a part of the subject is only mentioned in passing."""


@dataclass(slots=True)
class Course:
    """The subjects of a text up to where it has been read.

    Attributes:
        place: the place it is about.
        body: the body it is about.
        alone: whether the last sentence was about a body.
        lost: whether its subject is a place that nobody knows.
        title: the one place the title names.
        topic: the place a new paragraph goes back to: that of the title, else the one the first paragraph opens with.
        paragraph: number of the paragraph that is read.
        stranger: whether the last sentence opens with a name that nobody knows, and the next may go on about it.
        folded, zh, pattern: the folded text, whether it is Chinese, and the patterns it is read with.
    """

    analysis: Analysis
    subjects: Subjects
    place: Place | None = None
    body: Mention | None = None
    alone: bool = False
    lost: bool = False
    title: Place | None = None
    topic: Place | None = None
    paragraph: int | None = None
    stranger: bool = False
    folded: str = field(init=False)
    zh: bool = field(init=False)
    pattern: Callable[..., re.Pattern[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.folded, self.zh = self.analysis.folded, self.analysis.text.language == "zh"
        self.pattern = self.analysis.lexicon.phrases.pattern
        self.title = self.topic = self._of_title()

    def usable(self, start: int, end: int) -> list[Place]:
        """Return the places of a span that a figure may be about."""
        return [
            p
            for p in self.subjects.within(start, end)
            if p.role == "subject" and p.iri is not None and not self._is_person(p)
        ]

    def opening(self, sentence: Sentence) -> int:
        """Return where a sentence begins, its dateline left out."""
        start = self._after_dateline(sentence)
        while start < sentence.end and not self.folded[start].isalnum():
            start += 1
        return start

    def acts(self, mention: Mention) -> bool:
        """Return whether a body is what a sentence is about, not one that only speaks or is spoken with."""
        before = self.folded[max(0, mention.start - 24) : mention.start]
        after = self.folded[mention.end : mention.end + 30]
        if self.pattern(HEARD_AFTER).match(after) and not self._has_results(mention.end):
            return False
        if re.search(r"[(/]$", before):
            return False
        if re.search(r"\bby $", before) and after.startswith("'s"):
            return True
        if self.pattern(HEARD_BEFORE).search(before) or self.pattern(_IN_ASIDE, case=True).search(before):
            return False
        if self.pattern(r"\b{among-them}[^,;.]*$|{among-them-zh}[^,。;]*$", case=True).search(before):
            return False
        name = self.folded[mention.start : mention.end]
        return not self.pattern(r"{speaking-body}|{speaking-body-end}$", case=True).search(name)

    def open(self, sentence: Sentence) -> None:
        """Go back to what the text is about where a paragraph begins, unless its first words point back."""
        if self.paragraph is not None and sentence.paragraph != self.paragraph:
            here = self.opening(sentence)
            points_back = self.pattern(r"{opens-pointing}\b|{opens-pointing-zh}", case=True).match(self.folded, here)
            if self.topic is not None and self.place is not None and not points_back:
                self.place = self.topic
        self.paragraph = sentence.paragraph

    def close(self, sentence: Sentence, made: list[Reading]) -> None:
        """Remember whom the next sentence may be about, after the readings of one were made."""
        first = self.analysis.text.sentences[0].paragraph
        if self.topic is None and sentence.paragraph == first and (named := self.usable(sentence.start, sentence.end)):
            self.topic = next((p for p in named if p.kind != "country"), named[0])
        if sentence.listed:
            return
        self._close_stranger(sentence)
        placed = [r for r in made if r.place is not None]
        several = len({r.place for r in placed}) > 1
        own = [r for r in placed if several and not self._by_the_way(r.evidence["place"].start, sentence)]
        last = next(reversed(own or placed), None)
        paired = {r.place for r in made if r.place is not None and r.evidence["place"].rule == "paired-list"}
        wider = self.zh and self.pattern(r"{look-out-zh}").match(self.folded, self.opening(sentence)) is not None
        if (wider or len(paired) > 1) and self.place is not None:
            last = None  # after a look at several places a text goes on about the one before
        if last is not None:
            spot = last.evidence["place"]
            match = next((p for p in self.subjects.places if p.start == spot.start and p.iri == last.place), None)
            if match is None:
                self.place = Place(spot.start, spot.end, last.place, "", "subject", last.place_name)
            elif match.role != "field" and not self._aside(match, sentence):
                self.place = match
        elif not wider:
            named = self.usable(sentence.start, sentence.end)
            lost = [p for p in self.subjects.within(sentence.start, sentence.end) if p.kind == "stranger"]
            if lost and not named and any(UNCERTAIN in r.problems for r in made):
                self.place, self.lost = None, True
            if named and self.place is not None and not made and self._passing(named, sentence):
                named = []
            if named and len(paired) < 2:
                self.lost = False
                told = self.topic if self.title is not None else None
                mine = [p for p in named if told is not None and p.iri == told.iri]
                self.place = next((p for p in mine or named if p.kind != "country"), named[0])
        self._close_body(sentence, made)

    def named_once(self, place: Place) -> bool:
        """Return whether a text names a place only in passing: once, not first in its sentence, and another more often.

        A text goes on about the place of its title, and about the one it names again and again.
        """
        counted = Counter(p.iri for p in self.subjects.places if p.iri is not None and p.role != "name")
        if counted[place.iri or ""] > 1 or max(counted.values(), default=0) < _OFTEN or place.start < 0:
            return False
        if self.analysis.title is not None and any(p.iri == place.iri for p in Subjects.of(self.analysis.title).places):
            return False
        sentence = self.analysis.sentence_of(place.start)
        return place.start - self.opening(sentence) > _FIRST

    def _close_stranger(self, sentence: Sentence) -> None:
        names = [p for p in self.subjects.within(sentence.start, sentence.end) if p.kind == "stranger"]
        if not names and not self.stranger:
            return
        opening = self.opening(sentence)
        points_back = self.pattern(r"{own-pronoun}\b").match(self.folded, opening) is not None
        self.stranger = (self.stranger and points_back) or any(p.start - opening < _NEAR_OPENING for p in names)

    def _close_body(self, sentence: Sentence, made: list[Reading]) -> None:
        bodies = [m for m in self.analysis.mentions_in(sentence.start, sentence.end, "org") if self.acts(m)]
        subject = next(iter(self.usable(sentence.start, sentence.end)), None)
        if (
            bodies
            and bodies[0].start - self._after_dateline(sentence) < 60
            and (subject is None or bodies[0].start < subject.start or bodies[0].kind == "company")
        ):
            self.body, self.alone = bodies[0], True
        elif any(r.org is not None for r in made):
            self.alone = True
        elif subject is not None:
            self.body, self.alone = None, False

    def _of_title(self) -> Place | None:
        title = self.analysis.title
        if title is None:
            return None
        seen = [p for p in Subjects.of(title).places if p.iri]
        named = [p for p in seen if p.role in {"subject", "venue", "oblique"} and p.kind != "country"]
        named = named or [p for p in seen if p.role == "subject"]
        if len({p.iri for p in named}) != 1:
            return None
        place = named[0]
        return Place(-1, -1, place.iri, place.kind, "title", place.name, None, place.within)

    def _has_results(self, end: int) -> bool:
        return bool(
            self.pattern(_RESULTS_ZH, case=True).match(self.folded, end)
            or self.pattern(_RESULTS, case=True).match(self.folded, end)
        )

    def _is_person(self, place: Place) -> bool:
        return bool(self.pattern(r" {office-after-place}", case=True).match(self.folded, place.end))

    def _after_dateline(self, sentence: Sentence) -> int:
        lines = [p.end for p in self.subjects.within(sentence.start, sentence.end) if p.role == "dateline"]
        return max([sentence.start, *lines])

    def _aside(self, place: Place, sentence: Sentence) -> bool:
        """Return whether a place is only a part of the subject that is looked at in passing: "Nanjing alone"."""
        if self.place is None or self.place.iri is None or place.iri is None or place.start < sentence.start:
            return False
        if self.compared(place.start, sentence) and self.place.iri != place.iri:
            return True
        if self.place.iri not in self.subjects.above(place):
            return False
        if self.pattern(_OF_THAT, case=True).search(self.folded, place.end, sentence.end):
            return True
        return bool(re.match(r"(?:'s)? alone\b", self.folded[place.end : place.end + 12])) or self.analysis.has(
            "cue:part-of-it", sentence.start, place.start
        )

    def compared(self, position: int, sentence: Sentence) -> bool:
        """Return whether what stands at a position is only compared with: "5 percent, against 6 percent in China"."""
        words = self.folded[sentence.start : position]
        return self.pattern(COMPARED, case=True).search(words) is not None

    def _by_the_way(self, position: int, sentence: Sentence) -> bool:
        """Return whether a place is only compared with, or that of a part: "of which 93 were in the district"."""
        part = self.pattern(_OF_WHICH, case=True).search(self.folded, sentence.start, position)
        return part is not None or self.compared(position, sentence)

    def _passing(self, named: list[Place], sentence: Sentence) -> bool:
        """Return whether a sentence only mentions parts of the subject, and opens with something else."""
        opening = self.opening(sentence)
        return all(
            self.place is not None
            and self.place.iri in self.subjects.above(p)
            and p.start - opening > _PASSING["zh" if self.zh else "en"]
            for p in named
        )
