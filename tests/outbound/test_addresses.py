"""Deliveries go to checked addresses only, whatever a name resolves to by then (rule F3)."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from outbound.addresses import guarded_client
from outbound.signatures import Seal
from outbound.webhooks import Deliverer
from rules.addresses import is_allowed_address
from tests.receivers import Receiver
from workflows.messages import Claimed

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]


def resolves_to(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let names resolve to these addresses, one look-up after the other; the last one stays."""
    looked_up: list[str] = []
    real = asyncio.get_running_loop().getaddrinfo

    async def look_up(host: Any, port: Any, **more: Any) -> Any:
        looked_up.append(host)
        return await real(answers[min(len(looked_up), len(answers)) - 1], port, **more)

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up, raising=False)
    return looked_up


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
    async with guarded_client(allows_loopback=False) as client:
        with pytest.raises(httpx2.ConnectError, match=r"private network|looked up"):
            await client.post(f"http://{host}:{receiver.port}/")

    assert receiver.received == []


async def test_f3_a_name_that_changes_its_address_is_caught_at_the_connection(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves_to(monkeypatch, "127.0.0.1")

    async with guarded_client(allows_loopback=False) as client:
        with pytest.raises(httpx2.ConnectError, match="private network"):
            await client.post(f"http://rebinding.example:{receiver.port}/")

    assert receiver.received == []


async def test_f3_a_name_is_looked_up_once_for_the_check_and_the_connection(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = resolves_to(monkeypatch, "127.0.0.1", "10.0.0.1")

    async with guarded_client(allows_loopback=True) as client:
        answer = await client.post(f"http://rebinding.example:{receiver.port}/")

    assert answer.status_code == 200
    assert looked_up[0] == "rebinding.example"
    assert "rebinding.example" not in looked_up[1:]


async def test_f3_a_delivery_says_why_it_did_not_go_and_names_no_address(tmp_path: Any) -> None:
    seal = Seal(tmp_path)
    sealed = (seal.seal("whsec_c2VjcmV0"),)
    secret_path = "https://rebinding.invalid/token-in-the-path"

    async with guarded_client(allows_loopback=False) as client:
        error = await Deliverer(client, seal).deliver(
            Claimed(uuid4(), "webhook.x", uuid4(), "{}", 1, uuid4(), secret_path, sealed)
        )

    assert error is not None
    assert "rebinding" not in error
    assert "token" not in error


async def test_a_secret_of_another_installation_is_not_opened(tmp_path: Any) -> None:
    (tmp_path / "one").mkdir()
    sealed = (Seal(tmp_path / "one").seal("whsec_c2VjcmV0"),)
    (tmp_path / "other").mkdir()

    async with guarded_client(allows_loopback=False) as client:
        error = await Deliverer(client, Seal(tmp_path / "other")).deliver(
            Claimed(uuid4(), "webhook.x", uuid4(), "{}", 1, uuid4(), "https://x.example/", sealed)
        )

    assert error == "The secret cannot be opened with this installation's key"


def test_the_key_is_made_once_and_is_nobody_elses(tmp_path: Any) -> None:
    sealed = Seal(tmp_path).seal("whsec_c2VjcmV0")

    opened = Seal(tmp_path).open(sealed)

    assert opened == "whsec_c2VjcmV0"
    assert (tmp_path / "webhooks.key").stat().st_mode & 0o077 == 0
