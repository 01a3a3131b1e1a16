"""Run a reader of a complicated format in a process of its own, with a limit on time and on memory.

PDF and XLSX files are programs as much as data: a small file may keep its reader busy for hours or fill the memory.
The child gets a text, mostly a path, and gives back JSON; whatever happens to it, the answer here is a value or one
sentence.
"""

import importlib
import json
import os
import subprocess
import sys
from typing import Any

from kg.errors import KgError, SourceError

__all__ = ["child", "run"]

SECONDS = 60
MEMORY = 2 * 2**30
OUTPUT = 64 * 2**20


def run(function: str, argument: str, place: str, *, seconds: float = SECONDS, memory: int = MEMORY) -> Any:
    """Return what a function of a text returns, a JSON value.

    Args:
        function: `module:name`.
        argument: its argument, such as a path.
        place: how messages name what is read.
        seconds: of wall-clock time.
        memory: in bytes of address space; not enforced on Windows.

    Raises:
        SourceError: the function raised it, or it took more than it may.
    """
    order = json.dumps({"function": function, "argument": argument, "memory": memory, "seconds": seconds})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    command = [sys.executable, "-W", "ignore", "-c", "from kg.sources.confined import child; child()"]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, and no part of the command comes from outside)
            command, input=order.encode(), capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"{place}: not read within {seconds:g} s; give a smaller or simpler file") from None
    except OSError as error:
        raise SourceError(f"{place}: no process to read it can be started ({error.strerror}); free memory") from None
    try:
        answer = json.loads(done.stdout) if len(done.stdout) <= OUTPUT else {}
    except ValueError:
        answer = {}
    if "value" in answer:
        return answer["value"]
    if "error" in answer:
        raise SourceError(f"{place}: {answer['error']}")
    limit = f"{memory >> 20} MB"
    raise SourceError(f"{place}: cannot be read within {limit} (reader ended with code {done.returncode}); simplify it")


def child() -> None:
    """Serve one order from standard input; the other side of `run`."""
    order = json.loads(sys.stdin.buffer.read())
    _limit(order["memory"], order["seconds"])
    module, _, name = order["function"].partition(":")
    out, sys.stdout = sys.stdout, sys.stderr  # a library that prints must not spoil the answer
    try:
        answer = {"value": getattr(importlib.import_module(module), name)(order["argument"])}
    except KgError as error:
        answer = {"error": str(error)}
    except (MemoryError, RecursionError):
        answer = {"error": "too large or too deep to be read; give a smaller or simpler file"}
    out.buffer.write(json.dumps(answer).encode())
    out.flush()


def _limit(memory: int, seconds: float) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
