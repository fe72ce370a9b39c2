"""A database that cannot write: named in the log and by `/readyz`, and left as soon as it can."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import asyncpg
import httpx2
import pytest

from rules.access import Role
from server.observability import logs
from tests.events import DECLARE, birth, declared, office
from tests.people import ASSIGN, pair
from tests.serving import Registry

UNAVAILABLE = ("UNAVAILABLE", "Service is unavailable")
EVENTS = "{ vitalEvents { nodes { id } } }"

# As PostgreSQL raises it when a file cannot be made longer.
FAIL = """
create function disk_is_full() returns trigger language plpgsql as $$
begin
    raise 'could not extend file: No space left on device' using errcode = '{sqlstate}';
end $$;
create trigger disk_is_full before insert on vital_events
    for each row execute function disk_is_full()
"""
HEAL = "drop trigger disk_is_full on vital_events; drop function disk_is_full()"


@pytest.fixture
def lasting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a fault be looked at again at once, where it otherwise lasts for a while."""
    monkeypatch.setattr("server.postgres.faults.RECENT_SECONDS", -1.0)


@pytest.fixture
def lines(registry: Registry) -> BytesIO:
    """What the server logs; it must have started before."""
    stream = BytesIO()
    logs.configure(stream)
    return stream


async def ready(registry: Registry) -> httpx2.Response:
    return await registry.http.get(f"{registry.url}/readyz")


async def until_ready(registry: Registry) -> None:
    async with asyncio.timeout(60):
        while (await ready(registry)).status_code != 200:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("sqlstate", "reason"),
    [
        ("53100", "disk is full"),
        ("53200", "database is out of memory"),
        ("58030", "database cannot read or write its files"),
    ],
)
async def test_g_what_keeps_postgres_from_writing_is_named_and_reading_goes_on(
    registry: Registry, lines: BytesIO, sqlstate: str, reason: str
) -> None:
    registrar, portal = await office(registry)
    await registry.owner.execute(FAIL.format(sqlstate=sqlstate))

    refused = await registry.ask(portal, DECLARE["Birth"], {"input": birth()})
    readiness = await ready(registry)
    read = await registry.ask(registrar, EVENTS)
    await registry.owner.execute(HEAL)
    made = await declared(registry, portal)

    assert (refused.status, refused.refusal) == (503, UNAVAILABLE)
    assert (readiness.status_code, readiness.json()["status"], readiness.json()["reason"]) == (
        503,
        "not ready",
        reason,
    )
    assert readiness.json()["database"] == {"reachable": True, "migrated": True}
    assert read.errors == []
    assert made["status"] == "DECLARED"
    assert f'"fault":"{reason}"' in lines.getvalue().decode()


@pytest.mark.usefixtures("lasting")
async def test_g_readiness_returns_once_a_write_succeeds(registry: Registry) -> None:
    _, portal = await office(registry)
    await registry.owner.execute(FAIL.format(sqlstate="53100"))
    await registry.ask(portal, DECLARE["Birth"], {"input": birth()})
    database = registry.database.name
    await registry.owner.execute(f"revoke temporary on database {database} from public")

    still = await ready(registry)
    await registry.owner.execute(f"grant temporary on database {database} to public")
    again = await ready(registry)

    assert (still.status_code, still.json()["reason"]) == (503, "disk is full")
    assert again.status_code == 200


@asynccontextmanager
async def read_only(registry: Registry) -> AsyncIterator[None]:
    """Make the database read-only for all who come, as a standby is."""
    await turn(registry, "set default_transaction_read_only = on")
    yield
    await turn(registry, "reset default_transaction_read_only")


async def turn(registry: Registry, setting: str) -> None:
    maintenance = await asyncpg.connect(
        registry.database.owner_url, server_settings={"default_transaction_read_only": "off"}
    )
    await maintenance.execute(f"alter database {registry.database.name} {setting}")
    await maintenance.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and usename <> current_user"
    )
    await maintenance.close()


async def answered(registry: Registry, who: Any, document: str) -> Any:
    """Ask until the answer is not that of a connection that was cut."""
    while True:
        answer = await registry.ask(who, document)
        if answer.status != 503:
            return answer


@pytest.mark.usefixtures("lasting")
async def test_g_a_read_only_database_is_named_before_anybody_writes(
    registry: Registry, lines: BytesIO
) -> None:
    reviewer = await registry.user("reviewer", Role.NHS_REVIEWER, Role.REGISTRAR)
    await pair(registry)

    async with read_only(registry):
        await answered(registry, reviewer, EVENTS)
        readiness = await ready(registry)
        refused = await registry.ask(reviewer, ASSIGN)
        read = await registry.ask(reviewer, EVENTS)
    await until_ready(registry)
    given = await registry.ask(reviewer, ASSIGN)

    assert (readiness.status_code, readiness.json()["reason"]) == (503, "database is read-only")
    assert (refused.status, refused.refusal) == (503, UNAVAILABLE)
    assert read.errors == []
    assert given.data["assignMergeCandidate"] is not None
    assert b'"fault":"database is read-only"' in lines.getvalue()
