"""Links as reviewed data: the tables, what enters the graph, candidates from a service, and a person's decisions."""

import csv
import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from linking.server import MANIFEST, Reply, Request, Server, reconcile, serving
from rdflib import Graph
from sssom_pydantic import read as read_independently
from warm import program

from kg import assets, pipeline, vocabulary
from kg import query as querying
from kg.errors import LinkError
from kg.link import Link, LinkSet, claimed, published, quads, read, shipped, tables, write
from kg.link import propose as proposing
from kg.link.export import merged
from kg.link.review import decide, pending, rivals
from kg.link.service import BATCH, Candidate, Question, Service, open_service
from kg.store import Embedded, Solutions
from kg.terms import DEKG, DEKGR, LINKS, SKOS, compact, expand

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
CASES = Path(__file__).parent / "linking"
FILES = assets.link_files()
WORDS = vocabulary.shipped()
WIKIDATA, GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"
DAY = date(2026, 11, 25)
needs_shared = pytest.mark.skipif(not (SHARED / "places").is_dir(), reason="../shared/data is not at hand")


def lines(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


HOMONYMS, NOBODYS = lines("homonyms.csv"), lines("nobodys.csv")
HOSTILE: list[dict[str, Any]] = tomllib.loads((CASES / "hostile.toml").read_text("utf-8"))["answer"]


def test_suites_find_their_cases() -> None:
    assert len(FILES) == 5
    assert len(HOMONYMS) == 31
    assert len(NOBODYS) == 16
    assert len(HOSTILE) == 21


# -- the tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_table_is_valid_sssom_for_an_independent_reader(path: Path) -> None:
    found, _, about = read_independently(path)
    ours = read(path)
    assert len(found) == len(ours.links) > 0
    assert str(about.license) == "https://creativecommons.org/licenses/by/4.0/"
    prefixes = ours.prefixes
    theirs = {
        tuple(prefixes[end.prefix] + end.identifier for end in (row.subject, row.predicate, row.object))
        for row in found
    }
    assert theirs == {(link.subject, link.predicate, link.object) for link in ours.links}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_row_says_who_why_how_surely_and_when(path: Path) -> None:
    for link in read(path).links:
        for slot in ("mapping_justification", "confidence", "mapping_tool", "mapping_date", "author_id"):
            assert link.slots[slot], link.place
        for slot in ("subject_label", "subject_source", "object_source"):
            assert link.slots[slot], link.place
        assert link.sources, link.place
        for name in (*link.sources, link.slots["subject_source"], link.slots["object_source"]):
            assert WORDS.is_a(expand(name), "http://rdfs.org/ns/void#Dataset"), (link.place, name)
        assert link.subject in WORDS, link.place


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_table_is_written_as_it_was_read(path: Path) -> None:
    assert write(read(path)) == path.read_text("utf-8")


def generator() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("make_places", "make_links"):
            found = util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
            assert found is not None
            assert found.loader is not None
            module = util.module_from_spec(found)
            patch.setitem(sys.modules, name, module)
            found.loader.exec_module(module)
    return module


@needs_shared
def test_the_committed_tables_are_what_the_generator_writes() -> None:
    rendered = generator().render(SHARED / "places")
    assert set(rendered) >= {path.name for path in FILES if not path.name.startswith("countries-")}
    for name, text in rendered.items():
        path = ROOT / "ontology" / "reference" / "links" / name
        assert path.read_text("utf-8") == text, f"{name}: run tools/make_links.py"


# -- what enters the graph -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store() -> Embedded:
    made = Embedded.memory()
    pipeline.prepare(made)
    return made


def ask(store: Embedded, name: str, **params: str) -> list[dict[str, Any]]:
    answer = querying.run(store, querying.named(name), params, WORDS)
    assert isinstance(answer, Solutions)
    return querying.table(querying.named(name), answer).records()


def test_prefectures_have_code_and_record_and_most_an_item_of_two_sources() -> None:
    prefectures = set(WORDS.members("dekg:PrefectureLevelDivision"))
    chinese = {iri for iri in prefectures if WORDS.value(iri, "dekg:divisionCode")}
    rows = [link for link in published(shipped()) if link.subject in chinese]
    records = {link.subject for link in rows if link.object.startswith(GEONAMES)}
    items = {link.subject for link in rows if link.object.startswith(WIKIDATA) and len(link.sources) >= 2}
    assert len(records) >= 330
    assert len(items) >= 180
    coded = [link for link in rows if link.object.startswith(GEONAMES)]
    for link in coded:
        code = WORDS.value(link.subject, "dekg:divisionCode")
        assert link.slots["match_string"].split("|")[0] == code


def test_links_by_relation_and_target() -> None:
    counts = Counter(
        (compact(link.predicate), WIKIDATA if link.object.startswith(WIKIDATA) else GEONAMES)
        for link in published(shipped())
    )
    assert counts == {
        ("dekg:seatRecord", GEONAMES): 339,
        ("skos:closeMatch", GEONAMES): 374,
        ("skos:exactMatch", GEONAMES): 239,
        ("skos:closeMatch", WIKIDATA): 184,
    }


def test_no_outside_thing_is_claimed_twice_and_nothing_is_the_same_as_it() -> None:
    assert {thing: who for thing, who in claimed(published(shipped())).items() if len(who) > 1} == {}
    assert not [link for link in shipped() if "sameAs" in link.predicate]


def test_a_division_is_never_matched_with_a_town() -> None:
    for link in published(shipped()):
        if link.slots.get("object_category") == "gn:P" and not WORDS.is_a(link.subject, "dekg:City"):
            assert link.predicate == DEKG + "seatRecord", link.place


def test_the_graph_of_links_is_what_the_tables_publish(store: Embedded) -> None:
    answer = store.query(f"SELECT ?s ?p ?o {{ GRAPH <{LINKS}> {{ ?s ?p ?o }} }}")
    assert isinstance(answer, Solutions)
    found = {tuple(getattr(term, "value", "") for term in row) for row in answer.rows}
    assert found == {(link.subject, link.predicate, link.object) for link in published(shipped())}
    assert len(found) == len(quads(shipped())) == 1136


def test_linksets_count_every_link_once(store: Embedded) -> None:
    rows = ask(store, "linksets")
    assert sum(row["links"] for row in rows) == 1136 + 4  # and four codes of SDMX, in the reference data
    assert {compact(row["dataset"]) for row in rows} == {
        "dekgr:dataset-geonames", "dekgr:dataset-wikidata", "dekgr:dataset-sdmx-codes"
    }  # fmt: skip


def test_what_has_no_item_is_wanted_and_nothing_else(store: Embedded) -> None:
    wanted = {row["entity"] for row in ask(store, "links-wanted")}
    assert {row["entity"] for row in ask(store, "links-wanted", language="zh")} == wanted  # also what has no such name
    linked = {link.subject for link in published(shipped()) if link.object.startswith(WIKIDATA)}
    assert not wanted & linked
    prefectures = set(WORDS.members("dekg:PrefectureLevelDivision"))
    assert prefectures <= wanted | linked
    assert DEKGR + "org-huawei" in wanted  # one source only


def test_the_criteria_of_the_lod_cloud_are_met() -> None:
    """Resolvable IRIs, 1,000 triples, 50 links to other data sets, and a dump."""
    import kg

    with kg.open() as graph:
        data = graph.export("ntriples")
        assert isinstance(data, bytes)
        dump = data.decode().splitlines()
        links = graph.run("linksets").records()
    subjects = {line.partition(" ")[0] for line in dump}
    assert len(dump) >= 1000
    assert sum(row["links"] for row in links) >= 50
    assert all(subject.startswith("<http") for subject in subjects)
    rules = (ROOT / "ontology" / "w3id" / ".htaccess").read_text("utf-8")
    assert "^id/([A-Za-z0-9._-]+)$" in rules
    own = [subject for subject in subjects if subject.startswith(f"<{DEKGR}")]
    assert all(set(subject[len(DEKGR) + 1 : -1]) <= set(LOCAL) for subject in own)


LOCAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"


# -- homonyms --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", HOMONYMS, ids=lambda row: f"{row['name']}-{row['code']}")
def test_a_homonym_has_its_own_links(row: dict[str, str]) -> None:
    thing = DEKGR + row["thing"]
    assert WORDS.value(thing, "dekg:divisionCode") == row["code"]
    assert thing in WORDS.find(row["name"])
    links = [link for link in published(shipped()) if link.subject == thing]
    expected = {f"{GEONAMES}{row['geonames']}/"} if row["geonames"] else set()
    expected |= {WIKIDATA + row["wikidata"]} if row["wikidata"] else set()
    assert {link.object for link in links} == expected


@pytest.mark.parametrize("row", NOBODYS, ids=lambda row: row["outside"].rstrip("/").rpartition("/")[2])
def test_what_is_another_thing_is_linked_by_none(row: dict[str, str]) -> None:
    assert [link for link in published(shipped()) if link.object == row["outside"]] == []


# -- rows that are not as they should be -----------------------------------------------------------------------------

HEAD = "#mapping_set_id: https://example.org/links\n#license: https://creativecommons.org/licenses/by/4.0/\n"
MAP = HEAD + "#curie_map:\n#  dekgr: https://w3id.org/dekg/id/\n#  skos: http://www.w3.org/2004/02/skos/core#\n"
FULL = MAP + "#  wikidata: http://www.wikidata.org/entity/\n"
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tpredicate_modifier\n"
ROW = "dekgr:place-guiyang\tskos:closeMatch\twikidata:Q192271\tsemapv:LexicalMatching\t0.9\t\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the header lacks curie_map, license, mapping_set_id"),
        (HEAD + COLUMNS, "the header lacks curie_map"),
        ("#a: [1\n" + COLUMNS, "of the header is no YAML"),
        ("#- a\n" + COLUMNS, "no list of names and values"),
        (HEAD + "#curie_map: [1]\n" + COLUMNS, "no list of prefixes"),
        (FULL + "subject_id\tobject_id\n", "line 7 lacks the columns predicate_id, mapping_justification"),
        (FULL + COLUMNS + ROW.replace("\t0.9\t", ""), "line 8 has not as many cells"),
        (FULL + COLUMNS + ROW.replace("skos:closeMatch", ""), "line 8: predicate_id is empty"),
        (FULL + COLUMNS + ROW.replace("wikidata:", "wd:"), "'wd:Q192271' has no prefix"),
        (FULL + COLUMNS + ROW.replace("Q192271", "Q1> <x"), "is no legal IRI"),
        (FULL + COLUMNS + ROW.replace("0.9", "1.5"), "confidence is '1.5'; expected a number from 0 to 1"),
        (FULL + COLUMNS + ROW.replace("0.9", "sure"), "confidence is 'sure'"),
        (FULL + COLUMNS + ROW.replace("\t\n", "\tno\n"), "SSSOM knows only 'Not'"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_with_file_and_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bad.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LinkError) as caught:
        read(path)
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_table_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="cannot be read"):
        read(tmp_path / "none.sssom.tsv")
    (tmp_path / "bytes.sssom.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(LinkError, match="not UTF-8"):
        read(tmp_path / "bytes.sssom.tsv")


def row(subject: str, target: str, predicate: str = "closeMatch", **slots: str) -> Link:
    given = {"mapping_justification": "semapv:LexicalMatching", "reviewer_label": "A Person", **slots}
    return Link(DEKGR + subject, SKOS + predicate, WIKIDATA + target, given, f"table: line {target}")


def test_two_things_that_claim_one_item_fail_the_build() -> None:
    with pytest.raises(LinkError, match=r"claimed by dekgr:place-b and by dekgr:place-a .*refuse one"):
        published([row("place-a", "Q1"), row("place-b", "Q1", "exactMatch")])
    refused = row("place-b", "Q1", predicate_modifier="Not")
    assert [link.subject for link in published([row("place-a", "Q1"), refused])] == [DEKGR + "place-a"]


def test_a_relation_that_merges_is_no_link() -> None:
    same = Link(DEKGR + "a", "http://www.w3.org/2002/07/owl#sameAs", WIKIDATA + "Q1", {"reviewer_label": "A Person"})
    with pytest.raises(LinkError, match="is no link; expected one of skos:exactMatch"):
        published([same])


@pytest.mark.parametrize(
    ("slots", "enters"),
    [
        ({"reviewer_label": ""}, False),
        ({}, True),
        ({"reviewer_label": "", "reviewer_id": "orcid:0000-0000-0000-0000"}, True),
        ({"reviewer_label": "", "agreeing_sources": "dekgr:dataset-a"}, False),
        ({"reviewer_label": "", "agreeing_sources": "dekgr:dataset-a|dekgr:dataset-b"}, True),
        ({"reviewer_label": "", "agreeing_sources": "dekgr:dataset-a", "object_source": "dekgr:dataset-a"}, True),
        ({"predicate_modifier": "Not", "agreeing_sources": "dekgr:dataset-a|dekgr:dataset-b"}, False),
    ],
)
def test_a_row_enters_the_graph_if_a_person_a_register_or_two_sources_say_so(
    slots: dict[str, str], enters: bool
) -> None:
    assert row("place-a", "Q1", **slots).published is enters


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)


