"""Measure extraction: articles of 2 kB a second, memory over many, values beside two peers, ingest into a store.

`measure` is called by `run.py`; its size is the number of generated articles whose memory is watched (`10k`, or `100k`
for all that is claimed). Peers are run in an environment of their own, named by `DEKG_PEERS` (the path of its Python,
with quantulum3, and recognizers-text-suite with emoji below 2); without it their rows are left out, and that is said.
Values only: a gold claim counts as found where the tool reads its number out of its text, whatever else it makes of it.
Both sets are texts that the rules were made with; of unseen ones they say little.
"""

import contextlib
import gc
import json
import os
import resource
import subprocess
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import articles
import harness

from kg import ingest, vocabulary
from kg.extract import extract
from kg.extract.files import entries
from kg.sources.metadata import Metadata, document

__all__ = ["measure"]

HERE = Path(__file__).resolve().parent
SPEED = 400
INGESTED = 128
SIZE = "10k"
"""Articles, where a benchmark is not given a size of its own."""
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}


def measure(size: str, folder: Path) -> harness.Section:
    """Return the table; generated articles need no folder, sets of texts are looked for beside the repository."""
    del folder
    speed, figures = _speed()
    base, low, peak, count = _memory(SIZES.get(size) or int(size))
    wall, processor, kept = _ingested()
    rows = [
        ["articles of 2 kB, one core", f"{speed:.0f} a second", f"aim 100; {figures:.1f} claims in each"],
        ["memory after 500 articles", f"{low} MB", f"{base} MB with the words alone"],
        [f"peak memory after {count:,} articles", f"{peak} MB", f"{peak - low:+d} MB"],
        ["ingest into a store, one process", f"{INGESTED / processor:.0f} documents a CPU second", f"{kept} claims"],
        ["the same by the clock", f"{INGESTED / wall:.0f} documents a second", "with every file synced to disk"],
    ]
    notes = [
        harness.machine("pyoxigraph"),
        "articles are made by articles.py, the same in every run",
        "the rules were made with the texts of both sets, the peers were not",
    ]
    for name, lines in _sets().items():
        rows += [[f"{name}: {tool}", found, more] for tool, found, more in _beside(lines, notes)]
    return harness.Section(f"Extraction ({size})", ("what", "measured", "beside"), rows, tuple(dict.fromkeys(notes)))


def _documents(count, start=0):
    for number, language, published, text in articles.articles(count, start):
        known = Metadata(url=f"https://news.example.org/{number}", published=published, language=language)
        yield document(text, known)


def _speed():
    words = vocabulary.shipped()
    texts = list(_documents(SPEED))
    extract(texts[0], words)
    timing, found = harness.timed(lambda: sum(len(extract(each, words).claims) for each in texts))
    return SPEED / timing.processor, found / SPEED


def _memory(count):
    """Return the memory of this process in MB: at first, after 500 articles, at its peak over all; and how many."""
    words = vocabulary.shipped()
    base = _resident()
    low = base
    for number, each in enumerate(_documents(count, start=10_000), start=1):
        extract(each, words)
        if number == 500:
            gc.collect()
            low = _resident()
    return base, low, max(low, _resident()), count


def _resident():
    """Return the resident memory in MB: of this moment where the system tells, else the peak."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() >> 20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _ingested():
    with tempfile.TemporaryDirectory() as home:
        place = Path(home) / "articles"
        place.mkdir()
        listed = []
        for number, language, published, text in articles.articles(INGESTED):
            (place / f"{number}.txt").write_text(text, encoding="utf-8")
            url = f"https://news.example.org/{number}"
            listed.append({"id": str(number), "lang": language, "published": published, "url": url})
        (place / "docs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in listed), encoding="utf-8")
        store, archive = ingest.open_both(str(Path(home) / "store"))
        wall, processor = time.perf_counter(), time.process_time()
        summary = ingest.ingest(store, archive, ingest.tasks([str(place)], archive))
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        store.close()
    assert len(summary.outcomes) == INGESTED
    assert not summary.refused
    return wall, processor, summary.claims


# -- values beside peers -----------------------------------------------------------------------------------------------


def _sets():
    """Return the sets of texts with gold claims that are at hand, by name."""
    root = HERE.parent
    places = {"evals": root.parent / "shared" / "evals", "own texts": root / "tests" / "extract"}
    found = {}
    for name, place in places.items():
        if (place / "gold.jsonl").is_file():
            gold = {}
            for line in (place / "gold.jsonl").read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                gold.setdefault(row["doc"], []).append(row)
            found[name] = [(entry, gold.get(entry.id, [])) for entry in entries(place / "docs.jsonl", place / "texts")]
    return found


def _beside(lines, notes):
    """Yield for each tool how many gold values it reads out of their texts, and how many numbers it reads in all."""
    total = {lang: sum(len(gold) for entry, gold in lines if entry.language == lang) for lang in ("en", "zh")}
    words = vocabulary.shipped()
    began, mine = time.process_time(), {}
    for entry, _ in lines:
        known = Metadata(title=entry.title, language=entry.language)
        found = extract(document(entry.text, known), words)
        figures = [claim.measure.figure for claim in found.claims if claim.measure]
        values = [(float(figure.value), figure.unit) for figure in figures]
        values += [(float(row.row["value"]), row.row["unit"]) for row in found.candidates if row.row]
        mine[entry.id] = values
    seconds = time.process_time() - began
    yield ("kg, claims and candidates", *_scored(mine, lines, total, seconds))
    python = os.environ.get("DEKG_PEERS")
    if not python:
        notes.append("peers were not measured: name their Python with DEKG_PEERS")
        return
    asked = "".join(json.dumps({"id": e.id, "lang": e.language, "text": e.text}) + "\n" for e, _ in lines)
    done = subprocess.run(
        [python, str(HERE / "peers.py")], input=asked, capture_output=True, encoding="utf-8", check=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for tool in dict.fromkeys(row["tool"] for row in rows):
        [told] = [row for row in rows if row["tool"] == tool and "seconds" in row]
        found = {row["id"]: row["values"] for row in rows if row["tool"] == tool and "id" in row}
        yield (f"{tool} {told['version']}", *_scored(found, lines, total, told["seconds"]))


def _scored(found, lines, total, seconds):
    hit = dict.fromkeys(total, 0)
    read = 0
    for entry, gold in lines:
        values = {_plain(value) for value, _ in found.get(entry.id, ())}
        read += len(found.get(entry.id, ()))
        hit[entry.language] += sum(_plain(row["value"]) in values for row in gold)
    shares = ", ".join(
        f"{lang} {hit[lang]} of {count} ({hit[lang] / count:.0%})" for lang, count in total.items() if count
    )
    size = sum(len(entry.text.encode()) for entry, _ in lines) / 2000
    return shares, f"{read} numbers read; {size / seconds:.0f} times 2 kB a CPU second"


def _plain(value):
    return abs(Decimal(str(round(float(value), 6)))).normalize()
