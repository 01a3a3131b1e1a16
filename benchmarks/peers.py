"""Read the quantities of texts with quantulum3 and recognizers-text: run inside an environment that has them.

    PEERS/bin/python benchmarks/peers.py < texts.jsonl > found.jsonl

Neither is a dependency of this project (one pulls an LGPL package, the other has had no release since 2019). A line of
input is `{"id", "lang", "text"}`; a line of output `{"tool", "id", "values": [[value, unit], …]}` or
`{"tool", "seconds", "version"}`.
"""

import json
import re
import sys
import time
import warnings

warnings.simplefilter("ignore")


def quantulum(text, lang):
    from quantulum3 import parser

    if lang != "en":
        return []
    return [[quantity.value, quantity.unit.name] for quantity in parser.parse(text)]


def recognizers(text, lang):
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    culture = {"en": "en-us", "zh": "zh-cn"}[lang]
    found, taken = [], []
    for name, recognise in (
        ("currency", recognize_currency),
        ("%", recognize_percentage),
        ("dimension", recognize_dimension),
        ("", recognize_number),
    ):
        for each in recognise(text, culture):
            span = (each.start, each.end)
            if any(span[0] <= end and start <= span[1] for start, end in taken):
                continue
            value = str((each.resolution or {}).get("value") or "")
            match = re.match(r"-?[0-9.]+(?:[eE][+-]?\d+)?", value.replace(",", ""))
            if match:
                taken.append(span)
                found.append([float(match[0]), name])
    return found


def main():
    texts = [json.loads(line) for line in sys.stdin]
    for name, distribution, read in (
        ("quantulum3", "quantulum3", quantulum),
        ("recognizers-text", "recognizers-text-suite", recognizers),
    ):
        try:
            from importlib.metadata import version

            read(texts[0]["text"], "en")
            release = version(distribution)
        except ImportError as error:
            sys.stderr.write(f"{name}: {error}\n")
            continue
        began, rows = time.process_time(), []
        for each in texts:
            try:
                values = read(each["text"], each["lang"])
            except Exception as error:  # whatever a peer raises is its answer
                sys.stderr.write(f"{name}: {each['id']}: {type(error).__name__}\n")
                values = []
            rows.append({"tool": name, "id": each["id"], "values": values})
        seconds = time.process_time() - began
        for row in rows:
            sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.write(json.dumps({"tool": name, "seconds": seconds, "version": release}) + "\n")


if __name__ == "__main__":
    main()