@given(st.lists(st.tuples(st.from_regex(r"place-[a-z]{1,8}", fullmatch=True), st.integers(1, 99), cells), max_size=8))
@example([("place-a", 1, " ")])
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, made: list[Any]) -> None:
    unique = {(subject, number): text for subject, number, text in made}
    links = tuple(row(subject, f"Q{number}", comment=text) for (subject, number), text in unique.items())
    table = LinkSet(proposing.empty(WIKIDATA).header, links)
    path = tmp_path_factory.mktemp("links") / "t.sssom.tsv"
    path.write_text(write(table), encoding="utf-8", newline="\n")
    again = read(path)
    expected = {(link.subject, link.object, " ".join(link.slots["comment"].split())) for link in links}
    assert {(link.subject, link.object, link.slots.get("comment", "")) for link in again.links} == expected
    assert write(again) == path.read_text("utf-8")


# -- candidates from a service ---------------------------------------------------------------------------------------


@pytest.fixture
def local() -> Iterator[Server]:
    with serving(reconcile) as server:
        yield server


def connect(server: Server, **options: Any) -> Service:
    return open_service(server.url, private=True, **options)


TAIZHOU = DEKGR + "place-taizhou-jiangsu"


def test_a_candidate_comes_with_score_features_and_kind(local: Server) -> None:
    found = proposing.candidates([TAIZHOU], connect(local), WORDS, shipped())
    question, offered = found[TAIZHOU]
    assert question.kind == "Q748149"
    assert question.properties["P442"] == ("321200",)
    assert question.properties["P1566"] == ("1793505",)
    assert offered[0].id == "Q9001"
    assert offered[0].score > offered[1].score
    assert offered[0].features["P442"] == 1
    assert {candidate.id for candidate in offered[1:]} >= {"Q9002"}


