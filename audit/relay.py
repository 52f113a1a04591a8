"""Checks the API against Relay's specifications, of nodes and of connections: python relay.py URL TOKEN."""

import sys
from collections.abc import Iterator
from typing import Any

import requests

_TYPE = "type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }"
_SCHEMA = f"""{{ __schema {{ queryType {{ name }} types {{ kind name interfaces {{ name }}
    fields {{ name args {{ name {_TYPE} }} {_TYPE} }} }} }} }}"""

FORWARD, BACKWARD = {"first": "Int", "after": "String"}, {"last": "Int", "before": "String"}
NEEDED = {"search": 'text: "a", '}
"""What a connection can't be asked for without."""


class Api:
    """Asks."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, query: str, **variables: Any) -> Any:
        """The data of an answer."""
        sent = {"query": query, "variables": variables}
        answer = requests.post(self._url, json=sent, headers=self._headers, timeout=60).json()
        if "errors" in answer:
            raise SystemExit(f"relay: {query} was answered with {answer['errors'][0]['message']}")
        return answer["data"]


def main(api: Api) -> int:
    """How many rules don't hold."""
    schema = api(_SCHEMA)["__schema"]
    types = {
        found["name"]: {**found, "fields": {f["name"]: f for f in found["fields"] or ()}} for found in schema["types"]
    }
    query = types[schema["queryType"]["name"]]["fields"]
    wrong = [*_shapes(types, query), *_behaviour(api, query)]
    sys.stdout.write("".join(f"{found}\n" for found in wrong))
    connections = sum(name.endswith("Connection") for name in types)
    sys.stdout.write(f"relay: {connections} connections and all nodes looked at, {len(wrong)} wrong.\n")
    return len(wrong)


def _shapes(types: dict[str, Any], query: dict[str, Any]) -> Iterator[str]:
    node = types["Node"]
    if node["kind"] != "INTERFACE" or _said(node["fields"]["id"]["type"]) != "ID!":
        yield "Node is no interface with `id: ID!`"
    if _said(query["node"]["type"]) != "Node" or [_said(arg["type"]) for arg in query["node"]["args"]] != ["ID!"]:
        yield "`node(id: ID!): Node` is not there"
    if not _said(query["nodes"]["type"]).startswith("[Node]"):
        yield "`nodes(ids: [ID!]!): [Node]!` is not there"
    wanted = {"hasNextPage": "Boolean!", "hasPreviousPage": "Boolean!", "startCursor": "String", "endCursor": "String"}
    if {name: _said(field["type"]) for name, field in types["PageInfo"]["fields"].items()} != wanted:
        yield "PageInfo has other fields than the specification says"
    for name, found in types.items():
        is_node = any(interface["name"] == "Node" for interface in found.get("interfaces") or ())
        if is_node and _said(found["fields"]["id"]["type"]) != "ID!":
            yield f"{name} is a node without `id: ID!`"
        if name.endswith("Connection"):
            yield from _connection(name, types)
        for field in found["fields"].values():
            given = {arg["name"]: _said(arg["type"]) for arg in field["args"]}
            if _named(field["type"]).endswith("Connection"):
                yield from _ways(f"{name}.{field['name']}", given)


def _ways(name: str, given: dict[str, str]) -> Iterator[str]:
    """A connection is paged forward, or back, or both ways; what is ranked is read from its best on."""
    ways = [way for way in (FORWARD, BACKWARD) if way.items() <= given.items()]
    if not ways or {*given} & ({*FORWARD} | {*BACKWARD}) != {argument for way in ways for argument in way}:
        yield f"{name} has not the arguments to page it one way or both"


def _connection(name: str, types: dict[str, Any]) -> Iterator[str]:
    fields = types[name]["fields"]
    edge = types[_named(fields["edges"]["type"])]["fields"]
    if _said(fields["pageInfo"]["type"]) != "PageInfo!":
        yield f"{name}.pageInfo is not a PageInfo!"
    if "LIST" not in _kinds(fields["edges"]["type"]) or "LIST" in _kinds(edge["node"]["type"]):
        yield f"{name}.edges is no list of edges with one node"
    if _said(edge["cursor"]["type"]) != "String!":
        yield f"the cursor of {name} is not a String!"


def _behaviour(api: Api, query: dict[str, Any]) -> Iterator[str]:
    part = "edges { cursor node { __typename id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    for name, field in query.items():
        if not _named(field["type"]).endswith("Connection"):
            continue
        needed = NEEDED.get(name, "")
        whole = api(f"{{ page: {name}({needed}first: 50) {{ {part} }} }}")["page"]["edges"]
        if whole:
            backward = any(argument["name"] == "last" for argument in field["args"])
            yield from _one_kind(api, name, part, whole, backward=backward)


def _one_kind(api: Api, name: str, part: str, whole: list[Any], *, backward: bool) -> Iterator[str]:
    again = api("query ($id: ID!) { node(id: $id) { __typename id } }", id=whole[0]["node"]["id"])["node"]
    if again != whole[0]["node"]:
        yield f"the first of {name} is not found again by its id"
    for size, of, cursor, ways in (("first", "after", "endCursor", 1), ("last", "before", "startCursor", -1)):
        half = max(1, len(whole) // 2)
        query = (
            f"query ($n: Int, $c: String) {{ page: {name}({NEEDED.get(name, '')}{size}: $n, {of}: $c) {{ {part} }} }}"
        )
        if ways < 0 and (len(whole) == 50 or not backward):
            # There may be more behind, and the end is not known.
            continue
        one = api(query, n=half)["page"]
        two = api(query, n=half, c=one["pageInfo"][cursor])["page"]
        found = one["edges"] + two["edges"] if ways > 0 else two["edges"] + one["edges"]
        expected = whole[: 2 * half] if ways > 0 else whole[-2 * half :]
        if found != expected:
            yield f"{name} is not the same when it is paged by `{size}`"
        if one["edges"] and [one["pageInfo"]["startCursor"], one["pageInfo"]["endCursor"]] != [
            one["edges"][0]["cursor"],
            one["edges"][-1]["cursor"],
        ]:
            yield f"the page's cursors of {name} are not those of its edges"
        more = one["pageInfo"]["hasNextPage" if ways > 0 else "hasPreviousPage"]
        if more != (len(whole) > half):
            yield f"{name} says that there is {'' if more else 'no '}more, wrongly"


def _kinds(found: dict[str, Any]) -> list[str]:
    return [found["kind"], *(_kinds(found["ofType"]) if found.get("ofType") else ())]


def _named(found: dict[str, Any]) -> str:
    return _named(found["ofType"]) if found.get("ofType") else found["name"]


def _said(found: dict[str, Any]) -> str:
    if found["kind"] == "NON_NULL":
        return f"{_said(found['ofType'])}!"
    return f"[{_said(found['ofType'])}]" if found["kind"] == "LIST" else found["name"]


if __name__ == "__main__":
    sys.exit(1 if main(Api(sys.argv[1], sys.argv[2])) else 0)
