"""The reference data other than places: complete, in two languages, unambiguous, and mapped with care.

Cases live in `tests/reference/`: the individuals every part relies on, the mappings to classifications, and the words
that announce two things on purpose.
"""

import csv
import functools
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "ontology" / "reference"
CASES = ROOT / "tests" / "reference"
FILES = ("codes", "units", "industries", "variables", "schemes", "entities")
WORD_FILES = ("cues", "grammar", "reasons")
"""Files of words alone, with header and clean text but without definitions of each concept."""

DEKG = Namespace("https://w3id.org/dekg/ontology#")
DEKGR = Namespace("https://w3id.org/dekg/id/")
UNIT = Namespace("http://qudt.org/vocab/unit/")
QUDT = Namespace("http://qudt.org/schema/qudt/")
XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
BIBO = Namespace("http://purl.org/ontology/bibo/")
VANN = Namespace("http://purl.org/vocab/vann/")
PREFIXES = {"dekg": str(DEKG), "dekgr": str(DEKGR), "unit": str(UNIT), "qudt": str(QUDT), "skos": str(SKOS)}

CODE_LISTS = {
    "Comparator": 8,
    "Modality": 5,
    "AssertionStrength": 3,
    "CitationLevel": 2,
    "DateBasis": 3,
    "StatType": 8,
    "ComparisonBasis": 5,
    "PriceBasis": 2,
    "ValueStatus": 4,
    "FulfilmentOutcome": 3,
}
"""The closed lists, with their exact number of codes."""

OPEN_LISTS = {
    "PopulationScope": 8,
    "Predicate": 28,
    "Manner": 5,
    "TargetState": 5,
    "MeasuredProperty": 50,
    "Industry": 60,
    "ProductClass": 10,
    "IndustryChain": 4,
    "Capability": 8,
}
"""The lists that grow, with the least number of concepts."""

SILENT = {"AssertionStrength", "CitationLevel", "DateBasis", "FulfilmentOutcome", "ValueStatus"}
"""Lists no word of a text announces, or not for every code."""

GROWTH_WITHOUT_LEVEL: set[str] = set()
"""Growth variables whose level variable is not written."""

GROWTH_SLUGS: dict[object, str] = {
    DEKG.yearOnYear: "-growth",
    DEKG.cumulativeGrowth: "-cumulative-growth",
    DEKG.averageAnnual: "-average-annual-growth",
}

SEVEN_INDUSTRIES = (
    "electronic-information-manufacturing",
    "software-it-services",
    "cloud-services",
    "artificial-intelligence",
    "beidou-applications",
    "metaverse",
    "animation",
)
MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def short(term: URIRef) -> str:
    return next((f"{p}:{term.removeprefix(ns)}" for p, ns in PREFIXES.items() if term.startswith(ns)), str(term))


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@functools.cache
def one(name: str) -> Graph:
    return Graph().parse(REFERENCE / f"{name}.ttl")


@functools.cache
def reference() -> Graph:
    graph = Graph()
    for name in FILES:
        graph += one(name)
    return graph


@functools.cache
def everything() -> Graph:
    graph = Graph()
    for path in sorted(REFERENCE.glob("*.ttl")):
        graph.parse(path)
    return graph


@functools.cache
def ontology() -> Graph:
    graph = Graph()
    for path in [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "ontology" / "align").glob("*.ttl")]:
        graph.parse(path)
    return graph


def members(kind: URIRef) -> list[URIRef]:
    return sorted(term for term in reference().subjects(RDF.type, kind) if isinstance(term, URIRef))


def languages(term: URIRef, predicate: URIRef) -> Counter[str | None]:
    return Counter(text.language for text in reference().objects(term, predicate) if isinstance(text, Literal))


VARIABLES = members(DEKG.StatisticalVariable)
INDIVIDUALS = rows("individuals.csv")
MAPPED = rows("mappings.csv")


