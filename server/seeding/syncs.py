"""The demo's syncs: what its sources answer, and how each is read until it is done or has failed.

Nobody is asked over a network: the steps are those of a worker, and what they read is made up here.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import orjson

from rules.frozen import frozen
from rules.messages import BATCH
from rules.runs import RunFailed
from rules.source_profiles import SourceRole
from rules.source_records import (
    EventPage,
    GroupPage,
    Involvement,
    MemberPage,
    PersonFound,
    PersonPage,
    Presence,
    SourceGroup,
    SourceMembership,
    SourcePerson,
)
from rules.sources import SourceTerms, SyncMode, TokenIsRefused
from server.seeding.people import person
from workflows import messages, run_steps, sync_requests
from workflows.acts import Acting
from workflows.idempotency import IdempotentCall, digest
from workflows.messages import Claimed, Outcome
from workflows.sync_requests import Wanted
from workflows.syncs import Sync

PERSONS_FROM = 6_000_000
"""Whoever a source has is made up from this number on: nobody else in the demo is."""
TOKEN = "demo-of-a-source"
TERMS = SourceTerms(seal=str.encode)
"""The token is kept as it is, and no longer than the run: it opens nothing anywhere."""


@frozen
class DemoSource:
    """A source with one group as it was on one day; `breaks` where its token ends on the way.

    It is read in two pages.
    """

    numbers: Sequence[int] = ()
    moved: Sequence[int] = ()
    """Those of them who live elsewhere now."""
    breaks: bool = False
    title: str = "Student"
    """What they are there."""
    exports: None = None

    async def group(self, external_id: str) -> SourceGroup:
        """Return the group."""
        return SourceGroup(external_id, "Group", "GROUP", None)

    async def groups_below(self, parents: Sequence[str], after: str | None) -> GroupPage:
        """Return that there are none."""
        return GroupPage((), (), None)

    async def members(
        self, groups: Sequence[str], after: str | None, since: str | None = None
    ) -> MemberPage:
        """Return a page of those who belong to the group, or break off as an expired token does."""
        if self.breaks and after is not None:
            raise TokenIsRefused
        half = -(-len(self.numbers) // 2)
        numbers = self.numbers[:half] if after is None else self.numbers[half:]
        of = tuple(
            SourceMembership(f"m{number}", groups[0], str(number), self.title, date(2026, 9, 1))
            for number in numbers
        )
        goes_on = "2" if after is None else None
        return MemberPage(of, tuple(map(self._person, numbers)), (), goes_on)

    async def persons(self, ids: Sequence[str], since: str) -> PersonPage:
        """Return those who changed, for whom nobody asks: the source shows no times."""
        return PersonPage(())

    async def presence(
        self, person_id: str, groups: Sequence[str], former: Sequence[str]
    ) -> PersonFound:
        """Return that whoever is not listed is still there, and in no group."""
        return PersonFound(Presence.THERE, person=self._person(int(person_id)))

    async def events(
        self, groups: Sequence[str], since: date, after: str | None
    ) -> EventPage | None:
        """Return that no events may be read."""
        return None

    async def involvements(self, events: Sequence[str]) -> Sequence[Involvement] | None:
        """Return that no involvements may be read."""
        return None

    async def roles_of_caller(self) -> Sequence[SourceRole]:
        """Return none, which nobody asks for."""
        return ()

    def _person(self, number: int) -> SourcePerson:
        made = person(PERSONS_FROM + 5 * number)
        known = {
            "first_name": made.first_name,
            "last_name": made.last_name,
            "birth_date": None if made.birth_date is None else made.birth_date.isoformat(),
            "gender": made.gender,
            "settlement": "Lakeside" if number in self.moved else made.settlement,
        }
        return SourcePerson(str(number), {name: it for name, it in known.items() if it is not None})


async def sync(acting: Callable[[], Any], link_id: UUID, key: str, source: DemoSource) -> UUID:
    """Let somebody sync a link with what a source has, step by step; return the run's id."""
    asking: Acting = await acting()
    wanted = Wanted(link_id, None, None, SyncMode.FULL, TOKEN, names_link=True, names_group=False)
    call = IdempotentCall("demo", key, digest(key))
    run_id = await sync_requests.begin(asking, call, wanted, TERMS)
    await asking.commit()
    await _work(asking.connection, source)
    return run_id


async def _work(connection: Any, source: DemoSource) -> None:
    """Do the steps that wait, one after the other, as a worker that does nothing else."""

    @asynccontextmanager
    async def connect(_: float | None = None) -> AsyncIterator[Any]:
        yield connection

    async def opened(_: Any) -> DemoSource:
        return source

    async def outcome(message: Claimed) -> Outcome:
        asked = orjson.loads(message.payload)
        run_id, step = UUID(asked["runId"]), asked["step"]
        try:
            await run_steps.do_step(run_id, step, lambda _: steps, connect, message.correlation_id)
        except RunFailed as failed:
            return Outcome(message, str(failed), is_final=True)
        return Outcome(message, None)

    steps = Sync(connect, opened, bytes.decode)
    worker = uuid4()
    while True:
        claimed = await messages.claim(connection, worker, BATCH, {})
        waiting = [it for it in claimed if it.kind == "run.sync"]
        outcomes = [await outcome(it) for it in waiting]
        await messages.settle(connection, worker, outcomes, (0.0,))
        await messages.release(connection, worker)
        if not waiting:
            return
