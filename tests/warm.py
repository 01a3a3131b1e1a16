"""The program `kg` as the tests start it: a process of its own, forked from one that has read what ships.

A command spends most of its time on imports and on loading a graph that is the same each time. `program()` starts, once
for a test process, a server that has done both; the path it returns is an executable that hands its words, folder,
environment and three streams to the server, which forks, runs `kg.cli.main` in the fork, and answers the exit code.
Nothing is kept from one command to the next. A project of its own changes what is read: such commands start cold.
"""

import atexit
import gc
import io
import marshal
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path

__all__ = ["program"]

_CLIENT = """#!{python} -IS
import marshal, os, socket, sys
if "KG_PROJECT" in os.environ or "--project" in sys.argv:
    os.execv({python!r}, [{python!r}, "-m", "kg.cli", *sys.argv[1:]])
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    data = marshal.dumps((sys.argv[1:], os.getcwd(), dict(os.environ)))
    socket.send_fds(server, [len(data).to_bytes(8, "big")], [0, 1, 2])
    server.sendall(data)
    code = server.recv(1)
os._exit(code[0] if code else 1)
"""


@cache
def program() -> Path:
    """Return the path of an executable `kg`, alone in its folder; it works as long as this process lives."""
    folder = Path(tempfile.mkdtemp(prefix="kg-"))
    address = str(folder / "socket")
    server = subprocess.Popen(
        [sys.executable, __file__, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    )

    def end() -> None:
        server.communicate()  # it ends when its standard input does
        shutil.rmtree(folder)

    atexit.register(end)
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    (folder / "bin").mkdir()
    path = folder / "bin" / "kg"
    path.write_text(_CLIENT.format(python=sys.executable, address=address), "utf-8")
    path.chmod(0o700)
    return path


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KG_")}


def _serve(address: str) -> None:
    """Fork for each connection until standard input ends."""
    from kg.cli import application

    application()
    _keep_the_shipped_graph()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        os.write(1, b"ready\n")
        while True:
            ready, _, _ = select.select([listener.fileno(), 0], [], [], 1)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG) != (0, 0):
                    pass
            if 0 in ready:
                return
            if listener.fileno() in ready:
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    _answer(connection)
                connection.close()


def _keep_the_shipped_graph() -> None:
    """Load the shipped graph into memory; each fork then has a copy of its own, whatever it does to it."""
    from kg import knowledgegraph

    shipped, opened = knowledgegraph.open_graph(), knowledgegraph.open_graph

    def ready(location: "str | Path" = "memory:", **kinds: bool) -> knowledgegraph.KnowledgeGraph:
        return shipped if str(location) == "memory:" and not any(kinds.values()) else opened(location, **kinds)

    knowledgegraph.open_graph = ready


def _answer(connection: socket.socket) -> None:
    """Be the command: take over its streams and surroundings, run it, tell how it ended, and end."""
    size, streams, _, _ = socket.recv_fds(connection, 8, 3)
    data = b""
    while len(data) < int.from_bytes(size, "big"):
        data += connection.recv(1 << 16)
    words, folder, environment = marshal.loads(data)  # noqa: S302 - from our own client
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["kg", *words]
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), "utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), "utf-8")
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "w", closefd=False)), "utf-8", line_buffering=True)
    code = _run()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    connection.send(bytes([code & 255]))
    os._exit(code)


def _run() -> int:
    """Run the command as the interpreter would, and return its exit code."""
    from kg.cli import main

    try:
        main()
    except SystemExit as ending:
        if ending.code is None or isinstance(ending.code, int):
            return ending.code or 0
        sys.stderr.write(f"{ending.code}\n")
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve(sys.argv[1])
