"""Every constraint is mapped to a refusal or never broken, and every state is in the trail."""

import asyncpg
import pytest

from db.constraints import NEVER_RAISED, REFUSALS
from db.schema import metadata
from tests.databases import Database
from tests.house import catalog
from tests.house.tables_without_a_state import WITHOUT_A_STATE

TRAIL = {
    "audited_insert": "audited_{name}",
    "audited_update": "audited_{name}",
    "audited_delete": "audited_{name}",
    "refuse_truncate": "refuse_change",
    "refuse_key_change": "refuse_change",
    "set_updated_at": "set_updated_at",
}
TRIGGERS = """
select tgname::text, proname::text, tgenabled::text
  from pg_trigger join pg_proc on pg_proc.oid = tgfoid
 where tgrelid = $1::text::regclass and not tgisinternal and tgconstraint = 0
"""
PRIVILEGES = """
select relname::text,
       array(select word from unnest($1::text[]) word
              where has_table_privilege('selfsame_app', pg_class.oid, word)
                 or word in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                    and has_any_column_privilege('selfsame_app', pg_class.oid, word)) as held
  from pg_class
 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
"""
ALL_PRIVILEGES = [
    *["SELECT", "INSERT", "UPDATE", "DELETE"],
    *["TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],
]
WRITES = {"SELECT", "INSERT", "UPDATE", "DELETE"}
PURGED = (
    *("messages", "outbox", "undispatched_events", "event_positions", "idempotency_keys"),
    *("failed_attempts", "inbound_bodies", "inbound_deliveries", "organisation_plans"),
)
LESS = {
    "audit_checkpoints": {"SELECT"},
    "audit_leaves": {"SELECT"},
    "audit_log": {"SELECT"},
    "audit_nodes": {"SELECT"},
    "audit_readings": {"SELECT", "INSERT"},
    "alembic_version": {"SELECT"},
    "certificate_templates": {"SELECT", "INSERT", "UPDATE"},
    "exports": {"SELECT", "INSERT"},
    "font_files": {"SELECT", "INSERT"},
    "template_fonts": {"SELECT", "INSERT"},
    "applied_rules": {"SELECT"},
    "live_grants": {"SELECT"},
    "viewer_organisations": {"SELECT"},
    "organisation_choices": {"SELECT"},
    "organisation_staff": {"SELECT"},
    "colleagues": {"SELECT"},
    "candidate_evidence": {"SELECT"},
    "detection_models": {"SELECT", "INSERT", "UPDATE"},
    "overview": {"SELECT"},
    "registrar_queues": {"SELECT"},
    "merged_pairs": {"SELECT", "INSERT", "UPDATE"},
    "merge_effects": {"SELECT", "INSERT", "UPDATE"},
    "unmerge_proposals": {"SELECT", "INSERT", "UPDATE"},
    "unmerge_requests": {"SELECT", "INSERT", "UPDATE"},
    "message_attempts": {"SELECT", "INSERT"},
    **{name: {"SELECT", "INSERT", "UPDATE"} for name in PURGED},
    "known_keys": {"SELECT", "INSERT"},
    "erasures": {"SELECT", "INSERT"},  # The list of what was erased only grows (T3).
    "deletions": {"SELECT", "INSERT"},  # Of the columns it sees the key alone (R11).
    "message_queue": {"SELECT"},
    "waiting_by_age": {"SELECT"},
    "waiting_candidates": {"SELECT"},
    "lanes": {"SELECT"},
    "webhook_deliveries": {"SELECT"},
    "person_editors": {"SELECT", "INSERT"},
    "person_versions": set(),
    "vital_event_versions": {"SELECT", "INSERT"},
    "vital_event_reads": {"SELECT", "INSERT"},
}
LENT = {
    "append_leaves",
    "begin_act",
    "forget_idempotency_keys",
    "forget_old_attempts",
    "forget_plans",
    "inbound_body_goes",
    "make_messages",
    "make_partitions",
    "purge_attempts",
    "purge_deletions",
    "purge_inbound",
    "purge_messages",
    "purge_outbox",
    "purge_plans",
    "note_reading",
    "record_looks",
    "record_restore",
    "declaring_is_editing",
    "anonymise_persons",
    "erase_organisation",
    "delete_custodial_person",
    "forget_deleted_at_source",
    "forget_source_records",
    "keep_changed_persons",
    "keep_person_versions",
    "keep_persons_of_parts",
    "person_version_rises",
    "read_person_versions",
    "record_shown",
}
"""What keeps the versions of persons, which the application itself neither reads nor writes, but to
show a reviewer which fields have changed since they saw them, and to delete a person whole; and
what appends to the tree beside the trail."""
POWERS = """
select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
    or exists (select from pg_auth_members where member = pg_roles.oid)
    or exists (select from pg_shdepend where refclassid = 'pg_authid'::regclass
                  and refobjid = pg_roles.oid and deptype = 'o')
    or has_schema_privilege(rolname, 'public', 'CREATE')
    or has_database_privilege(rolname, current_database(), 'CREATE')
    or has_parameter_privilege(rolname, 'session_replication_role', 'SET')
  from pg_roles where rolname = 'selfsame_app'
"""


async def test_every_constraint_is_mapped_to_a_refusal_or_never_broken(
    owner: asyncpg.Connection,
) -> None:
    there = await catalog.names(owner, catalog.RULES)

    assert REFUSALS.keys() | NEVER_RAISED.keys() == there, "db/constraints.py says of each"
    assert REFUSALS.keys() & NEVER_RAISED.keys() == set()


async def test_d1_every_table_with_a_state_is_under_the_trail(owner: asyncpg.Connection) -> None:
    timed = {name for name, table in metadata.tables.items() if "updated_at" in table.c}

    for name in timed:
        found = {row[0]: (row[1], row[2]) for row in await owner.fetch(TRIGGERS, name)}
        expected = {
            trigger: (function.format(name=name), "O") for trigger, function in TRAIL.items()
        }
        assert found.items() >= expected.items(), f"call audit('{name}', …): db/rules/audit_log.sql"
        assert {enabled for _, enabled in found.values()} == {"O"}, name
    untimed = metadata.tables.keys() - timed
    assert untimed == WITHOUT_A_STATE.keys(), "updated_at, or tests/house/tables_without_a_state.py"


async def test_d4_only_columns_that_exist_are_shown_in_changesets(
    owner: asyncpg.Connection,
) -> None:
    with pytest.raises(asyncpg.RaiseError, match="are columns of persons"):
        await owner.execute("call audit('persons', 'person', '{gender, name_of_the_mother}')")


async def test_d3_the_application_may_do_to_each_table_what_it_must(
    owner: asyncpg.Connection,
) -> None:
    held = {row[0]: set(row[1]) for row in await owner.fetch(PRIVILEGES, ALL_PRIVILEGES)}

    assert held == {name: LESS.get(name, WRITES) for name in held}, "LESS of this file"
    assert held.keys() >= metadata.tables.keys() | LESS.keys()


async def test_d3_the_application_is_nobody_in_particular(owner: asyncpg.Connection) -> None:
    mighty = await owner.fetchval(POWERS)

    assert mighty is False


async def test_d3_few_functions_lend_the_powers_of_their_owner(owner: asyncpg.Connection) -> None:
    lent = (
        "select proname::text from pg_proc"
        " where pronamespace = 'public'::regnamespace and prosecdef"
    )
    # Nobody has the powers of a trigger of the trail but by a change of its table (rule Y6).
    of_the_trail = {f"audited_{name}" for name in metadata.tables if name not in WITHOUT_A_STATE}

    assert await catalog.names(owner, lent) == LENT | of_the_trail, "LENT of this file"
    # The application alone calls them, or their owner. Whoever may execute a trigger's function
    # could make it the trigger of a table of their own.
    to_everybody = f"{lent} and has_function_privilege"
    assert await catalog.names(owner, f"{to_everybody}('public', oid, 'EXECUTE')") == set()


async def refused(database: Database, change: str) -> None:
    """See that the application's role may not do this."""
    application = await asyncpg.connect(database.app_url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await application.execute(change)
    await application.close()


@pytest.mark.parametrize(
    "change",
    [
        "update audit_log set action = 'nothing.done'",
        "delete from audit_log",
        "truncate audit_log",
        "alter table audit_log disable trigger all",
        "alter table persons disable trigger audited_insert",
        "drop table audit_log",
        "set session_replication_role = replica",
        "create or replace function audited_persons() returns trigger language sql as 'select 1'",
    ],
)
async def test_d3_the_application_cannot_change_the_trail(database: Database, change: str) -> None:
    await refused(database, change)


@pytest.mark.parametrize(
    "change",
    [
        "delete from merged_pairs",
        "update merged_pairs set merge_candidate_id = id",
        "delete from merge_effects",
        "update merge_effects set before = null",
        "delete from unmerge_proposals",
        "update unmerge_proposals set proposed_by = settled_by",
        "delete from unmerge_requests",
        "update unmerge_requests set reason = decline_reason",
    ],
)
async def test_h13_the_application_rewrites_no_merge(database: Database, change: str) -> None:
    await refused(database, change)


@pytest.mark.parametrize(
    "change",
    [
        "select snapshot from deletions",
        "select reason from deletions",
        "update deletions set id = id",
    ],
)
async def test_r11_the_application_reads_no_snapshot(database: Database, change: str) -> None:
    await refused(database, change)


@pytest.mark.parametrize("column", ["user_id", "client_id", "kind", "form_key"])
async def test_c19_the_application_gives_no_draft_to_another(
    database: Database, column: str
) -> None:
    await refused(database, f"update declaration_drafts set {column} = {column}")


async def test_d1_no_table_of_the_session_takes_what_the_trail_should(
    database: Database, owner: asyncpg.Connection
) -> None:
    application = await asyncpg.connect(database.app_url)
    await application.execute(
        "create temporary table audit_log (like public.audit_log including defaults)"
    )

    async with application.transaction():
        await application.execute("select begin_act('user.created', null, null, uuidv7(), null)")
        await application.execute("insert into users (username, display_name) values ('a', 'a')")
    await application.close()

    assert await owner.fetchval("select action from audit_log where resource = 'user'")
