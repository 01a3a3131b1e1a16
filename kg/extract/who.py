"""Bind figures to the place or body they are about.

The only module that knows by which rules a subject reaches a figure: named in its own words, in the same sentence,
carried over from an earlier one, or standing in the whole of a share.
"""

import re

from kg.extract.analysis import Analysis
from kg.extract.cells import Cell
from kg.extract.mentions import Mention
from kg.extract.roles import Evidence, Reading, State, What
from kg.extract.subjects import Place, Subjects
from kg.extract.tokens import Sentence
from kg.terms import DEKGR

__all__ = ["Who"]

GDP = DEKGR + "property-gdp"
_BODY_STATS = {
    DEKGR + "property-" + name
    for name in (
        "revenue",
        "profit",
        "employment",
        "number-of-users",
        "output-value",
        "investment",
        "r-and-d-expenditure",
        "number-of-signed-projects",
        "signed-investment",
        "number-of-exhibitors",
        "transaction-value",
        "exports",
        "imports",
        "patents",
        "patents-granted",
        "patents-in-force",
        "patent-applications",
        "tax-revenue",
        "government-funding",
        "number-of-chips",
        "number-of-models",
        "retail-sales",
        "online-retail-sales",
        "output",
    )
}
_SPENT_SOMEWHERE = {DEKGR + "property-" + name for name in ("investment", "signed-investment")}
"""What a body does at a place: the one the text is about, where it names no other."""
_EVENT_STATS = {
    DEKGR + "property-" + name
    for name in (
        "number-of-signed-projects",
        "signed-investment",
        "number-of-exhibitors",
        "number-of-projects",
        "investment",
    )
}
_BODY_BEFORE = re.compile(
    (
        r"(?:according to|by|from|said|says|told|citing|with|of the|data of|visit(?:ed)? to|"
        r"such as|including|like|据|与|和|由)\s*(?:the )?$"
    ),
    re.IGNORECASE,
)
_BODY_AFTER = re.compile(
    (
        r"(?:'s)?\s*(?:\([^)]*\)\s*)?(?:said|says|reported that|announced that|told|showed|"
        r"estimates that|expects that|report\b|Daily|News|数据显示|发布|称|表示|指出|报告)"
    ),
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"[^,。;]{0,16}(?:发布|公布|披露)[^,。;]{0,20}(?:财报|年报|业绩|季报|中报|公告|报告期)|"
    r"(?:'s)? (?:said|announced|reported|published|released) (?:on \w+ )?(?:that )?(?:its|it|the company's|full|"
    r"first|second|third|"
    r"fourth|annual|quarterly|half|net|revenues?|results|sales|profits?|earnings|a )"
)
_ALONE = re.compile(
    r"\b(?:its|it|the (?:company|firm|group|platform|startup|start-up|bank|carrier|chipmaker|manufacturer|retailer|"
    r"operator|business|maker)(?:'s)?|we|our)\b|该公司|公司|该集团|集团|该企业|该平台",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\W*(?:net |total |annual |operating |full-year |quarterly |overseas |gross |core |group )*"
    r"(?:revenues?|sales|profits?|turnover|earnings|income|exports|shipments|orders|spending|investment|r&d)\b|"
    r"(?:实现|全年)?(?:营业|净|总)?(?:收入|营收|利润|销售额|净利)",
    re.IGNORECASE,
)

_PRESENTED = re.compile(
    r"(?P<name>[A-Z][\w&'-]+(?: (?:of |and |the )?[A-Z][\w&'-]*){1,5}), "
    r"(?P<as>(?:an?|one of|located|based) [^;.]{3,120}?),"
)
_PERSON = re.compile(
    r"\b(?:official|mayor|director|minister|professor|analyst|head|chief|president|chairman|chairwoman|chair|founder|"
    r"secretary|deputy|manager|spokes\w+|expert|researcher|economist|governor|member|engineer|executive|CEO|said|says)\b"
)

_MAKES = re.compile(r"\b(?:sold|shipped|delivered|produced|turned out)\b|销售|售出|交付|出货")
_OF_THAT = re.compile(
    r"\b(?:half|percent|per cent|%|third|quarter|fifth|quarters|thirds|part|most) "
    r"of (?:that|it|them|these|those|this|the total|"
    r"which)\b"
)
_UNCERTAIN = "a place that is not known or not certain"


