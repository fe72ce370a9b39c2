"""The application's role cannot write the trail, nor act in two names at once: rule Y6."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from tests.people import person
from tests.serving import Registry

CHANGE = "update persons set gender = 'FEMALE'"
LOOK = "select record_looks('vital_event', array[uuidv7()])"
WHO_WROTE = "select distinct actor_id from audit_log where action = 'person.corrected'"


@pytest_asyncio.fixture
async def application(registry: Registry) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the application's role, in a registry with one person."""
    await person(registry)
    connection = await asyncpg.connect(
        registry.database.app_url, server_settings={"role": "selfsame_app"}
    )
    yield connection
    await connection.close()


async def begin(connection: asyncpg.Connection, client: UUID | None) -> None:
    """Begin an act of a client."""
    await connection.execute("select begin_act('person.corrected', $1, null, $2)", client, uuid4())


async def refused(connection: asyncpg.Connection, statement: str) -> str | None:
    """Return the code with which a statement is refused, in a transaction that goes on."""
    with pytest.raises(asyncpg.PostgresError) as caught:
        async with connection.transaction():
            await connection.execute(statement)
    return caught.value.sqlstate


INSERT = (
    "insert into audit_log (action, resource, resource_id, changeset, correlation_id)"
    " values ('person.corrected', 'person', uuidv7(), '{}', uuidv7())"
)
OWN_TRIGGER = (
    "create temporary table persons (like public.persons);"
    " create trigger forged after insert on pg_temp.persons"
    " referencing new table as new_rows for each statement execute function audited_persons()"
)


@pytest.mark.parametrize(
    "statement",
    [
        INSERT,
        OWN_TRIGGER,
        "select setval('who_acts', 1)",
        "select nextval('who_acts')",
        "select currval('who_acts')",
        "select last_value from acting_keys",
        "select nextval('acting_keys')",
        "delete from messages",
        "delete from outbox",
        "delete from idempotency_keys",
        "delete from failed_attempts",
        "select lastval()",
        "select record_entry('{}')",
    ],
)
async def test_y6_the_applications_role_writes_no_entry_and_deletes_by_functions(
    application: asyncpg.Connection, statement: str
) -> None:
    await begin(application, None)

    code = await refused(application, statement)

    assert code in {"42501", "42883"}


@pytest.mark.parametrize("what", ["messages", "attempts", "outbox", "deletions"])
async def test_y6_what_is_deleted_for_its_age_is_0_seconds_old_at_least(
    application: asyncpg.Connection, what: str
) -> None:
    code = await refused(application, f"select purge_{what}(-0.001, 100)")

    assert code == "22023"
    assert await application.fetchval(f"select purge_{what}(0, 0)") == 0


async def test_y6_a_transaction_acts_in_one_name(
    registry: Registry, application: asyncpg.Connection
) -> None:
    portal, other = await registry.client("portal"), await registry.client("other")
    another = f"select begin_act('person.corrected', '{other}', null, uuidv7())"

    async with application.transaction():
        await begin(application, portal)
        await application.execute(CHANGE)
        by_act = await refused(application, another)
        by_setting = await refused(
            application, f"select set_config('selfsame.actor_id', '{other}', true); {CHANGE}"
        )
        by_client = await refused(
            application, f"select set_config('selfsame.client_id', '', true); {CHANGE}"
        )
        by_look = await refused(
            application,
            "select set_config('selfsame.action', 'vital_event.viewed', true),"
            f" set_config('selfsame.actor_id', '{other}', true); {LOOK}",
        )
        by_oblivion = await refused(application, f"discard sequences; {another}")
        await begin(application, portal)
        await application.execute(CHANGE)

    assert [by_act, by_setting, by_client, by_look, by_oblivion] == ["SA007"] * 5
    assert [row[0] for row in await registry.owner.fetch(WHO_WROTE)] == [portal]


READ = "select note_reading('person.viewed', '{other}', '{other}', uuidv7(), array[uuidv7()])"
RESTORED = "select record_restore('{{}}')"


