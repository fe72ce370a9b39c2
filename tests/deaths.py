"""How tests bring persons and their deaths on record, and merge them: each as the product does."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from rules.imports import IncomingPerson
from tests.events import death, declared, done, today
from tests.people import assigned, pair, row, say
from tests.serving import Registry
from workflows import imports

DAY = today() - timedelta(days=30)
BORN = date(1950, 5, 5)


def dora(number: str = "8400000001", external_id: str = "d1", **more: Any) -> IncomingPerson:
    """Dora Falk, as a row of a file has her."""
    named: dict[str, Any] = {"first_name": "Dora", "last_name": "Falk", "birth_date": BORN} | more
    return IncomingPerson(external_id, national_id=number, **named)


async def imported(registry: Registry, *persons: IncomingPerson, source: str = "A") -> UUID:
    """Import persons as the command does, and return the key of the last one."""
    connection = await asyncpg.connect(registry.database.app_url)
    try:
        await imports.prepare(connection)
        await imports.import_batch(connection, source, list(enumerate(persons, start=2)))
    finally:
        await connection.close()
    found: UUID = await registry.owner.fetchval(
        "select id from persons where source = $1 and external_id = $2",
        source,
        persons[-1].external_id,
    )
    return found


async def registered_death(
    registry: Registry,
    registrar: str,
    portal: str | UUID,
    of: IncomingPerson,
    day: date = DAY,
    **more: Any,
) -> str:
    """Declare and register somebody's death, whatever it resembles; return the record's id."""
    deceased = {
        "firstName": of.first_name,
        "lastName": of.last_name,
        "birthDate": str(of.birth_date),
        "nationalId": of.national_id,
    }
    given = death(deceased=deceased, dateOfDeath=str(day), lateRegistrationReason="Found late")
    event = await declared(registry, portal, given, "Death")
    if event["isPotentialDuplicate"]:
        await done(registry, registrar, "markAsNotDuplicate", event["id"])
    await done(registry, registrar, "register", event["id"], **more)
    found: str = event["id"]
    return found


async def merge(registry: Registry, reviewer: str, duplicate: UUID, master: UUID) -> None:
    """Let a reviewer merge two persons; one decision must be a quorum."""
    await pair(registry, duplicate, master)
    request = await assigned(registry, reviewer)
    assert (await say(registry, reviewer, request, "MERGE")).errors == []


async def died(registry: Registry, key: UUID) -> date | None:
    """Return somebody's day of death."""
    found: date | None = (await row(registry, "persons", key))["death_date"]
    return found
