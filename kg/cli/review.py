"""Candidates on the screen, one after another: a person accepts, corrects or rejects them with single keys."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.cli import output

if TYPE_CHECKING:
    from rich.text import Text

    from kg.ingest.reviewing import Open, Review, Settled

__all__ = ["review"]

CONTEXT = 240
"""Code points shown before and after a quote."""

_WORDS = {
    "keys": {
        "en": "a accept   c correct   r reject   s skip   q quit",
        "zh": "a 采纳   c 更正   r 否决   s 跳过   q 退出",
    },
    "why": {"en": "not claimed", "zh": "未采纳原因"},
    "role": {"en": "role to correct (empty: done): ", "zh": "要更正的角色（空行结束）："},
    "value": {"en": "{} is {}; new (- for none): ", "zh": "{} 为 {}；新值（- 表示无）："},
    "would": {"en": "claim", "zh": "断言"},
    "against": {"en": "the gate: {}", "zh": "验证：{}"},
    "insist": {"en": "keep it as your decision? y/n ", "zh": "按您的裁定保留？y/n "},
    "kept": {"en": "claimed: {}", "zh": "已采纳：{}"},
    "still": {"en": "kept as decided, but not in the graph: {}", "zh": "裁定已保存，但未入图谱：{}"},
    "rejected": {"en": "rejected", "zh": "已否决"},
    "none": {"en": "no candidate is open", "zh": "没有待审候选"},
    "done": {
        "en": "{accepted} accepted, {corrected} corrected, {rejected} rejected; {left} open",
        "zh": "采纳{accepted}条，更正{corrected}条，否决{rejected}条；余{left}条",
    },
}
_NAMES = {
    "place": {"en": "place", "zh": "地点"},
    "org": {"en": "org", "zh": "机构"},
    "industry": {"en": "industry", "zh": "产业"},
    "indicator": {"en": "indicator", "zh": "指标"},
    "kind": {"en": "kind", "zh": "统计类型"},
    "value": {"en": "value", "zh": "数值"},
    "unit": {"en": "unit", "zh": "单位"},
    "comparator": {"en": "comparator", "zh": "界限"},
    "period": {"en": "period", "zh": "时期"},
    "baseline": {"en": "baseline", "zh": "基准"},
    "modality": {"en": "modality", "zh": "情态"},
}
_STYLES = {
    "value": "bold reverse",
    "place": "bold green",
    "org": "bold green",
    "antecedent": "green",
    "industry": "bold magenta",
    "indicator": "bold cyan",
    "period": "bold yellow",
    "modality": "bold red",
}


def review(session: "Review", language: str) -> None:
    """Show the open candidates and take a decision on each, until they end or the person does."""
    say = {key: text[language] for key, text in _WORDS.items()}
    session.complete()
    screen = output.console()
    todo = session.open()
    if not todo:
        output.message(say["none"])
        return
    done = dict.fromkeys(("accepted", "corrected", "rejected"), 0)
    for number, each in enumerate(todo, start=1):
        _show(session, each, f"{number}/{len(todo)}", language)
        verdict = None
        while verdict is None:
            screen.print(say["keys"], style="dim")
            key = _key()
            if key in {"q", ""}:
                verdict = "quit"
            elif key == "s":
                verdict = "skipped"
            elif key == "r":
                session.decide(each, "rejected")
                screen.print(say["rejected"], style="red")
                verdict = "rejected"
            elif key == "a":
                verdict = _take(session, each, None, say)
            elif key == "c":
                row = _correct(session, each, say, language)
                verdict = _take(session, each, row, say) if row is not None else None
        if verdict == "quit":
            break
        if verdict in done:
            done[verdict] += 1
    screen.print(say["done"].format(**done, left=len(todo) - sum(done.values())), style="bold")


def _take(session: "Review", each: "Open", row: Mapping[str, Any] | None, say: Mapping[str, str]) -> str | None:
    """Show what would be claimed, ask where the gate is against it, and keep the decision; None to ask again."""
    from kg.errors import ExtractError
    from kg.extract.proof.reasons import listed

    screen = output.console()
    try:
        seen = session.look(each, row or each.row)
    except ExtractError as error:
        screen.print(str(error), style="red")
        return None
    screen.print(f"{say['would']}: {seen.label}", style="bold")
    if seen.problems:
        screen.print(say["against"].format(listed(seen.problems, session.language)), style="yellow")
        screen.print(say["insist"], end="")
        if _key() != "y":
            screen.print()
            return None
        screen.print()
    verdict = "accepted" if row is None else "corrected"
    _told(session.decide(each, verdict, row), say)
    return verdict


def _told(settled: "Settled", say: Mapping[str, str]) -> None:
    screen = output.console()
    if settled.problems:
        screen.print(say["still"].format("; ".join(settled.problems)), style="red")
    else:
        screen.print(say["kept"].format(settled.label), style="green")


def _correct(session: "Review", each: "Open", say: Mapping[str, str], language: str) -> dict[str, Any] | None:
    """Ask for roles and their values; None if nothing was changed."""
    from dataclasses import replace

    from kg.errors import ExtractError

    screen, now = output.console(), each
    while role := _line(say["role"]):
        role = next((name for name, words in _NAMES.items() if role in {name, words[language]}), role)
        try:
            session.corrected(now, role, "")
        except ExtractError as error:
            screen.print(str(error), style="red")
            continue
        value = _line(say["value"].format(_NAMES[role][language], now.row.get(role) or "—"))
        if value:
            now = replace(now, row=session.corrected(now, role, "" if value == "-" else value))
    return dict(now.row) if now is not each else None


# -- what is shown -----------------------------------------------------------------------------------------------------


def _show(session: "Review", each: "Open", number: str, language: str) -> None:
    from rich.cells import set_cell_size
    from rich.text import Text

    from kg.extract.proof.reasons import listed

    screen, row, record = output.console(), each.row, each.record
    screen.print()
    screen.rule(Text(f"{number}  {record.title or record.url} ({record.published or '—'})"), align="left", style="dim")
    screen.print(_passage(session.text(each), row))
    screen.print()
    for role, names in _NAMES.items():
        value = row.get(role)
        if value not in {None, ""} or role in {"place", "industry", "indicator", "period"}:
            told = "—" if value in {None, ""} else str(value)
            screen.print(Text.assemble((set_cell_size(names[language], 12), "dim"), (told, _STYLES.get(role, ""))))
    if (proposer := row.get("proposer")) is not None:
        screen.print(Text(f"({proposer.get('model', proposer.get('name'))})", style="dim"))
    screen.print(Text(f"{_WORDS['why'][language]}: {listed(row.get('reasons', ()), language)}", style="yellow"))


def _passage(text: str, row: Mapping[str, Any]) -> "Text":
    """Return the quote in its surroundings, with the stretches of the roles marked."""
    from rich.text import Text

    start, end = row.get("quote_start"), row.get("quote_end")
    if start is None or end is None:
        return Text(str(row.get("quote") or row.get("words") or ""), style="dim strike")
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    first = max(first, text.rfind("\n\n", first, start) + 2) if "\n\n" in text[first:start] else first
    shown = Text(text[first:last])
    shown.stylize("dim", 0, start - first)
    shown.stylize("dim", end - first, last - first)
    spots = dict(row.get("spots") or {})
    for role, quote in (row.get("quotes") or {}).items():
        if "in" not in quote:
            spots[role] = [quote["start"], quote["end"]]
    for role in sorted(spots, key=lambda name: name == "value"):
        begin, finish = spots[role]
        if first <= begin < finish <= last:
            shown.stylize(_STYLES.get(role, "underline"), begin - first, finish - first)
    return shown


# -- what is typed -----------------------------------------------------------------------------------------------------


def _key() -> str:
    """Return a key pressed, or the first letter of a line where input is no terminal; empty at the end of input."""
    if sys.stdin.isatty() and (key := _pressed()) is not None:
        return key
    while line := sys.stdin.readline():
        if line.strip():
            return line.strip()[0].lower()
    return ""


def _pressed() -> str | None:
    """Return the next key of a terminal without waiting for a whole line; None on systems that have no termios."""
    try:
        import termios
        import tty
    except ImportError:
        return None
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        pressed = os.read(terminal, 8).decode(errors="ignore")
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    return "" if pressed == "\x04" else pressed[:1].lower()  # the end of input, as Ctrl-D types it


def _line(prompt: str) -> str:
    output.console().print(prompt, end="")
    return sys.stdin.readline().strip()
