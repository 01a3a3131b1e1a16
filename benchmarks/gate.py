"""Print how often the gate accepts claims that were changed, and how often it refuses good ones.

    python benchmarks/gate.py SET [--mutations 10000] [--only FILE] [--except FILE]

SET holds docs.jsonl, gold.jsonl and texts/. The good proposals are its gold claims as they are; the mutated ones are
made of those that the gate accepts; a name that means the same by the set's `synonyms.json`, or else that of
`tests/extract/newsrooms/`, is no mutation. A claim enters as it is proposed, or with the industry that the text tells
where it is proposed less exactly or by a name nobody has: a changed industry that is so put right does not enter.
`--only` and `--except` name files with document ids, one a line.
"""

import argparse
import collections
import json
import random
import time
from decimal import Decimal
from pathlib import Path

import swaps

from kg.extract import evaluate, files
from kg.extract.proof.gate import Gate, Proposal
from kg.vocabulary import shipped

SIZE = "10k"
NEWSROOMS = Path(__file__).resolve().parents[1] / "tests" / "extract" / "newsrooms" / "synonyms.json"
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
STRICT = ("place", "indicator", "modality")
UNITS = ["CNY", "USD", "%", "percentage points", "times", "EFLOPS", "Gbps", "rank", "EUR"]
YEARS = [*map(str, range(2012, 2028)), None, "2023-H1", "2022-Q1"]


def alike(place):
    """Return the names that mean the same by a set's table, or by that of the newsrooms: by field, name to group."""
    path = place / "synonyms.json"
    path = path if path.is_file() else NEWSROOMS
    table = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        field: {name: group for group in table.get(field, ()) for name in group}
        for field in ("place", "industry", "indicator")
    }


def mutate(row, field, gold, text, dice, same):
    def options(name):
        right = (row[name], *row.get(f"{name}_alt", ()))
        if name == "period":  # a point in time is also right as its month or year
            right = (*right, *(each[:length] for each in right if each and len(each) == 10 for length in (4, 7)))
        return {*right, *(other for value in right for other in same.get(name, {}).get(value, ()))}

    new = dict(row)
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


def measure(size, folder):
    """Return how many mutated claims pass, over the sets of texts with gold claims at hand; size is their number."""
    del folder
    from harness import Figure, Section, machine

    number = {"1k": 1_000, "10k": 10_000}.get(size) or int(size)
    root = Path(__file__).resolve().parents[1]
    places = {"evaluation texts": root.parent / "shared" / "evals", "own texts": root / "tests" / "extract"}
    figures, rows = [], []
    for name, place in places.items():
        if (place / "gold.jsonl").is_file():
            began = time.process_time()
            judgement = judged(place, number)
            good, why, tried, passed = judgement[:4]
            spent = time.process_time() - began
            wrong, right = sum(passed.values()) / number, len(good) / (len(good) + sum(why.values()))
            figures += [
                Figure(f"gate: mutated claims accepted, {name}", f"{number:,} mutants", f"{wrong:.2%}", "aim: 1 %"),
                Figure(f"gate: good claims accepted, {name}", f"{len(good)} claims", f"{right:.1%}"),
            ]
            roles, through, counted = within(judgement, place)
            figures += [
                Figure(
                    f"gate: roles swapped within a text accepted, {name}",
                    f"{sum(roles.values()):,} swaps",
                    f"{sum(through.values()) / sum(roles.values()):.2%}",
                    "place, indicator, modality: "
                    f"{sum(through[r] for r in STRICT) / sum(roles[r] for r in STRICT):.2%}; aim: 1 %",
                ),
                Figure(
                    f"gate: proposer that errs in 3 % of its roles, {name}",
                    f"{sum(counted.values())} claims",
                    "right: {:.1%} before, {:.1%} after".format(*precisions(counted)),
                    f"right ones accepted: {counted[True, True] / (counted[True, True] + counted[True, False]):.1%}",
                ),
            ]
            rows += [[f"{name}: {field}", str(tried[field]), str(passed[field])] for field in FIELDS]
            rows += [[f"{name}: {role}, within a text", str(roles[role]), str(through[role])] for role in roles]
            rows.append([f"{name}: all", str(number), f"{sum(passed.values())} ({spent:.1f} CPU s)"])
    notes = [
        "the good proposals are gold claims as they are; mutants are made of those accepted",
        machine("pyoxigraph"),
    ]
    return Section(f"Gate, {number:,} mutants", ("mutated", "tried", "accepted"), rows, notes, figures)


