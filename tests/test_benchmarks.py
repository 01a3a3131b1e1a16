"""Every benchmark runs, at a size that takes a moment, and its lines reach the table."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parents[1] / "benchmarks"
SIZES = {"closure": "400", "conflicts": "1000", "gate": "100", "validation": "400"}
"""Small sizes; a benchmark that is not named here runs at ten of whatever it counts."""
SMALLER: dict[str, dict[str, Any]] = {
    "closure": {"WRITTEN_AT": "400", "RAW_AT": "400", "_base": list},
    "conflicts": {"WRITTEN_AT": "1000", "TUNED_AT": "1000"},
    "extraction": {"SPEED": 8, "INGESTED": 4},
    "validation": {"ARTICLES": 1, "LIMIT": 0.02, "_base": tuple, "apart": lambda act, size, folder: act(size, folder)},
}
"""What a benchmark measures beside its size, made small as well."""


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.delenv("DEKG_PEERS", raising=False)
    before = set(sys.modules)
    run = import_module("run")
    for name in run.benchmarks():
        for attribute, value in SMALLER.get(name, {}).items():
            monkeypatch.setattr(import_module(name), attribute, value)
    validation = import_module("validation")
    some = list(validation._selects())[:2]
    monkeypatch.setattr(validation, "_selects", lambda: iter(some))
    yield run
    for name in {"data", "harness", "run", *run.benchmarks()} & (set(sys.modules) - before):
        del sys.modules[name]


# a rival that takes too long is stopped by a signal, which may arrive while the garbage collector runs
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_benchmark_runs_and_reaches_the_table(bench: Any, tmp_path: Path) -> None:
    shutil.copy(HERE / "README.md", tmp_path / "README.md")
    names = bench.benchmarks()
    assert set(SIZES) <= set(names)
    for name in names:
        page = bench.run(name, SIZES.get(name, "10"), tmp_path / "data", tmp_path)
        assert page.startswith("### ")
        kept = json.loads((tmp_path / "fragments" / f"{name}.json").read_text("utf-8"))
        assert kept["lines"] or name == "gate"  # without the evaluation texts at hand there is nothing to measure
        assert all(len(cells) == 6 for cells in kept["lines"])
    bench.table(tmp_path)
    written = (tmp_path / "README.md").read_text("utf-8")
    for name in set(names) - {"gate"}:
        assert f"`run.py {name} --size" in written
    bench.table(tmp_path)
    assert (tmp_path / "README.md").read_text("utf-8") == written


def test_readme_without_markers_is_refused(bench: Any, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Benchmarks\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="lacks the markers"):
        bench.table(tmp_path)


def test_table_in_the_readme_is_that_of_the_fragments(bench: Any, tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path / "benchmarks")
    bench.table(tmp_path / "benchmarks")
    written = (HERE / "README.md").read_text("utf-8")
    assert (tmp_path / "benchmarks" / "README.md").read_text("utf-8") == written
    assert not re.search(r"/(tmp|home|work)/", written)
