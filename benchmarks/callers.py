"""Who calls the API in a soak: readers, an editor, a crowd, and those who ask for too much, badly, or go away."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from benchmarks.asks import ACROSS, CLAIMS, LIST, MAP, NEAR_HUB, NODE, STRENGTH
from benchmarks.catalogue import HUB, RARE, journey_key

TOLD = 20
"""So many of what went wrong are told."""
CROWD = 200
TRIES = 10
SLOW = """
{ touchpoints(first: 1, where: { steps: { some: { via: { some: { steps: { some: { via: { some: { steps: { some: {
  description: { eq: "nowhere" } } } } } } } } } } } }) { totalCount } }
"""
"""Goes from the hub to all of its steps, from each to the hub again, and so on: nobody has the time for that.

What it asks for has no index, where Neo4j would begin and find nothing."""
SET = """
mutation ($id: ID!, $text: String!) {
  editNode(id: $id, set: { touchpoint: { description: $text } }) { query { node(id: $id) { ... on Touchpoint {
    description } } } } }
"""
EDITED = "t000099"
DESCRIPTION = "query ($key: String!) { touchpoint(key: $key) { id description } }"
BAD: tuple[tuple[dict[str, Any], int, str], ...] = (
    ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "BAD_REQUEST"),
    ({"content": b"\xff\x00", "headers": {"content-type": "application/json"}}, 400, "BAD_REQUEST"),
    ({"content": b"query", "headers": {"content-type": "text/plain"}}, 415, "REFUSED"),
    ({"content": b" " * 2_000_000, "headers": {"content-type": "application/json"}}, 413, "LIMIT_EXCEEDED"),
    ({"json": []}, 400, "BAD_REQUEST"),
    ({"json": {"query": "{ touchpoints { edges { node { nothing } } } }"}}, 400, ""),
    ({"json": {"query": "{ touchpoints "}}, 400, ""),
    ({"json": {"query": "query A { __typename } query B { __typename }"}}, 400, ""),
    ({"json": {"query": "{ __typename " * 30 + "}" * 30}}, 400, "LIMIT_EXCEEDED"),
    ({"json": {"query": NODE, "variables": {"key": 1}}}, 400, ""),
    ({"json": {"query": LIST, "variables": {"strength": STRENGTH, "after": "?"}}}, 200, "BAD_USER_INPUT"),
    ({"json": {"query": "{ touchpoints(first: 1000) { totalCount } }"}}, 200, "BAD_USER_INPUT"),
    ({"json": {"query": '{ search(text: "") { totalCount } }'}}, 200, "BAD_USER_INPUT"),
    ({"json": {"query": NODE}, "headers": {"authorization": "Bearer jg_nobody"}}, 401, "UNAUTHENTICATED"),
)
"""Requests that are refused, each with the status and the code of its answer."""


@dataclass
class Tally:
    """What came of all requests."""

    explain: Callable[[float], bool]
    """Whether a request that began then may have failed for a fault that was made."""
    counts: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    wrong: list[str] = field(default_factory=list[str])
    milliseconds: list[float] = field(default_factory=list[float])
    """Of right answers to readers, away from faults."""

    def note(self, who: str, what: str) -> None:
        """Count something."""
        self.counts[who, what] += 1

    def blame(self, who: str, told: str) -> None:
        """Count something that should not be."""
        self.note(who, "wrong")
        if len(self.wrong) < TOLD:
            self.wrong.append(f"{who}: {told[:300]}")

    def judge(self, who: str, begun: float, answer: httpx.Response, expected: Any) -> None:
        """Count an answer, which is right, or was refused for a reason that is known."""
        content: Any = answer.json()
        code = code_of(content)
        if answer.status_code == 200 and not code and content["data"] == expected:
            self.note(who, "right")
            if not self.explain(begun):
                self.milliseconds.append((time.monotonic() - begun) * 1000)
        elif answer.status_code == 503 and code == "SATURATED" and "retry-after" in answer.headers:
            self.note(who, "shed")
        elif code == "DATABASE_UNAVAILABLE" and self.explain(begun):
            self.note(who, "database away")
        else:
            self.blame(who, f"{answer.status_code} {answer.text}")


def code_of(content: Any) -> str:
    """The code of the first error of an answer; empty where there is none."""
    errors: list[Any] = content.get("errors") or []
    return errors[0].get("extensions", {}).get("code", "GRAPHQL") if errors else ""


class Callers:
    """Calls the API at an address, in the name of who has the token."""

    def __init__(self, url: str, token: str, tally: Tally) -> None:
        self._url = url
        self._token = token
        self._tally = tally
        self._random = random.Random(1)  # noqa: S311 - it only has to be various
        self._expected: list[tuple[dict[str, Any], Any]] = []
        self._edited = ""

    def client(self) -> httpx.AsyncClient:
        """A client with connections of its own."""
        headers = {"authorization": f"Bearer {self._token}", "accept": "application/graphql-response+json"}
        limits = httpx.Limits(max_connections=None)
        return httpx.AsyncClient(headers=headers, timeout=120, limits=limits)

    async def learn(self) -> None:
        """Ask what readers will ask, while nothing goes wrong."""
        asked: list[tuple[str, dict[str, Any]]] = [
            *((MAP, {"key": journey_key(2 * i)}) for i in range(10)),
            *((CLAIMS, {"key": journey_key(2 * i + 1)}) for i in range(10)),
            *((NODE, {"key": f"t{i:06}"}) for i in range(10)),
            (LIST, {"strength": STRENGTH, "after": None}),
            (ACROSS, {"key": RARE}),
            (NEAR_HUB, {"key": HUB}),
            ('{ search(text: "touchpoint 4321") { totalCount edges { node { kind key name } } } }', {}),
            ("{ zoom(limit: 50) { rows { depth node { key } } complete } }", {}),
        ]
        async with self.client() as client:
            for query, variables in asked:
                body = {"query": query, "variables": variables}
                self._expected.append((body, await self._first_answer(client, body)))
            found = await self._first_answer(client, {"query": DESCRIPTION, "variables": {"key": EDITED}})
            self._edited = found["touchpoint"]["id"]

    async def _first_answer(self, client: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
        """The data of an answer, asked for again where Neo4j took too long to plan what it never saw before."""
        content: Any = {}
        for _ in range(TRIES):
            content = (await client.post(self._url, json=body)).json()
            if code_of(content) != "DATABASE_UNAVAILABLE":
                break
        assert "data" in content, content
        return content["data"]

    async def answers(self) -> bool:
        """Whether one question of each sort is answered: a Neo4j that has just started plans each anew."""
        sorts = {body["query"]: (body, expected) for body, expected in self._expected}
        async with self.client() as client:
            with suppress(httpx.HTTPError):
                given = [(await client.post(self._url, json=body)).json().get("data") for body, _ in sorts.values()]
                return given == [expected for _, expected in sorts.values()]
        return False

    async def read(self) -> None:
        """Ask what has one answer; now and then in a document that nobody sent before."""
        async with self.client() as client:
            while True:
                body, expected = self._random.choice(self._expected)
                begun = time.monotonic()
                who = "readers"
                if self._random.random() < 0.1:
                    who, body = "readers, new documents", {**body, "query": f"# {time.time_ns()}\n{body['query']}"}
                self._tally.judge(who, begun, await client.post(self._url, json=body), expected)

    async def edit(self) -> None:
        """Count in the description of a touchpoint, and see that what was written is what is read."""
        async with self.client() as client:
            number, possible = 0, set[str]()
            while True:
                number, begun = number + 1, time.monotonic()
                text = f"Edit {number} of {time.time_ns()}"
                answer = await client.post(
                    self._url, json={"query": SET, "variables": {"id": self._edited, "text": text}}
                )
                code = code_of(answer.json())
                if not code:
                    expected = {"editNode": {"query": {"node": {"description": text}}}}
                    possible = {text}
                    self._tally.judge("editor", begun, answer, expected)
                elif code == "SATURATED":
                    self._tally.note("editor", "shed")
                elif self._tally.explain(begun) and code in ("DATABASE_UNAVAILABLE", "CONFLICT"):
                    # It may have been written before the connection was lost.
                    possible.add(text)
                    self._tally.note("editor", "database away")
                else:
                    self._tally.blame("editor", answer.text)
                await self._see(client, possible)
                await asyncio.sleep(1)

    async def _see(self, client: httpx.AsyncClient, possible: set[str]) -> None:
        begun = time.monotonic()
        answer = await client.post(self._url, json={"query": DESCRIPTION, "variables": {"key": EDITED}})
        content = answer.json()
        if code := code_of(content):
            if code != "SATURATED" and not (self._tally.explain(begun) and code == "DATABASE_UNAVAILABLE"):
                self._tally.blame("editor", answer.text)
        elif possible and content["data"]["touchpoint"]["description"] not in possible:
            self._tally.blame("editor", f"reads {content['data']['touchpoint']['description']!r}, not {possible}")

    async def crowd(self) -> None:
        """Many at once, more than the server takes on."""
        while True:
            body, expected = self._expected[0]
            async with self.client() as client:
                begun = time.monotonic()
                asked = [client.post(self._url, json=body) for _ in range(CROWD)]
                for answer in await asyncio.gather(*asked):
                    self._tally.judge("crowd", begun, answer, expected)
            await asyncio.sleep(15)

    async def ask_too_much(self) -> None:
        """Ask for what takes longer than it may."""
        async with self.client() as client:
            while True:
                begun = time.monotonic()
                answer = await client.post(self._url, json={"query": SLOW})
                code = code_of(answer.json())
                if code == "DATABASE_UNAVAILABLE" and ("longer" in answer.text or self._tally.explain(begun)):
                    self._tally.note("too much", "ended as it should be")
                elif code == "SATURATED":
                    self._tally.note("too much", "shed")
                else:
                    self._tally.blame("too much", answer.text)
                await asyncio.sleep(2)

    async def ask_badly(self) -> None:
        """Send what is refused."""
        async with self.client() as client:
            while True:
                request, status, code = self._random.choice(BAD)
                begun = time.monotonic()
                answer = await client.post(self._url, **request)
                seen = code_of(answer.json())
                if (answer.status_code, seen) == (status, code or "GRAPHQL"):
                    self._tally.note("bad requests", "refused as they should be")
                elif seen == "SATURATED" or (seen == "DATABASE_UNAVAILABLE" and self._tally.explain(begun)):
                    self._tally.note("bad requests", "shed")
                else:
                    self._tally.blame("bad requests", f"{request}: {answer.status_code} {answer.text}")
                await asyncio.sleep(0.05)

    async def vanish(self) -> None:
        """Begin to ask, and go away before the answer, or before all was said."""
        address = urlsplit(self._url)
        while True:
            body = json.dumps(
                {"query": SLOW} if self._random.random() < 0.3 else self._random.choice(self._expected)[0]
            )
            head = (
                f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {self._token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n"
            )
            sent = f"{head}{body}".encode()
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(sent if self._random.random() < 0.8 else sent[: self._random.randrange(len(sent))])
            await asyncio.sleep(self._random.random() * 0.3)
            writer.transport.abort()
            self._tally.note("who go away", "gone")
