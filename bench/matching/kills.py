"""Is any pair missed or found twice when the workers that match are killed."""

import asyncio
import random
import subprocess
import sys

import asyncpg

from bench.delivery import start_worker
from bench.matching import people
from bench.sandbox import Sandbox, open_sandbox
from server.postgres.connection import connect_for_requests
from workflows import detection_models
from workflows.matching import match_pending

LONGEST_LIFE = 2.0
"""Seconds that a worker matches at most until it is killed."""
NOTE = "insert into due_matches select id, version from persons on conflict do nothing"
LET_LEASES_END = "update due_matches set claimed_at = claimed_at - interval '1 hour'"
FORGET = "truncate manual_merge_candidates, merge_candidates, person_keys, due_matches cascade"
DUE = "select count(*) from due_matches"


async def survive(*, kills: int, killed_matches: int, **_: object) -> None:
    """Kill workers while they match, and hold the pairs against those of a quiet run."""
    async with open_sandbox(fast=True) as sandbox:
        await people.fill(sandbox.owner, killed_matches)
        await sandbox.owner.execute(NOTE)
        await _match(sandbox)
        quiet = await _pairs(sandbox.owner)
        await sandbox.owner.execute("set session_replication_role = replica")
        await sandbox.owner.execute(FORGET)
        await sandbox.owner.execute("reset session_replication_role")
        await sandbox.owner.execute(NOTE)
        await _kill(sandbox, kills)
        await sandbox.owner.execute(LET_LEASES_END)
        await _match(sandbox)
        pairs = await _pairs(sandbox.owner)
    missed, more = len(set(quiet) - set(pairs)), len(set(pairs) - set(quiet))
    doubled = len(pairs) - len(set(pairs))
    print(f"{len(quiet):,} pairs, {kills} kills: {missed} missed, {more} more, {doubled} doubled")
    if missed or more or doubled:
        sys.exit(1)


async def _match(sandbox: Sandbox) -> None:
    connection = await connect_for_requests(sandbox.postgres.app_url)
    active = await detection_models.ensure_active(connection)
    await match_pending(connection, active)
    await connection.close()


async def _kill(sandbox: Sandbox, kills: int) -> None:
    """Kill one worker after the other, each in the middle of its matches."""
    for number in range(kills):
        if await sandbox.owner.fetchval(DUE) < 1000:
            await sandbox.owner.execute(NOTE)
        await sandbox.owner.execute(LET_LEASES_END)
        worker = start_worker(sandbox, detection="on")
        await _until_it_matches(sandbox, worker)
        await asyncio.sleep(random.uniform(0, LONGEST_LIFE))
        worker.kill()
        worker.wait()
        due = await sandbox.owner.fetchval(DUE)
        print(f"kill -9 {number + 1:3d} of {kills}: {due:,} matches are due", flush=True)


async def _until_it_matches(sandbox: Sandbox, worker: subprocess.Popen[bytes]) -> None:
    claimed = "select exists (select from due_matches where claimed_at > now() - interval '1 min')"
    async with asyncio.timeout(60):
        while worker.poll() is None and not await sandbox.owner.fetchval(claimed):
            await sandbox.owner.execute("select pg_sleep(0.002)")


async def _pairs(owner: asyncpg.Connection) -> list[frozenset[str]]:
    rows = await owner.fetch(
        "select one.external_id, other.external_id from merge_candidates pair"
        "  join persons one on one.id = pair.person_id"
        "  join persons other on other.id = pair.master_person_id"
    )
    return [frozenset(row) for row in rows]
