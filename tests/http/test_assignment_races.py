"""What holds when many take one declaration, or act on it, at once (rule C16)."""

import asyncio
from collections import Counter

from rules.access import Role
from tests.assignments import read, taken, try_to
from tests.corrections import two_registrars
from tests.events import attempt, audited, declared
from tests.serving import Registry

ANOTHERS = ("CONFLICT", "Record is assigned to another registrar")
GONE = ("CONFLICT", "Action is not available in this status")


async def test_c16_of_64_who_take_a_declaration_at_once_one_has_it(registry: Registry) -> None:
    registrars = [await registry.user(f"registrar {it}", Role.REGISTRAR) for it in range(16)]
    event = (await declared(registry, await registry.client("portal")))["id"]

    answers = await asyncio.gather(
        *(try_to(registry, registrars[it % 16], "assign", event) for it in range(64))
    )

    owner = (await read(registry, registrars[0], event))["assignee"]["username"]
    outcomes = Counter(
        (registrars[at % 16] == owner, it.refusal if it.errors else "TAKEN")
        for at, it in enumerate(answers)
    )
    # Whoever has it may take it again, as a request that is sent again does.
    assert outcomes == {(True, "TAKEN"): 4, (False, ANOTHERS): 60}
    assert (await audited(registry, event))[1:] == ["birth.assigned"] * 4


async def test_c16_of_those_who_wait_for_one_declaration_the_first_has_it(
    registry: Registry,
) -> None:
    """All of them come while its lock is held: none has seen that it is another's."""
    registrars = [await registry.user(f"registrar {it}", Role.REGISTRAR) for it in range(6)]
    event = (await declared(registry, await registry.client("portal")))["id"]

    async with registry.owner.transaction():
        await registry.owner.execute("select from vital_events for update")
        taking = [asyncio.create_task(try_to(registry, who, "assign", event)) for who in registrars]
        while await registry.owner.fetchval(WAITING) < len(taking):
            await asyncio.sleep(0)
    answers = await asyncio.gather(*taking)

    assert Counter(it.refusal if it.errors else "TAKEN" for it in answers) == {
        "TAKEN": 1,
        ANOTHERS: 5,
    }
    assert (await audited(registry, event))[1:] == ["birth.assigned"]


async def test_c16_to_take_and_to_act_at_once_is_one_after_the_other(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    seen = set()

    for act in ("register", "reject", "archive") * 4:
        event = (await declared(registry, portal))["id"]
        doing, taking = await asyncio.gather(
            attempt(registry, one, act, event), try_to(registry, other, "assign", event)
        )

        record = await read(registry, one, event)
        if doing.errors:
            assert doing.refusal == ANOTHERS
            assert (record["status"], record["assignee"]) == ("DECLARED", {"username": other})
        else:
            assert record["status"] != "DECLARED"
            assert record["assignee"] is None
            assert not taking.errors or taking.refusal == GONE
            assert taking.errors, "whoever took it had it to themselves"
        seen.add(bool(doing.errors))
    assert seen


async def test_c16_whoever_waits_for_a_record_hears_who_took_it(registry: Registry) -> None:
    """The lock decides: all of them come while it is held, and are answered in its order."""
    one, other, portal = await two_registrars(registry)
    event = (await declared(registry, portal))["id"]

    async with registry.owner.transaction():
        await registry.owner.execute("select from vital_events for update")
        taking = asyncio.create_task(try_to(registry, other, "assign", event))
        while await registry.owner.fetchval(WAITING) < 1:
            await asyncio.sleep(0)
        acting = [
            asyncio.create_task(attempt(registry, one, act, event))
            for act in ("register", "reject", "archive")
        ]
        while await registry.owner.fetchval(WAITING) < 4:
            await asyncio.sleep(0)
    answers = await asyncio.gather(*acting)

    assert (await taking).errors == []
    assert [it.refusal for it in answers] == [ANOTHERS] * 3


WAITING = "select count(distinct pid) from pg_locks where not granted"


async def test_c16_to_give_back_and_to_act_at_once_leaves_nothing_between(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    admin = await registry.user("admin", Role.ADMIN)

    for _ in range(6):
        event = (await declared(registry, portal))["id"]
        await taken(registry, one, event)
        freed, own, anothers = await asyncio.gather(
            try_to(registry, admin, "unassign", event),
            attempt(registry, one, "register", event),
            attempt(registry, other, "reject", event),
        )

        record = await read(registry, one, event)
        assert record["assignee"] is None
        assert sum(not it.errors for it in (own, anothers)) == 1
        expected = "REJECTED" if own.errors else "REGISTERED"
        assert record["status"] == expected
        assert anothers.errors == [] or anothers.refusal in (ANOTHERS, GONE)
        assert freed.errors == [] or freed.refusal == GONE
