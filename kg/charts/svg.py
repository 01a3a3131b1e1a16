"""Draw a chart as SVG text: over time with a value scale on the left, or as rows with a value scale below.

Colours come from classes; a page that holds the drawing styles them, a file of its own carries `STYLE`. Marks lead to
their claims by mouse; a reader's software is told the title and all figures, and finds a table beside the drawing.
"""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from markupsafe import Markup, escape

from kg.charts.axis import Axis, axis, short
from kg.charts.model import SYMBOLS, Chart, Mark, Status

__all__ = ["ROW", "draw"]

WIDTH, HEIGHT = 440, 250
ROW = 34
"""Height of a row of a chart that is not over time."""
_NEXT = 20
"""Height of each further mark of a row."""
_TOP, _RIGHT, _BOTTOM = 26, 22, 30
_ARROW = 24
_RIVAL = 12
"""Pixels between the marks of rivals for one period."""
_RADIUS = 4.5
_CHAR = 7.2
"""Width of a Latin letter at the size of labels; a Han letter takes nearly two."""


def draw(chart: Chart, *, width: int = WIDTH, height: int = HEIGHT) -> Markup:
    """Return an `svg` element; the same chart gives the same bytes.

    Args:
        chart: with at least one mark.
        width: of the view box.
        height: of the view box; rows take what they need and leave it aside.
    """
    scale = axis(
        (value for mark in chart.marks for value in mark.values),
        chart.unit,
        chart.language,
        percent=chart.percent,
        downward=chart.downward,
        headroom=any(mark.open_above for mark in chart.marks),
        whole=all(value == value.to_integral_value() for mark in chart.marks for value in mark.values),
    )
    if chart.over_time:
        inside = _over_time(chart, scale, width, height)
    else:
        inside, height = _rows(chart, scale, width)
    return Markup(  # noqa: S704 - every text in it is escaped where it is put in
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.described())}</desc>{inside}</svg>"
    )


def text_width(text: str) -> float:
    """Return about how wide a label is, in pixels."""
    return sum(_CHAR if ord(letter) < 0x2E80 else 12.0 for letter in text)


# -- over time --------------------------------------------------------------------------------------------------------


def _over_time(chart: Chart, scale: Axis, width: int, height: int) -> str:
    left = max(text_width(scale.text(tick)) for tick in scale.ticks) + 12
    bottom, right = height - _BOTTOM, width - _RIGHT
    marks = [mark for mark in chart.marks if mark.start and mark.end]
    first, last = min(m.start for m in marks if m.start), max(m.end for m in marks if m.end)
    begin, end = date(first.year, 1, 1).toordinal(), date(last.year, 12, 31).toordinal()

    def x(mark: Mark) -> float:
        assert mark.start is not None
        assert mark.end is not None
        middle = (mark.start.toordinal() + mark.end.toordinal()) / 2
        return left + 14 + (middle - begin) / (end - begin) * (right - left - 28)

    def y(value: object) -> float:
        return bottom - scale.at(value) * (bottom - _TOP)  # type: ignore[arg-type]

    parts = [_grid(scale, left, right, bottom)]
    parts.append(_years(first.year, last.year, begin, end, left, right, bottom))
    slots: dict[tuple[object, object], list[Mark]] = defaultdict(list)
    for mark in marks:
        slots[mark.start, mark.end].append(mark)
    offsets = {id(m): (n - (len(group) - 1) / 2) * _RIVAL for group in slots.values() for n, m in enumerate(group)}
    placed = [(mark, x(mark) + offsets[id(mark)], y(mark.stated)) for mark in marks]
    parts.append(_line([(mark, x(mark), y(mark.stated)) for mark in marks if mark.joined]))
    taken = [_taken(mark, px, py, flip=scale.downward) for mark, px, py in placed]
    for mark, px, py in placed:
        ends = (None if mark.lower is None else y(mark.lower), None if mark.upper is None else y(mark.upper))
        parts.append(_mark(mark, px, py, ends, vertical=True, flip=scale.downward))
    if len(marks) <= _LABELLED:
        parts.extend(_label(mark, px, py, scale, taken, width) for mark, px, py in placed)
    return "".join(parts)


_LABELLED = 12
"""Marks of a chart that still carry their number beside them."""


def _grid(scale: Axis, left: float, right: float, bottom: float) -> str:
    parts = []
    for tick in scale.ticks:
        at = bottom - scale.tick_at(tick) * (bottom - _TOP)
        base = ' class="base"' if tick == 0 else ""
        parts.append(f'<line{base} x1="{left:.1f}" y1="{at:.1f}" x2="{right:.1f}" y2="{at:.1f}"/>')
        parts.append(
            f'<text class="tick" x="{left - 7:.1f}" y="{at + 4:.1f}" text-anchor="end">{scale.text(tick)}</text>'
        )
    if scale.title:
        parts.append(f'<text class="unit" x="2" y="11">{escape(scale.title)}</text>')
    return f'<g class="grid">{"".join(parts)}</g>'


