"""Each special-purpose block is refused from its first address to its last, in every form (F3)."""

import ipaddress

import pytest

from rules.addresses import LOOPBACK, is_allowed_address

# Written from the registries' facts a second time, on purpose, block by block as they list them.
IPV4 = [
    "0.0.0.0/8",
    "0.0.0.0/32",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.0.0/29",
    "192.0.0.8/32",
    "192.0.0.9/32",
    "192.0.0.10/32",
    "192.0.0.170/32",
    "192.0.0.171/32",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
]
IPV6 = [
    "::/128",
    "::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001:1::1/128",
    "2001:1::2/128",
    "2001:1::3/128",
    "2001:2::/48",
    "2001:3::/32",
    "2001:4:112::/48",
    "2001:10::/28",
    "2001:20::/28",
    "2001:30::/28",
    "2001:100::/24",
    "2001:db8::/32",
    "2620:4f:8000::/48",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2001:200::1", "2a00:1450::1"]
# The neighbours of blocks: a table that reaches too far would refuse them.
NEIGHBOURS = [
    "1.0.0.0",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.1.255",
    "192.0.3.0",
    "198.17.255.255",
    "198.20.0.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "2001:db7:ffff::1",
    "2001:db9::1",
    "3ffe:ffff::1",
    "3fff:1000::1",
]


def forms(address: str) -> dict[str, str]:
    """An IPv4 address as IPv6 carries it."""
    number = int(ipaddress.IPv4Address(address))
    return {
        "plain": address,
        "mapped": f"::ffff:{address}",
        "mapped-hex": str(ipaddress.IPv6Address((0xFFFF << 32) | number)),
        "nat64": str(ipaddress.IPv6Address((0x64FF9B << 96) | number)),
        "6to4": str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)),
        "teredo": str(
            ipaddress.IPv6Address((0x20010000 << 96) | (0x5DB8D822 << 64) | (~number & 0xFFFFFFFF))
        ),
    }


FORMS = list(forms("0.0.0.0"))


@pytest.mark.parametrize("end", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("block", IPV4)
def test_f3_a_special_block_of_ipv4_is_refused(block: str, form: str, end: int) -> None:
    address = forms(str(ipaddress.IPv4Network(block)[end]))[form]

    assert not is_allowed_address(address, allows_loopback=False)
    assert not is_allowed_address(address, allows_loopback=True)


@pytest.mark.parametrize("end", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize("block", IPV6)
def test_f3_a_special_block_of_ipv6_is_refused(block: str, end: int) -> None:
    network = ipaddress.IPv6Network(block)
    # The first two of ::/96 are the unspecified address and loopback, which has its own test.
    address = str(network[end])

    assert not is_allowed_address(address, allows_loopback=False)
    assert not is_allowed_address(f"{address}%eth0", allows_loopback=True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", ["127.0.0.0", "127.0.0.1", "127.255.255.255"])
def test_f3_loopback_is_opened_by_its_setting_alone(address: str, form: str) -> None:
    written = forms(address)[form]

    assert not is_allowed_address(written, allows_loopback=False)
    assert is_allowed_address(written, allows_loopback=True)
    assert "::1/128" in LOOPBACK
    assert is_allowed_address("::1", allows_loopback=True)
    assert not is_allowed_address("::1", allows_loopback=False)


@pytest.mark.parametrize("form", FORMS)
def test_f3_a_public_address_is_allowed_in_every_form(form: str) -> None:
    assert is_allowed_address(forms("93.184.216.34")[form], allows_loopback=False)


@pytest.mark.parametrize("address", [*PUBLIC, *NEIGHBOURS])
def test_f3_what_lies_beside_a_block_is_public(address: str) -> None:
    assert is_allowed_address(address, allows_loopback=False)
