"""Sends schemathesis' operations to the API, which may fail in none and has to keep to its schema in each:
python cases.py URL TOKEN.
"""

import sys
from collections import Counter
from typing import Any

import requests
import schemathesis
from conforming import violations
from graphql import GraphQLSchema, build_client_schema, get_introspection_query, parse
from hypothesis import HealthCheck, Phase, given, settings

CASES = 2_000
SECONDS = 120
"""Longer than the server lets a query run: how fast it is, is looked at elsewhere."""
CLIENTS = {"BAD_USER_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED"}
"""What a client can cause with a valid operation: GraphQL's types can't say that a limit is at least 1."""


def main(url: str, token: str) -> int:
    """How many cases were found wrong."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/graphql-response+json"}
    schema: Any = schemathesis.graphql.from_url(url, headers=headers)
    told = requests.post(url, json={"query": get_introspection_query()}, headers=headers, timeout=60).json()
    types = build_client_schema(told["data"])
    operations = [found.ok() for found in schema.get_all_operations()]
    each = -(-CASES // len(operations))
    seen: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for operation in operations:

        @settings(
            max_examples=each,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(headers=headers, timeout=SECONDS)
            seen["cases"] += 1
            problem = _problem(answer, seen) or _violation(types, case.body, answer)
            if problem:
                wrong.setdefault(problem, []).append(str(case.body))

        ask()
    for problem, bodies in wrong.items():
        sys.stdout.write(f"{problem}, {len(bodies)} times, first of\n    {bodies[0]}\n")
    number = sum(map(len, wrong.values()))
    counted = ", ".join(f"{times} {what}" for what, times in sorted(seen.items()) if what != "cases")
    sys.stdout.write(
        f"schemathesis: {seen['cases']} cases of {len(operations)} root fields, {number} wrong ({counted}).\n"
    )
    return number if seen["cases"] >= CASES else 1


def _problem(answer: Any, seen: "Counter[str]") -> str:
    body = answer.json()
    for error in body.get("errors", ()):
        code = error.get("extensions", {}).get("code", "none")
        seen[code] += 1
        if code not in CLIENTS:
            return f"{code}: {error['message']}"
    if not body.get("errors"):
        seen["answered"] += 1
    if answer.status_code not in (200, 400):
        return f"status {answer.status_code}"
    return ""


def _violation(types: GraphQLSchema, operation: str, answer: Any) -> str:
    data = answer.json().get("data")
    return next(violations(types, parse(operation), data), "") if data is not None else ""


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], sys.argv[2]) else 0)
