"""Kill an ingest at every step there is, and at random moments: `python benchmarks/crash.py [--random 40]`.

The same as `tests/test_ingest_crash.py`, which tries a few steps. Printed are how many runs were killed, in how many of
them some documents were old and some new, and that none was a mixture; anything else is an AssertionError.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from test_ingest_crash import complete, consistent, crash, graphs, prepared

CHUNK = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store, articles = prepared(home)
        old = graphs(store)
        whole = Path(shutil.copytree(store, home / "whole"))
        [(_, total)] = crash(articles, (0, whole))
        new = graphs(whole)
        between = 0
        for first in range(1, total + 1, CHUNK):
            steps = range(first, min(first + CHUNK, total + 1))
            broken = [Path(shutil.copytree(store, home / f"step-{step}")) for step in steps]
            ended = crash(articles, *zip(steps, broken, strict=True))
            assert [code for code, _ in ended] == [-9] * len(broken)
            for each in broken:
                between += judged(each, old, new)
                assert complete(each, articles) == new
                shutil.rmtree(each)
        print(
            f"killed at each of {total} steps: {between} times between two documents, never within one; all completed"
        )
        dice, between = random.Random(3), 0
        target = Path(shutil.copytree(store, home / "random"))
        command = [sys.executable, "-m", "kg.cli", "ingest", str(articles), "--store", str(target), "--jobs", "1"]
        for _ in range(given.random):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0.2, 5))
            process.kill()
            process.wait()
            between += judged(target, old, new)
            if graphs(target) == new:
                shutil.rmtree(target)
                shutil.copytree(store, target)
        print(f"killed at {given.random} random moments: {between} times between two documents, never within one")


def judged(folder, old, new):
    found = graphs(folder)
    assert set(old) <= set(found)
    assert all(graph in {old.get(document), new.get(document)} for document, graph in found.items())
    consistent(folder)
    return found not in (old, new)


if __name__ == "__main__":
    main()
