"""Make sets of figures that fit together or do not, for every rule of arithmetic; knows nothing of `kg.compare`.

A case is made from a truth: levels as whole numbers, rates as fractions of them. What is printed is the truth rounded,
cut or bounded, with the scale words of English or Chinese, each figure in a document of its own. In a broken case one
of the figures is far from the truth. Cases share no question, so that all fit into one store.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

SCALES = {"en": (6, 9, 12), "zh": (4, 8, 12)}
"""Powers of ten of million, billion, trillion; and of 万, 亿, 万亿."""

PUBLISHERS = ["org-xinhua", "org-china-daily", "org-eguizhou", "org-guizhou-daily", "org-china-news-service"]
REVENUE = "variable-software-services-revenue"
SITS = "variable-software-it-services"
EIM = "variable-electronic-information-manufacturing-output-value"


@dataclass
class Case:
    """Documents whose figures fit a rule, or break it."""

    rule: str
    way: str
    broken: bool
    documents: list[dict[str, Any]]


class Printer:
    """Prints true values as a newspaper might: rounded, cut, or as a bound they satisfy."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.bounds = True
        """Whether bounds may be printed; what is far from the truth may still satisfy one, which proves nothing."""

    def money(self, value: Decimal, unit: str = "CCY_CNY") -> str:
        """Print with three to five digits."""
        size = value.adjusted()
        scales = [
            scale for scale in SCALES[self.chance.choice(["en", "zh"])] if size - 2 <= scale + 4 and scale <= size + 1
        ]
        scale = self.chance.choice(scales or [9])
        step = size - self.chance.choice([2, 3, 4])
        return self._print(value, min(step, scale), scale, f"unit:{unit}")

    def percent(self, value: Decimal) -> str:
        return self._print(value, -1, 0, "unit:PERCENT")

    def points(self, value: Decimal) -> str:
        return self._print(value, -1, 0, "dekgr:unit-percentage-point")

    def times(self, value: Decimal) -> str:
        return self._print(value, -1, 0, "dekgr:unit-times")

    def people(self, value: Decimal) -> str:
        return self._print(value, 2, 4, "unit:NUM")

    def _print(self, value: Decimal, step: int, scale: int, unit: str) -> str:
        rounding = self.chance.choice([ROUND_HALF_UP, ROUND_DOWN])
        shown = value.quantize(Decimal(1).scaleb(step), rounding)
        comparator = "exactly"
        if self.bounds and 0 < shown < value and self.chance.random() < 0.15:
            comparator = "greaterThan"
        numeral = f"{shown.scaleb(-scale):.{max(scale - step, 0)}f}"
        return f"{comparator} {numeral} {scale} {unit}"


