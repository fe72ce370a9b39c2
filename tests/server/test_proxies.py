"""Rule E7: which hop of a forwarded request is believed, whatever its headers hold."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.proxies import origin_of

NETWORKS = [ip_network("10.0.0.0/8"), ip_network("2001:db8:ff::/48")]
PROXY = ip_address("10.0.0.1")
CLIENT = "203.0.113.5"


def origin(*headers: tuple[str, str]) -> tuple[str, str]:
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    found = origin_of(PROXY, sent, NETWORKS)
    return str(found.address), found.scheme


@pytest.mark.parametrize(
    ("value", "address"),
    [
        (CLIENT, CLIENT),
        (f"{CLIENT}:4711", CLIENT),
        (f"198.51.100.9,{CLIENT}", CLIENT),
        (f"198.51.100.9, {CLIENT} , 10.9.9.9,10.0.0.7", CLIENT),
        (f"garbage, {CLIENT}", CLIENT),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        (f"{CLIENT}, 2001:db8:ff::1", CLIENT),
        (f"::ffff:{CLIENT}", CLIENT),
        ("10.2.2.2, 10.3.3.3", "10.2.2.2"),
        ("", "10.0.0.1"),
        (f"{CLIENT}, unknown", "10.0.0.1"),
        (f"{CLIENT}, unknown, 10.0.0.7", "10.0.0.1"),
        (f"{CLIENT},", "10.0.0.1"),
        ("203.0.113.05", "10.0.0.1"),
        ("203.0.113.5.6", "10.0.0.1"),
        ("fe80::1%eth0", "10.0.0.1"),
        (f"{CLIENT}:http", "10.0.0.1"),
    ],
)
def test_e7_of_the_older_header_the_right_most_untrusted_hop_counts(
    value: str, address: str
) -> None:
    assert origin(("x-forwarded-for", value)) == (address, "")


@pytest.mark.parametrize(
    ("value", "address", "scheme"),
    [
        (f"for={CLIENT}", CLIENT, ""),
        (f"for={CLIENT};proto=https;by=10.0.0.1", CLIENT, "https"),
        (f'For="{CLIENT}:80" ; Proto=HTTPS', CLIENT, "https"),
        (f"for=198.51.100.9;proto=https, for={CLIENT};proto=http", CLIENT, "http"),
        (f'for={CLIENT}, for="[2001:db8:ff::1]:80"', CLIENT, ""),
        (f'for="unclosed, for={CLIENT}', "10.0.0.1", ""),
        (f'for={CLIENT}, by="a\\"b,for=1.1.1.1"', "10.0.0.1", ""),
        (f'for=_hidden;x="a\\"b,for=1.1.1.1", for={CLIENT}', CLIENT, ""),
        (f"for={CLIENT}, for=_hidden", "10.0.0.1", ""),
        (f"for={CLIENT}, for=unknown", "10.0.0.1", ""),
        (f"for={CLIENT};for=198.51.100.9", "10.0.0.1", ""),
        (f"for={CLIENT}:80", "10.0.0.1", ""),
        (f"for={CLIENT},", "10.0.0.1", ""),
        ("", "10.0.0.1", ""),
        ("proto=https", "10.0.0.1", ""),
    ],
)
def test_e7_the_right_most_untrusted_hop_of_forwarded(
    value: str, address: str, scheme: str
) -> None:
    assert origin(("forwarded", value)) == (address, scheme)


def test_e7_lines_of_one_header_are_one_list() -> None:
    lines = [("x-forwarded-for", "198.51.100.9"), ("x-forwarded-for", CLIENT)]
    broken = [("forwarded", 'for="'), ("forwarded", f"for={CLIENT}")]

    assert origin(*lines)[0] == CLIENT
    assert origin(*broken)[0] == CLIENT


@pytest.mark.parametrize("own", ["for=198.51.100.9", 'for="', "for=unknown"])
def test_e7_a_header_that_the_proxy_only_passed_on_is_not_believed(own: str) -> None:
    assert origin(("forwarded", own), ("x-forwarded-for", CLIENT))[0] == "10.0.0.1"
    assert origin(("forwarded", f"for={CLIENT}"), ("x-forwarded-for", CLIENT))[0] == CLIENT


@given(st.text(st.characters(max_codepoint=255)), st.sampled_from(["forwarded", "x-forwarded-for"]))
def test_e7_whatever_a_client_sends_its_proxy_has_the_last_word(text: str, name: str) -> None:
    forwarded = f"for={CLIENT}" if name == "forwarded" else CLIENT

    assert origin((name, text), (name, forwarded))[0] == CLIENT


@given(st.text(st.characters(max_codepoint=255)))
def test_e7_no_header_is_an_error(text: str) -> None:
    origin(("forwarded", text), ("x-forwarded-for", text), ("x-forwarded-proto", text))