def test_suites_find_their_cases() -> None:
    assert len(INDIVIDUALS) == 135
    assert len(MAPPED) == 57
    assert len(VARIABLES) >= 300
    assert len(members(QUDT.Unit)) >= 45
    assert len(members(DEKG.Organization)) >= 80
    assert len(rows("ambiguous-words.csv")) == 2


@pytest.mark.parametrize("name", FILES + WORD_FILES)
def test_a_file_reads_the_same_in_both_engines_and_holds_no_blank_node(name: str) -> None:
    triples = list(pyoxigraph.parse(path=REFERENCE / f"{name}.ttl", format=pyoxigraph.RdfFormat.TURTLE))
    assert len({str(triple) for triple in triples}) == len(one(name))
    assert not [node for triple in one(name) for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize("name", FILES + WORD_FILES)
def test_a_file_has_a_full_header(name: str) -> None:
    graph, header = one(name), URIRef(f"https://w3id.org/dekg/ontology/reference/{name}")
    assert (header, RDF.type, OWL.Ontology) in graph
    assert graph.value(header, OWL.versionIRI) == URIRef(f"{header}/0.1.0")
    for predicate in (DCTERMS.title, DCTERMS.abstract, DCTERMS.rights):
        assert {text.language for text in graph.objects(header, predicate) if isinstance(text, Literal)} == {"en", "zh"}
    for predicate in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified):
        assert graph.value(header, predicate) == Literal("2026-11-24T00:00:00Z", datatype=XSD.dateTime)
    assert graph.value(header, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    for predicate in (DCTERMS.creator, DCTERMS.publisher):
        assert graph.value(header, predicate) == DEKGR["org-dekg-contributors"]
    for predicate in (
        OWL.versionInfo,
        DCTERMS.bibliographicCitation,
        BIBO.status,
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
    ):
        assert graph.value(header, predicate) is not None, predicate


@pytest.mark.parametrize("name", FILES + WORD_FILES)
def test_numbers_are_decimals_and_integers_never_floats(name: str) -> None:
    kinds = {text.datatype for text in one(name).objects() if isinstance(text, Literal) and text.datatype}
    assert kinds <= {XSD.decimal, XSD.integer, XSD.boolean, XSD.dateTime, XSD.date}


@pytest.mark.parametrize("row", INDIVIDUALS, ids=lambda row: row["individual"])
def test_an_individual_other_parts_rely_on_is_there(row: dict[str, str]) -> None:
    term = iri(row["individual"])
    assert (term, RDF.type, iri(row["class"])) in reference()
    assert languages(term, SKOS.prefLabel) == {"en": 1, "zh": 1}
    assert languages(term, SKOS.definition) == {"en": 1, "zh": 1}


def test_every_named_thing_has_one_label_and_one_definition_in_each_language() -> None:
    without_definition = {XKOS.ClassificationLevel, XKOS.ConceptAssociation}
    found = 0
    for term in set(reference().subjects(RDF.type)):
        kinds = set(reference().objects(term, RDF.type))
        if OWL.Ontology in kinds or not isinstance(term, URIRef):
            continue
        found += 1
        assert languages(term, SKOS.prefLabel) == {"en": 1, "zh": 1}, term
        if not kinds & without_definition:
            assert languages(term, SKOS.definition) == {"en": 1, "zh": 1}, term
    assert found > 700


@pytest.mark.parametrize(("kind", "size"), CODE_LISTS.items())
def test_a_closed_list_has_its_codes_and_one_scheme(kind: str, size: int) -> None:
    codes = members(DEKG[kind])
    assert len(codes) == size
    assert all(code.startswith(str(DEKG)) for code in codes)
    schemes = {reference().value(code, SKOS.inScheme) for code in codes}
    assert len(schemes) == 1
    assert (schemes.pop(), RDF.type, SKOS.ConceptScheme) in reference()


@pytest.mark.parametrize(("kind", "least"), OPEN_LISTS.items())
def test_an_open_list_has_at_least_its_concepts_and_one_scheme(kind: str, least: int) -> None:
    concepts = members(DEKG[kind])
    assert len(concepts) >= least
    assert len({reference().value(concept, SKOS.inScheme) for concept in concepts}) == 1


@pytest.mark.parametrize("kind", sorted({*CODE_LISTS, *OPEN_LISTS, "StatisticalVariable"} - SILENT))
def test_texts_in_both_languages_can_announce_each_member(kind: str) -> None:
    for term in members(DEKG[kind]):
        assert set(languages(term, DEKG.announcingWord)) == {"en", "zh"}, term


def test_units_are_announced_in_both_languages() -> None:
    for unit in members(QUDT.Unit):
        assert set(languages(unit, DEKG.announcingWord)) == {"en", "zh"}, unit


def test_about_has_a_tolerance_and_each_modality_a_class() -> None:
    tolerance = reference().value(DEKG.approximately, DEKG.relativeTolerance)
    assert tolerance == Literal("0.05", datatype=XSD.decimal)
    classes = {short(m): reference().value(m, DEKG.claimClass) for m in members(DEKG.Modality)}
    assert classes == {
        "dekg:observedModality": DEKG.StatisticalObservation,
        "dekg:forecastModality": DEKG.Forecast,
        "dekg:targetModality": DEKG.Target,
        "dekg:commitmentModality": DEKG.Commitment,
        "dekg:aimModality": DEKG.Aim,
    }


def test_value_statuses_carry_the_codes_of_sdmx() -> None:
    codes = {short(s): str(reference().value(s, SKOS.notation)) for s in members(DEKG.ValueStatus)}
    assert codes == {
        "dekg:statusNormal": "A",
        "dekg:statusEstimated": "E",
        "dekg:statusProvisional": "P",
        "dekg:statusForecast": "F",
    }


def test_no_currency_can_be_converted_by_a_multiplier() -> None:
    currencies = [unit for unit in members(QUDT.Unit) if "CCY_" in unit]
    assert len(currencies) >= 8
    for unit in currencies:
        assert reference().value(unit, QUDT.conversionMultiplier) is None
        assert reference().value(unit, SKOS.notation) == Literal(unit.removeprefix(str(UNIT) + "CCY_"))
        assert languages(unit, SKOS.scopeNote) == {"en": 1, "zh": 1}


def test_a_scaled_unit_names_its_base_and_its_multiplier() -> None:
    scaled = {short(unit): unit for unit in members(QUDT.Unit) if reference().value(unit, QUDT.scalingOf)}
    assert len(scaled) >= 15
    too_large = {"dekgr:unit-zflops", "dekgr:unit-zettabyte"}
    for name, unit in scaled.items():
        multiplier = reference().value(unit, QUDT.conversionMultiplier)
        assert (multiplier is None) == (name in too_large), name
    assert reference().value(iri("dekgr:unit-eflops"), QUDT.scalingOf) == UNIT.FLOPS
    for a, b in (("dekgr:unit-eflops", "unit:PetaFLOPS"), ("dekgr:unit-tbps", "dekgr:unit-gbps")):
        factors = [reference().value(iri(n), QUDT.conversionMultiplier) for n in (a, b)]
        assert all(isinstance(factor, Literal) for factor in factors)
        assert factors[0].toPython() == 1000 * factors[1].toPython()  # type: ignore[union-attr]


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda v: v.rpartition("/")[2])
def test_a_variable_says_what_it_measures_and_how(variable: URIRef) -> None:
    graph = reference()
    for predicate, kind in (
        (DEKG.measuredProperty, DEKG.MeasuredProperty),
        (DEKG.industry, DEKG.Industry),
        (DEKG.statType, DEKG.StatType),
    ):
        values = list(graph.objects(variable, predicate))
        assert len(values) == 1
        assert (values[0], RDF.type, kind) in graph
    units = list(graph.objects(variable, DEKG.allowedUnit))
    assert units
    assert all((unit, RDF.type, QUDT.Unit) in graph for unit in units)
    stat = graph.value(variable, DEKG.statType)
    bases = list(graph.objects(variable, DEKG.denominator))
    assert len(bases) == (1 if stat == DEKG.share else 0)
    assert all(graph.value(whole, DEKG.statType) in {DEKG.level, DEKG["count"]} for whole in bases)
    levels = list(graph.objects(variable, DEKG.growthOf))
    if stat == DEKG.growthRate:
        assert graph.value(variable, DEKG.comparisonBasis) is not None
        assert len(levels) == 1 or short(variable) in GROWTH_WITHOUT_LEVEL
    else:
        assert not levels
    for other in (*bases, *levels, *graph.objects(variable, RDFS.seeAlso)):
        assert (other, RDF.type, DEKG.StatisticalVariable) in graph


