"""The digital economy of cities as linked data: every figure with its bound, its passage and its rivals.

>>> import kg
>>> with kg.open() as graph:
...     graph.sparql("ASK { ?claim dekg:about dekgr:place-guiyang }")
True
"""

from typing import TYPE_CHECKING, Any

__all__ = ["KgError", "KnowledgeGraph", "__version__", "open", "read"]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.knowledgegraph import KnowledgeGraph
    from kg.knowledgegraph import open_graph as open
    from kg.sources import read

_PLACES = {
    "KgError": ("kg.errors", "KgError"),
    "KnowledgeGraph": ("kg.knowledgegraph", "KnowledgeGraph"),
    "open": ("kg.knowledgegraph", "open_graph"),
    "read": ("kg.sources", "read"),
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `kg --help` stays fast."""
    if name not in _PLACES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _PLACES[name]
    return getattr(import_module(module), attribute)