def _years(first: int, last: int, begin: int, end: int, left: float, right: float, bottom: float) -> str:
    room = max(1, int((right - left) // 42))
    step = -(-(last - first + 1) // room)
    parts = []
    for year in range(first, last + 1, step):
        middle = date(year, 7, 2).toordinal()
        at = left + 14 + (middle - begin) / (end - begin) * (right - left - 28)
        parts.append(f'<text class="tick" x="{at:.1f}" y="{bottom + 20:.1f}" text-anchor="middle">{year}</text>')
    return "".join(parts)


def _line(points: list[tuple[Mark, float, float]]) -> str:
    """Join neighbouring years; years apart are joined by a dashed line, since nothing is known between them."""
    parts = []
    ordered = sorted(points, key=lambda point: point[1])
    for (one, x1, y1), (two, x2, y2) in pairwise(ordered):
        assert one.end is not None
        assert two.start is not None
        near = (two.start - one.end).days <= 1
        kind = "near" if near else "far"
        parts.append(f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')
    return f'<g class="joins">{"".join(parts)}</g>' if parts else ""


def _label(
    mark: Mark, px: float, py: float, scale: Axis, taken: list[tuple[float, float, float, float]], width: int
) -> str:
    """Return the number beside a mark: above, below, right or left of it, or nowhere if all of these are taken."""
    words = SYMBOLS.get(mark.comparator, "") + short(mark.stated, scale)
    if mark.stated_upper is not None:
        words += "–" + short(mark.stated_upper, scale)
    half = text_width(words) / 2
    above, below = (px, py - 10), (px, py + 19)
    beside = [(px + half + 11, py + 4), (px - half - 11, py + 4)]
    is_open = mark.open_above or mark.open_below
    choices = [*beside, below, above] if is_open else [above, below, *beside]
    for cx, cy in choices:
        box = (cx - half, cy - 10, cx + half, cy + 1)
        inside = box[0] >= 0 and box[2] <= width and box[1] >= 12
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            place = f'x="{cx:.1f}" y="{cy:.1f}" text-anchor="middle"'
            return f'<text class="value {mark.status}" {place}>{escape(words)}</text>'
    return ""


def _taken(mark: Mark, px: float, py: float, *, flip: bool) -> tuple[float, float, float, float]:
    """Return the box that a mark takes, with its arrow."""
    up, down = (_ARROW, 6) if mark.open_above != flip else (6, _ARROW)
    if not (mark.open_above or mark.open_below):
        up = down = 6
    return px - 6, py - up, px + 6, py + down


def _overlap(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


# -- rows -------------------------------------------------------------------------------------------------------------


def _rows(chart: Chart, scale: Axis, width: int) -> tuple[str, int]:
    """Return rows of marks, each with its place above its bar, and the height they take."""
    places: dict[str, list[Mark]] = defaultdict(list)
    for mark in chart.marks:
        places[mark.place].append(mark)
    left, right = 10.0, width - 34.0
    lines = sum(len(group) for group in places.values())
    bottom = 8 + len(places) * (ROW + 6) + (lines - len(places)) * _NEXT
    parts = []
    for tick in scale.ticks:
        at = left + (1 - scale.tick_at(tick) if scale.downward else scale.tick_at(tick)) * (right - left)
        parts.append(f'<line x1="{at:.1f}" y1="4" x2="{at:.1f}" y2="{bottom}"/>')
        anchor = "start" if at < left + 8 else "middle"
        parts.append(
            f'<text class="tick" x="{at:.1f}" y="{bottom + 16}" text-anchor="{anchor}">{scale.text(tick)}</text>'
        )
    if scale.title:
        parts.append(
            f'<text class="unit" x="{width - 4}" y="{bottom + 32}" text-anchor="end">{escape(scale.title)}</text>'
        )
    parts = [f'<g class="grid">{"".join(parts)}</g>']

    def x(value: object) -> float:
        share = scale.at(value)  # type: ignore[arg-type]
        return left + (1 - share if scale.downward else share) * (right - left)

    top = 8.0
    for place, group in places.items():
        for number, mark in enumerate(group):
            at = top + 24 if number == 0 else top + 10
            ends = (None if mark.lower is None else x(mark.lower), None if mark.upper is None else x(mark.upper))
            if number == 0:
                parts.append(f'<text class="row" x="{left}" y="{top + 9:.1f}">{escape(place)}</text>')
            px = x(mark.stated)
            parts.append(_mark(mark, px, at, ends, vertical=False, flip=False))
            parts.append(_row_label(mark, px, at, ends, scale, width))
            top += ROW if number == 0 else _NEXT
        top += 6
    return "".join(parts), int(bottom + (38 if scale.title else 22))


def _row_label(
    mark: Mark, px: float, at: float, ends: tuple[float | None, float | None], scale: Axis, width: int
) -> str:
    words = SYMBOLS.get(mark.comparator, "") + short(mark.stated, scale)
    if mark.stated_upper is not None:
        words += "–" + short(mark.stated_upper, scale)
    reach = max(px + 8, (ends[1] or 0) + 8, px + _ARROW + 10 if mark.open_above else 0)
    if reach + text_width(words) < width - 2:
        return f'<text class="value {mark.status}" x="{reach:.1f}" y="{at + 4:.1f}">{escape(words)}</text>'
    back = min(px - 9, (ends[0] or px) - 9, px - _ARROW - 10 if mark.open_below else px)
    return f'<text class="value {mark.status}" x="{back:.1f}" y="{at + 4:.1f}" text-anchor="end">{escape(words)}</text>'


# -- marks ------------------------------------------------------------------------------------------------------------


def _mark(
    mark: Mark, px: float, py: float, ends: tuple[float | None, float | None], *, vertical: bool, flip: bool
) -> str:
    """Return one mark with its interval; `ends` are the pixels of lower and upper bound along the value scale."""
    lower, upper = ends
    along, across = (py, px) if vertical else (px, py)
    parts = []
    sign = (-1 if vertical else 1) * (-1 if flip else 1)
    if lower is not None and upper is not None and abs(upper - lower) > 2 * _RADIUS:
        parts.append(_bar(lower, upper, across, vertical=vertical))
        parts.append(_cap(lower, across, vertical=vertical, solid=mark.lower_inclusive))
        parts.append(_cap(upper, across, vertical=vertical, solid=mark.upper_inclusive))
    elif mark.open_above or mark.open_below:
        direction = sign if mark.open_above else -sign
        bound = lower if lower is not None else upper
        assert bound is not None
        parts.append(_arrow(bound, across, direction, vertical=vertical))
        inclusive = mark.lower_inclusive if mark.open_above else mark.upper_inclusive
        parts.append(_cap(bound, across, vertical=vertical, solid=inclusive))
        along = bound
    if mark.comparator == "between" and lower is not None and upper is not None:
        point = ""
    else:
        point = _point(mark, *((across, along) if vertical else (along, across)))
    kind = f" · {mark.kind}" if mark.kind else ""
    source = f" [{mark.source}]" if mark.source else ""
    title = f"<title>{escape(mark.place)}: {escape(mark.figure)}{escape(kind)}{source}</title>"
    group = f'<g class="mark {mark.status}">{title}{"".join(parts)}{point}</g>'
    return f'<a href="{escape(mark.href)}" tabindex="-1">{group}</a>' if mark.href else group


def _point(mark: Mark, x: float, y: float) -> str:
    hollow = ' class="open"' if mark.open_above or mark.open_below or mark.status is Status.AIM else ""
    if mark.status is Status.OBSERVED:
        return f'<circle{hollow} cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}"/>'
    r = _RADIUS + 1.2
    return f'<path{hollow} d="M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z"/>'


def _bar(lower: float, upper: float, across: float, *, vertical: bool) -> str:
    start, size = min(lower, upper), abs(upper - lower)
    x, y, w, h = (across - 5, start, 10, size) if vertical else (start, across - 5, size, 10)
    return f'<rect class="range" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"/>'


def _cap(at: float, across: float, *, vertical: bool, solid: bool) -> str:
    kind = "cap" if solid else "cap excluded"
    if vertical:
        return f'<line class="{kind}" x1="{across - 7:.1f}" y1="{at:.1f}" x2="{across + 7:.1f}" y2="{at:.1f}"/>'
    return f'<line class="{kind}" x1="{at:.1f}" y1="{across - 7:.1f}" x2="{at:.1f}" y2="{across + 7:.1f}"/>'


def _arrow(bound: float, across: float, direction: int, *, vertical: bool) -> str:
    tip, neck = bound + direction * _ARROW, bound + direction * (_ARROW - 7)
    if vertical:
        return (
            f'<path class="open-end" d="M{across:.1f} {bound:.1f}V{tip:.1f}'
            f'M{across - 4:.1f} {neck:.1f}L{across:.1f} {tip:.1f}L{across + 4:.1f} {neck:.1f}"/>'
        )
    return (
        f'<path class="open-end" d="M{bound:.1f} {across:.1f}H{tip:.1f}'
        f'M{neck:.1f} {across - 4:.1f}L{tip:.1f} {across:.1f}L{neck:.1f} {across + 4:.1f}"/>'
    )