UNITS_OF = {
    DEKG.share: {UNIT.PERCENT},
    DEKG.growthRate: {UNIT.PERCENT},
    DEKG.difference: {DEKGR["unit-percentage-point"]},
    DEKG.rank: {DEKGR["unit-rank"]},
    DEKG["count"]: {UNIT.NUM},
    DEKG["index"]: {DEKGR["unit-index-point"]},
}


@pytest.mark.parametrize(("stat", "units"), UNITS_OF.items(), ids=[stat.rpartition("#")[2] for stat in UNITS_OF])
def test_the_kind_of_statistic_decides_the_unit(stat: URIRef, units: set[URIRef]) -> None:
    found = [v for v in VARIABLES if (v, DEKG.statType, stat) in reference()]
    assert found
    for variable in found:
        assert set(reference().objects(variable, DEKG.allowedUnit)) == units, variable


def test_a_variable_of_money_allows_every_currency_and_nothing_else() -> None:
    currencies = {unit for unit in members(QUDT.Unit) if "CCY_" in unit}
    money = [v for v in VARIABLES if (v, DEKG.allowedUnit, UNIT.CCY_CNY) in reference()]
    assert len(money) >= 100
    for variable in money:
        assert set(reference().objects(variable, DEKG.allowedUnit)) == currencies, variable


