"""Which addresses nothing is delivered to: the special-purpose blocks of IANA's registries (F3)."""

import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LOOPBACK = ("127.0.0.0/8", "::1/128")
"""Opened by a setting, for development."""

SPECIAL_IPV4 = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private use"),
    ("100.64.0.0/10", "shared by carriers"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private use"),
    ("192.0.0.0/24", "protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "AS112, answers for nobody"),
    ("192.52.193.0/24", "multicast tunnels"),
    ("192.88.99.0/24", "the relay of 6to4, given up"),
    ("192.168.0.0/16", "private use"),
    ("192.175.48.0/24", "AS112, answers for nobody"),
    ("198.18.0.0/15", "benchmarks"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved, broadcast"),
)
SPECIAL_IPV6 = (
    ("2001::/23", "protocol assignments, benchmarks, identifiers that are no addresses"),
    ("2001:db8::/32", "documentation"),
    ("2620:4f:8000::/48", "AS112, answers for nobody"),
    ("3fff::/20", "documentation"),
)
"""What is special within the global unicast addresses; outside of those nothing is public.

Python's own `is_global` is not asked: what it calls global depends on its version.
"""

GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Under this prefix IPv6 carries an IPv4 address in its last 32 bits."""

_LOOPBACK = tuple(ipaddress.ip_network(block) for block in LOOPBACK)
_SPECIAL = tuple(ipaddress.ip_network(block) for block, _ in (*SPECIAL_IPV4, *SPECIAL_IPV6))


def address_of(host: str) -> str | None:
    """Read a host that is an address, in any of the forms that resolvers take; None for a name.

    2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to the C library, and so to every client.
    """
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def is_allowed_address(text: str, *, allows_loopback: bool) -> bool:
    """Return whether deliveries may go to an address: public, or loopback if allowed. F3."""
    try:
        address = _carried(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if any(address in block for block in _LOOPBACK):
        return allows_loopback
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return not any(address in block for block in _SPECIAL)


def _carried(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address leads to, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
