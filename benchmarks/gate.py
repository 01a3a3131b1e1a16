"""Print how often the gate accepts claims that were changed, and how often it refuses good ones.

    python benchmarks/gate.py SET [--mutations 10000] [--only FILE] [--except FILE]

SET holds docs.jsonl, gold.jsonl and texts/. The good proposals are its gold claims as they are; the mutated ones are
made of those that the gate accepts. `--only` and `--except` name files with document ids, one a line.
"""

import argparse
import collections
import json
import random
import time
from pathlib import Path

from kg.extract import files
from kg.extract.gate import Gate, Proposal
from kg.vocabulary import shipped

FIELDS = (
    "number",
    "scale",
    "unit",
    "bound",
    "year",
    "place",
    "indicator",
    "industry",
    "modality",
    "offsets",
    "quote",
    "swap",
)
UNITS = ["CNY", "USD", "%", "percentage points", "times", "EFLOPS", "Gbps", "rank", "EUR"]
YEARS = [*map(str, range(2012, 2028)), None, "2023-H1", "2022-Q1"]


def mutate(row, field, gold, text, dice):
    new, options = dict(row), lambda name: (row[name], *row.get(f"{name}_alt", ()))
    if field == "number":
        new["value"] = dice.choice([row["value"] + 1, row["value"] * 1.1 + 1, row["value"] * 2, row["value"] / 2 + 3])
    elif field == "scale":
        new["value"] = row["value"] * dice.choice([10, 100, 1000, 0.1, 0.01, 0.001, 10000])
    elif field == "unit":
        new["unit"] = dice.choice([u for u in UNITS if u != row["unit"]])
    elif field == "bound":
        new["comparator"] = dice.choice([c for c in ("=", ">", ">=", "<", "<=", "~") if c not in options("comparator")])
    elif field == "year":
        new["period"] = dice.choice([y for y in YEARS if y not in options("period")])
    elif field == "modality":
        new["modality"] = dice.choice(
            [m for m in ("observed", "target", "forecast", "commitment") if m not in options("modality")]
        )
    elif field == "offsets":
        step = dice.choice([-1, 1]) * dice.randint(len(text) // 3 + 40, len(text))
        new["quote_start"], new["quote_end"] = row["quote_start"] + step, row["quote_end"] + step
    elif field == "quote":
        quote = text[row["quote_start"] : row["quote_end"]]
        at = dice.randrange(len(quote))
        new["quote"] = quote[:at] + dice.choice([c for c in "0123456789xyz亿" if c != quote[at]]) + quote[at + 1 :]
    elif field == "swap":
        rest = [o for o in gold if o["doc"] == row["doc"]]
        pairs = [
            (k, o[k]) for o in rest for k in ("place", "industry", "indicator", "period") if o[k] not in options(k)
        ]
        if not pairs:
            return None
        name, value = dice.choice(pairs)
        new[name] = value
    else:
        new[field] = dice.choice(sorted({o[field] for o in gold if o[field]} - set(options(field))))
    return None if new == dict(row) else new


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--mutations", type=int, default=10000)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--except", type=Path, dest="without")
    given = parser.parse_args()
    only = set(given.only.read_text(encoding="utf-8").split()) if given.only else None
    without = set(given.without.read_text(encoding="utf-8").split()) if given.without else set()
    entries = {e.id: e for e in files.entries(given.set / "docs.jsonl", given.set / "texts")}
    entries = {n: e for n, e in entries.items() if n not in without and (only is None or n in only)}
    rows = [json.loads(line) for line in (given.set / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["doc"] in entries]
    gates = {n: Gate.of(e.text, e.language, shipped(), e.published, e.title) for n, e in entries.items()}
    began, dice = time.perf_counter(), random.Random(7)
    good, why = [], collections.Counter()
    for row in rows:
        verdict = gates[row["doc"]].judge(Proposal.of(row), remember=False)
        if verdict.accepted:
            good.append(row)
        else:
            why[verdict.reasons[0].partition(":")[0]] += 1
    print(
        f"good proposals {len(rows)}, accepted {len(good)} ({len(good) / len(rows):.1%}); "
        f"refused for: {dict(why.most_common())}"
    )
    tried, passed = collections.Counter(), collections.Counter()
    while sum(tried.values()) < given.mutations:
        row, field = dice.choice(good), dice.choice(FIELDS)
        new = mutate(row, field, rows, entries[row["doc"]].text, dice)
        proposal = Proposal.of(new) if new else "none"
        if isinstance(proposal, str):
            tried[field] += bool(new)
            continue
        tried[field] += 1
        passed[field] += gates[row["doc"]].judge(proposal, remember=False).accepted
    print(f"{'mutated':12}{'tried':>7}{'accepted':>10}{'rate':>8}")
    for field in FIELDS:
        print(f"{field:12}{tried[field]:7}{passed[field]:10}{passed[field] / max(1, tried[field]):8.2%}")
    print(f"{sum(tried.values())} in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