def test_a_growth_variable_measures_what_its_level_measures() -> None:
    pairs = list(reference().subject_objects(DEKG.growthOf))
    assert len(pairs) >= 100
    for growth, level in pairs:
        basis = reference().value(growth, DEKG.comparisonBasis)
        assert str(growth) == f"{level}{GROWTH_SLUGS[basis]}"
        for predicate in (DEKG.measuredProperty, DEKG.industry):
            assert reference().value(growth, predicate) == reference().value(level, predicate)
        assert reference().value(level, DEKG.statType) in {DEKG.level, DEKG["count"], DEKG.ratio}


def test_two_variables_never_mean_the_same() -> None:
    graph = reference()
    parts = (
        DEKG.measuredProperty,
        DEKG.industry,
        DEKG.statType,
        DEKG.denominator,
        DEKG.comparisonBasis,
        DEKG.priceBasis,
        DEKG.growthOf,
        RDFS.seeAlso,
    )
    seen: dict[str, URIRef] = {}
    for variable in VARIABLES:
        for language in ("en", "zh"):
            label = next(t for t in graph.objects(variable, SKOS.prefLabel) if getattr(t, "language", "") == language)
            assert seen.setdefault(f"{label}@{language}", variable) == variable
    keys = Counter(tuple(graph.value(v, p) for p in parts) for v in VARIABLES)
    assert max(keys.values()) == 1


def test_output_value_value_added_and_revenue_are_kept_apart() -> None:
    graph = reference()
    for a, b in combinations(("output-value", "value-added", "revenue"), 2):
        one_, other = DEKGR[f"property-{a}"], DEKGR[f"property-{b}"]
        assert (one_, SKOS.related, other) in graph or (other, SKOS.related, one_) in graph
    properties = set(members(DEKG.MeasuredProperty))
    for p in (SKOS.exactMatch, SKOS.closeMatch, OWL.sameAs):
        assert not [a for a, b in graph.subject_objects(p) if a in properties and b in properties]


