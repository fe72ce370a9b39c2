"""Each act that changes a person makes one version, which keeps the record whole (H21 and H22)."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.access import Role
from rules.comparison import Address, Document, Record
from rules.partial_dates import PartialDate
from tests.people import person
from tests.serving import Registry, until_it_waits
from workflows.person_versions import present_record

VERSIONS = """
select version, changed, action, actor_id, client_id, record
  from person_versions where person_id = $1 order by version
"""
PHONE = "insert into person_phones (person_id, type, number) values ($1, 'MOBILE', $2)"
RENAME = "update persons set first_name = $2 where id = $1"


async def change(registry: Registry, *statements: tuple[Any, ...]) -> None:
    """Run statements as one act of nobody's."""
    async with registry.acting("person.corrected") as owner:
        for statement, *values in statements:
            await owner.execute(statement, *values)


async def changes(registry: Registry, person_id: UUID) -> list[tuple[int, list[str]]]:
    """Return the versions of a person, each with what changed; the last is the present record."""
    rows = await registry.owner.fetch(VERSIONS, person_id)
    (present,) = await registry.owner.fetch(
        "select version, person_record(id) from persons where id = $1", person_id
    )
    assert (rows[-1]["version"], rows[-1]["record"]) == tuple(present)
    return [(row["version"], row["changed"]) for row in rows]


async def test_h22_each_act_that_changes_a_person_makes_one_version(registry: Registry) -> None:
    ada = await person(registry)

    await change(registry, (RENAME, ada, "Augusta"), (PHONE, ada, "+1"), (PHONE, ada, "+2"))
    await change(registry, ("delete from person_phones where person_id = $1", ada))
    await change(registry, ("update persons set death_date = '2020-01-01' where id = $1", ada))

    assert await changes(registry, ada) == [
        (1, []),
        (2, ["firstName", "phones"]),
        (3, ["phones"]),
        (4, ["deathDateKnown"]),
    ]


async def test_h22_parts_may_come_and_go_in_one_statement(registry: Registry) -> None:
    ada = await person(registry)
    await change(registry, (PHONE, ada, "+1"), (PHONE, ada, "+2"))

    await change(
        registry,
        (
            """
            with gone as (delete from person_phones where person_id = $1 and number = '+1'),
            added as (
                insert into person_phones (person_id, type, number) values ($1, 'HOME', '+3')),
            changed as (update person_phones set number = '+4' where number = '+2'),
            renamed as (update persons set email = 'ada@example.org' where id = $1)
            insert into person_addresses (person_id, type, country) values ($1, 'RESIDENCE', 'UA')
            """,
            ada,
        ),
    )

    assert (await changes(registry, ada))[2:] == [(3, ["addresses", "email", "phones"])]


NO_CHANGE: list[list[tuple[str, ...]]] = [
    [("update persons set first_name = first_name where id = $1",)],
    [("update persons set first_name = 'Eve' where id = $1",), (RENAME, "Ada")],
    [(PHONE, "+1"), ("delete from person_phones where person_id = $1 and number = '+1'",)],
    [("update person_phones set number = number where person_id = $1",)],
    [("delete from person_phones where person_id = $1",), (PHONE, "+9")],
    [("savepoint here",), (RENAME, "Eve"), ("rollback to here",)],
    [("update persons set version = 40 where id = $1",)],
    [("update persons set inserted_at = now() where id = $1",)],
]


@pytest.mark.parametrize("statements", NO_CHANGE, ids=lambda it: it[0][0])
async def test_h22_an_act_that_changes_nothing_makes_no_version(
    registry: Registry, statements: list[tuple[str, ...]]
) -> None:
    ada = await person(registry)
    await change(registry, (PHONE, ada, "+9"))
    before = await changes(registry, ada)

    await change(
        registry, *((it, *([ada] if "$1" in it else []), *more) for it, *more in statements)
    )

    assert await changes(registry, ada) == before
    await change(registry, (RENAME, ada, "Augusta"))
    assert await changes(registry, ada) == [*before, (3, ["firstName"])]


async def test_h22_what_a_savepoint_takes_back_is_in_no_version(registry: Registry) -> None:
    ada = await person(registry)

    await change(
        registry,
        (PHONE, ada, "+1"),
        ("savepoint here",),
        (RENAME, ada, "Eve"),
        ("rollback to here",),
        ("savepoint here",),
        ("update persons set email = 'ada@example.org' where id = $1", ada),
        ("release here",),
    )

    assert (await changes(registry, ada))[1:] == [(2, ["email", "phones"])]


async def test_h22_nobody_chooses_a_number(registry: Registry) -> None:
    ada = await person(registry, version=7)

    await change(registry, ("update persons set version = 9, email = 'a@b.c' where id = $1", ada))

    assert [version for version, _ in await changes(registry, ada)] == [1, 2]