def test_the_question_is_as_the_protocol_says(local: Server) -> None:
    if not (SHARED / "reconciliation").is_dir():
        pytest.skip("../shared/data is not at hand")
    things = [DEKGR + name for name in ("place-taizhou-jiangsu", "place-guiyang", "org-huawei", "industry-animation")]
    proposing.candidates(things, connect(local), WORDS, shipped())
    schema = json.loads((SHARED / "reconciliation" / "reconciliation-query-batch.json").read_text("utf-8"))
    answers = json.loads((SHARED / "reconciliation" / "reconciliation-result-batch.json").read_text("utf-8"))
    manifest = json.loads((SHARED / "reconciliation" / "manifest.json").read_text("utf-8"))
    manifest["properties"].pop("authentication", None)  # refers to a schema elsewhere
    (batch,) = local.batches
    valid = jsonschema.Draft7Validator  # the schemas name no draft
    valid(schema).validate(batch)
    valid(answers).validate(json.loads(reconcile(local.requests[-1]).body))
    valid(manifest).validate(MANIFEST)
    assert local.requests[-1].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "dekg" in local.requests[-1].headers["User-Agent"]


def test_a_parent_that_is_linked_is_given_as_the_services_entity(local: Server) -> None:
    parent = row("place-jiangsu", "Q16963")
    question = proposing.question(TAIZHOU, connect(local), WORDS, [parent])
    assert question.properties["P131"] == ({"id": "Q16963", "name": "Jiangsu"},)
    assert proposing.question(TAIZHOU, connect(local), WORDS, []).properties["P131"] == ("Jiangsu",)


