"""A chart as a Vega-Lite specification, with its data inside, for whoever draws with Vega, Altair or Observable.

Bounds are marks of their own: a bar between two, an arrow's stem away from a single one. Values are numbers of the
chart's unit; the figure in words is the tooltip, and the claim is the link.
"""

import json
from collections.abc import Sequence
from typing import Any

from kg.charts.axis import axis
from kg.charts.model import Chart, Mark

__all__ = ["SCHEMA", "specification", "text"]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The version it is written for; a name, not an address that anything asks for."""

_COLOURS = {"observed": "#0b6762", "disputed": "#ab2f18", "aim": "#7a5600"}
_SHAPES = {"observed": "circle", "disputed": "diamond", "aim": "diamond"}
_ARROW = 0.07
"""Length of the stem at an open end, as a share of the scale."""


def text(charts: Sequence[Chart]) -> str:
    """Return one specification for all charts, as JSON."""
    specs = [specification(chart) for chart in charts]
    whole = specs[0] if len(specs) == 1 else {"$schema": SCHEMA, "vconcat": [_inner(spec) for spec in specs]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _inner(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in spec.items() if key != "$schema"}


def specification(chart: Chart) -> dict[str, Any]:
    """Return the specification of a chart; sources are listed under `usermeta` and in the subtitle."""
    scale = axis((v for mark in chart.marks for v in mark.values), chart.unit, chart.language, percent=chart.percent,
                 downward=chart.downward, headroom=True)  # fmt: skip
    reach = (scale.high - scale.low) * _ARROW
    rows = [_row(mark, scale.exponent, reach) for mark in chart.marks]
    value: dict[str, Any] = {
        "type": "quantitative",
        "title": scale.title or ("%" if chart.percent else None),
        "scale": {"domain": [scale.low, scale.high], "reverse": chart.downward},
    }
    place: dict[str, Any] = (
        {"field": "middle", "type": "temporal", "title": None, "axis": {"format": "%Y"}}
        if chart.over_time
        else {"field": "place", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 320}}
    )
    across, along = ("x", "y") if chart.over_time else ("y", "x")
    offset = {f"{across}Offset": {"field": "rival", "type": "nominal"}} if not chart.over_time else {}
    shared = {
        across: place,
        **offset,
        "color": {"field": "status", "type": "nominal", "title": None,
                  "scale": {"domain": list(_COLOURS), "range": list(_COLOURS.values())}},
        "tooltip": [{"field": "place", "title": " "}, {"field": "figure", "title": " "},
                    {"field": "source", "title": " "}],
        "href": {"field": "claim"},
    }  # fmt: skip
    span = {along: {"field": "low", **value}, f"{along}2": {"field": "high"}}
    return {
        "$schema": SCHEMA,
        "title": {"text": chart.title, "subtitle": [part for part in (chart.subtitle, *_sources(chart)) if part]},
        "width": 560,
        "height": 280 if chart.over_time else {"step": 34},
        "data": {"values": rows},
        "layer": [
            {"transform": [{"filter": "datum.open == ''"}], "mark": {"type": "rule", "strokeWidth": 9, "opacity": 0.28},
             "encoding": {**shared, **span}},
            {"transform": [{"filter": "datum.open != ''"}], "mark": {"type": "rule", "strokeDash": [3, 2]},
             "encoding": {**shared, **span}},
            {"transform": [{"filter": "datum.open != ''"}],
             "mark": {"type": "point", "filled": True, "size": 60},
             "encoding": {**shared, along: {"field": "tip", **value},
                          "shape": {"field": "open", "type": "nominal", "legend": None,
                                    "scale": {"domain": ["up", "down"],
                                              "range": _arrows(over_time=chart.over_time, downward=chart.downward)}}}},
            {"mark": {"type": "point", "filled": True, "size": 80},
             "encoding": {**shared, along: {"field": "value", **value},
                          "shape": {"field": "status", "type": "nominal", "legend": None,
                                    "scale": {"domain": list(_SHAPES), "range": list(_SHAPES.values())}}}},
        ],
        "config": {"font": "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"},
        "usermeta": {"sources": [{"number": s.number, "url": s.url, "publisher": s.publisher,
                                  "published": s.published} for s in chart.sources]},
    }  # fmt: skip


def _arrows(*, over_time: bool, downward: bool) -> list[str]:
    found = ["triangle-up", "triangle-down"] if over_time else ["triangle-right", "triangle-left"]
    return found[::-1] if downward else found


def _sources(chart: Chart) -> list[str]:
    return [f"[{s.number}] " + ", ".join(filter(None, (s.publisher or s.url, s.published))) for s in chart.sources]


def _row(mark: Mark, exponent: int, reach: float) -> dict[str, Any]:
    def number(value: Any) -> float | None:
        return None if value is None else float(value.scaleb(-exponent))

    low, high, stated = number(mark.lower), number(mark.upper), number(mark.stated)
    assert stated is not None
    row: dict[str, Any] = {
        "place": mark.place, "figure": mark.figure + (f" ({mark.kind})" if mark.kind else ""),
        "value": stated, "lower": low, "upper": high, "status": mark.status.value, "claim": mark.claim,
        "source": f"[{mark.source}]" if mark.source else "", "rival": mark.claim,
        "open": "up" if mark.open_above else "down" if mark.open_below else "",
    }  # fmt: skip
    if mark.open_above and low is not None:
        low, high = low, low + reach
    elif mark.open_below and high is not None:
        low, high = high - reach, high
    row |= {"low": stated if low is None else low, "high": stated if high is None else high}
    row["tip"] = row["high"] if row["open"] == "up" else row["low"]
    if mark.start and mark.end:
        row["middle"] = (mark.start + (mark.end - mark.start) / 2).isoformat()
    return row
