"""What each export format is for: its file extension, media type, title and use, in English and Chinese.

The table is `formats.toml`. A package with exporters of its own puts a file of that name beside the module of its
exporter; without one, a format has its name and nothing else.
"""

import importlib.util
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg import plugins
from kg.errors import ExportError

__all__ = ["Format", "format_of", "formats"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: as the command line and `graph.export` take it.
        extension: of its file, without the dot; `/` if it is a folder of files.
        media_type: of its file; of a folder, that of the files in it.
        title: by language.
        purpose: who it is for, by language.
        distribution: whether a catalogue offers it as a download of the data.
        lossless: whether reading it back gives the graph again, named graphs included or not.
        conforms_to: IRI of the specification, or nothing.
        requires: a module that an extra brings, without which it cannot be written, or nothing.
    """

    name: str
    extension: str
    media_type: str = "application/octet-stream"
    title: dict[str, str] = field(default_factory=dict)
    purpose: dict[str, str] = field(default_factory=dict)
    distribution: bool = False
    lossless: bool = False
    conforms_to: str = ""
    requires: str = ""

    @property
    def available(self) -> bool:
        """Whether what it requires is installed."""
        return not self.requires or importlib.util.find_spec(self.requires) is not None

    @property
    def file(self) -> str:
        """The name of its file where several formats lie side by side; of a folder, the folder's."""
        if self.folder:
            return self.name
        plain = self.lossless or self.name == self.extension
        return f"dekg.{self.extension}" if plain else f"dekg-{self.name}.{self.extension}"

    @property
    def folder(self) -> bool:
        """Whether it is several files."""
        return self.extension == "/"


def formats() -> list[Format]:
    """Return all installed formats by name."""
    return [format_of(name) for name in plugins.names("kg.exporters")]


def format_of(name: str) -> Format:
    """Return what is known of a format.

    Raises:
        ExportError: its table is not readable.
    """
    module = plugins.target("kg.exporters", name).partition(":")[0]
    found = _table(module).get(name) or _table(__name__).get(name)
    return found or Format(name, name, title={"en": name})


@cache
def _table(module: str) -> dict[str, Format]:
    found = importlib.util.find_spec(module)
    path = Path(found.origin).with_name("formats.toml") if found and found.origin else None
    if path is None or not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text("utf-8"))
        return {name: Format(name, **row) for name, row in rows.items()}
    except (OSError, ValueError, TypeError) as error:
        raise ExportError(f"{path}: not a table of formats ({error}); see kg/export/formats.toml") from None