def test_many_questions_go_in_batches(local: Server) -> None:
    questions = [Question(f"name {number}") for number in range(2 * BATCH + 3)]
    assert len(connect(local).ask(questions)) == len(questions)
    assert [len(batch) for batch in local.batches] == [BATCH, BATCH, 3]


def test_candidates_are_rows_that_nobody_reviewed_and_come_once(local: Server) -> None:
    service = connect(local)
    found = proposing.candidates([TAIZHOU], service, WORDS, shipped())
    rows = proposing.rows(found, service, WORDS, shipped(), DAY)
    assert [link.published for link in rows] == [False] * len(rows)
    best = max(rows, key=lambda link: float(link.slots["confidence"]))
    assert best.object == WIKIDATA + "Q9001"
    assert best.slots["features"].startswith("P131=")
    assert best.slots["mapping_tool"] == "kg link propose, Test service"
    assert best.slots["object_source"] == "dekgr:dataset-wikidata"
    assert best.slots["mapping_date"] == "2026-11-25"
    assert proposing.rows(found, service, WORDS, rows, DAY) == []
    refused = [link.with_slots(predicate_modifier="Not") for link in rows]
    assert proposing.rows(found, service, WORDS, refused, DAY) == []


def test_candidates_written_down_are_valid_sssom(local: Server, tmp_path: Path) -> None:
    service = connect(local)
    found = proposing.candidates([TAIZHOU], service, WORDS, shipped())
    rows = proposing.rows(found, service, WORDS, shipped(), DAY)
    path = tmp_path / "candidates.sssom.tsv"
    path.write_text(write(LinkSet(proposing.empty(WIKIDATA).header, tuple(rows))), encoding="utf-8")
    assert len(read_independently(path)[0]) == len(rows) > 1


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_an_answer_that_is_not_as_it_should_be_is_refused_in_one_sentence(case: dict[str, Any]) -> None:
    body = bytes.fromhex(case["hex"]) if "hex" in case else str(case["body"]).encode() * case.get("repeat", 1)
    headers = {"Location": case["location"]} if "location" in case else {}

    def answer(request: Request) -> Reply:
        return reconcile(request) if request.method == "GET" else Reply(body, case.get("status", 200), headers)

    with serving(answer) as server, pytest.raises(LinkError) as caught:
        connect(server).ask([Question("Guiyang")])
    message = str(caught.value)
    assert case["words"] in message
    assert "\x1b" not in message
    assert len(message) < 500
    assert sum(request.method == "POST" for request in server.requests) == 1


