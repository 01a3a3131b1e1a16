"""None of the conclusions a careless system would draw from the seed article follows from the graph.

Each is asked twice: of the graph as it is, and of its closure under the OWL 2 RL rules.
"""

import functools
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pyoxigraph import RdfFormat, Store, parse, serialize

from kg import assets, pipeline
from kg.store import Embedded
from kg.terms import PREFIXES

SEED = "guiyang-2024-03-13"

PREFIX = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())

WRONG = {
    # 1. a fact of the city moved to the province
    "Guizhou's digital economy is over half of its GDP": """ASK { ?c a dekg:StatisticalObservation ;
        dekg:about|dekg:refArea dekgr:place-guizhou }""",
    "a data point of Guizhou has an observation": (
        "ASK { ?c dekg:onDataPoint ?p . ?p dekg:refArea dekgr:place-guizhou }"
    ),
    # 2. the broad digital economy taken for its core industries
    "the share is of the core industries": """ASK { ?c dekg:variable dekgr:variable-digital-economy-share-of-gdp
        { ?c dekg:populationScope ?s } UNION { dekgr:industry-digital-economy skos:exactMatch ?m } }""",
    # 3. a bound taken for a value, a conversion for a second value, a growth for a level
    "software revenue is a point": """ASK { ?c dekg:variable dekgr:variable-software-services-revenue
        { ?c dekg:upperValue ?v } UNION { ?c dekg:lowerInclusive true } }""",
    "software revenue was observed in dollars": "ASK { ?c dekg:onDataPoint ?p ; dekg:unit unit:CCY_USD }",
    "the conversion is an observation": "ASK { ?c a dekg:ConvertedAmount , dekg:Claim }",
    "electronic manufacturing has an output value": """ASK { ?c a dekg:Claim ; dekg:variable
        dekgr:variable-electronic-information-manufacturing-output-value }""",
    "cloud services have a revenue": "ASK { ?c a dekg:Claim ; dekg:variable dekgr:variable-cloud-services-revenue }",
    # 4. growth of value added, or of all firms
    "29.3 percent is growth of all firms": """ASK { ?c dekg:variable
        dekgr:variable-electronic-information-manufacturing-output-value-growth ; dekg:statedLexical "29.3"
        FILTER NOT EXISTS { ?c dekg:populationScope dekgr:scope-above-designated-size } }""",
    "29.3 percent is growth of value added": """ASK { ?c dekg:statedLexical "29.3" ; dekg:variable ?v .
        ?v dekg:measuredProperty dekgr:property-value-added }""",
    # 5. the joint area and its members taken for one another
    "Gui'an has a figure": "ASK { ?c a dekg:Claim ; dekg:about dekgr:place-guian }",
    "a joint fact is told of a member": "ASK { ?c dekg:about dekgr:area-guiyang-guian , dekgr:place-guiyang }",
    "F26, F28 or F29 is told of the joint area": """ASK { ?c a dekg:StatisticalObservation ;
        dekg:about dekgr:area-guiyang-guian }""",
    "Gui'an lies within Guiyang": "ASK { dekgr:place-guian dekg:administrativelyWithin+ dekgr:place-guiyang }",
    # 6. a commitment taken for a fact
    "Guiyang is connected to a city": """ASK { ?a dekg:directlyConnectedTo ?b
        FILTER (?a IN (dekgr:place-guiyang, dekgr:place-guian, dekgr:area-guiyang-guian)
          || ?b = dekgr:place-guiyang) }""",
    "a claim reports a connection": """ASK { ?c dekg:claimPredicate dekgr:predicate-directly-connected-with ;
        dekg:modality dekg:observedModality }""",
    "redundancy was observed": """ASK { ?c a dekg:StatisticalObservation ;
        dekg:variable dekgr:variable-network-capacity-redundancy }""",
    "38 cities were observed": """ASK { ?c a dekg:StatisticalObservation ;
        dekg:variable dekgr:variable-directly-connected-cities }""",
    "an intention stands on a data point": "ASK { ?c a dekg:Intention ; dekg:onDataPoint ?p }",
    "the 38 cities are Beijing and Shanghai": "ASK { ?p a dekg:PlannedConnectionSet ; dekg:membershipComplete true }",
    "cloud services are a leading industry already": """ASK { ?c dekg:targetState dekgr:state-leading-industry .
        ?c dekg:modality dekg:observedModality }""",
    # 7. the platform located, or made a party
    "Huawei Cloud is in Guiyang": """ASK { { ?x dekg:locatedIn|dekg:administrativelyWithin ?place } UNION
        { ?c dekg:claimSubject ?x ; dekg:claimPredicate dekgr:predicate-located-in }
        FILTER (?x IN (dekgr:platform-huawei-cloud, dekgr:ecosystem-huawei-cloud, dekgr:org-huawei)) }""",
    "Huawei is a party to an agreement": """ASK { ?c a dekg:Claim ; dekg:about|dekg:committedBy|dekg:claimObject ?x
        FILTER (?x IN (dekgr:platform-huawei-cloud, dekgr:org-huawei)) }""",
    "Huawei Cloud, its ecosystem and Huawei are one": """ASK { ?a owl:sameAs ?b
        FILTER (?a != ?b && ?a IN (dekgr:platform-huawei-cloud, dekgr:ecosystem-huawei-cloud, dekgr:org-huawei)) }""",
    # 8. the day of the photograph taken for the event
    "the Expo began on 26 May, by the article": """ASK { GRAPH ?g {
        ?c dekg:claimSubject dekgr:event-big-data-expo-2023 ;
        dekg:refPeriod ?p } }""",
    "the Expo was one day long": """ASK { dekgr:event-big-data-expo-2023 dekg:startDate ?day ; dekg:endDate ?day }""",
    # 9. the period taken for the date of the article
    "the article dates from 2023": """ASK { ?d a dekg:SourceDocument ; schema:datePublished ?day
        FILTER (STRSTARTS(STR(?day), "2023")) }""",
    "the day of publication is a period": """ASK { ?c dekg:refPeriod/dekg:startDate ?day .
        ?c dcterms:source/schema:datePublished ?day }""",
    "the date was read in the text": "ASK { ?d a dekg:SourceDocument ; dekg:dateBasis dekg:fromText }",
    # across all
    "a province leads with rank 1": "ASK { ?c a dekg:StatisticalObservation ; dekg:rankedAmong ?g }",
}

