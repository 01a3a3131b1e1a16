"""The scripts in `tools/` that write reference data, and the comparison of what they write with what is committed."""

import importlib.util
import sys
from pathlib import Path

import pytest

__all__ = ["BABEL", "check"]

ROOT = Path(__file__).resolve().parents[1]
BABEL = "2.18"
"""The release of babel that the names of countries were taken from."""


def check(name: str, crosswalk: Path, files: tuple[str, ...]) -> None:
    """Run a generator over the crosswalk, and compare its files with those of `ontology/reference/`, byte for byte.

    Raises:
        AssertionError: they differ; the message names the script to run.
    """
    babel = pytest.importorskip("babel", reason="babel, which holds the names of countries, is not installed")
    if not str(babel.__version__).startswith(BABEL):
        pytest.skip(f"names of countries were taken from babel {BABEL}, this is {babel.__version__}")
    tools = ROOT / "tools"
    specification = importlib.util.spec_from_file_location(name, tools / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tools))  # one generator imports another
        patch.setitem(sys.modules, name, module)  # dataclasses look their module up while the class is made
        specification.loader.exec_module(module)
        written = module.render(crosswalk)
    assert sorted(written) == sorted(files)
    for file, text in written.items():
        committed = (ROOT / "ontology" / "reference" / file).read_bytes()
        assert committed == text.encode(), f"{file}: run tools/{name}.py"
