"""README and guides: every command, file and Python line in them runs and prints what they show."""

import re
from pathlib import Path

import pytest
from documents import ROOT, Block, blocks, commands, documents, printed, run, same

GUIDES = documents()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_a_document_does_what_it_shows(path: Path, tmp_path: Path) -> None:
    assert run(path, tmp_path) >= 1 or path.stem == "index"


def test_the_documents_are_found_and_full_of_examples() -> None:
    assert len(GUIDES) >= 1
    shown = [command for path in GUIDES for block in blocks(path.read_text("utf-8")) for command in commands(block)]
    assert len(shown) >= 5


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_a_document_links_to_what_exists(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_runner_tells_what_differs(tmp_path: Path) -> None:
    assert same("a ... c", "a b c")
    assert not same("a", "b")
    assert printed("exit 3 # exit 3", tmp_path) == ""
    with pytest.raises(AssertionError, match="ends with 1"):
        printed("false", tmp_path)
    wrong = tmp_path / "wrong.md"
    wrong.write_text("```console\n$ echo one\ntwo\n```\n")
    with pytest.raises(AssertionError, match=r"wrong\.md:1"):
        run(wrong, tmp_path)
    wrong.write_text("```python\n>>> 1 + 1\n3\n```\n")
    with pytest.raises(AssertionError, match="Expected"):
        run(wrong, tmp_path)
    assert commands(Block("console", "no-run", "$ x\n", 1)) == []


def test_the_two_commands_stand_in_the_readme_as_they_are_run() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/kg demo\n" in readme
    assert 'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest\n' in readme
    assert ".venv/bin/pytest" in (ROOT / ".ci" / "run").read_text("utf-8")
