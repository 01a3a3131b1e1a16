"""Derived stores: a store and what follows from it, or which figures are preferred, beside it in `<store>/derived`.

The main store holds what sources say and nothing else. A derived one is a copy of it (files on disk are shared) with
two graphs more: `dekgg:inferred` or `dekgg:preferred`, what was derived, and `dekgg:inference` or `dekgg:preference`,
from what and by which engine. So a query over the union sees both, and no statement twice. It can be thrown away at
any time, and made again with the same content.

    <store>/derived/current.json     names the folder with inferences; replaced once that folder is complete
    <store>/derived/preferred.json   names the folder with preferred figures, likewise
    <store>/derived/<16 hex>/        a store; the name comes from what went into it
"""

from kg.derived.inference import Derivation, add_inferred, derive, rebuild
from kg.derived.provenance import provenance
from kg.derived.stores import CHOSEN, FOLLOWING, Kind, Made, inputs, keep, open_derived

__all__ = [
    "CHOSEN",
    "FOLLOWING",
    "Derivation",
    "Kind",
    "Made",
    "add_inferred",
    "derive",
    "inputs",
    "keep",
    "open_derived",
    "provenance",
    "rebuild",
]