@pytest.mark.parametrize(
    ("action", "written"),
    [("vital_event.viewed", LOOK), ("trail.restored", RESTORED), ("person.corrected", READ)],
)
async def test_y6_what_changes_no_row_is_written_in_the_name_that_changes_rows(
    registry: Registry, application: asyncpg.Connection, action: str, written: str
) -> None:
    portal, other = await registry.client("portal"), await registry.client("other")

    async def name(actor: UUID, action: str) -> None:
        for setting, value in (("actor_id", actor), ("client_id", actor), ("action", action)):
            await application.execute(f"select set_config('selfsame.{setting}', '{value}', true)")

    async def in_two_names() -> None:
        async with application.transaction():
            await begin(application, portal)
            await name(other, action)
            await application.execute(written.format(other=other))
            await name(portal, "person.corrected")
            await application.execute(CHANGE)

    with pytest.raises(asyncpg.PostgresError) as caught:
        await in_two_names()

    assert caught.value.sqlstate == "SA007"


async def test_y6_who_acted_before_says_nothing_of_a_later_transaction(
    registry: Registry, application: asyncpg.Connection
) -> None:
    portal, other = await registry.client("portal"), await registry.client("other")
    await begin(application, portal)

    async with application.transaction():
        await application.execute(
            "select set_config('selfsame.action', 'person.corrected', true),"
            f" set_config('selfsame.actor_id', '{other}', true),"
            f" set_config('selfsame.client_id', '{other}', true),"
            " set_config('selfsame.correlation_id', uuidv7()::text, true)"
        )
        forged = await refused(application, CHANGE)
        await begin(application, other)
        await application.execute(CHANGE)

    assert forged == "SA007"
    assert [row[0] for row in await registry.owner.fetch(WHO_WROTE)] == [other]


async def test_y6_a_session_that_never_began_an_act_changes_nothing(
    application: asyncpg.Connection,
) -> None:
    async with application.transaction():
        await application.execute(
            "select set_config('selfsame.action', 'person.corrected', true),"
            " set_config('selfsame.correlation_id', uuidv7()::text, true)"
        )

        assert await refused(application, CHANGE) == "55000"


async def test_y6_only_a_look_is_written_down_as_one(
    registry: Registry, application: asyncpg.Connection
) -> None:
    portal = await registry.client("portal")

    async with application.transaction():
        await begin(application, portal)
        as_another_act = await refused(application, LOOK)
        as_a_restore = await refused(application, "select record_restore('{}')")

    assert (as_another_act, as_a_restore) == ("SA001", "SA001")


EARLY = """
insert into audit_log (id, act_id, action, resource, resource_id, changeset, correlation_id)
select id, id, 'person.corrected', 'person', id, '{}', id from uuidv7(interval '-1 hour') id
returning set_config('selfsame.act_id', id::text, true)::uuid
"""
ENTRIES = "select count(*) from audit_log where act_id = $1"


async def test_y6_no_entry_joins_an_act_that_was_over_before_its_transaction_began(
    registry: Registry, application: asyncpg.Connection
) -> None:
    act = await registry.owner.fetchval(EARLY)
    join = f"select set_config('selfsame.act_id', '{act}', true); {CHANGE}"

    async with application.transaction():
        await begin(application, None)
        first = await refused(application, join)
        await application.execute(CHANGE)
        later = await refused(application, join)
        await application.execute(CHANGE)

    assert (first, later) == ("SA007", "SA007")
    assert await registry.owner.fetchval(ENTRIES, act) == 1


async def test_y6_an_act_goes_on_though_the_clock_was_put_back_since_it_began(
    registry: Registry, application: asyncpg.Connection
) -> None:
    owner = registry.owner

    async with owner.transaction():
        await begin(owner, None)
        act = await owner.fetchval(EARLY)
        await owner.execute(CHANGE)

    assert await owner.fetchval(ENTRIES, act) == 2