async def test_h22_a_part_that_moves_is_a_version_of_both_persons(registry: Registry) -> None:
    ada, eve = await person(registry), await person(registry, "Eve")
    await change(registry, (PHONE, ada, "+1"))

    await change(registry, ("update person_phones set person_id = $1", eve))

    assert (await changes(registry, ada))[-1] == (3, ["phones"])
    assert (await changes(registry, eve))[-1] == (2, ["phones"])


async def test_h22_persons_and_parts_of_one_statement_are_first_versions(
    registry: Registry,
) -> None:
    async with registry.acting("person.imported") as owner:
        made = await owner.fetch(
            """
            with added as (
                insert into persons (first_name) values ('Ada'), ('Eve'), ('Ida') returning id),
            phones as (
                insert into person_phones (person_id, type, number)
                select id, 'MOBILE', number from added, unnest(array['+1', '+2']) number),
            addresses as (
                insert into person_addresses (person_id, type, country)
                select id, 'RESIDENCE', 'UA' from added)
            select id from added limit 1
            """
        )

    (row,) = made
    assert await changes(registry, row["id"]) == [(1, [])]
    assert await registry.owner.fetchval("select count(*) from person_versions") == 3


async def test_h22_a_part_that_changes_is_one_entry_of_the_trail(registry: Registry) -> None:
    ada = await person(registry)
    before = await registry.owner.fetchval("select count(*) from audit_log")

    await change(registry, (PHONE, ada, "+1"), (PHONE, ada, "+2"))

    entries = await registry.owner.fetch(
        "select resource_id, changeset from audit_log order by id offset $1", before
    )
    assert [tuple(it) for it in entries] == [(ada, '{"version": 2}')]


async def test_h22_a_part_changes_in_an_act_or_not_at_all(registry: Registry) -> None:
    ada = await person(registry)

    with pytest.raises(asyncpg.PostgresError, match="needs an act"):
        await registry.owner.execute(PHONE, ada, "+1")
    with pytest.raises(asyncpg.PostgresError, match="TRUNCATE of person_phones is refused"):
        await registry.owner.execute("truncate person_phones")

    assert len(await changes(registry, ada)) == 1


@pytest.mark.parametrize("other", [(RENAME, "Eve"), (PHONE, "+2")], ids=["person", "part"])
async def test_h22_two_acts_at_once_are_two_versions(
    registry: Registry, other: tuple[str, str]
) -> None:
    ada = await person(registry)
    second = await asyncpg.connect(registry.database.owner_url)

    async def act() -> None:
        async with second.transaction():
            await second.execute("select begin_act('person.corrected', null, null, uuidv7())")
            await second.execute(other[0], ada, other[1])

    async with registry.acting("person.corrected") as owner:
        await owner.execute(PHONE, ada, "+1")
        waiting = asyncio.create_task(act())
        await until_it_waits(registry.owner, waiting)
    await waiting
    await second.close()

    versions = await changes(registry, ada)
    assert versions[1:] == [
        (2, ["phones"]),
        (3, ["firstName"] if other[0] == RENAME else ["phones"]),
    ]


async def test_h21_a_version_says_who_made_it_by_what_and_for_which_request(
    registry: Registry,
) -> None:
    ada, correlation = await person(registry), uuid4()
    await registry.user("registrar", Role.REGISTRAR)
    user = registry.users["registrar"]

    async with registry.owner.transaction():
        await registry.owner.execute(
            "select begin_act('person.corrected', $1, $2, $3)",
            *(registry.console_id, user, correlation),
        )
        await registry.owner.execute(RENAME, ada, "Augusta")

    (last,) = await registry.owner.fetch(
        "select action, actor_id, client_id, correlation_id from person_versions"
        " where person_id = $1 and version = 2",
        ada,
    )
    assert tuple(last) == ("person.corrected", user, registry.console_id, correlation)


async def test_h21_a_version_compares_as_the_record_did(registry: Registry) -> None:
    ada = await person(registry, second_name="King", partial_birth_date="1815-12", birth_date=None)
    await change(
        registry,
        (
            "insert into person_documents (person_id, type, number) values ($1, 'PASSPORT', 'A1')",
            ada,
        ),
        (PHONE, ada, "+1"),
        (
            """
            insert into person_addresses (person_id, type, country, zip, settlement)
            values ($1, 'RESIDENCE', 'UA', '01001', 'Kyiv')
            """,
            ada,
        ),
    )

    version, record = await present_record(registry.owner, ada)

    assert version == 2
    assert record == Record(
        "Ada",
        "Byron",
        PartialDate.read("1815-12"),
        second_name="King",
        documents=(Document("PASSPORT", "A1"),),
        phones=("+1",),
        addresses=(Address("UA", settlement="Kyiv", zip="01001"),),
    )


async def test_h21_the_application_reads_no_version_itself(registry: Registry) -> None:
    application = await asyncpg.connect(registry.database.app_url)

    for statement in ("select * from person_versions", "delete from person_versions"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await application.execute(statement)
    await application.close()
