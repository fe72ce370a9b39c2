"""What a step of a sync reads of events: who took part and is no member is nobody (rule S10)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from db.statements import Connection
from rules.figures import LONGEST_YEARS
from rules.organisations import LONGEST_KIND, kind_faults
from rules.texts import cleaned
from workflows.run_steps import Run
from workflows.sync_reading import ABSENT, GROUPS_AT_ONCE, SourceReader, Staged

EVENTS, INVOLVED = "EVENTS", "INVOLVED"
"""The phases of a whole sync after that of members."""

HAS_EVENTS = "hasEvents"
"""Of a run's parameters: whether the source let the token read events and who took part."""

EVENT, INVOLVEMENT = "EVENT", "INVOLVEMENT"
EVENTS_AT_ONCE = 20
DAYS_A_YEAR = 366

NEXT_EVENTS = """
select external_id from staged_records
 where run_id = $1 and kind = 'EVENT' and ($2::text is null or external_id > $2)
 order by external_id limit $3
"""
THOSE_OF_MEMBERS = "select external_id from staged_members($1, $2)"

Connect = Callable[[], AbstractAsyncContextManager[Connection]]


async def read(source: SourceReader, run: Run, asked: Sequence[str], connect: Connect) -> Staged:
    """Read events, or who took part in those that are asked for, as the phase is."""
    if run.parameters["phase"] == EVENTS:
        return await events(source, run.parameters)
    return await involved(source, run, asked, connect)


async def events(source: SourceReader, parameters: Mapping[str, Any]) -> Staged:
    """Read some events of some groups, as far back as figures go."""
    asked: Sequence[str] = parameters["groups"]
    if not asked:
        return Staged((), (), {"phase": INVOLVED, "after": None, HAS_EVENTS: True})
    since = datetime.now(UTC).date() - timedelta(days=LONGEST_YEARS * DAYS_A_YEAR)
    page = await source.events(asked[:GROUPS_AT_ONCE], since, parameters["after"])
    if page is None:
        return Staged((), (), {"phase": ABSENT, "after": None, HAS_EVENTS: False})
    rows = [
        (
            EVENT,
            it.external_id,
            {"kind": _kind(it.kind), "on": it.began_on, "groups": list(it.group_ids)},
        )
        for it in page.events
    ]
    remaining = asked if page.after is not None else asked[GROUPS_AT_ONCE:]
    return Staged(rows, (), {"groups": remaining, "after": page.after})


async def next_events(connection: Connection, run: Run) -> list[Any]:
    """Return the staged events of whose participants the next step asks."""
    found: list[Any] = await connection.fetch(
        NEXT_EVENTS, run.id, run.parameters["after"], EVENTS_AT_ONCE
    )
    return found


async def involved(
    source: SourceReader, run: Run, asked: Sequence[str], connect: Connect
) -> Staged:
    """Read who took part in some events; the id of whoever is no member goes no further."""
    if not asked:
        return Staged((), (), {"phase": ABSENT, "after": None})
    found = await source.involvements(asked)
    if found is None:
        return Staged((), (), {"phase": ABSENT, "after": None, HAS_EVENTS: False})
    persons = sorted({it.person_id for it in found if it.person_id is not None})
    async with connect() as connection:
        rows = await connection.fetch(THOSE_OF_MEMBERS, run.id, persons)
    members = {row["external_id"] for row in rows}
    staged = [
        # Named by step and place: the source's id of a participation would lead to the person.
        (
            INVOLVEMENT,
            f"{run.step}.{at}",
            {
                "event": it.event_id,
                **({"person": it.person_id} if it.person_id in members else {}),
            },
        )
        for at, it in enumerate(found)
    ]
    return Staged(staged, (), {"after": asked[-1]})


def _kind(text: str) -> str:
    kind = cleaned(text)[:LONGEST_KIND]
    return kind if not kind_faults(kind) else "Event"
