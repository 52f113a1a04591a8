"""Which media type an answer has, and what a request's own says."""

from collections.abc import Iterable
from typing import NamedTuple

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"


class Accepted(NamedTuple):
    """One entry of an Accept header."""

    type: str
    quality: float
    charset: str


def preferred(header: str, *, html: bool = False) -> str | None:
    """What to answer with: `application/graphql-response+json`, `application/json` or, if there is a page, `text/html`.

    None where nothing of it is accepted. Without a wish the answer is JSON, as older clients expect.
    """
    if not header.strip():
        return JSON
    if header in (GRAPHQL, JSON):
        return header
    offered = (HTML, GRAPHQL, JSON) if html else (GRAPHQL, JSON)
    wishes = [wish for wish in accepted(header) if wish.charset in ("", "utf-8", "utf8")]
    best: tuple[float, int, int] | None = None
    chosen: str | None = None
    for number, wish in enumerate(wishes):
        for offer in offered:
            # A wildcard is older than the newer type, so it stands for what everybody reads.
            exact = offer == wish.type
            if wish.quality > 0 and (exact or (offer == JSON and wish.type in ("*/*", "application/*"))):
                rank = (wish.quality, 1 if exact else 0, -number)
                if best is None or rank > best:
                    best, chosen = rank, offer
    return chosen


def accepted(header: str) -> Iterable[Accepted]:
    """The entries of an Accept header; those that can't be read are left out."""
    for part in header.split(","):
        name, parameters = content_type(part)
        try:
            quality = float(parameters.get("q", "1"))
        except ValueError:
            continue
        if "/" in name:
            yield Accepted(name, quality, parameters.get("charset", "").lower())


def content_type(header: str) -> tuple[str, dict[str, str]]:
    """The media type and its parameters, in small letters."""
    name, *rest = header.split(";")
    parameters: dict[str, str] = {}
    for part in rest:
        key, _, value = part.partition("=")
        parameters[key.strip().lower()] = value.strip().strip('"')
    return name.strip().lower(), parameters