def test_a_word_announces_two_members_of_a_class_only_where_listed() -> None:
    listed = {
        (row["class"], row["language"], row["word"]): set(row["individuals"].split())
        for row in rows("ambiguous-words.csv")
    }
    claims: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for term, word in reference().subject_objects(DEKG.announcingWord):
        assert isinstance(term, URIRef)
        assert isinstance(word, Literal)
        for kind in reference().objects(term, RDF.type):
            assert isinstance(kind, URIRef)
            claims[short(kind), word.language or "", word.casefold()].add(short(term))
    assert len(claims) > 3000
    assert {key: terms for key, terms in claims.items() if len(terms) > 1} == listed


def test_words_and_labels_are_clean_text() -> None:
    for predicate in (DEKG.announcingWord, SKOS.prefLabel, SKOS.altLabel):
        for term, text in reference().subject_objects(predicate):
            assert str(text) == " ".join(str(text).split()), (term, text)
            assert text, term


def test_an_alias_does_not_repeat_the_name() -> None:
    for term in set(reference().subjects(SKOS.altLabel)):
        assert not set(reference().objects(term, SKOS.altLabel)) & set(reference().objects(term, SKOS.prefLabel)), term


def test_broader_has_no_cycle_and_never_meets_related() -> None:
    graph = reference()
    pairs = list(graph.subject_objects(SKOS.broader))
    assert len(pairs) > 100
    for term in {child for child, _ in pairs}:
        above = set(graph.transitive_objects(term, SKOS.broader)) - {term}
        assert term not in {parent for node in above for parent in graph.objects(node, SKOS.broader)}, term
        for predicate in (SKOS.related, SKOS.relatedMatch):
            near = set(graph.objects(term, predicate)) | set(graph.subjects(predicate, term))
            assert not above & near, term
    for child, parent in pairs:
        assert graph.value(child, SKOS.inScheme) == graph.value(parent, SKOS.inScheme)


def test_a_pair_has_one_mapping_relation_and_no_exact_match_between_schemes() -> None:
    graph = reference()
    seen = Counter((a, b) for p in MAPPINGS for a, b in graph.subject_objects(p))
    assert max(seen.values()) == 1
    industries = set(members(DEKG.Industry))
    assert not [a for a, _ in graph.subject_objects(SKOS.exactMatch) if a in industries]


def test_every_industry_hangs_below_a_top_concept() -> None:
    graph, scheme = reference(), DEKGR["scheme-industries"]
    tops = set(graph.objects(scheme, SKOS.hasTopConcept))
    assert tops == {DEKGR["industry-digital-economy"], DEKGR["industry-whole-economy"]}
    for industry in members(DEKG.Industry):
        assert tops & set(graph.transitive_objects(industry, SKOS.broader)), industry
        assert (graph.value(industry, SKOS.broader) is None) == (industry in tops)
    for slug in SEVEN_INDUSTRIES:
        above = set(graph.transitive_objects(DEKGR[f"industry-{slug}"], SKOS.broader))
        assert DEKGR["industry-digital-economy"] in above


def test_no_industry_is_also_a_product_a_capability_or_a_body() -> None:
    kinds = [DEKG[k] for k in ("Industry", "ProductClass", "Capability", "Organization", "CloudPlatform", "Event")]
    for a, b in combinations(kinds, 2):
        assert not set(members(a)) & set(members(b))


