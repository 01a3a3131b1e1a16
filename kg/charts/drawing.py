"""What Python users hold: charts that show themselves in a notebook and save themselves to a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.charts import files, vega
from kg.charts.model import Chart
from kg.errors import ExportError

if TYPE_CHECKING:
    import altair

__all__ = ["Drawing"]


class Drawing:
    """One chart or several.

    Attributes:
        charts: what is drawn, as values.
    """

    def __init__(self, charts: Sequence[Chart]) -> None:
        self.charts = tuple(charts)

    def svg(self) -> str:
        """Return an SVG file."""
        return files.written(self.charts, "svg").decode()

    def png(self) -> bytes:
        """Return a PNG file.

        Raises:
            ExportError: the extra `charts` is not installed.
        """
        return files.written(self.charts, "png")

    def html(self) -> str:
        """Return a page with the drawings, their figures as tables, and their sources."""
        return files.written(self.charts, "html").decode()

    def vega(self) -> list[dict[str, Any]]:
        """Return a Vega-Lite specification of each chart."""
        return [vega.specification(chart) for chart in self.charts]

    def altair(self) -> "altair.Chart | altair.VConcatChart":
        """Return the charts for Altair, to change and combine.

        Raises:
            ExportError: the extra `charts` is not installed.
        """
        try:
            import altair
        except ImportError:
            raise ExportError("Altair is not installed; add it with: pip install 'dekg[charts]'") from None
        made = [altair.Chart.from_dict(spec) for spec in self.vega()]
        found: altair.Chart | altair.VConcatChart = made[0] if len(made) == 1 else altair.vconcat(*made)
        return found

    def save(self, path: Path | str, format: str | None = None) -> Path:
        """Write a file; the format is the one asked for, or that of its ending (`.svg`, `.png`, `.json`, `.html`).

        Raises:
            ExportError: the ending is no format's, or the file cannot be written.
        """
        target = Path(path)
        chosen = format or {".svg": "svg", ".png": "png", ".json": "vega", ".html": "html"}.get(target.suffix.lower())
        if chosen is None:
            raise ExportError(f"{target}: the ending says no format; name one of {', '.join(files.FORMATS)}")
        data = files.written(self.charts, chosen)
        try:
            target.write_bytes(data)
        except OSError as error:
            raise ExportError(f"{target}: cannot be written ({error.strerror}); choose another place") from None
        return target

    def _repr_svg_(self) -> str:
        return self.svg()
