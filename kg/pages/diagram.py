"""Diagrams as SVG: trees of classes, and a claim with what hangs on it. Layout is ours; no program is needed."""

from collections.abc import Callable, Iterable
from html import escape as _quote

from markupsafe import Markup

from kg.charts.svg import text_width
from kg.terms import DEKG

__all__ = ["star", "tree"]

_HIGH, _GAP, _STEP = 30, 10, 70
Label = Callable[[str], str]


def tree(edges: Iterable[tuple[str, str]], inside: set[str], label: Label, href: Label, title: str) -> Markup:
    """Return a tree that grows to the right: parents left, children right, an open tip at the parent.

    Args:
        edges: pairs of parent and child; a child of two parents stands below the first.
        inside: classes drawn in full; others are dashed.
        label: the name of a class.
        href: where it is described.
        title: what the drawing shows.
    """
    children: dict[str, list[str]] = {}
    parent_of: dict[str, str] = {}
    for parent, child in sorted(edges):
        if child not in parent_of:
            parent_of[child] = parent
            children.setdefault(parent, []).append(child)
    names = sorted({*parent_of, *children})
    roots = [name for name in names if name not in parent_of]
    depth = {name: _depth(name, parent_of) for name in names}
    widths = [
        max(text_width(label(name)) for name in names if depth[name] == level) + 26
        for level in range(max(depth.values()) + 1)
    ]
    lefts = [4 + sum(widths[:level]) + _STEP * level for level in range(len(widths))]
    tops: dict[str, float] = {}
    row = 0.0

    def place(name: str) -> float:
        nonlocal row
        below = sorted(children.get(name, ()), key=label)
        if not below:
            tops[name] = row
            row += _HIGH + _GAP
        else:
            spots = [place(child) for child in below]
            tops[name] = (spots[0] + spots[-1]) / 2
        return tops[name]

    for root in sorted(roots, key=label):
        place(root)
        row += _GAP
    parts = []
    for child, parent in sorted(parent_of.items()):
        x1 = lefts[depth[parent]] + text_width(label(parent)) + 26
        y1, y2 = tops[parent] + _HIGH / 2, tops[child] + _HIGH / 2
        x2 = lefts[depth[child]]
        middle = x2 - 26
        parts.append(f'<path class="edge" d="M{x1 + 11:.1f} {y1:.1f}H{middle:.1f}V{y2:.1f}H{x2:.1f}"/>')
        parts.append(f'<path class="tip edge" d="M{x1:.1f} {y1:.1f}l11 -6v12z"/>')
    for name in names:
        kind = "" if name in inside else "outside"
        parts.append(_box(name, lefts[depth[name]], tops[name], text_width(label(name)) + 26, label, href, kind))
    width = lefts[-1] + widths[-1] + 4
    return _svg(width, row, parts, title)


def _depth(name: str, parent_of: dict[str, str]) -> int:
    seen = 0
    while name in parent_of and seen < 20:
        name, seen = parent_of[name], seen + 1
    return seen


_STAR = (
    ("refArea", "Place", 40, 20), ("refPeriod", "Period", 40, 110), ("variable", "StatisticalVariable", 40, 200),
    ("comparator", "Comparator", 40, 290), ("onDataPoint", "DataPoint", 640, 20), ("statedIn", "Passage", 640, 110),
    ("http://purl.org/dc/terms/source", "SourceDocument", 640, 200), ("modality", "Modality", 640, 290),
)  # fmt: skip
"""What hangs on a claim: property, class, and where its box lies."""


def star(label: Label, href: Label, title: str) -> Markup:
    """Return a claim in the middle and, around it, what says whom, when, what, how much, and where it stands."""
    cx, cy, wide = 430.0, 180.0, 200.0
    parts = []
    for name, kind, x, y in _STAR:
        predicate, target = (name if ":" in name else DEKG + name), DEKG + kind
        left = x < cx
        w = text_width(label(target)) + 26
        bx = float(x) if left else 860 - 40 - w
        start = cx - wide / 2 if left else cx + wide / 2
        end = bx + w + 9 if left else bx - 9
        y2 = y + _HIGH / 2
        y1 = cy + (y2 - cy) * 0.3
        half = (start + end) / 2
        curve = f"M{start:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
        parts.append(f'<path class="edge" d="{curve}"/>')
        tip = f"M{end - (9 if left else -9):.1f} {y2:.1f}l{9 if left else -9} -4.5v9z"
        parts.append(f'<path class="arrow" d="{tip}"/>')
        parts.append(_text(label(predicate), end + (14 if left else -14), y2 - 6, "start" if left else "end"))
        parts.append(_box(target, bx, float(y), w, label, href, ""))
    claim = DEKG + "StatisticalObservation"
    bounds = "".join(
        _text(label(DEKG + name), cx, cy + 6 + 17 * number, "middle")
        for number, name in enumerate(("lowerValue", "upperValue", "unit"))
    )
    name = f'<text x="{cx:.1f}" y="{cy - 20:.1f}" text-anchor="middle" font-weight="600">{_quote(label(claim))}</text>'
    box = f'<rect x="{cx - wide / 2:.1f}" y="{cy - 56:.1f}" width="{wide:.1f}" height="112" rx="8"/>'
    parts.append(f'<a href="{_quote(href(claim))}"><g class="focus">{box}{name}{bounds}</g></a>')
    return _svg(860, 340, parts, title)


def _text(words: str, x: float, y: float, anchor: str) -> str:
    return f'<text class="label" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_quote(words)}</text>'


def _box(name: str, x: float, y: float, width: float, label: Label, href: Label, kind: str) -> str:
    text = _quote(label(name))
    box = (
        f'<g class="{kind or "class"}"><rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_HIGH}" rx="6"/>'
        f'<text x="{x + width / 2:.1f}" y="{y + 20:.1f}" text-anchor="middle">{text}</text></g>'
    )
    target = href(name)
    return f'<a href="{_quote(target)}">{box}</a>' if target else box


def _svg(width: float, height: float, parts: list[str], title: str) -> Markup:
    return Markup(  # noqa: S704 - labels are escaped above
        f'<svg class="diagram" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'role="img" xmlns="http://www.w3.org/2000/svg"><title>{_quote(title)}</title>{"".join(parts)}</svg>'
    )