def test_what_could_move_a_terminal_or_a_table_is_taken_out() -> None:
    name = "Guiyang\x1b[2J\t\n\u202eevil|x"
    entry = {"id": "Q1", "name": name, "score": 10, "description": "a\rb", "type": [{"id": "Q2"}, 3], "features": [
        {"id": "f\n", "value": True}, {"id": "g", "value": "no"}, 7]}  # fmt: skip
    body = json.dumps({"q0": {"result": [entry, entry, {"id": "Q3", "name": "b", "score": 20}]}}).encode()

    def answer(request: Request) -> Reply:
        return reconcile(request) if request.method == "GET" else Reply(body)

    with serving(answer) as server:
        (offered,) = connect(server).ask([Question("Guiyang")])
    assert [candidate.id for candidate in offered] == ["Q3", "Q1"]
    assert offered[1] == Candidate("Q1", "Guiyang [2J evil/x", 10.0, False, "a b", ("Q2",), {"f": 1.0})


def test_a_service_that_trickles_is_given_up_at_the_deadline() -> None:
    def answer(request: Request) -> Reply:
        return Reply(reconcile(request).body, pause=0.05)

    with serving(answer) as server, pytest.raises(LinkError, match=r"no full answer within 0\.3 s"):
        connect(server, seconds=0.3)


