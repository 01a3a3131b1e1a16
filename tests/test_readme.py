"""The README's commands print what it says they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    found = []
    for block in BLOCK.findall((ROOT / "README.md").read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.rstrip("\n")))
    return found


def test_the_readme_has_examples() -> None:
    assert len(examples()) >= 5


@pytest.mark.parametrize(("command", "output"), examples())
def test_a_command_of_the_readme_prints_what_it_says(command: str, output: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    assert words[0] == "kg"
    env = {key: value for key, value in os.environ.items() if key != "KG_STORE"}
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", *words[1:]], capture_output=True, text=True, env=env, cwd=tmp_path, check=False
    )
    printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip("\n")
    assert printed == output


def test_the_two_commands_stand_in_the_readme_as_they_are_run() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/kg demo\n" in readme
    assert 'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest\n' in readme
    assert ".venv/bin/pytest" in (ROOT / ".ci" / "run").read_text("utf-8")
