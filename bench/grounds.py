"""The ground that all contestants stand on: the same rows, the same people, the same tokens."""

import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from uuid import UUID

from bench import populating
from bench.places import Place, place
from bench.works import P1, P2, P3, P4, SCOPES
from server.identity.issuer import Issuer

SHARE = 1000
"""So many requests each reader has, half of them open; one of the readers is asked for."""
LIFE = 12 * 3600
PLAIN = (Path(__file__).parent / "peers" / "plain.sql").read_text()

HAND_OUT = """
with placed as (
    select id, inserted_at, row_number() over (order by id) as number
      from manual_merge_candidates),
dated as (
    select id, ($1::uuid[])[number % cardinality($1::uuid[]) + 1] as reader, number,
           now() - random() * interval '30 days' as came
      from placed)
insert into merge_requests
    (manual_merge_candidate_id, assignee_id, status, comment, inserted_at, updated_at)
select id, reader,
       (array['POSTPONE', 'POSTPONE', 'SPLIT', 'TRASH'])
           [1 + number / cardinality($1::uuid[]) % 4],
       case when number % 3 > 0 then 'Asked the clinic on day ' || number % 30 end,
       came, came + random() * interval '1 day'
  from dated;
"""
SEEN = """
update manual_merge_candidates candidate
   set requests_count = 1, seen_by = array[request.assignee_id]
  from merge_requests request
 where request.manual_merge_candidate_id = candidate.id
"""

# Take back what a round assigned, so that the next one finds the same pairs free.
TAKE_BACK = """
set session_replication_role = replica;
delete from merge_requests where status = 'NEW';
update manual_merge_candidates
   set assignee_id = null, requests_count = requests_count - 1,
       seen_by = array_remove(seen_by, assignee_id)
 where assignee_id is not null;
delete from plain_requests;
update plain_candidates set assignee_id = null, requests_count = requests_count - 1
 where assignee_id is not null;
reset session_replication_role;
"""
ASSIGNED = ("merge_requests", "manual_merge_candidates", "plain_requests", "plain_candidates")

BOOKS = {
    "merge_requests": "select count(*) from merge_requests",
    "vital_events": "select count(*) from vital_events",
    "individuals": "select count(*) from individuals",
    "idempotency_keys": "select count(*) from idempotency_keys",
    # How many resemble each other is the names' affair.
    "audit_log": "select count(*) from audit_log where resource <> 'potential_duplicate'",
    "outbox": "select count(*) from outbox",
    "vital_event_reads": "select count(*) from vital_event_reads",
    **{
        table: f"select count(*) from {table}"
        for table in ("plain_requests", "plain_records", "plain_audit", "plain_outbox")
    },
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A populated database, and who may come in with which token."""

    there: Place
    reader: UUID
    machine: UUID
    tokens: dict[str, list[str]]
    """Of each work: P3 has one for each reviewer, the others one."""
    requests: list[str]
    """The keys of the reader's requests, in no order."""
    keys: Path
    """The file of the public keys that tokens are signed by."""

    async def take_back(self) -> None:
        """Undo what was assigned; dead rows are vacuumed, since the next to ask is another."""
        await self.there.owner.execute(TAKE_BACK)
        await self.there.owner.execute(f"vacuum {', '.join(ASSIGNED)}")

    async def books(self) -> dict[str, int]:
        """Count the rows that answers leave."""
        return {table: await self.there.owner.fetchval(asked) for table, asked in BOOKS.items()}

    async def resemblances(self) -> int:
        """Count the potential duplicates on record."""
        found: int = await self.there.owner.fetchval("select count(*) from potential_duplicates")
        return found


@asynccontextmanager
async def ground(
    persons: int, pairs: int, births: int, reviewers: int, *, fast: bool = False
) -> AsyncIterator[Ground]:
    """Make a database with so many persons, pairs with a request each, and births on record."""
    async with place(fast=fast) as there:
        console = await populating.console(there.owner)
        machine = await populating.portal(there.owner)
        count = max(1, pairs // SHARE)
        everybody = await populating.reviewers(there.owner, console, count + reviewers)
        readers, assigned = everybody[:count], everybody[count:]
        await populating.grow(there.owner, (0, persons), (0, pairs))
        await populating.births(there.owner, machine, births)
        await there.owner.execute("set session_replication_role = replica")
        await there.owner.execute(HAND_OUT, readers)
        await there.owner.execute(SEEN)
        await there.owner.execute("reset session_replication_role")
        await there.owner.execute(PLAIN)
        await there.owner.execute("vacuum full analyze")
        issuer = Issuer(there.directory)
        now = int(time())

        def token(work: str, who: UUID, client: UUID) -> str:
            return issuer.issue(who, client, SCOPES[work], LIFE, now)

        keys = there.directory / "jwks.json"
        keys.write_text(json.dumps(issuer.jwks()))
        rows = await there.owner.fetch(
            "select id::text from merge_requests where assignee_id = $1 order by id", readers[0]
        )
        requests = [row["id"] for row in rows]
        random.Random(len(requests)).shuffle(requests)
        yield Ground(
            there,
            readers[0],
            machine,
            {
                **{work: [token(work, readers[0], console)] for work in (P1, P2)},
                P3: [token(P3, who, console) for who in assigned],
                P4: [token(P4, machine, machine)],
            },
            requests,
            keys,
        )