RIGHT = {
    "the share of Guiyang": "ASK { ?c a dekg:StatisticalObservation ; dekg:about dekgr:place-guiyang }",
    "the bound of the revenue": """ASK { ?c dekg:variable dekgr:variable-software-services-revenue ;
        dekg:lowerInclusive false }""",
    "two of 38": "ASK { ?p dekg:claimedCount 38 ; dekg:membershipComplete false }",
    "the joint area": "ASK { ?c a dekg:Commitment ; dekg:about dekgr:area-guiyang-guian }",
    "the ecosystem": "ASK { ?c dekg:claimObject dekgr:ecosystem-huawei-cloud }",
    "Guiyang within China": "ASK { dekgr:place-guiyang dekg:administrativelyWithin+ dekgr:place-china }",
}


@functools.cache
def asserted() -> Store:
    store = Store()
    pipeline.build(Embedded(store, "memory:"), [path for path in assets.corpus_files() if path.stem == SEED])
    return store


@functools.cache
def closed() -> Store:
    """The graph with all that the OWL 2 RL rules add, in one graph of its own."""
    reasonable = pytest.importorskip("reasonable", reason="the RL reasoner (extra dev) is not installed")
    reasoner = reasonable.PyReasoner()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.ttl"
        serialize((quad.triple for quad in asserted()), str(path), format=RdfFormat.N_TRIPLES)
        reasoner.load_file(str(path))
    lines = "\n".join(" ".join(part.n3() for part in triple) + " ." for triple in reasoner.reason())
    store = Store()
    store.extend(asserted())
    before = len(store)
    store.extend(parse(lines, format=RdfFormat.N_TRIPLES))
    assert len(store) > before
    return store


def ask(store: Store, query: str) -> bool:
    return bool(store.query(PREFIX + "\n" + query, use_default_graph_as_union=True))


@pytest.mark.parametrize("conclusion", WRONG)
def test_wrong_conclusion_is_not_in_the_graph(conclusion: str) -> None:
    assert not ask(asserted(), WRONG[conclusion])


@pytest.mark.parametrize("conclusion", WRONG)
def test_wrong_conclusion_is_not_derivable(conclusion: str) -> None:
    assert not ask(closed(), WRONG[conclusion])


@pytest.mark.parametrize("conclusion", RIGHT)
def test_what_the_article_says_is_there(conclusion: str) -> None:
    assert ask(asserted(), RIGHT[conclusion])
    assert ask(closed(), RIGHT[conclusion])


def test_closure_adds_what_is_entailed() -> None:
    direct = "ASK { dekgr:place-guiyang dekg:administrativelyWithin dekgr:place-china }"
    assert not ask(asserted(), direct)
    assert ask(closed(), direct)
    assert ask(closed(), "ASK { ?c a dekg:Commitment , dekg:Intention , dekg:Claim }")


def test_all_nine_are_asked() -> None:
    assert len(WRONG) >= 30
