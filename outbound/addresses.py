"""Looks a host up and checks all its addresses, for whoever connects to one of them (rule F3)."""

from collections.abc import Sequence
from uuid import UUID

from outbound.names import Names
from rules.addresses import address_of, is_allowed_address


class AddressRefused(Exception):
    """Nothing is sent to this host; the message says why, and nothing of the address."""


class NameIsUnknown(AddressRefused):
    """The host has no address, or none that could be looked up by now."""


async def checked_addresses(
    names: Names, host: str, client: UUID | None, *, allows_loopback: bool
) -> Sequence[str]:
    """Return the addresses of a host, all of which may be connected to. Raises AddressRefused.

    The name is looked up once, for the check and for the connection: it could change its address
    in between.
    """
    literal = address_of(host)
    addresses = [literal] if literal else await names.addresses(host, client)
    if not addresses:
        raise NameIsUnknown("The name cannot be looked up")
    for address in addresses:
        if not is_allowed_address(address, allows_loopback=allows_loopback):
            raise AddressRefused("The address is in a private network")
    return addresses
