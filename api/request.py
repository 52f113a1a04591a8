"""Reads a GraphQL request: from the body of a POST, or from the address of a GET."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson

from api.access.gate import Receive
from api.documents import TrustedDocuments
from api.media import JSON, content_type


class BadRequestError(Exception):
    """A request that says nothing that could be run; answered with a status and a sentence."""

    def __init__(self, status: int, message: str, code: str = "BAD_REQUEST") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code


class GoneError(Exception):
    """The client went away before it had said all."""


@dataclass(frozen=True)
class Asked:
    """What a request asks for."""

    text: str
    operation_name: str | None
    variables: dict[str, Any] | None
    extensions: dict[str, Any] | None


def from_address(query: list[tuple[str, str]], documents: TrustedDocuments | None) -> Asked:
    """What the parameters of an address ask for. Raises BadRequestError."""
    given: dict[str, Any] = dict(query)
    if len(given) < len(query):
        raise BadRequestError(400, "A parameter stands in the address twice.")
    for name in ("variables", "extensions"):
        given[name] = _parsed(given[name], f"`{name}` in the address") if given.get(name) else None
    # An empty name is how an address leaves it out.
    return _asked(given | {"operationName": given.get("operationName") or None}, documents)


async def from_body(
    headers: Mapping[str, str], receive: Receive, limit: int, documents: TrustedDocuments | None
) -> Asked:
    """What a body asks for; no more of it is read than it may have. Raises BadRequestError or GoneError."""
    kind, parameters = content_type(headers.get("content-type", ""))
    if kind != JSON or parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise BadRequestError(415, "Send the request as application/json, in UTF-8.")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise BadRequestError(415, "Send the request as it is, not compressed.")
    content = _parsed(await body(headers, receive, limit), "The body")
    if not isinstance(content, dict):
        raise BadRequestError(400, "The body is not a JSON object. One request holds one operation.")
    return _asked(cast("dict[str, Any]", content), documents)


async def body(headers: Mapping[str, str], receive: Receive, limit: int) -> bytes:
    """The body of a request. Raises BadRequestError as soon as it is seen to be too large."""
    too_large = BadRequestError(413, f"A request may have {limit} bytes.", "LIMIT_EXCEEDED")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise too_large
    parts, size = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise too_large
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _parsed(text: str | bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequestError(400, f"{what} is not JSON.") from error


def _asked(given: Mapping[str, Any], documents: TrustedDocuments | None) -> Asked:
    for name, kinds in (("operationName", str), ("variables", dict), ("extensions", dict)):
        if given.get(name) is not None and not isinstance(given[name], kinds):
            raise BadRequestError(400, f"`{name}` is neither {'text' if kinds is str else 'an object'} nor null.")
    text = given.get("query")
    if text is not None and not isinstance(text, str):
        raise BadRequestError(400, "`query` is not text.")
    if documents is not None:
        text = _trusted(given, text, documents)
    elif text is None and _document_id(given) is not None:
        raise BadRequestError(400, "This server keeps no documents. Send `query`.", "PERSISTED_QUERY_NOT_SUPPORTED")
    if not text:
        raise BadRequestError(400, "There is no `query`.")
    return Asked(text, given.get("operationName"), given.get("variables"), given.get("extensions"))


def _trusted(given: Mapping[str, Any], text: str | None, documents: TrustedDocuments) -> str:
    wanted = _document_id(given)
    if text is not None and documents.holds(text):
        return text
    found = documents.find(wanted) if wanted is not None and text is None else None
    if found is None:
        message = "This server runs only documents that it knows, and this is none of them."
        raise BadRequestError(400, message, "PERSISTED_QUERY_NOT_FOUND")
    return found


def _document_id(given: Mapping[str, Any]) -> str | None:
    wanted = given.get("documentId")
    if wanted is None:
        extensions: dict[str, object] = given.get("extensions") or {}
        persisted = extensions.get("persistedQuery")
        wanted = cast("dict[str, Any]", persisted).get("sha256Hash") if isinstance(persisted, dict) else None
    return wanted if isinstance(wanted, str) else None
