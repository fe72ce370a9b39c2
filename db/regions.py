"""What regions publish of their register, and how one copy subscribes to several (rule Z10)."""

from typing import Any, Final

import asyncpg

from db.catalog import DIFFERENCES, REMEMBER
from rules.frozen import frozen
from rules.regions import PREFIX_OF_SUBSCRIPTIONS

PUBLICATION: Final = "selfsame_register"

COLUMNS: Final[dict[str, str]] = {
    # No password, no address, no secret, no scope: they act in their region.
    "users": "id, username, display_name, inserted_at, updated_at, deleted_at",
    "clients": "id, name, kind, inserted_at, updated_at",
    # An entry is of another transaction in the copy, whose own trail seals it as it comes.
    "audit_log": "id, act_id, actor_id, client_id, action, resource, resource_id, changeset,"
    " previous, correlation_id, inserted_at",
}
"""Of these tables not everything is published; in the copy they are open to its own acts."""

WHOLE: Final = (
    *("persons", "person_addresses", "person_documents", "person_phones"),
    *("person_versions", "person_editors"),
    *("vital_events", "vital_event_versions", "individuals", "corrections"),
    *("certificate_templates", "certificates", "payments", "potential_duplicates"),
    *("merge_candidates", "manual_merge_candidates", "merge_requests", "merged_pairs"),
    *("merge_effects", "unmerge_proposals", "unmerge_requests"),
    *("own_deaths", "shared_deaths"),
    *("organisations", "organisation_paths", "memberships", "consents", "person_reach"),
    *("explanation_requests", "deletions"),
)
"""These are published whole; in the copy nobody changes them."""

MARKED: Final = ("users", "clients", "persons", "organisations", "certificate_templates")

KEEP_REGION: Final = """
select format('alter database %I set selfsame.region = %L', current_database(), $1::text)
"""
REGION: Final = "select nullif(current_setting('selfsame.region', true), '')"
STORED_REGION: Final = """
select substr(setting, length('selfsame.region=') + 1)
  from pg_db_role_setting join pg_database on pg_database.oid = setdatabase,
       unnest(setconfig) setting
 where datname = current_database() and setrole = 0 and setting like 'selfsame.region=%'
"""

HAS_PUBLICATION: Final = "select exists (select from pg_publication where pubname = $1)"
HAS_SUBSCRIPTION: Final = """
select exists (select from pg_subscription join pg_database on pg_database.oid = subdbid
                where datname = current_database() and subname = $1)
"""
IS_COPY: Final = "select exists (select from pg_trigger where tgname = 'read_only_in_copy')"
IS_IN_USE: Final = (
    "select exists (select from persons) or exists (select from vital_events)"
    " or exists (select from organisations)"
)
SUBSCRIBE: Final = """
select format('create subscription %I connection %L publication {publication}'
              ' with (origin = none, failover = true)', $1::text, $2::text)
"""
MOVE: Final = "select format('alter subscription %I connection %L', $1::text, $2::text)"
FOLLOWED: Final = """
select upper(substr(subscription.subname, {length} + 1)) as region,
       subscription.subenabled as is_enabled,
       (select count(*) from pg_subscription_rel
         where srsubid = subscription.oid and srsubstate <> 'r') as tables_to_copy,
       (select extract(epoch from now() - max(latest_end_time))::int8
          from pg_stat_subscription worker
         where worker.subid = subscription.oid) as seconds_behind,
       apply_error_count + sync_error_count as errors
  from pg_subscription subscription
  join pg_database on pg_database.oid = subdbid
  join pg_stat_subscription_stats statistics on statistics.subid = subscription.oid
 where datname = current_database() and starts_with(subscription.subname, '{prefix}')
 order by 1
"""


class RegionRefused(Exception):
    """A region cannot be published or joined; the sentence says why."""


@frozen
class Followed:
    """How a copy stands to one of its regions."""

    region: str
    is_enabled: bool
    tables_to_copy: int
    seconds_behind: int | None
    errors: int


def tables() -> str:
    """Name the tables of the publication, each with its columns where not all are published."""
    some = [f"{name} ({columns})" for name, columns in COLUMNS.items()]
    return ", ".join([*WHOLE, *some])


async def keep_region(owner: asyncpg.Connection, region: str) -> bool:
    """Let the database give out numbers of a region; return whether it did not before.

    Sessions that are open go on as they began.
    """
    if await stored_region(owner) == region:
        return False
    await owner.execute(await owner.fetchval(KEEP_REGION, region))
    return True


async def stored_region(owner: asyncpg.Connection) -> str | None:
    """Return whose numbers those who connect from now on are given."""
    region: str | None = await owner.fetchval(STORED_REGION)
    return region


