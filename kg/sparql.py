"""What can be told of a SPARQL text without parsing it: its form, and whether it is safe to hand to a parser.

Strings, IRIs and comments are blanked first, so that words inside them never count.
"""

import re
from collections.abc import Callable

from kg.errors import QueryError
from kg.terms import PREFIXES

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "form", "guard", "redirected", "with_prefixes"]

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


def guard(text: str, *, services: bool = False) -> None:
    """Refuse a query that would leave the machine or break the parser.

    Args:
        text: the query.
        services: let it ask other servers; whoever allows that decides which (`redirected`).

    Raises:
        QueryError: it is too long or nested too deeply, or it asks another server (`SERVICE`).
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has {len(text)} characters, more than {MAX_LENGTH}; ask for less at once")
    bare = _IGNORED.sub(" ", text)
    unescaped = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _code_point, text)
    if not services and (_SERVICE.search(bare) or _SERVICE.search(_IGNORED.sub(" ", unescaped))):
        raise QueryError(
            "the query asks another server (SERVICE), which is not allowed; take the SERVICE block out, "
            "or name the server with --allow-service HOST"
        )
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


_ENDPOINT = re.compile(r"SERVICE(\s+SILENT)?\s*<([^<>\"{}|^`\\\s]*)>", re.IGNORECASE)
_PLACES = re.compile(rf"{_SERVICE.pattern}|{_IGNORED.pattern}", re.IGNORECASE | re.DOTALL)


def redirected(text: str, to: Callable[[str], str]) -> str:
    """Return a query whose every `SERVICE` asks another address.

    Args:
        text: the query.
        to: the address to ask, from the one the query names; it may refuse by raising.

    Raises:
        QueryError: a server is not written out as an IRI, so that it cannot be known before the query runs.

    >>> redirected("SELECT * { SERVICE <http://a/> { ?s ?p 'SERVICE <http://b/>' } }", lambda url: url + "c")
    "SELECT * { SERVICE <http://a/c> { ?s ?p 'SERVICE <http://b/>' } }"
    """
    if re.search(r"\\[uU]", text):
        raise QueryError(
            "a query that asks other servers must be plain: write characters themselves, not as \\u escapes"
        )
    found: list[str] = []
    position = 0
    for match in _PLACES.finditer(text):
        if match[0].upper() != "SERVICE":
            continue
        endpoint = _ENDPOINT.match(text, match.start())
        if endpoint is None:
            raise QueryError(
                "every SERVICE must name its server as an IRI, such as SERVICE <https://example.org/sparql>"
            )
        found += [text[position : match.start()], f"SERVICE{endpoint[1] or ''} <{to(endpoint[2])}>"]
        position = endpoint.end()
    return "".join([*found, text[position:]])
