"""What can be told of a SPARQL text without parsing it: its form, and whether it is safe to hand to a parser.

Strings, IRIs and comments are blanked first, so that words inside them never count.
"""

import re

from kg.errors import QueryError
from kg.terms import PREFIXES

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "form", "guard", "with_prefixes"]

MAX_DEPTH = 100
"""Deepest nesting of brackets in a query; Oxigraph's parser crashes the process at some thousands."""

MAX_LENGTH = 1_000_000
"""Longest query, in characters."""

_IGNORED = re.compile(
    r"\\."
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\s]*>'
    r"|#[^\n]*",
    re.DOTALL,
)
_SERVICE = re.compile(r"(?<![\w?$:.-])SERVICE(?![\w:-])", re.IGNORECASE)
_FORM = re.compile(r"(?<![\w?$:.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])", re.IGNORECASE)
_UPDATE = re.compile(
    r"(?<![\w?$:.-])(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)(?![\w:-])",
    re.IGNORECASE,
)


def form(text: str) -> str | None:
    r"""Return `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`: the form of a query; None for an update or for nonsense.

    >>> form("# DESCRIBE nothing\nPREFIX ask: <http://e/DESCRIBE> SELECT * { ?s ask:x ?o }")
    'SELECT'
    """
    bare = _IGNORED.sub(" ", text)
    match = _FORM.search(bare)
    update = _UPDATE.search(bare)
    if match is None or (update is not None and update.start() < match.start()):
        return None
    return match[1].upper()


def with_prefixes(text: str) -> str:
    """Declare the project's prefixes where a query uses them without saying so, on its first line.

    >>> with_prefixes("ASK { ?claim dcterms:source/schema:url <http://e/owl:x> }").count("PREFIX")
    2
    """
    bare = _IGNORED.sub(" ", text)
    declared = set(re.findall(r"\bPREFIX\s+([\w-]*):", bare, re.IGNORECASE))
    used = set(re.findall(r"(?<![\w?$:.-])([A-Za-z][\w-]*):", bare)) - declared
    lines = [f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items() if prefix in used]
    return " ".join([*lines, text])


def guard(text: str) -> None:
    """Refuse a query that would leave the machine or break the parser.

    Raises:
        QueryError: it is too long or nested too deeply, or it asks another server (`SERVICE`).
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has {len(text)} characters, more than {MAX_LENGTH}; ask for less at once")
    bare = _IGNORED.sub(" ", text)
    unescaped = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _code_point, text)
    if _SERVICE.search(bare) or _SERVICE.search(_IGNORED.sub(" ", unescaped)):
        raise QueryError("the query asks another server (SERVICE), which is not allowed; take the SERVICE block out")
    depth = deepest = 0
    for character in bare:
        if character in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "})]":
            depth -= 1
    if deepest > MAX_DEPTH:
        raise QueryError(f"the query nests {deepest} brackets deep, more than {MAX_DEPTH}; simplify it")


def _code_point(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else " "
