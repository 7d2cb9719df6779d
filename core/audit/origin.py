"""From where something is done: the network of the request that is being answered, shortened.

The edge says it once for every request; ``core.audit.service.note`` writes it down. A network of
256 homes tells a break-in from a mistake, and does not tell who lives where.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv4Address, ip_address, ip_network

BITS = {4: 24, 6: 48}

_client: ContextVar[str] = ContextVar("client", default="")


@contextmanager
def coming_from(client: str) -> Iterator[None]:
    """Say for the code inside who sent the request, as ``core.web.clients`` names them."""
    token = _client.set(client)
    try:
        yield
    finally:
        _client.reset(token)


def current_origin() -> str:
    """Return the network that the request comes from; empty outside of one."""
    return shortened(_client.get())


def shortened(client: str) -> str:
    """Return the /24 of an IPv4 address, the /48 of an IPv6 one; empty for what is neither."""
    try:
        address = ip_address(client.partition("/")[0])
    except ValueError:
        return ""
    bits = BITS[4 if isinstance(address, IPv4Address) else 6]
    return str(ip_network((address, bits), strict=False))
