"""Guides: Markdown files and notebooks as pages, with their code in colours and their links kept inside the site."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from kg.errors import ExportError
from kg.pages.links import safe
from kg.pages.maker import Maker, View
from kg.pages.questions import coloured

__all__ = ["Guide", "guide_list", "guide_page", "read_guides"]

_TAKEN = {"q", "found", "main"}
"""Names that every page uses itself."""
_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_LANGUAGE = re.compile(r"\.(en|zh)$")


@dataclass(frozen=True)
class Guide:
    """A guide: its name in addresses, its title, the language it is written in, and its Markdown."""

    name: str
    title: str
    language: str
    text: str


def read_guides(folder: Path) -> list[Guide]:
    """Return the guides of a folder by name; `first-hour.zh.md` is the Chinese text of `first-hour.md`.

    Raises:
        ExportError: a notebook cannot be read.
    """
    found = []
    for path in sorted((*folder.glob("*.md"), *folder.glob("*.ipynb"))) if folder.is_dir() else []:
        text = path.read_text("utf-8")
        if path.suffix == ".ipynb":
            text = _markdown(path, text)
        stem = path.stem
        match = _LANGUAGE.search(stem)
        title = _TITLE.search(text)
        name = _LANGUAGE.sub("", stem)
        found.append(Guide(name, title[1] if title else name, match[1] if match else "en", text))
    return found


def _markdown(path: Path, text: str) -> str:
    """Return a notebook as Markdown: its texts, its code, and below each piece of code what it shows."""
    parts = []
    try:
        for cell in json.loads(text)["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                parts.append(source)
            elif cell["cell_type"] == "code":
                parts.append(_fenced("python", source))
                shown = [out.get("text") or out.get("data", {}).get("text/plain", []) for out in cell["outputs"]]
                parts += [_fenced("text", "".join(lines).rstrip()) for lines in shown if lines]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ExportError(
            f"{path}: not a Jupyter notebook (nbformat 4: cells with cell_type and source); repair or remove it"
        ) from None
    return "\n\n".join(parts) + "\n"


def _fenced(language: str, text: str) -> str:
    """Return a fenced block whose fence is longer than any run of backticks in it."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def chosen(guides: list[Guide], language: str) -> list[Guide]:
    """Return one guide for each name: in the language asked for, else in the other."""
    best: dict[str, Guide] = {}
    for guide in sorted(guides, key=lambda item: item.language != language):
        best.setdefault(guide.name, guide)
    return [best[name] for name in sorted(best)]


def guide_list(make: Maker, guides: list[Guide]) -> View:
    """Return the list of guides."""
    rows = [(make.links.page(f"guides/{g.name}.html"), g.title, _first(g.text), g.language) for g in
            chosen(guides, make.language)]  # fmt: skip
    return View("guides.html", make.w["guides"], description=make.w["guides-lead"], values={"rows": rows})


def guide_page(make: Maker, guide: Guide, names: set[str]) -> View:
    """Return one guide; links to other guides become links to their pages, links into the repository plain text."""
    body = _rendered(guide.text, names)
    crumbs = ((make.w["guides"], make.links.page("guides/index.html")),)
    return View("guide.html", guide.title, crumbs, _first(guide.text), {"body": body, "written": guide.language})


def _rendered(text: str, names: set[str]) -> Markup:
    def colour(code: str, language: str, attributes: Any) -> str:
        inside = str(coloured(code, language or "text"))
        return inside.removeprefix('<div class="code">').removesuffix("</div>\n")

    parser = MarkdownIt("commonmark", {"html": False, "highlight": colour}).enable("table")
    tokens = parser.parse(text)
    used: set[str] = set()
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrs["id"] = _anchor(tokens[number + 1].content, used)
        for child in token.children or ():
            if child.type == "link_open":
                href = _target(str(child.attrs.get("href", "")), names)
                child.attrs = {"href": href} if href else {}  # an anchor that leads nowhere is plain text
            elif child.type == "image":
                child.attrs["src"] = ""
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return Markup(rendered.replace('<div class="highlight">', ""))  # noqa: S704 - markdown-it escapes; raw HTML is off


def _anchor(heading: str, used: set[str]) -> str:
    """Return the name of a heading in addresses, as code hosts make it: `## Ask one thing` is `#ask-one-thing`."""
    name = re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") or "section"
    chosen, number = name, 1
    while chosen in used or chosen in _TAKEN:
        chosen, number = f"{name}-{number}", number + 1
    used.add(chosen)
    return chosen


def _target(href: str, names: set[str]) -> str:
    """Return where a link of a guide leads from its page."""
    if href.startswith("#") or safe(href):
        return href
    path, _, fragment = href.partition("#")
    name = _LANGUAGE.sub("", Path(path).stem)
    if path.endswith((".md", ".ipynb")) and name in names:
        return f"{name}.html" + (f"#{fragment}" if fragment else "")
    return ""


def _first(text: str) -> str:
    """Return the first paragraph as plain words."""
    for block in text.split("\n\n"):
        if block.strip() and not block.lstrip().startswith(("#", "```", "|", "-", ">", "<")):
            return " ".join(block.replace("`", "").replace("*", "").split())
    return ""
