"""Say rows, computed figures and relations in English or Chinese.

The only module that words what `kg.compare` finds; amounts and bounds are worded by `kg.labels`.
"""

from kg import labels
from kg.compare.derive import Derived
from kg.compare.intervals import Range, rounded
from kg.compare.observations import Observations, Row
from kg.compare.rules import Rules
from kg.terms import DEKG, local_name

__all__ = ["bounds", "computation", "figure", "period", "question"]

_COMMA = {"en": ", ", "zh": "，"}
_LIST = {"en": "; ", "zh": "；"}
_NO_PERIOD = {"en": "period not stated", "zh": "时期未说明"}


def period(iri: str | None, table: Observations, language: str) -> str:
    """Return the name of a period."""
    if iri is None:
        return _NO_PERIOD[language]
    found = table.periods.get(iri)
    return found.label(language) if found else local_name(iri)


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
    filled = {role: figure(row, rules, language) for role, row in zip(derived.roles, derived.inputs, strict=True)}
    first = derived.inputs[0]
    if derived.rule == "exchange-rate":
        lower, upper = rounded(derived.value)
        amount = derived.amounts[0]
        filled["derived"] = f"{lower}–{upper} {_code(derived.key[0], rules)}/{_code(derived.key[1], rules)}"
        filled["amount"] = labels.amount(amount.stated, amount.unit, rules.vocabulary, language)
    else:
        filled["derived"] = bounds(derived.value, str(derived.key[-1]), rules, language)
        filled["when"] = period(derived.period, table, language)
    filled["inner"] = period(first.period, table, language)
    filled["parts"] = _LIST[language].join(
        f"{_part(row, derived, rules, language)} {figure(row, rules, language)}" for row in derived.inputs
    )
    return rules.text(derived.rule, derived.roles[0], language).format(**filled)


def _part(row: Row, derived: Derived, rules: Rules, language: str) -> str:
    differs = row.area if row.area != derived.key[1] else row.variable
    return rules.vocabulary.label(str(differs), language)


def _code(unit: str | None, rules: Rules) -> str:
    return rules.vocabulary.value(str(unit), "skos:notation") or local_name(str(unit))
