"""Industries and indicators by the names that newsrooms use, and English for Chinese names made of known parts."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.extract import files
from kg.extract.text.english import composed, person
from kg.extract.text.lexicon import compiled
from kg.vocabulary import shipped

DATA = Path(__file__).parent / "extract"
CASES = [json.loads(line) for line in (DATA / "trades.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_set_has_cases_in_both_languages() -> None:
    assert Counter(case.get("lang", "en") for case in CASES) == {"en": 29, "zh": 49}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_a_figure_is_of_the_industry_its_text_speaks_of(case: dict[str, Any]) -> None:
    entry = files.Entry("trade", case.get("lang", "en"), "2025-03-01", case.get("title"), case["text"])
    claims = files.rows(entry, shipped())[0]
    assert [[row["value"], row["industry"], row["indicator"]] for row in claims] == case["given"]


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("义乌海关", "Yiwu Customs"),
        ("义乌市商务局", "Yiwu Commerce Bureau"),
        ("国家统计局", "National Bureau of Statistics"),
        ("《空天信息产业行动计划》", "aerospace information action plan"),
        ("墨西哥联邦经济部", "Mexico Federal Ministry of Economy"),
        ("天外来客局", None),
        ("海关喵", None),
    ],
)
def test_a_chinese_name_has_an_english_form_only_if_all_its_parts_are_known(name: str, english: str | None) -> None:
    assert composed(name, compiled(shipped())) == english


@pytest.mark.parametrize(
    ("name", "english"), [("陶勇", "Tao Yong"), ("陆亚萍", "Lu Yaping"), ("欧阳明华", "Ouyang Minghua")]
)
def test_a_person_is_written_surname_first(name: str, english: str) -> None:
    assert person(name, compiled(shipped())) == english


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("zh", "据义乌海关统计，2024年义乌市出口总值为5800亿元。", "Yiwu Customs"),
        ("zh", "市工信局副局长陶勇在会上说，2024年合肥市软件业务收入达到900亿元。", "Tao Yong"),
        (
            "zh",
            "澳门特区政府统计暨普查局31日公布的资料显示，2024年澳门本地生产总值增长8%。",
            "Statistics and Census Service",
        ),
        ("zh", "《合肥市人工智能产业行动计划》提出，到2027年，合肥市人工智能产业规模达到3000亿元。", "action plan"),
        ("zh", "2024年，合肥市软件业务收入达到900亿元。", None),
        ("en", "Penang's exports grew 7 percent in 2024, Chief Minister Lim Kok Wei said on Monday.", "Lim Kok Wei"),
        ("en", "Wuxi's software revenue rose 12 percent in 2024, Chen told a forum.", None),
    ],
)
def test_on_whose_word_a_figure_stands_is_told_in_english(language: str, text: str, english: str | None) -> None:
    (claim,) = files.rows(files.Entry("said", language, "2025-03-01", None, text), shipped())[0]
    said = claim["attributed_to"]
    assert (english is None) == (said is None)
    assert english is None or english in said
