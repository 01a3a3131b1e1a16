"""No module of `kg/extract` holds words of a language: they live in `ontology/reference`, in groups a template names.

What is read here is the source. An alternation of two natural words, a class of two Chinese characters, a Chinese word
and a collection of small words are word lists; digits, marks, slots and single letters of syntax are none.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import extract, phrases

ROOT = Path(extract.__file__).parent
EXCEPTIONS = {
    ("hanzi.py", "佔占"): "a table of characters, each traditional one with its simplified form",
    ("evaluate.py", "nearly, between"): "names of comparators in the file format of claims, no words of a text",
}
"""What is no word list, by module and first characters, with the reason why."""

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
NUMERALS = "〇零一二三四五六七八九十百千万亿两萬億兆"
_SLOT = re.compile(r"\{[a-z][a-z-]*\}")
_NO_WORD = re.compile(r"(?<=\()\?(?:P[<=]\w+>?|[a-z]+|<?[=!:])|\\[bBsSAZ]|'s\b|[{]\d*,?\d*[}]")
_ANY = re.compile(r"\\[wWdD]|\b[A-Z]{6}[A-Z_]*\b|\\u[0-9a-f]{4}")
_TYPE = re.compile(r"[A-Z]\w+(?:\[.+\])? \| None|[A-Z]\w+ \| str")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_SLOT_MARK, _CLASS_MARK, _HAN_MARK = "\x01", "\x02", "\x03"


def words_in(text: str) -> list[str]:
    """Return the word lists of a string, taken for a regular expression: alternations, classes, Chinese words."""
    plain = _ANY.sub(_CLASS_MARK, _SLOT.sub(_SLOT_MARK, re.sub(r"\\[^\w\s]", "", text)))
    found = []
    for match in _CLASS.finditer(plain):
        own = [char for char in match[0] if re.match(f"[{HAN}]", char) and char not in NUMERALS]
        if len(own) > 1 and "鿿" not in own:
            found.append(match[0])
    plain = _NO_WORD.sub("", plain)
    bare = _CLASS.sub(lambda match: _HAN_MARK if re.search(f"[{HAN}]", match[0]) else _CLASS_MARK, plain)
    found += re.findall(f"[{HAN}]{{2,}}", re.sub(f"[{NUMERALS}]", "", bare))
    return found + [listed for listed in _alternations(bare) if listed]


def _alternations(text: str) -> Iterator[str]:
    """Yield each alternation of a pattern in which two branches are words, brackets within brackets too."""
    levels: list[list[str]] = [[""]]
    for char in text:
        if char == "(":
            levels.append([""])
        elif char == ")" and len(levels) > 1:
            inner = levels.pop()
            yield _listed(inner)
            levels[-1][-1] += "".join(inner)
        elif char == "|":
            levels[-1].append("")
        else:
            levels[-1][-1] += char
    for level in levels:
        yield _listed(level)


def _listed(branches: list[str]) -> str:
    word, other = re.compile(f"[A-Za-z{HAN}]"), re.compile(f"[{_SLOT_MARK}{_CLASS_MARK}{_HAN_MARK}]")
    literal = [branch for branch in branches if word.search(branch) and not other.search(branch)]
    return "|".join(literal) if len(literal) > 1 else ""


def word_lists(source: str) -> list[tuple[int, str]]:
    """Return the lines and word lists of a module, outside its docstrings and annotations."""
    tree = ast.parse(source)
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    skipped |= {id(leaf) for node in ast.walk(tree) for part in _annotations(node) for leaf in ast.walk(part)}
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(value) for value in node.values}
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else _SLOT_MARK for v in node.values)
            found += [(node.lineno, words) for words in words_in(text)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not _TYPE.fullmatch(node.value):
            found += [(node.lineno, words) for words in words_in(node.value)]
        elif isinstance(node, ast.Set | ast.Tuple | ast.List):
            items = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            found += [(node.lineno, ", ".join(items))] if _collected(items) else []
        elif isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            found += [(node.lineno, ", ".join(keys))] if _collected(keys) else []
    return sorted(found)


def _collected(items: list[str]) -> bool:
    """Return whether the strings of a collection are small words or Chinese words, two of them at least."""
    filled = [item for item in items if item and item not in NUMERALS]
    small = phrases.of().set("function-word")
    return len(filled) > 1 and all(
        item.strip(" ,'").casefold() in small or re.fullmatch(f" *[{HAN}]+ *", item) for item in filled
    )


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns"):
        part = getattr(node, name, None)
        if isinstance(part, ast.AST):
            yield part


@pytest.mark.parametrize(
    "source",
    [
        'X = r"\\b(?:in|on) "',
        'X = r"(?P<who>he|she)\\b"',
        'X = r"(?! Ltd| Inc)[A-Z]"',
        'X = r"\\bfrom\\b|\\bto\\b"',
        'X = rf"(?:{Y}|{{be}}|was|were) "',
        'X = r"{be} (?:the |its )?"',
        'X = r"的|了"',
        'X = r"(?:省|市)?{be}"',
        'X = re.compile(r"[省市](?=a)")',
        'X = surface == "签约"',
        'X = word in {"the", "its"}',
        'X = word.endswith((" its ", " their "))',
        'X = word in {"", "于", "和"}',
        'X = {"区": "District", "县": "County"}',
    ],
)
def test_a_word_list_is_found(source: str) -> None:
    assert word_lists(source), source


@pytest.mark.parametrize(
    "source",
    [
        'X = r"(?:{be}|the) (?:of )?"',
        'X = r"[A-Z]\\w+|\\d+|%"',
        'X = r"(?:[a-z]+ed|{participle})\\b"',
        'X = r"\'s |的?"',
        'X = r"第[一二三四五\\d]|{be}年"',
        'X = {"level", "count"}',
        'X = ("growthRate", "在")',
        'X: "A | None" = None',
        '"""in|on"""',
        'def f() -> str:\n    """Return 省|市."""',
        'X = "\\u4e00"',
    ],
)
def test_syntax_is_no_word_list(source: str) -> None:
    assert word_lists(source) == []


def test_no_module_of_the_extraction_holds_a_word_list() -> None:
    modules = sorted(ROOT.rglob("*.py"))
    found = [(path.name, line, words) for path in modules for line, words in word_lists(path.read_text("utf-8"))]
    excused = {key: [each for each in found if each[0] == key[0] and each[2].startswith(key[1])] for key in EXCEPTIONS}
    assert len(modules) > 70
    assert all(excused.values()), "an exception that is no longer needed"
    assert [each for each in found if not any(each in excuse for excuse in excused.values())] == []
