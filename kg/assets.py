"""Find the ontology, shapes, queries and corpus that ship with the package, and those of a user's own project.

In a wheel they lie in `kg/_assets/`; in a checkout or an editable install beside the package. A project is a folder of
the same layout, named by `KG_PROJECT` (several, as in `PATH`): what it holds is added to what ships, file by file.
"""

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.errors import AssetError

__all__ = [
    "PROJECT",
    "corpus_files",
    "folder",
    "guide_folder",
    "link_files",
    "ontology_files",
    "projects",
    "query_files",
    "reference_files",
    "release",
    "shape_files",
]

PROJECT = "KG_PROJECT"
"""The variable that names a user's project folders. Set it before the first question: files are read once."""

_PACKAGE = Path(__file__).resolve().parent
_PARTS = ("ontology", "queries", "shapes", "corpus")


def folder(name: str) -> Path:
    """Return the folder `ontology`, `shapes` or `queries` of the package.

    Raises:
        AssetError: the installation lacks it.
    """
    bundled = _PACKAGE / "_assets"
    found = (bundled if bundled.is_dir() else _PACKAGE.parent) / name
    if not found.is_dir():
        raise AssetError(f"{found}: the folder {name!r} of the package is missing; install the package again")
    return found


def release() -> str:
    """Return the version of the installed package; empty where it is used from a folder without being installed."""
    try:
        return version("dekg")
    except PackageNotFoundError:
        return ""


def projects() -> list[Path]:
    """Return the user's project folders, in the order given.

    Raises:
        AssetError: there is no such folder, or it holds nothing that belongs in a project.
    """
    found = [Path(name) for name in os.environ.get(PROJECT, "").split(os.pathsep) if name]
    for path in found:
        if not path.is_dir():
            raise AssetError(f"{path}: no such folder; a project is a folder with {_listed()}")
        if not any((path / part).is_dir() for part in _PARTS):
            raise AssetError(f"{path}: holds none of {_listed()}; a project has at least one of these folders")
    return found


def _listed() -> str:
    return ", ".join(f"{part}/" for part in _PARTS)


def _files(part: str, *patterns: str) -> list[Path]:
    """Return the files of a part by their patterns: the package's, then each project's, each sorted."""
    roots = [folder(part), *(path / part for path in projects())]
    return [path for root in roots for pattern in patterns for path in sorted(root.glob(pattern))]


def ontology_files() -> list[Path]:
    """Return the Turtle files of the TBox and its bridges, sorted; without the reference data.

    The Data Cube bridge is left out: it uses properties as individuals, which no OWL reasoner should be given.
    """
    return [path for path in _files("ontology", "*.ttl", "align/*.ttl") if path.stem != "qb"]


def reference_files() -> list[Path]:
    """Return the Turtle files of the reference data, sorted."""
    return _files("ontology", "reference/**/*.ttl")


def link_files() -> list[Path]:
    """Return the tables of links (SSSOM/TSV), sorted."""
    return _files("ontology", "reference/links/*.sssom.tsv")


def shape_files() -> list[Path]:
    """Return the SHACL files, sorted."""
    return _files("shapes", "*.ttl")


def query_files(kind: str | None = None) -> list[Path]:
    """Return the query files of one kind (`answers`, `checks`, `trace`, `profile`, `federated`), or of all, sorted.

    Raises:
        AssetError: two files of a kind have one name.
    """
    found = _files("queries", f"{kind or '*'}/*.rq")
    names: dict[tuple[str, str], Path] = {}
    for path in found:
        other = names.setdefault((path.parent.name, path.stem), path)
        if other != path:
            raise AssetError(f"{path}: a query of this name is there already ({other}); rename one of them")
    return found


def guide_folder() -> Path | None:
    """Return the folder of guides in Markdown, or None where the installation has none."""
    bundled = _PACKAGE / "_assets"
    found = (bundled if bundled.is_dir() else _PACKAGE.parent) / "docs"
    return found if found.is_dir() else None


def corpus_files() -> list[Path]:
    """Return the curated claims files, one for each document, sorted; without the corrections beside them."""
    roots = [_PACKAGE, *projects()]
    return sorted(path for root in roots for path in (root / "corpus").glob("*.toml") if path.name != "errata.toml")
