"""One contract for every store, and what a store says when the disk, the folder or the server lets it down."""

import http.server
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

import kg
from kg import assets, pipeline, vocabulary
from kg.errors import KgError, QueryError, StoreError
from kg.graph import Version, version
from kg.model import Claim, ClaimKind, Document, Figure, Measure, Passage
from kg.periods import Period
from kg.store import Embedded, Remote, Solutions, Store, is_remote, open_store
from kg.terms import CATALOG, DEKG, DEKGG, DEKGR, HEADS

WORDS = vocabulary.shipped()
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
FIGURES = f"SELECT ?figure WHERE {{ ?claim <{DEKG}statedLexical> ?figure }}"


def a_version(figures: range, name: str = "a") -> Version:
    """Return a version of one document with a claim for each figure."""
    document = Document(f"https://example.org/{name}", "en", "sha256:" + "0" * 64, 1000)
    claims = [
        Claim(
            ClaimKind.OBSERVATION,
            (Passage(0, 10, "sha256:" + "1" * 64),),
            Measure(
                DEKGR + "variable-gdp",
                Figure(str(figure), "exactly", "http://qudt.org/vocab/unit/CCY_CNY"),
                DEKGR + "place-guiyang",
                period=Period.parse("2023"),
            ),
        )
        for figure in figures
    ]
    return version(document, claims, WORDS)


OLD, NEW = a_version(range(100, 140)), a_version(range(200, 250))


def figures(store: Store) -> set[str]:
    answer = store.query(FIGURES)
    assert isinstance(answer, Solutions)
    return {row[0].value for row in answer.rows if isinstance(row[0], Literal)}


def count(store: Store) -> int:
    answer = store.query(COUNT)
    assert isinstance(answer, Solutions)
    (cell,) = answer.rows[0]
    assert isinstance(cell, Literal)
    return int(cell.value)


# -- reading: every store ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Iterator[Embedded]:
    with kg.open() as graph:
        assert isinstance(graph.store, Embedded)
        yield graph.store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store") / "shipped"
    store = Embedded.open(place, write=True)
    pipeline.build(store, assets.corpus_files())
    store.close()
    return place


@pytest.fixture(params=["memory", "folder", "remote"])
def readable(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The shipped graph in each kind of store."""
    if request.param == "memory":
        yield request.getfixturevalue("shipped")
        return
    place = request.getfixturevalue("folder" if request.param == "folder" else "server")
    store = open_store(str(place))
    yield store
    store.close()


def test_select_answers_columns_and_typed_rows(readable: Store) -> None:
    answer = readable.query(
        f"SELECT ?lower ?upper WHERE {{ ?c <{DEKG}variable> <{DEKGR}variable-software-services-revenue> ;"
        f" <{DEKG}refArea> <{DEKGR}place-guiyang> ; <{DEKG}comparator> ?any ; <{DEKG}lowerValue> ?lower ."
        f" OPTIONAL {{ ?c <{DEKG}upperValue> ?upper }} }}"
    )
    assert isinstance(answer, Solutions)
    assert answer.columns == ("lower", "upper")
    ((lower, upper),) = answer.rows
    assert isinstance(lower, Literal)
    assert (Decimal(lower.value), upper) == (Decimal(80_000_000_000), None)
    assert lower.datatype.value.endswith("#decimal")


def test_select_keeps_language_tags_and_chinese(readable: Store) -> None:
    answer = readable.query(
        f"SELECT ?l WHERE {{ <{DEKGR}place-guiyang> <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }}"
    )
    assert isinstance(answer, Solutions)
    assert {row[0] for row in answer.rows} == {Literal("Guiyang", language="en"), Literal("贵阳市", language="zh")}


def test_select_without_an_answer_keeps_its_columns(readable: Store) -> None:
    answer = readable.query("SELECT ?a ?b WHERE { ?a <https://example.org/none> ?b }")
    assert answer == Solutions(("a", "b"), ())


def test_ask_answers_true_or_false(readable: Store) -> None:
    assert readable.query(f"ASK {{ ?c <{DEKG}about> <{DEKGR}place-guiyang> }}") is True
    assert readable.query("ASK { ?s <https://example.org/none> ?o }") is False


@pytest.mark.parametrize("verb", ["CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s"])
def test_construct_and_describe_answer_triples(readable: Store, verb: str) -> None:
    subject = NamedNode(DEKGR + "period-2023")
    answer = readable.query(f"{verb} WHERE {{ VALUES ?s {{ {subject} }} ?s ?p ?o }}")
    assert isinstance(answer, list)
    assert {triple.subject for triple in answer} == {subject}
    assert Triple(subject, NamedNode(DEKG + "sdmxCode"), Literal("2023")) in answer


def counted(store: Store, where: str) -> int:
    answer = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
    assert isinstance(answer, Solutions)
    return int(getattr(answer.rows[0][0], "value", "-1"))


@pytest.mark.parametrize("place", ["memory:", "folder"])
def test_a_triple_of_many_graphs_is_one_triple_of_the_default_graph(place: str, tmp_path: Path) -> None:
    store = Embedded.memory() if place == "memory:" else Embedded.open(tmp_path / "s", write=True)
    # the period stands in the graphs of both documents
    shared = f"?c a <{DEKG}StatisticalObservation> ; <{DEKG}refPeriod> ?p . ?p <{DEKG}startDate> ?d"
    other = a_version(range(300, 310), "b")
    store.load(OLD)
    store.load(other)
    assert counted(store, shared) == 40 + 10
    assert counted(store, "?s ?p ?o") == counted(store, "{ SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }")
    store.load(NEW)
    assert counted(store, shared) == 50 + 10
    store.drop(other.document)
    assert counted(store, shared) == 50
    assert counted(store, "?s ?p ?o") == counted(store, "{ SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }")
    store.drop(NEW.document)
    assert counted(store, "?s ?p ?o") == 0
    store.close()


def test_default_graph_is_the_union_and_graph_reaches_each(readable: Store) -> None:
    assert count(readable) > 20_000
    answer = readable.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(answer, Solutions)
    assert len(answer.rows) == 5 + len(assets.corpus_files())


def test_quads_are_the_same_in_every_store(readable: Store, shipped: Embedded) -> None:
    assert set(readable.quads()) == set(shipped.quads())


@pytest.mark.parametrize(
    "text", ["SELECT WHERE {", "nonsense", "", "SELECT * WHERE { ?s ?p ?o } }", "ASK { ?s nope:p ?o }"]
)
def test_what_is_no_query_is_refused(readable: Store, text: str) -> None:
    with pytest.raises(QueryError) as refused:
        readable.query(text)
    assert "\n" not in str(refused.value)


def test_an_update_is_no_query(readable: Store) -> None:
    for text in (f"INSERT DATA {{ <{DEKGR}x> <{DEKG}about> <{DEKGR}y> }}", f"DROP GRAPH <{HEADS}>", "CLEAR ALL"):
        with pytest.raises(QueryError):
            readable.query(text)
    assert readable.query(f"ASK {{ <{DEKGR}x> ?p ?o }}") is False
    assert readable.query(f"ASK {{ GRAPH <{HEADS}> {{ ?s ?p ?o }} }}") is True


def test_location_decides_the_kind_of_store() -> None:
    assert is_remote("http://127.0.0.1/query")
    assert is_remote("https://example.org/sparql")
    assert not is_remote("memory:")
    assert isinstance(open_store("https://example.org/sparql"), Remote)
    assert isinstance(open_store("memory:"), Embedded)


# -- writing: embedded stores -----------------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Embedded]:
    opened = open_store("memory:" if request.param == "memory" else str(tmp_path / "new" / "store"), write=True)
    assert isinstance(opened, Embedded)
    yield opened
    opened.close()


def test_loading_twice_changes_nothing(store: Embedded) -> None:
    assert store.load(OLD) is True
    before = set(store.quads())
    assert store.load(OLD) is False
    assert set(store.quads()) == before
    assert len(store) == len(before) == len(OLD.quads) + 2


def test_a_version_comes_out_as_it_went_in(store: Embedded) -> None:
    store.load(OLD)
    graph = NamedNode(OLD.graph)
    assert {quad for quad in store.quads() if quad.graph_name == graph} == set(OLD.quads)


def test_replacing_leaves_nothing_of_the_old_version(store: Embedded) -> None:
    store.load(OLD)
    assert store.load(NEW) is True
    assert store.current(NEW.document) == NEW.graph
    fresh = Embedded.memory()
    fresh.load(NEW)
    assert set(store.quads()) == set(fresh.quads())
    assert store.load(OLD) is True
    assert figures(store) == {str(number) for number in range(100, 140)}


def test_documents_do_not_touch_each_other(store: Embedded) -> None:
    other = a_version(range(5), "b")
    store.load(other)
    store.load(OLD)
    store.load(NEW)
    assert store.current(other.document) == other.graph
    assert store.drop(NEW.document) is True
    alone = Embedded.memory()
    alone.load(other)
    assert set(store.quads()) == set(alone.quads())


def test_dropping_what_is_not_there_is_told_and_harmless(store: Embedded) -> None:
    store.load(OLD)
    before = set(store.quads())
    assert store.drop(DEKGR + "doc-ffffffffffffffff") is False
    assert set(store.quads()) == before
    assert store.drop(OLD.document) is True
    assert store.drop(OLD.document) is False
    assert list(store.quads()) == []


def test_base_graphs_are_written_once(store: Embedded) -> None:
    assert pipeline.prepare(store) is True
    before = set(store.quads())
    assert pipeline.prepare(store) is False
    assert set(store.quads()) == before


def test_a_changed_base_graph_is_replaced_as_a_whole(store: Embedded) -> None:
    def quad(text: str) -> Quad:
        return Quad(NamedNode(DEKGR + "a"), NamedNode(DEKG + "coverage"), Literal(text), NamedNode(DEKGG + "reference"))

    graph = DEKGG + "reference"
    assert store.replace({graph: [quad("one"), quad("two")]}, {graph: "somebody's rights"})
    assert store.replace({graph: [quad("two")]}, {graph: "somebody's rights"})
    assert not store.replace({graph: [quad("two")]}, {graph: "somebody's rights"})
    assert [
        q.object.value for q in store.quads() if q.graph_name == NamedNode(graph) and isinstance(q.object, Literal)
    ] == ["two"]
    assert sum(q.graph_name == NamedNode(CATALOG) for q in store.quads()) == 4


def test_two_contents_under_one_iri_are_refused_and_nothing_is_loaded(store: Embedded) -> None:
    store.load(OLD)
    before = set(store.quads())
    node = next(quad.subject for quad in OLD.quads if "/datapoint-" in str(quad.subject))
    other = a_version(range(100, 101), "b")
    changed = [quad for quad in other.quads if quad.subject != node]
    odd = Quad(node, NamedNode(DEKG + "variable"), NamedNode(DEKGR + "variable-other"), NamedNode(other.graph))
    collision = Version(other.document, other.graph, (*changed, odd), other.claims)
    with pytest.raises(StoreError, match=r"datapoint-[0-9a-f]{16}: two contents have this IRI.*nothing was loaded"):
        store.load(collision)
    assert set(store.quads()) == before


def test_a_closed_store_says_so(store: Embedded) -> None:
    store.close()
    store.close()
    for use in (lambda: store.query(COUNT), lambda: store.load(OLD), lambda: list(store.quads()), lambda: len(store)):
        with pytest.raises(StoreError, match="has been closed; open it again"):
            use()


def test_a_reader_sees_the_old_or_the_new_version_never_a_mixture_nor_none(store: Embedded) -> None:
    whole = {frozenset(map(str, range(100, 140))), frozenset(map(str, range(200, 250)))}
    store.load(OLD)
    seen: list[frozenset[str]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(frozenset(figures(store)))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        store.load(OLD if number % 2 else NEW)
    done.set()
    reader.join()
    assert len(seen) > 5
    assert set(seen) <= whole


# -- folders ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    place = tmp_path / "small"
    store = Embedded.open(place, write=True)
    store.load(OLD)
    store.close()
    return place


def refused(place: Path, *, write: bool = False) -> str:
    with pytest.raises(StoreError) as error:
        open_store(str(place), write=write)
    text = str(error.value)
    assert "\n" not in text
    assert str(place) in text
    return text


def test_a_second_writer_is_told_to_wait(small: Path) -> None:
    first = open_store(str(small), write=True)
    assert "another process is writing to this store; wait" in refused(small, write=True)
    script = f"from kg.store import open_store\nopen_store({str(small)!r}, write=True)"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert "StoreError" in other.stderr
    assert "another process is writing to this store" in other.stderr
    first.close()
    open_store(str(small), write=True).close()


def test_closing_lets_go_of_the_folder_even_while_somebody_reads(small: Path) -> None:
    first = open_store(str(small), write=True)
    unfinished = first.quads()
    next(unfinished)
    first.close()
    open_store(str(small), write=True).close()
    assert list(unfinished) == []


def test_reading_goes_on_beside_a_writer_and_sees_it_when_opened_anew(small: Path) -> None:
    writer = open_store(str(small), write=True)
    reader = open_store(str(small))
    writer.load(NEW)
    assert figures(reader) == {str(number) for number in range(100, 140)}
    assert figures(open_store(str(small))) == {str(number) for number in range(200, 250)}
    writer.close()


def test_a_store_opened_for_reading_refuses_to_write(small: Path) -> None:
    reader = open_store(str(small))
    with pytest.raises(StoreError, match="opened for reading only, so nothing was written"):
        reader.load(NEW)
    with pytest.raises(StoreError, match="opened for reading only, so nothing was written"):
        reader.drop(OLD.document)
    assert reader.load(OLD) is False


def test_reading_a_folder_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    assert "no store here; make one with: kg build --store" in refused(tmp_path / "missing")
    assert "no store here" in refused(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("inside", [["notes.txt"], ["quads/notes.txt"], [".hidden"], ["quads/CURRENT"]])
def test_a_foreign_folder_is_refused_and_left_as_it_is(tmp_path: Path, inside: list[str]) -> None:
    place = tmp_path / "mine"
    for name in inside:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("mine")
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    for write in (False, True):
        assert "holds files that are not a store of kg" in refused(place, write=write)
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    store = open_store(str(tmp_path), write=True)
    assert store.load(OLD)
    store.close()
    assert json.loads((tmp_path / "dekg.json").read_text()) == {"format": 1, "made_by": "dekg"}


def test_a_folder_whose_making_was_interrupted_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "quads").mkdir()
    (tmp_path / "quads" / "dekg.json").write_text("")
    open_store(str(tmp_path), write=True).close()
    assert count(open_store(str(tmp_path))) == 0


def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("mine")
    for write in (False, True):
        assert "a file, not a folder" in refused(place, write=write)
        assert "a part of this path is a file" in refused(place / "below", write=True)
    assert place.read_text() == "mine"


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b"[]", "damaged"),
        (b"{}", "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b'{"format": 2}', "store format 2, this version of kg reads 1"),
        (b'{"format": "1"}', "store format '1'"),
        (b'{"format": true}', "store format True"),
    ],
)
def test_a_damaged_marker_or_another_format_is_refused(small: Path, marker: bytes, words: str) -> None:
    (small / "dekg.json").write_bytes(marker)
    for write in (False, True):
        assert words in refused(small, write=write)


def test_a_store_whose_database_is_gone_is_refused(small: Path) -> None:
    shutil.rmtree(small / "quads")
    for write in (False, True):
        assert "the database is missing; restore" in refused(small, write=write)


def _truncate(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(b"garbage\n" * 50)


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0x55 if number % 17 == 0 else byte for number, byte in enumerate(path.read_bytes())))


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("files", "harm"),
    [
        (files, harm)
        for files in ("CURRENT", "MANIFEST-*", "*.sst")
        for harm in (_truncate, _garbage, _halve, _flip, _remove)
        if (files, harm) != ("MANIFEST-*", _halve)  # cut after a record it is an older one, and valid
    ],
)
def test_a_damaged_database_gives_one_sentence(small: Path, files: str, harm: Callable[[Path], None]) -> None:
    open_store(str(small), write=True).close()  # moves the log into tables
    for path in list((small / "quads").glob(files)):
        harm(path)
    for write in (False, True):
        text = refused(small, write=write)
        assert "the database is damaged" in text
        assert "restore it from a backup, or build it anew" in text


def test_damage_inside_the_tables_is_never_a_traceback(small: Path) -> None:
    open_store(str(small), write=True).close()
    chance = random.Random(11)  # noqa: S311
    tables = {path: path.read_bytes() for path in (small / "quads").glob("*.sst")}
    failed = 0
    for _ in range(12):
        for path, data in tables.items():
            harmed = bytearray(data)
            for _ in range(5):
                harmed[chance.randrange(len(harmed))] ^= chance.randrange(1, 256)
            path.write_bytes(harmed)
        try:
            store = open_store(str(small))
            list(store.quads())
            figures(store)
            count(store)
        except StoreError as error:
            failed += "damaged" in str(error)
    assert failed > 6


@contextmanager
def _without_rights(place: Path) -> Iterator[None]:
    """Take the right to write away, also from root, who needs it not: by being somebody else for a moment."""
    place.chmod(0o500)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        place.chmod(0o700)


def test_a_folder_one_may_not_write_to_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "locked"
    place.mkdir()
    with _without_rights(place):
        assert "permission denied; give a folder you may write to" in refused(place / "store", write=True)
    assert list(place.iterdir()) == []


_FULL = """
import json, resource, signal, sys
from pathlib import Path
from kg.errors import KgError
from tests_store import NEW, OLD, a_version
from kg.store import open_store
store = open_store(sys.argv[1], write=True)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
largest = max(path.stat().st_size for path in Path(sys.argv[1], "quads").iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 10_000, resource.RLIM_INFINITY))
try:
    store.load(a_version(range(1000, 2500)))
    said = None
except KgError as error:
    said = f"{type(error).__name__}: {error}"
print(json.dumps({"said": said, "current": store.current(OLD.document)}))
"""


def _script(text: str, tmp_path: Path, *arguments: str) -> list[str]:
    """Return a command that runs a script which may import this module as `tests_store`."""
    shutil.copy(__file__, tmp_path / "tests_store.py")
    (tmp_path / "script.py").write_text(text)
    return [sys.executable, str(tmp_path / "script.py"), *arguments]


def test_a_full_disk_is_told_and_the_earlier_content_stays(small: Path, tmp_path: Path) -> None:
    """The limit on the size of a file stands in for the end of the disk."""
    command = _script(_FULL, tmp_path, str(small))
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert "StoreError" in told["said"]
    assert "the disk is full; nothing of this document was kept; free some space and retry" in told["said"]
    assert told["current"] == OLD.graph
    store = open_store(str(small), write=True)
    assert figures(store) == {str(number) for number in range(100, 140)}
    assert store.load(NEW) is True
    store.close()
    assert figures(open_store(str(small))) == {str(number) for number in range(200, 250)}


_FOREVER = """
import sys, time
from tests_store import NEW, OLD
from kg.store import open_store
store = open_store(sys.argv[1], write=True)
print("ready", flush=True)
while True:
    store.load(NEW)
    time.sleep(float(sys.argv[2]))
    store.load(OLD)
    time.sleep(float(sys.argv[2]))
"""


def test_kill_in_the_middle_of_loads_leaves_the_old_or_the_new_version(small: Path, tmp_path: Path) -> None:
    command = _script(_FOREVER, tmp_path, str(small), "0")
    chance = random.Random(3)  # noqa: S311
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.05 + chance.random() / 4)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        store = open_store(str(small), write=True)
        assert isinstance(store, Embedded)
        found = OLD if store.current(OLD.document) == OLD.graph else NEW
        alone = Embedded.memory()
        alone.load(found)
        assert set(store.quads()) == set(alone.quads())
        store.close()


def test_readers_in_another_process_see_whole_versions(small: Path, tmp_path: Path) -> None:
    command = _script(_FOREVER, tmp_path, str(small), "0.05")  # a reader replays the log
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    try:
        seen = []
        for _ in range(12):
            time.sleep(0.02)
            reader = open_store(str(small))
            seen.append(frozenset(figures(reader)))
            reader.close()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert set(seen) <= {frozenset(map(str, range(100, 140))), frozenset(map(str, range(200, 250)))}


# -- servers that let us down -----------------------------------------------------------------------------------------


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers each path in its own bad way; `asked` keeps what came in."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        _Handler.asked.append((self.headers["Accept"], body))
        kind, _, status = self.path.strip("/").partition("/")
        rows = b'{"head":{"vars":["a"]},"results":{"bindings":[]}}'
        answers: dict[str, tuple[str, bytes, dict[str, str]]] = {
            "html": ("text/html", b"<!DOCTYPE html><html><body>Welcome</body></html>", {}),
            "status": ("text/plain", b"MALFORMED QUERY: line 1\ncolumn 2", {}),
            "cut": ("application/sparql-results+json", rows[:-20], {}),
            "partial": ("application/sparql-results+json", rows, {"X-SQL-State": "S1TAT"}),
            "maxrows": ("application/sparql-results+json", rows, {"X-SPARQL-MaxRows": "10000"}),
            "empty": ("application/sparql-results+json", b"", {}),
            "untyped": ("", rows, {}),
            "binary": ("application/n-triples", b"\xff\xfe\x00<a>", {}),
            "xml": (
                "application/sparql-results+xml; charset=utf-8",
                b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
                b"<boolean>true</boolean></sparql>",
                {},
            ),
            "turtle": ("text/turtle; charset=utf-8", b"@prefix x: <urn:x:> . x:a x:b x:c .", {}),
        }
        if kind == "slow":
            time.sleep(2.5)
            kind = "untyped"
        if kind == "short":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(rows)
            return
        if kind == "garbage":
            self.wfile.write(b"this is no HTTP\r\n\r\n")
            return
        media_type, data, headers = answers[kind]
        self.send_response(int(status or 200))
        if media_type:
            self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def odd_server() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("html", StoreError, "the answer is no SPARQL result"),
        ("cut", StoreError, "the answer is no SPARQL result"),
        ("empty", StoreError, "the answer is no SPARQL result"),
        ("binary", StoreError, "the answer is no SPARQL result"),
        ("short", StoreError, "check the address"),
        ("garbage", StoreError, "check the address"),
        ("status/400", QueryError, "refuses the query: MALFORMED QUERY: line 1 column 2"),
        ("status/401", StoreError, "check the address"),
        ("status/403", StoreError, "check the address"),
        ("status/404", StoreError, "check the address"),
        ("status/500", StoreError, "check the address"),
        ("status/503", StoreError, "check the address"),
        ("partial", QueryError, "answered with a part of the result only; ask for fewer rows"),
        ("maxrows", QueryError, "answered with a part of the result only; ask for fewer rows"),
    ],
)
@pytest.mark.parametrize("query", ["SELECT ?a WHERE { ?a ?b ?c }", "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }"])
def test_a_bad_answer_is_told_in_one_sentence(
    odd_server: str, path: str, kind: type[KgError], words: str, query: str
) -> None:
    address = f"{odd_server}/{path}"
    with pytest.raises(kind) as refused:
        Remote(address, timeout=5).query(query)
    text = str(refused.value)
    assert words in text
    assert address in text
    assert "\n" not in text
    assert len(text) < 600


def test_a_server_that_takes_too_long_is_given_up(odd_server: str) -> None:
    with pytest.raises(StoreError, match="no answer within 1 s; ask for less"):
        Remote(f"{odd_server}/slow", timeout=1).query("ASK { ?a ?b ?c }")


def test_other_standard_formats_are_understood(odd_server: str) -> None:
    assert Remote(f"{odd_server}/xml").query("ASK { ?a ?b ?c }") is True
    assert Remote(f"{odd_server}/untyped").query("SELECT ?a WHERE { ?a ?b ?c }") == Solutions(("a",), ())
    triple = Triple(NamedNode("urn:x:a"), NamedNode("urn:x:b"), NamedNode("urn:x:c"))
    assert Remote(f"{odd_server}/turtle").query("DESCRIBE <urn:x:a>") == [triple]


def test_queries_go_as_form_post_and_ask_for_standard_formats_only(odd_server: str) -> None:
    _Handler.asked.clear()
    Remote(f"{odd_server}/untyped").query("SELECT ?a WHERE { ?a ?b ?c }")
    assert _Handler.asked == [("application/sparql-results+json", "query=SELECT+%3Fa+WHERE+%7B+%3Fa+%3Fb+%3Fc+%7D")]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{port}/query", "http://127.0.0.1:port/", "http://[::1/x", "http://"]
)
def test_an_address_without_a_server_is_told(address: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = address.replace("{port}", str(free.getsockname()[1]))
    with pytest.raises(StoreError, match="check the address") as refused:
        Remote(place, timeout=5).query("ASK { ?a ?b ?c }")
    assert "\n" not in str(refused.value)


def test_a_remote_store_is_only_read(server: str) -> None:
    remote = open_store(server, write=True)
    writes: list[Callable[[], bool]] = [lambda: remote.load(OLD), lambda: remote.drop(OLD.document)]
    for write in writes:
        with pytest.raises(StoreError, match=r"a remote store is only read .* export it as N-Quads"):
            write()