def test_a_service_inside_the_machine_is_asked_only_on_demand(local: Server) -> None:
    with pytest.raises(LinkError, match="inside this machine or network"):
        open_service(local.url)
    assert local.requests == []


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ({"versions": ["7.0"]}, r"speaks versions \['7.0'\]"),
        ({"identifierSpace": "javascript:alert(1)"}, "no usable identifierSpace"),
        ({"schemaSpace": None}, "no usable schemaSpace"),
    ],
)
def test_a_manifest_that_says_too_little_is_refused(manifest: dict[str, Any], words: str) -> None:
    body = json.dumps({**MANIFEST, **manifest}).encode()
    with serving(lambda request: Reply(body)) as server, pytest.raises(LinkError, match=words):
        connect(server)


@pytest.mark.parametrize("url", ["ftp://example.org/x", "https://user:word@example.org/", "no address"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(LinkError, match="--service: "):
        open_service(url)


# -- decisions -------------------------------------------------------------------------------------------------------


def candidates_of(*links: Link) -> LinkSet:
    return LinkSet(proposing.empty(WIKIDATA).header, links)


def test_a_decision_keeps_who_when_and_what() -> None:
    first, second = row("place-a", "Q1", reviewer_label=""), row("place-a", "Q2", reviewer_label="")
    table = candidates_of(first, second)
    table = decide(table, first, SKOS + "exactMatch", reviewer="orcid:0000-0002-1825-0097", day=DAY)
    table = decide(table, second, None, reviewer="A Person", day=DAY)
    confirmed, refused = table.links
    assert (confirmed.predicate, confirmed.published) == (SKOS + "exactMatch", True)
    assert confirmed.slots["reviewer_id"] == "orcid:0000-0002-1825-0097"
    assert (refused.refused, refused.published, refused.slots["review_date"]) == (True, False, "2026-11-25")
    assert pending(table.links) == []
    assert "orcid" in table.prefixes


def test_an_item_that_is_taken_cannot_be_confirmed_again() -> None:
    table = candidates_of(row("place-b", "Q1", reviewer_label=""))
    with pytest.raises(LinkError, match="linked to dekgr:place-a already"):
        decide(table, table.links[0], SKOS + "closeMatch", reviewer="A Person", day=DAY, others=[row("place-a", "Q1")])


@pytest.mark.parametrize("reviewer", ["", "  "])
def test_a_decision_without_a_name_is_none(reviewer: str) -> None:
    table = candidates_of(row("place-a", "Q1", reviewer_label=""))
    with pytest.raises(LinkError, match="needs a name"):
        decide(table, table.links[0], None, reviewer=reviewer, day=DAY)


def test_a_candidate_that_another_claims_is_shown_with_its_rival() -> None:
    table = candidates_of(row("place-a", "Q1", reviewer_label=""), row("place-b", "Q1", reviewer_label=""))
    assert rivals(table.links[0], table.links) == [DEKGR + "place-b"]


def test_the_pending_rows_of_the_shipped_tables_wait_for_a_person() -> None:
    assert len(pending(shipped())) == 339
    assert all(len(link.sources) == 1 for link in pending(shipped()))


# -- the commands ----------------------------------------------------------------------------------------------------

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def kg(*arguments: str | Path, stdin: str = "", folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [program(), "link", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        timeout=120,
        check=False,
    )


def test_a_person_finds_reviews_and_keeps_a_link(local: Server, tmp_path: Path) -> None:
    at = ("--service", local.url, "--allow-private", "--to", tmp_path / "mine.sssom.tsv")
    done = kg("propose", "dekgr:place-taizhou-jiangsu", "台州", *at)
    assert done.returncode == 0, done.stderr
    assert "Q9001" in done.stdout
    assert "decide on them with: kg link review" in done.stderr
    table = tmp_path / "mine.sssom.tsv"
    subjects = [compact(link.subject) for link in pending(read(table).links)]
    answers = {"dekgr:place-taizhou-jiangsu": iter("c"), "dekgr:place-taizhou-zhejiang": iter("x\nn")}
    typed = "".join(f"{next(answers[name], 'n')}\n" for name in subjects)
    done = kg("review", table, "--reviewer", "A Person", "--date", "2026-11-25", stdin=typed)
    assert done.returncode == 0, done.stderr
    assert "321200" in done.stdout
    (link,) = (link for link in read(table).links if link.published and link.subject == TAIZHOU)
    assert link.object == WIKIDATA + "Q9001"
    assert (link.slots["reviewer_label"], link.slots["review_date"]) == ("A Person", "2026-11-25")
    again = kg("propose", "dekgr:place-taizhou-jiangsu", *at)
    assert "0 new candidates" in again.stderr


def test_what_is_wanted_can_be_proposed_at_once(local: Server, tmp_path: Path) -> None:
    done = kg(
        *("propose", "--wanted", "--kind", "CloudPlatform", "--max", "3", "--service", local.url),
        *("--allow-private", "--to", tmp_path / "c.sssom.tsv"),
    )
    assert done.returncode == 0, done.stderr
    assert "for 3 things" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("propose", "Suzhou"), "'Suzhou' is the name of 2 things"),
        (("propose", "Taizhoou"), "did you mean"),
        (("propose",), "nothing to find candidates for"),
        (("propose", "Guiyang", "--service", "http://127.0.0.1:9/"), "inside this machine or network"),
        (("review", "none.sssom.tsv", "--reviewer", "A Person"), "cannot be read"),
        (("review", "none.sssom.tsv"), "a decision needs a name"),
        (("wanted", "--kind", "Nonsense"), "is no class of the ontology"),
        (("list", "--format", "json"), "a list is a table"),
    ],
)  # fmt: skip
def test_a_command_that_cannot_be_done_says_why(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    done = kg(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_list_for_people_is_in_words() -> None:
    shown = kg("list", "贵阳", "--format", "table", "--lang", "zh").stdout
    assert {"驻地记录", "近似", "行政区划代码GB/T"} <= set(shown.split())
    assert "dekgr:" not in shown
    some = kg("list", "--format", "table", "--max", "3")
    assert "1,133 more rows: --max 1136, or all of them: --format csv" in some.stderr


def test_lists_and_exports_are_read_again(tmp_path: Path) -> None:
    listed = kg("list", "贵阳", "--format", "csv")
    assert {line["outside"] for line in csv.DictReader(listed.stdout.splitlines())} == {
        f"{GEONAMES}1809461/", f"{WIKIDATA}Q192271"
    }  # fmt: skip
    (row, *_) = csv.DictReader(listed.stdout.splitlines())
    assert row["thing"] == "https://w3id.org/dekg/id/place-guiyang"  # data names things in full
    path = tmp_path / "all.sssom.tsv"
    assert kg("export", "--out", path).returncode == 0
    assert len(read_independently(path)[0]) == 1136
    assert path.read_text("utf-8") == write(merged(tables(FILES).values()))
    turtle = kg("export", "--format", "turtle")
    assert len(Graph().parse(data=turtle.stdout, format="turtle")) == 1136
