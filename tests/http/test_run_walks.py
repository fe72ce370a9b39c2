"""Whatever is done with a run in whatever order, it is where the rules lead (rules S1 to S3)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from rules.messages import MOST_ATTEMPTS
from rules.runs import RunKind
from server.delivery.runner import Runner
from server.postgres.pool import Pool
from tests.organisations import organisation
from tests.people import id_of
from tests.runs import Children, children, inserted, settle
from tests.serving import Registry
from workflows import messages

STEPS = 3
DOES = ("work", "fail", "hold", "crash", "approve", "resume", "cancel", "discard", "retry")
WALKS = st.lists(st.sampled_from(DOES), min_size=1, max_size=14)
STATE = """
select status, steps_done,
       (select count(*) from messages where run_id = runs.id
           and status in ('ENQUEUED', 'PROCESSING')) as unfinished
  from runs where id = $1
"""
ITS_MESSAGE = "select id from messages where run_id = $1 order by id desc limit 1"
MESSAGE = "mutation ($input: MessageIdInput!) { %s(input: $input) { message { status } } }"
GOING = ("ENQUEUED", "RUNNING")


@dataclass
class Model:
    """Where a run should be."""

    status: str = "ENQUEUED"
    done: int = 0
    is_approved: bool = False
    tried: int = 0
    """How often the step that waits has been tried."""

    def do(self, what: str) -> None:
        """Follow what is done, if it leads anywhere."""
        if what in ("work", "fail", "hold", "crash") and self.status in GOING:
            self._step(what)
        elif what == "approve" and self.status == "HELD":
            self.status, self.is_approved, self.tried = "RUNNING", True, 0
        elif what in ("resume", "retry") and self.status == "FAILED":
            self.status, self.tried = "RUNNING", 0
        elif (what == "cancel" and self.status in (*GOING, "HELD")) or (
            what == "discard" and self.status in GOING
        ):
            self.status = "CANCELLED"

    def _step(self, how: str) -> None:
        self.status = "RUNNING"
        self.tried += 1
        if how == "hold" and not self.is_approved:
            self.status = "HELD"
        elif how == "fail" or (how == "crash" and self.tried == MOST_ATTEMPTS):
            self.status = "FAILED"
        elif how != "crash":
            self.done += 1
            self.tried = 0
            self.status = "SUCCEEDED" if self.done == STEPS else "RUNNING"


@dataclass
class Walker:
    """Does with a run what it is asked for."""

    registry: Registry
    pool: Pool
    worker: UUID = field(default_factory=uuid4)

    async def do(self, run: UUID, what: str) -> None:
        """Do one thing."""
        if what in ("work", "fail", "hold", "crash"):
            await self._work(what)
        elif what in ("approve", "resume", "cancel"):
            await settle(self.registry, "admin", what, run)
        else:
            message = await self.registry.owner.fetchval(ITS_MESSAGE, run)
            text = MESSAGE % f"{what}Message"
            await self.registry.ask("admin", text, {"input": {"id": id_of("Message", message)}})

    async def _work(self, how: str) -> None:
        """Do the step that waits, if one does; in a crash the worker is gone before it settles."""
        every = set(range(STEPS))
        steps = Children(
            fails=every if how == "fail" else set(), held=every if how == "hold" else set()
        )
        claimed = await messages.claim(self.registry.owner, self.worker, 10, {})
        for message in claimed:
            if how == "crash":
                await messages.rescue_lost(self.registry.owner, lease_seconds=0)
                continue
            outcome = await Runner(self.pool, {RunKind.TRANSFER: steps}).do(message)
            await messages.settle(self.registry.owner, self.worker, [outcome], [0.0])


@pytest.fixture
async def walker(admin: Registry) -> AsyncIterator[Walker]:
    pool = Pool(lambda: admin.database.app_url, 2)
    await pool.open()
    yield Walker(admin, pool)
    await pool.close()


@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
@given(walk=WALKS)
@example(walk=["crash"] * MOST_ATTEMPTS + ["work", "resume", "work"])
async def test_s3_a_run_is_where_the_rules_lead(walker: Walker, walk: Sequence[str]) -> None:
    registry, model = walker.registry, Model()
    place = await organisation(registry, str(uuid4()))
    run = await inserted(registry, place, STEPS)

    for what in walk:
        await walker.do(run, what)
        model.do(what)
        found = await registry.owner.fetchrow(STATE, run)
        assert found is not None
        is_going = model.status in GOING
        # A worker that is gone may have noted that the step begins, or not.
        assert found["status"] == model.status or (is_going and found["status"] in GOING)
        assert (found["steps_done"], found["unfinished"]) == (model.done, int(is_going))
        assert len(await children(registry, place)) == model.done
    if model.status in (*GOING, "HELD"):
        await settle(registry, "admin", "cancel", run)