def test_the_huawei_company_its_cloud_and_its_ecosystem_are_three_things() -> None:
    graph = reference()
    company, cloud, ecosystem = DEKGR["org-huawei"], DEKGR["platform-huawei-cloud"], DEKGR["ecosystem-huawei-cloud"]
    assert set(graph.objects(company, RDF.type)) == {DEKG.Organization}
    assert set(graph.objects(cloud, RDF.type)) == {DEKG.CloudPlatform}
    assert set(graph.objects(ecosystem, RDF.type)) == {DEKG.DigitalEcosystem}
    assert (cloud, DEKG.operatedBy, company) in graph
    assert (ecosystem, DEKG.ecosystemOf, cloud) in graph
    assert not [p for p in graph.predicates(cloud) if p in {DEKG.locatedIn, DEKG.administrativelyWithin}]
    names = [{str(t).casefold() for p in (SKOS.prefLabel, SKOS.altLabel) for t in graph.objects(x, p)}
             for x in (company, cloud, ecosystem)]  # fmt: skip
    assert not names[0] & names[1]
    assert not names[1] & names[2]
    assert not names[0] & names[2]


def test_every_platform_has_an_operator() -> None:
    platforms = members(DEKG.CloudPlatform)
    assert len(platforms) >= 8
    for platform in platforms:
        operator = reference().value(platform, DEKG.operatedBy)
        assert (operator, RDF.type, DEKG.Organization) in reference()


def test_the_expo_of_2023_is_an_edition_with_its_days() -> None:
    graph, expo = reference(), DEKGR["event-big-data-expo-2023"]
    assert graph.value(expo, DEKG.editionOf) == DEKGR["series-big-data-expo"]
    assert graph.value(expo, DEKG.startDate) == Literal("2023-05-26", datatype=XSD.date)
    assert graph.value(expo, DEKG.endDate) == Literal("2023-05-28", datatype=XSD.date)
    assert languages(expo, SKOS.scopeNote) == {"en": 1, "zh": 1}


def test_predicates_name_classes_and_properties_of_the_ontology() -> None:
    graph = reference()
    for predicate in members(DEKG.Predicate):
        assert list(graph.objects(predicate, DEKG.subjectClass)), predicate
        intransitive = graph.value(predicate, DEKG.intransitive)
        assert isinstance(intransitive, Literal)
        assert intransitive.toPython() == (not list(graph.objects(predicate, DEKG.objectClass))), predicate
        for key in (DEKG.subjectClass, DEKG.objectClass):
            for kind in graph.objects(predicate, key):
                assert (kind, RDF.type, OWL.Class) in ontology(), (predicate, kind)
        for named in graph.objects(predicate, DEKG.expressesProperty):
            assert (named, RDF.type, OWL.ObjectProperty) in ontology(), (predicate, named)
    assert (DEKGR["predicate-under-construction"], DEKG.intransitive, Literal(True)) in graph


@pytest.mark.parametrize("scheme", ["nbs2021", "gbt4754", "isic4", "isic5", "nace21"])
def test_a_classification_has_codes_levels_and_a_version(scheme: str) -> None:
    graph, node = reference(), DEKGR[f"scheme-{scheme}"]
    assert graph.value(node, OWL.versionInfo) is not None
    classes = [c for c in graph.subjects(SKOS.inScheme, node) if (c, RDF.type, SKOS.Concept) in graph]
    notations = [str(graph.value(c, SKOS.notation)) for c in classes]
    assert len(classes) >= 7
    assert len(set(notations)) == len(notations)
    for concept, notation in zip(classes, notations, strict=True):
        assert str(concept) == f"{DEKGR}{scheme}-{notation.replace('.', '').lower()}"
    levels = [n for n in graph.subjects(SKOS.inScheme, node) if (n, RDF.type, XKOS.ClassificationLevel) in graph]
    assert len(levels) >= 2
    assert sorted(map(str, classes)) == sorted(str(m) for n in levels for m in graph.objects(n, SKOS.member))
    for level in levels:
        assert graph.value(level, XKOS.depth) is not None


def test_the_classification_of_the_digital_economy_is_complete() -> None:
    graph = reference()
    counts = {"01": 6, "02": 5, "03": 5, "04": 7, "05": 9}
    for code, size in counts.items():
        below = sorted(str(c).rpartition("-")[2] for c in graph.subjects(SKOS.broader, DEKGR[f"nbs2021-{code}"]))
        assert below == [f"{code}{number:02}" for number in range(1, size + 1)]
    core = {str(m).rpartition("-")[2] for m in graph.objects(DEKGR["nbs2021-core"], SKOS.member)}
    assert core == {"01", "02", "03", "04"}


