"""The hosts that an address lists, as libpq reads them (rule Z1)."""

import pytest

from server.database_hosts import HostsAreUnfit, addresses, place_of

LISTS = {
    "postgresql://u:p@h1:1,h2:2/name": (
        "postgresql://u:p@h1:1/name",
        "postgresql://u:p@h2:2/name",
    ),
    "postgresql://u@h1,h2/name?sslmode=require&target_session_attrs=read-write": (
        "postgresql://u@h1:5432/name?sslmode=require",
        "postgresql://u@h2:5432/name?sslmode=require",
    ),
    "postgresql://u@/name?host=h1,h2&port=1,2": (
        "postgresql://u@h1:1/name",
        "postgresql://u@h2:2/name",
    ),
    "postgresql://u@h0/name?host=h1,::1&port=7": (
        "postgresql://u@h1:7/name",
        "postgresql://u@[::1]:7/name",
    ),
    "postgresql://u@[::1]:1,[::2]:2/name": (
        "postgresql://u@[::1]:1/name",
        "postgresql://u@[::2]:2/name",
    ),
    "postgresql://u@/name?host=/run/a,/run/b&port=1,2&passfile=/etc/pass": (
        "postgresql://u@/name?passfile=%2Fetc%2Fpass&host=%2Frun%2Fa&port=1",
        "postgresql://u@/name?passfile=%2Fetc%2Fpass&host=%2Frun%2Fb&port=2",
    ),
}
ALONE = [
    "postgresql://u@h:1/name",
    "postgresql:///name",
    "postgresql://u@/name?host=/run/postgresql",
    "postgresql://u@h/name?target_session_attrs=primary",
]
UNFIT = [
    "postgresql://u@h1:1,h2:x/name",
    "postgresql://u@h1:0,h2/name",
    "postgresql://u@h1:65536,h2/name",
    "postgresql://u@/name?host=h1,h2&port=1,2,3",
    "postgresql://u@h1,h2/name?target_session_attrs=standby",
    "postgresql://u@[::1,h2/name",
]


@pytest.mark.parametrize("listed", LISTS)
def test_z1_each_host_of_a_list_has_an_address_of_its_own(listed: str) -> None:
    assert addresses(listed) == LISTS[listed]


@pytest.mark.parametrize("address", ALONE)
def test_z1_an_address_of_one_host_stays_as_it_is(address: str) -> None:
    assert addresses(address) == (address,)


@pytest.mark.parametrize("address", UNFIT)
def test_z1_what_libpq_could_not_read_either_is_refused(address: str) -> None:
    with pytest.raises(HostsAreUnfit):
        addresses(address)


def test_z1_a_sentence_names_all_hosts_and_no_password() -> None:
    assert place_of("postgresql://u:hidden@h1:1,h2/name") == "h1:1, h2:5432"
    assert place_of("postgresql:///name") == "this host:5432"
