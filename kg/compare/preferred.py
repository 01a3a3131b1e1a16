"""The preferred view: one claim for each question, picked by a stated policy, with the reason and the date.

A view and nothing more: no claim is changed or hidden by it. As quads it lives in the graph `dekgg:preferred`, with
where it comes from in `dekgg:preference`, in a store beside the main one (see `kg.derived`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version as release

from pyoxigraph import Literal, NamedNode, Quad

from kg.compare import words
from kg.compare.observations import Observations, Row
from kg.compare.reading import read
from kg.compare.relations import as_printed
from kg.compare.rules import Rules
from kg.compare.tables import bound_columns, bounds, column, make
from kg.derived import inputs, provenance
from kg.query import Table
from kg.store import Embedded
from kg.terms import DCTERMS, DEKG, DEKGR, PREFERENCE, PREFERRED, PREFIXES, RDF, XSD, mint
from kg.vocabulary import Vocabulary

__all__ = ["Preference", "Preferred", "preference", "preferred", "preferred_table"]

_PROV = PREFIXES["prov"]
_LABEL = {"en": "choice of preferred figures", "zh": "优选数字"}


@dataclass(frozen=True, slots=True)
class Preferred:
    """The claim a policy picks for a question, and why.

    Attributes:
        row: the claim picked.
        reason: `only`, `primary` (who published it made the figures), `original` (no reprint), `later`, `narrower`, or
            `equal` (nothing tells them apart but their names).
        others: the claims not picked; they stay what they are.
        day: the day whose state of publication it reflects: the one asked for, else that of the latest document
            weighed; None if no date is known.
    """

    row: Row
    reason: str
    others: tuple[Row, ...]
    day: date | None = None

    @property
    def disputed(self) -> bool:
        """Whether a claim that was not picked excludes it, however they were rounded or cut."""
        return any(not as_printed(self.row).meets(as_printed(other)) for other in self.others)


def preferred(table: Observations, rules: Rules, *, as_of: date | None = None) -> list[Preferred]:
    """Return one claim for each data point and unit.

    A primary source comes first, then what is no reprint, then the later date, then the narrower interval.
    """
    shown = table if as_of is None else table.as_of(as_of)
    found = []
    for _, rows in sorted(shown.by_point.items()):
        ranked = sorted(rows, key=lambda row: (*_merit(row, shown, rules), row.claim))
        latest = max((day for row in rows if (day := shown.published(row))), default=None)
        found.append(Preferred(ranked[0], _reason(ranked, shown, rules), tuple(ranked[1:]), as_of or latest))
    return found


def _merit(row: Row, table: Observations, rules: Rules) -> tuple[bool, bool, int, bool, object]:
    """Return what the policy orders by, the best first."""
    day, width = table.published(row), row.range.width
    source = table.sources.get(row.document)
    second_hand = source is not None and source.reprint
    late = -(day.toordinal() if day else 0)
    return not rules.is_primary(table.publisher(row)), second_hand, late, width is None, width or 0


def _reason(ranked: list[Row], table: Observations, rules: Rules) -> str:
    if len(ranked) == 1:
        return "only"
    best, next_best = (_merit(row, table, rules) for row in ranked[:2])
    for name, left, right in zip(("primary", "original", "later"), best, next_best, strict=False):
        if left != right:
            return name
    return "narrower" if best != next_best else "equal"


# -- as a table -------------------------------------------------------------------------------------------------------

_COLUMNS = (
    column("question", "question", "问题", "category"),
    column("figure", "figure", "数字", None, "claim"),
    column("reason", "reason", "理由"),
    column("published", "published", "发布日期"),
    column("publisher", "publisher", "发布者"),
    column("day", "as known on", "依据日期"),
    column("disputed", "disputed", "有争议"),
    *bound_columns("", "claim", {"lower": ("lower", "下界"), "upper": ("upper", "上界")}),
    column("unit", "unit", "单位"),
    column("claim", "claim", "断言"),
    column("other_figures", "not picked", "未选用"),
    column("others", "claims not picked", "未选用的断言"),
)


def preferred_table(view: Iterable[Preferred], table: Observations, rules: Rules, language: str = "en") -> Table:
    """Return a preferred view as a table, one row for each question."""
    rows: list[dict[str, object]] = [
        {
            "question": words.question(item.row.key, table, rules, language),
            "figure": words.figure(item.row, rules, language),
            "reason": rules.reason(item.reason, language),
            "published": table.published(item.row),
            "publisher": words.publisher(item.row, table, rules, language),
            "day": item.day,
            "disputed": item.disputed,
            **bounds("", item.row.lower, item.row.upper, item.row.range),
            "unit": NamedNode(item.row.unit),
            "claim": item.row.claim,
            "other_figures": "; ".join(words.figure(row, rules, language) for row in item.others) or None,
            "others": " ".join(row.claim for row in item.others) or None,
        }
        for item in view
    ]
    return make(_COLUMNS, rows, {"en": "Preferred figures", "zh": "优选数字"})


# -- as quads ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preference:
    """The preferred view of a store as quads, in the form `kg.derived` keeps beside it."""

    view: tuple[Preferred, ...]
    inputs: dict[str, str | None]

    @cached_property
    def activity(self) -> str:
        """IRI of the activity, minted from what it used and by which release."""
        return mint("preference", [*(f"{graph} {content or ''}" for graph, content in self.inputs.items()), _engine()])

    def quads(self) -> Iterator[Quad]:
        """Yield the view and where it comes from; same store, same quads."""
        graph = NamedNode(PREFERRED)
        for item in self.view:
            node = mint("preferred", [str(item.row.point), item.row.unit])
            links = [
                (RDF + "type", DEKG + "PreferredObservation"),
                (DEKG + "preferredFor", str(item.row.point)),
                (DEKG + "preferredClaim", item.row.claim),
                (DEKG + "preferenceReason", f"{DEKGR}reason-{item.reason}"),
                *((_PROV + "wasDerivedFrom", row.claim) for row in (item.row, *item.others)),
            ]
            for predicate, target in links:
                yield Quad(NamedNode(node), NamedNode(predicate), NamedNode(target), graph)
            if item.day is not None:
                day = Literal(item.day.isoformat(), datatype=NamedNode(XSD + "date"))
                yield Quad(NamedNode(node), NamedNode(DCTERMS + "date"), day, graph)
        yield from provenance(self.activity, PREFERRED, PREFERENCE, self.inputs, _engine(), _LABEL)


def _engine() -> str:
    return f"dekg {release('dekg')}"


def preference(store: Embedded, vocabulary: Vocabulary, table: Observations | None = None) -> Preference:
    """Return the preferred view of everything in a store; see `preferred`."""
    view = preferred(table or read(store), Rules(vocabulary))
    return Preference(tuple(view), inputs(store))
