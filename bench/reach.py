"""What the first page of persons and of records costs who is limited to organisations (rule R3).

Statements are run as the product plans them, on a tree of 2,421 organisations; times are the best
of many, and are compared with what whoever sees everything waits for the same page.
"""

from dataclasses import replace
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench.sandbox import open_sandbox
from planner.plans import Plan
from resolvers.access import Caller, limited_roles, roles_needed
from resolvers.nodes import QueryContext
from resolvers.schema import schema
from rules.limits import Limits
from server.graphql.documents import Documents
from server.graphql.operations import prepare
from server.graphql.variables import coerce_variables

DISTRICTS, OFFICES = 20, 120
TREE = f"""
insert into organisations (name, kind) values ('Root', 'MINISTRY');
insert into organisations (name, kind, parent_id)
select 'District ' || n, 'DISTRICT', (select id from organisations where name = 'Root')
  from generate_series(1, {DISTRICTS}) n;
insert into organisations (name, kind, parent_id)
select 'Office ' || n, 'OFFICE', id
  from organisations, generate_series(1, {OFFICES}) n where kind = 'DISTRICT';
"""
PEOPLE = """
insert into persons (first_name, last_name, birth_date)
select 'Name' || n % 5000, 'Family' || n % 20000, date '1950-01-01' + n % 20000
  from generate_series(1, $1::integer) n
"""
MEMBERS = """
with places as (select array_agg(id) as ids from organisations where kind = 'OFFICE')
insert into memberships (person_id, organisation_id, title)
select persons.id, ids[1 + floor(random() * cardinality(ids))::integer], 'member'
  from persons, places, generate_series(1, 2) n where n = 1 or random() < 0.2
    on conflict do nothing
"""
REACH = """
insert into person_reach (organisation_id, person_id, reasons)
select ancestor_id, person_id, count(*) from opened_persons()
  join organisation_paths using (organisation_id) group by 1, 2
"""
RECORDS = """
with places as (select array_agg(id) as ids from organisations where kind = 'OFFICE')
insert into vital_events (kind, tracking_id, declared_by_client_id, declared_by_user_id,
                          event_date, place, informant_relationship, details_digest,
                          organisation_id, inserted_at)
select 'BIRTH', 'B' || n, $2, $3, date '2026-01-01', 'Town', 'midwife', '',
       ids[1 + floor(random() * cardinality(ids))::integer], now() - n * interval '1 minute'
  from generate_series(1, $1::integer) n, places
"""
GRANT = """
insert into role_grants (user_id, client_id, role, organisation_id)
select $1, $2, 'REGISTRAR', organisation
  from unnest($3::uuid[]) organisation
"""
WHERE = {
    "everything": "select null::uuid",
    "root": "select id from organisations where name = 'Root'",
    "district": "select id from organisations where name = 'District 7'",
    "three districts": "select id from organisations where name like 'District 1_' limit 3",
    "leaf": "select id from organisations where name = 'Office 7' order by id limit 1",
}
PAGES = {
    "persons by status": "{ persons(filter: {status: ACTIVE}, first: 20) { nodes { id } } }",
    "persons by name": '{ persons(filter: {name: "name77 family"}, first: 20) { nodes { id } } }',
    "records, newest first": "{ vitalEvents(first: 20) { nodes { id trackingId } } }",
}


async def run(persons: int, rounds: int) -> None:
    """Make the register, and print a table of times in ms and of ratios."""
    async with open_sandbox() as sandbox:
        owner = sandbox.owner
        client = await _fill(owner, persons)
        print(f"{persons:,} persons and records, {1 + DISTRICTS * (1 + OFFICES):,} organisations")
        users = {who: await _user(owner, client, who, where) for who, where in WHERE.items()}
        for name, text in PAGES.items():
            whole = None
            for who, user in users.items():
                milliseconds = await _measure(
                    owner, client, user, text, rounds, who != "everything"
                )
                whole = whole or milliseconds
                print(f"{name:<24}{who:<18}{milliseconds:9.3f} ms {milliseconds / whole:8.1f} x")


async def _fill(owner: asyncpg.Connection, persons: int) -> UUID:
    client: UUID = uuid4()
    async with owner.transaction():
        await owner.execute("select begin_act('test', null, null, $1, null)", uuid4())
        await owner.execute(
            "insert into clients (id, name, kind, scopes)"
            " values ($1, 'bench', 'USER_INTERFACE', '{}')",
            client,
        )
        writer = await owner.fetchval(
            "insert into users (username, display_name) values ('writer', 'Writer') returning id"
        )
        await owner.execute(TREE)
        # Rows as the triggers would leave them, without waiting for the trail.
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(PEOPLE, persons)
        await owner.execute(MEMBERS)
        await owner.execute(REACH)
        await owner.execute(RECORDS, persons, client, writer)
    await owner.execute("vacuum analyze")
    return client


async def _user(owner: asyncpg.Connection, client: UUID, name: str, where: str) -> UUID:
    async with owner.transaction():
        await owner.execute("select begin_act('test', null, null, $1, null)", uuid4())
        user: UUID = await owner.fetchval(
            "insert into users (username, display_name) values ($1, $1) returning id", name
        )
        places = [row[0] for row in await owner.fetch(where)]
        await owner.execute(GRANT, user, client, places)
    return user


async def _measure(
    owner: asyncpg.Connection, client: UUID, user: UUID, text: str, rounds: int, limited: bool
) -> float:
    """Return the shortest time of a statement, prepared and planned as often as it takes, in ms."""
    plan, values = _planned(client, user, text, limited=limited)
    statement = await owner.prepare(plan.text)
    rows = await statement.fetch(*values)
    assert rows[0][0] is None, rows[0][0]
    best = float("inf")
    for _ in range(rounds):
        began = perf_counter()
        await statement.fetch(*values)
        best = min(best, perf_counter() - began)
    return best * 1000


def _planned(client: UUID, user: UUID, text: str, *, limited: bool) -> tuple[Plan, list[Any]]:
    documents = Documents(schema, introspection=False)
    document = documents.read(text)
    operation = document.operation(None)
    variables = coerce_variables(documents, operation, {})
    (field,) = prepare(schema, document, operation, variables.coerced, has_session=False).fields
    assert field.root is not None
    caller = Caller(client, user, frozenset())
    row_query = field.root.resolve(QueryContext(caller, Limits()), **field.arguments(variables))
    access = field.root.access
    roles = limited_roles(access, caller) if limited else roles_needed(access, caller)
    plan = field.plan(replace(row_query, limited=limited))
    who = {"client_id": client, "user_id": user, "roles": roles, "is_registrar": True}
    return plan, plan.arguments(dict.fromkeys(plan.parameters) | dict(row_query.parameters) | who)
