"""From a claim to its words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import cite as citing
from kg.cite import State, locate
from kg.errors import QueryError
from kg.model import Passage
from kg.store import Solutions

TEXT = "港口城市的云服务收入去年增长12.5%。\nThe harbour city sold 3 ferries\nin 2021 and 4 more in 2022."
SEED = Path(__file__).parents[1].parent / "shared" / "seed" / "guiyang-digital-economy.txt"


def passage(words: str, text: str = TEXT) -> Passage:
    start = text.index(words)
    return Passage.of(text, start, start + len(words))


@pytest.mark.parametrize("words", ["云服务收入去年增长12.5%", "sold 3 ferries\nin 2021"])
def test_a_passage_is_found_moved_or_changed(words: str) -> None:
    wanted = passage(words)
    assert locate(TEXT, wanted).state is State.FOUND
    assert locate(TEXT, wanted).quote == words
    later = "Updated.\n\n" + TEXT
    moved = locate(later, wanted)
    assert (moved.state, moved.quote) == (State.MOVED, words)
    assert later[moved.start : moved.end] == words
    assert locate(TEXT.replace("12.5", "12.6").replace("3 ferries", "5 ferries"), wanted).state is State.CHANGED


def test_a_line_broken_elsewhere_still_matches() -> None:
    rewrapped = TEXT.replace("ferries\nin", "ferries in")
    assert locate(rewrapped, passage("sold 3 ferries\nin 2021")).state is State.FOUND


@given(st.text(min_size=1, max_size=60), st.text(max_size=20), st.data())
def test_what_stands_in_a_text_is_found_in_it(text: str, before: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wanted = Passage.of(text, start, end)
    assert locate(text, wanted).state is State.FOUND
    assert locate("", wanted).state in {State.CHANGED, State.FOUND}


def test_every_claim_of_the_shipped_graph_has_a_citation() -> None:
    with kg.open() as graph:
        answer = graph.sparql("SELECT DISTINCT ?c WHERE { GRAPH ?g { ?c dekg:assertionStrength ?s } }")
        assert isinstance(answer, Solutions)
        assert len(answer.rows) >= 40
        for (claim,) in answer.rows:
            found = graph.cite(getattr(claim, "value", ""))
            assert found.url.startswith("http")
            assert bool(found.passages) == bool(found.text_digest)
            assert found.label
            assert not found.found


def test_every_passage_of_the_seed_is_found_in_its_text() -> None:
    if not SEED.exists():
        pytest.skip("../shared is not at hand: the seed text is needed to slice passages")
    text = SEED.read_text("utf-8")
    with kg.open() as graph:
        answer = graph.sparql(
            "SELECT DISTINCT ?c WHERE { GRAPH ?g { ?c dekg:statedIn ?p ; dcterms:source ?d . "
            "?d schema:url 'http://english.guiyang.gov.cn/fgw/2024-03/13/c_970763.htm'^^xsd:anyURI . "
            "?c dekg:modality ?m } }"
        )
        assert isinstance(answer, Solutions)
        assert len(answer.rows) == 40
        for (claim,) in answer.rows:
            states = {item.state for item in graph.cite(getattr(claim, "value", ""), text).found}
            assert states == {State.FOUND}


@pytest.mark.parametrize("name", ["dekgr:claim-0000000000000000", "nonsense", "<x> } DROP", "place-guiyang", ""])
def test_what_is_no_claim_is_refused(name: str) -> None:
    with kg.open() as graph, pytest.raises(QueryError, match="claim"):
        graph.cite(name)


def test_the_link_carries_a_text_fragment_when_the_words_are_at_hand() -> None:
    found = citing.Found(State.FOUND, 0, 5, "a-b c")
    cited = citing.Citation("c", "l", "d", "http://example.org/", "t", "", "", "", None, (), (found,))
    assert cited.link() == "http://example.org/#:~:text=a%2Db%20c"
