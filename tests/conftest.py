"""What several test files need: a real SPARQL server that holds the shipped graph."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import kg
from kg import ingest
from kg.export import Material, Selection
from kg.export.rdf import nquads

# A loaded machine is no failure; in CI the examples are the same in every run.
settings.register_profile("dekg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dekg"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dekg")

# Tests start hundreds of commands; where bytecode may not be kept, each would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def material() -> Material:
    """The shipped graph as exporters see it."""
    with kg.open() as graph:
        return graph.material()


@pytest.fixture(scope="session")
def small(material: Material) -> Material:
    """A part of it for slow readers: what is said of the software revenue of one city."""
    part = Selection(place="Guiyang", indicator="software services revenue")
    return Material(part.of(material.quads, material.vocabulary), material.vocabulary)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start `oxigraph serve` on a free port, load our N-Quads over HTTP, and stop it by its process id."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "install the test dependencies: the distribution 'oxigraph' brings the server"
    log = tmp_path_factory.mktemp("server") / "log"
    for _ in range(5):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with log.open("wb") as out:
            arguments = [program, "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
            process = subprocess.Popen(arguments, stdout=out, stderr=out)
        if _answers(port, process):
            break
        process.kill()
        process.wait()
    else:
        pytest.fail(f"oxigraph serve does not start: {log.read_text(errors='replace')}")
    address = f"http://127.0.0.1:{port}"
    with kg.open() as graph:
        request = urllib.request.Request(
            f"{address}/store",
            data=nquads(graph.material()),
            headers={"Content-Type": "application/n-quads"},
        )
        urllib.request.urlopen(request, timeout=60).close()
    yield f"{address}/query"
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in a folder with ontology and reference data and an archive, to be copied."""
    folder = tmp_path_factory.mktemp("empty") / "store"
    ingest.open_both(str(folder))[0].close()
    return folder


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Path:
    """A store of its own for one test; files that need another kind define theirs."""
    return Path(shutil.copytree(empty, tmp_path / "store"))


def _answers(port: int, process: "subprocess.Popen[bytes]") -> bool:
    for _ in range(200):
        if process.poll() is not None:
            return False
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.05)
    return False
