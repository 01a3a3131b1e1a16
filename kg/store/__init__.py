"""Stores: three verbs (load, drop, query) over named graphs, in memory, in a folder, or behind a SPARQL endpoint.

`open_store` chooses by the location: `memory:`, a folder, or an `http(s)` address.
"""

from pathlib import Path

from kg.store.base import Answer, Solutions, Store
from kg.store.embedded import Embedded
from kg.store.remote import Remote

__all__ = ["Answer", "Embedded", "Remote", "Solutions", "Store", "is_remote", "open_store"]


def is_remote(location: str) -> bool:
    """Return whether a location is the address of an endpoint."""
    return location.startswith(("http://", "https://"))


def open_store(location: str, *, write: bool = False) -> Store:
    """Return the store at a location.

    Args:
        location: `memory:`, a folder, or an `http(s)` address of a SPARQL 1.1 endpoint.
        write: open a folder for writing, and make it if it does not exist; one writer at a time.

    Raises:
        StoreError: it cannot be opened; the message says why and what to do.
    """
    if location == "memory:":
        return Embedded.memory()
    if is_remote(location):
        return Remote(location)
    return Embedded.open(Path(location), write=write)
