"""The package as a stranger gets it: its public names, its speed, and the wheel in an empty environment."""

import os
import re
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]


def test_the_public_names_are_sorted_and_there() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError):
        kg.nothing  # noqa: B018


def test_version_changelog_and_citation_agree() -> None:
    assert f"\n## {kg.__version__} (" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\nversion: {kg.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


def test_help_needs_no_heavy_import() -> None:
    code = (
        "import sys; sys.argv = ['kg', '--help']\n"
        "from kg.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'rdflib', 'pyshacl', 'owlready2', 'pyoxigraph', 'SPARQLWrapper', 'pandas'} & set(sys.modules)\n"
        "sys.stderr.write(' '.join(sorted(heavy)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "Usage: kg" in done.stdout


def test_help_is_quick() -> None:
    used = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-m", "kg.cli", "--help"], capture_output=True, check=True)
        after = os.times()
        used.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(used) < 0.5


def test_what_is_imported_is_declared() -> None:
    import ast

    top = {"dekg", "kg"}
    distributions = packages_distributions()  # PyYAML is imported as yaml
    declared = {re.split(r"[^A-Za-z0-9_.-]", name)[0].lower() for name in requires("dekg") or []}
    for path in (ROOT / "kg").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            for name in names:
                package = name.split(".")[0]
                if package not in sys.stdlib_module_names and package not in top:
                    brought = {found.lower() for found in distributions.get(package, ())} | {package.lower()}
                    known = {found.replace("_", "-") for found in brought}
                    assert known & declared, f"{path}: {package} is not declared"


def test_the_lock_names_no_registry_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    pins = [line for line in lock.splitlines() if "==" in line]
    assert len(pins) > 10
    assert all(line.rstrip().endswith("\\") for line in pins)
    base = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for name in base:
        assert f"\n{re.split(r'[^A-Za-z0-9_.-]', name)[0].lower()}==" in "\n" + lock.lower()


@pytest.mark.skipif(not (ROOT / "pyproject.toml").exists(), reason="no checkout to build a wheel from")
def test_the_wheel_answers_in_an_environment_without_development_packages(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("dekg-*.whl")
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True, capture_output=True, timeout=280)
    env = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "KG_STORE"}}
    asked = subprocess.run(
        [home / "bin" / "kg", "query", "software-revenue", "--format", "csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert asked.returncode == 0, asked.stderr
    assert "80000000000" in asked.stdout
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    )
    assert "pytest" not in listed.stdout
