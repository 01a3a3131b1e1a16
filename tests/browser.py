"""A headless Chromium, spoken to through its DevTools protocol over two pipes: no driver, no port, no library.

Only what the tests of pages need: open an address, wait until it has loaded, and tell what the console said and what
was asked for.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

__all__ = ["Browser", "Visit", "chromium", "find"]

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find() -> str | None:
    """Return the path of a Chromium, if the machine has one."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


@dataclass
class Visit:
    """What happened while a page was loaded.

    Attributes:
        errors: messages of the console of the level error or warning, and exceptions nobody caught.
        requests: addresses asked for, the page's own among them.
        failed: addresses that could not be loaded.
    """

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class Browser:
    """One page of a running browser."""

    def __init__(self, read: BinaryIO, write: BinaryIO) -> None:
        self._in, self._out = read, write
        self._number = 0
        self._events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; what happens meanwhile is kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            found = self._receive()
            if found.get("id") == self._number:
                assert "error" not in found, found["error"]
                result: dict[str, Any] = found["result"]
                return result
            self._events.append(found)

    def _receive(self) -> dict[str, Any]:
        data = bytearray()
        while (letter := self._in.read(1)) not in {b"\0", b""}:
            data += letter
        assert data, "the browser has gone"
        found: dict[str, Any] = json.loads(data)
        return found

    def visit(self, address: str) -> Visit:
        """Open an address and return when it has loaded."""
        self._events.clear()
        self.call("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            self._events.append(self._receive())
        self.evaluate("new Promise(resolve => setTimeout(resolve, 0))")
        seen = Visit()
        for event in self._events:
            _note(seen, event.get("method", ""), event.get("params", {}))
        return seen

    def evaluate(self, script: str) -> Any:
        """Return what a script gives on the page that is open."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")


def _note(seen: Visit, method: str, params: dict[str, Any]) -> None:
    match method:
        case "Runtime.consoleAPICalled" if params["type"] in {"error", "warning", "assert"}:
            seen.errors.append(str(params["args"]))
        case "Runtime.exceptionThrown":
            seen.errors.append(str(params["exceptionDetails"].get("exception", params["exceptionDetails"])))
        case "Log.entryAdded" if params["entry"]["level"] in {"error", "warning"}:
            seen.errors.append(params["entry"]["text"])
        case "Network.requestWillBeSent":
            seen.requests.append(params["request"]["url"])
        case "Network.loadingFailed":
            seen.failed.append(params["errorText"])


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Start a browser that can reach no host, and end it."""
    program = find()
    assert program
    to_read, to_write = os.pipe(), os.pipe()

    def wire() -> None:  # the browser reads commands from descriptor 3 and writes to 4
        reads, writes = os.dup(to_read[0]), os.dup(to_write[1])
        os.dup2(reads, 3)
        os.dup2(writes, 4)

    arguments = [
        "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={profile}",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-dev-shm-usage", "--window-size=1280,900",
    ]  # fmt: skip
    process = subprocess.Popen(
        [program, *arguments],
        pass_fds=(3, 4),
        preexec_fn=wire,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_read[0])
    os.close(to_write[1])
    from_it, to_it = os.fdopen(to_write[0], "rb"), os.fdopen(to_read[1], "wb")
    try:
        yield Browser(from_it, to_it)
    finally:
        from_it.close()
        to_it.close()
        process.terminate()
        process.wait(timeout=20)
