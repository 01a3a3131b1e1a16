"""Compare what sources say in numbers: rows, intervals, relations, what follows from claims, series.

Everything is derived from the store each time and nothing is written back.

    observations   rows, one for each claim with a figure
    reading        store → rows
    intervals      arithmetic with bounds; three-valued answers
    relations      two rows: agrees, refines, rounds-to, restates, revises, differs-in-scope, conflicts
    rules          what the ontology says variables have to do with each other
    derive         figures that follow from claims; sets of claims that arithmetic excludes; outcomes of targets
    report         conflicts() and explain()
    series         series() and the preferred view
    words          all of it in English and Chinese
    parquet        the rows as Arrow and Parquet
"""

from kg.compare.observations import Observations
from kg.compare.reading import read
from kg.compare.report import Report, conflicts, explain
from kg.compare.series import Series, preferred, series

__all__ = ["Observations", "Report", "Series", "conflicts", "explain", "preferred", "read", "series"]
