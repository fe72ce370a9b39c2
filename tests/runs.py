"""What tests do with runs: kinds whose steps they see, workers that do them, and what is asked."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from db.statements import Connection
from rules.erasures import Erasure
from rules.runs import RunFailed, RunKind, RunWaits
from server.delivery.runner import Runner
from server.delivery.worker import Worker
from server.postgres.pool import Pool
from tests.people import id_of
from tests.serving import Answer, Registry
from workflows.acts import Act, Acting, act
from workflows.organisation_erasures import OrganisationErasure
from workflows.organisation_moves import OrganisationMove
from workflows.organisation_plans import OrganisationMerge
from workflows.run_steps import Done, Run, Steps

TIMEOUT_SECONDS = 60.0
"""How long a test waits for a run: only one that hangs takes longer."""

ASKED = """
id databaseId kind status stepsDone stepsKnown heldBecause heldReason heldEnding heldMembers
lastError finishedAt resumedAt resumedByName
organisation { name } target { name } requestedBy { username }
counts { fetched created changed unchanged ended anonymised rejected }
"""
ONE = f"query ($id: ID!) {{ run(id: $id) {{ {ASKED} }} }}"
DO = "mutation ($input: %s!) { %s(input: $input) { run { %s } } }"
INSERT = """
insert into runs (kind, organisation_id, parameters, correlation_id)
values ('TRANSFER', $1, $2, $3) returning id
"""
CHILDREN = "select name from organisations where parent_id = $1 order by name"


async def move(
    registry: Registry, who: str, moved: UUID, parent: UUID | None, key: str = "key", **more: Any
) -> Answer:
    """Let somebody ask for a move."""
    given = {
        "idempotencyKey": key,
        "id": id_of("Organisation", moved),
        "parentId": None if parent is None else id_of("Organisation", parent),
        "version": 1,
    }
    text = DO % ("MoveOrganisationInput", "moveOrganisation", ASKED)
    return await registry.ask(who, text, {"input": given | more})


async def settle(registry: Registry, who: str, what: str, run: UUID, **more: Any) -> Answer:
    """Let somebody approve, resume or cancel a run."""
    text = DO % ("RunIdInput", f"{what}Run", ASKED)
    return await registry.ask(who, text, {"input": {"id": id_of("Run", run)} | more})


async def run_of(registry: Registry, who: str, run: UUID) -> dict[str, Any]:
    """Return a run as somebody sees it."""
    found: dict[str, Any] = (await registry.ask(who, ONE, {"id": id_of("Run", run)})).data["run"]
    return found


async def inserted(registry: Registry, organisation: UUID, steps: int = 3) -> UUID:
    """Put a run on record by hand, whose steps Children does."""
    async with registry.acting("run.requested") as owner:
        run: UUID = await owner.fetchval(INSERT, organisation, f'{{"steps": {steps}}}', uuid4())
    return run


async def children(registry: Registry, organisation: UUID) -> list[str]:
    """Return the names of the organisations below one: Children makes one in each step."""
    return [row["name"] for row in await registry.owner.fetch(CHILDREN, organisation)]


async def until(
    registry: Registry, run: UUID, status: str, seconds: float = TIMEOUT_SECONDS
) -> None:
    """Return when a run has a status; one that failed gets no other by itself."""
    async with asyncio.timeout(seconds):
        while True:
            found = await registry.owner.fetchrow(
                "select status, last_error from runs where id = $1", run
            )
            assert found is not None
            if found["status"] == status:
                return
            assert found["status"] != "FAILED", found["last_error"]
            await asyncio.sleep(0.01)


@dataclass
class Children:
    """Steps that each make an organisation below the run's: what is done twice is seen."""

    fails: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    waits: int = 0
    """How often a step has to wait for somebody else before it can be prepared."""
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    may_end: asyncio.Event | None = None

    def act(self, acting: Acting) -> Act:
        """Make the act that a step is."""
        return act(acting, "organisation.created")

    def is_last(self, run: Run) -> bool:
        """Return whether the step that comes is the last."""
        return bool(run.step == run.parameters["steps"] - 1)

    async def prepare(self, run: Run) -> str:
        """Say what the step is, once nobody asks to wait."""
        if self.waits:
            self.waits -= 1
            raise RunWaits(0, "Later")
        return f"Step {run.step}"

    async def do(self, connection: Connection, acting: Acting, run: Run, prepared: str) -> Done:
        """Make one organisation."""
        if run.step in self.held and not run.is_approved:
            return Done(held_because="Too many would end")
        await connection.fetch(
            "insert into organisations (name, kind, parent_id) values ($1, 'STEP', $2)",
            prepared,
            run.organisation_id,
        )
        self.begun.set()
        if self.may_end is not None:
            await self.may_end.wait()
        if run.step in self.fails:
            raise RunFailed("The source no longer accepts the token")
        return Done({"created": 1}, has_more=not self.is_last(run))


@asynccontextmanager
async def working(
    registry: Registry, steps: Steps | None = None, count: int = 1, sync: Steps | None = None
) -> AsyncIterator[list[Erasure]]:
    """Let workers do the steps of runs, those put there by hand by the given steps.

    Yields what is erased, as it is listed.
    """
    listed: list[Erasure] = []

    async def list_erasures(erasures: Sequence[Erasure]) -> None:
        listed.extend(erasures)

    kinds: dict[RunKind, Steps] = {
        RunKind.ORGANISATION_MOVE: OrganisationMove(),
        RunKind.ERASURE: OrganisationErasure(),
        RunKind.ORGANISATION_MERGE: OrganisationMerge(),
        RunKind.TRANSFER: steps or Children(),
    }
    if sync is not None:
        kinds[RunKind.SYNC] = sync
    pool = Pool(lambda: registry.database.app_url, 4 * count)
    await pool.open()
    workers = [Worker(pool, Runner(pool, kinds, list_erasures).do, [0.01]) for _ in range(count)]
    running = [asyncio.create_task(it.run()) for it in workers]
    try:
        yield listed
    finally:
        for worker in workers:
            worker.stop()
        await asyncio.gather(*running)
        await pool.close()
