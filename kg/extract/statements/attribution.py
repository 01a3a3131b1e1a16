"""Read on whose word a sentence says what it says: "according to X", "X said", 据X, X表示, 记者从X获悉.

A body that the ontology knows becomes the organisation of the attribution; any other body, a person or a report is
named with the text's own words. "The report" and 该报告 mean the report named last.
"""

import re
from dataclasses import dataclass, field, replace

from kg.extract.analysis import Analysis
from kg.extract.text.english import composed, person
from kg.extract.text.lexicon import Lexicon
from kg.extract.text.tokens import Sentence
from kg.model import Attribution
from kg.vocabulary import Vocabulary

__all__ = ["Attributions", "Source"]

_MOST = 80
"""Longest name of a source, in characters; the shape of claims allows no longer one."""

_NAME = r"[^,.;:()\"]{2,90}"
_CAPITAL = r"[A-Z\u00c0-\u00de\u0100-\u017d][^\W\d_]*(?:['-][^\W\d_]+)*"
_PERSON = rf"(?:{_CAPITAL} ){{1,3}}{_CAPITAL}"
_TITLED = rf"^(?:(?:[\w-]+ ){{0,3}}{{person-title}} )(?P<person>{_PERSON})$"
_SAID_LAST = r",\"? (?:{said-by})(?: in [^,.]{3,40}| on [A-Z]\w+)? (?P<who>[^.;\"]{3,120})[.\"]?$"
_LAST_SAID = (
    r",\"? (?P<who>[^,.;\"]{2,90}?) (?:{also-has} )?(?:{said-by})(?: [a-z]+){0,4}"
    r"(?: {said-when} [^,.;]{3,60})?[.\"]*$"
)
_MID_SAID = r",\"? (?P<who>[^,.;\"]{2,60}?) (?:also )?(?:{said-by}),"
_THAT_SAID = r"(?:^|, )(?P<who>[^,.;:\"]{3,80}?) (?:{also-has} )?(?:{said-by})(?: {in-on-at} [^,.;]{3,40}?)? that\b"
_FIRST_SAID = (
    r"^(?:on [A-Z]\w+, |in [^,]{3,40}, |meanwhile, )?(?P<who>[A-Z][^.;:\"]{1,120}?),? (?:{also-has} )?(?:{said-by})"
    r"(?: {in-on-at} [^,.;]{3,60}?)?(?:,? in|:|,|:| \"| (?:{said-what}|[A-Z]|\d))"
)
_HE_SAID = r"^(?:[^,.;:\"]{3,30},? )?(?P<who>[Hh]e|[Ss]he) (?:{also-has} )?(?:{said-by})\b"
_TITLED_SAID = rf", (?P<who>(?:[\w-]+ ){{0,2}}{{person-title}} {_PERSON}) (?:{{said-by}})\b"
_SAID_EN = (_SAID_LAST, _LAST_SAID, _THAT_SAID, _FIRST_SAID, _HE_SAID, _TITLED_SAID, _MID_SAID)
_IN_REPORT = r"^{report-opener} (?P<who>the (?:[\w-]+ ){0,3}{source-report}),"
_REPORT = (
    r"(?<![A-Za-z'-])(?:(?!{common-qualifier} )[A-Za-z'-]+ ){1,3}{report-noun}\b|《[^》]{4,40}{report-noun}》"
    r"|[\u4e00-\u9fff]{0,4}{work-report-zh}"
)
_MADE = r"^(?:{any-determiner} )?(?:[\w-]+ ){0,4}?{source-report}s?(?: (?:(?:that )?was )?{source-made} )(?P<who>.+)$"
_APPOSED = rf"^(?P<person>{_PERSON}), (?:{{a-or-the}} )?(?P<post>[^,]+)"
_HEARD_ZH = (
    r"{reporter}(?:\d+日)?{just-now}?从(?P<who>[^,。;]{2,30}?){press-meeting}?(?:上)?"
    r"{source-heard}"
)
_ACCORDING_ZH = (
    r"(?:^|[,。;\n\"]){according-to-zh}(?P<who>[^,。;\"]{2,32}?)"
    r"(?:{same-day-zh}|{just-now})?{publishes}?(?:的)?{latest}?{source-said-zh}"
)
_SAID_ZH = (
    r"(?:^|[,。;\n\"])(?:据)?(?P<who>[^,。;\":]{0,26}?(?:{source-body}|{source-report}》?))(?:{same-day-zh}|{latest}|{just-now}|(?:\d+月)?(?:\d+日)?)?"
    r"{publishes}?(?:的)?{latest}?{source-data}?"
    r"(?:(?P<post>{person-title})(?P<person>(?:(?!{no-person-character})[\u4e00-\u9fff]){2,3})?)?"
    r"(?:{just-now}|(?:\d+月)?(?:\d+日)?)?(?:{occasion-zh}[^,。;]{1,10}{occasion-end-zh}|{toward-zh}{told-to-zh})?(?:{said-by}|(?<!{report-tail-zh}){analyses-zh})(?!{office-tail-zh})"
)
_GIVES_ZH = r"(?:{gives-zh}?的)?(?:{latest})?{source-data}$"


