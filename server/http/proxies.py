"""Finds out behind trusted proxies who asks: the address and the scheme that they forward (E7)."""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TypeAlias

from rules.frozen import frozen
from server.http.asgi import Application, Headers, Receive, Scope, Send

IPAddress: TypeAlias = IPv4Address | IPv6Address
IPNetwork: TypeAlias = IPv4Network | IPv6Network

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PAIR = re.compile(rf'\s*({_TOKEN})=(?:({_TOKEN})|"((?:[^"\\]|\\.)*)")\s*')
_WITH_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+))(?::[0-9]{1,5})?")


@frozen
class Hop:
    """One step of a request's way, as a proxy reports it: from where, and by which scheme."""

    address: IPAddress
    scheme: str = ""


class TrustedProxies:
    """Gives a request that a trusted proxy forwards the address and the scheme that it had there.

    What anybody else says of a request's way is not looked at.
    """

    def __init__(self, application: Application, networks: Sequence[IPNetwork]) -> None:
        self.application = application
        self.networks = networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request, or run the lifespan."""
        if self.networks and scope["type"] == "http" and scope["client"]:
            peer = _address(scope["client"][0])
            if peer is not None and _is_in(peer, self.networks):
                origin = origin_of(peer, scope["headers"], self.networks)
                scope["client"] = (str(origin.address), 0)
                scope["scheme"] = origin.scheme or scope["scheme"]
        await self.application(scope, receive, send)


def origin_of(peer: IPAddress, headers: Headers, networks: Sequence[IPNetwork]) -> Hop:
    """Return where a request came from that a trusted proxy forwards.

    That is the right-most hop that is no trusted proxy. A header that is malformed there is
    ignored. Where both headers come and do not name the same, one of them is the client's own,
    which the proxy passed on: neither is believed, and the proxy itself is where it came from.
    """
    listed = list(headers)
    origins = [
        _last_untrusted(hops, networks)
        for name, hops in (
            (b"forwarded", _forwarded(_lines(listed, b"forwarded"))),
            (b"x-forwarded-for", _x_forwarded_for(_lines(listed, b"x-forwarded-for"))),
        )
        if any(name == it for it, _ in listed)
    ]
    addresses = {None if it is None else it.address for it in origins}
    address = addresses.pop() if len(addresses) == 1 else None
    schemes = [it.scheme for it in origins if it is not None]
    schemes += [_scheme(it.partition(",")[0]) for it in _lines(listed, b"x-forwarded-proto")]
    return Hop(address or peer, next(filter(None, schemes), ""))


def _last_untrusted(hops: Iterator[Hop | None], networks: Sequence[IPNetwork]) -> Hop | None:
    """Return the first hop from the right that is no trusted proxy, else the left-most."""
    last = None
    for hop in hops:
        last = hop
        if hop is None or not _is_in(hop.address, networks):
            break
    return last


def _x_forwarded_for(lines: Iterable[str]) -> Iterator[Hop | None]:
    """List the hops of X-Forwarded-For from right to left; None for what is no address."""
    for line in lines:
        for text in reversed(line.split(",")):
            address = _address(text.strip())
            yield None if address is None else Hop(address)


def _forwarded(lines: Iterable[str]) -> Iterator[Hop | None]:
    """List the hops of Forwarded (RFC 7239) from right to left; None for a malformed line."""
    for line in lines:
        elements = _elements(line)
        if elements is None:
            yield None
            return
        for element in reversed(elements):
            address = _address(element.get("for", ""))
            yield None if address is None else Hop(address, _scheme(element.get("proto", "")))


def _elements(line: str) -> list[dict[str, str]] | None:
    """Read the elements of a line of Forwarded; None where it is malformed."""
    elements: list[dict[str, str]] = [{}]
    position = 0
    while True:
        pair = _PAIR.match(line, position)
        if pair is None or pair[1].lower() in elements[-1]:
            return None
        quoted = re.sub(r"\\(.)", r"\1", pair[3] or "")
        elements[-1][pair[1].lower()] = pair[2] or quoted
        position = pair.end()
        if position == len(line):
            return elements
        if line[position] == ",":
            elements.append({})
        elif line[position] != ";":
            return None
        position += 1


def _lines(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    """Return the lines of a header, the last one first."""
    return [value.decode("latin-1") for it, value in headers if it == name][::-1]


def _scheme(text: str) -> str:
    scheme = text.strip().lower()
    return scheme if scheme in ("http", "https") else ""


def _address(text: str) -> IPAddress | None:
    """Read an address, with its port or without; IPv4 within IPv6 is IPv4."""
    with_port = _WITH_PORT.fullmatch(text)
    if with_port is not None:
        text = with_port[1] or with_port[2]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    return None if address.scope_id else address.ipv4_mapped or address


def _is_in(address: IPAddress, networks: Sequence[IPNetwork]) -> bool:
    return any(address in network for network in networks)
