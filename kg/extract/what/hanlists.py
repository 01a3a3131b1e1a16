"""What only Chinese lists do: begin after a place, leave out the industry they are of, follow amounts just told."""

from kg.extract.entities.named import Mention
from kg.extract.roles import Head, Reading
from kg.extract.what.words import Words

__all__ = ["just_told", "last_nouns", "list_start", "of_topic"]

_AMOUNTS = {"level", "count"}


def list_start(measures: Words, start: int, trade: int, end: int) -> int:
    """Return where a Chinese list with 、 begins: after the clause, place and period before its first item."""
    folded, analysis = measures.folded, measures.analysis
    mark = folded.find("、", start, end)
    if mark < 0:
        return start
    before = min(mark, trade)
    spots = [folded.rfind(char, start, before) + 1 for char in ",:"]
    spots += [m.end for m in analysis.mentions_in(start, before) if m.layer in {"place", "anaphor"}]
    spots += [p.end for p in analysis.periods_in(start, before)]
    return max(start, *(spot for spot in spots if spot <= before))


def of_topic(measures: Words, span: tuple[int, int]) -> list[Mention]:
    """Return the industry of an item that leaves out the one the text is about: 设计 in a text about 集成电路."""
    words = measures.folded[slice(*span)].strip()
    topic = measures.topic
    if topic is None or not words or topic[1] is not None:
        return []
    lexicon = measures.analysis.lexicon
    vocabulary = lexicon.vocabulary
    names = [vocabulary.label(topic[0], "zh"), *vocabulary.words(topic[0], "skos:altLabel", "zh")]
    for name in names:
        iris = lexicon.meanings(lexicon.phrases.pattern("{trade-noun-zh}$").sub("", name) + words, "industry")
        if iris:
            return [Mention(*span, "industry", iris)]
    return []


def just_told(measures: Words, made: list[Reading], run: list[Reading]) -> list[Reading]:
    """Return the amounts told just before as many changes: 接待游客2万人次、收入3亿元,分别增长5%和6%."""
    first = next(i for i, reading in enumerate(made) if reading is run[0])
    sources = made[max(0, first - len(run)) : first]
    before = made[: first - len(run)] if first >= len(run) else []
    if run[0].stat != "growthRate" or len(sources) != len(run):
        return []
    if any(r.stat not in _AMOUNTS or r.prop is None for r in sources):
        return []
    if len({(r.place, r.trade, r.prop, r.period) for r in sources}) < len(sources):
        return []
    if before and before[-1].stat in _AMOUNTS:
        return []
    gap = (sources[-1].quantity.last, run[0].quantity.first)
    named = measures.heads(*gap) or measures.trades(*gap) or not measures.clean(*gap)
    return [] if named else sources


def last_nouns(heads: list[Head]) -> list[Head]:
    """Return indicators without those that only qualify the next one: 产量 of 工业机器人产量."""
    return [h for h in heads if not any(h.end == other.start for other in heads)]
