"""How far a sync has read a list of its source.

A position may be the id of a person there. So it is staged with what was read and goes with it,
and neither the run's parameters nor the trail have it (rule T1).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from db.statements import Connection
from workflows.run_steps import Run

FIND = """
select payload ->> 'after' as after from staged_records
 where run_id = $1 and kind = 'POSITION' and payload -> 'step' = to_jsonb($2::integer)
"""
# A server of before reads `after` from the parameters: by null it begins the list anew.
GO_ON = """
with position as (
    insert into staged_records (run_id, kind, external_id, payload)
    values ($1, 'POSITION', '',
            jsonb_build_object('step', $2::integer + 1, 'after', $3::jsonb -> 'after'))
        on conflict (run_id, kind, external_id) do update set payload = excluded.payload)
update runs set parameters = parameters || $3::jsonb || '{"after": null}' where id = $1
"""


async def with_position(connection: Connection, run: Run) -> Run:
    """Return a run with its position among its parameters, as `after`."""
    row = await connection.fetchrow(FIND, run.id, run.step)
    if row is None:
        return run
    return replace(run, parameters={**run.parameters, "after": row["after"]})


async def go_on(connection: Connection, run: Run, parameters: Mapping[str, Any]) -> None:
    """Keep from where the next step of a run goes on."""
    await connection.execute(GO_ON, run.id, run.step, orjson.dumps(dict(parameters)).decode())
