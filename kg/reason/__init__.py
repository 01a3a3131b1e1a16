"""Reasoning: is the graph free of contradictions, and what follows from it.

- `consistency` asks a description-logic reasoner (HermiT) for contradictions and for classes that can have no member.
- `materialise` returns what follows by the rules of OWL 2 RL.
- `clashes` says in words, with the axioms, why something is a contradiction.
"""

from kg.reason.clashes import Clash, clashes
from kg.reason.closure import Closure, Statements, materialise
from kg.reason.hermit import Consistency, consistency

__all__ = ["Clash", "Closure", "Consistency", "Statements", "clashes", "consistency", "materialise"]
