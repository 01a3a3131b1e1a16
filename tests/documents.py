"""The documents people read, and running what they show.

A document is Markdown. Its fenced blocks are run in order, in one scratch folder for each document:

- `console`: each line that starts with `$ ` is a shell command; the lines below it are what it prints on standard
  output. `...` stands for any text. `# exit 1` at the end of a command says how it ends, if not with 0.
- a language and a file name, as in ```` ```turtle my/industry.ttl ````: the file is written.
- `python` with `>>>`: a doctest; names live on through the document.

Anything else, and `console` blocks marked `no-run`, are only shown. A notebook's cells are plain Python and are run in
order by this interpreter; what they show is what they print and the value of their last expression.
"""

import ast
import doctest
import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warm import program

__all__ = [
    "ROOT",
    "Block",
    "blocks",
    "cells",
    "commands",
    "documents",
    "notebooks",
    "printed",
    "run",
    "same",
    "shown",
    "values",
]

ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r"^```(?P<kind>[\w-]+)[ ]?(?P<rest>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"\s+# exit (\d+)$")


@dataclass(frozen=True)
class Block:
    """One fenced block: its kind, what stands beside the kind, its text, the line it starts at."""

    kind: str
    rest: str
    body: str
    line: int


def documents() -> list[Path]:
    """Return README and the guides, sorted."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def notebooks() -> list[Path]:
    """Return the notebooks among the guides, sorted."""
    return sorted((ROOT / "docs").rglob("*.ipynb"))


def cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the code cells of a notebook, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def shown(cell: dict[str, Any]) -> list[str]:
    """Return what a cell shows in the file: what it printed, and the value of its last expression."""
    texts = [output.get("text") or output.get("data", {}).get("text/plain", []) for output in cell["outputs"]]
    return ["".join(text) for text in texts]


def values(path: Path, folder: Path) -> list[list[str]]:
    """Run a notebook in a folder, and return what each code cell prints, and the value of its last expression."""
    notebook = cells(json.loads(path.read_text("utf-8")))
    names: dict[str, object] = {"__name__": "__main__"}
    found = []
    before = Path.cwd()
    os.chdir(folder)
    try:
        for cell in notebook:
            tree = ast.parse("".join(cell["source"]))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            with redirect_stdout(io.StringIO()) as said:
                exec(compile(tree, path.name, "exec"), names)  # noqa: S102 - our own notebook
                value = (
                    eval(compile(ast.Expression(last.value), path.name, "eval"), names)  # noqa: S307
                    if isinstance(last, ast.Expr)
                    else None
                )
            found.append([text for text in (said.getvalue(), "" if value is None else repr(value)) if text])
    finally:
        os.chdir(before)
    return found


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a document in order."""
    return [
        Block(found["kind"], found["rest"].strip(), found["body"], text.count("\n", 0, found.start()) + 1)
        for found in _FENCE.finditer(text)
    ]


def commands(block: Block) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with what stands below it."""
    if block.kind != "console" or block.rest == "no-run":
        return []
    parts = re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2].rstrip("\n")) for part in parts]


def printed(command: str, folder: Path) -> str:
    """Run a command in a folder as a shell would, and return what it prints on standard output.

    Raises:
        AssertionError: it does not end as the document says.
    """
    ending = _EXIT.search(command)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "COLUMNS"))}
    environment["PATH"] = (
        f"{program().parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    )
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", _EXIT.sub("", command)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        check=False,
    )
    assert done.returncode == int(ending[1] if ending else 0), (
        f"$ {command}\nends with {done.returncode}\n{done.stderr}"
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip("\n")


def same(expected: str, got: str) -> bool:
    """Tell whether what was printed is what the document shows; `...` stands for any text."""
    return doctest.OutputChecker().check_output(f"{expected}\n", f"{got}\n", doctest.ELLIPSIS)


def run(path: Path, folder: Path) -> int:
    """Run a document, and return how many commands, files and Python blocks it holds.

    Raises:
        AssertionError: something printed differs from what the document shows.
    """
    names: dict[str, object] = {}
    count = 0
    for block in blocks(path.read_text("utf-8")):
        where = f"{path.name}:{block.line}"
        for command, output in commands(block):
            got = printed(command, folder)
            assert same(output, got), f"{where}: $ {command}\nshown:\n{output}\nprinted:\n{got}"
            count += 1
        if block.kind == "python" and ">>>" in block.body:
            _doctest(block, names, where, folder)
            count += 1
        elif block.rest and block.kind not in {"console", "mermaid"}:
            file = folder / block.rest
            assert file.resolve().is_relative_to(folder.resolve()), f"{where}: {block.rest} lies outside the folder"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.body, "utf-8")
            count += 1
    return count


def _doctest(block: Block, names: dict[str, object], where: str, folder: Path) -> None:
    test = doctest.DocTestParser().get_doctest(block.body, names, where, where, 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    before = Path.cwd()
    os.chdir(folder)
    try:
        runner.run(test, out=said.append, clear_globs=False)
    finally:
        os.chdir(before)
    names.update(test.globs)
    assert not said, f"{where}:\n{''.join(said)}"
