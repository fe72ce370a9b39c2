"""Deliveries go to checked addresses only, whatever a name resolves to by then (rule F3)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from outbound.connections import DeliveryFailed, Poster
from outbound.heads import Answer
from outbound.names import Names
from outbound.signatures import Seal
from outbound.webhooks import Deliverer
from rules.addresses import is_allowed_address
from rules.messages import WHY_UNOPENED
from tests.hooks import claimed_delivery
from tests.name_servers import NameServer, name_server
from tests.receivers import Receiver

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]


@asynccontextmanager
async def poster(
    *, allows_loopback: bool, names: Mapping[str, Sequence[Sequence[str]]] | None = None
) -> AsyncIterator[tuple[Poster, NameServer]]:
    """What posts, and the name server that it asks."""
    async with name_server(names or {}) as server:
        resolver = Names(20, (server.at,))
        yield Poster(resolver, allows_loopback=allows_loopback), server
        await resolver.close()


async def post(posting: Poster, url: str) -> Answer:
    return await posting.post(url, {}, b"{}", None, 30)


@pytest.mark.parametrize("address", PUBLIC)
def test_f3_a_public_address_is_allowed(address: str) -> None:
    assert is_allowed_address(address, allows_loopback=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.8.8", "::ffff:127.0.0.1"])
def test_f3_the_setting_opens_loopback(address: str) -> None:
    assert is_allowed_address(address, allows_loopback=True)
    assert not is_allowed_address(address, allows_loopback=False)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "fe80::1", "nonsense"])
def test_f3_the_setting_opens_nothing_else(address: str) -> None:
    assert not is_allowed_address(address, allows_loopback=True)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "localhost.", "2130706433", "0x7f.1", "0177.1", "[::1]"]
)
async def test_f3_a_connection_to_this_machine_is_refused(receiver: Receiver, host: str) -> None:
    async with poster(allows_loopback=False) as (posting, _):
        with pytest.raises(DeliveryFailed, match="private network"):
            await post(posting, f"http://{host}:{receiver.port}/")

    assert receiver.received == []


async def test_f3_a_name_that_changes_its_address_is_caught_at_the_connection(
    receiver: Receiver,
) -> None:
    names = {"rebinding.example": [["93.184.216.34", "127.0.0.1"]]}

    async with poster(allows_loopback=False, names=names) as (posting, _):
        with pytest.raises(DeliveryFailed, match="private network"):
            await post(posting, f"http://rebinding.example:{receiver.port}/")

    assert receiver.received == []


async def test_f3_a_name_is_looked_up_once_for_the_check_and_the_connection(
    receiver: Receiver,
) -> None:
    names = {"rebinding.example": [["127.0.0.1"], ["10.0.0.1"]]}

    async with poster(allows_loopback=True, names=names) as (posting, server):
        answer = await post(posting, f"http://rebinding.example:{receiver.port}/")

    assert answer.status == 200
    assert server.asked == ["rebinding.example"]


async def test_f3_the_next_address_of_a_name_is_tried(receiver: Receiver) -> None:
    names = {"two.example": [["127.0.0.2", "127.0.0.1"]]}

    async with poster(allows_loopback=True, names=names) as (posting, _):
        answer = await post(posting, f"http://two.example:{receiver.port}/")

    assert answer.status == 200


async def test_f3_the_request_is_written_as_http_wants_it(receiver: Receiver) -> None:
    async with poster(allows_loopback=True) as (posting, _):
        await posting.post(f"{receiver.url}/a<b>?c=d|e", {"x-y": "z"}, b"{}", None, 30)

    (received,) = receiver.received
    assert received.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert (received.headers["connection"], received.headers["x-y"]) == ("close", "z")
    assert received.target == "/hook/a%3Cb%3E?c=d%7Ce"


async def test_f3_a_delivery_says_why_it_did_not_go_and_names_no_address(tmp_path: Any) -> None:
    seal = Seal(tmp_path)
    sealed = (seal.seal("whsec_c2VjcmV0"),)
    secret_path = "https://rebinding.invalid/token-in-the-path"

    async with poster(allows_loopback=False) as (posting, _):
        outcome = await Deliverer(posting, seal).deliver(claimed_delivery(secret_path, sealed))

    assert outcome.error == "The name cannot be looked up"


async def test_a_secret_of_another_installation_is_not_opened(tmp_path: Any) -> None:
    (tmp_path / "one").mkdir()
    sealed = (Seal(tmp_path / "one").seal("whsec_c2VjcmV0"),)
    (tmp_path / "other").mkdir()

    async with poster(allows_loopback=False) as (posting, _):
        outcome = await Deliverer(posting, Seal(tmp_path / "other")).deliver(
            claimed_delivery("https://x.example/", sealed)
        )

    assert outcome.error == WHY_UNOPENED


async def test_a_former_secret_that_cannot_be_opened_does_not_stop_what_the_new_one_signs(
    tmp_path: Any,
) -> None:
    for name in ("lost", "kept"):
        (tmp_path / name).mkdir()
    kept = Seal(tmp_path / "kept")
    former = Seal(tmp_path / "lost").seal("whsec_Zm9ybWVy")
    both = (kept.seal("whsec_c2VjcmV0"), former)

    async with poster(allows_loopback=False) as (posting, _):
        rotated = await Deliverer(posting, kept).deliver(
            claimed_delivery("https://x.invalid/", both)
        )
        unrotated = await Deliverer(posting, kept).deliver(
            claimed_delivery("https://x.invalid/", (former, both[0]))
        )

    assert rotated.error == "The name cannot be looked up"
    assert unrotated.error == WHY_UNOPENED


def test_the_key_is_made_once_and_is_nobody_elses(tmp_path: Any) -> None:
    sealed = Seal(tmp_path).seal("whsec_c2VjcmV0")

    opened = Seal(tmp_path).open(sealed)

    assert opened == "whsec_c2VjcmV0"
    assert (tmp_path / "webhooks.key").stat().st_mode & 0o077 == 0
