"""Run a benchmark and write its Markdown fragment: `python benchmarks/run.py conflicts --size 1M`.

Each benchmark is a module beside this file with a function `measure(size, folder) -> harness.Section`; data sets are
made once and kept in the folder (`--data`). The fragment goes to `benchmarks/fragments/` and to standard output.
"""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCHMARKS = ("conflicts", "validation", "closure", "extraction")


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("--size", default="1M", help="10k, 100k, 1M, 10M, or a number of quads")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "dekg-benchmarks")
    given = parser.parse_args()
    sys.path.insert(0, str(HERE))
    section = import_module(given.benchmark).measure(given.size, given.data)
    target = HERE / "fragments" / f"{given.benchmark}-{given.size}.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(section.markdown(), encoding="utf-8")
    sys.stdout.write(section.markdown())


if __name__ == "__main__":
    main()
