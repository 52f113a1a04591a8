"""Who is let in where no credential is configured: that depends on who can reach the server at all."""

import ipaddress

from api.access.identity import ANONYMOUS, LOCAL, Identity
from graph_schema.errors import UsageError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def strangers(host: str, *, configured: bool, allow_anonymous: bool) -> Identity | None:
    """Who asks without a credential; None: nobody. `configured`: there is a credential already.

    Raises UsageError where others could reach the server, and neither a credential nor a plain word allows it.
    """
    if configured:
        if allow_anonymous:
            raise UsageError(
                "--allow-anonymous is given, and a credential is configured, with which nobody is anonymous.",
                "Leave it out, or remove the credentials.",
            )
        return None
    if allow_anonymous:
        return ANONYMOUS
    if is_loopback(host):
        return LOCAL
    raise UsageError(
        f"The server would be open to everyone who can reach {host!r}: no credential is configured.",
        "Make one with `journeygraph token create NAME`, bind it to 127.0.0.1, or let everyone read with "
        "--allow-anonymous.",
    )
