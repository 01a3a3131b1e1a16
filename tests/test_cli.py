"""The command line as people and scripts use it; each case is a process of its own."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from warm import program

from kg import assets
from kg.archive import Archive

ROOT = Path(__file__).parents[1]
SEED = ROOT.parent / "shared" / "seed"
ENV = {key: value for key, value in os.environ.items() if key not in {"KG_STORE", "COLUMNS"}}


def kg(
    *arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [program(), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**ENV, "PYTHONIOENCODING": "utf-8", **(env or {})},
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_the_demo_shows_the_figures_with_bound_place_period_source_and_passage() -> None:
    done = kg("demo")
    assert done.returncode == 0, done.stderr
    for words in (
        "more than 50%",
        "more than 80 billion CNY",
        "more than 11.15 billion USD",
        "29.3%",
        "20.6%",
        "30.4%",
        "Guiyang",
        "2023",
        "http://english.guiyang.gov.cn/fgw/2024-03/13/c_970763.htm",
        "1346–1530",
        "0 findings",
        "kg queries",
    ):
        assert words in done.stdout


def test_the_demo_speaks_chinese() -> None:
    done = kg("demo", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    for words in ("超过800亿元", "超过50%", "贵阳", "2023年", "规模以上"):
        assert words in done.stdout


def test_what_a_command_did_is_told_in_chinese(tmp_path: Path) -> None:
    (source,) = [path for path in assets.corpus_files() if path.stem == "guiyang-2024-03-13"]
    done = kg("build", source, "--store", tmp_path / "store", "--lang", "zh")
    assert "已载入1份文献" in done.stderr
    for command in (("observations",), ("export", "csv"), ("query", "places", "--format", "csv")):
        done = kg(*command, "--store", tmp_path / "store", "--lang", "zh", "--out", tmp_path / "file")
        assert done.stderr == f"{tmp_path / 'file'}：已写入{(tmp_path / 'file').stat().st_size:,}字节\n"


def test_software_revenue_is_a_bound_with_its_restatement() -> None:
    (row,) = rows(kg("query", "software-revenue", "--param", "place=Guiyang"))
    assert row["lower"] == "80000000000"
    assert row["upper"] == ""
    assert "11150000000" in "".join(row.values())


@pytest.mark.parametrize(("threshold", "verdict"), [("80000000000", "yes"), ("100000000000", "unknown")])
def test_a_threshold_is_answered_yes_or_unknown(threshold: str, verdict: str) -> None:
    done = kg("query", "reached-threshold", "-p", f"threshold={threshold}", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [row["verdict"] for row in found] == [verdict]


def test_own_sparql_comes_from_standard_input_and_sees_all_graphs() -> None:
    done = kg("query", "-", "--format", "json", stdin=b"ASK { ?c dekg:about dekgr:place-guiyang }")
    assert json.loads(done.stdout)[0]["answer"] is True
    triples = kg("query", "-", stdin=b"CONSTRUCT { ?s a dekg:Commitment } WHERE { ?s a dekg:Commitment }")
    assert triples.stdout.count("dekg:Commitment") >= 2


def test_a_query_on_the_command_line_may_be_long_and_of_any_form() -> None:
    long = "ASK { ?c dekg:about dekgr:place-guiyang " + " ".join(f". ?c ?p{n} ?o{n}" for n in range(40)) + " }"
    assert rows(kg("query", long)) == [{"answer": "true"}]
    described = kg("query", "DESCRIBE dekgr:place-guiyang", "--format", "ntriples")
    assert described.returncode == 0
    assert "place-guiyang" in described.stdout
    paths = kg("query", "SELECT (COUNT(*) AS ?n) WHERE { ?c dcterms:source/schema:publisher/skos:prefLabel ?name }")
    assert int(rows(paths)[0]["n"]) > 100
    nonsense = kg("query", "x" * 300)
    assert nonsense.returncode == 2
    assert "no shipped query of that name" in nonsense.stderr
    assert nonsense.stderr.count("\n") == 1


def test_queries_lists_every_question_in_both_languages() -> None:
    english, chinese = rows(kg("queries")), rows(kg("queries", "--lang", "zh"))
    assert len(english) == len(chinese) >= 30
    assert all(row["question"] for row in english)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in row["问题"]) for row in chinese)


@pytest.mark.parametrize("name", ["Guiyang", "贵阳", "dekgr:place-guiyang", "guiyang"])
def test_show_tells_everything_said_of_an_entity(name: str) -> None:
    done = kg("show", name)
    assert done.returncode == 0, done.stderr
    for words in ("dekgr:place-guiyang", "520100", "more than 80 billion CNY", "2023"):
        assert words in done.stdout
    assert "among them Beijing" not in done.stdout.split("joint")[0].split("Guiyang and Gui'an")[0]


def test_show_offers_the_choice_where_a_name_has_two_meanings() -> None:
    done = kg("show", "Suzhou")
    assert done.returncode == 2
    assert "place-suzhou-jiangsu" in done.stderr
    assert "place-suzhou-anhui" in done.stderr


def test_observations_is_one_flat_row_for_each_observation(tmp_path: Path) -> None:
    found = rows(kg("observations"))
    assert len(found) == 181
    assert {row["unit_code"] for row in found} >= {"CNY", "%"}
    out = tmp_path / "o.csv"
    done = kg("observations", "--out", out)
    assert done.stdout == ""
    assert out.read_bytes().decode() == kg("observations").stdout


def claim_of(value: str) -> str:
    (row,) = [row for row in rows(kg("observations")) if row["value"] == value]
    return row["claim"]


def test_cite_gives_positions_and_with_the_text_the_words(tmp_path: Path) -> None:
    claim = claim_of("80000000000")
    bare = kg("cite", claim)
    assert "1346–1530" in bare.stdout
    text = SEED / "guiyang-digital-economy.txt"
    if not text.exists():
        pytest.skip("../shared is not at hand: the seed text is needed to quote from")
    assert "exceeded 80 billion yuan" in kg("cite", claim, "--text", text).stdout
    moved = tmp_path / "moved.txt"
    moved.write_text("A new first line.\n" + text.read_text("utf-8"), "utf-8")
    assert "moved (1364–1548)" in kg("cite", claim, "--text", moved).stdout
    changed = tmp_path / "changed.txt"
    changed.write_text(text.read_text("utf-8").replace("80 billion", "81 billion"), "utf-8")
    done = kg("cite", claim, "--text", changed)
    assert "changed" in done.stdout
    assert done.returncode == 1


def test_cite_quotes_from_the_archive_of_a_store(tmp_path: Path) -> None:
    text = SEED / "guiyang-digital-economy.txt"
    if not text.exists():
        pytest.skip("../shared is not at hand: the seed text is needed to quote from")
    store = tmp_path / "store"
    assert kg("build", "--store", store).returncode == 0
    Archive(store / "archive").add_text(text.read_text("utf-8"))
    assert "exceeded 80 billion yuan" in kg("cite", claim_of("80000000000"), "--store", store).stdout


def test_a_series_has_the_bound_and_conflicts_are_none_in_one_document() -> None:
    done = kg("series", "software services revenue", "Guiyang", "--format", "csv")
    assert "more than 80 billion CNY" in done.stdout


def test_extract_reads_the_figures_of_an_article(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("In 2022, software revenue in Chengdu exceeded 12 billion yuan, up 9.5 percent year on year.")
    (tmp_path / "article.txt.toml").write_text('url = "https://news.example/a"\npublished = "2023-01-20"\n')
    done = kg("extract", article)
    assert done.returncode == 0, done.stderr
    assert "Chengdu" in done.stdout
    assert "more than 12 billion CNY" in done.stdout
    assert "9.5%" in done.stdout


def test_extract_reads_the_quantitative_claims_of_the_seed_as_a_curator_does() -> None:
    if not SEED.exists():
        pytest.skip("../shared is not at hand: the seed text is needed to extract from")
    done = kg("extract", SEED / "guiyang-digital-economy.txt")
    said = [line for line in done.stdout.splitlines() if ": " in line and any(c.isdigit() for c in line.split(": ")[1])]
    curated = {row["variable_en"] + row["value"] for row in rows(kg("observations")) if "c_970763" in row["source"]}
    assert len(curated) == 5
    assert len(said) == 7, said
    for words in ("more than 50%", "29.3%", "more than 80 billion CNY", "20.6%", "30.4%", "more than 30% (commitment)"):
        assert sum(words in line for line in said) == 1
    assert not any("number of industries" in line for line in said)


def test_extract_writes_a_set_in_the_evaluation_schema_and_judges_proposals(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("In 2022, software revenue in Chengdu exceeded 12 billion yuan.")
    docs = _write(tmp_path, "docs.jsonl", b'{"id": "a", "lang": "en", "published": "2023-01-20"}\n')
    found = kg("extract", "--docs", docs, "--texts", tmp_path)
    assert found.returncode == 0, found.stderr
    (row,) = map(json.loads, found.stdout.splitlines())
    assert (row["place"], row["value"], row["unit"], row["comparator"], row["period"]) == (
        "Chengdu", 12_000_000_000, "CNY", ">", "2022",
    )  # fmt: skip
    wrong = row | {"value": 13_000_000_000}
    proposals = _write(tmp_path, "p.jsonl", "".join(json.dumps(item) + "\n" for item in (row, wrong)).encode())
    rest = tmp_path / "rest.jsonl"
    judged = kg("extract", "--docs", docs, "--texts", tmp_path, "--proposals", proposals, "--candidates", rest)
    assert [json.loads(line)["value"] for line in judged.stdout.splitlines()] == [12_000_000_000]
    (refused,) = map(json.loads, rest.read_text("utf-8").splitlines())
    assert refused["value"] == 13_000_000_000
    assert refused["reasons"]


def test_a_store_is_built_read_and_built_again_unchanged(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = kg("build", "--store", store)
    assert first.returncode == 0, first.stderr
    assert "36 documents loaded" in first.stderr
    second = kg("build", "--store", store)
    assert "0 documents loaded, 36 unchanged" in second.stderr
    here = kg("export", "--format", "nquads", "--store", store)
    assert here.stdout == kg("export", "--format", "nquads").stdout
    assert rows(kg("query", "software-revenue", env={"KG_STORE": str(store)}))


READING: list[list[str]] = [
    ["query", "software-revenue"],
    ["query", "observations", "--format", "json"],
    ["query", "CONSTRUCT { ?c a ?k } WHERE { ?c a ?k ; dekg:about dekgr:place-guiyang }"],
    ["show", "Guiyang"],
    ["cite", "dekgr:claim-3cc9997743ced41d"],
    ["observations"],
    ["validate"],
    ["export", "--format", "nquads"],
    ["export", "--format", "jsonld"],
]


@pytest.mark.parametrize("arguments", READING, ids=lambda words: "-".join(words[:3])[:40])
def test_a_remote_store_answers_every_reading_command_alike(arguments: list[str], server: str) -> None:
    here, there = kg(*arguments), kg(*arguments, "--store", server)
    assert there.returncode == here.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    assert here.stdout


def test_validate_finds_nothing_in_the_shipped_graph() -> None:
    done = kg("validate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "no findings\n"
    if SEED.exists():
        done = kg("validate", "--texts", SEED)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("format", "words"), [("json", '"conforms": true'), ("turtle", "sh:conforms"), ("html", "<html")]
)
def test_a_report_has_other_forms(format: str, words: str) -> None:
    done = kg("validate", "--format", format)
    assert done.returncode == 0, done.stderr
    assert words in done.stdout


def test_a_violation_is_shown_with_its_claim_and_stops_the_build(tmp_path: Path) -> None:
    source = next((ROOT / "kg" / "corpus").glob("guiyang-2024*.toml")).read_text("utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(source.replace('unit = "unit:CCY_CNY"', 'unit = "unit:PERCENT"', 1), "utf-8")
    store = tmp_path / "store"
    done = kg("build", broken, "--store", store)
    assert done.returncode == 1, done.stderr
    assert "software services revenue" in done.stdout
    assert "nothing was loaded" in done.stderr
    asked = kg("query", "-", "--store", store, stdin=b"ASK { ?c dekg:onDataPoint ?p }", env={"COLUMNS": "200"})
    assert "true" not in asked.stdout


def test_plain_shacl_takes_any_data_and_shapes(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> . "
        "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."
    )
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text("@prefix e: <http://e/> . e:x a e:C ; e:p 1 .")
    bad.write_text("@prefix e: <http://e/> . e:x a e:C .")
    assert kg("validate", good, shapes).returncode == 0
    done = kg("validate", bad, shapes)
    assert done.returncode == 1
    assert "ValidationReport" in done.stdout


@pytest.mark.parametrize("format", ["turtle", "trig", "nquads", "ntriples", "rdfxml", "jsonld", "csv"])
def test_export_writes_every_format(format: str, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    done = kg("export", "--format", format, "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 1000


# -- bad input: one clear sentence, a non-zero exit, no traceback, nothing lost ------------------------------------


def _write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _garbage(folder: Path, name: str) -> Path:
    path = folder / name
    with path.open("wb") as file:
        file.write(b"\x93garbage\n" * 1000)
        file.truncate(100 * 2**20)
    return path


BAD: dict[str, Callable[[Path], list[str | Path]]] = {
    "unknown query": lambda d: ["query", "no-such-question"],
    "unknown parameter": lambda d: ["query", "software-revenue", "-p", "colour=red"],
    "parameter without value": lambda d: ["query", "software-revenue", "-p", "place"],
    "parameter of another type": lambda d: ["query", "reached-threshold", "-p", "threshold=much"],
    "unknown place": lambda d: ["query", "software-revenue", "-p", "place=Atlantis"],
    "malformed query file": lambda d: ["query", _write(d, "a.rq", b"SELECT * WHERE {")],
    "query file that is no text": lambda d: ["query", _write(d, "a.rq", b"\xff\xfe\x00")],
    "query file of 100 MB": lambda d: ["query", _garbage(d, "a.rq")],
    "missing query file": lambda d: ["query", d / "missing.rq"],
    "query to another server": lambda d: ["query", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"],
    "table as turtle": lambda d: ["query", "software-revenue", "--format", "turtle"],
    "missing claims file": lambda d: ["build", d / "missing.toml", "--store", d / "s"],
    "malformed claims file": lambda d: ["build", _write(d, "a.toml", b"[document"), "--store", d / "s"],
    "claims file in another encoding": lambda d: [
        "build",
        _write(d, "a.toml", "贵阳".encode("gb18030")),
        "--store",
        d / "s",
    ],
    "claims file of 100 MB": lambda d: ["build", _garbage(d, "a.toml"), "--store", d / "s"],
    "claims file that is JSON": lambda d: ["build", _write(d, "a.json", b"{}"), "--store", d / "s"],
    "empty folder": lambda d: ["build", d, "--store", d / "s"],
    "no store named": lambda d: ["build"],
    "remote store to write": lambda d: ["build", "--store", "http://127.0.0.1:1/"],
    "store that is a file": lambda d: ["build", "--store", _write(d, "file", b"x")],
    "store in a foreign folder": lambda d: ["build", "--store", _write(d, "file", b"x").parent],
    "store below a file": lambda d: ["build", "--store", _write(d, "file", b"x") / "store"],
    "no store there": lambda d: ["query", "software-revenue", "--store", d / "nothing"],
    "no endpoint there": lambda d: ["query", "software-revenue", "--store", "http://127.0.0.1:1/query"],
    "unknown entity": lambda d: ["show", "Atlantis"],
    "no claim": lambda d: ["cite", "dekgr:claim-0000000000000000"],
    "missing text": lambda d: ["cite", "dekgr:claim-0000000000000000", "--text", d / "missing.txt"],
    "text that is no text": lambda d: ["cite", "dekgr:claim-0000000000000000", "--text", _write(d, "a.txt", b"\xff")],
    "texts that are no folder": lambda d: ["validate", "--texts", d / "missing"],
    "texts of other documents": lambda d: ["validate", "--texts", _write(d, "a.txt", b"another article").parent],
    "malformed data": lambda d: ["validate", _write(d, "a.ttl", b"@prefix x"), _write(d, "s.ttl", b"")],
    "malformed shapes": lambda d: ["validate", _write(d, "a.ttl", b""), _write(d, "s.ttl", b"<a> <b")],
    "malformed JSON-LD": lambda d: ["validate", _write(d, "a.jsonld", b'{"@id": '), _write(d, "s.ttl", b"")],
    "data of 100 MB": lambda d: ["validate", _garbage(d, "a.ttl"), _write(d, "s.ttl", b"")],
    "missing shapes": lambda d: ["validate", _write(d, "a.ttl", b""), d / "missing.ttl"],
    "one file to validate": lambda d: ["validate", _write(d, "a.ttl", b"")],
    "unknown format": lambda d: ["export", "--format", "papyrus"],
    "export into nowhere": lambda d: ["export", "--format", "csv", "--out", d / "no" / "where"],
    "extract nothing": lambda d: ["extract"],
    "extract a missing file": lambda d: ["extract", d / "missing.txt"],
    "extract half a set": lambda d: ["extract", "--docs", _write(d, "docs.jsonl", b"{}")],
    "extract a broken set": lambda d: ["extract", "--docs", _write(d, "docs.jsonl", b"{"), "--texts", d],
    "extract a set of missing texts": lambda d: [
        "extract",
        "--docs",
        _write(d, "docs.jsonl", b'{"id": "a"}'),
        "--texts",
        d,
    ],
    "fetch into nowhere": lambda d: ["fetch", "http://example.org/"],
    "fetch into a remote store": lambda d: ["fetch", "http://example.org/", "--store", "http://127.0.0.1:1/"],
    "fetch from inside": lambda d: ["fetch", "http://127.0.0.1:1/", "--store", d / "s"],
    "fetch of no address": lambda d: ["fetch", "not an address", "--store", d / "s"],
    "series of an unknown variable": lambda d: ["series", "happiness", "Guiyang"],
    "series of an unknown place": lambda d: ["series", "GDP", "Atlantis"],
    "unknown kind of query": lambda d: ["queries", "--kind", "riddles"],
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_clear_sentence(case: str, tmp_path: Path) -> None:
    done = kg(*BAD[case](tmp_path))
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(said) == 1, done.stderr
    assert said[0].startswith("kg: ")
    assert len(said[0]) < 600


@pytest.mark.parametrize(
    "words", [("query", "places", "--format", "csv"), ("show", "Nowhere"), ("show", "贵阳", "--lang", "zh"), ("query",)]
)
def test_the_tests_start_what_a_person_starts(words: tuple[str, ...], tmp_path: Path) -> None:
    cold = subprocess.run([sys.executable, "-m", "kg.cli", *words], capture_output=True, env=ENV, cwd=tmp_path)
    warm = kg(*words)
    assert (warm.returncode, warm.stdout, warm.stderr) == (cold.returncode, cold.stdout.decode(), cold.stderr.decode())


def test_the_suite_of_bad_input_is_not_empty() -> None:
    assert len(BAD) >= 50


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = kg("build", "--store", tmp_path / "store")
    assert done.returncode == 2
    assert "permission denied" in done.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "kg.cli", "export", "--format", "nquads"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
