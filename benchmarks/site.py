"""Publish a site of made-up claims and say how long it takes: `python benchmarks/site.py [CLAIMS] [JOBS]`."""

import os
import sys
import tempfile
import time
from pathlib import Path

import data

from kg import pipeline, vocabulary
from kg.graph import version_head
from kg.site import publish
from kg.store import Embedded


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else None
    store = Embedded.memory()
    pipeline.prepare(store)
    count = 0
    for made, figures, _ in data.documents():
        store.extend([*made.quads, *version_head(made.document, made.graph)])
        count += figures
        if count >= claims:
            break
    quads = sum(1 for _ in store.quads())
    with tempfile.TemporaryDirectory() as folder:
        before, began = os.times(), time.monotonic()
        done = publish(store, vocabulary.shipped(), Path(folder) / "site", jobs=jobs, tell=print)
        after, wall = os.times(), time.monotonic() - began
        own = after.user + after.system - before.user - before.system
        children = after.children_user + after.children_system - before.children_user - before.children_system
        print(
            f"{count:,} claims, {quads:,} quads: {done.pages:,} pages, {done.files:,} files, {done.size / 1e6:,.0f} MB"
        )
        print(f"wall {wall:.1f} s; CPU {own + children:.1f} s (this process {own:.1f} s, workers {children:.1f} s)")


if __name__ == "__main__":
    main()
