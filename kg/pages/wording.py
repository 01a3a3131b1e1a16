"""Interface words in English and Chinese, from `words.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kg.errors import AssetError

__all__ = ["LANGUAGES", "TAGS", "interface"]

LANGUAGES = ("en", "zh")
TAGS = {"en": "en", "zh": "zh-Hans"}
"""Language tags of pages (BCP 47)."""


@cache
def interface(language: str) -> Mapping[str, str]:
    """Return the interface's words by key.

    Raises:
        AssetError: a word is missing in the language.
    """
    words = tomllib.loads(files("kg.pages").joinpath("words.toml").read_text("utf-8"))
    missing = [key for key, texts in words.items() if not texts.get(language)]
    if missing:
        raise AssetError(f"words.toml: no {language} text for {', '.join(missing)}; add it")
    return {key: texts[language] for key, texts in words.items()}