def within(judgement, place):
    """Return what passes of claims whose roles were swapped within their texts, and of an imperfect proposer's."""
    good, _, _, _, gates, rows = judgement
    same = alike(place)
    tried, passed = swaps.within_texts(good, gates, rows, same)
    return tried, passed, swaps.imperfect(gates, rows, same)


def precisions(counted):
    """Return the share of right claims among those proposed, and among those accepted."""
    right = counted[True, True] + counted[True, False]
    accepted = counted[True, True] + counted[False, True]
    return right / sum(counted.values()), counted[True, True] / max(1, accepted)


def judged(place, number, only=None, without=frozenset()):
    """Return the good claims that pass, why others do not, by field the mutants tried and those that pass, and what
    they were made of: the gates of the texts and all claims."""
    entries = {e.id: e for e in files.entries(place / "docs.jsonl", place / "texts")}
    entries = {n: e for n, e in entries.items() if n not in without and (only is None or n in only)}
    rows = [json.loads(line) for line in (place / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["doc"] in entries]
    gates = {n: Gate.of(e.text, e.language, shipped(), e.published, e.title) for n, e in entries.items()}
    good, why, dice = [], collections.Counter(), random.Random(7)
    rows = [quoted(row, gates[row["doc"]]) for row in rows]
    for row in rows:
        verdict = gates[row["doc"]].judge(Proposal.of(row), remember=False)
        if verdict.accepted:
            good.append(row)
        else:
            why[verdict.reasons[0].partition(":")[0]] += 1
    tried, passed, same = collections.Counter(), collections.Counter(), alike(place)
    while sum(tried.values()) < number:
        row, field = dice.choice(good), dice.choice(FIELDS)
        new = mutate(row, field, rows, entries[row["doc"]].text, dice, same)
        proposal = Proposal.of(new) if new else "none"
        if isinstance(proposal, str):
            tried[field] += bool(new)
            continue
        tried[field] += 1
        changed = [name for name in new if new[name] != row.get(name)]
        passed[field] += swaps.enters(gates[row["doc"]], new, *changed)
    return good, why, tried, passed, gates, rows


def quoted(row, gate):
    """Return a claim with a quote: its own, else the sentences in which its value stands, else the whole text."""
    if "quote_start" in row:
        return row
    spans = [
        gate.analysis.text.span(reading.cell.sentence.start, reading.cell.sentence.end)
        for reading in gate.readings
        if abs(evaluate.scaled(reading, gate.lexicon)[0]) == abs(Decimal(str(row["value"])))
    ]
    start, end = (spans[0][0], spans[-1][1]) if spans else (0, len(gate.analysis.text.given))
    return row | {"quote_start": start, "quote_end": end}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--mutations", type=int, default=10000)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--except", type=Path, dest="without")
    given = parser.parse_args()
    only = set(given.only.read_text(encoding="utf-8").split()) if given.only else None
    without = set(given.without.read_text(encoding="utf-8").split()) if given.without else set()
    began = time.perf_counter()
    judgement = judged(given.set, given.mutations, only, without)
    good, why, tried, passed = judgement[:4]
    count = len(good) + sum(why.values())
    kept = sum(not swaps.enters(judgement[4][row["doc"]], row, *swaps.ROLES) for row in good)
    print(
        f"good proposals {count}, accepted {len(good)} ({len(good) / count:.1%}, {kept} with the text's industry); "
        f"refused for: {dict(why.most_common())}"
    )
    print(f"{'mutated':12}{'tried':>7}{'accepted':>10}{'rate':>8}")
    for field in FIELDS:
        print(f"{field:12}{tried[field]:7}{passed[field]:10}{passed[field] / max(1, tried[field]):8.2%}")
    roles, through, counted = within(judgement, given.set)
    for role, number in roles.items():
        print(f"{role + ', within a text':26}{number:7}{through[role]:10}{through[role] / max(1, number):8.2%}")
    before, after = precisions(counted)
    right = counted[True, True] / max(1, counted[True, True] + counted[True, False])
    print(
        f"a proposer that errs: {before:.1%} right, {after:.1%} of those accepted; "
        f"{right:.1%} of the right ones accepted"
    )
    print(f"{sum(tried.values())} in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
