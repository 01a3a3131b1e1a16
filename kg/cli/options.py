"""Options that several commands share: each has one name, one type and one line of help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "InferredOption",
    "Language",
    "LanguageOption",
    "ListFormat",
    "MaxOption",
    "OutOption",
    "OutcomeFormat",
    "PreferredOption",
    "ReportFormat",
    "StoreOption",
    "TableFormat",
]


class Language(StrEnum):
    """Languages of labels."""

    EN = "en"
    ZH = "zh"


class TableFormat(StrEnum):
    """Formats of an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"


class ListFormat(StrEnum):
    """Formats of a table that is never triples."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ReportFormat(StrEnum):
    """Formats of a validation report."""

    TABLE = "table"
    JSON = "json"
    TURTLE = "turtle"
    HTML = "html"


class OutcomeFormat(StrEnum):
    """Formats of what a command did."""

    TABLE = "table"
    JSON = "json"


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        envvar="KG_STORE",
        help="A folder made by `kg build`, or the address of a SPARQL endpoint. Without it: the shipped graph.",
    ),
]
InferredOption = Annotated[bool, typer.Option("--inferred", help="With what follows by the rules of OWL 2 RL.")]
PreferredOption = Annotated[bool, typer.Option("--preferred", help="With one preferred figure for each question.")]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write there, not to the screen.")]
LanguageOption = Annotated[Language, typer.Option("--lang", help="Language of labels and questions.")]
MaxOption = Annotated[int, typer.Option("--max", min=1, help="So many rows on the screen; files and pipes get all.")]
