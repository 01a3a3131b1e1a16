"""Charts of figures with bounds: one model, several renderers, no network and no fonts of the system.

    model    a chart as values: marks with bounds, rivals side by side, numbered sources
    axis     scale words, round steps, positions
    svg      a figure over time, or rivals beside each other, as SVG text
    records  a chart from the rows of a table
    vega     the same as a Vega-Lite specification
    files    what `kg chart` writes: PNG, SVG, Vega-Lite, HTML

A bound is never drawn as a value: *more than 80* is an open mark at 80 with an arrow away from it.
"""

from kg.charts.model import Chart, Mark, Source, Status

__all__ = ["Chart", "Mark", "Source", "Status"]
