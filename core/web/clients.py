"""Who sends a request: the address that limits count by, and whether it came over https."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from core.errors import ConfigurationError

MOST_KNOWN = 10_000
UNKNOWN = "unknown"

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Clients:
    """Tells who is behind a connection; headers count only when a trusted proxy sends them."""

    def __init__(self, trusted_proxies: Iterable[str] = ()) -> None:
        self._proxies = tuple(read_network(text) for text in trusted_proxies)
        self._actors: OrderedDict[tuple[str, bytes], tuple[str, bool]] = OrderedDict()

    def who(self, peer: str, headers: Mapping[bytes, bytes]) -> tuple[str, bool]:
        """Return the actor behind a connection, and whether its peer is a trusted proxy."""
        chain = headers.get(b"x-forwarded-for", b"") if self._proxies else b""
        known = self._actors.get((peer, chain))
        if known is None:
            known = self._find(peer, chain)
            if len(chain) <= 200:
                self._actors[peer, chain] = known
            if len(self._actors) > MOST_KNOWN:
                self._actors.popitem(last=False)
        return known

    def _find(self, peer: str, chain: bytes) -> tuple[str, bool]:
        address = read_address(peer)
        if address is None:
            return UNKNOWN, False
        if not self._trusts(address):
            return actor_of(address), False
        # Every proxy adds at the right whom it heard it from; what stands left of the first
        # one that we do not know may be anybody's invention.
        for part in reversed(chain.decode("latin-1").split(",")):
            named = read_address(part.strip())
            if named is None:
                break
            address = named
            if not self._trusts(named):
                break
        return actor_of(address), True

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._proxies)


def read_network(text: str) -> Network:
    """Return a network of proxies; raises ConfigurationError."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise ConfigurationError(
            f"BUURTBASIS_TRUSTED_PROXIES: '{text}' is no address or network, such as 10.0.0.0/8."
        ) from None


def read_address(text: str) -> Address | None:
    """Return an address, IPv4 in its own form, or None for what is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def actor_of(address: Address) -> str:
    """Return by what an address is counted: IPv4 whole, IPv6 by the /64 that one home has."""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Address(int(address) >> 64 << 64)) + "/64"
