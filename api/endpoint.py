"""GraphQL over HTTP, as https://graphql.github.io/graphql-over-http/draft says, as a bare ASGI application."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl

import orjson
from graphql import GraphQLError
from starlette.responses import FileResponse, HTMLResponse
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from api.access.gate import Message, Receive, Send, log_refusal, refuse
from api.access.identity import ForbiddenError, Identity
from api.admission import Admitted
from api.documents import TrustedDocuments
from api.errors import explained
from api.limits import Limits
from api.load import Load, SaturatedError
from api.logs import ACCESS, event
from api.media import HTML, JSON, preferred
from api.metrics import Metrics
from api.request import Asked, BadRequestError, GoneError, from_address, from_body
from api.schema import Schema
from api.tracing import Tracing
from api.version import entity_tag, is_known
from graph_schema.errors import DatabaseError

NO_GRAPHIQL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>journeygraph</title>
<h1>The GraphQL API runs</h1><p>GraphiQL is not built; <code>make setup</code> builds it.
Any GraphQL client works: send a POST with <code>{"query": "{ personas { edges { node { name } } } }"}</code> as
<code>application/json</code> to this address.</p>"""

UNWATCHED = 0.05
"""Seconds that work may take before anybody looks whether its client is still there."""
RETRY_AFTER = 2
"""Seconds after which a client that met a saturated server may try again."""
_READS = frozenset({OperationType.QUERY})
_ALL = frozenset({OperationType.QUERY, OperationType.MUTATION})


@dataclass(frozen=True)
class Outcome:
    """How an operation ended."""

    status: int
    body: dict[str, Any]
    code: str = ""
    """The code of the first error; empty where there is none."""


class Endpoint:
    """Answers at one path: runs operations, and shows GraphiQL to browsers."""

    def __init__(
        self,
        schema: Schema,
        context: Callable[[], Mapping[str, Any]],
        limits: Limits,
        static: Path,
        metrics: Metrics,
        tracing: Tracing,
        documents: TrustedDocuments | None = None,
    ) -> None:
        self._schema = schema
        self._context = context
        self._limits = limits
        self._page = static / "graphiql" / "index.html"
        self._metrics = metrics
        self._tracing = tracing
        self._documents = documents
        self._load = Load(limits, metrics)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            media, asked = await self._read(scope, headers, receive)
            if asked is None:
                page = FileResponse(self._page) if self._page.is_file() else HTMLResponse(NO_GRAPHIQL)
                await page(scope, receive, send)
                return
            context: dict[str, Any] = {**self._context(), "identity": scope["identity"]}
            async with self._load:
                began = monotonic()
                tag = await _tag(scope, context, asked, media)
                if tag is not None and is_known(headers.get("if-none-match", ""), tag):
                    await _send(scope, send, media, Outcome(304, {}), tag)
                    return
                outcome = await _while_there(self._traced(scope["method"], headers, context, asked), receive)
                self._tell(scope, context.get("operation"), outcome, monotonic() - began)
        except BadRequestError as error:
            allow = [(b"allow", b"GET, HEAD, POST")] if error.status == 405 else []
            self._metrics.refused(error.code)
            await refuse(scope, send, error.status, error.code, error.message, allow)
        except SaturatedError:
            self._metrics.refused("SATURATED")
            again = [(b"retry-after", str(RETRY_AFTER).encode())]
            await refuse(scope, send, 503, "SATURATED", "The server is busy. Try again in a moment.", again)
        except GoneError:
            pass
        else:
            if outcome is not None:
                await _send(scope, send, media, outcome, tag)

    async def _read(self, scope: Message, headers: Mapping[str, str], receive: Receive) -> tuple[str, Asked | None]:
        """The media type to answer with, and what is asked; None stands for the page."""
        method: str = scope["method"]
        if method not in ("GET", "POST", "HEAD"):
            raise BadRequestError(405, "GraphQL is asked by GET and POST.")
        address = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        bare = method != "POST" and not any(name in ("query", "documentId", "extensions") for name, _ in address)
        media = preferred(headers.get("accept", ""), html=bare)
        if media is None:
            raise BadRequestError(406, "Accept application/graphql-response+json or application/json.")
        if media == HTML:
            return media, None
        if method == "POST":
            return media, await from_body(headers, receive, self._limits.max_body, self._documents)
        return media, from_address(address, self._documents)

    async def _traced(self, method: str, headers: Mapping[str, str], context: dict[str, Any], asked: Asked) -> Outcome:
        with self._tracing.span(headers) as span:
            outcome = await self._run(method, context, asked)
            if span is not None:
                admitted: Admitted | None = context.get("operation")
                if admitted is not None:
                    span.set_attribute("graphql.operation.type", admitted.type)
                    span.set_attribute("graphql.operation.name", admitted.name or "")
                span.set_attribute("http.response.status_code", outcome.status)
                span.set_attribute("error.type", outcome.code)
        return outcome

    async def _run(self, method: str, context: dict[str, Any], asked: Asked) -> Outcome:
        known = self._schema.known.find(asked.text, asked.operation_name)
        if known is not None and (result := await known.again(context, asked.variables)) is not None:
            context["operation"] = known.admitted
            return _answered(result.data, [explained(error) for error in result.errors or ()])
        try:
            result = await self._schema.execute(
                asked.text,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=_ALL if method == "POST" else _READS,
                operation_extensions=asked.extensions,
            )
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.MUTATION:
                return _refused(405, "Send changes by POST.", "METHOD_NOT_ALLOWED")
            return _refused(400, f"A {error.operation_type.value} can't be run here.", "BAD_REQUEST")
        except CannotGetOperationTypeError:
            named = f"no operation {asked.operation_name!r}" if asked.operation_name is not None else "no operation"
            return _refused(400, f"The document has {named}.", "BAD_REQUEST")
        except MissingQueryError:
            return _refused(400, "There is no `query`.", "BAD_REQUEST")
        errors = result.errors or []
        if isinstance(result, PreExecutionError):
            errors = [explained(error) for error in errors]
            code = _code(errors)
            return Outcome(403 if code == ForbiddenError.code else 400, {"errors": _formatted(errors)}, code)
        if result.data is None and errors and not errors[0].path:
            # Variables that don't fit are found when it begins; nothing has run then.
            return Outcome(400, {"errors": _formatted(errors)}, _code(errors))
        return _answered(result.data, errors)

    def _tell(self, scope: Message, admitted: Admitted | None, outcome: Outcome | None, seconds: float) -> None:
        """Count the operation, and write it down where it was refused or changed something."""
        kind = admitted.type if admitted else "none"
        if outcome is None:
            self._metrics.ended(kind, "gone", seconds)
        elif outcome.status >= 400:
            self._metrics.refused(outcome.code)
            message: str = outcome.body["errors"][0]["message"]
            log_refusal(scope, outcome.status, outcome.code, message, admitted.name if admitted else None)
        else:
            self._metrics.ended(kind, outcome.code or "ok", seconds)
        if kind == OperationType.MUTATION.value and admitted and (outcome is None or outcome.status < 400):
            ended = "gone" if outcome is None else outcome.code or "ok"
            identity = scope["identity"]
            event(
                ACCESS,
                logging.INFO,
                "changing",
                operation=admitted.name,
                fields=admitted.roots,
                caller=identity.name,
                via=identity.via,
                outcome=ended,
                seconds=round(seconds, 4),
            )


