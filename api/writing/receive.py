"""Takes uploaded files over HTTP: one request for each, its body the file as it is."""

import logging
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs

import orjson

from api.access.gate import Message, Receive, Send, refuse
from api.access.identity import ForbiddenError, Identity, Role
from api.logs import ACCESS, event
from api.request import GoneError
from api.writing.desk import Desk
from graph_schema.errors import JourneyGraphError, RefusedError, UsageError


class Uploads:
    """Answers at one path."""

    def __init__(self, desk: Callable[[], Desk | None]) -> None:
        self._desk = desk

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Take one file, and tell the id by which `planLoad` knows it."""
        identity: Identity = scope["identity"]
        desk = self._desk()
        try:
            if scope["method"] != "POST":
                await refuse(scope, send, 405, "METHOD_NOT_ALLOWED", "Send files by POST.", [(b"allow", b"POST")])
                return
            identity.require(Role.EDITOR)
            if desk is None:
                raise RefusedError("This server takes no files.", "Load them by the command.")
            paths = parse_qs(scope["query_string"].decode("latin-1")).get("path", [])
            if len(paths) != 1:
                raise UsageError("The file's path is missing.", "Send it in the address, as `?path=team/personas.csv`.")
            taken = await desk.take(paths[0], _content(receive))
        except ForbiddenError as error:
            await refuse(scope, send, 403, error.code, str(error))
        except JourneyGraphError as error:
            await refuse(scope, send, 400 if isinstance(error, UsageError) else 413, error.code, str(error))
        except GoneError:
            pass
        else:
            event(
                ACCESS,
                logging.INFO,
                "uploaded",
                path=taken.path,
                size=taken.size,
                caller=identity.name,
                via=identity.via,
            )
            body = orjson.dumps(taken._asdict())
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 201, "headers": headers})
            await send({"type": "http.response.body", "body": body})


async def _content(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return
