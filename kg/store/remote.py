"""A remote store: any SPARQL 1.1 endpoint, for reading, through SPARQLWrapper.

Queries go as form POST and ask for standard formats only. Answers that a server has cut short are refused.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPException
from typing import TYPE_CHECKING, NoReturn
from urllib.error import HTTPError

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg.errors import QueryError, StoreError
from kg.graph import Version
from kg.sparql import form
from kg.store.base import Answer, Solutions

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

__all__ = ["Remote"]

TIMEOUT = 60
_LONGEST = 300
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
            QueryError: it is no query, the server refuses it, or answers with part of the result only.
            StoreError: there is no server, it does not answer in time, or not as a SPARQL endpoint does.
        """
        from SPARQLWrapper import SPARQLExceptions

        try:
            with closing(self._client(text).query().response) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                body = response.read()
        except SPARQLExceptions.QueryBadFormed as error:
            _release(error)
            raise QueryError(f"{self.address} refuses the query: {_reason(error)}") from None
        except SPARQLExceptions.SPARQLWrapperException as error:
            _release(error)
            raise StoreError(f"{self.address}: {_reason(error)}; check the address of the endpoint") from None
        except (OSError, HTTPException, ValueError) as error:  # URLError and TimeoutError are OSErrors
            _release(error)
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise StoreError(f"{self.address}: no answer within {self.timeout} s; ask for less") from None
            raise StoreError(
                f"{self.address}: no SPARQL endpoint answers there ({_one_line(reason)}); check the address"
            ) from None
        if any(name in headers for name in _PARTIAL):
            raise QueryError(f"{self.address} answered with a part of the result only; ask for fewer rows")
        return self._read(body, headers.get("content-type", ""))

    def _client(self, text: str) -> "SPARQLWrapper":
        from SPARQLWrapper import POST, SPARQLWrapper

        client = SPARQLWrapper(self.address)
        client.setMethod(POST)
        client.setTimeout(self.timeout)
        client.setOnlyConneg(True)
        with warnings.catch_warnings():  # it warns of text that it takes for no query; the server will tell better
            warnings.simplefilter("ignore")
            client.setQuery(text)
        found = form(text)
        if found is None:
            raise QueryError(f"{self.address}: an update is no query, and a remote store is only read; ask with SELECT")
        client.queryType = found  # it takes words of comments for the form
        client.addCustomHttpHeader("Accept", _TRIPLES if found in _GIVE_TRIPLES else _RESULTS)
        return client

    def _read(self, body: bytes, media_type: str) -> Answer:
        """Read an answer by the type the server gives it; without a known one, as what was asked for."""
        triples = RdfFormat.from_media_type(media_type)
        try:
            if triples is not None and triples not in {RdfFormat.N3, RdfFormat.JSON_LD}:
                return [quad.triple for quad in parse(body, format=triples)]
            results = QueryResultsFormat.from_media_type(media_type) or QueryResultsFormat.JSON
            found = parse_query_results(body, format=results)
            if isinstance(found, QuerySolutions):
                return Solutions(tuple(v.value for v in found.variables), tuple(tuple(row) for row in found))
            return bool(found)
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"{self.address}: the answer is no SPARQL result ({_one_line(error)}); check the address"
            ) from None

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the server's named graphs, one graph after another."""
        graphs = self.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        for (graph,) in graphs.rows if isinstance(graphs, Solutions) else ():
            triples = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            if not isinstance(triples, list) or not isinstance(graph, NamedNode):
                raise StoreError(
                    f"{self.address}: CONSTRUCT is not answered with triples; export from the server itself"
                )
            for triple in triples:
                yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def close(self) -> None:
        """Nothing is held open."""


_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_GIVE_TRIPLES = {"CONSTRUCT", "DESCRIBE"}


def _release(error: BaseException) -> None:
    """Close the connection of an answer that was an error; SPARQLWrapper leaves it open."""
    for found in (error, error.__context__):
        if isinstance(found, HTTPError):
            found.close()


def _reason(error: Exception) -> str:
    """Return the server's own words on one line, without what SPARQLWrapper puts around them."""
    text = _one_line(error)
    match = re.search(r"Response: ?b?(['\"])(.*)\1$", text)
    return (match[2].replace("\\n", " ").strip() if match else text) or type(error).__name__


def _one_line(words: object) -> str:
    text = " ".join(str(words).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
