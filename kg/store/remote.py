"""A remote store: any SPARQL 1.1 endpoint, for reading, through SPARQLWrapper.

Queries go as form POST and ask for standard formats only. Answers that a server has cut short are refused.
"""

from collections.abc import Iterator
from typing import NoReturn
from urllib.error import URLError

from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg.errors import QueryError, StoreError
from kg.graph import Version
from kg.store.base import Answer, Solutions

__all__ = ["Remote"]

TIMEOUT = 60
_PARTIAL = ("x-sql-state", "x-sparql-maxrows")


class Remote:
    """A SPARQL endpoint, read only."""

    def __init__(self, address: str, timeout: int = TIMEOUT) -> None:
        """Args: the address of the query endpoint, and a time limit in seconds."""
        self.address = address
        self.timeout = timeout

    def load(self, version: Version) -> bool:
        """Refuse: writing to a remote store is not done from here."""
        return self._refuse(version.document)

    def drop(self, document: str) -> bool:
        """Refuse, as `load`."""
        return self._refuse(document)

    def _refuse(self, document: str) -> NoReturn:
        raise StoreError(
            f"{self.address}: a remote store is only read ({document} was not written); build a local one with "
            "--store DIR, export it as N-Quads and load that with the server's own tools"
        )

    def query(self, text: str) -> Answer:
        """Answer a query; the default graph is what the server makes it.

        Raises:
            QueryError: the server refuses the query, or answers with part of the result only.
            StoreError: there is no server, or it does not answer in time.
        """
        from SPARQLWrapper import JSON, N3, POST, SPARQLExceptions, SPARQLWrapper

        client = SPARQLWrapper(self.address)
        client.setMethod(POST)
        client.setTimeout(self.timeout)
        client.setQuery(text)
        constructs = client.queryType in {"CONSTRUCT", "DESCRIBE"}
        client.setReturnFormat(N3 if constructs else JSON)
        client.addCustomHttpHeader("Accept", _TRIPLES if constructs else _RESULTS)
        try:
            response = client.query().response
            headers = {name.lower(): value for name, value in response.headers.items()}
            body = response.read()
        except SPARQLExceptions.QueryBadFormed as error:
            raise QueryError(f"{self.address} refuses the query: {_reason(error)}") from None
        except SPARQLExceptions.SPARQLWrapperException as error:
            raise StoreError(f"{self.address}: {_reason(error)}; check the address of the endpoint") from None
        except TimeoutError:
            raise StoreError(f"{self.address}: no answer within {self.timeout} s; ask for less") from None
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{self.address}: no SPARQL endpoint answers there ({reason}); check the address") from None
        if any(name in headers for name in _PARTIAL):
            raise QueryError(f"{self.address} answered with a part of the result only; ask for fewer rows")
        return self._read(body, constructs=constructs)

    def _read(self, body: bytes, *, constructs: bool) -> Answer:
        try:
            if constructs:
                return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
            found = parse_query_results(body, format=QueryResultsFormat.JSON)
            if isinstance(found, QueryBoolean):
                return bool(found)
            assert isinstance(found, QuerySolutions)
            return Solutions(tuple(v.value for v in found.variables), tuple(tuple(row) for row in found))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.address}: the answer is no SPARQL result ({error}); check the address") from None

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the server's named graphs, one graph after another."""
        graphs = self.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        assert isinstance(graphs, Solutions)
        for (graph,) in graphs.rows:
            triples = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            assert isinstance(triples, list)
            for triple in triples:
                yield Quad(*triple, graph)  # type: ignore[arg-type]

    def close(self) -> None:
        """Nothing is held open."""


_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


def _reason(error: Exception) -> str:
    """Return the server's own words, on one line."""
    text = " ".join(str(error).split())
    return text.replace("b'", "'").strip() or type(error).__name__
