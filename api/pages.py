"""What browsers get: the explorer at each of its addresses, and the built files that it loads."""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PAGES = frozenset({"lifecycles", "journeys", "trace", "node", "questions", "graph", "load", "about", "find"})
"""What the addresses of the explorer begin with, but for the home."""
_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"


def is_page(path: str) -> bool:
    """Whether the explorer has a view at this path."""
    return path == "/" or path.removeprefix("/").partition("/")[0] in PAGES


class Assets(StaticFiles):
    """The built files: compressed where the build did that, and kept for good where the name has a hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file."""
        response = await self._packed(path, scope) or await super().get_response(path, scope)
        response.headers["Cache-Control"] = _FOR_GOOD if Path(path).parent.name == "assets" else _ASK_FIRST
        response.headers["Vary"] = "Accept-Encoding"
        return response

    async def _packed(self, path: str, scope: Scope) -> Response | None:
        wanted = Headers(scope=scope).get("accept-encoding", "")
        if "gzip" not in (name.strip() for name in wanted.split(",")):
            return None
        try:
            response = await super().get_response(f"{path}.gz", scope)
        except HTTPException:
            return None
        response.headers["Content-Encoding"] = "gzip"
        return response


class Explorer:
    """Answers browsers with the explorer's page, whatever view they ask for; the page finds out the rest."""

    def __init__(self, static: Path) -> None:
        self._page = static / "explorer" / "index.html"

    async def page(self, request: Request) -> Response:
        """The page; with status 404 where it has no such view, so that the address is wrong for programs too."""
        path = request.url.path
        if "text/html" not in request.headers.get("accept", "text/html") or not self._page.is_file():
            if path == "/":
                return RedirectResponse("/graphql")
            raise HTTPException(404)
        return FileResponse(self._page, 200 if is_page(path) else 404, {"Cache-Control": _ASK_FIRST})