class RuleMaker(Printer):
    """Makes cases; a question is used once."""

    def __init__(self, seed: int, places: list[str], province: tuple[str, list[str]]) -> None:
        super().__init__(seed)
        self.places = list(places)
        self.chance.shuffle(self.places)
        self.province = province
        self.years = iter(range(1950, 2012))
        self.number = 0

    # -- pieces --------------------------------------------------------------------------------------------------------

    def place(self) -> str:
        return self.places.pop()

    def level(self) -> Decimal:
        return Decimal(self.chance.randint(10**10, 9 * 10**12))

    def rate(self) -> Decimal:
        return Decimal(self.chance.randint(20, 300)) / 10

    def off(self, value: Decimal, broken: bool) -> Decimal:
        """Return a value far from the truth in a broken case."""
        return value * self.chance.choice([Decimal("0.6"), Decimal("1.6")]) if broken else value

    def case(self, rule: str, way: str, broken: bool, *figures: dict[str, Any], together: bool = False) -> Case:
        chosen = [dict(figure) for figure in figures]
        documents = [chosen] if together else [[figure] for figure in chosen]
        return Case(rule, way, broken, [self.document(figures) for figures in documents])

    def document(self, figures: list[dict[str, Any]]) -> dict[str, Any]:
        self.number += 1
        day = date(2024, self.chance.randint(1, 12), self.chance.randint(1, 28))
        publisher = PUBLISHERS[self.number % len(PUBLISHERS)]
        url = f"https://example.org/rules/{self.number}"
        return {"url": url, "publisher": publisher, "published": day, "figures": figures}

    # -- rules ---------------------------------------------------------------------------------------------------------

    def growth(self, broken: bool) -> Case:
        area, before, rate = self.place(), self.level(), self.rate()
        after = before * (100 + rate) / 100
        return self.case(
            "growth-of-level",
            "level and growth",
            broken,
            {"area": area, "variable": REVENUE, "period": "2022", "figure": self.money(self.off(before, broken))},
            {"area": area, "variable": REVENUE, "period": "2023", "figure": self.money(after)},
            {
                "area": area,
                "variable": REVENUE + "-growth",
                "period": "2023",
                "base": "2022",
                "figure": self.percent(rate),
            },
        )

    def average(self, broken: bool) -> Case:
        return self._over_years(broken, "-average-annual-growth", "yearly average")

    def total(self, broken: bool) -> Case:
        return self._over_years(broken, "-cumulative-growth", "cumulative growth")

    def _over_years(self, broken: bool, slug: str, way: str) -> Case:
        area, before, rate, years = self.place(), self.level(), self.rate(), self.chance.randint(2, 5)
        after = before * ((100 + rate) / 100) ** (years if "average" in slug else 1)
        variable = f"{SITS}-revenue" if "average" in slug else REVENUE
        return self.case(
            "growth-over-years",
            way,
            broken,
            {"area": area, "variable": variable, "period": "2018", "figure": self.money(before)},
            {
                "area": area,
                "variable": variable,
                "period": str(2018 + years),
                "figure": self.money(self.off(after, broken)),
            },
            {
                "area": area,
                "variable": variable + slug,
                "period": str(2018 + years),
                "base": "2018",
                "figure": self.percent(rate),
            },
        )

    def chain_total(self, broken: bool) -> Case:
        return self._chain(broken, REVENUE, "-cumulative-growth", "rates and their total")

    def chain_average(self, broken: bool) -> Case:
        return self._chain(broken, f"{SITS}-revenue", "-average-annual-growth", "rates and their average")

    def _chain(self, broken: bool, variable: str, slug: str, way: str) -> Case:
        area, rates = self.place(), [self.rate() for _ in range(3)]
        ratio = Decimal(1)
        for rate in rates:
            ratio *= (100 + rate) / 100
        over = ratio ** (Decimal(1) / 3) if "average" in slug else ratio
        over = (over - 1) * 100 * (Decimal("1.6") if broken else 1)
        yearly = [
            {
                "area": area,
                "variable": variable + "-growth",
                "period": str(2021 + n),
                "base": str(2020 + n),
                "figure": self.percent(rate),
            }
            for n, rate in enumerate(rates)
        ]
        whole = {
            "area": area,
            "variable": variable + slug,
            "period": "2023",
            "base": "2020",
            "figure": self.percent(over),
        }
        return self.case("growth-chain", way, broken, *yearly, whole)

    def share(self, broken: bool) -> Case:
        area, gdp, share = self.place(), self.level(), self.rate()
        part = self.off(gdp * share / 100, broken)
        return self.case(
            "share-of-whole",
            "share of GDP",
            broken,
            {"area": area, "variable": "variable-gdp", "period": "2023", "figure": self.money(gdp)},
            {
                "area": area,
                "variable": "variable-digital-economy-value-added",
                "period": "2023",
                "figure": self.money(part),
            },
            {
                "area": area,
                "variable": "variable-digital-economy-share-of-gdp",
                "period": "2023",
                "figure": self.percent(share),
            },
        )

    def per_head(self, broken: bool) -> Case:
        area, people = self.place(), Decimal(self.chance.randint(10**6, 2 * 10**7))
        each = Decimal(self.chance.randint(30_000, 200_000))
        total = self.off(each * people, broken)
        return self.case(
            "amount-per-head",
            "GDP per head",
            broken,
            {"area": area, "variable": "variable-gdp", "period": "2022", "figure": self.money(total)},
            {"area": area, "variable": "variable-population", "period": "2022", "figure": self.people(people)},
            {"area": area, "variable": "variable-gdp-per-capita", "period": "2022", "figure": self.money(each)},
        )

    def change(self, broken: bool) -> Case:
        area, before, points = self.place(), self.rate(), Decimal(self.chance.randint(5, 90)) / 10
        variable = "variable-digital-economy-share-of-gdp"
        after = before + points + (self.chance.choice([3, 5]) if broken else 0)
        return self.case(
            "difference-of-two",
            "change of a share",
            broken,
            {"area": area, "variable": variable, "period": "2018", "figure": self.percent(before)},
            {"area": area, "variable": variable, "period": "2020", "figure": self.percent(after)},
            {
                "area": area,
                "variable": variable + "-difference",
                "period": "2020",
                "base": "2018",
                "figure": self.points(points),
            },
        )

    def above_another(self, broken: bool) -> Case:
        area, other = self.place(), self.place()
        low, points = self.rate() + 5, Decimal(self.chance.randint(5, 90)) / 10
        variable = "variable-digital-economy-share-of-gdp"
        high = low + points - (self.chance.choice([3, 5]) if broken else 0)
        return self.case(
            "difference-of-two",
            "above another place",
            broken,
            {"area": other, "variable": variable, "period": "2021", "figure": self.percent(low)},
            {"area": area, "variable": variable, "period": "2021", "figure": self.percent(high)},
            {
                "area": area,
                "variable": variable + "-difference",
                "period": "2021",
                "compared_with": other,
                "figure": self.points(points),
            },
        )

    def multiple(self, broken: bool) -> Case:
        area, before, times = self.place(), self.level(), Decimal(self.chance.randint(15, 90)) / 10
        variable = f"{SITS}-revenue"
        return self.case(
            "multiple-of-level",
            "so many times",
            broken,
            {"area": area, "variable": variable, "period": "2013", "figure": self.money(before)},
            {
                "area": area,
                "variable": variable,
                "period": "2019",
                "figure": self.money(self.off(before * times, broken)),
            },
            {
                "area": area,
                "variable": variable + "-multiple",
                "period": "2019",
                "base": "2013",
                "figure": self.times(times),
            },
        )

    def industries(self, broken: bool) -> Case:
        return self._industries(broken, "StatisticalObservation", "industries")

    def targets(self, broken: bool) -> Case:
        return self._industries(broken, "Target", "targets of one plan")

    def _industries(self, broken: bool, kind: str, way: str) -> Case:
        area, year = self.place(), "2023" if kind == "StatisticalObservation" else "2027"
        names = [EIM, f"{SITS}-output-value", "variable-telecommunications-output-value"]
        levels = [self.level() for _ in names]
        whole = sum(levels, Decimal(0))
        if broken:  # in a case of parts larger than the whole another rule would find it too
            whole *= Decimal("1.6")
        figures = [(name, level) for name, level in zip(names, levels, strict=True)]
        figures.append(("variable-big-data-electronic-information-output-value", whole))
        return self.case(
            "sum-of-parts",
            way,
            broken,
            *(
                {"area": area, "variable": name, "period": year, "kind": kind, "figure": self.money(level)}
                for name, level in figures
            ),
            together=kind == "Target",
        )

    def shares(self, broken: bool) -> Case:
        area, first = self.place(), Decimal(self.chance.randint(100, 900)) / 10
        second = 100 - first + (Decimal(self.chance.choice([-6, 6])) if broken else 0)
        names = ("digital-industrialization", "industrial-digitalization")
        return self.case(
            "sum-of-shares",
            "two halves",
            broken,
            *(
                {
                    "area": area,
                    "variable": f"variable-{name}-share-of-digital-economy",
                    "period": "2022",
                    "figure": self.percent(value),
                }
                for name, value in zip(names, (first, second), strict=True)
            ),
        )

    def narrower_industry(self, broken: bool) -> Case:
        area, whole = self.place(), self.level()
        part = whole * (Decimal("1.3") if broken else Decimal(self.chance.randint(10, 100)) / 100)
        return self.case(
            "part-of-whole",
            "narrower industry",
            broken,
            {"area": area, "variable": "variable-cloud-services-revenue", "period": "2021", "figure": self.money(part)},
            {"area": area, "variable": f"{SITS}-revenue", "period": "2021", "figure": self.money(whole)},
        )

    def cities(self, broken: bool) -> Case:
        above, below = self.province
        year, whole = str(next(self.years)), self.level()
        ratio = Decimal("0.7") if broken else Decimal("0.3")
        return self.case(
            "part-of-whole",
            "two cities",
            broken,
            {
                "area": above,
                "variable": "variable-telecommunications-revenue",
                "period": year,
                "figure": self.money(whole),
            },
            *(
                {
                    "area": city,
                    "variable": "variable-telecommunications-revenue",
                    "period": year,
                    "figure": self.money(whole * ratio),
                }
                for city in below[:2]
            ),
        )

    def prefectures(self, broken: bool) -> Case:
        above, below = self.province
        year, levels = str(next(self.years)), [self.level() for _ in below]
        whole = sum(levels, Decimal(0)) * (Decimal("1.6") if broken else 1)
        variable = "variable-big-data-revenue"
        return self.case(
            "sum-of-parts",
            "all prefectures",
            broken,
            {"area": above, "variable": variable, "period": year, "figure": self.money(whole)},
            *(
                {"area": city, "variable": variable, "period": year, "figure": self.money(level)}
                for city, level in zip(below, levels, strict=True)
            ),
        )

    def quarters(self, broken: bool) -> Case:
        area, levels = self.place(), [self.level() for _ in range(4)]
        whole = sum(levels, Decimal(0)) * (Decimal("1.6") if broken else 1)
        periods = ["2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4", "2020"]
        return self._spans("sum-of-periods", "quarters", broken, area, [*zip(periods, [*levels, whole], strict=True)])

    def halves(self, broken: bool) -> Case:
        area, first, rest = self.place(), self.level(), self.level()
        whole = (first + rest) * (Decimal("1.6") if broken else 1)
        found = [("2020-01_2020-06", first), ("2020-H2", rest), ("2020", whole)]
        return self._spans("sum-of-periods", "year to date and the rest", broken, area, found)

    def year_to_date(self, broken: bool) -> Case:
        area, whole = self.place(), self.level()
        part = whole * (Decimal("1.3") if broken else Decimal(self.chance.randint(10, 100)) / 100)
        found = [(f"2019-01_2019-{self.chance.randint(2, 11):02d}", part), ("2019", whole)]
        return self._spans("part-of-period", "year to date", broken, area, found)

    def _spans(self, rule: str, way: str, broken: bool, area: str, spans: list[tuple[str, Decimal]]) -> Case:
        return self.case(
            rule,
            way,
            broken,
            *({"area": area, "variable": REVENUE, "period": p, "figure": self.money(value)} for p, value in spans),
        )

    def conversion(self, broken: bool) -> Case:
        area, yuan = self.place(), self.level()
        rate = Decimal(self.chance.randint(610, 830)) / 100 * (1000 if broken else 1)
        converted = self.money(yuan / rate, "CCY_USD").replace("greaterThan", "exactly")
        figure = self.money(yuan).replace("greaterThan", "exactly")
        given = {"area": area, "variable": REVENUE, "period": "2017", "figure": figure, "converted": [converted]}
        return self.case("exchange-rate", "conversion", broken, given)

    def two_currencies(self, broken: bool) -> Case:
        area, yuan = self.place(), self.level()
        rate = Decimal(self.chance.randint(610, 830)) / 100 * (Decimal("0.1") if broken else 1)
        question = {"area": area, "variable": REVENUE, "period": "2016"}
        return self.case(
            "exchange-rate",
            "two currencies",
            broken,
            {**question, "figure": self.money(yuan)},
            {**question, "figure": self.money(yuan / rate, "CCY_USD")},
        )

    def makers(self) -> list[Callable[[bool], Case]]:
        return [
            self.growth,
            self.average,
            self.total,
            self.chain_total,
            self.chain_average,
            self.share,
            self.per_head,
            self.change,
            self.above_another,
            self.multiple,
            self.industries,
            self.targets,
            self.shares,
            self.narrower_industry,
            self.cities,
            self.prefectures,
            self.quarters,
            self.halves,
            self.year_to_date,
            self.conversion,
            self.two_currencies,
        ]


def make(seed: int, places: list[str], province: tuple[str, list[str]], each: int) -> Iterator[Case]:
    """Yield `each` cases of every way that fit, and as many that do not."""
    maker = RuleMaker(seed, places, province)
    for way in maker.makers():
        for number in range(2 * each):
            maker.bounds = number % 2 == 0
            yield way(not maker.bounds)
