"""Where the API is, and with which token it is asked."""

import os

import httpx
from journeys import Client

SECONDS = 60
"""The server lets a question run for 30 seconds; the usual 5 of httpx would give up sooner."""


def client() -> Client:
    """A client whose methods are the operations; an answer with errors raises."""
    url = os.environ.get("JOURNEYGRAPH_URL", "http://127.0.0.1:8000/graphql")
    token = os.environ.get("JOURNEYGRAPH_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client(url=url, http_client=httpx.Client(headers=headers, timeout=SECONDS))
