"""Find readers and exporters by name among installed distributions.

Built-in ones are declared in `pyproject.toml` under the same groups as anybody's: one mechanism, no registry to edit.
"""

import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from kg.errors import KgError

__all__ = ["load", "names", "target"]


def _points(group: str) -> Mapping[str, EntryPoint]:
    """Return the entry points of a group by name."""
    return _found(group, tuple(sys.path))


@cache
def _found(group: str, path: tuple[str, ...]) -> Mapping[str, EntryPoint]:
    """Look up once for each import path, since that reads every distribution."""
    return {point.name: point for point in entry_points(group=group)}


def names(group: str) -> list[str]:
    """Return the names of a group, sorted."""
    return sorted(_points(group))


def target(group: str, name: str) -> str:
    """Return where a name points, as `module:function`, or nothing if nobody registered it."""
    found = _points(group)
    return found[name].value if name in found else ""


def load(group: str, name: str) -> Callable[..., Any]:
    """Return the function registered under a name.

    Raises:
        KgError: nobody registered it, or its module cannot be imported.
    """
    found = _points(group)
    if name not in found:
        raise KgError(
            f"{name!r} is not among the installed {group.removeprefix('kg.')} ({', '.join(sorted(found)) or 'none'}); "
            "check the spelling, or install the package that brings it"
        )
    try:
        function: Callable[..., Any] = found[name].load()
    except ImportError as error:
        raise KgError(f"{name!r} of {group} ({found[name].value}) cannot be imported: {error}") from None
    return function
