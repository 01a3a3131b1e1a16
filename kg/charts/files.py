"""What is written of a chart: SVG with its colours inside, PNG of the same drawing, a Vega-Lite file, a page.

Nothing is fetched. PNG needs the extra `charts`: it draws with a font that comes as a package, so Chinese is legible on
a machine that has no Chinese font. The other formats need nothing.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Template

from markupsafe import Markup, escape

from kg.charts import vega
from kg.charts.model import Chart, Source
from kg.charts.svg import WIDTH, draw, text_width
from kg.errors import ExportError

__all__ = ["FORMATS", "html", "png", "svg", "written"]

FORMATS = ("svg", "png", "vega", "html")
_FONT = "Noto Sans CJK SC"
_WIDE = 720
_MARGIN = 18
_LINE = 19

_COLOURS = {
    "paper": "#ffffff", "ink": "#1d2226", "soft": "#555d64", "hair": "#e6e3da", "accent": "#0b6762",
    "disputed": "#ab2f18", "aim": "#7a5600",
}  # fmt: skip


_WORDS = {
    "sources": {"en": "Sources", "zh": "来源"},
    "observed": {"en": "observed", "zh": "已观测"},
    "disputed": {"en": "disputed", "zh": "有争议"},
    "aim": {"en": "target or forecast", "zh": "目标或预测"},
    "where": {"en": "Period or source", "zh": "时期或来源"},
    "figure": {"en": "Figure", "zh": "数字"},
    "kind": {"en": "Kind", "zh": "类别"},
}


@cache
def _style(name: str) -> str:
    """Return a style sheet of this package with the colours filled in."""
    return Template(files("kg.charts").joinpath(f"{name}.css").read_text("utf-8")).substitute(_COLOURS)


def svg(charts: Sequence[Chart]) -> str:
    """Return charts, one below the other, as one SVG file with title, key and sources; the same charts, the same bytes.

    Text stays text: a viewer draws it with a font of its own, for which several are named.
    """
    parts: list[str] = []
    top = float(_MARGIN)
    for chart in charts:
        drawn, height = _block(chart, top)
        parts.append(drawn)
        top += height + 2 * _MARGIN
    style = _style("drawing")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{top:.0f}" viewBox="0 0 {_WIDE} {top:.0f}" '
        f"font-family=\"'{_FONT}', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif\">"
        f'<style>{style}</style><rect class="paper" width="{_WIDE}" height="{top:.0f}"/>{"".join(parts)}</svg>\n'
    )


def _block(chart: Chart, top: float) -> tuple[str, float]:
    """Return one chart with its heading, key and sources, and how high it is."""
    parts = [f'<text class="heading" x="{_MARGIN}" y="{top + 16:.1f}">{escape(chart.title)}</text>']
    y = top + 16
    if chart.subtitle:
        y += _LINE
        parts.append(f'<text class="below" x="{_MARGIN}" y="{y:.1f}">{escape(chart.subtitle)}</text>')
    inner = draw(chart, width=_WIDE - 2 * _MARGIN, height=330)
    height = float(inner.partition('viewBox="0 0 ')[2].partition('"')[0].split()[1])
    place = f'<svg x="{_MARGIN}" y="{y + 12:.1f}" width="{_WIDE - 2 * _MARGIN}" height="{height:.0f}"'
    parts.append(str(inner).replace('<svg class="chart"', place, 1))
    y += height + 12 + _LINE + 4
    x = float(_MARGIN)
    for status in chart.statuses:
        word = _WORDS[status.value][chart.language]
        shape = (
            f'<circle cx="{x + 6:.1f}" cy="{y - 4:.1f}" r="4.5"/>'
            if status == "observed"
            else f"<path{' class=' + chr(34) + 'open' + chr(34) if status == 'aim' else ''} "
            f'd="M{x + 6:.1f} {y - 9.7:.1f}l5.7 5.7l-5.7 5.7l-5.7 -5.7z"/>'
        )
        parts.append(
            f'<g class="mark {status}">{shape}</g><text class="below" x="{x + 17:.1f}" y="{y:.1f}">{word}</text>'
        )
        x += 36 + text_width(word)
    if chart.sources:
        y += _LINE + 3
        parts.append(f'<text class="below" x="{_MARGIN}" y="{y:.1f}">{_WORDS["sources"][chart.language]}</text>')
        for source in chart.sources:
            y += _LINE - 2
            parts.append(f'<text class="below" x="{_MARGIN}" y="{y:.1f}">{escape(_source(source))}</text>')
    return "".join(parts), y - top


def _source(source: Source) -> str:
    words = ", ".join(filter(None, (source.publisher, source.published, source.url)))
    return f"[{source.number}] {words if len(words) <= _LONG else words[: _LONG - 1] + '…'}"


_LONG = 108
"""Letters of a source that fit on a line."""


def png(charts: Sequence[Chart], scale: float = 2.0) -> bytes:
    """Return charts as PNG.

    Raises:
        ExportError: the extra `charts` is not installed.
    """
    data: bytes = _painter()(svg(charts), scale=scale)
    return data


@cache
def _painter():  # type: ignore[no-untyped-def]
    try:
        import noto_cjk_sans_otc
        import vl_convert
    except ImportError:
        raise ExportError("PNG charts need more packages; add them with: pip install 'dekg[charts]'") from None
    from pathlib import Path

    vl_convert.register_font_directory(str(Path(noto_cjk_sans_otc.__file__).parent))
    return vl_convert.svg_to_png


def html(charts: Sequence[Chart]) -> str:
    """Return charts as a page of their own: drawings, figures as tables, numbered sources; it asks for nothing."""
    language = charts[0].language if charts else "en"
    title = charts[0].title if charts else ""
    parts = []
    for chart in charts:
        rows = "".join(
            f'<tr><th scope="row">{escape(mark.place)}</th><td>{escape(mark.figure)}</td>'
            f"<td>{escape(mark.kind or _WORDS[mark.status.value][language])}</td><td>{_number(mark.source)}</td></tr>"
            for mark in chart.marks
        )
        heads = "".join(
            f'<th scope="col">{_WORDS[key][language]}</th>' for key in ("where", "figure", "kind", "sources")
        )
        sources = "".join(f"<li>{_linked(source)}</li>" for source in chart.sources)
        parts.append(
            f"<figure><figcaption><h2>{escape(chart.title)}</h2><p>{escape(chart.subtitle)}</p></figcaption>"
            f"{draw(chart, width=WIDTH + 240, height=320)}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
            f"</table><ol>{sources}</ol></figure>"
        )
    style = _style("drawing") + _style("page")
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-Hans" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{''.join(parts)}\n</main>\n"
        "</body>\n</html>\n"
    )


def _number(source: int) -> str:
    return f"[{source}]" if source else ""


def _linked(source: Source) -> Markup:
    words = ", ".join(filter(None, (source.publisher, source.published))) or source.url
    if source.url.startswith(("http://", "https://")):
        return Markup('<a href="{}">{}</a>').format(source.url, words)
    return escape(words)


def written(charts: Sequence[Chart], format: str) -> bytes:
    """Return charts in a format of `FORMATS`.

    Raises:
        ExportError: there is nothing to draw, the format is unknown, or PNG is asked for without the extra.
    """
    if not any(chart.marks for chart in charts):
        raise ExportError("there is no figure to draw; ask kg series or kg query what the graph holds")
    match format:
        case "svg":
            return svg(charts).encode()
        case "png":
            return png(charts)
        case "html":
            return html(charts).encode()
        case "vega":
            return vega.text(charts).encode()
    raise ExportError(f"{format!r} is no format of charts; known: {', '.join(FORMATS)}")
