"""What is made of a thing that does not change is made once, and kept with it as long as it lives."""

from collections.abc import Callable
from typing import Any, Self, TypeVar

__all__ = ["Keeper"]

_Made = TypeVar("_Made")


class Keeper:
    """A thing that others are made of, such as the lexicon of a vocabulary."""

    __slots__ = ("_kept",)
    _kept: dict[Callable[..., Any], Any]

    def once(self, make: Callable[[Self], _Made]) -> _Made:
        """Return what a function or class makes of this thing; it is called the first time alone.

        >>> thing = Keeper()
        >>> thing.once(repr) is thing.once(repr)
        True
        """
        try:
            kept = self._kept
        except AttributeError:
            kept = self._kept = {}
        try:
            made: _Made = kept[make]
        except KeyError:
            made = kept[make] = make(self)
        return made