def test_mappings_to_classifications_are_those_of_the_table() -> None:
    graph, industries = reference(), set(members(DEKG.Industry))
    written = {
        (short(a).removeprefix("dekgr:"), p.rpartition("#")[2], short(b).removeprefix("dekgr:"))
        for p in MAPPINGS
        for a, b in graph.subject_objects(p)
        if isinstance(a, URIRef) and isinstance(b, URIRef) and a in industries and b not in industries
    }
    assert written == {(row["industry"], row["relation"], row["target"]) for row in MAPPED}


@pytest.mark.parametrize("row", MAPPED, ids=lambda row: f"{row['industry']}-{row['target']}")
def test_a_mapping_says_how_far_it_reaches_and_whether_it_was_verified(row: dict[str, str]) -> None:
    graph = reference()
    source, target = DEKGR[row["industry"]], DEKGR[row["target"]]
    assert (target, RDF.type, SKOS.Concept) in graph
    link = DEKGR[f"mapping-{row['industry'].removeprefix('industry-')}-{row['target']}"]
    assert graph.value(link, XKOS.sourceConcept) == source
    assert graph.value(link, XKOS.targetConcept) == target
    assert languages(link, DEKG.coverage) == {"en": 1, "zh": 1}
    verified = row["verified"] == "yes"
    assert str(graph.value(link, BIBO.status)).endswith("accepted" if verified else "draft")
    assert bool(list(graph.objects(link, SKOS.editorialNote))) != verified


def test_the_digital_economy_is_the_union_of_five_divisions_and_never_the_core() -> None:
    graph, economy = reference(), DEKGR["industry-digital-economy"]
    assert set(graph.objects(economy, SKOS.narrowMatch)) == {DEKGR[f"nbs2021-0{n}"] for n in range(1, 6)}
    for predicate in (SKOS.exactMatch, SKOS.closeMatch):
        assert not list(graph.objects(economy, predicate))
        assert not list(graph.subject_objects(predicate)) or (economy, predicate, DEKGR["nbs2021-core"]) not in graph


def test_the_metaverse_has_no_match_and_says_so() -> None:
    graph, metaverse = reference(), DEKGR["industry-metaverse"]
    assert not [p for p in MAPPINGS if (metaverse, p, None) in graph]
    assert languages(metaverse, SKOS.editorialNote) == {"en": 1, "zh": 1}


def test_nothing_is_the_same_as_anything_and_nothing_is_linked_outside_yet() -> None:
    assert not list(reference().subject_objects(OWL.sameAs))
    text = "".join((REFERENCE / f"{name}.ttl").read_text(encoding="utf-8") for name in FILES)
    assert "wikidata" not in text.casefold()


def test_every_term_of_ours_is_declared() -> None:
    used = {t for triple in everything() for t in triple if isinstance(t, URIRef) and t.startswith(str(DEKG))}
    assert len(used) > 80
    codes = {t for t in used if any(everything().objects(t, SKOS.inScheme))}
    declared = set(ontology().subjects(RDF.type))
    assert used - codes - declared == set()


def test_every_thing_of_ours_that_is_named_exists() -> None:
    graph = everything()
    named = {
        t for triple in graph for t in triple if isinstance(t, URIRef) and t.startswith(str(DEKGR)) and t != str(DEKGR)
    }
    assert len(named) > 1500
    assert {t for t in named if graph.value(t, RDF.type) is None} == set()


def test_no_thing_is_described_in_two_files() -> None:
    homes: dict[URIRef, set[str]] = defaultdict(set)
    for path in sorted(REFERENCE.glob("*.ttl")):
        for term in Graph().parse(path).subjects(RDF.type):
            if isinstance(term, URIRef):
                homes[term].add(path.name)
    assert {term: names for term, names in homes.items() if len(names) > 1} == {}
