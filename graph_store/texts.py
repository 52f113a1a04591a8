"""In which language texts are, and how the index of full-text search reads them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph_schema.errors import UsageError

ANALYZERS: Mapping[str, str] = {
    "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "ckb": "sorani", "cs": "czech", "da": "danish",
    "de": "german", "el": "greek", "en": "english", "es": "spanish", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "gl": "galician", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "ja": "cjk", "ko": "cjk", "lt": "lithuanian",
    "lv": "latvian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese",
    "pt-br": "brazilian", "ro": "romanian", "ru": "russian", "sv": "swedish", "th": "thai",
    "tr": "turkish", "zh": "cjk",
}  # fmt: skip
"""Neo4j's analyzer of each language that it has one for, by the language's tag."""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class TextSettings:
    """The language of what is told, as a tag of BCP 47, and the analyzer that search uses; empty: not said."""

    lang: str = ""
    analyzer: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "TextSettings":
        """Read JOURNEYGRAPH_LANG, and JOURNEYGRAPH_ANALYZER, which else follows from it.

        Raises UsageError for what is no tag of a language.
        """
        lang = environment.get("JOURNEYGRAPH_LANG", "").strip()
        if lang and not _TAG.fullmatch(lang):
            raise UsageError(f"JOURNEYGRAPH_LANG is {lang!r}.", "Write the tag of a language, such as de or pt-BR.")
        return cls(lang, environment.get("JOURNEYGRAPH_ANALYZER", "").strip() or _analyzer(lang))


def _analyzer(lang: str) -> str:
    tag = lang.casefold()
    return ANALYZERS.get(tag, ANALYZERS.get(tag.partition("-")[0], ""))
