"""Make articles of about 2 kB in English and Chinese, in own words, the same for the same number, without end.

Places, indicators and bounds are drawn from short lists; every sentence is of a form that city news has: levels,
growth, shares, ranks, targets, counts, an amount restated in dollars, and sentences without any figure.
"""

import random
from collections.abc import Iterator

__all__ = ["article", "articles"]

_PLACES = {
    "en": [
        "Guiyang",
        "Chengdu",
        "Hangzhou",
        "Wuhan",
        "Shenzhen",
        "Nanjing",
        "Xi'an",
        "Guizhou",
        "Zhejiang",
        "Bengaluru",
    ],
    "zh": ["贵阳市", "成都市", "杭州市", "武汉市", "深圳市", "南京市", "西安市", "贵州省", "浙江省", "合肥市"],
}
_TRADES = {
    "en": [
        "software services",
        "cloud services",
        "electronic information manufacturing",
        "big data",
        "telecommunications",
    ],
    "zh": ["软件业务", "云服务", "电子信息制造业", "大数据产业", "电信业务"],
}
_PLAIN = {
    "en": [
        "Officials toured a workshop and spoke with the people who run its machines.",
        "Visitors to the old market will find new signs there before the summer.",
        "A school for programmers has moved into the halls of a former mill.",
        "The council thanked all who had helped with the survey.",
    ],
    "zh": [
        "有关负责人走访了多家企业，并与一线人员座谈。",
        "老厂房改造后，一所程序员学校迁入其中。",
        "主办方感谢各方对调查的支持。",
    ],
}
_FORMS = {
    "en": [
        "In {y}, revenue of {t} in {p} reached {v} billion yuan, up {g} percent year on year.",
        "Revenue of {t} in {p} exceeded {v} billion yuan (${u} billion) in {y}.",
        "The digital economy accounted for {s} percent of the GDP of {p} in {y}.",
        "By the end of {y}, {p} was home to {n} enterprises of {t}.",
        "{p} plans to bring revenue of {t} to {w} billion yuan by {z}.",
        "The digital economy of {p} grew {g} percent in {y}, ranking {r} in the country.",
        "Output of {t} in {p} fell by {g} percent in the first half of {y}.",
    ],
    "zh": [
        "{y}年，{p}{t}收入达{v}亿元，同比增长{g}%。",
        "{y}年{p}{t}收入超过{v}亿元（约{u}亿美元）。",
        "{y}年，{p}数字经济占地区生产总值比重为{s}%。",
        "截至{y}年底，{p}共有{t}企业{n}家。",
        "{p}计划到{z}年将{t}收入提升至{w}亿元。",
        "{y}年{p}数字经济增速为{g}%，居全国第{r}位。",
    ],
}
_RANKS = ["first", "second", "third", "fourth"]


def article(number: int, size: int = 2000) -> tuple[str, str, str]:
    """Return language, date and text of an article; every third is in Chinese, at a third of the characters."""
    language = "zh" if number % 3 == 2 else "en"
    dice = random.Random(number)
    year = dice.randint(2015, 2029)
    place = dice.choice(_PLACES[language])
    parts, room = [], size if language == "en" else size // 3
    while sum(map(len, parts)) < room:
        if dice.random() < 0.6:
            parts.append(dice.choice(_PLAIN[language]))
            continue
        parts.append(
            dice.choice(_FORMS[language]).format(
                p=place if dice.random() < 0.7 else dice.choice(_PLACES[language]),
                t=dice.choice(_TRADES[language]),
                y=year - dice.randint(0, 3),
                z=year + dice.randint(1, 6),
                v=f"{dice.uniform(1, 900):.1f}",
                w=dice.randint(10, 999),
                u=f"{dice.uniform(0.2, 120):.2f}",
                g=f"{dice.uniform(0.5, 39):.1f}",
                s=f"{dice.uniform(10, 60):.1f}",
                n=dice.randint(12, 4000),
                r=dice.choice(_RANKS) if language == "en" else dice.randint(1, 20),
            )
        )
    between = " " if language == "en" else ""
    lines = [between.join(parts[i : i + 4]) for i in range(0, len(parts), 4)]
    return language, f"{year + 1}-03-{1 + number % 28:02}", "\n".join(lines) + "\n"


def articles(count: int, start: int = 0) -> Iterator[tuple[int, str, str, str]]:
    """Yield number, language, date and text of some articles."""
    for number in range(start, start + count):
        yield number, *article(number)
