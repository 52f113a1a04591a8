"""Where the API is, and with which token it is asked."""

import os

from journeys import Client


def client() -> Client:
    """A client whose methods are the operations; an answer with errors raises."""
    url = os.environ.get("JOURNEYGRAPH_URL", "http://127.0.0.1:8000/graphql")
    token = os.environ.get("JOURNEYGRAPH_TOKEN")
    return Client(url=url, headers={"Authorization": f"Bearer {token}"} if token else None)