class _Watch:
    """Ends the work of a task when its client goes away; what is done in a moment is not watched."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task = asyncio.current_task()
        self._watching: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(UNWATCHED, self._begin)
        self.gone = False

    def end(self) -> None:
        """Watch no longer."""
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()

    def _begin(self) -> None:
        self._watching = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        assert self._task is not None  # noqa: S101 - requests are answered in tasks
        self._task.cancel()


async def _while_there(work: Coroutine[Any, Any, Outcome], receive: Receive) -> Outcome | None:
    """The outcome; None where the client went away, and then the work was ended with all that it had begun."""
    watch = _Watch(receive)
    try:
        return await work
    except asyncio.CancelledError:
        # The driver closed its connection on the way out, by which Neo4j learns of it.
        task = asyncio.current_task()
        if not watch.gone or task is None or task.uncancel() > 0:
            raise
        return None
    finally:
        watch.end()


async def _tag(scope: Message, context: Mapping[str, Any], asked: Asked, media: str) -> str | None:
    """The tag of an answer that may be kept: what was asked by GET, of a database that answers."""
    identity: Identity = scope["identity"]
    if scope["method"] == "POST" or identity.role is None:
        return None
    try:
        return await entity_tag(context["database"], asked, media, identity)
    except DatabaseError:
        return None


async def _send(scope: Message, send: Send, media: str, outcome: Outcome, tag: str | None) -> None:
    status = outcome.status
    if media == JSON and status == 400:
        # In plain JSON, 4xx would mean that it isn't GraphQL which answers.
        status = 200
    content = orjson.dumps(outcome.body) if status != 304 else b""
    headers = [(b"vary", b"accept, authorization")]
    if status != 304:
        headers.append((b"content-type", f"{media}; charset=utf-8".encode()))
        headers.append((b"content-length", str(len(content)).encode()))
    if tag is not None and not outcome.code:
        headers += [(b"etag", tag.encode()), (b"cache-control", b"private, no-cache")]
    if status == 405:
        headers.append((b"allow", b"POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content if scope["method"] != "HEAD" else b""})


def _answered(data: Any, errors: list[GraphQLError]) -> Outcome:
    if not errors:
        return Outcome(200, {"data": data})
    return Outcome(200, {"data": data, "errors": _formatted(errors)}, _code(errors))


def _formatted(errors: list[GraphQLError]) -> list[Any]:
    return [error.formatted for error in errors]


def _code(errors: list[GraphQLError]) -> str:
    if not errors:
        return ""
    code: object = (errors[0].extensions or {}).get("code")
    return code if isinstance(code, str) else "GRAPHQL"


def _refused(status: int, message: str, code: str) -> Outcome:
    return Outcome(status, {"errors": [{"message": message, "extensions": {"code": code}}]}, code)
