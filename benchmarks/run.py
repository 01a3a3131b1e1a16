"""Run benchmarks and rewrite the table of the README: `python benchmarks/run.py all --size 1M`.

A benchmark is a module beside this file with a function `measure(size, folder) -> harness.Section`; its name is that of
the module, and nothing else has to know it. A module whose size is no number of quads says its own in `SIZE`. Data sets
are made once and kept in the folder (`--data`). What was measured goes to `fragments/`, as a page with all details and
as the lines of the table; the table stands between two markers in README.md and holds the latest lines of each.
"""

import argparse
import json
import re
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_START, _END = "<!-- table: written by run.py -->", "<!-- end of the table -->"
_COLUMNS = ("what", "size", "CPU s", "compared with", "ratio", "command")


def benchmarks() -> list[str]:
    """Return the names of all benchmarks."""
    found = (path for path in sorted(HERE.glob("*.py")) if path.name != Path(__file__).name)
    return [path.stem for path in found if re.search(r"^def measure\(", path.read_text("utf-8"), re.MULTILINE)]


def run(name: str, size: str, data: Path, home: Path = HERE) -> str:
    """Run a benchmark, write its fragments below a folder, and return the page with its details."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    module = import_module(name)
    section = module.measure(size, data)
    command = f"run.py {name} --size {size}"
    lines = [figure.cells(command) for figure in section.figures] or [
        _words(row, size, command) for row in section.rows
    ]
    kept: dict[str, Any] = {"title": section.title, "lines": lines, "notes": list(section.notes)}
    target = home / "fragments"
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = section.markdown()
    (target / f"{name}-{size}.md").write_text(page, encoding="utf-8")
    return page


def _words(row: Any, size: str, command: str) -> list[str]:
    """Return a line of the table for a row that is no time: what, what was measured, and what it stands beside."""
    what, measured, *more = row
    return [what, size, measured, "; ".join(more), "", f"`{command}`"]


def table(home: Path = HERE) -> None:
    """Rewrite the table of the README from the fragments.

    Raises:
        SystemExit: the README lacks the markers.
    """
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|{' --- |' * len(_COLUMNS)}"]
    notes = []
    for path in sorted((home / "fragments").glob("*.json")):
        kept = json.loads(path.read_text("utf-8"))
        lines += [f"| {' | '.join(cells)} |" for cells in kept["lines"]]
        notes += [f"**{kept['title']}.**", "", *(f"- {note}" for note in kept["notes"]), ""]
    readme = home / "README.md"
    before, start, rest = readme.read_text("utf-8").partition(_START)
    _, end, after = rest.partition(_END)
    if not (start and end):
        raise SystemExit(f"{readme}: lacks the markers {_START} and {_END}; put them where the table belongs")
    made = "\n".join([start, "", *lines, "", *notes, end])
    readme.write_text(before + made + after, encoding="utf-8")


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmark", choices=["all", *benchmarks()])
    parser.add_argument("--size", help="10k, 100k, 1M, 10M, or a number; 1M or what the benchmark says")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "dekg-benchmarks")
    given = parser.parse_args()
    sys.path.insert(0, str(HERE))
    for name in benchmarks() if given.benchmark == "all" else [given.benchmark]:
        own = getattr(import_module(name), "SIZE", None)
        size = own or given.size or "1M" if given.benchmark == "all" else given.size or own or "1M"
        sys.stdout.write(run(name, size, given.data))
        sys.stdout.flush()
        table()


if __name__ == "__main__":
    main()
