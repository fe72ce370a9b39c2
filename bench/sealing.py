"""What it costs to seal entries of the trail, to verify them, and to prove one.

CPU is that of the process and of PostgreSQL together. The entries are those of a person corrected.
"""

import resource
import time
from random import Random
from statistics import quantiles

import asyncpg

from bench.sandbox import Sandbox, open_sandbox
from tests.audit import Trail

OF_A_TRANSACTION = 100
PROOFS = 100
TRIES = 10
ADD = """
with act as (select uuidv7() as id, uuidv7() as user_id, uuidv7() as client_id)
insert into audit_log (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                       previous, correlation_id)
select case number when 1 then act.id else uuidv7() end, act.id, act.user_id, act.client_id,
       'person.corrected', 'person', uuidv7(),
       '{"gender": "FEMALE", "first_name": "[personal data]", "last_name": "[personal data]"}',
       '{"gender": "MALE", "first_name": "[personal data]", "last_name": "[personal data]"}',
       uuidv7()
  from act, generate_series(1, $1) number
"""
SPACE = """
select (select sum(pg_total_relation_size(relid))::bigint from pg_partition_tree('audit_log'))
       as trail,
       pg_total_relation_size('audit_leaves') + pg_total_relation_size('audit_nodes')
       + pg_total_relation_size('audit_checkpoints') as tree
"""
PROOF = "select * from audit_proof($1, null)"


async def run(entries: int) -> None:
    """Write so many entries, seal and verify them, and print what each took."""
    async with open_sandbox() as sandbox:
        trail = Trail(sandbox.owner, sandbox.directory)
        for _ in range(0, entries, OF_A_TRANSACTION):
            await sandbox.owner.execute(ADD, OF_A_TRANSACTION)
        await sandbox.owner.execute("vacuum analyze audit_log")
        began = _cpu(sandbox)
        while await trail.seal():
            pass
        _print_each("sealed", entries, _cpu(sandbox) - began)
        await sandbox.owner.execute("vacuum analyze audit_leaves")
        await _print_space(sandbox.owner)
        await _verify(sandbox, trail, entries)
        await _prove(sandbox)


async def _verify(sandbox: Sandbox, trail: Trail, entries: int) -> None:
    """Verify half and then all, to see that memory does not grow."""
    began = _cpu(sandbox)
    verification = trail.verification([trail.kept()])
    halfway = 0
    async for faults in verification.steps():
        assert not faults
        if not halfway and verification.verified > entries // 2:
            halfway = _memory()
    _print_each("verified", entries, _cpu(sandbox) - began)
    print(f"memory at half {halfway / 1024:.0f} MB, at the end {_memory() / 1024:.0f} MB")


async def _prove(sandbox: Sandbox) -> None:
    """Prove entries again and again: what is best of each has waited for nobody."""
    random = Random(1)
    rows = await sandbox.owner.fetch("select id from audit_log order by random() limit $1", PROOFS)
    best = {row["id"]: float("inf") for row in rows}
    tried = [entry for entry in best for _ in range(TRIES)]
    random.shuffle(tried)
    began = _cpu(sandbox)
    for entry in tried:
        asked = time.perf_counter()
        await sandbox.owner.fetch(PROOF, entry)
        best[entry] = min(best[entry], (time.perf_counter() - asked) * 1000)
    cpu = (_cpu(sandbox) - began) / len(tried) * 1000
    cuts = quantiles(best.values(), n=100)
    print(
        f"a proof takes {cpu:.2f} ms of CPU; of {TRIES} tries the best {cuts[49]:.2f} ms (median"
        f" of {len(best)} entries), {cuts[94]:.2f} ms (p95)"
    )


async def _print_space(owner: asyncpg.Connection) -> None:
    space = await owner.fetchrow(SPACE)
    assert space is not None
    share = 100 * space["tree"] / space["trail"]
    print(f"the trail has {space['trail'] / 1e6:,.0f} MB, its tree {share:.1f} % of that")


def _cpu(sandbox: Sandbox) -> float:
    return time.process_time() + sandbox.cpu_seconds()


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _print_each(done: str, entries: int, seconds: float) -> None:
    print(f"{entries:,} entries {done}: {seconds / entries * 1e6:.1f} µs of CPU each", flush=True)