class Who:
    """Reads subjects for the figures of one text."""

    def __init__(self, analysis: Analysis, subjects: Subjects) -> None:
        self.analysis = analysis
        self.subjects = subjects
        self.folded = analysis.folded
        self.zh = analysis.text.language == "zh"
        self.current: Place | None = None
        self.body: Mention | None = None
        self.alone = False
        self.lost = False
        self.fallback = self._fallback()

    def _fallback(self) -> Place | None:
        title = self.analysis.title
        named: list[Place] = []
        if title is not None:
            seen = Subjects.of(title)
            named = [
                p for p in seen.places if p.iri and p.role in {"subject", "venue", "oblique"} and p.kind != "country"
            ] or [p for p in seen.places if p.iri and p.role == "subject"]
        if len({p.iri for p in named}) == 1:
            place = named[0]
            return Place(-1, -1, place.iri, place.kind, "title", place.name, None, place.within)
        return None

    def bind(
        self, reading: Reading, cell: Cell, made: list[Reading], parts: list[Cell], state: State, what: What
    ) -> None:
        """Give a reading its place, its body, or both."""
        body = self._body(reading, cell, made)
        place, rule = self._place(reading, cell, made, what, body, state)
        if body is not None:
            reading.org, reading.org_name = body.iri, body.name
            reading.evidence["org"] = Evidence(body.start, body.end, "named")
        if place is not None:
            reading.place, reading.place_name = place.iri, place.name
            spot = place.antecedent or (place.start, place.end)
            reading.evidence["place"] = Evidence(place.start, place.end, rule)
            if place.antecedent:
                reading.evidence["antecedent"] = Evidence(*spot, "antecedent")
        if reading.stat == "rank":
            reading.among = self._field(cell)

    def _field(self, cell: Cell) -> str | None:
        rank = self.analysis.ranks.get(cell.quantity.start)
        if rank is None or rank.field is None:
            return None
        words = self.folded[rank.field[0] : rank.field[1]].casefold()
        if re.search(r"country|nation|china|chinese|全国|国内|31个", words):
            return DEKGR + "place-china"
        inside = [p for p in self.subjects.within(rank.field[0], rank.field[1] + 24) if p.iri]
        return inside[0].iri if inside else None

    # -- places ----------------------------------------------------------------------------------------------------

    def _place(
        self, reading: Reading, cell: Cell, made: list[Reading], what: What, body: Mention | None, state: State
    ) -> tuple[Place | None, str]:
        whole = what.whole_span
        own = [p for p in self._usable(cell.start, cell.quantity.first) if not self._in(p, whole)]
        strangers = [
            p
            for p in self.subjects.within(cell.start, cell.quantity.first)
            if (p.kind == "stranger" or (p.role == "unknown" and p.iri is None)) and not self._in(p, whole)
        ]
        if strangers and body is not None and strangers[-1].start < body.start:
            strangers = []
        if strangers and (not own or own[-1].start < strangers[-1].start):
            reading.problems.append(_UNCERTAIN)
            return None, ""
        presented, subject = self._presented(cell, own) if body is None else (False, None)
        if subject is not None:
            return subject, "own-words"
        if presented:
            reading.problems.append("a subject that is not known")
            return None, ""
        if self._which_government(cell, own):
            reading.problems.append("a government that may be of the city or of what holds it")
            return None, ""
        places = {r.place for r in state.previous}
        if (len(places) > 1 or reading.stat == "share") and re.search(
            r"\b(?:together|jointly|combined) they\b|\bthe (?:two|three|four) (?:together|combined)\b|两者合计|合计占",
            self.folded[cell.start : cell.quantity.first],
            re.IGNORECASE,
        ):
            reading.problems.append("several subjects together")
            return None, ""
        if reading.stat == "rank":
            own = [p for p in own if not self._all_country(p)]
        if reading.prop in _EVENT_STATS and not own:
            venues = [
                p for p in self.subjects.within(cell.sentence.start, cell.sentence.end) if p.role == "venue" and p.iri
            ]
            if venues:
                return venues[-1], "venue"
        if own and reading.stat == "share" and made and made[-1].stat == "share" and made[-1].place is not None:
            bare = self.folded[cell.start : own[0].start] + self.folded[own[-1].end : cell.quantity.first]
            if re.fullmatch(r"[\s,、和]*(?:的)?(?:近|约|超|过)?", bare):
                part = made[-1].evidence["place"]
                return Place(part.start, part.end, made[-1].place, "", "subject", made[-1].place_name), "same-sentence"
        if own:
            return self._best(own, reading), "own-words"
        lost = [p for p in self.subjects.within(cell.right[0], cell.end) if p.kind == "stranger"]
        if lost:
            reading.problems.append(_UNCERTAIN)
            return None, ""
        right = [p for p in self._usable(cell.right[0], cell.end) if not self._in(p, whole) and self._attached(p, cell)]
        if right and reading.stat != "rank":
            return right[0], "own-words"
        if body is not None:
            inside = self._usable(cell.sentence.start, cell.sentence.end)
            if not inside and self.current is not None and reading.prop in _SPENT_SOMEWHERE:
                return self.current, "carried-over"
            if (
                not inside
                and self.current is not None
                and re.search(r"\b(?:there|here)\b|当地", self.folded[cell.start : cell.end])
            ):
                return self.current, "carried-over"
            return (inside[0], "same-sentence") if inside and not self._is_field(inside[0]) else (None, "")
        earlier = [
            p
            for p in self._usable(cell.sentence.start, cell.start)
            if reading.stat != "rank" or not self._all_country(p)
        ]
        if made and made[-1].place is not None:
            last = made[-1]
            spot = last.evidence.get("place")
            match = next(
                (p for p in self.subjects.places if spot is not None and p.start == spot.start and p.iri == last.place),
                None,
            )
            later = [
                p
                for p in earlier
                if (match is None or p.start > match.start)
                and not re.search(r"\b(?:of|占) ?(?:the )?$", self.folded[max(0, p.start - 8) : p.start])
            ]
            if match is not None and not later:
                return match, "same-sentence"
            if match is None:
                return Place(
                    spot.start if spot else -1, spot.end if spot else -1, last.place, "", "subject", last.place_name
                ), "same-sentence"
        unknown = [p for p in self.subjects.within(cell.sentence.start, cell.start) if p.kind == "stranger"]
        doubted = made and made[-1].place is None and made[-1].org is None and _UNCERTAIN in made[-1].problems
        if doubted or (earlier and unknown and unknown[-1].start > earlier[-1].start):
            reading.problems.append(_UNCERTAIN)
            return None, ""
        if earlier:
            return earlier[-1], "same-sentence"
        if whole is not None:
            inside = [p for p in self.subjects.within(*whole) if p.iri is not None]
            if inside and reading.whole == GDP:
                return inside[-1] if not self.zh else inside[0], "of-whole"
            if inside and self.current is None:
                return inside[0], "of-whole"
            if inside and inside[0].kind != "country":
                return inside[0], "of-whole"
        if unknown and not own and not (made and made[-1].place is not None):
            reading.problems.append(_UNCERTAIN)
            return None, ""
        if self.alone and reading.prop in _BODY_STATS and self.body is None:
            reading.problems.append("a body that is not known")
            return None, ""
        if self.current is not None:
            return self.current, "carried-over"
        later_all = list(self._usable(cell.end, cell.sentence.end))
        if later_all:
            return later_all[0], "same-sentence"
        if self.lost:
            return None, ""
        if self.fallback is not None and not (
            self.fallback.kind == "country" and any(p.kind == "stranger" for p in self.subjects.places)
        ):
            return self.fallback, "title"
        weak = [p for p in self.subjects.places if p.iri and p.role in {"dateline", "venue"} and p.start < cell.start]
        if weak and len({p.iri for p in weak}) == 1:
            return weak[0], "dateline"
        return None, ""

    def _presented(self, cell: Cell, own: list[Place]) -> tuple[bool, Place | None]:
        """Return whether a name is presented as the subject, and its place: "Sound Harbor, a park in Hefei, has …"."""
        if self.zh:
            return False, None
        match = _PRESENTED.match(self.folded, self._opening(cell.sentence), cell.sentence.end)
        if match is None or match.end("as") > cell.quantity.first or _PERSON.search(match["as"]):
            return False, None
        if any(p.start >= match.end("as") for p in own) or cell.start >= match.end("as"):
            return False, None
        named = [p for p in own if p.start == match.start("name") and p.end >= match.end("name")]
        if named:
            return True, named[0]
        known = any(
            m.layer in {"place", "org", "anaphor"} and m.end >= match.end("name")
            for m in self.analysis.mentions_in(match.start("name"), match.end("name"))
        )
        return not known, None

    def _which_government(self, cell: Cell, own: list[Place]) -> bool:
        """Return whether "the government" may be that of a city or that of the state named around it."""
        words = self.folded[cell.sentence.start : cell.quantity.first]
        if self.zh or own or self.current is None or not re.search(r"\b[Tt]he government\b", words):
            return False
        if self.current.kind in {"country", "province", "municipality"}:
            return self.current.kind == "country" and any(
                p.kind in {"province", "municipality"} and p.role == "subject"
                for p in self.subjects.within(0, cell.start)
            )
        return any(
            p.kind in {"province", "country"} and p.role in {"subject", "chained"}
            for p in self.subjects.within(0, cell.start)
        )

    def _opening(self, sentence: Sentence) -> int:
        """Return where a sentence begins, its dateline left out."""
        lines = [p.end for p in self.subjects.within(sentence.start, sentence.end) if p.role == "dateline"]
        start = max([sentence.start, *lines])
        while start < sentence.end and not self.folded[start].isalnum():
            start += 1
        return start

    def _all_country(self, place: Place) -> bool:
        return place.kind == "country" and self.folded[place.start : place.end].casefold() in {
            "全国",
            "国内",
            "the country",
            "the nation",
            "全國",
        }

    def _usable(self, start: int, end: int) -> list[Place]:
        return [
            p
            for p in self.subjects.within(start, end)
            if p.role == "subject" and p.iri is not None and not self._is_person(p)
        ]

    def _is_field(self, place: Place) -> bool:
        return place.role == "field"

    def _is_person(self, place: Place) -> bool:
        return bool(re.match(r" (?:[Gg]overnor|[Mm]ayor|Party)", self.folded[place.end : place.end + 10]))

    def _in(self, place: Place, span: tuple[int, int] | None) -> bool:
        return span is not None and span[0] <= place.start < span[1]

    def _attached(self, place: Place, cell: Cell) -> bool:
        gap = self.folded[cell.right[0] : place.start]
        if self.zh:
            return len(gap) < 12 and not re.search(r"[,;。]", gap)
        if re.search(r"[;.]", gap):
            return False
        return bool(re.search(r"\b(?:in|across|within|of|at|for|throughout)\s+(?:the\s+)?(?:whole\s+)?$", gap)) or (
            place.kind in {"city", "province"} and bool(re.search(r"\b(?:in|across|throughout) $", gap))
        )

    def _best(self, own: list[Place], reading: Reading) -> Place:
        spot = reading.evidence.get("indicator")
        if len(own) == 1 or spot is None:
            return own[-1]
        owner = [
            p
            for p in own
            if p.end <= spot.start
            and re.fullmatch(r"'s? (?:[\w-]+ ){0,6}|[\u4e00-\u9fff的]{0,14}", self.folded[p.end : spot.start])
        ]
        if owner:
            return owner[-1]
        inside = [
            p
            for p in own
            if re.search(r"\b(?:in|of|for|across) (?:the )?$", self.folded[max(0, p.start - 12) : p.start])
            and abs(p.start - spot.end) < 60
        ]
        return inside[-1] if inside else own[-1]

    # -- bodies ----------------------------------------------------------------------------------------------------

    def _body(self, reading: Reading, cell: Cell, made: list[Reading]) -> Mention | None:
        if reading.stat == "rank":
            return None
        found = [m for m in self.analysis.mentions_in(cell.sentence.start, cell.quantity.first, "org") if self._acts(m)]
        if reading.prop not in _BODY_STATS:
            goes_on = bool(made) and made[-1].org is not None and made[-1].prop == reading.prop
            makes = found and _MAKES.search(self.folded, found[-1].end, cell.quantity.first)
            if not goes_on and not makes:
                return None
        if found:
            body = found[-1]
            again = bool(made) and made[-1].org == body.iri
            own = list(self._usable(max(body.end, cell.start) if again else body.end, cell.quantity.first))
            if body.start < cell.start and own:
                return None
            if (
                made
                and body.start < cell.start
                and made[-1].org != body.iri
                and made[-1].stat != "rank"
                and made[-1].prop is not None
            ):
                return None
            return body
        if made and made[-1].org is not None and not self._usable(cell.start, cell.quantity.first):
            spot = made[-1].evidence["org"]
            return Mention(spot.start, spot.end, "org", (made[-1].org,), "", made[-1].org_name)
        head = self.folded[cell.sentence.start : cell.quantity.first]
        if (
            self.body is not None
            and (_ALONE.search(head) or (self.alone and _BARE.match(head)))
            and not self._usable(cell.sentence.start, cell.quantity.first)
        ):
            return self.body
        return None

    def _acts(self, mention: Mention) -> bool:
        before = self.folded[max(0, mention.start - 24) : mention.start]
        after = self.folded[mention.end : mention.end + 30]
        if _BODY_AFTER.match(after) and not _RESULTS.match(self.folded, mention.end):
            return False
        if re.search(r"[(/]$", before):
            return False
        if re.search(r"\bby $", before) and after.startswith("'s"):
            return True
        if _BODY_BEFORE.search(before) or re.search(r"\bamong (?:them|which)[^,;.]*$|其中包括[^,;。]*$", before):
            return False
        name = self.folded[mention.start : mention.end]
        return not re.search(
            (
                r"Daily|News|Bureau|Administration|Ministry|Academy|Government|government|Commission|"
                r"Xinhua|Statistics|Times|日报|新闻|局$|部$|院$|委$|政府"
            ),
            name,
        )

    def _aside(self, place: Place, sentence: Sentence) -> bool:
        """Return whether a place is only a part of the subject that is looked at in passing: "Nanjing alone"."""
        if self.current is None or self.current.iri is None or place.iri is None or place.start < sentence.start:
            return False
        if self.current.iri not in self.subjects.above(place):
            return False
        after = self.folded[place.end : place.end + 12]
        if _OF_THAT.search(self.folded, place.end, sentence.end):
            return True
        return bool(re.match(r"(?:'s)? alone\b", after)) or self.analysis.has(
            "cue:part-of-it", sentence.start, place.start
        )

    def _passing(self, named: list[Place], sentence: Sentence) -> bool:
        """Return whether a sentence only mentions parts of the subject, and opens with something else."""
        opening = self._opening(sentence)
        return all(
            self.current is not None
            and self.current.iri in self.subjects.above(p)
            and p.start - opening > (12 if not self.zh else 6)
            for p in named
        )

    def close(self, sentence: Sentence, made: list[Reading], state: State) -> None:
        """Remember whom the next sentence may be about."""
        if sentence.listed:
            return
        last = next((r for r in reversed(made) if r.place is not None), None)
        paired = {r.place for r in made if r.place is not None and r.evidence["place"].rule == "paired-list"}
        if len(paired) > 1 and self.current is not None:
            last = None  # after a look at several places a text goes on about the one before
        if last is not None:
            spot = last.evidence["place"]
            match = next((p for p in self.subjects.places if p.start == spot.start and p.iri == last.place), None)
            if match is not None and match.role != "field" and not self._aside(match, sentence):
                self.current = match
            elif match is None:
                self.current = Place(spot.start, spot.end, last.place, "", "subject", last.place_name)
        else:
            named = list(self._usable(sentence.start, sentence.end))
            lost = [p for p in self.subjects.within(sentence.start, sentence.end) if p.kind == "stranger"]
            if lost and not named and any(_UNCERTAIN in r.problems for r in made):
                self.current, self.lost = None, True
            if named and self.current is not None and not made and self._passing(named, sentence):
                named = []
            if named and len(paired) < 2:
                self.lost = False
                self.current = next((p for p in named if p.kind != "country"), named[0])
        bodies = [m for m in self.analysis.mentions_in(sentence.start, sentence.end, "org") if self._acts(m)]
        subject = next((p for p in self._usable(sentence.start, sentence.end)), None)
        opening = max(
            [
                sentence.start,
                *(p.end for p in self.subjects.within(sentence.start, sentence.end) if p.role == "dateline"),
            ]
        )
        if (
            bodies
            and bodies[0].start - opening < 60
            and (subject is None or bodies[0].start < subject.start or bodies[0].kind == "company")
        ):
            self.body, self.alone = bodies[0], True
        elif any(r.org is not None for r in made):
            self.alone = True
        elif subject is not None:
            self.body, self.alone = None, False
