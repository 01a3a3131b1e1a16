"""Write into README and guides what their console commands print now; to be read as a diff before it is committed.

    python tools/fill_docs.py [FILE …]

Outputs that hold `...` and still fit are left as they are.
"""

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from documents import blocks, cells, commands, documents, notebooks, printed, same, values  # noqa: E402


def fill(path: Path) -> bool:
    """Refresh one document; tell whether it changed."""
    text = before = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        for block in blocks(before):
            if block.rest and block.kind not in {"console", "mermaid"}:
                file = Path(scratch) / block.rest
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block.body, "utf-8")
            parts = []
            for command, output in commands(block):
                got = printed(command, Path(scratch))
                shown = output if same(output, got) else got
                parts.append(f"$ {command}\n{shown}\n\n" if shown else f"$ {command}\n")
            if parts:
                text = text.replace(f"```console\n{block.body}```", f"```console\n{''.join(parts).rstrip()}\n```", 1)
    if text != before:
        path.write_text(text, "utf-8")
    return text != before


def fill_notebook(path: Path) -> bool:
    """Refresh what the cells of a notebook show; tell whether it changed."""
    before = path.read_text("utf-8")
    notebook = json.loads(before)
    with tempfile.TemporaryDirectory() as scratch:
        for number, (cell, texts) in enumerate(zip(cells(notebook), values(path, Path(scratch)), strict=True), start=1):
            cell["execution_count"] = number
            cell["outputs"] = []
            for text in texts:
                lines = text.splitlines(keepends=True)
                if text.endswith("\n"):
                    cell["outputs"].append({"name": "stdout", "output_type": "stream", "text": lines})
                else:
                    result = {"data": {"text/plain": lines}, "execution_count": number, "metadata": {}}
                    cell["outputs"].append({**result, "output_type": "execute_result"})
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, "utf-8")
    return text != before


if __name__ == "__main__":
    for name in sys.argv[1:] or [str(path) for path in (*documents(), *notebooks())]:
        changed = fill_notebook(Path(name)) if name.endswith(".ipynb") else fill(Path(name))
        print(name, "changed" if changed else "as it was")
