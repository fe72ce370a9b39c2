"""The dataset of a comparison: the same rows, people and tokens for every contestant."""

import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from uuid import UUID

from bench import fixtures
from bench.sandbox import Sandbox, open_sandbox
from bench.workloads import P3, P4, READING, SCOPES
from server.identity.issuer import Issuer

REQUESTS = 1000
"""Requests of each reader, half of them open; the benchmarks read those of one reader."""
TOKEN_SECONDS = 12 * 3600
PLAIN = (Path(__file__).parent / "peers" / "plain.sql").read_text()

ASSIGN_REQUESTS = """
with numbered as (
    select id, row_number() over (order by id) as number
      from manual_merge_candidates),
dated as (
    select id, ($1::uuid[])[number % cardinality($1::uuid[]) + 1] as reader, number,
           now() - random() * interval '30 days' as inserted_at
      from numbered)
insert into merge_requests
    (manual_merge_candidate_id, assignee_id, status, comment, inserted_at, updated_at,
     seen_person_version, seen_master_version)
select id, reader,
       (array['POSTPONE', 'POSTPONE', 'SPLIT', 'TRASH'])
           [1 + number / cardinality($1::uuid[]) % 4],
       case when number % 3 > 0 then 'Asked the clinic on day ' || number % 30 end,
       inserted_at, inserted_at + random() * interval '1 day', 1, 1
  from dated;
"""
SEEN = """
update manual_merge_candidates candidate
   set requests_count = 1, closed_to = array[request.assignee_id]
  from merge_requests request
 where request.manual_merge_candidate_id = candidate.id
"""

# So that the next round finds the same pairs unassigned.
UNDONE = {
    "merge_requests": {"status"},
    "manual_merge_candidates": {"assignee_id", "requests_count", "closed_to"},
}
"""The columns that an assignment is undone by."""
UNDO_ASSIGNMENTS = """
set session_replication_role = replica;
delete from merge_requests where status = 'NEW';
update manual_merge_candidates
   set assignee_id = null, requests_count = requests_count - 1,
       closed_to = array_remove(closed_to, assignee_id)
 where assignee_id is not null;
delete from plain_requests;
update plain_candidates set assignee_id = null, requests_count = requests_count - 1
 where assignee_id is not null;
reset session_replication_role;
"""
ASSIGNED = ("merge_requests", "manual_merge_candidates", "plain_requests", "plain_candidates")

ROW_COUNTS = {
    "merge_requests": "select count(*) from merge_requests",
    "vital_events": "select count(*) from vital_events",
    "individuals": "select count(*) from individuals",
    "idempotency_keys": "select count(*) from idempotency_keys",
    # How many duplicate candidates there are depends on the names.
    "audit_log": "select count(*) from audit_log where resource <> 'potential_duplicate'",
    "outbox": "select count(*) from outbox",
    "vital_event_reads": "select count(*) from vital_event_reads",
    **{
        table: f"select count(*) from {table}"
        for table in ("plain_requests", "plain_records", "plain_audit", "plain_outbox")
    },
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """A populated database, and who may come in with which token."""

    sandbox: Sandbox
    console: UUID
    machine: UUID
    readers: list[UUID]
    """Reviewers with requests; P1 and P2 are the first one's."""
    reviewers: list[UUID]
    """Reviewers without requests, whom P3 assigns pairs to."""
    tokens: dict[str, list[str]]
    """Of each workload: P3 has one for each reviewer, the others one."""
    requests: list[str]
    """The keys of the reader's requests, in no order."""
    keys: Path
    """The file of the public keys that tokens are verified with."""

    @property
    def reader(self) -> UUID:
        """Return whose requests P1 and P2 read."""
        return self.readers[0]

    async def undo_assignments(self) -> None:
        """Undo what was assigned; dead rows are vacuumed, since the next contestant is another."""
        await self.sandbox.owner.execute(UNDO_ASSIGNMENTS)
        await self.sandbox.owner.execute(f"vacuum {', '.join(ASSIGNED)}")

    async def row_counts(self) -> dict[str, int]:
        """Count the rows of the tables that the workloads write."""
        owner = self.sandbox.owner
        return {table: await owner.fetchval(sql) for table, sql in ROW_COUNTS.items()}

    async def potential_duplicates(self) -> int:
        """Count the potential duplicates on record."""
        count: int = await self.sandbox.owner.fetchval("select count(*) from potential_duplicates")
        return count


@asynccontextmanager
async def open_dataset(
    persons: int,
    pairs: int,
    births: int,
    reviewers: int,
    *,
    readers: int | None = None,
    fast: bool = False,
) -> AsyncIterator[Dataset]:
    """Make a database with so many persons, pairs with a request each, and births on record.

    `readers` have those requests between them; left out, each has `REQUESTS`.
    """
    async with open_sandbox(fast=fast) as sandbox:
        owner = sandbox.owner
        console = await fixtures.create_console(owner)
        machine = await fixtures.create_portal(owner)
        count = max(1, pairs // REQUESTS) if readers is None else readers
        users = await fixtures.create_reviewers(owner, console, count + reviewers)
        reading, assigned = users[:count], users[count:]
        await fixtures.add_pairs(owner, (0, persons), (0, pairs))
        await fixtures.add_births(owner, machine, births)
        await owner.execute("set session_replication_role = replica")
        await owner.execute(ASSIGN_REQUESTS, reading)
        await owner.execute(SEEN)
        await owner.execute("reset session_replication_role")
        await owner.execute(PLAIN)
        await owner.execute("vacuum full analyze")
        issuer, now = Issuer(sandbox.directory), int(time())

        def token(workload: str, user: UUID, client: UUID) -> str:
            return issuer.issue(user, client, SCOPES[workload], TOKEN_SECONDS, now)

        keys = sandbox.directory / "jwks.json"
        keys.write_text(json.dumps(issuer.jwks()))
        rows = await owner.fetch(
            "select id::text from merge_requests where assignee_id = $1 order by id", reading[0]
        )
        requests = [row["id"] for row in rows]
        random.Random(len(requests)).shuffle(requests)
        tokens = {workload: [token(workload, reading[0], console)] for workload in READING}
        tokens[P3] = [token(P3, user, console) for user in assigned]
        tokens[P4] = [token(P4, machine, machine)]
        yield Dataset(sandbox, console, machine, reading, assigned, tokens, requests, keys)
