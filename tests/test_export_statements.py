"""Nanopublications and RDF 1.2 say what the graph says, and independent readers find them well formed."""

import warnings

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import export
from kg.export import Material, nanopub, rdf12
from kg.terms import BASE, DCTERMS, DEKG, PREFIXES, RDF

NP = "http://www.nanopub.org/nschema#"
PARTS = {"head", "assertion", "provenance", "pubinfo"}


@pytest.fixture(scope="module")
def publications(material: Material) -> dict[str, dict[str, set[ox.Triple]]]:
    """Triples by publication and part."""
    found: dict[str, dict[str, set[ox.Triple]]] = {}
    for quad in ox.parse(nanopub.write(material), format=ox.RdfFormat.TRIG):
        assert isinstance(quad.graph_name, ox.NamedNode)
        name, _, part = quad.graph_name.value.partition("#")
        found.setdefault(name, {}).setdefault(part, set()).add(quad.triple)
    return found


def test_each_claim_is_one_publication_of_four_graphs(
    publications: dict[str, dict[str, set[ox.Triple]]], material: Material
) -> None:
    claims = material.statements.members("dekg:Claim")
    assert set(publications) == set(claims)
    for name, parts in publications.items():
        assert set(parts) == PARTS
        np = ox.NamedNode(name + nanopub.NAME)
        assert parts["head"] == {
            ox.Triple(np, ox.NamedNode(RDF + "type"), ox.NamedNode(NP + "Nanopublication")),
            ox.Triple(np, ox.NamedNode(NP + "hasAssertion"), ox.NamedNode(f"{name}#assertion")),
            ox.Triple(np, ox.NamedNode(NP + "hasProvenance"), ox.NamedNode(f"{name}#provenance")),
            ox.Triple(np, ox.NamedNode(NP + "hasPublicationInfo"), ox.NamedNode(f"{name}#pubinfo")),
        }
        about = {part: {t.subject for t in parts[part]} for part in PARTS}
        assert ox.NamedNode(f"{name}#assertion") in about["provenance"]
        assert np in about["pubinfo"]
        created = [t for t in parts["pubinfo"] if t.predicate.value == DCTERMS + "created"]
        assert len(created) == 1


def test_what_is_asserted_is_in_the_graph_and_tells_nothing_of_its_source(
    publications: dict[str, dict[str, set[ox.Triple]]], material: Material
) -> None:
    graph = {quad.triple for quad in material.quads}
    for parts in publications.values():
        assert parts["assertion"] <= graph
        predicates = {triple.predicate.value for triple in parts["assertion"]}
        assert not predicates & {DCTERMS + "source", DEKG + "statedIn"}
        ours = {triple for triple in parts["provenance"] if not str(triple.subject).endswith("#assertion>")}
        assert ours <= graph


def test_the_provenance_names_passage_or_document(
    publications: dict[str, dict[str, set[ox.Triple]]], material: Material
) -> None:
    derived, found = PREFIXES["prov"] + "wasDerivedFrom", material.statements
    for claim in found.members("dekg:Claim"):
        parts = publications[claim]
        named = sorted(str(t.object)[1:-1] for t in parts["provenance"] if t.predicate.value == derived)
        assert named == (found.all(claim, DEKG + "statedIn") or [found.source(claim)])


def test_an_independent_implementation_finds_them_valid(publications: dict[str, dict[str, set[ox.Triple]]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package uses names that rdflib has deprecated
        from nanopub import Nanopub
        from nanopub.utils import MalformedNanopubError

        for name in sorted(publications)[:12]:
            for left_out in ("", "pubinfo"):
                dataset = rdflib.Dataset()
                quads = [
                    ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(f"{name}#{part}"))
                    for part, triples in publications[name].items()
                    if part != left_out
                    for t in triples
                ]
                dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS), format="nquads")
                if not left_out:
                    assert Nanopub(rdf=dataset).is_valid
                    continue
                with pytest.raises(MalformedNanopubError):
                    assert not Nanopub(rdf=dataset).is_valid


def test_nanopublications_are_the_same_bytes_in_whatever_order(material: Material) -> None:
    assert nanopub.write(Material(reversed(material.quads), material.vocabulary)) == nanopub.write(material)


@pytest.mark.parametrize("format", ["cube", "nanopub", "catalogue"])
def test_what_is_derived_is_read_alike_by_both_engines(format: str, small: Material) -> None:
    data = export.write(format, small)
    assert isinstance(data, bytes)
    kind = ox.RdfFormat.TRIG if format == "nanopub" else ox.RdfFormat.TURTLE
    ours = {quad.triple for quad in ox.parse(data, format=kind)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=data.decode(), format="trig" if format == "nanopub" else "turtle")
        lines = rdflib.Graph()
        for subject, predicate, target, _ in dataset.quads():
            lines.add((subject, predicate, target))
    theirs = rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in ours), format="ntriples")
    assert len(theirs) == len(ours) > 50
    assert isomorphic(lines, theirs)


# -- RDF 1.2 ----------------------------------------------------------------------------------------------------------


def test_rdf12_holds_the_whole_graph_and_what_claims_reify(material: Material) -> None:
    read = set(ox.parse(rdf12.write(material), format=ox.RdfFormat.TRIG))
    reified = {quad for quad in read if quad.predicate.value == RDF + "reifies"}
    assert read - reified == set(material.quads)
    assert len(reified) > 400
    claims = set(material.statements.members("dekg:Claim"))
    for quad in reified:
        assert isinstance(quad.object, ox.Triple)
        assert isinstance(quad.subject, ox.NamedNode)
        assert quad.subject.value in claims


def test_rivals_reify_rival_statements_about_one_data_point_and_none_is_asserted(material: Material) -> None:
    first, second = material.conflicts.conflicts[0].claims
    one, other = (list(rdf12.statements(claim, material)) for claim in (first, second))
    assert {t.subject for t in one} == {t.subject for t in other}
    assert set(one) != set(other)
    graph = {quad.triple for quad in material.quads}
    assert not graph & {*one, *other}


def test_a_relation_reifies_the_property_its_predicate_expresses(material: Material) -> None:
    said = {t for c in material.statements.members("dekg:RelationClaim") for t in rdf12.statements(c, material)}
    guiyang, guizhou = (ox.NamedNode(f"{BASE}id/place-{name}") for name in ("guiyang", "guizhou"))
    assert ox.Triple(guiyang, ox.NamedNode(DEKG + "capitalOf"), guizhou) in said


def test_the_query_language_of_rdf12_reaches_the_passage(material: Material) -> None:
    store = ox.Store()
    store.bulk_load(rdf12.write(material), ox.RdfFormat.TRIG)
    rows = store.query(
        f"SELECT ?claim ?passage {{ GRAPH ?g {{ ?claim <{RDF}reifies> <<( ?point <{DEKG}lowerValue> ?low )>> ; "
        f"<{DEKG}statedIn> ?passage }} }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert len(list(rows)) > 5
