"""A sample of all that a query can meet: a database in which each case occurs at least once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from time import time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from resolvers.schema import schema
from rules.access import SCOPES, Role, machine_scopes
from rules.limits import Limits
from server.graphql.context import Resources
from server.graphql.documents import Documents
from server.graphql.execution import execute
from server.graphql.request import GraphQLRequest
from server.identity.tokens import Claims
from server.postgres.pool import Pool
from tests.databases import Database

LIMITS = Limits(postponed_requests=3, merge_quorum=2)
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who asks: through which client, as which user, with which scopes and roles."""

    client_id: UUID
    user_id: UUID | None
    scopes: frozenset[str]
    roles: frozenset[str]

    def claims(self) -> Claims:
        """What their token says."""
        subject = self.user_id or self.client_id
        return Claims(subject, self.client_id, self.scopes, int(time()) + 600, "test")


@dataclass
class Sample:
    """The database, what runs on it, and who may ask."""

    resources: Resources
    owner: asyncpg.Connection
    callers: dict[str, Somebody]

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Keep a failing example's report short."""
        printer.text("sample")

    async def ask(
        self, who: str, query: str, variables: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Answer one request as the server would; raise what refuses it whole."""
        answer: dict[str, Any] = orjson.loads(await self.body(who, query, variables))
        return answer

    async def body(
        self,
        who: str,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        compiled: bool = True,
    ) -> bytes:
        """Answer one request with the very bytes; `compiled` as the setting says."""
        request = GraphQLRequest(query, None, variables or {}, is_get=False)
        resources = replace(self.resources, compiled=compiled)
        response = await execute(resources, request, self.callers[who].claims(), uuid4())
        return response.body

    async def rows(self) -> Rows:
        """Read every table whole."""
        return {
            name: [dict(row) for row in await self.owner.fetch(f"select * from {name} order by id")]
            for name in TABLES
        }


TABLES = (
    "clients",
    "users",
    "last_uses",
    "role_grants",
    "persons",
    "person_documents",
    "person_phones",
    "person_addresses",
    "merge_candidates",
    "manual_merge_candidates",
    "merge_requests",
    "audit_log",
)


@asynccontextmanager
async def open_sample(database: Database) -> AsyncIterator[Sample]:
    """Fill a migrated database and open what runs on it."""
    owner = await asyncpg.connect(database.owner_url, server_settings={"timezone": "UTC"})
    async with owner.transaction():
        await owner.execute("select begin_act('test.filled', null, null, $1, null)", uuid4())
        callers = await _people_who_ask(owner)
        await owner.execute(PERSONS)
        await owner.execute(PAIRS)
    for who in ("everybody", "reviewer"):
        async with owner.transaction():
            await _requests(owner, callers[who])
    pool = Pool(lambda: database.app_url, size=4)
    await pool.open()
    try:
        documents = Documents(schema, introspection=True)
        yield Sample(Resources(schema, documents, pool, LIMITS), owner, callers)
    finally:
        await pool.close()
        await owner.close()


async def _people_who_ask(owner: asyncpg.Connection) -> dict[str, Somebody]:
    clients = {
        name: await owner.fetchval(
            "insert into clients (name, kind, scopes) values ($1, $2, $3) returning id",
            name,
            kind,
            sorted(scopes),
        )
        for name, kind, scopes in (
            ("console", "USER_INTERFACE", SCOPES),
            ("portal", "SYSTEM", machine_scopes),
        )
    }
    console, every = clients["console"], frozenset(SCOPES)
    found = {"machine": Somebody(clients["portal"], None, machine_scopes, frozenset())}
    for name, roles, scopes in (
        ("everybody", frozenset(Role), every),
        ("reviewer", frozenset({Role.NHS_REVIEWER}), every),
        ("narrow", frozenset(Role), every - {"person:read", "access:read"}),
    ):
        user = await owner.fetchval(
            "insert into users (username, display_name) values ($1, upper($1)) returning id", name
        )
        found[name] = Somebody(console, user, scopes, frozenset(map(str, roles)))
        for role in sorted(roles):
            await owner.execute(
                "insert into role_grants (user_id, client_id, role) values ($1, $2, $3)",
                user,
                console,
                role,
            )
    # The console and some who come through it were seen, the portal and others never.
    await owner.execute(
        "insert into last_uses (id, used_at) values ($1, now()), ($2, now())",
        *(console, found["reviewer"].user_id),
    )
    return found


PERSONS = """
insert into persons (first_name, last_name, second_name, birth_date, gender, tax_id, national_id,
                     email, death_date, source, external_id)
select (array['Ann', 'Anna', 'Bob', 'Cid'])[1 + n % 4], 'Family' || n % 7,
       case when n % 3 = 0 then 'Second' end, '1960-01-01'::date + n * 97,
       (array['MALE', 'FEMALE', 'OTHER', 'UNKNOWN'])[1 + n % 4],
       case when n % 2 = 0 then 'T' || n / 4 end, case when n % 5 = 0 then 'N' || n end,
       case when n % 4 = 0 then 'a' || n || '@example.org' end,
       case when n % 6 = 0 then '2020-02-29'::date end,
       case when n % 2 = 0 then 'hospital' end, case when n % 2 = 0 then n::text end
  from generate_series(1, 44) n;
update persons set status = 'INACTIVE', master_person_id =
       (select id from persons master where master.birth_date = persons.birth_date - 97)
 where extract(epoch from birth_date)::int % 7 = 0
   and exists (select from persons master where master.birth_date = persons.birth_date - 97
                  and extract(epoch from master.birth_date)::int % 7 <> 0);
insert into person_documents (person_id, type, number, issued_at, issued_by, expiration_date)
select id, (array['PASSPORT', 'ID'])[g], 'D' || row_number() over (order by id, g),
       case when g = 1 then '2001-01-01'::date end, case when g = 2 then 'Office' end, null
  from persons, generate_series(1, 2) g where length(first_name) + g > 4;
insert into person_phones (person_id, type, number)
select id, 'MOBILE', '+' || length(last_name) || g from persons, generate_series(1, 3) g
 where gender in ('MALE', 'OTHER');
insert into person_addresses (person_id, type, country, settlement, zip)
select id, 'RESIDENCE', 'UA', case when gender = 'MALE' then 'Kyiv' end, null
  from persons where second_name is not null;
update persons set birth_date = null, partial_birth_date = to_char(birth_date, 'YYYY-MM')
 where (birth_date - date '1960-01-01') / 97 % 9 = 0;
update persons set first_name = null, death_date = null, partial_death_date = '2020'
 where birth_date is null;
update persons set last_name = null where (birth_date - date '1960-01-01') / 97 % 8 = 0
"""

PAIRS = """
insert into merge_candidates (person_id, master_person_id, score)
select a.id, b.id, 0.5 from (select id, row_number() over (order by id) n from persons) a
  join (select id, row_number() over (order by id) n from persons) b on b.n = a.n + 2;
insert into manual_merge_candidates (merge_candidate_id, status, decision, reason)
select id, case when n % 5 in (0, 1) then 'PROCESSED' else 'NEW' end,
       case when n % 5 = 0 then (array['MERGE', 'SPLIT', 'TRASH'])[1 + n % 3] end,
       case n % 5 when 0 then 'QUORUM' when 1 then 'AUTO_MERGE' end
  from (select id, row_number() over (order by id) n from merge_candidates) pair
"""


async def _requests(owner: asyncpg.Connection, who: Somebody) -> None:
    """One request of each status and some more, at times of which some are the same."""
    await owner.execute(
        "select begin_act('test.requested', $1, $2, $3, null)", who.client_id, who.user_id, uuid4()
    )
    parity = 0 if who.roles == frozenset(map(str, Role)) else 1
    await owner.execute(
        """
        insert into merge_requests (manual_merge_candidate_id, assignee_id, status, comment,
                                    superseded_at, inserted_at)
        select id, $1, case when n / 2 = 4 then 'NEW'
                            else (array['POSTPONE', 'MERGE', 'SPLIT', 'TRASH', 'POSTPONE', 'MERGE'])
                                 [1 + n / 2 % 6] end,
               case when n % 3 = 0 then 'comment ' || n when n % 7 = 0 then '' end,
               case when n / 2 % 6 = 4 and n / 2 <> 4 then now() end,
               now() - (n / 6) * interval '1 hour 1 microsecond'
          from (select id, (row_number() over (order by id))::int n
                  from manual_merge_candidates) candidate
         where n % 2 = $2
        """,
        who.user_id,
        parity,
    )
