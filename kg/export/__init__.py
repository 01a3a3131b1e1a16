"""Write a graph in the formats people and tools read: RDF, JSON-LD, tables, cubes, citations, maps.

An exporter is a function `(material) -> bytes`, or `-> {file name: bytes}` where a format is several files, found by
the entry-point group `kg.exporters`. `Material` holds the quads, the names of their terms, the language asked for and
what the sources disagree about. An exporter sorts what it is given: the same quads give the same bytes, in whatever
order they come. (Names of blank nodes are taken as they are; our graphs have none.)

    material     what an exporter works with
    selection    a part of the graph that is complete in itself
    formats      what each format is for: media type, extension, title; the table `formats.toml`
    statements   quads by subject and predicate, as tables and citations read them
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from kg import plugins
from kg.errors import ExportError
from kg.export.formats import Format, format_of, formats
from kg.export.material import Material
from kg.export.selection import Selection

__all__ = [
    "Exporter",
    "Format",
    "Material",
    "Output",
    "Selection",
    "files",
    "format_of",
    "formats",
    "known",
    "save",
    "write",
]

Output = bytes | Mapping[str, bytes]
"""What an exporter gives: the bytes of its one file, or those of several by name."""

Exporter = Callable[[Material], Output]


def write(format: str, material: Material) -> Output:
    """Return a graph in a format.

    Raises:
        ExportError: the format is unknown, or cannot hold what the graph says.
    """
    known(format)
    exporter: Exporter = plugins.load("kg.exporters", format)
    return exporter(material)


def known(format: str) -> Format:
    """Return an installed format.

    Raises:
        ExportError: there is none of that name.
    """
    if format not in (names := plugins.names("kg.exporters")):
        raise ExportError(f"{format!r} is no export format; known: {', '.join(names)}")
    return format_of(format)


def files(format: str, output: Output) -> dict[str, bytes]:
    """Return what an exporter gave as files by path, in order, as they lie beside those of other formats."""
    place = format_of(format).file
    if isinstance(output, bytes):
        return {place: output}
    return {f"{place}/{name}": data for name, data in sorted(output.items())}


def save(output: Output, path: Path) -> list[Path]:
    """Write what an exporter gave: to a file, or into a folder where it is several; return what was written.

    Raises:
        ExportError: the place cannot be written.
    """
    try:
        if isinstance(output, bytes):
            path.write_bytes(output)
            return [path]
        path.mkdir(parents=True, exist_ok=True)
        written = []
        for name, data in sorted(output.items()):
            target = path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            written.append(target)
        return written
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror}); choose another place") from None
