"""Trusted documents: the only operations that are run, where somebody lists them."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import orjson

from graph_schema.errors import UsageError

ENDINGS = (".graphql", ".gql")


class TrustedDocuments:
    """Documents by id, where clients choose ids, and by the SHA-256 of their text."""

    def __init__(self, by_id: Mapping[str, str]) -> None:
        self._texts = {_digest(text): text for text in by_id.values()} | dict(by_id)

    def find(self, document_id: str) -> str | None:
        """The text of a document; None for one that isn't listed. An id may name its hash: `sha256:...`."""
        return self._texts.get(document_id.removeprefix("sha256:"))

    def holds(self, text: str) -> bool:
        """Whether a text is that of a document."""
        return self._texts.get(_digest(text)) == text

    @classmethod
    def read(cls, path: Path) -> "TrustedDocuments":
        """Read a folder of documents, or a manifest: `{id: text}`, or Apollo's with `operations`.

        Raises UsageError where there is none, or what is there can't be read.
        """
        try:
            by_id = _folder(path) if path.is_dir() else _manifest(orjson.loads(path.read_bytes()))
        except (OSError, ValueError) as error:
            raise UsageError(f"The documents at {path} can't be read: {error}.", "Correct or unset it.") from error
        if not by_id:
            raise UsageError(f"There are no documents at {path}.", f"Put some there, ending in {' or '.join(ENDINGS)}.")
        return cls(by_id)


def _folder(path: Path) -> dict[str, str]:
    files = sorted(file for file in path.rglob("*") if file.suffix in ENDINGS)
    return {file.relative_to(path).with_suffix("").as_posix(): file.read_text("utf-8") for file in files}


def _manifest(content: Any) -> dict[str, str]:
    if isinstance(content, dict):
        found = cast("dict[str, Any]", content)
        if isinstance(found.get("operations"), list):
            found = {entry["id"]: entry["body"] for entry in found["operations"] if {"id", "body"} <= entry.keys()}
        if all(isinstance(text, str) for text in found.values()):
            return found
    raise ValueError("it is neither an object of texts by id nor a manifest with operations")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
