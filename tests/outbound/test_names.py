"""Look-ups end by themselves, and no client's hold up another's (rule F4a)."""

import asyncio
from uuid import uuid4

import pycares
import pytest

from outbound import names
from outbound.names import Names
from tests.name_servers import name_server

ONE, OTHER = uuid4(), uuid4()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound, shorter: what is proven is that there is one."""
    monkeypatch.setattr(names, "LOOK_UP_SECONDS", 0.05)


async def test_f4a_a_name_is_resolved_by_the_name_servers_and_the_hosts_file() -> None:
    async with name_server({"receiver.example": [["192.0.2.1", "2001:db8::1"]]}) as server:
        resolver = Names(1, (server.at,))

        by_server = await resolver.addresses("receiver.example", ONE)
        by_file = await resolver.addresses("localhost", ONE)
        unknown = await resolver.addresses("nobody.example", ONE)
        impossible = await resolver.addresses(f"{'a' * 64}.example", ONE)

        await resolver.close()
    assert set(by_server) == {"192.0.2.1", "2001:db8::1"}
    assert set(by_file) <= {"127.0.0.1", "::1"}
    assert by_file
    assert (unknown, impossible) == ([], [])


async def test_f4a_a_name_is_whole_and_no_search_domain_is_put_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOCALDOMAIN", "search.example")
    async with name_server({}) as server:
        resolver = Names(1, (server.at,))

        await resolver.addresses("receiver", ONE)

        await resolver.close()
    assert set(server.asked) == {"receiver"}


@pytest.mark.usefixtures("impatient")
async def test_f4a_a_silent_name_server_is_waited_for_no_longer_than_the_bound() -> None:
    async with name_server() as silent:
        resolver = Names(1, (silent.at,))

        addresses = await resolver.addresses("silent.example", ONE)

        await resolver.close()
    assert addresses == []
    assert silent.was_asked.is_set()


async def test_f4a_a_client_has_so_many_look_ups_and_takes_none_of_anothers() -> None:
    async with name_server() as silent:
        resolver = Names(2, (silent.at,))
        hanging = [
            asyncio.create_task(resolver.addresses(f"silent{number}.example", ONE))
            for number in range(2)
        ]
        await silent.was_asked.wait()

        too_many = await resolver.addresses("localhost", ONE)
        of_another = await resolver.addresses("localhost", OTHER)

        assert not any(task.done() for task in hanging)
        await resolver.close()
        await asyncio.gather(*hanging, return_exceptions=True)
    assert too_many == []
    assert of_another


async def test_f4a_all_who_want_a_name_for_one_client_share_a_look_up() -> None:
    async with name_server({"receiver.example": [["192.0.2.1"]]}) as server:
        resolver = Names(1, (server.at,))

        wanted = (resolver.addresses("receiver.example", ONE) for _ in range(100))
        answers = await asyncio.gather(*wanted)

        await resolver.close()
    assert answers == [["192.0.2.1"]] * 100
    assert server.asked == ["receiver.example"]


async def test_f4a_who_gives_up_takes_the_look_up_from_nobody_else() -> None:
    async with name_server() as server:
        resolver = Names(1, (server.at,))
        first = asyncio.create_task(resolver.addresses("receiver.example", ONE))
        second = asyncio.create_task(resolver.addresses("receiver.example", ONE))
        await server.was_asked.wait()

        first.cancel()
        await asyncio.wait([first])
        server.names = {"receiver.example": [["192.0.2.1"]]}

        assert await second == ["192.0.2.1"]
        await resolver.close()


async def test_f4a_sixteen_addresses_of_a_name_are_looked_at() -> None:
    addresses = [f"192.0.2.{number}" for number in range(1, 21)]
    async with name_server(
        {"many.example": [addresses], "few.example": [addresses[:16]]}
    ) as server:
        resolver = Names(1, (server.at,))

        many = await resolver.addresses("many.example", ONE)
        few = await resolver.addresses("few.example", ONE)

        await resolver.close()
    assert (len(many), len(few)) == (16, 16)


async def test_f4a_no_text_is_handed_over_that_python_may_free_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handed: list[object] = []
    made = pycares.Channel.__init__

    def seen(self: pycares.Channel, **options: object) -> None:
        handed.extend(options.values())
        made(self, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pycares.Channel, "__init__", seen)
    async with name_server({"one.example": [["192.0.2.1"]]}) as server:
        resolver = Names(5, (server.at,))

        assert await resolver.addresses("one.example", None) == ["192.0.2.1"]
        await resolver.close()

    assert handed
    assert not [it for it in handed if isinstance(it, str | bytes)]