@dataclass(frozen=True, slots=True)
class Source:
    """On whose word something is said, and where that stands in the folded text."""

    attribution: Attribution
    start: int
    end: int
    person: bool = False

    def english(self, lexicon: Lexicon) -> str:
        """Return the English name of the source, composed of its parts where it is printed in Chinese."""
        name = self.attribution.name
        if name is None or name.isascii():
            return self.label(lexicon.vocabulary)
        if self.person:
            return person(name, lexicon)
        return composed(name, lexicon) or self.label(lexicon.vocabulary)

    def label(self, vocabulary: Vocabulary) -> str:
        """Return the name of the source: as printed, else the English label of the body."""
        known = self.attribution.organization
        return self.attribution.name or (vocabulary.label(known) if known else "")


@dataclass(slots=True)
class Attributions:
    """The sources of one text, by sentence; read once for an analysis."""

    analysis: Analysis
    _found: dict[int, Source | None] = field(default_factory=dict)
    _person: Source | None = None
    _short: dict[str, Source] = field(default_factory=dict)

    @classmethod
    def of(cls, analysis: Analysis) -> "Attributions":
        """Return the sources of an analysis, read once."""
        return analysis.once(cls)

    def __post_init__(self) -> None:
        before: Source | None = None
        for sentence in self.analysis.text.sentences:
            found = self._read(sentence)
            if found is None and sentence.continued:
                found = before
            before = self._found[sentence.start] = found

    def at(self, position: int) -> Source | None:
        """Return the source of the sentence at a position."""
        return self._found.get(self.analysis.sentence_of(position).start)

    def _read(self, sentence: Sentence) -> Source | None:
        words = self.analysis.folded[sentence.start : sentence.end]
        found = (
            self._chinese(sentence, words) if self.analysis.text.language == "zh" else self._english(sentence, words)
        )
        if self.analysis.text.language != "zh":
            self._remember(sentence, words)
        if found is None:
            return None
        self._shorten(found)
        name = found.attribution.name or ""
        bare = self._pattern(r"(?:{this} )?{report-noun}|{this-one-zh}?份?{report-noun}", case=False).fullmatch(name)
        if found.attribution.organization is None and bare:
            full = self._report_before(sentence.start)
            return Source(Attribution(None, full), found.start, found.end) if full else found
        return found

    def _remember(self, sentence: Sentence, words: str) -> None:
        """Keep the person that a sentence names with an office, for "he said" later on."""
        for match in self._pattern(
            rf"(?P<person>{_PERSON}), (?:{{a-or-the}} )?(?:[\w-]+ ){{0,3}}{{person-title}}"
        ).finditer(words):
            named = self._named(sentence, match.start("person"), match.end("person"), match["person"])
            self._person = named or self._person

    def _shorten(self, source: Source) -> None:
        """Keep the short forms under which a source may speak again: a surname, an acronym of its initials."""
        name = source.attribution.name
        if name is None or not name.isascii() or " " not in name:
            return
        if re.fullmatch(_PERSON, name):
            self._short[name.split()[-1]] = source
            self._person = source
        initials = "".join(word[0] for word in re.findall(r"[A-Z][\w-]*", name))
        for short in {initials, name.split()[-1]}:
            if re.fullmatch(r"[A-Z]{3,8}", short):
                self._short[short] = source

    def _report_before(self, position: int) -> str | None:
        """Return the full name of the report named last before a position, without its brackets."""
        found = None
        title = self.analysis.title.folded if self.analysis.title is not None else ""
        for text, limit in ((title, len(title)), (self.analysis.folded, position)):
            for match in self._pattern(_REPORT, case=False).finditer(text, 0, limit):
                found = match[0].strip("《》 ")
        return found if found is None or len(found) <= _MOST else None

    def _pattern(self, template: str, *, case: bool = True) -> "re.Pattern[str]":
        return self.analysis.lexicon.phrases.pattern(template, case=case)

    # -- English ---------------------------------------------------------------------------------------------------

    def _english(self, sentence: Sentence, words: str) -> Source | None:
        for match in self._pattern(rf"\b{{according-to}} (?P<who>{_NAME}(?:, [^,.;]{{3,60}})?)", case=False).finditer(
            words
        ):
            found = self._source(sentence, words, match.start("who"), match.end("who"), cut=True)
            if found is not None:
                return found
        speaks = self._pattern(r"{said-by}").search(words) is not None
        for template in (*_SAID_EN, _IN_REPORT) if speaks else (_IN_REPORT,):
            said = self._pattern(template, case=template is not _IN_REPORT).search(words.rstrip())
            if said is not None and self._pattern(r"{source-pronoun}", case=False).fullmatch(said["who"]):
                if self._person is not None and said["who"].casefold() != "they":
                    return Source(
                        self._person.attribution, sentence.start + said.start("who"), sentence.start + said.end("who")
                    )
                continue
            if said is not None:
                known = self._short.get(re.sub(r"^[Tt]he ", "", said["who"]))
                if known is not None:
                    return Source(
                        known.attribution, sentence.start + said.start("who"), sentence.start + said.end("who")
                    )
                found = self._source(sentence, words, said.start("who"), said.end("who"), cut=False)
                if found is not None:
                    return found
        return None

    def _source(self, sentence: Sentence, words: str, start: int, end: int, *, cut: bool) -> Source | None:
        name = words[start:end]
        if self._pattern("{source-preposition} ", case=True).match(name):
            return None
        made = self._pattern(_MADE, case=False).match(name)
        if made is not None:
            start, name = start + made.start("who"), made["who"]
        stop = self._pattern(r"\s(?:{source-stop})\b").search(name)
        if stop is not None:
            name = name[: stop.start()]
        of = self._pattern(rf"^({_PERSON}) {{person-of}} ").match(name)
        if of is not None and not self._pattern(r"\b{source-body}\b").search(of[1]):
            return self._named(sentence, start, start + len(of[0]), of[1])
        person = self._pattern(_APPOSED).match(name)
        if person is not None:
            post_start = start + person.start("post")
            post = person["post"]
            return self._named(sentence, post_start, post_start + len(post), person["person"])
        name = name.split(",")[0].rstrip() if "," in name else name.rstrip()
        titled = self._pattern(_TITLED, case=False).match(name)
        if titled is not None and name[titled.start("person")].isupper():
            return self._named(sentence, start, start + len(name), titled["person"])
        whole = self._pattern(r"^{any-determiner} ", case=False).sub("", name)
        if not self._speaks(whole, cut=cut) or self._pattern(r"^(?:[\w-]+ )?{no-source}s?$", case=False).match(whole):
            return None
        return self._named(sentence, start, start + len(name), whole)

    def _speaks(self, name: str, *, cut: bool) -> bool:
        """Return whether a name is one of a body, a report or a person."""
        if self._pattern(r"\b(?:{source-body}|{source-report}s?|{person-title}s?)$", case=False).search(name):
            return True
        if self._pattern(r"\b{source-body}\b").search(name):
            return True
        if re.fullmatch(_PERSON, name) and not self._is_place(name):
            return True
        return (
            cut
            and re.fullmatch(r"[A-Z]{3,8}|(?:[A-Z][\w'&-]+ ){0,4}[A-Z][\w'&-]+", name) is not None
            and not self._is_place(name)
        )

    def _is_place(self, name: str) -> bool:
        return bool(self.analysis.lexicon.meanings(name, "place"))

    def _named(self, sentence: Sentence, start: int, end: int, name: str) -> Source | None:
        """Return the source of a span: the body if the ontology knows it, and its name where that says more."""
        first, last = sentence.start + start, sentence.start + end
        bodies = [
            m
            for m in self.analysis.mentions_in(first, last, "org")
            if not m.name and self.analysis.lexicon.vocabulary.is_a(m.iri, "dekg:Organization")
        ]
        iri = bodies[0].iri if len({m.iri for m in bodies}) == 1 else None
        name = " ".join(name.split())
        if not name or len(name) > _MOST:
            return None
        plain = iri is not None and self.analysis.folded[bodies[0].start : bodies[0].end].casefold() == name.casefold()
        return Source(Attribution(iri, None if plain else name), first, last)

    # -- Chinese ---------------------------------------------------------------------------------------------------

    def _chinese(self, sentence: Sentence, words: str) -> Source | None:
        quotes = self._pattern(r"{said-by}|{analyses-zh}").search(words) is not None
        for template in (_HEARD_ZH, _ACCORDING_ZH, _SAID_ZH) if quotes else (_HEARD_ZH, _ACCORDING_ZH):
            match = self._pattern(template).search(words)
            if match is None:
                continue
            groups = match.groupdict()
            opening = self._pattern(r"^(?:{according-to-zh}|{just-now}|{reporter})*").match(match["who"])
            who = match["who"][opening.end() if opening else 0 :].strip('《》“”" ')
            start = match.start("who") + (opening.end() if opening else 0)
            if groups.get("person"):
                named = self._named(sentence, match.start("who"), match.end("who"), groups["person"])
                return replace(named, person=True) if named else None
            gives = self._pattern(_GIVES_ZH).search(who)
            if gives is not None and gives.start() > 1:
                who = who[: gives.start()]
            if len(who) < 2 or who in self.analysis.lexicon.phrases.set("no-source"):
                continue
            speaks = self._pattern(r"(?:{source-body}|{source-report}|{person-title})$").search(who)
            known = self.analysis.lexicon.meanings(who, "org")
            if speaks is None and not known:
                continue
            return self._named(sentence, start, start + len(who), who)
        return None
