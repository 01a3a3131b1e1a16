"""Say rows, computed figures and relations in English or Chinese.

The only module that words what `kg.compare` finds; amounts and bounds are worded by `kg.labels`.
"""

from kg import labels
from kg.compare.findings import Derived
from kg.compare.intervals import Range, rounded
from kg.compare.observations import Observations, Row
from kg.compare.rules import Rules
from kg.terms import DEKG, local_name

__all__ = ["bounds", "computation", "figure", "period", "publisher", "question", "rate"]

_COMMA = {"en": ", ", "zh": "，"}
_LIST = {"en": "; ", "zh": "；"}
_NO_PERIOD = {"en": "period not stated", "zh": "时期未说明"}


def period(iri: str | None, table: Observations, language: str) -> str:
    """Return the name of a period."""
    if iri is None:
        return _NO_PERIOD[language]
    found = table.periods.get(iri)
    return found.label(language) if found else local_name(iri)


def publisher(row: Row, table: Observations, rules: Rules, language: str) -> str | None:
    """Return the name of who published a row's document."""
    found = table.publisher(row)
    return rules.vocabulary.label(found, language) if found else None


def question(key: tuple[str | None, ...], table: Observations, rules: Rules, language: str) -> str:
    """Return in words what is asked: subject, variable, what limits it, period; `key` has the columns `KEY`."""
    variable, area, organization, when, _, compared, ranked, scope = key[:8]
    names = [iri for iri in (organization, area, variable, compared, ranked, scope) if iri is not None]
    return _COMMA[language].join(
        [*(rules.vocabulary.label(iri, language) for iri in names), period(when, table, language)]
    )


def figure(row: Row, rules: Rules, language: str) -> str:
    """Return a figure as stated: `more than 80 billion CNY`."""
    words = rules.vocabulary
    first = labels.amount(row.stated, row.unit, words, language)
    if row.comparator == "exactly":
        return first
    if row.stated_upper is not None:
        second = labels.amount(row.stated_upper, row.unit, words, language)
        return f"{first}至{second}" if language == "zh" else f"{first} to {second}"
    word = words.label(DEKG + row.comparator, language)
    return f"{word}{first}" if language == "zh" else f"{word} {first}"


def bounds(value: Range, unit: str, rules: Rules, language: str) -> str:
    """Return an interval in words, its bounds rounded away from what they admit."""
    lower, upper = rounded(value)
    return labels.interval(
        lower,
        upper,
        lower_inclusive=value.lower_inclusive,
        upper_inclusive=value.upper_inclusive,
        unit=unit,
        vocabulary=rules.vocabulary,
        language=language,
    )


def computation(derived: Derived, table: Observations, rules: Rules, language: str) -> str:
    """Return in words what was computed from what."""
    roles = tuple(dict.fromkeys(derived.roles))
    filled = {role: figure(row, rules, language) for role, row in zip(derived.roles, derived.inputs, strict=True)}
    for role in _MANY & set(roles):
        filled[role] = _LIST[language].join(_part(row, derived, table, rules, language) for row in derived.inputs)
    if derived.rule == "exchange-rate":
        filled["derived"] = rate(derived.value, derived, rules)
        for amount in derived.amounts:
            filled["amount"] = labels.amount(amount.stated, amount.unit, rules.vocabulary, language)
    else:
        filled["derived"] = bounds(derived.value, str(derived.key[-1]), rules, language)
        filled["inner"], filled["when"] = _from_to(derived, table, rules, language)
    return rules.text(derived.rule, roles, language).format(**filled)


_MANY = frozenset({"parts", "shares", "spans", "yearly"})
"""Roles that several figures have at once."""


def _part(row: Row, derived: Derived, table: Observations, rules: Rules, language: str) -> str:
    if derived.roles[0] in {"spans", "yearly"}:
        name = period(row.period, table, language)
    else:
        name = rules.vocabulary.label(str(row.area if row.area != derived.key[1] else row.variable), language)
    return f"{name} {figure(row, rules, language)}"


def _from_to(derived: Derived, table: Observations, rules: Rules, language: str) -> tuple[str, str]:
    """Return what tells the computed figure from the first one it rests on: a period, else a place."""
    first = derived.inputs[0]
    if first.period != derived.period:
        return period(first.period, table, language), period(derived.period, table, language)
    names = (rules.vocabulary.label(str(area), language) for area in (first.area, derived.key[1]))
    return next(names), next(names)


def rate(value: Range, derived: Derived, rules: Rules) -> str:
    """Return an exchange rate in words: `5.5–9 CNY/USD`."""
    lower, upper = (None if bound is None else f"{bound.normalize():f}" for bound in rounded(value))
    return f"{lower}–{upper} {_code(derived.key[0], rules)}/{_code(derived.key[1], rules)}"


def _code(unit: str | None, rules: Rules) -> str:
    return rules.vocabulary.value(str(unit), "skos:notation") or local_name(str(unit))
