"""All errors of the package, one tree.

    KgError
    ├── AssetError      a file that ships with the package is missing or broken
    ├── ExportError     an export or table cannot be written as asked
    ├── ExtractError    claims cannot be read out of a text as asked
    ├── LinkError       a table of links is unusable, or a reconciliation service gives no usable answer
    ├── ModelError      a value breaks the model of claims (a figure, a period, an interval)
    ├── QueryError      a query, or a parameter of one, is not usable
    ├── ReasonError     the reasoner cannot run
    ├── SourceError     a source file or text cannot be read
    ├── StoreError      a store cannot be opened, read or written
    └── ValidateError   data or shapes to validate cannot be used

A message is one sentence: what, where, what was expected, what to do. Bad *data* inside a graph is never an
exception: it is a finding, with its claim and passage.
"""

__all__ = [
    "AssetError",
    "ExportError",
    "ExtractError",
    "KgError",
    "LinkError",
    "ModelError",
    "QueryError",
    "ReasonError",
    "SourceError",
    "StoreError",
    "ValidateError",
]


class KgError(Exception):
    """Base of all errors that a caller can mend. Its message is one line, whatever was quoted in it."""

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


class AssetError(KgError):
    """A file that ships with the package is missing or broken."""


class ExportError(KgError):
    """An export or a table cannot be written as asked."""


class ExtractError(KgError):
    """Claims cannot be read out of a text as asked."""


class LinkError(KgError):
    """A table of links is unusable, or a reconciliation service gives no usable answer."""


class ModelError(KgError):
    """A value breaks the model of claims."""


class QueryError(KgError):
    """A query, or a parameter of one, is not usable."""


class ReasonError(KgError):
    """The reasoner cannot run, or did not load what it was given."""


class SourceError(KgError):
    """A source file or text cannot be read."""


class StoreError(KgError):
    """A store cannot be opened, read or written."""


class ValidateError(KgError):
    """Data or shapes to validate cannot be used."""
