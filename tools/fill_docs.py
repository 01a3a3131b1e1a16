"""Write into README and guides what their console commands print now; to be read as a diff before it is committed.

    python tools/fill_docs.py [FILE …]

Outputs that hold `...` and still fit are left as they are.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from documents import blocks, commands, documents, printed, same  # noqa: E402


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
                parts.append(f"$ {command}\n{shown}\n" if shown else f"$ {command}\n")
            if parts:
                text = text.replace(f"```console\n{block.body}```", "```console\n" + "\n".join(parts) + "```", 1)
    if text != before:
        path.write_text(text, "utf-8")
    return text != before


if __name__ == "__main__":
    for name in sys.argv[1:] or [str(path) for path in documents()]:
        print(name, "changed" if fill(Path(name)) else "as it was")
