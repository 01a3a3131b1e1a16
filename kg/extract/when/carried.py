"""Keep the periods of the sentences read so far, for those that name none.

The only module that knows which period of a sentence the following ones inherit.
"""

from typing import NamedTuple

from kg.extract.analysis import Analysis
from kg.extract.calendar.periods import PeriodMention, parsed
from kg.extract.roles import Evidence, Reading, State
from kg.extract.text.tokens import Sentence
from kg.extract.when.bases import Bases

__all__ = ["Carried", "Kept", "within"]

_CARRIED = frozenset(
    {
        "carried-over",
        "carried-reckoned",
        "day-of-publication",
        "title",
        "year-before",
        "end-of-change",
        "year-of-publication",
    }
)
"""Rules by which a period reached a figure from elsewhere: no other figure inherits it from this one."""
_AS_NAMED = {"own", "same-sentence", "same-period"}
"""Rules by which a figure has a period just as the text names it."""
_NAMED = {"explicit", "relative", "year-of-text", "year-of-publication"}
_FROM = r"\W*{before-former-figure}\b"
_BACK = r"(?<![A-Za-z]){looking-back}\W*(?:in )?$"
_STARTED = r"\b{started} (?:[^\d,;.]{1,40} )?(?:{in-on-at} )?$"
_YEAR = 366  # days; a text is not about a longer time


class Kept(NamedTuple):
    """A period that later sentences may inherit, with where it was named and of what modality its figure was.

    Attributes:
        named: the text names it there; it was not reckoned from the words.
    """

    code: str
    start: int
    end: int
    modality: str
    named: bool = True

    def rule(self, code: str) -> str:
        """Return the rule by which a figure inherits a period: as the text names it, or reckoned from that."""
        return "carried-over" if self.named and code == self.code else "carried-reckoned"


def within(code: str, whole: str) -> bool:
    """Return whether a period is a part of another, and not all of it."""
    part, all_ = parsed(code), parsed(whole)
    return code != whole and all_.start <= part.start and part.end <= all_.end


