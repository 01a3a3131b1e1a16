"""What help looks like: five panels of commands, each led by the command to begin with, and examples one to a line."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from typer.models import CommandInfo, TyperInfo

__all__ = ["PANELS", "arrange", "examples"]

PANELS: Mapping[str, tuple[str, ...]] = {
    "Ask": ("demo", "query", "queries", "show", "cite", "observations"),
    "Read": ("build", "ingest", "extract", "fetch", "wanted"),
    "Compare": ("conflicts", "series", "prefer", "chart"),
    "Check": ("validate", "reason"),
    "Share": ("export", "publish", "link"),
}
"""Panels and their commands. A command of no panel stands first, under *Commands*."""


def arrange(app: typer.Typer) -> None:
    """Put the registered commands and groups into the panels."""
    places = {name: (panel, number) for panel, names in PANELS.items() for number, name in enumerate(names)}
    order = list(PANELS)

    def place(name: str | None) -> tuple[int, int]:
        panel, number = places.get(name or "", ("", 0))
        return (order.index(panel) if panel else -1, number)

    items: list[CommandInfo | TyperInfo] = [*app.registered_commands, *app.registered_groups]
    for item in items:
        name = item.name or (item.callback.__name__ if item.callback else None)
        if name in places:
            item.name, item.rich_help_panel = name, places[name][0]
    app.registered_commands.sort(key=lambda item: place(item.name))


def examples(*commands: str) -> str:
    """Return the end of a command's help: its examples, one to a line.

    >>> examples("kg demo", "kg demo --lang zh").split()
    ['Examples:', '-', '`kg', 'demo`', '-', '`kg', 'demo', '--lang', 'zh`']
    """
    return "\n\n".join(["Examples:", *(f"- `{command}`" for command in commands)])
