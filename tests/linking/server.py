"""A reconciliation service of version 0.2 over a few made-up entities, and a server that answers what it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

ENTITIES = json.loads((Path(__file__).parent / "entities.json").read_text("utf-8"))["entities"]
MANIFEST = {
    "versions": ["0.2"],
    "name": "Test service",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
    "view": {"url": "http://www.wikidata.org/entity/{{id}}"},
}


@dataclass
class Request:
    """What came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What goes out; `pause` seconds before each byte of the body if it is set."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    pause: float = 0.0


@dataclass
class Server:
    """Where it listens, and what it was asked so far."""

    url: str
    requests: list[Request]

    @property
    def batches(self) -> list[dict[str, Any]]:
        """The batches of questions, in order."""
        posted = [parse_qs(request.body.decode()) for request in self.requests if request.method == "POST"]
        return [json.loads(form["queries"][0]) for form in posted]


@contextmanager
def serving(answer: Callable[[Request], Reply]) -> Iterator[Server]:
    """Run a server on a free port of this machine for the length of a block."""
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self.command, self.path, dict(self.headers), body)
            requests.append(request)
            reply = answer(request)
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if not reply.pause:
                    self.wfile.write(reply.body)
                    return
                for byte in reply.body:
                    if stopped.wait(reply.pause):
                        return
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
            except OSError:  # whoever asked has gone
                return

        do_GET = do_POST = do  # noqa: N815 - the names http.server calls

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    stopped = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_address[1]}/api", requests)
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def reconcile(request: Request) -> Reply:
    """Answer as a service does: the manifest, or candidates by name, type and values."""
    if request.method == "GET":
        return Reply(json.dumps(MANIFEST).encode())
    queries = json.loads(parse_qs(request.body.decode())["queries"][0])
    answer = {key: {"result": list(_matches(query))} for key, query in queries.items()}
    return Reply(json.dumps(answer, ensure_ascii=False).encode())


def _matches(query: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entity in ENTITIES:
        names = [entity["name"], *entity["names"]]
        name = max(SequenceMatcher(None, query["query"].lower(), text.lower()).ratio() for text in names)
        if name < 0.6:
            continue
        features: list[dict[str, Any]] = [{"id": "name", "value": round(name, 2)}]
        for wanted in query.get("properties", []):
            values = wanted["v"] if isinstance(wanted["v"], list) else [wanted["v"]]
            texts = [value["id"] if isinstance(value, dict) else value for value in values]
            features.append(
                {"id": wanted["pid"], "value": bool(set(texts) & set(entity["values"].get(wanted["pid"], [])))}
            )
        typed = query.get("type") in {None, *entity["types"]}
        agreeing = sum(float(feature["value"]) for feature in features) / len(features)
        yield {
            "id": entity["id"],
            "name": entity["name"],
            "description": entity["description"],
            "type": [{"id": kind, "name": kind} for kind in entity["types"]],
            "score": round(100 * agreeing * (1 if typed else 0.5), 1),
            "match": agreeing == 1 and typed,
            "features": features,
        }
