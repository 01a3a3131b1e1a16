"""Make pairs of figures whose relation is known because it was built in; knows nothing of `kg.compare`.

Each pair has its own place, variable and year, so that all of them fit into one store. Figures are printed with the
scale words of English (million, billion, trillion) or Chinese (万, 亿, 万亿), and values are whole numbers of the
smallest unit, so that nothing here is rounded by accident.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

SCALES = {"en": {"million": 6, "billion": 9, "trillion": 12}, "zh": {"万": 4, "亿": 8, "万亿": 12}}
PUBLISHERS = ["org-xinhua", "org-china-daily", "org-eguizhou", "org-guizhou-daily", "org-china-news-service"]
SCOPES = ["scope-above-designated-size", "scope-core-industries", "scope-key-enterprises", "scope-private-enterprises"]


@dataclass
class Pair:
    """Two documents with one figure each (and company), and what relates the figures: `first` to `second`."""

    relation: str
    way: str
    first: dict[str, Any]
    second: dict[str, Any]
    ordered: bool = False
    extra: list[dict[str, Any]] = field(default_factory=list)


class Maker:
    def __init__(self, seed: int, places: list[str], variables: list[str]) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.questions = [
            {"area": place, "variable": variable, "period": str(year)}
            for place in places
            for variable in variables
            for year in (2021, 2022, 2023)
        ]
        self.chance.shuffle(self.questions)
        self.number = 0

    # -- pieces --------------------------------------------------------------------------------------------------------

    def question(self) -> dict[str, Any]:
        return dict(self.questions.pop())

    def document(
        self, given: dict[str, Any], publisher: str | None = None, published: date | None = None, **more: Any
    ) -> dict[str, Any]:
        self.number += 1
        return {
            "url": f"https://example.org/seeded/{self.number}",
            "publisher": publisher or self.chance.choice(PUBLISHERS),
            "published": published or date(2024, self.chance.randint(1, 12), self.chance.randint(1, 28)),
            "figures": [given],
            **more,
        }

    def two_publishers(self) -> list[str]:
        return self.chance.sample(PUBLISHERS, 2)

    def print_at(self, units: int, step: int, language: str, comparator: str = "exactly") -> str:
        """Print `units` steps of ten to the `step` with a scale word of a language: 803, 8 is 80.3 billion or 803亿."""
        fitting = [scale for scale in SCALES[language].values() if 0 <= scale - step <= 4]
        scale = self.chance.choice(fitting)
        shift = scale - step
        digits = str(units).rjust(shift + 1, "0")
        numeral = digits[: len(digits) - shift] + ("." + digits[len(digits) - shift :] if shift else "")
        return f"{comparator} {numeral} {scale} unit:CCY_CNY"

    def language(self) -> str:
        return self.chance.choice(["en", "zh"])

    def units(self) -> int:
        return self.chance.randint(120, 9800)

    def pair(
        self,
        relation: str,
        way: str,
        one: str,
        other: str,
        *,
        question: dict[str, Any] | None = None,
        ordered: bool = False,
    ) -> Pair:
        asked = question or self.question()
        first, second = self.two_publishers()
        return Pair(
            relation,
            way,
            self.document({**asked, "figure": one}, first),
            self.document({**asked, "figure": other}, second),
            ordered,
        )

    # -- relations ---------------------------------------------------------------------------------------------------

    def same_value(self) -> Pair:
        units = self.units()
        return self.pair("agrees", "same value", self.print_at(units, 8, "en"), self.print_at(units, 8, "zh"))

    def bound_satisfied(self) -> Pair:
        units, more = self.units(), self.chance.randint(2, 90)
        comparator = self.chance.choice(["greaterThan", "atLeast"])
        value, bound = (
            self.print_at(units + more, 8, self.language()),
            self.print_at(units, 8, self.language(), comparator),
        )
        return self.pair("agrees", "bound satisfied", value, bound)

    def upper_bound_satisfied(self) -> Pair:
        units, less = self.units(), self.chance.randint(2, 90)
        comparator = self.chance.choice(["lessThan", "atMost", "nearly"])
        value, bound = (
            self.print_at(units - less, 8, self.language()),
            self.print_at(units, 8, self.language(), comparator),
        )
        return self.pair("agrees", "upper bound satisfied", value, bound)

    def ranges_overlap(self) -> Pair:
        low = self.units()
        one = self.between(low, low + 100)
        return self.pair("agrees", "ranges overlap", one, self.between(low + 40, low + 160))

    def bounds_of_two_sides(self) -> Pair:
        units, room = self.units(), self.chance.randint(1, 80)
        one = self.print_at(units, 8, self.language(), "greaterThan")
        return self.pair(
            "agrees", "bounds of two sides", one, self.print_at(units + room, 8, self.language(), "lessThan")
        )

    def between(self, low: int, high: int) -> str:
        return f"between {low / 10:.1f}..{high / 10:.1f} 9 unit:CCY_CNY"

    def narrower_bound(self) -> Pair:
        units, more = self.units(), self.chance.randint(1, 90)
        one = self.print_at(units + more, 8, self.language(), "greaterThan")
        return self.pair(
            "refines", "narrower bound", one, self.print_at(units, 8, self.language(), "greaterThan"), ordered=True
        )

    def value_in_range(self) -> Pair:
        units = self.units()
        one = self.print_at(units, 8, self.language())
        return self.pair("refines", "value in range", one, self.between(units - 20, units + 20), ordered=True)

    def value_near_about(self) -> Pair:
        units = self.units()
        off = self.chance.randint(-units // 40, units // 40)
        one = self.print_at(units * 10 + off * 10, 7, "en")
        return self.pair(
            "refines", "value near about", one, self.print_at(units, 8, self.language(), "approximately"), ordered=True
        )

    def rounded_half_up(self) -> Pair:
        fine = self.chance.randint(12_000, 980_000)
        if fine % 100 == 0:
            fine += 37
        coarse = (fine + 50) // 100
        return self.pair(
            "rounds-to",
            "rounded",
            self.print_at(fine, 7, self.language()),
            self.print_at(coarse, 9, self.language()),
            ordered=True,
        )

    def cut_off(self) -> Pair:
        fine = 100 * self.chance.randint(120, 9800) + self.chance.randint(51, 99)
        return self.pair(
            "rounds-to",
            "cut",
            self.print_at(fine, 7, self.language()),
            self.print_at(fine // 100, 9, self.language()),
            ordered=True,
        )

    def neighbours(self) -> Pair:
        units = self.units()
        return self.pair(
            "rounds-to",
            "one rounded, one cut",
            self.print_at(units, 8, self.language()),
            self.print_at(units + 1, 8, self.language()),
        )

    def count_in_ten_thousands(self) -> Pair:
        count = 1000 * self.chance.randint(12, 980) + self.chance.randint(1, 499)
        one, other = f"exactly {count} 0 unit:NUM counted", f"exactly {count // 1000 / 10:.1f} 4 unit:NUM"
        question = {**self.question(), "variable": "variable-enterprises"}
        question["area"] = f"place-{question['area'].removeprefix('place-')}"
        return self.pair("rounds-to", "count", one, other, question=question, ordered=True)

    def same_text(self) -> Pair:
        made = self.same_value()
        made.first["digest"] = made.second["digest"] = "sha256:" + f"{self.number:064x}"
        made.relation, made.way = "restates", "same text"
        return made

    def same_words(self) -> Pair:
        made = self.same_value()
        made.first["figures"][0]["words"] = made.second["figures"][0]["words"] = f"words {self.number}"
        made.relation, made.way = "restates", "same words"
        return made

    def reprint(self) -> Pair:
        made = self.same_value()
        for _ in range(4):
            shared = {**self.question(), "figure": self.print_at(self.units(), 8, "en")}
            made.first["figures"].append(shared)
            made.second["figures"].append(dict(shared))
        made.relation, made.way = "restates", "reprint"
        return made

    def later_vintage(self) -> Pair:
        question, publisher = self.question(), self.chance.choice(PUBLISHERS)
        units, moved = self.units(), self.chance.choice([-1, 1]) * self.chance.randint(3, 60)
        early, late = date(2023, self.chance.randint(1, 12), 5), date(2024, self.chance.randint(1, 12), 5)
        return Pair(
            "revises",
            "later vintage",
            self.document({**question, "figure": self.print_at(units + moved, 8, self.language())}, publisher, late),
            self.document({**question, "figure": self.print_at(units, 8, self.language())}, publisher, early),
            ordered=True,
        )

    def other_scope(self) -> Pair:
        one, other = self.chance.sample(SCOPES, 2)
        return self.scoped("scope", one, other, "other scope")

    def other_group(self) -> Pair:
        return self.scoped("ranked_among", "place-china", "region-southwest-china", "other group")

    def other_base(self) -> Pair:
        return self.scoped("base", "2015", "2020", "other base")

    def joint_area(self) -> Pair:
        made = self.conflicting_values()
        made.first["figures"][0]["area"], made.second["figures"][0]["area"] = "place-guiyang", "area-guiyang-guian"
        made.relation, made.way = "differs-in-scope", "joint area"
        return made

    def scoped(self, part: str, one: str, other: str, way: str) -> Pair:
        made = self.chance.choice([self.same_value, self.conflicting_values])()
        made.first["figures"][0][part], made.second["figures"][0][part] = one, other
        made.relation, made.way = "differs-in-scope", way
        return made

    def conflicting_values(self) -> Pair:
        units, apart = self.units(), self.chance.randint(3, 100)
        return self.pair(
            "conflicts",
            "values",
            self.print_at(units, 8, self.language()),
            self.print_at(units + apart, 8, self.language()),
        )

    def conflicting_precisions(self) -> Pair:
        coarse = self.chance.randint(120, 9800)
        fine = 100 * coarse + self.chance.choice([-1, 1]) * self.chance.randint(101, 900)
        return self.pair(
            "conflicts",
            "precisions",
            self.print_at(fine, 7, self.language()),
            self.print_at(coarse, 9, self.language()),
        )

    def value_below_bound(self) -> Pair:
        units, less = self.units(), self.chance.randint(2, 90)
        one = self.print_at(units - less, 8, self.language())
        comparator = self.chance.choice(["greaterThan", "atLeast"])
        return self.pair("conflicts", "value below bound", one, self.print_at(units, 8, self.language(), comparator))

    def at_most_against_over(self) -> Pair:
        units = self.units()
        one = self.print_at(units, 8, self.language(), "atMost")
        return self.pair(
            "conflicts", "at most against over", one, self.print_at(units, 8, self.language(), "greaterThan")
        )

    def text_against_itself(self) -> Pair:
        made = self.conflicting_values()
        made.first["figures"].append(made.second["figures"][0])
        made.way = "one text"
        made.second = {**made.first, "figures": [made.second["figures"][0]], "same": True}
        return made

    def same_day(self) -> Pair:
        made, day = self.conflicting_values(), date(2024, 6, 1)
        for item in (made.first, made.second):
            item["publisher"], item["published"] = PUBLISHERS[0], day
        made.way = "same publisher, same day"
        return made

    def other_unit(self) -> Pair:
        made = self.conflicting_values()
        made.second["figures"][0]["figure"] = made.second["figures"][0]["figure"].replace("CNY", "USD")
        made.relation, made.way = "unrelated", "other unit"
        return made

    def other_period(self) -> Pair:
        made = self.conflicting_values()
        year = made.first["figures"][0]["period"]
        code = self.chance.choice(["-01_{y}-07", "-H1", "-Q1", "-05"])
        made.second["figures"][0]["period"] = year + code.format(y=year)
        made.relation, made.way = "unrelated", "other period"
        return made

    def unknown_period(self) -> Pair:
        made = self.conflicting_values()
        del made.second["figures"][0]["period"]
        made.relation, made.way = "unknown", "period not stated"
        return made

    def scope_of_one(self) -> Pair:
        made = self.conflicting_values()
        made.second["figures"][0]["scope"] = self.chance.choice(SCOPES)
        made.relation, made.way = "unknown", "scope stated by one"
        return made

    def makers(self) -> list[Callable[[], Pair]]:
        return [
            self.same_value,
            self.bound_satisfied,
            self.upper_bound_satisfied,
            self.ranges_overlap,
            self.bounds_of_two_sides,
            self.narrower_bound,
            self.value_in_range,
            self.value_near_about,
            self.rounded_half_up,
            self.cut_off,
            self.neighbours,
            self.count_in_ten_thousands,
            self.same_text,
            self.same_words,
            self.reprint,
            self.later_vintage,
            self.other_scope,
            self.other_group,
            self.other_base,
            self.joint_area,
            self.conflicting_values,
            self.conflicting_precisions,
            self.value_below_bound,
            self.at_most_against_over,
            self.text_against_itself,
            self.same_day,
            self.other_unit,
            self.other_period,
            self.unknown_period,
            self.scope_of_one,
        ]


def make(seed: int, places: list[str], variables: list[str], each: int) -> Iterator[Pair]:
    """Yield `each` pairs of every way."""
    maker = Maker(seed, places, variables)
    for way in maker.makers():
        for _ in range(each):
            yield way()