class Carried(Bases):
    """Keeps the periods of the sentences read so far.

    Attributes:
        carried: the period that the next sentence inherits.
        observed, dated, flow: the last one of a figure observed; not said of "now"; of an amount over a period.
        main: the latest period that an observed figure had: what the text is about.
        bare: the carried period stood in a sentence without figures.
        of_now: the carried period is the day of publication.
        paragraph: that of the carried period.
        title: the period in the title.
    """

    def __init__(self, analysis: Analysis) -> None:
        super().__init__(analysis)
        self.carried: Kept | None = None
        self.observed: Kept | None = None
        self.dated: Kept | None = None
        self.flow: Kept | None = None
        self.main: Kept | None = None
        self.bare = self.of_now = self.seen = False
        self.paragraph = -1
        self.title = self._title()

    def _title(self) -> str | None:
        title = self.analysis.title
        if title is None:
            return None
        published = self.analysis.published
        appeared = published.code if published else ""
        codes = {
            p.code
            for p in title.periods
            if p.rule == "explicit"
            and p.code
            and "_" not in p.code
            and len(p.code) < len("2024-03-13")
            and not appeared.startswith(p.code)
            and (published is None or parsed(p.code).start <= parsed(appeared).end)
        }
        return codes.pop() if len(codes) == 1 else None

    def date(self, reading: Reading, code: str | None, spot: tuple[int, int], rule: str) -> None:
        """Give a reading its period, from where it was read by which rule."""
        reading.period = code
        reading.evidence["period"] = Evidence(*spot, rule)

    def signed(self, reading: Reading) -> bool:
        """Return whether a commitment was made on an occasion, which then dates it."""
        spot = reading.evidence.get("modality")
        return spot is not None and bool(self.pattern("{sign-stem}").search(self.folded[spot.start : spot.end]))

    def close(self, sentence: Sentence, made: list[Reading], state: State) -> None:
        """Remember the period that the next sentence may inherit."""
        own = [p for p in self.analysis.periods_in(sentence.start, sentence.end) if self.usable(p)]
        self.seen = self.seen or any(p.code for p in own)
        dated = [r for r in made if r.period is not None and r.evidence["period"].rule not in _CARRIED]
        dated = [r for r in dated if not self._looks_back(r) and not self._unmarked_future(r)]
        former = self.pattern(_FROM)
        dated = [r for r in dated if not former.match(self.folded[r.cell.start : r.quantity.first])]
        observed = [r for r in dated if r.modality == "observed"]
        for reading in observed:
            if not self.stock(reading.prop) and parsed(reading.period or "").kind != "Day":
                self.flow = self._of(reading)
        if dated:
            last = dated[-1]
            if last.modality == "observed":
                last = max(observed, key=lambda reading: parsed(reading.period or "").end)
            self._keep(self._of(last), own)
            if self.of_now:
                told = [
                    r for r in observed if r.evidence["period"].start not in {p.start for p in own if p.rule == "now"}
                ]
                self.dated = self._of(max(told, key=lambda r: parsed(r.period or "").end)) if told else self.dated
            self.paragraph = sentence.paragraph
            if not sentence.listed and last.modality != "observed" and self.carried is not None:
                state.lead_period = (self.carried.code, self.carried.start, self.carried.end)
        elif not made:
            self._keep_bare(sentence, own, state)

    def _unmarked_future(self, reading: Reading) -> bool:
        """Return whether a figure told as a fact has a period to come: it was not understood."""
        published = self.analysis.published
        if published is None or reading.period is None or reading.modality != "observed":
            return False
        return parsed(reading.period).start > parsed(published.code).end

    def _looks_back(self, reading: Reading) -> bool:
        """Return whether a period is named in passing: "Back in 2015, exports were worth just 1 billion"."""
        spot = reading.evidence["period"]
        if self.pattern(r"{ago}$").search(self.folded[spot.start : spot.end]):
            return True
        if self.pattern(r"\W*{alone}").match(self.folded, spot.end):
            return True
        before = self.folded[max(0, spot.start - 64) : spot.start]
        return any(self.pattern(form).search(before) is not None for form in (_BACK, _STARTED))

    @staticmethod
    def _of(reading: Reading) -> Kept:
        spot = reading.evidence["period"]
        return Kept(reading.period or "", spot.start, spot.end, reading.modality, spot.rule in _AS_NAMED)

    def _keep(self, kept: Kept, own: list[PeriodMention]) -> None:
        self.carried, self.bare = kept, False
        if kept.modality == "observed":
            self.observed = kept
        self.of_now = any(p.start == kept.start and p.rule == "now" and p.point for p in own)
        if self.of_now:
            return
        self.dated = kept
        new, main = parsed(kept.code), self.main
        if kept.modality != "observed" or new.kind == "Day" or (new.end - new.start).days > _YEAR:
            return
        if main is None or (new.end >= parsed(main.code).end and not within(kept.code, main.code)):
            self.main = kept

    def _keep_bare(self, sentence: Sentence, own: list[PeriodMention], state: State) -> None:
        """Remember the period of a sentence without figures, such as a heading."""
        named = [p for p in own if p.code and p.rule in _NAMED and not self.base_of(p)]
        if not named:
            return
        if self.main is not None and not sentence.heading and within(named[-1].code or "", self.main.code):
            return
        published = self.analysis.published
        to_come = published is not None and parsed(named[-1].code or "").start > parsed(published.code).end
        target = to_come or self.analysis.has("cue:target", sentence.start, sentence.end)
        modality = "target" if target else "observed"
        kept = Kept(named[-1].code or "", named[-1].start, named[-1].end, modality)
        self.carried = self.dated = kept
        if modality == "observed":
            self.observed = kept
        self.bare, self.of_now, self.paragraph = True, False, sentence.paragraph
        if modality != "observed" or sentence.heading:
            state.lead_period = (kept.code, kept.start, kept.end)
