"""What decides, beside a document itself, which graph it gives: the rules and the words, by their digest."""

import hashlib
from functools import cache
from pathlib import Path

from kg import assets

__all__ = ["fingerprint"]

_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = ("extract", "ingest", "validate")
_FILES = ("graph.py", "labels.py", "model.py", "periods.py")


@cache
def fingerprint() -> str:
    """Return a digest of all that reads and checks a document; where it differs, documents are read again."""
    files = [path for name in _CODE for path in sorted((_PACKAGE / name).glob("*.py"))]
    files += [_PACKAGE / name for name in _FILES]
    files += [*assets.ontology_files(), *assets.reference_files(), *assets.shape_files(), *assets.query_files("checks")]
    found = hashlib.sha256()
    for path in files:
        found.update(path.name.encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]
