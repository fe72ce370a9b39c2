"""A record counts its versions, and former ones stay readable (rules C1, C9 and C10)."""

from typing import Any

import asyncpg
import pytest

from tests.events import MADE, birth, declared, done, office, try_declare
from tests.people import key_of
from tests.serving import Registry

PEOPLE = "firstName secondName lastName birthDate birthDateKnown gender nationalId"
INFORMANT = f"informant {{ relationship email phoneNumber individual {{ {PEOPLE} }} }}"
DETAILS = f"""
__typename
... on Birth {{ child {{ {PEOPLE} }} mother {{ {PEOPLE} }} father {{ {PEOPLE} }} {INFORMANT}
                placeOfBirth bornLate: lateRegistrationReason }}
... on Death {{ deceased {{ {PEOPLE} }} dateOfDeath dateOfDeathKnown placeOfDeath causeOfDeath
                {INFORMANT} diedLate: lateRegistrationReason }}
... on Marriage {{ spouses {{ {PEOPLE} }} dateOfMarriage placeOfMarriage witnesses {{ {PEOPLE} }}
                   {INFORMANT} }}
"""
READ = f"""
query ($id: ID!) {{ vitalEvent(id: $id) {{
  version insertedAt details {{ {DETAILS} }}
  versions {{ version since details {{ {DETAILS} }} }}
}} }}
"""


async def read(registry: Registry, who: Any, event: str) -> Any:
    return (await registry.ask(who, READ, {"id": event})).data["vitalEvent"]


@pytest.mark.parametrize("kind", ["Birth", "Death", "Marriage"])
async def test_c10_the_version_of_a_new_record_says_what_the_record_says(
    registry: Registry, kind: str
) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal, kind=kind))["id"]

    record = await read(registry, registrar, event)

    assert record["version"] == 1
    assert record["versions"] == [
        {"version": 1, "since": record["insertedAt"], "details": record["details"]}
    ]


@pytest.mark.parametrize("kind", ["Birth", "Death", "Marriage"])
async def test_c10_an_amendment_adds_a_version_and_keeps_the_former(
    registry: Registry, kind: str
) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal, kind=kind))["id"]
    former = (await read(registry, portal, event))["details"]
    said = []
    for number in range(2):
        await done(registry, registrar, "reject", event)
        given = MADE[kind](amends=event) | {f"placeOf{kind}": f"Town {number}"}
        assert (await try_declare(registry, portal, given, kind)).errors == []
        said.append((await read(registry, portal, event))["details"])

    record = await read(registry, portal, event)

    assert record["version"] == 3
    assert [it["version"] for it in record["versions"]] == [1, 2, 3]
    assert [it["details"] for it in record["versions"]] == [former, *said]
    moments = [it["since"] for it in record["versions"]]
    assert moments[0] == record["insertedAt"]
    assert moments == sorted(set(moments))


async def test_c9_a_machine_reads_no_former_version_of_anothers_record(registry: Registry) -> None:
    registrar, portal = await office(registry)
    other = await registry.client("another portal")
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "reject", event)
    amended = birth(amends=event, placeOfBirth="Lviv")
    assert (await try_declare(registry, portal, amended)).errors == []
    await done(registry, registrar, "register", event)

    record = await read(registry, other, event)

    assert [it["version"] for it in record["versions"]] == [2]
    assert record["versions"][0]["details"] == record["details"]


async def test_c10_what_a_version_says_is_not_changed_by_hand(registry: Registry) -> None:
    _, portal = await office(registry)
    event = key_of((await declared(registry, portal))["id"])

    for change in ("place = 'Elsewhere'", "version = 2", "version = 0"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            async with registry.acting("birth.forged") as connection:
                await connection.execute(
                    f"update vital_events set {change} where id::text = $1", event
                )
        assert refused.value.constraint_name == "each_version_is_kept"
