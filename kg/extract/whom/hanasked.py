"""The rules that place a figure by Chinese words alone: what nobody knows, what words before a name describe."""

import re

from kg.extract.whom.asked import NO_BODY, PRESENTED, Asked, Placed
from kg.extract.whom.unnamed import EARNED, SEATED, follows_unknown, of_unknown, seated_unknown

__all__ = ["HanAsked"]

_DESCRIBES_ZH = re.compile(r"(?:[、,][^。;的]{0,24})?[^,。;、的]{0,8}的")


class HanAsked(Asked):
    """The rules of Chinese, each of which places a figure, holds it back, or passes on."""

    def unnamed(self) -> Placed | None:
        """Hold back a figure of what Chinese words name and nobody knows: 湄西软件业务收入."""
        course, own, made = self.course, self._own, self.made
        if not course.zh or self.body is not None or self.reading.prop is None:
            return None
        if own:
            asked = (self.reading, self.cell, own[-1], course.analysis)
            return self._held(PRESENTED) if seated_unknown(*asked) or follows_unknown(*asked) else None
        if self._of_ours():
            return self._held(PRESENTED)
        goes_on = bool(made) and not {PRESENTED, NO_BODY}.isdisjoint(made[-1].problems)
        part = self.reading.stat == "share" and course.analysis.has("cue:part-of-it", self.cell.start, self.first)
        seated = course.analysis.holds(SEATED) and any(
            seated_unknown(self.reading, self.cell, place, course.analysis)
            for place in course.subjects.within(self.cell.start, self.first)
        )
        unknown = goes_on or seated or (not part and of_unknown(self.reading, self.cell, course.analysis))
        return self._held(PRESENTED) if unknown else None

    def _of_ours(self) -> bool:
        """Return whether somebody who speaks tells a figure of his own firm: "我们的目标是营收突破10亿元"."""
        ours = self.course.pattern(r"{ours-zh}").search(self.course.folded, self.cell.sentence.start, self.first)
        return ours is not None and self.reading.prop in EARNED

    def described(self) -> Placed | None:
        """Take the place that Chinese words with a figure describe: 人口600万的合肥."""
        course, sentence = self.course, self.cell.sentence
        if not course.zh or self._earlier() or self._own:
            return None
        later = course.usable(self.cell.quantity.last, sentence.end)
        words = course.folded[self.cell.quantity.last : later[0].start] if later else ""
        return (later[0], "own-words") if _DESCRIBES_ZH.fullmatch(words) else None

    def _told(self) -> int:
        """Return where the words begin that tell what the figure measures."""
        spot = self.reading.evidence.get("indicator")
        return spot.start if spot is not None and self.cell.start <= spot.start <= self.first else self.first
