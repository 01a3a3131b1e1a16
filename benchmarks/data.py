"""Make benchmark data: documents of cities' figures whose truth is known, as version graphs of the package itself.

The quads are those of `kg.graph.version`, so the shape of the data is the shape of real data. Every place and variable
has a true series; documents print it rounded, as levels and as year-on-year growth, with a bound now and then. A few
documents are printed again by somebody else, rounded otherwise; a few of these have one figure wrong, and these figures
alone are conflicts; no variable is part of another, and no place of another. Same size and seed, same bytes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from kg import vocabulary
from kg.compare.rules import Rules
from kg.graph import Version, version, version_head
from kg.model import Claim, ClaimKind, Document, Figure, Measure, Passage
from kg.periods import Period
from kg.terms import DEKGR, digest, expand

__all__ = ["SIZES", "Made", "documents", "quads_file", "size_of", "write"]

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}

_CNY, _PERCENT = expand("unit:CCY_CNY"), expand("unit:PERCENT")
_YEARS = range(2006, 2026)
_PER_DOCUMENT = 4
_PUBLISHERS = [DEKGR + name for name in ("org-guizhou-daily", "org-guiyang-government-portal", "org-huawei")]


@dataclass(frozen=True, slots=True)
class Made:
    """A data set on disk: N-Quads, how many, and what was put in on purpose."""

    path: Path
    quads: int
    documents: int
    observations: int
    conflicts: int


def size_of(name: str) -> int:
    """Return a number of quads by its name (`100k`, `1M`) or its digits."""
    return SIZES[name] if name in SIZES else int(name)


def documents(seed: int = 1) -> Iterator[tuple[Version, int, int]]:
    """Yield document versions without end in sight, each with its number of observations and of planted conflicts."""
    chance = random.Random(seed)
    words = vocabulary.shipped()
    rules = Rules(words)
    wholes = {whole for found in rules.containing.values() for whole in found}
    places = words.members("dekg:PrefectureLevelDivision")
    growths = [
        (growth, level)
        for growth in words.members("dekg:StatisticalVariable")
        if (level := rules.level_of(growth)) and level not in wholes and _CNY in words.values(level, "dekg:allowedUnit")
    ]
    chunks = [growths[i : i + _PER_DOCUMENT] for i in range(0, len(growths), _PER_DOCUMENT)]
    number = 0
    for chunk in chunks:
        for place in places:
            levels = {level: Decimal(chance.randint(10**10, 10**12)) for _, level in chunk}
            for year in _YEARS:
                truth = {}
                for growth, level in chunk:
                    rate = Decimal(chance.randint(-50, 400)) / 1000
                    levels[level] = (levels[level] * (1 + rate)).quantize(Decimal(1), ROUND_HALF_UP)
                    truth[growth, level] = (rate, levels[level])
                yield _document(number, chance, place, year, truth, words, wrong=False, fine=True)
                number += 1
                if chance.random() < 0.05:
                    wrong = chance.random() < 0.2
                    yield _document(number, chance, place, year, truth, words, wrong=wrong, fine=False)
                    number += 1


def _document(
    number: int,
    chance: random.Random,
    place: str,
    year: int,
    truth: dict[tuple[str, str], tuple[Decimal, Decimal]],
    words: vocabulary.Vocabulary,
    *,
    wrong: bool,
    fine: bool,
) -> tuple[Version, int, int]:
    url = f"https://example.org/{year + 1}/{number}.html"
    document = Document(
        url=url,
        language=("en", "zh")[number % 2],
        text_digest=digest(url),
        text_length=4000,
        publisher=_PUBLISHERS[number % 3] if fine else DEKGR + "org-huawei-cloud-press",
        published=date(year + 1, 1 + number % 12, 1 + number % 28),
        date_basis="fromUrlPath",
    )
    period = Period.parse(str(year))
    claims = []
    for place_in_text, ((growth, level), (rate, value)) in enumerate(truth.items()):
        multiplier, decimals = ((9, 2) if number % 2 == 0 else (8, 1)) if fine else (8, 0)
        shown = (value.scaleb(-multiplier)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        comparator = "exactly"
        if chance.random() < 0.1:
            comparator = "greaterThan"
            shown -= Decimal(1).scaleb(-decimals)
        if wrong and place_in_text == 0:
            comparator, shown = "exactly", (shown / 2).quantize(Decimal(1))
        figures = [
            (level, None, Figure(f"{shown:f}", comparator, _CNY, multiplier)),
            (growth, period.year_earlier(), _growth(rate)),
        ]
        for offset, (variable, base, figure) in enumerate(figures):
            number_in_text = 2 * place_in_text + offset
            words_digest = digest(f"{url}#{number_in_text}")
            drift = int(words_digest[-3:], 16)  # sentences of articles begin and end anywhere
            start = 200 * number_in_text + drift % 64
            passage = Passage(start, start + 40 + drift // 64, words_digest, number_in_text + 1)
            measure = Measure(variable, figure, place, period=period, base=base)
            claims.append(Claim(ClaimKind.OBSERVATION, (passage,), measure))
    return version(document, claims, words), len(claims), int(wrong)


def _growth(rate: Decimal) -> Figure:
    shown = (abs(rate) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Figure(f"{shown:f}", "exactly", _PERCENT, negative=rate < 0 and shown != 0)


def write(path: Path, size: int, seed: int = 1) -> Made:
    """Write whole documents as N-Quads until there are `size` quads."""
    quads = count = observations = conflicts = 0
    with path.open("w", encoding="utf-8") as out:
        for made, figures, wrong in documents(seed):
            lines = [*made.quads, *version_head(made.document, made.graph)]
            out.write("".join(f"{quad} .\n" for quad in lines))
            quads += len(lines)
            count += 1
            observations += figures
            conflicts += wrong
            if quads >= size:
                break
    return Made(path, quads, count, observations, conflicts)


def quads_file(size: str, folder: Path, seed: int = 1) -> Made:
    """Return the data set of a size, made at the first call and kept in a folder."""
    import json
    from dataclasses import asdict

    folder.mkdir(parents=True, exist_ok=True)
    path, facts = folder / f"{size}-{seed}.nq", folder / f"{size}-{seed}.json"
    if not (path.exists() and facts.exists()):
        made = write(path, size_of(size), seed)
        facts.write_text(json.dumps({**asdict(made), "path": str(path)}), encoding="utf-8")
    known = json.loads(facts.read_text(encoding="utf-8"))
    return Made(**{**known, "path": path})
