"""Who works on a day: people with their tokens and roles, and what is made ready for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import time
from uuid import UUID

import asyncpg

from bench import fixtures
from bench.datasets import TOKEN_SECONDS, Dataset
from bench.growth.audit import ROWS
from bench.growth.measuring import fill
from server.identity.issuer import Issuer

READERS, REGISTRARS, ADMINS = 400, 60, 40
SUBJECTS = 200
"""Users whose access is changed; they send nothing."""
TRAIL = 100_000
REVIEWING = "merge_request:read merge_request:write merge_candidate:assign"
SCOPES = {"REGISTRAR": "person:read", "ADMIN": "audit_log:read person:read access:write"}

WIDER = "update clients set scopes = scopes || $2::text[] where id = $1"
ROLES = """
insert into role_grants (user_id, client_id, role) select id, $1, $2 from unnest($3::uuid[]) id
"""
# Each candidate once: those that were decided have two requests.
OPEN_REQUESTS = """
with free as (
    select id, row_number() over () as number
      from (select id from manual_merge_candidates
             where status = 'NEW' and assignee_id is null and requests_count = 1
             order by id limit cardinality($1::uuid[])) candidate),
given as (select id, ($1::uuid[])[number] as reviewer from free),
changed as (
    update manual_merge_candidates candidate
       set assignee_id = given.reviewer, requests_count = candidate.requests_count + 1,
           closed_to = array_sort(candidate.closed_to || given.reviewer)
      from given where candidate.id = given.id)
insert into merge_requests
    (manual_merge_candidate_id, assignee_id, status, seen_person_version, seen_master_version)
select id, reviewer, 'NEW', 1, 1 from given
returning assignee_id, id::text as id
"""
RESET_ACCESS = """
set session_replication_role = replica;
delete from role_grants where role = 'REGISTRAR' and user_id = any ({subjects});
update users set is_blocked = false where id = any ({subjects});
reset session_replication_role;
"""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody with a token, by what they do; and those whom something is done to."""

    console: UUID
    machine: str
    readers: Sequence[tuple[str, Sequence[str]]]
    """Each with the keys of their requests."""
    registrars: Sequence[str]
    admins: Sequence[str]
    reviewers: Sequence[tuple[UUID, str]]
    """Half of them are assigned to, half of them decide."""
    subjects: Sequence[UUID]

    async def make_ready(self, owner: asyncpg.Connection, decisions: int) -> dict[UUID, str]:
        """Settle what is open, undo acts of access, and open so many requests.

        Returns each request's key by its reviewer. Raises ValueError where there are too few.
        """
        await fixtures.settle_assigned(owner)
        listed = ", ".join(f"'{each}'" for each in self.subjects)
        await owner.execute(RESET_ACCESS.format(subjects=f"array[{listed}]::uuid[]"))
        await owner.execute("set session_replication_role = replica")
        deciding = [user for user, _ in self.deciders[:decisions]]
        rows = await owner.fetch(OPEN_REQUESTS, deciding)
        await owner.execute("reset session_replication_role")
        await owner.execute("vacuum analyze merge_requests, manual_merge_candidates, role_grants")
        if len(rows) < decisions:
            raise ValueError(f"{len(rows)} requests were opened, not {decisions}")
        return {row["assignee_id"]: row["id"] for row in rows}

    def of_tokens(self, count: int | None) -> "People":
        """Return them with so many tokens in all, or with all."""
        others = 1 + len(self.readers) + len(self.registrars) + len(self.admins)
        reviewers = self.reviewers if count is None else self.reviewers[: count - others]
        return replace(self, reviewers=reviewers)

    @property
    def deciders(self) -> Sequence[tuple[UUID, str]]:
        """Return those who decide."""
        return self.reviewers[1::2]

    @property
    def assigned(self) -> Sequence[tuple[UUID, str]]:
        """Return those who are assigned to."""
        return self.reviewers[::2]


async def gather(dataset: Dataset, readers: Sequence[UUID]) -> People:
    """Give people of a dataset their roles and tokens, and fill the trail."""
    owner, console = dataset.sandbox.owner, dataset.console
    issuer, now = Issuer(dataset.sandbox.directory), int(time())
    subjects, rest = dataset.reviewers[:SUBJECTS], dataset.reviewers[SUBJECTS:]
    registrars, rest = rest[:REGISTRARS], rest[REGISTRARS:]
    admins, reviewers = rest[:ADMINS], rest[ADMINS:]
    scopes = sorted({word for words in SCOPES.values() for word in words.split()})
    await fill(
        owner,
        (WIDER, (console, scopes)),
        (ROLES, (console, "REGISTRAR", registrars)),
        (ROLES, (console, "ADMIN", admins)),
        (ROWS, (list(dataset.reviewers), console, 0, TRAIL)),
    )
    rows = await owner.fetch(
        "select assignee_id, array_agg(id::text) as keys from merge_requests group by 1"
    )
    keys = {row["assignee_id"]: row["keys"] for row in rows}

    def token(user: UUID, scope: str = REVIEWING, client: UUID = console) -> str:
        return issuer.issue(user, client, scope, TOKEN_SECONDS, now)

    return People(
        console=console,
        machine=token(dataset.machine, "birth:declare", dataset.machine),
        readers=[(token(user), keys[user]) for user in readers],
        registrars=[token(user, SCOPES["REGISTRAR"]) for user in registrars],
        admins=[token(user, SCOPES["ADMIN"]) for user in admins],
        reviewers=[(user, token(user)) for user in reviewers],
        subjects=subjects,
    )
