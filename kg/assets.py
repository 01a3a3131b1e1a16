"""Find the ontology, shapes, queries and corpus that ship with the package.

In a wheel they lie in `kg/_assets/`; in a checkout or an editable install beside the package.
"""

from pathlib import Path

from kg.errors import AssetError

__all__ = ["corpus_files", "folder", "guide_folder", "ontology_files", "query_files", "reference_files", "shape_files"]

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `ontology`, `shapes` or `queries`.

    Raises:
        AssetError: the installation lacks it.
    """
    bundled = _PACKAGE / "_assets"
    found = (bundled if bundled.is_dir() else _PACKAGE.parent) / name
    if not found.is_dir():
        raise AssetError(f"{found}: the folder {name!r} of the package is missing; install the package again")
    return found


def ontology_files() -> list[Path]:
    """Return the Turtle files of the TBox and its bridges, sorted; without the reference data.

    The Data Cube bridge is left out: it uses properties as individuals, which no OWL reasoner should be given.
    """
    root = folder("ontology")
    return [*sorted(root.glob("*.ttl")), *(p for p in sorted(root.glob("align/*.ttl")) if p.stem != "qb")]


def reference_files() -> list[Path]:
    """Return the Turtle files of the reference data, sorted."""
    return sorted(folder("ontology").glob("reference/**/*.ttl"))


def shape_files() -> list[Path]:
    """Return the SHACL files, sorted."""
    return sorted(folder("shapes").glob("*.ttl"))


def query_files(kind: str | None = None) -> list[Path]:
    """Return the query files of one kind (`answers`, `checks`, `trace`, `profile`), or of all, sorted by name."""
    return sorted(folder("queries").glob(f"{kind or '*'}/*.rq"))


def guide_folder() -> Path | None:
    """Return the folder of guides in Markdown, or None where the installation has none."""
    bundled = _PACKAGE / "_assets"
    found = (bundled if bundled.is_dir() else _PACKAGE.parent) / "docs"
    return found if found.is_dir() else None


def corpus_files() -> list[Path]:
    """Return the curated claims files, one for each document, sorted; without the corrections beside them."""
    return sorted(path for path in (_PACKAGE / "corpus").glob("*.toml") if path.name != "errata.toml")