def keeps_its_region(wanted: str, kept: str) -> str:
    """Say that a database gives out numbers of another region than the one that is set."""
    return (
        f"SELFSAME_REGION is {wanted}, and the database gives out numbers of {kept}, which it"
        " keeps: two regions must not give out the same number."
    )


async def region_of(connection: Any) -> str | None:
    """Return whose numbers a database gives out; None where they carry no region."""
    region: str | None = await connection.fetchval(REGION)
    return region


async def publish(owner: asyncpg.Connection, reader: str | None) -> str:
    """Publish the register, for a role to read it; return the region. Raises RegionRefused."""
    region = await region_of(owner)
    if region is None:
        raise RegionRefused("Set SELFSAME_REGION first: numbers of two regions must differ.")
    if await owner.fetchval("show wal_level") != "logical":
        raise RegionRefused("PostgreSQL has to run with wal_level=logical.")
    if not await owner.fetchval(HAS_PUBLICATION, PUBLICATION):
        await owner.execute(f"create publication {PUBLICATION}")
    await _refuse_altered_guards(owner)
    async with owner.transaction():
        await owner.execute(
            f"alter publication {PUBLICATION} set"
            " (publish = 'insert, update, delete', publish_via_partition_root = true)"
        )
        await owner.execute(f"alter publication {PUBLICATION} set table {tables()}")
        if reader is not None:
            await _admit(owner, reader)
            await owner.execute(REMEMBER)
    return region


async def _admit(owner: asyncpg.Connection, reader: str) -> None:
    quoted = await owner.fetchval(
        "select quote_ident(rolname) from pg_roles where rolname = $1", reader
    )
    if quoted is None:
        raise RegionRefused(
            "There is no such role; make it with `create role … login replication`."
        )
    await owner.execute(f"grant usage on schema public to {quoted}")
    for name in WHOLE:
        await owner.execute(f"grant select on {name} to {quoted}")
    for name, columns in COLUMNS.items():
        await owner.execute(f"grant select ({columns}) on {name} to {quoted}")


async def join(owner: asyncpg.Connection, region: str, address: str) -> bool:
    """Let this database copy a region from an address; return whether it did not before.

    Raises RegionRefused.
    """
    await _check(owner)
    await _check_region(region, address)
    async with owner.transaction():
        await owner.execute("call become_copy($1, $2)", list(WHOLE), list(MARKED))
        await owner.execute(REMEMBER)
    name = f"{PREFIX_OF_SUBSCRIPTIONS}{region.lower()}"
    if await owner.fetchval(HAS_SUBSCRIPTION, name):
        await owner.execute(await owner.fetchval(MOVE, name, address))
        await owner.execute(f"alter subscription {name} refresh publication")
        return False
    statement = SUBSCRIBE.format(publication=PUBLICATION)
    await owner.execute(await owner.fetchval(statement, name, address))
    return True


async def _check(owner: asyncpg.Connection) -> None:
    if await region_of(owner) is not None:
        raise RegionRefused("This database is a region itself: a copy gives out no numbers.")
    await _refuse_altered_guards(owner)
    if not await owner.fetchval(IS_COPY) and await owner.fetchval(IS_IN_USE):
        raise RegionRefused("This database has records of its own: a copy begins empty.")


async def _refuse_altered_guards(owner: asyncpg.Connection) -> None:
    """Raise RegionRefused where the catalog is not what is remembered: it is remembered anew."""
    differing = await owner.fetch(DIFFERENCES)
    if differing:
        names = ", ".join(it["name"] for it in differing)
        raise RegionRefused(f"What guards the trail is not as it was migrated: {names}.")


async def _check_region(region: str, address: str) -> None:
    """Ask at the address whose numbers are given out there: two copies of one region clash."""
    try:
        there = await asyncpg.connect(address, timeout=10)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # Its message may repeat the address.
        raise RegionRefused(f"The region cannot be reached ({type(error).__name__}).") from None
    try:
        found = await region_of(there)
        is_published = await there.fetchval(HAS_PUBLICATION, PUBLICATION)
    finally:
        await there.close(timeout=1)
    if found != region:
        raise RegionRefused(f"At this address is {found or 'no region'}, and not {region}.")
    if not is_published:
        raise RegionRefused(f"{region} publishes nothing: run `selfsame region publish` there.")


async def followed(owner: asyncpg.Connection) -> list[Followed]:
    """Return the regions that this database copies, and how it stands to each."""
    statement = FOLLOWED.format(prefix=PREFIX_OF_SUBSCRIPTIONS, length=len(PREFIX_OF_SUBSCRIPTIONS))
    return [Followed(**row) for row in await owner.fetch(statement)]
