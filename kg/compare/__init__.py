"""Compare what sources say in numbers: rows, intervals, relations, what follows from claims, series.

Everything is derived from the store each time and nothing is written back.

    observations   rows, one for each claim with a figure
    opened, reading    store → rows
    intervals      arithmetic with bounds; three-valued answers
    copies         documents that repeat each other
    relations      two rows: agrees, refines, rounds-to, restates, revises, differs-in-scope, conflicts
    rules          what the ontology says variables have to do with each other
    derive         figures that follow from claims, and claims that arithmetic excludes: links, chains, sums, rates
    outcomes       what became of targets and forecasts
    report         conflicts(); listing: as a table; explain: with the passages
    series         series()
    preferred      one figure for each question, by a stated policy
    words          all of it in English and Chinese
    parquet        the rows as Arrow and Parquet
"""

from kg.compare.explain import explain
from kg.compare.observations import Observations
from kg.compare.preferred import preferred
from kg.compare.reading import read
from kg.compare.report import Report, conflicts
from kg.compare.series import Series, series

__all__ = ["Observations", "Report", "Series", "conflicts", "explain", "preferred", "read", "series"]
