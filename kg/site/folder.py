"""The folder a site is written to: ours alone, replaced file by file, nothing of anybody else touched.

A site's folder holds `.dekg-site`: a list of all files of the edition. A folder that holds other things and no such
list is refused. What an earlier edition left and the new one does not have is removed at the end; files that are on no
list (a version control's, a host's) stay as they are.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from kg.errors import ExportError

__all__ = ["Folder"]

_MARKER = ".dekg-site"
_HEAD = "dekg site 1"


class Folder:
    """Where a site is written.

    Attributes:
        path: of the folder.
        written: paths of the files of this edition, below the folder, with slashes.
    """

    def __init__(self, path: Path) -> None:
        """Take a folder.

        Raises:
            ExportError: it is a file, cannot be made, or holds something that is not an earlier edition.
        """
        self.path = path
        self.written: set[str] = set()
        try:
            self._before = self._earlier()
        except NotADirectoryError:
            raise ExportError(f"{path} is a file; give the name of a folder") from None
        except OSError as error:
            raise ExportError(f"{path}: cannot be read ({error.strerror}); choose another place") from None
        self._made: set[Path] = set()

    def begin(self) -> None:
        """Make and mark it, so that an edition that is interrupted can be written again.

        Raises:
            ExportError: it cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if not (self.path / _MARKER).exists():
                (self.path / _MARKER).write_text(f"{_HEAD}\n", "utf-8", newline="\n")
        except OSError as error:
            raise ExportError(f"{self.path}: cannot be written ({error.strerror}); choose another place") from None

    def _earlier(self) -> set[str]:
        marker = self.path / _MARKER
        if marker.is_file():
            head, *names = marker.read_text("utf-8").splitlines()
            if head == _HEAD:
                return {name for name in names if _inside(name)}
        if self.path.exists() and any(self.path.iterdir()):
            raise ExportError(
                f"{self.path}: the folder is not empty and holds no site made by kg publish; "
                "give an empty folder, or one that does not exist yet"
            )
        return set()

    def write(self, name: str, data: str | bytes) -> None:
        """Write one file.

        Raises:
            ExportError: the disk refuses.
        """
        target = self.path / name
        try:
            if target.parent not in self._made:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(target.parent)
            target.write_bytes(data.encode() if isinstance(data, str) else data)
        except OSError as error:
            raise ExportError(f"{target}: cannot be written ({error.strerror}); choose another place") from None
        self.written.add(name)

    def note(self, names: Iterable[str]) -> None:
        """Count files that another process has written."""
        self.written.update(names)

    def finish(self) -> int:
        """Remove what an earlier edition left, write the list, and return how many bytes the edition has."""
        for name in sorted(self._before - self.written):
            target = self.path / name
            target.unlink(missing_ok=True)
            for parent in target.relative_to(self.path).parents:
                folder = self.path / parent
                if folder == self.path or any(folder.iterdir()):
                    break
                folder.rmdir()
        listing = "\n".join([_HEAD, *sorted(self.written), ""])
        (self.path / _MARKER).write_text(listing, "utf-8", newline="\n")
        return sum((self.path / name).stat().st_size for name in self.written)


def _inside(name: str) -> bool:
    """Return whether a listed name stays inside the folder."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts
