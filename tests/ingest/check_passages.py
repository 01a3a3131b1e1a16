"""Check that every passage of an export stands in its text, byte for byte, by positions and digests alone.

    kg export --format nquads --store DIR --out graph.nq
    python tests/ingest/check_passages.py graph.nq DIR/archive

It shares no code with the package: N-Quads lines are read by a pattern, texts by their digest, positions counted in
code points. Printed are the number of passages, of claims with at least one, and each thing that is wrong; the exit
code is 1 if there is any.
"""

import hashlib
import re
import sys
from collections import defaultdict
from pathlib import Path

DEKG = "https://w3id.org/dekg/ontology#"
OA = "http://www.w3.org/ns/oa#"
LINE = re.compile(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"[^ ]*) <([^>]*)> \.')
CLAIM = "https://w3id.org/dekg/id/claim-"


def checked(lines: list[str], archive: Path) -> tuple[int, int, list[str]]:
    """Return how many passages and how many claims with passages there are, and what is wrong."""
    about: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if (match := LINE.fullmatch(line.rstrip("\n"))) is not None:
            subject, predicate, iri, literal, graph = match.groups()
            about[graph, subject][predicate].append(iri if iri is not None else literal)
    wrong: list[str] = []
    texts: dict[str, str] = {}
    passages: set[tuple[str, str]] = set()
    for (graph, node), said in about.items():
        if OA + "hasSelector" not in said:
            continue
        passages.add((graph, node))
        selector = about[graph, said[OA + "hasSelector"][0]]
        [name] = about[graph, said[OA + "hasSource"][0]][DEKG + "contentDigest"]
        start, end = int(selector[OA + "start"][0]), int(selector[OA + "end"][0])
        if name not in texts:
            path = archive / "texts" / name[7:9] / f"{name[7:]}.txt"
            data = path.read_bytes() if path.is_file() else b""
            if "sha256:" + hashlib.sha256(data).hexdigest() != name:
                wrong.append(f"{name}: no such text, or it was changed")
            texts[name] = data.decode("utf-8")
        words = " ".join(texts[name][start:end].split())
        digest = "sha256:" + hashlib.sha256(words.encode()).hexdigest()
        if not 0 <= start < end <= len(texts[name]) or [digest] != said[DEKG + "segmentDigest"]:
            wrong.append(f"{node}: not what stands at {start} to {end}")
    cited = 0
    for (graph, node), said in about.items():
        if node.startswith(CLAIM) and OA + "hasSelector" not in said and DEKG + "modality" in said:
            stated = said[DEKG + "statedIn"]
            cited += bool(stated)
            if not stated or any((graph, passage) not in passages for passage in stated):
                wrong.append(f"{node}: a claim without a passage that is described")
    return len(passages), cited, wrong


def main() -> int:
    """Check what the command line names."""
    export, archive = map(Path, sys.argv[1:3])
    with export.open(encoding="utf-8") as file:
        passages, claims, wrong = checked([line for line in file if "/graph/doc-" in line], archive)
    sys.stdout.write(
        "\n".join([*wrong, f"{passages} passages, {claims} claims with passages, {len(wrong)} wrong"]) + "\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
